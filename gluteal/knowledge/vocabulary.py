"""The words of the domain that the code knows: settings, urgencies, tiers, zones."""

from __future__ import annotations

EQUAL = "equal"  # the setting in which every cause has the same pre-test probability
SETTINGS = ("primary_care", "sports", "pain_clinic", "spine_orthopaedic", "emergency")


URGENCIES = ("immediate", "same day", "urgent within 2 weeks", "routine")


TOPICS = (
    "pregnancy",
    "antithrombotic",
    "allergy",
    "infection",
    "diabetes",
    "immunosuppression",
    "steroid",
)


STAGES = ("history", "examination", "investigation", "block")  # of a consultation
TIERS = ("ask", "examine", "lab", "image", "block")


KINDS = ("disease", "supports", "incidental", "reference")  # what an investigation shows
RISKS = ("low", "intermediate", "high")


THERAPEUTIC, DIAGNOSTIC = "therapeutic injection", "diagnostic block"


INVESTIGATE, NOT_INDICATED = "investigate first", "not indicated"


REFERRAL, NO_ZONE = "specialist referral", "no zone"


ZONES = (THERAPEUTIC, DIAGNOSTIC, INVESTIGATE, REFERRAL, NOT_INDICATED, NO_ZONE)


ADULT = 18


CLASSES = ("all", "steroid", "contrast", "botulinum", "fluoroscopy/CT")  # of precautions


def split(cell: str) -> list[str]:
    """The ids of a cell; several are joined by ``;``.

    Examples
    --------
    >>> split("laslett2003; snyder_cpr")
    ['laslett2003', 'snyder_cpr']
    >>> split("")
    []
    """
    return [part.strip() for part in cell.split(";") if part.strip()]
