"""The index of a gazetteer: built once from its rows, then mapped into memory from one file.

The file is ``magic, header length, header (JSON), sections``; all numbers little-endian. Sections are columns, one
entry per place: populated places first, then the divisions of first and second level; and a table of folded
names, sorted by the first eight bytes of their BLAKE2b digest, each with the places that bear the name. Names that
are spelled in many ways stand there a second time, after ``~``, by what their spellings have in common.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import mmap
import os
import re
import struct
import sys
import tempfile
import unicodedata
import zlib
from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.gazetteer_names import alike, without_article

FORMAT = 8
_MAGIC = b"sitgraph-gazetteer\n"
_NOWHERE = -(2**31)
_PRIMARY = 1

PLACE, DIVISION, DISTRICT = "PPL", "ADM1", "ADM2"
"""What a row is: a populated place, a division of first or of second level (GeoNames' feature codes)."""
FEATURES = (PLACE, DIVISION, DISTRICT)
OWN_IDS = 1 << 40
"""The least id of places without a GeoNames id."""

_APOSTROPHES = re.compile("['’‘ʼʻʹʿʾ`´ʽ\u02bb\u02bc]")
_BREAKS = re.compile(r"[\s\-‐‑–—/.,]+")


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place of the gazetteer.

    `id` is its GeoNames id (from `OWN_IDS` on for one that only an added gazetteer has), `country` an ISO 3166-1
    alpha-2 code, `admin1` the division's code in GeoNames (``05``), `admin2` the name of the district (empty where
    unknown); degrees of latitude and longitude are None for divisions. `feature` is one of `FEATURES`.
    """

    id: int
    name: str
    country: str
    admin1: str
    admin2: str
    latitude: float | None
    longitude: float | None
    population: int
    feature: str = PLACE


def fold(name: str) -> str:
    """The form by which spellings of a name are held to be equal: no case, marks, apostrophes; hyphens are spaces.

    >>> fold("Pokrovs’k"), fold("Niu-York"), fold("Ḩalab")
    ('pokrovsk', 'niu york', 'halab')
    """
    if name.isascii():
        plain = name.replace("'", "").replace("`", "")
    else:
        bare = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", name))
        plain = "".join(char for char in bare if not unicodedata.combining(char))
    plain = plain.casefold().replace("ł", "l").replace("đ", "d").replace("ı", "i").replace("ø", "o")
    return _BREAKS.sub(" ", plain).strip()


@dataclass(frozen=True, slots=True)
class Places:
    """What an index is built from: rows with their spellings, and what is known beside them.

    `iso` gives ISO 3166-2 codes of divisions by ``country.code``, `wikidata` QIDs by id, `neighbours` the states
    that share a border with a state.
    """

    rows: Sequence[tuple[PlaceRow, tuple[str, ...]]]
    iso: Mapping[str, str] = field(default_factory=dict)
    wikidata: Mapping[str, str] = field(default_factory=dict)
    neighbours: Mapping[str, Sequence[str]] = field(default_factory=dict)


class Index:
    """The index mapped into memory: rows by number, and row numbers by folded name or GeoNames id.

    Raises ValueError for a file that is not an intact index of this format.
    """

    def __init__(self, file: Path, fingerprint: str) -> None:
        with file.open("rb") as stream:
            self._map = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        view = memoryview(self._map)
        start = len(_MAGIC) + 8
        if view[: len(_MAGIC)] != _MAGIC or len(view) < start:
            raise ValueError(f"{file}: not a gazetteer index")
        length, check = struct.unpack("<II", view[len(_MAGIC) : start])
        if zlib.crc32(view[start:]) != check:
            raise ValueError(f"{file}: damaged")
        header = json.loads(bytes(view[start : start + length]))
        if header["fingerprint"] != fingerprint:
            raise ValueError(f"{file}: built from other data")
        self.fingerprint: str = header["fingerprint"]
        self.countries: list[str] = header["countries"]
        self.divisions: list[str] = header["divisions"]
        self.districts: list[str] = header["districts"]
        self._divisions: dict[str, int] = header["numbers"]
        self.iso: dict[str, str] = header["iso"]
        self._by_iso: dict[str, str] | None = None
        self.wikidata: dict[str, str] = header["wikidata"]
        self.neighbours: dict[str, list[str]] = header["neighbours"]
        base = start + length
        columns: dict[str, Any] = {}
        for name, (code, offset, size) in header["sections"].items():
            part = view[base + offset : base + offset + size]
            columns[name] = part if code == "B" else part.cast(code)
            if name == "keys":
                self._key_range = base + offset, base + offset + size
        self._columns = columns
        self._ids, self._order, self._sorted_ids = columns["id"], columns["order"], columns["sorted"]
        self._hashes, self._starts, self._postings = columns["hash"], columns["start"], columns["posting"]
        self._keys, self._key_ends = columns["keys"], columns["keyend"]

    def __len__(self) -> int:
        return len(self._ids)

    def rows(self, key: str) -> tuple[tuple[int, bool], ...]:
        """The numbers of the rows that bear a folded name, and whether it is their own name in English."""
        code = key.encode()
        wanted = _hash(code)
        at = bisect_left(self._hashes, wanted)
        while at < len(self._hashes) and self._hashes[at] == wanted:
            begin = self._key_ends[at - 1] if at else 0
            if self._keys[begin : self._key_ends[at]] == code:
                found = self._postings[self._starts[at] : self._starts[at + 1]]
                return tuple((number >> 1, bool(number & _PRIMARY)) for number in found)
            at += 1
        return ()

    def beginning(self, prefix: str) -> Iterator[tuple[str, int, bool]]:
        """The folded names that begin so: each with every row that bears it, and whether it is that row's own."""
        code, (first, stop) = prefix.encode(), self._key_range
        at = self._map.find(code, first, stop) if code else -1
        while at >= 0:
            entry = bisect_right(self._key_ends, at - first)
            start, end = (self._key_ends[entry - 1] if entry else 0), self._key_ends[entry]
            if at - first == start and len(code) <= end - start:  # else it is inside a name, or runs over its end
                key = str(self._keys[start:end], "utf-8")
                for posting in self._postings[self._starts[entry] : self._starts[entry + 1]]:
                    yield key, posting >> 1, bool(posting & _PRIMARY)
            at = self._map.find(code, at + 1, stop)

    def number(self, geonames: int) -> int | None:
        """The number of the row with that GeoNames id."""
        at = bisect_left(self._sorted_ids, geonames)
        return self._order[at] if at < len(self._sorted_ids) and self._sorted_ids[at] == geonames else None

    def division(self, country: str, admin1: str) -> int | None:
        """The number of the row of a country's first-level division, by its code in GeoNames."""
        return self._divisions.get(f"{country}.{admin1}")

    def by_iso(self, iso: str) -> tuple[str, str] | None:
        """Country and GeoNames code of the division with an ISO 3166-2 code."""
        if self._by_iso is None:
            self._by_iso = {known: code for code, known in self.iso.items()}
        country, _, code = self._by_iso.get(iso, "").partition(".")
        return (country, code) if country else None

    def row(self, number: int) -> PlaceRow:
        """A row by its number."""
        c = self._columns
        begin = c["nameend"][number - 1] if number else 0
        latitude, longitude = c["lat"][number], c["lon"][number]
        return PlaceRow(
            id=self._ids[number],
            name=str(c["names"][begin : c["nameend"][number]], "utf-8"),
            country=self.countries[c["country"][number]],
            admin1=self.divisions[c["admin1"][number]],
            admin2=self.districts[c["admin2"][number]],
            latitude=None if latitude == _NOWHERE else latitude / 100_000,
            longitude=None if longitude == _NOWHERE else longitude / 100_000,
            population=c["population"][number],
            feature=FEATURES[c["feature"][number]],
        )


