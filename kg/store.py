"""The store: a folder with the Oxigraph database, its published snapshots and what it was made with.

::

    STORE/db/                 the live database; only the one writer opens it
    STORE/snapshots/00000007/ db/ and fingerprints.json, as published; every reader opens the newest
    STORE/decisions.jsonl     people's decisions on what is one and what is two
    STORE/fingerprints.json   schema, and the versions of extractor, model, ontology, catalogue, gazetteer
    STORE/lock                held by the writer

A report's graph is replaced in one transaction; a process killed at any moment leaves a store that opens.
Results of a query are read in the thread that asked: in another one the database aborts the process.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self

import pyoxigraph as ox
from filelock import FileLock, Timeout

from kg.errors import QueryError, StoreError
from kg.identifiers import graph_iri, report_graph_iri
from kg.model import Reading
from kg.rereading import StoredReadings
from kg.shipped import query_text
from kg.sparql import check_query, syntax_error
from kg.store_folder import (
    SCHEMA,
    check_folder,
    drop_snapshot,
    make_folder,
    read_fingerprints,
    snapshot_numbers,
    write_fingerprints,
)
from kg.terms import PREFIXES, Quad, Term, name, to_triples, with_sorted_prefixes
from kg.view_records import Records

if TYPE_CHECKING:
    import rdflib

DERIVED = ("ontology", "catalogue", "places", "identity", "events", "decisions")
"""The graphs that are no report's."""

KEPT_SNAPSHOTS = 2
_REPORT_GRAPH = report_graph_iri("")

Change = Literal["added", "replaced", "unchanged"]
Kind = Literal["select", "ask", "construct"]
_Raw = ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean
_KINDS: dict[type, Kind] = {ox.QuerySolutions: "select", ox.QueryBoolean: "ask", ox.QueryTriples: "construct"}

RESULT_FORMATS = {key: getattr(ox.QueryResultsFormat, key.upper()) for key in ("json", "xml", "csv", "tsv")}
GRAPH_FORMATS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}


