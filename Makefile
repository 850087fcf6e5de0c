# What a person does with the project. Everything else is in scripts/, in Python, without packages.
PYTHON ?= python3
BIN := .venv/bin
LOCK := $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

.DEFAULT_GOAL := help
.PHONY: help up test check fmt content lessons faults bench screenshots lock develop clean

help:  ## say what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

up:  ## start the portal here: web, worker and a database in var/
	@$(PYTHON) -m scripts up

test:  ## run every test: SQLite, PostgreSQL and Redis, browser, lessons; REQUIRE_ALL=1 leaves nothing out
	@$(PYTHON) -m scripts test

check:  ## check format, lint, types, import direction, templates, migrations, settings, content
	@$(PYTHON) -m scripts check

fmt: develop  ## format the Python
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix --quiet . || true

content: develop  ## list every problem of the curriculum
	@$(BIN)/python manage.py check_content

lessons:  ## run the code of the lessons alone
	@$(PYTHON) -m scripts lessons

faults:  ## kill, cut and stop parts of the portal for some minutes; writes docs/admin/promises.md
	@$(PYTHON) -m scripts faults

bench:  ## measure what pages and ticks cost
	@$(PYTHON) -m scripts bench

screenshots: develop  ## take the pictures in docs/screenshots anew
	@$(BIN)/python -m tests.screenshots

lock: develop  ## bring the lock files up to pyproject.toml; UPGRADE=--upgrade takes the newest of everything
	@$(LOCK) $(UPGRADE) --output-file requirements.lock
	@$(LOCK) $(UPGRADE) --group dev --constraint requirements.lock --output-file requirements-dev.lock

develop:  # the environment that tests and tools run in
	@$(PYTHON) -m scripts develop

clean:  ## remove what was installed and cached; var/ with your data stays
	@rm -rf .venv node_modules var/lanes .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
