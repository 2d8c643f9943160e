"""Moves between funds: always approved, decided on, to the fund named, and still tied.

Beside the funds of `asking.py`, gifts D1 (medical aid), D2 (medical aid and schooling)
and D3 (medical aid) are tied, and central money F2 is tied by its source; O is the
union's own money for aid.
"""

import dataclasses
import datetime as dt
from collections.abc import Iterator

import pytest

from budgets.errors import BodyRefused
from ledger import drafts, fund_registration
from ledger.database import reading, writing
from ledger.draft_vouchers import DraftPosting, DraftVoucher
from ledger.errors import NotFound, VoucherRefused
from ledger.funds import Channel, Fund, Origin
from ledger.payment_requests import PaymentState, RequestKind
from ledger.people import Act
from tests import building
from tests.budgets.planning import resolve, seat_body
from tests.building import DAY, Books, receipt
from tests.server import Shelf
from tests.treasury.asking import (
    APPROVER,
    ASKER,
    CASHIER,
    POSTER,
    TENTH,
    acts,
    approve,
    approved,
    hand_in,
    line,
    live,
    post,
    request,
    save,
    saved,
)
from treasury import approving, request_list
from treasury.errors import RequestRefused
from treasury.paying import Payment
from treasury.requests import PaymentRequest

_MEDICAL = ("医疗救助",)


def _gift(code: str, *more: str) -> Fund:
    purposes = (*_MEDICAL, *more)
    return Fund(
        code, f"定向捐赠{code}", Origin.DONATION, Channel.DIRECT, purposes=purposes
    )


FUNDS = (
    *(_gift("D1"), _gift("D2", "子女助学"), _gift("D3")),
    Fund("O", "本级工会帮扶", Origin.OWN_UNION, Channel.DIRECT),
)


def _ready(books: Books) -> None:
    live(books)
    with writing(books.engine) as connection:
        fund_registration.register_funds(connection, "U1", FUNDS, ASKER)
        seat_body(connection)
        for number, subject in enumerate(("other", "office", "other"), 1):
            resolve(connection, number, subject)
    post(
        books,
        receipt("r8", 600_00, "D1", attachments=1),
        receipt("r9", 600_00, "D2", attachments=1),
    )


@pytest.fixture
def desk(shelf: Shelf, dialect: str) -> Iterator[Books]:
    """U1 live with all funds; resolution 2025-2 is on the office, 1 and 3 on moves."""
    yield from building.copied(shelf, dialect, "moves-desk", _ready)


def move(
    fund: str = "G",
    to: str = "F1",
    account: str = "402",
    fen: int = 300_00,
    **more: object,
) -> PaymentRequest:
    given = {"kind": RequestKind.MOVE, "payee": to, "ref": "调1", **more}
    ref = str(given.pop("ref"))
    return request(ref, line(fen, fund, account, ""), **given)


def settle(books: Books, draft: int) -> None:
    """Review and post a draft by which no money leaves the unit."""
    with writing(books.engine) as connection:
        drafts.review(connection, "U1", draft, APPROVER)
        drafts.post(connection, "U1", draft, POSTER)


# -- approved by somebody -----------------------------------------------------------


@pytest.mark.parametrize("cited", ["", "2025-1"])
def test_a_move_is_approved_by_another_whatever_was_resolved(
    desk: Books, cited: str
) -> None:
    found = saved(desk, move(resolution=cited))
    assert (found.approved, found.approvals) == (0, 1)
    assert found.state is PaymentState.SAVED
    with reading(desk.engine) as connection:
        (one,) = request_list.listed(connection, "U1")
    assert (one.approvals, one.state, one.resolution) == (1, found.state, cited)
    with pytest.raises(VoucherRefused, match="尚未批准"):
        hand_in(desk, found.key)
    with pytest.raises(RequestRefused, match="申请人不能批准自己的申请"):
        approve(desk, found.key, ASKER)
    assert approve(desk, found.key).state is PaymentState.APPROVED
    settle(desk, hand_in(desk, found.key).draft)
    assert acts(desk, found.key) == ["save", "approve", "pay"]


