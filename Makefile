# Each target does all its own set-up from python3 (3.11 or newer) and make.
PYTHON ?= python3
PY := .venv/bin/python
RUN_STAMP := .venv/.run-ready
DEV_STAMP := .venv/.dev-ready
GAZETTEER := .venv/share/tocsin/gazetteer.sqlite

.PHONY: setup run test check proofs bench lock clean

setup: $(RUN_STAMP) $(GAZETTEER)

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Tocsin needs Python 3.11 or newer")'
	$(PYTHON) -m venv .venv

$(RUN_STAMP): deploy/locks/run.txt pyproject.toml | .venv/bin/python
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r deploy/locks/run.txt
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

$(DEV_STAMP): deploy/locks/dev.txt $(RUN_STAMP)
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r deploy/locks/dev.txt
	touch $@

$(GAZETTEER): $(RUN_STAMP) $(wildcard services/ingest/gazetteer*.py services/ingest/core/tables/*.tsv) services/ingest/core/words/folding.py services/ingest/core/places/geodesy.py
	.venv/bin/tocsin gazetteer $@
	touch $@

run: setup  ## the main job on a sample story; ONCE=1 stops after it
	.venv/bin/tocsin story $(if $(ONCE),--once) $(if $(PORT),--port $(PORT))

test: setup $(DEV_STAMP)  ## every test, the Kafka ones on a real Apache Kafka
	$(PY) -m pytest tests --ignore=tests/proofs --ignore=tests/bench

check: setup $(DEV_STAMP)  ## format, lint, types, import contracts, then the fast tests
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/lint-imports
	.venv/bin/mypy
	$(PY) -m pytest tests/house tests/unit tests/contract tests/property tests/e2e -m "not kafka and not slow"

proofs: setup $(DEV_STAMP)  ## the long proofs at full size
	$(PY) -m pytest tests/proofs

bench: setup $(DEV_STAMP)  ## measurements, each as a ratio within one run
	$(PY) -m tests.bench

lock: $(DEV_STAMP)  ## writes the lock files anew: versions and hashes, no addresses
	$(PY) -m pip install --quiet --disable-pip-version-check uv
	.venv/bin/uv pip compile --quiet --no-header --no-emit-index-url --no-emit-find-links --universal --python-version 3.11 --generate-hashes --extra gazetteer --group build pyproject.toml --output-file deploy/locks/run.txt
	.venv/bin/uv pip compile --quiet --no-header --no-emit-index-url --no-emit-find-links --universal --python-version 3.11 --generate-hashes --extra gazetteer --group build --group dev pyproject.toml --output-file deploy/locks/dev.txt

clean:
	rm -rf .venv .cache build *.egg-info
