"""The audits of the city of the demonstration, in March 2026.

1. The yearly audit of 2025, led by the auditor of the province: notice, plan,
   undertaking, a sealed population with a sample drawn by a public seed, an evidence
   sheet, a working paper, findings taken over from the checks, the auditee's replies,
   decisions, the report, its receipt by the management body, and rectification. One
   finding is put right, the others are still open.
2. The audit of the chair who left on 1 July 2024, with the list of what he handed over.

Everything that is found was planted by `prefecture_mishaps.py`.
"""

import datetime as dt
from fractions import Fraction

from app.clock import start_of
from app.prefecture_money import CITY
from audit import (
    engagement_keeping,
    engagement_steps,
    findings,
    paper_keeping,
    rectification,
    sampling_keeping,
    sampling_sealing,
)
from audit.catalogue import run_all
from audit.check import Result
from audit.engagement_keeping import Begun, Desk
from audit.engagement_steps import Asked
from audit.engagements import Commission, Doing, Given, Kind
from audit.finding_kinds import Outcome
from audit.paper_keeping import Facts, Written
from audit.papers import Answer, Review
from audit.populations import Of
from audit.sampling_keeping import Terms, Wanted
from audit.sampling_limits import Model
from audit.sampling_results import Found
from audit.sampling_results import Outcome as Seen
from audit.sampling_tickets import Units
from audit.store import read_books
from ledger.database import Connection
from ledger.money import Money
from ledger.people import Act
from ledger.periods import Span, parse_span

ANNUAL, HANDOVER = "J2026-1", "J2026-2"
LEADER, MEMBER = "bai.zhengde", "wei.daozhi"
LEAVER = "luo.changping"
_HEAD = "xu.ruolin"
_SEED = "双色球2026026期 03 08 14 19 25 31 + 07"
_SAMPLE = (1, 1)
_COMMISSION = Commission("冀工组委〔2026〕1号", "省总工会组织部", dt.date(2026, 3, 2))
_LEFT_ON = dt.date(2024, 7, 1)
_TENURE = Span(dt.date(2020, 1, 1), _LEFT_ON)


def keep(connection: Connection) -> None:
    """Keep both audits.

    Raises:
        Refused: the books are not those of the demonstration.
    """
    begun = _annual(connection)
    _work(connection)
    results = _found(connection)
    _heard(connection, results)
    _put_right(connection, results)
    assert begun == ANNUAL
    _handover(connection)


def _act(person: str, day: int) -> Act:
    return Act(person, start_of(dt.date(2026, 3, day)))


def _desk(connection: Connection, person: str, day: int, key: str = ANNUAL) -> Desk:
    return engagement_keeping.desk_of(connection, CITY, key, _act(person, day))


def _take(
    connection: Connection, doing: Doing, day: int, key: str = ANNUAL, **said: object
) -> None:
    desk = _desk(connection, LEADER, day, key)
    engagement_steps.take(desk, doing, Asked(**said))  # type: ignore[arg-type] # as each step says


def _undertake(connection: Connection, day: int, key: str = ANNUAL) -> None:
    desk = engagement_keeping.auditee_desk_of(connection, CITY, key, _act(_HEAD, day))
    engagement_steps.take(desk, Doing.UNDERTAKING, Asked(outcome=Given.GIVEN))


# -- the year -----------------------------------------------------------------------


def _annual(connection: Connection) -> str:
    given = Begun(
        unit=CITY,
        kind=Kind.ANNUAL,
        span=parse_span("2025"),
        title="2025年度困难职工帮扶资金内部审计",
        leader=LEADER,
        members=(MEMBER,),
        auditing_unit="130000",
    )
    begun = engagement_keeping.begin(connection, given, _act(LEADER, 2))
    begins = dt.date(2026, 3, 9)
    paper = "冀工审通〔2026〕3号"
    _take(connection, Doing.NOTICE, 2, paper=paper, due_on=begins)
    plan = "审计2025年度帮扶资金的筹集、使用和管理；执行全部检查，抽查帮扶支出。"
    _take(connection, Doing.PLAN, 4, words=plan)
    _undertake(connection, 5)
    _take(connection, Doing.FIELDWORK, 9)
    return begun.key


