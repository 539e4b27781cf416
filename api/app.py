"""The app, made by a factory: nothing happens at import."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.staticfiles import StaticFiles

import kg
from api.cross_origin import OpenToAll
from api.dependencies import Ask, Context
from api.errors import install
from api.headers import StandardHeaders
from api.pages import WEB
from api.routes import ask as asking
from api.routes import (
    claims,
    docs,
    entities,
    events,
    health,
    identifiers,
    ontology,
    page,
    reconcile,
    reconcile_pages,
    reconcile_suggest,
    reports,
    sparql,
)
from api.settings import Settings

SUMMARY = "Claims of situation reports as a graph: ask in words or in SPARQL, and get the evidence with every answer."
DESCRIPTION = """All addresses only read. Lists are paged by `limit` and `offset`. Errors are
`application/problem+json` (RFC 9457) and say what was wrong, what was expected and what to do.

Credits: place names and coordinates are from [GeoNames](https://www.geonames.org/), CC BY 4.0; identifiers from
Wikidata, CC0. The texts of reports belong to their authors."""
TAGS = (
    ("Asking", "Questions in English, answered with their evidence."),
    ("SPARQL", "The whole graph by the SPARQL 1.1 Protocol."),
    ("Events", "What is held to have happened: claims about one thing, pooled over reports."),
    ("Entities", "States, groups, units, persons, equipment types and places."),
    ("Reports", "The reports with their texts, and the claims they make."),
    (
        "Reconciliation",
        "Names of other tables matched with entities: the Reconciliation Service API 0.2, for OpenRefine.",
    ),
    ("Identifiers", "Every IRI of the graph, as a page or as RDF; the ontology."),
    ("Server", "What the server holds."),
)


def create_app(
    store: Path, settings: Settings | None = None, ask: Ask | None = None, cache: Path | None = None
) -> FastAPI:
    """An app that serves the store in a folder; without `ask` it answers no questions.

    `cache` is the folder of the gazetteer's index, the user's own cache folder by default. The store is opened at
    the first request, and again whenever a newer snapshot is published.
    """
    settings = settings or Settings()
    app = FastAPI(
        title="Sitgraph",
        version=kg.__version__,
        summary=SUMMARY,
        description=DESCRIPTION,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        openapi_tags=[{"name": name, "description": told} for name, told in TAGS],
        docs_url=None,  # the framework's pages load scripts from elsewhere; routes/docs.py is ours
        redoc_url=None,
    )
    app.state.context = Context(store, settings, ask, cache)
    install(app)
    for module in (page, asking, sparql, events, entities, reports, claims):
        app.include_router(module.router)
    for module in (reconcile, reconcile_suggest, reconcile_pages, identifiers, ontology, health, docs):
        app.include_router(module.router)
    app.mount("/static", StaticFiles(directory=WEB / "static"), name="static")
    if settings.cors_origins:
        app.add_middleware(
            CORSMiddleware, allow_origins=settings.cors_origins, allow_methods=["GET", "POST"], allow_headers=["*"]
        )
    app.add_middleware(OpenToAll, path="/reconcile")
    app.add_middleware(StandardHeaders)
    return app
