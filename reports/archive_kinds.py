"""What a file of an archive is: kind of record, how long it is kept, and its number.

1. Records are kept for as many years as their kind asks, from the day after the end of
   the accounting year.
2. Files of one kind and one month, or of the year, are a volume (案卷); volumes are
   numbered through the set, files within their volume. The number of a file (档号) is
   `U1-KU·PZ·2025-D30-003-001`: fonds, category and form, year, retention, volume, file.

Basis: 会计档案管理办法（财政部、国家档案局令第79号，2016年1月1日起施行）第六条、
第十四条、第十五条及附表一. Numbers follow the parts that DA/T 13 names; the unit's code
stands for the number of its fonds (全宗号), which an archive gives.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

BASIS = "会计档案管理办法（财政部、国家档案局令第79号）"


class Kind(StrEnum):
    """What kind of accounting record a file is (附表)."""

    ATTACHMENT = "原始凭证"
    VOUCHERS = "记账凭证"
    LEDGER = "总账"
    ACCOUNT_LEDGER = "明细账"
    OTHER_BOOK = "其他辅助性账簿"
    MONTHLY = "月度财务会计报告"
    ANNUAL = "年度财务会计报告"
    RECONCILIATION = "银行存款余额调节表"
    BANK_STATEMENT = "银行对账单"
    HANDOVER = "会计移交清册"
    AUDIT = "审计报告"
    CATALOGUE = "会计档案保管清册"


RETENTION: Mapping[Kind, int | None] = {
    Kind.ATTACHMENT: 30,
    Kind.VOUCHERS: 30,
    Kind.LEDGER: 30,
    Kind.ACCOUNT_LEDGER: 30,
    Kind.OTHER_BOOK: 30,
    Kind.MONTHLY: 10,
    Kind.ANNUAL: None,
    Kind.RECONCILIATION: 10,
    Kind.BANK_STATEMENT: 10,
    Kind.HANDOVER: 30,
    # The table names no audit report; ours stays with the statements that it is about.
    Kind.AUDIT: None,
    Kind.CATALOGUE: None,
}
"""Years for which a kind is kept at least (附表一); None is for ever (永久)."""

_VOUCHER, _BOOK, _REPORT, _OTHER = "PZ", "ZB", "BG", "QT"
_FORMS: Mapping[Kind, str] = {
    Kind.ATTACHMENT: _VOUCHER,
    Kind.VOUCHERS: _VOUCHER,
    Kind.LEDGER: _BOOK,
    Kind.ACCOUNT_LEDGER: _BOOK,
    Kind.OTHER_BOOK: _BOOK,
    Kind.MONTHLY: _REPORT,
    Kind.ANNUAL: _REPORT,
}
CATEGORY = "KU"
"""Accounting, among the categories of archives (门类代码)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """A file of a set; `span` is its month or year as typed, `2025-03` or `2025`.

    `extent` is how many pages or lines it has, as `measure` says; nil where that is not
    known. `made_at` is when the last record that it tells was made (UTC).
    """

    path: str
    title: str
    kind: Kind
    span: str
    period: str
    position: int
    made_at: str
    size: int
    digest: str
    extent: int = 0
    measure: str = ""
    volume: int = 0
    item: int = 0

    @property
    def year(self) -> int:
        """The accounting year."""
        return int(self.span[:4])

    @property
    def retention(self) -> str:
        """How long it is kept, as papers say it."""
        years = RETENTION[self.kind]
        return "永久" if years is None else f"{years}年"

    @property
    def kept_from(self) -> str:
        """The day from which the years count (1)."""
        return f"{self.year + 1}-01-01"

    @property
    def kept_until(self) -> str | None:
        """The last day on which it must be there; None is never."""
        years = RETENTION[self.kind]
        return None if years is None else f"{self.year + years}-12-31"

    @property
    def format(self) -> str:
        """What a machine has to read."""
        suffix = self.path.rpartition(".")[2].lower()
        if suffix == "pdf" and self.kind is not Kind.ATTACHMENT:
            # What others made may be any PDF.
            return "PDF/A-2b"
        return _FORMATS.get(suffix, suffix.upper())

    def number(self, fonds: str) -> str:
        """The number of the file (2)."""
        years = RETENTION[self.kind]
        kept = "Y" if years is None else f"D{years}"
        form = _FORMS.get(self.kind, _OTHER)
        place = f"{self.volume:03d}-{self.item:03d}"
        return f"{fonds}-{CATEGORY}·{form}·{self.year}-{kept}-{place}"

    def told(self, fonds: str) -> dict[str, Any]:
        """What the manifest says of it."""
        return {
            "path": self.path,
            "number": self.number(fonds),
            "title": self.title,
            "period": self.period,
            "kind": self.kind.value,
            "retention": self.retention,
            "retention_years": RETENTION[self.kind],
            "kept_from": self.kept_from,
            "kept_until": self.kept_until,
            "position": self.position,
            "bytes": self.size,
            "sha256": self.digest,
            "made_at": self.made_at,
        }


_FORMATS = {"pdf": "PDF", "csv": "CSV（UTF-8）", "xlsx": "XLSX", "xml": "XML"}


def numbered(files: Sequence[Filed]) -> tuple[Filed, ...]:
    """The files in the order of their volumes, each with its numbers (2)."""
    order = list(Kind)
    volumes: dict[tuple[int, str], list[Filed]] = {}
    for one in files:
        volumes.setdefault((order.index(one.kind), one.span), []).append(one)
    return tuple(
        replace(one, volume=volume, item=item)
        for volume, key in enumerate(sorted(volumes), start=1)
        for item, one in enumerate(sorted(volumes[key], key=lambda f: f.path), start=1)
    )
