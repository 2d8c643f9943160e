"""V14: files of payments to the bank and results, their lines counted and digested.

1. Each payment file has the lines that it counts, of the sum that it tells, and their
   digest is the one on record. So has each result, by what became of the lines.
2. No line stands without its file.

The files themselves are held against the chain of registers (V7). No key is needed:
the digests cover what is encrypted as it stands.
"""

from aid import bank_file_store
from aid.bank_digests import payment_hash, result_hash
from audit.differences import Found
from ledger.database import Connection

TEST = "V14"


def verify_payment_files(connection: Connection, unit_id: int, found: Found) -> None:
    """V14: every payment file and every result of one unit."""
    _verify_payments(connection, unit_id, found)
    _verify_results(connection, unit_id, found)


def _verify_payments(connection: Connection, unit_id: int, found: Found) -> None:
    counted = bank_file_store.counted_lines(connection, unit_id)
    for row in bank_file_store.all_files(connection, unit_id):
        place = f"付款文件 {row.batch} 第 {row.number} 号"
        lines, fen = counted.pop((row.batch, row.number), (0, 0))
        if (lines, fen) != (row.lines, row.sum_fen):
            found.add(TEST, place, f"应有 {row.lines} 行，实有 {lines} 行，或合计不符")
        rows = bank_file_store.payment_digest_rows(
            connection, unit_id, row.batch, row.number
        )
        if payment_hash(rows) != bytes(row.lines_hash):
            found.add(TEST, place, "各行内容与生成时的摘要不符")
    for batch, number in sorted(counted):
        found.add(TEST, f"付款文件 {batch} 第 {number} 号", "有行而没有付款文件")


def _verify_results(connection: Connection, unit_id: int, found: Found) -> None:
    counted = bank_file_store.counted_results(connection, unit_id)
    for row in bank_file_store.all_results(connection, unit_id):
        place = f"回盘文件 {row.batch} 第 {row.number} 号之 {row.result}"
        key = row.batch, row.number, row.result
        told = {is_paid: (lines, fen) for is_paid, lines, fen in counted.pop(key, [])}
        paid, failed = told.get(1, (0, 0)), told.get(0, (0, 0))
        recorded = (row.paid, row.paid_fen), (row.failed, row.failed_fen)
        if (paid, failed) != recorded:
            found.add(TEST, place, "各行的笔数或合计与登记的不符")
        rows = bank_file_store.result_digest_rows(connection, unit_id, *key)
        if result_hash(rows) != bytes(row.lines_hash):
            found.add(TEST, place, "各行内容与导入时的摘要不符")
    for batch, number, result in sorted(counted):
        place = f"回盘文件 {batch} 第 {number} 号之 {result}"
        found.add(TEST, place, "有行而没有回盘文件")
