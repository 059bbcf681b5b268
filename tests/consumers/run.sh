#!/usr/bin/env bash
# What real consumers make of svodka's output. Usage: tests/consumers/run.sh SVODKA
#
# Packages are pinned and go into a virtual environment under target/. What is not there, or cannot be had from the registry, is skipped and said so;
# what is there and complains makes this fail.
set -euo pipefail
cd "$(dirname "$0")/../.."
svodka=$(realpath "$1")
articles=(fixtures/articles/*.txt fixtures/encodings/offsets.txt)
venv=target/consumers
python=$venv/bin/python

check() { # NAME COMMAND...: runs a check and shows what it says
  local said
  said=$("${@:2}") # a failure ends the run here
  echo "consumers: $1: $said"
}
skip() { echo "consumers: $1: skipped: $2"; }

if command -v python3 > /dev/null; then
  check "offsets, Python" python3 tests/consumers/offsets.py "$svodka"
  check "brat" python3 tests/consumers/brat.py "$svodka" "${articles[@]}"
else
  skip "offsets, brat" "no python3"
fi
if command -v node > /dev/null; then
  check "offsets, JavaScript" node tests/consumers/offsets.js "$svodka"
else
  skip "offsets, JavaScript" "no node"
fi

package() { # NAME==VERSION SCRIPT
  if [ ! -x "$python" ] && ! python3 -m venv "$venv" > /dev/null 2>&1; then
    skip "$1" "no virtual environment"
  elif ! timeout "${CONSUMERS_TIMEOUT:-180}" "$python" -m pip install --quiet --prefer-binary "$1" > "$venv/pip.log" 2>&1; then
    skip "$1" "not to be had from the registry ($(tail -n 1 "$venv/pip.log"))"
  else
    check "$1" "$python" "tests/consumers/$2" "$svodka" "${articles[@]}"
  fi
}
package "pybrat==0.1.7" pybrat_doc.py
package "duckdb==2.0.0" duck.py
package "spacy==3.8.18" spacy_doc.py
package "followthemoney==4.11.2" ftm.py
if command -v chromium > /dev/null && command -v chromedriver > /dev/null; then
  package "selenium==4.27.1" page.py
else
  skip "the page in a browser" "no chromium with chromedriver"
fi
