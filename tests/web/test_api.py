"""The JSON half: what it tells, what it does, once, and how it refuses."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from app import activity
from app.clock import today
from app.web import faults
from app.web.api.problems import MEDIA
from app.web.application import HEADERS
from ledger.database import reading
from tests.building import receipt
from tests.treasury import asking
from tests.web.office import Office
from tests.web.programs import Program, program

UNIT = "/units/U1"
DRAFT = {
    "dated_on": "2026-01-05",
    "summary": "职工捐款",
    "postings": [
        {"account": "102", "fund": "F1", "debit": "1,000"},
        {"account": "408", "fund": "F1", "credit": "1000.00"},
    ],
    "ref": "api-1",
    "attachments": "1",
}


def logged(office: Office, person: str, act: str) -> list[str]:
    with reading(office.books.engine) as connection:
        found = activity.search(connection, person, None, None, act)
    return [one.outcome for one in found]


# -- reading ------------------------------------------------------------------------


def test_a_program_is_told_whose_token_it_shows(office: Office) -> None:
    status, me = program(office, "张三").get("/me")
    assert status == 200
    assert me["person"] == "张三"
    assert me["rights"] == {"prepare": ["U1"], "view": ["U1"]}
    assert me["writes"]


def test_the_books_of_a_unit_are_told(office: Office) -> None:
    office.books.post(*(receipt(f"r{n}", 100 * n) for n in range(1, 6)))
    one = program(office, "张三", writes=False)
    assert [u["code"] for u in one.get("/units")[1]["units"]] == ["U1"]
    assert one.get(UNIT)[1]["name"] == "某县总工会"
    funds = one.get(f"{UNIT}/funds")[1]["funds"]
    assert [f["code"] for f in funds] == ["F1", "F2", "G"]
    accounts = one.get(f"{UNIT}/accounts")[1]
    assert {"102", "408"} <= {a["code"] for a in accounts["accounts"]}
    status, found = one.get(
        f"{UNIT}/balances", since="2025-01-01", until="2026-01-01", by="account"
    )
    assert status == 200
    closing = {b["account"]: b["closing"] for b in found["balances"]}
    assert closing == {"102": "15.00", "408": "-15.00"}


def test_vouchers_are_told_page_by_page(office: Office) -> None:
    office.books.post(*(receipt(f"r{n}", 100 * n) for n in range(1, 6)))
    one = program(office, "张三", writes=False)
    told: list[str] = []
    cursor: int | None = 0
    pages = 0
    while cursor is not None:
        _, page = one.get(f"{UNIT}/vouchers", cursor=cursor, limit=2, period="2025-01")
        told += [v["ref"] for v in page["vouchers"]]
        cursor, pages = page["next"], pages + 1
    assert told == ["r1", "r2", "r3", "r4", "r5"]
    assert pages == 3
    assert one.get(f"{UNIT}/vouchers", period="2025-02")[1]["vouchers"] == []
    _, voucher = one.get(f"{UNIT}/vouchers/r3")
    assert [p["debit"] for p in voucher["postings"]] == ["3.00", "0.00"]
    assert one.get(f"{UNIT}/positions/3")[1] == voucher
    assert one.get(f"{UNIT}/vouchers/none")[0] == 404
    assert one.get(f"{UNIT}/positions/99999999999999999999")[0] == 404


def test_reports_are_listed_and_drawn_up_in_every_form(office: Office) -> None:
    office.books.post(receipt("r1", 100))
    one = program(office, "张三", writes=False)
    listed = one.get("/reports")[1]["reports"]
    name = next(r["name"] for r in listed if r["needs"] == ["period"])
    for form, start in (("json", b"{"), ("xlsx", b"PK"), ("html", b"<"), ("csv", b"")):
        path = f"/api/v1{UNIT}/reports/{name}?period=2025&form={form}"
        headers = {"Authorization": f"Bearer {one.token}"}
        answer = one.client.get(path, headers=headers)
        assert answer.status_code == 200, form
        assert answer.content.startswith(start)
        assert f"{name}-2025.{form}" in answer.headers["content-disposition"]
    assert one.get(f"{UNIT}/reports/none", period="2025")[0] == 404
    assert logged(office, "张三", "report") == ["done"] * 4


def test_a_digest_says_where_the_chains_stand(office: Office) -> None:
    office.books.post(receipt("r1", 100))
    one = program(office, "审计甲", writes=False)
    heads = one.get(f"{UNIT}/digest")[1]["heads"]
    assert [h["unit"] for h in heads] == ["U1", "*"]
    assert heads[0]["position"] == 1


def test_the_log_is_searched_page_by_page_and_written(office: Office) -> None:
    auditor, boss = program(office, "审计甲"), program(office, "王五")
    for _ in range(3):
        drawn = auditor.fetch(f"{UNIT}/reports/trial_balance?period=2025")
        assert drawn.status_code == 200
    _, page = auditor.get("/operations", text="trial_balance", limit=2)
    assert [o["act"] for o in page["operations"]] == ["report"] * 2
    _, rest = auditor.get("/operations", text="trial_balance", cursor=page["next"])
    assert len(rest["operations"]) == 1
    assert rest["next"] is None
    assert auditor.get("/operations", text="no such text")[1]["operations"] == []
    assert auditor.get("/operations", cursor="x")[0] == 422
    late = today() + dt.timedelta(days=2)
    assert auditor.get("/operations", since=late.isoformat())[1]["operations"] == []
    assert boss.get("/operations", person="审计甲", limit=1)[1]["next"]
    assert program(office, "张三").get("/operations")[0] == 403
    for form in ("csv", "xlsx"):
        headers = {"Authorization": f"Bearer {auditor.token}"}
        answer = auditor.client.get(
            f"/api/v1/operations/file?form={form}", headers=headers
        )
        assert answer.status_code == 200
        assert form == "xlsx" or "trial_balance" in answer.text


def test_an_auditor_of_a_unit_sees_the_log_of_no_other(lite: Office) -> None:
    other = program(lite, "邻县丙")
    assert other.post("/units/U2/drafts", {"summary": "别处"})[0] == 201
    _, seen = program(lite, "审计甲").get("/operations", text="draft.save")
    assert seen["operations"] == []
    _, all_ = program(lite, "王五").get("/operations", text="draft.save")
    assert [o["unit"] for o in all_["operations"]] == ["U2"]


# -- writing ------------------------------------------------------------------------


def test_a_draft_goes_through_all_hands(office: Office) -> None:
    officer, reviewer, cashier = (
        program(office, one) for one in ("张三", "李四", "赵六")
    )
    status, draft = officer.post(f"{UNIT}/drafts", DRAFT)
    assert (status, draft["state"]) == (201, "draft")
    at = f"{UNIT}/drafts/{draft['number']}"
    assert officer.post(at, DRAFT | {"summary": "捐款"})[0] == 200
    assert officer.get(at)[1]["voucher"]["postings"][0]["debit"] == "1000.00"
    assert officer.post(f"{at}/submit")[1]["state"] == "submitted"
    assert officer.post(f"{at}/review")[0] == 403
    returned = reviewer.post(f"{at}/return", {"reason": "少一张附件"})
    assert returned[1]["state"] == "returned"
    assert officer.post(f"{at}/submit")[1]["state"] == "submitted"
    assert reviewer.post(f"{at}/review")[1]["state"] == "reviewed"
    assert reviewer.post(f"{at}/post")[0] == 422
    assert cashier.post(f"{at}/settle")[1]["state"] == "settled"
    status, posted = reviewer.post(f"{at}/post")
    assert status == 200
    assert posted == {"ref": "api-1", "kind": "收", "number": 1, "position": 1}
    steps = officer.get(at)[1]["steps"]
    assert [s["state"] for s in steps][-1] == "posted"
    assert officer.get(f"{UNIT}/drafts")[1]["drafts"] == []
    assert logged(office, "李四", "draft.post") == ["refused", "done"]


def test_a_draft_that_breaks_rules_names_them(office: Office) -> None:
    officer = program(office, "张三")
    lines = [{"account": "102", "fund": "F1", "debit": "10"}]
    _, draft = officer.post(f"{UNIT}/drafts", DRAFT | {"postings": lines})
    status, told = officer.post(f"{UNIT}/drafts/{draft['number']}/submit")
    assert status == 422
    assert told["type"] == "urn:bangfu:problem:rules"
    assert "L1" in {breach["rule"] for breach in told["rules"]}
    dropped = officer.post(f"{UNIT}/drafts/{draft['number']}/drop", {"reason": "作废"})
    assert dropped[1]["state"] == "dropped"
    assert officer.post(f"{UNIT}/drafts/99/submit")[0] == 404


def test_money_received_is_said_by_its_event(office: Office) -> None:
    officer = program(office, "张三")
    events = officer.get(f"{UNIT}/events")[1]["events"]
    assert "cash_surplus" in {event["key"] for event in events}
    said = {
        "event": "cash_surplus",
        "basis": "现金盘点表第1号",
        "fund": "F1",
        "amount": "12.34",
        "dated_on": "2026-01-05",
        "ref": "i-1",
        "attachments": 1,
    }
    status, done = officer.post(f"{UNIT}/receipts", said)
    assert (status, done["already"]) == (201, False)
    assert officer.post(f"{UNIT}/receipts", said)[1]["already"]
    assert officer.post(f"{UNIT}/receipts", said | {"amount": "1"})[0] == 422
    refused = officer.post(f"{UNIT}/receipts", said | {"event": "donation"})
    assert refused[0] == 422
    drafts = officer.get(f"{UNIT}/drafts")[1]["drafts"]
    assert [d["state"] for d in drafts] == ["submitted"]


def test_a_payment_request_goes_through_all_hands(office: Office) -> None:
    asking.live(office.books)
    officer, board = program(office, "张三"), program(office, "委员乙")
    asked = {
        "ref": "q-1",
        "summary": "慰问",
        "payee": "某医院",
        "lines": [
            {
                "fund": "F1",
                "account": "50404",
                "purpose": "生活救助",
                "amount": "30.00",
            }
        ],
    }
    status, one = officer.post(f"{UNIT}/requests", asked)
    assert (status, one["state"], one["amount"]) == (201, "saved", "30.00")
    at = f"{UNIT}/requests/{one['key']}"
    assert officer.post(f"{at}/approve")[0] == 403
    assert board.post(f"{at}/approve", {"opinion": "同意"})[1]["state"] == "approved"
    paid = {"dated_on": today().isoformat(), "persons": 1}
    status, handed = officer.post(f"{at}/pay", paid)
    assert (status, handed["already"]) == (200, False)
    steps = board.get(at)[1]["steps"]
    assert [step["act"] for step in steps][:2] == ["save", "approve"]
    _, second = officer.post(f"{UNIT}/requests", asked | {"ref": "q-2"})
    refused = board.post(f"{UNIT}/requests/{second['key']}/refuse", {"reason": "缓办"})
    assert refused[1]["state"] == "refused"
    _, third = officer.post(f"{UNIT}/requests", asked | {"ref": "q-3"})
    ended = officer.post(f"{UNIT}/requests/{third['key']}/cancel", {"reason": "重复"})
    assert ended[1]["state"] == "cancelled"
    listed = officer.get(f"{UNIT}/requests", state="refused")[1]["requests"]
    assert [r["ref"] for r in listed] == ["q-2"]


def test_a_request_that_may_not_be_made_is_refused_with_its_reason(
    office: Office,
) -> None:
    officer, board = program(office, "张三"), program(office, "委员乙")
    asked = {
        "ref": "q-1",
        "summary": "慰问",
        "lines": [{"fund": "F1", "account": "50404", "amount": "30.00"}],
    }
    status, told = officer.post(f"{UNIT}/requests", asked)
    assert status == 422
    assert told["type"] == "urn:bangfu:problem:refused"
    assert officer.get(f"{UNIT}/requests")[1] == {"requests": []}
    assert officer.get(f"{UNIT}/requests/P2026-1")[0] == 404
    assert board.post(f"{UNIT}/requests/P2026-1/approve")[0] == 404


# -- once ---------------------------------------------------------------------------


def test_a_write_is_done_once_under_its_key(office: Office) -> None:
    officer = program(office, "张三")
    first = officer.post(f"{UNIT}/drafts", DRAFT, key="once")
    again = officer.post(f"{UNIT}/drafts", DRAFT, key="once")
    assert first == again
    assert first[0] == 201
    other = officer.post(f"{UNIT}/drafts", DRAFT | {"summary": "别的"}, key="once")
    assert other[0] == 422
    assert other[1]["type"] == "urn:bangfu:problem:key-used"
    assert len(officer.get(f"{UNIT}/drafts")[1]["drafts"]) == 1
    theirs = program(office, "邻县丙").post("/units/U2/drafts", DRAFT, key="once")
    assert theirs[0] == 201, "a key is its owner's own"


def test_a_write_without_a_key_is_not_done(lite: Office) -> None:
    officer = program(lite, "张三")
    for key in ("", "x" * 129, "a b"):
        status, told = officer.post(f"{UNIT}/drafts", DRAFT, key=key)
        assert (status, told["type"]) == (422, "urn:bangfu:problem:key"), key
    assert officer.get(f"{UNIT}/drafts")[1] == {"drafts": []}


def test_what_was_refused_may_be_tried_again_under_the_same_key(lite: Office) -> None:
    officer = program(lite, "张三")
    assert officer.post(f"{UNIT}/drafts/1/submit", key="again")[0] == 404
    officer.post(f"{UNIT}/drafts", DRAFT)
    assert officer.post(f"{UNIT}/drafts/1/submit", key="again")[0] == 200


def test_the_same_write_twice_at_once_is_done_once(office: Office) -> None:
    officer = program(office, "张三")
    assert officer.post(f"{UNIT}/drafts", DRAFT)[0] == 201
    with ThreadPoolExecutor(4) as together:
        writes = ((f"{UNIT}/drafts", DRAFT), (f"{UNIT}/drafts/1/submit", {}))
        for number, (path, body) in enumerate(writes):
            asked = [
                together.submit(officer.post, path, body, f"twice-{number}")
                for _ in range(4)
            ]
            answers = [one.result() for one in asked]
            assert answers[0][0] in {200, 201}, answers
            assert answers == [answers[0]] * 4
    states = [d["state"] for d in officer.get(f"{UNIT}/drafts")[1]["drafts"]]
    assert states == ["submitted", "draft"]


# -- problems -----------------------------------------------------------------------


def test_a_problem_says_its_type_and_repeats_nothing(lite: Office) -> None:
    officer = program(lite, "张三")
    status, told = officer.post(
        f"{UNIT}/drafts", {"summary": 7, "姓名": "王小明", "dated_on": "x" * 300}
    )
    assert status == 422
    assert told["type"] == "urn:bangfu:problem:fields"
    assert told["status"] == 422
    assert {f["field"] for f in told["fields"]} == {"summary", "姓名", "dated_on"}
    assert "王小明" not in str(told)
    headers = {"Authorization": f"Bearer {officer.token}"}
    answer = officer.client.get("/api/v1/none", headers=headers)
    assert answer.headers["content-type"] == MEDIA
    assert answer.status_code == 404
    for name, value in HEADERS.items():
        assert answer.headers[name] == value
    assert "access-control-allow-origin" not in answer.headers
    assert officer.client.put("/api/v1/units").status_code == 405


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"{", {}, 400),
        (b"[" * 100_000, {}, 400),
        (b'{"a":' * 50_000, {}, 400),
        (b"[]", {}, 422),
        (b'{"summary": "\\ud800"}', {}, 400),
        (b'{"summary": "a\\u0000b"}', {}, 422),
        (b'{"summary": "\xff\xfe"}', {}, 400),
        (b'{"attachments": 1e400}', {}, 422),
        (b'{"attachments": 9' + b"9" * 5_000 + b"}", {}, 400),
        (b"{}", {"Content-Type": "text/plain"}, 415),
        (b"a=b", {"Content-Type": "application/x-www-form-urlencoded"}, 415),
        (b" " * (10 << 20), {}, 413),
    ],
)
def test_a_hostile_body_is_refused(
    lite: Office, body: bytes, headers: dict[str, str], status: int
) -> None:
    officer = program(lite, "张三")
    shown = {
        "Authorization": f"Bearer {officer.token}",
        "Idempotency-Key": "k",
        "Content-Type": "application/json",
        **headers,
    }
    answer = officer.client.post(f"/api/v1{UNIT}/drafts", content=body, headers=shown)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == MEDIA


def test_a_body_without_a_length_is_cut_off(lite: Office) -> None:
    officer = program(lite, "张三")

    def parts() -> Any:
        for _ in range(10):
            yield b" " * (1 << 20)

    shown = {"Authorization": f"Bearer {officer.token}", "Idempotency-Key": "k"}
    answer = officer.client.post(
        f"/api/v1{UNIT}/drafts", content=parts(), headers=shown
    )
    assert answer.status_code == 413


def test_a_fault_is_told_by_a_number(caplog: pytest.LogCaptureFixture) -> None:
    try:
        _ = {}["王小明"]
    except KeyError as error:
        number = faults.noted("draft.save", error)
    assert number in caplog.text
    assert "test_api.py" in caplog.text
    assert "王小明" not in caplog.text


def test_the_document_is_there_for_anybody(lite: Office) -> None:
    nobody = Program(program(lite, "张三").client, "x")
    status, document = nobody.get("/openapi.json")
    assert status == 200
    assert document["openapi"] == "3.1.0"
    assert "/units/{unit}/drafts" in document["paths"]


def test_nothing_of_a_body_is_read_before_it_is_known_whose_it_is(lite: Office) -> None:
    officer = program(lite, "张三")
    large = b" " * (3 << 20)
    shown = {"Idempotency-Key": "k", "Content-Type": "application/json"}
    for token, path, status in (
        ("bangfu_wrong", "/imports", 401),
        (officer.token, "/units/U2/bank", 404),
        (officer.token, f"{UNIT}/donations", 413),
        (officer.token, "/imports", 400),
    ):
        headers = shown | {"Authorization": f"Bearer {token}"}
        answer = officer.client.post(f"/api/v1{path}", content=large, headers=headers)
        assert answer.status_code == status, path
