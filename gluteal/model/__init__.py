"""From marks to probabilities.

In come a case and the tables; out go ranking, weights of evidence and next findings. It knows
numpy and pandas, and nothing of files, care or screens.
"""

from gluteal.model.asking import best_next, next_findings, outcomes
from gluteal.model.choices import choice
from gluteal.model.cohort import CONTEXT, marks_of, score
from gluteal.model.contributions import DECIBAN, by_itself, fit, presentation_term, weights
from gluteal.model.firm import Firmness, firmness
from gluteal.model.learning import cohort_of, learn
from gluteal.model.likelihood import DRAWS, model_of
from gluteal.model.logs import expit, logit, normalise
from gluteal.model.moved import FEWEST, learned, wilson
from gluteal.model.pairwise import PAIRS, pair_sentences, pairs
from gluteal.model.ranking import chance_above, differential, known, likelihood_ratios
from gluteal.model.ratios import known_id, likelihood_ratio, post_test_probability, ratio_alone
from gluteal.model.reconciling import linear, reconcile
from gluteal.model.safety import risen, unsafe
from gluteal.model.state import MOVED, SHARPEN, Known, after, by_cause, priors, shares, state_of

__all__ = [
    "CONTEXT",
    "DECIBAN",
    "DRAWS",
    "FEWEST",
    "Firmness",
    "Known",
    "MOVED",
    "PAIRS",
    "SHARPEN",
    "after",
    "best_next",
    "by_cause",
    "by_itself",
    "chance_above",
    "choice",
    "cohort_of",
    "differential",
    "expit",
    "firmness",
    "fit",
    "known",
    "known_id",
    "learn",
    "learned",
    "likelihood_ratio",
    "likelihood_ratios",
    "linear",
    "logit",
    "marks_of",
    "model_of",
    "next_findings",
    "normalise",
    "outcomes",
    "pair_sentences",
    "pairs",
    "post_test_probability",
    "presentation_term",
    "priors",
    "ratio_alone",
    "reconcile",
    "risen",
    "score",
    "shares",
    "state_of",
    "unsafe",
    "weights",
    "wilson",
]
