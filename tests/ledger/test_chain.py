"""The byte form, version 1: written out here as bytes, hashed with hashlib alone."""

import datetime as dt
import hashlib

import pytest

from ledger import chain, registration
from ledger.database import writing
from ledger.people import Act, Person
from ledger.vouchers import Correction, Line
from tests.building import Books, credit, debit, payment, receipt, red, voucher

ZEROS = "0" * 64

CONTENT = (
    b"bangfu-voucher-1\x1fU1\x1fr-1\x1f202501\x1f\xe8\xbd\xac\x1f2025-01-15\x1f"
    b"union-2021\x1f\xe5\x8f\x91\xe6\x94\xbe\x1f3\x1f\xe5\xbc\xa0\xe4\xb8\x89\x1f"
    b"\xe6\x9d\x8e\xe5\x9b\x9b\x1f\xe8\xb5\xb5\xe5\x85\xad\x1f\xe7\x8e\x8b\xe4\xba\x94"
    b"\x1f2025-01-16\x1f\x1f\x1fhere\x1f\xe4\xbc\x9a3\x1e"
    b"50404\x1fF1\x1f1050\x1f0\x1f\xe7\x94\x9f\xe6\xb4\xbb\xe6\x95\x91\xe5\x8a\xa9\x1f"
    b"\xe5\x8e\xbf\xe5\x8c\xbb\xe9\x99\xa2\x1fA-7\x1f2\x1f\xe5\xa4\xa7\xe7\xb1\xb3\x1f"
    b"1500\x1f001-009\x1f2024-12-01\x1f30305\x1f2012906\x1fY1\x1fP1\x1f\xe5\xa4\x87\x1e"
    b"408\x1fF1\x1f0\x1f1050\x1f\x1f\x1f\x1f0\x1f\x1f0\x1f\x1f\x1f\x1f\x1f\x1f\x1f"
)
CONTENT_HASH = "8fcba48ada651daf2b2ac35baad22ab422ccd3caa271c0acaa6e0e33f17664d5"
SEAL = (
    b"bangfu-seal-1\x1fU1\x1f1\x1f" + b"0" * 64 + b"\x1f1\x1f"
    b"\xe7\x8e\x8b\xe4\xba\x94\x1f2026-01-02T08:00:00Z\x1f" + CONTENT_HASH.encode()
)
SEAL_HASH = "5de44e345a37f93237d58dd70f77e33d7f3f1952e52e05e7babd13543d4f9809"
RECORD = (
    b"bangfu-record-1\x1fU1\x1f3\x1f" + b"ab" * 32 + b"\x1ffund_purposes\x1f"
    b"1/1/\xe7\x94\x9f\xe6\xb4\xbb\xe6\x95\x91\xe5\x8a\xa9\x1f"
    b"1\x1e1\x1e\xe7\x94\x9f\xe6\xb4\xbb\xe6\x95\x91\xe5\x8a\xa9\x1f"
    b"bangfu\x1f2026-01-01T00:00:00Z"
)
RECORD_HASH = "c161d1d40ec16806ae71955d3dea9280924d482dccc337e0e38c28a55c23e042"


