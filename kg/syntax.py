"""A parsed sentence as values, free of any parser: tokens with a dependency tree, and the clauses read off it.

Dependency labels are those of spaCy's English models (ClearNLP); `docs: spacy.io/models/en`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.model import Span


@dataclass(frozen=True, slots=True)
class Token:
    """One token: its place in the sentence (`i`), in the report (`start`, `end`), and its node in the tree.

    `text` is the word as it was parsed: where the report misspells it, as it is meant.
    """

    i: int
    start: int
    end: int
    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a report: tokens in order and the children of each; the root is its own head."""

    tokens: tuple[Token, ...]
    paragraph: int
    children: tuple[tuple[int, ...], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        below: list[list[int]] = [[] for _ in self.tokens]
        for token in self.tokens:
            if token.head != token.i:
                below[token.head].append(token.i)
        object.__setattr__(self, "children", tuple(map(tuple, below)))

    @property
    def span(self) -> Span:
        """From the first token's start to the last one's end."""
        return Span(self.tokens[0].start, self.tokens[-1].end)

    def below(self, i: int, *deps: str) -> list[Token]:
        """The children of a token that hang on it by one of the labels (all of them where none is given)."""
        return [self.tokens[c] for c in self.children[i] if not deps or self.tokens[c].dep in deps]

    def first(self, i: int, *deps: str) -> Token | None:
        """The first child of a token by one of the labels, if there is one."""
        for c in self.children[i]:
            if self.tokens[c].dep in deps:
                return self.tokens[c]
        return None

    def subtree(self, i: int, stop: frozenset[str] = frozenset()) -> list[int]:
        """The token and all below it, in text order; branches whose label is in `stop` are left out."""
        found, stack = [], [i]
        while stack:
            at = stack.pop()
            found.append(at)
            stack.extend(c for c in self.children[at] if self.tokens[c].dep not in stop)
        found.sort()
        return found

    def ancestors(self, i: int) -> list[Token]:
        """The heads above a token, nearest first."""
        above: list[Token] = []
        at = self.tokens[i]
        while at.head != at.i and len(above) < len(self.tokens):
            at = self.tokens[at.head]
            above.append(at)
        return above

    def at(self, offset: int) -> Token | None:
        """The token that covers a report offset."""
        for token in self.tokens:
            if token.start <= offset < token.end:
                return token
        return None


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument of a trigger: how it hangs there (`subj`, `obj`, `iobj`, `agent`, `prep`, `comp`) and its head token.

    `prep` is the preposition in lower case where `relation` is ``prep``.
    """

    relation: str
    head: int
    prep: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """A trigger (verb, participle or event noun) with its arguments and what its surroundings say of it."""

    sentence: Sentence
    head: int
    lemma: str
    kind: str
    passive: bool
    arguments: tuple[Argument, ...]
    span: Span
    negated: bool = False
    attempted: bool = False
    failed: bool = False
    modality: str = "actual"
    certainty: str = "asserted"
    basis: str = "none"
    hedge: str | None = None
    condition: str | None = None
    cause: str | None = None
    speakers: tuple[int, ...] = ()

    def of(self, *relations: str) -> list[Argument]:
        """The arguments of one of the relations, in text order."""
        return [a for a in self.arguments if a.relation in relations]
