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
CREATE TABLE transfer_answers (
	unit_id INTEGER NOT NULL,
	from_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	step INTEGER NOT NULL,
	answer TEXT NOT NULL,
	amount_fen INTEGER NOT NULL,
	origin TEXT NOT NULL,
	restriction TEXT DEFAULT '' NOT NULL,
	purposes TEXT DEFAULT '' NOT NULL,
	fund_id INTEGER,
	account TEXT DEFAULT '' NOT NULL,
	ref TEXT DEFAULT '' NOT NULL,
	draft INTEGER,
	reason TEXT DEFAULT '' NOT NULL,
	answered_on TEXT NOT NULL,
	person_id INTEGER NOT NULL,
	made_at TEXT NOT NULL,
	CONSTRAINT pk_transfer_answers PRIMARY KEY (unit_id, from_id, number, step),
	CONSTRAINT ck_transfer_answers_amount_fen_counted CHECK (amount_fen BETWEEN 1 AND 9000000000000000),
	CONSTRAINT ck_transfer_answers_aid_money_alone CHECK (origin <> 'general'),
	CONSTRAINT fk_transfer_answers_unit_id_fund_id FOREIGN KEY(unit_id, fund_id) REFERENCES funds (unit_id, id),
	CONSTRAINT ck_transfer_answers_answer_known CHECK (answer = 'received' OR answer = 'rejected'),
	CONSTRAINT ck_transfer_answers_step_from_one CHECK (step > 0),
	CONSTRAINT ck_transfer_answers_sent_by_another CHECK (from_id <> unit_id),
	CONSTRAINT ck_transfer_answers_rejection_reasoned CHECK ((answer = 'rejected') = (reason <> '')),
	CONSTRAINT ck_transfer_answers_received_in_a_fund CHECK ((answer = 'received') = (fund_id IS NOT NULL)),
	CONSTRAINT ck_transfer_answers_received_with_a_draft CHECK ((fund_id IS NULL) = (draft IS NULL)),
	CONSTRAINT ck_transfer_answers_draft_with_its_ref CHECK ((draft IS NULL) = (ref = '')),
	CONSTRAINT ck_transfer_answers_answered_on_is_a_day CHECK (answered_on = date(answered_on, '+0 days') IS TRUE),
	CONSTRAINT fk_transfer_answers_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_transfer_answers_from_id FOREIGN KEY(from_id) REFERENCES units (id),
	CONSTRAINT fk_transfer_answers_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE transfers (
	unit_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	to_id INTEGER NOT NULL,
	direction TEXT NOT NULL,
	fund_id INTEGER NOT NULL,
	amount_fen INTEGER NOT NULL,
	origin TEXT NOT NULL,
	restriction TEXT DEFAULT '' NOT NULL,
	purposes TEXT DEFAULT '' NOT NULL,
	purpose TEXT DEFAULT '' NOT NULL,
	account TEXT NOT NULL,
	year INTEGER NOT NULL,
	onward_fen INTEGER NOT NULL,
	returns TEXT DEFAULT '' NOT NULL,
	request TEXT DEFAULT '' NOT NULL,
	ref TEXT NOT NULL,
	draft INTEGER NOT NULL,
	sent_on TEXT NOT NULL,
	summary TEXT NOT NULL,
	person_id INTEGER NOT NULL,
	made_at TEXT NOT NULL,
	CONSTRAINT pk_transfers PRIMARY KEY (unit_id, number),
	CONSTRAINT ck_transfers_amount_fen_counted CHECK (amount_fen BETWEEN 1 AND 9000000000000000),
	CONSTRAINT ck_transfers_aid_money_alone CHECK (origin <> 'general'),
	CONSTRAINT uq_transfers_unit_id_ref UNIQUE (unit_id, ref),
	CONSTRAINT fk_transfers_unit_id_fund_id FOREIGN KEY(unit_id, fund_id) REFERENCES funds (unit_id, id),
	CONSTRAINT ck_transfers_direction_known CHECK (direction = 'down' OR direction = 'up'),
	CONSTRAINT ck_transfers_number_from_one CHECK (number > 0),
	CONSTRAINT ck_transfers_sent_to_another CHECK (to_id <> unit_id),
	CONSTRAINT ck_transfers_onward_part_of_it CHECK (onward_fen BETWEEN 0 AND amount_fen),
	CONSTRAINT ck_transfers_returned_upwards CHECK (direction = 'up' OR returns = ''),
	CONSTRAINT ck_transfers_account_named CHECK (account <> ''),
	CONSTRAINT ck_transfers_ref_given CHECK (ref <> ''),
	CONSTRAINT ck_transfers_sent_on_is_a_day CHECK (sent_on = date(sent_on, '+0 days') IS TRUE),
	CONSTRAINT fk_transfers_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_transfers_to_id FOREIGN KEY(to_id) REFERENCES units (id),
	CONSTRAINT fk_transfers_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE INDEX ix_transfers_unit_id_to_id ON transfers (unit_id, to_id)
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
CREATE TABLE transfer_returns (
	unit_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	step INTEGER NOT NULL,
	amount_fen INTEGER NOT NULL,
	account TEXT NOT NULL,
	ref TEXT NOT NULL,
	draft INTEGER NOT NULL,
	returned_on TEXT NOT NULL,
	person_id INTEGER NOT NULL,
	made_at TEXT NOT NULL,
	CONSTRAINT pk_transfer_returns PRIMARY KEY (unit_id, number, step),
	CONSTRAINT fk_transfer_returns_unit_id_number FOREIGN KEY(unit_id, number) REFERENCES transfers (unit_id, number),
	CONSTRAINT ck_transfer_returns_step_from_one CHECK (step > 0),
	CONSTRAINT ck_transfer_returns_returned_on_is_a_day CHECK (returned_on = date(returned_on, '+0 days') IS TRUE),
	CONSTRAINT fk_transfer_returns_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_transfer_returns_person_id FOREIGN KEY(person_id) REFERENCES people (id)
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
CREATE TRIGGER transfers_no_update BEFORE UPDATE ON transfers BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER transfers_no_delete BEFORE DELETE ON transfers BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER transfers_no_replace BEFORE INSERT ON transfers WHEN EXISTS (SELECT 1 FROM transfers o WHERE o."unit_id" = NEW."unit_id" AND o."number" = NEW."number") OR EXISTS (SELECT 1 FROM transfers o WHERE o."unit_id" = NEW."unit_id" AND o."ref" = NEW."ref") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER transfer_answers_no_update BEFORE UPDATE ON transfer_answers BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER transfer_answers_no_delete BEFORE DELETE ON transfer_answers BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER transfer_answers_no_replace BEFORE INSERT ON transfer_answers WHEN EXISTS (SELECT 1 FROM transfer_answers o WHERE o."unit_id" = NEW."unit_id" AND o."from_id" = NEW."from_id" AND o."number" = NEW."number" AND o."step" = NEW."step") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER transfer_returns_no_update BEFORE UPDATE ON transfer_returns BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER transfer_returns_no_delete BEFORE DELETE ON transfer_returns BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER transfer_returns_no_replace BEFORE INSERT ON transfer_returns WHEN EXISTS (SELECT 1 FROM transfer_returns o WHERE o."unit_id" = NEW."unit_id" AND o."number" = NEW."number" AND o."step" = NEW."step") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER transfers_in_order AFTER INSERT ON transfers BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.number <> 1 + (SELECT COUNT(*) FROM transfers o WHERE o.unit_id = NEW.unit_id AND o.number < NEW.number);
  SELECT RAISE(ABORT, 'bangfu:transfer') WHERE NOT EXISTS (SELECT 1 FROM funds f WHERE f.unit_id = NEW.unit_id AND f.id = NEW.fund_id AND f.restriction = NEW.restriction AND (f.origin = NEW.origin OR f.origin = 'own_union' AND NEW.origin = 'upper_union' AND NEW.direction = 'down' OR f.origin = 'upper_union' AND NEW.origin = 'own_union' AND NEW.direction = 'up'));
  SELECT RAISE(ABORT, 'bangfu:transfer') WHERE NOT EXISTS (SELECT 1 FROM desk_drafts d WHERE d.unit_id = NEW.unit_id AND d.draft = NEW.draft AND d.ref = NEW.ref);
END
--;;
CREATE TRIGGER transfer_answers_in_order AFTER INSERT ON transfer_answers BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.step <> 1 + (SELECT COUNT(*) FROM transfer_answers o WHERE o.unit_id = NEW.unit_id AND o.from_id = NEW.from_id AND o.number = NEW.number AND o.step < NEW.step);
  SELECT RAISE(ABORT, 'bangfu:transfer') WHERE NEW.step > 1 AND NOT EXISTS (SELECT 1 FROM transfer_answers o, draft_steps t WHERE o.unit_id = NEW.unit_id AND o.from_id = NEW.from_id AND o.number = NEW.number AND o.step = NEW.step - 1 AND t.unit_id = NEW.unit_id AND t.draft = o.draft AND t.state = 'dropped');
  SELECT RAISE(ABORT, 'bangfu:transfer') WHERE NEW.answer = 'received' AND NOT EXISTS (SELECT 1 FROM funds f WHERE f.unit_id = NEW.unit_id AND f.id = NEW.fund_id AND f.restriction = NEW.restriction AND (f.origin = NEW.origin));
  SELECT RAISE(ABORT, 'bangfu:transfer') WHERE NEW.answer = 'received' AND NOT EXISTS (SELECT 1 FROM desk_drafts d WHERE d.unit_id = NEW.unit_id AND d.draft = NEW.draft AND d.ref = NEW.ref);
END
--;;
CREATE TRIGGER transfer_returns_in_order AFTER INSERT ON transfer_returns BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.step <> 1 + (SELECT COUNT(*) FROM transfer_returns o WHERE o.unit_id = NEW.unit_id AND o.number = NEW.number AND o.step < NEW.step);
  SELECT RAISE(ABORT, 'bangfu:transfer') WHERE NEW.step > 1 AND NOT EXISTS (SELECT 1 FROM transfer_returns o, draft_steps t WHERE o.unit_id = NEW.unit_id AND o.number = NEW.number AND o.step = NEW.step - 1 AND t.unit_id = NEW.unit_id AND t.draft = o.draft AND t.state = 'dropped');
  SELECT RAISE(ABORT, 'bangfu:transfer') WHERE NOT EXISTS (SELECT 1 FROM transfers o, vouchers v WHERE o.unit_id = NEW.unit_id AND o.number = NEW.number AND o.amount_fen = NEW.amount_fen AND v.unit_id = NEW.unit_id AND v.ref = o.ref AND NOT EXISTS (SELECT 1 FROM vouchers c WHERE c.unit_id = NEW.unit_id AND c.corrects = v.position AND c.correction = 'full'));
  SELECT RAISE(ABORT, 'bangfu:transfer') WHERE NOT EXISTS (SELECT 1 FROM desk_drafts d WHERE d.unit_id = NEW.unit_id AND d.draft = NEW.draft AND d.ref = NEW.ref);
END
