#!/usr/bin/env bash
# Builds the wheel and tests it from another folder, where the checkout cannot lend it a file that it lacks.
set -euo pipefail
cd "$(dirname "$0")/.."

python="$PWD/.venv/bin/python"
place="$(mktemp -d)"
trap 'rm -rf "$place"' EXIT

"$python" -m build --wheel --no-isolation --outdir "$place" . >"$place/build.log" 2>&1 || { cat "$place/build.log"; exit 1; }
"$python" -m pip install --quiet --disable-pip-version-check --no-deps --target "$place/installed" "$place"/*.whl
cp -r tests "$place/tests"
cp pyproject.toml "$place/"
cd "$place"
export PYTHONPATH="$place/installed" AEROCITE_TESTED_FROM="$place/installed"
"$python" -m pytest --quiet tests/test_wheel.py tests/test_prompts.py tests/test_commands.py