def open_index(file: Path, fingerprint: str, gather: Callable[[], Places]) -> Index:
    """The index in a file, or built into it where that is missing, old or damaged.

    Two processes may build at the same time: each writes a file of its own and then puts it in place.
    """
    with contextlib.suppress(OSError, ValueError, KeyError):
        return Index(file, fingerprint)
    file.parent.mkdir(parents=True, exist_ok=True)
    content = build(gather(), fingerprint)
    handle, name = tempfile.mkstemp(prefix=file.name, suffix=".part", dir=file.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Index(file, fingerprint)


def _hash(key: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(key, digest_size=8).digest(), "little")


def build(data: Places, fingerprint: str) -> bytes:
    """The index as bytes: the same rows give the same bytes."""
    countries = sorted({row.country for row, _ in data.rows})
    divisions = sorted({row.admin1 for row, _ in data.rows})
    districts = sorted({row.admin2 for row, _ in data.rows})
    numbers = {kind: {text: at for at, text in enumerate(texts)} for kind, texts in
               (("country", countries), ("admin1", divisions), ("admin2", districts))}  # fmt: skip
    names: dict[str, dict[int, int]] = defaultdict(dict)
    for number, (row, spellings) in enumerate(data.rows):
        own = fold(row.name)
        keys = {fold(spelling) for spelling in spellings} | {own}
        keys |= {without_article(key, row.country) for key in keys}
        if row.feature == PLACE:
            keys |= {f"~{form}" for key in keys if (form := alike(key, row.country))}
        for key in sorted(keys):
            if len(key) > 1:
                names[key][number] = _PRIMARY if key == own else 0
    table = sorted((_hash(code), code, found) for key, found in names.items() if (code := key.encode()))
    rows = [row for row, _ in data.rows]
    order = sorted(range(len(rows)), key=lambda number: (rows[number].id, number))
    sections: dict[str, tuple[str, bytes]] = {
        "id": _pack("Q", (row.id for row in rows)),
        "order": _pack("I", order),
        "sorted": _pack("Q", (rows[number].id for number in order)),
        "lat": _pack("i", (_degrees(row.latitude) for row in rows)),
        "lon": _pack("i", (_degrees(row.longitude) for row in rows)),
        "population": _pack("I", (row.population for row in rows)),
        "country": _pack("H", (numbers["country"][row.country] for row in rows)),
        "admin1": _pack("H", (numbers["admin1"][row.admin1] for row in rows)),
        "admin2": _pack("H", (numbers["admin2"][row.admin2] for row in rows)),
        "feature": _pack("B", (FEATURES.index(row.feature) for row in rows)),
        "names": ("B", b"".join(row.name.encode() for row in rows)),
        "nameend": _pack("I", _ends(len(row.name.encode()) for row in rows)),
        "hash": _pack("Q", (entry[0] for entry in table)),
        "keys": ("B", b"".join(entry[1] for entry in table)),
        "keyend": _pack("I", _ends(len(entry[1]) for entry in table)),
        "start": _pack("I", (0, *_ends(len(entry[2]) for entry in table))),
        "posting": _pack("I", (at << 1 | own for entry in table for at, own in sorted(entry[2].items()))),
    }
    offsets, body = {}, bytearray()
    for name, (kind, content) in sections.items():
        body += b"\0" * (-len(body) % 8)
        offsets[name] = (kind, len(body), len(content))
        body += content
    header = json.dumps(
        {
            "fingerprint": fingerprint, "countries": countries, "divisions": divisions, "districts": districts,
            "numbers": {f"{row.country}.{row.admin1}": at for at, row in enumerate(rows) if row.feature == DIVISION},
            "iso": data.iso, "wikidata": data.wikidata, "neighbours": data.neighbours, "sections": offsets,
        },
        ensure_ascii=False, separators=(",", ":"), sort_keys=True,
    ).encode()  # fmt: skip
    header += b" " * (-(len(header) + len(_MAGIC) + 8) % 8)
    rest = header + bytes(body)
    return _MAGIC + struct.pack("<II", len(header), zlib.crc32(rest)) + rest


def _pack(code: str, numbers: Iterable[int]) -> tuple[str, bytes]:
    column = array(code, numbers)
    if sys.byteorder == "big":
        column.byteswap()
    return code, column.tobytes()


def _ends(lengths: Iterable[int]) -> Iterator[int]:
    end = 0
    for length in lengths:
        end += length
        yield end


def _degrees(value: float | None) -> int:
    return _NOWHERE if value is None else round(value * 100_000)
