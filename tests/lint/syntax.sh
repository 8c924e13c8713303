#!/usr/bin/env bash
# Check: clang reads our translation units without a complaint, without precompiled headers; what changed first, then the
# others from another place of the list for each commit, as long as there is time.
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
    base=$(base_commit)
    list=$(changed_units "$base")
    [[ -z $list ]] || mapfile -t changed <<<"$list"
    turn=$((16#$(git rev-parse HEAD | cut -c 1-7) % ${#all[@]}))
fi
mapfile -t others < <(printf '%s\n' "${all[@]:turn}" "${all[@]:0:turn}" | grep -vxF -f <(printf '%s\n' / "${changed[@]}"))

# one COMMAND: reads one file, as long as there is time
one() {
    (($(date +%s) < deadline)) || return 0
    bash -c "$1" && echo read
}
export -f one
# shellcheck disable=SC2016  # expanded by the inner shell
python3 -B tests/lint/compile_commands.py build/tidy/compile_commands.json --syntax-only "${changed[@]}" "${others[@]}" \
    | xargs -r -d '\n' -n 1 -P "${1:-1}" bash -c 'one "$0"' >build/tidy/read
echo "$(wc -l <build/tidy/read) of ${#all[@]} translation units read; ${#changed[@]} have changed"
