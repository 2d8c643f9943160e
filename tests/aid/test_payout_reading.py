"""Batches are checked against the list of people who died and aid given elsewhere."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from aid.batches import save
from aid.deceased import import_deceased, read_deceased, workers_died
from aid.errors import BatchFaulty
from aid.history import import_history
from aid.history_sheet import read_history
from ledger.database import writing
from tests import server
from tests.aid import batching
from tests.aid.batching import KEEPER, MAKER
from tests.aid.filing import VAULT, number
from tests.building import Books


@pytest.fixture
def books(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    """U1 with the files P-1 to P-5, live and under L13."""
    yield from batching.filled(shelf, dialect)


def test_who_died_is_not_paid(books: Books, tmp_path: Path) -> None:
    path = tmp_path / "deceased.csv"
    path.write_text(f"身份证号,死亡日期,来源\n{number(2)},2026-03-08,民政局\n", "utf-8")
    with writing(books.engine) as connection:
        sheet = read_deceased(path, KEEPER)
        assert import_deceased(connection, "U1", sheet, VAULT, KEEPER).added == 1
        assert workers_died(connection, [1, 2], dt.date(2026, 3, 8)) == {}
        assert workers_died(connection, [1, 2], dt.date(2026, 3, 9)) == {
            2: dt.date(2026, 3, 8)
        }
        with pytest.raises(BatchFaulty, match=r"P-2.*死亡（死亡名单）"):
            save(connection, batching.batch(), batching.basis(), MAKER)


def test_aid_elsewhere_is_told_before_a_batch_is_saved(
    books: Books, tmp_path: Path
) -> None:
    """P-1 had living aid for March of a body of its own; P-2 had something else."""
    path = tmp_path / "payments.csv"
    head = "档案号,救助项目,期间,金额,发放日期,发放单位,其他救助"
    rows = "P-1,生活救助,2026-03,500,2026-03-01,某县总工会,否"
    path.write_text(f"{head}\n{rows}\n", "utf-8")
    with writing(books.engine) as connection:
        import_history(connection, "U1", read_history(path, KEEPER), VAULT, KEEPER)
    with (
        writing(books.engine) as connection,
        pytest.raises(
            BatchFaulty, match=r"P-1.*U1 的此前或其他单位（2026-03-01，1）已发 500"
        ),
    ):
        save(connection, batching.batch(), batching.basis(), MAKER)
