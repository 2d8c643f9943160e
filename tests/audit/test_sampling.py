"""Populations sealed, samples drawn, enlarged, worked and judged in an engagement."""

import datetime as dt
import subprocess
import sys
import zlib
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from audit.engagements import State
from audit.errors import NotIndependent, PopulationChanged, SamplingRefused
from audit.populations import Of, items_of
from audit.sampling_judging import evaluate
from audit.sampling_keeping import draw_sample, enlarge, record, sample_of, samples_of
from audit.sampling_limits import Model
from audit.sampling_results import Found, Outcome
from audit.sampling_script import redraw_script
from audit.sampling_sealing import kept_text, populations_of, seal, unchanged
from audit.sampling_tickets import Method, read_sealed, sealed
from audit.store import read_books
from ledger.database import reading, writing
from ledger.errors import NotFound
from ledger.money import Money
from ledger.periods import Span
from tests import server
from tests.audit import sampling
from tests.audit.engaging import YEAR, desk
from tests.audit.sampling import (
    SEED,
    all_right,
    drawn,
    money_terms,
    terms,
    wanted,
)
from tests.audit.sealed import unguard
from tests.building import Books, payment

PLACE = (1, 1)
AT = ("U1", "J2026-1")


@pytest.fixture
def books(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    yield from sampling.filled(shelf, dialect)


@pytest.fixture
def sampled(books: Books) -> Books:
    """A population of payments, sealed, and a sample of attributes drawn from it."""
    with writing(books.engine) as connection:
        drawn(connection)
    return books


def tamper(books: Books, statement: str, *values: object) -> None:
    """Change what is sealed, as whoever owns the database can."""
    with books.raw(foreign_keys=False) as raw:
        unguard(raw, statement.split()[1])
        raw.run(statement, values)
        raw.commit()


# -- sealing -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("of", "count", "yuan"),
    [
        (Of.VOUCHERS, 48, "100630.20"),
        (Of.LINES, 96, "0.00"),
        (Of.PAYMENTS, 42, "9160.20"),
        (Of.RECIPIENTS, 20, "4444.00"),
        (Of.DONATIONS, 3, "91400.00"),
    ],
)
def test_a_population_of_the_ledger_is_that_of_the_same_books(
    books: Books, of: Of, count: int, yuan: str
) -> None:
    with writing(books.engine) as connection:
        one = sampling.sealed(connection, of)
        found = unchanged(connection, one)
        read = read_books(connection, "U1", YEAR, known_at=one.position)

    assert sealed(items_of(read, of)) == found
    assert (one.count, str(one.sum)) == (count, yuan)
    assert (one.number, one.position, one.span) == (1, 48, YEAR)


def test_what_is_posted_later_changes_nothing_of_what_was_sealed(books: Books) -> None:
    with writing(books.engine) as connection:
        one = sampling.sealed(connection)
    books.post(payment("later", 9_00))
    with writing(books.engine) as connection:
        assert unchanged(connection, one).count == 42
        second = sampling.sealed(connection)
        assert (second.number, second.count, second.mark) == (2, 43, "J2026-1/2")
        # The same books at the same position are the same population.
        third = sampling.sealed(connection, position=one.position)
        assert third.digest == one.digest
        assert populations_of(connection, *AT) == (one, second, third)


UNSEALED: list[tuple[dict[str, Any], str]] = [
    ({"position": 99}, "没有这一链位"),
    ({"position": 0}, "没有这一链位"),
    ({"span": Span(dt.date(2024, 12, 1), dt.date(2025, 2, 1))}, "不在审计期间内"),
    ({"span": Span(dt.date(2025, 2, 1), dt.date(2025, 3, 1))}, "没有项目"),
]


def test_what_cannot_be_sealed_is_refused(books: Books) -> None:
    for more, why in UNSEALED:
        with (
            pytest.raises(SamplingRefused, match=why),
            writing(books.engine) as connection,
        ):
            sampling.sealed(connection, **more)


