CREATE TABLE aid_batches (
	unit_id INTEGER NOT NULL,
	key TEXT NOT NULL,
	year INTEGER NOT NULL,
	number INTEGER NOT NULL,
	ref TEXT NOT NULL,
	title TEXT NOT NULL,
	line_count INTEGER NOT NULL,
	sum_fen BIGINT NOT NULL,
	digest BYTEA NOT NULL,
	file_digest BYTEA,
	standards BYTEA NOT NULL,
	notices INTEGER NOT NULL,
	person_id INTEGER NOT NULL,
	saved_on DATE NOT NULL,
	saved_at TEXT NOT NULL,
	CONSTRAINT pk_aid_batches PRIMARY KEY (unit_id, key),
	CONSTRAINT uq_aid_batches_unit_id_year_number UNIQUE (unit_id, year, number),
	CONSTRAINT uq_aid_batches_unit_id_ref UNIQUE (unit_id, ref),
	CONSTRAINT ck_aid_batches_number_from_one CHECK (number > 0),
	CONSTRAINT ck_aid_batches_ref_given CHECK (ref <> ''),
	CONSTRAINT ck_aid_batches_title_given CHECK (title <> ''),
	CONSTRAINT ck_aid_batches_lines_counted CHECK (line_count > 0),
	CONSTRAINT ck_aid_batches_sum_positive CHECK (sum_fen BETWEEN 1 AND 9000000000000000),
	CONSTRAINT ck_aid_batches_digest_whole CHECK (length(digest) = 32),
	CONSTRAINT ck_aid_batches_file_digest_whole CHECK (file_digest IS NULL OR length(file_digest) = 32),
	CONSTRAINT ck_aid_batches_standards_whole CHECK (length(standards) = 32),
	CONSTRAINT ck_aid_batches_notices_counted CHECK (notices >= 0),
	CONSTRAINT fk_aid_batches_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_aid_batches_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
CREATE INDEX ix_aid_batches_unit_id_digest ON aid_batches (unit_id, digest)
--;;
COMMENT ON COLUMN aid_batches.key IS 'B, year and number'
--;;
COMMENT ON COLUMN aid_batches.number IS 'counted from 1 in the year'
--;;
COMMENT ON COLUMN aid_batches.ref IS 'the caller''s own number; saved twice it is one'
--;;
COMMENT ON COLUMN aid_batches.digest IS 'of its lines'
--;;
COMMENT ON COLUMN aid_batches.file_digest IS 'SHA-256 of the list'
--;;
COMMENT ON COLUMN aid_batches.standards IS 'which its lines met'
--;;
COMMENT ON COLUMN aid_batches.notices IS 'told when it was saved'
--;;
CREATE TABLE aid_begins (
	unit_id INTEGER NOT NULL,
	since DATE NOT NULL,
	paper TEXT NOT NULL,
	person_id INTEGER NOT NULL,
	recorded_at TEXT NOT NULL,
	CONSTRAINT pk_aid_begins PRIMARY KEY (unit_id),
	CONSTRAINT ck_aid_begins_paper_named CHECK (paper <> ''),
	CONSTRAINT fk_aid_begins_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_aid_begins_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN aid_begins.since IS 'the first day under L13'
--;;
COMMENT ON COLUMN aid_begins.paper IS 'number of the decision'
--;;
CREATE TABLE aid_grounds (
	unit_id INTEGER NOT NULL,
	key TEXT NOT NULL,
	number INTEGER NOT NULL,
	kind TEXT NOT NULL,
	request TEXT,
	ref TEXT,
	digest BYTEA,
	person_id INTEGER NOT NULL,
	recorded_at TEXT NOT NULL,
	CONSTRAINT pk_aid_grounds PRIMARY KEY (unit_id, key, number),
	CONSTRAINT uq_aid_grounds_unit_id_request UNIQUE (unit_id, request),
	CONSTRAINT uq_aid_grounds_unit_id_ref UNIQUE (unit_id, ref),
	CONSTRAINT ck_aid_grounds_kind_known CHECK (kind = 'batch' OR kind = 'hand_out'),
	CONSTRAINT ck_aid_grounds_key_given CHECK (key <> ''),
	CONSTRAINT ck_aid_grounds_number_from_one CHECK (number > 0),
	CONSTRAINT ck_aid_grounds_known_by_one CHECK ((kind = 'batch') = (request IS NOT NULL) AND (kind = 'hand_out') = (ref IS NOT NULL)),
	CONSTRAINT ck_aid_grounds_batch_digested CHECK (kind <> 'batch' OR digest IS NOT NULL),
	CONSTRAINT ck_aid_grounds_digest_whole CHECK (digest IS NULL OR length(digest) = 32),
	CONSTRAINT fk_aid_grounds_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_aid_grounds_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN aid_grounds.key IS 'of the batch or the hand-out'
--;;
COMMENT ON COLUMN aid_grounds.number IS 'counted from 1 in the key'
--;;
COMMENT ON COLUMN aid_grounds.request IS 'the payment request of a batch'
--;;
COMMENT ON COLUMN aid_grounds.ref IS 'the voucher of a hand-out'
--;;
COMMENT ON COLUMN aid_grounds.digest IS 'of what is spent'
--;;
CREATE TABLE aid_batch_lines (
	unit_id INTEGER NOT NULL,
	key TEXT NOT NULL,
	line INTEGER NOT NULL,
	file INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	code TEXT NOT NULL,
	case_key TEXT DEFAULT '' NOT NULL,
	project TEXT NOT NULL,
	member INTEGER NOT NULL,
	year INTEGER NOT NULL,
	period TEXT NOT NULL,
	fund_id INTEGER NOT NULL,
	account_id INTEGER NOT NULL,
	purpose TEXT NOT NULL,
	amount_fen BIGINT NOT NULL,
	memo TEXT DEFAULT '' NOT NULL,
	CONSTRAINT pk_aid_batch_lines PRIMARY KEY (unit_id, key, line),
	CONSTRAINT fk_aid_batch_lines_unit_id_key FOREIGN KEY(unit_id, key) REFERENCES aid_batches (unit_id, key) DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT fk_aid_batch_lines_unit_id_fund_id FOREIGN KEY(unit_id, fund_id) REFERENCES funds (unit_id, id),
	CONSTRAINT ck_aid_batch_lines_line_from_one CHECK (line > 0),
	CONSTRAINT ck_aid_batch_lines_member_from_one CHECK (member > 0),
	CONSTRAINT ck_aid_batch_lines_code_given CHECK (code <> ''),
	CONSTRAINT ck_aid_batch_lines_period_given CHECK (period <> ''),
	CONSTRAINT ck_aid_batch_lines_amount_positive CHECK (amount_fen BETWEEN 1 AND 9000000000000000),
	CONSTRAINT fk_aid_batch_lines_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_aid_batch_lines_file FOREIGN KEY(file) REFERENCES recipients (file),
	CONSTRAINT fk_aid_batch_lines_account_id FOREIGN KEY(account_id) REFERENCES accounts (id)
)
--;;
CREATE INDEX ix_aid_batch_lines_file ON aid_batch_lines (file)
--;;
CREATE INDEX ix_aid_batch_lines_unit_id_case_key ON aid_batch_lines (unit_id, case_key)
--;;
COMMENT ON COLUMN aid_batch_lines.line IS 'counted from 1'
--;;
COMMENT ON COLUMN aid_batch_lines.revision IS 'of the file, as it was saved'
--;;
COMMENT ON COLUMN aid_batch_lines.code IS 'the file number (档案号)'
--;;
COMMENT ON COLUMN aid_batch_lines.case_key IS 'empty where it comes from a list'
--;;
COMMENT ON COLUMN aid_batch_lines.member IS 'of the household, from 1'
--;;
COMMENT ON COLUMN aid_batch_lines.year IS 'of costs, schooling or aid'
--;;
COMMENT ON COLUMN aid_batch_lines.period IS 'what it is for: a year, a month'
--;;
CREATE TABLE aid_batch_makers (
	unit_id INTEGER NOT NULL,
	key TEXT NOT NULL,
	person_id INTEGER NOT NULL,
	made TEXT NOT NULL,
	CONSTRAINT pk_aid_batch_makers PRIMARY KEY (unit_id, key, person_id),
	CONSTRAINT fk_aid_batch_makers_unit_id_key FOREIGN KEY(unit_id, key) REFERENCES aid_batches (unit_id, key) DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT fk_aid_batch_makers_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_aid_batch_makers_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN aid_batch_makers.made IS 'what the person made: batch, files, cases'
--;;
CREATE TABLE aid_batch_steps (
	unit_id INTEGER NOT NULL,
	key TEXT NOT NULL,
	step INTEGER NOT NULL,
	act TEXT NOT NULL,
	request TEXT,
	draft INTEGER,
	line_count INTEGER NOT NULL,
	paid_fen BIGINT NOT NULL,
	failed_fen BIGINT NOT NULL,
	digest BYTEA,
	notices INTEGER NOT NULL,
	reason TEXT DEFAULT '' NOT NULL,
	person_id INTEGER NOT NULL,
	acted_on DATE NOT NULL,
	acted_at TEXT NOT NULL,
	CONSTRAINT pk_aid_batch_steps PRIMARY KEY (unit_id, key, step),
	CONSTRAINT fk_aid_batch_steps_unit_id_key FOREIGN KEY(unit_id, key) REFERENCES aid_batches (unit_id, key),
	CONSTRAINT ck_aid_batch_steps_act_known CHECK (act = 'submit' OR act = 'release' OR act = 'result' OR act = 'drop'),
	CONSTRAINT ck_aid_batch_steps_step_from_one CHECK (step > 0),
	CONSTRAINT ck_aid_batch_steps_request_named CHECK ((act = 'submit') = (request IS NOT NULL)),
	CONSTRAINT ck_aid_batch_steps_draft_named CHECK ((act = 'release') = (draft IS NOT NULL)),
	CONSTRAINT ck_aid_batch_steps_result_digested CHECK ((act = 'result') = (digest IS NOT NULL)),
	CONSTRAINT ck_aid_batch_steps_results_counted CHECK ((act = 'result') = (line_count > 0)),
	CONSTRAINT ck_aid_batch_steps_lines_counted CHECK (line_count >= 0),
	CONSTRAINT ck_aid_batch_steps_results_not_negative CHECK (paid_fen >= 0 AND failed_fen >= 0),
	CONSTRAINT ck_aid_batch_steps_notices_answered CHECK (notices = 0 OR reason <> ''),
	CONSTRAINT ck_aid_batch_steps_reason_given CHECK (act <> 'drop' OR reason <> ''),
	CONSTRAINT fk_aid_batch_steps_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_aid_batch_steps_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN aid_batch_steps.step IS 'counted from 1'
--;;
COMMENT ON COLUMN aid_batch_steps.request IS 'the payment request, submitted'
--;;
COMMENT ON COLUMN aid_batch_steps.draft IS 'the draft of a release'
--;;
COMMENT ON COLUMN aid_batch_steps.line_count IS 'of results'
--;;
COMMENT ON COLUMN aid_batch_steps.paid_fen IS 'by these results'
--;;
COMMENT ON COLUMN aid_batch_steps.failed_fen IS 'by these results'
--;;
COMMENT ON COLUMN aid_batch_steps.digest IS 'of these results'
--;;
COMMENT ON COLUMN aid_batch_steps.notices IS 'told before it was done'
--;;
COMMENT ON COLUMN aid_batch_steps.reason IS 'why it goes on in spite of them, or is dropped'
--;;
CREATE TABLE aid_batch_results (
	unit_id INTEGER NOT NULL,
	key TEXT NOT NULL,
	step INTEGER NOT NULL,
	line INTEGER NOT NULL,
	outcome TEXT NOT NULL,
	reason TEXT DEFAULT '' NOT NULL,
	CONSTRAINT pk_aid_batch_results PRIMARY KEY (unit_id, key, step, line),
	CONSTRAINT fk_aid_batch_results_unit_id_key_step FOREIGN KEY(unit_id, key, step) REFERENCES aid_batch_steps (unit_id, key, step) DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT fk_aid_batch_results_unit_id_key_line FOREIGN KEY(unit_id, key, line) REFERENCES aid_batch_lines (unit_id, key, line),
	CONSTRAINT ck_aid_batch_results_outcome_known CHECK (outcome = 'paid' OR outcome = 'failed'),
	CONSTRAINT ck_aid_batch_results_reason_given CHECK (outcome = 'paid' OR reason <> ''),
	CONSTRAINT fk_aid_batch_results_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
COMMENT ON COLUMN aid_batch_results.step IS 'the step that seals it'
--;;
COMMENT ON COLUMN aid_batch_results.reason IS 'why the bank did not pay it'
--;;
CREATE FUNCTION public.bangfu_judge_aid_begins() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NOT EXISTS (SELECT 1 FROM public.go_lives g WHERE g.unit_id = NEW.unit_id AND g.since <= NEW.since)) THEN
  RAISE EXCEPTION 'bangfu:L13';
END IF;
IF (EXISTS (SELECT 1 FROM public.vouchers v JOIN public.postings p ON p.unit_id = v.unit_id AND p.position = v.position JOIN public.accounts a ON a.id = p.account_id AND a.role = 'aid_expense' WHERE v.unit_id = NEW.unit_id AND v.dated_on >= NEW.since AND (v.entered = 'here' OR v.entered = 'bank' OR v.entered = 'adjustment') AND p.debit_fen > 0)) THEN
  RAISE EXCEPTION 'bangfu:L13';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_aid_grounds() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.number > 1 AND NOT EXISTS (SELECT 1 FROM public.aid_grounds o WHERE o.unit_id = NEW.unit_id AND o.key = NEW.key AND o.kind = NEW.kind AND o.number = NEW.number - 1)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NEW.kind = 'batch' AND (NEW.number <> 1 OR NOT EXISTS (SELECT 1 FROM public.aid_batches x WHERE x.unit_id = NEW.unit_id AND x.key = NEW.key) OR EXISTS (SELECT 1 FROM (SELECT x.fund_id, x.account_id, x.purpose, x.amount_fen AS fen FROM public.aid_batch_lines x WHERE x.unit_id = NEW.unit_id AND x.key = NEW.key UNION ALL SELECT l.fund_id, l.account_id, l.purpose, -l.amount_fen FROM public.payment_request_lines l WHERE l.unit_id = NEW.unit_id AND l.key = NEW.request) u GROUP BY u.fund_id, u.account_id, u.purpose HAVING SUM(u.fen) <> 0) OR EXISTS (SELECT 1 FROM public.aid_batch_steps x WHERE x.unit_id = NEW.unit_id AND x.key = NEW.key) OR (SELECT COUNT(*) FROM public.payment_request_moves m WHERE m.unit_id = NEW.unit_id AND m.key = NEW.request) <> 1)) THEN
  RAISE EXCEPTION 'bangfu:L13';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_vouchers_aid() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.kind <> '期初' AND COALESCE(NEW.correction, '') <> 'full' AND COALESCE(NEW.correction, '') <> 'difference' AND EXISTS (SELECT 1 FROM public.aid_begins g WHERE g.unit_id = NEW.unit_id) AND (NEW.entered <> 'adjustment' OR EXISTS (SELECT 1 FROM public.postings p JOIN public.accounts a ON a.id = p.account_id AND a.money = 1 WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position)) AND NOT EXISTS (SELECT 1 FROM public.aid_grounds g WHERE g.unit_id = NEW.unit_id AND g.ref = NEW.ref) AND EXISTS (SELECT 1 FROM (SELECT DISTINCT p.request FROM public.postings p JOIN public.accounts a ON a.id = p.account_id AND a.role = 'aid_expense' WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position AND p.debit_fen > 0) d WHERE NOT EXISTS (SELECT 1 FROM public.aid_grounds g WHERE g.unit_id = NEW.unit_id AND g.request = d.request))) THEN
  RAISE EXCEPTION 'bangfu:L13';
END IF;
IF (COALESCE(NEW.correction, '') <> 'full' AND COALESCE(NEW.correction, '') <> 'difference' AND EXISTS (SELECT 1 FROM public.aid_grounds g JOIN public.payment_request_moves m ON m.unit_id = g.unit_id AND m.key = g.request AND m.position = NEW.position AND m.act = 'pay' WHERE g.unit_id = NEW.unit_id AND EXISTS (SELECT 1 FROM (SELECT p.fund_id, p.account_id, COALESCE(p.purpose, '') AS purpose, p.recipient, p.debit_fen - p.credit_fen AS fen FROM public.postings p JOIN public.accounts a ON a.id = p.account_id AND a.role = 'aid_expense' WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position AND p.request = g.request UNION ALL SELECT l.fund_id, l.account_id, l.purpose, l.code, -l.amount_fen FROM public.aid_batch_lines l WHERE l.unit_id = NEW.unit_id AND l.key = g.key) u GROUP BY u.fund_id, u.account_id, u.purpose, u.recipient HAVING SUM(u.fen) <> 0))) THEN
  RAISE EXCEPTION 'bangfu:L13';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_aid_batch_lines() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (EXISTS (SELECT 1 FROM public.aid_batches x WHERE x.unit_id = NEW.unit_id AND x.key = NEW.key)) THEN
  RAISE EXCEPTION 'bangfu:L3';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_aid_batch_makers() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (EXISTS (SELECT 1 FROM public.aid_batch_steps x WHERE x.unit_id = NEW.unit_id AND x.key = NEW.key)) THEN
  RAISE EXCEPTION 'bangfu:L3';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_aid_batches() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.key <> 'B' || CAST(NEW.year AS pg_catalog.text) || '-' || CAST(NEW.number AS pg_catalog.text) OR NEW.number > 1 AND NOT EXISTS (SELECT 1 FROM public.aid_batches o WHERE o.unit_id = NEW.unit_id AND o.year = NEW.year AND o.number = NEW.number - 1)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (EXISTS (SELECT 1 FROM (SELECT COUNT(*) AS counted, MAX(x.line) AS last, COALESCE(SUM(x.amount_fen), 0) AS fen FROM public.aid_batch_lines x WHERE x.unit_id = NEW.unit_id AND x.key = NEW.key) t WHERE t.counted <> NEW.line_count OR t.last <> NEW.line_count OR t.fen <> NEW.sum_fen)) THEN
  RAISE EXCEPTION 'bangfu:batch';
END IF;
IF (NOT EXISTS (SELECT 1 FROM public.aid_batch_makers x WHERE x.unit_id = NEW.unit_id AND x.key = NEW.key AND x.person_id = NEW.person_id)) THEN
  RAISE EXCEPTION 'bangfu:batch';
END IF;
IF (EXISTS (SELECT 1 FROM public.aid_batches o WHERE o.unit_id = NEW.unit_id AND o.digest = NEW.digest AND o.key <> NEW.key AND NOT EXISTS (SELECT 1 FROM public.aid_batch_steps d WHERE d.unit_id = o.unit_id AND d.key = o.key AND (d.act = 'drop' OR d.act = 'submit' AND EXISTS (SELECT 1 FROM public.payment_request_moves m WHERE m.unit_id = d.unit_id AND m.key = d.request AND (m.act = 'refuse' OR m.act = 'cancel' OR m.act = 'expire')))))) THEN
  RAISE EXCEPTION 'bangfu:batch_twice';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_aid_batch_steps() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.step > 1 AND NOT EXISTS (SELECT 1 FROM public.aid_batch_steps x WHERE x.unit_id = NEW.unit_id AND x.key = NEW.key AND x.step = NEW.step - 1) OR EXISTS (SELECT 1 FROM public.aid_batch_steps x WHERE x.unit_id = NEW.unit_id AND x.key = NEW.key AND x.step = NEW.step - 1 AND x.act = 'drop') OR NEW.step = 1 AND NEW.act <> 'submit' AND NEW.act <> 'drop' OR NEW.step > 1 AND NEW.act = 'submit') THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NEW.act = 'drop' AND EXISTS (SELECT 1 FROM public.aid_grounds g WHERE g.unit_id = NEW.unit_id AND g.key = NEW.key AND g.kind = 'batch' AND NOT EXISTS (SELECT 1 FROM public.payment_request_moves m WHERE m.unit_id = NEW.unit_id AND m.key = g.request AND (m.act = 'refuse' OR m.act = 'cancel' OR m.act = 'expire')))) THEN
  RAISE EXCEPTION 'bangfu:batch';
END IF;
IF (NEW.act = 'submit' AND NOT EXISTS (SELECT 1 FROM public.aid_grounds g WHERE g.unit_id = NEW.unit_id AND g.key = NEW.key AND g.request = NEW.request)) THEN
  RAISE EXCEPTION 'bangfu:batch';
END IF;
IF (NEW.act = 'result' AND (NOT EXISTS (SELECT 1 FROM public.payment_request_moves m WHERE m.unit_id = NEW.unit_id AND m.key = (SELECT g.request FROM public.aid_grounds g WHERE g.unit_id = NEW.unit_id AND g.key = NEW.key AND g.kind = 'batch') AND m.act = 'pay') OR EXISTS (SELECT 1 FROM public.aid_batch_results r JOIN public.aid_batch_results b ON b.unit_id = r.unit_id AND b.key = r.key AND b.line = r.line AND b.step < r.step AND b.outcome = 'paid' WHERE r.unit_id = NEW.unit_id AND r.key = NEW.key AND r.step = NEW.step AND NOT EXISTS (SELECT 1 FROM public.aid_batch_steps z WHERE z.unit_id = NEW.unit_id AND z.key = NEW.key AND z.act = 'release' AND z.step > b.step AND z.step < r.step)) OR EXISTS (SELECT 1 FROM (SELECT COUNT(*) AS counted, COALESCE(SUM(CASE WHEN r.outcome = 'paid' THEN l.amount_fen ELSE 0 END), 0) AS paid, COALESCE(SUM(CASE WHEN r.outcome = 'failed' THEN l.amount_fen ELSE 0 END), 0) AS failed FROM public.aid_batch_results r JOIN public.aid_batch_lines l ON l.unit_id = r.unit_id AND l.key = r.key AND l.line = r.line WHERE r.unit_id = NEW.unit_id AND r.key = NEW.key AND r.step = NEW.step) t WHERE t.counted <> NEW.line_count OR t.paid <> NEW.paid_fen OR t.failed <> NEW.failed_fen))) THEN
  RAISE EXCEPTION 'bangfu:batch';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_aid_batch_results() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (EXISTS (SELECT 1 FROM public.aid_batch_steps x WHERE x.unit_id = NEW.unit_id AND x.key = NEW.key AND x.step = NEW.step)) THEN
  RAISE EXCEPTION 'bangfu:L3';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_payment_request_moves_aid() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.act = 'approve' AND EXISTS (SELECT 1 FROM public.aid_grounds g JOIN public.aid_batch_makers k ON k.unit_id = g.unit_id AND k.key = g.key AND k.person_id = NEW.person_id WHERE g.unit_id = NEW.unit_id AND g.request = NEW.key)) THEN
  RAISE EXCEPTION 'bangfu:L6';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE TRIGGER aid_begins_no_change BEFORE UPDATE OR DELETE ON public.aid_begins FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER aid_grounds_no_change BEFORE UPDATE OR DELETE ON public.aid_grounds FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER aid_batch_lines_no_change BEFORE UPDATE OR DELETE ON public.aid_batch_lines FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER aid_batch_makers_no_change BEFORE UPDATE OR DELETE ON public.aid_batch_makers FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER aid_batches_no_change BEFORE UPDATE OR DELETE ON public.aid_batches FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER aid_batch_results_no_change BEFORE UPDATE OR DELETE ON public.aid_batch_results FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER aid_batch_steps_no_change BEFORE UPDATE OR DELETE ON public.aid_batch_steps FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER aid_begins_in_order AFTER INSERT ON public.aid_begins FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_aid_begins()
