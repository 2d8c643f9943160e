"""Every field of a year's vouchers and postings, as a table for those who keep them.

What stands under a number in the books stands here under its code, so that the file is
understood without them. With it and the rules of `ledger/chain.py` every hash of the
year can be computed again.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from ledger.database import Connection
from ledger.evidence import POSTING_FIELDS, VOUCHER_FIELDS, whole_lines
from ledger.money import Money
from ledger.periods import opening_period
from ledger.register import Lookups, UnitLookup
from reports.report import Cell, Column, Row, Table

_TITLES: Mapping[str, str] = {
    "position": "链位",
    "period": "会计期间",
    "kind": "凭证字",
    "number": "凭证号",
    "dated_on": "日期",
    "chart": "科目表",
    "summary": "摘要",
    "attachments": "附件数",
    "preparer_id": "制单",
    "reviewer_id": "审核",
    "poster_id": "记账",
    "cashier_id": "出纳",
    "head_id": "会计主管",
    "posted_at": "原记账时间",
    "sealed_at": "封存时间",
    "ref": "凭证引用号",
    "corrects": "更正的链位",
    "correction": "更正方式",
    "entered": "来历",
    "basis": "依据",
    "content_hash": "内容摘要",
    "previous": "前项摘要",
    "hash": "摘要值",
    "line": "行",
    "account_id": "科目编号",
    "fund_id": "资金",
    "debit_fen": "借方",
    "credit_fen": "贷方",
    "purpose": "用途",
    "party": "往来单位",
    "recipient": "档案号",
    "persons": "人数",
    "item": "物品",
    "quantity_milli": "数量（千分之一）",
    "serials": "编号",
    "arose_on": "发生日期",
    "economic": "经济分类",
    "functional": "功能分类",
    "appropriation": "预算指标",
    "request": "付款申请",
    "memo": "备注",
}
_FIELDS = (*VOUCHER_FIELDS, *POSTING_FIELDS)
_NAME = Column("account_name", "科目名称")
assert set(_TITLES) == set(_FIELDS), "a field of the books has no title here"


@dataclass(slots=True)
class EveryField:
    """The postings of a year up to a place in the chain, counted as they are read."""

    connection: Connection
    books: Lookups
    unit: UnitLookup
    year: int
    position: int
    count: int = 0

    def table(self) -> Table:
        """The table; its rows are read while it is written, and only once."""
        columns = [Column(_key(name), _TITLES[name]) for name in _FIELDS]
        columns.insert(_FIELDS.index("account_id") + 1, _NAME)
        return Table(tuple(columns), self._rows(), name="postings")

    def _rows(self) -> Iterator[Row]:
        periods = opening_period(self.year), opening_period(self.year + 1)
        told = _codes(self.books, self.unit)
        ways = [told.get(name) or _plain for name in _FIELDS]
        place = _FIELDS.index("account_id")
        for line in whole_lines(self.connection, self.unit.id, periods, self.position):
            self.count += 1
            cells = [way(value) for way, value in zip(ways, line, strict=True)]
            cells.insert(place + 1, self.books.account_name(line[place]))
            yield Row(tuple(cells))


def _key(name: str) -> str:
    """A number of the books is shown as a code, fen as yuan."""
    return name.removesuffix("_id").removesuffix("_fen")


def _codes(books: Lookups, unit: UnitLookup) -> dict[str, Callable[..., Cell]]:
    people = books.person_codes

    def person(number: int | None) -> str:
        return "" if number is None else people[number]

    def digest(value: bytes) -> str:
        return bytes(value).hex()

    found: dict[str, Callable[..., Cell]] = {
        "account_id": books.account_codes.__getitem__,
        "fund_id": unit.fund_codes.__getitem__,
        "debit_fen": Money,
        "credit_fen": Money,
    }
    for name in ("preparer_id", "reviewer_id", "poster_id", "cashier_id", "head_id"):
        found[name] = person
    for name in ("content_hash", "previous", "hash"):
        found[name] = digest
    return found


def _plain(value: Cell) -> Cell:
    return value
