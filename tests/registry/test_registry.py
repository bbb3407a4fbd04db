"""Names, parties and outlets, from the shipped packs and from invented ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.model import PackError
from reportedly.model.registry import OutletEntry, Registry, key, registry
from reportedly.packs import add, check, default_registry, load, shipped

HEAD = """pack: example
title: Example
version: '1'
source: invented
parties:
  - {name: North, opposes: [South]}
  - {name: South}
"""


@pytest.fixture(scope="module")
def known() -> Registry:
    return load(shipped())


@pytest.mark.parametrize(
    ("name", "canonical"),
    [
        ('Legion "Freedom of Russia"', "Freedom of Russia Legion"),
        ("Легион «Свобода России»", "Freedom of Russia Legion"),
        ("LSR", "Freedom of Russia Legion"),
        ("РДК", "Russian Volunteer Corps"),
        ("the Sibir Battalion", "Siberian Battalion"),
        ("Kursk governor Roman Starovoit", "Roman Starovoit"),
        ("Roman Starovoit, the governor of Kursk region", "Roman Starovoit"),
        ("Russian Ministry of Defense", "Russian Defence Ministry"),
        ("Ukraine’s Defense Intelligence", "Defence Intelligence of Ukraine"),
        ("ГУР", "Defence Intelligence of Ukraine"),
        ("President Volodymyr Zelensky", "Volodymyr Zelenskyy"),
        ("Hemedti", "Mohamed Hamdan Dagalo"),
        ("حماس", "Hamas"),
        ("the IDF", "Israel Defence Forces"),
    ],
)
def test_known_names(known: Registry, name: str, canonical: str) -> None:
    assert known.canonical(name) == canonical


@pytest.mark.parametrize(
    ("name", "canonical"),
    [
        ("the Northern Council", "Northern Council"),
        ("Colonel Souleymane Dembele", "Souleymane Dembele"),
        ("president of Ambaria", "president of Ambaria"),
        ("Roman Starovoitov", "Roman Starovoitov"),
        ("who", "who"),
        ("", ""),
    ],
)
def test_unknown_names_are_tidied_and_never_forced(known: Registry, name: str, canonical: str) -> None:
    assert known.canonical(name) == canonical
    assert known.entry(name) is None
    assert known.party(name) is None


def test_three_parties_of_one_war(known: Registry) -> None:
    legion, russia, ukraine = (known.party(n) for n in ("LSR", "Vyacheslav Gladkov", "Andrii Yusov"))
    assert legion
    assert russia == "Russia"
    assert ukraine == "Ukraine"
    assert known.opposed(legion, "Russia")
    assert known.opposed("Russia", "Ukraine")
    assert known.opposed("Ukraine", "Russia")
    assert not known.opposed("Ukraine", legion)
    assert not known.opposed("Russia", "Russia")
    assert not known.opposed("Russia", "nobody")


@pytest.mark.parametrize(
    "address",
    [
        "https://www.pravda.com.ua/eng/news/2024/03/12/",
        "t.me/s/ukrpravda_news",
        "@ukrpravda_news",
        "Українська правда",
        "pravda.com.ua",
    ],
)
def test_outlets_by_any_address(known: Registry, address: str) -> None:
    found = known.outlet(address)
    assert found is not None
    assert (found.name, found.zone, found.language) == ("Ukrainska Pravda", "Europe/Kyiv", "uk")


def test_strangers_are_no_outlets(known: Registry) -> None:
    for address in ("notpravda.com.ua", "example.org", "", "Vladimir Putin"):
        assert known.outlet(address) is None


def test_shipped_packs_are_sound_and_do_not_contradict_each_other() -> None:
    owners: dict[str, str] = {}
    parties: set[str] = set()
    for path in shipped():
        pack = check(path)
        parties |= {party.name for party in pack.parties}
        for entry in pack.entries:
            assert entry.source
            for alias in (entry.name, *entry.aliases):
                assert owners.setdefault(key(alias), entry.name) == entry.name
    affiliations = {e.affiliation for path in shipped() for e in check(path).entries if e.affiliation}
    assert {owners.get(key(name)) for name in affiliations} == affiliations


@pytest.mark.parametrize(
    ("entries", "place", "reason"),
    [
        ("  - {name: A, kind: body, colour: red}", "line 9", "unknown field"),
        ("  - {name: A, kind: person, zone: Europe/Kyiv}", "line 9", "unknown field"),
        ("  - {name: [A], kind: body}", "entries[1].name", "must be text"),
        ("  - {name: A, kind: body, aliases: B}", "entries[1].aliases", "must be a list"),
        ("  - {name: A, kind: ship}", "entries[1].kind", "unknown kind"),
        ("  - {kind: body}", "entries[1]", "lacks the field name"),
        ("  - {name: A, kind: body, party: West}", "entries[1].party", "unknown party"),
        ("  - {name: A, kind: medium, zone: Mars/Base}", "entries[1].zone", "unknown time zone"),
        ("  - {name: A, kind: medium, zone: ../etc}", "entries[1].zone", "unknown time zone"),
        ("  - {name: A, kind: body, roles: [{title: x, from: 2024-13}]}", "entries[1].roles[1].from", "is no date"),
        (
            "  - {name: A, kind: body, aliases: [X]}\n  - {name: B, kind: body, aliases: [The X]}",
            "line 10",
            "belongs to 'A' already",
        ),
        ("  - {name: A, name: B, kind: body}", "entries[1].name", "stands twice"),
        ("  - {name: A, kind: body, aliases: ['']}", "entries[1].aliases[1]", "must be text"),
        ("  - [", "line", "is not YAML"),
    ],
)
def test_one_clear_error(tmp_path: Path, entries: str, place: str, reason: str) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(f"{HEAD}entries:\n{entries}\n", encoding="utf-8")
    with pytest.raises(PackError) as error:
        check(path)
    assert error.value.where == str(path)
    assert error.value.place is not None
    assert place in error.value.place
    assert reason in error.value.reason


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"- a\n- b\n", b"pack: x\n", b"[" * 1_000_000])
def test_no_pack_at_all(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bad.yaml"
    path.write_bytes(content)
    with pytest.raises(PackError):
        check(path)
    with pytest.raises(PackError):
        check(tmp_path / "missing.yaml")


def test_an_added_pack_comes_last_and_a_bad_one_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPORTEDLY_DATA", str(tmp_path / "data"))
    own = tmp_path / "own.yaml"
    own.write_text(
        f"{HEAD}entries:\n  - {{name: Northern Wire, kind: medium, party: North, aliases: [TASS]}}\n", encoding="utf-8"
    )
    before = default_registry()
    add(own)
    found = default_registry().outlet("TASS")
    assert isinstance(found, OutletEntry)
    assert found.name == "Northern Wire"
    assert before.canonical("TASS") == "TASS"
    own.write_text(f"{HEAD}entries:\n  - {{name: A}}\n", encoding="utf-8")
    with pytest.raises(PackError):
        add(own)
    assert default_registry().canonical("TASS") == "Northern Wire"


def test_a_pack_name_is_no_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPORTEDLY_DATA", str(tmp_path / "data"))
    own = tmp_path / "own.yaml"
    own.write_text(HEAD.replace("pack: example", "pack: ../../evil"), encoding="utf-8")
    with pytest.raises(PackError):
        add(own)
    assert not (tmp_path / "data").exists()


@given(st.text(max_size=40))
def test_any_name_is_canonical_once(name: str) -> None:
    empty = registry(())
    once = empty.canonical(name)
    assert empty.canonical(once) == once
    assert key(key(name)) == key(name)
