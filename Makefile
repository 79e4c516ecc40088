# `make` builds the leaflets; `make help` lists the rest. Every target first sets up what it needs (tools/setup).
.DEFAULT_GOAL := leaflets
.PHONY: leaflets test check mutation bench clean help setup setup-test

leaflets: setup ## build the leaflets into output/
	.venv/bin/handouts build

test: setup-test ## run the tests
	.venv/bin/python -m pytest

check: setup-test ## lint, formatting and types
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy

mutation: setup-test ## plant faults in correct translations and print how many the checks find
	.venv/bin/python -m tests.mutations

bench: setup-test ## measure how fast leaflets are made, beside other programs (see benchmarks/README.md)
	.venv/bin/python -m pip install -q --disable-pip-version-check -c constraints.txt -e '.[bench]'
	.venv/bin/python -m benchmarks

clean: ## remove what was built into output/, and caches; .venv stays
	if git rev-parse --is-inside-work-tree >/dev/null 2>&1; then git clean -fdqX -- output; \
	elif [ -d output ]; then find output -mindepth 1 ! -name .gitignore -delete; fi
	rm -rf .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . \( -name .venv -o -name .git \) -prune -o -type d -name __pycache__ -prune -exec rm -rf {} +

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1	/p' Makefile

setup:
	@tools/setup

setup-test:
	@tools/setup test
