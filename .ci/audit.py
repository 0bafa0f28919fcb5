"""Ask whether a pinned dependency has a known vulnerability; needs ``pip install pip-audit``.

Exits with 1 if one has and a version that mends it is out, with 0 otherwise; says plainly when
nobody answered. One package is asked about first: without an answer the others are not asked.
"""

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

PINS = Path(__file__).parents[1] / "constraints.txt"


def answers(pins):
    """What the advisory service says of each pin that it knows; pip-audit exits with 0 without, too."""
    with TemporaryDirectory() as folder:
        (asked := Path(folder, "pins.txt")).write_text("\n".join(pins), "utf-8")
        command = [sys.executable, "-m", "pip_audit", "--requirement", str(asked), "--no-deps"]
        command += ["--disable-pip", "--progress-spinner=off", "--format=json", "--timeout=5"]
        done = subprocess.run(command, capture_output=True, text=True)
    try:
        found = json.loads(done.stdout)["dependencies"]
    except ValueError:  # no network: no answer at all
        return []
    return [one for one in found if "vulns" in one]


def main():
    """Print what is known, or that nothing was asked."""
    pins = [line for line in PINS.read_text("utf-8").splitlines() if "==" in line]
    if not answers(pins[:1]):
        print("Audit of dependencies: NOT DONE, the advisory service gave no answer.")
        return 0
    known = answers(pins)
    print(f"Audit of dependencies: {len(known)} of {len(pins)} answered for.")
    mended = False
    for one in known:
        for hole in one["vulns"]:
            fixed = ", ".join(hole["fix_versions"])
            mended |= bool(fixed)
            name = f"{one['name']} {one['version']}: {hole['id']}"
            print(f"  {name}, {f'mended in {fixed}' if fixed else 'no mended version yet'}")
    return int(mended)


if __name__ == "__main__":
    sys.exit(main())
