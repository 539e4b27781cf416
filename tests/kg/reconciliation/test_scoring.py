"""Which candidates come first, which are safe, and what types and properties change."""

from __future__ import annotations

import pytest

from kg.reconciliation.directory import Directory
from kg.reconciliation.scoring import NAME_FIT, REASONS, SURE, candidates
from kg.reconciliation.values import Candidate, Constraint, Given, Query
from kg.vocabulary import ID


def found(directory: Directory, name: str, types: str = "", limit: int = 5, **properties: str) -> list[Candidate]:
    """The candidates for a name with types (ids joined by blanks) and properties."""
    constraints = tuple(Constraint(key, (Given(value),)) for key, value in properties.items())
    return list(candidates(directory, Query(name, tuple(types.split()), constraints), limit))


def first(directory: Directory, name: str, types: str = "", **properties: str) -> tuple[str, bool]:
    """The id of the first candidate and whether it is safe; ("", False) for none."""
    result = found(directory, name, types, **properties)
    return (result[0].iri.removeprefix(ID), result[0].match) if result else ("", False)


@pytest.mark.parametrize(
    ("name", "types", "properties", "iri", "match"),
    [
        # own names, other names and spellings that nothing else bears
        ("Ukraine", "", {}, "state/ukraine", True),
        ("UKRAINE", "", {}, "state/ukraine", True),
        ("the ukrainian state", "", {}, "state/ukraine", True),
        ("T72", "", {}, "equipment/t-72", True),
        ("t-72s", "EquipmentType", {}, "equipment/t-72", True),
        ("HIMARS", "", {}, "equipment/m142-himars", True),
        ("47th Mechanised Brigade", "Unit", {}, "unit/47th-mechanized-brigade", True),
        ("Avdiivka", "", {}, "place/gn-713122", False),
        # similar names are proposed, never matched
        ("Chalenger 2", "", {}, "equipment/challenger-2", False),
        ("Avdivka", "Place-settlement", {}, "place/gn-713122", False),
        # what stands for a state, a person or a people
        ("Kyiv", "State", {}, "state/ukraine", False),
        ("Zelensky", "Person", {}, "person/volodymyr-zelensky", False),
        # a name of many
        ("Georgia", "", {}, "state/georgia", False),
        ("Georgia", "State", {}, "state/georgia", True),
        ("Georgia", "", {"isoCode": "GE"}, "state/georgia", True),
        ("Kharkiv", "", {}, "place/gn-706483", False),
        ("Kharkiv", "Place-settlement", {}, "place/gn-706483", True),
        ("Kharkiv Oblast", "", {}, "place/kharkiv-oblast", True),
        ("Pokrovsk", "Place-settlement", {}, "place/gn-704422", False),
        ("Pokrovsk", "Place-settlement", {"within": "Donetsk Oblast"}, "place/gn-704422", True),
        ("Pokrovsk", "Place-settlement", {"within": "Sakha Republic"}, "place/gn-2017824", True),
        ("Pokrovsk", "Place-settlement", {"within": "Ukraine"}, "place/gn-704422", True),
        ("Springfield", "Place-settlement", {"state": "United States"}, "place/gn-4409896", False),
        ("Wagner", "ArmedGroup", {}, "armed-group/wagner-group", True),
        ("Grey Storks Company", "", {}, "unit/r1/grey-storks-company", False),
        ("Blue Storks Company", "", {}, "unit/r1/blue-storks-company", True),
        ("Blue Storks Company", "", {"belongsTo": "Russia"}, "unit/r1/blue-storks-company", False),
        # identifiers decide alone
        ("", "", {"wikidata": "Q212"}, "state/ukraine", True),
        ("", "", {"wikidata": "http://www.wikidata.org/entity/Q212"}, "state/ukraine", True),
        ("somewhere", "", {"geonames": "704422"}, "place/gn-704422", True),
        ("Q212", "", {}, "state/ukraine", True),
        ("state/ukraine", "", {}, "state/ukraine", True),
        (f"{ID}place/gn-704422", "", {}, "place/gn-704422", True),
        ("Ukraine", "", {"wikidata": "Q159"}, "state/russia", True),
        # common words and former names
        ("the", "", {}, "place/gn-3386496", False),
        ("zzzz", "", {}, "", False),
        ("2022", "", {}, "", False),
        ("!?", "", {}, "", False),
    ],
)
def test_first(
    directory: Directory, name: str, types: str, properties: dict[str, str], iri: str, match: bool
) -> None:
    assert first(directory, name, types, **properties) == (iri, match)


