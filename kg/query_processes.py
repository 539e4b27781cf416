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
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock, Semaphore, Timer
from time import monotonic
from typing import Any, BinaryIO

from kg.errors import QueryError, QueryTimeError, SitgraphError, StoreError
from kg.store import View

MOST = 4
"""How many queries run at once; more wait for one of these to end."""

_GRACE = 5
_ERRORS: dict[str, type[SitgraphError]] = {"query": QueryError, "store": StoreError}
_Process = subprocess.Popen[bytes]


class QueryProcesses:
    """The processes that run queries on one store, started as they are wanted; a query gets `seconds` at most."""

    def __init__(self, store: Path, seconds: int) -> None:
        self._store, self._seconds = store, seconds
        self._places, self._lock = Semaphore(MOST), Lock()
        self._idle: list[_Process] = []
        self._alive: set[_Process] = set()
        self.close = weakref.finalize(self, _end, self._alive)

    def run(self, sparql: str, format_: str) -> bytes:
        """The results of a query on the newest snapshot in a standard form, as `Results.serialize` gives them.

        Raises QueryError where it cannot be read or answered, QueryTimeError where it takes too long or all
        processes are taken for that long, StoreError where there is no store.
        """
        request = {"store": str(self._store), "sparql": sparql, "format": format_, "seconds": self._seconds}
        if not self._places.acquire(timeout=self._seconds):
            raise QueryTimeError(f"All {MOST} places for queries were taken for {self._seconds} seconds.")
        try:
            with self._process() as process:
                return self._asked(process, json.dumps(request).encode() + b"\n")
        finally:
            self._places.release()

    @contextmanager
    def _process(self) -> Iterator[_Process]:
        """An idle process or a new one; afterwards it is idle again, unless it ended."""
        with self._lock:
            while self._idle and self._idle[-1].poll() is not None:
                self._forget(self._idle.pop())
            process = self._idle.pop() if self._idle else _started()
            self._alive.add(process)
        try:
            yield process
        finally:
            with self._lock:
                if process.returncode is None:
                    self._idle.append(process)
                else:
                    self._alive.discard(process)

    def _forget(self, process: _Process) -> None:
        _end({process})
        self._alive.discard(process)

    def _asked(self, process: _Process, request: bytes) -> bytes:
        assert process.stdin is not None and process.stdout is not None
        timer, started = Timer(self._seconds, process.kill), monotonic()
        timer.start()
        try:
            process.stdin.write(request)
            process.stdin.flush()
            head = json.loads(process.stdout.readline() or "{}")
            body = process.stdout.read(head.get("length", 0))
        except BrokenPipeError:
            head, body = {}, b""
        finally:
            timer.cancel()
        if head and len(body) == head["length"]:
            if "error" in head:
                raise _ERRORS[head["error"]](body.decode())
            return body
        _end({process})
        if monotonic() - started >= self._seconds:
            raise QueryTimeError(f"The query took longer than {self._seconds} seconds and was ended.")
        raise QueryError("The process that ran the query ended before its time; was it out of memory?")


def _started() -> _Process:
    command = [sys.executable, "-m", "kg.query_processes"]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def _end(processes: set[_Process]) -> None:
    for process in processes:
        process.kill()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
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
        except SitgraphError as error:
            kind = next(key for key, cls in _ERRORS.items() if isinstance(error, cls))
            told, body = {"error": kind}, str(error).encode()
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
