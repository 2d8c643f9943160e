CREATE TABLE web_sign_ins (
	id BYTEA NOT NULL,
	claimed BYTEA NOT NULL,
	address BYTEA NOT NULL,
	at TEXT NOT NULL,
	outcome TEXT NOT NULL,
	CONSTRAINT pk_web_sign_ins PRIMARY KEY (id),
	CONSTRAINT ck_web_sign_ins_id_bounded CHECK (length(id) = 16),
	CONSTRAINT ck_web_sign_ins_outcome_is_known CHECK (outcome IN ('done', 'wrong', 'throttled'))
)
--;;
CREATE INDEX web_sign_ins_address ON web_sign_ins (address, at)
--;;
CREATE INDEX web_sign_ins_claimed ON web_sign_ins (claimed, at)
--;;
COMMENT ON COLUMN web_sign_ins.id IS 'random'
--;;
COMMENT ON COLUMN web_sign_ins.claimed IS 'hash of what was typed'
--;;
COMMENT ON COLUMN web_sign_ins.address IS 'hash of where from'
--;;
CREATE TABLE api_answers (
	person_id INTEGER NOT NULL,
	key TEXT NOT NULL,
	asked BYTEA NOT NULL,
	status INTEGER NOT NULL,
	answer TEXT NOT NULL,
	at TEXT NOT NULL,
	CONSTRAINT pk_api_answers PRIMARY KEY (person_id, key),
	CONSTRAINT ck_api_answers_key_bounded CHECK (length(key) BETWEEN 1 AND 200),
	CONSTRAINT ck_api_answers_asked_hashed CHECK (length(asked) = 32),
	CONSTRAINT fk_api_answers_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN api_answers.key IS 'Idempotency-Key, or a form''s number'
--;;
COMMENT ON COLUMN api_answers.asked IS 'SHA-256 of what was asked'
--;;
COMMENT ON COLUMN api_answers.answer IS 'JSON, or where the form led'
--;;
CREATE TABLE api_tokens (
	token BYTEA NOT NULL,
	person_id INTEGER NOT NULL,
	label TEXT NOT NULL,
	writes INTEGER NOT NULL,
	unit_id INTEGER,
	made_at TEXT NOT NULL,
	until TEXT NOT NULL,
	CONSTRAINT pk_api_tokens PRIMARY KEY (token),
	CONSTRAINT ck_api_tokens_token_hashed CHECK (length(token) = 32),
	CONSTRAINT ck_api_tokens_writes_or_not CHECK (writes IN (0, 1)),
	CONSTRAINT ck_api_tokens_ends_after_it_begins CHECK (until > made_at),
	CONSTRAINT fk_api_tokens_person_id FOREIGN KEY(person_id) REFERENCES people (id),
	CONSTRAINT fk_api_tokens_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
COMMENT ON COLUMN api_tokens.token IS 'SHA-256 of the token'
--;;
COMMENT ON COLUMN api_tokens.label IS 'what its owner calls it'
--;;
COMMENT ON COLUMN api_tokens.writes IS '1: may change the books'
--;;
COMMENT ON COLUMN api_tokens.unit_id IS 'none: where one may'
--;;
CREATE INDEX ix_draft_steps_unit_id_draft_step_state ON draft_steps (unit_id, draft, step, state)
--;;
CREATE TABLE one_time_keys (
	person_id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	locked BYTEA NOT NULL,
	set_at TEXT NOT NULL,
	CONSTRAINT pk_one_time_keys PRIMARY KEY (person_id, revision),
	CONSTRAINT ck_one_time_keys_revision_from_one CHECK (revision > 0),
	CONSTRAINT fk_one_time_keys_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN one_time_keys.revision IS 'the highest one holds'
--;;
COMMENT ON COLUMN one_time_keys.locked IS 'encrypted; empty: no key'
--;;
CREATE TABLE one_time_rules (
	unit_id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	demanded INTEGER NOT NULL,
	person_id INTEGER NOT NULL,
	set_at TEXT NOT NULL,
	CONSTRAINT pk_one_time_rules PRIMARY KEY (unit_id, revision),
	CONSTRAINT ck_one_time_rules_revision_from_one CHECK (revision > 0),
	CONSTRAINT ck_one_time_rules_demanded_or_not CHECK (demanded IN (0, 1)),
	CONSTRAINT fk_one_time_rules_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_one_time_rules_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN one_time_rules.revision IS 'the highest one holds'
--;;
COMMENT ON COLUMN one_time_rules.demanded IS '1: of reviewers, cashiers'
--;;
CREATE TABLE one_time_uses (
	person_id INTEGER NOT NULL,
	step INTEGER NOT NULL,
	used_at TEXT NOT NULL,
	CONSTRAINT pk_one_time_uses PRIMARY KEY (person_id, step),
	CONSTRAINT ck_one_time_uses_step_from_one CHECK (step > 0),
	CONSTRAINT fk_one_time_uses_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN one_time_uses.step IS 'a code is good once'
--;;
CREATE TABLE web_sessions (
	token BYTEA NOT NULL,
	person_id INTEGER NOT NULL,
	begun_at TEXT NOT NULL,
	until TEXT NOT NULL,
	CONSTRAINT pk_web_sessions PRIMARY KEY (token),
	CONSTRAINT ck_web_sessions_token_hashed CHECK (length(token) = 32),
	CONSTRAINT ck_web_sessions_ends_after_it_begins CHECK (until > begun_at),
	CONSTRAINT fk_web_sessions_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN web_sessions.token IS 'SHA-256 of the cookie'
--;;
COMMENT ON COLUMN web_sessions.until IS 'never lasts beyond this instant'
--;;
CREATE TABLE api_token_ends (
	token BYTEA NOT NULL,
	ended_at TEXT NOT NULL,
	CONSTRAINT pk_api_token_ends PRIMARY KEY (token),
	CONSTRAINT fk_api_token_ends_token FOREIGN KEY(token) REFERENCES api_tokens (token)
)
--;;
CREATE TABLE web_session_ends (
	token BYTEA NOT NULL,
	ended_at TEXT NOT NULL,
	CONSTRAINT pk_web_session_ends PRIMARY KEY (token),
	CONSTRAINT fk_web_session_ends_token FOREIGN KEY(token) REFERENCES web_sessions (token)
)
--;;
CREATE TABLE web_session_uses (
	token BYTEA NOT NULL,
	used_at TEXT NOT NULL,
	CONSTRAINT pk_web_session_uses PRIMARY KEY (token, used_at),
	CONSTRAINT fk_web_session_uses_token FOREIGN KEY(token) REFERENCES web_sessions (token)
)
--;;
COMMENT ON COLUMN web_session_uses.used_at IS 'told once in some minutes'
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
IF (COALESCE(NEW.correction, '') IN ('difference', 'replacement') AND EXISTS (SELECT 1 FROM public.vouchers t JOIN public.vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM public.transfers m WHERE m.unit_id = v.unit_id AND m.ref = v.ref AND (COALESCE(NEW.correction, '') = 'replacement' AND t.correction = 'replacement' OR EXISTS (SELECT 1 FROM public.postings p JOIN public.accounts o ON o.id = p.account_id AND (o.role = 'cash' OR o.role = 'bank' OR o.role = 'quota') WHERE p.unit_id = NEW.unit_id AND (p.position = NEW.position OR COALESCE(NEW.correction, '') = 'replacement' AND p.position = NEW.corrects) GROUP BY p.fund_id HAVING SUM(CASE WHEN p.position = NEW.position THEN p.debit_fen - p.credit_fen ELSE p.credit_fen - p.debit_fen END) <> 0))))) THEN
  RAISE EXCEPTION 'bangfu:transfer';
END IF;
IF (COALESCE(NEW.correction, '') IN ('difference', 'replacement') AND EXISTS (SELECT 1 FROM public.vouchers t JOIN public.vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM public.transfer_answers m WHERE m.unit_id = v.unit_id AND m.ref = v.ref AND (COALESCE(NEW.correction, '') = 'replacement' AND t.correction = 'replacement' OR EXISTS (SELECT 1 FROM public.postings p JOIN public.accounts o ON o.id = p.account_id AND (o.role = 'cash' OR o.role = 'bank' OR o.role = 'quota') WHERE p.unit_id = NEW.unit_id AND (p.position = NEW.position OR COALESCE(NEW.correction, '') = 'replacement' AND p.position = NEW.corrects) GROUP BY p.fund_id HAVING SUM(CASE WHEN p.position = NEW.position THEN p.debit_fen - p.credit_fen ELSE p.credit_fen - p.debit_fen END) <> 0))))) THEN
  RAISE EXCEPTION 'bangfu:transfer';
END IF;
IF (COALESCE(NEW.correction, '') IN ('difference', 'replacement') AND EXISTS (SELECT 1 FROM public.vouchers t JOIN public.vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM public.transfer_returns m WHERE m.unit_id = v.unit_id AND m.ref = v.ref AND (COALESCE(NEW.correction, '') = 'replacement' AND t.correction = 'replacement' OR EXISTS (SELECT 1 FROM public.postings p JOIN public.accounts o ON o.id = p.account_id AND (o.role = 'cash' OR o.role = 'bank' OR o.role = 'quota') WHERE p.unit_id = NEW.unit_id AND (p.position = NEW.position OR COALESCE(NEW.correction, '') = 'replacement' AND p.position = NEW.corrects) GROUP BY p.fund_id HAVING SUM(CASE WHEN p.position = NEW.position THEN p.debit_fen - p.credit_fen ELSE p.credit_fen - p.debit_fen END) <> 0))))) THEN
  RAISE EXCEPTION 'bangfu:transfer';
END IF;
IF (COALESCE(NEW.correction, '') = 'full' AND EXISTS (SELECT 1 FROM public.vouchers t JOIN public.vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM public.transfers m WHERE m.unit_id = v.unit_id AND m.ref = v.ref AND EXISTS (SELECT 1 FROM public.transfer_returns r WHERE r.unit_id = m.unit_id AND r.number = m.number AND (EXISTS (SELECT 1 FROM public.vouchers b WHERE b.unit_id = r.unit_id AND b.ref = r.ref AND (NOT EXISTS (SELECT 1 FROM public.vouchers c WHERE c.unit_id = b.unit_id AND c.corrects = b.position AND c.correction = 'full') OR EXISTS (SELECT 1 FROM public.vouchers c WHERE c.unit_id = b.unit_id AND c.corrects = b.position AND c.correction = 'replacement' AND NOT EXISTS (SELECT 1 FROM public.vouchers x WHERE x.unit_id = c.unit_id AND x.corrects = c.position AND x.correction = 'full')))) OR NOT EXISTS (SELECT 1 FROM public.vouchers b WHERE b.unit_id = r.unit_id AND b.ref = r.ref) AND NOT EXISTS (SELECT 1 FROM public.draft_steps d WHERE d.unit_id = r.unit_id AND d.draft = r.draft AND d.state = 'dropped')))))) THEN
  RAISE EXCEPTION 'bangfu:transfer';
END IF;
IF (COALESCE(NEW.correction, '') = 'full' AND EXISTS (SELECT 1 FROM public.vouchers t JOIN public.vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM public.transfer_answers m WHERE m.unit_id = v.unit_id AND m.ref = v.ref AND EXISTS (SELECT 1 FROM public.units u JOIN public.transfers g ON g.unit_id = m.unit_id AND g.returns = u.code || '-' || CAST(m.number AS pg_catalog.text) WHERE u.id = m.from_id AND (EXISTS (SELECT 1 FROM public.vouchers b WHERE b.unit_id = g.unit_id AND b.ref = g.ref AND (NOT EXISTS (SELECT 1 FROM public.vouchers c WHERE c.unit_id = b.unit_id AND c.corrects = b.position AND c.correction = 'full') OR EXISTS (SELECT 1 FROM public.vouchers c WHERE c.unit_id = b.unit_id AND c.corrects = b.position AND c.correction = 'replacement' AND NOT EXISTS (SELECT 1 FROM public.vouchers x WHERE x.unit_id = c.unit_id AND x.corrects = c.position AND x.correction = 'full')))) OR NOT EXISTS (SELECT 1 FROM public.vouchers b WHERE b.unit_id = g.unit_id AND b.ref = g.ref) AND NOT EXISTS (SELECT 1 FROM public.draft_steps d WHERE d.unit_id = g.unit_id AND d.draft = g.draft AND d.state = 'dropped')))))) THEN
  RAISE EXCEPTION 'bangfu:transfer';
END IF;
IF ((COALESCE(NEW.correction, '') = 'full' OR COALESCE(NEW.correction, '') = 'difference' AND EXISTS (SELECT 1 FROM public.postings p JOIN public.accounts a ON a.id = p.account_id AND a.role = 'stock' WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position)) AND EXISTS (SELECT 1 FROM public.vouchers t JOIN public.vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM public.goods_moves m WHERE m.unit_id = v.unit_id AND m.ref = v.ref AND (m.kind = 'opening' OR m.kind = 'purchase' OR m.kind = 'gift' OR m.kind = 'return' OR m.kind = 'over') AND NOT EXISTS (SELECT 1 FROM public.draft_steps d WHERE d.unit_id = m.unit_id AND d.draft = m.draft AND d.state = 'dropped') AND EXISTS (SELECT 1 FROM public.goods_takings k JOIN public.goods_moves o ON o.unit_id = k.unit_id AND o.move = k.move WHERE k.unit_id = m.unit_id AND k.lot = m.move AND NOT EXISTS (SELECT 1 FROM public.draft_steps d WHERE d.unit_id = o.unit_id AND d.draft = o.draft AND d.state = 'dropped') AND NOT EXISTS (SELECT 1 FROM public.vouchers w JOIN public.vouchers c ON c.unit_id = w.unit_id AND c.corrects = w.position AND c.correction = 'full' WHERE w.unit_id = o.unit_id AND w.ref = o.ref))))) THEN
  RAISE EXCEPTION 'bangfu:stock';
