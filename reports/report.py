"""What a report is: a document of headings, sentences, tables, charts, signatures.

A page under `reports/pages/` builds a `Document`; a renderer under
`reports/render/` prints it. The two know nothing of each other.

1. Every page of print names the unit, the period, the chain position and digest.
2. Every row of a table has as many cells as the table has columns, and every series
   of a chart as many figures as the chart has places.
3. A document is printed the same, byte for byte, whenever it is printed again:
   its date is that of the books it was drawn from, never that of the printing.
"""

import calendar
import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from ledger.money import Money
from ledger.rates import percent

Cell = str | Money | int | dt.date | None
Kind = Literal["text", "money", "count", "date", "rate"]
Style = Literal["plain", "subtotal", "total", "group"]
Language = Literal["zh", "en"]
Drawing = Literal["bars", "lines", "bars_and_line"]
Figure = Money | int | None

# More than these cannot be told apart in black and white.
SERIES_MOST = 4

_KEY = re.compile(r"[a-z][a-z0-9_]*")
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key in JSON, its title on paper, and what its cells are.

    A rate (`rate`) is a whole number of basis points: 9876 is shown as 98.76%.
    `width` is the column's share of the room that is left over, compared with the
    other columns; 0 leaves the sharing to what the cells hold.
    """

    key: str
    title: str
    kind: Kind = "text"
    width: int = 0

    def __post_init__(self) -> None:
        assert _KEY.fullmatch(self.key), self.key
        assert self.key != "style", "every row in JSON carries its style so named"
        assert self.width >= 0


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table; sums are ruled off, a group heads the lines below it."""

    cells: tuple[Cell, ...]
    style: Style = "plain"

    @property
    def spans(self) -> bool:
        """Whether it is a group's name alone, to run across the table."""
        return self.style == "group" and all(
            cell is None or cell == "" for cell in self.cells[1:]
        )


