"""What does not fit in what an officer said came in. Pure; all of it is told at once.

1. The unit keeps books on that day, by a chart under which the event can happen.
2. The fund is open, and holds money of the origin and channel that the event is for.
3. What must be asked was answered; what is not asked was not said.
4. A purpose is one that the fund allows (专款专用).
5. Every line has one account: named, or usual, and one that it may stand on.
6. What comes back was paid: on the same account, fund and purpose, in the year that
   the event is for, and no more than was paid; whether its voucher is named or not.
7. Money between funds comes from the union's other money of the same book.
"""

from collections.abc import Iterator
from dataclasses import replace

from ledger.errors import Problem
from ledger.funds import Fund
from ledger.money import BOUND_FEN, ZERO, Money
from ledger.privacy import shown
from ledger.texts import text_problems
from treasury.brought_back import earlier_told, year_told
from treasury.event_accounts import RESULTS
from treasury.events import Asked, Paid, Word, events_in
from treasury.received import Case, Received

_LABELS = {
    Word.MONEY: "货币资金科目",
    Word.INCOME: "收入科目",
    Word.ENTRUSTED: "代管科目",
    Word.EXPENSE: "支出科目",
    Word.SPENT: "当时的支出科目",
    Word.PRIOR_YEAR: "年初余额调整科目",
    Word.EARMARK: "单位内部调剂科目",
    Word.CLAIM: "应收上级经费科目",
    Word.OWED: "其他应付款科目",
    Word.DEBITED: "应借科目",
    Word.CREDITED: "应贷科目",
}
_TEXTS = {
    "ref": "引用号",
    "summary": "摘要",
    "memo": "备注",
    **{field.value: field.label for field in Asked},
}
ATTACHED = 9999
"""Papers that a voucher counts at most."""


def faults(case: Case) -> list[Problem]:
    """Everything that does not fit, each told once.

    Accounts are not judged where the voucher that paid is not there, for they follow
    from it.
    """
    unknown = list(_unknown_voucher(case))
    found = [
        *unknown,
        *_time_faults(case),
        *_fund_faults(case),
        *_answer_faults(case),
        *_purpose_faults(case),
        *_text_faults(case.said),
        *_giver_faults(case),
    ]
    if not unknown and not any(one.rule in {"chart", "fund"} for one in found):
        found += [*_account_faults(case), *_error_faults(case)]
    if case.said.refund_of:
        found += _paid_faults(case)
    if not found:
        found += _left_faults(case)
    return list(dict.fromkeys(found))


def _time_faults(case: Case) -> Iterator[Problem]:
    day, event = case.said.dated_on, case.event
    if day < case.opened_on:
        do = f"本单位自 {case.opened_on} 起记账"
        yield Problem("unit", "日期早于单位建账日", str(day), do)
    if case.closed_on is not None and day >= case.closed_on:
        do = "由并入或上级单位登记"
        yield Problem("unit", f"单位已于 {case.closed_on} 撤销", str(day), do)
    if day > case.today:
        yield Problem("unit", "这一天还没有到", str(day), "核对日期")
    if case.chart is not None and case.chart.key not in event.charts:
        known = "、".join(e.key for e in events_in(case.chart.key, day))
        yield Problem(
            "chart",
            f"{case.chart.label}没有“{event.label}”这一事项",
            do=f"可用的事项：{known}" if known else "自定科目表请直接填制凭证",
        )


def _fund_faults(case: Case) -> Iterator[Problem]:
    said, event, fund = case.said, case.event, case.fund
    if fund is None:
        do = "核对资金代码，或先登记资金"
        yield Problem("fund", "账中没有这项资金", shown(said.fund), do)
        return
    if fund.opened_on is not None and said.dated_on < fund.opened_on:
        do = f"该资金自 {fund.opened_on} 起使用"
        yield Problem("opened", "日期早于资金设立日", str(said.dated_on), do)
    if not event.is_for(fund.origin, fund.channel):
        yield _wrong_source(case, fund)
    elif case.chart is not None and case.source(fund) is None:
        what = f"该日的{case.chart.label}没有这一资金来源的科目"
        source = f"{fund.origin.label}／{fund.channel.label}"
        yield Problem("fund", what, source, "核对资金的来源、渠道与日期")


