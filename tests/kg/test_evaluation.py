"""The figures of `kg evaluate`: by hand on a small gold, and equal to the scorer's own where that is at hand."""

from __future__ import annotations

import html
import json
import os
import random
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.errors import EvaluationError
from kg.evaluation import compare, errors_page, evaluate, load_extracted, read_gold, reliability
from kg.evaluation.agreement import normal, same_text
from kg.evaluation.gold import ComparedClaim, ExtractedReport, GoldReport, NamedText, find_quote

TINY = Path(__file__).parent / "tiny_gold"
SIBLING = Path(__file__).resolve().parents[3] / "shared" / "eval"
EVALUATION = Path(os.environ.get("SITGRAPH_EVAL", SIBLING))


def filler(text: str, words: str, **known: object) -> dict[str, object]:
    start = text.index(words)
    return {"start": start, "end": start + len(words), "text": words, **known}


def claim(text: str, type_: str, status: str, quote: str, **fields: object) -> dict[str, object]:
    start, end = find_quote(text, quote)
    defaults = {"roles": {}, "polarity": "positive", "modality": "actual", "certainty": "asserted"}
    return {"type": type_, "status": status, "start": start, "end": end, **defaults, **fields}


def tiny_line(claims: list[dict[str, object]], mentions: list[dict[str, object]]) -> str:
    return json.dumps({"report": {"id": "harbour", "sha256": "0"}, "mentions": mentions, "claims": claims})


def test_figures_by_hand() -> None:
    gold = read_gold(TINY)
    text = gold[0].text
    wikidata = "http://www.wikidata.org/entity/"
    mentions = [
        filler(text, "Norland", type="state", links=[wikidata + "Q1000000001"]),
        filler(text, "Sudlish", type="state", links=[wikidata + "Q1000000009"]),
        filler(text, "Kelp Island", type="place", links=[wikidata + "Q1000000003"]),
        filler(text, "Friday", type="person"),
    ]
    found = [
        claim(
            text,
            "equipment_loss",
            "damaged",
            "sunk two Sudlish patrol boats",
            roles={
                "victim": [filler(text, "Sudlish")],
                "equipment": [filler(text, "boats")],
                "place": [filler(text, "Kelp Island", rel="near"), filler(text, "Norland")],
            },
            count={"min": 2, "max": None},
            attribution=[filler(text, "Norland")],
            time={"start": "2031-05-02", "end": "2031-05-02"},
        ),
        claim(text, "attack", "naval", "in the raid", roles={"attacker": [filler(text, "Norland")]}),
        claim(text, "personnel_loss", "wounded", "sailors were wounded", roles={"victim": [filler(text, "sailors")]}),
    ]
    scores = evaluate(gold, load_extracted([tiny_line(found, mentions)], gold))
    assert {name: (t.tp, t.fp, t.fn) for name, t in scores.measures.items()} == {
        "entities": (3, 1, 2),
        "claims": (2, 1, 1),
        "status": (1, 2, 2),
        "slots": (4, 2, 4),
        "strict": (1, 2, 2),
        "attribution": (1, 0, 1),
    }
    assert dict(scores.links) == {"gold": 3, "right": 1, "wrong": 1}
    assert scores.qualifiers == {
        "polarity": (2, 2),
        "modality": (2, 2),
        "certainty": (1, 2),
        "basis": (2, 2),
        "scope": (2, 2),
        "count": (0, 2),
        "place relation": (1, 1),
        "time": (1, 1),
    }
    assert "harbour\tclaim missed\tequipment_loss/lost\tany boats were lost" in scores.errors
    assert scores.to_json()["claims"] == {"p": 0.667, "r": 0.667, "f1": 0.667, "tp": 2, "fp": 1, "fn": 1}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Kursk", "the Kursk Oblast", True),
        ("12 tanks", "tanks", True),
        ("T-72 tank", "T-72", True),
        ("Russia's forces", "Russia", True),
        ("Challenger 2 tank", "HIMARS", False),
        ("Sumy oblast", "Kursk oblast", False),
        ("oil depot", "depot", True),
        ("depot", "depot fire", False),
        ("", "depot", False),
    ],
)
def test_same_text(one: str, other: str, same: bool) -> None:
    assert same_text(one, other) is same
    assert same_text(other, one) is same


