"""/sparql by the SPARQL 1.1 Protocol: what is answered, in which form, and what is refused."""

from __future__ import annotations

import asyncio
import csv
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

import httpx
import pyoxigraph
import pytest
import rdflib

from api.settings import Settings
from kg import query_processes

SELECT = "SELECT ?name WHERE { <https://w3id.org/sitgraph/id/state/ukraine> rdfs:label ?name }"
ASK = "ASK { ?claim a sg:Claim }"
CONSTRUCT = "CONSTRUCT { ?s rdfs:label ?o } WHERE { ?s rdfs:label ?o }"
FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"


def parsed(body: str, media: str) -> Any:
    """What a body says, read by a reader of its type."""
    if media.endswith("json") and media != "application/ld+json":
        document = json.loads(body)
        return document.get("boolean") or [row["name"]["value"] for row in document["results"]["bindings"]]
    if media.endswith("results+xml"):
        return [element.text for element in ElementTree.fromstring(body).iter() if (element.text or "").strip()]
    if media == "text/csv":
        return list(csv.reader(body.splitlines()))[1:]
    if media == "text/tab-separated-values":
        return body.splitlines()[1:]
    if media == "application/ld+json":
        return len(list(pyoxigraph.parse(body.encode(), format=pyoxigraph.RdfFormat.JSON_LD)))
    return len(rdflib.Graph().parse(data=body, format=media))


@pytest.mark.parametrize(
    ("query", "accept", "media", "expected"),
    [
        (SELECT, "*/*", "application/sparql-results+json", ["Ukraine"]),
        (SELECT, "application/sparql-results+xml", "application/sparql-results+xml", ["Ukraine"]),
        (SELECT, "text/csv", "text/csv", [["Ukraine"]]),
        (SELECT, "text/tab-separated-values", "text/tab-separated-values", ['"Ukraine"@en']),
        (ASK, "application/json", "application/sparql-results+json", True),
        (ASK, "application/sparql-results+xml", "application/sparql-results+xml", ["true"]),
        (CONSTRUCT, "*/*", "text/turtle", 4),
        (CONSTRUCT, "application/n-triples", "application/n-triples", 4),
        (CONSTRUCT, "application/ld+json", "application/ld+json", 4),
        ("DESCRIBE <https://w3id.org/sitgraph/id/state/ukraine>", "text/turtle", "text/turtle", 4),
    ],
)
@pytest.mark.parametrize("way", ["get", "form", "body"])
def test_answers(client: Any, way: str, query: str, accept: str, media: str, expected: Any) -> None:
    headers = {"Accept": accept}
    if way == "get":
        response = client.get("/sparql?" + urlencode({"query": query}), accept)
    elif way == "form":
        response = client.post("/sparql", data={"query": query}, headers=headers)
    else:
        response = client.post(
            "/sparql", content=query, headers={**headers, "Content-Type": f"{QUERY}; charset=UTF-8"}
        )
    assert response.status_code == 200, response.text
    assert response.headers["content-type"].partition(";")[0] == media
    assert parsed(response.text, media) == expected


def test_format_wins_over_accept(client: Any) -> None:
    response = client.get("/sparql?" + urlencode({"query": SELECT, "format": "csv"}), "application/json")
    assert response.headers["content-type"] == "text/csv; charset=utf-8"


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("SELECT * WHERE {\n ?s ?p }", 400, "line 2, column"),
        ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", 400, "INSERT is refused"),
        ("DROP ALL", 400, "DROP is refused"),
        ("LOAD <http://127.0.0.1/>", 400, "LOAD is refused"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", 400, "SERVICE is refused"),
        ("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", 400, "no such graph"),
        ("", 400, "no SELECT"),
    ],
)
def test_refused_queries(client: Any, query: str, status: int, words: str) -> None:
    response = client.post("/sparql", data={"query": query, "format": "json"})
    problem = response.json()
    assert (response.status_code, response.headers["content-type"]) == (status, "application/problem+json")
    assert words in problem["detail"]
    assert problem["advice"]


