"""AICPA Audit Guide, Audit Sampling (2017), appendix C: samples of money units.

Table C-1: sizes by risk (per cent), ratio of expected to tolerable misstatement and
tolerable misstatement as a part of the population (columns, per cent), and the sum of
taints that is expected. Reckoned by gamma, that is Poisson with a broken number of
expected errors: the least size for which the expected misstatement, if it is found,
excludes the tolerable one. The sum of taints is that of the last column before it,
rounded up to a hundredth.

Table C-2: factors for the size by ratio (rows) and risk (columns, per cent). A size is
the factor divided by the tolerable part, rounded up. Table C-3: factors for the
evaluation by number of misstatements found (rows). Both are rounded up to a hundredth.
One print of C-3 gives 3.35 for two misstatements at 37 per cent; the value is 3.25, as
other prints have it.

The cells of C-2 were not compared with the guide itself, only with books that take them
from it.
"""

from fractions import Fraction

import pytest

from audit.sampling_limits import confidence_factor, design_factor
from audit.sampling_plans import money_plan

C1 = """
 risk ratio   50   30   10    8    6    5    4    3    2    1  0.5 taints
    5     0    6   10   30   38   50   60   75  100  150  300  600   0.00
    5   0.1    8   13   37   46   62   74   92  123  184  368  736   0.37
    5   0.2   10   16   47   58   78   93  116  155  232  463  925   0.93
    5   0.3   12   20   60   75  100  120  150  200  300  600 1199   1.80
    5   0.4   17   27   81  102  135  162  203  270  405  809 1618   3.24
    5   0.5   24   39  116  145  193  231  289  385  577 1154 2308   5.77
   10     0    5    8   24   29   39   47   58   77  116  231  461   0.00
   10   0.2    7   12   35   43   57   69   86  114  171  341  682   0.69
   10   0.3    9   15   44   55   73   87  109  145  217  433  866   1.30
   10   0.4   12   20   58   72   96  115  143  191  286  572 1144   2.29
   10   0.5   16   27   80  100  134  160  200  267  400  799 1597   4.00
   15     0    4    7   19   24   32   38   48   64   95  190  380   0.00
   15   0.2    6   10   28   35   46   55   69   91  137  273  545   0.55
   15   0.3    7   12   35   43   57   69   86  114  171  341  681   1.03
   15   0.4    9   15   45   56   74   89  111  148  221  442  883   1.77
   15   0.5   13   21   61   76  101  121  151  202  302  604 1208   3.02
   20     0    4    6   17   21   27   33   41   54   81  161  322   0.00
   20   0.2    5    8   23   29   38   46   57   76  113  226  451   0.46
   20   0.3    6   10   28   35   47   56   70   93  139  277  554   0.84
   20   0.4    8   12   36   45   59   71   89  118  177  354  707   1.42
   20   0.5   10   16   48   60   80   95  119  159  238  475  949   2.38
   25     0    3    5   14   18   24   28   35   47   70  139  278   0.00
   25   0.2    4    7   19   24   32   38   48   64   95  190  380   0.38
   25   0.3    5    8   23   29   39   46   58   77  115  230  460   0.69
   25   0.4    6   10   29   37   49   58   73   97  145  289  578   1.16
   25   0.5    8   13   38   48   64   76   95  127  190  380  760   1.90
   30     0    3    5   13   16   21   25   31   41   61  121  241   0.00
   30   0.2    4    6   17   21   27   33   41   54   81  162  323   0.33
   30   0.4    5    8   24   30   40   48   60   80  120  239  477   0.96
   30   0.6    9   15   43   54   71   85  107  142  213  425  850   2.55
   35     0    3    4   11   14   18   21   27   35   53  105  210   0.00
   35   0.2    3    5   14   18   23   28   35   46   69  138  276   0.28
   35   0.4    4    7   20   25   34   40   50   67  100  199  397   0.80
   35   0.6    7   12   34   43   57   68   85  113  169  338  676   2.03
   50     0    2    3    7    9   12   14   18   24   35   70  139   0.00
   50   0.2    2    3    9   11   15   18   22   29   44   87  173   0.18
   50   0.4    3    4   12   15   19   23   29   38   57  114  228   0.46
   50   0.6    4    6   17   22   29   34   43   57   85  170  340   1.02
"""

