"""Closing through the JSON half: the checklist, months, proofs, a year by two."""

import datetime as dt

from ledger import closing
from ledger.database import reading
from tests.building import payment, receipt
from tests.ledger.drafting import PAYMENT, Desk
from tests.web.office import Office
from tests.web.programs import program

CLOSE, YEAR = "/units/U1/close", "/units/U1/year-end"


def closed(office: Office) -> list[int]:
    with reading(office.books.engine) as connection:
        return [one.period for one in closing.closes(connection, "U1")]


def test_a_month_closes_with_its_checklist_and_proof(office: Office) -> None:
    office.books.post(receipt("r0", 1_000_000))
    reviewer = program(office, "李四")
    _, seen = reviewer.get(CLOSE)
    assert (seen["period"], seen["closes"]) == ("2025-01", [])
    assert "proof" in {one["key"] for one in seen["obstacles"]}
    assert not any(one["blocking"] for one in seen["obstacles"])
    proof = {"period": "2025-01", "account": "102", "amount": "9999.00"}
    assert reviewer.post(f"{CLOSE}/proof", proof)[0] == 422, "no paper is named"
    proof["evidence"] = "余额证明1号"
    status, kept = reviewer.post(f"{CLOSE}/proof", proof)
    assert (status, kept["gap"]) == (201, "-1.00")
    assert reviewer.post(CLOSE, {"period": "2025-01"})[0] == 422, "it differs"
    assert closed(office) == []
    proof["amount"] = "10000.00"
    assert reviewer.post(f"{CLOSE}/proof", proof)[1]["gap"] == "0.00"
    accounts = reviewer.get(CLOSE, period="2025-01")[1]["accounts"]
    assert {one["account"]: one["proved"] for one in accounts}["102"] == "10000.00"
    status, done = reviewer.post(CLOSE, {"period": "2025-01"}, key="month")
    assert status == 200
    assert [(one["period"], one["position"]) for one in done["closes"]] == [(202501, 1)]
    assert reviewer.post(CLOSE, {"period": "2025-01"}, key="month")[1] == done
    assert closed(office) == [202501]
    for period in ("", "2025", "三月", "2025-13"):
        assert reviewer.post(CLOSE, {"period": period})[0] == 422
    assert program(office, "张三").post(CLOSE, {"period": "2025-02"})[0] == 403


def test_a_draft_that_waits_keeps_a_month_open(lite: Office) -> None:
    lite.books.post(receipt("r0", 1_000_000))
    Desk(lite.books).save(PAYMENT)
    reviewer = program(lite, "李四")
    blocking = [o["key"] for o in reviewer.get(CLOSE)[1]["obstacles"] if o["blocking"]]
    assert blocking == ["drafts"]
    assert reviewer.post(CLOSE, {"period": "2025-01"})[0] == 422
    assert closed(lite) == []


def test_a_month_that_is_far_off_is_told_at_once(lite: Office) -> None:
    lite.books.post(receipt("r0", 1_000_000))
    reviewer = program(lite, "李四")
    _, near = reviewer.get(CLOSE, period="2030-01")
    _, far = reviewer.get(CLOSE, period="2199-12")
    assert [one["key"] for one in far["obstacles"] if one["blocking"]]
    assert far["obstacles"] == near["obstacles"]
    assert reviewer.post(CLOSE, {"period": "2199-12"})[0] == 422


def test_a_year_is_ordered_by_one_and_posted_by_another(office: Office) -> None:
    office.books.post(receipt("r0", 1_000_000))
    office.books.post(payment("p1", 20_000, dated_on=dt.date(2025, 12, 5)))
    officer, reviewer = program(office, "张三"), program(office, "李四")
    assert reviewer.post(CLOSE, {"period": "2025-11"})[0] == 200
    _, seen = officer.get(YEAR, year=2025)
    assert seen["order"] is None
    assert seen["vouchers"]
    looker = program(office, "张三", writes=False)
    nothing = {"year": 2025, "decisions": []}
    assert looker.post(f"{YEAR}/preview", nothing)[1] == seen
    finished = {"what": "finished", "fund": "F1", "basis": "会议纪要1号"}
    status, other = looker.post(f"{YEAR}/preview", nothing | {"decisions": [finished]})
    assert status == 200
    assert other["digest"] != seen["digest"] or other["obstacles"]
    order = nothing | {"digest": seen["digest"]}
    assert officer.post(f"{YEAR}/order", order | {"digest": "0" * 64})[0] == 422
    assert looker.post(f"{YEAR}/order", order)[0] == 403
    status, ordered = officer.post(f"{YEAR}/order", order)
    assert (status, ordered["digest"]) == (200, seen["digest"])
    posted = {"year": 2025, "digest": seen["digest"]}
    assert officer.post(f"{YEAR}/post", posted)[0] == 403
    assert reviewer.post(f"{YEAR}/post", posted | {"digest": "0" * 64})[0] == 422
    status, done = reviewer.post(f"{YEAR}/post", posted)
    assert (status, done["vouchers"]) == (200, len(seen["vouchers"]))
    assert closed(office)[-1] == 202512


def test_december_takes_adjustments_alone_when_it_is_told(lite: Office) -> None:
    lite.books.post(receipt("r0", 1_000_000))
    lite.books.post(payment("p1", 20_000, dated_on=dt.date(2025, 12, 5)))
    reviewer = program(lite, "李四")
    assert reviewer.post(CLOSE, {"period": "2025-11"})[0] == 200
    assert reviewer.post(f"{YEAR}/adjust", {"year": 2025})[1] == {"year": 2025}
    assert reviewer.post(f"{YEAR}/adjust", {"year": 1})[0] == 422
