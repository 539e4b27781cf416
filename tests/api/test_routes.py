"""Requests and their responses, resource by resource."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pyoxigraph
import pytest
import rdflib
from fastapi import FastAPI

import kg
from api.app import create_app
from kg.graph import entity_quads
from kg.identifiers import graph_iri
from kg.model import Entity
from kg.store import Store
from kg.vocabulary import ID

REPORT = quote("r/1 ü", safe="")
BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8"
UKRAINE = "https://w3id.org/sitgraph/id/state/ukraine"


@pytest.fixture(scope="session")
def loss(client: Any) -> str:
    """The id of the claim and the event of the loss."""
    return str(client.get("/events?type=equipment_loss").json()["items"][0]["id"])


@pytest.mark.parametrize(
    ("address", "status", "key", "expected"),
    [
        ("/health", 200, "status", "ok"),
        ("/events", 200, "total", 2),
        ("/events?type=equipment_loss", 200, "total", 1),
        ("/events?type=equipment_loss&status=destroyed", 200, "total", 1),
        ("/events?type=attack", 200, "total", 0),
        ("/events?standing=planned", 200, "total", 1),
        ("/events?entity=state/ukraine", 200, "total", 2),
        (f"/events?entity={quote(UKRAINE, safe='')}", 200, "total", 2),
        ("/events?entity=ukraine", 200, "total", 2),
        ("/events?entity=ukrainian", 200, "total", 2),
        ("/events?entity=Tank%20", 200, "total", 1),
        ("/events?entity=Kraine", 422, "expected", ["Ukraine (state/ukraine)"]),
        ("/events?place=Kursk%20Oblast", 200, "total", 1),
        ("/events?place=Lgov", 200, "total", 0),
        ("/events?since=2024-08-15&until=2024-08-15", 200, "total", 1),
        ("/events?since=2024-08-16", 200, "total", 0),
        ("/events?since=&until=&type=", 200, "total", 2),
        (f"/events?report={REPORT}", 200, "total", 2),
        ("/events?min_confidence=0.5", 200, "total", 2),
        ("/events?min_confidence=0.95", 200, "total", 0),
        ("/events?min_confidence=", 200, "total", 2),
        ("/events?min_confidence=1.5", 422, "title", "Unprocessable Entity"),
        ("/events?min_confidence=nan", 422, "title", "Unprocessable Entity"),
        ("/events?min_confidence=0.6", 200, "left_out", 1),
        ("/events", 200, "left_out", 0),
        (f"/reports/{REPORT}?min_confidence=0.95", 200, "claims", []),
        (f"/reports/{REPORT}?min_confidence=0.95", 200, "left_out", 2),
        ("/entities/state/ukraine?min_confidence=0.6", 200, "claims", 1),
        ("/entities/state/ukraine?min_confidence=0.6", 200, "left_out", 1),
        ("/ask?question=Who&min_confidence=-1", 422, "title", "Unprocessable Entity"),
        ("/events?limit=1", 200, "next", "/events?limit=1&offset=1"),
        ("/events?limit=1&offset=1", 200, "next", None),
        ("/events?type=nope", 422, "detail", "type is 'nope'."),
        ("/events?status=destroyed", 422, "detail", "status is 'destroyed' without a type."),
        ("/events?since=yesterday", 422, "expected", ["a day as 2024-08-15"]),
        ("/events?limit=0", 422, "title", "Unprocessable Entity"),
        ("/events?entity=%3Cx%3E/y", 404, "status", 404),
        ("/events/nope", 404, "detail", "The store holds no event 'nope'."),
        ("/entities?q=UKR", 200, "items", [{"iri": UKRAINE, "name": "Ukraine", "kind": "state", "claims": 2}]),
        ("/entities", 200, "total", 3),
        ("/entities?all=", 200, "total", 3),
        ("/entities?all=yes", 200, "total", 4),
        ("/entities?all=true&min_confidence=0.6", 200, "total", 4),
        ("/entities?q=UKR&kind=place", 200, "total", 0),
        ("/entities?q=kursk", 200, "total", 0),
        ("/entities?q=kursk&all=true", 200, "total", 1),
        ("/entities?min_confidence=0.9", 200, "total", 0),
        ("/entities?min_confidence=0.9", 200, "left_out", 3),
        ("/entities?min_confidence=0.6", 200, "total", 3),
        ("/entities?all=maybe", 422, "title", "Unprocessable Entity"),
        ("/entities?kind=person", 200, "items", []),
        ("/entities?kind=nope", 422, "detail", "kind is 'nope'."),
        ("/entities/state/ukraine", 200, "name", "Ukraine"),
        ("/entities/state/ukraine", 200, "members", []),
        ("/entities/state/ukraine", 200, "unit", None),
        ("/entities/state/nowhere", 404, "status", 404),
        ("/reports", 200, "next", None),
        ("/reports/?limit=1", 200, "limit", 1),
        ("/entities/?limit=1", 200, "limit", 1),
        ("/events/?limit=1", 200, "limit", 1),
        (f"/reports/{REPORT}", 200, "id", "r/1 ü"),
        ("/reports/nope", 404, "detail", "The store holds no report 'nope'."),
        ("/claims/nope", 404, "detail", "The store holds no claim 'nope'."),
        ("/id/state/nowhere", 404, "status", 404),
        ("/id/state/a%22%3E%20b", 404, "status", 404),
        ("/id/event/nope", 404, "status", 404),
        ("/nowhere", 404, "detail", "GET /nowhere: Not Found"),
        ("/ask?question=Who%20lost%20tanks", 200, "question", "Who lost tanks"),
        ("/ask?question=%20%3F", 422, "part", "?"),
        ("/ask?question=frobnicate%20it", 422, "part", "frobnicate"),
        ("/ask", 422, "faults", [{"parameter": "question", "problem": "Field required"}]),
        ("/ask?question=" + "a" * 600, 413, "title", "Request Entity Too Large"),
    ],
)
def test_json(client: Any, address: str, status: int, key: str, expected: Any) -> None:
    response = client.get(address)
    assert response.status_code == status, response.text
    kind = "application/json" if status == 200 else "application/problem+json"
    assert response.headers["content-type"] == kind
    assert response.json()[key] == expected
    if status != 200:
        assert {"type", "title", "status", "detail", "instance", "advice"} <= set(response.json()) | {"advice"}


def test_an_event_leads_to_its_words(client: Any, loss: str) -> None:
    event = client.get(f"/events/{loss}").json()
    claim = client.get(f"/claims/{loss}").json()
    report = client.get(f"/reports/{REPORT}").json()
    assert event["evidence"][0]["quote"] == claim["quote"] == report["text"][claim["start"] : claim["end"]]
    assert claim["before"] == "Footage shows that " and claim["events"] == [loss]
    assert [found["id"] for found in report["claims"]] == [loss, claim_of(report, "movement")]
    assert event["roles"]["place.near"][0]["name"] == "Lgov"


def claim_of(report: dict[str, Any], type_: str) -> str:
    """The id of a report's claim of a type."""
    return next(str(claim["id"]) for claim in report["claims"] if claim["type"] == type_)


