"""Drafts to claims: time, certainty and speakers settled, doubles merged, ids given."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.dates import scope_of
from kg.extraction.counting import counted, with_named
from kg.extraction.discourse import Discourse
from kg.extraction.draft import Draft
from kg.extraction.origin import SCORE
from kg.extraction.positions import positioned
from kg.extraction.showing import is_shown
from kg.extraction.sources import shared, with_opener
from kg.extraction.timing import carried, opened, time_of
from kg.identifiers import claim_id
from kg.learned.confidence import confidence
from kg.model import Claim, Filler, Interval, Span
from kg.nlp.heads import heads
from kg.nlp.qualifiers import weaker
from kg.vocabulary import ACTOR_KINDS, CLAIM_TYPES

_OWN_SUCCESS = {
    "equipment_loss": "perpetrator",
    "personnel_loss": "perpetrator",
    "territorial": "actor",
    "attack": "attacker",
}
_BODIES = frozenset(
    "ministry mod army military force staff command navy defence defense brigade spokesman spokesperson".split()
)
_ADMITTING = frozenset("concede admit acknowledge confirm own".split())
_STRETCH = re.compile(
    r"(?:(?:in|over|during|within) )?(?:since|from|between|(?:the )?(?:past|last|previous))\b", re.I
)
_SOME_DAYS = 3
_DECISIVE = {
    "equipment_loss": ("equipment", "victim"),
    "personnel_loss": ("victim",),
    "attack": ("target", "place", "weapon"),
    "territorial": ("actor", "place"),
    "movement": ("unit", "place", "equipment"),
    "transfer": ("supplier", "recipient", "equipment"),
    "statement": ("speaker", "topic", "addressee"),
    "measure": ("place", "target", "authority"),
    "diplomacy": ("party", "place", "topic"),
    "relation": ("subject", "object"),
}
_NAMED_EVENTS = {
    "attack": ("attacker", "target", "place", "unit"),
    "territorial": ("actor", "place", "opponent", "unit"),
}


def compose(
    drafts: Iterable[Draft], discourse: Discourse, *, learned: bool = True
) -> tuple[tuple[Claim, Draft], ...]:
    """The claims of a report, in the order of their words, each with the draft that it was made from."""
    settled = carried([_settle(with_opener(draft, discourse), discourse) for draft in drafts], discourse)
    settled.sort(key=lambda d: (d.span.start, -d.span.end, d.type, d.status, _key(d)))
    settled = _without_second_mentions(shared(settled, discourse))
    kept: list[Draft] = []
    alike: dict[tuple[str, str], list[int]] = {}
    for draft in settled:
        if not _says_something(draft, discourse):
            continue
        like = alike.setdefault((draft.type, draft.status), [])
        twin = next((n for n in like if _same(draft, kept[n])), None)
        if twin is None:
            like.append(len(kept))
            kept.append(draft)
        else:
            kept[twin] = _merge(kept[twin], draft)
    seen: Counter[tuple[str, str, str]] = Counter()
    claims = []
    for draft in kept:
        draft = replace(with_named(draft, discourse), span=_trimmed(draft.span, discourse.text))
        quote = draft.span.cut(discourse.text)
        key = (draft.type, draft.status, quote)
        claims.append((_claim(draft, quote, seen[key], discourse, learned), draft))
        seen[key] += 1
    return tuple(claims)


def _trimmed(span: Span, text: str) -> Span:
    """The stretch without the white space and commas at its ends."""
    words = span.cut(text)
    start = span.start + len(words) - len(words.lstrip(" ,;:–—-\n\t"))
    return Span(start, max(start + 1, span.end - len(words) + len(words.rstrip(" ,;:–—-\n\t"))))


def _key(draft: Draft) -> tuple[tuple[str, int, int], ...]:
    return tuple(sorted((r, f.mention.span.start, f.mention.span.end) for r, fs in draft.roles.items() for f in fs))


def _settle(draft: Draft, discourse: Discourse) -> Draft:
    clause = draft.clause
    attribution = draft.attribution
    polarity, modality, certainty, basis = draft.polarity, draft.modality, draft.certainty, draft.basis
    condition, cause = draft.condition, draft.cause
    if clause is not None:
        # an assault that failed was made; a town that they failed to take was not taken
        failed = clause.failed and draft.type != "attack"
        polarity = polarity or ("negative" if clause.negated != failed else "positive")
        modality = modality or clause.modality
        certainty = certainty or clause.certainty
        basis = basis or clause.basis
        condition, cause = condition or clause.condition, cause or clause.cause
        if not attribution and clause.speakers and draft.type != "statement":
            attribution = _sources(clause.speakers, draft, discourse)
    certainty = certainty or "asserted"
    if basis in (None, "none") and polarity != "negative" and is_shown(draft, discourse):
        basis = "visual"
    if draft.type == "statement":
        certainty = "asserted" if certainty == "possible" else certainty
        modality = "actual" if modality == "possible" else modality
    if (
        attribution
        and certainty == "asserted"
        and polarity != "negative"
        and _boasts(attribution[0], draft, discourse)
    ):
        certainty = "probable"
    if (
        certainty == "probable"
        and draft.modality is None
        and clause is not None
        and clause.modality == "possible"
        and not clause.hedge
    ):
        certainty = "asserted"
    if certainty == "asserted" and basis in ("visual", "document"):
        certainty = "confirmed"
    time = opened(draft, discourse) or draft.time or time_of(draft, discourse)
    draft = counted(positioned(draft, discourse), discourse)
    count = draft.count
    if count is not None and count.scope == "event":
        count = replace(count, scope=_scope(draft, time, discourse))
    return replace(
        draft,
        attribution=attribution,
        polarity=polarity or "positive",
        modality=modality or "actual",
        certainty=certainty,
        basis=basis or "none",
        condition=condition,
        cause=cause,
        time=time,
        count=count,
    )


def _sources(speakers: tuple[int, ...], draft: Draft, discourse: Discourse) -> tuple[Filler, ...]:
    assert draft.clause is not None
    sentence = draft.clause.sentence
    found: list[Filler] = []
    for i in speakers:
        actors = discourse.actors(sentence, i)
        named = discourse.mention(sentence.tokens[i])
        if (
            actors
            and named is None
            and sentence.tokens[i].pos in ("NOUN", "PROPN")
            and actors[0].kind in ("state", "place")
        ):
            phrase = discourse.generic(sentence, i)
            actors = (Filler(phrase.mention, actors[0].link),)
        if (
            not actors
            and sentence.tokens[i].pos in ("NOUN", "PROPN")
            and sentence.tokens[i].lemma not in ("claim", "goal", "report")
        ):
            actors = (discourse.generic(sentence, i),)
        found.extend(a for a in actors if a not in found)
    return tuple(found)


def _boasts(speaker: Filler, draft: Draft, discourse: Discourse) -> bool:
    """Whether a belligerent claims its own success; of others' losses of equipment hardly anyone else tells."""
    role = _OWN_SUCCESS.get(draft.type)
    if role is None or draft.status in ("withdrew", "crashed"):
        return False
    side = discourse.side(speaker)
    if side is None:
        return draft.type == "equipment_loss" and _is_of_force(speaker) and not _is_admitted(draft)
    return any(discourse.side(f) == side for f in draft.fillers(role)) or (
        draft.type.endswith("_loss")
        and any(discourse.side(f) not in (side, None) for f in draft.fillers("victim"))
        and not draft.fillers("perpetrator")
    )


