"""核对审计证据包：python3 verify.py [证据包文件夹或 .zip] [--full 完整版证据包]

Needs Python 3.8 or newer and nothing else, on any system. It shares no code with the
program that wrote the package; it recomputes everything from the files and believes no
figure that it can work out itself. Exit code 0: all holds; 1: something does not.

With the masked edition, `--full` names the full edition of the same books: then each
mark that stands for a personal field is opened and proved.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import json
import sys
import zipfile
from itertools import zip_longest
from pathlib import Path
from typing import Any, BinaryIO, Callable, Iterable, Iterator  # noqa: UP035 - 3.8

US, RS, GS, MASK = "\x1f", "\x1e", "\x1d", "\x1a"
SEAL = ["position", "previous", "number", "poster", "sealed_at", "content_hash", "hash"]
HEAD = ["unit", "ref", "period", "kind", "dated_on", "chart", "summary", "attachments"]
HEAD += ["preparer", "reviewer", "cashier", "head", "posted_at", "corrects"]
HEAD += ["correction", "entered", "basis"]
LINE = ["account", "fund", "debit", "credit", "purpose", "party", "recipient"]
LINE += ["persons", "item", "quantity_milli", "serials", "arose_on", "economic"]
LINE += ["functional", "appropriation", "request", "memo"]
YEARS = ["opening", "received", "paid", "moved", "adjusted", "closing"]
WORTH = ("income", "expense", "net", "entrusted")


def sha(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def fen(yuan: str) -> int:
    """Yuan with two decimals as whole fen."""
    whole, _, rest = (yuan or "0.00").partition(".")
    if len(rest) != 2:  # noqa: PLR2004 - two decimals
        raise ValueError(yuan)
    return int(whole + rest)


def cell(text: str) -> str:
    """A field as CSV shows it: a mark by ※, and nothing that a spreadsheet would run."""
    risky = text.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
    return "'" * risky + text.replace(MASK, "※")


def yuan(amount: str) -> str:
    """Whole fen as yuan with two decimals."""
    sign, digits = "-" * (int(amount) < 0), str(abs(int(amount))).zfill(3)
    return sign + digits[:-2] + "." + digits[-2:]


class Package:
    """The files of a package, in a folder or a zip, and what its manifest says."""

    def __init__(self, path: Path) -> None:
        self.path, self.zip = path, None if path.is_dir() else zipfile.ZipFile(path)
        self.raw = self.read("manifest.json")
        self.told: dict[str, Any] = json.loads(self.raw)

    def names(self) -> list[str]:
        """Every file there is; one that stands twice in a zip stands here twice."""
        if self.zip:
            return self.zip.namelist()
        found = (p for p in self.path.rglob("*") if p.is_symlink() or not p.is_dir())
        return [p.relative_to(self.path).as_posix() for p in found]

    def open(self, name: str) -> BinaryIO:
        """A file to be read as bytes."""
        return self.zip.open(name) if self.zip else (self.path / name).open("rb")  # type: ignore[return-value]

    def read(self, name: str) -> bytes:
        """A small file as a whole."""
        with self.open(name) as stream:
            return stream.read()

    def rows(self, name: str) -> Iterator[dict[str, str]]:
        """The rows of a CSV by column; one with too few or too many cells is a fault."""
        with io.TextIOWrapper(self.open(name), "utf-8", newline="") as stream:
            reader = csv.reader(stream, strict=True)
            keys = next(reader)
            for row in reader:
                if len(row) != len(keys):
                    raise ValueError(f"{name} 第 {reader.line_num} 行的列数不对")
                yield dict(zip(keys, row))

    def lines(self, name: str) -> Iterator[str]:
        """The lines of canonical bytes, as text."""
        with self.open(name) as stream:
            for line in stream:
                if not line.endswith(b"\n"):
                    raise ValueError(f"{name} 最后一行不完整")
                yield line[:-1].decode()


# -- Ed25519 (RFC 8032, 5.1), for the signature of the manifest ----------------------

P, D = 2**255 - 19, -121665 * pow(121666, 2**255 - 21, 2**255 - 19) % (2**255 - 19)
ORDER = 2**252 + 27742317777372353535851937790883648493
Point = tuple  # x, y, z, t with x = X/Z, y = Y/Z, xy = T/Z


def add(a: Point, b: Point) -> Point:
    """The sum of two points."""
    m, n = (a[1] - a[0]) * (b[1] - b[0]), (a[1] + a[0]) * (b[1] + b[0])
    c, d = 2 * a[3] * b[3] * D, 2 * a[2] * b[2]
    e, f, g, h = n - m, d - c, d + c, n + m
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(k: int, a: Point) -> Point:
    """A point added up k times."""
    total: Point = (0, 1, 1, 0)
    while k:
        total, a, k = (add(total, a) if k & 1 else total), add(a, a), k >> 1
    return total


def point(data: bytes) -> Point:
    """The point that 32 bytes stand for."""
    y, sign = int.from_bytes(data, "little") & ~(1 << 255), data[31] >> 7
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if x * x % P == square else x * pow(2, (P - 1) // 4, P) % P
    if y >= P or x * x % P != square or (x == 0 and sign):
        raise ValueError("不是曲线上的点")
    x = x if x & 1 == sign else P - x
    return (x, y, 1, x * y % P)


def signed(key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the holder of a public key signed a message."""
    half, s = signature[:32], int.from_bytes(signature[32:], "little")
    if len(key) != 32 or len(signature) != 64 or s >= ORDER:  # noqa: PLR2004 - RFC 8032
        return False
    digest = hashlib.sha512(half + key + message).digest()
    x, y, z, t = point(key)
    base = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))
    k = int.from_bytes(digest, "little") % ORDER
    x, y, z, t = add(times(s, base), times(k, (P - x, y, z, P - t)))
    x, y = x * pow(z, P - 2, P) % P, y * pow(z, P - 2, P) % P
    return (y | (x & 1) << 255).to_bytes(32, "little") == half


