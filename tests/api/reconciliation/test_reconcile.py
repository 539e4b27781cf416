"""The service's addresses one by one: forms of answers, limits, errors, other origins."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.errors import ApiError
from api.reconciliation.requests import read_extension, read_queries
from api.settings import Settings
from kg.graph import entity_quads
from kg.identifiers import graph_iri, local_iri
from kg.model import Entity
from kg.store import Store

UKRAINE = "state/ukraine"


def asked(client: Any, **queries: Any) -> Any:
    """The answer to a batch of queries, as a form."""
    return client.post("/reconcile", data={"queries": json.dumps(queries)})


def test_the_graph_is_matched(client: Any, conforms: Any) -> None:
    answer = asked(
        client,
        a={"query": "Ukrainian"},
        b={"query": "Lgov", "properties": [{"pid": "within", "v": {"id": "place/region", "name": "Kursk Oblast"}}]},
        c={"properties": [{"pid": "iri", "v": "https://w3id.org/sitgraph/id/place/region"}]},
        d={"query": " "},
        e={"query": "x" * 5000},
        f={"query": "Lgov", "limit": 1.0, "type": ["Place"], "type_strict": "all"},
        g={"query": "tank", "properties": [{"pid": "mentions", "v": [1, "2", True]}]},
    ).json()
    conforms("reconciliation-result-batch", answer)
    first = {key: result["result"][0]["id"] if result["result"] else None for key, result in answer.items()}
    assert first["a"] == UKRAINE and first["b"] == "place/gn-1" and first["c"] == "place/region"
    assert first["d"] is None and first["e"] is None
    assert answer["b"]["result"][0]["match"] and len(answer["f"]["result"]) == 1
    assert answer["a"]["result"][0]["features"][0] == {"id": "name", "value": 0.97}


@pytest.mark.parametrize(
    ("queries", "status", "detail"),
    [
        ("{", 400, "queries is no JSON"),
        ("[" * 100_000, 400, "queries is no JSON"),
        ("[]", 422, "queries is []."),
        ('{"\\ud800": {"query": "x"}}', 400, "queries holds half a surrogate pair"),
        ('{"a": {"query": "\\udc00"}}', 400, "queries holds half a surrogate pair"),
        ('{"a": 1}', 422, "a is 1."),
        ('{"a": {}}', 422, "a has neither a query nor properties."),
        ('{"a": {"query": "x", "props": []}}', 422, "a has an unknown member 'props'."),
        ('{"a": {"query": 3}}', 422, "a.query is 3."),
        ('{"a": {"query": "x", "type": "Tank"}}', 422, "a.type is 'Tank', which there is not."),
        ('{"a": {"query": "x", "type": [1]}}', 422, "a.type is [1]."),
        ('{"a": {"query": "x", "limit": 0}}', 422, "a.limit is 0."),
        ('{"a": {"query": "x", "limit": true}}', 422, "a.limit is true."),
        ('{"a": {"query": "x", "limit": NaN}}', 422, "a.limit is NaN."),
        ('{"a": {"query": "x", "type_strict": "no"}}', 422, "a.type_strict is 'no'."),
        ('{"a": {"query": "x", "properties": [{"pid": "within"}]}}', 422, 'a.properties[0] is {"pid": "within"}.'),
        (
            '{"a": {"query": "x", "properties": [{"pid": "height", "v": 1}]}}',
            422,
            "a.properties[0].pid is 'height', which there is not.",
        ),
        ('{"a": {"query": "x", "properties": [{"pid": "within", "v": null}]}}', 422, "a.properties[0].v is null."),
    ],
)
def test_wrong_queries_are_told(client: Any, queries: str, status: int, detail: str) -> None:
    for response in (
        client.post("/reconcile", data={"queries": queries}),
        client.get("/reconcile", params={"queries": queries[:2000]}),
    ):
        assert response.status_code == status, response.text
        assert response.headers["content-type"] == "application/problem+json"
        assert response.headers["access-control-allow-origin"] == "*"
        assert response.json()["detail"].startswith(detail) and response.json()["expected"]


@pytest.mark.parametrize(
    ("extend", "status", "detail"),
    [
        ("no", 400, "extend is no JSON"),
        ("{}", 422, "extend.ids is null."),
        ('{"ids": ["a"]}', 422, "extend.properties is null."),
        ('{"ids": ["a"], "properties": ["x"]}', 422, 'extend.properties[0] is "x".'),
        ('{"ids": ["a"], "properties": [{"id": "x"}]}', 422, "extend.properties[0].id is 'x', which there is not."),
        (
            '{"ids": [], "properties": [{"id": "iri", "settings": {"limit": "many"}}]}',
            422,
            'extend.properties[0].settings.limit is "many".',
        ),
        (
            '{"ids": [], "properties": [{"id": "iri", "settings": {"content": "x"}}]}',
            422,
            "extend.properties[0].settings.content is 'x'.",
        ),
    ],
)
def test_wrong_extensions_are_told(client: Any, extend: str, status: int, detail: str) -> None:
    response = client.post("/reconcile", data={"extend": extend})
    assert response.status_code == status and response.json()["detail"].startswith(detail), response.text


def test_limits(client: Any, make_client: Callable[..., Any]) -> None:
    small = make_client(settings=Settings(reconcile_batch=2))
    assert small.get("/reconcile").json()["batchSize"] == 2
    response = asked(small, a={"query": "a"}, b={"query": "b"}, c={"query": "c"})
    assert response.status_code == 413
    assert response.json()["detail"] == "The batch holds 3 queries; at most 2 are answered at once."
    assert "batchSize" in response.json()["advice"]
    assert asked(small, a={"query": "zzzz"}).json() == {"a": {"result": []}}
    many = {"ids": ["x"] * 501, "properties": []}
    assert client.post("/reconcile", data={"extend": json.dumps(many)}).status_code == 413
    assert client.post("/reconcile", data={"queries": "x" * 13_000_000}).status_code == 413


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"data": {}}, 415),
        ({"data": {"other": "x"}}, 400),
        ({"data": {"queries": "{}", "extend": "{}"}}, 400),
        ({"json": {"queries": {}}}, 415),
        ({"content": b"queries=\xff", "headers": {"Content-Type": "application/x-www-form-urlencoded"}}, 400),
        ({"data": {"queries": "{}"}}, 200),
    ],
)
def test_forms(client: Any, more: dict[str, Any], status: int) -> None:
    assert client.post("/reconcile", **more).status_code == status
    assert client.post("/reconcile/", **more).status_code == status


def test_an_extension(client: Any, conforms: Any) -> None:
    extend = {
        "ids": ["place/gn-1", UKRAINE, "state/nowhere"],
        "properties": [
            {"id": "within"},
            {"id": "latitude"},
            {"id": "isoCode", "settings": {"limit": 1}},
            {"id": "mentions"},
            {"id": "alias", "settings": {"limit": 1.0}},
        ],
    }
    for response in (
        client.post("/reconcile", data={"extend": json.dumps(extend)}),
        client.get("/reconcile", params={"extend": json.dumps(extend)}),
    ):
        answer = response.json()
        conforms("data-extension-response", answer)
        rows = answer["rows"]
        assert rows["place/gn-1"]["within"] == [{"id": "place/region", "name": "Kursk Oblast"}]
        assert rows["place/gn-1"]["latitude"] == [{"float": 51.5}]
        assert rows[UKRAINE]["alias"] == [{"str": "Ukrainian"}] and rows[UKRAINE]["mentions"] == [{"int": 2}]
        assert rows["state/nowhere"]["mentions"] == []
    for content, value in (("id", "place/region"), ("name", "Kursk Oblast")):
        settings = {"id": "within", "settings": {"content": content}}
        body = {"extend": json.dumps({"ids": ["place/gn-1"], "properties": [settings]})}
        assert client.post("/reconcile", data=body).json()["rows"]["place/gn-1"]["within"] == [{"str": value}]


def test_suggestions(client: Any, conforms: Any) -> None:
    first = client.get("/reconcile/suggest/entity?prefix=U&type=State").json()
    conforms("suggest-entities-response", first)
    rest = client.get("/reconcile/suggest/entity?prefix=U&type=State&cursor=3").json()
    assert first["result"][3:] == rest["result"][:7] and first["result"][0]["notable"][0]["id"] == "State"
    assert client.get("/reconcile/suggest/entity").json() == {"result": []}
    assert client.get("/reconcile/suggest/entity?prefix=U&type=").status_code == 200
    assert client.get("/reconcile/suggest/entity?prefix=U&type=x").status_code == 422
    assert client.get("/reconcile/suggest/entity?prefix=U&cursor=-1").status_code == 422
    types = client.get("/reconcile/suggest/type?prefix=").json()
    conforms("suggest-types-response", types)
    properties = client.get("/reconcile/suggest/property").json()
    conforms("suggest-properties-response", properties)
    assert len(types["result"]) > 10 and len(properties["result"]) > 15


@pytest.mark.parametrize(
    ("what", "id_", "words"),
    [
        ("entity", "place/gn-1", "Kursk Oblast"),
        ("entity", "https://w3id.org/sitgraph/id/state/ukraine", "Ukraine"),
        ("type", "Place-settlement", "villages"),
        ("property", "isoCode", "codes"),
    ],
)
def test_flyouts(client: Any, what: str, id_: str, words: str) -> None:
    answer = client.get(f"/reconcile/flyout/{what}", params={"id": id_}).json()
    assert answer["id"] == id_ and words in answer["html"]


def test_proposals(client: Any, conforms: Any) -> None:
    states = client.get("/reconcile/properties?type=State&limit=3").json()
    conforms("data-extension-property-proposal", states)
    assert states["type"] == "State" and states["limit"] == 3 and len(states["properties"]) == 3
    everything = client.get("/reconcile/properties").json()
    conforms("data-extension-property-proposal", everything)
    assert "type" not in everything and len(everything["properties"]) > 15
    assert client.get("/reconcile/properties?type=Tank").status_code == 422


@pytest.mark.parametrize(
    "address",
    [
        "/reconcile/flyout/entity?id=state/nowhere",
        "/reconcile/flyout/entity?id=",
        "/reconcile/preview?id=state/nowhere",
        "/reconcile/preview?id=%3Cscript%3E",
        "/reconcile/view?id=state/nowhere",
        "/reconcile/feature?id=nothing",
    ],
)
def test_what_there_is_not(client: Any, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 404 and response.headers["content-type"] == "application/problem+json"


def test_pages(client: Any) -> None:
    preview = client.get("/reconcile/preview", params={"id": UKRAINE})
    assert "named 2 times by claims" in preview.text and "<script" not in preview.text
    view = client.get(f"/reconcile/view?id={quote(UKRAINE, safe='')}")
    assert view.status_code == 307 and view.headers["location"] == "/id/state/ukraine"
    catalogued = client.get("/reconcile/view?id=state/russia")
    assert catalogued.status_code == 200 and "Russia" in catalogued.text
    assert "frame-ancestors 'none'" in catalogued.headers["content-security-policy"]


def test_what_one_report_names_is_found_and_viewed(make_client: Callable[..., Any], tmp_path: Path) -> None:
    storks = Entity(local_iri("unit", "r/1 ü", "Storks Company"), "unit", "Storks Company")
    with Store.open(tmp_path / "store") as store:
        store.publish(places=entity_quads([storks], graph_iri("places")))
    client = make_client(tmp_path / "store")
    found = asked(client, a={"query": "storks company", "type": "Unit"}).json()["a"]["result"][0]
    assert found["match"] and found["id"] == "unit/r%2F1%20%C3%BC/storks-company"
    manifest = client.get("/reconcile").json()
    encoded = quote(found["id"], safe="")
    preview = client.get(manifest["preview"]["url"].replace("{{id}}", encoded)).text
    href = re.search('href="(/reconcile/view[^"]*)"', preview)
    assert href and unescape(href[1]) == f"/reconcile/view?id={encoded}"
    view = client.get(unescape(href[1]))
    assert client.get(view.headers["location"]).status_code == 200


def test_a_newer_snapshot_is_seen(make_client: Callable[..., Any], tmp_path: Path) -> None:
    client = make_client(tmp_path / "store")
    assert client.get("/reconcile").status_code == 200
    assert asked(client, a={"query": "Herons Company"}).status_code == 503
    for names in ((), ("Herons Company",)):
        herons = [Entity(local_iri("unit", "r", name), "unit", name) for name in names]
        with Store.open(tmp_path / "store") as store:
            store.publish(places=entity_quads(herons, graph_iri("places")))
        result = asked(client, a={"query": "Herons Company"}).json()["a"]["result"]
        assert [candidate["name"] for candidate in result if candidate["match"]] == list(names)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(("Place", "within")),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(("query", "type", "limit", "properties", "pid", "v", "id", "ids", "settings", "x")), inner
        )
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.text(max_size=3), JSON, max_size=3))
def test_anything_is_read_or_refused(told: dict[str, Any]) -> None:
    text = json.dumps(told)
    for read in (lambda: read_queries(text, 50), lambda: read_extension(text)):
        try:
            read()
        except ApiError as error:
            assert error.detail


def test_every_feature_is_explained(client: Any) -> None:
    query = {"query": "Pokrovsk", "type": "Place", "properties": [{"pid": "within", "v": "Ukraine"}]}
    features = asked(client, a=query).json()["a"]["result"][0]["features"]
    address = client.get("/reconcile").json()["feature_view"]["url"]
    assert len(features) > 4
    for feature in features:
        assert client.get(address.replace("{{id}}", feature["id"])).json()["description"]


def test_other_origins(client: Any, make_client: Callable[..., Any]) -> None:
    some = make_client(settings=Settings(cors_origins=("https://example.org",)))
    for app in (client, some):
        headers = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "POST"}
        preflight = app.request("OPTIONS", "/reconcile", headers=headers)
        assert preflight.status_code == 204 and "POST" in preflight.headers["access-control-allow-methods"]
        answer = app.get("/reconcile", headers={"Origin": "https://elsewhere.example"})
        assert answer.headers.get_list("access-control-allow-origin") == ["*"]
        for address in ("/reports", "/events", "/id/state/ukraine", "/reconciled"):
            closed = app.get(address, headers={"Origin": "https://elsewhere.example"})
            assert "access-control-allow-origin" not in closed.headers, address


@pytest.mark.parametrize("name", ["alert(1)//", "a b", "1a", "a.", "a" * 300, "é", "a\n"])
def test_callbacks_are_names(client: Any, name: str) -> None:
    assert client.get("/reconcile", params={"callback": name}).status_code == 400


def test_callbacks(client: Any) -> None:
    for address in ("/reconcile?", "/reconcile/suggest/type?prefix=a&", "/reconcile/feature?id=name&"):
        response = client.get(f"{address}callback=%24.found%5B0%5D.call")
        assert response.text.startswith("/**/$.found[0].call({") and response.text.isascii()
        assert response.headers["x-content-type-options"] == "nosniff"


def test_the_specifications_queries_are_read_or_refused(client: Any, schemas: Path) -> None:
    folder = schemas.parent / "examples" / "reconciliation-query-batch"
    read = sorted(folder.glob("valid/*.json"))
    refused = sorted(folder.glob("invalid/*.json"))
    assert len(read) >= 4 and len(refused) >= 3
    for path in refused:
        assert client.post("/reconcile", data={"queries": path.read_text("utf-8")}).status_code == 422, path
    for path in read:
        # the examples' own types and properties are another service's, and are told as such
        response = client.post("/reconcile", data={"queries": path.read_text("utf-8")})
        assert response.status_code == 200 or "which there is not" in response.json()["detail"], path
