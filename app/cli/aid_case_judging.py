"""`bangfu aid cases apply`, `import`, `approve` …: cases begun and decided."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from aid.case_kinds import Case, Doing, Starter, State
from app.cli.arguments import As, Database, Unit, day_of, day_or_none
from app.cli.output import say
from app.cli.session import Session, open_session
from app.cli.typed import amount_of, one_of
from app.clock import today
from ledger.database import Connection
from ledger.funds import Origin
from ledger.people import Right
from ledger.privacy import personal_number

if TYPE_CHECKING:
    from aid.case_desk import Asked
    from aid.case_judging import Judged, Terms
    from treasury.vault import Vault

app = typer.Typer(no_args_is_help=True)

Key = Annotated[str, typer.Argument(help="申请编号，如 A2026-1")]
On = Annotated[str, typer.Option("--on", help="日期（默认今天）")]
Words = Annotated[str, typer.Option("--words", help="说明；不写姓名和号码，加密保存")]
Paper = Annotated[str, typer.Option("--paper", help="所依据的文件号")]
OfMoney = Annotated[str, typer.Option("--origin", help="拟用资金的来源")]

RIGHTS: dict[Doing, Right] = {
    Doing.REVIEW: Right.REVIEW,
    Doing.ANSWER: Right.REVIEW,
    Doing.FIRST_REVIEW: Right.REVIEW,
    Doing.APPROVE: Right.APPROVE,
    Doing.AID_FIRST: Right.APPROVE,
    Doing.SPOT_CHECK: Right.AUDIT,
}
"""Who may take which step, at the unit whose duty it is; the others are prepared."""


@dataclass(frozen=True, slots=True)
class ActingDesk:
    """The books in one transaction, and the keys."""

    session: Session
    connection: Connection
    vault: "Vault"


@contextmanager
def acting(
    doing: Doing, unit: str, key: str, database: str, person: str
) -> Iterator[ActingDesk]:
    """A step of a case: its right is asked for at the unit whose duty it is."""
    from aid.case_desk import acting_unit  # noqa: PLC0415 - few commands act on cases
    from aid.cases import case_of  # noqa: PLC0415 - as above
    from app.keyring import open_vault  # noqa: PLC0415 - as above

    session = open_session(database, person)
    vault = open_vault(session.settings)
    act = f"aid.cases.{doing.value}"
    with session.writing(act, None, unit, _shown(key)) as connection:
        right = RIGHTS.get(doing, Right.PREPARE)
        if doing is Doing.REJECT:
            state = case_of(connection, unit, key).state
            decided = state is State.FIRST_REVIEWED
            right = Right.APPROVE if decided else Right.REVIEW
        session.allow(connection, right, acting_unit(connection, unit, key, doing))
        yield ActingDesk(session, connection, vault)


def _shown(key: str) -> str:
    """A key as it may stand in the log: somebody may have typed a number there."""
    return "" if personal_number(key) else key


def asked_of(on: str, words: str, paper: str) -> "Asked":
    """The day, the words and the paper of a step, as typed."""
    from aid.case_desk import Asked  # noqa: PLC0415 - as above

    if personal_number(words):
        raise typer.BadParameter("说明中不能有个人号码", param_hint="--words")
    day = day_of(on, "--on") if on else today()
    return Asked(on=day, words=words, paper=paper)


def terms_of(connection: Connection, unit: str, origin: str) -> "Terms":
    """By what a unit's case is judged: the standards in the books, and whose money."""
    from aid.case_judging import Terms  # noqa: PLC0415 - as above
    from aid.kept_standards import standards_of  # noqa: PLC0415 - as above

    money = one_of(Origin, origin, "--origin") if origin else None
    return Terms(standards=standards_of(connection, unit), origin=money)


def doubts_of(connection: Connection, case: Case, vault: "Vault") -> tuple[str, ...]:
    """What is to be said of the limb relied upon; nothing where it holds."""
    from aid.case_judging import limb_doubts  # noqa: PLC0415 - as above
    from aid.kept_standards import standards_of  # noqa: PLC0415 - as above

    return limb_doubts(connection, case, standards_of(connection, case.unit), vault)


