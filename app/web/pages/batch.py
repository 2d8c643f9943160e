"""One payment batch (发放批次): its lines, and what three persons do with it.

One makes and releases it, another approves it, the cashier pays its voucher; who made
it, or files and cases in it, does not approve.
"""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from aid import bank_file_keeping as keeping
from aid import batch_paying, batch_views
from aid import batches as verbs
from aid.batch_paying import Outcome, Release
from aid.batch_views import LineShown, Shown, State
from aid.batches import Asking
from aid.claims import Project
from app.keyring import open_vault
from app.web import given
from app.web.access import PAYING
from app.web.batch_making import basis_of, found_for
from app.web.desk import Desk, Go, Page
from app.web.pages.batches import may_check
from ledger.database import Connection
from ledger.errors import NotFound, Refused
from ledger.people import Right
from ledger.register import lookups
from treasury.vault import Vault

SHOWN = 1_000
"""Lines on the page; the list of a batch is a report besides."""


def show(desk: Desk) -> Page:
    """A batch with its lines by file number, and what was done with it."""
    return Page("batch.html", _shown(desk))


def _shown(desk: Desk) -> dict[str, object]:
    """The batch; for who decides on it, with what is told of its lines."""
    told = _told(desk)
    if "approve" in told["may"]:  # type: ignore[operator] # a set of words
        found, why = found_for(desk, desk.places["batch"])
        told |= {"unchecked": why} if why else {"checked": found}
    return told


def _told(desk: Desk) -> dict[str, object]:
    key = desk.places["batch"]
    with desk.reading() as connection:
        one = batch_views.shown(connection, desk.unit, key)
        lines = batch_views.lines(connection, desk.unit, key)
        again = batch_paying.repaid_open(connection, desk.unit, key)
        return {
            "unit": lookups(connection).unit(desk.unit),
            "batch": one,
            "lines": [(row, Project(row.project).label) for row in lines[:SHOWN]],
            "steps": batch_views.steps(connection, desk.unit, key),
            "again": again,
            "may": _may(desk, connection, one, again),
            "checks": may_check(desk, connection),
            "checked": None,
            "unchecked": "",
            "files": keeping.files_of(connection, desk.unit, key),
            "today": desk.today.isoformat(),
        }


def _may(
    desk: Desk, connection: Connection, one: Shown, again: frozenset[int]
) -> frozenset[str]:
    """What the person may do with a batch as it stands, with its lines paid again."""
    found = set()
    if desk.may(connection, Right.PREPARE):
        due = {State.DRAFT: "submit", State.APPROVED: "release", State.PAID: "settle"}
        found.add(due.get(one.state, ""))
        if one.state in {State.DRAFT, State.SUBMITTED, State.APPROVED}:
            found.add("drop")
        if again:
            found.add("settle")
        if one.failed > len(again):
            found.add("repay")
    if (again or one.state is State.PAID) and desk.may(connection, *PAYING):
        found.add("file")
    if one.state is State.SUBMITTED and desk.may(connection, Right.APPROVE):
        found.add("refuse")
        person = desk.me.person_id
        if person not in batch_views.makers_of(connection, desk.unit, one.key):
            found.add("approve")
    return frozenset(found)


def refused(desk: Desk, refusal: Refused) -> Page:
    """The batch again with the sentence of a refusal and what was typed."""
    return desk.refused(refusal, "batch.html", _shown(desk))


def check(desk: Desk) -> Page:
    """What is to be told of every line on a day of payment; files are opened for it."""
    told = _told(desk)
    try:
        vault = open_vault(desk.settings)
        on = given.day(desk, "on", "付款日期")
        with desk.writing(desk.places["batch"]) as connection:
            basis = basis_of(connection, desk.unit, vault)
            found = verbs.checked(
                connection, desk.unit, desk.places["batch"], basis, desk.act, on
            )
    except Refused as refusal:
        return desk.refused(refusal, "batch.html", told)
    return Page("batch.html", told | {"checked": found, "typed": desk.form})


@dataclass(frozen=True, slots=True)
class _Case:
    """A batch under somebody's hands, with the keys."""

    desk: Desk
    connection: Connection
    key: str
    vault: Vault


# -- acts ---------------------------------------------------------------------------


def submit(desk: Desk) -> Page | Go:
    """Ask for what the batch pays."""
    return _acted(desk, _submitted)


def approve(desk: Desk) -> Page | Go:
    """Approve the batch."""
    return _acted(desk, _approved)