def test_days_within_the_span_are_sealed_apart(books: Books) -> None:
    with writing(books.engine) as connection:
        whole = Span(dt.date(2025, 1, 10), dt.date(2025, 1, 16))
        none = Span(dt.date(2025, 1, 16), dt.date(2025, 1, 20))
        assert sampling.sealed(connection, span=whole).count == 42
        with pytest.raises(SamplingRefused, match="没有项目"):
            sampling.sealed(connection, span=none)


def test_only_the_team_seals_draws_and_records(books: Books) -> None:
    with writing(books.engine) as connection:
        with pytest.raises(NotIndependent, match="不在审计组中"):
            seal(desk(connection, "孙七"), Of.PAYMENTS)
        drawn(connection)
        with pytest.raises(NotIndependent, match="不在审计组中"):
            record(desk(connection, "张三"), PLACE, [])


# -- drawing -------------------------------------------------------------------------


def test_a_sample_is_planned_drawn_and_found_again(sampled: Books) -> None:
    with reading(sampled.engine) as connection:
        (one,) = samples_of(connection, *AT)
        again = sample_of(connection, *AT, PLACE)

    assert one == again
    # Binomial, 10 % risk, 20 % tolerable, none expected: 11, as table A-2 has it.
    assert (one.planned, one.drawing.size, len(one.sample.items)) == (11, 11, 11)
    assert (one.mark, one.drawing.seed, one.drawing.draw) == ("J2026-1/1-1", SEED, 1)
    assert one.terms == terms()
    assert len(one.open) == 11


def test_a_second_sample_of_a_population_is_another_one(sampled: Books) -> None:
    """And none is drawn while another waits: nobody draws until one suits."""
    with writing(sampled.engine) as connection:
        first = sample_of(connection, *AT, PLACE)
        with pytest.raises(SamplingRefused, match="还有 11 个项目没有检查"):
            draw_sample(desk(connection, hour=4), 1, wanted())
        all_right(desk(connection, hour=4), first)
        second = draw_sample(desk(connection, hour=5), 1, wanted())

    assert (second.number, second.drawing.draw) == (2, 2)
    assert second.sample != first.sample


def test_money_units_are_drawn_by_intervals_left_after_the_large_items(
    books: Books,
) -> None:
    with writing(books.engine) as connection:
        one = drawn(connection, money_terms())

    # 9,160.20 of which 2,000 are tolerable at 10 %: 11 intervals of 832.75 yuan.
    assert one.planned == 11
    assert one.drawing.whole_fen == 832_75
    assert one.sample.whole == ()
    assert sum(one.sample.hits().values()) == one.drawing.size == 11


UNDRAWN: list[tuple[dict[str, Any], str]] = [
    ({"seed": " "}, "种子"),
    ({"purpose": ""}, "检查内容"),
    ({"seed_source": ""}, "公开出处"),
    ({"seed": "11010519491231002X"}, "个人号码"),
    ({"terms": terms(expected=Fraction(1, 5))}, "预期程度应小于可容忍程度"),
    ({"terms": terms(risk=Fraction(1, 3))}, "百万分之一"),
    ({"terms": money_terms(model=Model.HYPERGEOMETRIC)}, "不用超几何分布"),
    ({"terms": money_terms(tolerable=Fraction(0))}, "大于零"),
    ({"size": 43}, "43 超过总体中可以抽取的 42 个项目.*填写 42"),
    ({"terms": money_terms(), "size": 43}, "43 超过总体中可以抽取的 42 个项目"),
]


def test_a_sample_that_cannot_be_so_is_refused(books: Books) -> None:
    for more, why in UNDRAWN:
        given = {("of" if name == "terms" else name): one for name, one in more.items()}
        with (
            pytest.raises(SamplingRefused, match=why),
            writing(books.engine) as connection,
        ):
            drawn(connection, **given)


def test_as_many_as_there_are_is_everything_and_says_so(books: Books) -> None:
    with writing(books.engine) as connection:
        one = drawn(connection, size=42)
        assert one.sample.is_population
        assert len(one.sample.items) == 42
        with pytest.raises(SamplingRefused, match="已是全部总体"):
            enlarge(desk(connection, hour=4), PLACE, 600, "再查")
        all_right(desk(connection, hour=4), one)
        told = evaluate(connection, *AT, PLACE)

    assert told.attributes
    assert (told.attributes.law.model, told.attributes.upper) == (
        Model.HYPERGEOMETRIC,
        0,
    )


