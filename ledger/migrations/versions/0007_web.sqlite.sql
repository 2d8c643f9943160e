CREATE TABLE web_sign_ins (
	id BLOB NOT NULL,
	claimed BLOB NOT NULL,
	address BLOB NOT NULL,
	at TEXT NOT NULL,
	outcome TEXT NOT NULL,
	CONSTRAINT pk_web_sign_ins PRIMARY KEY (id),
	CONSTRAINT ck_web_sign_ins_id_bounded CHECK (length(id) = 16),
	CONSTRAINT ck_web_sign_ins_outcome_is_known CHECK (outcome IN ('done', 'wrong', 'throttled'))
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE INDEX web_sign_ins_address ON web_sign_ins (address, at)
--;;
CREATE INDEX web_sign_ins_claimed ON web_sign_ins (claimed, at)
--;;
CREATE TABLE api_answers (
	person_id INTEGER NOT NULL,
	"key" TEXT NOT NULL,
	asked BLOB NOT NULL,
	status INTEGER NOT NULL,
	answer TEXT NOT NULL,
	at TEXT NOT NULL,
	CONSTRAINT pk_api_answers PRIMARY KEY (person_id, "key"),
	CONSTRAINT ck_api_answers_key_bounded CHECK (length(key) BETWEEN 1 AND 200),
	CONSTRAINT ck_api_answers_asked_hashed CHECK (length(asked) = 32),
	CONSTRAINT fk_api_answers_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE api_tokens (
	token BLOB NOT NULL,
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
 WITHOUT ROWID,
 STRICT
--;;
CREATE INDEX ix_draft_steps_unit_id_draft_step_state ON draft_steps (unit_id, draft, step, state)
--;;
CREATE TABLE one_time_keys (
	person_id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	locked BLOB NOT NULL,
	set_at TEXT NOT NULL,
	CONSTRAINT pk_one_time_keys PRIMARY KEY (person_id, revision),
	CONSTRAINT ck_one_time_keys_revision_from_one CHECK (revision > 0),
	CONSTRAINT fk_one_time_keys_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
 WITHOUT ROWID,
 STRICT
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
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE one_time_uses (
	person_id INTEGER NOT NULL,
	step INTEGER NOT NULL,
	used_at TEXT NOT NULL,
	CONSTRAINT pk_one_time_uses PRIMARY KEY (person_id, step),
	CONSTRAINT ck_one_time_uses_step_from_one CHECK (step > 0),
	CONSTRAINT fk_one_time_uses_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE web_sessions (
	token BLOB NOT NULL,
	person_id INTEGER NOT NULL,
	begun_at TEXT NOT NULL,
	until TEXT NOT NULL,
	CONSTRAINT pk_web_sessions PRIMARY KEY (token),
	CONSTRAINT ck_web_sessions_token_hashed CHECK (length(token) = 32),
	CONSTRAINT ck_web_sessions_ends_after_it_begins CHECK (until > begun_at),
	CONSTRAINT fk_web_sessions_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE api_token_ends (
	token BLOB NOT NULL,
	ended_at TEXT NOT NULL,
	CONSTRAINT pk_api_token_ends PRIMARY KEY (token),
	CONSTRAINT fk_api_token_ends_token FOREIGN KEY(token) REFERENCES api_tokens (token)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE web_session_ends (
	token BLOB NOT NULL,
	ended_at TEXT NOT NULL,
	CONSTRAINT pk_web_session_ends PRIMARY KEY (token),
	CONSTRAINT fk_web_session_ends_token FOREIGN KEY(token) REFERENCES web_sessions (token)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE web_session_uses (
	token BLOB NOT NULL,
	used_at TEXT NOT NULL,
	CONSTRAINT pk_web_session_uses PRIMARY KEY (token, used_at),
	CONSTRAINT fk_web_session_uses_token FOREIGN KEY(token) REFERENCES web_sessions (token)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TRIGGER web_sessions_no_update BEFORE UPDATE ON web_sessions BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER web_sessions_no_delete BEFORE DELETE ON web_sessions BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER web_sessions_no_replace BEFORE INSERT ON web_sessions WHEN EXISTS (SELECT 1 FROM web_sessions o WHERE o."token" = NEW."token") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER web_session_uses_no_update BEFORE UPDATE ON web_session_uses BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER web_session_uses_no_delete BEFORE DELETE ON web_session_uses BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER web_session_uses_no_replace BEFORE INSERT ON web_session_uses WHEN EXISTS (SELECT 1 FROM web_session_uses o WHERE o."token" = NEW."token" AND o."used_at" = NEW."used_at") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER web_session_ends_no_update BEFORE UPDATE ON web_session_ends BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER web_session_ends_no_delete BEFORE DELETE ON web_session_ends BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER web_session_ends_no_replace BEFORE INSERT ON web_session_ends WHEN EXISTS (SELECT 1 FROM web_session_ends o WHERE o."token" = NEW."token") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER web_sign_ins_no_update BEFORE UPDATE ON web_sign_ins BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER web_sign_ins_no_delete BEFORE DELETE ON web_sign_ins BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER web_sign_ins_no_replace BEFORE INSERT ON web_sign_ins WHEN EXISTS (SELECT 1 FROM web_sign_ins o WHERE o."id" = NEW."id") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER one_time_keys_no_update BEFORE UPDATE ON one_time_keys BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER one_time_keys_no_delete BEFORE DELETE ON one_time_keys BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER one_time_keys_no_replace BEFORE INSERT ON one_time_keys WHEN EXISTS (SELECT 1 FROM one_time_keys o WHERE o."person_id" = NEW."person_id" AND o."revision" = NEW."revision") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER one_time_uses_no_update BEFORE UPDATE ON one_time_uses BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER one_time_uses_no_delete BEFORE DELETE ON one_time_uses BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER one_time_uses_no_replace BEFORE INSERT ON one_time_uses WHEN EXISTS (SELECT 1 FROM one_time_uses o WHERE o."person_id" = NEW."person_id" AND o."step" = NEW."step") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER one_time_rules_no_update BEFORE UPDATE ON one_time_rules BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER one_time_rules_no_delete BEFORE DELETE ON one_time_rules BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER one_time_rules_no_replace BEFORE INSERT ON one_time_rules WHEN EXISTS (SELECT 1 FROM one_time_rules o WHERE o."unit_id" = NEW."unit_id" AND o."revision" = NEW."revision") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER api_tokens_no_update BEFORE UPDATE ON api_tokens BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER api_tokens_no_delete BEFORE DELETE ON api_tokens BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER api_tokens_no_replace BEFORE INSERT ON api_tokens WHEN EXISTS (SELECT 1 FROM api_tokens o WHERE o."token" = NEW."token") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER api_token_ends_no_update BEFORE UPDATE ON api_token_ends BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER api_token_ends_no_delete BEFORE DELETE ON api_token_ends BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER api_token_ends_no_replace BEFORE INSERT ON api_token_ends WHEN EXISTS (SELECT 1 FROM api_token_ends o WHERE o."token" = NEW."token") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER api_answers_no_update BEFORE UPDATE ON api_answers BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER api_answers_no_delete BEFORE DELETE ON api_answers BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER api_answers_no_replace BEFORE INSERT ON api_answers WHEN EXISTS (SELECT 1 FROM api_answers o WHERE o."person_id" = NEW."person_id" AND o."key" = NEW."key") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
DROP TRIGGER vouchers_in_order
--;;
CREATE TRIGGER vouchers_in_order AFTER INSERT ON vouchers WHEN (NEW.entered = 'here' OR NEW.entered = 'bank' OR NEW.entered = 'adjustment') BEGIN
  SELECT RAISE(ABORT, 'bangfu:V04') WHERE (NEW.entered = 'here' OR NEW.entered = 'bank' OR NEW.entered = 'adjustment') AND NEW.kind <> '期初' AND EXISTS (SELECT 1 FROM go_lives g WHERE g.unit_id = NEW.unit_id) AND (NEW.attachments = 0 AND NEW.correction IS NULL);
  SELECT RAISE(ABORT, 'bangfu:L12') WHERE (NEW.entered = 'here' OR NEW.entered = 'bank' OR NEW.entered = 'adjustment') AND NEW.kind <> '期初' AND EXISTS (SELECT 1 FROM go_lives g WHERE g.unit_id = NEW.unit_id) AND (EXISTS (SELECT 1 FROM postings p JOIN accounts a ON a.id = p.account_id AND a.money = 1 WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position AND p.debit_fen + p.credit_fen > 0 AND NOT EXISTS (SELECT 1 FROM payment_requests q WHERE q.unit_id = NEW.unit_id AND q.key = p.request) GROUP BY p.fund_id HAVING SUM(p.debit_fen - p.credit_fen) < 0));
  SELECT RAISE(ABORT, 'bangfu:L12') WHERE (NEW.entered = 'here' OR NEW.entered = 'bank' OR NEW.entered = 'adjustment') AND NEW.kind <> '期初' AND EXISTS (SELECT 1 FROM go_lives g WHERE g.unit_id = NEW.unit_id) AND (EXISTS (SELECT 1 FROM postings p JOIN accounts a ON a.id = p.account_id AND a.spends = 1 WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position AND p.debit_fen > 0 AND NOT EXISTS (SELECT 1 FROM payment_requests q WHERE q.unit_id = NEW.unit_id AND q.key = p.request) AND EXISTS (SELECT 1 FROM postings i JOIN accounts b ON b.id = i.account_id AND b.class = 'income' WHERE i.unit_id = NEW.unit_id AND i.position = NEW.position AND i.fund_id = p.fund_id AND i.credit_fen > 0 AND NOT EXISTS (SELECT 1 FROM payment_requests q WHERE q.unit_id = NEW.unit_id AND q.key = i.request))));
  SELECT RAISE(ABORT, 'bangfu:L12') WHERE (NEW.entered = 'here' OR NEW.entered = 'bank' OR NEW.entered = 'adjustment') AND NEW.kind <> '期初' AND EXISTS (SELECT 1 FROM go_lives g WHERE g.unit_id = NEW.unit_id) AND (EXISTS (SELECT 1 FROM (SELECT q.key, q.kind, SUM(CASE WHEN a.money = 1 THEN p.credit_fen - p.debit_fen ELSE 0 END) AS money_out, SUM(CASE WHEN a.class = 'income' THEN p.credit_fen - p.debit_fen ELSE 0 END) AS income_in, SUM(CASE WHEN a.role = 'payable' THEN p.debit_fen - p.credit_fen ELSE 0 END) AS owed_less FROM postings p JOIN accounts a ON a.id = p.account_id JOIN payment_requests q ON q.unit_id = NEW.unit_id AND q.key = p.request WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position AND p.request <> '' GROUP BY q.key, q.kind) g WHERE NOT EXISTS (SELECT 1 FROM payment_request_moves m WHERE m.unit_id = NEW.unit_id AND m.position = NEW.position AND m.key = g.key AND m.acted_on = NEW.dated_on AND m.amount_fen = CASE m.act WHEN 'return' THEN -(CASE g.kind WHEN 'direct' THEN g.income_in ELSE g.money_out END) WHEN 'forgo' THEN g.owed_less ELSE CASE g.kind WHEN 'direct' THEN g.income_in ELSE g.money_out END END AND CASE WHEN COALESCE(NEW.correction, '') IN ('full', 'difference') THEN m.act = (SELECT o.act FROM payment_request_moves o WHERE o.unit_id = NEW.unit_id AND o.key = m.key AND o.position = NEW.corrects) ELSE m.amount_fen > 0 AND CASE m.act WHEN 'pay' THEN m.paid_fen = m.amount_fen WHEN 'repay' THEN g.owed_less = m.amount_fen WHEN 'forgo' THEN g.money_out = 0 ELSE m.act = 'return' END END)));
  SELECT RAISE(ABORT, 'bangfu:L12') WHERE (NEW.entered = 'here' OR NEW.entered = 'bank' OR NEW.entered = 'adjustment') AND NEW.kind <> '期初' AND EXISTS (SELECT 1 FROM go_lives g WHERE g.unit_id = NEW.unit_id) AND ((SELECT COUNT(*) FROM payment_request_moves m WHERE m.unit_id = NEW.unit_id AND m.position = NEW.position) <> (SELECT COUNT(*) FROM (SELECT q.key, q.kind, SUM(CASE WHEN a.money = 1 THEN p.credit_fen - p.debit_fen ELSE 0 END) AS money_out, SUM(CASE WHEN a.class = 'income' THEN p.credit_fen - p.debit_fen ELSE 0 END) AS income_in, SUM(CASE WHEN a.role = 'payable' THEN p.debit_fen - p.credit_fen ELSE 0 END) AS owed_less FROM postings p JOIN accounts a ON a.id = p.account_id JOIN payment_requests q ON q.unit_id = NEW.unit_id AND q.key = p.request WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position AND p.request <> '' GROUP BY q.key, q.kind) g));
  SELECT RAISE(ABORT, 'bangfu:L12') WHERE (NEW.entered = 'here' OR NEW.entered = 'bank' OR NEW.entered = 'adjustment') AND NEW.kind <> '期初' AND EXISTS (SELECT 1 FROM go_lives g WHERE g.unit_id = NEW.unit_id) AND (EXISTS (SELECT 1 FROM postings p WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position AND p.request <> '' GROUP BY p.request, p.fund_id HAVING SUM(p.debit_fen - p.credit_fen) <> 0));
  SELECT RAISE(ABORT, 'bangfu:L12') WHERE (NEW.entered = 'here' OR NEW.entered = 'bank' OR NEW.entered = 'adjustment') AND NEW.kind <> '期初' AND EXISTS (SELECT 1 FROM go_lives g WHERE g.unit_id = NEW.unit_id) AND (NOT COALESCE(NEW.correction, '') IN ('full', 'difference') AND EXISTS (SELECT 1 FROM postings p JOIN accounts a ON a.id = p.account_id AND a.money = 0 JOIN payment_request_moves m ON m.unit_id = NEW.unit_id AND m.position = NEW.position AND m.key = p.request AND m.act = 'pay' LEFT JOIN payment_request_lines l ON l.unit_id = NEW.unit_id AND l.key = p.request AND l.fund_id = p.fund_id AND l.account_id = p.account_id AND l.purpose = COALESCE(p.purpose, '') WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position GROUP BY p.request, p.fund_id, p.account_id, COALESCE(p.purpose, ''), l.amount_fen HAVING SUM(p.debit_fen - p.credit_fen) > COALESCE(l.amount_fen, 0)));
  SELECT RAISE(ABORT, 'bangfu:L12') WHERE (NEW.entered = 'here' OR NEW.entered = 'bank' OR NEW.entered = 'adjustment') AND NEW.kind <> '期初' AND EXISTS (SELECT 1 FROM go_lives g WHERE g.unit_id = NEW.unit_id) AND (EXISTS (SELECT 1 FROM payment_request_moves n JOIN payment_request_moves m ON m.unit_id = n.unit_id AND m.key = n.key JOIN postings p ON p.unit_id = m.unit_id AND p.position = m.position AND p.request = m.key JOIN accounts a ON a.id = p.account_id WHERE n.unit_id = NEW.unit_id AND n.position = NEW.position AND n.act <> 'pay' AND m.act <> 'pay' AND a.role = 'payable' GROUP BY m.key, p.fund_id, p.party, p.recipient HAVING SUM(p.credit_fen - p.debit_fen) < 0 AND SUM(CASE WHEN m.position = NEW.position THEN p.debit_fen - p.credit_fen ELSE 0 END) > 0));
  SELECT RAISE(ABORT, 'bangfu:L12') WHERE (NEW.entered = 'here' OR NEW.entered = 'bank' OR NEW.entered = 'adjustment') AND NEW.kind <> '期初' AND EXISTS (SELECT 1 FROM go_lives g WHERE g.unit_id = NEW.unit_id) AND (EXISTS (SELECT 1 FROM payment_request_moves n JOIN payment_request_moves m ON m.unit_id = n.unit_id AND m.key = n.key JOIN postings p ON p.unit_id = m.unit_id AND p.position = m.position AND p.request = m.key JOIN accounts a ON a.id = p.account_id WHERE n.unit_id = NEW.unit_id AND n.position = NEW.position AND n.act <> 'pay' AND a.money = 0 GROUP BY m.key, p.fund_id, p.party, p.recipient HAVING SUM(p.debit_fen - p.credit_fen) < 0 AND SUM(CASE WHEN m.position = NEW.position AND a.role = 'payable' THEN p.credit_fen - p.debit_fen ELSE 0 END) > 0));
  SELECT RAISE(ABORT, 'bangfu:L12') WHERE (NEW.entered = 'here' OR NEW.entered = 'bank' OR NEW.entered = 'adjustment') AND NEW.kind <> '期初' AND EXISTS (SELECT 1 FROM go_lives g WHERE g.unit_id = NEW.unit_id) AND (NOT COALESCE(NEW.correction, '') IN ('full', 'difference') AND EXISTS (SELECT 1 FROM (SELECT DISTINCT p.fund_id FROM payment_request_moves m JOIN postings p ON p.unit_id = m.unit_id AND p.position = m.position AND p.request = m.key AND p.debit_fen > 0 JOIN accounts a ON a.id = p.account_id AND a.role = 'payable' WHERE m.unit_id = NEW.unit_id AND m.position = NEW.position AND m.act = 'pay') d WHERE (SELECT SUM(o.credit_fen - o.debit_fen) FROM postings o JOIN accounts b ON b.id = o.account_id AND b.role = 'payable' WHERE o.unit_id = NEW.unit_id AND o.fund_id = d.fund_id AND o.position <= NEW.position AND NOT EXISTS (SELECT 1 FROM payment_request_moves r WHERE r.unit_id = o.unit_id AND r.position = o.position AND r.key = o.request AND r.act IN ('return', 'repay', 'forgo'))) < 0));
  SELECT RAISE(ABORT, 'bangfu:L12') WHERE (NEW.entered = 'here' OR NEW.entered = 'bank' OR NEW.entered = 'adjustment') AND NEW.kind <> '期初' AND EXISTS (SELECT 1 FROM go_lives g WHERE g.unit_id = NEW.unit_id) AND (NEW.correction IS NULL AND EXISTS (SELECT 1 FROM payment_request_moves m JOIN payment_requests q ON q.unit_id = m.unit_id AND q.key = m.key WHERE m.unit_id = NEW.unit_id AND m.position = NEW.position AND m.act = 'pay' AND q.expires_on < NEW.dated_on));
  SELECT RAISE(ABORT, 'bangfu:L12') WHERE (NEW.entered = 'here' OR NEW.entered = 'bank' OR NEW.entered = 'adjustment') AND NEW.kind <> '期初' AND EXISTS (SELECT 1 FROM go_lives g WHERE g.unit_id = NEW.unit_id) AND (NEW.correction IS NULL AND EXISTS (SELECT 1 FROM payment_request_moves m JOIN payment_request_moves b ON b.unit_id = m.unit_id AND b.key = m.key AND b.act = 'approve' JOIN payment_requests q ON q.unit_id = m.unit_id AND q.key = m.key AND q.kind <> 'fee' WHERE m.unit_id = NEW.unit_id AND m.position = NEW.position AND m.act = 'pay' AND b.acted_on > NEW.dated_on));
  SELECT RAISE(ABORT, 'bangfu:L12') WHERE (NEW.entered = 'here' OR NEW.entered = 'bank' OR NEW.entered = 'adjustment') AND NEW.kind <> '期初' AND EXISTS (SELECT 1 FROM go_lives g WHERE g.unit_id = NEW.unit_id) AND (EXISTS (SELECT 1 FROM payment_request_moves m JOIN payment_request_moves b ON b.unit_id = m.unit_id AND b.key = m.key AND b.act = 'approve' WHERE m.unit_id = NEW.unit_id AND m.position = NEW.position AND (b.person_id = NEW.preparer_id OR b.person_id = NEW.cashier_id)));
  SELECT RAISE(ABORT, 'bangfu:gift_end') WHERE COALESCE(NEW.correction, '') NOT IN ('full', 'replacement') AND EXISTS (SELECT 1 FROM postings p JOIN accounts o ON o.id = p.account_id AND o.spends = 1 WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position AND p.debit_fen > 0 AND EXISTS (SELECT 1 FROM funds f JOIN gifts g ON g.unit_id = f.unit_id AND g.fund_id = f.id AND g.until IS NOT NULL AND g.form = 'money' JOIN vouchers v ON v.unit_id = g.unit_id AND v.ref = '捐赠-' || CAST(g.year AS TEXT) || '-' || CAST(g.number AS TEXT) WHERE f.unit_id = NEW.unit_id AND f.id = p.fund_id AND f.restricted = 1 AND COALESCE((SELECT c.until FROM purpose_consents c WHERE c.unit_id = g.unit_id AND c.gift_year = g.year AND c.gift_number = g.number AND NOT EXISTS (SELECT 1 FROM consent_withdrawals w WHERE w.unit_id = c.unit_id AND w.consent = c.number) AND c.until IS NOT NULL ORDER BY c.number DESC LIMIT 1), g.until) < NEW.dated_on AND COALESCE((SELECT a.amount_fen FROM lineage_amounts a WHERE a.unit_id = g.unit_id AND a.fund_id = g.fund_id AND a.side = 'source' AND a.matter = v.position ORDER BY a.at DESC LIMIT 1), g.amount_fen) - COALESCE((SELECT b.used_fen FROM lineage_shares b WHERE b.unit_id = g.unit_id AND b.fund_id = g.fund_id AND b.source = v.position ORDER BY b.seq DESC LIMIT 1), 0) > 0));
  SELECT RAISE(ABORT, 'bangfu:consent') WHERE COALESCE(NEW.correction, '') NOT IN ('full', 'replacement') AND EXISTS (SELECT 1 FROM postings p JOIN accounts o ON o.id = p.account_id AND o.spends = 1 WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position AND p.debit_fen > 0 AND EXISTS (SELECT 1 FROM consent_withdrawals x JOIN purpose_consents y ON y.unit_id = x.unit_id AND y.number = x.consent JOIN consent_purposes z ON z.unit_id = x.unit_id AND z.consent = x.consent JOIN gifts g ON g.unit_id = x.unit_id AND g.year = y.gift_year AND g.number = y.gift_number WHERE x.unit_id = NEW.unit_id AND g.fund_id = p.fund_id AND z.purpose = p.purpose AND g.amount_fen > (SELECT COALESCE(SUM(CASE WHEN (EXISTS (SELECT 1 FROM payment_requests q WHERE q.unit_id = r.unit_id AND q.kind = 'refund' AND (q.ref = '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) OR q.ref LIKE '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) || '/%')) OR EXISTS (SELECT 1 FROM desk_drafts d WHERE d.unit_id = r.unit_id AND d.ref = '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT))) AND NOT EXISTS (SELECT 1 FROM payment_requests q WHERE q.unit_id = r.unit_id AND q.kind = 'refund' AND (q.ref = '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) OR q.ref LIKE '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) || '/%') AND NOT EXISTS (SELECT 1 FROM payment_request_moves e WHERE e.unit_id = q.unit_id AND e.key = q.key AND (e.act = 'refuse' OR e.act = 'cancel' OR e.act = 'expire'))) AND NOT EXISTS (SELECT 1 FROM desk_drafts d WHERE d.unit_id = r.unit_id AND d.ref = '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) AND NOT EXISTS (SELECT 1 FROM draft_steps e WHERE e.unit_id = d.unit_id AND e.draft = d.draft AND e.state = 'dropped')) THEN 0 ELSE COALESCE(NULLIF((SELECT m.paid_fen FROM payment_request_moves m JOIN payment_requests q ON q.unit_id = m.unit_id AND q.key = m.key WHERE m.unit_id = r.unit_id AND q.kind = 'refund' AND (q.ref = '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) OR q.ref LIKE '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) || '/%') AND NOT EXISTS (SELECT 1 FROM payment_request_moves e WHERE e.unit_id = q.unit_id AND e.key = q.key AND (e.act = 'refuse' OR e.act = 'cancel' OR e.act = 'expire')) ORDER BY m.seq DESC LIMIT 1), 0), r.amount_fen) END), 0) FROM gift_refunds r WHERE r.unit_id = g.unit_id AND r.gift_year = g.year AND r.gift_number = g.number) AND NOT EXISTS (SELECT 1 FROM gift_purposes n WHERE n.unit_id = g.unit_id AND n.gift_year = g.year AND n.gift_number = g.number AND n.purpose = p.purpose) AND NOT EXISTS (SELECT 1 FROM purpose_consents c WHERE c.unit_id = g.unit_id AND c.gift_year = g.year AND c.gift_number = g.number AND NOT EXISTS (SELECT 1 FROM consent_withdrawals w WHERE w.unit_id = c.unit_id AND w.consent = c.number) AND EXISTS (SELECT 1 FROM consent_purposes q WHERE q.unit_id = c.unit_id AND q.consent = c.number AND q.purpose = p.purpose))));
  SELECT RAISE(ABORT, 'bangfu:bank') WHERE EXISTS (SELECT 1 FROM bank_entries e WHERE e.unit_id = NEW.unit_id AND e.ref = NEW.ref AND NOT EXISTS (SELECT 1 FROM bank_entries w WHERE w.unit_id = e.unit_id AND w.statement = e.statement AND w."row" = e."row" AND w.step > e.step) AND (CASE e.kind WHEN 'fee' THEN -e.amount_fen ELSE e.amount_fen END <> COALESCE((SELECT SUM(p.debit_fen - p.credit_fen) FROM postings p JOIN accounts a ON a.id = p.account_id AND a.money = 1 WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position AND p.fund_id = e.fund_id), 0) OR e.kind = 'return' AND e.amount_fen <> COALESCE((SELECT SUM(p.credit_fen - p.debit_fen) FROM postings p JOIN accounts a ON a.id = p.account_id AND a.role = 'payable' WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position AND p.fund_id = e.fund_id AND p.request = e.request AND p.party = e.party AND p.recipient = e.recipient), 0) OR NOT EXISTS (SELECT 1 FROM bank_rows b WHERE b.unit_id = e.unit_id AND b.statement = e.statement AND b."row" = e."row" AND b.booked_on = NEW.dated_on)));
  SELECT RAISE(ABORT, 'bangfu:bank') WHERE EXISTS (SELECT 1 FROM return_endings n JOIN bank_entries e ON e.unit_id = n.unit_id AND e.statement = n.statement AND e."row" = n."row" AND NOT EXISTS (SELECT 1 FROM bank_entries w WHERE w.unit_id = e.unit_id AND w.statement = e.statement AND w."row" = e."row" AND w.step > e.step) WHERE n.unit_id = NEW.unit_id AND n.ref = NEW.ref AND NOT EXISTS (SELECT 1 FROM return_endings w WHERE w.unit_id = n.unit_id AND w.statement = n.statement AND w."row" = n."row" AND w.step > n.step) AND (NEW.dated_on < e.limit_on OR n.amount_fen <> -COALESCE((SELECT SUM(p.credit_fen - p.debit_fen) FROM postings p JOIN accounts a ON a.id = p.account_id AND a.role = 'payable' WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position AND p.fund_id = e.fund_id AND p.request = e.request AND p.party = e.party AND p.recipient = e.recipient), 0)));
  SELECT RAISE(ABORT, 'bangfu:transfer') WHERE COALESCE(NEW.correction, '') IN ('difference', 'replacement') AND EXISTS (SELECT 1 FROM vouchers t JOIN vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM transfers m WHERE m.unit_id = v.unit_id AND m.ref = v.ref AND (COALESCE(NEW.correction, '') = 'replacement' AND t.correction = 'replacement' OR EXISTS (SELECT 1 FROM postings p JOIN accounts o ON o.id = p.account_id AND (o.role = 'cash' OR o.role = 'bank' OR o.role = 'quota') WHERE p.unit_id = NEW.unit_id AND (p.position = NEW.position OR COALESCE(NEW.correction, '') = 'replacement' AND p.position = NEW.corrects) GROUP BY p.fund_id HAVING SUM(CASE WHEN p.position = NEW.position THEN p.debit_fen - p.credit_fen ELSE p.credit_fen - p.debit_fen END) <> 0))));
  SELECT RAISE(ABORT, 'bangfu:transfer') WHERE COALESCE(NEW.correction, '') IN ('difference', 'replacement') AND EXISTS (SELECT 1 FROM vouchers t JOIN vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM transfer_answers m WHERE m.unit_id = v.unit_id AND m.ref = v.ref AND (COALESCE(NEW.correction, '') = 'replacement' AND t.correction = 'replacement' OR EXISTS (SELECT 1 FROM postings p JOIN accounts o ON o.id = p.account_id AND (o.role = 'cash' OR o.role = 'bank' OR o.role = 'quota') WHERE p.unit_id = NEW.unit_id AND (p.position = NEW.position OR COALESCE(NEW.correction, '') = 'replacement' AND p.position = NEW.corrects) GROUP BY p.fund_id HAVING SUM(CASE WHEN p.position = NEW.position THEN p.debit_fen - p.credit_fen ELSE p.credit_fen - p.debit_fen END) <> 0))));
  SELECT RAISE(ABORT, 'bangfu:transfer') WHERE COALESCE(NEW.correction, '') IN ('difference', 'replacement') AND EXISTS (SELECT 1 FROM vouchers t JOIN vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM transfer_returns m WHERE m.unit_id = v.unit_id AND m.ref = v.ref AND (COALESCE(NEW.correction, '') = 'replacement' AND t.correction = 'replacement' OR EXISTS (SELECT 1 FROM postings p JOIN accounts o ON o.id = p.account_id AND (o.role = 'cash' OR o.role = 'bank' OR o.role = 'quota') WHERE p.unit_id = NEW.unit_id AND (p.position = NEW.position OR COALESCE(NEW.correction, '') = 'replacement' AND p.position = NEW.corrects) GROUP BY p.fund_id HAVING SUM(CASE WHEN p.position = NEW.position THEN p.debit_fen - p.credit_fen ELSE p.credit_fen - p.debit_fen END) <> 0))));
  SELECT RAISE(ABORT, 'bangfu:transfer') WHERE COALESCE(NEW.correction, '') = 'full' AND EXISTS (SELECT 1 FROM vouchers t JOIN vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM transfers m WHERE m.unit_id = v.unit_id AND m.ref = v.ref AND EXISTS (SELECT 1 FROM transfer_returns r WHERE r.unit_id = m.unit_id AND r.number = m.number AND (EXISTS (SELECT 1 FROM vouchers b WHERE b.unit_id = r.unit_id AND b.ref = r.ref AND (NOT EXISTS (SELECT 1 FROM vouchers c WHERE c.unit_id = b.unit_id AND c.corrects = b.position AND c.correction = 'full') OR EXISTS (SELECT 1 FROM vouchers c WHERE c.unit_id = b.unit_id AND c.corrects = b.position AND c.correction = 'replacement' AND NOT EXISTS (SELECT 1 FROM vouchers x WHERE x.unit_id = c.unit_id AND x.corrects = c.position AND x.correction = 'full')))) OR NOT EXISTS (SELECT 1 FROM vouchers b WHERE b.unit_id = r.unit_id AND b.ref = r.ref) AND NOT EXISTS (SELECT 1 FROM draft_steps d WHERE d.unit_id = r.unit_id AND d.draft = r.draft AND d.state = 'dropped')))));
  SELECT RAISE(ABORT, 'bangfu:transfer') WHERE COALESCE(NEW.correction, '') = 'full' AND EXISTS (SELECT 1 FROM vouchers t JOIN vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM transfer_answers m WHERE m.unit_id = v.unit_id AND m.ref = v.ref AND EXISTS (SELECT 1 FROM units u JOIN transfers g ON g.unit_id = m.unit_id AND g.returns = u.code || '-' || CAST(m.number AS TEXT) WHERE u.id = m.from_id AND (EXISTS (SELECT 1 FROM vouchers b WHERE b.unit_id = g.unit_id AND b.ref = g.ref AND (NOT EXISTS (SELECT 1 FROM vouchers c WHERE c.unit_id = b.unit_id AND c.corrects = b.position AND c.correction = 'full') OR EXISTS (SELECT 1 FROM vouchers c WHERE c.unit_id = b.unit_id AND c.corrects = b.position AND c.correction = 'replacement' AND NOT EXISTS (SELECT 1 FROM vouchers x WHERE x.unit_id = c.unit_id AND x.corrects = c.position AND x.correction = 'full')))) OR NOT EXISTS (SELECT 1 FROM vouchers b WHERE b.unit_id = g.unit_id AND b.ref = g.ref) AND NOT EXISTS (SELECT 1 FROM draft_steps d WHERE d.unit_id = g.unit_id AND d.draft = g.draft AND d.state = 'dropped')))));
  SELECT RAISE(ABORT, 'bangfu:stock') WHERE (COALESCE(NEW.correction, '') = 'full' OR COALESCE(NEW.correction, '') = 'difference' AND EXISTS (SELECT 1 FROM postings p JOIN accounts a ON a.id = p.account_id AND a.role = 'stock' WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position)) AND EXISTS (SELECT 1 FROM vouchers t JOIN vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM goods_moves m WHERE m.unit_id = v.unit_id AND m.ref = v.ref AND (m.kind = 'opening' OR m.kind = 'purchase' OR m.kind = 'gift' OR m.kind = 'return' OR m.kind = 'over') AND NOT EXISTS (SELECT 1 FROM draft_steps d WHERE d.unit_id = m.unit_id AND d.draft = m.draft AND d.state = 'dropped') AND EXISTS (SELECT 1 FROM goods_takings k JOIN goods_moves o ON o.unit_id = k.unit_id AND o.move = k.move WHERE k.unit_id = m.unit_id AND k.lot = m.move AND NOT EXISTS (SELECT 1 FROM draft_steps d WHERE d.unit_id = o.unit_id AND d.draft = o.draft AND d.state = 'dropped') AND NOT EXISTS (SELECT 1 FROM vouchers w JOIN vouchers c ON c.unit_id = w.unit_id AND c.corrects = w.position AND c.correction = 'full' WHERE w.unit_id = o.unit_id AND w.ref = o.ref))));
  SELECT RAISE(ABORT, 'bangfu:stock') WHERE COALESCE(NEW.correction, '') = 'full' AND EXISTS (SELECT 1 FROM vouchers t JOIN vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM goods_moves m WHERE m.unit_id = v.unit_id AND m.ref = v.ref AND (m.kind = 'opening' OR m.kind = 'purchase' OR m.kind = 'gift' OR m.kind = 'return' OR m.kind = 'over') AND NOT EXISTS (SELECT 1 FROM draft_steps d WHERE d.unit_id = m.unit_id AND d.draft = m.draft AND d.state = 'dropped') AND EXISTS (SELECT 1 FROM goods_takings k JOIN goods_moves o ON o.unit_id = k.unit_id AND o.move = k.move WHERE k.unit_id = m.unit_id AND k.lot = m.move AND NOT EXISTS (SELECT 1 FROM draft_steps d WHERE d.unit_id = o.unit_id AND d.draft = o.draft AND d.state = 'dropped') AND EXISTS (SELECT 1 FROM vouchers w JOIN vouchers c ON c.unit_id = w.unit_id AND c.corrects = w.position AND c.correction = 'full' WHERE w.unit_id = o.unit_id AND w.ref = o.ref AND c.dated_on > NEW.dated_on))));
  SELECT RAISE(ABORT, 'bangfu:stock') WHERE COALESCE(NEW.correction, '') = 'full' AND EXISTS (SELECT 1 FROM vouchers t JOIN vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM goods_moves m WHERE m.unit_id = v.unit_id AND m.ref = v.ref AND NOT EXISTS (SELECT 1 FROM draft_steps d WHERE d.unit_id = m.unit_id AND d.draft = m.draft AND d.state = 'dropped') AND EXISTS (SELECT 1 FROM goods_moves b WHERE b.unit_id = m.unit_id AND b.source = m.move AND NOT EXISTS (SELECT 1 FROM draft_steps d WHERE d.unit_id = b.unit_id AND d.draft = b.draft AND d.state = 'dropped') AND NOT EXISTS (SELECT 1 FROM vouchers w JOIN vouchers c ON c.unit_id = w.unit_id AND c.corrects = w.position AND c.correction = 'full' WHERE w.unit_id = b.unit_id AND w.ref = b.ref))));
  SELECT RAISE(ABORT, 'bangfu:stock') WHERE NEW.corrects IS NULL AND EXISTS (SELECT 1 FROM goods_moves m JOIN goods_takings k ON k.unit_id = m.unit_id AND k.move = m.move JOIN goods_moves l ON l.unit_id = k.unit_id AND l.move = k.lot JOIN vouchers w ON w.unit_id = l.unit_id AND w.ref = l.ref WHERE m.unit_id = NEW.unit_id AND m.ref = NEW.ref AND w.dated_on > NEW.dated_on AND NOT EXISTS (SELECT 1 FROM draft_steps d WHERE d.unit_id = m.unit_id AND d.draft = m.draft AND d.state = 'dropped'));
  SELECT RAISE(ABORT, 'bangfu:bill') WHERE COALESCE(NEW.correction, '') = 'full' AND EXISTS (SELECT 1 FROM vouchers t JOIN vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM gifts m WHERE m.unit_id = v.unit_id AND m.form = 'money' AND v.ref = '捐赠-' || CAST(m.year AS TEXT) || '-' || CAST(m.number AS TEXT) AND EXISTS (SELECT 1 FROM bills b WHERE b.unit_id = m.unit_id AND b.gift_year = m.year AND b.gift_number = m.number AND NOT EXISTS (SELECT 1 FROM bill_voids w WHERE w.unit_id = b.unit_id AND w.code = b.code AND w.number = b.number))));
  SELECT RAISE(ABORT, 'bangfu:letter') WHERE COALESCE(NEW.correction, '') = 'full' AND EXISTS (SELECT 1 FROM vouchers t JOIN vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM gifts m WHERE m.unit_id = v.unit_id AND m.form = 'money' AND v.ref = '捐赠-' || CAST(m.year AS TEXT) || '-' || CAST(m.number AS TEXT) AND EXISTS (SELECT 1 FROM confirmations l WHERE l.unit_id = m.unit_id AND l.gift_year = m.year AND l.gift_number = m.number AND NOT EXISTS (SELECT 1 FROM confirmation_voids w WHERE w.unit_id = l.unit_id AND w.year = l.year AND w.number = l.number))));
  SELECT RAISE(ABORT, 'bangfu:refund') WHERE COALESCE(NEW.correction, '') = 'full' AND EXISTS (SELECT 1 FROM vouchers t JOIN vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM gifts m WHERE m.unit_id = v.unit_id AND m.form = 'money' AND v.ref = '捐赠-' || CAST(m.year AS TEXT) || '-' || CAST(m.number AS TEXT) AND EXISTS (SELECT 1 FROM gift_refunds r WHERE r.unit_id = m.unit_id AND r.gift_year = m.year AND r.gift_number = m.number AND r.kind = 'refund' AND CASE WHEN (EXISTS (SELECT 1 FROM payment_requests q WHERE q.unit_id = r.unit_id AND q.kind = 'refund' AND (q.ref = '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) OR q.ref LIKE '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) || '/%')) OR EXISTS (SELECT 1 FROM desk_drafts d WHERE d.unit_id = r.unit_id AND d.ref = '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT))) AND NOT EXISTS (SELECT 1 FROM payment_requests q WHERE q.unit_id = r.unit_id AND q.kind = 'refund' AND (q.ref = '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) OR q.ref LIKE '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) || '/%') AND NOT EXISTS (SELECT 1 FROM payment_request_moves e WHERE e.unit_id = q.unit_id AND e.key = q.key AND (e.act = 'refuse' OR e.act = 'cancel' OR e.act = 'expire'))) AND NOT EXISTS (SELECT 1 FROM desk_drafts d WHERE d.unit_id = r.unit_id AND d.ref = '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) AND NOT EXISTS (SELECT 1 FROM draft_steps e WHERE e.unit_id = d.unit_id AND e.draft = d.draft AND e.state = 'dropped')) THEN 0 ELSE COALESCE(NULLIF((SELECT m.paid_fen FROM payment_request_moves m JOIN payment_requests q ON q.unit_id = m.unit_id AND q.key = m.key WHERE m.unit_id = r.unit_id AND q.kind = 'refund' AND (q.ref = '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) OR q.ref LIKE '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) || '/%') AND NOT EXISTS (SELECT 1 FROM payment_request_moves e WHERE e.unit_id = q.unit_id AND e.key = q.key AND (e.act = 'refuse' OR e.act = 'cancel' OR e.act = 'expire')) ORDER BY m.seq DESC LIMIT 1), 0), r.amount_fen) END > 0)));
  SELECT RAISE(ABORT, 'bangfu:gift') WHERE COALESCE(NEW.correction, '') = 'difference' AND EXISTS (SELECT 1 FROM vouchers t JOIN vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM gifts m WHERE m.unit_id = v.unit_id AND m.form = 'money' AND v.ref = '捐赠-' || CAST(m.year AS TEXT) || '-' || CAST(m.number AS TEXT) AND m.number > 0));
  SELECT RAISE(ABORT, 'bangfu:gift') WHERE COALESCE(NEW.correction, '') = 'replacement' AND EXISTS (SELECT 1 FROM vouchers t JOIN vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM gifts m WHERE m.unit_id = v.unit_id AND m.form = 'money' AND v.ref = '捐赠-' || CAST(m.year AS TEXT) || '-' || CAST(m.number AS TEXT) AND (COALESCE(NEW.correction, '') = 'replacement' AND t.correction = 'replacement' OR EXISTS (SELECT 1 FROM postings p JOIN accounts o ON o.id = p.account_id AND (o.role = 'cash' OR o.role = 'bank' OR o.role = 'quota') WHERE p.unit_id = NEW.unit_id AND (p.position = NEW.position OR COALESCE(NEW.correction, '') = 'replacement' AND p.position = NEW.corrects) GROUP BY p.fund_id HAVING SUM(CASE WHEN p.position = NEW.position THEN p.debit_fen - p.credit_fen ELSE p.credit_fen - p.debit_fen END) <> 0))));
END