# -- the tests ------------------------------------------------------------------------


class Books:
    """What one pass over the vouchers adds up, and the faults it meets, by test."""

    def __init__(self, package: Package) -> None:
        self.package, self.told = package, package.told
        self.faults: dict[str, list[str]] = {k: [] for k in ("链", "内容", "平衡", "编号")}
        self.vouchers = self.postings = self.masked = 0
        self.sums: dict[tuple[str, str], list[int]] = {}
        """Openings, debits and credits by account and fund."""
        self.moves: dict[tuple[str, str], int] = {}
        """What was received, paid, moved and adjusted, by fund."""
        self.numbers: dict[tuple[str, str], int] = {}
        self.parts: dict[str, tuple[str, str]] = {}

    def walk(self) -> None:
        """The canonical bytes of every voucher, in the order of the chain."""
        for row in self.package.rows("accounts.csv"):
            self.parts[row["code"]] = row["part"], row["role"]
        chain, heads = self.told["chain"], self.package.rows("vouchers.csv")
        lines = self.package.rows("postings.csv")
        position, previous = chain["after"], chain["after_hash"]
        for text in self.package.lines("canonical.bin"):
            seal, _, content = text.partition(GS)
            form, unit, *fields = seal.split(US)
            if [form, unit] != ["bangfu-seal-1", self.told["unit"]]:
                self.faults["链"].append(f"链位 {fields[0]} 的形式或单位不对")
            if fields[:2] != [str(position + 1), previous]:
                self.faults["链"].append(f"链位 {position} 之后断开")
            position, previous = int(fields[0]), sha(seal.encode())
            if content:
                self.take([*fields, previous], content, heads, lines)
        if (position, previous) != (chain["position"], chain["digest"]):
            self.faults["链"].append("链尾与清单所载的链位、摘要不符")
        if (self.vouchers, self.postings) != (chain["vouchers"], chain["postings"]):
            self.faults["链"].append("凭证或分录的数量与清单不符")
        if next(heads, None) or next(lines, None):
            self.faults["内容"].append("表格中有凭证原文没有的行")

    def take(
        self,
        seal: list[str],
        content: str,
        heads: Iterator[dict[str, str]],
        lines: Iterator[dict[str, str]],
    ) -> None:
        """One voucher: its hash, its rows in the tables, its balance and number."""
        (form, *head), *rows = (row.split(US) for row in content.split(RS))
        place = f"链位 {seal[0]}"
        if MASK in content:
            self.masked += 1
        elif sha(content.encode()) != seal[5]:
            self.faults["内容"].append(f"{place} 的内容与摘要不符")
        wanted = dict(zip(SEAL + HEAD, map(cell, seal + head)))
        if form != "bangfu-voucher-1" or next(heads, None) != wanted:
            self.faults["内容"].append(f"{place} 与 vouchers.csv 不符")
        funds: dict[str, int] = {}
        for number, row in enumerate(rows, 1):
            wanted = dict(zip(["position", "line", *LINE], [seal[0], str(number)]))
            wanted.update(zip(LINE, map(cell, row)))
            wanted.update(debit=yuan(row[2]), credit=yuan(row[3]))
            if len(row) != len(LINE) or next(lines, None) != wanted:
                self.faults["内容"].append(f"{place} 第 {number} 行与 postings.csv 不符")
            funds[row[1]] = funds.get(row[1], 0) + int(row[2]) - int(row[3])
            if (int(row[2]) == 0) == (int(row[3]) == 0):
                self.faults["平衡"].append(f"{place} 第 {number} 行不是只记一方")
        if any(funds.values()) or len(rows) < 2:  # noqa: PLR2004 - double entry
            self.faults["平衡"].append(f"{place} 借贷不平，或在某项资金内不平")
        self.vouchers, self.postings = self.vouchers + 1, self.postings + len(rows)
        voucher = dict(zip(HEAD, head))
        series = voucher["period"], voucher["kind"]
        self.numbers[series] = self.numbers.get(series, 0) + 1
        if int(seal[2]) != self.numbers[series]:
            self.faults["编号"].append(f"{place} 应为第 {self.numbers[series]} 号")
        if not self.told["since"] <= int(voucher["period"]) < self.told["until"]:
            self.faults["编号"].append(f"{place} 不在包的期间内")
        self.sum(rows, opening=voucher["kind"] == "期初")

    def sum(self, rows: list[list[str]], *, opening: bool) -> None:
        """Add a voucher to the balances, and to what each fund received and paid."""
        lines = [(a, f, int(d), int(c), *self.parts[a]) for a, f, d, c, *_ in rows]
        nets: dict[str, int] = {}
        for account, fund, debit, credit, part, _ in lines:
            sums = self.sums.setdefault((account, fund), [0, 0, 0])
            if opening:
                sums[0] += debit - credit
            else:
                sums[1], sums[2] = sums[1] + debit, sums[2] + credit
            if part == "net":
                nets[fund] = nets.get(fund, 0) + debit - credit
        parts = {part for *_, part, _ in lines}
        if opening or ("net" in parts and parts <= {"net", "income", "expense"}):
            return  # what only closes income and expense is neither received nor paid
        moved = [net for net in nets.values() if net]
        between = len(moved) > 1 and sum(moved) == 0
        for _, fund, debit, credit, part, role in lines:
            if part == "expense" or (part == "entrusted" and debit):
                key, net = (fund, "paid"), debit - credit
            elif part in {"income", "entrusted"}:
                key, net = (fund, "received"), credit - debit
            elif part == "net":
                kind = "moved" if between or role == "earmark" else "adjusted"
                key, net = (fund, kind), credit - debit
            else:
                continue
            self.moves[key] = self.moves.get(key, 0) + net


