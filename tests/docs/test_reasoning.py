"""The case worked by hand in docs/reasoning.md, worked again from the tables alone."""

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
BURSITIS, HAMSTRING = "ischial_bursitis", "proximal_hamstring_tendinopathy"


@pytest.fixture(scope="module")
def kb():
    return gluteal.load()


def d(value, digits=4):
    """As the page prints a number."""
    return f"{value:.{digits}f}".replace("-", "−")


def row(*cells):
    return f"| {' | '.join(cells)} |"


def counted(kb, cause, finding):
    """The figure of a cell, the patients that it counts as, and how they come about."""
    used = kb.evidence.query("use == 'yes' and cause == @cause and finding == @finding")
    (r,) = used.to_dict("records")
    n = r["tp"] + r["fn"]
    if math.isnan(n):
        error = (r["sens_high"] - r["sens_low"]) / 3.92
        n = r["sensitivity"] * (1 - r["sensitivity"]) / error**2 - 1
    return r, n, min(n, CAP[r["basis"]])


def drawn(p, n, background):
    return (n * p + PULL * background) / (n + PULL)


def cell(kb, cause, finding, state):
    """P(present) behind a mark, as drawn toward the background and as reconciled."""
    r, _, n = counted(kb, cause, finding)
    background = kb.backgrounds.at[finding, "background"]
    first = drawn(r["sensitivity"], n, background)
    moved = kb.reconciled.query("cause == @cause and finding == @finding")
    if moved.empty:
        return r["sensitivity"], n, background, first, 1.0, first
    factor = moved["present" if state > 0 else "absent"].item()
    then = first * factor if state > 0 else 1 - (1 - first) * factor
    return r["sensitivity"], n, background, first, factor, then


def ratio(theta, background, state):
    return theta / background if state > 0 else (1 - theta) / (1 - background)


STATES = dict.fromkeys(CASE.present, 1) | dict.fromkeys(CASE.absent, -1)


