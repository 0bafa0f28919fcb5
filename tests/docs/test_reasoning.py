"""The case worked by hand in docs/reasoning.md, worked again from the tables alone.

Each step gives the lines that the page must say. Where the tables change, the failing test prints
those lines.
"""

import math
import re
from pathlib import Path

import pytest

import gluteal
from gluteal.knowledge import CAP, CEILING, FLOOR, PULL
from gluteal.model import DRAWS, SHARPEN, likelihood_ratios

PAGE = (Path(__file__).parents[2] / "docs/reasoning.md").read_text("utf-8")
CASE = gluteal.Case(
    present=["tender_ischial_tuberosity", "worse_hard_seat", "worse_sitting"],
    absent=["resisted_knee_flexion_pain", "repetitive_impact_training"],
    setting="pain_clinic",
)
STATES = dict.fromkeys(CASE.present, 1) | dict.fromkeys(CASE.absent, -1)
BURSITIS, HAMSTRING = "ischial_bursitis", "proximal_hamstring_tendinopathy"
TRAINING = "repetitive_impact_training"  # the one in which the two pictures of HAMSTRING differ
CLUSTERS = [
    ("worse_hard_seat", "worse_sitting"),
    ("tender_ischial_tuberosity", "resisted_knee_flexion_pain"),
]


def d(value, digits=4):
    """As the page prints a number."""
    return f"{value:.{digits}f}".replace("-", "−")


def row(*cells):
    return f"| {' | '.join(cells)} |"


def used(kb, cause, finding):
    (record,) = kb.evidence.query(
        "use == 'yes' and cause == @cause and finding == @finding"
    ).to_dict("records")
    return record


def patients(record):
    """Patients behind a figure, before the cap: counted, or as its range implies."""
    p, n = record["sensitivity"], record["tp"] + record["fn"]
    error = (record["sens_high"] - record["sens_low"]) / 3.92
    return p * (1 - p) / error**2 - 1 if math.isnan(n) else n


def drawn(p, n, background):
    return (n * p + PULL * background) / (n + PULL)


def log_ratio(theta, background, state):
    return math.log(theta / background if state > 0 else (1 - theta) / (1 - background))


def mark(kb, cause, finding):
    """A mark's log likelihood ratio, and its line of the page."""
    record, state = used(kb, cause, finding), STATES[finding]
    n = min(patients(record), CAP[record["basis"]])
    background = kb.backgrounds.at[finding, "background"]
    first = drawn(record["sensitivity"], n, background)
    moved = kb.reconciled.query("cause == @cause and finding == @finding")
    factor = 1.0 if moved.empty else moved["present" if state > 0 else "absent"].item()
    then = first * factor if state > 0 else 1 - (1 - first) * factor
    assert FLOOR < then < CEILING
    log = log_ratio(then, background, state)
    label = kb.findings.at[finding, "short"] + (", absent" if state < 0 else "")
    before = (f"{record['sensitivity']:g}", f"{n:.2f}".rstrip("0").rstrip("."), f"{background:g}")
    return log, row(label, *before, d(first), f"{factor:g}", d(then), d(math.exp(log)), d(log))


def figures(kb):
    """Step 1: what a figure counts for."""
    caps = [f"{CAP[b]:.0f}" for b in ("accuracy", "prevalence", "review", "judgement")]
    kinds = ("a study of accuracy", "a rate in patients", "a review", "a judgement")
    yield ", ".join(f"{cap} for {kind}" for cap, kind in zip(caps, kinds))
    yield f"the weight of {PULL:.0f} patients"
    tender, seat = (used(kb, BURSITIS, f) for f in ("tender_ischial_tuberosity", "worse_hard_seat"))
    yield f"{tender['tp']:.0f} of {tender['tp'] + tender['fn']:.0f} patients"
    yield f"about {patients(seat):.0f} patients"
    yield f"{seat['sensitivity']:g} ({seat['sens_low']:g} to {seat['sens_high']:g})"


def marks(kb):
    """Step 2: a likelihood ratio for each mark."""
    for cause, finding in ((c, f) for c in (BURSITIS, HAMSTRING) for f in STATES):
        if (cause, finding) != (HAMSTRING, TRAINING):
            yield mark(kb, cause, finding)[1]


