"""/docs: the endpoints as a page, from the OpenAPI document; nothing is loaded from elsewhere."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.pages import render

router = APIRouter(include_in_schema=False)


@router.get("/docs")
def docs(request: Request) -> HTMLResponse:
    """The endpoints by tag, with parameters, answers and a link to try where one is declared."""
    document = request.app.openapi()
    tags = [
        {**tag, "operations": [told for told in _operations(document) if tag["name"] in told["tags"]]}
        for tag in document["tags"]
    ]
    return render(request, "docs.html", info=document["info"], tags=tags)


def _operations(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "method": method.upper(),
            "path": path,
            "tags": operation.get("tags", []),
            "summary": operation.get("summary", ""),
            "description": operation.get("description", ""),
            "example": operation.get("x-try", ""),
            "parameters": [
                {
                    "name": parameter["name"],
                    "place": parameter["in"],
                    "required": parameter.get("required", False),
                    "description": parameter.get("description", ""),
                }
                for parameter in operation.get("parameters", ())
            ],
            "answers": [(status, told["description"]) for status, told in operation["responses"].items()],
        }
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
