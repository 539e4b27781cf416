"""The terms of others to which ours are aligned are terms that those vocabularies and codebooks have."""

from __future__ import annotations

import pytest
from rdflib import RDFS, Graph, Namespace, URIRef
from rdflib.namespace import GEO, PROV, SDO, SKOS, DefinedNamespace

from kg.vocabulary import SG

OURS = Namespace(SG)
SEM = "http://semanticweb.cs.vu.nl/2009/11/sem/"
SEM_TERMS = {
    "Actor", "Event", "Place", "eventType", "hasActor", "hasBeginTimeStamp", "hasEndTimeStamp", "hasPlace"
}  # fmt: skip
OA = "http://www.w3.org/ns/oa#"
OA_TERMS = {
    "SpecificResource", "TextPositionSelector", "TextQuoteSelector", "end", "exact", "hasSelector", "hasSource",
    "hasTarget", "prefix", "start", "suffix",
}  # fmt: skip
PLOVER = {
    "AGREE": set(), "CONSULT": {"visit", "third-party", "multilateral", "phone"}, "SUPPORT": set(), "CONCEDE": set(),
    "COOPERATE": set(), "AID": {"economic", "military", "humanitarian", "asylum"},
    "RETREAT": {"withdraw", "release", "return", "disarm", "ceasefire", "access", "resign"}, "REQUEST": set(),
    "ACCUSE": set(), "REJECT": set(), "THREATEN": set(), "PROTEST": set(),
    "SANCTION": {"convict", "cancel", "expel", "withdraw", "sever"}, "MOBILIZE": {"troops", "weapons", "police"},
    "COERCE": {"confiscate", "restrict", "ban", "censor", "curfew", "martial-law", "arrest", "deport", "withhold"},
    "ASSAULT": {"destroy", "firearms", "explosives", "suicide-attack", "heavy-weapons"},
}  # fmt: skip
ACLED = {
    "Battles": {"Armed clash", "Government regains territory", "Non-state actor overtakes territory"},
    "Explosions/Remote violence": {"Air/drone strike", "Shelling/artillery/missile attack"},
    "Strategic developments": {"Agreement", "Non-violent transfer of territory"},
}


@pytest.mark.parametrize("vocabulary", [PROV, GEO, SKOS, SDO], ids=["prov", "geo", "skos", "schema"])
def test_terms_exist(merged: Graph, vocabulary: type[DefinedNamespace]) -> None:
    base = str(vocabulary)
    used = {str(t) for triple in merged for t in triple if isinstance(t, URIRef) and t.startswith(base)}
    assert used
    assert not {term for term in used if term.removeprefix(base) and URIRef(term) not in vocabulary}


@pytest.mark.parametrize(("base", "known"), [(SEM, SEM_TERMS), (OA, OA_TERMS)], ids=["sem", "oa"])
def test_terms_of_vocabularies_that_are_not_at_hand(merged: Graph, base: str, known: set[str]) -> None:
    used = {
        str(t).removeprefix(base) for triple in merged for t in triple if isinstance(t, URIRef) and t.startswith(base)
    }
    assert used - {""} == known


def test_plover_codes_exist(merged: Graph) -> None:
    codes = [str(code) for code in merged.objects(None, OURS.ploverCode)]
    assert len(codes) > 35
    for code in codes:
        type_, _, mode = code.partition("/")
        assert type_ in PLOVER and (not mode or mode in PLOVER[type_]), code


def test_acled_codes_exist(merged: Graph) -> None:
    codes = [str(code) for code in merged.objects(None, OURS.acledCode)]
    assert len(codes) > 12
    for code in codes:
        type_, _, sub_type = code.partition("|")
        assert sub_type in ACLED[type_], code


def test_roles_and_times_do_not_make_a_plan_happen(merged: Graph) -> None:
    """SEM's properties have sem:Event as their domain, so no property of non-actual events may be below them."""
    for _, super_ in merged.subject_objects(RDFS.subPropertyOf):
        assert not str(super_).startswith(SEM)
    for class_ in (OURS.EventRecord, OURS.NonActualEvent, OURS.Claim, OURS.Record):
        above = set(merged.transitive_objects(class_, RDFS.subClassOf))
        assert URIRef(SEM + "Event") not in above