@pytest.mark.parametrize(
    ("accept", "format_", "media"),
    [
        ("*/*", "", "text/turtle"),
        ("application/ld+json", "", "application/ld+json"),
        ("application/n-triples", "", "application/n-triples"),
        (BROWSER, "", "text/html"),
        (BROWSER, "?format=jsonld", "application/ld+json"),
    ],
)
@pytest.mark.parametrize("path", ["state/ukraine", f"report/{REPORT}", "place/gn-1", "graph-free"])
def test_identifiers(client: Any, path: str, accept: str, format_: str, media: str) -> None:
    response = client.get(f"/id/{path}{format_}", accept)
    if path == "graph-free":
        assert response.status_code == 404
        return
    assert response.status_code == 200, response.text
    assert response.headers["content-type"].partition(";")[0] == media
    assert "Accept" in response.headers["vary"]
    if media != "text/html":
        graph = pyoxigraph.parse(response.content, format=pyoxigraph.RdfFormat.from_media_type(media))
        typed = {quad.subject.value for quad in graph if quad.predicate.value == str(rdflib.RDF.type)}
        assert f"https://w3id.org/sitgraph/id/{path}" in typed


@pytest.mark.parametrize(
    ("path", "page"),
    [
        (f"reports/{REPORT}", f"report/{REPORT}"),
        ("events/LOSS", "event/LOSS"),
        ("claims/LOSS", "claim/LOSS"),
        ("entities/state/ukraine", "state/ukraine"),
    ],
)
def test_browsers_are_led_to_pages_of_what_is_json_for_programs(client: Any, loss: str, path: str, page: str) -> None:
    path, page = (f"/{part.replace('LOSS', loss)}" for part in (path, f"id/{page}"))
    for more in ("", "?min_confidence=0.6"):
        led = client.get(f"{path}{more}", BROWSER)
        assert (led.status_code, led.headers["location"]) == (303, f"{page}{more}")
        assert client.get(led.headers["location"], BROWSER).status_code == 200
    assert client.get(f"{path}?format=html").status_code == 303
    for answer in (client.get(path), client.get(f"{path}?format=json", BROWSER)):
        assert answer.headers["content-type"] == "application/json" and "Accept" in answer.headers["vary"]
    assert client.get(path, "image/png").status_code == 406
    assert "text/html" in client.get(f"{path}-nope", BROWSER).headers["content-type"]


