"""Everything Sitgraph raises on purpose.

::

    SitgraphError
    ├── ReportError         a report that cannot be taken in: names the input, what was expected, what to do
    ├── QuestionError       a question that cannot be read
    ├── QueryError          a SPARQL query that is malformed or not allowed
    │   ├── QueryTimeError  a SPARQL query that took longer than it may
    │   └── QueryBusyError  a SPARQL query that found no place among those that run
    ├── StoreError          a store that cannot be opened, is locked or is of a newer schema
    ├── NotFoundError       an entity, claim, event or report that the store does not hold
    ├── ValidationError     quads that do not conform to the SHACL shapes
    ├── SettingsError       a setting that is unknown or has a value out of range
    ├── GazetteerError      places or a table of names that cannot be added: names the file and the line
    ├── EvaluationError     gold or extracted claims that cannot be compared
    └── FileError           a file that was named and cannot be read or written
"""

from __future__ import annotations


class SitgraphError(Exception):
    """Base of all errors that a user can do something about; its text is fit to be shown."""


class ReportError(SitgraphError):
    """A report could not be taken in.

    `source` is the file (with the line, as ``reports.jsonl:3``) or ``-``; `expected` says what was
    looked for, `advice` what to do.
    """

    def __init__(self, source: str, problem: str, *, expected: str = "", advice: str = "") -> None:
        self.source, self.problem, self.expected, self.advice = source, problem, expected, advice
        parts = [f"{source}: {problem}"]
        if expected:
            parts.append(f"expected {expected}")
        if advice:
            parts.append(advice)
        super().__init__("; ".join(parts))

    def __reduce__(self) -> tuple[object, ...]:
        """As its parts, so that it comes whole from one process to another."""
        return _report_error, (self.source, self.problem, self.expected, self.advice)


def _report_error(source: str, problem: str, expected: str, advice: str) -> ReportError:
    return ReportError(source, problem, expected=expected, advice=advice)


class QuestionError(SitgraphError):
    """A question could not be read; `part` is the stretch of it that was not understood."""

    def __init__(self, question: str, part: str, problem: str, examples: tuple[str, ...]) -> None:
        self.question, self.part, self.problem, self.examples = question, part, problem, examples
        shown = "".join(f"\n  {example}" for example in examples)
        super().__init__(f"{self.fault}. Questions that can be read:{shown}")

    @property
    def fault(self) -> str:
        """What could not be read, without a stop: the problem, and the part with its question where they say more.

        >>> QuestionError("how far", "far", "Not understood", ()).fault, QuestionError("", "", "No question", ()).fault
        ("Not understood: 'far' in 'how far'", 'No question')
        """
        part = f": {self.part!r}" if self.part.strip() else ""
        return self.problem + part + (f" in {self.question!r}" if part and self.part != self.question else "")


class QueryError(SitgraphError):
    """A SPARQL query is malformed, or asks for something that is refused (SERVICE, LOAD, FROM a file, updates)."""


class QueryTimeError(QueryError):
    """A SPARQL query took longer than it may."""


class QueryBusyError(QueryError):
    """A SPARQL query found no place among those that run; it may find one later."""


class StoreError(SitgraphError):
    """The store cannot be opened: not a store, locked by another writer, or written by a newer schema."""


class NotFoundError(SitgraphError):
    """The store holds nothing of that name or IRI."""


class ValidationError(SitgraphError):
    """Quads do not conform to the shapes; `messages` are the shapes' own, one per violation."""

    def __init__(self, subject: str, messages: tuple[str, ...]) -> None:
        self.subject, self.messages = subject, messages
        super().__init__(f"{subject}: " + "; ".join(messages))


class SettingsError(SitgraphError):
    """A flag, variable or line of `sitgraph.toml` is unknown or has a value that cannot be taken."""


class GazetteerError(SitgraphError):
    """Places or names could not be added, or there are none of that name.

    `source` is the file (with the line, as ``villages.csv:3``) or a name; `expected` says what was looked for,
    `advice` what to do.
    """

    def __init__(self, source: str, problem: str, *, expected: str = "", advice: str = "") -> None:
        self.source, self.problem, self.expected, self.advice = source, problem, expected, advice
        parts = [f"{source}: {problem}", f"expected {expected}" if expected else "", advice]
        super().__init__("; ".join(part for part in parts if part))


class EvaluationError(SitgraphError):
    """Gold and extracted claims cannot be compared: no gold, a report without claims, a quote that is not there."""


class FileError(SitgraphError):
    """A file that was named, beside the reports, cannot be read or written."""
