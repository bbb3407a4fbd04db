"""Plain text: the text is never changed; heads are recognised, prose is not taken for a head."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.capture import capture, from_text
from reportedly.capture._layout import layout
from reportedly.model import Captured, UnreadableInput

RUN_TOGETHER = (
    "Bridge at Marrow Ford closed after shelling\n\n"
    "By Jane Roe and John DoePublished 12 March 2031, 09:20 GMTUpdated 3 hours ago\n\n"
    "Share this\n\n"
    "HARBOUR CITY, March 12 (Northwire) - The only bridge into the town was closed on Tuesday.\n\n"
    "Read more: Map of the crossing\n\n"
    "Both sides accused each other."
)


def parts(text: str) -> list[tuple[str, str]]:
    return [(part.kind, text[part.start : part.end]) for part in layout(text).segments]


def test_run_together_byline_date_line_dateline_and_furniture() -> None:
    assert parts(RUN_TOGETHER) == [
        ("headline", "Bridge at Marrow Ford closed after shelling"),
        ("byline", "By Jane Roe and John DoePublished 12 March 2031, 09:20 GMTUpdated 3 hours ago"),
        ("furniture", "Share this"),
        ("byline", "HARBOUR CITY, March 12 (Northwire) -"),
        ("body", "The only bridge into the town was closed on Tuesday."),
        ("furniture", "Read more: Map of the crossing"),
        ("body", "Both sides accused each other."),
    ]
    found = from_text(RUN_TOGETHER)
    assert found.authors == ("Jane Roe", "John Doe")
    assert found.published_at == datetime(2031, 3, 12, 9, 20, tzinfo=UTC)
    assert found.updated_at is None
    assert found.outlet == "Northwire"
    assert "updated: 3 hours ago, as seen by the reader of the page" in found.notes
    assert found.report == "text:northwire/2031-03-12/bridge-at-marrow-ford-closed-after-shelling"


@pytest.mark.parametrize(
    ("line", "authors", "published", "updated", "outlet"),
    [
        ("Jane Roe", ("Jane Roe",), None, None, None),
        ("By Jane Roe in Harbour City", ("Jane Roe",), None, None, None),
        ("By Jane Roe, The Harbour Times", ("Jane Roe",), None, None, "The Harbour Times"),
        ("Jane Roe12 March 2031, 09:20 GMT", ("Jane Roe",), "2031-03-12T09:20Z", None, None),
        ("March 12, 2031 at 9:20 a.m. EDT", (), "2031-03-12T13:20Z", None, None),
        (
            "Wed 12 Mar 2031 09.20 GMTLast modified on Wed 12 Mar 2031 14.05 GMT",
            (),
            "2031-03-12T09:20Z",
            "2031-03-12T14:05Z",
            None,
        ),
        ("Published: 12 March 2031 | Updated: 13 March 2031, 10:00 CET", (), "2031-03-12T00:00Z", "2031-03-13T09:00Z", None),
        ("12.03.2031, 09:20", (), None, None, None),
        ("The Herald of Marrow Ford | 12 March 2031", (), "2031-03-12T00:00Z", None, "The Herald of Marrow Ford"),
        ("Herald and Post, 12 March 2031", (), "2031-03-12T00:00Z", None, "Herald and Post"),
    ],
)
def test_lines_below_a_title(
    line: str, authors: tuple[str, ...], published: str | None, updated: str | None, outlet: str | None
) -> None:
    text = f"Bridge at Marrow Ford closed\n{line}\n\nThe only bridge into the town was closed on Tuesday."
    found = layout(text)
    assert [kind for kind, _ in parts(text)] == ["headline", "byline", "body"]
    assert (found.authors, found.outlet) == (authors, outlet)
    assert found.published_at == (datetime.fromisoformat(published) if published else None)
    assert found.updated_at == (datetime.fromisoformat(updated) if updated else None)


@pytest.mark.parametrize(
    "text",
    [
        "The bridge was shelled on Tuesday, officials said.\n\nNobody was hurt.",
        "By Tuesday morning, the troops had left the village.\n\nNobody knew why.",
        "Published in haste, the report was withdrawn.\n\nIt was wrong.",
        "Updated. The governor has denied it since.\n\nMore prose follows.",
        "It had rained all night\nand in the morning the\nsoldiers left the village\nwithout a word.",
        "⚡️Shelling in the town\n\nEverybody is well.",
        "“We never crossed the river,” she said. “Nobody did.”\n\nHe disagreed.",
        "One line and nothing else",
        "Dear friends,\n\nthe bridge is closed.",
    ],
)
def test_prose_has_no_head(text: str) -> None:
    assert [kind for kind, _ in parts(text)] == ["body"]
    assert layout(text).authors == ()
    assert layout(text).published_at is None


@pytest.mark.parametrize(
    ("line", "length"),
    [
        ("RIVERTON (NW) — The council met on Monday evening again.", len("RIVERTON (NW) —")),
        (
            "Port Harlow (Delta Wire) - 18 March 2031 - A blast set a pipeline ablaze, police said.",
            len("Port Harlow (Delta Wire) - 18 March 2031 -"),
        ),
        (
            "Riverton, 12 March 2031 (Northwire) - The council met on Monday evening.",
            len("Riverton, 12 March 2031 (Northwire) -"),
        ),
        ("MIDWAY ATOLL - Seventy-four years ago, a naval battle was fought here.", len("MIDWAY ATOLL -")),
        ("UN - the word alone means nothing to the people of this town.", 0),
        ("The council - all nine of them - met on Monday evening.", 0),
    ],
)
def test_datelines(line: str, length: int) -> None:
    first = layout(line).segments[0]
    assert (first.end if first.kind == "byline" else 0) == length


@pytest.mark.parametrize(
    ("title", "below"),
    [
        ("Bridge at Marrow Ford closed after shelling", ""),
        ("Bridge at Marrow Ford: Who Fired First?", ""),
        ("Bridge at Marrow Ford Closed After Shelling.", ""),
        ("Council closes the bridge at Marrow Ford.", "RIVERTON, N.Y., Sept. 26 (NW) — "),
        ("‘We never fired,’ says brigade", ""),
    ],
)
def test_titles(title: str, below: str) -> None:
    text = f"{title}\n\n{below}The only bridge into the town was closed on Tuesday, the council said."
    assert layout(text).title == title


def test_offsets_are_those_of_the_file_but_for_bom_and_line_ends(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_bytes(b"\xef\xbb\xbf" + RUN_TOGETHER.replace("\n", "\r\n").encode())
    (found,) = capture([tmp_path / "report.txt"])
    assert isinstance(found, Captured)
    assert found.revision.text == RUN_TOGETHER
    assert found.original.size == len(RUN_TOGETHER.replace("\n", "\r\n")) + 3


def test_what_the_caller_states_wins() -> None:
    at = datetime(2030, 1, 2, 3, 4, tzinfo=UTC)
    found = from_text(
        RUN_TOGETHER, outlet="Harbour Courier", title="Mine", published_at=at, url="https://c.example/a#b", clock=lambda: at
    )
    assert (found.outlet, found.title, found.published_at, found.captured_at) == ("Harbour Courier", "Mine", at, at)
    assert found.report == "url:https://c.example/a"
    assert found.text == RUN_TOGETHER


def test_blank_text_is_refused_by_name() -> None:
    with pytest.raises(UnreadableInput, match=r"^note: the text is empty$"):
        from_text(" \n ", name="note")


LINES = st.sampled_from(
    [
        *RUN_TOGETHER.split("\n\n"),
        "",
        "   ",
        "Jane Roe",
        "12 March 2031",
        "قال المحافظ إن شيئا لم يحدث",
        "\t– – –",
        "By",
        "Updated",
    ]
)


@given(st.one_of(st.text(max_size=400), st.lists(LINES, max_size=12).map("\n".join)))
def test_segments_are_ordered_apart_and_cover_all_that_is_not_blank(text: str) -> None:
    at, uncovered = 0, ""
    for part in layout(text).segments:
        assert at <= part.start < part.end <= len(text)
        uncovered += text[at : part.start]
        at = part.end
    assert (uncovered + text[at:]).strip() == ""


@given(st.text(min_size=1, max_size=300).filter(str.strip))
def test_text_is_never_changed(text: str) -> None:
    assert from_text(text).text == text
