CREATE OR REPLACE FUNCTION public.bangfu_judge_voucher() RETURNS trigger LANGUAGE plpgsql AS $guard$DECLARE
  first_position bigint; verdict pg_catalog.text;
BEGIN
IF EXISTS (SELECT 1 FROM public.vouchers n, public.vouchers me
           WHERE me.unit_id = NEW.unit_id AND me.position = NEW.position
             AND n.unit_id = NEW.unit_id AND n.position = NEW.position + 1
             AND n.xmin = me.xmin AND n.cmin = me.cmin) THEN
  RETURN NEW;
END IF;

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
SELECT o.position + 1 INTO first_position
FROM public.vouchers o, public.vouchers me
WHERE me.unit_id = NEW.unit_id AND me.position = NEW.position
  AND o.unit_id = NEW.unit_id AND o.position < NEW.position
  AND NOT (o.xmin = me.xmin AND o.cmin = me.cmin)
ORDER BY o.position DESC LIMIT 1;
SELECT q.verdict INTO verdict FROM (
  SELECT w.position, CASE
    WHEN w.number > 1 AND 0 = (SELECT COUNT(*) FROM public.vouchers v WHERE v.unit_id = w.unit_id AND v.period = w.period AND v.kind = w.kind AND v.number = w.number - 1 AND v.position < w.position) THEN 'L4'
    WHEN CASE WHEN w.position = 1 THEN w.previous <> '\x0000000000000000000000000000000000000000000000000000000000000000'::pg_catalog.bytea ELSE 0 = (SELECT COUNT(*) FROM public.vouchers v WHERE v.unit_id = w.unit_id AND v.position = w.position - 1 AND v.hash = w.previous) END THEN 'L10'
    WHEN EXISTS (SELECT 1 FROM public.closes c WHERE c.unit_id = w.unit_id AND c.period >= w.period) THEN 'L5'
    WHEN NOT EXISTS (SELECT 1 FROM public.units u WHERE u.id = w.unit_id AND u.opened_on <= w.dated_on) THEN 'L5'
    WHEN EXISTS (SELECT 1 FROM public.unit_endings e WHERE e.unit_id = w.unit_id AND e.closed_on <= w.dated_on) THEN 'L5'
    WHEN (w.period % 100 = 12 OR w.entered = 'adjustment') AND CASE w.entered WHEN 'year_end' THEN 0 WHEN 'adjustment' THEN 1 ELSE -1 END IN (SELECT CASE COUNT(*) WHEN 0 THEN 1 ELSE -1 END FROM public.adjusting a WHERE a.unit_id = w.unit_id AND a.period = w.period) THEN 'L5'
    WHEN w.entered = 'year_end' AND NOT EXISTS (SELECT 1 FROM public.year_ends y WHERE y.unit_id = w.unit_id AND y.ordered_by_id = w.preparer_id AND w.period IN (y.year * 100 + 12, y.year * 100 + 100, y.year * 100 + 101)) THEN 'year_end'
    WHEN NOT EXISTS (SELECT 1 FROM public.unit_charts h WHERE h.unit_id = w.unit_id AND h.chart = w.chart AND h.since <= w.dated_on AND NOT EXISTS (SELECT 1 FROM public.unit_charts l WHERE l.unit_id = w.unit_id AND l.since > h.since AND (l.since < w.dated_on OR l.since = w.dated_on AND w.kind <> '期初'))) THEN 'chart'
    WHEN w.kind <> '期初' AND EXISTS (SELECT 1 FROM public.unit_charts h WHERE h.unit_id = w.unit_id AND h.chart <> w.chart AND h.since < w.dated_on AND EXISTS (SELECT 1 FROM public.vouchers o WHERE o.unit_id = w.unit_id AND o.chart = h.chart AND o.position < w.position) AND NOT EXISTS (SELECT 1 FROM public.unit_charts c, public.vouchers o WHERE c.unit_id = w.unit_id AND c.chart = w.chart AND o.unit_id = w.unit_id AND o.period = CAST(EXTRACT(YEAR FROM c.since) AS INTEGER) * 100 AND o.kind = '期初' AND o.chart = w.chart AND o.position < w.position)) THEN 'transfer'
    WHEN NOT EXISTS (SELECT 1 FROM public.people p WHERE p.id = w.preparer_id) OR NOT EXISTS (SELECT 1 FROM public.people p WHERE p.id = w.reviewer_id) OR NOT EXISTS (SELECT 1 FROM public.people p WHERE p.id = w.poster_id) OR w.cashier_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM public.people p WHERE p.id = w.cashier_id) OR w.head_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM public.people p WHERE p.id = w.head_id) THEN 'person'
    WHEN w.kind = '期初' AND EXISTS (SELECT 1 FROM public.vouchers v WHERE v.unit_id = w.unit_id AND v.position < w.position AND (w.entered <> 'year_end' OR v.chart = w.chart AND (v.period = w.period OR NOT EXISTS (SELECT 1 FROM public.unit_charts l WHERE l.unit_id = w.unit_id AND l.since = w.dated_on AND l.chart <> w.chart)))) THEN 'opening'
    ELSE (SELECT CASE
      WHEN COALESCE(SUM(j.lines), 0) < 2 OR MAX(ABS(j.difference)) <> 0 THEN 'L1'
      WHEN MIN(j.lowest) < 0 AND COALESCE(w.correction, 'replacement') = 'replacement' THEN 'L2'
      WHEN MAX(j.strange_account) > 0 THEN 'account'
      WHEN MAX(j.strange_fund) > 0 THEN 'fund'
      WHEN MAX(j.strange_purpose) > 0 THEN 'L8'
      WHEN MAX(j.wrong) > 0 OR SUM(j.pairs) <> (
        SELECT COUNT(*) FROM public.money_positions m
        WHERE m.unit_id = w.unit_id AND m.position = w.position) THEN 'L7'
      WHEN w.corrects IS NOT NULL AND (NOT EXISTS (SELECT 1 FROM public.vouchers v WHERE v.unit_id = w.unit_id AND v.position = w.corrects AND COALESCE(v.correction, '') <> 'full' AND v.kind <> '期初' AND v.period / 100 = w.period / 100 AND v.dated_on <= w.dated_on) OR w.correction = 'difference' AND EXISTS (SELECT 1 FROM public.vouchers r WHERE r.unit_id = w.unit_id AND r.corrects = w.corrects AND r.correction = 'full') OR w.correction = 'replacement' AND NOT EXISTS (SELECT 1 FROM public.vouchers r WHERE r.unit_id = w.unit_id AND r.corrects = w.corrects AND r.correction = 'full') OR w.correction = 'full' AND (EXISTS (
  SELECT 1 FROM public.postings o
  WHERE o.unit_id = w.unit_id AND o.position = w.corrects
    AND NOT EXISTS (
      SELECT 1 FROM public.postings r
      WHERE r.unit_id = w.unit_id AND r.position = w.position AND r.line = o.line
        AND r.account_id = o.account_id AND r.fund_id = o.fund_id
        AND r.debit_fen = -o.debit_fen AND r.credit_fen = -o.credit_fen
        AND COALESCE(r.purpose, '') = COALESCE(o.purpose, '')
        AND r.persons = -o.persons AND r.quantity_milli = -o.quantity_milli)
) OR (SELECT COUNT(*) FROM public.postings o WHERE o.unit_id = w.unit_id AND o.position = w.corrects) <> (SELECT COUNT(*) FROM public.postings r WHERE r.unit_id = w.unit_id AND r.position = w.position))) THEN 'correction'
      WHEN (EXISTS (SELECT 1 FROM public.appropriations x WHERE x.unit_id = w.unit_id) OR EXISTS (SELECT 1 FROM public.controls x WHERE x.unit_id = w.unit_id)) AND (w.kind <> '期初' AND (w.entered = 'here' OR w.entered = 'bank') AND EXISTS (SELECT 1 FROM public.controls c WHERE c.unit_id = w.unit_id AND c.since <= w.dated_on) AND EXISTS (SELECT 1 FROM public.postings p JOIN public.accounts n ON n.id = p.account_id AND n.class = 'expense' JOIN public.funds f ON f.unit_id = w.unit_id AND f.id = p.fund_id AND f.origin <> 'general' WHERE p.unit_id = w.unit_id AND p.position = w.position AND p.debit_fen > 0 AND (w.entered = 'here' OR w.entered = 'bank' AND (n.role = 'aid_expense' OR n.role = 'passing_down')) AND NOT EXISTS (SELECT 1 FROM public.reservations r, public.appropriations a WHERE r.unit_id = w.unit_id AND r.key = p.appropriation AND p.appropriation <> '' AND r.appropriation_id = a.id AND a.unit_id = w.unit_id AND a.year = w.period / 100 AND a.fund_id = p.fund_id AND a.account_id = p.account_id AND a.purpose = COALESCE(p.purpose, ''))) OR EXISTS (SELECT 1 FROM (SELECT a.id, COALESCE(r.key, '') AS key, SUM(p.debit_fen - p.credit_fen) AS net FROM public.postings p JOIN public.appropriations a ON a.unit_id = w.unit_id AND a.year = w.period / 100 AND a.fund_id = p.fund_id AND a.account_id = p.account_id AND a.purpose = COALESCE(p.purpose, '') LEFT JOIN public.reservations r ON r.unit_id = w.unit_id AND r.key = p.appropriation AND p.appropriation <> '' AND r.appropriation_id = a.id WHERE p.unit_id = w.unit_id AND p.position = w.position AND w.entered <> 'year_end' AND w.kind <> '期初' GROUP BY a.id, COALESCE(r.key, '') HAVING SUM(p.debit_fen - p.credit_fen) <> 0) g WHERE NOT EXISTS (SELECT 1 FROM public.appropriation_moves m WHERE m.unit_id = w.unit_id AND m.position = w.position AND m.appropriation_id = g.id AND COALESCE(m.reservation, '') = g.key AND m.amount_fen = g.net AND m.acted_on = w.dated_on)) OR (SELECT COUNT(*) FROM public.appropriation_moves m WHERE m.unit_id = w.unit_id AND m.position = w.position) <> (SELECT COUNT(*) FROM (SELECT a.id, COALESCE(r.key, '') AS key, SUM(p.debit_fen - p.credit_fen) AS net FROM public.postings p JOIN public.appropriations a ON a.unit_id = w.unit_id AND a.year = w.period / 100 AND a.fund_id = p.fund_id AND a.account_id = p.account_id AND a.purpose = COALESCE(p.purpose, '') LEFT JOIN public.reservations r ON r.unit_id = w.unit_id AND r.key = p.appropriation AND p.appropriation <> '' AND r.appropriation_id = a.id WHERE p.unit_id = w.unit_id AND p.position = w.position AND w.entered <> 'year_end' AND w.kind <> '期初' GROUP BY a.id, COALESCE(r.key, '') HAVING SUM(p.debit_fen - p.credit_fen) <> 0) g)) THEN 'L9'
      WHEN w.entered = 'imported' AND w.kind <> '期初' AND EXISTS (SELECT 1 FROM public.go_lives g WHERE g.unit_id = w.unit_id AND g.since <= w.dated_on) AND (EXISTS (SELECT 1 FROM public.postings p JOIN public.accounts a ON a.id = p.account_id AND a.money = 1 WHERE p.unit_id = w.unit_id AND p.position = w.position AND p.debit_fen + p.credit_fen > 0 GROUP BY p.fund_id HAVING SUM(p.debit_fen - p.credit_fen) < 0) OR EXISTS (SELECT 1 FROM public.postings p JOIN public.accounts a ON a.id = p.account_id AND a.spends = 1 WHERE p.unit_id = w.unit_id AND p.position = w.position AND p.debit_fen > 0 AND EXISTS (SELECT 1 FROM public.postings i JOIN public.accounts b ON b.id = i.account_id AND b.class = 'income' WHERE i.unit_id = w.unit_id AND i.position = w.position AND i.fund_id = p.fund_id AND i.credit_fen > 0))) THEN 'L12'
    END FROM (
  SELECT SUM(t.change) AS difference, SUM(t.lines) AS lines, MIN(t.lowest) AS lowest,
         MAX(t.strange_account) AS strange_account,
         MAX(t.strange_fund) AS strange_fund,
         MAX(t.strange_purpose) AS strange_purpose, SUM(t.money) AS pairs,
         MAX(CASE WHEN t.money = 1 AND
  NOT EXISTS (
    SELECT 1 FROM public.money_positions m
    WHERE m.unit_id = w.unit_id AND m.position = w.position
      AND m.fund_id = t.fund_id AND m.account_id = t.account_id
      AND m.balance_fen = t.change + COALESCE(
        (SELECT b.balance_fen FROM public.money_positions b
         WHERE b.unit_id = w.unit_id AND b.fund_id = t.fund_id
           AND b.account_id = t.account_id AND b.position < w.position
         ORDER BY b.position DESC LIMIT 1), 0)
      AND (m.balance_fen >= 0
        OR (m.overdrawn_by = w.position AND t.change < 0
            AND (w.correction IN ('full', 'difference') OR w.entered = 'bank'))
        OR (t.change >= 0 AND m.overdrawn_by =
          (SELECT b.overdrawn_by FROM public.money_positions b
           WHERE b.unit_id = w.unit_id AND b.fund_id = t.fund_id
             AND b.account_id = t.account_id AND b.position < w.position
           ORDER BY b.position DESC LIMIT 1))))
 THEN 1 ELSE 0 END) AS wrong
  FROM (
  SELECT p.fund_id, p.account_id, SUM(p.debit_fen - p.credit_fen) AS change,
         COUNT(*) AS lines, MIN(p.debit_fen + p.credit_fen) AS lowest,
         MAX(CASE WHEN a.id IS NULL OR a.chart <> w.chart
                    OR EXISTS (SELECT 1 FROM public.accounts c WHERE c.parent_id = a.id)
             THEN 1 ELSE 0 END) AS strange_account,
         MAX(CASE WHEN f.id IS NULL OR w.dated_on < f.opened_on
             THEN 1 ELSE 0 END) AS strange_fund,
         MAX(CASE WHEN p.purpose IS NULL
                  THEN CASE WHEN f.restricted = 1 AND a.spends = 1
                              AND w.kind <> '期初'
                              AND (p.debit_fen <> 0 OR p.credit_fen < 0
                                AND COALESCE(w.correction, '') <> 'full')
                            THEN 1 ELSE 0 END
                  WHEN EXISTS (SELECT 1 FROM public.fund_purposes u
                               WHERE u.unit_id = w.unit_id
                                 AND u.fund_id = p.fund_id AND u.purpose = p.purpose)
                  THEN 0 ELSE 1 END) AS strange_purpose,
         MAX(COALESCE(a.money, 0)) AS money
  FROM public.postings p
  LEFT JOIN public.accounts a ON a.id = p.account_id
  LEFT JOIN public.funds f ON f.unit_id = w.unit_id AND f.id = p.fund_id
  WHERE p.unit_id = w.unit_id AND p.position = w.position
  GROUP BY p.fund_id, p.account_id
) t GROUP BY t.fund_id
) j)
  END AS verdict
  FROM public.vouchers w WHERE w.unit_id = NEW.unit_id
    AND w.position BETWEEN COALESCE(first_position, 1) AND NEW.position) q
WHERE q.verdict IS NOT NULL ORDER BY q.position LIMIT 1;
IF verdict IS NOT NULL THEN
  RAISE EXCEPTION 'bangfu:%', verdict;
END IF;
RETURN NEW;
END $guard$
