# Kalends from the shell. A bare `make` lists what it can do.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:

SWIFT ?= swift
PYTEST := .build-python/bin/pytest
RESULTS := .build/test-results

# Where `make run` keeps its database, its secret key and its calendars' state.
export KALENDS_DATA_DIR ?= ./kalends-data

.PHONY: help run build setup check lint format test test-fast test-swift test-fuzz test-end-to-end
.PHONY: test-long test-long-race test-long-nodes test-long-crash test-long-faults test-long-copy test-long-zones test-long-rules
.PHONY: test-long-calendars test-long-simulation test-long-fuzz bench bench-server bench-api bench-bookings bench-sync bench-time clean

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## Build for release and serve on the printed address (data in ./kalends-data)
	@echo "Kalends keeps its data in $(KALENDS_DATA_DIR). Stop it with Ctrl-C."
	@exec .build/release/kalends serve

build: ## Build for release at .build/release/kalends
	@scripts/setup run
	@[ -x .build/release/kalends ] || echo "First build: Swift now compiles Kalends and its libraries, which takes some minutes. Later builds take seconds."
	$(SWIFT) build -c release --product kalends

setup: ## Install the Debian packages that running, testing and measuring need
	@scripts/setup run test bench
	@scripts/test-env

check: lint test-fast ## What to run before every commit: lint and the Swift tests

lint: ## Check the arrows between rooms, the tests that documents name, the format and forbidden text
	@scripts/setup lint
	@scripts/lint

format: ## Format all Swift files in place
	$(SWIFT) format --in-place --parallel --recursive Sources Tests Package.swift

test: lint test-swift test-fuzz test-end-to-end ## Everything: lint, Swift tests, some fuzzing, the whole product against real servers and a browser

test-fast: test-swift ## The Swift tests only: no services, no browser

test-swift:
	@scripts/setup run test-swift
	@scripts/build-tests
	@mkdir -p $(RESULTS)
	$(SWIFT) test --skip-build --xunit-output $(RESULTS)/swift.xml

# How long an input takes is for the long run to judge, on a machine that does nothing else: here only what hangs fails.
test-fuzz: ## 40,000 mutated inputs for the readers of calendars and rules, and how much of them the kept inputs reach
	@scripts/setup run
	@FUZZ_MILLISECONDS=500 scripts/fuzz 40000
	@scripts/fuzz coverage

test-end-to-end:
	@scripts/setup run test
	@scripts/test-env
	@scripts/build-tests
	@mkdir -p $(RESULTS)
	$(PYTEST) Tests/EndToEnd --junitxml $(RESULTS)/end-to-end.xml

test-long: test-long-race test-long-nodes test-long-crash test-long-faults test-long-copy test-long-zones test-long-rules test-long-calendars test-long-simulation test-long-fuzz ## The long tests with their full counts (each part alone under 20 minutes)

test-long-race: ## 64 clients for one slot at the same moment, 200 rounds
	@$(MAKE) --no-print-directory end-to-end-part PART=race FILE=test_race.py

test-long-nodes: ## The same over three nodes on one PostgreSQL, with raw SQL in between
	@$(MAKE) --no-print-directory end-to-end-part PART=nodes FILE=test_nodes.py

test-long-crash: ## kill -9 at 50 random moments while 300 bookings are made
	@$(MAKE) --no-print-directory end-to-end-part PART=crash FILE=test_crash.py

test-long-faults: test-long-faults-1 test-long-faults-2 test-long-faults-3 test-long-faults-4 ## 200 faults while 32 people book, in four parts

test-long-faults-%:
	@KALENDS_TEST_PART=$*/4 $(MAKE) --no-print-directory end-to-end-part PART=faults-$* FILE=test_faults.py

test-long-copy: ## 200,000 appointments from SQLite to PostgreSQL and back, in pieces; 10 backups while 32 clients book
	@$(MAKE) --no-print-directory end-to-end-part PART=copy FILE="test_copy.py Tests/EndToEnd/test_upkeep.py"

test-long-zones: ## Every zone of the system around every clock change from 2020 to 2035
	@$(MAKE) --no-print-directory end-to-end-part PART=zones FILE=test_times.py

test-long-rules: test-long-rules-1 test-long-rules-2 ## 200,000 random rules against libical and python-dateutil, in two parts

test-long-rules-%:
	@KALENDS_TEST_PART=$*/2 $(MAKE) --no-print-directory end-to-end-part PART=rules-$* FILE="test_differential.py -k rules"

test-long-calendars: ## 10,000 random calendars, and one of 10,000 events, against Python's packages
	@$(MAKE) --no-print-directory end-to-end-part PART=calendars FILE="test_differential.py -k calendar"

test-long-simulation: test-long-simulation-1 test-long-simulation-2 test-long-simulation-3 test-long-simulation-4 test-long-simulation-5 ## A million steps of the whole engine between its stand-ins, in five parts

test-long-simulation-%:
	@scripts/setup run test-swift
	@scripts/build-tests
	@mkdir -p $(RESULTS)
	KALENDS_SIMULATION_STEPS=$${KALENDS_SIMULATION_STEPS:-1000000} KALENDS_TEST_PART=$*/5 \
		$(SWIFT) test --skip-build --filter SimulationTests.SimulationTests --xunit-output $(RESULTS)/long-simulation-$*.xml

test-long-fuzz: test-long-fuzz-1 test-long-fuzz-2 test-long-fuzz-3 test-long-fuzz-4 ## 5 million inputs for the readers of calendars and rules, in four parts

test-long-fuzz-%:
	@scripts/setup run
	@scripts/fuzz 5000000 $*/4

.PHONY: end-to-end-part
end-to-end-part:
	@scripts/setup run test
	@scripts/test-env
	@scripts/build-tests
	@mkdir -p $(RESULTS)
	KALENDS_TEST_FULL=1 $(PYTEST) Tests/EndToEnd/$(FILE) --junitxml $(RESULTS)/long-$(PART).xml

bench: build ## Measure the release build: all parts below; fails where a figure is missed
	@scripts/bench

bench-server: build ## Month search, memory, start
	@scripts/bench server

bench-api: build ## Searching and booking over the REST API, at 1 and 64 connections, beside a bare route
	@scripts/bench api

bench-bookings: build ## Durable bookings over HTTP, beside the raw limits of SQLite and PostgreSQL on the same disk
	@scripts/bench bookings

bench-sync: build ## A first connection to a real server with 10,000 events, beside a bare client
	@scripts/bench sync

bench-time: ## Reading calendars and expanding rules, beside libical and the Python packages
	@scripts/setup run
	@scripts/bench time

clean: ## Remove everything that was built (not your data)
	rm -rf .build .build-python .build-lint .build-fuzz
