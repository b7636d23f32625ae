"""`make audit`: whether a vulnerability is known in what the bot runs with, as pip-audit is told by PyPI.

Exit status 1 where one is, or where only some packages could be looked up. Where nobody could be asked, it says so and
ends well: a machine without that network can't know, and must not stop for it. Needs pip-audit and nothing else.
"""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
NOT_ASKED = "Nothing was looked up: PyPI's list of vulnerabilities can't be reached from here. Run it where it can.\n"
OFFLINE = (
    "ConnectionError",
    "Could not connect",
    "ProxyError",
    "ConnectTimeout",
    "ReadTimeout",
    "NameResolutionError",
)


def verdict(answer, said):
    """The exit status and what to say.

    Args:
        answer: what pip-audit wrote as JSON, or nothing where it broke off.
        said: what it wrote on standard error.
    """
    if not answer.strip():
        offline = any(one in said for one in OFFLINE)
        return (0, NOT_ASKED) if offline else (1, f"pip-audit broke off:\n{said}")
    packages = json.loads(answer)["dependencies"]
    skipped = [one["name"] for one in packages if "skip_reason" in one]
    known = [
        f"{one['name']} {one['version']}: {found['id']}, mended in {', '.join(found['fix_versions']) or 'no version yet'}"
        for one in packages
        for found in one.get("vulns", ())
    ]
    if len(skipped) == len(packages):
        return 0, NOT_ASKED
    lines = [*known, *(f"{name}: could not be looked up" for name in skipped)]
    looked = f"{len(packages) - len(skipped)} packages were looked up, {len(known)} vulnerabilities are known."
    return (1 if lines else 0), "\n".join([*lines, looked]) + "\n"


def main():
    command = ["--require-hashes", "--disable-pip", "--progress-spinner", "off", "--format", "json"]
    done = subprocess.run(
        [sys.executable, "-m", "pip_audit", *command, "--requirement", ROOT / "requirements.txt"],
        capture_output=True,
        text=True,
        check=False,
    )
    status, said = verdict(done.stdout, done.stderr)
    sys.stdout.write(said)
    return status


if __name__ == "__main__":
    sys.exit(main())
