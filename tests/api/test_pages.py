"""The pages: escaped, self-contained, usable without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from api.examples import QUERIES
from api.pages import WEB, address, excerpt, marked
from api.routes import identifiers
from kg.graph import credit_quads
from kg.store import Store
from tests.api.conftest import Client

BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8"
REPORT = quote("r/1 ü", safe="")
PAGES = (
    "/",
    "/?question=Who%20lost%20tanks",
    "/?question=frobnicate",
    "/events",
    "/entities",
    "/reports",
    "/sparql",
    "/docs",
    "/ontology",
    "/id/state/ukraine",
    f"/id/report/{REPORT}",
    "/nowhere",
)


class Links(HTMLParser):
    """Collects what a page loads and where it leads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.leads: list[str] = []
        self.inline: list[str] = []
        self.labels: set[str] = set()
        self.fields: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in ("script", "img", "iframe"):
            self.loads.append(given.get("src", "(inline)"))
        elif tag == "link":
            self.loads.append(given["href"])
        elif tag == "a":
            self.leads.append(given["href"])
        elif tag == "label":
            self.labels.add(given["for"])
        elif tag in ("input", "select", "textarea"):
            self.fields.add(given["id"])
        self.inline += [name for name in given if name.startswith("on") or name == "style"]


@pytest.mark.parametrize("page", PAGES)
def test_pages_are_self_contained(client: Any, page: str) -> None:
    response = client.get(page, BROWSER)
    found = Links(response.text)
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert all(load.startswith("/static/") for load in found.loads)
    assert not found.inline and not any(lead.startswith("javascript:") for lead in found.leads)
    assert found.fields <= found.labels
    assert "default-src 'self'" in response.headers["content-security-policy"]
    assert response.headers["x-content-type-options"] == "nosniff"
    assert 'lang="en"' in response.text and 'name="viewport"' in response.text
    for load in found.loads:
        assert client.get(load).status_code == 200, load


@pytest.mark.parametrize("page", [*PAGES, "event", "claim", "graphs"])
def test_links_lead_somewhere(client: Any, loss: str, page: str) -> None:
    if page == "graphs":
        page = "/sparql?query=" + quote(QUERIES[-1].text)
    page = page if page.startswith("/") else f"/id/{page}/{loss}"
    for lead in sorted({lead for lead in Links(client.get(page, BROWSER).text).leads if lead.startswith("/")}):
        assert client.get(lead.partition("#")[0], BROWSER).status_code in (200, 422), lead


@pytest.mark.parametrize(
    "page", ["/", "/?question=%3Cscript%3Ealert(1)%3C/script%3E", "/reports", f"/id/report/{REPORT}", "/?question=x"]
)
def test_hostile_text_is_escaped(client: Any, page: str) -> None:
    text = client.get(page, BROWSER).text
    assert "<script>alert" not in text and "<b>First" not in text and "<i>tank" not in text and "<u>tank" not in text
    assert re.search(r"&lt;(b|script|i)&gt;", text)


def test_an_answer_shows_its_words_in_context(client: Any) -> None:
    text = client.get("/?question=Who%20lost%20tanks", BROWSER).text
    assert "Footage shows that <mark>twelve Ukrainian tanks were destroyed near Lgov</mark>. &lt;script&gt;" in text
    for part in ("at least 12", "confirmed", "the report itself", "GeoNames 1", "Leopard 2", "planned", "?format="):
        assert part in text or part == "?format="
    assert f'href="/id/report/{REPORT}"' in text and 'value="Who lost tanks"' in text


def test_the_script_gets_the_answer_alone(client: Any) -> None:
    text = client.get("/?question=Who&part=answer", "text/html").text
    assert text.lstrip().startswith("<section") and "<html" not in text


def test_an_unread_question_is_told_with_examples(client: Any) -> None:
    text = client.get("/?question=frobnicate", BROWSER).text
    assert "not understood" in text and "Who lost tanks?" in text


def test_a_report_is_marked(client: Any) -> None:
    text = client.get(f"/id/report/{REPORT}", BROWSER).text
    assert re.search(r'<a class="claim" href="/id/claim/[0-9a-f]{64}">twelve Ukrainian tanks', text)


@pytest.fixture(scope="session")
def loss(client: Any) -> str:
    """The id of the claim and the event of the loss."""
    return str(client.get("/events?type=equipment_loss").json()["items"][0]["id"])


