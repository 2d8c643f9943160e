"""The catalogue of an archive (会计档案目录): volumes, files, what is not settled.

1. Every file of the set stands with its number, retention, extent and SHA-256, but for
   those that are made of this list: the catalogue, the metadata, the manifest.
2. Papers of vouchers stand each with the voucher and the digest of the paper, whether
   they are in the set in the clear or stay encrypted in the office's folder.
3. What was not settled at the end of the year is listed: its vouchers are not destroyed
   when their years are over.

Basis: 会计档案管理办法 第十四条、第十九条; 附表一.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from audit.handover_facts import Open
from ledger.money import ZERO
from reports import parts
from reports.archive_kinds import RETENTION, Filed, Kind
from reports.report import (
    Block,
    Column,
    Document,
    Note,
    PageBreak,
    Paragraph,
    Provenance,
    Row,
    Signatures,
    Table,
)
from reports.wording import Edition, sentence

NAME, TITLE = "archive_catalogue", "会计档案目录"
_SIGNERS = ("立卷人", "会计主管", "档案接收人")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """A paper of a voucher: which, what it is, and whether it is in the set."""

    voucher: str
    number: int
    title: str
    kind: str
    form: str
    size: int
    digest: str
    path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """All that a catalogue tells."""

    unit: str
    name: str
    year: int
    files: tuple[Filed, ...]
    attached: tuple[Attached, ...]
    unsettled: tuple[Open, ...]


def document(
    listed: Listed, provenance: Provenance, templates: Path | Edition | None
) -> Document:
    """The catalogue, ready to be printed and signed."""

    def words(template: str) -> str:
        return sentence(
            f"archive_catalogue_{template}",
            office_folder=templates,
            listed=listed,
            files=len(listed.files),
            permanent=sum(RETENTION[one.kind] is None for one in listed.files),
            volumes=len({one.volume for one in listed.files}),
            encrypted=sum(not one.path for one in listed.attached),
        )

    return Document(
        name=NAME,
        title=TITLE,
        subtitle=f"{listed.name}　{listed.year}年度",
        provenance=provenance,
        blocks=(
            Paragraph(words("summary")),
            _volumes(listed),
            *_attached(listed, words("attached")),
            *_unsettled(listed, words("unsettled")),
            Signatures(_SIGNERS),
            PageBreak(),
            _files(listed),
            Note(words("notes")),
        ),
        landscape=True,
    )


def _volumes(listed: Listed) -> Table:
    columns = (
        Column("volume", "案卷号", "count"),
        Column("kind", "类别", width=3),
        Column("period", "会计期间", width=2),
        Column("retention", "保管期限"),
        Column("until", "保管至"),
        Column("files", "件数", "count"),
        Column("pages", "页数", "count"),
        Column("lines", "行数", "count"),
    )
    found: dict[int, list[Filed]] = {}
    for one in listed.files:
        found.setdefault(one.volume, []).append(one)
    rows = [Row(_volume(volume, files)) for volume, files in sorted(found.items())]
    whole = (
        len(listed.files),
        _extent(listed.files, "页"),
        _extent(listed.files, "行"),
    )
    rows.append(Row((None, "合计", "", "", "", *whole), "total"))
    return Table(columns, tuple(rows), caption="案卷目录", name="volumes")


def _volume(volume: int, files: Sequence[Filed]) -> tuple[int | str | None, ...]:
    first = files[0]
    span = f"{first.year}年度" if "-" not in first.span else _month(first.span)
    return (
        *(volume, first.kind.value, span, first.retention, first.kept_until or "永久"),
        *(len(files), _extent(files, "页"), _extent(files, "行")),
    )


def _month(span: str) -> str:
    year, _, month = span.partition("-")
    return f"{year}年{int(month)}月"


def _extent(files: Sequence[Filed], measure: str) -> int | None:
    return sum(one.extent for one in files if one.measure == measure) or None


def _files(listed: Listed) -> Table:
    columns = (
        Column("number", "档号", width=3),
        Column("title", "题名", width=5),
        Column("path", "文件", width=4),
        Column("period", "期间"),
        Column("retention", "保管期限"),
        Column("extent", "页（行）数"),
        Column("sha256", "SHA-256", width=12),
    )
    rows = [
        Row(
            (
                *(one.number(listed.unit), one.title, one.path, one.period),
                one.retention,
                f"{one.extent:,}{one.measure}" if one.extent else "",
                one.digest,
            )
        )
        for one in listed.files
    ]
    caption = "卷内文件目录"
    return Table(columns, tuple(rows), caption=caption, name="files", dense=True)


def _attached(listed: Listed, words: str) -> Iterator[Block]:
    if not listed.attached:
        yield Paragraph(words)
        return
    columns = (
        Column("voucher", "凭证"),
        Column("number", "附件号", "count"),
        Column("title", "题名", width=4),
        Column("kind", "种类", width=2),
        Column("form", "形式"),
        Column("bytes", "字节", "count"),
        Column("sha256", "原件 SHA-256", width=4),
        Column("place", "存放", width=2),
    )
    rows = [
        Row(
            (
                *(one.voucher, one.number, one.title, one.kind, one.form, one.size),
                one.digest,
                one.path or "加密，存附件文件夹",
            )
        )
        for one in listed.attached
    ]
    caption = f"凭证附件目录（{Kind.ATTACHMENT.value}，保管30年）"
    yield Table(columns, tuple(rows), caption, words, "attachments", dense=True)


def _unsettled(listed: Listed, words: str) -> Iterator[Block]:
    if not listed.unsettled:
        yield Paragraph(words)
        return
    columns = (
        Column("kind", "事项", width=2),
        Column("what", "内容", width=5),
        Column("since", "发生日期", "date"),
        parts.money("amount", "金额"),
        Column("note", "说明", width=2),
    )
    rows = [
        Row((one.kind, one.what, one.since, one.amount or None, one.note))
        for one in listed.unsettled
    ]
    whole = sum((one.amount for one in listed.unsettled), ZERO)
    rows.append(Row(("合计", "", None, whole, ""), "total"))
    caption = "年末未结清、未了事项（所涉会计凭证期满不得销毁）"
    yield Table(columns, tuple(rows), caption, words, "unsettled")
