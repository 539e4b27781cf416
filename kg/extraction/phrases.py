"""What a phrase is and whom it means: its sort, its words, the actor in it or behind its pronoun."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Self

from kg.catalogue import Catalogue
from kg.extraction.belligerents import Belligerents
from kg.extraction.lexicon import constraints, lexicon
from kg.model import Filler, Mention, Report, Span
from kg.nlp.heads import heads
from kg.syntax import Sentence, Token
from kg.vocabulary import ACTOR_KINDS, PLACE_KINDS

_WH = frozenset("what which who whom whose where".split())
_THEY = frozenset("they them their theirs themselves both".split())
_IT = frozenset(["it", "its", "itself"])
_HE = frozenset("he him his she her hers himself herself".split())
_WE = frozenset(["we", "us", "our", "ours"])
_BODIES = frozenset(
    """army military navy militia garrison brigade battalion regiment division company corps platoon squad unit
    detachment contingent group grouping coalition command force ministry government junta""".split()
)
_ENEMY = frozenset("enemy occupier invader aggressor occupant orc".split())
ORDINALS = ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
TRANSPARENT = frozenset(
    """column convoy batch pair handful total series most third quarter type kind sort model piece unit item number
    dozen hundred thousand majority rest lot one part element some""".split()
)


class Phrases(Belligerents):
    """One report with its phrases; of a question, with the phrase that asks as a filler (`question`)."""

    def __init__(
        self,
        report: Report,
        sentences: tuple[Sentence, ...],
        mentions: tuple[Filler, ...],
        catalogue: Catalogue,
        *,
        question: bool = False,
    ) -> None:
        super().__init__(report, sentences, mentions, catalogue)
        self.question = question
        self._number = {id(s): n for n, s in enumerate(sentences)}
        self._collect_subjects()

    def with_mentions(self, mentions: tuple[Filler, ...]) -> Self:
        """The same report with other mentions; what was found in it by its words alone stays."""
        other = copy.copy(self)
        other.__dict__.pop("sides", None)
        other.mentions = mentions
        other._starts = [m.mention.span.start for m in mentions]
        other._collect_subjects()
        return other

    def sort(self, sentence: Sentence, i: int) -> str:
        """What a noun phrase is: equipment, people, actor, place, event, thing, or wh (the hole of a question)."""
        token = sentence.tokens[i]
        if self.question and self.is_hole(sentence, i) and token.lemma in _WH:
            return "wh"
        if token.lemma in TRANSPARENT or token.pos == "NUM":
            inner = self.inner(sentence, i)
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
        if self.named_equipment(sentence, i) is not None and lemma not in table["people"] and token.pos != "VERB":
            return "equipment"
        if lemma in table["people"] or lemma in table["force"] or lemma in table["authority"]:
            return "people"
        if lemma in constraints()["weaponry"]:
            return "equipment"
        if token.pos == "NUM" or (
            token.pos in ("DET", "PRON", "ADJ")
            and lemma in ("some", "other", "another", "many", "all", "more", *ORDINALS)
        ):
            return "number"
        if token.pos == "PRON":
            return "pronoun"
        if lemma in table["land"]:
            return "place"
        return "event" if ("noun", lemma) in lexicon() else "thing"

    def is_hole(self, sentence: Sentence, i: int) -> bool:
        """Whether a phrase is what a question asks for: a question word, or a noun that one determines."""
        token = sentence.tokens[i]
        if token.text.lower() in _WH or token.tag in ("WP", "WDT"):
            return True
        below = sentence.subtree(i, frozenset({"relcl", "acl", "prep"}))
        return any(
            sentence.tokens[j].tag in ("WDT", "WP") or sentence.tokens[j].lemma in ("which", "what") for j in below
        )

    def inner(self, sentence: Sentence, i: int) -> int | None:
        """Of "types of tank", "equipment types", "dozens of soldiers": the noun that counts."""
        for prep in sentence.below(i, "prep"):
            if prep.lemma == "of" and (obj := sentence.first(prep.i, "pobj")) is not None:
                return obj.i
        compound = sentence.first(i, "compound", "nmod")
        return compound.i if compound is not None else None

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
        if (
            sentence.tokens[i].lemma in TRANSPARENT
            and not self.question
            and (inner := self.inner(sentence, i)) is not None
        ):
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
                if (
                    token.dep == "poss"
                    and (filler := self.pronoun(sentence, child)) is not None
                    and filler.kind in kinds
                ):
                    return filler
                if depth < 2:
                    stack.extend((c, depth + 1) for c in sentence.children[child])
        return None

    def named_equipment(self, sentence: Sentence, i: int) -> Filler | None:
        for child in sentence.below(i, "compound", "nmod", "amod", "appos", "nummod"):
            filler = self.mention(child)
            if filler is not None and filler.kind == "equipment":
                return filler
        return None

    def pronoun(self, sentence: Sentence, i: int) -> Filler | None:
        """The actor that a pronoun stands for: the nearest fitting subject before it, in this sentence or the two before."""
        token = sentence.tokens[i]
        lower = token.text.lower()
        if lower in _WE:
            own = self.own_side()
            return own[0] if own else None
        if lower in _HE:
            fits = frozenset({"person"})
        elif lower in _THEY | _IT:
            if (meant := self._body_meant(sentence, token)) is not None:
                return meant
            fits = frozenset(ACTOR_KINDS - {"person"})
        else:
            return None
        number = self._number[id(sentence)]
        for offset, spoken, filler in reversed(self._subjects):
            if offset >= token.start or number - spoken > 2:
                continue
            if filler.kind in fits:
                return filler
        return None

    def _body_meant(self, sentence: Sentence, pronoun: Token) -> Filler | None:
        """The force or body without a name that is the nearest subject over a pronoun: "the army said it", "its"."""
        for verb in sentence.ancestors(pronoun.i):
            subject = sentence.first(verb.i, "nsubj", "nsubjpass")
            if subject is None or subject.start >= pronoun.start or pronoun.i in sentence.subtree(subject.i):
                continue
            several = subject.tag == "NNS"
            fitting = subject.lemma in (heads()["force"] if several else _BODIES)
            if subject.pos != "NOUN" or not fitting or self.mention(subject) is not None:
                return None
            if several and pronoun.text.lower() in _IT:
                return None
            if self.within(sentence, subject.i, ACTOR_KINDS) is not None:
                return None
            definite = any(t.text.lower() in ("the", "this", "that") for t in sentence.below(subject.i, "det"))
            return (self.taken_up(subject) if definite else None) or self.generic(sentence, subject.i)
        return None

    def taken_up(self, token: Token) -> Filler | None:
        """The named body that "the command", "the brigade" takes up: the last one whose name ends in the word."""
        for named in reversed(self.mentions):
            if named.mention.span.end <= token.start and named.kind in ("unit", "organisation", "armed_group"):
                if named.mention.text.lower().split()[-1] == token.text.lower():
                    return named
        return None

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
            return self.enemy()
        inside = self.within(sentence, i, ACTOR_KINDS)
        if inside is not None:
            if (
                inside.kind == "person"
                and token.lemma in heads()["force"]
                and (side := self.side(inside)) is not None
            ):
                inside = self.mention_of(side, token.start) or inside
            return (inside,)
        if any(t.text.lower() in _WE for t in sentence.below(i, "poss")):
            return self.own_side()
        owners = (t for t in sentence.below(i, "poss") if t.text.lower() in _THEY | _IT)
        if (owner := next((self.pronoun(sentence, t.i) for t in owners), None)) is not None:
            return (owner,)
        if any(t.lemma in _ENEMY for t in sentence.below(i, "compound", "amod", "poss", "nmod")):
            return self.enemy()
        if token.lemma in TRANSPARENT and (inner := self.inner(sentence, i)) is not None:
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

    def _collect_subjects(self) -> None:
        # a pronoun that owns a subject looks back at those that are collected already
        self._subjects: list[tuple[int, int, Filler]] = []
        for subject in self._find_subjects():
            self._subjects.append(subject)

    def _find_subjects(self) -> Iterator[tuple[int, int, Filler]]:
        """Every actor in subject position (or owning the subject), by offset: what later pronouns can mean."""
        for number, sentence in enumerate(self.sentences):
            for token in sentence.tokens:
                if token.dep in ("nsubj", "nsubjpass", "agent", "pobj", "ROOT") or (token.dep == "conj"):
                    if token.dep == "pobj" and sentence.tokens[token.head].dep not in ("agent",):
                        with_subject = sentence.tokens[token.head].lemma == "with" and any(
                            t.tag == "VBG" for t in sentence.below(token.i, "acl")
                        )
                        if not with_subject:
                            continue
                    filler = self.mention(token)
                    if filler is None or filler.kind not in ACTOR_KINDS:
                        filler = self.within(sentence, token.i, ACTOR_KINDS) if token.pos != "PRON" else None
                    if filler is not None:
                        yield token.start, number, filler
