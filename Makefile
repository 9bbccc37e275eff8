# The two commands that matter: `make plan` and `make test`. Everything they need goes into .venv.
SHELL := /bin/bash
VENV := .venv
PYTHON ?= python3.11
BIN := $(VENV)/bin
READY := $(VENV)/.ready
LINT_READY := $(VENV)/.lint-ready

.DEFAULT_GOAL := help
.PHONY: help plan test fuzz lint rehearse bench clean

help: ## Say what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

plan: $(READY) ## Plan and check the whole estate, offline
	@$(BIN)/civic plan

test: $(READY) ## Run the tests
	@$(BIN)/python -m pytest

fuzz: $(READY) ## Try 10,000 broken inputs on every file that is read; CIVIC_FUZZ_SEED=N repeats a run
	@CIVIC_FUZZ=10000 $(BIN)/python -m pytest -s tests/test_fuzz.py

lint: $(LINT_READY) ## Style, types, and which package may import which
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/basedpyright --level error
	@$(BIN)/lint-imports

rehearse: $(READY) ## Run the real Pulumi engine against the simulated clouds
	@$(BIN)/civic rehearse

bench: $(READY) ## Measure and compare; ROWS="organisation mocks" for some, ARGS="--write docs/benchmarks.md" to renew the page
	@$(BIN)/python -m benchmarks $(ROWS) $(ARGS)

clean: ## Remove what was made here
	rm -rf $(VENV) build *.egg-info out

$(READY): requirements.txt pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "Civic Cloud needs $(PYTHON); set PYTHON=... to name another Python 3.11 or later" >&2; exit 2; }
	@if command -v uv >/dev/null; then \
	  uv venv --quiet --allow-existing --python $(PYTHON) $(VENV) && \
	  uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.txt && \
	  uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .; \
	else \
	  $(PYTHON) -m venv $(VENV) && \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt && \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .; \
	fi
	@touch $@

$(LINT_READY): $(READY) requirements-lint.txt
	@if command -v uv >/dev/null; then \
	  uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-lint.txt; \
	else \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-lint.txt; \
	fi
	@touch $@