class _Graphs(StoredReadings):
    """What the writer and the readers have in common: reading quads out of an open database."""

    path: Path
    _db: ox.Store
    _fingerprints: dict[str, str]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the database free."""
        self.__dict__.pop("_db", None)

    @property
    def fingerprints(self) -> Mapping[str, str]:
        """What the store was made with: schema, extractor, model, ontology, catalogue, gazetteer, settings."""
        return dict(self._fingerprints)

    def quads(self, graph: str | None = None, subject: str | None = None) -> list[Quad]:
        """The quads of one graph, about one subject, or all; sorted. Both are IRIs."""
        return self._matching(subject, None, None, graph)

    def graphs(self) -> tuple[str, ...]:
        """The IRIs of all graphs, sorted."""
        return tuple(sorted(graph.value for graph in self._db.named_graphs() if isinstance(graph, ox.NamedNode)))

    def report_graphs(self) -> tuple[str, ...]:
        """The IRIs of the graphs of reports, sorted."""
        return tuple(graph for graph in self.graphs() if graph.startswith(_REPORT_GRAPH))

    def pointing_at(self, property_: str, object_: str) -> list[Quad]:
        """The quads with that property (prefixed) whose object is that IRI; sorted."""
        return self._matching(None, name(property_)[1:-1], object_, None)

    def _matching(self, *pattern: str | None) -> list[Quad]:
        try:
            subject, property_, object_, graph = (ox.NamedNode(part) if part else None for part in pattern)
        except ValueError:  # no IRI, so nothing is said of it
            return []
        return sorted(_quad(quad) for quad in self._db.quads_for_pattern(subject, property_, object_, graph))

    def nquads(self) -> str:
        """All that the store holds, as sorted N-Quads: the same reports give the same bytes."""
        return "".join(f"{line}\n" for line in sorted(_quad(quad).line() for quad in self._db))


class Store(_Graphs):
    """The one writer of a store; a context manager. Readers see what it did after `publish`."""

    def __init__(self, path: Path, db: ox.Store, lock: FileLock, fingerprints: dict[str, str]) -> None:
        self.path, self._db, self._lock, self._fingerprints = path, db, lock, fingerprints

    @classmethod
    def open(cls, path: str | Path, *, create: bool = True) -> Store:
        """Open a store for writing, and where there is none, make one.

        Raises StoreError where another process writes to it, where the folder holds other files, where there is
        none and `create` is false, and where a newer Sitgraph made it.
        """
        folder = Path(path)
        make_folder(folder, create)
        lock = FileLock(folder / "lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            raise StoreError(f"{folder}: another process writes to this store; wait for it or end it.") from None
        try:
            fingerprints = read_fingerprints(folder, folder)
            for leftover in folder.glob("snapshots/*.new"):
                shutil.rmtree(leftover, ignore_errors=True)
            (folder / "snapshots").mkdir(exist_ok=True)
            store = cls(folder, ox.Store(str(folder / "db")), lock, fingerprints)
            if not fingerprints:
                store.set_fingerprints({})
            if not snapshot_numbers(folder):
                store._publish_snapshot()
        except OSError as error:
            lock.release()
            raise StoreError(f"{folder}: the database cannot be opened: {error}") from error
        except StoreError:
            lock.release()
            raise
        return store

    def close(self) -> None:
        """Give the store free for other writers."""
        self._db.flush()
        super().close()
        self._lock.release()

    def set_fingerprints(self, fingerprints: Mapping[str, str]) -> None:
        """Write down what the store is now made with; the schema is put in by itself."""
        self._fingerprints = {"schema": str(SCHEMA), **fingerprints}
        write_fingerprints(self.path / "fingerprints.json", self._fingerprints)

    def stale(self, fingerprints: Mapping[str, str]) -> tuple[str, ...]:
        """The keys whose fingerprints differ from those of today: what was read with them should be read again."""
        return tuple(
            sorted(key for key, value in fingerprints.items() if self._fingerprints.get(key, value) != value)
        )

    def put(self, reading: Reading, quads: Iterable[Quad]) -> Change:
        """Put a report's graph in the place of what the store held of that report, in one transaction.

        Raises StoreError where a quad is of another graph or is no RDF.
        """
        graph = report_graph_iri(reading.report.id)
        new = sorted(set(quads))
        if any(quad.graph != f"<{graph}>" for quad in new):
            raise StoreError(f"{reading.report.id}: a quad stands in another graph than <{graph}>.")
        old = self.quads(graph)
        if old == new:
            return "unchanged"
        self._update(f"DROP SILENT GRAPH <{graph}>;\nINSERT DATA {{ GRAPH <{graph}> {{\n{to_triples(new)}\n}} }}")
        return "replaced" if old else "added"

    def remove(self, report_id: str) -> bool:
        """Drop a report's graph; false where there was none. Its events go with the next `publish`."""
        graph = report_graph_iri(report_id)
        held = self._db.contains_named_graph(ox.NamedNode(graph))
        self._update(f"DROP SILENT GRAPH <{graph}>")
        return held

    def reports(self) -> dict[str, str]:
        """The ids of all reports, sorted, with the SHA-256 of their texts: enough to tell what is new."""
        found = {
            key: {
                _value(quad.graph_name): _value(quad.object)
                for quad in self._db.quads_for_pattern(None, ox.NamedNode(name(key)[1:-1]), None, None)
            }
            for key in ("dcterms:identifier", "sg:sha256")
        }
        ids = found["dcterms:identifier"]
        return {ids[graph]: digest for graph, digest in sorted(found["sg:sha256"].items(), key=lambda i: ids[i[0]])}

    def publish(self, **graphs: Iterable[Quad] | None) -> int:
        """Replace the derived graphs that are given (keys of `DERIVED`) and publish a snapshot; its number.

        Only what differs is written. Raises StoreError where a quad is of another graph.
        """
        for graph_name, quads in graphs.items():
            if graph_name not in DERIVED:
                raise StoreError(f"{graph_name!r} is no derived graph; expected one of {', '.join(DERIVED)}.")
            if quads is not None:
                self._replace(graph_iri(graph_name), set(quads))
        return self._publish_snapshot()

    def _replace(self, graph: str, new: set[Quad]) -> None:
        if any(quad.graph != f"<{graph}>" for quad in new):
            raise StoreError(f"a quad stands in another graph than <{graph}>.")
        old = set(self.quads(graph))
        parts = []
        for verb, quads in (("DELETE", old - new), ("INSERT", new - old)):
            if quads:
                parts.append(f"{verb} DATA {{ GRAPH <{graph}> {{\n{to_triples(quads)}\n}} }}")
        if parts:
            self._update(";\n".join(parts))

    def _update(self, update: str) -> None:
        try:
            self._db.update(update)
        except SyntaxError as error:
            raise StoreError(f"{self.path}: quads that are no RDF: {error}") from error
        except OSError as error:
            raise StoreError(f"{self.path}: the database cannot be written: {error}") from error

    def _publish_snapshot(self) -> int:
        self._db.flush()
        number = max(snapshot_numbers(self.path), default=0) + 1
        final = self.path / "snapshots" / f"{number:08}"
        made = final.with_suffix(".new")
        made.mkdir(parents=True)
        self._db.backup(str(made / "db"))
        write_fingerprints(made / "fingerprints.json", self._fingerprints)
        made.rename(final)
        for old in snapshot_numbers(self.path)[:-KEPT_SNAPSHOTS]:
            drop_snapshot(self.path / "snapshots" / f"{old:08}")
        return number


