CREATE TABLE aid_adoptions (
	unit_id INTEGER NOT NULL,
	set_key TEXT NOT NULL,
	since DATE NOT NULL,
	revision INTEGER NOT NULL,
	until DATE,
	resolution TEXT NOT NULL,
	reason TEXT DEFAULT '' NOT NULL,
	person_id INTEGER NOT NULL,
	recorded_at TEXT NOT NULL,
	CONSTRAINT pk_aid_adoptions PRIMARY KEY (unit_id, set_key, since, revision),
	CONSTRAINT ck_aid_adoptions_recorded_at_given CHECK (recorded_at <> ''),
	CONSTRAINT ck_aid_adoptions_revision_from_one CHECK (revision > 0),
	CONSTRAINT ck_aid_adoptions_revision_has_a_reason CHECK ((revision = 1) = (reason = '')),
	CONSTRAINT ck_aid_adoptions_since_before_until CHECK (until IS NULL OR until > since OR (until = since AND revision > 1)),
	CONSTRAINT ck_aid_adoptions_set_adoptable CHECK (set_key <> '' AND set_key <> 'opinion'),
	CONSTRAINT fk_aid_adoptions_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_aid_adoptions_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN aid_adoptions.set_key IS 'of a set of standards that may be adopted'
--;;
COMMENT ON COLUMN aid_adoptions.revision IS 'from 1; the highest holds'
--;;
COMMENT ON COLUMN aid_adoptions.until IS 'the first day out of force'
--;;
COMMENT ON COLUMN aid_adoptions.resolution IS 'of the unit''s body, adopted'
--;;
COMMENT ON COLUMN aid_adoptions.reason IS 'why an earlier revision is put right'
--;;
CREATE TABLE aid_bank_formats (
	unit_id INTEGER NOT NULL,
	bank TEXT NOT NULL,
	revision INTEGER NOT NULL,
	since DATE NOT NULL,
	encoding TEXT NOT NULL,
	header_row INTEGER NOT NULL,
	line TEXT NOT NULL,
	code TEXT NOT NULL,
	holder TEXT NOT NULL,
	card TEXT NOT NULL,
	branch TEXT NOT NULL,
	amount TEXT NOT NULL,
	memo TEXT NOT NULL,
	result_line TEXT NOT NULL,
	result_card TEXT NOT NULL,
	result_amount TEXT NOT NULL,
	result_state TEXT NOT NULL,
	result_reason TEXT NOT NULL,
	success TEXT NOT NULL,
	failed TEXT NOT NULL,
	CONSTRAINT pk_aid_bank_formats PRIMARY KEY (unit_id, bank, revision),
	CONSTRAINT ck_aid_bank_formats_encoding_known CHECK (encoding = 'utf-8' OR encoding = 'gb18030'),
	CONSTRAINT ck_aid_bank_formats_bank_named CHECK (bank <> ''),
	CONSTRAINT ck_aid_bank_formats_header_row_from_one CHECK (header_row > 0),
	CONSTRAINT ck_aid_bank_formats_columns_told CHECK (holder <> '' AND card <> '' AND amount <> '' AND result_amount <> '' AND result_state <> '' AND (result_line <> '' OR result_card <> '')),
	CONSTRAINT ck_aid_bank_formats_states_told CHECK (success <> '' AND failed <> ''),
	CONSTRAINT ck_aid_bank_formats_revision_from_one CHECK (revision > 0),
	CONSTRAINT fk_aid_bank_formats_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
COMMENT ON COLUMN aid_bank_formats.bank IS 'how the names of the banks begin'
--;;
COMMENT ON COLUMN aid_bank_formats.revision IS 'counted from 1'
--;;
COMMENT ON COLUMN aid_bank_formats.since IS 'the bank has the form since then'
--;;
COMMENT ON COLUMN aid_bank_formats.line IS 'heading of the column, or empty'
--;;
COMMENT ON COLUMN aid_bank_formats.code IS 'heading of the column, or empty'
--;;
COMMENT ON COLUMN aid_bank_formats.holder IS 'heading of the column, or empty'
--;;
COMMENT ON COLUMN aid_bank_formats.card IS 'heading of the column, or empty'
--;;
COMMENT ON COLUMN aid_bank_formats.branch IS 'heading of the column, or empty'
--;;
COMMENT ON COLUMN aid_bank_formats.amount IS 'heading of the column, or empty'
--;;
COMMENT ON COLUMN aid_bank_formats.memo IS 'heading of the column, or empty'
--;;
COMMENT ON COLUMN aid_bank_formats.result_line IS 'heading of the column, or empty'
--;;
COMMENT ON COLUMN aid_bank_formats.result_card IS 'heading of the column, or empty'
--;;
COMMENT ON COLUMN aid_bank_formats.result_amount IS 'heading of the column, or empty'
--;;
COMMENT ON COLUMN aid_bank_formats.result_state IS 'heading of the column, or empty'
--;;
COMMENT ON COLUMN aid_bank_formats.result_reason IS 'heading of the column, or empty'
--;;
COMMENT ON COLUMN aid_bank_formats.success IS 'words of a state, parted by ;'
--;;
COMMENT ON COLUMN aid_bank_formats.failed IS 'words of a state, parted by ;'
--;;
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
COMMENT ON COLUMN aid_batches.file_digest IS 'of the list, in any order'
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
CREATE TABLE aid_decisions (
	unit_id INTEGER NOT NULL,
	standard TEXT NOT NULL,
	since DATE NOT NULL,
	revision INTEGER NOT NULL,
	until DATE,
	word TEXT DEFAULT '' NOT NULL,
	amount_fen BIGINT,
	number INTEGER,
	resolution TEXT NOT NULL,
	reason TEXT DEFAULT '' NOT NULL,
	person_id INTEGER NOT NULL,
	recorded_at TEXT NOT NULL,
	CONSTRAINT pk_aid_decisions PRIMARY KEY (unit_id, standard, since, revision),
	CONSTRAINT ck_aid_decisions_recorded_at_given CHECK (recorded_at <> ''),
	CONSTRAINT ck_aid_decisions_revision_from_one CHECK (revision > 0),
	CONSTRAINT ck_aid_decisions_revision_has_a_reason CHECK ((revision = 1) = (reason = '')),
	CONSTRAINT ck_aid_decisions_since_before_until CHECK (until IS NULL OR until > since OR (until = since AND revision > 1)),
	CONSTRAINT ck_aid_decisions_standard_known CHECK (standard = 'living_cap_counts' OR standard = 'medical_income_test' OR standard = 'medical_reading' OR standard = 'medical_fixed_sum' OR standard = 'emergency_papers_workdays'),
	CONSTRAINT ck_aid_decisions_word_fits CHECK ((standard = 'living_cap_counts' OR standard = 'medical_income_test' OR standard = 'medical_reading') = (word <> '')),
	CONSTRAINT ck_aid_decisions_amount_fen_fits CHECK ((standard = 'medical_fixed_sum') = (amount_fen IS NOT NULL)),
	CONSTRAINT ck_aid_decisions_number_fits CHECK ((standard = 'emergency_papers_workdays') = (number IS NOT NULL)),
	CONSTRAINT ck_aid_decisions_living_cap_counts_known CHECK (standard <> 'living_cap_counts' OR word = 'one_person' OR word = 'every_member'),
	CONSTRAINT ck_aid_decisions_medical_income_test_known CHECK (standard <> 'medical_income_test' OR word = 'patient' OR word = 'household' OR word = 'none'),
	CONSTRAINT ck_aid_decisions_medical_reading_known CHECK (standard <> 'medical_reading' OR word = 'whole_amount' OR word = 'marginal_from_zero' OR word = 'marginal_above_floor'),
	CONSTRAINT ck_aid_decisions_sum_not_below CHECK (amount_fen >= 800000),
	CONSTRAINT ck_aid_decisions_number_positive CHECK (number > 0),
	CONSTRAINT fk_aid_decisions_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_aid_decisions_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN aid_decisions.revision IS 'from 1; the highest holds'
--;;
COMMENT ON COLUMN aid_decisions.until IS 'the first day out of force'
--;;
COMMENT ON COLUMN aid_decisions.resolution IS 'of the unit''s body, adopted'
--;;
COMMENT ON COLUMN aid_decisions.reason IS 'why an earlier revision is put right'
--;;
CREATE TABLE aid_grounds (
	unit_id INTEGER NOT NULL,
	key TEXT NOT NULL,
	request TEXT NOT NULL,
	digest BYTEA NOT NULL,
	person_id INTEGER NOT NULL,
	recorded_at TEXT NOT NULL,
	CONSTRAINT pk_aid_grounds PRIMARY KEY (unit_id, key),
	CONSTRAINT uq_aid_grounds_unit_id_request UNIQUE (unit_id, request),
	CONSTRAINT ck_aid_grounds_key_given CHECK (key <> ''),
	CONSTRAINT ck_aid_grounds_request_given CHECK (request <> ''),
	CONSTRAINT ck_aid_grounds_digest_whole CHECK (length(digest) = 32),
	CONSTRAINT fk_aid_grounds_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_aid_grounds_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN aid_grounds.key IS 'of the batch'
--;;
COMMENT ON COLUMN aid_grounds.request IS 'its payment request'
--;;
COMMENT ON COLUMN aid_grounds.digest IS 'of what is spent'
--;;
CREATE TABLE aid_local_figures (
	unit_id INTEGER NOT NULL,
	place TEXT NOT NULL,
	since DATE NOT NULL,
	revision INTEGER NOT NULL,
	minimum_living_fen BIGINT NOT NULL,
	average_supplement_fen BIGINT,
	urban_recipients INTEGER,
	decided_by TEXT NOT NULL,
	paper TEXT NOT NULL,
	reason TEXT DEFAULT '' NOT NULL,
	person_id INTEGER NOT NULL,
	recorded_at TEXT NOT NULL,
	CONSTRAINT pk_aid_local_figures PRIMARY KEY (unit_id, place, since, revision),
	CONSTRAINT ck_aid_local_figures_recorded_at_given CHECK (recorded_at <> ''),
	CONSTRAINT ck_aid_local_figures_revision_from_one CHECK (revision > 0),
	CONSTRAINT ck_aid_local_figures_revision_has_a_reason CHECK ((revision = 1) = (reason = '')),
	CONSTRAINT ck_aid_local_figures_place_of_six CHECK (length(place) = 6),
	CONSTRAINT ck_aid_local_figures_living_positive CHECK (minimum_living_fen > 0),
	CONSTRAINT ck_aid_local_figures_supplement_positive CHECK (average_supplement_fen > 0),
	CONSTRAINT ck_aid_local_figures_recipients_counted CHECK (urban_recipients >= 0),
	CONSTRAINT ck_aid_local_figures_source_given CHECK (decided_by <> '' AND paper <> ''),
	CONSTRAINT fk_aid_local_figures_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_aid_local_figures_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN aid_local_figures.place IS 'the administrative code, six digits'
--;;
COMMENT ON COLUMN aid_local_figures.since IS 'holds within the year of this day'
--;;
COMMENT ON COLUMN aid_local_figures.revision IS 'from 1; the highest holds'
--;;
COMMENT ON COLUMN aid_local_figures.minimum_living_fen IS 'a person and month'
--;;
COMMENT ON COLUMN aid_local_figures.average_supplement_fen IS 'as above'
--;;
COMMENT ON COLUMN aid_local_figures.reason IS 'why an earlier revision is put right'
--;;
CREATE TABLE aid_payment_files (
	unit_id INTEGER NOT NULL,
	batch TEXT NOT NULL,
	number INTEGER NOT NULL,
	lines INTEGER NOT NULL,
	sum_fen BIGINT NOT NULL,
	lines_hash BYTEA NOT NULL,
	person_id INTEGER NOT NULL,
	made_at TEXT NOT NULL,
	CONSTRAINT pk_aid_payment_files PRIMARY KEY (unit_id, batch, number),
	CONSTRAINT ck_aid_payment_files_sum_fen_counted CHECK (sum_fen BETWEEN 1 AND 9000000000000000),
	CONSTRAINT ck_aid_payment_files_made_at_given CHECK (made_at <> ''),
	CONSTRAINT ck_aid_payment_files_batch_named CHECK (batch <> ''),
	CONSTRAINT ck_aid_payment_files_number_from_one CHECK (number > 0),
	CONSTRAINT ck_aid_payment_files_lines_from_one CHECK (lines > 0),
	CONSTRAINT ck_aid_payment_files_lines_hash_whole CHECK (length(lines_hash) = 32),
	CONSTRAINT fk_aid_payment_files_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_aid_payment_files_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN aid_payment_files.batch IS 'key of the batch'
--;;
COMMENT ON COLUMN aid_payment_files.number IS 'counted from 1 in the batch'
--;;
COMMENT ON COLUMN aid_payment_files.lines IS 'in the file'
--;;
COMMENT ON COLUMN aid_payment_files.lines_hash IS 'of its lines'
--;;
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
CREATE TABLE aid_guardians (
	unit_id INTEGER NOT NULL,
	file INTEGER NOT NULL,
	number INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	relation TEXT NOT NULL,
	since DATE NOT NULL,
	until DATE,
	blind BYTEA NOT NULL,
	locked BYTEA NOT NULL,
	paper TEXT NOT NULL,
	recorded_at TEXT NOT NULL,
	CONSTRAINT pk_aid_guardians PRIMARY KEY (unit_id, file, number, revision),
	CONSTRAINT uq_aid_guardians_file_number_revision UNIQUE (file, number, revision),
	CONSTRAINT ck_aid_guardians_relation_known CHECK (relation = 'spouse' OR relation = 'parent' OR relation = 'child' OR relation = 'sibling' OR relation = 'relative' OR relation = 'court' OR relation = 'community' OR relation = 'other'),
	CONSTRAINT ck_aid_guardians_number_from_one CHECK (number > 0),
	CONSTRAINT ck_aid_guardians_revision_known CHECK (revision BETWEEN 1 AND 2),
	CONSTRAINT ck_aid_guardians_end_dated CHECK ((revision = 2) <= (until IS NOT NULL)),
	CONSTRAINT ck_aid_guardians_until_after_since CHECK (until IS NULL OR until > since),
	CONSTRAINT ck_aid_guardians_paper_given CHECK (paper <> ''),
	CONSTRAINT ck_aid_guardians_blind_whole CHECK (length(blind) = 32),
	CONSTRAINT ck_aid_guardians_recorded_at_given CHECK (recorded_at <> ''),
	CONSTRAINT fk_aid_guardians_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_aid_guardians_file FOREIGN KEY(file) REFERENCES recipients (file)
)
--;;
CREATE INDEX ix_aid_guardians_blind ON aid_guardians (blind)
--;;
COMMENT ON COLUMN aid_guardians.number IS 'from 1 in the file'
--;;
COMMENT ON COLUMN aid_guardians.revision IS '2 is its end'
--;;
COMMENT ON COLUMN aid_guardians.relation IS 'to the worker'
--;;
COMMENT ON COLUMN aid_guardians.until IS 'the first day it is none any more'
--;;
COMMENT ON COLUMN aid_guardians.blind IS 'finds the number again'
--;;
COMMENT ON COLUMN aid_guardians.locked IS 'who it is; why it ended'
--;;
COMMENT ON COLUMN aid_guardians.paper IS 'that appoints; the end repeats it'
--;;
CREATE TABLE aid_handouts (
	unit_id INTEGER NOT NULL,
	handout INTEGER NOT NULL,
	key TEXT NOT NULL,
	ref TEXT NOT NULL,
	title TEXT NOT NULL,
	dated_on DATE NOT NULL,
	fund_id INTEGER NOT NULL,
	purpose TEXT NOT NULL,
	project TEXT NOT NULL,
	year INTEGER NOT NULL,
	account TEXT DEFAULT '' NOT NULL,
	appropriation TEXT DEFAULT '' NOT NULL,
	summary TEXT DEFAULT '' NOT NULL,
	attachments INTEGER NOT NULL,
	lines INTEGER NOT NULL,
	lines_hash BYTEA NOT NULL,
	asked BYTEA NOT NULL,
	person_id INTEGER NOT NULL,
	recorded_at TEXT NOT NULL,
	CONSTRAINT pk_aid_handouts PRIMARY KEY (unit_id, handout),
	CONSTRAINT uq_aid_handouts_unit_id_key UNIQUE (unit_id, key),
	CONSTRAINT uq_aid_handouts_unit_id_ref UNIQUE (unit_id, ref),
	CONSTRAINT fk_aid_handouts_unit_id_fund_id FOREIGN KEY(unit_id, fund_id) REFERENCES funds (unit_id, id),
	CONSTRAINT ck_aid_handouts_project_known CHECK (project = 'living' OR project = 'medical' OR project = 'schooling' OR project = 'warmth' OR project = 'temporary'),
	CONSTRAINT ck_aid_handouts_handout_from_one CHECK (handout > 0),
	CONSTRAINT ck_aid_handouts_key_given CHECK (key <> ''),
	CONSTRAINT ck_aid_handouts_ref_given CHECK (ref <> ''),
	CONSTRAINT ck_aid_handouts_title_given CHECK (title <> ''),
	CONSTRAINT ck_aid_handouts_purpose_given CHECK (purpose <> ''),
	CONSTRAINT ck_aid_handouts_year_of_aid CHECK (year BETWEEN 2000 AND 2100),
	CONSTRAINT ck_aid_handouts_lines_counted CHECK (lines BETWEEN 1 AND 100000),
	CONSTRAINT ck_aid_handouts_attachments_counted CHECK (attachments >= 0),
	CONSTRAINT ck_aid_handouts_lines_hash_whole CHECK (length(lines_hash) = 32),
	CONSTRAINT ck_aid_handouts_asked_whole CHECK (length(asked) = 32),
	CONSTRAINT ck_aid_handouts_recorded_at_given CHECK (recorded_at <> ''),
	CONSTRAINT fk_aid_handouts_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_aid_handouts_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN aid_handouts.handout IS 'from 1 in the unit'
--;;
COMMENT ON COLUMN aid_handouts.key IS 'H2026-1: its year and place in it'
--;;
COMMENT ON COLUMN aid_handouts.ref IS 'of its voucher; planned twice under it, it is one'
--;;
COMMENT ON COLUMN aid_handouts.dated_on IS 'the day it is planned for'
--;;
COMMENT ON COLUMN aid_handouts.purpose IS 'L8: what it is given for'
--;;
COMMENT ON COLUMN aid_handouts.year IS 'the year of the aid'
--;;
COMMENT ON COLUMN aid_handouts.account IS 'where goods are spent when they are given'
--;;
COMMENT ON COLUMN aid_handouts.summary IS 'of its voucher'
--;;
COMMENT ON COLUMN aid_handouts.lines IS 'how many it has'
--;;
COMMENT ON COLUMN aid_handouts.lines_hash IS 'of its lines'
--;;
COMMENT ON COLUMN aid_handouts.asked IS 'digest of what was said'
--;;
CREATE TABLE aid_payment_lines (
	unit_id INTEGER NOT NULL,
	batch TEXT NOT NULL,
	number INTEGER NOT NULL,
	line INTEGER NOT NULL,
	amount_fen BIGINT NOT NULL,
	card_blind BYTEA NOT NULL,
	CONSTRAINT pk_aid_payment_lines PRIMARY KEY (unit_id, batch, number, line),
	CONSTRAINT ck_aid_payment_lines_amount_fen_counted CHECK (amount_fen BETWEEN 1 AND 9000000000000000),
	CONSTRAINT fk_aid_payment_lines_unit_id_batch_number FOREIGN KEY(unit_id, batch, number) REFERENCES aid_payment_files (unit_id, batch, number) DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT ck_aid_payment_lines_line_from_one CHECK (line > 0),
	CONSTRAINT ck_aid_payment_lines_card_blind_whole CHECK (length(card_blind) = 32),
	CONSTRAINT fk_aid_payment_lines_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
CREATE INDEX ix_aid_payment_lines_unit_id_batch_line_number ON aid_payment_lines (unit_id, batch, line, number)
--;;
COMMENT ON COLUMN aid_payment_lines.number IS 'of the file'
--;;
COMMENT ON COLUMN aid_payment_lines.line IS 'of the batch'
--;;
COMMENT ON COLUMN aid_payment_lines.card_blind IS 'finds the card again'
--;;
CREATE TABLE aid_payment_writings (
	unit_id INTEGER NOT NULL,
	batch TEXT NOT NULL,
	number INTEGER NOT NULL,
	writing INTEGER NOT NULL,
	bank TEXT NOT NULL,
	revision INTEGER NOT NULL,
	encoding TEXT NOT NULL,
	file_blind BYTEA NOT NULL,
	person_id INTEGER NOT NULL,
	written_at TEXT NOT NULL,
	CONSTRAINT pk_aid_payment_writings PRIMARY KEY (unit_id, batch, number, writing),
	CONSTRAINT ck_aid_payment_writings_written_at_given CHECK (written_at <> ''),
	CONSTRAINT uq_aid_payment_writings_unit_id_batch_number_file_blind UNIQUE (unit_id, batch, number, file_blind),
	CONSTRAINT fk_aid_payment_writings_unit_id_batch_number FOREIGN KEY(unit_id, batch, number) REFERENCES aid_payment_files (unit_id, batch, number),
	CONSTRAINT ck_aid_payment_writings_encoding_known CHECK (encoding = 'utf-8' OR encoding = 'gb18030'),
	CONSTRAINT ck_aid_payment_writings_revision_counted CHECK (revision >= 0),
	CONSTRAINT ck_aid_payment_writings_writing_from_one CHECK (writing > 0),
	CONSTRAINT ck_aid_payment_writings_file_blind_whole CHECK (length(file_blind) = 32),
	CONSTRAINT fk_aid_payment_writings_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_aid_payment_writings_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN aid_payment_writings.number IS 'of the file'
--;;
COMMENT ON COLUMN aid_payment_writings.writing IS 'counted from 1'
--;;
COMMENT ON COLUMN aid_payment_writings.bank IS 'of the form; empty for the one of the program'
--;;
COMMENT ON COLUMN aid_payment_writings.revision IS 'of the form; 0 for the one of the program'
--;;
COMMENT ON COLUMN aid_payment_writings.file_blind IS 'of the SHA-256 of the bytes, keyed'
--;;
CREATE TABLE aid_rechecks (
	unit_id INTEGER NOT NULL,
	file INTEGER NOT NULL,
	year INTEGER NOT NULL,
	outcome TEXT NOT NULL,
	checked_on DATE NOT NULL,
	paper TEXT DEFAULT '' NOT NULL,
	locked BYTEA,
	person_id INTEGER NOT NULL,
	recorded_at TEXT NOT NULL,
	CONSTRAINT pk_aid_rechecks PRIMARY KEY (unit_id, file, year),
	CONSTRAINT ck_aid_rechecks_outcome_known CHECK (outcome = 'confirmed' OR outcome = 'exited'),
	CONSTRAINT ck_aid_rechecks_year_bounded CHECK (year BETWEEN 1990 AND 2200),
	CONSTRAINT ck_aid_rechecks_recorded_at_given CHECK (recorded_at <> ''),
	CONSTRAINT fk_aid_rechecks_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_aid_rechecks_file FOREIGN KEY(file) REFERENCES recipients (file),
	CONSTRAINT fk_aid_rechecks_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
CREATE INDEX ix_aid_rechecks_unit_id_year ON aid_rechecks (unit_id, year)
--;;
COMMENT ON COLUMN aid_rechecks.year IS 'whose re-check it is'
--;;
COMMENT ON COLUMN aid_rechecks.paper IS 'number of the paper that it rests on'
--;;
COMMENT ON COLUMN aid_rechecks.locked IS 'the words to it'
--;;
CREATE TABLE aid_result_files (
	unit_id INTEGER NOT NULL,
	batch TEXT NOT NULL,
	number INTEGER NOT NULL,
	result INTEGER NOT NULL,
	file_blind BYTEA NOT NULL,
	paid INTEGER NOT NULL,
	paid_fen BIGINT NOT NULL,
	failed INTEGER NOT NULL,
	failed_fen BIGINT NOT NULL,
	lines_hash BYTEA NOT NULL,
	person_id INTEGER NOT NULL,
	imported_at TEXT NOT NULL,
	CONSTRAINT pk_aid_result_files PRIMARY KEY (unit_id, batch, number, result),
	CONSTRAINT ck_aid_result_files_paid_fen_counted CHECK (paid_fen BETWEEN 0 AND 9000000000000000),
	CONSTRAINT ck_aid_result_files_failed_fen_counted CHECK (failed_fen BETWEEN 0 AND 9000000000000000),
	CONSTRAINT ck_aid_result_files_imported_at_given CHECK (imported_at <> ''),
	CONSTRAINT uq_aid_result_files_unit_id_file_blind UNIQUE (unit_id, file_blind),
	CONSTRAINT fk_aid_result_files_unit_id_batch_number FOREIGN KEY(unit_id, batch, number) REFERENCES aid_payment_files (unit_id, batch, number),
	CONSTRAINT ck_aid_result_files_lines_counted CHECK (paid >= 0 AND failed >= 0),
	CONSTRAINT ck_aid_result_files_lines_told CHECK (paid + failed > 0),
	CONSTRAINT ck_aid_result_files_result_from_one CHECK (result > 0),
	CONSTRAINT ck_aid_result_files_file_blind_whole CHECK (length(file_blind) = 32),
	CONSTRAINT ck_aid_result_files_lines_hash_whole CHECK (length(lines_hash) = 32),
	CONSTRAINT fk_aid_result_files_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_aid_result_files_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN aid_result_files.number IS 'of the payment file'
--;;
COMMENT ON COLUMN aid_result_files.result IS 'counted from 1 for the payment file'
--;;
COMMENT ON COLUMN aid_result_files.file_blind IS 'of the SHA-256 of the bytes, keyed'
--;;
COMMENT ON COLUMN aid_result_files.paid IS 'lines that the bank paid'
--;;
COMMENT ON COLUMN aid_result_files.failed IS 'lines that it did not pay'
--;;
COMMENT ON COLUMN aid_result_files.lines_hash IS 'of its lines'
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
CREATE TABLE aid_cases (
	unit_id INTEGER NOT NULL,
	key TEXT NOT NULL,
	year INTEGER NOT NULL,
	number INTEGER NOT NULL,
	ref TEXT NOT NULL,
	file INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	filed_by_id INTEGER,
	project TEXT NOT NULL,
	member INTEGER NOT NULL,
	cost_year INTEGER NOT NULL,
	asked_fen BIGINT,
	own INTEGER NOT NULL,
	emergency INTEGER NOT NULL,
	urgent INTEGER NOT NULL,
	started_by TEXT NOT NULL,
	limb TEXT DEFAULT '' NOT NULL,
	from_unit_id INTEGER,
	from_key TEXT DEFAULT '' NOT NULL,
	applied_on DATE NOT NULL,
	locked BYTEA,
	person_id INTEGER NOT NULL,
	recorded_at TEXT NOT NULL,
	CONSTRAINT pk_aid_cases PRIMARY KEY (unit_id, key),
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
	CONSTRAINT fk_aid_cases_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_aid_cases_file FOREIGN KEY(file) REFERENCES recipients (file),
	CONSTRAINT fk_aid_cases_filed_by_id FOREIGN KEY(filed_by_id) REFERENCES people (id),
	CONSTRAINT fk_aid_cases_from_unit_id FOREIGN KEY(from_unit_id) REFERENCES units (id),
	CONSTRAINT fk_aid_cases_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
CREATE INDEX ix_aid_cases_file ON aid_cases (file)
--;;
CREATE INDEX ix_aid_cases_unit_id_from_unit_id_from_key ON aid_cases (unit_id, from_unit_id, from_key)
--;;
COMMENT ON COLUMN aid_cases.key IS 'A, year and number'
--;;
COMMENT ON COLUMN aid_cases.number IS 'counted from 1 in the year'
--;;
COMMENT ON COLUMN aid_cases.ref IS 'the caller''s own number; saved twice it is one'
--;;
COMMENT ON COLUMN aid_cases.revision IS 'of the file, at that moment'
--;;
COMMENT ON COLUMN aid_cases.member IS 'of the household, from 1'
--;;
COMMENT ON COLUMN aid_cases.limb IS 'relied upon; a grass-roots union''s own aid needs none'
--;;
COMMENT ON COLUMN aid_cases.from_key IS 'the case of that unit that was passed up'
--;;
COMMENT ON COLUMN aid_cases.locked IS 'the words to it'
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
CREATE TABLE aid_handout_lines (
	unit_id INTEGER NOT NULL,
	handout INTEGER NOT NULL,
	line INTEGER NOT NULL,
	file INTEGER NOT NULL,
	recipient TEXT NOT NULL,
	member INTEGER NOT NULL,
	item INTEGER NOT NULL,
	quantity_milli BIGINT NOT NULL,
	serials TEXT DEFAULT '' NOT NULL,
	lots TEXT DEFAULT '' NOT NULL,
	case_key TEXT DEFAULT '' NOT NULL,
	CONSTRAINT pk_aid_handout_lines PRIMARY KEY (unit_id, handout, line),
	CONSTRAINT uq_aid_handout_lines_unit_id_handout_file_member_item UNIQUE (unit_id, handout, file, member, item),
	CONSTRAINT fk_aid_handout_lines_unit_id_handout FOREIGN KEY(unit_id, handout) REFERENCES aid_handouts (unit_id, handout) DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT ck_aid_handout_lines_line_from_one CHECK (line BETWEEN 1 AND 100000),
	CONSTRAINT ck_aid_handout_lines_recipient_given CHECK (recipient <> ''),
	CONSTRAINT ck_aid_handout_lines_member_from_one CHECK (member > 0),
	CONSTRAINT ck_aid_handout_lines_quantity_given CHECK (quantity_milli BETWEEN 1 AND 1000000000000000),
	CONSTRAINT fk_aid_handout_lines_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_aid_handout_lines_file FOREIGN KEY(file) REFERENCES recipients (file)
)
--;;
CREATE INDEX ix_aid_handout_lines_file ON aid_handout_lines (file)
--;;
COMMENT ON COLUMN aid_handout_lines.line IS 'from 1 in the hand-out'
--;;
COMMENT ON COLUMN aid_handout_lines.recipient IS 'the file number (档案号), never a name'
--;;
COMMENT ON COLUMN aid_handout_lines.member IS 'of the household; the worker 1'
--;;
COMMENT ON COLUMN aid_handout_lines.serials IS 'of shopping vouchers, as people write them'
--;;
COMMENT ON COLUMN aid_handout_lines.lots IS 'of goods costed by piece: batch:thousandths'
--;;
COMMENT ON COLUMN aid_handout_lines.case_key IS 'the case that it answers'
--;;
CREATE TABLE aid_handout_steps (
	unit_id INTEGER NOT NULL,
	handout INTEGER NOT NULL,
	step INTEGER NOT NULL,
	act TEXT NOT NULL,
	acted_on DATE NOT NULL,
	person_id INTEGER NOT NULL,
	words TEXT DEFAULT '' NOT NULL,
	issue_ref TEXT DEFAULT '' NOT NULL,
	first_move INTEGER,
	last_move INTEGER,
	cost_fen BIGINT,
	recorded_at TEXT NOT NULL,
	CONSTRAINT pk_aid_handout_steps PRIMARY KEY (unit_id, handout, step),
	CONSTRAINT fk_aid_handout_steps_unit_id_handout FOREIGN KEY(unit_id, handout) REFERENCES aid_handouts (unit_id, handout),
	CONSTRAINT fk_aid_handout_steps_unit_id_first_move FOREIGN KEY(unit_id, first_move) REFERENCES goods_moves (unit_id, move) DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT fk_aid_handout_steps_unit_id_last_move FOREIGN KEY(unit_id, last_move) REFERENCES goods_moves (unit_id, move) DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT uq_aid_handout_steps_unit_id_first_move UNIQUE (unit_id, first_move),
	CONSTRAINT ck_aid_handout_steps_act_known CHECK (act = 'approve' OR act = 'refuse' OR act = 'withdraw' OR act = 'issue'),
	CONSTRAINT ck_aid_handout_steps_step_from_one CHECK (step > 0),
	CONSTRAINT ck_aid_handout_steps_reason_given CHECK ((act = 'refuse' OR act = 'withdraw') <= (words <> '')),
	CONSTRAINT ck_aid_handout_steps_ref_of_issue CHECK ((act = 'issue') = (issue_ref <> '')),
	CONSTRAINT ck_aid_handout_steps_first_move CHECK ((act = 'issue') = (first_move IS NOT NULL)),
	CONSTRAINT ck_aid_handout_steps_last_move CHECK ((act = 'issue') = (last_move IS NOT NULL)),
	CONSTRAINT ck_aid_handout_steps_cost_of_issue CHECK ((act = 'issue') = (cost_fen IS NOT NULL)),
	CONSTRAINT ck_aid_handout_steps_cost_counted CHECK (cost_fen IS NULL OR cost_fen BETWEEN 0 AND 9000000000000000),
	CONSTRAINT ck_aid_handout_steps_recorded_at_given CHECK (recorded_at <> ''),
	CONSTRAINT fk_aid_handout_steps_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_aid_handout_steps_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
CREATE INDEX ix_aid_handout_steps_unit_id_last_move ON aid_handout_steps (unit_id, last_move)
--;;
COMMENT ON COLUMN aid_handout_steps.step IS 'from 1 in the hand-out'
--;;
COMMENT ON COLUMN aid_handout_steps.acted_on IS 'of an issue: of its goods'
--;;
COMMENT ON COLUMN aid_handout_steps.words IS 'the opinion, or the reason'
--;;
COMMENT ON COLUMN aid_handout_steps.issue_ref IS 'of the voucher that issues it'
--;;
COMMENT ON COLUMN aid_handout_steps.first_move IS 'of the goods of line 1'
--;;
COMMENT ON COLUMN aid_handout_steps.last_move IS 'of those of the last line'
--;;
COMMENT ON COLUMN aid_handout_steps.cost_fen IS 'of all that is given'
--;;
CREATE TABLE aid_result_lines (
	unit_id INTEGER NOT NULL,
	batch TEXT NOT NULL,
	number INTEGER NOT NULL,
	line INTEGER NOT NULL,
	result INTEGER NOT NULL,
	is_paid INTEGER NOT NULL,
	amount_fen BIGINT NOT NULL,
	locked BYTEA,
	CONSTRAINT pk_aid_result_lines PRIMARY KEY (unit_id, batch, number, line),
	CONSTRAINT ck_aid_result_lines_amount_fen_counted CHECK (amount_fen BETWEEN 1 AND 9000000000000000),
	CONSTRAINT fk_aid_result_lines_unit_id_batch_number_line FOREIGN KEY(unit_id, batch, number, line) REFERENCES aid_payment_lines (unit_id, batch, number, line),
	CONSTRAINT fk_aid_result_lines_unit_id_batch_number_result FOREIGN KEY(unit_id, batch, number, result) REFERENCES aid_result_files (unit_id, batch, number, result) DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT ck_aid_result_lines_is_paid_yes_or_no CHECK (is_paid IN (0, 1)),
	CONSTRAINT ck_aid_result_lines_why_of_failure CHECK (is_paid = 0 OR locked IS NULL),
	CONSTRAINT fk_aid_result_lines_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
COMMENT ON COLUMN aid_result_lines.number IS 'of the payment file'
--;;
COMMENT ON COLUMN aid_result_lines.line IS 'of the batch'
--;;
COMMENT ON COLUMN aid_result_lines.result IS 'that tells it'
--;;
COMMENT ON COLUMN aid_result_lines.locked IS 'why it was not paid'
--;;
CREATE TABLE aid_case_steps (
	unit_id INTEGER NOT NULL,
	key TEXT NOT NULL,
	seq INTEGER NOT NULL,
	act TEXT NOT NULL,
	state TEXT NOT NULL,
	by_unit_id INTEGER NOT NULL,
	acted_on DATE NOT NULL,
	paper TEXT DEFAULT '' NOT NULL,
	answers INTEGER,
	outcome TEXT DEFAULT '' NOT NULL,
	to_unit_id INTEGER,
	revision INTEGER,
	origin TEXT DEFAULT '' NOT NULL,
	award_fen BIGINT,
	granted_fen BIGINT,
	whole_fen BIGINT,
	from_zero_fen BIGINT,
	above_floor_fen BIGINT,
	hung_on DATE,
	ends_on DATE,
	last_on DATE,
	objections INTEGER NOT NULL,
	locked BYTEA,
	person_id INTEGER NOT NULL,
	recorded_at TEXT NOT NULL,
	CONSTRAINT pk_aid_case_steps PRIMARY KEY (unit_id, key, seq),
	CONSTRAINT ck_aid_case_steps_award_counted CHECK (award_fen IS NULL OR award_fen BETWEEN 0 AND 9000000000000000),
	CONSTRAINT ck_aid_case_steps_granted_counted CHECK (granted_fen IS NULL OR granted_fen BETWEEN 0 AND 9000000000000000),
	CONSTRAINT ck_aid_case_steps_whole_counted CHECK (whole_fen IS NULL OR whole_fen BETWEEN 0 AND 9000000000000000),
	CONSTRAINT ck_aid_case_steps_from_zero_counted CHECK (from_zero_fen IS NULL OR from_zero_fen BETWEEN 0 AND 9000000000000000),
	CONSTRAINT ck_aid_case_steps_above_floor_counted CHECK (above_floor_fen IS NULL OR above_floor_fen BETWEEN 0 AND 9000000000000000),
	CONSTRAINT uq_aid_case_steps_unit_id_key_answers UNIQUE (unit_id, key, answers),
	CONSTRAINT fk_aid_case_steps_unit_id_key FOREIGN KEY(unit_id, key) REFERENCES aid_cases (unit_id, key),
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
	CONSTRAINT ck_aid_case_steps_notice_long_enough CHECK (ends_on IS NULL OR ends_on - hung_on >= 5),
	CONSTRAINT ck_aid_case_steps_words_given CHECK ((act <> 'reject' AND act <> 'object' AND act <> 'answer' AND act <> 'refer' AND act <> 'aid_first' AND outcome <> 'found') OR locked IS NOT NULL),
	CONSTRAINT ck_aid_case_steps_recorded_at_given CHECK (recorded_at <> ''),
	CONSTRAINT fk_aid_case_steps_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_aid_case_steps_by_unit_id FOREIGN KEY(by_unit_id) REFERENCES units (id),
	CONSTRAINT fk_aid_case_steps_to_unit_id FOREIGN KEY(to_unit_id) REFERENCES units (id),
	CONSTRAINT fk_aid_case_steps_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
CREATE INDEX ix_aid_case_steps_unit_id_acted_on ON aid_case_steps (unit_id, acted_on)
--;;
COMMENT ON COLUMN aid_case_steps.seq IS 'counted from 1'
--;;
COMMENT ON COLUMN aid_case_steps.state IS 'after this step'
--;;
COMMENT ON COLUMN aid_case_steps.paper IS 'number of the paper that it rests on'
--;;
COMMENT ON COLUMN aid_case_steps.answers IS 'seq of the objection'
--;;
COMMENT ON COLUMN aid_case_steps.revision IS 'of the file it was judged by'
--;;
COMMENT ON COLUMN aid_case_steps.origin IS 'whose money it is computed for'
--;;
COMMENT ON COLUMN aid_case_steps.ends_on IS 'the last day it must hang'
--;;
COMMENT ON COLUMN aid_case_steps.last_on IS 'the last day it hung'
--;;
COMMENT ON COLUMN aid_case_steps.objections IS 'not answered yet'
--;;
COMMENT ON COLUMN aid_case_steps.locked IS 'the words to it'
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
CREATE OR REPLACE FUNCTION public.bangfu_judge_vouchers() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF ((NEW.entered = 'here' OR NEW.entered = 'bank' OR NEW.entered = 'adjustment') AND NEW.kind <> '期初' AND EXISTS (SELECT 1 FROM public.go_lives g WHERE g.unit_id = NEW.unit_id) AND (NEW.attachments = 0 AND NEW.correction IS NULL)) THEN
  RAISE EXCEPTION 'bangfu:V04';
END IF;
IF ((NEW.entered = 'here' OR NEW.entered = 'bank' OR NEW.entered = 'adjustment') AND NEW.kind <> '期初' AND EXISTS (SELECT 1 FROM public.go_lives g WHERE g.unit_id = NEW.unit_id) AND (EXISTS (SELECT 1 FROM public.postings p JOIN public.accounts a ON a.id = p.account_id AND a.money = 1 WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position AND p.debit_fen + p.credit_fen > 0 AND NOT EXISTS (SELECT 1 FROM public.payment_requests q WHERE q.unit_id = NEW.unit_id AND q.key = p.request) GROUP BY p.fund_id HAVING SUM(p.debit_fen - p.credit_fen) < 0))) THEN
  RAISE EXCEPTION 'bangfu:L12';
END IF;
IF ((NEW.entered = 'here' OR NEW.entered = 'bank' OR NEW.entered = 'adjustment') AND NEW.kind <> '期初' AND EXISTS (SELECT 1 FROM public.go_lives g WHERE g.unit_id = NEW.unit_id) AND (EXISTS (SELECT 1 FROM public.postings p JOIN public.accounts a ON a.id = p.account_id AND a.spends = 1 WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position AND p.debit_fen > 0 AND NOT EXISTS (SELECT 1 FROM public.payment_requests q WHERE q.unit_id = NEW.unit_id AND q.key = p.request) AND EXISTS (SELECT 1 FROM public.postings i JOIN public.accounts b ON b.id = i.account_id AND b.class = 'income' WHERE i.unit_id = NEW.unit_id AND i.position = NEW.position AND i.fund_id = p.fund_id AND i.credit_fen > 0 AND NOT EXISTS (SELECT 1 FROM public.payment_requests q WHERE q.unit_id = NEW.unit_id AND q.key = i.request))))) THEN
  RAISE EXCEPTION 'bangfu:L12';
END IF;
IF ((NEW.entered = 'here' OR NEW.entered = 'bank' OR NEW.entered = 'adjustment') AND NEW.kind <> '期初' AND EXISTS (SELECT 1 FROM public.go_lives g WHERE g.unit_id = NEW.unit_id) AND (EXISTS (SELECT 1 FROM (SELECT q.key, q.kind, SUM(CASE WHEN a.money = 1 THEN p.credit_fen - p.debit_fen ELSE 0 END) AS money_out, SUM(CASE WHEN a.class = 'income' THEN p.credit_fen - p.debit_fen ELSE 0 END) AS income_in, SUM(CASE WHEN a.role = 'payable' THEN p.debit_fen - p.credit_fen ELSE 0 END) AS owed_less FROM public.postings p JOIN public.accounts a ON a.id = p.account_id JOIN public.payment_requests q ON q.unit_id = NEW.unit_id AND q.key = p.request WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position AND p.request <> '' GROUP BY q.key, q.kind) g WHERE NOT EXISTS (SELECT 1 FROM public.payment_request_moves m WHERE m.unit_id = NEW.unit_id AND m.position = NEW.position AND m.key = g.key AND m.acted_on = NEW.dated_on AND m.amount_fen = CASE m.act WHEN 'return' THEN -(CASE g.kind WHEN 'direct' THEN g.income_in ELSE g.money_out END) WHEN 'forgo' THEN g.owed_less ELSE CASE g.kind WHEN 'direct' THEN g.income_in ELSE g.money_out END END AND CASE WHEN COALESCE(NEW.correction, '') IN ('full', 'difference') THEN m.act = (SELECT o.act FROM public.payment_request_moves o WHERE o.unit_id = NEW.unit_id AND o.key = m.key AND o.position = NEW.corrects) ELSE m.amount_fen > 0 AND CASE m.act WHEN 'pay' THEN m.paid_fen = m.amount_fen WHEN 'repay' THEN g.owed_less = m.amount_fen WHEN 'forgo' THEN g.money_out = 0 ELSE m.act = 'return' END END)))) THEN
  RAISE EXCEPTION 'bangfu:L12';
END IF;
IF ((NEW.entered = 'here' OR NEW.entered = 'bank' OR NEW.entered = 'adjustment') AND NEW.kind <> '期初' AND EXISTS (SELECT 1 FROM public.go_lives g WHERE g.unit_id = NEW.unit_id) AND ((SELECT COUNT(*) FROM public.payment_request_moves m WHERE m.unit_id = NEW.unit_id AND m.position = NEW.position) <> (SELECT COUNT(*) FROM (SELECT q.key, q.kind, SUM(CASE WHEN a.money = 1 THEN p.credit_fen - p.debit_fen ELSE 0 END) AS money_out, SUM(CASE WHEN a.class = 'income' THEN p.credit_fen - p.debit_fen ELSE 0 END) AS income_in, SUM(CASE WHEN a.role = 'payable' THEN p.debit_fen - p.credit_fen ELSE 0 END) AS owed_less FROM public.postings p JOIN public.accounts a ON a.id = p.account_id JOIN public.payment_requests q ON q.unit_id = NEW.unit_id AND q.key = p.request WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position AND p.request <> '' GROUP BY q.key, q.kind) g))) THEN
  RAISE EXCEPTION 'bangfu:L12';
END IF;
IF ((NEW.entered = 'here' OR NEW.entered = 'bank' OR NEW.entered = 'adjustment') AND NEW.kind <> '期初' AND EXISTS (SELECT 1 FROM public.go_lives g WHERE g.unit_id = NEW.unit_id) AND (EXISTS (SELECT 1 FROM public.postings p WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position AND p.request <> '' GROUP BY p.request, p.fund_id HAVING SUM(p.debit_fen - p.credit_fen) <> 0))) THEN
  RAISE EXCEPTION 'bangfu:L12';
END IF;
IF ((NEW.entered = 'here' OR NEW.entered = 'bank' OR NEW.entered = 'adjustment') AND NEW.kind <> '期初' AND EXISTS (SELECT 1 FROM public.go_lives g WHERE g.unit_id = NEW.unit_id) AND (NOT COALESCE(NEW.correction, '') IN ('full', 'difference') AND EXISTS (SELECT 1 FROM public.postings p JOIN public.accounts a ON a.id = p.account_id AND a.money = 0 JOIN public.payment_request_moves m ON m.unit_id = NEW.unit_id AND m.position = NEW.position AND m.key = p.request AND m.act = 'pay' LEFT JOIN public.payment_request_lines l ON l.unit_id = NEW.unit_id AND l.key = p.request AND l.fund_id = p.fund_id AND l.account_id = p.account_id AND l.purpose = COALESCE(p.purpose, '') WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position GROUP BY p.request, p.fund_id, p.account_id, COALESCE(p.purpose, ''), l.amount_fen HAVING SUM(p.debit_fen - p.credit_fen) > COALESCE(l.amount_fen, 0)))) THEN
  RAISE EXCEPTION 'bangfu:L12';
END IF;
IF ((NEW.entered = 'here' OR NEW.entered = 'bank' OR NEW.entered = 'adjustment') AND NEW.kind <> '期初' AND EXISTS (SELECT 1 FROM public.go_lives g WHERE g.unit_id = NEW.unit_id) AND (EXISTS (SELECT 1 FROM public.payment_request_moves n JOIN public.payment_request_moves m ON m.unit_id = n.unit_id AND m.key = n.key JOIN public.postings p ON p.unit_id = m.unit_id AND p.position = m.position AND p.request = m.key JOIN public.accounts a ON a.id = p.account_id WHERE n.unit_id = NEW.unit_id AND n.position = NEW.position AND n.act <> 'pay' AND m.act <> 'pay' AND a.role = 'payable' GROUP BY m.key, p.fund_id, p.party, p.recipient HAVING SUM(p.credit_fen - p.debit_fen) < 0 AND SUM(CASE WHEN m.position = NEW.position THEN p.debit_fen - p.credit_fen ELSE 0 END) > 0))) THEN
  RAISE EXCEPTION 'bangfu:L12';
END IF;
IF ((NEW.entered = 'here' OR NEW.entered = 'bank' OR NEW.entered = 'adjustment') AND NEW.kind <> '期初' AND EXISTS (SELECT 1 FROM public.go_lives g WHERE g.unit_id = NEW.unit_id) AND (EXISTS (SELECT 1 FROM public.payment_request_moves n JOIN public.payment_request_moves m ON m.unit_id = n.unit_id AND m.key = n.key JOIN public.postings p ON p.unit_id = m.unit_id AND p.position = m.position AND p.request = m.key JOIN public.accounts a ON a.id = p.account_id WHERE n.unit_id = NEW.unit_id AND n.position = NEW.position AND n.act <> 'pay' AND a.money = 0 GROUP BY m.key, p.fund_id, p.party, p.recipient HAVING SUM(p.debit_fen - p.credit_fen) < 0 AND SUM(CASE WHEN m.position = NEW.position AND a.role = 'payable' THEN p.credit_fen - p.debit_fen ELSE 0 END) > 0))) THEN
  RAISE EXCEPTION 'bangfu:L12';
END IF;
IF ((NEW.entered = 'here' OR NEW.entered = 'bank' OR NEW.entered = 'adjustment') AND NEW.kind <> '期初' AND EXISTS (SELECT 1 FROM public.go_lives g WHERE g.unit_id = NEW.unit_id) AND (NOT COALESCE(NEW.correction, '') IN ('full', 'difference') AND EXISTS (SELECT 1 FROM public.payment_request_moves m JOIN public.postings p ON p.unit_id = m.unit_id AND p.position = m.position AND p.request = m.key AND p.debit_fen > 0 JOIN public.accounts a ON a.id = p.account_id AND a.role = 'payable' WHERE m.unit_id = NEW.unit_id AND m.position = NEW.position AND m.act = 'pay' AND (SELECT SUM(o.credit_fen - o.debit_fen) FROM public.postings o JOIN public.accounts b ON b.id = o.account_id AND b.role = 'payable' WHERE o.unit_id = NEW.unit_id AND o.fund_id = p.fund_id AND o.position <= NEW.position AND NOT EXISTS (SELECT 1 FROM public.payment_request_moves r WHERE r.unit_id = o.unit_id AND r.position = o.position AND r.key = o.request AND r.act IN ('return', 'repay', 'forgo'))) < 0))) THEN
  RAISE EXCEPTION 'bangfu:L12';
END IF;
IF ((NEW.entered = 'here' OR NEW.entered = 'bank' OR NEW.entered = 'adjustment') AND NEW.kind <> '期初' AND EXISTS (SELECT 1 FROM public.go_lives g WHERE g.unit_id = NEW.unit_id) AND (NEW.correction IS NULL AND EXISTS (SELECT 1 FROM public.payment_request_moves m JOIN public.payment_requests q ON q.unit_id = m.unit_id AND q.key = m.key WHERE m.unit_id = NEW.unit_id AND m.position = NEW.position AND m.act = 'pay' AND q.expires_on < NEW.dated_on))) THEN
  RAISE EXCEPTION 'bangfu:L12';
END IF;
IF ((NEW.entered = 'here' OR NEW.entered = 'bank' OR NEW.entered = 'adjustment') AND NEW.kind <> '期初' AND EXISTS (SELECT 1 FROM public.go_lives g WHERE g.unit_id = NEW.unit_id) AND (NEW.correction IS NULL AND EXISTS (SELECT 1 FROM public.payment_request_moves m JOIN public.payment_request_moves b ON b.unit_id = m.unit_id AND b.key = m.key AND b.act = 'approve' JOIN public.payment_requests q ON q.unit_id = m.unit_id AND q.key = m.key AND q.kind <> 'fee' WHERE m.unit_id = NEW.unit_id AND m.position = NEW.position AND m.act = 'pay' AND b.acted_on > NEW.dated_on))) THEN
  RAISE EXCEPTION 'bangfu:L12';
END IF;
IF ((NEW.entered = 'here' OR NEW.entered = 'bank' OR NEW.entered = 'adjustment') AND NEW.kind <> '期初' AND EXISTS (SELECT 1 FROM public.go_lives g WHERE g.unit_id = NEW.unit_id) AND (EXISTS (SELECT 1 FROM public.payment_request_moves m JOIN public.payment_request_moves b ON b.unit_id = m.unit_id AND b.key = m.key AND b.act = 'approve' WHERE m.unit_id = NEW.unit_id AND m.position = NEW.position AND (b.person_id = NEW.preparer_id OR b.person_id = NEW.cashier_id)))) THEN
  RAISE EXCEPTION 'bangfu:L12';
END IF;
IF (COALESCE(NEW.correction, '') NOT IN ('full', 'replacement') AND EXISTS (SELECT 1 FROM public.postings p JOIN public.accounts o ON o.id = p.account_id AND o.spends = 1 WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position AND p.debit_fen > 0 AND EXISTS (SELECT 1 FROM public.funds f JOIN public.gifts g ON g.unit_id = f.unit_id AND g.fund_id = f.id AND g.until IS NOT NULL AND g.form = 'money' JOIN public.vouchers v ON v.unit_id = g.unit_id AND v.ref = '捐赠-' || CAST(g.year AS pg_catalog.text) || '-' || CAST(g.number AS pg_catalog.text) WHERE f.unit_id = NEW.unit_id AND f.id = p.fund_id AND f.restricted = 1 AND COALESCE((SELECT c.until FROM public.purpose_consents c WHERE c.unit_id = g.unit_id AND c.gift_year = g.year AND c.gift_number = g.number AND NOT EXISTS (SELECT 1 FROM public.consent_withdrawals w WHERE w.unit_id = c.unit_id AND w.consent = c.number) AND c.until IS NOT NULL ORDER BY c.number DESC LIMIT 1), g.until) < NEW.dated_on AND COALESCE((SELECT a.amount_fen FROM public.lineage_amounts a WHERE a.unit_id = g.unit_id AND a.fund_id = g.fund_id AND a.side = 'source' AND a.matter = v.position ORDER BY a.at DESC LIMIT 1), g.amount_fen) - COALESCE((SELECT b.used_fen FROM public.lineage_shares b WHERE b.unit_id = g.unit_id AND b.fund_id = g.fund_id AND b.source = v.position ORDER BY b.seq DESC LIMIT 1), 0) > 0))) THEN
  RAISE EXCEPTION 'bangfu:gift_end';
END IF;
IF (COALESCE(NEW.correction, '') NOT IN ('full', 'replacement') AND EXISTS (SELECT 1 FROM public.postings p JOIN public.accounts o ON o.id = p.account_id AND o.spends = 1 WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position AND p.debit_fen > 0 AND EXISTS (SELECT 1 FROM public.consent_withdrawals x JOIN public.purpose_consents y ON y.unit_id = x.unit_id AND y.number = x.consent JOIN public.consent_purposes z ON z.unit_id = x.unit_id AND z.consent = x.consent JOIN public.gifts g ON g.unit_id = x.unit_id AND g.year = y.gift_year AND g.number = y.gift_number WHERE x.unit_id = NEW.unit_id AND g.fund_id = p.fund_id AND z.purpose = p.purpose AND g.amount_fen > (SELECT COALESCE(SUM(CASE WHEN (EXISTS (SELECT 1 FROM public.payment_requests q WHERE q.unit_id = r.unit_id AND q.kind = 'refund' AND (q.ref = '退捐-' || CAST(r.gift_year AS pg_catalog.text) || '-' || CAST(r.gift_number AS pg_catalog.text) || '-' || CAST(r.number AS pg_catalog.text) OR q.ref LIKE '退捐-' || CAST(r.gift_year AS pg_catalog.text) || '-' || CAST(r.gift_number AS pg_catalog.text) || '-' || CAST(r.number AS pg_catalog.text) || '/%')) OR EXISTS (SELECT 1 FROM public.desk_drafts d WHERE d.unit_id = r.unit_id AND d.ref = '退捐-' || CAST(r.gift_year AS pg_catalog.text) || '-' || CAST(r.gift_number AS pg_catalog.text) || '-' || CAST(r.number AS pg_catalog.text))) AND NOT EXISTS (SELECT 1 FROM public.payment_requests q WHERE q.unit_id = r.unit_id AND q.kind = 'refund' AND (q.ref = '退捐-' || CAST(r.gift_year AS pg_catalog.text) || '-' || CAST(r.gift_number AS pg_catalog.text) || '-' || CAST(r.number AS pg_catalog.text) OR q.ref LIKE '退捐-' || CAST(r.gift_year AS pg_catalog.text) || '-' || CAST(r.gift_number AS pg_catalog.text) || '-' || CAST(r.number AS pg_catalog.text) || '/%') AND NOT EXISTS (SELECT 1 FROM public.payment_request_moves e WHERE e.unit_id = q.unit_id AND e.key = q.key AND (e.act = 'refuse' OR e.act = 'cancel' OR e.act = 'expire'))) AND NOT EXISTS (SELECT 1 FROM public.desk_drafts d WHERE d.unit_id = r.unit_id AND d.ref = '退捐-' || CAST(r.gift_year AS pg_catalog.text) || '-' || CAST(r.gift_number AS pg_catalog.text) || '-' || CAST(r.number AS pg_catalog.text) AND NOT EXISTS (SELECT 1 FROM public.draft_steps e WHERE e.unit_id = d.unit_id AND e.draft = d.draft AND e.state = 'dropped')) THEN 0 ELSE COALESCE(NULLIF((SELECT m.paid_fen FROM public.payment_request_moves m JOIN public.payment_requests q ON q.unit_id = m.unit_id AND q.key = m.key WHERE m.unit_id = r.unit_id AND q.kind = 'refund' AND (q.ref = '退捐-' || CAST(r.gift_year AS pg_catalog.text) || '-' || CAST(r.gift_number AS pg_catalog.text) || '-' || CAST(r.number AS pg_catalog.text) OR q.ref LIKE '退捐-' || CAST(r.gift_year AS pg_catalog.text) || '-' || CAST(r.gift_number AS pg_catalog.text) || '-' || CAST(r.number AS pg_catalog.text) || '/%') AND NOT EXISTS (SELECT 1 FROM public.payment_request_moves e WHERE e.unit_id = q.unit_id AND e.key = q.key AND (e.act = 'refuse' OR e.act = 'cancel' OR e.act = 'expire')) ORDER BY m.seq DESC LIMIT 1), 0), r.amount_fen) END), 0) FROM public.gift_refunds r WHERE r.unit_id = g.unit_id AND r.gift_year = g.year AND r.gift_number = g.number) AND NOT EXISTS (SELECT 1 FROM public.gift_purposes n WHERE n.unit_id = g.unit_id AND n.gift_year = g.year AND n.gift_number = g.number AND n.purpose = p.purpose) AND NOT EXISTS (SELECT 1 FROM public.purpose_consents c WHERE c.unit_id = g.unit_id AND c.gift_year = g.year AND c.gift_number = g.number AND NOT EXISTS (SELECT 1 FROM public.consent_withdrawals w WHERE w.unit_id = c.unit_id AND w.consent = c.number) AND EXISTS (SELECT 1 FROM public.consent_purposes q WHERE q.unit_id = c.unit_id AND q.consent = c.number AND q.purpose = p.purpose))))) THEN
  RAISE EXCEPTION 'bangfu:consent';
END IF;
IF (EXISTS (SELECT 1 FROM public.bank_entries e WHERE e.unit_id = NEW.unit_id AND e.ref = NEW.ref AND NOT EXISTS (SELECT 1 FROM public.bank_entries w WHERE w.unit_id = e.unit_id AND w.statement = e.statement AND w."row" = e."row" AND w.step > e.step) AND (CASE e.kind WHEN 'fee' THEN -e.amount_fen ELSE e.amount_fen END <> COALESCE((SELECT SUM(p.debit_fen - p.credit_fen) FROM public.postings p JOIN public.accounts a ON a.id = p.account_id AND a.money = 1 WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position AND p.fund_id = e.fund_id), 0) OR e.kind = 'return' AND e.amount_fen <> COALESCE((SELECT SUM(p.credit_fen - p.debit_fen) FROM public.postings p JOIN public.accounts a ON a.id = p.account_id AND a.role = 'payable' WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position AND p.fund_id = e.fund_id AND p.request = e.request AND p.party = e.party AND p.recipient = e.recipient), 0) OR NOT EXISTS (SELECT 1 FROM public.bank_rows b WHERE b.unit_id = e.unit_id AND b.statement = e.statement AND b."row" = e."row" AND b.booked_on = NEW.dated_on)))) THEN
  RAISE EXCEPTION 'bangfu:bank';
END IF;
IF (EXISTS (SELECT 1 FROM public.return_endings n JOIN public.bank_entries e ON e.unit_id = n.unit_id AND e.statement = n.statement AND e."row" = n."row" AND NOT EXISTS (SELECT 1 FROM public.bank_entries w WHERE w.unit_id = e.unit_id AND w.statement = e.statement AND w."row" = e."row" AND w.step > e.step) WHERE n.unit_id = NEW.unit_id AND n.ref = NEW.ref AND NOT EXISTS (SELECT 1 FROM public.return_endings w WHERE w.unit_id = n.unit_id AND w.statement = n.statement AND w."row" = n."row" AND w.step > n.step) AND (NEW.dated_on < e.limit_on OR n.amount_fen <> -COALESCE((SELECT SUM(p.credit_fen - p.debit_fen) FROM public.postings p JOIN public.accounts a ON a.id = p.account_id AND a.role = 'payable' WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position AND p.fund_id = e.fund_id AND p.request = e.request AND p.party = e.party AND p.recipient = e.recipient), 0)))) THEN
  RAISE EXCEPTION 'bangfu:bank';
END IF;
IF ((NEW.correction = 'difference' OR NEW.correction = 'replacement') AND EXISTS (SELECT 1 FROM public.vouchers t JOIN public.vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM public.transfers m WHERE m.unit_id = v.unit_id AND m.ref = v.ref AND (NEW.correction = 'replacement' AND t.correction = 'replacement' OR EXISTS (SELECT 1 FROM public.postings p JOIN public.accounts o ON o.id = p.account_id AND (o.role = 'cash' OR o.role = 'bank' OR o.role = 'quota') WHERE p.unit_id = NEW.unit_id AND (p.position = NEW.position OR NEW.correction = 'replacement' AND p.position = NEW.corrects) GROUP BY p.fund_id HAVING SUM(CASE WHEN p.position = NEW.position THEN p.debit_fen - p.credit_fen ELSE p.credit_fen - p.debit_fen END) <> 0))))) THEN
  RAISE EXCEPTION 'bangfu:transfer';
END IF;
IF ((NEW.correction = 'difference' OR NEW.correction = 'replacement') AND EXISTS (SELECT 1 FROM public.vouchers t JOIN public.vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM public.transfer_answers m WHERE m.unit_id = v.unit_id AND m.ref = v.ref AND (NEW.correction = 'replacement' AND t.correction = 'replacement' OR EXISTS (SELECT 1 FROM public.postings p JOIN public.accounts o ON o.id = p.account_id AND (o.role = 'cash' OR o.role = 'bank' OR o.role = 'quota') WHERE p.unit_id = NEW.unit_id AND (p.position = NEW.position OR NEW.correction = 'replacement' AND p.position = NEW.corrects) GROUP BY p.fund_id HAVING SUM(CASE WHEN p.position = NEW.position THEN p.debit_fen - p.credit_fen ELSE p.credit_fen - p.debit_fen END) <> 0))))) THEN
  RAISE EXCEPTION 'bangfu:transfer';
END IF;
IF ((NEW.correction = 'difference' OR NEW.correction = 'replacement') AND EXISTS (SELECT 1 FROM public.vouchers t JOIN public.vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM public.transfer_returns m WHERE m.unit_id = v.unit_id AND m.ref = v.ref AND (NEW.correction = 'replacement' AND t.correction = 'replacement' OR EXISTS (SELECT 1 FROM public.postings p JOIN public.accounts o ON o.id = p.account_id AND (o.role = 'cash' OR o.role = 'bank' OR o.role = 'quota') WHERE p.unit_id = NEW.unit_id AND (p.position = NEW.position OR NEW.correction = 'replacement' AND p.position = NEW.corrects) GROUP BY p.fund_id HAVING SUM(CASE WHEN p.position = NEW.position THEN p.debit_fen - p.credit_fen ELSE p.credit_fen - p.debit_fen END) <> 0))))) THEN
  RAISE EXCEPTION 'bangfu:transfer';
END IF;
IF (NEW.correction = 'full' AND EXISTS (SELECT 1 FROM public.vouchers t JOIN public.vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM public.transfers m WHERE m.unit_id = v.unit_id AND m.ref = v.ref AND EXISTS (SELECT 1 FROM public.transfer_returns r WHERE r.unit_id = m.unit_id AND r.number = m.number AND (EXISTS (SELECT 1 FROM public.vouchers b WHERE b.unit_id = r.unit_id AND b.ref = r.ref AND (NOT EXISTS (SELECT 1 FROM public.vouchers c WHERE c.unit_id = b.unit_id AND c.corrects = b.position AND c.correction = 'full') OR EXISTS (SELECT 1 FROM public.vouchers c WHERE c.unit_id = b.unit_id AND c.corrects = b.position AND c.correction = 'replacement' AND NOT EXISTS (SELECT 1 FROM public.vouchers x WHERE x.unit_id = c.unit_id AND x.corrects = c.position AND x.correction = 'full')))) OR NOT EXISTS (SELECT 1 FROM public.vouchers b WHERE b.unit_id = r.unit_id AND b.ref = r.ref) AND NOT EXISTS (SELECT 1 FROM public.draft_steps d WHERE d.unit_id = r.unit_id AND d.draft = r.draft AND d.state = 'dropped')))))) THEN
  RAISE EXCEPTION 'bangfu:transfer';
END IF;
IF (NEW.correction = 'full' AND EXISTS (SELECT 1 FROM public.vouchers t JOIN public.vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM public.transfer_answers m WHERE m.unit_id = v.unit_id AND m.ref = v.ref AND EXISTS (SELECT 1 FROM public.units u JOIN public.transfers g ON g.unit_id = m.unit_id AND g.returns = u.code || '-' || CAST(m.number AS pg_catalog.text) WHERE u.id = m.from_id AND (EXISTS (SELECT 1 FROM public.vouchers b WHERE b.unit_id = g.unit_id AND b.ref = g.ref AND (NOT EXISTS (SELECT 1 FROM public.vouchers c WHERE c.unit_id = b.unit_id AND c.corrects = b.position AND c.correction = 'full') OR EXISTS (SELECT 1 FROM public.vouchers c WHERE c.unit_id = b.unit_id AND c.corrects = b.position AND c.correction = 'replacement' AND NOT EXISTS (SELECT 1 FROM public.vouchers x WHERE x.unit_id = c.unit_id AND x.corrects = c.position AND x.correction = 'full')))) OR NOT EXISTS (SELECT 1 FROM public.vouchers b WHERE b.unit_id = g.unit_id AND b.ref = g.ref) AND NOT EXISTS (SELECT 1 FROM public.draft_steps d WHERE d.unit_id = g.unit_id AND d.draft = g.draft AND d.state = 'dropped')))))) THEN
  RAISE EXCEPTION 'bangfu:transfer';
END IF;
IF ((NEW.correction = 'full' OR NEW.correction = 'difference' AND EXISTS (SELECT 1 FROM public.postings p JOIN public.accounts a ON a.id = p.account_id AND a.role = 'stock' WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position)) AND EXISTS (SELECT 1 FROM public.vouchers t JOIN public.vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM public.goods_moves m WHERE m.unit_id = v.unit_id AND m.ref = v.ref AND (m.kind = 'opening' OR m.kind = 'purchase' OR m.kind = 'gift' OR m.kind = 'return' OR m.kind = 'over') AND NOT EXISTS (SELECT 1 FROM public.draft_steps d WHERE d.unit_id = m.unit_id AND d.draft = m.draft AND d.state = 'dropped') AND EXISTS (SELECT 1 FROM public.goods_takings k JOIN public.goods_moves o ON o.unit_id = k.unit_id AND o.move = k.move WHERE k.unit_id = m.unit_id AND k.lot = m.move AND NOT EXISTS (SELECT 1 FROM public.draft_steps d WHERE d.unit_id = o.unit_id AND d.draft = o.draft AND d.state = 'dropped') AND NOT EXISTS (SELECT 1 FROM public.vouchers w JOIN public.vouchers c ON c.unit_id = w.unit_id AND c.corrects = w.position AND c.correction = 'full' WHERE w.unit_id = o.unit_id AND w.ref = o.ref))))) THEN
  RAISE EXCEPTION 'bangfu:stock';
END IF;
IF (NEW.correction = 'full' AND EXISTS (SELECT 1 FROM public.vouchers t JOIN public.vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM public.goods_moves m WHERE m.unit_id = v.unit_id AND m.ref = v.ref AND (m.kind = 'opening' OR m.kind = 'purchase' OR m.kind = 'gift' OR m.kind = 'return' OR m.kind = 'over') AND NOT EXISTS (SELECT 1 FROM public.draft_steps d WHERE d.unit_id = m.unit_id AND d.draft = m.draft AND d.state = 'dropped') AND EXISTS (SELECT 1 FROM public.goods_takings k JOIN public.goods_moves o ON o.unit_id = k.unit_id AND o.move = k.move WHERE k.unit_id = m.unit_id AND k.lot = m.move AND NOT EXISTS (SELECT 1 FROM public.draft_steps d WHERE d.unit_id = o.unit_id AND d.draft = o.draft AND d.state = 'dropped') AND EXISTS (SELECT 1 FROM public.vouchers w JOIN public.vouchers c ON c.unit_id = w.unit_id AND c.corrects = w.position AND c.correction = 'full' WHERE w.unit_id = o.unit_id AND w.ref = o.ref AND c.dated_on > NEW.dated_on))))) THEN
  RAISE EXCEPTION 'bangfu:stock';
END IF;
IF (NEW.correction = 'full' AND EXISTS (SELECT 1 FROM public.vouchers t JOIN public.vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM public.goods_moves m WHERE m.unit_id = v.unit_id AND m.ref = v.ref AND NOT EXISTS (SELECT 1 FROM public.draft_steps d WHERE d.unit_id = m.unit_id AND d.draft = m.draft AND d.state = 'dropped') AND EXISTS (SELECT 1 FROM public.goods_moves b WHERE b.unit_id = m.unit_id AND b.source = m.move AND NOT EXISTS (SELECT 1 FROM public.draft_steps d WHERE d.unit_id = b.unit_id AND d.draft = b.draft AND d.state = 'dropped') AND NOT EXISTS (SELECT 1 FROM public.vouchers w JOIN public.vouchers c ON c.unit_id = w.unit_id AND c.corrects = w.position AND c.correction = 'full' WHERE w.unit_id = b.unit_id AND w.ref = b.ref))))) THEN
  RAISE EXCEPTION 'bangfu:stock';
END IF;
IF (NEW.corrects IS NULL AND EXISTS (SELECT 1 FROM public.goods_moves m JOIN public.goods_takings k ON k.unit_id = m.unit_id AND k.move = m.move JOIN public.goods_moves l ON l.unit_id = k.unit_id AND l.move = k.lot JOIN public.vouchers w ON w.unit_id = l.unit_id AND w.ref = l.ref WHERE m.unit_id = NEW.unit_id AND m.ref = NEW.ref AND w.dated_on > NEW.dated_on AND NOT EXISTS (SELECT 1 FROM public.draft_steps d WHERE d.unit_id = m.unit_id AND d.draft = m.draft AND d.state = 'dropped'))) THEN
  RAISE EXCEPTION 'bangfu:stock';
END IF;
IF (NEW.correction = 'full' AND EXISTS (SELECT 1 FROM public.vouchers t JOIN public.vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM public.gifts m WHERE m.unit_id = v.unit_id AND m.form = 'money' AND v.ref = '捐赠-' || CAST(m.year AS pg_catalog.text) || '-' || CAST(m.number AS pg_catalog.text) AND EXISTS (SELECT 1 FROM public.bills b WHERE b.unit_id = m.unit_id AND b.gift_year = m.year AND b.gift_number = m.number AND NOT EXISTS (SELECT 1 FROM public.bill_voids w WHERE w.unit_id = b.unit_id AND w.code = b.code AND w.number = b.number))))) THEN
  RAISE EXCEPTION 'bangfu:bill';
END IF;
IF (NEW.correction = 'full' AND EXISTS (SELECT 1 FROM public.vouchers t JOIN public.vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM public.gifts m WHERE m.unit_id = v.unit_id AND m.form = 'money' AND v.ref = '捐赠-' || CAST(m.year AS pg_catalog.text) || '-' || CAST(m.number AS pg_catalog.text) AND EXISTS (SELECT 1 FROM public.confirmations l WHERE l.unit_id = m.unit_id AND l.gift_year = m.year AND l.gift_number = m.number AND NOT EXISTS (SELECT 1 FROM public.confirmation_voids w WHERE w.unit_id = l.unit_id AND w.year = l.year AND w.number = l.number))))) THEN
  RAISE EXCEPTION 'bangfu:letter';
END IF;
IF (NEW.correction = 'full' AND EXISTS (SELECT 1 FROM public.vouchers t JOIN public.vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM public.gifts m WHERE m.unit_id = v.unit_id AND m.form = 'money' AND v.ref = '捐赠-' || CAST(m.year AS pg_catalog.text) || '-' || CAST(m.number AS pg_catalog.text) AND EXISTS (SELECT 1 FROM public.gift_refunds r WHERE r.unit_id = m.unit_id AND r.gift_year = m.year AND r.gift_number = m.number AND r.kind = 'refund' AND CASE WHEN (EXISTS (SELECT 1 FROM public.payment_requests q WHERE q.unit_id = r.unit_id AND q.kind = 'refund' AND (q.ref = '退捐-' || CAST(r.gift_year AS pg_catalog.text) || '-' || CAST(r.gift_number AS pg_catalog.text) || '-' || CAST(r.number AS pg_catalog.text) OR q.ref LIKE '退捐-' || CAST(r.gift_year AS pg_catalog.text) || '-' || CAST(r.gift_number AS pg_catalog.text) || '-' || CAST(r.number AS pg_catalog.text) || '/%')) OR EXISTS (SELECT 1 FROM public.desk_drafts d WHERE d.unit_id = r.unit_id AND d.ref = '退捐-' || CAST(r.gift_year AS pg_catalog.text) || '-' || CAST(r.gift_number AS pg_catalog.text) || '-' || CAST(r.number AS pg_catalog.text))) AND NOT EXISTS (SELECT 1 FROM public.payment_requests q WHERE q.unit_id = r.unit_id AND q.kind = 'refund' AND (q.ref = '退捐-' || CAST(r.gift_year AS pg_catalog.text) || '-' || CAST(r.gift_number AS pg_catalog.text) || '-' || CAST(r.number AS pg_catalog.text) OR q.ref LIKE '退捐-' || CAST(r.gift_year AS pg_catalog.text) || '-' || CAST(r.gift_number AS pg_catalog.text) || '-' || CAST(r.number AS pg_catalog.text) || '/%') AND NOT EXISTS (SELECT 1 FROM public.payment_request_moves e WHERE e.unit_id = q.unit_id AND e.key = q.key AND (e.act = 'refuse' OR e.act = 'cancel' OR e.act = 'expire'))) AND NOT EXISTS (SELECT 1 FROM public.desk_drafts d WHERE d.unit_id = r.unit_id AND d.ref = '退捐-' || CAST(r.gift_year AS pg_catalog.text) || '-' || CAST(r.gift_number AS pg_catalog.text) || '-' || CAST(r.number AS pg_catalog.text) AND NOT EXISTS (SELECT 1 FROM public.draft_steps e WHERE e.unit_id = d.unit_id AND e.draft = d.draft AND e.state = 'dropped')) THEN 0 ELSE COALESCE(NULLIF((SELECT m.paid_fen FROM public.payment_request_moves m JOIN public.payment_requests q ON q.unit_id = m.unit_id AND q.key = m.key WHERE m.unit_id = r.unit_id AND q.kind = 'refund' AND (q.ref = '退捐-' || CAST(r.gift_year AS pg_catalog.text) || '-' || CAST(r.gift_number AS pg_catalog.text) || '-' || CAST(r.number AS pg_catalog.text) OR q.ref LIKE '退捐-' || CAST(r.gift_year AS pg_catalog.text) || '-' || CAST(r.gift_number AS pg_catalog.text) || '-' || CAST(r.number AS pg_catalog.text) || '/%') AND NOT EXISTS (SELECT 1 FROM public.payment_request_moves e WHERE e.unit_id = q.unit_id AND e.key = q.key AND (e.act = 'refuse' OR e.act = 'cancel' OR e.act = 'expire')) ORDER BY m.seq DESC LIMIT 1), 0), r.amount_fen) END > 0)))) THEN
  RAISE EXCEPTION 'bangfu:refund';
END IF;
IF (NEW.correction = 'difference' AND EXISTS (SELECT 1 FROM public.vouchers t JOIN public.vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM public.gifts m WHERE m.unit_id = v.unit_id AND m.form = 'money' AND v.ref = '捐赠-' || CAST(m.year AS pg_catalog.text) || '-' || CAST(m.number AS pg_catalog.text) AND m.number > 0))) THEN
  RAISE EXCEPTION 'bangfu:gift';
END IF;
IF (NEW.correction = 'replacement' AND EXISTS (SELECT 1 FROM public.vouchers t JOIN public.vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM public.gifts m WHERE m.unit_id = v.unit_id AND m.form = 'money' AND v.ref = '捐赠-' || CAST(m.year AS pg_catalog.text) || '-' || CAST(m.number AS pg_catalog.text) AND (NEW.correction = 'replacement' AND t.correction = 'replacement' OR EXISTS (SELECT 1 FROM public.postings p JOIN public.accounts o ON o.id = p.account_id AND (o.role = 'cash' OR o.role = 'bank' OR o.role = 'quota') WHERE p.unit_id = NEW.unit_id AND (p.position = NEW.position OR NEW.correction = 'replacement' AND p.position = NEW.corrects) GROUP BY p.fund_id HAVING SUM(CASE WHEN p.position = NEW.position THEN p.debit_fen - p.credit_fen ELSE p.credit_fen - p.debit_fen END) <> 0))))) THEN
  RAISE EXCEPTION 'bangfu:gift';
END IF;

RETURN NEW;
END $guard$
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
CREATE FUNCTION public.bangfu_judge_vouchers_aid() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.kind <> '期初' AND COALESCE(NEW.correction, '') <> 'full' AND COALESCE(NEW.correction, '') <> 'difference' AND EXISTS (SELECT 1 FROM public.aid_begins g WHERE g.unit_id = NEW.unit_id) AND (NEW.entered <> 'adjustment' OR EXISTS (SELECT 1 FROM public.postings p JOIN public.accounts a ON a.id = p.account_id AND a.money = 1 WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position)) AND EXISTS (SELECT 1 FROM public.postings p JOIN public.accounts a ON a.id = p.account_id AND (a.role = 'aid_expense' OR a.role = 'stock') WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position GROUP BY p.fund_id HAVING SUM(CASE WHEN a.role = 'aid_expense' AND p.debit_fen > 0 AND NOT EXISTS (SELECT 1 FROM public.aid_grounds g WHERE g.unit_id = NEW.unit_id AND g.request = p.request) THEN p.debit_fen ELSE 0 END) > ABS(SUM(CASE WHEN a.role = 'stock' THEN p.debit_fen - p.credit_fen ELSE 0 END)))) THEN
  RAISE EXCEPTION 'bangfu:L13';
END IF;
IF (COALESCE(NEW.correction, '') <> 'full' AND COALESCE(NEW.correction, '') <> 'difference' AND EXISTS (SELECT 1 FROM public.aid_grounds g JOIN public.payment_request_moves m ON m.unit_id = g.unit_id AND m.key = g.request AND m.position = NEW.position AND m.act = 'pay' WHERE g.unit_id = NEW.unit_id AND EXISTS (SELECT 1 FROM (SELECT p.fund_id, p.account_id, COALESCE(p.purpose, '') AS purpose, p.recipient, p.debit_fen - p.credit_fen AS fen FROM public.postings p JOIN public.accounts a ON a.id = p.account_id AND a.role = 'aid_expense' WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position AND p.request = g.request UNION ALL SELECT l.fund_id, l.account_id, l.purpose, l.code, -l.amount_fen FROM public.aid_batch_lines l WHERE l.unit_id = NEW.unit_id AND l.key = g.key) u GROUP BY u.fund_id, u.account_id, u.purpose, u.recipient HAVING SUM(u.fen) <> 0))) THEN
  RAISE EXCEPTION 'bangfu:L13';
END IF;
IF (NEW.kind <> '期初' AND COALESCE(NEW.correction, '') <> 'full' AND COALESCE(NEW.correction, '') <> 'difference' AND EXISTS (SELECT 1 FROM public.aid_begins g WHERE g.unit_id = NEW.unit_id) AND EXISTS (SELECT 1 FROM public.postings p JOIN public.accounts a ON a.id = p.account_id AND a.role = 'stock' WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position) AND EXISTS (SELECT 1 FROM public.postings p JOIN public.accounts a ON a.id = p.account_id AND a.role = 'aid_expense' WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position AND p.debit_fen > 0 AND NOT EXISTS (SELECT 1 FROM public.aid_grounds g WHERE g.unit_id = NEW.unit_id AND g.request = p.request)) AND NOT EXISTS (SELECT 1 FROM public.goods_moves m WHERE m.unit_id = NEW.unit_id AND m.ref = NEW.ref)) THEN
  RAISE EXCEPTION 'bangfu:L13';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE OR REPLACE FUNCTION public.bangfu_judge_goods_moves() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW."move" > 1 AND NOT EXISTS (SELECT 1 FROM public.goods_moves o WHERE o.unit_id = NEW.unit_id AND o."move" = NEW."move" - 1)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (COALESCE((SELECT CASE i.kind WHEN 'voucher' THEN NEW.quantity_milli ELSE 0 END FROM public.goods_items i WHERE i.unit_id = NEW.unit_id AND i.item = NEW.item AND i.revision = 1), -1) <> (COALESCE((SELECT SUM(r.last_no - r.first_no + 1) FROM public.goods_ranges r WHERE r.unit_id = NEW.unit_id AND r.move = NEW.move), 0) + COALESCE((SELECT SUM(r.last_no - r.first_no + 1) FROM public.goods_serials r WHERE r.unit_id = NEW.unit_id AND r.move = NEW.move), 0)) * 1000) THEN
  RAISE EXCEPTION 'bangfu:serial';
END IF;
IF (EXISTS (SELECT 1 FROM public.goods_ranges r WHERE r.unit_id = NEW.unit_id AND r.move = NEW.move AND (r.item <> NEW.item OR (NEW.kind = 'issue' OR NEW.kind = 'void' OR NEW.kind = 'short') OR NEW.kind = 'return'))) THEN
  RAISE EXCEPTION 'bangfu:serial';
END IF;
IF (EXISTS (SELECT 1 FROM public.goods_serials r JOIN public.goods_moves m ON m.unit_id = r.unit_id AND m.move = r.range_move WHERE r.unit_id = NEW.unit_id AND r.move = NEW.move AND (m.item <> NEW.item OR m.fund_id <> NEW.fund_id OR COALESCE(r.source, 0) <> COALESCE(NEW.source, 0) OR NOT ((NEW.kind = 'issue' OR NEW.kind = 'void' OR NEW.kind = 'short') OR NEW.kind = 'return')))) THEN
  RAISE EXCEPTION 'bangfu:serial';
END IF;
IF ((NEW.kind = 'issue' OR NEW.kind = 'void' OR NEW.kind = 'short') AND (NOT EXISTS (SELECT 1 FROM public.goods_takings t WHERE t.unit_id = NEW.unit_id AND t.move = NEW.move GROUP BY t.move HAVING SUM(t.quantity_milli) = NEW.quantity_milli AND SUM(t.cost_fen) = NEW.cost_fen) OR EXISTS (SELECT 1 FROM public.goods_takings t JOIN public.goods_moves l ON l.unit_id = t.unit_id AND l.move = t.lot WHERE t.unit_id = NEW.unit_id AND t.move = NEW.move AND (l.item <> NEW.item OR l.fund_id <> NEW.fund_id OR l.dated_on > NEW.dated_on))) OR NOT (NEW.kind = 'issue' OR NEW.kind = 'void' OR NEW.kind = 'short') AND EXISTS (SELECT 1 FROM public.goods_takings t WHERE t.unit_id = NEW.unit_id AND t.move = NEW.move)) THEN
  RAISE EXCEPTION 'bangfu:stock';
END IF;
IF ((NEW.kind = 'issue' OR NEW.kind = 'void' OR NEW.kind = 'short') AND EXISTS (SELECT 1 FROM public.goods_moves m WHERE m.unit_id = NEW.unit_id AND m.item = NEW.item AND m.fund_id = NEW.fund_id AND m.method <> '' AND m.dated_on > NEW.dated_on AND NOT (EXISTS (SELECT 1 FROM public.draft_steps x WHERE x.unit_id = NEW.unit_id AND x.draft = m.draft AND x.state = 'dropped') OR EXISTS (SELECT 1 FROM public.vouchers v JOIN public.vouchers r ON r.unit_id = v.unit_id AND r.corrects = v.position AND r.correction = 'full' WHERE v.unit_id = NEW.unit_id AND v.ref = m.ref)))) THEN
  RAISE EXCEPTION 'bangfu:stock';
END IF;
IF ((NEW.kind = 'issue' OR NEW.kind = 'void' OR NEW.kind = 'short') AND NOT EXISTS (SELECT 1 FROM public.goods_methods h WHERE h.unit_id = NEW.unit_id AND h.method = NEW.method AND h.since <= NEW.dated_on AND NOT EXISTS (SELECT 1 FROM public.goods_methods l WHERE l.unit_id = NEW.unit_id AND l.since > h.since AND l.since <= NEW.dated_on))) THEN
  RAISE EXCEPTION 'bangfu:method';
END IF;
IF (NEW.purpose <> '' AND NOT EXISTS (SELECT 1 FROM public.fund_purposes u WHERE u.unit_id = NEW.unit_id AND u.fund_id = NEW.fund_id AND u.purpose = NEW.purpose)) THEN
  RAISE EXCEPTION 'bangfu:L8';
END IF;
IF (NEW.source IS NOT NULL AND (NOT EXISTS (SELECT 1 FROM public.goods_moves m WHERE m.unit_id = NEW.unit_id AND m.move = NEW.source AND (NOT (EXISTS (SELECT 1 FROM public.draft_steps x WHERE x.unit_id = NEW.unit_id AND x.draft = m.draft AND x.state = 'dropped') OR EXISTS (SELECT 1 FROM public.vouchers v JOIN public.vouchers r ON r.unit_id = v.unit_id AND r.corrects = v.position AND r.correction = 'full' WHERE v.unit_id = NEW.unit_id AND v.ref = m.ref)) AND (m.draft IS NULL OR EXISTS (SELECT 1 FROM public.vouchers v WHERE v.unit_id = NEW.unit_id AND v.ref = m.ref))) AND m.kind = 'issue' AND m.item = NEW.item AND m.fund_id = NEW.fund_id AND m.dated_on <= NEW.dated_on) OR EXISTS (SELECT 1 FROM public.goods_moves o WHERE o.unit_id = NEW.unit_id AND o.move = NEW.source AND (o.quantity_milli < (SELECT SUM(m.quantity_milli) FROM public.goods_moves m WHERE m.unit_id = NEW.unit_id AND m.source = NEW.source AND NOT (EXISTS (SELECT 1 FROM public.draft_steps x WHERE x.unit_id = NEW.unit_id AND x.draft = m.draft AND x.state = 'dropped') OR EXISTS (SELECT 1 FROM public.vouchers v JOIN public.vouchers r ON r.unit_id = v.unit_id AND r.corrects = v.position AND r.correction = 'full' WHERE v.unit_id = NEW.unit_id AND v.ref = m.ref))) OR o.cost_fen < (SELECT SUM(m.cost_fen) FROM public.goods_moves m WHERE m.unit_id = NEW.unit_id AND m.source = NEW.source AND NOT (EXISTS (SELECT 1 FROM public.draft_steps x WHERE x.unit_id = NEW.unit_id AND x.draft = m.draft AND x.state = 'dropped') OR EXISTS (SELECT 1 FROM public.vouchers v JOIN public.vouchers r ON r.unit_id = v.unit_id AND r.corrects = v.position AND r.correction = 'full' WHERE v.unit_id = NEW.unit_id AND v.ref = m.ref))))))) THEN
  RAISE EXCEPTION 'bangfu:return';
END IF;
IF (NEW.counting IS NOT NULL AND (SELECT SUM(CASE m.kind WHEN 'over' THEN m.quantity_milli ELSE -m.quantity_milli END) FROM public.goods_moves m WHERE m.unit_id = NEW.unit_id AND m.counting = NEW.counting AND m.item = NEW.item AND m.fund_id = NEW.fund_id) <> COALESCE((SELECT l.counted_milli - l.book_milli FROM public.goods_count_lines l WHERE l.unit_id = NEW.unit_id AND l.counting = NEW.counting AND l.item = NEW.item AND l.fund_id = NEW.fund_id), 0)) THEN
  RAISE EXCEPTION 'bangfu:count';
END IF;
IF (NEW.draft IS NOT NULL AND NOT EXISTS (SELECT 1 FROM public.desk_drafts d WHERE d.unit_id = NEW.unit_id AND d.draft = NEW.draft AND d.ref = NEW.ref) OR NEW.kind = 'opening' AND NOT EXISTS (SELECT 1 FROM public.vouchers v WHERE v.unit_id = NEW.unit_id AND v.ref = NEW.ref)) THEN
  RAISE EXCEPTION 'bangfu:desk';
END IF;
IF (EXISTS (SELECT 1 FROM public.aid_handout_steps s WHERE s.unit_id = NEW.unit_id AND s.last_move >= NEW.move AND s.first_move <= NEW.move AND NOT EXISTS (SELECT 1 FROM public.aid_handout_lines l JOIN public.aid_handouts h ON h.unit_id = l.unit_id AND h.handout = l.handout WHERE l.unit_id = s.unit_id AND l.handout = s.handout AND l.line = NEW.move - s.first_move + 1 AND NEW.kind = 'issue' AND l.recipient = NEW.recipient AND l.item = NEW.item AND l.quantity_milli = NEW.quantity_milli AND l.serials = NEW.serials AND h.fund_id = NEW.fund_id AND h.purpose = NEW.purpose AND s.acted_on = NEW.dated_on AND s.issue_ref = NEW.ref))) THEN
  RAISE EXCEPTION 'bangfu:handout';
END IF;
IF (EXISTS (SELECT 1 FROM public.aid_handout_steps s WHERE s.unit_id = NEW.unit_id AND s.last_move >= NEW.move AND s.first_move <= NEW.move AND s.last_move = NEW.move AND s.cost_fen <> (SELECT SUM(m.cost_fen) FROM public.goods_moves m WHERE m.unit_id = NEW.unit_id AND m.move BETWEEN s.first_move AND s.last_move))) THEN
  RAISE EXCEPTION 'bangfu:handout';
END IF;
IF (NEW.kind = 'issue' AND EXISTS (SELECT 1 FROM public.aid_handouts h WHERE h.unit_id = NEW.unit_id AND h.ref = NEW.ref) AND NOT EXISTS (SELECT 1 FROM public.aid_handout_steps s WHERE s.unit_id = NEW.unit_id AND s.last_move >= NEW.move AND s.first_move <= NEW.move)) THEN
  RAISE EXCEPTION 'bangfu:handout';
END IF;
IF (NEW.kind = 'issue' AND EXISTS (SELECT 1 FROM public.aid_begins b WHERE b.unit_id = NEW.unit_id) AND NOT EXISTS (SELECT 1 FROM public.aid_handout_steps s WHERE s.unit_id = NEW.unit_id AND s.last_move >= NEW.move AND s.first_move <= NEW.move)) THEN
  RAISE EXCEPTION 'bangfu:L13';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE OR REPLACE FUNCTION public.bangfu_judge_goods_takings() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (EXISTS (SELECT 1 FROM public.goods_moves m WHERE m.unit_id = NEW.unit_id AND m.move = NEW.move)) THEN
  RAISE EXCEPTION 'bangfu:L3';
END IF;
IF (NOT EXISTS (SELECT 1 FROM public.goods_moves m WHERE m.unit_id = NEW.unit_id AND m.move = NEW.lot AND (NOT (EXISTS (SELECT 1 FROM public.draft_steps x WHERE x.unit_id = NEW.unit_id AND x.draft = m.draft AND x.state = 'dropped') OR EXISTS (SELECT 1 FROM public.vouchers v JOIN public.vouchers r ON r.unit_id = v.unit_id AND r.corrects = v.position AND r.correction = 'full' WHERE v.unit_id = NEW.unit_id AND v.ref = m.ref)) AND (m.draft IS NULL OR EXISTS (SELECT 1 FROM public.vouchers v WHERE v.unit_id = NEW.unit_id AND v.ref = m.ref))) AND (m.kind = 'opening' OR m.kind = 'purchase' OR m.kind = 'gift' OR m.kind = 'return' OR m.kind = 'over'))) THEN
  RAISE EXCEPTION 'bangfu:stock';
END IF;
IF ((SELECT SUM(t.quantity_milli) FROM public.goods_takings t WHERE t.unit_id = NEW.unit_id AND t.lot = NEW.lot) > (SELECT o.quantity_milli FROM public.goods_moves o WHERE o.unit_id = NEW.unit_id AND o.move = NEW.lot) AND (SELECT SUM(t.quantity_milli) FROM public.goods_takings t WHERE t.unit_id = NEW.unit_id AND t.lot = NEW.lot AND NOT EXISTS (SELECT 1 FROM public.goods_moves m WHERE m.unit_id = NEW.unit_id AND m.move = t.move AND (EXISTS (SELECT 1 FROM public.draft_steps x WHERE x.unit_id = NEW.unit_id AND x.draft = m.draft AND x.state = 'dropped') OR EXISTS (SELECT 1 FROM public.vouchers v JOIN public.vouchers r ON r.unit_id = v.unit_id AND r.corrects = v.position AND r.correction = 'full' WHERE v.unit_id = NEW.unit_id AND v.ref = m.ref)))) > (SELECT o.quantity_milli FROM public.goods_moves o WHERE o.unit_id = NEW.unit_id AND o.move = NEW.lot)) THEN
  RAISE EXCEPTION 'bangfu:stock';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE OR REPLACE FUNCTION public.bangfu_judge_goods_signatures() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NOT EXISTS (SELECT 1 FROM public.goods_moves m WHERE m.unit_id = NEW.unit_id AND m.move = NEW.move AND m.kind = 'issue' AND m.dated_on <= NEW.signed_on AND (m.recipient = NEW.signer OR NEW.authorised <> '') AND NOT (EXISTS (SELECT 1 FROM public.draft_steps x WHERE x.unit_id = NEW.unit_id AND x.draft = m.draft AND x.state = 'dropped') OR EXISTS (SELECT 1 FROM public.vouchers v JOIN public.vouchers r ON r.unit_id = v.unit_id AND r.corrects = v.position AND r.correction = 'full' WHERE v.unit_id = NEW.unit_id AND v.ref = m.ref)))) THEN
  RAISE EXCEPTION 'bangfu:signature';
