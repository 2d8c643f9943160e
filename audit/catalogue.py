"""The catalogue of checks: found in `checks/`, run together, told as a document.

A check that lies in the folder is run; one that the books cannot answer yet stands in
`not_yet.toml` and is reported as not performed, with what is missing.

`python -m audit.catalogue > docs/checks.md` writes the document.
"""

import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.resources import files
from pkgutil import iter_modules

from audit import checks
from audit.books import Books
from audit.check import Check, Finding, Population, Result
from ledger.stages import Told, silent
from ledger.uncollected import uncollected


@dataclass(frozen=True, slots=True)
class Entry:
    """A check with its two functions and the words of its module."""

    check: Check
    run: Callable[[Books], Iterator[Finding]]
    population: Callable[[Books], Population]
    words: str


@cache
def catalogue() -> tuple[Entry, ...]:
    """Every check there is, in order of its key, each with a key of its own."""
    found = []
    for module in iter_modules(checks.__path__):
        loaded = import_module(f"{checks.__name__}.{module.name}")
        check: Check = loaded.CHECK
        assert module.name.startswith(f"{check.key.lower()}_"), module.name
        words = (loaded.__doc__ or "").strip()
        found.append(Entry(check, loaded.run, loaded.population, words))
    keys = [entry.check.key for entry in found]
    assert len(set(keys)) == len(keys)
    assert not set(keys) & not_yet().keys()
    return tuple(sorted(found, key=lambda entry: _order(entry.check.key)))


def _order(key: str) -> tuple[bool, str]:
    """The catalogue's numbers first, then rules of the source (F) and ledger (L)."""
    return key[0] != "T", key


def entry_of(key: str) -> Entry | None:
    """A check by its key, in capitals or not; None where there is none."""
    wanted = key.upper().replace("-", "")
    return next((e for e in catalogue() if e.check.key == wanted), None)


@cache
def not_yet() -> dict[str, tuple[str, str]]:
    """Checks that are not performed yet: title and why not, by key.

    Their data are missing, or `stand` in the books and are not read yet.
    """
    text = files("audit").joinpath("not_yet.toml").read_text(encoding="utf-8")
    listed = tomllib.loads(text)["checks"]
    return {key: (line["title"], _why_not(line)) for key, line in listed.items()}


def _why_not(line: Mapping[str, str]) -> str:
    if stand := line.get("stand"):
        return f"{stand}登记在案，本检查尚未读取"
    return f"缺少{line['needs']}"


def run_all(books: Books, tell: Told = silent) -> tuple[Result, ...]:
    """Put every check to the books; what cannot be performed says why.

    The results stand in the order of the catalogue.
    """
    with uncollected():
        results: list[Result] = []
        for entry in catalogue():
            tell("执行检查", len(results), len(catalogue()))
            results.append(run_one(entry, books))
    results += [
        Result(key=key, title=title, performed=False, reason=reason)
        for key, (title, reason) in not_yet().items()
    ]
    return tuple(sorted(results, key=lambda result: _order(result.key)))


def run_one(entry: Entry, books: Books) -> Result:
    """Put one check to the books, unless data that it needs are absent."""
    check = entry.check
    missing = sorted(kind.label for kind in check.needs - books.has)
    if missing:
        return Result(
            key=check.key,
            title=check.title,
            performed=False,
            check=check,
            reason=f"缺少{'、'.join(missing)}",
        )
    return Result(
        key=check.key,
        title=check.title,
        performed=True,
        check=check,
        population=entry.population(books),
        findings=tuple(entry.run(books)),
    )


# -- what the checks find -----------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of fault planted alone in a clean year, and what was said of it.

    `also` is what the same or other checks rightly said too.
    """

    name: str
    check: str
    title: str
    found: bool
    also: tuple[str, ...]
    false_alarms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recall:
    """What was measured: a clean year of so many vouchers, kind by kind."""

    vouchers: int
    clean_findings: int
    kinds: tuple[Kind, ...]


@cache
def recall() -> Recall:
    """What the tests measured, as `recall.toml` keeps it."""
    text = files("audit").joinpath("recall.toml").read_text(encoding="utf-8")
    kept = tomllib.loads(text)
    return Recall(
        kept["vouchers"],
        kept["clean_findings"],
        tuple(
            Kind(
                name=one["name"],
                check=one["check"],
                title=one["title"],
                found=one["found"],
                also=tuple(one["also"]),
                false_alarms=tuple(one["false_alarms"]),
            )
            for one in kept["kind"]
        ),
    )


# -- the document -------------------------------------------------------------------


def document() -> str:
    """The catalogue as `docs/checks.md` holds it."""
    lines = [
        "# 审计检查目录",
        "",
        "本页由 `python -m audit.catalogue` 生成，请勿手工修改。",
        "",
        f"已实现 {len(catalogue())} 项，尚未实现 {len(not_yet())} 项。",
        "未实现的检查在报告中列为“未执行”，不视为通过。",
        "",
    ]
    for entry in catalogue():
        lines += _section(entry)
    lines += ["## 尚未实现的检查", "", "| 编号 | 检查 | 原因 |", "|---|---|---|"]
    lines += [f"| {key} | {title} | {why} |" for key, (title, why) in not_yet().items()]
    return "\n".join([*lines, "", *_recall(), ""])


def _recall() -> Iterator[str]:
    """What planted faults were found, by check and kind by kind."""
    found = recall()
    kinds = found.kinds
    false = sum(len(kind.false_alarms) for kind in kinds) + found.clean_findings
    hit = sum(kind.found for kind in kinds)
    yield from ("## 查出率与误报", "")
    yield f"在 {found.vouchers} 张凭证的无错账套中逐一植入 {len(kinds)} 种差错，"
    yield f"每种单独执行全部检查：查出 {hit} 种，误报 {false} 处；无错账套本身报告"
    yield f" {found.clean_findings} 处。“同时查出”是同一差错由其他检查或其他标题如实"
    yield "反映的，不算误报。由 `python -m tests.recall` 测得；检查不读植入程序。"
    yield from ("", "| 检查 | 植入 | 查出 | 误报 |", "|---|---|---|---|")
    for key in sorted({kind.check for kind in kinds}, key=_order):
        of = [kind for kind in kinds if kind.check == key]
        alarms = sum(len(kind.false_alarms) for kind in of)
        yield f"| {key} | {len(of)} | {sum(kind.found for kind in of)} | {alarms} |"
    yield from ("", "| 差错 | 应由 | 查出 | 同时查出 |", "|---|---|---|---|")
    for kind in kinds:
        told = f"{kind.check} {kind.title}"
        also = "；".join(kind.also)
        yield f"| {kind.name} | {told} | {'是' if kind.found else '否'} | {also} |"


def _section(entry: Entry) -> Iterator[str]:
    check = entry.check
    yield from (f"## {check.key} {check.title}", "")
    needs = "、".join(sorted(kind.label for kind in check.needs))
    yield f"- 依据：{check.basis}"
    yield f"- 性质：{check.severity.label}"
    yield f"- 所需数据：{needs}"
    yield f"- 检查方法：{check.procedure}"
    if check.limitation:
        yield f"- 局限：{check.limitation}"
    yield from ("", "反例中查出：", "")
    for books in check.broken:
        for finding in entry.run(books):
            lead = "（线索）" if finding.lead else ""
            yield f"- {finding.title}{lead}：{finding.condition}"
    yield from ("", entry.words, "")


if __name__ == "__main__":  # pragma: no cover - the document is tested, not the pipe
    sys.stdout.write(document())
