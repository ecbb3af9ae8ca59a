# `make` alone lists what there is. PYTHON=/path/to/python3 chooses what .venv is made with.

SHELL := /bin/sh
.DEFAULT_GOAL := help
export UV_PYTHON_DOWNLOADS := never

.PHONY: help run test lint format messages bench lock clean set-up set-up-dev

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: set-up ## set up what is missing, then serve on http://127.0.0.1:8000 (HOST, PORT)
	@.venv/bin/forumapp run

test: set-up-dev ## set up what is missing, then check style, types, architecture, and run every test
	@.venv/bin/python tools/check.py --tests

lint: set-up-dev ## everything that `make test` checks, without the tests
	@.venv/bin/python tools/check.py

format: set-up-dev ## mend style where a tool can
	@.venv/bin/ruff check --fix-only --quiet
	@.venv/bin/ruff format

messages: set-up-dev ## bring the catalogues up to date with the source, and compile them
	@.venv/bin/python tools/catalogues.py

bench: set-up-dev ## measure speed and memory, beside a hello-world page
	@.venv/bin/python -m tests.bench

lock: set-up-dev ## write requirements/*.txt anew from pyproject.toml (UPGRADE=1 takes newer versions)
	@tools/lock.sh

clean: ## remove .venv and every cache; what is in instance/ stays
	@rm -rf .venv build dist htmlcov .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache \
		.ruff_cache .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

set-up: ## only make .venv ready to run
	@python=$$(tools/find-python.sh) && "$$python" tools/bootstrap.py run

set-up-dev: ## only make .venv ready to develop and test
	@python=$$(tools/find-python.sh) && "$$python" tools/bootstrap.py dev
