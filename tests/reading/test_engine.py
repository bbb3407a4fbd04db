"""The shipped reader obeys the contract on every input: spans equal their text, results do not vary, nothing is guessed."""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.capture import capture
from reportedly.model import Captured, Entity, Reading, ReadingError, Revision
from reportedly.reading import default_reader
from reportedly.reading._engine import MAX_CHARACTERS, Engine, _whole

NOW = datetime(2024, 3, 12, 12, 0, tzinfo=UTC)


@cache
def reader() -> Engine:
    found = default_reader()
    assert isinstance(found, Engine)
    return found


def revision(text: str) -> Revision:
    return Revision(report="text:t", sha256="0" * 64, media_type="text/plain", captured_at=NOW, published_at=NOW, text=text)


def spans(value: object) -> Iterator[tuple[str, int, int]]:
    """Every object of the JSON form that has text, start and end."""
    if isinstance(value, dict):
        if {"text", "start", "end"} <= value.keys():
            yield value["text"], value["start"], value["end"]
        for inner in value.values():
            yield from spans(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from spans(inner)


def check(reading: Reading) -> None:
    plain = msgspec.json.decode(msgspec.json.encode(reading))
    text = plain["report"]["text"]
    found = list(spans({key: plain[key] for key in ("statements", "claims", "entities")}))
    for words, start, end in found:
        assert 0 <= start < end <= len(text)
        assert text[start:end] == words
    ids = {s.id for s in reading.statements}
    assert len(ids) == len(reading.statements)
    assert all(s.parent is None or s.parent in ids for s in reading.statements)
    assert all(c.statement is None or c.statement in ids for c in reading.claims)


HOSTILE = {
    "odd marks": "He said \"yes. “No, she said 'maybe” and ''left``. »What« ‹he› said",
    "right to left": "قال المتحدث: «لم يعبر أحد الحدود» وأضاف أن الوضع هادئ في البلدة كلها.",
    "one endless word": "a" * 30_000,
    "one endless sentence": "the army said that " * 1_500,
    "only marks": '"' * 5_000,
    "control characters": "The army\x00 said\x07 that\x1b[31m it\u200b won.\ufeff",
    "emoji and bullets": "🔴 BREAKING ‼️ • Army: 3 killed • Rebels deny 💥\n👉 @channel",
    "surrogate-free astral": "The 𝔞𝔯𝔪𝔶 said 🇺🇦 it won. 👩‍👩‍👧",
    "no letters": "— … 123 !!! \n\n ??? 4",
    "one letter": "a",
    "paragraphs": "\n\n\n".join(["He said no."] * 400),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_give_a_sound_reading(name: str) -> None:
    check(reader().read(revision(HOSTILE[name])))


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_text_gives_a_sound_reading(text: str) -> None:
    check(reader().read(revision(text)))


def test_every_demo_report_gives_a_sound_reading_with_statements() -> None:
    folder = Path(str(files("reportedly.demo") / "reports"))
    captured = [c for c in capture([folder], captured_at=NOW) if isinstance(c, Captured)]
    assert len(captured) >= 10
    for c in captured:
        check(reader().read(c.revision))


def test_results_do_not_vary_with_threads_order_or_company() -> None:
    folder = Path(str(files("reportedly.demo") / "reports"))
    revisions = [c.revision for c in capture([folder], captured_at=NOW) if isinstance(c, Captured)]
    alone = [reader().read(r) for r in revisions]
    assert list(reader().read_all(revisions)) == alone
    assert list(Engine(threads=2).read_all(reversed(revisions))) == alone[::-1]


def test_a_text_beyond_bounds_is_refused_with_its_size() -> None:
    with pytest.raises(ReadingError, match="characters are more than"):
        reader().read(revision("a " * (MAX_CHARACTERS // 2 + 1)))


def test_another_language_is_named_and_only_quoted_words_are_taken() -> None:
    text = "Губернатор сообщил: «Никакого прорыва границы не было». Об этом он написал в своём канале во вторник утром."
    read = reader().read(revision(text))
    assert read.report.language == "ru"
    assert read.notes
    assert read.claims == ()
    assert [s.content[0].text for s in read.statements] == ["«Никакого прорыва границы не было»"]
    assert all(s.source is None and s.cue is None for s in read.statements)
    check(read)


def speakers(text: str) -> list[tuple[str, ...]]:
    return [s.source.speakers for s in reader().read(revision(text)).statements if s.source]


def test_a_name_cut_at_an_apostrophe_is_whole() -> None:
    text = "At least 27 people died on Monday, according to the Sudan Doctors' Network."
    assert speakers(text) == [("Sudan Doctors' Network",)]


def test_it_is_who_spoke_in_the_sentence_before() -> None:
    text = "The operator of the pipeline said that flow was shut down. It denied that oil had leaked."
    assert speakers(f"The Creek Men said that they had blown up the pipeline. {text}")[-1] == ("the operator of the pipeline",)


def test_its_spokesman_speaks_for_the_body_named_before() -> None:
    assert speakers("The army called the report a lie. Its spokesman said that the river was clean.")[-1] == ("the army",)


def test_who_carries_out_an_attack_makes_one_claim() -> None:
    claims = (
        reader().read(revision("The group said that one of its members had carried out the attack on a mosque in Kunduz.")).claims
    )
    assert [c.trigger.text for c in claims if c.trigger] == ["attack"]


def test_a_repelled_attack_is_one_claim() -> None:
    claims = reader().read(revision("The ministry said border guards had repelled an attack by Ukrainian troops.")).claims
    assert [c.trigger.text for c in claims if c.trigger] == ["repelled"]


def test_what_was_foiled_was_only_tried() -> None:
    claims = reader().read(revision("Police said that they had foiled a suicide bombing in Kunduz.")).claims
    assert {c.modality for c in claims if c.event_type == "suicide_bomb"} == {"attempted"}


def test_a_piece_of_a_verb_is_no_event() -> None:
    claims = reader().read(revision("A suicide bomber blew himself up at a mosque in Kunduz, the ministry said.")).claims
    assert "up" not in {c.trigger.text for c in claims if c.trigger}


def test_who_is_blamed_in_a_headline_does_not_speak() -> None:
    text = "ELN blamed for attack on oil pipeline in Arauca\n\nThe army blamed the ELN for it on Thursday."
    assert ("ELN",) not in speakers(text)


def test_a_country_cut_behind_of_is_one_name() -> None:
    text = "Rain fell in the Democratic Republic of Congo, north of Goma."
    cut = [Entity(w, text.index(w), text.index(w) + len(w), "LOC") for w in ("Democratic Republic of", "Congo", "Goma")]
    assert [e.text for e in _whole(cut, text)] == ["Democratic Republic of Congo", "Goma"]


def test_who_charged_in_a_letter_speaks() -> None:
    assert speakers("Senator Ann Roe charged in a letter that the army had shelled the town.") == [("Ann Roe",)]
