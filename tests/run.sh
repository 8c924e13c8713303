#!/usr/bin/env bash
# Everything that must hold, in one run: builds, tests, and checks of the source; the last line says how many passed.
set -euo pipefail

usage() {
    cat <<'TEXT'
Usage: tests/run.sh [--no-install]

Installs what is missing (installer/packages.sh test), builds and tests the presets asan and release, and checks the
source. Works in any folder, as root or as a user. The end is one line: "N passed, N failed"; the exit status is 0 only
when something ran and nothing failed.

Environment:
  BELVEDERE_JOBS=N            parallel jobs (default: one per core, fewer when memory is short)
  BELVEDERE_TIDY_BASE=REF     clang-tidy looks at what changed since REF (default: since the last merge)
  BELVEDERE_TIDY_SECONDS=N    time for clang-tidy (default 300); files left over are named and not counted
  BELVEDERE_SYNTAX_SECONDS=N  time for clang to read files, changed ones first (default 300)
  BELVEDERE_SKIP_PACKAGES=1   install nothing
TEXT
}

cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD
case ${1:-} in
'') ;;
--no-install) export BELVEDERE_SKIP_PACKAGES=1 ;;
--help | -h) usage; exit 0 ;;
*) usage >&2; exit 2 ;;
esac

export QT_QPA_PLATFORM=offscreen LC_ALL=C.UTF-8
# git refuses a clone that belongs to another user; this holds for the commands of this run only
export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0=$root

# the compiler cache names files from the project's folder, so that clones share what is in it
export CCACHE_BASEDIR=$root CCACHE_NOHASHDIR=1

cores=$(nproc)
memory=$(awk '/^MemTotal/ {print int($2 / 1500000)}' /proc/meminfo) # jobs of 1.5 GB
jobs=${BELVEDERE_JOBS:-$((memory < 1 ? 1 : memory < cores ? memory : cores))}
export CMAKE_BUILD_PARALLEL_LEVEL=$jobs

passed=0
failed=0
failures=()
summary=()

# check NAME COMMAND...: runs a command as one test, goes on after a failure, keeps the time.
check() {
    local name=$1 start=$SECONDS
    shift
    printf '\n== %s\n' "$name"
    if "$@"; then
        passed=$((passed + 1))
        summary+=("$(printf '%-44s passed %5d s' "$name" $((SECONDS - start)))")
    else
        failed=$((failed + 1))
        failures+=("$name")
        summary+=("$(printf '%-44s FAILED %5d s' "$name" $((SECONDS - start)))")
        return 1
    fi
}

skip() {
    printf '\n== %s\nskipped: %s\n' "$1" "$2"
    summary+=("$(printf '%-44s skipped: %s' "$1" "$2")")
}

# ctests PRESET ARGUMENTS...: runs ctest and adds its counts; a preset that runs nothing has failed.
ctests() {
    local preset=$1 start=$SECONDS junit=$root/build/$1/junit.xml counts ok bad skipped names
    shift
    printf '\n== tests of %s\n' "$preset"
    rm -f "$junit"
    ctest --preset "$preset" --output-junit "$junit" "$@" || true
    counts=$(python3 -B tests/lint/junit_counts.py "$junit") || counts="0 1 0 no-result-file"
    read -r ok bad skipped names <<<"$counts"
    if ((ok + bad == 0)); then
        bad=1
        names=nothing-ran
    fi
    passed=$((passed + ok))
    failed=$((failed + bad))
    [[ -z $names ]] || failures+=("$preset: $names")
    summary+=("$(printf '%-44s %d passed, %d failed, %d skipped %5d s' "tests of $preset" "$ok" "$bad" "$skipped" \
        $((SECONDS - start)))")
}

configure() { cmake --preset "$1" >"$root/build/configure-$1.log" 2>&1 || { cat "$root/build/configure-$1.log"; return 1; }; }

build_asan() {
    local start=$SECONDS kind=incremental
    [[ -e build/asan/.ninja_log ]] || kind="clean"
    configure asan && cmake --build --preset asan || return 1
    echo "$kind build of preset asan: $((SECONDS - start)) s with $jobs jobs"
    ! command -v ccache >/dev/null || ccache --show-stats 2>/dev/null | grep -E 'Hits|Misses' | head -n 2 || true
}

timing_tests() {
    ctest --preset release --show-only=json-v1 -L timing 2>/dev/null \
        | python3 -c 'import json, sys; print(*[t["name"] for t in json.load(sys.stdin)["tests"]])'
}

build_release() {
    local targets=(app/all app/console/all) names
    configure release || return 1
    names=$(timing_tests) || return 1
    [[ ! -e build/release/tests/bench/cmake_install.cmake ]] || targets+=(tests/bench/all)
    # the name of a test is the name of its target
    read -r -a names <<<"$names"
    cmake --build --preset release --target "${targets[@]}" "${names[@]}"
}

build_headless() { configure headless && cmake --build build/headless --target models/all; }

main() {
    installer/packages.sh test
    mkdir -p build

    if check "build of asan (all programs and tests)" build_asan; then
        ctests asan -LE timing -j "$jobs"
    fi
    if check "build of release (programs, timing tests)" build_release; then
        if [[ -n $(timing_tests) ]]; then
            ctests release -L timing
        else
            skip "tests of release" "no test is labelled timing"
        fi
    fi
    check "models/ without Qt6Widgets" build_headless || true

    local script
    for script in format syntax tidy openapi; do
        local reason
        if reason=$(tests/lint/"$script".sh --why-not); then
            check "$(tests/lint/"$script".sh --title)" tests/lint/"$script".sh "$jobs" || true
        else
            skip "$(tests/lint/"$script".sh --title)" "$reason"
        fi
    done

    printf '\n== summary\n'
    printf '%s\n' "${summary[@]}"
    ((${#failures[@]} == 0)) || printf 'failed: %s\n' "${failures[@]}"
    printf 'total %d s\n' "$SECONDS"
    printf '%d passed, %d failed\n' "$passed" "$failed"
    ((passed > 0 && failed == 0))
}

main
