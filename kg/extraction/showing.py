"""Losses that rest on pictures without a clause that says so: entries of lists of what photographs show, bare phrases."""

from __future__ import annotations

import re

from kg.extraction.discourse import Discourse
from kg.extraction.draft import Draft
from kg.nlp.qualifiers import is_pictured

_PICTURES = r"(?:photos?|pictures?|pics?|videos?|vids?|images?|imagery|footage|film)"
_EACH = r"(?:every|each|any|all)"
_HEADING = re.compile(
    rf"\bvisual(?:ly)? (?:confirm\w*|verif\w*|document\w*|evidence)|\bcounted from {_PICTURES}"
    rf"|\b{_PICTURES}\b[^.\n]{{0,30}}\b{_EACH}\b|\b{_EACH}\b[^.\n]{{0,30}}\b{_PICTURES}\b",
    re.I,
)
_HEAD = 250
_ENTRY = 160
"""Letters of a line up to which it is an entry of a list and not a paragraph of remarks."""


def is_shown(draft: Draft, discourse: Discourse) -> bool:
    """Whether a loss that no clause tells is what pictures show: its words, or every entry of the list that it is in."""
    if draft.type != "equipment_loss":
        return False
    phrase = draft.clause is None or draft.clause.kind == "noun"
    listed = not draft.attribution and _is_entry(draft, discourse)
    return listed or (phrase and _is_seen(draft, discourse))


def _is_seen(draft: Draft, discourse: Discourse) -> bool:
    """ "Satellite images show two burned jets": by the tree above what was lost."""
    lost = next(iter(draft.fillers("equipment")), None)
    if lost is None:
        return False
    return any(
        token is not None and is_pictured(sentence, token.i)
        for _, sentence in discourse.sentences_of(lost.mention.span)
        if (token := sentence.at(lost.mention.span.end - 1))
    )


def _is_entry(draft: Draft, discourse: Discourse) -> bool:
    """Whether a loss is an entry of a list that holds only what pictures show."""
    text = discourse.text
    if not _HEADING.search(text, 0, _HEAD):
        return False
    start = text.rfind("\n", 0, draft.span.start) + 1
    end = text.find("\n", draft.span.end)
    return start > 0 and (len(text) if end < 0 else end) - start <= _ENTRY
