#!/usr/bin/env bash
# Builds the fuzz targets and runs each for so many seconds, from the fixtures and from what earlier runs found worth keeping.
# Usage: scripts/fuzz.sh [SECONDS [TARGET...]]. Needs cargo-fuzz and a nightly toolchain. A finding ends it, and stays in fuzz/artifacts.
# The sanitizer of addresses is left out: nothing here is unsafe, and without it everything is twice as fast.
# How often each place is reached is not told apart, and no input is thought likelier than another: keeping those figures took fifteen times as long as the runs.
# Inputs are short, so that there are many: what takes a longer text to break is left to scripts/linear.py and the tests.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-60}
targets=("${@:2}")
[ ${#targets[@]} -gt 0 ] || targets=(bytes whole pieces gazetteer html dump diff)
# The files that the targets write and read stay in memory where the machine has a place for that.
[ ! -d /dev/shm ] || export TMPDIR=/dev/shm
# Seeds whose first bytes choose how the rest is read: tests/support/targets.rs.
seeded() { # CORPUS BYTES-IN-OCTAL FILE
  { printf "$2"; cat; } > "$1/seed-$3"
}
cargo +nightly fuzz build -s none
for target in "${targets[@]}"; do
  corpus=fuzz/corpus/$target
  mkdir -p "$corpus"
  seeds=()
  longest=600
  case $target in
    whole) seeds=(fixtures/articles fixtures/rough) longest=400 ;;
    pieces) longest=100 ;;
    html) seeds=(fixtures/articles fixtures/rough) longest=200 ;;
    bytes) seeds=(fixtures/encodings fixtures/broken fixtures/rough) ;;
    gazetteer)
      n=0
      for table in organizations people offices settlements-hand corrections words predicates; do
        grep -v '^#' "gazetteers/$table.tsv" | sed -n '2,6p' | seeded "$corpus" "\\00$n" "$table"
        n=$((n + 1))
      done
      ;;
    dump)
      longest=1000
      for seed in 1:small.jsonl 2:newspaper.json 2:trafilatura.json 3:lenta.csv 5:pages.warc 6:pyarrow.parquet; do
        seeded "$corpus" "\\00${seed%%:*}\\077" "${seed#*:}" < "fixtures/dumps/${seed#*:}"
      done
      ;;
    diff) longest=120 ;;
  esac
  echo "fuzz: $target"
  cargo +nightly fuzz run -s none "$target" "$corpus" "${seeds[@]}" -- -max_total_time="$seconds" -max_len="$longest" -entropic=0 -use_counters=0 -timeout=60 \
    -rss_limit_mb=4000 -verbosity=0 -print_final_stats=1 2>&1 | grep -E "number_of_executed|average_exec|panicked|SUMMARY|ERROR" || true
done
! ls fuzz/artifacts/*/crash-* fuzz/artifacts/*/timeout-* fuzz/artifacts/*/oom-* 2> /dev/null
