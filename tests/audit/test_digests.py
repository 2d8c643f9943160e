"""Signed digests: whoever owns the database cannot make an earlier one true."""

import json
from collections.abc import Sequence
from dataclasses import replace

import pytest

from audit import digests, integrity
from audit.digests import Digest, Held, SignedDigest
from audit.errors import DigestRefused
from audit.signatures import SigningKey
from ledger import catalogue, tables
from ledger.chain import record_hash
from ledger.database import reading
from ledger.register import SHARED, content_of, key_of
from ledger.vouchers import Voucher
from tests.audit.sealed import unguard
from tests.building import Books, Raw, payment, receipt
from tests.ledger.forging import add_totals, forged, many

KEY = SigningKey(bytes(range(32)))
DAY = "2026-01-05"


def digest_now(books: Books, unit: str = "U1") -> SignedDigest:
    """What is signed of a unit now."""
    with reading(books.engine) as connection:
        return digests.signed(digests.digest_of(connection, unit, DAY), KEY)


def held(
    books: Books,
    told: SignedDigest,
    keys: Sequence[bytes] = (KEY.public_key,),
    unit: str = "",
) -> Held:
    """What the books say of it."""
    with reading(books.engine) as connection:
        return digests.judge(connection, told, keys, unit)


def verifies(books: Books) -> bool:
    """Whether everything that verify recomputes holds, the schema included."""
    with reading(books.engine) as connection:
        schema = catalogue.verify(connection)
        return integrity.verify(connection, (), schema).ok


def rewritten(books: Books, *vouchers: Voucher) -> None:
    """Put another history of U1 into the database, right in itself, guards restored."""
    with books.raw(foreign_keys=False) as raw:
        kept = _triggers(raw)
        unguard(raw, *GUARDED)
        for table in ("postings", "money_positions", "vouchers", "totals"):
            raw.run(f"DELETE FROM {table} WHERE unit_id = 1")
        raw.commit()
    sealed = forged(books, *vouchers) if vouchers else None
    with books.raw(foreign_keys=False) as raw:
        if sealed is not None:
            many(raw, "postings", sealed.postings)
            many(raw, "money_positions", sealed.positions)
            many(raw, "vouchers", sealed.vouchers)
            add_totals(raw, 1, sealed)
        _restore(raw, kept)
        raw.commit()


GUARDED = ("vouchers", "postings", "totals", "money_positions", "records", "funds")


def _triggers(raw: Raw) -> list[str]:
    """Statements that set the guards up again as they stand now."""
    if raw.dialect == "sqlite":
        found = raw.run("SELECT sql FROM sqlite_master WHERE type = 'trigger'")
        return [sql for (sql,) in found]
    on = raw.run(
        "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c"
        " ON c.oid = t.tgrelid WHERE NOT t.tgisinternal AND t.tgenabled = 'A'"
    )
    return [
        *(f"ALTER TABLE {table} ENABLE TRIGGER ALL" for table in GUARDED),
        *(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}" for table, name in on),
    ]


def _restore(raw: Raw, kept: Sequence[str]) -> None:
    for statement in kept:
        raw.run(statement)


# -- held against the books -----------------------------------------------------------


def test_a_digest_holds_today_and_after_the_books_have_grown(books: Books) -> None:
    books.post(receipt("r", 100_00))
    told = digest_now(books)
    assert held(books, told) is Held.HOLDS
    books.post(payment("p", 30_00))
    assert held(books, told) is Held.HOLDS
    assert held(books, digest_now(books, "U2")) is Held.HOLDS


def test_a_history_rewritten_by_the_owner_of_the_database_is_found(
    books: Books,
) -> None:
    books.post(receipt("r", 100_00), payment("p", 30_00))
    told = digest_now(books)
    rewritten(books, receipt("r", 100_00), payment("p", 31_00), payment("p2", 1_00))

    assert verifies(books)
    assert held(books, told) is Held.REWRITTEN
    assert held(books, digest_now(books)) is Held.HOLDS


def test_vouchers_taken_from_the_end_are_found(books: Books) -> None:
    books.post(receipt("r", 100_00), payment("p", 30_00))
    told = digest_now(books)
    rewritten(books, receipt("r", 100_00))

    assert verifies(books)
    assert held(books, told) is Held.SHORTER


def test_a_history_that_begins_anew_is_found_though_it_is_longer(books: Books) -> None:
    books.post(receipt("r", 100_00))
    told = digest_now(books)
    rewritten(books, *(receipt(f"n{n}", 1_00) for n in range(3)))

    assert verifies(books)
    assert held(books, told) is Held.REWRITTEN


def test_registers_rewritten_by_the_owner_of_the_database_are_found(
    books: Books,
) -> None:
    told = digest_now(books, "U2")
    with books.raw() as raw:
        kept = _triggers(raw)
        unguard(raw, *GUARDED)
        raw.run("UPDATE funds SET name = '别名' WHERE unit_id = 2")
        _rechain(raw, 2, "U2")
        _restore(raw, kept)
        raw.commit()

    assert verifies(books)
    assert held(books, told) is Held.REWRITTEN


