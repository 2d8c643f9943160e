"""`bangfu money …`: matching."""

import typer

from app.cli.output import Columns

app = typer.Typer(no_args_is_help=True)

SHOWN: dict[str, Columns] = {}
"""What each command shows; `docs/cli.md` is written from it."""
