"""DOCX: a document for word processors, on an office's own paper where it has one.

1. The office's template gives letterhead, styles and fonts; what stands in its body is
   left out. Without one the page is A4, body in 宋体, headings in 黑体. A template that
   has words in its header or footer keeps them; else ours carry unit, period, mark and
   page numbers.
2. Tables repeat their headings, no row is broken over pages, amounts stand to the
   right, and `widths.py` shares the page out as on paper. A table of more than
   `ROWS_MOST` rows goes whole into a workbook beside the file, which the text names.
3. Charts and codes are pictures at 300 dpi with their words for who cannot see them.
4. The same document is the same bytes: parts are stored in order, with one date.

A control character, which XML cannot hold, is printed by its number, 〔U+0007〕.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO
from xml.sax.saxutils import escape

from reports.look import PLAIN, Look
from reports.render import charts, codes, docx_tables, docx_template
from reports.render.docx_tables import Keep
from reports.render.words import words
from reports.report import (
    Chart,
    Code,
    Document,
    Heading,
    KeyValues,
    Note,
    PageBreak,
    Paragraph,
    Piece,
    Signatures,
    Table,
    Together,
)

ROWS_MOST = 5_000
"""Rows of a table that a word processor still turns pages of without a wait."""

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_STORED = (1980, 1, 1, 0, 0, 0)
_PAGE = (11906, 16838)
"""A4 in twentieths of a point, upright."""
_MARGIN = 1304
_EMU = 635
"""English Metric Units in a twentieth of a point."""
_CODE_WIDE = 1474


def render(
    document: Document,
    stream: BinaryIO,
    *,
    template: Path | None = None,
    annex: str = "",
    look: Look = PLAIN,
) -> Document | None:
    """Write the file; returns the tables too long for it, as a document of their own.

    `annex` is the name of the file that the caller will write these to.

    Raises:
        TemplateUnusable: the template is no DOCX file.
    """
    written = _Written(document, annex, look)
    target = written.target(template)
    for piece, keep in _kept(document):
        written.add(target, piece, keep)
    _store(target, stream)
    if not written.long:
        return None
    return replace(document, blocks=tuple(written.long))


def _kept(document: Document) -> list[tuple[Piece, Keep]]:
    """The pieces, each with how it is kept on the page of the next.

    What is signed stays with its signatures, with notes between or without.
    """
    found: list[tuple[Piece, Keep]] = []
    for block in document.blocks:
        pieces = block.blocks if isinstance(block, Together) else (block,)
        found += [(piece, "whole") for piece in pieces[:-1]]
        found += [(piece, "") for piece in pieces[-1:]]
    signed = False
    for number, (piece, keep) in reversed(list(enumerate(found))):
        if signed and not keep:
            found[number] = piece, "end"
        signed = isinstance(piece, Signatures) or (signed and isinstance(piece, Note))
    return found


@dataclass(slots=True)
class _Written:
    """A document on its way into a file."""

    document: Document
    annex: str
    look: Look
    long: list[Table] = field(default_factory=list)
    room: int = 0
    """The width between the margins, in twentieths of a point."""
    styles: dict[str, str] = field(default_factory=dict)
    """What the file calls each style."""

    def target(self, template: Path | None) -> Any:
        """An empty file of the template, with page, header, footer and title."""
        made = docx_template.opened(template, words(self.document.language))
        self.styles = docx_template.style_ids(made)
        self._set_page(made, own=template is None)
        self._set_properties(made)
        self._front(made)
        return made

    def _set_page(self, made: Any, *, own: bool) -> None:
        from docx.enum.section import WD_ORIENT  # noqa: PLC0415 - see docx_template

        section = made.sections[0]
        sides = sorted(_PAGE, reverse=self.document.landscape)
        section.page_width, section.page_height = (side * _EMU for side in sides)
        turned = WD_ORIENT.LANDSCAPE if self.document.landscape else WD_ORIENT.PORTRAIT
        section.orientation = turned
        if own:
            section.left_margin = section.right_margin = _MARGIN * _EMU
            section.top_margin = section.bottom_margin = _MARGIN * _EMU
        margins = (section.left_margin or 0) + (section.right_margin or 0)
        self.room = (section.page_width - margins) // _EMU
        drawn = self.document.provenance
        told = words(self.document.language)
        head = f"{self.document.title}{told.gap}{drawn.period}"
        if self.document.in_money:
            head += f"{told.gap}{told.money}"
        _margin(section.header, drawn.unit, _run(head, size=18), self.room)
        around = iter(words(self.document.language).page)
        pages = _run(next(around), size=18)
        for name in ("PAGE", "NUMPAGES"):
            pages += _field(name) + _run(next(around), size=18)
        _margin(section.footer, self.document.mark, pages, self.room)

    def _set_properties(self, made: Any) -> None:
        core, drawn = made.core_properties, self.document.provenance
        core.title, core.author = _plain(self.document.title), _plain(drawn.unit)
        core.created = core.modified = drawn.known_on.replace(tzinfo=None)
        core.last_modified_by, core.comments = "", ""
        core.revision = 1

    def _front(self, made: Any) -> None:
        document, drawn = self.document, self.document.provenance
        told = words(document.language)
        self.put(made, _paragraph(document.title, "Title"))
        if document.subtitle:
            self.put(made, _paragraph(document.subtitle, "Subtitle"))
        if document.recipient:
            self.put(made, _paragraph(f"{document.recipient}{told.colon}", "Normal"))
            return
        by = told.labelled(told.prepared_by, drawn.unit)
        cells = (by, drawn.period, told.money if document.in_money else "")
        self.put(made, docx_tables.in_a_row(cells, self.room))
        self.put(made, _gap())

    def put(self, made: Any, xml: str) -> None:
        """Put a part at the end of the body, before what describes the page."""
        from docx.oxml import parse_xml  # noqa: PLC0415 - see docx_template

        faced = words(self.document.language).faced(xml)
        opened = re.sub(r"^<w:(\w+)", rf'<w:\1 xmlns:w="{_W}"', faced, count=1)
        part = parse_xml(opened)
        for style in part.iter(f"{{{_W}}}pStyle"):
            style.set(f"{{{_W}}}val", self.styles[style.get(f"{{{_W}}}val")])
        body = made.element.body
        body.insert(len(body) - 1, part)

    def add(self, made: Any, piece: Piece, keep: Keep) -> None:
        """Write one piece, kept on the page of the next as told."""
        match piece:
            case Heading() | Paragraph() | Note():
                for xml in _words(piece, kept=bool(keep)):
                    self.put(made, xml)
            case KeyValues(pairs):
                told = docx_tables.key_values(
                    pairs,
                    self.room,
                    self.look,
                    language=self.document.language,
                    keep=bool(keep),
                )
                self.put(made, told)
                self.put(made, _gap(keep=bool(keep)))
            case Signatures():
                around = words(self.document.language)
                for part in docx_tables.signatures(
                    piece, self.room, around, keep=bool(keep)
                ):
                    self.put(made, part)
            case PageBreak(titled):
                self.put(made, '<w:p><w:r><w:br w:type="page"/></w:r></w:p>')
                if titled:
                    self.put(made, _paragraph(self.document.title, "Title"))
            case Table():
                self._add_table(made, piece, keep)
            case Chart() | Code():
                self._add_picture(made, piece, keep)

    def _add_table(self, made: Any, table: Table, keep: Keep) -> None:
        rows = table.checked_rows()
        first = list(islice(rows, ROWS_MOST + 1))
        if table.caption:
            self.put(made, _paragraph(table.caption, "Caption", keep=True))
        if len(first) > ROWS_MOST:
            self.long.append(replace(table, rows=chain(first, rows), alike=False))
            see = words(self.document.language).see_annex
            told = see.format(f"{ROWS_MOST:,}", self.annex)
            self.put(made, _paragraph(told, "Normal"))
            return
        end: Keep = keep or ("end" if table.note else "")
        self.put(made, docx_tables.table(table, first, self.room, self.look, end))
        if table.note:
            self.put(made, _paragraph(table.note, "Normal", keep=bool(keep), size=18))
        self.put(made, _gap(keep=bool(keep)))

    def _add_picture(self, made: Any, piece: Chart | Code, keep: Keep) -> None:
        if isinstance(piece, Chart):
            lying, room = self.document.landscape, self.room // 20
            drawn = charts.png(piece, wide=lying, room=room)
            told, wide = charts.described(piece), min(self.room, _wide(drawn))
            lines = [piece.caption, piece.note]
        else:
            drawn, told, wide = codes.png(piece), piece.caption, _CODE_WIDE
            around = words(self.document.language)
            lines = [around.labelled(piece.caption, piece.text)]
        paragraph = made.add_paragraph()
        shown = paragraph.add_run().add_picture(io.BytesIO(drawn), width=wide * _EMU)
        shown._inline.docPr.set("descr", _plain(told))  # noqa: SLF001 - no other door
        said = [line for line in lines if line]
        paragraph.paragraph_format.keep_with_next = bool(said or keep)
        for number, line in enumerate(said, 1):
            kept = bool(keep) or number < len(said)
            self.put(made, _paragraph(line, "Caption", keep=kept))


# -- the file -----------------------------------------------------------------------


def _store(made: Any, stream: BinaryIO) -> None:
    """Write the parts again in order and with one date; the library uses today's."""
    whole = io.BytesIO()
    made.save(whole)
    with (
        zipfile.ZipFile(whole) as parts,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        # Readers look for the list of contents first.
        names = sorted(parts.namelist(), key=lambda n: (n[0] != "[", n[0] != "_", n))
        for name in names:
            entry = zipfile.ZipInfo(name, _STORED)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, parts.read(name))


