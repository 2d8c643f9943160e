"""JSON: a document for other programs.

    {"report", "title", "subtitle", "recipient", "unit", "period", "position",
     "digest", "known_on",
     "tables": {key: {"caption", "note", "columns": [{"key", "title", "kind"}],
                      "rows": [{"style", column key: value, …}]}},
              the figures of a chart too, with "chart": how it is drawn
     "values": {label: value, name of a group of facts: {label: value}},
     "text": [{"heading", "level"} | {"paragraph"} | {"note"}
              | {"signatures": [[label, name], …]}]}

Amounts are strings in yuan with two decimals, dates are ISO 8601, counts are
numbers, rates are strings such as `98.76%`, an empty cell is null. A label or a
table's name met again is numbered: `voucher`, `voucher_2`.
"""

import json
from collections import Counter
from typing import Any, BinaryIO

from ledger.money import Money
from reports.report import (
    Cell,
    Chart,
    Code,
    Document,
    Heading,
    KeyValues,
    Kind,
    Note,
    Paragraph,
    Piece,
    Signatures,
    Table,
    shown,
)

_ROWS_A_WRITE = 1000

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def render(document: Document, stream: BinaryIO) -> None:
    """Write the document; the rows of its tables are written as they come."""
    head = _encode(_head(document))
    stream.write(f'{head[:-1]},\n"tables":{{'.encode())
    for number, (key, piece) in enumerate(document.listed()):
        stream.write((",\n" if number else "\n").encode())
        _write_table(key, piece, stream)
    pieces = tuple(document.pieces())
    text = [part for piece in pieces for part in _text(piece)]
    tail = f'}},\n"values":{_encode(_values(pieces))},\n"text":{_encode(text)}}}\n'
    stream.write(tail.encode())


def _head(document: Document) -> dict[str, str | int]:
    provenance = document.provenance
    return {
        "report": document.name,
        "title": document.title,
        "subtitle": document.subtitle,
        "recipient": document.recipient,
        "unit": provenance.unit,
        "period": provenance.period,
        "position": provenance.position,
        "digest": provenance.digest,
        "known_on": provenance.known_on.isoformat(),
    }


def _write_table(key: str, piece: Table | Chart, stream: BinaryIO) -> None:
    table = piece.table() if isinstance(piece, Chart) else piece
    columns = [
        {"key": column.key, "title": column.title, "kind": column.kind}
        for column in table.columns
    ]
    head: dict[str, Any] = {"caption": table.caption, "note": table.note}
    if isinstance(piece, Chart):
        head["chart"] = piece.drawing
    head["columns"] = columns
    stream.write(f'{_encode(key)}:{_encode(head)[:-1]},"rows":['.encode())
    plan = [(column.key, column.kind) for column in table.columns]
    waiting: list[str] = []
    between = "\n"
    for row in table.checked_rows():
        line: dict[str, str | int | None] = {"style": row.style}
        for (name, kind), cell in zip(plan, row.cells, strict=True):
            line[name] = _value(cell, kind)
        waiting.append(_encode(line))
        if len(waiting) == _ROWS_A_WRITE:
            stream.write((between + ",\n".join(waiting)).encode())
            waiting.clear()
            between = ",\n"
    if waiting:
        stream.write((between + ",\n".join(waiting)).encode())
    stream.write(b"]}")


def _value(cell: Cell, kind: Kind = "text") -> str | int | None:
    if cell is None or isinstance(cell, str):
        return cell
    if isinstance(cell, Money):
        return str(cell)
    if isinstance(cell, int) and kind != "rate":
        return cell
    return shown(cell, kind)


def _values(pieces: tuple[Piece, ...]) -> dict[str, Any]:
    """Every fact by its label; those under a name are an object of that name."""
    values: dict[str, Any] = {}
    met: Counter[str] = Counter()
    for piece in pieces:
        if isinstance(piece, KeyValues):
            facts = {label: _value(cell) for label, cell in piece.pairs}
            for key, value in ({piece.name: facts} if piece.name else facts).items():
                met[key] += 1
                values[key if met[key] == 1 else f"{key}_{met[key]}"] = value
    return values


def _text(piece: Piece) -> list[dict[str, Any]]:
    match piece:
        case Heading(text, level):
            return [{"heading": text, "level": level}]
        case Paragraph():
            return [{"paragraph": line} for line in piece.lines()]
        case Note(text):
            return [{"note": text}]
        case Code(text, caption):
            return [{"code": text, "caption": caption}]
        case Signatures():
            return [{"signatures": piece.signers()}]
        case _:
            return []