def test_normal_form_leaves_words_only() -> None:
    assert normal("The “Army’s” depot, in Kursk—West") == "army depot kursk west"


def test_report_without_claims_is_told() -> None:
    gold = read_gold(TINY)
    with pytest.raises(EvaluationError, match=r"harbour: no line with this report\.id"):
        load_extracted(['{"report": {"id": "other"}, "mentions": [], "claims": []}'], gold)


def test_mention_at_other_place_is_told() -> None:
    gold = read_gold(TINY)
    line = tiny_line([], [{"start": 1, "end": 8, "text": "Norland", "type": "state"}])
    with pytest.raises(EvaluationError, match="'Norland' is not at 1–8"):
        load_extracted([line], gold)


def hostile() -> tuple[tuple[GoldReport, ...], tuple[ExtractedReport, ...]]:
    """One claim found with another status, one missed, one spurious; texts hold markup."""
    text = 'A <b>"raid"</b> & more. They lost boats. Nothing else.'
    raid = ComparedClaim("attack", "air", 0, 18, text[:18], {"target": (NamedText("<i>port</i>"),)})
    boats = ComparedClaim("equipment_loss", "lost", 26, 41, text[26:41], {"equipment": (NamedText("boats"),)})
    gold = (GoldReport("<u>", text, None, (NamedText("<s>", "place"),), (raid, boats)),)
    found = (
        replace(raid, status="ground", start=2, confidence=0.95),
        ComparedClaim("attack", "air", 42, 49, "Nothing", {}, confidence=0.4),
    )
    return gold, (ExtractedReport("<u>", (), found),)


def test_claims_side_by_side() -> None:
    (compared,) = compare(*hostile())
    (pair,) = compared.pairs
    assert [(d.sort, d.name, d.gold, d.found) for d in pair.differences] == [("status", "status", "air", "ground")]
    assert [claim.type for claim in compared.missed] == ["equipment_loss"]
    assert [claim.quote for claim in compared.spurious] == ["Nothing"]


def test_what_differs_in_a_claim_is_told() -> None:
    place = NamedText("Kelp", rel="near")
    ours = ComparedClaim(
        "attack",
        "air",
        0,
        4,
        "raid",
        {"place": (place,), "target": (NamedText("port"),)},
        count=(2, 2),
        scope="event",
    )
    theirs = replace(ours, roles={"place": (replace(place, rel="in"),), "weapon": (NamedText("drone"),)}, count=None)
    theirs = replace(theirs, polarity="negative", attribution=(NamedText("navy"),))
    gold, found = GoldReport("r", "raid", None, (), (ours,)), ExtractedReport("r", (), (theirs,))
    (pair,) = compare([gold], [found])[0].pairs
    assert [(d.sort, d.name, d.gold, d.found) for d in pair.differences] == [
        ("fields", "place relation", "near Kelp", "in Kelp"),
        ("slots", "target", "port", ""),
        ("slots", "weapon", "", "drone"),
        ("attribution", "attribution", "", "navy"),
        ("fields", "polarity", "positive", "negative"),
        ("fields", "count", "2", ""),
    ]


def test_reliability_by_hand() -> None:
    bins = reliability(compare(*hostile()))
    assert [(b.claims, b.right) for b in bins] == [(1, 0), (0, 0), (0, 0), (0, 0), (0, 0), (1, 1)]
    assert (bins[-1].mean, bins[-1].share, bins[1].mean) == (0.95, 1.0, 0.0)


