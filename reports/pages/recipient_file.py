"""困难职工档案: the file of a recipient as the forms of the national file print it.

1. The person, the household, its members, the cause and what became of the file, as
   they were known at the end of the period.
2. Without the keys nothing personal is told: `***` stands where the file says more.
3. A subject is one file number; without one every file that the unit holds is printed.

Basis: 困难职工档案管理办法; 申请表、基本情况登记表 (附件1、附件2).
"""

from collections.abc import Iterable, Iterator, Sequence

from aid import recipient_fields as fields
from aid import recipient_steps, recipients
from aid import tables as aid_tables
from aid.handout_reading import Had, of_files
from aid.recipient_codes import label_of
from aid.recipient_fields import Field, FileContent, PersonOnFile
from aid.recipient_kinds import HIDDEN
from ledger.database import Connection
from ledger.money import Money
from ledger.register import lookups
from reports import budget_parts
from reports.catalogue import Report, Request
from reports.errors import NoSuchScope
from reports.report import (
    Block,
    Column,
    Document,
    Heading,
    KeyValues,
    Note,
    PageBreak,
    Paragraph,
    Row,
    Signatures,
    Table,
    Together,
)

REPORT = Report(
    name="recipient_file",
    title="困难职工档案",
    summary="每份困难职工档案：本人、家庭、成员、致困原因、关联档案与办理经过",
    earlier=True,
    takes=("subject", "names"),
)

_DECLARED = ("本人（或监护人）",)
_SIGNERS = ("建档人", "审核人", "单位负责人")
_CAUSE = (
    "main_cause",
    "second_cause",
    "cause_told",
    "other_told",
    "other_aid",
    "wants",
)
_BANK = ("bank", "branch", "card")
_MEMBER_COLUMNS = (
    *("name", "relation", "identity", "politics", "health", "illness"),
    *("state", "workplace", "stage"),
)


def build(connection: Connection, request: Request) -> Document:
    """Draw up one file, or all that the unit holds, as known at the end of the period.

    Raises:
        NoSuchScope: units below, one fund, an account or a place was asked for; the
            unit does not hold the file.
        VaultRefused: a key is not at hand, or a row was changed.
    """
    budget_parts.demand_plain(request, REPORT.title, subunits=False)
    held = recipients.rows_of_unit(connection, request.unit, request.span.last_day)
    asked = [one for one in held if request.subject in {"", one[0].code}]
    if request.subject and not asked:
        told = f"{request.unit} 在 {request.span.last_day} 没有这份档案"
        raise NoSuchScope(told, do="用 bangfu aid recipients find 查找所在单位")
    contents: Iterable[FileContent | None] = [None] * len(asked)
    if request.vault is not None:
        rows = [row for _, row in asked]
        contents = recipients.opened_all(connection, rows, request.vault)
    handed = of_files(connection, [one.file for one, _ in asked])
    blocks: list[Block] = []
    for (standing, _), content in zip(asked, contents, strict=True):
        if blocks:
            blocks.append(PageBreak(titled=True))
        had = [
            each
            for each in handed.get(standing.file, ())
            if each[0].issued_on and each[0].issued_on <= request.span.last_day
        ]
        blocks += _file(connection, request, standing, content, had)
    return Document(
        name=REPORT.name,
        title=REPORT.title,
        subtitle="",
        provenance=budget_parts.provenance(
            connection, request, frozenset(aid_tables.RECORDED)
        ),
        blocks=tuple(blocks) or (Paragraph(request.words("recipient_file_none")),),
    )


