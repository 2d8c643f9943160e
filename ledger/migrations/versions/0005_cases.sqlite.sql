CREATE TABLE aid_quarters (
	unit_id INTEGER NOT NULL,
	year INTEGER NOT NULL,
	quarter INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	hotline INTEGER NOT NULL,
	visits INTEGER NOT NULL,
	letters INTEGER NOT NULL,
	online INTEGER NOT NULL,
	questions INTEGER NOT NULL,
	reported_on TEXT NOT NULL,
	reporter_id INTEGER NOT NULL,
	paper TEXT NOT NULL,
	reason TEXT DEFAULT '' NOT NULL,
	recorded_at TEXT NOT NULL,
	CONSTRAINT pk_aid_quarters PRIMARY KEY (unit_id, year, quarter, revision),
	CONSTRAINT ck_aid_quarters_year_known CHECK (year BETWEEN 1990 AND 2199),
	CONSTRAINT ck_aid_quarters_quarter_of_four CHECK (quarter BETWEEN 1 AND 4),
	CONSTRAINT ck_aid_quarters_revision_from_one CHECK (revision > 0),
	CONSTRAINT ck_aid_quarters_hotline_counted CHECK (hotline BETWEEN 0 AND 10000000),
	CONSTRAINT ck_aid_quarters_visits_counted CHECK (visits BETWEEN 0 AND 10000000),
	CONSTRAINT ck_aid_quarters_letters_counted CHECK (letters BETWEEN 0 AND 10000000),
	CONSTRAINT ck_aid_quarters_online_counted CHECK (online BETWEEN 0 AND 10000000),
	CONSTRAINT ck_aid_quarters_questions_counted CHECK (questions BETWEEN 0 AND 10000000),
	CONSTRAINT ck_aid_quarters_paper_given CHECK (paper <> ''),
	CONSTRAINT ck_aid_quarters_correction_has_a_reason CHECK ((revision = 1) = (reason = '')),
	CONSTRAINT ck_aid_quarters_recorded_at_given CHECK (recorded_at <> ''),
	CONSTRAINT ck_aid_quarters_reported_on_is_a_day CHECK (reported_on = date(reported_on, '+0 days') IS TRUE),
	CONSTRAINT ck_aid_quarters_quarter_over CHECK (CAST(substr(reported_on, 1, 4) AS INTEGER) * 12 + CAST(substr(reported_on, 6, 2) AS INTEGER) > year * 12 + quarter * 3),
	CONSTRAINT fk_aid_quarters_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_aid_quarters_reporter_id FOREIGN KEY(reporter_id) REFERENCES people (id)
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
CREATE TRIGGER aid_quarters_no_update BEFORE UPDATE ON aid_quarters BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER aid_quarters_no_delete BEFORE DELETE ON aid_quarters BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER aid_quarters_no_replace BEFORE INSERT ON aid_quarters WHEN EXISTS (SELECT 1 FROM aid_quarters o WHERE o."unit_id" = NEW."unit_id" AND o."year" = NEW."year" AND o."quarter" = NEW."quarter" AND o."revision" = NEW."revision") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
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
CREATE TRIGGER aid_quarters_in_order AFTER INSERT ON aid_quarters BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.revision > 1 AND NOT EXISTS (SELECT 1 FROM aid_quarters p WHERE p.unit_id = NEW.unit_id AND p.year = NEW.year AND p.quarter = NEW.quarter AND p.revision = NEW.revision - 1);
  SELECT RAISE(ABORT, 'bangfu:quarter') WHERE EXISTS (SELECT 1 FROM aid_quarters p WHERE p.unit_id = NEW.unit_id AND p.year = NEW.year AND p.quarter = NEW.quarter AND p.revision = NEW.revision - 1 AND (p.reported_on > NEW.reported_on OR p.recorded_at > NEW.recorded_at));
END
