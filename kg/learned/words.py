"""A report as the encoder takes it: words with what is known of each, cut into windows of word pieces."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from tokenizers import Tokenizer

from kg.learned.scheme import KINDS, dep, group, shape
from kg.syntax import Sentence, Token

LONGEST = 384
CONTEXT = 96
START, END, UNKNOWN = 101, 102, 100
"""The pieces that open and close a window, and the one for a word that has none."""

MOST_PIECES = 12
FAR = 12
"""How many sentences from its trigger a filler may stand at most."""

_PARTS = {
    "NOUN": "noun", "PROPN": "proper", "NUM": "number", "PRON": "pronoun", "VERB": "verb", "AUX": "verb", "ADJ": "adjective",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Word:
    """One word: its token, the numbers of its sentence, its paragraph and the word that it hangs on, its kind, the label
    that the rules give it (0 for none), and what it is part of by name (empty for none)."""

    token: Token
    sentence: int
    paragraph: int
    head: int
    kind: int
    hint: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class Window:
    """Words that are encoded together: `own` are scored here, those before them are context.

    `pieces` holds one tuple of word-piece ids per word, from `first` on.
    """

    first: int
    own: int
    last: int
    pieces: tuple[tuple[int, ...], ...]


def kind_of(token: Token, kind: str | None) -> int:
    """The index of a word's kind: that of the mention it is part of, else its part of speech."""
    return KINDS.index(kind or _PARTS.get(token.pos, "none"))


def numbered(sentences: Sequence[Sentence]) -> dict[tuple[int, int], int]:
    """The number of each word of a report by that of its sentence and its place there; what is only space is none."""
    places = ((n, t.i) for n, s in enumerate(sentences) for t in s.tokens if not t.text.isspace())
    return {place: word for word, place in enumerate(places)}


def word_pieces(words: Sequence[Word], tokenizer: Tokenizer) -> list[tuple[int, ...]]:
    """The ids of each word's pieces; the first `MOST_PIECES` of what is longer than any word."""
    texts = list(dict.fromkeys(w.token.text for w in words))
    encoded = tokenizer.encode_batch_fast(texts, add_special_tokens=False)
    found = {text: tuple(e.ids[:MOST_PIECES]) or (UNKNOWN,) for text, e in zip(texts, encoded, strict=True)}
    return [found[w.token.text] for w in words]


KNOWN = ("kinds", "shapes", "deps", "hints")
"""What is known of each word besides its pieces, in the order in which the encoder takes it."""


def known_of(words: Sequence[Word]) -> dict[str, list[int]]:
    """The numbers of `KNOWN` of each word."""
    rows = [(w.kind, shape(w.token.text), dep(w.token.dep), w.hint) for w in words]
    return {name: [row[n] for row in rows] for n, name in enumerate(KNOWN)}


def laid_out(
    pieces: Sequence[tuple[int, ...]], known: Mapping[str, Sequence[int]], heads: Sequence[int]
) -> dict[str, list[int]]:
    """The rows that the encoder takes for a window: of its pieces, of what is known of its words, of the words' heads.

    `heads` count from the window's first word; a head outside it is the word itself.

    >>> laid_out([(7, 8), (9,)], {"kinds": [1, 2]}, [1, 5])
    {'ids': [101, 7, 8, 9, 102], 'kinds': [0, 1, 1, 2, 0], 'firsts': [1, 3], 'lasts': [2, 3], 'heads': [1, 1]}
    """
    ends = list(accumulate(map(len, pieces)))
    rows = {"ids": [START, *(p for of_word in pieces for p in of_word), END]}
    for name, values in known.items():
        rows[name] = [0, *(v for v, of_word in zip(values, pieces, strict=True) for _ in of_word), 0]
    rows["firsts"] = [1 + end - len(of_word) for end, of_word in zip(ends, pieces, strict=True)]
    rows["lasts"] = ends
    rows["heads"] = [head if 0 <= head < len(pieces) else n for n, head in enumerate(heads)]
    return rows


