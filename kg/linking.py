"""Which place a name means: candidates of the gazetteer, scored by what the report says around them.

A score is a sum of steps, each with its reason: whether the name is the place's own, its population, the states and
regions that the report names, what kind of place the words say it is, and the distance to the report's other places.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from functools import lru_cache

from kg.gazetteer import DIVISION, PLACE, Gazetteer, PlaceMatch, PlaceRow, fold
from kg.model import Entity, Link

THRESHOLD = 0.5
"""The score below which a name is left without a link."""

_OWN, _SPELLING, _OTHER = 0.27, 0.25, 0.17
_ALIKE = 0.7
_POPULATION, _LARGEST = 0.26, 7.0
_UNKNOWN = 100
"""How many people a place is held to have whose number no gazetteer tells: they list no hamlets."""
_COUNTRY, _ELSEWHERE = 0.3, 0.3
_REGION = 0.12
_BESIDE, _AROUND, _NOT_THERE = 0.35, 0.24, 0.15
_HINT = 0.2
_ALONE = 0.08
_GREATEST, _CITY, _DWARFS = 0.12, 100_000, 4
_NEAR = ((40.0, 0.15), (120.0, 0.11), (300.0, 0.06), (800.0, 0.02))
_DIVISION_PRIOR, _DISTRICT_PRIOR = 0.08, 0.0
_HINTED_ELSEWHERE = 0.1
_BORDER, _BORDER_AT_WAR = 0.02, 0.16
_CLEARLY = 0.08
_NOTHING_ELSE, _THEATRE, _LARGER = 0.2, 0.17, 2
_SHARE = 0.15
_WORLD_CITY = 6.0


@dataclass(frozen=True, slots=True)
class PlaceContext:
    """What a report says about where it is set.

    `countries` gives ISO 3166-1 alpha-2 codes a weight in 0–1 (1 = the report is about that state); `regions` are
    (country, GeoNames admin1 code) of the divisions that it names; `near` points (degrees of latitude and longitude)
    of places known to be meant; `hint` what the words beside the name say it is, `within` and `around` the regions
    named beside it and in its sentence (as in `PlaceMatch`). A `silent` report says nothing of where it is set: then
    it counts that a name has one bearer only, or one in the area of a present war (``theatres.csv``).
    """

    gazetteer: Gazetteer
    countries: Mapping[str, float] = field(default_factory=dict, hash=False)
    regions: frozenset[tuple[str, str]] = frozenset()
    near: tuple[tuple[float, float], ...] = ()
    hint: str | None = None
    within: frozenset[tuple[str, str]] = frozenset()
    around: frozenset[tuple[str, str]] = frozenset()
    silent: bool = False


def place_context(gazetteer: Gazetteer, entities: Iterable[Entity]) -> PlaceContext:
    """The context that the states and regions named in a report make; one named more often weighs more.

    `entities` may repeat: one for each time that the report names it.
    """
    seen: dict[str, int] = {}
    regions: set[tuple[str, str]] = set()
    for entity in entities:
        for country in gazetteer.countries_of(entity):
            seen[country] = seen.get(country, 0) + 1
        regions.update(division for code in entity.codes if (division := gazetteer.division_of(code)))
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
    told = _told(matches)
    clear = _clear(told, replace(context, countries={}, near=()))
    wider = _widened(context, [clear[key] for key in sorted(clear, key=str)])
    sure = _clear(told, wider)
    second = _widened(wider, [sure[key] for key in sorted(sure, key=str)])
    second = replace(second, silent=not second.countries and not second.regions)
    points = [(key, point) for key, row in sorted(sure.items(), key=str) if (point := _point(row))]
    links: dict[Key, Link | None] = {}
    for key, match in told.items():
        near = tuple(point for other, point in points if other != key)
        links[key] = link_place(match.name, match.candidates, _beside(replace(second, near=near), match))
    return tuple(links[_key(match)] for match in matches)


Key = tuple[str, str | None, tuple[tuple[str, str], ...]]
"""What has one meaning in a report: a name, with what is said beside it of its kind and of its region."""


def _key(match: PlaceMatch) -> Key:
    return fold(match.name), match.hint, tuple(sorted(match.within))


def _told(matches: Sequence[PlaceMatch]) -> dict[Key, PlaceMatch]:
    """The matches by what has one meaning; a name keeps the region that is once named beside it, where that is one."""
    regions: dict[str, set[frozenset[tuple[str, str]]]] = {}
    around: dict[Key, frozenset[tuple[str, str]]] = {}
    for match in matches:
        key = _key(match)
        if match.within:
            regions.setdefault(key[0], set()).add(match.within)
        around[key] = around.get(key, frozenset()) | match.around
    told: dict[Key, PlaceMatch] = {}
    for match in matches:
        key = _key(match)
        if key not in told:
            known = regions.get(key[0], set())
            within = next(iter(known)) if not match.within and len(known) == 1 else match.within
            told[key] = replace(match, within=within, around=around[key])
    return told


def _beside(context: PlaceContext, match: PlaceMatch) -> PlaceContext:
    """The context with what stands beside a name."""
    return replace(context, hint=match.hint, within=match.within, around=match.around)


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
    421
    """
    lat1, lon1, lat2, lon2 = (math.radians(value) for value in (*one, *other))
    a = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371.0 * math.asin(math.sqrt(a))