END IF;
IF (EXISTS (SELECT 1 FROM public.aid_handout_steps s WHERE s.unit_id = NEW.unit_id AND s.last_move >= NEW.move AND s.first_move <= NEW.move AND NOT EXISTS (SELECT 1 FROM public.aid_handout_lines l WHERE l.unit_id = s.unit_id AND l.handout = s.handout AND l.line = NEW.move - s.first_move + 1 AND (l.recipient = NEW.signer OR EXISTS (SELECT 1 FROM public.aid_guardians g WHERE g.file = l.file AND g.revision = 1 AND g.since <= NEW.signed_on AND NEW.signer = l.recipient || '/' || CAST(g.number AS TEXT) AND NOT EXISTS (SELECT 1 FROM public.aid_guardians e WHERE e.file = g.file AND e.number = g.number AND e.revision > 1 AND e.until <= NEW.signed_on)))))) THEN
  RAISE EXCEPTION 'bangfu:signature';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_aid_bank_formats() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.revision > 1 AND NOT EXISTS (SELECT 1 FROM public.aid_bank_formats o WHERE o.unit_id = NEW.unit_id AND o.bank = NEW.bank AND o.revision = NEW.revision - 1)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_aid_payment_lines() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (EXISTS (SELECT 1 FROM public.aid_payment_files o WHERE o.unit_id = NEW.unit_id AND o.batch = NEW.batch AND o.number = NEW.number)) THEN
  RAISE EXCEPTION 'bangfu:L3';
