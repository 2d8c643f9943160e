"""The officer's drafts: written, checked, submitted, copied, and by two at once."""

import json
import re
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from app.web import draft_form
from app.web.initials import initials
from ledger import drafts
from ledger.database import reading, writing
from ledger.draft_vouchers import DraftPosting, DraftVoucher
from ledger.drafts import Step
from ledger.people import Act
from tests import building
from tests.web.office import Browser, Office

Line = Mapping[str, str]
Form = Mapping[str, object]
IN: Line = {"account": "102", "fund": "F1", "debit": "100"}
OF: Line = {"account": "408", "fund": "F1", "credit": "100.00"}
PDF = b"%PDF-1.4 made up\n%%EOF\n"


def typed(*lines: Line, **head: str) -> dict[str, str | list[str]]:
    """What the form of the editor sends."""
    columns: dict[str, str | list[str]] = {
        key: [line.get(key, "") for line in lines] for key in draft_form.LINE
    }
    given = {"dated_on": "2025-02-03", "summary": "收到捐款", "attachments": "1"}
    return columns | given | {"do": "save", "step": "0"} | head


def steps_of(office: Office, number: int) -> tuple[Step, ...]:
    with reading(office.books.engine) as connection:
        return drafts.history(connection, "U1", number)


def sent(
    browser: Browser, path: str, form: Mapping[str, object], **files: object
) -> tuple[int, str]:
    """Send the form of a draft, with files."""
    data = {"form_token": browser.form_token, **form}
    answer = browser.client.post(f"/units/U1/drafts{path}", data=data, files=files)  # type: ignore[arg-type] # as httpx takes them
    return answer.status_code, answer.headers.get("location", answer.text)


def test_a_draft_is_written_and_submitted(office: Office) -> None:
    browser = office.browser("张三")
    status, to = sent(browser, "/new", typed(IN, {}, OF))
    assert (status, to) == (303, "/units/U1/drafts/1")
    (step,) = steps_of(office, 1)
    assert [line.account for line in step.voucher.postings] == ["102", "408"]
    assert step.voucher.postings[0].debit == "100.00"
    _, page = browser.get(to)
    assert 'value="100.00"' in page
    assert "草稿 1 已保存" in page
    status, to = sent(browser, "/1", typed(IN, OF, do="submit", step="1"))
    assert (status, to) == (303, "/units/U1/drafts/1")
    states = [step.state.value for step in steps_of(office, 1)]
    assert states == ["draft", "submitted"]
    _, page = browser.get(to)
    assert 'name="account"' not in page
    assert "已提交" in page


def test_an_incomplete_draft_is_kept_and_not_submitted(lite: Office) -> None:
    browser = lite.browser("张三")
    lame = typed({"account": "102", "debit": "十元"}, dated_on="", summary="")
    assert sent(browser, "/new", lame)[0] == 303
    assert steps_of(lite, 1)[0].voucher.postings[0].debit == "十元"
    status, page = sent(browser, "/1", {**lame, "do": "submit", "step": "1"})
    assert status == 422
    assert 'value="十元"' in page
    assert 'class="wrong"' in page
    assert len(steps_of(lite, 1)) == 1


def test_checking_tells_every_problem_beside_its_line(lite: Office) -> None:
    browser = lite.browser("张三")
    wrong = typed(IN, {"account": "999", "fund": "F1", "credit": "90"}, do="check")
    status, page = sent(browser, "/new", wrong)
    assert status == 200
    at = page.index('id="line-2"')
    assert page.index('class="wrong"') > at
    assert "999" in page[at:]
    assert "借贷不平" in page
    status, page = sent(browser, "/new", typed(IN, OF, do="check"))
    assert "没有发现问题" in page
    with reading(lite.books.engine) as connection:
        assert not drafts.waiting(connection, "U1")


def test_every_field_comes_back_as_it_was_typed(lite: Office) -> None:
    browser = lite.browser("张三")
    line = {key: f"<script>{key}" for key in draft_form.LINE}
    status, page = sent(browser, "/new", typed(line, summary="<script>摘要", do="more"))
    assert status == 200
    assert "<script>" not in page.replace('<script src="', "")
    for key in draft_form.LINE:
        assert f"&lt;script&gt;{key}" in page


