"""What a sheet says of a file that stands, together with what the file says. Pure.

1. A column that the sheet lacks keeps what stands; a blank cell of one that it has
   clears it. A sheet without households keeps the members.
2. A member is known again by the number of identity; by the name, where one of both has
   no number.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Any

from aid.recipient_fields import (
    FILE_FIELDS,
    PERSON_FIELDS,
    Field,
    FileContent,
    PersonOnFile,
)
from aid.recipient_kinds import plain_name

HOUSEHOLD = "household"
"""The column that ties the rows of a household."""


def merged(old: FileContent, new: FileContent, columns: Collection[str]) -> FileContent:
    """What the file says afterwards."""
    persons = [_merged(old.worker, new.worker, columns)]
    for one in new.persons[1:]:
        before = _same(one, old.persons[1:])
        persons.append(_merged(before, one, columns) if before else one)
    if HOUSEHOLD not in columns:
        persons += old.persons[1:]
    return replace(new, persons=tuple(persons), **_kept(FILE_FIELDS, old, columns))


def dropped(
    old: FileContent, new: FileContent, columns: Collection[str]
) -> Iterator[int]:
    """The numbers of members whom the sheet leaves out."""
    if HOUSEHOLD in columns:
        for number, one in enumerate(old.persons[1:], 2):
            if _same(one, new.persons[1:]) is None:
                yield number


def is_renamed(old: FileContent, new: FileContent) -> bool:
    """Whether the worker has another name."""
    return plain_name(old.worker.name) != plain_name(new.worker.name)


def _merged(
    old: PersonOnFile, new: PersonOnFile, columns: Collection[str]
) -> PersonOnFile:
    return replace(new, **_kept(PERSON_FIELDS, old, columns))


def _kept(
    fields: Sequence[Field], old: object, columns: Collection[str]
) -> dict[str, Any]:
    return {one.key: getattr(old, one.key) for one in fields if one.key not in columns}


def _same(one: PersonOnFile, others: Sequence[PersonOnFile]) -> PersonOnFile | None:
    """Who of others somebody is (2)."""
    for other in others:
        if one.identity is None or other.identity is None:
            same = plain_name(one.name) == plain_name(other.name)
        else:
            same = one.identity.number == other.identity.number
        if same:
            return other
    return None
