# make setup | run | test | check | bench | nightly | ocr | requirements
PYTHON ?= python3
BIN = .venv/bin
STAMP = .venv/.installed

.PHONY: setup run test check bench nightly ocr requirements

setup: $(STAMP) .env

$(STAMP): requirements.txt requirements-dev.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $(STAMP)

.env:
	$(PYTHON) config/make_env.py .env

run: setup
	$(BIN)/python manage.py up

test: $(STAMP)
	$(BIN)/python -m pytest -m "not nightly" -n 2 --dist loadfile

check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	$(BIN)/lint-imports
	SECRET_KEY=check DJANGO_SETTINGS_MODULE=config.settings.test $(BIN)/python manage.py makemigrations --check --dry-run
	SECRET_KEY=check DJANGO_SETTINGS_MODULE=config.settings.test $(BIN)/python manage.py check --fail-level WARNING

bench: $(STAMP)
	$(BIN)/python bench/run.py

nightly: $(STAMP)
	$(BIN)/python -m pytest -m nightly -n 2

# The extra that reads scans.
ocr: $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-ocr.txt

requirements:
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 \
		--custom-compile-command "make requirements" pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 \
		--custom-compile-command "make requirements" --extra dev -c requirements.txt pyproject.toml -o requirements-dev.txt
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 \
		--custom-compile-command "make requirements" --extra ocr -c requirements-dev.txt pyproject.toml -o requirements-ocr.txt
