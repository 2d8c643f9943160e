"""What the ledger refuses, and how it says so.

    Refused                 an act that is not done; nothing has changed
    ├── PeriodError         a text that names no period
    ├── NotFound            a unit, fund, account, person or voucher is not known
    ├── VoucherRefused      one or more vouchers break a rule (Problem per breach)
    ├── CorrectionRefused   a reversal or correction that may not be made
    ├── CloseRefused        something stands in the way of closing a month
    ├── DraftRefused        a step that a draft may not take, or not by this person
    ├── RecordRefused       a master record that contradicts what stands
    ├── FolderFaulty        a books folder with faults (Fault per cell)
    ├── FormsFaulty         forms of an office's own with faults (Fault per line)
    ├── StatementRefused    a statement that these books may not draw up
    ├── DatabaseBusy        another writer holds the books
    ├── DatabaseUnfit       the database is not there, too old, or not as migrated
    └── GuardBit            the database itself refused; only reached past the code

A refusal says what, why (with the clause where there is one) and what to do. It
never repeats names of persons, numbers of identity or accounts, nor a driver's
message: a driver prints whole rows.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Problem:
    """One breach of one rule by one voucher.

    `line` counts the postings from 1; 0 speaks of the voucher as a whole. `rule`
    is the number of the invariant (L1 to L13) or the name of the check.
    """

    rule: str
    what: str
    found: str = ""
    do: str = ""
    line: int = 0
    column: str = ""

    def __str__(self) -> str:
        found = f"（发现：{self.found}）" if self.found else ""
        do = f"；{self.do}" if self.do else ""
        return f"{self.what}{found}{do}"


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault at one place of a books folder: file, row (header is 1), column."""

    file: str
    row: int
    column: str
    problem: Problem

    def __str__(self) -> str:
        row = f":{self.row}" if self.row else ""
        column = f": {self.column}" if self.column else ""
        return f"{self.file}{row}{column}: {self.problem}"


@dataclass(slots=True)
class Faults:
    """Faults as they are met: some thousand are kept, all are counted.

    A file of two million rows may be wrong in every one of them.
    """

    KEPT: ClassVar[int] = 10_000
    kept: list[Fault] = field(default_factory=list)
    count: int = 0

    def append(self, fault: Fault) -> None:
        """Count a fault, and keep it while there are not too many."""
        self.count += 1
        if len(self.kept) < self.KEPT:
            self.kept.append(fault)

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[Fault]:
        return iter(self.kept)


class Refused(Exception):  # noqa: N818 - it is an answer, not an accident
    """An act that was refused; the sentence tells the person what to do."""

    def __init__(self, what: str, why: str = "", do: str = "") -> None:
        parts = [what, f"原因：{why}" if why else "", f"办法：{do}" if do else ""]
        super().__init__("。".join(part.rstrip("。") for part in parts if part))


class PeriodError(Refused):
    """A text that names no period, or days in the wrong order."""


class NotFound(Refused):
    """Something is not in the books under the name it was called by."""

    def __init__(self, kind: str, name: str, do: str = "") -> None:
        super().__init__(f"账中没有{kind}“{name}”", do=do)


class VoucherRefused(Refused):
    """Vouchers that break a rule; every breach is told, first things first."""

    def __init__(self, found: Sequence[tuple[str, Problem]]) -> None:
        self.found = tuple(found)
        lines = [
            f"凭证 {ref}{f' 第{problem.line}行' if problem.line else ''}: "
            f"[{problem.rule}] {problem}"
            for ref, problem in self.found
        ]
        super().__init__("\n".join(lines))

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules broken, in the order in which they are told."""
        return tuple(problem.rule for _, problem in self.found)


class CorrectionRefused(Refused):
    """A correction that may not be made."""


class CloseRefused(Refused):
    """A month that cannot be closed yet."""


class DraftRefused(Refused):
    """A step that a draft may not take."""


class RecordRefused(Refused):
    """A master record that contradicts the one that stands."""


class FolderFaulty(Refused):
    """A books folder with faults: the first hundred in full, the rest counted."""

    SHOWN = 100

    def __init__(self, faults: Sequence[Fault], more: int = 0) -> None:
        self.faults = tuple(faults)[: self.SHOWN]
        self.count = len(faults) + more
        hidden = self.count - len(self.faults)
        lines = [str(fault) for fault in self.faults]
        if hidden > 0:
            lines.append(f"……另有 {hidden} 处错误未列出")
        lines.append(f"共 {self.count} 处错误，账簿未作任何改动")
        super().__init__("\n".join(lines))


class FormsFaulty(Refused):
    """Forms of an office's own that cannot be used; every fault is told."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        lines = [str(fault) for fault in self.faults]
        lines.append(f"自定报表格式共 {len(self.faults)} 处错误，改正后再编制报表")
        super().__init__("\n".join(lines))


class StatementRefused(Refused):
    """A statement that these books, or this period, may not draw up."""


class DatabaseBusy(Refused):
    """Another writer holds the books for longer than we wait."""

    def __init__(self, holder: str) -> None:
        super().__init__(
            "账簿正被其他人写入，等待超时",
            why=holder or "占用者未留下说明",
            do="稍后再试",
        )


class DatabaseUnfit(Refused):
    """The database is absent, too old, or not as migrated."""


class GuardBit(Refused):
    """The database refused what the code had let pass: rule and nothing else."""

    def __init__(self, rule: str) -> None:
        self.rule = rule
        super().__init__(
            f"数据库拒绝了这次写入（规则 {rule}）",
            why="账簿在检查之后被他人改动，或程序有误",
            do="重试一次；仍被拒绝时请保留现场并报告",
        )
