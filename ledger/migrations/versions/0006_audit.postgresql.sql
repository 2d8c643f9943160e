CREATE TABLE audit_handovers (
	unit_id INTEGER NOT NULL,
	key TEXT NOT NULL,
	year INTEGER NOT NULL,
	number INTEGER NOT NULL,
	leaver_id INTEGER NOT NULL,
	post TEXT NOT NULL,
	since DATE NOT NULL,
	revision INTEGER NOT NULL,
	receiver_id INTEGER NOT NULL,
	supervisor_id INTEGER NOT NULL,
	handed_on DATE NOT NULL,
	position BIGINT NOT NULL,
	person_id INTEGER NOT NULL,
	recorded_at TEXT NOT NULL,
	CONSTRAINT pk_audit_handovers PRIMARY KEY (unit_id, key),
	CONSTRAINT uq_audit_handovers_unit_id_year_number UNIQUE (unit_id, year, number),
	CONSTRAINT fk_audit_handovers_unit_id_leaver_id_post_since_revision FOREIGN KEY(unit_id, leaver_id, post, since, revision) REFERENCES tenures (unit_id, person_id, post, since, revision),
	CONSTRAINT ck_audit_handovers_number_from_one CHECK (number > 0),
	CONSTRAINT ck_audit_handovers_key_of_number CHECK (key = 'Y' || year || '-' || number),
	CONSTRAINT ck_audit_handovers_leaver_receiver CHECK (leaver_id <> receiver_id),
	CONSTRAINT ck_audit_handovers_leaver_supervisor CHECK (leaver_id <> supervisor_id),
	CONSTRAINT ck_audit_handovers_receiver_supervisor CHECK (receiver_id <> supervisor_id),
	CONSTRAINT ck_audit_handovers_handed_on_in_office CHECK (since <= handed_on),
	CONSTRAINT ck_audit_handovers_position_from_nil CHECK (position >= 0),
	CONSTRAINT ck_audit_handovers_recorded_at_given CHECK (recorded_at <> ''),
	CONSTRAINT fk_audit_handovers_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_audit_handovers_leaver_id FOREIGN KEY(leaver_id) REFERENCES people (id),
	CONSTRAINT fk_audit_handovers_receiver_id FOREIGN KEY(receiver_id) REFERENCES people (id),
	CONSTRAINT fk_audit_handovers_supervisor_id FOREIGN KEY(supervisor_id) REFERENCES people (id),
	CONSTRAINT fk_audit_handovers_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN audit_handovers.key IS 'Y, year and number'
--;;
COMMENT ON COLUMN audit_handovers.year IS 'in which it was drawn up'
--;;
COMMENT ON COLUMN audit_handovers.number IS 'counted from 1 in the year'
--;;
COMMENT ON COLUMN audit_handovers.since IS 'of the tenure that ends'
--;;
COMMENT ON COLUMN audit_handovers.revision IS 'of the tenure, the last'
--;;
COMMENT ON COLUMN audit_handovers.handed_on IS 'as all stands at its end'
--;;
COMMENT ON COLUMN audit_handovers.position IS 'head of the unit''s chain then'
--;;
CREATE TABLE audit_handover_lines (
	unit_id INTEGER NOT NULL,
	key TEXT NOT NULL,
	line INTEGER NOT NULL,
	kind TEXT NOT NULL,
	item TEXT NOT NULL,
	ref TEXT DEFAULT '' NOT NULL,
	quantity TEXT DEFAULT '' NOT NULL,
	amount_fen BIGINT,
	state TEXT DEFAULT '' NOT NULL,
	strikes INTEGER,
	from_books INTEGER NOT NULL,
	person_id INTEGER NOT NULL,
	recorded_at TEXT NOT NULL,
	CONSTRAINT pk_audit_handover_lines PRIMARY KEY (unit_id, key, line),
	CONSTRAINT uq_audit_handover_lines_unit_id_key_strikes UNIQUE (unit_id, key, strikes),
	CONSTRAINT fk_audit_handover_lines_unit_id_key FOREIGN KEY(unit_id, key) REFERENCES audit_handovers (unit_id, key),
	CONSTRAINT ck_audit_handover_lines_kind_known CHECK (kind = 'book' OR kind = 'fund' OR kind = 'account' OR kind = 'cash' OR kind = 'stock' OR kind = 'open' OR kind = 'right' OR kind = 'paper' OR kind = 'seal' OR kind = 'key' OR kind = 'agreement' OR kind = 'contract' OR kind = 'other'),
	CONSTRAINT ck_audit_handover_lines_line_from_one CHECK (line BETWEEN 1 AND 9999),
	CONSTRAINT ck_audit_handover_lines_item_given CHECK (item <> ''),
	CONSTRAINT ck_audit_handover_lines_strikes_earlier CHECK (strikes IS NULL OR strikes < line),
	CONSTRAINT ck_audit_handover_lines_struck_for_a_reason CHECK (strikes IS NULL OR state <> ''),
	CONSTRAINT ck_audit_handover_lines_from_books_flag CHECK (from_books IN (0, 1)),
	CONSTRAINT ck_audit_handover_lines_recorded_at_given CHECK (recorded_at <> ''),
	CONSTRAINT fk_audit_handover_lines_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_audit_handover_lines_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN audit_handover_lines.line IS 'counted from 1'
--;;
COMMENT ON COLUMN audit_handover_lines.item IS 'what it is'
--;;
COMMENT ON COLUMN audit_handover_lines.ref IS 'code or number by which the books know it'
--;;
COMMENT ON COLUMN audit_handover_lines.quantity IS 'as people write it: 3 枚'
--;;
COMMENT ON COLUMN audit_handover_lines.state IS 'how it stands, or where it is'
--;;
COMMENT ON COLUMN audit_handover_lines.strikes IS 'the line that it strikes out'
--;;
COMMENT ON COLUMN audit_handover_lines.from_books IS '1: proposed by the books'
--;;
CREATE TABLE audit_handover_steps (
	unit_id INTEGER NOT NULL,
	key TEXT NOT NULL,
	seq INTEGER NOT NULL,
	act TEXT NOT NULL,
	lines INTEGER NOT NULL,
	acted_on DATE NOT NULL,
	words TEXT DEFAULT '' NOT NULL,
	person_id INTEGER NOT NULL,
	recorded_at TEXT NOT NULL,
	CONSTRAINT pk_audit_handover_steps PRIMARY KEY (unit_id, key, seq),
	CONSTRAINT uq_audit_handover_steps_unit_id_key_act UNIQUE (unit_id, key, act),
	CONSTRAINT fk_audit_handover_steps_unit_id_key FOREIGN KEY(unit_id, key) REFERENCES audit_handovers (unit_id, key),
	CONSTRAINT ck_audit_handover_steps_act_known CHECK (act = 'leaver' OR act = 'receiver' OR act = 'supervisor' OR act = 'complete' OR act = 'withdraw'),
	CONSTRAINT ck_audit_handover_steps_seq_from_one CHECK (seq > 0),
	CONSTRAINT ck_audit_handover_steps_lines_counted CHECK (lines > 0),
	CONSTRAINT ck_audit_handover_steps_withdrawn_for_a_reason CHECK (act <> 'withdraw' OR words <> ''),
	CONSTRAINT ck_audit_handover_steps_recorded_at_given CHECK (recorded_at <> ''),
	CONSTRAINT fk_audit_handover_steps_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_audit_handover_steps_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN audit_handover_steps.seq IS 'counted from 1'
--;;
COMMENT ON COLUMN audit_handover_steps.lines IS 'how many the list has'
--;;
COMMENT ON COLUMN audit_handover_steps.words IS 'differences that the receiver notes; why withdrawn'
--;;
CREATE OR REPLACE FUNCTION public.bangfu_judge_vouchers() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF ((NEW.entered = 'here' OR NEW.entered = 'bank' OR NEW.entered = 'adjustment') AND NEW.kind <> '期初' AND EXISTS (SELECT 1 FROM public.go_lives g WHERE g.unit_id = NEW.unit_id) AND (NEW.attachments = 0 AND NEW.correction IS NULL)) THEN
  RAISE EXCEPTION 'bangfu:V04';
END IF;
IF ((NEW.entered = 'here' OR NEW.entered = 'bank' OR NEW.entered = 'adjustment') AND NEW.kind <> '期初' AND EXISTS (SELECT 1 FROM public.go_lives g WHERE g.unit_id = NEW.unit_id) AND (EXISTS (SELECT 1 FROM public.postings p JOIN public.accounts a ON a.id = p.account_id AND a.money = 1 WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position AND p.debit_fen + p.credit_fen > 0 AND NOT EXISTS (SELECT 1 FROM public.payment_requests q WHERE q.unit_id = NEW.unit_id AND q.key = p.request) GROUP BY p.fund_id HAVING SUM(p.debit_fen - p.credit_fen) < 0))) THEN
  RAISE EXCEPTION 'bangfu:L12';
END IF;
IF ((NEW.entered = 'here' OR NEW.entered = 'bank' OR NEW.entered = 'adjustment') AND NEW.kind <> '期初' AND EXISTS (SELECT 1 FROM public.go_lives g WHERE g.unit_id = NEW.unit_id) AND (EXISTS (SELECT 1 FROM public.postings p JOIN public.accounts a ON a.id = p.account_id AND a.spends = 1 WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position AND p.debit_fen > 0 AND NOT EXISTS (SELECT 1 FROM public.payment_requests q WHERE q.unit_id = NEW.unit_id AND q.key = p.request) AND EXISTS (SELECT 1 FROM public.postings i JOIN public.accounts b ON b.id = i.account_id AND b.class = 'income' WHERE i.unit_id = NEW.unit_id AND i.position = NEW.position AND i.fund_id = p.fund_id AND i.credit_fen > 0 AND NOT EXISTS (SELECT 1 FROM public.payment_requests q WHERE q.unit_id = NEW.unit_id AND q.key = i.request))))) THEN
  RAISE EXCEPTION 'bangfu:L12';
END IF;
IF ((NEW.entered = 'here' OR NEW.entered = 'bank' OR NEW.entered = 'adjustment') AND NEW.kind <> '期初' AND EXISTS (SELECT 1 FROM public.go_lives g WHERE g.unit_id = NEW.unit_id) AND (EXISTS (SELECT 1 FROM (SELECT q.key, q.kind, SUM(CASE WHEN a.money = 1 THEN p.credit_fen - p.debit_fen ELSE 0 END) AS money_out, SUM(CASE WHEN a.class = 'income' THEN p.credit_fen - p.debit_fen ELSE 0 END) AS income_in, SUM(CASE WHEN a.role = 'payable' THEN p.debit_fen - p.credit_fen ELSE 0 END) AS owed_less FROM public.postings p JOIN public.accounts a ON a.id = p.account_id JOIN public.payment_requests q ON q.unit_id = NEW.unit_id AND q.key = p.request WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position AND p.request <> '' GROUP BY q.key, q.kind) g WHERE NOT EXISTS (SELECT 1 FROM public.payment_request_moves m WHERE m.unit_id = NEW.unit_id AND m.position = NEW.position AND m.key = g.key AND m.acted_on = NEW.dated_on AND m.amount_fen = CASE m.act WHEN 'return' THEN -(CASE g.kind WHEN 'direct' THEN g.income_in ELSE g.money_out END) WHEN 'forgo' THEN g.owed_less ELSE CASE g.kind WHEN 'direct' THEN g.income_in ELSE g.money_out END END AND CASE WHEN COALESCE(NEW.correction, '') IN ('full', 'difference') THEN m.act = (SELECT o.act FROM public.payment_request_moves o WHERE o.unit_id = NEW.unit_id AND o.key = m.key AND o.position = NEW.corrects) ELSE m.amount_fen > 0 AND CASE m.act WHEN 'pay' THEN m.paid_fen = m.amount_fen WHEN 'repay' THEN g.owed_less = m.amount_fen WHEN 'forgo' THEN g.money_out = 0 ELSE m.act = 'return' END END)))) THEN
  RAISE EXCEPTION 'bangfu:L12';
END IF;
IF ((NEW.entered = 'here' OR NEW.entered = 'bank' OR NEW.entered = 'adjustment') AND NEW.kind <> '期初' AND EXISTS (SELECT 1 FROM public.go_lives g WHERE g.unit_id = NEW.unit_id) AND ((SELECT COUNT(*) FROM public.payment_request_moves m WHERE m.unit_id = NEW.unit_id AND m.position = NEW.position) <> (SELECT COUNT(*) FROM (SELECT q.key, q.kind, SUM(CASE WHEN a.money = 1 THEN p.credit_fen - p.debit_fen ELSE 0 END) AS money_out, SUM(CASE WHEN a.class = 'income' THEN p.credit_fen - p.debit_fen ELSE 0 END) AS income_in, SUM(CASE WHEN a.role = 'payable' THEN p.debit_fen - p.credit_fen ELSE 0 END) AS owed_less FROM public.postings p JOIN public.accounts a ON a.id = p.account_id JOIN public.payment_requests q ON q.unit_id = NEW.unit_id AND q.key = p.request WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position AND p.request <> '' GROUP BY q.key, q.kind) g))) THEN
  RAISE EXCEPTION 'bangfu:L12';
END IF;
IF ((NEW.entered = 'here' OR NEW.entered = 'bank' OR NEW.entered = 'adjustment') AND NEW.kind <> '期初' AND EXISTS (SELECT 1 FROM public.go_lives g WHERE g.unit_id = NEW.unit_id) AND (EXISTS (SELECT 1 FROM public.postings p WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position AND p.request <> '' GROUP BY p.request, p.fund_id HAVING SUM(p.debit_fen - p.credit_fen) <> 0))) THEN
  RAISE EXCEPTION 'bangfu:L12';
END IF;
IF ((NEW.entered = 'here' OR NEW.entered = 'bank' OR NEW.entered = 'adjustment') AND NEW.kind <> '期初' AND EXISTS (SELECT 1 FROM public.go_lives g WHERE g.unit_id = NEW.unit_id) AND (NOT COALESCE(NEW.correction, '') IN ('full', 'difference') AND EXISTS (SELECT 1 FROM public.postings p JOIN public.accounts a ON a.id = p.account_id AND a.money = 0 JOIN public.payment_request_moves m ON m.unit_id = NEW.unit_id AND m.position = NEW.position AND m.key = p.request AND m.act = 'pay' LEFT JOIN public.payment_request_lines l ON l.unit_id = NEW.unit_id AND l.key = p.request AND l.fund_id = p.fund_id AND l.account_id = p.account_id AND l.purpose = COALESCE(p.purpose, '') WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position GROUP BY p.request, p.fund_id, p.account_id, COALESCE(p.purpose, ''), l.amount_fen HAVING SUM(p.debit_fen - p.credit_fen) > COALESCE(l.amount_fen, 0)))) THEN
  RAISE EXCEPTION 'bangfu:L12';
END IF;
IF ((NEW.entered = 'here' OR NEW.entered = 'bank' OR NEW.entered = 'adjustment') AND NEW.kind <> '期初' AND EXISTS (SELECT 1 FROM public.go_lives g WHERE g.unit_id = NEW.unit_id) AND (EXISTS (SELECT 1 FROM public.payment_request_moves n JOIN public.payment_request_moves m ON m.unit_id = n.unit_id AND m.key = n.key JOIN public.postings p ON p.unit_id = m.unit_id AND p.position = m.position AND p.request = m.key JOIN public.accounts a ON a.id = p.account_id WHERE n.unit_id = NEW.unit_id AND n.position = NEW.position AND n.act <> 'pay' AND m.act <> 'pay' AND a.role = 'payable' GROUP BY m.key, p.fund_id, p.party, p.recipient HAVING SUM(p.credit_fen - p.debit_fen) < 0 AND SUM(CASE WHEN m.position = NEW.position THEN p.debit_fen - p.credit_fen ELSE 0 END) > 0))) THEN
  RAISE EXCEPTION 'bangfu:L12';
END IF;
IF ((NEW.entered = 'here' OR NEW.entered = 'bank' OR NEW.entered = 'adjustment') AND NEW.kind <> '期初' AND EXISTS (SELECT 1 FROM public.go_lives g WHERE g.unit_id = NEW.unit_id) AND (EXISTS (SELECT 1 FROM public.payment_request_moves n JOIN public.payment_request_moves m ON m.unit_id = n.unit_id AND m.key = n.key JOIN public.postings p ON p.unit_id = m.unit_id AND p.position = m.position AND p.request = m.key JOIN public.accounts a ON a.id = p.account_id WHERE n.unit_id = NEW.unit_id AND n.position = NEW.position AND n.act <> 'pay' AND a.money = 0 GROUP BY m.key, p.fund_id, p.party, p.recipient HAVING SUM(p.debit_fen - p.credit_fen) < 0 AND SUM(CASE WHEN m.position = NEW.position AND a.role = 'payable' THEN p.credit_fen - p.debit_fen ELSE 0 END) > 0))) THEN
  RAISE EXCEPTION 'bangfu:L12';
END IF;
IF ((NEW.entered = 'here' OR NEW.entered = 'bank' OR NEW.entered = 'adjustment') AND NEW.kind <> '期初' AND EXISTS (SELECT 1 FROM public.go_lives g WHERE g.unit_id = NEW.unit_id) AND (NOT COALESCE(NEW.correction, '') IN ('full', 'difference') AND EXISTS (SELECT 1 FROM (SELECT DISTINCT p.fund_id FROM public.payment_request_moves m JOIN public.postings p ON p.unit_id = m.unit_id AND p.position = m.position AND p.request = m.key AND p.debit_fen > 0 JOIN public.accounts a ON a.id = p.account_id AND a.role = 'payable' WHERE m.unit_id = NEW.unit_id AND m.position = NEW.position AND m.act = 'pay') d WHERE (SELECT SUM(o.credit_fen - o.debit_fen) FROM public.postings o JOIN public.accounts b ON b.id = o.account_id AND b.role = 'payable' WHERE o.unit_id = NEW.unit_id AND o.fund_id = d.fund_id AND o.position <= NEW.position AND NOT EXISTS (SELECT 1 FROM public.payment_request_moves r WHERE r.unit_id = o.unit_id AND r.position = o.position AND r.key = o.request AND r.act IN ('return', 'repay', 'forgo'))) < 0))) THEN
  RAISE EXCEPTION 'bangfu:L12';
END IF;
IF ((NEW.entered = 'here' OR NEW.entered = 'bank' OR NEW.entered = 'adjustment') AND NEW.kind <> '期初' AND EXISTS (SELECT 1 FROM public.go_lives g WHERE g.unit_id = NEW.unit_id) AND (NEW.correction IS NULL AND EXISTS (SELECT 1 FROM public.payment_request_moves m JOIN public.payment_requests q ON q.unit_id = m.unit_id AND q.key = m.key WHERE m.unit_id = NEW.unit_id AND m.position = NEW.position AND m.act = 'pay' AND q.expires_on < NEW.dated_on))) THEN
  RAISE EXCEPTION 'bangfu:L12';
END IF;
IF ((NEW.entered = 'here' OR NEW.entered = 'bank' OR NEW.entered = 'adjustment') AND NEW.kind <> '期初' AND EXISTS (SELECT 1 FROM public.go_lives g WHERE g.unit_id = NEW.unit_id) AND (NEW.correction IS NULL AND EXISTS (SELECT 1 FROM public.payment_request_moves m JOIN public.payment_request_moves b ON b.unit_id = m.unit_id AND b.key = m.key AND b.act = 'approve' JOIN public.payment_requests q ON q.unit_id = m.unit_id AND q.key = m.key AND q.kind <> 'fee' WHERE m.unit_id = NEW.unit_id AND m.position = NEW.position AND m.act = 'pay' AND b.acted_on > NEW.dated_on))) THEN
  RAISE EXCEPTION 'bangfu:L12';
END IF;
IF ((NEW.entered = 'here' OR NEW.entered = 'bank' OR NEW.entered = 'adjustment') AND NEW.kind <> '期初' AND EXISTS (SELECT 1 FROM public.go_lives g WHERE g.unit_id = NEW.unit_id) AND (EXISTS (SELECT 1 FROM public.payment_request_moves m JOIN public.payment_request_moves b ON b.unit_id = m.unit_id AND b.key = m.key AND b.act = 'approve' WHERE m.unit_id = NEW.unit_id AND m.position = NEW.position AND (b.person_id = NEW.preparer_id OR b.person_id = NEW.cashier_id)))) THEN
  RAISE EXCEPTION 'bangfu:L12';
END IF;
IF (COALESCE(NEW.correction, '') NOT IN ('full', 'replacement') AND EXISTS (SELECT 1 FROM public.postings p JOIN public.accounts o ON o.id = p.account_id AND o.spends = 1 WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position AND p.debit_fen > 0 AND EXISTS (SELECT 1 FROM public.funds f JOIN public.gifts g ON g.unit_id = f.unit_id AND g.fund_id = f.id AND g.until IS NOT NULL AND g.form = 'money' JOIN public.vouchers v ON v.unit_id = g.unit_id AND v.ref = '捐赠-' || CAST(g.year AS pg_catalog.text) || '-' || CAST(g.number AS pg_catalog.text) WHERE f.unit_id = NEW.unit_id AND f.id = p.fund_id AND f.restricted = 1 AND COALESCE((SELECT c.until FROM public.purpose_consents c WHERE c.unit_id = g.unit_id AND c.gift_year = g.year AND c.gift_number = g.number AND NOT EXISTS (SELECT 1 FROM public.consent_withdrawals w WHERE w.unit_id = c.unit_id AND w.consent = c.number) AND c.until IS NOT NULL ORDER BY c.number DESC LIMIT 1), g.until) < NEW.dated_on AND COALESCE((SELECT a.amount_fen FROM public.lineage_amounts a WHERE a.unit_id = g.unit_id AND a.fund_id = g.fund_id AND a.side = 'source' AND a.matter = v.position ORDER BY a.at DESC LIMIT 1), g.amount_fen) - COALESCE((SELECT b.used_fen FROM public.lineage_shares b WHERE b.unit_id = g.unit_id AND b.fund_id = g.fund_id AND b.source = v.position ORDER BY b.seq DESC LIMIT 1), 0) > 0))) THEN
  RAISE EXCEPTION 'bangfu:gift_end';
END IF;
IF (COALESCE(NEW.correction, '') NOT IN ('full', 'replacement') AND EXISTS (SELECT 1 FROM public.postings p JOIN public.accounts o ON o.id = p.account_id AND o.spends = 1 WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position AND p.debit_fen > 0 AND EXISTS (SELECT 1 FROM public.consent_withdrawals x JOIN public.purpose_consents y ON y.unit_id = x.unit_id AND y.number = x.consent JOIN public.consent_purposes z ON z.unit_id = x.unit_id AND z.consent = x.consent JOIN public.gifts g ON g.unit_id = x.unit_id AND g.year = y.gift_year AND g.number = y.gift_number WHERE x.unit_id = NEW.unit_id AND g.fund_id = p.fund_id AND z.purpose = p.purpose AND g.amount_fen > (SELECT COALESCE(SUM(CASE WHEN (EXISTS (SELECT 1 FROM public.payment_requests q WHERE q.unit_id = r.unit_id AND q.kind = 'refund' AND (q.ref = '退捐-' || CAST(r.gift_year AS pg_catalog.text) || '-' || CAST(r.gift_number AS pg_catalog.text) || '-' || CAST(r.number AS pg_catalog.text) OR q.ref LIKE '退捐-' || CAST(r.gift_year AS pg_catalog.text) || '-' || CAST(r.gift_number AS pg_catalog.text) || '-' || CAST(r.number AS pg_catalog.text) || '/%')) OR EXISTS (SELECT 1 FROM public.desk_drafts d WHERE d.unit_id = r.unit_id AND d.ref = '退捐-' || CAST(r.gift_year AS pg_catalog.text) || '-' || CAST(r.gift_number AS pg_catalog.text) || '-' || CAST(r.number AS pg_catalog.text))) AND NOT EXISTS (SELECT 1 FROM public.payment_requests q WHERE q.unit_id = r.unit_id AND q.kind = 'refund' AND (q.ref = '退捐-' || CAST(r.gift_year AS pg_catalog.text) || '-' || CAST(r.gift_number AS pg_catalog.text) || '-' || CAST(r.number AS pg_catalog.text) OR q.ref LIKE '退捐-' || CAST(r.gift_year AS pg_catalog.text) || '-' || CAST(r.gift_number AS pg_catalog.text) || '-' || CAST(r.number AS pg_catalog.text) || '/%') AND NOT EXISTS (SELECT 1 FROM public.payment_request_moves e WHERE e.unit_id = q.unit_id AND e.key = q.key AND (e.act = 'refuse' OR e.act = 'cancel' OR e.act = 'expire'))) AND NOT EXISTS (SELECT 1 FROM public.desk_drafts d WHERE d.unit_id = r.unit_id AND d.ref = '退捐-' || CAST(r.gift_year AS pg_catalog.text) || '-' || CAST(r.gift_number AS pg_catalog.text) || '-' || CAST(r.number AS pg_catalog.text) AND NOT EXISTS (SELECT 1 FROM public.draft_steps e WHERE e.unit_id = d.unit_id AND e.draft = d.draft AND e.state = 'dropped')) THEN 0 ELSE COALESCE(NULLIF((SELECT m.paid_fen FROM public.payment_request_moves m JOIN public.payment_requests q ON q.unit_id = m.unit_id AND q.key = m.key WHERE m.unit_id = r.unit_id AND q.kind = 'refund' AND (q.ref = '退捐-' || CAST(r.gift_year AS pg_catalog.text) || '-' || CAST(r.gift_number AS pg_catalog.text) || '-' || CAST(r.number AS pg_catalog.text) OR q.ref LIKE '退捐-' || CAST(r.gift_year AS pg_catalog.text) || '-' || CAST(r.gift_number AS pg_catalog.text) || '-' || CAST(r.number AS pg_catalog.text) || '/%') AND NOT EXISTS (SELECT 1 FROM public.payment_request_moves e WHERE e.unit_id = q.unit_id AND e.key = q.key AND (e.act = 'refuse' OR e.act = 'cancel' OR e.act = 'expire')) ORDER BY m.seq DESC LIMIT 1), 0), r.amount_fen) END), 0) FROM public.gift_refunds r WHERE r.unit_id = g.unit_id AND r.gift_year = g.year AND r.gift_number = g.number) AND NOT EXISTS (SELECT 1 FROM public.gift_purposes n WHERE n.unit_id = g.unit_id AND n.gift_year = g.year AND n.gift_number = g.number AND n.purpose = p.purpose) AND NOT EXISTS (SELECT 1 FROM public.purpose_consents c WHERE c.unit_id = g.unit_id AND c.gift_year = g.year AND c.gift_number = g.number AND NOT EXISTS (SELECT 1 FROM public.consent_withdrawals w WHERE w.unit_id = c.unit_id AND w.consent = c.number) AND EXISTS (SELECT 1 FROM public.consent_purposes q WHERE q.unit_id = c.unit_id AND q.consent = c.number AND q.purpose = p.purpose))))) THEN
  RAISE EXCEPTION 'bangfu:consent';
END IF;
IF (EXISTS (SELECT 1 FROM public.bank_entries e WHERE e.unit_id = NEW.unit_id AND e.ref = NEW.ref AND NOT EXISTS (SELECT 1 FROM public.bank_entries w WHERE w.unit_id = e.unit_id AND w.statement = e.statement AND w."row" = e."row" AND w.step > e.step) AND (CASE e.kind WHEN 'fee' THEN -e.amount_fen ELSE e.amount_fen END <> COALESCE((SELECT SUM(p.debit_fen - p.credit_fen) FROM public.postings p JOIN public.accounts a ON a.id = p.account_id AND a.money = 1 WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position AND p.fund_id = e.fund_id), 0) OR e.kind = 'return' AND e.amount_fen <> COALESCE((SELECT SUM(p.credit_fen - p.debit_fen) FROM public.postings p JOIN public.accounts a ON a.id = p.account_id AND a.role = 'payable' WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position AND p.fund_id = e.fund_id AND p.request = e.request AND p.party = e.party AND p.recipient = e.recipient), 0) OR NOT EXISTS (SELECT 1 FROM public.bank_rows b WHERE b.unit_id = e.unit_id AND b.statement = e.statement AND b."row" = e."row" AND b.booked_on = NEW.dated_on)))) THEN
  RAISE EXCEPTION 'bangfu:bank';
END IF;
IF (EXISTS (SELECT 1 FROM public.return_endings n JOIN public.bank_entries e ON e.unit_id = n.unit_id AND e.statement = n.statement AND e."row" = n."row" AND NOT EXISTS (SELECT 1 FROM public.bank_entries w WHERE w.unit_id = e.unit_id AND w.statement = e.statement AND w."row" = e."row" AND w.step > e.step) WHERE n.unit_id = NEW.unit_id AND n.ref = NEW.ref AND NOT EXISTS (SELECT 1 FROM public.return_endings w WHERE w.unit_id = n.unit_id AND w.statement = n.statement AND w."row" = n."row" AND w.step > n.step) AND (NEW.dated_on < e.limit_on OR n.amount_fen <> -COALESCE((SELECT SUM(p.credit_fen - p.debit_fen) FROM public.postings p JOIN public.accounts a ON a.id = p.account_id AND a.role = 'payable' WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position AND p.fund_id = e.fund_id AND p.request = e.request AND p.party = e.party AND p.recipient = e.recipient), 0)))) THEN
  RAISE EXCEPTION 'bangfu:bank';
END IF;
IF ((NEW.correction = 'difference' OR NEW.correction = 'replacement') AND EXISTS (SELECT 1 FROM public.vouchers t JOIN public.vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM public.transfers m WHERE m.unit_id = v.unit_id AND m.ref = v.ref AND (NEW.correction = 'replacement' AND t.correction = 'replacement' OR EXISTS (SELECT 1 FROM public.postings p JOIN public.accounts o ON o.id = p.account_id AND (o.role = 'cash' OR o.role = 'bank' OR o.role = 'quota') WHERE p.unit_id = NEW.unit_id AND (p.position = NEW.position OR NEW.correction = 'replacement' AND p.position = NEW.corrects) GROUP BY p.fund_id HAVING SUM(CASE WHEN p.position = NEW.position THEN p.debit_fen - p.credit_fen ELSE p.credit_fen - p.debit_fen END) <> 0))))) THEN
  RAISE EXCEPTION 'bangfu:transfer';
END IF;
IF ((NEW.correction = 'difference' OR NEW.correction = 'replacement') AND EXISTS (SELECT 1 FROM public.vouchers t JOIN public.vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM public.transfer_answers m WHERE m.unit_id = v.unit_id AND m.ref = v.ref AND (NEW.correction = 'replacement' AND t.correction = 'replacement' OR EXISTS (SELECT 1 FROM public.postings p JOIN public.accounts o ON o.id = p.account_id AND (o.role = 'cash' OR o.role = 'bank' OR o.role = 'quota') WHERE p.unit_id = NEW.unit_id AND (p.position = NEW.position OR NEW.correction = 'replacement' AND p.position = NEW.corrects) GROUP BY p.fund_id HAVING SUM(CASE WHEN p.position = NEW.position THEN p.debit_fen - p.credit_fen ELSE p.credit_fen - p.debit_fen END) <> 0))))) THEN
  RAISE EXCEPTION 'bangfu:transfer';
END IF;
IF ((NEW.correction = 'difference' OR NEW.correction = 'replacement') AND EXISTS (SELECT 1 FROM public.vouchers t JOIN public.vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM public.transfer_returns m WHERE m.unit_id = v.unit_id AND m.ref = v.ref AND (NEW.correction = 'replacement' AND t.correction = 'replacement' OR EXISTS (SELECT 1 FROM public.postings p JOIN public.accounts o ON o.id = p.account_id AND (o.role = 'cash' OR o.role = 'bank' OR o.role = 'quota') WHERE p.unit_id = NEW.unit_id AND (p.position = NEW.position OR NEW.correction = 'replacement' AND p.position = NEW.corrects) GROUP BY p.fund_id HAVING SUM(CASE WHEN p.position = NEW.position THEN p.debit_fen - p.credit_fen ELSE p.credit_fen - p.debit_fen END) <> 0))))) THEN
  RAISE EXCEPTION 'bangfu:transfer';
