"""Initials of a Chinese text (拼音首字母): 银行存款 is yhck.

The common characters of GB 2312 stand in the order of their pinyin, so the place of a
character in the code tells how it begins; the rarer ones stand by radical and have none
but in the words told here. A character with two readings is told by its word.

Basis: GB/T 2312-1980, 一级汉字 (by pinyin).
"""

from bisect import bisect_right

_FIRST = "啊芭擦搭蛾发噶哈击喀垃妈拿哦啪期然撒塌挖昔压匝"
_LETTERS = "abcdefghjklmnopqrstwxyz"
_WORDS = {"银行": "yh", "调剂": "tj", "调整": "tz", "抚恤": "fx", "赈": "z"}


def _place(character: str) -> int:
    return int.from_bytes(character.encode("gb2312", "ignore"), "big")


_BEGIN = tuple(map(_place, _FIRST))
_END = 0xD7F9


def initials(text: str) -> str:
    """How each character begins; letters and digits stay, the rest is left out."""
    for word, letters in _WORDS.items():
        text = text.replace(word, letters)
    return "".join(map(_initial, text))


def _initial(character: str) -> str:
    if character.isascii():
        return character.lower() if character.isalnum() else ""
    place = _place(character)
    if not _BEGIN[0] <= place <= _END:
        return ""
    return _LETTERS[bisect_right(_BEGIN, place) - 1]
