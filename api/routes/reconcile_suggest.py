"""/reconcile/suggest, /flyout, /properties, /feature: what helps a person to fill in a client's dialogs."""

from __future__ import annotations

from html import escape
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response

from api.dependencies import DirectoryHere
from api.description import entity_named
from api.errors import told
from api.reconciliation.answers import FEATURES, entity_json, property_json, types_json
from api.reconciliation.jsonp import answer
from api.reconciliation.manifest import type_json
from api.reconciliation.requests import property_named, type_named
from api.reconciliation.schemas import FeatureTold, Flyout, Proposals, Suggestions
from api.routes.reconcile import Callback
from kg.errors import NotFoundError
from kg.reconciliation.properties import PROPERTIES, properties_of
from kg.reconciliation.suggesting import suggested, suggested_entities
from kg.reconciliation.types import TYPES

router = APIRouter(tags=["Reconciliation"])
Prefix = Annotated[
    str, Query(description="What was typed so far, or an identifier", max_length=300, examples=["Ukr"])
]
Cursor = Annotated[int, Query(ge=0, description="Suggestions to pass over", examples=[0])]
Limit = Annotated[int, Query(ge=1, le=100, description="Most suggestions", examples=[10])]
What = Literal["entity", "type", "property"]


@router.get(
    "/reconcile/suggest/entity",
    summary="Complete the name of an entity",
    responses={200: {"model": Suggestions}, **told(400, 422)},
    response_class=Response,
    openapi_extra={"x-try": "/reconcile/suggest/entity?prefix=Ukr"},
)
def suggest_entity(
    directory: DirectoryHere,
    prefix: Prefix = "",
    type: Annotated[list[str] | None, Query(description="Ids of types", examples=[["State"]])] = None,
    cursor: Cursor = 0,
    limit: Limit = 10,
    callback: Callback = None,
) -> Response:
    """Entities with a name that begins so, or with that identifier; the likeliest first."""
    types = tuple(type_named("type", each) for each in type or () if each)
    found = suggested_entities(directory, prefix, types)[cursor : cursor + limit]
    result = [{**entity_json(directory, iri), "notable": types_json(directory, iri)} for iri in found]
    return answer({"result": result}, callback)


@router.get(
    "/reconcile/suggest/type",
    summary="Complete the name of a type",
    responses={200: {"model": Suggestions}, **told(400, 422)},
    response_class=Response,
    openapi_extra={"x-try": "/reconcile/suggest/type?prefix=s"},
)
def suggest_type(prefix: Prefix = "", cursor: Cursor = 0, limit: Limit = 20, callback: Callback = None) -> Response:
    """Types with a name or id that begins so; all for an empty prefix."""
    found = suggested(TYPES.values(), prefix)[cursor : cursor + limit]
    return answer({"result": [type_json(type_) for type_ in found]}, callback)


@router.get(
    "/reconcile/suggest/property",
    summary="Complete the name of a property",
    responses={200: {"model": Suggestions}, **told(400, 422)},
    response_class=Response,
    openapi_extra={"x-try": "/reconcile/suggest/property?prefix=w"},
)
def suggest_property(
    prefix: Prefix = "", cursor: Cursor = 0, limit: Limit = 30, callback: Callback = None
) -> Response:
    """Properties with a name or id that begins so; all for an empty prefix."""
    found = suggested(PROPERTIES.values(), prefix)[cursor : cursor + limit]
    return answer({"result": [property_json(property_) for property_ in found]}, callback)


@router.get(
    "/reconcile/flyout/{what}",
    summary="A suggestion in a few words",
    responses={200: {"model": Flyout}, **told(400, 404, 422)},
    response_class=Response,
    openapi_extra={"x-try": "/reconcile/flyout/entity?id=state/ukraine"},
)
def flyout(
    directory: DirectoryHere,
    what: What,
    id: Annotated[str, Query(description="Id of an entity, type or property", examples=["state/ukraine"])],
    callback: Callback = None,
) -> Response:
    """A little HTML to be shown beside a suggested entity, type or property."""
    if what == "entity":
        iri = entity_named(id)
        if iri is None or directory.entity(iri) is None:
            raise NotFoundError(f"There is no entity {id!r}.")
        shown = entity_json(directory, iri)
    elif what == "type":
        shown = type_json(TYPES[type_named("id", id)])
    else:
        shown = property_json(property_named("id", id))
    html = f"<p><strong>{escape(shown['name'])}</strong><br>{escape(shown['description'])}</p>"
    return answer({"id": id, "html": html}, callback)


@router.get(
    "/reconcile/properties",
    summary="Properties that a table can be extended with",
    responses={200: {"model": Proposals}, **told(400, 422)},
    response_class=Response,
    openapi_extra={"x-try": "/reconcile/properties?type=State"},
)
def propose_properties(
    type: Annotated[str, Query(description="Id of a type; all properties without one", examples=["State"])] = "",
    limit: Annotated[int | None, Query(ge=0, description="Most properties, 0 for all", examples=[10])] = None,
    callback: Callback = None,
) -> Response:
    """The properties that entities of a type can have, those that say most of it first."""
    wanted = type_named("type", type) if type else None
    found = properties_of(wanted)[: limit or None]
    content: dict[str, Any] = {"properties": [property_json(property_) for property_ in found]}
    content |= {"type": type} if type else {}
    return answer(content | ({"limit": limit} if limit is not None else {}), callback)


@router.get(
    "/reconcile/feature",
    summary="What a matching feature means",
    responses={200: {"model": FeatureTold}, **told(404)},
    response_class=Response,
    openapi_extra={"x-try": "/reconcile/feature?id=name"},
)
def feature(
    id: Annotated[str, Query(description="Id of a feature", examples=["name"])], callback: Callback = None
) -> Response:
    """The meaning of a figure that candidates' scores come from."""
    if id not in FEATURES:
        raise NotFoundError(f"There is no feature {id!r}; there are {', '.join(FEATURES)}.")
    return answer({"id": id, "description": FEATURES[id]}, callback)
