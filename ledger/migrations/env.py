"""Runs the migrations inside the transaction of whoever asks for them.

The shell hands over an open connection and the declared tables, so that this folder
imports no other package of the project; the caller commits, or nothing stands.
"""

from alembic import context

_given = context.config.attributes

context.configure(
    connection=_given["connection"],
    target_metadata=_given["metadata"],
    # SQLite too takes schema changes back, for we begin its transactions ourselves.
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
