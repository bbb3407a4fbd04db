"""Briefs: complete, in order, hostile words harmless."""

import json
import re

import msgspec

from reportedly.ledger.values import LedgerClaim
from reportedly.model import Answer, Claim, Counts, Event, Mention, Origin, Place, Point, Source, Standing, Statement, When
from reportedly.publish import brief

TEXT = "The governor denied that anyone had broken through <b>the border</b>."


def claim(id_: str, outlet: str, polarity: str = "denied") -> LedgerClaim:
    start, end = TEXT.index("that"), len(TEXT) - 1
    said = Statement(
        id="s1",
        start=0,
        end=end,
        quote="indirect",
        source=Source("The governor", 0, 12, ("Roman Starovoit",)),
        cue=Mention("denied", 13, 19),
        content=(Mention(TEXT[start:end], start, end),),
    )
    made = Claim(id="c1", statement="s1", start=37, end=51, text=TEXT[37:51], event_type="ground_raid", polarity=polarity)  # type: ignore[arg-type]
    return LedgerClaim(
        id=id_, report=f"url:{outlet}", revision=id_, outlet=outlet, said_at="2024-03-12T11:45:00Z", speaker="Roman Starovoit",
        claim=made, statement=said,
    )  # fmt: skip


def event(id_: str, standing: Standing, title: str = "Ground raid in Kursk Oblast") -> Event:
    answers = (
        Answer(value="yes", origins=("o1",), claims=("a/c1",)),
        Answer(value="no", polarity="denied", origins=("o2",), claims=("b/c1", "gone/c1")),
    )
    origins = (
        Origin(id="o1", speaker="Legion", party="Anti-Kremlin units", medium="telegram", uttered_at=None,
               first_observed_at=None, carriers=("r1", "r2")),
        Origin(id="o2", speaker=None, party=None, medium=None, uttered_at=None, first_observed_at=None, carriers=("r3",)),
    )  # fmt: skip
    return Event(
        id=id_, title=title, event_type="ground_raid",
        place=Place(text="Kursk Oblast", start=0, end=12, name="Kursk Oblast", geo_precision=3),
        time=When(text="on Tuesday", start=0, end=10, first="2024-03-12", last="2024-03-12"),
        first_seen="2024-03-12T08:00:00Z", last_change="2024-03-12T12:30:00Z",
        counts=Counts(reports=3, outlets=3, claims=2, origins=2),
        points=(
            Point(id=f"{id_}.happened", question="happened", standing=standing, reasons=("one says, one denies",),
                  answers=answers),
        ),
        origins=origins,
    )  # fmt: skip


CLAIMS = {"a/c1": claim("a", "The Meridian", "asserted"), "b/c1": claim("b", "Volga Wire")}


def test_markdown_shows_standing_holders_words_and_counts() -> None:
    page = brief([event("e1", "contested")], CLAIMS, title="Brief", as_of="2024-03-12T12:30:00Z")
    assert "1 event · 2 outlets · 2 origins · as of 2024-03-12 12:30 UTC" in page
    assert "## 1. Ground raid in Kursk Oblast — contested" in page
    assert "2024-03-12 · Kursk Oblast (an area: no point in it is known) · 3 outlets · 2 origins · id e1" in page
    assert "**happened: contested** — one says, one denies" in page
    assert "- Legion (Anti-Kremlin units; telegram; 2 reports) says that it happened. [1] (contested)" in page
    assert "- An unnamed source (1 report) denies that it happened. [2] (contested)" in page
    assert "— Volga Wire, 2024-03-12 11:45 UTC [2]" in page


def test_contested_events_come_first_then_more_origins() -> None:
    page = brief(
        [event("e1", "single origin", "B"), event("e2", "contested", "A"), event("e3", "corroborated", "C")], CLAIMS, title="T"
    )
    assert page.index("## 1. A") < page.index("## 2. C") < page.index("## 3. B")


def test_outside_words_cannot_become_html() -> None:
    page = brief([event("e1", "contested", "<script>alert(1)</script>")], CLAIMS, title="<img src=x>", format="html")
    assert all(tag not in page for tag in ("<script", "<img", "<b>"))


def test_outside_words_cannot_become_markdown() -> None:
    page = brief([event("e1", "contested", "# *x* <script> [a](http://b)\n# new")], CLAIMS, title="T")
    assert "\\<script\\>" in page
    assert "\n# new" not in page
    assert not any(line.lstrip().startswith("<") for line in page.splitlines())


def test_html_asks_nothing_from_outside() -> None:
    page = brief([event("e1", "contested")], CLAIMS, title="T", format="html")
    assert "default-src 'none'" in page
    assert not re.search(r"<(script|link|img|iframe|object|embed)\b|url\(|@import|\bsrc=", page)
    assert page.count("<section") == 1


def test_json_holds_the_events_whole() -> None:
    found = json.loads(brief([event("e1", "contested")], CLAIMS, title="T", format="json"))
    assert msgspec.convert(found["events"][0]["event"], Event) == event("e1", "contested")
    assert found["events"][0]["standing"] == "contested"


def test_the_words_of_a_claim_are_those_of_its_statement() -> None:
    page = brief([event("e1", "contested")], CLAIMS, title="T", format="json")
    words = json.loads(page)["events"][0]["points"][0]["lines"][1]["words"]
    assert [w["text"] for w in words] == ["that anyone had broken through <b>the border</b>"]


def test_a_brief_that_nothing_fits_says_so() -> None:
    assert "\nno event fits\n" in brief([], CLAIMS, title="T")
    assert "no event fits" in brief([], CLAIMS, title="T", format="html")
