"""Attachments (附件): papers kept, attached to vouchers and other things, read again.

1. The same paper stands once in a unit and is attached as often as it proves something.
2. To a voucher papers are attached under its reference while it is a draft that nobody
   has reviewed; one attached by mistake is taken back then. Once it is posted papers
   come only as supplements (补充附件), with person, date and reason; the voucher stays
   as it was sealed.
3. A paper that another voucher has, or one of the same kind and printed number, is
   attached only with the reason why both rest on it (no double booking).
4. Every voucher but closing, opening and correction ones has a paper; the count on it
   is not less than the papers attached when it is posted (V-04).
5. A scan says where its paper is kept. Titles, places and reasons hold no personal
   number.

Basis: 会计基础工作规范 第四十八条、第五十一条（四）; 财会〔2020〕6号 第三条（四）;
财会〔2024〕12号 第二十七条、第二十八条.
"""

from dataclasses import dataclass, replace
from typing import Any

from budgets.records import locked, text_faults, written
from ledger.database import Connection
from ledger.drafts import Draft, State
from ledger.errors import NotFound
from ledger.people import Act
from ledger.periods import china_day
from ledger.register import UnitLookup, append, lookups
from ledger.texts import text_problems
from treasury import attachment_store as papers
from treasury.attachment_counts import count_for, notes, problems
from treasury.attachment_kinds import kinds_on, label_of
from treasury.attachment_reading import (
    Attachment,
    Described,
    Form,
    Handed,
    Proves,
    Subject,
    Use,
    by_number,
    draft_under,
    registered,
)
from treasury.errors import AttachmentRefused

__all__ = [
    "Attached",
    "Attachment",
    "Described",
    "Form",
    "Handed",
    "Proves",
    "Subject",
    "Use",
    "attach",
    "count_for",
    "problems",
    "supplement",
    "withdraw",
]

ATTACH, SUPPLEMENT, WITHDRAW = "attach", "supplement", "withdraw"
_OPEN = frozenset({State.DRAFT, State.SUBMITTED, State.RETURNED})


@dataclass(frozen=True, slots=True)
class Attached:
    """A paper that is attached now: its number, and what the person should know."""

    number: int
    stored: bool
    """Whether it was new to the unit."""
    attached: bool
    """Whether it had not been attached to this before."""
    notes: tuple[str, ...] = ()


# -- attaching ----------------------------------------------------------------------


def attach(
    connection: Connection, unit: str, handed: Handed, to: Proves, act: Act
) -> Attached:
    """Keep a paper and attach it to what it proves.

    Raises:
        NotFound: there is no such unit, draft or attachment.
        AttachmentRefused: the file may not be kept, the voucher is posted or reviewed,
            or another voucher rests on the paper and no reason is given.
        OSError: it cannot be read or written; nothing is left half.
    """
    at = locked(connection, unit)
    _demand_text(("共用的理由", to.shared, False))
    draft = None
    if to.subject is Subject.VOUCHER:
        draft = _demand_open(connection, at, to.key)
    else:
        _demand_text((f"{to.subject.label}的编号", to.key, True))
    row, stored = _kept(connection, at, handed, act)
    added = _use(connection, at, row, (ATTACH, replace(to, reason="")), act)
    told = notes(connection, draft) if draft else ()
    return Attached(row.number, stored, added, told)


def supplement(
    connection: Connection, unit: str, handed: Handed, to: Proves, act: Act
) -> Attached:
    """Attach a paper to a voucher that is posted; the voucher is not touched.

    Raises:
        NotFound: there is no such unit, voucher or attachment.
        AttachmentRefused: the file may not be kept, no reason is given, or another
            voucher rests on the paper and it is not said why.
        OSError: it cannot be read or written; nothing is left half.
    """
    assert to.subject is Subject.VOUCHER
    at = locked(connection, unit)
    if not papers.posted(connection, at.id, to.key):
        do = "记账之前用 bangfu money attach；引用号见 bangfu books voucher list"
        raise NotFound("已入账的凭证", to.key, do)
    _demand_text(("补充的理由", to.reason, True), ("共用的理由", to.shared, False))
    row, stored = _kept(connection, at, handed, act)
    return Attached(
        row.number, stored, _use(connection, at, row, (SUPPLEMENT, to), act)
    )


def withdraw(
    connection: Connection, unit: str, number: int, to: Proves, act: Act
) -> None:
    """Take back a paper that was attached by mistake; it stays in the store.

    Raises:
        NotFound: there is no such unit, or it is not attached to that.
        AttachmentRefused: the voucher is posted or reviewed, or no reason is given.
    """
    at = locked(connection, unit)
    _demand_text(("撤回的理由", to.reason, True))
    if to.subject is Subject.VOUCHER:
        _demand_unsettled(connection, at, to.key)
    row = by_number(connection, at, number)
    if not _in_force(connection, at, number, to):
        kind = f"附在“{to.key}”上的附件"
        raise NotFound(kind, str(number), "先用 bangfu money attachments 核对编号")
    _append_use(connection, at, row, (WITHDRAW, replace(to, shared="")), act)


def _demand_open(connection: Connection, unit: UnitLookup, ref: str) -> Draft:
    """Rule 2: the draft under a reference, before anybody reviewed it."""
    _demand_unsettled(connection, unit, ref)
    draft = draft_under(connection, unit.code, ref)
    if draft is None:
        raise NotFound("草稿或凭证", ref, "核对引用号，或用 --draft 写草稿号")
    return draft


