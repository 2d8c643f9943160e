"""Is every voucher balanced, explained and documented?

Debits equal credits in the whole and within each fund; the summary is not blank; source
documents are attached, save for vouchers that close accounts or correct others.

Basis: 会计基础工作规范 第五十一条 (content of vouchers, source documents).
"""

from collections.abc import Iterator

from audit import examples
from audit.books import Books, Data, Voucher
from audit.check import Check, Finding, Population, Severity, vouchers_of
from ledger.money import Money

_PAID = examples.aid(500)
_BALANCE = "核对原始凭证，查明差额，更正凭证使借贷相等。"
_DO = {
    "凭证借贷不平": _BALANCE,
    "凭证各资金内部借贷不平": "查明资金之间的占用，归还被占用的资金并更正凭证。",
    "凭证摘要空白": "按原始凭证补注摘要。",
    "凭证未附原始凭证": "补齐原始凭证；无法取得凭据的支出应予收回。",
}

CHECK = Check(
    key="T41",
    title="凭证要素不全",
    basis="《会计基础工作规范》第五十一条第（一）、（四）项",
    severity=Severity.RECORD,
    needs=frozenset({Data.VOUCHERS}),
    procedure="逐张核对借贷是否平衡（总额及各资金）、摘要是否填写、是否附原始凭证；"
    "结账和更正错误的凭证可以不附。",
    effect="支出缺少依据，真实性无法核实。",
    recommendation="补齐原始凭证和摘要；无法取得凭据的支出应予收回。",
    clean=(
        examples.books(
            examples.voucher(*_PAID),
            examples.voucher(*_PAID, number=2, attachments=0, correction="full"),
            examples.voucher(
                *examples.moved("408", "32103", 10), number=3, attachments=0
            ),
        ),
    ),
    broken=(
        examples.books(examples.voucher(*_PAID, attachments=0)),
        examples.books(examples.voucher(*_PAID, summary=" ")),
        examples.books(examples.voucher(_PAID[0])),
        examples.books(examples.voucher(_PAID[0], examples.aid(500, "CB")[1])),
    ),
)


def population(books: Books) -> Population:
    """All vouchers."""
    return vouchers_of(books)


def run(books: Books) -> Iterator[Finding]:
    """Yield vouchers that do not balance, do not explain or do not prove."""
    for voucher in books.vouchers:
        for title in _lacks(books, voucher):
            amount = abs(Money(voucher.amount_fen))
            yield Finding(
                key=CHECK.key,
                title=title,
                condition=f"凭证 {voucher.mark}“{voucher.summary.strip()}”"
                f"（{amount.grouped()} 元）：{title}",
                evidence=(voucher.mark,),
                amount=amount,
                recommendation=_DO[title],
            )


def _lacks(books: Books, voucher: Voucher) -> Iterator[str]:
    differences: dict[str, int] = {}
    for line in voucher.lines:
        fen = line.debit_fen - line.credit_fen
        differences[line.fund] = differences.get(line.fund, 0) + fen
    if any(differences.values()):
        off = sum(differences.values())
        yield "凭证借贷不平" if off else "凭证各资金内部借贷不平"
    if not voucher.summary.strip():
        yield "凭证摘要空白"
    lacks = voucher.attachments == 0 and not voucher.correction
    if lacks and not books.is_closing(voucher):
        yield "凭证未附原始凭证"
