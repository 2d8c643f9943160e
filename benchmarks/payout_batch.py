"""Batches of payments for `bench_batches.py`: `payout_batch.py fill|pay URL COUNT`.

The unit has as many recipients as the batch has lines, each with a card and two members
of the household, made by their place; every line is living aid of a month.
"""

import datetime as dt
import json
import sys
import time
from collections.abc import Iterator

from child import peak_mib
from stdnum import luhn
from stdnum.cn import ric

from aid import batch_paying, batches, beginnings, recipients
from aid.bank_cards import BankCard
from aid.batch_paying import Release
from aid.batches import Asking, Batch
from aid.claims import Project
from aid.identity import read_identity
from aid.local_standards import LocalStandard, LocalStandards
from aid.payout_lines import PayoutLine
from aid.payout_reading import Basis
from aid.recipient_fields import FileContent, PersonOnFile
from aid.recipient_writing import Given
from aid.unit_standards import UnitStandards
from ledger import drafts, fund_registration, journal, registration
from ledger.database import Engine, open_books, writing
from ledger.funds import Channel, Fund, Origin
from ledger.money import Money
from ledger.people import Act, Person
from ledger.units import Level, Unit
from ledger.vouchers import Posting, Voucher
from treasury import approvals
from treasury.vault import Vault

VAULT = Vault({1: bytes(range(32))})
DAY = dt.date(2026, 3, 9)
AT = dt.datetime(2026, 3, 9, 8, tzinfo=dt.UTC)
KEEPER, MAKER, HEAD, SECOND, CASHIER = (Act(one, AT) for one in "甲乙丙丁戊")
ASKING = Asking(reason="经会议逐户核定")
"""The list names no cases."""
EACH = 50_001
"""Fen of a line: three of them share no round sum."""
PLACE = "130102"
STANDARDS = UnitStandards(
    LocalStandards(
        [
            LocalStandard(
                place=PLACE,
                since=dt.date(2026, 1, 1),
                minimum_living=Money(80_000),
                decided_by="某市人民政府",
                paper="某政〔2026〕1号",
            )
        ]
    )
)


def main() -> int:
    """Do the act that is named, and tell its seconds and its peak of memory."""
    act, url, count = sys.argv[1:]
    engine = open_books(url)
    answer = {"fill": fill, "pay": pay}[act](engine, int(count))
    print(json.dumps({**answer, "peak_mib": peak_mib()}))
    return 0


# -- filling ------------------------------------------------------------------------


def fill(engine: Engine, count: int) -> dict[str, float]:
    """A live unit under L13 with money and recipients."""
    begun = time.perf_counter()
    opened = dt.date(2026, 1, 1)
    fund = Fund("F1", "中央财政", Origin.CENTRAL_BUDGET, Channel.UNION_LINE)
    with writing(engine) as connection:
        people = [Person(code=one) for one in "甲乙丙丁戊"]
        unit = Unit(code="Y", name="某市总工会", level=Level.CITY, opened_on=opened)
        registration.register_people(connection, people, KEEPER)
        registration.register_units(connection, [unit], KEEPER)
        fund_registration.register_funds(connection, "Y", [fund], KEEPER)
        money = Money(EACH * count * 2)
        lines = (
            Posting(account="102", fund="F1", debit=money),
            Posting(account="40302", fund="F1", credit=money),
        )
        received = Voucher(
            unit="Y",
            ref="r1",
            dated_on=opened,
            summary="收到中央财政资金",
            preparer="甲",
            reviewer="丙",
            postings=lines,
        )
        journal.post(connection, [received], MAKER)
        since = dt.date(2026, 3, 1)
        approvals.go_live(connection, "Y", since, "会议纪要1号", HEAD)
        beginnings.begin(connection, "Y", since, "会议纪要2号", HEAD)
        at = recipients.held(connection, "Y")
        given = [*_files(count)]
        recipients.save(connection, at, given, VAULT, KEEPER, _never)
    return {"seconds": time.perf_counter() - begun}


def _never(place: int, key: str, what: str) -> None:
    raise AssertionError((place, key, what))


def _files(count: int) -> Iterator[Given]:
    for place in range(count):
        body = f"62284800{place:010d}"
        content = FileContent(
            persons=tuple(_person(place, member) for member in range(3)),
            category="deep",
            year=2025,
            place=PLACE,
            card=BankCard(body + luhn.calc_check_digit(body)),
        )
        yield Given(content=content, code=f"Y-{place:06d}")


def _person(place: int, member: int) -> PersonOnFile:
    number = place * 3 + member
    born = dt.date(1950, 1, 1) + dt.timedelta(days=number // 900)
    body = f"130102{born:%Y%m%d}{100 + number % 900:03d}"
    identity = read_identity(body + str(ric.calc_check_digit(f"{body}0")))
    relation = "child" if member else "self"
    name = "欧阳小满" if member else "欧阳建国"
    return PersonOnFile(
        identity=identity, relation=relation, name=name, income=Money(1_000_00)
    )


# -- what is measured ---------------------------------------------------------------


def pay(engine: Engine, count: int) -> dict[str, float]:
    """A batch checked, submitted, approved, released and posted; each in seconds."""
    basis = Basis(vault=VAULT, standards=STANDARDS)
    lines = tuple(
        PayoutLine(
            place=place + 1,
            code=f"Y-{place:06d}",
            project=Project.LIVING,
            year=2026,
            period="2026-03",
            fund="F1",
            account="50404",
            purpose="生活救助",
            amount=Money(EACH),
        )
        for place in range(count)
    )
    batch = Batch(unit="Y", ref="三月", title="三月生活救助", lines=lines)
    times = [time.perf_counter()]

    def lap() -> None:
        times.append(time.perf_counter())

    with writing(engine) as connection:
        kept = batches.save(connection, batch, basis, MAKER)
    lap()
    with writing(engine) as connection:
        batches.submit(connection, "Y", kept.key, basis, ASKING, MAKER)
    lap()
    for act in (HEAD, SECOND):
        with writing(engine) as connection:
            batches.approve(connection, "Y", kept.key, act)
    lap()
    with writing(engine) as connection:
        given = Release(dated_on=DAY)
        handed = batch_paying.release(connection, "Y", kept.key, basis, given, MAKER)
    lap()
    with writing(engine) as connection:
        drafts.review(connection, "Y", handed.draft, HEAD)
        drafts.settle(connection, "Y", handed.draft, CASHIER)
        drafts.post(connection, "Y", handed.draft, KEEPER)
    lap()
    assert kept.amount.fen == EACH * count
    names = ("save", "submit", "approve", "release", "post")
    steps = {n: b - a for n, a, b in zip(names, times, times[1:], strict=False)}
    return {**steps, "seconds": times[-1] - times[0]}


if __name__ == "__main__":
    sys.exit(main())