def _clear(told: Mapping[Key, PlaceMatch], context: PlaceContext) -> dict[Key, PlaceRow]:
    """The rows that are well above the threshold."""
    found = {}
    for key, match in told.items():
        ranked = _ranked(match.name, match.candidates, _beside(context, match))
        if ranked and ranked[0][0] >= THRESHOLD + _CLEARLY:
            found[key] = ranked[0][1]
    return found


def _widened(context: PlaceContext, rows: Sequence[PlaceRow]) -> PlaceContext:
    """The context with what the places linked so far add: their divisions, and the countries that many lie in."""
    divisions = {(row.country, row.admin1) for row in rows if row.feature == DIVISION}
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.country] = counts.get(row.country, 0) + 1
    weights = dict(context.countries)
    for country, count in sorted(counts.items()):
        if count / len(rows) >= _SHARE and (count > 1 or not context.countries):
            weights[country] = max(weights.get(country, 0.0), round(0.5 + 0.3 * min(1.0, 2 * count / len(rows)), 2))
    return replace(context, countries=weights, regions=context.regions | divisions)


def _ranked(
    name: str, candidates: Sequence[PlaceRow], context: PlaceContext
) -> list[tuple[float, PlaceRow, tuple[str, ...]]]:
    scored = []
    key = fold(name)
    people = sorted((row.population for row in candidates if row.feature == PLACE), reverse=True)
    usual = context.gazetteer.usual(name)
    near_by = bool(context.within or context.around)
    theatres = _at_war(key, candidates, context.gazetteer)
    for row in candidates:
        steps = list(_steps(key, row, context, row.id in usual))
        if len(people) < 2:
            steps.append((_ALONE, "the only place of the name"))
        if context.silent and not near_by and row.feature == PLACE:
            if len(people) < 2:
                steps.append((_NOTHING_ELSE, "nothing in the report speaks of another"))
            elif theatres and theatres[0].id == row.id and row.population >= _LARGER * _people(theatres[1:]):
                steps.append((_THEATRE, "the only one, or the largest by far, in the area of a present war"))
        if (
            row.population >= _CITY
            and row.population == people[0]
            and row.population >= _DWARFS * max(people[1:], default=0)
        ):
            steps.append((_GREATEST, "by far the largest of the name"))
        scored.append((sum(value for value, _ in steps), row, tuple(reason for value, reason in steps if reason)))
    return sorted(scored, key=lambda entry: (-round(entry[0], 6), -entry[1].population, entry[1].id))


def _at_war(key: str, candidates: Sequence[PlaceRow], gazetteer: Gazetteer) -> list[PlaceRow]:
    """The settlements in states of present wars, the largest first: those whose own name it is, in any spelling, else
    those that have it for another or a former name."""
    rows = [row for row in candidates if row.feature == PLACE and gazetteer.at_war(row.country)]
    own = [row for row in rows if _naming(key, row)[0] > _OTHER]
    return sorted(own or rows, key=lambda row: (-row.population, row.id))


def _people(rows: Sequence[PlaceRow]) -> int:
    return max((row.population for row in rows), default=0)


def _steps(key: str, row: PlaceRow, context: PlaceContext, usual: bool) -> Iterable[tuple[float, str]]:
    yield (_OWN, "its usual name") if usual else _naming(key, row)
    if row.feature == PLACE:
        size = math.log10(row.population or _UNKNOWN) / _LARGEST
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
        elif any(neighbour in context.countries for neighbour in context.gazetteer.neighbours(row.country)):
            war = context.gazetteer.at_war(row.country)
            yield _BORDER_AT_WAR if war else _BORDER, "beside a state that the report names"
        else:
            known = min(1.0, math.log10(max(row.population, 1)) / _WORLD_CITY)
            if not usual and fold(row.name) != key:
                known /= 2
            yield -_ELSEWHERE * (1 - known * known), "in no state that the report names"
    if row.feature == PLACE:
        yield from _placing((row.country, row.admin1), context)
    here = _point(row)
    if here and context.near:
        nearest = min(distance(here, point) for point in context.near)
        for limit, value in _NEAR:
            if nearest <= limit:
                yield value, f"{round(nearest)} km from another place of the report"
                break


def _placing(region: tuple[str, str], context: PlaceContext) -> Iterable[tuple[float, str]]:
    """How the region of a settlement lies to those that the text names: beside the name, around it, anywhere."""
    if region in context.within:
        yield _BESIDE, "in the region named beside it"
    elif context.within:
        yield -_NOT_THERE, "not in the region named beside it"
    elif region in context.around:
        yield _AROUND, "in a region that its sentence names"
    elif region in context.regions:
        yield _REGION, "in a region that the report names"


def _naming(key: str, row: PlaceRow) -> tuple[float, str]:
    """Whether the name is the place's own, another spelling of it, or another name (a former one)."""
    own = fold(row.name)
    if own == key or row.feature != PLACE:
        return _OWN, "own name"
    bare = own.removeprefix("al ").removeprefix("ar ").removeprefix("az ")
    if _likeness(bare, key) >= _ALIKE:
        return _SPELLING, "a spelling of its name"
    return _OTHER, "another name"


@lru_cache(maxsize=20_000)
def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _point(row: PlaceRow) -> tuple[float, float] | None:
    if row.latitude is None or row.longitude is None:
        return None
    return row.latitude, row.longitude
