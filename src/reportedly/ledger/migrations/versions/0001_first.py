"""The log with its guards, the views, and the full-text index."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

REDACTED = """NEW.seq = OLD.seq AND NEW.salt IS NULL AND NEW.body IS NULL
    AND EXISTS (SELECT 1 FROM entries WHERE kind = 'redaction' AND key = CAST(OLD.seq AS TEXT))"""

SQLITE_GUARDS = [
    f"CREATE TRIGGER {table}_{name} BEFORE {event} ON {table}{when} BEGIN SELECT RAISE(ABORT, '{table} are append-only'); END"
    for table, key in (("entries", "seq"), ("checkpoints", "size"), ("contents", "seq"))
    for name, event, when in (
        ("no_delete", "DELETE", ""),
        ("no_update", "UPDATE", f" WHEN NOT ({REDACTED})" if table == "contents" else ""),
        ("no_replace", "INSERT", f" WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})"),
    )
]
SQLITE_WORDS = [
    "CREATE VIRTUAL TABLE word_index USING fts5(title, text, content='words', tokenize='unicode61 remove_diacritics 2')",
    """CREATE TRIGGER words_in AFTER INSERT ON words BEGIN
        INSERT INTO word_index (rowid, title, text) VALUES (NEW.rowid, NEW.title, NEW.text); END""",
    """CREATE TRIGGER words_out AFTER DELETE ON words BEGIN
        INSERT INTO word_index (word_index, rowid, title, text) VALUES ('delete', OLD.rowid, OLD.title, OLD.text); END""",
]
POSTGRESQL_GUARDS = [
    """CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '% are append-only', TG_TABLE_NAME; END $$""",
    f"""CREATE FUNCTION redact_only() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN IF {REDACTED} THEN RETURN NEW; END IF; RAISE EXCEPTION 'contents are append-only'; END $$""",
    "CREATE TRIGGER contents_no_update BEFORE UPDATE ON contents FOR EACH ROW EXECUTE FUNCTION redact_only()",
    "CREATE TRIGGER contents_no_delete BEFORE DELETE ON contents FOR EACH ROW EXECUTE FUNCTION append_only()",
    "CREATE TRIGGER contents_no_truncate BEFORE TRUNCATE ON contents EXECUTE FUNCTION append_only()",
    *(
        f"CREATE TRIGGER {table}_no_{name} BEFORE {events} ON {table} FOR EACH {each} EXECUTE FUNCTION append_only()"
        for table in ("entries", "checkpoints")
        for name, events, each in (("change", "UPDATE OR DELETE", "ROW"), ("truncate", "TRUNCATE", "STATEMENT"))
    ),
]
POSTGRESQL_WORDS = [
    "CREATE INDEX word_index ON words USING gin (to_tsvector('simple', title || ' ' || left(text, 200000)))",
]


def upgrade() -> None:
    _log()
    _views()
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in (SQLITE_GUARDS + SQLITE_WORDS) if sqlite else (POSTGRESQL_GUARDS + POSTGRESQL_WORDS):
        op.execute(statement)


def _log() -> None:
    op.create_table(
        "checkpoints",
        sa.Column("size", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.Column("peaks", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("size"),
    )
    op.create_table(
        "entries",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("entry", sa.LargeBinary(), nullable=False),
        sa.Column("leaf", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_index("entries_kind_key", "entries", ["kind", "key"], unique=False)
    op.create_table(
        "contents",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["seq"],
            ["entries.seq"],
        ),
        sa.PrimaryKeyConstraint("seq"),
    )


def _views() -> None:
    op.create_table(
        "answers",
        sa.Column("claim", sa.Text(), nullable=False),
        sa.Column("point", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("claim", "point"),
    )
    op.create_index("answers_event", "answers", ["event"], unique=False)
    op.create_index("answers_standing", "answers", ["standing"], unique=False)
    op.create_table(
        "claims",
        sa.Column("claim", sa.Text(), nullable=False),
        sa.Column("revision", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("event_type", sa.Text(), nullable=False),
        sa.Column("polarity", sa.Text(), nullable=False),
        sa.Column("certainty", sa.Text(), nullable=False),
        sa.Column("speaker", sa.Text(), nullable=True),
        sa.Column("speaker_words", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("place_words", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("time_from", sa.Text(), nullable=True),
        sa.Column("time_to", sa.Text(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("claim"),
    )
    op.create_index("claims_country", "claims", ["country"], unique=False)
    op.create_index("claims_event_type", "claims", ["event_type"], unique=False)
    op.create_index("claims_place", "claims", ["place"], unique=False)
    op.create_index("claims_revision", "claims", ["revision"], unique=False)
    op.create_index("claims_speaker", "claims", ["speaker"], unique=False)
    op.create_index("claims_time", "claims", ["time_from", "time_to"], unique=False)
    op.create_table(
        "events",
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("event_type", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("time_from", sa.Text(), nullable=True),
        sa.Column("time_to", sa.Text(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("event"),
    )
    op.create_index("events_position", "events", ["position"], unique=False)
    op.create_table(
        "judgements",
        sa.Column("judgement", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("undone_at", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("judgement"),
    )
    op.create_index("judgements_what", "judgements", ["what"], unique=False)
    op.create_table(
        "originals",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sha256"),
    )
    op.create_table(
        "readings",
        sa.Column("revision", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("engine", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("revision"),
    )
    op.create_table(
        "reports",
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("latest", sa.Text(), nullable=False),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("published_at", sa.Text(), nullable=True),
        sa.Column("first_captured", sa.Text(), nullable=False),
        sa.Column("last_captured", sa.Text(), nullable=False),
        sa.Column("revisions", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("report"),
    )
    op.create_table(
        "revisions",
        sa.Column("revision", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("captured_at", sa.Text(), nullable=False),
        sa.Column("published_at", sa.Text(), nullable=True),
        sa.Column("said_at", sa.Text(), nullable=False),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("revision"),
    )
    op.create_index("revisions_said_at", "revisions", ["said_at"], unique=False)
    op.create_index("revisions_report", "revisions", ["report", "captured_at"], unique=False)
    op.create_table(
        "sightings",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Text(), nullable=False),
        sa.Column("captured_at", sa.Text(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_index("sightings_report", "sightings", ["report", "captured_at"], unique=False)
    op.create_index("sightings_revision", "sightings", ["revision", "captured_at"], unique=False)
    op.create_table(
        "state",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "words",
        sa.Column("revision", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("revision"),
    )
