"""Was money spent on what its source or its donor did not allow?

Each outflow of a fund tied to purposes must name one of them, and none that the rule
of its source leaves out on that day. The audit works this out anew from the dated
sources; it does not trust what the ledger let pass.

Basis: 中央财政专项帮扶资金使用管理办法 第五条; 慈善法 第五十五条 (donor's intent).
"""

from collections.abc import Iterator

from audit import examples
from audit.book_data import Data
from audit.books import Books, Fund, Line, Voucher, aid_payments
from audit.check import Check, Finding, Population, Severity, payments_of
from ledger.accounts import Role
from ledger.funds import Channel, Origin, source_of, standard_name
from ledger.money import Money

CHECK = Check(
    key="T34",
    title="超出来源或捐赠限定用途",
    basis="《中央财政专项帮扶资金使用管理办法》（总工发〔2015〕20号）第五条；"
    "《关于进一步做好困难职工帮扶工作的意见》第7条（专款专用）",
    severity=Severity.LOSS,
    needs=frozenset({Data.VOUCHERS, Data.FUNDS}),
    procedure="按资金来源当日有效的规定和捐赠限定，逐笔核对支出用途。",
    effect="专项或限定用途资金被用于其他事项，违背来源方意愿。",
    recommendation="调整资金渠道，归还原资金，并向来源方说明。",
    limitation="用途与实际内容是否相符须抽样核对原始凭证。",
    clean=(
        examples.books(
            examples.voucher(*examples.aid(500, "CB", "医疗救助"), number=1),
            examples.voucher(*examples.aid(500, "D1", "助学救助"), number=2),
            examples.voucher(*examples.aid(500, "OU", "送温暖"), number=3),
            examples.voucher(*examples.moved("221", "102", 500, "CB"), number=4),
        ),
    ),
    broken=(
        examples.books(examples.voucher(*examples.aid(500, "CB", "送温暖"))),
        examples.books(examples.voucher(*examples.aid(500, "D1", "医疗救助"))),
        examples.books(examples.voucher(*examples.aid(500, "D1", ""))),
    ),
)


def population(books: Books) -> Population:
    """Outflows of funds that are tied to purposes."""
    return payments_of(_tied(books), "限定用途资金的支出（笔）")


def _tied(books: Books) -> Iterator[tuple[Voucher, Line]]:
    for voucher, line in aid_payments(books):
        if books.funds[line.fund].purposes is not None:
            yield voucher, line


def run(books: Books) -> Iterator[Finding]:
    """Yield each outflow on a purpose that was not allowed, or on none."""
    told: dict[tuple[object, ...], str] = {}
    for voucher, line in _tied(books):
        fund = books.funds[line.fund]
        # A year pays out of few funds for few purposes: each is judged once a day.
        asked = line.fund, line.purpose, voucher.dated_on
        if asked not in told:
            told[asked] = _why_not(fund, line.purpose, voucher) if line.purpose else ""
        why = told[asked]
        if line.purpose and not why:
            continue
        amount = Money(line.debit_fen)
        if not line.purpose:
            if books.accounts[line.account].role is Role.ENTRUSTED:
                continue
            title, what = "限定用途资金的支出未记用途", "未记用途"
        else:
            title, what = "支出用途超出资金限定", f"用于“{line.purpose}”，{why}"
        yield Finding(
            key=CHECK.key,
            title=title,
            condition=f"凭证 {voucher.mark} 以{fund.name}支出 {amount.grouped()} 元，"
            f"{what}",
            evidence=(voucher.mark,),
            recipients=(line.recipient,) if line.recipient else (),
            amount=amount,
        )


def _why_not(fund: Fund, purpose: str, voucher: Voucher) -> str:
    source = source_of(Origin(fund.origin), Channel(fund.channel), voucher.dated_on)
    name = standard_name(purpose)
    if source and source.purposes and name not in source.purposes:
        return f"不在来源规定（{source.clause}）之内"
    assert fund.purposes is not None
    if name not in {standard_name(allowed) for allowed in fund.purposes}:
        return "不在限定用途之内"
    return ""
