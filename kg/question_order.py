"""Questions in the order of statements, which parsers read far better: "which town did X take" → "X did take which town"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.syntax import Token

_AUXILIARIES = frozenset(
    "do does did is are was were has have had will would may might could can shall should".split()
)
_QUESTION_TAGS = frozenset({"WDT", "WP", "WP$", "WRB"})
_VERBS = frozenset({"VB", "VBG", "VBN", "VBP", "VBD", "VBZ"})


def tidy(question: str) -> str:
    """The question with a capital and a question mark, as the parser's training text has them.

    >>> tidy("  who destroyed the HIMARS ")
    'Who destroyed the HIMARS?'
    """
    plain = " ".join(question.split()).rstrip("?!. ")
    return plain[:1].upper() + plain[1:] + "?" if plain else ""


def declarative(tokens: Sequence[Token]) -> str:
    """The words of a tagged question with subject, auxiliary, verb and what is asked for in a statement's order.

    A question whose subject is asked for stands in that order already and is given back as it is.
    """
    words = [t for t in tokens if t.text not in ("?", ".", "!") and t.text.strip()]
    if words and (words[0].tag in _QUESTION_TAGS or words[0].tag in ("IN", "TO") or words[0].text.lower() in _AUXILIARIES):
        words[0] = replace(words[0], text=words[0].text.lower())
    asking = next((n for n, t in enumerate(words) if t.tag in _QUESTION_TAGS), None)
    aux = next((n for n, t in enumerate(words) if t.text.lower() in _AUXILIARIES), None)
    if aux is None or (asking is not None and asking > aux):
        asking = None if aux == 0 else asking
        if aux != 0:
            return _joined(words)
    assert aux is not None
    verb = _main_verb(words, aux)
    if verb is None or verb == aux + 1:
        return _joined(words)
    subject, end = words[aux + 1 : verb], _chain_end(words, verb)
    asked, rest = words[:aux], words[end:]
    adverbial = bool(asked) and asked[0].tag == "WRB" and asked[0].text.lower() != "how"
    stranded = bool(rest) and rest[-1].tag in ("IN", "RP", "TO") and len(rest) == 1
    helper = words[aux]
    if helper.text.lower() in ("do", "does", "did"):
        # An emphatic "did" misleads parsers; what it says of time and mood is read from the question itself.
        helper = replace(helper, text="will")
    if adverbial or stranded:
        ordered = [*subject, helper, *words[verb:end], *rest, *asked]
    else:
        ordered = [*subject, helper, *words[verb:end], *asked, *rest]
    return _joined(ordered)


def _main_verb(words: Sequence[Token], aux: int) -> int | None:
    """Where the verb is that an auxiliary belongs to, behind the subject that stands between them."""
    do_or_modal = words[aux].text.lower() not in ("is", "are", "was", "were", "has", "have", "had")
    for n in range(aux + 1, len(words)):
        tag = words[n].tag
        if n > aux + 1 and (tag in ("VB", "VBP") if do_or_modal else tag in ("VBG", "VBN")):
            return n
    if do_or_modal:
        # "did Russia capture": a bare verb may be tagged as a noun where it could be one
        nouns = [n for n in range(aux + 2, len(words)) if words[n].tag in ("NN", "VBD", "VBN") and words[n].text.islower()]
        return nouns[0] if nouns else None
    return None


def _chain_end(words: Sequence[Token], verb: int) -> int:
    """Behind the verb, its particle and the infinitives that go on from it."""
    at = verb + 1
    while at < len(words):
        if words[at].tag == "RP" and words[at - 1].tag in _VERBS:
            at += 1
        elif words[at].text.lower() == "to" and at + 1 < len(words) and words[at + 1].tag == "VB":
            at += 2
        else:
            return at
    return at


def _joined(words: Sequence[Token]) -> str:
    out, end = "", None
    for token in words:
        glue = "" if end is None or token.start == end else " "
        out += glue + token.text
        end = token.end
    out = " ".join(out.split())
    return out[:1].upper() + out[1:] + "." if out else ""
