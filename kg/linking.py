"""Which place a name means: candidates of the gazetteer, scored by what the report says around them.

A score is a sum of steps, each with its reason: whether the name is the place's own, its population, the states and
regions that the report names, what kind of place the words say it is, and the distance to the report's other places.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kg.gazetteer import DISTRICT, DIVISION, PLACE, Gazetteer, PlaceMatch, PlaceRow, fold
from kg.model import Entity, Link

THRESHOLD = 0.5
"""The score below which a name is left without a link."""

_OWN, _OTHER = 0.27, 0.17
_POPULATION, _LARGEST = 0.26, 7.0
_COUNTRY, _ELSEWHERE = 0.3, 0.3
_REGION = 0.12
_HINT = 0.2
_ALONE = 0.08
_NEAR = ((40.0, 0.15), (120.0, 0.11), (300.0, 0.06), (800.0, 0.02))
_DIVISION_PRIOR, _DISTRICT_PRIOR = 0.08, 0.0
_HINTED_ELSEWHERE = 0.1
_WORLD_CITY = 6.0


@dataclass(frozen=True, slots=True)
class PlaceContext:
    """What a report says about where it is set.

    `countries` gives ISO 3166-1 alpha-2 codes a weight in 0–1 (1 = the report is about that state); `regions` are
    (country, GeoNames admin1 code) of the divisions that it names; `near` points (degrees of latitude and longitude)
    of places known to be meant; `hint` what the words beside the name say it is (`PlaceMatch.hint`).
    """

    gazetteer: Gazetteer
    countries: Mapping[str, float] = field(default_factory=dict, hash=False)
    regions: frozenset[tuple[str, str]] = frozenset()
    near: tuple[tuple[float, float], ...] = ()
    hint: str | None = None


def place_context(gazetteer: Gazetteer, entities: Iterable[Entity]) -> PlaceContext:
    """The context that the states and regions named in a report make; one named more often weighs more.

    `entities` may repeat: one for each time that the report names it.
    """
    seen: dict[str, int] = {}
    regions: set[tuple[str, str]] = set()
    for entity in entities:
        for code in entity.codes:
            country = code[:2]
            if entity.kind == "state" and len(code) == 2:
                seen[country] = seen.get(country, 0) + 1
            elif entity.kind == "place" and len(code) > 3 and code[2] == "-":
                seen[country] = seen.get(country, 0) + 1
                division = gazetteer.division_of(code)
                if division:
                    regions.add(division)
    most = max(seen.values(), default=0)
    weights = {country: round(0.4 + 0.6 * min(1.0, 3 * count / most), 2) for country, count in sorted(seen.items())}
    return PlaceContext(gazetteer, weights, frozenset(regions))


def link_place(name: str, candidates: Sequence[PlaceRow], context: PlaceContext) -> Link | None:
    """The candidate that a name most likely means, or None where none reaches `THRESHOLD`.

    Equal scores are settled by population, then by the lower GeoNames id.
    """
    ranked = _ranked(name, candidates, context)
    if not ranked or ranked[0][0] < THRESHOLD:
        return None
    score, row, reasons = ranked[0]
    return Link(context.gazetteer.entity(row.id), min(1.0, round(score, 2)), reasons)


def link_places(matches: Sequence[PlaceMatch], context: PlaceContext) -> tuple[Link | None, ...]:
    """The links of a report's place names, found together; one for each match, in their order.

    A first pass links what is clear by itself; its places and their countries then tell the rest apart. A name has
    one meaning in a report, except where the words beside it say what kind of place it is.
    """
    first = [_best(match, context, ()) for match in matches]
    sure = {
        (fold(match.name), match.hint): row
        for match, (score, row) in zip(matches, first, strict=True)
        if row is not None and score >= THRESHOLD + 0.1
    }
    second = _widened(context, [sure[key] for key in sorted(sure, key=str)])
    links: dict[tuple[str, str | None], Link | None] = {}
    for match in matches:
        key = fold(match.name), match.hint
        if key not in links:
            near = tuple(
                point for other, row in sorted(sure.items(), key=str) if other != key and (point := _point(row))
            )
            links[key] = link_place(match.name, match.candidates, replace(second, near=near, hint=match.hint))
    return tuple(links[fold(match.name), match.hint] for match in matches)


def place_senses(gazetteer: Gazetteer, name: str) -> tuple[Entity, ...]:
    """All that a name alone can well mean: the settlement, and the division or region named after it or like it.

    The most populous settlement with that name first (one that bears it as its own before one that does not), then
    its divisions, then regions of the catalogue; none twice.
    """
    rows = gazetteer.lookup(name)
    found = [gazetteer.entity(row.id) for row in rows if row.feature == PLACE][:1]
    home = next((row.country for row in rows if row.feature == PLACE), None)
    found += [
        gazetteer.entity(row.id) for row in rows if row.feature == DIVISION and (home is None or row.country == home)
    ]
    found += gazetteer.regions_named(name)
    return tuple({entity.iri: entity for entity in found}.values())


def also_region(gazetteer: Gazetteer, entity: Entity) -> tuple[Entity, ...]:
    """The divisions that bear the name of a settlement and hold it: for Kursk, Kursk Oblast."""
    return tuple(
        region
        for row in gazetteer.lookup(entity.name)
        if row.feature == DIVISION and (region := gazetteer.entity(row.id)).iri in entity.broader
    )


def distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Kilometres between two points given in degrees of latitude and longitude (haversine).

    >>> round(distance((50.45, 30.52), (51.73, 36.19)))
    419
    """
    lat1, lon1, lat2, lon2 = (math.radians(value) for value in (*one, *other))
    a = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371.0 * math.asin(math.sqrt(a))