class Results:
    """The results of a query; `kind` is ``select``, ``ask`` or ``construct`` (DESCRIBE too).

    They are read from the snapshot when asked for, in the thread that asks, and can be read more than once.
    """

    def __init__(self, db: ox.Store, sparql: str, *, union: bool) -> None:
        self._db, self._sparql, self._union = db, sparql, union
        first = self._run()
        self._first: _Raw | None = first
        self.kind: Kind = _KINDS[type(first)]
        found = first.variables if isinstance(first, ox.QuerySolutions) else ()
        self.variables: tuple[str, ...] = tuple(variable.value for variable in found)

    def __iter__(self) -> Iterator[tuple[Term | None, ...]]:
        """Rows of terms, one per variable and None where it is unbound; of a construct, triples, each once."""
        raw = self._take()
        if isinstance(raw, ox.QuerySolutions):
            for solution in raw:
                yield tuple(None if term is None else _term(term) for term in solution)
        elif isinstance(raw, ox.QueryTriples):
            yield from sorted((_term(t.subject), _term(t.predicate), _term(t.object)) for t in set(raw))

    @property
    def rows(self) -> tuple[tuple[Term | None, ...], ...]:
        """All rows at once."""
        return tuple(self)

    @property
    def boolean(self) -> bool:
        """The answer of an ASK; raises QueryError for other queries."""
        raw = self._take()
        if not isinstance(raw, ox.QueryBoolean):
            raise QueryError("Only an ASK query has a yes or no.")
        return bool(raw)

    def records(self) -> Iterator[dict[str, str]]:
        """Rows as variable -> value as text; unbound variables are left out."""
        for row in self:
            yield {key: term.value for key, term in zip(self.variables, row, strict=True) if term is not None}

    def serialize(self, format_: str) -> bytes:
        """The results in a standard form: a key of `RESULT_FORMATS`, of a construct one of `GRAPH_FORMATS`.

        Raises QueryError where the kind of query has no such form.
        """
        raw = self._take()
        if isinstance(raw, ox.QueryTriples):
            if format_ not in GRAPH_FORMATS:
                raise QueryError(f"A graph cannot be written as {format_}; expected {', '.join(GRAPH_FORMATS)}.")
            triples = sorted(set(raw), key=str)
            written = ox.serialize(triples, format=GRAPH_FORMATS[format_], prefixes=PREFIXES) or b""
            return with_sorted_prefixes(written)
        if format_ not in RESULT_FORMATS:
            raise QueryError(f"A table cannot be written as {format_}; expected {', '.join(RESULT_FORMATS)}.")
        return raw.serialize(format=RESULT_FORMATS[format_]) or b""

    def _take(self) -> _Raw:
        raw, self._first = self._first or self._run(), None
        return raw

    def _run(self) -> _Raw:
        try:
            return self._db.query(self._sparql, prefixes=PREFIXES, use_default_graph_as_union=self._union)
        except SyntaxError as error:
            raise syntax_error(self._sparql, str(error)) from error
        except (OSError, ValueError) as error:
            raise QueryError(f"The query cannot be answered: {error}") from error


