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
CREATE TRIGGER aid_quarters_no_change BEFORE UPDATE OR DELETE ON public.aid_quarters FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER aid_quarters_in_order AFTER INSERT ON public.aid_quarters FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_aid_quarters()
--;;
ALTER TABLE public.aid_quarters ENABLE ALWAYS TRIGGER aid_quarters_no_change
--;;
ALTER TABLE public.aid_quarters ENABLE ALWAYS TRIGGER aid_quarters_in_order