def clustered(kb, cause):
    """Step 3: the sum of each cluster, the larger term in full, the other half; and its line."""
    for pair in CLUSTERS:
        a, b = sorted((mark(kb, cause, f)[0] for f in pair), key=abs, reverse=True)
        sign = "−" if b < 0 else "+"
        yield a + b / 2, f"{d(a)} {sign} {d(abs(b))} / 2 = {d(a + b / 2)}"


def added(kb):
    """Step 3: all marks of both causes; bursitis has one picture only."""
    yield from (line for cause in (BURSITIS, HAMSTRING) for _, line in clustered(kb, cause))
    terms = [total for total, _ in clustered(kb, BURSITIS)] + [mark(kb, BURSITIS, TRAINING)[0]]
    yield f"{' + '.join(map(d, terms))} = {d(sum(terms))}"
    yield f"{math.exp(sum(terms)):.2f} times"
    assert likelihood_ratios(CASE, kb)[BURSITIS] == pytest.approx(math.exp(sum(terms)), rel=1e-9)


def pictures(kb):
    """Step 4: the two presentations of the other cause."""
    both = sum(total for total, _ in clustered(kb, HAMSTRING))
    background, parts = kb.backgrounds.at[TRAINING, "background"], []
    cells = kb.presentation_cells.query("cause == @HAMSTRING and finding == @TRAINING")
    said = cells.set_index("presentation")["probability"]
    for picture in kb.presentations.query("cause == @HAMSTRING").to_dict("records"):
        p, share = said[picture["presentation"]], picture["share"]
        theta = drawn(p, CAP["judgement"], background)
        log = log_ratio(theta, background, -1)
        parts.append(share * math.exp(both + log))
        numbers = (d(theta), d(log), d(both + log), d(parts[-1]))
        yield row(picture["label"], f"{share:g}", f"{p:g}", *numbers)
    yield f"{d(parts[0])} + {d(parts[1])} = {d(sum(parts))}"
    yield f"{d(parts[1])} / {d(sum(parts))} = {parts[1] / sum(parts):.2f}"
    assert likelihood_ratios(CASE, kb)[HAMSTRING] == pytest.approx(sum(parts), rel=1e-9)


def causes(kb):
    """Step 5: every cause, its prior times its ratio."""
    result, prior = gluteal.differential(CASE, kb), kb.priors["pain_clinic"]
    ratios = likelihood_ratios(CASE, kb)
    product = {c: prior[c] * ratios[c] for c in result.index}
    whole = sum(product.values())
    for cause, value in product.items():
        assert value / whole == pytest.approx(result.at[cause, "probability"], rel=1e-9)
        numbers = (f"{prior[cause]:.3f}", d(ratios[cause]), d(value), d(value / whole))
        yield row(kb.causes.at[cause, "short"], *numbers)
    yield row("**all**", f"{prior.sum():.3f}", "", d(whole), d(1.0))
    first = result.loc[BURSITIS]
    yield f"{d(product[BURSITIS])} / {d(whole)} = {d(first['probability'])}"
    yield f"{first['probability']:.2f} (90 % interval {first['low']:.2f} to {first['high']:.2f})"
    yield f"{DRAWS:,} draws"


def decibans(kb):
    """Step 6: the weights of evidence that the screen shows."""
    shown = gluteal.weights(CASE, kb).loc[BURSITIS]
    yield from (row(kb.findings.at[f, "short"], d(value, 2)) for f, value in shown.items())
    yield row("**sum**", d(shown.sum(), 2))
    ratio = likelihood_ratios(CASE, kb)[BURSITIS]
    assert shown.sum() == pytest.approx(10 * math.log10(ratio), rel=1e-9)


STEPS = [figures, marks, added, pictures, causes, decibans]


@pytest.mark.parametrize("step", STEPS, ids=lambda s: s.__name__)
def test_every_number_of_the_worked_case_follows_from_the_tables(step, kb):
    missing = [line for line in step(kb) if line not in PAGE]
    assert not missing, "\n".join(missing)


def test_the_page_prints_no_number_that_was_not_worked_out(kb):
    rest = PAGE
    for line in sorted((line for step in STEPS for line in step(kb)), key=len, reverse=True):
        rest = rest.replace(line, "")
    assert set(re.findall(r"\d+\.\d+", rest)) == {f"{SHARPEN}"}


def test_the_case_on_the_page_is_the_case_that_was_worked():
    (block,) = re.findall(r"```python\n(.*?)```", PAGE, re.S)
    space = {}
    exec(block, space)
    assert space["case"] == CASE
