CREATE TABLE aid_bank_formats (
	unit_id INTEGER NOT NULL,
	bank TEXT NOT NULL,
	revision INTEGER NOT NULL,
	since DATE NOT NULL,
	encoding TEXT NOT NULL,
	header_row INTEGER NOT NULL,
	line TEXT NOT NULL,
	code TEXT NOT NULL,
	holder TEXT NOT NULL,
	card TEXT NOT NULL,
	branch TEXT NOT NULL,
	amount TEXT NOT NULL,
	memo TEXT NOT NULL,
	result_line TEXT NOT NULL,
	result_card TEXT NOT NULL,
	result_amount TEXT NOT NULL,
	result_state TEXT NOT NULL,
	result_reason TEXT NOT NULL,
	success TEXT NOT NULL,
	failed TEXT NOT NULL,
	CONSTRAINT pk_aid_bank_formats PRIMARY KEY (unit_id, bank, revision),
	CONSTRAINT ck_aid_bank_formats_encoding_known CHECK (encoding = 'utf-8' OR encoding = 'gb18030'),
	CONSTRAINT ck_aid_bank_formats_bank_named CHECK (bank <> ''),
	CONSTRAINT ck_aid_bank_formats_header_row_from_one CHECK (header_row > 0),
	CONSTRAINT ck_aid_bank_formats_columns_told CHECK (holder <> '' AND card <> '' AND amount <> '' AND result_amount <> '' AND result_state <> '' AND (result_line <> '' OR result_card <> '')),
	CONSTRAINT ck_aid_bank_formats_states_told CHECK (success <> '' AND failed <> ''),
	CONSTRAINT ck_aid_bank_formats_revision_from_one CHECK (revision > 0),
	CONSTRAINT fk_aid_bank_formats_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
COMMENT ON COLUMN aid_bank_formats.bank IS 'how the names of the banks begin'
--;;
COMMENT ON COLUMN aid_bank_formats.revision IS 'counted from 1'
--;;
COMMENT ON COLUMN aid_bank_formats.since IS 'the bank has the form since then'
--;;
COMMENT ON COLUMN aid_bank_formats.line IS 'heading of the column, or empty'
--;;
COMMENT ON COLUMN aid_bank_formats.code IS 'heading of the column, or empty'
--;;
COMMENT ON COLUMN aid_bank_formats.holder IS 'heading of the column, or empty'
--;;
COMMENT ON COLUMN aid_bank_formats.card IS 'heading of the column, or empty'
--;;
COMMENT ON COLUMN aid_bank_formats.branch IS 'heading of the column, or empty'
--;;
COMMENT ON COLUMN aid_bank_formats.amount IS 'heading of the column, or empty'
--;;
COMMENT ON COLUMN aid_bank_formats.memo IS 'heading of the column, or empty'
--;;
COMMENT ON COLUMN aid_bank_formats.result_line IS 'heading of the column, or empty'
--;;
COMMENT ON COLUMN aid_bank_formats.result_card IS 'heading of the column, or empty'
--;;
COMMENT ON COLUMN aid_bank_formats.result_amount IS 'heading of the column, or empty'
--;;
COMMENT ON COLUMN aid_bank_formats.result_state IS 'heading of the column, or empty'
--;;
COMMENT ON COLUMN aid_bank_formats.result_reason IS 'heading of the column, or empty'
--;;
COMMENT ON COLUMN aid_bank_formats.success IS 'words of a state, parted by ;'
--;;
COMMENT ON COLUMN aid_bank_formats.failed IS 'words of a state, parted by ;'
--;;
CREATE TABLE aid_payment_files (
	unit_id INTEGER NOT NULL,
	batch TEXT NOT NULL,
	number INTEGER NOT NULL,
	lines INTEGER NOT NULL,
	sum_fen BIGINT NOT NULL,
	lines_hash BYTEA NOT NULL,
	person_id INTEGER NOT NULL,
	made_at TEXT NOT NULL,
	CONSTRAINT pk_aid_payment_files PRIMARY KEY (unit_id, batch, number),
	CONSTRAINT ck_aid_payment_files_sum_fen_counted CHECK (sum_fen BETWEEN 1 AND 9000000000000000),
	CONSTRAINT ck_aid_payment_files_made_at_given CHECK (made_at <> ''),
	CONSTRAINT ck_aid_payment_files_batch_named CHECK (batch <> ''),
	CONSTRAINT ck_aid_payment_files_number_from_one CHECK (number > 0),
	CONSTRAINT ck_aid_payment_files_lines_from_one CHECK (lines > 0),
	CONSTRAINT ck_aid_payment_files_lines_hash_whole CHECK (length(lines_hash) = 32),
	CONSTRAINT fk_aid_payment_files_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_aid_payment_files_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN aid_payment_files.batch IS 'key of the batch'
--;;
COMMENT ON COLUMN aid_payment_files.number IS 'counted from 1 in the batch'
--;;
COMMENT ON COLUMN aid_payment_files.lines IS 'in the file'
--;;
COMMENT ON COLUMN aid_payment_files.lines_hash IS 'of its lines'
--;;
CREATE TABLE deceased_people (
	unit_id INTEGER NOT NULL,
	blind BYTEA NOT NULL,
	revision INTEGER NOT NULL,
	died_on DATE,
	source TEXT NOT NULL,
	paper TEXT DEFAULT '' NOT NULL,
	locked BYTEA,
	recorded_at TEXT NOT NULL,
	CONSTRAINT pk_deceased_people PRIMARY KEY (blind, revision),
	CONSTRAINT ck_deceased_people_blind_whole CHECK (length(blind) = 32),
	CONSTRAINT ck_deceased_people_revision_from_one CHECK (revision > 0),
	CONSTRAINT ck_deceased_people_death_dated CHECK (died_on IS NOT NULL OR revision > 1),
	CONSTRAINT ck_deceased_people_source_given CHECK (source <> ''),
	CONSTRAINT ck_deceased_people_reason_locked CHECK ((revision > 1) = (locked IS NOT NULL)),
	CONSTRAINT ck_deceased_people_reason_given CHECK (locked IS NULL OR length(locked) > 33),
	CONSTRAINT ck_deceased_people_recorded_at_given CHECK (recorded_at <> ''),
	CONSTRAINT fk_deceased_people_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
CREATE INDEX ix_deceased_people_unit_id ON deceased_people (unit_id)
--;;
COMMENT ON COLUMN deceased_people.blind IS 'of the number of identity'
--;;
COMMENT ON COLUMN deceased_people.revision IS 'from 1; the highest holds'
--;;
COMMENT ON COLUMN deceased_people.died_on IS 'null: the person lives'
--;;
COMMENT ON COLUMN deceased_people.source IS 'who says so'
--;;
COMMENT ON COLUMN deceased_people.locked IS 'why it was put right'
--;;
CREATE TABLE aid_payment_lines (
	unit_id INTEGER NOT NULL,
	batch TEXT NOT NULL,
	number INTEGER NOT NULL,
	line INTEGER NOT NULL,
	amount_fen BIGINT NOT NULL,
	card_blind BYTEA NOT NULL,
	CONSTRAINT pk_aid_payment_lines PRIMARY KEY (unit_id, batch, number, line),
	CONSTRAINT ck_aid_payment_lines_amount_fen_counted CHECK (amount_fen BETWEEN 1 AND 9000000000000000),
	CONSTRAINT fk_aid_payment_lines_unit_id_batch_number FOREIGN KEY(unit_id, batch, number) REFERENCES aid_payment_files (unit_id, batch, number) DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT ck_aid_payment_lines_line_from_one CHECK (line > 0),
	CONSTRAINT ck_aid_payment_lines_card_blind_whole CHECK (length(card_blind) = 32),
	CONSTRAINT fk_aid_payment_lines_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
CREATE INDEX ix_aid_payment_lines_unit_id_batch_line_number ON aid_payment_lines (unit_id, batch, line, number)
--;;
COMMENT ON COLUMN aid_payment_lines.number IS 'of the file'
--;;
COMMENT ON COLUMN aid_payment_lines.line IS 'of the batch'
--;;
COMMENT ON COLUMN aid_payment_lines.card_blind IS 'finds the card again'
--;;
CREATE TABLE aid_payment_writings (
	unit_id INTEGER NOT NULL,
	batch TEXT NOT NULL,
	number INTEGER NOT NULL,
	writing INTEGER NOT NULL,
	bank TEXT NOT NULL,
	revision INTEGER NOT NULL,
	encoding TEXT NOT NULL,
	file_blind BYTEA NOT NULL,
	person_id INTEGER NOT NULL,
	written_at TEXT NOT NULL,
	CONSTRAINT pk_aid_payment_writings PRIMARY KEY (unit_id, batch, number, writing),
	CONSTRAINT ck_aid_payment_writings_written_at_given CHECK (written_at <> ''),
	CONSTRAINT uq_aid_payment_writings_unit_id_batch_number_file_blind UNIQUE (unit_id, batch, number, file_blind),
	CONSTRAINT fk_aid_payment_writings_unit_id_batch_number FOREIGN KEY(unit_id, batch, number) REFERENCES aid_payment_files (unit_id, batch, number),
	CONSTRAINT ck_aid_payment_writings_encoding_known CHECK (encoding = 'utf-8' OR encoding = 'gb18030'),
	CONSTRAINT ck_aid_payment_writings_revision_counted CHECK (revision >= 0),
	CONSTRAINT ck_aid_payment_writings_writing_from_one CHECK (writing > 0),
	CONSTRAINT ck_aid_payment_writings_file_blind_whole CHECK (length(file_blind) = 32),
	CONSTRAINT fk_aid_payment_writings_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_aid_payment_writings_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN aid_payment_writings.number IS 'of the file'
--;;
COMMENT ON COLUMN aid_payment_writings.writing IS 'counted from 1'
--;;
COMMENT ON COLUMN aid_payment_writings.bank IS 'of the form; empty for the one of the program'
--;;
COMMENT ON COLUMN aid_payment_writings.revision IS 'of the form; 0 for the one of the program'
--;;
COMMENT ON COLUMN aid_payment_writings.file_blind IS 'of the SHA-256 of the bytes, keyed'
--;;
CREATE TABLE aid_result_files (
	unit_id INTEGER NOT NULL,
	batch TEXT NOT NULL,
	number INTEGER NOT NULL,
	result INTEGER NOT NULL,
	file_blind BYTEA NOT NULL,
	paid INTEGER NOT NULL,
	paid_fen BIGINT NOT NULL,
	failed INTEGER NOT NULL,
	failed_fen BIGINT NOT NULL,
	lines_hash BYTEA NOT NULL,
	person_id INTEGER NOT NULL,
	imported_at TEXT NOT NULL,
	CONSTRAINT pk_aid_result_files PRIMARY KEY (unit_id, batch, number, result),
	CONSTRAINT ck_aid_result_files_paid_fen_counted CHECK (paid_fen BETWEEN 0 AND 9000000000000000),
	CONSTRAINT ck_aid_result_files_failed_fen_counted CHECK (failed_fen BETWEEN 0 AND 9000000000000000),
	CONSTRAINT ck_aid_result_files_imported_at_given CHECK (imported_at <> ''),
	CONSTRAINT uq_aid_result_files_unit_id_file_blind UNIQUE (unit_id, file_blind),
	CONSTRAINT fk_aid_result_files_unit_id_batch_number FOREIGN KEY(unit_id, batch, number) REFERENCES aid_payment_files (unit_id, batch, number),
	CONSTRAINT ck_aid_result_files_lines_counted CHECK (paid >= 0 AND failed >= 0),
	CONSTRAINT ck_aid_result_files_lines_told CHECK (paid + failed > 0),
	CONSTRAINT ck_aid_result_files_result_from_one CHECK (result > 0),
	CONSTRAINT ck_aid_result_files_file_blind_whole CHECK (length(file_blind) = 32),
	CONSTRAINT ck_aid_result_files_lines_hash_whole CHECK (length(lines_hash) = 32),
	CONSTRAINT fk_aid_result_files_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_aid_result_files_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN aid_result_files.number IS 'of the payment file'
--;;
COMMENT ON COLUMN aid_result_files.result IS 'counted from 1 for the payment file'
--;;
COMMENT ON COLUMN aid_result_files.file_blind IS 'of the SHA-256 of the bytes, keyed'
--;;
COMMENT ON COLUMN aid_result_files.paid IS 'lines that the bank paid'
--;;
COMMENT ON COLUMN aid_result_files.failed IS 'lines that it did not pay'
--;;
COMMENT ON COLUMN aid_result_files.lines_hash IS 'of its lines'
--;;
CREATE TABLE aid_elsewhere (
	unit_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	file INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	member INTEGER NOT NULL,
	project TEXT NOT NULL,
	year INTEGER NOT NULL,
	period TEXT NOT NULL,
	paid_on DATE NOT NULL,
	amount_fen BIGINT NOT NULL,
	paid_by TEXT NOT NULL,
	is_other INTEGER NOT NULL,
	paper TEXT DEFAULT '' NOT NULL,
	locked BYTEA,
	occurrence INTEGER NOT NULL,
	recorded_at TEXT NOT NULL,
	CONSTRAINT pk_aid_elsewhere PRIMARY KEY (unit_id, number),
	CONSTRAINT uq_aid_elsewhere_unit_id_file_project_member_year_perio_99be UNIQUE (unit_id, file, project, member, year, period, paid_on, amount_fen, paid_by, is_other, paper, occurrence),
	CONSTRAINT fk_aid_elsewhere_file_revision FOREIGN KEY(file, revision) REFERENCES recipient_revisions (file, revision),
	CONSTRAINT ck_aid_elsewhere_project_known CHECK (project = 'living' OR project = 'medical' OR project = 'schooling' OR project = 'warmth' OR project = 'temporary'),
	CONSTRAINT ck_aid_elsewhere_number_from_one CHECK (number > 0),
	CONSTRAINT ck_aid_elsewhere_member_from_one CHECK (member > 0),
	CONSTRAINT ck_aid_elsewhere_occurrence_from_one CHECK (occurrence > 0),
	CONSTRAINT ck_aid_elsewhere_year_real CHECK (year BETWEEN 1949 AND 2999),
	CONSTRAINT ck_aid_elsewhere_period_given CHECK (period <> ''),
	CONSTRAINT ck_aid_elsewhere_paid_by_given CHECK (paid_by <> ''),
	CONSTRAINT ck_aid_elsewhere_amount_counted CHECK (amount_fen BETWEEN 1 AND 9000000000000000),
	CONSTRAINT ck_aid_elsewhere_is_other_yes_or_no CHECK (is_other IN (0, 1)),
	CONSTRAINT ck_aid_elsewhere_recorded_at_given CHECK (recorded_at <> ''),
	CONSTRAINT fk_aid_elsewhere_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
CREATE INDEX ix_aid_elsewhere_file_year ON aid_elsewhere (file, year)
--;;
COMMENT ON COLUMN aid_elsewhere.number IS 'from 1 in the unit'
--;;
COMMENT ON COLUMN aid_elsewhere.revision IS 'of the file, then'
--;;
COMMENT ON COLUMN aid_elsewhere.member IS 'of that revision'
--;;
COMMENT ON COLUMN aid_elsewhere.year IS 'of costs, school or calendar'
--;;
COMMENT ON COLUMN aid_elsewhere.period IS '2026 or 2026-03'
--;;
COMMENT ON COLUMN aid_elsewhere.paid_by IS 'the organisation; never a person'
--;;
COMMENT ON COLUMN aid_elsewhere.is_other IS 'on its own account'
--;;
COMMENT ON COLUMN aid_elsewhere.locked IS 'what else the list said'
--;;
COMMENT ON COLUMN aid_elsewhere.occurrence IS 'among equal ones, from 1'
--;;
CREATE TABLE aid_result_lines (
	unit_id INTEGER NOT NULL,
	batch TEXT NOT NULL,
	number INTEGER NOT NULL,
	line INTEGER NOT NULL,
	result INTEGER NOT NULL,
	is_paid INTEGER NOT NULL,
	amount_fen BIGINT NOT NULL,
	locked BYTEA,
	CONSTRAINT pk_aid_result_lines PRIMARY KEY (unit_id, batch, number, line),
	CONSTRAINT ck_aid_result_lines_amount_fen_counted CHECK (amount_fen BETWEEN 1 AND 9000000000000000),
	CONSTRAINT fk_aid_result_lines_unit_id_batch_number_line FOREIGN KEY(unit_id, batch, number, line) REFERENCES aid_payment_lines (unit_id, batch, number, line),
	CONSTRAINT fk_aid_result_lines_unit_id_batch_number_result FOREIGN KEY(unit_id, batch, number, result) REFERENCES aid_result_files (unit_id, batch, number, result) DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT ck_aid_result_lines_is_paid_yes_or_no CHECK (is_paid IN (0, 1)),
	CONSTRAINT ck_aid_result_lines_why_of_failure CHECK (is_paid = 0 OR locked IS NULL),
	CONSTRAINT fk_aid_result_lines_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
COMMENT ON COLUMN aid_result_lines.number IS 'of the payment file'
--;;
COMMENT ON COLUMN aid_result_lines.line IS 'of the batch'
--;;
COMMENT ON COLUMN aid_result_lines.result IS 'that tells it'
--;;
COMMENT ON COLUMN aid_result_lines.locked IS 'why it was not paid'
--;;
CREATE TABLE aid_elsewhere_endings (
	unit_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	locked BYTEA NOT NULL,
	recorded_at TEXT NOT NULL,
	CONSTRAINT pk_aid_elsewhere_endings PRIMARY KEY (unit_id, number),
	CONSTRAINT fk_aid_elsewhere_endings_unit_id_number FOREIGN KEY(unit_id, number) REFERENCES aid_elsewhere (unit_id, number),
	CONSTRAINT ck_aid_elsewhere_endings_reason_given CHECK (length(locked) > 33),
	CONSTRAINT ck_aid_elsewhere_endings_recorded_at_given CHECK (recorded_at <> ''),
	CONSTRAINT fk_aid_elsewhere_endings_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
COMMENT ON COLUMN aid_elsewhere_endings.locked IS 'why it was withdrawn'
--;;
CREATE FUNCTION public.bangfu_judge_deceased_people() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.revision > 1 AND NOT EXISTS (SELECT 1 FROM public.deceased_people p WHERE p.blind = NEW.blind AND p.revision = NEW.revision - 1)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (EXISTS (SELECT 1 FROM public.deceased_people p WHERE p.blind = NEW.blind AND p.revision = NEW.revision - 1 AND p.recorded_at > NEW.recorded_at)) THEN
  RAISE EXCEPTION 'bangfu:deceased';
END IF;
IF (EXISTS (SELECT 1 FROM public.deceased_people p WHERE p.blind = NEW.blind AND p.revision = NEW.revision - 1 AND (p.died_on = NEW.died_on OR (p.died_on IS NULL AND NEW.died_on IS NULL)))) THEN
  RAISE EXCEPTION 'bangfu:deceased';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_aid_elsewhere() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.number > 1 AND NOT EXISTS (SELECT 1 FROM public.aid_elsewhere o WHERE o.unit_id = NEW.unit_id AND o.number = NEW.number - 1)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NEW.occurrence > 1 AND NOT EXISTS (SELECT 1 FROM public.aid_elsewhere o WHERE o.unit_id = NEW.unit_id AND o.file = NEW.file AND o.project = NEW.project AND o.member = NEW.member AND o.year = NEW.year AND o.period = NEW.period AND o.paid_on = NEW.paid_on AND o.amount_fen = NEW.amount_fen AND o.paid_by = NEW.paid_by AND o.is_other = NEW.is_other AND o.paper = NEW.paper AND o.occurrence = NEW.occurrence - 1)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NOT EXISTS (SELECT 1 FROM public.recipient_revisions r WHERE r.file = NEW.file AND r.revision = NEW.revision AND r.persons >= NEW.member)) THEN
  RAISE EXCEPTION 'bangfu:household';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_aid_elsewhere_endings() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (EXISTS (SELECT 1 FROM public.aid_elsewhere o WHERE o.unit_id = NEW.unit_id AND o.number = NEW.number AND o.recorded_at > NEW.recorded_at)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_aid_bank_formats() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.revision > 1 AND NOT EXISTS (SELECT 1 FROM public.aid_bank_formats o WHERE o.unit_id = NEW.unit_id AND o.bank = NEW.bank AND o.revision = NEW.revision - 1)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_aid_payment_lines() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (EXISTS (SELECT 1 FROM public.aid_payment_files o WHERE o.unit_id = NEW.unit_id AND o.batch = NEW.batch AND o.number = NEW.number)) THEN
  RAISE EXCEPTION 'bangfu:L3';
END IF;
IF (EXISTS (SELECT 1 FROM public.aid_payment_lines o WHERE o.unit_id = NEW.unit_id AND o.batch = NEW.batch AND o.line = NEW.line AND o.number <> NEW.number AND NOT EXISTS (SELECT 1 FROM public.aid_result_lines r WHERE r.unit_id = o.unit_id AND r.batch = o.batch AND r.number = o.number AND r.line = o.line AND r.is_paid = 0))) THEN
  RAISE EXCEPTION 'bangfu:payment';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_aid_payment_files() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.number > 1 AND NOT EXISTS (SELECT 1 FROM public.aid_payment_files o WHERE o.unit_id = NEW.unit_id AND o.batch = NEW.batch AND o.number = NEW.number - 1)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NEW.lines <> (SELECT COUNT(*) FROM public.aid_payment_lines o WHERE o.unit_id = NEW.unit_id AND o.batch = NEW.batch AND o.number = NEW.number) OR NEW.sum_fen <> (SELECT COALESCE(SUM(o.amount_fen), 0) FROM public.aid_payment_lines o WHERE o.unit_id = NEW.unit_id AND o.batch = NEW.batch AND o.number = NEW.number)) THEN
  RAISE EXCEPTION 'bangfu:payment';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_aid_payment_writings() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.writing > 1 AND NOT EXISTS (SELECT 1 FROM public.aid_payment_writings o WHERE o.unit_id = NEW.unit_id AND o.batch = NEW.batch AND o.number = NEW.number AND o.writing = NEW.writing - 1)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_aid_result_lines() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (EXISTS (SELECT 1 FROM public.aid_result_files o WHERE o.unit_id = NEW.unit_id AND o.batch = NEW.batch AND o.number = NEW.number AND o.result = NEW.result)) THEN
  RAISE EXCEPTION 'bangfu:L3';
END IF;
IF (NOT EXISTS (SELECT 1 FROM public.aid_payment_lines o WHERE o.unit_id = NEW.unit_id AND o.batch = NEW.batch AND o.number = NEW.number AND o.line = NEW.line AND o.amount_fen = NEW.amount_fen)) THEN
  RAISE EXCEPTION 'bangfu:result';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_aid_result_files() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.result > 1 AND NOT EXISTS (SELECT 1 FROM public.aid_result_files o WHERE o.unit_id = NEW.unit_id AND o.batch = NEW.batch AND o.number = NEW.number AND o.result = NEW.result - 1)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NEW.paid <> (SELECT COUNT(*) FROM public.aid_result_lines o WHERE o.unit_id = NEW.unit_id AND o.batch = NEW.batch AND o.number = NEW.number AND o.result = NEW.result AND o.is_paid = 1) OR NEW.paid_fen <> (SELECT COALESCE(SUM(o.amount_fen), 0) FROM public.aid_result_lines o WHERE o.unit_id = NEW.unit_id AND o.batch = NEW.batch AND o.number = NEW.number AND o.result = NEW.result AND o.is_paid = 1)) THEN
  RAISE EXCEPTION 'bangfu:result';
END IF;
IF (NEW.failed <> (SELECT COUNT(*) FROM public.aid_result_lines o WHERE o.unit_id = NEW.unit_id AND o.batch = NEW.batch AND o.number = NEW.number AND o.result = NEW.result AND o.is_paid = 0) OR NEW.failed_fen <> (SELECT COALESCE(SUM(o.amount_fen), 0) FROM public.aid_result_lines o WHERE o.unit_id = NEW.unit_id AND o.batch = NEW.batch AND o.number = NEW.number AND o.result = NEW.result AND o.is_paid = 0)) THEN
  RAISE EXCEPTION 'bangfu:result';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE TRIGGER deceased_people_no_change BEFORE UPDATE OR DELETE ON public.deceased_people FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER aid_elsewhere_no_change BEFORE UPDATE OR DELETE ON public.aid_elsewhere FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER aid_elsewhere_endings_no_change BEFORE UPDATE OR DELETE ON public.aid_elsewhere_endings FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER aid_bank_formats_no_change BEFORE UPDATE OR DELETE ON public.aid_bank_formats FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER aid_payment_files_no_change BEFORE UPDATE OR DELETE ON public.aid_payment_files FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER aid_payment_lines_no_change BEFORE UPDATE OR DELETE ON public.aid_payment_lines FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER aid_payment_writings_no_change BEFORE UPDATE OR DELETE ON public.aid_payment_writings FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER aid_result_files_no_change BEFORE UPDATE OR DELETE ON public.aid_result_files FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER aid_result_lines_no_change BEFORE UPDATE OR DELETE ON public.aid_result_lines FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER deceased_people_in_order AFTER INSERT ON public.deceased_people FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_deceased_people()
--;;
CREATE TRIGGER aid_elsewhere_in_order AFTER INSERT ON public.aid_elsewhere FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_aid_elsewhere()
--;;
CREATE TRIGGER aid_elsewhere_endings_in_order AFTER INSERT ON public.aid_elsewhere_endings FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_aid_elsewhere_endings()
--;;
CREATE TRIGGER aid_bank_formats_in_order AFTER INSERT ON public.aid_bank_formats FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_aid_bank_formats()
--;;
CREATE TRIGGER aid_payment_lines_in_order AFTER INSERT ON public.aid_payment_lines FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_aid_payment_lines()
--;;
CREATE TRIGGER aid_payment_files_in_order AFTER INSERT ON public.aid_payment_files FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_aid_payment_files()
--;;
CREATE TRIGGER aid_payment_writings_in_order AFTER INSERT ON public.aid_payment_writings FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_aid_payment_writings()
--;;
CREATE TRIGGER aid_result_lines_in_order AFTER INSERT ON public.aid_result_lines FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_aid_result_lines()
--;;
CREATE TRIGGER aid_result_files_in_order AFTER INSERT ON public.aid_result_files FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_aid_result_files()
--;;
ALTER TABLE public.deceased_people ENABLE ALWAYS TRIGGER deceased_people_no_change
--;;
ALTER TABLE public.aid_elsewhere ENABLE ALWAYS TRIGGER aid_elsewhere_no_change
--;;
ALTER TABLE public.aid_elsewhere_endings ENABLE ALWAYS TRIGGER aid_elsewhere_endings_no_change
--;;
ALTER TABLE public.aid_bank_formats ENABLE ALWAYS TRIGGER aid_bank_formats_no_change
--;;
ALTER TABLE public.aid_payment_files ENABLE ALWAYS TRIGGER aid_payment_files_no_change
--;;
ALTER TABLE public.aid_payment_lines ENABLE ALWAYS TRIGGER aid_payment_lines_no_change
--;;
ALTER TABLE public.aid_payment_writings ENABLE ALWAYS TRIGGER aid_payment_writings_no_change
--;;
ALTER TABLE public.aid_result_files ENABLE ALWAYS TRIGGER aid_result_files_no_change
--;;
ALTER TABLE public.aid_result_lines ENABLE ALWAYS TRIGGER aid_result_lines_no_change
--;;
ALTER TABLE public.deceased_people ENABLE ALWAYS TRIGGER deceased_people_in_order
--;;
ALTER TABLE public.aid_elsewhere ENABLE ALWAYS TRIGGER aid_elsewhere_in_order
--;;
ALTER TABLE public.aid_elsewhere_endings ENABLE ALWAYS TRIGGER aid_elsewhere_endings_in_order
--;;
ALTER TABLE public.aid_bank_formats ENABLE ALWAYS TRIGGER aid_bank_formats_in_order
--;;
ALTER TABLE public.aid_payment_lines ENABLE ALWAYS TRIGGER aid_payment_lines_in_order
--;;
ALTER TABLE public.aid_payment_files ENABLE ALWAYS TRIGGER aid_payment_files_in_order
--;;
ALTER TABLE public.aid_payment_writings ENABLE ALWAYS TRIGGER aid_payment_writings_in_order
--;;
ALTER TABLE public.aid_result_lines ENABLE ALWAYS TRIGGER aid_result_lines_in_order
--;;
ALTER TABLE public.aid_result_files ENABLE ALWAYS TRIGGER aid_result_files_in_order
