#!/bin/sh
# Writes requirements/*.txt anew from pyproject.toml: exact versions with hashes, for every platform
# and every Python from 3.11 on. UPGRADE=1 takes newer versions; without it the known ones stay.
set -eu
cd "$(dirname "$0")/.."
uv=$(command -v uv || echo .venv/bin/uv)
export UV_PYTHON_DOWNLOADS=never UV_CUSTOM_COMPILE_COMMAND="make lock"
lock() {
    "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --no-annotate ${UPGRADE:+--upgrade} "$@"
}
lock pyproject.toml --output-file requirements/run.txt
lock pyproject.toml --group dev --constraint requirements/run.txt \
    --output-file requirements/dev.txt
lock --group build --constraint requirements/dev.txt --output-file requirements/build.txt
if grep -nE '://|file:|(^|[ =])/' requirements/*.txt; then
    echo "requirements/ must name neither a registry nor a path of one machine" >&2
    exit 1
fi