def test_the_second_of_two_is_told_and_loses_nothing(office: Office) -> None:
    browser = office.browser("张三")
    sent(browser, "/new", typed(IN, OF))
    with writing(office.books.engine) as connection:
        (step,) = drafts.history(connection, "U1", 1)
        theirs = replace(step.voucher, summary="别人改的")
        drafts.save(connection, theirs, Act("王五", building.ACT.at), 1)
    mine = typed({**IN, "debit": "250"}, OF, step="1", summary="我改的")
    status, page = sent(browser, "/1", mine)
    assert status == 409
    assert "王五" in page
    assert "别人改的" in page
    assert 'value="我改的"' in page
    assert 'value="250"' in page
    assert len(steps_of(office, 1)) == 2
    seen = re.search(r'name="step" value="(\d+)"', page)
    assert seen
    assert sent(browser, "/1", {**mine, "step": seen[1]})[0] == 303
    assert steps_of(office, 1)[-1].voucher.summary == "我改的"


def test_a_double_click_makes_one_draft(office: Office) -> None:
    browser = office.browser("张三")
    form = typed(IN, OF, once="n1")
    assert sent(browser, "/new", form) == sent(browser, "/new", form)
    with reading(office.books.engine) as connection:
        assert len(drafts.waiting(connection, "U1")) == 1
    status, page = sent(browser, "/new", {**form, "summary": "另一件"})
    assert status == 422
    assert 'value="另一件"' in page


def test_what_was_submitted_is_its_preparers(lite: Office) -> None:
    browser = lite.browser("张三")
    sent(browser, "/new", typed(IN, OF, do="submit"))
    with writing(lite.books.engine) as connection:
        drafts.give_back(connection, "U1", 1, "缺回单", Act("李四", building.ACT.at))
    _, page = browser.get("/units/U1/drafts")
    assert "缺回单" in page
    with writing(lite.books.engine) as connection:
        theirs = DraftVoucher(unit="U1", summary="别人的")
        drafts.save(connection, theirs, Act("王五", building.ACT.at))
    assert "别人的" in browser.get("/units/U1/drafts")[1]
    _, page = browser.get("/units/U1/drafts?whose=mine")
    assert "别人的" not in page
    assert "缺回单" in page
    assert 'name="account"' in browser.get("/units/U1/drafts/1")[1]
    assert 'name="account"' not in lite.browser("李四").get("/units/U1/drafts/1")[1]


def test_a_draft_is_dropped_with_a_reason(lite: Office) -> None:
    browser = lite.browser("张三")
    sent(browser, "/new", typed(IN, OF))
    assert browser.post("/units/U1/drafts/1/drop", {"reason": " "})[0] == 422
    gone = browser.post("/units/U1/drafts/1/drop", {"reason": "重复"})
    assert gone == (303, "/units/U1/drafts")
    assert "重复" in browser.get("/units/U1/drafts/1")[1]


def test_a_voucher_is_copied_and_cancelled(lite: Office) -> None:
    lite.books.post(building.receipt("r1", 12_345))
    browser = lite.browser("张三")
    _, page = browser.get("/units/U1/vouchers/r1")
    assert "/drafts/new?copy=r1" in page
    _, page = browser.get("/units/U1/drafts/new?copy=r1")
    assert 'value="123.45"' in page
    assert 'value="凭证摘要"' in page
    assert 'name="corrects" value=""' in page
    _, page = browser.get("/units/U1/drafts/new?reverse=r1")
    assert 'value="-123.45"' in page
    assert 'name="corrects" value="r1"' in page
    assert browser.get("/units/U1/drafts/new?copy=none")[0] == 404
    lines = {**IN, "debit": "-123.45"}, {**OF, "credit": "-123.45"}
    how = {"corrects": "r1", "correction": "full", "attachments": ""}
    assert sent(browser, "/new", typed(*lines, do="submit", **how))[0] == 303
    _, page = browser.get("/units/U1/drafts/1")
    assert ("<dd>红字冲销</dd>" in page, "<dd>full</dd>" in page) == (True, False)
    twice = typed(*lines, do="check", **how, ref="r2")
    assert "没有发现问题" in sent(browser, "/new", twice)[1]
    blue = typed(*lines, do="submit", attachments="1")
    assert sent(browser, "/new", blue)[0] == 422