def _is_of_force(speaker: Filler) -> bool:
    """Whether who says it may speak for a force: a named person or unit, a ministry, an army and the like."""
    words = {word.rstrip("s") for word in speaker.mention.text.lower().split()}
    return speaker.kind in ("person", "unit", "armed_group") or bool(words & _BODIES)


def _is_admitted(draft: Draft) -> bool:
    """Whether a claim's sentence says that someone owns up to it or bears it out."""
    tokens = draft.clause.sentence.tokens if draft.clause is not None else ()
    return any(token.lemma in _ADMITTING for token in tokens)


def _scope(draft: Draft, time: Interval | None, discourse: Discourse) -> str:
    """Of what the number is a number: by the words of its clause, else by the stretch of days over which losses are told."""
    scope = scope_of(draft.span.cut(discourse.text))
    if scope == "event" and time is not None and draft.type.endswith("_loss"):
        return "period" if _STRETCH.match(time.text) and (time.end - time.start).days >= _SOME_DAYS else scope
    return scope


def _says_something(draft: Draft, discourse: Discourse) -> bool:
    """Whether a draft holds enough to be a claim about the conflict."""
    filled = {role for role, fillers in draft.roles.items() if fillers}
    if not filled and draft.type != "personnel_loss":
        return False
    if discourse.question:
        return True
    linked = any(f.kind is not None for fillers in draft.roles.values() for f in fillers)
    if draft.type == "equipment_loss":
        parties = bool(filled & {"victim", "perpetrator", "place"}) or draft.count is not None
        return "equipment" in filled and (parties or _named(draft, discourse))
    if draft.type == "personnel_loss":
        told = draft.count is not None and draft.polarity != "negative" and draft.status != "lost"
        return "victim" in filled or "perpetrator" in filled or told
    if draft.type == "attack":
        made = draft.clause is not None and (draft.clause.kind == "verb" or bool(draft.clause.of("doer")))
        linked = linked or any(discourse.is_armed(f) for f in draft.fillers("attacker"))
        return linked and (bool(filled & {"target", "place"}) or ("attacker" in filled and made) or len(filled) > 1)
    if draft.type == "territorial":
        if draft.clause is not None and draft.clause.kind == "noun":
            return "place" in filled
        return "place" in filled or ("actor" in filled and (draft.status in ("advanced", "held", "encircled", "withdrew")
                                     or _takes_land(draft)))  # fmt: skip
    if draft.type == "relation":
        return {"subject", "object"} <= filled and linked
    if draft.type == "transfer":
        return "equipment" in filled and bool(filled & {"supplier", "recipient"}) and linked
    if draft.type == "movement":
        return bool(filled & {"actor", "unit", "equipment"}) and linked and (len(filled) > 1)
    if draft.type == "statement":
        return "speaker" in filled and (draft.fillers("speaker")[0].kind is not None or _holds_office(draft))
    if draft.type == "diplomacy":
        return any(f.kind in ACTOR_KINDS for f in draft.fillers("party"))
    return linked


