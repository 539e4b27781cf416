"""From the seeds to an answer, with everything as it is: what `make demo` does."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from kg.cli import app

PROJECT = Path(__file__).resolve().parents[2]
SEEDS = str(PROJECT / "seeds")
QUESTION = "which equipment types did Ukraine lose in Kursk"


def run(*arguments: str, code: int = 0) -> str:
    result = RUNNER.invoke(app, [*arguments])
    assert result.exit_code == code, result.output
    return result.stdout if code == 0 else result.stderr


def readme_answer() -> list[str]:
    """The lines of the demo's answer in the README, white space apart."""
    text = (PROJECT / "README.md").read_text(encoding="utf-8")
    block = text[text.index("```text\n") + 8 :].partition("```")[0]
    return [" ".join(line.split()) for line in block.splitlines() if line.strip() not in ("", "...")]


RUNNER = CliRunner()


def test_from_seeds_to_an_answer(tmp_path: Path) -> None:
    store = str(tmp_path / "store")
    summary = json.loads(run("build", SEEDS, "--store", store, "--json"))
    assert summary["added"] > 0 and summary["failed"] == 0
    again = json.loads(run("build", SEEDS, "--store", store, "--json"))
    assert again["unchanged"] == summary["added"] and again["added"] == again["replaced"] == 0

    answer = json.loads(run("ask", QUESTION, "--store", store, "--json"))
    assert "Challenger 2" in answer["answer"]
    assert "M142 HIMARS" not in answer["answer"], "lost in Sumy Oblast"
    shown = run("ask", QUESTION, "--store", store)
    assert "Challenger 2" in shown and "Left out:" in shown and "SELECT" not in shown
    told = {" ".join(line.split()) for line in shown.splitlines()}
    assert not {line for line in readme_answer() if line not in told}, "the README shows what the demo says"
    assert "SELECT" in run("ask", QUESTION, "--store", store, "--sparql")
    assert "Questions that can be read" in run("ask", "colourless green ideas", "--store", store, code=3)

    lines = run("extract", SEEDS).splitlines()
    reports = {document["report"]["id"]: document for document in map(json.loads, lines)}
    assert len(reports) == summary["added"]
    assert sum(len(document["claims"]) for document in reports.values()) == summary["claims"]
    for row in answer["rows"]:
        told = {(claim["id"], claim["start"], claim["end"]) for claim in reports[row["report"]]["claims"]}
        assert (row["claim"].rpartition("/")[2], row["start"], row["end"]) in told

    first = sorted(reports)[0]
    run("remove", first, "--store", store)
    assert first not in run("list", "reports", "--store", store)