def _best(
    match: PlaceMatch, context: PlaceContext, near: tuple[tuple[float, float], ...]
) -> tuple[float, PlaceRow | None]:
    ranked = _ranked(match.name, match.candidates, replace(context, near=near, hint=match.hint))
    return (ranked[0][0], ranked[0][1]) if ranked else (0.0, None)


def _widened(context: PlaceContext, rows: Sequence[PlaceRow]) -> PlaceContext:
    """The context with what the places linked first add: their countries, where the report names no state at all."""
    divisions = {(row.country, row.admin1) for row in rows if row.feature == DIVISION}
    weights = dict(context.countries)
    if not weights and rows:
        counts: dict[str, int] = {}
        for row in rows:
            counts[row.country] = counts.get(row.country, 0) + 1
        weights = {country: round(0.8 * count / len(rows), 2) for country, count in sorted(counts.items())}
    return replace(context, countries=weights, regions=context.regions | divisions)


def _ranked(
    name: str, candidates: Sequence[PlaceRow], context: PlaceContext
) -> list[tuple[float, PlaceRow, tuple[str, ...]]]:
    scored = []
    key = fold(name)
    alone = sum(row.feature == PLACE for row in candidates) < 2
    for row in candidates:
        steps = list(_steps(key, row, context))
        if alone:
            steps.append((_ALONE, "the only place of the name"))
        scored.append((sum(value for value, _ in steps), row, tuple(reason for value, reason in steps if reason)))
    return sorted(scored, key=lambda entry: (-round(entry[0], 6), -entry[1].population, entry[1].id))


def _steps(key: str, row: PlaceRow, context: PlaceContext) -> Iterable[tuple[float, str]]:
    own = fold(row.name) == key or row.feature != PLACE
    yield (_OWN, "own name") if own else (_OTHER, "another name")
    if row.feature == PLACE:
        size = math.log10(max(row.population, 1)) / _LARGEST
        yield _POPULATION * min(1.0, size), f"population {row.population}"
    else:
        prior = _DIVISION_PRIOR if row.feature == DIVISION else _DISTRICT_PRIOR
        yield prior, "division" if row.feature == DIVISION else "district"
    if context.hint and (row.feature == PLACE) == (context.hint == "settlement"):
        yield _HINT, f"said to be a {context.hint}"
    if context.countries:
        weight = context.countries.get(row.country, 0.0)
        if weight:
            yield _COUNTRY * weight, f"the report names {row.country}"
        elif context.hint in ("division", "district") and row.feature != PLACE:
            yield -_HINTED_ELSEWHERE, "in no state that the report names"
        else:
            known = min(1.0, math.log10(max(row.population, 1)) / _WORLD_CITY)
            yield -_ELSEWHERE * (1 - known * known), "in no state that the report names"
    if row.feature != DISTRICT and (row.country, row.admin1) in context.regions and row.feature == PLACE:
        yield _REGION, "in a region that the report names"
    here = _point(row)
    if here and context.near:
        nearest = min(distance(here, point) for point in context.near)
        for limit, value in _NEAR:
            if nearest <= limit:
                yield value, f"{round(nearest)} km from another place of the report"
                break


def _point(row: PlaceRow) -> tuple[float, float] | None:
    if row.latitude is None or row.longitude is None:
        return None
    return row.latitude, row.longitude
