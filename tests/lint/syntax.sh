#!/usr/bin/env bash
# Check: clang reads every translation unit of ours without a complaint.
set -euo pipefail
# shellcheck source=tests/lint/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
case ${1:-} in
--title) echo "clang reads every translation unit"; exit ;;
--why-not) command -v clang++ >/dev/null || { echo "clang++ is not installed"; exit 1; }; exit ;;
esac

configure_tidy "${1:-1}"
python3 -B tests/lint/compile_commands.py build/tidy/compile_commands.json --syntax-only \
    | xargs -r -d '\n' -n 1 -P "${1:-1}" bash -c
