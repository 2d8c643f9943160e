"""Which fonts come with the program, and which characters fonts have.

What a font has is read from its `cmap` table.

Only what print needs is read: the table of a font, or of every font in a
collection, that leads from a character to a glyph (formats 4 and 12, which every
font of today carries). Glyph 0 is the empty box: a character that leads there is
missing.

Basis: OpenType 1.9, `otff` (table directory, collections) and `cmap`.
"""

import struct
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

Run = tuple[int, int]

_SUFFIXES = (".otf", ".ttf", ".ttc", ".otc")
_LAST_BMP = 0xFFFF
_FORMAT_4 = 4
_FORMAT_12 = 12


def own_folders() -> tuple[Path, ...]:
    """The folders of the fonts that come with the program."""
    # Only what is printed needs them.
    import noto_cjk_sans_otc  # noqa: PLC0415
    import pylopdf_fonts_zh_cn  # noqa: PLC0415

    return tuple(
        Path(str(file)).parent
        for file in (pylopdf_fonts_zh_cn.serif_path(), noto_cjk_sans_otc.FONT_PATH)
    )


def font_files(folders: Iterable[Path]) -> tuple[Path, ...]:
    """The font files in the folders and below, always in the same order."""
    return tuple(
        path
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in _SUFFIXES
    )


def missing(characters: Iterable[str], fonts: tuple[Path, ...]) -> frozenset[str]:
    """Those of the characters that none of the fonts has."""
    left = set(characters)
    for font in fonts:
        if not left:
            break
        runs = _runs(font)
        left = {character for character in left if not _within(ord(character), runs)}
    return frozenset(left)


def _within(code: int, runs: tuple[Run, ...]) -> bool:
    place = bisect_right(runs, (code, 0x7FFFFFFF)) - 1
    return place >= 0 and code <= runs[place][1]


@lru_cache(maxsize=64)
def _runs(font: Path) -> tuple[Run, ...]:
    """The characters of a font file, as runs that do not overlap, in order."""
    found: list[Run] = []
    with font.open("rb") as file:
        # The fonts of a collection share most of their tables.
        places = {_cmap_place(file, start) for start in _font_starts(file)}
        for offset, length in sorted(places):
            found.extend(_runs_of_cmap(_read(file, offset, length)))
    return tuple(_merged(sorted(found)))


def _merged(runs: Iterable[Run]) -> Iterator[Run]:
    first, last = -1, -2
    for since, until in runs:
        if since > last + 1:
            if last >= 0:
                yield first, last
            first, last = since, until
        else:
            last = max(last, until)
    if last >= 0:
        yield first, last


def _font_starts(file: BinaryIO) -> tuple[int, ...]:
    """Where in the file its fonts begin; a collection holds several."""
    tag, _, count = struct.unpack(">4sII", _read(file, 0, 12))
    if tag != b"ttcf":
        return (0,)
    return struct.unpack(f">{count}I", _read(file, 12, 4 * count))


def _cmap_place(file: BinaryIO, start: int) -> tuple[int, int]:
    (tables,) = struct.unpack(">H", _read(file, start + 4, 2))
    directory = _read(file, start + 12, 16 * tables)
    for tag, _, offset, length in struct.iter_unpack(">4sIII", directory):
        if tag == b"cmap":
            return offset, length
    return 0, 0


def _runs_of_cmap(cmap: bytes) -> Iterator[Run]:
    if not cmap:
        return
    (count,) = struct.unpack_from(">H", cmap, 2)
    records = struct.iter_unpack(">HHI", cmap[4 : 4 + 8 * count])
    # Several records may point to one table.
    offsets = sorted({offset for _, _, offset in records})
    forms = [struct.unpack_from(">H", cmap, offset)[0] for offset in offsets]
    for form, offset in zip(forms, offsets, strict=True):
        if form == _FORMAT_12:
            yield from _runs_of_format_12(cmap, offset)
        elif form == _FORMAT_4 and _FORMAT_12 not in forms:
            # Where both stand, format 12 holds all that format 4 holds.
            yield from _runs_of_format_4(cmap, offset)


def _runs_of_format_12(cmap: bytes, offset: int) -> Iterator[Run]:
    (count,) = struct.unpack_from(">I", cmap, offset + 12)
    groups = cmap[offset + 16 : offset + 16 + 12 * count]
    for first, last, glyph in struct.iter_unpack(">III", groups):
        since = first if glyph else first + 1
        if since <= last:
            yield since, last


def _runs_of_format_4(cmap: bytes, offset: int) -> Iterator[Run]:
    (doubled,) = struct.unpack_from(">H", cmap, offset + 6)
    count = doubled // 2
    at = offset + 14
    lasts = struct.unpack_from(f">{count}H", cmap, at)
    firsts = struct.unpack_from(f">{count}H", cmap, at + 2 * count + 2)
    deltas = struct.unpack_from(f">{count}H", cmap, at + 4 * count + 2)
    ranges_at = at + 6 * count + 2
    ranges = struct.unpack_from(f">{count}H", cmap, ranges_at)
    for index, (first, last) in enumerate(zip(firsts, lasts, strict=True)):
        for code in range(first, min(last, _LAST_BMP - 1) + 1):
            glyph = code
            if ranges[index]:
                # The specification counts from the entry of the segment itself.
                place = ranges_at + 2 * index + ranges[index] + 2 * (code - first)
                (glyph,) = struct.unpack_from(">H", cmap, place)
            if (ranges[index] == 0 or glyph) and (glyph + deltas[index]) & _LAST_BMP:
                yield code, code


def _read(file: BinaryIO, offset: int, length: int) -> bytes:
    file.seek(offset)
    return file.read(length)
