"""`bangfu budget`: baselines and growth, annual budgets, control and execution.

The commands stand in `budget_growth.py`, `budget_plan.py` and `budget_control.py`.
"""

import typer

from app.cli import budget_control, budget_growth, budget_plan
from app.cli.output import Columns

app = typer.Typer(no_args_is_help=True)
PARTS = (budget_growth, budget_plan, budget_control)

for part in PARTS:
    app.registered_commands += part.app.registered_commands
    app.registered_groups += part.app.registered_groups

SHOWN: dict[str, Columns] = {
    name: columns for part in PARTS for name, columns in part.SHOWN.items()
}
"""What each command shows; `docs/cli.md` is written from it."""
