"""Texts that a spreadsheet would run: led by an apostrophe, it takes them for texts.

Every CSV of the house is written through here: `app/cli/output.py`, `reports/render`.
"""

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""How a formula begins; full width too, for Chinese spreadsheets take it."""


def harmless(text: str) -> str:
    """A text that no spreadsheet runs."""
    return f"'{text}" if text.startswith(STARTS) else text
