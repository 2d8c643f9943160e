"""领取签名表: who gets what of a hand-out, with room to sign, by file number and name.

1. A line for each line of the hand-out; a page has its subtotal, the last the total.
   Of an issue that lives it tells who signed and what came back.
2. Names are told with the keys alone (`--names`, which is logged); `***` without.
3. A guardian on record on the day is named beside the worker, and signs in a column of
   their own; nobody else receives in a worker's place.
4. The value is what the goods cost once they are issued; of shopping vouchers it is
   their face value.

Basis: 关于进一步做好困难职工帮扶工作的意见 (款物直接发放到困难职工手中).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from aid import guardians, recipient_store, recipients
from aid.handout_reading import (
    Handout,
    LineStanding,
    LineState,
    handout,
    line_standings,
)
from aid.recipient_kinds import HIDDEN
from ledger.database import Connection
from ledger.money import ZERO, Money
from ledger.register import lookups
from reports import budget_parts, parts
from reports.catalogue import Report, Request
from reports.errors import NoSuchScope
from reports.report import (
    Block,
    Column,
    Document,
    KeyValues,
    Note,
    PageBreak,
    Row,
    Signatures,
    Style,
    Table,
    Together,
)
from treasury.goods_desk import quantity_text

REPORT = Report(
    name="signature_list",
    title="物资和购物券领取签名表",
    summary="一张发放单逐人的档案号、姓名、物品、数量和签名栏，供本人或监护人签收",
    takes=("subject", "names"),
)

_FIRST, _REST = 8, 14
"""Lines of the first page, which has the head, and of the others."""
_FIRST_LAST, _REST_LAST, _KEPT = 3, 9, 3
"""Lines that leave room for those who sign below, and how many go with them."""

_COLUMNS = (
    Column("line", "序号", "count"),
    Column("code", "档案号"),
    Column("name", "姓名"),
    Column("item", "物品"),
    Column("quantity", "数量", "count"),
    Column("value", "价值", "money"),
    Column("serials", "编号", width=2),
    Column("signed", "领取人签名", width=4),
    Column("guardian", "监护人（代领）签名", width=3),
    Column("on", "领取日期"),
)
_SIGNERS = ("发放人", "经办人", "监督人")


def build(connection: Connection, request: Request) -> Document:
    """Draw up the sheet of one hand-out, named by `subject`.

    Raises:
        NoSuchScope: no hand-out was named, it is not of the period, or units below, a
            fund or an account was asked for.
        NotFound: there is no such hand-out.
        VaultRefused: a key is not at hand, or a row was changed.
    """
    budget_parts.demand_plain(request, REPORT.title, subunits=False)
    if not request.subject:
        do = "用 --subject 写明发放单编号，如 H2026-1"
        raise NoSuchScope("没有写明哪一张发放单", do=do)
    one = handout(connection, request.unit, request.subject)
    day = one.issued_on or one.dated_on
    if not request.span.since <= day < request.span.until:
        told = f"发放单 {one.key} 的发放日期 {day} 不在所写期间"
        raise NoSuchScope(told)
    lines = line_standings(connection, one)
    names = _names(connection, request, lines)
    beside = _guardians(connection, request, one, lines)
    rows = [_row(line, names, beside) for line in lines]
    return Document(
        name=REPORT.name,
        title=REPORT.title,
        subtitle=one.title,
        provenance=budget_parts.provenance(
            connection,
            request,
            {"aid_handout_steps"},
            f"{lookups(connection).unit(request.unit).id}/{one.number}/",
        ),
        blocks=(_head(connection, one), *_pages(rows, lines), *_foot(one, request)),
        landscape=True,
    )


def _head(connection: Connection, one: Handout) -> KeyValues:
    unit = lookups(connection).unit(one.unit)
    person = lookups(connection)
    pairs = (
        ("发放单", one.key),
        ("引用号", one.issue_ref or one.ref),
        ("发放日期", one.issued_on or one.dated_on),
        ("资金", unit.fund_names[unit.funds[one.fund]]),
        ("项目", one.project.label),
        ("用途", one.purpose),
        ("编制人", parts.person_name(person, one.planner)),
        (
            "批准人",
            parts.person_name(person, one.approver) if one.approver else "",
        ),
    )
    return KeyValues(pairs, "head")


# -- pages --------------------------------------------------------------------------


def _pages(rows: Sequence[Row], lines: Sequence[LineStanding]) -> Iterator[Block]:
    """The lines page by page, each with its subtotal (1)."""
    start = 0
    while start < len(rows):
        end = start + _taken(len(rows) - start, first=not start)
        if start:
            yield PageBreak()
        told = [*rows[start:end], _sum("本页小计", lines[start:end], "subtotal")]
        if end == len(rows):
            told.append(_sum("合计", lines, "total"))
        yield Table(_COLUMNS, tuple(told), name="lines", alike=True, roomy=True)
        start = end


def _taken(left: int, *, first: bool) -> int:
    """How many lines a page takes of those that are left."""
    most, last = (_FIRST, _FIRST_LAST) if first else (_REST, _REST_LAST)
    return left if left <= last else min(most, left - _KEPT)


def _sum(title: str, lines: Sequence[LineStanding], style: Style) -> Row:
    people = len({(line.file, line.member) for line in lines})
    total = sum((_value(line) for line in lines), ZERO)
    pieces: dict[str, int] = {}
    for line in lines:
        measure = line.item.measure
        pieces[measure] = pieces.get(measure, 0) + line.quantity_milli
    told = "、".join(f"{quantity_text(milli)}{unit}" for unit, milli in pieces.items())
    cells = ("", title, f"{people} 人", "", told, total, "", "", "", "")
    return Row(cells, style)


def _row(
    line: LineStanding, names: Mapping[int, str], beside: Mapping[int, str]
) -> Row:
    worker, guardian, on = "", beside.get(line.file, ""), ""
    if line.signer:
        on = "" if line.signed_on is None else line.signed_on.isoformat()
        if line.signer == line.recipient:
            worker = "已签"
        else:
            guardian = f"{line.signer.removeprefix(line.recipient + '/')} 号代签"
    if line.state in {LineState.RETURNED, LineState.PART_RETURNED}:
        worker = line.state.label
    return Row(
        (
            line.line,
            line.recipient,
            names[line.line],
            line.item.name,
            f"{quantity_text(line.quantity_milli)}{line.item.measure}",
            _value(line) or None,
            line.serials,
            worker,
            guardian,
            on,
        )
    )


def _value(line: LineStanding) -> Money:
    """Rule 4."""
    if line.item.is_voucher:
        return Money(line.item.face.fen * line.quantity_milli // 1000)
    return line.cost


def _foot(one: Handout, request: Request) -> Iterator[Block]:
    note = Note(request.words("signature_list_rule"))
    yield Together((note, Signatures(_SIGNERS)))
    if not one.lives:
        told = request.words("signature_list_unvalued", state=one.state.label)
        yield Note(told)


# -- names --------------------------------------------------------------------------


def _names(
    connection: Connection, request: Request, lines: Iterable[LineStanding]
) -> dict[int, str]:
    """The name of whom each line is for (2)."""
    lines = list(lines)
    if request.vault is None:
        return {line.line: HIDDEN for line in lines}
    rows = list(recipient_store.of_files(connection, {line.file for line in lines}))
    contents = recipients.opened_all(connection, rows, request.vault)
    opened = {row.file: content for row, content in zip(rows, contents, strict=True)}
    return {
        line.line: opened[line.file].persons[line.member - 1].name for line in lines
    }


def _guardians(
    connection: Connection,
    request: Request,
    one: Handout,
    lines: Sequence[LineStanding],
) -> dict[int, str]:
    """The guardians on record on the day, by file, as the column tells them (3)."""
    day = one.issued_on or one.dated_on
    files = {line.file for line in lines}
    found = guardians.guardians_on(connection, files, day)
    names: dict[tuple[int, int], str] = {}
    if request.vault is not None and found:
        for each in guardians.opened_all(connection, found, request.vault):
            names[each.guardian.file, each.guardian.number] = each.who.name
    return {
        file: "；".join(
            f"{each.number}号 {names.get((file, each.number), HIDDEN)}"
            f"（{each.relation.label}）"
            for each in held
        )
        for file, held in found.items()
    }
