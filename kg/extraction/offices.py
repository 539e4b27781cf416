"""Offices and who holds them: "X, commander of Y", "Y's commander X", "Chechen leader X"."""

from __future__ import annotations

import re

from kg.extraction.discourse import Discourse
from kg.model import Filler, Mention, Span
from kg.nlp.heads import heads
from kg.syntax import Sentence, Token
from kg.vocabulary import ACTOR_KINDS, PLACE_KINDS

_HEADS = frozenset(
    """president premier chancellor governor commander commander-in-chief chief leader head king emir mayor chairman
    dictator warlord chairwoman ruler boss""".split()
)
_RANKS = (
    r"(?:(?:(?:Staff|Colonel|Lieutenant|Major|Brigadier|Vice|Rear|Army|Lt|Col|Maj|Brig)[ .-]*)*"
    r"(?:General|Gen|Admiral|Adm|Colonel|Col|Major|Maj|Captain|Capt|Lieutenant|Lt|Commander|Marshal|Mr|Sheikh)\.? )?"
)
_OF_TWO_WORDS = frozenset({("minister", "prime"), ("general", "secretary"), ("general", "director")})
_COMMANDED = re.compile(r"(?:,? under |,? (?:commanded|led) by | of |(?P<open> \())(?:the command of )?" + _RANKS)
_UNDER = re.compile(r",? (?:under|commanded by|led by) (?:the command of )?" + _RANKS)
_PARTIES = frozenset("band mission boat".split())
_NOT_HEAD = frozenset("deputy former vice ex late first onetime then".split())
_STAFF = re.compile(r"(?: of (?:the )?(?:general )?staff)?(?:[- ]in[- ]chief)?", re.I)


def office(sentence: Sentence, token: Token, discourse: Discourse) -> tuple[Filler, Filler] | None:
    """ "X, commander of Y", "Y's commander X", "Chechen leader X", "the president of Y, X"."""
    before = sentence.tokens[max(0, token.i - 2) : token.i]
    if not _is_head(sentence, token):
        return None
    if any(t.text.lower().rstrip("-") in _NOT_HEAD for t in before):
        return None
    staff = _STAFF.match(discourse.text, token.end)
    end = staff.end() if staff else token.end
    led, led_end = _led_behind(discourse, sentence, end)
    person = _person_behind(discourse, sentence, led_end if led else end)
    if person is None:
        person = _person_before(discourse, sentence, token)
    if person is None:
        return None
    if not led and person.mention.span.start > token.start:
        led, _ = _led_behind(discourse, sentence, person.mention.span.end)
        led = tuple(f for f in led if f.kind is not None)
    if not led:
        led = _led_before(discourse, sentence, token)
    if led and led[0].mention.span != person.mention.span:
        return person, led[0]
    return None


def _is_head(sentence: Sentence, token: Token) -> bool:
    """Whether a word names the office of one who heads something: "governor", "prime minister", "secretary general"."""
    if token.pos not in ("NOUN", "PROPN", "ADJ"):
        return False
    before = sentence.tokens[token.i - 1].lemma.lower() if token.i else ""
    lemma = token.lemma.lower()
    if (lemma, before) in _OF_TWO_WORDS or lemma == "secretary-general":
        return True
    return token.pos != "ADJ" and (token.lemma in _HEADS or token.text == "PM")


def command(sentence: Sentence, token: Token, discourse: Discourse) -> tuple[Filler, Filler] | None:
    """ "The 30th Brigade under Colonel X", "rebels under X", "III Corps (Major General X)": who leads the force named."""
    force = discourse.mention(token)
    if force is not None and force.kind in ("unit", "armed_group"):
        if token.end != force.mention.span.end:
            return None
        match = _COMMANDED.match(discourse.text, token.end)
    elif token.pos in ("NOUN", "PROPN") and (
        token.lemma.lower() in heads()["force"] or token.lemma.lower() in _PARTIES
    ):
        force, match = discourse.generic(sentence, token.i), _UNDER.match(discourse.text, token.end)
    else:
        return None
    if match and force.kind == "unit" and match[0].startswith(" of "):
        # "the 67th Brigade of X": a state's, or a president's
        return None
    person = _mention_at(discourse, match.end()) if match and match.end() < sentence.span.end else None
    if person is None or person.kind != "person" or match is None:
        return None
    behind = discourse.text[person.mention.span.end : person.mention.span.end + 1]
    if match.groupdict().get("open") and behind not in (")", ","):
        return None
    return person, force