END IF;
IF (NEW.correction = 'full' AND EXISTS (SELECT 1 FROM public.vouchers t JOIN public.vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM public.transfers m WHERE m.unit_id = v.unit_id AND m.ref = v.ref AND EXISTS (SELECT 1 FROM public.transfer_returns r WHERE r.unit_id = m.unit_id AND r.number = m.number AND (EXISTS (SELECT 1 FROM public.vouchers b WHERE b.unit_id = r.unit_id AND b.ref = r.ref AND (NOT EXISTS (SELECT 1 FROM public.vouchers c WHERE c.unit_id = b.unit_id AND c.corrects = b.position AND c.correction = 'full') OR EXISTS (SELECT 1 FROM public.vouchers c WHERE c.unit_id = b.unit_id AND c.corrects = b.position AND c.correction = 'replacement' AND NOT EXISTS (SELECT 1 FROM public.vouchers x WHERE x.unit_id = c.unit_id AND x.corrects = c.position AND x.correction = 'full')))) OR NOT EXISTS (SELECT 1 FROM public.vouchers b WHERE b.unit_id = r.unit_id AND b.ref = r.ref) AND NOT EXISTS (SELECT 1 FROM public.draft_steps d WHERE d.unit_id = r.unit_id AND d.draft = r.draft AND d.state = 'dropped')))))) THEN
  RAISE EXCEPTION 'bangfu:transfer';
