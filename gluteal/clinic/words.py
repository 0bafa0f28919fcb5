"""Words that clinics and registries write, in heads and in cells."""

from __future__ import annotations

import re
import unicodedata

PRESENT, ABSENT, UNKNOWN = "present", "absent", "unknown"
STATES = {PRESENT: 1, ABSENT: -1, UNKNOWN: 0}
SEX = "female_sex"  # the finding that a column of the sex gives
BLANK = "(blank)"  # how a mapping names an empty cell

YES = frozenset(
    "yes|y|ja|j|oui|o|si|sì|sí|present|positive|positiv|pos|pos.|vorhanden|positif|positivo".split(
        "|"
    )
)
NO = frozenset(
    "no|n|nein|non|absent|negative|negativ|neg|neg.|nicht vorhanden|négatif|negativo".split("|")
)
TICKED = frozenset("1|checked|true|wahr|vrai|x|✓|✔|☑|☒".split("|"))
# says *no*, or only that nobody ticked the box: never guessed
UNTICKED = frozenset("0|unchecked|false|falsch|faux|☐".split("|"))
NOT_KNOWN = frozenset(
    "unknown|unk|unknown/not asked|not known|not asked|not done|not tested|not assessed|"
    "not recorded|not examined|missing|unbekannt|nicht erhoben|nicht geprüft|nicht gefragt|nicht untersucht|n.u.|keine angabe|k.a.|"
    "inconnu|non fait|desconocido|sconosciuto|na|n/a|n.a.|n.a|nan|null|nd|n.d.|<na>|?|.|"
    "9|99|-9|-99|-999|999|9999".split("|")
)
# in a column of numbers 9 and 99 are numbers
NO_NUMBER = NOT_KNOWN - {"9", "99"}

FEMALE = frozenset("f|female|w|weiblich|woman|frau|femme|féminin|mujer|femenino|femmina".split("|"))
MALE = frozenset("m|male|männlich|man|mann|homme|masculin|hombre|masculino|maschio".split("|"))
NEITHER = frozenset("d|divers|diverse|other|x|non-binary|nonbinary|intersex".split("|"))

SIDES = {
    "left": "left|l|links|li|gauche|g|izquierda|sinistra",
    "right": "right|r|rechts|re|droite|derecha|destra",
    "both": "both|b|bilateral|bds|beidseits|beide|both sides|bilatéral|left and right",
}
REFERENCES = {
    "strong": "strong|stark|high",
    "moderate": "moderate|mittel|medium",
    "weak": "weak|schwach|low",
}

# heads of the columns that are no findings; a unit in brackets is taken off before they are looked up
HEADS = {
    "age": "age|age years|age in years|age at visit|alter|alter in jahren|âge|edad|età",
    "sex": "sex|gender|geschlecht|geschl|sexe|sexo|sesso",
    "cause": "cause|confirmed cause|confirmed diagnosis|final diagnosis|gesicherte diagnose",
    "reference": "reference|reference strength|reference standard strength",
    "setting": "setting|care setting",
    "injection": "injection|injection given|infiltration",
    "relief": "relief|pain relief|relief after injection|schmerzlinderung|linderung|soulagement",
    "duration_weeks": "duration|duration weeks|pain duration|symptom duration|duration of pain|"
    "duration of symptoms|schmerzdauer|dauer|durée",
    "conservative_weeks": "conservative weeks|conservative care|weeks of conservative care|"
    "duration of conservative care",
    "side": "side|painful side|laterality|seite|côté|lado|lato",
}
MAYBE = {"cause": "diagnosis|diagnose|diagnostic|diagnóstico|dx|main diagnosis"}
UNITS = {
    "days": "day|days|tag|tage|tagen|jour|jours|d",
    "weeks": "week|weeks|woche|wochen|semaine|semaines|wk|wks|w",
    "months": "month|months|monat|monate|monaten|mois|mo",
    "years": "year|years|jahr|jahre|jahren|an|ans|année|années|yr|yrs|y",
    "percent": "percent|%|prozent|pct",
    "share": "share|fraction|anteil",
    "of_ten": "0 10|nrs|vas|of 10|of ten",
}

