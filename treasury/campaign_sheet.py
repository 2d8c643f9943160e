"""The file of a campaign (一日捐名册): CSV, or a sheet of an XLSX.

1. A row is an organisation (单位名称), a person (姓名), or a department's sum without
   names; under 姓名或单位名称 the kind (类别) says which. Columns are named by key or
   label; amounts are in yuan, or in 万元 where the column says so.
2. All faults are told at once by row and column, and no name of a person with them.
3. A workbook has one sheet that is filled, or one that is called so; one that unpacks
   to more than a campaign can be is refused unread.
"""

import hashlib
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ledger.accounts import Labelled
from ledger.errors import Fault, Faults, FolderFaulty, Problem
from ledger.intake_cells import Cells, fault, listed, member
from ledger.money import AmountError, Money
from ledger.sheets import XLSX, ColumnSpec, SheetSpec, Source, blocks
from ledger.texts import text_problems
from ledger.workbooks import Bounds, UnfitWorkbook, measure
from treasury.errors import DonationRefused

FILE_MOST = 64 << 20
"""Bytes of a file."""

BOUNDS = Bounds(unpacked=256 << 20, cells=8_000_000)
"""Far more than any campaign has."""

LINES = SheetSpec(
    "campaign",
    "一日捐",
    (
        ColumnSpec("seq", "序号"),
        ColumnSpec("kind", "类别"),
        ColumnSpec("name", "姓名或单位名称"),
        ColumnSpec("person", "姓名"),
        ColumnSpec("organisation", "单位名称"),
        ColumnSpec("uscc", "统一社会信用代码"),
        ColumnSpec("department", "部门"),
        ColumnSpec("amount", "金额"),
        ColumnSpec("amount_yuan", "金额（元）"),
        ColumnSpec("amount_wan", "金额（万元）"),
        ColumnSpec("purposes", "限定用途"),
        ColumnSpec("fund", "资金"),
        ColumnSpec("memo", "备注"),
    ),
)
"""The sheet."""

_AMOUNTS = ("amount", "amount_yuan", "amount_wan")
_WAN = re.compile(r"([0-9]{1,9})(?:\.([0-9]{1,6}))?")
_TOTALS = ("合计", "总计", "小计", "共计")
"""What stands in a row that is nobody's."""
_PERSONAL = frozenset({"name", "person"})


class LineKind(Labelled):
    """Who gave a line."""

    ORGANISATION = "organisation", "单位"
    PERSON = "person", "个人"
    LUMP = "lump", "部门合计"


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignLine:
    """One row; a lump sum has a department and no name."""

    row: int
    kind: LineKind
    name: str
    uscc: str
    department: str
    amount: Money
    purposes: tuple[str, ...]
    fund: str


@dataclass(frozen=True, slots=True)
class CampaignSheet:
    """What a file says: its lines and the SHA-256 of its bytes."""

    digest: bytes
    lines: tuple[CampaignLine, ...]

    @property
    def total(self) -> Money:
        """The sum of the lines."""
        return sum((one.amount for one in self.lines), Money(0))

    def repeated(self) -> tuple[tuple[int, ...], ...]:
        """Rows that are told twice: the same giver, department and amount."""
        met: dict[tuple[object, ...], list[int]] = {}
        for one in self.lines:
            if one.name:
                told = (one.kind, one.name, one.department, one.amount, one.purposes)
                met.setdefault(told, []).append(one.row)
        return tuple(tuple(rows) for rows in met.values() if len(rows) > 1)


def read(path: Path) -> CampaignSheet:
    """Read the file of a campaign.

    Raises:
        DonationRefused: it cannot be opened, or is too large.
        FolderFaulty: it has faults; every one is told.
    """
    digest = _digest(path)
    faults = Faults()
    found = [_line(cells, faults) for cells in _rows(path, faults)]
    if faults:
        kept = sorted(faults, key=lambda one: one.row)
        raise FolderFaulty(kept, len(faults) - len(kept))
    return CampaignSheet(digest, tuple(one for one in found if one is not None))


def _digest(path: Path) -> bytes:
    what = "名册没有导入"
    try:
        if path.stat().st_size > FILE_MOST:
            raise DonationRefused(what, "文件过大", "分成几个文件")
        content = path.read_bytes()
    except OSError:
        raise DonationRefused(what, "文件无法打开", "核对路径和权限") from None
    if path.suffix.lower() == XLSX:
        try:
            measure(io.BytesIO(content), BOUNDS)
        except UnfitWorkbook as unfit:
            raise DonationRefused(what, unfit.what, unfit.do) from None
    return hashlib.sha256(content).digest()


# -- rows ---------------------------------------------------------------------------


def _rows(path: Path, faults: Faults) -> Iterator[Cells]:
    source = _source(path, faults)
    if source is None:
        return
    before, count = len(faults), 0
    for block in blocks(source, LINES, faults):
        keys = tuple(block.columns)
        for row, *texts in zip(block.rows, *block.columns.values(), strict=True):
            count += 1
            yield Cells(source.name, row, dict(zip(keys, texts, strict=True)))
    if not count and len(faults) == before:
        what = Problem("file", "文件中没有捐赠", do="每人、每单位写一行")
        faults.append(Fault(source.name, 0, "", what))