def test_a_sample_by_tickets_is_enlarged_and_keeps_its_first_part(
    sampled: Books,
) -> None:
    with writing(sampled.engine) as connection:
        before = sample_of(connection, *AT, PLACE)
        after = enlarge(desk(connection, "经乙", hour=5), PLACE, 18, "发现一处偏差")

    assert after.sample.picks[:11] == before.sample.picks
    assert len(after.sample.picks) == 18
    assert [(one.size, one.reason, one.person) for one in after.sizes] == [
        (11, "", "经甲"),
        (18, "发现一处偏差", "经乙"),
    ]


UNENLARGED: list[tuple[Method, int, str, str]] = [
    (Method.TICKETS, 11, "再查", "应大于 11"),
    (Method.TICKETS, 18, "", "扩大理由"),
    (Method.TICKETS, 43, "再查", "43 超过总体中可以抽取的 42 个项目.*填写 42"),
    (Method.INTERVAL, 18, "再查", "固定间隔抽取的样本不能扩大"),
    (Method.CELLS, 18, "再查", "分格抽取的样本不能扩大"),
]


def test_what_cannot_be_enlarged_is_refused(books: Books) -> None:
    with writing(books.engine) as connection:
        for number, (method, size, reason, why) in enumerate(UNENLARGED, 1):
            drawn(connection, method=method)
            with pytest.raises(SamplingRefused, match=why):
                enlarge(desk(connection, hour=4), (number, 1), size, reason)


def test_the_script_draws_from_the_exported_file_what_was_recorded(
    sampled: Books, tmp_path: Path
) -> None:
    with reading(sampled.engine) as connection:
        one = sample_of(connection, *AT, PLACE)
        text = kept_text(connection, one.sealed)
    tmp_path.joinpath("总体.csv").write_bytes(text)
    done = subprocess.run(
        [
            sys.executable,
            "-I",
            "-X",
            "utf8",
            "-c",
            redraw_script(one.drawing),
            "总体.csv",
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )

    digest, *lines = done.stdout.splitlines()
    assert digest.split()[1] == one.sealed.digest
    drawn_again = [line.split()[1] for line in lines]
    assert drawn_again == [pick.item.name for pick in one.sample.picks]
    assert read_sealed(text).sum == one.sealed.sum


# -- a population that changed -------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE postings SET debit_fen = debit_fen + 100 WHERE debit_fen = 2222",
        "UPDATE postings SET fund_id = fund_id + 2 WHERE debit_fen = 2222",
        "UPDATE vouchers SET number = number + 900 WHERE ref = 'p02'",
    ],
)
def test_a_population_that_changed_after_sealing_is_refused(
    sampled: Books, statement: str
) -> None:
    with writing(sampled.engine) as connection:
        all_right(desk(connection, hour=4), sample_of(connection, *AT, PLACE))
        assert evaluate(connection, *AT, PLACE).is_acceptable
    tamper(sampled, statement)

    with writing(sampled.engine) as connection:
        for act in (
            lambda: evaluate(connection, *AT, PLACE),
            lambda: draw_sample(desk(connection, hour=5), 1, wanted()),
            lambda: enlarge(desk(connection, hour=5), PLACE, 20, "再查"),
        ):
            with pytest.raises(PopulationChanged, match=r"封存以后账簿有变动.*P8\.1"):
                act()


@pytest.mark.parametrize("packed", [b"spoilt", zlib.compress(b"P1.1,5,\n")])
def test_kept_items_that_were_changed_are_refused(
    sampled: Books, packed: bytes
) -> None:
    tamper(sampled, "UPDATE audit_population_items SET packed = ?", packed)

    with (
        reading(sampled.engine) as connection,
        pytest.raises(PopulationChanged, match="保存的项目与封存时不符"),
    ):
        samples_of(connection, *AT)


def test_a_drawing_that_was_changed_is_refused(sampled: Books) -> None:
    tamper(sampled, "UPDATE audit_samples SET seed = '另一个种子'")

    with (
        reading(sampled.engine) as connection,
        pytest.raises(PopulationChanged, match="重抽的结果与登记时不符"),
    ):
        sample_of(connection, *AT, PLACE)


