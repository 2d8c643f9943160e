"""What the pages say in Chinese has its English, and nothing is said in vain."""

import re
from pathlib import Path

from app.web import languages
from ledger.people import Right
from tests.web.office import Office

WEB = Path(languages.__file__).parent
_SAID = re.compile(r"""\b_\(\s*(["'])(.*?)\1\s*[),]""")
_WORD = re.compile(r"[㐀-鿿]")


def said_in_templates() -> set[str]:
    """Every text that a template puts through `_`."""
    return {
        match[2]
        for path in (WEB / "templates").rglob("*.html")
        for match in _SAID.finditer(path.read_text("utf-8"))
    }


def test_every_text_has_its_english() -> None:
    said = said_in_templates() | {right.label for right in Right}
    assert len(said) > 40
    assert sorted(said - set(languages.catalogue("en"))) == []


def test_no_chinese_stands_in_a_template_outside_its_texts() -> None:
    bare = []
    for path in sorted((WEB / "templates").rglob("*.html")):
        text = re.sub(r"\{#.*?#\}", "", path.read_text("utf-8"), flags=re.DOTALL)
        for number, line in enumerate(_SAID.sub("", text).splitlines(), 1):
            if _WORD.search(line):
                bare.append(f"{path.name}:{number}")
    assert bare == []


def test_the_english_is_english() -> None:
    wrong = [
        key for key, text in languages.catalogue("en").items() if _WORD.search(text)
    ]
    assert wrong == []


def test_a_person_chooses_the_language(lite: Office) -> None:
    browser = lite.browser("张三")
    assert browser.post("/language", {"language": "en", "next": "/me"}) == (303, "/me")
    assert "Sign out everywhere" in browser.get("/me")[1]
    assert browser.post("/language", {"language": "xx"}) == (303, "/")
    assert "在所有地方退出" in browser.get("/me")[1]
