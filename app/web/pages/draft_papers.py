"""The papers of a draft (附件): attached and taken back with the form, looked at.

What kind of file a paper is, how large and how deep it may be, the treasury says; here
it only passes through a folder that is gone afterwards.
"""

import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import Any

from app.attachments import open_papers
from app.web.desk import Desk, Sent
from ledger.database import Connection
from ledger.errors import NotFound
from ledger.periods import parse_day
from treasury import attachment_reading, attachments
from treasury.attachment_reading import Described, Form, Handed, Proves
from treasury.errors import AttachmentRefused
from treasury.media import Media

_SHOWN = frozenset({Media.PDF, Media.PNG, Media.JPEG})
"""What a browser shows; the rest is saved."""
_ENDING = 8
"""Characters of a name's ending at most, with its dot."""


@contextmanager
def handed(desk: Desk, do: str) -> Iterator[Handed | None]:
    """The paper that was sent with the form, on disk while it is taken.

    Raises:
        AttachmentRefused: no file, or its day cannot be read.
    """
    if do != "attach":
        yield None
        return
    upload = desk.uploads.get("paper")
    if upload is None:
        raise AttachmentRefused("附件没有保存", "没有选择文件", "选择或拖入一个文件")
    described = _described(desk)
    folder = open_papers(desk.settings)
    with tempfile.TemporaryDirectory(prefix="bangfu-") as place:
        ending = PurePath(upload.name).suffix.lower()
        if not ending[1:].isascii() or not ending[1:].isalnum():
            ending = ""
        path = Path(place) / f"paper{ending[:_ENDING]}"
        path.write_bytes(upload.content)
        yield Handed(path, folder, described)


def _described(desk: Desk) -> Described:
    typed = desk.form
    try:
        dated_on = parse_day(typed.get("paper_dated_on", "").strip())
    except ValueError as error:
        raise AttachmentRefused("附件没有保存", f"附件日期：{error}", "改正") from None
    form = typed.get("paper_form", "")
    return Described(
        kind=typed.get("paper_kind", ""),
        dated_on=dated_on,
        title=typed.get("paper_title", "").strip(),
        form=Form.SCAN if form == Form.SCAN.value else Form.ELECTRONIC,
        kept_at=typed.get("paper_kept_at", "").strip(),
        paper_number=typed.get("paper_number", "").strip(),
    )


def take(desk: Desk, connection: Connection, number: int, paper: Handed | None) -> None:
    """Attach the paper to the draft, or take back the one that the button names.

    Raises:
        AttachmentRefused, NotFound: as `attachments.attach` and `withdraw` say.
    """
    ref = attachment_reading.reference(connection, desk.unit, number)
    if paper is not None:
        shared = desk.form.get("paper_shared", "").strip()
        to = Proves(key=ref, shared=shared)
        attachments.attach(connection, desk.unit, paper, to, desk.act)
        return
    which = desk.form.get("do", "").partition(":")[2]
    if not which.isdecimal():
        raise NotFound("附件", which)
    to = Proves(key=ref, reason=desk.form.get("paper_reason", "").strip())
    attachments.withdraw(connection, desk.unit, int(which[:9]), to, desk.act)


def of(connection: Connection, unit: str, number: int) -> tuple[Any, ...]:
    """The papers that are attached to a draft, each with how it was attached."""
    if not number:
        return ()
    ref = attachment_reading.reference(connection, unit, number)
    return of_voucher(connection, unit, ref)


def look(desk: Desk) -> Sent:
    """One paper of a draft; the look is logged.

    Raises:
        NotFound: it is not attached to that draft.
    """
    number = desk.places["draft"]
    if not number.isdecimal() or len(number) > 9:  # noqa: PLR2004 - nine digits
        raise NotFound("草稿", number)
    with desk.reading() as connection:
        papers = of(connection, desk.unit, int(number))
    return _sent(desk, papers)


def look_posted(desk: Desk) -> Sent:
    """One paper of a voucher in the books; the look is logged.

    Raises:
        NotFound: it is not attached to that voucher.
    """
    with desk.reading() as connection:
        papers = of_voucher(connection, desk.unit, desk.places["ref"])
    return _sent(desk, papers)


def of_voucher(connection: Connection, unit: str, ref: str) -> tuple[Any, ...]:
    """The papers that are attached under a reference, each with how it was attached."""
    return attachment_reading.attached(connection, unit, "voucher", ref)


def _sent(desk: Desk, papers: tuple[Any, ...]) -> Sent:
    folder = open_papers(desk.settings)
    wanted = desk.places["paper"]
    paper = next((one for one, _ in papers if str(one.number) == wanted), None)
    if paper is None:
        raise NotFound("附件", wanted)
    desk.note(wanted)
    stream = io.BytesIO()
    attachment_reading.write_out(paper, desk.unit, folder, stream)
    media = Media(paper.media)
    if media in _SHOWN:
        return Sent(stream.getvalue(), media.value, framed="paper")
    return Sent(stream.getvalue(), media.value, f"{paper.number}{_ending(media)}")


def _ending(media: Media) -> str:
    return f".{media.name.lower()}" if media is not Media.TEXT else ".txt"
