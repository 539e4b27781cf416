"""What one claim takes from its neighbours: places and parties told once, causes told after, attackers understood.

Each step takes the drafts of a report in text order and gives them back with roles filled; none is made or dropped
except where one clause was read as two claims about one thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kg.extraction import losses
from kg.extraction.discourse import Discourse
from kg.extraction.draft import Draft
from kg.model import Filler
from kg.syntax import Sentence
from kg.vocabulary import PLACE_KINDS

_CAUSE = re.compile(
    r"\b(?:(?:mechanical|technical|engine|system) (?:failure|malfunction|fault|problem)|pilot error|friendly fire|malfunction|accident)\b",
    re.I,
)
_LOCATING = frozenset("in at near inside outside around over from of".split())
_HAPPENINGS = frozenset({"equipment_loss", "personnel_loss", "attack"})
_STRIKES = frozenset({"missile", "drone", "air", "artillery", "unspecified"})


def connect(drafts: Sequence[Draft], discourse: Discourse) -> list[Draft]:
    """The drafts of a report, completed from each other."""
    found = sorted(drafts, key=lambda d: (d.span, d.type, d.status))
    found = _without_doubles(found)
    here = _by_sentence(found, discourse)
    found = [_with_loose_place(d, here, discourse) for d in found]
    found = [_with_last_place(d, discourse) for d in found]
    found = _continued(found, discourse)
    found = with_consequences(found, discourse)
    found = [_with_cause(d, discourse) for d in found]
    return [_narrowed(_with_attacker(d, discourse), discourse) for d in found]


def _by_sentence(drafts: Sequence[Draft], discourse: Discourse) -> dict[int, list[Draft]]:
    """The drafts that have a clause, by the number of its sentence, in text order."""
    found: dict[int, list[Draft]] = {}
    for draft in drafts:
        if draft.clause is not None:
            found.setdefault(discourse.number(draft.clause.sentence), []).append(draft)
    return found


def _narrowed(draft: Draft, discourse: Discourse) -> Draft:
    """The narrowest places: none that holds another of them, no direction beside a place."""
    places = draft.fillers("place")
    if len(places) < 2:
        return draft
    kept = []
    for one in places:
        others = [p for p in places if p is not one and p.link is not None]
        wider = one.link is not None and any(
            p.link is not None
            and p.link.entity.iri != one.link.entity.iri
            and one.link.entity.iri in discourse.above(p.link.entity)
            for p in others
        )
        vague = one.rel == "toward" and any(p.rel != "toward" for p in others) and draft.type == "attack"
        if not wider and not vague:
            kept.append(one)
    return replace(draft, roles=draft.with_role("place", tuple(kept or places)))


def _sentence(draft: Draft) -> Sentence | None:
    return draft.clause.sentence if draft.clause else None


def _overlapping(n: int, drafts: list[Draft], longest: int) -> Iterator[int]:
    """The other drafts, sorted by their spans, whose words overlap those of the n-th."""
    span = drafts[n].span
    first = n
    while first and drafts[first - 1].span.start > span.start - longest:
        first -= 1
    for m in range(first, len(drafts)):
        if drafts[m].span.start >= span.end:
            return
        if m != n and drafts[m].span.overlaps(span):
            yield m


def _without_doubles(drafts: list[Draft]) -> list[Draft]:
    """Of claims that one stretch of words gave twice, the more telling: a deal for arms and not the deal as such."""
    drop: set[int] = set()
    longest = max((d.span.end - d.span.start for d in drafts), default=0)
    for n, one in enumerate(drafts):
        for m in _overlapping(n, drafts, longest):
            other = drafts[m]
            if (
                one.type == "diplomacy"
                and one.status == "agreement"
                and other.type == "transfer"
                and other.status == "contracted"
            ):
                drop.add(n)
            if (
                one.type == "transfer"
                and other.type == "transfer"
                and other.status == "proposed"
                and one.status != "proposed"
            ):
                drop.add(n)
            urged = (
                other.type in ("measure", "transfer", "movement", "territorial") and other.span.start > one.span.start
            )
            if (
                one.type == "statement"
                and one.status in ("demands", "orders")
                and urged
                and one.span.contains(other.span)
            ):
                drop.add(n)
                if other.type == "measure" and not other.fillers("authority"):
                    drafts[m] = replace(
                        other, roles=other.with_role("authority", one.fillers("speaker")), attribution=()
                    )
    return [draft for n, draft in enumerate(drafts) if n not in drop]


def _with_loose_place(draft: Draft, drafts: Mapping[int, list[Draft]], discourse: Discourse) -> Draft:
    """A place in the sentence that the parser hung elsewhere, where this claim alone can mean it."""
    sentence = _sentence(draft)
    if sentence is None or draft.type not in (*_HAPPENINGS, "territorial") or draft.fillers("place"):
        return draft
    here = drafts[discourse.number(sentence)]
    used = {f.mention.span for d in here for fillers in d.roles.values() for f in fillers}
    for token in sentence.tokens:
        filler = discourse.mention(token)
        if (
            filler is None
            or filler.kind not in PLACE_KINDS
            or filler.mention.span in used
            or token.end != filler.mention.span.end
        ):
            continue
        prep = sentence.tokens[token.head]
        if token.dep == "pobj" and prep.lemma in _LOCATING:
            nearest = [d for d in here if d.type in (*_HAPPENINGS, "territorial") and d.span.start < token.start]
            if (nearest and nearest[-1] is draft) or (len(here) == 1):
                rel = {"near": "near", "around": "near", "outside": "near", "over": "over"}.get(prep.lemma)
                outer = sentence.tokens[prep.head]
                if prep.lemma == "of" and outer.lemma not in ("inside", "outside", "north", "south", "east", "west"):
                    continue
                return replace(draft, roles=draft.with_role("place", (Filler(filler.mention, filler.link, rel),)))
    return draft


def _with_last_place(draft: Draft, discourse: Discourse) -> Draft:
    """Ground gained with no place named was gained where the text last was; a gap closes toward it."""
    if draft.type != "territorial" or draft.fillers("place") or draft.status not in ("advanced", "contested", "held"):
        return draft
    if draft.clause is None or draft.clause.kind != "verb":
        return draft
    start = discourse.paragraph_start(draft.clause.sentence)
    before = [m for m in discourse.mentions_in(start, draft.span.start) if m.kind in PLACE_KINDS]
    if not before:
        return draft
    rel = "toward" if draft.clause.lemma == "close" else None
    last = before[-1]
    return replace(draft, roles=draft.with_role("place", (Filler(last.mention, last.link, rel),)))


def _continued(drafts: list[Draft], discourse: Discourse) -> list[Draft]:
    """A loss told again with a number or a proof shares victim, perpetrator and place with the telling before it."""
    out: list[Draft] = []
    for draft in drafts:
        previous = next((d for d in reversed(out) if d.type == draft.type and d.status == draft.status), None)
        if (
            previous is not None
            and draft.type == "personnel_loss"
            and _near(previous, draft, discourse)
            and not any(f.link for f in draft.fillers("victim"))
            and _same_people(previous, draft)
        ):
            roles = dict(draft.roles)
            for role in ("victim", "perpetrator", "place"):
                if previous.fillers(role) and (role == "victim" or not roles.get(role)):
                    roles[role] = previous.fillers(role)
            draft = replace(draft, roles=roles, time=draft.time or previous.time)
        out.append(losses.complete(draft, discourse))
    return out


def _near(one: Draft, other: Draft, discourse: Discourse) -> bool:
    first, second = _sentence(one), _sentence(other)
    if first is None or second is None or first.paragraph != second.paragraph:
        return False
    return abs(discourse.number(first) - discourse.number(second)) <= 2


def _same_people(one: Draft, other: Draft) -> bool:
    """Whether both speak of fighters, or in words that are the same."""
    heads = [{f.mention.text.lower().split()[-1].rstrip("s") for f in d.fillers("victim")} for d in (one, other)]
    fighters = {"soldier", "troop", "fighter", "serviceman", "militant", "prisoner", "them", "force"}
    linked = any(f.link for f in one.fillers("victim"))
    return bool(heads[0] & heads[1]) or (linked and bool(heads[1] & fighters))


def with_consequences(drafts: Sequence[Draft], discourse: Discourse) -> list[Draft]:
    """The drafts of a report, its losses completed from the attacks that they are told with."""
    here = _by_sentence(drafts, discourse)
    return [_with_consequence(d, here, discourse) for d in drafts]


def _with_consequence(draft: Draft, drafts: Mapping[int, list[Draft]], discourse: Discourse) -> Draft:
    """Losses told in the clause or sentence of an attack happened where, when and by whom it was made."""
    if draft.type not in ("personnel_loss", "equipment_loss") or draft.clause is None:
        return draft
    sentence = draft.clause.sentence
    attack = None
    number = discourse.number(sentence)
    for other in (d for n in range(number - 2, number + 3) for d in drafts.get(n, ())):
        if (
            other.type == "attack"
            and other.clause is not None
            and other.modality != "planned"
            and other.span.start < draft.span.end
        ):
            same = other.clause.sentence is sentence
            follows = _near(other, draft, discourse) and not draft.fillers("place") and draft.type == "personnel_loss"
            if (same or follows) and (attack is None or other.span.start >= attack.span.start):
                attack = other
    if attack is None:
        return draft
    roles = dict(draft.roles)
    same_sentence = attack.clause is not None and attack.clause.sentence is sentence
    if not roles.get("place") and attack.fillers("place"):
        roles["place"] = attack.fillers("place")
    # what did not happen was done by nobody
    civil = (
        draft.type == "personnel_loss"
        and not draft.clause.negated
        and not any(
            discourse.side(f) and discourse.side(f) == discourse.side(a)
            for f in draft.fillers("victim")
            for a in attack.fillers("attacker")
        )
    )
    if civil and not roles.get("perpetrator") and attack.fillers("attacker"):
        roles["perpetrator"] = attack.fillers("attacker")
    if civil and same_sentence and not roles.get("weapon") and attack.fillers("weapon"):
        roles["weapon"] = attack.fillers("weapon")
    return replace(draft, roles=roles)


def _with_cause(draft: Draft, discourse: Discourse) -> Draft:
    """The cause that this or the next sentence gives a loss ("this was a mechanical failure")."""
    sentence = _sentence(draft)
    if draft.type != "equipment_loss" or sentence is None or draft.cause:
        return draft
    number = discourse.number(sentence)
    following = discourse.sentences[number + 1] if number + 1 < len(discourse.sentences) else None
    stretches = [sentence.span.cut(discourse.text)]
    if following is not None and following.tokens[0].text.lower() in ("this", "it", "that", "the"):
        stretches.append(following.span.cut(discourse.text))
    for stretch in stretches:
        if match := _CAUSE.search(stretch):
            status = "crashed" if draft.status == "lost" and _flies(draft, discourse) else draft.status
            return replace(draft, cause=match.group(), status=status)
    return draft


def _flies(draft: Draft, discourse: Discourse) -> bool:
    above = {
        iri
        for f in draft.fillers("equipment")
        if f.link
        for iri in discourse.catalogue.broader_closure(f.link.entity.iri)
    }
    names = {e.name for iri in above if (e := discourse.catalogue.by_iri(iri)) is not None}
    return bool(names & {"aircraft", "helicopter", "unmanned aerial vehicle"})


def _with_attacker(draft: Draft, discourse: Discourse) -> Draft:
    """A strike on a belligerent's own soil, or its people, is the other's where the report knows only two sides."""
    role = {"attack": "attacker", "personnel_loss": "perpetrator"}.get(draft.type)
    if role is None or draft.fillers(role) or len(discourse.sides) < 2 or draft.polarity == "negative":
        return draft
    if draft.type == "attack" and draft.status not in _STRIKES:
        return draft
    if draft.type == "personnel_loss" and (
        draft.status not in ("killed", "wounded") or any(f.link for f in draft.fillers("victim"))
    ):
        return draft
    for struck in ("target", "place"):
        for filler in draft.fillers(struck):
            if filler.rel == "from" or discourse.side(filler) is None:
                continue
            other = discourse.opponent(filler)
            if other is not None:
                return replace(draft, roles=draft.with_role(role, (other,)))
    return draft