END IF;
IF (EXISTS (SELECT 1 FROM public.aid_payment_lines o WHERE o.unit_id = NEW.unit_id AND o.batch = NEW.batch AND o.line = NEW.line AND o.number <> NEW.number AND NOT EXISTS (SELECT 1 FROM public.aid_result_lines r WHERE r.unit_id = o.unit_id AND r.batch = o.batch AND r.number = o.number AND r.line = o.line AND r.is_paid = 0))) THEN
  RAISE EXCEPTION 'bangfu:payment';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_aid_payment_files() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.number > 1 AND NOT EXISTS (SELECT 1 FROM public.aid_payment_files o WHERE o.unit_id = NEW.unit_id AND o.batch = NEW.batch AND o.number = NEW.number - 1)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NEW.lines <> (SELECT COUNT(*) FROM public.aid_payment_lines o WHERE o.unit_id = NEW.unit_id AND o.batch = NEW.batch AND o.number = NEW.number) OR NEW.sum_fen <> (SELECT COALESCE(SUM(o.amount_fen), 0) FROM public.aid_payment_lines o WHERE o.unit_id = NEW.unit_id AND o.batch = NEW.batch AND o.number = NEW.number)) THEN
  RAISE EXCEPTION 'bangfu:payment';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_aid_payment_writings() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.writing > 1 AND NOT EXISTS (SELECT 1 FROM public.aid_payment_writings o WHERE o.unit_id = NEW.unit_id AND o.batch = NEW.batch AND o.number = NEW.number AND o.writing = NEW.writing - 1)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_aid_result_lines() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (EXISTS (SELECT 1 FROM public.aid_result_files o WHERE o.unit_id = NEW.unit_id AND o.batch = NEW.batch AND o.number = NEW.number AND o.result = NEW.result)) THEN
  RAISE EXCEPTION 'bangfu:L3';
