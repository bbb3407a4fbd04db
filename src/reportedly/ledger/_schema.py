"""The tables: the log, which is the only truth, and the views, which are derived from it and can be dropped.

Times are UTC text of fixed width (RFC 3339, microseconds), so that they compare as text on every database.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, MetaData, Table, Text

log = MetaData()
views = MetaData()

entries = Table(
    "entries",
    log,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("entry", LargeBinary, nullable=False),
    Column("leaf", LargeBinary, nullable=False),
    Index("entries_kind_key", "kind", "key"),
)
contents = Table(
    "contents",
    log,
    Column("seq", BigInteger, ForeignKey("entries.seq"), primary_key=True, autoincrement=False),
    Column("salt", LargeBinary),
    Column("body", LargeBinary),
)
checkpoints = Table(
    "checkpoints",
    log,
    Column("size", BigInteger, primary_key=True, autoincrement=False),
    Column("root", LargeBinary, nullable=False),
    Column("peaks", LargeBinary, nullable=False),
    Column("at", Text, nullable=False),
    Column("note", Text, nullable=False),
)

state = Table(
    "state",
    views,
    Column("name", Text, primary_key=True),
    Column("size", BigInteger, nullable=False),
)
originals = Table(
    "originals",
    views,
    Column("sha256", Text, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("media_type", Text, nullable=False),
)
revisions = Table(
    "revisions",
    views,
    Column("revision", Text, primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("report", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("captured_at", Text, nullable=False),
    Column("published_at", Text),
    Column("said_at", Text, nullable=False),
    Column("outlet", Text),
    Column("title", Text),
    Column("url", Text),
    Column("section", Text),
    Index("revisions_report", "report", "captured_at"),
    Index("revisions_said_at", "said_at"),
    Index("revisions_captured_at", "captured_at"),
    Index("revisions_outlet", "outlet", "said_at"),
)
sightings = Table(
    "sightings",
    views,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("revision", Text, nullable=False),
    Column("captured_at", Text, nullable=False),
    Column("report", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Index("sightings_revision", "revision", "captured_at"),
    Index("sightings_report", "report", "captured_at"),
)
readings = Table(
    "readings",
    views,
    Column("revision", Text, primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("engine", Text, nullable=False),
)
reports = Table(
    "reports",
    views,
    Column("report", Text, primary_key=True),
    Column("latest", Text, nullable=False),
    Column("outlet", Text),
    Column("title", Text),
    Column("url", Text),
    Column("published_at", Text),
    Column("first_captured", Text, nullable=False),
    Column("last_captured", Text, nullable=False),
    Column("revisions", Integer, nullable=False),
    Column("section", Text),
    Index("reports_outlet", "outlet", "first_captured"),
    Index("reports_first_captured", "first_captured", "report"),
    Index("reports_last_captured", "last_captured"),
    Index("reports_section", "section"),
)
claims = Table(
    "claims",
    views,
    Column("claim", Text, primary_key=True),
    Column("revision", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("event_type", Text, nullable=False),
    Column("polarity", Text, nullable=False),
    Column("certainty", Text, nullable=False),
    Column("speaker", Text),
    Column("speaker_words", Text),
    Column("place", Text),
    Column("place_words", Text),
    Column("country", Text),
    Column("time_from", Text),
    Column("time_to", Text),
    Column("body", LargeBinary, nullable=False),
    Index("claims_revision", "revision"),
    Index("claims_place", "place"),
    Index("claims_country", "country"),
    Index("claims_speaker", "speaker"),
    Index("claims_event_type", "event_type"),
    Index("claims_time", "time_from", "time_to"),
)
events = Table(
    "events",
    views,
    Column("event", Text, primary_key=True),
    Column("rank", LargeBinary, nullable=False),
    Column("block", Text, nullable=False),
    Column("event_type", Text, nullable=False),
    Column("place", Text),
    Column("time_from", Text),
    Column("time_to", Text),
    Column("body", LargeBinary, nullable=False),
    Index("events_rank", "rank"),
    Index("events_block", "block"),
)
listing = Table(
    "listing",
    views,
    Column("event", Text, primary_key=True),
    Column("block", Text, nullable=False),
    Column("rank", LargeBinary, nullable=False),
    Column("event_type", Text, nullable=False),
    Column("standings", Integer, nullable=False),
    Column("parties", Text, nullable=False),
    Column("first", Text, nullable=False),
    Column("last", Text, nullable=False),
    Column("place_words", Text, nullable=False),
    Column("words", Text, nullable=False),
    Index("listing_rank", "rank"),
    Index("listing_standings", "standings"),
    Index("listing_parties", "parties"),
    Index("listing_event_type", "event_type"),
)
origins = Table(
    "origins",
    views,
    Column("event", Text, primary_key=True),
    Column("origin", Text, primary_key=True),
    Column("speaker", Text),
    Column("party", Text),
    Index("origins_speaker", "speaker"),
)
steps = Table(
    "steps",
    views,
    Column("event", Text, primary_key=True),
    Column("start", Text, primary_key=True),
    Column("end", Text, primary_key=True),
    Index("steps_start", "start"),
    Index("steps_end", "end"),
)
bearing = Table(
    "bearing",
    views,
    Column("block", Text, primary_key=True),
    Column("report", Text, primary_key=True),
    Column("area", Text, nullable=False),
    Index("bearing_report", "report"),
    Index("bearing_area", "area"),
)
moved = Table(
    "moved",
    views,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("event", Text, nullable=False),
    Column("block", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("moved_event", "event"),
)
answers = Table(
    "answers",
    views,
    Column("claim", Text, primary_key=True),
    Column("point", Text, primary_key=True),
    Column("event", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("standing", Text, nullable=False),
    Index("answers_standing", "standing"),
    Index("answers_event", "event"),
    Index("answers_point", "point"),
)
judgements = Table(
    "judgements",
    views,
    Column("judgement", Text, primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("decision", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("undone_at", Text),
    Index("judgements_what", "what"),
)
media = Table(
    "media",
    views,
    Column("revision", Text, primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("sha256", Text),
    Column("platform_id", Text),
    Column("name", Text),
    Column("note", Text),
    Index("media_sha256", "sha256"),
    Index("media_platform_id", "platform_id"),
)
fingerprints = Table(
    "fingerprints",
    views,
    Column("sha256", Text, primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, nullable=False),
    Column("at_ms", BigInteger),
    Column("hash", LargeBinary, nullable=False),
    Column("quality", Integer, nullable=False),
)
looks = Table(
    "looks",
    views,
    Column("sha256", Text, primary_key=True),
    Column("version", Text, nullable=False),
    Column("note", Text),
)
matches = Table(
    "matches",
    views,
    Column("one", Text, primary_key=True),
    Column("other", Text, primary_key=True),
    Column("method", Text, nullable=False),
    Column("score", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("matches_other", "other"),
)
misses = Table(
    "misses",
    views,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("report", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("why", Text, nullable=False),
    Index("misses_report", "report", "at"),
)
words = Table(
    "words",
    views,
    Column("revision", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
)