@pytest.mark.parametrize(("confidence", "n"), [(0.0, 0), (0.49, 0), (0.5, 1), (0.6, 2), (0.9, 5), (1.0, 5)])
def test_ends_of_bins(confidence: float, n: int) -> None:
    claim_ = ComparedClaim("attack", "air", 0, 4, "raid", {}, confidence=confidence)
    bins = reliability(compare([GoldReport("r", "raid", None, (), ())], [ExtractedReport("r", (), (claim_,))]))
    assert [b.claims for b in bins].index(1) == n


def test_less_sure_claims_are_left_out() -> None:
    gold, found = hostile()
    kept = [report.with_confidence(0.5) for report in found]
    assert [claim.status for claim in kept[0].claims] == ["ground"]
    assert evaluate(gold, kept).measures["claims"].fp == 0


def test_the_page_escapes_and_loads_nothing() -> None:
    gold, found = hostile()
    compared = compare(gold, found)
    page = errors_page(evaluate(gold, found), reliability(compared), compared)
    for foreign in ("<b>", "<i>", "<u>", "<s>"):
        assert foreign not in page
    assert "src=" not in page and "http" not in page.replace("http-equiv", "") and "url(" not in page
    marks = re.findall(r'<mark class="(\w+)" data-claims="([^"]+)"', page)
    assert marks == [
        ("differs", "claim-0-0"),
        ("differs", "claim-0-0"),
        ("missed", "claim-0-1"),
        ("spurious", "claim-0-2"),
    ]
    told = html.unescape(re.sub("<[^>]+>", "", page.partition('<div class="text">')[2].partition("</div>")[0]))
    assert told == gold[0].text
    assert page == errors_page(evaluate(gold, found), reliability(compared), compared)


@pytest.mark.parametrize(
    ("named", "told"),
    [
        (".", "no gold here; expected a folder of NAME.yaml files beside NAME.txt, or one of them"),
        ("nowhere", "no such folder or file; expected a folder"),
        ("a.txt", "is no gold; expected a folder"),
    ],
)
def test_where_there_is_no_gold_is_told(tmp_path: Path, named: str, told: str) -> None:
    (tmp_path / "a.txt").write_text("Nothing happened.", "utf-8")
    with pytest.raises(EvaluationError) as error:
        read_gold(tmp_path / named)
    assert str(error.value).startswith(f"{tmp_path / named}: {told}")


BAD_GOLD = [
    ("claims: [{type: attack, status: air, quote: A raid}]", "a.yaml: the quote is not in the report: 'A raid'"),
    ("claims: [{type: attack, status: air}]", "a.yaml: a claim or an entity has no quote"),
    ("report: x", "a.yaml: has no claims; expected a list of them as `claims`, [] where there are none"),
    ("claims: none", "a.yaml: has no claims"),
    ("", "a.yaml: has no claims"),
    ("- claims", "a.yaml: has no claims"),
    ("report: x\nclaims: [", "a.yaml:2: the YAML cannot be read: "),
    ("report: x\ndate: a: b", "a.yaml:2: the YAML cannot be read: mapping values are not allowed here"),
    ("claims: \x01", "a.yaml: the YAML cannot be read: "),
]


@pytest.mark.parametrize(("yaml_text", "told"), BAD_GOLD)
def test_what_is_no_gold_is_told_on_one_line(tmp_path: Path, yaml_text: str, told: str) -> None:
    (tmp_path / "a.txt").write_text("Nothing happened.", "utf-8")
    (tmp_path / "a.yaml").write_text(yaml_text, "utf-8")
    with pytest.raises(EvaluationError) as error:
        read_gold(tmp_path)
    assert told in str(error.value) and "\n" not in str(error.value)


@pytest.mark.parametrize("yaml_text", ["claims: []", "claims:"])
def test_a_report_may_claim_nothing(tmp_path: Path, yaml_text: str) -> None:
    (tmp_path / "a.txt").write_text("Nothing happened.", "utf-8")
    (tmp_path / "a.yaml").write_text(yaml_text, "utf-8")
    (report,) = read_gold(tmp_path)
    assert report.claims == ()


def test_one_file_is_gold_too() -> None:
    assert read_gold(TINY / "harbour.yaml") == read_gold(TINY)


