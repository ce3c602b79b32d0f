# Postroom. A machine needs Python 3.11 or newer, make and a POSIX shell; everything else is installed here.
# The commands for people: make demo, make up, make send MAIL=file.eml, make test, make lint, make bench, make deploy.

PYTHON ?= python3
STAGE ?= dev
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
WORKERS ?= auto
PYTEST := $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile

.PHONY: help setup demo up send test test-all lint format bench synth deploy vendor clean

help:  ## show the commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 20

setup: $(READY)  ## install everything into .venv

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Postroom needs Python 3.11 or newer; give one with: make PYTHON=python3.12")'
	@echo "setting up $(VENV) (once; one to two minutes)"
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv module is missing; on Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@echo "  installing the locked packages"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	@echo "  installing the postroom command"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-index --no-deps --no-build-isolation -e .
	@touch $@

demo: $(READY)  ## start the local stack, deliver the sample mails, show what became of each
	@$(BIN)/python -m infra.local.demo

up: $(READY)  ## start the local stack and stay; FRESH=1 forgets what it kept
	@$(BIN)/python -m infra.local up $(if $(FRESH),--fresh)

send: $(READY)  ## deliver a mail to the running stack: make send MAIL=file.eml
	@$(if $(MAIL),,$(error say which mail: make send MAIL=file.eml))$(BIN)/python -m infra.local send "$(MAIL)"

test: $(READY)  ## the tests
	$(PYTEST) -m "not slow"

test-all: $(READY)  ## the slow suites too, and coverage of layers/ and functions/, 90 % at least
	$(PYTEST) --cov --cov-report=term

lint: $(READY)  ## formatting, ruff, mypy, import rules
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

format: $(READY)  ## let ruff format and mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(READY)  ## measure; a table, and JSON in build/bench.json
	@$(BIN)/python -m tests.bench

synth: $(READY)  ## the CloudFormation templates of STAGE, in build/synth
	$(BIN)/python -m infra.synth $(STAGE)

vendor: $(READY)  ## third-party packages for Lambda on arm64, in build
	$(BIN)/python -m layers.vendor.build

CDK := build/cdk_cli
$(CDK)/.ready: infra/cdk_cli/package.json infra/cdk_cli/package-lock.json $(READY)
	@mkdir -p $(CDK) && cp infra/cdk_cli/package*.json $(CDK)/
	@PATH="$(CURDIR)/$(BIN):$$PATH" npm --prefix $(CDK) ci --no-audit --no-fund
	@touch $@

deploy: $(CDK)/.ready  ## deploy STAGE into the AWS account of your credentials
	PATH="$(CURDIR)/$(BIN):$$PATH" $(CDK)/node_modules/.bin/cdk deploy --all -c stage=$(STAGE)

clean:  ## remove what was built, not what was kept
	rm -rf build .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage*
