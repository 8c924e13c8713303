#!/usr/bin/env bash
# Check: the OpenAPI document is valid by a public checker and keeps our own rules of style.
set -euo pipefail
# shellcheck source=tests/lint/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
document=resources/api/openapi.json
case ${1:-} in
--title) echo "OpenAPI document"; exit ;;
--why-not) [[ -f $document ]] || { echo "$document does not exist"; exit 1; }; exit ;;
esac

# The checker lives in build/ and is pinned by hash; it is made anew when the pins change.
venv=build/openapi-venv
stamp=$venv/$(sha256sum tests/openapi/requirements.txt | cut -c 1-16).ok
if [[ ! -e $stamp ]]; then
    rm -rf "$venv"
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check --require-hashes -r tests/openapi/requirements.txt
    touch "$stamp"
fi
status=0
"$venv/bin/openapi-spec-validator" "$document" || status=1
python3 -B tests/openapi/style.py "$document" || status=1
exit $status