def manifest(package: Package) -> Iterator[str]:
    """Every file as the manifest lists it, the manifest as it says of itself."""
    told = dict(package.told)
    listed, rolled = told["files"], "0" * 64
    rest = {key: value for key, value in told.items() if key != "self"}
    text = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    if sha(json.dumps(rest, sort_keys=True).encode()) != told["self"]:
        yield "清单与其自身的摘要不符"
    if text.encode() != package.raw:
        yield "清单不是原来的字节"
    outside = ["manifest.json"] + ["signature.json"] * bool(told["signer"])
    wanted = sorted([one["path"] for one in listed] + outside)
    for name in sorted(set(wanted) ^ set(package.names())):
        yield f"{name}：" + ("缺失" if name in wanted else "清单以外的文件")
    if len(package.names()) != len(set(package.names())) or len(set(wanted)) != len(wanted):
        yield "有重名的文件"
    for one in listed:
        digest, size = hashlib.sha256(), 0
        try:
            with package.open(one["path"]) as stream:
                for block in iter(lambda: stream.read(1 << 20), b""):  # noqa: B023 - at once
                    digest.update(block)
                    size += len(block)
        except (OSError, KeyError, zipfile.BadZipFile):
            yield f"{one['path']}：不能读取"
        if [size, digest.hexdigest()] != [one["bytes"], one["sha256"]]:
            yield f"{one['path']}：内容被改动"
        rolled = sha(f"{rolled}{US}{one['path']}{US}{one['sha256']}".encode())
        if rolled != one["chain"]:
            yield f"{one['path']}：清单的链断开"


