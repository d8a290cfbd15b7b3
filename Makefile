# Weighpost: what people and machines type.
#
#   make demo    a truck becomes a verified receipt, with an outage in the middle
#   make test    everything that is tested
#   make check   format, borders between the chapters, build and unit tests
#   make bench   first figures; beside collectd-core and modpoll where they are installed
#   make deb     Debian packages, in .build/deb; make sbom: what is inside them
#   make container   the packages on Debian, from installing to purging, in a container; needs root
#   make reproducible   the packages from two clones, compared byte for byte
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PACKAGES := libmosquitto-dev libsqlite3-dev libmodbus-dev libyaml-dev mosquitto pkg-config python3
# Independent masters and readers that only tests meet; systemd for its judgement of the units, and
# what the documents tell people to type.
test: PACKAGES += mbpoll python3-venv systemd curl sqlite3 openssl
scripts: PACKAGES += shellcheck
deb container reproducible: PACKAGES += dpkg-dev lintian
container: PACKAGES += debootstrap systemd-container
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
# Each module may import what the manifest lists for it, and nothing else.
BORDERS := --explicit-target-dependency-import-check error
CONFIGURATION ?= debug
DEMO_FLAGS ?=

.PHONY: help dependencies build demo test check style scripts peers outsider bench programs deb sbom reproducible container clean

help:
	@sed -n 's/^#   //p' Makefile

# Installs what Debian has and this machine lacks; asks for a password only then.
dependencies:
	@missing=""; for p in $(PACKAGES); do \
	  dpkg-query -W -f='$${Status}' $$p 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$p"; done; \
	if [ -n "$$missing" ]; then \
	  echo "installing$$missing"; \
	  $(SUDO) apt-get update -qq; \
	  DEBIAN_FRONTEND=noninteractive $(SUDO) apt-get install -y -qq --no-install-recommends $$missing >/dev/null; fi

build: dependencies
	@echo "building (the first build takes some minutes)"
	@swift build -c $(CONFIGURATION) $(BORDERS)

demo: build
	@exec $$(swift build -c $(CONFIGURATION) --show-bin-path)/weighpost-lab all $(DEMO_FLAGS)

# Third-party readers of our formats, in an environment of their own.
peers: .venv/ready

.venv/ready: Tests/Peers/requirements.txt
	@python3 -m venv .venv
	@.venv/bin/pip install -q --disable-pip-version-check -r Tests/Peers/requirements.txt
	@touch .venv/ready

# What runs alone: against the clock of a truck, so that nothing else makes the scale's readings late;
# and a thousand connections at once, beside which no other test could open a file.
FIELD := GatewayTests|SimulatedSiteTests|ControlServerTests
# Four at a time, because every test of the edges holds files and threads. A crash shows the thread
# that crashed, not two hundred that wait. What is printed leaves out the start of every test.
RUN := SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=4 \
  SWIFT_BACKTRACE=enable=yes,threads=crashed,interactive=no,color=no,images=none \
  timeout --kill-after 10 1500 swift test --skip-build --disable-xctest
SHOW := 2>&1 | grep --line-buffered --text -vE '^(◇ (Test|Suite)|Warning: Mosquitto should not)'

test: dependencies peers
	@echo "building everything and its tests"
	@swift build --build-tests $(BORDERS)
	@$(RUN) --skip '$(FIELD)' $(SHOW)
	@$(RUN) --no-parallel --filter '$(FIELD)' $(SHOW)
	@$(MAKE) --no-print-directory outsider

# Somebody else's program, with the verifier as its only library: a receipt verifies, and no longer
# when one byte of it is another.
OUTSIDER := swift run --package-path Tests/Outsider --scratch-path .build/outsider outsider
outsider:
	@$(OUTSIDER) Tests/Outsider/Fixtures/receipt.cbor $$(cat Tests/Outsider/Fixtures/trust.txt)
	@mkdir -p .build/outsider
	@head -c 200 Tests/Outsider/Fixtures/receipt.cbor >.build/outsider/damaged.cbor
	@printf '\377' >>.build/outsider/damaged.cbor
	@tail -c +202 Tests/Outsider/Fixtures/receipt.cbor >>.build/outsider/damaged.cbor
	@! $(OUTSIDER) .build/outsider/damaged.cbor $$(cat Tests/Outsider/Fixtures/trust.txt)
	@echo "the outsider's program tells a good receipt from a damaged one"