--;;
CREATE TRIGGER aid_grounds_in_order AFTER INSERT ON public.aid_grounds FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_aid_grounds()
--;;
CREATE TRIGGER vouchers_aid_in_order AFTER INSERT ON public.vouchers FOR EACH ROW WHEN ((NEW.entered = 'here' OR NEW.entered = 'bank' OR NEW.entered = 'adjustment')) EXECUTE FUNCTION public.bangfu_judge_vouchers_aid()
--;;
CREATE TRIGGER aid_batch_lines_in_order AFTER INSERT ON public.aid_batch_lines FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_aid_batch_lines()
--;;
CREATE TRIGGER aid_batch_makers_in_order AFTER INSERT ON public.aid_batch_makers FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_aid_batch_makers()
--;;
CREATE TRIGGER aid_batches_in_order AFTER INSERT ON public.aid_batches FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_aid_batches()
--;;
CREATE TRIGGER aid_batch_steps_in_order AFTER INSERT ON public.aid_batch_steps FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_aid_batch_steps()
--;;
CREATE TRIGGER aid_batch_results_in_order AFTER INSERT ON public.aid_batch_results FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_aid_batch_results()
--;;
CREATE TRIGGER payment_request_moves_aid_in_order AFTER INSERT ON public.payment_request_moves FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_payment_request_moves_aid()
--;;
ALTER TABLE public.aid_begins ENABLE ALWAYS TRIGGER aid_begins_no_change
--;;
ALTER TABLE public.aid_grounds ENABLE ALWAYS TRIGGER aid_grounds_no_change
--;;
ALTER TABLE public.aid_batch_lines ENABLE ALWAYS TRIGGER aid_batch_lines_no_change
--;;
ALTER TABLE public.aid_batch_makers ENABLE ALWAYS TRIGGER aid_batch_makers_no_change
--;;
ALTER TABLE public.aid_batches ENABLE ALWAYS TRIGGER aid_batches_no_change
--;;
ALTER TABLE public.aid_batch_results ENABLE ALWAYS TRIGGER aid_batch_results_no_change
--;;
ALTER TABLE public.aid_batch_steps ENABLE ALWAYS TRIGGER aid_batch_steps_no_change
--;;
ALTER TABLE public.aid_begins ENABLE ALWAYS TRIGGER aid_begins_in_order
--;;
ALTER TABLE public.aid_grounds ENABLE ALWAYS TRIGGER aid_grounds_in_order
--;;
ALTER TABLE public.vouchers ENABLE ALWAYS TRIGGER vouchers_aid_in_order
--;;
ALTER TABLE public.aid_batch_lines ENABLE ALWAYS TRIGGER aid_batch_lines_in_order
--;;
ALTER TABLE public.aid_batch_makers ENABLE ALWAYS TRIGGER aid_batch_makers_in_order
--;;
ALTER TABLE public.aid_batches ENABLE ALWAYS TRIGGER aid_batches_in_order
--;;
ALTER TABLE public.aid_batch_steps ENABLE ALWAYS TRIGGER aid_batch_steps_in_order
--;;
ALTER TABLE public.aid_batch_results ENABLE ALWAYS TRIGGER aid_batch_results_in_order
--;;
ALTER TABLE public.payment_request_moves ENABLE ALWAYS TRIGGER payment_request_moves_aid_in_order
