"""A small store of hand-made values, and a client that speaks to the app over ASGI."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from api.app import create_app
from api.settings import Settings
from kg.errors import QuestionError
from kg.graph import entity_quads, event_quads, reading_quads
from kg.identifiers import claim_id, graph_iri, text_sha256
from kg.model import Claim, Count, Entity, Event, Filler, Interval, Link, Mention, Reading, Report, Span
from kg.store import Store, View
from kg.vocabulary import ID

TEXT = "Footage shows that twelve Ukrainian tanks were destroyed near Lgov. <script>alert('text')</script> & more."
QUOTE = "twelve Ukrainian tanks were destroyed near Lgov"
UKRAINE = Entity(f"{ID}state/ukraine", "state", "Ukraine", ("Ukrainian",), links=("https://example.org/ukraine",))
TANK = Entity(f"{ID}equipment/tank", "equipment", "tank")
LGOV = Entity(f"{ID}place/gn-1", "place", "Lgov", broader=(f"{ID}place/region",), latitude=51.5, longitude=35.25)
REGION = Entity(f"{ID}place/region", "place", "Kursk Oblast")
ENTITIES = (UKRAINE, TANK, LGOV, REGION)
LOSS_ID = claim_id("r/1 ü", "equipment_loss", "destroyed", QUOTE, 0, [])
PLAN_ID = claim_id("r/1 ü", "movement", "deployed", "more", 0, [])


def filler(text: str, words: str, entity: Entity | None = None, rel: str | None = None) -> Filler:
    """The filler at the first place of `words` in a text."""
    start = text.index(words)
    mention = Mention(Span(start, start + len(words)), words, entity.kind if entity else None)
    return Filler(mention, Link(entity) if entity else None, rel)


def reading(report_id: str = "r/1 ü", text: str = TEXT, title: str = "<b>First</b> report") -> Reading:
    """A report whose title and text hold markup, with one claim that has happened and one that is planned."""
    start = text.index(QUOTE)
    victim, tank = filler(text, "Ukrainian", UKRAINE), filler(text, "tanks", TANK)
    lgov = filler(text, "Lgov", LGOV, "near")
    day = date(2024, 8, 15)
    loss = Claim(
        id=claim_id(report_id, "equipment_loss", "destroyed", QUOTE, 0, []),
        report_id=report_id,
        type="equipment_loss",
        status="destroyed",
        evidence=Span(start, start + len(QUOTE)),
        quote=QUOTE,
        roles={"victim": (victim,), "equipment": (tank,), "place": (lgov,)},
        count=Count(12, 12, text="twelve"),
        time=Interval(day, day, basis="report_day"),
        certainty="confirmed",
        basis="visual",
        confidence=0.8,
    )
    more = text.index("more")
    plan = Claim(
        id=claim_id(report_id, "movement", "deployed", "more", 0, []),
        report_id=report_id,
        type="movement",
        status="deployed",
        evidence=Span(more, more + 4),
        quote="more",
        roles={"actor": (victim,)},
        modality="planned",
    )
    report = Report(
        report_id, text, text_sha256(text), day, title, publisher="Desk", url="https://example.org/r?a=1&b=2"
    )
    return Reading(report, (victim, tank, lgov), (loss, plan))


def events(read: Reading) -> tuple[Event, ...]:
    """One event for each claim of `reading`."""
    loss, plan = read.claims
    roles = {"victim": (UKRAINE.iri,), "equipment": (TANK.iri,), "place.near": (LGOV.iri,)}
    return (
        Event(loss.id, loss.type, loss.status, roles, (loss.id,), "accepted", 0.7, loss.count, loss.time),
        Event(plan.id, plan.type, plan.status, {"actor": (UKRAINE.iri,)}, (plan.id,), "planned", 0.3),
    )


def closure(iri: str) -> tuple[str, ...]:
    """An entity and what it lies in."""
    return (iri, REGION.iri) if iri == LGOV.iri else (iri,)


def publish(folder: Path, *readings: Reading) -> None:
    """Write readings, their events and the entities into a store and publish it."""
    with Store.open(folder) as store:
        for read in readings:
            store.put(read, reading_quads(read))
        store.publish(
            catalogue=entity_quads((UKRAINE, TANK), graph_iri("catalogue")),
            places=entity_quads((LGOV, REGION), graph_iri("places")),
            events=event_quads([event for read in readings for event in events(read)], closure),
        )


@dataclass(frozen=True)
class FakeAnswer:
    """An answer that tells back its question."""

    question: str
    name: str = "<i>tank</i>"

    def to_json(self) -> dict[str, Any]:
        """One row with evidence, one exclusion."""
        start = TEXT.index(QUOTE)
        row = {
            "name": self.name,
            "iri": TANK.iri,
            "links": ["https://sws.geonames.org/1/", "javascript:alert(1)"],
            "status": "destroyed",
            "countMin": 12,
            "countMax": None,
            "certainty": "confirmed",
            "modality": "actual",
            "polarity": "positive",
            "speaker": None,
            "report": "r/1 ü",
            "date": "2024-08-15",
            "quote": QUOTE,
            "start": start,
            "end": start + len(QUOTE),
            "belief": 0.7,
        }
        excluded = {"name": "Leopard 2", "why": "planned", "quote": "more", "report": "r/1 ü", "date": "2024-08-15"}
        return {
            "question": self.question,
            "answer": "<u>tank</u>",
            "rows": [row],
            "sparql": "SELECT ?type WHERE { ?e sg:equipment ?type }",
            "evidence": [],
            "excluded": [excluded],
        }


def fake_ask(view: View, question: str, /, *, min_confidence: float = 0.0) -> FakeAnswer:
    """Answers everything but what holds "frobnicate"; tells back the confidence as a name."""
    assert view.snapshot
    if "frobnicate" in question:
        raise QuestionError(question, "frobnicate", "This verb is not known", ("Who lost tanks?", "B?", "C?"))
    return FakeAnswer(question, f"at least {min_confidence:g}") if min_confidence else FakeAnswer(question)


class Client:
    """Speaks to an app in this process, one event loop per request."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app

    def request(self, method: str, url: str, **more: Any) -> httpx.Response:
        """One request; redirects are not followed."""

        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
                return await client.request(method, url, **more)

        return asyncio.run(send())

    def get(self, url: str, accept: str | None = None, **more: Any) -> httpx.Response:
        """GET, with an Accept header where one is given."""
        headers = {"Accept": accept} if accept is not None else {}
        return self.request("GET", url, headers={**headers, **more.pop("headers", {})}, **more)

    def post(self, url: str, **more: Any) -> httpx.Response:
        """POST."""
        return self.request("POST", url, **more)


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of one report; not to be written to."""
    folder = tmp_path_factory.mktemp("api") / "store"
    publish(folder, reading())
    return folder


@pytest.fixture(scope="session")
def client(store: Path) -> Client:
    """A client of an app over the store, with the fake asking function."""
    return Client(create_app(store, Settings(), fake_ask))


@pytest.fixture
def make_client(store: Path) -> Iterator[Callable[..., Client]]:
    """Makes clients of apps with other settings or stores."""

    def make(folder: Path = store, settings: Settings | None = None, ask: Any = fake_ask) -> Client:
        return Client(create_app(folder, settings, ask))

    yield make
