"""Evidence packages for tests: written, judged by their own verifier, spoilt.

The verifier is loaded from a package's own `verify.py`, as whoever gets one runs it.
"""

import contextlib
import hashlib
import importlib.util
import io
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from audit import package
from audit.package_marks import Edition
from ledger.database import reading
from ledger.periods import parse_span
from tests.building import Books

FULL = {"edition": Edition.FULL, "paper": "财审函〔2026〕1号", "reason": "财政监督检查"}


def salt_of(text: str) -> bytes:
    """A salt as the vault would make it."""
    return hashlib.sha256(b"salt" + text.encode()).digest()


def asked(unit: str = "U1", period: str = "2025", **more: Any) -> package.Asked:
    """What is asked for, of a year where nothing else is said."""
    told = {"salt_of": salt_of} | more
    return package.Asked(unit=unit, span=parse_span(period), period=period, **told)


def written(books: Books, target: Path, **more: Any) -> Path:
    """A package of the books."""
    with reading(books.engine) as connection:
        package.write(connection, asked(**more), target)
    return target


def verifier(source: Path = package.VERIFIER / "verify.py") -> ModuleType:
    """The verifier as a module of its own."""
    spec = importlib.util.spec_from_file_location("verify_of_a_package", source)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    kept, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        spec.loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = kept
    return module


VERIFIER = verifier()


def judged(path: Path, *words: str) -> tuple[int, str]:
    """Exit code and words of the verifier."""
    arguments, sys.argv = sys.argv, ["verify.py", str(path), *words]
    out = io.StringIO()
    try:
        with contextlib.redirect_stdout(out):
            code: int = VERIFIER.main()
    finally:
        sys.argv = arguments
    return code, out.getvalue()


def failed(path: Path, *words: str) -> set[str]:
    """The tests that did not hold, by the word that each begins with."""
    code, out = judged(path, *words)
    lines = [line for line in out.splitlines() if line.startswith("不通过　")]
    assert code == bool(lines), out
    return {line.removeprefix("不通过　").split("：")[0] for line in lines}


def relisted(folder: Path) -> None:
    """Make the manifest true again, as a forger does who cannot sign."""
    told = json.loads((folder / "manifest.json").read_text("utf-8"))
    rolled = "0" * 64
    for one in told["files"]:
        content = (folder / one["path"]).read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        row = f"{rolled}\x1f{one['path']}\x1f{digest}"
        rolled = hashlib.sha256(row.encode()).hexdigest()
        one |= {"bytes": len(content), "sha256": digest, "chain": rolled}
    rest = {key: value for key, value in told.items() if key != "self"}
    plain = json.dumps(rest, sort_keys=True).encode()
    told["self"] = hashlib.sha256(plain).hexdigest()
    text = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "manifest.json").write_text(text + "\n", encoding="utf-8")
