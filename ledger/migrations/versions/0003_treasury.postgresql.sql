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
CREATE TABLE attachments (
	unit_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	sha256 BYTEA NOT NULL,
	size BIGINT NOT NULL,
	media TEXT NOT NULL,
	kind TEXT NOT NULL,
	form TEXT NOT NULL,
	kept_at TEXT DEFAULT '' NOT NULL,
	paper_number TEXT DEFAULT '' NOT NULL,
	dated_on DATE NOT NULL,
	title TEXT NOT NULL,
	person_id INTEGER NOT NULL,
	stored_at TEXT NOT NULL,
	CONSTRAINT pk_attachments PRIMARY KEY (unit_id, number),
	CONSTRAINT uq_attachments_unit_id_sha256 UNIQUE (unit_id, sha256),
	CONSTRAINT ck_attachments_form_known CHECK (form = 'electronic' OR form = 'scan'),
	CONSTRAINT ck_attachments_number_from_one CHECK (number > 0),
	CONSTRAINT ck_attachments_sha256_whole CHECK (length(sha256) = 32),
	CONSTRAINT ck_attachments_size_counted CHECK (size > 0),
	CONSTRAINT ck_attachments_media_given CHECK (media <> ''),
	CONSTRAINT ck_attachments_kind_given CHECK (kind <> ''),
	CONSTRAINT ck_attachments_title_given CHECK (title <> ''),
	CONSTRAINT ck_attachments_scan_keeps_paper CHECK ((form = 'scan') = (kept_at <> '')),
	CONSTRAINT fk_attachments_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_attachments_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
CREATE INDEX ix_attachments_unit_id_kind_paper_number ON attachments (unit_id, kind, paper_number)
--;;
COMMENT ON COLUMN attachments.number IS 'counted from 1 in the unit'
--;;
COMMENT ON COLUMN attachments.sha256 IS 'of the plain content'
--;;
COMMENT ON COLUMN attachments.size IS 'bytes of the plain content'
--;;
COMMENT ON COLUMN attachments.media IS 'kind of file, told by its content'
--;;
COMMENT ON COLUMN attachments.kind IS 'a key of attachment_kinds.toml'
--;;
COMMENT ON COLUMN attachments.form IS 'made electronically, or scanned from paper'
--;;
COMMENT ON COLUMN attachments.kept_at IS 'where the paper of a scan is kept'
--;;
COMMENT ON COLUMN attachments.paper_number IS 'printed on it: of an invoice or a bill'
--;;
COMMENT ON COLUMN attachments.dated_on IS 'the day it bears'
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
CREATE TABLE attachment_uses (
	unit_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	act TEXT NOT NULL,
	attachment INTEGER NOT NULL,
	subject TEXT NOT NULL,
	key TEXT NOT NULL,
	reason TEXT DEFAULT '' NOT NULL,
	shared TEXT DEFAULT '' NOT NULL,
	person_id INTEGER NOT NULL,
	acted_at TEXT NOT NULL,
	CONSTRAINT pk_attachment_uses PRIMARY KEY (unit_id, number),
	CONSTRAINT fk_attachment_uses_unit_id_attachment FOREIGN KEY(unit_id, attachment) REFERENCES attachments (unit_id, number),
	CONSTRAINT ck_attachment_uses_act_known CHECK (act = 'attach' OR act = 'supplement' OR act = 'withdraw'),
	CONSTRAINT ck_attachment_uses_number_from_one CHECK (number > 0),
	CONSTRAINT ck_attachment_uses_subject_given CHECK (subject <> ''),
	CONSTRAINT ck_attachment_uses_key_given CHECK (key <> ''),
	CONSTRAINT ck_attachment_uses_late_with_reason CHECK ((act = 'attach') = (reason = '')),
	CONSTRAINT ck_attachment_uses_supplement_of_voucher CHECK (act <> 'supplement' OR subject = 'voucher'),
	CONSTRAINT fk_attachment_uses_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_attachment_uses_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
CREATE INDEX ix_attachment_uses_unit_id_attachment ON attachment_uses (unit_id, attachment)
--;;
CREATE INDEX ix_attachment_uses_unit_id_subject_key ON attachment_uses (unit_id, subject, key)
--;;
COMMENT ON COLUMN attachment_uses.number IS 'counted from 1 in the unit'
--;;
COMMENT ON COLUMN attachment_uses.subject IS 'voucher, or what else it proves'
--;;
COMMENT ON COLUMN attachment_uses.key IS 'of a voucher its reference'
--;;
COMMENT ON COLUMN attachment_uses.reason IS 'why it comes late, or is taken back'
--;;
COMMENT ON COLUMN attachment_uses.shared IS 'why one paper serves several vouchers'
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
CREATE FUNCTION public.bangfu_judge_attachments() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.number <> 1 + (SELECT COUNT(*) FROM public.attachments o WHERE o.unit_id = NEW.unit_id AND o.number < NEW.number)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_attachment_uses() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.number <> 1 + (SELECT COUNT(*) FROM public.attachment_uses o WHERE o.unit_id = NEW.unit_id AND o.number < NEW.number)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NEW.subject = 'voucher' AND NEW.act <> 'supplement' AND EXISTS (SELECT 1 FROM public.vouchers v WHERE v.unit_id = NEW.unit_id AND v.ref = NEW.key)) THEN
  RAISE EXCEPTION 'bangfu:posted';
END IF;
IF (NEW.act = 'supplement' AND NOT EXISTS (SELECT 1 FROM public.vouchers v WHERE v.unit_id = NEW.unit_id AND v.ref = NEW.key)) THEN
  RAISE EXCEPTION 'bangfu:posted';
END IF;
IF ((SELECT SUM(CASE o.act WHEN 'withdraw' THEN -1 ELSE 1 END) FROM public.attachment_uses o WHERE o.unit_id = NEW.unit_id AND o.attachment = NEW.attachment AND o.subject = NEW.subject AND o.key = NEW.key AND o.number <= NEW.number) <> CASE NEW.act WHEN 'withdraw' THEN 0 ELSE 1 END) THEN
  RAISE EXCEPTION 'bangfu:attached';
END IF;
IF (NEW.act <> 'withdraw' AND NEW.subject = 'voucher' AND NEW.shared = '' AND EXISTS (SELECT 1 FROM public.attachments n, public.attachments a, public.attachment_uses o WHERE n.unit_id = NEW.unit_id AND n.number = NEW.attachment AND a.unit_id = NEW.unit_id AND (a.number = n.number OR n.paper_number <> '' AND a.kind = n.kind AND a.paper_number = n.paper_number) AND o.unit_id = NEW.unit_id AND o.attachment = a.number AND o.subject = 'voucher' AND o.key <> NEW.key GROUP BY o.attachment, o.key HAVING SUM(CASE o.act WHEN 'withdraw' THEN -1 ELSE 1 END) > 0)) THEN
  RAISE EXCEPTION 'bangfu:twice';
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
CREATE TRIGGER bank_statements_no_change BEFORE UPDATE OR DELETE ON public.bank_statements FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER bank_rows_no_change BEFORE UPDATE OR DELETE ON public.bank_rows FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER attachments_no_change BEFORE UPDATE OR DELETE ON public.attachments FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER attachment_uses_no_change BEFORE UPDATE OR DELETE ON public.attachment_uses FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER attachments_in_order AFTER INSERT ON public.attachments FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_attachments()
--;;
CREATE TRIGGER attachment_uses_in_order AFTER INSERT ON public.attachment_uses FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_attachment_uses()
--;;
ALTER TABLE public.vault_keys ENABLE ALWAYS TRIGGER vault_keys_no_change
--;;
ALTER TABLE public.desk_drafts ENABLE ALWAYS TRIGGER desk_drafts_no_change
--;;
ALTER TABLE public.bank_accounts ENABLE ALWAYS TRIGGER bank_accounts_no_change
--;;
ALTER TABLE public.bank_statements ENABLE ALWAYS TRIGGER bank_statements_no_change
--;;
ALTER TABLE public.bank_rows ENABLE ALWAYS TRIGGER bank_rows_no_change
--;;
ALTER TABLE public.attachments ENABLE ALWAYS TRIGGER attachments_no_change
--;;
ALTER TABLE public.attachment_uses ENABLE ALWAYS TRIGGER attachment_uses_no_change
--;;
ALTER TABLE public.attachments ENABLE ALWAYS TRIGGER attachments_in_order
--;;
ALTER TABLE public.attachment_uses ENABLE ALWAYS TRIGGER attachment_uses_in_order