def _holds_office(draft: Draft) -> bool:
    """Whether a speaker without a name is a body or someone in office: "the mayor", "the ministry"."""
    last = draft.fillers("speaker")[0].mention.text.lower().split()[-1]
    return last in heads()["authority"]


def _takes_land(draft: Draft) -> bool:
    """Whether ground is measured or counted: "liberated 300 square km", "took four settlements"."""
    clause = draft.clause
    return clause is not None and any(
        clause.sentence.tokens[a.head].lemma in heads()["land"] for a in clause.of("obj")
    )


def _named(draft: Draft, discourse: Discourse) -> bool:
    return any(f.link is not None and discourse.is_named(f) for f in draft.fillers("equipment"))


def _same(one: Draft, other: Draft) -> bool:
    """Whether two drafts are one event told twice: same type, status and polarity, nothing that differs."""
    if (one.type, one.status, one.polarity, one.modality) != (
        other.type,
        other.status,
        other.polarity,
        other.modality,
    ):
        return False
    if one.time and other.time and one.time.start != other.time.start:
        return False
    if one.count != other.count or one.attribution != other.attribution:
        return False
    names = [{(r, f.name, f.rel) for r in _DECISIVE[one.type] for f in d.fillers(r)} for d in (one, other)]
    nested = one.span.contains(other.span) or other.span.contains(one.span)
    return bool(names[0]) and (names[0] == names[1] or (nested and (names[0] <= names[1] or names[1] <= names[0])))


def _without_second_mentions(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts without nouns that the scores alone take for an event ("their offensive") and that name one told elsewhere."""
    of_type: dict[str, list[Draft]] = {}
    for draft in drafts:
        of_type.setdefault(draft.type, []).append(draft)
    return [d for d in drafts if not (_is_found_noun(d) and any(_names_again(d, o) for o in of_type[d.type]))]


def _is_found_noun(draft: Draft) -> bool:
    if draft.clause is None or draft.origin.by != SCORE or draft.type not in _NAMED_EVENTS or draft.count is not None:
        return False
    return draft.clause.sentence.tokens[draft.clause.head].pos in ("NOUN", "PROPN")


def _names_again(draft: Draft, other: Draft) -> bool:
    """Whether what fills a noun's roles fills them in another draft too, and its days, if both have some, are not others."""
    later = other.origin.by == SCORE and draft.span.start < other.span.start
    if other is draft or later or (draft.polarity, draft.modality) != (other.polarity, other.modality):
        return False
    if draft.time and other.time and (draft.time.end < other.time.start or other.time.end < draft.time.start):
        return False
    both = [role for role in _NAMED_EVENTS[draft.type] if draft.fillers(role) and other.fillers(role)]
    names = [({f.name for f in draft.fillers(role)}, {f.name for f in other.fillers(role)}) for role in both]
    return bool(names) and all(ours <= theirs for ours, theirs in names)


def _merge(one: Draft, other: Draft) -> Draft:
    roles = {r: fs for r, fs in other.roles.items() if fs}
    for role, fillers in one.roles.items():
        if fillers:
            roles[role] = fillers
    certainty = _surer(one.certainty, other.certainty)
    origin = one.origin.with_other(other.origin)
    return replace(one, roles=roles, time=one.time or other.time, certainty=certainty, origin=origin)


def _surer(one: str | None, other: str | None) -> str | None:
    if one is None or other is None:
        return one or other
    return other if weaker(one, other) == one else one


def _claim(draft: Draft, quote: str, occurrence: int, discourse: Discourse, learned: bool) -> Claim:
    order = CLAIM_TYPES[draft.type].roles
    roles = {role: draft.roles[role] for role in order if draft.roles.get(role)}
    words = [(role, f.mention.text) for role, fillers in roles.items() for f in fillers]
    report = discourse.report.id
    return Claim(
        id=claim_id(report, draft.type, draft.status, quote, occurrence, words),
        report_id=report,
        type=draft.type,
        status=draft.status,
        evidence=Span(draft.span.start, draft.span.end),
        quote=quote,
        roles=roles,
        count=draft.count,
        time=draft.time,
        polarity=draft.polarity or "positive",
        modality=draft.modality or "actual",
        certainty=draft.certainty or "asserted",
        basis=draft.basis or "none",
        hedge=draft.clause.hedge if draft.clause else None,
        cause=draft.cause,
        condition=draft.condition,
        content=draft.content,
        attribution=draft.attribution,
        confidence=round(confidence(draft.origin.chance, learned=learned), 2),
    )