END IF;
IF (NOT EXISTS (SELECT 1 FROM public.aid_payment_lines o WHERE o.unit_id = NEW.unit_id AND o.batch = NEW.batch AND o.number = NEW.number AND o.line = NEW.line AND o.amount_fen = NEW.amount_fen)) THEN
  RAISE EXCEPTION 'bangfu:result';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_aid_result_files() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.result > 1 AND NOT EXISTS (SELECT 1 FROM public.aid_result_files o WHERE o.unit_id = NEW.unit_id AND o.batch = NEW.batch AND o.number = NEW.number AND o.result = NEW.result - 1)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NEW.paid <> (SELECT COUNT(*) FROM public.aid_result_lines o WHERE o.unit_id = NEW.unit_id AND o.batch = NEW.batch AND o.number = NEW.number AND o.result = NEW.result AND o.is_paid = 1) OR NEW.paid_fen <> (SELECT COALESCE(SUM(o.amount_fen), 0) FROM public.aid_result_lines o WHERE o.unit_id = NEW.unit_id AND o.batch = NEW.batch AND o.number = NEW.number AND o.result = NEW.result AND o.is_paid = 1)) THEN
  RAISE EXCEPTION 'bangfu:result';
END IF;
IF (NEW.failed <> (SELECT COUNT(*) FROM public.aid_result_lines o WHERE o.unit_id = NEW.unit_id AND o.batch = NEW.batch AND o.number = NEW.number AND o.result = NEW.result AND o.is_paid = 0) OR NEW.failed_fen <> (SELECT COALESCE(SUM(o.amount_fen), 0) FROM public.aid_result_lines o WHERE o.unit_id = NEW.unit_id AND o.batch = NEW.batch AND o.number = NEW.number AND o.result = NEW.result AND o.is_paid = 0)) THEN
  RAISE EXCEPTION 'bangfu:result';
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
IF (NEW.act = 'drop' AND EXISTS (SELECT 1 FROM public.aid_grounds g WHERE g.unit_id = NEW.unit_id AND g.key = NEW.key AND NOT EXISTS (SELECT 1 FROM public.payment_request_moves m WHERE m.unit_id = NEW.unit_id AND m.key = g.request AND (m.act = 'refuse' OR m.act = 'cancel' OR m.act = 'expire')))) THEN
  RAISE EXCEPTION 'bangfu:batch';
