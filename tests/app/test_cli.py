"""The command line: exit codes, JSON, who acts, what the log keeps, what is loaded."""

import json
import re
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from app.cli.document import shown
from app.cli.main import DIRECT, GROUPS
from tests.app.commands import ROOT, Desk
from tests.ledger.folders import payment, receipt, write

pytestmark = pytest.mark.slow

EXAMPLE = str(ROOT / "examples" / "fzu-law-2011")
U1 = ("--unit", "U1")
SECRET, OTHER = "春暖花开二零二六", "秋高气爽二零二六"
MOBILE = "13800138000"
AMOUNT = re.compile(r"-?\d+\.\d\d")
DRIVER_WORDS = ("sqlite3", "psycopg", "sqlalchemy", "INSERT", "SELECT", "Traceback")


def acts(desk: Desk, **words: str) -> list[tuple[str, str, str, str]]:
    """Act, person, subject and outcome of the log."""
    found = desk.rows(
        "log", *(part for k, v in words.items() for part in (f"--{k}", v))
    )
    return [(o["act"], o["person"], o["subject"], o["outcome"]) for o in found]


# -- from an empty folder to verified books -----------------------------------------


def test_a_year_goes_in_is_shown_closed_and_verified(bare: Desk) -> None:
    bare = replace(bare, anew=True)
    bare.ok("init")
    bare.ok("init")
    (imported,) = bare.rows("books", "import", EXAMPLE)
    assert imported == {"units": 1, "vouchers": 6, "postings": 12, "already": 0}
    (again,) = bare.rows("books", "import", EXAMPLE)
    assert (again["vouchers"], again["already"]) == (0, 6)

    unit = ("--unit", "FZU-LAW")
    balance = bare.rows("books", "balance", *unit, "--until", "2011-12-31")
    bank = [row["closing"] for row in balance if row["account"] == "102"]
    assert sum(map(Decimal, bank)) == Decimal("28296.50")
    assert all(AMOUNT.fullmatch(row["closing"]) for row in balance)

    ledger = bare.rows(
        "books", "ledger", *unit, "--account", "102", "--until", "2011-12-31"
    )
    assert ledger[-1]["balance"] == "28296.50"
    assert re.fullmatch(r"2011-\d\d-\d\d", ledger[-1]["date"])

    heads = bare.rows("books", "voucher", "list", *unit, "--period", "2011")
    assert len(heads) == 6
    lines = bare.rows("books", "voucher", "show", *unit, "--ref", heads[1]["ref"])
    assert sum(Decimal(x["debit"]) - Decimal(x["credit"]) for x in lines) == 0

    asked = ("books", "close", *unit, "--period", "2011-12")
    checked = bare.run(*asked, "--check", "--format", "json")
    assert checked.code == 1
    told = [row for row in checked.rows if row["blocking"] == "是"]
    assert ["还没有年终结转" in row["what"] for row in told] == [True]
    bare.ok("books", "close", *unit, "--period", "2011-11")
    year = (*unit, "--year", "2011", "--as")
    bare.ok("books", "year-end", "order", *year, "制单员")
    closed = bare.ok("books", "year-end", "post", *year, "审核员")
    assert "FZU-LAW 2011年已结账：年终凭证 2 张" in closed.out
    heads = bare.rows("books", "voucher", "list", *unit, "--period", "2011")
    assert bare.rows("audit", "verify") == []
    head, shared = bare.rows("audit", "digest")
    assert head["position"] == 8
    assert head["hash"].startswith(heads[-1]["hash"])
    told = bare.ok("audit", "verify").out
    assert shared["unit"] == "*"
    for each in (head, shared):
        assert f"{each['records_position']}，摘要 {each['records_hash']}" in told
    assert [act for act, *_ in acts(bare)] == [
        "init",
        "init",
        "books.import",
        "books.import",
        "books.close",
        "books.year_end.order",
        "books.year_end.post",
    ]
    persons = [person for _, person, *_ in acts(bare)[2:]]
    assert persons == ["clerk", "clerk", "clerk", "制单员", "审核员"]


