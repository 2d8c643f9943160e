"""核对审计证据包: `python3 verify.py [文件夹或 .zip] [--full 完整版的文件夹或 .zip]`.

Needs Python 3.8 or newer and nothing else, on any system. It shares no code with the
program that wrote the package, and believes no figure that it can work out itself.
Exit code 0: all holds; 1: something does not. `--full` names the full edition of the
same books: then each mark that stands for a personal field is opened and proved.
"""

import argparse
import bisect
import csv
import hashlib
import io
import itertools
import json
import re
import sys
import zipfile
from pathlib import Path

US, RS, GS, MASK, ZEROS = "\x1f", "\x1e", "\x1d", "\x1a", "0" * 64
SEAL = "position previous number poster sealed_at content_hash hash".split()
HEAD = (
    "unit ref period kind dated_on chart summary attachments preparer reviewer cashier"
    " head posted_at corrects correction entered basis"
).split()
LINE = (
    "account fund debit credit purpose party recipient persons item quantity_milli"
    " serials arose_on economic functional appropriation request memo"
).split()
RISKY = re.compile("[\x1e\x1f][=+@＝＋－＠-]")
YEARS = "opening received paid moved adjusted closing".split()
COLUMNS = {
    "vouchers.csv": SEAL + HEAD,
    "postings.csv": ["position", "line", *LINE],
    "balances.csv": "account fund brought_forward openings debit credit closing".split(),
    "accounts.csv": "id chart code name class role part".split(),
    "funds.csv": "id code name origin channel opened_on purposes".split(),
    "fund_years.csv": ["fund", *YEARS],
    "checkpoints.csv": "period account fund purpose debit credit persons".split(),
    "attachments.csv": "voucher sha256 bytes number media kind form dated_on title".split(),
    "samples.csv": "sample population sha256 units method seed draw size whole_fen k item".split(),
    "marks.csv": "position line field salt".split(),
}


def sha(text):
    """SHA-256 of a text or of bytes, in hexadecimal."""
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()


def fen(yuan):
    """Yuan with two decimals as whole fen."""
    whole, point, rest = yuan.partition(".")
    if not point or len(rest) != 2:
        raise ValueError("not an amount: " + yuan)
    return int(whole + rest)


def shown(amount):
    """Whole fen as yuan with two decimals."""
    if not amount:
        return "0.00"
    digits = str(abs(amount)).zfill(3)
    return "-" * (amount < 0) + digits[:-2] + "." + digits[-2:]


def cell(text):
    """A field as CSV shows it: a mark by ※, and nothing that a spreadsheet would run."""
    return "'" * text.startswith(tuple("=+-@＝＋－＠")) + text.replace(MASK, "※")


class Package:
    """The files of a package, in a folder or a zip, and what its manifest says."""

    def __init__(self, path):
        self.path, self.zip = path, None if path.is_dir() else zipfile.ZipFile(path)
        self.raw = self.read("manifest.json")
        self.told = json.loads(self.raw)

    def names(self):
        if self.zip:
            return self.zip.namelist()
        found = (p for p in self.path.rglob("*") if p.is_symlink() or not p.is_dir())
        return [p.relative_to(self.path).as_posix() for p in found]

    def open(self, name):
        return self.zip.open(name) if self.zip else (self.path / name).open("rb")

    def read(self, name):
        with self.open(name) as stream:
            return stream.read()

    def table(self, name):
        """The rows of a CSV, each of as many cells as there are columns."""
        with io.TextIOWrapper(self.open(name), "utf-8", newline="") as stream:
            reader = csv.reader(stream, strict=True)
            if next(reader) != COLUMNS[name]:
                raise ValueError("columns of " + name)
            for row in reader:
                if len(row) != len(COLUMNS[name]):
                    raise ValueError("%s line %d" % (name, reader.line_num))
                yield row

    def rows(self, name):
        """The same, the cells by column."""
        return (dict(zip(COLUMNS[name], row)) for row in self.table(name))

    def lines(self, name):
        """The lines of canonical bytes, as text."""
        with self.open(name) as stream:
            for line in stream:
                if not line.endswith(b"\n"):
                    raise ValueError(name + " is cut short")
                yield line[:-1].decode()