END IF;
IF (COALESCE(NEW.correction, '') = 'full' AND EXISTS (SELECT 1 FROM public.vouchers t JOIN public.vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM public.goods_moves m WHERE m.unit_id = v.unit_id AND m.ref = v.ref AND (m.kind = 'opening' OR m.kind = 'purchase' OR m.kind = 'gift' OR m.kind = 'return' OR m.kind = 'over') AND NOT EXISTS (SELECT 1 FROM public.draft_steps d WHERE d.unit_id = m.unit_id AND d.draft = m.draft AND d.state = 'dropped') AND EXISTS (SELECT 1 FROM public.goods_takings k JOIN public.goods_moves o ON o.unit_id = k.unit_id AND o.move = k.move WHERE k.unit_id = m.unit_id AND k.lot = m.move AND NOT EXISTS (SELECT 1 FROM public.draft_steps d WHERE d.unit_id = o.unit_id AND d.draft = o.draft AND d.state = 'dropped') AND EXISTS (SELECT 1 FROM public.vouchers w JOIN public.vouchers c ON c.unit_id = w.unit_id AND c.corrects = w.position AND c.correction = 'full' WHERE w.unit_id = o.unit_id AND w.ref = o.ref AND c.dated_on > NEW.dated_on))))) THEN
  RAISE EXCEPTION 'bangfu:stock';
