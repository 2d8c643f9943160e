"""特困职工基本情况登记表（附件2）: a worker in special hardship, and what was given.

1. A page is of one file: the person and the household in short, as known at the end of
   the period, why the worker is one in special hardship, and every grant with its case.
2. A subject is one file number; without one every file that the unit holds and that
   was granted aid as 特困职工 by then is printed.
3. A grass-roots union's own aid is marked apart. The whole file is another report.

Basis: 关于进一步做好困难职工帮扶工作的意见 第4条 (附件2).
"""

from collections.abc import Iterator, Sequence

from aid import cases, recipients
from aid.case_kinds import Case
from aid.recipient_codes import label_of
from aid.recipient_fields import FileContent
from ledger.database import Connection
from ledger.money import ZERO
from ledger.register import lookups
from reports import budget_parts, case_parts
from reports.catalogue import Report, Request
from reports.errors import NoSuchScope
from reports.report import (
    Block,
    Column,
    Document,
    Heading,
    KeyValues,
    Paragraph,
    Row,
    Signatures,
    Table,
)

REPORT = Report(
    name="case_registration",
    title="特困职工基本情况登记表",
    summary="附件2：每名特困职工的基本情况、困难情形、历次救助",
    earlier=True,
    takes=("subject", "names"),
)

_PERSON = ("name", "identity", "nation", "politics", "health", "state", "workplace")
_FILE = (
    *("phone", "address", "registration", "marriage", "housing", "model"),
    *("main_cause", "wants", "bank", "card"),
)
_SIGNERS = ("填表人", "工会负责人（盖章）")


def build(connection: Connection, request: Request) -> Document:
    """Draw up the registration of one file, or of all that were granted aid.

    Raises:
        NoSuchScope: units below, one fund, an account or a place was asked for; the
            unit does not hold the file.
        VaultRefused: a key is not at hand, or a row was changed.
    """
    budget_parts.demand_plain(request, REPORT.title, subunits=False)
    last = request.span.last_day
    held = recipients.rows_of_unit(connection, request.unit, last)
    of_file: dict[int, list[Case]] = {}
    for case in cases.cases_of_file(connection, [one.file for one, _ in held]):
        since = case.approved_on or case.released_on
        if case.payable is not None and since is not None and since <= last:
            of_file.setdefault(case.file, []).append(case)
    if request.subject:
        asked = [pair for pair in held if pair[0].code == request.subject]
        if not asked:
            told = f"{request.unit} 在 {last} 没有这份档案"
            raise NoSuchScope(told, do="用 bangfu aid recipients find 查找所在单位")
    else:
        granted = {f for f, found in of_file.items() if any(not c.own for c in found)}
        asked = [pair for pair in held if pair[0].file in granted]
    forms = []
    for standing, row in asked:
        content = None
        if request.vault is not None:
            content = recipients.opened(connection, row, request.vault)
        found = of_file.get(standing.file, [])
        forms.append([*_form(connection, standing, content, found)])
    return case_parts.document(connection, request, REPORT, case_parts.paged(forms))


def _form(
    connection: Connection,
    standing: recipients.Standing,
    content: FileContent | None,
    found: Sequence[Case],
) -> Iterator[Block]:
    key = f"file_{standing.file}"
    limbs = dict.fromkeys(case.limb.label for case in found if case.limb)
    yield Heading(f"档案号 {standing.code}", 2)
    yield KeyValues(
        (
            ("建档单位", lookups(connection).unit(standing.unit).name),
            ("建档日期", standing.opened_on),
            ("困难类别", label_of("category", standing.category)),
            ("家庭人口", f"{standing.persons} 人"),
            ("困难情形", "、".join(limbs)),
        ),
        key,
    )
    told = case_parts.told_of(content, _PERSON, _FILE, each=True)
    yield KeyValues(tuple(told), f"{key}_person")
    if content is not None:
        yield case_parts.members_table(content, f"{key}_members", caption="家庭成员")
    yield _grants(connection, found, f"{key}_grants")
    yield Paragraph("")
    yield Signatures(_SIGNERS)


def _grants(connection: Connection, found: Sequence[Case], name: str) -> Table:
    columns = (
        Column("on", "批准日期", "date"),
        Column("unit", "单位", width=2),
        Column("key", "申请编号"),
        Column("project", "项目"),
        Column("member", "受助人"),
        Column("year", "年度"),
        Column("kind", "性质"),
        Column("granted", "批准金额", "money"),
    )
    books = lookups(connection)
    rows = [
        Row(
            (
                case.approved_on or case.released_on,
                books.unit(case.unit).name,
                case.key,
                case.project.label,
                case_parts.member_told(case),
                str(case.year),
                _kind(case),
                case.payable,
            )
        )
        for case in sorted(found, key=lambda c: str(c.approved_on or c.released_on))
    ]
    total = sum((case.payable or ZERO for case in found), ZERO)
    rows.append(Row(("合计", "", "", "", "", "", "", total), "total"))
    return Table(columns, tuple(rows), caption="历次救助", name=name)


def _kind(case: Case) -> str:
    if case.own:
        return "基层自行帮扶"
    return "特困职工救助" if case.approved_on else "先行救助"
