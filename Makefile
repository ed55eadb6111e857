SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

BIN := .venv/bin
WORKERS ?= auto
ARGS ?=
DATA ?=
OUT ?=

.PHONY: help demo run test check fix bench bench-contacts bench-matching bench-mentions bench-pages bench-verdicts lock clean setup setup-dev setup-test setup-lock setup-peers

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: setup ## Crawl a small web of our own on this machine and show the leads
	@$(BIN)/python -m demo

run: setup ## Run the finder command: make run ARGS="crawl data/acme.toml"
	@$(BIN)/finder $(ARGS)

test: setup-test ## Install what the tests need, then run every check and every test
	@$(MAKE) check
	@$(BIN)/python -m pytest -n $(WORKERS) $(ARGS)

check: setup-dev ## Formatting, lint, types, import rules and lock files, without running a test
	@$(BIN)/ruff format --check --quiet . || { echo 'make fix formats these files:'; $(BIN)/ruff format --check .; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/python tools/lock.py check

fix: setup-dev ## Format the code and repair what the linter can repair
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: setup-dev setup-peers ## Measure finder on this machine, other link checkers beside it
	@$(BIN)/python -m bench $(ARGS)

bench-contacts: setup-dev ## Score the contacts that finder reads on made-up pages beside a plain regex
	@$(BIN)/python -m bench.contacts $(ARGS)

bench-matching: setup-dev ## Score suggestions against real redirects: DATA=FOLDER [OUT=FOLDER]
	@$(BIN)/python -m bench.matching $(if $(DATA),--data "$(DATA)") $(if $(OUT),--out "$(OUT)") $(ARGS)

bench-mentions: setup-dev setup-peers ## Score finder's mentions on made-up pages beside two simple ways
	@$(BIN)/python -m bench.mentions $(ARGS)

bench-pages: setup-dev setup-peers ## Read real pages, trafilatura beside finder: DATA=FOLDER [OUT=FOLDER]
	@$(BIN)/python -m bench.real_pages $(if $(DATA),--data "$(DATA)") $(if $(OUT),--out "$(OUT)") $(ARGS)

bench-verdicts: setup-dev setup-peers ## Compare finder's verdicts with the truth, LinkChecker's and lychee's
	@$(BIN)/python -m bench.verdicts $(ARGS)

lock: setup-lock ## Pin the newest versions that pyproject.toml allows, with hashes
	@$(BIN)/python tools/lock.py write

clean: ## Remove the virtual environments, caches and build output; data/ stays
	@rm -rf .venv .venv-* build dist *.egg-info .coverage .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

setup:
	@tools/setup run

setup-dev:
	@tools/setup dev

setup-test:
	@tools/setup test

setup-lock:
	@tools/setup lock

setup-peers:
	@tools/setup peers
