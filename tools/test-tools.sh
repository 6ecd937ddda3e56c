#!/usr/bin/env bash
# System programs the tests use: Chromium, fonts, age, PostgreSQL, PDF tools, systemd's verifier, D-Bus. Installs them where this is Debian and we are root.
set -eu
missing=()
command -v chromium >/dev/null || command -v google-chrome >/dev/null || missing+=(chromium fonts-dejavu-core)
command -v age >/dev/null || missing+=(age)
command -v openssl >/dev/null || missing+=(openssl)
command -v pdftoppm >/dev/null || missing+=(poppler-utils)
ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || command -v postgres >/dev/null || missing+=(postgresql)
command -v systemd-analyze >/dev/null || missing+=(systemd)
command -v dbus-run-session >/dev/null || missing+=(dbus)
if [ "${1:-}" = bench ]; then command -v spamassassin >/dev/null || missing+=(spamassassin); fi  # a peer of the reader
[ ${#missing[@]} -eq 0 ] && exit 0
if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  echo "Installing for the tests: ${missing[*]} …"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq && apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
else
  echo "Tests that need these are skipped, each saying so:  sudo apt install ${missing[*]}" >&2
fi
