"""Runs the migrations on the connection that the ledger hands over."""

from alembic import context

from reportedly.ledger._schema import log, views

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=[log, views],
    transactional_ddl=True,
    transaction_per_migration=False,
)
context.run_migrations()
