CREATE TABLE vault_keys (
	number INTEGER NOT NULL,
	fingerprint BLOB NOT NULL,
	met_at TEXT NOT NULL,
	CONSTRAINT pk_vault_keys PRIMARY KEY (number),
	CONSTRAINT ck_vault_keys_number_from_one CHECK (number > 0),
	CONSTRAINT ck_vault_keys_fingerprint_whole CHECK (length(fingerprint) = 32),
	CONSTRAINT ck_vault_keys_met_at_given CHECK (met_at <> '')
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE approval_bands (
	unit_id INTEGER NOT NULL,
	since TEXT NOT NULL,
	from_fen INTEGER NOT NULL,
	approvals INTEGER NOT NULL,
	resolution TEXT DEFAULT '' NOT NULL,
	person_id INTEGER NOT NULL,
	recorded_at TEXT NOT NULL,
	CONSTRAINT pk_approval_bands PRIMARY KEY (unit_id, since, from_fen),
	CONSTRAINT ck_approval_bands_from_counted CHECK (from_fen BETWEEN 0 AND 9000000000000000),
	CONSTRAINT ck_approval_bands_approvals_bounded CHECK (approvals BETWEEN 1 AND 5),
	CONSTRAINT ck_approval_bands_since_is_a_day CHECK (since = date(since, '+0 days') IS TRUE),
	CONSTRAINT fk_approval_bands_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_approval_bands_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE attachments (
	unit_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	sha256 BLOB NOT NULL,
	size INTEGER NOT NULL,
	media TEXT NOT NULL,
	kind TEXT NOT NULL,
	form TEXT NOT NULL,
	kept_at TEXT DEFAULT '' NOT NULL,
	paper_number TEXT DEFAULT '' NOT NULL,
	dated_on TEXT NOT NULL,
	title TEXT NOT NULL,
	person_id INTEGER NOT NULL,
	stored_at TEXT NOT NULL,
	CONSTRAINT pk_attachments PRIMARY KEY (unit_id, number),
	CONSTRAINT uq_attachments_unit_id_sha256 UNIQUE (unit_id, sha256),
	CONSTRAINT ck_attachments_form_known CHECK (form = 'electronic' OR form = 'scan'),
	CONSTRAINT ck_attachments_number_from_one CHECK (number > 0),
	CONSTRAINT ck_attachments_sha256_whole CHECK (length(sha256) = 32),
	CONSTRAINT ck_attachments_size_counted CHECK (size > 0),
	CONSTRAINT ck_attachments_media_given CHECK (media <> ''),
	CONSTRAINT ck_attachments_kind_given CHECK (kind <> ''),
	CONSTRAINT ck_attachments_title_given CHECK (title <> ''),
	CONSTRAINT ck_attachments_scan_keeps_paper CHECK ((form = 'scan') = (kept_at <> '')),
	CONSTRAINT ck_attachments_dated_on_is_a_day CHECK (dated_on = date(dated_on, '+0 days') IS TRUE),
	CONSTRAINT fk_attachments_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_attachments_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE INDEX ix_attachments_unit_id_kind_paper_number ON attachments (unit_id, kind, paper_number)
--;;
CREATE TABLE bank_mappings (
	unit_id INTEGER NOT NULL,
	bank TEXT NOT NULL,
	revision INTEGER NOT NULL,
	since TEXT NOT NULL,
	header_row INTEGER NOT NULL,
	date TEXT NOT NULL,
	amount TEXT NOT NULL,
	side TEXT NOT NULL,
	money_in TEXT NOT NULL,
	money_out TEXT NOT NULL,
	balance TEXT NOT NULL,
	reference TEXT NOT NULL,
	counterparty TEXT NOT NULL,
	counterparty_account TEXT NOT NULL,
	text TEXT NOT NULL,
	code TEXT NOT NULL,
	currency TEXT NOT NULL,
	account TEXT NOT NULL,
	CONSTRAINT pk_bank_mappings PRIMARY KEY (unit_id, bank, revision),
	CONSTRAINT ck_bank_mappings_bank_named CHECK (bank <> ''),
	CONSTRAINT ck_bank_mappings_revision_from_one CHECK (revision > 0),
	CONSTRAINT ck_bank_mappings_header_row_from_one CHECK (header_row > 0),
	CONSTRAINT ck_bank_mappings_date_told CHECK (date <> ''),
	CONSTRAINT ck_bank_mappings_amount_told_once CHECK ((amount <> '' AND money_in = '' AND money_out = '') OR (amount = '' AND money_in <> '' AND money_out <> '' AND side = '')),
	CONSTRAINT ck_bank_mappings_since_is_a_day CHECK (since = date(since, '+0 days') IS TRUE),
	CONSTRAINT fk_bank_mappings_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE bill_stocks (
	unit_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	code TEXT NOT NULL,
	first INTEGER NOT NULL,
	last INTEGER NOT NULL,
	digits INTEGER NOT NULL,
	acquired_on TEXT NOT NULL,
	paper TEXT NOT NULL,
	CONSTRAINT pk_bill_stocks PRIMARY KEY (unit_id, number),
	CONSTRAINT ck_bill_stocks_number_from_one CHECK (number > 0),
	CONSTRAINT ck_bill_stocks_code_written CHECK (code <> ''),
	CONSTRAINT ck_bill_stocks_acquired_on_is_a_day CHECK (acquired_on = date(acquired_on, '+0 days') IS TRUE),
	CONSTRAINT ck_bill_stocks_paper_written CHECK (paper <> ''),
	CONSTRAINT ck_bill_stocks_first_from_one CHECK (first > 0),
	CONSTRAINT ck_bill_stocks_first_before_last CHECK (first <= last),
	CONSTRAINT ck_bill_stocks_last_bounded CHECK (last <= 999999999999),
	CONSTRAINT ck_bill_stocks_stock_bounded CHECK (last - first < 100000),
	CONSTRAINT ck_bill_stocks_digits_bounded CHECK (digits BETWEEN 1 AND 12),
	CONSTRAINT fk_bill_stocks_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE bill_voids (
	unit_id INTEGER NOT NULL,
	code TEXT NOT NULL,
	number INTEGER NOT NULL,
	voided_on TEXT NOT NULL,
	reason TEXT NOT NULL,
	returned INTEGER NOT NULL,
	paper TEXT DEFAULT '' NOT NULL,
	CONSTRAINT pk_bill_voids PRIMARY KEY (unit_id, code, number),
	CONSTRAINT ck_bill_voids_code_written CHECK (code <> ''),
	CONSTRAINT ck_bill_voids_voided_on_is_a_day CHECK (voided_on = date(voided_on, '+0 days') IS TRUE),
	CONSTRAINT ck_bill_voids_reason_written CHECK (reason <> ''),
	CONSTRAINT ck_bill_voids_returned_flag CHECK (returned = 0 OR returned = 1),
	CONSTRAINT ck_bill_voids_lost_declared CHECK (returned = 1 OR paper <> ''),
	CONSTRAINT fk_bill_voids_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE campaigns (
	unit_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	title TEXT NOT NULL,
	received_on TEXT NOT NULL,
	file_hash BLOB NOT NULL,
	lines INTEGER NOT NULL,
	total_fen INTEGER NOT NULL,
	gifts INTEGER NOT NULL,
	lines_hash BLOB NOT NULL,
	CONSTRAINT pk_campaigns PRIMARY KEY (unit_id, number),
	CONSTRAINT ck_campaigns_number_from_one CHECK (number > 0),
	CONSTRAINT ck_campaigns_title_written CHECK (title <> ''),
	CONSTRAINT ck_campaigns_received_on_is_a_day CHECK (received_on = date(received_on, '+0 days') IS TRUE),
	CONSTRAINT ck_campaigns_lines_from_one CHECK (lines > 0),
	CONSTRAINT ck_campaigns_gifts_from_one CHECK (gifts > 0),
	CONSTRAINT uq_campaigns_unit_id_file_hash UNIQUE (unit_id, file_hash),
	CONSTRAINT ck_campaigns_file_hash_whole CHECK (length(file_hash) = 32),
	CONSTRAINT ck_campaigns_lines_hash_whole CHECK (length(lines_hash) = 32),
	CONSTRAINT fk_campaigns_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE desk_drafts (
	unit_id INTEGER NOT NULL,
	draft INTEGER NOT NULL,
	ref TEXT NOT NULL,
	event TEXT NOT NULL,
	digest BLOB NOT NULL,
	CONSTRAINT pk_desk_drafts PRIMARY KEY (unit_id, draft),
	CONSTRAINT ck_desk_drafts_draft_from_one CHECK (draft > 0),
	CONSTRAINT ck_desk_drafts_ref_given CHECK (ref <> ''),
	CONSTRAINT ck_desk_drafts_event_named CHECK (event <> ''),
	CONSTRAINT ck_desk_drafts_digest_whole CHECK (length(digest) = 32),
	CONSTRAINT fk_desk_drafts_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE INDEX ix_desk_drafts_unit_id_ref ON desk_drafts (unit_id, ref)
--;;
CREATE TABLE donors (
	unit_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	kind TEXT NOT NULL,
	name TEXT NOT NULL,
	uscc TEXT,
	locked BLOB,
	blind BLOB,
	blind_name BLOB,
	registered_on TEXT NOT NULL,
	CONSTRAINT pk_donors PRIMARY KEY (unit_id, number),
	CONSTRAINT ck_donors_number_from_one CHECK (number > 0),
	CONSTRAINT ck_donors_registered_on_is_a_day CHECK (registered_on = date(registered_on, '+0 days') IS TRUE),
	CONSTRAINT uq_donors_unit_id_uscc UNIQUE (unit_id, uscc),
	CONSTRAINT uq_donors_unit_id_blind UNIQUE (unit_id, blind),
	CONSTRAINT ck_donors_kind_known CHECK (kind = 'organisation' OR kind = 'collective' OR kind = 'person' OR kind = 'anonymous'),
	CONSTRAINT ck_donors_name_of_no_person CHECK ((name <> '') = (kind = 'organisation' OR kind = 'collective')),
	CONSTRAINT ck_donors_person_encrypted CHECK ((kind = 'person') = (locked IS NOT NULL) AND (kind = 'person') = (blind IS NOT NULL) AND (kind = 'person') = (blind_name IS NOT NULL)),
	CONSTRAINT ck_donors_uscc_of_one CHECK (uscc IS NULL OR kind = 'organisation'),
	CONSTRAINT ck_donors_uscc_whole CHECK (uscc IS NULL OR length(uscc) = 18),
	CONSTRAINT ck_donors_blind_whole CHECK (blind IS NULL OR length(blind) = 32),
	CONSTRAINT ck_donors_blind_name_whole CHECK (blind_name IS NULL OR length(blind_name) = 32),
	CONSTRAINT fk_donors_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE INDEX ix_donors_unit_id_blind_name ON donors (unit_id, blind_name)
--;;
CREATE TABLE fee_limits (
	unit_id INTEGER NOT NULL,
	since TEXT NOT NULL,
	each_fen INTEGER NOT NULL,
	month_fen INTEGER NOT NULL,
	resolution TEXT DEFAULT '' NOT NULL,
	person_id INTEGER NOT NULL,
	recorded_at TEXT NOT NULL,
	CONSTRAINT pk_fee_limits PRIMARY KEY (unit_id, since),
	CONSTRAINT ck_fee_limits_each_counted CHECK (each_fen BETWEEN 0 AND 9000000000000000),
	CONSTRAINT ck_fee_limits_month_counted CHECK (month_fen BETWEEN 0 AND 9000000000000000),
	CONSTRAINT ck_fee_limits_since_is_a_day CHECK (since = date(since, '+0 days') IS TRUE),
	CONSTRAINT fk_fee_limits_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_fee_limits_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE go_lives (
	unit_id INTEGER NOT NULL,
	since TEXT NOT NULL,
	paper TEXT NOT NULL,
	person_id INTEGER NOT NULL,
	recorded_at TEXT NOT NULL,
	CONSTRAINT pk_go_lives PRIMARY KEY (unit_id),
	CONSTRAINT ck_go_lives_paper_named CHECK (paper <> ''),
	CONSTRAINT ck_go_lives_since_is_a_day CHECK (since = date(since, '+0 days') IS TRUE),
	CONSTRAINT fk_go_lives_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_go_lives_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE goods_counts (
	unit_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	counted_on TEXT NOT NULL,
	keeper_id INTEGER NOT NULL,
	counter_id INTEGER NOT NULL,
	approval TEXT DEFAULT '' NOT NULL,
	sheet TEXT DEFAULT '' NOT NULL,
	ref TEXT NOT NULL,
	asked BLOB NOT NULL,
	CONSTRAINT pk_goods_counts PRIMARY KEY (unit_id, number),
	CONSTRAINT ck_goods_counts_number_from_one CHECK (number > 0),
	CONSTRAINT ck_goods_counts_counted_by_another CHECK (keeper_id <> counter_id),
	CONSTRAINT ck_goods_counts_sheet_whole CHECK (sheet = '' OR length(sheet) = 64),
	CONSTRAINT ck_goods_counts_ref_given CHECK (ref <> ''),
	CONSTRAINT ck_goods_counts_asked_whole CHECK (length(asked) = 32),
	CONSTRAINT ck_goods_counts_counted_on_is_a_day CHECK (counted_on = date(counted_on, '+0 days') IS TRUE),
	CONSTRAINT fk_goods_counts_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_goods_counts_keeper_id FOREIGN KEY(keeper_id) REFERENCES people (id),
	CONSTRAINT fk_goods_counts_counter_id FOREIGN KEY(counter_id) REFERENCES people (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE goods_items (
	unit_id INTEGER NOT NULL,
	item INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	code TEXT NOT NULL,
	name TEXT NOT NULL,
	measure TEXT NOT NULL,
	kind TEXT NOT NULL,
	face_fen INTEGER NOT NULL,
	account TEXT DEFAULT '' NOT NULL,
	reason TEXT DEFAULT '' NOT NULL,
	CONSTRAINT pk_goods_items PRIMARY KEY (unit_id, item, revision),
	CONSTRAINT ck_goods_items_kind_known CHECK (kind = 'goods' OR kind = 'voucher'),
	CONSTRAINT ck_goods_items_item_from_one CHECK (item > 0),
	CONSTRAINT ck_goods_items_revision_from_one CHECK (revision > 0),
	CONSTRAINT ck_goods_items_code_given CHECK (code <> ''),
	CONSTRAINT ck_goods_items_name_given CHECK (name <> ''),
	CONSTRAINT ck_goods_items_measure_given CHECK (measure <> ''),
	CONSTRAINT ck_goods_items_face_of_vouchers CHECK (kind = 'goods' AND face_fen = 0 OR kind = 'voucher' AND face_fen BETWEEN 1 AND 9000000000000000),
	CONSTRAINT ck_goods_items_renaming_reasoned CHECK (revision = 1 OR reason <> ''),
	CONSTRAINT fk_goods_items_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE goods_methods (
	unit_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	method TEXT NOT NULL,
	since TEXT NOT NULL,
	reason TEXT NOT NULL,
	CONSTRAINT pk_goods_methods PRIMARY KEY (unit_id, number),
	CONSTRAINT ck_goods_methods_method_known CHECK (method = 'fifo' OR method = 'weighted_average' OR method = 'specific'),
	CONSTRAINT ck_goods_methods_number_from_one CHECK (number > 0),
	CONSTRAINT ck_goods_methods_reason_given CHECK (reason <> ''),
	CONSTRAINT ck_goods_methods_since_is_a_day CHECK (since = date(since, '+0 days') IS TRUE),
	CONSTRAINT fk_goods_methods_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE lineage_heads (
	unit_id INTEGER NOT NULL,
	through INTEGER NOT NULL,
	"after" INTEGER NOT NULL,
	hash BLOB NOT NULL,
	CONSTRAINT pk_lineage_heads PRIMARY KEY (unit_id, through),
	CONSTRAINT fk_lineage_heads_unit_id_through FOREIGN KEY(unit_id, through) REFERENCES vouchers (unit_id, position),
	CONSTRAINT ck_lineage_heads_after_before CHECK (after >= 0 AND after < through),
	CONSTRAINT ck_lineage_heads_hash_whole CHECK (length(hash) = 32),
	CONSTRAINT fk_lineage_heads_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE payment_requests (
	unit_id INTEGER NOT NULL,
	"key" TEXT NOT NULL,
	year INTEGER NOT NULL,
	number INTEGER NOT NULL,
	ref TEXT NOT NULL,
	kind TEXT NOT NULL,
	summary TEXT NOT NULL,
	payee TEXT NOT NULL,
	amount_fen INTEGER NOT NULL,
	approvals INTEGER NOT NULL,
	resolution TEXT DEFAULT '' NOT NULL,
	statement INTEGER,
	"row" INTEGER,
	evidence TEXT DEFAULT '' NOT NULL,
	due_on TEXT,
	asked_on TEXT NOT NULL,
	expires_on TEXT NOT NULL,
	person_id INTEGER NOT NULL,
	saved_at TEXT NOT NULL,
	CONSTRAINT pk_payment_requests PRIMARY KEY (unit_id, "key"),
	CONSTRAINT uq_payment_requests_unit_id_year_number UNIQUE (unit_id, year, number),
	CONSTRAINT uq_payment_requests_unit_id_ref UNIQUE (unit_id, ref),
	CONSTRAINT ck_payment_requests_kind_known CHECK (kind = 'payment' OR kind = 'advance' OR kind = 'pass_down' OR kind = 'refund' OR kind = 'move' OR kind = 'fee' OR kind = 'direct'),
	CONSTRAINT ck_payment_requests_number_from_one CHECK (number > 0),
	CONSTRAINT ck_payment_requests_ref_given CHECK (ref <> ''),
	CONSTRAINT ck_payment_requests_summary_given CHECK (summary <> ''),
	CONSTRAINT ck_payment_requests_payee_given CHECK (payee <> ''),
	CONSTRAINT ck_payment_requests_amount_positive CHECK (amount_fen BETWEEN 1 AND 9000000000000000),
	CONSTRAINT ck_payment_requests_l12_approved_by_somebody CHECK (approvals BETWEEN 1 AND 5 OR approvals = 0 AND (kind = 'fee' OR kind = 'move' AND resolution <> '')),
	CONSTRAINT ck_payment_requests_fee_on_a_statement CHECK ((kind = 'fee') = (statement IS NOT NULL)),
	CONSTRAINT ck_payment_requests_row_of_a_statement CHECK ((statement IS NULL) = ("row" IS NULL)),
	CONSTRAINT ck_payment_requests_resolution_of_a_move CHECK (resolution = '' OR kind = 'move'),
	CONSTRAINT ck_payment_requests_advance_due CHECK ((kind = 'advance') = (due_on IS NOT NULL)),
	CONSTRAINT ck_payment_requests_asked_before_it_expires CHECK (asked_on <= expires_on),
	CONSTRAINT ck_payment_requests_asked_on_is_a_day CHECK (asked_on = date(asked_on, '+0 days') IS TRUE),
	CONSTRAINT ck_payment_requests_expires_on_is_a_day CHECK (expires_on = date(expires_on, '+0 days') IS TRUE),
	CONSTRAINT fk_payment_requests_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_payment_requests_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE INDEX ix_payment_requests_unit_id_statement_row ON payment_requests (unit_id, statement, "row")
--;;
CREATE TABLE return_endings (
	unit_id INTEGER NOT NULL,
	statement INTEGER NOT NULL,
	"row" INTEGER NOT NULL,
	step INTEGER NOT NULL,
	amount_fen INTEGER NOT NULL,
	account TEXT NOT NULL,
	ended_on TEXT NOT NULL,
	reason TEXT NOT NULL,
	ref TEXT NOT NULL,
	draft INTEGER NOT NULL,
	person_id INTEGER NOT NULL,
	made_at TEXT NOT NULL,
	CONSTRAINT pk_return_endings PRIMARY KEY (unit_id, statement, "row", step),
	CONSTRAINT ck_return_endings_amount_counted CHECK (amount_fen BETWEEN 1 AND 9000000000000000),
	CONSTRAINT uq_return_endings_unit_id_draft UNIQUE (unit_id, draft),
	CONSTRAINT ck_return_endings_step_from_one CHECK (step > 0),
	CONSTRAINT ck_return_endings_account_named CHECK (account <> ''),
	CONSTRAINT ck_return_endings_reason_given CHECK (reason <> ''),
	CONSTRAINT ck_return_endings_ref_given CHECK (ref <> ''),
	CONSTRAINT ck_return_endings_ended_on_is_a_day CHECK (ended_on = date(ended_on, '+0 days') IS TRUE),
	CONSTRAINT fk_return_endings_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_return_endings_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE INDEX ix_return_endings_unit_id_ref ON return_endings (unit_id, ref)
--;;
CREATE TABLE return_limits (
	unit_id INTEGER NOT NULL,
	since TEXT NOT NULL,
	days INTEGER NOT NULL,
	resolution TEXT NOT NULL,
	person_id INTEGER NOT NULL,
	made_at TEXT NOT NULL,
	CONSTRAINT pk_return_limits PRIMARY KEY (unit_id, since),
	CONSTRAINT ck_return_limits_days_counted CHECK (days BETWEEN 1 AND 3650),
	CONSTRAINT ck_return_limits_resolution_named CHECK (resolution <> ''),
	CONSTRAINT ck_return_limits_since_is_a_day CHECK (since = date(since, '+0 days') IS TRUE),
	CONSTRAINT fk_return_limits_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_return_limits_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE unmatches (
	unit_id INTEGER NOT NULL,
	"match" INTEGER NOT NULL,
	reason TEXT NOT NULL,
	person_id INTEGER NOT NULL,
	undone_at TEXT NOT NULL,
	CONSTRAINT pk_unmatches PRIMARY KEY (unit_id, "match"),
	CONSTRAINT ck_unmatches_reason_given CHECK (reason <> ''),
	CONSTRAINT fk_unmatches_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_unmatches_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE attachment_uses (
	unit_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	act TEXT NOT NULL,
	attachment INTEGER NOT NULL,
	subject TEXT NOT NULL,
	"key" TEXT NOT NULL,
	reason TEXT DEFAULT '' NOT NULL,
	shared TEXT DEFAULT '' NOT NULL,
	person_id INTEGER NOT NULL,
	acted_at TEXT NOT NULL,
	CONSTRAINT pk_attachment_uses PRIMARY KEY (unit_id, number),
	CONSTRAINT fk_attachment_uses_unit_id_attachment FOREIGN KEY(unit_id, attachment) REFERENCES attachments (unit_id, number),
	CONSTRAINT ck_attachment_uses_act_known CHECK (act = 'attach' OR act = 'supplement' OR act = 'withdraw'),
	CONSTRAINT ck_attachment_uses_number_from_one CHECK (number > 0),
	CONSTRAINT ck_attachment_uses_subject_given CHECK (subject <> ''),
	CONSTRAINT ck_attachment_uses_key_given CHECK (key <> ''),
	CONSTRAINT ck_attachment_uses_late_with_reason CHECK ((act = 'attach') = (reason = '')),
	CONSTRAINT ck_attachment_uses_supplement_of_voucher CHECK (act <> 'supplement' OR subject = 'voucher'),
	CONSTRAINT fk_attachment_uses_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_attachment_uses_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE INDEX ix_attachment_uses_unit_id_attachment ON attachment_uses (unit_id, attachment)
--;;
CREATE INDEX ix_attachment_uses_unit_id_subject_key ON attachment_uses (unit_id, subject, "key")
--;;
CREATE TABLE bank_accounts (
	unit_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	account_id INTEGER NOT NULL,
	bank TEXT NOT NULL,
	tail TEXT NOT NULL,
	locked BLOB NOT NULL,
	blind BLOB NOT NULL,
	since TEXT NOT NULL,
	CONSTRAINT pk_bank_accounts PRIMARY KEY (unit_id, number),
	CONSTRAINT uq_bank_accounts_unit_id_blind UNIQUE (unit_id, blind),
	CONSTRAINT ck_bank_accounts_number_from_one CHECK (number > 0),
	CONSTRAINT ck_bank_accounts_bank_named CHECK (bank <> ''),
	CONSTRAINT ck_bank_accounts_blind_whole CHECK (length(blind) = 32),
	CONSTRAINT ck_bank_accounts_since_is_a_day CHECK (since = date(since, '+0 days') IS TRUE),
	CONSTRAINT fk_bank_accounts_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_bank_accounts_account_id FOREIGN KEY(account_id) REFERENCES accounts (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE cash_counts (
	unit_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	account_id INTEGER NOT NULL,
	counted_on TEXT NOT NULL,
	position INTEGER NOT NULL,
	counted_fen INTEGER NOT NULL,
	book_fen INTEGER NOT NULL,
	difference_fen INTEGER NOT NULL,
	explanation TEXT DEFAULT '' NOT NULL,
	cashier_id INTEGER NOT NULL,
	supervisor_id INTEGER NOT NULL,
	made_at TEXT NOT NULL,
	CONSTRAINT pk_cash_counts PRIMARY KEY (unit_id, number),
	CONSTRAINT ck_cash_counts_number_from_one CHECK (number > 0),
	CONSTRAINT ck_cash_counts_position_in_the_chain CHECK (position >= 0),
	CONSTRAINT ck_cash_counts_counted_not_negative CHECK (counted_fen >= 0),
	CONSTRAINT ck_cash_counts_book_bounded CHECK (book_fen BETWEEN -9000000000000000 AND 9000000000000000),
	CONSTRAINT ck_cash_counts_difference_is_what_differs CHECK (difference_fen = counted_fen - book_fen),
	CONSTRAINT ck_cash_counts_difference_explained CHECK (difference_fen = 0 OR explanation <> ''),
	CONSTRAINT ck_cash_counts_supervised_by_another CHECK (cashier_id <> supervisor_id),
	CONSTRAINT ck_cash_counts_counted_on_is_a_day CHECK (counted_on = date(counted_on, '+0 days') IS TRUE),
	CONSTRAINT fk_cash_counts_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_cash_counts_account_id FOREIGN KEY(account_id) REFERENCES accounts (id),
	CONSTRAINT fk_cash_counts_cashier_id FOREIGN KEY(cashier_id) REFERENCES people (id),
	CONSTRAINT fk_cash_counts_supervisor_id FOREIGN KEY(supervisor_id) REFERENCES people (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE INDEX ix_cash_counts_unit_id_counted_on ON cash_counts (unit_id, counted_on)
--;;
CREATE TABLE desk_refunds (
	unit_id INTEGER NOT NULL,
	draft INTEGER NOT NULL,
	refund_of TEXT NOT NULL,
	CONSTRAINT pk_desk_refunds PRIMARY KEY (unit_id, draft),
	CONSTRAINT fk_desk_refunds_unit_id_draft FOREIGN KEY(unit_id, draft) REFERENCES desk_drafts (unit_id, draft),
	CONSTRAINT fk_desk_refunds_unit_id_refund_of FOREIGN KEY(unit_id, refund_of) REFERENCES vouchers (unit_id, ref),
	CONSTRAINT fk_desk_refunds_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE INDEX ix_desk_refunds_unit_id_refund_of ON desk_refunds (unit_id, refund_of)
--;;
CREATE TABLE donor_terms (
	unit_id INTEGER NOT NULL,
	donor INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	since TEXT NOT NULL,
	publish TEXT NOT NULL,
	locked BLOB,
	paper TEXT DEFAULT '' NOT NULL,
	reason TEXT DEFAULT '' NOT NULL,
	CONSTRAINT pk_donor_terms PRIMARY KEY (unit_id, donor, revision),
	CONSTRAINT fk_donor_terms_unit_id_donor FOREIGN KEY(unit_id, donor) REFERENCES donors (unit_id, number),
	CONSTRAINT ck_donor_terms_revision_from_one CHECK (revision > 0),
	CONSTRAINT ck_donor_terms_since_is_a_day CHECK (since = date(since, '+0 days') IS TRUE),
	CONSTRAINT ck_donor_terms_publish_known CHECK (publish = 'full' OR publish = 'surname' OR publish = 'none'),
	CONSTRAINT ck_donor_terms_withdrawn_to_none CHECK (reason = '' OR publish = 'none'),
	CONSTRAINT ck_donor_terms_agreed_in_writing CHECK (revision = 1 OR paper <> '' OR reason <> ''),
	CONSTRAINT fk_donor_terms_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE goods_count_lines (
	unit_id INTEGER NOT NULL,
	counting INTEGER NOT NULL,
	item INTEGER NOT NULL,
	fund_id INTEGER NOT NULL,
	book_milli INTEGER NOT NULL,
	counted_milli INTEGER NOT NULL,
	CONSTRAINT pk_goods_count_lines PRIMARY KEY (unit_id, counting, item, fund_id),
	CONSTRAINT fk_goods_count_lines_unit_id_counting FOREIGN KEY(unit_id, counting) REFERENCES goods_counts (unit_id, number) DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT fk_goods_count_lines_unit_id_fund_id FOREIGN KEY(unit_id, fund_id) REFERENCES funds (unit_id, id),
	CONSTRAINT ck_goods_count_lines_counted_not_negative CHECK (counted_milli BETWEEN 0 AND 1000000000000000),
	CONSTRAINT ck_goods_count_lines_book_not_negative CHECK (book_milli >= 0),
	CONSTRAINT fk_goods_count_lines_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE goods_moves (
	unit_id INTEGER NOT NULL,
	move INTEGER NOT NULL,
	kind TEXT NOT NULL,
	item INTEGER NOT NULL,
	fund_id INTEGER NOT NULL,
	dated_on TEXT NOT NULL,
	quantity_milli INTEGER NOT NULL,
	cost_fen INTEGER NOT NULL,
	method TEXT DEFAULT '' NOT NULL,
	valuation TEXT DEFAULT '' NOT NULL,
	purpose TEXT DEFAULT '' NOT NULL,
	recipient TEXT DEFAULT '' NOT NULL,
	party TEXT DEFAULT '' NOT NULL,
	approval TEXT DEFAULT '' NOT NULL,
	serials TEXT DEFAULT '' NOT NULL,
	source INTEGER,
	counting INTEGER,
	ref TEXT NOT NULL,
	draft INTEGER,
	head INTEGER,
	asked BLOB NOT NULL,
	CONSTRAINT pk_goods_moves PRIMARY KEY (unit_id, move),
	CONSTRAINT fk_goods_moves_unit_id_fund_id FOREIGN KEY(unit_id, fund_id) REFERENCES funds (unit_id, id),
	CONSTRAINT fk_goods_moves_unit_id_source FOREIGN KEY(unit_id, source) REFERENCES goods_moves (unit_id, move),
	CONSTRAINT fk_goods_moves_unit_id_counting FOREIGN KEY(unit_id, counting) REFERENCES goods_counts (unit_id, number),
	CONSTRAINT fk_goods_moves_unit_id_draft FOREIGN KEY(unit_id, draft) REFERENCES desk_drafts (unit_id, draft),
	CONSTRAINT ck_goods_moves_kind_known CHECK (kind = 'opening' OR kind = 'purchase' OR kind = 'gift' OR kind = 'return' OR kind = 'over' OR kind = 'issue' OR kind = 'void' OR kind = 'short'),
	CONSTRAINT ck_goods_moves_method_known CHECK (method = '' OR method = 'fifo' OR method = 'weighted_average' OR method = 'specific'),
	CONSTRAINT ck_goods_moves_valuation_known CHECK (valuation = '' OR valuation = 'paid' OR valuation = 'voucher' OR valuation = 'appraisal' OR valuation = 'similar' OR valuation = 'nominal' OR valuation = 'book' OR valuation = 'issue'),
	CONSTRAINT ck_goods_moves_move_from_one CHECK (move > 0),
	CONSTRAINT ck_goods_moves_quantity_moved CHECK (quantity_milli BETWEEN 1 AND 1000000000000000),
	CONSTRAINT ck_goods_moves_cost_counted CHECK (cost_fen BETWEEN 0 AND 9000000000000000),
	CONSTRAINT ck_goods_moves_lot_has_a_cost CHECK ((kind = 'issue' OR kind = 'void' OR kind = 'short') OR kind = 'return' OR cost_fen > 0),
	CONSTRAINT ck_goods_moves_nominal_yuan CHECK (valuation <> 'nominal' OR cost_fen = 100),
	CONSTRAINT ck_goods_moves_method_of_what_goes_out CHECK ((kind = 'issue' OR kind = 'void' OR kind = 'short') = (method <> '')),
	CONSTRAINT ck_goods_moves_valuation_of_what_comes_in CHECK ((kind = 'issue' OR kind = 'void' OR kind = 'short') = (valuation = '')),
	CONSTRAINT ck_goods_moves_return_of_one CHECK ((kind = 'return') = (source IS NOT NULL)),
	CONSTRAINT ck_goods_moves_difference_of_a_count CHECK ((kind = 'over' OR kind = 'short') = (counting IS NOT NULL)),
	CONSTRAINT ck_goods_moves_issue_names_person_and_purpose CHECK ((kind = 'issue') = (recipient <> '') AND (kind <> 'issue' OR purpose <> '')),
	CONSTRAINT ck_goods_moves_loss_approved CHECK ((kind <> 'void' AND kind <> 'over' AND kind <> 'short') OR approval <> ''),
	CONSTRAINT ck_goods_moves_what_costs_makes_a_draft CHECK (draft IS NOT NULL OR kind = 'opening' OR cost_fen = 0),
	CONSTRAINT ck_goods_moves_without_draft_counts_from_somewhere CHECK ((head IS NOT NULL) = (draft IS NULL AND kind <> 'opening')),
	CONSTRAINT ck_goods_moves_ref_given CHECK (ref <> ''),
	CONSTRAINT ck_goods_moves_asked_whole CHECK (length(asked) = 32),
	CONSTRAINT ck_goods_moves_dated_on_is_a_day CHECK (dated_on = date(dated_on, '+0 days') IS TRUE),
	CONSTRAINT fk_goods_moves_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE INDEX ix_goods_moves_unit_id_item_fund_id ON goods_moves (unit_id, item, fund_id)
--;;
CREATE INDEX ix_goods_moves_unit_id_ref ON goods_moves (unit_id, ref)
--;;
CREATE INDEX ix_goods_moves_unit_id_source ON goods_moves (unit_id, source)
--;;
CREATE TABLE lineage_amounts (
	unit_id INTEGER NOT NULL,
	fund_id INTEGER NOT NULL,
	side TEXT NOT NULL,
	matter INTEGER NOT NULL,
	at INTEGER NOT NULL,
	change_fen INTEGER NOT NULL,
	amount_fen INTEGER NOT NULL,
	CONSTRAINT pk_lineage_amounts PRIMARY KEY (unit_id, fund_id, side, matter, at),
	CONSTRAINT fk_lineage_amounts_unit_id_fund_id FOREIGN KEY(unit_id, fund_id) REFERENCES funds (unit_id, id),
	CONSTRAINT fk_lineage_amounts_unit_id_at FOREIGN KEY(unit_id, at) REFERENCES vouchers (unit_id, position),
	CONSTRAINT fk_lineage_amounts_unit_id_matter FOREIGN KEY(unit_id, matter) REFERENCES vouchers (unit_id, position),
	CONSTRAINT ck_lineage_amounts_side_known CHECK (side = 'source' OR side = 'use' OR side = 'direct'),
	CONSTRAINT ck_lineage_amounts_at_follows CHECK (at >= matter),
	CONSTRAINT ck_lineage_amounts_amount_changed CHECK (change_fen <> 0),
	CONSTRAINT ck_lineage_amounts_amount_not_negative CHECK (amount_fen >= 0),
	CONSTRAINT fk_lineage_amounts_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE INDEX ix_lineage_amounts_unit_id_matter ON lineage_amounts (unit_id, matter)
--;;
CREATE TABLE lineage_keys (
	unit_id INTEGER NOT NULL,
	fund_id INTEGER NOT NULL,
	request TEXT NOT NULL,
	use INTEGER NOT NULL,
	at INTEGER NOT NULL,
	"by" INTEGER NOT NULL,
	change_fen INTEGER NOT NULL,
	open_fen INTEGER NOT NULL,
	CONSTRAINT pk_lineage_keys PRIMARY KEY (unit_id, fund_id, request, use, at),
	CONSTRAINT fk_lineage_keys_unit_id_fund_id FOREIGN KEY(unit_id, fund_id) REFERENCES funds (unit_id, id),
	CONSTRAINT fk_lineage_keys_unit_id_at FOREIGN KEY(unit_id, at) REFERENCES vouchers (unit_id, position),
	CONSTRAINT fk_lineage_keys_unit_id_by FOREIGN KEY(unit_id, "by") REFERENCES vouchers (unit_id, position),
	CONSTRAINT ck_lineage_keys_request_named CHECK (request <> ''),
	CONSTRAINT ck_lineage_keys_at_follows CHECK (at >= "use" AND at >= "by"),
	CONSTRAINT ck_lineage_keys_open_changed CHECK (change_fen <> 0),
	CONSTRAINT ck_lineage_keys_open_not_negative CHECK (open_fen >= 0),
	CONSTRAINT fk_lineage_keys_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE lineage_open (
	unit_id INTEGER NOT NULL,
	fund_id INTEGER NOT NULL,
	through INTEGER NOT NULL,
	side TEXT NOT NULL,
	matter INTEGER NOT NULL,
	left_fen INTEGER NOT NULL,
	CONSTRAINT pk_lineage_open PRIMARY KEY (unit_id, fund_id, through, side, matter),
	CONSTRAINT fk_lineage_open_unit_id_fund_id FOREIGN KEY(unit_id, fund_id) REFERENCES funds (unit_id, id),
	CONSTRAINT ck_lineage_open_side_known CHECK (side = 'source' OR side = 'use'),
	CONSTRAINT ck_lineage_open_left_not_negative CHECK (left_fen >= 0),
	CONSTRAINT ck_lineage_open_use_lacks CHECK (side = 'source' OR left_fen > 0),
	CONSTRAINT fk_lineage_open_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE lineage_shares (
	unit_id INTEGER NOT NULL,
	fund_id INTEGER NOT NULL,
	seq INTEGER NOT NULL,
	at INTEGER NOT NULL,
	use INTEGER NOT NULL,
	source INTEGER NOT NULL,
	act TEXT NOT NULL,
	change_fen INTEGER NOT NULL,
	share_fen INTEGER NOT NULL,
	used_fen INTEGER NOT NULL,
	covered_fen INTEGER NOT NULL,
	CONSTRAINT pk_lineage_shares PRIMARY KEY (unit_id, fund_id, seq),
	CONSTRAINT fk_lineage_shares_unit_id_fund_id FOREIGN KEY(unit_id, fund_id) REFERENCES funds (unit_id, id),
	CONSTRAINT fk_lineage_shares_unit_id_at FOREIGN KEY(unit_id, at) REFERENCES vouchers (unit_id, position),
	CONSTRAINT ck_lineage_shares_act_known CHECK (act = 'paid' OR act = 'returned' OR act = 'retaken' OR act = 'covered' OR act = 'reassigned' OR act = 'restored' OR act = 'named'),
	CONSTRAINT ck_lineage_shares_seq_from_one CHECK (seq > 0),
	CONSTRAINT ck_lineage_shares_at_follows CHECK (at >= "use" AND at >= source),
	CONSTRAINT ck_lineage_shares_share_changed CHECK (change_fen <> 0),
	CONSTRAINT ck_lineage_shares_share_not_negative CHECK (share_fen >= 0),
	CONSTRAINT ck_lineage_shares_used_in_all CHECK (used_fen >= share_fen),
	CONSTRAINT ck_lineage_shares_covered_in_all CHECK (covered_fen >= share_fen),
	CONSTRAINT ck_lineage_shares_act_moves_so CHECK (act = 'paid' AND change_fen > 0 OR act = 'retaken' AND change_fen > 0 OR act = 'covered' AND change_fen > 0 OR act = 'returned' AND change_fen < 0 OR act = 'named' AND change_fen > 0 OR act = 'reassigned' OR act = 'restored'),
	CONSTRAINT fk_lineage_shares_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE INDEX ix_lineage_shares_unit_id_fund_id_source_seq ON lineage_shares (unit_id, fund_id, source, seq)
--;;
CREATE INDEX ix_lineage_shares_unit_id_fund_id_use_seq ON lineage_shares (unit_id, fund_id, use, seq)
--;;
CREATE TABLE payment_request_lines (
	unit_id INTEGER NOT NULL,
	"key" TEXT NOT NULL,
	line INTEGER NOT NULL,
	fund_id INTEGER NOT NULL,
	account_id INTEGER NOT NULL,
	purpose TEXT NOT NULL,
	amount_fen INTEGER NOT NULL,
	appropriation TEXT DEFAULT '' NOT NULL,
	CONSTRAINT pk_payment_request_lines PRIMARY KEY (unit_id, "key", line),
	CONSTRAINT uq_payment_request_lines_unit_id_key_fund_id_account_id_purpose UNIQUE (unit_id, "key", fund_id, account_id, purpose),
	CONSTRAINT fk_payment_request_lines_unit_id_key FOREIGN KEY(unit_id, "key") REFERENCES payment_requests (unit_id, "key") DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT fk_payment_request_lines_unit_id_fund_id FOREIGN KEY(unit_id, fund_id) REFERENCES funds (unit_id, id),
	CONSTRAINT ck_payment_request_lines_line_from_one CHECK (line > 0),
	CONSTRAINT ck_payment_request_lines_amount_positive CHECK (amount_fen BETWEEN 1 AND 9000000000000000),
	CONSTRAINT fk_payment_request_lines_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_payment_request_lines_account_id FOREIGN KEY(account_id) REFERENCES accounts (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE payment_request_moves (
	unit_id INTEGER NOT NULL,
	"key" TEXT NOT NULL,
	seq INTEGER NOT NULL,
	act TEXT NOT NULL,
	amount_fen INTEGER NOT NULL,
	position INTEGER,
	approved INTEGER NOT NULL,
	paid_fen INTEGER NOT NULL,
	returned_fen INTEGER NOT NULL,
	repaid_fen INTEGER NOT NULL,
	reason TEXT DEFAULT '' NOT NULL,
	acted_on TEXT NOT NULL,
	person_id INTEGER NOT NULL,
	acted_at TEXT NOT NULL,
	CONSTRAINT pk_payment_request_moves PRIMARY KEY (unit_id, "key", seq),
	CONSTRAINT uq_payment_request_moves_unit_id_position_key UNIQUE (unit_id, position, "key"),
	CONSTRAINT fk_payment_request_moves_unit_id_key FOREIGN KEY(unit_id, "key") REFERENCES payment_requests (unit_id, "key"),
	CONSTRAINT fk_payment_request_moves_unit_id_position FOREIGN KEY(unit_id, position) REFERENCES vouchers (unit_id, position) DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT ck_payment_request_moves_act_known CHECK (act = 'save' OR act = 'approve' OR act = 'refuse' OR act = 'cancel' OR act = 'expire' OR act = 'pay' OR act = 'return' OR act = 'repay' OR act = 'forgo'),
	CONSTRAINT ck_payment_request_moves_seq_from_one CHECK (seq > 0),
	CONSTRAINT ck_payment_request_moves_voucher_named CHECK ((act = 'pay' OR act = 'return' OR act = 'repay' OR act = 'forgo') = (position IS NOT NULL)),
	CONSTRAINT ck_payment_request_moves_amount_moved CHECK (amount_fen <> 0 OR act = 'approve' OR act = 'refuse' OR act = 'cancel' OR act = 'expire'),
	CONSTRAINT ck_payment_request_moves_saved_first CHECK ((seq = 1) = (act = 'save')),
	CONSTRAINT ck_payment_request_moves_paid_not_negative CHECK (paid_fen >= 0),
	CONSTRAINT ck_payment_request_moves_repaid_not_negative CHECK (repaid_fen >= 0),
	CONSTRAINT ck_payment_request_moves_l12_returned_was_paid CHECK (returned_fen <= paid_fen + repaid_fen),
	CONSTRAINT ck_payment_request_moves_l12_returned_after_paid CHECK (returned_fen = 0 OR paid_fen > 0),
	CONSTRAINT ck_payment_request_moves_l12_repaid_was_returned CHECK (repaid_fen <= returned_fen),
	CONSTRAINT ck_payment_request_moves_reason_given CHECK (act <> 'refuse' AND act <> 'cancel' OR reason <> ''),
	CONSTRAINT ck_payment_request_moves_acted_on_is_a_day CHECK (acted_on = date(acted_on, '+0 days') IS TRUE),
	CONSTRAINT fk_payment_request_moves_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_payment_request_moves_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE pledges (
	unit_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	donor INTEGER NOT NULL,
	amount_fen INTEGER NOT NULL,
	promised_on TEXT NOT NULL,
	due_on TEXT NOT NULL,
	paper TEXT NOT NULL,
	CONSTRAINT pk_pledges PRIMARY KEY (unit_id, number),
	CONSTRAINT ck_pledges_number_from_one CHECK (number > 0),
	CONSTRAINT fk_pledges_unit_id_donor FOREIGN KEY(unit_id, donor) REFERENCES donors (unit_id, number),
	CONSTRAINT ck_pledges_amount_given CHECK (amount_fen BETWEEN 1 AND 9000000000000000),
	CONSTRAINT ck_pledges_promised_on_is_a_day CHECK (promised_on = date(promised_on, '+0 days') IS TRUE),
	CONSTRAINT ck_pledges_due_on_is_a_day CHECK (due_on = date(due_on, '+0 days') IS TRUE),
	CONSTRAINT ck_pledges_paper_written CHECK (paper <> ''),
	CONSTRAINT ck_pledges_promised_before_due CHECK (promised_on <= due_on),
	CONSTRAINT fk_pledges_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE transfer_answers (
	unit_id INTEGER NOT NULL,
	from_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	step INTEGER NOT NULL,
	answer TEXT NOT NULL,
	amount_fen INTEGER NOT NULL,
	origin TEXT NOT NULL,
	restriction TEXT DEFAULT '' NOT NULL,
	purposes TEXT DEFAULT '' NOT NULL,
	fund_id INTEGER,
	account TEXT DEFAULT '' NOT NULL,
	ref TEXT DEFAULT '' NOT NULL,
	draft INTEGER,
	reason TEXT DEFAULT '' NOT NULL,
	answered_on TEXT NOT NULL,
	person_id INTEGER NOT NULL,
	made_at TEXT NOT NULL,
	CONSTRAINT pk_transfer_answers PRIMARY KEY (unit_id, from_id, number, step),
	CONSTRAINT ck_transfer_answers_amount_fen_counted CHECK (amount_fen BETWEEN 1 AND 9000000000000000),
	CONSTRAINT ck_transfer_answers_aid_money_alone CHECK (origin <> 'general'),
	CONSTRAINT fk_transfer_answers_unit_id_fund_id FOREIGN KEY(unit_id, fund_id) REFERENCES funds (unit_id, id),
	CONSTRAINT ck_transfer_answers_answer_known CHECK (answer = 'received' OR answer = 'rejected'),
	CONSTRAINT ck_transfer_answers_step_from_one CHECK (step > 0),
	CONSTRAINT ck_transfer_answers_sent_by_another CHECK (from_id <> unit_id),
	CONSTRAINT ck_transfer_answers_rejection_reasoned CHECK ((answer = 'rejected') = (reason <> '')),
	CONSTRAINT ck_transfer_answers_received_in_a_fund CHECK ((answer = 'received') = (fund_id IS NOT NULL)),
	CONSTRAINT ck_transfer_answers_received_with_a_draft CHECK ((fund_id IS NULL) = (draft IS NULL)),
	CONSTRAINT ck_transfer_answers_draft_with_its_ref CHECK ((draft IS NULL) = (ref = '')),
	CONSTRAINT ck_transfer_answers_answered_on_is_a_day CHECK (answered_on = date(answered_on, '+0 days') IS TRUE),
	CONSTRAINT fk_transfer_answers_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_transfer_answers_from_id FOREIGN KEY(from_id) REFERENCES units (id),
	CONSTRAINT fk_transfer_answers_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE transfers (
	unit_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	to_id INTEGER NOT NULL,
	direction TEXT NOT NULL,
	fund_id INTEGER NOT NULL,
	amount_fen INTEGER NOT NULL,
	origin TEXT NOT NULL,
	restriction TEXT DEFAULT '' NOT NULL,
	purposes TEXT DEFAULT '' NOT NULL,
	purpose TEXT DEFAULT '' NOT NULL,
	account TEXT NOT NULL,
	year INTEGER NOT NULL,
	onward_fen INTEGER NOT NULL,
	returns TEXT DEFAULT '' NOT NULL,
	request TEXT DEFAULT '' NOT NULL,
	ref TEXT NOT NULL,
	draft INTEGER NOT NULL,
	sent_on TEXT NOT NULL,
	summary TEXT NOT NULL,
	person_id INTEGER NOT NULL,
	made_at TEXT NOT NULL,
	CONSTRAINT pk_transfers PRIMARY KEY (unit_id, number),
	CONSTRAINT ck_transfers_amount_fen_counted CHECK (amount_fen BETWEEN 1 AND 9000000000000000),
	CONSTRAINT ck_transfers_aid_money_alone CHECK (origin <> 'general'),
	CONSTRAINT uq_transfers_unit_id_ref UNIQUE (unit_id, ref),
	CONSTRAINT fk_transfers_unit_id_fund_id FOREIGN KEY(unit_id, fund_id) REFERENCES funds (unit_id, id),
	CONSTRAINT ck_transfers_direction_known CHECK (direction = 'down' OR direction = 'up'),
	CONSTRAINT ck_transfers_number_from_one CHECK (number > 0),
	CONSTRAINT ck_transfers_sent_to_another CHECK (to_id <> unit_id),
	CONSTRAINT ck_transfers_onward_part_of_it CHECK (onward_fen BETWEEN 0 AND amount_fen),
	CONSTRAINT ck_transfers_returned_upwards CHECK (direction = 'up' OR returns = ''),
	CONSTRAINT ck_transfers_account_named CHECK (account <> ''),
	CONSTRAINT ck_transfers_ref_given CHECK (ref <> ''),
	CONSTRAINT ck_transfers_sent_on_is_a_day CHECK (sent_on = date(sent_on, '+0 days') IS TRUE),
	CONSTRAINT fk_transfers_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_transfers_to_id FOREIGN KEY(to_id) REFERENCES units (id),
	CONSTRAINT fk_transfers_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE INDEX ix_transfers_unit_id_to_id ON transfers (unit_id, to_id)
--;;
CREATE TABLE bank_statements (
	unit_id INTEGER NOT NULL,
	statement INTEGER NOT NULL,
	account INTEGER NOT NULL,
	form TEXT NOT NULL,
	file_hash BLOB NOT NULL,
	since TEXT NOT NULL,
	until TEXT NOT NULL,
	opening_fen INTEGER NOT NULL,
	closing_fen INTEGER NOT NULL,
	rows INTEGER NOT NULL,
	new_rows INTEGER NOT NULL,
	known_fen INTEGER NOT NULL,
	rows_hash BLOB NOT NULL,
	person_id INTEGER NOT NULL,
	imported_at TEXT NOT NULL,
	CONSTRAINT pk_bank_statements PRIMARY KEY (unit_id, statement),
	CONSTRAINT uq_bank_statements_unit_id_account_file_hash UNIQUE (unit_id, account, file_hash),
	CONSTRAINT fk_bank_statements_unit_id_account FOREIGN KEY(unit_id, account) REFERENCES bank_accounts (unit_id, number),
	CONSTRAINT ck_bank_statements_form_known CHECK (form = 'csv' OR form = 'xlsx' OR form = 'ofx' OR form = 'mt940' OR form = 'camt053'),
	CONSTRAINT ck_bank_statements_statement_from_one CHECK (statement > 0),
	CONSTRAINT ck_bank_statements_since_before_until CHECK (since <= until),
	CONSTRAINT ck_bank_statements_rows_counted CHECK (rows >= new_rows AND new_rows >= 0),
	CONSTRAINT ck_bank_statements_known_moved CHECK (new_rows < rows OR known_fen = 0),
	CONSTRAINT ck_bank_statements_opening_bounded CHECK (opening_fen BETWEEN -9000000000000000 AND 9000000000000000),
	CONSTRAINT ck_bank_statements_closing_bounded CHECK (closing_fen BETWEEN -9000000000000000 AND 9000000000000000),
	CONSTRAINT ck_bank_statements_file_hash_whole CHECK (length(file_hash) = 32),
	CONSTRAINT ck_bank_statements_rows_hash_whole CHECK (length(rows_hash) = 32),
	CONSTRAINT ck_bank_statements_since_is_a_day CHECK (since = date(since, '+0 days') IS TRUE),
	CONSTRAINT ck_bank_statements_until_is_a_day CHECK (until = date(until, '+0 days') IS TRUE),
	CONSTRAINT fk_bank_statements_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_bank_statements_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE cash_count_pieces (
	unit_id INTEGER NOT NULL,
	counting INTEGER NOT NULL,
	face_fen INTEGER NOT NULL,
	pieces INTEGER NOT NULL,
	CONSTRAINT pk_cash_count_pieces PRIMARY KEY (unit_id, counting, face_fen),
	CONSTRAINT fk_cash_count_pieces_unit_id_counting FOREIGN KEY(unit_id, counting) REFERENCES cash_counts (unit_id, number) DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT ck_cash_count_pieces_face_known CHECK (face_fen = 10000 OR face_fen = 5000 OR face_fen = 2000 OR face_fen = 1000 OR face_fen = 500 OR face_fen = 200 OR face_fen = 100 OR face_fen = 50 OR face_fen = 20 OR face_fen = 10 OR face_fen = 5 OR face_fen = 2 OR face_fen = 1),
	CONSTRAINT ck_cash_count_pieces_pieces_counted CHECK (pieces BETWEEN 1 AND 1000000),
	CONSTRAINT fk_cash_count_pieces_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE fund_holds (
	unit_id INTEGER NOT NULL,
	fund_id INTEGER NOT NULL,
	seq INTEGER NOT NULL,
	"key" TEXT NOT NULL,
	move INTEGER NOT NULL,
	amount_fen INTEGER NOT NULL,
	held_fen INTEGER NOT NULL,
	CONSTRAINT pk_fund_holds PRIMARY KEY (unit_id, fund_id, seq),
	CONSTRAINT uq_fund_holds_unit_id_key_move_fund_id UNIQUE (unit_id, "key", move, fund_id),
	CONSTRAINT fk_fund_holds_unit_id_fund_id FOREIGN KEY(unit_id, fund_id) REFERENCES funds (unit_id, id),
	CONSTRAINT fk_fund_holds_unit_id_key_move FOREIGN KEY(unit_id, "key", move) REFERENCES payment_request_moves (unit_id, "key", seq) DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT ck_fund_holds_seq_from_one CHECK (seq > 0),
	CONSTRAINT ck_fund_holds_amount_held CHECK (amount_fen <> 0),
	CONSTRAINT ck_fund_holds_held_not_negative CHECK (held_fen >= 0),
	CONSTRAINT fk_fund_holds_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE gifts (
	unit_id INTEGER NOT NULL,
	year INTEGER NOT NULL,
	number INTEGER NOT NULL,
	donor INTEGER NOT NULL,
	form TEXT NOT NULL,
	fund_id INTEGER,
	account TEXT NOT NULL,
	amount_fen INTEGER NOT NULL,
	received_on TEXT NOT NULL,
	restricted INTEGER NOT NULL,
	until TEXT,
	pledge INTEGER,
	campaign INTEGER,
	paper TEXT DEFAULT '' NOT NULL,
	memo TEXT DEFAULT '' NOT NULL,
	CONSTRAINT pk_gifts PRIMARY KEY (unit_id, year, number),
	CONSTRAINT ck_gifts_number_from_one CHECK (number > 0),
	CONSTRAINT fk_gifts_unit_id_donor FOREIGN KEY(unit_id, donor) REFERENCES donors (unit_id, number),
	CONSTRAINT ck_gifts_amount_given CHECK (amount_fen BETWEEN 1 AND 9000000000000000),
	CONSTRAINT ck_gifts_received_on_is_a_day CHECK (received_on = date(received_on, '+0 days') IS TRUE),
	CONSTRAINT ck_gifts_restricted_flag CHECK (restricted = 0 OR restricted = 1),
	CONSTRAINT fk_gifts_unit_id_fund_id FOREIGN KEY(unit_id, fund_id) REFERENCES funds (unit_id, id),
	CONSTRAINT fk_gifts_unit_id_pledge FOREIGN KEY(unit_id, pledge) REFERENCES pledges (unit_id, number),
	CONSTRAINT fk_gifts_unit_id_campaign FOREIGN KEY(unit_id, campaign) REFERENCES campaigns (unit_id, number) DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT ck_gifts_form_known CHECK (form = 'money' OR form = 'goods'),
	CONSTRAINT ck_gifts_money_has_account CHECK ((form = 'money') = (account <> '')),
	CONSTRAINT ck_gifts_money_has_fund CHECK (form = 'goods' OR fund_id IS NOT NULL),
	CONSTRAINT ck_gifts_until_of_restricted CHECK (until IS NULL OR restricted = 1),
	CONSTRAINT ck_gifts_until_later CHECK (until IS NULL OR received_on <= until),
	CONSTRAINT ck_gifts_until_is_a_day CHECK (until = '' OR until = date(until, '+0 days')),
	CONSTRAINT fk_gifts_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE INDEX ix_gifts_unit_id_donor ON gifts (unit_id, donor)
--;;
CREATE INDEX ix_gifts_unit_id_fund_id ON gifts (unit_id, fund_id)
--;;
CREATE TABLE goods_ranges (
	unit_id INTEGER NOT NULL,
	move INTEGER NOT NULL,
	part INTEGER NOT NULL,
	item INTEGER NOT NULL,
	prefix TEXT NOT NULL,
	width INTEGER NOT NULL,
	first_no INTEGER NOT NULL,
	last_no INTEGER NOT NULL,
	CONSTRAINT pk_goods_ranges PRIMARY KEY (unit_id, move, part),
	CONSTRAINT ck_goods_ranges_first_before_last CHECK (first_no BETWEEN 0 AND last_no),
	CONSTRAINT fk_goods_ranges_unit_id_move FOREIGN KEY(unit_id, move) REFERENCES goods_moves (unit_id, move) DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT ck_goods_ranges_part_from_one CHECK (part > 0),
	CONSTRAINT ck_goods_ranges_width_counted CHECK (width BETWEEN 1 AND 18),
	CONSTRAINT ck_goods_ranges_prefix_ends_before_digits CHECK (width = 18 OR rtrim(prefix, '0123456789') = prefix),
	CONSTRAINT ck_goods_ranges_numbers_fit_width CHECK (length(CAST(last_no AS TEXT)) <= width),
	CONSTRAINT fk_goods_ranges_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE INDEX ix_goods_ranges_unit_id_item_prefix_width_first_no ON goods_ranges (unit_id, item, prefix, width, first_no)
--;;
CREATE TABLE goods_signatures (
	unit_id INTEGER NOT NULL,
	move INTEGER NOT NULL,
	signer TEXT NOT NULL,
	signed_on TEXT NOT NULL,
	authorised TEXT DEFAULT '' NOT NULL,
	sheet TEXT NOT NULL,
	CONSTRAINT pk_goods_signatures PRIMARY KEY (unit_id, move),
	CONSTRAINT fk_goods_signatures_unit_id_move FOREIGN KEY(unit_id, move) REFERENCES goods_moves (unit_id, move),
	CONSTRAINT ck_goods_signatures_signer_named CHECK (signer <> ''),
	CONSTRAINT ck_goods_signatures_sheet_whole CHECK (length(sheet) = 64),
	CONSTRAINT ck_goods_signatures_signed_on_is_a_day CHECK (signed_on = date(signed_on, '+0 days') IS TRUE),
	CONSTRAINT fk_goods_signatures_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE goods_takings (
	unit_id INTEGER NOT NULL,
	move INTEGER NOT NULL,
	lot INTEGER NOT NULL,
	quantity_milli INTEGER NOT NULL,
	cost_fen INTEGER NOT NULL,
	CONSTRAINT pk_goods_takings PRIMARY KEY (unit_id, move, lot),
	CONSTRAINT fk_goods_takings_unit_id_move FOREIGN KEY(unit_id, move) REFERENCES goods_moves (unit_id, move) DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT fk_goods_takings_unit_id_lot FOREIGN KEY(unit_id, lot) REFERENCES goods_moves (unit_id, move),
	CONSTRAINT ck_goods_takings_quantity_taken CHECK (quantity_milli BETWEEN 0 AND 1000000000000000),
	CONSTRAINT ck_goods_takings_cost_bounded CHECK (cost_fen BETWEEN -9000000000000000 AND 9000000000000000),
	CONSTRAINT fk_goods_takings_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE INDEX ix_goods_takings_unit_id_lot ON goods_takings (unit_id, lot)
--;;
CREATE TABLE match_runs (
	unit_id INTEGER NOT NULL,
	run INTEGER NOT NULL,
	account INTEGER NOT NULL,
	method TEXT NOT NULL,
	first_match INTEGER NOT NULL,
	last_match INTEGER NOT NULL,
	lines INTEGER NOT NULL,
	lines_hash BLOB NOT NULL,
	person_id INTEGER NOT NULL,
	matched_at TEXT NOT NULL,
	CONSTRAINT pk_match_runs PRIMARY KEY (unit_id, run),
	CONSTRAINT fk_match_runs_unit_id_account FOREIGN KEY(unit_id, account) REFERENCES bank_accounts (unit_id, number),
	CONSTRAINT ck_match_runs_method_known CHECK (method = 'rules' OR method = 'person'),
	CONSTRAINT ck_match_runs_run_from_one CHECK (run > 0),
	CONSTRAINT ck_match_runs_matches_counted CHECK (first_match > 0 AND last_match >= first_match),
	CONSTRAINT ck_match_runs_lines_hash_whole CHECK (length(lines_hash) = 32),
	CONSTRAINT fk_match_runs_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_match_runs_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE reconciliations (
	unit_id INTEGER NOT NULL,
	account INTEGER NOT NULL,
	number INTEGER NOT NULL,
	until TEXT NOT NULL,
	bank_fen INTEGER NOT NULL,
	book_fen INTEGER NOT NULL,
	bank_in_fen INTEGER NOT NULL,
	bank_out_fen INTEGER NOT NULL,
	book_in_fen INTEGER NOT NULL,
	book_out_fen INTEGER NOT NULL,
	other_fen INTEGER NOT NULL,
	other_basis TEXT DEFAULT '' NOT NULL,
	shared INTEGER NOT NULL,
	ours TEXT DEFAULT '' NOT NULL,
	last_statement INTEGER NOT NULL,
	last_match INTEGER NOT NULL,
	position INTEGER NOT NULL,
	items INTEGER NOT NULL,
	items_hash BLOB NOT NULL,
	person_id INTEGER NOT NULL,
	made_at TEXT NOT NULL,
	CONSTRAINT pk_reconciliations PRIMARY KEY (unit_id, account, number),
	CONSTRAINT fk_reconciliations_unit_id_account FOREIGN KEY(unit_id, account) REFERENCES bank_accounts (unit_id, number),
	CONSTRAINT ck_reconciliations_number_from_one CHECK (number > 0),
	CONSTRAINT ck_reconciliations_open_items_unsigned CHECK (bank_in_fen >= 0 AND bank_out_fen >= 0 AND book_in_fen >= 0 AND book_out_fen >= 0),
	CONSTRAINT ck_reconciliations_balances_agree CHECK (bank_fen + book_in_fen - book_out_fen = book_fen + bank_in_fen - bank_out_fen + other_fen),
	CONSTRAINT ck_reconciliations_other_told CHECK (other_fen = 0 OR other_basis <> ''),
	CONSTRAINT ck_reconciliations_shared_told CHECK (shared = 0 AND ours = '' OR shared = 1 AND other_basis <> ''),
	CONSTRAINT ck_reconciliations_items_hash_whole CHECK (length(items_hash) = 32),
	CONSTRAINT ck_reconciliations_until_is_a_day CHECK (until = date(until, '+0 days') IS TRUE),
	CONSTRAINT fk_reconciliations_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_reconciliations_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE transfer_returns (
	unit_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	step INTEGER NOT NULL,
	amount_fen INTEGER NOT NULL,
	account TEXT NOT NULL,
	ref TEXT NOT NULL,
	draft INTEGER NOT NULL,
	returned_on TEXT NOT NULL,
	person_id INTEGER NOT NULL,
	made_at TEXT NOT NULL,
	CONSTRAINT pk_transfer_returns PRIMARY KEY (unit_id, number, step),
	CONSTRAINT fk_transfer_returns_unit_id_number FOREIGN KEY(unit_id, number) REFERENCES transfers (unit_id, number),
	CONSTRAINT ck_transfer_returns_step_from_one CHECK (step > 0),
	CONSTRAINT ck_transfer_returns_returned_on_is_a_day CHECK (returned_on = date(returned_on, '+0 days') IS TRUE),
	CONSTRAINT fk_transfer_returns_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_transfer_returns_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE bank_rows (
	unit_id INTEGER NOT NULL,
	statement INTEGER NOT NULL,
	"row" INTEGER NOT NULL,
	account INTEGER NOT NULL,
	booked_on TEXT NOT NULL,
	amount_fen INTEGER NOT NULL,
	balance_fen INTEGER,
	reference TEXT DEFAULT '' NOT NULL,
	kind TEXT NOT NULL,
	locked BLOB NOT NULL,
	row_key BLOB NOT NULL,
	occurrence INTEGER NOT NULL,
	CONSTRAINT pk_bank_rows PRIMARY KEY (unit_id, statement, "row"),
	CONSTRAINT uq_bank_rows_unit_id_account_row_key_occurrence UNIQUE (unit_id, account, row_key, occurrence),
	CONSTRAINT fk_bank_rows_unit_id_statement FOREIGN KEY(unit_id, statement) REFERENCES bank_statements (unit_id, statement) DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT ck_bank_rows_kind_known CHECK (kind = '' OR kind = 'fee' OR kind = 'interest' OR kind = 'return'),
	CONSTRAINT ck_bank_rows_row_from_one CHECK ("row" > 0),
	CONSTRAINT ck_bank_rows_amount_moved CHECK (amount_fen <> 0),
	CONSTRAINT ck_bank_rows_amount_bounded CHECK (amount_fen BETWEEN -9000000000000000 AND 9000000000000000),
	CONSTRAINT ck_bank_rows_occurrence_from_one CHECK (occurrence > 0),
	CONSTRAINT ck_bank_rows_row_key_whole CHECK (length(row_key) = 32),
	CONSTRAINT ck_bank_rows_booked_on_is_a_day CHECK (booked_on = date(booked_on, '+0 days') IS TRUE),
	CONSTRAINT fk_bank_rows_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE INDEX ix_bank_rows_unit_id_account_booked_on ON bank_rows (unit_id, account, booked_on)
--;;
CREATE TABLE bills (
	unit_id INTEGER NOT NULL,
	code TEXT NOT NULL,
	number INTEGER NOT NULL,
	gift_year INTEGER NOT NULL,
	gift_number INTEGER NOT NULL,
	amount_fen INTEGER NOT NULL,
	issued_on TEXT NOT NULL,
	CONSTRAINT pk_bills PRIMARY KEY (unit_id, code, number),
	CONSTRAINT ck_bills_code_written CHECK (code <> ''),
	CONSTRAINT fk_bills_unit_id_gift_year_gift_number FOREIGN KEY(unit_id, gift_year, gift_number) REFERENCES gifts (unit_id, year, number),
	CONSTRAINT ck_bills_amount_given CHECK (amount_fen BETWEEN 1 AND 9000000000000000),
	CONSTRAINT ck_bills_issued_on_is_a_day CHECK (issued_on = date(issued_on, '+0 days') IS TRUE),
	CONSTRAINT fk_bills_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE INDEX ix_bills_unit_id_gift_year_gift_number ON bills (unit_id, gift_year, gift_number)
--;;
CREATE TABLE campaign_lines (
	unit_id INTEGER NOT NULL,
	campaign INTEGER NOT NULL,
	"row" INTEGER NOT NULL,
	gift_year INTEGER NOT NULL,
	gift_number INTEGER NOT NULL,
	department TEXT NOT NULL,
	name TEXT NOT NULL,
	locked BLOB,
	amount_fen INTEGER NOT NULL,
	CONSTRAINT pk_campaign_lines PRIMARY KEY (unit_id, campaign, "row"),
	CONSTRAINT ck_campaign_lines_row_from_one CHECK (row > 0),
	CONSTRAINT fk_campaign_lines_unit_id_gift_year_gift_number FOREIGN KEY(unit_id, gift_year, gift_number) REFERENCES gifts (unit_id, year, number),
	CONSTRAINT ck_campaign_lines_amount_given CHECK (amount_fen BETWEEN 1 AND 9000000000000000),
	CONSTRAINT fk_campaign_lines_unit_id_campaign FOREIGN KEY(unit_id, campaign) REFERENCES campaigns (unit_id, number) DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT ck_campaign_lines_name_of_no_person CHECK (name = '' OR locked IS NULL),
	CONSTRAINT fk_campaign_lines_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE confirmations (
	unit_id INTEGER NOT NULL,
	year INTEGER NOT NULL,
	number INTEGER NOT NULL,
	gift_year INTEGER NOT NULL,
	gift_number INTEGER NOT NULL,
	amount_fen INTEGER NOT NULL,
	issued_on TEXT NOT NULL,
	CONSTRAINT pk_confirmations PRIMARY KEY (unit_id, year, number),
	CONSTRAINT ck_confirmations_number_from_one CHECK (number > 0),
	CONSTRAINT fk_confirmations_unit_id_gift_year_gift_number FOREIGN KEY(unit_id, gift_year, gift_number) REFERENCES gifts (unit_id, year, number),
	CONSTRAINT ck_confirmations_amount_given CHECK (amount_fen BETWEEN 1 AND 9000000000000000),
	CONSTRAINT ck_confirmations_issued_on_is_a_day CHECK (issued_on = date(issued_on, '+0 days') IS TRUE),
	CONSTRAINT fk_confirmations_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE INDEX ix_confirmations_unit_id_gift_year_gift_number ON confirmations (unit_id, gift_year, gift_number)
--;;
CREATE TABLE gift_purposes (
	unit_id INTEGER NOT NULL,
	gift_year INTEGER NOT NULL,
	gift_number INTEGER NOT NULL,
	purpose TEXT NOT NULL,
	CONSTRAINT pk_gift_purposes PRIMARY KEY (unit_id, gift_year, gift_number, purpose),
	CONSTRAINT fk_gift_purposes_unit_id_gift_year_gift_number FOREIGN KEY(unit_id, gift_year, gift_number) REFERENCES gifts (unit_id, year, number) DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT ck_gift_purposes_purpose_written CHECK (purpose <> ''),
	CONSTRAINT fk_gift_purposes_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE gift_refunds (
	unit_id INTEGER NOT NULL,
	gift_year INTEGER NOT NULL,
	gift_number INTEGER NOT NULL,
	number INTEGER NOT NULL,
	kind TEXT NOT NULL,
	amount_fen INTEGER NOT NULL,
	decided_on TEXT NOT NULL,
	reason TEXT NOT NULL,
	paper TEXT NOT NULL,
	CONSTRAINT pk_gift_refunds PRIMARY KEY (unit_id, gift_year, gift_number, number),
	CONSTRAINT fk_gift_refunds_unit_id_gift_year_gift_number FOREIGN KEY(unit_id, gift_year, gift_number) REFERENCES gifts (unit_id, year, number),
	CONSTRAINT ck_gift_refunds_number_from_one CHECK (number > 0),
	CONSTRAINT ck_gift_refunds_amount_given CHECK (amount_fen BETWEEN 1 AND 9000000000000000),
	CONSTRAINT ck_gift_refunds_decided_on_is_a_day CHECK (decided_on = date(decided_on, '+0 days') IS TRUE),
	CONSTRAINT ck_gift_refunds_reason_written CHECK (reason <> ''),
	CONSTRAINT ck_gift_refunds_paper_written CHECK (paper <> ''),
	CONSTRAINT ck_gift_refunds_kind_known CHECK (kind = 'refund' OR kind = 'cancel'),
	CONSTRAINT fk_gift_refunds_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE goods_serials (
	unit_id INTEGER NOT NULL,
	move INTEGER NOT NULL,
	part INTEGER NOT NULL,
	range_move INTEGER NOT NULL,
	range_part INTEGER NOT NULL,
	first_no INTEGER NOT NULL,
	last_no INTEGER NOT NULL,
	source INTEGER,
	CONSTRAINT pk_goods_serials PRIMARY KEY (unit_id, move, part),
	CONSTRAINT ck_goods_serials_first_before_last CHECK (first_no BETWEEN 0 AND last_no),
	CONSTRAINT fk_goods_serials_unit_id_move FOREIGN KEY(unit_id, move) REFERENCES goods_moves (unit_id, move) DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT fk_goods_serials_unit_id_range_move_range_part FOREIGN KEY(unit_id, range_move, range_part) REFERENCES goods_ranges (unit_id, move, part),
	CONSTRAINT ck_goods_serials_part_from_one CHECK (part > 0),
	CONSTRAINT fk_goods_serials_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE INDEX ix_goods_serials_unit_id_range_move_range_part_first_no ON goods_serials (unit_id, range_move, range_part, first_no)
--;;
CREATE TABLE matched_postings (
	unit_id INTEGER NOT NULL,
	"match" INTEGER NOT NULL,
	position INTEGER NOT NULL,
	line INTEGER NOT NULL,
	attempt INTEGER NOT NULL,
	run INTEGER NOT NULL,
	amount_fen INTEGER NOT NULL,
	CONSTRAINT pk_matched_postings PRIMARY KEY (unit_id, "match", position, line),
	CONSTRAINT uq_matched_postings_unit_id_position_line_attempt UNIQUE (unit_id, position, line, attempt),
	CONSTRAINT fk_matched_postings_unit_id_position_line FOREIGN KEY(unit_id, position, line) REFERENCES postings (unit_id, position, line),
	CONSTRAINT fk_matched_postings_unit_id_run FOREIGN KEY(unit_id, run) REFERENCES match_runs (unit_id, run) DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT ck_matched_postings_attempt_from_one CHECK (attempt > 0),
	CONSTRAINT fk_matched_postings_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE purpose_consents (
	unit_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	gift_year INTEGER NOT NULL,
	gift_number INTEGER NOT NULL,
	given_on TEXT NOT NULL,
	paper TEXT NOT NULL,
	digest TEXT DEFAULT '' NOT NULL,
	was TEXT NOT NULL,
	reason TEXT NOT NULL,
	until TEXT,
	CONSTRAINT pk_purpose_consents PRIMARY KEY (unit_id, number),
	CONSTRAINT ck_purpose_consents_number_from_one CHECK (number > 0),
	CONSTRAINT fk_purpose_consents_unit_id_gift_year_gift_number FOREIGN KEY(unit_id, gift_year, gift_number) REFERENCES gifts (unit_id, year, number),
	CONSTRAINT ck_purpose_consents_given_on_is_a_day CHECK (given_on = date(given_on, '+0 days') IS TRUE),
	CONSTRAINT ck_purpose_consents_paper_written CHECK (paper <> ''),
	CONSTRAINT ck_purpose_consents_was_written CHECK (was <> ''),
	CONSTRAINT ck_purpose_consents_reason_written CHECK (reason <> ''),
	CONSTRAINT ck_purpose_consents_digest_whole CHECK (digest = '' OR length(digest) = 64),
	CONSTRAINT ck_purpose_consents_until_is_a_day CHECK (until = '' OR until = date(until, '+0 days')),
	CONSTRAINT fk_purpose_consents_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE reconciliation_reopenings (
	unit_id INTEGER NOT NULL,
	account INTEGER NOT NULL,
	number INTEGER NOT NULL,
	reason TEXT NOT NULL,
	person_id INTEGER NOT NULL,
	reopened_at TEXT NOT NULL,
	CONSTRAINT pk_reconciliation_reopenings PRIMARY KEY (unit_id, account, number),
	CONSTRAINT fk_reconciliation_reopenings_unit_id_account_number FOREIGN KEY(unit_id, account, number) REFERENCES reconciliations (unit_id, account, number),
	CONSTRAINT ck_reconciliation_reopenings_reason_given CHECK (reason <> ''),
	CONSTRAINT fk_reconciliation_reopenings_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_reconciliation_reopenings_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE bank_entries (
	unit_id INTEGER NOT NULL,
	statement INTEGER NOT NULL,
	"row" INTEGER NOT NULL,
	step INTEGER NOT NULL,
	kind TEXT NOT NULL,
	fund_id INTEGER NOT NULL,
	amount_fen INTEGER NOT NULL,
	request TEXT DEFAULT '' NOT NULL,
	party TEXT DEFAULT '' NOT NULL,
	recipient TEXT DEFAULT '' NOT NULL,
	limit_on TEXT,
	ref TEXT NOT NULL,
	draft INTEGER NOT NULL,
	person_id INTEGER NOT NULL,
	made_at TEXT NOT NULL,
	CONSTRAINT pk_bank_entries PRIMARY KEY (unit_id, statement, "row", step),
	CONSTRAINT ck_bank_entries_amount_counted CHECK (amount_fen BETWEEN 1 AND 9000000000000000),
	CONSTRAINT uq_bank_entries_unit_id_draft UNIQUE (unit_id, draft),
	CONSTRAINT fk_bank_entries_unit_id_statement_row FOREIGN KEY(unit_id, statement, "row") REFERENCES bank_rows (unit_id, statement, "row"),
	CONSTRAINT fk_bank_entries_unit_id_fund_id FOREIGN KEY(unit_id, fund_id) REFERENCES funds (unit_id, id),
	CONSTRAINT ck_bank_entries_kind_known CHECK (kind = 'fee' OR kind = 'interest' OR kind = 'return'),
	CONSTRAINT ck_bank_entries_step_from_one CHECK (step > 0),
	CONSTRAINT ck_bank_entries_ref_given CHECK (ref <> ''),
	CONSTRAINT ck_bank_entries_return_limited CHECK ((kind = 'return') = (limit_on IS NOT NULL)),
	CONSTRAINT ck_bank_entries_return_of_a_request CHECK (kind <> 'return' OR request <> ''),
	CONSTRAINT ck_bank_entries_interest_asks_nothing CHECK (kind <> 'interest' OR request = ''),
	CONSTRAINT ck_bank_entries_return_of_a_payee CHECK ((kind = 'return') = (party <> '' OR recipient <> '')),
	CONSTRAINT ck_bank_entries_limit_on_is_a_day CHECK (limit_on IS NULL OR limit_on = date(limit_on, '+0 days') IS TRUE),
	CONSTRAINT fk_bank_entries_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_bank_entries_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE INDEX ix_bank_entries_unit_id_ref ON bank_entries (unit_id, ref)
--;;
CREATE INDEX ix_bank_entries_unit_id_request ON bank_entries (unit_id, request)
--;;
CREATE TABLE confirmation_voids (
	unit_id INTEGER NOT NULL,
	year INTEGER NOT NULL,
	number INTEGER NOT NULL,
	voided_on TEXT NOT NULL,
	reason TEXT NOT NULL,
	CONSTRAINT pk_confirmation_voids PRIMARY KEY (unit_id, year, number),
	CONSTRAINT ck_confirmation_voids_number_from_one CHECK (number > 0),
	CONSTRAINT ck_confirmation_voids_voided_on_is_a_day CHECK (voided_on = date(voided_on, '+0 days') IS TRUE),
	CONSTRAINT ck_confirmation_voids_reason_written CHECK (reason <> ''),
	CONSTRAINT fk_confirmation_voids_unit_id_year_number FOREIGN KEY(unit_id, year, number) REFERENCES confirmations (unit_id, year, number),
	CONSTRAINT fk_confirmation_voids_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE consent_purposes (
	unit_id INTEGER NOT NULL,
	consent INTEGER NOT NULL,
	purpose TEXT NOT NULL,
	CONSTRAINT pk_consent_purposes PRIMARY KEY (unit_id, consent, purpose),
	CONSTRAINT ck_consent_purposes_purpose_written CHECK (purpose <> ''),
	CONSTRAINT fk_consent_purposes_unit_id_consent FOREIGN KEY(unit_id, consent) REFERENCES purpose_consents (unit_id, number) DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT fk_consent_purposes_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE consent_withdrawals (
	unit_id INTEGER NOT NULL,
	consent INTEGER NOT NULL,
	withdrawn_on TEXT NOT NULL,
	reason TEXT NOT NULL,
	paper TEXT DEFAULT '' NOT NULL,
	CONSTRAINT pk_consent_withdrawals PRIMARY KEY (unit_id, consent),
	CONSTRAINT ck_consent_withdrawals_withdrawn_on_is_a_day CHECK (withdrawn_on = date(withdrawn_on, '+0 days') IS TRUE),
	CONSTRAINT ck_consent_withdrawals_reason_written CHECK (reason <> ''),
	CONSTRAINT fk_consent_withdrawals_unit_id_consent FOREIGN KEY(unit_id, consent) REFERENCES purpose_consents (unit_id, number),
	CONSTRAINT fk_consent_withdrawals_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE matched_rows (
	unit_id INTEGER NOT NULL,
	"match" INTEGER NOT NULL,
	statement INTEGER NOT NULL,
	"row" INTEGER NOT NULL,
	attempt INTEGER NOT NULL,
	run INTEGER NOT NULL,
	amount_fen INTEGER NOT NULL,
	CONSTRAINT pk_matched_rows PRIMARY KEY (unit_id, "match", statement, "row"),
	CONSTRAINT uq_matched_rows_unit_id_statement_row_attempt UNIQUE (unit_id, statement, "row", attempt),
	CONSTRAINT fk_matched_rows_unit_id_statement_row FOREIGN KEY(unit_id, statement, "row") REFERENCES bank_rows (unit_id, statement, "row"),
	CONSTRAINT fk_matched_rows_unit_id_run FOREIGN KEY(unit_id, run) REFERENCES match_runs (unit_id, run) DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT ck_matched_rows_attempt_from_one CHECK (attempt > 0),
	CONSTRAINT fk_matched_rows_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TRIGGER go_lives_no_update BEFORE UPDATE ON go_lives BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER go_lives_no_delete BEFORE DELETE ON go_lives BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER go_lives_no_replace BEFORE INSERT ON go_lives WHEN EXISTS (SELECT 1 FROM go_lives o WHERE o."unit_id" = NEW."unit_id") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER approval_bands_no_update BEFORE UPDATE ON approval_bands BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER approval_bands_no_delete BEFORE DELETE ON approval_bands BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER approval_bands_no_replace BEFORE INSERT ON approval_bands WHEN EXISTS (SELECT 1 FROM approval_bands o WHERE o."unit_id" = NEW."unit_id" AND o."since" = NEW."since" AND o."from_fen" = NEW."from_fen") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER fee_limits_no_update BEFORE UPDATE ON fee_limits BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER fee_limits_no_delete BEFORE DELETE ON fee_limits BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER fee_limits_no_replace BEFORE INSERT ON fee_limits WHEN EXISTS (SELECT 1 FROM fee_limits o WHERE o."unit_id" = NEW."unit_id" AND o."since" = NEW."since") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER payment_requests_no_update BEFORE UPDATE ON payment_requests BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER payment_requests_no_delete BEFORE DELETE ON payment_requests BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER payment_requests_no_replace BEFORE INSERT ON payment_requests WHEN EXISTS (SELECT 1 FROM payment_requests o WHERE o."unit_id" = NEW."unit_id" AND o."key" = NEW."key") OR EXISTS (SELECT 1 FROM payment_requests o WHERE o."unit_id" = NEW."unit_id" AND o."ref" = NEW."ref") OR EXISTS (SELECT 1 FROM payment_requests o WHERE o."unit_id" = NEW."unit_id" AND o."year" = NEW."year" AND o."number" = NEW."number") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER payment_request_lines_no_update BEFORE UPDATE ON payment_request_lines BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER payment_request_lines_no_delete BEFORE DELETE ON payment_request_lines BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER payment_request_lines_no_replace BEFORE INSERT ON payment_request_lines WHEN EXISTS (SELECT 1 FROM payment_request_lines o WHERE o."unit_id" = NEW."unit_id" AND o."key" = NEW."key" AND o."line" = NEW."line") OR EXISTS (SELECT 1 FROM payment_request_lines o WHERE o."unit_id" = NEW."unit_id" AND o."key" = NEW."key" AND o."fund_id" = NEW."fund_id" AND o."account_id" = NEW."account_id" AND o."purpose" = NEW."purpose") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER payment_request_moves_no_update BEFORE UPDATE ON payment_request_moves BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER payment_request_moves_no_delete BEFORE DELETE ON payment_request_moves BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER payment_request_moves_no_replace BEFORE INSERT ON payment_request_moves WHEN EXISTS (SELECT 1 FROM payment_request_moves o WHERE o."unit_id" = NEW."unit_id" AND o."key" = NEW."key" AND o."seq" = NEW."seq") OR EXISTS (SELECT 1 FROM payment_request_moves o WHERE o."unit_id" = NEW."unit_id" AND o."position" = NEW."position" AND o."key" = NEW."key") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER fund_holds_no_update BEFORE UPDATE ON fund_holds BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER fund_holds_no_delete BEFORE DELETE ON fund_holds BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER fund_holds_no_replace BEFORE INSERT ON fund_holds WHEN EXISTS (SELECT 1 FROM fund_holds o WHERE o."unit_id" = NEW."unit_id" AND o."fund_id" = NEW."fund_id" AND o."seq" = NEW."seq") OR EXISTS (SELECT 1 FROM fund_holds o WHERE o."unit_id" = NEW."unit_id" AND o."key" = NEW."key" AND o."move" = NEW."move" AND o."fund_id" = NEW."fund_id") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER vault_keys_no_update BEFORE UPDATE ON vault_keys BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER vault_keys_no_delete BEFORE DELETE ON vault_keys BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER vault_keys_no_replace BEFORE INSERT ON vault_keys WHEN EXISTS (SELECT 1 FROM vault_keys o WHERE o."number" = NEW."number") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER desk_drafts_no_update BEFORE UPDATE ON desk_drafts BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER desk_drafts_no_delete BEFORE DELETE ON desk_drafts BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER desk_drafts_no_replace BEFORE INSERT ON desk_drafts WHEN EXISTS (SELECT 1 FROM desk_drafts o WHERE o."unit_id" = NEW."unit_id" AND o."draft" = NEW."draft") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER desk_refunds_no_update BEFORE UPDATE ON desk_refunds BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER desk_refunds_no_delete BEFORE DELETE ON desk_refunds BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER desk_refunds_no_replace BEFORE INSERT ON desk_refunds WHEN EXISTS (SELECT 1 FROM desk_refunds o WHERE o."unit_id" = NEW."unit_id" AND o."draft" = NEW."draft") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER donors_no_update BEFORE UPDATE ON donors BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER donors_no_delete BEFORE DELETE ON donors BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER donors_no_replace BEFORE INSERT ON donors WHEN EXISTS (SELECT 1 FROM donors o WHERE o."unit_id" = NEW."unit_id" AND o."number" = NEW."number") OR EXISTS (SELECT 1 FROM donors o WHERE o."unit_id" = NEW."unit_id" AND o."blind" = NEW."blind") OR EXISTS (SELECT 1 FROM donors o WHERE o."unit_id" = NEW."unit_id" AND o."uscc" = NEW."uscc") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER donor_terms_no_update BEFORE UPDATE ON donor_terms BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER donor_terms_no_delete BEFORE DELETE ON donor_terms BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER donor_terms_no_replace BEFORE INSERT ON donor_terms WHEN EXISTS (SELECT 1 FROM donor_terms o WHERE o."unit_id" = NEW."unit_id" AND o."donor" = NEW."donor" AND o."revision" = NEW."revision") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER pledges_no_update BEFORE UPDATE ON pledges BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER pledges_no_delete BEFORE DELETE ON pledges BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER pledges_no_replace BEFORE INSERT ON pledges WHEN EXISTS (SELECT 1 FROM pledges o WHERE o."unit_id" = NEW."unit_id" AND o."number" = NEW."number") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER gift_purposes_no_update BEFORE UPDATE ON gift_purposes BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER gift_purposes_no_delete BEFORE DELETE ON gift_purposes BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER gift_purposes_no_replace BEFORE INSERT ON gift_purposes WHEN EXISTS (SELECT 1 FROM gift_purposes o WHERE o."unit_id" = NEW."unit_id" AND o."gift_year" = NEW."gift_year" AND o."gift_number" = NEW."gift_number" AND o."purpose" = NEW."purpose") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER gifts_no_update BEFORE UPDATE ON gifts BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER gifts_no_delete BEFORE DELETE ON gifts BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER gifts_no_replace BEFORE INSERT ON gifts WHEN EXISTS (SELECT 1 FROM gifts o WHERE o."unit_id" = NEW."unit_id" AND o."year" = NEW."year" AND o."number" = NEW."number") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER gift_refunds_no_update BEFORE UPDATE ON gift_refunds BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER gift_refunds_no_delete BEFORE DELETE ON gift_refunds BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER gift_refunds_no_replace BEFORE INSERT ON gift_refunds WHEN EXISTS (SELECT 1 FROM gift_refunds o WHERE o."unit_id" = NEW."unit_id" AND o."gift_year" = NEW."gift_year" AND o."gift_number" = NEW."gift_number" AND o."number" = NEW."number") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER bill_stocks_no_update BEFORE UPDATE ON bill_stocks BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER bill_stocks_no_delete BEFORE DELETE ON bill_stocks BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER bill_stocks_no_replace BEFORE INSERT ON bill_stocks WHEN EXISTS (SELECT 1 FROM bill_stocks o WHERE o."unit_id" = NEW."unit_id" AND o."number" = NEW."number") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER bills_no_update BEFORE UPDATE ON bills BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER bills_no_delete BEFORE DELETE ON bills BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER bills_no_replace BEFORE INSERT ON bills WHEN EXISTS (SELECT 1 FROM bills o WHERE o."unit_id" = NEW."unit_id" AND o."code" = NEW."code" AND o."number" = NEW."number") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER bill_voids_no_update BEFORE UPDATE ON bill_voids BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER bill_voids_no_delete BEFORE DELETE ON bill_voids BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER bill_voids_no_replace BEFORE INSERT ON bill_voids WHEN EXISTS (SELECT 1 FROM bill_voids o WHERE o."unit_id" = NEW."unit_id" AND o."code" = NEW."code" AND o."number" = NEW."number") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER confirmations_no_update BEFORE UPDATE ON confirmations BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER confirmations_no_delete BEFORE DELETE ON confirmations BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER confirmations_no_replace BEFORE INSERT ON confirmations WHEN EXISTS (SELECT 1 FROM confirmations o WHERE o."unit_id" = NEW."unit_id" AND o."year" = NEW."year" AND o."number" = NEW."number") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER confirmation_voids_no_update BEFORE UPDATE ON confirmation_voids BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER confirmation_voids_no_delete BEFORE DELETE ON confirmation_voids BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER confirmation_voids_no_replace BEFORE INSERT ON confirmation_voids WHEN EXISTS (SELECT 1 FROM confirmation_voids o WHERE o."unit_id" = NEW."unit_id" AND o."year" = NEW."year" AND o."number" = NEW."number") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER campaign_lines_no_update BEFORE UPDATE ON campaign_lines BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER campaign_lines_no_delete BEFORE DELETE ON campaign_lines BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER campaign_lines_no_replace BEFORE INSERT ON campaign_lines WHEN EXISTS (SELECT 1 FROM campaign_lines o WHERE o."unit_id" = NEW."unit_id" AND o."campaign" = NEW."campaign" AND o."row" = NEW."row") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER campaigns_no_update BEFORE UPDATE ON campaigns BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER campaigns_no_delete BEFORE DELETE ON campaigns BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER campaigns_no_replace BEFORE INSERT ON campaigns WHEN EXISTS (SELECT 1 FROM campaigns o WHERE o."unit_id" = NEW."unit_id" AND o."number" = NEW."number") OR EXISTS (SELECT 1 FROM campaigns o WHERE o."unit_id" = NEW."unit_id" AND o."file_hash" = NEW."file_hash") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER consent_purposes_no_update BEFORE UPDATE ON consent_purposes BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER consent_purposes_no_delete BEFORE DELETE ON consent_purposes BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER consent_purposes_no_replace BEFORE INSERT ON consent_purposes WHEN EXISTS (SELECT 1 FROM consent_purposes o WHERE o."unit_id" = NEW."unit_id" AND o."consent" = NEW."consent" AND o."purpose" = NEW."purpose") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER purpose_consents_no_update BEFORE UPDATE ON purpose_consents BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER purpose_consents_no_delete BEFORE DELETE ON purpose_consents BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER purpose_consents_no_replace BEFORE INSERT ON purpose_consents WHEN EXISTS (SELECT 1 FROM purpose_consents o WHERE o."unit_id" = NEW."unit_id" AND o."number" = NEW."number") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER consent_withdrawals_no_update BEFORE UPDATE ON consent_withdrawals BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER consent_withdrawals_no_delete BEFORE DELETE ON consent_withdrawals BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER consent_withdrawals_no_replace BEFORE INSERT ON consent_withdrawals WHEN EXISTS (SELECT 1 FROM consent_withdrawals o WHERE o."unit_id" = NEW."unit_id" AND o."consent" = NEW."consent") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER lineage_heads_no_update BEFORE UPDATE ON lineage_heads BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER lineage_heads_no_delete BEFORE DELETE ON lineage_heads BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER lineage_heads_no_replace BEFORE INSERT ON lineage_heads WHEN EXISTS (SELECT 1 FROM lineage_heads o WHERE o."unit_id" = NEW."unit_id" AND o."through" = NEW."through") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER lineage_amounts_no_update BEFORE UPDATE ON lineage_amounts BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER lineage_amounts_no_delete BEFORE DELETE ON lineage_amounts BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER lineage_amounts_no_replace BEFORE INSERT ON lineage_amounts WHEN EXISTS (SELECT 1 FROM lineage_amounts o WHERE o."unit_id" = NEW."unit_id" AND o."fund_id" = NEW."fund_id" AND o."side" = NEW."side" AND o."matter" = NEW."matter" AND o."at" = NEW."at") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER lineage_shares_no_update BEFORE UPDATE ON lineage_shares BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER lineage_shares_no_delete BEFORE DELETE ON lineage_shares BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER lineage_shares_no_replace BEFORE INSERT ON lineage_shares WHEN EXISTS (SELECT 1 FROM lineage_shares o WHERE o."unit_id" = NEW."unit_id" AND o."fund_id" = NEW."fund_id" AND o."seq" = NEW."seq") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER lineage_keys_no_update BEFORE UPDATE ON lineage_keys BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER lineage_keys_no_delete BEFORE DELETE ON lineage_keys BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER lineage_keys_no_replace BEFORE INSERT ON lineage_keys WHEN EXISTS (SELECT 1 FROM lineage_keys o WHERE o."unit_id" = NEW."unit_id" AND o."fund_id" = NEW."fund_id" AND o."request" = NEW."request" AND o."use" = NEW."use" AND o."at" = NEW."at") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER lineage_open_no_update BEFORE UPDATE ON lineage_open BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER lineage_open_no_delete BEFORE DELETE ON lineage_open BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER lineage_open_no_replace BEFORE INSERT ON lineage_open WHEN EXISTS (SELECT 1 FROM lineage_open o WHERE o."unit_id" = NEW."unit_id" AND o."fund_id" = NEW."fund_id" AND o."through" = NEW."through" AND o."side" = NEW."side" AND o."matter" = NEW."matter") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER goods_items_no_update BEFORE UPDATE ON goods_items BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER goods_items_no_delete BEFORE DELETE ON goods_items BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER goods_items_no_replace BEFORE INSERT ON goods_items WHEN EXISTS (SELECT 1 FROM goods_items o WHERE o."unit_id" = NEW."unit_id" AND o."item" = NEW."item" AND o."revision" = NEW."revision") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER goods_methods_no_update BEFORE UPDATE ON goods_methods BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER goods_methods_no_delete BEFORE DELETE ON goods_methods BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER goods_methods_no_replace BEFORE INSERT ON goods_methods WHEN EXISTS (SELECT 1 FROM goods_methods o WHERE o."unit_id" = NEW."unit_id" AND o."number" = NEW."number") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER goods_counts_no_update BEFORE UPDATE ON goods_counts BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER goods_counts_no_delete BEFORE DELETE ON goods_counts BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER goods_counts_no_replace BEFORE INSERT ON goods_counts WHEN EXISTS (SELECT 1 FROM goods_counts o WHERE o."unit_id" = NEW."unit_id" AND o."number" = NEW."number") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER goods_count_lines_no_update BEFORE UPDATE ON goods_count_lines BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER goods_count_lines_no_delete BEFORE DELETE ON goods_count_lines BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER goods_count_lines_no_replace BEFORE INSERT ON goods_count_lines WHEN EXISTS (SELECT 1 FROM goods_count_lines o WHERE o."unit_id" = NEW."unit_id" AND o."counting" = NEW."counting" AND o."item" = NEW."item" AND o."fund_id" = NEW."fund_id") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER goods_moves_no_update BEFORE UPDATE ON goods_moves BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER goods_moves_no_delete BEFORE DELETE ON goods_moves BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER goods_moves_no_replace BEFORE INSERT ON goods_moves WHEN EXISTS (SELECT 1 FROM goods_moves o WHERE o."unit_id" = NEW."unit_id" AND o."move" = NEW."move") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER goods_takings_no_update BEFORE UPDATE ON goods_takings BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER goods_takings_no_delete BEFORE DELETE ON goods_takings BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER goods_takings_no_replace BEFORE INSERT ON goods_takings WHEN EXISTS (SELECT 1 FROM goods_takings o WHERE o."unit_id" = NEW."unit_id" AND o."move" = NEW."move" AND o."lot" = NEW."lot") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER goods_ranges_no_update BEFORE UPDATE ON goods_ranges BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER goods_ranges_no_delete BEFORE DELETE ON goods_ranges BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER goods_ranges_no_replace BEFORE INSERT ON goods_ranges WHEN EXISTS (SELECT 1 FROM goods_ranges o WHERE o."unit_id" = NEW."unit_id" AND o."move" = NEW."move" AND o."part" = NEW."part") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER goods_serials_no_update BEFORE UPDATE ON goods_serials BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER goods_serials_no_delete BEFORE DELETE ON goods_serials BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER goods_serials_no_replace BEFORE INSERT ON goods_serials WHEN EXISTS (SELECT 1 FROM goods_serials o WHERE o."unit_id" = NEW."unit_id" AND o."move" = NEW."move" AND o."part" = NEW."part") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER goods_signatures_no_update BEFORE UPDATE ON goods_signatures BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER goods_signatures_no_delete BEFORE DELETE ON goods_signatures BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER goods_signatures_no_replace BEFORE INSERT ON goods_signatures WHEN EXISTS (SELECT 1 FROM goods_signatures o WHERE o."unit_id" = NEW."unit_id" AND o."move" = NEW."move") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER bank_accounts_no_update BEFORE UPDATE ON bank_accounts BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER bank_accounts_no_delete BEFORE DELETE ON bank_accounts BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER bank_accounts_no_replace BEFORE INSERT ON bank_accounts WHEN EXISTS (SELECT 1 FROM bank_accounts o WHERE o."unit_id" = NEW."unit_id" AND o."number" = NEW."number") OR EXISTS (SELECT 1 FROM bank_accounts o WHERE o."unit_id" = NEW."unit_id" AND o."blind" = NEW."blind") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER bank_mappings_no_update BEFORE UPDATE ON bank_mappings BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER bank_mappings_no_delete BEFORE DELETE ON bank_mappings BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER bank_mappings_no_replace BEFORE INSERT ON bank_mappings WHEN EXISTS (SELECT 1 FROM bank_mappings o WHERE o."unit_id" = NEW."unit_id" AND o."bank" = NEW."bank" AND o."revision" = NEW."revision") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER bank_statements_no_update BEFORE UPDATE ON bank_statements BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER bank_statements_no_delete BEFORE DELETE ON bank_statements BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER bank_statements_no_replace BEFORE INSERT ON bank_statements WHEN EXISTS (SELECT 1 FROM bank_statements o WHERE o."unit_id" = NEW."unit_id" AND o."statement" = NEW."statement") OR EXISTS (SELECT 1 FROM bank_statements o WHERE o."unit_id" = NEW."unit_id" AND o."account" = NEW."account" AND o."file_hash" = NEW."file_hash") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER bank_rows_no_update BEFORE UPDATE ON bank_rows BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER bank_rows_no_delete BEFORE DELETE ON bank_rows BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER bank_rows_no_replace BEFORE INSERT ON bank_rows WHEN EXISTS (SELECT 1 FROM bank_rows o WHERE o."unit_id" = NEW."unit_id" AND o."statement" = NEW."statement" AND o."row" = NEW."row") OR EXISTS (SELECT 1 FROM bank_rows o WHERE o."unit_id" = NEW."unit_id" AND o."account" = NEW."account" AND o."row_key" = NEW."row_key" AND o."occurrence" = NEW."occurrence") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER bank_entries_no_update BEFORE UPDATE ON bank_entries BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER bank_entries_no_delete BEFORE DELETE ON bank_entries BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER bank_entries_no_replace BEFORE INSERT ON bank_entries WHEN EXISTS (SELECT 1 FROM bank_entries o WHERE o."unit_id" = NEW."unit_id" AND o."statement" = NEW."statement" AND o."row" = NEW."row" AND o."step" = NEW."step") OR EXISTS (SELECT 1 FROM bank_entries o WHERE o."unit_id" = NEW."unit_id" AND o."draft" = NEW."draft") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER return_endings_no_update BEFORE UPDATE ON return_endings BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER return_endings_no_delete BEFORE DELETE ON return_endings BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER return_endings_no_replace BEFORE INSERT ON return_endings WHEN EXISTS (SELECT 1 FROM return_endings o WHERE o."unit_id" = NEW."unit_id" AND o."statement" = NEW."statement" AND o."row" = NEW."row" AND o."step" = NEW."step") OR EXISTS (SELECT 1 FROM return_endings o WHERE o."unit_id" = NEW."unit_id" AND o."draft" = NEW."draft") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER return_limits_no_update BEFORE UPDATE ON return_limits BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER return_limits_no_delete BEFORE DELETE ON return_limits BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER return_limits_no_replace BEFORE INSERT ON return_limits WHEN EXISTS (SELECT 1 FROM return_limits o WHERE o."unit_id" = NEW."unit_id" AND o."since" = NEW."since") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER match_runs_no_update BEFORE UPDATE ON match_runs BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER match_runs_no_delete BEFORE DELETE ON match_runs BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER match_runs_no_replace BEFORE INSERT ON match_runs WHEN EXISTS (SELECT 1 FROM match_runs o WHERE o."unit_id" = NEW."unit_id" AND o."run" = NEW."run") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER matched_rows_no_update BEFORE UPDATE ON matched_rows BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER matched_rows_no_delete BEFORE DELETE ON matched_rows BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER matched_rows_no_replace BEFORE INSERT ON matched_rows WHEN EXISTS (SELECT 1 FROM matched_rows o WHERE o."unit_id" = NEW."unit_id" AND o."match" = NEW."match" AND o."statement" = NEW."statement" AND o."row" = NEW."row") OR EXISTS (SELECT 1 FROM matched_rows o WHERE o."unit_id" = NEW."unit_id" AND o."statement" = NEW."statement" AND o."row" = NEW."row" AND o."attempt" = NEW."attempt") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER matched_postings_no_update BEFORE UPDATE ON matched_postings BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER matched_postings_no_delete BEFORE DELETE ON matched_postings BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER matched_postings_no_replace BEFORE INSERT ON matched_postings WHEN EXISTS (SELECT 1 FROM matched_postings o WHERE o."unit_id" = NEW."unit_id" AND o."match" = NEW."match" AND o."position" = NEW."position" AND o."line" = NEW."line") OR EXISTS (SELECT 1 FROM matched_postings o WHERE o."unit_id" = NEW."unit_id" AND o."position" = NEW."position" AND o."line" = NEW."line" AND o."attempt" = NEW."attempt") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER unmatches_no_update BEFORE UPDATE ON unmatches BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER unmatches_no_delete BEFORE DELETE ON unmatches BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER unmatches_no_replace BEFORE INSERT ON unmatches WHEN EXISTS (SELECT 1 FROM unmatches o WHERE o."unit_id" = NEW."unit_id" AND o."match" = NEW."match") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER cash_counts_no_update BEFORE UPDATE ON cash_counts BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER cash_counts_no_delete BEFORE DELETE ON cash_counts BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER cash_counts_no_replace BEFORE INSERT ON cash_counts WHEN EXISTS (SELECT 1 FROM cash_counts o WHERE o."unit_id" = NEW."unit_id" AND o."number" = NEW."number") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER cash_count_pieces_no_update BEFORE UPDATE ON cash_count_pieces BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER cash_count_pieces_no_delete BEFORE DELETE ON cash_count_pieces BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER cash_count_pieces_no_replace BEFORE INSERT ON cash_count_pieces WHEN EXISTS (SELECT 1 FROM cash_count_pieces o WHERE o."unit_id" = NEW."unit_id" AND o."counting" = NEW."counting" AND o."face_fen" = NEW."face_fen") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER reconciliations_no_update BEFORE UPDATE ON reconciliations BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER reconciliations_no_delete BEFORE DELETE ON reconciliations BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER reconciliations_no_replace BEFORE INSERT ON reconciliations WHEN EXISTS (SELECT 1 FROM reconciliations o WHERE o."unit_id" = NEW."unit_id" AND o."account" = NEW."account" AND o."number" = NEW."number") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER reconciliation_reopenings_no_update BEFORE UPDATE ON reconciliation_reopenings BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER reconciliation_reopenings_no_delete BEFORE DELETE ON reconciliation_reopenings BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER reconciliation_reopenings_no_replace BEFORE INSERT ON reconciliation_reopenings WHEN EXISTS (SELECT 1 FROM reconciliation_reopenings o WHERE o."unit_id" = NEW."unit_id" AND o."account" = NEW."account" AND o."number" = NEW."number") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER attachments_no_update BEFORE UPDATE ON attachments BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER attachments_no_delete BEFORE DELETE ON attachments BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER attachments_no_replace BEFORE INSERT ON attachments WHEN EXISTS (SELECT 1 FROM attachments o WHERE o."unit_id" = NEW."unit_id" AND o."number" = NEW."number") OR EXISTS (SELECT 1 FROM attachments o WHERE o."unit_id" = NEW."unit_id" AND o."sha256" = NEW."sha256") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER attachment_uses_no_update BEFORE UPDATE ON attachment_uses BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER attachment_uses_no_delete BEFORE DELETE ON attachment_uses BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER attachment_uses_no_replace BEFORE INSERT ON attachment_uses WHEN EXISTS (SELECT 1 FROM attachment_uses o WHERE o."unit_id" = NEW."unit_id" AND o."number" = NEW."number") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER transfers_no_update BEFORE UPDATE ON transfers BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER transfers_no_delete BEFORE DELETE ON transfers BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER transfers_no_replace BEFORE INSERT ON transfers WHEN EXISTS (SELECT 1 FROM transfers o WHERE o."unit_id" = NEW."unit_id" AND o."number" = NEW."number") OR EXISTS (SELECT 1 FROM transfers o WHERE o."unit_id" = NEW."unit_id" AND o."ref" = NEW."ref") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER transfer_answers_no_update BEFORE UPDATE ON transfer_answers BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER transfer_answers_no_delete BEFORE DELETE ON transfer_answers BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER transfer_answers_no_replace BEFORE INSERT ON transfer_answers WHEN EXISTS (SELECT 1 FROM transfer_answers o WHERE o."unit_id" = NEW."unit_id" AND o."from_id" = NEW."from_id" AND o."number" = NEW."number" AND o."step" = NEW."step") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER transfer_returns_no_update BEFORE UPDATE ON transfer_returns BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER transfer_returns_no_delete BEFORE DELETE ON transfer_returns BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER transfer_returns_no_replace BEFORE INSERT ON transfer_returns WHEN EXISTS (SELECT 1 FROM transfer_returns o WHERE o."unit_id" = NEW."unit_id" AND o."number" = NEW."number" AND o."step" = NEW."step") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER vouchers_in_order AFTER INSERT ON vouchers WHEN (NEW.entered = 'here' OR NEW.entered = 'bank' OR NEW.entered = 'adjustment') BEGIN
  SELECT RAISE(ABORT, 'bangfu:V04') WHERE (NEW.entered = 'here' OR NEW.entered = 'bank' OR NEW.entered = 'adjustment') AND NEW.kind <> '期初' AND EXISTS (SELECT 1 FROM go_lives g WHERE g.unit_id = NEW.unit_id) AND (NEW.attachments = 0 AND NEW.correction IS NULL);
  SELECT RAISE(ABORT, 'bangfu:L12') WHERE (NEW.entered = 'here' OR NEW.entered = 'bank' OR NEW.entered = 'adjustment') AND NEW.kind <> '期初' AND EXISTS (SELECT 1 FROM go_lives g WHERE g.unit_id = NEW.unit_id) AND (EXISTS (SELECT 1 FROM postings p JOIN accounts a ON a.id = p.account_id AND a.money = 1 WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position AND p.debit_fen + p.credit_fen > 0 AND NOT EXISTS (SELECT 1 FROM payment_requests q WHERE q.unit_id = NEW.unit_id AND q.key = p.request) GROUP BY p.fund_id HAVING SUM(p.debit_fen - p.credit_fen) < 0));
  SELECT RAISE(ABORT, 'bangfu:L12') WHERE (NEW.entered = 'here' OR NEW.entered = 'bank' OR NEW.entered = 'adjustment') AND NEW.kind <> '期初' AND EXISTS (SELECT 1 FROM go_lives g WHERE g.unit_id = NEW.unit_id) AND (EXISTS (SELECT 1 FROM postings p JOIN accounts a ON a.id = p.account_id AND a.spends = 1 WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position AND p.debit_fen > 0 AND NOT EXISTS (SELECT 1 FROM payment_requests q WHERE q.unit_id = NEW.unit_id AND q.key = p.request) AND EXISTS (SELECT 1 FROM postings i JOIN accounts b ON b.id = i.account_id AND b.class = 'income' WHERE i.unit_id = NEW.unit_id AND i.position = NEW.position AND i.fund_id = p.fund_id AND i.credit_fen > 0 AND NOT EXISTS (SELECT 1 FROM payment_requests q WHERE q.unit_id = NEW.unit_id AND q.key = i.request))));
  SELECT RAISE(ABORT, 'bangfu:L12') WHERE (NEW.entered = 'here' OR NEW.entered = 'bank' OR NEW.entered = 'adjustment') AND NEW.kind <> '期初' AND EXISTS (SELECT 1 FROM go_lives g WHERE g.unit_id = NEW.unit_id) AND (EXISTS (SELECT 1 FROM (SELECT q.key, q.kind, SUM(CASE WHEN a.money = 1 THEN p.credit_fen - p.debit_fen ELSE 0 END) AS money_out, SUM(CASE WHEN a.class = 'income' THEN p.credit_fen - p.debit_fen ELSE 0 END) AS income_in, SUM(CASE WHEN a.role = 'payable' THEN p.debit_fen - p.credit_fen ELSE 0 END) AS owed_less FROM postings p JOIN accounts a ON a.id = p.account_id JOIN payment_requests q ON q.unit_id = NEW.unit_id AND q.key = p.request WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position AND p.request <> '' GROUP BY q.key, q.kind) g WHERE NOT EXISTS (SELECT 1 FROM payment_request_moves m WHERE m.unit_id = NEW.unit_id AND m.position = NEW.position AND m.key = g.key AND m.acted_on = NEW.dated_on AND m.amount_fen = CASE m.act WHEN 'return' THEN -(CASE g.kind WHEN 'direct' THEN g.income_in ELSE g.money_out END) WHEN 'forgo' THEN g.owed_less ELSE CASE g.kind WHEN 'direct' THEN g.income_in ELSE g.money_out END END AND CASE WHEN COALESCE(NEW.correction, '') IN ('full', 'difference') THEN m.act = (SELECT o.act FROM payment_request_moves o WHERE o.unit_id = NEW.unit_id AND o.key = m.key AND o.position = NEW.corrects) ELSE m.amount_fen > 0 AND CASE m.act WHEN 'pay' THEN m.paid_fen = m.amount_fen WHEN 'repay' THEN g.owed_less = m.amount_fen WHEN 'forgo' THEN g.money_out = 0 ELSE m.act = 'return' END END)));
  SELECT RAISE(ABORT, 'bangfu:L12') WHERE (NEW.entered = 'here' OR NEW.entered = 'bank' OR NEW.entered = 'adjustment') AND NEW.kind <> '期初' AND EXISTS (SELECT 1 FROM go_lives g WHERE g.unit_id = NEW.unit_id) AND ((SELECT COUNT(*) FROM payment_request_moves m WHERE m.unit_id = NEW.unit_id AND m.position = NEW.position) <> (SELECT COUNT(*) FROM (SELECT q.key, q.kind, SUM(CASE WHEN a.money = 1 THEN p.credit_fen - p.debit_fen ELSE 0 END) AS money_out, SUM(CASE WHEN a.class = 'income' THEN p.credit_fen - p.debit_fen ELSE 0 END) AS income_in, SUM(CASE WHEN a.role = 'payable' THEN p.debit_fen - p.credit_fen ELSE 0 END) AS owed_less FROM postings p JOIN accounts a ON a.id = p.account_id JOIN payment_requests q ON q.unit_id = NEW.unit_id AND q.key = p.request WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position AND p.request <> '' GROUP BY q.key, q.kind) g));
  SELECT RAISE(ABORT, 'bangfu:L12') WHERE (NEW.entered = 'here' OR NEW.entered = 'bank' OR NEW.entered = 'adjustment') AND NEW.kind <> '期初' AND EXISTS (SELECT 1 FROM go_lives g WHERE g.unit_id = NEW.unit_id) AND (EXISTS (SELECT 1 FROM postings p WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position AND p.request <> '' GROUP BY p.request, p.fund_id HAVING SUM(p.debit_fen - p.credit_fen) <> 0));
  SELECT RAISE(ABORT, 'bangfu:L12') WHERE (NEW.entered = 'here' OR NEW.entered = 'bank' OR NEW.entered = 'adjustment') AND NEW.kind <> '期初' AND EXISTS (SELECT 1 FROM go_lives g WHERE g.unit_id = NEW.unit_id) AND (NOT COALESCE(NEW.correction, '') IN ('full', 'difference') AND EXISTS (SELECT 1 FROM postings p JOIN accounts a ON a.id = p.account_id AND a.money = 0 JOIN payment_request_moves m ON m.unit_id = NEW.unit_id AND m.position = NEW.position AND m.key = p.request AND m.act = 'pay' LEFT JOIN payment_request_lines l ON l.unit_id = NEW.unit_id AND l.key = p.request AND l.fund_id = p.fund_id AND l.account_id = p.account_id AND l.purpose = COALESCE(p.purpose, '') WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position GROUP BY p.request, p.fund_id, p.account_id, COALESCE(p.purpose, ''), l.amount_fen HAVING SUM(p.debit_fen - p.credit_fen) > COALESCE(l.amount_fen, 0)));
  SELECT RAISE(ABORT, 'bangfu:L12') WHERE (NEW.entered = 'here' OR NEW.entered = 'bank' OR NEW.entered = 'adjustment') AND NEW.kind <> '期初' AND EXISTS (SELECT 1 FROM go_lives g WHERE g.unit_id = NEW.unit_id) AND (EXISTS (SELECT 1 FROM payment_request_moves n JOIN payment_request_moves m ON m.unit_id = n.unit_id AND m.key = n.key JOIN postings p ON p.unit_id = m.unit_id AND p.position = m.position AND p.request = m.key JOIN accounts a ON a.id = p.account_id WHERE n.unit_id = NEW.unit_id AND n.position = NEW.position AND n.act <> 'pay' AND m.act <> 'pay' AND a.role = 'payable' GROUP BY m.key, p.fund_id, p.party, p.recipient HAVING SUM(p.credit_fen - p.debit_fen) < 0 AND SUM(CASE WHEN m.position = NEW.position THEN p.debit_fen - p.credit_fen ELSE 0 END) > 0));
  SELECT RAISE(ABORT, 'bangfu:L12') WHERE (NEW.entered = 'here' OR NEW.entered = 'bank' OR NEW.entered = 'adjustment') AND NEW.kind <> '期初' AND EXISTS (SELECT 1 FROM go_lives g WHERE g.unit_id = NEW.unit_id) AND (EXISTS (SELECT 1 FROM payment_request_moves n JOIN payment_request_moves m ON m.unit_id = n.unit_id AND m.key = n.key JOIN postings p ON p.unit_id = m.unit_id AND p.position = m.position AND p.request = m.key JOIN accounts a ON a.id = p.account_id WHERE n.unit_id = NEW.unit_id AND n.position = NEW.position AND n.act <> 'pay' AND a.money = 0 GROUP BY m.key, p.fund_id, p.party, p.recipient HAVING SUM(p.debit_fen - p.credit_fen) < 0 AND SUM(CASE WHEN m.position = NEW.position AND a.role = 'payable' THEN p.credit_fen - p.debit_fen ELSE 0 END) > 0));
  SELECT RAISE(ABORT, 'bangfu:L12') WHERE (NEW.entered = 'here' OR NEW.entered = 'bank' OR NEW.entered = 'adjustment') AND NEW.kind <> '期初' AND EXISTS (SELECT 1 FROM go_lives g WHERE g.unit_id = NEW.unit_id) AND (NEW.correction IS NULL AND EXISTS (SELECT 1 FROM payment_request_moves m JOIN payment_requests q ON q.unit_id = m.unit_id AND q.key = m.key WHERE m.unit_id = NEW.unit_id AND m.position = NEW.position AND m.act = 'pay' AND q.expires_on < NEW.dated_on));
  SELECT RAISE(ABORT, 'bangfu:L12') WHERE (NEW.entered = 'here' OR NEW.entered = 'bank' OR NEW.entered = 'adjustment') AND NEW.kind <> '期初' AND EXISTS (SELECT 1 FROM go_lives g WHERE g.unit_id = NEW.unit_id) AND (NEW.correction IS NULL AND EXISTS (SELECT 1 FROM payment_request_moves m JOIN payment_request_moves b ON b.unit_id = m.unit_id AND b.key = m.key AND b.act = 'approve' WHERE m.unit_id = NEW.unit_id AND m.position = NEW.position AND m.act = 'pay' AND b.acted_on > NEW.dated_on));
  SELECT RAISE(ABORT, 'bangfu:L12') WHERE (NEW.entered = 'here' OR NEW.entered = 'bank' OR NEW.entered = 'adjustment') AND NEW.kind <> '期初' AND EXISTS (SELECT 1 FROM go_lives g WHERE g.unit_id = NEW.unit_id) AND (EXISTS (SELECT 1 FROM payment_request_moves m JOIN payment_request_moves b ON b.unit_id = m.unit_id AND b.key = m.key AND b.act = 'approve' WHERE m.unit_id = NEW.unit_id AND m.position = NEW.position AND (b.person_id = NEW.preparer_id OR b.person_id = NEW.cashier_id)));
  SELECT RAISE(ABORT, 'bangfu:gift_end') WHERE COALESCE(NEW.correction, '') NOT IN ('full', 'replacement') AND EXISTS (SELECT 1 FROM postings p JOIN accounts o ON o.id = p.account_id AND o.spends = 1 WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position AND p.debit_fen > 0 AND EXISTS (SELECT 1 FROM funds f JOIN gifts g ON g.unit_id = f.unit_id AND g.fund_id = f.id AND g.until IS NOT NULL AND g.form = 'money' JOIN vouchers v ON v.unit_id = g.unit_id AND v.ref = '捐赠-' || CAST(g.year AS TEXT) || '-' || CAST(g.number AS TEXT) WHERE f.unit_id = NEW.unit_id AND f.id = p.fund_id AND f.restricted = 1 AND COALESCE((SELECT c.until FROM purpose_consents c WHERE c.unit_id = g.unit_id AND c.gift_year = g.year AND c.gift_number = g.number AND NOT EXISTS (SELECT 1 FROM consent_withdrawals w WHERE w.unit_id = c.unit_id AND w.consent = c.number) AND c.until IS NOT NULL ORDER BY c.number DESC LIMIT 1), g.until) < NEW.dated_on AND COALESCE((SELECT a.amount_fen FROM lineage_amounts a WHERE a.unit_id = g.unit_id AND a.fund_id = g.fund_id AND a.side = 'source' AND a.matter = v.position ORDER BY a.at DESC LIMIT 1), g.amount_fen) - COALESCE((SELECT b.used_fen FROM lineage_shares b WHERE b.unit_id = g.unit_id AND b.fund_id = g.fund_id AND b.source = v.position ORDER BY b.seq DESC LIMIT 1), 0) > 0));
  SELECT RAISE(ABORT, 'bangfu:consent') WHERE COALESCE(NEW.correction, '') NOT IN ('full', 'replacement') AND EXISTS (SELECT 1 FROM postings p JOIN accounts o ON o.id = p.account_id AND o.spends = 1 WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position AND p.debit_fen > 0 AND EXISTS (SELECT 1 FROM consent_withdrawals x JOIN purpose_consents y ON y.unit_id = x.unit_id AND y.number = x.consent JOIN consent_purposes z ON z.unit_id = x.unit_id AND z.consent = x.consent JOIN gifts g ON g.unit_id = x.unit_id AND g.year = y.gift_year AND g.number = y.gift_number WHERE x.unit_id = NEW.unit_id AND g.fund_id = p.fund_id AND z.purpose = p.purpose AND g.amount_fen > (SELECT COALESCE(SUM(CASE WHEN (EXISTS (SELECT 1 FROM payment_requests q WHERE q.unit_id = r.unit_id AND q.kind = 'refund' AND (q.ref = '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) OR q.ref LIKE '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) || '/%')) OR EXISTS (SELECT 1 FROM desk_drafts d WHERE d.unit_id = r.unit_id AND d.ref = '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT))) AND NOT EXISTS (SELECT 1 FROM payment_requests q WHERE q.unit_id = r.unit_id AND q.kind = 'refund' AND (q.ref = '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) OR q.ref LIKE '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) || '/%') AND NOT EXISTS (SELECT 1 FROM payment_request_moves e WHERE e.unit_id = q.unit_id AND e.key = q.key AND (e.act = 'refuse' OR e.act = 'cancel' OR e.act = 'expire'))) AND NOT EXISTS (SELECT 1 FROM desk_drafts d WHERE d.unit_id = r.unit_id AND d.ref = '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) AND NOT EXISTS (SELECT 1 FROM draft_steps e WHERE e.unit_id = d.unit_id AND e.draft = d.draft AND e.state = 'dropped')) THEN 0 ELSE COALESCE(NULLIF((SELECT m.paid_fen FROM payment_request_moves m JOIN payment_requests q ON q.unit_id = m.unit_id AND q.key = m.key WHERE m.unit_id = r.unit_id AND q.kind = 'refund' AND (q.ref = '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) OR q.ref LIKE '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) || '/%') AND NOT EXISTS (SELECT 1 FROM payment_request_moves e WHERE e.unit_id = q.unit_id AND e.key = q.key AND (e.act = 'refuse' OR e.act = 'cancel' OR e.act = 'expire')) ORDER BY m.seq DESC LIMIT 1), 0), r.amount_fen) END), 0) FROM gift_refunds r WHERE r.unit_id = g.unit_id AND r.gift_year = g.year AND r.gift_number = g.number) AND NOT EXISTS (SELECT 1 FROM gift_purposes n WHERE n.unit_id = g.unit_id AND n.gift_year = g.year AND n.gift_number = g.number AND n.purpose = p.purpose) AND NOT EXISTS (SELECT 1 FROM purpose_consents c WHERE c.unit_id = g.unit_id AND c.gift_year = g.year AND c.gift_number = g.number AND NOT EXISTS (SELECT 1 FROM consent_withdrawals w WHERE w.unit_id = c.unit_id AND w.consent = c.number) AND EXISTS (SELECT 1 FROM consent_purposes q WHERE q.unit_id = c.unit_id AND q.consent = c.number AND q.purpose = p.purpose))));
  SELECT RAISE(ABORT, 'bangfu:bank') WHERE EXISTS (SELECT 1 FROM bank_entries e WHERE e.unit_id = NEW.unit_id AND e.ref = NEW.ref AND NOT EXISTS (SELECT 1 FROM bank_entries w WHERE w.unit_id = e.unit_id AND w.statement = e.statement AND w."row" = e."row" AND w.step > e.step) AND (CASE e.kind WHEN 'fee' THEN -e.amount_fen ELSE e.amount_fen END <> COALESCE((SELECT SUM(p.debit_fen - p.credit_fen) FROM postings p JOIN accounts a ON a.id = p.account_id AND a.money = 1 WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position AND p.fund_id = e.fund_id), 0) OR e.kind = 'return' AND e.amount_fen <> COALESCE((SELECT SUM(p.credit_fen - p.debit_fen) FROM postings p JOIN accounts a ON a.id = p.account_id AND a.role = 'payable' WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position AND p.fund_id = e.fund_id AND p.request = e.request AND p.party = e.party AND p.recipient = e.recipient), 0)));
  SELECT RAISE(ABORT, 'bangfu:bank') WHERE EXISTS (SELECT 1 FROM return_endings n JOIN bank_entries e ON e.unit_id = n.unit_id AND e.statement = n.statement AND e."row" = n."row" AND NOT EXISTS (SELECT 1 FROM bank_entries w WHERE w.unit_id = e.unit_id AND w.statement = e.statement AND w."row" = e."row" AND w.step > e.step) WHERE n.unit_id = NEW.unit_id AND n.ref = NEW.ref AND NOT EXISTS (SELECT 1 FROM return_endings w WHERE w.unit_id = n.unit_id AND w.statement = n.statement AND w."row" = n."row" AND w.step > n.step) AND (NEW.dated_on < e.limit_on OR n.amount_fen <> -COALESCE((SELECT SUM(p.credit_fen - p.debit_fen) FROM postings p JOIN accounts a ON a.id = p.account_id AND a.role = 'payable' WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position AND p.fund_id = e.fund_id AND p.request = e.request AND p.party = e.party AND p.recipient = e.recipient), 0)));
  SELECT RAISE(ABORT, 'bangfu:transfer') WHERE (NEW.correction = 'difference' OR NEW.correction = 'replacement') AND EXISTS (SELECT 1 FROM vouchers t JOIN vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM transfers m WHERE m.unit_id = v.unit_id AND m.ref = v.ref AND (NEW.correction = 'replacement' AND t.correction = 'replacement' OR EXISTS (SELECT 1 FROM postings p JOIN accounts o ON o.id = p.account_id AND (o.role = 'cash' OR o.role = 'bank' OR o.role = 'quota') WHERE p.unit_id = NEW.unit_id AND (p.position = NEW.position OR NEW.correction = 'replacement' AND p.position = NEW.corrects) GROUP BY p.fund_id HAVING SUM(CASE WHEN p.position = NEW.position THEN p.debit_fen - p.credit_fen ELSE p.credit_fen - p.debit_fen END) <> 0))));
  SELECT RAISE(ABORT, 'bangfu:transfer') WHERE (NEW.correction = 'difference' OR NEW.correction = 'replacement') AND EXISTS (SELECT 1 FROM vouchers t JOIN vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM transfer_answers m WHERE m.unit_id = v.unit_id AND m.ref = v.ref AND (NEW.correction = 'replacement' AND t.correction = 'replacement' OR EXISTS (SELECT 1 FROM postings p JOIN accounts o ON o.id = p.account_id AND (o.role = 'cash' OR o.role = 'bank' OR o.role = 'quota') WHERE p.unit_id = NEW.unit_id AND (p.position = NEW.position OR NEW.correction = 'replacement' AND p.position = NEW.corrects) GROUP BY p.fund_id HAVING SUM(CASE WHEN p.position = NEW.position THEN p.debit_fen - p.credit_fen ELSE p.credit_fen - p.debit_fen END) <> 0))));
  SELECT RAISE(ABORT, 'bangfu:transfer') WHERE (NEW.correction = 'difference' OR NEW.correction = 'replacement') AND EXISTS (SELECT 1 FROM vouchers t JOIN vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM transfer_returns m WHERE m.unit_id = v.unit_id AND m.ref = v.ref AND (NEW.correction = 'replacement' AND t.correction = 'replacement' OR EXISTS (SELECT 1 FROM postings p JOIN accounts o ON o.id = p.account_id AND (o.role = 'cash' OR o.role = 'bank' OR o.role = 'quota') WHERE p.unit_id = NEW.unit_id AND (p.position = NEW.position OR NEW.correction = 'replacement' AND p.position = NEW.corrects) GROUP BY p.fund_id HAVING SUM(CASE WHEN p.position = NEW.position THEN p.debit_fen - p.credit_fen ELSE p.credit_fen - p.debit_fen END) <> 0))));
  SELECT RAISE(ABORT, 'bangfu:transfer') WHERE NEW.correction = 'full' AND EXISTS (SELECT 1 FROM vouchers t JOIN vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM transfers m WHERE m.unit_id = v.unit_id AND m.ref = v.ref AND EXISTS (SELECT 1 FROM transfer_returns r WHERE r.unit_id = m.unit_id AND r.number = m.number AND (EXISTS (SELECT 1 FROM vouchers b WHERE b.unit_id = r.unit_id AND b.ref = r.ref AND (NOT EXISTS (SELECT 1 FROM vouchers c WHERE c.unit_id = b.unit_id AND c.corrects = b.position AND c.correction = 'full') OR EXISTS (SELECT 1 FROM vouchers c WHERE c.unit_id = b.unit_id AND c.corrects = b.position AND c.correction = 'replacement' AND NOT EXISTS (SELECT 1 FROM vouchers x WHERE x.unit_id = c.unit_id AND x.corrects = c.position AND x.correction = 'full')))) OR NOT EXISTS (SELECT 1 FROM vouchers b WHERE b.unit_id = r.unit_id AND b.ref = r.ref) AND NOT EXISTS (SELECT 1 FROM draft_steps d WHERE d.unit_id = r.unit_id AND d.draft = r.draft AND d.state = 'dropped')))));
  SELECT RAISE(ABORT, 'bangfu:transfer') WHERE NEW.correction = 'full' AND EXISTS (SELECT 1 FROM vouchers t JOIN vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM transfer_answers m WHERE m.unit_id = v.unit_id AND m.ref = v.ref AND EXISTS (SELECT 1 FROM units u JOIN transfers g ON g.unit_id = m.unit_id AND g.returns = u.code || '-' || CAST(m.number AS TEXT) WHERE u.id = m.from_id AND (EXISTS (SELECT 1 FROM vouchers b WHERE b.unit_id = g.unit_id AND b.ref = g.ref AND (NOT EXISTS (SELECT 1 FROM vouchers c WHERE c.unit_id = b.unit_id AND c.corrects = b.position AND c.correction = 'full') OR EXISTS (SELECT 1 FROM vouchers c WHERE c.unit_id = b.unit_id AND c.corrects = b.position AND c.correction = 'replacement' AND NOT EXISTS (SELECT 1 FROM vouchers x WHERE x.unit_id = c.unit_id AND x.corrects = c.position AND x.correction = 'full')))) OR NOT EXISTS (SELECT 1 FROM vouchers b WHERE b.unit_id = g.unit_id AND b.ref = g.ref) AND NOT EXISTS (SELECT 1 FROM draft_steps d WHERE d.unit_id = g.unit_id AND d.draft = g.draft AND d.state = 'dropped')))));
  SELECT RAISE(ABORT, 'bangfu:stock') WHERE (NEW.correction = 'full' OR NEW.correction = 'difference' AND EXISTS (SELECT 1 FROM postings p JOIN accounts a ON a.id = p.account_id AND a.role = 'stock' WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position)) AND EXISTS (SELECT 1 FROM vouchers t JOIN vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM goods_moves m WHERE m.unit_id = v.unit_id AND m.ref = v.ref AND (m.kind = 'opening' OR m.kind = 'purchase' OR m.kind = 'gift' OR m.kind = 'return' OR m.kind = 'over') AND NOT EXISTS (SELECT 1 FROM draft_steps d WHERE d.unit_id = m.unit_id AND d.draft = m.draft AND d.state = 'dropped') AND EXISTS (SELECT 1 FROM goods_takings k JOIN goods_moves o ON o.unit_id = k.unit_id AND o.move = k.move WHERE k.unit_id = m.unit_id AND k.lot = m.move AND NOT EXISTS (SELECT 1 FROM draft_steps d WHERE d.unit_id = o.unit_id AND d.draft = o.draft AND d.state = 'dropped') AND NOT EXISTS (SELECT 1 FROM vouchers w JOIN vouchers c ON c.unit_id = w.unit_id AND c.corrects = w.position AND c.correction = 'full' WHERE w.unit_id = o.unit_id AND w.ref = o.ref))));
  SELECT RAISE(ABORT, 'bangfu:stock') WHERE NEW.correction = 'full' AND EXISTS (SELECT 1 FROM vouchers t JOIN vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM goods_moves m WHERE m.unit_id = v.unit_id AND m.ref = v.ref AND (m.kind = 'opening' OR m.kind = 'purchase' OR m.kind = 'gift' OR m.kind = 'return' OR m.kind = 'over') AND NOT EXISTS (SELECT 1 FROM draft_steps d WHERE d.unit_id = m.unit_id AND d.draft = m.draft AND d.state = 'dropped') AND EXISTS (SELECT 1 FROM goods_takings k JOIN goods_moves o ON o.unit_id = k.unit_id AND o.move = k.move WHERE k.unit_id = m.unit_id AND k.lot = m.move AND NOT EXISTS (SELECT 1 FROM draft_steps d WHERE d.unit_id = o.unit_id AND d.draft = o.draft AND d.state = 'dropped') AND EXISTS (SELECT 1 FROM vouchers w JOIN vouchers c ON c.unit_id = w.unit_id AND c.corrects = w.position AND c.correction = 'full' WHERE w.unit_id = o.unit_id AND w.ref = o.ref AND c.dated_on > NEW.dated_on))));
  SELECT RAISE(ABORT, 'bangfu:stock') WHERE NEW.correction = 'full' AND EXISTS (SELECT 1 FROM vouchers t JOIN vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM goods_moves m WHERE m.unit_id = v.unit_id AND m.ref = v.ref AND NOT EXISTS (SELECT 1 FROM draft_steps d WHERE d.unit_id = m.unit_id AND d.draft = m.draft AND d.state = 'dropped') AND EXISTS (SELECT 1 FROM goods_moves b WHERE b.unit_id = m.unit_id AND b.source = m.move AND NOT EXISTS (SELECT 1 FROM draft_steps d WHERE d.unit_id = b.unit_id AND d.draft = b.draft AND d.state = 'dropped') AND NOT EXISTS (SELECT 1 FROM vouchers w JOIN vouchers c ON c.unit_id = w.unit_id AND c.corrects = w.position AND c.correction = 'full' WHERE w.unit_id = b.unit_id AND w.ref = b.ref))));
  SELECT RAISE(ABORT, 'bangfu:stock') WHERE NEW.corrects IS NULL AND EXISTS (SELECT 1 FROM goods_moves m JOIN goods_takings k ON k.unit_id = m.unit_id AND k.move = m.move JOIN goods_moves l ON l.unit_id = k.unit_id AND l.move = k.lot JOIN vouchers w ON w.unit_id = l.unit_id AND w.ref = l.ref WHERE m.unit_id = NEW.unit_id AND m.ref = NEW.ref AND w.dated_on > NEW.dated_on AND NOT EXISTS (SELECT 1 FROM draft_steps d WHERE d.unit_id = m.unit_id AND d.draft = m.draft AND d.state = 'dropped'));
  SELECT RAISE(ABORT, 'bangfu:bill') WHERE NEW.correction = 'full' AND EXISTS (SELECT 1 FROM vouchers t JOIN vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM gifts m WHERE m.unit_id = v.unit_id AND m.form = 'money' AND v.ref = '捐赠-' || CAST(m.year AS TEXT) || '-' || CAST(m.number AS TEXT) AND EXISTS (SELECT 1 FROM bills b WHERE b.unit_id = m.unit_id AND b.gift_year = m.year AND b.gift_number = m.number AND NOT EXISTS (SELECT 1 FROM bill_voids w WHERE w.unit_id = b.unit_id AND w.code = b.code AND w.number = b.number))));
  SELECT RAISE(ABORT, 'bangfu:letter') WHERE NEW.correction = 'full' AND EXISTS (SELECT 1 FROM vouchers t JOIN vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM gifts m WHERE m.unit_id = v.unit_id AND m.form = 'money' AND v.ref = '捐赠-' || CAST(m.year AS TEXT) || '-' || CAST(m.number AS TEXT) AND EXISTS (SELECT 1 FROM confirmations l WHERE l.unit_id = m.unit_id AND l.gift_year = m.year AND l.gift_number = m.number AND NOT EXISTS (SELECT 1 FROM confirmation_voids w WHERE w.unit_id = l.unit_id AND w.year = l.year AND w.number = l.number))));
  SELECT RAISE(ABORT, 'bangfu:refund') WHERE NEW.correction = 'full' AND EXISTS (SELECT 1 FROM vouchers t JOIN vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM gifts m WHERE m.unit_id = v.unit_id AND m.form = 'money' AND v.ref = '捐赠-' || CAST(m.year AS TEXT) || '-' || CAST(m.number AS TEXT) AND EXISTS (SELECT 1 FROM gift_refunds r WHERE r.unit_id = m.unit_id AND r.gift_year = m.year AND r.gift_number = m.number AND r.kind = 'refund' AND CASE WHEN (EXISTS (SELECT 1 FROM payment_requests q WHERE q.unit_id = r.unit_id AND q.kind = 'refund' AND (q.ref = '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) OR q.ref LIKE '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) || '/%')) OR EXISTS (SELECT 1 FROM desk_drafts d WHERE d.unit_id = r.unit_id AND d.ref = '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT))) AND NOT EXISTS (SELECT 1 FROM payment_requests q WHERE q.unit_id = r.unit_id AND q.kind = 'refund' AND (q.ref = '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) OR q.ref LIKE '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) || '/%') AND NOT EXISTS (SELECT 1 FROM payment_request_moves e WHERE e.unit_id = q.unit_id AND e.key = q.key AND (e.act = 'refuse' OR e.act = 'cancel' OR e.act = 'expire'))) AND NOT EXISTS (SELECT 1 FROM desk_drafts d WHERE d.unit_id = r.unit_id AND d.ref = '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) AND NOT EXISTS (SELECT 1 FROM draft_steps e WHERE e.unit_id = d.unit_id AND e.draft = d.draft AND e.state = 'dropped')) THEN 0 ELSE COALESCE(NULLIF((SELECT m.paid_fen FROM payment_request_moves m JOIN payment_requests q ON q.unit_id = m.unit_id AND q.key = m.key WHERE m.unit_id = r.unit_id AND q.kind = 'refund' AND (q.ref = '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) OR q.ref LIKE '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) || '/%') AND NOT EXISTS (SELECT 1 FROM payment_request_moves e WHERE e.unit_id = q.unit_id AND e.key = q.key AND (e.act = 'refuse' OR e.act = 'cancel' OR e.act = 'expire')) ORDER BY m.seq DESC LIMIT 1), 0), r.amount_fen) END > 0)));
  SELECT RAISE(ABORT, 'bangfu:gift') WHERE NEW.correction = 'difference' AND EXISTS (SELECT 1 FROM vouchers t JOIN vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM gifts m WHERE m.unit_id = v.unit_id AND m.form = 'money' AND v.ref = '捐赠-' || CAST(m.year AS TEXT) || '-' || CAST(m.number AS TEXT) AND m.number > 0));
  SELECT RAISE(ABORT, 'bangfu:gift') WHERE NEW.correction = 'replacement' AND EXISTS (SELECT 1 FROM vouchers t JOIN vouchers v ON v.unit_id = t.unit_id AND v.position = CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects AND EXISTS (SELECT 1 FROM gifts m WHERE m.unit_id = v.unit_id AND m.form = 'money' AND v.ref = '捐赠-' || CAST(m.year AS TEXT) || '-' || CAST(m.number AS TEXT) AND (NEW.correction = 'replacement' AND t.correction = 'replacement' OR EXISTS (SELECT 1 FROM postings p JOIN accounts o ON o.id = p.account_id AND (o.role = 'cash' OR o.role = 'bank' OR o.role = 'quota') WHERE p.unit_id = NEW.unit_id AND (p.position = NEW.position OR NEW.correction = 'replacement' AND p.position = NEW.corrects) GROUP BY p.fund_id HAVING SUM(CASE WHEN p.position = NEW.position THEN p.debit_fen - p.credit_fen ELSE p.credit_fen - p.debit_fen END) <> 0))));
END
--;;
CREATE TRIGGER go_lives_in_order AFTER INSERT ON go_lives BEGIN
  SELECT RAISE(ABORT, 'bangfu:L12') WHERE EXISTS (SELECT 1 FROM vouchers v WHERE v.unit_id = NEW.unit_id AND v.dated_on >= NEW.since);
END
--;;
CREATE TRIGGER payment_requests_in_order AFTER INSERT ON payment_requests BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.key <> 'P' || CAST(NEW.year AS TEXT) || '-' || CAST(NEW.number AS TEXT) OR NEW.number > 1 AND NOT EXISTS (SELECT 1 FROM payment_requests o WHERE o.unit_id = NEW.unit_id AND o.year = NEW.year AND o.number = NEW.number - 1);
  SELECT RAISE(ABORT, 'bangfu:L12') WHERE NOT EXISTS (SELECT 1 FROM go_lives g WHERE g.unit_id = NEW.unit_id);
  SELECT RAISE(ABORT, 'bangfu:L12') WHERE NEW.amount_fen <> COALESCE((SELECT SUM(l.amount_fen) FROM payment_request_lines l WHERE l.unit_id = NEW.unit_id AND l.key = NEW.key), 0);
  SELECT RAISE(ABORT, 'bangfu:L12') WHERE NEW.kind <> 'fee' AND NEW.resolution = '' AND NEW.approvals < COALESCE((SELECT b.approvals FROM approval_bands b WHERE b.unit_id = NEW.unit_id AND b.since <= NEW.asked_on AND b.from_fen <= NEW.amount_fen ORDER BY b.since DESC, b.from_fen DESC LIMIT 1), 1);
  SELECT RAISE(ABORT, 'bangfu:L12') WHERE NEW.kind = 'advance' AND EXISTS (SELECT 1 FROM accounts a, funds f, payment_request_lines l WHERE l.unit_id = NEW.unit_id AND l.key = NEW.key AND a.id = l.account_id AND f.unit_id = NEW.unit_id AND f.id = l.fund_id AND (a.role <> 'advance' OR f.origin = 'donation' AND f.restricted = 1));
  SELECT RAISE(ABORT, 'bangfu:L12') WHERE NEW.kind = 'fee' AND EXISTS (SELECT 1 FROM accounts a, payment_request_lines l WHERE l.unit_id = NEW.unit_id AND l.key = NEW.key AND a.id = l.account_id AND (a.class <> 'expense' OR a.role = 'aid_expense' OR a.role = 'passing_down'));
  SELECT RAISE(ABORT, 'bangfu:resolution') WHERE NEW.resolution <> '' AND NOT EXISTS (SELECT 1 FROM resolutions r WHERE r.unit_id = NEW.unit_id AND r.key = NEW.resolution AND r.adopted = 1);
  SELECT RAISE(ABORT, 'bangfu:L12') WHERE NEW.kind = 'fee' AND NOT EXISTS (SELECT 1 FROM bank_rows b WHERE b.unit_id = NEW.unit_id AND b.statement = NEW.statement AND b."row" = NEW."row" AND b.kind = 'fee' AND b.amount_fen = -NEW.amount_fen);
  SELECT RAISE(ABORT, 'bangfu:L12') WHERE NEW.kind = 'fee' AND NOT EXISTS (SELECT 1 FROM bank_rows b WHERE b.unit_id = NEW.unit_id AND b.statement = NEW.statement AND b."row" = NEW."row" AND b.kind = 'fee' AND b.amount_fen = -NEW.amount_fen AND EXISTS (SELECT 1 FROM bank_accounts a WHERE a.unit_id = b.unit_id AND a.number = b.account AND a.bank = NEW.payee));
  SELECT RAISE(ABORT, 'bangfu:L6') WHERE NEW.kind = 'fee' AND EXISTS (SELECT 1 FROM bank_statements t WHERE t.unit_id = NEW.unit_id AND t.statement = NEW.statement AND t.person_id = NEW.person_id);
  SELECT RAISE(ABORT, 'bangfu:L12') WHERE NEW.kind = 'fee' AND EXISTS (SELECT 1 FROM payment_requests o WHERE o.unit_id = NEW.unit_id AND o.statement = NEW.statement AND o."row" = NEW."row" AND o.key <> NEW.key AND NOT EXISTS (SELECT 1 FROM payment_request_moves e WHERE e.unit_id = o.unit_id AND e.key = o.key AND (e.act = 'refuse' OR e.act = 'cancel' OR e.act = 'expire')));
  SELECT RAISE(ABORT, 'bangfu:L12') WHERE NEW.kind = 'fee' AND NEW.approvals < COALESCE((SELECT b.approvals FROM approval_bands b WHERE b.unit_id = NEW.unit_id AND b.since <= NEW.asked_on AND b.from_fen <= NEW.amount_fen ORDER BY b.since DESC, b.from_fen DESC LIMIT 1), 1) AND NOT EXISTS (SELECT 1 FROM fee_limits f WHERE f.unit_id = NEW.unit_id AND f.since <= NEW.asked_on AND f.each_fen >= NEW.amount_fen AND f.month_fen >= NEW.amount_fen + COALESCE((SELECT SUM(o.amount_fen) FROM bank_rows b JOIN bank_rows c ON c.unit_id = b.unit_id JOIN payment_requests o ON o.unit_id = c.unit_id AND o.statement = c.statement AND o."row" = c."row" WHERE b.unit_id = NEW.unit_id AND b.statement = NEW.statement AND b."row" = NEW."row" AND SUBSTR(CAST(c.booked_on AS TEXT), 1, 7) = SUBSTR(CAST(b.booked_on AS TEXT), 1, 7) AND c.kind = 'fee' AND o.approvals = 0 AND o.key <> NEW.key AND NOT EXISTS (SELECT 1 FROM payment_request_moves e WHERE e.unit_id = o.unit_id AND e.key = o.key AND (e.act = 'refuse' OR e.act = 'cancel' OR e.act = 'expire'))), 0) AND NOT EXISTS (SELECT 1 FROM fee_limits g WHERE g.unit_id = f.unit_id AND g.since <= NEW.asked_on AND g.since > f.since));
  SELECT RAISE(ABORT, 'bangfu:gift_end') WHERE NEW.kind <> 'refund' AND EXISTS (SELECT 1 FROM payment_request_lines l JOIN accounts o ON o.id = l.account_id AND o.spends = 1 WHERE l.unit_id = NEW.unit_id AND l.key = NEW.key AND EXISTS (SELECT 1 FROM funds f JOIN gifts g ON g.unit_id = f.unit_id AND g.fund_id = f.id AND g.until IS NOT NULL AND g.form = 'money' JOIN vouchers v ON v.unit_id = g.unit_id AND v.ref = '捐赠-' || CAST(g.year AS TEXT) || '-' || CAST(g.number AS TEXT) WHERE f.unit_id = NEW.unit_id AND f.id = l.fund_id AND f.restricted = 1 AND COALESCE((SELECT c.until FROM purpose_consents c WHERE c.unit_id = g.unit_id AND c.gift_year = g.year AND c.gift_number = g.number AND NOT EXISTS (SELECT 1 FROM consent_withdrawals w WHERE w.unit_id = c.unit_id AND w.consent = c.number) AND c.until IS NOT NULL ORDER BY c.number DESC LIMIT 1), g.until) < NEW.asked_on AND COALESCE((SELECT a.amount_fen FROM lineage_amounts a WHERE a.unit_id = g.unit_id AND a.fund_id = g.fund_id AND a.side = 'source' AND a.matter = v.position ORDER BY a.at DESC LIMIT 1), g.amount_fen) - COALESCE((SELECT b.used_fen FROM lineage_shares b WHERE b.unit_id = g.unit_id AND b.fund_id = g.fund_id AND b.source = v.position ORDER BY b.seq DESC LIMIT 1), 0) > 0));
  SELECT RAISE(ABORT, 'bangfu:consent') WHERE NEW.kind <> 'refund' AND EXISTS (SELECT 1 FROM payment_request_lines l JOIN accounts o ON o.id = l.account_id AND o.spends = 1 WHERE l.unit_id = NEW.unit_id AND l.key = NEW.key AND EXISTS (SELECT 1 FROM consent_withdrawals x JOIN purpose_consents y ON y.unit_id = x.unit_id AND y.number = x.consent JOIN consent_purposes z ON z.unit_id = x.unit_id AND z.consent = x.consent JOIN gifts g ON g.unit_id = x.unit_id AND g.year = y.gift_year AND g.number = y.gift_number WHERE x.unit_id = NEW.unit_id AND g.fund_id = l.fund_id AND z.purpose = l.purpose AND g.amount_fen > (SELECT COALESCE(SUM(CASE WHEN (EXISTS (SELECT 1 FROM payment_requests q WHERE q.unit_id = r.unit_id AND q.kind = 'refund' AND (q.ref = '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) OR q.ref LIKE '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) || '/%')) OR EXISTS (SELECT 1 FROM desk_drafts d WHERE d.unit_id = r.unit_id AND d.ref = '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT))) AND NOT EXISTS (SELECT 1 FROM payment_requests q WHERE q.unit_id = r.unit_id AND q.kind = 'refund' AND (q.ref = '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) OR q.ref LIKE '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) || '/%') AND NOT EXISTS (SELECT 1 FROM payment_request_moves e WHERE e.unit_id = q.unit_id AND e.key = q.key AND (e.act = 'refuse' OR e.act = 'cancel' OR e.act = 'expire'))) AND NOT EXISTS (SELECT 1 FROM desk_drafts d WHERE d.unit_id = r.unit_id AND d.ref = '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) AND NOT EXISTS (SELECT 1 FROM draft_steps e WHERE e.unit_id = d.unit_id AND e.draft = d.draft AND e.state = 'dropped')) THEN 0 ELSE COALESCE(NULLIF((SELECT m.paid_fen FROM payment_request_moves m JOIN payment_requests q ON q.unit_id = m.unit_id AND q.key = m.key WHERE m.unit_id = r.unit_id AND q.kind = 'refund' AND (q.ref = '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) OR q.ref LIKE '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) || '/%') AND NOT EXISTS (SELECT 1 FROM payment_request_moves e WHERE e.unit_id = q.unit_id AND e.key = q.key AND (e.act = 'refuse' OR e.act = 'cancel' OR e.act = 'expire')) ORDER BY m.seq DESC LIMIT 1), 0), r.amount_fen) END), 0) FROM gift_refunds r WHERE r.unit_id = g.unit_id AND r.gift_year = g.year AND r.gift_number = g.number) AND NOT EXISTS (SELECT 1 FROM gift_purposes n WHERE n.unit_id = g.unit_id AND n.gift_year = g.year AND n.gift_number = g.number AND n.purpose = l.purpose) AND NOT EXISTS (SELECT 1 FROM purpose_consents c WHERE c.unit_id = g.unit_id AND c.gift_year = g.year AND c.gift_number = g.number AND NOT EXISTS (SELECT 1 FROM consent_withdrawals w WHERE w.unit_id = c.unit_id AND w.consent = c.number) AND EXISTS (SELECT 1 FROM consent_purposes q WHERE q.unit_id = c.unit_id AND q.consent = c.number AND q.purpose = l.purpose))));
  SELECT RAISE(ABORT, 'bangfu:refund') WHERE NEW.kind = 'refund' AND EXISTS (SELECT 1 FROM gift_refunds r JOIN gifts g ON g.unit_id = r.unit_id AND g.year = r.gift_year AND g.number = r.gift_number WHERE r.unit_id = NEW.unit_id AND (NEW.ref = '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) OR NEW.ref LIKE '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) || '/%') AND g.amount_fen < (SELECT COALESCE(SUM(CASE WHEN (EXISTS (SELECT 1 FROM payment_requests q WHERE q.unit_id = r.unit_id AND q.kind = 'refund' AND (q.ref = '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) OR q.ref LIKE '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) || '/%')) OR EXISTS (SELECT 1 FROM desk_drafts d WHERE d.unit_id = r.unit_id AND d.ref = '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT))) AND NOT EXISTS (SELECT 1 FROM payment_requests q WHERE q.unit_id = r.unit_id AND q.kind = 'refund' AND (q.ref = '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) OR q.ref LIKE '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) || '/%') AND NOT EXISTS (SELECT 1 FROM payment_request_moves e WHERE e.unit_id = q.unit_id AND e.key = q.key AND (e.act = 'refuse' OR e.act = 'cancel' OR e.act = 'expire'))) AND NOT EXISTS (SELECT 1 FROM desk_drafts d WHERE d.unit_id = r.unit_id AND d.ref = '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) AND NOT EXISTS (SELECT 1 FROM draft_steps e WHERE e.unit_id = d.unit_id AND e.draft = d.draft AND e.state = 'dropped')) THEN 0 ELSE COALESCE(NULLIF((SELECT m.paid_fen FROM payment_request_moves m JOIN payment_requests q ON q.unit_id = m.unit_id AND q.key = m.key WHERE m.unit_id = r.unit_id AND q.kind = 'refund' AND (q.ref = '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) OR q.ref LIKE '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) || '/%') AND NOT EXISTS (SELECT 1 FROM payment_request_moves e WHERE e.unit_id = q.unit_id AND e.key = q.key AND (e.act = 'refuse' OR e.act = 'cancel' OR e.act = 'expire')) ORDER BY m.seq DESC LIMIT 1), 0), r.amount_fen) END), 0) FROM gift_refunds r WHERE r.unit_id = g.unit_id AND r.gift_year = g.year AND r.gift_number = g.number));
  SELECT RAISE(ABORT, 'bangfu:bill') WHERE NEW.kind = 'refund' AND EXISTS (SELECT 1 FROM gift_refunds r JOIN gifts g ON g.unit_id = r.unit_id AND g.year = r.gift_year AND g.number = r.gift_number WHERE r.unit_id = NEW.unit_id AND (NEW.ref = '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) OR NEW.ref LIKE '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) || '/%') AND EXISTS (SELECT 1 FROM bills b WHERE b.unit_id = g.unit_id AND b.gift_year = g.year AND b.gift_number = g.number AND NOT EXISTS (SELECT 1 FROM bill_voids w WHERE w.unit_id = b.unit_id AND w.code = b.code AND w.number = b.number)));
END
--;;
CREATE TRIGGER payment_request_lines_in_order AFTER INSERT ON payment_request_lines BEGIN
  SELECT RAISE(ABORT, 'bangfu:L3') WHERE EXISTS (SELECT 1 FROM payment_requests q WHERE q.unit_id = NEW.unit_id AND q.key = NEW.key);
END
--;;
CREATE TRIGGER approval_bands_in_order AFTER INSERT ON approval_bands BEGIN
  SELECT RAISE(ABORT, 'bangfu:resolution') WHERE NEW.resolution = '' AND NOT EXISTS (SELECT 1 FROM go_lives g WHERE g.unit_id = NEW.unit_id AND g.since = NEW.since);
  SELECT RAISE(ABORT, 'bangfu:resolution') WHERE NEW.resolution <> '' AND NOT EXISTS (SELECT 1 FROM resolutions r WHERE r.unit_id = NEW.unit_id AND r.key = NEW.resolution AND r.adopted = 1);
END
--;;
CREATE TRIGGER fee_limits_in_order AFTER INSERT ON fee_limits BEGIN
  SELECT RAISE(ABORT, 'bangfu:resolution') WHERE NEW.resolution = '' AND NOT EXISTS (SELECT 1 FROM go_lives g WHERE g.unit_id = NEW.unit_id AND g.since = NEW.since);
  SELECT RAISE(ABORT, 'bangfu:resolution') WHERE NEW.resolution <> '' AND NOT EXISTS (SELECT 1 FROM resolutions r WHERE r.unit_id = NEW.unit_id AND r.key = NEW.resolution AND r.adopted = 1);
END
--;;
CREATE TRIGGER payment_request_moves_in_order AFTER INSERT ON payment_request_moves BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.seq <> 1 AND NOT EXISTS (SELECT 1 FROM payment_request_moves b WHERE b.unit_id = NEW.unit_id AND b.key = NEW.key AND b.seq = NEW.seq - 1);
  SELECT RAISE(ABORT, 'bangfu:L12') WHERE NEW.seq = 1 AND (NEW.approved <> 0 OR NEW.paid_fen <> 0 OR NEW.returned_fen <> 0 OR NEW.repaid_fen <> 0 OR NOT EXISTS (SELECT 1 FROM payment_requests q WHERE q.unit_id = NEW.unit_id AND q.key = NEW.key AND q.amount_fen = NEW.amount_fen AND q.person_id = NEW.person_id));
  SELECT RAISE(ABORT, 'bangfu:L12') WHERE NEW.seq > 1 AND NOT EXISTS (SELECT 1 FROM payment_request_moves b WHERE b.unit_id = NEW.unit_id AND b.key = NEW.key AND b.seq = NEW.seq - 1 AND NEW.approved = b.approved + CASE NEW.act WHEN 'approve' THEN 1 ELSE 0 END AND NEW.paid_fen = b.paid_fen + CASE NEW.act WHEN 'pay' THEN NEW.amount_fen ELSE 0 END AND NEW.returned_fen = b.returned_fen + CASE NEW.act WHEN 'return' THEN NEW.amount_fen WHEN 'forgo' THEN -NEW.amount_fen ELSE 0 END AND NEW.repaid_fen = b.repaid_fen + CASE NEW.act WHEN 'repay' THEN NEW.amount_fen ELSE 0 END);
  SELECT RAISE(ABORT, 'bangfu:L12') WHERE EXISTS (SELECT 1 FROM payment_requests q WHERE q.unit_id = NEW.unit_id AND q.key = NEW.key AND q.amount_fen < NEW.paid_fen);
  SELECT RAISE(ABORT, 'bangfu:L12') WHERE EXISTS (SELECT 1 FROM payment_request_moves e WHERE e.unit_id = NEW.unit_id AND e.key = NEW.key AND e.seq < NEW.seq AND e.act IN ('refuse', 'cancel', 'expire'));
  SELECT RAISE(ABORT, 'bangfu:L12') WHERE (NEW.act = 'approve' OR NEW.act IN ('refuse', 'cancel', 'expire')) AND (NEW.paid_fen <> 0 OR NEW.amount_fen <> 0);
  SELECT RAISE(ABORT, 'bangfu:L6') WHERE NEW.act = 'approve' AND (EXISTS (SELECT 1 FROM payment_requests q WHERE q.unit_id = NEW.unit_id AND q.key = NEW.key AND q.person_id = NEW.person_id) OR EXISTS (SELECT 1 FROM payment_request_moves e WHERE e.unit_id = NEW.unit_id AND e.key = NEW.key AND e.seq < NEW.seq AND e.act = 'approve' AND e.person_id = NEW.person_id));
  SELECT RAISE(ABORT, 'bangfu:L12') WHERE NEW.act = 'pay' AND NEW.amount_fen > 0 AND NOT EXISTS (SELECT 1 FROM payment_requests q WHERE q.unit_id = NEW.unit_id AND q.key = NEW.key AND q.approvals <= NEW.approved);
  SELECT RAISE(ABORT, 'bangfu:L12') WHERE NEW.act = 'expire' AND NOT EXISTS (SELECT 1 FROM payment_requests q WHERE q.unit_id = NEW.unit_id AND q.key = NEW.key AND q.expires_on < NEW.acted_on);
  SELECT RAISE(ABORT, 'bangfu:L12') WHERE CASE WHEN CASE WHEN NEW.act = 'save' THEN 1 WHEN NEW.act IN ('refuse', 'cancel', 'expire') THEN -1 WHEN NEW.act = 'pay' AND NEW.amount_fen > 0 AND NEW.paid_fen = NEW.amount_fen THEN -1 WHEN NEW.act = 'pay' AND NEW.paid_fen = 0 THEN 1 ELSE 0 END = 0 THEN EXISTS (SELECT 1 FROM fund_holds h WHERE h.unit_id = NEW.unit_id AND h.key = NEW.key AND h.move = NEW.seq) ELSE EXISTS (SELECT 1 FROM (SELECT l.fund_id, SUM(l.amount_fen) AS fen FROM payment_requests q JOIN payment_request_lines l ON l.unit_id = q.unit_id AND l.key = q.key WHERE q.unit_id = NEW.unit_id AND q.key = NEW.key AND q.kind <> 'direct' AND q.kind <> 'fee' GROUP BY l.fund_id) w WHERE NOT EXISTS (SELECT 1 FROM fund_holds h WHERE h.unit_id = NEW.unit_id AND h.key = NEW.key AND h.move = NEW.seq AND h.fund_id = w.fund_id AND h.amount_fen = w.fen * CASE WHEN NEW.act = 'save' THEN 1 WHEN NEW.act IN ('refuse', 'cancel', 'expire') THEN -1 WHEN NEW.act = 'pay' AND NEW.amount_fen > 0 AND NEW.paid_fen = NEW.amount_fen THEN -1 WHEN NEW.act = 'pay' AND NEW.paid_fen = 0 THEN 1 ELSE 0 END)) OR (SELECT COUNT(*) FROM fund_holds h WHERE h.unit_id = NEW.unit_id AND h.key = NEW.key AND h.move = NEW.seq) <> (SELECT COUNT(*) FROM (SELECT l.fund_id, SUM(l.amount_fen) AS fen FROM payment_requests q JOIN payment_request_lines l ON l.unit_id = q.unit_id AND l.key = q.key WHERE q.unit_id = NEW.unit_id AND q.key = NEW.key AND q.kind <> 'direct' AND q.kind <> 'fee' GROUP BY l.fund_id) w) END;
  SELECT RAISE(ABORT, 'bangfu:L3') WHERE NEW.position IS NOT NULL AND EXISTS (SELECT 1 FROM vouchers v WHERE v.unit_id = NEW.unit_id AND v.position = NEW.position);
  SELECT RAISE(ABORT, 'bangfu:L6') WHERE NEW.act = 'approve' AND EXISTS (SELECT 1 FROM payment_requests q JOIN bank_statements t ON t.unit_id = q.unit_id AND t.statement = q.statement AND t.person_id = NEW.person_id WHERE q.unit_id = NEW.unit_id AND q.key = NEW.key AND q.kind = 'fee');
  SELECT RAISE(ABORT, 'bangfu:bank') WHERE NEW.act = 'forgo' AND NEW.amount_fen > 0 AND EXISTS (SELECT 1 FROM bank_entries e WHERE e.unit_id = NEW.unit_id AND e.request = NEW.key AND e.kind = 'return') AND (SELECT SUM(m.amount_fen) FROM payment_request_moves m WHERE m.unit_id = NEW.unit_id AND m.key = NEW.key AND m.act = 'forgo') > COALESCE((SELECT SUM(n.amount_fen) FROM return_endings n WHERE n.unit_id = NEW.unit_id AND NOT (EXISTS (SELECT 1 FROM draft_steps t WHERE t.unit_id = n.unit_id AND t.draft = n.draft AND t.state = 'dropped') OR EXISTS (SELECT 1 FROM vouchers v JOIN vouchers c ON c.unit_id = v.unit_id AND c.corrects = v.position AND c.correction = 'full' WHERE v.unit_id = n.unit_id AND v.ref = n.ref AND NOT EXISTS (SELECT 1 FROM vouchers r WHERE r.unit_id = v.unit_id AND r.corrects = v.position AND r.correction = 'replacement'))) AND EXISTS (SELECT 1 FROM bank_entries e WHERE e.unit_id = n.unit_id AND e.statement = n.statement AND e."row" = n."row" AND e.kind = 'return' AND e.request = NEW.key)), 0);
END
--;;
CREATE TRIGGER fund_holds_in_order AFTER INSERT ON fund_holds BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.seq <> 1 AND NOT EXISTS (SELECT 1 FROM fund_holds o WHERE o.unit_id = NEW.unit_id AND o.fund_id = NEW.fund_id AND o.seq = NEW.seq - 1);
  SELECT RAISE(ABORT, 'bangfu:L12') WHERE NEW.held_fen <> NEW.amount_fen + COALESCE((SELECT o.held_fen FROM fund_holds o WHERE o.unit_id = NEW.unit_id AND o.fund_id = NEW.fund_id AND o.seq = NEW.seq - 1), 0);
  SELECT RAISE(ABORT, 'bangfu:L7') WHERE NEW.move = 1 AND NEW.held_fen > (SELECT COALESCE(SUM((SELECT b.balance_fen FROM money_positions b WHERE b.unit_id = NEW.unit_id AND b.fund_id = NEW.fund_id AND b.account_id = a.id ORDER BY b.position DESC LIMIT 1)), 0) FROM accounts a WHERE a.money = 1);
  SELECT RAISE(ABORT, 'bangfu:L3') WHERE EXISTS (SELECT 1 FROM payment_request_moves m WHERE m.unit_id = NEW.unit_id AND m.key = NEW.key AND m.seq = NEW.move);
END
--;;
CREATE TRIGGER donors_in_order AFTER INSERT ON donors BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.number <> 1 + (SELECT COUNT(*) FROM donors o WHERE o.unit_id = NEW.unit_id AND o.number < NEW.number);
END
--;;
CREATE TRIGGER donor_terms_in_order AFTER INSERT ON donor_terms BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.revision <> 1 + (SELECT COUNT(*) FROM donor_terms o WHERE o.unit_id = NEW.unit_id AND o.donor = NEW.donor AND o.revision < NEW.revision);
  SELECT RAISE(ABORT, 'bangfu:since') WHERE EXISTS (SELECT 1 FROM donor_terms o WHERE o.unit_id = NEW.unit_id AND o.donor = NEW.donor AND o.revision = NEW.revision - 1 AND o.since > NEW.since);
  SELECT RAISE(ABORT, 'bangfu:consent') WHERE NEW.reason <> '' AND NOT EXISTS (SELECT 1 FROM donor_terms o WHERE o.unit_id = NEW.unit_id AND o.donor = NEW.donor AND o.revision = NEW.revision - 1 AND o.publish <> 'none');
END
--;;
CREATE TRIGGER pledges_in_order AFTER INSERT ON pledges BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.number <> 1 + (SELECT COUNT(*) FROM pledges o WHERE o.unit_id = NEW.unit_id AND o.number < NEW.number);
END
--;;
CREATE TRIGGER gift_purposes_in_order AFTER INSERT ON gift_purposes BEGIN
  SELECT RAISE(ABORT, 'bangfu:L3') WHERE EXISTS (SELECT 1 FROM gifts o WHERE o.unit_id = NEW.unit_id AND o.year = NEW.gift_year AND o.number = NEW.gift_number);
END
--;;
CREATE TRIGGER gifts_in_order AFTER INSERT ON gifts BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.number <> 1 + (SELECT COUNT(*) FROM gifts o WHERE o.unit_id = NEW.unit_id AND o.year = NEW.year AND o.number < NEW.number);
  SELECT RAISE(ABORT, 'bangfu:year') WHERE CAST(NEW.received_on AS TEXT) NOT LIKE CAST(NEW.year AS TEXT) || '-%';
  SELECT RAISE(ABORT, 'bangfu:fund') WHERE NEW.fund_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM funds f WHERE f.unit_id = NEW.unit_id AND f.id = NEW.fund_id AND f.origin = 'donation');
  SELECT RAISE(ABORT, 'bangfu:L8') WHERE NEW.restricted <> CASE WHEN EXISTS (SELECT 1 FROM gift_purposes q WHERE q.unit_id = NEW.unit_id AND q.gift_year = NEW.year AND q.gift_number = NEW.number) THEN 1 ELSE 0 END;
  SELECT RAISE(ABORT, 'bangfu:L8') WHERE NEW.restricted = 1 AND NEW.fund_id IS NOT NULL AND (NOT EXISTS (SELECT 1 FROM funds f WHERE f.unit_id = NEW.unit_id AND f.id = NEW.fund_id AND f.restricted = 1) OR EXISTS (SELECT 1 FROM fund_purposes p WHERE p.unit_id = NEW.unit_id AND p.fund_id = NEW.fund_id AND NOT EXISTS (SELECT 1 FROM gift_purposes q WHERE q.unit_id = p.unit_id AND q.gift_year = NEW.year AND q.gift_number = NEW.number AND q.purpose = p.purpose)));
  SELECT RAISE(ABORT, 'bangfu:pledge') WHERE NEW.pledge IS NOT NULL AND NOT EXISTS (SELECT 1 FROM pledges p WHERE p.unit_id = NEW.unit_id AND p.number = NEW.pledge AND p.donor = NEW.donor);
  SELECT RAISE(ABORT, 'bangfu:L3') WHERE EXISTS (SELECT 1 FROM campaigns o WHERE o.unit_id = NEW.unit_id AND o.number = NEW.campaign);
END
--;;
CREATE TRIGGER fund_purposes_in_order AFTER INSERT ON fund_purposes BEGIN
  SELECT RAISE(ABORT, 'bangfu:consent') WHERE EXISTS (SELECT 1 FROM gifts g WHERE g.unit_id = NEW.unit_id AND g.fund_id = NEW.fund_id AND g.restricted = 1 AND g.amount_fen > (SELECT COALESCE(SUM(CASE WHEN (EXISTS (SELECT 1 FROM payment_requests q WHERE q.unit_id = r.unit_id AND q.kind = 'refund' AND (q.ref = '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) OR q.ref LIKE '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) || '/%')) OR EXISTS (SELECT 1 FROM desk_drafts d WHERE d.unit_id = r.unit_id AND d.ref = '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT))) AND NOT EXISTS (SELECT 1 FROM payment_requests q WHERE q.unit_id = r.unit_id AND q.kind = 'refund' AND (q.ref = '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) OR q.ref LIKE '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) || '/%') AND NOT EXISTS (SELECT 1 FROM payment_request_moves e WHERE e.unit_id = q.unit_id AND e.key = q.key AND (e.act = 'refuse' OR e.act = 'cancel' OR e.act = 'expire'))) AND NOT EXISTS (SELECT 1 FROM desk_drafts d WHERE d.unit_id = r.unit_id AND d.ref = '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) AND NOT EXISTS (SELECT 1 FROM draft_steps e WHERE e.unit_id = d.unit_id AND e.draft = d.draft AND e.state = 'dropped')) THEN 0 ELSE COALESCE(NULLIF((SELECT m.paid_fen FROM payment_request_moves m JOIN payment_requests q ON q.unit_id = m.unit_id AND q.key = m.key WHERE m.unit_id = r.unit_id AND q.kind = 'refund' AND (q.ref = '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) OR q.ref LIKE '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) || '/%') AND NOT EXISTS (SELECT 1 FROM payment_request_moves e WHERE e.unit_id = q.unit_id AND e.key = q.key AND (e.act = 'refuse' OR e.act = 'cancel' OR e.act = 'expire')) ORDER BY m.seq DESC LIMIT 1), 0), r.amount_fen) END), 0) FROM gift_refunds r WHERE r.unit_id = g.unit_id AND r.gift_year = g.year AND r.gift_number = g.number) AND NOT EXISTS (SELECT 1 FROM gift_purposes q WHERE q.unit_id = g.unit_id AND q.gift_year = g.year AND q.gift_number = g.number AND q.purpose = NEW.purpose) AND NOT EXISTS (SELECT 1 FROM consent_purposes q, purpose_consents c WHERE c.unit_id = g.unit_id AND c.gift_year = g.year AND c.gift_number = g.number AND q.unit_id = c.unit_id AND q.consent = c.number AND q.purpose = NEW.purpose AND NOT EXISTS (SELECT 1 FROM consent_withdrawals w WHERE w.unit_id = c.unit_id AND w.consent = c.number)));
END
--;;
CREATE TRIGGER gift_refunds_in_order AFTER INSERT ON gift_refunds BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.number <> 1 + (SELECT COUNT(*) FROM gift_refunds o WHERE o.unit_id = NEW.unit_id AND o.gift_year = NEW.gift_year AND o.gift_number = NEW.gift_number AND o.number < NEW.number);
  SELECT RAISE(ABORT, 'bangfu:refund') WHERE EXISTS (SELECT 1 FROM gifts g WHERE g.unit_id = NEW.unit_id AND g.year = NEW.gift_year AND g.number = NEW.gift_number AND (g.amount_fen < (SELECT COALESCE(SUM(CASE WHEN (EXISTS (SELECT 1 FROM payment_requests q WHERE q.unit_id = r.unit_id AND q.kind = 'refund' AND (q.ref = '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) OR q.ref LIKE '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) || '/%')) OR EXISTS (SELECT 1 FROM desk_drafts d WHERE d.unit_id = r.unit_id AND d.ref = '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT))) AND NOT EXISTS (SELECT 1 FROM payment_requests q WHERE q.unit_id = r.unit_id AND q.kind = 'refund' AND (q.ref = '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) OR q.ref LIKE '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) || '/%') AND NOT EXISTS (SELECT 1 FROM payment_request_moves e WHERE e.unit_id = q.unit_id AND e.key = q.key AND (e.act = 'refuse' OR e.act = 'cancel' OR e.act = 'expire'))) AND NOT EXISTS (SELECT 1 FROM desk_drafts d WHERE d.unit_id = r.unit_id AND d.ref = '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) AND NOT EXISTS (SELECT 1 FROM draft_steps e WHERE e.unit_id = d.unit_id AND e.draft = d.draft AND e.state = 'dropped')) THEN 0 ELSE COALESCE(NULLIF((SELECT m.paid_fen FROM payment_request_moves m JOIN payment_requests q ON q.unit_id = m.unit_id AND q.key = m.key WHERE m.unit_id = r.unit_id AND q.kind = 'refund' AND (q.ref = '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) OR q.ref LIKE '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) || '/%') AND NOT EXISTS (SELECT 1 FROM payment_request_moves e WHERE e.unit_id = q.unit_id AND e.key = q.key AND (e.act = 'refuse' OR e.act = 'cancel' OR e.act = 'expire')) ORDER BY m.seq DESC LIMIT 1), 0), r.amount_fen) END), 0) FROM gift_refunds r WHERE r.unit_id = g.unit_id AND r.gift_year = g.year AND r.gift_number = g.number) OR NEW.kind = 'cancel' AND g.amount_fen <> NEW.amount_fen OR g.form = 'money' AND (NEW.kind = 'refund') <> (EXISTS (SELECT 1 FROM vouchers v WHERE v.unit_id = NEW.unit_id AND v.ref = '捐赠-' || CAST(NEW.gift_year AS TEXT) || '-' || CAST(NEW.gift_number AS TEXT) AND (NOT EXISTS (SELECT 1 FROM vouchers c WHERE c.unit_id = v.unit_id AND c.corrects = v.position AND c.correction = 'full') OR EXISTS (SELECT 1 FROM vouchers c WHERE c.unit_id = v.unit_id AND c.corrects = v.position AND c.correction = 'replacement' AND NOT EXISTS (SELECT 1 FROM vouchers x WHERE x.unit_id = c.unit_id AND x.corrects = c.position AND x.correction = 'full')))))));
  SELECT RAISE(ABORT, 'bangfu:bill') WHERE EXISTS (SELECT 1 FROM bills b WHERE b.unit_id = NEW.unit_id AND b.gift_year = NEW.gift_year AND b.gift_number = NEW.gift_number AND NOT EXISTS (SELECT 1 FROM bill_voids w WHERE w.unit_id = b.unit_id AND w.code = b.code AND w.number = b.number));
END
--;;
CREATE TRIGGER bill_stocks_in_order AFTER INSERT ON bill_stocks BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.number <> 1 + (SELECT COUNT(*) FROM bill_stocks o WHERE o.unit_id = NEW.unit_id AND o.number < NEW.number);
  SELECT RAISE(ABORT, 'bangfu:bill') WHERE EXISTS (SELECT 1 FROM bill_stocks o WHERE o.unit_id = NEW.unit_id AND o.code = NEW.code AND o.number <> NEW.number AND o.first <= NEW.last AND NEW.first <= o.last);
END
--;;
CREATE TRIGGER bills_in_order AFTER INSERT ON bills BEGIN
  SELECT RAISE(ABORT, 'bangfu:bill') WHERE NOT EXISTS (SELECT 1 FROM bill_stocks k WHERE k.unit_id = NEW.unit_id AND k.code = NEW.code AND NEW.number BETWEEN k.first AND k.last AND (k.first = NEW.number OR EXISTS (SELECT 1 FROM bills o WHERE o.unit_id = NEW.unit_id AND o.code = NEW.code AND o.number = NEW.number - 1) OR EXISTS (SELECT 1 FROM bill_voids o WHERE o.unit_id = NEW.unit_id AND o.code = NEW.code AND o.number = NEW.number - 1))) OR EXISTS (SELECT 1 FROM bill_voids o WHERE o.unit_id = NEW.unit_id AND o.code = NEW.code AND o.number = NEW.number);
  SELECT RAISE(ABORT, 'bangfu:bill') WHERE EXISTS (SELECT 1 FROM bills b WHERE b.unit_id = NEW.unit_id AND b.gift_year = NEW.gift_year AND b.gift_number = NEW.gift_number AND (b.code <> NEW.code OR b.number <> NEW.number) AND NOT EXISTS (SELECT 1 FROM bill_voids w WHERE w.unit_id = b.unit_id AND w.code = b.code AND w.number = b.number));
  SELECT RAISE(ABORT, 'bangfu:bill') WHERE EXISTS (SELECT 1 FROM gifts g WHERE g.unit_id = NEW.unit_id AND g.year = NEW.gift_year AND g.number = NEW.gift_number AND g.amount_fen - (SELECT COALESCE(SUM(CASE WHEN (EXISTS (SELECT 1 FROM payment_requests q WHERE q.unit_id = r.unit_id AND q.kind = 'refund' AND (q.ref = '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) OR q.ref LIKE '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) || '/%')) OR EXISTS (SELECT 1 FROM desk_drafts d WHERE d.unit_id = r.unit_id AND d.ref = '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT))) AND NOT EXISTS (SELECT 1 FROM payment_requests q WHERE q.unit_id = r.unit_id AND q.kind = 'refund' AND (q.ref = '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) OR q.ref LIKE '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) || '/%') AND NOT EXISTS (SELECT 1 FROM payment_request_moves e WHERE e.unit_id = q.unit_id AND e.key = q.key AND (e.act = 'refuse' OR e.act = 'cancel' OR e.act = 'expire'))) AND NOT EXISTS (SELECT 1 FROM desk_drafts d WHERE d.unit_id = r.unit_id AND d.ref = '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) AND NOT EXISTS (SELECT 1 FROM draft_steps e WHERE e.unit_id = d.unit_id AND e.draft = d.draft AND e.state = 'dropped')) THEN 0 ELSE COALESCE(NULLIF((SELECT m.paid_fen FROM payment_request_moves m JOIN payment_requests q ON q.unit_id = m.unit_id AND q.key = m.key WHERE m.unit_id = r.unit_id AND q.kind = 'refund' AND (q.ref = '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) OR q.ref LIKE '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) || '/%') AND NOT EXISTS (SELECT 1 FROM payment_request_moves e WHERE e.unit_id = q.unit_id AND e.key = q.key AND (e.act = 'refuse' OR e.act = 'cancel' OR e.act = 'expire')) ORDER BY m.seq DESC LIMIT 1), 0), r.amount_fen) END), 0) FROM gift_refunds r WHERE r.unit_id = g.unit_id AND r.gift_year = g.year AND r.gift_number = g.number) <> NEW.amount_fen);
END
--;;
CREATE TRIGGER bill_voids_in_order AFTER INSERT ON bill_voids BEGIN
  SELECT RAISE(ABORT, 'bangfu:bill') WHERE NOT EXISTS (SELECT 1 FROM bills o WHERE o.unit_id = NEW.unit_id AND o.code = NEW.code AND o.number = NEW.number) AND NOT EXISTS (SELECT 1 FROM bill_stocks k WHERE k.unit_id = NEW.unit_id AND k.code = NEW.code AND NEW.number BETWEEN k.first AND k.last AND (k.first = NEW.number OR EXISTS (SELECT 1 FROM bills o WHERE o.unit_id = NEW.unit_id AND o.code = NEW.code AND o.number = NEW.number - 1) OR EXISTS (SELECT 1 FROM bill_voids o WHERE o.unit_id = NEW.unit_id AND o.code = NEW.code AND o.number = NEW.number - 1)));
END
--;;
CREATE TRIGGER confirmations_in_order AFTER INSERT ON confirmations BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.number <> 1 + (SELECT COUNT(*) FROM confirmations o WHERE o.unit_id = NEW.unit_id AND o.year = NEW.year AND o.number < NEW.number);
  SELECT RAISE(ABORT, 'bangfu:year') WHERE CAST(NEW.issued_on AS TEXT) NOT LIKE CAST(NEW.year AS TEXT) || '-%';
  SELECT RAISE(ABORT, 'bangfu:gift') WHERE EXISTS (SELECT 1 FROM gifts g WHERE g.unit_id = NEW.unit_id AND g.year = NEW.gift_year AND g.number = NEW.gift_number AND (g.amount_fen - (SELECT COALESCE(SUM(CASE WHEN (EXISTS (SELECT 1 FROM payment_requests q WHERE q.unit_id = r.unit_id AND q.kind = 'refund' AND (q.ref = '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) OR q.ref LIKE '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) || '/%')) OR EXISTS (SELECT 1 FROM desk_drafts d WHERE d.unit_id = r.unit_id AND d.ref = '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT))) AND NOT EXISTS (SELECT 1 FROM payment_requests q WHERE q.unit_id = r.unit_id AND q.kind = 'refund' AND (q.ref = '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) OR q.ref LIKE '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) || '/%') AND NOT EXISTS (SELECT 1 FROM payment_request_moves e WHERE e.unit_id = q.unit_id AND e.key = q.key AND (e.act = 'refuse' OR e.act = 'cancel' OR e.act = 'expire'))) AND NOT EXISTS (SELECT 1 FROM desk_drafts d WHERE d.unit_id = r.unit_id AND d.ref = '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) AND NOT EXISTS (SELECT 1 FROM draft_steps e WHERE e.unit_id = d.unit_id AND e.draft = d.draft AND e.state = 'dropped')) THEN 0 ELSE COALESCE(NULLIF((SELECT m.paid_fen FROM payment_request_moves m JOIN payment_requests q ON q.unit_id = m.unit_id AND q.key = m.key WHERE m.unit_id = r.unit_id AND q.kind = 'refund' AND (q.ref = '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) OR q.ref LIKE '退捐-' || CAST(r.gift_year AS TEXT) || '-' || CAST(r.gift_number AS TEXT) || '-' || CAST(r.number AS TEXT) || '/%') AND NOT EXISTS (SELECT 1 FROM payment_request_moves e WHERE e.unit_id = q.unit_id AND e.key = q.key AND (e.act = 'refuse' OR e.act = 'cancel' OR e.act = 'expire')) ORDER BY m.seq DESC LIMIT 1), 0), r.amount_fen) END), 0) FROM gift_refunds r WHERE r.unit_id = g.unit_id AND r.gift_year = g.year AND r.gift_number = g.number) <> NEW.amount_fen OR g.form = 'money' AND NOT EXISTS (SELECT 1 FROM vouchers v WHERE v.unit_id = NEW.unit_id AND v.ref = '捐赠-' || CAST(NEW.gift_year AS TEXT) || '-' || CAST(NEW.gift_number AS TEXT) AND (NOT EXISTS (SELECT 1 FROM vouchers c WHERE c.unit_id = v.unit_id AND c.corrects = v.position AND c.correction = 'full') OR EXISTS (SELECT 1 FROM vouchers c WHERE c.unit_id = v.unit_id AND c.corrects = v.position AND c.correction = 'replacement' AND NOT EXISTS (SELECT 1 FROM vouchers x WHERE x.unit_id = c.unit_id AND x.corrects = c.position AND x.correction = 'full'))))));
  SELECT RAISE(ABORT, 'bangfu:letter') WHERE EXISTS (SELECT 1 FROM confirmations l WHERE l.unit_id = NEW.unit_id AND l.gift_year = NEW.gift_year AND l.gift_number = NEW.gift_number AND NOT (l.year = NEW.year AND l.number = NEW.number) AND NOT EXISTS (SELECT 1 FROM confirmation_voids w WHERE w.unit_id = l.unit_id AND w.year = l.year AND w.number = l.number));
END
--;;
CREATE TRIGGER confirmation_voids_in_order AFTER INSERT ON confirmation_voids BEGIN
  SELECT RAISE(ABORT, 'bangfu:day') WHERE EXISTS (SELECT 1 FROM confirmations l WHERE l.unit_id = NEW.unit_id AND l.year = NEW.year AND l.number = NEW.number AND l.issued_on > NEW.voided_on);
END
--;;
CREATE TRIGGER campaign_lines_in_order AFTER INSERT ON campaign_lines BEGIN
  SELECT RAISE(ABORT, 'bangfu:L3') WHERE EXISTS (SELECT 1 FROM campaigns o WHERE o.unit_id = NEW.unit_id AND o.number = NEW.campaign);
END
--;;
CREATE TRIGGER campaigns_in_order AFTER INSERT ON campaigns BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.number <> 1 + (SELECT COUNT(*) FROM campaigns o WHERE o.unit_id = NEW.unit_id AND o.number < NEW.number);
  SELECT RAISE(ABORT, 'bangfu:campaign') WHERE NEW.lines <> (SELECT COUNT(*) FROM campaign_lines l WHERE l.unit_id = NEW.unit_id AND l.campaign = NEW.number) OR NEW.total_fen <> (SELECT COALESCE(SUM(l.amount_fen), 0) FROM campaign_lines l WHERE l.unit_id = NEW.unit_id AND l.campaign = NEW.number);
  SELECT RAISE(ABORT, 'bangfu:campaign') WHERE NEW.gifts <> (SELECT COUNT(*) FROM gifts g WHERE g.unit_id = NEW.unit_id AND g.campaign = NEW.number);
  SELECT RAISE(ABORT, 'bangfu:campaign') WHERE EXISTS (SELECT 1 FROM campaign_lines l WHERE l.unit_id = NEW.unit_id AND l.campaign = NEW.number AND NOT EXISTS (SELECT 1 FROM gifts g WHERE g.unit_id = NEW.unit_id AND g.campaign = NEW.number AND g.year = l.gift_year AND g.number = l.gift_number));
  SELECT RAISE(ABORT, 'bangfu:campaign') WHERE EXISTS (SELECT 1 FROM gifts g WHERE g.unit_id = NEW.unit_id AND g.campaign = NEW.number AND g.amount_fen <> (SELECT COALESCE(SUM(l.amount_fen), 0) FROM campaign_lines l WHERE l.unit_id = NEW.unit_id AND l.campaign = NEW.number AND l.gift_year = g.year AND l.gift_number = g.number));
END
--;;
CREATE TRIGGER consent_purposes_in_order AFTER INSERT ON consent_purposes BEGIN
  SELECT RAISE(ABORT, 'bangfu:L3') WHERE EXISTS (SELECT 1 FROM purpose_consents o WHERE o.unit_id = NEW.unit_id AND o.number = NEW.consent);
END
--;;
CREATE TRIGGER purpose_consents_in_order AFTER INSERT ON purpose_consents BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.number <> 1 + (SELECT COUNT(*) FROM purpose_consents o WHERE o.unit_id = NEW.unit_id AND o.number < NEW.number);
  SELECT RAISE(ABORT, 'bangfu:consent') WHERE NEW.until IS NULL AND NOT EXISTS (SELECT 1 FROM consent_purposes q WHERE q.unit_id = NEW.unit_id AND q.consent = NEW.number);
  SELECT RAISE(ABORT, 'bangfu:consent') WHERE NOT EXISTS (SELECT 1 FROM gifts g WHERE g.unit_id = NEW.unit_id AND g.year = NEW.gift_year AND g.number = NEW.gift_number AND g.restricted = 1 AND EXISTS (SELECT 1 FROM donors d WHERE d.unit_id = g.unit_id AND d.number = g.donor AND d.kind <> 'anonymous'));
  SELECT RAISE(ABORT, 'bangfu:gift_end') WHERE NEW.until IS NOT NULL AND NOT EXISTS (SELECT 1 FROM gifts g WHERE g.unit_id = NEW.unit_id AND g.year = NEW.gift_year AND g.number = NEW.gift_number AND g.until IS NOT NULL AND COALESCE((SELECT c.until FROM purpose_consents c WHERE c.unit_id = g.unit_id AND c.gift_year = g.year AND c.gift_number = g.number AND NOT EXISTS (SELECT 1 FROM consent_withdrawals w WHERE w.unit_id = c.unit_id AND w.consent = c.number) AND c.until IS NOT NULL AND c.number < NEW.number ORDER BY c.number DESC LIMIT 1), g.until) < NEW.until);
END
--;;
CREATE TRIGGER consent_withdrawals_in_order AFTER INSERT ON consent_withdrawals BEGIN
  SELECT RAISE(ABORT, 'bangfu:day') WHERE EXISTS (SELECT 1 FROM purpose_consents y JOIN gifts g ON g.unit_id = y.unit_id AND g.year = y.gift_year AND g.number = y.gift_number WHERE y.unit_id = NEW.unit_id AND y.number = NEW.consent AND y.given_on > NEW.withdrawn_on);
  SELECT RAISE(ABORT, 'bangfu:consent') WHERE EXISTS (SELECT 1 FROM purpose_consents y JOIN gifts g ON g.unit_id = y.unit_id AND g.year = y.gift_year AND g.number = y.gift_number WHERE y.unit_id = NEW.unit_id AND y.number = NEW.consent AND EXISTS (SELECT 1 FROM consent_purposes z WHERE z.unit_id = y.unit_id AND z.consent = y.number AND NOT EXISTS (SELECT 1 FROM gift_purposes n WHERE n.unit_id = g.unit_id AND n.gift_year = g.year AND n.gift_number = g.number AND n.purpose = z.purpose) AND (SELECT COALESCE(SUM(p.debit_fen - p.credit_fen), 0) FROM postings p JOIN vouchers v ON v.unit_id = p.unit_id AND v.position = p.position JOIN accounts o ON o.id = p.account_id AND o.spends = 1 WHERE p.unit_id = g.unit_id AND p.fund_id = g.fund_id AND p.purpose = z.purpose) > 0));
  SELECT RAISE(ABORT, 'bangfu:consent') WHERE EXISTS (SELECT 1 FROM purpose_consents y JOIN gifts g ON g.unit_id = y.unit_id AND g.year = y.gift_year AND g.number = y.gift_number WHERE y.unit_id = NEW.unit_id AND y.number = NEW.consent AND y.until IS NOT NULL AND (SELECT COALESCE(SUM(p.debit_fen - p.credit_fen), 0) FROM postings p JOIN vouchers v ON v.unit_id = p.unit_id AND v.position = p.position JOIN accounts o ON o.id = p.account_id AND o.spends = 1 WHERE p.unit_id = g.unit_id AND p.fund_id = g.fund_id AND v.dated_on > COALESCE((SELECT c.until FROM purpose_consents c WHERE c.unit_id = g.unit_id AND c.gift_year = g.year AND c.gift_number = g.number AND NOT EXISTS (SELECT 1 FROM consent_withdrawals w WHERE w.unit_id = c.unit_id AND w.consent = c.number) AND c.until IS NOT NULL AND c.number < y.number ORDER BY c.number DESC LIMIT 1), g.until)) > 0);
END
--;;
CREATE TRIGGER lineage_heads_in_order AFTER INSERT ON lineage_heads BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.after <> COALESCE((SELECT MAX(h.through) FROM lineage_heads h WHERE h.unit_id = NEW.unit_id AND h.through <> NEW.through), 0);
  SELECT RAISE(ABORT, 'bangfu:L10') WHERE NOT EXISTS (SELECT 1 FROM vouchers v WHERE v.unit_id = NEW.unit_id AND v.position = NEW.through AND v.hash = NEW.hash);
END
--;;
CREATE TRIGGER lineage_amounts_in_order AFTER INSERT ON lineage_amounts BEGIN
  SELECT RAISE(ABORT, 'bangfu:L3') WHERE EXISTS (SELECT 1 FROM lineage_heads h WHERE h.unit_id = NEW.unit_id AND h.through >= NEW.at);
  SELECT RAISE(ABORT, 'bangfu:order') WHERE EXISTS (SELECT 1 FROM lineage_amounts o WHERE o.unit_id = NEW.unit_id AND o.fund_id = NEW.fund_id AND o."side" = NEW."side" AND o."matter" = NEW."matter" AND o.at > NEW.at);
  SELECT RAISE(ABORT, 'bangfu:lineage') WHERE NEW.amount_fen <> NEW.change_fen + COALESCE((SELECT b.amount_fen FROM lineage_amounts b WHERE b.unit_id = NEW.unit_id AND b.fund_id = NEW.fund_id AND b."side" = NEW."side" AND b."matter" = NEW."matter" AND b.at < NEW.at ORDER BY b.at DESC LIMIT 1), 0);
END
--;;
CREATE TRIGGER lineage_shares_in_order AFTER INSERT ON lineage_shares BEGIN
  SELECT RAISE(ABORT, 'bangfu:L3') WHERE EXISTS (SELECT 1 FROM lineage_heads h WHERE h.unit_id = NEW.unit_id AND h.through >= NEW.at);
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.seq > 1 AND NOT EXISTS (SELECT 1 FROM lineage_shares b WHERE b.unit_id = NEW.unit_id AND b.fund_id = NEW.fund_id AND b.seq = NEW.seq - 1 AND b.at <= NEW.at);
  SELECT RAISE(ABORT, 'bangfu:lineage') WHERE NEW.used_fen <> NEW.change_fen + COALESCE((SELECT b.used_fen FROM lineage_shares b WHERE b.unit_id = NEW.unit_id AND b.fund_id = NEW.fund_id AND b."source" = NEW."source" AND b.seq < NEW.seq ORDER BY b.seq DESC LIMIT 1), 0);
  SELECT RAISE(ABORT, 'bangfu:lineage') WHERE NEW.covered_fen <> NEW.change_fen + COALESCE((SELECT b.covered_fen FROM lineage_shares b WHERE b.unit_id = NEW.unit_id AND b.fund_id = NEW.fund_id AND b."use" = NEW."use" AND b.seq < NEW.seq ORDER BY b.seq DESC LIMIT 1), 0);
  SELECT RAISE(ABORT, 'bangfu:lineage') WHERE NEW.share_fen <> NEW.change_fen + COALESCE((SELECT b.share_fen FROM lineage_shares b WHERE b.unit_id = NEW.unit_id AND b.fund_id = NEW.fund_id AND b."use" = NEW."use" AND b."source" = NEW."source" AND b.seq < NEW.seq ORDER BY b.seq DESC LIMIT 1), 0);
  SELECT RAISE(ABORT, 'bangfu:lineage') WHERE NEW.change_fen > 0 AND NEW.used_fen > COALESCE((SELECT a.amount_fen FROM lineage_amounts a WHERE a.unit_id = NEW.unit_id AND a.fund_id = NEW.fund_id AND a.side = 'source' AND a.matter = NEW."source" AND a.at <= NEW.at ORDER BY a.at DESC LIMIT 1), 0);
  SELECT RAISE(ABORT, 'bangfu:lineage') WHERE NEW.change_fen > 0 AND NEW.covered_fen > COALESCE((SELECT a.amount_fen FROM lineage_amounts a WHERE a.unit_id = NEW.unit_id AND a.fund_id = NEW.fund_id AND a.side = 'use' AND a.matter = NEW."use" AND a.at <= NEW.at ORDER BY a.at DESC LIMIT 1), 0);
END
--;;
CREATE TRIGGER lineage_keys_in_order AFTER INSERT ON lineage_keys BEGIN
  SELECT RAISE(ABORT, 'bangfu:L3') WHERE EXISTS (SELECT 1 FROM lineage_heads h WHERE h.unit_id = NEW.unit_id AND h.through >= NEW.at);
  SELECT RAISE(ABORT, 'bangfu:order') WHERE EXISTS (SELECT 1 FROM lineage_keys o WHERE o.unit_id = NEW.unit_id AND o.fund_id = NEW.fund_id AND o."request" = NEW."request" AND o."use" = NEW."use" AND o.at > NEW.at);
  SELECT RAISE(ABORT, 'bangfu:lineage') WHERE NEW.open_fen <> NEW.change_fen + COALESCE((SELECT b.open_fen FROM lineage_keys b WHERE b.unit_id = NEW.unit_id AND b.fund_id = NEW.fund_id AND b."request" = NEW."request" AND b."use" = NEW."use" AND b.at < NEW.at ORDER BY b.at DESC LIMIT 1), 0);
END
--;;
CREATE TRIGGER lineage_open_in_order AFTER INSERT ON lineage_open BEGIN
  SELECT RAISE(ABORT, 'bangfu:L3') WHERE EXISTS (SELECT 1 FROM lineage_heads h WHERE h.unit_id = NEW.unit_id AND h.through >= NEW.through);
  SELECT RAISE(ABORT, 'bangfu:lineage') WHERE NEW.side = 'source' AND NEW.left_fen <> COALESCE((SELECT a.amount_fen FROM lineage_amounts a WHERE a.unit_id = NEW.unit_id AND a.fund_id = NEW.fund_id AND a.side = 'source' AND a.matter = NEW."matter" AND a.at <= NEW.through ORDER BY a.at DESC LIMIT 1), 0) - COALESCE((SELECT b.used_fen FROM lineage_shares b WHERE b.unit_id = NEW.unit_id AND b.fund_id = NEW.fund_id AND b."source" = NEW.matter ORDER BY b.seq DESC LIMIT 1), 0);
  SELECT RAISE(ABORT, 'bangfu:lineage') WHERE NEW.side = 'use' AND NEW.left_fen <> COALESCE((SELECT a.amount_fen FROM lineage_amounts a WHERE a.unit_id = NEW.unit_id AND a.fund_id = NEW.fund_id AND a.side = 'use' AND a.matter = NEW."matter" AND a.at <= NEW.through ORDER BY a.at DESC LIMIT 1), 0) - COALESCE((SELECT b.covered_fen FROM lineage_shares b WHERE b.unit_id = NEW.unit_id AND b.fund_id = NEW.fund_id AND b."use" = NEW.matter ORDER BY b.seq DESC LIMIT 1), 0);
END
--;;
CREATE TRIGGER goods_items_in_order AFTER INSERT ON goods_items BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW."revision" > 1 AND NOT EXISTS (SELECT 1 FROM goods_items o WHERE o.unit_id = NEW.unit_id AND o.item = NEW.item AND o."revision" = NEW."revision" - 1);
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.item > 1 AND NOT EXISTS (SELECT 1 FROM goods_items o WHERE o.unit_id = NEW.unit_id AND o.item = NEW.item - 1);
  SELECT RAISE(ABORT, 'bangfu:item') WHERE EXISTS (SELECT 1 FROM goods_items o WHERE o.unit_id = NEW.unit_id AND (o.item = NEW.item AND (o.code <> NEW.code OR o.measure <> NEW.measure OR o.kind <> NEW.kind OR o.face_fen <> NEW.face_fen OR o.account <> NEW.account) OR o.item <> NEW.item AND o.code = NEW.code));
END
--;;
CREATE TRIGGER goods_methods_in_order AFTER INSERT ON goods_methods BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW."number" > 1 AND NOT EXISTS (SELECT 1 FROM goods_methods o WHERE o.unit_id = NEW.unit_id AND o."number" = NEW."number" - 1);
  SELECT RAISE(ABORT, 'bangfu:method') WHERE EXISTS (SELECT 1 FROM goods_methods o WHERE o.unit_id = NEW.unit_id AND o.number < NEW.number AND o.since >= NEW.since) OR EXISTS (SELECT 1 FROM goods_moves o WHERE o.unit_id = NEW.unit_id AND o.method <> '' AND o.dated_on >= NEW.since);
END
--;;
CREATE TRIGGER goods_moves_in_order AFTER INSERT ON goods_moves BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW."move" > 1 AND NOT EXISTS (SELECT 1 FROM goods_moves o WHERE o.unit_id = NEW.unit_id AND o."move" = NEW."move" - 1);
  SELECT RAISE(ABORT, 'bangfu:serial') WHERE COALESCE((SELECT CASE i.kind WHEN 'voucher' THEN NEW.quantity_milli ELSE 0 END FROM goods_items i WHERE i.unit_id = NEW.unit_id AND i.item = NEW.item AND i.revision = 1), -1) <> (COALESCE((SELECT SUM(r.last_no - r.first_no + 1) FROM goods_ranges r WHERE r.unit_id = NEW.unit_id AND r.move = NEW.move), 0) + COALESCE((SELECT SUM(r.last_no - r.first_no + 1) FROM goods_serials r WHERE r.unit_id = NEW.unit_id AND r.move = NEW.move), 0)) * 1000;
  SELECT RAISE(ABORT, 'bangfu:serial') WHERE EXISTS (SELECT 1 FROM goods_ranges r WHERE r.unit_id = NEW.unit_id AND r.move = NEW.move AND (r.item <> NEW.item OR (NEW.kind = 'issue' OR NEW.kind = 'void' OR NEW.kind = 'short') OR NEW.kind = 'return'));
  SELECT RAISE(ABORT, 'bangfu:serial') WHERE EXISTS (SELECT 1 FROM goods_serials r JOIN goods_moves m ON m.unit_id = r.unit_id AND m.move = r.range_move WHERE r.unit_id = NEW.unit_id AND r.move = NEW.move AND (m.item <> NEW.item OR m.fund_id <> NEW.fund_id OR COALESCE(r.source, 0) <> COALESCE(NEW.source, 0) OR NOT ((NEW.kind = 'issue' OR NEW.kind = 'void' OR NEW.kind = 'short') OR NEW.kind = 'return')));
  SELECT RAISE(ABORT, 'bangfu:stock') WHERE (NEW.kind = 'issue' OR NEW.kind = 'void' OR NEW.kind = 'short') AND (NOT EXISTS (SELECT 1 FROM goods_takings t WHERE t.unit_id = NEW.unit_id AND t.move = NEW.move GROUP BY t.move HAVING SUM(t.quantity_milli) = NEW.quantity_milli AND SUM(t.cost_fen) = NEW.cost_fen) OR EXISTS (SELECT 1 FROM goods_takings t JOIN goods_moves l ON l.unit_id = t.unit_id AND l.move = t.lot WHERE t.unit_id = NEW.unit_id AND t.move = NEW.move AND (l.item <> NEW.item OR l.fund_id <> NEW.fund_id OR l.dated_on > NEW.dated_on))) OR NOT (NEW.kind = 'issue' OR NEW.kind = 'void' OR NEW.kind = 'short') AND EXISTS (SELECT 1 FROM goods_takings t WHERE t.unit_id = NEW.unit_id AND t.move = NEW.move);
  SELECT RAISE(ABORT, 'bangfu:stock') WHERE (NEW.kind = 'issue' OR NEW.kind = 'void' OR NEW.kind = 'short') AND EXISTS (SELECT 1 FROM goods_moves m WHERE m.unit_id = NEW.unit_id AND m.item = NEW.item AND m.fund_id = NEW.fund_id AND m.method <> '' AND m.dated_on > NEW.dated_on AND NOT (EXISTS (SELECT 1 FROM draft_steps x WHERE x.unit_id = NEW.unit_id AND x.draft = m.draft AND x.state = 'dropped') OR EXISTS (SELECT 1 FROM vouchers v JOIN vouchers r ON r.unit_id = v.unit_id AND r.corrects = v.position AND r.correction = 'full' WHERE v.unit_id = NEW.unit_id AND v.ref = m.ref)));
  SELECT RAISE(ABORT, 'bangfu:method') WHERE (NEW.kind = 'issue' OR NEW.kind = 'void' OR NEW.kind = 'short') AND NOT EXISTS (SELECT 1 FROM goods_methods h WHERE h.unit_id = NEW.unit_id AND h.method = NEW.method AND h.since <= NEW.dated_on AND NOT EXISTS (SELECT 1 FROM goods_methods l WHERE l.unit_id = NEW.unit_id AND l.since > h.since AND l.since <= NEW.dated_on));
  SELECT RAISE(ABORT, 'bangfu:L8') WHERE NEW.purpose <> '' AND NOT EXISTS (SELECT 1 FROM fund_purposes u WHERE u.unit_id = NEW.unit_id AND u.fund_id = NEW.fund_id AND u.purpose = NEW.purpose);
  SELECT RAISE(ABORT, 'bangfu:return') WHERE NEW.source IS NOT NULL AND (NOT EXISTS (SELECT 1 FROM goods_moves m WHERE m.unit_id = NEW.unit_id AND m.move = NEW.source AND (NOT (EXISTS (SELECT 1 FROM draft_steps x WHERE x.unit_id = NEW.unit_id AND x.draft = m.draft AND x.state = 'dropped') OR EXISTS (SELECT 1 FROM vouchers v JOIN vouchers r ON r.unit_id = v.unit_id AND r.corrects = v.position AND r.correction = 'full' WHERE v.unit_id = NEW.unit_id AND v.ref = m.ref)) AND (m.draft IS NULL OR EXISTS (SELECT 1 FROM vouchers v WHERE v.unit_id = NEW.unit_id AND v.ref = m.ref))) AND m.kind = 'issue' AND m.item = NEW.item AND m.fund_id = NEW.fund_id AND m.dated_on <= NEW.dated_on) OR EXISTS (SELECT 1 FROM goods_moves o WHERE o.unit_id = NEW.unit_id AND o.move = NEW.source AND (o.quantity_milli < (SELECT SUM(m.quantity_milli) FROM goods_moves m WHERE m.unit_id = NEW.unit_id AND m.source = NEW.source AND NOT (EXISTS (SELECT 1 FROM draft_steps x WHERE x.unit_id = NEW.unit_id AND x.draft = m.draft AND x.state = 'dropped') OR EXISTS (SELECT 1 FROM vouchers v JOIN vouchers r ON r.unit_id = v.unit_id AND r.corrects = v.position AND r.correction = 'full' WHERE v.unit_id = NEW.unit_id AND v.ref = m.ref))) OR o.cost_fen < (SELECT SUM(m.cost_fen) FROM goods_moves m WHERE m.unit_id = NEW.unit_id AND m.source = NEW.source AND NOT (EXISTS (SELECT 1 FROM draft_steps x WHERE x.unit_id = NEW.unit_id AND x.draft = m.draft AND x.state = 'dropped') OR EXISTS (SELECT 1 FROM vouchers v JOIN vouchers r ON r.unit_id = v.unit_id AND r.corrects = v.position AND r.correction = 'full' WHERE v.unit_id = NEW.unit_id AND v.ref = m.ref))))));
  SELECT RAISE(ABORT, 'bangfu:count') WHERE NEW.counting IS NOT NULL AND (SELECT SUM(CASE m.kind WHEN 'over' THEN m.quantity_milli ELSE -m.quantity_milli END) FROM goods_moves m WHERE m.unit_id = NEW.unit_id AND m.counting = NEW.counting AND m.item = NEW.item AND m.fund_id = NEW.fund_id) <> COALESCE((SELECT l.counted_milli - l.book_milli FROM goods_count_lines l WHERE l.unit_id = NEW.unit_id AND l.counting = NEW.counting AND l.item = NEW.item AND l.fund_id = NEW.fund_id), 0);
  SELECT RAISE(ABORT, 'bangfu:desk') WHERE NEW.draft IS NOT NULL AND NOT EXISTS (SELECT 1 FROM desk_drafts d WHERE d.unit_id = NEW.unit_id AND d.draft = NEW.draft AND d.ref = NEW.ref) OR NEW.kind = 'opening' AND NOT EXISTS (SELECT 1 FROM vouchers v WHERE v.unit_id = NEW.unit_id AND v.ref = NEW.ref);
END
--;;
CREATE TRIGGER goods_takings_in_order AFTER INSERT ON goods_takings BEGIN
  SELECT RAISE(ABORT, 'bangfu:L3') WHERE EXISTS (SELECT 1 FROM goods_moves m WHERE m.unit_id = NEW.unit_id AND m.move = NEW.move);
  SELECT RAISE(ABORT, 'bangfu:stock') WHERE NOT EXISTS (SELECT 1 FROM goods_moves m WHERE m.unit_id = NEW.unit_id AND m.move = NEW.lot AND (NOT (EXISTS (SELECT 1 FROM draft_steps x WHERE x.unit_id = NEW.unit_id AND x.draft = m.draft AND x.state = 'dropped') OR EXISTS (SELECT 1 FROM vouchers v JOIN vouchers r ON r.unit_id = v.unit_id AND r.corrects = v.position AND r.correction = 'full' WHERE v.unit_id = NEW.unit_id AND v.ref = m.ref)) AND (m.draft IS NULL OR EXISTS (SELECT 1 FROM vouchers v WHERE v.unit_id = NEW.unit_id AND v.ref = m.ref))) AND (m.kind = 'opening' OR m.kind = 'purchase' OR m.kind = 'gift' OR m.kind = 'return' OR m.kind = 'over'));
  SELECT RAISE(ABORT, 'bangfu:stock') WHERE (SELECT SUM(t.quantity_milli) FROM goods_takings t WHERE t.unit_id = NEW.unit_id AND t.lot = NEW.lot AND NOT EXISTS (SELECT 1 FROM goods_moves m WHERE m.unit_id = NEW.unit_id AND m.move = t.move AND (EXISTS (SELECT 1 FROM draft_steps x WHERE x.unit_id = NEW.unit_id AND x.draft = m.draft AND x.state = 'dropped') OR EXISTS (SELECT 1 FROM vouchers v JOIN vouchers r ON r.unit_id = v.unit_id AND r.corrects = v.position AND r.correction = 'full' WHERE v.unit_id = NEW.unit_id AND v.ref = m.ref)))) > (SELECT o.quantity_milli FROM goods_moves o WHERE o.unit_id = NEW.unit_id AND o.move = NEW.lot);
END
--;;
CREATE TRIGGER goods_ranges_in_order AFTER INSERT ON goods_ranges BEGIN
  SELECT RAISE(ABORT, 'bangfu:L3') WHERE EXISTS (SELECT 1 FROM goods_moves m WHERE m.unit_id = NEW.unit_id AND m.move = NEW.move);
  SELECT RAISE(ABORT, 'bangfu:serial') WHERE EXISTS (SELECT 1 FROM goods_ranges o WHERE o.unit_id = NEW.unit_id AND o.item = NEW.item AND o.prefix = NEW.prefix AND o.width = NEW.width AND o.first_no <= NEW.last_no AND o.last_no >= NEW.first_no AND NOT (o.move = NEW.move AND o.part = NEW.part) AND NOT EXISTS (SELECT 1 FROM goods_moves m WHERE m.unit_id = NEW.unit_id AND m.move = o.move AND (EXISTS (SELECT 1 FROM draft_steps x WHERE x.unit_id = NEW.unit_id AND x.draft = m.draft AND x.state = 'dropped') OR EXISTS (SELECT 1 FROM vouchers v JOIN vouchers r ON r.unit_id = v.unit_id AND r.corrects = v.position AND r.correction = 'full' WHERE v.unit_id = NEW.unit_id AND v.ref = m.ref))));
END
--;;
CREATE TRIGGER goods_serials_in_order AFTER INSERT ON goods_serials BEGIN
  SELECT RAISE(ABORT, 'bangfu:L3') WHERE EXISTS (SELECT 1 FROM goods_moves m WHERE m.unit_id = NEW.unit_id AND m.move = NEW.move);
  SELECT RAISE(ABORT, 'bangfu:serial') WHERE NOT EXISTS (SELECT 1 FROM goods_ranges r WHERE r.unit_id = NEW.unit_id AND r.move = NEW.range_move AND r.part = NEW.range_part AND r.first_no <= NEW.first_no AND r.last_no >= NEW.last_no) OR NOT EXISTS (SELECT 1 FROM goods_moves m WHERE m.unit_id = NEW.unit_id AND m.move = NEW.range_move AND (NOT (EXISTS (SELECT 1 FROM draft_steps x WHERE x.unit_id = NEW.unit_id AND x.draft = m.draft AND x.state = 'dropped') OR EXISTS (SELECT 1 FROM vouchers v JOIN vouchers r ON r.unit_id = v.unit_id AND r.corrects = v.position AND r.correction = 'full' WHERE v.unit_id = NEW.unit_id AND v.ref = m.ref)) AND (m.draft IS NULL OR EXISTS (SELECT 1 FROM vouchers v WHERE v.unit_id = NEW.unit_id AND v.ref = m.ref))));
  SELECT RAISE(ABORT, 'bangfu:serial') WHERE NEW.source IS NULL AND EXISTS (SELECT 1 FROM goods_serials o WHERE o.unit_id = NEW.unit_id AND o.range_move = NEW.range_move AND o.range_part = NEW.range_part AND o.source IS NULL AND o.first_no <= NEW.last_no AND o.last_no >= NEW.first_no AND NOT (o.move = NEW.move AND o.part = NEW.part) AND NOT EXISTS (SELECT 1 FROM goods_moves m WHERE m.unit_id = NEW.unit_id AND m.move = o.move AND (EXISTS (SELECT 1 FROM draft_steps x WHERE x.unit_id = NEW.unit_id AND x.draft = m.draft AND x.state = 'dropped') OR EXISTS (SELECT 1 FROM vouchers v JOIN vouchers r ON r.unit_id = v.unit_id AND r.corrects = v.position AND r.correction = 'full' WHERE v.unit_id = NEW.unit_id AND v.ref = m.ref))) AND (CASE WHEN o.last_no < NEW.last_no THEN o.last_no ELSE NEW.last_no END - CASE WHEN o.first_no > NEW.first_no THEN o.first_no ELSE NEW.first_no END + 1) > COALESCE((SELECT SUM((CASE WHEN b.last_no < NEW.last_no THEN b.last_no ELSE NEW.last_no END - CASE WHEN b.first_no > NEW.first_no THEN b.first_no ELSE NEW.first_no END + 1)) FROM goods_serials b WHERE b.unit_id = NEW.unit_id AND b.range_move = NEW.range_move AND b.range_part = NEW.range_part AND b.source = o.move AND b.first_no >= o.first_no AND b.last_no <= o.last_no AND b.first_no <= NEW.last_no AND b.last_no >= NEW.first_no AND EXISTS (SELECT 1 FROM goods_moves m WHERE m.unit_id = NEW.unit_id AND m.move = b.move AND (NOT (EXISTS (SELECT 1 FROM draft_steps x WHERE x.unit_id = NEW.unit_id AND x.draft = m.draft AND x.state = 'dropped') OR EXISTS (SELECT 1 FROM vouchers v JOIN vouchers r ON r.unit_id = v.unit_id AND r.corrects = v.position AND r.correction = 'full' WHERE v.unit_id = NEW.unit_id AND v.ref = m.ref)) AND (m.draft IS NULL OR EXISTS (SELECT 1 FROM vouchers v WHERE v.unit_id = NEW.unit_id AND v.ref = m.ref))))), 0));
  SELECT RAISE(ABORT, 'bangfu:serial') WHERE NEW.source IS NOT NULL AND (NOT EXISTS (SELECT 1 FROM goods_serials o WHERE o.unit_id = NEW.unit_id AND o.range_move = NEW.range_move AND o.range_part = NEW.range_part AND o.move = NEW.source AND o.source IS NULL AND o.first_no <= NEW.first_no AND o.last_no >= NEW.last_no) OR EXISTS (SELECT 1 FROM goods_serials o WHERE o.unit_id = NEW.unit_id AND o.range_move = NEW.range_move AND o.range_part = NEW.range_part AND o.source = NEW.source AND o.first_no <= NEW.last_no AND o.last_no >= NEW.first_no AND NOT (o.move = NEW.move AND o.part = NEW.part) AND NOT EXISTS (SELECT 1 FROM goods_moves m WHERE m.unit_id = NEW.unit_id AND m.move = o.move AND (EXISTS (SELECT 1 FROM draft_steps x WHERE x.unit_id = NEW.unit_id AND x.draft = m.draft AND x.state = 'dropped') OR EXISTS (SELECT 1 FROM vouchers v JOIN vouchers r ON r.unit_id = v.unit_id AND r.corrects = v.position AND r.correction = 'full' WHERE v.unit_id = NEW.unit_id AND v.ref = m.ref)))));
END
--;;
CREATE TRIGGER goods_signatures_in_order AFTER INSERT ON goods_signatures BEGIN
  SELECT RAISE(ABORT, 'bangfu:signature') WHERE NOT EXISTS (SELECT 1 FROM goods_moves m WHERE m.unit_id = NEW.unit_id AND m.move = NEW.move AND m.kind = 'issue' AND m.dated_on <= NEW.signed_on AND (m.recipient = NEW.signer OR NEW.authorised <> '') AND NOT (EXISTS (SELECT 1 FROM draft_steps x WHERE x.unit_id = NEW.unit_id AND x.draft = m.draft AND x.state = 'dropped') OR EXISTS (SELECT 1 FROM vouchers v JOIN vouchers r ON r.unit_id = v.unit_id AND r.corrects = v.position AND r.correction = 'full' WHERE v.unit_id = NEW.unit_id AND v.ref = m.ref)));
END
--;;
CREATE TRIGGER goods_counts_in_order AFTER INSERT ON goods_counts BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW."number" > 1 AND NOT EXISTS (SELECT 1 FROM goods_counts o WHERE o.unit_id = NEW.unit_id AND o."number" = NEW."number" - 1);
  SELECT RAISE(ABORT, 'bangfu:count') WHERE NOT EXISTS (SELECT 1 FROM goods_count_lines l WHERE l.unit_id = NEW.unit_id AND l.counting = NEW.number) OR NEW.approval = '' AND EXISTS (SELECT 1 FROM goods_count_lines l WHERE l.unit_id = NEW.unit_id AND l.counting = NEW.number AND l.counted_milli <> l.book_milli);
END
--;;
CREATE TRIGGER goods_count_lines_in_order AFTER INSERT ON goods_count_lines BEGIN
  SELECT RAISE(ABORT, 'bangfu:L3') WHERE EXISTS (SELECT 1 FROM goods_counts c WHERE c.unit_id = NEW.unit_id AND c.number = NEW.counting);
END
--;;
CREATE TRIGGER bank_accounts_in_order AFTER INSERT ON bank_accounts BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.number <> 1 + (SELECT COALESCE(MAX(o.number), 0) FROM bank_accounts o WHERE o.unit_id = NEW.unit_id AND o.number <> NEW.number);
  SELECT RAISE(ABORT, 'bangfu:account') WHERE NOT EXISTS (SELECT 1 FROM accounts a WHERE a.id = NEW.account_id AND a.money = 1 AND a.role <> 'cash');
END
--;;
CREATE TRIGGER bank_mappings_in_order AFTER INSERT ON bank_mappings BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.revision <> 1 + (SELECT COALESCE(MAX(o.revision), 0) FROM bank_mappings o WHERE o.unit_id = NEW.unit_id AND o.bank = NEW.bank AND o.revision <> NEW.revision);
END
--;;
CREATE TRIGGER bank_rows_in_order AFTER INSERT ON bank_rows BEGIN
  SELECT RAISE(ABORT, 'bangfu:L3') WHERE NEW.statement <> 1 + (SELECT COALESCE(MAX(t.statement), 0) FROM bank_statements t WHERE t.unit_id = NEW.unit_id);
END
--;;
CREATE TRIGGER bank_statements_in_order AFTER INSERT ON bank_statements BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.statement <> 1 + (SELECT COALESCE(MAX(o.statement), 0) FROM bank_statements o WHERE o.unit_id = NEW.unit_id AND o.statement <> NEW.statement);
  SELECT RAISE(ABORT, 'bangfu:bank') WHERE NEW.new_rows <> (SELECT COUNT(*) FROM bank_rows r WHERE r.unit_id = NEW.unit_id AND r.statement = NEW.statement);
  SELECT RAISE(ABORT, 'bangfu:bank') WHERE EXISTS (SELECT 1 FROM bank_rows r WHERE r.unit_id = NEW.unit_id AND r.statement = NEW.statement AND (r.account <> NEW.account OR r."row" > NEW."rows" OR r.booked_on < NEW.since OR r.booked_on > NEW.until));
  SELECT RAISE(ABORT, 'bangfu:bank') WHERE NEW.opening_fen + NEW.known_fen + (SELECT COALESCE(SUM(r.amount_fen), 0) FROM bank_rows r WHERE r.unit_id = NEW.unit_id AND r.statement = NEW.statement) <> NEW.closing_fen;
  SELECT RAISE(ABORT, 'bangfu:bank') WHERE NEW."rows" - NEW.new_rows > (SELECT COUNT(*) FROM bank_rows k WHERE k.unit_id = NEW.unit_id AND k.account = NEW.account AND k.booked_on >= NEW.since AND k.booked_on <= NEW.until AND k.statement < NEW.statement);
  SELECT RAISE(ABORT, 'bangfu:bank') WHERE EXISTS (SELECT 1 FROM bank_statements p WHERE p.unit_id = NEW.unit_id AND p.account = NEW.account AND p.until < NEW.since AND p.closing_fen <> NEW.opening_fen AND NOT EXISTS (SELECT 1 FROM bank_statements q WHERE q.unit_id = NEW.unit_id AND q.account = NEW.account AND q.statement <> p.statement AND q.statement <> NEW.statement AND q.until >= p.until));
  SELECT RAISE(ABORT, 'bangfu:bank') WHERE EXISTS (SELECT 1 FROM bank_accounts a WHERE a.unit_id = NEW.unit_id AND a.number = NEW.account AND a.since > NEW.since);
  SELECT RAISE(ABORT, 'bangfu:locked') WHERE EXISTS (SELECT 1 FROM reconciliations c WHERE c.unit_id = NEW.unit_id AND c.account = NEW.account AND NOT EXISTS (SELECT 1 FROM reconciliation_reopenings o WHERE o.unit_id = c.unit_id AND o.account = c.account AND o.number = c.number) AND EXISTS (SELECT 1 FROM bank_rows b WHERE b.unit_id = NEW.unit_id AND b.account = NEW.account AND b.statement = NEW.statement AND b.booked_on <= c.until));
END
--;;
CREATE TRIGGER bank_entries_in_order AFTER INSERT ON bank_entries BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.step <> 1 + (SELECT COUNT(*) FROM bank_entries o WHERE o.unit_id = NEW.unit_id AND o.statement = NEW.statement AND o."row" = NEW."row" AND o.step < NEW.step);
  SELECT RAISE(ABORT, 'bangfu:bank') WHERE EXISTS (SELECT 1 FROM bank_entries o WHERE o.unit_id = NEW.unit_id AND o.statement = NEW.statement AND o."row" = NEW."row" AND o.step = NEW.step - 1 AND NOT (EXISTS (SELECT 1 FROM draft_steps t WHERE t.unit_id = o.unit_id AND t.draft = o.draft AND t.state = 'dropped') OR EXISTS (SELECT 1 FROM vouchers v JOIN vouchers c ON c.unit_id = v.unit_id AND c.corrects = v.position AND c.correction = 'full' WHERE v.unit_id = o.unit_id AND v.ref = o.ref AND NOT EXISTS (SELECT 1 FROM vouchers r WHERE r.unit_id = v.unit_id AND r.corrects = v.position AND r.correction = 'replacement'))));
  SELECT RAISE(ABORT, 'bangfu:bank') WHERE NOT EXISTS (SELECT 1 FROM desk_drafts d WHERE d.unit_id = NEW.unit_id AND d.draft = NEW.draft AND d.ref = NEW.ref);
  SELECT RAISE(ABORT, 'bangfu:bank') WHERE NOT EXISTS (SELECT 1 FROM bank_rows b WHERE b.unit_id = NEW.unit_id AND b.statement = NEW.statement AND b."row" = NEW."row" AND CASE NEW.kind WHEN 'fee' THEN b.kind = 'fee' AND b.amount_fen = -NEW.amount_fen WHEN 'interest' THEN b.kind = 'interest' AND b.amount_fen = NEW.amount_fen ELSE (b.kind = 'return' OR b.kind = '') AND b.amount_fen = NEW.amount_fen AND b.booked_on < NEW.limit_on END);
  SELECT RAISE(ABORT, 'bangfu:bank') WHERE NEW.request <> '' AND NOT EXISTS (SELECT 1 FROM payment_requests q WHERE q.unit_id = NEW.unit_id AND q.key = NEW.request AND (q.kind = 'fee') = (NEW.kind = 'fee'));
  SELECT RAISE(ABORT, 'bangfu:bank') WHERE NEW.kind = 'return' AND NEW.amount_fen > COALESCE((SELECT SUM(p.debit_fen - p.credit_fen) FROM payment_request_moves m JOIN postings p ON p.unit_id = m.unit_id AND p.position = m.position AND p.request = m.key JOIN accounts a ON a.id = p.account_id AND a.money = 0 WHERE m.unit_id = NEW.unit_id AND m.key = NEW.request AND p.fund_id = NEW.fund_id AND p.party = NEW.party AND p.recipient = NEW.recipient), 0) - COALESCE((SELECT SUM(o.amount_fen) FROM bank_entries o WHERE o.unit_id = NEW.unit_id AND o.request = NEW.request AND o.kind = 'return' AND o.fund_id = NEW.fund_id AND o.party = NEW.party AND o.recipient = NEW.recipient AND o.draft <> NEW.draft AND NOT EXISTS (SELECT 1 FROM vouchers v WHERE v.unit_id = o.unit_id AND v.ref = o.ref) AND NOT EXISTS (SELECT 1 FROM draft_steps t WHERE t.unit_id = o.unit_id AND t.draft = o.draft AND t.state = 'dropped')), 0);
END
--;;
CREATE TRIGGER return_endings_in_order AFTER INSERT ON return_endings BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.step <> 1 + (SELECT COUNT(*) FROM return_endings o WHERE o.unit_id = NEW.unit_id AND o.statement = NEW.statement AND o."row" = NEW."row" AND o.step < NEW.step);
  SELECT RAISE(ABORT, 'bangfu:bank') WHERE EXISTS (SELECT 1 FROM return_endings o WHERE o.unit_id = NEW.unit_id AND o.statement = NEW.statement AND o."row" = NEW."row" AND o.step = NEW.step - 1 AND NOT (EXISTS (SELECT 1 FROM draft_steps t WHERE t.unit_id = o.unit_id AND t.draft = o.draft AND t.state = 'dropped') OR EXISTS (SELECT 1 FROM vouchers v JOIN vouchers c ON c.unit_id = v.unit_id AND c.corrects = v.position AND c.correction = 'full' WHERE v.unit_id = o.unit_id AND v.ref = o.ref AND NOT EXISTS (SELECT 1 FROM vouchers r WHERE r.unit_id = v.unit_id AND r.corrects = v.position AND r.correction = 'replacement'))));
  SELECT RAISE(ABORT, 'bangfu:bank') WHERE NOT EXISTS (SELECT 1 FROM desk_drafts d WHERE d.unit_id = NEW.unit_id AND d.draft = NEW.draft AND d.ref = NEW.ref);
  SELECT RAISE(ABORT, 'bangfu:bank') WHERE NOT EXISTS (SELECT 1 FROM bank_entries e WHERE e.unit_id = NEW.unit_id AND e.statement = NEW.statement AND e."row" = NEW."row" AND e.kind = 'return' AND e.limit_on <= NEW.ended_on AND e.amount_fen >= NEW.amount_fen AND NOT (EXISTS (SELECT 1 FROM draft_steps t WHERE t.unit_id = e.unit_id AND t.draft = e.draft AND t.state = 'dropped') OR EXISTS (SELECT 1 FROM vouchers v JOIN vouchers c ON c.unit_id = v.unit_id AND c.corrects = v.position AND c.correction = 'full' WHERE v.unit_id = e.unit_id AND v.ref = e.ref AND NOT EXISTS (SELECT 1 FROM vouchers r WHERE r.unit_id = v.unit_id AND r.corrects = v.position AND r.correction = 'replacement'))));
END
--;;
CREATE TRIGGER return_limits_in_order AFTER INSERT ON return_limits BEGIN
  SELECT RAISE(ABORT, 'bangfu:resolution') WHERE NOT EXISTS (SELECT 1 FROM resolutions r WHERE r.unit_id = NEW.unit_id AND r.key = NEW.resolution AND r.adopted = 1);
  SELECT RAISE(ABORT, 'bangfu:order') WHERE EXISTS (SELECT 1 FROM return_limits o WHERE o.unit_id = NEW.unit_id AND o.since > NEW.since);
END
--;;
CREATE TRIGGER matched_rows_in_order AFTER INSERT ON matched_rows BEGIN
  SELECT RAISE(ABORT, 'bangfu:L3') WHERE NEW.run <> 1 + COALESCE((SELECT MAX(t.run) FROM match_runs t WHERE t.unit_id = NEW.unit_id), 0) OR NEW."match" <= COALESCE((SELECT t.last_match FROM match_runs t WHERE t.unit_id = NEW.unit_id AND t.run = NEW.run - 1), 0);
END
--;;
CREATE TRIGGER matched_postings_in_order AFTER INSERT ON matched_postings BEGIN
  SELECT RAISE(ABORT, 'bangfu:L3') WHERE NEW.run <> 1 + COALESCE((SELECT MAX(t.run) FROM match_runs t WHERE t.unit_id = NEW.unit_id), 0) OR NEW."match" <= COALESCE((SELECT t.last_match FROM match_runs t WHERE t.unit_id = NEW.unit_id AND t.run = NEW.run - 1), 0);
END
--;;
CREATE TRIGGER match_runs_in_order AFTER INSERT ON match_runs BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.run <> 1 + (SELECT COALESCE(MAX(o.run), 0) FROM match_runs o WHERE o.unit_id = NEW.unit_id AND o.run <> NEW.run) OR NEW.first_match <> 1 + COALESCE((SELECT o.last_match FROM match_runs o WHERE o.unit_id = NEW.unit_id AND o.run = NEW.run - 1), 0);
  SELECT RAISE(ABORT, 'bangfu:match') WHERE NEW.lines <> (SELECT COUNT(*) FROM matched_rows m WHERE m.unit_id = NEW.unit_id AND m."match" >= NEW.first_match) + (SELECT COUNT(*) FROM matched_postings m WHERE m.unit_id = NEW.unit_id AND m."match" >= NEW.first_match);
  SELECT RAISE(ABORT, 'bangfu:match') WHERE NEW.last_match - NEW.first_match + 1 <> (SELECT CASE WHEN MAX(ABS(y.fen)) = 0 AND MAX(y."match") = NEW.last_match THEN COUNT(*) ELSE -1 END FROM (SELECT x."match", SUM(x.fen) AS fen FROM (SELECT m."match", m.amount_fen AS fen FROM matched_rows m WHERE m.unit_id = NEW.unit_id AND m."match" >= NEW.first_match UNION ALL SELECT m."match", -m.amount_fen AS fen FROM matched_postings m WHERE m.unit_id = NEW.unit_id AND m."match" >= NEW.first_match) x GROUP BY x."match") y);
  SELECT RAISE(ABORT, 'bangfu:match') WHERE EXISTS (SELECT 1 FROM matched_rows m WHERE m.unit_id = NEW.unit_id AND m."match" >= NEW.first_match AND COALESCE((SELECT CASE WHEN b.account = NEW.account AND b.amount_fen = m.amount_fen THEN 1 END FROM bank_rows b WHERE b.unit_id = m.unit_id AND b.statement = m.statement AND b."row" = m."row"), 0) = 0);
  SELECT RAISE(ABORT, 'bangfu:match') WHERE EXISTS (SELECT 1 FROM matched_postings m WHERE m.unit_id = NEW.unit_id AND m."match" >= NEW.first_match AND COALESCE((SELECT CASE WHEN p.account_id = (SELECT a.account_id FROM bank_accounts a WHERE a.unit_id = NEW.unit_id AND a.number = NEW.account) AND p.debit_fen - p.credit_fen = m.amount_fen THEN 1 END FROM postings p WHERE p.unit_id = m.unit_id AND p.position = m.position AND p.line = m.line), 0) = 0);
  SELECT RAISE(ABORT, 'bangfu:match') WHERE EXISTS (SELECT 1 FROM matched_postings m WHERE m.unit_id = NEW.unit_id AND m."match" >= NEW.first_match AND COALESCE((SELECT CASE WHEN v.kind <> '期初' OR NEW.method = 'person' THEN 1 END FROM vouchers v WHERE v.unit_id = m.unit_id AND v.position = m.position), 0) = 0);
  SELECT RAISE(ABORT, 'bangfu:match') WHERE EXISTS (SELECT 1 FROM matched_rows m WHERE m.unit_id = NEW.unit_id AND m."match" >= NEW.first_match AND m.attempt > 1 AND 0 = (SELECT COUNT(*) FROM matched_rows o, unmatches u WHERE o.unit_id = m.unit_id AND o."statement" = m."statement" AND o."row" = m."row" AND o.attempt = m.attempt - 1 AND u.unit_id = o.unit_id AND u."match" = o."match"));
  SELECT RAISE(ABORT, 'bangfu:match') WHERE EXISTS (SELECT 1 FROM matched_postings m WHERE m.unit_id = NEW.unit_id AND m."match" >= NEW.first_match AND m.attempt > 1 AND 0 = (SELECT COUNT(*) FROM matched_postings o, unmatches u WHERE o.unit_id = m.unit_id AND o."position" = m."position" AND o."line" = m."line" AND o.attempt = m.attempt - 1 AND u.unit_id = o.unit_id AND u."match" = o."match"));
END
--;;
CREATE TRIGGER unmatches_in_order AFTER INSERT ON unmatches BEGIN
  SELECT RAISE(ABORT, 'bangfu:match') WHERE NEW."match" < 1 OR NEW."match" > COALESCE((SELECT t.last_match FROM match_runs t WHERE t.unit_id = NEW.unit_id ORDER BY t.run DESC LIMIT 1), 0);
  SELECT RAISE(ABORT, 'bangfu:locked') WHERE EXISTS (SELECT 1 FROM match_runs r JOIN reconciliations c ON c.unit_id = r.unit_id AND c.account = r.account WHERE r.unit_id = NEW.unit_id AND NEW."match" BETWEEN r.first_match AND r.last_match AND c.last_match >= NEW."match" AND NOT EXISTS (SELECT 1 FROM reconciliation_reopenings o WHERE o.unit_id = c.unit_id AND o.account = c.account AND o.number = c.number) AND (EXISTS (SELECT 1 FROM matched_rows m JOIN bank_rows b ON b.unit_id = m.unit_id AND b.statement = m.statement AND b."row" = m."row" WHERE m.unit_id = NEW.unit_id AND m."match" = NEW."match" AND b.booked_on <= c.until) OR EXISTS (SELECT 1 FROM matched_postings m JOIN vouchers v ON v.unit_id = m.unit_id AND v.position = m.position WHERE m.unit_id = NEW.unit_id AND m."match" = NEW."match" AND v.dated_on <= c.until)));
END
--;;
CREATE TRIGGER cash_counts_in_order AFTER INSERT ON cash_counts BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.number <> 1 + (SELECT COALESCE(MAX(o.number), 0) FROM cash_counts o WHERE o.unit_id = NEW.unit_id AND o.number <> NEW.number);
  SELECT RAISE(ABORT, 'bangfu:account') WHERE NOT EXISTS (SELECT 1 FROM accounts a WHERE a.id = NEW.account_id AND a.role = 'cash');
  SELECT RAISE(ABORT, 'bangfu:cash') WHERE NEW.counted_fen <> (SELECT COALESCE(SUM(CAST(c.face_fen AS BIGINT) * c.pieces), 0) FROM cash_count_pieces c WHERE c.unit_id = NEW.unit_id AND c.counting = NEW.number);
  SELECT RAISE(ABORT, 'bangfu:cash') WHERE NEW.position <> (SELECT COALESCE(MAX(v.position), 0) FROM vouchers v WHERE v.unit_id = NEW.unit_id);
  SELECT RAISE(ABORT, 'bangfu:cash') WHERE NEW.book_fen <> (SELECT COALESCE(SUM(p.debit_fen - p.credit_fen), 0) FROM postings p JOIN vouchers v ON v.unit_id = p.unit_id AND v.position = p.position WHERE p.unit_id = NEW.unit_id AND p.account_id = NEW.account_id AND v.dated_on <= NEW.counted_on);
END
--;;
CREATE TRIGGER cash_count_pieces_in_order AFTER INSERT ON cash_count_pieces BEGIN
  SELECT RAISE(ABORT, 'bangfu:L3') WHERE NEW.counting <> 1 + (SELECT COALESCE(MAX(c.number), 0) FROM cash_counts c WHERE c.unit_id = NEW.unit_id);
END
--;;
CREATE TRIGGER reconciliations_in_order AFTER INSERT ON reconciliations BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.number <> 1 + (SELECT COALESCE(MAX(c.number), 0) FROM reconciliations c WHERE c.unit_id = NEW.unit_id AND c.account = NEW.account AND c.number <> NEW.number);
  SELECT RAISE(ABORT, 'bangfu:order') WHERE EXISTS (SELECT 1 FROM reconciliations c WHERE c.unit_id = NEW.unit_id AND c.account = NEW.account AND c.number <> NEW.number AND c.until >= NEW.until AND NOT EXISTS (SELECT 1 FROM reconciliation_reopenings o WHERE o.unit_id = c.unit_id AND o.account = c.account AND o.number = c.number));
  SELECT RAISE(ABORT, 'bangfu:bank') WHERE NOT EXISTS (SELECT 1 FROM bank_statements b WHERE b.unit_id = NEW.unit_id AND b.account = NEW.account AND b.until >= NEW.until) OR NOT EXISTS (SELECT 1 FROM bank_statements b WHERE b.unit_id = NEW.unit_id AND b.account = NEW.account AND b.since <= NEW.until);
  SELECT RAISE(ABORT, 'bangfu:bank') WHERE NEW.bank_fen <> (SELECT b.opening_fen FROM bank_statements b WHERE b.unit_id = NEW.unit_id AND b.account = NEW.account ORDER BY b.since, b.until, b.statement LIMIT 1) + (SELECT COALESCE(SUM(b.amount_fen), 0) FROM bank_rows b WHERE b.unit_id = NEW.unit_id AND b.account = NEW.account AND b.booked_on <= NEW.until);
  SELECT RAISE(ABORT, 'bangfu:bank') WHERE NEW.book_fen <> (SELECT COALESCE(SUM(p.debit_fen - p.credit_fen), 0) FROM bank_accounts a JOIN postings p ON p.unit_id = a.unit_id AND p.account_id = a.account_id JOIN vouchers v ON v.unit_id = p.unit_id AND v.position = p.position WHERE a.unit_id = NEW.unit_id AND a.number = NEW.account AND v.dated_on <= NEW.until);
  SELECT RAISE(ABORT, 'bangfu:known') WHERE NEW.position <> (SELECT COALESCE(MAX(v.position), 0) FROM vouchers v WHERE v.unit_id = NEW.unit_id) OR NEW.last_match <> (SELECT COALESCE(MAX(r.last_match), 0) FROM match_runs r WHERE r.unit_id = NEW.unit_id) OR NEW.last_statement <> (SELECT COALESCE(MAX(b.statement), 0) FROM bank_statements b WHERE b.unit_id = NEW.unit_id);
  SELECT RAISE(ABORT, 'bangfu:cashier') WHERE EXISTS (SELECT 1 FROM bank_accounts a JOIN postings p ON p.unit_id = a.unit_id AND p.account_id = a.account_id JOIN vouchers v ON v.unit_id = p.unit_id AND v.position = p.position WHERE a.unit_id = NEW.unit_id AND a.number = NEW.account AND v.cashier_id = NEW.person_id AND v.dated_on BETWEEN a.since AND NEW.until AND NOT EXISTS (SELECT 1 FROM reconciliations c WHERE c.unit_id = NEW.unit_id AND c.account = NEW.account AND c.number <> NEW.number AND c.until >= v.dated_on AND c.position >= v.position AND NOT EXISTS (SELECT 1 FROM reconciliation_reopenings o WHERE o.unit_id = c.unit_id AND o.account = c.account AND o.number = c.number)));
  SELECT RAISE(ABORT, 'bangfu:account') WHERE EXISTS (SELECT 1 FROM bank_accounts a JOIN bank_accounts b ON b.unit_id = a.unit_id AND b.account_id = a.account_id AND b.number <> a.number WHERE a.unit_id = NEW.unit_id AND a.number = NEW.account);
END
--;;
CREATE TRIGGER reconciliation_reopenings_in_order AFTER INSERT ON reconciliation_reopenings BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE EXISTS (SELECT 1 FROM reconciliations c WHERE c.unit_id = NEW.unit_id AND c.account = NEW.account AND c.number > NEW.number AND NOT EXISTS (SELECT 1 FROM reconciliation_reopenings o WHERE o.unit_id = c.unit_id AND o.account = c.account AND o.number = c.number));
  SELECT RAISE(ABORT, 'bangfu:person') WHERE EXISTS (SELECT 1 FROM reconciliations c WHERE c.unit_id = NEW.unit_id AND c.account = NEW.account AND c.number = NEW.number AND c.person_id = NEW.person_id);
END
--;;
CREATE TRIGGER attachments_in_order AFTER INSERT ON attachments BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.number <> 1 + (SELECT COUNT(*) FROM attachments o WHERE o.unit_id = NEW.unit_id AND o.number < NEW.number);
END
--;;
CREATE TRIGGER attachment_uses_in_order AFTER INSERT ON attachment_uses BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.number <> 1 + (SELECT COUNT(*) FROM attachment_uses o WHERE o.unit_id = NEW.unit_id AND o.number < NEW.number);
  SELECT RAISE(ABORT, 'bangfu:posted') WHERE NEW.subject = 'voucher' AND NEW.act <> 'supplement' AND EXISTS (SELECT 1 FROM vouchers v WHERE v.unit_id = NEW.unit_id AND v.ref = NEW.key);
  SELECT RAISE(ABORT, 'bangfu:posted') WHERE NEW.act = 'supplement' AND NOT EXISTS (SELECT 1 FROM vouchers v WHERE v.unit_id = NEW.unit_id AND v.ref = NEW.key);
  SELECT RAISE(ABORT, 'bangfu:attached') WHERE (SELECT SUM(CASE o.act WHEN 'withdraw' THEN -1 ELSE 1 END) FROM attachment_uses o WHERE o.unit_id = NEW.unit_id AND o.attachment = NEW.attachment AND o.subject = NEW.subject AND o.key = NEW.key AND o.number <= NEW.number) <> CASE NEW.act WHEN 'withdraw' THEN 0 ELSE 1 END;
  SELECT RAISE(ABORT, 'bangfu:twice') WHERE NEW.act <> 'withdraw' AND NEW.subject = 'voucher' AND NEW.shared = '' AND EXISTS (SELECT 1 FROM attachments n, attachments a, attachment_uses o WHERE n.unit_id = NEW.unit_id AND n.number = NEW.attachment AND a.unit_id = NEW.unit_id AND (a.number = n.number OR n.paper_number <> '' AND a.kind = n.kind AND a.paper_number = n.paper_number) AND o.unit_id = NEW.unit_id AND o.attachment = a.number AND o.subject = 'voucher' AND o.key <> NEW.key GROUP BY o.attachment, o.key HAVING SUM(CASE o.act WHEN 'withdraw' THEN -1 ELSE 1 END) > 0);
END
--;;
CREATE TRIGGER transfers_in_order AFTER INSERT ON transfers BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.number <> 1 + (SELECT COUNT(*) FROM transfers o WHERE o.unit_id = NEW.unit_id AND o.number < NEW.number);
  SELECT RAISE(ABORT, 'bangfu:transfer') WHERE NOT EXISTS (SELECT 1 FROM funds f WHERE f.unit_id = NEW.unit_id AND f.id = NEW.fund_id AND f.restriction = NEW.restriction AND (f.origin = NEW.origin OR f.origin = 'own_union' AND NEW.origin = 'upper_union' AND NEW.direction = 'down' OR f.origin = 'upper_union' AND NEW.origin = 'own_union' AND NEW.direction = 'up'));
  SELECT RAISE(ABORT, 'bangfu:transfer') WHERE NOT EXISTS (SELECT 1 FROM desk_drafts d WHERE d.unit_id = NEW.unit_id AND d.draft = NEW.draft AND d.ref = NEW.ref);
END
--;;
CREATE TRIGGER transfer_answers_in_order AFTER INSERT ON transfer_answers BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.step <> 1 + (SELECT COUNT(*) FROM transfer_answers o WHERE o.unit_id = NEW.unit_id AND o.from_id = NEW.from_id AND o.number = NEW.number AND o.step < NEW.step);
  SELECT RAISE(ABORT, 'bangfu:transfer') WHERE NEW.step > 1 AND NOT EXISTS (SELECT 1 FROM transfer_answers o, draft_steps t WHERE o.unit_id = NEW.unit_id AND o.from_id = NEW.from_id AND o.number = NEW.number AND o.step = NEW.step - 1 AND t.unit_id = NEW.unit_id AND t.draft = o.draft AND t.state = 'dropped');
  SELECT RAISE(ABORT, 'bangfu:transfer') WHERE NEW.answer = 'received' AND NOT EXISTS (SELECT 1 FROM funds f WHERE f.unit_id = NEW.unit_id AND f.id = NEW.fund_id AND f.restriction = NEW.restriction AND (f.origin = NEW.origin));
  SELECT RAISE(ABORT, 'bangfu:transfer') WHERE NEW.answer = 'received' AND NOT EXISTS (SELECT 1 FROM desk_drafts d WHERE d.unit_id = NEW.unit_id AND d.draft = NEW.draft AND d.ref = NEW.ref);
END
--;;
CREATE TRIGGER transfer_returns_in_order AFTER INSERT ON transfer_returns BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.step <> 1 + (SELECT COUNT(*) FROM transfer_returns o WHERE o.unit_id = NEW.unit_id AND o.number = NEW.number AND o.step < NEW.step);
  SELECT RAISE(ABORT, 'bangfu:transfer') WHERE NEW.step > 1 AND NOT EXISTS (SELECT 1 FROM transfer_returns o, draft_steps t WHERE o.unit_id = NEW.unit_id AND o.number = NEW.number AND o.step = NEW.step - 1 AND t.unit_id = NEW.unit_id AND t.draft = o.draft AND t.state = 'dropped');
  SELECT RAISE(ABORT, 'bangfu:transfer') WHERE NOT EXISTS (SELECT 1 FROM transfers o, vouchers v WHERE o.unit_id = NEW.unit_id AND o.number = NEW.number AND o.amount_fen = NEW.amount_fen AND v.unit_id = NEW.unit_id AND v.ref = o.ref AND NOT EXISTS (SELECT 1 FROM vouchers c WHERE c.unit_id = NEW.unit_id AND c.corrects = v.position AND c.correction = 'full'));
  SELECT RAISE(ABORT, 'bangfu:transfer') WHERE NOT EXISTS (SELECT 1 FROM desk_drafts d WHERE d.unit_id = NEW.unit_id AND d.draft = NEW.draft AND d.ref = NEW.ref);
END
