"""Names as the learned scores see them: new ones added, guesses of the grammar confirmed, retyped or dropped."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from kg.extraction.discourse import Discourse
from kg.identifiers import local_iri
from kg.learned.scheme import NAMES
from kg.learned.scorer import Floats, Scores
from kg.model import Entity, Filler, Link, Mention, Span
from kg.vocabulary import ENTITY_KINDS

_ADDED = 0.7
_OPENING = 0.9
"""For a single word that opens a sentence, where common words are written large too."""
_RETYPED = 0.75
_DROPPED = 0.08
_LOCAL = 0.5
_KINDS = tuple(ENTITY_KINDS)
_TOKENS_OF = {kind: [n for n, name in enumerate(NAMES) if name.endswith(f"-{kind}")] for kind in _KINDS}


def named_anew(discourse: Discourse, scores: Scores) -> tuple[Filler, ...]:
    """The mentions of a report after a second look; those that the catalogue or the gazetteer knows stay."""
    chances = scores.names
    starts = [word.token.start for word in scores.words]
    kept: list[Filler] = []
    for filler in discourse.mentions:
        inside = _inside(filler.mention.span, starts)
        if not is_guess(filler) or not inside:
            kept.append(filler)
            continue
        mean = np.mean([[chances[n][_TOKENS_OF[kind]].sum() for kind in _KINDS] for n in inside], axis=0)
        if float(mean.sum()) < _DROPPED:
            continue
        best = int(mean.argmax())
        if _KINDS[best] != filler.kind and float(mean[best]) >= _RETYPED:
            filler = _local(discourse, filler.mention.span, _KINDS[best])
        kept.append(filler)
    kept.extend(_new(kept, chances, discourse, scores))
    kept.sort(key=lambda filler: filler.mention.span)
    return tuple(kept)


def is_guess(filler: Filler) -> bool:
    """Whether only the report's own words make a name of it."""
    return filler.link is not None and filler.link.reasons == ("named in the report",)


def _inside(span: Span, starts: Sequence[int]) -> range:
    return range(bisect_left(starts, span.start), bisect_left(starts, span.end))


def _new(kept: Sequence[Filler], chances: Floats, discourse: Discourse, scores: Scores) -> Iterator[Filler]:
    """Stretches of capitalised words that the scores take for a name and nothing else does."""
    taken = [f.mention.span for f in kept]
    ends = [span.end for span in taken]
    n, words = 0, scores.words
    best = chances.argmax(-1)
    while n < len(words):
        name = NAMES[int(best[n])]
        if not name.startswith("B-"):
            n += 1
            continue
        kind, last = name[2:], n + 1
        while (
            last < len(words) and words[last].sentence == words[n].sentence and NAMES[int(best[last])] == f"I-{kind}"
        ):
            last += 1
        sure = min(float(chances[k][_TOKENS_OF[kind]].sum()) for k in range(n, last))
        span = Span(words[n].token.start, words[last - 1].token.end)
        text = span.cut(discourse.text)
        beside = bisect_right(ends, span.start)
        free = not any(span.overlaps(held) for held in taken[beside : beside + 1])
        opens = last == n + 1 and (n == 0 or words[n - 1].sentence != words[n].sentence)
        if sure >= (_OPENING if opens else _ADDED) and text[:1].isupper() and free:
            yield _local(discourse, span, kind)
        n = last


def _local(discourse: Discourse, span: Span, kind: str) -> Filler:
    name = span.cut(discourse.text)
    entity = Entity(local_iri(kind, discourse.report.id, name), kind, name)
    return Filler(Mention(span, name, kind), Link(entity, _LOCAL, ("named in the report",)))


def renamed(filler: Filler, mentions: dict[Span, Filler]) -> Filler:
    """A filler with the mention that its words have now; one that is a name no longer is a phrase."""
    if not is_guess(filler):
        return filler
    now = mentions.get(filler.mention.span)
    if now is None:
        return Filler(Mention(filler.mention.span, filler.mention.text), None, filler.rel)
    return replace(now, rel=filler.rel)
