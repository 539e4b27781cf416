"""JSON for scripts: as it is, or as a call of the function that a page of another origin names."""

from __future__ import annotations

import json
import re

from fastapi import Response
from fastapi.responses import JSONResponse

from api.errors import BadRequest

_FUNCTION = re.compile(r"[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*|\[\d+\])*", re.ASCII)
_LONGEST = 200


def answer(content: object, callback: str | None) -> Response:
    """The content as JSON, or as JavaScript that hands it to `callback`; raises BadRequest for no function's name."""
    if not callback:
        return JSONResponse(content)
    if len(callback) > _LONGEST or not _FUNCTION.fullmatch(callback):
        raise BadRequest(f"callback is {callback[:_LONGEST]!r}.", expected=("the name of a JavaScript function",))
    # ASCII, since U+2028 and U+2029 end lines in older JavaScript; the comment keeps the name from coming first
    return Response(f"/**/{callback}({json.dumps(content)});", media_type="application/javascript; charset=utf-8")
