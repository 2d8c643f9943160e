"""Integrity (完整性): everything that was sealed, recomputed from its rows.

| test | what stands | where it is recomputed |
|---|---|---|
| V1 content | each voucher's rows are as they were sealed | `sealed_vouchers.py` |
| V2 seal | number, place, poster, time and hashes; no gap | `sealed_vouchers.py` |
| V3 numbers | each series of a period runs from 1 | `sealed_vouchers.py` |
| V4 balance | each voucher balances in each fund (L1) | `sealed_vouchers.py` |
| V5 totals | the kept totals equal the postings | `kept_sums.py` |
| V6 money | each position row equals the running sum (L7) | `kept_sums.py` |
| V7 records | master records, closes, campaigns | `records.py`, `campaign_lines.py` |
| V8 closes | checkpoints equal the totals at their close | `kept_sums.py` |
| V9 schema | tables, constraints, triggers, keys | here, `ledger/catalogue.py` |
| V10 rules | what the seal asks, asked again | `rejudging.py` |
| V11 budgets | appropriations, move by move (L9) | `appropriated.py` |
| V12 requests | payment requests, step by step (L12) | `requested.py` |
| V13 lineage | which gifts and grants paid for what | `lineage_record.py` |
| V14 bank | statements: rows, sums and digest | `bank_statements.py` |
| | matches: rows and postings of equal sums | `bank_matches.py` |
| | files of payments and results | `payment_files.py` |
| V15 attachments | each file, opened and hashed | `kept_papers.py` |
| V16 reconciled | reconciliations, drawn again | `reconciled.py` |
| V17 transfers | what was received was sent, and stands | `received_transfers.py` |
| V18 batches | payment batches, line by line, to the voucher | `paid_batches.py` |
| V19 hand-outs | lines, goods, vouchers, approvals, signatures | `handed_out.py` |
| V20 findings | exceptions and links of audit findings | `kept_findings.py` |
| V21 evidence | auditees' books: rows, sums and digests | `evidence_record.py` |
| V22 samples | populations as sealed, samples drawn again | `sampled_record.py` |

One pass over the rows of each unit; memory goes with months, accounts and funds.
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass

from audit.appropriated import verify_appropriations
from audit.bank_matches import verify_matches
from audit.bank_statements import verify_bank_statements
from audit.campaign_lines import verify_campaigns
from audit.differences import FIRST_TOLD, Difference, Found
from audit.evidence_record import verify_evidence
from audit.handed_out import verify_handouts
from audit.kept_findings import verify_findings
from audit.kept_papers import verify_papers
from audit.kept_sums import compare_money, compare_totals, verify_closes
from audit.lineage_record import verify_lineage
from audit.masters import Masters, UnitMasters, read_masters
from audit.paid_batches import verify_batches
from audit.payment_files import verify_payment_files
from audit.proofs import TESTS
from audit.received_transfers import verify_transfers
from audit.reconciled import verify_reconciliations
from audit.records import verify_records
from audit.rejudging import correction_breaches
from audit.requested import verify_requests
from audit.sampled_record import verify_samples
from audit.sealed_vouchers import Pass, recompute
from ledger import evidence, store
from ledger.database import Connection
from ledger.errors import NotFound
from ledger.register import SHARED, SHARED_CODE
from ledger.stages import Told, silent
from treasury.paper_files import PaperFolder

__all__ = [
    "FIRST_TOLD",
    "TESTS",
    "Difference",
    "IntegrityReport",
    "UnitIntegrity",
    "verify",
]


@dataclass(frozen=True, slots=True)
class UnitIntegrity:
    """What was recomputed for one unit, and what differed."""

    unit: str
    name: str
    vouchers: int
    postings: int
    position: int
    digest: str
    records_position: int
    records_digest: str
    """Head of the chain of the unit's registers and closes."""
    differences: tuple[Difference, ...]
    hidden: int = 0
    """Differences beyond the first of each kind, counted only."""
    papers: int = 0
    """Attachments of the unit, whether their files could be read or not."""