def test_a_large_move_asks_as_many_as_its_band(desk: Books) -> None:
    _much(desk)
    found = saved(desk, move(fen=60_000_00, resolution="2025-1"))
    assert found.approvals > 1


def _much(desk: Books) -> None:
    post(desk, receipt("r7", 80_000_00, "G", attachments=1))


def test_what_was_kept_as_free_of_approval_is_approved_too(
    desk: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Books may hold moves that were saved with nobody to approve them."""
    with monkeypatch.context() as before:
        before.setattr("treasury.requests._approvals", lambda *_: 0)
        key = save(desk, move(resolution="2025-1"))
    kept = "SELECT approvals FROM payment_requests WHERE kind = 'move'"
    assert desk.one(kept) == 0
    with pytest.raises(VoucherRefused, match="还差 1 人"):
        hand_in(desk, key)
    assert approve(desk, key).state is PaymentState.APPROVED
    settle(desk, hand_in(desk, key).draft)


# -- resolved -----------------------------------------------------------------------


def test_a_resolution_on_another_subject_decides_no_move(desk: Books) -> None:
    with pytest.raises(BodyRefused, match="该决议的事项是“办公室”，不是“其他”"):
        save(desk, move(resolution="2025-2"))
    with pytest.raises(NotFound):
        save(desk, move(resolution="2025-9"))
    with pytest.raises(RequestRefused, match="只有资金间调拨写决议号"):
        save(desk, request("申9", resolution="2025-1"))


@pytest.mark.parametrize("fen", [300_00, 200_00])
def test_a_resolution_carries_one_move(desk: Books, fen: int) -> None:
    key = save(desk, move(resolution="2025-1"))
    again = move(fen=fen, ref="调2", resolution="2025-1")
    with pytest.raises(RequestRefused, match=f"{key} 已凭它调拨 300.00 元"):
        save(desk, again)
    save(desk, dataclasses.replace(again, ref="调3", resolution="2025-3"))
    with writing(desk.engine) as connection:
        approving.cancel(connection, "U1", key, "金额有误", ASKER)
    assert save(desk, again)


# -- to the fund named --------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (move(to="县人民医院"), "收款方应写调入资金的代码"),
        (move(to="G"), "是同一资金 G"),
        (move("G", "O", "510"), "510 是支出科目"),
        (move(account="32202", kind=RequestKind.PAYMENT), "请用“资金间调拨”申请"),
    ],
)
def test_a_move_names_funds_and_accounts_that_move(
    desk: Books, asked: PaymentRequest, why: str
) -> None:
    with pytest.raises(RequestRefused, match=why):
        save(desk, asked)


def test_who_pays_keeps_to_the_fund_that_was_approved(desk: Books) -> None:
    key = approved(desk, move())
    with pytest.raises(RequestRefused, match="写明调入资金 F1，付款写的是 O"):
        hand_in(desk, key, Payment(dated_on=DAY, to_fund="O"))
    with pytest.raises(VoucherRefused, match="对方科目与调出的不相称"):
        hand_in(desk, key, Payment(dated_on=DAY, to_fund="F1", to_account="510"))
    settle(desk, hand_in(desk, key, Payment(dated_on=DAY, to_fund="F1")).draft)


@pytest.mark.parametrize("to", [("O", "402"), ("F1", "510"), ("", "")])
def test_a_draft_typed_by_hand_keeps_to_it_too(
    desk: Books, to: tuple[str, str]
) -> None:
    key = approved(desk, move())
    fund, account = to
    same = {"fund": "G", "request": key}
    lines = [
        DraftPosting(account="402", debit="300.00", **same),
        DraftPosting(account="102", credit="300.00", **same),
    ]
    if fund:
        lines += [
            DraftPosting(account="102", fund=fund, debit="300.00"),
            DraftPosting(account=account, fund=fund, credit="300.00"),
        ]
    typed = DraftVoucher(
        unit="U1",
        ref="手1",
        dated_on=DAY.isoformat(),
        summary="调拨",
        postings=tuple(lines),
        attachments="1",
    )
    told = "对方科目与调出的不相称" if fund == "F1" else "没有全部进入申请写明的资金"
    with writing(desk.engine) as connection:
        number = drafts.save(connection, typed, ASKER).number
        with pytest.raises(VoucherRefused, match=told):
            drafts.submit(connection, "U1", number, ASKER)


# -- tied money stays tied ----------------------------------------------------------


@pytest.mark.parametrize(
    ("fund", "to"),
    [("D1", "G"), ("D1", "F1"), ("D1", "D2"), ("D1", "F2"), ("F2", "G"), ("F2", "O")],
)
def test_tied_money_does_not_become_less_tied(desk: Books, fund: str, to: str) -> None:
    with pytest.raises(RequestRefused, match="限定用途，不能调入"):
        save(desk, move(fund, to, "32202", resolution="2025-1"))


@pytest.mark.parametrize(
    ("fund", "to", "account"),
    [
        ("D1", "D3", "32202"),
        ("D2", "D1", "32202"),
        ("G", "O", "32202"),
        ("G", "D1", "402"),
        ("F1", "D1", "402"),
    ],
)
def test_money_may_become_as_tied_or_more(
    desk: Books, fund: str, to: str, account: str
) -> None:
    key = approved(desk, move(fund, to, account))
    settle(desk, hand_in(desk, key).draft)
    assert acts(desk, key)[-1] == "pay"


def _lent(desk: Books) -> None:
    """G lends 200 yuan to D1."""
    lines = line(200_00, "G", "135", "")
    due = dt.date(2025, 3, 1)
    asked = request("垫1", lines, kind=RequestKind.ADVANCE, payee="D1", due_on=due)
    paid = Payment(dated_on=DAY, to_fund="D1")
    settle(desk, hand_in(desk, approved(desk, asked), paid).draft)


def test_a_tied_fund_pays_back_what_was_lent_to_it_and_no_more(desk: Books) -> None:
    _lent(desk)
    with pytest.raises(RequestRefused, match=r"垫付给 D1 而未归还的只有 200\.00 元"):
        save(desk, move("D1", "G", "215", 250_00), LATER)
    with pytest.raises(RequestRefused, match=r"垫付给 D1 而未归还的只有 0\.00 元"):
        save(desk, move("D1", "O", "215", 200_00), LATER)
    key = save(desk, move("D1", "G", "215", 200_00), LATER)
    approve(desk, key, dataclasses.replace(LATER, person="李四"))
    settle(desk, hand_in(desk, key, Payment(dated_on=LATER_ON)).draft)
    lent = "SELECT SUM(p.debit_fen - p.credit_fen) FROM postings p JOIN accounts a"
    assert desk.one(f"{lent} ON a.id = p.account_id WHERE a.code = '135'") == 0
    with pytest.raises(RequestRefused, match=r"0\.00 元"):
        save(desk, move("D1", "G", "215", 200_00, ref="调2"), LATER)


LATER_ON = dt.date(2025, 1, 20)
LATER = Act("张三", dt.datetime(2025, 1, 20, 8, tzinfo=dt.UTC))


# -- what is told of requests that are over -----------------------------------------


def test_who_approves_too_late_is_told_that_it_is_over(desk: Books) -> None:
    late = Act("赵六", TENTH.replace(year=2026))
    gone, paid = approved(desk), approved(desk, move())
    settle(desk, hand_in(desk, paid).draft)
    with pytest.raises(RequestRefused, match="已经过去。办法：已经失效的不能再批准"):
        approve(desk, gone, late)
    with pytest.raises(RequestRefused, match="已支付。办法：已经支付的不再批准"):
        approve(desk, paid, CASHIER)
