"""Changes of standings between two moments as feeds: Atom and JSON Feed. Both hold the same entries."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import msgspec

from reportedly.model import Event, Point
from reportedly.publish._content import Content
from reportedly.publish._json import listed

TITLE = "Changes of standings"
_NOT_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class News(msgspec.Struct, frozen=True, kw_only=True):
    """One point that stands otherwise than before; `before` or `after` is None where it was not there.

    `at`: the moment shown; `version`: the event's last change, which with the standings tells changes apart. RFC 3339.
    """

    event: str
    point: str
    question: str
    title: str
    before: str | None
    after: str | None
    reasons: tuple[str, ...]
    at: str
    version: str

    @property
    def id(self) -> str:
        """The same for the same change, whatever moments are compared, so that a reader shows it once."""
        told = "\n".join((self.point, self.before or "", self.after or "", self.version))
        return f"urn:reportedly:change:{hashlib.sha256(told.encode()).hexdigest()[:32]}"

    @property
    def headline(self) -> str:
        """`Ground raid, Tyotkino: happened: single origin → contested`."""
        return f"{self.title}: {self.question}: {self.before or 'new'} → {self.after or 'gone'}"

    @property
    def text(self) -> str:
        """The rules that fired."""
        return "\n".join(self.reasons) or "No claim answers this point any more."


def news(before: Iterable[Event], after: Iterable[Event], *, at: str, standing: str | None = None) -> Iterator[News]:
    """The points whose standing differs, those that are gone last; with `standing`, only to or from that one.

    `at`: the moment given to points that are gone; others have that of their event's last change or judgement.
    """
    old = {point.id: (event, point) for event in before for point in event.points}
    for event in after:
        for point in event.points:
            was = old.pop(point.id, None)
            one = news_of(event, point, was[1].standing if was else None, point.standing)
            if one.before != one.after and standing in (None, one.before, one.after):
                yield one
    for event, point in old.values():
        if standing in (None, point.standing):
            yield news_of(event, point, point.standing, None, at)


def news_of(event: Event, point: Point, before: str | None, after: str | None, at: str = "") -> News:
    """A change of one point; `at` is when it was made unless given."""
    version = max([event.last_change, *(judgement.at for judgement in event.judgements)])
    return News(
        event=event.id,
        point=point.id,
        question=point.id.removeprefix(f"{event.id}.").replace(".", " ") if point.id.startswith(event.id) else point.question,
        title=event.title,
        before=before,
        after=after,
        reasons=point.reasons if after else (),
        at=at or version,
        version=version,
    )


def _of(content: Content) -> Iterator[News]:
    return news(content.earlier(), content.events(), at=content.at, standing=content.standing)


def atom(content: Content) -> Iterator[str]:
    """RFC 4287, one entry a line."""
    yield (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
        f"<id>urn:reportedly:changes</id><title>{TITLE}</title><updated>{content.at}</updated>"
        f"<author><name>reportedly</name></author>{_link('self', content.itself)}{_link('alternate', content.desk)}\n"
    )
    for one in _of(content):
        yield _entry(one, _page(one, content))
    yield "</feed>\n"


def _page(one: News, content: Content) -> str:
    """The event's page on the desk; it also says what became of an event that is gone."""
    return f"{content.desk}event/{one.event}" if content.desk else ""


def _link(rel: str, address: str) -> str:
    return f"<link rel={quoteattr(rel)} href={quoteattr(address)}/>" if address else ""


def _entry(one: News, page: str) -> str:
    terms = "".join(f"<category term={quoteattr(term)}/>" for term in (one.after or "gone", one.question.split()[0]))
    return (
        f'<entry><id>{one.id}</id><title type="text">{_xml(one.headline)}</title><updated>{one.at}</updated>'
        f"{_link('alternate', page)}{terms}"
        f'<content type="text">{_xml(one.text)}</content></entry>\n'
    )


def _xml(text: str) -> str:
    """Escaped, and without characters that XML cannot hold."""
    return escape(_NOT_XML.sub("\ufffd", text))


def jsonfeed(content: Content) -> Iterator[str]:
    """JSON Feed 1.1, one item a line; `_reportedly` holds the change as data."""
    head = {"version": "https://jsonfeed.org/version/1.1", "title": TITLE, "authors": [{"name": "reportedly"}]}
    links = {"home_page_url": content.desk, "feed_url": content.itself}
    told = msgspec.json.encode(head | {name: address for name, address in links.items() if address}).decode()
    yield f'{told[:-1]},"items":[\n'
    yield from listed(_item(one, _page(one, content)) for one in _of(content))
    yield "]}\n"


def _item(one: News, page: str) -> dict[str, Any]:
    return ({"url": page} if page else {}) | {
        "id": one.id,
        "title": one.headline,
        "content_text": one.text,
        "date_published": one.at,
        "tags": [one.after or "gone", one.question.split()[0]],
        "_reportedly": {"event": one.event, "point": one.point, "before": one.before, "after": one.after},
    }
