"""Which place a name means: homonyms told apart by the states, regions and places that a report names."""

from __future__ import annotations

import pytest

from kg.catalogue import Catalogue, load_catalogue
from kg.gazetteer import Gazetteer, load_gazetteer
from kg.linking import PlaceContext, also_region, distance, link_place, link_places, place_context, place_senses
from kg.model import Link


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


def context(gazetteer: Gazetteer, catalogue: Catalogue, names: str) -> PlaceContext:
    entities = [entity for name in names.split(";") if name for entity in catalogue.by_name(name)]
    return place_context(gazetteer, entities)


def numbers(links: tuple[Link | None, ...]) -> list[str]:
    return [link.entity.iri.rpartition("/")[2].removeprefix("gn-") if link else "" for link in links]


WAR = "Ukraine;Russia"
HOMONYMS = [
    # the states that the report names, the sentence, the GeoNames ids of its places
    (WAR, "Russian forces advanced towards Pokrovsk.", "704422"),
    (WAR, "Fighting went on in Hrodivka.", "708047"),
    (WAR, "Fighting went on in Myrnohrad.", "710035"),
    (f"{WAR};Kursk Oblast", "A column was hit at Korenevo.", "544906"),
    (WAR, "A column was hit at Korenevo, Sudzha and Lgov.", "544906 486816 535334"),
    (WAR, "Shelling of Balakliia killed two.", "712926"),
    (WAR, "Russian forces hold Donetsk.", "709717"),
    (WAR, "They shelled Lyman from the east.", "704204"),
    (WAR, "The front is near Kostiantynivka and Toretsk.", "705104 709354"),
    (WAR, "Troops left Niu-York.", "699751"),
    (WAR, "Troops left New York.", "699751"),
    ("United States", "Talks were held in New York.", "5128581"),
    (WAR, "Drones struck Engels and Morozovsk.", "563464 525162"),
    (WAR, "Ships left Novorossiysk and Feodosia.", "518255 709161"),
    (WAR, "Shebekino and Taganrog were hit.", "495112 484907"),
    (WAR, "Delegations met in Geneva.", "2660646"),
    ("Sudan", "Clashes in El Fasher, Nyala and El Obeid.", "379555 369004 379003"),
    ("Sudan", "The army took Omdurman, Wad Madani and Babanusa.", "365137 364103 377962"),
    ("Sudan", "The RSF holds El Geneina.", "379303"),
    ("Syria", "Fighters entered Homs, Hama and Idlib.", "169577 170017 169389"),
    ("Syria", "Shelling of Kobani, Manbij and Raqqa.", "172256 167357 172955"),
    ("Syria;Turkey", "Drones hit Afrin and Aleppo.", "174186 170063"),
    ("Lebanon;Israel", "Strikes on Tyre, Sidon and Baalbek.", "267008 268064 277130"),
    ("Lebanon;Israel", "Rockets fell on Metula, Nahariya and Acre.", "294247 294117 295721"),
    ("Israel;Palestine", "Raids in Jenin, Nablus and Bethlehem.", "283506 282615 284315"),
    ("Israel;Palestine", "Strikes on Rafah and Jabalia in Gaza.", "281102 281129 281133"),
    ("Israel;Gaza Strip", "Strikes hit Rafah.", "281102"),
    ("Lebanon", "Clashes in Tripoli.", "266826"),
    ("Libya", "Clashes in Tripoli and Zawiya, and in Derna.", "2210247 2216885 87205"),
    ("Libya", "Haftar's forces left Sirte for Benghazi.", "2210554 88319"),
    ("Myanmar", "The junta lost Lashio, Myawaddy and Sittwe.", "1314759 1308052 1295765"),
    ("Myanmar", "Fighting in Loikaw and Laukkai.", "1313479 13494766"),
    ("Democratic Republic of the Congo", "M23 took Goma and Bukavu.", "216281 217831"),
    ("Ethiopia", "Clashes near Mekelle, Axum and Gondar.", "331180 344420 336014"),
    ("Mali", "Troops entered Kidal and Gao.", "2455290 2457163"),
    ("Yemen", "Strikes on Hodeidah, Marib and Taiz.", "79415 72968 70225"),
    ("Iraq", "Rockets hit Erbil, Kirkuk and Sinjar.", "95446 94787 448149"),
    ("Azerbaijan;Armenia", "Shelling of Stepanakert and Shusha.", "146970 147105"),
]


@pytest.mark.parametrize(("names", "text", "ids"), HOMONYMS)
def test_homonyms(gazetteer: Gazetteer, catalogue: Catalogue, names: str, text: str, ids: str) -> None:
    links = link_places(gazetteer.find(text), context(gazetteer, catalogue, names))
    assert numbers(links) == ids.split()


