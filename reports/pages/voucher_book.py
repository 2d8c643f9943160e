"""记账凭证装订册: a month's vouchers as they are bound, with cover and index.

1. A month fills one volume or several; each holds at most `A_VOLUME` vouchers, and
   each has its cover. Openings of a year are bound with its January, those with
   which books begin with the month of that (`filed_periods`).
2. The cover names the unit, the period, the first and last day, each series with its
   first and last number, how many vouchers and papers are in it, which volume of how
   many it is, who bound and keeps it, and for how long it is kept.
3. The cover says which numbers are missing between the first and the last of a series.
4. The index names every voucher of the volume with its amount and its corrections.

Basis: 会计基础工作规范 第五十五条; 会计档案管理办法（财政部、国家档案局令
第79号）附表一.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from ledger.database import Connection
from ledger.money import ZERO
from ledger.queries import VoucherRow
from reports import parts, voucher_parts
from reports.archive_kinds import RETENTION, Kind
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
    spelled,
)
from reports.voucher_parts import Filed
from reports.wording import sentence

REPORT = Report(
    name="voucher_book",
    title="记账凭证装订册",
    summary="按月装订的记账凭证：每册封面（起讫号数、张数、册次、保管期限）、目录和凭证",
)

A_VOLUME = 100
"""Vouchers of one volume at most: with their papers about as thick as can be sewn."""

_SIGNERS = ("会计主管", "装订人", "保管人")

_SERIES = (
    Column("series", "凭证字"),
    Column("first", "起号", "count"),
    Column("last", "止号", "count"),
    Column("vouchers", "凭证张数", "count"),
    Column("papers", "附件张数", "count"),
    parts.money("amount", "金额合计"),
)

_INDEX = (
    Column("number", "凭证字号"),
    Column("date", "日期", "date"),
    Column("summary", "摘要", width=4),
    parts.money("amount", "金额"),
    Column("papers", "附件", "count"),
    Column("correction", "更正关系", width=3),
)


@dataclass(frozen=True, slots=True)
class _Volume:
    """One volume of a month (rule 1): which of how many, and what is in it."""

    filed: Filed
    month: tuple[int, int]
    number: int
    count: int
    vouchers: Sequence[VoucherRow]

    @property
    def title(self) -> str:
        """`2025年3月　第 1 册　共 2 册`."""
        year, month = self.month
        return f"{year}年{month}月　第 {self.number} 册　共 {self.count} 册"

    @property
    def papers(self) -> int:
        """How many papers (附件) its vouchers have."""
        return sum(voucher.attachments for voucher in self.vouchers)


def build(connection: Connection, request: Request) -> Document:
    """Bind the vouchers of a month, or of each month of a year.

    Raises:
        NoSuchScope: several units, one fund or one account were asked for.
    """
    if request.with_subunits:
        raise NoSuchScope("记账凭证按单位装订，不汇总下级单位")
    if request.fund or request.account:
        raise NoSuchScope("记账凭证整本装订，不能只取一项资金或一个科目")
    filed = voucher_parts.filed(connection, request)
    volumes = list(_volumes(filed))
    blocks: list[Block] = []
    for volume in volumes:
        if blocks:
            blocks.append(PageBreak())
        blocks += _bound(volume, parts.scope_note(connection, request))
    draft = "" if parts.is_closed(connection, request) else parts.DRAFT
    told = f"共 {len(volumes)} 册，凭证 {len(filed.vouchers)} 张{draft}"
    return Document(
        name=REPORT.name,
        title=REPORT.title,
        subtitle=told,
        provenance=parts.provenance(connection, request),
        blocks=tuple(blocks) or (Paragraph(request.words("voucher_none")),),
    )


def _volumes(filed: Filed) -> Iterator[_Volume]:
    opens = filed.unit.opens
    for month, found in groupby(filed.vouchers, key=lambda one: _month(one, opens)):
        vouchers = list(found)
        starts = range(0, len(vouchers), A_VOLUME)
        for number, start in enumerate(starts, start=1):
            part = vouchers[start : start + A_VOLUME]
            yield _Volume(filed, month, number, len(starts), part)


def _month(voucher: VoucherRow, opens: dt.date) -> tuple[int, int]:
    """The month of whose volumes a voucher is; of openings the first with books."""
    year, month = divmod(voucher.period, 100)
    first = opens.month if opens.year == year else 1
    return year, month or first


# -- one volume ---------------------------------------------------------------------


def _bound(volume: _Volume, scope: str) -> Iterator[Block]:
    yield from _cover(volume)
    if scope:
        yield Note(scope)
    yield PageBreak()
    yield Heading(f"凭证目录　{volume.title}", 2)
    yield Table(_INDEX, tuple(_index(volume)), name="index")
    yield PageBreak()
    for voucher in volume.vouchers:
        yield voucher_parts.printed(volume.filed, voucher)


def _cover(volume: _Volume) -> Iterator[Block]:
    """Rule 2."""
    year = volume.month[0]
    until = year + (years := RETENTION[Kind.VOUCHERS] or 0)
    days = [voucher.dated_on for voucher in volume.vouchers]
    facts = (
        ("单位名称", volume.filed.unit.name),
        ("所属期间", f"{year}年{volume.month[1]}月"),
        ("册次", f"第 {volume.number} 册　共 {volume.count} 册"),
        ("凭证起讫日期", f"{spelled(min(days))}至{spelled(max(days))}"),
        ("本册凭证", f"{len(volume.vouchers)} 张"),
        ("本册附件", f"{volume.papers} 张"),
        ("保管期限", f"{years}年（自{year + 1}年1月1日起，至{until}年12月31日止）"),
        ("档号", ""),
    )
    yield Heading(f"记账凭证封面　{volume.title}", 1)
    yield KeyValues(facts, name=f"cover_{year}_{volume.month[1]}_{volume.number}")
    rows = tuple(_series(volume))
    yield Table(_SERIES, rows, "凭证种类及起讫号数", name="series", roomy=True)
    told = sentence(
        "voucher_book_cover",
        office_folder=volume.filed.templates,
        volume=volume,
        most=A_VOLUME,
        missing="、".join(_missing(volume.vouchers)),
    )
    yield from map(Note, filter(None, told.split("\n")))
    yield Signatures(_SIGNERS)


def _series(volume: _Volume) -> Iterator[Row]:
    filed = volume.filed
    whole = ZERO
    for kind, found in groupby(volume.vouchers, key=lambda one: (one.period, one.kind)):
        vouchers = list(found)
        amount = sum(map(filed.turnover, vouchers), ZERO)
        whole += amount
        papers = sum(voucher.attachments for voucher in vouchers)
        first, last = vouchers[0].number, vouchers[-1].number
        yield Row((f"{kind[1]}字", first, last, len(vouchers), papers, amount))
    cells = ("合计", None, None, len(volume.vouchers), volume.papers, whole)
    yield Row(cells, "total")


def _missing(vouchers: Sequence[VoucherRow]) -> list[str]:
    """Numbers that a series lacks between its first and its last (rule 3)."""
    missing = []
    for (_, kind), found in groupby(vouchers, key=lambda one: (one.period, one.kind)):
        numbers = [voucher.number for voucher in found]
        lacking = set(range(numbers[0], numbers[-1])).difference(numbers)
        missing += [parts.voucher_number(kind, number) for number in sorted(lacking)]
    return missing


def _index(volume: _Volume) -> Iterator[Row]:
    """Rule 4."""
    for voucher in volume.vouchers:
        yield Row(
            (
                parts.voucher_number(voucher.kind, voucher.number),
                voucher.dated_on,
                voucher.summary,
                volume.filed.turnover(voucher),
                voucher.attachments,
                "\n".join(voucher_parts.references(volume.filed, voucher)),
            )
        )
    whole = sum(map(volume.filed.turnover, volume.vouchers), ZERO)
    yield Row(("合计", None, "", whole, volume.papers, ""), "total")
