#!/usr/bin/env bash
# From a fresh machine to a running demo: installs what is needed, builds the programs, starts `belvedere --demo`.
set -euo pipefail
started=$SECONDS

usage() {
    cat <<'TEXT'
Usage: installer/run.sh [--devices N] [--out DIR] [--build-only]

Installs the packages that are missing (installer/packages.sh; asks sudo only for apt-get), builds the release programs
into build/release and starts the demo: a server on this computer with a made-up organisation, and the window on it.

  --devices N   devices in the demo; without it, the program's own number
  --out DIR     where pictures and report go when there is no display (default: build/demo)
  --build-only  stop after the build
  --help        this text

Without a display the demo runs offscreen: it visits every place, writes a picture of each and a report, and ends.
TEXT
}

cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD
devices=
out=$root/build/demo
build_only=no
while (($# > 0)); do
    case $1 in
    --devices) devices=${2:?--devices needs a number}; shift ;;
    --out) out=$(realpath -m "${2:?--out needs a folder}"); shift ;;
    --build-only) build_only=yes ;;
    --help | -h) usage; exit 0 ;;
    *) usage >&2; exit 2 ;;
    esac
    shift
done
[[ -z $devices || $devices =~ ^[1-9][0-9]*$ ]] || { echo "run: '$devices' is not a number of devices." >&2; exit 2; }

elapsed() { printf '%d min %02d s' $(((SECONDS - started) / 60)) $(((SECONDS - started) % 60)); }

installer/packages.sh build
echo "run: building the programs (the first build takes some minutes)."
cmake --preset release
cmake --build --preset release --target app/all app/console/all
echo "run: built after $(elapsed)."
[[ $build_only == no ]] || exit 0

program=$(find build/release -type f -name belvedere -perm -u+x | head -n 1)
[[ -n $program ]] || { echo "run: the build made no program named belvedere." >&2; exit 1; }

demo=("$program" --demo)
[[ -z $devices ]] || demo+=("$devices")
if [[ -n ${DISPLAY:-}${WAYLAND_DISPLAY:-} ]]; then
    echo "run: starting the window after $(elapsed)."
    exec "${demo[@]}"
fi

mkdir -p "$out"
echo "run: there is no display, so the demo runs offscreen."
status=0
QT_QPA_PLATFORM=offscreen "${demo[@]}" --screenshots "$out" >"$out/run.log" 2>&1 || status=$?
pictures=$(find "$out" -name '*.png' -newer "$program" | wc -l)
{
    echo "# Demo run"
    echo
    echo "- program: ${program#"$root"/}, $(stat -c %s "$program") bytes"
    echo "- command: belvedere --demo${devices:+ $devices} --screenshots"
    echo "- exit status: $status"
    echo "- pictures: $pictures"
    echo "- elapsed, packages and build included: $(elapsed)"
    echo
    echo "## Pictures"
    echo
    find "$out" -name '*.png' -printf '- %P, %s bytes\n' | sort
    echo
    echo "## Output"
    echo
    sed 's/^/    /' "$out/run.log"
} >"$out/report.md"
echo "run: $pictures pictures and report.md are in $out; elapsed $(elapsed)."
if ((status != 0 || pictures == 0)); then
    tail -n 20 "$out/run.log" >&2
    exit 1
fi
