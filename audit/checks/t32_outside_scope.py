"""Was aid money spent on the office's own needs?

Two ways to see it: aid funds charged to accounts of administration, and words in a
voucher that charges aid (meetings, office, hospitality, travel, wages). The words, and
money that neither source nor donor has tied to a purpose, are leads.

Basis: 帮扶工作意见 第7条 (专款专用); 工会法 第四十七条.
"""

from collections.abc import Iterator

from audit import examples
from audit.book_data import Data
from audit.books import Books, aid_payments
from audit.check import Check, Finding, Population, Severity, payments_of
from ledger.accounts import Role
from ledger.money import Money

_WORDS = (
    "会议",
    "办公用",
    "办公费",
    "招待",
    "接待费",
    "差旅",
    "工资",
    "奖金",
    "津贴",
    "公务用车",
    "燃油",
    "装修",
    "会务",
)
_ADMINISTRATION = ("行政支出", "会议支出", "资本性支出")

CHECK = Check(
    key="T32",
    title="超范围支出",
    basis="《关于进一步做好困难职工帮扶工作的意见》第7条（专款专用，不得截留、挪用）；"
    "工会经费并依《工会法》第四十七条",
    severity=Severity.LOSS,
    needs=frozenset({Data.VOUCHERS, Data.FUNDS}),
    procedure="在帮扶支出凭证的摘要、物品和备注中查找会议、办公、招待、差旅、工资等字样，"
    "并找出帮扶资金列入行政、会议、资本性支出科目的支付。",
    effect="帮扶资金可能被用于机构自身开支，构成挪用。",
    recommendation="核对原始凭证，属于挪用的限期归还原资金渠道，并追究责任。",
    limitation="按字样查找，摘要含糊的支出须抽样核对原始凭证。",
    clean=(
        examples.books(
            examples.voucher(*examples.aid(500)),
            examples.voucher(
                *examples.moved("50602", "102", 100, "GF"),
                number=2,
                summary="支付办公费",
            ),
        ),
    ),
    broken=(
        examples.books(
            examples.voucher(*examples.aid(500), summary="支付会议餐费"),
        ),
        examples.books(examples.voucher(*examples.moved("50602", "102", 100, "CB"))),
        examples.books(examples.voucher(*examples.moved("50602", "102", 100))),
    ),
)


def population(books: Books) -> Population:
    """Every outflow of aid money."""
    return payments_of(aid_payments(books), "帮扶支出（笔）")


def run(books: Books) -> Iterator[Finding]:
    """Yield payments whose words or accounts speak of the office's own needs."""
    own = {
        code
        for code, account in books.accounts.items()
        if any(name in account.name for name in _ADMINISTRATION)
    }
    for voucher, line in aid_payments(books):
        account = books.accounts[line.account]
        if line.account in own:
            amount = Money(line.debit_fen)
            yield Finding(
                key=CHECK.key,
                title="帮扶资金列支机构自身开支",
                condition=f"凭证 {voucher.mark}“{voucher.summary}”以"
                f"{books.funds[line.fund].name}列入“{account.name}”"
                f" {amount.grouped()} 元",
                evidence=(voucher.mark,),
                amount=amount,
                lead=books.funds[line.fund].purposes is None,
            )
        elif account.role is Role.AID_EXPENSE:
            text = f"{voucher.summary}|{line.item}|{line.memo}"
            words = [word for word in _WORDS if word in text]
            if words:
                amount = Money(line.debit_fen)
                yield Finding(
                    key=CHECK.key,
                    title="帮扶支出摘要含超范围字样",
                    condition=f"凭证 {voucher.mark}“{voucher.summary}”列入"
                    f"“{account.name}” {amount.grouped()} 元，"
                    f"含“{'、'.join(words)}”字样",
                    evidence=(voucher.mark,),
                    amount=amount,
                    lead=True,
                )