END IF;
IF (COALESCE(NEW.correction, '') = 'full' AND EXISTS (SELECT 1 FROM public.vouchers t JOIN public.vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM public.goods_moves m WHERE m.unit_id = v.unit_id AND m.ref = v.ref AND NOT EXISTS (SELECT 1 FROM public.draft_steps d WHERE d.unit_id = m.unit_id AND d.draft = m.draft AND d.state = 'dropped') AND EXISTS (SELECT 1 FROM public.goods_moves b WHERE b.unit_id = m.unit_id AND b.source = m.move AND NOT EXISTS (SELECT 1 FROM public.draft_steps d WHERE d.unit_id = b.unit_id AND d.draft = b.draft AND d.state = 'dropped') AND NOT EXISTS (SELECT 1 FROM public.vouchers w JOIN public.vouchers c ON c.unit_id = w.unit_id AND c.corrects = w.position AND c.correction = 'full' WHERE w.unit_id = b.unit_id AND w.ref = b.ref))))) THEN
  RAISE EXCEPTION 'bangfu:stock';
END IF;
IF (NEW.corrects IS NULL AND EXISTS (SELECT 1 FROM public.goods_moves m JOIN public.goods_takings k ON k.unit_id = m.unit_id AND k.move = m.move JOIN public.goods_moves l ON l.unit_id = k.unit_id AND l.move = k.lot JOIN public.vouchers w ON w.unit_id = l.unit_id AND w.ref = l.ref WHERE m.unit_id = NEW.unit_id AND m.ref = NEW.ref AND w.dated_on > NEW.dated_on AND NOT EXISTS (SELECT 1 FROM public.draft_steps d WHERE d.unit_id = m.unit_id AND d.draft = m.draft AND d.state = 'dropped'))) THEN
  RAISE EXCEPTION 'bangfu:stock';
