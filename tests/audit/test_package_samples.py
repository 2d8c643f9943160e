"""Samples in an evidence package are drawn again by whoever gets it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from audit.sampling_keeping import draw_sample
from audit.sampling_tickets import Method, Units
from ledger.database import writing
from tests import server
from tests.audit import engaging, sampling
from tests.audit.packages import failed, judged, relisted, written
from tests.building import Books

WAYS = [(units, method) for units in Units for method in Method]


@pytest.fixture
def books(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    """A population with a sample of every kind, on both databases."""
    for filled in sampling.filled(shelf, dialect):
        with writing(filled.engine) as connection:
            sampling.sealed(connection)
            money = sampling.money_terms()
            asked = [
                sampling.wanted(money if units is Units.MONEY else None, method=method)
                for units, method in WAYS
            ]
            asked.append(sampling.wanted(size=42))
            asked.append(sampling.wanted(money, size=42))
            for one in asked:
                desk = engaging.desk(connection, hour=3)
                sampling.all_right(desk, draw_sample(desk, 1, one))
        yield filled


def test_samples_of_every_kind_are_drawn_again(books: Books, tmp_path: Path) -> None:
    folder = written(books, tmp_path / "a")
    code, out = judged(folder)
    told = {line.split(",")[0] for line in _lines(folder)[1:]}

    assert (code, "通过　样本" in out) == (0, True), out
    assert told == {f"J2026-1/1-{number}" for number in range(1, len(WAYS) + 3)}
    assert (folder / "populations" / "J2026-1-1.csv").exists()


def test_another_item_seed_size_or_population_is_found(
    books: Books, tmp_path: Path
) -> None:
    folder = written(books, tmp_path / "a")
    path = folder / "samples.csv"
    whole, lines = path.read_bytes(), _lines(folder)
    spoilt = [
        whole.replace("双色球".encode(), "大乐透".encode()),
        *(b"\n".join(_without(whole, at)) for at in range(1, len(lines), 7)),
        *(
            b"\n".join(_swapped(whole, at))
            for at in range(1, len(lines) - 2, 7)
            if lines[at].split(",")[0] == lines[at + 1].split(",")[0]
        ),
        whole.replace(b",tickets,", b",cells,"),
        whole.replace(b",items,", b",money,"),
    ]
    for content in spoilt:
        path.write_bytes(content)
        relisted(folder)
        assert failed(folder) == {"样本"}
    path.write_bytes(whole)
    population = folder / "populations" / "J2026-1-1.csv"
    population.write_bytes(population.read_bytes().replace(b",1111,", b",1112,"))
    relisted(folder)
    assert failed(folder) == {"样本"}


def test_a_time_without_engagements_has_no_samples(
    books: Books, tmp_path: Path
) -> None:
    folder = written(books, tmp_path / "a", period="2026-03")

    assert failed(folder) == set()
    assert not (folder / "samples.csv").exists()


def _lines(folder: Path) -> list[str]:
    return (folder / "samples.csv").read_text("utf-8").splitlines()


def _without(whole: bytes, at: int) -> list[bytes]:
    lines = whole.split(b"\n")
    return lines[:at] + lines[at + 1 :]


def _swapped(whole: bytes, at: int) -> list[bytes]:
    lines = whole.split(b"\n")
    return [*lines[:at], lines[at + 1], lines[at], *lines[at + 2 :]]