def test_numbers_of_units_are_no_spelling(directory: Directory) -> None:
    names = [candidate.iri for candidate in found(directory, "999th Mechanized Brigade", "Unit")]
    assert not any("mechanized-brigade" in iri for iri in names)


def test_types_change_the_ranking(directory: Directory) -> None:
    assert found(directory, "Kyiv")[0].iri == f"{ID}place/gn-703448"
    soft = found(directory, "Kyiv", "State")
    assert soft[0].iri == f"{ID}state/ukraine" and len(soft) > 1
    strict = candidates(directory, Query("Kyiv", ("State",), (), "any"), 5)
    assert [candidate.iri for candidate in strict] == [f"{ID}state/ukraine"]
    both = candidates(directory, Query("Kyiv", ("Place", "State"), (), "all"), 5)
    assert both == ()


def test_properties_change_the_ranking(directory: Directory) -> None:
    russian = found(directory, "Pokrovsk", "Place-settlement", within="Russia")
    ukrainian = found(directory, "Pokrovsk", "Place-settlement", within="Donetsk Oblast")
    assert russian[0].iri != ukrainian[0].iri
    by_id = Constraint("within", (Given("whatever it is called", "place/donetsk-oblast"),))
    assert candidates(directory, Query("Pokrovsk", (), (by_id,)), 1)[0].iri == ukrainian[0].iri
    either = Constraint("within", (Given("nowhere at all"), Given("Donetsk Oblast")))
    assert candidates(directory, Query("Pokrovsk", (), (either,)), 1)[0].iri == ukrainian[0].iri


def test_properties_alone(directory: Directory) -> None:
    swedish = found(directory, "", "EquipmentType", 50, origin="Sweden")
    assert len(swedish) > 3 and not any(candidate.match for candidate in swedish)
    assert found(directory, "", "EquipmentType", origin="Nowhere") == []


def test_a_near_coordinate_tells_namesakes_apart(directory: Directory) -> None:
    best = found(directory, "Pokrovsk", "Place-settlement", latitude="48.28", longitude="37.18")[0]
    assert best.iri == f"{ID}place/gn-704422" and best.match
    assert not found(directory, "Pokrovsk", "Place-settlement", latitude="north")[0].match


def test_scores_features_and_reasons(directory: Directory) -> None:
    result = found(directory, "Pokrovsk", "Place-settlement", 50, within="Donetsk Oblast")
    scores = [candidate.score for candidate in result]
    assert scores == sorted(scores, reverse=True) and all(0 <= score <= 100 for score in scores)
    best = result[0]
    assert set(best.features) >= {("name", 1.0), ("type", True), ("property-within", 1.0)}
    assert best.reasons == ("its own name", "is of type Place-settlement", "within: Donetsk Oblast fits")
    assert [candidate.match for candidate in result].count(True) == 1
    assert len({candidate.iri for candidate in result}) == len(result)


def test_a_limit_does_not_make_a_match(directory: Directory) -> None:
    assert not found(directory, "Georgia", limit=1)[0].match
    assert found(directory, "Georgia", limit=0) == []


def test_every_role_has_its_fit_and_words() -> None:
    assert NAME_FIT.keys() == REASONS.keys() and NAME_FIT.keys() > SURE
