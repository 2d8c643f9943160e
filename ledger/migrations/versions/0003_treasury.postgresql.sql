CREATE TABLE vault_keys (
	number SERIAL NOT NULL,
	fingerprint BYTEA NOT NULL,
	met_at TEXT NOT NULL,
	CONSTRAINT pk_vault_keys PRIMARY KEY (number),
	CONSTRAINT ck_vault_keys_number_from_one CHECK (number > 0),
	CONSTRAINT ck_vault_keys_fingerprint_whole CHECK (length(fingerprint) = 32),
	CONSTRAINT ck_vault_keys_met_at_given CHECK (met_at <> '')
)
--;;
COMMENT ON COLUMN vault_keys.number IS 'the highest one encrypts'
--;;
COMMENT ON COLUMN vault_keys.fingerprint IS 'tells keys apart'
--;;
COMMENT ON COLUMN vault_keys.met_at IS 'when these books first met it'
--;;
CREATE TABLE bank_mappings (
	unit_id INTEGER NOT NULL,
	bank TEXT NOT NULL,
	revision INTEGER NOT NULL,
	since DATE NOT NULL,
	header_row INTEGER NOT NULL,
	date TEXT NOT NULL,
	amount TEXT NOT NULL,
	side TEXT NOT NULL,
	money_in TEXT NOT NULL,
	money_out TEXT NOT NULL,
	balance TEXT NOT NULL,
	reference TEXT NOT NULL,
	counterparty TEXT NOT NULL,
	counterparty_account TEXT NOT NULL,
	text TEXT NOT NULL,
	code TEXT NOT NULL,
	currency TEXT NOT NULL,
	account TEXT NOT NULL,
	CONSTRAINT pk_bank_mappings PRIMARY KEY (unit_id, bank, revision),
	CONSTRAINT ck_bank_mappings_bank_named CHECK (bank <> ''),
	CONSTRAINT ck_bank_mappings_revision_from_one CHECK (revision > 0),
	CONSTRAINT ck_bank_mappings_header_row_from_one CHECK (header_row > 0),
	CONSTRAINT ck_bank_mappings_date_told CHECK (date <> ''),
	CONSTRAINT ck_bank_mappings_amount_told_once CHECK ((amount <> '' AND money_in = '' AND money_out = '') OR (amount = '' AND money_in <> '' AND money_out <> '' AND side = '')),
	CONSTRAINT fk_bank_mappings_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
COMMENT ON COLUMN bank_mappings.bank IS 'how the names of its accounts'' banks begin'
--;;
COMMENT ON COLUMN bank_mappings.revision IS 'counted from 1'
--;;
COMMENT ON COLUMN bank_mappings.since IS 'the bank has the form since then'
--;;
COMMENT ON COLUMN bank_mappings.date IS 'heading of the column, or empty'
--;;
COMMENT ON COLUMN bank_mappings.amount IS 'heading of the column, or empty'
--;;
COMMENT ON COLUMN bank_mappings.side IS 'heading of the column, or empty'
--;;
COMMENT ON COLUMN bank_mappings.money_in IS 'heading of the column, or empty'
--;;
COMMENT ON COLUMN bank_mappings.money_out IS 'heading of the column, or empty'
--;;
COMMENT ON COLUMN bank_mappings.balance IS 'heading of the column, or empty'
--;;
COMMENT ON COLUMN bank_mappings.reference IS 'heading of the column, or empty'
--;;
COMMENT ON COLUMN bank_mappings.counterparty IS 'heading of the column, or empty'
--;;
COMMENT ON COLUMN bank_mappings.counterparty_account IS 'heading of the column, or empty'
--;;
COMMENT ON COLUMN bank_mappings.text IS 'heading of the column, or empty'
--;;
COMMENT ON COLUMN bank_mappings.code IS 'heading of the column, or empty'
--;;
COMMENT ON COLUMN bank_mappings.currency IS 'heading of the column, or empty'
--;;
COMMENT ON COLUMN bank_mappings.account IS 'heading of the column, or empty'
--;;
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
	known_fen BIGINT NOT NULL,
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
	CONSTRAINT ck_bank_statements_known_moved CHECK (new_rows < rows OR known_fen = 0),
	CONSTRAINT ck_bank_statements_opening_bounded CHECK (opening_fen BETWEEN -9000000000000000 AND 9000000000000000),
	CONSTRAINT ck_bank_statements_closing_bounded CHECK (closing_fen BETWEEN -9000000000000000 AND 9000000000000000),
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
COMMENT ON COLUMN bank_statements.known_fen IS 'moved by the rows not new'
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
CREATE FUNCTION public.bangfu_judge_bank_accounts() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.number <> 1 + (SELECT COALESCE(MAX(o.number), 0) FROM public.bank_accounts o WHERE o.unit_id = NEW.unit_id AND o.number <> NEW.number)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NOT EXISTS (SELECT 1 FROM public.accounts a WHERE a.id = NEW.account_id AND a.money = 1 AND a.role <> 'cash')) THEN
  RAISE EXCEPTION 'bangfu:account';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_bank_mappings() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.revision <> 1 + (SELECT COALESCE(MAX(o.revision), 0) FROM public.bank_mappings o WHERE o.unit_id = NEW.unit_id AND o.bank = NEW.bank AND o.revision <> NEW.revision)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_bank_rows() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.statement <> 1 + (SELECT COALESCE(MAX(t.statement), 0) FROM public.bank_statements t WHERE t.unit_id = NEW.unit_id)) THEN
  RAISE EXCEPTION 'bangfu:L3';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_bank_statements() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.statement <> 1 + (SELECT COALESCE(MAX(o.statement), 0) FROM public.bank_statements o WHERE o.unit_id = NEW.unit_id AND o.statement <> NEW.statement)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NEW.new_rows <> (SELECT COUNT(*) FROM public.bank_rows r WHERE r.unit_id = NEW.unit_id AND r.statement = NEW.statement)) THEN
  RAISE EXCEPTION 'bangfu:bank';
