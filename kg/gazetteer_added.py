"""Gazetteers that the user has added: kept in the user's data folder as rows, with their source and licence.

    DATA/gazetteers/NAME.json    what it is: source, licence, file, how many places
    DATA/gazetteers/NAME.jsonl   its places, one a line, checked and in one form

Their indexes are remade in the cache folder whenever they are missing.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from kg.errors import GazetteerError
from kg.gazetteer_formats import Mapped, Record, Tell, is_dump, read_records
from kg.gazetteer_index import DIVISION, FORMAT, OWN_IDS, Index, PlaceRow, Places, fold, open_index
from kg.gazetteer_layers import Layer
from kg.gazetteer_names import own_name, spellings
from kg.gazetteer_regions import nearest_division
from kg.user_folders import cache_folder, data_folder

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")
_QID = re.compile(r"Q[1-9][0-9]*")
_MOST_PROBLEMS = 10
GEONAMES_SOURCE, GEONAMES_LICENCE = "GeoNames (https://www.geonames.org)", "CC BY 4.0"


@dataclass(frozen=True, slots=True)
class Added:
    """An added gazetteer: whose it is and under which licence, the file it came from, and how many places it has.

    `known` counts places of the file that the gazetteer of the packages has under the same GeoNames id: they were
    left out. `sha256` is of its rows.
    """

    name: str
    source: str
    licence: str
    file: str
    places: int
    known: int
    sha256: str

    @property
    def credit(self) -> str:
        """Whom its places are to be credited to, as a line of text."""
        return f"Places of {self.name!r}: {self.source}, {self.licence}."


def add_gazetteer(
    path: Path,
    base: Index,
    *,
    name: str | None = None,
    source: str | None = None,
    licence: str | None = None,
    mapped: Mapped | None = None,
    data_dir: Path | None = None,
    tell: Tell | None = None,
) -> Added:
    """Adds a file's places under a name, the file's own unless told; an older one of that name is replaced.

    `base` is the index of the packages, which tells states, regions, and what is known already. Raises
    GazetteerError, which names the file and the lines that are wrong; then nothing is added.
    """
    name = name if name is not None else re.sub(r"[^a-z0-9_-]+", "-", path.stem.lower()).strip("-")
    if not _NAME.fullmatch(name):
        raise GazetteerError(repr(name), "no name of a gazetteer", expected="small letters, digits, - and _")
    if is_dump(path):
        source, licence = source or GEONAMES_SOURCE, licence or GEONAMES_LICENCE
    lines: dict[int, str] = {}
    problems: list[GazetteerError] = []
    known = 0
    for record in read_records(path, mapped, tell):
        try:
            row, names, wikidata = _place(record, name, base, is_dump(path))
        except GazetteerError as problem:
            problems.append(problem)
            if len(problems) > _MOST_PROBLEMS:
                break
            continue
        if base.number(row.id) is not None:
            known += 1
        else:
            fields = [
                row.id,
                row.name,
                row.country,
                row.admin1,
                row.admin2,
                row.latitude,
                row.longitude,
                row.population,
            ]
            lines.setdefault(row.id, json.dumps([*fields, list(names), wikidata], ensure_ascii=False))
    if problems:
        raise _together(problems)
    if not lines and not known:
        raise GazetteerError(str(path), "no places", expected="a populated place at least")
    content = "".join(f"{lines[row_id]}\n" for row_id in sorted(lines))
    added = Added(
        name, source or path.name, licence or "licence not stated", path.name, len(lines), known,
        hashlib.sha256(content.encode()).hexdigest(),
    )  # fmt: skip
    folder = _folder(data_dir)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder / f"{name}.jsonl", content)
        _write(folder / f"{name}.json", json.dumps(asdict(added), ensure_ascii=False, indent=1) + "\n")
    except OSError as error:
        raise GazetteerError(str(folder), f"cannot be written: {error.strerror}") from error
    return added


def added_gazetteers(data_dir: Path | None = None) -> tuple[Added, ...]:
    """The gazetteers that were added, by name."""
    found = []
    for file in sorted(_folder(data_dir).glob("*.json")):
        try:
            found.append(Added(**json.loads(file.read_text(encoding="utf-8"))))
        except (OSError, ValueError, TypeError) as error:
            raise GazetteerError(str(file), f"damaged: {error}", advice="remove the file and add it again") from error
    return tuple(found)


def remove_gazetteer(name: str, data_dir: Path | None = None) -> None:
    """Removes an added gazetteer; raises GazetteerError where there is none of that name."""
    folder = _folder(data_dir)
    names = [added.name for added in added_gazetteers(data_dir)]
    if name not in names:
        raise GazetteerError(
            name, "no gazetteer of that name was added", expected=", ".join(names) or "none there is"
        )
    for ending in ("json", "jsonl"):
        (folder / f"{name}.{ending}").unlink(missing_ok=True)


def open_added(data_dir: Path | None = None, cache_dir: Path | None = None) -> tuple[Layer, ...]:
    """The added gazetteers, each with its index from the cache folder, by name."""
    layers = []
    for added in added_gazetteers(data_dir):
        made_of = hashlib.sha256(f"format {FORMAT}\n{added.sha256}".encode()).hexdigest()
        file = cache_folder(cache_dir) / f"gazetteer-{added.name}-{made_of[:16]}.idx"
        rows = _folder(data_dir) / f"{added.name}.jsonl"
        layers.append(Layer(added.name, open_index(file, made_of, lambda rows=rows: _places(rows)), added.credit))  # type: ignore[misc]
    return tuple(layers)


def _folder(data_dir: Path | None) -> Path:
    return data_folder(data_dir) / "gazetteers"


def _write(file: Path, content: str) -> None:
    part = file.with_name(f"{file.name}.part")
    part.write_text(content, encoding="utf-8")
    part.replace(file)


def _places(file: Path) -> Places:
    rows, wikidata = [], {}
    for line in file.read_text(encoding="utf-8").splitlines():
        row_id, name, country, admin1, admin2, latitude, longitude, population, names, qid = json.loads(line)
        row = PlaceRow(row_id, name, country, admin1, admin2, latitude, longitude, population)
        rows.append((row, spellings([name, *names], country)))
        if qid:
            wikidata[str(row_id)] = qid
    return Places(rows, wikidata=wikidata)


def _together(problems: list[GazetteerError]) -> GazetteerError:
    told = "\n".join(map(str, problems[:_MOST_PROBLEMS]))
    more = "\nand more" if len(problems) > _MOST_PROBLEMS else ""
    error = GazetteerError(problems[0].source, problems[0].problem)
    error.args = (f"{told}{more}\nnothing was added",)
    return error


def _place(record: Record, gazetteer: str, base: Index, dump: bool) -> tuple[PlaceRow, tuple[str, ...], str]:
    """A record as a row, with its other names and its QID."""
    text, where = record.text, record.place
    name = text.get("name", "")
    if not name:
        raise GazetteerError(where, "the name is empty")
    latitude, longitude = (
        _number(text, side, most, where) for side, most in (("latitude", 90.0), ("longitude", 180.0))
    )
    country = text.get("country", "").upper()
    if country not in base.countries:
        raise GazetteerError(
            where, f"country is {text.get('country', '')!r}", expected="an ISO 3166-1 alpha-2 code, as UA",
            advice="give --country where all places lie in one state" if not country else "",
        )  # fmt: skip
    region = text.get("region", "")
    if dump and base.division(country, region) is None:
        region = ""
    region = _region(region, country, base, where) or nearest_division(base, country, latitude, longitude)
    people = text.get("population", "") or "0"
    if not people.isdigit():
        raise GazetteerError(where, f"population is {people!r}", expected="a whole number")
    wikidata = text.get("wikidata", "")
    if wikidata and not _QID.fullmatch(wikidata):
        raise GazetteerError(where, f"wikidata is {wikidata!r}", expected="a QID, as Q42")
    names = tuple(dict.fromkeys(part for other in text.get("aliases", "").split(";") if (part := other.strip())))
    row = PlaceRow(
        _id(text, gazetteer, where), own_name(name, country, names), country, region, text.get("district", ""),
        latitude, longitude, int(people),
    )  # fmt: skip
    return row, (name, *names), wikidata


def _number(text: Mapping[str, str], side: str, most: float, where: str) -> float:
    value = text.get(side, "")
    try:
        number = float(value)
    except ValueError:
        number = 1000.0
    if not -most <= number <= most:
        raise GazetteerError(where, f"{side} is {value!r}", expected=f"degrees from -{most:.0f} to {most:.0f}")
    return round(number, 5)


def _region(told: str, country: str, base: Index, where: str) -> str:
    """The code in GeoNames of a region that is told by that code, its ISO 3166-2 code or its name."""
    if not told or told == "00":
        return ""
    if base.division(country, told) is not None:
        return told
    by_iso = base.by_iso(told.upper())
    if by_iso and by_iso[0] == country:
        return by_iso[1]
    for row in _divisions(fold(told), base):
        if row.country == country:
            return row.admin1
    raise GazetteerError(
        where, f"region {told!r} is none of {country}", expected="a name, an ISO 3166-2 code, or a code of GeoNames"
    )


def _divisions(key: str, base: Index) -> Iterator[PlaceRow]:
    rows: Iterable[PlaceRow] = (base.row(number) for number, _ in base.rows(key))
    return (row for row in rows if row.feature == DIVISION)


def _id(text: Mapping[str, str], gazetteer: str, where: str) -> int:
    """The GeoNames id, else a number made of what tells the place in its gazetteer: its own id, or name and position."""
    geonames = text.get("geonames", "")
    if geonames:
        if not geonames.isdigit() or not 0 < int(geonames) < OWN_IDS:
            raise GazetteerError(where, f"geonames is {geonames!r}", expected="a GeoNames id, as 704422")
        return int(geonames)
    own = text.get("id", "") or "\n".join(text.get(part, "") for part in ("name", "latitude", "longitude"))
    digest = hashlib.blake2b(f"{gazetteer}\n{own}".encode(), digest_size=6).digest()
    return OWN_IDS + int.from_bytes(digest, "big")
