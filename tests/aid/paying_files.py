"""Payment files and results in books, as plain as tests need them."""

from collections.abc import Iterator, Sequence

from stdnum import luhn

from aid.bank_cards import BankCard
from aid.bank_file_keeping import Returned, TakenIn, Written, take_results, write
from aid.bank_files import PayLine, reference
from aid.bank_format_keeping import save_format
from aid.bank_formats import BankFormat, built_in
from ledger.database import writing
from ledger.money import Money
from ledger.people import Act
from tests import building
from tests.aid.filing import FILED, LATER, VAULT
from tests.building import Books
from tests.server import Shelf

(FORM,) = built_in()
BATCH = "B2026-1"
REASON = "户名不符：司马兰"
HEAD = "序号,收款账号,金额,处理状态,失败原因"


def card(place: int) -> str:
    """A number of a card that checks."""
    body = f"6228480{place:011d}"
    return body + luhn.calc_check_digit(body)


def line(place: int, number: int = 0, holder: str = "") -> PayLine:
    """A line of a batch; `number` is another card's."""
    return PayLine(
        line=place,
        code=f"A-{place}",
        holder=holder or f"司马{place}",
        card=BankCard(card(number or place)),
        bank="某银行某支行",
        amount=Money(100_00 + place),
    )


def put(
    books: Books,
    lines: Sequence[PayLine],
    form: BankFormat = FORM,
    batch: str = BATCH,
    act: Act = FILED,
) -> Written:
    """Write a payment file in a transaction of its own."""
    with writing(books.engine) as connection:
        return write(connection, "U1", batch, lines, form, VAULT, act)


def told(place: int, state: str = "成功", number: int = 1, batch: str = BATCH) -> str:
    """A row of the bank's file."""
    why = REASON if state == "失败" else ""
    amount = Money(100_00 + place)
    return f"{reference(batch, number, place)},{card(place)},{amount},{state},{why}"


def take(
    books: Books, rows: Sequence[str], number: int = 0, batch: str = BATCH
) -> TakenIn:
    """Take in a result in a transaction of its own."""
    content = "\r\n".join((HEAD, *rows)).encode("gb18030")
    given = Returned(
        batch=batch, number=number, name="回盘.csv", content=content, forms=(FORM,)
    )
    with writing(books.engine) as connection:
        return take_results(connection, "U1", given, VAULT, LATER)


def fill_payments(books: Books) -> None:
    """File 1 of lines 1 to 3: 1 paid, 2 failed, 3 waiting. A form of a bank."""
    put(books, [line(1), line(2), line(3)])
    take(books, [told(1), told(2, "失败")])
    with writing(books.engine) as connection:
        from dataclasses import replace  # noqa: PLC0415 - one use

        save_format(connection, "U1", replace(FORM, bank="某银行"), FILED)


def filled(shelf: Shelf, dialect: str) -> Iterator[Books]:
    """Books with what `fill_payments` does, filled once a worker."""
    yield from building.copied(shelf, dialect, "payments", fill_payments)