def _mention_at(discourse: Discourse, offset: int) -> Filler | None:
    return next((m for m in discourse.mentions_in(offset - 120, offset + 1) if offset < m.mention.span.end), None)


def _person_behind(discourse: Discourse, sentence: Sentence, end: int) -> Filler | None:
    """The person named right behind an office: "president X", "commander of Y, Lt. Gen. X"."""
    if end >= sentence.span.end:
        return None
    match = re.compile(r",? " + _RANKS).match(discourse.text, end)
    found = _mention_at(discourse, match.end()) if match else None
    if found is None and (match := re.compile(r",? ").match(discourse.text, end)):
        found = _mention_at(discourse, match.end())
    return found if found is not None and found.kind == "person" else None


def _person_before(discourse: Discourse, sentence: Sentence, token: Token) -> Filler | None:
    """The person whom an apposition behind a comma gives an office: "X, the commander of Y"."""
    named = [
        m
        for m in discourse.mentions
        if m.mention.span.end <= token.start and m.mention.span.start >= sentence.span.start
    ]
    for person in reversed(named):
        if person.kind != "person":
            continue
        between = discourse.text[person.mention.span.end : token.start]
        apposed = (
            token.dep in ("appos", "attr", "nmod", "compound", "conj") or sentence.tokens[token.head].dep == "appos"
        )
        if re.match(r",? (?:who (?:is|was) )?(?:the |a |its |their )?[^,;:()]{0,50}$", between) and apposed:
            return person if between.startswith(",") or token.dep == "attr" else None
        return None
    return None


def _led_behind(discourse: Discourse, sentence: Sentence, end: int) -> tuple[tuple[Filler, ...], int]:
    """What stands behind "commander of", and where it ends."""
    match = re.compile(r" (?:of|for|at) (?:the |its |their |all )?").match(discourse.text, end)
    if match is None or match.end() >= sentence.span.end:
        return (), end
    token = sentence.at(match.end())
    if token is None:
        return (), end
    at = token
    while at.dep in ("compound", "amod", "nmod", "poss", "nummod", "quantmod", "case", "npadvmod") and at.head > at.i:
        above = discourse.mention(sentence.tokens[at.head])
        if above is not None and above.kind == "person":
            break  # "the head of the OVA X": the person is who holds the office
        at = sentence.tokens[at.head]
    filler = discourse.mention(at) or _mention_at(discourse, match.end())
    if filler is not None and (filler.kind in ACTOR_KINDS | PLACE_KINDS) and filler.kind != "person":
        return (filler,), max(
            filler.mention.span.end, at.end if discourse.mention(at) is None else filler.mention.span.end
        )
    if at.pos not in ("NOUN", "PROPN"):
        return (), end
    return (discourse.generic(sentence, at.i),), at.end


def _led_before(discourse: Discourse, sentence: Sentence, token: Token) -> tuple[Filler, ...]:
    """What stands before an office: "Y's commander", "Odesa governor", "Chechen leader", "the brigade's commander"."""
    low = token.i - (token.i > 0 and sentence.tokens[token.i - 1].lemma == "prime")
    token = sentence.tokens[low]
    while low and sentence.tokens[low - 1].pos in ("NOUN", "PROPN", "ADJ", "PART", "NUM") and token.i - low < 7:
        low -= 1
    for at in reversed(sentence.tokens[low : token.i]):
        filler = discourse.mention(at)
        if filler is not None and filler.kind in ACTOR_KINDS | PLACE_KINDS and filler.kind != "person":
            return (filler,)
    owner = next((t for t in sentence.tokens[low : token.i] if t.dep == "poss" and t.pos == "NOUN"), None)
    if owner is not None:
        return (discourse.taken_up(owner) or discourse.generic(sentence, owner.i),)
    first = sentence.tokens[token.i - 1] if token.i else None
    if (
        first is not None
        and first.text.lower() in ("its", "their")
        and (meant := discourse.pronoun(sentence, first.i))
    ):
        return (meant,)
    if (
        first is not None
        and first.i >= low
        and (
            first.text[:1].isupper()
            or first.lemma in ("rebel", "separatist", "army", "opposition", "military", "junta", "militia", "regime")
        )
    ):
        span = Span(first.start, first.end)
        return (Filler(Mention(span, span.cut(discourse.text))),)
    if token.lemma in ("governor", "mayor") and (
        first is None or first.lemma in ("regional", "local", "the", "its", "city", "provincial")
    ):
        places = [m for m in discourse.mentions if m.kind == "place" and m.mention.span.end <= token.start]
        return (places[-1],) if places else ()
    return ()
