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
