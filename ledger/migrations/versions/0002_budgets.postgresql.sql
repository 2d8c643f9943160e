CREATE TABLE baselines (
	unit_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	base_year INTEGER NOT NULL,
	since_year INTEGER NOT NULL,
	warmth_fen BIGINT NOT NULL,
	other_fen BIGINT NOT NULL,
	prior_fen BIGINT,
	kind TEXT NOT NULL,
	paper TEXT NOT NULL,
	reason TEXT DEFAULT '' NOT NULL,
	resolution TEXT NOT NULL,
	CONSTRAINT pk_baselines PRIMARY KEY (unit_id, number),
	CONSTRAINT ck_baselines_warmth_fen_counted CHECK (warmth_fen BETWEEN 0 AND 9000000000000000),
	CONSTRAINT ck_baselines_other_fen_counted CHECK (other_fen BETWEEN 0 AND 9000000000000000),
	CONSTRAINT ck_baselines_kind_known CHECK (kind = 'set' OR kind = 'evidence' OR kind = 'merged' OR kind = 'split' OR kind = 'renamed' OR kind = 'opened_later'),
	CONSTRAINT ck_baselines_number_from_one CHECK (number > 0),
	CONSTRAINT ck_baselines_base_year_known CHECK (base_year BETWEEN 2005 AND 2999),
	CONSTRAINT ck_baselines_held_to_later_years CHECK (since_year > base_year),
	CONSTRAINT ck_baselines_base_of_2005 CHECK (base_year = 2005 OR kind <> 'set'),
	CONSTRAINT ck_baselines_prior_counted CHECK (prior_fen >= 0),
	CONSTRAINT ck_baselines_paper_named CHECK (paper <> ''),
	CONSTRAINT ck_baselines_restated_by_a_later_one CHECK ((number = 1) = (kind = 'set' OR kind = 'opened_later')),
	CONSTRAINT ck_baselines_restatement_reasoned CHECK (number = 1 OR reason <> ''),
	CONSTRAINT fk_baselines_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
COMMENT ON COLUMN baselines.number IS 'counted from 1'
--;;
COMMENT ON COLUMN baselines.since_year IS 'first year it is held to'
--;;
COMMENT ON COLUMN baselines.prior_fen IS 'last year''s budget, made comparable'
--;;
COMMENT ON COLUMN baselines.paper IS 'the paper that the figures come from'
--;;
CREATE TABLE body_members (
	unit_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	category TEXT NOT NULL,
	name TEXT NOT NULL,
	represents TEXT DEFAULT '' NOT NULL,
	person_id INTEGER,
	since DATE NOT NULL,
	until DATE,
	CONSTRAINT pk_body_members PRIMARY KEY (unit_id, number, revision),
	CONSTRAINT ck_body_members_category_known CHECK (category = 'government' OR category = 'union' OR category = 'donor_unit' OR category = 'donor_person' OR category = 'hardship_worker'),
	CONSTRAINT ck_body_members_number_from_one CHECK (number > 0),
	CONSTRAINT ck_body_members_revision_from_one CHECK (revision > 0),
	CONSTRAINT ck_body_members_name_given CHECK (name <> ''),
	CONSTRAINT ck_body_members_since_before_until CHECK (until IS NULL OR since < until),
	CONSTRAINT fk_body_members_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_body_members_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN body_members.number IS 'the member''s place, from 1'
--;;
COMMENT ON COLUMN body_members.revision IS 'the highest one holds'
--;;
COMMENT ON COLUMN body_members.name IS 'as the body''s papers call the member'
--;;
COMMENT ON COLUMN body_members.represents IS 'the department, donor or group spoken for'
--;;
COMMENT ON COLUMN body_members.until IS 'the first day out of the body'
--;;
CREATE TABLE body_offices (
	unit_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	name TEXT NOT NULL,
	head TEXT NOT NULL,
	since DATE NOT NULL,
	resolution TEXT NOT NULL,
	CONSTRAINT pk_body_offices PRIMARY KEY (unit_id, number),
	CONSTRAINT ck_body_offices_number_from_one CHECK (number > 0),
	CONSTRAINT fk_body_offices_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
COMMENT ON COLUMN body_offices.number IS 'the highest one holds'
--;;
COMMENT ON COLUMN body_offices.head IS 'who leads its daily work'
--;;
CREATE TABLE body_rules (
	unit_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	title TEXT NOT NULL,
	paper TEXT NOT NULL,
	digest TEXT DEFAULT '' NOT NULL,
	since DATE NOT NULL,
	resolution TEXT NOT NULL,
	CONSTRAINT pk_body_rules PRIMARY KEY (unit_id, number),
	CONSTRAINT ck_body_rules_number_from_one CHECK (number > 0),
	CONSTRAINT ck_body_rules_digest_whole CHECK (digest = '' OR length(digest) = 64),
	CONSTRAINT fk_body_rules_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
COMMENT ON COLUMN body_rules.number IS 'the highest one holds'
--;;
COMMENT ON COLUMN body_rules.paper IS 'number or place of the paper'
--;;
COMMENT ON COLUMN body_rules.digest IS 'SHA-256 of the text, in hexadecimal'
--;;
CREATE TABLE budget_versions (
	unit_id INTEGER NOT NULL,
	year INTEGER NOT NULL,
	version INTEGER NOT NULL,
	kind TEXT NOT NULL,
	made_from TEXT NOT NULL,
	share_bp INTEGER NOT NULL,
	until DATE,
	note TEXT DEFAULT '' NOT NULL,
	person_id INTEGER NOT NULL,
	made_at TEXT NOT NULL,
	CONSTRAINT pk_budget_versions PRIMARY KEY (unit_id, year, version),
	CONSTRAINT ck_budget_versions_kind_known CHECK (kind = 'annual' OR kind = 'provisional' OR kind = 'revision'),
	CONSTRAINT ck_budget_versions_version_from_one CHECK (version > 0),
	CONSTRAINT ck_budget_versions_year_known CHECK (year BETWEEN 2005 AND 2999),
	CONSTRAINT ck_budget_versions_provisional_has_share_and_end CHECK (kind = 'provisional' AND share_bp BETWEEN 1 AND 10000 AND until IS NOT NULL OR kind <> 'provisional' AND share_bp = 0 AND until IS NULL),
	CONSTRAINT fk_budget_versions_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_budget_versions_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN budget_versions.version IS 'counted from 1 in the year'
--;;
COMMENT ON COLUMN budget_versions.made_from IS 'by hand, last year, baseline, a file, a share'
--;;
COMMENT ON COLUMN budget_versions.share_bp IS 'of last year''s, provisional'
--;;
COMMENT ON COLUMN budget_versions.until IS 'the last day a provisional one holds'
--;;
CREATE TABLE controls (
	unit_id INTEGER NOT NULL,
	since DATE NOT NULL,
	resolution TEXT NOT NULL,
	person_id INTEGER NOT NULL,
	ordered_at TEXT NOT NULL,
	CONSTRAINT pk_controls PRIMARY KEY (unit_id),
	CONSTRAINT fk_controls_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_controls_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN controls.since IS 'spending from this day needs a key'
--;;
CREATE TABLE growth_notes (
	unit_id INTEGER NOT NULL,
	series TEXT NOT NULL,
	year INTEGER NOT NULL,
	number INTEGER NOT NULL,
	reason TEXT NOT NULL,
	resolution TEXT NOT NULL,
	CONSTRAINT pk_growth_notes PRIMARY KEY (unit_id, series, year, number),
	CONSTRAINT ck_growth_notes_series_known CHECK (series = 'own' OR series = 'government'),
	CONSTRAINT ck_growth_notes_reason_given CHECK (reason <> ''),
	CONSTRAINT fk_growth_notes_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
COMMENT ON COLUMN growth_notes.number IS 'the highest one holds'
--;;
CREATE TABLE growth_policies (
	unit_id INTEGER NOT NULL,
	series TEXT NOT NULL,
	since_year INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	rule TEXT NOT NULL,
	rate_bp INTEGER NOT NULL,
	resolution TEXT NOT NULL,
	CONSTRAINT pk_growth_policies PRIMARY KEY (unit_id, series, since_year, revision),
	CONSTRAINT ck_growth_policies_series_known CHECK (series = 'own' OR series = 'government'),
	CONSTRAINT ck_growth_policies_rule_known CHECK (rule = 'at_least_last_year' OR rule = 'with_income' OR rule = 'fixed_rate'),
	CONSTRAINT ck_growth_policies_rate_bounded CHECK (rate_bp BETWEEN 0 AND 100000),
	CONSTRAINT ck_growth_policies_rate_of_fixed_rate CHECK (rule = 'fixed_rate' OR rate_bp = 0),
	CONSTRAINT fk_growth_policies_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
COMMENT ON COLUMN growth_policies.revision IS 'the highest one holds'
--;;
COMMENT ON COLUMN growth_policies.rate_bp IS 'basis points, of fixed_rate'
--;;
CREATE TABLE meetings (
	unit_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	held_on DATE NOT NULL,
	place TEXT NOT NULL,
	chair INTEGER NOT NULL,
	secretary TEXT NOT NULL,
	summary TEXT DEFAULT '' NOT NULL,
	CONSTRAINT pk_meetings PRIMARY KEY (unit_id, number),
	CONSTRAINT ck_meetings_number_from_one CHECK (number > 0),
	CONSTRAINT fk_meetings_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
COMMENT ON COLUMN meetings.number IS 'counted from 1'
--;;
COMMENT ON COLUMN meetings.chair IS 'a member''s number'
--;;
COMMENT ON COLUMN meetings.secretary IS 'who kept the minutes'
--;;
CREATE TABLE yearly_figures (
	unit_id INTEGER NOT NULL,
	series TEXT NOT NULL,
	year INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	amount_fen BIGINT NOT NULL,
	paper TEXT NOT NULL,
	reason TEXT DEFAULT '' NOT NULL,
	CONSTRAINT pk_yearly_figures PRIMARY KEY (unit_id, series, year, revision),
	CONSTRAINT ck_yearly_figures_amount_fen_counted CHECK (amount_fen BETWEEN 0 AND 9000000000000000),
	CONSTRAINT ck_yearly_figures_series_known CHECK (series = 'own_budget' OR series = 'government_budget' OR series = 'union_income' OR series = 'economy'),
	CONSTRAINT ck_yearly_figures_year_known CHECK (year BETWEEN 1990 AND 2999),
	CONSTRAINT ck_yearly_figures_revision_from_one CHECK (revision > 0),
	CONSTRAINT ck_yearly_figures_paper_named CHECK (paper <> ''),
	CONSTRAINT fk_yearly_figures_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
COMMENT ON COLUMN yearly_figures.revision IS 'the highest one holds'
--;;
COMMENT ON COLUMN yearly_figures.paper IS 'the paper that the figure comes from'
--;;
COMMENT ON COLUMN yearly_figures.reason IS 'why it is right though it looks absurd, or is revised'
--;;
CREATE TABLE appropriations (
	unit_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	year INTEGER NOT NULL,
	fund_id INTEGER NOT NULL,
	account_id INTEGER NOT NULL,
	purpose TEXT NOT NULL,
	CONSTRAINT pk_appropriations PRIMARY KEY (unit_id, id),
	CONSTRAINT uq_appropriations_unit_id_year_fund_id_account_id_purpose UNIQUE (unit_id, year, fund_id, account_id, purpose),
	CONSTRAINT fk_appropriations_unit_id_fund_id FOREIGN KEY(unit_id, fund_id) REFERENCES funds (unit_id, id),
	CONSTRAINT ck_appropriations_id_from_one CHECK (id > 0),
	CONSTRAINT ck_appropriations_year_known CHECK (year BETWEEN 2005 AND 2999),
	CONSTRAINT fk_appropriations_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_appropriations_account_id FOREIGN KEY(account_id) REFERENCES accounts (id)
)
--;;
COMMENT ON COLUMN appropriations.id IS 'counted from 1 within the unit'
--;;
COMMENT ON COLUMN appropriations.purpose IS 'empty where none is named'
--;;
CREATE TABLE attendances (
	unit_id INTEGER NOT NULL,
	meeting INTEGER NOT NULL,
	member INTEGER NOT NULL,
	CONSTRAINT pk_attendances PRIMARY KEY (unit_id, meeting, member),
	CONSTRAINT fk_attendances_unit_id_meeting FOREIGN KEY(unit_id, meeting) REFERENCES meetings (unit_id, number),
	CONSTRAINT fk_attendances_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
CREATE TABLE budget_lines (
	unit_id INTEGER NOT NULL,
	year INTEGER NOT NULL,
	version INTEGER NOT NULL,
	line INTEGER NOT NULL,
	fund_id INTEGER NOT NULL,
	account_id INTEGER NOT NULL,
	purpose TEXT NOT NULL,
	q1_fen BIGINT NOT NULL,
	q2_fen BIGINT NOT NULL,
	q3_fen BIGINT NOT NULL,
	q4_fen BIGINT NOT NULL,
	carried_fen BIGINT NOT NULL,
	memo TEXT DEFAULT '' NOT NULL,
	CONSTRAINT pk_budget_lines PRIMARY KEY (unit_id, year, version, line),
	CONSTRAINT ck_budget_lines_q1_fen_counted CHECK (q1_fen BETWEEN 0 AND 9000000000000000),
	CONSTRAINT ck_budget_lines_q2_fen_counted CHECK (q2_fen BETWEEN 0 AND 9000000000000000),
	CONSTRAINT ck_budget_lines_q3_fen_counted CHECK (q3_fen BETWEEN 0 AND 9000000000000000),
	CONSTRAINT ck_budget_lines_q4_fen_counted CHECK (q4_fen BETWEEN 0 AND 9000000000000000),
	CONSTRAINT ck_budget_lines_carried_fen_counted CHECK (carried_fen BETWEEN 0 AND 9000000000000000),
	CONSTRAINT uq_budget_lines_unit_id_year_version_fund_id_account_id_purpose UNIQUE (unit_id, year, version, fund_id, account_id, purpose),
	CONSTRAINT fk_budget_lines_unit_id_year_version FOREIGN KEY(unit_id, year, version) REFERENCES budget_versions (unit_id, year, version),
	CONSTRAINT fk_budget_lines_unit_id_fund_id FOREIGN KEY(unit_id, fund_id) REFERENCES funds (unit_id, id),
	CONSTRAINT ck_budget_lines_line_from_one CHECK (line > 0),
	CONSTRAINT fk_budget_lines_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_budget_lines_account_id FOREIGN KEY(account_id) REFERENCES accounts (id)
)
--;;
COMMENT ON COLUMN budget_lines.line IS 'counted from 1'
--;;
COMMENT ON COLUMN budget_lines.purpose IS 'empty where none is named'
--;;
CREATE TABLE budget_sources (
	unit_id INTEGER NOT NULL,
	year INTEGER NOT NULL,
	version INTEGER NOT NULL,
	fund_id INTEGER NOT NULL,
	carried_fen BIGINT NOT NULL,
	receipts_fen BIGINT NOT NULL,
	memo TEXT DEFAULT '' NOT NULL,
	CONSTRAINT pk_budget_sources PRIMARY KEY (unit_id, year, version, fund_id),
	CONSTRAINT ck_budget_sources_carried_fen_counted CHECK (carried_fen BETWEEN 0 AND 9000000000000000),
	CONSTRAINT ck_budget_sources_receipts_fen_counted CHECK (receipts_fen BETWEEN 0 AND 9000000000000000),
	CONSTRAINT fk_budget_sources_unit_id_year_version FOREIGN KEY(unit_id, year, version) REFERENCES budget_versions (unit_id, year, version),
	CONSTRAINT fk_budget_sources_unit_id_fund_id FOREIGN KEY(unit_id, fund_id) REFERENCES funds (unit_id, id),
	CONSTRAINT fk_budget_sources_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
CREATE TABLE budget_steps (
	unit_id INTEGER NOT NULL,
	year INTEGER NOT NULL,
	version INTEGER NOT NULL,
	step INTEGER NOT NULL,
	state TEXT NOT NULL,
	person_id INTEGER NOT NULL,
	taken_at TEXT NOT NULL,
	resolution TEXT DEFAULT '' NOT NULL,
	opinion TEXT DEFAULT '' NOT NULL,
	paper TEXT DEFAULT '' NOT NULL,
	CONSTRAINT pk_budget_steps PRIMARY KEY (unit_id, year, version, step),
	CONSTRAINT fk_budget_steps_unit_id_year_version FOREIGN KEY(unit_id, year, version) REFERENCES budget_versions (unit_id, year, version),
	CONSTRAINT ck_budget_steps_state_known CHECK (state = 'draft' OR state = 'submitted' OR state = 'returned' OR state = 'examined' OR state = 'approved' OR state = 'filed' OR state = 'dropped'),
	CONSTRAINT ck_budget_steps_step_from_one CHECK (step > 0),
	CONSTRAINT ck_budget_steps_drafted_first CHECK ((step = 1) = (state = 'draft')),
	CONSTRAINT ck_budget_steps_approved_by_resolution CHECK ((state = 'approved') = (resolution <> '')),
	CONSTRAINT ck_budget_steps_opinion_given CHECK (state <> 'examined' AND state <> 'returned' OR opinion <> ''),
	CONSTRAINT ck_budget_steps_filing_named CHECK (state <> 'filed' OR paper <> ''),
	CONSTRAINT fk_budget_steps_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_budget_steps_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN budget_steps.step IS 'counted from 1'
--;;
COMMENT ON COLUMN budget_steps.opinion IS 'the audit committee''s, or why it was returned'
--;;
COMMENT ON COLUMN budget_steps.paper IS 'where it was filed upward'
--;;
CREATE TABLE resolutions (
	unit_id INTEGER NOT NULL,
	key TEXT NOT NULL,
	year INTEGER NOT NULL,
	number INTEGER NOT NULL,
	meeting INTEGER NOT NULL,
	subject TEXT NOT NULL,
	title TEXT NOT NULL,
	text TEXT NOT NULL,
	sitting INTEGER NOT NULL,
	present INTEGER NOT NULL,
	votes_for INTEGER NOT NULL,
	votes_against INTEGER NOT NULL,
	abstained INTEGER NOT NULL,
	recused INTEGER NOT NULL,
	adopted INTEGER NOT NULL,
	CONSTRAINT pk_resolutions PRIMARY KEY (unit_id, key),
	CONSTRAINT uq_resolutions_unit_id_year_number UNIQUE (unit_id, year, number),
	CONSTRAINT fk_resolutions_unit_id_meeting FOREIGN KEY(unit_id, meeting) REFERENCES meetings (unit_id, number),
	CONSTRAINT ck_resolutions_subject_known CHECK (subject = 'budget' OR subject = 'baseline' OR subject = 'growth' OR subject = 'control' OR subject = 'rules' OR subject = 'office' OR subject = 'other'),
	CONSTRAINT ck_resolutions_number_from_one CHECK (number > 0),
	CONSTRAINT ck_resolutions_title_given CHECK (title <> ''),
	CONSTRAINT ck_resolutions_text_given CHECK (text <> ''),
	CONSTRAINT ck_resolutions_all_present_voted CHECK (present = votes_for + votes_against + abstained + recused),
	CONSTRAINT ck_resolutions_adopted_by_quorum_and_majority CHECK (adopted = CASE WHEN present * 2 > sitting AND votes_for * 2 > present - recused THEN 1 ELSE 0 END),
	CONSTRAINT fk_resolutions_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
COMMENT ON COLUMN resolutions.key IS 'year and number, as other papers cite it'
--;;
COMMENT ON COLUMN resolutions.number IS 'counted from 1 in the year'
--;;
COMMENT ON COLUMN resolutions.sitting IS 'members of the body that day'
--;;
CREATE TABLE control_decisions (
	unit_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	rule TEXT NOT NULL,
	mode TEXT NOT NULL,
	appropriation_id INTEGER,
	since DATE NOT NULL,
	until DATE NOT NULL,
	reason TEXT NOT NULL,
	resolution TEXT NOT NULL,
	person_id INTEGER NOT NULL,
	decided_at TEXT NOT NULL,
	CONSTRAINT pk_control_decisions PRIMARY KEY (unit_id, number),
	CONSTRAINT fk_control_decisions_unit_id_appropriation_id FOREIGN KEY(unit_id, appropriation_id) REFERENCES appropriations (unit_id, id),
	CONSTRAINT ck_control_decisions_rule_known CHECK (rule = 'year' OR rule = 'quarter' OR rule = 'roll'),
	CONSTRAINT ck_control_decisions_mode_known CHECK (mode = 'stop' OR mode = 'warn'),
	CONSTRAINT ck_control_decisions_number_from_one CHECK (number > 0),
	CONSTRAINT ck_control_decisions_since_before_until CHECK (since <= until),
	CONSTRAINT ck_control_decisions_reason_given CHECK (reason <> ''),
	CONSTRAINT ck_control_decisions_resolution_named CHECK (resolution <> ''),
	CONSTRAINT fk_control_decisions_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_control_decisions_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN control_decisions.number IS 'the highest one holds'
--;;
COMMENT ON COLUMN control_decisions.rule IS 'what is decided on: the year, the quarter, rolling on'
--;;
COMMENT ON COLUMN control_decisions.mode IS 'stop refuses, warn lets pass and says so'
--;;
COMMENT ON COLUMN control_decisions.appropriation_id IS 'none: all of the unit''s'
--;;
COMMENT ON COLUMN control_decisions.until IS 'the last day it holds'
--;;
CREATE TABLE reservations (
	unit_id INTEGER NOT NULL,
	key TEXT NOT NULL,
	year INTEGER NOT NULL,
	number INTEGER NOT NULL,
	appropriation_id INTEGER NOT NULL,
	ref TEXT NOT NULL,
	amount_fen BIGINT NOT NULL,
	summary TEXT NOT NULL,
	expires_on DATE NOT NULL,
	person_id INTEGER NOT NULL,
	reserved_at TEXT NOT NULL,
	CONSTRAINT pk_reservations PRIMARY KEY (unit_id, key),
	CONSTRAINT uq_reservations_unit_id_year_number UNIQUE (unit_id, year, number),
	CONSTRAINT uq_reservations_unit_id_ref UNIQUE (unit_id, ref),
	CONSTRAINT fk_reservations_unit_id_appropriation_id FOREIGN KEY(unit_id, appropriation_id) REFERENCES appropriations (unit_id, id),
	CONSTRAINT ck_reservations_number_from_one CHECK (number > 0),
	CONSTRAINT ck_reservations_ref_given CHECK (ref <> ''),
	CONSTRAINT ck_reservations_amount_positive CHECK (amount_fen BETWEEN 1 AND 9000000000000000),
	CONSTRAINT fk_reservations_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_reservations_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
CREATE INDEX ix_reservations_unit_id_appropriation_id ON reservations (unit_id, appropriation_id)
--;;
COMMENT ON COLUMN reservations.key IS 'what a posting carries: year and number'
--;;
COMMENT ON COLUMN reservations.number IS 'counted from 1 in the year'
--;;
COMMENT ON COLUMN reservations.ref IS 'the request it is for; saved twice it is one'
--;;
COMMENT ON COLUMN reservations.expires_on IS 'the last day it can be used'
--;;
CREATE TABLE votes (
	unit_id INTEGER NOT NULL,
	resolution TEXT NOT NULL,
	member INTEGER NOT NULL,
	vote TEXT NOT NULL,
	interest TEXT DEFAULT '' NOT NULL,
	CONSTRAINT pk_votes PRIMARY KEY (unit_id, resolution, member),
	CONSTRAINT fk_votes_unit_id_resolution FOREIGN KEY(unit_id, resolution) REFERENCES resolutions (unit_id, key) DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT ck_votes_vote_known CHECK (vote = 'for' OR vote = 'against' OR vote = 'abstained' OR vote = 'recused'),
	CONSTRAINT ck_votes_interested_recused CHECK ((vote = 'recused') = (interest <> '')),
	CONSTRAINT fk_votes_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
COMMENT ON COLUMN votes.interest IS 'why the member may not vote on it'
--;;
CREATE TABLE appropriation_moves (
	unit_id INTEGER NOT NULL,
	appropriation_id INTEGER NOT NULL,
	seq BIGINT NOT NULL,
	act TEXT NOT NULL,
	amount_fen BIGINT NOT NULL,
	q1_fen BIGINT NOT NULL,
	q2_fen BIGINT NOT NULL,
	q3_fen BIGINT NOT NULL,
	q4_fen BIGINT NOT NULL,
	reservation TEXT,
	position BIGINT,
	open_fen BIGINT NOT NULL,
	reserved_fen BIGINT NOT NULL,
	spent_fen BIGINT NOT NULL,
	left_fen BIGINT NOT NULL,
	"over" TEXT NOT NULL,
	decision INTEGER,
	basis TEXT NOT NULL,
	acted_on DATE NOT NULL,
	person_id INTEGER NOT NULL,
	acted_at TEXT NOT NULL,
	CONSTRAINT pk_appropriation_moves PRIMARY KEY (unit_id, appropriation_id, seq),
	CONSTRAINT fk_appropriation_moves_unit_id_appropriation_id FOREIGN KEY(unit_id, appropriation_id) REFERENCES appropriations (unit_id, id),
	CONSTRAINT fk_appropriation_moves_unit_id_reservation FOREIGN KEY(unit_id, reservation) REFERENCES reservations (unit_id, key),
	CONSTRAINT fk_appropriation_moves_unit_id_position FOREIGN KEY(unit_id, position) REFERENCES vouchers (unit_id, position) DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT ck_appropriation_moves_act_known CHECK (act = 'open' OR act = 'reserve' OR act = 'release' OR act = 'use'),
	CONSTRAINT ck_appropriation_moves_over_known CHECK (over = '' OR over = 'history' OR over = 'voucher' OR over = 'decision'),
	CONSTRAINT ck_appropriation_moves_quarters_add_up CHECK (open_fen = q1_fen + q2_fen + q3_fen + q4_fen),
	CONSTRAINT ck_appropriation_moves_amount_moved CHECK (act = 'open' OR amount_fen <> 0),
	CONSTRAINT ck_appropriation_moves_use_names_voucher CHECK ((act = 'use') = (position IS NOT NULL)),
	CONSTRAINT ck_appropriation_moves_reservation_named CHECK (act = 'open' AND reservation IS NULL OR act = 'use' OR reservation IS NOT NULL AND amount_fen > 0),
	CONSTRAINT ck_appropriation_moves_open_not_negative CHECK (open_fen >= 0),
	CONSTRAINT ck_appropriation_moves_reserved_not_negative CHECK (reserved_fen >= 0),
	CONSTRAINT ck_appropriation_moves_left_not_negative CHECK (left_fen >= 0),
	CONSTRAINT ck_appropriation_moves_l9_over_explained CHECK ((open_fen - reserved_fen - spent_fen < 0) = (over <> '')),
	CONSTRAINT ck_appropriation_moves_l9_decision_named CHECK ((over = 'decision') = (decision IS NOT NULL)),
	CONSTRAINT fk_appropriation_moves_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_appropriation_moves_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
CREATE INDEX ix_appropriation_moves_reservation ON appropriation_moves (unit_id, reservation, appropriation_id, seq)
--;;
CREATE INDEX ix_appropriation_moves_unit_id_position ON appropriation_moves (unit_id, position)
--;;
COMMENT ON COLUMN appropriation_moves.seq IS 'counted from 1'
--;;
COMMENT ON COLUMN appropriation_moves.q1_fen IS 'open, after this move'
--;;
COMMENT ON COLUMN appropriation_moves.q2_fen IS 'open, after this move'
--;;
COMMENT ON COLUMN appropriation_moves.q3_fen IS 'open, after this move'
--;;
COMMENT ON COLUMN appropriation_moves.q4_fen IS 'open, after this move'
--;;
COMMENT ON COLUMN appropriation_moves.position IS 'the voucher that used it'
--;;
COMMENT ON COLUMN appropriation_moves.open_fen IS 'after this move'
--;;
COMMENT ON COLUMN appropriation_moves.reserved_fen IS 'after this move'
--;;
COMMENT ON COLUMN appropriation_moves.spent_fen IS 'after this move'
--;;
COMMENT ON COLUMN appropriation_moves.left_fen IS 'of the reservation, after'
--;;
COMMENT ON COLUMN appropriation_moves."over" IS 'why more is taken than is open; empty where it is not'
--;;
COMMENT ON COLUMN appropriation_moves.decision IS 'that let it be taken'
--;;
COMMENT ON COLUMN appropriation_moves.basis IS 'resolution, version or reason'
--;;
CREATE OR REPLACE FUNCTION public.bangfu_judge_voucher() RETURNS trigger LANGUAGE plpgsql AS $guard$DECLARE
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
      WHEN (EXISTS (SELECT 1 FROM public.appropriations x WHERE x.unit_id = w.unit_id) OR EXISTS (SELECT 1 FROM public.controls x WHERE x.unit_id = w.unit_id)) AND (w.kind <> '期初' AND (w.entered = 'here' OR w.entered = 'bank') AND EXISTS (SELECT 1 FROM public.controls c WHERE c.unit_id = w.unit_id AND c.since <= w.dated_on) AND EXISTS (SELECT 1 FROM public.postings p JOIN public.accounts n ON n.id = p.account_id AND n.class = 'expense' JOIN public.funds f ON f.unit_id = w.unit_id AND f.id = p.fund_id AND f.origin <> 'general' WHERE p.unit_id = w.unit_id AND p.position = w.position AND p.debit_fen > 0 AND (w.entered = 'here' OR w.entered = 'bank' AND (n.role = 'aid_expense' OR n.role = 'passing_down')) AND NOT EXISTS (SELECT 1 FROM public.reservations r, public.appropriations a WHERE r.unit_id = w.unit_id AND r.key = p.appropriation AND p.appropriation <> '' AND r.appropriation_id = a.id AND a.unit_id = w.unit_id AND a.year = w.period / 100 AND a.fund_id = p.fund_id AND a.account_id = p.account_id AND a.purpose = COALESCE(p.purpose, ''))) OR EXISTS (SELECT 1 FROM (SELECT a.id, COALESCE(r.key, '') AS key, SUM(p.debit_fen - p.credit_fen) AS net FROM public.postings p JOIN public.appropriations a ON a.unit_id = w.unit_id AND a.year = w.period / 100 AND a.fund_id = p.fund_id AND a.account_id = p.account_id AND a.purpose = COALESCE(p.purpose, '') LEFT JOIN public.reservations r ON r.unit_id = w.unit_id AND r.key = p.appropriation AND p.appropriation <> '' AND r.appropriation_id = a.id WHERE p.unit_id = w.unit_id AND p.position = w.position AND w.entered <> 'year_end' AND w.kind <> '期初' GROUP BY a.id, COALESCE(r.key, '') HAVING SUM(p.debit_fen - p.credit_fen) <> 0) g WHERE NOT EXISTS (SELECT 1 FROM public.appropriation_moves m WHERE m.unit_id = w.unit_id AND m.position = w.position AND m.appropriation_id = g.id AND COALESCE(m.reservation, '') = g.key AND m.amount_fen = g.net AND m.acted_on = w.dated_on)) OR (SELECT COUNT(*) FROM public.appropriation_moves m WHERE m.unit_id = w.unit_id AND m.position = w.position) <> (SELECT COUNT(*) FROM (SELECT a.id, COALESCE(r.key, '') AS key, SUM(p.debit_fen - p.credit_fen) AS net FROM public.postings p JOIN public.appropriations a ON a.unit_id = w.unit_id AND a.year = w.period / 100 AND a.fund_id = p.fund_id AND a.account_id = p.account_id AND a.purpose = COALESCE(p.purpose, '') LEFT JOIN public.reservations r ON r.unit_id = w.unit_id AND r.key = p.appropriation AND p.appropriation <> '' AND r.appropriation_id = a.id WHERE p.unit_id = w.unit_id AND p.position = w.position AND w.entered <> 'year_end' AND w.kind <> '期初' GROUP BY a.id, COALESCE(r.key, '') HAVING SUM(p.debit_fen - p.credit_fen) <> 0) g)) THEN 'L9'
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
CREATE OR REPLACE FUNCTION public.bangfu_judge_closes() RETURNS trigger LANGUAGE plpgsql AS $guard$
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
IF (NEW.period % 100 = 12 AND EXISTS (SELECT 1 FROM public.appropriations a WHERE a.unit_id = NEW.unit_id AND a.year = NEW.period / 100 AND 0 < (SELECT m.reserved_fen FROM public.appropriation_moves m WHERE m.unit_id = a.unit_id AND m.appropriation_id = a.id ORDER BY m.seq DESC LIMIT 1))) THEN
  RAISE EXCEPTION 'bangfu:L9';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_reservations() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.key <> CAST(NEW.year AS pg_catalog.text) || '-' || CAST(NEW.number AS pg_catalog.text) OR NEW.number > 1 AND NOT EXISTS (SELECT 1 FROM public.reservations o WHERE o.unit_id = NEW.unit_id AND o.year = NEW.year AND o.number = NEW.number - 1)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NOT EXISTS (SELECT 1 FROM public.appropriations a WHERE a.unit_id = NEW.unit_id AND a.id = NEW.appropriation_id AND a.year = NEW.year)) THEN
  RAISE EXCEPTION 'bangfu:L9';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_appropriation_moves() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.seq <> 1 AND NOT EXISTS (SELECT 1 FROM public.appropriation_moves b WHERE b.unit_id = NEW.unit_id AND b.appropriation_id = NEW.appropriation_id AND b.seq = NEW.seq - 1)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NEW.seq = 1 AND (NEW.act <> 'open' OR NEW.open_fen <> NEW.amount_fen OR NEW.reserved_fen <> 0 OR NEW.left_fen <> 0 OR NEW.spent_fen <> (SELECT COALESCE(SUM(t.debit_fen - t.credit_fen), 0) FROM public.totals t, public.appropriations a WHERE a.unit_id = NEW.unit_id AND a.id = NEW.appropriation_id AND t.unit_id = NEW.unit_id AND t.period BETWEEN a.year * 100 + 1 AND a.year * 100 + 12 AND t.account_id = a.account_id AND t.fund_id = a.fund_id AND t.purpose = a.purpose))) THEN
  RAISE EXCEPTION 'bangfu:L9';
END IF;
IF (NEW.seq > 1 AND NOT EXISTS (SELECT 1 FROM public.appropriation_moves b WHERE b.unit_id = NEW.unit_id AND b.appropriation_id = NEW.appropriation_id AND b.seq = NEW.seq - 1 AND NEW.open_fen = b.open_fen + CASE NEW.act WHEN 'open' THEN NEW.amount_fen ELSE 0 END AND (NEW.act = 'open' OR NEW.q1_fen = b.q1_fen AND NEW.q2_fen = b.q2_fen AND NEW.q3_fen = b.q3_fen AND NEW.q4_fen = b.q4_fen) AND NEW.spent_fen = b.spent_fen + CASE NEW.act WHEN 'use' THEN NEW.amount_fen ELSE 0 END AND NEW.reserved_fen = b.reserved_fen + CASE NEW.act WHEN 'reserve' THEN NEW.amount_fen WHEN 'release' THEN -NEW.amount_fen WHEN 'use' THEN -(CASE WHEN NEW.reservation IS NULL OR EXISTS (SELECT 1 FROM public.appropriation_moves r WHERE r.unit_id = NEW.unit_id AND r.reservation = NEW.reservation AND r.appropriation_id = NEW.appropriation_id AND r.seq < NEW.seq AND r.act = 'release') THEN 0 ELSE NEW.amount_fen END) ELSE 0 END)) THEN
  RAISE EXCEPTION 'bangfu:L9';
END IF;
IF (CASE NEW.act WHEN 'open' THEN NEW.left_fen <> 0 WHEN 'reserve' THEN NEW.left_fen <> NEW.amount_fen OR (SELECT r.left_fen FROM public.appropriation_moves r WHERE r.unit_id = NEW.unit_id AND r.reservation = NEW.reservation AND r.appropriation_id = NEW.appropriation_id AND r.seq < NEW.seq ORDER BY r.seq DESC LIMIT 1) IS NOT NULL OR NOT EXISTS (SELECT 1 FROM public.reservations k WHERE k.unit_id = NEW.unit_id AND k.key = NEW.reservation AND k.appropriation_id = NEW.appropriation_id AND k.amount_fen = NEW.amount_fen) WHEN 'release' THEN NEW.left_fen <> 0 OR COALESCE((SELECT r.left_fen FROM public.appropriation_moves r WHERE r.unit_id = NEW.unit_id AND r.reservation = NEW.reservation AND r.appropriation_id = NEW.appropriation_id AND r.seq < NEW.seq ORDER BY r.seq DESC LIMIT 1), 0) <> NEW.amount_fen ELSE CASE WHEN NEW.reservation IS NULL THEN NEW.left_fen <> 0 ELSE COALESCE((SELECT r.left_fen FROM public.appropriation_moves r WHERE r.unit_id = NEW.unit_id AND r.reservation = NEW.reservation AND r.appropriation_id = NEW.appropriation_id AND r.seq < NEW.seq ORDER BY r.seq DESC LIMIT 1), -1) < 0 OR NEW.left_fen <> (SELECT r.left_fen FROM public.appropriation_moves r WHERE r.unit_id = NEW.unit_id AND r.reservation = NEW.reservation AND r.appropriation_id = NEW.appropriation_id AND r.seq < NEW.seq ORDER BY r.seq DESC LIMIT 1) - CASE WHEN NEW.reservation IS NULL OR EXISTS (SELECT 1 FROM public.appropriation_moves r WHERE r.unit_id = NEW.unit_id AND r.reservation = NEW.reservation AND r.appropriation_id = NEW.appropriation_id AND r.seq < NEW.seq AND r.act = 'release') THEN 0 ELSE NEW.amount_fen END END END) THEN
  RAISE EXCEPTION 'bangfu:L9';
END IF;
IF (NEW.open_fen - NEW.reserved_fen - NEW.spent_fen < 0 AND NOT CASE WHEN NEW.seq = 1 THEN NEW.over = 'history' WHEN EXISTS (SELECT 1 FROM public.appropriation_moves b WHERE b.unit_id = NEW.unit_id AND b.appropriation_id = NEW.appropriation_id AND b.seq = NEW.seq - 1 AND NEW.open_fen - NEW.reserved_fen - NEW.spent_fen >= b.open_fen - b.reserved_fen - b.spent_fen) THEN EXISTS (SELECT 1 FROM public.appropriation_moves b WHERE b.unit_id = NEW.unit_id AND b.appropriation_id = NEW.appropriation_id AND b.seq = NEW.seq - 1 AND b.over = NEW.over AND COALESCE(b.decision, 0) = COALESCE(NEW.decision, 0)) WHEN NEW.act = 'use' THEN NEW.reservation IS NULL AND NEW.over = 'voucher' WHEN NEW.act = 'reserve' THEN NEW.over = 'decision' AND (SELECT d.mode FROM public.control_decisions d WHERE d.unit_id = NEW.unit_id AND d.rule = 'year' AND d.since <= NEW.acted_on AND d.until >= NEW.acted_on AND (d.appropriation_id IS NULL OR d.appropriation_id = NEW.appropriation_id) ORDER BY d.number DESC LIMIT 1) = 'warn' AND NEW.decision = (SELECT d.number FROM public.control_decisions d WHERE d.unit_id = NEW.unit_id AND d.rule = 'year' AND d.since <= NEW.acted_on AND d.until >= NEW.acted_on AND (d.appropriation_id IS NULL OR d.appropriation_id = NEW.appropriation_id) ORDER BY d.number DESC LIMIT 1) ELSE NEW.seq < 1 END) THEN
  RAISE EXCEPTION 'bangfu:L9';
END IF;
IF (NEW.act = 'reserve' AND COALESCE((SELECT d.mode FROM public.control_decisions d WHERE d.unit_id = NEW.unit_id AND d.rule = 'quarter' AND d.since <= NEW.acted_on AND d.until >= NEW.acted_on AND (d.appropriation_id IS NULL OR d.appropriation_id = NEW.appropriation_id) ORDER BY d.number DESC LIMIT 1), 'warn') = 'stop' AND (NEW.q1_fen + CASE WHEN CAST(EXTRACT(QUARTER FROM NEW.acted_on) AS INTEGER) > 1 THEN NEW.q2_fen ELSE 0 END + CASE WHEN CAST(EXTRACT(QUARTER FROM NEW.acted_on) AS INTEGER) > 2 THEN NEW.q3_fen ELSE 0 END + CASE WHEN CAST(EXTRACT(QUARTER FROM NEW.acted_on) AS INTEGER) > 3 THEN NEW.q4_fen ELSE 0 END) < NEW.reserved_fen + NEW.spent_fen) THEN
  RAISE EXCEPTION 'bangfu:quarter';
END IF;
IF (NEW.act = 'use' AND NEW.amount_fen > 0 AND EXISTS (SELECT 1 FROM public.appropriation_moves r WHERE r.unit_id = NEW.unit_id AND r.reservation = NEW.reservation AND r.appropriation_id = NEW.appropriation_id AND r.seq < NEW.seq AND r.act = 'release')) THEN
  RAISE EXCEPTION 'bangfu:L9';
END IF;
IF (NEW.act = 'use' AND NEW.amount_fen > 0 AND EXISTS (SELECT 1 FROM public.reservations k WHERE k.unit_id = NEW.unit_id AND k.key = NEW.reservation AND k.expires_on < NEW.acted_on)) THEN
  RAISE EXCEPTION 'bangfu:L9';
END IF;
IF (NEW.position IS NOT NULL AND EXISTS (SELECT 1 FROM public.vouchers v WHERE v.unit_id = NEW.unit_id AND v.position = NEW.position)) THEN
  RAISE EXCEPTION 'bangfu:L3';
END IF;
IF ((NEW.act = 'open' OR NEW.act = 'reserve') AND EXISTS (SELECT 1 FROM public.closes c, public.appropriations a WHERE a.unit_id = NEW.unit_id AND a.id = NEW.appropriation_id AND c.unit_id = NEW.unit_id AND c.period >= a.year * 100 + 12)) THEN
  RAISE EXCEPTION 'bangfu:L5';
END IF;
IF (NEW.act = 'open' AND NOT EXISTS (SELECT 1 FROM public.appropriations a, public.budget_steps w WHERE a.unit_id = NEW.unit_id AND a.id = NEW.appropriation_id AND w.unit_id = a.unit_id AND w.year = a.year AND w.state = 'approved' AND w.resolution = NEW.basis AND w.version = (SELECT i.version FROM public.budget_versions i JOIN public.budget_steps t ON t.unit_id = i.unit_id AND t.year = i.year AND t.version = i.version AND t.state = 'approved' WHERE i.unit_id = a.unit_id AND i.year = a.year ORDER BY CASE i.kind WHEN 'provisional' THEN 1 ELSE 0 END, i.version DESC LIMIT 1) AND NEW.q1_fen = COALESCE((SELECT l.q1_fen + l.carried_fen FROM public.budget_lines l WHERE l.unit_id = w.unit_id AND l.year = w.year AND l.version = w.version AND l.fund_id = a.fund_id AND l.account_id = a.account_id AND l.purpose = a.purpose), 0) AND NEW.q2_fen = COALESCE((SELECT l.q2_fen FROM public.budget_lines l WHERE l.unit_id = w.unit_id AND l.year = w.year AND l.version = w.version AND l.fund_id = a.fund_id AND l.account_id = a.account_id AND l.purpose = a.purpose), 0) AND NEW.q3_fen = COALESCE((SELECT l.q3_fen FROM public.budget_lines l WHERE l.unit_id = w.unit_id AND l.year = w.year AND l.version = w.version AND l.fund_id = a.fund_id AND l.account_id = a.account_id AND l.purpose = a.purpose), 0) AND NEW.q4_fen = COALESCE((SELECT l.q4_fen FROM public.budget_lines l WHERE l.unit_id = w.unit_id AND l.year = w.year AND l.version = w.version AND l.fund_id = a.fund_id AND l.account_id = a.account_id AND l.purpose = a.purpose), 0))) THEN
  RAISE EXCEPTION 'bangfu:budget';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_body_members() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.revision <> 1 + (SELECT COUNT(*) FROM public.body_members o WHERE o.unit_id = NEW.unit_id AND o.number = NEW.number AND o.revision < NEW.revision)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_meetings() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.number <> 1 + (SELECT COUNT(*) FROM public.meetings o WHERE o.unit_id = NEW.unit_id AND o.number < NEW.number)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_attendances() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NOT EXISTS (SELECT 1 FROM public.meetings d, public.body_members b WHERE b.unit_id = NEW.unit_id AND b.since <= d.held_on AND (b.until IS NULL OR b.until > d.held_on) AND NOT EXISTS (SELECT 1 FROM public.body_members l WHERE l.unit_id = b.unit_id AND l.number = b.number AND l.revision > b.revision) AND b.number = NEW.member AND d.unit_id = NEW.unit_id AND d.number = NEW.meeting) OR EXISTS (SELECT 1 FROM public.resolutions r WHERE r.unit_id = NEW.unit_id AND r.meeting = NEW.meeting)) THEN
  RAISE EXCEPTION 'bangfu:body';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_votes() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (EXISTS (SELECT 1 FROM public.resolutions r WHERE r.unit_id = NEW.unit_id AND r.key = NEW.resolution)) THEN
  RAISE EXCEPTION 'bangfu:L3';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_resolutions() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.key <> CAST(NEW.year AS pg_catalog.text) || '-' || CAST(NEW.number AS pg_catalog.text)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NEW.number <> 1 + (SELECT COUNT(*) FROM public.resolutions o WHERE o.unit_id = NEW.unit_id AND o.year = NEW.year AND o.number < NEW.number)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NOT EXISTS (SELECT 1 FROM public.meetings d WHERE d.unit_id = NEW.unit_id AND d.number = NEW.meeting AND CAST(EXTRACT(YEAR FROM d.held_on) AS INTEGER) = NEW.year AND NEW.sitting = (SELECT COUNT(*) FROM public.body_members b WHERE b.unit_id = NEW.unit_id AND b.since <= d.held_on AND (b.until IS NULL OR b.until > d.held_on) AND NOT EXISTS (SELECT 1 FROM public.body_members l WHERE l.unit_id = b.unit_id AND l.number = b.number AND l.revision > b.revision)))) THEN
  RAISE EXCEPTION 'bangfu:body';
END IF;
IF (NEW.present <> (SELECT COUNT(*) FROM public.attendances a WHERE a.unit_id = NEW.unit_id AND a.meeting = NEW.meeting)) THEN
  RAISE EXCEPTION 'bangfu:body';
END IF;
IF (EXISTS (SELECT 1 FROM public.votes v WHERE v.unit_id = NEW.unit_id AND v.resolution = NEW.key AND NOT EXISTS (SELECT 1 FROM public.attendances a WHERE a.unit_id = v.unit_id AND a.meeting = NEW.meeting AND a.member = v.member))) THEN
  RAISE EXCEPTION 'bangfu:body';
END IF;
IF (NEW.votes_for <> (SELECT COUNT(*) FROM public.votes v WHERE v.unit_id = NEW.unit_id AND v.resolution = NEW.key AND v.vote = 'for') OR NEW.votes_against <> (SELECT COUNT(*) FROM public.votes v WHERE v.unit_id = NEW.unit_id AND v.resolution = NEW.key AND v.vote = 'against') OR NEW.abstained <> (SELECT COUNT(*) FROM public.votes v WHERE v.unit_id = NEW.unit_id AND v.resolution = NEW.key AND v.vote = 'abstained') OR NEW.recused <> (SELECT COUNT(*) FROM public.votes v WHERE v.unit_id = NEW.unit_id AND v.resolution = NEW.key AND v.vote = 'recused')) THEN
  RAISE EXCEPTION 'bangfu:body';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_body_offices() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.number <> 1 + (SELECT COUNT(*) FROM public.body_offices o WHERE o.unit_id = NEW.unit_id AND o.number < NEW.number)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NOT EXISTS (SELECT 1 FROM public.resolutions r WHERE r.unit_id = NEW.unit_id AND r.key = NEW.resolution AND r.adopted = 1 AND r.subject = 'office')) THEN
  RAISE EXCEPTION 'bangfu:resolution';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_body_rules() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.number <> 1 + (SELECT COUNT(*) FROM public.body_rules o WHERE o.unit_id = NEW.unit_id AND o.number < NEW.number)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NOT EXISTS (SELECT 1 FROM public.resolutions r WHERE r.unit_id = NEW.unit_id AND r.key = NEW.resolution AND r.adopted = 1 AND r.subject = 'rules')) THEN
  RAISE EXCEPTION 'bangfu:resolution';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_baselines() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.number <> 1 + (SELECT COUNT(*) FROM public.baselines o WHERE o.unit_id = NEW.unit_id AND o.number < NEW.number)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NOT EXISTS (SELECT 1 FROM public.resolutions r WHERE r.unit_id = NEW.unit_id AND r.key = NEW.resolution AND r.adopted = 1 AND r.subject = 'baseline')) THEN
  RAISE EXCEPTION 'bangfu:resolution';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_yearly_figures() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.revision <> 1 + (SELECT COUNT(*) FROM public.yearly_figures o WHERE o.unit_id = NEW.unit_id AND o.series = NEW.series AND o.year = NEW.year AND o.revision < NEW.revision)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_growth_policies() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.revision <> 1 + (SELECT COUNT(*) FROM public.growth_policies o WHERE o.unit_id = NEW.unit_id AND o.series = NEW.series AND o.since_year = NEW.since_year AND o.revision < NEW.revision)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NOT EXISTS (SELECT 1 FROM public.resolutions r WHERE r.unit_id = NEW.unit_id AND r.key = NEW.resolution AND r.adopted = 1 AND r.subject = 'growth')) THEN
  RAISE EXCEPTION 'bangfu:resolution';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_growth_notes() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.number <> 1 + (SELECT COUNT(*) FROM public.growth_notes o WHERE o.unit_id = NEW.unit_id AND o.series = NEW.series AND o.year = NEW.year AND o.number < NEW.number)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NOT EXISTS (SELECT 1 FROM public.resolutions r WHERE r.unit_id = NEW.unit_id AND r.key = NEW.resolution AND r.adopted = 1 AND r.subject = 'growth')) THEN
  RAISE EXCEPTION 'bangfu:resolution';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_budget_versions() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.version <> 1 + (SELECT COUNT(*) FROM public.budget_versions o WHERE o.unit_id = NEW.unit_id AND o.year = NEW.year AND o.version < NEW.version)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_budget_sources() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (EXISTS (SELECT 1 FROM public.budget_steps t WHERE t.unit_id = NEW.unit_id AND t.year = NEW.year AND t.version = NEW.version)) THEN
  RAISE EXCEPTION 'bangfu:L3';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_budget_lines() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (EXISTS (SELECT 1 FROM public.budget_steps t WHERE t.unit_id = NEW.unit_id AND t.year = NEW.year AND t.version = NEW.version)) THEN
  RAISE EXCEPTION 'bangfu:L3';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_budget_steps() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.step <> 1 + (SELECT COUNT(*) FROM public.budget_steps o WHERE o.unit_id = NEW.unit_id AND o.year = NEW.year AND o.version = NEW.version AND o.step < NEW.step)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NEW.step > 1 AND NOT EXISTS (SELECT 1 FROM public.budget_steps b, public.budget_versions w WHERE w.unit_id = NEW.unit_id AND w.year = NEW.year AND w.version = NEW.version AND b.unit_id = NEW.unit_id AND b.year = NEW.year AND b.version = NEW.version AND b.step = NEW.step - 1 AND (NEW.state = 'submitted' AND (b.state = 'draft' OR b.state = 'returned') OR NEW.state = 'returned' AND (b.state = 'submitted' OR b.state = 'examined') OR NEW.state = 'examined' AND (b.state = 'submitted') OR NEW.state = 'approved' AND (b.state = 'examined') OR NEW.state = 'filed' AND (b.state = 'approved') OR NEW.state = 'dropped' AND (b.state = 'draft' OR b.state = 'submitted' OR b.state = 'returned' OR b.state = 'examined') OR w.kind = 'provisional' AND NEW.state = 'approved' AND b.state = 'draft'))) THEN
  RAISE EXCEPTION 'bangfu:budget';
END IF;
IF ((NEW.state = 'examined' OR NEW.state = 'approved') AND EXISTS (SELECT 1 FROM public.budget_versions w WHERE w.unit_id = NEW.unit_id AND w.year = NEW.year AND w.version = NEW.version AND w.person_id = NEW.person_id)) THEN
  RAISE EXCEPTION 'bangfu:L6';
END IF;
IF (NEW.state = 'approved' AND NOT EXISTS (SELECT 1 FROM public.resolutions r WHERE r.unit_id = NEW.unit_id AND r.key = NEW.resolution AND r.adopted = 1 AND r.subject = 'budget')) THEN
  RAISE EXCEPTION 'bangfu:resolution';
END IF;
IF (NEW.state = 'approved' AND EXISTS (SELECT 1 FROM public.budget_versions w WHERE w.unit_id = NEW.unit_id AND w.year = NEW.year AND w.version = NEW.version AND w.kind <> 'provisional') AND EXISTS (SELECT 1 FROM public.budget_lines l WHERE l.unit_id = NEW.unit_id AND l.year = NEW.year AND l.version = NEW.version GROUP BY l.fund_id HAVING SUM(l.q1_fen + l.q2_fen + l.q3_fen + l.q4_fen) > COALESCE((SELECT SUM(f.receipts_fen) FROM public.budget_sources f WHERE f.unit_id = NEW.unit_id AND f.year = NEW.year AND f.version = NEW.version AND f.fund_id = l.fund_id), 0) OR SUM(l.carried_fen) > COALESCE((SELECT SUM(f.carried_fen) FROM public.budget_sources f WHERE f.unit_id = NEW.unit_id AND f.year = NEW.year AND f.version = NEW.version AND f.fund_id = l.fund_id), 0))) THEN
  RAISE EXCEPTION 'bangfu:budget';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_controls() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NOT EXISTS (SELECT 1 FROM public.resolutions r WHERE r.unit_id = NEW.unit_id AND r.key = NEW.resolution AND r.adopted = 1 AND r.subject = 'control')) THEN
  RAISE EXCEPTION 'bangfu:resolution';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_control_decisions() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.number <> 1 + (SELECT COUNT(*) FROM public.control_decisions o WHERE o.unit_id = NEW.unit_id AND o.number < NEW.number)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NOT EXISTS (SELECT 1 FROM public.resolutions r WHERE r.unit_id = NEW.unit_id AND r.key = NEW.resolution AND r.adopted = 1 AND r.subject = 'control')) THEN
  RAISE EXCEPTION 'bangfu:resolution';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE TRIGGER controls_no_change BEFORE UPDATE OR DELETE ON public.controls FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER appropriations_no_change BEFORE UPDATE OR DELETE ON public.appropriations FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER control_decisions_no_change BEFORE UPDATE OR DELETE ON public.control_decisions FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER reservations_no_change BEFORE UPDATE OR DELETE ON public.reservations FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER appropriation_moves_no_change BEFORE UPDATE OR DELETE ON public.appropriation_moves FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER body_members_no_change BEFORE UPDATE OR DELETE ON public.body_members FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER meetings_no_change BEFORE UPDATE OR DELETE ON public.meetings FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER attendances_no_change BEFORE UPDATE OR DELETE ON public.attendances FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER votes_no_change BEFORE UPDATE OR DELETE ON public.votes FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER resolutions_no_change BEFORE UPDATE OR DELETE ON public.resolutions FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER body_offices_no_change BEFORE UPDATE OR DELETE ON public.body_offices FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER body_rules_no_change BEFORE UPDATE OR DELETE ON public.body_rules FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER baselines_no_change BEFORE UPDATE OR DELETE ON public.baselines FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER yearly_figures_no_change BEFORE UPDATE OR DELETE ON public.yearly_figures FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER growth_policies_no_change BEFORE UPDATE OR DELETE ON public.growth_policies FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER growth_notes_no_change BEFORE UPDATE OR DELETE ON public.growth_notes FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER budget_versions_no_change BEFORE UPDATE OR DELETE ON public.budget_versions FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER budget_sources_no_change BEFORE UPDATE OR DELETE ON public.budget_sources FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER budget_lines_no_change BEFORE UPDATE OR DELETE ON public.budget_lines FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER budget_steps_no_change BEFORE UPDATE OR DELETE ON public.budget_steps FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER reservations_in_order AFTER INSERT ON public.reservations FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_reservations()
--;;
CREATE TRIGGER appropriation_moves_in_order AFTER INSERT ON public.appropriation_moves FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_appropriation_moves()
--;;
CREATE TRIGGER body_members_in_order AFTER INSERT ON public.body_members FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_body_members()
--;;
CREATE TRIGGER meetings_in_order AFTER INSERT ON public.meetings FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_meetings()
--;;
CREATE TRIGGER attendances_in_order AFTER INSERT ON public.attendances FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_attendances()
--;;
CREATE TRIGGER votes_in_order AFTER INSERT ON public.votes FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_votes()
--;;
CREATE TRIGGER resolutions_in_order AFTER INSERT ON public.resolutions FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_resolutions()
--;;
CREATE TRIGGER body_offices_in_order AFTER INSERT ON public.body_offices FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_body_offices()
--;;
CREATE TRIGGER body_rules_in_order AFTER INSERT ON public.body_rules FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_body_rules()
--;;
CREATE TRIGGER baselines_in_order AFTER INSERT ON public.baselines FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_baselines()
--;;
CREATE TRIGGER yearly_figures_in_order AFTER INSERT ON public.yearly_figures FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_yearly_figures()
--;;
CREATE TRIGGER growth_policies_in_order AFTER INSERT ON public.growth_policies FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_growth_policies()
--;;
CREATE TRIGGER growth_notes_in_order AFTER INSERT ON public.growth_notes FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_growth_notes()
--;;
CREATE TRIGGER budget_versions_in_order AFTER INSERT ON public.budget_versions FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_budget_versions()
--;;
CREATE TRIGGER budget_sources_in_order AFTER INSERT ON public.budget_sources FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_budget_sources()
--;;
CREATE TRIGGER budget_lines_in_order AFTER INSERT ON public.budget_lines FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_budget_lines()
--;;
CREATE TRIGGER budget_steps_in_order AFTER INSERT ON public.budget_steps FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_budget_steps()
--;;
CREATE TRIGGER controls_in_order AFTER INSERT ON public.controls FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_controls()
--;;
CREATE TRIGGER control_decisions_in_order AFTER INSERT ON public.control_decisions FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_control_decisions()
--;;
ALTER TABLE public.controls ENABLE ALWAYS TRIGGER controls_no_change
--;;
ALTER TABLE public.appropriations ENABLE ALWAYS TRIGGER appropriations_no_change
--;;
ALTER TABLE public.control_decisions ENABLE ALWAYS TRIGGER control_decisions_no_change
--;;
ALTER TABLE public.reservations ENABLE ALWAYS TRIGGER reservations_no_change
--;;
ALTER TABLE public.appropriation_moves ENABLE ALWAYS TRIGGER appropriation_moves_no_change
--;;
ALTER TABLE public.body_members ENABLE ALWAYS TRIGGER body_members_no_change
--;;
ALTER TABLE public.meetings ENABLE ALWAYS TRIGGER meetings_no_change
--;;
ALTER TABLE public.attendances ENABLE ALWAYS TRIGGER attendances_no_change
--;;
ALTER TABLE public.votes ENABLE ALWAYS TRIGGER votes_no_change
--;;
ALTER TABLE public.resolutions ENABLE ALWAYS TRIGGER resolutions_no_change
--;;
ALTER TABLE public.body_offices ENABLE ALWAYS TRIGGER body_offices_no_change
--;;
ALTER TABLE public.body_rules ENABLE ALWAYS TRIGGER body_rules_no_change
--;;
ALTER TABLE public.baselines ENABLE ALWAYS TRIGGER baselines_no_change
--;;
ALTER TABLE public.yearly_figures ENABLE ALWAYS TRIGGER yearly_figures_no_change
--;;
ALTER TABLE public.growth_policies ENABLE ALWAYS TRIGGER growth_policies_no_change
--;;
ALTER TABLE public.growth_notes ENABLE ALWAYS TRIGGER growth_notes_no_change
--;;
ALTER TABLE public.budget_versions ENABLE ALWAYS TRIGGER budget_versions_no_change
--;;
ALTER TABLE public.budget_sources ENABLE ALWAYS TRIGGER budget_sources_no_change
--;;
ALTER TABLE public.budget_lines ENABLE ALWAYS TRIGGER budget_lines_no_change
--;;
ALTER TABLE public.budget_steps ENABLE ALWAYS TRIGGER budget_steps_no_change
--;;
ALTER TABLE public.reservations ENABLE ALWAYS TRIGGER reservations_in_order
--;;
ALTER TABLE public.appropriation_moves ENABLE ALWAYS TRIGGER appropriation_moves_in_order
--;;
ALTER TABLE public.body_members ENABLE ALWAYS TRIGGER body_members_in_order
--;;
ALTER TABLE public.meetings ENABLE ALWAYS TRIGGER meetings_in_order
--;;
ALTER TABLE public.attendances ENABLE ALWAYS TRIGGER attendances_in_order
--;;
ALTER TABLE public.votes ENABLE ALWAYS TRIGGER votes_in_order
--;;
ALTER TABLE public.resolutions ENABLE ALWAYS TRIGGER resolutions_in_order
--;;
ALTER TABLE public.body_offices ENABLE ALWAYS TRIGGER body_offices_in_order
--;;
ALTER TABLE public.body_rules ENABLE ALWAYS TRIGGER body_rules_in_order
--;;
ALTER TABLE public.baselines ENABLE ALWAYS TRIGGER baselines_in_order
--;;
ALTER TABLE public.yearly_figures ENABLE ALWAYS TRIGGER yearly_figures_in_order
--;;
ALTER TABLE public.growth_policies ENABLE ALWAYS TRIGGER growth_policies_in_order
--;;
ALTER TABLE public.growth_notes ENABLE ALWAYS TRIGGER growth_notes_in_order
--;;
ALTER TABLE public.budget_versions ENABLE ALWAYS TRIGGER budget_versions_in_order
--;;
ALTER TABLE public.budget_sources ENABLE ALWAYS TRIGGER budget_sources_in_order
--;;
ALTER TABLE public.budget_lines ENABLE ALWAYS TRIGGER budget_lines_in_order
--;;
ALTER TABLE public.budget_steps ENABLE ALWAYS TRIGGER budget_steps_in_order
--;;
ALTER TABLE public.controls ENABLE ALWAYS TRIGGER controls_in_order
--;;
ALTER TABLE public.control_decisions ENABLE ALWAYS TRIGGER control_decisions_in_order