# -- beginning ----------------------------------------------------------------------


@app.command()
def apply(  # noqa: PLR0913, PLR0917 - one parameter for each option
    unit: Unit,
    ref: Annotated[str, typer.Option("--ref", help="申请号，本单位内唯一")],
    code: Annotated[str, typer.Option("--file", help="档案号")],
    project: Annotated[
        str,
        typer.Option(
            "--project",
            help="生活救助 living、医疗救助 medical、子女助学 schooling、"
            "送温暖 warmth、临时救助 temporary",
        ),
    ],
    year: Annotated[int, typer.Option("--year", help="费用、就学所在年度")],
    limb: Annotated[str, typer.Option("--limb", help="困难情形 E-1 至 E-7")] = "",
    member: Annotated[int, typer.Option("--member", help="成员序号，本人为 1")] = 1,
    asked: Annotated[str, typer.Option("--asked", help="申请金额（元）")] = "",
    on: On = "",
    words: Words = "",
    database: Database = "",
    person: As = "",
    *,
    own: Annotated[bool, typer.Option("--own", help="基层工会自行帮扶")] = False,
    emergency: Annotated[
        bool, typer.Option("--emergency", help="突遇特殊困难，可先行救助")
    ] = False,
    urgent: Annotated[bool, typer.Option("--urgent", help="紧急，当日审核")] = False,
    by_union: Annotated[bool, typer.Option("--by-union", help="工会代为申请")] = False,
) -> None:
    """登记申请：同一申请号登记两次只算一次。"""
    from aid import cases as verbs  # noqa: PLC0415 - as above
    from aid.claims import Project  # noqa: PLC0415 - as above
    from aid.eligibility import Limb  # noqa: PLC0415 - as above
    from app.keyring import open_vault  # noqa: PLC0415 - as above

    given = verbs.Application(
        ref=ref,
        code=code,
        project=one_of(Project, project, "--project"),
        year=year,
        limb=one_of(Limb, limb, "--limb") if limb else None,
        member=member,
        asked=amount_of(asked, "--asked") if asked else None,
        own=own,
        emergency=emergency,
        urgent=urgent,
        started_by=Starter.UNION if by_union else Starter.PERSON,
        on=day_or_none(on, "--on"),
        words=words,
    )
    session = open_session(database, person)
    vault = open_vault(session.settings)
    act = "aid.cases.apply"
    with session.writing(act, Right.PREPARE, unit, _shown(ref)) as connection:
        case = verbs.apply(connection, unit, given, vault, session.act)
        doubts = doubts_of(connection, case, vault)
    say(f"{unit} 申请 {case.key} {case.state.label}（申请号 {ref}）")
    for line in doubts:
        say(line)


@app.command("take-over")
def take_over(  # noqa: PLR0913, PLR0917 - as above
    key: Key,
    unit: Unit,
    below: Annotated[str, typer.Option("--from", help="上报的下级单位代码")],
    limb: Annotated[str, typer.Option("--limb", help="困难情形 E-1 至 E-7")] = "",
    database: Database = "",
    person: As = "",
) -> None:
    """接收下级转来的申请：审核与公示连同日期一并转入。"""
    from aid.case_passing import take_over as verb  # noqa: PLC0415 - as above
    from aid.cases import case_of  # noqa: PLC0415 - as above
    from aid.eligibility import Limb  # noqa: PLC0415 - as above
    from app.keyring import open_vault  # noqa: PLC0415 - as above

    kind = one_of(Limb, limb, "--limb") if limb else None
    session = open_session(database, person)
    vault = open_vault(session.settings)
    act = "aid.cases.take_over"
    with session.writing(act, Right.PREPARE, unit, _shown(key)) as connection:
        source = (below, key)
        case = verb(connection, unit, source, vault, session.act, limb=kind)
        lower = case_of(connection, below, key)
    say(f"{unit} 申请 {case.key} 接自 {below} {key}，{case.state.label}")
    if lower.payable is not None:
        how = "自行帮扶" if lower.own else "救助"
        say(f"{below} 已{how} {lower.payable.grouped()} 元")


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="cases.csv 或 XLSX")],
    unit: Unit,
    database: Database = "",
    person: As = "",
) -> None:
    """导入申请：每项一行；有一处错误则全部不导入，重复导入不变。"""
    from aid import case_sheet as verbs  # noqa: PLC0415 - as above
    from app.keyring import open_vault  # noqa: PLC0415 - as above

    session = open_session(database, person)
    vault = open_vault(session.settings)
    sheet = verbs.read_cases(file)
    act = "aid.cases.import"
    with session.writing(act, Right.PREPARE, unit) as connection:
        told = verbs.import_cases(connection, unit, sheet, vault, session.act)
    say(f"{unit} 新登记 {len(told.added)} 项，已登记过 {told.same} 项")


