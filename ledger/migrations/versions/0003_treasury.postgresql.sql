CREATE TABLE desk_drafts (
	unit_id INTEGER NOT NULL,
	draft INTEGER NOT NULL,
	ref TEXT NOT NULL,
	event TEXT NOT NULL,
	digest BYTEA NOT NULL,
	CONSTRAINT pk_desk_drafts PRIMARY KEY (unit_id, draft),
	CONSTRAINT ck_desk_drafts_draft_from_one CHECK (draft > 0),
	CONSTRAINT ck_desk_drafts_ref_given CHECK (ref <> ''),
	CONSTRAINT ck_desk_drafts_event_named CHECK (event <> ''),
	CONSTRAINT ck_desk_drafts_digest_whole CHECK (length(digest) = 32),
	CONSTRAINT fk_desk_drafts_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
CREATE INDEX ix_desk_drafts_unit_id_ref ON desk_drafts (unit_id, ref)
--;;
COMMENT ON COLUMN desk_drafts.draft IS 'its number in the unit'
--;;
COMMENT ON COLUMN desk_drafts.ref IS 'reference of its voucher; handed in twice it is one'
--;;
COMMENT ON COLUMN desk_drafts.event IS 'what happened: a key of events.toml, or a duty'
--;;
COMMENT ON COLUMN desk_drafts.digest IS 'of the draft as handed in'
--;;
CREATE TABLE lineage_heads (
	unit_id INTEGER NOT NULL,
	through BIGINT NOT NULL,
	after BIGINT NOT NULL,
	hash BYTEA NOT NULL,
	CONSTRAINT pk_lineage_heads PRIMARY KEY (unit_id, through),
	CONSTRAINT fk_lineage_heads_unit_id_through FOREIGN KEY(unit_id, through) REFERENCES vouchers (unit_id, position),
	CONSTRAINT ck_lineage_heads_after_before CHECK (after >= 0 AND after < through),
	CONSTRAINT ck_lineage_heads_hash_whole CHECK (length(hash) = 32),
	CONSTRAINT fk_lineage_heads_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
COMMENT ON COLUMN lineage_heads.through IS 'position recorded up to'
--;;
COMMENT ON COLUMN lineage_heads.after IS 'where the head before it ended'
--;;
COMMENT ON COLUMN lineage_heads.hash IS 'of the voucher at `through`'
--;;
CREATE TABLE bank_accounts (
	unit_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	account_id INTEGER NOT NULL,
	bank TEXT NOT NULL,
	tail TEXT NOT NULL,
	locked BYTEA NOT NULL,
	blind BYTEA NOT NULL,
	since DATE NOT NULL,
	CONSTRAINT pk_bank_accounts PRIMARY KEY (unit_id, number),
	CONSTRAINT uq_bank_accounts_unit_id_blind UNIQUE (unit_id, blind),
	CONSTRAINT ck_bank_accounts_number_from_one CHECK (number > 0),
	CONSTRAINT ck_bank_accounts_bank_named CHECK (bank <> ''),
	CONSTRAINT ck_bank_accounts_blind_whole CHECK (length(blind) = 32),
	CONSTRAINT fk_bank_accounts_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_bank_accounts_account_id FOREIGN KEY(account_id) REFERENCES accounts (id)
)
--;;
COMMENT ON COLUMN bank_accounts.number IS 'counted from 1 in the unit'
--;;
COMMENT ON COLUMN bank_accounts.bank IS 'name of the bank and branch'
--;;
COMMENT ON COLUMN bank_accounts.tail IS 'the last four digits, for people'
--;;
COMMENT ON COLUMN bank_accounts.locked IS 'the account''s number'
--;;
COMMENT ON COLUMN bank_accounts.blind IS 'finds the number again'
--;;
CREATE TABLE lineage_amounts (
	unit_id INTEGER NOT NULL,
	fund_id INTEGER NOT NULL,
	side TEXT NOT NULL,
	matter BIGINT NOT NULL,
	at BIGINT NOT NULL,
	change_fen BIGINT NOT NULL,
	amount_fen BIGINT NOT NULL,
	CONSTRAINT pk_lineage_amounts PRIMARY KEY (unit_id, fund_id, side, matter, at),
	CONSTRAINT fk_lineage_amounts_unit_id_fund_id FOREIGN KEY(unit_id, fund_id) REFERENCES funds (unit_id, id),
	CONSTRAINT fk_lineage_amounts_unit_id_at FOREIGN KEY(unit_id, at) REFERENCES vouchers (unit_id, position),
	CONSTRAINT fk_lineage_amounts_unit_id_matter FOREIGN KEY(unit_id, matter) REFERENCES vouchers (unit_id, position),
	CONSTRAINT ck_lineage_amounts_side_known CHECK (side = 'source' OR side = 'use' OR side = 'direct'),
	CONSTRAINT ck_lineage_amounts_at_follows CHECK (at >= matter),
	CONSTRAINT ck_lineage_amounts_amount_changed CHECK (change_fen <> 0),
	CONSTRAINT ck_lineage_amounts_amount_not_negative CHECK (amount_fen >= 0),
	CONSTRAINT fk_lineage_amounts_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
CREATE INDEX ix_lineage_amounts_unit_id_matter ON lineage_amounts (unit_id, matter)
--;;
COMMENT ON COLUMN lineage_amounts.matter IS 'position that it is known by'
--;;
COMMENT ON COLUMN lineage_amounts.at IS 'position of what changed it'
--;;
COMMENT ON COLUMN lineage_amounts.amount_fen IS 'after the change'
--;;
CREATE TABLE lineage_keys (
	unit_id INTEGER NOT NULL,
	fund_id INTEGER NOT NULL,
	request TEXT NOT NULL,
	use BIGINT NOT NULL,
	at BIGINT NOT NULL,
	by BIGINT NOT NULL,
	change_fen BIGINT NOT NULL,
	open_fen BIGINT NOT NULL,
	CONSTRAINT pk_lineage_keys PRIMARY KEY (unit_id, fund_id, request, use, at),
	CONSTRAINT fk_lineage_keys_unit_id_fund_id FOREIGN KEY(unit_id, fund_id) REFERENCES funds (unit_id, id),
	CONSTRAINT fk_lineage_keys_unit_id_at FOREIGN KEY(unit_id, at) REFERENCES vouchers (unit_id, position),
	CONSTRAINT fk_lineage_keys_unit_id_by FOREIGN KEY(unit_id, by) REFERENCES vouchers (unit_id, position),
	CONSTRAINT ck_lineage_keys_request_named CHECK (request <> ''),
	CONSTRAINT ck_lineage_keys_at_follows CHECK (at >= "use" AND at >= "by"),
	CONSTRAINT ck_lineage_keys_open_changed CHECK (change_fen <> 0),
	CONSTRAINT ck_lineage_keys_open_not_negative CHECK (open_fen >= 0),
	CONSTRAINT fk_lineage_keys_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
COMMENT ON COLUMN lineage_keys.request IS 'the key that postings name'
--;;
COMMENT ON COLUMN lineage_keys.at IS 'position of what changed it'
--;;
COMMENT ON COLUMN lineage_keys.by IS 'the matter that paid or brought back'
--;;
COMMENT ON COLUMN lineage_keys.open_fen IS 'what may still come back'
--;;
CREATE TABLE lineage_open (
	unit_id INTEGER NOT NULL,
	fund_id INTEGER NOT NULL,
	through BIGINT NOT NULL,
	side TEXT NOT NULL,
	matter BIGINT NOT NULL,
	left_fen BIGINT NOT NULL,
	CONSTRAINT pk_lineage_open PRIMARY KEY (unit_id, fund_id, through, side, matter),
	CONSTRAINT fk_lineage_open_unit_id_fund_id FOREIGN KEY(unit_id, fund_id) REFERENCES funds (unit_id, id),
	CONSTRAINT ck_lineage_open_side_known CHECK (side = 'source' OR side = 'use'),
	CONSTRAINT ck_lineage_open_left_not_negative CHECK (left_fen >= 0),
	CONSTRAINT ck_lineage_open_use_lacks CHECK (side = 'source' OR left_fen > 0),
	CONSTRAINT fk_lineage_open_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
COMMENT ON COLUMN lineage_open.through IS 'position recorded up to'
--;;
COMMENT ON COLUMN lineage_open.left_fen IS 'left of it, or uncovered'
--;;
CREATE TABLE lineage_shares (
	unit_id INTEGER NOT NULL,
	fund_id INTEGER NOT NULL,
	seq BIGINT NOT NULL,
	at BIGINT NOT NULL,
	use BIGINT NOT NULL,
	source BIGINT NOT NULL,
	act TEXT NOT NULL,
	change_fen BIGINT NOT NULL,
	share_fen BIGINT NOT NULL,
	used_fen BIGINT NOT NULL,
	covered_fen BIGINT NOT NULL,
	CONSTRAINT pk_lineage_shares PRIMARY KEY (unit_id, fund_id, seq),
	CONSTRAINT fk_lineage_shares_unit_id_fund_id FOREIGN KEY(unit_id, fund_id) REFERENCES funds (unit_id, id),
	CONSTRAINT fk_lineage_shares_unit_id_at FOREIGN KEY(unit_id, at) REFERENCES vouchers (unit_id, position),
	CONSTRAINT ck_lineage_shares_act_known CHECK (act = 'paid' OR act = 'returned' OR act = 'retaken' OR act = 'covered' OR act = 'reassigned' OR act = 'restored'),
	CONSTRAINT ck_lineage_shares_seq_from_one CHECK (seq > 0),
	CONSTRAINT ck_lineage_shares_at_follows CHECK (at >= "use" AND at >= source),
	CONSTRAINT ck_lineage_shares_share_changed CHECK (change_fen <> 0),
	CONSTRAINT ck_lineage_shares_share_not_negative CHECK (share_fen >= 0),
	CONSTRAINT ck_lineage_shares_used_in_all CHECK (used_fen >= share_fen),
	CONSTRAINT ck_lineage_shares_covered_in_all CHECK (covered_fen >= share_fen),
	CONSTRAINT ck_lineage_shares_act_moves_so CHECK (act = 'paid' AND change_fen > 0 OR act = 'retaken' AND change_fen > 0 OR act = 'covered' AND change_fen > 0 OR act = 'returned' AND change_fen < 0 OR act = 'reassigned' OR act = 'restored'),
	CONSTRAINT fk_lineage_shares_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
CREATE INDEX ix_lineage_shares_unit_id_fund_id_source_seq ON lineage_shares (unit_id, fund_id, source, seq)
--;;
CREATE INDEX ix_lineage_shares_unit_id_fund_id_use_seq ON lineage_shares (unit_id, fund_id, use, seq)
--;;
COMMENT ON COLUMN lineage_shares.seq IS 'counted from 1 in the fund'
--;;
COMMENT ON COLUMN lineage_shares.at IS 'position of what caused it'
--;;
COMMENT ON COLUMN lineage_shares.share_fen IS 'of the use by the source'
--;;
COMMENT ON COLUMN lineage_shares.used_fen IS 'of the source, in all'
--;;
COMMENT ON COLUMN lineage_shares.covered_fen IS 'of the use, in all'
--;;
CREATE TABLE bank_statements (
	unit_id INTEGER NOT NULL,
	statement INTEGER NOT NULL,
	account INTEGER NOT NULL,
	form TEXT NOT NULL,
	file_hash BYTEA NOT NULL,
	since DATE NOT NULL,
	until DATE NOT NULL,
	opening_fen BIGINT NOT NULL,
	closing_fen BIGINT NOT NULL,
	rows INTEGER NOT NULL,
	new_rows INTEGER NOT NULL,
	rows_hash BYTEA NOT NULL,
	person_id INTEGER NOT NULL,
	imported_at TEXT NOT NULL,
	CONSTRAINT pk_bank_statements PRIMARY KEY (unit_id, statement),
	CONSTRAINT uq_bank_statements_unit_id_account_file_hash UNIQUE (unit_id, account, file_hash),
	CONSTRAINT fk_bank_statements_unit_id_account FOREIGN KEY(unit_id, account) REFERENCES bank_accounts (unit_id, number),
	CONSTRAINT ck_bank_statements_form_known CHECK (form = 'csv' OR form = 'xlsx' OR form = 'ofx' OR form = 'mt940' OR form = 'camt053'),
	CONSTRAINT ck_bank_statements_statement_from_one CHECK (statement > 0),
	CONSTRAINT ck_bank_statements_since_before_until CHECK (since <= until),
	CONSTRAINT ck_bank_statements_rows_counted CHECK (rows >= new_rows AND new_rows >= 0),
	CONSTRAINT ck_bank_statements_file_hash_whole CHECK (length(file_hash) = 32),
	CONSTRAINT ck_bank_statements_rows_hash_whole CHECK (length(rows_hash) = 32),
	CONSTRAINT fk_bank_statements_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_bank_statements_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN bank_statements.statement IS 'counted from 1 in the unit'
--;;
COMMENT ON COLUMN bank_statements.account IS 'number of the bank account'
--;;
COMMENT ON COLUMN bank_statements.form IS 'the format of the file'
--;;
COMMENT ON COLUMN bank_statements.file_hash IS 'SHA-256 of the file'
--;;
COMMENT ON COLUMN bank_statements.since IS 'the first day it covers'
--;;
COMMENT ON COLUMN bank_statements.until IS 'the last day it covers'
--;;
COMMENT ON COLUMN bank_statements.rows IS 'in the file'
--;;
COMMENT ON COLUMN bank_statements.new_rows IS 'not known from others'
--;;
COMMENT ON COLUMN bank_statements.rows_hash IS 'of its new rows'
--;;
CREATE TABLE bank_rows (
	unit_id INTEGER NOT NULL,
	statement INTEGER NOT NULL,
	row INTEGER NOT NULL,
	account INTEGER NOT NULL,
	booked_on DATE NOT NULL,
	amount_fen BIGINT NOT NULL,
	balance_fen BIGINT,
	reference TEXT DEFAULT '' NOT NULL,
	kind TEXT NOT NULL,
	locked BYTEA NOT NULL,
	row_key BYTEA NOT NULL,
	occurrence INTEGER NOT NULL,
	CONSTRAINT pk_bank_rows PRIMARY KEY (unit_id, statement, row),
	CONSTRAINT uq_bank_rows_unit_id_account_row_key_occurrence UNIQUE (unit_id, account, row_key, occurrence),
	CONSTRAINT fk_bank_rows_unit_id_statement FOREIGN KEY(unit_id, statement) REFERENCES bank_statements (unit_id, statement) DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT ck_bank_rows_kind_known CHECK (kind = '' OR kind = 'fee' OR kind = 'interest' OR kind = 'return'),
	CONSTRAINT ck_bank_rows_row_from_one CHECK ("row" > 0),
	CONSTRAINT ck_bank_rows_amount_moved CHECK (amount_fen <> 0),
	CONSTRAINT ck_bank_rows_amount_bounded CHECK (amount_fen BETWEEN -9000000000000000 AND 9000000000000000),
	CONSTRAINT ck_bank_rows_occurrence_from_one CHECK (occurrence > 0),
	CONSTRAINT ck_bank_rows_row_key_whole CHECK (length(row_key) = 32),
	CONSTRAINT fk_bank_rows_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
CREATE INDEX ix_bank_rows_unit_id_account_booked_on ON bank_rows (unit_id, account, booked_on)
--;;
COMMENT ON COLUMN bank_rows.row IS 'place in the file, from 1'
--;;
COMMENT ON COLUMN bank_rows.account IS 'number of the bank account'
--;;
COMMENT ON COLUMN bank_rows.amount_fen IS 'in: above zero, out: below'
--;;
COMMENT ON COLUMN bank_rows.balance_fen IS 'after it, where told'
--;;
COMMENT ON COLUMN bank_rows.reference IS 'the bank''s own number of the movement'
--;;
COMMENT ON COLUMN bank_rows.kind IS 'what it is, as far as the bank''s code tells'
--;;
COMMENT ON COLUMN bank_rows.locked IS 'counterparty and text'
--;;
COMMENT ON COLUMN bank_rows.row_key IS 'blind, of what it says'
--;;
COMMENT ON COLUMN bank_rows.occurrence IS 'among equal ones, from 1'
--;;
CREATE FUNCTION public.bangfu_judge_lineage_heads() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.after <> COALESCE((SELECT MAX(h.through) FROM public.lineage_heads h WHERE h.unit_id = NEW.unit_id AND h.through <> NEW.through), 0)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NOT EXISTS (SELECT 1 FROM public.vouchers v WHERE v.unit_id = NEW.unit_id AND v.position = NEW.through AND v.hash = NEW.hash)) THEN
  RAISE EXCEPTION 'bangfu:L10';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_lineage_amounts() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (EXISTS (SELECT 1 FROM public.lineage_heads h WHERE h.unit_id = NEW.unit_id AND h.through >= NEW.at)) THEN
  RAISE EXCEPTION 'bangfu:L3';
END IF;
IF (EXISTS (SELECT 1 FROM public.lineage_amounts o WHERE o.unit_id = NEW.unit_id AND o.fund_id = NEW.fund_id AND o."side" = NEW."side" AND o."matter" = NEW."matter" AND o.at > NEW.at)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NEW.amount_fen <> NEW.change_fen + COALESCE((SELECT b.amount_fen FROM public.lineage_amounts b WHERE b.unit_id = NEW.unit_id AND b.fund_id = NEW.fund_id AND b."side" = NEW."side" AND b."matter" = NEW."matter" AND b.at < NEW.at ORDER BY b.at DESC LIMIT 1), 0)) THEN
  RAISE EXCEPTION 'bangfu:lineage';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_lineage_shares() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (EXISTS (SELECT 1 FROM public.lineage_heads h WHERE h.unit_id = NEW.unit_id AND h.through >= NEW.at)) THEN
  RAISE EXCEPTION 'bangfu:L3';
END IF;
IF (NEW.seq > 1 AND NOT EXISTS (SELECT 1 FROM public.lineage_shares b WHERE b.unit_id = NEW.unit_id AND b.fund_id = NEW.fund_id AND b.seq = NEW.seq - 1 AND b.at <= NEW.at)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NEW.used_fen <> NEW.change_fen + COALESCE((SELECT b.used_fen FROM public.lineage_shares b WHERE b.unit_id = NEW.unit_id AND b.fund_id = NEW.fund_id AND b."source" = NEW."source" AND b.seq < NEW.seq ORDER BY b.seq DESC LIMIT 1), 0)) THEN
  RAISE EXCEPTION 'bangfu:lineage';
END IF;
IF (NEW.covered_fen <> NEW.change_fen + COALESCE((SELECT b.covered_fen FROM public.lineage_shares b WHERE b.unit_id = NEW.unit_id AND b.fund_id = NEW.fund_id AND b."use" = NEW."use" AND b.seq < NEW.seq ORDER BY b.seq DESC LIMIT 1), 0)) THEN
  RAISE EXCEPTION 'bangfu:lineage';
END IF;
IF (NEW.share_fen <> NEW.change_fen + COALESCE((SELECT b.share_fen FROM public.lineage_shares b WHERE b.unit_id = NEW.unit_id AND b.fund_id = NEW.fund_id AND b."use" = NEW."use" AND b."source" = NEW."source" AND b.seq < NEW.seq ORDER BY b.seq DESC LIMIT 1), 0)) THEN
  RAISE EXCEPTION 'bangfu:lineage';
END IF;
IF (NEW.change_fen > 0 AND NEW.used_fen > COALESCE((SELECT a.amount_fen FROM public.lineage_amounts a WHERE a.unit_id = NEW.unit_id AND a.fund_id = NEW.fund_id AND a.side = 'source' AND a.matter = NEW."source" AND a.at <= NEW.at ORDER BY a.at DESC LIMIT 1), 0)) THEN
  RAISE EXCEPTION 'bangfu:lineage';
END IF;
IF (NEW.change_fen > 0 AND NEW.covered_fen > COALESCE((SELECT a.amount_fen FROM public.lineage_amounts a WHERE a.unit_id = NEW.unit_id AND a.fund_id = NEW.fund_id AND a.side = 'use' AND a.matter = NEW."use" AND a.at <= NEW.at ORDER BY a.at DESC LIMIT 1), 0)) THEN
  RAISE EXCEPTION 'bangfu:lineage';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_lineage_keys() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (EXISTS (SELECT 1 FROM public.lineage_heads h WHERE h.unit_id = NEW.unit_id AND h.through >= NEW.at)) THEN
  RAISE EXCEPTION 'bangfu:L3';
END IF;
IF (EXISTS (SELECT 1 FROM public.lineage_keys o WHERE o.unit_id = NEW.unit_id AND o.fund_id = NEW.fund_id AND o."request" = NEW."request" AND o."use" = NEW."use" AND o.at > NEW.at)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NEW.open_fen <> NEW.change_fen + COALESCE((SELECT b.open_fen FROM public.lineage_keys b WHERE b.unit_id = NEW.unit_id AND b.fund_id = NEW.fund_id AND b."request" = NEW."request" AND b."use" = NEW."use" AND b.at < NEW.at ORDER BY b.at DESC LIMIT 1), 0)) THEN
  RAISE EXCEPTION 'bangfu:lineage';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_lineage_open() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (EXISTS (SELECT 1 FROM public.lineage_heads h WHERE h.unit_id = NEW.unit_id AND h.through >= NEW.through)) THEN
  RAISE EXCEPTION 'bangfu:L3';
END IF;
IF (NEW.side = 'source' AND NEW.left_fen <> COALESCE((SELECT a.amount_fen FROM public.lineage_amounts a WHERE a.unit_id = NEW.unit_id AND a.fund_id = NEW.fund_id AND a.side = 'source' AND a.matter = NEW."matter" AND a.at <= NEW.through ORDER BY a.at DESC LIMIT 1), 0) - COALESCE((SELECT b.used_fen FROM public.lineage_shares b WHERE b.unit_id = NEW.unit_id AND b.fund_id = NEW.fund_id AND b."source" = NEW.matter ORDER BY b.seq DESC LIMIT 1), 0)) THEN
  RAISE EXCEPTION 'bangfu:lineage';
END IF;
IF (NEW.side = 'use' AND NEW.left_fen <> COALESCE((SELECT a.amount_fen FROM public.lineage_amounts a WHERE a.unit_id = NEW.unit_id AND a.fund_id = NEW.fund_id AND a.side = 'use' AND a.matter = NEW."matter" AND a.at <= NEW.through ORDER BY a.at DESC LIMIT 1), 0) - COALESCE((SELECT b.covered_fen FROM public.lineage_shares b WHERE b.unit_id = NEW.unit_id AND b.fund_id = NEW.fund_id AND b."use" = NEW.matter ORDER BY b.seq DESC LIMIT 1), 0)) THEN
  RAISE EXCEPTION 'bangfu:lineage';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE TRIGGER desk_drafts_no_change BEFORE UPDATE OR DELETE ON public.desk_drafts FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER lineage_heads_no_change BEFORE UPDATE OR DELETE ON public.lineage_heads FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER lineage_amounts_no_change BEFORE UPDATE OR DELETE ON public.lineage_amounts FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER lineage_shares_no_change BEFORE UPDATE OR DELETE ON public.lineage_shares FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER lineage_keys_no_change BEFORE UPDATE OR DELETE ON public.lineage_keys FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER lineage_open_no_change BEFORE UPDATE OR DELETE ON public.lineage_open FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER bank_accounts_no_change BEFORE UPDATE OR DELETE ON public.bank_accounts FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER bank_statements_no_change BEFORE UPDATE OR DELETE ON public.bank_statements FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER bank_rows_no_change BEFORE UPDATE OR DELETE ON public.bank_rows FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER lineage_heads_in_order AFTER INSERT ON public.lineage_heads FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_lineage_heads()
--;;
CREATE TRIGGER lineage_amounts_in_order AFTER INSERT ON public.lineage_amounts FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_lineage_amounts()
--;;
CREATE TRIGGER lineage_shares_in_order AFTER INSERT ON public.lineage_shares FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_lineage_shares()
--;;
CREATE TRIGGER lineage_keys_in_order AFTER INSERT ON public.lineage_keys FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_lineage_keys()
--;;
CREATE TRIGGER lineage_open_in_order AFTER INSERT ON public.lineage_open FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_lineage_open()
--;;
ALTER TABLE public.desk_drafts ENABLE ALWAYS TRIGGER desk_drafts_no_change
--;;
ALTER TABLE public.lineage_heads ENABLE ALWAYS TRIGGER lineage_heads_no_change
--;;
ALTER TABLE public.lineage_amounts ENABLE ALWAYS TRIGGER lineage_amounts_no_change
--;;
ALTER TABLE public.lineage_shares ENABLE ALWAYS TRIGGER lineage_shares_no_change
--;;
ALTER TABLE public.lineage_keys ENABLE ALWAYS TRIGGER lineage_keys_no_change
--;;
ALTER TABLE public.lineage_open ENABLE ALWAYS TRIGGER lineage_open_no_change
--;;
ALTER TABLE public.bank_accounts ENABLE ALWAYS TRIGGER bank_accounts_no_change
--;;
ALTER TABLE public.bank_statements ENABLE ALWAYS TRIGGER bank_statements_no_change
--;;
ALTER TABLE public.bank_rows ENABLE ALWAYS TRIGGER bank_rows_no_change
--;;
ALTER TABLE public.lineage_heads ENABLE ALWAYS TRIGGER lineage_heads_in_order
--;;
ALTER TABLE public.lineage_amounts ENABLE ALWAYS TRIGGER lineage_amounts_in_order
--;;
ALTER TABLE public.lineage_shares ENABLE ALWAYS TRIGGER lineage_shares_in_order
--;;
ALTER TABLE public.lineage_keys ENABLE ALWAYS TRIGGER lineage_keys_in_order
--;;
ALTER TABLE public.lineage_open ENABLE ALWAYS TRIGGER lineage_open_in_order