def test_every_command_shows_the_keys_of_its_page(desk: Desk) -> None:
    # A draft of a later month does not stop the close of January.
    later = '{"dated_on": "2025-12-10"}'
    desk.ok("books", "draft", "save", *U1, "-", given=later)
    asked: dict[str, list[str]] = {
        "bangfu books units": [],
        "bangfu books funds": [*U1],
        "bangfu books funds --origins": [],
        "bangfu books accounts": [],
        "bangfu books people": [],
        "bangfu books voucher list": [*U1, "--period", "2025"],
        "bangfu books voucher show": [*U1, "--ref", "r1"],
        "bangfu books draft list": [*U1],
        "bangfu books draft show": [*U1, "--number", "1"],
        "bangfu books ledger": [*U1, "--account", "102", "--until", "2025-12-31"],
        "bangfu books close --check": [*U1, "--period", "2025-01"],
        "bangfu report list": [],
        "bangfu audit digest": [],
        "bangfu audit run": [*U1, "--period", "2025", "--check", "T16"],
        "bangfu log": [],
    }
    for command, more in asked.items():
        rows = desk.rows(*command.split()[1:], *more)
        keys = [key for key, _ in shown()[command]]
        assert rows, command
        assert list(rows[0]) == keys, command
    balance = ["books", "balance", *U1, "--until", "2025-12-31", "--by"]
    by = [key for key, _ in shown()["bangfu books balance"]]
    assert list(desk.rows(*balance, ",".join(by[:5]))[0]) == by
    done = {*asked, "bangfu books balance", "bangfu books import"}
    done |= {"bangfu audit verify", "bangfu audit run --findings"}
    done |= {"bangfu audit digest --sign", "bangfu user list", "bangfu user token list"}
    # Shown once a year is nearly closed: `test_year_end_commands.py`.
    done |= {"bangfu books year-end preview", "bangfu books year-end post"}
    done |= {"bangfu archive check"}  # Shown of a folder: `test_archive.py`.
    # Shown where there are bodies, budgets, money, files: `Desk.rows` holds their keys.
    audits = ("engagement", "evidence", "paper", "findings", "sample", "lists")
    told = ("body", "budget", "money", "keys", "aid")
    told += tuple(f"audit {part}" for part in audits)
    told = tuple(f"bangfu {group} " for group in told)
    # What these show is held by tests of their own and by the README's.
    own = ("intake", "seal", "evaluate", "export", "handover", "annual")
    told += tuple(f"bangfu audit {name}" for name in own)
    assert {name for name in shown() if not name.startswith(told)} == done


def test_rows_are_shown_as_table_and_as_csv(desk: Desk) -> None:
    asked = ("books", "balance", *U1, "--until", "2025-12-31")
    table = desk.ok(*asked).out
    assert "科目" in table
    assert "100.00" in table
    lines = desk.ok(*asked, "--format", "csv").out.splitlines()
    assert lines[0] == "account,fund,opening,debit,credit,closing,persons"
    assert lines[1] == "102,F1,0.00,100.00,0.00,100.00,0"


