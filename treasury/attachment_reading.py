"""What is on record of attachments: papers, what they prove, and their content.

`attachments.py` tells the rules.
"""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from ledger import drafts
from ledger.accounts import Labelled
from ledger.database import Connection
from ledger.drafts import Draft
from ledger.errors import NotFound
from ledger.register import UnitLookup, lookups
from treasury import attachment_store as papers
from treasury.paper_files import PaperFolder

VOUCHER = "voucher"


class Form(Labelled):
    """Whether a file is the original, or the picture of one."""

    ELECTRONIC = "electronic", "电子原件"
    SCAN = "scan", "纸质扫描件"


class Subject(Labelled):
    """What a paper may prove; the key is the one that its own register gave it."""

    VOUCHER = VOUCHER, "凭证"
    REQUEST = "request", "付款申请"
    DONOR = "donor", "捐赠人"
    GIFT = "gift", "捐赠"
    BILL = "bill", "票据"
    CAMPAIGN = "campaign", "募捐活动"
    GOODS = "goods", "物品"
    STATEMENT = "statement", "银行对账单"
    RECONCILIATION = "reconciliation", "对账"
    COUNT = "count", "盘点"
    TRANSFER = "transfer", "划拨"
    RESOLUTION = "resolution", "决议"
    OTHER = "other", "其他"


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """What a person says of a paper: kind, the day it bears, a title.

    `kept_at` tells where the paper of a scan is kept; `paper_number` is the number
    printed on it.
    """

    kind: str
    dated_on: dt.date
    title: str
    form: Form = Form.ELECTRONIC
    kept_at: str = ""
    paper_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proves:
    """What a paper is attached to: of a voucher the key is its reference.

    `reason` says why it comes late or is taken back, `shared` why it serves another
    voucher too.
    """

    key: str
    subject: Subject = Subject.VOUCHER
    reason: str = ""
    shared: str = ""


@dataclass(frozen=True, slots=True)
class Handed:
    """A paper that is handed in: a file and what is said of it, or a number.

    A number calls a paper that stands in the unit; nothing is said of it again.
    """

    source: Path | int
    folder: PaperFolder
    described: Described | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A paper of a unit as it was registered."""

    number: int
    sha256: bytes
    size: int
    media: str
    described: Described
    person: str
    stored_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One act with a paper: attached, supplemented or withdrawn."""

    attachment: int
    act: str
    subject: str
    key: str
    reason: str = ""
    shared: str = ""
    person: str = ""
    acted_at: str


def reference_of(draft: Draft) -> str:
    """The reference that a draft's voucher will have, which its papers go by."""
    return draft.voucher.ref or f"草稿-{draft.number}"


def draft_under(connection: Connection, unit: str, ref: str) -> Draft | None:
    """The draft under way whose voucher will have a reference."""
    waiting = drafts.waiting(connection, unit)
    return next((one for one in waiting if reference_of(one) == ref), None)


def reference(connection: Connection, unit: str, draft: int) -> str:
    """The reference of a draft, by which papers are attached to it.

    Raises:
        NotFound: there is no such unit or draft.
    """
    steps = drafts.history(connection, unit, draft)
    return reference_of(Draft(unit, draft, steps[-1]))


def attached(
    connection: Connection, unit: str, subject: str = "", key: str = ""
) -> tuple[tuple[Attachment, Use], ...]:
    """Papers of a unit with what they are attached to, by number.

    Raises:
        NotFound: there is no such unit.
    """
    books = lookups(connection)
    rows = papers.attached(connection, books.unit(unit).id, subject, key)
    return tuple(
        (
            registered(row, books.person_codes[row.person_id]),
            Use(
                attachment=row.number,
                act=row.act,
                subject=row.subject,
                key=row.key,
                reason=row.reason,
                acted_at=row.acted_at,
            ),
        )
        for row in rows
    )


def find(
    connection: Connection, unit: str, number: int
) -> tuple[Attachment, tuple[Use, ...]]:
    """One paper with everything that was done with it, withdrawals too.

    Raises:
        NotFound: there is no such unit or attachment.
    """
    books = lookups(connection)
    at = books.unit(unit)
    row = by_number(connection, at, number)
    codes = books.person_codes
    uses = tuple(
        Use(
            attachment=number,
            act=use.act,
            subject=use.subject,
            key=use.key,
            reason=use.reason,
            shared=use.shared,
            person=codes[use.person_id],
            acted_at=use.acted_at,
        )
        for use in papers.uses_of(connection, at.id, number)
    )
    return registered(row, codes[row.person_id]), uses


def write_out(
    paper: Attachment, unit: str, folder: PaperFolder, stream: BinaryIO
) -> None:
    """Write the plain content of a paper; whole, or refused.

    Raises:
        AttachmentRefused: its file is missing or damaged.
        VaultRefused: it cannot be opened.
    """
    stream.writelines(folder.pieces(unit, paper.sha256, paper.size))


def by_number(connection: Connection, unit: UnitLookup, number: int) -> Any:
    """The row of one paper.

    Raises:
        NotFound: the unit has none of that number.
    """
    row = papers.by_number(connection, unit.id, number)
    if row is None:
        do = "用 bangfu money attachments 查看"
        kind = f"单位 {unit.code} 的附件"
        raise NotFound(kind, str(number), do)
    return row


def registered(row: Any, person: str) -> Attachment:
    """A paper out of its row."""
    return Attachment(
        number=row.number,
        sha256=bytes(row.sha256),
        size=row.size,
        media=row.media,
        described=Described(
            kind=row.kind,
            dated_on=row.dated_on,
            title=row.title,
            form=Form(row.form),
            kept_at=row.kept_at,
            paper_number=row.paper_number,
        ),
        person=person,
        stored_at=row.stored_at,
    )
