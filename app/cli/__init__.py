"""The command line: each command parses, asks whether one may, calls one verb, shows.

`main.py` has the groups; `session.py` opens the books for a person; `output.py` shows
rows as a table, JSON or CSV. Each group loads its own imports, and only when asked.
"""
