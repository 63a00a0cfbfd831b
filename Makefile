# The everyday commands. Each sets up what it needs, so that a fresh clone on a fresh Debian 12
# machine works with one command; CMake presets do the building.

JOBS ?= $(shell nproc)
BUILD := build/release
export IMAGE

.PHONY: help setup build demo test asan tsan fuzz bench lint format format-check docs install clean

help:
	@echo "make demo [IMAGE=photo.jpg]  build, then denoise and find edges in pictures; see out/demo/"
	@echo "make test                    build and run all tests"
	@echo "make build                   build the program: $(BUILD)/sluice"
	@echo "make install [PREFIX=/usr/local]"
	@echo "make bench                   benchmarks, beside OpenCV where installed; bench/results/"
	@echo "make asan | tsan             all tests under address+undefined, thread sanitizers"
	@echo "make fuzz [SECONDS=60]       fuzz the frame reader"
	@echo "make lint | format | docs    clang-tidy; clang-format; man pages, completions, docs/cli.md"

# Installs missing packages only, and nothing at all when everything is there.
setup:
	@scripts/setup.sh build

build: setup
	@cmake --preset release > /dev/null
	@cmake --build --preset release --target sluice -j $(JOBS)

demo: build
	@scripts/demo.sh $(BUILD)/sluice

test: setup
	@scripts/setup.sh test
	@cmake --preset release > /dev/null
	@cmake --build --preset release -j $(JOBS)
	@ctest --preset release -j $(JOBS)

asan tsan: setup
	@scripts/setup.sh test
	@cmake --preset $@ > /dev/null
	@cmake --build --preset $@ -j $(JOBS)
	@ctest --preset $@ -j $(JOBS)

SECONDS ?= 60
fuzz: setup
	@scripts/setup.sh fuzz
	@cmake --preset fuzz > /dev/null
	@cmake --build --preset fuzz --target sluice_fuzz_frame -j $(JOBS)
	@tests/fuzz/run.sh build/fuzz/tests/fuzz/sluice_fuzz_frame $(SECONDS)

bench: setup
	@scripts/setup.sh bench
	@cmake --preset bench > /dev/null
	@cmake --build --preset bench --target sluice_bench sluice -j $(JOBS)
	@bench/run build/bench

lint: setup
	@scripts/setup.sh lint
	@cmake --preset release > /dev/null
	@scripts/lint.sh $(BUILD)

format:
	@scripts/setup.sh lint
	@git ls-files '*.cc' '*.h' | xargs clang-format -i

format-check:
	@scripts/setup.sh lint
	@git ls-files '*.cc' '*.h' | xargs clang-format --dry-run -Werror && echo "format: ok"

docs: build
	@scripts/generate_docs.sh $(BUILD)/sluice

PREFIX ?= /usr/local
install: build
	@cmake --build --preset release --target sluice_lib sluice_filters -j $(JOBS)
	@cmake --install $(BUILD) --prefix $(PREFIX)

clean:
	rm -rf build out
