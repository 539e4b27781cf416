from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import pytest

from kg import events
from kg.identifiers import claim_id, entity_iri, text_sha256
from kg.model import Claim, Count, Entity, Event, Filler, Interval, Link, Mention, Reading, Report, Span

NORLAND, SUDLAND = (Entity(entity_iri("state", name), "state", name) for name in ("Norland", "Sudland"))
ARMY = Entity(entity_iri("organisation", "Sudland Army"), "organisation", "Sudland Army", broader=(SUDLAND.iri,))
OBLAST = Entity(entity_iri("place", "West Oblast"), "place", "West Oblast", broader=(SUDLAND.iri,))
TOWN = Entity(entity_iri("place", "Korvo"), "place", "Korvo", broader=(OBLAST.iri,))
CITY = Entity(entity_iri("place", "Ostrava Nova"), "place", "Ostrava Nova")
TANK = Entity(entity_iri("equipment", "tanks"), "equipment", "tanks")
T1 = Entity(entity_iri("equipment", "T-1"), "equipment", "T-1", broader=(TANK.iri,))
DRONE = Entity(entity_iri("equipment", "drones"), "equipment", "drones")
ENTITIES = {e.iri: e for e in (NORLAND, SUDLAND, ARMY, OBLAST, TOWN, CITY, TANK, T1, DRONE)}
SIXTH, SEVENTH, LATER = date(2024, 8, 6), date(2024, 8, 7), date(2024, 9, 20)


def closure(iri: str) -> tuple[str, ...]:
    found, queue = {iri}, [iri]
    while queue:
        entity = ENTITIES.get(queue.pop())
        queue += [b for b in (entity.broader if entity else ()) if b not in found]
        found.update(entity.broader if entity else ())
    return tuple(sorted(found))


def filler(value: Entity | str, rel: str | None = None) -> Filler:
    name = value if isinstance(value, str) else value.name
    return Filler(Mention(Span(0, len(name)), name), None if isinstance(value, str) else Link(value), rel)


def claim(
    report: str = "r1", type_: str = "equipment_loss", status: str = "destroyed", number: int = 0, **given: object
) -> Claim:
    """A claim of report `report`; role names as keywords hold entities or words, everything else is a field."""
    fields = {key: given.pop(key) for key in list(given) if key in Claim.__slots__}
    roles = {
        role: tuple(
            f if isinstance(f, Filler) else filler(f) for f in (value if isinstance(value, tuple) else (value,))
        )
        for role, value in given.items()
    }
    words = [(role, f.mention.text) for role, fs in roles.items() for f in fs]
    quote = str(fields.pop("quote", "it was lost"))
    made = Claim(
        claim_id(report, type_, status, quote, number, words),
        report,
        type_,
        status,
        Span(number, number + 5),
        quote,
        roles,
    )
    return replace(made, **fields)


def report(id_: str, day: date | None = SIXTH, publisher: str | None = None) -> Report:
    return Report(id_, "text", text_sha256("text"), day, publisher=publisher)


REPORTS = {r.id: r for r in (report("r1"), report("r2", SEVENTH), report("late", LATER), report("undated", None))}
SAYS = (filler(NORLAND),)


def consolidate(claims: list[Claim], reports: dict[str, Report], closure: events.Closure) -> tuple[Event, ...]:
    by_report = {id_: tuple(claim for claim in claims if claim.report_id == id_) for id_ in reports}
    readings = [Reading(reports[id_], (), found) for id_, found in by_report.items()]
    return events.consolidate(reversed(readings), closure)


DAY = Interval(SIXTH, SIXTH)
UNDATED = {"victim": SUDLAND, "equipment": T1, "place": TOWN}
LOSS = {"victim": SUDLAND, "equipment": T1, "place": TOWN, "time": DAY}