END IF;
IF (COALESCE(NEW.correction, '') = 'full' AND EXISTS (SELECT 1 FROM public.vouchers t JOIN public.vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM public.gifts m WHERE m.unit_id = v.unit_id AND m.form = 'money' AND v.ref = '捐赠-' || CAST(m.year AS pg_catalog.text) || '-' || CAST(m.number AS pg_catalog.text) AND EXISTS (SELECT 1 FROM public.bills b WHERE b.unit_id = m.unit_id AND b.gift_year = m.year AND b.gift_number = m.number AND NOT EXISTS (SELECT 1 FROM public.bill_voids w WHERE w.unit_id = b.unit_id AND w.code = b.code AND w.number = b.number))))) THEN
  RAISE EXCEPTION 'bangfu:bill';
END IF;
IF (COALESCE(NEW.correction, '') = 'full' AND EXISTS (SELECT 1 FROM public.vouchers t JOIN public.vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM public.gifts m WHERE m.unit_id = v.unit_id AND m.form = 'money' AND v.ref = '捐赠-' || CAST(m.year AS pg_catalog.text) || '-' || CAST(m.number AS pg_catalog.text) AND EXISTS (SELECT 1 FROM public.confirmations l WHERE l.unit_id = m.unit_id AND l.gift_year = m.year AND l.gift_number = m.number AND NOT EXISTS (SELECT 1 FROM public.confirmation_voids w WHERE w.unit_id = l.unit_id AND w.year = l.year AND w.number = l.number))))) THEN
  RAISE EXCEPTION 'bangfu:letter';
