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
CREATE TRIGGER deceased_people_no_change BEFORE UPDATE OR DELETE ON public.deceased_people FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER deceased_people_in_order AFTER INSERT ON public.deceased_people FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_deceased_people()
--;;
ALTER TABLE public.deceased_people ENABLE ALWAYS TRIGGER deceased_people_no_change
--;;
ALTER TABLE public.deceased_people ENABLE ALWAYS TRIGGER deceased_people_in_order
