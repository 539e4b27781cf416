"""Questions in the order of statements, which parsers read far better.

"Which town did X take" becomes "X did take which town".
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date as Date

from kg.question_days import asked_days
from kg.question_words import word_set
from kg.syntax import Sentence, Token

_QUESTION_TAGS = ("WDT", "WP", "WP$", "WRB")
_VERBS = frozenset({"VB", "VBG", "VBN", "VBP", "VBD", "VBZ"})
_ASKING = re.compile(
    r"^(?:please\s+)?(?:can you\s+|could you\s+)?(?:tell|show|give)\s+(?:me|us)\s+"
    rf"(?=(?:{'|'.join(sorted(word_set('asking')))})\b)",
    re.I,
)
_LISTING = re.compile(
    r"^(?:please\s+)?(?:can you\s+|could you\s+)?"
    r"(?:list|name|enumerate|find|identify|(?:tell|show|give)\s+(?:me|us)|show|give)\s+"
    r"(?:all\s+(?:of\s+)?|any\s+|every\s+)?(?:the\s+)?(?=\w)",
    re.I,
)
_HEADS = (
    r"(?:\w+ )?(?:president|prime minister|governor|commander|commander-in-chief|chief|leader|head)(?: of staff)?"
)
_LEADERS = re.compile(rf"^(?:who|which \w+) (?:is|are|was|were) (?:the |an? )?{_HEADS}s? (?:of|in) ", re.I)
_LEADS = re.compile(rf"^(?:is|was) (.+?) (?:the |an? ){_HEADS} (?:of|in) ", re.I)
_LISTED = "These are the "
_BEFORE_DAYS = re.compile(r"\s*\b(?:on|in|since|during|by|until|from|before|after|over|of|for)?\s*$", re.I)
_BY_WHOM = re.compile(r"^by (?:whom|who) (is|are|was|were|has|have|had) ", re.I)


def tidy(question: str) -> str:
    """The question with a capital and a question mark, as the parser's training text has them.

    Asking words before it are dropped, requests for a list put as questions, offices as what their holders do.

    >>> tidy("  who destroyed the HIMARS "), tidy("who is the governor of Kyiv")
    ('Who destroyed the HIMARS?', 'Who leads Kyiv?')
    >>> tidy("list the tanks that Russia lost")
    'These are the tanks that Russia lost.'
    """
    plain = " ".join(question.split()).rstrip("?!. ")
    if asking := _ASKING.match(plain):
        plain = plain[asking.end() :]
    elif listing := _LISTING.match(plain):
        return f"{_LISTED}{plain[listing.end() :]}."
    if leaders := _LEADERS.match(plain):
        plain = "who leads " + plain[leaders.end() :]
    elif leads := _LEADS.match(plain):
        plain = f"does {leads[1]} lead {plain[leads.end() :]}"
    elif by := _BY_WHOM.match(plain):
        plain = f"{plain[by.start(1) :]} by whom"
    return plain[:1].upper() + plain[1:] + "?" if plain else ""


def undated(question: str, today: Date | None) -> str:
    """The question without the days that it names, which say when and not what, and lead parsers astray.

    >>> undated("which towns did they take on 14 August", Date(2024, 8, 16))
    'which towns did they take'
    """
    for found in reversed(asked_days(question, today)):
        before = _BEFORE_DAYS.sub("", question[: found.span.start])
        question = f"{before} {question[found.span.end :].lstrip()}".strip()
    return question


def declarative(sentence: Sentence, verbs: Collection[str] = ()) -> str:
    """The words of a tagged question with subject, auxiliary, verb and what is asked for in a statement's order.

    `verbs` are lemmas that are taken for the verb where a tagger takes them for nouns ("did the jet crash"). A
    question whose subject is asked for stands in that order already and is given back as it is.
    """
    nested = _nested(sentence)
    if nested is not None:
        return nested
    words = _worded(sentence.tokens)
    if words and (words[0].tag in (*_QUESTION_TAGS, "IN", "TO") or words[0].text.lower() in word_set("auxiliary")):
        words[0] = replace(words[0], text=words[0].text.lower())
    asking = next((n for n, t in enumerate(words) if t.tag in _QUESTION_TAGS), None)
    aux = next((n for n, t in enumerate(words) if t.text.lower() in word_set("auxiliary")), None)
    if aux is None or (asking is not None and asking > aux):
        asking = None if aux == 0 else asking
        if aux != 0:
            return _joined(words)
    assert aux is not None
    verb = _main_verb(words, aux, verbs)
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


def _nested(sentence: Sentence) -> str | None:
    """What is listed ("these are the tanks that Russia lost") as a statement with "which tanks".

    Also "which tanks Russia lost", where no auxiliary goes before the subject; None where the question is of
    neither kind.
    """
    tokens = sentence.tokens
    if [t.text for t in tokens[:3]] == _LISTED.split():
        return _listed(sentence)
    root = next((t for t in tokens if t.dep == "ROOT"), None)
    if root is None or tokens[0].text.lower() not in ("which", "what"):
        return None
    subject = sentence.first(root.i, "nsubj")
    if root.tag not in ("VBD", "VBZ", "VBP") or subject is None:
        return None
    first = sentence.subtree(subject.i)[0]
    moved = any(t.i < first for t in sentence.below(root.i, "dobj", "attr", "dative"))
    if not moved or any(t.text.lower() in word_set("auxiliary") for t in tokens[:first]):
        return None
    words = _worded(tokens[first:])
    end = _chain_end(words, root.i - first)
    return _joined([*words[:end], *_lower(tokens[:first]), *words[end:]])


def _listed(sentence: Sentence) -> str:
    tokens = sentence.tokens
    clause = next((t for t in tokens[3:] if t.dep in ("relcl", "acl") and t.tag in _VERBS), None)
    if clause is None:
        return _joined([_word("Who", tokens[0]), *_worded([tokens[1], *tokens[3:]])])
    first = sentence.subtree(clause.i)[0]
    which = replace(tokens[2], text="which")
    asked = [which, *tokens[3:first]]
    linking = [t.i for t in tokens[first:] if t.tag in ("WDT", "WP") or (t.text.lower() == "that" and t.i == first)]
    rest = _worded([t for t in tokens[first:] if t.i not in linking])
    if clause.dep == "acl" and clause.tag == "VBN":
        return _joined([*asked, _word("were", asked[-1]), *rest])
    subject = sentence.first(clause.i, "nsubj", "nsubjpass")
    if subject is None or subject.i in linking:
        return _joined([*asked, *rest])
    end = _chain_end(rest, next(n for n, t in enumerate(rest) if t.i == clause.i))
    if [t.tag for t in rest[end:]] in (["IN"], ["TO"]):
        end += 1
    return _joined([*rest[:end], *asked, *rest[end:]])


def _worded(tokens: Sequence[Token]) -> list[Token]:
    return [t for t in tokens if t.text not in ("?", ".", "!") and t.text.strip()]


def _word(text: str, behind: Token) -> Token:
    return replace(behind, text=text, start=behind.end + 1, end=behind.end + 1 + len(text))


def _lower(words: Sequence[Token]) -> list[Token]:
    return [replace(t, text=t.text.lower()) if n == 0 else t for n, t in enumerate(words)]


def _main_verb(words: Sequence[Token], aux: int, verbs: Collection[str]) -> int | None:
    """Where the verb is that an auxiliary belongs to, behind the subject that stands between them."""
    do_or_modal = words[aux].text.lower() not in word_set("being")
    for n in range(aux + 1, len(words)):
        tag = words[n].tag
        if n > aux + 1 and (tag in ("VB", "VBP") if do_or_modal else tag in ("VBG", "VBN")):
            return n
    if do_or_modal:
        # "did Russia capture": a bare verb may be tagged as a noun where it could be one
        behind = range(aux + 2, len(words))
        nouns = [n for n in behind if words[n].tag in ("NN", "VBD", "VBN", "JJ") and words[n].text.islower()]
        known = [n for n in nouns if words[n].lemma.lower() in verbs or words[n].text in verbs]
        return next(iter(known or nouns), None)
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
