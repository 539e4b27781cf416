"""Names that no catalogue has, found by how they are built: numbered units, titled persons, institutions, facilities.

Each finder gives (span, kind) pairs; what is already taken by a known name is left alone.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

from kg.model import Span
from kg.nlp.heads import heads
from kg.syntax import Sentence, Token

_CALENDAR = frozenset(
    """january february march april may june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday""".split()
)
_NOT_IN_NAMES = frozenset(
    """north south east west new san port mount fort lake river sea gulf bay cape saint st air force army navy
    operation battle war day week street road square oblast raion legion guard guards corps""".split()
)
_LOCATIVE = frozenset(
    "in near at toward towards around outside inside into from over across west east north south".split()
)
_DESIGNATION = re.compile(
    r"(?<![\w-])(?:[A-Z][A-Za-z]{0,3}-\d{1,4}[A-Za-z0-9]{0,5}|\d[A-Z]\d{1,3}[A-Z]?(?:-[A-Z][a-z]+)?|[A-Z]{1,4}\d{1,4}[A-Z]\d?)s?(?![\w-])"
)
_ROAD = re.compile(
    r"(?<![\w-])(?:[A-Z]{1,2}-\d{1,4}|[A-Z]?\d{0,3}[A-Z]?-\d{2,4}|[MHEPR]\d{1,3}) (?:highway|road|motorway)"
)
_SHIP = re.compile(
    r"\b(?:HMS|HMCS|USS|USNS|RFS|RFA|INS|ARA|ROKS|SS|MV|MT) [A-Z][\w'’-]+(?: (?:[A-Z][\w'’-]+|of))*(?<! of)"
    r"|(?:(?<=cruiser )|(?<=frigate )|(?<=destroyer )|(?<=corvette )|(?<=submarine )|(?<=warship )|(?<= ship )"
    r"|(?<=tanker )|(?<=vessel )|(?<=minesweeper )|(?<=carrier )|(?<=patrol boat ))[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*"
)
_ORDINAL = r"\d{1,4}(?:st|nd|rd|th)"


def _alternatives(words: frozenset[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", " ") for word in sorted(words, key=lambda w: (-len(w), w)))


@functools.cache
def _unit_patterns() -> tuple[re.Pattern[str], ...]:
    table = heads()
    head, modifier = _alternatives(table["unit"]), _alternatives(table["unit_modifier"])
    numbered = rf"\b{_ORDINAL}(?:[ -](?:(?i:{modifier})|[A-Z][\w'’-]+)){{0,6}}?[ -](?i:{head})s?\b"
    short = rf"\b{_ORDINAL}(?: (?:{'|'.join(w.capitalize() for w in sorted(table['unit_modifier']))}|VDV))+\b"
    proper = "Brigade|Regiment|Battalion|Division|Fleet|Flotilla|Legion|Corps|Military District|Army Corps|Squadron|Group of Forces"
    named = rf"\b[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){{0,3}} (?:{proper})\b"
    plain = r"\b\d{1,3} (?:Commando|Para|Brigade|Regiment|Squadron|Battalion|Division|Corps|Wing)\b(?: of the [A-Z][\w'’-]+)?"
    return tuple(re.compile(p) for p in (numbered, short, named, plain))


def units(text: str, skip: frozenset[str]) -> Iterator[tuple[Span, str]]:
    """Numbered and named formations: "47th Mechanized Brigade", "3rd Assault", "Southern Military District".

    `skip` are words that may stand in front without being part of the name (demonyms).
    """
    for pattern in _unit_patterns():
        for match in pattern.finditer(text):
            start = match.start()
            words = match.group().split(" ")
            while len(words) > 1 and (words[0] in skip or words[0] in ("The", "A", "In", "Its", "Our")):
                start += len(words.pop(0)) + 1
            if len(words) > 1:
                yield Span(start, match.end()), "unit"


def equipment(text: str) -> Iterator[tuple[Span, str]]:
    """Designations of weapons that no catalogue has: "Kh-555", "2S3", "M142A1"; numbered roads are none."""
    roads = [Span(*m.span()) for m in _ROAD.finditer(text)]
    for road in roads:
        yield road, "place"
    for match in _SHIP.finditer(text):
        yield Span(*match.span()), "equipment"
    for match in _DESIGNATION.finditer(text):
        span = Span(*match.span())
        if not any(span.overlaps(road) for road in roads):
            yield span, "equipment"


def _capital(token: Token) -> bool:
    return token.text[:1].isupper() and any(c.islower() for c in token.text) and token.text.lower() not in _CALENDAR


def runs(sentence: Sentence) -> Iterator[list[Token]]:
    """Stretches of capitalised tokens, "of (the)" and "-" inside included; a sentence's first word only as a proper noun."""
    run: list[Token] = []
    tokens = sentence.tokens
    for i, token in enumerate(tokens):
        proper = (_capital(token) or (token.text.isupper() and len(token.text) > 1 and token.text.isalpha())) and (
            token.pos in ("PROPN", "ADJ", "NOUN", "VERB", "X")
        )
        if i == 0 and token.pos not in ("PROPN",):
            proper = proper and token.pos in ("ADJ", "NOUN") and i + 1 < len(tokens) and _capital(tokens[i + 1])
        joins = (
            bool(run)
            and i + 1 < len(tokens)
            and token.text.lower() in ("of", "-", "al", "for", "and", "the")
            and (token.text.lower() not in ("and", "the") or tokens[i - 1].text.lower() == "of")
            and (_capital(tokens[i + 1]) or tokens[i + 1].text.lower() == "the")
        )
        if proper or joins:
            run.append(token)
            continue
        if run:
            yield run
        run = []
    if run:
        yield run


