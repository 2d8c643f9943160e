"""What becomes of a recipient's file (档案的转移、退出与重新启用).

1. A file is moved while it is open; both units are told, and it stands in the chain of
   the one that takes it over from then on.
2. A file is closed with its reason and day; on death with the day of death, after which
   nothing is paid. It keeps all that it says.
3. A closed file is reopened with its reason; after a death only to put a mistake right.
4. A step is not dated before the one it follows, nor after today. Its words are
   encrypted: they tell of a person.

Basis: 困难职工档案管理办法 (动态管理、脱困退出); 关于进一步做好困难职工帮扶工作的意见
(每年4月30日前复核).
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from aid import recipient_store
from aid.errors import RecipientRefused
from aid.recipient_kinds import LONGEST
from aid.recipient_tables import CLOSE, DEATH, MISTAKE, MOVE, REOPEN
from aid.recipient_writing import day_value, step_context
from aid.recipients import Standing, row_of, standing
from budgets.records import before_unit
from ledger import store
from ledger.accounts import Labelled
from ledger.database import Connection
from ledger.people import Act
from ledger.periods import china_day
from ledger.privacy import has_control
from ledger.register import SHARED, UnitLookup, append_rows, lookups
from treasury.vault import Vault


class Exit(Labelled):
    """Why a file is closed."""

    RELIEVED = "relieved", "脱困"
    DEATH = "death", "死亡"
    LEFT = "left", "迁出本地或离开工会"
    UNFIT = "unfit", "复核不再符合条件"
    MISTAKE = "mistake", "错建"
    OTHER = "other", "其他"


class Return(Labelled):
    """Why a closed file is reopened."""

    AGAIN = "again", "返困"
    MISTAKE = "mistake", "更正误退"
    OTHER = "other", "其他"


LABELS = {
    **{one.value: one.label for one in Return},
    **{one.value: one.label for one in Exit},
    "transfer": "转移",
    "": "",
}
"""Why, as people read it."""

ACTS = {"open": "建档", "move": "转入", "close": "退出", "reopen": "重新启用"}
"""What became of a file, as people read it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step that was taken; `words` are empty where the keys are not at hand."""

    act: str
    unit: str
    from_unit: str
    acted_on: dt.date
    reason: str
    died_on: dt.date | None
    words: str
    recorded_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The day and the words of a step."""

    on: dt.date
    words: str = ""


# -- acting -------------------------------------------------------------------------


def move(  # noqa: PLR0913, PLR0917 - as every verb, and where to
    connection: Connection, code: str, to: str, asked: Asked, vault: Vault, act: Act
) -> Standing:
    """Hand a file over to another unit.

    Raises:
        NotFound: there is no such file or unit.
        RecipientRefused: it is closed or there already, or the day cannot be.
    """
    row, at = _held(connection, code, to)
    wrong = [*_faults(row, asked, act)]
    target = lookups(connection).unit(to)
    if row.act == CLOSE:
        wrong.append("档案已退出")
    if row.unit_id == target.id:
        wrong.append("档案已在这个单位")
    if why := before_unit(target, asked.on):
        wrong.append(f"转移日期在接收{why}")
    _demand("档案没有转移", wrong)
    step = _Step(MOVE, "transfer", from_unit_id=at.id)
    _write(connection, target, (row, step), asked, vault, act)
    return standing(connection, code)


def close(  # noqa: PLR0913, PLR0917 - as every verb, and why
    connection: Connection,
    code: str,
    reason: Exit,
    asked: Asked,
    vault: Vault,
    act: Act,
    died_on: dt.date | None = None,
) -> Standing:
    """Close a file.

    Raises:
        NotFound: there is no such file.
        RecipientRefused: it is closed, or the reason or a day cannot be.
    """
    row, at = _held(connection, code)
    wrong = [*_faults(row, asked, act)]
    if row.act == CLOSE:
        wrong.append("档案已退出")
    if (reason is Exit.DEATH) != (died_on is not None):
        wrong.append("因死亡退出的写明死亡日期，其他的不写")
    elif died_on is not None and died_on > asked.on:
        wrong.append("死亡日期晚于退出日期")
    if reason is Exit.OTHER and not asked.words.strip():
        wrong.append("其他原因须用文字说明")
    _demand("档案没有退出", wrong)
    step = _Step(CLOSE, reason.value, died_on=died_on)
    _write(connection, at, (row, step), asked, vault, act)
    return standing(connection, code)


