CREATE TABLE charts (
	key TEXT NOT NULL,
	label TEXT NOT NULL,
	statutory INTEGER NOT NULL,
	CONSTRAINT pk_charts PRIMARY KEY (key)
)
--;;
CREATE TABLE operations (
	unit_id INTEGER NOT NULL,
	position BIGINT NOT NULL,
	at TEXT NOT NULL,
	person TEXT NOT NULL,
	os_user TEXT NOT NULL,
	act TEXT NOT NULL,
	subject TEXT NOT NULL,
	outcome TEXT NOT NULL,
	previous BYTEA NOT NULL,
	hash BYTEA NOT NULL,
	CONSTRAINT pk_operations PRIMARY KEY (unit_id, position),
	CONSTRAINT ck_operations_position_from_one CHECK (position > 0),
	CONSTRAINT ck_operations_act_named CHECK (act <> ''),
	CONSTRAINT ck_operations_outcome_known CHECK (outcome IN ('done', 'refused')),
	CONSTRAINT ck_operations_previous_whole CHECK (length(previous) = 32),
	CONSTRAINT ck_operations_hash_whole CHECK (length(hash) = 32)
)
--;;
COMMENT ON COLUMN operations.unit_id IS '0 is the log all units share'
--;;
COMMENT ON COLUMN operations.position IS 'place in the unit''s log'
--;;
COMMENT ON COLUMN operations.person IS 'a code, never a name'
--;;
COMMENT ON COLUMN operations.act IS 'what was done, such as books.import'
--;;
COMMENT ON COLUMN operations.subject IS 'on what; never personal data'
--;;
CREATE TABLE people (
	id INTEGER NOT NULL,
	code TEXT NOT NULL,
	name TEXT NOT NULL,
	kind TEXT NOT NULL,
	CONSTRAINT pk_people PRIMARY KEY (id),
	CONSTRAINT ck_people_kind_known CHECK (kind = 'staff' OR kind = 'system'),
	CONSTRAINT uq_people_code UNIQUE (code)
)
--;;
COMMENT ON COLUMN people.kind IS 'staff, or system for the program''s own acts'
--;;
CREATE TABLE records (
	unit_id INTEGER NOT NULL,
	position BIGINT NOT NULL,
	kind TEXT NOT NULL,
	key TEXT NOT NULL,
	content TEXT NOT NULL,
	person TEXT NOT NULL,
	recorded_at TEXT NOT NULL,
	previous BYTEA NOT NULL,
	hash BYTEA NOT NULL,
	CONSTRAINT pk_records PRIMARY KEY (unit_id, position),
	CONSTRAINT uq_records_unit_id_kind_key UNIQUE (unit_id, kind, key),
	CONSTRAINT ck_records_position_from_one CHECK (position > 0),
	CONSTRAINT ck_records_hash_whole CHECK (length(hash) = 32),
	CONSTRAINT ck_records_previous_whole CHECK (length(previous) = 32)
)
--;;
COMMENT ON COLUMN records.unit_id IS '0 is the chain all units share'
--;;
CREATE TABLE totals (
	unit_id INTEGER NOT NULL,
	period INTEGER NOT NULL,
	account_id INTEGER NOT NULL,
	fund_id INTEGER NOT NULL,
	purpose TEXT NOT NULL,
	debit_fen BIGINT NOT NULL,
	credit_fen BIGINT NOT NULL,
	persons BIGINT NOT NULL,
	CONSTRAINT pk_totals PRIMARY KEY (unit_id, period, account_id, fund_id, purpose)
)
--;;
COMMENT ON COLUMN totals.purpose IS 'empty where none is named'
--;;
CREATE TABLE units (
	id INTEGER NOT NULL,
	code TEXT NOT NULL,
	name TEXT NOT NULL,
	level TEXT NOT NULL,
	type TEXT NOT NULL,
	parent_id INTEGER,
	account_mode TEXT NOT NULL,
	voucher_kinds TEXT NOT NULL,
	opened_on DATE NOT NULL,
	CONSTRAINT pk_units PRIMARY KEY (id),
	CONSTRAINT ck_units_level_known CHECK (level = 'province' OR level = 'city' OR level = 'county' OR level = 'township' OR level = 'grassroots'),
	CONSTRAINT ck_units_type_known CHECK (type = 'local' OR type = 'provincial_organ' OR type = 'provincial_industry' OR type = 'counterpart' OR type = 'grassroots'),
	CONSTRAINT ck_units_account_mode_known CHECK (account_mode = 'dedicated_account' OR account_mode = 'dedicated_subject'),
	CONSTRAINT ck_units_voucher_kinds_known CHECK (voucher_kinds = 'three' OR voucher_kinds = 'five' OR voucher_kinds = 'one'),
	CONSTRAINT ck_units_id_positive CHECK (id > 0),
	CONSTRAINT ck_units_parent_first CHECK (parent_id IS NULL OR parent_id < id),
	CONSTRAINT uq_units_code UNIQUE (code),
	CONSTRAINT fk_units_parent_id FOREIGN KEY(parent_id) REFERENCES units (id)
)
--;;
CREATE TABLE vouchers (
	unit_id INTEGER NOT NULL,
	position BIGINT NOT NULL,
	period INTEGER NOT NULL,
	kind TEXT NOT NULL,
	number INTEGER NOT NULL,
	dated_on DATE NOT NULL,
	chart TEXT NOT NULL,
	summary TEXT NOT NULL,
	attachments INTEGER NOT NULL,
	preparer_id INTEGER NOT NULL,
	reviewer_id INTEGER NOT NULL,
	poster_id INTEGER NOT NULL,
	cashier_id INTEGER,
	head_id INTEGER,
	posted_at TEXT DEFAULT '' NOT NULL,
	sealed_at TEXT NOT NULL,
	ref TEXT NOT NULL,
	corrects BIGINT,
	correction TEXT,
	entered TEXT NOT NULL,
	basis TEXT DEFAULT '' NOT NULL,
	content_hash BYTEA NOT NULL,
	previous BYTEA NOT NULL,
	hash BYTEA NOT NULL,
	CONSTRAINT pk_vouchers PRIMARY KEY (unit_id, position),
	CONSTRAINT uq_vouchers_unit_id_period_kind_number UNIQUE (unit_id, period, kind, number),
	CONSTRAINT uq_vouchers_unit_id_ref UNIQUE (unit_id, ref),
	CONSTRAINT ck_vouchers_kind_known CHECK (kind = '收' OR kind = '付' OR kind = '转' OR kind = '记' OR kind = '现收' OR kind = '现付' OR kind = '银收' OR kind = '银付' OR kind = '期初'),
	CONSTRAINT ck_vouchers_entered_known CHECK (entered = 'here' OR entered = 'imported' OR entered = 'bank' OR entered = 'adjustment' OR entered = 'year_end'),
	CONSTRAINT ck_vouchers_adjustment_rests_on_finding CHECK (entered <> 'adjustment' OR (basis <> '' AND period % 100 = 12)),
	CONSTRAINT ck_vouchers_correction_known CHECK (correction = 'full' OR correction = 'difference' OR correction = 'replacement'),
	CONSTRAINT ck_vouchers_correction_names_voucher CHECK ((corrects IS NULL) = (correction IS NULL)),
	CONSTRAINT ck_vouchers_correction_follows CHECK (corrects < position),
	CONSTRAINT ck_vouchers_position_from_one CHECK (position > 0),
	CONSTRAINT ck_vouchers_number_from_one CHECK (number > 0),
	CONSTRAINT ck_vouchers_attachments_counted CHECK (attachments BETWEEN 0 AND 9999),
	CONSTRAINT ck_vouchers_summary_given CHECK (summary <> ''),
	CONSTRAINT ck_vouchers_ref_given CHECK (ref <> ''),
	CONSTRAINT ck_vouchers_l6_preparer_reviewer CHECK (preparer_id <> reviewer_id),
	CONSTRAINT ck_vouchers_l6_cashier_preparer CHECK (cashier_id <> preparer_id),
	CONSTRAINT ck_vouchers_l6_cashier_reviewer CHECK (cashier_id <> reviewer_id),
	CONSTRAINT ck_vouchers_content_hash_whole CHECK (length(content_hash) = 32),
	CONSTRAINT ck_vouchers_previous_whole CHECK (length(previous) = 32),
	CONSTRAINT ck_vouchers_hash_whole CHECK (length(hash) = 32),
	CONSTRAINT ck_vouchers_l5_date_in_period CHECK (period = CAST(EXTRACT(YEAR FROM dated_on) AS INTEGER) * 100 + CASE kind WHEN '期初' THEN 0 ELSE CAST(EXTRACT(MONTH FROM dated_on) AS INTEGER) END)
)
--;;
COMMENT ON COLUMN vouchers.position IS 'place in the unit''s chain'
--;;
COMMENT ON COLUMN vouchers.period IS 'YYYYMM; openings YYYY00'
--;;
COMMENT ON COLUMN vouchers.posted_at IS 'as the source states it, else empty'
--;;
COMMENT ON COLUMN vouchers.sealed_at IS 'when it was sealed here, UTC'
--;;
COMMENT ON COLUMN vouchers.corrects IS 'position of the one corrected'
--;;
COMMENT ON COLUMN vouchers.basis IS 'number of the decision or finding it carries out'
--;;
CREATE TABLE accounts (
	id INTEGER NOT NULL,
	chart TEXT NOT NULL,
	code TEXT NOT NULL,
	name TEXT NOT NULL,
	class TEXT NOT NULL,
	side TEXT NOT NULL,
	role TEXT DEFAULT '' NOT NULL,
	parent_id INTEGER,
	money INTEGER NOT NULL,
	spends INTEGER NOT NULL,
	CONSTRAINT pk_accounts PRIMARY KEY (id),
	CONSTRAINT uq_accounts_chart_code UNIQUE (chart, code),
	CONSTRAINT ck_accounts_class_known CHECK (class = 'asset' OR class = 'liability' OR class = 'net_asset' OR class = 'income' OR class = 'expense'),
	CONSTRAINT ck_accounts_side_known CHECK (side = 'debit' OR side = 'credit' OR side = 'either'),
	CONSTRAINT ck_accounts_money_by_role CHECK (money = CASE WHEN role IN ('cash', 'bank', 'quota') THEN 1 ELSE 0 END),
	CONSTRAINT ck_accounts_spends_by_class CHECK (spends = CASE WHEN class = 'expense' OR role = 'entrusted' THEN 1 ELSE 0 END),
	CONSTRAINT ck_accounts_parent_first CHECK (parent_id IS NULL OR parent_id < id),
	CONSTRAINT fk_accounts_chart FOREIGN KEY(chart) REFERENCES charts (key),
	CONSTRAINT fk_accounts_parent_id FOREIGN KEY(parent_id) REFERENCES accounts (id)
)
--;;
CREATE INDEX ix_accounts_parent_id ON accounts (parent_id)
--;;
COMMENT ON COLUMN accounts.money IS '1 where the role is cash, bank or quota: L7 counts these accounts'
--;;
COMMENT ON COLUMN accounts.spends IS '1 where a debit is an outflow that L8 asks a purpose of'
--;;
CREATE TABLE adjusting (
	unit_id INTEGER NOT NULL,
	period INTEGER NOT NULL,
	position BIGINT NOT NULL,
	hash BYTEA NOT NULL,
	begun_by_id INTEGER NOT NULL,
	begun_at TEXT NOT NULL,
	CONSTRAINT pk_adjusting PRIMARY KEY (unit_id, period),
	CONSTRAINT ck_adjusting_period_is_december CHECK (period % 100 = 12),
	CONSTRAINT ck_adjusting_hash_whole CHECK (length(hash) = 32),
	CONSTRAINT fk_adjusting_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_adjusting_begun_by_id FOREIGN KEY(begun_by_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN adjusting.period IS 'a December'
--;;
COMMENT ON COLUMN adjusting.position IS 'head of the chain then'
--;;
COMMENT ON COLUMN adjusting.hash IS 'hash of that head'
--;;
CREATE TABLE checkpoints (
	unit_id INTEGER NOT NULL,
	period INTEGER NOT NULL,
	account_id INTEGER NOT NULL,
	fund_id INTEGER NOT NULL,
	purpose TEXT NOT NULL,
	debit_fen BIGINT NOT NULL,
	credit_fen BIGINT NOT NULL,
	persons BIGINT NOT NULL,
	CONSTRAINT pk_checkpoints PRIMARY KEY (unit_id, period, account_id, fund_id, purpose),
	CONSTRAINT fk_checkpoints_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
COMMENT ON COLUMN checkpoints.debit_fen IS 'since the books began'
--;;
COMMENT ON COLUMN checkpoints.credit_fen IS 'since the books began'
--;;
CREATE TABLE closes (
	unit_id INTEGER NOT NULL,
	period INTEGER NOT NULL,
	position BIGINT NOT NULL,
	hash BYTEA NOT NULL,
	totals_hash BYTEA NOT NULL,
	closed_by_id INTEGER NOT NULL,
	closed_at TEXT NOT NULL,
	CONSTRAINT pk_closes PRIMARY KEY (unit_id, period),
	CONSTRAINT ck_closes_period_is_a_month CHECK (period % 100 BETWEEN 1 AND 12),
	CONSTRAINT ck_closes_hash_whole CHECK (length(hash) = 32),
	CONSTRAINT ck_closes_totals_hash_whole CHECK (length(totals_hash) = 32),
	CONSTRAINT fk_closes_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_closes_closed_by_id FOREIGN KEY(closed_by_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN closes.position IS 'head of the chain at closing'
--;;
COMMENT ON COLUMN closes.hash IS 'hash of the head; zeros if none'
--;;
CREATE TABLE draft_steps (
	unit_id INTEGER NOT NULL,
	draft INTEGER NOT NULL,
	step INTEGER NOT NULL,
	state TEXT NOT NULL,
	content TEXT NOT NULL,
	period INTEGER NOT NULL,
	person_id INTEGER NOT NULL,
	taken_at TEXT NOT NULL,
	reason TEXT DEFAULT '' NOT NULL,
	CONSTRAINT pk_draft_steps PRIMARY KEY (unit_id, draft, step),
	CONSTRAINT ck_draft_steps_step_from_one CHECK (step > 0),
	CONSTRAINT ck_draft_steps_state_known CHECK (state = 'draft' OR state = 'submitted' OR state = 'returned' OR state = 'reviewed' OR state = 'settled' OR state = 'posted' OR state = 'dropped'),
	CONSTRAINT fk_draft_steps_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_draft_steps_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN draft_steps.draft IS 'counted from 1 in the unit'
--;;
COMMENT ON COLUMN draft_steps.step IS 'counted from 1 in the draft'
--;;
COMMENT ON COLUMN draft_steps.content IS 'the voucher as JSON, as it stood at this step'
--;;
CREATE TABLE funds (
	unit_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	code TEXT NOT NULL,
	name TEXT NOT NULL,
	origin TEXT NOT NULL,
	channel TEXT NOT NULL,
	restriction TEXT DEFAULT '' NOT NULL,
	donor TEXT DEFAULT '' NOT NULL,
	restricted INTEGER NOT NULL,
	opened_on DATE NOT NULL,
	CONSTRAINT pk_funds PRIMARY KEY (unit_id, id),
	CONSTRAINT uq_funds_unit_id_code UNIQUE (unit_id, code),
	CONSTRAINT ck_funds_restricted_flag CHECK (restricted IN (0, 1)),
	CONSTRAINT ck_funds_general_is_free CHECK (origin <> 'general' OR restricted = 0),
	CONSTRAINT fk_funds_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
COMMENT ON COLUMN funds.id IS 'counted from 1 within the unit'
--;;
COMMENT ON COLUMN funds.restricted IS '1: an outflow must name a purpose out of fund_purposes'
--;;
CREATE TABLE logins (
	login TEXT NOT NULL,
	person_id INTEGER NOT NULL,
	CONSTRAINT pk_logins PRIMARY KEY (login),
	CONSTRAINT fk_logins_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
CREATE TABLE money_positions (
	unit_id INTEGER NOT NULL,
	fund_id INTEGER NOT NULL,
	account_id INTEGER NOT NULL,
	position BIGINT NOT NULL,
	balance_fen BIGINT NOT NULL,
	overdrawn_by BIGINT,
	CONSTRAINT pk_money_positions PRIMARY KEY (unit_id, fund_id, account_id, position),
	CONSTRAINT fk_money_positions_unit_id_position FOREIGN KEY(unit_id, position) REFERENCES vouchers (unit_id, position) DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT ck_money_positions_l7_overdrawn_named CHECK ((balance_fen < 0) = (overdrawn_by IS NOT NULL))
)
--;;
CREATE INDEX ix_money_positions_unit_id_position ON money_positions (unit_id, position)
--;;
COMMENT ON COLUMN money_positions.overdrawn_by IS 'position of the voucher that took the fund below zero'
--;;
CREATE TABLE postings (
	unit_id INTEGER NOT NULL,
	position BIGINT NOT NULL,
	line INTEGER NOT NULL,
	account_id INTEGER NOT NULL,
	fund_id INTEGER NOT NULL,
	debit_fen BIGINT NOT NULL,
	credit_fen BIGINT NOT NULL,
	purpose TEXT,
	party TEXT DEFAULT '' NOT NULL,
	recipient TEXT DEFAULT '' NOT NULL,
	persons INTEGER DEFAULT '0' NOT NULL,
	item TEXT DEFAULT '' NOT NULL,
	quantity_milli BIGINT DEFAULT '0' NOT NULL,
	serials TEXT DEFAULT '' NOT NULL,
	arose_on TEXT DEFAULT '' NOT NULL,
	economic TEXT DEFAULT '' NOT NULL,
	functional TEXT DEFAULT '' NOT NULL,
	appropriation TEXT DEFAULT '' NOT NULL,
	request TEXT DEFAULT '' NOT NULL,
	memo TEXT DEFAULT '' NOT NULL,
	CONSTRAINT pk_postings PRIMARY KEY (unit_id, position, line),
	CONSTRAINT fk_postings_unit_id_position FOREIGN KEY(unit_id, position) REFERENCES vouchers (unit_id, position) DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT ck_postings_line_from_one CHECK (line > 0),
	CONSTRAINT ck_postings_l2_one_side CHECK ((debit_fen = 0) <> (credit_fen = 0)),
	CONSTRAINT ck_postings_l2_bounded CHECK (debit_fen + credit_fen BETWEEN -9000000000000000 AND 9000000000000000),
	CONSTRAINT ck_postings_persons_counted CHECK (persons >= 0 OR debit_fen + credit_fen < 0),
	CONSTRAINT ck_postings_persons_bounded CHECK (persons BETWEEN -1000000000 AND 1000000000),
	CONSTRAINT ck_postings_quantity_bounded CHECK (quantity_milli BETWEEN -1000000000000000 AND 1000000000000000)
)
--;;
CREATE INDEX ix_postings_unit_id_account_id_position ON postings (unit_id, account_id, position)
--;;
COMMENT ON COLUMN postings.line IS 'from 1 within the voucher'
--;;
COMMENT ON COLUMN postings.recipient IS 'file number 档案号, never a name'
--;;
COMMENT ON COLUMN postings.arose_on IS 'day an opening advance arose, for its age'
--;;
COMMENT ON COLUMN postings.appropriation IS 'L9: key from budgets.control'
--;;
COMMENT ON COLUMN postings.request IS 'L12: key from treasury.requests'
--;;
CREATE TABLE rights (
	person_id INTEGER NOT NULL,
	"right" TEXT NOT NULL,
	scope_id INTEGER NOT NULL,
	since DATE NOT NULL,
	revision INTEGER NOT NULL,
	until DATE,
	CONSTRAINT pk_rights PRIMARY KEY (person_id, "right", scope_id, since, revision),
	CONSTRAINT fk_rights_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN rights.scope_id IS 'a unit''s id; 0 is everywhere'
--;;
COMMENT ON COLUMN rights.revision IS 'the highest one holds'
--;;
COMMENT ON COLUMN rights.until IS 'the first day without the right'
--;;
CREATE TABLE secrets (
	person_id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	argon2 TEXT NOT NULL,
	set_at TEXT NOT NULL,
	CONSTRAINT pk_secrets PRIMARY KEY (person_id, revision),
	CONSTRAINT ck_secrets_revision_from_one CHECK (revision > 0),
	CONSTRAINT ck_secrets_argon2_hashed CHECK (argon2 LIKE '$argon2id$%'),
	CONSTRAINT fk_secrets_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN secrets.revision IS 'the highest one holds'
--;;
COMMENT ON COLUMN secrets.argon2 IS 'its hash with salt and cost'
--;;
CREATE TABLE tenures (
	unit_id INTEGER NOT NULL,
	person_id INTEGER NOT NULL,
	post TEXT NOT NULL,
	since DATE NOT NULL,
	revision INTEGER NOT NULL,
	until DATE,
	acting INTEGER NOT NULL,
	CONSTRAINT pk_tenures PRIMARY KEY (unit_id, person_id, post, since, revision),
	CONSTRAINT ck_tenures_acting_flag CHECK (acting IN (0, 1)),
	CONSTRAINT ck_tenures_since_before_until CHECK (until IS NULL OR since < until),
	CONSTRAINT fk_tenures_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_tenures_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN tenures.revision IS 'the highest one holds'
--;;
COMMENT ON COLUMN tenures.until IS 'the first day out of the post'
--;;
CREATE TABLE unit_charts (
	unit_id INTEGER NOT NULL,
	chart TEXT NOT NULL,
	since DATE NOT NULL,
	CONSTRAINT pk_unit_charts PRIMARY KEY (unit_id, chart),
	CONSTRAINT uq_unit_charts_unit_id_since UNIQUE (unit_id, since),
	CONSTRAINT fk_unit_charts_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_unit_charts_chart FOREIGN KEY(chart) REFERENCES charts (key)
)
--;;
CREATE TABLE unit_endings (
	unit_id INTEGER NOT NULL,
	closed_on DATE NOT NULL,
	merged_into_id INTEGER,
	CONSTRAINT pk_unit_endings PRIMARY KEY (unit_id),
	CONSTRAINT fk_unit_endings_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_unit_endings_merged_into_id FOREIGN KEY(merged_into_id) REFERENCES units (id)
)
--;;
CREATE TABLE year_ends (
	unit_id INTEGER NOT NULL,
	year INTEGER NOT NULL,
	number INTEGER NOT NULL,
	decisions TEXT NOT NULL,
	digest BYTEA NOT NULL,
	position BIGINT NOT NULL,
	ordered_by_id INTEGER NOT NULL,
	ordered_at TEXT NOT NULL,
	CONSTRAINT pk_year_ends PRIMARY KEY (unit_id, year, number),
	CONSTRAINT ck_year_ends_number_from_one CHECK (number > 0),
	CONSTRAINT ck_year_ends_digest_whole CHECK (length(digest) = 32),
	CONSTRAINT fk_year_ends_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_year_ends_ordered_by_id FOREIGN KEY(ordered_by_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN year_ends.number IS 'the highest one holds'
--;;
COMMENT ON COLUMN year_ends.decisions IS 'what was decided on the year''s end, as JSON'
--;;
COMMENT ON COLUMN year_ends.digest IS 'hash of what is to be posted'
--;;
COMMENT ON COLUMN year_ends.position IS 'head of the chain then'
--;;
CREATE TABLE fund_purposes (
	unit_id INTEGER NOT NULL,
	fund_id INTEGER NOT NULL,
	purpose TEXT NOT NULL,
	CONSTRAINT pk_fund_purposes PRIMARY KEY (unit_id, fund_id, purpose),
	CONSTRAINT fk_fund_purposes_unit_id_fund_id FOREIGN KEY(unit_id, fund_id) REFERENCES funds (unit_id, id),
	CONSTRAINT ck_fund_purposes_purpose_named CHECK (purpose <> ''),
	CONSTRAINT fk_fund_purposes_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
CREATE TABLE money_proofs (
	unit_id INTEGER NOT NULL,
	period INTEGER NOT NULL,
	account_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	amount_fen BIGINT NOT NULL,
	other_fen BIGINT NOT NULL,
	explained_fen BIGINT NOT NULL,
	explanation TEXT DEFAULT '' NOT NULL,
	evidence TEXT NOT NULL,
	made_by_id INTEGER NOT NULL,
	made_at TEXT NOT NULL,
	CONSTRAINT pk_money_proofs PRIMARY KEY (unit_id, period, account_id, number),
	CONSTRAINT ck_money_proofs_period_is_a_month CHECK (period % 100 BETWEEN 1 AND 12),
	CONSTRAINT ck_money_proofs_number_from_one CHECK (number > 0),
	CONSTRAINT ck_money_proofs_amount_counted CHECK (amount_fen >= 0),
	CONSTRAINT ck_money_proofs_evidence_named CHECK (evidence <> ''),
	CONSTRAINT ck_money_proofs_difference_explained CHECK (explained_fen = 0 OR explanation <> ''),
	CONSTRAINT fk_money_proofs_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_money_proofs_account_id FOREIGN KEY(account_id) REFERENCES accounts (id),
	CONSTRAINT fk_money_proofs_made_by_id FOREIGN KEY(made_by_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN money_proofs.number IS 'the highest one holds'
--;;
COMMENT ON COLUMN money_proofs.amount_fen IS 'as counted or certified'
--;;
COMMENT ON COLUMN money_proofs.other_fen IS 'money of others in it'
--;;
COMMENT ON COLUMN money_proofs.explained_fen IS 'under way 未达账项'
--;;
CREATE UNIQUE INDEX uq_vouchers_cancelled_once ON vouchers (unit_id, corrects) WHERE correction = 'full'
--;;
CREATE UNIQUE INDEX uq_vouchers_replaced_once ON vouchers (unit_id, corrects) WHERE correction = 'replacement'
--;;
CREATE FUNCTION public.bangfu_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
RAISE EXCEPTION 'bangfu:L3';
RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_posting() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF EXISTS (SELECT 1 FROM public.vouchers v
           WHERE v.unit_id = NEW.unit_id AND v.position = NEW.position) THEN
  RAISE EXCEPTION 'bangfu:L3';
END IF;
RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_voucher() RETURNS trigger LANGUAGE plpgsql AS $guard$DECLARE
  first_position bigint; verdict pg_catalog.text;
BEGIN
IF EXISTS (SELECT 1 FROM public.vouchers n, public.vouchers me
           WHERE me.unit_id = NEW.unit_id AND me.position = NEW.position
             AND n.unit_id = NEW.unit_id AND n.position = NEW.position + 1
             AND n.xmin = me.xmin AND n.cmin = me.cmin) THEN
  RETURN NEW;
END IF;

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
SELECT o.position + 1 INTO first_position
FROM public.vouchers o, public.vouchers me
WHERE me.unit_id = NEW.unit_id AND me.position = NEW.position
  AND o.unit_id = NEW.unit_id AND o.position < NEW.position
  AND NOT (o.xmin = me.xmin AND o.cmin = me.cmin)
ORDER BY o.position DESC LIMIT 1;
SELECT q.verdict INTO verdict FROM (
  SELECT w.position, CASE
    WHEN w.number > 1 AND 0 = (SELECT COUNT(*) FROM public.vouchers v WHERE v.unit_id = w.unit_id AND v.period = w.period AND v.kind = w.kind AND v.number = w.number - 1 AND v.position < w.position) THEN 'L4'
    WHEN CASE WHEN w.position = 1 THEN w.previous <> '\x0000000000000000000000000000000000000000000000000000000000000000'::pg_catalog.bytea ELSE 0 = (SELECT COUNT(*) FROM public.vouchers v WHERE v.unit_id = w.unit_id AND v.position = w.position - 1 AND v.hash = w.previous) END THEN 'L10'
    WHEN EXISTS (SELECT 1 FROM public.closes c WHERE c.unit_id = w.unit_id AND c.period >= w.period) THEN 'L5'
    WHEN NOT EXISTS (SELECT 1 FROM public.units u WHERE u.id = w.unit_id AND u.opened_on <= w.dated_on) THEN 'L5'
    WHEN EXISTS (SELECT 1 FROM public.unit_endings e WHERE e.unit_id = w.unit_id AND e.closed_on <= w.dated_on) THEN 'L5'
    WHEN (w.period % 100 = 12 OR w.entered = 'adjustment') AND CASE w.entered WHEN 'year_end' THEN 0 WHEN 'adjustment' THEN 1 ELSE -1 END IN (SELECT CASE COUNT(*) WHEN 0 THEN 1 ELSE -1 END FROM public.adjusting a WHERE a.unit_id = w.unit_id AND a.period = w.period) THEN 'L5'
    WHEN w.entered = 'year_end' AND NOT EXISTS (SELECT 1 FROM public.year_ends y WHERE y.unit_id = w.unit_id AND y.ordered_by_id = w.preparer_id AND w.period IN (y.year * 100 + 12, y.year * 100 + 100, y.year * 100 + 101)) THEN 'year_end'
    WHEN NOT EXISTS (SELECT 1 FROM public.unit_charts h WHERE h.unit_id = w.unit_id AND h.chart = w.chart AND h.since <= w.dated_on AND NOT EXISTS (SELECT 1 FROM public.unit_charts l WHERE l.unit_id = w.unit_id AND l.since > h.since AND (l.since < w.dated_on OR l.since = w.dated_on AND w.kind <> '期初'))) THEN 'chart'
    WHEN w.kind <> '期初' AND EXISTS (SELECT 1 FROM public.unit_charts h WHERE h.unit_id = w.unit_id AND h.chart <> w.chart AND h.since < w.dated_on AND EXISTS (SELECT 1 FROM public.vouchers o WHERE o.unit_id = w.unit_id AND o.chart = h.chart AND o.position < w.position) AND NOT EXISTS (SELECT 1 FROM public.unit_charts c, public.vouchers o WHERE c.unit_id = w.unit_id AND c.chart = w.chart AND o.unit_id = w.unit_id AND o.period = CAST(EXTRACT(YEAR FROM c.since) AS INTEGER) * 100 AND o.kind = '期初' AND o.chart = w.chart AND o.position < w.position)) THEN 'transfer'
    WHEN NOT EXISTS (SELECT 1 FROM public.people p WHERE p.id = w.preparer_id) OR NOT EXISTS (SELECT 1 FROM public.people p WHERE p.id = w.reviewer_id) OR NOT EXISTS (SELECT 1 FROM public.people p WHERE p.id = w.poster_id) OR w.cashier_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM public.people p WHERE p.id = w.cashier_id) OR w.head_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM public.people p WHERE p.id = w.head_id) THEN 'person'
    WHEN w.kind = '期初' AND EXISTS (SELECT 1 FROM public.vouchers v WHERE v.unit_id = w.unit_id AND v.position < w.position AND (w.entered <> 'year_end' OR v.chart = w.chart AND (v.period = w.period OR NOT EXISTS (SELECT 1 FROM public.unit_charts l WHERE l.unit_id = w.unit_id AND l.since = w.dated_on AND l.chart <> w.chart)))) THEN 'opening'
    ELSE (SELECT CASE
      WHEN COALESCE(SUM(j.lines), 0) < 2 OR MAX(ABS(j.difference)) <> 0 THEN 'L1'
      WHEN MIN(j.lowest) < 0 AND COALESCE(w.correction, 'replacement') = 'replacement' THEN 'L2'
      WHEN MAX(j.strange_account) > 0 THEN 'account'
      WHEN MAX(j.strange_fund) > 0 THEN 'fund'
      WHEN MAX(j.strange_purpose) > 0 THEN 'L8'
      WHEN MAX(j.wrong) > 0 OR SUM(j.pairs) <> (
        SELECT COUNT(*) FROM public.money_positions m
        WHERE m.unit_id = w.unit_id AND m.position = w.position) THEN 'L7'
      WHEN w.corrects IS NOT NULL AND (NOT EXISTS (SELECT 1 FROM public.vouchers v WHERE v.unit_id = w.unit_id AND v.position = w.corrects AND COALESCE(v.correction, '') <> 'full' AND v.kind <> '期初' AND v.period / 100 = w.period / 100 AND v.dated_on <= w.dated_on) OR w.correction = 'difference' AND EXISTS (SELECT 1 FROM public.vouchers r WHERE r.unit_id = w.unit_id AND r.corrects = w.corrects AND r.correction = 'full') OR w.correction = 'replacement' AND NOT EXISTS (SELECT 1 FROM public.vouchers r WHERE r.unit_id = w.unit_id AND r.corrects = w.corrects AND r.correction = 'full') OR w.correction = 'full' AND (EXISTS (
  SELECT 1 FROM public.postings o
  WHERE o.unit_id = w.unit_id AND o.position = w.corrects
    AND NOT EXISTS (
      SELECT 1 FROM public.postings r
      WHERE r.unit_id = w.unit_id AND r.position = w.position AND r.line = o.line
        AND r.account_id = o.account_id AND r.fund_id = o.fund_id
        AND r.debit_fen = -o.debit_fen AND r.credit_fen = -o.credit_fen
        AND COALESCE(r.purpose, '') = COALESCE(o.purpose, '')
        AND r.persons = -o.persons AND r.quantity_milli = -o.quantity_milli)
) OR (SELECT COUNT(*) FROM public.postings o WHERE o.unit_id = w.unit_id AND o.position = w.corrects) <> (SELECT COUNT(*) FROM public.postings r WHERE r.unit_id = w.unit_id AND r.position = w.position))) THEN 'correction'
    END FROM (
  SELECT SUM(t.change) AS difference, SUM(t.lines) AS lines, MIN(t.lowest) AS lowest,
         MAX(t.strange_account) AS strange_account,
         MAX(t.strange_fund) AS strange_fund,
         MAX(t.strange_purpose) AS strange_purpose, SUM(t.money) AS pairs,
         MAX(CASE WHEN t.money = 1 AND
  NOT EXISTS (
    SELECT 1 FROM public.money_positions m
    WHERE m.unit_id = w.unit_id AND m.position = w.position
      AND m.fund_id = t.fund_id AND m.account_id = t.account_id
      AND m.balance_fen = t.change + COALESCE(
        (SELECT b.balance_fen FROM public.money_positions b
         WHERE b.unit_id = w.unit_id AND b.fund_id = t.fund_id
           AND b.account_id = t.account_id AND b.position < w.position
         ORDER BY b.position DESC LIMIT 1), 0)
      AND (m.balance_fen >= 0
        OR (m.overdrawn_by = w.position AND t.change < 0
            AND (w.correction IN ('full', 'difference') OR w.entered = 'bank'))
        OR (t.change >= 0 AND m.overdrawn_by =
          (SELECT b.overdrawn_by FROM public.money_positions b
           WHERE b.unit_id = w.unit_id AND b.fund_id = t.fund_id
             AND b.account_id = t.account_id AND b.position < w.position
           ORDER BY b.position DESC LIMIT 1))))
 THEN 1 ELSE 0 END) AS wrong
  FROM (
  SELECT p.fund_id, p.account_id, SUM(p.debit_fen - p.credit_fen) AS change,
         COUNT(*) AS lines, MIN(p.debit_fen + p.credit_fen) AS lowest,
         MAX(CASE WHEN a.id IS NULL OR a.chart <> w.chart
                    OR EXISTS (SELECT 1 FROM public.accounts c WHERE c.parent_id = a.id)
             THEN 1 ELSE 0 END) AS strange_account,
         MAX(CASE WHEN f.id IS NULL OR w.dated_on < f.opened_on
             THEN 1 ELSE 0 END) AS strange_fund,
         MAX(CASE WHEN p.purpose IS NULL
                  THEN CASE WHEN f.restricted = 1 AND a.spends = 1
                              AND w.kind <> '期初'
                              AND (p.debit_fen <> 0 OR p.credit_fen < 0
                                AND COALESCE(w.correction, '') <> 'full')
                            THEN 1 ELSE 0 END
                  WHEN EXISTS (SELECT 1 FROM public.fund_purposes u
                               WHERE u.unit_id = w.unit_id
                                 AND u.fund_id = p.fund_id AND u.purpose = p.purpose)
                  THEN 0 ELSE 1 END) AS strange_purpose,
         MAX(COALESCE(a.money, 0)) AS money
  FROM public.postings p
  LEFT JOIN public.accounts a ON a.id = p.account_id
  LEFT JOIN public.funds f ON f.unit_id = w.unit_id AND f.id = p.fund_id
  WHERE p.unit_id = w.unit_id AND p.position = w.position
  GROUP BY p.fund_id, p.account_id
) t GROUP BY t.fund_id
) j)
  END AS verdict
  FROM public.vouchers w WHERE w.unit_id = NEW.unit_id
    AND w.position BETWEEN COALESCE(first_position, 1) AND NEW.position) q
WHERE q.verdict IS NOT NULL ORDER BY q.position LIMIT 1;
IF verdict IS NOT NULL THEN
  RAISE EXCEPTION 'bangfu:%', verdict;
END IF;
RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_closes() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (EXISTS (SELECT 1 FROM public.closes c WHERE c.unit_id = NEW.unit_id AND c.period <> NEW.period GROUP BY c.unit_id HAVING MAX(c.period) + CASE WHEN MAX(c.period) % 100 = 12 THEN 89 ELSE 1 END <> NEW.period)) THEN
  RAISE EXCEPTION 'bangfu:L5';
END IF;
IF (NOT EXISTS (SELECT 1 FROM public.closes c WHERE c.unit_id = NEW.unit_id AND c.period <> NEW.period) AND EXISTS (SELECT 1 FROM public.vouchers v WHERE v.unit_id = NEW.unit_id AND v.period < NEW.period AND v.period <> NEW.period / 100 * 100)) THEN
  RAISE EXCEPTION 'bangfu:L5';
END IF;
IF (NEW.position <> COALESCE((SELECT MAX(v.position) FROM public.vouchers v WHERE v.unit_id = NEW.unit_id), 0)) THEN
  RAISE EXCEPTION 'bangfu:L10';
END IF;
IF (NEW.hash <> COALESCE((SELECT v.hash FROM public.vouchers v WHERE v.unit_id = NEW.unit_id AND v.position = NEW.position), '\x0000000000000000000000000000000000000000000000000000000000000000'::pg_catalog.bytea)) THEN
  RAISE EXCEPTION 'bangfu:L10';
END IF;
IF (NEW.period % 100 = 12 AND EXISTS (SELECT 1 FROM public.totals t JOIN public.accounts a ON a.id = t.account_id WHERE t.unit_id = NEW.unit_id AND t.period <= NEW.period AND (a.class IN ('income', 'expense') OR a.role IN ('prior_year', 'earmark', 'year_result', 'carryover_in', 'budget_return')) GROUP BY t.account_id, t.fund_id HAVING SUM(t.debit_fen - t.credit_fen) <> 0)) THEN
  RAISE EXCEPTION 'bangfu:year_end';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_adjusting() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (EXISTS (SELECT 1 FROM public.closes c WHERE c.unit_id = NEW.unit_id AND c.period >= NEW.period)) THEN
  RAISE EXCEPTION 'bangfu:L5';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE TRIGGER units_no_change BEFORE UPDATE OR DELETE ON public.units FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER charts_no_change BEFORE UPDATE OR DELETE ON public.charts FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER accounts_no_change BEFORE UPDATE OR DELETE ON public.accounts FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER people_no_change BEFORE UPDATE OR DELETE ON public.people FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER logins_no_change BEFORE UPDATE OR DELETE ON public.logins FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER rights_no_change BEFORE UPDATE OR DELETE ON public.rights FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER unit_endings_no_change BEFORE UPDATE OR DELETE ON public.unit_endings FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER unit_charts_no_change BEFORE UPDATE OR DELETE ON public.unit_charts FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER tenures_no_change BEFORE UPDATE OR DELETE ON public.tenures FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER funds_no_change BEFORE UPDATE OR DELETE ON public.funds FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER fund_purposes_no_change BEFORE UPDATE OR DELETE ON public.fund_purposes FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER records_no_change BEFORE UPDATE OR DELETE ON public.records FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER vouchers_no_change BEFORE UPDATE OR DELETE ON public.vouchers FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER postings_no_change BEFORE UPDATE OR DELETE ON public.postings FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER money_positions_no_change BEFORE UPDATE OR DELETE ON public.money_positions FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER closes_no_change BEFORE UPDATE OR DELETE ON public.closes FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER adjusting_no_change BEFORE UPDATE OR DELETE ON public.adjusting FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER year_ends_no_change BEFORE UPDATE OR DELETE ON public.year_ends FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER money_proofs_no_change BEFORE UPDATE OR DELETE ON public.money_proofs FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER checkpoints_no_change BEFORE UPDATE OR DELETE ON public.checkpoints FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER draft_steps_no_change BEFORE UPDATE OR DELETE ON public.draft_steps FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER operations_no_change BEFORE UPDATE OR DELETE ON public.operations FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER secrets_no_change BEFORE UPDATE OR DELETE ON public.secrets FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER postings_before_seal BEFORE INSERT ON public.postings FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_posting()
--;;
CREATE TRIGGER money_positions_before_seal BEFORE INSERT ON public.money_positions FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_posting()
--;;
CREATE TRIGGER vouchers_seal AFTER INSERT ON public.vouchers FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_voucher()
--;;
CREATE TRIGGER closes_in_order AFTER INSERT ON public.closes FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_closes()
--;;
CREATE TRIGGER adjusting_in_order AFTER INSERT ON public.adjusting FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_adjusting()
--;;
ALTER TABLE public.units ENABLE ALWAYS TRIGGER units_no_change
--;;
ALTER TABLE public.charts ENABLE ALWAYS TRIGGER charts_no_change
--;;
ALTER TABLE public.accounts ENABLE ALWAYS TRIGGER accounts_no_change
--;;
ALTER TABLE public.people ENABLE ALWAYS TRIGGER people_no_change
--;;
ALTER TABLE public.logins ENABLE ALWAYS TRIGGER logins_no_change
--;;
ALTER TABLE public.rights ENABLE ALWAYS TRIGGER rights_no_change
--;;
ALTER TABLE public.unit_endings ENABLE ALWAYS TRIGGER unit_endings_no_change
--;;
ALTER TABLE public.unit_charts ENABLE ALWAYS TRIGGER unit_charts_no_change
--;;
ALTER TABLE public.tenures ENABLE ALWAYS TRIGGER tenures_no_change
--;;
ALTER TABLE public.funds ENABLE ALWAYS TRIGGER funds_no_change
--;;
ALTER TABLE public.fund_purposes ENABLE ALWAYS TRIGGER fund_purposes_no_change
--;;
ALTER TABLE public.records ENABLE ALWAYS TRIGGER records_no_change
--;;
ALTER TABLE public.vouchers ENABLE ALWAYS TRIGGER vouchers_no_change
--;;
ALTER TABLE public.postings ENABLE ALWAYS TRIGGER postings_no_change
--;;
ALTER TABLE public.money_positions ENABLE ALWAYS TRIGGER money_positions_no_change
--;;
ALTER TABLE public.closes ENABLE ALWAYS TRIGGER closes_no_change
--;;
ALTER TABLE public.adjusting ENABLE ALWAYS TRIGGER adjusting_no_change
--;;
ALTER TABLE public.year_ends ENABLE ALWAYS TRIGGER year_ends_no_change
--;;
ALTER TABLE public.money_proofs ENABLE ALWAYS TRIGGER money_proofs_no_change
--;;
ALTER TABLE public.checkpoints ENABLE ALWAYS TRIGGER checkpoints_no_change
--;;
ALTER TABLE public.draft_steps ENABLE ALWAYS TRIGGER draft_steps_no_change
--;;
ALTER TABLE public.operations ENABLE ALWAYS TRIGGER operations_no_change
--;;
ALTER TABLE public.secrets ENABLE ALWAYS TRIGGER secrets_no_change
--;;
ALTER TABLE public.postings ENABLE ALWAYS TRIGGER postings_before_seal
--;;
ALTER TABLE public.money_positions ENABLE ALWAYS TRIGGER money_positions_before_seal
--;;
ALTER TABLE public.vouchers ENABLE ALWAYS TRIGGER vouchers_seal
--;;
ALTER TABLE public.closes ENABLE ALWAYS TRIGGER closes_in_order
--;;
ALTER TABLE public.adjusting ENABLE ALWAYS TRIGGER adjusting_in_order
