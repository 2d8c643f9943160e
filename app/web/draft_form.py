"""The form of a draft (草稿): what was typed as a draft, and what two people changed.

1. Every field of a draft is on the form, so that saving loses nothing; a line in which
   nothing was typed is none.
2. A form carries the number of the step that was seen. Where another step stands by now
   the form is refused with what changed; what was typed stays on the page.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from app.web.desk import Desk
from ledger import drafts
from ledger.database import Connection
from ledger.draft_vouchers import DraftPosting, DraftVoucher, plain
from ledger.drafts import State, Step
from ledger.errors import DraftRefused, Refused
from ledger.money import AmountError, Money, parse_fen

LINES_MOST = 200
"""Lines of a draft that a form can hold; a longer one is changed by the program."""

HEAD = {
    "dated_on": "日期",
    "summary": "摘要",
    "attachments": "附件张数",
    "kind": "凭证字",
    "ref": "引用号",
    "corrects": "更正的凭证",
    "correction": "更正方式",
    "entered": "来源",
    "basis": "依据",
}
CORRECTIONS = {"full": "红字冲销", "difference": "差额更正", "replacement": "更正"}
"""How a voucher corrects another, in words."""
LINE = {
    "account": "科目",
    "fund": "资金",
    "debit": "借方",
    "credit": "贷方",
    "purpose": "用途",
    "memo": "备注",
    "party": "往来单位",
    "recipient": "档案号",
    "persons": "人次",
    "request": "付款申请号",
    "appropriation": "预算预留号",
    "economic": "经济分类",
    "functional": "功能分类",
    "item": "物品",
    "quantity": "数量",
    "serials": "编号",
    "arose_on": "发生日期",
}
MAIN = ("account", "fund", "debit", "credit", "purpose", "memo")
MORE = tuple(key for key in LINE if key not in MAIN)
"""The fields of a line that few need; they are folded away while they are empty."""

assert {f.name for f in fields(DraftPosting)} == LINE.keys()
assert {f.name for f in fields(DraftVoucher)} == {*HEAD, "unit", "postings"}


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is not as it was."""

    place: str
    before: str
    after: str


class Overtaken(Refused):
    """Somebody else changed the draft since the form was opened (2)."""

    def __init__(self, step: Step, now: int, changes: tuple[Change, ...]) -> None:
        self.now = now
        self.changes = changes
        super().__init__(
            f"没有保存：您打开以后，{step.person} 改动了这张草稿（{step.state.label}）",
            why="两人同时填写，后保存的会盖掉先保存的",
            do="对照下面的改动，您填写的都还在；确认以您填写的为准，就再保存一次",
        )


def voucher_of(desk: Desk) -> DraftVoucher:
    """The draft that a form tells.

    Raises:
        DraftRefused: it is no form of ours, or has too many lines.
    """
    columns = {key: desk.lists.get(key, ()) for key in LINE}
    lengths = set(map(len, columns.values()))
    if len(lengths) != 1 or lengths == {0}:
        raise DraftRefused("表单不完整，没有受理", do="重新打开页面填写")
    if max(lengths) > LINES_MOST + 20:
        what = f"一张草稿在网页上最多 {LINES_MOST} 行"
        raise DraftRefused(what, do="分成几张")
    rows = zip(*columns.values(), strict=True)
    postings = tuple(
        DraftPosting(**dict(zip(columns, row, strict=True)))
        for row in (tuple(map(str.strip, one)) for one in rows)
        if any(row)
    )
    head = {key: desk.form.get(key, "").strip() for key in HEAD}
    head["entered"] = head["entered"] or "here"
    return DraftVoucher(unit=desk.unit, postings=postings, **head)


def seen(desk: Desk) -> int:
    """The number of the step that the form was made of; 0 for a new draft."""
    text = desk.form.get("step", "")
    return int(text) if text.isdecimal() else 0


def demand_seen(connection: Connection, desk: Desk, number: int) -> tuple[Step, ...]:
    """The steps of a draft, where the form has seen the last of them (2).

    Raises:
        NotFound: there is no such draft.
        Overtaken: another step stands by now.
    """
    steps = drafts.history(connection, desk.unit, number)
    last = seen(desk)
    if last != len(steps):
        before = steps[last - 1] if 0 < last < len(steps) else steps[0]
        told = tuple(changes(before.voucher, steps[-1].voucher))
        raise Overtaken(steps[-1], len(steps), told)
    return steps


def changes(before: DraftVoucher, after: DraftVoucher) -> Iterator[Change]:
    """What one draft says and the other does not."""
    for key, label in HEAD.items():
        yield from _change(label, getattr(before, key), getattr(after, key))
    blank = DraftPosting()
    olds, news = before.postings, after.postings
    for number in range(max(len(olds), len(news))):
        old = olds[number] if number < len(olds) else blank
        new = news[number] if number < len(news) else blank
        for key, label in LINE.items():
            place = f"第 {number + 1} 行 {label}"
            yield from _change(place, getattr(old, key), getattr(new, key))


def _change(place: str, before: str, after: str) -> Iterator[Change]:
    if before != after:
        yield Change(place, before, after)


def is_same(voucher: DraftVoucher, step: Step) -> bool:
    """Whether a form says what the draft says already."""
    return plain(voucher) == step.voucher


def may_change(steps: tuple[Step, ...], person: str) -> bool:
    """Whether a person may change a draft: its preparer, once it was submitted."""
    if steps[-1].state not in {State.DRAFT, State.RETURNED}:
        return False
    owners = [one.person for one in steps if one.state is State.SUBMITTED]
    return not owners or owners[-1] == person


def fen(text: str) -> int:
    """An amount as typed; 0 where it cannot be read yet."""
    try:
        return parse_fen(text) if text.strip() else 0
    except ValueError:
        return 0


def total(voucher: DraftVoucher) -> int:
    """What the debits of a draft come to, as far as they can be read."""
    return sum(fen(line.debit) for line in voucher.postings)


def grouped(typed: str) -> str:
    """An amount as tables show it; what is none stays as it was typed."""
    try:
        return Money.parse(typed).grouped() if typed.strip() else ""
    except AmountError:
        return typed
