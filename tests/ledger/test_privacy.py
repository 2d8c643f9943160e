"""Personal numbers in free text: found in every dress, and shown only masked."""

import pytest

from ledger.privacy import SHOWN, has_control, personal_number, shown

# Numbers made up for tests: the identity numbers are the examples of GB 11643, the
# cards pass Luhn's rule and belong to nobody.
FOUND = {
    "11010519491231002X": "居民身份证号码 11**************2X",
    "11010519491231002x": "居民身份证号码 11**************2x",
    "440524188001010014": "居民身份证号码 44**************14",
    "330106196501011232": "居民身份证号码 33**************32",
    "440524196501011232": "居民身份证号码 44**************32",
    "110105491231002": "居民身份证号码 11***********02",
    "13800138000": "手机号码 13*******00",
    "19912345678": "手机号码 19*******78",
    "6222020000000000000": "银行卡号 62***************00",
    "4111111111111111": "银行卡号 41************11",
}
DRESSED = {
    "138 0013 8000": "手机号码",
    "138-0013-8000": "手机号码",
    "138　0013　8000": "手机号码",
    "１３８００１３８０００": "手机号码",
    "+8613800138000": "手机号码",
    "+86 138 0013 8000": "手机号码",
    "0086-13800138000": "手机号码",
    "电话13800138000，请核": "手机号码",
    "2025-03-09 13800138000": "手机号码",
    "500 13800138000": "手机号码",
    "13800138000 500": "手机号码",
    "13800138000 13900139000 13700137000": "手机号码",
    "110105 19491231 002X": "居民身份证号码",
    "身份证：110105-19491231-002X。": "居民身份证号码",
    "4111 1111 1111 1111": "银行卡号",
    "工商银行4111-1111-1111-1111张": "银行卡号",
}
INNOCENT = (
    "",
    "发放2025年3月困难职工生活救助",
    "凭证号 20250309001",
    "2025-03-09 2025-04-09",
    "2025-01-15 0115001",
    "电话 0580-4472168",
    "12345678901",
    "23800138000",
    "110105194912310021",
    "110105194913310026",
    "110105214912310022",
    "110105999999002",
    "991231491231002",
    "4111111111111112",
    "1234567890123456",
    "序列号 AB13800138000",
    "138001380001",
    "金额 13800138.00",
    "91330000MA27X1234A",
    "统一社会信用代码 12330921470850364T",
    "①③⑧",
)


@pytest.mark.parametrize("number", FOUND)
def test_a_personal_number_is_found_and_masked(number: str) -> None:
    assert personal_number(number) == FOUND[number]
    assert personal_number(f"付给某人（{number}）") == FOUND[number]


@pytest.mark.parametrize("text", DRESSED)
def test_a_personal_number_is_found_in_every_dress(text: str) -> None:
    found = personal_number(text)
    assert found.startswith(DRESSED[text])
    assert found.count("*") >= 7


@pytest.mark.parametrize("text", INNOCENT)
def test_what_is_no_personal_number_passes(text: str) -> None:
    assert personal_number(text) == ""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("付13800138000款", "手机号码 13*******00"),
        (" 摘要 ", "摘要"),
        ("两\n行", "两□行"),
        ("长" * SHOWN, "长" * SHOWN),
        ("长" * (SHOWN + 1), "长" * SHOWN + "…"),
    ],
)
def test_what_was_found_is_shown_short_masked_and_printable(
    text: str, told: str
) -> None:
    assert shown(text) == told


@pytest.mark.parametrize(
    "mark", ["\x00", "\t", "\n", "\r", "\x1b", "\x1e", "\x1f", "\x7f", "\x85", "\u2028"]
)
def test_control_characters_are_seen(mark: str) -> None:
    assert has_control(f"摘{mark}要")
    assert has_control(mark)


@pytest.mark.parametrize("text", ["", "摘要", "a b", "𠮷", "—…·", "\u3000", "\u200b"])
def test_other_characters_are_no_control(text: str) -> None:
    assert not has_control(text)