def signature(package: Package) -> Iterator[str]:
    """The signature over the manifest, by the key that the manifest names."""
    raw = package.read("signature.json")
    told = json.loads(raw)
    if json.dumps(told, indent=1, sort_keys=True) + "\n" != raw.decode():
        yield "签名文件不是原来的字节"
    key = bytes.fromhex(told["public_key"])
    if not sha(b"bangfu-public-key-1" + key)[:32] == told["signer"] == package.told["signer"]:
        yield "签名的密钥不是清单所载的密钥"
    message = "bangfu-package-signature-1" + US + sha(package.raw)
    if not signed(key, message.encode(), bytes.fromhex(told["signature"])):
        yield "签名不符：清单在签名之后被改动"


def records(package: Package) -> Iterator[str]:
    """The chain of the registers, and the funds and checkpoints that stand in it."""
    position, previous, known = 0, "0" * 64, {}
    for line in package.lines("records.bin"):
        position, (digest, *fields) = position + 1, line.split(US)
        if fields:
            row = ["bangfu-record-1", package.told["unit"], str(position), previous, *fields]
            known[fields[0], fields[1]] = fields[2].split(RS)
            if sha(US.join(row).encode()) != digest:
                yield f"登记 {position} 与摘要不符"
        previous = digest
    end = {"position": position, "digest": previous}
    if end != package.told["records"]:
        yield "登记链的链尾与清单不符"
    funds, accounts = {}, {r["id"]: r["code"] for r in package.rows("accounts.csv")}
    for fund in package.rows("funds.csv"):
        funds[fund["id"]] = fund["code"]
        told = next((f for (k, _), f in known.items() if k == "funds" and f[1] == fund["id"]), None)
        shown = [fund[key] for key in ("code", "name", "origin", "channel", "opened_on")]
        if told and shown != [*map(cell, told[2:6]), told[9]]:
            yield f"资金 {fund['code']} 与登记不符"
    kept: dict[str, list[list[str]]] = {}
    for one in package.rows("checkpoints.csv"):
        kept.setdefault(one.pop("period"), []).append(list(one.values()))
    balances = list(package.rows("balances.csv"))
    for period, rows in kept.items():
        ordered = sorted((int(r[0]), int(r[1]), *r[2:]) for r in rows)
        text = RS.join(["bangfu-totals-1", *(US.join(map(str, r)) for r in ordered)])
        closes = [f for (k, _), f in known.items() if k == "closes" and f[1] == period]
        if [f[4] for f in closes] != [sha(text.encode())]:
            yield f"{period} 结账检查点与登记的摘要不符"
        sums: dict[tuple[str, str], int] = {}
        for account, fund, _, debit, credit, _ in rows:
            key = accounts[account], funds[fund]
            sums[key] = sums.get(key, 0) + int(debit) - int(credit)
        column = "brought_forward" if int(period) < package.told["since"] else "closing"
        stands = {(r["account"], r["fund"]): fen(r[column]) for r in balances}
        for key in sorted(sums.keys() | stands.keys()):
            if sums.get(key, 0) != stands.get(key, 0):
                yield f"{period} 检查点与余额表不符：科目 {key[0]} 资金 {key[1]}"