def test_an_event_shows_the_words_it_rests_on(client: Any, loss: str) -> None:
    text = client.get(f"/id/event/{loss}", BROWSER).text
    assert "<mark>twelve Ukrainian tanks were destroyed near Lgov</mark>" in text
    assert f'href="/id/claim/{loss}"' in text and f'href="/id/report/{REPORT}"' in text and "confirmed" in text


def test_a_claim_shows_what_fills_its_roles(client: Any, loss: str) -> None:
    text = client.get(f"/id/claim/{loss}", BROWSER).text
    assert "<mark>twelve Ukrainian tanks were destroyed near Lgov</mark>" in text
    assert '<a href="/id/state/ukraine">Ukraine, “Ukrainian”</a>' in text and "Lgov (near)" in text
    assert f"/id/claim/{loss}/" not in text, "parts of the claim are shown, not linked to"


def test_a_status_is_chosen_after_its_kind(client: Any) -> None:
    assert 'name="status"' not in client.get("/events", BROWSER).text
    assert '<option value="destroyed" selected>' in client.get(
        "/events?type=equipment_loss&status=destroyed", BROWSER
    ).text.replace("\n", "")
    left_over = client.get("/events?type=attack&status=destroyed", BROWSER)
    assert left_over.status_code == 200 and '<option value="ground">' in left_over.text
    assert client.get("/events?type=attack&status=destroyed").status_code == 422


def test_an_entity_with_many_events_leads_to_all_of_them(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "All events with it" not in client.get("/id/state/ukraine", BROWSER).text
    monkeypatch.setattr(identifiers, "SHOWN_EVENTS", 1)
    assert 'href="/events?entity=state%2Fukraine"' in client.get("/id/state/ukraine", BROWSER).text


def test_nothing_is_loaded_from_elsewhere() -> None:
    for path in sorted(WEB.rglob("*")):
        if path.suffix in (".css", ".js", ".html"):
            assert not re.search(r"(src=|url\(|@import|fetch\()\W*https?:", Path(path).read_text("utf-8")), path


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (0, 3, ("", "one", " two", False, True)),
        (8, 13, ("two ", "three", "", True, False)),
        (4, 7, ("one ", "two", " three", False, False)),
        (-5, 99, ("", "one two three", "", False, False)),
        (13, 13, ("three", "", "", True, False)),
    ],
)
def test_excerpt(start: int, end: int, expected: tuple[str, str, str, bool, bool]) -> None:
    found = excerpt("one two three", start, end, 6)
    assert (found.before, found.words, found.after, found.cut_before, found.cut_after) == expected


def test_a_quotation_is_known_by_the_beginning_of_its_line() -> None:
    text = "> They lost tanks.\nA loss of > many tanks"
    assert excerpt(text, 7, 11).before == "They "
    assert excerpt(text, text.index(">", 1), len(text), 0).words == "> many tanks"


def test_an_excerpt_stays_in_its_paragraph() -> None:
    found = excerpt("First.\n\nA tank burned here.\nLast.", 10, 14)
    assert (found.before, found.words, found.after) == ("A ", "tank", " burned here.")


def test_marks_keep_the_text_whole() -> None:
    spans = [(0, 5, "a"), (3, 9, "b"), (20, 40, "c"), (7, 7, "d")]
    text = "0123456789" * 3
    assert "".join(piece.text for piece in marked(text, spans)) == text
    assert marked("", []) == ()


def test_addresses() -> None:
    assert address("https://w3id.org/sitgraph/id/report/r%2F1") == "/id/report/r%2F1"
    assert address("javascript:alert(1)") == "" and address("urn:x") == ""


def test_the_footer_credits_added_gazetteers(make_client: Callable[..., Client], tmp_path: Path) -> None:
    credit = "Villages <of> Kursk: Desk, ODbL 1.0"
    with Store.open(tmp_path / "store") as store:
        store.publish(catalogue=(), places=credit_quads([credit]), events=())
    page = make_client(tmp_path / "store").get("/entities", BROWSER).text
    assert "Villages &lt;of&gt; Kursk: Desk, ODbL 1.0." in page and "GeoNames" in page
    assert "ODbL" not in make_client().get("/entities", BROWSER).text
    assert "GeoNames" in make_client(tmp_path / "none").get("/", BROWSER).text  # no store, no credits of its own
