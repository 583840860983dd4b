#!/usr/bin/env bash
# Makes .venv with the pinned packages and sees to the programs Vouch needs. Usage: setup.sh run|dev
set -euo pipefail
cd "$(dirname "$0")/.."
what=${1:?run or dev}
python=${PYTHON:-python3}

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || {
  echo "Vouch needs Python 3.11 or newer. Yours: $("$python" --version 2>&1 || echo none). Set PYTHON=/path/to/python3.11" >&2
  exit 1
}

# Installs a Debian package when this user may, else says which command to type.
need() {
  local program=$1 package=$2
  command -v "$program" >/dev/null && return
  if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    echo "Installing $package ..."
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$package"; } >/dev/null
  elif command -v apt-get >/dev/null; then
    echo "Vouch needs $program. Type:  sudo apt-get install $package   and run this again." >&2
    exit 1
  elif command -v brew >/dev/null; then
    echo "Vouch needs $program. Type:  brew install $3   and run this again." >&2
    exit 1
  else
    echo "Vouch needs $program. Install it with your system's package manager and run this again." >&2
    exit 1
  fi
}
need tesseract tesseract-ocr tesseract
if [ "$what" = dev ] && [ -z "${VOUCH_CHROMIUM:-}" ]; then
  command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || need chromium chromium "--cask chromium"
fi

requirements=requirements.txt
[ "$what" = dev ] && requirements=requirements-dev.txt
stamp=.venv/.installed-$(cat requirements*.txt constraints.txt | cksum | cut -d' ' -f1)
[ -e "$stamp-dev" ] && exit 0
[ -e "$stamp-$what" ] && exit 0
[ -x .venv/bin/python ] || "$python" -m venv .venv
echo "Installing the Python packages of $requirements (a few minutes the first time) ..."
.venv/bin/python -m pip install --quiet --disable-pip-version-check --requirement "$requirements"
.venv/bin/python -m pip check --disable-pip-version-check >/dev/null
rm -f .venv/.installed-*
touch "$stamp-$what"
