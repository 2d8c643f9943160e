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
CREATE TABLE transfer_answers (
	unit_id INTEGER NOT NULL,
	from_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	step INTEGER NOT NULL,
	answer TEXT NOT NULL,
	amount_fen BIGINT NOT NULL,
	origin TEXT NOT NULL,
	restriction TEXT DEFAULT '' NOT NULL,
	purposes TEXT DEFAULT '' NOT NULL,
	fund_id INTEGER,
	account TEXT DEFAULT '' NOT NULL,
	ref TEXT DEFAULT '' NOT NULL,
	draft INTEGER,
	reason TEXT DEFAULT '' NOT NULL,
	answered_on DATE NOT NULL,
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
	CONSTRAINT fk_transfer_answers_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_transfer_answers_from_id FOREIGN KEY(from_id) REFERENCES units (id),
	CONSTRAINT fk_transfer_answers_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN transfer_answers.from_id IS 'the unit that sent it'
--;;
COMMENT ON COLUMN transfer_answers.number IS 'of the transfer, in the sender'
--;;
COMMENT ON COLUMN transfer_answers.step IS 'the highest one holds'
--;;
COMMENT ON COLUMN transfer_answers.origin IS 'whose money it is, at every tier'
--;;
COMMENT ON COLUMN transfer_answers.purposes IS 'as the sender has them'
--;;
COMMENT ON COLUMN transfer_answers.fund_id IS 'that it was received in'
--;;
COMMENT ON COLUMN transfer_answers.account IS 'the receiver''s account beside money'
--;;
COMMENT ON COLUMN transfer_answers.ref IS 'of its voucher'
--;;
COMMENT ON COLUMN transfer_answers.reason IS 'why it was rejected'
--;;
CREATE TABLE transfers (
	unit_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	to_id INTEGER NOT NULL,
	direction TEXT NOT NULL,
	fund_id INTEGER NOT NULL,
	amount_fen BIGINT NOT NULL,
	origin TEXT NOT NULL,
	restriction TEXT DEFAULT '' NOT NULL,
	purposes TEXT DEFAULT '' NOT NULL,
	purpose TEXT DEFAULT '' NOT NULL,
	account TEXT NOT NULL,
	year INTEGER NOT NULL,
	onward_fen BIGINT NOT NULL,
	returns TEXT DEFAULT '' NOT NULL,
	request TEXT DEFAULT '' NOT NULL,
	ref TEXT NOT NULL,
	draft INTEGER NOT NULL,
	sent_on DATE NOT NULL,
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
	CONSTRAINT fk_transfers_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_transfers_to_id FOREIGN KEY(to_id) REFERENCES units (id),
	CONSTRAINT fk_transfers_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
CREATE INDEX ix_transfers_unit_id_to_id ON transfers (unit_id, to_id)
--;;
COMMENT ON COLUMN transfers.number IS 'counted from 1 in the unit'
--;;
COMMENT ON COLUMN transfers.to_id IS 'the unit it is sent to'
--;;
COMMENT ON COLUMN transfers.origin IS 'whose money it is, at every tier'
--;;
COMMENT ON COLUMN transfers.purposes IS 'what it may be spent on, by `;`; empty: anything'
--;;
COMMENT ON COLUMN transfers.purpose IS 'what it is sent for'
--;;
COMMENT ON COLUMN transfers.account IS 'the sender''s account beside money'
--;;
COMMENT ON COLUMN transfers.year IS 'of the income or expense'
--;;
COMMENT ON COLUMN transfers.onward_fen IS 'to be passed on, of it'
--;;
COMMENT ON COLUMN transfers.returns IS 'the transfer that it gives back, of the receiver'
--;;
COMMENT ON COLUMN transfers.request IS 'L12: key from treasury.requests'
--;;
COMMENT ON COLUMN transfers.ref IS 'of its voucher'
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
CREATE TABLE transfer_returns (
	unit_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	step INTEGER NOT NULL,
	amount_fen BIGINT NOT NULL,
	account TEXT NOT NULL,
	ref TEXT NOT NULL,
	draft INTEGER NOT NULL,
	returned_on DATE NOT NULL,
	person_id INTEGER NOT NULL,
	made_at TEXT NOT NULL,
	CONSTRAINT pk_transfer_returns PRIMARY KEY (unit_id, number, step),
	CONSTRAINT fk_transfer_returns_unit_id_number FOREIGN KEY(unit_id, number) REFERENCES transfers (unit_id, number),
	CONSTRAINT ck_transfer_returns_step_from_one CHECK (step > 0),
	CONSTRAINT fk_transfer_returns_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_transfer_returns_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN transfer_returns.number IS 'of the transfer'
--;;
COMMENT ON COLUMN transfer_returns.step IS 'the highest one holds'
--;;
COMMENT ON COLUMN transfer_returns.account IS 'credited when the money came back'
--;;
COMMENT ON COLUMN transfer_returns.ref IS 'of its voucher'
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
CREATE FUNCTION public.bangfu_judge_transfers() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.number <> 1 + (SELECT COUNT(*) FROM public.transfers o WHERE o.unit_id = NEW.unit_id AND o.number < NEW.number)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NOT EXISTS (SELECT 1 FROM public.funds f WHERE f.unit_id = NEW.unit_id AND f.id = NEW.fund_id AND f.restriction = NEW.restriction AND (f.origin = NEW.origin OR f.origin = 'own_union' AND NEW.origin = 'upper_union' AND NEW.direction = 'down' OR f.origin = 'upper_union' AND NEW.origin = 'own_union' AND NEW.direction = 'up'))) THEN
  RAISE EXCEPTION 'bangfu:transfer';
END IF;
IF (NOT EXISTS (SELECT 1 FROM public.desk_drafts d WHERE d.unit_id = NEW.unit_id AND d.draft = NEW.draft AND d.ref = NEW.ref)) THEN
  RAISE EXCEPTION 'bangfu:transfer';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_transfer_answers() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.step <> 1 + (SELECT COUNT(*) FROM public.transfer_answers o WHERE o.unit_id = NEW.unit_id AND o.from_id = NEW.from_id AND o.number = NEW.number AND o.step < NEW.step)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NEW.step > 1 AND NOT EXISTS (SELECT 1 FROM public.transfer_answers o, public.draft_steps t WHERE o.unit_id = NEW.unit_id AND o.from_id = NEW.from_id AND o.number = NEW.number AND o.step = NEW.step - 1 AND t.unit_id = NEW.unit_id AND t.draft = o.draft AND t.state = 'dropped')) THEN
  RAISE EXCEPTION 'bangfu:transfer';
END IF;
IF (NEW.answer = 'received' AND NOT EXISTS (SELECT 1 FROM public.funds f WHERE f.unit_id = NEW.unit_id AND f.id = NEW.fund_id AND f.restriction = NEW.restriction AND (f.origin = NEW.origin))) THEN
  RAISE EXCEPTION 'bangfu:transfer';
END IF;
IF (NEW.answer = 'received' AND NOT EXISTS (SELECT 1 FROM public.desk_drafts d WHERE d.unit_id = NEW.unit_id AND d.draft = NEW.draft AND d.ref = NEW.ref)) THEN
  RAISE EXCEPTION 'bangfu:transfer';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_transfer_returns() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.step <> 1 + (SELECT COUNT(*) FROM public.transfer_returns o WHERE o.unit_id = NEW.unit_id AND o.number = NEW.number AND o.step < NEW.step)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NEW.step > 1 AND NOT EXISTS (SELECT 1 FROM public.transfer_returns o, public.draft_steps t WHERE o.unit_id = NEW.unit_id AND o.number = NEW.number AND o.step = NEW.step - 1 AND t.unit_id = NEW.unit_id AND t.draft = o.draft AND t.state = 'dropped')) THEN
  RAISE EXCEPTION 'bangfu:transfer';
