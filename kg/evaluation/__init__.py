"""Extracted claims measured against hand-made ones: what is found, what is missed, what is spurious."""

from kg.evaluation.comparison import Comparison, compare
from kg.evaluation.gold import GoldReport, load_extracted, read_gold
from kg.evaluation.page import errors_page
from kg.evaluation.reliability import Bin, reliability
from kg.evaluation.scores import Scores, evaluate

__all__ = [
    "Bin",
    "Comparison",
    "GoldReport",
    "Scores",
    "compare",
    "errors_page",
    "evaluate",
    "load_extracted",
    "read_gold",
    "reliability",
]
