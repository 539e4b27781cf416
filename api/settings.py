"""What can be set about the server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Settings:
    """Limits of the server and who may call it from a browser.

    `max_query_length` and `max_question_length` are in characters, `page_size` and `max_page_size` in items,
    `reconcile_batch` in queries, `query_seconds` is how long a query at /sparql may run. `cors_origins` are the web
    origins whose pages may read answers (``*`` for all); none by default, since a store can hold reports that are not
    public. What stands under /reconcile, names and identifiers, is open to all.
    """

    max_query_length: int = 100_000
    max_question_length: int = 500
    query_seconds: int = 30
    page_size: int = 50
    max_page_size: int = 500
    reconcile_batch: int = 50
    cors_origins: tuple[str, ...] = ()

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Settings:
        """Settings from ``SITGRAPH_*`` variables, e.g. ``SITGRAPH_PAGE_SIZE=20``; lists are comma-separated.

        Raises ValueError naming the variable where a number is expected and something else stands.

        >>> Settings.from_environment({"SITGRAPH_PAGE_SIZE": "20"}).page_size
        20
        """
        values: dict[str, int | tuple[str, ...]] = {}
        for field in fields(cls):
            variable = f"SITGRAPH_{field.name.upper()}"
            text = environment.get(variable, "").strip()
            if not text:
                continue
            if field.name == "cors_origins":
                values[field.name] = tuple(part.strip() for part in text.split(",") if part.strip())
            elif text.isdecimal() and int(text) > 0:
                values[field.name] = int(text)
            else:
                raise ValueError(f"{variable} is {text!r}; expected a whole number above 0")
        return cls(**values)  # type: ignore[arg-type]  # each field got the type it declares
