"""The yearly re-check of files (年度复核): who stays, exits, is not checked yet.

1. Every file that was open before the year is checked by 30 April: confirmed, or closed
   with its reason. A file that began in the year is an entry and needs no check.
2. Whoever exits by the check has the file closed in the same act.
3. Entries and exits of the year are counted by what became of the files; what was
   opened or closed by mistake is neither, and moves are told apart.

Basis: 关于进一步做好困难职工帮扶工作的意见 第5条.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from aid import case_store, recipient_steps, recipient_store, recipients
from aid.case_desk import Asked
from aid.case_tables import CONFIRMED, EXITED
from aid.case_writing import day_value, recheck_context, sealed_words
from aid.deadlines import Deadline
from aid.deadlines import recheck as recheck_deadline
from aid.errors import CaseRefused
from aid.recipient_kinds import LONGEST
from aid.recipient_steps import Exit
from aid.recipient_tables import CLOSE, MISTAKE, MOVE, OPEN, REOPEN
from aid.recipients import Standing
from aid.standards import InForce, in_force
from budgets.records import text_faults
from ledger.database import Connection
from ledger.people import Act
from ledger.periods import china_day
from ledger.privacy import has_control
from ledger.register import UnitLookup, append_rows, lookups
from treasury.vault import Vault


@dataclass(frozen=True, slots=True, kw_only=True)
class Recheck:
    """The re-check of a unit's files in a year: file numbers, and how many came, went.

    `late` are those that were checked after the day.
    """

    year: int
    deadline: Deadline
    confirmed: tuple[str, ...]
    exited: tuple[str, ...]
    unchecked: tuple[str, ...]
    late: tuple[str, ...]
    entries: int
    exits: int
    moved_in: int
    moved_out: int


# -- checking -----------------------------------------------------------------------


def confirm(  # noqa: PLR0913, PLR0917 - as every verb
    connection: Connection, unit: str, code: str, asked: Asked, vault: Vault, act: Act
) -> bool:
    """Confirm that the people of a file still need help; False where it was done.

    Raises:
        NotFound: there is no such unit, person or file.
        CaseRefused: the unit does not hold it, or it is closed; all is told.
    """
    return _check(connection, unit, code, CONFIRMED, asked, vault, act)


def let_go(  # noqa: PLR0913, PLR0917 - as every verb, and why
    connection: Connection,
    unit: str,
    code: str,
    reason: Exit,
    asked: Asked,
    vault: Vault,
    act: Act,
    died_on: dt.date | None = None,
) -> Standing:
    """Close a file by the re-check, with its reason.

    Raises:
        NotFound: there is no such unit, person or file.
        CaseRefused: the unit does not hold it, or it was confirmed this year.
        RecipientRefused: it cannot be closed so.
    """
    _check(connection, unit, code, EXITED, asked, vault, act)
    on = asked.on or china_day(act.at)
    close = recipient_steps.Asked(on=on, words=asked.words)
    return recipient_steps.close(connection, code, reason, close, vault, act, died_on)


def _check(  # noqa: PLR0913, PLR0917 - as every verb, and what it comes to
    connection: Connection,
    unit: str,
    code: str,
    outcome: str,
    asked: Asked,
    vault: Vault,
    act: Act,
) -> bool:
    at = recipients.held(connection, unit)
    row = recipients.row_of(connection, code)
    on = asked.on or china_day(act.at)
    wrong = [*text_faults(("文件号", asked.paper, False))]
    if row.unit_id != at.id:
        wrong.append("档案不在本单位")
    elif row.act == CLOSE:
        wrong.append("档案已退出")
    if on > china_day(act.at):
        wrong.append("复核日期晚于今天")
    if on < row.opened_on:
        wrong.append(f"复核日期早于建档（{row.opened_on}）")
    if has_control(asked.words) or len(asked.words) > LONGEST:
        wrong.append(f"说明中有控制字符，或超过 {LONGEST} 字")
    stands = case_store.rechecks(connection, at.id, on.year).get(row.file)
    if stands is not None and not wrong:
        if outcome == stands.outcome == CONFIRMED:
            return False
        wrong.append(f"{on.year} 年已于 {stands.checked_on} 复核；退出请用退出档案")
    if wrong:
        what = f"档案 {code} 没有复核"
        raise CaseRefused(what, "；".join(wrong), "改正后重新办理")
    _write(connection, at, (row.file, on, outcome), asked, vault, act)
    return True


def _write(  # noqa: PLR0913, PLR0917 - as every verb
    connection: Connection,
    unit: UnitLookup,
    what: tuple[int, dt.date, str],
    asked: Asked,
    vault: Vault,
    act: Act,
) -> None:
    file, on, outcome = what
    context = recheck_context(unit.id, file, on.year)
    row = (
        *(unit.id, file, on.year, outcome, day_value(connection, on)),
        *(asked.paper.strip(), sealed_words(vault, asked.words, context)),
        *(lookups(connection).person(act.person), act.stamp),
    )
    append_rows(connection, unit, [("aid_rechecks", [row])], act)


# -- reading ------------------------------------------------------------------------


def recheck(
    connection: Connection, unit: str, year: int, rules: InForce | None = None
) -> Recheck:
    """Where the re-check of a unit's files stands in a year.

    Raises:
        NotFound: there is no such unit.
    """
    unit_id = lookups(connection).unit(unit).id
    begins, ends = dt.date(year, 1, 1), dt.date(year + 1, 1, 1)
    deadline = recheck_deadline(rules or in_force(begins), year)
    checked = case_store.rechecks(connection, unit_id, year)
    held = recipients.rows_of_unit(connection, unit)
    codes = {one.file: one.code for one, _ in held}
    codes |= _codes(connection, set(checked) - set(codes))
    open_ = [one for one, _ in held if one.is_open and one.opened_on < begins]
    came = case_store.file_steps(connection, unit_id, begins, ends)
    entries, exits = _entries_and_exits(came)
    return Recheck(
        year=year,
        deadline=deadline,
        confirmed=_of(checked, codes, CONFIRMED),
        exited=_of(checked, codes, EXITED),
        unchecked=tuple(one.code for one in open_ if one.file not in checked),
        late=tuple(
            codes[row.file]
            for row in checked.values()
            if deadline.is_late(row.checked_on)
        ),
        entries=entries,
        exits=exits,
        moved_in=sum(step.act == MOVE for step in came),
        moved_out=case_store.moved_away(connection, unit_id, begins, ends),
    )


def _entries_and_exits(steps: list[Any]) -> tuple[int, int]:
    """How many came and went (3), of a year's steps in order."""
    entered: set[int] = set()
    left: set[int] = set()
    entries = exits = 0
    for step in steps:
        mistaken = step.reason == MISTAKE
        if step.act == OPEN or (step.act == REOPEN and not mistaken):
            entries += 1
            entered.add(step.file)
        elif step.act == REOPEN:
            exits -= step.file in left
        elif step.act == CLOSE and not mistaken:
            exits += 1
            left.add(step.file)
        elif step.act == CLOSE:
            entries -= step.file in entered
    return entries, exits


def _of(
    checked: dict[int, Any], codes: dict[int, str], outcome: str
) -> tuple[str, ...]:
    found = [codes[file] for file, row in checked.items() if row.outcome == outcome]
    return tuple(sorted(found))


def _codes(connection: Connection, files: set[int]) -> dict[int, str]:
    """File numbers of files that went to other units since."""
    rows = recipient_store.of_files(connection, files)
    return {row.file: row.code for row in rows}
