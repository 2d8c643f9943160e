"""审计情况简报 as the management body reads it."""

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from pypdf import PdfReader

from ledger.database import Engine, reading
from reports.errors import NoSuchScope
from tests import prefecture
from tests.reports.asking import asked, document, rendered, request

CITY = "130100"


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = prefecture.copied(tmp_path_factory.mktemp("board"))
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def told(demonstration: Engine) -> Any:
    return asked(demonstration, "audit_board", CITY, "2025")


def test_the_board_reads_the_figures_and_findings_of_the_report(
    demonstration: Engine, told: Any
) -> None:
    whole = asked(demonstration, "annual_audit", CITY, "2025")
    (total,) = (r for r in whole["tables"]["rolled"]["rows"] if r["style"] == "total")
    assert {"funds", "purposes"} < told["tables"].keys()
    assert told["values"]["short"]["本年支出（元）"] == total["paid"]
    numbers = [row["number"] for row in told["tables"]["wrong"]["rows"]]
    assert numbers == [f"2025-0{n}" for n in range(1, 5)]


def test_nobody_who_was_helped_can_be_told_from_it(told: Any) -> None:
    text = json.dumps(told, ensure_ascii=False)
    assert "D1301" not in text
    assert "档案号" not in text


def test_it_is_two_pages(demonstration: Engine) -> None:
    with reading(demonstration) as connection:
        page = document(connection, "audit_board", request(CITY, "2025"))
    assert len(PdfReader(io.BytesIO(rendered(page, "pdf"))).pages) == 2


@pytest.mark.parametrize(
    ("period", "more"), [("2025-03", {}), ("2025", {"with_subunits": True})]
)
def test_it_is_of_one_unit_and_one_year(
    demonstration: Engine, period: str, more: dict[str, bool]
) -> None:
    with pytest.raises(NoSuchScope):
        asked(demonstration, "audit_board", CITY, period, **more)
