"""Leave for pages of any origin to read what stands under one path, as the reconciliation specification asks."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ALLOWED = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, POST, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "600",
}


class OpenToAll:
    """ASGI middleware: answers preflight requests under `path`, and lets every origin read its answers."""

    def __init__(self, app: ASGIApp, path: str) -> None:
        self.app, self.path = app, path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http" or not (scope["path"] + "/").startswith(f"{self.path}/"):
            await self.app(scope, receive, send)
            return

        async def opened(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Access-Control-Allow-Origin"] = "*"
                del headers["Access-Control-Allow-Credentials"]
            await send(message)

        if scope["method"] == "OPTIONS":
            start = {"type": "http.response.start", "status": 204, "headers": []}
            MutableHeaders(scope=start).update(ALLOWED)
            await send(start)
            await send({"type": "http.response.body", "body": b""})
            return
        await self.app(scope, receive, opened)
