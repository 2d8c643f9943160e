"""V14: bank statements, their rows counted, summed and held against their digest.

1. Each statement has the rows that it counts, of its own account, and their digest is
   the one on record. No row stands without a statement.
2. Opening + new rows + those known before = closing.

The statements themselves are held against the chain of registers (V7). No key is
needed: the digest covers what is encrypted as it stands.
"""

from audit.differences import Found
from ledger.database import Connection
from treasury import bank_store
from treasury.bank_digests import rows_hash

TEST = "V14"


def verify_bank_statements(connection: Connection, unit_id: int, found: Found) -> None:
    """V14: every bank statement of one unit."""
    counted: dict[int, tuple[int, int]] = {}
    accounts: dict[int, set[int]] = {}
    for number, account, rows, fen in bank_store.row_counts(connection, unit_id):
        before = counted.get(number, (0, 0))
        counted[number] = before[0] + rows, before[1] + int(fen)
        accounts.setdefault(number, set()).add(account)
    for row in bank_store.statements(connection, unit_id):
        place = f"银行对账单 {row.statement}"
        rows, fen = counted.pop(row.statement, (0, 0))
        if rows != row.new_rows:
            found.add(TEST, place, f"应有 {row.new_rows} 行，实有 {rows} 行")
        if accounts.get(row.statement, set()) - {row.account}:
            found.add(TEST, place, "有其他账户的行")
        if row.opening_fen + row.known_fen + fen != row.closing_fen:
            found.add(TEST, place, "期初余额加流水不等于期末余额")
        digest = rows_hash(bank_store.digest_rows(connection, unit_id, row.statement))
        if digest != bytes(row.rows_hash):
            found.add(TEST, place, "流水内容与导入时的摘要不符")
    for number in sorted(counted):
        found.add(TEST, f"银行对账单 {number}", "有流水而没有对账单")