def balances(books: Books) -> Iterator[str]:
    """Openings and postings give closings; each fund balances."""
    met, funds = set(), {}
    for row in books.package.rows("balances.csv"):
        key = row["account"], row["fund"]
        told = [fen(row[c]) for c in ("openings", "debit", "credit")]
        if key in met or told != books.sums.get(key, [0, 0, 0]):
            yield f"科目 {key[0]} 资金 {key[1]} 的期初凭证或发生额与分录不符"
        if fen(row["brought_forward"]) + told[0] + told[1] - told[2] != fen(row["closing"]):
            yield f"科目 {key[0]} 资金 {key[1]}：期初加发生额不等于期末"
        met.add(key)
        for column in ("brought_forward", "closing"):
            pair = key[1], column
            funds[pair] = funds.get(pair, 0) + fen(row[column])
    yield from (f"有分录而余额表没有：{key}" for key in sorted(books.sums.keys() - met))
    yield from (f"资金 {f} 的余额借贷不平" for (f, _), net in funds.items() if net)


def report(books: Books) -> Iterator[str]:
    """What the report says each fund received, paid and holds, worked out again."""
    worth: dict[tuple[str, str], int] = {}
    for row in books.package.rows("balances.csv"):
        if books.parts[row["account"]][0] in WORTH:
            for name, fields in (("opening", ("brought_forward", "openings")), ("closing", ("closing",))):
                key = row["fund"], name
                worth[key] = worth.get(key, 0) - sum(fen(row[f]) for f in fields)
    funds = {row["code"]: row for row in books.package.rows("funds.csv")}
    shown, told = [], list(books.package.rows("fund_years.csv"))
    if [row["fund"] for row in told] != list(funds):
        yield "fund_years.csv 的资金与 funds.csv 不同"
    for row in told:
        found = {name: books.moves.get((row["fund"], name), 0) for name in YEARS[1:5]}
        found.update({name: worth.get((row["fund"], name), 0) for name in ("opening", "closing")})
        if found != {name: fen(row[name]) for name in YEARS}:
            yield f"资金 {row['fund']} 的收入、支出或余额与凭证推算不符"
        if found["opening"] + found["received"] - found["paid"] + found["moved"] + found["adjusted"] != found["closing"]:
            yield f"资金 {row['fund']}：凭证推算的结存与余额不符"
        if funds[row["fund"]]["origin"] != "general":
            shown.append([funds[row["fund"]]["name"], *(found[name] for name in YEARS)])
    if "report/annual_audit.json" in books.package.names():
        whole = json.loads(books.package.read("report/annual_audit.json"))
        chain = {key: books.told["chain"][key] for key in ("position", "digest")}
        if {key: whole[key] for key in chain} != chain:
            yield "年度审计报告的链位或摘要与清单不符"
        total = ["", *(sum(row[i] for row in shown) for i in range(1, 7))]
        rows = [[r["fund"], *(fen(r[n]) for n in YEARS)] for r in whole["tables"]["rolled"]["rows"]]
        for row, wanted in zip_longest(rows, [*map(list, shown), total]):
            if not row or not wanted or row[1:] != wanted[1:] or (wanted[0] and cell(row[0]) != wanted[0]):
                yield f"年度审计报告的资金收支表与推算不符：{(row or wanted)[0]}"


def papers(package: Package) -> Iterator[str]:
    """Each paper that is enclosed, by the SHA-256 under which the books know it."""
    named = {f"attachments/{row['sha256']}" for row in package.rows("attachments.csv")}
    listed = {one["path"]: one["sha256"] for one in package.told["files"]}
    for path, digest in listed.items():
        if path.startswith("attachments/") and (path not in named or not path.endswith(digest)):
            yield f"{path}：不是登记的附件"


def samples(package: Package) -> Iterator[str]:
    """Samples by hash tickets, drawn again from the sealed populations."""
    yield from ()