END IF;
IF (NEW.correction = 'full' AND EXISTS (SELECT 1 FROM public.vouchers t JOIN public.vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM public.transfer_answers m WHERE m.unit_id = v.unit_id AND m.ref = v.ref AND EXISTS (SELECT 1 FROM public.units u JOIN public.transfers g ON g.unit_id = m.unit_id AND g.returns = u.code || '-' || CAST(m.number AS pg_catalog.text) WHERE u.id = m.from_id AND (EXISTS (SELECT 1 FROM public.vouchers b WHERE b.unit_id = g.unit_id AND b.ref = g.ref AND (NOT EXISTS (SELECT 1 FROM public.vouchers c WHERE c.unit_id = b.unit_id AND c.corrects = b.position AND c.correction = 'full') OR EXISTS (SELECT 1 FROM public.vouchers c WHERE c.unit_id = b.unit_id AND c.corrects = b.position AND c.correction = 'replacement' AND NOT EXISTS (SELECT 1 FROM public.vouchers x WHERE x.unit_id = c.unit_id AND x.corrects = c.position AND x.correction = 'full')))) OR NOT EXISTS (SELECT 1 FROM public.vouchers b WHERE b.unit_id = g.unit_id AND b.ref = g.ref) AND NOT EXISTS (SELECT 1 FROM public.draft_steps d WHERE d.unit_id = g.unit_id AND d.draft = g.draft AND d.state = 'dropped')))))) THEN
  RAISE EXCEPTION 'bangfu:transfer';
