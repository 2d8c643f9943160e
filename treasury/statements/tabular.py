"""Tables of banks, in CSV or XLSX, read by a saved column mapping.

1. The headings stand in the row that the mapping names, or a few rows off where the
   bank's preamble grew; what stands before them is not read.
2. A blank row is passed over, and so is one with neither a day nor an amount, or a
   line of totals. Every other row is a movement, or a fault.
3. Money in and out stand in their own columns, or the sign or side tells them apart.
4. Words tell a fee or interest only where nobody else is named: a payer may type them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ledger.money import AmountError, Money
from treasury.errors import StatementFaulty
from treasury.statements.figures import bank_day, sheet_amount
from treasury.statements.mapping import ColumnMapping, heading_of
from treasury.statements.parts import (
    CURRENCIES,
    FEE,
    INTEREST,
    RETURN,
    ROWS_MAX,
    Movement,
    Part,
    Told,
    joined,
    plain,
    showable,
)

Row = tuple[int, Sequence[str]]
"""A row's number in the file, and its cells."""

HEADER_SLACK = 20
"""Rows after the named one in which the headings are still looked for."""

_IN = frozenset(
    {
        "贷",
        "贷方",
        "贷记",
        "C",
        "CR",
        "CREDIT",
        "收",
        "收入",
        "转入",
        "存入",
        "来账",
        "+",
    }
)
_OUT = frozenset(
    {
        "借",
        "借方",
        "借记",
        "D",
        "DR",
        "DEBIT",
        "支",
        "支出",
        "转出",
        "支取",
        "往账",
        "-",
    }
)
_TOTALS = re.compile(
    r"(本页|本月|本期|累计)?(合计|总计|小计)|总笔数|总收入|总支出|以下空白"
)
_HOUSE = re.compile(r".+?(银行|信用合作社|信用联社|信用社)")
_WORDS = (
    (RETURN, re.compile("退汇|退票|退回|冲正|冲账")),
    (
        FEE,
        re.compile(
            "手续费|工本费|汇划费|邮电费"
            "|(^|账户|短信|网银|网上银行|电子银行)(管理费|服务费)"
        ),
    ),
    (INTEREST, re.compile("结息|利息|付息")),
)
"""Words of the column of the bank's code that tell a kind."""


def read(
    rows: Iterable[Row],
    mapping: ColumnMapping,
    form: str,
    told: Told,
    bank: str = "",
) -> list[Part]:
    """The movements of a table, one part for each account it names.

    `bank` is the bank whose table it is, where that is known.

    Raises:
        StatementFaulty: the headings are not there.
    """
    coming = iter(rows)
    places = _headings(coming, mapping, told)
    reader = _Reader(places, told, bank)
    parts: dict[str, Part] = {}
    count = 0
    for number, cells in coming:
        movement = reader.movement(number, cells)
        if movement is None:
            continue
        account = plain(reader.cell(cells, "account"))
        if account not in parts:
            parts[account] = Part(form=form, account=account, currency="CNY")
        parts[account].rows.append(movement)
        count += 1
        if count > ROWS_MAX:
            told.refuse(0, "", f"流水超过 {ROWS_MAX:,} 笔", do="按月分开导出")
    return list(parts.values()) or [Part(form=form, currency="CNY")]


_Places = Mapping[str, tuple[int, ...]]
"""In which columns a thing is said."""


def _headings(rows: Iterator[Row], mapping: ColumnMapping, told: Told) -> _Places:
    wanted = dict.fromkeys(heading for _, heading in mapping.columns)
    best: tuple[int, list[str]] = (0, list(wanted))
    for number, cells in rows:
        if number < mapping.header_row:
            continue
        if number > mapping.header_row + HEADER_SLACK:
            break
        found = list(map(heading_of, cells))
        missing = [heading for heading in wanted if heading not in found]
        if not missing:
            twice = [heading for heading in wanted if found.count(heading) > 1]
            for heading in twice:
                told.fault(number, heading, "同一列出现两次", do="改列名后再导入")
            told.stop()
            return _places(found, mapping)
        if len(missing) < len(best[1]) or not best[0]:
            best = number, missing
    number, missing = best
    do = "核对导出的文件；银行改了格式的，用 bangfu money bank mapping save 另存一版"
    for heading in missing:
        told.fault(number or mapping.header_row, heading, "表头中没有这一列", do=do)
    raise StatementFaulty(told.faults, unfit=True)


