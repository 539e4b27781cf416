"""Written forms by rule: plurals, demonyms, surnames, possessives, unit names and other spellings."""

from __future__ import annotations

import pytest

from kg.spellings import Spellings, read_spellings
from kg.surfaces import demonym_plural, plural, possessive, short_unit_names, surnames, unit_names


@pytest.mark.parametrize(
    ("name", "many"),
    [
        ("T-72", "T-72s"),
        ("Leopard 2", "Leopard 2s"),
        ("drone", "drones"),
        ("IFV", "IFVs"),
        ("Kh-101", "Kh-101s"),
        ("artillery battery", "artillery batteries"),
        ("missile boat", "missile boats"),
        ("armoured bus", None),
        ("HIMARS", None),
        ("Grads", None),
        ("aircraft", None),
        ("air defence", None),
        ("T-72 (captured)", None),
        ("torch", "torches"),
        ("", None),
    ],
)
def test_plurals_of_equipment(name: str, many: str | None) -> None:
    assert plural(name) == many


@pytest.mark.parametrize(
    ("demonym", "people"),
    [
        ("Russian", "Russians"),
        ("Iraqi", "Iraqis"),
        ("Chinese", None),
        ("French", None),
        ("Poles", None),
        ("Irishmen", None),
    ],
)
def test_plurals_of_demonyms(demonym: str, people: str | None) -> None:
    assert demonym_plural(demonym) == people


@pytest.mark.parametrize(
    ("name", "alone"),
    [
        ("Valery Gerasimov", ("Gerasimov",)),
        ("Saleh al-Arouri", ("al-Arouri", "Al-Arouri", "Arouri")),
        ("Itamar Ben-Gvir", ("Ben-Gvir",)),
    ],
)
def test_surnames(name: str, alone: tuple[str, ...]) -> None:
    assert surnames(name) == alone


def test_possessives() -> None:
    states = {"Russian": "Russia", "South Korean": "South Korea"}
    assert possessive("South Korean Navy", states) == "South Korea's Navy"
    assert possessive("Russian Navy", states) == "Russia's Navy"
    assert possessive("Russian", states) is None
    assert possessive("Royal Navy", states) is None


@pytest.mark.parametrize(
    ("name", "names", "short"),
    [
        (
            "47th Mechanized Brigade",
            ["47th Separate Mechanized Brigade"],
            ["47th Brigade", "47th brigade", "47th Mechanized"],
        ),
        ("3rd Tank Brigade", ["3rd Separate Tank Brigade"], []),
        ("90th Guards Tank Division", [], ["90th Division", "90th division"]),
        ("58th Combined Arms Army", [], []),
        ("3rd Army Corps (Ukraine)", ["3rd Army Corps"], []),
        ("Black Sea Fleet", [], []),
    ],
)
def test_names_of_units(name: str, names: list[str], short: list[str]) -> None:
    assert unit_names(name) == names
    assert list(short_unit_names(name)) == short


def test_spellings_are_combined() -> None:
    spellings = Spellings([("Sergei", "Sergey"), ("*skyi", "*sky")])
    assert spellings.variants("Sergei Tarnavskyi") == ("Sergei Tarnavsky", "Sergey Tarnavsky", "Sergey Tarnavskyi")
    assert spellings.variants("Sergeiev") == ()
    assert spellings.variants("Skyi") == ()


def test_a_word_can_be_left_out() -> None:
    guards = Spellings([("Guards", "-")])
    assert guards.variants("1st Guards Tank Army") == ("1st Tank Army",)
    assert guards.variants("Scots Guards") == ()


def test_variants_are_bounded() -> None:
    many = Spellings([("a", "b", "c", "d")]).variants(" ".join("a" * 10))
    assert len(many) == 63


def test_scopes() -> None:
    table = "scope,forms\nany,Defence;Defense\nunit,Guards;-\n"
    spellings = read_spellings(table, ["unit", "person"])
    assert spellings["person"].variants("1st Guards Defence") == ("1st Guards Defense",)
    assert spellings["unit"].variants("1st Guards Defence") == ("1st Defence", "1st Defense", "1st Guards Defense")
