"""history.

Runs the frozen statements in the two .sql files beside this one, so that later
changes of the declared tables and guards do not change history.

Before it is committed, review by hand:

1. Sealed tables are never rebuilt: SQLite drops the triggers with the table. A later
   rule comes as a trigger that says how history passes.
2. CHECKs, triggers and functions are not found by comparison: write each of them, for
   SQLite and for PostgreSQL. Statements are separated by a line of `--;;`.
3. A table that only grows needs its guards here too (`ledger/guards.py`).
4. `make migration` wrote the catalogue of an unchanged database; run
   `python -m app.migrating catalogue` again, and read what it changed.
"""

from pathlib import Path

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Run the frozen statements of this database."""
    connection = op.get_bind()
    frozen = Path(__file__).with_suffix(f".{connection.dialect.name}.sql")
    for statement in frozen.read_text("utf-8").split("\n--;;\n"):
        # Without parameters a driver leaves the percent signs of a check alone.
        if statement.strip():
            connection.exec_driver_sql(
                statement, execution_options={"no_parameters": True}
            )


def downgrade() -> None:
    """Refuse: books only grow."""
    raise NotImplementedError("账簿只增不减：数据库不降级，请从备份恢复")