def test_without_any_state_a_reports_places_tell_each_other(gazetteer: Gazetteer) -> None:
    matches = gazetteer.find("Homs, Idlib, Aleppo and Hama were quiet; Tartus and Saraqib were shelled.")
    links = link_places(matches, PlaceContext(gazetteer))
    rows = [gazetteer.row(int(number)).country for number in numbers(links) if number]
    assert rows == ["SY"] * 6


REGIONS = [
    ("Forces advanced in Kursk region.", "kursk-oblast"),
    ("Forces advanced in Kursk Oblast.", "kursk-oblast"),
    ("Forces advanced in Donetsk Oblast.", "donetsk-oblast"),
    ("Clashes in Idlib province.", "idlib-governorate"),
    ("Clashes in North Darfur state.", "north-darfur"),
]


@pytest.mark.parametrize(("text", "region"), REGIONS)
def test_a_kind_word_means_the_region(gazetteer: Gazetteer, catalogue: Catalogue, text: str, region: str) -> None:
    links = link_places(gazetteer.find(text), context(gazetteer, catalogue, "Ukraine;Russia;Syria;Sudan"))
    assert numbers(links) == [region]


def test_one_report_may_mean_the_city_and_the_region(gazetteer: Gazetteer, catalogue: Catalogue) -> None:
    matches = gazetteer.find("Drones flew over Kursk. Troops in Kursk Oblast fell back to Kursk.")
    links = link_places(matches, context(gazetteer, catalogue, WAR))
    assert numbers(links) == ["538560", "kursk-oblast", "538560"]


def test_a_small_place_far_from_the_war_is_left_unlinked(gazetteer: Gazetteer, catalogue: Catalogue) -> None:
    rows = tuple(row for row in gazetteer.lookup("Bellingham") if row.country == "GB")
    assert link_place("Bellingham", rows, context(gazetteer, catalogue, WAR)) is None
    assert link_place("Nowhere", (), context(gazetteer, catalogue, WAR)) is None


def test_a_link_tells_its_score_and_reasons(gazetteer: Gazetteer, catalogue: Catalogue) -> None:
    link = link_place("Pokrovsk", gazetteer.lookup("Pokrovsk"), context(gazetteer, catalogue, WAR))
    assert link is not None
    assert 0.5 <= link.score <= 1.0
    assert link.score == round(link.score, 2)
    assert "own name" in link.reasons
    assert "the report names UA" in link.reasons


def test_links_hang_neither_on_the_order_of_names_nor_on_repeats(gazetteer: Gazetteer, catalogue: Catalogue) -> None:
    matches = gazetteer.find("Korenevo, Pokrovsk, Lgov, Donetsk, Kostiantynivka, Lyman, Marinovka, Kirovske")
    setting = context(gazetteer, catalogue, WAR)
    links = link_places(matches, setting)
    assert link_places(matches[::-1], setting) == links[::-1]
    assert link_places(matches * 2, setting) == links * 2


def test_both_senses_of_a_name(gazetteer: Gazetteer) -> None:
    assert [entity.name for entity in place_senses(gazetteer, "Kursk")] == ["Kursk", "Kursk Oblast"]
    assert [entity.name for entity in place_senses(gazetteer, "Donbas")] == ["Donbas"]
    assert [entity.name for entity in also_region(gazetteer, gazetteer.entity(538560))] == ["Kursk Oblast"]
    assert also_region(gazetteer, gazetteer.entity(544906)) == ()
    assert place_senses(gazetteer, "No Such Place") == ()


def test_named_regions_and_states_weigh(gazetteer: Gazetteer, catalogue: Catalogue) -> None:
    setting = context(gazetteer, catalogue, "Ukraine;Ukraine;Ukraine;Ukraine;Russia;Kursk Oblast")
    assert setting.countries["UA"] > 0.9
    assert 0.4 < setting.countries["RU"] <= 1
    assert setting.regions == {("RU", "41")}


def test_distance_is_in_kilometres() -> None:
    assert distance((50.45, 30.52), (50.45, 30.52)) == 0
    assert distance((50.45466, 30.5238), (51.72689, 36.18457)) == pytest.approx(420, abs=5)


SILENT = [
    # sentences of reports that name nothing else, and the GeoNames id that is meant, none where any of several is
    ("Shells hit Petrykivka.", "697455"),  # Nova Praha was once called so
    ("Troops were driven out of Ariha.", "172994"),  # Jericho is called so in Arabic
    ("Shells hit Dhiban.", "170691"),  # how many live there is not known; the other is in a state without a war
    ("Fighting went on near Chornozemne.", ""),  # another is spelled nearly so, and as large
    ("Fighting went on near Chornomorske.", ""),  # two, neither twice as large
]


@pytest.mark.parametrize(("sentence", "number"), SILENT)
def test_a_silent_report_means_what_bears_the_name_as_its_own(
    gazetteer: Gazetteer, sentence: str, number: str
) -> None:
    assert numbers(link_places(gazetteer.find(sentence), place_context(gazetteer, ()))) == [number]
