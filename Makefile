# The two commands that matter: `make plan` and `make test`. Everything they need goes into .venv.
SHELL := /bin/bash
VENV := .venv
PYTHON ?= python3.11
BIN := $(VENV)/bin
LOCK := --quiet --generate-hashes --no-header --no-annotate --python-version 3.11
READY := $(VENV)/.ready
TEST_READY := $(VENV)/.test-ready
LINT_READY := $(VENV)/.lint-ready

.DEFAULT_GOAL := help
.PHONY: help plan test sabotage fuzz lint rehearse rehearse-starts rehearse-all first-day docs bench lock clean

help: ## Say what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

plan: $(READY) ## Plan and check the whole estate, offline
	@$(BIN)/civic plan

test: $(TEST_READY) ## Run the tests, on up to four processors
	@$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile

sabotage: $(TEST_READY) ## Make every labelled change to the example's networks and print how many reach catches
	@$(BIN)/python -m tests.civic.reach

fuzz: $(TEST_READY) ## Try 10,000 broken inputs on every file that is read; CIVIC_FUZZ_SEED=N repeats a run
	@CIVIC_FUZZ=10000 $(BIN)/python -m pytest -s tests/test_fuzz.py

lint: $(LINT_READY) ## Style, types, and which package may import which
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/basedpyright --level error
	@$(BIN)/lint-imports

rehearse: $(READY) ## Run the real Pulumi engine against the simulated clouds
	@$(BIN)/civic rehearse

rehearse-starts: $(READY) ## Every stack from clouds that hold nothing and from clouds that hold much; broken off, it goes on where it was
	@$(BIN)/civic rehearse --results out/rehearsed/nothing-exists
	@$(BIN)/civic rehearse --much-exists --results out/rehearsed/much-exists

rehearse-all: $(READY) ## Faults, drift and edits on one stack of each layer and cloud; broken off, it goes on where it was
	@$(BIN)/civic rehearse --faults --first 15 --results out/rehearsed/faults.jsonl
	@$(BIN)/civic rehearse --drift --results out/rehearsed/drift.jsonl
	@$(BIN)/civic rehearse --changes --first 8 --results out/rehearsed/changes.jsonl

first-day: $(TEST_READY) ## Walk docs/how-to/first-day.md from top to bottom on simulated clouds, once where nothing and once where much exists
	@CIVIC_FIRST_DAY=all $(BIN)/python -m pytest -s tests/first_day

docs: $(TEST_READY) ## Renew docs/reference from code and schemas
	@CIVIC_TODAY=2026-12-01 $(BIN)/python -m docs.generator

bench: $(TEST_READY) ## Measure and compare; ROWS="organisation mocks" for some, ARGS="--write docs/benchmarks.md" to renew the page
	@$(BIN)/python -m benchmarks $(ROWS) $(ARGS)

lock: ## Renew the pins of requirements*.txt; needs uv, and the difference is reviewed like code
	@command -v uv >/dev/null || { echo "make lock needs uv" >&2; exit 2; }
	@uv pip compile pyproject.toml $(LOCK) -o requirements.txt
	@uv pip compile pyproject.toml --extra test --constraint requirements.txt $(LOCK) -o requirements-test.txt
	@uv pip compile pyproject.toml --extra test --extra lint --constraint requirements-test.txt $(LOCK) -o requirements-lint.txt
	@{ sed -n '/^#/p' stacks/requirements.txt; echo "-e .."; sed -nE 's/^([a-z][^ ]*==[^ ]+).*/\1/p' requirements.txt; } >.lock && mv .lock stacks/requirements.txt

clean: ## Remove what was made here
	rm -rf $(VENV) build *.egg-info out

# Packages of a lock file go into .venv; uv is used where it is there, pip otherwise. Each lock holds every version with its hash.
define install
if command -v uv >/dev/null; then uv pip install --quiet --python $(BIN)/python --require-hashes -r $(1); \
else $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1); fi
endef

$(READY): requirements.txt pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "Civic Cloud needs $(PYTHON); set PYTHON=... to name another Python 3.11 or later" >&2; exit 2; }
	@echo "Making .venv with what requirements.txt pins: a minute or two, once" >&2
	@if command -v uv >/dev/null; then uv venv --quiet --seed --allow-existing --python $(PYTHON) $(VENV); else $(PYTHON) -m venv $(VENV); fi
	@$(call install,requirements.txt)
	@if command -v uv >/dev/null; then uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .; \
	else $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .; fi
	@touch $@

$(TEST_READY): $(READY) requirements-test.txt
	@$(call install,requirements-test.txt)
	@touch $@

$(LINT_READY): $(READY) requirements-lint.txt
	@$(call install,requirements-lint.txt)
	@touch $@
