"""RDF terms of SPARQL's JSON results as they are shown: a text, and an address where the term leads somewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from api.pages import address, authority, local


@dataclass(frozen=True, slots=True)
class Shown:
    """A text, and where it leads ("" for nowhere)."""

    text: str
    href: str = ""


def cell(binding: Mapping[str, str] | None, label: str | None = None) -> Shown:
    """A binding of SPARQL's JSON results as shown; an unbound variable is empty, `label` stands for an IRI.

    >>> cell({"type": "uri", "value": "https://w3id.org/sitgraph/id/state/ukraine"})
    Shown(text='state/ukraine', href='/id/state/ukraine')
    """
    if binding is None:
        return Shown("")
    value = binding["value"]
    if binding["type"] != "uri":
        return Shown(value)
    told = label or local(value)
    return Shown(authority(told) if told == value else told, address(value))
