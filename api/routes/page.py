"""/: the page to ask on and to see what is here."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.answers import headline, report_address, shown_exclusions, shown_rows
from api.dependencies import Context, ContextHere, MinConfidence
from api.errors import ApiError, Problem, problem
from api.examples import QUESTIONS
from api.pages import render
from api.routes.ask import answered
from kg.errors import SitgraphError
from kg.store import View

router = APIRouter(include_in_schema=False)
SHOWN_REPORTS = 8


@router.get("/")
def index(
    request: Request,
    here: ContextHere,
    question: str = "",
    part: str = "",
    min_confidence: MinConfidence = 0.0,
) -> HTMLResponse:
    """The page; with a question, its answer too; with ``part=answer``, the answer alone, for the page's script.

    Claims below `min_confidence` neither answer nor are counted.
    """
    view = here.view()
    asked = " ".join(question.split())
    values: dict[str, Any] = _answer(here, view, asked, min_confidence) if asked else {}
    if part == "answer":
        return render(request, "answer.html", **values) if asked else HTMLResponse("")
    contents = _contents(here, view, min_confidence)
    return render(request, "index.html", question=asked, **values, **contents)


def _answer(here: Context, view: View, question: str, min_confidence: float) -> dict[str, Any]:
    told: Problem | None = None
    answer: dict[str, Any] = {}
    try:
        answer = answered(here, question, min_confidence)
    except (ApiError, SitgraphError) as error:
        told = problem(error)
    return {
        "problem": told,
        "answer": answer,
        "headline": headline(answer.get("answer")),
        "rows": shown_rows(answer.get("rows", ()), view),
        "excluded": shown_exclusions(answer.get("excluded", ())),
        "more_excluded": max(0, answer.get("left_out", 0) - len(answer.get("excluded", ()))),
    }


def _contents(here: Context, view: View, min_confidence: float) -> dict[str, Any]:
    counts = view.counts(min_confidence=min_confidence)
    kinds = {kind: sum(by.values()) for kind, by in counts["events_by_type"].items()}
    most = max(kinds.values(), default=1)
    sure = f"?min_confidence={min_confidence:g}" if min_confidence else ""
    listed = view.reports(limit=SHOWN_REPORTS)
    return {
        "examples": QUESTIONS,
        "min_confidence": min_confidence,
        "left_out": counts["left_out"],
        "max_question_length": here.settings.max_question_length,
        "tiles": [
            ("reports", counts["reports"], "/reports"),
            ("claims", counts["claims"], ""),
            ("events", counts["events"], f"/events{sure}"),
            ("entities named", sum(counts["entities"].values()), f"/entities{sure}"),
        ],
        "kinds": [
            (kind, number, round(100 * number / most))
            for kind, number in sorted(kinds.items(), key=lambda item: (-item[1], item[0]))
        ],
        "reports": [
            {
                "title": report["title"] or report["id"],
                "href": report_address(report["id"]),
                "about": " · ".join(str(report[key]) for key in ("date", "publisher") if report[key]),
            }
            for report in listed
        ],
        "more_reports": counts["reports"] if counts["reports"] > len(listed) else 0,
    }
