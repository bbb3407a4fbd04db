"""E-mail messages."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from reportedly.capture import capture
from reportedly.model import Captured, Problem

BODY = "The bridge is closed, the council said on Tuesday.\n\nNobody was hurt."


def letter(**headers: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = '"Rat der Stadt Brück" <press@council.example>'
    for name, value in {"Subject": "Brücke gesperrt", "Date": "Tue, 06 May 2031 09:40:00 +0200", **headers}.items():
        message[name] = value
    return message


def test_subject_body_sender_and_date(tmp_path: Path) -> None:
    message = letter()
    message.set_content(BODY, cte="quoted-printable")
    message.add_alternative("<p>as a page</p>", subtype="html")
    (tmp_path / "letter.eml").write_bytes(message.as_bytes())
    (found,) = capture([tmp_path])
    assert isinstance(found, Captured)
    revision = found.revision
    assert revision.text == f"Brücke gesperrt\n\n{BODY}"
    assert [(part.kind, revision.text[part.start : part.end]) for part in revision.segments] == [
        ("headline", "Brücke gesperrt"),
        ("body", BODY),
    ]
    assert (revision.title, revision.outlet) == ("Brücke gesperrt", "Rat der Stadt Brück")
    assert revision.published_at == datetime(2031, 5, 6, 7, 40, tzinfo=UTC)
    assert revision.report == "text:rat-der-stadt-bruck/2031-05-06/brucke-gesperrt"


@pytest.mark.parametrize("date", ["Tue, 06 May 2031 09:40:00 -0000", "some day in May"])
def test_a_date_without_zone_is_unknown(tmp_path: Path, date: str) -> None:
    message = letter(Subject="x")
    message.set_content(BODY)
    data = message.as_bytes().replace(b"Tue, 06 May 2031 09:40:00 +0200", date.encode())
    (tmp_path / "letter.eml").write_bytes(data)
    (found,) = capture([tmp_path])
    assert isinstance(found, Captured)
    assert found.revision.published_at is None
    assert found.revision.notes == ("published: the message bears no date with a zone",)


def test_a_message_without_text_is_a_problem(tmp_path: Path) -> None:
    message = letter()
    message.add_attachment(b"\0\1", maintype="application", subtype="octet-stream", filename="a.bin")
    (tmp_path / "letter.eml").write_bytes(message.as_bytes())
    (found,) = capture([tmp_path])
    assert isinstance(found, Problem)
    assert found.reason == "this message holds no text"
