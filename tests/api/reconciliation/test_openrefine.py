"""A session of OpenRefine, played: only the manifest's own addresses are called, in its order and form."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any
from urllib.parse import quote

OPENREFINE = {"Origin": "http://127.0.0.1:3333"}
TOWNS = ("Pokrovsk", "Hrodivka", "Avdiivka", "Toretsk", "Kupiansk", "Sudzha", "Glushkovo", "Korenevo", "Chasiv Yar")
REGIONS = ("Donetsk Oblast",) * 4 + ("Kharkiv Oblast",) + ("Kursk Oblast",) * 3 + ("Donetsk Oblast",)


def opened(response: Any) -> Any:
    """The JSON of an answer that OpenRefine's page may read."""
    assert response.status_code == 200, response.text
    assert response.headers["access-control-allow-origin"] == "*"
    return response.json()


def called(response: Any, function: str) -> Any:
    """The JSON of an answer that is a call of a function."""
    assert response.status_code == 200 and response.headers["content-type"].startswith("application/javascript")
    found = re.fullmatch(rf"/\*\*/{function}\((.*)\);", response.text, re.S)
    assert found, response.text
    return json.loads(found[1])


def test_a_session(client: Any, conforms: Any) -> None:
    # the service is added: first with CORS, by older versions with JSONP
    manifest = opened(client.get("/reconcile", headers=OPENREFINE))
    assert called(client.get("/reconcile?callback=jQuery3510_1"), "jQuery3510_1") == manifest
    conforms("manifest", manifest)
    base = manifest["suggest"]["entity"]["service_url"]
    assert base == "http://testserver"

    # it guesses types from the first cells of the column, three candidates each
    cells = {f"q{at}": {"query": town, "limit": 3} for at, town in enumerate(TOWNS)}
    guessed = opened(client.post("/reconcile", data={"queries": json.dumps(cells)}, headers=OPENREFINE))
    conforms("reconciliation-result-batch", guessed)
    assert set(guessed) == set(cells)
    types: Counter[str] = Counter()
    for result in guessed.values():
        assert len(result["result"]) <= 3
        types.update(type_["id"] for candidate in result["result"][:1] for type_ in candidate["type"])
    assert "Place-settlement" in dict(types.most_common(3))
    assert types["Place-settlement"] == len(TOWNS)

    # a person completes the name of the property that another column holds
    address = manifest["suggest"]["property"]
    proposed = opened(
        client.get(f"{address['service_url']}{address['service_path']}?prefix=with", headers=OPENREFINE)
    )
    conforms("suggest-properties-response", proposed)
    assert [found["id"] for found in proposed["result"]] == ["within"]
    offered = opened(client.get(f"{base}{manifest['suggest']['type']['service_path']}?prefix=settl"))
    conforms("suggest-types-response", offered)
    assert [found["id"] for found in offered["result"]] == ["Place-settlement"]

    # the batch itself
    assert len(TOWNS) <= manifest["batchSize"]
    queries = {
        f"q{at}": {
            "query": town,
            "type": "Place-settlement",
            "type_strict": "should",
            "properties": [{"pid": "within", "v": region}],
        }
        for at, (town, region) in enumerate(zip(TOWNS, REGIONS, strict=True))
    }
    results = opened(client.post("/reconcile", data={"queries": json.dumps(queries)}, headers=OPENREFINE))
    conforms("reconciliation-result-batch", results)
    matched = {key: result["result"][0] for key, result in results.items() if result["result"][0]["match"]}
    assert len(matched) >= len(TOWNS) - 1
    pokrovsk = matched["q0"]
    assert pokrovsk["id"] == "place/gn-704422" and pokrovsk["description"] == "settlement, Donetsk Oblast, Ukraine"
    got = client.get("/reconcile", params={"queries": json.dumps(queries)})
    assert opened(got) == results

    # the mouse rests on a candidate
    encoded = quote(pokrovsk["id"], safe="")
    preview = client.get(manifest["preview"]["url"].replace("{{id}}", encoded))
    assert preview.status_code == 200 and preview.headers["content-type"].startswith("text/html")
    assert "Pokrovsk" in preview.text and "frame-ancestors *" in preview.headers["content-security-policy"]
    view = client.get(manifest["view"]["url"].replace("{{id}}", encoded))
    assert view.status_code == 200 and "GeoNames 704422" in view.text  # no report names it, so the graph does not

    # a person searches for a match
    address = manifest["suggest"]["entity"]
    typed = f"{address['service_url']}{address['service_path']}?prefix=Pokrov&type=Place-settlement"
    suggestions = called(client.get(f"{typed}&callback=suggest"), "suggest")
    conforms("suggest-entities-response", suggestions)
    assert pokrovsk["id"] in [found["id"] for found in suggestions["result"]]
    flyout = address["flyout_service_url"] + address["flyout_service_path"].replace("${id}", encoded)
    assert "Donetsk Oblast" in opened(client.get(flyout, headers=OPENREFINE))["html"]

    # columns are added
    propose = manifest["extend"]["propose_properties"]
    asked = f"{propose['service_url']}{propose['service_path']}?type={pokrovsk['type'][0]['id']}&limit=20"
    proposals = opened(client.get(asked, headers=OPENREFINE))
    conforms("data-extension-property-proposal", proposals)
    assert {"within", "geonames", "population"} <= {found["id"] for found in proposals["properties"]}
    extend = {
        "ids": [candidate["id"] for candidate in matched.values()],
        "properties": [
            {"id": "within", "settings": {"limit": "1", "content": "entity"}},
            {"id": "geonames"},
            {"id": "latitude"},
            {"id": "population"},
        ],
    }
    rows = opened(client.post("/reconcile", data={"extend": json.dumps(extend)}, headers=OPENREFINE))
    conforms("data-extension-response", rows)
    assert set(rows["rows"]) == set(extend["ids"])
    assert rows["rows"][pokrovsk["id"]]["within"] == [{"id": "place/donetsk-oblast", "name": "Donetsk Oblast"}]
    assert rows["rows"][pokrovsk["id"]]["geonames"] == [{"str": "704422"}]