def _wide(png: bytes) -> int:
    """How wide a picture is at 300 points an inch, in twentieths of a point."""
    points = int.from_bytes(png[16:20])
    return points * 1440 // charts.PPI


# -- its XML ------------------------------------------------------------------------


def _plain(text: str) -> str:
    """Text that XML can hold."""
    return _CONTROL.sub(lambda one: f"〔U+{ord(one[0]):04X}〕", text)


def _gap(*, keep: bool = False) -> str:
    """Between a table and what follows; two tables that touch would become one."""
    kept = "<w:keepNext/>" if keep else ""
    return (
        f'<w:p><w:pPr>{kept}<w:spacing w:before="0" w:after="0" w:line="160" '
        'w:lineRule="exact"/></w:pPr></w:p>'
    )


def _paragraph(
    text: str,
    style: str,
    *,
    keep: bool = False,
    indent: bool = False,
    size: int = 0,
) -> str:
    assert style in docx_template.STYLES
    look = [f'<w:pStyle w:val="{style}"/>']
    if keep:
        look.append("<w:keepNext/>")
    if indent:
        look.append('<w:ind w:firstLineChars="200" w:firstLine="480"/>')
    return f"<w:p><w:pPr>{''.join(look)}</w:pPr>{_run(text, size=size)}</w:p>"