def test_names_are_told_with_what_is_left(lite: Office) -> None:
    lite.books.post(building.receipt("r1", 12_345))
    browser = lite.browser("张三")
    told = json.loads(browser.get("/units/U1/drafts/names?on=2025-03-01")[1])
    accounts = {code: rest for code, *rest in told["accounts"]}
    assert accounts["102"] == ["银行存款", "yhck", True]
    assert "504" not in accounts
    funds = {code: rest for code, *rest in told["funds"]}
    assert funds["F1"] == ["捐赠", "jz", 12_345, ["生活救助"]]
    assert browser.get("/units/U1/drafts/names?on=x")[0] == 200


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("银行存款", "yhck"), ("困难职工", "knzg"), ("F1 —— 赈灾", "f1zz"), ("㐀", "")],
)
def test_initials(text: str, wanted: str) -> None:
    assert initials(text) == wanted


# -- papers -------------------------------------------------------------------------


def paper(name: str, content: bytes) -> dict[str, tuple[str, bytes]]:
    return {"paper": (name, content)}


DESCRIBED = {
    "do": "attach",
    "paper_kind": "bank_slip",
    "paper_dated_on": "2025-02-03",
    "paper_title": "银行回单",
}


def test_a_paper_is_attached_looked_at_and_taken_back(office: Office) -> None:
    browser = office.browser("张三")
    form = typed(IN, OF, **DESCRIBED)
    status, to = sent(browser, "/new", form, **paper("回单.pdf", PDF))
    assert (status, to) == (303, "/units/U1/drafts/1")
    assert "银行回单" in browser.get(to)[1]
    answer = browser.client.get(f"{to}/papers/1")
    assert answer.content == PDF
    assert answer.headers["content-type"] == "application/pdf"
    assert browser.get(f"{to}/papers/2")[0] == 404
    back = typed(IN, OF, do="withdraw:1", step="1", paper_reason="附错了")
    assert sent(browser, "/1", back)[0] == 303
    assert browser.get(f"{to}/papers/1")[0] == 404


@pytest.mark.parametrize(
    ("files", "more", "word"),
    [
        ({}, {}, "没有选择文件"),
        (paper("回单.exe", b"MZ"), {}, "扩展名"),
        (paper("回单.pdf", b"\x89PNG\r\n\x1a\n"), {}, "内容却是"),
        (paper("回单.xlsx", b"PK\x03\x04 broken"), {}, "压缩结构"),
        (paper("回单.pdf", PDF), {"paper_dated_on": "昨天"}, "附件日期"),
        (paper("回单.pdf", PDF), {"paper_title": ""}, "名称"),
    ],
)
def test_an_unfit_paper_is_refused_with_words(
    lite: Office, files: dict[str, object], more: Line, word: str
) -> None:
    browser = lite.browser("张三")
    status, page = sent(
        browser, "/new", typed(IN, OF, **{**DESCRIBED, **more}), **files
    )
    assert status == 422
    assert word in page
    assert 'value="100.00"' in page
    with reading(lite.books.engine) as connection:
        assert not drafts.waiting(connection, "U1")


def test_a_paper_comes_while_the_draft_waits_for_review(lite: Office) -> None:
    browser = lite.browser("张三")
    sent(browser, "/new", typed(IN, OF, do="submit"))
    to = "/units/U1/drafts/1"
    _, page = browser.get(to)
    assert 'name="paper"' in page
    given = sent(browser, "/1/papers", DESCRIBED, **paper("回单.pdf", PDF))
    assert given == (303, to)
    assert browser.client.get(f"{to}/papers/1").content == PDF
    assert sent(browser, "/1/papers", DESCRIBED)[0] == 422
    assert sent(browser, "/1/papers", {"do": "withdraw:1"})[0] == 422
    back = {"do": "withdraw:1", "paper_reason": "附错了"}
    assert sent(browser, "/1/papers", back) == (303, to)
    assert 'name="paper"' not in lite.browser("李四").get(to)[1]


