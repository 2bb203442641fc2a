# Two commands a newcomer needs: `make run` and `make test`. Everything goes into .venv/ and the cache folder.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
OFFICE ?= .office
export OMP_NUM_THREADS := 1
export HF_HUB_OFFLINE := 1

.PHONY: run test check format lint types neo4j model requirements chromium demo

run: .venv/app.done
	$(BIN)/python cli.py start --home $(OFFICE) --demo

test: .venv/dev.done chromium
	$(BIN)/python -m pytest -q -n 2 --dist loadfile

check: .venv/dev.done
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(MAKE) test

format: .venv/dev.done
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

neo4j: .venv/app.done
	$(BIN)/pip install -q --require-hashes -r requirements-neo4j.txt
	$(BIN)/python -m graph.neo4j_runtime --home $(OFFICE) start

# Trains the shipped question model from nothing, on the public questions beside the project; about an hour on 2 cores.
model: .venv/dev.done
	$(BIN)/python -m benchmarks.lay_questions

# Only Chromium comes from the system: installed here when we may, otherwise the browser tests say it is missing.
chromium:
	@command -v chromium >/dev/null 2>&1 || { test "$$(id -u)" = 0 && command -v apt-get >/dev/null && \
	  apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk >/dev/null; } || \
	  echo "Chromium is not installed and cannot be installed without root: browser tests will be skipped."

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/app.done: requirements-app.txt requirements-data.txt | .venv/bin/python
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements-app.txt
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes --no-deps -r requirements-data.txt
	$(BIN)/python cli.py model
	touch $@

.venv/dev.done: requirements-dev.txt .venv/app.done
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $@

# Rewrites the pinned files from the short ones; needs uv.
requirements:
	for name in -app "" -neo4j -data -dev -bench; do \
	  uv pip compile -q --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header \
	    $$(test "$$name" = -data && echo --no-deps) requirements$$name.in -o requirements$$name.txt || exit 1; \
	done
	cd benchmarks/peers/requirements && for file in *.in; do \
	  uv pip compile -q --override overrides.txt --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --no-emit-find-links --no-annotate --no-header $$file -o $${file%.in}.txt || exit 1; \
	done
