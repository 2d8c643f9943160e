"""Rows of a CSV file: parted by commas, tabulators, semicolons or bars."""

import csv
import io
from collections.abc import Iterator

from treasury.statements.mapping import ColumnMapping, heading_of
from treasury.statements.parts import Told
from treasury.statements.tabular import HEADER_SLACK, Row

FORM = "csv"
CELL_MAX = 20_000
"""Characters of a cell."""

_DELIMITERS = ",\t;|"


def rows(text: str, mapping: ColumnMapping, told: Told) -> Iterator[Row]:
    """The rows of a text, each called by its first line."""
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=_delimiter(text, mapping)
    )
    line = 1
    try:
        for row in reader:
            if any(len(cell) > CELL_MAX for cell in row):
                told.refuse(line, "", "单元格的文字过长", do="核对文件的引号")
            yield line, row
            line = reader.line_num + 1
    except csv.Error:
        told.refuse(reader.line_num, "", "引号或字符有误，无法读取", do="重新导出")


def _delimiter(text: str, mapping: ColumnMapping) -> str:
    """The one that shows most of the headings."""
    wanted = {heading for _, heading in mapping.columns}
    last = mapping.header_row + HEADER_SLACK
    head = text[: 1 << 16].splitlines()[mapping.header_row - 1 : last]

    def shown(delimiter: str) -> int:
        return max(
            (
                len(wanted & set(map(heading_of, row)))
                for row in csv.reader(head, delimiter=delimiter)
            ),
            default=0,
        )

    return max(_DELIMITERS, key=shown)