END IF;
IF (NEW.act = 'submit' AND NOT EXISTS (SELECT 1 FROM public.aid_grounds g WHERE g.unit_id = NEW.unit_id AND g.key = NEW.key AND g.request = NEW.request)) THEN
  RAISE EXCEPTION 'bangfu:batch';
END IF;
IF (NEW.act = 'result' AND (NOT EXISTS (SELECT 1 FROM public.payment_request_moves m WHERE m.unit_id = NEW.unit_id AND m.key = (SELECT g.request FROM public.aid_grounds g WHERE g.unit_id = NEW.unit_id AND g.key = NEW.key) AND m.act = 'pay') OR EXISTS (SELECT 1 FROM public.aid_batch_results r JOIN public.aid_batch_results b ON b.unit_id = r.unit_id AND b.key = r.key AND b.line = r.line AND b.step < r.step AND b.outcome = 'paid' WHERE r.unit_id = NEW.unit_id AND r.key = NEW.key AND r.step = NEW.step AND NOT EXISTS (SELECT 1 FROM public.aid_batch_steps z WHERE z.unit_id = NEW.unit_id AND z.key = NEW.key AND z.act = 'release' AND z.step > b.step AND z.step < r.step)) OR EXISTS (SELECT 1 FROM (SELECT COUNT(*) AS counted, COALESCE(SUM(CASE WHEN r.outcome = 'paid' THEN l.amount_fen ELSE 0 END), 0) AS paid, COALESCE(SUM(CASE WHEN r.outcome = 'failed' THEN l.amount_fen ELSE 0 END), 0) AS failed FROM public.aid_batch_results r JOIN public.aid_batch_lines l ON l.unit_id = r.unit_id AND l.key = r.key AND l.line = r.line WHERE r.unit_id = NEW.unit_id AND r.key = NEW.key AND r.step = NEW.step) t WHERE t.counted <> NEW.line_count OR t.paid <> NEW.paid_fen OR t.failed <> NEW.failed_fen))) THEN
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
CREATE FUNCTION public.bangfu_judge_aid_grounds() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NOT EXISTS (SELECT 1 FROM public.aid_batches x WHERE x.unit_id = NEW.unit_id AND x.key = NEW.key) OR EXISTS (SELECT 1 FROM (SELECT x.fund_id, x.account_id, x.purpose, x.amount_fen AS fen FROM public.aid_batch_lines x WHERE x.unit_id = NEW.unit_id AND x.key = NEW.key UNION ALL SELECT l.fund_id, l.account_id, l.purpose, -l.amount_fen FROM public.payment_request_lines l WHERE l.unit_id = NEW.unit_id AND l.key = NEW.request) u GROUP BY u.fund_id, u.account_id, u.purpose HAVING SUM(u.fen) <> 0) OR EXISTS (SELECT 1 FROM public.aid_batch_steps x WHERE x.unit_id = NEW.unit_id AND x.key = NEW.key) OR (SELECT COUNT(*) FROM public.payment_request_moves m WHERE m.unit_id = NEW.unit_id AND m.key = NEW.request) <> 1) THEN
  RAISE EXCEPTION 'bangfu:L13';
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
CREATE FUNCTION public.bangfu_judge_aid_cases() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.number > 1 AND NOT EXISTS (SELECT 1 FROM public.aid_cases o WHERE o.unit_id = NEW.unit_id AND o.year = NEW.year AND o.number = NEW.number - 1)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NOT EXISTS (SELECT 1 FROM public.recipient_steps h WHERE h.file = NEW.file AND h.act <> 'close' AND (h.unit_id = NEW.unit_id OR h.unit_id = COALESCE(NEW.from_unit_id, 0)) AND NOT EXISTS (SELECT 1 FROM public.recipient_steps l WHERE l.file = h.file AND l.step > h.step))) THEN
  RAISE EXCEPTION 'bangfu:recipient';
