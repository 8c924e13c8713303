# What the check scripts share: the list of our files, and tools of the right version. Sourced, not run.
# shellcheck shell=bash

cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1

# our_files PATTERN...: tracked files, or without git all files outside build/; one per line.
our_files() {
    if git rev-parse --is-inside-work-tree >/dev/null 2>&1; then
        git ls-files --cached --others --exclude-standard -- "$@" | while read -r file; do
            [[ ! -f $file ]] || echo "$file"
        done
    else
        local names=() pattern
        for pattern in "$@"; do
            names+=(-o -name "$pattern")
        done
        find . -path ./build -prune -o -type f \( "${names[@]:1}" \) -printf '%P\n' | sort
    fi
}

# tool_14 NAME: the program of LLVM 14, to which format and checks are tied; nothing when it is not there.
tool_14() {
    local name
    for name in "$1-14" "$1"; do
        if command -v "$name" >/dev/null && "$name" --version | grep -q 'version 14\.'; then
            echo "$name"
            return 0
        fi
    done
    return 1
}

# configure_tidy JOBS: compile commands for clang, and the files that moc writes, without building anything.
configure_tidy() {
    local log=build/configure-tidy.log
    mkdir -p build
    # the targets named *_autogen would first build the libraries below them; moc needs none of those
    if ! { cmake --preset tidy \
        && find build/tidy -name AutogenInfo.json -print0 \
        | xargs -0 -r -I '{}' -P "$1" cmake -E cmake_autogen '{}' Debug; } >"$log" 2>&1; then
        cat "$log"
        return 1
    fi
}

# base_commit: the commit to compare with: given; else the first parent of the last merge when that is the newest commit,
# the last merge itself when there are commits after it, and before the first merge the beginning (an empty tree).
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

# changed_units COMMIT: translation units for the files changed since; a header stands for its own .cpp, or else for the
# first file that includes it. After configure_tidy.
changed_units() {
    local changed file name known
    known=$(python3 -B tests/lint/compile_commands.py build/tidy/compile_commands.json | sort)
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
    done | sort -u | comm -12 - <(echo "$known")
}