def sha(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()


def golden(books: Books) -> str:
    """Post the golden voucher; its content hash in hex."""
    full = debit(
        "50404",
        1050,
        purpose="生活救助",
        party="县医院",
        recipient="A-7",
        persons=2,
        item="大米",
        quantity_milli=1500,
        serials="001-009",
        arose_on=dt.date(2024, 12, 1),
        economic="30305",
        functional="2012906",
        appropriation="Y1",
        request="P1",
        memo="备",
    )
    books.post(
        voucher(
            "r-1",
            full,
            credit("408", 1050),
            summary="发放",
            attachments=3,
            cashier="赵六",
            head="王五",
            posted_at="2025-01-16",
            basis="会3",
        )
    )
    return bytes(books.one("SELECT content_hash FROM vouchers")).hex()


# -- golden vectors -----------------------------------------------------------------


def test_the_golden_bytes_have_the_golden_hashes() -> None:
    assert sha(CONTENT) == CONTENT_HASH
    assert sha(SEAL) == SEAL_HASH
    assert sha(RECORD) == RECORD_HASH


def test_a_posted_voucher_has_the_golden_hashes(books: Books) -> None:
    assert golden(books) == CONTENT_HASH
    stands = books.rows("SELECT previous, hash FROM vouchers")[0]
    assert [bytes(value).hex() for value in stands] == [ZEROS, SEAL_HASH]


def test_a_line_is_written_as_stated() -> None:
    texts = ("县医院", "A-7", 2, "大米", 1500, "001-009", "2024-12-01")
    more = ("30305", "2012906", "Y1", "P1", "备")
    line = Line(7, 1, 1050, 0, "生活救助", *texts, *more)
    written = chain.line_text(line, {7: "50404"}, {1: "F1"})
    assert written.encode() == CONTENT.split(b"\x1e")[1]
    bare = chain.line_text(Line(8, 1, 0, 1050), {8: "408"}, {1: "F1"})
    assert bare.encode() == CONTENT.split(b"\x1e")[2]


def test_a_red_amount_is_written_with_its_sign() -> None:
    written = chain.line_text(Line(8, 1, -1050, 0), {8: "408"}, {1: "F1"})
    assert written.startswith("408\x1fF1\x1f-1050\x1f0\x1f")


def test_a_record_has_the_golden_hash() -> None:
    content = chain.record_content((1, 1, "生活救助"))
    key = "1/1/生活救助"
    fields = ("fund_purposes", key, content, "bangfu", "2026-01-01T00:00:00Z")
    found = chain.record_hash("U1", 3, bytes.fromhex("ab" * 32), fields)
    assert found.hex() == RECORD_HASH


def test_a_checkpoint_is_hashed_in_one_order() -> None:
    rows = [(2, 1, "", 3, 0, 0), (1, 2, "医疗救助", 5, -6, 7), (1, 1, "", 0, 9, 0)]
    text = (
        b"bangfu-totals-1\x1e1\x1f1\x1f\x1f0\x1f9\x1f0\x1e1\x1f2\x1f"
        + "医疗救助".encode()
        + b"\x1f5\x1f-6\x1f7\x1e2\x1f1\x1f\x1f3\x1f0\x1f0"
    )
    assert chain.totals_hash(rows).hex() == sha(text)
    assert chain.totals_hash(reversed(rows)).hex() == sha(text)


# -- whole books, from plain rows ---------------------------------------------------

HEADS = (
    "SELECT v.position, 'bangfu-voucher-1', u.code, v.ref, v.period, v.kind,"
    " CAST(v.dated_on AS TEXT), v.chart, v.summary, v.attachments, p.code, r.code,"
    " COALESCE(c.code, ''), COALESCE(h.code, ''), v.posted_at, COALESCE(t.ref, ''),"
    " COALESCE(v.correction, ''), v.entered, v.basis, v.number, o.code,"
    " v.sealed_at, v.hash"
    " FROM vouchers v JOIN units u ON u.id = v.unit_id"
    " JOIN people p ON p.id = v.preparer_id JOIN people r ON r.id = v.reviewer_id"
    " JOIN people o ON o.id = v.poster_id LEFT JOIN people c ON c.id = v.cashier_id"
    " LEFT JOIN people h ON h.id = v.head_id LEFT JOIN vouchers t"
    " ON t.unit_id = v.unit_id AND t.position = v.corrects ORDER BY v.position"
)
LINES = (
    "SELECT a.code, f.code, p.debit_fen, p.credit_fen, COALESCE(p.purpose, ''),"
    " p.party, p.recipient, p.persons, p.item, p.quantity_milli, p.serials,"
    " p.arose_on, p.economic, p.functional, p.appropriation, p.request, p.memo"
    " FROM postings p JOIN accounts a ON a.id = p.account_id"
    " JOIN funds f ON f.unit_id = p.unit_id AND f.id = p.fund_id"
    " WHERE p.position = {} ORDER BY p.line"
)


def joined(fields: tuple[object, ...]) -> str:
    return "\x1f".join(str(field) for field in fields)


def test_the_chain_is_recomputed_from_plain_rows(books: Books) -> None:
    golden(books)
    books.post(receipt("r", 5000), payment("p", 100), payment("q", 50))
    books.correct(red("red", "p"), payment("right", 90))
    less = debit("50404", -5, purpose="生活救助"), credit("102", -5)
    how = {"corrects": "q", "correction": Correction.DIFFERENCE}
    books.post(voucher("less", *less, **how))
    previous = ZEROS
    for position, *fields, number, poster, sealed_at, kept in books.rows(HEADS):
        lines = books.rows(LINES.format(position))
        content = "\x1e".join([joined(tuple(fields)), *map(joined, lines)])
        seal = ("bangfu-seal-1", "U1", position, previous, number, poster, sealed_at)
        previous = sha(joined((*seal, sha(content.encode()))).encode())
        assert bytes(kept).hex() == previous
    assert books.one("SELECT COUNT(*) FROM vouchers") == 7


@pytest.mark.parametrize(("unit", "code"), [(0, "*"), (1, "U1"), (2, "U2")])
def test_master_records_are_recomputed_from_plain_rows(
    books: Books, unit: int, code: str
) -> None:
    rows = books.rows(
        "SELECT position, previous, kind, key, content, person, recorded_at, hash"
        f" FROM records WHERE unit_id = {unit} ORDER BY position"
    )
    previous = ZEROS
    for count, (position, before, *fields, kept) in enumerate(rows, 1):
        row = ("bangfu-record-1", code, position, previous, *fields)
        assert (position, bytes(before).hex()) == (count, previous)
        previous = sha(joined(row).encode())
        assert bytes(kept).hex() == previous
    assert rows


def test_what_is_registered_later_continues_the_chain(books: Books) -> None:
    head = "SELECT MAX(position) FROM records WHERE unit_id = 0"
    before = books.one(head)
    act = Act("王五", dt.datetime(2026, 2, 1, 7, 59, 59, 999999, dt.UTC))
    with writing(books.engine) as connection:
        registration.register_people(connection, [Person(code="孙七")], act)
    last = "SELECT position, kind, content, person, recorded_at FROM records"
    row = books.rows(f"{last} WHERE unit_id = 0 ORDER BY position DESC LIMIT 1")[0]
    content = "6\x1e孙七\x1e孙七\x1estaff"
    assert row == (before + 1, "people", content, "王五", "2026-02-01T07:59:59Z")
