CREATE TABLE recipients (
	unit_id INTEGER NOT NULL,
	file INTEGER NOT NULL,
	code TEXT NOT NULL,
	blind BLOB NOT NULL,
	locked BLOB NOT NULL,
	opened_on TEXT NOT NULL,
	recorded_at TEXT NOT NULL,
	CONSTRAINT pk_recipients PRIMARY KEY (file),
	CONSTRAINT uq_recipients_code UNIQUE (code),
	CONSTRAINT uq_recipients_blind UNIQUE (blind),
	CONSTRAINT ck_recipients_file_from_one CHECK (file > 0),
	CONSTRAINT ck_recipients_code_given CHECK (code <> ''),
	CONSTRAINT ck_recipients_recorded_at_given CHECK (recorded_at <> ''),
	CONSTRAINT ck_recipients_blind_whole CHECK (blind IS NULL OR length(blind) = 32),
	CONSTRAINT ck_recipients_opened_on_is_a_day CHECK (opened_on = date(opened_on, '+0 days') IS TRUE),
	CONSTRAINT fk_recipients_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE recipient_revisions (
	unit_id INTEGER NOT NULL,
	file INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	category TEXT DEFAULT '' NOT NULL,
	persons INTEGER NOT NULL,
	locked BLOB NOT NULL,
	said BLOB NOT NULL,
	name_blind BLOB NOT NULL,
	phone_blind BLOB,
	card_blind BLOB,
	recorded_at TEXT NOT NULL,
	CONSTRAINT pk_recipient_revisions PRIMARY KEY (file, revision),
	CONSTRAINT ck_recipient_revisions_revision_from_one CHECK (revision > 0),
	CONSTRAINT ck_recipient_revisions_persons_from_one CHECK (persons > 0),
	CONSTRAINT ck_recipient_revisions_recorded_at_given CHECK (recorded_at <> ''),
	CONSTRAINT ck_recipient_revisions_said_whole CHECK (said IS NULL OR length(said) = 32),
	CONSTRAINT ck_recipient_revisions_name_blind_whole CHECK (name_blind IS NULL OR length(name_blind) = 32),
	CONSTRAINT ck_recipient_revisions_phone_blind_whole CHECK (phone_blind IS NULL OR length(phone_blind) = 32),
	CONSTRAINT ck_recipient_revisions_card_blind_whole CHECK (card_blind IS NULL OR length(card_blind) = 32),
	CONSTRAINT fk_recipient_revisions_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_recipient_revisions_file FOREIGN KEY(file) REFERENCES recipients (file)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE INDEX ix_recipient_revisions_card_blind ON recipient_revisions (card_blind)
--;;
CREATE INDEX ix_recipient_revisions_name_blind ON recipient_revisions (name_blind)
--;;
CREATE INDEX ix_recipient_revisions_phone_blind ON recipient_revisions (phone_blind)
--;;
CREATE TABLE recipient_steps (
	unit_id INTEGER NOT NULL,
	file INTEGER NOT NULL,
	step INTEGER NOT NULL,
	act TEXT NOT NULL,
	acted_on TEXT NOT NULL,
	reason TEXT DEFAULT '' NOT NULL,
	from_unit_id INTEGER,
	died_on TEXT,
	locked BLOB NOT NULL,
	recorded_at TEXT NOT NULL,
	CONSTRAINT pk_recipient_steps PRIMARY KEY (file, step),
	CONSTRAINT ck_recipient_steps_act_known CHECK (act = 'open' OR act = 'move' OR act = 'close' OR act = 'reopen'),
	CONSTRAINT ck_recipient_steps_reason_known CHECK (reason = '' OR reason = 'relieved' OR reason = 'death' OR reason = 'left' OR reason = 'unfit' OR reason = 'mistake' OR reason = 'again' OR reason = 'transfer' OR reason = 'other'),
	CONSTRAINT ck_recipient_steps_step_from_one CHECK (step > 0),
	CONSTRAINT ck_recipient_steps_reason_given CHECK ((act = 'open') = (reason = '')),
	CONSTRAINT ck_recipient_steps_reason_of_move CHECK ((act = 'move') = (reason = 'transfer')),
	CONSTRAINT ck_recipient_steps_from_unit_of_move CHECK ((act = 'move') = (from_unit_id IS NOT NULL)),
	CONSTRAINT ck_recipient_steps_death_dated CHECK ((reason = 'death') = (died_on IS NOT NULL)),
	CONSTRAINT ck_recipient_steps_death_closes CHECK (reason <> 'death' OR act = 'close'),
	CONSTRAINT ck_recipient_steps_died_before CHECK (died_on IS NULL OR died_on <= acted_on),
	CONSTRAINT ck_recipient_steps_recorded_at_given CHECK (recorded_at <> ''),
	CONSTRAINT ck_recipient_steps_acted_on_is_a_day CHECK (acted_on = date(acted_on, '+0 days') IS TRUE),
	CONSTRAINT ck_recipient_steps_died_on_is_a_day CHECK (died_on IS NULL OR died_on = date(died_on, '+0 days') IS TRUE),
	CONSTRAINT fk_recipient_steps_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_recipient_steps_file FOREIGN KEY(file) REFERENCES recipients (file),
	CONSTRAINT fk_recipient_steps_from_unit_id FOREIGN KEY(from_unit_id) REFERENCES units (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE INDEX ix_recipient_steps_unit_id_file ON recipient_steps (unit_id, file)
--;;
CREATE TABLE recipient_members (
	unit_id INTEGER NOT NULL,
	file INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	number INTEGER NOT NULL,
	blind BLOB,
	locked BLOB NOT NULL,
	CONSTRAINT pk_recipient_members PRIMARY KEY (file, revision, number),
	CONSTRAINT uq_recipient_members_file_revision_blind UNIQUE (file, revision, blind),
	CONSTRAINT fk_recipient_members_file_revision FOREIGN KEY(file, revision) REFERENCES recipient_revisions (file, revision) DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT ck_recipient_members_number_from_two CHECK (number > 1),
	CONSTRAINT ck_recipient_members_blind_whole CHECK (blind IS NULL OR length(blind) = 32),
	CONSTRAINT fk_recipient_members_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE INDEX ix_recipient_members_blind ON recipient_members (blind)
--;;
CREATE TRIGGER recipients_no_update BEFORE UPDATE ON recipients BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER recipients_no_delete BEFORE DELETE ON recipients BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER recipients_no_replace BEFORE INSERT ON recipients WHEN EXISTS (SELECT 1 FROM recipients o WHERE o."file" = NEW."file") OR EXISTS (SELECT 1 FROM recipients o WHERE o."blind" = NEW."blind") OR EXISTS (SELECT 1 FROM recipients o WHERE o."code" = NEW."code") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER recipient_steps_no_update BEFORE UPDATE ON recipient_steps BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER recipient_steps_no_delete BEFORE DELETE ON recipient_steps BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER recipient_steps_no_replace BEFORE INSERT ON recipient_steps WHEN EXISTS (SELECT 1 FROM recipient_steps o WHERE o."file" = NEW."file" AND o."step" = NEW."step") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER recipient_members_no_update BEFORE UPDATE ON recipient_members BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER recipient_members_no_delete BEFORE DELETE ON recipient_members BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER recipient_members_no_replace BEFORE INSERT ON recipient_members WHEN EXISTS (SELECT 1 FROM recipient_members o WHERE o."file" = NEW."file" AND o."revision" = NEW."revision" AND o."number" = NEW."number") OR EXISTS (SELECT 1 FROM recipient_members o WHERE o."file" = NEW."file" AND o."revision" = NEW."revision" AND o."blind" = NEW."blind") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER recipient_revisions_no_update BEFORE UPDATE ON recipient_revisions BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER recipient_revisions_no_delete BEFORE DELETE ON recipient_revisions BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER recipient_revisions_no_replace BEFORE INSERT ON recipient_revisions WHEN EXISTS (SELECT 1 FROM recipient_revisions o WHERE o."file" = NEW."file" AND o."revision" = NEW."revision") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER recipients_in_order AFTER INSERT ON recipients BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.file > 1 AND NOT EXISTS (SELECT 1 FROM recipients o WHERE o.file = NEW.file - 1);
END
--;;
CREATE TRIGGER recipient_steps_in_order AFTER INSERT ON recipient_steps BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.step > 1 AND NOT EXISTS (SELECT 1 FROM recipient_steps o WHERE o.step = NEW.step - 1 AND o.file = NEW.file);
  SELECT RAISE(ABORT, 'bangfu:recipient') WHERE (NEW.step = 1) <> (NEW.act = 'open') OR (NEW.step = 1 AND NOT EXISTS (SELECT 1 FROM recipients f WHERE f.file = NEW.file AND f.unit_id = NEW.unit_id AND f.opened_on = NEW.acted_on));
  SELECT RAISE(ABORT, 'bangfu:recipient') WHERE EXISTS (SELECT 1 FROM recipient_steps p WHERE p.file = NEW.file AND p.step = NEW.step - 1 AND (p.acted_on > NEW.acted_on OR p.recorded_at > NEW.recorded_at OR (NEW.act = 'reopen') <> (p.act = 'close') OR (NEW.act <> 'move' AND p.unit_id <> NEW.unit_id) OR (NEW.act = 'move' AND (p.unit_id = NEW.unit_id OR p.unit_id <> NEW.from_unit_id)) OR (p.reason = 'death' AND NEW.reason <> 'mistake')));
  SELECT RAISE(ABORT, 'bangfu:recipient') WHERE NEW.act <> 'close' AND EXISTS (SELECT 1 FROM unit_endings e WHERE e.unit_id = NEW.unit_id AND e.closed_on <= NEW.acted_on);
  SELECT RAISE(ABORT, 'bangfu:household') WHERE NEW.act = 'reopen' AND EXISTS (SELECT 1 FROM recipient_members m JOIN recipients o ON o.blind = m.blind JOIN recipient_members b ON b.file = o.file JOIN recipients f ON f.blind = b.blind AND f.file = m.file WHERE m.file = NEW.file AND m.revision = (SELECT MAX(r.revision) FROM recipient_revisions r WHERE r.file = NEW.file) AND NOT EXISTS (SELECT 1 FROM recipient_revisions r WHERE r.file = o.file AND r.revision > b.revision) AND NOT EXISTS (SELECT 1 FROM recipient_steps c WHERE c.file = o.file AND c.act = 'close' AND NOT EXISTS (SELECT 1 FROM recipient_steps l WHERE l.file = c.file AND l.step > c.step)));
END
--;;
CREATE TRIGGER recipient_members_in_order AFTER INSERT ON recipient_members BEGIN
  SELECT RAISE(ABORT, 'bangfu:L3') WHERE EXISTS (SELECT 1 FROM recipient_revisions r WHERE r.file = NEW.file AND r.revision = NEW.revision);
  SELECT RAISE(ABORT, 'bangfu:household') WHERE EXISTS (SELECT 1 FROM recipients f WHERE f.file = NEW.file AND f.blind = NEW.blind);
END
--;;
CREATE TRIGGER recipient_revisions_in_order AFTER INSERT ON recipient_revisions BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.revision > 1 AND NOT EXISTS (SELECT 1 FROM recipient_revisions o WHERE o.revision = NEW.revision - 1 AND o.file = NEW.file);
  SELECT RAISE(ABORT, 'bangfu:recipient') WHERE NOT EXISTS (SELECT 1 FROM recipient_steps h WHERE h.file = NEW.file AND h.unit_id = NEW.unit_id AND h.act <> 'close' AND NOT EXISTS (SELECT 1 FROM recipient_steps l WHERE l.file = h.file AND l.step > h.step));
  SELECT RAISE(ABORT, 'bangfu:recipient') WHERE EXISTS (SELECT 1 FROM recipient_revisions p WHERE p.file = NEW.file AND p.revision = NEW.revision - 1 AND p.recorded_at > NEW.recorded_at);
  SELECT RAISE(ABORT, 'bangfu:household') WHERE NEW.persons <> 1 + (SELECT COUNT(*) FROM recipient_members m WHERE m.file = NEW.file AND m.revision = NEW.revision) OR EXISTS (SELECT 1 FROM recipient_members m WHERE m.file = NEW.file AND m.revision = NEW.revision AND (m.number > NEW.persons OR m.unit_id <> NEW.unit_id));
  SELECT RAISE(ABORT, 'bangfu:household') WHERE EXISTS (SELECT 1 FROM recipient_members m JOIN recipients o ON o.blind = m.blind JOIN recipient_members b ON b.file = o.file JOIN recipients f ON f.blind = b.blind AND f.file = m.file WHERE m.file = NEW.file AND m.revision = NEW.revision AND NOT EXISTS (SELECT 1 FROM recipient_revisions r WHERE r.file = o.file AND r.revision > b.revision) AND NOT EXISTS (SELECT 1 FROM recipient_steps c WHERE c.file = o.file AND c.act = 'close' AND NOT EXISTS (SELECT 1 FROM recipient_steps l WHERE l.file = c.file AND l.step > c.step)));
END