POOLED = [
    ("the same loss", claim(**LOSS), claim("r2", **LOSS), 1),
    ("a missing perpetrator", claim(**LOSS, perpetrator=NORLAND), claim("r2", **LOSS), 1),
    ("a unit's side", claim(**LOSS), claim("r2", **{**LOSS, "victim": (SUDLAND, ARMY)}), 1),
    ("the kind above", claim(**LOSS), claim("r2", **{**LOSS, "equipment": TANK}), 1),
    ("the place above", claim(**LOSS), claim("r2", **{**LOSS, "place": OBLAST}), 1),
    ("no place", claim(**LOSS), claim("r2", victim=SUDLAND, equipment=T1, time=DAY), 1),
    ("a generic status", claim(**LOSS), claim("r2", status="lost", **LOSS), 1),
    ("another type", claim(**LOSS), claim("r2", "personnel_loss", "killed", victim=SUDLAND, place=TOWN, time=DAY), 2),
    ("another status", claim(**LOSS), claim("r2", status="captured", **LOSS), 2),
    ("another victim", claim(**LOSS), claim("r2", **{**LOSS, "victim": NORLAND}), 2),
    ("another place", claim(**LOSS), claim("r2", **{**LOSS, "place": CITY}), 2),
    ("another kind", claim(**LOSS), claim("r2", **{**LOSS, "equipment": DRONE}), 2),
    ("another day", claim(**LOSS), claim("r2", **{**LOSS, "time": Interval(SEVENTH, SEVENTH)}), 2),
    ("another scope", claim(**LOSS), claim("r2", **LOSS, count=Count(4, 4, "cumulative")), 2),
    ("planned", claim(**LOSS), claim("r2", **LOSS, modality="planned"), 2),
    ("possible", claim(**LOSS), claim("r2", **LOSS, modality="possible"), 2),
    ("reports far apart", claim(**UNDATED), claim("late", **UNDATED), 2),
    ("reports near each other", claim(**UNDATED), claim("r2", **UNDATED), 1),
    ("one time missing", claim(**LOSS), claim("r2", **UNDATED), 1),
    ("a report without a day", claim(**UNDATED), claim("undated", **UNDATED), 2),
    ("generic words only", claim(victim="soldiers", time=DAY), claim("r2", victim="soldiers", time=DAY), 2),
    ("generic words and a side", claim(victim=SUDLAND, equipment="equipment", time=DAY),
     claim("r2", victim=SUDLAND, equipment="equipment", time=DAY), 2),
    ("one report, twice", claim(**LOSS), claim(**LOSS, number=9), 2),
    ("one report, two sources", claim(**LOSS), claim(**LOSS, number=9, attribution=(filler(NORLAND),)), 1),
    ("part of a town",
     claim(type_="territorial", status="captured", actor=NORLAND, place=filler(TOWN, "part"), time=DAY),
     claim("r2", "territorial", "captured", actor=NORLAND, place=TOWN, time=DAY), 2),
    ("toward a town", claim(type_="attack", status="air", attacker=NORLAND, place=filler(TOWN, "toward"), time=DAY),
     claim("r2", "attack", "air", attacker=NORLAND, place=TOWN, time=DAY), 2),
    ("a capture, days unsaid", claim(type_="territorial", status="captured", actor=NORLAND, place=TOWN),
     claim("r2", "territorial", "captured", actor=NORLAND, place=TOWN), 1),
    ("a relation, at any time", claim(type_="relation", status="operates", subject=NORLAND, object=T1),
     claim("late", "relation", "operates", subject=NORLAND, object=T1), 1),
    ("a relation of another", claim(type_="relation", status="operates", subject=NORLAND, object=T1),
     claim("r2", "relation", "operates", subject=SUDLAND, object=T1), 2),
    ("statements of other content",
     claim(type_="statement", status="claims", speaker=NORLAND, time=DAY, content="borders are closed"),
     claim("r2", "statement", "claims", speaker=NORLAND, time=DAY, content="talks will resume tomorrow"), 2),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "expected"), [row[1:] for row in POOLED], ids=[row[0] for row in POOLED])
def test_what_is_pooled(one: Claim, other: Claim, expected: int) -> None:
    found = consolidate([one, other], REPORTS, closure)
    assert len(found) == expected
    assert sorted(id_ for event in found for id_ in event.claims) == sorted([one.id, other.id])
    assert consolidate([other, one], REPORTS, closure) == found


