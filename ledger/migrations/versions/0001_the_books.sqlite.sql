CREATE TABLE charts (
	"key" TEXT NOT NULL,
	label TEXT NOT NULL,
	statutory INTEGER NOT NULL,
	CONSTRAINT pk_charts PRIMARY KEY ("key")
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE operations (
	unit_id INTEGER NOT NULL,
	position INTEGER NOT NULL,
	at TEXT NOT NULL,
	person TEXT NOT NULL,
	os_user TEXT NOT NULL,
	act TEXT NOT NULL,
	subject TEXT NOT NULL,
	outcome TEXT NOT NULL,
	previous BLOB NOT NULL,
	hash BLOB NOT NULL,
	CONSTRAINT pk_operations PRIMARY KEY (unit_id, position),
	CONSTRAINT ck_operations_position_from_one CHECK (position > 0),
	CONSTRAINT ck_operations_act_named CHECK (act <> ''),
	CONSTRAINT ck_operations_outcome_known CHECK (outcome IN ('done', 'refused')),
	CONSTRAINT ck_operations_previous_whole CHECK (length(previous) = 32),
	CONSTRAINT ck_operations_hash_whole CHECK (length(hash) = 32)
)
 WITHOUT ROWID,
 STRICT
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
 STRICT
--;;
CREATE TABLE records (
	unit_id INTEGER NOT NULL,
	position INTEGER NOT NULL,
	kind TEXT NOT NULL,
	"key" TEXT NOT NULL,
	content TEXT NOT NULL,
	person TEXT NOT NULL,
	recorded_at TEXT NOT NULL,
	previous BLOB NOT NULL,
	hash BLOB NOT NULL,
	CONSTRAINT pk_records PRIMARY KEY (unit_id, position),
	CONSTRAINT uq_records_unit_id_kind_key UNIQUE (unit_id, kind, "key"),
	CONSTRAINT ck_records_position_from_one CHECK (position > 0),
	CONSTRAINT ck_records_hash_whole CHECK (length(hash) = 32),
	CONSTRAINT ck_records_previous_whole CHECK (length(previous) = 32)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE totals (
	unit_id INTEGER NOT NULL,
	period INTEGER NOT NULL,
	account_id INTEGER NOT NULL,
	fund_id INTEGER NOT NULL,
	purpose TEXT NOT NULL,
	debit_fen INTEGER NOT NULL,
	credit_fen INTEGER NOT NULL,
	persons INTEGER NOT NULL,
	CONSTRAINT pk_totals PRIMARY KEY (unit_id, period, account_id, fund_id, purpose)
)
 WITHOUT ROWID,
 STRICT
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
	opened_on TEXT NOT NULL,
	CONSTRAINT pk_units PRIMARY KEY (id),
	CONSTRAINT ck_units_level_known CHECK (level = 'province' OR level = 'city' OR level = 'county' OR level = 'township' OR level = 'grassroots'),
	CONSTRAINT ck_units_type_known CHECK (type = 'local' OR type = 'provincial_organ' OR type = 'provincial_industry' OR type = 'counterpart' OR type = 'grassroots'),
	CONSTRAINT ck_units_account_mode_known CHECK (account_mode = 'dedicated_account' OR account_mode = 'dedicated_subject'),
	CONSTRAINT ck_units_voucher_kinds_known CHECK (voucher_kinds = 'three' OR voucher_kinds = 'five' OR voucher_kinds = 'one'),
	CONSTRAINT ck_units_id_positive CHECK (id > 0),
	CONSTRAINT ck_units_parent_first CHECK (parent_id IS NULL OR parent_id < id),
	CONSTRAINT ck_units_opened_on_is_a_day CHECK (opened_on = date(opened_on, '+0 days') IS TRUE),
	CONSTRAINT uq_units_code UNIQUE (code),
	CONSTRAINT fk_units_parent_id FOREIGN KEY(parent_id) REFERENCES units (id)
)
 STRICT
--;;
CREATE TABLE vouchers (
	unit_id INTEGER NOT NULL,
	position INTEGER NOT NULL,
	period INTEGER NOT NULL,
	kind TEXT NOT NULL,
	number INTEGER NOT NULL,
	dated_on TEXT NOT NULL,
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
	corrects INTEGER,
	correction TEXT,
	entered TEXT NOT NULL,
	basis TEXT DEFAULT '' NOT NULL,
	content_hash BLOB NOT NULL,
	previous BLOB NOT NULL,
	hash BLOB NOT NULL,
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
	CONSTRAINT ck_vouchers_dated_on_is_a_day CHECK (dated_on = date(dated_on, '+0 days') IS TRUE),
	CONSTRAINT ck_vouchers_l5_date_in_period CHECK (period = CAST(substr(dated_on, 1, 4) AS INTEGER) * 100 + CASE kind WHEN '期初' THEN 0 ELSE CAST(substr(dated_on, 6, 2) AS INTEGER) END)
)
 WITHOUT ROWID,
 STRICT
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
	CONSTRAINT fk_accounts_chart FOREIGN KEY(chart) REFERENCES charts ("key"),
	CONSTRAINT fk_accounts_parent_id FOREIGN KEY(parent_id) REFERENCES accounts (id)
)
 STRICT
