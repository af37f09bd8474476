# Two commands matter: `make demo` plays a real council's plan; `make test` passes what lands.
# Both build .venv from requirements.lock first, with nothing but python3, pip and make.

PYTHON ?= python3
BIN    := .venv/bin
READY  := .venv/.ready

.PHONY: help setup demo test check bench lock clean

help:            ## this list
	@grep -E '^[a-z]+: .*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

setup: $(READY)  ## build .venv from requirements.lock

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Minutebook needs Python 3.11 or newer; set PYTHON=python3.11.")'
	rm -rf .venv
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	@touch $(READY)

demo: $(READY)   ## play Gloucestershire 2022 from Ofsted's report to the next visit
	@$(BIN)/minutebook demo

check: $(READY)  ## format, lint, types and the house's floors
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: check      ## everything that must pass before a change lands
	$(BIN)/pytest -n 4 --dist worksteal --hypothesis-profile=landing

bench: $(READY)  ## how fast it is beside the raw floor and its peers (ONLY=feed, ARGS=--quick; docs/benchmarks.md)
	@$(BIN)/python -m benchmarks $(if $(ONLY),--only "$(ONLY)") $(ARGS)

lock:            ## resolve requirements.lock anew from pyproject.toml (needs uv; hashes, and no index address)
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-emit-find-links --no-header --no-annotate -q -o requirements.lock

clean:           ## remove what can be built again
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