END IF;
IF (NOT EXISTS (SELECT 1 FROM public.recipient_revisions r WHERE r.file = NEW.file AND r.revision = NEW.revision AND r.persons >= NEW.member) OR EXISTS (SELECT 1 FROM public.recipient_revisions r WHERE r.file = NEW.file AND r.revision > NEW.revision)) THEN
  RAISE EXCEPTION 'bangfu:recipient';
END IF;
IF (NEW.own = 1 AND NOT EXISTS (SELECT 1 FROM public.units u WHERE u.id = NEW.unit_id AND (u.level = 'grassroots' OR u.level = 'township' OR u.type = 'grassroots'))) THEN
  RAISE EXCEPTION 'bangfu:case';
END IF;
IF (EXISTS (SELECT 1 FROM public.aid_cases d JOIN public.aid_case_steps o ON o.unit_id = d.unit_id AND o.key = d.key WHERE d.unit_id = NEW.unit_id AND d.file = NEW.file AND d.project = NEW.project AND d.member = NEW.member AND d.cost_year = NEW.cost_year AND d.own = NEW.own AND d.key <> NEW.key AND (o.state = 'applied' OR o.state = 'reviewed' OR o.state = 'published' OR o.state = 'first_reviewed') AND NOT EXISTS (SELECT 1 FROM public.aid_case_steps n WHERE n.unit_id = o.unit_id AND n.key = o.key AND n.seq > o.seq))) THEN
  RAISE EXCEPTION 'bangfu:case';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_aid_case_steps() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.seq > 1 AND NOT EXISTS (SELECT 1 FROM public.aid_case_steps p WHERE p.unit_id = NEW.unit_id AND p.key = NEW.key AND p.seq = NEW.seq - 1)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NEW.seq = 1 AND (NEW.state <> 'applied' OR NEW.hung_on IS NOT NULL OR NEW.objections <> 0 OR NEW.by_unit_id <> NEW.unit_id OR NOT EXISTS (SELECT 1 FROM public.aid_cases c WHERE c.unit_id = NEW.unit_id AND c.key = NEW.key AND c.applied_on = NEW.acted_on AND c.person_id = NEW.person_id AND c.recorded_at = NEW.recorded_at))) THEN
  RAISE EXCEPTION 'bangfu:case';
END IF;
IF (NEW.act <> 'take_down' AND EXISTS (SELECT 1 FROM public.aid_case_steps o WHERE o.unit_id = NEW.unit_id AND o.key = NEW.key AND o.seq < NEW.seq AND o.act <> 'take_down' AND o.acted_on > NEW.acted_on) OR EXISTS (SELECT 1 FROM public.aid_case_steps p WHERE p.unit_id = NEW.unit_id AND p.key = NEW.key AND p.seq = NEW.seq - 1 AND p.recorded_at > NEW.recorded_at)) THEN
  RAISE EXCEPTION 'bangfu:case';
