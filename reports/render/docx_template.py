"""The file that a DOCX begins from: an office's own paper, or ours.

1. An office's paper that cannot be used is refused in words: no Word file, a damaged
   one, or one whose pictures, such as a logo, are none.
2. Styles are found by name: word processors in Chinese call `Heading 1` `1` in the
   file. One that the paper lacks is made with our faces.
"""

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from reports.errors import TemplateUnusable
from reports.render.words import Words

_FACES = (
    ("Normal", "宋体", 24),
    ("Title", "黑体", 36),
    ("Subtitle", "宋体", 24),
    ("Heading 1", "黑体", 28),
    ("Heading 2", "黑体", 26),
    ("Heading 3", "黑体", 24),
    ("Caption", "黑体", 21),
)
STYLES = tuple(name for name, _, _ in _FACES)
"""The styles that a document is written in."""

_CENTRED = frozenset({"Title", "Subtitle", "Caption"})
_IMAGE = "/image"
"""How the kind of a link to a picture ends."""
_DRAWINGS = ((0, b"\xd7\xcd\xc6\x9a"), (0, b"\x01\x00\x09\x00"), (40, b" EMF"))
"""Where drawings of Windows say that they are such, and how."""
_SVG_WITHIN = 1024


def opened(path: Path | None, words: Words) -> Any:
    """An office's paper, emptied; without one a plain page in our faces.

    `words` tell the face of Latin letters.

    Raises:
        TemplateUnusable: it is no DOCX file, is damaged, or has pictures that are none.
    """
    # A command that writes no such file does not pay for the library.
    import docx  # noqa: PLC0415
    from docx.opc.exceptions import PackageNotFoundError  # noqa: PLC0415

    damaged = (
        PackageNotFoundError,
        # Damaged XML is one of these.
        SyntaxError,
        zipfile.BadZipFile,
        zlib.error,
        KeyError,
        ValueError,
        OSError,
    )
    try:
        made = docx.Document(None if path is None else str(path))
    except damaged as fault:
        raise TemplateUnusable(path) from fault
    for name, content in _pictures(made):
        if not _is_picture(content):
            why = f"其中的图片 {name} 不是图片，或已损坏"
            do = "在 Word 或 WPS 中重新插入图片后保存，或移走此文件"
            raise TemplateUnusable(path, why, do)
    body = made.element.body
    body.get_or_add_sectPr()
    for child in list(body):
        if not child.tag.endswith("}sectPr"):
            body.remove(child)
    _dress(made, words, own=path is None)
    return made


def style_ids(made: Any) -> dict[str, str]:
    """What the file calls each of our styles."""
    return {name: made.styles[name].style_id for name in STYLES}


def _pictures(made: Any) -> Iterator[tuple[str, bytes]]:
    """The pictures of the file that lie in it, each with its name there."""
    met = set()
    for part in made.part.package.iter_parts():
        for link in part.rels.values():
            if link.reltype.endswith(_IMAGE) and not link.is_external:
                name = str(link.target_part.partname).rsplit("/", 1)[-1]
                if name not in met:
                    met.add(name)
                    yield name, link.target_part.blob


def _is_picture(content: bytes) -> bool:
    from docx.image.exceptions import (  # noqa: PLC0415 - see opened
        InvalidImageStreamError,
        UnexpectedEndOfFileError,
        UnrecognizedImageError,
    )
    from docx.image.image import Image  # noqa: PLC0415

    if any(content[at:].startswith(mark) for at, mark in _DRAWINGS):
        return True
    if b"<svg" in content[:_SVG_WITHIN]:
        return True
    try:
        read = Image.from_blob(content)
    except (InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError):
        return False
    return min(read.px_width, read.px_height) > 0


def _dress(made: Any, words: Words, *, own: bool) -> None:
    """Give our faces to every style, or to those that an office's paper lacks."""
    from docx.enum.style import WD_STYLE_TYPE  # noqa: PLC0415 - see opened

    have = {style.name for style in made.styles}
    for name, face, halves in _FACES:
        if name not in have:
            made.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        if own or name not in have:
            _face(made.styles[name], face, words.face(face), halves)


def _face(style: Any, face: str, latin: str, halves: int) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415 - see opened
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Pt, RGBColor  # noqa: PLC0415

    style.font.name, style.font.size = latin, Pt(halves / 2)
    style.font.bold = style.font.italic = False
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for kind in ("ascii", "hAnsi"):
        fonts.set(qn(f"w:{kind}"), latin)
    fonts.set(qn("w:eastAsia"), face)
    borders = style.element.find(f".//{qn('w:pBdr')}")
    if borders is not None:
        borders.getparent().remove(borders)
    spacing = style.paragraph_format
    spacing.space_before = Pt(0 if style.name == "Normal" else 6)
    spacing.space_after = Pt(4)
    if style.name in _CENTRED:
        spacing.alignment = WD_ALIGN_PARAGRAPH.CENTER
