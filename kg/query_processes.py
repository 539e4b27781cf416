"""Queries in processes of their own: a query cannot be stopped once it runs, but its process can be ended.

The parent writes a request as a line of JSON to a process's standard input and reads a line of JSON, then that many
bytes of results, from its standard output. A process opens the newest snapshot for reading and is kept for the next query.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import weakref
from contextlib import suppress
from pathlib import Path
from threading import Lock, Semaphore, Timer
from time import monotonic
from typing import Any, BinaryIO

from kg.errors import QueryBusyError, QueryError, QueryTimeError, SitgraphError, StoreError
from kg.store import View

MOST = 4
"""How many queries run at once; more wait for one of these to end."""
WAIT = 2
"""How many seconds a query waits for one of these at most."""

_GRACE = 5
_ENDED = "The process that ran the query ended before its time; was it out of memory?"
_ERRORS: dict[str, type[SitgraphError]] = {"query": QueryError, "store": StoreError}
_Process = subprocess.Popen[bytes]


class QueryProcesses:
    """The processes that run queries on one store, started as they are wanted; a query gets `seconds` at most.

    After `close()` they are ended and no more are started.
    """

    def __init__(self, store: Path, seconds: int) -> None:
        self._store, self._seconds = store, seconds
        self._places, self._lock = Semaphore(MOST), Lock()
        self._idle: list[_Process] = []
        self._alive: set[_Process] = set()
        self.close = weakref.finalize(self, _close, self._alive, self._lock)

    def run(self, sparql: str, format_: str) -> bytes:
        """The results of a query on the newest snapshot in a standard form, as `Results.serialize` gives them.

        Raises QueryError where it cannot be read or answered, QueryTimeError where it takes too long, QueryBusyError
        where no process gets free or all are closed, StoreError where there is no store.
        """
        asked = {"store": str(self._store), "sparql": sparql, "format": format_, "seconds": self._seconds}
        request = json.dumps(asked).encode() + b"\n"
        if not self._places.acquire(timeout=WAIT):
            raise QueryBusyError(f"All {MOST} places for queries are taken.")
        try:
            try:
                return self._answer(self._taken(), request)
            except _UnreadError:
                return self._answer(self._taken(new=True), request)
        except _UnreadError:
            raise QueryError(_ENDED) from None
        finally:
            self._places.release()

    def _taken(self, *, new: bool = False) -> _Process:
        """An idle process or a new one."""
        with self._lock:
            if not self.close.alive:
                raise QueryBusyError("The server is being stopped.")
            while self._idle and self._idle[-1].poll() is not None:
                self._forget(self._idle.pop())
            process = self._idle.pop() if self._idle and not new else _started()
            self._alive.add(process)
        return process

    def _forget(self, process: _Process) -> None:
        _end(process)
        self._alive.discard(process)

    def _answer(self, process: _Process, request: bytes) -> bytes:
        """What a process answers; it is idle again where all of that was read, else it is ended.

        Raises _UnreadError where it had ended before.
        """
        timer, started = Timer(self._seconds, process.kill), monotonic()
        timer.start()
        error, body = "", None
        try:
            error, body = _exchange(process, request)
        except _UnreadError:
            if monotonic() - started < self._seconds:
                raise
        finally:
            timer.cancel()
            with self._lock:
                if body is None:
                    self._forget(process)
                else:
                    self._idle.append(process)
        if body is not None:
            if error:
                raise _ERRORS[error](body.decode())
            return body
        if monotonic() - started >= self._seconds:
            raise QueryTimeError(f"The query took longer than {self._seconds} seconds and was ended.")
        raise QueryError(_ENDED)


class _UnreadError(Exception):
    """A process had ended before it was sent a request."""


def _exchange(process: _Process, request: bytes) -> tuple[str, bytes | None]:
    """The kind of error, if any, and the body of a process's answer; None where that is not whole."""
    assert process.stdin is not None and process.stdout is not None
    try:
        process.stdin.write(request)
        process.stdin.flush()
    except (OSError, ValueError) as error:  # ValueError where it is closed
        raise _UnreadError from error
    try:
        head = json.loads(process.stdout.readline())
        body = process.stdout.read(head["length"])
    except (OSError, ValueError, TypeError, KeyError):
        return "", None
    return head.get("error", ""), body if len(body) == head["length"] else None


def _started() -> _Process:
    command = [sys.executable, "-P", "-m", "kg.query_processes"]  # -P: nothing is imported from the working folder
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def _close(processes: set[_Process], lock: Lock) -> None:
    with lock:
        ended = list(processes)
    for process in ended:
        _end(process)


def _end(process: _Process) -> None:
    process.kill()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with suppress(OSError):  # what was not sent cannot be any more
                stream.close()
    process.wait()


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer the requests of a stream until it ends."""
    view: View | None = None
    for line in requests:
        asked: dict[str, Any] = json.loads(line)
        told: dict[str, Any] = {}
        _end_after(asked["seconds"] + _GRACE)
        try:
            if view is None or view.snapshot != View.newest(asked["store"]):
                view = View.open(asked["store"])
            body = view.query(asked["sparql"]).serialize(asked["format"])
        except Exception as error:
            kind = next((key for key, cls in _ERRORS.items() if isinstance(error, cls)), "query")
            told, body = {"error": kind}, (str(error) or type(error).__name__).encode(errors="replace")
        _end_after(0)
        answers.write(json.dumps({**told, "length": len(body)}).encode() + b"\n" + body)
        answers.flush()


def _end_after(seconds: int) -> None:
    """End this process then, whatever it does, in case its server was killed and cannot; 0 takes that back."""
    if hasattr(signal, "alarm"):
        signal.alarm(seconds)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the server too, which ends its processes
    with open(0, "rb") as requests_, open(1, "wb") as answers_:
        serve(requests_, answers_)