# -- Ed25519 (RFC 8032, 5.1): points are (x, y) on -x² + y² = 1 + dx²y² modulo P ------

P, ORDER = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def add(a, b):
    """The sum of two points, each as X, Y, Z, T with x = X/Z, y = Y/Z, xy = T/Z."""
    m, n = (a[1] - a[0]) * (b[1] - b[0]), (a[1] + a[0]) * (b[1] + b[0])
    c, d = 2 * a[3] * b[3] * D, 2 * a[2] * b[2]
    e, f, g, h = n - m, d - c, d + c, n + m
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(k, a):
    """A point added up k times."""
    total = (0, 1, 1, 0)
    while k:
        total, a, k = (add(total, a) if k & 1 else total), add(a, a), k >> 1
    return total


def point(data):
    """The point that 32 bytes stand for."""
    y, odd = int.from_bytes(data, "little") & ~(1 << 255), data[31] >> 7
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if x * x % P == square else x * pow(2, (P - 1) // 4, P) % P
    if y >= P or x * x % P != square or (odd and not x):
        raise ValueError("not a point of the curve")
    x = x if x & 1 == odd else P - x
    return x, y, 1, x * y % P


def signed(key, message, signature):
    """Whether the holder of a public key signed a message: [s]B - [h]A gives R."""
    s = int.from_bytes(signature[32:], "little")
    if len(key) != 32 or len(signature) != 64 or s >= ORDER:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little")
    base = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))
    x, y, z, t = point(key)
    x, y, z, t = add(times(s, base), times(h % ORDER, (P - x, y, z, P - t)))
    x, y = x * pow(z, P - 2, P) % P, y * pow(z, P - 2, P) % P
    return (y | (x & 1) << 255).to_bytes(32, "little") == signature[:32]


# -- the tests: each yields what does not hold ----------------------------------------


def manifest(package):
    """Every file as the manifest lists it, the manifest as it says of itself."""
    told, rolled = package.told, ZEROS
    rest = {key: value for key, value in told.items() if key != "self"}
    text = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    if sha(json.dumps(rest, sort_keys=True)) != told["self"] or text.encode() != package.raw:
        yield "清单与其自身的摘要不符"
    outside = ["manifest.json"] + ["signature.json"] * bool(told["signer"])
    wanted, names = [one["path"] for one in told["files"]] + outside, package.names()
    if sorted(names) != sorted(wanted):
        yield "缺失、多出或重名的文件：" + "、".join(set(wanted) ^ set(names))
    for one in told["files"]:
        digest, size = hashlib.sha256(), 0
        with package.open(one["path"]) as stream:
            for block in iter(lambda: stream.read(1 << 20), b""):
                digest.update(block)
                size += len(block)
        rolled = sha(US.join((rolled, one["path"], one["sha256"])))
        if [size, digest.hexdigest(), rolled] != [one["bytes"], one["sha256"], one["chain"]]:
            yield one["path"] + "：内容被改动"


def signature(package, wanted):
    """The signature over the manifest, by the key that it names, and that is wanted."""
    raw, signer = package.read("signature.json").decode(), package.told["signer"]
    key, proof = (bytes.fromhex(json.loads(raw)[k]) for k in ("public_key", "signature"))
    form, hexes = "bangfu-package-signature-1", {"public_key": key.hex(), "signature": proof.hex()}
    if json.dumps(dict(hexes, form=form, signer=signer), indent=1, sort_keys=True) + "\n" != raw:
        yield "签名文件被改动，或不是清单所载的密钥"
    message = (form + US + sha(package.raw)).encode()
    if sha(b"bangfu-public-key-1" + key)[:32] != signer or not signed(key, message, proof):
        yield "签名不符：清单在签名之后被改动，或不是所载密钥签的"
    if wanted not in (None, signer):
        yield "不是所要求的密钥签的"


