"""The views of single reports: revisions, sightings, readings, claims, words and judgements, derived from log entries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any

import msgspec
import sqlalchemy as sa

from reportedly.ledger import _schema as t
from reportedly.ledger._bodies import (
    FingerprintBody,
    OriginalBody,
    SeenBody,
    UnavailableBody,
    UndoBody,
    claim_id,
    decode,
    spelled_or_none,
)
from reportedly.ledger._log import Logged
from reportedly.ledger._times import spelled
from reportedly.ledger.values import Moved
from reportedly.model import Claim, Judgement, Media, MediaMatch, Place, Reading, Revision, Statement

Row = dict[str, Any]
Rows = dict[str, list[Row]]

_BATCH = 256
_MANY = 500  # ids in one IN (...), well below every database's limit


class ClaimBody(msgspec.Struct, frozen=True):
    """A claim as the claims view keeps it, with the statement that it stands in."""

    claim: Claim
    statement: Statement | None


def derive(conn: sa.Connection, logged: Iterable[Logged]) -> None:
    """Brings the views up to date with further entries, given in the log's order. Redacted entries leave no row."""
    stream = iter(logged)
    while batch := list(islice(stream, _BATCH)):
        rows: Rows = defaultdict(list)
        for entry in batch:
            if entry.body is not None and entry.kind in _ROWS_OF:
                _ROWS_OF[entry.kind](entry, entry.body, rows)
        _store(conn, rows)


def _original(entry: Logged, body: bytes, rows: Rows) -> None:
    original = decode(body, OriginalBody)
    rows["originals"].append({"sha256": original.sha256, "size": original.size, "media_type": original.media_type})


def _revision(entry: Logged, body: bytes, rows: Rows) -> None:
    revision = decode(body, Revision)
    captured_at = spelled(revision.captured_at)
    published_at = spelled_or_none(revision.published_at)
    rows["revisions"].append(
        {
            "revision": entry.key,
            "seq": entry.seq,
            "report": column(revision.report),
            "sha256": revision.sha256,
            "captured_at": captured_at,
            "published_at": published_at,
            "said_at": published_at or captured_at,
            "outlet": column(revision.outlet),
            "title": column(revision.title),
            "url": column(revision.url),
            "section": column(revision.section),
        }
    )
    rows["words"].append({"revision": entry.key, "title": column(revision.title) or "", "text": column(revision.text)})
    rows["sightings"].append(_sighting(entry.seq, entry.key, revision.captured_at, revision.sha256))
    rows["media"] += _media(entry.key, revision.media)


def _media(revision: str, carried: Iterable[Media]) -> list[Row]:
    names = ("kind", "sha256", "platform_id", "name", "note")
    return [
        {"revision": revision, "position": position, **{name: column(getattr(media, name)) for name in names}}
        for position, media in enumerate(carried)
    ]


def _fingerprint(entry: Logged, body: bytes, rows: Rows) -> None:
    found = decode(body, FingerprintBody)
    for position, frame in enumerate(found.frames):
        shown = {"seq": entry.seq, "at_ms": frame.at_ms, "hash": bytes.fromhex(frame.pdq), "quality": frame.quality}
        rows["fingerprints"].append({"sha256": found.sha256, "position": position, **shown})
    rows["looks"].append({"sha256": found.sha256, "version": found.version, "note": found.note})


def _match(entry: Logged, body: bytes, rows: Rows) -> None:
    match = decode(body, MediaMatch)
    scored = {"method": match.method, "score": f"{match.score:.3f}"}
    rows["matches"].append({"one": match.one, "other": match.other, **scored, "body": msgspec.json.encode(match)})


def _unavailable(entry: Logged, body: bytes, rows: Rows) -> None:
    missed = decode(body, UnavailableBody)
    where = {"report": column(missed.report), "at": spelled(missed.at), "why": column(missed.why)}
    rows["misses"].append({"seq": entry.seq, **where})


