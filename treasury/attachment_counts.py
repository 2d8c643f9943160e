"""The count of papers on a voucher (附件张数), held against the papers attached to it.

Every voucher but closing, opening and correction ones has a paper; the count on it is
not less than the papers that are attached when it is posted (V-04). It may be more:
papers that are on paper only are counted and not attached.

Basis: 会计基础工作规范 第五十一条（四）.
"""

from collections.abc import Iterator

from ledger import drafts
from ledger.database import Connection
from ledger.drafts import Draft
from ledger.errors import Problem
from ledger.register import lookups
from ledger.vouchers import Kind
from treasury import attachment_store
from treasury.attachment_reading import VOUCHER, reference_of


def count_for(connection: Connection, unit: str, ref: str) -> int:
    """How many papers were attached to a voucher before it was posted.

    Several files of one kind and printed number are one paper.

    Raises:
        NotFound: there is no such unit.
    """
    unit_id = lookups(connection).unit(unit).id
    rows = attachment_store.attached(connection, unit_id, VOUCHER, ref)
    return len(
        {
            (row.kind, row.paper_number) if row.paper_number else row.number
            for row in rows
            if row.act == "attach"
        }
    )


def problems(connection: Connection, unit: str, number: int) -> list[Problem]:
    """What V-04 has against posting a draft as it stands.

    Raises:
        NotFound: there is no such unit or draft.
    """
    steps = drafts.history(connection, unit, number)
    draft = Draft(unit, number, steps[-1])
    found = []
    for ref in sorted({reference_of(Draft(unit, number, step)) for step in steps}):
        if ref != reference_of(draft) and count_for(connection, unit, ref):
            what = f"附件仍附在这张草稿以前的引用号 {ref} 上"
            do = "改回原来的引用号，或撤回后附到现在的引用号"
            found.append(Problem("V-04", what, do=do, column="ref"))
    if not draft.voucher.corrects and draft.voucher.kind != Kind.OPENING:
        found += _count_problems(connection, draft)
    return found


def _count_problems(connection: Connection, draft: Draft) -> Iterator[Problem]:
    count = _typed(draft)
    bound = count_for(connection, draft.unit, reference_of(draft))
    if count < 1:
        do = "写明附件张数，并用 bangfu money attach 附上电子件"
        yield Problem("V-04", "凭证没有附件", do=do, column="attachments")
    if count < bound:
        what = f"写明的附件 {count} 张，少于已附的电子件 {bound} 份"
        do = f"附件张数改为不少于 {bound}"
        yield Problem("V-04", what, do=do, column="attachments")


def notes(connection: Connection, draft: Draft) -> tuple[str, ...]:
    """What a person who attaches a paper should know of the count."""
    count = _typed(draft)
    bound = count_for(connection, draft.unit, reference_of(draft))
    if count >= bound:
        return ()
    told = f"草稿 {draft.number} 写明附件 {count} 张，已附 {bound} 份"
    return (f"{told}：记账前请把张数改为不少于 {bound}",)


def _typed(draft: Draft) -> int:
    text = draft.voucher.attachments.strip()
    return int(text) if text.isdecimal() else 0