# -- refusals and wrong usage -------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "books balance --unit U1 --until 2025-02-30",
        "books balance --unit U1",
        "books balance --unit U1 --until 2025-12-31 --by colour",
        "books balance --unit U1 --until 2025-01-31 --from 2025-02-01",
        "books voucher list --unit U1 --period 2025-13",
        "books import nowhere",
        "books funds",
        "books people grant 张三 king",
        "books people --database sqlite:///x.db add 甲",
        "books people grant 张三 post --since 2025-02-01 --until 2025-01-01",
        "books draft review --unit U1 --number 0",
        "log --since gestern",
        "report fund_statement",
        "report trial_balance --unit U1 --period 2025 --known-at -3",
        "export beancount --unit U1 --period x --to out.beancount",
        "books fly",
        "fly",
    ],
)
def test_wrong_usage_ends_with_two(desk: Desk, words: str) -> None:
    told = desk.refused(*words.split(), code=2)
    assert told.startswith("用法有误：")


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ("books balance --unit U9 --until 2025-12-31", "账中没有单位“U9”"),
        ("books ledger --unit U1 --account 9 --until 2025-12-31", "账中没有科目“9”"),
        ("books voucher show --unit U1 --ref x", "账中没有凭证“x”"),
        ("books accounts --chart own", "账中没有科目表“own”"),
        ("books close --unit U1 --period 2024-12", "不能结账"),
        ("books draft submit --unit U1 --number 7", "的草稿“7”"),
        ("books people add 张三 --name 另一人", "已经登记，但内容不同"),
        ("books people add 钱七 --login zhangsan", "已属于另一人"),
        ("books people secret 无此人", "账中没有人员“无此人”"),
        ("report nothing --unit U1 --period 2025", "nothing"),
        ("report fund_statement --unit U1 --period 2025 --to x.txt", "txt"),
        (
            "report trial_balance --unit U1 --period 2025 --to no/x.csv",
            "先建立文件夹 no",
        ),
        ("report trial_balance --unit U1 --period 2025 --to /x.csv/y.csv", "不存在"),
        ("export beancount --unit U1 --period 2025 --to no/b", "不能写入 no/b"),
        ("audit verify --unit U9", "账中没有单位“U9”"),
        ("audit run --unit U1 --period 2025 --check T0", "账中没有检查“T0”"),
        ("books units --database mysql://localhost/x", "不支持这种数据库"),
        ("books units --database nonsense", "不支持这种数据库，或地址有误"),
        ("books units --database sqlite:///none.db", "先运行 bangfu init"),
        ("books units --database postgresql://localhost:1/x", "数据库无法使用"),
        ("init --app-role clerk", "只有 PostgreSQL 有角色"),
    ],
)
def test_a_refusal_is_a_sentence_and_ends_with_one(
    desk: Desk, words: str, what: str
) -> None:
    told = desk.refused(*words.split(), given=f"{SECRET}\n")
    assert what in told
    assert not any(word in told for word in DRIVER_WORDS)


def test_a_file_that_is_no_database_is_told(bare: Desk) -> None:
    (bare.folder / "bangfu.db").write_text(
        "姓名,电话\n张三,13800138000\n" * 100, "utf-8"
    )
    for words in (["books", "units"], ["init"], ["audit", "verify"]):
        told = bare.refused(*words)
        assert "不是账簿数据库" in told
        assert not any(word in told for word in DRIVER_WORDS)


def test_another_s_database_is_left_alone(bare: Desk) -> None:
    made = [
        "-c",
        "import sqlite3; sqlite3.connect('bangfu.db').execute('CREATE TABLE t (a)')",
    ]
    subprocess.run([sys.executable, *made], cwd=bare.folder, check=True)
    assert "数据库里已有别的内容" in bare.refused("init")
    assert "先运行 bangfu init" in bare.refused("books", "units")


def test_a_faulty_folder_is_refused_with_every_fault_and_logged(desk: Desk) -> None:
    folder = desk.folder / "账套"
    folder.mkdir()
    write(folder / "vouchers.csv", [*receipt("a", "1e5"), *payment("b", "500")])
    told = desk.refused("books", "import", str(folder))
    assert told.splitlines()[0].startswith("vouchers.csv:2: debit: 不是金额")
    assert "共 3 处错误，账簿未作任何改动" in told
    assert acts(desk) == [("books.import", "clerk", "账套", "refused")]


