from __future__ import annotations

from dataclasses import replace

import pytest

from kg.belief import LEAST, MOST, belief, interest, source, sources
from kg.identifiers import entity_iri, text_sha256
from kg.model import Claim, Entity, Filler, Link, Mention, Report, Span

NORLAND, SUDLAND, AGENCY = (Entity(entity_iri(k, n), k, n) for k, n in (
    ("state", "Norland"), ("state", "Sudland"), ("organisation", "Watch Agency"))
)  # fmt: skip
ARMY = Entity(entity_iri("organisation", "Norland Army"), "organisation", "Norland Army", broader=(NORLAND.iri,))


def closure(iri: str) -> tuple[str, ...]:
    return (iri, NORLAND.iri) if iri == ARMY.iri else (iri,)


def by(entity: Entity) -> tuple[Filler, ...]:
    return (Filler(Mention(Span(0, len(entity.name)), entity.name), Link(entity)),)


REPORTS = {id_: Report(id_, "t", text_sha256("t"), publisher=publisher) for id_, publisher in (
    ("r1", "Daily"), ("r2", "daily"), ("r3", "Weekly"), ("r4", None))
}  # fmt: skip
ROLES = {"victim": by(SUDLAND), "perpetrator": by(NORLAND)}
PLAIN = Claim("1" * 64, "r1", "equipment_loss", "destroyed", Span(0, 1), "t", ROLES)


def other(report: str = "r1", **changes: object) -> Claim:
    return replace(PLAIN, report_id=report, **changes)


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ([PLAIN], 0.5),
        ([PLAIN, other("r2")], 0.5),  # one publisher
        ([PLAIN, other("r3")], 0.75),
        ([PLAIN, other("r3"), other("r4")], 0.88),
        ([other(attribution=by(AGENCY)), other("r3", attribution=by(AGENCY))], 0.5),  # two reports cite one agency
        ([other(basis="visual")], 0.75),
        ([other(basis="document")], 0.75),
        ([other(hedge="reportedly")], 0.35),
        ([other(attribution=by(NORLAND))], 0.3),  # its own success
        ([other(attribution=by(ARMY))], 0.3),
        ([other(attribution=by(SUDLAND))], 0.7),  # an admission
        ([other(attribution=by(SUDLAND), polarity="negative")], LEAST),
        ([PLAIN, other("r3", polarity="negative")], 0.25),
        ([PLAIN, other("r3", attribution=by(SUDLAND), polarity="negative")], 0.35),  # a denial in one's own interest
        ([other(certainty="confirmed")], 0.5),  # how sure a report sounds is not read
        ([other(certainty="doubtful")], 0.5),
        ([other(attribution=by(NORLAND), hedge="said to", certainty="possible")], 0.15),
    ],
)
def test_belief(claims: list[Claim], expected: float) -> None:
    assert belief(claims, REPORTS, closure) == expected
    assert belief(reversed(claims), REPORTS, closure) == expected


def test_belief_never_becomes_certain() -> None:
    reports = {str(n): Report(str(n), "t", text_sha256("t")) for n in range(50)}
    assert belief([other(id_, basis="visual") for id_ in reports], reports, closure) == MOST < 1


@pytest.mark.parametrize(
    ("type_", "status", "roles", "expected"),
    [
        ("territorial", "captured", {"actor": by(NORLAND), "opponent": by(SUDLAND)}, 1),
        ("territorial", "withdrew", {"actor": by(NORLAND)}, -1),
        ("attack", "air", {"attacker": by(ARMY)}, 1),
        ("attack", "air", {"attacker": by(SUDLAND), "target": by(NORLAND)}, -1),
        ("relation", "operates", {"subject": by(NORLAND)}, 0),
    ],
)
def test_interest(type_: str, status: str, roles: dict[str, tuple[Filler, ...]], expected: int) -> None:
    claim = other(type=type_, status=status, roles=roles, attribution=by(NORLAND))
    assert interest(claim, closure) == expected
    assert interest(replace(claim, polarity="negative"), closure) == -expected


def test_sources_fall_back_to_publisher_author_and_report() -> None:
    assert source(other(attribution=by(AGENCY)), REPORTS["r1"]) == AGENCY.iri
    assert source(PLAIN, replace(REPORTS["r4"], author="A. Writer")) == "a. writer"
    assert sources([PLAIN, other("r2"), other("r4")], REPORTS) == ("daily", "report r4")