def _work(connection: Connection) -> None:
    """A sample of the year's aid, an evidence sheet, a working paper."""
    desk = _desk(connection, MEMBER, 10)
    sealed = sampling_sealing.seal(desk, Of.PAYMENTS)
    terms = Terms(
        units=Units.ITEMS,
        model=Model.HYPERGEOMETRIC,
        risk=Fraction(5, 100),
        tolerable=Fraction(10, 100),
        expected=Fraction(1, 100),
    )
    wanted = Wanted(
        terms=terms,
        purpose="帮扶支出有审批、有签收、金额正确",
        seed=_SEED,
        seed_source="福利彩票开奖公告（虚构）",
    )
    drawn = sampling_keeping.draw_sample(desk, sealed.number, wanted)
    names = [item.name for item in drawn.sample.items]
    found = [Found(item=name, outcome=Seen.RIGHT) for name in names[1:]]
    late = "签收表补签，签收日期晚于发放日期"
    found.append(Found(item=names[0], outcome=Seen.DEVIATION, words=late))
    sampling_keeping.record(_desk(connection, MEMBER, 12), _SAMPLE, found)
    sheet = Facts(
        title="同月重复发放医疗救助",
        facts="同一档案号于2025年5月领取两次医疗救助，每次3,200.00元。",
        amount=Money(3_200_00),
        vouchers=("2025-05 付-1", "2025-05 付-7"),
        papers="发放名册两份",
    )
    paper_keeping.collect(_desk(connection, MEMBER, 12), sheet)
    desk = engagement_keeping.auditee_desk_of(connection, CITY, ANNUAL, _act(_HEAD, 13))
    paper_keeping.answer(desk, 1, Answer.CONFIRMED)
    paper = Written(
        index="A1-1",
        matter="帮扶支出的真实性和合规性",
        procedure="执行检查目录；封存全部帮扶支出，按公开种子抽样，逐笔核对审批、签收和金额。",
        result="查出同月重复发放一项；样本中一笔签收晚于发放，其余相符。",
        conclusion="重复发放应追回；签收应在发放当日办理。",
        symbols="√ 相符；× 偏差",
        sheets=(1,),
    )
    paper_keeping.write(_desk(connection, MEMBER, 13), paper)
    desk = _desk(connection, LEADER, 16)
    paper_keeping.review(desk, "A1-1", Review.PASSED, "证据充分，同意结论。")


def _found(connection: Connection) -> tuple[tuple[Result, str], ...]:
    """Findings of the checks, each kind taken over once; leads are left."""
    books = read_books(connection, CITY, parse_span("2025"))
    kinds: dict[tuple[str, str], Result] = {}
    for result in run_all(books):
        for finding in result.findings:
            if not finding.lead:
                kinds.setdefault((result.key, finding.title), result)
    told = tuple((result, title) for (_, title), result in kinds.items())
    desk = _desk(connection, MEMBER, 16)
    for result, title in told:
        findings.take_over(desk, result, title)
    return told


def _heard(connection: Connection, told: tuple[tuple[Result, str], ...]) -> None:
    """The draft, what the auditee says of it, and what is decided."""
    _take(connection, Doing.DRAFT, 17)
    said = rectification.Asked(words="情况属实，已着手追回或补办。")
    numbers = range(1, len(told) + 1)
    for number in numbers:
        desk = rectification.rectify_desk_of(connection, CITY, ANNUAL, _act(_HEAD, 19))
        rectification.reply(desk, number, Outcome.AGREED, said)
    due = rectification.Asked(due_on=dt.date(2026, 4, 30))
    for number in numbers:
        desk = _desk(connection, LEADER, 20)
        rectification.decide(desk, number, Outcome.RECTIFY, due)
    _take(connection, Doing.DECIDE, 20)
    _take(connection, Doing.ISSUE, 23, paper="冀工审报〔2026〕5号")


def _put_right(connection: Connection, told: tuple[tuple[Result, str], ...]) -> None:
    """The body receives the report; the payment made twice is brought back."""
    body = "管理机构第一次会议听取汇报"
    _take(connection, Doing.RECEIVE, 24, words=body)
    _take(connection, Doing.NOTIFY, 24, paper="冀工审改〔2026〕2号")
    keys = [result.key for result, _ in told]
    number = keys.index("T16") + 1
    back = rectification.Asked(
        words="已向本人说明并收回重复发放的3,200.00元，存入帮扶资金账户。",
        paper="银行回单",
        amount=Money(3_200_00),
    )
    desk = rectification.rectify_desk_of(connection, CITY, ANNUAL, _act(_HEAD, 26))
    rectification.rectify(desk, number, back)
    seen = rectification.Asked(words="查验银行回单和收回凭证，整改到位。")
    desk = _desk(connection, LEADER, 27)
    rectification.follow_up(desk, number, Outcome.ACCEPTED, seen)


# -- the chair who left -------------------------------------------------------------


def _handover(connection: Connection) -> None:
    given = Begun(
        unit=CITY,
        kind=Kind.HANDOVER,
        span=_TENURE,
        title="临川市总工会原主席任期帮扶资金离任审计",
        leader=LEADER,
        members=(MEMBER,),
        auditing_unit="130000",
        officer=LEAVER,
        post="主席",
        commission=_COMMISSION,
    )
    engagement_keeping.begin(connection, given, _act(LEADER, 3))
    begins = dt.date(2026, 3, 16)
    paper = "冀工审通〔2026〕4号"
    _take(connection, Doing.NOTICE, 3, HANDOVER, paper=paper, due_on=begins)
    plan = "审计任职期间帮扶资金的收支、决策、基数职责和离任时的未了事项。"
    _take(connection, Doing.PLAN, 5, HANDOVER, words=plan)
    _undertake(connection, 6, HANDOVER)
    _take(connection, Doing.FIELDWORK, 16, HANDOVER)
