"""An office's letterhead (文头、徽标): one picture above the title of its papers.

1. It is an SVG or a PNG of at most 1 MiB. What is neither is refused by the name of its
   file, before anything is printed.
2. It comes as one SVG, a PNG within it, so that every paper embeds it alike; what is
   shown by a browser is an image, which runs no script and loads nothing.
"""

import base64
import re
import struct
import xml.etree.ElementTree as ET
import zlib
from collections.abc import Iterator
from pathlib import Path

from reports.errors import LetterheadUnusable

BYTES_MOST = 1 << 20
_PIXELS_MOST = 50_000_000
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]*>")

_PNG = b"\x89PNG\r\n\x1a\n"
_SVG = "{http://www.w3.org/2000/svg}svg"
_WRAPPED = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" '
    'viewBox="0 0 {w} {h}"><image width="{w}" height="{h}" '
    'href="data:image/png;base64,{data}"/></svg>'
)


def as_svg(path: Path) -> str:
    """The picture as one SVG.

    Raises:
        LetterheadUnusable: it cannot be read, is too large or no picture.
    """
    try:
        with path.open("rb") as file:
            data = file.read(BYTES_MOST + 1)
    except OSError:
        raise LetterheadUnusable(path, "读不了这个文件") from None
    if len(data) > BYTES_MOST:
        raise LetterheadUnusable(path, "大于 1 MiB")
    if data.startswith(_PNG):
        size = _png_size(data)
        if size is None:
            raise LetterheadUnusable(path, "PNG 图片不完整或已损坏")
        wide, high = size
        coded = base64.b64encode(data).decode()
        return _WRAPPED.format(w=wide, h=high, data=coded)
    text = _svg_text(data)
    if text is None:
        raise LetterheadUnusable(path, "不是 SVG 或 PNG 图片")
    return text


def as_address(path: Path) -> str:
    """The picture as an address that holds it, for a page that loads nothing.

    Raises:
        LetterheadUnusable: as `as_svg`.
    """
    coded = base64.b64encode(as_svg(path).encode()).decode()
    return f"data:image/svg+xml;base64,{coded}"


def _svg_text(data: bytes) -> str | None:
    try:
        text = _DOCTYPE.sub("", data.decode("utf-8-sig"), count=1)
        # Entities of its own could grow without end.
        if "<!DOCTYPE" in text or "<!ENTITY" in text:
            return None
        root = ET.fromstring(text)  # noqa: S314 - no entities are left
    except (UnicodeDecodeError, ET.ParseError, ValueError):
        return None
    return text if root.tag == _SVG else None


def _png_size(data: bytes) -> tuple[int, int] | None:
    """Width and height in points; None of what is broken."""
    chunks = list(_chunks(data))
    names = [name for name, _ in chunks]
    if not names or names[0] != b"IHDR" or names[-1] != b"IEND":
        return None
    try:
        wide, high = struct.unpack(">II", chunks[0][1][:8])
        packed = b"".join(content for name, content in chunks if name == b"IDAT")
        # A byte is enough to know that they can be unpacked: what is small may grow.
        found = zlib.decompressobj().decompress(packed, 1)
    except (struct.error, zlib.error):
        return None
    return (wide, high) if found and 0 < wide * high <= _PIXELS_MOST else None


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The parts of a PNG whose sums agree, up to the first that does not."""
    place = len(_PNG)
    while place + 12 <= len(data):
        (length,) = struct.unpack(">I", data[place : place + 4])
        name, content = (
            data[place + 4 : place + 8],
            data[place + 8 : place + 8 + length],
        )
        told = data[place + 8 + length : place + 12 + length]
        if told != struct.pack(">I", zlib.crc32(name + content)):
            return
        yield name, content
        place += 12 + length