END IF;
IF ((NEW.correction = 'full' OR NEW.correction = 'difference' AND EXISTS (SELECT 1 FROM public.postings p JOIN public.accounts a ON a.id = p.account_id AND a.role = 'stock' WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position)) AND EXISTS (SELECT 1 FROM public.vouchers t JOIN public.vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM public.goods_moves m WHERE m.unit_id = v.unit_id AND m.ref = v.ref AND (m.kind = 'opening' OR m.kind = 'purchase' OR m.kind = 'gift' OR m.kind = 'return' OR m.kind = 'over') AND NOT EXISTS (SELECT 1 FROM public.draft_steps d WHERE d.unit_id = m.unit_id AND d.draft = m.draft AND d.state = 'dropped') AND EXISTS (SELECT 1 FROM public.goods_takings k JOIN public.goods_moves o ON o.unit_id = k.unit_id AND o.move = k.move WHERE k.unit_id = m.unit_id AND k.lot = m.move AND NOT EXISTS (SELECT 1 FROM public.draft_steps d WHERE d.unit_id = o.unit_id AND d.draft = o.draft AND d.state = 'dropped') AND NOT EXISTS (SELECT 1 FROM public.vouchers w JOIN public.vouchers c ON c.unit_id = w.unit_id AND c.corrects = w.position AND c.correction = 'full' WHERE w.unit_id = o.unit_id AND w.ref = o.ref))))) THEN
  RAISE EXCEPTION 'bangfu:stock';
