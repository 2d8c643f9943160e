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
CREATE TRIGGER aid_quarters_no_update BEFORE UPDATE ON aid_quarters BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER aid_quarters_no_delete BEFORE DELETE ON aid_quarters BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER aid_quarters_no_replace BEFORE INSERT ON aid_quarters WHEN EXISTS (SELECT 1 FROM aid_quarters o WHERE o."unit_id" = NEW."unit_id" AND o."year" = NEW."year" AND o."quarter" = NEW."quarter" AND o."revision" = NEW."revision") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER aid_quarters_in_order AFTER INSERT ON aid_quarters BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.revision > 1 AND NOT EXISTS (SELECT 1 FROM aid_quarters p WHERE p.unit_id = NEW.unit_id AND p.year = NEW.year AND p.quarter = NEW.quarter AND p.revision = NEW.revision - 1);
  SELECT RAISE(ABORT, 'bangfu:quarter') WHERE EXISTS (SELECT 1 FROM aid_quarters p WHERE p.unit_id = NEW.unit_id AND p.year = NEW.year AND p.quarter = NEW.quarter AND p.revision = NEW.revision - 1 AND (p.reported_on > NEW.reported_on OR p.recorded_at > NEW.recorded_at));
END