# -- deciding -----------------------------------------------------------------------


@app.command("first-review")
def first_review(  # noqa: PLR0913, PLR0917 - as above
    key: Key,
    unit: Unit,
    origin: OfMoney = "",
    on: On = "",
    words: Words = "",
    paper: Paper = "",
    database: Database = "",
    person: As = "",
) -> None:
    """初审：按档案认定是否特困职工，核算可救助的金额。"""
    from aid import case_judging as verbs  # noqa: PLC0415 - as above

    asked = asked_of(on, words, paper)
    with acting(Doing.FIRST_REVIEW, unit, key, database, person) as desk:
        act = desk.session.act
        terms = terms_of(desk.connection, unit, origin)
        found = verbs.first_review(
            desk.connection, unit, key, terms, asked, desk.vault, act
        )
    say(f"{unit} 申请 {key} {found.case.state.label}")
    _say_judged(found)


@app.command()
def approve(  # noqa: PLR0913, PLR0917 - as above
    key: Key,
    unit: Unit,
    granted: Annotated[
        str, typer.Option("--granted", help="批准金额（默认为核算的金额）")
    ] = "",
    origin: OfMoney = "",
    on: On = "",
    words: Words = "",
    paper: Paper = "",
    database: Database = "",
    person: As = "",
) -> None:
    """审批：批准金额不超过核算的金额；没有市级单位的写明其文件号。"""
    from aid import case_judging as verbs  # noqa: PLC0415 - as above

    asked = asked_of(on, words, paper)
    sum_ = amount_of(granted, "--granted") if granted else None
    with acting(Doing.APPROVE, unit, key, database, person) as desk:
        act = desk.session.act
        terms = terms_of(desk.connection, unit, origin)
        found = verbs.approve(
            desk.connection, unit, key, terms, asked, desk.vault, act, sum_
        )
    assert found.case.granted is not None
    say(
        f"{unit} 申请 {key} {found.case.state.label}：{found.case.granted.grouped()} 元"
    )
    _say_judged(found)


@app.command("aid-first")
def aid_first(  # noqa: PLR0913, PLR0917 - as above
    key: Key,
    unit: Unit,
    granted: Annotated[str, typer.Option("--granted", help="先行救助的金额")],
    words: Words,
    origin: OfMoney = "",
    on: On = "",
    paper: Paper = "",
    database: Database = "",
    person: As = "",
) -> None:
    """先行救助：突遇特殊困难的先给付，后补审批手续；告知期限。"""
    from aid import case_judging as verbs  # noqa: PLC0415 - as above

    asked = asked_of(on, words, paper)
    money = one_of(Origin, origin, "--origin") if origin else None
    sum_ = amount_of(granted, "--granted")
    with acting(Doing.AID_FIRST, unit, key, database, person) as desk:
        act = desk.session.act
        told: tuple[Any, ...] = (sum_, asked, desk.vault, act, money)
        _, due = verbs.aid_first(desk.connection, unit, key, *told)
    say(f"{unit} 申请 {key} 先行救助 {sum_.grouped()} 元；{due.told}")


def _say_judged(found: "Judged") -> None:
    lines: Iterable[str] = ()
    if found.eligibility is not None:
        lines = (reason.sentence for reason in found.eligibility.reasons)
    if found.award is not None:
        lines = (*lines, *found.award.steps)
    for line in (*lines, *found.notes):
        say(line)
