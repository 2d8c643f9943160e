"""`bangfu aid statistics`: files and aid of a unit and of all below it, over a span."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import output
from app.cli.arguments import AnyPeriod, As, Database, Unit, WithSubunits, span_of
from app.cli.output import Columns, Format, show
from app.cli.session import Session, open_session
from ledger.balances import subtree
from ledger.database import Connection
from ledger.people import KEEPING_BOOKS, Right
from ledger.register import lookups

if TYPE_CHECKING:
    from aid.file_figures import FileFigures
    from aid.statistics import Statistics
