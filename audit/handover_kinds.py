"""What is handed over (移交), and what is done with the list of it.

Basis: 会计基础工作规范 第25至35条 (what is listed, who signs, who supervises).
"""

from ledger.accounts import Labelled


class LineKind(Labelled):
    """What a line of the list is about, in the order of the paper."""

    BOOK = "book", "会计账簿、凭证、报表"
    FUND = "fund", "资金结存"
    ACCOUNT = "account", "银行账户及货币资金"
    CASH = "cash", "库存现金"
    STOCK = "stock", "库存物资、购物券"
    OPEN = "open", "未了事项"
    RIGHT = "right", "系统权限"
    PAPER = "paper", "文件、档案资料"
    SEAL = "seal", "印章"
    KEY = "key", "钥匙、网银介质、口令"
    AGREEMENT = "agreement", "银行协议"
    CONTRACT = "contract", "合同、捐赠协议"
    OTHER = "other", "其他"


FROM_BOOKS = frozenset(
    {
        LineKind.BOOK,
        LineKind.FUND,
        LineKind.ACCOUNT,
        LineKind.CASH,
        LineKind.STOCK,
        LineKind.OPEN,
        LineKind.RIGHT,
    }
)
"""Kinds of which the books propose lines; a person may add more."""


class Doing(Labelled):
    """What is done with a list once its lines stand."""

    LEAVER = "leaver", "移交人签字"
    RECEIVER = "receiver", "接收人签字"
    SUPERVISOR = "supervisor", "监交人签字"
    COMPLETE = "complete", "移交完成"
    WITHDRAW = "withdraw", "撤回"


SIGNING = (Doing.LEAVER, Doing.RECEIVER, Doing.SUPERVISOR)
"""The three signatures; each by the person whom the list names, in any order."""

ENDING = (Doing.COMPLETE, Doing.WITHDRAW)


class State(Labelled):
    """How far a list is."""

    DRAWN = "drawn", "编制中"
    SIGNING = "signing", "签字中"
    SIGNED = "signed", "三方已签"
    COMPLETE = "complete", "已完成"
    WITHDRAWN = "withdrawn", "已撤回"