END IF;
IF (COALESCE(NEW.correction, '') = 'full' AND EXISTS (SELECT 1 FROM public.vouchers t JOIN public.vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM public.gifts m WHERE m.unit_id = v.unit_id AND m.form = 'money' AND v.ref = '捐赠-' || CAST(m.year AS pg_catalog.text) || '-' || CAST(m.number AS pg_catalog.text) AND EXISTS (SELECT 1 FROM public.gift_refunds r WHERE r.unit_id = m.unit_id AND r.gift_year = m.year AND r.gift_number = m.number AND r.kind = 'refund' AND CASE WHEN (EXISTS (SELECT 1 FROM public.payment_requests q WHERE q.unit_id = r.unit_id AND q.kind = 'refund' AND (q.ref = '退捐-' || CAST(r.gift_year AS pg_catalog.text) || '-' || CAST(r.gift_number AS pg_catalog.text) || '-' || CAST(r.number AS pg_catalog.text) OR q.ref LIKE '退捐-' || CAST(r.gift_year AS pg_catalog.text) || '-' || CAST(r.gift_number AS pg_catalog.text) || '-' || CAST(r.number AS pg_catalog.text) || '/%')) OR EXISTS (SELECT 1 FROM public.desk_drafts d WHERE d.unit_id = r.unit_id AND d.ref = '退捐-' || CAST(r.gift_year AS pg_catalog.text) || '-' || CAST(r.gift_number AS pg_catalog.text) || '-' || CAST(r.number AS pg_catalog.text))) AND NOT EXISTS (SELECT 1 FROM public.payment_requests q WHERE q.unit_id = r.unit_id AND q.kind = 'refund' AND (q.ref = '退捐-' || CAST(r.gift_year AS pg_catalog.text) || '-' || CAST(r.gift_number AS pg_catalog.text) || '-' || CAST(r.number AS pg_catalog.text) OR q.ref LIKE '退捐-' || CAST(r.gift_year AS pg_catalog.text) || '-' || CAST(r.gift_number AS pg_catalog.text) || '-' || CAST(r.number AS pg_catalog.text) || '/%') AND NOT EXISTS (SELECT 1 FROM public.payment_request_moves e WHERE e.unit_id = q.unit_id AND e.key = q.key AND (e.act = 'refuse' OR e.act = 'cancel' OR e.act = 'expire'))) AND NOT EXISTS (SELECT 1 FROM public.desk_drafts d WHERE d.unit_id = r.unit_id AND d.ref = '退捐-' || CAST(r.gift_year AS pg_catalog.text) || '-' || CAST(r.gift_number AS pg_catalog.text) || '-' || CAST(r.number AS pg_catalog.text) AND NOT EXISTS (SELECT 1 FROM public.draft_steps e WHERE e.unit_id = d.unit_id AND e.draft = d.draft AND e.state = 'dropped')) THEN 0 ELSE COALESCE(NULLIF((SELECT m.paid_fen FROM public.payment_request_moves m JOIN public.payment_requests q ON q.unit_id = m.unit_id AND q.key = m.key WHERE m.unit_id = r.unit_id AND q.kind = 'refund' AND (q.ref = '退捐-' || CAST(r.gift_year AS pg_catalog.text) || '-' || CAST(r.gift_number AS pg_catalog.text) || '-' || CAST(r.number AS pg_catalog.text) OR q.ref LIKE '退捐-' || CAST(r.gift_year AS pg_catalog.text) || '-' || CAST(r.gift_number AS pg_catalog.text) || '-' || CAST(r.number AS pg_catalog.text) || '/%') AND NOT EXISTS (SELECT 1 FROM public.payment_request_moves e WHERE e.unit_id = q.unit_id AND e.key = q.key AND (e.act = 'refuse' OR e.act = 'cancel' OR e.act = 'expire')) ORDER BY m.seq DESC LIMIT 1), 0), r.amount_fen) END > 0)))) THEN
  RAISE EXCEPTION 'bangfu:refund';
