CREATE TABLE aid_rechecks (
	unit_id INTEGER NOT NULL,
	file INTEGER NOT NULL,
	year INTEGER NOT NULL,
	outcome TEXT NOT NULL,
	checked_on TEXT NOT NULL,
	paper TEXT DEFAULT '' NOT NULL,
	locked BLOB,
	person_id INTEGER NOT NULL,
	recorded_at TEXT NOT NULL,
	CONSTRAINT pk_aid_rechecks PRIMARY KEY (unit_id, file, year),
	CONSTRAINT ck_aid_rechecks_outcome_known CHECK (outcome = 'confirmed' OR outcome = 'exited'),
	CONSTRAINT ck_aid_rechecks_year_bounded CHECK (year BETWEEN 1990 AND 2200),
	CONSTRAINT ck_aid_rechecks_recorded_at_given CHECK (recorded_at <> ''),
	CONSTRAINT ck_aid_rechecks_checked_on_is_a_day CHECK (checked_on = date(checked_on, '+0 days') IS TRUE),
	CONSTRAINT fk_aid_rechecks_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_aid_rechecks_file FOREIGN KEY(file) REFERENCES recipients (file),
	CONSTRAINT fk_aid_rechecks_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE INDEX ix_aid_rechecks_unit_id_year ON aid_rechecks (unit_id, year)
--;;
CREATE TABLE aid_cases (
	unit_id INTEGER NOT NULL,
	"key" TEXT NOT NULL,
	year INTEGER NOT NULL,
	number INTEGER NOT NULL,
	ref TEXT NOT NULL,
	file INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	filed_by_id INTEGER,
	project TEXT NOT NULL,
	member INTEGER NOT NULL,
	cost_year INTEGER NOT NULL,
	asked_fen INTEGER,
	own INTEGER NOT NULL,
	emergency INTEGER NOT NULL,
	urgent INTEGER NOT NULL,
	started_by TEXT NOT NULL,
	limb TEXT DEFAULT '' NOT NULL,
	from_unit_id INTEGER,
	from_key TEXT DEFAULT '' NOT NULL,
	applied_on TEXT NOT NULL,
	locked BLOB,
	person_id INTEGER NOT NULL,
	recorded_at TEXT NOT NULL,
	CONSTRAINT pk_aid_cases PRIMARY KEY (unit_id, "key"),
	CONSTRAINT ck_aid_cases_own_known CHECK (own = 0 OR own = 1),
	CONSTRAINT ck_aid_cases_emergency_known CHECK (emergency = 0 OR emergency = 1),
	CONSTRAINT ck_aid_cases_urgent_known CHECK (urgent = 0 OR urgent = 1),
	CONSTRAINT uq_aid_cases_unit_id_year_number UNIQUE (unit_id, year, number),
	CONSTRAINT uq_aid_cases_unit_id_ref UNIQUE (unit_id, ref),
	CONSTRAINT fk_aid_cases_file_revision FOREIGN KEY(file, revision) REFERENCES recipient_revisions (file, revision),
	CONSTRAINT ck_aid_cases_project_known CHECK (project = 'living' OR project = 'medical' OR project = 'schooling' OR project = 'warmth' OR project = 'temporary'),
	CONSTRAINT ck_aid_cases_started_by_known CHECK (started_by = 'person' OR started_by = 'union'),
	CONSTRAINT ck_aid_cases_limb_known CHECK (limb = '' OR limb = 'E-1' OR limb = 'E-2' OR limb = 'E-3' OR limb = 'E-4' OR limb = 'E-5' OR limb = 'E-6' OR limb = 'E-7'),
	CONSTRAINT ck_aid_cases_number_from_one CHECK (number > 0),
	CONSTRAINT ck_aid_cases_key_of_number CHECK (key = 'A' || year || '-' || number),
	CONSTRAINT ck_aid_cases_ref_given CHECK (ref <> ''),
	CONSTRAINT ck_aid_cases_member_from_one CHECK (member > 0),
	CONSTRAINT ck_aid_cases_cost_year_bounded CHECK (cost_year BETWEEN 1990 AND 2200),
	CONSTRAINT ck_aid_cases_asked_positive CHECK (asked_fen IS NULL OR asked_fen BETWEEN 1 AND 9000000000000000),
	CONSTRAINT ck_aid_cases_limb_given CHECK (own = 1 OR limb <> ''),
	CONSTRAINT ck_aid_cases_other_has_words CHECK (limb <> 'E-7' OR locked IS NOT NULL),
	CONSTRAINT ck_aid_cases_own_begins_here CHECK (own = 0 OR from_unit_id IS NULL),
	CONSTRAINT ck_aid_cases_from_case_of_unit CHECK (from_key = '' OR from_unit_id IS NOT NULL),
	CONSTRAINT ck_aid_cases_from_unit_in_need CHECK (from_unit_id IS NULL OR from_key <> '' OR emergency = 1),
	CONSTRAINT ck_aid_cases_from_another CHECK (from_unit_id IS NULL OR from_unit_id <> unit_id),
	CONSTRAINT ck_aid_cases_recorded_at_given CHECK (recorded_at <> ''),
	CONSTRAINT ck_aid_cases_applied_on_is_a_day CHECK (applied_on = date(applied_on, '+0 days') IS TRUE),
	CONSTRAINT fk_aid_cases_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_aid_cases_file FOREIGN KEY(file) REFERENCES recipients (file),
	CONSTRAINT fk_aid_cases_filed_by_id FOREIGN KEY(filed_by_id) REFERENCES people (id),
	CONSTRAINT fk_aid_cases_from_unit_id FOREIGN KEY(from_unit_id) REFERENCES units (id),
	CONSTRAINT fk_aid_cases_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE INDEX ix_aid_cases_file ON aid_cases (file)
--;;
CREATE INDEX ix_aid_cases_unit_id_from_unit_id_from_key ON aid_cases (unit_id, from_unit_id, from_key)
--;;
CREATE TABLE aid_case_steps (
	unit_id INTEGER NOT NULL,
	"key" TEXT NOT NULL,
	seq INTEGER NOT NULL,
	act TEXT NOT NULL,
	state TEXT NOT NULL,
	by_unit_id INTEGER NOT NULL,
	acted_on TEXT NOT NULL,
	paper TEXT DEFAULT '' NOT NULL,
	answers INTEGER,
	outcome TEXT DEFAULT '' NOT NULL,
	to_unit_id INTEGER,
	revision INTEGER,
	origin TEXT DEFAULT '' NOT NULL,
	award_fen INTEGER,
	granted_fen INTEGER,
	whole_fen INTEGER,
	from_zero_fen INTEGER,
	above_floor_fen INTEGER,
	hung_on TEXT,
	ends_on TEXT,
	last_on TEXT,
	objections INTEGER NOT NULL,
	locked BLOB,
	person_id INTEGER NOT NULL,
	recorded_at TEXT NOT NULL,
	CONSTRAINT pk_aid_case_steps PRIMARY KEY (unit_id, "key", seq),
	CONSTRAINT ck_aid_case_steps_award_counted CHECK (award_fen IS NULL OR award_fen BETWEEN 0 AND 9000000000000000),
	CONSTRAINT ck_aid_case_steps_granted_counted CHECK (granted_fen IS NULL OR granted_fen BETWEEN 0 AND 9000000000000000),
	CONSTRAINT ck_aid_case_steps_whole_counted CHECK (whole_fen IS NULL OR whole_fen BETWEEN 0 AND 9000000000000000),
	CONSTRAINT ck_aid_case_steps_from_zero_counted CHECK (from_zero_fen IS NULL OR from_zero_fen BETWEEN 0 AND 9000000000000000),
	CONSTRAINT ck_aid_case_steps_above_floor_counted CHECK (above_floor_fen IS NULL OR above_floor_fen BETWEEN 0 AND 9000000000000000),
	CONSTRAINT uq_aid_case_steps_unit_id_key_answers UNIQUE (unit_id, "key", answers),
	CONSTRAINT fk_aid_case_steps_unit_id_key FOREIGN KEY(unit_id, "key") REFERENCES aid_cases (unit_id, "key"),
	CONSTRAINT ck_aid_case_steps_act_known CHECK (act = 'apply' OR act = 'review' OR act = 'publish' OR act = 'object' OR act = 'answer' OR act = 'take_down' OR act = 'first_review' OR act = 'approve' OR act = 'file' OR act = 'spot_check' OR act = 'reject' OR act = 'withdraw' OR act = 'refer' OR act = 'aid_first' OR act = 'papers'),
	CONSTRAINT ck_aid_case_steps_state_known CHECK (state = 'applied' OR state = 'reviewed' OR state = 'published' OR state = 'first_reviewed' OR state = 'approved' OR state = 'filed' OR state = 'spot_checked' OR state = 'rejected' OR state = 'withdrawn' OR state = 'referred'),
	CONSTRAINT ck_aid_case_steps_outcome_known CHECK (outcome = '' OR outcome = 'dismissed' OR outcome = 'ended' OR outcome = 'back' OR outcome = 'passed' OR outcome = 'found'),
	CONSTRAINT ck_aid_case_steps_origin_known CHECK (origin = '' OR origin = 'central_budget' OR origin = 'local_budget' OR origin = 'upper_union' OR origin = 'own_union' OR origin = 'employer' OR origin = 'donation' OR origin = 'mutual_aid' OR origin = 'interest' OR origin = 'investment' OR origin = 'other' OR origin = 'general'),
	CONSTRAINT ck_aid_case_steps_seq_from_one CHECK (seq > 0),
	CONSTRAINT ck_aid_case_steps_applied_first CHECK ((seq = 1) = (act = 'apply')),
	CONSTRAINT ck_aid_case_steps_objections_counted CHECK (objections >= 0),
	CONSTRAINT ck_aid_case_steps_answer_to_one CHECK ((act = 'answer') = (answers IS NOT NULL)),
	CONSTRAINT ck_aid_case_steps_outcome_told CHECK ((act = 'answer' AND (outcome = 'dismissed' OR outcome = 'ended' OR outcome = 'back')) OR (act = 'spot_check' AND (outcome = 'passed' OR outcome = 'found')) OR (act <> 'answer' AND act <> 'spot_check' AND outcome = '')),
	CONSTRAINT ck_aid_case_steps_referred_to CHECK (act = 'refer' OR to_unit_id IS NULL),
	CONSTRAINT ck_aid_case_steps_referred_somewhere CHECK (act <> 'refer' OR to_unit_id IS NOT NULL OR paper <> ''),
	CONSTRAINT ck_aid_case_steps_referred_up CHECK (to_unit_id IS NULL OR to_unit_id <> unit_id),
	CONSTRAINT ck_aid_case_steps_granted_at_approval CHECK ((act = 'approve' OR act = 'aid_first') = (granted_fen IS NOT NULL)),
	CONSTRAINT ck_aid_case_steps_granted_positive CHECK (granted_fen IS NULL OR granted_fen > 0),
	CONSTRAINT ck_aid_case_steps_award_when_judged CHECK (award_fen IS NULL OR act = 'approve' OR act = 'first_review'),
	CONSTRAINT ck_aid_case_steps_award_of_a_revision CHECK ((award_fen IS NULL) = (revision IS NULL)),
	CONSTRAINT ck_aid_case_steps_readings_together CHECK ((whole_fen IS NULL) = (from_zero_fen IS NULL) AND (whole_fen IS NULL) = (above_floor_fen IS NULL) AND (whole_fen IS NULL OR award_fen IS NOT NULL)),
	CONSTRAINT ck_aid_case_steps_notice_hung CHECK (act <> 'publish' OR (hung_on = acted_on AND ends_on IS NOT NULL AND last_on IS NULL)),
	CONSTRAINT ck_aid_case_steps_notice_has_an_end CHECK ((hung_on IS NULL) = (ends_on IS NULL)),
	CONSTRAINT ck_aid_case_steps_notice_down_after_it_hung CHECK (last_on IS NULL OR (hung_on IS NOT NULL AND last_on >= hung_on)),
	CONSTRAINT ck_aid_case_steps_notice_long_enough CHECK (ends_on IS NULL OR julianday(ends_on) - julianday(hung_on) >= 5),
	CONSTRAINT ck_aid_case_steps_words_given CHECK ((act <> 'reject' AND act <> 'object' AND act <> 'answer' AND act <> 'refer' AND act <> 'aid_first' AND outcome <> 'found') OR locked IS NOT NULL),
	CONSTRAINT ck_aid_case_steps_recorded_at_given CHECK (recorded_at <> ''),
	CONSTRAINT ck_aid_case_steps_acted_on_is_a_day CHECK (acted_on = date(acted_on, '+0 days') IS TRUE),
	CONSTRAINT ck_aid_case_steps_hung_on_is_a_day CHECK (hung_on IS NULL OR hung_on = date(hung_on, '+0 days') IS TRUE),
	CONSTRAINT ck_aid_case_steps_ends_on_is_a_day CHECK (ends_on IS NULL OR ends_on = date(ends_on, '+0 days') IS TRUE),
	CONSTRAINT ck_aid_case_steps_last_on_is_a_day CHECK (last_on IS NULL OR last_on = date(last_on, '+0 days') IS TRUE),
	CONSTRAINT fk_aid_case_steps_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_aid_case_steps_by_unit_id FOREIGN KEY(by_unit_id) REFERENCES units (id),
	CONSTRAINT fk_aid_case_steps_to_unit_id FOREIGN KEY(to_unit_id) REFERENCES units (id),
	CONSTRAINT fk_aid_case_steps_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE INDEX ix_aid_case_steps_unit_id_acted_on ON aid_case_steps (unit_id, acted_on)
--;;
CREATE TRIGGER aid_cases_no_update BEFORE UPDATE ON aid_cases BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER aid_cases_no_delete BEFORE DELETE ON aid_cases BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER aid_cases_no_replace BEFORE INSERT ON aid_cases WHEN EXISTS (SELECT 1 FROM aid_cases o WHERE o."unit_id" = NEW."unit_id" AND o."key" = NEW."key") OR EXISTS (SELECT 1 FROM aid_cases o WHERE o."unit_id" = NEW."unit_id" AND o."ref" = NEW."ref") OR EXISTS (SELECT 1 FROM aid_cases o WHERE o."unit_id" = NEW."unit_id" AND o."year" = NEW."year" AND o."number" = NEW."number") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER aid_case_steps_no_update BEFORE UPDATE ON aid_case_steps BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER aid_case_steps_no_delete BEFORE DELETE ON aid_case_steps BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER aid_case_steps_no_replace BEFORE INSERT ON aid_case_steps WHEN EXISTS (SELECT 1 FROM aid_case_steps o WHERE o."unit_id" = NEW."unit_id" AND o."key" = NEW."key" AND o."seq" = NEW."seq") OR EXISTS (SELECT 1 FROM aid_case_steps o WHERE o."unit_id" = NEW."unit_id" AND o."key" = NEW."key" AND o."answers" = NEW."answers") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER aid_rechecks_no_update BEFORE UPDATE ON aid_rechecks BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER aid_rechecks_no_delete BEFORE DELETE ON aid_rechecks BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER aid_rechecks_no_replace BEFORE INSERT ON aid_rechecks WHEN EXISTS (SELECT 1 FROM aid_rechecks o WHERE o."unit_id" = NEW."unit_id" AND o."file" = NEW."file" AND o."year" = NEW."year") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER aid_cases_in_order AFTER INSERT ON aid_cases BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.number > 1 AND NOT EXISTS (SELECT 1 FROM aid_cases o WHERE o.unit_id = NEW.unit_id AND o.year = NEW.year AND o.number = NEW.number - 1);
  SELECT RAISE(ABORT, 'bangfu:recipient') WHERE NOT EXISTS (SELECT 1 FROM recipient_steps h WHERE h.file = NEW.file AND h.act <> 'close' AND (h.unit_id = NEW.unit_id OR h.unit_id = COALESCE(NEW.from_unit_id, 0)) AND NOT EXISTS (SELECT 1 FROM recipient_steps l WHERE l.file = h.file AND l.step > h.step));
  SELECT RAISE(ABORT, 'bangfu:recipient') WHERE NOT EXISTS (SELECT 1 FROM recipient_revisions r WHERE r.file = NEW.file AND r.revision = NEW.revision AND r.persons >= NEW.member) OR EXISTS (SELECT 1 FROM recipient_revisions r WHERE r.file = NEW.file AND r.revision > NEW.revision);
  SELECT RAISE(ABORT, 'bangfu:case') WHERE NEW.own = 1 AND NOT EXISTS (SELECT 1 FROM units u WHERE u.id = NEW.unit_id AND (u.level = 'grassroots' OR u.level = 'township' OR u.type = 'grassroots'));
  SELECT RAISE(ABORT, 'bangfu:case') WHERE EXISTS (SELECT 1 FROM aid_cases d JOIN aid_case_steps o ON o.unit_id = d.unit_id AND o.key = d.key WHERE d.unit_id = NEW.unit_id AND d.file = NEW.file AND d.project = NEW.project AND d.member = NEW.member AND d.cost_year = NEW.cost_year AND d.own = NEW.own AND d.key <> NEW.key AND (o.state = 'applied' OR o.state = 'reviewed' OR o.state = 'published' OR o.state = 'first_reviewed') AND NOT EXISTS (SELECT 1 FROM aid_case_steps n WHERE n.unit_id = o.unit_id AND n.key = o.key AND n.seq > o.seq));
END
--;;
CREATE TRIGGER aid_case_steps_in_order AFTER INSERT ON aid_case_steps BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.seq > 1 AND NOT EXISTS (SELECT 1 FROM aid_case_steps p WHERE p.unit_id = NEW.unit_id AND p.key = NEW.key AND p.seq = NEW.seq - 1);
  SELECT RAISE(ABORT, 'bangfu:case') WHERE NEW.seq = 1 AND (NEW.state <> 'applied' OR NEW.hung_on IS NOT NULL OR NEW.objections <> 0 OR NEW.by_unit_id <> NEW.unit_id OR NOT EXISTS (SELECT 1 FROM aid_cases c WHERE c.unit_id = NEW.unit_id AND c.key = NEW.key AND c.applied_on = NEW.acted_on AND c.person_id = NEW.person_id AND c.recorded_at = NEW.recorded_at));
  SELECT RAISE(ABORT, 'bangfu:case') WHERE NEW.act <> 'take_down' AND EXISTS (SELECT 1 FROM aid_case_steps o WHERE o.unit_id = NEW.unit_id AND o.key = NEW.key AND o.seq < NEW.seq AND o.act <> 'take_down' AND o.acted_on > NEW.acted_on) OR EXISTS (SELECT 1 FROM aid_case_steps p WHERE p.unit_id = NEW.unit_id AND p.key = NEW.key AND p.seq = NEW.seq - 1 AND p.recorded_at > NEW.recorded_at);
  SELECT RAISE(ABORT, 'bangfu:case') WHERE NEW.seq > 1 AND NOT EXISTS (SELECT 1 FROM aid_case_steps p WHERE p.unit_id = NEW.unit_id AND p.key = NEW.key AND p.seq = NEW.seq - 1 AND CASE NEW.act WHEN 'review' THEN p.state = 'applied' AND NEW.state = 'reviewed' WHEN 'publish' THEN NEW.state = 'published' AND (p.state = 'reviewed' OR (p.last_on IS NOT NULL AND (p.state = 'published' OR p.state = 'first_reviewed'))) WHEN 'object' THEN (p.state = 'published' OR p.state = 'first_reviewed') AND NEW.state = p.state WHEN 'answer' THEN (p.state = 'applied' OR p.state = 'reviewed' OR p.state = 'published' OR p.state = 'first_reviewed') AND p.objections > 0 AND NEW.state = CASE NEW.outcome WHEN 'ended' THEN 'rejected' WHEN 'back' THEN 'applied' ELSE p.state END WHEN 'take_down' THEN ((p.state = 'applied' OR p.state = 'reviewed' OR p.state = 'published' OR p.state = 'first_reviewed') OR (p.state = 'approved' OR p.state = 'filed' OR p.state = 'spot_checked')) AND p.hung_on IS NOT NULL AND p.last_on IS NULL AND NEW.state = p.state WHEN 'first_review' THEN p.state = 'published' AND (p.objections = 0 AND p.hung_on IS NOT NULL AND NEW.acted_on > p.ends_on AND (p.last_on IS NULL OR p.last_on >= p.ends_on)) AND NEW.state = 'first_reviewed' WHEN 'approve' THEN (p.objections = 0 AND p.hung_on IS NOT NULL AND NEW.acted_on > p.ends_on AND (p.last_on IS NULL OR p.last_on >= p.ends_on)) AND NEW.state = 'approved' AND p.state = CASE WHEN EXISTS (SELECT 1 FROM aid_cases c WHERE c.unit_id = NEW.unit_id AND c.key = NEW.key AND c.own = 1) THEN 'published' ELSE 'first_reviewed' END WHEN 'file' THEN p.state = 'approved' AND NEW.state = 'filed' WHEN 'spot_check' THEN (p.state = 'filed' OR p.state = 'spot_checked') AND NEW.state = 'spot_checked' WHEN 'reject' THEN (p.state = 'applied' OR p.state = 'reviewed' OR p.state = 'published' OR p.state = 'first_reviewed') AND NEW.state = 'rejected' WHEN 'withdraw' THEN (p.state = 'applied' OR p.state = 'reviewed' OR p.state = 'published' OR p.state = 'first_reviewed') AND NEW.state = 'withdrawn' WHEN 'refer' THEN ((p.state = 'applied' OR p.state = 'reviewed' OR p.state = 'published' OR p.state = 'first_reviewed') OR (p.state = 'approved' OR p.state = 'filed' OR p.state = 'spot_checked')) AND NEW.state = 'referred' WHEN 'aid_first' THEN (p.state = 'applied' OR p.state = 'reviewed' OR p.state = 'published' OR p.state = 'first_reviewed') AND NEW.state = p.state WHEN 'papers' THEN ((p.state = 'applied' OR p.state = 'reviewed' OR p.state = 'published' OR p.state = 'first_reviewed') OR (p.state = 'approved' OR p.state = 'filed' OR p.state = 'spot_checked')) AND NEW.state = p.state ELSE 1 = 0 END);
  SELECT RAISE(ABORT, 'bangfu:case') WHERE NEW.seq > 1 AND NOT EXISTS (SELECT 1 FROM aid_case_steps p WHERE p.unit_id = NEW.unit_id AND p.key = NEW.key AND p.seq = NEW.seq - 1 AND NEW.objections = p.objections + CASE NEW.act WHEN 'object' THEN 1 WHEN 'answer' THEN -1 ELSE 0 END AND CASE WHEN NEW.act = 'publish' THEN 1 = 1 WHEN NEW.outcome = 'back' THEN NEW.hung_on IS NULL AND NEW.last_on IS NULL ELSE COALESCE(CAST(NEW.hung_on AS TEXT), '') = COALESCE(CAST(p.hung_on AS TEXT), '') AND COALESCE(CAST(NEW.ends_on AS TEXT), '') = COALESCE(CAST(p.ends_on AS TEXT), '') AND CASE WHEN NEW.act = 'take_down' THEN NEW.last_on = NEW.acted_on WHEN (NEW.state = 'rejected' OR NEW.state = 'withdrawn' OR NEW.state = 'referred') THEN (p.hung_on IS NULL) = (NEW.last_on IS NULL) AND (p.last_on IS NULL OR NEW.last_on = p.last_on) ELSE COALESCE(CAST(NEW.last_on AS TEXT), '') = COALESCE(CAST(p.last_on AS TEXT), '') END END);
  SELECT RAISE(ABORT, 'bangfu:case') WHERE NEW.act = 'answer' AND NOT EXISTS (SELECT 1 FROM aid_case_steps o WHERE o.unit_id = NEW.unit_id AND o.key = NEW.key AND o.seq = NEW.answers AND o.act = 'object');
  SELECT RAISE(ABORT, 'bangfu:L6') WHERE (NEW.act = 'apply' OR NEW.act = 'review' OR NEW.act = 'first_review' OR NEW.act = 'approve' OR NEW.act = 'aid_first') AND EXISTS (SELECT 1 FROM aid_case_steps o WHERE o.unit_id = NEW.unit_id AND o.key = NEW.key AND o.seq <> NEW.seq AND o.person_id = NEW.person_id AND (o.act = 'apply' OR o.act = 'review' OR o.act = 'first_review' OR o.act = 'approve' OR o.act = 'aid_first') AND CASE o.act WHEN 'aid_first' THEN 'approve' ELSE o.act END <> CASE NEW.act WHEN 'aid_first' THEN 'approve' ELSE NEW.act END);
  SELECT RAISE(ABORT, 'bangfu:L6') WHERE NEW.act = 'reject' AND EXISTS (SELECT 1 FROM aid_case_steps o WHERE o.unit_id = NEW.unit_id AND o.key = NEW.key AND o.act = 'apply' AND o.person_id = NEW.person_id);
  SELECT RAISE(ABORT, 'bangfu:L6') WHERE (NEW.act = 'approve' OR NEW.act = 'aid_first') AND EXISTS (SELECT 1 FROM aid_cases c WHERE c.unit_id = NEW.unit_id AND c.key = NEW.key AND c.filed_by_id = NEW.person_id);
  SELECT RAISE(ABORT, 'bangfu:case') WHERE NEW.act = 'review' AND NOT (NEW.by_unit_id = NEW.unit_id AND (NEW.paper <> '' OR EXISTS (SELECT 1 FROM units u WHERE u.id = NEW.unit_id AND (u.level = 'grassroots' OR u.level = 'township' OR u.type = 'grassroots')))) AND NOT EXISTS (SELECT 1 FROM aid_cases c WHERE c.unit_id = NEW.unit_id AND c.key = NEW.key AND c.from_unit_id = NEW.by_unit_id);
  SELECT RAISE(ABORT, 'bangfu:case') WHERE NEW.act = 'first_review' AND NOT EXISTS (SELECT 1 FROM units u WHERE u.id = NEW.by_unit_id AND (u.level = 'county' OR (NOT (u.level = 'grassroots' OR u.level = 'township' OR u.type = 'grassroots') AND (u.level = 'city' OR u.level = 'province' OR u.type = 'provincial_organ' OR u.type = 'provincial_industry' OR u.type = 'counterpart'))));
  SELECT RAISE(ABORT, 'bangfu:case') WHERE NEW.act = 'approve' AND CASE WHEN EXISTS (SELECT 1 FROM aid_cases c WHERE c.unit_id = NEW.unit_id AND c.key = NEW.key AND c.own = 1) THEN NOT NEW.by_unit_id = NEW.unit_id ELSE NOT EXISTS (SELECT 1 FROM units u WHERE u.id = NEW.by_unit_id AND (NOT (u.level = 'grassroots' OR u.level = 'township' OR u.type = 'grassroots') AND (u.level = 'city' OR u.level = 'province' OR u.type = 'provincial_organ' OR u.type = 'provincial_industry' OR u.type = 'counterpart'))) AND (NEW.paper = '' OR NOT NEW.by_unit_id = NEW.unit_id) END;
  SELECT RAISE(ABORT, 'bangfu:case') WHERE (NEW.act = 'first_review' OR NEW.act = 'file' OR NEW.act = 'spot_check') AND EXISTS (SELECT 1 FROM aid_cases c WHERE c.unit_id = NEW.unit_id AND c.key = NEW.key AND c.own = 1);
  SELECT RAISE(ABORT, 'bangfu:case') WHERE (NEW.act = 'first_review' OR NEW.act = 'approve' OR NEW.act = 'aid_first') AND NOT EXISTS (SELECT 1 FROM aid_cases c WHERE c.unit_id = NEW.unit_id AND c.key = NEW.key AND c.own = 1) AND EXISTS (SELECT 1 FROM units u WHERE u.id = NEW.unit_id AND (u.level = 'grassroots' OR u.level = 'township' OR u.type = 'grassroots'));
  SELECT RAISE(ABORT, 'bangfu:case') WHERE NEW.act = 'aid_first' AND NOT NEW.by_unit_id = NEW.unit_id;
  SELECT RAISE(ABORT, 'bangfu:case') WHERE NEW.act = 'approve' AND NOT EXISTS (SELECT 1 FROM aid_cases c WHERE c.unit_id = NEW.unit_id AND c.key = NEW.key AND c.own = 1) AND (NEW.award_fen IS NULL OR NEW.granted_fen > NEW.award_fen);
  SELECT RAISE(ABORT, 'bangfu:case') WHERE NEW.act = 'first_review' AND NEW.award_fen IS NULL;
  SELECT RAISE(ABORT, 'bangfu:case') WHERE NEW.act = 'aid_first' AND (EXISTS (SELECT 1 FROM aid_case_steps o WHERE o.unit_id = NEW.unit_id AND o.key = NEW.key AND o.seq < NEW.seq AND o.act = 'aid_first') OR NOT EXISTS (SELECT 1 FROM aid_cases c WHERE c.unit_id = NEW.unit_id AND c.key = NEW.key AND c.emergency = 1));
  SELECT RAISE(ABORT, 'bangfu:case') WHERE NEW.act = 'papers' AND (EXISTS (SELECT 1 FROM aid_case_steps o WHERE o.unit_id = NEW.unit_id AND o.key = NEW.key AND o.seq < NEW.seq AND o.act = 'papers') OR NOT EXISTS (SELECT 1 FROM aid_case_steps o WHERE o.unit_id = NEW.unit_id AND o.key = NEW.key AND o.seq < NEW.seq AND o.act = 'aid_first'));
  SELECT RAISE(ABORT, 'bangfu:case') WHERE NEW.act = 'approve' AND EXISTS (SELECT 1 FROM aid_case_steps o WHERE o.unit_id = NEW.unit_id AND o.key = NEW.key AND o.seq < NEW.seq AND o.act = 'aid_first') AND NOT EXISTS (SELECT 1 FROM aid_case_steps o WHERE o.unit_id = NEW.unit_id AND o.key = NEW.key AND o.seq < NEW.seq AND o.act = 'papers');
  SELECT RAISE(ABORT, 'bangfu:recipient') WHERE (NEW.act = 'approve' OR NEW.act = 'aid_first') AND EXISTS (SELECT 1 FROM aid_cases c WHERE c.unit_id = NEW.unit_id AND c.key = NEW.key AND NOT EXISTS (SELECT 1 FROM recipient_steps h WHERE h.file = c.file AND h.act <> 'close' AND (h.unit_id = NEW.unit_id OR h.unit_id = COALESCE(c.from_unit_id, 0)) AND NOT EXISTS (SELECT 1 FROM recipient_steps l WHERE l.file = h.file AND l.step > h.step)));
END
--;;
CREATE TRIGGER aid_rechecks_in_order AFTER INSERT ON aid_rechecks BEGIN
  SELECT RAISE(ABORT, 'bangfu:recipient') WHERE NOT EXISTS (SELECT 1 FROM recipient_steps h WHERE h.file = NEW.file AND h.act <> 'close' AND (h.unit_id = NEW.unit_id OR h.unit_id = NEW.unit_id) AND NOT EXISTS (SELECT 1 FROM recipient_steps l WHERE l.file = h.file AND l.step > h.step));
  SELECT RAISE(ABORT, 'bangfu:recipient') WHERE NOT EXISTS (SELECT 1 FROM recipients f WHERE f.file = NEW.file AND f.opened_on <= NEW.checked_on) OR SUBSTR(CAST(NEW.checked_on AS TEXT), 1, 4) <> CAST(NEW.year AS TEXT);
END