def _wrong_source(case: Case, fund: Fund) -> Problem:
    event, day = case.event, case.said.dated_on
    origins = "、".join(o.label for o in event.origins) or "各种来源"
    channels = "、".join(c.label for c in event.channels) or "各种渠道"
    key = case.chart.key if case.chart is not None else ""
    fitting = [
        e.key for e in events_in(key, day) if e.is_for(fund.origin, fund.channel)
    ]
    do = f"换用相应的资金；该资金可用的事项：{'、'.join(fitting)}"
    return Problem(
        "fund",
        f"“{event.label}”用于{origins}、{channels}的资金",
        f"{fund.code}：{fund.origin.label}／{fund.channel.label}",
        do if fitting else "换用相应的资金",
    )


def _answer_faults(case: Case) -> Iterator[Problem]:
    said, event = case.said, case.event
    if said.amount <= ZERO:
        do = "收回支出用收回事项，更正错账用红字凭证"
        yield Problem("amount", "金额应大于零", str(said.amount), do)
    elif said.amount.fen > BOUND_FEN:
        what = "金额超过 90,000,000,000,000.00 元的上限"
        yield Problem("amount", what, do="核对金额")
    for field in Asked:
        question, answer = event.asked(field), getattr(said, field.value)
        if question is None and answer:
            what = f"“{event.label}”不问{field.label}"
            yield Problem("answer", what, shown(str(answer)), "删去，或换用别的事项")
        elif question is not None and question.must and not str(answer).strip():
            yield Problem(
                "answer", f"没有回答：{question.text}", do=f"填写{field.label}"
            )
    if said.persons < 0:
        yield Problem("answer", "人次不能为负", str(said.persons), "填写惠及的人次")
    yield from _attachment_faults(case)


def _attachment_faults(case: Case) -> Iterator[Problem]:
    count, expected = case.said.attachments, "、".join(case.event.evidence)
    if expected and count < 1:
        do = f"应附：{expected}；填写附件张数"
        yield Problem("evidence", "没有附原始凭证（会计基础工作规范第五十一条）", do=do)
    if not 0 <= count <= ATTACHED:
        do = f"附件张数应在 0 到 {ATTACHED} 之间"
        yield Problem("evidence", "附件张数不对", str(count), do)


def _purpose_faults(case: Case) -> Iterator[Problem]:
    purpose = case.said.purpose
    if not purpose or case.event.asked(Asked.PURPOSE) is None or case.fund is None:
        return
    known = case.known_purposes
    if known is not None and purpose not in known:
        listed = "、".join(sorted(known)) or "（未登记任何用途）"
        what, do = "该资金不允许这一用途（专款专用）", f"允许的用途：{listed}"
        yield Problem("L8", what, shown(purpose), do)


def _text_faults(said: Received) -> Iterator[Problem]:
    texts = {
        "ref": said.ref,
        "party": said.party,
        "recipient": said.recipient,
        "basis": said.basis,
        "memo": said.memo,
    }
    if said.summary:
        texts["summary"] = said.summary
    found = text_problems([(column, text, 0) for column, text in texts.items()])
    for problem in found:
        yield replace(problem, what=f"{_TEXTS[problem.column]}：{problem.what}")


def _giver_faults(case: Case) -> Iterator[Problem]:
    """Rule 7."""
    said = case.said
    if not case.event.giving:
        return
    listed = "、".join(case.others)
    if case.others and not said.from_fund:
        do = f"填写付出资金：{listed}"
        yield Problem("giver", "没有说明从哪一项本级工会其他资金中安排", do=do)
    elif said.from_fund and said.from_fund not in case.others:
        do = f"可用：{listed}" if listed else "本账没有本级工会其他资金，不填付出资金"
        what = "付出资金应是本账的本级工会其他资金"
        yield Problem("giver", what, shown(said.from_fund), do)


def _account_faults(case: Case) -> Iterator[Problem]:
    """Rule 5."""
    said, offered = case.said, set[str]()
    found = set[str]()
    for fund, leg in case.lines():
        assert fund is not None
        accounts = case.choice(fund, leg.word)
        offered |= set(accounts.among)
        account = case.account(fund, leg.word)
        if leg.word is Word.SPENT and not accounts.among:
            yield _nothing_bought(case)
        elif not account:
            yield _no_account(case, leg.word, accounts.among)
        elif leg.word is Word.INCOME:
            found.add(account)
    if len(found) > 1:
        do = "选定两项资金都有的收入科目"
        yield Problem("account", "两项资金的收入科目不同", "、".join(sorted(found)), do)
    if said.account and Word.MONEY not in case.event.words:
        what = f"“{case.event.label}”不涉及货币资金科目"
        yield Problem("account", what, shown(said.account), "不填货币资金科目")
    for code in said.use:
        if code not in offered:
            what = "所选的科目用不到"
            yield Problem("account", what, shown(code), "删去，或核对科目代码")


