"""What registers (登记册) are called where people read of them, not by their tables."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def register_names() -> Mapping[str, str]:
    """The Chinese name of each register by its table, as `register_names.toml` has it.

    English is in `reports/locale/en/registers.toml`.
    """
    text = files("audit").joinpath("register_names.toml").read_text(encoding="utf-8")
    names: dict[str, str] = tomllib.loads(text)
    return names


def register_name(kind: str) -> str:
    """The name of the register that a record belongs to; its kind where it has none.

    A record that was written past the program may call itself anything.
    """
    return register_names().get(kind, kind)