def test_differences_end_with_one_and_stand_in_the_rows(desk: Desk) -> None:
    broken = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]);"
        "c.execute('DROP TRIGGER postings_no_update');"
        "c.execute('UPDATE postings SET debit_fen = 5 WHERE line = 1'); c.commit()"
    )
    path = desk.database.removeprefix("sqlite:///")
    subprocess.run([sys.executable, "-c", broken, path], check=True)
    done = desk.run("audit", "verify", "--format", "json")
    assert done.code == 1
    assert done.err == "发现差异：账簿与封存时不一致\n"
    assert {row["test"] for row in done.rows} == {"V1", "V4", "V5", "V6", "V9"}
    table = desk.run("audit", "verify")
    assert table.code == 1
    assert "不通过" in table.out


# -- who acts -----------------------------------------------------------------------


def test_from_the_first_secret_on_everybody_shows_theirs(desk: Desk) -> None:
    desk.ok("books", "people", "secret", "张三", given=f"{SECRET}\n")
    known, wrong = desk.with_secret(SECRET), desk.with_secret(OTHER)
    for words in (
        ["books", "units"],
        ["books", "units", "--as", "无此人"],
        ["books", "units", "--as", "李四"],
    ):
        assert "未能确认身份" in known.refused(*words)
    assert "未能确认身份" in wrong.refused("books", "units", "--as", "张三")
    assert known.rows("books", "units", "--as", "张三")
    assert known.rows("books", "units", "--as", "zhangsan")
    assert "未能确认身份" in wrong.refused(
        "books", "people", "add", "甲", "--as", "张三"
    )
    known.ok("books", "people", "add", "甲", "--as", "zhangsan")
    log = known.rows("log", "--as", "张三")
    assert [(o["act"], o["person"], o["subject"], o["outcome"]) for o in log] == [
        ("people.secret", "clerk", "张三", "done"),
        ("people.add", "张三", "甲", "refused"),
        ("people.add", "张三", "甲", "done"),
    ]


def test_a_secret_stands_nowhere_in_the_books(desk: Desk) -> None:
    desk.ok("books", "people", "secret", "张三", given=f"{SECRET}\n")
    assert "口令太短" in desk.with_secret(SECRET).refused(
        "books", "people", "secret", "李四", "--as", "张三", given="短\n"
    )
    path = Path(desk.database.removeprefix("sqlite:///"))
    for file in path.parent.glob(f"{path.name}*"):
        assert SECRET.encode() not in file.read_bytes()


def test_rights_hold_where_they_are_registered(desk: Desk) -> None:
    people = ("books", "people")
    desk.ok(*people, "grant", "张三", "admin")
    desk.ok(*people, "grant", "李四", "view", *U1, "--since", "2025-01-01")
    li = ("--as", "李四")
    assert desk.rows("books", "funds", *U1, *li)
    assert "没有“查看”权限" in desk.refused("books", "funds", "--unit", "U2", *li)
    assert "没有“管理”权限" in desk.refused(*people, "add", "甲", *li)
    assert "没有“结账”权限" in desk.refused(
        "books", "close", *U1, "--period", "2025-01", *li
    )
    ended = ("--since", "2025-01-01", "--until", "2025-02-01")
    desk.ok(*people, "grant", "李四", "view", *U1, *ended, "--as", "张三")
    assert "没有“查看”权限" in desk.refused("books", "funds", *U1, *li)


def test_nobody_is_left_without_an_administrator(desk: Desk) -> None:
    people = ("books", "people")
    desk.ok(*people, "secret", "张三", given=f"{SECRET}\n")
    known = desk.with_secret(SECRET)
    zhang = ("--as", "张三")
    told = known.refused(*people, "grant", "李四", "post", *zhang)
    assert "这样就没有人能管理账簿了" in told
    known.ok(*people, "grant", "张三", "admin", "--since", "2025-01-01", *zhang)
    known.ok(*people, "grant", "李四", "post", *zhang)
    ended = ("--since", "2025-01-01", "--until", "2025-01-02")
    assert "没有人能管理" in known.refused(
        *people, "grant", "张三", "admin", *ended, *zhang
    )


