"""`bangfu money`: what comes in and goes out.

The commands stand in the `money_….py`, by duty.
"""

import typer

from app.cli import (
    money_attachment,
    money_bank,
    money_cash,
    money_donation,
    money_goods,
    money_lineage,
    money_matching,
    money_receive,
    money_reconciliation,
    money_request,
    money_returned,
    money_transfer,
)
from app.cli.output import Columns

app = typer.Typer(no_args_is_help=True)
PARTS = (
    money_receive,
    money_request,
    money_donation,
    money_goods,
    money_bank,
    money_returned,
    money_matching,
    money_cash,
    money_reconciliation,
    money_attachment,
    money_transfer,
    money_lineage,
)

for part in PARTS:
    app.registered_commands += part.app.registered_commands
    app.registered_groups += part.app.registered_groups

SHOWN: dict[str, Columns] = {
    name: columns for part in PARTS for name, columns in part.SHOWN.items()
}
"""What each command shows; `docs/cli.md` is written from it."""
