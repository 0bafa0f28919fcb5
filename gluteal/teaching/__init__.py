"""A case told step by step, guesses scored, Bayes made visible, the quiz.

In come published cases or a lecturer's own; out go courses, scores and pictures as text.
It knows no widget and no server.
"""

from gluteal.study import agreement
from gluteal.teaching.bars import elsewhere, pairs
from gluteal.teaching.bayes import fagan, natural_frequencies
from gluteal.teaching.charts import course_chart, course_table
from gluteal.teaching.lessons import advice, case_at, course, worth
from gluteal.teaching.library import DIFFICULTIES, casebook, check, choose, template
from gluteal.teaching.pictures import icons, icons_table, nomogram, nomogram_table
from gluteal.teaching.progress import Answer, Asked, Progress
from gluteal.teaching.proofs import Clusters, clusters, settings
from gluteal.teaching.quiz import Quiz
from gluteal.teaching.scoring import brier_score, complete_guess, feedback, log_score

__all__ = [
    "Answer",
    "Asked",
    "Clusters",
    "DIFFICULTIES",
    "Progress",
    "Quiz",
    "advice",
    "agreement",
    "brier_score",
    "case_at",
    "casebook",
    "check",
    "choose",
    "clusters",
    "complete_guess",
    "course",
    "course_chart",
    "course_table",
    "elsewhere",
    "fagan",
    "feedback",
    "icons",
    "icons_table",
    "log_score",
    "natural_frequencies",
    "nomogram",
    "nomogram_table",
    "pairs",
    "settings",
    "template",
    "worth",
]