def _words(piece: Heading | Paragraph | Note, *, kept: bool) -> Iterator[str]:
    match piece:
        case Heading(text, level):
            yield _paragraph(text, f"Heading {min(level, 3)}", keep=True)
        case Paragraph():
            for number, line in enumerate(piece.lines()):
                keep = kept or line.endswith(("：", ":"))
                indent = number > 0 or not piece.addressed
                yield _paragraph(line, "Normal", keep=keep, indent=indent)
        case Note(text):
            yield _paragraph(text, "Normal", keep=kept, size=18)


def _run(text: str, *, size: int = 0) -> str:
    look = f'<w:rPr><w:sz w:val="{size}"/></w:rPr>' if size else ""
    told = escape(_plain(text))
    lines = '</w:t><w:br/><w:t xml:space="preserve">'.join(told.split("\n"))
    return f'<w:r>{look}<w:t xml:space="preserve">{lines}</w:t></w:r>'


def _field(name: str) -> str:
    small = '<w:r><w:rPr><w:sz w:val="18"/></w:rPr>'
    return (
        f'{small}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'{small}<w:instrText xml:space="preserve"> {name} </w:instrText></w:r>'
        f'{small}<w:fldChar w:fldCharType="end"/></w:r>'
    )


def _margin(margin: Any, left: str, right: str, room: int) -> None:
    """Fill a header or footer that says nothing yet (rule 1)."""
    from docx.oxml import parse_xml  # noqa: PLC0415 - see docx_template

    if any(_said(margin)):
        return
    margin.is_linked_to_previous = False
    for paragraph in list(margin.paragraphs):
        paragraph._p.getparent().remove(paragraph._p)  # noqa: SLF001 - no other door
    margin._element.append(  # noqa: SLF001 - as above
        parse_xml(
            f'<w:p xmlns:w="{_W}"><w:pPr><w:tabs>'
            '<w:tab w:val="clear" w:pos="4320"/><w:tab w:val="clear" w:pos="8640"/>'
            f'<w:tab w:val="right" w:pos="{room}"/></w:tabs></w:pPr>'
            f"{_run(left, size=18)}<w:r><w:tab/></w:r>{right}</w:p>"
        )
    )


def _said(margin: Any) -> Iterator[str]:
    if not margin.is_linked_to_previous:
        yield from (p.text for p in margin.paragraphs if p.text.strip())
        yield from ("table" for _ in margin.tables)
        yield from ("picture" for _ in margin._element.iter(f"{{{_W}}}drawing"))  # noqa: SLF001