def institutions(sentence: Sentence) -> Iterator[tuple[Span, str]]:
    """Organisations and facilities whose name holds a telling head noun: "Security Council", "Ghardabiya Air Base"."""
    table = heads()
    for run in runs(sentence):
        words = [t.text.lower() for t in run]
        last = run[-1]
        span = Span(run[0].start, last.end)
        pair = " ".join(words[-2:])
        if len(run) > 1 and (words[-1] in table["facility"] or pair in table["facility"]):
            yield span, "facility"
        elif len(run) > 1 and (words[-1] in table["organisation"] or words[0] in table["organisation"]):
            yield span, "organisation"
        elif len(run) > 1 and words[-1] in (
            "river",
            "island",
            "islands",
            "sea",
            "lake",
            "strait",
            "bay",
            "peninsula",
        ):
            yield span, "place"
        else:
            yield from _lower_case_facility(sentence, run)


def _lower_case_facility(sentence: Sentence, run: list[Token]) -> Iterator[tuple[Span, str]]:
    """ "Zaporizhzhia nuclear plant": a name with its kind in small letters."""
    at = run[-1].i + 1
    words: list[str] = []
    while at < len(sentence.tokens) and len(words) < 3:
        word = sentence.tokens[at].text.lower()
        words.append(word)
        if word in (
            "airport",
            "airfield",
            "airbase",
            "refinery",
            "dam",
            "plant",
            "hotel",
            "arsenal",
            "shipyard",
            "station",
        ):
            named = word not in ("plant", "station") or words[0] in (
                "nuclear",
                "power",
                "hydroelectric",
                "steel",
                "thermal",
            )
            if named:
                yield Span(run[0].start, sentence.tokens[at].end), "facility"
            return
        if word not in (
            "nuclear",
            "power",
            "oil",
            "air",
            "military",
            "hydroelectric",
            "international",
            "steel",
            "thermal",
        ):
            return
        at += 1