END IF;
IF (NEW.correction = 'full' AND EXISTS (SELECT 1 FROM public.vouchers t JOIN public.vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM public.goods_moves m WHERE m.unit_id = v.unit_id AND m.ref = v.ref AND (m.kind = 'opening' OR m.kind = 'purchase' OR m.kind = 'gift' OR m.kind = 'return' OR m.kind = 'over') AND NOT EXISTS (SELECT 1 FROM public.draft_steps d WHERE d.unit_id = m.unit_id AND d.draft = m.draft AND d.state = 'dropped') AND EXISTS (SELECT 1 FROM public.goods_takings k JOIN public.goods_moves o ON o.unit_id = k.unit_id AND o.move = k.move WHERE k.unit_id = m.unit_id AND k.lot = m.move AND NOT EXISTS (SELECT 1 FROM public.draft_steps d WHERE d.unit_id = o.unit_id AND d.draft = o.draft AND d.state = 'dropped') AND EXISTS (SELECT 1 FROM public.vouchers w JOIN public.vouchers c ON c.unit_id = w.unit_id AND c.corrects = w.position AND c.correction = 'full' WHERE w.unit_id = o.unit_id AND w.ref = o.ref AND c.dated_on > NEW.dated_on))))) THEN
  RAISE EXCEPTION 'bangfu:stock';
