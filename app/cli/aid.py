"""`bangfu aid …`: every part of aid hangs on here."""

import typer

from app.cli import (
    aid_bank_files,
    aid_batches,
    aid_cases,
    aid_deceased,
    aid_floors,
    aid_guardians,
    aid_handouts,
    aid_history,
    aid_quarters,
    aid_recipients,
    aid_standards,
    aid_statistics,
    aid_tie,
)
from app.cli.output import Columns

app = typer.Typer(no_args_is_help=True)
_PARTS = (
    aid_bank_files,
    aid_batches,
    aid_cases,
    aid_deceased,
    aid_floors,
    aid_guardians,
    aid_handouts,
    aid_history,
    aid_quarters,
    aid_recipients,
    aid_standards,
    aid_statistics,
    aid_tie,
)
for part in _PARTS:
    app.registered_groups += part.app.registered_groups
    app.registered_commands += part.app.registered_commands

SHOWN: dict[str, Columns] = {
    name: columns for part in _PARTS for name, columns in part.SHOWN.items()
}
"""What each command shows; `docs/cli.md` is written from it."""
