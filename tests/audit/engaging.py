"""Engagements as plain as tests need them: a county union and its audit committee.

U1 of `tests/building.py` is audited. 经甲 leads, 经乙 and 经丙 are members; they may
audit U1. 张三, 李四 and 王五 kept its books in 2025. 主席 held the post 主席
of U1 from 2025-01-01 up to 2025-09-01.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from audit import engagement_keeping as keeping
from audit import engagement_steps as steps
from audit import findings, paper_keeping, rectification
from audit.check import Severity
from audit.engagement_keeping import Begun, Desk
from audit.engagement_steps import Asked
from audit.engagements import (
    BY_AUDITEE,
    Commission,
    Doing,
    Engagement,
    Given,
    Kind,
)
from audit.finding_kinds import Outcome
from audit.findings import Said
from audit.paper_keeping import Facts, Written
from audit.papers import Answer, Review
from ledger import registration
from ledger.database import Connection, writing
from ledger.money import Money
from ledger.people import Act, Grant, Person, Right, Tenure
from ledger.periods import Span
from tests import building
from tests.building import FOUNDING, OPENED, Books, payment, receipt
from tests.server import Shelf

BEGUN = dt.date(2026, 3, 2)
YEAR = Span(dt.date(2025, 1, 1), dt.date(2026, 1, 1))
TERM = Span(dt.date(2025, 1, 1), dt.date(2025, 9, 1))
LEFT = dt.date(2025, 9, 1)
AUDITORS = ("经甲", "经乙", "经丙")
COMMISSION = Commission("某组函〔2026〕5号", "某市总工会组织部", dt.date(2026, 2, 20))


def act(person: str, on: dt.date = BEGUN, hour: int = 2) -> Act:
    """An act of a day, at ten in China."""
    return Act(person, dt.datetime.combine(on, dt.time(hour), dt.UTC))


def day(text: str) -> dt.date:
    """A day of 2026, as month and day."""
    return dt.date.fromisoformat(f"2026-{text}")


def fill(books: Books) -> None:
    """The people, their rights, a tenure, and three vouchers of January 2025."""
    people = [Person(code=code) for code in (*AUDITORS, "主席", "孙七")]
    grants = [
        *(
            Grant(person=code, right=Right.AUDIT, unit="U1", since=OPENED)
            for code in AUDITORS
        ),
        Grant(person="主席", right=Right.HEAD, unit="U1", since=OPENED),
        Grant(person="张三", right=Right.PREPARE, unit="U1", since=OPENED),
        Grant(person="李四", right=Right.REVIEW, unit="U1", since=OPENED),
        Grant(person="王五", right=Right.POST, unit="U1", since=OPENED),
    ]
    tenure = Tenure(person="主席", post="主席", unit="U1", since=OPENED, until=LEFT)
    with writing(books.engine) as connection:
        assert not registration.register_people(connection, people, FOUNDING)
        assert not registration.register_rights(connection, grants, FOUNDING)
        assert not registration.register_tenures(connection, [tenure], FOUNDING)
    books.post(receipt("r", 900_00), payment("p", 30_00), payment("p2", 20_00))


def filled(shelf: Shelf, dialect: str) -> Iterator[Books]:
    """Books in which nothing is audited yet."""
    yield from building.copied(shelf, dialect, "engaging", fill)


def begun(**more: Any) -> Begun:
    """The yearly audit of 2025 by all three; `more` differs."""
    given: dict[str, Any] = {
        "unit": "U1",
        "kind": Kind.ANNUAL,
        "span": YEAR,
        "title": "2025年度帮扶资金内部审计",
        "leader": "经甲",
        "members": ("经乙", "经丙"),
    }
    return Begun(**given | more)


def begin(connection: Connection, **more: Any) -> Engagement:
    """Begin it, by its leader on the second of March."""
    return keeping.begin(connection, begun(**more), act("经甲"))


def handover(connection: Connection, **more: Any) -> Engagement:
    """Begin the audit of the chair who left."""
    given: dict[str, Any] = {
        "kind": Kind.HANDOVER,
        "span": TERM,
        "title": "原主席离任审计",
        "officer": "主席",
        "post": "主席",
        "commission": COMMISSION,
    }
    return begin(connection, **given | more)


def desk(
    connection: Connection, person: str = "经甲", on: dt.date = BEGUN, hour: int = 2
) -> Desk:
    """The desk of J2026-1."""
    return keeping.desk_of(connection, "U1", "J2026-1", act(person, on, hour))


# -- a whole audit ------------------------------------------------------------------


def auditee(
    connection: Connection, person: str = "主席", on: dt.date = BEGUN, hour: int = 2
) -> Desk:
    """The desk of J2026-1 for somebody of U1."""
    given = act(person, on, hour)
    return rectification.rectify_desk_of(connection, "U1", "J2026-1", given)


def step(connection: Connection, doing: Doing, on: dt.date, **asked: Any) -> Engagement:
    """A step of J2026-1 by its leader, or by the chair where it is the auditee's."""
    who = auditee if doing in BY_AUDITEE else desk
    at = who(connection, on=on)
    usual: dict[str, Any] = {
        Doing.NOTICE: {"paper": "某审通〔2026〕1号", "due_on": day("03-09")},
        Doing.PLAN: {"words": "目标：真实、合规、有效\n重点：发放与资金归集"},
        Doing.UNDERTAKING: {"outcome": Given.GIVEN, "paper": "承诺书"},
        Doing.ISSUE: {"paper": "某审报〔2026〕1号"},
        Doing.NOTIFY: {"paper": "某审整〔2026〕1号"},
        Doing.RECEIVE: {"words": "管理机构主任签收"},
        Doing.RESUME: {"words": "补充取证"},
        Doing.WITHDRAW: {"words": "上级另行安排"},
    }.get(doing, {})
    found, _ = steps.take(at, doing, Asked(**usual | asked))
    return found