END IF;
IF (NEW.correction = 'full' AND EXISTS (SELECT 1 FROM public.vouchers t JOIN public.vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM public.goods_moves m WHERE m.unit_id = v.unit_id AND m.ref = v.ref AND NOT EXISTS (SELECT 1 FROM public.draft_steps d WHERE d.unit_id = m.unit_id AND d.draft = m.draft AND d.state = 'dropped') AND EXISTS (SELECT 1 FROM public.goods_moves b WHERE b.unit_id = m.unit_id AND b.source = m.move AND NOT EXISTS (SELECT 1 FROM public.draft_steps d WHERE d.unit_id = b.unit_id AND d.draft = b.draft AND d.state = 'dropped') AND NOT EXISTS (SELECT 1 FROM public.vouchers w JOIN public.vouchers c ON c.unit_id = w.unit_id AND c.corrects = w.position AND c.correction = 'full' WHERE w.unit_id = b.unit_id AND w.ref = b.ref))))) THEN
  RAISE EXCEPTION 'bangfu:stock';
END IF;
IF (NEW.corrects IS NULL AND EXISTS (SELECT 1 FROM public.goods_moves m JOIN public.goods_takings k ON k.unit_id = m.unit_id AND k.move = m.move JOIN public.goods_moves l ON l.unit_id = k.unit_id AND l.move = k.lot JOIN public.vouchers w ON w.unit_id = l.unit_id AND w.ref = l.ref WHERE m.unit_id = NEW.unit_id AND m.ref = NEW.ref AND w.dated_on > NEW.dated_on AND NOT EXISTS (SELECT 1 FROM public.draft_steps d WHERE d.unit_id = m.unit_id AND d.draft = m.draft AND d.state = 'dropped'))) THEN
  RAISE EXCEPTION 'bangfu:stock';