def lines_of(kb):
    """What the page must say, line by line."""
    caps = [f"{CAP[b]:.0f}" for b in ("accuracy", "prevalence", "review", "judgement")]
    yield "{} for a study of accuracy, {} for a rate in patients, {} for a review, {} for a judgement".format(
        *caps
    )
    yield f"the weight of {PULL:.0f} patients"
    tender = counted(kb, BURSITIS, "tender_ischial_tuberosity")[0]
    seat, seat_n, _ = counted(kb, BURSITIS, "worse_hard_seat")
    background = kb.backgrounds["background"]
    yield f"{tender['tp']:.0f} of {tender['tp'] + tender['fn']:.0f} patients"
    yield f"about {seat_n:.0f} patients"
    yield f"{seat['sensitivity']:g} ({seat['sens_low']:g} to {seat['sens_high']:g})"
    logs = {}
    for cause in (BURSITIS, HAMSTRING):
        for finding, state in STATES.items():
            if cause == HAMSTRING and finding == "repetitive_impact_training":
                continue
            p, n, b, first, factor, then = cell(kb, cause, finding, state)
            assert FLOOR < then < CEILING
            logs[cause, finding] = math.log(ratio(then, b, state))
            label = kb.findings.at[finding, "short"] + (", absent" if state < 0 else "")
            yield row(label, f"{p:g}", f"{n:.2f}".rstrip("0").rstrip("."), f"{b:g}", d(first),
                      f"{factor:g}", d(then), d(math.exp(logs[cause, finding])),
                      d(logs[cause, finding]))  # fmt: skip
    # clusters: the larger in full, the other half
    totals, sums = {}, {}
    for cause in (BURSITIS, HAMSTRING):
        pairs = [("worse_hard_seat", "worse_sitting"),
                 ("tender_ischial_tuberosity", "resisted_knee_flexion_pain")]  # fmt: skip
        total = 0.0
        for pair in pairs:
            a, b = sorted((logs[cause, f] for f in pair), key=abs, reverse=True)
            sign = "−" if b < 0 else "+"
            yield f"{d(a)} {sign} {d(abs(b))} / 2 = {d(a + b / 2)}"
            total += a + b / 2
            sums.setdefault(cause, []).append(d(a + b / 2))
        totals[cause] = total
    rest = logs[BURSITIS, "repetitive_impact_training"]
    bursitis = totals[BURSITIS] + rest
    yield f"{' + '.join(sums[BURSITIS])} + {d(rest)} = {d(bursitis)}"
    yield f"{math.exp(bursitis):.2f} times"
    # two presentations of the other cause
    b, parts = background["repetitive_impact_training"], []
    for _, r in kb.presentations.query("cause == @HAMSTRING").iterrows():
        said = kb.presentation_cells.query(
            "cause == @HAMSTRING and finding == 'repetitive_impact_training'"
        ).set_index("presentation")["probability"]
        theta = drawn(said[r["presentation"]], CAP["judgement"], b)
        log = math.log(ratio(theta, b, -1))
        parts.append(r["share"] * math.exp(totals[HAMSTRING] + log))
        yield row(r["label"], f"{r['share']:g}", f"{said[r['presentation']]:g}", d(theta), d(log),
                  d(totals[HAMSTRING] + log), d(parts[-1]))  # fmt: skip
    yield f"{d(parts[0])} + {d(parts[1])} = {d(sum(parts))}"
    yield f"{d(parts[1])} / {d(sum(parts))} = {parts[1] / sum(parts):.2f}"
    # every cause: prior times ratio
    ratios = likelihood_ratios(CASE, kb)
    assert ratios[BURSITIS] == pytest.approx(math.exp(bursitis), rel=1e-9)
    assert ratios[HAMSTRING] == pytest.approx(sum(parts), rel=1e-9)
    prior = kb.priors["pain_clinic"]
    whole = sum(prior[c] * ratios[c] for c in ratios.index)
    result = gluteal.differential(CASE, kb)
    for cause in result.index:
        product = prior[cause] * ratios[cause]
        assert product / whole == pytest.approx(result.at[cause, "probability"], rel=1e-9)
        yield row(kb.causes.at[cause, "short"], f"{prior[cause]:.3f}", d(ratios[cause]),
                  d(product), d(product / whole))  # fmt: skip
    yield row("**all**", f"{prior.sum():.3f}", "", d(whole), d(1.0))
    shown = result.loc[BURSITIS]
    yield f"{DRAWS:,} draws"
    yield f"{d(prior[BURSITIS] * ratios[BURSITIS])} / {d(whole)} = {d(shown['probability'])}"
    yield f"{shown['probability']:.2f} (90 % interval {shown['low']:.2f} to {shown['high']:.2f})"
    # decibans, as the screen shows them
    decibans = gluteal.weights(CASE, kb).loc[BURSITIS]
    for finding, value in decibans.items():
        yield row(kb.findings.at[finding, "short"], d(value, 2))
    assert decibans.sum() == pytest.approx(10 / math.log(10) * bursitis)
    yield row("**sum**", d(decibans.sum(), 2))


def test_every_number_of_the_worked_case_follows_from_the_tables(kb):
    missing = [line for line in lines_of(kb) if line not in PAGE]
    assert not missing, "\n".join(missing)


def test_the_page_prints_no_number_that_was_not_worked_out(kb):
    rest = PAGE
    for line in sorted(lines_of(kb), key=len, reverse=True):
        rest = rest.replace(line, "")
    assert set(re.findall(r"\d+\.\d+", rest)) == {f"{SHARPEN}"}


def test_the_case_on_the_page_is_the_case_that_was_worked():
    (block,) = re.findall(r"```python\n(.*?)```", PAGE, re.S)
    space = {}
    exec(block, space)
    assert space["case"] == CASE