END IF;
IF (NEW.seq > 1 AND NOT EXISTS (SELECT 1 FROM public.aid_case_steps p WHERE p.unit_id = NEW.unit_id AND p.key = NEW.key AND p.seq = NEW.seq - 1 AND CASE NEW.act WHEN 'review' THEN p.state = 'applied' AND NEW.state = 'reviewed' WHEN 'publish' THEN NEW.state = 'published' AND (p.state = 'reviewed' OR (p.last_on IS NOT NULL AND (p.state = 'published' OR p.state = 'first_reviewed'))) WHEN 'object' THEN (p.state = 'published' OR p.state = 'first_reviewed') AND NEW.state = p.state WHEN 'answer' THEN (p.state = 'applied' OR p.state = 'reviewed' OR p.state = 'published' OR p.state = 'first_reviewed') AND p.objections > 0 AND NEW.state = CASE NEW.outcome WHEN 'ended' THEN 'rejected' WHEN 'back' THEN 'applied' ELSE p.state END WHEN 'take_down' THEN ((p.state = 'applied' OR p.state = 'reviewed' OR p.state = 'published' OR p.state = 'first_reviewed') OR (p.state = 'approved' OR p.state = 'filed' OR p.state = 'spot_checked')) AND p.hung_on IS NOT NULL AND p.last_on IS NULL AND NEW.state = p.state WHEN 'first_review' THEN p.state = 'published' AND (p.objections = 0 AND p.hung_on IS NOT NULL AND NEW.acted_on > p.ends_on AND (p.last_on IS NULL OR p.last_on >= p.ends_on)) AND NEW.state = 'first_reviewed' WHEN 'approve' THEN (p.objections = 0 AND p.hung_on IS NOT NULL AND NEW.acted_on > p.ends_on AND (p.last_on IS NULL OR p.last_on >= p.ends_on)) AND NEW.state = 'approved' AND p.state = CASE WHEN EXISTS (SELECT 1 FROM public.aid_cases c WHERE c.unit_id = NEW.unit_id AND c.key = NEW.key AND c.own = 1) THEN 'published' ELSE 'first_reviewed' END WHEN 'file' THEN p.state = 'approved' AND NEW.state = 'filed' WHEN 'spot_check' THEN (p.state = 'filed' OR p.state = 'spot_checked') AND NEW.state = 'spot_checked' WHEN 'reject' THEN (p.state = 'applied' OR p.state = 'reviewed' OR p.state = 'published' OR p.state = 'first_reviewed') AND NEW.state = 'rejected' WHEN 'withdraw' THEN (p.state = 'applied' OR p.state = 'reviewed' OR p.state = 'published' OR p.state = 'first_reviewed') AND NEW.state = 'withdrawn' WHEN 'refer' THEN ((p.state = 'applied' OR p.state = 'reviewed' OR p.state = 'published' OR p.state = 'first_reviewed') OR (p.state = 'approved' OR p.state = 'filed' OR p.state = 'spot_checked')) AND p.objections = 0 AND NEW.state = 'referred' WHEN 'aid_first' THEN (p.state = 'applied' OR p.state = 'reviewed' OR p.state = 'published' OR p.state = 'first_reviewed') AND NEW.state = p.state WHEN 'papers' THEN ((p.state = 'applied' OR p.state = 'reviewed' OR p.state = 'published' OR p.state = 'first_reviewed') OR (p.state = 'approved' OR p.state = 'filed' OR p.state = 'spot_checked')) AND NEW.state = p.state ELSE 1 = 0 END)) THEN
  RAISE EXCEPTION 'bangfu:case';
END IF;
IF (NEW.seq > 1 AND NOT EXISTS (SELECT 1 FROM public.aid_case_steps p WHERE p.unit_id = NEW.unit_id AND p.key = NEW.key AND p.seq = NEW.seq - 1 AND NEW.objections = p.objections + CASE NEW.act WHEN 'object' THEN 1 WHEN 'answer' THEN -1 ELSE 0 END AND CASE WHEN NEW.act = 'publish' THEN 1 = 1 WHEN NEW.outcome = 'back' THEN NEW.hung_on IS NULL AND NEW.last_on IS NULL ELSE COALESCE(CAST(NEW.hung_on AS pg_catalog.text), '') = COALESCE(CAST(p.hung_on AS pg_catalog.text), '') AND COALESCE(CAST(NEW.ends_on AS pg_catalog.text), '') = COALESCE(CAST(p.ends_on AS pg_catalog.text), '') AND CASE WHEN NEW.act = 'take_down' THEN NEW.last_on = NEW.acted_on WHEN (NEW.state = 'rejected' OR NEW.state = 'withdrawn' OR NEW.state = 'referred') THEN (p.hung_on IS NULL) = (NEW.last_on IS NULL) AND (p.last_on IS NULL OR NEW.last_on = p.last_on) ELSE COALESCE(CAST(NEW.last_on AS pg_catalog.text), '') = COALESCE(CAST(p.last_on AS pg_catalog.text), '') END END)) THEN
  RAISE EXCEPTION 'bangfu:case';
END IF;
IF (NEW.act = 'answer' AND NOT EXISTS (SELECT 1 FROM public.aid_case_steps o WHERE o.unit_id = NEW.unit_id AND o.key = NEW.key AND o.seq = NEW.answers AND o.act = 'object')) THEN
  RAISE EXCEPTION 'bangfu:case';
END IF;
IF ((NEW.act = 'apply' OR NEW.act = 'review' OR NEW.act = 'first_review' OR NEW.act = 'approve' OR NEW.act = 'aid_first') AND EXISTS (SELECT 1 FROM public.aid_case_steps o WHERE o.unit_id = NEW.unit_id AND o.key = NEW.key AND o.seq <> NEW.seq AND o.person_id = NEW.person_id AND (o.act = 'apply' OR o.act = 'review' OR o.act = 'first_review' OR o.act = 'approve' OR o.act = 'aid_first') AND CASE o.act WHEN 'aid_first' THEN 'approve' ELSE o.act END <> CASE NEW.act WHEN 'aid_first' THEN 'approve' ELSE NEW.act END)) THEN
  RAISE EXCEPTION 'bangfu:L6';
END IF;
IF (NEW.act = 'reject' AND EXISTS (SELECT 1 FROM public.aid_case_steps o WHERE o.unit_id = NEW.unit_id AND o.key = NEW.key AND o.act = 'apply' AND o.person_id = NEW.person_id)) THEN
  RAISE EXCEPTION 'bangfu:L6';
END IF;
IF ((NEW.act = 'approve' OR NEW.act = 'aid_first') AND EXISTS (SELECT 1 FROM public.aid_cases c WHERE c.unit_id = NEW.unit_id AND c.key = NEW.key AND c.filed_by_id = NEW.person_id)) THEN
  RAISE EXCEPTION 'bangfu:L6';
END IF;
IF (NEW.act = 'review' AND NOT (NEW.by_unit_id = NEW.unit_id AND (NEW.paper <> '' OR EXISTS (SELECT 1 FROM public.units u WHERE u.id = NEW.unit_id AND (u.level = 'grassroots' OR u.level = 'township' OR u.type = 'grassroots')))) AND NOT EXISTS (SELECT 1 FROM public.aid_cases c WHERE c.unit_id = NEW.unit_id AND c.key = NEW.key AND c.from_unit_id = NEW.by_unit_id)) THEN
  RAISE EXCEPTION 'bangfu:case';
END IF;
IF (NEW.act = 'first_review' AND NOT EXISTS (SELECT 1 FROM public.units u WHERE u.id = NEW.by_unit_id AND (u.level = 'county' OR (NOT (u.level = 'grassroots' OR u.level = 'township' OR u.type = 'grassroots') AND (u.level = 'city' OR u.level = 'province' OR u.type = 'provincial_organ' OR u.type = 'provincial_industry' OR u.type = 'counterpart'))))) THEN
  RAISE EXCEPTION 'bangfu:case';
END IF;
IF (NEW.act = 'approve' AND CASE WHEN EXISTS (SELECT 1 FROM public.aid_cases c WHERE c.unit_id = NEW.unit_id AND c.key = NEW.key AND c.own = 1) THEN NOT NEW.by_unit_id = NEW.unit_id ELSE NOT EXISTS (SELECT 1 FROM public.units u WHERE u.id = NEW.by_unit_id AND (NOT (u.level = 'grassroots' OR u.level = 'township' OR u.type = 'grassroots') AND (u.level = 'city' OR u.level = 'province' OR u.type = 'provincial_organ' OR u.type = 'provincial_industry' OR u.type = 'counterpart'))) AND (NEW.paper = '' OR NOT NEW.by_unit_id = NEW.unit_id) END) THEN
  RAISE EXCEPTION 'bangfu:case';
END IF;
IF ((NEW.act = 'first_review' OR NEW.act = 'file' OR NEW.act = 'spot_check') AND EXISTS (SELECT 1 FROM public.aid_cases c WHERE c.unit_id = NEW.unit_id AND c.key = NEW.key AND c.own = 1)) THEN
  RAISE EXCEPTION 'bangfu:case';
END IF;
IF ((NEW.act = 'first_review' OR NEW.act = 'approve' OR NEW.act = 'aid_first') AND NOT EXISTS (SELECT 1 FROM public.aid_cases c WHERE c.unit_id = NEW.unit_id AND c.key = NEW.key AND c.own = 1) AND EXISTS (SELECT 1 FROM public.units u WHERE u.id = NEW.unit_id AND (u.level = 'grassroots' OR u.level = 'township' OR u.type = 'grassroots'))) THEN
  RAISE EXCEPTION 'bangfu:case';
END IF;
IF (NEW.act = 'aid_first' AND NOT NEW.by_unit_id = NEW.unit_id) THEN
  RAISE EXCEPTION 'bangfu:case';
END IF;
IF (NEW.act = 'approve' AND NOT EXISTS (SELECT 1 FROM public.aid_cases c WHERE c.unit_id = NEW.unit_id AND c.key = NEW.key AND c.own = 1) AND (NEW.award_fen IS NULL OR NEW.granted_fen > NEW.award_fen)) THEN
  RAISE EXCEPTION 'bangfu:case';
END IF;
IF (NEW.act = 'first_review' AND NEW.award_fen IS NULL) THEN
  RAISE EXCEPTION 'bangfu:case';
END IF;
IF (NEW.act = 'aid_first' AND (EXISTS (SELECT 1 FROM public.aid_case_steps o WHERE o.unit_id = NEW.unit_id AND o.key = NEW.key AND o.seq < NEW.seq AND o.act = 'aid_first') OR NOT EXISTS (SELECT 1 FROM public.aid_cases c WHERE c.unit_id = NEW.unit_id AND c.key = NEW.key AND c.emergency = 1))) THEN
  RAISE EXCEPTION 'bangfu:case';
END IF;
IF (NEW.act = 'papers' AND (EXISTS (SELECT 1 FROM public.aid_case_steps o WHERE o.unit_id = NEW.unit_id AND o.key = NEW.key AND o.seq < NEW.seq AND o.act = 'papers') OR NOT EXISTS (SELECT 1 FROM public.aid_case_steps o WHERE o.unit_id = NEW.unit_id AND o.key = NEW.key AND o.seq < NEW.seq AND o.act = 'aid_first'))) THEN
  RAISE EXCEPTION 'bangfu:case';
END IF;
IF (NEW.act = 'approve' AND EXISTS (SELECT 1 FROM public.aid_case_steps o WHERE o.unit_id = NEW.unit_id AND o.key = NEW.key AND o.seq < NEW.seq AND o.act = 'aid_first') AND NOT EXISTS (SELECT 1 FROM public.aid_case_steps o WHERE o.unit_id = NEW.unit_id AND o.key = NEW.key AND o.seq < NEW.seq AND o.act = 'papers')) THEN
  RAISE EXCEPTION 'bangfu:case';
END IF;
IF ((NEW.act = 'approve' OR NEW.act = 'aid_first') AND EXISTS (SELECT 1 FROM public.aid_cases c WHERE c.unit_id = NEW.unit_id AND c.key = NEW.key AND NOT EXISTS (SELECT 1 FROM public.recipient_steps h WHERE h.file = c.file AND h.act <> 'close' AND (h.unit_id = NEW.unit_id OR h.unit_id = COALESCE(c.from_unit_id, 0)) AND NOT EXISTS (SELECT 1 FROM public.recipient_steps l WHERE l.file = h.file AND l.step > h.step)))) THEN
  RAISE EXCEPTION 'bangfu:recipient';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_aid_rechecks() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NOT EXISTS (SELECT 1 FROM public.recipient_steps h WHERE h.file = NEW.file AND h.act <> 'close' AND (h.unit_id = NEW.unit_id OR h.unit_id = NEW.unit_id) AND NOT EXISTS (SELECT 1 FROM public.recipient_steps l WHERE l.file = h.file AND l.step > h.step))) THEN
  RAISE EXCEPTION 'bangfu:recipient';
END IF;
IF (NOT EXISTS (SELECT 1 FROM public.recipients f WHERE f.file = NEW.file AND f.opened_on <= NEW.checked_on) OR SUBSTR(CAST(NEW.checked_on AS pg_catalog.text), 1, 4) <> CAST(NEW.year AS pg_catalog.text)) THEN
  RAISE EXCEPTION 'bangfu:recipient';
END IF;

RETURN NEW;
END $guard$
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
CREATE FUNCTION public.bangfu_judge_aid_guardians() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.revision = 1 AND NEW.number > 1 AND NOT EXISTS (SELECT 1 FROM public.aid_guardians o WHERE o.file = NEW.file AND o.number = NEW.number - 1 AND o.revision = 1)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NEW.revision = 2 AND NOT EXISTS (SELECT 1 FROM public.aid_guardians o WHERE o.file = NEW.file AND o.number = NEW.number AND o.revision = 1 AND o.relation = NEW.relation AND o.since = NEW.since AND o.blind = NEW.blind AND o.paper = NEW.paper AND o.recorded_at <= NEW.recorded_at AND (o.until IS NULL OR o.until > NEW.until))) THEN
  RAISE EXCEPTION 'bangfu:guardian';
END IF;
IF (NOT EXISTS (SELECT 1 FROM public.recipient_steps h WHERE h.file = NEW.file AND h.unit_id = NEW.unit_id AND (h.act <> 'close' OR NEW.revision = 2) AND NOT EXISTS (SELECT 1 FROM public.recipient_steps l WHERE l.file = h.file AND l.step > h.step))) THEN
  RAISE EXCEPTION 'bangfu:guardian';
END IF;
IF (EXISTS (SELECT 1 FROM public.recipients f WHERE f.file = NEW.file AND f.blind = NEW.blind)) THEN
  RAISE EXCEPTION 'bangfu:guardian';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_aid_handout_lines() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (EXISTS (SELECT 1 FROM public.aid_handouts h WHERE h.unit_id = NEW.unit_id AND h.handout = NEW.handout)) THEN
  RAISE EXCEPTION 'bangfu:L3';
END IF;
IF (NEW.line > 1 AND NOT EXISTS (SELECT 1 FROM public.aid_handout_lines o WHERE o.unit_id = NEW.unit_id AND o.handout = NEW.handout AND o.line = NEW.line - 1)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NOT EXISTS (SELECT 1 FROM public.recipients f WHERE f.file = NEW.file AND f.code = NEW.recipient) OR NOT EXISTS (SELECT 1 FROM public.goods_items i WHERE i.unit_id = NEW.unit_id AND i.item = NEW.item AND i.revision = 1 AND (i.kind = 'voucher') = (NEW.serials <> ''))) THEN
  RAISE EXCEPTION 'bangfu:handout';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_aid_handouts() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.handout > 1 AND NOT EXISTS (SELECT 1 FROM public.aid_handouts o WHERE o.unit_id = NEW.unit_id AND o.handout = NEW.handout - 1)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NEW.lines <> (SELECT COUNT(*) FROM public.aid_handout_lines l WHERE l.unit_id = NEW.unit_id AND l.handout = NEW.handout)) THEN
  RAISE EXCEPTION 'bangfu:handout';
END IF;
IF (EXISTS (SELECT 1 FROM public.aid_handout_lines l WHERE l.unit_id = NEW.unit_id AND l.handout = NEW.handout AND NOT EXISTS (SELECT 1 FROM public.recipient_steps o WHERE o.file = l.file AND o.act <> 'close' AND o.acted_on <= NEW.dated_on AND NOT EXISTS (SELECT 1 FROM public.recipient_steps n WHERE n.file = o.file AND n.step > o.step AND (n.acted_on <= NEW.dated_on OR n.died_on <= NEW.dated_on AND NOT EXISTS (SELECT 1 FROM public.recipient_steps a WHERE a.file = n.file AND a.step > n.step AND a.act = 'reopen')))))) THEN
  RAISE EXCEPTION 'bangfu:handout';
END IF;
IF (EXISTS (SELECT 1 FROM public.vouchers v WHERE v.unit_id = NEW.unit_id AND v.ref = NEW.ref) OR EXISTS (SELECT 1 FROM public.goods_moves m WHERE m.unit_id = NEW.unit_id AND m.ref = NEW.ref AND m.kind = 'issue')) THEN
  RAISE EXCEPTION 'bangfu:handout';
END IF;
IF (NOT EXISTS (SELECT 1 FROM public.fund_purposes u WHERE u.unit_id = NEW.unit_id AND u.fund_id = NEW.fund_id AND u.purpose = NEW.purpose)) THEN
  RAISE EXCEPTION 'bangfu:L8';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_aid_handout_steps() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.step > 1 AND NOT EXISTS (SELECT 1 FROM public.aid_handout_steps p WHERE p.unit_id = NEW.unit_id AND p.handout = NEW.handout AND p.step = NEW.step - 1)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NEW.step = 1 AND NEW.act = 'issue' OR NEW.step > 1 AND (NEW.act = 'approve' OR NEW.act = 'refuse') OR EXISTS (SELECT 1 FROM public.aid_handout_steps p WHERE p.unit_id = NEW.unit_id AND p.handout = NEW.handout AND p.step = NEW.step - 1 AND (p.act = 'refuse' OR p.act = 'withdraw' OR p.recorded_at > NEW.recorded_at OR p.act = 'issue' AND NOT (EXISTS (SELECT 1 FROM public.goods_moves m JOIN public.draft_steps x ON x.unit_id = m.unit_id AND x.draft = m.draft AND x.state = 'dropped' WHERE m.unit_id = NEW.unit_id AND m.move = p.first_move) OR EXISTS (SELECT 1 FROM public.vouchers v JOIN public.vouchers r ON r.unit_id = v.unit_id AND r.corrects = v.position AND r.correction = 'full' WHERE v.unit_id = NEW.unit_id AND v.ref = p.issue_ref))))) THEN
  RAISE EXCEPTION 'bangfu:handout';
END IF;
IF ((NEW.act = 'approve' OR NEW.act = 'refuse') AND (EXISTS (SELECT 1 FROM public.aid_handouts h WHERE h.unit_id = NEW.unit_id AND h.handout = NEW.handout AND (h.person_id = NEW.person_id OR h.recorded_at > NEW.recorded_at)) OR NEW.act = 'approve' AND EXISTS (SELECT 1 FROM public.aid_handout_lines l WHERE l.unit_id = NEW.unit_id AND l.handout = NEW.handout AND EXISTS (SELECT 1 FROM public.recipient_revisions w JOIN public.records c ON c.unit_id = w.unit_id AND c.kind = 'recipient_revisions' AND c.key = CAST(w.file AS TEXT) || '/' || CAST(w.revision AS TEXT) JOIN public.people q ON q.code = c.person AND q.id = NEW.person_id WHERE w.file = l.file)))) THEN
  RAISE EXCEPTION 'bangfu:handout';
