"""What waits in a unit today, each count with its list."""

import datetime as dt
import re

from app.web import draft_form, languages
from app.web.pages import requests
from app.web.pages.today import LISTS
from ledger import drafts
from ledger.database import writing
from ledger.draft_vouchers import DraftVoucher
from ledger.payment_requests import PaymentState, RequestKind
from ledger.people import Act
from tests import building
from tests.treasury import asking
from tests.web.office import Office


def test_what_waits_is_counted_and_listed(office: Office) -> None:
    asking.live(office.books)
    now = dt.datetime.now(dt.UTC)
    waiting = asking.save(office.books, act=Act("张三", now))
    ran_out = asking.save(office.books, asking.request("申2"))
    with writing(office.books.engine) as connection:
        blank = DraftVoucher(unit="U1", dated_on="2025-02-01", summary="缺科目")
        drafts.save(connection, blank, Act("张三", building.ACT.at))
    browser = office.browser("张三")
    _, page = browser.get("/units/U1")
    counts = dict(
        re.findall(r'<td class="n"><a href="(/units/U1/[^"]+)">(\d+)</a>', page)
    )
    assert counts["/units/U1/drafts?state=draft"] == "1"
    assert counts["/units/U1/requests?open=saved"] == "1"
    _, listed = browser.get("/units/U1/requests?open=saved")
    assert (f">{waiting}<" in listed, f">{ran_out}<" in listed) == (True, False)
    _, approvals = office.browser("委员乙").get("/units/U1/approvals")
    assert (waiting in approvals, ran_out in approvals) == (True, False)
    assert int(counts["/units/U1/today/months"]) > 12
    assert "/units/U1/drafts?state=returned" not in counts
    for path in counts:
        assert browser.get(path)[0] == 200
    assert "2025-01" in browser.get("/units/U1/today/months")[1]


def test_every_list_opens_and_is_a_file(lite: Office) -> None:
    browser = lite.browser("张三")
    for key in LISTS:
        status, page = browser.get(f"/units/U1/today/{key}")
        assert status == 200
        assert "没有。" in page
        answer = browser.client.get(f"/units/U1/today/{key}?as=xlsx")
        assert answer.content.startswith(b"PK")
    assert browser.get("/units/U1/today/none")[0] == 404


def test_what_is_told_by_a_key_has_its_english() -> None:
    said = {
        *(
            one.label
            for kind in (drafts.State, PaymentState, RequestKind)
            for one in kind
        ),
        *(draft_form.HEAD | draft_form.LINE | requests.ACTS).values(),
        *draft_form.CORRECTIONS.values(),
        *(label for label, _, _ in LISTS.values()),
        *(column.title for _, columns, _ in LISTS.values() for column in columns),
    }
    assert sorted(said - set(languages.catalogue("en"))) == []


def test_the_board_sees_no_desk_work(lite: Office) -> None:
    _, page = lite.browser("委员乙").get("/units/U1")
    assert "今日" not in page