END IF;
IF (NEW.correction = 'full' AND EXISTS (SELECT 1 FROM public.vouchers t JOIN public.vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM public.gifts m WHERE m.unit_id = v.unit_id AND m.form = 'money' AND v.ref = '捐赠-' || CAST(m.year AS pg_catalog.text) || '-' || CAST(m.number AS pg_catalog.text) AND EXISTS (SELECT 1 FROM public.bills b WHERE b.unit_id = m.unit_id AND b.gift_year = m.year AND b.gift_number = m.number AND NOT EXISTS (SELECT 1 FROM public.bill_voids w WHERE w.unit_id = b.unit_id AND w.code = b.code AND w.number = b.number))))) THEN
  RAISE EXCEPTION 'bangfu:bill';
END IF;
IF (NEW.correction = 'full' AND EXISTS (SELECT 1 FROM public.vouchers t JOIN public.vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM public.gifts m WHERE m.unit_id = v.unit_id AND m.form = 'money' AND v.ref = '捐赠-' || CAST(m.year AS pg_catalog.text) || '-' || CAST(m.number AS pg_catalog.text) AND EXISTS (SELECT 1 FROM public.confirmations l WHERE l.unit_id = m.unit_id AND l.gift_year = m.year AND l.gift_number = m.number AND NOT EXISTS (SELECT 1 FROM public.confirmation_voids w WHERE w.unit_id = l.unit_id AND w.year = l.year AND w.number = l.number))))) THEN
  RAISE EXCEPTION 'bangfu:letter';
END IF;
IF (NEW.correction = 'full' AND EXISTS (SELECT 1 FROM public.vouchers t JOIN public.vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM public.gifts m WHERE m.unit_id = v.unit_id AND m.form = 'money' AND v.ref = '捐赠-' || CAST(m.year AS pg_catalog.text) || '-' || CAST(m.number AS pg_catalog.text) AND EXISTS (SELECT 1 FROM public.gift_refunds r WHERE r.unit_id = m.unit_id AND r.gift_year = m.year AND r.gift_number = m.number AND r.kind = 'refund' AND CASE WHEN (EXISTS (SELECT 1 FROM public.payment_requests q WHERE q.unit_id = r.unit_id AND q.kind = 'refund' AND (q.ref = '退捐-' || CAST(r.gift_year AS pg_catalog.text) || '-' || CAST(r.gift_number AS pg_catalog.text) || '-' || CAST(r.number AS pg_catalog.text) OR q.ref LIKE '退捐-' || CAST(r.gift_year AS pg_catalog.text) || '-' || CAST(r.gift_number AS pg_catalog.text) || '-' || CAST(r.number AS pg_catalog.text) || '/%')) OR EXISTS (SELECT 1 FROM public.desk_drafts d WHERE d.unit_id = r.unit_id AND d.ref = '退捐-' || CAST(r.gift_year AS pg_catalog.text) || '-' || CAST(r.gift_number AS pg_catalog.text) || '-' || CAST(r.number AS pg_catalog.text))) AND NOT EXISTS (SELECT 1 FROM public.payment_requests q WHERE q.unit_id = r.unit_id AND q.kind = 'refund' AND (q.ref = '退捐-' || CAST(r.gift_year AS pg_catalog.text) || '-' || CAST(r.gift_number AS pg_catalog.text) || '-' || CAST(r.number AS pg_catalog.text) OR q.ref LIKE '退捐-' || CAST(r.gift_year AS pg_catalog.text) || '-' || CAST(r.gift_number AS pg_catalog.text) || '-' || CAST(r.number AS pg_catalog.text) || '/%') AND NOT EXISTS (SELECT 1 FROM public.payment_request_moves e WHERE e.unit_id = q.unit_id AND e.key = q.key AND (e.act = 'refuse' OR e.act = 'cancel' OR e.act = 'expire'))) AND NOT EXISTS (SELECT 1 FROM public.desk_drafts d WHERE d.unit_id = r.unit_id AND d.ref = '退捐-' || CAST(r.gift_year AS pg_catalog.text) || '-' || CAST(r.gift_number AS pg_catalog.text) || '-' || CAST(r.number AS pg_catalog.text) AND NOT EXISTS (SELECT 1 FROM public.draft_steps e WHERE e.unit_id = d.unit_id AND e.draft = d.draft AND e.state = 'dropped')) THEN 0 ELSE COALESCE(NULLIF((SELECT m.paid_fen FROM public.payment_request_moves m JOIN public.payment_requests q ON q.unit_id = m.unit_id AND q.key = m.key WHERE m.unit_id = r.unit_id AND q.kind = 'refund' AND (q.ref = '退捐-' || CAST(r.gift_year AS pg_catalog.text) || '-' || CAST(r.gift_number AS pg_catalog.text) || '-' || CAST(r.number AS pg_catalog.text) OR q.ref LIKE '退捐-' || CAST(r.gift_year AS pg_catalog.text) || '-' || CAST(r.gift_number AS pg_catalog.text) || '-' || CAST(r.number AS pg_catalog.text) || '/%') AND NOT EXISTS (SELECT 1 FROM public.payment_request_moves e WHERE e.unit_id = q.unit_id AND e.key = q.key AND (e.act = 'refuse' OR e.act = 'cancel' OR e.act = 'expire')) ORDER BY m.seq DESC LIMIT 1), 0), r.amount_fen) END > 0)))) THEN
  RAISE EXCEPTION 'bangfu:refund';
END IF;
IF (NEW.correction = 'difference' AND EXISTS (SELECT 1 FROM public.vouchers t JOIN public.vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM public.gifts m WHERE m.unit_id = v.unit_id AND m.form = 'money' AND v.ref = '捐赠-' || CAST(m.year AS pg_catalog.text) || '-' || CAST(m.number AS pg_catalog.text) AND m.number > 0))) THEN
  RAISE EXCEPTION 'bangfu:gift';
END IF;
IF (NEW.correction = 'replacement' AND EXISTS (SELECT 1 FROM public.vouchers t JOIN public.vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM public.gifts m WHERE m.unit_id = v.unit_id AND m.form = 'money' AND v.ref = '捐赠-' || CAST(m.year AS pg_catalog.text) || '-' || CAST(m.number AS pg_catalog.text) AND (NEW.correction = 'replacement' AND t.correction = 'replacement' OR EXISTS (SELECT 1 FROM public.postings p JOIN public.accounts o ON o.id = p.account_id AND (o.role = 'cash' OR o.role = 'bank' OR o.role = 'quota') WHERE p.unit_id = NEW.unit_id AND (p.position = NEW.position OR NEW.correction = 'replacement' AND p.position = NEW.corrects) GROUP BY p.fund_id HAVING SUM(CASE WHEN p.position = NEW.position THEN p.debit_fen - p.credit_fen ELSE p.credit_fen - p.debit_fen END) <> 0))))) THEN
  RAISE EXCEPTION 'bangfu:gift';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_audit_handovers() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.number > 1 AND NOT EXISTS (SELECT 1 FROM public.audit_handovers o WHERE o.unit_id = NEW.unit_id AND o.year = NEW.year AND o.number = NEW.number - 1)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (EXISTS (SELECT 1 FROM public.tenures t WHERE t.unit_id = NEW.unit_id AND t.person_id = NEW.leaver_id AND t.post = NEW.post AND t.since = NEW.since AND t.revision > NEW.revision)) THEN
  RAISE EXCEPTION 'bangfu:handover';
