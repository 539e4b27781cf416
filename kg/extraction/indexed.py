"""A report's sentences, mentions, numbers and times, found by where they stand."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from kg.catalogue import Catalogue
from kg.dates import TimeMatch, find_times
from kg.model import Filler, Report, Span
from kg.nlp.heads import heads
from kg.quantities import CountMatch, find_counts
from kg.syntax import Sentence, Token

_TIMES = frozenset("night day week month year morning evening afternoon hour dawn noon midnight weekend".split())


class Indexed:
    """One report with what was found in it, by offset."""

    def __init__(
        self, report: Report, sentences: tuple[Sentence, ...], mentions: tuple[Filler, ...], catalogue: Catalogue
    ) -> None:
        self.report, self.sentences, self.mentions, self.catalogue = report, sentences, mentions, catalogue
        self.text = report.text
        self.times: tuple[TimeMatch, ...] = find_times(report.text, report.date)
        self.counts: tuple[CountMatch, ...] = find_counts(report.text)
        self._starts = [m.mention.span.start for m in mentions]
        self._sentence_starts = [s.span.start for s in sentences]
        self._count_starts = [c.span.start for c in self.counts]
        self._paragraph_starts: dict[int, int] = {}
        for sentence in sentences:
            self._paragraph_starts.setdefault(sentence.paragraph, sentence.span.start)
        self._time_starts = [t.span.start for t in self.times]
        self._numbers = {id(s): n for n, s in enumerate(sentences)}

    def mentions_in(self, start: int, end: int) -> tuple[Filler, ...]:
        """The mentions that begin between two offsets, in text order."""
        return self.mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def times_in(self, span: Span) -> tuple[TimeMatch, ...]:
        """The time expressions that a stretch overlaps, in text order."""
        first = bisect_left(self._time_starts, span.start)
        while first and self.times[first - 1].span.end > span.start:
            first -= 1
        return self.times[first : bisect_left(self._time_starts, span.end)]

    def counts_in(self, start: int, end: int) -> tuple[CountMatch, ...]:
        """The numbers that begin between two offsets, in text order."""
        return self.counts[bisect_left(self._count_starts, start) : bisect_left(self._count_starts, end)]

    def paragraph_start(self, sentence: Sentence) -> int:
        """The offset at which the paragraph of a sentence begins."""
        return self._paragraph_starts[sentence.paragraph]

    def number(self, sentence: Sentence) -> int:
        """The place of a sentence among those of the report."""
        return self._numbers[id(sentence)]

    def sentences_of(self, span: Span) -> Iterator[tuple[int, Sentence]]:
        """The sentences that a stretch overlaps, with their numbers, in text order."""
        number = max(0, bisect_right(self._sentence_starts, span.start) - 1)
        while number < len(self.sentences) and self._sentence_starts[number] < span.end:
            if self.sentences[number].span.overlaps(span):
                yield number, self.sentences[number]
            number += 1

    def mention(self, token: Token) -> Filler | None:
        """The mention that a token is part of."""
        n = bisect_right(self._starts, token.start)
        for filler in self.mentions[max(0, n - 1) : n + 1]:
            if filler.mention.span.start < token.end and token.start < filler.mention.span.end:
                return filler
        return None

    def apart(self, one: Span, other: Span) -> int:
        """How many sentences lie between the starts of two stretches."""
        numbers = [bisect_right(self._sentence_starts, span.start) for span in (one, other)]
        return abs(numbers[0] - numbers[1])

    def is_time(self, token: Token) -> bool:
        """Whether a token is part of a time expression."""
        inside = bool(self.times_in(Span(token.start, token.start + 1)))
        return inside or (token.lemma in _TIMES and self.mention(token) is None)

    def is_named(self, filler: Filler) -> bool:
        """Whether equipment is a named type and not a kind ("HIMARS", not "drones")."""
        return not (filler.link and self.catalogue.levels.get(filler.link.entity.iri) == "class")

    def classes(self, filler: Filler) -> frozenset[str]:
        """The names of the classes of equipment that a mention is of, its own among them; empty where it is not known."""
        if filler.link is None:
            return frozenset()
        iri = filler.link.entity.iri
        above = (self.catalogue.by_iri(i) for i in (iri, *self.catalogue.broader_closure(iri)))
        return frozenset(entity.name for entity in above if entity is not None)

    def is_armed(self, filler: Filler) -> bool:
        """Whether words that name no entity are of people under arms: "gunmen", "rebels"."""
        last = filler.mention.text.lower().split()[-1]
        return any(w in heads()["force"] for w in (last, last.rstrip("s"), last.removesuffix("men") + "man"))

    def count_before(self, sentence: Sentence, i: int) -> CountMatch | None:
        """The number that a phrase is counted by: before its head and inside the phrase."""
        inside = sentence.subtree(i, frozenset({"relcl", "acl", "appos", "prep", "conj", "cc", "punct"}))
        first, head = sentence.tokens[inside[0]].start, sentence.tokens[i]
        n = bisect_right(self._count_starts, head.end)
        for match in reversed(self.counts[max(0, n - 4) : n]):
            if (
                match.span.end > first
                and match.span.start < head.end
                and match.span.start >= first - 16
                and match.kind != "whole"
            ):
                return match
        return None
