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
	reported_on DATE NOT NULL,
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
	CONSTRAINT ck_aid_quarters_quarter_over CHECK (CAST(EXTRACT(YEAR FROM reported_on) AS INTEGER) * 12 + CAST(EXTRACT(MONTH FROM reported_on) AS INTEGER) > year * 12 + quarter * 3),
	CONSTRAINT fk_aid_quarters_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_aid_quarters_reporter_id FOREIGN KEY(reporter_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN aid_quarters.revision IS 'from 1 in the quarter'
--;;
COMMENT ON COLUMN aid_quarters.reported_on IS 'the day they went up'
--;;
COMMENT ON COLUMN aid_quarters.reporter_id IS 'who answers for the figures'
--;;
COMMENT ON COLUMN aid_quarters.paper IS 'the report that went up'
--;;
COMMENT ON COLUMN aid_quarters.reason IS 'why an earlier revision is corrected'
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
CREATE FUNCTION public.bangfu_judge_aid_quarters() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.revision > 1 AND NOT EXISTS (SELECT 1 FROM public.aid_quarters p WHERE p.unit_id = NEW.unit_id AND p.year = NEW.year AND p.quarter = NEW.quarter AND p.revision = NEW.revision - 1)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (EXISTS (SELECT 1 FROM public.aid_quarters p WHERE p.unit_id = NEW.unit_id AND p.year = NEW.year AND p.quarter = NEW.quarter AND p.revision = NEW.revision - 1 AND (p.reported_on > NEW.reported_on OR p.recorded_at > NEW.recorded_at))) THEN
  RAISE EXCEPTION 'bangfu:quarter';
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
CREATE TRIGGER aid_quarters_no_change BEFORE UPDATE OR DELETE ON public.aid_quarters FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER deceased_people_in_order AFTER INSERT ON public.deceased_people FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_deceased_people()
--;;
CREATE TRIGGER aid_elsewhere_in_order AFTER INSERT ON public.aid_elsewhere FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_aid_elsewhere()
--;;
CREATE TRIGGER aid_elsewhere_endings_in_order AFTER INSERT ON public.aid_elsewhere_endings FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_aid_elsewhere_endings()
--;;
CREATE TRIGGER aid_quarters_in_order AFTER INSERT ON public.aid_quarters FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_aid_quarters()
--;;
ALTER TABLE public.deceased_people ENABLE ALWAYS TRIGGER deceased_people_no_change
--;;
ALTER TABLE public.aid_elsewhere ENABLE ALWAYS TRIGGER aid_elsewhere_no_change
--;;
ALTER TABLE public.aid_elsewhere_endings ENABLE ALWAYS TRIGGER aid_elsewhere_endings_no_change
--;;
ALTER TABLE public.aid_quarters ENABLE ALWAYS TRIGGER aid_quarters_no_change
--;;
ALTER TABLE public.deceased_people ENABLE ALWAYS TRIGGER deceased_people_in_order
--;;
ALTER TABLE public.aid_elsewhere ENABLE ALWAYS TRIGGER aid_elsewhere_in_order
--;;
ALTER TABLE public.aid_elsewhere_endings ENABLE ALWAYS TRIGGER aid_elsewhere_endings_in_order
--;;
ALTER TABLE public.aid_quarters ENABLE ALWAYS TRIGGER aid_quarters_in_order
