"""Who takes back in red what was matched with the bank is told so at every step."""

from ledger import drafts, journal
from ledger.database import reading, writing
from ledger.draft_vouchers import drafted
from tests.building import red
from tests.treasury import reconciling
from tests.treasury.receiving import ZHANG
from tests.treasury.reconciling import MARCH
from tests.web.office import Office

TOLD = "凭证已与银行流水核对"


def test_a_red_letter_of_what_was_matched_says_so(office: Office) -> None:
    books = office.books
    reconciling.fill_books(books)
    writer, reviewer = office.browser("张三"), office.browser("李四")
    assert TOLD in writer.get("/units/U1/drafts/new?reverse=r1")[1]
    assert TOLD not in writer.get("/units/U1/drafts/new?copy=r1")[1]
    with reading(books.engine) as connection:
        given = red("红-1", dated_on=MARCH)
        told = drafted(journal.red_voucher(connection, "U1", "r1", given))
    with writing(books.engine) as connection:
        drafts.save(connection, told, ZHANG)
    assert TOLD in writer.get("/units/U1/drafts/1")[1]
    with writing(books.engine) as connection:
        drafts.submit(connection, "U1", 1, ZHANG)
    assert TOLD in writer.get("/units/U1/drafts/1")[1]
    assert TOLD in reviewer.get("/units/U1/queue/1")[1]
