# Postroom: `make run` and `make test` are all that is needed; `make help` lists the rest.
SHELL := /bin/bash
.DEFAULT_GOAL := help

.PHONY: help run test test-rust test-assets test-ui bench bench-page static fmt lint openapi screenshots

help: ## Show what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run: ## Build everything and serve from ./data: the page on 127.0.0.1:8080, mail on 127.0.0.1:2525
	cargo run -- serve --data data --http 127.0.0.1:8080 --smtp 127.0.0.1:2525

test: ## Everything that is checked on every change; installs what it needs
	packaging/steps/prepare
	$(MAKE) lint
	$(MAKE) test-assets
	$(MAKE) test-rust
	$(MAKE) test-ui

test-rust: ## Tests of the program
	packaging/steps/test-rust

test-assets: ## Types, units and budgets of the page
	packaging/steps/test-assets

test-ui: ## Journeys in a browser against the real binary
	packaging/steps/test-ui

bench: ## Measure; see tests/benches/README.md
	cargo bench --bench bench -- $(BENCH)

bench-page: ## Measure the page in Chromium with 100,000 conversations
	cargo build --release
	cd tests/ui && ln -sfn ../../assets/node_modules node_modules && POSTROOM_BINARY=$(CURDIR)/target/release/postroom \
		node_modules/.bin/playwright test -c bench.config.ts

static: ## One static binary, by the steps that the Dockerfile uses
	packaging/container/build-assets target/assets
	POSTROOM_ASSETS_DIR=$(CURDIR)/target/assets packaging/container/build-static target/static

fmt: ## Format the sources
	cargo fmt

lint: ## Formatting and warnings
	cargo fmt --check
	POSTROOM_ASSETS=stub cargo clippy --locked --all-targets -- -D warnings

openapi: ## Write the contract and the types that the page makes of it
	POSTROOM_ASSETS=stub cargo run --quiet -- openapi > assets/openapi.json.new
	mv assets/openapi.json.new assets/openapi.json
	cd assets && npm run --silent types

screenshots: ## Pictures of every page, for looking at and for the README
	POSTROOM_SCREENSHOTS=1 packaging/steps/test-ui
