#!/usr/bin/env bash
# The tests in two halves side by side: most of them keep one core busy. A file is in one half as a whole; what is
# given (such as -k) goes to both.
set -uo pipefail
cd "$(dirname "$0")/.."
python=${PYTHON:-.venv/bin/python}
halves=("assistant knowledge prompts" "")
number=0
for file in tests/test_*.py; do
  halves[number % 2]+=" $file"
  number=$((number + 1))
done
said=$(mktemp)
trap 'rm -f "$said"; kill $(jobs -p) 2>/dev/null' EXIT
# shellcheck disable=SC2086 # names of files, without spaces
"$python" -m pytest ${halves[1]} "$@" >"$said" 2>&1 &
second=$!
# shellcheck disable=SC2086
"$python" -m pytest ${halves[0]} "$@"
first_code=$?
wait "$second"
second_code=$?
cat "$said"
# 5: nothing was chosen in this half.
for code in "$first_code" "$second_code"; do
  if [ "$code" -ne 0 ] && [ "$code" -ne 5 ]; then exit "$code"; fi
done
