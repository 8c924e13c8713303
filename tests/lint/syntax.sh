#!/usr/bin/env bash
# Check: clang reads our translation units without a complaint, without precompiled headers; what changed first, then the
# others as long as there is time, from another place of the list for each commit.
set -euo pipefail
# shellcheck source=tests/lint/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
case ${1:-} in
--title) echo "clang reads what changed, and others"; exit ;;
--why-not) command -v clang++ >/dev/null || { echo "clang++ is not installed"; exit 1; }; exit ;;
esac

configure_tidy "${1:-1}"
export deadline
deadline=$(($(date +%s) + ${BELVEDERE_SYNTAX_SECONDS:-300}))
mapfile -t all < <(python3 -B tests/lint/compile_commands.py build/tidy/compile_commands.json | sort)
changed=()
turn=0
if git rev-parse --verify -q HEAD >/dev/null; then
    mapfile -t changed < <(changed_units "$(base_commit)")
    turn=$((16#$(git rev-parse HEAD | cut -c 1-7) % ${#all[@]}))
fi
mapfile -t others < <(printf '%s\n' "${all[@]:turn}" "${all[@]:0:turn}" | grep -vxF -f <(printf '%s\n' / "${changed[@]}"))

# one MUST COMMAND: reads one file; what need not be read is left when time is up
one() {
    [[ $1 == must ]] || (($(date +%s) < deadline)) || return 0
    bash -c "$2" && echo read
}
export -f one
commands() { python3 -B tests/lint/compile_commands.py build/tidy/compile_commands.json --syntax-only "$@"; }
{
    commands "${changed[@]}" | sed 's/^/must\n/'
    commands "${others[@]}" | sed 's/^/may\n/'
} | xargs -r -d '\n' -n 2 -P "${1:-1}" bash -c 'one "$0" "$1"' >build/tidy/read
echo "$(wc -l <build/tidy/read) of ${#all[@]} translation units read, ${#changed[@]} of them changed"
