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

from reports.render import charts, codes, docx_tables
from reports.render.words import Words, words
from reports.report import (
    Cell,
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
    spelled,
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
_GAP = (
    '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="160" w:lineRule="exact"/>'
    "</w:pPr></w:p>"
)
"""Between a table and what follows; two tables that touch would become one."""


def render(
    document: Document,
    stream: BinaryIO,
    *,
    template: Path | None = None,
    annex: str = "",
) -> Document | None:
    """Write the file; returns the tables too long for it, as a document of their own.

    `annex` is the name of the file that the caller will write these to.

    Raises:
        TemplateUnusable: the template is no DOCX file.
    """
    written = _Written(document, annex)
    target = written.target(template)
    for block in document.blocks:
        pieces = block.blocks if isinstance(block, Together) else (block,)
        for number, piece in enumerate(pieces, 1):
            kept = isinstance(block, Together) and number < len(pieces)
            written.add(target, piece, kept=kept)
    _store(target, stream)
    if not written.long:
        return None
    return replace(document, blocks=tuple(written.long))


@dataclass(slots=True)
class _Written:
    """A document on its way into a file."""

    document: Document
    annex: str
    long: list[Table] = field(default_factory=list)

    @property
    def room(self) -> int:
        """The width between the margins, in twentieths of a point."""
        return _PAGE[self.document.landscape] - 2 * _MARGIN

    def target(self, template: Path | None) -> Any:
        """An empty file of the template, with page, header, footer and title."""
        made = _opened(template)
        body = made.element.body
        for child in list(body):
            if not child.tag.endswith("}sectPr"):
                body.remove(child)
        if template is None:
            _dress(made, words(self.document.language))
        self._set_page(made, own=template is None)
        self._set_properties(made)
        self._front(made)
        return made

    def _set_page(self, made: Any, *, own: bool) -> None:
        from docx.enum.section import WD_ORIENT  # noqa: PLC0415 - see _opened

        section = made.sections[0]
        sides = sorted(_PAGE, reverse=self.document.landscape)
        section.page_width, section.page_height = (side * _EMU for side in sides)
        turned = WD_ORIENT.LANDSCAPE if self.document.landscape else WD_ORIENT.PORTRAIT
        section.orientation = turned
        if own:
            section.left_margin = section.right_margin = _MARGIN * _EMU
            section.top_margin = section.bottom_margin = _MARGIN * _EMU
        drawn = self.document.provenance
        gap = words(self.document.language).gap
        head = f"{self.document.title}{gap}{drawn.period}"
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
        _append(made, _paragraph(document.title, "Title"))
        if document.subtitle:
            _append(made, _paragraph(document.subtitle, "Subtitle"))
        if document.recipient:
            _append(made, _paragraph(f"{document.recipient}{told.colon}", "Normal"))
            return
        by = told.labelled(told.prepared_by, drawn.unit)
        cells = (by, drawn.period, told.money)
        _append(made, docx_tables.in_a_row(cells, self.room))

    def add(self, made: Any, piece: Piece, *, kept: bool) -> None:
        """Write one piece; `kept` keeps it on the page of the next."""
        match piece:
            case Heading() | Paragraph() | Note():
                for xml in _words(piece, kept=kept):
                    _append(made, xml)
            case KeyValues(pairs):
                _append(made, self._key_values(pairs, keep=kept))
                _append(made, _GAP)
            case Signatures():
                for part in docx_tables.signatures(
                    piece, self.room, words(self.document.language)
                ):
                    _append(made, part)
            case PageBreak():
                _append(made, '<w:p><w:r><w:br w:type="page"/></w:r></w:p>')
            case Table():
                self._add_table(made, piece, kept=kept)
            case Chart() | Code():
                self._add_picture(made, piece)

    def _key_values(self, pairs: tuple[tuple[str, Cell], ...], *, keep: bool) -> str:
        language = self.document.language
        told = [(label, spelled(cell, language)) for label, cell in pairs]
        return words(language).faced(docx_tables.key_values(told, self.room, keep=keep))

    def _add_table(self, made: Any, table: Table, *, kept: bool) -> None:
        rows = table.checked_rows()
        first = list(islice(rows, ROWS_MOST + 1))
        if table.caption:
            _append(made, _paragraph(table.caption, "Caption", keep=True))
        if len(first) > ROWS_MOST:
            self.long.append(replace(table, rows=chain(first, rows), alike=False))
            see = words(self.document.language).see_annex
            told = see.format(f"{ROWS_MOST:,}", self.annex)
            _append(made, _paragraph(told, "Normal"))
            return
        xml = docx_tables.table(table, first, self.room, keep=kept)
        _append(made, words(self.document.language).faced(xml))
        if table.note:
            _append(made, _paragraph(table.note, "Normal", size=18))
        _append(made, _GAP)

    def _add_picture(self, made: Any, piece: Chart | Code) -> None:
        if isinstance(piece, Chart):
            drawn = charts.png(piece, wide=self.document.landscape)
            told, wide = charts.described(piece), self.room
            lines = [piece.caption, piece.note]
        else:
            drawn, told, wide = codes.png(piece), piece.caption, _CODE_WIDE
            around = words(self.document.language)
            lines = [around.labelled(piece.caption, piece.text)]
        shown = made.add_picture(io.BytesIO(drawn), width=wide * _EMU)
        shown._inline.docPr.set("descr", _plain(told))  # noqa: SLF001 - no other door
        for line in filter(None, lines):
            _append(made, _paragraph(line, "Caption"))


# -- the file -----------------------------------------------------------------------


def _opened(template: Path | None) -> Any:
    # A command that writes no such file does not pay for the library.
    import docx  # noqa: PLC0415
    from docx.opc.exceptions import PackageNotFoundError  # noqa: PLC0415

    from reports.errors import TemplateUnusable  # noqa: PLC0415 - beside its use

    try:
        return docx.Document(None if template is None else str(template))
    except (PackageNotFoundError, KeyError, ValueError, OSError) as fault:
        raise TemplateUnusable(template) from fault


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


_FACES = (
    ("Normal", "宋体", 24),
    ("Title", "黑体", 36),
    ("Subtitle", "宋体", 24),
    ("Heading 1", "黑体", 28),
    ("Heading 2", "黑体", 26),
    ("Heading 3", "黑体", 24),
    ("Caption", "黑体", 21),
)
_CENTRED = frozenset({"Title", "Subtitle", "Caption"})


def _dress(made: Any, words: Words) -> None:
    """Faces and sizes of an office that has no template of its own."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415 - see _opened
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Pt, RGBColor  # noqa: PLC0415

    for name, face, halves in _FACES:
        style = made.styles[name]
        style.font.name, style.font.size = words.face(face), Pt(halves / 2)
        style.font.bold = style.font.italic = False
        style.font.color.rgb = RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        for kind in ("ascii", "hAnsi"):
            fonts.set(qn(f"w:{kind}"), words.face(face))
        fonts.set(qn("w:eastAsia"), face)
        borders = style.element.find(f".//{qn('w:pBdr')}")
        if borders is not None:
            borders.getparent().remove(borders)
        spacing = style.paragraph_format
        spacing.space_before = Pt(0 if name == "Normal" else 6)
        spacing.space_after = Pt(4)
        if name in _CENTRED:
            spacing.alignment = WD_ALIGN_PARAGRAPH.CENTER


# -- its XML ------------------------------------------------------------------------


def _plain(text: str) -> str:
    """Text that XML can hold."""
    return _CONTROL.sub(lambda one: f"〔U+{ord(one[0]):04X}〕", text)


def _append(made: Any, xml: str) -> None:
    """Put a part at the end of the body, before what describes the page."""
    from docx.oxml import parse_xml  # noqa: PLC0415 - see _opened

    opened = re.sub(r"^<w:(\w+)", rf'<w:\1 xmlns:w="{_W}"', xml, count=1)
    body = made.element.body
    body.insert(len(body) - 1, parse_xml(opened))


_STYLE_IDS = {
    "Normal": "Normal",
    "Title": "Title",
    "Subtitle": "Subtitle",
    "Caption": "Caption",
    "Heading 1": "Heading1",
    "Heading 2": "Heading2",
    "Heading 3": "Heading3",
}


def _paragraph(
    text: str,
    style: str,
    *,
    keep: bool = False,
    indent: bool = False,
    size: int = 0,
) -> str:
    look = [f'<w:pStyle w:val="{_STYLE_IDS[style]}"/>']
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
            for line in piece.lines():
                keep = kept or line.endswith(("：", ":"))
                yield _paragraph(line, "Normal", keep=keep, indent=True)
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
    from docx.oxml import parse_xml  # noqa: PLC0415 - see _opened

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
