"""A recipient's file out of texts: of a sheet's rows, of an object, of what was typed.

1. Texts stand under the keys of `recipient_fields.py`; persons come one by one, the
   worker under the relation `self`.
2. All faults are told, by the place of the person and the key, and none repeats what is
   personal.
3. A worker has a name and a number of identity, a member a name and a relation. What
   the number tells (sex, day of birth) may be told too, and then has to agree.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping, Sequence

from aid.errors import RecipientRefused
from aid.recipient_fields import (
    FILE_FIELDS,
    PERSON_FIELDS,
    SELF,
    FileContent,
    PersonOnFile,
    kept_texts,
    read_values,
)
from aid.recipient_kinds import read_day
from ledger.accounts import Labelled
from ledger.privacy import shown

Tell = Callable[[int, str, str], None]
"""Is told the place of a person, the key of a field, and what is wrong there."""

_NAMED = 10
"""Unknown keys that are told by name."""

MEMBERS = "members"
"""The key under which an object has its members."""

TOLD_BY_NUMBER = (("sex", "性别"), ("born_on", "出生日期"))
"""What a file may tell beside the number of identity that tells it."""

_PERSON_KEYS = frozenset(
    (*(one.key for one in PERSON_FIELDS), *(key for key, _ in TOLD_BY_NUMBER))
)
_FILE_KEYS = frozenset(one.key for one in FILE_FIELDS)


def read_content(
    persons: Sequence[Mapping[str, str]], on: dt.date, tell: Tell
) -> FileContent | None:
    """What a file says, of the texts of its persons; None where anything is wrong."""
    told = 0

    def count(place: int, key: str, what: str) -> None:
        nonlocal told
        told += 1
        tell(place, key, what)

    found = [_person(place, texts, on, count) for place, texts in enumerate(persons)]
    values: dict[str, object] = {}
    heads = [at for at, texts in enumerate(persons) if _is_worker(texts)]
    for at in heads:
        values = read_values(
            FILE_FIELDS,
            persons[at],
            on,
            lambda k, w, at=at: count(at, k, w),  # type: ignore[misc] # a default binds the place
        )
    if len(heads) != 1:
        what = "一户有多个“本人”，只能有一个户主" if heads else "一户中没有“本人”"
        count(heads[-1] if heads else 0, "relation", what)
    for place, texts in enumerate(persons):
        if place not in heads:
            for key in sorted(_FILE_KEYS & {k for k, v in texts.items() if v.strip()}):
                count(place, key, "只写在“本人”的一行")
    if told:
        return None
    (head,) = heads
    whole = [PersonOnFile(**one) for one in found]  # type: ignore[arg-type] # read by their kinds
    rest = [one for at, one in enumerate(whole) if at != head]
    return FileContent(persons=(whole[head], *rest), **values)  # type: ignore[arg-type] # as above


def _is_worker(texts: Mapping[str, str]) -> bool:
    return texts.get("relation", "").strip() in {SELF, "本人"}


def _person(
    place: int, texts: Mapping[str, str], on: dt.date, tell: Tell
) -> dict[str, object]:
    values = read_values(PERSON_FIELDS, texts, on, lambda k, w: tell(place, k, w))
    asked = ["name", "identity"] if _is_worker(texts) else ["name", "relation"]
    for key in asked:
        if not texts.get(key, "").strip():
            tell(place, key, "不能为空")
    identity = values.get("identity")
    for key, label in TOLD_BY_NUMBER:
        text = texts.get(key, "").strip()
        if text and identity is not None and not _agrees(key, text, identity):
            tell(place, key, f"{label}与身份证号码不符")
    return values


def _agrees(key: str, text: str, identity: object) -> bool:
    told = getattr(identity, key)
    if isinstance(told, Labelled):
        return text in {told.value, told.label}
    try:
        return bool(read_day(text) == told)
    except ValueError:
        return False


# -- objects ------------------------------------------------------------------------


def read_object(content: bytes) -> dict[str, object]:
    """The object of a JSON text.

    Raises:
        RecipientRefused: it is none; the text is not repeated.
    """
    try:
        found = json.loads(content)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        do = '写一个 JSON 对象，如 {"name": "…", "identity": "…"}'
        raise RecipientRefused("内容无法读取", "不是 JSON 对象", do)
    return found


def persons_of(told: Mapping[str, object]) -> list[dict[str, str]]:
    """The texts of the worker and the members that an object tells.

    Raises:
        RecipientRefused: it has keys or values that no file has; all are told.
    """
    wrong: list[str] = []
    members = told.get(MEMBERS) or []
    worker = {"relation": SELF, **{k: v for k, v in told.items() if k != MEMBERS}}
    known = _PERSON_KEYS | _FILE_KEYS | {MEMBERS}
    persons = [_texts(worker, known, "本人", wrong)]
    if not isinstance(members, list):
        wrong.append(f"{MEMBERS} 应是一列对象")
        members = []
    for number, one in enumerate(members, 2):
        if isinstance(one, dict):
            called = f"第 {number} 号成员"
            persons.append(_texts(one, _PERSON_KEYS, called, wrong))
        else:
            wrong.append(f"第 {number} 号成员不是对象")
    if wrong:
        raise RecipientRefused("内容无法读取", "；".join(wrong), "改正后重新录入")
    return persons


def _texts(
    told: Mapping[str, object], known: Iterable[str], called: str, wrong: list[str]
) -> dict[str, str]:
    if strange := sorted(key for key in told if key not in known):
        # A key may be anything that was typed: no personal number is shown.
        named = "、".join(map(shown, strange[:_NAMED]))
        more = f"等 {len(strange)} 个" if len(strange) > _NAMED else ""
        valid = "、".join(sorted(known))
        wrong.append(f"{called}有不认识的键：{named}{more}（可用的键：{valid}）")
    texts = {}
    for key, value in told.items():
        if value is None or isinstance(value, bool | int | str):
            plain = str(value).lower() if isinstance(value, bool) else value
            texts[key] = "" if plain is None else str(plain)
        elif key in known:
            wrong.append(f"{called}的 {key} 应是文字")
    return texts


def told_object(content: FileContent) -> dict[str, object]:
    """What a file says as an object that `persons_of` reads again."""
    worker, *members = map(kept_texts, content.persons)
    return {**kept_texts(content), **worker, MEMBERS: list(members)}