def test_an_event_is_anchored_on_its_first_claim_and_keeps_the_narrowest() -> None:
    first = claim(**{**LOSS, "place": OBLAST, "equipment": TANK}, perpetrator=NORLAND, count=Count(2, 4))
    second = claim("r2", **LOSS, perpetrator=NORLAND, unit="border guards", count=Count(3, 5))
    (event,) = consolidate([second, first], REPORTS, closure)
    assert event.id == first.id and event.claims == (first.id, second.id)
    assert event.roles == {
        "victim": (SUDLAND.iri,), "equipment": (T1.iri,), "perpetrator": (NORLAND.iri,), "place": (TOWN.iri,),
        "unit": ("border guards",),
    }  # fmt: skip
    assert (event.count, event.time, event.sources) == (Count(2, 5), DAY, 2)


def test_places_keep_how_the_claim_lies_to_them() -> None:
    (event,) = consolidate([claim(**{**LOSS, "place": (filler(TOWN, "near"), filler(CITY, "in"))})], REPORTS, closure)
    assert event.roles["place"] == (CITY.iri,) and event.roles["place.near"] == (TOWN.iri,)


@pytest.mark.parametrize(
    ("claims", "standing", "count"),
    [
        ([claim(**LOSS), claim("r2", **LOSS)], "accepted", None),
        ([claim(**LOSS, polarity="negative")], "refuted", None),
        ([claim(**LOSS), claim("r2", **LOSS, polarity="negative")], "disputed", None),
        ([claim(**LOSS, modality="planned")], "planned", None),
        ([claim(**LOSS, modality="possible")], "possible", None),
        ([claim(**LOSS, count=Count(2, 2)), claim("r2", **LOSS, count=Count(5, 5))], "accepted", Count(2, 5)),
        (
            [
                claim(**LOSS, count=Count(2, 2)),
                claim(**LOSS, number=9, count=Count(5, None), attribution=(filler(NORLAND),)),
            ],
            "disputed",
            Count(2, None),
        ),
    ],
)
def test_standing(claims: list[Claim], standing: str, count: Count | None) -> None:
    (event,) = consolidate(claims, REPORTS, closure)
    assert (event.standing, event.count) == (standing, count)


def test_members_are_compared_with_the_anchor_so_that_events_do_not_drift() -> None:
    wide = claim(**{**LOSS, "place": OBLAST})
    town = claim("r2", **LOSS)
    city_reports = REPORTS | {"r3": report("r3", SEVENTH)}
    city = claim("r3", **{**LOSS, "place": CITY})
    found = consolidate([wide, town, city], city_reports, closure)
    assert sorted(len(event.claims) for event in found) == [1, 2]


def test_the_order_of_claims_does_not_matter() -> None:
    claims = list({c.id: c for row in POOLED for c in row[1:3]}.values())
    expected = consolidate(claims, REPORTS, closure)
    for seed in range(5):
        random.Random(seed).shuffle(claims)
        assert consolidate(claims, REPORTS, closure) == expected


def test_a_part_that_is_seen_is_of_the_toll_that_is_claimed() -> None:
    surrender = {"type_": "personnel_loss", "status": "captured", "victim": SUDLAND, "perpetrator": NORLAND}
    told = claim(**surrender, time=DAY)
    claimed = claim(**surrender, place="bunker", number=1, count=Count(102, 102), time=DAY, attribution=SAYS)
    seen = claim(**surrender, place="bunker", number=2, count=Count(36, 99), time=DAY, basis="visual")
    (event,) = consolidate([told, claimed, seen], REPORTS, closure)
    assert (event.standing, event.count) == ("accepted", Count(36, 102))
    undated = [replace(c, time=None) for c in (claimed, seen)]
    assert len(consolidate(undated, REPORTS, closure)) == 1
    doubted = replace(seen, basis="none")
    assert len(consolidate([told, claimed, doubted], REPORTS, closure)) == 2