C2 = """
            5    10    15    20    25    30    35    37    50
     0   3.00  2.31  1.90  1.61  1.39  1.21  1.05  1.00  0.70
  0.05   3.31  2.52  2.06  1.74  1.49  1.29  1.12  1.06  0.73
  0.10   3.68  2.77  2.25  1.89  1.61  1.39  1.20  1.13  0.77
  0.15   4.11  3.07  2.47  2.06  1.74  1.49  1.28  1.21  0.82
  0.20   4.63  3.41  2.73  2.26  1.90  1.62  1.38  1.30  0.87
  0.25   5.24  3.83  3.04  2.49  2.09  1.76  1.50  1.41  0.92
  0.30   6.00  4.33  3.41  2.77  2.30  1.93  1.63  1.53  0.99
  0.35   6.92  4.95  3.86  3.12  2.57  2.14  1.79  1.67  1.06
  0.40   8.09  5.72  4.42  3.54  2.89  2.39  1.99  1.85  1.14
  0.45   9.59  6.71  5.13  4.07  3.29  2.70  2.22  2.06  1.25
  0.50  11.54  7.99  6.04  4.75  3.80  3.08  2.51  2.32  1.37
  0.55  14.18  9.70  7.26  5.64  4.47  3.58  2.89  2.65  1.52
  0.60  17.85 12.07  8.93  6.86  5.37  4.25  3.38  3.09  1.70
"""

C3 = """
            5    10    15    20    25    30    35    37    50
     0   3.00  2.31  1.90  1.61  1.39  1.21  1.05  1.00  0.70
     1   4.75  3.89  3.38  3.00  2.70  2.44  2.22  2.14  1.68
     2   6.30  5.33  4.73  4.28  3.93  3.62  3.35  3.25  2.68
     3   7.76  6.69  6.02  5.52  5.11  4.77  4.46  4.35  3.68
     4   9.16  8.00  7.27  6.73  6.28  5.90  5.55  5.43  4.68
     5  10.52  9.28  8.50  7.91  7.43  7.01  6.64  6.50  5.68
     6  11.85 10.54  9.71  9.08  8.56  8.12  7.72  7.57  6.67
     7  13.15 11.78 10.90 10.24  9.69  9.21  8.79  8.63  7.67
     8  14.44 13.00 12.08 11.38 10.81 10.31  9.85  9.68  8.67
     9  15.71 14.21 13.25 12.52 11.92 11.39 10.92 10.74  9.67
    10  16.97 15.41 14.42 13.66 13.02 12.47 11.98 11.79 10.67
    11  18.21 16.60 15.57 14.78 14.13 13.55 13.04 12.84 11.67
    12  19.45 17.79 16.72 15.90 15.22 14.63 14.09 13.89 12.67
    13  20.67 18.96 17.86 17.02 16.32 15.70 15.14 14.93 13.67
    14  21.89 20.13 19.00 18.13 17.40 16.77 16.20 15.98 14.67
    15  23.10 21.30 20.13 19.24 18.49 17.84 17.25 17.02 15.67
    16  24.31 22.46 21.26 20.34 19.58 18.90 18.29 18.06 16.67
    17  25.50 23.61 22.39 21.44 20.66 19.97 19.34 19.10 17.67
    18  26.70 24.76 23.51 22.54 21.74 21.03 20.38 20.14 18.67
    19  27.88 25.91 24.63 23.64 22.81 22.09 21.43 21.18 19.67
    20  29.07 27.05 25.74 24.73 23.89 23.15 22.47 22.22 20.67
"""

SUM = 12_000_000


def rows(table: str) -> list[list[str]]:
    return [line.split() for line in table.strip().splitlines()[1:]]


def heads(table: str) -> list[str]:
    return table.strip().splitlines()[0].split()


@pytest.mark.parametrize("row", rows(C1), ids=lambda row: f"{row[0]}-{row[1]}")
def test_sizes_and_taints_are_those_of_table_c_1(row: list[str]) -> None:
    risk, ratio = Fraction(row[0]) / 100, Fraction(row[1])
    plans = []
    for column in heads(C1)[2:-1]:
        tolerable = SUM * Fraction(column) / 100
        expected = tolerable * ratio
        assert tolerable.denominator == expected.denominator == 1
        plans.append(
            money_plan(
                risk=risk,
                sum_fen=SUM,
                tolerable_fen=int(tolerable),
                expected_fen=int(expected),
            )
        )

    assert [str(plan.size) for plan in plans] == row[2:-1]
    assert str(plans[-1].taints) == row[-1]


@pytest.mark.parametrize("row", rows(C2), ids=lambda row: row[0])
def test_factors_for_sizes_are_those_of_table_c_2(row: list[str]) -> None:
    risks = [Fraction(head) / 100 for head in heads(C2)]

    assert [str(design_factor(Fraction(row[0]), risk)) for risk in risks] == row[1:]


@pytest.mark.parametrize("row", rows(C3), ids=lambda row: row[0])
def test_factors_for_evaluation_are_those_of_table_c_3(row: list[str]) -> None:
    risks = [Fraction(head) / 100 for head in heads(C3)]

    assert [str(confidence_factor(int(row[0]), risk)) for risk in risks] == row[1:]
