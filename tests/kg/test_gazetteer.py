"""What the gazetteer finds in a text, the entities it makes, and the life of its cached index."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest

from kg import gazetteer_index, gazetteer_packages, user_folders
from kg.gazetteer import DISTRICT, DIVISION, PLACE, Gazetteer, PlaceRow, fold, load_gazetteer
from kg.gazetteer_index import Index, Places
from kg.gazetteer_layers import Layers
from kg.gazetteer_packages import fingerprint, open_packages
from kg.model import Entity


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


def found(gazetteer: Gazetteer, text: str) -> list[str]:
    return [match.span.cut(text) for match in gazetteer.find(text)]


FOUND = [
    ("Korenevo and Sudzha were shelled.", ["Korenevo", "Sudzha"]),
    ("Fighting went on near Chasiv Yar.", ["Chasiv Yar"]),
    ("Fighting went on near Chasov Yar.", ["Chasov Yar"]),
    ("Kiev and Kyiv", ["Kiev", "Kyiv"]),
    ("Troops left Niu-York.", ["Niu-York"]),
    ("Pokrovs'k, Pokrovs’k and Pokrovsʼk", ["Pokrovs'k", "Pokrovs’k", "Pokrovsʼk"]),
    ("Pokrovsk's outskirts and Pokrovsk’s centre", ["Pokrovsk", "Pokrovsk"]),
    ("KYIV – Officials said.", ["KYIV"]),
    ("a Kyiv-based group", ["Kyiv"]),
    ("along the Kursk-Belgorod border", ["Kursk", "Belgorod"]),
    ("Shelling hit al-Bab and Deir ez-Zor.", ["al-Bab", "Deir ez-Zor"]),
    ("RSF shelled El Fasher and Al-Fashir.", ["El Fasher", "Al-Fashir"]),
    ("the Rostov-on-Don command", ["Rostov-on-Don"]),
    ("Velyka\nNovosilka", ["Velyka\nNovosilka"]),
    ("Velyka\n\nLyman", ["Lyman"]),
    ("in Kursk Oblast, in Kursk region and in Aleppo province", ["Kursk Oblast", "Kursk region", "Aleppo province"]),
    ("Hodeidah, Qamishli, Deir al-Balah", ["Hodeidah", "Qamishli", "Deir al-Balah"]),
]


@pytest.mark.parametrize(("text", "names"), FOUND)
def test_names_are_found_in_any_spelling(gazetteer: Gazetteer, text: str, names: list[str]) -> None:
    assert found(gazetteer, text) == names


WORDS = (
    "On Most Union Martin Wagner Of To Are March May Victory Independence The In And But Their Friday January Russia "
    "Ukraine Israel Sudan Syria Officials Drones Forces Army Hit Said Sad Log Pay Split Reading Mission President "
    "General Colonel Freedom Liberty Enterprise Orange Wedding Target North South East West Sunday He She They "
    "Donald Vladimir Joseph George Michael Paul Jackson Victoria Hope Unity Delta Spring"
)


@pytest.mark.parametrize("word", WORDS.split())
def test_common_words_and_states_are_no_places(gazetteer: Gazetteer, word: str) -> None:
    assert found(gazetteer, f"{word} was there. Then {word} left.") == []


@pytest.mark.parametrize(
    "text",
    [
        "of, to and are in lower case: pokrovsk",
        "The UAV hit a HIMARS; the AFU, RSF, SAF, IDF, GUR, FAB and NATO said.",
        "Volodymyr Zelensky met Alexei Smirnov. Smirnov and Serhii left.",
        "Shelling stopped. Later shelling went on.",
    ],
)
def test_no_place_is_found(gazetteer: Gazetteer, text: str) -> None:
    assert found(gazetteer, text) == []


def test_matches_are_in_order_and_do_not_overlap(gazetteer: Gazetteer) -> None:
    matches = gazetteer.find("From Velyka Novosilka to Kryvyi Rih, Kyiv Oblast, and New York City, al-Bab.")
    spans = [match.span for match in matches]
    assert spans == sorted(spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))


@pytest.mark.parametrize(
    ("text", "hint", "feature"),
    [
        ("the village of Hrodivka", "settlement", PLACE),
        ("the city of Kursk", "settlement", PLACE),
        ("Kursk region", "division", DIVISION),
        ("Idlib Governorate", "division", DIVISION),
        ("the province of Aleppo", "division", DIVISION),
        ("Pokrovsk Raion", "district", DISTRICT),
    ],
)
def test_kind_words_choose_the_candidates(gazetteer: Gazetteer, text: str, hint: str, feature: str) -> None:
    (match,) = gazetteer.find(text)
    assert match.hint == hint
    assert {row.feature for row in match.candidates} == {feature}


def test_a_plural_kind_word_holds_for_all_that_it_ends(gazetteer: Gazetteer) -> None:
    matches = gazetteer.find("Strikes hit Odesa. In Donetsk, Luhansk and Kherson oblasts they went on, as in Kyiv.")
    assert [match.hint for match in matches] == [None, "division", "division", "division", None]


def test_a_settlement_is_an_entity_in_its_region(gazetteer: Gazetteer) -> None:
    entity = gazetteer.entity(544906)
    assert entity.iri == "https://w3id.org/sitgraph/id/place/gn-544906"
    assert (entity.name, entity.kind) == ("Korenevo", "place")
    assert entity.links == ("https://sws.geonames.org/544906/",)
    assert entity.broader == ("https://w3id.org/sitgraph/id/place/kursk-oblast",)
    assert entity.latitude == pytest.approx(51.41065)
    assert entity.longitude == pytest.approx(34.90008)


def test_a_division_in_the_catalogue_is_the_catalogues_entity(gazetteer: Gazetteer) -> None:
    region = gazetteer.region("UA", "05")
    assert region is not None
    assert region == gazetteer.entity(709716)
    assert region.iri == "https://w3id.org/sitgraph/id/place/donetsk-oblast"


def test_a_division_that_the_catalogue_lacks_lies_in_its_state(gazetteer: Gazetteer) -> None:
    region = gazetteer.region("PL", "78")
    assert region is not None
    assert region.iri.startswith("https://w3id.org/sitgraph/id/place/gn-")
    assert region.broader == ("https://w3id.org/sitgraph/id/state/poland",)
    assert gazetteer.region("UA", "99") is None


def test_without_a_catalogue_regions_are_of_the_gazetteer(gazetteer: Gazetteer) -> None:
    state = Entity("https://example.org/ukraine", "state", "Ukraine", codes=("UA", "UKR"))
    bare = Gazetteer(Layers(open_packages()), [state])
    assert bare.entity(704422).broader == ("https://w3id.org/sitgraph/id/place/gn-709716", state.iri)
    assert bare.entity(709716).broader == ("https://example.org/ukraine",)


def test_an_unknown_id_is_an_error(gazetteer: Gazetteer) -> None:
    with pytest.raises(KeyError):
        gazetteer.entity(1)


def test_lookup_gives_own_names_first(gazetteer: Gazetteer) -> None:
    assert [row.id for row in gazetteer.lookup("Hrodivka")][:2] == [708047, 710035]
    assert gazetteer.lookup("No Such Place") == ()


@pytest.mark.parametrize(
    ("name", "key"),
    [("Pokrovs’k", "pokrovsk"), ("Niu-York", "niu york"), ("Ḩalab", "halab"), ("Łódź", "lodz"), ("ŞIRNAK", "sirnak")],
)
def test_fold(name: str, key: str) -> None:
    assert fold(name) == key


ROWS = (
    (PlaceRow(1, "Alpha", "UA", "05", "", 48.0, 37.0, 5000), ("Alfa", "Alpha")),
    (PlaceRow(2, "Beta", "RU", "41", "", -1.5, -179.99999, 0), ()),
    (PlaceRow(3, "Gamma Oblast", "UA", "05", "", None, None, 0, DIVISION), ("Gamma",)),
)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The index built from three rows; the list counts how often it was built."""
    built: list[int] = []

    def gather() -> Places:
        built.append(1)
        return Places(list(ROWS), {"UA.05": "UA-14"}, {}, {"UA": ["RU"]})

    monkeypatch.setattr(gazetteer_packages, "gather", gather)
    return built


