"""What is kept on record of a report in each format, and how two records are compared.

1. Text (JSON, CSV, HTML) is kept as it is written; of a long table the first and last
   rows are, with a digest of all rows between. Pictures and the style sheet are not.
2. Of PDF the words of every page are kept as a digest, of DOCX and XLSX every part
   that is XML: neither depends on how a machine packs bytes or draws pictures.
3. Digests of the books' chains differ between any two fillings of the same books, for
   keys and salts are drawn by chance. They are taken out of a document before it is
   printed, figure for figure, so that nothing moves.
"""

import dataclasses
import difflib
import hashlib
import io
import json
import re
import zipfile
from typing import Any

from pypdf import PdfReader

from reports.report import Document, Table

TEXTS = ("json", "csv", "html")
PARTED = ("pdf", "docx", "xlsx")
FIRST_ROWS, LAST_ROWS = 30, 10
LINES_OF_DIFF = 60

_CHAIN = re.compile(r"(?<![\w.])(?:[0-9a-f]{64}|[0-9a-f]{12})(?![\w.])")
_ROWS = re.compile(r"(?<=<tbody>\n).*?(?=</tbody>)", re.DOTALL)
_PICTURE = re.compile(r"<svg.*?</svg>", re.DOTALL)
_STYLE = re.compile(r"(?<=\n)body \{.*?(?=\n</style>)", re.DOTALL)


# -- a document that is the same however its books were filled -----------------------


def unchained(document: Document) -> Document:
    """The document without digests of chains, its rows at hand to be printed twice."""
    found = _unchained(document)
    assert isinstance(found, Document)
    return found


def _unchained(value: Any) -> Any:
    if isinstance(value, str):
        return _CHAIN.sub(lambda met: "0" * len(met[0]), value)
    if isinstance(value, tuple):
        return tuple(map(_unchained, value))
    if isinstance(value, Table):
        value = dataclasses.replace(value, rows=tuple(value.checked_rows()))
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = [one.name for one in dataclasses.fields(value)]
        if value.__class__.__module__ == Document.__module__:
            told = {name: _unchained(getattr(value, name)) for name in names}
            return dataclasses.replace(value, **told)
    return value


# -- text ----------------------------------------------------------------------------


def text(content: bytes, suffix: str) -> str:
    """What is kept of a text, as it lies in the folder of records."""
    if suffix == "json":
        return _json(content)
    told = content.decode()
    if suffix == "csv":
        tables = told.replace("\r\n", "\n").split("\n\n")
        return "\n\n".join("\n".join(_fewer(one.split("\n"))) for one in tables)
    told = _STYLE.sub("…", _PICTURE.sub("<svg>…</svg>", told))
    return _ROWS.sub(lambda met: "\n".join(_fewer(met[0].split("\n"))), told)


def _json(content: bytes) -> str:
    found = json.loads(content)
    for table in found["tables"].values():
        rows = [json.dumps(row, ensure_ascii=False) for row in table["rows"]]
        kept = _fewer(rows)
        if len(kept) < len(rows):
            table["rows"] = [json.loads(row) if row[0] == "{" else row for row in kept]
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def _fewer(lines: list[str]) -> list[str]:
    """The first and last lines, and what stands for those between."""
    left = lines[FIRST_ROWS:-LAST_ROWS]
    if len(left) < LAST_ROWS:
        return lines
    digest = _digest("\n".join(left).encode())
    told = f"… {len(left)} rows, {digest} …"
    return [*lines[:FIRST_ROWS], told, *lines[-LAST_ROWS:]]


# -- parts ---------------------------------------------------------------------------


def parts(content: bytes, suffix: str) -> dict[str, str]:
    """The text of every page, or every part of XML by its name."""
    if suffix == "pdf":
        pages = PdfReader(io.BytesIO(content)).pages
        return {
            f"page {number}": page.extract_text()
            for number, page in enumerate(pages, 1)
        }
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {
            name: packed.read(name).decode()
            for name in packed.namelist()
            if name.endswith((".xml", ".rels"))
        }


def digests(found: dict[str, str]) -> dict[str, str]:
    """A digest a part."""
    return {name: _digest(told.encode()) for name, told in found.items()}


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]


# -- what changed --------------------------------------------------------------------


def difference(kept: str, found: str) -> str:
    """The lines that differ, with some about them; nothing where none do."""
    lines = difflib.unified_diff(
        kept.splitlines(), found.splitlines(), "on record", "now", lineterm="", n=1
    )
    told = list(lines)
    more = len(told) - LINES_OF_DIFF
    return "\n".join(told[:LINES_OF_DIFF]) + (f"\n… {more} lines more" * (more > 0))


def difference_of_parts(kept: dict[str, str], found: dict[str, str]) -> str:
    """Which parts came, went or changed, and how the first of the changed reads now."""
    now = digests(found)
    told = [f"- {name} is gone" for name in kept if name not in now]
    told += [f"+ {name} is new" for name in now if name not in kept]
    changed = [name for name in now if name in kept and now[name] != kept[name]]
    told += [f"~ {name} reads otherwise" for name in changed]
    told += [f"{name} now:\n{found[name][:2_000]}" for name in changed[:1]]
    return "\n".join(told)
