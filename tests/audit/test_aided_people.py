"""The people behind file numbers, read off the books: what was planted is found.

U1 pays living aid in March 2026 to P-1 … P-9, schooling aid to P-8 and P-9. Planted:
P-2 earns 40,000 yuan; P-3 and Q-3 of U2 are one person, told with 15 and 18 digits, and
so are P-2 and Q-2 the other way round; P-4 and Q-4 with a small and a large X; a member
of P-5 has a number that cannot be; P-6 is the spouse of P-7's worker and has a file of
the own; P-8's child is at junior school. P-1 and P-9 are in need as they should be, and
nobody says anything of them.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from aid import recipients
from aid.batches import Batch
from aid.claims import Project
from aid.identity import IdentityNumber
from aid.recipient_fields import FileContent, PersonOnFile
from aid.recipient_writing import IDENTITY_INDEX, Given
from aid.standard_kinds import Stage
from audit.catalogue import run_all
from audit.check import Result
from audit.list_kinds import ListKind, ListSource
from audit.list_sheet import read_list
from audit.lists import import_list
from audit.store import read_books
from ledger.database import reading, writing
from ledger.money import Money
from ledger.periods import parse_span
from tests import building, server
from tests.aid import batching, filing
from tests.aid.batching import card, line
from tests.aid.casework import family, ill
from tests.aid.filing import VAULT, number, person
from tests.building import Books
from treasury.vault import Vault

CHECKS = ("T03", "T04", "T06", "T07", "T08", "T11", "T14", "T15")
UNOPENED = ("T03", "T07", "T14", "T15")
SPAN = parse_span("2026")
WITH_X = next(place for place in range(300, 900) if number(place).endswith("X"))
CLEAN = frozenset({"P-1", "P-9"})


class Careless(Vault):
    """Keys in the hands of a program that makes numbers blind as they were typed."""

    def blind(self, plain: str, purpose: str) -> bytes:  # noqa: D102 - as the vault's
        if purpose == IDENTITY_INDEX:
            plain = plain.lower() if plain.endswith("X") else plain[:6] + plain[8:17]
        return super().blind(plain, purpose)


def old_files(books: Books, given: FileContent, code: str, unit: str = "U1") -> None:
    """Open a file as a careless program would have."""
    with writing(books.engine) as connection:
        one = Given(content=given, code=code)
        recipients.add(connection, unit, one, Careless({1: filing.KEY}), filing.FILED)


def misread(place: int) -> PersonOnFile:
    """A child whose number was let in with a wrong check character."""
    child = person(place)
    wrong = IdentityNumber(number(place))
    last = "1" if number(place)[-1] != "1" else "2"
    object.__setattr__(wrong, "number", number(place)[:-1] + last)
    return replace(child, identity=wrong)


def home(
    place: int, *members: PersonOnFile, worker: PersonOnFile | None = None
) -> FileContent:
    """A household in need with a card and a telephone of its own."""
    told = {
        "card": card(place),
        "phone": f"1390000{place:04d}",
        "address": f"{place}号",
    }
    found = family(place, *members, **told)
    named = worker or ill(place, name=f"职工{place}")
    return replace(found, persons=(named, *members))


def pay(books: Books, given: Batch) -> None:
    """A batch all the way into the books, whatever is noticed about it."""
    key = batching.submitted(books, given)
    batching.approve(books, key)
    draft = batching.release(books, key, reason="已逐户核实").draft
    batching.finish(books, draft)


def fill(books: Books) -> None:
    """What is told on top."""
    batching.funded(books)
    child = {"stage": Stage.UNDERGRADUATE, "is_full_time": True}
    filing.add(books, home(1, person(101)), code="P-1")
    rich = ill(2, name="职工2", income=Money(40_000_00))
    filing.add(books, home(2, worker=rich), code="P-2")
    filing.add(books, home(3), unit="U2", code="Q-3")
    old_files(books, home(3), "P-3")
    old_files(books, home(2), "Q-2", "U2")
    filing.add(books, home(WITH_X), unit="U2", code="Q-4")
    old_files(books, home(WITH_X), "P-4")
    filing.add(books, home(5, person(105)), code="P-5")
    filing.add(books, home(6), code="P-6")
    spouse = person(6, relation="spouse", name="司马兰")
    filing.add(books, home(7, spouse), code="P-7")
    pupil = person(108, stage=Stage.JUNIOR, is_full_time=True)
    filing.add(books, home(8, pupil), code="P-8")
    filing.add(books, home(9, person(109, **child)), code="P-9")
    batching.begin(books)
    living = [line(place, fen=100_00) for place in (1, 2, 3, 4, 5, 6, 8, 9)]
    pay(books, batching.batch(*living))
    pay(books, batching.batch(line(7, fen=100_00), ref="补发"))
    school = {"project": Project.SCHOOLING, "member": 2, "fund": "F2", "fen": 500_00}
    taught = [line(place, **school) for place in (8, 9)]
    pay(books, batching.batch(*taught, ref="助学"))
    # No file with such a number could be paid, so it comes in after.
    filing.change(books, "P-5", home(5, misread(105)))


@pytest.fixture
def aid(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    yield from building.copied(shelf, dialect, "audit_people", fill)


def results(books: Books, vault: Vault | None = VAULT) -> dict[str, Result]:
    with reading(books.engine) as connection:
        read = read_books(connection, "U1", SPAN, vault=vault)
    return {one.key: one for one in run_all(read) if one.key in CHECKS}


def told(found: dict[str, Result]) -> dict[str, set[tuple[str, frozenset[str]]]]:
    """By check: the title of each finding, and whose files it names."""
    return {
        key: {(one.title, frozenset(one.recipients)) for one in result.findings}
        for key, result in found.items()
        if result.findings
    }


def take(
    books: Books, folder: Path, kind: ListKind, *rows: str, unit: str = "U1"
) -> None:
    """Take a list of February in, of rows by the columns of its kind."""
    head = "身份证号,类别,起始日期,终止日期"
    if kind is ListKind.STAFF:
        head = "人员代码,身份证号,联系电话,家庭住址"
    path = folder / f"{kind.value}.csv"
    path.write_text("\n".join((head, *rows)) + "\n", "utf-8")
    day = dt.date(2026, 2, 28)
    given = ListSource(kind=kind, source="县财政局", as_of=day)
    with writing(books.engine) as connection:
        sheet = read_list(path, kind)
        import_list(connection, unit, sheet, given, VAULT, batching.KEEPER)


def test_what_was_planted_is_found_and_nothing_else(aid: Books) -> None:
    found = results(aid)

    again = "同一人的身份证号以不同形式重复登记"
    assert told(found) == {
        "T03": {
            ("身份证号无效", frozenset({"P-5"})),
            (again, frozenset({"P-2", "Q-2"})),
            (again, frozenset({"P-3", "Q-3"})),
            (again, frozenset({"P-4", "Q-4"})),
        },
        "T04": {
            ("夫妻以两份档案领取同一年度的生活救助", frozenset({"P-6", "P-7"})),
        },
        "T07": {("不符合特困职工条件", frozenset({"P-2"}))},
        "T15": {("义务教育阶段的助学", frozenset({"P-8"}))},
    }
    assert not any(
        set(one.recipients) & CLEAN for r in found.values() for one in r.findings
    )
    assert found["T04"].findings[0].amount == Money(100_00)
    assert not found["T06"].performed
    assert found["T03"].population.count == 14  # type: ignore[union-attr] # performed


def test_without_the_keys_nothing_is_opened_and_it_is_said(aid: Books) -> None:
    found = results(aid, vault=None)

    for key in UNOPENED:
        assert not found[key].performed
        assert "困难职工档案内容（没有用密钥打开）" in found[key].reason
    # Blind indexes are enough to see two heads, though not that they are married.
    assert told(found) == {
        "T04": {("同一家庭以两份档案领取同一年度的生活救助", frozenset({"P-6", "P-7"}))}
    }


def test_lists_are_met_by_worker_and_member_on_the_day(
    aid: Books, tmp_path: Path
) -> None:
    """P-1's worker left the payroll before; P-5's child was of the household then."""
    take(
        aid,
        tmp_path,
        ListKind.PAYROLL,
        f"{number(1)},事业编制,2001-07-01,2025-12-31",
        f"{number(3)[:6]}{number(3)[8:17]},公务员,,",
        f"{number(105)},公务员,,",
        f"{number(108)},事业编制,,",
        f"{number(999)},公务员,,",
    )
    take(
        aid,
        tmp_path,
        ListKind.PROPERTY,
        f"{number(1)},住宅,,",
        f"{number(2)},住宅,,",
        f"{number(2)},商铺,,",
    )
    take(aid, tmp_path, ListKind.VEHICLES, f"{number(2)},小型轿车,2024-05-01,")

    opened = results(aid)
    own, other = "受助人在财政供养人员名册上", "受助人的家庭成员在财政供养人员名册上"
    assert told(opened)["T06"] == {
        (own, frozenset({"P-3"})),
        (other, frozenset({"P-5"})),
        (other, frozenset({"P-8"})),
    }
    assert told(opened)["T08"] == {
        ("受助家庭有车辆登记", frozenset({"P-2"})),
        ("受助家庭有两处以上房产登记", frozenset({"P-2"})),
    }
    assert all(one.lead for key in ("T06", "T08") for one in opened[key].findings)
    assert "截至 2026-02-28" in opened["T06"].population.of  # type: ignore[union-attr] # performed
    # Without the keys P-3 stands under the form that it was let in by.
    closed = told(results(aid, vault=None))
    assert closed["T06"] == {(other, frozenset({code})) for code in ("P-5", "P-8")}
    assert closed["T08"] == told(opened)["T08"]


def test_the_staff_are_met_by_number_telephone_address_and_name(
    aid: Books, tmp_path: Path
) -> None:
    """王五 made the batches; 孙七 handles nothing; 李四 is called like a member."""
    take(
        aid,
        tmp_path,
        ListKind.STAFF,
        f"王五,{number(108)},,",
        f"赵六,{number(700)},139 0000 0002,",
        f"李四,{number(701)},, 5 号",
    )
    filing.change(aid, "P-9", home(9, person(109, name="李 四")))

    found = results(aid)["T11"]
    assert {(one.title, one.recipients, one.lead) for one in found.findings} == {
        ("经办人或其家庭领取本人经手的救助", ("P-8",), False),
        ("受助家庭与经办人的联系电话相同", ("P-2",), True),
        ("受助家庭与经办人的家庭住址相同", ("P-5",), True),
        ("受助家庭与经办人的姓名相同", ("P-9",), True),
    }


def test_a_list_of_a_unit_beside_holds_for_nobody_else(
    aid: Books, tmp_path: Path
) -> None:
    take(aid, tmp_path, ListKind.PAYROLL, f"{number(2)},公务员,,", unit="U2")
    assert not results(aid)["T06"].performed


def test_who_is_told_to_live_on_the_supplement_is_looked_for_on_the_roll(
    aid: Books, tmp_path: Path
) -> None:
    rows = [f"{number(place)},,," for place in (1, 2, 5, 6, 7, 108, 109)]
    take(aid, tmp_path, ListKind.MINIMUM_LIVING, *rows)
    missing = "低保名册上没有写明享受低保的家庭"
    files = {code for title, code in told(results(aid))["T07"] if title == missing}
    assert files == {frozenset({"P-3"}), frozenset({"P-4"})}


def test_no_finding_repeats_a_number_a_name_or_an_address(
    aid: Books, tmp_path: Path
) -> None:
    take(aid, tmp_path, ListKind.PAYROLL, f"{number(2)},公务员,,")
    take(aid, tmp_path, ListKind.STAFF, f"王五,{number(108)},,")
    said = repr([one.findings for one in results(aid).values()])
    with reading(aid.engine) as connection:
        people = read_books(connection, "U1", SPAN, vault=VAULT).aided
    said += repr(people)
    for secret in (number(2), number(108), number(2)[:17], "职工2", "13900000002"):
        assert secret not in said
    assert filing.MEMBER not in said


def test_a_file_that_says_nothing_sensible_is_a_lead_and_stops_nothing(
    aid: Books,
) -> None:
    """P-1 no longer tells the year of its income; it cannot be judged on that day."""
    filing.change(aid, "P-1", replace(home(1, person(101)), year=None), batching.KEEPER)
    found = results(aid)["T07"]
    (lead,) = (one for one in found.findings if "P-1" in one.recipients)
    assert (lead.title, lead.lead) == ("档案要素不全，不能重新认定", True)