def _source(path: Path, faults: Faults) -> Source | None:
    if path.suffix.lower() != XLSX:
        return Source(path)
    # Only a workbook pays for the reader.
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415

    try:
        book = CalamineWorkbook.from_path(str(path))
        filled = [
            name
            for name in book.sheet_names
            if book.get_sheet_by_name(name).start is not None
        ]
    except CalamineError:
        what = Problem("file", "不是有效的 XLSX 文件", do="另存为新的 XLSX 或 CSV")
        faults.append(Fault(path.name, 0, "", what))
        return None
    called = [name for name in filled if name.strip() in {LINES.name, LINES.label}]
    if len(called or filled) == 1:
        return Source(path, (called or filled)[0])
    told = f"{len(filled)} 个有内容的工作表"
    do = f"只留一个，或将名册的工作表命名为“{LINES.label}”"
    faults.append(Fault(path.name, 0, "", Problem("file", "工作表不止一个", told, do)))
    return None


def _line(cells: Cells, faults: Faults) -> CampaignLine | None:
    """The line that a row tells; None where it cannot be read as one."""
    before = len(faults)
    for key in ("seq", "department", "name", "person", "organisation"):
        if "".join(cells[key].split()).rstrip("：:") in _TOTALS:
            faults.append(fault(cells, key, "合计行请删去", cells[key]))
            return None
    kind, name = _giver(cells, faults)
    amount = _amount(cells, faults)
    if kind is LineKind.LUMP and not cells["department"]:
        faults.append(fault(cells, "department", "姓名、单位名称和部门都是空的"))
    if cells["uscc"] and kind is not LineKind.ORGANISATION:
        faults.append(fault(cells, "uscc", "只有单位填写统一社会信用代码"))
    texts = [(key, cells[key], 0) for key in cells.values if cells[key]]
    for problem in text_problems(texts):
        faults.append(Fault(cells.file, cells.row, problem.column, problem))
    if len(faults) > before or kind is None or amount is None:
        return None
    return CampaignLine(
        row=cells.row,
        kind=kind,
        name=name,
        uscc=cells["uscc"],
        department=" ".join(cells["department"].split()),
        amount=amount,
        purposes=listed(cells["purposes"].replace("、", ";")),
        fund=cells["fund"],
    )


def _giver(cells: Cells, faults: Faults) -> tuple[LineKind | None, str]:
    """Who gave a line: the kind and the name, told once (1)."""
    told = [key for key in ("name", "person", "organisation") if cells[key]]
    if len(told) > 1:
        what = "姓名与单位名称只填一项"
        faults.append(Fault(cells.file, cells.row, told[1], Problem("cell", what)))
        return None, ""
    of_column = {
        (): LineKind.LUMP,
        ("person",): LineKind.PERSON,
        ("organisation",): LineKind.ORGANISATION,
    }
    found = of_column.get(tuple(told))
    kind = member(LineKind, cells, "kind", found, faults)
    if kind is None and not cells["kind"]:
        faults.append(fault(cells, "kind", "写明类别：单位、个人"))
    elif kind is not None and found is not None and kind is not found:
        faults.append(fault(cells, "kind", "类别与填写的列不符", cells["kind"]))
    elif kind is LineKind.LUMP and told:
        faults.append(fault(cells, "kind", "部门合计不填姓名"))
    name = cells[told[0]] if told else ""
    return kind, " ".join(name.split())


def _amount(cells: Cells, faults: Faults) -> Money | None:
    told = [key for key in _AMOUNTS if cells[key]]
    if len(told) != 1:
        what = "没有写明金额" if not told else "金额只填一列"
        faults.append(fault(cells, (told or _AMOUNTS)[0], what))
        return None
    key = told[0]
    try:
        read_as = _of_wan if key == "amount_wan" else Money.parse
        amount = read_as(cells[key])
    except AmountError as error:
        faults.append(fault(cells, key, str(error), cells[key]))
        return None
    if amount.fen <= 0:
        faults.append(fault(cells, key, "金额应大于零", cells[key]))
        return None
    return amount


def _of_wan(text: str) -> Money:
    """Read 万元 with at most six decimals: they are fen.

    Raises:
        AmountError: the text is no such amount.
    """
    match = _WAN.fullmatch(text.replace(",", ""))
    if match is None:
        raise AmountError("不是金额；万元应写作 220.85，至多六位小数")
    whole, decimals = match.groups()
    return Money(int(whole) * 1_000_000 + int((decimals or "").ljust(6, "0")))


def told_rows(repeated: Sequence[Sequence[int]]) -> str:
    """Rows that are told twice, for people: `第 3、7 行；第 4、9 行`."""
    return "；".join(f"第 {'、'.join(map(str, rows))} 行" for rows in repeated)
