"""The public interface: what it names is there and documented, how values show in notebooks, frames."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import msgspec
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import reportedly
from reportedly.ledger import Ledger, open_ledger
from reportedly.model import Claim, Event, Mention, Reading, ReportedlyError, ReportHead, Statement
from reportedly.publish.tables._frames import Rows
from tests.fakes import FakeReader, captured, fake_link, stream

PUBLIC = ("reportedly", "reportedly.model", "reportedly.ledger", "reportedly.reading", "reportedly.publish", "reportedly.capture")


@pytest.mark.parametrize("package", PUBLIC)
def test_every_exported_name_is_there_and_has_a_docstring(package: str) -> None:
    module = import_module(package)
    assert module.__doc__
    for name in module.__all__:
        value = getattr(module, name)
        if inspect.isclass(value) or inspect.isfunction(value):
            told = value.__doc__ or ""
            assert told, f"{package}.{name} has no docstring"
            assert not told.startswith(f"{name}("), f"{package}.{name} has only the docstring of machinery"


@pytest.mark.parametrize("kind", [Ledger, Claim, Event, Reading, Statement])
def test_every_public_method_has_a_docstring(kind: type) -> None:
    for name, value in inspect.getmembers(kind):
        if not name.startswith("_") and (inspect.isfunction(value) or isinstance(value, property)) and name != "close":
            assert value.__doc__, f"{kind.__name__}.{name} has no docstring"


def test_names_that_are_not_there_are_said_so_and_nothing_heavy_is_imported() -> None:
    with pytest.raises(AttributeError, match="nothing_of_it"):
        _ = reportedly.nothing_of_it
    assert set(reportedly.__all__) <= set(dir(reportedly))
    code = "import sys, reportedly; print({'numpy', 'sqlalchemy', 'polars', 'lxml'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"


TAG = re.compile(r'</?(?:table|thead|tbody|tr|p|em|strong|br|th|td)(?: style="[^"<>]*")?>')
HOSTILE = st.text("<>&\"'ab\u202e\x00", max_size=30)


@settings(deadline=None)
@given(HOSTILE)
def test_words_from_outside_are_escaped_in_notebooks(words: str) -> None:
    mention = Mention(words, 0, len(words))
    claim = Claim(id=words, statement=words, start=0, end=1, text=words, event_type=words, hedges=(mention,))
    statement = Statement(id=words, start=0, end=1, quote="direct", source=None, cue=mention, content=(mention,))
    head = ReportHead(
        title=words, outlet=words, authors=(words,), published_at=None, updated_at=None, language=None, section=None, url=None,
        sha256="", text=words,
    )  # fmt: skip
    for value in (claim, statement, Reading(report=head, statements=(statement,), claims=(claim,), notes=(words,))):
        shown = value._repr_html_()
        tags = set(re.findall(r"<[^>]*>", shown))
        assert all(
            re.fullmatch(r'</?(?:table|thead|tbody|tr|p|em|strong|br|th|td)(?: style="[^"<>]*")?>', tag) for tag in tags
        ), tags
        assert "\u202e" not in shown
        assert "\x00" not in shown


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    made = open_ledger(tmp_path / "desk.db", linker=fake_link)
    made.add(stream(12), FakeReader())
    return made


def test_an_event_shows_its_points_and_a_claim_how_it_stands(ledger: Ledger) -> None:
    event = ledger.events(standing="contested")[0]
    shown = event._repr_html_()
    assert "contested" in shown
    assert event.title in shown
    assert "one side asserts what the other denies" in shown
    assert ledger.claims()[0].claim.text in ledger.claims()[0]._repr_html_()


def test_frames_have_the_columns_of_the_tables_and_typed_values(ledger: Ledger) -> None:
    claims = reportedly.frame(ledger.claims())
    assert isinstance(claims, pl.DataFrame)
    assert claims.height == len(ledger.claims())
    assert claims.schema["said_at"] == pl.Datetime("us", "UTC")
    assert claims.schema["places"] == pl.List(pl.String)
    assert claims["text"].to_list() == [one.claim.text for one in ledger.claims()]
    events = reportedly.frame(ledger.events())
    assert events["n_origins"].to_list() == [event.counts.origins for event in ledger.events()]
    points = reportedly.frame(ledger.events(), "points")
    assert set(points["standing"]) == {point.standing for event in ledger.events() for point in event.points}
    assert reportedly.frame(ledger.events(), "origins").height == sum(len(event.origins) for event in ledger.events())


@pytest.mark.parametrize("rows", ["claims", "events", "points", "origins"])
def test_pandas_frames_say_the_same_as_those_of_polars(ledger: Ledger, rows: Rows) -> None:
    pandas = pytest.importorskip("pandas")
    found = ledger.claims() if rows == "claims" else ledger.events()
    frame, polars = (reportedly.frame(found, rows, library=library) for library in ("pandas", "polars"))
    assert isinstance(frame, pandas.DataFrame)
    assert list(frame.columns) == polars.columns
    for name, kind in polars.schema.items():
        told = [value if isinstance(value, list) else None if pandas.isna(value) else value for value in frame[name]]
        assert told == polars[name].to_list(), name
        assert str(frame[name].dtype) == _PANDAS.get(kind, "object" if kind == pl.List(pl.String) else "string"), name
    empty = reportedly.frame([], rows, library="pandas")
    assert dict(empty.dtypes) == dict(frame.dtypes)


_PANDAS = {pl.Int64: "Int64", pl.Float64: "Float64", pl.Boolean: "boolean", pl.Datetime("us", "UTC"): "datetime64[us, UTC]"}


def test_an_empty_frame_has_its_columns_and_types() -> None:
    empty = reportedly.frame([], "claims")
    assert empty.height == 0
    assert empty.schema == reportedly.frame([], "claims").schema
    assert "text" in empty.columns


def test_frames_of_the_wrong_values_or_without_the_library_are_said_so(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ReportedlyError, match="points are made of Event values"):
        reportedly.frame(ledger.claims(), "points")
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ReportedlyError, match=r"pip install .reportedly\[pandas\]"):
        reportedly.frame(ledger.claims(), library="pandas")


def test_values_come_back_from_their_json(ledger: Ledger) -> None:
    """What notebooks show adds nothing to the contract."""
    event = ledger.events()[0]
    assert msgspec.json.decode(msgspec.json.encode(event), type=Event) == event
    reading = FakeReader().read(captured("Legion said there was a gunfight in Tyotkino.").revision)
    assert msgspec.json.decode(msgspec.json.encode(reading), type=Reading) == reading
