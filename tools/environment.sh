#!/usr/bin/env bash
# Makes .venv, or says in words what is missing.
set -eu
python=$1
if ! command -v "$python" >/dev/null; then
  echo "Holdfast needs Python 3.11 or newer. On Debian or Ubuntu:  sudo apt install python3 python3-venv" >&2; exit 3
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
  echo "Holdfast needs Python 3.11 or newer; this is $("$python" -V). Try:  make start PYTHON=python3.11" >&2; exit 3
fi
if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
  version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
  echo "Python's venv is missing. On Debian or Ubuntu:  sudo apt install python$version-venv   (Fedora and Arch have it built in.)" >&2; exit 3
fi
"$python" -m venv .venv
