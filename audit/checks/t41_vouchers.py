"""Is every voucher balanced, explained and documented?

Debits equal credits in the whole and within each fund; each posting has one side, and
an account and a fund that are registered, the fund by that day; the summary is not
blank; source documents are attached, save for vouchers that close accounts or correct
others. An auditee's books may hold what could not be read at all: that is told too.

Basis: 会计基础工作规范 第五十一条 (content of vouchers, source documents).
"""

import datetime as dt
from collections.abc import Iterator, Sequence

from audit import examples
from audit.book_data import Data
from audit.books import Books, Line, Voucher
from audit.check import Check, Finding, Population, Severity, vouchers_of
from ledger.money import Money

_PAID = examples.aid(500)
_STRANGE = {
    "50404": examples.accounts()["50404"]._replace(known=False),
}
_UNLISTED = {"OU": examples.FUNDS["OU"]._replace(known=False)}
_ABOVE = {"50404": examples.accounts()["50404"]._replace(leaf=False)}
_EARLY = dt.date(2021, 3, 12)
_ASK = "向被审计单位取得科目表、资金表，补登后更正凭证。"
_BALANCE = "核对原始凭证，查明差额，更正凭证使借贷相等。"
_DO = {
    "凭证借贷不平": _BALANCE,
    "凭证各资金内部借贷不平": "查明资金之间的占用，归还被占用的资金并更正凭证。",
    "凭证摘要空白": "按原始凭证补注摘要。",
    "凭证未附原始凭证": "补齐原始凭证；无法取得凭据的支出应予收回。",
    "凭证内容无法读取": "取得该凭证的原件或重新导出，补录后重新检查。",
    "凭证没有分录": "取得该凭证的原件，查明是否作废。",
    "分录借贷两方同时有金额或均无金额": "核对原始凭证，更正分录。",
    "科目不在科目表中": _ASK,
    "科目不是末级科目": "改记末级明细科目。",
    "资金没有登记": _ASK,
    "收支早于资金设立": "核对资金设立文件和收支日期，查明款项属于哪一项资金。",
}

CHECK = Check(
    key="T41",
    title="凭证要素不全",
    basis="《会计基础工作规范》第五十一条第（一）、（四）项",
    severity=Severity.RECORD,
    needs=frozenset({Data.VOUCHERS}),
    procedure="逐张核对借贷是否平衡（总额及各资金）、分录是否各有一方金额、"
    "科目和资金是否登记、资金是否已设立、摘要是否填写、是否附原始凭证；"
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
        examples.books(examples.voucher()),
        examples.books(examples.voucher(*_PAID, unread=("借方",))),
        examples.books(
            examples.voucher(*_PAID, examples.aid(0)[0]._replace(credit_fen=0))
        ),
        examples.books(
            examples.voucher(*_PAID), accounts=examples.accounts() | _STRANGE
        ),
        examples.books(examples.voucher(*_PAID), accounts=examples.accounts() | _ABOVE),
        examples.books(examples.voucher(*_PAID), funds=examples.FUNDS | _UNLISTED),
        examples.books(examples.voucher(*_PAID, dated_on=_EARLY)),
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
                f"（{amount.grouped()} 元）：{title}{_told(books, voucher, title)}",
                evidence=(voucher.mark,),
                amount=amount,
                recommendation=_DO[title],
            )


def _told(books: Books, voucher: Voucher, title: str) -> str:
    """What exactly, where the title does not say it."""
    names: dict[str, None] = {}
    if title == "凭证内容无法读取":
        names = dict.fromkeys(voucher.unread)
    if title in {"科目不在科目表中", "科目不是末级科目"}:
        found = (books.accounts[line.account] for line in voucher.lines)
        names = dict.fromkeys(a.name for a in found if not (a.known and a.leaf))
    if title == "资金没有登记":
        funds = (books.funds[line.fund] for line in voucher.lines)
        names = dict.fromkeys(fund.name for fund in funds if not fund.known)
    return f"（{'、'.join(names)}）" if names else ""


def _lacks(books: Books, voucher: Voucher) -> Iterator[str]:
    if voucher.unread:
        yield "凭证内容无法读取"
    if not voucher.lines:
        yield "凭证没有分录"
    yield from _lines_lack(books, voucher.lines)
    if any(books.funds[n.fund].opened_on > voucher.dated_on for n in voucher.lines):
        yield "收支早于资金设立"
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


def _lines_lack(books: Books, lines: Sequence[Line]) -> Iterator[str]:
    if not all(bool(line.debit_fen) != bool(line.credit_fen) for line in lines):
        yield "分录借贷两方同时有金额或均无金额"
    accounts = [books.accounts[line.account] for line in lines]
    if not all(account.known for account in accounts):
        yield "科目不在科目表中"
    if not all(account.leaf for account in accounts):
        yield "科目不是末级科目"
    if not all(books.funds[line.fund].known for line in lines):
        yield "资金没有登记"