def _file(
    connection: Connection,
    request: Request,
    standing: recipients.Standing,
    content: FileContent | None,
    had: Sequence[Had],
) -> Iterator[Block]:
    key = f"file_{standing.file}"
    state = "在档"
    if not standing.is_open:
        why = recipient_steps.LABELS[standing.reason]
        state = f"{standing.acted_on} 退出（{why}）"
    yield Heading(f"档案号 {standing.code}", 2)
    yield KeyValues(
        (
            ("所在单位", lookups(connection).units[standing.unit].name),
            ("建档日期", standing.opened_on),
            ("状态", state),
            ("困难类别", label_of("category", standing.category)),
            ("家庭人口", f"{standing.persons} 人"),
            ("内容版次", standing.revision),
        ),
        key,
    )
    worker = None if content is None else content.worker
    person = [one for one in fields.PERSON_FIELDS if one.key != "relation"]
    yield from _facts("本人", person, worker, f"{key}_worker")
    economy = [
        one
        for one in fields.FILE_FIELDS
        if one.key not in {*_CAUSE, *_BANK, "category"}
    ]
    yield from _facts("家庭与住所", economy, content, f"{key}_household")
    if content is not None:
        yield _income(content, f"{key}_income")
    if standing.persons > 1:
        yield Heading("家庭成员", 3)
        yield _members(standing, content, f"{key}_members")
    for title, keys in (("开户银行", _BANK), ("致困原因与帮扶需求", _CAUSE)):
        chosen = [one for one in fields.FILE_FIELDS if one.key in keys]
        yield from _facts(title, chosen, content, f"{key}_{keys[0]}")
    yield Heading("办理经过", 3)
    yield _history(connection, request, standing, f"{key}_steps")
    if had:
        yield Heading("领取物资和购物券", 3)
        yield _handed(had, f"{key}_handed")
    for tie in recipients.ties(connection, standing.code):
        yield Note(f"关联档案 {tie.code}（{tie.unit}）：{tie.how}")
    declared = Paragraph(request.words("recipient_file_declared"))
    # Whoever declares signs alone, with room for a whole name.
    yield Together((declared, Signatures(_DECLARED), Signatures(_SIGNERS)))


def _facts(title: str, chosen: list[Field], of: object, name: str) -> Iterator[Block]:
    """Fields with what they say; what the form asks for stands even where blank."""
    pairs = tuple(
        (one.label, HIDDEN if of is None else fields.shown_value(one, of, opened=True))
        for one in chosen
        if one.asked or (of is not None and getattr(of, one.key) is not None)
    )
    if of is not None and isinstance(of, PersonOnFile) and of.identity is not None:
        born = of.identity.born_on.isoformat()
        told = ("性别", of.identity.sex.label), ("出生日期", born)
        pairs = (*pairs[:1], *told, *pairs[1:])
    if pairs:
        yield Heading(title, 3)
        yield KeyValues(pairs, name)


def _income(content: FileContent, name: str) -> KeyValues:
    total = sum(one.earned.fen for one in content.persons)
    total += content.other_income.fen if content.other_income else 0
    # Fen that cannot be shared out are left off: nobody is told more than there is.
    average = Money(total // len(content.persons))
    year = "" if content.year is None else f"{content.year} 年"
    return KeyValues(
        (
            (f"家庭{year}总收入", Money(total)),
            ("家庭人均年收入", average),
        ),
        name,
    )


def _members(
    standing: recipients.Standing, content: FileContent | None, name: str
) -> Table:
    chosen = [
        next(one for one in fields.PERSON_FIELDS if one.key == key)
        for key in _MEMBER_COLUMNS
    ]
    columns = (
        Column("number", "序号", "count"),
        *(Column(one.key, one.label) for one in chosen),
        Column("earned", "年收入", "money"),
    )
    rows = []
    for number in range(2, standing.persons + 1):
        one = None if content is None else content.persons[number - 1]
        told = (
            HIDDEN if one is None else fields.shown_value(field, one, opened=True)
            for field in chosen
        )
        rows.append(Row((number, *told, None if one is None else one.earned)))
    return Table(columns, tuple(rows), name=name)


def _history(
    connection: Connection,
    request: Request,
    standing: recipients.Standing,
    name: str,
) -> Table:
    columns = (
        Column("acted_on", "日期", "date"),
        Column("act", "办理"),
        Column("unit", "单位"),
        Column("reason", "原因"),
        Column("words", "说明", width=3),
    )
    known = recipients.known_before(request.span.last_day)
    units = lookups(connection).units
    rows = tuple(
        Row(
            (
                one.acted_on,
                recipient_steps.ACTS[one.act],
                units[one.unit].name,
                recipient_steps.LABELS[one.reason],
                one.words,
            )
        )
        for one in recipient_steps.history(connection, standing.code, request.vault)
        if one.recorded_at < known
    )
    return Table(columns, rows, name=name)


def _handed(had: Sequence[Had], name: str) -> Table:
    """Goods that were handed out by the end of the period, and what became of them."""
    columns = (
        Column("on", "日期", "date"),
        Column("handout", "发放单"),
        Column("title", "名称", width=2),
        Column("goods", "物品", width=2),
        Column("cost", "成本", "money"),
        Column("state", "状态"),
    )
    rows = tuple(
        Row(
            (
                one.issued_on,
                one.key,
                one.title,
                line.told,
                line.cost,
                line.state.label,
            )
        )
        for one, line in had
    )
    return Table(columns, rows, name=name)
