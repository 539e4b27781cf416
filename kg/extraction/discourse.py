"""A report as the extraction sees it: which mention a token belongs to, what a phrase is, whom a pronoun means."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator

from kg.catalogue import Catalogue
from kg.dates import TimeMatch, find_times
from kg.extraction.lexicon import constraints, lexicon
from kg.model import Entity, Filler, Link, Mention, Report, Span
from kg.nlp.heads import heads
from kg.quantities import CountMatch, find_counts
from kg.syntax import Sentence, Token
from kg.vocabulary import ACTOR_KINDS, PLACE_KINDS

_WH = frozenset("what which who whom whose where".split())
_THEY = frozenset("they them their theirs themselves both".split())
_IT = frozenset("it its itself".split())
_HE = frozenset("he him his she her hers himself herself".split())
_WE = frozenset("we us our ours".split())
_ENEMY = frozenset("enemy occupier invader aggressor occupant orc".split())
_ORDINALS = ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_TRANSPARENT = frozenset("column convoy batch pair handful total series most third quarter type kind sort model piece unit item number dozen hundred thousand majority rest lot one part element some".split())
_PART = frozenset(
    """flank outskirt outskirts part half center centre suburb edge side quarter section portion position bank district
    neighbourhood neighborhood area woodland forest coast street streets building positions areas""".split()
)
_SHARES = frozenset("most half third quarter part rest majority portion fifth bulk".split())
_TIMES = frozenset("night day week month year morning evening afternoon hour dawn noon midnight weekend".split())
_SETTLED = frozenset("town village city settlement hamlet district region province oblast capital township".split())
_SIDES = frozenset("northern southern eastern western central northeastern northwestern southeastern southwestern".split())


class Discourse:
    """One report with its sentences and mentions, indexed; the questions that the families ask of it."""

    def __init__(
        self,
        report: Report,
        sentences: tuple[Sentence, ...],
        mentions: tuple[Filler, ...],
        catalogue: Catalogue,
        *,
        question: bool = False,
    ) -> None:
        self.report, self.sentences, self.mentions, self.catalogue = report, sentences, mentions, catalogue
        self.question = question
        self.text = report.text
        self._starts = [m.mention.span.start for m in mentions]
        self._sentence_starts = [s.span.start for s in sentences]
        self._number = {id(s): n for n, s in enumerate(sentences)}
        self.times: tuple[TimeMatch, ...] = find_times(report.text, report.date)
        self.counts: tuple[CountMatch, ...] = find_counts(report.text)
        self._count_starts = [c.span.start for c in self.counts]
        self.sides = self._sides()
        self.subjects: list[tuple[int, int, Filler]] = []
        for subject in _subjects(sentences, self):
            self.subjects.append(subject)

    # -- mentions and phrases

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

    def sort(self, sentence: Sentence, i: int) -> str:
        """What a noun phrase is: equipment, people, actor, place, event, thing, or wh (the hole of a question)."""
        token = sentence.tokens[i]
        if self.question and self.is_hole(sentence, i) and token.lemma in _WH:
            return "wh"
        if token.lemma in _TRANSPARENT:
            inner = self._inner(sentence, i)
            if inner is not None:
                return self.sort(sentence, inner)
        filler = self.mention(token)
        if filler is not None and filler.kind is not None:
            if filler.kind == "equipment":
                return "equipment"
            if filler.kind in PLACE_KINDS:
                return "place"
            return "people" if filler.kind == "person" else "actor"
        table = heads()
        lemma = token.lemma
        if ("noun", lemma) in lexicon() and lemma not in table["people"]:
            return "event"
        if self._named_equipment(sentence, i) is not None and lemma not in table["people"] and token.pos != "VERB":
            return "equipment"
        if lemma in table["people"] or lemma in table["force"] or lemma in table["authority"]:
            return "people"
        if lemma in constraints()["weaponry"]:
            return "equipment"
        if token.pos == "NUM" or (token.pos in ("DET", "PRON", "ADJ") and lemma in ("some", "other", "another", "many", "all", "more", *_ORDINALS)):
            return "number"
        if token.pos == "PRON":
            return "pronoun"
        if lemma in table["land"]:
            return "place"
        return "event" if ("noun", lemma) in lexicon() else "thing"

    def is_time(self, token: Token) -> bool:
        """Whether a token is part of a time expression."""
        inside = any(match.span.start <= token.start < match.span.end for match in self.times)
        return inside or (token.lemma in _TIMES and self.mention(token) is None)

    def _inner(self, sentence: Sentence, i: int) -> int | None:
        """Of "types of tank", "equipment types", "dozens of soldiers": the noun that counts."""
        for prep in sentence.below(i, "prep"):
            if prep.lemma == "of" and (obj := sentence.first(prep.i, "pobj")) is not None:
                return obj.i
        compound = sentence.first(i, "compound", "nmod")
        return compound.i if compound is not None else None

    def is_hole(self, sentence: Sentence, i: int) -> bool:
        """Whether a phrase is what a question asks for: a question word, or a noun that one determines."""
        token = sentence.tokens[i]
        if token.text.lower() in _WH or token.tag in ("WP", "WDT"):
            return True
        below = sentence.subtree(i, frozenset({"relcl", "acl", "prep"}))
        return any(sentence.tokens[j].tag in ("WDT", "WP") or sentence.tokens[j].lemma in ("which", "what") for j in below)

    def phrase(self, sentence: Sentence, i: int) -> Span:
        """The head noun with the modifiers before it, without determiner, number and possessor."""
        start = sentence.tokens[i].start
        for child in sorted(sentence.below(i, "amod", "compound", "nmod"), key=lambda t: -t.i):
            if child.i < i:
                low = sentence.tokens[sentence.subtree(child.i)[0]]
                start = min(start, low.start)
        return Span(start, sentence.tokens[i].end)

    def generic(self, sentence: Sentence, i: int) -> Filler:
        """A filler that names no entity: the words of the phrase, of "dozens of soldiers" the soldiers."""
        if sentence.tokens[i].lemma in _TRANSPARENT and not self.question and (inner := self._inner(sentence, i)) is not None:
            i = inner
        span = self.phrase(sentence, i)
        for prep in sentence.below(i, "prep"):
            if prep.lemma == "between":
                # what lies between its parties is named by them: "negotiations between X and Y"
                span = Span(span.start, sentence.tokens[sentence.subtree(prep.i)[-1]].end)
        return Filler(Mention(span, span.cut(self.text)))

    def within(self, sentence: Sentence, i: int, kinds: frozenset[str]) -> Filler | None:
        """A mention of one of the kinds among a phrase's modifiers: "Ukrainian HIMARS", "forces of the GNA"."""
        stack = [(c, 0) for c in sentence.children[i]]
        for child, depth in stack:
            token = sentence.tokens[child]
            if token.dep in ("amod", "compound", "nmod", "poss", "nummod") or (
                token.dep == "prep" and token.lemma in ("of", "from")
            ) or token.dep in ("pobj", "appos"):  # fmt: skip
                filler = self.mention(token)
                if filler is not None and filler.kind in kinds:
                    return filler
                if token.dep == "poss" and (filler := self.pronoun(sentence, child)) is not None and filler.kind in kinds:
                    return filler
                if depth < 2:
                    stack.extend((c, depth + 1) for c in sentence.children[child])
        return None

    def _named_equipment(self, sentence: Sentence, i: int) -> Filler | None:
        for child in sentence.below(i, "compound", "nmod", "amod", "appos", "nummod"):
            filler = self.mention(child)
            if filler is not None and filler.kind == "equipment":
                return filler
        return None

    # -- fillers by what is wanted

    def actors(self, sentence: Sentence, i: int) -> tuple[Filler, ...]:
        """Whom a phrase means: a named actor, the one it belongs to, or the one a pronoun stands for."""
        token = sentence.tokens[i]
        if self.question and self.is_hole(sentence, i):
            return (self.generic(sentence, i),)
        filler = self.mention(token)
        if filler is not None and filler.kind in ACTOR_KINDS:
            return (filler,)
        if token.text.lower() in _THEY | _IT | _HE | _WE:
            found = self.pronoun(sentence, i)
            return (found,) if found else ()
        if token.lemma in _ENEMY:
            return self._enemy()
        inside = self.within(sentence, i, ACTOR_KINDS)
        if inside is not None:
            if inside.kind == "person" and token.lemma in heads()["force"] and (side := self.side(inside)) is not None:
                inside = self._mention_of(side, token.start) or inside
            return (inside,)
        if any(t.text.lower() in _WE for t in sentence.below(i, "poss")):
            return self._own_side()
        if any(t.lemma in _ENEMY for t in sentence.below(i, "compound", "amod", "poss", "nmod")):
            return self._enemy()
        if token.lemma in _TRANSPARENT and (inner := self._inner(sentence, i)) is not None:
            return self.actors(sentence, inner)
        if ("noun", token.lemma) in lexicon():
            return self._doer(sentence, token)
        return ()

    def _doer(self, sentence: Sentence, event: Token) -> tuple[Filler, ...]:
        """Whose event it is: of "responded with an attack that …" the one that responded."""
        above = sentence.tokens[event.head]
        if event.dep == "pobj" and above.lemma in ("with", "in", "by"):
            above = sentence.tokens[above.head]
        elif event.dep != "dobj":
            return ()
        subject = sentence.first(above.i, "nsubj") if above.pos == "VERB" else None
        return self.actors(sentence, subject.i) if subject is not None and subject.i != event.i else ()

    def equipment(self, sentence: Sentence, i: int) -> tuple[Filler, ...]:
        """The equipment a phrase names: the type where one is named, else the kind, else the words."""
        token = sentence.tokens[i]
        if token.lemma in _TRANSPARENT and (inner := self._inner(sentence, i)) is not None:
            return self.equipment(sentence, inner)
        named = self._named_equipment(sentence, i)
        filler = self.mention(token)
        if named is None and filler is not None and not self.is_named(filler):
            named = self._right_before(filler) or self._right_after(filler)
        if filler is not None and filler.kind == "equipment" and (named is None or self.is_named(filler)):
            if any(t.lemma in ("the", "this", "that", "these", "those") for t in sentence.below(i, "det")) and not self.is_named(filler):
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
        if token.pos in ("NUM", "PRON", "DET") or token.lemma in _ORDINALS:
            return ()
        return (self.generic(sentence, i),)

    def _right_before(self, kind: Filler) -> Filler | None:
        """The type named right before its kind, however the parser took it apart: "Iskander-K cruise missiles"."""
        n = bisect_right(self._starts, kind.mention.span.start) - 2
        before = self.mentions[n] if n >= 0 else None
        if before is None or before.kind != "equipment" or self.text[before.mention.span.end : kind.mention.span.start] != " ":
            return None
        return before

    def is_armed(self, filler: Filler) -> bool:
        """Whether words that name no entity are of people under arms: "gunmen", "rebels"."""
        last = filler.mention.text.lower().split()[-1]
        return any(w in heads()["force"] for w in (last, last.rstrip("s"), last.removesuffix("men") + "man"))

    def _right_after(self, kind: Filler) -> Filler | None:
        """The name right behind its kind: "the landing ship Novocherkassk"."""
        n = bisect_right(self._starts, kind.mention.span.start)
        after = self.mentions[n] if n < len(self.mentions) else None
        if after is None or after.kind != "equipment" or self.text[kind.mention.span.end : after.mention.span.start] != " ":
            return None
        return after

    def _type_meant(self, kind: Filler) -> Filler | None:
        """The named type that "the missiles" takes up: the last one before it of that kind, not far off."""
        at = kind.mention.span.start
        for filler in reversed([m for m in self.mentions if at - 500 < m.mention.span.start < at]):
            if filler.kind == "equipment" and filler.link and kind.link and filler.link.entity.iri != kind.link.entity.iri:
                if self.catalogue.is_under(filler.link.entity.iri, kind.link.entity.iri) and self.is_named(filler):
                    return filler
        return None

    def is_named(self, filler: Filler) -> bool:
        """Whether equipment is a named type and not a kind ("HIMARS", not "drones")."""
        return not (filler.link and self.catalogue.levels.get(filler.link.entity.iri) == "class")

    def places(self, sentence: Sentence, i: int, rel: str | None, *, taken: bool = False) -> tuple[Filler, ...]:
        """The places a phrase names, with how the claim lies to them; a part of a town is `part` of it.

        `taken` where the phrase is what was taken or held: land by or in a place is then a part of it.
        """
        token = sentence.tokens[i]
        if token.lemma in _SHARES and (whole := self._inner(sentence, i)) is not None:
            return tuple(Filler(f.mention, f.link, "part") for f in self.places(sentence, whole, rel))
        filler = self.mention(token)
        if filler is not None and filler.kind in PLACE_KINDS or self._is_state_place(filler, rel):
            assert filler is not None
            if rel in (None, "in") and any(t.lemma in _SIDES for t in sentence.below(i, "amod")):
                rel = "part"
            return (Filler(filler.mention, filler.link, None if rel == "in" else rel),)
        inner = self._place_inside(sentence, i)
        if inner is not None:
            part = token.lemma in _PART or any(t.lemma in _SIDES for t in sentence.below(i, "amod"))
            if taken and token.lemma in heads()["land"] and token.lemma not in _SETTLED and inner.rel in ("near", "in"):
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
        if token.tag == "NNS" and token.lemma in _SETTLED and any(t.lemma in ("both", "two") for t in sentence.below(i, "det", "predet", "nummod", "preconj")):
            return tuple(Filler(f.mention, f.link, None if rel == "in" else rel) for f in self._last_places(token.start, 2))
        if token.lemma in heads()["land"] and token.lemma not in ("position", "ground", "territory", "land", "part", "front"):
            before = self._last_place(sentence, i)
            definite = any(t.text.lower() in ("the", "this", "that") for t in sentence.below(i, "det"))
            if before is not None and definite and token.lemma in ("town", "village", "city", "settlement", "region", "oblast", "province",
                                                                    "district", "area", "center", "centre", "outskirt", "capital"):  # fmt: skip
                if token.lemma in _PART:
                    rel = "part"
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
                        return Filler(filler.mention, filler.link, "near" if prep.lemma in ("near", "around") else prep.lemma)
                    if prep.lemma == "of" and (deeper := self._place_inside(sentence, obj.i)):
                        return deeper
        return None

    def _last_places(self, at: int, number: int) -> list[Filler]:
        """The last places named before an offset, different ones, in text order; none where there are fewer."""
        found: dict[str, Filler] = {}
        for filler in reversed([m for m in self.mentions if at - 400 < m.mention.span.start < at]):
            if filler.kind == "place" and len(found) < number:
                found.setdefault(filler.name, filler)
        return sorted(found.values(), key=lambda f: f.mention.span) if len(found) == number else []

    def last_place(self, sentence: Sentence, i: int) -> Filler | None:
        """What "there" means: the last place named before."""
        return self._last_place(sentence, i)

    def _last_place(self, sentence: Sentence, i: int) -> Filler | None:
        at = sentence.tokens[i].start
        best = None
        for filler in self.mentions:
            if filler.mention.span.start >= at:
                break
            if filler.kind in PLACE_KINDS:
                best = filler
        return best if best is not None and at - best.mention.span.end < 400 else None

    # -- reference

    def pronoun(self, sentence: Sentence, i: int) -> Filler | None:
        """The actor that a pronoun stands for: the nearest fitting subject before it, in this sentence or the two before."""
        token = sentence.tokens[i]
        lower = token.text.lower()
        if lower in _WE:
            own = self._own_side()
            return own[0] if own else None
        if lower in _HE:
            fits = frozenset({"person"})
        elif lower in _THEY | _IT:
            fits = frozenset(ACTOR_KINDS - {"person"})
        else:
            return None
        number = self._number[id(sentence)]
        for offset, spoken, filler in reversed(self.subjects):
            if offset >= token.start or number - spoken > 2:
                continue
            if filler.kind in fits:
                return filler
        return None

    def _sides(self) -> tuple[str, ...]:
        """The belligerents: the states and armed groups named most, the most named first."""
        tally: Counter[str] = Counter()
        for filler in self.mentions:
            if filler.link is not None and filler.kind in ("state", "armed_group"):
                tally[filler.link.entity.iri] += 1
            elif filler.link is not None and filler.kind in ("organisation", "unit"):
                for iri in filler.link.entity.broader:
                    if "/state/" in iri:
                        tally[iri] += 1
        return tuple(iri for iri, n in sorted(tally.items(), key=lambda item: (-item[1], item[0])) if n > 1)[:2]

    def above(self, entity: Entity) -> frozenset[str]:
        """The IRIs of an entity and of all that it belongs to or lies in."""
        found = {entity.iri}
        for iri in (entity.iri, *entity.broader):
            found.update(self.catalogue.broader_closure(iri))
        return frozenset(found)

    def side(self, filler: Filler) -> str | None:
        """The belligerent (its IRI) that an actor belongs to."""
        if filler.link is None:
            return None
        above = self.above(filler.link.entity)
        return next((side for side in self.sides if side in above), None)

    def opponent(self, filler: Filler) -> Filler | None:
        """The other belligerent, where the report has two and this is one of them."""
        side = self.side(filler)
        if side is None or len(self.sides) < 2:
            return None
        other = self.sides[1] if side == self.sides[0] else self.sides[0]
        return self._mention_of(other, filler.mention.span.start)

    def _mention_of(self, iri: str, near: int) -> Filler | None:
        named = [m for m in self.mentions if m.link is not None and m.link.entity.iri == iri]
        return min(named, key=lambda m: (m.mention.span.start > near, abs(m.mention.span.start - near)), default=None)

    def _own_side(self) -> tuple[Filler, ...]:
        """Whom "we" and "our" mean: the belligerent that is not the enemy, if the report's publisher or heading tells."""
        heading = next((m for m in self.mentions if self.side(m) and m.kind in ("organisation", "unit")), None)
        if heading is None or (side := self.side(heading)) is None:
            return ()
        found = self._mention_of(side, heading.mention.span.start)
        return (found or heading,)

    def _enemy(self) -> tuple[Filler, ...]:
        own = self._own_side()
        if own:
            found = self.opponent(own[0])
            return (found,) if found else ()
        named = [m for m in self.mentions if m.kind in ("state", "armed_group")]
        return (named[0],) if len({m.link.entity.iri for m in named if m.link}) == 1 else ()

    # -- numbers

    def count_before(self, sentence: Sentence, i: int) -> CountMatch | None:
        """The number that a phrase is counted by: before its head and inside the phrase."""
        inside = sentence.subtree(i, frozenset({"relcl", "acl", "appos", "prep", "conj", "cc", "punct"}))
        first, head = sentence.tokens[inside[0]].start, sentence.tokens[i]
        n = bisect_right(self._count_starts, head.end)
        for match in reversed(self.counts[max(0, n - 4) : n]):
            if match.span.end > first and match.span.start < head.end and match.span.start >= first - 16 and match.kind != "measure":
                return match
        return None


def _subjects(sentences: Iterable[Sentence], discourse: Discourse) -> Iterator[tuple[int, int, Filler]]:
    """Every actor in subject position (or owning the subject), by offset: what later pronouns can mean."""
    for number, sentence in enumerate(sentences):
        for token in sentence.tokens:
            if token.dep in ("nsubj", "nsubjpass", "agent", "pobj", "ROOT") or (token.dep == "conj"):
                if token.dep == "pobj" and sentence.tokens[token.head].dep not in ("agent",):
                    with_subject = sentence.tokens[token.head].lemma == "with" and any(
                        t.tag == "VBG" for t in sentence.below(token.i, "acl")
                    )
                    if not with_subject:
                        continue
                filler = discourse.mention(token)
                if filler is None or filler.kind not in ACTOR_KINDS:
                    filler = discourse.within(sentence, token.i, ACTOR_KINDS) if token.pos != "PRON" else None
                if filler is not None:
                    yield token.start, number, filler


__all__ = ["Discourse", "Entity", "Link"]
