"""Files of recipients opened for an audit: what of them the checks may know.

1. A number of identity is read again by the rules, whatever it was let in by; its other
   forms (fifteen digits, a small x) find who was let in twice under another form.
2. What comes out are figures and marks: no name, number, telephone or address.
3. A file that cannot be made a household says why, and is judged by nothing.

Cost: some 150 µs a revision of three persons.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from aid.errors import AidRefused
from aid.household import WORKER, Household
from aid.identity import identity_fault, read_identity
from aid.recipient_fields import (
    FILE_FIELDS,
    PERSON_FIELDS,
    FileContent,
    PersonOnFile,
    household_of,
    loaded_values,
)
from aid.recipient_kinds import plain_name
from aid.recipient_writing import (
    IDENTITY_INDEX,
    identity_context,
    member_context,
    revision_context,
)
from audit.aided_people import KnownPerson
from treasury.vault import Vault

_MARK_BYTES = 12
"""Of a blind: enough to tell two people apart, and nothing else."""
_NUMBERS = frozenset({"identity", "card"})
"""Fields that are read as they were told, not as the rules would have them."""
_WORDS = frozenset({"loss_told", "other_told", "relieved_by"})
"""Fields whose words are a household's own affair."""

_Texts = dict[str, str]


def mark_of(blind: bytes | None) -> str:
    """What equal persons share; empty where there is no number."""
    return "" if blind is None else bytes(blind)[:_MARK_BYTES].hex()


@dataclass(slots=True)
class Met:
    """The people met so far: by which blinds each mark may be found elsewhere."""

    blinds: dict[str, set[bytes]] = field(default_factory=dict)
    disguised: dict[bytes, str] = field(default_factory=dict)
    """Blinds of other forms of a number, by which nobody should be found."""

    def take(self, blind: bytes | None) -> str:
        """The mark of a blind, which is known from now on."""
        mark = mark_of(blind)
        if blind is not None:
            self.blinds.setdefault(mark, set()).add(bytes(blind))
        return mark


@dataclass(frozen=True, slots=True)
class Opened:
    """What a revision says, for the checks alone; the texts are never shown."""

    persons: tuple[KnownPerson, ...]
    household: Household | None
    unfit: str
    names: tuple[str, ...] = field(repr=False)
    address: str = field(repr=False)


def opened_revision(
    row: Any, members: Sequence[Any], number: str, vault: Vault, met: Met
) -> Opened:
    """What a revision says.

    Args:
        row: of `evidence_store.revisions`.
        members: of `evidence_store.members`, of that revision.
        number: the worker's number of identity, as the file has it.
        vault: the keys.
        met: takes in who is met.

    Raises:
        VaultRefused: a key is not at hand, or a row was changed or moved.
    """
    context = revision_context(row.file, row.revision)
    told, worker = _unpacked(vault, row.locked, context)
    texts, known = [worker], [_person(row.blind, WORKER, worker, number, (vault, met))]
    for one in members:
        context = member_context(one.file, one.revision, one.number)
        (each,) = _unpacked(vault, one.locked, context)
        identity = each.get("identity", "")
        known.append(_person(one.blind, one.number, each, identity, (vault, met)))
        texts.append(each)
    household, unfit = _household(told, texts)
    names = tuple(plain_name(one.get("name", "")) for one in texts)
    return Opened(
        tuple(known), household, unfit, names, plain_name(told.get("address", ""))
    )


def opened_number(row: Any, vault: Vault) -> str:
    """The number of identity of a row of `evidence_store.numbers`.

    Raises:
        VaultRefused: as `opened_revision`.
    """
    return vault.unlock(bytes(row.locked), identity_context(row.file)).decode()


def _unpacked(vault: Vault, sealed: bytes, context: str) -> list[_Texts]:
    found: list[_Texts] = json.loads(vault.unlock(bytes(sealed), context))
    return found


def _person(
    blind: bytes | None,
    member: int,
    texts: Mapping[str, str],
    number: str,
    into: tuple[Vault, Met],
) -> KnownPerson:
    vault, met = into
    relation = texts.get("relation", "")
    if blind is None or not number:
        return KnownPerson(member, met.take(blind), relation=relation)
    wrong = identity_fault(number)
    if wrong:
        return KnownPerson(member, met.take(blind), wrong, relation)
    forms = [vault.blind(form, IDENTITY_INDEX) for form in _forms(number)]
    mark = met.take(forms[0])
    met.blinds[mark].add(bytes(blind))
    for form in forms:
        if form != bytes(blind):
            met.disguised[form] = mark
    return KnownPerson(member, mark, relation=relation)


def _forms(number: str) -> Iterator[str]:
    """A number as it should be kept, then the other forms of it."""
    whole = read_identity(number).number
    yield whole
    if whole.endswith("X"):
        yield whole.lower()
    yield whole[:6] + whole[8:17]


def _household(told: _Texts, texts: Sequence[_Texts]) -> tuple[Household | None, str]:
    """The household of a revision, or why there is none (3)."""
    try:
        persons = tuple(
            PersonOnFile(**loaded_values(PERSON_FIELDS, _plain(one))) for one in texts
        )
        values = loaded_values(FILE_FIELDS, _wordless(_plain(told)))
        return household_of(FileContent(persons=persons, **values)), ""
    except AidRefused as refusal:
        return None, str(refusal)
    except ValueError:
        # Whatever was written there by another program: an audit has to go on.
        return None, "档案内容无法识读"


def _wordless(texts: _Texts) -> _Texts:
    """The rules ask whether these words were written, not what they say."""
    return texts | {key: "有" for key in _WORDS if texts.get(key, "").strip()}


def _plain(texts: Mapping[str, str]) -> _Texts:
    return {key: text for key, text in texts.items() if key not in _NUMBERS}