class View(_Graphs, Records):
    """A reader of the newest published snapshot; what is written later is seen by views opened after `publish`."""

    def __init__(self, path: Path, snapshot: int, db: ox.Store, fingerprints: dict[str, str]) -> None:
        self.path, self.snapshot, self._db, self._fingerprints = path, snapshot, db, fingerprints

    @classmethod
    def open(cls, path: str | Path) -> View:
        """Open the newest snapshot of a store; raises StoreError where there is none or it is of a newer schema."""
        folder = Path(path)
        check_folder(folder, create=False)
        for _ in range(5):  # a writer may drop a snapshot between its being found and being opened
            found = snapshot_numbers(folder)
            if not found:
                raise StoreError(f"{folder}: nothing is published yet; run `kg build` to the end.")
            snapshot = folder / "snapshots" / f"{found[-1]:08}"
            try:
                return cls(
                    folder, found[-1], ox.Store.read_only(str(snapshot / "db")), read_fingerprints(snapshot, folder)
                )
            except OSError as error:
                problem = error
        raise StoreError(f"{folder}: the snapshot cannot be opened: {problem}") from problem

    @staticmethod
    def newest(path: str | Path) -> int:
        """The number of the newest snapshot, 0 where there is none; cheap, to tell whether to open again."""
        return max(snapshot_numbers(Path(path)), default=0)

    def query(self, sparql: str) -> Results:
        """Run a SPARQL query; without FROM and GRAPH it sees all graphs as one.

        Raises QueryError where it is malformed (with line, column and a hint), an update, calls a SERVICE or is
        FROM anything but this store's graphs. The prefixes of `kg.terms.PREFIXES` need no declaration.
        """
        outline = check_query(sparql)
        if outline.graphs:
            known = set(self.graphs())
            for graph in outline.graphs:
                if graph not in known:
                    raise QueryError(f"FROM <{graph}> is refused: the store has no such graph.")
        return Results(self._db, sparql, union=not outline.graphs)

    def named(self, query: str, /, *, limit: int | None = None, offset: int = 0, **bindings: str) -> Results:
        """Run a shipped query (`kg/queries/NAME.rq`) with terms for its variables, as `kg.terms` writes them.

        Raises NotFoundError for an unknown query, or a value that is no RDF term.
        """
        return Results(self._db, query_text(query, bindings, limit, offset), union=False)

    def dataset(self) -> rdflib.Dataset:
        """All graphs as an in-memory rdflib Dataset, for those who work in rdflib; slow beyond some 100,000 quads."""
        import rdflib  # its import takes longer than most questions

        dataset = rdflib.Dataset(default_union=True)
        for graph in self.graphs():
            dataset.graph(rdflib.URIRef(graph)).parse(data=to_triples(self.quads(graph)), format="nt")
        return dataset


def turtle_quads(turtle: str, graph: str) -> Iterator[Quad]:
    """The triples of a Turtle document as quads of a graph (an IRI); raises StoreError where it is malformed."""
    try:
        for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE):
            yield Quad(str(quad.subject), str(quad.predicate), str(quad.object), f"<{graph}>")
    except SyntaxError as error:
        raise StoreError(f"not Turtle: {error}") from error


def _quad(quad: ox.Quad) -> Quad:
    return Quad(str(quad.subject), str(quad.predicate), str(quad.object), str(quad.graph_name))


def _value(term: object) -> str:
    return str(getattr(term, "value", ""))


def _term(term: object) -> Term:
    if isinstance(term, ox.Literal):
        return Term("literal", term.value, term.datatype.value, term.language or "")
    return Term("bnode" if isinstance(term, ox.BlankNode) else "iri", _value(term))
