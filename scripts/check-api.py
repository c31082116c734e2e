"""What scripts/check-api runs: a show, schemathesis against it, and the show's end."""

import os
import subprocess
import sys
import tempfile

from show_under_test import Show

# A feed without end would be read for ever.
HOOKS = '''
import schemathesis

@schemathesis.hook
def before_call(context, case, kwargs):
    if case.path == "/api/v1/events" and not case.query:
        case.query = {"count": 1}
'''

# An input speaks five times a second, 64 commands wait at most, and the desk may be locked: being told
# so is no fault. An input's word needs an input's key, not the desk's.
CONFIG = '''
[[operations]]
include-path = "/gallery/mood"
headers = { Authorization = "Bearer ${INPUT_KEY}" }

[checks.positive_data_acceptance]
expected-statuses = ["2xx", "401", "403", "404", "409", "423", "429"]
'''


def main():
    program, examples = sys.argv[1:]
    show = Show(program, "--output", "poses:" + os.devnull)
    try:
        failed = check(show, examples)
        # Whatever was tried last, the end is not kept out by a lock.
        show.ask("POST", "/api/v1/commands", {"do": "unlock"})
        status, _ = show.ask("POST", "/api/v1/end")
        report = show.ended()
        print(f"ended with {status}; {report['poses']} poses; faults: {report.get('faults', [])}")
        sys.exit(1 if failed or status != 202 else 0)
    finally:
        show.stop()


def check(show, examples):
    status, key = show.ask("PUT", "/api/v1/inputs/schemathesis")
    assert status == 201, status
    with tempfile.TemporaryDirectory() as folder:
        for name, text in [("hooks.py", HOOKS), ("schemathesis.toml", CONFIG)]:
            with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                file.write(text)
        run = subprocess.run(
            [os.path.join(os.path.dirname(sys.executable), "schemathesis"), "run",
             show.desk + "/api/v1/openapi.json", "--checks", "all", "--max-examples", examples,
             "--seed", "1", "--header", f"Authorization: Bearer {show.token}",
             # It ends the show, and is tried last.
             "--exclude-path", "/api/v1/end", "--continue-on-failure", "--request-timeout", "60",
             "--no-color", "--generation-database", "none"],
            cwd=folder, env={**os.environ, "SCHEMATHESIS_HOOKS": "hooks", "PYTHONPATH": folder,
                             "INPUT_KEY": key["key"]})
    return run.returncode


if __name__ == "__main__":
    main()
