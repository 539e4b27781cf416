"""What routes are handed: the newest snapshot of the store, the settings, the asking function."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Annotated, Any, Protocol

from fastapi import Depends, Query, Request
from pydantic import BeforeValidator

from api.errors import Unavailable
from api.settings import Settings
from kg.catalogue import load_catalogue
from kg.errors import StoreError
from kg.export import added_credits
from kg.gazetteer import load_gazetteer
from kg.query_processes import QueryProcesses
from kg.reconciliation.directory import Directory, read_directory
from kg.store import View


class Answer(Protocol):
    """What the asking function gives back."""

    def to_json(self) -> dict[str, Any]:
        """The answer as JSON values: question, answer, rows, sparql, evidence, excluded."""
        ...


class Ask(Protocol):
    """The asking function."""

    def __call__(self, view: View, question: str, /, *, min_confidence: float) -> Answer:
        """The answer, from claims of at least that confidence (0–1)."""
        ...


def _or_all(value: object) -> object:
    """Forms of pages send what is left empty too."""
    return value or 0.0


MinConfidence = Annotated[
    float,
    BeforeValidator(_or_all),
    Query(
        ge=0,
        le=1,
        description="Only claims that the extractor is at least so sure to have read right (type and words, not roles)",
        examples=[0.9],
    ),
]


@dataclass(slots=True)
class Context:
    """What one app works on: the store's folder, its settings, the asking function, the view in use.

    `cache` is the folder of the gazetteer's index, None for the user's own cache folder; `queries` runs what is sent to
    /sparql.
    """

    store: Path
    settings: Settings
    ask: Ask | None = None
    cache: Path | None = None
    queries: QueryProcesses = field(init=False)
    _views: Lock = field(default_factory=Lock)
    _asking: Lock = field(default_factory=Lock)
    _view: View | None = None
    _directories: Lock = field(default_factory=Lock)
    _directory: tuple[int, Directory] | None = None

    def __post_init__(self) -> None:
        self.queries = QueryProcesses(self.store, self.settings.query_seconds)

    def view(self) -> View:
        """The newest snapshot; opened once, and again when the store has published another.

        Raises StoreError where there is no store. An older view lives on until the last request that holds it ends.
        """
        with self._views:
            if self._view is None or self._view.snapshot != View.newest(self.store):
                self._view = View.open(self.store)
            return self._view

    def directory(self) -> Directory:
        """What names can be matched with: read at the first call, and again when another snapshot is published.

        The catalogue and the gazetteer are loaded with it, so the first call takes a second or two.
        """
        with self._directories:
            view = self.view()
            if self._directory is None or self._directory[0] != view.snapshot:
                known = read_directory(view, load_catalogue(), load_gazetteer(self.cache))
                self._directory = view.snapshot, known
            return self._directory[1]

    def credits(self) -> tuple[str, ...]:
        """Whom the store's places from added gazetteers are to be credited to; nobody where there is no store."""
        try:
            return added_credits(self.view())
        except StoreError:
            return ()

    def answer(self, question: str, min_confidence: float = 0.0) -> dict[str, Any]:
        """The answer to a question as JSON values, from claims of at least that confidence (0–1).

        One question is read at a time, since parsers keep state. Raises QuestionError where it cannot be read,
        Unavailable where the app was made without asking.
        """
        if self.ask is None:
            raise Unavailable("This server answers no questions.", advice="Use /sparql, /events and /entities.")
        view = self.view()
        with self._asking:
            return self.ask(view, question, min_confidence=min_confidence).to_json()


def context(request: Request) -> Context:
    """The context of the app that a request is for."""
    found = request.app.state.context
    assert isinstance(found, Context)
    return found


def _view(request: Request) -> View:
    return context(request).view()


def _directory(request: Request) -> Directory:
    return context(request).directory()


def _settings(request: Request) -> Settings:
    return context(request).settings


ContextHere = Annotated[Context, Depends(context)]
ViewHere = Annotated[View, Depends(_view)]
DirectoryHere = Annotated[Directory, Depends(_directory)]
SettingsHere = Annotated[Settings, Depends(_settings)]
