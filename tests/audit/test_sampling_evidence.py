"""A sample of an auditee's own books, taken in as evidence."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from audit.errors import PopulationChanged
from audit.integrity import verify
from audit.package_samples import population_files
from audit.populations import Of
from audit.sampling_judging import evaluate
from audit.sampling_keeping import draw_sample
from audit.sampling_results import Found, Outcome
from audit.sampling_sealing import Sealed, sealed_of
from ledger.database import reading, writing
from ledger.errors import NotFound
from tests import building, server
from tests.audit import engaging, sampling
from tests.audit.sealed import unguard
from tests.audit.test_evidence import take, vouchers
from tests.building import Books

KEY = "E2026-1"


def fill(books: Books) -> None:
    """An engagement of U1, and U1's books from elsewhere with thirty payments."""
    engaging.fill(books)
    with writing(books.engine) as connection:
        engaging.begin(connection)
    lines = []
    for n in range(1, 31):
        head = f"S1,v{n},2025-01-{n:02d},救助,1,甲,乙"
        lines += [f"{head},50404,F1,{n}.00,", f"{head},102,F1,,{n}.00"]
    with tempfile.TemporaryDirectory() as name:
        take(books, vouchers(Path(name) / "f", *lines))


@pytest.fixture
def books(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    yield from building.copied(shelf, dialect, "sampled_evidence", fill)


def seal(books: Books, key: str = KEY) -> Sealed:
    with writing(books.engine) as connection:
        return sampling.sealed(connection, Of.PAYMENTS, evidence=key)


def test_it_is_sealed_drawn_and_judged_as_of_the_ledger(books: Books) -> None:
    one = seal(books)
    assert (one.evidence, one.position, one.count) == (KEY, 0, 30)
    assert one.place == f"外来账套 {KEY}"
    assert one.sum.fen == 465_00
    with writing(books.engine) as connection:
        desk = engaging.desk(connection, hour=3)
        worked = draw_sample(desk, one.number, sampling.wanted())
        wrong = Found(
            item=worked.sample.items[0].name,
            outcome=Outcome.DEVIATION,
            words="没有签收",
        )
        sampling.all_right(engaging.desk(connection, hour=4), worked, wrong)
    with reading(books.engine) as connection:
        judged = evaluate(connection, "U1", one.engagement, (one.number, 1))
        assert len(judged.deviations) == 1
        assert verify(connection).differences == ()
        # Another's books are not in a package of the unit's own.
        assert list(population_files(connection, "U1", engaging.YEAR)) == []


def test_evidence_that_changed_is_found(books: Books) -> None:
    one = seal(books)
    with books.raw() as raw:
        unguard(raw, "evidence_postings")
        raw.run("UPDATE evidence_postings SET debit_fen = 900 WHERE debit_fen = 800")
        raw.commit()
    with writing(books.engine) as connection:
        desk = engaging.desk(connection, hour=3)
        with pytest.raises(PopulationChanged):
            draw_sample(desk, one.number, sampling.wanted())
    with reading(books.engine) as connection:
        found = {one.test for one in verify(connection).differences}
    assert {"V21", "V22"} <= found


def test_evidence_that_is_not_there_is_refused(books: Books) -> None:
    with pytest.raises(NotFound):
        seal(books, "E2026-9")
    with reading(books.engine) as connection, pytest.raises(NotFound):
        sealed_of(connection, "U1", "J2026-1", 1)