def test_one_may_change_the_own_secret_and_no_other(desk: Desk) -> None:
    people = ("books", "people")
    desk.ok(*people, "grant", "张三", "admin")
    desk.ok(*people, "secret", "张三", "--as", "张三", given=f"{SECRET}\n")
    known, other = desk.with_secret(SECRET), desk.with_secret(OTHER)
    known.ok(*people, "secret", "李四", "--as", "张三", given=f"{OTHER}\n")
    other.ok(*people, "secret", "李四", "--as", "李四", given="冬去春来二零二七\n")
    told = desk.with_secret("冬去春来二零二七").refused(
        *people, "secret", "张三", "--as", "李四", given=f"{OTHER}\n"
    )
    assert "没有“管理”权限" in told


def test_personal_numbers_reach_neither_the_log_nor_the_screen(desk: Desk) -> None:
    told = desk.refused("books", "people", "add", MOBILE)
    told += desk.refused("books", "units", "--as", MOBILE)
    told += desk.refused("books", "people", "add", "甲", "--as", MOBILE)
    told += desk.refused("books", "people", "add", "甲", "--name", f"甲{MOBILE}")
    folder = desk.folder / MOBILE
    folder.mkdir()
    write(folder / "vouchers.csv", receipt("a", "5", memo=MOBILE))
    told += desk.refused("books", "import", str(folder))
    log = json.dumps(desk.rows("log"), ensure_ascii=False)
    assert MOBILE not in told
    assert MOBILE not in log
    assert log.count("13*******00") == 3


def test_the_log_is_searched_by_person_day_and_content(desk: Desk) -> None:
    desk.ok("books", "people", "add", "甲")
    desk.ok("books", "people", "add", "乙", "--as", "张三")
    assert [a for a, *_ in acts(desk, person="张三")] == ["people.add"]
    assert [subject for *_, subject, _ in acts(desk, text="甲")] == ["甲"]
    assert acts(desk, since="2199-01-01") == []
    assert acts(desk, until="2000-01-01") == []


# -- drafts, corrections, papers ----------------------------------------------------

DRAFT = {
    "dated_on": "2025-01-20",
    "summary": "发放救助",
    "postings": [
        {"account": "50404", "fund": "F1", "debit": "30", "purpose": "生活救助"},
        {"account": "102", "fund": "F1", "credit": "30"},
    ],
}


def test_a_draft_goes_from_hand_to_hand_into_the_books(desk: Desk) -> None:
    (desk.folder / "d.json").write_text(json.dumps(DRAFT), "utf-8")
    draft, at = ("books", "draft"), (*U1, "--number", "1")
    done = desk.ok(*draft, "save", *U1, "d.json", "--as", "张三").out
    assert done == "草稿 1：草稿\n"
    desk.ok(*draft, "submit", *at, "--as", "张三")
    assert "不能审核" in desk.refused(*draft, "review", *at, "--as", "zhangsan")
    desk.ok(*draft, "return", *at, "--reason", "缺附件", "--as", "李四")
    desk.ok(*draft, "save", *U1, "d.json", "--number", "1", "--as", "张三")
    desk.ok(*draft, "submit", *at, "--as", "张三")
    desk.ok(*draft, "review", *at, "--as", "李四")
    desk.ok(*draft, "settle", *at, "--as", "赵六")
    assert (
        desk.ok(*draft, "post", *at, "--as", "王五").out
        == "已记账：付字第1号，链位 2\n"
    )
    assert desk.rows(*draft, "list", *U1) == []
    steps = desk.rows(*draft, "show", *at)
    assert [step["person"] for step in steps[-3:]] == ["李四", "赵六", "王五"]
    assert steps[-1]["voucher"]["summary"] == "发放救助"
    assert "缺附件" in desk.ok(*draft, "show", *at).out
    outcomes = [(act, outcome) for act, _, _, outcome in acts(desk)]
    assert ("draft.review", "refused") in outcomes
    assert outcomes[-1] == ("draft.post", "done")


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("", "草稿内容无法读取"),
        ("[]", "草稿内容应为一个对象"),
        ('{"postings": {}}', "草稿内容应为一个对象"),
        ('{"colour": "red"}', "草稿中有不认识的项目：colour。办法：可用：dated_on、"),
        ('{"colour": "red"}', "、postings、"),
        ('{"13800138000": "red"}', "草稿中有不认识的项目：手机号码 13*******00"),
        ('{"postings": [{}, {"colour": ""}]}', "第2行分录中有不认识的项目：colour"),
        ('{"postings": [{"debit": 5}]}', "第1行分录的各项都应为文字：debit。"),
        ('{"attachments": 2, "kind": null}', "草稿的各项都应为文字：attachments、kind"),
        ('{"postings": ["102"]}', "第1行分录应为一个对象"),
        ('{"summary": "13800138000"}', "草稿没有保存"),
    ],
)
def test_what_is_no_draft_is_not_saved(desk: Desk, content: str, what: str) -> None:
    told = desk.refused("books", "draft", "save", *U1, "-", given=content)
    assert what in told
    assert MOBILE not in told