# The style, and that pure chapters stay pure.
style:
	@swift format lint --strict --recursive Sources Tests Package.swift
	@./.ci/borders

# Everything that a shell runs.
SCRIPTS = .ci/run .ci/borders systemd/debian/build systemd/debian/*inst systemd/debian/*rm Tests/Packaging/steps \
  Tests/Packaging/container Tests/Packaging/reproducible
scripts: dependencies
	@for s in $(SCRIPTS); do $$(sed -n '1s/^#!//p' $$s) -n $$s; done
	@shellcheck --severity=warning $(SCRIPTS)

check: dependencies style
	@swift build --build-tests $(BORDERS)
	@$(RUN) --skip '$(FIELD)|CommandTests|SiteLabTests' $(SHOW)

bench: dependencies
	@WEIGHPOST_BENCH=1 swift build -c release --product weighpost
	@WEIGHPOST_BENCH=1 swift build -c release --product weighpost-lab
	@WEIGHPOST_BENCH=1 swift run -c release weighpost-bench

# The programs as they are shipped: with the Swift runtime inside, and nothing of this folder's place.
STATIC ?= .build/static
HERE := $(CURDIR)=/usr/src/weighpost
SHIPPED := -c release --static-swift-stdlib --scratch-path $(STATIC) -debug-info-format none \
  -Xswiftc -file-prefix-map -Xswiftc $(HERE) -Xcc -ffile-prefix-map=$(HERE) \
  -Xcxx -ffile-prefix-map=$(HERE) -Xlinker -z -Xlinker now \
  -Xlinker --build-id=none
programs: dependencies
	@swift package resolve
	@./.ci/resolved check
	@echo "building the programs as they are shipped (the first build takes some minutes)"
	@swift build $(SHIPPED) --product weighpost
	@swift build $(SHIPPED) --product weighpost-node

deb: programs
	@rm -rf .build/deb
	@systemd/debian/build $(STATIC)/release .build/deb
	@lintian --allow-root --fail-on error,warning --tag-display-limit 0 .build/deb/*.deb

sbom: programs
	@mkdir -p .build/deb
	@for p in weighpost weighpost-node; do SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) \
	  systemd/debian/sbom $$p $$(dpkg-parsechangelog -l systemd/debian/changelog -S Version) \
	  $(STATIC)/release >.build/deb/$$p.cdx.json; echo ".build/deb/$$p.cdx.json"; done

# A second clone builds in another place and packs what it built; AGAIN is its release folder, where
# that was done before.
AGAIN ?= .build/again/$(STATIC)/release
reproducible: programs
	@if [ ! -x $(AGAIN)/weighpost ]; then \
	  rm -rf .build/again && git clone -q . .build/again && $(MAKE) --no-print-directory -C .build/again programs; fi
	@Tests/Packaging/reproducible $(STATIC)/release $(AGAIN)

# Whole Debian systems under their service manager; the systems are kept for the next time. The same
# programs under a higher version are what the upgrade installs.
SUITES ?= bookworm trixie
ROOTS ?= .build/roots
container: deb
	@swift build $(SHIPPED) --product weighpost-lab
	@systemd/debian/build $(STATIC)/release .build/deb/next \
	  $$(dpkg-parsechangelog -l systemd/debian/changelog -S Version)+next >/dev/null
	@for suite in $(SUITES); do $(SUDO) Tests/Packaging/container \
	  $$suite .build/deb .build/deb/next $(STATIC)/release/weighpost-lab $(ROOTS); done

clean:
	@[ ! -d $(ROOTS) ] || $(SUDO) rm -rf $(ROOTS)
	@rm -rf .build .venv
