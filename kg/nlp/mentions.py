"""The mentions of a report, each linked to an entity: of the catalogue, of the gazetteer, or local to the report.

Known names come first, the longest winning; what they leave is read by how names are built (`grammar`). A bracketed
acronym and a bare surname mean what the full name before them meant.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache

from kg.catalogue import Catalogue, Form
from kg.gazetteer import Gazetteer
from kg.gazetteer_hints import region_beside
from kg.identifiers import local_iri
from kg.linking import link_places, place_context
from kg.model import Entity, Filler, Link, Mention, Report, Span
from kg.nlp import grammar
from kg.nlp.heads import heads
from kg.nlp.names import NameMatcher
from kg.syntax import Sentence, Token

_ACRONYM = re.compile(r"\s\((?:the |“|\")?([A-Z][A-Za-z&-]{1,9})(?:”|\")?\)")
_GOVERNING = frozenset("for with by against between among from to".split())
_LOCATING = frozenset(
    "in near at on over outside around toward towards into inside across through within above".split()
)
_IN_NAMES = frozenset(("state", "place", "organisation"))
_LOCAL_SCORE, _LIKELY, _SURE = 0.5, 0.8, 0.9
_BEFALLS = frozenset("be become come face fall have hold lie remain see suffer".split())
_LONGEST_NAME = 120
_WORD = re.compile(r"(?<![\w-])\w+(?:[-'’.]\w+)*?(?=(?:['’]s)?(?![\w-]))")


def find_mentions(
    report: Report,
    sentences: tuple[Sentence, ...],
    matcher: NameMatcher,
    catalogue: Catalogue,
    gazetteer: Gazetteer,
    setting: Iterable[Entity] = (),
) -> tuple[Filler, ...]:
    """Every mention of an entity in the report, in text order, none overlapping another.

    `setting` are entities that the text is about although it does not name them (a question's: those of its store).
    """
    taken = _Taken(len(report.text))
    tokens = _TokenIndex(sentences)
    found: list[Filler] = []
    ends: dict[int, Filler] = {}

    def add(span: Span, link: Link, kind: str | None = None) -> bool:
        if not taken.take(span):
            return False
        filler = Filler(Mention(span, span.cut(report.text), kind or link.entity.kind), link)
        found.append(filler)
        ends[span.end] = filler
        return True

    matches = matcher.find(report.text)
    named = frozenset(f.entity.iri for match in matches for f in match.forms if f.role in ("name", "alias"))
    places = gazetteer.find(report.text)
    built = list(_built(report.text, sentences, catalogue))
    grown = sorted({span for span, _ in built})
    starts = {p.span.start for p in places}
    alone = {p.span for p in places}
    inner: list[tuple[Span, Form]] = []
    for match in matches:
        if _names_direction(match.span.cut(report.text)) and match.span.start in starts:
            continue  # "the Bakhmut direction" is told by the town
        longer = _longer(grown, match.span)
        forms = [f for f in match.forms if f.role != "surname" or _fits_surname(report.text, match.span)]
        if not forms or (longer is not None and not _keeps(forms, longer, match.span)):
            continue
        if forms[0].role == "surname":
            form = _bearer(forms, named, report.date, catalogue)
        else:
            form = _choose(forms, tokens.at(match.span.start), match.span)
        if form is not None and form.entity.kind in _IN_NAMES and any(_within(match.span, p.span) for p in places):
            inner.append((match.span, form))  # "Port Sudan" is a town first
        elif form is not None:
            add(match.span, Link(form.entity, 1.0 if form.role != "surname" else 0.9, (form.role,)))
    strong = [(s, k) for s, k in built if k in ("unit", "equipment", "person", "facility", "organisation")]
    for span, kind in sorted(strong, key=lambda b: (b[0].start - b[0].end, b[0].start)):
        if kind == "facility" or span not in alone:
            owner = _owner(ends, span, report.text) if kind == "unit" else ()
            add(span, _local(report, kind, span.cut(report.text), owner))
    _known_again(report, found, add)
    free = [p for p in places if taken.free(p.span)]
    context = place_context(gazetteer, [*(f.link.entity for f in found if f.link), *setting])
    for place, link in zip(free, link_places(free, context), strict=True):
        if link is None:
            continue
        made, at = place.hint == "settlement" or bool(place.within), tokens.at(place.span.start)
        if made or (_may_be_place(at, place.span, link.score) and (link.score >= _LIKELY or not _acts(at))):
            add(place.span, link)
    for span, form in inner:
        add(span, Link(form.entity, 1.0, (form.role,)))
    unknown = [span for span, kind in built if kind == "place"]
    lying = _regions_of(report.text, unknown, {f.mention.span.start: f.link.entity for f in found if f.link})
    for span in unknown:
        name = span.cut(report.text)
        add(span, _local(report, "place", name, lying.get(name, ())))
    found.sort(key=lambda filler: filler.mention.span)
    return tuple(found)


def _regions_of(text: str, spans: Iterable[Span], named: Mapping[int, Entity]) -> dict[str, tuple[str, ...]]:
    """For names of places that no gazetteer has, the region that the text puts one in: "Nova in Donetsk Oblast"."""
    lying: dict[str, tuple[str, ...]] = {}
    for span in spans:
        region = region_beside(text, span, named)
        if region is not None:
            lying.setdefault(span.cut(text), (region.iri,))
    return lying


def _within(inner: Span, outer: Span) -> bool:
    return inner != outer and outer.contains(inner)


def _names_direction(words: str) -> bool:
    return words.lower().endswith((" direction", " axis", " sector", " directions"))


class _Taken:
    """Which code points are part of a mention already."""

    def __init__(self, length: int) -> None:
        self._mask = bytearray(length)

    def free(self, span: Span) -> bool:
        return not any(self._mask[span.start : span.end])

    def take(self, span: Span) -> bool:
        if not self.free(span):
            return False
        self._mask[span.start : span.end] = b"\1" * (span.end - span.start)
        return True


class _TokenIndex:
    """The token at an offset, with its sentence."""

    def __init__(self, sentences: Iterable[Sentence]) -> None:
        self._at = {token.start: (sentence, token) for sentence in sentences for token in sentence.tokens}

    def at(self, offset: int) -> tuple[Sentence, Token] | None:
        return self._at.get(offset)


def _built(text: str, sentences: tuple[Sentence, ...], catalogue: Catalogue) -> Iterator[tuple[Span, str]]:
    yield from grammar.units(text, _demonyms(catalogue))
    yield from grammar.equipment(text)
    for sentence in sentences:
        yield from grammar.institutions(sentence)
        yield from grammar.persons(sentence)
    for sentence in sentences:
        yield from grammar.places(sentence)


@cache
def _demonyms(catalogue: Catalogue) -> frozenset[str]:
    return frozenset(s for s, forms in catalogue.forms.items() if forms[0].role == "demonym")


def _keeps(forms: list[Form], longer: Span, span: Span) -> bool:
    """Whether a known name inside a longer built one stays: demonyms and states do ("Russian 5th Brigade")."""
    return forms[0].entity.kind not in ("state",) and span.end - span.start > 0.6 * (longer.end - longer.start)


def _fits_surname(text: str, span: Span) -> bool:
    """A surname after a capitalised first name belongs to somebody else, unless a title stands there."""
    before = text[: span.start].rstrip(" ")[-1:]
    word = re.search(r"([A-Z][\w'’.-]+) $", text[max(0, span.start - 25) : span.start])
    if before and word and word[1].lower() not in heads()["title"]:
        return word.start() == 0 and text[max(0, span.start - 27) : max(0, span.start - 25)].endswith((". ", "\n"))
    return True


def _bearer(forms: list[Form], named: frozenset[str], day: date | None, catalogue: Catalogue) -> Form | None:
    """Whom a surname means: the one that the report names in full, else who is in office on its day, else none."""
    bearers = [form for form in forms if form.role == "surname"]
    full = [form for form in bearers if form.entity.iri in named]
    return catalogue.holder(full or bearers, day)


def _choose(forms: list[Form], at: tuple[Sentence, Token] | None, span: Span) -> Form | None:
    """Which of the forms is meant; None where a seat of government stands for the town."""
    first = forms[0]
    if first.role != "seat":
        return first
    if at is None:
        return None
    sentence, token = at
    head = token
    while head.dep in ("compound", "nmod", "amod") and span.start <= sentence.tokens[head.head].start < span.end:
        head = sentence.tokens[head.head]
    return first if _governs(sentence, head) else None


def _governs(sentence: Sentence, token: Token) -> bool:
    """Whether a capital's name stands for its government here: it acts, is spoken or given to, or owns."""
    above = sentence.tokens[token.head]
    while token.dep == "conj":
        token, above = above, sentence.tokens[above.head]
    if token.dep == "nsubj":
        return above.pos in ("VERB", "AUX") and above.lemma not in (
            "be",
            "have",
            "lie",
            "fall",
            "remain",
            "see",
            "come",
        )
    if token.dep in ("dative", "dobj", "agent"):
        return above.lemma in (
            "tell",
            "urge",
            "ask",
            "accuse",
            "blame",
            "give",
            "warn",
            "pressure",
            "press",
            "support",
            "help",
        )
    if token.dep == "poss":
        return above.lemma in ("force", "troop", "army", "ally", "government", "ministry", "offensive", "claim", "side", "reply",
                               "operation", "war", "ban", "aid", "partner", "hand", "support", "goal", "demand", "position")  # fmt: skip
    if token.dep == "pobj":
        return above.text.lower() in ("for", "with", "by", "against", "between", "among")
    return False


def _local(report: Report, kind: str, name: str, owner: tuple[str, ...] = ()) -> Link:
    """A link to an entity that only this report names; a unit belongs to the state that stands before its name."""
    return Link(
        Entity(local_iri(kind, report.id, name), kind, name, broader=owner), _LOCAL_SCORE, ("named in the report",)
    )


def _owner(ends: Mapping[int, Filler], span: Span, text: str) -> tuple[str, ...]:
    """The state or group right before a name: "Russian 5th Brigade", "Ukraine's 25th Brigade"; mentions by their ends."""
    for end in range(span.start, span.start - 5, -1):
        filler = ends.get(end)
        if filler is not None and filler.link is not None and text[end : span.start].strip(" ’'s") == "":
            if filler.kind in ("state", "armed_group"):
                return (filler.link.entity.iri,)
    return ()


def _longer(spans: Sequence[Span], inner: Span) -> Span | None:
    """The first of sorted stretches that holds another and is longer, of those that begin at most a line before it."""
    first = bisect_left(spans, Span(inner.start - _LONGEST_NAME, 0))
    for span in spans[first:]:
        if span.start > inner.start:
            return None
        if span.contains(inner) and span != inner:
            return span
    return None


def _known_again(report: Report, found: list[Filler], add: object) -> None:
    """Acronyms given in brackets, bare surnames and bare unit numbers mean the entity named in full before them."""
    assert callable(add)
    text = report.text
    again: dict[str, tuple[Link, int]] = {}
    for filler in sorted(found, key=lambda f: f.mention.span):
        link, span = filler.link, filler.mention.span
        if link is None:
            continue
        if (acronym := _ACRONYM.match(text, span.end)) and link.entity.kind != "equipment":
            again.setdefault(acronym[1], (link, span.end))
        words = filler.mention.text.split()
        if (
            link.entity.kind in ("armed_group", "organisation")
            and len(initials := _initials(filler.mention.text)) > 1
        ):
            again.setdefault(initials, (link, span.end))
        if link.entity.kind == "person" and len(words) > 1:
            again.setdefault(words[-1], (link, span.end))
        if link.entity.kind == "unit" and words[0][:1].isdigit() and len(words) > 1:
            again.setdefault(words[0], (link, span.end))
    for match in _WORD.finditer(text):
        if match.group() in again:
            link, since = again[match.group()]
            if match.start() >= since:
                add(Span(*match.span()), Link(link.entity, min(link.score, 0.9), ("as named before",)))


def _is_part_of_name(before: Token, token: Token) -> bool:
    """Whether a place's name is only the end of a longer name that no gazetteer has: "Marlin Luanda"."""
    return (
        before.pos == "PROPN"
        and before.dep == "compound"
        and before.head == token.i
        and before.text.isalpha()
        and before.text.istitle()
    )


def _initials(name: str) -> str:
    """The capitals of a name of several words: "Kachin Independence Army" → KIA; nothing for a name in one word."""
    words = [word for word in name.replace("-", " ").split() if word[:1].isupper()]
    return "".join(word[0] for word in words) if len(words) > 1 else ""


def _may_be_place(at: tuple[Sentence, Token] | None, span: Span, score: float) -> bool:
    """Whether the words can name a place where they stand: after no title, as a noun unless the link is sure of itself,
    and as no verb's lone subject of speech."""
    if at is None:
        return True
    sentence, token = at
    before = sentence.tokens[token.i - 1] if token.i else None
    if before is not None and (before.text == "Operation" or _is_part_of_name(before, token)):
        return False
    if before is not None and before.text.istitle() and before.text.lower() in heads()["title"]:
        return False
    if score >= _SURE:
        return True
    if token.pos in ("VERB", "ADV", "ADP", "DET", "PRON", "AUX", "CCONJ", "SCONJ") and span.end <= token.end:
        return False
    above = sentence.tokens[token.head]
    return not (token.dep == "nsubj" and above.lemma in ("say", "tell", "write", "add", "claim", "note"))


def _acts(at: tuple[Sentence, Token] | None) -> bool:
    """Whether a name does what people do: as the subject of a verb that says more than what befalls a town."""
    if at is None:
        return False
    sentence, token = at
    above = sentence.tokens[token.head]
    return token.dep == "nsubj" and above.pos == "VERB" and above.lemma not in _BEFALLS
