CREATE TABLE evidence_intakes (
	unit_id INTEGER NOT NULL,
	year INTEGER NOT NULL,
	number INTEGER NOT NULL,
	auditee TEXT NOT NULL,
	auditee_name TEXT NOT NULL,
	folder TEXT NOT NULL,
	folder_hash BYTEA NOT NULL,
	files INTEGER NOT NULL,
	cells INTEGER NOT NULL,
	vouchers INTEGER NOT NULL,
	postings INTEGER NOT NULL,
	openings INTEGER NOT NULL,
	unread INTEGER NOT NULL,
	debit_fen BIGINT NOT NULL,
	credit_fen BIGINT NOT NULL,
	rows_hash BYTEA NOT NULL,
	person_id INTEGER NOT NULL,
	taken_at TEXT NOT NULL,
	CONSTRAINT pk_evidence_intakes PRIMARY KEY (unit_id, year, number),
	CONSTRAINT uq_evidence_intakes_unit_id_folder_hash_auditee UNIQUE (unit_id, folder_hash, auditee),
	CONSTRAINT ck_evidence_intakes_year_known CHECK (year BETWEEN 1990 AND 2199),
	CONSTRAINT ck_evidence_intakes_number_from_one CHECK (number > 0),
	CONSTRAINT ck_evidence_intakes_auditee_named CHECK (auditee <> ''),
	CONSTRAINT ck_evidence_intakes_auditee_called CHECK (auditee_name <> ''),
	CONSTRAINT ck_evidence_intakes_folder_named CHECK (folder <> ''),
	CONSTRAINT ck_evidence_intakes_files_from_one CHECK (files > 0),
	CONSTRAINT ck_evidence_intakes_taken_at_given CHECK (taken_at <> ''),
	CONSTRAINT ck_evidence_intakes_folder_hash_whole CHECK (length(folder_hash) = 32),
	CONSTRAINT ck_evidence_intakes_rows_hash_whole CHECK (length(rows_hash) = 32),
	CONSTRAINT fk_evidence_intakes_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_evidence_intakes_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN evidence_intakes.year IS 'in which it was taken in'
--;;
COMMENT ON COLUMN evidence_intakes.number IS 'counted from 1 in the year'
--;;
COMMENT ON COLUMN evidence_intakes.auditee IS 'its code in the folder'
--;;
COMMENT ON COLUMN evidence_intakes.auditee_name IS 'as the folder tells it, or the code'
--;;
COMMENT ON COLUMN evidence_intakes.folder IS 'name of the folder'
--;;
COMMENT ON COLUMN evidence_intakes.folder_hash IS 'of the names and contents of all its files'
--;;
COMMENT ON COLUMN evidence_intakes.files IS 'rows'
--;;
COMMENT ON COLUMN evidence_intakes.cells IS 'rows'
--;;
COMMENT ON COLUMN evidence_intakes.vouchers IS 'rows'
--;;
COMMENT ON COLUMN evidence_intakes.postings IS 'rows'
--;;
COMMENT ON COLUMN evidence_intakes.openings IS 'rows'
--;;
COMMENT ON COLUMN evidence_intakes.unread IS 'rows'
--;;
COMMENT ON COLUMN evidence_intakes.rows_hash IS 'of all rows in their written form'
--;;
CREATE TABLE evidence_cells (
	unit_id INTEGER NOT NULL,
	year INTEGER NOT NULL,
	number INTEGER NOT NULL,
	place INTEGER NOT NULL,
	sheet TEXT NOT NULL,
	source_row INTEGER NOT NULL,
	heading TEXT NOT NULL,
	content TEXT NOT NULL,
	CONSTRAINT pk_evidence_cells PRIMARY KEY (unit_id, year, number, place),
	CONSTRAINT ck_evidence_cells_sheet_known CHECK (sheet = 'units' OR sheet = 'accounts' OR sheet = 'funds' OR sheet = 'people' OR sheet = 'officers'),
	CONSTRAINT ck_evidence_cells_content_given CHECK (content <> ''),
	CONSTRAINT fk_evidence_cells_unit_id_year_number FOREIGN KEY(unit_id, year, number) REFERENCES evidence_intakes (unit_id, year, number) DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT ck_evidence_cells_place_from_one CHECK (place > 0),
	CONSTRAINT fk_evidence_cells_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
COMMENT ON COLUMN evidence_cells.year IS 'of the intake'
--;;
COMMENT ON COLUMN evidence_cells.number IS 'of the intake'
--;;
COMMENT ON COLUMN evidence_cells.place IS 'counted from 1'
--;;
COMMENT ON COLUMN evidence_cells.sheet IS 'units, accounts, funds, people or officers'
--;;
COMMENT ON COLUMN evidence_cells.source_row IS 'in the file'
--;;
COMMENT ON COLUMN evidence_cells.heading IS 'key of the column'
--;;
COMMENT ON COLUMN evidence_cells.content IS 'of the cell, never empty'
--;;
CREATE TABLE evidence_files (
	unit_id INTEGER NOT NULL,
	year INTEGER NOT NULL,
	number INTEGER NOT NULL,
	place INTEGER NOT NULL,
	name TEXT NOT NULL,
	bytes BIGINT NOT NULL,
	hash BYTEA NOT NULL,
	CONSTRAINT pk_evidence_files PRIMARY KEY (unit_id, year, number, place),
	CONSTRAINT ck_evidence_files_hash_whole CHECK (length(hash) = 32),
	CONSTRAINT ck_evidence_files_file_named CHECK (name <> ''),
	CONSTRAINT fk_evidence_files_unit_id_year_number FOREIGN KEY(unit_id, year, number) REFERENCES evidence_intakes (unit_id, year, number) DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT ck_evidence_files_place_from_one CHECK (place > 0),
	CONSTRAINT fk_evidence_files_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
COMMENT ON COLUMN evidence_files.year IS 'of the intake'
--;;
COMMENT ON COLUMN evidence_files.number IS 'of the intake'
--;;
COMMENT ON COLUMN evidence_files.place IS 'in the order of their names'
--;;
COMMENT ON COLUMN evidence_files.hash IS 'SHA-256 of its bytes'
--;;
CREATE TABLE evidence_openings (
	unit_id INTEGER NOT NULL,
	year INTEGER NOT NULL,
	number INTEGER NOT NULL,
	place INTEGER NOT NULL,
	sheet TEXT NOT NULL,
	source_row INTEGER NOT NULL,
	book TEXT NOT NULL,
	dated_on TEXT NOT NULL,
	account TEXT NOT NULL,
	fund TEXT NOT NULL,
	debit_fen BIGINT NOT NULL,
	credit_fen BIGINT NOT NULL,
	party TEXT DEFAULT '' NOT NULL,
	item TEXT DEFAULT '' NOT NULL,
	quantity_milli BIGINT NOT NULL,
	arose_on TEXT DEFAULT '' NOT NULL,
	CONSTRAINT pk_evidence_openings PRIMARY KEY (unit_id, year, number, place),
	CONSTRAINT ck_evidence_openings_sheet_known CHECK (sheet = 'openings' OR sheet = 'closings'),
	CONSTRAINT ck_evidence_openings_dated_on_in_full CHECK (dated_on = '' OR length(dated_on) = 10),
	CONSTRAINT fk_evidence_openings_unit_id_year_number FOREIGN KEY(unit_id, year, number) REFERENCES evidence_intakes (unit_id, year, number) DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT ck_evidence_openings_place_from_one CHECK (place > 0),
	CONSTRAINT fk_evidence_openings_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
COMMENT ON COLUMN evidence_openings.year IS 'of the intake'
--;;
COMMENT ON COLUMN evidence_openings.number IS 'of the intake'
--;;
COMMENT ON COLUMN evidence_openings.place IS 'counted from 1'
--;;
COMMENT ON COLUMN evidence_openings.sheet IS 'openings, or closings as the auditee states them'
--;;
COMMENT ON COLUMN evidence_openings.source_row IS 'in the file'
--;;
COMMENT ON COLUMN evidence_openings.dated_on IS 'empty where it is no day'
--;;
CREATE TABLE evidence_unread (
	unit_id INTEGER NOT NULL,
	year INTEGER NOT NULL,
	number INTEGER NOT NULL,
	place INTEGER NOT NULL,
	name TEXT NOT NULL,
	source_row INTEGER NOT NULL,
	heading TEXT NOT NULL,
	content TEXT NOT NULL,
	why TEXT NOT NULL,
	CONSTRAINT pk_evidence_unread PRIMARY KEY (unit_id, year, number, place),
	CONSTRAINT ck_evidence_unread_why_told CHECK (why <> ''),
	CONSTRAINT fk_evidence_unread_unit_id_year_number FOREIGN KEY(unit_id, year, number) REFERENCES evidence_intakes (unit_id, year, number) DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT ck_evidence_unread_place_from_one CHECK (place > 0),
	CONSTRAINT fk_evidence_unread_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
COMMENT ON COLUMN evidence_unread.year IS 'of the intake'
--;;
COMMENT ON COLUMN evidence_unread.number IS 'of the intake'
--;;
COMMENT ON COLUMN evidence_unread.place IS 'counted from 1'
--;;
COMMENT ON COLUMN evidence_unread.name IS 'of the file'
--;;
COMMENT ON COLUMN evidence_unread.source_row IS 'in the file; 0 where it is the file as a whole'
--;;
COMMENT ON COLUMN evidence_unread.heading IS 'the column; empty where it is a whole row'
--;;
COMMENT ON COLUMN evidence_unread.content IS 'what stands there, numbers of persons masked'
--;;
CREATE TABLE evidence_vouchers (
	unit_id INTEGER NOT NULL,
	year INTEGER NOT NULL,
	number INTEGER NOT NULL,
	place INTEGER NOT NULL,
	source_row INTEGER NOT NULL,
	book TEXT NOT NULL,
	ref TEXT NOT NULL,
	told_number TEXT NOT NULL,
	told_period TEXT NOT NULL,
	dated_on TEXT NOT NULL,
	kind TEXT NOT NULL,
	summary TEXT NOT NULL,
	attachments INTEGER NOT NULL,
	preparer TEXT NOT NULL,
	reviewer TEXT NOT NULL,
	poster TEXT DEFAULT '' NOT NULL,
	cashier TEXT DEFAULT '' NOT NULL,
	head TEXT DEFAULT '' NOT NULL,
	posted_at TEXT DEFAULT '' NOT NULL,
	corrects TEXT DEFAULT '' NOT NULL,
	correction TEXT DEFAULT '' NOT NULL,
	CONSTRAINT pk_evidence_vouchers PRIMARY KEY (unit_id, year, number, place),
	CONSTRAINT ck_evidence_vouchers_dated_on_in_full CHECK (dated_on = '' OR length(dated_on) = 10),
	CONSTRAINT fk_evidence_vouchers_unit_id_year_number FOREIGN KEY(unit_id, year, number) REFERENCES evidence_intakes (unit_id, year, number) DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT ck_evidence_vouchers_place_from_one CHECK (place > 0),
	CONSTRAINT fk_evidence_vouchers_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
COMMENT ON COLUMN evidence_vouchers.year IS 'of the intake'
--;;
COMMENT ON COLUMN evidence_vouchers.number IS 'of the intake'
--;;
COMMENT ON COLUMN evidence_vouchers.place IS 'in the order of the file'
--;;
COMMENT ON COLUMN evidence_vouchers.source_row IS 'of the file, the first of the voucher'
--;;
COMMENT ON COLUMN evidence_vouchers.book IS 'code of the unit, as the file has it'
--;;
COMMENT ON COLUMN evidence_vouchers.ref IS 'what the file calls it'
--;;
COMMENT ON COLUMN evidence_vouchers.told_number IS '凭证号 where the file has that column'
--;;
COMMENT ON COLUMN evidence_vouchers.told_period IS '会计期间 where the file has that column'
--;;
COMMENT ON COLUMN evidence_vouchers.dated_on IS 'empty where it is no day'
--;;
COMMENT ON COLUMN evidence_vouchers.attachments IS '-1 where the file has no column of them'
--;;
CREATE TABLE evidence_postings (
	unit_id INTEGER NOT NULL,
	year INTEGER NOT NULL,
	number INTEGER NOT NULL,
	place INTEGER NOT NULL,
	line INTEGER NOT NULL,
	source_row INTEGER NOT NULL,
	account TEXT NOT NULL,
	fund TEXT NOT NULL,
	debit_fen BIGINT NOT NULL,
	credit_fen BIGINT NOT NULL,
	purpose TEXT DEFAULT '' NOT NULL,
	party TEXT DEFAULT '' NOT NULL,
	recipient TEXT DEFAULT '' NOT NULL,
	persons INTEGER NOT NULL,
	item TEXT DEFAULT '' NOT NULL,
	quantity_milli BIGINT NOT NULL,
	memo TEXT DEFAULT '' NOT NULL,
	CONSTRAINT pk_evidence_postings PRIMARY KEY (unit_id, year, number, place, line),
	CONSTRAINT fk_evidence_postings_unit_id_year_number_place FOREIGN KEY(unit_id, year, number, place) REFERENCES evidence_vouchers (unit_id, year, number, place),
	CONSTRAINT fk_evidence_postings_unit_id_year_number FOREIGN KEY(unit_id, year, number) REFERENCES evidence_intakes (unit_id, year, number) DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT ck_evidence_postings_place_from_one CHECK (place > 0),
	CONSTRAINT ck_evidence_postings_line_from_one CHECK (line > 0),
	CONSTRAINT fk_evidence_postings_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
COMMENT ON COLUMN evidence_postings.year IS 'of the intake'
--;;
COMMENT ON COLUMN evidence_postings.number IS 'of the intake'
--;;
COMMENT ON COLUMN evidence_postings.place IS 'of the voucher'
--;;
COMMENT ON COLUMN evidence_postings.line IS 'counted from 1 in the voucher'
--;;
COMMENT ON COLUMN evidence_postings.source_row IS 'in the file'
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
CREATE FUNCTION public.bangfu_judge_evidence_intakes() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.number > 1 AND NOT EXISTS (SELECT 1 FROM public.evidence_intakes o WHERE o.unit_id = NEW.unit_id AND o.year = NEW.year AND o.number = NEW.number - 1)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NEW.files <> (SELECT COUNT(*) FROM public.evidence_files o WHERE o.unit_id = NEW.unit_id AND o.year = NEW.year AND o.number = NEW.number)) THEN
  RAISE EXCEPTION 'bangfu:evidence_count';
END IF;
IF (NEW.cells <> (SELECT COUNT(*) FROM public.evidence_cells o WHERE o.unit_id = NEW.unit_id AND o.year = NEW.year AND o.number = NEW.number)) THEN
  RAISE EXCEPTION 'bangfu:evidence_count';
END IF;
IF (NEW.vouchers <> (SELECT COUNT(*) FROM public.evidence_vouchers o WHERE o.unit_id = NEW.unit_id AND o.year = NEW.year AND o.number = NEW.number)) THEN
  RAISE EXCEPTION 'bangfu:evidence_count';
END IF;
IF (NEW.postings <> (SELECT COUNT(*) FROM public.evidence_postings o WHERE o.unit_id = NEW.unit_id AND o.year = NEW.year AND o.number = NEW.number)) THEN
  RAISE EXCEPTION 'bangfu:evidence_count';
END IF;
IF (NEW.openings <> (SELECT COUNT(*) FROM public.evidence_openings o WHERE o.unit_id = NEW.unit_id AND o.year = NEW.year AND o.number = NEW.number)) THEN
  RAISE EXCEPTION 'bangfu:evidence_count';
END IF;
IF (NEW.unread <> (SELECT COUNT(*) FROM public.evidence_unread o WHERE o.unit_id = NEW.unit_id AND o.year = NEW.year AND o.number = NEW.number)) THEN
  RAISE EXCEPTION 'bangfu:evidence_count';
END IF;
IF (NEW.debit_fen <> (SELECT COALESCE(SUM(o.debit_fen), 0) FROM public.evidence_postings o WHERE o.unit_id = NEW.unit_id AND o.year = NEW.year AND o.number = NEW.number)) THEN
  RAISE EXCEPTION 'bangfu:evidence_sum';
END IF;
IF (NEW.credit_fen <> (SELECT COALESCE(SUM(o.credit_fen), 0) FROM public.evidence_postings o WHERE o.unit_id = NEW.unit_id AND o.year = NEW.year AND o.number = NEW.number)) THEN
  RAISE EXCEPTION 'bangfu:evidence_sum';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_evidence_files() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (EXISTS (SELECT 1 FROM public.evidence_intakes o WHERE o.unit_id = NEW.unit_id AND o.year = NEW.year AND o.number = NEW.number)) THEN
  RAISE EXCEPTION 'bangfu:evidence';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_evidence_cells() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (EXISTS (SELECT 1 FROM public.evidence_intakes o WHERE o.unit_id = NEW.unit_id AND o.year = NEW.year AND o.number = NEW.number)) THEN
  RAISE EXCEPTION 'bangfu:evidence';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_evidence_vouchers() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (EXISTS (SELECT 1 FROM public.evidence_intakes o WHERE o.unit_id = NEW.unit_id AND o.year = NEW.year AND o.number = NEW.number)) THEN
  RAISE EXCEPTION 'bangfu:evidence';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_evidence_postings() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (EXISTS (SELECT 1 FROM public.evidence_intakes o WHERE o.unit_id = NEW.unit_id AND o.year = NEW.year AND o.number = NEW.number)) THEN
  RAISE EXCEPTION 'bangfu:evidence';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_evidence_openings() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (EXISTS (SELECT 1 FROM public.evidence_intakes o WHERE o.unit_id = NEW.unit_id AND o.year = NEW.year AND o.number = NEW.number)) THEN
  RAISE EXCEPTION 'bangfu:evidence';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_evidence_unread() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (EXISTS (SELECT 1 FROM public.evidence_intakes o WHERE o.unit_id = NEW.unit_id AND o.year = NEW.year AND o.number = NEW.number)) THEN
  RAISE EXCEPTION 'bangfu:evidence';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE TRIGGER evidence_intakes_no_change BEFORE UPDATE OR DELETE ON public.evidence_intakes FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER evidence_files_no_change BEFORE UPDATE OR DELETE ON public.evidence_files FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER evidence_cells_no_change BEFORE UPDATE OR DELETE ON public.evidence_cells FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER evidence_vouchers_no_change BEFORE UPDATE OR DELETE ON public.evidence_vouchers FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER evidence_postings_no_change BEFORE UPDATE OR DELETE ON public.evidence_postings FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER evidence_openings_no_change BEFORE UPDATE OR DELETE ON public.evidence_openings FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER evidence_unread_no_change BEFORE UPDATE OR DELETE ON public.evidence_unread FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER evidence_intakes_in_order AFTER INSERT ON public.evidence_intakes FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_evidence_intakes()
--;;
CREATE TRIGGER evidence_files_in_order AFTER INSERT ON public.evidence_files FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_evidence_files()
--;;
CREATE TRIGGER evidence_cells_in_order AFTER INSERT ON public.evidence_cells FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_evidence_cells()
--;;
CREATE TRIGGER evidence_vouchers_in_order AFTER INSERT ON public.evidence_vouchers FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_evidence_vouchers()
--;;
CREATE TRIGGER evidence_postings_in_order AFTER INSERT ON public.evidence_postings FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_evidence_postings()
--;;
CREATE TRIGGER evidence_openings_in_order AFTER INSERT ON public.evidence_openings FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_evidence_openings()
--;;
CREATE TRIGGER evidence_unread_in_order AFTER INSERT ON public.evidence_unread FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_evidence_unread()
--;;
ALTER TABLE public.evidence_intakes ENABLE ALWAYS TRIGGER evidence_intakes_no_change
--;;
ALTER TABLE public.evidence_files ENABLE ALWAYS TRIGGER evidence_files_no_change
--;;
ALTER TABLE public.evidence_cells ENABLE ALWAYS TRIGGER evidence_cells_no_change
--;;
ALTER TABLE public.evidence_vouchers ENABLE ALWAYS TRIGGER evidence_vouchers_no_change
--;;
ALTER TABLE public.evidence_postings ENABLE ALWAYS TRIGGER evidence_postings_no_change
--;;
ALTER TABLE public.evidence_openings ENABLE ALWAYS TRIGGER evidence_openings_no_change
--;;
ALTER TABLE public.evidence_unread ENABLE ALWAYS TRIGGER evidence_unread_no_change
--;;
ALTER TABLE public.evidence_intakes ENABLE ALWAYS TRIGGER evidence_intakes_in_order
--;;
ALTER TABLE public.evidence_files ENABLE ALWAYS TRIGGER evidence_files_in_order
--;;
ALTER TABLE public.evidence_cells ENABLE ALWAYS TRIGGER evidence_cells_in_order
--;;
ALTER TABLE public.evidence_vouchers ENABLE ALWAYS TRIGGER evidence_vouchers_in_order
--;;
ALTER TABLE public.evidence_postings ENABLE ALWAYS TRIGGER evidence_postings_in_order
--;;
ALTER TABLE public.evidence_openings ENABLE ALWAYS TRIGGER evidence_openings_in_order
--;;
ALTER TABLE public.evidence_unread ENABLE ALWAYS TRIGGER evidence_unread_in_order