class Books:
    """One pass over the vouchers in chain order: what it adds up, the faults it meets."""

    def __init__(self, package):
        self.package, self.told = package, package.told
        self.faults = {"chain": [], "content": [], "balance": [], "number": []}
        self.vouchers = self.postings = self.masked = 0
        self.sums, self.moves, self.numbers = {}, {}, {}
        rows = package.rows("accounts.csv")
        self.parts = {row["code"]: (row["part"], row["role"]) for row in rows}

    def walk(self):
        heads, lines = map(self.package.table, ("vouchers.csv", "postings.csv"))
        chain = self.told["chain"]
        position, previous = chain["after"], chain["after_hash"]
        for text in self.package.lines("canonical.bin"):
            seal, _, content = text.partition(GS)
            fields, position = seal.split(US), position + 1
            if fields[:4] != ["bangfu-seal-1", self.told["unit"], str(position), previous]:
                self.faults["chain"].append("链位 %d 与前一张不相连" % position)
            previous = sha(seal)
            if content:
                self.take([*fields[2:], previous], content, heads, lines)
        end = [position, previous, self.vouchers, self.postings]
        if end != [chain[k] for k in ("position", "digest", "vouchers", "postings")]:
            self.faults["chain"].append("链尾或凭证、分录的数量与清单不符")
        if next(heads, None) or next(lines, None):
            self.faults["content"].append("表格中有原文没有的行")
        return self.faults["chain"]

    def take(self, seal, content, heads, lines):
        """A voucher: its hash, its rows in the tables, its number, what it moves."""
        (form, *head), *rows = [row.split(US) for row in content.split(RS)]
        place, hidden, opening = "链位 " + seal[0], MASK in content, head[3] == "期初"
        risky = hidden or cell(seal[3]) != seal[3] or RISKY.search(content)
        show = (lambda fields: list(map(cell, fields))) if risky else list  # most are plain
        if form != "bangfu-voucher-1" or next(heads, None) != show(seal + head):
            self.faults["content"].append(place + " 与 vouchers.csv 不符")
        if not hidden and sha(content) != seal[5]:
            self.faults["content"].append(place + " 的内容与摘要不符")
        series, since, until = (head[2], head[3]), self.told["since"], self.told["until"]
        self.numbers[series] = self.numbers.get(series, 0) + 1
        if int(seal[2]) != self.numbers[series] or not since <= int(head[2]) < until:
            self.faults["number"].append(place + " 的编号不连续，或不在期间内")
        funds, nets, moves, sided = {}, {}, [], len(rows) > 1
        for number, row in enumerate(rows, 1):
            account, fund, debit, credit = row[0], row[1], int(row[2]), int(row[3])
            wanted, net = [seal[0], str(number), *show(row)], debit - credit
            wanted[4:6] = shown(debit), shown(credit)
            if next(lines, None) != wanted:
                self.faults["content"].append("%s 第 %d 行与 postings.csv 不符" % (place, number))
            sums = self.sums.setdefault((account, fund), [0, 0, 0])
            sums[0], sums[1] = sums[0] + net * opening, sums[1] + debit * (not opening)
            sums[2] += credit * (not opening)
            funds[fund], sided = funds.get(fund, 0) + net, sided and bool(debit) != bool(credit)
            part, role = self.parts[account]
            moves.append((part, role, fund, debit, net))
            if part == "net":
                nets[fund] = nets.get(fund, 0) + net
        if any(funds.values()) or not sided:
            self.faults["balance"].append(place + " 借贷不平，在某项资金内不平，或不是只记一方")
        self.vouchers, self.masked = self.vouchers + 1, self.masked + hidden
        self.postings += len(rows)
        parts = {move[0] for move in moves}
        if not opening and not ("net" in parts and parts <= {"net", "income", "expense"}):
            self.move(moves, nets)  # else it only closes income and expense

    def move(self, moves, nets):
        """What a voucher lets each fund receive, pay, and move to another."""
        between = sum(map(bool, nets.values())) > 1 and not sum(nets.values())
        for part, role, fund, debit, net in moves:
            if part == "expense" or (part == "entrusted" and debit):
                name = "paid"
            elif part in ("income", "entrusted"):
                name = "received"
            elif part == "net":
                name = "moved" if between or role == "earmark" else "adjusted"
            else:
                continue
            amount = net if name == "paid" else -net
            self.moves[fund, name] = self.moves.get((fund, name), 0) + amount