def _nothing_bought(case: Case) -> Problem:
    what = "当时的凭证在这项资金上没有不带用途的支出"
    do = "核对引用号与资金；帮扶支出用收回本年支出，写明用途"
    return Problem("refund", what, shown(case.said.refund_of), do)


def _no_account(case: Case, word: Word, among: tuple[str, ...]) -> Problem:
    asked, label = case.asked_for(word), _LABELS[word]
    if word in {Word.DEBITED, Word.CREDITED}:
        do = "用末级科目；累计结转结余、年初余额调整由系统选定"
        return Problem("account", f"{label}不合适", shown(asked), do)
    if not among:
        return Problem("account", f"该科目表没有{label}", do="换用别的事项")
    do = f"可用：{'、'.join(among)}"
    if asked:
        return Problem("account", f"{label}不合适", shown(asked), do)
    return Problem("account", f"有多个{label}，须选定一个", do=do)


def _error_faults(case: Case) -> Iterator[Problem]:
    """Income against expense of an earlier year leaves nothing to be corrected."""
    said, chart = case.said, case.chart
    if Word.DEBITED not in case.event.words or chart is None:
        return
    accounts = [chart.get(code) for code in (said.debited, said.credited)]
    if all(account and account.klass in RESULTS for account in accounts):
        do = "以前年度收入、支出科目之间的差错不影响年初余额，在报表附注中说明"
        yield Problem("account", "应借、应贷都是收支科目", do=do)
    elif said.debited == said.credited:
        what = "应借与应贷是同一科目"
        yield Problem("account", what, shown(said.debited), "核对科目")


def _unknown_voucher(case: Case) -> Iterator[Problem]:
    """The voucher that is named as the one that paid, where there is none such."""
    named = case.said.refund_of
    if named and case.event.paid is not None and case.paid is None:
        do = "用 bangfu books voucher list 查看引用号"
        yield Problem("refund", "账中没有当时的支出凭证", shown(named), do)


def _paid_faults(case: Case) -> Iterator[Problem]:
    """Rule 6."""
    said, paid, fund = case.said, case.paid, case.fund
    if case.event.paid is None or fund is None or case.chart is None:
        return
    if paid is None:
        return
    same_year = paid.dated_on.year == said.dated_on.year
    if same_year != (case.event.paid is Paid.THIS_YEAR):
        do = "本年的用收回本年支出，以前年度的用收回以前年度支出"
        yield Problem("refund", "支出的年度与事项不符", str(paid.dated_on), do)
        return
    if paid.dated_on > said.dated_on:
        yield Problem("refund", "收回早于支出", str(paid.dated_on), "核对日期")
    left = _spent(case, fund) - paid.returned
    if said.amount > left:
        found = f"该凭证还可收回 {left.grouped()} 元，本次 {said.amount.grouped()} 元"
        do = "核对资金、科目、用途与金额"
        yield Problem("refund", "收回多于当时的支出", found, do)


def _left_faults(case: Case) -> Iterator[Problem]:
    """Rule 6, of what the fund spent by all its vouchers."""
    said, fund, paid = case.said, case.fund, case.event.paid
    assert fund is not None
    if paid is Paid.THIS_YEAR:
        account = case.account(fund, case.event.entry[1].word)
        key = fund.code, account, said.purpose
        left = case.left.get(key, ZERO)
        if said.amount > left:
            what = "收回多于本年在该用途上的支出" if said.purpose else _MORE_THAN_YEAR
            do = "填写当时的支出凭证并核对资金、用途与金额；新收到的款项按收入事项登记"
            yield Problem("refund", what, year_told(key, left, said.amount), do)
    elif case.left_of_earlier is not None and said.amount > case.left_of_earlier:
        found = earlier_told(fund.code, case.left_of_earlier, said.amount)
        do = (
            "核对资金与金额；建账以前的支出凭批准的决定用更正以前年度差错登记，"
            "新收到的款项按收入事项登记"
        )
        yield Problem("refund", "收回多于以前年度的支出", found, do)


_MORE_THAN_YEAR = "收回多于本年在该科目上的支出"


def _spent(case: Case, fund: Fund) -> Money:
    """What the voucher spent of the fund: this year's on account and purpose told."""
    assert case.paid is not None
    lines = [line for line in case.paid.lines if line.fund == fund.code]
    if case.event.paid is Paid.THIS_YEAR:
        account = case.account(fund, case.event.entry[1].word)
        lines = [line for line in lines if line.account == account]
        lines = [line for line in lines if line.purpose == case.said.purpose]
    return sum((line.debit - line.credit for line in lines), ZERO)
