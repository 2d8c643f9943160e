CREATE TABLE aid_bank_formats (
	unit_id INTEGER NOT NULL,
	bank TEXT NOT NULL,
	revision INTEGER NOT NULL,
	since TEXT NOT NULL,
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
	CONSTRAINT ck_aid_bank_formats_since_is_a_day CHECK (since = date(since, '+0 days') IS TRUE),
	CONSTRAINT fk_aid_bank_formats_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE aid_payment_files (
	unit_id INTEGER NOT NULL,
	batch TEXT NOT NULL,
	number INTEGER NOT NULL,
	lines INTEGER NOT NULL,
	sum_fen INTEGER NOT NULL,
	lines_hash BLOB NOT NULL,
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
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE deceased_people (
	unit_id INTEGER NOT NULL,
	blind BLOB NOT NULL,
	revision INTEGER NOT NULL,
	died_on TEXT,
	source TEXT NOT NULL,
	paper TEXT DEFAULT '' NOT NULL,
	locked BLOB,
	recorded_at TEXT NOT NULL,
	CONSTRAINT pk_deceased_people PRIMARY KEY (blind, revision),
	CONSTRAINT ck_deceased_people_blind_whole CHECK (length(blind) = 32),
	CONSTRAINT ck_deceased_people_revision_from_one CHECK (revision > 0),
	CONSTRAINT ck_deceased_people_death_dated CHECK (died_on IS NOT NULL OR revision > 1),
	CONSTRAINT ck_deceased_people_source_given CHECK (source <> ''),
	CONSTRAINT ck_deceased_people_reason_locked CHECK ((revision > 1) = (locked IS NOT NULL)),
	CONSTRAINT ck_deceased_people_reason_given CHECK (locked IS NULL OR length(locked) > 33),
	CONSTRAINT ck_deceased_people_recorded_at_given CHECK (recorded_at <> ''),
	CONSTRAINT ck_deceased_people_died_on_is_a_day CHECK (died_on IS NULL OR died_on = date(died_on, '+0 days') IS TRUE),
	CONSTRAINT fk_deceased_people_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE INDEX ix_deceased_people_unit_id ON deceased_people (unit_id)
--;;
CREATE TABLE aid_payment_lines (
	unit_id INTEGER NOT NULL,
	batch TEXT NOT NULL,
	number INTEGER NOT NULL,
	line INTEGER NOT NULL,
	amount_fen INTEGER NOT NULL,
	card_blind BLOB NOT NULL,
	CONSTRAINT pk_aid_payment_lines PRIMARY KEY (unit_id, batch, number, line),
	CONSTRAINT ck_aid_payment_lines_amount_fen_counted CHECK (amount_fen BETWEEN 1 AND 9000000000000000),
	CONSTRAINT fk_aid_payment_lines_unit_id_batch_number FOREIGN KEY(unit_id, batch, number) REFERENCES aid_payment_files (unit_id, batch, number) DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT ck_aid_payment_lines_line_from_one CHECK (line > 0),
	CONSTRAINT ck_aid_payment_lines_card_blind_whole CHECK (length(card_blind) = 32),
	CONSTRAINT fk_aid_payment_lines_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE INDEX ix_aid_payment_lines_unit_id_batch_line_number ON aid_payment_lines (unit_id, batch, line, number)
--;;
CREATE TABLE aid_payment_writings (
	unit_id INTEGER NOT NULL,
	batch TEXT NOT NULL,
	number INTEGER NOT NULL,
	writing INTEGER NOT NULL,
	bank TEXT NOT NULL,
	revision INTEGER NOT NULL,
	encoding TEXT NOT NULL,
	file_blind BLOB NOT NULL,
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
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE aid_result_files (
	unit_id INTEGER NOT NULL,
	batch TEXT NOT NULL,
	number INTEGER NOT NULL,
	result INTEGER NOT NULL,
	file_blind BLOB NOT NULL,
	paid INTEGER NOT NULL,
	paid_fen INTEGER NOT NULL,
	failed INTEGER NOT NULL,
	failed_fen INTEGER NOT NULL,
	lines_hash BLOB NOT NULL,
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
 WITHOUT ROWID,
 STRICT
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
	paid_on TEXT NOT NULL,
	amount_fen INTEGER NOT NULL,
	paid_by TEXT NOT NULL,
	is_other INTEGER NOT NULL,
	paper TEXT DEFAULT '' NOT NULL,
	locked BLOB,
	occurrence INTEGER NOT NULL,
	recorded_at TEXT NOT NULL,
	CONSTRAINT pk_aid_elsewhere PRIMARY KEY (unit_id, number),
	CONSTRAINT uq_aid_elsewhere_unit_id_file_project_member_year_period_paid_on_amount_fen_paid_by_is_other_paper_occurrence UNIQUE (unit_id, file, project, member, year, period, paid_on, amount_fen, paid_by, is_other, paper, occurrence),
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
	CONSTRAINT ck_aid_elsewhere_paid_on_is_a_day CHECK (paid_on = date(paid_on, '+0 days') IS TRUE),
	CONSTRAINT fk_aid_elsewhere_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE INDEX ix_aid_elsewhere_file_year ON aid_elsewhere (file, year)
--;;
CREATE TABLE aid_result_lines (
	unit_id INTEGER NOT NULL,
	batch TEXT NOT NULL,
	number INTEGER NOT NULL,
	line INTEGER NOT NULL,
	result INTEGER NOT NULL,
	is_paid INTEGER NOT NULL,
	amount_fen INTEGER NOT NULL,
	locked BLOB,
	CONSTRAINT pk_aid_result_lines PRIMARY KEY (unit_id, batch, number, line),
	CONSTRAINT ck_aid_result_lines_amount_fen_counted CHECK (amount_fen BETWEEN 1 AND 9000000000000000),
	CONSTRAINT fk_aid_result_lines_unit_id_batch_number_line FOREIGN KEY(unit_id, batch, number, line) REFERENCES aid_payment_lines (unit_id, batch, number, line),
	CONSTRAINT fk_aid_result_lines_unit_id_batch_number_result FOREIGN KEY(unit_id, batch, number, result) REFERENCES aid_result_files (unit_id, batch, number, result) DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT ck_aid_result_lines_is_paid_yes_or_no CHECK (is_paid IN (0, 1)),
	CONSTRAINT ck_aid_result_lines_why_of_failure CHECK (is_paid = 0 OR locked IS NULL),
	CONSTRAINT fk_aid_result_lines_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE aid_elsewhere_endings (
	unit_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	locked BLOB NOT NULL,
	recorded_at TEXT NOT NULL,
	CONSTRAINT pk_aid_elsewhere_endings PRIMARY KEY (unit_id, number),
	CONSTRAINT fk_aid_elsewhere_endings_unit_id_number FOREIGN KEY(unit_id, number) REFERENCES aid_elsewhere (unit_id, number),
	CONSTRAINT ck_aid_elsewhere_endings_reason_given CHECK (length(locked) > 33),
	CONSTRAINT ck_aid_elsewhere_endings_recorded_at_given CHECK (recorded_at <> ''),
	CONSTRAINT fk_aid_elsewhere_endings_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TRIGGER deceased_people_no_update BEFORE UPDATE ON deceased_people BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER deceased_people_no_delete BEFORE DELETE ON deceased_people BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER deceased_people_no_replace BEFORE INSERT ON deceased_people WHEN EXISTS (SELECT 1 FROM deceased_people o WHERE o."blind" = NEW."blind" AND o."revision" = NEW."revision") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER aid_elsewhere_no_update BEFORE UPDATE ON aid_elsewhere BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER aid_elsewhere_no_delete BEFORE DELETE ON aid_elsewhere BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER aid_elsewhere_no_replace BEFORE INSERT ON aid_elsewhere WHEN EXISTS (SELECT 1 FROM aid_elsewhere o WHERE o."unit_id" = NEW."unit_id" AND o."number" = NEW."number") OR EXISTS (SELECT 1 FROM aid_elsewhere o WHERE o."unit_id" = NEW."unit_id" AND o."file" = NEW."file" AND o."project" = NEW."project" AND o."member" = NEW."member" AND o."year" = NEW."year" AND o."period" = NEW."period" AND o."paid_on" = NEW."paid_on" AND o."amount_fen" = NEW."amount_fen" AND o."paid_by" = NEW."paid_by" AND o."is_other" = NEW."is_other" AND o."paper" = NEW."paper" AND o."occurrence" = NEW."occurrence") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER aid_elsewhere_endings_no_update BEFORE UPDATE ON aid_elsewhere_endings BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER aid_elsewhere_endings_no_delete BEFORE DELETE ON aid_elsewhere_endings BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER aid_elsewhere_endings_no_replace BEFORE INSERT ON aid_elsewhere_endings WHEN EXISTS (SELECT 1 FROM aid_elsewhere_endings o WHERE o."unit_id" = NEW."unit_id" AND o."number" = NEW."number") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER aid_bank_formats_no_update BEFORE UPDATE ON aid_bank_formats BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER aid_bank_formats_no_delete BEFORE DELETE ON aid_bank_formats BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER aid_bank_formats_no_replace BEFORE INSERT ON aid_bank_formats WHEN EXISTS (SELECT 1 FROM aid_bank_formats o WHERE o."unit_id" = NEW."unit_id" AND o."bank" = NEW."bank" AND o."revision" = NEW."revision") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER aid_payment_files_no_update BEFORE UPDATE ON aid_payment_files BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER aid_payment_files_no_delete BEFORE DELETE ON aid_payment_files BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER aid_payment_files_no_replace BEFORE INSERT ON aid_payment_files WHEN EXISTS (SELECT 1 FROM aid_payment_files o WHERE o."unit_id" = NEW."unit_id" AND o."batch" = NEW."batch" AND o."number" = NEW."number") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER aid_payment_lines_no_update BEFORE UPDATE ON aid_payment_lines BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER aid_payment_lines_no_delete BEFORE DELETE ON aid_payment_lines BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER aid_payment_lines_no_replace BEFORE INSERT ON aid_payment_lines WHEN EXISTS (SELECT 1 FROM aid_payment_lines o WHERE o."unit_id" = NEW."unit_id" AND o."batch" = NEW."batch" AND o."number" = NEW."number" AND o."line" = NEW."line") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER aid_payment_writings_no_update BEFORE UPDATE ON aid_payment_writings BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER aid_payment_writings_no_delete BEFORE DELETE ON aid_payment_writings BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER aid_payment_writings_no_replace BEFORE INSERT ON aid_payment_writings WHEN EXISTS (SELECT 1 FROM aid_payment_writings o WHERE o."unit_id" = NEW."unit_id" AND o."batch" = NEW."batch" AND o."number" = NEW."number" AND o."writing" = NEW."writing") OR EXISTS (SELECT 1 FROM aid_payment_writings o WHERE o."unit_id" = NEW."unit_id" AND o."batch" = NEW."batch" AND o."number" = NEW."number" AND o."file_blind" = NEW."file_blind") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER aid_result_files_no_update BEFORE UPDATE ON aid_result_files BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER aid_result_files_no_delete BEFORE DELETE ON aid_result_files BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER aid_result_files_no_replace BEFORE INSERT ON aid_result_files WHEN EXISTS (SELECT 1 FROM aid_result_files o WHERE o."unit_id" = NEW."unit_id" AND o."batch" = NEW."batch" AND o."number" = NEW."number" AND o."result" = NEW."result") OR EXISTS (SELECT 1 FROM aid_result_files o WHERE o."unit_id" = NEW."unit_id" AND o."file_blind" = NEW."file_blind") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER aid_result_lines_no_update BEFORE UPDATE ON aid_result_lines BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER aid_result_lines_no_delete BEFORE DELETE ON aid_result_lines BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER aid_result_lines_no_replace BEFORE INSERT ON aid_result_lines WHEN EXISTS (SELECT 1 FROM aid_result_lines o WHERE o."unit_id" = NEW."unit_id" AND o."batch" = NEW."batch" AND o."number" = NEW."number" AND o."line" = NEW."line") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER deceased_people_in_order AFTER INSERT ON deceased_people BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.revision > 1 AND NOT EXISTS (SELECT 1 FROM deceased_people p WHERE p.blind = NEW.blind AND p.revision = NEW.revision - 1);
  SELECT RAISE(ABORT, 'bangfu:deceased') WHERE EXISTS (SELECT 1 FROM deceased_people p WHERE p.blind = NEW.blind AND p.revision = NEW.revision - 1 AND p.recorded_at > NEW.recorded_at);
  SELECT RAISE(ABORT, 'bangfu:deceased') WHERE EXISTS (SELECT 1 FROM deceased_people p WHERE p.blind = NEW.blind AND p.revision = NEW.revision - 1 AND (p.died_on = NEW.died_on OR (p.died_on IS NULL AND NEW.died_on IS NULL)));
END
--;;
CREATE TRIGGER aid_elsewhere_in_order AFTER INSERT ON aid_elsewhere BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.number > 1 AND NOT EXISTS (SELECT 1 FROM aid_elsewhere o WHERE o.unit_id = NEW.unit_id AND o.number = NEW.number - 1);
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.occurrence > 1 AND NOT EXISTS (SELECT 1 FROM aid_elsewhere o WHERE o.unit_id = NEW.unit_id AND o.file = NEW.file AND o.project = NEW.project AND o.member = NEW.member AND o.year = NEW.year AND o.period = NEW.period AND o.paid_on = NEW.paid_on AND o.amount_fen = NEW.amount_fen AND o.paid_by = NEW.paid_by AND o.is_other = NEW.is_other AND o.paper = NEW.paper AND o.occurrence = NEW.occurrence - 1);
  SELECT RAISE(ABORT, 'bangfu:household') WHERE NOT EXISTS (SELECT 1 FROM recipient_revisions r WHERE r.file = NEW.file AND r.revision = NEW.revision AND r.persons >= NEW.member);
END
--;;
CREATE TRIGGER aid_elsewhere_endings_in_order AFTER INSERT ON aid_elsewhere_endings BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE EXISTS (SELECT 1 FROM aid_elsewhere o WHERE o.unit_id = NEW.unit_id AND o.number = NEW.number AND o.recorded_at > NEW.recorded_at);
END
--;;
CREATE TRIGGER aid_bank_formats_in_order AFTER INSERT ON aid_bank_formats BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.revision > 1 AND NOT EXISTS (SELECT 1 FROM aid_bank_formats o WHERE o.unit_id = NEW.unit_id AND o.bank = NEW.bank AND o.revision = NEW.revision - 1);
END
--;;
CREATE TRIGGER aid_payment_lines_in_order AFTER INSERT ON aid_payment_lines BEGIN
  SELECT RAISE(ABORT, 'bangfu:L3') WHERE EXISTS (SELECT 1 FROM aid_payment_files o WHERE o.unit_id = NEW.unit_id AND o.batch = NEW.batch AND o.number = NEW.number);
  SELECT RAISE(ABORT, 'bangfu:payment') WHERE EXISTS (SELECT 1 FROM aid_payment_lines o WHERE o.unit_id = NEW.unit_id AND o.batch = NEW.batch AND o.line = NEW.line AND o.number <> NEW.number AND NOT EXISTS (SELECT 1 FROM aid_result_lines r WHERE r.unit_id = o.unit_id AND r.batch = o.batch AND r.number = o.number AND r.line = o.line AND r.is_paid = 0));
END
--;;
CREATE TRIGGER aid_payment_files_in_order AFTER INSERT ON aid_payment_files BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.number > 1 AND NOT EXISTS (SELECT 1 FROM aid_payment_files o WHERE o.unit_id = NEW.unit_id AND o.batch = NEW.batch AND o.number = NEW.number - 1);
  SELECT RAISE(ABORT, 'bangfu:payment') WHERE NEW.lines <> (SELECT COUNT(*) FROM aid_payment_lines o WHERE o.unit_id = NEW.unit_id AND o.batch = NEW.batch AND o.number = NEW.number) OR NEW.sum_fen <> (SELECT COALESCE(SUM(o.amount_fen), 0) FROM aid_payment_lines o WHERE o.unit_id = NEW.unit_id AND o.batch = NEW.batch AND o.number = NEW.number);
END
--;;
CREATE TRIGGER aid_payment_writings_in_order AFTER INSERT ON aid_payment_writings BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.writing > 1 AND NOT EXISTS (SELECT 1 FROM aid_payment_writings o WHERE o.unit_id = NEW.unit_id AND o.batch = NEW.batch AND o.number = NEW.number AND o.writing = NEW.writing - 1);
END
--;;
CREATE TRIGGER aid_result_lines_in_order AFTER INSERT ON aid_result_lines BEGIN
  SELECT RAISE(ABORT, 'bangfu:L3') WHERE EXISTS (SELECT 1 FROM aid_result_files o WHERE o.unit_id = NEW.unit_id AND o.batch = NEW.batch AND o.number = NEW.number AND o.result = NEW.result);
  SELECT RAISE(ABORT, 'bangfu:result') WHERE NOT EXISTS (SELECT 1 FROM aid_payment_lines o WHERE o.unit_id = NEW.unit_id AND o.batch = NEW.batch AND o.number = NEW.number AND o.line = NEW.line AND o.amount_fen = NEW.amount_fen);
END
--;;
CREATE TRIGGER aid_result_files_in_order AFTER INSERT ON aid_result_files BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.result > 1 AND NOT EXISTS (SELECT 1 FROM aid_result_files o WHERE o.unit_id = NEW.unit_id AND o.batch = NEW.batch AND o.number = NEW.number AND o.result = NEW.result - 1);
  SELECT RAISE(ABORT, 'bangfu:result') WHERE NEW.paid <> (SELECT COUNT(*) FROM aid_result_lines o WHERE o.unit_id = NEW.unit_id AND o.batch = NEW.batch AND o.number = NEW.number AND o.result = NEW.result AND o.is_paid = 1) OR NEW.paid_fen <> (SELECT COALESCE(SUM(o.amount_fen), 0) FROM aid_result_lines o WHERE o.unit_id = NEW.unit_id AND o.batch = NEW.batch AND o.number = NEW.number AND o.result = NEW.result AND o.is_paid = 1);
  SELECT RAISE(ABORT, 'bangfu:result') WHERE NEW.failed <> (SELECT COUNT(*) FROM aid_result_lines o WHERE o.unit_id = NEW.unit_id AND o.batch = NEW.batch AND o.number = NEW.number AND o.result = NEW.result AND o.is_paid = 0) OR NEW.failed_fen <> (SELECT COALESCE(SUM(o.amount_fen), 0) FROM aid_result_lines o WHERE o.unit_id = NEW.unit_id AND o.batch = NEW.batch AND o.number = NEW.number AND o.result = NEW.result AND o.is_paid = 0);
END
