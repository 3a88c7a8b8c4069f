# Everything that can be done with a fresh copy. Needs Python 3.11 or newer with pip, git and make, and nothing else.
# The list of targets: make help

PYTHON ?= python3
VENV := .venv
BENCH_VENV := .venv-bench
TOOLS_VENV := .venv-tools
BIN := $(VENV)/bin

# For `make chat`: other notes than those of the settings. For `make bench`: the folder of notes to measure.
NOTES ?=
# For `make bench`: the sizes to measure, a file of questions for NOTES, a file for the figures.
SIZES ?=
QUESTIONS ?=
JSON ?=
# For `make crash`: how many times.
KILLS ?=

# Not every shell puts the home folder in the place of `~` behind a `=`.
override NOTES := $(patsubst ~/%,$(HOME)/%,$(NOTES))
override QUESTIONS := $(patsubst ~/%,$(HOME)/%,$(QUESTIONS))

# The pip of $(PYTHON) works on another environment: it needs no python3-venv package, leaves the system alone, and
# takes nothing that is not in a lock file. What it says goes to standard error: standard output is for the answers.
PIP_FLAGS := --disable-pip-version-check --no-input --quiet
INSTALL_INTO = $(PYTHON) -m pip --python $(1)/bin/python install $(PIP_FLAGS)
LOCKED := --require-hashes
COMPILE := $(TOOLS_VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

MAKEFLAGS += --no-print-directory
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
.PHONY: help install chat test check format bench crash lock clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s%s\n", $$1, $$2 }' Makefile

install: $(VENV)/.installed ## Install Studybot into .venv

chat: install ## Ask your notes in the terminal (other notes: make chat NOTES=folder)
	@$(BIN)/studybot chat $(if $(NOTES),--notes "$(NOTES)") || [ $$? -eq 130 ]

test: $(VENV)/.installed-dev ## Run the tests
	@$(BIN)/python -m pytest -n auto

check: $(VENV)/.installed-dev ## Run all that CI runs: format, lint, types, tests
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/python -m mypy
	@$(BIN)/python -m pytest -n auto

format: $(VENV)/.installed-dev ## Format the code and mend what can be mended by itself
	@$(BIN)/ruff check --fix-only .
	@$(BIN)/ruff format .

bench: $(VENV)/.installed-dev $(BENCH_VENV)/.installed ## Compare with other systems (SIZES="2000 20000" NOTES=folder QUESTIONS=file JSON=file)
	@$(BIN)/python -m tests.bench --peers-python $(BENCH_VENV)/bin/python $(if $(SIZES),--sizes $(SIZES)) \
		$(if $(NOTES),--notes "$(NOTES)") $(if $(QUESTIONS),--questions "$(QUESTIONS)") $(if $(JSON),--json "$(JSON)")

crash: $(VENV)/.installed-dev ## Kill the bot at random moments while quizzes are due and answers arrive (KILLS=number)
	@$(BIN)/python -m tests.crash $(if $(KILLS),--kills $(KILLS))

lock: $(TOOLS_VENV)/bin/uv ## Lock the newest versions that pyproject.toml allows
	$(COMPILE) --upgrade pyproject.toml --group build -o requirements.lock
	$(COMPILE) --upgrade pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock
	$(COMPILE) --upgrade pyproject.toml --group bench -c requirements.lock -o requirements-bench.lock

clean: ## Remove what was installed and what the tools keep; notes and data stay
	rm -rf $(VENV) $(BENCH_VENV) $(TOOLS_VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp is newer than what it was made from. Where the Python of an environment is gone, or the folder was moved, what
# stands in the environment no longer works: without its stamps it is made anew.
$(shell [ -e $(BIN)/python ] && grep -qsF '$(CURDIR)/' $(BIN)/studybot || rm -f $(VENV)/.installed*)
$(shell for venv in $(VENV) $(BENCH_VENV) $(TOOLS_VENV); do [ -e $$venv/bin/python ] || rm -f $$venv/pyvenv.cfg; done)

$(VENV)/pyvenv.cfg $(BENCH_VENV)/pyvenv.cfg $(TOOLS_VENV)/pyvenv.cfg:
	@$(PYTHON) -c '' || { echo 'There is no $(PYTHON) here: install Python 3.11 or newer, or name one with `make PYTHON=...`.' >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Studybot needs Python 3.11 or newer, and $(PYTHON) is $$($(PYTHON) -c 'import platform; print(platform.python_version())'): name a newer one, as in \`make PYTHON=python3.12\`." >&2; exit 1; }
	@$(PYTHON) -m pip --version >/dev/null 2>&1 || { \
		echo '$(PYTHON) has no pip: install it (`$(PYTHON) -m ensurepip`, on Debian and Ubuntu `apt install python3-pip`).' >&2; exit 1; }
	@$(PYTHON) -m venv --without-pip --clear $(patsubst %/pyvenv.cfg,%,$@) >&2

$(VENV)/.installed: $(VENV)/pyvenv.cfg requirements.lock pyproject.toml
	@echo 'Installing Studybot into $(VENV) ...' >&2
	@$(call INSTALL_INTO,$(VENV)) $(LOCKED) -r requirements.lock >&2
	@$(call INSTALL_INTO,$(VENV)) --no-deps --no-build-isolation --editable . >&2
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.lock
	@echo 'Installing what the tests need into $(VENV) ...' >&2
	@$(call INSTALL_INTO,$(VENV)) $(LOCKED) -r requirements-dev.lock >&2
	@touch $@

$(BENCH_VENV)/.installed: $(BENCH_VENV)/pyvenv.cfg requirements-bench.lock
	@echo 'Installing the systems to compare with into $(BENCH_VENV) ...' >&2
	@$(call INSTALL_INTO,$(BENCH_VENV)) $(LOCKED) -r requirements-bench.lock >&2
	@touch $@

$(TOOLS_VENV)/bin/uv: $(TOOLS_VENV)/pyvenv.cfg
	@$(call INSTALL_INTO,$(TOOLS_VENV)) uv >&2
	@touch $@