# -- results -------------------------------------------------------------------------


def test_results_are_recorded_revised_and_judged(sampled: Books) -> None:
    with writing(sampled.engine) as connection:
        one = sample_of(connection, *AT, PLACE)
        first, second = (item.name for item in one.sample.items[:2])
        with pytest.raises(SamplingRefused, match="还有 11 个项目没有检查结果"):
            evaluate(connection, *AT, PLACE)
        missing = Found(item=first, outcome=Outcome.DEVIATION, words="没有签收单")
        one = all_right(desk(connection, hour=4), one, missing)
        told = evaluate(connection, *AT, PLACE)
        assert told.attributes
        # One of eleven at 10 % risk: 31.03 per cent by Clopper and Pearson.
        assert str(told.attributes.upper) == "0.3103"
        assert not told.is_acceptable
        assert [kept.item for kept in told.deviations] == [first]
        assert told.projections == ()

        found = Found(item=first, outcome=Outcome.RIGHT, reason="补来签收单")
        error = Found(
            item=second,
            outcome=Outcome.ERROR,
            right_fen=0,
            words="重复支付",
            paper="D-3",
            reason="复核时发现",
        )
        one = record(desk(connection, "经乙", hour=5), PLACE, [found, error])
        told = evaluate(connection, *AT, PLACE)

    revised = one.results[second]
    assert (revised.revision, revised.person, revised.paper) == (2, "经乙", "D-3")
    assert [kept.item for kept in told.deviations] == [second]
    assert [projection.by.value for projection in told.projections] == [
        "ratio",
        "difference",
    ]


UNRECORDED: list[tuple[dict[str, Any], str]] = [
    ({"item": "P1.1"}, "不在样本中"),
    ({"outcome": Outcome.DEVIATION}, "没有写明发现的情况"),
    ({"outcome": Outcome.ERROR, "words": "多付"}, "与账面不同的正确金额"),
    ({"right_fen": 1}, "与账面不同的正确金额"),
    ({"reason": "改"}, "首次登记不写更正理由"),
]


def test_a_result_that_cannot_be_is_refused(sampled: Books) -> None:
    with writing(sampled.engine) as connection:
        item = sample_of(connection, *AT, PLACE).sample.items[0].name
        for changed, why in UNRECORDED:
            found = replace(Found(item=item, outcome=Outcome.RIGHT), **changed)
            with pytest.raises(SamplingRefused, match=why):
                record(desk(connection, hour=4), PLACE, [found])


def test_money_units_are_judged_with_taints_and_large_items(books: Books) -> None:
    with writing(books.engine) as connection:
        one = drawn(connection, money_terms(), size=30)
        assert one.sample.whole
        large, small = one.sample.whole[0], one.sample.picks[0].item
        hits = one.sample.hits()[small.name]
        over = Found(
            item=large.name,
            outcome=Outcome.ERROR,
            right_fen=large.fen - 10_00,
            words="多付",
        )
        half = Found(
            item=small.name,
            outcome=Outcome.ERROR,
            right_fen=small.fen * 2,
            words="少记",
        )
        all_right(desk(connection, hour=4), one, over, half)
        told = evaluate(connection, *AT, PLACE)

    result = told.money
    assert result
    interval = Fraction(one.sample.drawn_fen, one.drawing.size)
    assert (result.over.known, result.over.taints) == (10_00, ())
    assert result.over.upper == 10_00 + interval * Fraction("2.31")
    assert result.under.taints == (Fraction(1),) * hits
    assert result.under.likely == interval * hits
    assert result.net == Money(10_00) - result.under.likely_money
    assert told.set_apart == (0, Money())
    assert told.is_acceptable == (result.under.upper <= 2_000_00)


def test_an_engagement_that_ended_is_sampled_no_more(sampled: Books) -> None:
    with writing(sampled.engine) as connection:
        assert desk(connection).engagement.state is State.BEGUN
        with pytest.raises(NotFound, match="审计总体"):
            draw_sample(desk(connection, hour=4), 7, wanted())
        with pytest.raises(NotFound, match="样本"):
            sample_of(connection, *AT, (1, 9))