END IF;
IF (EXISTS (SELECT 1 FROM public.bank_rows r WHERE r.unit_id = NEW.unit_id AND r.statement = NEW.statement AND (r.account <> NEW.account OR r."row" > NEW."rows" OR r.booked_on < NEW.since OR r.booked_on > NEW.until))) THEN
  RAISE EXCEPTION 'bangfu:bank';
END IF;
IF (NEW.opening_fen + NEW.known_fen + (SELECT COALESCE(SUM(r.amount_fen), 0) FROM public.bank_rows r WHERE r.unit_id = NEW.unit_id AND r.statement = NEW.statement) <> NEW.closing_fen) THEN
  RAISE EXCEPTION 'bangfu:bank';
END IF;
IF (NEW."rows" - NEW.new_rows > (SELECT COUNT(*) FROM public.bank_rows k WHERE k.unit_id = NEW.unit_id AND k.account = NEW.account AND k.booked_on >= NEW.since AND k.booked_on <= NEW.until AND k.statement < NEW.statement)) THEN
  RAISE EXCEPTION 'bangfu:bank';
END IF;
IF (EXISTS (SELECT 1 FROM public.bank_statements p WHERE p.unit_id = NEW.unit_id AND p.account = NEW.account AND p.until < NEW.since AND p.closing_fen <> NEW.opening_fen AND NOT EXISTS (SELECT 1 FROM public.bank_statements q WHERE q.unit_id = NEW.unit_id AND q.account = NEW.account AND q.statement <> p.statement AND q.statement <> NEW.statement AND q.until >= p.until))) THEN
  RAISE EXCEPTION 'bangfu:bank';
END IF;
IF (EXISTS (SELECT 1 FROM public.bank_accounts a WHERE a.unit_id = NEW.unit_id AND a.number = NEW.account AND a.since > NEW.since)) THEN
  RAISE EXCEPTION 'bangfu:bank';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE TRIGGER vault_keys_no_change BEFORE UPDATE OR DELETE ON public.vault_keys FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER desk_drafts_no_change BEFORE UPDATE OR DELETE ON public.desk_drafts FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER bank_accounts_no_change BEFORE UPDATE OR DELETE ON public.bank_accounts FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER bank_mappings_no_change BEFORE UPDATE OR DELETE ON public.bank_mappings FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER bank_statements_no_change BEFORE UPDATE OR DELETE ON public.bank_statements FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER bank_rows_no_change BEFORE UPDATE OR DELETE ON public.bank_rows FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER bank_accounts_in_order AFTER INSERT ON public.bank_accounts FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_bank_accounts()
--;;
CREATE TRIGGER bank_mappings_in_order AFTER INSERT ON public.bank_mappings FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_bank_mappings()
--;;
CREATE TRIGGER bank_rows_in_order AFTER INSERT ON public.bank_rows FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_bank_rows()
--;;
CREATE TRIGGER bank_statements_in_order AFTER INSERT ON public.bank_statements FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_bank_statements()
--;;
ALTER TABLE public.vault_keys ENABLE ALWAYS TRIGGER vault_keys_no_change
--;;
ALTER TABLE public.desk_drafts ENABLE ALWAYS TRIGGER desk_drafts_no_change
--;;
ALTER TABLE public.bank_accounts ENABLE ALWAYS TRIGGER bank_accounts_no_change
--;;
ALTER TABLE public.bank_mappings ENABLE ALWAYS TRIGGER bank_mappings_no_change
--;;
ALTER TABLE public.bank_statements ENABLE ALWAYS TRIGGER bank_statements_no_change
--;;
ALTER TABLE public.bank_rows ENABLE ALWAYS TRIGGER bank_rows_no_change
--;;
ALTER TABLE public.bank_accounts ENABLE ALWAYS TRIGGER bank_accounts_in_order
--;;
ALTER TABLE public.bank_mappings ENABLE ALWAYS TRIGGER bank_mappings_in_order
--;;
ALTER TABLE public.bank_rows ENABLE ALWAYS TRIGGER bank_rows_in_order
--;;
ALTER TABLE public.bank_statements ENABLE ALWAYS TRIGGER bank_statements_in_order
