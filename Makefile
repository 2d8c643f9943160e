# One command for each duty; `make help` lists them. Everything a target needs,
# it installs into .venv from the locks, so a bare Python and make are enough.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: help install demo serve browser shots test check house docs format golden bench lock migration clean
.DEFAULT_GOAL := help

help: ## Print a sentence for every target.
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 12

$(VENV)/.run: requirements.lock pyproject.toml
	@$(PYTHON) -m venv $(VENV) || { echo "python3 needs its venv module: apt-get install python3-venv" >&2; exit 1; }
	@echo "installing into $(VENV) (a minute or so the first time) ..."
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.lock
	@echo "installing what the tests need ..."
	@$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@

install: $(VENV)/.run ## Build .venv with the bangfu command.

demo: $(VENV)/.run ## Build the demonstration books and their reports under demo/.
	@$(BIN)/bangfu demo demo

serve: $(VENV)/.run ## Open the web application on a copy of the demonstration books.
	@$(BIN)/bangfu serve --demo demo

browser: ## Install the browser of the tests where it is missing.
	@command -v chromium >/dev/null || [ -n "$$BANGFU_CHROMIUM" ] || { \
	  echo "installing chromium ..."; \
	  { apt-get update -q && apt-get install -y -q --no-install-recommends chromium; } >/dev/null 2>&1 || \
	  { echo "the tests drive a browser: apt-get install chromium, or set BANGFU_CHROMIUM" >&2; exit 1; }; }

shots: $(VENV)/.dev browser ## Every page of the demonstration as a picture, under build/shots/.
	@$(BIN)/python -m tests.web.shots build/shots

test: $(VENV)/.dev browser ## Run every test, on SQLite and on PostgreSQL.
	@$(BIN)/python -m pytest -n 2 --dist loadfile

check: $(VENV)/.dev browser ## Format, lint, types, import contracts, tests with coverage, docs.
	@$(MAKE) --no-print-directory house
	@$(BIN)/python -m pytest -n 2 --dist loadfile --cov --cov-report=term:skip-covered

house: $(VENV)/.dev ## What `check` asks beside the tests.
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --config .importlinter

docs: $(VENV)/.dev ## Write the generated pages of docs/ again.
	@$(BIN)/python -m app.cli.document > docs/cli.md
	@$(BIN)/python -m app.web.api.document > docs/api.md
	@$(BIN)/python -m audit.catalogue > docs/checks.md
	@$(BIN)/python -m reports > docs/reports.md
	@$(BIN)/python -m app.cli.sheets > docs/sheets.md

format: $(VENV)/.dev ## Put the code into the house style.
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

golden: $(VENV)/.dev ## Write the golden files again; read them before committing.
	@BANGFU_GOLDEN=write $(BIN)/python -m pytest -q tests/reports/test_golden.py

bench: $(VENV)/.dev ## Measure speed and memory into benchmarks/RESULTS.md; only=NAME one part.
	@$(BIN)/python benchmarks/run.py $(if $(only),--only $(only))

lock: $(VENV)/.dev ## Choose versions anew and pin them with their hashes.
	@$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-strip-extras -q --group build pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-strip-extras -q --group build --group dev pyproject.toml -c requirements.lock -o requirements-dev.lock

migration: $(VENV)/.dev ## Write a migration named by m="..." and its catalogue.
	@$(BIN)/python -m app.migrating new "$(m)"
	@$(BIN)/python -m app.migrating catalogue

clean: ## Remove what the targets built.
	@rm -rf $(VENV) demo build *.egg-info .pytest_cache .ruff_cache .mypy_cache .coverage
