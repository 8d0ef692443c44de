# make run: set everything up and open the product.   make test: set everything up and pass the gate.
# make evaluate: ask the questions of the suite `starter` and write a report.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin

.PHONY: run test evaluate setup dev format clean

run: setup
	$(BIN)/aerocite web --starter

test: dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	tests/halves.sh
	tests/wheel.sh

evaluate: setup
	AEROCITE_HOME=.evaluation $(BIN)/aerocite evaluate run starter --starter --out runs/starter-$$(date +%Y%m%d-%H%M%S)

setup: .venv/.installed

dev: .venv/.developed

.venv/.installed: requirements.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.developed: .venv/.installed requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.txt
	@touch $@

format: dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf .venv dist .mypy_cache .ruff_cache .hypothesis