def persons(sentence: Sentence) -> Iterator[tuple[Span, str]]:
    """Capitalised names with a title before them, a say-verb behind them or an office in apposition."""
    table = heads()
    for run in runs(sentence):
        tokens = [t for t in run if t.text.lower() not in ("of", "the", "and", "for")]
        start = _after_titles([t.text.lower() for t in tokens])
        titled = start > 0
        name = tokens[start:]
        if not name or len(name) > 4 or any(t.text.lower() in table["organisation"] for t in name):
            continue
        if name[-1].i - name[0].i != len(name) - 1 or not all(
            c.isalpha() or c in "'’-." for t in name for c in t.text
        ):
            continue
        before = sentence.tokens[name[0].i - 1] if name[0].i else None
        titled = titled or (before is not None and before.lemma in table["title"] and before.pos in ("NOUN", "PROPN"))
        head = next((t for t in name if t.head < name[0].i or t.head > name[-1].i), name[-1])
        verb = sentence.tokens[head.head]
        speaks = head.dep == "nsubj" and verb.lemma in table["say"] and verb.pos == "VERB"
        office = any(t.lemma in table["title"] for t in sentence.below(head.i, "appos"))
        office = office or (head.dep == "appos" and verb.lemma in table["title"])
        colon = (
            name[0].i == 0 and len(sentence.tokens) > name[-1].i + 1 and sentence.tokens[name[-1].i + 1].text == ":"
        )
        full = 2 <= len(name) <= 3 and all(t.tag == "NNP" and t.text.istitle() for t in name)
        acts = head.dep in ("nsubj", "nsubjpass", "appos") and not sentence.below(head.i, "det")
        full = full and acts and not any(t.text.lower() in _NOT_IN_NAMES for t in name)
        told = titled or (len(name) > 1 and (speaks or office)) or ((speaks or colon) and name[0].pos == "PROPN")
        if full or told:
            yield Span(name[0].start, name[-1].end), "person"


def _after_titles(words: Sequence[str]) -> int:
    """Where the name begins after titles of one or two words; the last word is none.

    >>> _after_titles("prime minister netanyahu".split()), _after_titles(["general"])
    (2, 0)
    """
    titles, start = heads()["title"], 0
    while (left := len(words) - start) > 1:
        if words[start] in titles:
            start += 1
        elif left > 2 and f"{words[start]} {words[start + 1]}" in titles:
            start += 2
        else:
            break
    return start


def _bare_name(sentence: Sentence, run: list[Token], head: Token) -> bool:
    """Whether a capitalised run stands as towns do: a proper noun without article, number or plural."""
    return run[0].pos == "PROPN" and head.tag == "NNP" and not sentence.below(head.i, "det", "nummod", "poss")


def places(sentence: Sentence) -> Iterator[tuple[Span, str]]:
    """Capitalised names that a place preposition or "the village of" governs."""
    table = heads()
    for run in runs(sentence):
        if len(run) > 3 or any(t.text.isupper() and len(t.text) < 5 for t in run):
            continue
        head = next((t for t in run if t.head < run[0].i or t.head > run[-1].i), run[-1])
        above = sentence.tokens[head.head]
        while head.dep == "conj" and above.i != above.head:
            head, above = above, sentence.tokens[above.head]
        span = Span(run[0].start, run[-1].end)
        if (
            (head.dep == "pobj" and above.text.lower() in _LOCATIVE and run[0].pos == "PROPN")
            or (
                head.dep in ("dobj", "nsubjpass")
                and above.lemma in table["taking"]
                and _bare_name(sentence, run, head)
            )
            or (
                head.dep == "nsubj"
                and above.lemma == "fall"
                and not sentence.first(above.i, "dobj")
                and _bare_name(sentence, run, head)
            )
        ):
            yield span, "place"
        elif head.dep == "pobj" and above.lemma == "of":
            noun = sentence.tokens[above.head]
            if noun.lemma in ("out","village", "town", "city", "settlement", "hamlet", "outskirt", "suburb", "direction", "area",
                              "north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest"):  # fmt: skip
                yield Span(run[0].start, run[-1].end), "place"
        elif above.lemma in ("direction", "axis", "front", "sector", "district", "region") and head.dep in (
            "compound",
            "nmod",
        ):
            if above.lemma in table["place"]:
                yield Span(run[0].start, run[-1].end), "place"
