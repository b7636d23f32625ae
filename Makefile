# Each target does its own set-up. PYTHON chooses the interpreter, PORT the playground's port.
PYTHON ?= python3
PORT ?= 8300
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test lint types faults faults-short image-steps fuzz browser pictures bench audit site reference lock clean

demo: $(VENV)/run
	NO_PROXY="127.0.0.1,localhost,$$NO_PROXY" $(BIN)/python -m bot playground --port $(PORT)

test: $(VENV)/dev
	$(BIN)/python -m pytest -n auto --dist worksteal -m "not faults and not browser and not install and not fuzz"

lint: $(VENV)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/dev
	$(BIN)/mypy

# Everything at length, some half an hour: the tables in docs/faults.md are written anew. CI runs the short form.
faults: $(VENV)/dev
	$(BIN)/python -m pytest tests/faults -m faults --timeout 1800 --long --report docs/faults.md

faults-short: $(VENV)/dev
	$(BIN)/python -m pytest tests/faults -m faults --timeout 600

# A million odd inputs through everything that reads what people send; other ones each time, and the seed is told.
# `make fuzz FUZZ="--seed 7"` tries the same ones again.
fuzz: $(VENV)/dev
	$(BIN)/python -m pytest -n auto -m fuzz
	$(BIN)/python -m tests.fuzz $(FUZZ)

# The Dockerfile's own commands in an empty folder, and the bot in there as nobody: no engine is needed.
image-steps: $(VENV)/dev
	$(BIN)/python -m pytest -m install --timeout 900

browser: $(VENV)/dev $(VENV)/docs/ready
	$(BIN)/python -m pytest -m browser --timeout 300

# The pictures in README and docs are made by the browser tests, so that they are never stale.
pictures: $(VENV)/dev
	$(BIN)/python -m pytest -m browser tests/playground/browser/test_story.py \
	  tests/playground/browser/test_guides.py tests/playground/browser/test_film.py --pictures docs/pictures

bench: $(VENV)/dev
	$(BIN)/python -m tests.benchmarks
	$(BIN)/python -m tests.benchmarks.trackers

# Known vulnerabilities in what the bot runs with. Where PyPI can't be asked about them, it says so.
audit: $(VENV)/audit/ready
	$(VENV)/audit/bin/python -m tests.audit

# After changing the dependencies in pyproject.toml (needs uv).
lock:
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-annotate --no-emit-index-url --upgrade -q -o requirements.txt
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-annotate --no-emit-index-url --upgrade -q -o requirements-dev.txt
	uv pip compile --group pyproject.toml:audit --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-annotate --no-emit-index-url --upgrade -q -o requirements-audit.txt
	uv pip compile --group pyproject.toml:docs --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-annotate --no-emit-index-url --upgrade -q -o requirements-docs.txt

# The site that is made of docs/, in build/site. A web server has to hand it out, as python3 -m http.server
# -b 127.0.0.1 -d build/site does: opened as files, its pages can be read but not searched. A link that leads nowhere ends it (with --quiet mkdocs
# would not count its warnings).
site: $(VENV)/docs/ready
	NO_MKDOCS_2_WARNING=1 $(VENV)/docs/bin/mkdocs build --strict

# The pages of docs/ that come from the code: settings, commands, the command line. A test holds them to it.
reference: $(VENV)/dev
	$(BIN)/python -m tests.reference

clean:
	rm -rf $(VENV) build/site .pytest_cache .mypy_cache .ruff_cache .hypothesis

# `followthrough` is the command line; without building a package it is this repository's `python -m bot`.
$(BIN)/followthrough: | $(VENV)/bin/python
	@printf '#!/bin/sh\nPYTHONPATH="%s" exec "%s/$(BIN)/python" -m bot "$$@"\n' "$(CURDIR)" "$(CURDIR)" > $@ && chmod +x $@

# A Debian machine may have Python without its venv module: root gets it, anybody else is told how.
$(VENV)/bin/python:
	@$(PYTHON) -m venv $(VENV) 2>/dev/null || { rm -rf $(VENV); \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -q && apt-get install -yq python3-venv && $(PYTHON) -m venv $(VENV); \
	  else echo "Python's venv module is missing. On Debian: sudo apt-get install python3-venv" >&2; exit 1; fi; }

$(VENV)/run: requirements.txt pyproject.toml $(BIN)/followthrough | $(VENV)/bin/python
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/dev: requirements-dev.txt pyproject.toml $(BIN)/followthrough | $(VENV)/bin/python
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@ $(VENV)/run

$(VENV)/audit/ready: requirements-audit.txt | $(VENV)/bin/python
	$(BIN)/python -m venv $(VENV)/audit
	$(VENV)/audit/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-audit.txt
	@touch $@

$(VENV)/docs/ready: requirements-docs.txt | $(VENV)/bin/python
	$(BIN)/python -m venv $(VENV)/docs
	$(VENV)/docs/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-docs.txt
	@touch $@
