"""Names as present-day English texts write them."""

from __future__ import annotations

import pytest

from kg.gazetteer_names import plain, present_name, romanised


@pytest.mark.parametrize(
    ("ukrainian", "latin"),
    [
        ("Алушта", "Alushta"),
        ("Гадяч", "Hadiach"),
        ("Згорани", "Zghorany"),
        ("Єнакієве", "Yenakiieve"),
        ("Запоріжжя", "Zaporizhzhia"),
        ("Їжакевич", "Yizhakevych"),
        ("Щербухи", "Shcherbukhy"),
        ("Нью-Йорк", "Niu-York"),
        ("Слов'янськ", "Sloviansk"),
        ("Кривий Ріг", "Kryvyi Rih"),
    ],
)
def test_the_national_system(ukrainian: str, latin: str) -> None:
    assert romanised(ukrainian) == latin


@pytest.mark.parametrize(
    ("name", "alternates", "present"),
    [
        ("Kupyansk", ("Купянск", "Куп'янськ"), "Kupiansk"),
        ("Izyum", ("Изюм", "Ізюм"), "Izium"),
        ("Bakhmut", ("Артёмовск", "Бахмут"), "Bakhmut"),
        ("Myrnohrad", ("Димитров", "Dimitrov"), "Myrnohrad"),
        ("Brovary", ("Броварі", "Бровари"), "Brovary"),
        ("Nikopol", ("Слов'янськ",), "Nikopol"),
    ],
)
def test_only_another_romanisation_of_the_same_name_replaces_it(
    name: str, alternates: tuple[str, ...], present: str
) -> None:
    assert present_name(name, alternates) == present


def test_plain_names_have_no_marks() -> None:
    assert plain("Ma‘arrat an Nu‘mān") == "Maarrat an Numan"
