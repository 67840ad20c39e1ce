#!/usr/bin/env bash
# Schemathesis against a running hall, from the hall's own openapi.json: no server error, no undocumented answer.
# Each function's calls are made by someone who may make them; signed-in calls once more by nobody.
#   HALL_URL=http://localhost:3000 HALL_DATA=.data test/schemathesis.sh
set -u -o pipefail
cd "$(dirname "$0")/.."
PATH="$PWD/node_modules/.bin:$PATH"
url="${HALL_URL:-http://localhost:3000}"
examples="${EXAMPLES:-25}"
failed=0

try() { # name, tag, further arguments
  local name="$1" tag="$2"
  shift 2
  echo "--- $name"
  .ci/venv/bin/schemathesis run "$url/v1/openapi.json" --url "$url" --include-tag "$tag" "$@" \
    --checks not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance \
    --max-examples "$examples" --seed 20260101 --workers 2 --continue-on-failure --no-color \
    --report junit --report-junit-path ".ci/out/schemathesis-${name// /-}.xml" || failed=1
}

as() { # tag, demo person
  local token
  token="$(node local/token.ts "$2")" || { failed=1; return; }
  try "$1 as $2" "$1" --header "Authorization: Bearer $token"
}

mkdir -p .ci/out
try 'public' public
as citizen zhang-wei
as officer officer-wang
as officer approver-zhao
as backoffice backoffice-market
as operations operator-deng
try 'citizen as nobody' citizen --max-examples 3
exit "$failed"
