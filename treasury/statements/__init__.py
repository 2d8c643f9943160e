"""Statements of banks (对账单), read from the files that banks give.

One module a format; each makes parts (`parts.py`) of a file and imports neither SQL
nor anything of the books. `reading.py` tells formats apart and is where to start;
`arithmetic.py` puts parts together and proves that opening + movements = closing.
Whatever is wrong is a fault with file, row and column, and refuses the file whole. No
fault repeats a number of an account or the name of a counterparty.
"""