def reopen(  # noqa: PLR0913, PLR0917 - as every verb, and why
    connection: Connection,
    code: str,
    reason: Return,
    asked: Asked,
    vault: Vault,
    act: Act,
) -> Standing:
    """Reopen a closed file.

    Raises:
        NotFound: there is no such file.
        RecipientRefused: it is open, the person died, a household would have two
            heads, or the day cannot be.
    """
    row, at = _held(connection, code)
    wrong = [*_faults(row, asked, act)]
    if row.act != CLOSE:
        wrong.append("档案没有退出")
    if row.reason == DEATH and reason.value != MISTAKE:
        wrong.append("因死亡退出的档案，只能以“更正误退”重新启用")
    if reason is Return.OTHER and not asked.words.strip():
        wrong.append("其他原因须用文字说明")
    if why := before_unit(at, asked.on):
        wrong.append(f"重新启用的日期在{why}")
    if _second_head(connection, row):
        wrong.append("家庭成员另有档案，其家庭成员又有本人：一户不能有两个户主")
    _demand("档案没有重新启用", wrong)
    step = _Step(REOPEN, reason.value)
    _write(connection, at, (row, step), asked, vault, act)
    return standing(connection, code)


def _held(connection: Connection, code: str, to: str = "") -> tuple[Any, UnitLookup]:
    """The file's row and the unit that holds it, both units held for writing."""
    store.lock_unit(connection, SHARED)
    books = lookups(connection, fresh=True)
    row = row_of(connection, code)
    at = books.units[books.unit_codes[row.unit_id]]
    ids = {at.id, books.unit(to).id} if to else {at.id}
    for unit_id in sorted(ids):
        store.lock_unit(connection, unit_id)
    return row_of(connection, code), at


def _faults(row: Any, asked: Asked, act: Act) -> Iterator[str]:
    """Rule 4."""
    if asked.on < row.acted_on:
        yield f"日期早于上一步（{row.acted_on}）"
    if asked.on > china_day(act.at):
        yield "日期晚于今天"
    if has_control(asked.words) or len(asked.words) > LONGEST:
        yield f"说明中有控制字符，或超过 {LONGEST} 字"


def _demand(what: str, wrong: list[str]) -> None:
    if wrong:
        raise RecipientRefused(what, "；".join(wrong), "改正后重新办理")


def _second_head(connection: Connection, row: Any) -> bool:
    """Whether an open file of a member names this worker."""
    members = {
        bytes(one.blind)
        for one in recipient_store.members(connection, row.file, row.revision)
        if one.blind is not None
    }
    named = recipient_store.naming(connection, [bytes(row.blind)])
    heads = [one.file for one in named if bytes(one.owner) in members]
    found = recipient_store.of_files(connection, heads)
    return any(one.act != CLOSE for one in found)


@dataclass(frozen=True, slots=True)
class _Step:
    act: str
    reason: str
    from_unit_id: int | None = None
    died_on: dt.date | None = None


def _write(  # noqa: PLR0913, PLR0917 - as every verb
    connection: Connection,
    unit: UnitLookup,
    taken: tuple[Any, _Step],
    asked: Asked,
    vault: Vault,
    act: Act,
) -> None:
    row, step = taken
    number = row.step + 1
    words = vault.lock(asked.words.strip().encode(), step_context(row.file, number))
    died = None if step.died_on is None else day_value(connection, step.died_on)
    values = (
        *(unit.id, row.file, number, step.act, day_value(connection, asked.on)),
        *(step.reason, step.from_unit_id, died, words, act.stamp),
    )
    append_rows(connection, unit, [("recipient_steps", [values])], act)


# -- reading ------------------------------------------------------------------------


def history(
    connection: Connection, code: str, vault: Vault | None = None
) -> tuple[Step, ...]:
    """What became of a file, first to last; the words where the keys are at hand.

    Raises:
        NotFound: there is no such file.
        VaultRefused: a key is not at hand, or a row was changed.
    """
    file = row_of(connection, code).file
    units = lookups(connection).unit_codes
    found = []
    for row in recipient_store.steps(connection, file):
        words = b""
        if vault is not None:
            words = vault.unlock(bytes(row.locked), step_context(file, row.step))
        found.append(
            Step(
                act=row.act,
                unit=units[row.unit_id],
                from_unit=units.get(row.from_unit_id or 0, ""),
                acted_on=row.acted_on,
                reason=row.reason,
                died_on=row.died_on,
                words=words.decode(),
                recorded_at=row.recorded_at,
            )
        )
    return tuple(found)
