"""Files in and out around payouts at the desk, and nobody in clear after all of it."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from app import wiring
from app.settings import SQLITE_FILE
from tests import server
from tests.aid import batching, filing
from tests.aid.batching import card
from tests.aid.filing import ADDRESS, NAME, PHONE, content, number
from tests.app.commands import Desk, Done
from tests.building import Books

pytestmark = pytest.mark.slow

U1, AS = ("--unit", "U1"), ("--as", "王五")
BANK = ("aid", "bank-file")
BATCH = "B2026-1"
REASON = f"户名与{NAME}不符，请联系{PHONE}"
SECRETS = (
    *(NAME, PHONE, ADDRESS, REASON),
    *(number(place) for place in (*range(1, 6), 20, 77)),
    *(card(place).number for place in (*range(1, 6), 20, 22)),
)
"""Whatever the test people are known by."""


class Sworn:
    """A desk that keeps what every command said, to be searched afterwards."""

    def __init__(self, desk: Desk, books: Books) -> None:
        self.desk, self.books = desk, books
        self.said: list[str] = []

    def put(self, name: str, *lines: str, codec: str = "utf-8") -> str:
        """A file at the desk."""
        (self.desk.folder / name).write_bytes("\n".join((*lines, "")).encode(codec))
        return name

    def run(self, *words: str, code: int = 0) -> Done:
        """Run a command; what it said is kept."""
        done = self.desk.run(*words, *AS)
        assert done.code == code, done.err
        self.said += [done.out, done.err]
        return done

    def rows(self, *words: str) -> list[dict[str, object]]:
        """Run a command for its JSON."""
        return self.run(*words, "--format", "json").rows


@pytest.fixture
def sworn(shelf: server.Shelf, dialect: str, tmp_path: Path) -> Iterator[Sworn]:
    """U1 with the files P-1 to P-5; a batch of P-1 to P-3 is paid."""
    for books in batching.filled(shelf, dialect):
        batching.paid(books)
        keys = tmp_path / "bangfu.keys"
        keys.write_text(f"1 {filing.KEY.hex()}\n")
        keys.chmod(0o600)
        environment = {"BANGFU_KEYS": str(keys)}
        yield Sworn(Desk(tmp_path, books.url, environment=environment), books)


def the_dead(sworn: Sworn) -> None:
    """P-5 died and stands open; a row that is wrong stops another file."""
    head = "身份证号,死亡日期,来源,更正原因"
    wide = "".join(chr(ord(c) + 0xFEE0) for c in number(5).lower())
    one = f"{wide},2026-04-01,县民政局,"
    path = sworn.put("deceased.csv", head, one, f"{number(77)},2026-04-02,县民政局,")
    told = sworn.run("aid", "deceased", "import", path, *U1).out
    assert "新增 2 人，更正 0 人，没有变化 0 人；名单共 2 人" in told
    assert "提示：U1 有 1 份在档的应予退出：P-5" in told
    again = sworn.run("aid", "deceased", "import", path, *U1).out
    assert "新增 0 人，更正 0 人，没有变化 2 人" in again
    bad = sworn.put("bad.csv", head, one, f"{number(4)[:-1]}0,{NAME},{PHONE},")
    told = sworn.run("aid", "deceased", "import", bad, *U1, code=1).err
    assert "bad.csv:3: identity" in told
    (row,) = sworn.rows("aid", "deceased", "list", *U1)
    assert (row["code"], row["member"], row["state"]) == ("P-5", 1, "应予退出")


def what_was_had(sworn: Sworn) -> None:
    """P-4 had aid of another body; the same file again is nothing."""
    head = "身份证号,救助项目,年度,金额,发放日期,发放单位,其他救助,备注"
    one = f"{number(4)},生活救助,2025,800,2025-05-01,县民政局,是,{NAME}本人领取"
    path = sworn.put("payments.csv", head, one, "合计,,,800,,,,", codec="gb18030")
    taking = "aid", "history", "import", path, *U1
    assert "新记 1 笔，800.00 元" in sworn.run(*taking, "--total", "800").out
    assert "新记 0 笔，0.00 元；此前已记 1 笔" in sworn.run(*taking).out
    assert "所报合计 801.00 元" in sworn.run(*taking, "--total", "801", code=1).err
    (row,) = sworn.rows("aid", "history", "show", "P-4")
    assert (row["amount"], row["other"], row["ref"]) == ("800.00", "是", "1")
    (row,) = sworn.rows("aid", "history", "show", "P-1")
    assert (row["source"], row["ref"]) == ("发放批次", "B2026-1/1")
    sworn.run("aid", "history", "withdraw", "1", *U1, "--reason", f"{NAME}没有领取")
    assert sworn.rows("aid", "history", "show", "P-4") == []
    sworn.run("aid", "history", "withdraw", "1", *U1, "--reason", PHONE, code=2)


def the_bank(sworn: Sworn) -> None:
    """A form of the bank's own; written twice; a result that pays 1 and 3."""
    words = ("--set", "card=账号", "--set", "result_state=结果")
    adding = (*BANK, "format", "add", *U1, "--bank", "某银行", *words)
    assert "第 1 版" in sworn.run(*adding, "--encoding", "gb18030").out
    sworn.run(*BANK, "format", "add", *U1, "--bank", "某银行", "--set", "x=y", code=2)
    assert {row["revision"] for row in sworn.rows(*BANK, "formats", *U1)} == {0, 1}

    writing = (*BANK, "write", BATCH, *U1, "--bank", "某银行")
    told = sworn.run(*writing, "--to", "pay.csv").out
    assert "第 1 号付款文件：3 笔，合计 1,500.00 元；SHA-256" in told
    assert "文件已存在" in sworn.run(*writing, "--to", "pay.csv", code=1).err
    again = sworn.run(*writing, "--to", "again.csv").out
    assert "（与此前生成的相同）" in again
    files = [sworn.desk.folder / name for name in ("pay.csv", "again.csv")]
    assert files[0].read_bytes() == files[1].read_bytes()
    assert files[0].stat().st_mode & 0o777 == 0o600
    sent = [*csv.DictReader(files[0].read_text("gb18030").splitlines())]
    assert [row["账号"] for row in sent] == [card(place).number for place in (1, 2, 3)]
    assert {row["收款户名"] for row in sent} == {NAME}
    for file in files:
        file.unlink()
    the_result(sworn)


