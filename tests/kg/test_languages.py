from __future__ import annotations

import pytest

from kg.languages import foreign_language

SHORT = [
    ("Russische Truppen haben das Dorf eingenommen. Die Ukraine verlor zwei Panzer bei Pokrowsk.", "de"),
    ("Les forces russes ont pris le village. Deux chars ukrainiens ont été détruits près de Pokrovsk.", "fr"),
    ("Las fuerzas rusas tomaron la aldea. Dos tanques ucranianos fueron destruidos por drones en Pokrovsk.", "es"),
    ("Las tropas rusas no han tomado la aldea, que no fue atacada por drones.", "es"),
    ("Le forze russe hanno preso il villaggio. Due carri armati sono stati distrutti nel settore di Pokrovsk.", "it"),
    ("Rus birlikleri köyü ele geçirdi ve iki tank imha edildi. Bu bir saldırı için yapıldı.", "tr"),
    ("Російські війська продовжують наступ на Покровськ.", "uk"),
    ("2x T-72B3 destroyed nr Robotyne", None),
    ("Sudzha: 3 BMP-2 captured, 1 T-80BVM abandoned. UAV strike, Lgov.", None),
    ("Losses: tanks - 12, AFV - 9, UAV - 40", None),
    ("Shelling nr San Juan de la Vega. RSF drone strike, Al Fashir.", None),
    ("RU gained en route to Selydove, Tsukuryne.", None),
    ("Die Welt and Der Spiegel: Leopard 2 an der Front, strike von Bandera brigade confirmed by the army.", None),
    ("Losses: 2x Su-25, 1x Su-34, SA-8, SA-11 destroyed.", None),
    ("Su-34 and Su-25 downed, SA-15 lost", None),
    ("Russian Su-34, Su-35 downed near Kursk. SA-22 Pantsir destroyed.", None),
    ("Ursula von der Leyen: EU sends 50 tanks. Von der Leyen meets Zelensky.", None),
    ("Der Spiegel, Die Welt, Die Zeit: Leopard 2 tanks lost.", None),
    ("M23 attack Sake. Les Wazalendo, Les FARDC counterattack du sud.", None),
    ("Der Spiegel quotes Scholz on the delivery of IRIS-T to Ukraine.", None),
]


@pytest.mark.parametrize(("text", "code"), SHORT, ids=[text[:30] for text, _ in SHORT])
def test_short_texts_are_told_apart_only_where_they_are_clear(text: str, code: str | None) -> None:
    assert foreign_language(text) == code