def balances(books):
    """Brought forward and postings give closings; each fund balances."""
    left, funds, last = dict(books.sums), {}, ("", "")
    for row in books.package.rows("balances.csv"):
        key, before_it, last = (row["account"], row["fund"]), last, (row["account"], row["fund"])
        if key <= before_it:
            yield "余额表的行次不对"
        before, *told, after = (fen(row[k]) for k in list(row)[2:])
        if told != left.pop(key, [0, 0, 0]) or before + told[0] + told[1] - told[2] != after:
            yield "科目 %s 资金 %s 的期初、发生额、期末与分录不符" % key
        sums = funds.setdefault(key[1], [0, 0])
        sums[:] = sums[0] + before, sums[1] + after
    if any(map(any, left.values())) or any(map(any, funds.values())):
        yield "余额表缺少有分录的科目，或有资金借贷不平"


def records(package):
    """The chain of the registers, and the funds and checkpoints that stand in it."""
    position, previous, known, kept = 0, ZEROS, {}, {}
    for line in package.lines("records.bin"):
        position, (digest, *fields) = position + 1, line.split(US)
        if fields:
            row = ["bangfu-record-1", package.told["unit"], str(position), previous]
            known[fields[0], fields[1]] = fields[2].split(RS)
            if sha(US.join(row + fields)) != digest:
                yield "登记 %d 与摘要不符" % position
        previous = digest
    if {"position": position, "digest": previous} != package.told["records"]:
        yield "登记链的链尾与清单不符"
    accounts = {row["id"]: row["code"] for row in package.rows("accounts.csv")}
    funds = {row["id"]: row for row in package.rows("funds.csv")}
    for (kind, _), told in known.items():
        fund = funds.get(told[1], {}) if kind == "funds" else None
        names = ("code", "name", "origin", "channel", "opened_on")
        if fund is not None and [fund.get(k) for k in names] != [*map(cell, told[2:6]), told[9]]:
            yield "资金登记与 funds.csv 不符"
    closes = {told[1]: told[4] for (kind, _), told in known.items() if kind == "closes"}
    since, until = package.told["since"], package.told["until"]
    first, after = since + (since % 100 == 0), until + (until % 100 == 0)
    for month in (first, after):  # the closes before the period, and of its last month
        before = str(month - 1 if month % 100 > 1 else month - 89)
        kept.update({before: []} if before in closes else {})
    for row in package.rows("checkpoints.csv"):
        kept.setdefault(row["period"], []).append(list(row.values())[1:])
    for period, rows in kept.items():
        ordered = sorted(rows, key=lambda row: (int(row[0]), int(row[1]), row[2]))
        digest = sha(RS.join(["bangfu-totals-1", *map(US.join, ordered)]))
        if rows != ordered or digest != closes.get(period):
            yield period + " 的结账检查点与登记的摘要不符"
        column = "brought_forward" if int(period) < since else "closing"
        sums = {}
        for account, fund, _, debit, credit, _ in rows:
            key = accounts[account], funds[fund]["code"]
            sums[key] = sums.get(key, 0) + int(debit) - int(credit)
        for row in package.rows("balances.csv"):
            key = row["account"], row["fund"]
            sums[key] = sums.get(key, 0) - fen(row[column])
        if any(sums.values()):
            yield period + " 的结账检查点与余额表不符"