@dataclass(frozen=True, slots=True)
class Carried:
    """What a bound ledger carries over to the next page (承前页), by keys of columns.

    `sums` are those that add up, each with what the year had moved before the first
    row; rows of style `plain` count. `left` are those that go on as the last row leaves
    them, such as the balance. The column `summary` says what the line is.

    Basis: 会计基础工作规范 第六十条.
    """

    sums: Mapping[str, Money]
    left: tuple[str, ...]

    @property
    def keys(self) -> frozenset[str]:
        """The columns that anything is carried over in."""
        return frozenset((*self.sums, *self.left))


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows; the rows may come one by one, and then only once.

    Tables of one document that are `alike` and have the same columns are printed
    equally wide, such as its vouchers; their rows are at hand. A table that is `dense`
    is set close, so that a form of many lines stays on one page; one that is `roomy`
    far apart, so that each row has room to sign. A form has at least `least` lines, its
    sums among them; on paper those without entries are ruled off (空行划线注销).
    The first row of a table that is `carried` is what is brought forward.
    """

    columns: tuple[Column, ...]
    rows: Iterable[Row]
    caption: str = ""
    note: str = ""
    name: str = ""
    alike: bool = False
    dense: bool = False
    roomy: bool = False
    least: int = 0
    carried: Carried | None = None

    def __post_init__(self) -> None:
        assert not self.alike or isinstance(self.rows, tuple)
        assert self.least >= 0
        keys = {column.key for column in self.columns}
        assert self.columns
        assert len(keys) == len(self.columns), "two columns share a key"
        assert not self.name or _KEY.fullmatch(self.name), self.name
        assert not self.carried or keys >= {"summary", *self.carried.keys}
        if isinstance(self.rows, tuple):
            for row in self.rows:
                assert len(row.cells) == len(self.columns), row

    def checked_rows(self) -> Iterator[Row]:
        """The rows, each held against rule 2 as it comes."""
        wanted = len(self.columns)
        for row in self.rows:
            assert len(row.cells) == wanted, row
            yield row


@dataclass(frozen=True, slots=True)
class Series:
    """One run of figures in a chart: its key in JSON, its title, a figure a place.

    A figure is an amount, or a rate in whole basis points. None is a place without a
    figure: it is left open, not drawn as nothing.
    """

    key: str
    title: str
    figures: tuple[Figure, ...]

    def __post_init__(self) -> None:
        assert _KEY.fullmatch(self.key), self.key
        assert self.key not in {"place", "style"}, "every row in JSON has these"
        assert self.title


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of figures, such as a budget year by year; it holds figures alone.

    `places` stand along the axis named `axis`, such as the years of 年度; the figures
    are all amounts or all rates. `bars` and `lines` draw every series so;
    `bars_and_line` draws the last one as a line over bars. Formats without pictures
    print the figures as a table. One that is `low` leaves room for more on its page;
    `language` is that of the words drawn beside it.
    """

    name: str
    caption: str
    axis: str
    places: tuple[str, ...]
    series: tuple[Series, ...]
    drawing: Drawing = "bars"
    note: str = ""
    low: bool = False
    language: Language = "zh"

    def __post_init__(self) -> None:
        assert _KEY.fullmatch(self.name), self.name
        assert self.caption
        assert self.axis
        assert self.places, "a chart without places shows nothing"
        assert len(set(self.places)) == len(self.places), "two places share a name"
        assert 1 <= len(self.series) <= SERIES_MOST
        assert self.drawing != "bars_and_line" or len(self.series) > 1
        keys = {series.key for series in self.series}
        titles = {series.title for series in self.series}
        assert len(keys) == len(titles) == len(self.series), "two series are one"
        for series in self.series:
            assert len(series.figures) == len(self.places), series.key
        kinds = {type(figure) for figure in self.figures()}
        assert kinds in ({Money}, {int}), "all amounts, or all rates, and not none"

    def figures(self) -> Iterator[Money | int]:
        """Every figure there is, series after series."""
        for series in self.series:
            yield from (figure for figure in series.figures if figure is not None)

    @property
    def measure(self) -> Literal["money", "rate"]:
        """What the figures are."""
        return "money" if isinstance(next(self.figures()), Money) else "rate"

    def table(self) -> Table:
        """The figures as a table: a row a place, a column a series."""
        columns = (
            Column("place", self.axis),
            *(Column(one.key, one.title, self.measure) for one in self.series),
        )
        runs = (series.figures for series in self.series)
        rows = tuple(map(Row, zip(self.places, *runs, strict=True)))
        return Table(columns, rows, self.caption, self.note, self.name)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; 1 is a part of the document, 3 the smallest."""

    text: str
    level: Literal[1, 2, 3] = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; every line of it becomes a paragraph.

    The first line of one that is `addressed` says whom a letter goes to (主送) and
    stands at the margin.
    """

    text: str
    addressed: bool = False

    def lines(self) -> tuple[str, ...]:
        """The paragraphs that hold anything."""
        return tuple(line.strip() for line in self.text.split("\n") if line.strip())


@dataclass(frozen=True, slots=True)
class KeyValues:
    """Facts with their labels, such as a voucher's date and number.

    Under a name they stand together in JSON; without one among the other facts.
    """

    pairs: tuple[tuple[str, Cell], ...]
    name: str = ""

    def __post_init__(self) -> None:
        assert self.pairs
        assert not self.name or _KEY.fullmatch(self.name), self.name


@dataclass(frozen=True, slots=True)
class Note:
    """A remark in small print."""

    text: str


@dataclass(frozen=True, slots=True)
class Signatures:
    """Room to sign: a place for each label, with the name where it is known.

    `dated` asks for a line with the date below; a voucher's signatures have none.
    """

    blocks: tuple[str, ...]
    values: tuple[str, ...] = ()
    dated: bool = True

    def __post_init__(self) -> None:
        assert self.blocks
        assert len(self.values) in {0, len(self.blocks)}

    def signers(self) -> tuple[tuple[str, str], ...]:
        """Each label with its name, or with nothing."""
        names = self.values or ("",) * len(self.blocks)
        return tuple(zip(self.blocks, names, strict=True))


