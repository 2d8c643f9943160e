"""The voucher editor (填制凭证): lines by keyboard, checked while they are typed.

1. One form holds the draft and a paper to attach, so that no step loses what was typed.
2. Saving asks for nothing but that it may be kept; checking tells every problem beside
   its line; submitting saves first, in the same transaction.
3. A new draft may begin as a copy of a voucher or a draft, or as the red one that
   cancels a voucher.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.web import draft_form
from app.web.desk import Desk, Go, Page, part
from app.web.draft_form import Overtaken
from app.web.pages import draft_names, draft_papers
from budgets.records import locked
from ledger import draft_vouchers, drafts, journal, queries
from ledger.database import Connection
from ledger.draft_vouchers import DraftPosting, DraftVoucher
from ledger.drafts import Step
from ledger.errors import DraftRefused, NotFound, Problem, Refused, VoucherRefused
from ledger.money import Money
from ledger.periods import parse_day
from ledger.register import lookups
from ledger.vouchers import KINDS, Voucher
from treasury import attachments, corrections, row_fit
from treasury.attachment_kinds import kinds_on

NUMBER_DIGITS = 9
SPARE, ROWS, MORE_ROWS = 2, 4, 10
"""Empty lines after those that are filled, lines at least, lines that are added."""


@dataclass(frozen=True, slots=True)
class View:
    """A draft in the editor: 0 and no step where it is new."""

    voucher: DraftVoucher
    number: int = 0
    step: int = 0
    last: Step | None = None
    problems: Sequence[Problem] = ()
    refusal: Refused | None = None
    is_checked: bool = False
    spare: int = SPARE


# -- pages --------------------------------------------------------------------------


def new(desk: Desk) -> Page:
    """An empty draft, or one that begins as something that stands."""
    with desk.reading() as connection:
        lookups(connection).unit(desk.unit)
        return page(desk, connection, View(_beginning(desk, connection)))


def save(desk: Desk) -> Page | Go:
    """Take the form: save, check, submit, attach a paper or take one back."""
    number = numbered(desk)
    try:
        voucher = draft_form.voucher_of(desk)
    except DraftRefused as refusal:
        return _again(desk, View(DraftVoucher(unit=desk.unit), number, refusal=refusal))
    view = View(voucher, number, draft_form.seen(desk))
    do = desk.form.get("do", "").partition(":")[0]
    if do == "more":
        return _again(desk, replace(view, spare=MORE_ROWS), 200)
    if do == "check":
        return _again(desk, replace(view, is_checked=True), 200)
    if do not in _DONE:
        what = DraftRefused("没有说明要办什么", do="用页面下面的按钮")
        return _again(desk, replace(view, refusal=what))
    return _tried(desk, view, do)


def _tried(desk: Desk, view: View, do: str) -> Page | Go:
    try:
        return _take(desk, view.voucher, view.number, do)
    except NotFound:
        raise
    except Overtaken as refusal:
        return _again(desk, replace(view, step=refusal.now, refusal=refusal), 409)
    except VoucherRefused as refusal:
        told = [problem for _, problem in refusal.found]
        what = DraftRefused("没有提交：下面列出的各处改正以后再提交", do="也可以先保存")
        return _again(desk, replace(view, problems=told, refusal=what))
    except Refused as refusal:
        desk.lead_on(refusal)
        return _again(desk, replace(view, refusal=refusal))


_DONE = {
    "save": ("draft.save", "已保存"),
    "submit": ("draft.submit", "已提交，等待审核"),
    "attach": ("money.attach", "已保存，附件已附上"),
    "withdraw": ("money.withdraw", "已保存，附件已撤回"),
}
"""What a button does: its act in the operation log, and what is said after it."""


def numbered(desk: Desk) -> int:
    """The number of the draft that the address names; 0 where it names none.

    Raises:
        NotFound: what it names is no number.
    """
    text = desk.places.get("draft", "")
    if text and (not text.isdecimal() or len(text) > NUMBER_DIGITS):
        raise NotFound("草稿", text)
    return int(text or "0")


def _take(desk: Desk, voucher: DraftVoucher, number: int, do: str) -> Go:
    act, said = _DONE[do]
    with (
        draft_papers.handed(desk, do) as paper,
        desk.writing(str(number or ""), act) as connection,
    ):
        locked(connection, desk.unit)
        number = _saved(desk, connection, voucher, number)
        if do == "submit":
            corrections.demand(connection, voucher)
            row_fit.demand_fit(connection, desk.unit, number)
            drafts.submit(connection, desk.unit, number, desk.act)
        elif do in {"attach", "withdraw"}:
            draft_papers.take(desk, connection, number, paper)
        where = f"/units/{part(desk.unit)}/drafts/{number}"
        return desk.kept(connection, where, f"草稿 {number} {said}")


def _saved(
    desk: Desk, connection: Connection, voucher: DraftVoucher, number: int
) -> int:
    """The number of the draft, saved where it says something else by now."""
    if not number:
        return drafts.save(connection, voucher, desk.act).number
    steps = draft_form.demand_seen(connection, desk, number)
    if draft_form.is_same(voucher, steps[-1]):
        return number
    row_fit.demand_ref(connection, desk.unit, number, voucher.ref)
    return drafts.save(connection, voucher, desk.act, number).number


def _again(desk: Desk, view: View, status: int = 422) -> Page:
    """The editor with everything that was typed, and what is wrong with it."""
    with desk.reading() as connection:
        if view.number:
            steps = drafts.history(connection, desk.unit, view.number)
            view = replace(view, last=steps[-1])
        if view.is_checked:
            view = replace(view, problems=_problems(desk, connection, view))
        shown = page(desk, connection, view)
    return replace(shown, status=status)


def _problems(desk: Desk, connection: Connection, view: View) -> list[Problem]:
    found = drafts.problems(connection, view.voucher, desk.act, view.number)
    if view.number:
        found += attachments.problems(connection, desk.unit, view.number)
    return found


# -- how a new draft begins (3) -----------------------------------------------------


def _beginning(desk: Desk, connection: Connection) -> DraftVoucher:
    if ref := desk.query.get("reverse", ""):
        return draft_vouchers.drafted(_red(desk, connection, ref))
    if ref := desk.query.get("copy", ""):
        return _copy(_blue(desk, connection, ref), desk.today)
    if (number := desk.query.get("draft", "")).isdecimal():
        steps = drafts.history(connection, desk.unit, int(number[:9]))
        return _copy(steps[-1].voucher, desk.today)
    return DraftVoucher(unit=desk.unit, dated_on=desk.today.isoformat())


def _red(desk: Desk, connection: Connection, ref: str) -> Voucher:
    unit = lookups(connection).unit(desk.unit)
    head = queries.voucher(connection, unit.id, ref)
    if head is None:
        raise NotFound("凭证", ref)
    red = Voucher(
        unit=unit.code,
        ref="",
        dated_on=desk.today,
        summary=f"注销 {head.dated_on} {head.kind}字第{head.number}号凭证",
        postings=(),
        preparer="",
        reviewer="",
        basis="",
    )
    return journal.red_voucher(connection, unit.code, ref, red)


def _blue(desk: Desk, connection: Connection, ref: str) -> DraftVoucher:
    """A voucher of the books as it was: what cancels what cancels it."""
    red = _red(desk, connection, ref)
    head = queries.voucher(connection, lookups(connection).unit(desk.unit).id, ref)
    assert head is not None
    lines = tuple(one.reversed() for one in red.postings)
    blue = replace(red, postings=lines, correction=None, summary=head.summary)
    return draft_vouchers.drafted(blue)


_ONCE_ONLY = ("request", "appropriation", "serials", "arose_on")
"""What belongs to one event and does not come again with a copy."""


def _copy(voucher: DraftVoucher, day: dt.date) -> DraftVoucher:
    lines = tuple(
        replace(line, **dict.fromkeys(_ONCE_ONLY, "")) for line in voucher.postings
    )
    return DraftVoucher(
        unit=voucher.unit,
        dated_on=day.isoformat(),
        summary=voucher.summary,
        postings=lines,
    )


# -- the page -----------------------------------------------------------------------


def page(desk: Desk, connection: Connection, view: View) -> Page:
    """The editor with a draft."""
    unit = lookups(connection).unit(desk.unit)
    try:
        day = parse_day(view.voucher.dated_on)
    except ValueError:
        day = desk.today
    names = draft_names.names(connection, desk.unit, day)
    refusal = view.refusal
    spare = max(ROWS - len(view.voucher.postings), view.spare)
    told = {
        "unit": unit,
        "number": view.number,
        "step": view.step,
        "last": view.last,
        "voucher": view.voucher,
        "lines": (*view.voucher.postings, *(DraftPosting(),) * spare),
        "problems": _by_line(
            [*view.problems, *corrections.findings(connection, view.voucher)]
        ),
        "is_checked": view.is_checked,
        "refusal": str(refusal) if refusal else "",
        "changes": refusal.changes if isinstance(refusal, Overtaken) else (),
        "accounts": {one[0]: one[1] for one in names["accounts"]},
        "funds": {one[0]: one[1] for one in names["funds"]},
        "sums": sums(view.voucher, names),
        "kinds": KINDS[unit.kinds],
        "more": {key: draft_form.LINE[key] for key in draft_form.MORE},
        "papers": draft_papers.of(connection, desk.unit, view.number),
        "paper_kinds": kinds_on(desk.today).values(),
        "typed": desk.form,
    }
    return Page("draft_edit.html", told)


def _by_line(problems: Sequence[Problem]) -> dict[int, list[Problem]]:
    found: dict[int, list[Problem]] = {}
    for problem in problems:
        found.setdefault(problem.line, []).append(problem)
    return found


@dataclass(frozen=True, slots=True)
class FundSum:
    """What the lines of a fund come to, and what money the fund has without them."""

    fund: str
    name: str
    debit: Money
    credit: Money
    held: Money | None

    @property
    def difference(self) -> Money:
        """What is missing on the credit side; negative: on the debit side."""
        return self.debit - self.credit


def sums(voucher: DraftVoucher, names: Mapping[str, Any]) -> list[FundSum]:
    """Each fund of a draft in order of its first line."""
    known = {one[0]: one for one in names["funds"]}
    found: dict[str, list[int]] = {}
    for line in voucher.postings:
        total = found.setdefault(line.fund, [0, 0])
        total[0] += draft_form.fen(line.debit)
        total[1] += draft_form.fen(line.credit)
    return [
        FundSum(
            fund,
            known[fund][1] if fund in known else "",
            Money(debit),
            Money(credit),
            Money(known[fund][3]) if fund in known else None,
        )
        for fund, (debit, credit) in found.items()
    ]
