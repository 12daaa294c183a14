# `make run` and `make test` do all the set-up; the rest are habits.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN_READY := $(VENV)/.run-ready
DEV_READY := $(VENV)/.dev-ready
CORPORA := ../shared/data

.PHONY: run test lint format types bench bench-corpora nightly sbom audit clean

run: $(RUN_READY)
	$(BIN)/python -m dashboard

test: $(DEV_READY)
	$(BIN)/python -m pytest

# Ten thousand examples of every property, the whole hostile corpus, and an index that is killed and damaged.
nightly: export PYTHONPATH = .
nightly: $(DEV_READY)
	$(BIN)/python -m pytest --hypothesis-profile=nightly tests/test_properties.py
	$(BIN)/python tests/hostile/run.py
	$(BIN)/python tests/benchmarks/gazetteer_damage.py $(addprefix --add ,$(wildcard $(CORPORA)/geonames/UA.zip))

sbom: $(DEV_READY)
	@mkdir -p build
	$(BIN)/cyclonedx-py environment $(BIN)/python --pyproject pyproject.toml --output-reproducible -o build/sbom.json

# Needs a way to the service of the advisories. What is not of requirements.txt is audited too: it is installed here.
audit: $(DEV_READY)
	$(BIN)/pip-audit --local --skip-editable

lint: $(DEV_READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/biome lint --error-on-warnings assets

types: $(DEV_READY)
	$(BIN)/mypy

format: $(DEV_READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: export PYTHONPATH = .
bench: $(DEV_READY)
	$(BIN)/python tests/benchmarks/doubling_texts.py --most 0.5
	$(BIN)/python tests/benchmarks/doubling_patterns.py --most 1
	$(BIN)/python tests/benchmarks/gazetteer_speed.py
	$(BIN)/python tests/benchmarks/gazetteer_curated.py
	$(BIN)/python tests/benchmarks/claims_speed.py
	$(BIN)/python tests/benchmarks/corpus_speed.py
	$(BIN)/python tests/benchmarks/corpus_kills.py
	$(BIN)/python tests/benchmarks/map_layers.py
	$(BIN)/python tests/benchmarks/dashboard_speed.py
	$(BIN)/python tests/benchmarks/file_map.py
	$(BIN)/python tests/benchmarks/project_speed.py
	$(BIN)/python tests/benchmarks/project_kills.py
	@if [ -d $(CORPORA) ]; then $(MAKE) bench-corpora; else echo "no $(CORPORA) here: the benchmarks on corpora are left out"; fi

bench-corpora: export PYTHONPATH = .
bench-corpora: $(DEV_READY)
	$(BIN)/python tests/benchmarks/gazetteer_ceiling.py $(CORPORA)/toponyms-lgl.jsonl $(CORPORA)/toponyms-conflict-dev.jsonl
	$(BIN)/python tests/benchmarks/toponyms_calibration.py $(CORPORA)
	$(BIN)/python tests/benchmarks/toponyms_speed.py $(CORPORA)/toponyms-lgl.jsonl
	$(BIN)/python tests/benchmarks/toponyms_errors.py $(CORPORA)/toponyms-lgl.jsonl
	$(BIN)/python tests/benchmarks/toponyms_errors.py $(CORPORA)/toponyms-conflict-dev.jsonl 10
	$(BIN)/python tests/benchmarks/peers.py $(CORPORA)/toponyms-lgl.jsonl@161 $(CORPORA)/toponyms-conflict-dev.jsonl@10
	$(BIN)/python tests/benchmarks/claims_calibrate.py

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; set PYTHON=/path/to/python3.11" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1" "setuptools>=83.0"

$(RUN_READY): requirements.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet -r requirements.txt
	@touch $@

$(DEV_READY): pyproject.toml $(RUN_READY)
	$(BIN)/python -m pip install --quiet --group dev
	@touch $@