def test_a_posted_voucher_gets_papers_as_supplements(lite: Office) -> None:
    lite.books.post(building.receipt("a/b", 12_345))
    browser = lite.browser("张三")
    to = "/units/U1/vouchers/a~1b"
    assert to in browser.get("/units/U1/vouchers?period=2025")[1]
    position, where = browser.get("/units/U1/vouchers/at/1")
    assert (position, where) == (303, to)
    assert "补充附件" in browser.get(to)[1]
    assert "补充附件" not in lite.browser("李四").get(to)[1]
    data = {**DESCRIBED, "form_token": browser.form_token, "once": "n1"}
    files = paper("回单.pdf", PDF)
    answer = browser.client.post(f"{to}/papers", data=data, files=files)
    assert answer.status_code == 422
    assert "理由" in answer.text
    data["paper_reason"] = "后到的回单"
    answer = browser.client.post(f"{to}/papers", data=data, files=files)
    assert (answer.status_code, answer.headers["location"]) == (303, to)
    assert "后到的回单" in browser.get(to)[1]
    assert lite.browser("审计甲").client.get(f"{to}/papers/1").content == PDF
    assert browser.get(f"{to}/papers/2")[0] == 404


def test_a_draft_too_long_for_the_form_is_shown(lite: Office) -> None:
    lines = tuple([DraftPosting(account="102", fund="F1", debit="1")] * 201)
    long = DraftVoucher(unit="U1", summary="长", postings=lines)
    with writing(lite.books.engine) as connection:
        drafts.save(connection, long, Act("张三", building.ACT.at))
    status, page = lite.browser("张三").get("/units/U1/drafts/1")
    assert status == 200
    assert 'name="account"' not in page


def test_forms_that_are_none_of_ours(lite: Office) -> None:
    browser = lite.browser("张三")
    broken: Sequence[Mapping[str, object]] = (
        {},
        {"do": "save"},
        {**typed(IN, OF), "account": ["102"]},
        {**typed(IN, OF), "do": "burn"},
        typed(*[IN] * 250),
    )
    assert {sent(browser, "/new", form)[0] for form in broken} == {422}
    assert sent(browser, "/x1", typed(IN, OF))[0] == 404
    assert sent(browser, "/77", typed(IN, OF))[0] == 404
    with reading(lite.books.engine) as connection:
        assert not drafts.waiting(connection, "U1")


def test_the_list_is_a_file_too(lite: Office) -> None:
    browser = lite.browser("张三")
    sent(browser, "/new", typed(IN, OF))
    answer = browser.client.get("/units/U1/drafts?state=draft&as=csv")
    assert "收到捐款" in answer.content.decode("utf-8-sig")
    assert browser.get("/units/U1/drafts?state=submitted")[1].count("收到捐款") == 0
    assert browser.get("/units/U1/drafts?state=lost")[0] == 404


# -- at the same moment -------------------------------------------------------------


def both(browsers: Sequence[Browser], path: str, forms: Sequence[Form]) -> list[int]:
    """The statuses of forms that are sent at once, in order."""
    with ThreadPoolExecutor(len(browsers)) as pool:
        asked = [
            pool.submit(sent, browser, path, form)
            for browser, form in zip(browsers, forms, strict=True)
        ]
        return sorted(one.result()[0] for one in asked)


def test_two_at_the_same_moment(office: Office) -> None:
    """A double click makes one draft; of two changes the second is told."""
    one, other = office.browser("张三"), office.browser("张三")
    other.client.cookies = one.client.cookies
    form = typed(IN, OF, once="n1")
    assert both((one, other), "/new", (form, form)) == [303, 303]
    with reading(office.books.engine) as connection:
        assert len(drafts.waiting(connection, "U1")) == 1
    changed = [typed(IN, OF, step="1", summary=text) for text in ("甲", "乙")]
    assert both((one, other), "/1", changed) == [303, 409]
    assert len(steps_of(office, 1)) == 2
