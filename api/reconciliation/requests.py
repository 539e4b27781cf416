"""Reading batches of queries and requests for data extension, with messages that name what is wrong where."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from api.errors import BadRequest, TooLong, Unprocessable
from kg.reconciliation.properties import PROPERTIES, Property
from kg.reconciliation.types import TYPES
from kg.reconciliation.values import Constraint, Given, Query

USUAL_LIMIT, MOST_CANDIDATES = 5, 50
MOST_IDS, MOST_PROPERTIES = 500, 40
_MEMBERS = ("query", "type", "limit", "properties", "type_strict")
_HALF = re.compile("[\ud800-\udfff]")
_STRICT = ("should", "any", "all")


class _Named(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...


N = TypeVar("N", bound=_Named)


@dataclass(frozen=True, slots=True)
class Asked:
    """A query of a batch, and how many candidates are wanted."""

    query: Query
    limit: int = USUAL_LIMIT


@dataclass(frozen=True, slots=True)
class Wanted:
    """A property that a table is to be extended with, and its settings."""

    property: Property
    limit: int = 0
    content: str = "entity"


@dataclass(frozen=True, slots=True)
class Extension:
    """The entities whose properties are wanted, by identifier."""

    ids: tuple[str, ...]
    properties: tuple[Wanted, ...]


def read_queries(text: str, most: int) -> dict[str, Asked]:
    """The queries of a batch by their keys.

    Raises BadRequest for what is no JSON object, TooLong for more than `most`, Unprocessable for a wrong query.
    """
    batch = _object(text, "queries")
    if len(batch) > most:
        raise TooLong(
            f"The batch holds {len(batch)} queries; at most {most} are answered at once.",
            advice="Send smaller batches: batchSize in the manifest says how many.",
        )
    return {key: _query(key, told) for key, told in batch.items()}


def read_extension(text: str) -> Extension:
    """What a request for data extension wants; raises as `read_queries` does."""
    told = _object(text, "extend")
    ids = _strings("extend.ids", told.get("ids"))
    asked = told.get("properties")
    if not isinstance(asked, list):
        raise _wrong("extend.properties", asked, "a list of objects with an id")
    for name, number, most in (("ids", len(ids), MOST_IDS), ("properties", len(asked), MOST_PROPERTIES)):
        if number > most:
            raise TooLong(
                f"extend.{name} has {number} entries; at most {most} are answered at once.",
                advice="Send several smaller requests.",
            )
    return Extension(ids, tuple(_wanted(f"extend.properties[{at}]", each) for at, each in enumerate(asked)))


def type_named(where: str, told: str) -> str:
    """The id of the type with that id or name; raises Unprocessable, with all that there are."""
    return _named(where, told, TYPES).id


def property_named(where: str, told: str) -> Property:
    """The property with that id or name; raises Unprocessable, with all that there are."""
    return _named(where, told, PROPERTIES)


def _query(key: str, told: object) -> Asked:
    if not isinstance(told, dict):
        raise _wrong(key, told, "an object with a query or properties")
    for member in told:
        if member not in _MEMBERS:
            raise Unprocessable(f"{key} has an unknown member {member!r}.", expected=_MEMBERS)
    name, strict, listed = told.get("query"), told.get("type_strict", "should"), told.get("properties", [])
    if name is None and not listed:
        raise Unprocessable(f"{key} has neither a query nor properties.", expected=("query", "properties"))
    if not isinstance(name, str | None):
        raise _wrong(f"{key}.query", name, "a text")
    if strict not in _STRICT:
        raise Unprocessable(f"{key}.type_strict is {strict!r}.", expected=_STRICT)
    if not isinstance(listed, list):
        raise _wrong(f"{key}.properties", listed, "a list of objects with pid and v")
    types = told.get("type") or []
    names = (types,) if isinstance(types, str) else _strings(f"{key}.type", types)
    query = Query(
        (name or "").strip(),
        tuple(type_named(f"{key}.type", each) for each in names),
        tuple(_constraint(f"{key}.properties[{at}]", each) for at, each in enumerate(listed)),
        strict,
    )
    return Asked(query, _limit(f"{key}.limit", told.get("limit", USUAL_LIMIT)))


def _constraint(where: str, told: object) -> Constraint:
    if not isinstance(told, dict) or not isinstance(told.get("pid"), str) or "v" not in told:
        raise _wrong(where, told, 'an object as {"pid": "isoCode", "v": "UA"}')
    values = told["v"] if isinstance(told["v"], list) else [told["v"]]
    return Constraint(
        property_named(f"{where}.pid", told["pid"]).id, tuple(_given(f"{where}.v", value) for value in values)
    )


def _given(where: str, value: object) -> Given:
    if isinstance(value, str | bool | int | float):
        return Given(str(value).strip())
    if isinstance(value, dict) and isinstance(value.get("id"), str):
        return Given(str(value.get("name") or value["id"]), value["id"])
    raise _wrong(where, value, 'a text, a number, a truth value or {"id": …, "name": …}, or a list of these')


def _wanted(where: str, told: object) -> Wanted:
    if not isinstance(told, dict) or not isinstance(told.get("id"), str):
        raise _wrong(where, told, 'an object as {"id": "isoCode"}')
    settings = told.get("settings") or {}
    if not isinstance(settings, dict):
        raise _wrong(f"{where}.settings", settings, "an object")
    content = settings.get("content") or "entity"
    if content not in ("entity", "name", "id"):
        raise Unprocessable(f"{where}.settings.content is {content!r}.", expected=("entity", "name", "id"))
    limit = str(settings.get("limit") or 0).removesuffix(".0")
    if not (limit.isascii() and limit.isdecimal()):
        raise _wrong(f"{where}.settings.limit", settings.get("limit"), "a whole number, 0 for all")
    return Wanted(property_named(f"{where}.id", told["id"]), int(limit[:9]), content)


def _limit(where: str, told: object) -> int:
    if isinstance(told, bool) or not isinstance(told, int | float) or not 1 <= told < float("inf"):
        raise _wrong(where, told, "a number of 1 or more")
    return min(int(told), MOST_CANDIDATES)


def _strings(where: str, told: object) -> tuple[str, ...]:
    if not isinstance(told, list) or not all(isinstance(each, str) for each in told):
        raise _wrong(where, told, "a list of texts")
    return tuple(told)


def _object(text: str, name: str) -> dict[str, Any]:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadRequest(f"{name} is no JSON: {error}.", expected=("a JSON object",)) from error
    if not isinstance(told, dict):
        raise _wrong(name, told, "a JSON object")
    if _HALF.search(json.dumps(told, ensure_ascii=False)):
        raise BadRequest(f"{name} holds half a surrogate pair, which is no character.", expected=("text in Unicode",))
    return told


def _named(where: str, told: str, known: Mapping[str, N]) -> N:
    wanted = told.strip().casefold()
    for item in known.values():
        if wanted in (item.id.casefold(), item.name.casefold()):
            return item
    raise Unprocessable(f"{where} is {told!r}, which there is not.", expected=tuple(known))


def _wrong(where: str, told: object, expected: str) -> Unprocessable:
    shown = json.dumps(told, ensure_ascii=False, default=str)
    return Unprocessable(f"{where} is {shown if len(shown) < 80 else shown[:80] + '…'}.", expected=(expected,))
