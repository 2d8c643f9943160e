DROP TRIGGER closes_in_order
--;;
CREATE TABLE baselines (
	unit_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	base_year INTEGER NOT NULL,
	since_year INTEGER NOT NULL,
	warmth_fen INTEGER NOT NULL,
	other_fen INTEGER NOT NULL,
	prior_fen INTEGER,
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
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE body_members (
	unit_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	category TEXT NOT NULL,
	name TEXT NOT NULL,
	represents TEXT DEFAULT '' NOT NULL,
	person_id INTEGER,
	since TEXT NOT NULL,
	until TEXT,
	CONSTRAINT pk_body_members PRIMARY KEY (unit_id, number, revision),
	CONSTRAINT ck_body_members_category_known CHECK (category = 'government' OR category = 'union' OR category = 'donor_unit' OR category = 'donor_person' OR category = 'hardship_worker'),
	CONSTRAINT ck_body_members_number_from_one CHECK (number > 0),
	CONSTRAINT ck_body_members_revision_from_one CHECK (revision > 0),
	CONSTRAINT ck_body_members_name_given CHECK (name <> ''),
	CONSTRAINT ck_body_members_since_before_until CHECK (until IS NULL OR since < until),
	CONSTRAINT ck_body_members_since_is_a_day CHECK (since = date(since, '+0 days') IS TRUE),
	CONSTRAINT fk_body_members_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_body_members_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE body_offices (
	unit_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	name TEXT NOT NULL,
	head TEXT NOT NULL,
	since TEXT NOT NULL,
	resolution TEXT NOT NULL,
	CONSTRAINT pk_body_offices PRIMARY KEY (unit_id, number),
	CONSTRAINT ck_body_offices_number_from_one CHECK (number > 0),
	CONSTRAINT ck_body_offices_since_is_a_day CHECK (since = date(since, '+0 days') IS TRUE),
	CONSTRAINT fk_body_offices_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE body_rules (
	unit_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	title TEXT NOT NULL,
	paper TEXT NOT NULL,
	digest TEXT DEFAULT '' NOT NULL,
	since TEXT NOT NULL,
	resolution TEXT NOT NULL,
	CONSTRAINT pk_body_rules PRIMARY KEY (unit_id, number),
	CONSTRAINT ck_body_rules_number_from_one CHECK (number > 0),
	CONSTRAINT ck_body_rules_digest_whole CHECK (digest = '' OR length(digest) = 64),
	CONSTRAINT ck_body_rules_since_is_a_day CHECK (since = date(since, '+0 days') IS TRUE),
	CONSTRAINT fk_body_rules_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE budget_versions (
	unit_id INTEGER NOT NULL,
	year INTEGER NOT NULL,
	version INTEGER NOT NULL,
	kind TEXT NOT NULL,
	made_from TEXT NOT NULL,
	share_bp INTEGER NOT NULL,
	until TEXT,
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
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE controls (
	unit_id INTEGER NOT NULL,
	since TEXT NOT NULL,
	resolution TEXT NOT NULL,
	person_id INTEGER NOT NULL,
	ordered_at TEXT NOT NULL,
	CONSTRAINT pk_controls PRIMARY KEY (unit_id),
	CONSTRAINT ck_controls_since_is_a_day CHECK (since = date(since, '+0 days') IS TRUE),
	CONSTRAINT fk_controls_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_controls_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
 WITHOUT ROWID,
 STRICT
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
 WITHOUT ROWID,
 STRICT
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
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE meetings (
	unit_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	held_on TEXT NOT NULL,
	place TEXT NOT NULL,
	chair INTEGER NOT NULL,
	secretary TEXT NOT NULL,
	summary TEXT DEFAULT '' NOT NULL,
	CONSTRAINT pk_meetings PRIMARY KEY (unit_id, number),
	CONSTRAINT ck_meetings_number_from_one CHECK (number > 0),
	CONSTRAINT ck_meetings_held_on_is_a_day CHECK (held_on = date(held_on, '+0 days') IS TRUE),
	CONSTRAINT fk_meetings_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE yearly_figures (
	unit_id INTEGER NOT NULL,
	series TEXT NOT NULL,
	year INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	amount_fen INTEGER NOT NULL,
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
 WITHOUT ROWID,
 STRICT
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
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE attendances (
	unit_id INTEGER NOT NULL,
	meeting INTEGER NOT NULL,
	member INTEGER NOT NULL,
	CONSTRAINT pk_attendances PRIMARY KEY (unit_id, meeting, member),
	CONSTRAINT fk_attendances_unit_id_meeting FOREIGN KEY(unit_id, meeting) REFERENCES meetings (unit_id, number),
	CONSTRAINT fk_attendances_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE budget_lines (
	unit_id INTEGER NOT NULL,
	year INTEGER NOT NULL,
	version INTEGER NOT NULL,
	line INTEGER NOT NULL,
	fund_id INTEGER NOT NULL,
	account_id INTEGER NOT NULL,
	purpose TEXT NOT NULL,
	q1_fen INTEGER NOT NULL,
	q2_fen INTEGER NOT NULL,
	q3_fen INTEGER NOT NULL,
	q4_fen INTEGER NOT NULL,
	carried_fen INTEGER NOT NULL,
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
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE budget_sources (
	unit_id INTEGER NOT NULL,
	year INTEGER NOT NULL,
	version INTEGER NOT NULL,
	fund_id INTEGER NOT NULL,
	carried_fen INTEGER NOT NULL,
	receipts_fen INTEGER NOT NULL,
	memo TEXT DEFAULT '' NOT NULL,
	CONSTRAINT pk_budget_sources PRIMARY KEY (unit_id, year, version, fund_id),
	CONSTRAINT ck_budget_sources_carried_fen_counted CHECK (carried_fen BETWEEN 0 AND 9000000000000000),
	CONSTRAINT ck_budget_sources_receipts_fen_counted CHECK (receipts_fen BETWEEN 0 AND 9000000000000000),
	CONSTRAINT fk_budget_sources_unit_id_year_version FOREIGN KEY(unit_id, year, version) REFERENCES budget_versions (unit_id, year, version),
	CONSTRAINT fk_budget_sources_unit_id_fund_id FOREIGN KEY(unit_id, fund_id) REFERENCES funds (unit_id, id),
	CONSTRAINT fk_budget_sources_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
 WITHOUT ROWID,
 STRICT
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
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE resolutions (
	unit_id INTEGER NOT NULL,
	"key" TEXT NOT NULL,
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
	CONSTRAINT pk_resolutions PRIMARY KEY (unit_id, "key"),
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
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE control_decisions (
	unit_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	rule TEXT NOT NULL,
	mode TEXT NOT NULL,
	appropriation_id INTEGER,
	since TEXT NOT NULL,
	until TEXT NOT NULL,
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
	CONSTRAINT ck_control_decisions_since_is_a_day CHECK (since = date(since, '+0 days') IS TRUE),
	CONSTRAINT ck_control_decisions_until_is_a_day CHECK (until = date(until, '+0 days') IS TRUE),
	CONSTRAINT fk_control_decisions_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_control_decisions_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE reservations (
	unit_id INTEGER NOT NULL,
	"key" TEXT NOT NULL,
	year INTEGER NOT NULL,
	number INTEGER NOT NULL,
	appropriation_id INTEGER NOT NULL,
	ref TEXT NOT NULL,
	amount_fen INTEGER NOT NULL,
	summary TEXT NOT NULL,
	expires_on TEXT NOT NULL,
	person_id INTEGER NOT NULL,
	reserved_at TEXT NOT NULL,
	CONSTRAINT pk_reservations PRIMARY KEY (unit_id, "key"),
	CONSTRAINT uq_reservations_unit_id_year_number UNIQUE (unit_id, year, number),
	CONSTRAINT uq_reservations_unit_id_ref UNIQUE (unit_id, ref),
	CONSTRAINT fk_reservations_unit_id_appropriation_id FOREIGN KEY(unit_id, appropriation_id) REFERENCES appropriations (unit_id, id),
	CONSTRAINT ck_reservations_number_from_one CHECK (number > 0),
	CONSTRAINT ck_reservations_ref_given CHECK (ref <> ''),
	CONSTRAINT ck_reservations_amount_positive CHECK (amount_fen BETWEEN 1 AND 9000000000000000),
	CONSTRAINT ck_reservations_expires_on_is_a_day CHECK (expires_on = date(expires_on, '+0 days') IS TRUE),
	CONSTRAINT fk_reservations_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_reservations_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE INDEX ix_reservations_unit_id_appropriation_id ON reservations (unit_id, appropriation_id)
--;;
CREATE TABLE votes (
	unit_id INTEGER NOT NULL,
	resolution TEXT NOT NULL,
	member INTEGER NOT NULL,
	vote TEXT NOT NULL,
	interest TEXT DEFAULT '' NOT NULL,
	CONSTRAINT pk_votes PRIMARY KEY (unit_id, resolution, member),
	CONSTRAINT fk_votes_unit_id_resolution FOREIGN KEY(unit_id, resolution) REFERENCES resolutions (unit_id, "key") DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT ck_votes_vote_known CHECK (vote = 'for' OR vote = 'against' OR vote = 'abstained' OR vote = 'recused'),
	CONSTRAINT ck_votes_interested_recused CHECK ((vote = 'recused') = (interest <> '')),
	CONSTRAINT fk_votes_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE appropriation_moves (
	unit_id INTEGER NOT NULL,
	appropriation_id INTEGER NOT NULL,
	seq INTEGER NOT NULL,
	act TEXT NOT NULL,
	amount_fen INTEGER NOT NULL,
	q1_fen INTEGER NOT NULL,
	q2_fen INTEGER NOT NULL,
	q3_fen INTEGER NOT NULL,
	q4_fen INTEGER NOT NULL,
	reservation TEXT,
	position INTEGER,
	open_fen INTEGER NOT NULL,
	reserved_fen INTEGER NOT NULL,
	spent_fen INTEGER NOT NULL,
	left_fen INTEGER NOT NULL,
	over TEXT NOT NULL,
	decision INTEGER,
	basis TEXT NOT NULL,
	acted_on TEXT NOT NULL,
	person_id INTEGER NOT NULL,
	acted_at TEXT NOT NULL,
	CONSTRAINT pk_appropriation_moves PRIMARY KEY (unit_id, appropriation_id, seq),
	CONSTRAINT fk_appropriation_moves_unit_id_appropriation_id FOREIGN KEY(unit_id, appropriation_id) REFERENCES appropriations (unit_id, id),
	CONSTRAINT fk_appropriation_moves_unit_id_reservation FOREIGN KEY(unit_id, reservation) REFERENCES reservations (unit_id, "key"),
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
	CONSTRAINT ck_appropriation_moves_acted_on_is_a_day CHECK (acted_on = date(acted_on, '+0 days') IS TRUE),
	CONSTRAINT fk_appropriation_moves_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_appropriation_moves_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE INDEX ix_appropriation_moves_reservation ON appropriation_moves (unit_id, reservation, appropriation_id, seq)
--;;
CREATE INDEX ix_appropriation_moves_unit_id_position ON appropriation_moves (unit_id, position)
--;;
CREATE TRIGGER controls_no_update BEFORE UPDATE ON controls BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER controls_no_delete BEFORE DELETE ON controls BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER controls_no_replace BEFORE INSERT ON controls WHEN EXISTS (SELECT 1 FROM controls o WHERE o."unit_id" = NEW."unit_id") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER appropriations_no_update BEFORE UPDATE ON appropriations BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER appropriations_no_delete BEFORE DELETE ON appropriations BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER appropriations_no_replace BEFORE INSERT ON appropriations WHEN EXISTS (SELECT 1 FROM appropriations o WHERE o."unit_id" = NEW."unit_id" AND o."id" = NEW."id") OR EXISTS (SELECT 1 FROM appropriations o WHERE o."unit_id" = NEW."unit_id" AND o."year" = NEW."year" AND o."fund_id" = NEW."fund_id" AND o."account_id" = NEW."account_id" AND o."purpose" = NEW."purpose") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER control_decisions_no_update BEFORE UPDATE ON control_decisions BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER control_decisions_no_delete BEFORE DELETE ON control_decisions BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER control_decisions_no_replace BEFORE INSERT ON control_decisions WHEN EXISTS (SELECT 1 FROM control_decisions o WHERE o."unit_id" = NEW."unit_id" AND o."number" = NEW."number") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER reservations_no_update BEFORE UPDATE ON reservations BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER reservations_no_delete BEFORE DELETE ON reservations BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER reservations_no_replace BEFORE INSERT ON reservations WHEN EXISTS (SELECT 1 FROM reservations o WHERE o."unit_id" = NEW."unit_id" AND o."key" = NEW."key") OR EXISTS (SELECT 1 FROM reservations o WHERE o."unit_id" = NEW."unit_id" AND o."ref" = NEW."ref") OR EXISTS (SELECT 1 FROM reservations o WHERE o."unit_id" = NEW."unit_id" AND o."year" = NEW."year" AND o."number" = NEW."number") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER appropriation_moves_no_update BEFORE UPDATE ON appropriation_moves BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER appropriation_moves_no_delete BEFORE DELETE ON appropriation_moves BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER appropriation_moves_no_replace BEFORE INSERT ON appropriation_moves WHEN EXISTS (SELECT 1 FROM appropriation_moves o WHERE o."unit_id" = NEW."unit_id" AND o."appropriation_id" = NEW."appropriation_id" AND o."seq" = NEW."seq") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER body_members_no_update BEFORE UPDATE ON body_members BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER body_members_no_delete BEFORE DELETE ON body_members BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER body_members_no_replace BEFORE INSERT ON body_members WHEN EXISTS (SELECT 1 FROM body_members o WHERE o."unit_id" = NEW."unit_id" AND o."number" = NEW."number" AND o."revision" = NEW."revision") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER meetings_no_update BEFORE UPDATE ON meetings BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER meetings_no_delete BEFORE DELETE ON meetings BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER meetings_no_replace BEFORE INSERT ON meetings WHEN EXISTS (SELECT 1 FROM meetings o WHERE o."unit_id" = NEW."unit_id" AND o."number" = NEW."number") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER attendances_no_update BEFORE UPDATE ON attendances BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER attendances_no_delete BEFORE DELETE ON attendances BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER attendances_no_replace BEFORE INSERT ON attendances WHEN EXISTS (SELECT 1 FROM attendances o WHERE o."unit_id" = NEW."unit_id" AND o."meeting" = NEW."meeting" AND o."member" = NEW."member") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER votes_no_update BEFORE UPDATE ON votes BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER votes_no_delete BEFORE DELETE ON votes BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER votes_no_replace BEFORE INSERT ON votes WHEN EXISTS (SELECT 1 FROM votes o WHERE o."unit_id" = NEW."unit_id" AND o."resolution" = NEW."resolution" AND o."member" = NEW."member") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER resolutions_no_update BEFORE UPDATE ON resolutions BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER resolutions_no_delete BEFORE DELETE ON resolutions BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER resolutions_no_replace BEFORE INSERT ON resolutions WHEN EXISTS (SELECT 1 FROM resolutions o WHERE o."unit_id" = NEW."unit_id" AND o."key" = NEW."key") OR EXISTS (SELECT 1 FROM resolutions o WHERE o."unit_id" = NEW."unit_id" AND o."year" = NEW."year" AND o."number" = NEW."number") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER body_offices_no_update BEFORE UPDATE ON body_offices BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER body_offices_no_delete BEFORE DELETE ON body_offices BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER body_offices_no_replace BEFORE INSERT ON body_offices WHEN EXISTS (SELECT 1 FROM body_offices o WHERE o."unit_id" = NEW."unit_id" AND o."number" = NEW."number") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER body_rules_no_update BEFORE UPDATE ON body_rules BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER body_rules_no_delete BEFORE DELETE ON body_rules BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER body_rules_no_replace BEFORE INSERT ON body_rules WHEN EXISTS (SELECT 1 FROM body_rules o WHERE o."unit_id" = NEW."unit_id" AND o."number" = NEW."number") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER baselines_no_update BEFORE UPDATE ON baselines BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER baselines_no_delete BEFORE DELETE ON baselines BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER baselines_no_replace BEFORE INSERT ON baselines WHEN EXISTS (SELECT 1 FROM baselines o WHERE o."unit_id" = NEW."unit_id" AND o."number" = NEW."number") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER yearly_figures_no_update BEFORE UPDATE ON yearly_figures BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER yearly_figures_no_delete BEFORE DELETE ON yearly_figures BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER yearly_figures_no_replace BEFORE INSERT ON yearly_figures WHEN EXISTS (SELECT 1 FROM yearly_figures o WHERE o."unit_id" = NEW."unit_id" AND o."series" = NEW."series" AND o."year" = NEW."year" AND o."revision" = NEW."revision") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER growth_policies_no_update BEFORE UPDATE ON growth_policies BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER growth_policies_no_delete BEFORE DELETE ON growth_policies BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER growth_policies_no_replace BEFORE INSERT ON growth_policies WHEN EXISTS (SELECT 1 FROM growth_policies o WHERE o."unit_id" = NEW."unit_id" AND o."series" = NEW."series" AND o."since_year" = NEW."since_year" AND o."revision" = NEW."revision") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER growth_notes_no_update BEFORE UPDATE ON growth_notes BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER growth_notes_no_delete BEFORE DELETE ON growth_notes BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER growth_notes_no_replace BEFORE INSERT ON growth_notes WHEN EXISTS (SELECT 1 FROM growth_notes o WHERE o."unit_id" = NEW."unit_id" AND o."series" = NEW."series" AND o."year" = NEW."year" AND o."number" = NEW."number") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER budget_versions_no_update BEFORE UPDATE ON budget_versions BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER budget_versions_no_delete BEFORE DELETE ON budget_versions BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER budget_versions_no_replace BEFORE INSERT ON budget_versions WHEN EXISTS (SELECT 1 FROM budget_versions o WHERE o."unit_id" = NEW."unit_id" AND o."year" = NEW."year" AND o."version" = NEW."version") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER budget_sources_no_update BEFORE UPDATE ON budget_sources BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER budget_sources_no_delete BEFORE DELETE ON budget_sources BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER budget_sources_no_replace BEFORE INSERT ON budget_sources WHEN EXISTS (SELECT 1 FROM budget_sources o WHERE o."unit_id" = NEW."unit_id" AND o."year" = NEW."year" AND o."version" = NEW."version" AND o."fund_id" = NEW."fund_id") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER budget_lines_no_update BEFORE UPDATE ON budget_lines BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER budget_lines_no_delete BEFORE DELETE ON budget_lines BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER budget_lines_no_replace BEFORE INSERT ON budget_lines WHEN EXISTS (SELECT 1 FROM budget_lines o WHERE o."unit_id" = NEW."unit_id" AND o."year" = NEW."year" AND o."version" = NEW."version" AND o."line" = NEW."line") OR EXISTS (SELECT 1 FROM budget_lines o WHERE o."unit_id" = NEW."unit_id" AND o."year" = NEW."year" AND o."version" = NEW."version" AND o."fund_id" = NEW."fund_id" AND o."account_id" = NEW."account_id" AND o."purpose" = NEW."purpose") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER budget_steps_no_update BEFORE UPDATE ON budget_steps BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER budget_steps_no_delete BEFORE DELETE ON budget_steps BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER budget_steps_no_replace BEFORE INSERT ON budget_steps WHEN EXISTS (SELECT 1 FROM budget_steps o WHERE o."unit_id" = NEW."unit_id" AND o."year" = NEW."year" AND o."version" = NEW."version" AND o."step" = NEW."step") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER vouchers_appropriate AFTER INSERT ON vouchers WHEN (EXISTS (SELECT 1 FROM appropriations x WHERE x.unit_id = NEW.unit_id) OR EXISTS (SELECT 1 FROM controls x WHERE x.unit_id = NEW.unit_id)) BEGIN
  SELECT RAISE(ABORT, 'bangfu:L9') WHERE (NEW.kind <> '期初' AND (NEW.entered = 'here' OR NEW.entered = 'bank') AND EXISTS (SELECT 1 FROM controls c WHERE c.unit_id = NEW.unit_id AND c.since <= NEW.dated_on) AND EXISTS (SELECT 1 FROM postings p JOIN accounts n ON n.id = p.account_id AND n.class = 'expense' JOIN funds f ON f.unit_id = NEW.unit_id AND f.id = p.fund_id AND f.origin <> 'general' WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position AND p.debit_fen > 0 AND (NEW.entered = 'here' OR NEW.entered = 'bank' AND (n.role = 'aid_expense' OR n.role = 'passing_down')) AND NOT EXISTS (SELECT 1 FROM reservations r, appropriations a WHERE r.unit_id = NEW.unit_id AND r.key = p.appropriation AND p.appropriation <> '' AND r.appropriation_id = a.id AND a.unit_id = NEW.unit_id AND a.year = NEW.period / 100 AND a.fund_id = p.fund_id AND a.account_id = p.account_id AND a.purpose = COALESCE(p.purpose, ''))) OR EXISTS (SELECT 1 FROM (SELECT a.id, COALESCE(r.key, '') AS key, SUM(p.debit_fen - p.credit_fen) AS net FROM postings p JOIN appropriations a ON a.unit_id = NEW.unit_id AND a.year = NEW.period / 100 AND a.fund_id = p.fund_id AND a.account_id = p.account_id AND a.purpose = COALESCE(p.purpose, '') LEFT JOIN reservations r ON r.unit_id = NEW.unit_id AND r.key = p.appropriation AND p.appropriation <> '' AND r.appropriation_id = a.id WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position AND NEW.entered <> 'year_end' AND NEW.kind <> '期初' GROUP BY a.id, COALESCE(r.key, '') HAVING SUM(p.debit_fen - p.credit_fen) <> 0) g WHERE NOT EXISTS (SELECT 1 FROM appropriation_moves m WHERE m.unit_id = NEW.unit_id AND m.position = NEW.position AND m.appropriation_id = g.id AND COALESCE(m.reservation, '') = g.key AND m.amount_fen = g.net AND m.acted_on = NEW.dated_on)) OR (SELECT COUNT(*) FROM appropriation_moves m WHERE m.unit_id = NEW.unit_id AND m.position = NEW.position) <> (SELECT COUNT(*) FROM (SELECT a.id, COALESCE(r.key, '') AS key, SUM(p.debit_fen - p.credit_fen) AS net FROM postings p JOIN appropriations a ON a.unit_id = NEW.unit_id AND a.year = NEW.period / 100 AND a.fund_id = p.fund_id AND a.account_id = p.account_id AND a.purpose = COALESCE(p.purpose, '') LEFT JOIN reservations r ON r.unit_id = NEW.unit_id AND r.key = p.appropriation AND p.appropriation <> '' AND r.appropriation_id = a.id WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position AND NEW.entered <> 'year_end' AND NEW.kind <> '期初' GROUP BY a.id, COALESCE(r.key, '') HAVING SUM(p.debit_fen - p.credit_fen) <> 0) g));
END
--;;
CREATE TRIGGER closes_in_order AFTER INSERT ON closes BEGIN
  SELECT RAISE(ABORT, 'bangfu:L5') WHERE EXISTS (SELECT 1 FROM closes c WHERE c.unit_id = NEW.unit_id AND c.period <> NEW.period GROUP BY c.unit_id HAVING MAX(c.period) + CASE WHEN MAX(c.period) % 100 = 12 THEN 89 ELSE 1 END <> NEW.period);
  SELECT RAISE(ABORT, 'bangfu:L5') WHERE NOT EXISTS (SELECT 1 FROM closes c WHERE c.unit_id = NEW.unit_id AND c.period <> NEW.period) AND EXISTS (SELECT 1 FROM vouchers v WHERE v.unit_id = NEW.unit_id AND v.period < NEW.period AND v.period <> NEW.period / 100 * 100);
  SELECT RAISE(ABORT, 'bangfu:L10') WHERE NEW.position <> COALESCE((SELECT MAX(v.position) FROM vouchers v WHERE v.unit_id = NEW.unit_id), 0);
  SELECT RAISE(ABORT, 'bangfu:L10') WHERE NEW.hash <> COALESCE((SELECT v.hash FROM vouchers v WHERE v.unit_id = NEW.unit_id AND v.position = NEW.position), zeroblob(32));
  SELECT RAISE(ABORT, 'bangfu:year_end') WHERE NEW.period % 100 = 12 AND EXISTS (SELECT 1 FROM totals t JOIN accounts a ON a.id = t.account_id WHERE t.unit_id = NEW.unit_id AND t.period <= NEW.period AND (a.class IN ('income', 'expense') OR a.role IN ('prior_year', 'earmark', 'year_result', 'carryover_in', 'budget_return')) GROUP BY t.account_id, t.fund_id HAVING SUM(t.debit_fen - t.credit_fen) <> 0);
  SELECT RAISE(ABORT, 'bangfu:L9') WHERE NEW.period % 100 = 12 AND EXISTS (SELECT 1 FROM appropriations a WHERE a.unit_id = NEW.unit_id AND a.year = NEW.period / 100 AND 0 < (SELECT m.reserved_fen FROM appropriation_moves m WHERE m.unit_id = a.unit_id AND m.appropriation_id = a.id ORDER BY m.seq DESC LIMIT 1));
END
--;;
CREATE TRIGGER reservations_in_order AFTER INSERT ON reservations BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.key <> CAST(NEW.year AS TEXT) || '-' || CAST(NEW.number AS TEXT) OR NEW.number > 1 AND NOT EXISTS (SELECT 1 FROM reservations o WHERE o.unit_id = NEW.unit_id AND o.year = NEW.year AND o.number = NEW.number - 1);
  SELECT RAISE(ABORT, 'bangfu:L9') WHERE NOT EXISTS (SELECT 1 FROM appropriations a WHERE a.unit_id = NEW.unit_id AND a.id = NEW.appropriation_id AND a.year = NEW.year);
END
--;;
CREATE TRIGGER appropriation_moves_in_order AFTER INSERT ON appropriation_moves BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.seq <> 1 AND NOT EXISTS (SELECT 1 FROM appropriation_moves b WHERE b.unit_id = NEW.unit_id AND b.appropriation_id = NEW.appropriation_id AND b.seq = NEW.seq - 1);
  SELECT RAISE(ABORT, 'bangfu:L9') WHERE NEW.seq = 1 AND (NEW.act <> 'open' OR NEW.open_fen <> NEW.amount_fen OR NEW.reserved_fen <> 0 OR NEW.left_fen <> 0 OR NEW.spent_fen <> (SELECT COALESCE(SUM(t.debit_fen - t.credit_fen), 0) FROM totals t, appropriations a WHERE a.unit_id = NEW.unit_id AND a.id = NEW.appropriation_id AND t.unit_id = NEW.unit_id AND t.period BETWEEN a.year * 100 + 1 AND a.year * 100 + 12 AND t.account_id = a.account_id AND t.fund_id = a.fund_id AND t.purpose = a.purpose));
  SELECT RAISE(ABORT, 'bangfu:L9') WHERE NEW.seq > 1 AND NOT EXISTS (SELECT 1 FROM appropriation_moves b WHERE b.unit_id = NEW.unit_id AND b.appropriation_id = NEW.appropriation_id AND b.seq = NEW.seq - 1 AND NEW.open_fen = b.open_fen + CASE NEW.act WHEN 'open' THEN NEW.amount_fen ELSE 0 END AND (NEW.act = 'open' OR NEW.q1_fen = b.q1_fen AND NEW.q2_fen = b.q2_fen AND NEW.q3_fen = b.q3_fen AND NEW.q4_fen = b.q4_fen) AND NEW.spent_fen = b.spent_fen + CASE NEW.act WHEN 'use' THEN NEW.amount_fen ELSE 0 END AND NEW.reserved_fen = b.reserved_fen + CASE NEW.act WHEN 'reserve' THEN NEW.amount_fen WHEN 'release' THEN -NEW.amount_fen WHEN 'use' THEN -(CASE WHEN NEW.reservation IS NULL OR EXISTS (SELECT 1 FROM appropriation_moves r WHERE r.unit_id = NEW.unit_id AND r.reservation = NEW.reservation AND r.appropriation_id = NEW.appropriation_id AND r.seq < NEW.seq AND r.act = 'release') THEN 0 ELSE NEW.amount_fen END) ELSE 0 END);
  SELECT RAISE(ABORT, 'bangfu:L9') WHERE CASE NEW.act WHEN 'open' THEN NEW.left_fen <> 0 WHEN 'reserve' THEN NEW.left_fen <> NEW.amount_fen OR (SELECT r.left_fen FROM appropriation_moves r WHERE r.unit_id = NEW.unit_id AND r.reservation = NEW.reservation AND r.appropriation_id = NEW.appropriation_id AND r.seq < NEW.seq ORDER BY r.seq DESC LIMIT 1) IS NOT NULL OR NOT EXISTS (SELECT 1 FROM reservations k WHERE k.unit_id = NEW.unit_id AND k.key = NEW.reservation AND k.appropriation_id = NEW.appropriation_id AND k.amount_fen = NEW.amount_fen) WHEN 'release' THEN NEW.left_fen <> 0 OR COALESCE((SELECT r.left_fen FROM appropriation_moves r WHERE r.unit_id = NEW.unit_id AND r.reservation = NEW.reservation AND r.appropriation_id = NEW.appropriation_id AND r.seq < NEW.seq ORDER BY r.seq DESC LIMIT 1), 0) <> NEW.amount_fen ELSE CASE WHEN NEW.reservation IS NULL THEN NEW.left_fen <> 0 ELSE COALESCE((SELECT r.left_fen FROM appropriation_moves r WHERE r.unit_id = NEW.unit_id AND r.reservation = NEW.reservation AND r.appropriation_id = NEW.appropriation_id AND r.seq < NEW.seq ORDER BY r.seq DESC LIMIT 1), -1) < 0 OR NEW.left_fen <> (SELECT r.left_fen FROM appropriation_moves r WHERE r.unit_id = NEW.unit_id AND r.reservation = NEW.reservation AND r.appropriation_id = NEW.appropriation_id AND r.seq < NEW.seq ORDER BY r.seq DESC LIMIT 1) - CASE WHEN NEW.reservation IS NULL OR EXISTS (SELECT 1 FROM appropriation_moves r WHERE r.unit_id = NEW.unit_id AND r.reservation = NEW.reservation AND r.appropriation_id = NEW.appropriation_id AND r.seq < NEW.seq AND r.act = 'release') THEN 0 ELSE NEW.amount_fen END END END;
  SELECT RAISE(ABORT, 'bangfu:L9') WHERE NEW.open_fen - NEW.reserved_fen - NEW.spent_fen < 0 AND NOT CASE WHEN NEW.seq = 1 THEN NEW.over = 'history' WHEN EXISTS (SELECT 1 FROM appropriation_moves b WHERE b.unit_id = NEW.unit_id AND b.appropriation_id = NEW.appropriation_id AND b.seq = NEW.seq - 1 AND NEW.open_fen - NEW.reserved_fen - NEW.spent_fen >= b.open_fen - b.reserved_fen - b.spent_fen) THEN EXISTS (SELECT 1 FROM appropriation_moves b WHERE b.unit_id = NEW.unit_id AND b.appropriation_id = NEW.appropriation_id AND b.seq = NEW.seq - 1 AND b.over = NEW.over AND COALESCE(b.decision, 0) = COALESCE(NEW.decision, 0)) WHEN NEW.act = 'use' THEN NEW.reservation IS NULL AND NEW.over = 'voucher' WHEN NEW.act = 'reserve' THEN NEW.over = 'decision' AND (SELECT d.mode FROM control_decisions d WHERE d.unit_id = NEW.unit_id AND d.rule = 'year' AND d.since <= NEW.acted_on AND d.until >= NEW.acted_on AND (d.appropriation_id IS NULL OR d.appropriation_id = NEW.appropriation_id) ORDER BY d.number DESC LIMIT 1) = 'warn' AND NEW.decision = (SELECT d.number FROM control_decisions d WHERE d.unit_id = NEW.unit_id AND d.rule = 'year' AND d.since <= NEW.acted_on AND d.until >= NEW.acted_on AND (d.appropriation_id IS NULL OR d.appropriation_id = NEW.appropriation_id) ORDER BY d.number DESC LIMIT 1) ELSE NEW.seq < 1 END;
  SELECT RAISE(ABORT, 'bangfu:quarter') WHERE NEW.act = 'reserve' AND COALESCE((SELECT d.mode FROM control_decisions d WHERE d.unit_id = NEW.unit_id AND d.rule = 'quarter' AND d.since <= NEW.acted_on AND d.until >= NEW.acted_on AND (d.appropriation_id IS NULL OR d.appropriation_id = NEW.appropriation_id) ORDER BY d.number DESC LIMIT 1), 'warn') = 'stop' AND (NEW.q1_fen + CASE WHEN (CAST(substr(NEW.acted_on, 6, 2) AS INTEGER) + 2) / 3 > 1 THEN NEW.q2_fen ELSE 0 END + CASE WHEN (CAST(substr(NEW.acted_on, 6, 2) AS INTEGER) + 2) / 3 > 2 THEN NEW.q3_fen ELSE 0 END + CASE WHEN (CAST(substr(NEW.acted_on, 6, 2) AS INTEGER) + 2) / 3 > 3 THEN NEW.q4_fen ELSE 0 END) < NEW.reserved_fen + NEW.spent_fen;
  SELECT RAISE(ABORT, 'bangfu:L9') WHERE NEW.act = 'use' AND NEW.amount_fen > 0 AND EXISTS (SELECT 1 FROM appropriation_moves r WHERE r.unit_id = NEW.unit_id AND r.reservation = NEW.reservation AND r.appropriation_id = NEW.appropriation_id AND r.seq < NEW.seq AND r.act = 'release');
  SELECT RAISE(ABORT, 'bangfu:L9') WHERE NEW.act = 'use' AND NEW.amount_fen > 0 AND EXISTS (SELECT 1 FROM reservations k WHERE k.unit_id = NEW.unit_id AND k.key = NEW.reservation AND k.expires_on < NEW.acted_on);
  SELECT RAISE(ABORT, 'bangfu:L3') WHERE NEW.position IS NOT NULL AND EXISTS (SELECT 1 FROM vouchers v WHERE v.unit_id = NEW.unit_id AND v.position = NEW.position);
  SELECT RAISE(ABORT, 'bangfu:L5') WHERE (NEW.act = 'open' OR NEW.act = 'reserve') AND EXISTS (SELECT 1 FROM closes c, appropriations a WHERE a.unit_id = NEW.unit_id AND a.id = NEW.appropriation_id AND c.unit_id = NEW.unit_id AND c.period >= a.year * 100 + 12);
  SELECT RAISE(ABORT, 'bangfu:budget') WHERE NEW.act = 'open' AND NOT EXISTS (SELECT 1 FROM appropriations a, budget_steps w WHERE a.unit_id = NEW.unit_id AND a.id = NEW.appropriation_id AND w.unit_id = a.unit_id AND w.year = a.year AND w.state = 'approved' AND w.resolution = NEW.basis AND w.version = (SELECT i.version FROM budget_versions i JOIN budget_steps t ON t.unit_id = i.unit_id AND t.year = i.year AND t.version = i.version AND t.state = 'approved' WHERE i.unit_id = a.unit_id AND i.year = a.year ORDER BY CASE i.kind WHEN 'provisional' THEN 1 ELSE 0 END, i.version DESC LIMIT 1) AND NEW.q1_fen = COALESCE((SELECT l.q1_fen + l.carried_fen FROM budget_lines l WHERE l.unit_id = w.unit_id AND l.year = w.year AND l.version = w.version AND l.fund_id = a.fund_id AND l.account_id = a.account_id AND l.purpose = a.purpose), 0) AND NEW.q2_fen = COALESCE((SELECT l.q2_fen FROM budget_lines l WHERE l.unit_id = w.unit_id AND l.year = w.year AND l.version = w.version AND l.fund_id = a.fund_id AND l.account_id = a.account_id AND l.purpose = a.purpose), 0) AND NEW.q3_fen = COALESCE((SELECT l.q3_fen FROM budget_lines l WHERE l.unit_id = w.unit_id AND l.year = w.year AND l.version = w.version AND l.fund_id = a.fund_id AND l.account_id = a.account_id AND l.purpose = a.purpose), 0) AND NEW.q4_fen = COALESCE((SELECT l.q4_fen FROM budget_lines l WHERE l.unit_id = w.unit_id AND l.year = w.year AND l.version = w.version AND l.fund_id = a.fund_id AND l.account_id = a.account_id AND l.purpose = a.purpose), 0));
END
--;;
CREATE TRIGGER body_members_in_order AFTER INSERT ON body_members BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.revision <> 1 + (SELECT COUNT(*) FROM body_members o WHERE o.unit_id = NEW.unit_id AND o.number = NEW.number AND o.revision < NEW.revision);
END
--;;
CREATE TRIGGER meetings_in_order AFTER INSERT ON meetings BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.number <> 1 + (SELECT COUNT(*) FROM meetings o WHERE o.unit_id = NEW.unit_id AND o.number < NEW.number);
END
--;;
CREATE TRIGGER attendances_in_order AFTER INSERT ON attendances BEGIN
  SELECT RAISE(ABORT, 'bangfu:body') WHERE NOT EXISTS (SELECT 1 FROM meetings d, body_members b WHERE b.unit_id = NEW.unit_id AND b.since <= d.held_on AND (b.until IS NULL OR b.until > d.held_on) AND NOT EXISTS (SELECT 1 FROM body_members l WHERE l.unit_id = b.unit_id AND l.number = b.number AND l.revision > b.revision) AND b.number = NEW.member AND d.unit_id = NEW.unit_id AND d.number = NEW.meeting) OR EXISTS (SELECT 1 FROM resolutions r WHERE r.unit_id = NEW.unit_id AND r.meeting = NEW.meeting);
END
--;;
CREATE TRIGGER votes_in_order AFTER INSERT ON votes BEGIN
  SELECT RAISE(ABORT, 'bangfu:L3') WHERE EXISTS (SELECT 1 FROM resolutions r WHERE r.unit_id = NEW.unit_id AND r.key = NEW.resolution);
END
--;;
CREATE TRIGGER resolutions_in_order AFTER INSERT ON resolutions BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.key <> CAST(NEW.year AS TEXT) || '-' || CAST(NEW.number AS TEXT);
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.number <> 1 + (SELECT COUNT(*) FROM resolutions o WHERE o.unit_id = NEW.unit_id AND o.year = NEW.year AND o.number < NEW.number);
  SELECT RAISE(ABORT, 'bangfu:body') WHERE NOT EXISTS (SELECT 1 FROM meetings d WHERE d.unit_id = NEW.unit_id AND d.number = NEW.meeting AND CAST(substr(d.held_on, 1, 4) AS INTEGER) = NEW.year AND NEW.sitting = (SELECT COUNT(*) FROM body_members b WHERE b.unit_id = NEW.unit_id AND b.since <= d.held_on AND (b.until IS NULL OR b.until > d.held_on) AND NOT EXISTS (SELECT 1 FROM body_members l WHERE l.unit_id = b.unit_id AND l.number = b.number AND l.revision > b.revision)));
  SELECT RAISE(ABORT, 'bangfu:body') WHERE NEW.present <> (SELECT COUNT(*) FROM attendances a WHERE a.unit_id = NEW.unit_id AND a.meeting = NEW.meeting);
  SELECT RAISE(ABORT, 'bangfu:body') WHERE EXISTS (SELECT 1 FROM votes v WHERE v.unit_id = NEW.unit_id AND v.resolution = NEW.key AND NOT EXISTS (SELECT 1 FROM attendances a WHERE a.unit_id = v.unit_id AND a.meeting = NEW.meeting AND a.member = v.member));
  SELECT RAISE(ABORT, 'bangfu:body') WHERE NEW.votes_for <> (SELECT COUNT(*) FROM votes v WHERE v.unit_id = NEW.unit_id AND v.resolution = NEW.key AND v.vote = 'for') OR NEW.votes_against <> (SELECT COUNT(*) FROM votes v WHERE v.unit_id = NEW.unit_id AND v.resolution = NEW.key AND v.vote = 'against') OR NEW.abstained <> (SELECT COUNT(*) FROM votes v WHERE v.unit_id = NEW.unit_id AND v.resolution = NEW.key AND v.vote = 'abstained') OR NEW.recused <> (SELECT COUNT(*) FROM votes v WHERE v.unit_id = NEW.unit_id AND v.resolution = NEW.key AND v.vote = 'recused');
END
--;;
CREATE TRIGGER body_offices_in_order AFTER INSERT ON body_offices BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.number <> 1 + (SELECT COUNT(*) FROM body_offices o WHERE o.unit_id = NEW.unit_id AND o.number < NEW.number);
  SELECT RAISE(ABORT, 'bangfu:resolution') WHERE NOT EXISTS (SELECT 1 FROM resolutions r WHERE r.unit_id = NEW.unit_id AND r.key = NEW.resolution AND r.adopted = 1 AND r.subject = 'office');
END
--;;
CREATE TRIGGER body_rules_in_order AFTER INSERT ON body_rules BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.number <> 1 + (SELECT COUNT(*) FROM body_rules o WHERE o.unit_id = NEW.unit_id AND o.number < NEW.number);
  SELECT RAISE(ABORT, 'bangfu:resolution') WHERE NOT EXISTS (SELECT 1 FROM resolutions r WHERE r.unit_id = NEW.unit_id AND r.key = NEW.resolution AND r.adopted = 1 AND r.subject = 'rules');
END
--;;
CREATE TRIGGER baselines_in_order AFTER INSERT ON baselines BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.number <> 1 + (SELECT COUNT(*) FROM baselines o WHERE o.unit_id = NEW.unit_id AND o.number < NEW.number);
  SELECT RAISE(ABORT, 'bangfu:resolution') WHERE NOT EXISTS (SELECT 1 FROM resolutions r WHERE r.unit_id = NEW.unit_id AND r.key = NEW.resolution AND r.adopted = 1 AND r.subject = 'baseline');
END
--;;
CREATE TRIGGER yearly_figures_in_order AFTER INSERT ON yearly_figures BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.revision <> 1 + (SELECT COUNT(*) FROM yearly_figures o WHERE o.unit_id = NEW.unit_id AND o.series = NEW.series AND o.year = NEW.year AND o.revision < NEW.revision);
END
--;;
CREATE TRIGGER growth_policies_in_order AFTER INSERT ON growth_policies BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.revision <> 1 + (SELECT COUNT(*) FROM growth_policies o WHERE o.unit_id = NEW.unit_id AND o.series = NEW.series AND o.since_year = NEW.since_year AND o.revision < NEW.revision);
  SELECT RAISE(ABORT, 'bangfu:resolution') WHERE NOT EXISTS (SELECT 1 FROM resolutions r WHERE r.unit_id = NEW.unit_id AND r.key = NEW.resolution AND r.adopted = 1 AND r.subject = 'growth');
END
--;;
CREATE TRIGGER growth_notes_in_order AFTER INSERT ON growth_notes BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.number <> 1 + (SELECT COUNT(*) FROM growth_notes o WHERE o.unit_id = NEW.unit_id AND o.series = NEW.series AND o.year = NEW.year AND o.number < NEW.number);
  SELECT RAISE(ABORT, 'bangfu:resolution') WHERE NOT EXISTS (SELECT 1 FROM resolutions r WHERE r.unit_id = NEW.unit_id AND r.key = NEW.resolution AND r.adopted = 1 AND r.subject = 'growth');
END
--;;
CREATE TRIGGER budget_versions_in_order AFTER INSERT ON budget_versions BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.version <> 1 + (SELECT COUNT(*) FROM budget_versions o WHERE o.unit_id = NEW.unit_id AND o.year = NEW.year AND o.version < NEW.version);
END
--;;
CREATE TRIGGER budget_sources_in_order AFTER INSERT ON budget_sources BEGIN
  SELECT RAISE(ABORT, 'bangfu:L3') WHERE EXISTS (SELECT 1 FROM budget_steps t WHERE t.unit_id = NEW.unit_id AND t.year = NEW.year AND t.version = NEW.version);
END
--;;
CREATE TRIGGER budget_lines_in_order AFTER INSERT ON budget_lines BEGIN
  SELECT RAISE(ABORT, 'bangfu:L3') WHERE EXISTS (SELECT 1 FROM budget_steps t WHERE t.unit_id = NEW.unit_id AND t.year = NEW.year AND t.version = NEW.version);
END
--;;
CREATE TRIGGER budget_steps_in_order AFTER INSERT ON budget_steps BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.step <> 1 + (SELECT COUNT(*) FROM budget_steps o WHERE o.unit_id = NEW.unit_id AND o.year = NEW.year AND o.version = NEW.version AND o.step < NEW.step);
  SELECT RAISE(ABORT, 'bangfu:budget') WHERE NEW.step > 1 AND NOT EXISTS (SELECT 1 FROM budget_steps b, budget_versions w WHERE w.unit_id = NEW.unit_id AND w.year = NEW.year AND w.version = NEW.version AND b.unit_id = NEW.unit_id AND b.year = NEW.year AND b.version = NEW.version AND b.step = NEW.step - 1 AND (NEW.state = 'submitted' AND (b.state = 'draft' OR b.state = 'returned') OR NEW.state = 'returned' AND (b.state = 'submitted' OR b.state = 'examined') OR NEW.state = 'examined' AND (b.state = 'submitted') OR NEW.state = 'approved' AND (b.state = 'examined') OR NEW.state = 'filed' AND (b.state = 'approved') OR NEW.state = 'dropped' AND (b.state = 'draft' OR b.state = 'submitted' OR b.state = 'returned' OR b.state = 'examined') OR w.kind = 'provisional' AND NEW.state = 'approved' AND b.state = 'draft'));
  SELECT RAISE(ABORT, 'bangfu:L6') WHERE (NEW.state = 'examined' OR NEW.state = 'approved') AND EXISTS (SELECT 1 FROM budget_versions w WHERE w.unit_id = NEW.unit_id AND w.year = NEW.year AND w.version = NEW.version AND w.person_id = NEW.person_id);
  SELECT RAISE(ABORT, 'bangfu:resolution') WHERE NEW.state = 'approved' AND NOT EXISTS (SELECT 1 FROM resolutions r WHERE r.unit_id = NEW.unit_id AND r.key = NEW.resolution AND r.adopted = 1 AND r.subject = 'budget');
  SELECT RAISE(ABORT, 'bangfu:budget') WHERE NEW.state = 'approved' AND EXISTS (SELECT 1 FROM budget_versions w WHERE w.unit_id = NEW.unit_id AND w.year = NEW.year AND w.version = NEW.version AND w.kind <> 'provisional') AND EXISTS (SELECT 1 FROM budget_lines l WHERE l.unit_id = NEW.unit_id AND l.year = NEW.year AND l.version = NEW.version GROUP BY l.fund_id HAVING SUM(l.q1_fen + l.q2_fen + l.q3_fen + l.q4_fen) > COALESCE((SELECT SUM(f.receipts_fen) FROM budget_sources f WHERE f.unit_id = NEW.unit_id AND f.year = NEW.year AND f.version = NEW.version AND f.fund_id = l.fund_id), 0) OR SUM(l.carried_fen) > COALESCE((SELECT SUM(f.carried_fen) FROM budget_sources f WHERE f.unit_id = NEW.unit_id AND f.year = NEW.year AND f.version = NEW.version AND f.fund_id = l.fund_id), 0));
END
--;;
CREATE TRIGGER controls_in_order AFTER INSERT ON controls BEGIN
  SELECT RAISE(ABORT, 'bangfu:resolution') WHERE NOT EXISTS (SELECT 1 FROM resolutions r WHERE r.unit_id = NEW.unit_id AND r.key = NEW.resolution AND r.adopted = 1 AND r.subject = 'control');
END
--;;
CREATE TRIGGER control_decisions_in_order AFTER INSERT ON control_decisions BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.number <> 1 + (SELECT COUNT(*) FROM control_decisions o WHERE o.unit_id = NEW.unit_id AND o.number < NEW.number);
  SELECT RAISE(ABORT, 'bangfu:resolution') WHERE NOT EXISTS (SELECT 1 FROM resolutions r WHERE r.unit_id = NEW.unit_id AND r.key = NEW.resolution AND r.adopted = 1 AND r.subject = 'control');
END