def _seen(entry: Logged, body: bytes, rows: Rows) -> None:
    seen = decode(body, SeenBody)
    rows["sightings"].append(_sighting(entry.seq, seen.revision, seen.captured_at, seen.sha256))
    rows["media"] += _media(seen.revision, seen.media)


def _sighting(seq: int, revision: str, captured_at: datetime, sha256: str) -> Row:
    return {"seq": seq, "revision": revision, "captured_at": spelled(captured_at), "sha256": sha256}


def _reading(entry: Logged, body: bytes, rows: Rows) -> None:
    reading = decode(body, Reading)
    statements = {statement.id: statement for statement in reading.statements}
    claims = [
        _claim(entry.key, position, claim, statements.get(claim.statement or "")) for position, claim in enumerate(reading.claims)
    ]
    rows["readings"].append({"revision": entry.key, "seq": entry.seq, "engine": column(reading.engine), "claims": claims})


def _claim(revision: str, position: int, claim: Claim, statement: Statement | None) -> Row:
    speaker = _speaker(statement)
    place = claim.places[0] if claim.places else None
    return {
        "claim": claim_id(revision, claim.id),
        "revision": revision,
        "position": position,
        "event_type": claim.event_type,
        "polarity": claim.polarity,
        "certainty": claim.certainty,
        "speaker": column(speaker),
        "speaker_words": folded(speaker, statement.source.text if statement and statement.source else None),
        "place": column(place.name) if place else None,
        "place_words": folded(*(word for place in claim.places for word in _place_words(place))),
        "country": place.country if place else None,
        "time_from": claim.time.first if claim.time else None,
        "time_to": claim.time.last if claim.time else None,
        "body": msgspec.json.encode(ClaimBody(claim, statement)),
    }


def _speaker(statement: Statement | None) -> str | None:
    if statement is None or statement.source is None:
        return None
    return "; ".join(statement.source.speakers) or statement.source.text


def _place_words(place: Place) -> tuple[str | None, ...]:
    return (place.name, place.text, place.region, place.admin1)


def _judgement(entry: Logged, body: bytes, rows: Rows) -> None:
    judgement = decode(body, Judgement)
    values = {name: column(getattr(judgement, name)) for name in ("by", "at", "what", "decision", "reason")}
    rows["judgements"].append({"judgement": judgement.id, "seq": entry.seq, "undone_at": None, **values})


def _moved(entry: Logged, body: bytes, rows: Rows) -> None:
    moved = decode(body, Moved)
    rows["moved"].append({"seq": entry.seq, "event": moved.event, "block": column(moved.block), "body": body})


def _undo(entry: Logged, body: bytes, rows: Rows) -> None:
    undo = decode(body, UndoBody)
    rows["undone"].append({"wanted": undo.judgement, "undone_at": undo.at})


_ROWS_OF: dict[str, Callable[[Logged, bytes, Rows], None]] = {
    "original": _original,
    "revision": _revision,
    "seen": _seen,
    "reading": _reading,
    "judgement": _judgement,
    "undo": _undo,
    "moved": _moved,
    "fingerprint": _fingerprint,
    "match": _match,
    "unavailable": _unavailable,
}


def _store(conn: sa.Connection, rows: Rows) -> None:
    for name in ("originals", "revisions", "words", "fingerprints", "looks", "matches", "misses", "judgements", "moved"):
        if rows[name]:
            conn.execute(sa.insert(t.views.tables[name]), rows[name])
    if rows["undone"]:
        undo = sa.update(t.judgements).where(t.judgements.c.judgement == sa.bindparam("wanted"))
        conn.execute(undo.values(undone_at=sa.bindparam("undone_at")), rows["undone"])
    _store_media(conn, rows["media"])
    _store_readings(conn, {row["revision"]: row for row in rows["readings"]})
    _store_sightings(conn, rows["sightings"])