--;;
CREATE INDEX ix_accounts_parent_id ON accounts (parent_id)
--;;
CREATE TABLE adjusting (
	unit_id INTEGER NOT NULL,
	period INTEGER NOT NULL,
	position INTEGER NOT NULL,
	hash BLOB NOT NULL,
	begun_by_id INTEGER NOT NULL,
	begun_at TEXT NOT NULL,
	CONSTRAINT pk_adjusting PRIMARY KEY (unit_id, period),
	CONSTRAINT ck_adjusting_period_is_december CHECK (period % 100 = 12),
	CONSTRAINT ck_adjusting_hash_whole CHECK (length(hash) = 32),
	CONSTRAINT fk_adjusting_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_adjusting_begun_by_id FOREIGN KEY(begun_by_id) REFERENCES people (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE checkpoints (
	unit_id INTEGER NOT NULL,
	period INTEGER NOT NULL,
	account_id INTEGER NOT NULL,
	fund_id INTEGER NOT NULL,
	purpose TEXT NOT NULL,
	debit_fen INTEGER NOT NULL,
	credit_fen INTEGER NOT NULL,
	persons INTEGER NOT NULL,
	CONSTRAINT pk_checkpoints PRIMARY KEY (unit_id, period, account_id, fund_id, purpose),
	CONSTRAINT fk_checkpoints_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE closes (
	unit_id INTEGER NOT NULL,
	period INTEGER NOT NULL,
	position INTEGER NOT NULL,
	hash BLOB NOT NULL,
	totals_hash BLOB NOT NULL,
	closed_by_id INTEGER NOT NULL,
	closed_at TEXT NOT NULL,
	CONSTRAINT pk_closes PRIMARY KEY (unit_id, period),
	CONSTRAINT ck_closes_period_is_a_month CHECK (period % 100 BETWEEN 1 AND 12),
	CONSTRAINT ck_closes_hash_whole CHECK (length(hash) = 32),
	CONSTRAINT ck_closes_totals_hash_whole CHECK (length(totals_hash) = 32),
	CONSTRAINT fk_closes_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_closes_closed_by_id FOREIGN KEY(closed_by_id) REFERENCES people (id)
)
 WITHOUT ROWID,
 STRICT
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
 WITHOUT ROWID,
 STRICT
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
	opened_on TEXT NOT NULL,
	CONSTRAINT pk_funds PRIMARY KEY (unit_id, id),
	CONSTRAINT uq_funds_unit_id_code UNIQUE (unit_id, code),
	CONSTRAINT ck_funds_restricted_flag CHECK (restricted IN (0, 1)),
	CONSTRAINT ck_funds_general_is_free CHECK (origin <> 'general' OR restricted = 0),
	CONSTRAINT ck_funds_opened_on_is_a_day CHECK (opened_on = date(opened_on, '+0 days') IS TRUE),
	CONSTRAINT fk_funds_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE logins (
	login TEXT NOT NULL,
	person_id INTEGER NOT NULL,
	CONSTRAINT pk_logins PRIMARY KEY (login),
	CONSTRAINT fk_logins_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE money_positions (
	unit_id INTEGER NOT NULL,
	fund_id INTEGER NOT NULL,
	account_id INTEGER NOT NULL,
	position INTEGER NOT NULL,
	balance_fen INTEGER NOT NULL,
	overdrawn_by INTEGER,
	CONSTRAINT pk_money_positions PRIMARY KEY (unit_id, fund_id, account_id, position),
	CONSTRAINT fk_money_positions_unit_id_position FOREIGN KEY(unit_id, position) REFERENCES vouchers (unit_id, position) DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT ck_money_positions_l7_overdrawn_named CHECK ((balance_fen < 0) = (overdrawn_by IS NOT NULL))
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE INDEX ix_money_positions_unit_id_position ON money_positions (unit_id, position)
--;;
CREATE TABLE postings (
	unit_id INTEGER NOT NULL,
	position INTEGER NOT NULL,
	line INTEGER NOT NULL,
	account_id INTEGER NOT NULL,
	fund_id INTEGER NOT NULL,
	debit_fen INTEGER NOT NULL,
	credit_fen INTEGER NOT NULL,
	purpose TEXT,
	party TEXT DEFAULT '' NOT NULL,
	recipient TEXT DEFAULT '' NOT NULL,
	persons INTEGER DEFAULT '0' NOT NULL,
	item TEXT DEFAULT '' NOT NULL,
	quantity_milli INTEGER DEFAULT '0' NOT NULL,
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
	CONSTRAINT ck_postings_quantity_bounded CHECK (quantity_milli BETWEEN -1000000000000000 AND 1000000000000000),
	CONSTRAINT ck_postings_arose_on_is_a_day CHECK (arose_on = '' OR arose_on = date(arose_on, '+0 days'))
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE INDEX ix_postings_unit_id_account_id_position ON postings (unit_id, account_id, position)
--;;
CREATE TABLE rights (
	person_id INTEGER NOT NULL,
	"right" TEXT NOT NULL,
	scope_id INTEGER NOT NULL,
	since TEXT NOT NULL,
	revision INTEGER NOT NULL,
	until TEXT,
	CONSTRAINT pk_rights PRIMARY KEY (person_id, "right", scope_id, since, revision),
	CONSTRAINT ck_rights_since_is_a_day CHECK (since = date(since, '+0 days') IS TRUE),
	CONSTRAINT fk_rights_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
 WITHOUT ROWID,
 STRICT
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
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE tenures (
	unit_id INTEGER NOT NULL,
	person_id INTEGER NOT NULL,
	post TEXT NOT NULL,
	since TEXT NOT NULL,
	revision INTEGER NOT NULL,
	until TEXT,
	acting INTEGER NOT NULL,
	CONSTRAINT pk_tenures PRIMARY KEY (unit_id, person_id, post, since, revision),
	CONSTRAINT ck_tenures_acting_flag CHECK (acting IN (0, 1)),
	CONSTRAINT ck_tenures_since_before_until CHECK (until IS NULL OR since < until),
	CONSTRAINT ck_tenures_since_is_a_day CHECK (since = date(since, '+0 days') IS TRUE),
	CONSTRAINT fk_tenures_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_tenures_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE unit_charts (
	unit_id INTEGER NOT NULL,
	chart TEXT NOT NULL,
	since TEXT NOT NULL,
	CONSTRAINT pk_unit_charts PRIMARY KEY (unit_id, chart),
	CONSTRAINT uq_unit_charts_unit_id_since UNIQUE (unit_id, since),
	CONSTRAINT ck_unit_charts_since_is_a_day CHECK (since = date(since, '+0 days') IS TRUE),
	CONSTRAINT fk_unit_charts_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_unit_charts_chart FOREIGN KEY(chart) REFERENCES charts ("key")
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE unit_endings (
	unit_id INTEGER NOT NULL,
	closed_on TEXT NOT NULL,
	merged_into_id INTEGER,
	CONSTRAINT pk_unit_endings PRIMARY KEY (unit_id),
	CONSTRAINT ck_unit_endings_closed_on_is_a_day CHECK (closed_on = date(closed_on, '+0 days') IS TRUE),
	CONSTRAINT fk_unit_endings_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_unit_endings_merged_into_id FOREIGN KEY(merged_into_id) REFERENCES units (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE year_ends (
	unit_id INTEGER NOT NULL,
	year INTEGER NOT NULL,
	number INTEGER NOT NULL,
	decisions TEXT NOT NULL,
	digest BLOB NOT NULL,
	position INTEGER NOT NULL,
	ordered_by_id INTEGER NOT NULL,
	ordered_at TEXT NOT NULL,
	CONSTRAINT pk_year_ends PRIMARY KEY (unit_id, year, number),
	CONSTRAINT ck_year_ends_number_from_one CHECK (number > 0),
	CONSTRAINT ck_year_ends_digest_whole CHECK (length(digest) = 32),
	CONSTRAINT fk_year_ends_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_year_ends_ordered_by_id FOREIGN KEY(ordered_by_id) REFERENCES people (id)
)
 WITHOUT ROWID,
 STRICT
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
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE money_proofs (
	unit_id INTEGER NOT NULL,
	period INTEGER NOT NULL,
	account_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	amount_fen INTEGER NOT NULL,
	other_fen INTEGER NOT NULL,
	explained_fen INTEGER NOT NULL,
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
 WITHOUT ROWID,
 STRICT
--;;
CREATE UNIQUE INDEX uq_vouchers_cancelled_once ON vouchers (unit_id, corrects) WHERE correction = 'full'
--;;
CREATE UNIQUE INDEX uq_vouchers_replaced_once ON vouchers (unit_id, corrects) WHERE correction = 'replacement'
--;;
CREATE TRIGGER units_no_update BEFORE UPDATE ON units BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER units_no_delete BEFORE DELETE ON units BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER units_no_replace BEFORE INSERT ON units WHEN EXISTS (SELECT 1 FROM units o WHERE o."id" = NEW."id") OR EXISTS (SELECT 1 FROM units o WHERE o."code" = NEW."code") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER charts_no_update BEFORE UPDATE ON charts BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER charts_no_delete BEFORE DELETE ON charts BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER charts_no_replace BEFORE INSERT ON charts WHEN EXISTS (SELECT 1 FROM charts o WHERE o."key" = NEW."key") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER accounts_no_update BEFORE UPDATE ON accounts BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER accounts_no_delete BEFORE DELETE ON accounts BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER accounts_no_replace BEFORE INSERT ON accounts WHEN EXISTS (SELECT 1 FROM accounts o WHERE o."id" = NEW."id") OR EXISTS (SELECT 1 FROM accounts o WHERE o."chart" = NEW."chart" AND o."code" = NEW."code") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER people_no_update BEFORE UPDATE ON people BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER people_no_delete BEFORE DELETE ON people BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER people_no_replace BEFORE INSERT ON people WHEN EXISTS (SELECT 1 FROM people o WHERE o."id" = NEW."id") OR EXISTS (SELECT 1 FROM people o WHERE o."code" = NEW."code") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER logins_no_update BEFORE UPDATE ON logins BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER logins_no_delete BEFORE DELETE ON logins BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER logins_no_replace BEFORE INSERT ON logins WHEN EXISTS (SELECT 1 FROM logins o WHERE o."login" = NEW."login") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER rights_no_update BEFORE UPDATE ON rights BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER rights_no_delete BEFORE DELETE ON rights BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER rights_no_replace BEFORE INSERT ON rights WHEN EXISTS (SELECT 1 FROM rights o WHERE o."person_id" = NEW."person_id" AND o."right" = NEW."right" AND o."scope_id" = NEW."scope_id" AND o."since" = NEW."since" AND o."revision" = NEW."revision") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER unit_endings_no_update BEFORE UPDATE ON unit_endings BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER unit_endings_no_delete BEFORE DELETE ON unit_endings BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER unit_endings_no_replace BEFORE INSERT ON unit_endings WHEN EXISTS (SELECT 1 FROM unit_endings o WHERE o."unit_id" = NEW."unit_id") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER unit_charts_no_update BEFORE UPDATE ON unit_charts BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER unit_charts_no_delete BEFORE DELETE ON unit_charts BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER unit_charts_no_replace BEFORE INSERT ON unit_charts WHEN EXISTS (SELECT 1 FROM unit_charts o WHERE o."unit_id" = NEW."unit_id" AND o."chart" = NEW."chart") OR EXISTS (SELECT 1 FROM unit_charts o WHERE o."unit_id" = NEW."unit_id" AND o."since" = NEW."since") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER tenures_no_update BEFORE UPDATE ON tenures BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER tenures_no_delete BEFORE DELETE ON tenures BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER tenures_no_replace BEFORE INSERT ON tenures WHEN EXISTS (SELECT 1 FROM tenures o WHERE o."unit_id" = NEW."unit_id" AND o."person_id" = NEW."person_id" AND o."post" = NEW."post" AND o."since" = NEW."since" AND o."revision" = NEW."revision") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER funds_no_update BEFORE UPDATE ON funds BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER funds_no_delete BEFORE DELETE ON funds BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER funds_no_replace BEFORE INSERT ON funds WHEN EXISTS (SELECT 1 FROM funds o WHERE o."unit_id" = NEW."unit_id" AND o."id" = NEW."id") OR EXISTS (SELECT 1 FROM funds o WHERE o."unit_id" = NEW."unit_id" AND o."code" = NEW."code") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER fund_purposes_no_update BEFORE UPDATE ON fund_purposes BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER fund_purposes_no_delete BEFORE DELETE ON fund_purposes BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER fund_purposes_no_replace BEFORE INSERT ON fund_purposes WHEN EXISTS (SELECT 1 FROM fund_purposes o WHERE o."unit_id" = NEW."unit_id" AND o."fund_id" = NEW."fund_id" AND o."purpose" = NEW."purpose") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER records_no_update BEFORE UPDATE ON records BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER records_no_delete BEFORE DELETE ON records BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER records_no_replace BEFORE INSERT ON records WHEN EXISTS (SELECT 1 FROM records o WHERE o."unit_id" = NEW."unit_id" AND o."position" = NEW."position") OR EXISTS (SELECT 1 FROM records o WHERE o."unit_id" = NEW."unit_id" AND o."kind" = NEW."kind" AND o."key" = NEW."key") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER vouchers_no_update BEFORE UPDATE ON vouchers BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER vouchers_no_delete BEFORE DELETE ON vouchers BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER vouchers_no_replace BEFORE INSERT ON vouchers WHEN EXISTS (SELECT 1 FROM vouchers o WHERE o."unit_id" = NEW."unit_id" AND o."position" = NEW."position") OR EXISTS (SELECT 1 FROM vouchers o WHERE o."unit_id" = NEW."unit_id" AND o."period" = NEW."period" AND o."kind" = NEW."kind" AND o."number" = NEW."number") OR EXISTS (SELECT 1 FROM vouchers o WHERE o."unit_id" = NEW."unit_id" AND o."ref" = NEW."ref") OR (NEW.correction = 'full' AND EXISTS (SELECT 1 FROM vouchers o WHERE o.unit_id = NEW.unit_id AND o.corrects = NEW.corrects AND o.correction = 'full')) OR (NEW.correction = 'replacement' AND EXISTS (SELECT 1 FROM vouchers o WHERE o.unit_id = NEW.unit_id AND o.corrects = NEW.corrects AND o.correction = 'replacement')) BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER postings_no_update BEFORE UPDATE ON postings BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER postings_no_delete BEFORE DELETE ON postings BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER money_positions_no_update BEFORE UPDATE ON money_positions BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER money_positions_no_delete BEFORE DELETE ON money_positions BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER closes_no_update BEFORE UPDATE ON closes BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER closes_no_delete BEFORE DELETE ON closes BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER closes_no_replace BEFORE INSERT ON closes WHEN EXISTS (SELECT 1 FROM closes o WHERE o."unit_id" = NEW."unit_id" AND o."period" = NEW."period") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER adjusting_no_update BEFORE UPDATE ON adjusting BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER adjusting_no_delete BEFORE DELETE ON adjusting BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER adjusting_no_replace BEFORE INSERT ON adjusting WHEN EXISTS (SELECT 1 FROM adjusting o WHERE o."unit_id" = NEW."unit_id" AND o."period" = NEW."period") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER year_ends_no_update BEFORE UPDATE ON year_ends BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER year_ends_no_delete BEFORE DELETE ON year_ends BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER year_ends_no_replace BEFORE INSERT ON year_ends WHEN EXISTS (SELECT 1 FROM year_ends o WHERE o."unit_id" = NEW."unit_id" AND o."year" = NEW."year" AND o."number" = NEW."number") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER money_proofs_no_update BEFORE UPDATE ON money_proofs BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER money_proofs_no_delete BEFORE DELETE ON money_proofs BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER money_proofs_no_replace BEFORE INSERT ON money_proofs WHEN EXISTS (SELECT 1 FROM money_proofs o WHERE o."unit_id" = NEW."unit_id" AND o."period" = NEW."period" AND o."account_id" = NEW."account_id" AND o."number" = NEW."number") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER checkpoints_no_update BEFORE UPDATE ON checkpoints BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER checkpoints_no_delete BEFORE DELETE ON checkpoints BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER checkpoints_no_replace BEFORE INSERT ON checkpoints WHEN EXISTS (SELECT 1 FROM checkpoints o WHERE o."unit_id" = NEW."unit_id" AND o."period" = NEW."period" AND o."account_id" = NEW."account_id" AND o."fund_id" = NEW."fund_id" AND o."purpose" = NEW."purpose") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER draft_steps_no_update BEFORE UPDATE ON draft_steps BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER draft_steps_no_delete BEFORE DELETE ON draft_steps BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER draft_steps_no_replace BEFORE INSERT ON draft_steps WHEN EXISTS (SELECT 1 FROM draft_steps o WHERE o."unit_id" = NEW."unit_id" AND o."draft" = NEW."draft" AND o."step" = NEW."step") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER operations_no_update BEFORE UPDATE ON operations BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER operations_no_delete BEFORE DELETE ON operations BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER operations_no_replace BEFORE INSERT ON operations WHEN EXISTS (SELECT 1 FROM operations o WHERE o."unit_id" = NEW."unit_id" AND o."position" = NEW."position") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER secrets_no_update BEFORE UPDATE ON secrets BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER secrets_no_delete BEFORE DELETE ON secrets BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER secrets_no_replace BEFORE INSERT ON secrets WHEN EXISTS (SELECT 1 FROM secrets o WHERE o."person_id" = NEW."person_id" AND o."revision" = NEW."revision") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER postings_before_seal BEFORE INSERT ON postings WHEN NEW.position < 1 OR EXISTS (SELECT 1 FROM vouchers v WHERE v.unit_id = NEW.unit_id AND v.position = NEW.position) BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER money_positions_before_seal BEFORE INSERT ON money_positions WHEN NEW.position < 1 OR EXISTS (SELECT 1 FROM vouchers v WHERE v.unit_id = NEW.unit_id AND v.position = NEW.position) BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER vouchers_seal AFTER INSERT ON vouchers BEGIN
  SELECT CASE
    WHEN NEW.number > 1 AND 0 = (SELECT COUNT(*) FROM vouchers v WHERE v.unit_id = NEW.unit_id AND v.period = NEW.period AND v.kind = NEW.kind AND v.number = NEW.number - 1 AND v.position < NEW.position)
      THEN RAISE(ABORT, 'bangfu:L4')
    WHEN CASE WHEN NEW.position = 1 THEN NEW.previous <> zeroblob(32) ELSE 0 = (SELECT COUNT(*) FROM vouchers v WHERE v.unit_id = NEW.unit_id AND v.position = NEW.position - 1 AND v.hash = NEW.previous) END
      THEN RAISE(ABORT, 'bangfu:L10')
    WHEN EXISTS (SELECT 1 FROM closes c WHERE c.unit_id = NEW.unit_id AND c.period >= NEW.period)
      THEN RAISE(ABORT, 'bangfu:L5')
    WHEN NOT EXISTS (SELECT 1 FROM units u WHERE u.id = NEW.unit_id AND u.opened_on <= NEW.dated_on)
      THEN RAISE(ABORT, 'bangfu:L5')
    WHEN EXISTS (SELECT 1 FROM unit_endings e WHERE e.unit_id = NEW.unit_id AND e.closed_on <= NEW.dated_on)
      THEN RAISE(ABORT, 'bangfu:L5')
    WHEN (NEW.period % 100 = 12 OR NEW.entered = 'adjustment') AND CASE NEW.entered WHEN 'year_end' THEN 0 WHEN 'adjustment' THEN 1 ELSE -1 END IN (SELECT CASE COUNT(*) WHEN 0 THEN 1 ELSE -1 END FROM adjusting a WHERE a.unit_id = NEW.unit_id AND a.period = NEW.period)
      THEN RAISE(ABORT, 'bangfu:L5')
    WHEN NEW.entered = 'year_end' AND NOT EXISTS (SELECT 1 FROM year_ends y WHERE y.unit_id = NEW.unit_id AND y.ordered_by_id = NEW.preparer_id AND NEW.period IN (y.year * 100 + 12, y.year * 100 + 100, y.year * 100 + 101))
      THEN RAISE(ABORT, 'bangfu:year_end')
    WHEN NOT EXISTS (SELECT 1 FROM unit_charts h WHERE h.unit_id = NEW.unit_id AND h.chart = NEW.chart AND h.since <= NEW.dated_on AND NOT EXISTS (SELECT 1 FROM unit_charts l WHERE l.unit_id = NEW.unit_id AND l.since > h.since AND (l.since < NEW.dated_on OR l.since = NEW.dated_on AND NEW.kind <> '期初')))
      THEN RAISE(ABORT, 'bangfu:chart')
    WHEN NEW.kind <> '期初' AND EXISTS (SELECT 1 FROM unit_charts h WHERE h.unit_id = NEW.unit_id AND h.chart <> NEW.chart AND h.since < NEW.dated_on AND EXISTS (SELECT 1 FROM vouchers o WHERE o.unit_id = NEW.unit_id AND o.chart = h.chart AND o.position < NEW.position) AND NOT EXISTS (SELECT 1 FROM unit_charts c, vouchers o WHERE c.unit_id = NEW.unit_id AND c.chart = NEW.chart AND o.unit_id = NEW.unit_id AND o.period = CAST(substr(c.since, 1, 4) AS INTEGER) * 100 AND o.kind = '期初' AND o.chart = NEW.chart AND o.position < NEW.position))
      THEN RAISE(ABORT, 'bangfu:transfer')
    WHEN NOT EXISTS (SELECT 1 FROM people p WHERE p.id = NEW.preparer_id) OR NOT EXISTS (SELECT 1 FROM people p WHERE p.id = NEW.reviewer_id) OR NOT EXISTS (SELECT 1 FROM people p WHERE p.id = NEW.poster_id) OR NEW.cashier_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM people p WHERE p.id = NEW.cashier_id) OR NEW.head_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM people p WHERE p.id = NEW.head_id)
      THEN RAISE(ABORT, 'bangfu:person')
    WHEN NEW.kind = '期初' AND EXISTS (SELECT 1 FROM vouchers v WHERE v.unit_id = NEW.unit_id AND v.position < NEW.position AND (NEW.entered <> 'year_end' OR v.chart = NEW.chart AND (v.period = NEW.period OR NOT EXISTS (SELECT 1 FROM unit_charts l WHERE l.unit_id = NEW.unit_id AND l.since = NEW.dated_on AND l.chart <> NEW.chart))))
      THEN RAISE(ABORT, 'bangfu:opening')
  END;
  SELECT CASE
    WHEN COALESCE(SUM(j.lines), 0) < 2 THEN RAISE(ABORT, 'bangfu:L1')
    WHEN MAX(ABS(j.difference)) <> 0 THEN RAISE(ABORT, 'bangfu:L1')
    WHEN MIN(j.lowest) < 0 AND COALESCE(NEW.correction, 'replacement') = 'replacement' THEN RAISE(ABORT, 'bangfu:L2')
    WHEN MAX(j.strange_account) > 0 THEN RAISE(ABORT, 'bangfu:account')
    WHEN MAX(j.strange_fund) > 0 THEN RAISE(ABORT, 'bangfu:fund')
    WHEN MAX(j.strange_purpose) > 0 THEN RAISE(ABORT, 'bangfu:L8')
    WHEN MAX(j.wrong) > 0 OR SUM(j.pairs) <> (
      SELECT COUNT(*) FROM money_positions m
      WHERE m.unit_id = NEW.unit_id AND m.position = NEW.position)
      THEN RAISE(ABORT, 'bangfu:L7')
  END FROM (
  SELECT SUM(t.change) AS difference, SUM(t.lines) AS lines, MIN(t.lowest) AS lowest,
         MAX(t.strange_account) AS strange_account,
         MAX(t.strange_fund) AS strange_fund,
         MAX(t.strange_purpose) AS strange_purpose, SUM(t.money) AS pairs,
         MAX(CASE WHEN t.money = 1 AND
  NOT EXISTS (
    SELECT 1 FROM money_positions m
    WHERE m.unit_id = NEW.unit_id AND m.position = NEW.position
      AND m.fund_id = t.fund_id AND m.account_id = t.account_id
      AND m.balance_fen = t.change + COALESCE(
        (SELECT b.balance_fen FROM money_positions b
         WHERE b.unit_id = NEW.unit_id AND b.fund_id = t.fund_id
           AND b.account_id = t.account_id AND b.position < NEW.position
         ORDER BY b.position DESC LIMIT 1), 0)
      AND (m.balance_fen >= 0
        OR (m.overdrawn_by = NEW.position AND t.change < 0
            AND (NEW.correction IN ('full', 'difference') OR NEW.entered = 'bank'))
        OR (t.change >= 0 AND m.overdrawn_by =
          (SELECT b.overdrawn_by FROM money_positions b
           WHERE b.unit_id = NEW.unit_id AND b.fund_id = t.fund_id
             AND b.account_id = t.account_id AND b.position < NEW.position
           ORDER BY b.position DESC LIMIT 1))))
 THEN 1 ELSE 0 END) AS wrong
  FROM (
  SELECT p.fund_id, p.account_id, SUM(p.debit_fen - p.credit_fen) AS change,
         COUNT(*) AS lines, MIN(p.debit_fen + p.credit_fen) AS lowest,
         MAX(CASE WHEN a.id IS NULL OR a.chart <> NEW.chart
                    OR EXISTS (SELECT 1 FROM accounts c WHERE c.parent_id = a.id)
             THEN 1 ELSE 0 END) AS strange_account,
         MAX(CASE WHEN f.id IS NULL OR NEW.dated_on < f.opened_on
             THEN 1 ELSE 0 END) AS strange_fund,
         MAX(CASE WHEN p.purpose IS NULL
                  THEN CASE WHEN f.restricted = 1 AND a.spends = 1
                              AND NEW.kind <> '期初'
                              AND (p.debit_fen <> 0 OR p.credit_fen < 0
                                AND COALESCE(NEW.correction, '') <> 'full')
                            THEN 1 ELSE 0 END
                  WHEN EXISTS (SELECT 1 FROM fund_purposes u
                               WHERE u.unit_id = NEW.unit_id
                                 AND u.fund_id = p.fund_id AND u.purpose = p.purpose)
                  THEN 0 ELSE 1 END) AS strange_purpose,
         MAX(COALESCE(a.money, 0)) AS money
  FROM postings p
  LEFT JOIN accounts a ON a.id = p.account_id
  LEFT JOIN funds f ON f.unit_id = NEW.unit_id AND f.id = p.fund_id
  WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position
  GROUP BY p.fund_id, p.account_id
) t GROUP BY t.fund_id
) j;
END
--;;
CREATE TRIGGER vouchers_correct AFTER INSERT ON vouchers WHEN NEW.corrects IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'bangfu:correction') WHERE NOT EXISTS (SELECT 1 FROM vouchers v WHERE v.unit_id = NEW.unit_id AND v.position = NEW.corrects AND COALESCE(v.correction, '') <> 'full' AND v.kind <> '期初' AND v.period / 100 = NEW.period / 100 AND v.dated_on <= NEW.dated_on) OR NEW.correction = 'difference' AND EXISTS (SELECT 1 FROM vouchers r WHERE r.unit_id = NEW.unit_id AND r.corrects = NEW.corrects AND r.correction = 'full') OR NEW.correction = 'replacement' AND NOT EXISTS (SELECT 1 FROM vouchers r WHERE r.unit_id = NEW.unit_id AND r.corrects = NEW.corrects AND r.correction = 'full');
  SELECT RAISE(ABORT, 'bangfu:correction') WHERE NEW.correction = 'full' AND (EXISTS (
  SELECT 1 FROM postings o
  WHERE o.unit_id = NEW.unit_id AND o.position = NEW.corrects
    AND NOT EXISTS (
      SELECT 1 FROM postings r
      WHERE r.unit_id = NEW.unit_id AND r.position = NEW.position AND r.line = o.line
        AND r.account_id = o.account_id AND r.fund_id = o.fund_id
        AND r.debit_fen = -o.debit_fen AND r.credit_fen = -o.credit_fen
        AND COALESCE(r.purpose, '') = COALESCE(o.purpose, '')
        AND r.persons = -o.persons AND r.quantity_milli = -o.quantity_milli)
) OR (SELECT COUNT(*) FROM postings o WHERE o.unit_id = NEW.unit_id AND o.position = NEW.corrects) <> (SELECT COUNT(*) FROM postings r WHERE r.unit_id = NEW.unit_id AND r.position = NEW.position));
END
--;;
CREATE TRIGGER closes_in_order AFTER INSERT ON closes BEGIN
  SELECT RAISE(ABORT, 'bangfu:L5') WHERE EXISTS (SELECT 1 FROM closes c WHERE c.unit_id = NEW.unit_id AND c.period <> NEW.period GROUP BY c.unit_id HAVING MAX(c.period) + CASE WHEN MAX(c.period) % 100 = 12 THEN 89 ELSE 1 END <> NEW.period);
  SELECT RAISE(ABORT, 'bangfu:L5') WHERE NOT EXISTS (SELECT 1 FROM closes c WHERE c.unit_id = NEW.unit_id AND c.period <> NEW.period) AND EXISTS (SELECT 1 FROM vouchers v WHERE v.unit_id = NEW.unit_id AND v.period < NEW.period AND v.period <> NEW.period / 100 * 100);
  SELECT RAISE(ABORT, 'bangfu:L10') WHERE NEW.position <> COALESCE((SELECT MAX(v.position) FROM vouchers v WHERE v.unit_id = NEW.unit_id), 0);
  SELECT RAISE(ABORT, 'bangfu:L10') WHERE NEW.hash <> COALESCE((SELECT v.hash FROM vouchers v WHERE v.unit_id = NEW.unit_id AND v.position = NEW.position), zeroblob(32));
  SELECT RAISE(ABORT, 'bangfu:year_end') WHERE NEW.period % 100 = 12 AND EXISTS (SELECT 1 FROM totals t JOIN accounts a ON a.id = t.account_id WHERE t.unit_id = NEW.unit_id AND t.period <= NEW.period AND (a.class IN ('income', 'expense') OR a.role IN ('prior_year', 'earmark', 'year_result', 'carryover_in', 'budget_return')) GROUP BY t.account_id, t.fund_id HAVING SUM(t.debit_fen - t.credit_fen) <> 0);
END
--;;
CREATE TRIGGER adjusting_in_order AFTER INSERT ON adjusting BEGIN
  SELECT RAISE(ABORT, 'bangfu:L5') WHERE EXISTS (SELECT 1 FROM closes c WHERE c.unit_id = NEW.unit_id AND c.period >= NEW.period);
END