@dataclass(frozen=True, slots=True)
class IntegrityReport:
    """The whole answer: `ok` when nothing differs anywhere."""

    units: tuple[UnitIntegrity, ...]
    shared: tuple[Difference, ...]
    shared_position: int
    shared_digest: str
    """Head of the chain of the registers that all units share."""
    papers_read: bool = False
    """Whether the files of attachments were at hand (V15)."""

    @property
    def ok(self) -> bool:
        """Whether everything stands as it was sealed."""
        return not self.shared and not any(unit.differences for unit in self.units)

    @property
    def differences(self) -> tuple[Difference, ...]:
        """All differences, those of the whole database first."""
        return self.shared + tuple(d for unit in self.units for d in unit.differences)

    @property
    def papers(self) -> int:
        """Attachments of the units."""
        return sum(unit.papers for unit in self.units)

    @property
    def lines(self) -> tuple[tuple[str, str, bool | None], ...]:
        """What was tested, its figure, and whether it held; None: not performed.

        V15 is told only where there are attachments.
        """
        vouchers = sum(unit.vouchers for unit in self.units)
        postings = sum(unit.postings for unit in self.units)
        figures = {
            "V1": f"{vouchers:,} 张凭证",
            "V2": f"{vouchers:,} 张凭证",
            "V4": f"{postings:,} 行分录",
            "V15": f"{self.papers:,} 份附件",
        }
        failed = {difference.test for difference in self.differences}
        return tuple(
            (title, figures.get(key, "全部"), self._held(key, failed))
            for key, title in TESTS.items()
            if key != "V15" or self.papers
        )

    def _held(self, key: str, failed: Container[str]) -> bool | None:
        if key == "V15" and not self.papers_read:
            return None
        return key not in failed


def verify(
    connection: Connection,
    units: Sequence[str] = (),
    schema_differences: Sequence[str] = (),
    papers: PaperFolder | None = None,
    tell: Told = silent,
) -> IntegrityReport:
    """Recompute everything that was sealed; all units where none is named.

    Args:
        connection: a reading transaction: one consistent view.
        units: codes of the units to recompute.
        schema_differences: what the caller found between the live catalogue and the
            one that was migrated.
        papers: the files of attachments and what opens them; without, V15 is not
            performed.
        tell: who watches.

    Raises:
        NotFound: there is no such unit.
    """
    masters = read_masters(connection)
    for code in units:
        if code not in masters.units:
            raise NotFound("单位", code, "用 bangfu books units 查看")
    shared = Found()
    for difference in schema_differences:
        shared.add("V9", "数据库结构", difference)
    for table in evidence.broken_keys(connection):
        shared.add("V9", "外键", f"{table} 有指向不存在记录的行")
    for table in evidence.strangers(connection):
        shared.add("V9", "单位", f"{table} 有不属于任何单位的行")
    verify_records(connection, SHARED, SHARED_CODE, shared)
    position, digest = store.record_head(connection, SHARED)
    return IntegrityReport(
        tuple(
            _verify_unit(connection, masters.units[code], masters, papers, tell)
            for code in units or sorted(masters.units)
        ),
        tuple(shared.told),
        shared_position=position,
        shared_digest=digest.hex(),
        papers_read=papers is not None,
    )


def _verify_unit(
    connection: Connection,
    unit: UnitMasters,
    masters: Masters,
    papers: PaperFolder | None,
    tell: Told,
) -> UnitIntegrity:
    """Recompute one unit."""
    found = Found()
    run = recompute(connection, unit, masters, found, tell)
    if run.whole:
        compare_totals(connection, unit.id, run.totals(), masters, found)
        compare_money(connection, unit.id, run.money, masters, found)
        _judge_again(connection, unit, run, masters, found)
        verify_appropriations(connection, unit, found)
        verify_lineage(connection, unit, found)
        verify_requests(connection, unit, found)
        verify_batches(connection, unit, found)
        verify_samples(connection, (unit.id, unit.code), found)
    verify_bank_statements(connection, unit.id, found)
    verify_matches(connection, unit.id, found)
    verify_payment_files(connection, unit.id, found)
    verify_reconciliations(connection, unit.id, found)
    verify_records(connection, unit.id, unit.code, found)
    verify_campaigns(connection, (unit.id, unit.code), found)
    verify_closes(connection, unit.id, found)
    verify_transfers(connection, unit.id, found)
    verify_handouts(connection, unit.id, found)
    verify_findings(connection, unit.id, found)
    verify_evidence(connection, unit.id, found)
    count = verify_papers(connection, (unit.id, unit.code), papers, found)
    position, digest = store.record_head(connection, unit.id)
    return UnitIntegrity(
        unit=unit.code,
        name=unit.name,
        vouchers=run.vouchers,
        postings=run.postings,
        position=run.position,
        digest=run.previous.hex(),
        records_position=position,
        records_digest=digest.hex(),
        differences=tuple(found.told),
        hidden=found.hidden,
        papers=count,
    )


def _judge_again(
    connection: Connection,
    unit: UnitMasters,
    run: Pass,
    masters: Masters,
    found: Found,
) -> None:
    """What the seal asks of corrections and leaves, asked once for the unit (V10)."""
    if run.corrects:
        for position, what in correction_breaches(connection, unit.id):
            found.add("V10", f"{unit.code} 链位 {position}", what)
    for account in sorted(run.accounts() & masters.above):
        code = masters.account_codes.get(account, "?")
        found.add("V10", f"{unit.code} 科目 {code}", "有分录的科目不是末级科目")
