"""Officers who leave, at the desk: figures, the list, three signatures, the end."""

import pytest

from ledger.database import open_books
from tests.app.commands import Desk
from tests.audit import leaving
from tests.building import Books

pytestmark = pytest.mark.slow

LIST = ("audit", "handover-list")
U1 = ("--unit", "U1")


def filled(desk: Desk) -> Books:
    books = Books(open_books(desk.database), desk.database)
    leaving.fill(books)
    return books


def test_the_figures_of_a_tenure_are_shown_by_year_fund_finding_and_what_is_open(
    desk: Desk,
) -> None:
    filled(desk).engine.dispose()
    ask = ("audit", "handover", *U1, "--person", "甲", "--on", "2025-12-31")
    told = desk.ok(*ask).out
    assert "甲 2025-01-01 至 2025-06-15" in told
    assert "任职 258 天" in told
    years = desk.rows(*ask)
    assert [row["part"] for row in years] == [
        "2025年1月1日至6月15日",
        "2025年10月1日至12月31日",
    ]
    assert [row["paid"] for row in years] == ["10.00", "30.00"]
    one = (*ask, "--post", "会计", "--since", "2025-01-01")
    funds = desk.rows(*one, "--funds")
    assert [(row["fund"], row["closing"]) for row in funds] == [
        ("F1", "1090.00"),
        ("F2", "400.00"),
    ]
    found = desk.rows(*ask, "--findings")
    assert {row["share"] for row in found} >= {"本任期"}
    assert desk.rows(*ask, "--open") == []
    assert "任职" in desk.refused(*ask, "--post", "主席")


def test_a_list_from_its_first_line_to_the_end(desk: Desk) -> None:
    books = filled(desk)
    begin = ("--leaver", "甲", "--post", "会计", "--since", "2025-01-01")
    people = ("--receiver", "乙", "--supervisor", "丙", "--on", "2025-06-15")
    told = desk.refused(*LIST, "begin", *U1, *begin, *people, "--as", "乙")
    assert "权限" in told
    leaving.grant_audit(books, "丙")
    told = desk.ok(*LIST, "begin", *U1, *begin, *people, "--as", "丙").out
    (row,) = desk.rows(*LIST, "list", *U1, "--as", "丙")
    key = row["key"]
    assert key in told
    assert row["state"] == "编制中"
    seal = ("--kind", "seal", "--item", "财务专用章", "--quantity", "1枚")
    desk.ok(*LIST, "add", key, *U1, *seal, "--as", "丙")
    last = desk.rows(*LIST, "show", key, *U1, "--as", "丙")[-1]
    assert (last["item"], last["quantity"]) == ("财务专用章", "1枚")
    number = str(last["line"])
    desk.ok(*LIST, "strike", key, number, *U1, "--reason", "误记", "--as", "丙")
    last = desk.rows(*LIST, "show", key, *U1, "--as", "丙")[-1]
    assert last["struck"] == "误记"
    for role, who in (("leaver", "甲"), ("receiver", "乙"), ("supervisor", "丙")):
        more = ("--words", "缺钥匙") if who == "乙" else ()
        desk.ok(*LIST, "sign", key, *U1, "--as-role", role, *more, "--as", who)
    wrong = desk.refused(*LIST, "sign", key, *U1, "--as-role", "complete", code=2)
    assert "--as-role" in wrong
    told = desk.refused(*LIST, "complete", key, *U1, "--as", "丙")
    assert "移交人仍有权限" in told
    leaving.take_back(books)
    books.engine.dispose()
    assert "已完成" in desk.ok(*LIST, "complete", key, *U1, "--as", "丙").out
    told = desk.ok(*LIST, "show", key, *U1, "--as", "丙").out
    assert "接收人签字 乙：缺钥匙" in told
    reason = ("--reason", "反悔")
    assert "已完成" in desk.refused(*LIST, "withdraw", key, *U1, *reason, "--as", "丙")


def test_the_report_is_written_to_a_file(desk: Desk) -> None:
    filled(desk).engine.dispose()
    for name, subject in (("handover_audit", "甲"), ("handover_inventory", "")):
        more = ("--subject", subject) if subject else ()
        file = f"{name}.pdf"
        desk.ok("report", name, *U1, "--period", "2025", *more, "--to", file)
        assert (desk.folder / file).read_bytes().startswith(b"%PDF")