def report(books):
    """What the report says each fund received, paid and holds, worked out again."""
    found, package = dict(books.moves), books.package
    for row in package.rows("balances.csv"):
        if books.parts[row["account"]][0] in ("income", "expense", "net", "entrusted"):
            before = fen(row["brought_forward"]) + fen(row["openings"])
            for name, amount in (("opening", before), ("closing", fen(row["closing"]))):
                found[row["fund"], name] = found.get((row["fund"], name), 0) - amount
    funds, years = list(package.rows("funds.csv")), list(package.rows("fund_years.csv"))
    worked = [[f["code"], *(found.get((f["code"], n), 0) for n in YEARS)] for f in funds]
    if [[row["fund"], *(fen(row[n]) for n in YEARS)] for row in years] != worked:
        yield "各资金的收入、支出或结存与凭证推算不符"
    if any(a + r - p + m + x != z for _, a, r, p, m, x, z in worked):
        yield "凭证推算的结存与余额表不符"
    if "report/annual_audit.json" in package.names():
        told, chain = json.loads(package.read("report/annual_audit.json")), books.told["chain"]
        if [told[k] for k in ("position", "digest")] != [chain[k] for k in ("position", "digest")]:
            yield "年度审计报告的链位或摘要与清单不符"
        *rows, total = told["tables"]["rolled"]["rows"]
        rows = [[cell(r["fund"]), *(fen(r[n] or "0.00") for n in YEARS)] for r in [*rows, total]]
        aid = [[f["name"], *w[1:]] for f, w in zip(funds, worked) if f["origin"] != "general"]
        if rows != [*aid, [cell(total["fund"]), *map(sum, list(zip(*aid))[1:])]]:
            yield "年度审计报告的资金收支表与推算不符"


def papers(package):
    """Each paper that is enclosed, by the SHA-256 under which the books know it."""
    named = {"attachments/" + row["sha256"] for row in package.rows("attachments.csv")}
    for one in package.told["files"]:
        folder, _, digest = one["path"].rpartition("/")
        if folder == "attachments" and (one["path"] not in named or digest != one["sha256"]):
            yield one["path"] + "：不是登记的附件"


def samples(package):
    """Samples drawn again from the sealed populations, by the tickets of their seed."""
    drawn = {}
    for row in package.rows("samples.csv"):
        k, item = row.pop("k"), row.pop("item")
        drawn.setdefault(tuple(row.values()), []).append((int(k), item))
    for (name, path, digest, units, method, seed, draw, *sizes), told in drawn.items():
        size, whole, start, raw = *map(int, sizes), seed + "\n" + draw + "\n", package.read(path)
        rows = [line.split(",") for line in raw.decode().splitlines()[1:]]
        items = [(row[0], int(row[1]) if units == "money" else 1) for row in rows]
        large = [item for item, n in items if n >= whole > 0]
        items = [(item, n) for item, n in items if n > 0 and not n >= whole > 0]
        ends = list(itertools.accumulate(n for _, n in items))
        if size >= len(items) and units == "money":
            large, picks = [row[0] for row in rows if int(row[1]) > 0], []
        elif size >= len(items):
            picks = [item for item, _ in items]
        elif (units, method) == ("items", "tickets"):
            picks = sorted((i for i, _ in items), key=lambda i: sha(start + i))[:size]
        else:
            places = (place(method, k, size, ends[-1], start) for k in range(size))
            picks = [items[bisect.bisect(ends, at)][0] for at in places]
        if sha(raw) != digest or told != [(0, i) for i in large] + list(enumerate(picks, 1)):
            yield "样本 %s 与封存的总体重新抽取的不同" % name


def place(method, k, size, total, start):
    """The place that the k-th number of a seed names, from 0 to under the total."""
    low, high = k * total // size, (k + 1) * total // size
    number = int(sha(start + str(0 if method == "interval" else k + 1)), 16)
    if method == "interval":
        return (number % total + k * total) // size
    return number % total if method == "tickets" else low + number % (high - low)


