"""Payment batches: saved, submitted, approved, paid, settled, returned, paid again."""

import datetime as dt
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from aid import batches, payout_reading
from aid import case_steps as steps
from aid.claims import Project
from aid.eligibility import Limb
from aid.errors import BatchFaulty, BatchRefused
from aid.history import import_history
from aid.history_sheet import read_history
from aid.payout_checks import check
from aid.payout_told import Rule, told_shortly
from aid.recipient_steps import Asked, Exit, close
from audit.integrity import verify
from ledger.database import reading, writing
from ledger.errors import VoucherRefused
from ledger.money import Money
from ledger.register import lookups
from tests import server
from tests.aid import batching, casework, filing
from tests.aid.batching import (
    KEEPER,
    approve,
    batch,
    finish,
    line,
    release,
    save,
    submit,
)
from tests.aid.filing import VAULT
from tests.building import Books, credit, debit, payment, red, voucher
from tests.treasury import asking
from treasury import approving, paying
from treasury.errors import RequestRefused
from treasury.paying import Payment
from treasury.requests import AID_PURPOSES

DAY = dt.timedelta(1)


@pytest.fixture
def desk(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    """The world of `batching`."""
    yield from batching.filled(shelf, dialect)


def sound(books: Books) -> None:
    """Everything that was sealed recomputes."""
    with reading(books.engine) as connection:
        assert verify(connection).differences == ()


def drop(books: Books, reason: str, key: str = "B2026-1") -> None:
    with writing(books.engine) as connection:
        batches.drop(connection, "U1", key, reason, batching.MAKER)


def test_a_batch_is_paid_and_settled_with_what_came_back(desk: Books) -> None:
    kept = save(desk)
    assert (kept.key, kept.line_count, kept.amount.fen) == ("B2026-1", 3, 1_500_00)
    assert [*told_shortly(kept.told)] == [
        "第 1 行（P-1）没有审批的申请：名单未列申请",
        "另有 2 行没有审批的申请：名单未列申请",
    ]
    with pytest.raises(BatchRefused, match="另有 2 行没有审批的申请"):
        submit(desk, reason=" ")

    asked = submit(desk)
    assert desk.one("SELECT payee FROM payment_requests") == "困难职工 3 人（B2026-1）"
    assert approve(desk).approved == 1
    handed = release(desk)
    finish(desk, handed.draft)
    lines = desk.rows(
        "SELECT recipient, debit_fen, request FROM postings WHERE recipient <> ''"
        " ORDER BY line"
    )
    assert lines == [(f"P-{n}", 500_00, asked.key) for n in (1, 2, 3)]

    told = batching.settle(desk, {1: "", 2: "账号户名不符"})
    assert (told.paid, told.failed, told.unknown) == (1, 1, 1)
    assert told.returns is not None
    again = batching.settle(desk, {1: "", 2: "账号户名不符"})
    assert again.returns is None
    finish(desk, told.returns.draft)
    with pytest.raises(BatchRefused, match="银行卡号没有变更"):
        batching.repay(desk, 2)
    filing.change(desk, "P-2", filing.content(2, card=batching.card(99)))
    finish(desk, batching.repay(desk, 2).draft)
    done = batching.settle(desk, {2: "", 3: ""})
    assert done.is_settled
    assert (done.paid, done.failed) == (3, 0)
    sound(desk)


# -- saving -------------------------------------------------------------------------


def test_a_list_is_saved_once(desk: Books) -> None:
    first = save(desk)
    again = save(desk)
    assert (again.key, again.already) == (first.key, True)
    with pytest.raises(BatchRefused, match="同一份名单已是发放批次 B2026-1（三月）"):
        save(desk, batch(ref="三月再来"))
    with pytest.raises(BatchRefused, match="已经用过，但内容不同"):
        save(desk, batch(line(1), line(2)))
    mark = b"f" * 32
    lines = line(1, period="2026-04"), line(2, period="2026-04")
    save(desk, batch(*lines, ref="四月", file_digest=mark))
    more = line(3, period="2026-04")
    with pytest.raises(BatchRefused, match="已是发放批次 B2026-2"):
        save(desk, batch(more, ref="四月补", file_digest=mark))
    assert desk.one("SELECT COUNT(*) FROM aid_batches") == 2


def test_one_bad_line_is_told_and_nothing_is_written(desk: Books) -> None:
    lines = line(1), line(2), line(3), line(9, code="Q-1"), line(9, code="无此档")
    with pytest.raises(BatchFaulty) as refusal:
        save(desk, batch(*lines))
    assert [(one.place, one.rule.value) for one in refusal.value.found] == [
        (4, "elsewhere"),
        (5, "no_file"),
    ]
    assert desk.one("SELECT COUNT(*) FROM aid_batch_lines") == 0
    wrong = batch(line(1, purpose="旅游"), line(2, account="102"), line(3, fund="F9"))
    with pytest.raises(BatchFaulty, match=r"专款专用.*不是帮扶支出科目.*没有资金 F9"):
        save(desk, wrong)


def test_what_was_paid_in_another_batch_or_unit_is_found(desk: Books) -> None:
    save(desk)
    other = line(2, period="2026-03", memo="另一份名单"), line(4)
    listed = (
        r"已经列入批次：U1 的发放批次 B2026-1 第 2 行（未提交或未付）已列入 500\.00"
    )
    with pytest.raises(BatchFaulty, match=listed):
        save(desk, batch(*other, ref="另"))
    drop(desk, "重做")
    assert save(desk, batch(*other, ref="另")).key == "B2026-2"
    submit(desk, "B2026-2")
    approve(desk, "B2026-2")
    finish(desk, release(desk, "B2026-2").draft)
    with pytest.raises(
        BatchFaulty, match="已经发放：U1 的发放批次 B2026-2 第 1 行已发"
    ):
        save(desk, batch(line(2, memo="再"), ref="再"))


def test_one_household_with_two_files_and_one_person_in_two_are_found(
    desk: Books,
) -> None:
    """P-6 is the wife, with a file of her own; the husband's file names her."""
    wife = filing.person(6, relation="spouse", name="司马兰")
    filing.add(desk, filing.content(6, card=batching.card(6)), code="P-6")
    filing.change(desk, "P-1", filing.content(1, wife, card=batching.card(1)))
    kept = save(desk, batch(line(1), line(2, code="P-6")))
    told = [str(one) for one in kept.told if one.rule is not Rule.NO_CASE]
    assert told == ["第 2 行（P-6）同一家庭：与第 1 行（P-1）属同一家庭"]
    with pytest.raises(BatchRefused, match="用 --reason 写明理由"):
        submit(desk, reason="")
    submit(desk, reason="两人分别申请，已核实")
    with pytest.raises(BatchFaulty, match="同一人、同一事项，期间相同"):
        save(desk, batch(line(1, member=2), line(2, code="P-6"), ref="二"))


def test_a_file_that_closed_since_is_not_paid(desk: Books) -> None:
    key = batching.submitted(desk)
    approve(desk)
    died = {"reason": Exit.DEATH, "died_on": batching.PAID_ON - DAY}
    asked = Asked(on=batching.PAID_ON)
    with writing(desk.engine) as connection:
        close(connection, "P-2", asked=asked, vault=VAULT, act=KEEPER, **died)
    with pytest.raises(BatchFaulty, match="第 2 行（P-2）已死亡：已于 2026-03-08 死亡"):
        release(desk, key)


def test_a_card_that_changed_since_is_told(desk: Books) -> None:
    key = batching.submitted(desk)
    approve(desk)
    filing.change(desk, "P-3", filing.content(3, card=batching.card(77)))
    with pytest.raises(BatchRefused, match="第 3 行（P-3）银行卡：编制之后变更过"):
        release(desk, key)
    handed = release(desk, key, reason="本人已确认原卡仍可用")
    assert handed.ref == "付款-P2026-1"


def test_an_amount_is_judged_again_where_something_changed(
    desk: Books, tmp_path: Path
) -> None:
    """Central money: 12 months of 700 yuan a household, 8,400 a year."""
    much = line(1, fen=5_000_00, fund="F2"), line(2)
    save(desk, batch(*much))
    asked = batches.Asking()
    lower = batching.basis(standards=batching.standards(Money(400_00)))
    with (
        pytest.raises(BatchFaulty, match=r"第 1 行.*按标准至多 4,800\.00 元"),
        writing(desk.engine) as connection,
    ):
        batches.submit(connection, "U1", "B2026-1", lower, asked, batching.MAKER)
    path = tmp_path / "payments.csv"
    head = "档案号,救助项目,期间,金额,发放日期,发放单位,其他救助"
    rows = "P-1,生活救助,2026-02,3500,2026-02-01,某县总工会,否"
    path.write_text(f"{head}\n{rows}\n", "utf-8")
    with writing(desk.engine) as connection:
        sheet = read_history(path, KEEPER)
        import_history(connection, "U1", sheet, VAULT, KEEPER)
    with pytest.raises(BatchFaulty, match=r"第 1 行.*超过 100\.00 元"):
        submit(desk)


def test_a_list_does_not_pay_past_a_case(desk: Books) -> None:
    """P-1 applied for living aid of 2026, which is not decided, then withdrawn."""
    what = {"project": Project.LIVING, "year": 2026, "limb": Limb.ILLNESS}
    case = casework.apply(desk, "U1", code="P-1", asked=Money(500_00), **what)
    with pytest.raises(BatchFaulty, match=r"第 1 行.*A2026-1（U1）未审批（已申请）"):
        save(desk)
    save(desk, batch(line(2), line(1, project=Project.WARMTH), ref="另"))
    drop(desk, "重做")
    on = casework.day("03-05")
    casework.do(desk, steps.withdraw, case.key, "张三", on, unit="U1", words="不要了")
    with pytest.raises(BatchFaulty, match=r"申请 A2026-1（U1）已撤回") as refusal:
        save(desk)
    assert [one.place for one in refusal.value.found] == [1]


@pytest.fixture
def cases(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    """The world of `casework`: A2026-1 of K approved, A2026-2 hung up."""
    yield from casework.filled(shelf, dialect)


def test_a_case_that_is_not_paid_yet_is_named(cases: Books) -> None:
    lines = [
        line(place, code, year=2025, project=Project.MEDICAL)
        for place, code in enumerate(("K-1", "K-2", "G-1"), 1)
    ]
    with reading(cases.engine) as connection:
        unit = lookups(connection).unit("K")
        for day, told in ("03-12", "未审批（已审批）"), ("03-13", "还可发"):
            payment = payout_reading.Payment(unit=unit, on=casework.day(day))
            known = payout_reading.known(connection, lines, payment, batching.basis())
            asked = {Rule.CASE, Rule.NO_CASE}
            first, *rest = (o for o in check(lines, known) if o.rule in asked)
            assert told in first.what
            assert "A2026-1（K）" in first.what
            assert [str(one) for one in rest] == [
                "第 2 行（K-2）救助申请：申请 A2026-2（K）未审批（已公示）",
                "第 3 行（G-1）没有审批的申请：名单未列申请",
            ]


# -- who approves -------------------------------------------------------------------


def test_who_made_the_batch_or_its_files_does_not_approve_it(desk: Books) -> None:
    key = batching.submitted(desk)
    for act in (batching.MAKER, batching.KEEPER):
        with pytest.raises(BatchRefused, match="编制了这个批次，或建立、变更过"):
            approve(desk, key, act)
    with (
        pytest.raises(RequestRefused, match="用 bangfu aid batch approve"),
        writing(desk.engine) as connection,
    ):
        approving.approve(connection, "U1", "P2026-1", batching.APPROVER)
    filing.change(
        desk, "P-3", filing.content(3, card=batching.card(77)), batching.CASHIER
    )
    with pytest.raises(BatchRefused, match="没有批准"):
        approve(desk, key, batching.CASHIER)
    with pytest.raises(BatchRefused, match="还差 1 人批准"):
        release(desk, key)
    approve(desk, key)


def test_a_batch_that_is_refused_or_dropped_makes_room(desk: Books) -> None:
    batching.submitted(desk)
    with writing(desk.engine) as connection:
        batches.refuse(connection, "U1", "B2026-1", "名单不全", batching.APPROVER)
    assert batching.submitted(desk, batch(ref="再报")) == "B2026-2"
    assert asking.held(desk) == 1_500_00
    drop(desk, "改日再发", "B2026-2")
    assert asking.held(desk) == 0
    with pytest.raises(BatchRefused, match="已经作废"):
        submit(desk, "B2026-2")
    assert save(desk, batch(ref="三报")).key == "B2026-3"


# -- aid has a ground (L13) ---------------------------------------------------------


def test_aid_is_not_asked_for_or_typed_without_a_batch(desk: Books) -> None:
    plain = asking.request()
    with pytest.raises(RequestRefused, match=r"帮扶支出须凭发放批次（L13）"):
        asking.save(desk, plain, batching.MAKER)
    typed = payment("手1", 100_00, dated_on=batching.PAID_ON, attachments=1)
    with pytest.raises(VoucherRefused, match="帮扶支出须凭发放批次或实物发放清单"):
        desk.post(typed)


def test_aid_is_not_asked_for_on_another_account(desk: Books) -> None:
    """50402 is no account of aid; G is the union's other money."""
    assert {one.label for one in Project} == AID_PURPOSES
    lines = asking.line(100_00, account="50402"), asking.line(9_00, "G", "50402", "")
    with pytest.raises(
        RequestRefused, match=r"第 1 行：资金 F1 的“生活救助”.*aid batch draft"
    ) as refusal:
        asking.save(desk, asking.request("甲", *lines), batching.MAKER)
    assert "第 2 行" not in str(refusal.value)
    office = asking.line(100_00, account="50402", purpose="医疗救助")
    with pytest.raises(RequestRefused, match=r"“医疗救助”是帮扶用途"):
        asking.save(desk, asking.request("乙", office), batching.MAKER)


def test_a_purpose_that_aid_was_spent_on_is_one_of_aid(desk: Books) -> None:
    plain = asking.request("甲", asking.line(1_00, "F2", "50402", "法律援助"))
    key = asking.save(desk, plain, batching.MAKER)
    assert key == "P2026-1"
    batching.paid(desk, batch(line(1, fund="F2", purpose="法律援助")))
    with pytest.raises(RequestRefused, match=r"“法律援助”是帮扶用途"):
        asking.save(desk, replace(plain, ref="乙"), batching.MAKER)


def test_a_batch_is_paid_as_it_says_and_no_otherwise(desk: Books) -> None:
    batching.submitted(desk)
    approve(desk)
    given = Payment(dated_on=batching.PAID_ON)
    with (
        pytest.raises(VoucherRefused, match="凭证与发放批次不符"),
        writing(desk.engine) as connection,
    ):
        paying.pay(connection, "U1", "P2026-1", given, batching.MAKER)


def test_a_red_voucher_takes_it_back_and_it_is_released_anew(desk: Books) -> None:
    key = batching.paid(desk)
    batching.settle(desk, {1: ""})
    day = {"dated_on": batching.PAID_ON}
    desk.reverse("付款-P2026-1", red("红1", **day))
    assert desk.one("SELECT SUM(debit_fen) FROM postings WHERE recipient = 'P-1'") == 0
    handed = release(desk, key)
    assert handed.ref == "付款-P2026-1-2"
    finish(desk, handed.draft)
    done = batching.settle(desk, {1: "", 2: "", 3: ""})
    assert (done.paid, done.unknown) == (3, 0)
    sound(desk)


def test_results_are_of_this_batch_and_do_not_contradict(desk: Books) -> None:
    key = batching.submitted(desk)
    with pytest.raises(BatchRefused, match="还没有付款"):
        batching.settle(desk, {1: ""})
    approve(desk)
    finish(desk, release(desk, key).draft)
    with pytest.raises(BatchRefused, match="批次没有第 9 行"):
        batching.settle(desk, {9: ""})
    with pytest.raises(BatchRefused, match="原因中有号码，删去号码"):
        batching.settle(desk, {1: f"户名不符 {filing.CARD}"})
    batching.settle(desk, {1: "", 2: "户名不符"})
    with pytest.raises(BatchRefused, match="第 1 行已登记为已付"):
        batching.settle(desk, {1: "户名不符"})
    with pytest.raises(BatchRefused, match="第 2 行已登记为未付，且还没有再付"):
        batching.settle(desk, {2: ""})
    with pytest.raises(BatchRefused, match="这一行没有登记为未付"):
        batching.repay(desk, 1)


def test_a_unit_begins_once_after_it_went_live(desk: Books) -> None:
    assert batching.begin(desk) is False
    with pytest.raises(BatchRefused, match="已自 2026-03-01 起实行"):
        batching.begin(desk, since=batching.PAID_ON)
    with pytest.raises(BatchRefused, match="还没有实行付款申请"):
        batching.begin(desk, "U2")


# -- two at once --------------------------------------------------------------------


@pytest.mark.parametrize("act", [submit, release], ids=["submit", "release"])
def test_two_who_do_it_at_once_do_it_once(
    desk: Books, act: Callable[[Books], object]
) -> None:
    save(desk)
    if act is release:
        submit(desk)
        approve(desk)
    with ThreadPoolExecutor(2) as pool:
        done = [pool.submit(act, desk) for _ in range(2)]
    assert all(one.exception() is None for one in done)
    assert desk.one("SELECT COUNT(*) FROM payment_requests") == 1
    assert desk.one("SELECT COUNT(*) FROM aid_grounds") == 1
    drafts = desk.one("SELECT COUNT(DISTINCT draft) FROM draft_steps")
    assert drafts == (1 if act is release else 0)


# -- what came back is owed to whom it was paid ------------------------------------


def owed(books: Books) -> int:
    """What 215 of F1 has, in fen."""
    query = (
        "SELECT SUM(p.credit_fen - p.debit_fen) FROM postings p JOIN accounts a"
        " ON a.id = p.account_id WHERE a.role = 'payable' AND p.fund_id = 1"
    )
    return int(books.rows(query)[0][0])


def creditor(books: Books, fen: int, ref: str = "别1") -> str:
    """A request that pays what F1 owes; asked by 王五, approved by 李四."""
    asked = asking.request(ref, asking.line(fen, account="215", purpose=""))
    key = asking.saved(books, asked, batching.MAKER).key
    asking.approve(books, key, batching.APPROVER)
    return key


def debt(books: Books, fen: int) -> None:
    """F1 owes somebody for what it took in."""
    lines = debit("102", fen, "F1"), credit("215", fen, "F1")
    asking.post(books, voucher("欠1", *lines, dated_on=batching.PAID_ON, attachments=1))


def test_what_came_back_is_paid_again_and_by_no_other_request(desk: Books) -> None:
    debt(desk, 300_00)
    early = creditor(desk, 300_00)
    batching.paid(desk)
    finish(desk, batching.settle(desk, {1: "", 2: "户名不符", 3: ""}).returns.draft)
    with pytest.raises(RequestRefused) as refusal:
        creditor(desk, 300_01, "别2")
    assert "可另行支付 300.00 元，申请 300.01 元" in str(refusal.value)
    assert "P2026-2（P-2） 500.00 元" in str(refusal.value)
    assert "aid batch repay" in str(refusal.value)
    second = creditor(desk, 300_00, "别3")
    with writing(desk.engine) as connection:
        given = Payment(dated_on=batching.PAID_ON)
        first = paying.pay(connection, "U1", early, given, batching.MAKER)
    finish(desk, first.draft)
    with (
        writing(desk.engine) as connection,
        pytest.raises(VoucherRefused, match="有银行退回而仍欠原收款人的"),
    ):
        paying.pay(connection, "U1", second, given, batching.MAKER)
    assert owed(desk) == 500_00
    finish(desk, batching.repay(desk, 2, reason="卡号无误").draft)
    assert owed(desk) == 0
    with pytest.raises(BatchRefused, match="已经再付，还没有登记结果"):
        batching.repay(desk, 2, reason="再付一次")
    sound(desk)