def test_a_draft_is_dropped_with_a_reason(desk: Desk) -> None:
    desk.ok("books", "draft", "save", *U1, "-", given="{}")
    drop = ("books", "draft", "drop", *U1, "--number", "1", "--reason")
    assert "没有写明原因" in desk.refused(*drop, " ")
    assert desk.ok(*drop, "重复").out == "草稿 1：已作废\n"


def test_a_voucher_is_cancelled_in_red_once(desk: Desk) -> None:
    reverse = ["books", "voucher", "reverse", *U1, "--ref", "r1"]
    by = ["--preparer", "张三", "--reviewer", "李四", "--date", "2025-01-31"]
    done = desk.ok(*reverse, "--new-ref", "x1", *by)
    assert done.out == "已冲销：收字第2号，链位 2\n"
    assert "冲销过一次" in desk.refused(*reverse, "--new-ref", "x2", *by)
    assert [outcome for *_, outcome in acts(desk)] == ["done", "refused"]


def test_a_report_and_an_export_are_written_and_logged(desk: Desk) -> None:
    desk.ok("report", "trial_balance", *U1, "--period", "2025", "--to", "t.csv")
    desk.ok("export", "beancount", *U1, "--period", "2025", "--to", "b.beancount")
    assert (desk.folder / "t.csv").stat().st_size > 0
    assert (desk.folder / "b.beancount").stat().st_size > 0
    assert desk.ok("report", "trial_balance", *U1, "--period", "2025").out
    assert [(act, subject) for act, _, subject, _ in acts(desk)] == [
        ("report", "trial_balance 2025 .csv"),
        ("export.beancount", "2025 b.beancount"),
    ]


# -- what is loaded -----------------------------------------------------------------

HEAVY = (
    "alembic",
    "altair",
    "argon2",
    "cryptography",
    "pandas",
    "rich",
    "typst",
    "vl_convert",
    "xlsxwriter",
)


def test_a_balance_loads_nothing_heavy(desk: Desk) -> None:
    probe = (
        "import sys\nfrom app.cli.main import main\ntry:\n    main()\n"
        "finally:\n    sys.stderr.write(' '.join(sys.modules))"
    )
    words = ["books", "balance", *U1, "--until", "2025-12-31", "--format", "json"]
    done = subprocess.run(
        [sys.executable, "-c", probe, *words, "--database", desk.database],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout)
    loaded = {name.partition(".")[0] for name in done.stderr.split()}
    assert loaded.isdisjoint({*HEAVY, "psycopg", "jinja2", "cn2an", "python_calamine"})


def test_help_is_told_without_a_database(bare: Desk) -> None:
    assert "books" in bare.ok("--help").out
    assert "balance" in bare.ok("books", "--help").out


@pytest.mark.parametrize("group", sorted({*GROUPS, *DIRECT} - {"office"}))
def test_every_group_starts_with_nothing_loaded(bare: Desk, group: str) -> None:
    assert replace(bare, anew=True).ok(group, "--help").out.startswith("用法：")
