"""The few words that renderers put on a page by themselves, language by language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reports.report import Language


@dataclass(frozen=True, slots=True)
class Words:
    """What stands around a document's own text.

    `tag` is the language for machines; `page` stands before, between and after the
    number of the page and that of all pages; `gap` between two texts of one line.
    """

    tag: str
    colon: str
    gap: str
    unit: str
    period: str
    money: str
    page: tuple[str, str, str]
    day: str
    position: str
    digest: str
    recipient: str
    figures: str
    sign: str
    words_sheet: str
    table: str
    chart: str
    see_sheet: str
    see_annex: str
    prepared_by: str = ""

    def face(self, name: str) -> str:
        """The face of Latin letters that goes with a Chinese face."""
        return name if self.tag == "zh-CN" else _LATIN[name]

    def faced_look(self, look: Mapping[str, Any]) -> dict[str, Any]:
        """A look of a spreadsheet with Latin letters in their own face."""
        return {**look, "font_name": self.face(look["font_name"])}

    def faced(self, xml: str) -> str:
        """A word processor's table with Latin letters in their own face."""
        if self.tag == "zh-CN":
            return xml
        for chinese, latin in _LATIN.items():
            for kind in ("ascii", "hAnsi"):
                xml = xml.replace(f'w:{kind}="{chinese}"', f'w:{kind}="{latin}"')
        return xml

    def labelled(self, label: str, text: str) -> str:
        """A label and what it says."""
        return f"{label}{self.colon}{text}"


_LATIN = {"宋体": "Times New Roman", "黑体": "Arial"}

_WORDS: dict[Language, Words] = {
    "zh": Words(
        tag="zh-CN",
        colon="：",
        gap="　",
        prepared_by="编制单位",
        unit="单位",
        period="期间",
        money="金额单位：元",
        page=("第 ", " 页　共 ", " 页"),
        day="年　　月　　日",
        position="链位",
        digest="摘要",
        recipient="主送",
        figures="图中数据",
        sign="（签字）",
        words_sheet="说明",
        table="表",
        chart="图",
        see_sheet="见工作表“{}”",
        see_annex="本表超过 {} 行，全表见附件“{}”。",
    ),
    "en": Words(
        tag="en",
        colon=": ",
        gap="  ",
        prepared_by="Prepared by",
        unit="Unit",
        period="Period",
        money="Amounts in CNY (yuan)",
        page=("Page ", " of ", ""),
        day="Date: ____________________",
        position="Chain position",
        digest="Digest",
        recipient="Addressed to",
        figures="Figures of the chart",
        sign="(signature)",
        words_sheet="Text",
        table="Table",
        chart="Chart",
        see_sheet='see sheet "{}"',
        see_annex='This table has more than {} rows; all are in the annex "{}".',
    ),
}


def words(language: Language) -> Words:
    """The words of a language."""
    return _WORDS[language]