def fieldwork(connection: Connection, **more: Any) -> Engagement:
    """J2026-1 up to fieldwork, which begins on the ninth of March."""
    begin(connection, **more)
    step(connection, Doing.NOTICE, BEGUN)
    step(connection, Doing.PLAN, day("03-03"))
    step(connection, Doing.UNDERTAKING, day("03-06"))
    return step(connection, Doing.FIELDWORK, day("03-09"))


FIELD = dt.date(2026, 3, 10)


def papered(connection: Connection) -> None:
    """An evidence sheet that is confirmed, and a paper that passed its review."""
    facts = Facts(
        title="一笔支出没有档案",
        facts="2025年1月付-1号凭证列支生活救助30元，所附名单无档案号。",
        amount=Money(30_00),
        vouchers=("2025-01 付-1",),
        papers="付-1号凭证及附件复印件2页",
    )
    paper_keeping.collect(desk(connection, "经乙", FIELD), facts)
    paper_keeping.answer(auditee(connection, on=FIELD), 1, Answer.CONFIRMED)
    paper_keeping.write(desk(connection, "经乙", FIELD), written())
    opinion = "程序适当，证据充分，同意结论。"
    reviewer = desk(connection, "经甲", FIELD)
    paper_keeping.review(reviewer, "A1-1", Review.PASSED, opinion)


def written(**more: Any) -> Written:
    """The working paper A1-1; `more` differs."""
    given: dict[str, Any] = {
        "index": "A1-1",
        "matter": "生活救助发放",
        "procedure": "抽查2025年1月全部付款凭证，核对名单与档案。",
        "result": "抽查2张，1张名单无档案号。",
        "conclusion": "发放依据不全；建议补建档案，未建档的收回。",
        "symbols": "√ 与附件核对一致；∧ 合计数已复算",
        "sheets": (1,),
        "pages": 3,
    }
    return Written(**given | more)


def said(**more: Any) -> Said:
    """A finding of the auditor's own; `more` differs."""
    given: dict[str, Any] = {
        "title": "发放没有档案",
        "severity": Severity.COMPLIANCE,
        "criterion": "帮扶工作意见第2条：先建档、后帮扶",
        "condition": "2025年1月付-1号凭证列支生活救助30元，名单无档案号。",
        "cause": "经办人未核对档案",
        "effect": "不能证明款项发给了困难职工",
        "recommendation": "补建档案；不符合条件的收回",
        "amount": Money(30_00),
        "persons": 1,
        "evidence": "取证单1；底稿A1-1",
    }
    return Said(**given | more)


def drafted(connection: Connection, **more: Any) -> None:
    """J2026-1 with finding 1 sent out for comment on the 20th, due on the 30th."""
    fieldwork(connection, **more)
    papered(connection)
    at = desk(connection, "经乙", FIELD)
    findings.raise_own(at, said(), ["2025-01 付-1"], ["T01"])
    step(connection, Doing.DRAFT, day("03-20"))


def issued(connection: Connection, **more: Any) -> None:
    """J2026-1 decided and issued: finding 1 is to be put right by the end of May."""
    drafted(connection, **more)
    told = rectification.Asked(words="属实，已通知补建档案")
    rectification.reply(auditee(connection, on=day("03-25")), 1, Outcome.AGREED, told)
    due = rectification.Asked(due_on=day("05-31"))
    rectification.decide(desk(connection, on=day("04-01")), 1, Outcome.RECTIFY, due)
    step(connection, Doing.DECIDE, day("04-01"), paper="某审决〔2026〕1号")
    step(connection, Doing.ISSUE, day("04-03"))


def rectifying(connection: Connection, **more: Any) -> None:
    """J2026-1 received by the body, and its notice to put right given."""
    issued(connection, **more)
    step(connection, Doing.RECEIVE, day("04-10"))
    step(connection, Doing.NOTIFY, day("04-11"))


def put_right(connection: Connection) -> None:
    """Finding 1 put right, followed up and accepted."""
    report = rectification.Asked(
        words="已补建档案", paper="整改报告1号", amount=Money(10_00)
    )
    rectification.rectify(auditee(connection, on=day("05-20")), 1, report)
    accepted = rectification.Asked(words="已核对档案", paper="A3-1")
    rectification.follow_up(
        desk(connection, "经乙", day("05-25")), 1, Outcome.ACCEPTED, accepted
    )