def _store_readings(conn: sa.Connection, latest: dict[str, Row]) -> None:
    for ids in _some(latest):
        conn.execute(sa.delete(t.readings).where(t.readings.c.revision.in_(ids)))
        conn.execute(sa.delete(t.claims).where(t.claims.c.revision.in_(ids)))
    claims = [claim for row in latest.values() for claim in row.pop("claims")]
    if latest:
        conn.execute(sa.insert(t.readings), list(latest.values()))
    if claims:
        conn.execute(sa.insert(t.claims), claims)


def _store_media(conn: sa.Connection, media: list[Row]) -> None:
    """What a revision carries, as its latest capture that brought files found it."""
    latest: dict[tuple[str, int], Row] = {}
    for row in media:
        if row["position"] == 0:
            latest = {place: known for place, known in latest.items() if place[0] != row["revision"]}
        latest[row["revision"], row["position"]] = row
    for ids in _some({revision for revision, _ in latest}):
        conn.execute(sa.delete(t.media).where(t.media.c.revision.in_(ids)))
    if latest:
        conn.execute(sa.insert(t.media), list(latest.values()))


def _store_sightings(conn: sa.Connection, sightings: list[Row]) -> None:
    """A revision was first captured when it was first seen, in whatever order its captures came in."""
    ids = {row["revision"] for row in sightings}
    known = {row.revision: row for chunk in _some(ids) for row in _revision_rows(conn, chunk)}
    sightings = [{**row, "report": known[row["revision"]].report} for row in sightings if row["revision"] in known]
    if not sightings:
        return
    conn.execute(sa.insert(t.sightings), sightings)
    for row in sightings:
        revision = known[row["revision"]]
        if row["captured_at"] < revision.captured_at:
            values = {"captured_at": row["captured_at"], "said_at": revision.published_at or row["captured_at"]}
            conn.execute(sa.update(t.revisions).where(t.revisions.c.revision == revision.revision).values(**values))
    refresh_reports(conn, {row["report"] for row in sightings})


def _revision_rows(conn: sa.Connection, ids: list[str]) -> list[Any]:
    return list(conn.execute(sa.select(t.revisions).where(t.revisions.c.revision.in_(ids))))


def refresh_reports(conn: sa.Connection, reports: Iterable[str]) -> None:
    """One row a report, with what its latest revision says of it."""
    for ids in _some(reports):
        latest: dict[str, Row] = {}
        for row in conn.execute(_by_capture(ids)):
            first = latest.get(row.report, {}).get("first_captured", row.seen_at)
            revisions = latest.get(row.report, {}).get("revisions", set()) | {row.revision}
            latest[row.report] = {
                "report": row.report,
                "latest": row.revision,
                "outlet": row.outlet,
                "title": row.title,
                "url": row.url,
                "published_at": row.published_at,
                "first_captured": first,
                "last_captured": row.seen_at,
                "revisions": revisions,
                "section": row.section,
            }
        conn.execute(sa.delete(t.reports).where(t.reports.c.report.in_(ids)))
        conn.execute(sa.insert(t.reports), [{**row, "revisions": len(row["revisions"])} for row in latest.values()])


def _by_capture(reports: list[str]) -> sa.Select[Any]:
    seen = sa.select(t.revisions, t.sightings.c.captured_at.label("seen_at"))
    seen = seen.join(t.sightings, t.sightings.c.revision == t.revisions.c.revision)
    return seen.where(t.revisions.c.report.in_(reports)).order_by(t.sightings.c.captured_at, t.sightings.c.seq)


def column(text: str | None) -> str | None:
    """Text as every database can hold it: PostgreSQL knows no NUL."""
    return text.replace("\x00", "\ufffd") if text else text


def folded(*texts: str | None) -> str | None:
    """Words to be searched without regard to case, in any script."""
    return column("\n".join(text.casefold() for text in texts if text)) or None


def _some(ids: Iterable[str]) -> Iterator[list[str]]:
    stream = iter(ids)
    while chunk := list(islice(stream, _MANY)):
        yield chunk
