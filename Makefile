# The two commands of the README are `make run` and `make test`; everything else serves them.
PYTHON ?= python3
BIN := .venv/bin
DATA ?= $(VOUCH_DATA)
POSTGRES := $(or $(VOUCH_TEST_POSTGRES),postgresql://root@127.0.0.1)
SUITE := $(BIN)/python -m pytest -q -n 2 --dist loadfile

.PHONY: run test check format setup setup-dev test-sqlite test-postgres test-services test-browser test-torch \
	bench-w9 bench-contracts bench-hostile bench-faults bench-speed clean

run: setup
	@$(BIN)/python manage.py up

test: check test-sqlite test-postgres test-services test-browser
	@echo "All tests passed."

setup:
	@PYTHON=$(PYTHON) bash scripts/setup.sh run

setup-dev:
	@PYTHON=$(PYTHON) bash scripts/setup.sh dev

check: setup-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/djade --check --target-version 5.2 $$(git ls-files 'templates/*.html' 'templates/*.txt')
	$(BIN)/mypy extraction compliance onboarding samples
	$(BIN)/python manage.py check --fail-level WARNING
	$(BIN)/python manage.py makemigrations --check --dry-run

format: setup-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/djade --target-version 5.2 $$(git ls-files 'templates/*.html' 'templates/*.txt')

test-sqlite: setup-dev
	$(SUITE) -m "not services and not browser"

# The engines know no database: only the tests of the Django project run again.
test-postgres: setup-dev
	@$(BIN)/python -m tests.services.available postgres; case $$? in \
	0) DATABASE_URL=$(POSTGRES)/postgres $(SUITE) -m "not services and not browser" \
		tests/onboarding tests/flows tests/portal tests/review tests/api ;; \
	3) ;; \
	*) exit 1 ;; \
	esac

test-services: setup-dev
	$(BIN)/python -m pytest -q -m services

test-browser: setup-dev
	$(BIN)/python -m pytest -q -m browser

# The trainer and the local judge need torch, which nothing else does: an environment of its own.
test-torch:
	$(PYTHON) -m venv .venv-torch
	.venv-torch/bin/pip install -q --disable-pip-version-check \
		-r compliance/training/requirements-training.txt -r requirements-local-llm.txt -r requirements-dev.txt
	.venv-torch/bin/python -m pytest -q tests/compliance/test_training.py tests/compliance/judge/test_local.py \
		tests/services/test_judge.py

bench-w9: setup-dev
	$(BIN)/python -m benchmarks.w9 --data "$(DATA)"

bench-contracts: setup-dev
	$(BIN)/python -m benchmarks.contracts --data "$(DATA)"

bench-hostile: setup-dev
	VOUCH_DATA="$(DATA)" $(BIN)/python -m benchmarks.hostile
	VOUCH_DATA="$(DATA)" $(BIN)/python -m benchmarks.uploads

bench-faults: setup-dev
	$(BIN)/python -m benchmarks.faults

bench-speed: setup-dev
	$(BIN)/python -m benchmarks.speed

clean:
	rm -rf .venv .venv-torch .mypy_cache .ruff_cache .pytest_cache
