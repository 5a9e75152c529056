#!/usr/bin/env bash
# Everything a change must pass: build (a warning is an error), contracts, the README's commands, tests.
set -euo pipefail
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

buf_version=1.75.0

step() { printf '\n== %s\n' "$1"; }

build() {
  step "build"
  dotnet build IntegrationHub.sln -v quiet
}

contracts() {
  step "contracts"
  if ! command -v npm >/dev/null; then
    echo "left out: buf comes by npm, and there is no Node.js here"
    return
  fi
  local buf=(npm exec --yes --package="@bufbuild/buf@$buf_version" -- buf)
  "${buf[@]}" lint
  local last
  if last=$(git describe --tags --abbrev=0 2>/dev/null); then
    "${buf[@]}" breaking --against ".git#tag=$last"
    dashboard_schema "$last"
  else
    echo "nothing is released yet, so nothing can break"
  fi
}

# Refuses a dashboard schema that breaks clients of the one that a tag holds.
dashboard_schema() {
  local schema=src/Hub.Api/schema.graphql released
  if ! released=$(git show "$1:$schema" 2>/dev/null); then
    echo "$1 has no dashboard schema, so nothing can break"
    return
  fi
  if ! node tests/Hub.Conformance/GraphQL/node/breaking.mjs <(echo "$released") "$schema"; then
    echo "$schema breaks clients of $1. If that is meant, release a new major version." >&2
    return 1
  fi
}

# Runs the marked block of the README against a hub that was started as the README says.
readme() {
  step "README"
  local data out hub
  data=$(mktemp -d)
  out=$data/hub.out
  set -m # a process group of its own, so that the hub ends with the command that started it
  Hub__DataDirectory=$data/hub Hub__HttpUrl=http://127.0.0.1:0 Hub__GrpcUrl=http://127.0.0.1:0 \
    dotnet run --project src/Hub.Api --no-build >"$out" 2>&1 &
  hub=$!
  set +m
  # shellcheck disable=SC2064
  trap "kill -- -$hub 2>/dev/null || true; wait $hub 2>/dev/null || true; rm -rf '$data'" RETURN

  for _ in $(seq 600); do
    grep -q HUB_CLIENT_SECRET= "$out" && break
    kill -0 "$hub" 2>/dev/null || { cat "$out"; return 1; }
    sleep 0.1
  done

  local answer
  answer=$(
    eval "$(grep '^export HUB_' "$out")"
    eval "$(awk '/check.sh runs this block/ { marked = 1 } marked && /^```bash/ { on = 1; next } on && /^```/ { exit } on' README.md)"
  ) || { echo "$answer"; return 1; }
  grep -q '"title":"Barista dasar"' <<<"$answer" || { echo "The README's query did not find the course: $answer"; return 1; }
  echo "$answer" | tail -n 1
}

# What the check of the dashboard schema and the clients of other languages need; tests say so where it is missing.
packages() {
  command -v npm >/dev/null || return 0
  local lock
  for lock in $(git ls-files '*package-lock.json'); do
    (cd "$(dirname "$lock")" && npm ci --no-audit --no-fund --silent)
  done
}

tests() {
  step "tests"
  dotnet test IntegrationHub.sln --no-build
}

build
packages
contracts
readme
tests
printf '\nAll is well.\n'
