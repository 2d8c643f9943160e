"""The columns of the tie between ledger and people: key, label, and what each tells."""

from collections.abc import Callable
from dataclasses import dataclass

from aid.ledger_tie import Tie, Why
from ledger.money import ZERO, Money


@dataclass(frozen=True, slots=True)
class Column:
    """A column of money; an `always` one is shown where it is nil, too."""

    key: str
    label: str
    tell: Callable[[Tie], Money]
    always: bool = False


def _spent(why: Why) -> Column:
    return Column(f"spent_{why.value}", why.label, lambda one: one.spent[why])


def _differing(*whys: Why) -> Callable[[Tie], Money]:
    """The sum of differences, each without its sign: none hides another."""

    def tell(one: Tie) -> Money:
        return sum((abs(d.amount) for d in one.differences if d.why in whys), ZERO)

    return tell


SPENT = (
    Column("all_spent", "账面帮扶支出", lambda one: one.all_spent, always=True),
    *(
        _spent(why)
        for why in (Why.GOODS, Why.HISTORY, Why.BEFORE, Why.CORRECTION, Why.HANDOUT)
    ),
    Column(
        "spent_grounds",
        "应凭批次列支",
        lambda one: one.spent[Why.BATCH] + one.spent[Why.GROUNDLESS],
        always=True,
    ),
    Column("batches", "批次明细", lambda one: one.batches, always=True),
    Column(
        "different",
        "批次差异",
        _differing(Why.BATCH, Why.GROUNDLESS),
        always=True,
    ),
)
"""What the books spend on aid, why, and what of it no batch answers for."""

PAID = (
    Column("batches", "批次明细", lambda one: one.batches, always=True),
    Column("back", "银行退回未再付", lambda one: one.money.back),
    Column("undone", "本期冲销以前付款", lambda one: one.money.undone),
    Column("received", "资金到人", lambda one: one.money.received, always=True),
    Column("unpaid", "到人差异", lambda one: one.unpaid, always=True),
)
"""From batches to people."""

GIVEN = (
    Column("issued", "账面库存发出", lambda one: one.issued, always=True),
    Column("handouts", "发放单明细", lambda one: one.handouts, always=True),
    Column("not_issued", "库存差异", _differing(Why.HANDOUT), always=True),
    Column("goods_back", "退回库存", lambda one: one.goods.back),
    Column("goods_undone", "本期冲销以前发放", lambda one: one.goods.undone),
    Column("goods_received", "物资到人", lambda one: one.goods.received, always=True),
    Column("ungiven", "物资到人差异", lambda one: one.ungiven, always=True),
)
"""From stock by hand-outs to people."""
