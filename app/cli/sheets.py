"""The page of the files that come in: `python -m app.cli.sheets > docs/sheets.md`.

Written from what the readers of the files go by: a column is named in one place.
"""

import sys
from collections.abc import Iterator
from typing import NamedTuple

from aid.case_sheet import CASES
from aid.deceased import DECEASED
from aid.handout_sheet import HANDOUT
from aid.history_sheet import HISTORY
from aid.local_sheet import LOCAL
from aid.payment_sheet import PAYEES
from aid.recipient_sheet import RECIPIENTS
from audit.evidence_sheets import CLOSINGS, EVIDENCE_VOUCHERS
from audit.list_sheet import LISTED, STAFF
from audit.sample_sheet import RESULTS
from ledger.sheets import SheetSpec

HEAD = """\
# Files that come in 名册和清单

Written by `python -m app.cli.sheets > docs/sheets.md` from the readers of the files; do
not edit it by hand. The files of a books folder stand in the README.

A file is CSV, or one sheet of an XLSX; the first row names the columns, by key or by
label, in any order. A column that is not required may be left out. All faults are told
at once by row and column, and a file with one comes in not at all.
"""


class Incoming(NamedTuple):
    """A file, the command that takes it in, and what is to be said of its rows."""

    spec: SheetSpec
    command: str
    told: str


_WHOM = "A row names its person by 档案号 or 身份证号, one of the two."

INCOMING = (
    Incoming(
        RECIPIENTS,
        "aid recipients import",
        "A row is a person. Rows with the same 户号 are one household, in which one row"
        " has 关系 本人; what is told of the household stands in that row.",
    ),
    Incoming(CASES, "aid cases import", "A row is an application."),
    Incoming(
        HISTORY,
        "aid history import",
        f"A row is a payment made before, or by others (其他救助). {_WHOM}",
    ),
    Incoming(
        PAYEES,
        "aid batch draft",
        f"A row is a payment of a batch. {_WHOM}",
    ),
    Incoming(DECEASED, "aid deceased import", f"A row is a person who died. {_WHOM}"),
    Incoming(
        LOCAL,
        "aid standards import",
        "A row is a place in a year; amounts are in yuan a month.",
    ),
    Incoming(HANDOUT, "aid handout plan", "A row is an item for a person."),
    Incoming(
        LISTED,
        "audit lists import",
        "Lists of all kinds but `staff`. A row is a person on the list, or a thing of"
        " theirs: somebody with two cars has two rows. 类别 says the kind of vehicle,"
        " house or register; a column 姓名 may stand there and is not read.",
    ),
    Incoming(
        STAFF,
        "audit lists import",
        "The list of kind `staff`. A row is one of those who handle aid, by the code"
        " they have in the books.",
    ),
    Incoming(
        RESULTS,
        "audit sample result",
        "A row is an item of the sample; 结果 is 相符, 偏差 or 错报.",
    ),
)
"""Every file of aid and audit that comes in, in the order of an office's work."""

_STANDS = "What cannot be read is listed, and the evidence stands all the same."
EVIDENCE = (
    Incoming(
        EVIDENCE_VOUCHERS,
        "audit intake",
        "The vouchers of a books folder, with three columns that some exports have."
        f" {_STANDS}",
    ),
    Incoming(
        CLOSINGS,
        "audit intake",
        f"A row is a balance as the auditee states it on the last day. {_STANDS}",
    ),
)
"""Files of an auditee's books that a books folder has not."""


def page() -> str:
    """The page as it stands in `docs/sheets.md`."""
    return HEAD + "".join("".join(_section(one)) for one in (*INCOMING, *EVIDENCE))


def _section(one: Incoming) -> Iterator[str]:
    yield f"\n## {one.spec.label} `{one.spec.name}`\n\n"
    yield f"Taken in by `bangfu {one.command}`. {one.told}\n\n"
    yield "| key | 列 | required 必填 |\n|---|---|---|\n"
    for column in one.spec.columns:
        required = "yes 是" if column.required else ""
        yield f"| `{column.key}` | {column.label} | {required} |\n"


if __name__ == "__main__":
    sys.stdout.write(page())