def test_a_claim_is_described_with_its_evidence(client: Any, loss: str) -> None:
    text = client.get(f"/id/claim/{loss}", "text/turtle").text
    assert "oa:exact" in text and "oa:start" in text and "victim-1" in text


def test_a_graph_and_what_is_only_referred_to_are_described(client: Any) -> None:
    events = client.get("/id/graph/events", "application/n-triples").text
    assert "#EquipmentLoss>" in events and "#Claim>" not in events
    assert "triples" in client.get("/id/graph/events", BROWSER).text
    extractor = client.get(f"/id/extractor/{kg.__version__}", "application/n-triples").text
    assert "wasGeneratedBy" in extractor
    assert client.get("/id/graph/nowhere").status_code == client.get("/id/extractor/none").status_code == 404


def test_not_acceptable(client: Any) -> None:
    for address in ("/id/state/ukraine", "/events", "/ontology"):
        response = client.get(address, "image/png")
        assert response.status_code == 406 and response.json()["expected"], address


def test_wrong_method(client: Any) -> None:
    response = client.request("DELETE", "/events")
    assert response.status_code == 405 and response.headers["content-type"] == "application/problem+json"


def test_head_is_get_without_body(client: Any) -> None:
    response = client.request("HEAD", "/events")
    assert response.status_code == 200 and response.content == b""


def test_a_name_of_several_is_told_with_all(make_client: Callable[..., Any], tmp_path: Path) -> None:
    twins = [Entity(f"{ID}place/gn-{number}", "place", "Twin", ("Pair",)) for number in (1, 2)]
    with Store.open(tmp_path / "store") as store:
        store.publish(places=entity_quads(twins, graph_iri("places")))
    for name in ("twin", "Pair"):
        answer = make_client(tmp_path / "store").get(f"/events?place={name}").json()
        assert answer["detail"] == f"place is {name!r}, which is what several entities are called."
        assert answer["expected"] == ["Twin (place/gn-1)", "Twin (place/gn-2)"]


def test_ask_by_form(client: Any) -> None:
    assert client.post("/ask", data={"question": "Who?"}).json()["rows"][0]["countMin"] == 12
    assert client.post("/ask", data={}).status_code == 422


def test_ask_of_what_was_read_surely(client: Any) -> None:
    assert client.get("/ask?question=Who&min_confidence=0.9").json()["rows"][0]["name"] == "at least 0.9"
    assert (
        client.post("/ask", data={"question": "Who?", "min_confidence": "0.9"}).json()["rows"][0]["name"]
        != "<i>tank</i>"
    )


def test_an_event_with_its_surest_claims(client: Any, loss: str) -> None:
    assert len(client.get(f"/events/{loss}?min_confidence=0.1").json()["evidence"]) == 1
    none = client.get(f"/events/{loss}?min_confidence=0.99").json()
    assert (none["evidence"], none["left_out"]) == ([], 1)
    assert client.get(f"/claims/{loss}?min_confidence=0.8").status_code == 200
    refused = client.get(f"/claims/{loss}?min_confidence=0.99")
    assert refused.status_code == 404 and "a confidence of 0.8, below 0.99" in refused.json()["detail"]


@pytest.mark.parametrize("path", ["graph/report/r%2F1%20%C3%BC", "graph/events", f"report/{REPORT}", "state/ukraine"])
def test_identifiers_without_what_was_read_less_surely(client: Any, path: str, loss: str) -> None:
    """The loss was read with 0.8, the planned movement with 0.5."""
    plan = claim_of(client.get(f"/reports/{REPORT}").json(), "movement")
    every = client.get(f"/id/{path}", "application/n-triples").text
    sure = client.get(f"/id/{path}?min_confidence=0.6", "application/n-triples").text
    assert plan not in sure and (loss in sure) == (loss in every) and sure.count("\n") <= every.count("\n")
    assert (plan in every) == path.startswith("graph/")
    page = client.get(f"/id/{path}?min_confidence=0.6", BROWSER).text
    assert plan not in page
    assert ("1 claim read with a confidence below 0.6 left out" in page) != path.startswith("graph/")


