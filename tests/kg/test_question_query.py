from __future__ import annotations

from dataclasses import replace
from datetime import date

from kg.model import Interval
from kg.question_query import Scene, frame_query
from kg.questions import ANY, CAUSE, SPEAKER, Constraint, Frame, Pattern, Wanted
from kg.sparql import check_query
from kg.vocabulary import ID

NORLAND = f"{ID}state/norland"
SCENE = Scene(lambda iri: (iri, f"{iri}-2"), lambda sort: (f"{ID}place/{sort}",))
LOSS = Pattern("equipment_loss", ("lost",), (Constraint("victim", "Norland", (NORLAND,)),), "equipment")
FRAME = Frame("which tanks did Norland lose", "which", (LOSS,))


def query(frame: Frame, **given: str) -> str:
    sparql = frame_query(frame, standings=("accepted",), scene=SCENE, **given)
    check_query(sparql)
    return sparql


def test_a_users_words_stand_in_the_query_as_literals_only() -> None:
    words = '") } DROP ALL # \\'
    sparql = query(
        replace(FRAME, patterns=(replace(LOSS, constraints=(Constraint("place", words), Constraint(ANY, words))),))
    )
    assert '\\") } DROP ALL # \\\\"'.lower() in sparql.lower()


def test_words_ask_for_what_is_written_so_or_called_so() -> None:
    for role in ("victim", ANY):
        army = Constraint(role, "army", called=(NORLAND,))
        sparql = query(replace(FRAME, patterns=(replace(LOSS, constraints=(army,)),)))
        assert '"army"' in sparql and f"<{NORLAND}>" in sparql
    said = query(replace(FRAME, patterns=(replace(LOSS, constraints=(Constraint(SPEAKER, "army"),)), LOSS)))
    assert 'VALUES ?saidBy { "army" }' in said and "!BOUND(?saidBy) || (BOUND(?speaker)" in said


def test_the_other_party_is_asked_for() -> None:
    met = Pattern("diplomacy", ("negotiation",), (Constraint("party", "Norland", (NORLAND,)),), "party")
    assert f"FILTER(?answer NOT IN (<{NORLAND}>))" in query(replace(FRAME, patterns=(met,)))
    assert "NOT IN (<" not in query(FRAME)


def test_an_entity_is_also_what_events_write_for_it() -> None:
    written = replace(SCENE, written=lambda iri: ("norlandic",) if iri == NORLAND else ())
    sparql = frame_query(FRAME, standings=("accepted",), scene=written)
    check_query(sparql)
    assert 'VALUES ?c0 { "norlandic" }' in sparql and "UNION" in sparql
    assert "UNION" not in query(FRAME)


def test_what_may_fill_the_hole() -> None:
    assert f"<{ID}equipment/tank-2>" in query(
        replace(FRAME, wanted=Wanted(("equipment",), None, f"{ID}equipment/tank", True))
    )
    assert f"?answer IN (<{ID}place/region>)" in query(replace(FRAME, wanted=Wanted(("place",), "region")))
    assert "FILTER(isIRI(?answer) &&" in query(replace(FRAME, wanted=Wanted(named=True)))
    assert f'STRSTARTS(STR(?answer), "{ID}armed-group/")' in query(replace(FRAME, wanted=Wanted(("armed_group",))))


def test_days_figures_and_polarity_are_conditions() -> None:
    day = Interval(date(2024, 8, 14), date(2024, 8, 14))
    assert '"2024-08-14"^^xsd:date' in query(replace(FRAME, time=day))
    assert "FILTER(?confidence >= 0.9)" in query(replace(FRAME, min_confidence=0.9))
    assert "FILTER(?confidence" not in query(FRAME)
    assert "?max <= 12" in query(replace(FRAME, count=(None, 12)))
    assert "BOUND(?cause)" in query(replace(FRAME, patterns=(replace(LOSS, hole=CAUSE),)))
    assert "sg:Positive" in (positive := query(FRAME)) or "#Positive" in positive
    assert "#Negative" in query(FRAME, polarity="negative")


def test_taking_a_place_is_taking_the_whole_of_it() -> None:
    taken = Pattern("territorial", ("captured",), (), "place")
    assert "placePart" not in query(replace(FRAME, patterns=(taken,)))
    assert "placePart" in query(replace(FRAME, patterns=(taken,), parts=True))
    assert "placePart" in query(replace(FRAME, patterns=(replace(taken, statuses=("advanced",)),)))
