"""The yearly audit of the demonstration prefecture: what was planted is found."""

import datetime as dt
from itertools import pairwise

import pytest

from audit import examples
from audit.annual import AnnualAudit, Opinion, annual_audit, audit_of
from audit.books import Voucher
from audit.check import Severity
from ledger.balances import EVER, balances
from ledger.database import Engine, reading
from ledger.money import Money
from ledger.periods import Span
from ledger.register import lookups

CITY = "130100"
HELD = (("凭证链完整", "全部", True),)
CLOSED = examples.closed(202512, position=99)


def audited(engine: Engine, unit: str, year: int) -> AnnualAudit:
    with reading(engine) as connection:
        return annual_audit(connection, unit, year, HELD)


@pytest.fixture(scope="module")
def city(demonstration: Engine) -> AnnualAudit:
    return audited(demonstration, CITY, 2025)


# -- planted facts ------------------------------------------------------------------

PLANTED = {
    "T16": ("2025-05 付-1", "2025-05 付-7"),
    "T41": ("2025-04 付-9",),
    "T40": ("2025-10 付-1",),
    "T33": ("2023-11 付-2",),
    "T18": ("2025-09 付-5",),
    "T30": ("资金 D3",),
}


def test_every_planted_fact_is_found_and_nothing_else(city: AnnualAudit) -> None:
    """The facts are told on top of `app/prefecture_mishaps.py`."""
    found = {
        finding.check.key: finding.evidence for finding in (*city.findings, *city.leads)
    }
    assert found == PLANTED


def test_what_may_be_meant_so_is_a_lead_and_no_finding(city: AnnualAudit) -> None:
    assert {lead.check.key for lead in city.leads} == {"T18", "T40"}


def test_no_other_book_of_the_prefecture_raises_an_alarm(demonstration: Engine) -> None:
    with reading(demonstration) as connection:
        units = sorted(lookups(connection).units)
    alarms = {
        (unit, year): [finding.check.key for finding in found.findings]
        for unit in units
        for year in (2022, 2023, 2024, 2025)
        if (found := audited(demonstration, unit, year)).findings or found.leads
    }
    # What was planted and not mended shows again the year before its age is told.
    assert alarms == {(CITY, 2024): ["T33", "T30"], (CITY, 2025): _keys_by_weight()}


def _keys_by_weight() -> list[str]:
    return ["T16", "T33", "T30", "T41"]


# -- figures ------------------------------------------------------------------------


def test_the_figures_are_those_of_the_ledger(
    city: AnnualAudit, demonstration: Engine
) -> None:
    """Money and claims less debts of every aid fund, as the ledger states them."""
    until = Span(EVER, dt.date(2026, 1, 1))
    before = Span(EVER, dt.date(2025, 1, 1))
    for span, amount in ((until, "closing"), (before, "opening")):
        with reading(demonstration) as connection:
            rows = balances(connection, (CITY,), span)
        stands: dict[str, Money] = {}
        for row in rows:
            if row.account[0] in "12" and row.account not in {"141", "221"}:
                stands[row.fund] = stands.get(row.fund, Money(0)) + row.closing
        for fund in city.funds:
            assert getattr(fund, amount) == stands.get(fund.fund, Money(0))


def test_payments_by_purpose_add_up_to_what_the_funds_paid(city: AnnualAudit) -> None:
    by_purpose = sum(paid.amount.fen for paid in city.figures.paid)
    assert city.total.paid == Money(by_purpose)
    assert city.total.paid == Money(382_043_436)


def test_one_year_begins_as_the_last_one_ended(demonstration: Engine) -> None:
    years = [audited(demonstration, CITY, year) for year in (2022, 2023, 2024, 2025)]
    for earlier, later in pairwise(years):
        ended = {fund.fund: fund.closing for fund in earlier.funds}
        assert {fund.fund: fund.opening for fund in later.funds} == ended


def test_the_officers_of_the_year_are_named(demonstration: Engine) -> None:
    heads = [
        one for one in audited(demonstration, CITY, 2024).officers if one.post == "主席"
    ]
    assert [(one.person, one.until) for one in heads] == [
        ("罗长平", dt.date(2024, 7, 1)),
        ("纪文昭", None),
    ]


# -- findings and opinion -----------------------------------------------------------