def test_rows_come_back_as_they_went_in(few: list[int], tmp_path: Path) -> None:
    index = open_packages(tmp_path)
    assert [index.row(number) for number in range(len(index))] == [row for row, _ in ROWS]
    assert index.rows("alfa") == ((0, False),)
    assert index.rows("alpha") == ((0, True),)
    assert index.number(3) == 2
    assert index.number(4) is None
    assert index.by_iso("UA-14") == ("UA", "05")
    assert index.neighbours == {"UA": ["RU"]}


def test_the_index_is_built_once(few: list[int], tmp_path: Path) -> None:
    open_packages(tmp_path)
    open_packages(tmp_path)
    assert len(few) == 1
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("damage", ["empty", "cut", "flipped", "foreign"])
def test_a_damaged_index_is_built_again(few: list[int], tmp_path: Path, damage: str) -> None:
    first = open_packages(tmp_path)
    (file,) = tmp_path.iterdir()
    content = file.read_bytes()
    spoilt = {
        "empty": b"",
        "cut": content[:-20],
        "flipped": content[:-3] + bytes([content[-3] ^ 1]) + content[-2:],
        "foreign": b"something else entirely",
    }[damage]
    other = tmp_path / "spoilt"
    other.write_bytes(spoilt)
    other.replace(file)
    again = open_packages(tmp_path)
    assert len(few) == 2
    assert [again.row(n) for n in range(3)] == [first.row(n) for n in range(3)]
    assert file.read_bytes() == content


