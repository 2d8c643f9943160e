CREATE TABLE vault_keys (
	number INTEGER NOT NULL,
	fingerprint BLOB NOT NULL,
	met_at TEXT NOT NULL,
	CONSTRAINT pk_vault_keys PRIMARY KEY (number),
	CONSTRAINT ck_vault_keys_number_from_one CHECK (number > 0),
	CONSTRAINT ck_vault_keys_fingerprint_whole CHECK (length(fingerprint) = 32),
	CONSTRAINT ck_vault_keys_met_at_given CHECK (met_at <> '')
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE bank_mappings (
	unit_id INTEGER NOT NULL,
	bank TEXT NOT NULL,
	revision INTEGER NOT NULL,
	since TEXT NOT NULL,
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
	CONSTRAINT ck_bank_mappings_since_is_a_day CHECK (since = date(since, '+0 days') IS TRUE),
	CONSTRAINT fk_bank_mappings_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE desk_drafts (
	unit_id INTEGER NOT NULL,
	draft INTEGER NOT NULL,
	ref TEXT NOT NULL,
	event TEXT NOT NULL,
	digest BLOB NOT NULL,
	CONSTRAINT pk_desk_drafts PRIMARY KEY (unit_id, draft),
	CONSTRAINT ck_desk_drafts_draft_from_one CHECK (draft > 0),
	CONSTRAINT ck_desk_drafts_ref_given CHECK (ref <> ''),
	CONSTRAINT ck_desk_drafts_event_named CHECK (event <> ''),
	CONSTRAINT ck_desk_drafts_digest_whole CHECK (length(digest) = 32),
	CONSTRAINT fk_desk_drafts_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE INDEX ix_desk_drafts_unit_id_ref ON desk_drafts (unit_id, ref)
--;;
CREATE TABLE bank_accounts (
	unit_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	account_id INTEGER NOT NULL,
	bank TEXT NOT NULL,
	tail TEXT NOT NULL,
	locked BLOB NOT NULL,
	blind BLOB NOT NULL,
	since TEXT NOT NULL,
	CONSTRAINT pk_bank_accounts PRIMARY KEY (unit_id, number),
	CONSTRAINT uq_bank_accounts_unit_id_blind UNIQUE (unit_id, blind),
	CONSTRAINT ck_bank_accounts_number_from_one CHECK (number > 0),
	CONSTRAINT ck_bank_accounts_bank_named CHECK (bank <> ''),
	CONSTRAINT ck_bank_accounts_blind_whole CHECK (length(blind) = 32),
	CONSTRAINT ck_bank_accounts_since_is_a_day CHECK (since = date(since, '+0 days') IS TRUE),
	CONSTRAINT fk_bank_accounts_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_bank_accounts_account_id FOREIGN KEY(account_id) REFERENCES accounts (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE bank_statements (
	unit_id INTEGER NOT NULL,
	statement INTEGER NOT NULL,
	account INTEGER NOT NULL,
	form TEXT NOT NULL,
	file_hash BLOB NOT NULL,
	since TEXT NOT NULL,
	until TEXT NOT NULL,
	opening_fen INTEGER NOT NULL,
	closing_fen INTEGER NOT NULL,
	rows INTEGER NOT NULL,
	new_rows INTEGER NOT NULL,
	known_fen INTEGER NOT NULL,
	rows_hash BLOB NOT NULL,
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
	CONSTRAINT ck_bank_statements_since_is_a_day CHECK (since = date(since, '+0 days') IS TRUE),
	CONSTRAINT ck_bank_statements_until_is_a_day CHECK (until = date(until, '+0 days') IS TRUE),
	CONSTRAINT fk_bank_statements_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_bank_statements_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE bank_rows (
	unit_id INTEGER NOT NULL,
	statement INTEGER NOT NULL,
	"row" INTEGER NOT NULL,
	account INTEGER NOT NULL,
	booked_on TEXT NOT NULL,
	amount_fen INTEGER NOT NULL,
	balance_fen INTEGER,
	reference TEXT DEFAULT '' NOT NULL,
	kind TEXT NOT NULL,
	locked BLOB NOT NULL,
	row_key BLOB NOT NULL,
	occurrence INTEGER NOT NULL,
	CONSTRAINT pk_bank_rows PRIMARY KEY (unit_id, statement, "row"),
	CONSTRAINT uq_bank_rows_unit_id_account_row_key_occurrence UNIQUE (unit_id, account, row_key, occurrence),
	CONSTRAINT fk_bank_rows_unit_id_statement FOREIGN KEY(unit_id, statement) REFERENCES bank_statements (unit_id, statement) DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT ck_bank_rows_kind_known CHECK (kind = '' OR kind = 'fee' OR kind = 'interest' OR kind = 'return'),
	CONSTRAINT ck_bank_rows_row_from_one CHECK ("row" > 0),
	CONSTRAINT ck_bank_rows_amount_moved CHECK (amount_fen <> 0),
	CONSTRAINT ck_bank_rows_amount_bounded CHECK (amount_fen BETWEEN -9000000000000000 AND 9000000000000000),
	CONSTRAINT ck_bank_rows_occurrence_from_one CHECK (occurrence > 0),
	CONSTRAINT ck_bank_rows_row_key_whole CHECK (length(row_key) = 32),
	CONSTRAINT ck_bank_rows_booked_on_is_a_day CHECK (booked_on = date(booked_on, '+0 days') IS TRUE),
	CONSTRAINT fk_bank_rows_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE INDEX ix_bank_rows_unit_id_account_booked_on ON bank_rows (unit_id, account, booked_on)
--;;
CREATE TRIGGER vault_keys_no_update BEFORE UPDATE ON vault_keys BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER vault_keys_no_delete BEFORE DELETE ON vault_keys BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER vault_keys_no_replace BEFORE INSERT ON vault_keys WHEN EXISTS (SELECT 1 FROM vault_keys o WHERE o."number" = NEW."number") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER desk_drafts_no_update BEFORE UPDATE ON desk_drafts BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER desk_drafts_no_delete BEFORE DELETE ON desk_drafts BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER desk_drafts_no_replace BEFORE INSERT ON desk_drafts WHEN EXISTS (SELECT 1 FROM desk_drafts o WHERE o."unit_id" = NEW."unit_id" AND o."draft" = NEW."draft") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER bank_accounts_no_update BEFORE UPDATE ON bank_accounts BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER bank_accounts_no_delete BEFORE DELETE ON bank_accounts BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER bank_accounts_no_replace BEFORE INSERT ON bank_accounts WHEN EXISTS (SELECT 1 FROM bank_accounts o WHERE o."unit_id" = NEW."unit_id" AND o."number" = NEW."number") OR EXISTS (SELECT 1 FROM bank_accounts o WHERE o."unit_id" = NEW."unit_id" AND o."blind" = NEW."blind") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER bank_mappings_no_update BEFORE UPDATE ON bank_mappings BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER bank_mappings_no_delete BEFORE DELETE ON bank_mappings BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER bank_mappings_no_replace BEFORE INSERT ON bank_mappings WHEN EXISTS (SELECT 1 FROM bank_mappings o WHERE o."unit_id" = NEW."unit_id" AND o."bank" = NEW."bank" AND o."revision" = NEW."revision") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER bank_statements_no_update BEFORE UPDATE ON bank_statements BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER bank_statements_no_delete BEFORE DELETE ON bank_statements BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER bank_statements_no_replace BEFORE INSERT ON bank_statements WHEN EXISTS (SELECT 1 FROM bank_statements o WHERE o."unit_id" = NEW."unit_id" AND o."statement" = NEW."statement") OR EXISTS (SELECT 1 FROM bank_statements o WHERE o."unit_id" = NEW."unit_id" AND o."account" = NEW."account" AND o."file_hash" = NEW."file_hash") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER bank_rows_no_update BEFORE UPDATE ON bank_rows BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER bank_rows_no_delete BEFORE DELETE ON bank_rows BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER bank_rows_no_replace BEFORE INSERT ON bank_rows WHEN EXISTS (SELECT 1 FROM bank_rows o WHERE o."unit_id" = NEW."unit_id" AND o."statement" = NEW."statement" AND o."row" = NEW."row") OR EXISTS (SELECT 1 FROM bank_rows o WHERE o."unit_id" = NEW."unit_id" AND o."account" = NEW."account" AND o."row_key" = NEW."row_key" AND o."occurrence" = NEW."occurrence") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER bank_accounts_in_order AFTER INSERT ON bank_accounts BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.number <> 1 + (SELECT COALESCE(MAX(o.number), 0) FROM bank_accounts o WHERE o.unit_id = NEW.unit_id AND o.number <> NEW.number);
  SELECT RAISE(ABORT, 'bangfu:account') WHERE NOT EXISTS (SELECT 1 FROM accounts a WHERE a.id = NEW.account_id AND a.money = 1 AND a.role <> 'cash');
END
--;;
CREATE TRIGGER bank_mappings_in_order AFTER INSERT ON bank_mappings BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.revision <> 1 + (SELECT COALESCE(MAX(o.revision), 0) FROM bank_mappings o WHERE o.unit_id = NEW.unit_id AND o.bank = NEW.bank AND o.revision <> NEW.revision);
END
--;;
CREATE TRIGGER bank_rows_in_order AFTER INSERT ON bank_rows BEGIN
  SELECT RAISE(ABORT, 'bangfu:L3') WHERE NEW.statement <> 1 + (SELECT COALESCE(MAX(t.statement), 0) FROM bank_statements t WHERE t.unit_id = NEW.unit_id);
END
--;;
CREATE TRIGGER bank_statements_in_order AFTER INSERT ON bank_statements BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.statement <> 1 + (SELECT COALESCE(MAX(o.statement), 0) FROM bank_statements o WHERE o.unit_id = NEW.unit_id AND o.statement <> NEW.statement);
  SELECT RAISE(ABORT, 'bangfu:bank') WHERE NEW.new_rows <> (SELECT COUNT(*) FROM bank_rows r WHERE r.unit_id = NEW.unit_id AND r.statement = NEW.statement);
  SELECT RAISE(ABORT, 'bangfu:bank') WHERE EXISTS (SELECT 1 FROM bank_rows r WHERE r.unit_id = NEW.unit_id AND r.statement = NEW.statement AND (r.account <> NEW.account OR r."row" > NEW."rows" OR r.booked_on < NEW.since OR r.booked_on > NEW.until));
  SELECT RAISE(ABORT, 'bangfu:bank') WHERE NEW.opening_fen + NEW.known_fen + (SELECT COALESCE(SUM(r.amount_fen), 0) FROM bank_rows r WHERE r.unit_id = NEW.unit_id AND r.statement = NEW.statement) <> NEW.closing_fen;
  SELECT RAISE(ABORT, 'bangfu:bank') WHERE NEW."rows" - NEW.new_rows > (SELECT COUNT(*) FROM bank_rows k WHERE k.unit_id = NEW.unit_id AND k.account = NEW.account AND k.booked_on >= NEW.since AND k.booked_on <= NEW.until AND k.statement < NEW.statement);
  SELECT RAISE(ABORT, 'bangfu:bank') WHERE EXISTS (SELECT 1 FROM bank_statements p WHERE p.unit_id = NEW.unit_id AND p.account = NEW.account AND p.until < NEW.since AND p.closing_fen <> NEW.opening_fen AND NOT EXISTS (SELECT 1 FROM bank_statements q WHERE q.unit_id = NEW.unit_id AND q.account = NEW.account AND q.statement <> p.statement AND q.statement <> NEW.statement AND q.until >= p.until));
  SELECT RAISE(ABORT, 'bangfu:bank') WHERE EXISTS (SELECT 1 FROM bank_accounts a WHERE a.unit_id = NEW.unit_id AND a.number = NEW.account AND a.since > NEW.since);
END
