#!/usr/bin/env bash
# Check: every C++ file is formatted as .clang-format says.
set -euo pipefail
# shellcheck source=tests/lint/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
case ${1:-} in
--title) echo "format"; exit ;;
--why-not) tool_14 clang-format >/dev/null || { echo "clang-format 14 is not installed"; exit 1; }; exit ;;
esac

our_files '*.cpp' '*.h' | xargs -r -n 40 -P "${1:-1}" "$(tool_14 clang-format)" --dry-run -Werror