def test_an_index_of_other_versions_is_left_alone(
    few: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_packages(tmp_path)
    monkeypatch.setattr(gazetteer_packages, "FORMAT", gazetteer_index.FORMAT + 1)
    open_packages(tmp_path)
    assert len(few) == 2
    assert len(list(tmp_path.iterdir())) == 2


def test_concurrent_builds_leave_one_good_index(few: list[int], tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        sizes = list(pool.map(lambda _: len(open_packages(tmp_path)), range(8)))
    assert sizes == [3] * 8
    (file,) = tmp_path.iterdir()
    assert len(Index(file, fingerprint())) == 3


def test_the_folder_is_told_by_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SITGRAPH_CACHE", str(tmp_path))
    assert user_folders.cache_folder() == tmp_path
    assert user_folders.cache_folder(tmp_path / "given") == tmp_path / "given"


def test_results_do_not_hang_on_the_hash_seed() -> None:
    code = (
        "from kg.gazetteer import load_gazetteer; g = load_gazetteer();"
        "print(g.fingerprint, g.find('Kursk, Pokrovsk, Tripoli and Donetsk, Kyiv Oblast, Lyman, Gaza, Rafah'))"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=Path(__file__).parents[2],
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1


def test_names_that_begin_alike(gazetteer: Gazetteer) -> None:
    found = list(gazetteer.beginning("Pokrovs’"))
    assert ("pokrovsk", 704422, True) in {(key, row.id, own) for key, row, own in found}
    assert all(key.startswith("pokrovs") for key, _, _ in found)
    assert {row.id for key, row, own in found if own and key == "pokrovsk"} <= {
        row.id for row in gazetteer.lookup("Pokrovsk")
    }
    assert list(gazetteer.beginning("")) == [] and list(gazetteer.beginning("zzzzq")) == []