@dataclass(frozen=True, slots=True)
class Code:
    """A text that a machine reads off the paper (二维码), with its caption.

    Formats without pictures print the text; a picture stands beside it, never alone.
    """

    text: str
    caption: str

    def __post_init__(self) -> None:
        assert self.text.isascii(), "other characters are read differently by readers"
        assert self.caption


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows starts on a new page; `titled`, under the title of the document.

    Letters and forms that are handed out or filed one by one are titled each.
    """

    titled: bool = False


Piece = (
    Heading
    | Paragraph
    | KeyValues
    | Table
    | Chart
    | Note
    | Signatures
    | Code
    | PageBreak
)


@dataclass(frozen=True, slots=True)
class Together:
    """Blocks kept on one page, such as one printed voucher among several."""

    blocks: tuple[Piece, ...]


Block = Piece | Together


@dataclass(frozen=True, slots=True)
class Provenance:
    """Which books a document was drawn from, and as they stood when.

    `position` and `digest` are those of the unit's chain; `known_on` is the moment
    up to which the books were known.
    """

    unit: str
    period: str
    position: int
    digest: str
    known_on: dt.datetime

    def __post_init__(self) -> None:
        assert self.position >= 0
        assert _DIGEST.fullmatch(self.digest), "a digest is 64 hexadecimal figures"

    @property
    def mark(self) -> str:
        """The chain position and short digest, as every page carries them."""
        return f"链位 {self.position} · 摘要 {self.digest[:12]}"


@dataclass(frozen=True, slots=True)
class Document:
    """A report, ready to be printed; `recipient` is whom it is addressed to (主送).

    `language` is that of its texts, and of what renderers print around them.
    """

    name: str
    title: str
    subtitle: str
    provenance: Provenance
    blocks: tuple[Block, ...]
    landscape: bool = False
    recipient: str = ""
    language: Language = "zh"

    def __post_init__(self) -> None:
        assert _KEY.fullmatch(self.name), self.name

    @property
    def mark(self) -> str:
        """The chain position and short digest, in the document's language."""
        if self.language == "zh":
            return self.provenance.mark
        drawn = self.provenance
        return f"Chain position {drawn.position} · Digest {drawn.digest[:12]}"

    def pieces(self) -> Iterator[Piece]:
        """Every block in order, those kept together among them."""
        for block in self.blocks:
            if isinstance(block, Together):
                yield from block.blocks
            else:
                yield block

    def listed(self) -> Iterator[tuple[str, Table | Chart]]:
        """Every table and chart under a key: its name, numbered if met before."""
        met: Counter[str] = Counter()
        for piece in self.pieces():
            if isinstance(piece, Table | Chart):
                name = piece.name or "table"
                met[name] += 1
                yield (name if met[name] == 1 else f"{name}_{met[name]}"), piece

    @property
    def in_money(self) -> bool:
        """Whether amounts stand in it, whose unit (元) has to be named."""
        return any(map(_is_in_money, self.pieces()))

    def tables(self) -> Iterator[tuple[str, Table]]:
        """Every table under its key, the figures of every chart among them."""
        for key, piece in self.listed():
            yield key, piece.table() if isinstance(piece, Chart) else piece


def _is_in_money(piece: Piece) -> bool:
    match piece:
        case Table(columns=columns):
            return any(column.kind == "money" for column in columns)
        case Chart(measure=measure):
            return measure == "money"
        case KeyValues(pairs=pairs):
            return any(isinstance(cell, Money) for _, cell in pairs)
        case _:
            return False


def shown(cell: Cell, kind: Kind = "text") -> str:
    """A cell as people read it in a table."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, Money):
        return cell.grouped()
    if isinstance(cell, int):
        return _shown_number(cell, kind)
    return cell.isoformat()


def spelled(cell: Cell, language: Language = "zh") -> str:
    """A cell as people read it in a sentence: a date is `2025年3月9日`."""
    if isinstance(cell, dt.date):
        if language == "en":
            return day_in_english(cell.year, cell.month, cell.day)
        return f"{cell.year}年{cell.month}月{cell.day}日"
    return shown(cell)


def day_in_english(year: int, month: int, day: int = 0) -> str:
    """A day, or a month, as it is written in English: `9 March 2025`."""
    words = (str(day) if day else "", calendar.month_name[month], str(year))
    return " ".join(filter(None, words))


def _shown_number(number: int, kind: Kind) -> str:
    if kind == "count":
        return f"{number:,}"
    if kind == "rate":
        return percent(number)
    return str(number)