@pytest.mark.parametrize(
    ("content", "type_", "status"),
    [
        ("INSERT DATA {}", "application/sparql-update", 403),
        (urlencode({"update": "INSERT DATA {}"}), FORM, 403),
        (SELECT, "text/plain", 415),
        (SELECT, f"{QUERY}; charset=utf-16", 415),
        (SELECT, "", 415),
        ("", FORM, 400),
        (urlencode([("query", SELECT), ("query", SELECT)]), FORM, 400),
        (b"SELECT \xff", QUERY, 400),
        (urlencode({"query": SELECT, "default-graph-uri": "urn:x"}), FORM, 400),
        (urlencode({"query": SELECT, "named-graph-uri": "file:///etc/passwd"}), FORM, 400),
    ],
)
def test_refused_requests(client: Any, content: str | bytes, type_: str, status: int) -> None:
    response = client.post("/sparql", content=content, headers={"Content-Type": type_})
    assert response.status_code == status
    assert {"expected", "advice"} & set(response.json()), response.text


def test_not_acceptable_lists_what_is_offered(client: Any) -> None:
    response = client.get("/sparql?" + urlencode({"query": SELECT}), "image/png")
    assert response.status_code == 406
    assert "text/csv (format=csv)" in response.json()["expected"]


def test_query_length_is_limited(make_client: Callable[..., Any]) -> None:
    client = make_client(settings=Settings(max_query_length=200))
    long = SELECT + " " * 200
    assert client.get("/sparql?" + urlencode({"query": long})).status_code == 413
    assert client.post("/sparql", content=long * 20, headers={"Content-Type": QUERY}).status_code == 413
    assert client.post("/sparql", data={"query": SELECT}).status_code == 200


def test_service_description_is_turtle(client: Any) -> None:
    response = client.get("/sparql")
    graph = rdflib.Graph().parse(data=response.text, format="turtle")
    endpoints = graph.objects(None, rdflib.URIRef("http://www.w3.org/ns/sparql-service-description#endpoint"))
    assert [str(endpoint) for endpoint in endpoints] == ["http://testserver/sparql"]


def test_browsers_get_a_form_and_results_escaped(client: Any) -> None:
    accept = "text/html,*/*;q=0.8"
    assert "<textarea" in client.get("/sparql", accept).text
    query = "SELECT ?title WHERE { ?report dcterms:title ?title }"
    page = client.get("/sparql?" + urlencode({"query": query}), accept).text
    assert "&lt;b&gt;First&lt;/b&gt;" in page and "<b>First" not in page
    wrong = client.get("/sparql?" + urlencode({"query": "SELECT </textarea><script>"}), accept)
    assert wrong.status_code == 400 and "</textarea><script>" not in wrong.text


def test_every_example_query_runs(client: Any) -> None:
    from api.examples import QUERIES

    for example in QUERIES:
        response = client.get("/sparql?" + urlencode({"query": example.text}))
        assert response.status_code == 200 and response.json()["results"]["bindings"], example.title


