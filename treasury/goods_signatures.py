"""Who signed for goods (签收): by file number, on a day, on a sheet kept elsewhere.

1. An issue is signed for once; whoever signs for another was authorised in writing.
2. No name stands here: the signer is a file number, the sheet its SHA-256.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from budgets.records import locked, text_faults
from ledger.database import Connection
from ledger.errors import NotFound
from ledger.people import Act
from ledger.register import append, lookups
from treasury import goods_store, stock
from treasury.errors import GoodsRefused
from treasury.stock import Move, MoveKind

SHEET = re.compile(r"[0-9a-f]{64}")
"""The SHA-256 of a signed paper, as it is written."""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed for what was received: a file number, a day, the sheet's SHA-256.

    `authorised` is the paper by which another than the recipient signed.
    """

    signer: str
    signed_on: dt.date
    sheet: str
    authorised: str = ""


def sign(
    connection: Connection, unit: str, move: int, signature: Signature, act: Act
) -> None:
    """Record who signed for an issue; a record is made once.

    Raises:
        GoodsRefused: it is signed for already, by somebody not authorised, before the
            day of the issue, or the issue is dead.
        NotFound: there is no such unit or issue.
    """
    sign_all(connection, unit, [(move, signature)], act)


def sign_all(
    connection: Connection,
    unit: str,
    given: Sequence[tuple[int, Signature]],
    act: Act,
) -> None:
    """Record who signed for several issues: all or none; goods are read once.

    Raises:
        GoodsRefused: as `sign`, of any of them; all is told.
        NotFound: there is no such unit, or no such issue.
    """
    found = locked(connection, unit)
    known = {one.number: one for one in stock.moves(connection, unit)}
    signed = {row.move for row in goods_store.signatures(connection, found.id)}
    faults: list[str] = []
    for move, signature in given:
        issued = known.get(move)
        if issued is None or issued.kind is not MoveKind.ISSUE:
            raise NotFound("发放", str(move), "用 bangfu money goods ledger 查看编号")
        faults += _faults(issued, signature)
        if move in signed:
            faults.append("该发放已经签收")
        signed.add(move)
    if faults:
        raise GoodsRefused("签收没有登记", why="；".join(dict.fromkeys(faults)))
    rows = [
        {
            "unit_id": found.id,
            "move": move,
            "signer": signature.signer,
            "signed_on": signature.signed_on,
            "authorised": signature.authorised,
            "sheet": signature.sheet,
        }
        for move, signature in given
    ]
    append(connection, "goods_signatures", rows, act)


def _faults(issued: Move, signature: Signature) -> Iterator[str]:
    yield from text_faults(
        ("签收人档案号", signature.signer, True),
        ("代领授权", signature.authorised, False),
    )
    if not re.search("[0-9]", signature.signer):
        yield "签收人写档案号，不写姓名"
    if not SHEET.fullmatch(signature.sheet):
        yield "签收单写 SHA-256 摘要（64 位十六进制小写）"
    if signature.signed_on < issued.row.dated_on:
        yield f"签收日期早于发放日期 {issued.row.dated_on}"
    if signature.signer != issued.row.recipient and not signature.authorised.strip():
        yield "签收人不是领取人，须写明代领授权"
    if not issued.alive:
        yield f"该发放{issued.status.label}"


def unsigned(connection: Connection, unit: str) -> tuple[Move, ...]:
    """Issues that live and that nobody signed for, net of what all came back."""
    found = stock.moves(connection, unit)
    rows = goods_store.signatures(connection, lookups(connection).unit(unit).id)
    signed = {row.move for row in rows}
    back: dict[int | None, int] = {}
    for move in found:
        if move.alive and move.row.source is not None:
            source = move.row.source
            back[source] = back.get(source, 0) + move.row.quantity_milli
    return tuple(
        move
        for move in found
        if move.kind is MoveKind.ISSUE
        and move.alive
        and move.number not in signed
        and back.get(move.number, 0) < move.row.quantity_milli
    )
