from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.decisions import VERBS, Decision, Party, append_decision, decision_line, in_force, read_decisions
from kg.errors import StoreError
from tests.kg.identity_values import LAWS

TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)
PARTIES = st.builds(Party, TEXT, TEXT, st.none() | TEXT, st.none() | TEXT, st.none() | TEXT)
DECISIONS = st.one_of(
    st.builds(
        Decision,
        st.sampled_from([verb for verb in VERBS if verb != "undo"]),
        st.lists(PARTIES, min_size=2, max_size=4).map(tuple),
        st.none(),
        st.none() | TEXT,
        st.none() | TEXT,
    ),
    st.builds(Decision, st.just("undo"), st.just(()), TEXT),
)
A, B, C = (Party(f"id:{letter}", letter.upper()) for letter in "abc")


@LAWS
@given(st.lists(DECISIONS, max_size=6))
def test_decisions_come_back_from_their_file(tmp_path_factory: pytest.TempPathFactory, made: list[Decision]) -> None:
    path = tmp_path_factory.mktemp("store") / "decisions.jsonl"
    for decision in made:
        append_decision(path, decision)
    assert list(read_decisions(path)) == made
    assert len(path.read_text("utf-8").splitlines()) == len(made) if made else not path.exists()


def test_what_was_written_stays_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    path.write_text('{"decision": "same", "entities": [{"entity": "a"}, {"entity": "b"}], "mine": 1}', "utf-8")
    before = path.read_text("utf-8")
    append_decision(path, Decision("different", (A, B)))
    assert path.read_text("utf-8").startswith(before + "\n")
    assert [decision.verb for decision in read_decisions(path)] == ["same", "different"]


def test_a_line_is_fit_to_be_read_by_people() -> None:
    told = json.loads(decision_line(Decision("same", (A, B), note="Kovač, so says the ministry", day="2031-05-02")))
    assert told == {
        "decision": "same",
        "entities": [{"entity": "id:a", "name": "A"}, {"entity": "id:b", "name": "B"}],
        "day": "2031-05-02",
        "note": "Kovač, so says the ministry",
    }
    assert "Kovač" in decision_line(Decision("undo", of="1", note="Kovač"))


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "Expecting"),
        ("[]", "is no JSON object"),
        ('{"decision": "join", "entities": []}', "decision is 'join', expected one of same"),
        ('{"decision": "same", "entities": [{"entity": "a"}]}', "same needs two entities or more"),
        ('{"decision": "same", "entities": [{"entity": "a"}, {}]}', "an entity without its IRI"),
        ('{"decision": "same", "entities": {}}', "entities is no list"),
        ('{"decision": "same", "entities": [{"entity": "a", "name": 1}, {"entity": "b"}]}', "are texts"),
        ('{"decision": "undo"}', "undo without of"),
        ('{"decision": "undo", "of": 3}', "are texts"),
    ],
)
def test_what_is_no_decision_is_told_with_its_line(line: str, problem: str, tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    path.write_text(decision_line(Decision("same", (A, B))) + "\n\n" + line + "\n", "utf-8")
    with pytest.raises(StoreError, match=r"decisions\.jsonl:3: ") as raised:
        read_decisions(path)
    assert problem in str(raised.value)


def test_an_id_is_of_what_is_decided_and_no_more() -> None:
    decision = Decision("same", (A, B))
    assert decision.id == Decision("same", (Party("id:a", "other"), B), note="why", day="2031-05-02").id
    assert len({decision.id, Decision("merge", (A, B)).id, Decision("same", (A, C)).id}) == 3


@pytest.mark.parametrize(
    ("verb", "pairs"),
    [
        ("same", [("a", "b"), ("b", "c")]),
        ("merge", [("a", "b"), ("b", "c")]),
        ("split", [("a", "b"), ("b", "c")]),
        ("different", [("a", "b"), ("b", "c"), ("a", "c")]),
    ],
)
def test_the_pairs_that_are_decided_on(verb: str, pairs: list[tuple[str, str]]) -> None:
    assert sorted(Decision(verb).pairs(["b", "a", "c"])) == sorted(pairs)
    assert list(Decision(verb).pairs(["b"])) == [] == list(Decision(verb).pairs([]))


def test_what_is_undone_does_not_hold_until_it_is_decided_again() -> None:
    same = Decision("same", (A, B))
    undo = Decision("undo", of=same.id)
    assert in_force([undo, same]) == (None, same)
    assert in_force([same, same, undo]) == (None, None, None)
    assert in_force([same, undo, same]) == (None, None, same)