def test_findings_are_numbered_by_weight(city: AnnualAudit) -> None:
    assert [(f.number, f.severity) for f in city.findings] == [
        ("2025-01", Severity.FRAUD),
        ("2025-02", Severity.FRAUD),
        ("2025-03", Severity.COMPLIANCE),
        ("2025-04", Severity.RECORD),
    ]
    assert [lead.number for lead in city.leads] == ["2025-X01", "2025-X02"]


def test_a_finding_has_every_element(city: AnnualAudit) -> None:
    finding = city.findings[0]
    assert "第三条" in finding.criterion
    assert finding.condition.startswith("档案号 D130100")
    assert finding.cause == "待核实"
    assert finding.effect
    assert finding.recommendation
    assert finding.amount == Money(320_000)
    assert len(finding.recipients) == 1
    assert finding.population.count > 300


def test_many_exceptions_of_one_kind_are_one_finding() -> None:
    """Five payments without papers: three told, all of them evidence."""
    bare = [
        examples.voucher(*examples.aid(100 + n), number=n, attachments=0)
        for n in range(1, 6)
    ]
    (finding,) = audit_of(examples.books(*bare), 2025, HELD).findings
    assert finding.condition.startswith("共 5 项：")
    assert finding.condition.endswith("；其余见附件。")
    assert len(finding.evidence) == 5
    assert finding.amount == Money(51_500)


def test_up_to_three_exceptions_are_told_in_full() -> None:
    bare = [
        examples.voucher(*examples.aid(100 + n), number=n, attachments=0)
        for n in range(1, 3)
    ]
    (finding,) = audit_of(examples.books(*bare), 2025, HELD).findings
    assert "其余" not in finding.condition


SOUND = examples.voucher(*examples.aid(100))


@pytest.mark.parametrize(
    ("vouchers", "held", "opinion"),
    [
        ((SOUND,), True, Opinion.CLEAN),
        ((SOUND,), False, Opinion.DISCLAIMED),
        ((SOUND._replace(attachments=0),), True, Opinion.MINOR),
        ((SOUND._replace(reviewer=""),), True, Opinion.QUALIFIED),
        (
            (examples.voucher(*examples.aid(100, "CB", "送温暖")),),
            True,
            Opinion.UNSOUND,
        ),
    ],
)
def test_the_opinion_follows_from_the_heaviest_finding(
    vouchers: tuple[Voucher, ...], *, held: bool, opinion: Opinion
) -> None:
    books = examples.books(*vouchers, closes=CLOSED)
    audit = audit_of(books, 2025, (("凭证链完整", "全部", held),))
    assert audit.opinion is opinion


def test_no_opinion_is_given_on_a_year_with_open_months() -> None:
    november = examples.closed(202511, position=99)
    audit = audit_of(examples.books(SOUND, closes=november), 2025, HELD)
    assert audit.opinion is Opinion.WITHHELD
    assert audit_of(examples.books(SOUND), 2025, HELD).opinion is Opinion.WITHHELD


def test_books_that_were_changed_weigh_more_than_books_that_are_open() -> None:
    broken = audit_of(examples.books(SOUND), 2025, (("凭证链完整", "全部", False),))
    assert broken.opinion is Opinion.DISCLAIMED


def test_the_recommendation_is_for_what_was_found() -> None:
    """One check finds two kinds of things; each has its own advice."""
    bare = examples.voucher(*examples.aid(100), attachments=0)
    mute = examples.voucher(*examples.aid(100), number=2, summary=" ")
    audit = audit_of(examples.books(bare, mute), 2025, HELD)
    advice = {found.title: found.recommendation for found in audit.findings}
    assert advice == {
        "凭证未附原始凭证": "补齐原始凭证；无法取得凭据的支出应予收回。",
        "凭证摘要空白": "按原始凭证补注摘要。",
    }


def test_a_lead_weighs_nothing_in_the_opinion() -> None:
    holiday = SOUND._replace(dated_on=dt.date(2025, 10, 3), period=202510)
    audit = audit_of(examples.books(holiday, closes=CLOSED), 2025, HELD)
    assert audit.leads
    assert audit.opinion is Opinion.CLEAN


def test_what_was_performed_and_what_was_not_make_up_the_catalogue() -> None:
    audit = audit_of(examples.books(), 2025, HELD)
    assert len(audit.performed) + len(audit.not_performed) == len(audit.results) == 59