def opened(masked, full):
    """Every mark of the masked edition, proved by the salt that the full one holds."""
    salts, form = {}, b"bangfu-commitment-1"
    for row in full.rows("marks.csv"):
        salts[row["position"], row["line"], row["field"]] = bytes.fromhex(row["salt"])
    both = itertools.zip_longest(*(p.lines("canonical.bin") for p in (masked, full)))
    for one, other in both:
        seal, _, content = (other or US * 3).partition(GS)
        rows, number = [row.split(US) for row in content.split(RS)], seal.split(US)[2]
        for line, row in enumerate(rows):
            for field, text in enumerate(row):
                salt = salts.get((number, str(line), str(field)))
                if salt is not None:
                    row[field] = MASK + sha(form + salt + text.encode())[:40]
        if one != seal + GS + RS.join(map(US.join, rows)):
            yield "链位 %s 隐去的字段与完整版不符" % number
    both = itertools.zip_longest(*(p.lines("records.bin") for p in (masked, full)), fillvalue="")
    for number, (one, other) in enumerate(both, 1):
        if one not in (other, other.split(US)[0]):
            yield "登记 %d 与完整版不符" % number


def main():
    """Run every test and say how each came out."""
    parser = argparse.ArgumentParser(description="核对审计证据包")
    parser.add_argument("package", nargs="?", default=str(Path(__file__).parent))
    parser.add_argument("--full", help="同一账簿、同一期间的完整版，用来证明隐去的字段")
    parser.add_argument("--signer", help="对方公布的公钥指纹：没有签名或由别的密钥签名的，不通过")
    given = parser.parse_args()
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
    try:
        package = Package(Path(given.package))
        full = Package(Path(given.full)) if given.full else None
        books, told = Books(package), package.told
        bad = judge(package, books, full, given.signer)
        edition = {"full": "完整版", "masked": "隐名版"}[told["edition"]]
        print("单位 %s　期间 %s　%s" % (told["unit"], told["period"], edition))
        print("链位 %(position)d　摘要 %(digest)s" % told["chain"])
        print("凭证 %d 张，其中 %d 张有隐去的字段" % (books.vouchers, books.masked))
        print("清单摘要 %s　公钥指纹 %s" % (sha(package.raw), told["signer"] or "（没有签名）"))
    except Exception as error:
        print("不通过　证据包不能读取：%s" % type(error).__name__)
        bad = 1
    unsigned = not bad and not told["signer"]
    print("%d 项不通过：证据包与导出时不一致" % bad if bad else "全部通过")
    if unsigned:
        print("没有签名：能重做清单的人也能改动，请另与摘要单或收件记录中的清单摘要核对")
    return 1 if bad else 0


def judge(package, books, full, signer):
    """Run the tests in their order; how many do not hold."""
    sampled, sealed = "samples.csv" in package.names(), package.told["signer"] or signer
    tests = (
        ("文件清单：每个文件的大小和 SHA-256，清单自身", lambda: manifest(package)),
        ("签名：清单由所载的密钥签名", sealed and (lambda: signature(package, signer))),
        ("凭证链：链位连续，逐张重算封存摘要", books.walk),
        ("凭证内容：原文、内容摘要、凭证表、分录表一致", lambda: books.faults["content"]),
        ("借贷平衡：每张凭证，且在每项资金内", lambda: books.faults["balance"]),
        ("凭证编号：每月每字从 1 起连续", lambda: books.faults["number"]),
        ("余额：期初加分录等于期末", lambda: balances(books)),
        ("登记链、资金登记、结账检查点", lambda: records(package)),
        ("报告：各资金的收入、支出、结存", lambda: report(books)),
        ("附件：按登记的 SHA-256", lambda: papers(package)),
        ("样本：从封存的总体重新抽取", sampled and (lambda: samples(package))),
        ("隐去的字段：用完整版的盐值证明", full and (lambda: opened(package, full))),
    )
    bad = 0
    for title, test in tests:
        try:
            faults = list(test()) if test else []
        except Exception as error:
            faults = ["不能完成：" + type(error).__name__]
        bad += bool(faults)
        print(("不通过" if faults else "通过" if test else "未执行") + "　" + title)
        for fault in faults[:5] + ["……共 %d 处" % len(faults)] * (len(faults) > 5):
            print("　　" + fault)
    return bad


if __name__ == "__main__":
    sys.exit(main())