def test_many_queries_at_once(client: Any) -> None:
    """Each result is written in the thread of its query: the process would abort otherwise."""
    address = "/sparql?" + urlencode({"query": "SELECT ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } }"})

    async def ask_all() -> list[httpx.Response]:
        transport = httpx.ASGITransport(app=client.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as many:
            pages = ("/", "/events", "/id/state/ukraine?format=turtle", "/ask?question=Who")
            return await asyncio.gather(*(many.get(page) for _ in range(12) for page in (address, *pages)))

    assert {response.status_code for response in asyncio.run(ask_all())} == {200}


EVENTS = "https://w3id.org/sitgraph/id/graph/events"
PLACES = "https://w3id.org/sitgraph/id/graph/places"
CATALOGUE = "https://w3id.org/sitgraph/id/graph/catalogue"


@pytest.mark.parametrize(
    ("query", "default", "named", "names"),
    [
        ("SELECT ?name WHERE { ?s rdfs:label ?name }", [PLACES], [], {"Kursk Oblast", "Lgov"}),
        ("SELECT ?name { ?s rdfs:label ?name }", [CATALOGUE], [], {"Ukraine", "tank"}),
        (
            "SELECT ?name { ?s rdfs:label ?name }",
            [CATALOGUE, PLACES],
            [],
            {"Ukraine", "tank", "Kursk Oblast", "Lgov"},
        ),
        ("SELECT ?name { ?s rdfs:label ?name }", [EVENTS], [], set()),
        ("SELECT ?name { ?s rdfs:label ?name }", [], [PLACES], set()),
        ("SELECT ?name { GRAPH ?g { ?s rdfs:label ?name } }", [], [PLACES], {"Kursk Oblast", "Lgov"}),
        ("# where {\nSELECT (STR(?n) AS ?name) WHERE { ?s rdfs:label ?n }", [PLACES], [], {"Kursk Oblast", "Lgov"}),
    ],
)
@pytest.mark.parametrize("way", ["get", "form", "body"])
def test_dataset_of_the_request(
    client: Any, way: str, query: str, default: list[str], named: list[str], names: set[str]
) -> None:
    graphs = [("default-graph-uri", graph) for graph in default] + [("named-graph-uri", graph) for graph in named]
    if way == "get":
        response = client.get("/sparql?" + urlencode([("query", query), *graphs]))
    elif way == "form":
        body = urlencode([("query", query), *graphs])
        response = client.post("/sparql", content=body, headers={"Content-Type": FORM})
    else:
        response = client.post("/sparql?" + urlencode(graphs), content=query, headers={"Content-Type": QUERY})
    assert response.status_code == 200, response.text
    assert {row["name"]["value"] for row in response.json()["results"]["bindings"]} == names


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("ASK { ?s rdfs:label 'Ukraine'@en }", "false"),
        ("CONSTRUCT { ?s rdfs:label ?o } WHERE { ?s rdfs:label ?o }", "Lgov"),
        ("CONSTRUCT WHERE { ?s rdfs:label ?o }", "Lgov"),
        ("DESCRIBE ?s WHERE { ?s rdfs:label ?o }", "Lgov"),
    ],
)
def test_dataset_of_other_forms(client: Any, query: str, found: str) -> None:
    response = client.get("/sparql?" + urlencode({"query": query, "default-graph-uri": PLACES}))
    assert response.status_code == 200 and found in response.text and "Ukraine" not in response.text


def test_dataset_of_a_query_with_its_own(client: Any) -> None:
    query = f"SELECT * FROM <{EVENTS}> {{ ?s ?p ?o }}"
    response = client.get("/sparql?" + urlencode({"query": query, "default-graph-uri": PLACES}))
    assert response.status_code == 400 and "FROM" in response.json()["expected"][0]


def test_what_takes_too_long_is_ended(make_client: Callable[..., Any]) -> None:
    client = make_client(settings=Settings(query_seconds=1))
    query = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n2 ?o }"
    response = client.get("/sparql?" + urlencode({"query": query}))
    assert response.status_code == 503 and "longer than 1 seconds" in response.json()["detail"]
    assert "LIMIT" in response.json()["advice"] and "SITGRAPH_QUERY_SECONDS" in response.json()["advice"]
    page = client.get("/sparql?" + urlencode({"query": query}), "text/html")
    assert page.status_code == 503 and "longer than 1 seconds" in page.text and "SELECT (COUNT" in page.text


def test_where_all_places_are_taken_it_is_told_when_to_ask_again(
    make_client: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(query_processes, "WAIT", 0)
    monkeypatch.setattr(query_processes, "MOST", 0)
    client = make_client()
    for accept in ("application/json", "text/html"):
        response = client.get("/sparql?" + urlencode({"query": SELECT}), accept)
        assert (response.status_code, response.headers["retry-after"]) == (503, "5"), response.text
