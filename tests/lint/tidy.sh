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

# The commit to compare with: given; else the first parent of the last merge when that is the newest commit, the last
# merge itself when there are commits after it, and before the first merge the beginning (an empty tree).
base_commit() {
    local merge
    if [[ -n ${BELVEDERE_TIDY_BASE:-} ]]; then
        git rev-parse --verify "$BELVEDERE_TIDY_BASE"
        return
    fi
    merge=$(git rev-list --merges --first-parent --max-count=1 HEAD)
    if [[ -z $merge ]]; then
        git hash-object -t tree /dev/null
    elif [[ $merge == "$(git rev-parse HEAD)" ]]; then
        git rev-parse "$merge^1"
    else
        echo "$merge"
    fi
}

# Translation units for the changed files; a header stands for its own .cpp, or else for the first file that includes it.
units() {
    local changed file name
    changed=$(git diff --name-only --diff-filter=d "$1" -- '*.cpp' '*.h')
    for file in $changed; do
        if [[ $file == *.cpp ]]; then
            echo "$file"
        elif [[ -f ${file%.h}.cpp ]]; then
            echo "${file%.h}.cpp"
        else
            name=${file#models/}
            our_files '*.cpp' | xargs -r grep -lF "\"${name#app/}\"" | head -n 1 || true
        fi
    done | sort -u
}

export tidy deadline cache
tidy=$(tool_14 clang-tidy)
cache=build/tidy/clean
deadline=$(($(date +%s) + ${BELVEDERE_TIDY_SECONDS:-600}))
jobs=${1:-1}

configure_tidy "$jobs"
mkdir -p "$cache"
base=$(base_commit)
known=$(python3 -B tests/lint/compile_commands.py build/tidy/compile_commands.json | sort)
list=$(comm -12 <(units "$base") <(echo "$known"))
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