END IF;
IF (COALESCE(NEW.correction, '') = 'difference' AND EXISTS (SELECT 1 FROM public.vouchers t JOIN public.vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM public.gifts m WHERE m.unit_id = v.unit_id AND m.form = 'money' AND v.ref = '捐赠-' || CAST(m.year AS pg_catalog.text) || '-' || CAST(m.number AS pg_catalog.text) AND m.number > 0))) THEN
  RAISE EXCEPTION 'bangfu:gift';
END IF;
IF (COALESCE(NEW.correction, '') = 'replacement' AND EXISTS (SELECT 1 FROM public.vouchers t JOIN public.vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM public.gifts m WHERE m.unit_id = v.unit_id AND m.form = 'money' AND v.ref = '捐赠-' || CAST(m.year AS pg_catalog.text) || '-' || CAST(m.number AS pg_catalog.text) AND (COALESCE(NEW.correction, '') = 'replacement' AND t.correction = 'replacement' OR EXISTS (SELECT 1 FROM public.postings p JOIN public.accounts o ON o.id = p.account_id AND (o.role = 'cash' OR o.role = 'bank' OR o.role = 'quota') WHERE p.unit_id = NEW.unit_id AND (p.position = NEW.position OR COALESCE(NEW.correction, '') = 'replacement' AND p.position = NEW.corrects) GROUP BY p.fund_id HAVING SUM(CASE WHEN p.position = NEW.position THEN p.debit_fen - p.credit_fen ELSE p.credit_fen - p.debit_fen END) <> 0))))) THEN
  RAISE EXCEPTION 'bangfu:gift';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE TRIGGER web_sessions_no_change BEFORE UPDATE OR DELETE ON public.web_sessions FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER web_session_uses_no_change BEFORE UPDATE OR DELETE ON public.web_session_uses FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER web_session_ends_no_change BEFORE UPDATE OR DELETE ON public.web_session_ends FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER web_sign_ins_no_change BEFORE UPDATE OR DELETE ON public.web_sign_ins FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER one_time_keys_no_change BEFORE UPDATE OR DELETE ON public.one_time_keys FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER one_time_uses_no_change BEFORE UPDATE OR DELETE ON public.one_time_uses FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER one_time_rules_no_change BEFORE UPDATE OR DELETE ON public.one_time_rules FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER api_tokens_no_change BEFORE UPDATE OR DELETE ON public.api_tokens FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER api_token_ends_no_change BEFORE UPDATE OR DELETE ON public.api_token_ends FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER api_answers_no_change BEFORE UPDATE OR DELETE ON public.api_answers FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
ALTER TABLE public.web_sessions ENABLE ALWAYS TRIGGER web_sessions_no_change
--;;
ALTER TABLE public.web_session_uses ENABLE ALWAYS TRIGGER web_session_uses_no_change
--;;
ALTER TABLE public.web_session_ends ENABLE ALWAYS TRIGGER web_session_ends_no_change
--;;
ALTER TABLE public.web_sign_ins ENABLE ALWAYS TRIGGER web_sign_ins_no_change
--;;
ALTER TABLE public.one_time_keys ENABLE ALWAYS TRIGGER one_time_keys_no_change
--;;
ALTER TABLE public.one_time_uses ENABLE ALWAYS TRIGGER one_time_uses_no_change
--;;
ALTER TABLE public.one_time_rules ENABLE ALWAYS TRIGGER one_time_rules_no_change
--;;
ALTER TABLE public.api_tokens ENABLE ALWAYS TRIGGER api_tokens_no_change
--;;
ALTER TABLE public.api_token_ends ENABLE ALWAYS TRIGGER api_token_ends_no_change
--;;
ALTER TABLE public.api_answers ENABLE ALWAYS TRIGGER api_answers_no_change