def _rechain(raw: Raw, unit_id: int, code: str) -> None:
    """Chain the registers of a unit anew, as they stand now."""
    previous = bytes(32)
    rows = raw.run(
        "SELECT position, kind, key, content, person, recorded_at FROM records"
        f" WHERE unit_id = {unit_id} ORDER BY position"
    )
    for position, kind, key, before, person, at in rows:
        table = tables.metadata.tables[kind]
        names = [column.name for column in table.columns]
        listed = ", ".join(f'"{name}"' for name in names)
        where = " WHERE unit_id = ?" if "unit_id" in names else ""
        values = (unit_id,) if where else ()
        stands = [
            dict(zip(names, row, strict=True))
            for row in raw.run(f"SELECT {listed} FROM {kind}{where}", values)
        ]
        told = next((r for r in stands if key_of(kind, r) == key), None)
        content = content_of(kind, told) if told else before
        fields = (kind, key, content, person, at)
        digest = record_hash(code, position, previous, fields)
        raw.run(
            "UPDATE records SET content = ?, previous = ?, hash = ?"
            " WHERE unit_id = ? AND position = ?",
            (content, previous, digest, unit_id, position),
        )
        previous = digest


def test_the_registers_that_all_units_share_are_held_as_well(books: Books) -> None:
    told = digest_now(books)
    other = replace(told.digest, shared_digest="0" * 64)

    assert told.digest.shared_position > 0
    assert held(books, digests.signed(other, KEY)) is Held.REWRITTEN
    longer = replace(told.digest, shared_position=told.digest.shared_position + 1)
    assert held(books, digests.signed(longer, KEY)) is Held.SHORTER
    assert SHARED == 0


@pytest.mark.parametrize("field", list(Digest.__dataclass_fields__))
def test_a_digest_whose_words_were_changed_has_no_right_signature(
    sqlite_books: Books, field: str
) -> None:
    told = digest_now(sqlite_books)
    value = getattr(told.digest, field)
    changed = value + 1 if isinstance(value, int) else f"{value}0"
    other = replace(told, digest=replace(told.digest, **{field: changed}))

    assert held(sqlite_books, other) is Held.SIGNATURE


def test_wrong_signature_unknown_key_and_other_unit_are_told_apart(
    books: Books,
) -> None:
    told = digest_now(books)
    other = SigningKey(bytes(32))
    foreign = digests.signed(told.digest, other)
    nowhere = digests.signed(replace(told.digest, unit="U9"), KEY)
    spoilt = replace(told, signature=bytes(64))

    assert held(books, spoilt) is Held.SIGNATURE
    assert held(books, replace(told, public_key=other.public_key)) is Held.SIGNATURE
    assert held(books, foreign) is Held.UNKNOWN_KEY
    assert held(books, foreign, (other.public_key,)) is Held.HOLDS
    assert held(books, told, ()) is Held.UNKNOWN_KEY
    assert held(books, nowhere) is Held.OTHER_UNIT
    assert held(books, told, unit="U2") is Held.OTHER_UNIT
    assert held(books, told, unit="U1") is Held.HOLDS


# -- written and read -----------------------------------------------------------------


def test_a_digest_is_read_again_from_minutes_and_from_json(
    sqlite_books: Books,
) -> None:
    one, other = digest_now(sqlite_books), digest_now(sqlite_books, "U2")
    minutes = f"会议记录\n出席：三人\n\n{one.text()}\n其他事项：无\n　{other.text()}"
    keys = [key for key, _ in digests.COLUMNS]
    rows = [dict(zip(keys, told.row(), strict=True)) for told in (one, other)]

    assert digests.read_digests(minutes) == (one, other)
    assert digests.read_digests(json.dumps(rows)) == (one, other)
    assert digests.read_digests(json.dumps(rows[0])) == (one,)
    assert held(sqlite_books, digests.read_digests(minutes)[1]) is Held.HOLDS


def test_a_digest_copied_with_a_slip_is_refused_or_has_a_wrong_signature(
    sqlite_books: Books,
) -> None:
    text = digest_now(sqlite_books).text()
    slip = text.replace(DAY, "2026-01-06")
    assert held(sqlite_books, *digests.read_digests(slip)) is Held.SIGNATURE
    for spoilt, why in (
        ("无关的文字", "没有摘要单"),
        (text.replace("签名：", "签字："), "缺少：签名"),
        (text.replace("凭证链位：0", "凭证链位：零"), "写法不对：凭证链位"),
        (text.replace("凭证链摘要：0", "凭证链摘要："), "写法不对：凭证链摘要"),
        (text.replace(DAY, "正月初五"), "写法不对：日期"),
        ("[1]", "没有摘要单"),
        ("[]", "没有摘要单"),
    ):
        with pytest.raises(DigestRefused, match=why):
            digests.read_digests(spoilt)


def test_a_digest_has_one_written_form_for_ever() -> None:
    told = Digest(
        unit="U1",
        name="某县总工会",
        day=DAY,
        position=2,
        digest="ab" * 32,
        records_position=7,
        records_digest="cd" * 32,
        shared_position=9,
        shared_digest="ef" * 32,
    )
    signed = digests.signed(told, KEY)

    assert told.message().decode().split("\x1f") == [
        *("bangfu-digest-1", "U1", "某县总工会", DAY, "2", "ab" * 32, "7", "cd" * 32),
        *("9", "ef" * 32),
    ]
    assert KEY.fingerprint == "0725aa4d70a9c55a6b791e6198687ebf"
    assert signed.signature.hex()[:32] == "be8ac1cd3d92e078720adb610926297f"
