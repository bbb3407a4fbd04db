"""Events by block, which blocks a report bears on, and what became of event ids. Events are derived anew at the next add."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.drop_table("events")
    op.create_table(
        "events",
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("rank", sa.LargeBinary(), nullable=False),
        sa.Column("block", sa.Text(), nullable=False),
        sa.Column("event_type", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("time_from", sa.Text(), nullable=True),
        sa.Column("time_to", sa.Text(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("event"),
    )
    op.create_index("events_rank", "events", ["rank"], unique=False)
    op.create_index("events_block", "events", ["block"], unique=False)
    op.create_table(
        "bearing",
        sa.Column("block", sa.Text(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("block", "report"),
    )
    op.create_index("bearing_report", "bearing", ["report"], unique=False)
    op.create_index("bearing_area", "bearing", ["area"], unique=False)
    op.create_table(
        "moved",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("block", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_index("moved_event", "moved", ["event"], unique=False)
    op.create_index("answers_point", "answers", ["point"], unique=False)
    op.execute("DELETE FROM answers")
    op.execute("DELETE FROM state")
