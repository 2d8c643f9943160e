"""What may be shown in a frame, and by whom: papers and reports, by our own pages."""

import pytest

from app.web.application import FORM_TOKEN, HEADERS
from tests.web.browsing import browser, served
from tests.web.office import Browser, Office
from tests.web.test_drafts import IN, OF, typed

UNIT = "/units/U1"
STRICT = ("Content-Security-Policy", "X-Frame-Options")
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360f8cfc00000030101009a6038b50000000049454e44ae426082"
)


def pdf() -> bytes:
    """A PDF of one page that a browser shows."""
    parts = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]>>",
    )
    text, places = "%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(text))
        text += f"{number} 0 obj{part}endobj\n"
    rows = "".join(f"{place:010d} 00000 n \n" for place in places)
    start = len(text)
    text += f"xref\n0 4\n0000000000 65535 f \n{rows}"
    text += f"trailer<</Size 4/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"
    return text.encode()


def attached(officer: Browser, name: str, content: bytes, draft: str) -> str:
    """Attach a paper to a draft; the draft's address."""
    said = {
        "do": "attach",
        "paper_kind": "bank_slip",
        "paper_dated_on": "2025-02-03",
        "paper_title": "银行回单",
    }
    form = typed(IN, OF, **said) if draft == "new" else said
    at = f"{UNIT}/drafts/{draft}" if draft == "new" else f"{UNIT}/drafts/{draft}/papers"
    answer = officer.client.post(
        at,
        data=form | {FORM_TOKEN: officer.form_token},
        files={"paper": (name, content)},
    )
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


@pytest.fixture
def papered(lite: Office) -> tuple[Office, str]:
    """An office with a draft that has a PDF and a picture, and its address."""
    officer = lite.browser("张三")
    to = attached(officer, "a.pdf", pdf(), "new")
    attached(officer, "b.png", PNG, "1")
    return lite, to


def test_papers_are_framed_by_our_own_pages_alone(papered: tuple[Office, str]) -> None:
    office, to = papered
    browser = office.browser("李四")
    for number, kind in ((1, "application/pdf"), (2, "image/png")):
        answer = browser.client.get(f"{to}/papers/{number}")
        assert answer.headers["content-type"] == kind
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert policy.endswith("frame-ancestors 'self'")
        assert "script-src" not in policy
        assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
        for name in set(HEADERS) - set(STRICT):
            assert answer.headers[name] == HEADERS[name]


def test_pages_are_framed_by_nobody(papered: tuple[Office, str]) -> None:
    office, to = papered
    browser = office.browser("李四")
    for path in (to, f"{to}/papers/9", f"{UNIT}/queue/1", f"{UNIT}/vouchers", "/none"):
        answer = browser.client.get(path)
        for name in STRICT:
            assert answer.headers[name] == HEADERS[name], path
    assert "frame-ancestors 'none'" in HEADERS["Content-Security-Policy"]
    assert "frame-src 'self'" in HEADERS["Content-Security-Policy"]
    assert HEADERS["X-Frame-Options"] == "DENY"


def test_a_reviewer_sees_the_pdf_beside_the_voucher(
    papered: tuple[Office, str],
) -> None:
    office, to = papered
    officer = office.browser("张三")
    assert (
        officer.post(
            f"{UNIT}/drafts/1", typed(IN, OF, do="submit", step="1", attachments="2")
        )[0]
        == 303
    )
    with served(office.settings) as address, browser(address) as seen:
        seen.sign_in("李四")
        with seen.page.expect_response(f"**{to}/papers/1") as answered:
            seen.open(f"{UNIT}/queue/1")
        assert answered.value.ok
        frame = seen.page.locator("iframe.paper")
        box, beside = frame.bounding_box(), seen.page.locator("dl").bounding_box()
        assert box is not None
        assert beside is not None
        assert box["x"] > beside["x"] + 300
        assert seen.page.locator("figure img").evaluate("one => one.naturalWidth") == 1
        # A frame that was refused would be a page of the browser's own.
        inside = frame.element_handle().content_frame()
        assert inside is not None
        assert inside.url.endswith(f"{to}/papers/1#navpanes=0")
        assert seen.faults() == []
        assert seen.complaints == []
