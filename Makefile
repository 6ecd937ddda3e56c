# `make start` runs Holdfast on this computer. `make test` runs everything that is tested, in 15 minutes or less.
PYTHON ?= python3
BIN := .venv/bin
SHELL := /bin/bash

.PHONY: start test long bench lint lock screenshots messages clean help
help:            ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/\t/'

start: .venv/.base  ## make the environment if needed, start the app, open the browser
	@$(BIN)/holdfast serve --open

test: .venv/.dev tools-for-tests  ## every test but the long ones, and the linters
	@$(BIN)/ruff check -q . && $(BIN)/ruff format -q --check . && $(BIN)/lint-imports --no-cache >/dev/null && $(BIN)/mypy
	@$(BIN)/python -m pytest -m "not long" -n 2 --dist loadfile

long: .venv/.dev tools-for-tests  ## thousands of kills, long fuzzing
	@$(BIN)/python -m pytest -m long

bench: .venv/.dev tools-for-tests  ## the measurements, each beside its peer
	@bash tools/test-tools.sh bench
	@$(BIN)/python -m tests.bench

lint: .venv/.dev  ## ruff, mypy strict, import-linter
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports --no-cache

screenshots: .venv/.dev tools-for-tests  ## make the pictures of the README again
	@$(BIN)/python tools/screenshots.py

messages: .venv/.dev  ## collect the sentences of the doors for every language, and compile them
	@for l in src/holdfast/content/locale/*/; do $(BIN)/python tools/messages.py $$(basename $$l); done

lock: .venv/.dev  ## compile the requirement files again (no index addresses, all hashes)
	@$(BIN)/python -m pip install -q uv
	@for n in base:build dev:dev; do $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --no-annotate pyproject.toml requirements/$${n#*:}.in -o requirements/$${n%%:*}.txt; done

.venv/bin/python:
	@bash tools/environment.sh "$(PYTHON)"

.venv/.base: .venv/bin/python requirements/base.txt pyproject.toml
	@echo "Installing Holdfast into .venv (once, about a minute) …"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/base.txt
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: .venv/.base requirements/dev.txt
	@echo "Installing what the tests need …"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

.PHONY: tools-for-tests
tools-for-tests:
	@bash tools/test-tools.sh

clean:           ## remove the environment and everything built
	rm -rf .venv build dist *.egg-info src/*.egg-info .mypy_cache .ruff_cache .hypothesis
