# shellcheck shell=bash
# What every script here shares. Read by `source`, not run.

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)

# LibTorch's idle threads sleep instead of spinning against the stage. OpenMP reads this once, when
# the program starts, so it must be set out here.
export OMP_WAIT_POLICY=${OMP_WAIT_POLICY:-passive}

# Progress and faults go to standard error: standard output belongs to the command that follows.
say() { printf '%s\n' "$*" >&2; }

fail() {
    say "scripts/${0##*/}: $*"
    exit 1
}

# A script's help is the comment at its top, so the two cannot drift apart.
print_usage() { awk 'NR > 1 { if (!/^#/) exit; sub(/^# ?/, ""); print }' "$0"; }

# The folder with the built programs: PROGRAMS where it is set, else a release build of this project.
built_programs() {
    if [[ -n ${PROGRAMS-} ]]; then
        printf '%s\n' "$PROGRAMS"
        return
    fi
    "$project/scripts/setup"
    swift build --package-path "$project" -c release --product emotionmotion >&2
    swift build --package-path "$project" -c release --show-bin-path
}

# A Python of its own with the packages that are named, each PACKAGE==VERSION, kept in .build-pages;
# --no-deps holds for those that follow it.
python_with() {
    local folder=$project/.build-pages/$1
    shift
    if [[ $(cat "$folder/packages" 2>/dev/null) != "$*" ]]; then
        rm -rf "$folder"
        python3 -m venv "$folder" >&2 || fail "python3 has no venv. Debian: apt install python3-venv"
        local package deps=()
        for package in "$@"; do
            if [[ $package == --no-deps ]]; then deps=(--no-deps) && continue; fi
            "$folder/bin/pip" install --quiet --disable-pip-version-check "${deps[@]}" \
                "$package" >&2 || fail "pip could not install $package"
        done
        printf '%s' "$*" >"$folder/packages"
    fi
    printf '%s\n' "$folder/bin/python"
}
