"""Numbers in addresses: of a draft, of a place in a chain."""

from ledger.errors import NotFound

NUMBER_MAX = 2**31 - 1
"""The greatest number by which anything is called."""
_TOLD = 20


def number_of(text: str, kind: str) -> int:
    """A number out of an address.

    Raises:
        NotFound: it is no number by which anything can be called.
    """
    fits = text.isascii() and text.isdecimal() and len(text) <= len(str(NUMBER_MAX))
    if not fits or not 0 < int(text) <= NUMBER_MAX:
        raise NotFound(kind, text[:_TOLD])
    return int(text)
