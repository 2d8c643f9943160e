"""How likely digits are, and whether what was met can be chance: arithmetic alone.

Leading digits of amounts that grow by parts of themselves follow log10(1 + 1/d)
(Benford). Whether counts differ from what is expected by more than chance is told by
the chi-square statistic; whether by enough to matter, by the mean absolute deviation.

Basis: F. Benford, The Law of Anomalous Numbers (1938); M. Nigrini, Benford's Law
(2012), table 7.1: a deviation over 0.015 of first digits is nonconformity.
"""

import math
from collections.abc import Sequence

BENFORD = tuple(math.log10(1 + 1 / digit) for digit in range(1, 10))
"""How often each leading digit is expected, 1 to 9."""

NONCONFORMING = 0.015
"""The mean absolute deviation of first digits from which they do not conform."""


def chi_square(counts: Sequence[int], expected: Sequence[float]) -> float:
    """The statistic of counts against shares that are expected of their sum."""
    assert len(counts) == len(expected)
    total = sum(counts)
    assert total > 0
    return sum(
        (count - total * share) ** 2 / (total * share)
        for count, share in zip(counts, expected, strict=True)
    )


def survival(statistic: float, freedom: int) -> float:
    """How likely a statistic so high, or higher, is by chance alone.

    Args:
        statistic: of chi-square, not below nothing.
        freedom: degrees of freedom, from 1.
    """
    assert statistic >= 0
    assert freedom > 0
    half = statistic / 2
    # The finite sums of whole degrees of freedom, apart for even and odd ones.
    if freedom % 2 == 0:
        term = whole = math.exp(-half)
        for step in range(1, freedom // 2):
            term *= half / step
            whole += term
        return whole
    whole = math.erfc(math.sqrt(half))
    term = math.sqrt(half / math.pi) * 2 * math.exp(-half)
    for step in range(1, freedom // 2 + 1):
        whole += term
        term *= half / (step + 0.5)
    return whole


def deviation(counts: Sequence[int], expected: Sequence[float]) -> float:
    """The mean absolute deviation of shares that were met from those expected."""
    total = sum(counts)
    assert total > 0
    off = (
        abs(count / total - share)
        for count, share in zip(counts, expected, strict=True)
    )
    return sum(off) / len(expected)
