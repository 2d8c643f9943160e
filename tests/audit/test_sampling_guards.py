"""What the database refuses of populations, samples and results, whoever asks."""

from collections.abc import Iterator

import pytest

from audit import integrity, sampling_tables
from audit.engagements import Doing
from audit.sampling_keeping import sample_of
from ledger.database import reading, writing
from ledger.tables import metadata
from tests import server
from tests.audit import engaging, sampling
from tests.audit.engaging import desk, step
from tests.audit.sampling import all_right, drawn
from tests.audit.sealed import unguard
from tests.building import Books, DriverError, Raw
from tests.ledger.test_guards_appended import stands_as_it_is

PLACE = (1, 1)
AT = ("U1", "J2026-1")


@pytest.fixture
def worked(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    """A population of payments, and a sample of it in which all is right."""
    for books in sampling.filled(shelf, dialect):
        with writing(books.engine) as connection:
            drawn(connection)
            all_right(desk(connection, hour=4), sample_of(connection, *AT, PLACE))
        yield books


@pytest.fixture
def raw(worked: Books) -> Iterator[Raw]:
    with worked.raw() as raw:
        yield raw


def test_what_is_sealed_and_found_is_never_changed(raw: Raw) -> None:
    for table in sampling_tables.APPENDED:
        stands_as_it_is(raw, table)
        if raw.dialect == "postgresql":
            raw.connection.rollback()


LATER = "2026-03-02T09:00:00.000000Z"
EARLIER = "2026-03-01T00:00:00.000000Z"


OUT_OF_ORDER: list[tuple[str, dict[str, object], str]] = [
    ("audit_populations", {"population": 3}, "bangfu:order"),
    ("audit_populations", {"population": 2, "position": 47}, "bangfu:sampling"),
    ("audit_populations", {"population": 2, "position": 0}, "position_of_chain"),
    (
        "audit_populations",
        {"population": 2, "position": 0, "evidence": "E2026-1"},
        "bangfu:sampling",
    ),
    ("audit_populations", {"population": 2, "person_id": 2}, "bangfu:sampling"),
    ("audit_populations", {"population": 2, "items": 0}, "items_counted"),
    ("audit_populations", {"population": 2, "kind": "cases"}, "kind_known"),
    ("audit_population_items", {"part": 3}, "bangfu:order"),
    ("audit_population_items", {"part": 2}, "bangfu:sampling"),
    ("audit_population_items", {"part": 2, "items": 0}, "items_counted"),
    ("audit_samples", {"sample": 3}, "bangfu:order"),
    ("audit_samples", {"sample": 2, "recorded_at": EARLIER}, "bangfu:sampling"),
    ("audit_samples", {"sample": 2, "person_id": 2}, "bangfu:sampling"),
    ("audit_samples", {"sample": 2, "risk_ppm": 0}, "risk_between"),
    ("audit_samples", {"sample": 2, "expected": 200_000}, "expected_below"),
    ("audit_samples", {"sample": 2, "whole_fen": 5}, "whole_of_money"),
    (
        "audit_sample_sizes",
        {"seq": 3, "size": 20, "reason": "再查", "recorded_at": LATER},
        "bangfu:order",
    ),
    (
        "audit_sample_sizes",
        {"seq": 2, "size": 20, "reason": "再查", "recorded_at": LATER, "person_id": 2},
        "bangfu:sampling",
    ),
    (
        "audit_sample_sizes",
        {"seq": 2, "size": 11, "reason": "再查", "recorded_at": LATER},
        "bangfu:sampling",
    ),
    (
        "audit_sample_sizes",
        {"seq": 2, "size": 20, "reason": "再查", "recorded_at": EARLIER},
        "bangfu:sampling",
    ),
    ("audit_sample_sizes", {"seq": 2, "size": 20}, "enlarged_for_a_reason"),
    ("audit_sample_results", {"revision": 3, "reason": "改"}, "bangfu:order"),
    ("audit_sample_results", {"revision": 2}, "revised_for_a_reason"),
    ("audit_sample_results", {"item": "P9", "recorded_at": EARLIER}, "bangfu:sampling"),
    ("audit_sample_results", {"item": "P9", "outcome": "error"}, "error_has"),
    ("audit_sample_results", {"item": "P9", "outcome": "deviation"}, "words_given"),
    ("audit_sample_results", {"item": "P9", "person_id": 2}, "bangfu:sampling"),
    (
        "audit_sample_results",
        {"revision": 2, "reason": "改", "recorded_at": EARLIER},
        "bangfu:sampling",
    ),
    (
        "audit_sample_results",
        {"revision": 2, "reason": "改", "book_fen": 1, "right_fen": 1},
        "bangfu:sampling",
    ),
]


def again(raw: Raw, table: str, changed: dict[str, object]) -> None:
    """Insert the first row of a table once more, with some of it changed."""
    columns = [column.name for column in metadata.tables[table].columns]
    names = ", ".join(f'"{name}"' for name in columns)
    found = raw.run(f"SELECT {names} FROM {table} ORDER BY 1, 2, 3, 4, 5 LIMIT 1")
    raw.insert(table, dict(zip(columns, found[0], strict=True)) | changed)


def test_what_is_out_of_order_is_refused(raw: Raw) -> None:
    for table, changed, told in OUT_OF_ORDER:
        with pytest.raises(DriverError, match=told):
            again(raw, table, changed)
        if raw.dialect == "postgresql":
            raw.connection.rollback()


def test_the_first_size_comes_with_its_sample(raw: Raw) -> None:
    again(raw, "audit_samples", {"sample": 2})
    with pytest.raises(DriverError, match="bangfu:sampling"):
        again(raw, "audit_sample_sizes", {"sample": 2, "recorded_at": LATER})


MORE: list[tuple[str, dict[str, object]]] = [
    ("audit_populations", {"population": 2}),
    ("audit_samples", {"sample": 2}),
    ("audit_sample_sizes", {"seq": 2, "size": 20, "reason": "再查"}),
    ("audit_sample_results", {"revision": 2, "reason": "改"}),
]


def test_nothing_more_is_sampled_once_it_is_withdrawn(worked: Books) -> None:
    with worked.raw() as raw:
        for table, changed in MORE:
            again(raw, table, changed)
    with writing(worked.engine) as connection:
        step(connection, Doing.WITHDRAW, engaging.BEGUN, words="上级改派")
    for table, changed in MORE:
        with worked.raw() as raw, pytest.raises(DriverError, match="bangfu:sampling"):
            again(raw, table, changed)


@pytest.mark.parametrize(
    ("table", "change", "told"),
    [
        ("postings", "debit_fen = 1 WHERE debit_fen = 2222", "总体 J2026-1/1"),
        ("audit_population_items", "packed", "总体 J2026-1/1"),
        ("audit_samples", "seed = '另一个种子'", "样本 J2026-1/1-1"),
        ("audit_sample_sizes", "size = size - 1", "样本 J2026-1/1-1"),
    ],
)
def test_what_was_changed_behind_the_audit_is_found(
    worked: Books, table: str, change: str, told: str
) -> None:
    if "packed" in change:
        change = "packed = (SELECT digest FROM audit_populations)"
    with worked.raw(foreign_keys=False) as raw:
        unguard(raw, table)
        raw.run(f"UPDATE {table} SET {change}")
        raw.commit()
    with reading(worked.engine) as connection:
        found = integrity.verify(connection, ("U1",)).differences

    assert [one.place for one in found if one.test == "V22"] == [told]


def test_all_of_it_stands_in_the_chain_of_records(worked: Books) -> None:
    with reading(worked.engine) as connection:
        report = integrity.verify(connection, ("U1",))
    assert report.differences == ()

    with worked.raw(foreign_keys=False) as raw:
        unguard(raw, "audit_populations")
        raw.run("UPDATE audit_populations SET items = items + 1")
        raw.commit()
    with reading(worked.engine) as connection:
        (one,) = integrity.verify(connection, ("U1",)).differences
    assert one.test == "V7"
    assert "audit_populations" in one.place