def the_result(sworn: Sworn) -> None:
    head = "序号,收款账号,金额,结果,失败原因"

    def row(place: int, state: str, why: str = "", batch: str = BATCH) -> str:
        return f"{batch}-1-{place},{card(place).number},500.00,{state},{why}"

    rows = row(1, "成功"), row(2, "失败", REASON), row(3, "成功")
    taking = (*BANK, "result", BATCH)
    more = (*U1, "--bank", "某银行", "--on", "2026-03-10")
    other = sworn.put("other.csv", head, row(1, "成功", batch="B2026-2"))
    assert "这不是批次 B2026-1" in sworn.run(*taking, other, *more, code=1).err
    changed = sworn.put("changed.csv", head, rows[0].replace("500", "501"), *rows[1:])
    told = sworn.run(*taking, changed, *more, code=1).err
    assert "付款第 1 行的金额 501.00 元，与付款文件不符" in told
    good = sworn.put("result.csv", head, *rows, codec="gb18030")
    assert "所报 4 笔" in sworn.run(*taking, good, *more, "--count", "4", code=1).err
    told = sworn.run(*taking, good, *more, "--count", "3", "--total", "1500").out
    assert "已付 2 笔，1,000.00 元；未付 1 笔，500.00 元" in told
    assert "号草稿，退回待再付" in told
    assert "此前已导入，没有变化" in sworn.run(*taking, good, *more).out
    (row_,) = sworn.rows(*BANK, "list", *U1)
    assert (row_["paid"], row_["failed"], row_["waiting"]) == (2, 1, 0)
    states = [one["state"] for one in sworn.rows(*BANK, "lines", BATCH, *U1)]
    assert states == ["已付", "未付", "已付"]
    opened = sworn.desk.run(*BANK, "lines", BATCH, *U1, "--open", *AS).out
    assert NAME in opened


def everything(books: Books) -> bytes:
    """The database as it lies there: the file, or every row of every table as text."""
    if books.dialect == "sqlite":
        path = Path(books.url.removeprefix(SQLITE_FILE))
        files = [path, *path.parent.glob(f"{path.name}-*")]
        return b"".join(one.read_bytes() for one in files)
    found = []
    metadata, _ = wiring.declared()
    with psycopg.connect(books.url) as connection:
        for table in metadata.sorted_tables:
            with connection.cursor().copy(f"COPY {table.name} TO STDOUT") as copy:
                found += [bytes(part) for part in copy]
    return b"".join(found)


def found_in(content: bytes) -> list[str]:
    """Secrets that stand somewhere, as text or as hexadecimal digits."""
    low = content.lower()
    return [
        secret
        for secret in SECRETS
        for codec in ("utf-8", "gb18030", "utf-16-le")
        if secret.encode(codec) in content or secret.encode(codec).hex().encode() in low
    ]


def test_nobody_stands_in_clear_after_files_went_in_and_out(sworn: Sworn) -> None:
    """Everything is done and searched: words, the log, exports, the database."""
    the_dead(sworn)
    what_was_had(sworn)
    the_bank(sworn)
    logged = sworn.run("log", "--format", "json")
    acts = {row["act"] for row in json.loads(logged.out)}
    assert {
        "aid.deceased.import",
        "aid.history.show",
        "aid.bank-file.write",
        "aid.bank-file.result",
        "aid.bank-file.lines",
    } <= acts
    out = "export", "beancount", *U1, "--period", "2026", "--to", "out.beancount"
    sworn.run(*out)
    assert "账" in sworn.run("audit", "verify").out

    exported = (sworn.desk.folder / "out.beancount").read_bytes()
    assert found_in("\n".join(sworn.said).encode()) == []
    assert found_in(exported) == []
    assert found_in(everything(sworn.books)) == []


def test_the_search_finds_what_stands_in_clear(sworn: Sworn) -> None:
    """A name that somebody typed where none belongs is found, on both databases."""
    head = "身份证号,死亡日期,来源"
    path = sworn.put("deceased.csv", head, f"{number(5)},2026-04-01,{NAME}")
    sworn.run("aid", "deceased", "import", path, *U1)

    assert NAME in found_in(everything(sworn.books))
    assert found_in(content(1).worker.name.encode()) == [NAME]
