"""A ledger of so many lines as PDF, in a process of its own, and in bare Typst.

`paper_ledger.py ours|typst LINES` answers with JSON: pages, seconds of the processor,
peak of memory.
"""

import datetime as dt
import io
import json
import re
import sys
import time
from collections.abc import Iterator

from child import peak_mib

from ledger.money import Money
from reports.report import Carried, Column, Document, Provenance, Row, Table

PLAIN = """#let rows = json(bytes(sys.inputs.rows))
#set page(paper: "a4", margin: 2cm)
#set text(font: "Noto Serif SC", size: 9pt)
#table(columns: (auto, auto, 1fr, auto, auto, auto), ..rows)
"""
"""The least that sets the same cells: no heads, no widths, no last rows kept."""


def main() -> int:
    """Print the ledger, and tell what it took."""
    which, lines = sys.argv[1], int(sys.argv[2])
    begun = time.process_time()
    pdf = {"ours": _ours, "typst": _plain}[which](lines)
    seconds = time.process_time() - begun
    counts = re.findall(rb"/Count (\d+)", pdf)
    pages = max(map(int, counts))
    print(json.dumps({"pages": pages, "seconds": seconds, "peak_mib": peak_mib()}))
    return 0


def _rows(lines: int) -> Iterator[Row]:
    for number in range(lines):
        day = dt.date(2025, 1, 1) + dt.timedelta(number * 365 // lines)
        told = ("发放困难职工生活救助金", "收到市总工会拨入帮扶资金")[number % 2]
        amount = Money(number * 137)
        paid, received = (amount, None) if number % 2 else (None, amount)
        balance = Money(number * 1000)
        ref = f"付-{number % 9999 + 1}"
        yield Row((day, ref, told, received, paid, balance))


def _ours(lines: int) -> bytes:
    from reports.render import pdf  # noqa: PLC0415 - the other does without

    columns = (
        Column("date", "日期", "date"),
        Column("voucher", "凭证号"),
        Column("summary", "摘要"),
        Column("debit", "借方", "money"),
        Column("credit", "贷方", "money"),
        Column("balance", "余额", "money"),
    )
    known = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    drawn = Provenance("某县总工会", "2025年度", 1, "0" * 64, known)
    nothing = Money(0)
    carried = Carried({"debit": nothing, "credit": nothing}, ("balance",))
    table = Table(columns, _rows(lines), carried=carried)
    stream = io.BytesIO()
    pdf.render(Document("ledger", "明细账", "", drawn, (table,)), stream)
    return stream.getvalue()


def _plain(lines: int) -> bytes:
    import typst  # noqa: PLC0415 - as above

    from reports.render import glyphs  # noqa: PLC0415
    from reports.report import shown  # noqa: PLC0415

    cells = [shown(cell) for row in _rows(lines) for cell in row.cells]
    compiler = typst.Compiler(
        PLAIN.encode(),
        font_paths=typst.Fonts(
            include_system_fonts=False,
            include_embedded_fonts=False,
            font_paths=[str(folder) for folder in glyphs.own_folders()],
        ),
        ignore_system_fonts=True,
        sys_inputs={"rows": json.dumps(cells, ensure_ascii=False)},
    )
    found = compiler.compile(format="pdf", pdf_standards=["a-2b"], pdf_tags=False)
    assert isinstance(found, bytes)
    return found


if __name__ == "__main__":
    sys.exit(main())