def test_what_rests_on_less_sure_claims_alone_is_refused(client: Any, loss: str) -> None:
    for path in (f"event/{loss}", f"claim/{loss}", f"claim/{loss}/victim-1"):
        assert client.get(f"/id/{path}?min_confidence=0.8", "text/turtle").status_code == 200
        assert client.get(f"/id/{path}?min_confidence=0.9", "text/turtle").status_code == 404


def test_the_start_page_counts_what_is_sure(client: Any) -> None:
    page = client.get("/?min_confidence=0.6&question=Who", BROWSER).text
    assert "1 claim read with a confidence below 0.6 left out" in page and "at least 0.6" in page
    assert 'value="0.6"' in page and "/events?min_confidence=0.6" in page
    assert '<a href="/?question=Who">Show all</a>' in page
    assert "left out" not in client.get("/", BROWSER).text


def test_the_start_page_leads_to_as_many_entities_as_it_tells(client: Any) -> None:
    for least, entities in (("", 3), ("?min_confidence=0.6", 3), ("?min_confidence=0.9", 0)):
        page = client.get(f"/{least}", BROWSER).text
        assert f'<a href="/entities{least}">entities named</a></dt><dd>{entities}</dd>' in page
        assert client.get(f"/entities{least}").json()["total"] == entities


def test_entities_are_listed_with_their_claims(client: Any) -> None:
    page = client.get("/entities?min_confidence=0.6", BROWSER).text
    assert "1 to 3 of 3" in page and '<th scope="col">Claims</th>' in page and "Kursk Oblast" not in page
    assert '<a href="/id/state/ukraine?min_confidence=0.6">Ukraine</a>' in page
    assert [entity["claims"] for entity in client.get("/entities").json()["items"]] == [1, 1, 2]
    assert "Kursk Oblast" in client.get("/entities?all=yes", BROWSER).text


def test_without_asking(make_client: Callable[..., Any]) -> None:
    assert make_client(ask=None).get("/ask?question=who").status_code == 501
    assert "answers no questions" in make_client(ask=None).get("/?question=who").text


def test_no_store(make_client: Callable[..., Any], tmp_path: Path) -> None:
    response = make_client(tmp_path / "none").get("/health")
    assert response.status_code == 503 and "kg build" in response.json()["advice"]


def test_a_newer_snapshot_is_picked_up(make_client: Callable[..., Any], tmp_path: Path) -> None:
    from kg.store import Store

    with Store.open(tmp_path / "store"):
        pass
    client = make_client(tmp_path / "store")
    before = client.get("/health").json()
    assert before["counts"]["reports"] == 0
    assert "No reports yet" in client.get("/").text
    with Store.open(tmp_path / "store") as store:
        store.publish()
    assert client.get("/health").json()["snapshot"] == before["snapshot"] + 1


def test_ontology(client: Any) -> None:
    for address in ("/ontology", "/ontology.ttl"):
        response = client.get(address)
        assert response.headers["content-type"] == "text/turtle; charset=utf-8"
        assert len(rdflib.Graph().parse(data=response.text, format="turtle")) > 100


def test_openapi_has_examples_and_resolves(client: Any) -> None:
    document = client.get("/openapi.json").json()
    assert document["openapi"].startswith("3.1") and "CC BY 4.0" in document["info"]["description"]
    known = {tag["name"] for tag in document["tags"]}
    for reference in re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(document)):
        assert reference in document["components"]["schemas"], reference
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            assert set(operation["tags"]) <= known and operation["tags"], (method, path)
            assert operation["summary"] and operation["description"], (method, path)
            assert "200" in operation["responses"], (method, path)
            assert "example" in json.dumps(_resolved(document, operation)), (method, path)


def _resolved(document: dict[str, Any], operation: dict[str, Any]) -> list[Any]:
    text = json.dumps(operation)
    schemas = [document["components"]["schemas"][name] for name in re.findall(r'schemas/([^"]+)"', text)]
    return [operation, *schemas]


def test_making_an_app_does_nothing(tmp_path: Path) -> None:
    assert isinstance(create_app(tmp_path / "missing"), FastAPI)
    assert not (tmp_path / "missing").exists()
