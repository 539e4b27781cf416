"""Reading the body of a request as text, up to a limit."""

from __future__ import annotations

from fastapi import Request

from api.errors import BadRequest, TooLong, UnsupportedMedia

FORM = "application/x-www-form-urlencoded"
BODY_FACTOR = 12  # a character takes up to four bytes, each of them three in a form


def media_type(request: Request, expected: tuple[str, ...]) -> str:
    """The media type of a body; raises UnsupportedMedia where it is none of those expected, or not in UTF-8."""
    media, _, parameters = request.headers.get("content-type", "").partition(";")
    media, charset = media.strip().lower(), parameters.lower().replace('"', "").partition("charset=")[2]
    if media not in expected or charset.strip() not in ("", "utf-8", "us-ascii"):
        raise UnsupportedMedia(
            f"A body of type {request.headers.get('content-type', '(none)')!r} is not read here.",
            expected=expected,
            advice="Send it in UTF-8 with one of these as Content-Type.",
        )
    return media


async def body_text(request: Request, limit: int, too_long: TooLong) -> str:
    """The body as text; raises `too_long` where it surely has more than `limit` characters, BadRequest for no UTF-8."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit * BODY_FACTOR:
            raise too_long
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadRequest(f"The body is not UTF-8: byte {error.start}.", expected=("text in UTF-8",)) from error
