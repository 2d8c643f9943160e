"""Papers (附件) as screens and programs send and fetch them.

What kind of file a paper is, how large and how deep it may be, the treasury says; here
it only passes through a folder that is gone afterwards.
"""

import io
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePath

from app.attachments import open_papers
from app.settings import Settings
from app.web.desk import Sent, Upload
from ledger.errors import NotFound
from treasury import attachment_reading
from treasury.attachment_reading import Attachment, Described, Handed, Use
from treasury.media import Media

SHOWN = frozenset({Media.PDF, Media.PNG, Media.JPEG})
"""What a browser shows; the rest is saved."""
_ENDING = 8
"""Characters of a name's ending at most, with its dot."""

Attached = Sequence[tuple[Attachment, Use]]


@contextmanager
def on_disk(
    settings: Settings, upload: Upload, described: Described
) -> Iterator[Handed]:
    """A paper on disk while it is taken."""
    folder = open_papers(settings)
    with tempfile.TemporaryDirectory(prefix="bangfu-") as place:
        ending = PurePath(upload.name).suffix.lower()
        if not ending[1:].isascii() or not ending[1:].isalnum():
            ending = ""
        path = Path(place) / f"paper{ending[:_ENDING]}"
        path.write_bytes(upload.content)
        yield Handed(path, folder, described)


def find(papers: Attached, number: str) -> Attachment:
    """One of the papers that are attached somewhere, by its number.

    Raises:
        NotFound: it is not among them.
    """
    paper = next((one for one, _ in papers if str(one.number) == number), None)
    if paper is None:
        raise NotFound("附件", number)
    return paper


def sent(settings: Settings, unit: str, paper: Attachment) -> Sent:
    """A paper as it is handed out; who asks for it is logged by the caller."""
    stream = io.BytesIO()
    folder = open_papers(settings)
    attachment_reading.write_out(paper, unit, folder, stream)
    media = Media(paper.media)
    if media in SHOWN:
        return Sent(stream.getvalue(), media.value, framed="paper")
    return Sent(stream.getvalue(), media.value, f"{paper.number}{_ending_of(media)}")


def _ending_of(media: Media) -> str:
    return f".{media.name.lower()}" if media is not Media.TEXT else ".txt"
