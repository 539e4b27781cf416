"""Extracted claims measured against hand-made ones: what is found, what is missed, what is spurious."""

from kg.evaluation.gold import GoldReport, load_extracted, read_gold
from kg.evaluation.scores import Scores, evaluate

__all__ = ["GoldReport", "Scores", "evaluate", "load_extracted", "read_gold"]
