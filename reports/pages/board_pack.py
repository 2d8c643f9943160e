"""管理机构会议材料: the fund on four pages for those who govern it and keep no books.

1. What came in, what it did, what is left and where it lies, what is wrong and what is
   asked: a page each, whatever there is to tell.
2. Plain words and aggregates alone: no name, no file number, no voucher.
3. Every figure is that of the page that details it: 帮扶资金收支表, 预算执行情况表,
   生活救助不足下限人员表, 垫付与借出账龄表 and others; `reports/board_*.py` say which.

Basis: 关于进一步做好困难职工帮扶工作的意见 第6、7条 (the management body).
"""

from collections.abc import Iterator

from ledger.database import Connection
from reports import (
    board_came,
    board_did,
    board_left,
    board_wrong,
    budget_parts,
    parts,
)
from reports.board_parts import Board
from reports.catalogue import Report, Request
from reports.report import Block, Document, PageBreak

REPORT = Report(
    name="board_pack",
    title="帮扶资金情况汇报（管理机构会议材料）",
    summary="四页：钱从哪里来、用到哪里、还剩多少放在哪里、哪些不对请决定什么；附图，只有汇总数",
    takes=("names",),
    ended=True,
)


def build(connection: Connection, request: Request) -> Document:
    """Draw up the pack of a year or a month, of one unit or with all below it.

    Raises:
        NoSuchPeriod: the period has not ended, or lies before the books.
        NoSuchScope: one fund, an account or a place in the chain was asked for.
    """
    budget_parts.demand_plain(request, REPORT.title, subunits=True)
    units = parts.units_of(connection, request)
    board = Board(connection=connection, request=request, units=units)
    return Document(
        name=REPORT.name,
        title="帮扶资金情况汇报",
        subtitle=_subtitle(connection, request),
        provenance=parts.provenance(connection, request),
        blocks=tuple(_pages(board)),
    )


def _subtitle(connection: Connection, request: Request) -> str:
    told = "供资金管理机构会议使用"
    return told if parts.is_closed(connection, request) else told + parts.DRAFT


def _pages(board: Board) -> Iterator[Block]:
    tied = board_left.tied(board)
    below = board_did.below_floor(board)
    yield from board_came.blocks(board)
    yield PageBreak()
    yield from board_did.blocks(board, below)
    yield PageBreak()
    yield from board_left.blocks(board, tied)
    yield PageBreak()
    yield from board_wrong.blocks(board, board_wrong.read(board, below, tied))
