"""Properties: written forms of one name meet, case endings lead to it, a damaged pack changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportedly.model import PackError
from reportedly.reading.places import Gazetteer, build
from reportedly.reading.places._names import key, nominatives, skeleton
from reportedly.reading.places._row import Row
from reportedly.reading.places.packs import add

_LETTERS = "абвгдеёжзийклмнопрстуфхцчшщыьэюя"
_SYSTEMS = {
    "BGN": "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch y _ e yu ya",
    "plain": "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch y _ e yu ya",
    "newspaper": "a b v g d e io zh z i i k l m n o p r s t u f kh ts ch sh sch y _ e iu ia",
}
_TABLES = {n: {c: "" if r == "_" else r for c, r in zip(_LETTERS, s.split(), strict=True)} for n, s in _SYSTEMS.items()}
_STEM = st.sampled_from("бе ру са ло ва ми ко те ни ду за по кра гор бел стра тё".split())
_END = st.sampled_from("ино ово ка ск евка ное цы".split())
VILLAGES = st.tuples(st.lists(_STEM, min_size=2, max_size=4).map("".join), _END).map(lambda p: (p[0] + p[1]).capitalize())


def romanised(name: str, system: str) -> str:
    return "".join(_TABLES[system][c] for c in name.lower()).capitalize()


@given(VILLAGES, st.sampled_from(sorted(_SYSTEMS)), st.sampled_from(sorted(_SYSTEMS)))
def test_romanisations_of_one_name_and_its_cyrillic_form_share_a_skeleton(name: str, one: str, other: str) -> None:
    forms = {romanised(name, one), romanised(name, other), name, name.replace("ё", "е")}
    assert len({skeleton(key(form)) for form in forms}) == 1


@given(st.text(max_size=40))
def test_a_key_is_its_own_key(name: str) -> None:
    assert key(key(name)) == key(name)
    assert all(guess != key(name) for guess in nominatives(key(name)))


_DECLINED = {
    "Тёткино": "Тёткина Тёткину Тёткином Тёткине Теткино Tetkino Tyotkino Tjotkino Tiotkino",
    "Суджа": "Суджи Судже Суджу Суджей",
    "Курск": "Курска Курску Курском Курске",
    "Авдеевка": "Авдеевки Авдеевке Авдеевку Авдеевкой",
    "Бахмут": "Бахмута Бахмуту Бахмутом Бахмуте",
    "Одеса": "Одеси Одесі Одесу Одесою",
    "Харків": "Харкова Харкову Харковом Харкові",
    "Ямпіль": "Ямполя Ямполю Ямполем Ямполі",
    "Вовчанськ": "Вовчанська Вовчанську Вовчанськом",
    "Энгельс": "Энгельса Энгельсу Энгельсом Энгельсе",
    "Мариуполь": "Мариуполя Мариуполю Мариуполем Мариуполе",
    "Київ": "Києва Києву Києвом Києві",
    "Херсонська область": "Херсонської області|Херсонській області",
    "Курская область": "Курской области|Курскую область",
    "Покровское": "Покровского Покровскому Покровском",
}
FORMS = [(n, form) for n, forms in _DECLINED.items() for form in forms.split("|" if "|" in forms or " " in n else " ")]


@pytest.fixture(scope="module")
def declined(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gazetteer]:
    rows = [
        Row(gid=name, name=name, kind="city", lat=50.0, lon=36.0, country="UA", admin1="", population=1000, names=(name,))
        for name in _DECLINED
    ]
    opened = Gazetteer([build(tmp_path_factory.mktemp("declined") / "d.db", rows=iter(rows), quiet=True)])
    yield opened
    opened.close()


@pytest.mark.parametrize(("name", "form"), FORMS)
@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(written=st.sampled_from([str.upper, str.lower, str.title, str]), gap=st.sampled_from(["", " ", "\u00a0"]))
def test_case_endings_find_the_entry(name: str, form: str, written: type[str], gap: str, declined: Gazetteer) -> None:
    assert [e.gid for e in declined.search(gap + written(form) + gap).entries] == [name]


GOOD = "id,name,lat,lon,country,population\n1,Alpha,50.1,36.2,UA,900\n2,Beta,49.5,37.0,RU,\n"


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    at=st.integers(0, len(GOOD)),
    cut=st.integers(0, 6),
    put=st.one_of(st.binary(max_size=4), st.sampled_from([b"\n", b",", b'"', b"\0", b"nan", b"XX", b"-", b"\xff", b"9" * 400])),
)
def test_a_damaged_pack_is_one_error_that_names_the_file_and_changes_nothing(
    at: int, cut: int, put: bytes, gazetteer: Gazetteer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPORTEDLY_DATA", str(tmp_path / "data"))
    file = tmp_path / "p.csv"
    file.write_text(GOOD, encoding="utf-8")
    kept = add("csv", file, gazetteer).read_bytes()
    file.write_bytes(GOOD.encode()[:at] + put + GOOD.encode()[at + cut :])
    packs = tmp_path / "data" / "packs"
    if (said := _added(file, gazetteer)) is not None:
        assert said.startswith(f"{file}: ")
        assert "\n" not in said
        assert {p.name for p in packs.iterdir() if p.suffix != ".lock"} == {"p.db"}
        assert (packs / "p.db").read_bytes() == kept


def _added(file: Path, gazetteer: Gazetteer) -> str | None:
    """Adds a pack that then has a place, or says why not."""
    try:
        pack = Gazetteer([add("csv", file, gazetteer)])
    except PackError as error:
        return str(error)
    assert pack.manifests[0]["places"] != "0"
    pack.close()
    return None
