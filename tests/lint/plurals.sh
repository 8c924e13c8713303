#!/usr/bin/env bash
# Check: every text whose form depends on a number has its English forms; arguments: lupdate, source directory.
set -euo pipefail
lupdate=$1
cd "$2"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp translations/belvedere_en.ts "$work/now.ts"
"$lupdate" -pluralonly -locations none -no-obsolete -I . -I models -I app app ui models -ts "$work/now.ts" >/dev/null
if grep -q 'type="unfinished"' "$work/now.ts"; then
    echo "translations/belvedere_en.ts lacks forms (CONTRIBUTING.md, Texts):"
    grep -B 8 'type="unfinished"' "$work/now.ts" | grep '<source>'
    exit 1
fi
