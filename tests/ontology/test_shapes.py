"""The shapes accept the valid examples and refuse each invalid one for its own fault, in words."""

from __future__ import annotations

from pathlib import Path

import pyshacl
import pytest
from rdflib import RDF, SH, Graph, Literal, URIRef

import ontology
from kg.vocabulary import SG

EXAMPLES = sorted((Path(ontology.__file__).parent / "examples").rglob("*.ttl"))
VALID = [path for path in EXAMPLES if path.name.startswith("valid-")]
INVALID = [path for path in EXAMPLES if path.name.startswith("invalid-")]


def messages(data: Graph, shapes: Graph) -> set[tuple[str, str]]:
    """What is wrong and where; one fault may break several constraints of one message."""
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none")
    assert isinstance(report, Graph)
    return {
        (str(report.value(result, SH.focusNode)), str(report.value(result, SH.resultMessage)))
        for result in report.subjects(RDF.type, SH.ValidationResult)
    }


def name(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def test_how_many_examples_there_are() -> None:
    assert len(VALID) == 16
    assert len(INVALID) == 96
    assert len(EXAMPLES) == len(VALID) + len(INVALID)
    assert {path.parent.name for path in VALID} == {path.parent.name for path in INVALID} == set(ontology.MODULES)


@pytest.mark.parametrize("path", VALID, ids=name)
def test_a_valid_example_conforms(path: Path, shapes: Graph) -> None:
    assert messages(Graph().parse(path), shapes) == set()


@pytest.mark.parametrize("path", INVALID, ids=name)
def test_an_invalid_example_has_one_fault_and_is_told_it(path: Path, shapes: Graph) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    (expected,) = [line.removeprefix("# expects: ") for line in lines if line.startswith("# expects: ")]
    assert expected
    ((_, message),) = messages(Graph().parse(path), shapes)
    assert expected in message


def test_every_invalid_example_tells_its_fault_first() -> None:
    for path in INVALID:
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert first.startswith("# ") and first.endswith("."), path


def test_a_fault_of_a_claim_is_told_of_the_claim(shapes: Graph) -> None:
    path = next(path for path in INVALID if path.stem == "invalid-claim-status-of-other-kind")
    ((focus, _),) = messages(Graph().parse(path), shapes)
    assert "/id/claim/" in focus


def test_every_constraint_says_what_is_wrong(shapes: Graph) -> None:
    properties = set(shapes.subjects(SH.path, None))
    assert len(properties) > 100
    outer = {p for p in properties if list(shapes.objects(p, SH.property))}
    for shape in properties - outer:
        (message,) = shapes.objects(shape, SH.message)
        assert isinstance(message, Literal) and message.language == "en"
        assert len(message) > 30 and message.endswith("."), message


def test_shapes_name_only_terms_that_there_are(shapes: Graph, merged: Graph) -> None:
    terms = {t for triple in shapes for t in triple if isinstance(t, URIRef) and t.startswith(SG)}
    assert len(terms) > 150
    assert not {t for t in terms if (t, RDF.type, None) not in merged}


def test_shapes_need_no_sparql(shapes: Graph) -> None:
    assert not list(shapes.subject_objects(SH.sparql)) and not list(shapes.subject_objects(SH.target))