def disturbed(gold_folder: Path, seed: int) -> list[str]:
    """Claims as an imperfect extractor would print them: gold with things left out, changed and added."""
    chance = random.Random(seed)
    lines = []
    for report in read_gold(gold_folder):
        document = yaml.safe_load((gold_folder / f"{report.name}.yaml").read_text("utf-8"))
        claims: list[dict[str, Any]] = []
        for told, compared in zip(document.get("claims") or [], report.claims, strict=True):
            if chance.random() < 0.2:
                continue
            roles = {
                chance.choice([role, role, role, "place"]): [
                    {
                        "start": 0,
                        "end": 1,
                        "text": f.text,
                        "name": f.name if chance.random() < 0.5 else None,
                        "links": [f"http://www.wikidata.org/entity/{i}" for i in sorted(f.ids) if i[0] == "Q"],
                        **({"rel": f.rel} if chance.random() < 0.7 else {}),
                    }
                    for f in fillers
                    if chance.random() < 0.8
                ]
                for role, fillers in compared.roles.items()
            }
            claims.append(
                {
                    "id": "0",
                    "type": told["type"],
                    "status": chance.choice([told["status"], told["status"], "lost"]),
                    "start": compared.start + chance.randint(0, 3),
                    "end": compared.end,
                    "roles": roles,
                    "polarity": compared.polarity,
                    "modality": chance.choice([compared.modality, "actual"]),
                    "certainty": chance.choice([compared.certainty, "probable"]),
                    "basis": chance.choice([compared.basis, None]),
                    "count": chance.choice([None, told.get("count") and {**told["count"], "scope": compared.scope}]),
                    "time": chance.choice(
                        [None, told.get("time") and {key: str(day) for key, day in told["time"].items()}]
                    ),
                    "attribution": [
                        {"start": 0, "end": 1, "text": f.text} for f in compared.attribution if chance.random() < 0.8
                    ],
                    "confidence": 0.5,
                }
            )
            if chance.random() < 0.2:
                claims.append({**claims[-1], "status": "destroyed"})
        mentions = []
        for entity in report.entities:
            start = report.text.find(entity.text)
            if start >= 0 and chance.random() < 0.8:
                links = [
                    f"https://sws.geonames.org/{i[3:]}/" if i[0] == "g" else f"http://www.wikidata.org/entity/{i}"
                    for i in sorted(entity.ids)
                ]
                kind = chance.choice([entity.kind, entity.kind, entity.kind, "place"])
                known = {"type": kind, "links": chance.choice([links, links, []])}
                mentions.append({"start": start, "end": start + len(entity.text), "text": entity.text, **known})
        sha = {"id": report.name, "sha256": "0"}
        lines.append(json.dumps({"report": sha, "mentions": mentions, "claims": claims}))
    return lines


@pytest.mark.skipif(
    not (EVALUATION / "score.py").is_file(), reason="needs the scorer: set SITGRAPH_EVAL to its folder"
)
@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("folder", [TINY, EVALUATION / "gold"], ids=["tiny", "gold"])
def test_figures_are_the_scorers(folder: Path, seed: int, tmp_path: Path) -> None:
    lines = disturbed(folder, seed)
    claims, figures, errors = tmp_path / "claims.jsonl", tmp_path / "figures.json", tmp_path / "errors.tsv"
    claims.write_text("\n".join(lines), "utf-8")
    told = subprocess.run(
        [sys.executable, EVALUATION / "score.py", folder, "--claims", claims, "--json", figures, "--errors", errors],
        capture_output=True,
        text=True,
        check=True,
    )
    from kg.cli.measuring import scores_table

    gold = read_gold(folder)
    scores = evaluate(gold, load_extracted(lines, gold))
    assert list(scores_table(scores)) == told.stdout.splitlines()
    expected = json.loads(figures.read_text("utf-8"))
    ours = scores.to_json()
    for key in ours:
        assert ours[key] == expected[key] or key == "links", key
    assert len(scores.errors) == len(errors.read_text("utf-8").splitlines())
