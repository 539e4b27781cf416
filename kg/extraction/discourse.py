"""A report as the families of claims see it: which equipment and which places a phrase means."""

from __future__ import annotations

import re
from bisect import bisect_right

from kg.extraction.phrases import ORDINALS, TRANSPARENT, Phrases
from kg.model import Filler
from kg.nlp.heads import heads
from kg.syntax import Sentence
from kg.vocabulary import PLACE_KINDS

_PART = frozenset(
    """flank outskirt outskirts part half center centre suburb edge side quarter section portion position bank
    district neighbourhood neighborhood area woodland forest coast street streets building positions areas""".split()
)
_SHARES = frozenset("most half third quarter part rest majority portion fifth bulk".split())
_SETTLED = frozenset("town village city settlement hamlet district region province oblast capital township".split())
_REFERRING = frozenset(
    """town village city settlement region oblast province district area center centre outskirt capital""".split()
)
_TOWNS = frozenset("town village city settlement".split())
_TOWN_WITHIN = 400
_WIDE = re.compile(r"\b(?:oblast|region|province|district|governorate|state|front|county)\b", re.I)
_SIDES = frozenset(
    "northern southern eastern western central northeastern northwestern southeastern southwestern".split()
)


class Discourse(Phrases):
    """One report with all that the families ask of it."""

    def equipment(self, sentence: Sentence, i: int) -> tuple[Filler, ...]:
        """The equipment a phrase names: the type where one is named, else the kind, else the words."""
        token = sentence.tokens[i]
        if token.lemma in TRANSPARENT and (inner := self.inner(sentence, i)) is not None:
            return self.equipment(sentence, inner)
        named = self.named_equipment(sentence, i)
        filler = self.mention(token)
        if named is None and filler is not None and not self.is_named(filler):
            named = self._right_before(filler) or self._right_after(filler)
        if filler is not None and filler.kind == "equipment" and (named is None or self.is_named(filler)):
            if any(
                t.lemma in ("the", "this", "that", "these", "those") for t in sentence.below(i, "det")
            ) and not self.is_named(filler):
                return (self._type_meant(filler) or filler,)
            return (filler,)
        if named is not None:
            return (named,)
        for prep in sentence.below(i, "prep"):
            if prep.lemma == "of":
                for obj in sentence.below(prep.i, "pobj"):
                    inner_filler = self.mention(obj)
                    if inner_filler is not None and inner_filler.kind == "equipment":
                        return (inner_filler,)
        if token.pos in ("NUM", "PRON", "DET") or token.lemma in ORDINALS:
            return ()
        return (self.generic(sentence, i),)

    def _right_before(self, kind: Filler) -> Filler | None:
        """The type named right before its kind, however the parser took it apart: "Iskander-K cruise missiles"."""
        n = bisect_right(self._starts, kind.mention.span.start) - 2
        before = self.mentions[n] if n >= 0 else None
        if (
            before is None
            or before.kind != "equipment"
            or self.text[before.mention.span.end : kind.mention.span.start] != " "
        ):
            return None
        return before

    def _right_after(self, kind: Filler) -> Filler | None:
        """The name right behind its kind: "the landing ship Novocherkassk"."""
        n = bisect_right(self._starts, kind.mention.span.start)
        after = self.mentions[n] if n < len(self.mentions) else None
        if (
            after is None
            or after.kind != "equipment"
            or self.text[kind.mention.span.end : after.mention.span.start] != " "
        ):
            return None
        return after

    def _type_meant(self, kind: Filler) -> Filler | None:
        """The named type that "the missiles" takes up: the last one before it of that kind in its paragraph or near it."""
        at = kind.mention.span.start
        since = min(self.text.rfind("\n", 0, at), at - 500)
        for filler in reversed(self.mentions_in(since + 1, at)):
            if (
                filler.kind == "equipment"
                and filler.link
                and kind.link
                and filler.link.entity.iri != kind.link.entity.iri
            ):
                if self.catalogue.is_under(filler.link.entity.iri, kind.link.entity.iri) and self.is_named(filler):
                    return filler
        return None

    def places(self, sentence: Sentence, i: int, rel: str | None, *, taken: bool = False) -> tuple[Filler, ...]:
        """The places a phrase names, with how the claim lies to them; a part of a town is `part` of it.

        `taken` where the phrase is what was taken or held: land by or in a place is then a part of it.
        """
        token = sentence.tokens[i]
        if token.lemma in _SHARES and (whole := self.inner(sentence, i)) is not None:
            return tuple(Filler(f.mention, f.link, "part") for f in self.places(sentence, whole, rel))
        filler = self.mention(token)
        if (filler is not None and filler.kind in PLACE_KINDS) or self._is_state_place(filler, rel):
            assert filler is not None
            if rel in (None, "in") and any(t.lemma in _SIDES for t in sentence.below(i, "amod")):
                rel = "part"
            return (Filler(filler.mention, filler.link, None if rel == "in" else rel),)
        inner = self._place_inside(sentence, i)
        if inner is not None:
            part = token.lemma in _PART or any(t.lemma in _SIDES for t in sentence.below(i, "amod"))
            if (
                taken
                and token.lemma in heads()["land"]
                and token.lemma not in _SETTLED
                and inner.rel in ("near", "in")
            ):
                part = True
            elif inner.rel == "near" and rel in (None, "in") and not part:
                rel = "near"
            if token.lemma in ("direction", "axis"):
                rel = "toward"
            elif token.lemma in ("sector", "front"):
                rel = rel if rel != "in" else None
            elif rel in (None, "in") and part:
                rel = "part"
            return (Filler(inner.mention, inner.link, None if rel == "in" else rel),)
        if (
            token.tag == "NNS"
            and token.lemma in _SETTLED
            and any(t.lemma in ("both", "two") for t in sentence.below(i, "det", "predet", "nummod", "preconj"))
        ):
            return tuple(
                Filler(f.mention, f.link, None if rel == "in" else rel) for f in self._last_places(token.start, 2)
            )
        if token.lemma in _REFERRING:
            before = self._last_town(sentence, i) if token.lemma in _TOWNS else self._last_place(sentence, i)
            definite = any(t.text.lower() in ("the", "this", "that") for t in sentence.below(i, "det"))
            if before is not None and definite:
                rel = "part" if token.lemma in _PART else rel
                return (Filler(before.mention, before.link, None if rel == "in" else rel),)
        return ()

    def _is_state_place(self, filler: Filler | None, rel: str | None) -> bool:
        """A state's own name (no demonym) behind a place preposition is the place: "in Belarus"."""
        return (
            filler is not None
            and filler.kind == "state"
            and rel is not None
            and filler.link is not None
            and filler.mention.text in (filler.link.entity.name, *filler.link.entity.aliases)
        )

    def _place_inside(self, sentence: Sentence, i: int) -> Filler | None:
        for child in sentence.below(i):
            if child.dep in ("compound", "amod", "nmod", "poss", "appos"):
                filler = self.mention(child)
                if filler is not None and filler.kind in PLACE_KINDS:
                    return filler
        for prep in sentence.below(i, "prep"):
            if prep.lemma in ("of", "in", "near", "around", "at"):
                for obj in sentence.below(prep.i, "pobj"):
                    filler = self.mention(obj)
                    if filler is not None and filler.kind in PLACE_KINDS:
                        return Filler(
                            filler.mention, filler.link, "near" if prep.lemma in ("near", "around") else prep.lemma
                        )
                    if prep.lemma == "of" and (deeper := self._place_inside(sentence, obj.i)):
                        return deeper
        return None

    def _last_places(self, at: int, number: int) -> list[Filler]:
        """The last places named before an offset, different ones, in text order; none where there are fewer."""
        found: dict[str, Filler] = {}
        for filler in reversed(self.mentions_in(at - 399, at)):
            if filler.kind == "place" and len(found) < number:
                found.setdefault(filler.name, filler)
        return sorted(found.values(), key=lambda f: f.mention.span) if len(found) == number else []

    def _last_town(self, sentence: Sentence, i: int) -> Filler | None:
        """What "the town" means: the last place named that may be one, and that nobody came from."""
        at = sentence.tokens[i].start
        for filler in reversed(self.mentions_in(at - _TOWN_WITHIN, at)):
            start = filler.mention.span.start
            words = self.text[max(0, start - 12) : start].lower().split()
            if filler.kind == "place" and words[-1:] not in (["from"], ["the"]) and not self._is_region(filler):
                return filler
        return None

    def _is_region(self, filler: Filler) -> bool:
        """Whether a place is wider than a town or no settlement at all: by a word of its name, else as the catalogue sorts it."""
        if _WIDE.search(filler.mention.text):
            return True
        sort = self.catalogue.sorts.get(filler.link.entity.iri) if filler.link is not None else None
        return sort is not None and sort != "settlement"

    def last_place(self, sentence: Sentence, i: int) -> Filler | None:
        """What "there" means: the last place named before."""
        return self._last_place(sentence, i)

    def _last_place(self, sentence: Sentence, i: int) -> Filler | None:
        at = sentence.tokens[i].start
        before = reversed(self.mentions_in(at - 600, at))
        best = next((filler for filler in before if filler.kind in PLACE_KINDS), None)
        return best if best is not None and at - best.mention.span.end < 400 else None