def _places(found: list[str], mapping: ColumnMapping) -> _Places:
    places: dict[str, tuple[int, ...]] = {}
    for key, heading in mapping.columns:
        places[key] = (*places.get(key, ()), found.index(heading))
    return places


class _CellError(Exception):
    """What is wrong with a cell."""

    def __init__(self, key: str, what: str, *, do: str = "") -> None:
        super().__init__(what)
        self.key = key
        self.what = what
        self.do = do


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads rows by where their columns stand."""

    places: _Places
    told: Told
    bank: str

    def cell(self, cells: Sequence[str], key: str) -> str:
        """What a row says of a thing; several columns are told one after the other."""
        places = self.places.get(key)
        if not places:
            return ""
        if len(places) == 1:
            return cells[places[0]].strip() if places[0] < len(cells) else ""
        return joined(cells[place] for place in places if place < len(cells))

    def movement(self, number: int, cells: Sequence[str]) -> Movement | None:
        """A row as a movement, or None where it is none (2)."""
        if not cells or _TOTALS.match(cells[0].strip()):
            return None
        try:
            return self._movement(number, cells)
        except _CellError as error:
            if self._says_nothing(cells):
                return None
            found = self.cell(cells, error.key)
            self.told.fault(
                number, error.key, error.what, found=showable(found), do=error.do
            )
            return None

    def _says_nothing(self, cells: Sequence[str]) -> bool:
        first = next((cell for cell in cells if cell.strip()), "")
        if not first or _TOTALS.match(first.strip()):
            return True
        if any(self.cell(cells, key) for key in ("amount", "money_in", "money_out")):
            return False
        try:
            bank_day(self.cell(cells, "date"))
        except ValueError:
            return True
        return False

    def _movement(self, number: int, cells: Sequence[str]) -> Movement:
        try:
            booked_on = bank_day(self.cell(cells, "date"))
        except ValueError as error:
            raise _CellError("date", str(error)) from None
        if "currency" in self.places:
            self._check_currency(cells)
        return Movement(
            booked_on,
            self._signed(cells),
            self._amount(cells, "balance") if "balance" in self.places else None,
            plain(self.cell(cells, "reference")),
            plain(self.cell(cells, "counterparty")),
            plain(self.cell(cells, "counterparty_account")),
            plain(self.cell(cells, "text")),
            self._kind(cells),
            number,
        )

    def _kind(self, cells: Sequence[str]) -> str:
        """What the words of the bank's code tell (4)."""
        code = self.cell(cells, "code")
        kinds = (kind for kind, words in _WORDS if words.search(code))
        kind = next(kinds, "") if code else ""
        return "" if kind in {FEE, INTEREST} and self._names_another(cells) else kind

    def _names_another(self, cells: Sequence[str]) -> bool:
        name = plain(self.cell(cells, "counterparty"))
        if name:
            return not (self.bank and name.startswith(_house(self.bank)))
        return bool(self.cell(cells, "counterparty_account").strip("-—/ 0"))

    def _check_currency(self, cells: Sequence[str]) -> None:
        if self.cell(cells, "currency").upper() not in CURRENCIES | {"人民币元"}:
            raise _CellError("currency", "只接收人民币", do="外币账户另行处理")

    def _signed(self, cells: Sequence[str]) -> Money:
        """The amount, above zero for what came in (3)."""
        if "amount" not in self.places:
            came = self._amount(cells, "money_in")
            went = self._amount(cells, "money_out")
            if came and went:
                raise _CellError("money_out", "收入和支出都有金额")
            if came is None and went is None:
                raise _CellError("money_in", "收入和支出都没有金额")
            return came or -(went or Money())
        amount = self._amount(cells, "amount")
        if amount is None:
            raise _CellError("amount", "没有金额")
        if "side" not in self.places:
            return amount
        side = self.cell(cells, "side").upper()
        if side not in _IN | _OUT:
            raise _CellError("side", "认不出收付方向", do="应为借、贷，或支、收")
        if amount.fen < 0:
            do = "金额已带正负号的，列对应中不写借贷标志列"
            raise _CellError("amount", "有借贷标志，金额又为负", do=do)
        return amount if side in _IN else -amount

    def _amount(self, cells: Sequence[str], key: str) -> Money | None:
        try:
            return sheet_amount(self.cell(cells, key))
        except AmountError as error:
            raise _CellError(key, str(error)) from None


def _house(bank: str) -> str:
    """The bank of a branch: its name as far as it is one of a bank."""
    found = _HOUSE.match(bank)
    return found[0] if found else bank
