#!/usr/bin/env bash
# The packages that Belvedere needs, per distribution, and their installation: the one place that lists them.
set -euo pipefail

usage() {
    cat <<'TEXT'
Usage: installer/packages.sh [--list | --check] build|test

  build    what is needed to build Belvedere and to run it
  test     the same, and what tests/run.sh needs
  --list   only print the packages and why each is needed
  --check  only say what is missing; exit 1 if something is

Known systems: Debian 12, Debian 13, Ubuntu 24.04. Nothing is downloaded when every package is there. The packages come
from the system's own sources; no source is added, and nothing is installed past the package manager. As a user other
than root, apt-get is run through sudo and nothing else is.
TEXT
}

# One line per package: "name | why".
packages_of() {
    local set=$1 system=$2
    case $system in
    debian-12 | debian-13 | ubuntu-24.04) ;;
    *) return 2 ;;
    esac
    cat <<'TEXT'
g++ | the compiler
cmake | the build
ninja-build | the build
ccache | repeated builds take seconds
mold | links a program of the whole console in seconds
qt6-base-dev | Qt: core, network, SQL, window
qt6-charts-dev | Qt: charts in the window
qt6-svg-dev | Qt: icons
qt6-tools-dev | Qt: translations
qt6-tools-dev-tools | Qt: translations
qt6-l10n-tools | Qt: translations
libgl-dev | Qt's window library needs its headers
libqt6sql6-sqlite | Qt: the embedded database
libqt6sql6-psql | Qt: PostgreSQL, for a server on more than one machine
qtkeychain-qt6-dev | passwords in the system's keychain
libsimdjson-dev | fast reading of JSON
libxlsxwriter-dev | spreadsheets
libboost-dev | the server's HTTP (Beast)
libssl-dev | TLS, signatures
zlib1g-dev | compressed inventories
libsqlite3-dev | the database where Qt's interface is the limit
fonts-inter | the window's font
fonts-dejavu-core | the font for what the first one lacks
fontconfig | finds the fonts
ca-certificates | the authorities that TLS trusts
TEXT
    if [[ $system == debian-13 ]]; then
        echo "qt6-svg-plugins | Qt: icons, here a package of its own"
    else
        echo "libqt6opengl6-dev | Qt: charts need it and their package does not say so"
    fi
    [[ $set == test ]] || return 0
    echo "clang | reads every file a second time"
    # format and list of checks are tied to version 14; where it is not packaged these two checks are left out
    if [[ $system != debian-13 ]]; then
        echo "clang-tidy-14 | static checks"
        echo "clang-format-14 | the format check"
    fi
    cat <<'TEXT'
git | which files are ours and which changed
openssl | test certificates; signatures checked without us
python3 | the source checks
python3-venv | the checker of the OpenAPI document
python3-openpyxl | spreadsheets read without us
python3-jsonschema | policies of Android read without us
libxml2-utils | commands for Windows read without us
sqlite3 | databases checked without us
postgresql | the second database of the server; the tests run a server of their own
curl | the server asked without us
fusioninventory-agent | a foreign agent that reports to our server
iproute2 | with it that agent finds the network interfaces
nftables | lets the agent under test see whether a firewall filters
dconf-cli | the agent under test locks settings of the desktop
python3-pwquality | password rules read without us
dpkg-dev | packages made for the agent under test
fakeroot | dpkg of a test without the rights of root
TEXT
}

system_name() {
    if [[ -r /etc/os-release ]]; then
        # shellcheck source=/dev/null
        (. /etc/os-release && echo "${ID:-unknown}-${VERSION_ID:-unknown}")
    else
        uname -s
    fi
}

is_installed() {
    [[ $(dpkg-query -W -f='${db:Status-Status}\n' "$1" 2>/dev/null | head -n 1) == installed ]]
}

main() {
    local mode=install set=
    while (($# > 0)); do
        case $1 in
        --list) mode=list ;;
        --check) mode=check ;;
        --help | -h) usage; return 0 ;;
        build | test) set=$1 ;;
        *) usage >&2; return 2 ;;
        esac
        shift
    done
    [[ -n $set ]] || { usage >&2; return 2; }

    local system lines
    system=$(system_name)
    if ! lines=$(packages_of "$set" "$system"); then
        echo "packages: '$system' is not a system that this script knows; install the like of these yourself:" >&2
        packages_of "$set" debian-13 | sed 's/^/  /' >&2
        echo "packages: then set BELVEDERE_SKIP_PACKAGES=1 and run again." >&2
        [[ ${BELVEDERE_SKIP_PACKAGES:-} == 1 ]]
        return
    fi
    if [[ $mode == list ]]; then
        echo "$lines"
        return 0
    fi

    local missing=() name why
    while IFS='|' read -r name why; do
        name=${name// /}
        if ! is_installed "$name"; then
            missing+=("$name")
            printf 'packages: missing %-22s%s\n' "$name" "$why"
        fi
    done <<<"$lines"
    if ((${#missing[@]} == 0)); then
        echo "packages: everything for '$set' on $system is installed."
        return 0
    fi
    [[ $mode == install ]] || return 1
    if [[ ${BELVEDERE_SKIP_PACKAGES:-} == 1 ]]; then
        echo "packages: BELVEDERE_SKIP_PACKAGES=1, so nothing is installed."
        return 0
    fi

    local as_root=()
    if ((EUID != 0)); then
        if ! command -v sudo >/dev/null || { [[ ! -t 0 ]] && ! sudo -n true 2>/dev/null; }; then
            echo "packages: installing needs the rights of root, and sudo does not give them here." >&2
            echo "packages: ask an administrator to run this, then start again:" >&2
            echo "  apt-get update && apt-get install --no-install-recommends ${missing[*]}" >&2
            return 1
        fi
        as_root=(sudo)
    fi
    echo "packages: installing ${#missing[@]} packages with apt-get."
    "${as_root[@]}" apt-get update
    # a bare environment, so that no package asks a question
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "${missing[@]}"
}

main "$@"