def _demand_unsettled(connection: Connection, unit: UnitLookup, ref: str) -> None:
    what = f"凭证 {ref} 的附件不能增减"
    if papers.posted(connection, unit.id, ref):
        do = "用 bangfu money supplement 补充附件，并写明理由"
        raise AttachmentRefused(what, "凭证已经入账", do)
    draft = draft_under(connection, unit.code, ref)
    if draft is not None and draft.state not in _OPEN:
        why = f"草稿 {draft.number} {draft.state.label}，审核是对着附件做的"
        raise AttachmentRefused(what, why, "先退回制单人，或入账后补充附件")


# -- keeping ------------------------------------------------------------------------


def _kept(
    connection: Connection, unit: UnitLookup, handed: Handed, act: Act
) -> tuple[Any, bool]:
    """The row of a paper, and whether it is new (1)."""
    source, folder, described = handed.source, handed.folder, handed.described
    if isinstance(source, int):
        return by_number(connection, unit, source), False
    if described is None:
        why = "没有写明种类、日期和名称"
        raise AttachmentRefused("附件没有保存", why, "补上后重新提交")
    _demand_described(described, act)
    if not folder.folder.is_dir() and papers.any_attachment(connection):
        what = f"附件文件夹 {folder.folder} 不存在"
        do = "核对 BANGFU_ATTACHMENTS，或从备份恢复文件夹"
        raise AttachmentRefused(what, "账簿中已有附件，应在这个文件夹里", do)
    paper = folder.keep(unit.code, source)
    row = papers.by_digest(connection, unit.id, paper.digest)
    if row is not None:
        _demand_same(row, described)
        return row, False
    number, _ = papers.next_numbers(connection, unit.id)
    values: dict[str, object] = {
        "unit_id": unit.id,
        "number": number,
        "sha256": paper.digest,
        "size": paper.size,
        "media": paper.media.value,
        "kind": described.kind,
        "form": described.form.value,
        "kept_at": written(described.kept_at),
        "paper_number": described.paper_number,
        "dated_on": described.dated_on,
        "title": written(described.title),
        "person_id": lookups(connection).person(act.person),
        "stored_at": act.stamp,
    }
    append(connection, "attachments", [values], act)
    return papers.by_number(connection, unit.id, number), True


def _demand_described(given: Described, act: Act) -> None:
    """Rule 5, and what a person may say of a paper."""
    today = china_day(act.at)
    known = kinds_on(today)
    wrong = list(
        text_faults(
            ("名称", given.title, True),
            ("纸质原件存放处", given.kept_at, given.form is Form.SCAN),
        )
    )
    wrong += [str(one) for one in text_problems([("serials", given.paper_number, 0)])]
    if given.kind not in known:
        listed = "、".join(f"{one.key} {one.label}" for one in known.values())
        wrong.append(f"种类应为其中之一：{listed}")
    if given.dated_on > today:
        wrong.append(f"日期 {given.dated_on} 在今天之后")
    if given.form is Form.ELECTRONIC and given.kept_at:
        wrong.append("电子原件没有纸质原件存放处；扫描件写 --form scan")
    if wrong:
        raise AttachmentRefused("附件没有保存", "；".join(wrong), "改正后重新提交")


def _demand_same(row: Any, given: Described) -> None:
    stands = registered(row, "").described
    title, kept_at = written(given.title), written(given.kept_at)
    if stands != replace(given, title=title, kept_at=kept_at):
        what = f"这份文件已登记为第 {row.number} 号附件，说明不同"
        why = f"{label_of(stands.kind)} {stands.dated_on} {stands.title}"
        do = (
            "用原来的说明；另附于一张草稿的，用 bangfu money attach"
            f" {row.number} --draft 草稿号"
        )
        raise AttachmentRefused(what, why, do)


def _demand_text(*texts: tuple[str, str, bool]) -> None:
    if wrong := list(text_faults(*texts)):
        raise AttachmentRefused("没有办理", "；".join(wrong), "改正后重新办理")


# -- uses ---------------------------------------------------------------------------

_Acted = tuple[str, Proves]
"""What is done with a paper, and with respect to what."""


def _use(
    connection: Connection, unit: UnitLookup, row: Any, acted: _Acted, act: Act
) -> bool:
    """Attach a paper; False where it is attached to that already (3)."""
    _, to = acted
    if _in_force(connection, unit, row.number, to):
        return False
    if to.subject is Subject.VOUCHER and not to.shared.strip():
        others = papers.vouchers_with(connection, unit.id, row)
        if taken := [ref for ref in others if ref != to.key]:
            raise _double(row, taken)
    _append_use(connection, unit, row, acted, act)
    return True


def _double(row: Any, taken: list[str]) -> AttachmentRefused:
    number = f"（票据号码 {row.paper_number}）" if row.paper_number else ""
    return AttachmentRefused(
        f"第 {row.number} 号附件{number}已附在凭证 {'、'.join(taken)}",
        why="同一份原始凭证不能重复入账（财会〔2020〕6号 第三条）",
        do="核对是否重复；确属一份凭证供几笔业务使用的，用 --shared 写明理由",
    )


def _append_use(
    connection: Connection, unit: UnitLookup, row: Any, acted: _Acted, act: Act
) -> None:
    what, to = acted
    _, number = papers.next_numbers(connection, unit.id)
    values: dict[str, object] = {
        "unit_id": unit.id,
        "number": number,
        "act": what,
        "attachment": row.number,
        "subject": to.subject.value,
        "key": to.key,
        "reason": written(to.reason),
        "shared": written(to.shared),
        "person_id": lookups(connection).person(act.person),
        "acted_at": act.stamp,
    }
    append(connection, "attachment_uses", [values], act)


def _in_force(
    connection: Connection, unit: UnitLookup, number: int, to: Proves
) -> bool:
    rows = papers.attached(connection, unit.id, to.subject.value, to.key)
    return any(row.number == number for row in rows)
