"""Reports asked for in tests, and read back as other programs read them."""

import csv
import datetime as dt
import importlib
import io
import json
from pathlib import Path
from typing import Any

from ledger import intake, registration
from ledger.database import Connection, Engine, reading, writing
from ledger.money import Money
from ledger.people import Act, Person
from ledger.periods import parse_span
from reports import catalogue
from reports.catalogue import Request
from reports.report import Document

EXAMPLES = Path(__file__).parents[2] / "examples"
NOW = dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)
IMPORTED = dt.datetime(2026, 1, 5, 8, tzinfo=dt.UTC)


def bring_in(engine: Engine, *folders: Path) -> None:
    """Import books folders, as the person who keeps these books."""
    with writing(engine) as connection:
        keeper = [Person(code="keeper", name="记账员")]
        assert not registration.register_people(
            connection, keeper, Act("bangfu", IMPORTED)
        )
    for folder in folders:
        intake.import_books(engine, folder, Act("keeper", IMPORTED))


def request(unit: str, period: str, **more: Any) -> Request:
    """What is asked for, on 1 March 2026 unless told otherwise."""
    span = parse_span(period, quarters=True)
    return Request(unit=unit, span=span, period=period, **{"at": NOW} | more)


def document(connection: Connection, name: str, asked: Request) -> Document:
    """A report drawn up; read it while the connection is open."""
    return catalogue.build(name, connection, asked)


def rendered(report: Document, suffix: str, **told: Any) -> bytes:
    """A report in a format; `told` is what its renderer may be told."""
    stream = io.BytesIO()
    importlib.import_module(f"reports.render.{suffix}").render(report, stream, **told)
    return stream.getvalue()


def asked(engine: Engine, name: str, unit: str, period: str, **more: Any) -> Any:
    """A report as JSON gives it."""
    with reading(engine) as connection:
        report = document(connection, name, request(unit, period, **more))
        return json.loads(rendered(report, "json"))


def rows(report: Any, table: str, key: str = "fund") -> dict[str, Any]:
    """The rows of a table by one of their columns."""
    return {row[key]: row for row in report["tables"][table]["rows"]}


def yuan(text: str | None) -> Money:
    """An amount out of JSON; an empty cell is nothing."""
    return Money.parse(text) if text else Money(0)


def lines_of_csv(content: bytes) -> list[list[str]]:
    """The lines of a CSV file."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