END IF;
IF (NOT EXISTS (SELECT 1 FROM public.transfers o, public.vouchers v WHERE o.unit_id = NEW.unit_id AND o.number = NEW.number AND o.amount_fen = NEW.amount_fen AND v.unit_id = NEW.unit_id AND v.ref = o.ref AND NOT EXISTS (SELECT 1 FROM public.vouchers c WHERE c.unit_id = NEW.unit_id AND c.corrects = v.position AND c.correction = 'full'))) THEN
  RAISE EXCEPTION 'bangfu:transfer';
END IF;
IF (NOT EXISTS (SELECT 1 FROM public.desk_drafts d WHERE d.unit_id = NEW.unit_id AND d.draft = NEW.draft AND d.ref = NEW.ref)) THEN
  RAISE EXCEPTION 'bangfu:transfer';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE TRIGGER desk_drafts_no_change BEFORE UPDATE OR DELETE ON public.desk_drafts FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER bank_accounts_no_change BEFORE UPDATE OR DELETE ON public.bank_accounts FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER bank_statements_no_change BEFORE UPDATE OR DELETE ON public.bank_statements FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER bank_rows_no_change BEFORE UPDATE OR DELETE ON public.bank_rows FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER transfers_no_change BEFORE UPDATE OR DELETE ON public.transfers FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER transfer_answers_no_change BEFORE UPDATE OR DELETE ON public.transfer_answers FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER transfer_returns_no_change BEFORE UPDATE OR DELETE ON public.transfer_returns FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER transfers_in_order AFTER INSERT ON public.transfers FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_transfers()
--;;
CREATE TRIGGER transfer_answers_in_order AFTER INSERT ON public.transfer_answers FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_transfer_answers()
--;;
CREATE TRIGGER transfer_returns_in_order AFTER INSERT ON public.transfer_returns FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_transfer_returns()
--;;
ALTER TABLE public.desk_drafts ENABLE ALWAYS TRIGGER desk_drafts_no_change
--;;
ALTER TABLE public.bank_accounts ENABLE ALWAYS TRIGGER bank_accounts_no_change
--;;
ALTER TABLE public.bank_statements ENABLE ALWAYS TRIGGER bank_statements_no_change
--;;
ALTER TABLE public.bank_rows ENABLE ALWAYS TRIGGER bank_rows_no_change
--;;
ALTER TABLE public.transfers ENABLE ALWAYS TRIGGER transfers_no_change
--;;
ALTER TABLE public.transfer_answers ENABLE ALWAYS TRIGGER transfer_answers_no_change
--;;
ALTER TABLE public.transfer_returns ENABLE ALWAYS TRIGGER transfer_returns_no_change
--;;
ALTER TABLE public.transfers ENABLE ALWAYS TRIGGER transfers_in_order
--;;
ALTER TABLE public.transfer_answers ENABLE ALWAYS TRIGGER transfer_answers_in_order
--;;
ALTER TABLE public.transfer_returns ENABLE ALWAYS TRIGGER transfer_returns_in_order
