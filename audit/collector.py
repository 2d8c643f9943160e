"""The collector of garbage kept still while a year of books is read and checked.

A million lines are tuples of texts and numbers: none can be part of a cycle, yet the
collector would walk all of them again and again as they grow.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def still() -> Iterator[None]:
    """Keep the collector still; where it was still before, it stays so after."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