END IF;
IF (NEW.act = 'issue' AND (EXISTS (SELECT 1 FROM public.aid_handout_steps g WHERE g.unit_id = NEW.unit_id AND g.handout = NEW.handout AND g.act = 'approve' AND (g.acted_on > NEW.acted_on OR g.person_id = NEW.person_id)) OR NOT EXISTS (SELECT 1 FROM public.aid_handouts h WHERE h.unit_id = NEW.unit_id AND h.handout = NEW.handout AND h.dated_on <= NEW.acted_on AND NEW.last_move = NEW.first_move + h.lines - 1))) THEN
  RAISE EXCEPTION 'bangfu:handout';
END IF;
IF (NEW.act = 'issue' AND EXISTS (SELECT 1 FROM public.aid_handout_lines l WHERE l.unit_id = NEW.unit_id AND l.handout = NEW.handout AND NOT EXISTS (SELECT 1 FROM public.recipient_steps o WHERE o.file = l.file AND o.act <> 'close' AND o.acted_on <= NEW.acted_on AND NOT EXISTS (SELECT 1 FROM public.recipient_steps n WHERE n.file = o.file AND n.step > o.step AND (n.acted_on <= NEW.acted_on OR n.died_on <= NEW.acted_on AND NOT EXISTS (SELECT 1 FROM public.recipient_steps a WHERE a.file = n.file AND a.step > n.step AND a.act = 'reopen')))))) THEN
  RAISE EXCEPTION 'bangfu:handout';
END IF;
IF (NEW.act = 'issue' AND EXISTS (SELECT 1 FROM public.goods_moves m WHERE m.unit_id = NEW.unit_id AND m.move = NEW.first_move)) THEN
  RAISE EXCEPTION 'bangfu:L3';
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
CREATE FUNCTION public.bangfu_judge_aid_local_figures() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.revision > 1 AND NOT EXISTS (SELECT 1 FROM public.aid_local_figures p WHERE p.unit_id = NEW.unit_id AND p.place = NEW.place AND p.since = NEW.since AND p.revision = NEW.revision - 1)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (EXISTS (SELECT 1 FROM public.aid_local_figures p WHERE p.unit_id = NEW.unit_id AND p.place = NEW.place AND p.since = NEW.since AND p.revision = NEW.revision - 1 AND (p.recorded_at > NEW.recorded_at OR (1 = 1 AND (p.minimum_living_fen = NEW.minimum_living_fen OR (p.minimum_living_fen IS NULL AND NEW.minimum_living_fen IS NULL)) AND (p.average_supplement_fen = NEW.average_supplement_fen OR (p.average_supplement_fen IS NULL AND NEW.average_supplement_fen IS NULL)) AND (p.urban_recipients = NEW.urban_recipients OR (p.urban_recipients IS NULL AND NEW.urban_recipients IS NULL)) AND (p.decided_by = NEW.decided_by OR (p.decided_by IS NULL AND NEW.decided_by IS NULL)) AND (p.paper = NEW.paper OR (p.paper IS NULL AND NEW.paper IS NULL)))))) THEN
  RAISE EXCEPTION 'bangfu:standard';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_aid_adoptions() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.revision > 1 AND NOT EXISTS (SELECT 1 FROM public.aid_adoptions p WHERE p.unit_id = NEW.unit_id AND p.set_key = NEW.set_key AND p.since = NEW.since AND p.revision = NEW.revision - 1)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (EXISTS (SELECT 1 FROM public.aid_adoptions p WHERE p.unit_id = NEW.unit_id AND p.set_key = NEW.set_key AND p.since = NEW.since AND p.revision = NEW.revision - 1 AND (p.recorded_at > NEW.recorded_at OR (1 = 1 AND (p.until = NEW.until OR (p.until IS NULL AND NEW.until IS NULL)) AND (p.resolution = NEW.resolution OR (p.resolution IS NULL AND NEW.resolution IS NULL)))))) THEN
  RAISE EXCEPTION 'bangfu:standard';
END IF;
IF (NOT EXISTS (SELECT 1 FROM public.resolutions r JOIN public.meetings m ON m.unit_id = r.unit_id AND m.number = r.meeting WHERE r.unit_id = NEW.unit_id AND r.key = NEW.resolution AND r.adopted = 1)) THEN
  RAISE EXCEPTION 'bangfu:resolution';
END IF;
IF (NOT EXISTS (SELECT 1 FROM public.resolutions r JOIN public.meetings m ON m.unit_id = r.unit_id AND m.number = r.meeting WHERE r.unit_id = NEW.unit_id AND r.key = NEW.resolution AND (m.held_on <= NEW.since OR (NEW.until >= m.held_on AND EXISTS (SELECT 1 FROM public.aid_adoptions p WHERE p.unit_id = NEW.unit_id AND p.set_key = NEW.set_key AND p.since = NEW.since AND p.revision = NEW.revision - 1))))) THEN
  RAISE EXCEPTION 'bangfu:day';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_aid_decisions() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.revision > 1 AND NOT EXISTS (SELECT 1 FROM public.aid_decisions p WHERE p.unit_id = NEW.unit_id AND p.standard = NEW.standard AND p.since = NEW.since AND p.revision = NEW.revision - 1)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (EXISTS (SELECT 1 FROM public.aid_decisions p WHERE p.unit_id = NEW.unit_id AND p.standard = NEW.standard AND p.since = NEW.since AND p.revision = NEW.revision - 1 AND (p.recorded_at > NEW.recorded_at OR (1 = 1 AND (p.until = NEW.until OR (p.until IS NULL AND NEW.until IS NULL)) AND (p.resolution = NEW.resolution OR (p.resolution IS NULL AND NEW.resolution IS NULL)) AND (p.word = NEW.word OR (p.word IS NULL AND NEW.word IS NULL)) AND (p.amount_fen = NEW.amount_fen OR (p.amount_fen IS NULL AND NEW.amount_fen IS NULL)) AND (p.number = NEW.number OR (p.number IS NULL AND NEW.number IS NULL)))))) THEN
  RAISE EXCEPTION 'bangfu:standard';
END IF;
IF (NOT EXISTS (SELECT 1 FROM public.resolutions r JOIN public.meetings m ON m.unit_id = r.unit_id AND m.number = r.meeting WHERE r.unit_id = NEW.unit_id AND r.key = NEW.resolution AND r.adopted = 1)) THEN
  RAISE EXCEPTION 'bangfu:resolution';
END IF;
IF (NOT EXISTS (SELECT 1 FROM public.resolutions r JOIN public.meetings m ON m.unit_id = r.unit_id AND m.number = r.meeting WHERE r.unit_id = NEW.unit_id AND r.key = NEW.resolution AND (m.held_on <= NEW.since OR (NEW.until >= m.held_on AND EXISTS (SELECT 1 FROM public.aid_decisions p WHERE p.unit_id = NEW.unit_id AND p.standard = NEW.standard AND p.since = NEW.since AND p.revision = NEW.revision - 1 AND (p.word = NEW.word OR (p.word IS NULL AND NEW.word IS NULL)) AND (p.amount_fen = NEW.amount_fen OR (p.amount_fen IS NULL AND NEW.amount_fen IS NULL)) AND (p.number = NEW.number OR (p.number IS NULL AND NEW.number IS NULL))))))) THEN
  RAISE EXCEPTION 'bangfu:day';
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
CREATE TRIGGER aid_begins_no_change BEFORE UPDATE OR DELETE ON public.aid_begins FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER aid_grounds_no_change BEFORE UPDATE OR DELETE ON public.aid_grounds FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER aid_bank_formats_no_change BEFORE UPDATE OR DELETE ON public.aid_bank_formats FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER aid_payment_files_no_change BEFORE UPDATE OR DELETE ON public.aid_payment_files FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER aid_payment_lines_no_change BEFORE UPDATE OR DELETE ON public.aid_payment_lines FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER aid_payment_writings_no_change BEFORE UPDATE OR DELETE ON public.aid_payment_writings FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER aid_result_files_no_change BEFORE UPDATE OR DELETE ON public.aid_result_files FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER aid_result_lines_no_change BEFORE UPDATE OR DELETE ON public.aid_result_lines FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
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
CREATE TRIGGER aid_cases_no_change BEFORE UPDATE OR DELETE ON public.aid_cases FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER aid_case_steps_no_change BEFORE UPDATE OR DELETE ON public.aid_case_steps FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER aid_rechecks_no_change BEFORE UPDATE OR DELETE ON public.aid_rechecks FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER deceased_people_no_change BEFORE UPDATE OR DELETE ON public.deceased_people FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER aid_guardians_no_change BEFORE UPDATE OR DELETE ON public.aid_guardians FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER aid_handout_lines_no_change BEFORE UPDATE OR DELETE ON public.aid_handout_lines FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER aid_handouts_no_change BEFORE UPDATE OR DELETE ON public.aid_handouts FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER aid_handout_steps_no_change BEFORE UPDATE OR DELETE ON public.aid_handout_steps FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER aid_elsewhere_no_change BEFORE UPDATE OR DELETE ON public.aid_elsewhere FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER aid_elsewhere_endings_no_change BEFORE UPDATE OR DELETE ON public.aid_elsewhere_endings FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER aid_local_figures_no_change BEFORE UPDATE OR DELETE ON public.aid_local_figures FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER aid_adoptions_no_change BEFORE UPDATE OR DELETE ON public.aid_adoptions FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER aid_decisions_no_change BEFORE UPDATE OR DELETE ON public.aid_decisions FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER aid_quarters_no_change BEFORE UPDATE OR DELETE ON public.aid_quarters FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER aid_begins_in_order AFTER INSERT ON public.aid_begins FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_aid_begins()
--;;
CREATE TRIGGER vouchers_aid_in_order AFTER INSERT ON public.vouchers FOR EACH ROW WHEN ((NEW.entered = 'here' OR NEW.entered = 'bank' OR NEW.entered = 'adjustment')) EXECUTE FUNCTION public.bangfu_judge_vouchers_aid()
--;;
CREATE TRIGGER aid_bank_formats_in_order AFTER INSERT ON public.aid_bank_formats FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_aid_bank_formats()
--;;
CREATE TRIGGER aid_payment_lines_in_order AFTER INSERT ON public.aid_payment_lines FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_aid_payment_lines()
--;;
CREATE TRIGGER aid_payment_files_in_order AFTER INSERT ON public.aid_payment_files FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_aid_payment_files()
--;;
CREATE TRIGGER aid_payment_writings_in_order AFTER INSERT ON public.aid_payment_writings FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_aid_payment_writings()
--;;
CREATE TRIGGER aid_result_lines_in_order AFTER INSERT ON public.aid_result_lines FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_aid_result_lines()
--;;
CREATE TRIGGER aid_result_files_in_order AFTER INSERT ON public.aid_result_files FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_aid_result_files()
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
CREATE TRIGGER aid_grounds_in_order AFTER INSERT ON public.aid_grounds FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_aid_grounds()
--;;
CREATE TRIGGER payment_request_moves_aid_in_order AFTER INSERT ON public.payment_request_moves FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_payment_request_moves_aid()
--;;
CREATE TRIGGER aid_cases_in_order AFTER INSERT ON public.aid_cases FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_aid_cases()
--;;
CREATE TRIGGER aid_case_steps_in_order AFTER INSERT ON public.aid_case_steps FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_aid_case_steps()
--;;
CREATE TRIGGER aid_rechecks_in_order AFTER INSERT ON public.aid_rechecks FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_aid_rechecks()
--;;
CREATE TRIGGER deceased_people_in_order AFTER INSERT ON public.deceased_people FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_deceased_people()
--;;
CREATE TRIGGER aid_guardians_in_order AFTER INSERT ON public.aid_guardians FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_aid_guardians()
--;;
CREATE TRIGGER aid_handout_lines_in_order AFTER INSERT ON public.aid_handout_lines FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_aid_handout_lines()
--;;
CREATE TRIGGER aid_handouts_in_order AFTER INSERT ON public.aid_handouts FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_aid_handouts()
--;;
CREATE TRIGGER aid_handout_steps_in_order AFTER INSERT ON public.aid_handout_steps FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_aid_handout_steps()
--;;
CREATE TRIGGER aid_elsewhere_in_order AFTER INSERT ON public.aid_elsewhere FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_aid_elsewhere()
--;;
CREATE TRIGGER aid_elsewhere_endings_in_order AFTER INSERT ON public.aid_elsewhere_endings FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_aid_elsewhere_endings()
--;;
CREATE TRIGGER aid_local_figures_in_order AFTER INSERT ON public.aid_local_figures FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_aid_local_figures()
--;;
CREATE TRIGGER aid_adoptions_in_order AFTER INSERT ON public.aid_adoptions FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_aid_adoptions()
--;;
CREATE TRIGGER aid_decisions_in_order AFTER INSERT ON public.aid_decisions FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_aid_decisions()
--;;
CREATE TRIGGER aid_quarters_in_order AFTER INSERT ON public.aid_quarters FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_aid_quarters()
--;;
ALTER TABLE public.aid_begins ENABLE ALWAYS TRIGGER aid_begins_no_change
--;;
ALTER TABLE public.aid_grounds ENABLE ALWAYS TRIGGER aid_grounds_no_change
--;;
ALTER TABLE public.aid_bank_formats ENABLE ALWAYS TRIGGER aid_bank_formats_no_change
--;;
ALTER TABLE public.aid_payment_files ENABLE ALWAYS TRIGGER aid_payment_files_no_change
--;;
ALTER TABLE public.aid_payment_lines ENABLE ALWAYS TRIGGER aid_payment_lines_no_change
--;;
ALTER TABLE public.aid_payment_writings ENABLE ALWAYS TRIGGER aid_payment_writings_no_change
--;;
ALTER TABLE public.aid_result_files ENABLE ALWAYS TRIGGER aid_result_files_no_change
--;;
ALTER TABLE public.aid_result_lines ENABLE ALWAYS TRIGGER aid_result_lines_no_change
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
ALTER TABLE public.aid_cases ENABLE ALWAYS TRIGGER aid_cases_no_change
--;;
ALTER TABLE public.aid_case_steps ENABLE ALWAYS TRIGGER aid_case_steps_no_change
--;;
ALTER TABLE public.aid_rechecks ENABLE ALWAYS TRIGGER aid_rechecks_no_change
--;;
ALTER TABLE public.deceased_people ENABLE ALWAYS TRIGGER deceased_people_no_change
--;;
ALTER TABLE public.aid_guardians ENABLE ALWAYS TRIGGER aid_guardians_no_change
--;;
ALTER TABLE public.aid_handout_lines ENABLE ALWAYS TRIGGER aid_handout_lines_no_change
--;;
ALTER TABLE public.aid_handouts ENABLE ALWAYS TRIGGER aid_handouts_no_change
--;;
ALTER TABLE public.aid_handout_steps ENABLE ALWAYS TRIGGER aid_handout_steps_no_change
--;;
ALTER TABLE public.aid_elsewhere ENABLE ALWAYS TRIGGER aid_elsewhere_no_change
--;;
ALTER TABLE public.aid_elsewhere_endings ENABLE ALWAYS TRIGGER aid_elsewhere_endings_no_change
--;;
ALTER TABLE public.aid_local_figures ENABLE ALWAYS TRIGGER aid_local_figures_no_change
--;;
ALTER TABLE public.aid_adoptions ENABLE ALWAYS TRIGGER aid_adoptions_no_change
--;;
ALTER TABLE public.aid_decisions ENABLE ALWAYS TRIGGER aid_decisions_no_change
--;;
ALTER TABLE public.aid_quarters ENABLE ALWAYS TRIGGER aid_quarters_no_change
--;;
ALTER TABLE public.aid_begins ENABLE ALWAYS TRIGGER aid_begins_in_order
--;;
ALTER TABLE public.vouchers ENABLE ALWAYS TRIGGER vouchers_aid_in_order
--;;
ALTER TABLE public.aid_bank_formats ENABLE ALWAYS TRIGGER aid_bank_formats_in_order
--;;
ALTER TABLE public.aid_payment_lines ENABLE ALWAYS TRIGGER aid_payment_lines_in_order
--;;
ALTER TABLE public.aid_payment_files ENABLE ALWAYS TRIGGER aid_payment_files_in_order
--;;
ALTER TABLE public.aid_payment_writings ENABLE ALWAYS TRIGGER aid_payment_writings_in_order
--;;
ALTER TABLE public.aid_result_lines ENABLE ALWAYS TRIGGER aid_result_lines_in_order
--;;
ALTER TABLE public.aid_result_files ENABLE ALWAYS TRIGGER aid_result_files_in_order
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
ALTER TABLE public.aid_grounds ENABLE ALWAYS TRIGGER aid_grounds_in_order
--;;
ALTER TABLE public.payment_request_moves ENABLE ALWAYS TRIGGER payment_request_moves_aid_in_order
--;;
ALTER TABLE public.aid_cases ENABLE ALWAYS TRIGGER aid_cases_in_order
--;;
ALTER TABLE public.aid_case_steps ENABLE ALWAYS TRIGGER aid_case_steps_in_order
--;;
ALTER TABLE public.aid_rechecks ENABLE ALWAYS TRIGGER aid_rechecks_in_order
--;;
ALTER TABLE public.deceased_people ENABLE ALWAYS TRIGGER deceased_people_in_order
--;;
ALTER TABLE public.aid_guardians ENABLE ALWAYS TRIGGER aid_guardians_in_order
--;;
ALTER TABLE public.aid_handout_lines ENABLE ALWAYS TRIGGER aid_handout_lines_in_order
--;;
ALTER TABLE public.aid_handouts ENABLE ALWAYS TRIGGER aid_handouts_in_order
--;;
ALTER TABLE public.aid_handout_steps ENABLE ALWAYS TRIGGER aid_handout_steps_in_order
--;;
ALTER TABLE public.aid_elsewhere ENABLE ALWAYS TRIGGER aid_elsewhere_in_order
--;;
ALTER TABLE public.aid_elsewhere_endings ENABLE ALWAYS TRIGGER aid_elsewhere_endings_in_order
--;;
ALTER TABLE public.aid_local_figures ENABLE ALWAYS TRIGGER aid_local_figures_in_order
--;;
ALTER TABLE public.aid_adoptions ENABLE ALWAYS TRIGGER aid_adoptions_in_order
--;;
ALTER TABLE public.aid_decisions ENABLE ALWAYS TRIGGER aid_decisions_in_order
--;;
ALTER TABLE public.aid_quarters ENABLE ALWAYS TRIGGER aid_quarters_in_order
