CREATE TABLE recipients (
	unit_id INTEGER NOT NULL,
	file SERIAL NOT NULL,
	code TEXT NOT NULL,
	blind BYTEA NOT NULL,
	locked BYTEA NOT NULL,
	opened_on DATE NOT NULL,
	recorded_at TEXT NOT NULL,
	CONSTRAINT pk_recipients PRIMARY KEY (file),
	CONSTRAINT uq_recipients_code UNIQUE (code),
	CONSTRAINT uq_recipients_blind UNIQUE (blind),
	CONSTRAINT ck_recipients_file_from_one CHECK (file > 0),
	CONSTRAINT ck_recipients_code_given CHECK (code <> ''),
	CONSTRAINT ck_recipients_recorded_at_given CHECK (recorded_at <> ''),
	CONSTRAINT ck_recipients_blind_whole CHECK (blind IS NULL OR length(blind) = 32),
	CONSTRAINT fk_recipients_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
COMMENT ON COLUMN recipients.file IS 'from 1 in the whole database'
--;;
COMMENT ON COLUMN recipients.code IS 'the file number (档案号)'
--;;
COMMENT ON COLUMN recipients.blind IS 'finds the number of identity again'
--;;
COMMENT ON COLUMN recipients.locked IS 'the number of identity'
--;;
CREATE TABLE recipient_revisions (
	unit_id INTEGER NOT NULL,
	file INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	category TEXT DEFAULT '' NOT NULL,
	persons INTEGER NOT NULL,
	locked BYTEA NOT NULL,
	said BYTEA NOT NULL,
	name_blind BYTEA NOT NULL,
	phone_blind BYTEA,
	card_blind BYTEA,
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
--;;
CREATE INDEX ix_recipient_revisions_card_blind ON recipient_revisions (card_blind)
--;;
CREATE INDEX ix_recipient_revisions_name_blind ON recipient_revisions (name_blind)
--;;
CREATE INDEX ix_recipient_revisions_phone_blind ON recipient_revisions (phone_blind)
--;;
COMMENT ON COLUMN recipient_revisions.revision IS 'from 1 in the file'
--;;
COMMENT ON COLUMN recipient_revisions.category IS 'of hardship, as the national file sorts'
--;;
COMMENT ON COLUMN recipient_revisions.persons IS 'of the household'
--;;
COMMENT ON COLUMN recipient_revisions.locked IS 'all that it says'
--;;
COMMENT ON COLUMN recipient_revisions.said IS 'tells whether another says the same'
--;;
COMMENT ON COLUMN recipient_revisions.name_blind IS 'finds the worker''s name again'
--;;
COMMENT ON COLUMN recipient_revisions.phone_blind IS 'finds the telephone again'
--;;
COMMENT ON COLUMN recipient_revisions.card_blind IS 'finds the bank card again'
--;;
CREATE TABLE recipient_steps (
	unit_id INTEGER NOT NULL,
	file INTEGER NOT NULL,
	step INTEGER NOT NULL,
	act TEXT NOT NULL,
	acted_on DATE NOT NULL,
	reason TEXT DEFAULT '' NOT NULL,
	from_unit_id INTEGER,
	died_on DATE,
	locked BYTEA NOT NULL,
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
	CONSTRAINT fk_recipient_steps_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_recipient_steps_file FOREIGN KEY(file) REFERENCES recipients (file),
	CONSTRAINT fk_recipient_steps_from_unit_id FOREIGN KEY(from_unit_id) REFERENCES units (id)
)
--;;
CREATE INDEX ix_recipient_steps_unit_id_file ON recipient_steps (unit_id, file)
--;;
COMMENT ON COLUMN recipient_steps.step IS 'from 1 in the file'
--;;
COMMENT ON COLUMN recipient_steps.locked IS 'the words to it'
--;;
CREATE TABLE recipient_members (
	unit_id INTEGER NOT NULL,
	file INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	number INTEGER NOT NULL,
	blind BYTEA,
	locked BYTEA NOT NULL,
	CONSTRAINT pk_recipient_members PRIMARY KEY (file, revision, number),
	CONSTRAINT uq_recipient_members_file_revision_blind UNIQUE (file, revision, blind),
	CONSTRAINT fk_recipient_members_file_revision FOREIGN KEY(file, revision) REFERENCES recipient_revisions (file, revision) DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT ck_recipient_members_number_from_two CHECK (number > 1),
	CONSTRAINT ck_recipient_members_blind_whole CHECK (blind IS NULL OR length(blind) = 32),
	CONSTRAINT fk_recipient_members_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
CREATE INDEX ix_recipient_members_blind ON recipient_members (blind)
--;;
COMMENT ON COLUMN recipient_members.number IS 'the worker is 1'
--;;
COMMENT ON COLUMN recipient_members.blind IS 'finds the number of identity again, where it is told'
--;;
COMMENT ON COLUMN recipient_members.locked IS 'all that is told'
--;;
CREATE FUNCTION public.bangfu_judge_recipients() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.file > 1 AND NOT EXISTS (SELECT 1 FROM public.recipients o WHERE o.file = NEW.file - 1)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_recipient_steps() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.step > 1 AND NOT EXISTS (SELECT 1 FROM public.recipient_steps o WHERE o.step = NEW.step - 1 AND o.file = NEW.file)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF ((NEW.step = 1) <> (NEW.act = 'open') OR (NEW.step = 1 AND NOT EXISTS (SELECT 1 FROM public.recipients f WHERE f.file = NEW.file AND f.unit_id = NEW.unit_id AND f.opened_on = NEW.acted_on))) THEN
  RAISE EXCEPTION 'bangfu:recipient';
END IF;
IF (EXISTS (SELECT 1 FROM public.recipient_steps p WHERE p.file = NEW.file AND p.step = NEW.step - 1 AND (p.acted_on > NEW.acted_on OR p.recorded_at > NEW.recorded_at OR (NEW.act = 'reopen') <> (p.act = 'close') OR (NEW.act <> 'move' AND p.unit_id <> NEW.unit_id) OR (NEW.act = 'move' AND (p.unit_id = NEW.unit_id OR p.unit_id <> NEW.from_unit_id)) OR (p.reason = 'death' AND NEW.reason <> 'mistake')))) THEN
  RAISE EXCEPTION 'bangfu:recipient';
END IF;
IF (NEW.act <> 'close' AND EXISTS (SELECT 1 FROM public.unit_endings e WHERE e.unit_id = NEW.unit_id AND e.closed_on <= NEW.acted_on)) THEN
  RAISE EXCEPTION 'bangfu:recipient';
END IF;
IF (NEW.act = 'reopen' AND EXISTS (SELECT 1 FROM public.recipient_members m JOIN public.recipients o ON o.blind = m.blind JOIN public.recipient_members b ON b.file = o.file JOIN public.recipients f ON f.blind = b.blind AND f.file = m.file WHERE m.file = NEW.file AND m.revision = (SELECT MAX(r.revision) FROM public.recipient_revisions r WHERE r.file = NEW.file) AND NOT EXISTS (SELECT 1 FROM public.recipient_revisions r WHERE r.file = o.file AND r.revision > b.revision) AND NOT EXISTS (SELECT 1 FROM public.recipient_steps c WHERE c.file = o.file AND c.act = 'close' AND NOT EXISTS (SELECT 1 FROM public.recipient_steps l WHERE l.file = c.file AND l.step > c.step)))) THEN
  RAISE EXCEPTION 'bangfu:household';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_recipient_members() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (EXISTS (SELECT 1 FROM public.recipient_revisions r WHERE r.file = NEW.file AND r.revision = NEW.revision)) THEN
  RAISE EXCEPTION 'bangfu:L3';
END IF;
IF (EXISTS (SELECT 1 FROM public.recipients f WHERE f.file = NEW.file AND f.blind = NEW.blind)) THEN
  RAISE EXCEPTION 'bangfu:household';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_recipient_revisions() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.revision > 1 AND NOT EXISTS (SELECT 1 FROM public.recipient_revisions o WHERE o.revision = NEW.revision - 1 AND o.file = NEW.file)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NOT EXISTS (SELECT 1 FROM public.recipient_steps h WHERE h.file = NEW.file AND h.unit_id = NEW.unit_id AND h.act <> 'close' AND NOT EXISTS (SELECT 1 FROM public.recipient_steps l WHERE l.file = h.file AND l.step > h.step))) THEN
  RAISE EXCEPTION 'bangfu:recipient';
END IF;
IF (EXISTS (SELECT 1 FROM public.recipient_revisions p WHERE p.file = NEW.file AND p.revision = NEW.revision - 1 AND p.recorded_at > NEW.recorded_at)) THEN
  RAISE EXCEPTION 'bangfu:recipient';
END IF;
IF (NEW.persons <> 1 + (SELECT COUNT(*) FROM public.recipient_members m WHERE m.file = NEW.file AND m.revision = NEW.revision) OR EXISTS (SELECT 1 FROM public.recipient_members m WHERE m.file = NEW.file AND m.revision = NEW.revision AND (m.number > NEW.persons OR m.unit_id <> NEW.unit_id))) THEN
  RAISE EXCEPTION 'bangfu:household';
END IF;
IF (EXISTS (SELECT 1 FROM public.recipient_members m JOIN public.recipients o ON o.blind = m.blind JOIN public.recipient_members b ON b.file = o.file JOIN public.recipients f ON f.blind = b.blind AND f.file = m.file WHERE m.file = NEW.file AND m.revision = NEW.revision AND NOT EXISTS (SELECT 1 FROM public.recipient_revisions r WHERE r.file = o.file AND r.revision > b.revision) AND NOT EXISTS (SELECT 1 FROM public.recipient_steps c WHERE c.file = o.file AND c.act = 'close' AND NOT EXISTS (SELECT 1 FROM public.recipient_steps l WHERE l.file = c.file AND l.step > c.step)))) THEN
  RAISE EXCEPTION 'bangfu:household';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE TRIGGER recipients_no_change BEFORE UPDATE OR DELETE ON public.recipients FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER recipient_steps_no_change BEFORE UPDATE OR DELETE ON public.recipient_steps FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER recipient_members_no_change BEFORE UPDATE OR DELETE ON public.recipient_members FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER recipient_revisions_no_change BEFORE UPDATE OR DELETE ON public.recipient_revisions FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER recipients_in_order AFTER INSERT ON public.recipients FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_recipients()
--;;
CREATE TRIGGER recipient_steps_in_order AFTER INSERT ON public.recipient_steps FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_recipient_steps()
--;;
CREATE TRIGGER recipient_members_in_order AFTER INSERT ON public.recipient_members FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_recipient_members()
--;;
CREATE TRIGGER recipient_revisions_in_order AFTER INSERT ON public.recipient_revisions FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_recipient_revisions()
--;;
ALTER TABLE public.recipients ENABLE ALWAYS TRIGGER recipients_no_change
--;;
ALTER TABLE public.recipient_steps ENABLE ALWAYS TRIGGER recipient_steps_no_change
--;;
ALTER TABLE public.recipient_members ENABLE ALWAYS TRIGGER recipient_members_no_change
--;;
ALTER TABLE public.recipient_revisions ENABLE ALWAYS TRIGGER recipient_revisions_no_change
--;;
ALTER TABLE public.recipients ENABLE ALWAYS TRIGGER recipients_in_order
--;;
ALTER TABLE public.recipient_steps ENABLE ALWAYS TRIGGER recipient_steps_in_order
--;;
ALTER TABLE public.recipient_members ENABLE ALWAYS TRIGGER recipient_members_in_order
--;;
ALTER TABLE public.recipient_revisions ENABLE ALWAYS TRIGGER recipient_revisions_in_order