END IF;
IF (EXISTS (SELECT 1 FROM public.audit_handovers e WHERE e.unit_id = NEW.unit_id AND e.leaver_id = NEW.leaver_id AND e.post = NEW.post AND e.since = NEW.since AND e.key <> NEW.key AND NOT EXISTS (SELECT 1 FROM public.audit_handover_steps w WHERE w.unit_id = e.unit_id AND w.key = e.key AND w.act = 'withdraw'))) THEN
  RAISE EXCEPTION 'bangfu:handover';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_audit_handover_lines() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.line > 1 AND NOT EXISTS (SELECT 1 FROM public.audit_handover_lines o WHERE o.unit_id = NEW.unit_id AND o.key = NEW.key AND o.line = NEW.line - 1)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (EXISTS (SELECT 1 FROM public.audit_handover_steps o WHERE o.unit_id = NEW.unit_id AND o.key = NEW.key)) THEN
  RAISE EXCEPTION 'bangfu:handover';
END IF;
IF (NEW.strikes IS NOT NULL AND NOT EXISTS (SELECT 1 FROM public.audit_handover_lines o WHERE o.unit_id = NEW.unit_id AND o.key = NEW.key AND o.line = NEW.strikes AND o.strikes IS NULL)) THEN
  RAISE EXCEPTION 'bangfu:handover';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_audit_handover_steps() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.seq > 1 AND NOT EXISTS (SELECT 1 FROM public.audit_handover_steps o WHERE o.unit_id = NEW.unit_id AND o.key = NEW.key AND o.seq = NEW.seq - 1)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (EXISTS (SELECT 1 FROM public.audit_handover_steps o WHERE o.unit_id = NEW.unit_id AND o.key = NEW.key AND o.seq < NEW.seq AND (o.act = 'complete' OR o.act = 'withdraw'))) THEN
  RAISE EXCEPTION 'bangfu:handover';
END IF;
IF (NEW.lines <> (SELECT COUNT(*) FROM public.audit_handover_lines o WHERE o.unit_id = NEW.unit_id AND o.key = NEW.key)) THEN
  RAISE EXCEPTION 'bangfu:handover';
END IF;
IF (NOT EXISTS (SELECT 1 FROM public.audit_handovers h WHERE h.unit_id = NEW.unit_id AND h.key = NEW.key AND NEW.person_id = CASE NEW.act WHEN 'leaver' THEN h.leaver_id WHEN 'receiver' THEN h.receiver_id WHEN 'withdraw' THEN h.person_id ELSE h.supervisor_id END)) THEN
  RAISE EXCEPTION 'bangfu:handover';
END IF;
IF (NEW.act = 'complete' AND 3 <> (SELECT COUNT(*) FROM public.audit_handover_steps o WHERE o.unit_id = NEW.unit_id AND o.key = NEW.key AND (o.act = 'leaver' OR o.act = 'receiver' OR o.act = 'supervisor'))) THEN
  RAISE EXCEPTION 'bangfu:handover';
END IF;
IF (NEW.act = 'complete' AND EXISTS (SELECT 1 FROM public.audit_handovers h JOIN public.rights r ON r.person_id = h.leaver_id WHERE h.unit_id = NEW.unit_id AND h.key = NEW.key AND r.since <= NEW.acted_on AND (r.until IS NULL OR r.until > NEW.acted_on) AND NOT EXISTS (SELECT 1 FROM public.rights l WHERE l.person_id = r.person_id AND l."right" = r."right" AND l.scope_id = r.scope_id AND l.since = r.since AND l.revision > r.revision) AND (r.scope_id = 0 OR r.scope_id = NEW.unit_id OR EXISTS (SELECT 1 FROM public.units a LEFT JOIN public.units b ON b.id = a.parent_id LEFT JOIN public.units c ON c.id = b.parent_id LEFT JOIN public.units d ON d.id = c.parent_id LEFT JOIN public.units e ON e.id = d.parent_id WHERE a.id = NEW.unit_id AND (r.scope_id = a.parent_id OR r.scope_id = b.parent_id OR r.scope_id = c.parent_id OR r.scope_id = d.parent_id OR r.scope_id = e.parent_id))))) THEN
  RAISE EXCEPTION 'bangfu:handover_rights';
END IF;
IF (EXISTS (SELECT 1 FROM public.audit_handovers h WHERE h.unit_id = NEW.unit_id AND h.key = NEW.key AND (h.handed_on > NEW.acted_on OR h.recorded_at > NEW.recorded_at)) OR EXISTS (SELECT 1 FROM public.audit_handover_steps o WHERE o.unit_id = NEW.unit_id AND o.key = NEW.key AND o.seq = NEW.seq - 1 AND (o.acted_on > NEW.acted_on OR o.recorded_at > NEW.recorded_at)) OR substr(NEW.recorded_at, 1, 10) > CAST(NEW.acted_on AS pg_catalog.text)) THEN
  RAISE EXCEPTION 'bangfu:handover';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE TRIGGER audit_handovers_no_change BEFORE UPDATE OR DELETE ON public.audit_handovers FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER audit_handover_lines_no_change BEFORE UPDATE OR DELETE ON public.audit_handover_lines FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER audit_handover_steps_no_change BEFORE UPDATE OR DELETE ON public.audit_handover_steps FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER audit_handovers_in_order AFTER INSERT ON public.audit_handovers FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_audit_handovers()
--;;
CREATE TRIGGER audit_handover_lines_in_order AFTER INSERT ON public.audit_handover_lines FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_audit_handover_lines()
--;;
CREATE TRIGGER audit_handover_steps_in_order AFTER INSERT ON public.audit_handover_steps FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_audit_handover_steps()
--;;
ALTER TABLE public.audit_handovers ENABLE ALWAYS TRIGGER audit_handovers_no_change
--;;
ALTER TABLE public.audit_handover_lines ENABLE ALWAYS TRIGGER audit_handover_lines_no_change
--;;
ALTER TABLE public.audit_handover_steps ENABLE ALWAYS TRIGGER audit_handover_steps_no_change
--;;
ALTER TABLE public.audit_handovers ENABLE ALWAYS TRIGGER audit_handovers_in_order
--;;
ALTER TABLE public.audit_handover_lines ENABLE ALWAYS TRIGGER audit_handover_lines_in_order
--;;
ALTER TABLE public.audit_handover_steps ENABLE ALWAYS TRIGGER audit_handover_steps_in_order
