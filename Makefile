# Everything a newcomer needs: `make demo`, `make test`. Needs Python 3.11+ and make.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test soak lint types evals bench docs train clean

.venv/.ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

demo: .venv/.ready
	$(BIN)/reportedly demo

test: .venv/.ready
	$(BIN)/python -m pytest -n auto --maxprocesses 4

soak: .venv/.ready
	$(BIN)/python -m tests.soak --kills 200

lint: .venv/.ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/.ready
	$(BIN)/mypy

evals: .venv/.ready
	$(BIN)/python -m evals

bench: .venv/.ready
	$(BIN)/python -m bench

docs: .venv/.ready
	$(BIN)/python -m sphinx -W --keep-going -q -b html docs build/docs
	@echo "The manual is in build/docs/index.html"

train: .venv/.ready
	$(BIN)/python -m pip install --quiet torch==2.13.0 -r training/requirements.txt
	$(BIN)/python -m training

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache
