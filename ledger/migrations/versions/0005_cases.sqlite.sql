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
CREATE TRIGGER deceased_people_no_update BEFORE UPDATE ON deceased_people BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER deceased_people_no_delete BEFORE DELETE ON deceased_people BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER deceased_people_no_replace BEFORE INSERT ON deceased_people WHEN EXISTS (SELECT 1 FROM deceased_people o WHERE o."blind" = NEW."blind" AND o."revision" = NEW."revision") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER deceased_people_in_order AFTER INSERT ON deceased_people BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.revision > 1 AND NOT EXISTS (SELECT 1 FROM deceased_people p WHERE p.blind = NEW.blind AND p.revision = NEW.revision - 1);
  SELECT RAISE(ABORT, 'bangfu:deceased') WHERE EXISTS (SELECT 1 FROM deceased_people p WHERE p.blind = NEW.blind AND p.revision = NEW.revision - 1 AND p.recorded_at > NEW.recorded_at);
  SELECT RAISE(ABORT, 'bangfu:deceased') WHERE EXISTS (SELECT 1 FROM deceased_people p WHERE p.blind = NEW.blind AND p.revision = NEW.revision - 1 AND (p.died_on = NEW.died_on OR (p.died_on IS NULL AND NEW.died_on IS NULL)));
END
