"""T39 on who signed what was imported, on SQLite and on PostgreSQL."""

import datetime as dt

from ledger.database import writing
from ledger.people import Tenure
from ledger.registration import register_tenures
from tests.audit.flows import result, titles
from tests.building import FOUNDING, OPENED, Books, receipt

TITLE = "导入凭证的签字人员当日没有任职登记"


def _post_of(
    books: Books, person: str, post: str, until: dt.date | None = None
) -> None:
    tenure = Tenure(person=person, post=post, unit="U1", since=OPENED, until=until)
    with writing(books.engine) as connection:
        assert not register_tenures(connection, [tenure], FOUNDING)


def test_who_held_no_post_on_the_day_is_told_by_person(books: Books) -> None:
    _post_of(books, "李四", "审核")
    _post_of(books, "张三", "会计", dt.date(2025, 1, 16))
    later = {"entered": "imported", "dated_on": dt.date(2025, 1, 20)}
    books.post(
        receipt("旧1", 1_00, entered="imported"),
        receipt("旧2", 2_00, **later),
        receipt("旧3", 3_00, cashier="赵六", **later),
        receipt("新1", 4_00, dated_on=dt.date(2025, 1, 20)),
    )
    zhang, zhao = sorted(result("T39", books).findings, key=lambda one: one.condition)
    assert {zhang.title, zhao.title} == {TITLE}
    assert (zhang.condition[:2], len(zhang.evidence), zhang.amount.fen) == (
        *("张三", 2),
        5_00,
    )
    assert (zhao.condition[:2], len(zhao.evidence)) == ("赵六", 1)
    assert zhang.lead


def test_a_unit_that_registers_no_such_post_is_not_asked(books: Books) -> None:
    _post_of(books, "李四", "主席")
    books.post(receipt("旧1", 1_00, entered="imported"))
    assert titles("T39", books) == []
