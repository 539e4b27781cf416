"""/reports: the reports and what they claim."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from api import records
from api.answers import report_address
from api.dependencies import MinConfidence, SettingsHere, ViewHere
from api.errors import told
from api.listing import Format, Limit, Offset, page_limit, respond
from api.pages import address
from api.schemas import Listing, Report, ReportLine
from api.terms import Shown

router = APIRouter(tags=["Reports"])


@router.get("/reports/", include_in_schema=False)
@router.get(
    "/reports",
    summary="List reports",
    responses={200: {"model": Listing[ReportLine]}, **told(406, 422)},
    response_class=Response,
    openapi_extra={"x-try": "/reports"},
)
def list_reports(
    request: Request,
    view: ViewHere,
    settings: SettingsHere,
    limit: Limit = None,
    offset: Offset = 0,
    format: Format = None,
) -> Response:
    """Reports, the newest first, without their texts."""
    size = page_limit(limit, settings)
    return respond(
        request,
        view.reports(limit=size + 1, offset=offset),
        limit=size,
        offset=offset,
        total=None,
        format_=format,
        title="Reports",
        columns=("Report", "Date", "Publisher", "Source"),
        row=_row,
    )


@router.get(
    "/reports/{report_id:path}",
    summary="One report with its text and claims",
    response_model=Report,
    responses=records.PAGE | told(404, 406, 422),
)
def get_report(
    request: Request,
    view: ViewHere,
    report_id: str,
    min_confidence: MinConfidence = 0.0,
    format: Format = None,
) -> Any:
    """A report to the letter, with the claims it makes and the entities it names; offsets are code points."""
    return records.respond(request, view.report(report_id, min_confidence=min_confidence), format, min_confidence)


def _row(report: dict[str, Any]) -> list[list[Shown]]:
    url = report["url"] or ""
    return [
        [Shown(report["title"] or report["id"], report_address(report["id"]))],
        [Shown(report["date"] or "")],
        [Shown(report["publisher"] or "")],
        [Shown(url, address(url))],
    ]