def refuse(desk: Desk) -> Page | Go:
    """Refuse the batch: money and budget go back."""
    return _acted(desk, _refused)


def drop(desk: Desk) -> Page | Go:
    """Give the batch up with its unpaid request."""
    return _acted(desk, _dropped)


def release(desk: Desk) -> Page | Go:
    """Hand in the voucher that pays the batch, a line for each person."""
    return _acted(desk, _released)


def settle(desk: Desk) -> Page | Go:
    """Take in what the bank did, line by line."""
    return _acted(desk, _settled)


def _acted(desk: Desk, act: Callable[[_Case], str]) -> Page | Go:
    key = desk.places["batch"]
    where = f"/units/{quote(desk.unit, safe='')}/batches/{quote(key, safe='')}"
    try:
        # A key of the vault that is new is entered before the books are held.
        vault = open_vault(desk.settings)
        with desk.writing(key) as connection:
            said = act(_Case(desk, connection, key, vault))
            return desk.kept(connection, where, said)
    except NotFound:
        raise
    except Refused as refusal:
        return refused(desk, refusal)


def _submitted(case: _Case) -> str:
    desk, connection, key = case.desk, case.connection, case.key
    basis = basis_of(connection, desk.unit, case.vault)
    asking = Asking(
        evidence=given.text(desk, "evidence"),
        reason=given.text(desk, "reason"),
        expires_on=given.day(desk, "expires", "有效期"),
        direct=bool(desk.form.get("direct")),
    )
    found = verbs.submit(connection, desk.unit, key, basis, asking, desk.act)
    warned = "".join(f"；{one}" for one in found.warnings)
    return (
        f"{key} 已提交：付款申请 {found.key}，{found.amount.grouped()} 元，"
        f"须 {found.approvals} 人批准{warned}"
    )


def _approved(case: _Case) -> str:
    desk, connection, key = case.desk, case.connection, case.key
    opinion = given.text(desk, "opinion")
    found = verbs.approve(connection, desk.unit, key, desk.act, opinion=opinion)
    return f"{key} 已批准 {found.approved} 人，须 {found.approvals} 人"


def _refused(case: _Case) -> str:
    desk, connection, key = case.desk, case.connection, case.key
    verbs.refuse(connection, desk.unit, key, given.text(desk, "reason"), desk.act)
    return f"{key} 已否决"


def _dropped(case: _Case) -> str:
    desk, connection, key = case.desk, case.connection, case.key
    verbs.drop(connection, desk.unit, key, given.text(desk, "reason"), desk.act)
    return f"{key} 已作废"


def _released(case: _Case) -> str:
    desk, connection, key = case.desk, case.connection, case.key
    basis = basis_of(connection, desk.unit, case.vault)
    told = Release(
        dated_on=given.day(desk, "on", "付款日期") or desk.today,
        money_account=given.text(desk, "account") or "102",
        attachments=given.number(desk, "attachments", "附件张数", 1),
        reason=given.text(desk, "reason"),
    )
    found = batch_paying.release(connection, desk.unit, key, basis, told, desk.act)
    return f"{key} 的付款凭证草稿 {found.draft} 已提交，待审核"


def _settled(case: _Case) -> str:
    desk, connection, key = case.desk, case.connection, case.key
    lines = batch_views.lines(connection, desk.unit, key)
    again = batch_paying.repaid_open(connection, desk.unit, key)
    done = batch_paying.settle(
        connection,
        desk.unit,
        key,
        _outcomes(desk, lines, again),
        desk.act,
        on=given.day(desk, "on", "日期"),
        account=given.text(desk, "account") or "102",
    )
    said = f"{key}：已付 {done.paid} 行，未付 {done.failed} 行"
    if done.unknown:
        said += f"，尚有 {done.unknown} 行没有结果"
    if done.returns is not None:
        said += f"；退回款项的凭证草稿 {done.returns.draft} 已提交，待审核"
    return said


def _outcomes(
    desk: Desk, lines: tuple[LineShown, ...], again: frozenset[int]
) -> dict[int, Outcome]:
    """What the form says of each line; `rest`: all others that wait are paid."""
    found = {}
    for row in lines:
        said = desk.form.get(f"outcome_{row.line}", "")
        waits = not row.outcome or row.line in again
        why = given.text(desk, f"reason_{row.line}")
        if said == "failed":
            found[row.line] = Outcome(is_paid=False, reason=why)
        elif said == "paid" or (desk.form.get("rest") and waits):
            found[row.line] = Outcome(is_paid=True)
    return found
