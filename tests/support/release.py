"""What a release says of itself, from two places: the version in ``_version.py``, its day in CHANGELOG.md.

``python tests/support/release.py`` writes both into the other files and seals the tables.
"""

import re
from pathlib import Path

from gluteal import __version__
from gluteal.knowledge import seal

ROOT = Path(__file__).parents[2]
ANY = r'[^"\n]+'


def day():
    """The day of this version's heading, the first below *Unreleased*."""
    headings = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.M)
    newest = next(h for h in headings if h != "Unreleased")
    found = re.fullmatch(rf"{re.escape(__version__)} \((\d{{4}}-\d\d-\d\d)\)", newest)
    if not found:
        raise SystemExit(
            f"CHANGELOG.md: newest heading == {newest!r}, must be '{__version__} (year-month-day)'"
            " as in gluteal/_version.py; change the one that is wrong"
        )
    return found[1]


def stamped():
    """The texts that repeat version and day, by their files, as they must be."""
    lines = {
        "CITATION.cff": ("version: {}", "date-released: {}"),
        "docs/model_card.json": ('"ReleaseVersion": "{}"', '"ReleaseDate": "{}"'),
    }
    texts = {}
    for name, patterns in lines.items():
        text = (ROOT / name).read_text("utf-8")
        for pattern, value in zip(patterns, (__version__, day())):
            line = rf"^( *){pattern.format(ANY)}"
            text, found = re.subn(line, rf"\g<1>{pattern.format(value)}", text, flags=re.M)
            if found != 1:
                raise SystemExit(
                    f"{name}: {pattern.format('...')!r} is there {found} times, not once"
                )
        texts[ROOT / name] = text
    return texts


if __name__ == "__main__":
    for path, text in stamped().items():
        path.write_text(text, "utf-8")
    seal(ROOT / "data", __version__)
    print(
        f"{__version__} of {day()}: CITATION.cff, docs/model_card.json and data/manifest.json say so"
    )
