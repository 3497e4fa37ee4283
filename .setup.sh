# Sourced by tests/run and examples/run: `setup EXTRA` leaves in $python a Python that has the package and that extra.
#
# The environment is .venv, or the directory that STARSCHEMA_VENV names. One that this script made is made anew when
# pyproject.toml has changed; one that it did not make is used as it is, nothing is installed there.

note() { printf '%s\n' "$*" >&2; }

give_up() {
    note "$@"
    exit 1
}

find_python() {
    local candidate
    for candidate in python3 python3.14 python3.13 python3.12 python3.11 python; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            printf '%s\n' "$candidate"
            return
        fi
    done
    give_up "Python 3.11 or newer is needed, and not on the PATH."
}

make_environment() {
    local base
    base=$(find_python) || exit 1
    rm -rf "$venv"
    "$base" -m venv "$venv" >&2 && return
    rm -rf "$venv"
    command -v uv >/dev/null && uv venv --quiet --seed --python "$base" "$venv" && return
    # Debian keeps what `python -m venv` needs in a package of its own.
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        note "Installing python3-venv with apt."
        apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv >/dev/null &&
            "$base" -m venv "$venv" && return
    fi
    rm -rf "$venv"
    give_up "$base cannot make virtual environments. On Debian: apt-get install python3-venv."
}

install_extra() {
    if command -v uv >/dev/null && uv pip install --quiet --python "$venv/bin/python" --editable ".[$1]"; then
        return
    fi
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --editable ".[$1]"
}

setup() {
    venv=${STARSCHEMA_VENV:-$PWD/.venv}
    python=$venv/bin/python
    if [ -x "$python" ] && [ ! -e "$venv/.starschema" ]; then
        note "Using $venv as it is."
        return
    fi
    local state extra=$1
    state=$(cksum <pyproject.toml)
    if [ ! -x "$python" ] || [ "$(cat "$venv/.starschema/state")" != "$state" ]; then
        note "Making a virtual environment in $venv."
        make_environment
        mkdir "$venv/.starschema"
        printf '%s\n' "$state" >"$venv/.starschema/state"
    fi
    if [ ! -e "$venv/.starschema/$extra" ]; then
        note "Installing starschema[$extra] and what it needs; this takes a minute or two."
        install_extra "$extra" || give_up "Installing starschema[$extra] failed; what pip said is above."
        touch "$venv/.starschema/$extra"
    fi
}