def opened(masked: Package, full: Package) -> Iterator[str]:
    """Every mark of the masked edition, proved by the salt that the full one holds."""
    salts = {}
    for row in full.rows("marks.csv"):
        salts[row["position"], row["line"], row["field"]] = bytes.fromhex(row["salt"])
    for one, other in zip_longest(masked.lines("canonical.bin"), full.lines("canonical.bin"), fillvalue=""):
        seal, _, content = other.partition(GS)
        position, wanted = (seal + US * 3).split(US)[2], []
        for number, row in enumerate(content.split(RS)):
            fields = row.split(US)
            for place, field in enumerate(fields):
                salt = salts.get((position, str(number), str(place)))
                if salt is not None:
                    fields[place] = MASK + sha(b"bangfu-commitment-1" + salt + field.encode())[:40]
            wanted.append(US.join(fields))
        if one != seal + GS + RS.join(wanted):
            yield f"链位 {position}：隐去的字段与完整版不符"


def main() -> int:
    """Run every test, say how each came out."""
    parser = argparse.ArgumentParser(description="核对审计证据包")
    parser.add_argument("package", nargs="?", default=str(Path(__file__).parent))
    parser.add_argument("--full", help="同一账簿、同一期间的完整版证据包，用来证明隐去的字段")
    given = parser.parse_args()
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
    try:
        package = Package(Path(given.package))
        return judge(package, Package(Path(given.full)) if given.full else None)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        print(f"不通过　证据包不能读取（{type(error).__name__}）")
        return 1


def judge(package: Package, full: Package | None) -> int:
    """Every test of a package, told line by line."""
    books = Books(package)
    tests: list[tuple[str, Callable[[], Iterable[str]] | None]] = [
        ("文件清单：逐个文件的大小、SHA-256，清单自身", lambda: manifest(package)),
        ("签名：清单由所载密钥签名", (lambda: signature(package)) if package.told.get("signer") else None),
        ("凭证链：链位连续，逐张重算封存摘要", lambda: books.walk() or books.faults["链"]),  # type: ignore[func-returns-value]
        ("凭证内容：原文与内容摘要、凭证表、分录表一致", lambda: books.faults["内容"]),
        ("借贷平衡：每张凭证，且在每项资金内", lambda: books.faults["平衡"]),
        ("凭证编号：每月每字从 1 起连续", lambda: books.faults["编号"]),
        ("余额：期初加分录等于期末", lambda: balances(books)),
        ("登记链、资金登记、结账检查点", lambda: records(package)),
        ("报告：各资金收入、支出、结存", lambda: report(books)),
        ("附件：按登记的 SHA-256", lambda: papers(package)),
        ("样本：从封存的总体重新抽取", (lambda: samples(package)) if "samples.csv" in package.names() else None),
        ("隐去的字段：用完整版的盐值证明", (lambda: opened(package, full)) if full else None),
    ]
    bad = 0
    for title, test in tests:
        try:
            faults = list(test()) if test else []
        except Exception as error:  # noqa: BLE001 - whatever it is, the test did not hold
            faults = [f"不能完成（{type(error).__name__}: {error}）"]
        bad += bool(faults)
        print(("未执行" if test is None else "不通过" if faults else "通过") + "　" + title)
        for fault in faults[:5]:
            print(f"　　{fault}")
        if len(faults) > 5:  # noqa: PLR2004 - the first ones tell enough
            print(f"　　……共 {len(faults)} 处")
    told = package.told
    print(f"单位 {told['unit']}　期间 {told['period']}　{'完整版' if told['edition'] == 'full' else '隐名版'}")
    print(f"链位 {told['chain']['position']}　摘要 {told['chain']['digest']}")
    print(f"凭证 {books.vouchers} 张，其中 {books.masked} 张含隐去的字段：其内容由清单和签名担保，用 --full 可逐项证明")
    print(f"清单摘要 {sha(package.raw)}" + (f"　签名密钥指纹 {told['signer']}" if told["signer"] else "　没有签名"))
    print("全部通过" if not bad else f"{bad} 项不通过：证据包与导出时不一致")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