def near_of(words: Sequence[Word], candidates: Sequence[int], word: int, first: int, last: int) -> Sequence[int]:
    """Of the sorted candidates those that a trigger is paired with: in its window, from `first` to `last`, and not too far."""
    inside = range(bisect_left(candidates, first), bisect_left(candidates, last))
    number = words[word].sentence
    sentences = [words[candidates[n]].sentence for n in inside]
    begin, end = bisect_left(sentences, number - FAR), bisect_right(sentences, number + FAR)
    return candidates[inside.start + begin : inside.start + end]


def standings(words: Sequence[Word], near: Sequence[int], word: int) -> list[int]:
    """How each of the sorted candidates stands to a trigger among those of its group, as a bucket.

    In the trigger's sentence: the nearest one before it, the second, a further one (0–2), likewise after it (3–5). Elsewhere
    before it the same three, each by whether it is of the trigger's paragraph and whether the trigger's sentence has another
    of the group (6–17); elsewhere after it by these two alone (18–21). The trigger itself stands apart (22). Those of one
    name count as one.
    """
    own = words[word]
    others = [words[j] for j in near]
    groups = [group(other.kind) for other in others]
    here = {g for other, g in zip(others, groups, strict=True) if other.sentence == own.sentence and other is not own}
    found = [0] * len(near)
    middle = bisect_left(near, word)
    for side in (range(middle - 1, -1, -1), range(middle, len(near))):
        after = side.step > 0
        seen: dict[tuple[int, bool], dict[str, int]] = {}
        for n in side:
            other, kind = others[n], groups[n]
            if other is own:
                found[n] = 22
                continue
            apart = other.sentence != own.sentence
            names = seen.setdefault((kind, apart), {})
            rank = min(names.setdefault(other.name or other.token.text, len(names)), 2)
            place = 2 * (other.paragraph == own.paragraph) + (kind in here)
            if not apart:
                found[n] = rank + 3 * after
            else:
                found[n] = 18 + place if after else 6 + 4 * rank + place
    return found


def windows(words: Sequence[Word], pieces: Sequence[tuple[int, ...]]) -> Iterator[Window]:
    """The windows of a report: whole sentences where they fit, each word scored in one, with what stands before it."""
    ends = [n + 1 for n, w in enumerate(words) if n + 1 == len(words) or words[n + 1].sentence != w.sentence]
    own = 0
    while own < len(words):
        first, room = own, CONTEXT
        while first and (room := room - len(pieces[first - 1])) >= 0:
            first -= 1
        left = LONGEST - 2 - sum(len(p) for p in pieces[first:own])
        last = own
        while last < len(words) and (left := left - len(pieces[last])) >= 0:
            last += 1
        if last < len(words):
            end = bisect_right(ends, last) - 1
            last = ends[end] if end >= 0 and ends[end] > own else max(last, own + 1)
        yield Window(first, own, last, tuple(pieces[first:last]))
        own = last


def root(sentence: Sentence, start: int, end: int) -> int | None:
    """The token of a stretch that the others hang on: the first whose head lies outside it."""
    inside = [t for t in sentence.tokens if t.start < end and start < t.end and not t.text.isspace()]
    held = {t.i for t in inside}
    above = [t for t in inside if t.head not in held or t.head == t.i]
    if not above:
        return None
    nouns = [t for t in above if t.pos in ("NOUN", "PROPN", "NUM", "VERB")]
    return (nouns or above)[-1 if len(nouns) > 1 and nouns[0].pos == "PROPN" else 0].i


def path(sentence: Sentence, i: int, j: int, longest: int = 5) -> str:
    """The way from one token to another through the tree: labels up, labels down, prepositions by their words.

    Empty where it is longer than `longest`.
    """
    ups = [i, *(t.i for t in sentence.ancestors(i))]
    at = j
    down: list[str] = []
    while at not in ups and len(down) <= longest:
        token = sentence.tokens[at]
        down.append(f"prep:{token.lemma}" if token.dep in ("prep", "agent") else token.dep)
        if token.head == at:
            return ""
        at = token.head
    if at not in ups:
        return ""
    up = [sentence.tokens[k].dep for k in ups[: ups.index(at)]]
    if len(up) + len(down) > longest:
        return ""
    return "<".join(("", *up)) + ">".join(("", *reversed(down)))
