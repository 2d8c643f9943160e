"""Write a books folder of a stated size: `python benchmarks/generate.py SIZE FOLDER`.

SIZE is the number of postings (`10k`, `100k`, `1M` or any whole number); the same size
gives the same bytes. A city and the 19 unions below it keep five years of five funds
each under the chart `union-2021`, some 60 accounts in use, 2.6 postings a voucher.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from unit_book import (
    CLAIMS,
    DAYS,
    FIRST,
    FUNDS,
    OPENING_FEN,
    POSTS,
    RESTING,
    UnitBook,
    yuan,
)

UNITS = 20
SMALLEST = 1_000
HEADS = {
    "units": "code,name,level,type,parent,account_mode,chart,opened_on",
    "funds": "unit,code,name,source,channel,purposes,opened_on",
    "openings": "unit,date,account,fund,debit,credit,original_date",
    "people": "person,name,units,rights,since,until",
    "officers": "person,post,unit,since,until",
    "vouchers": "unit,voucher,date,summary,attachments,preparer,reviewer,cashier,head,"
    "corrects,correction,account,fund,debit,credit,purpose,party,recipient,persons,"
    "item,quantity",
}


def main() -> int:
    """Read size and folder from the command line and write the books."""
    if len(sys.argv) != 3:
        print("usage: generate.py SIZE FOLDER   (10k, 100k, 1M, ...)", file=sys.stderr)
        return 2
    size = read_size(sys.argv[1])
    if size < SMALLEST:
        print(f"at least {SMALLEST} postings, please", file=sys.stderr)
        return 2
    folder = Path(sys.argv[2])
    write_books(size, folder)
    print(f"{size} postings in {folder}")
    return 0


def read_size(text: str) -> int:
    """Read `10k`, `1M` or a plain whole number; 0 for anything else."""
    scale = {"k": 1_000, "M": 1_000_000}.get(text[-1:], 1)
    digits = text if scale == 1 else text[:-1]
    return int(digits) * scale if digits.isascii() and digits.isdigit() else 0


def write_books(size: int, folder: Path) -> None:
    """Write the folder; vouchers are streamed, so that memory does not grow."""
    folder.mkdir(parents=True, exist_ok=True)
    units = [f"{990000 + number}" for number in range(1, UNITS + 1)]
    for name, rows in _masters(units).items():
        _write(folder, name, rows)
    with (folder / "vouchers.csv").open("w", encoding="utf-8", newline="") as file:
        file.write(HEADS["vouchers"] + "\n")
        for index, unit in enumerate(units):
            share = size * (index + 1) // UNITS - size * index // UNITS
            file.writelines(UnitBook(unit, share).texts())


def write_year(size: int, folder: Path) -> None:
    """Write one unit's books of their first year alone, each household paid once."""
    folder.mkdir(parents=True, exist_ok=True)
    unit = f"{990000 + 1}"
    for name, rows in _masters([unit]).items():
        _write(folder, name, rows)
    days = [day for day in DAYS if day[:4] == str(FIRST.year)]
    with (folder / "vouchers.csv").open("w", encoding="utf-8", newline="") as file:
        file.write(HEADS["vouchers"] + "\n")
        file.writelines(UnitBook(unit, size, days, households=size).texts())


def _write(folder: Path, name: str, rows: list[str]) -> None:
    text = "\n".join((HEADS[name], *rows, ""))
    (folder / f"{name}.csv").write_text(text, encoding="utf-8", newline="")


def _masters(units: list[str]) -> dict[str, list[str]]:
    city = units[0]
    return {
        "units": [
            f"{unit},第{number + 1}总工会,{'county' if number else 'city'},local,"
            f"{city if number else ''},dedicated_subject,union-2021,{FIRST}"
            for number, unit in enumerate(units)
        ],
        "funds": [
            f"{unit},{code},{name},{source},{channel},{purposes},{FIRST}"
            for unit in units
            for code, name, source, channel, purposes in FUNDS
        ],
        "openings": [row for unit in units for row in _openings(unit)],
        "people": [
            f"{key}{unit},{post}{unit},{unit},{rights},{FIRST},"
            for unit in units
            for key, post, rights in POSTS
        ],
        "officers": [
            f"{key}{unit},{post},{unit},{FIRST},"
            for unit in units
            for key, post, _ in POSTS
        ],
    }


def _openings(unit: str) -> Iterator[str]:
    head = f"{unit},{FIRST}"
    for fund, *_ in FUNDS:
        claims = CLAIMS.get(fund, ())
        money = "12102" if fund == "LB" else "102"
        for account in (money, *claims):
            since = "2021-12-01" if account == "135" else ""
            yield f"{head},{account},{fund},{yuan(OPENING_FEN)},,{since}"
        rest = yuan(OPENING_FEN * (1 + len(claims)))
        yield f"{head},{RESTING.get(fund, '32104')},{fund},,{rest},"


if __name__ == "__main__":
    sys.exit(main())
