#!/usr/bin/env bash
# Builds the fuzz targets and runs each for so many seconds, from the fixtures and from what earlier runs found worth keeping.
# Usage: scripts/fuzz.sh [SECONDS [TARGET...]]. Needs cargo-fuzz and a nightly toolchain. A finding ends it, and stays in fuzz/artifacts.
# The sanitizer of addresses is left out: nothing here is unsafe, and without it everything is twice as fast.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-60}
targets=("${@:2}")
[ ${#targets[@]} -gt 0 ] || targets=(bytes whole pieces gazetteer html dump diff)
cargo +nightly fuzz build -s none
for target in "${targets[@]}"; do
  case $target in
    whole | html) seeds=(fixtures/articles fixtures/rough) ;;
    bytes) seeds=(fixtures/encodings fixtures/broken fixtures/rough) ;;
    dump) seeds=(fixtures/dumps) ;;
    gazetteer) seeds=(gazetteers) ;;
    *) seeds=() ;;
  esac
  mkdir -p "fuzz/corpus/$target"
  echo "fuzz: $target"
  cargo +nightly fuzz run -s none "$target" "fuzz/corpus/$target" "${seeds[@]}" -- \
    -max_total_time="$seconds" -max_len=4000 -timeout=60 -rss_limit_mb=4000 -verbosity=0 -print_final_stats=1 2>&1 | grep -E "number_of_executed|panicked|SUMMARY|ERROR" || true
done
! ls fuzz/artifacts/*/crash-* fuzz/artifacts/*/timeout-* fuzz/artifacts/*/oom-* 2> /dev/null
