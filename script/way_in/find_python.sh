# Sets PYTHON to a Python of 3.11 or newer, or says which command brings one. Read by the scripts one level up.
find_python() {
    for candidate in "${CW_PYTHON:-}" python3.11 python3 python3.12 python3.13 python3.14; do
        if [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1 &&
            "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            PYTHON=$candidate
            return 0
        fi
    done
    return 1
}
if ! find_python; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        echo "Python is missing: installing Debian's python3 ..."
        apt-get update -qq && apt-get install -y -qq --no-install-recommends python3 python3-venv
    fi
    if ! find_python; then
        echo "No Python of 3.11 or newer is found. This brings it (Debian 12 and newer):" >&2
        echo "    sudo apt-get install -y python3 python3-venv" >&2
        echo "Or name one: CW_PYTHON=/path/to/python3.12 $0" >&2
        exit 1
    fi
fi
