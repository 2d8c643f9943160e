"""The way on (去处) in a sentence of the packages: a page in the place of a command.

Packages advise what to do next by commands, for they know no pages. Whoever reads such
a sentence at a page is led to the page that does it; where none does, the sentence says
whose hands the command is for. This is done to the text of a page alone: tags with what
was typed in them, and places where text is kept as it is, stay as they were.
"""

import re
from collections.abc import Callable, Iterator
from functools import partial

from markupsafe import Markup

from app.roles import Role
from app.web.desk import part
from app.web.languages import said
from app.web.routes import ROUTES
from ledger.people import Right

_PAGES = {
    ("books units",): ("/", "首页"),
    ("books accounts",): ("balance", "科目余额表"),
    ("books funds",): ("board", "资金情况"),
    ("books voucher list", "money supplement"): ("vouchers", "记账凭证"),
    ("books year-end",): ("year-end", "年终结账"),
    ("books proof",): ("close", "月度结账"),
    ("money requests", "money pay"): ("requests", "付款申请"),
    ("money request",): ("requests/new", "申请付款"),
    ("money receive",): ("receive", "登记收入"),
    ("money attach", "money attachments"): ("drafts", "草稿"),
    ("money gift", "money gifts", "money donors", "money consent", "money consents"): (
        "donations",
        "捐赠",
    ),
    ("money gift-refund", "money gift-refunds"): ("donations/refunds", "退回的捐赠"),
    ("money pledges",): ("donations/pledges", "认捐"),
    ("money bill", "money confirmations"): ("donations/bills", "票据和确认函"),
    ("money goods ledger",): ("stock/moves", "收发明细"),
    ("money goods method", "money goods items"): ("stock/items", "物品与计价方法"),
    ("money bank",): ("bank", "银行对账"),
    ("money bank accounts", "money bank mapping"): (
        "bank/accounts",
        "银行账户和列对应",
    ),
    ("aid batch", "aid bank-file"): ("batches", "发放批次"),
    ("aid handout",): ("handouts", "发放单"),
    ("audit engagement list", "audit findings list", "audit paper list"): (
        "engagements",
        "审计项目",
    ),
    ("audit sample",): ("engagements", "审计项目"),
    ("audit handover-list list",): ("handovers", "移交清单"),
    ("audit evidence",): ("evidence", "外来账套"),
    ("audit verify", "audit digest"): ("proof", "校验、摘要和证据包"),
    ("user add", "books people"): ("people", "人员与职责"),
}
"""The page of a unit that does what commands do, by how they begin, and its name."""
_BY_COMMAND = {
    command: page for commands, page in _PAGES.items() for command in commands
}
_STEPS = "|".join(
    re.escape(command) for command in sorted(_BY_COMMAND, key=len, reverse=True)
)
_REST = r"(?: [a-z][a-z-]*)*"
_OPTIONS = r"(?: --[a-z-]+(?: [^\s，。；、<`]+)?)*"
_COMMAND = re.compile(
    r" ?(?P<mark>`?)\bbangfu "
    rf"(?:(?P<known>{_STEPS})\b(?!-){_REST}{_OPTIONS}`? ?|(?=[a-z]))"
)
_TAG = re.compile(r"(<[^>]*>)")
_KEPT = frozenset({"title", "textarea", "option", "code", "pre", "script", "a"})
"""Elements whose text stays as it is."""
_OPENED = re.compile(r"<(/?)([a-z0-9]+)")
_BY_HAND = "管理员在服务器上运行的命令 "


Rights = tuple[Right, ...]
Opens = Callable[[Rights], bool]
"""Whether who reads has one of these rights in the unit of the page."""
_RIGHTS = {route.path: route.rights for route in ROUTES if route.method == "GET"}


def led_on(page: str, unit: str, language: str, opens: Opens) -> str:
    """A page as HTML whose advice leads to pages.

    Args:
        page: the page; what was typed is escaped in it.
        unit: whose page it is; empty where it is nobody's, then nothing is a link.
        language: of the page.
        opens: asked before a page of the unit is a link; who may not open it is told
            whose it is.
    """
    if "bangfu " not in page:
        return page
    return "".join(
        _parts(page, partial(_way, unit=unit, language=language, opens=opens))
    )


def _parts(page: str, way: Callable[[re.Match[str]], str]) -> Iterator[str]:
    kept = ""
    for piece in _TAG.split(page):
        if (opened := _OPENED.match(piece)) is not None:
            closes, name = opened[1], opened[2]
            if kept == name and closes:
                kept = ""
            elif not kept and not closes and name in _KEPT:
                kept = name
            yield piece
        elif kept or "bangfu " not in piece:
            yield piece
        else:
            yield _COMMAND.sub(way, piece)


def _way(found: re.Match[str], unit: str, language: str, opens: Opens) -> str:
    """The page in the place of a command, or whose hands the command is for."""
    if found["known"] is None:
        return f" {said(_BY_HAND, language).strip()} {found['mark']}bangfu "
    path, label = _BY_COMMAND[found["known"]]
    quoted = said("“{}”页面", language).format(said(label, language))
    if path.startswith("/"):
        return _link(path, quoted)
    if not unit:
        return quoted
    rights = _RIGHTS[f"/units/{{unit}}/{path}"]
    if opens(rights):
        return _link(f"/units/{part(unit)}/{path}", quoted)
    roles = (role for role in Role if not set(role.rights).isdisjoint(rights))
    listed = said("、", language).join(said(role.label, language) for role in roles)
    return quoted + said("（{}可以打开）", language).format(listed)


def _link(path: str, text: str) -> str:
    return str(Markup(' <a href="{}">{}</a> ').format(path, text))
