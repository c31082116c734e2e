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
