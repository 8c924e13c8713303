#!/usr/bin/env bash
# Check: clang-tidy finds nothing in the C++ files that changed since the last merge.
set -euo pipefail
# shellcheck source=tests/lint/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
case ${1:-} in
--title) echo "clang-tidy on what changed"; exit ;;
--why-not)
    tool_14 clang-tidy >/dev/null || { echo "clang-tidy 14 is not installed"; exit 1; }
    command -v clang++ >/dev/null || { echo "clang++ is not installed"; exit 1; }
    git rev-parse --verify -q HEAD >/dev/null || { echo "not a git clone, so nothing is known to have changed"; exit 1; }
    exit
    ;;
esac

export tidy deadline cache
tidy=$(tool_14 clang-tidy)
cache=build/tidy/clean
deadline=$(($(date +%s) + ${BELVEDERE_TIDY_SECONDS:-300}))
jobs=${1:-1}

configure_tidy "$jobs"
mkdir -p "$cache"
base=$(base_commit)
list=$(changed_units "$base")
[[ -n $list ]] || { echo "no translation unit changed since ${base:0:12}"; exit 0; }
echo "$(wc -l <<<"$list") translation units changed since ${base:0:12}"

# one FILE: a file whose preprocessed text was found clean before is not looked at again
one() {
    local file=$1 key
    if (($(date +%s) > deadline)); then
        echo "not looked at, time is up: $file"
        return 0
    fi
    key=$({ cat .clang-tidy && python3 -B tests/lint/compile_commands.py build/tidy/compile_commands.json \
        --preprocess "$file" | bash; } | sha256sum | cut -c 1-64)
    [[ ! -e $cache/$key ]] || return 0
    if "$tidy" -p build/tidy --quiet "$file" 2>/dev/null; then
        touch "$cache/$key"
    else
        echo "clang-tidy: $file is not clean"
        return 1
    fi
}
export -f one
# shellcheck disable=SC2016  # expanded by the inner shell
xargs -r -n 1 -P "$jobs" bash -c 'set -euo pipefail; one "$0"' <<<"$list"