# heads of columns that are never read, not even if a mapping asks for them
_PERSON = re.compile(
    r"\b(\w*names?|nom|prénom|prenom|nombre|apellidos?|cognome|initials|initialen|signature|"
    r"unterschrift|dob|yob|jahrgang|birth ?(date|day|year|dt)|(date|year|month|day|place|city|"
    r"country) of birth|born|geburts\w*|geb|geboren|date de naissance|naissance|nacimiento|"
    r"nascita|addr(ess)?|adresse|\w*stra(ss|ß)e|street|post ?code|zip|zip ?code|plz|wohnort|"
    r"phone|telephone|telefon(nummer)?|tel|mobile|handy(nummer)?|fax|e ?mail|mail)\b"
)
# a name, but not of a person
_THING = re.compile(
    r"\b(injection|drug|medication|test|finding|field|site|clinic|hospital|variable|study|file|"
    r"diagnosis|event|form|instrument|procedure|item|column|user|filename|username)\b"
)
# heads of columns that number patients: the index only if a mapping says so
_NUMBER_OF = r" ?(ids?|no|nr|num|number|nummer|identifier)"
_NUMBERED = re.compile(
    rf"id|pid|mrn|record|medical record|(medical )?record{_NUMBER_OF}|(patienten|fall)nummer|"
    rf"(patients?|pat|patienten|case|subject|participant){_NUMBER_OF}"
)
# such a head stands over names as often as over numbers, or numbers something else
_WHO = re.compile(
    rf"patients?|pat|subject|participant|(study|nhs|insurance|versicherten|fall){_NUMBER_OF}|ssn|ahv"
)
LONG = {
    "patient": re.compile(f"{_NUMBERED.pattern}|{_WHO.pattern}"),
    "field": re.compile(
        r"finding|findings|field name|field|variable|item|parameter|question|befund"
    ),
    "value": re.compile(r"value|values|result|answer|response|wert|state|status|ergebnis"),
}


def normal(text: str) -> str:
    """A head or a name as it is compared: case, underscores and marks do not count.

    Signs of comparison count: "Age < 50" is not "Age > 50".

    Examples
    --------
    >>> normal("  SIJ_thigh-thrust "), normal("Age > 50")
    ('sij thigh thrust', 'age > 50')
    """
    plain = unicodedata.normalize("NFKC", text).casefold().replace("_", " ")
    return " ".join(re.sub(r"[^\w<>=+≥≤%]+", " ", plain).split())


def cell(text: str) -> str:
    """The text of a cell as it is compared; ``1``, ``1.0`` and ``1,0`` are the same.

    Examples
    --------
    >>> cell(" Ja "), cell("-99,0"), cell("1.0")
    ('ja', '-99', '1')
    """
    plain = " ".join(
        unicodedata.normalize("NFKC", text).casefold().strip(" \"'\u200b\ufeff").split()
    )
    plain = plain.replace("\u2212", "-").replace("\u2013", "-")
    # three zeros could be thousands
    return re.sub(r"^([+-]?\d+)[.,](0|00|0{4,})$", r"\1", plain)


def person(head: str) -> bool:
    """Whether a head announces names, births or addresses: such a column is never read."""
    said = normal(head)
    found = _PERSON.search(said)
    return found is not None and not ("name" in found[0] and _THING.search(said))


def numbers_patients(head: str) -> bool:
    """Whether a head announces the number of a patient."""
    return _NUMBERED.fullmatch(normal(head)) is not None


def who(head: str) -> bool:
    """Whether a head announces patients, by number or by name."""
    return _WHO.fullmatch(normal(head)) is not None


def lookup(table: dict[str, str]) -> dict[str, str]:
    """Lists of words turned round: word to what it means."""
    return {word: meaning for meaning, words in table.items() for word in words.split("|")}
