"""What lists of events, speakers and outlets are made of, and the section of reports. The lists are filled when it is done."""

import msgspec
import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    _sections()
    op.create_index("revisions_captured_at", "revisions", ["captured_at"], unique=False)
    op.create_index("revisions_outlet", "revisions", ["outlet", "said_at"], unique=False)
    op.create_index("reports_outlet", "reports", ["outlet", "first_captured"], unique=False)
    op.create_index("reports_first_captured", "reports", ["first_captured", "report"], unique=False)
    op.create_index("reports_last_captured", "reports", ["last_captured"], unique=False)
    op.create_index("reports_section", "reports", ["section"], unique=False)
    op.create_table(
        "listing",
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("block", sa.Text(), nullable=False),
        sa.Column("rank", sa.LargeBinary(), nullable=False),
        sa.Column("event_type", sa.Text(), nullable=False),
        sa.Column("standings", sa.Integer(), nullable=False),
        sa.Column("parties", sa.Text(), nullable=False),
        sa.Column("first", sa.Text(), nullable=False),
        sa.Column("last", sa.Text(), nullable=False),
        sa.Column("place_words", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("event"),
    )
    for name in ("rank", "standings", "parties", "event_type"):
        op.create_index(f"listing_{name}", "listing", [name], unique=False)
    op.create_table(
        "origins",
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("speaker", sa.Text(), nullable=True),
        sa.Column("party", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("event", "origin"),
    )
    op.create_index("origins_speaker", "origins", ["speaker"], unique=False)
    op.create_table(
        "steps",
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("start", sa.Text(), nullable=False),
        sa.Column("end", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("event", "start", "end"),
    )
    op.create_index("steps_start", "steps", ["start"], unique=False)
    op.create_index("steps_end", "steps", ["end"], unique=False)


def _sections() -> None:
    """Sections were only in the log's contents until now."""
    op.add_column("revisions", sa.Column("section", sa.Text(), nullable=True))
    op.add_column("reports", sa.Column("section", sa.Text(), nullable=True))
    conn = op.get_bind()
    bodies = sa.text("SELECT v.revision, c.body FROM revisions v JOIN contents c ON c.seq = v.seq WHERE c.body IS NOT NULL")
    found = []
    for revision_id, body in conn.execute(bodies.execution_options(yield_per=500)):
        if section := msgspec.json.decode(body).get("section"):
            found.append({"id": revision_id, "section": section.replace("\x00", "\ufffd")})
    if found:
        conn.execute(sa.text("UPDATE revisions SET section = :section WHERE revision = :id"), found)
    op.execute("UPDATE reports SET section = (SELECT section FROM revisions WHERE revision = latest)")
