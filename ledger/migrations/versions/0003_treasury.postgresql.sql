CREATE TABLE vault_keys (
	number SERIAL NOT NULL,
	fingerprint BYTEA NOT NULL,
	met_at TEXT NOT NULL,
	CONSTRAINT pk_vault_keys PRIMARY KEY (number),
	CONSTRAINT ck_vault_keys_number_from_one CHECK (number > 0),
	CONSTRAINT ck_vault_keys_fingerprint_whole CHECK (length(fingerprint) = 32),
	CONSTRAINT ck_vault_keys_met_at_given CHECK (met_at <> '')
)
--;;
COMMENT ON COLUMN vault_keys.number IS 'the highest one encrypts'
--;;
COMMENT ON COLUMN vault_keys.fingerprint IS 'tells keys apart'
--;;
COMMENT ON COLUMN vault_keys.met_at IS 'when these books first met it'
--;;
CREATE TABLE approval_bands (
	unit_id INTEGER NOT NULL,
	since DATE NOT NULL,
	from_fen BIGINT NOT NULL,
	approvals INTEGER NOT NULL,
	resolution TEXT DEFAULT '' NOT NULL,
	person_id INTEGER NOT NULL,
	recorded_at TEXT NOT NULL,
	CONSTRAINT pk_approval_bands PRIMARY KEY (unit_id, since, from_fen),
	CONSTRAINT ck_approval_bands_from_counted CHECK (from_fen BETWEEN 0 AND 9000000000000000),
	CONSTRAINT ck_approval_bands_approvals_bounded CHECK (approvals BETWEEN 1 AND 5),
	CONSTRAINT fk_approval_bands_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_approval_bands_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN approval_bands.from_fen IS 'amounts from this one on'
--;;
COMMENT ON COLUMN approval_bands.approvals IS 'how many must approve'
--;;
COMMENT ON COLUMN approval_bands.resolution IS 'empty for those a unit goes live with'
--;;
CREATE TABLE bank_mappings (
	unit_id INTEGER NOT NULL,
	bank TEXT NOT NULL,
	revision INTEGER NOT NULL,
	since DATE NOT NULL,
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
	CONSTRAINT fk_bank_mappings_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
COMMENT ON COLUMN bank_mappings.bank IS 'how the names of its accounts'' banks begin'
--;;
COMMENT ON COLUMN bank_mappings.revision IS 'counted from 1'
--;;
COMMENT ON COLUMN bank_mappings.since IS 'the bank has the form since then'
--;;
COMMENT ON COLUMN bank_mappings.date IS 'heading of the column, or empty'
--;;
COMMENT ON COLUMN bank_mappings.amount IS 'heading of the column, or empty'
--;;
COMMENT ON COLUMN bank_mappings.side IS 'heading of the column, or empty'
--;;
COMMENT ON COLUMN bank_mappings.money_in IS 'heading of the column, or empty'
--;;
COMMENT ON COLUMN bank_mappings.money_out IS 'heading of the column, or empty'
--;;
COMMENT ON COLUMN bank_mappings.balance IS 'heading of the column, or empty'
--;;
COMMENT ON COLUMN bank_mappings.reference IS 'heading of the column, or empty'
--;;
COMMENT ON COLUMN bank_mappings.counterparty IS 'heading of the column, or empty'
--;;
COMMENT ON COLUMN bank_mappings.counterparty_account IS 'heading of the column, or empty'
--;;
COMMENT ON COLUMN bank_mappings.text IS 'heading of the column, or empty'
--;;
COMMENT ON COLUMN bank_mappings.code IS 'heading of the column, or empty'
--;;
COMMENT ON COLUMN bank_mappings.currency IS 'heading of the column, or empty'
--;;
COMMENT ON COLUMN bank_mappings.account IS 'heading of the column, or empty'
--;;
CREATE TABLE bill_stocks (
	unit_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	code TEXT NOT NULL,
	first BIGINT NOT NULL,
	last BIGINT NOT NULL,
	digits INTEGER NOT NULL,
	acquired_on DATE NOT NULL,
	paper TEXT NOT NULL,
	CONSTRAINT pk_bill_stocks PRIMARY KEY (unit_id, number),
	CONSTRAINT ck_bill_stocks_number_from_one CHECK (number > 0),
	CONSTRAINT ck_bill_stocks_code_written CHECK (code <> ''),
	CONSTRAINT ck_bill_stocks_paper_written CHECK (paper <> ''),
	CONSTRAINT ck_bill_stocks_first_from_one CHECK (first > 0),
	CONSTRAINT ck_bill_stocks_first_before_last CHECK (first <= last),
	CONSTRAINT ck_bill_stocks_last_bounded CHECK (last <= 999999999999),
	CONSTRAINT ck_bill_stocks_stock_bounded CHECK (last - first < 100000),
	CONSTRAINT ck_bill_stocks_digits_bounded CHECK (digits BETWEEN 1 AND 12),
	CONSTRAINT fk_bill_stocks_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
COMMENT ON COLUMN bill_stocks.number IS 'counted from 1 in the unit'
--;;
COMMENT ON COLUMN bill_stocks.code IS '票据代码'
--;;
COMMENT ON COLUMN bill_stocks.digits IS 'how many a number is told in'
--;;
COMMENT ON COLUMN bill_stocks.paper IS 'how they were acquired: 票据领购证'
--;;
CREATE TABLE bill_voids (
	unit_id INTEGER NOT NULL,
	code TEXT NOT NULL,
	number BIGINT NOT NULL,
	voided_on DATE NOT NULL,
	reason TEXT NOT NULL,
	returned INTEGER NOT NULL,
	paper TEXT DEFAULT '' NOT NULL,
	CONSTRAINT pk_bill_voids PRIMARY KEY (unit_id, code, number),
	CONSTRAINT ck_bill_voids_code_written CHECK (code <> ''),
	CONSTRAINT ck_bill_voids_reason_written CHECK (reason <> ''),
	CONSTRAINT ck_bill_voids_returned_flag CHECK (returned = 0 OR returned = 1),
	CONSTRAINT ck_bill_voids_lost_declared CHECK (returned = 1 OR paper <> ''),
	CONSTRAINT fk_bill_voids_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
COMMENT ON COLUMN bill_voids.returned IS '1: every copy is at hand (各联收回)'
--;;
COMMENT ON COLUMN bill_voids.paper IS 'what was declared of a copy that is lost'
--;;
CREATE TABLE campaigns (
	unit_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	title TEXT NOT NULL,
	received_on DATE NOT NULL,
	file_hash BYTEA NOT NULL,
	lines INTEGER NOT NULL,
	total_fen BIGINT NOT NULL,
	gifts INTEGER NOT NULL,
	lines_hash BYTEA NOT NULL,
	CONSTRAINT pk_campaigns PRIMARY KEY (unit_id, number),
	CONSTRAINT ck_campaigns_number_from_one CHECK (number > 0),
	CONSTRAINT ck_campaigns_title_written CHECK (title <> ''),
	CONSTRAINT ck_campaigns_lines_from_one CHECK (lines > 0),
	CONSTRAINT ck_campaigns_gifts_from_one CHECK (gifts > 0),
	CONSTRAINT uq_campaigns_unit_id_file_hash UNIQUE (unit_id, file_hash),
	CONSTRAINT ck_campaigns_file_hash_whole CHECK (length(file_hash) = 32),
	CONSTRAINT ck_campaigns_lines_hash_whole CHECK (length(lines_hash) = 32),
	CONSTRAINT fk_campaigns_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
COMMENT ON COLUMN campaigns.number IS 'counted from 1 in the unit'
--;;
COMMENT ON COLUMN campaigns.file_hash IS 'SHA-256 of the file'
--;;
COMMENT ON COLUMN campaigns.lines IS 'told with the file, and found in it'
--;;
COMMENT ON COLUMN campaigns.total_fen IS 'told with the file'
--;;
COMMENT ON COLUMN campaigns.gifts IS 'that it became'
--;;
COMMENT ON COLUMN campaigns.lines_hash IS 'of its lines'
--;;
CREATE TABLE desk_drafts (
	unit_id INTEGER NOT NULL,
	draft INTEGER NOT NULL,
	ref TEXT NOT NULL,
	event TEXT NOT NULL,
	digest BYTEA NOT NULL,
	CONSTRAINT pk_desk_drafts PRIMARY KEY (unit_id, draft),
	CONSTRAINT ck_desk_drafts_draft_from_one CHECK (draft > 0),
	CONSTRAINT ck_desk_drafts_ref_given CHECK (ref <> ''),
	CONSTRAINT ck_desk_drafts_event_named CHECK (event <> ''),
	CONSTRAINT ck_desk_drafts_digest_whole CHECK (length(digest) = 32),
	CONSTRAINT fk_desk_drafts_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
CREATE INDEX ix_desk_drafts_unit_id_ref ON desk_drafts (unit_id, ref)
--;;
COMMENT ON COLUMN desk_drafts.draft IS 'its number in the unit'
--;;
COMMENT ON COLUMN desk_drafts.ref IS 'reference of its voucher; handed in twice it is one'
--;;
COMMENT ON COLUMN desk_drafts.event IS 'what happened: a key of events.toml, or a duty'
--;;
COMMENT ON COLUMN desk_drafts.digest IS 'of the draft as handed in'
--;;
CREATE TABLE donors (
	unit_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	kind TEXT NOT NULL,
	name TEXT NOT NULL,
	uscc TEXT,
	locked BYTEA,
	blind BYTEA,
	registered_on DATE NOT NULL,
	CONSTRAINT pk_donors PRIMARY KEY (unit_id, number),
	CONSTRAINT ck_donors_number_from_one CHECK (number > 0),
	CONSTRAINT uq_donors_unit_id_uscc UNIQUE (unit_id, uscc),
	CONSTRAINT uq_donors_unit_id_blind UNIQUE (unit_id, blind),
	CONSTRAINT ck_donors_kind_known CHECK (kind = 'organisation' OR kind = 'collective' OR kind = 'person' OR kind = 'anonymous'),
	CONSTRAINT ck_donors_name_of_no_person CHECK ((name <> '') = (kind = 'organisation' OR kind = 'collective')),
	CONSTRAINT ck_donors_person_encrypted CHECK ((kind = 'person') = (locked IS NOT NULL) AND (kind = 'person') = (blind IS NOT NULL)),
	CONSTRAINT ck_donors_uscc_of_one CHECK (uscc IS NULL OR kind = 'organisation'),
	CONSTRAINT ck_donors_uscc_whole CHECK (uscc IS NULL OR length(uscc) = 18),
	CONSTRAINT ck_donors_blind_whole CHECK (blind IS NULL OR length(blind) = 32),
	CONSTRAINT fk_donors_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
COMMENT ON COLUMN donors.number IS 'counted from 1 in the unit'
--;;
COMMENT ON COLUMN donors.name IS 'of an organisation or a collective; else empty'
--;;
COMMENT ON COLUMN donors.uscc IS '统一社会信用代码'
--;;
COMMENT ON COLUMN donors.locked IS 'the name of a person'
--;;
COMMENT ON COLUMN donors.blind IS 'of a person''s name and phone'
--;;
CREATE TABLE go_lives (
	unit_id INTEGER NOT NULL,
	since DATE NOT NULL,
	paper TEXT NOT NULL,
	person_id INTEGER NOT NULL,
	recorded_at TEXT NOT NULL,
	CONSTRAINT pk_go_lives PRIMARY KEY (unit_id),
	CONSTRAINT ck_go_lives_paper_named CHECK (paper <> ''),
	CONSTRAINT fk_go_lives_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_go_lives_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN go_lives.since IS 'the first day under requests'
--;;
COMMENT ON COLUMN go_lives.paper IS 'number of the decision'
--;;
CREATE TABLE lineage_heads (
	unit_id INTEGER NOT NULL,
	through BIGINT NOT NULL,
	after BIGINT NOT NULL,
	hash BYTEA NOT NULL,
	CONSTRAINT pk_lineage_heads PRIMARY KEY (unit_id, through),
	CONSTRAINT fk_lineage_heads_unit_id_through FOREIGN KEY(unit_id, through) REFERENCES vouchers (unit_id, position),
	CONSTRAINT ck_lineage_heads_after_before CHECK (after >= 0 AND after < through),
	CONSTRAINT ck_lineage_heads_hash_whole CHECK (length(hash) = 32),
	CONSTRAINT fk_lineage_heads_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
COMMENT ON COLUMN lineage_heads.through IS 'position recorded up to'
--;;
COMMENT ON COLUMN lineage_heads.after IS 'where the head before it ended'
--;;
COMMENT ON COLUMN lineage_heads.hash IS 'of the voucher at `through`'
--;;
CREATE TABLE payment_requests (
	unit_id INTEGER NOT NULL,
	key TEXT NOT NULL,
	year INTEGER NOT NULL,
	number INTEGER NOT NULL,
	ref TEXT NOT NULL,
	kind TEXT NOT NULL,
	summary TEXT NOT NULL,
	payee TEXT NOT NULL,
	amount_fen BIGINT NOT NULL,
	approvals INTEGER NOT NULL,
	resolution TEXT DEFAULT '' NOT NULL,
	statement INTEGER,
	row INTEGER,
	evidence TEXT DEFAULT '' NOT NULL,
	due_on DATE,
	asked_on DATE NOT NULL,
	expires_on DATE NOT NULL,
	person_id INTEGER NOT NULL,
	saved_at TEXT NOT NULL,
	CONSTRAINT pk_payment_requests PRIMARY KEY (unit_id, key),
	CONSTRAINT uq_payment_requests_unit_id_year_number UNIQUE (unit_id, year, number),
	CONSTRAINT uq_payment_requests_unit_id_ref UNIQUE (unit_id, ref),
	CONSTRAINT uq_payment_requests_unit_id_statement_row UNIQUE (unit_id, statement, row),
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
	CONSTRAINT fk_payment_requests_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_payment_requests_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN payment_requests.key IS 'what a posting carries: P, year and number'
--;;
COMMENT ON COLUMN payment_requests.number IS 'counted from 1 in the year'
--;;
COMMENT ON COLUMN payment_requests.ref IS 'the caller''s own number; saved twice it is one'
--;;
COMMENT ON COLUMN payment_requests.summary IS 'what for'
--;;
COMMENT ON COLUMN payment_requests.payee IS 'to whom: an organisation, or a file number'
--;;
COMMENT ON COLUMN payment_requests.approvals IS 'how many must approve'
--;;
COMMENT ON COLUMN payment_requests.resolution IS 'what decided a move between funds'
--;;
COMMENT ON COLUMN payment_requests.statement IS 'whose row shows the fee'
--;;
COMMENT ON COLUMN payment_requests.row IS 'of that statement'
--;;
COMMENT ON COLUMN payment_requests.evidence IS 'papers that it rests on'
--;;
COMMENT ON COLUMN payment_requests.due_on IS 'when an advance is to come back'
--;;
COMMENT ON COLUMN payment_requests.expires_on IS 'the last day it can be paid'
--;;
CREATE TABLE bank_accounts (
	unit_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	account_id INTEGER NOT NULL,
	bank TEXT NOT NULL,
	tail TEXT NOT NULL,
	locked BYTEA NOT NULL,
	blind BYTEA NOT NULL,
	since DATE NOT NULL,
	CONSTRAINT pk_bank_accounts PRIMARY KEY (unit_id, number),
	CONSTRAINT uq_bank_accounts_unit_id_blind UNIQUE (unit_id, blind),
	CONSTRAINT ck_bank_accounts_number_from_one CHECK (number > 0),
	CONSTRAINT ck_bank_accounts_bank_named CHECK (bank <> ''),
	CONSTRAINT ck_bank_accounts_blind_whole CHECK (length(blind) = 32),
	CONSTRAINT fk_bank_accounts_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_bank_accounts_account_id FOREIGN KEY(account_id) REFERENCES accounts (id)
)
--;;
COMMENT ON COLUMN bank_accounts.number IS 'counted from 1 in the unit'
--;;
COMMENT ON COLUMN bank_accounts.bank IS 'name of the bank and branch'
--;;
COMMENT ON COLUMN bank_accounts.tail IS 'the last four digits, for people'
--;;
COMMENT ON COLUMN bank_accounts.locked IS 'the account''s number'
--;;
COMMENT ON COLUMN bank_accounts.blind IS 'finds the number again'
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
--;;
CREATE INDEX ix_desk_refunds_unit_id_refund_of ON desk_refunds (unit_id, refund_of)
--;;
COMMENT ON COLUMN desk_refunds.draft IS 'the draft that brings it back'
--;;
COMMENT ON COLUMN desk_refunds.refund_of IS 'reference of the voucher that paid it'
--;;
CREATE TABLE donor_terms (
	unit_id INTEGER NOT NULL,
	donor INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	since DATE NOT NULL,
	publish TEXT NOT NULL,
	locked BYTEA,
	paper TEXT DEFAULT '' NOT NULL,
	CONSTRAINT pk_donor_terms PRIMARY KEY (unit_id, donor, revision),
	CONSTRAINT fk_donor_terms_unit_id_donor FOREIGN KEY(unit_id, donor) REFERENCES donors (unit_id, number),
	CONSTRAINT ck_donor_terms_revision_from_one CHECK (revision > 0),
	CONSTRAINT ck_donor_terms_publish_known CHECK (publish = 'full' OR publish = 'surname' OR publish = 'none'),
	CONSTRAINT fk_donor_terms_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
COMMENT ON COLUMN donor_terms.revision IS 'the highest one holds'
--;;
COMMENT ON COLUMN donor_terms.publish IS 'how the donor agrees to be named in public'
--;;
COMMENT ON COLUMN donor_terms.locked IS 'how the donor is reached'
--;;
COMMENT ON COLUMN donor_terms.paper IS 'where the donor says so'
--;;
CREATE TABLE lineage_amounts (
	unit_id INTEGER NOT NULL,
	fund_id INTEGER NOT NULL,
	side TEXT NOT NULL,
	matter BIGINT NOT NULL,
	at BIGINT NOT NULL,
	change_fen BIGINT NOT NULL,
	amount_fen BIGINT NOT NULL,
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
--;;
CREATE INDEX ix_lineage_amounts_unit_id_matter ON lineage_amounts (unit_id, matter)
--;;
COMMENT ON COLUMN lineage_amounts.matter IS 'position that it is known by'
--;;
COMMENT ON COLUMN lineage_amounts.at IS 'position of what changed it'
--;;
COMMENT ON COLUMN lineage_amounts.amount_fen IS 'after the change'
--;;
CREATE TABLE lineage_keys (
	unit_id INTEGER NOT NULL,
	fund_id INTEGER NOT NULL,
	request TEXT NOT NULL,
	use BIGINT NOT NULL,
	at BIGINT NOT NULL,
	by BIGINT NOT NULL,
	change_fen BIGINT NOT NULL,
	open_fen BIGINT NOT NULL,
	CONSTRAINT pk_lineage_keys PRIMARY KEY (unit_id, fund_id, request, use, at),
	CONSTRAINT fk_lineage_keys_unit_id_fund_id FOREIGN KEY(unit_id, fund_id) REFERENCES funds (unit_id, id),
	CONSTRAINT fk_lineage_keys_unit_id_at FOREIGN KEY(unit_id, at) REFERENCES vouchers (unit_id, position),
	CONSTRAINT fk_lineage_keys_unit_id_by FOREIGN KEY(unit_id, by) REFERENCES vouchers (unit_id, position),
	CONSTRAINT ck_lineage_keys_request_named CHECK (request <> ''),
	CONSTRAINT ck_lineage_keys_at_follows CHECK (at >= "use" AND at >= "by"),
	CONSTRAINT ck_lineage_keys_open_changed CHECK (change_fen <> 0),
	CONSTRAINT ck_lineage_keys_open_not_negative CHECK (open_fen >= 0),
	CONSTRAINT fk_lineage_keys_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
COMMENT ON COLUMN lineage_keys.request IS 'the key that postings name'
--;;
COMMENT ON COLUMN lineage_keys.at IS 'position of what changed it'
--;;
COMMENT ON COLUMN lineage_keys.by IS 'the matter that paid or brought back'
--;;
COMMENT ON COLUMN lineage_keys.open_fen IS 'what may still come back'
--;;
CREATE TABLE lineage_open (
	unit_id INTEGER NOT NULL,
	fund_id INTEGER NOT NULL,
	through BIGINT NOT NULL,
	side TEXT NOT NULL,
	matter BIGINT NOT NULL,
	left_fen BIGINT NOT NULL,
	CONSTRAINT pk_lineage_open PRIMARY KEY (unit_id, fund_id, through, side, matter),
	CONSTRAINT fk_lineage_open_unit_id_fund_id FOREIGN KEY(unit_id, fund_id) REFERENCES funds (unit_id, id),
	CONSTRAINT ck_lineage_open_side_known CHECK (side = 'source' OR side = 'use'),
	CONSTRAINT ck_lineage_open_left_not_negative CHECK (left_fen >= 0),
	CONSTRAINT ck_lineage_open_use_lacks CHECK (side = 'source' OR left_fen > 0),
	CONSTRAINT fk_lineage_open_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
COMMENT ON COLUMN lineage_open.through IS 'position recorded up to'
--;;
COMMENT ON COLUMN lineage_open.left_fen IS 'left of it, or uncovered'
--;;
CREATE TABLE lineage_shares (
	unit_id INTEGER NOT NULL,
	fund_id INTEGER NOT NULL,
	seq BIGINT NOT NULL,
	at BIGINT NOT NULL,
	use BIGINT NOT NULL,
	source BIGINT NOT NULL,
	act TEXT NOT NULL,
	change_fen BIGINT NOT NULL,
	share_fen BIGINT NOT NULL,
	used_fen BIGINT NOT NULL,
	covered_fen BIGINT NOT NULL,
	CONSTRAINT pk_lineage_shares PRIMARY KEY (unit_id, fund_id, seq),
	CONSTRAINT fk_lineage_shares_unit_id_fund_id FOREIGN KEY(unit_id, fund_id) REFERENCES funds (unit_id, id),
	CONSTRAINT fk_lineage_shares_unit_id_at FOREIGN KEY(unit_id, at) REFERENCES vouchers (unit_id, position),
	CONSTRAINT ck_lineage_shares_act_known CHECK (act = 'paid' OR act = 'returned' OR act = 'retaken' OR act = 'covered' OR act = 'reassigned' OR act = 'restored'),
	CONSTRAINT ck_lineage_shares_seq_from_one CHECK (seq > 0),
	CONSTRAINT ck_lineage_shares_at_follows CHECK (at >= "use" AND at >= source),
	CONSTRAINT ck_lineage_shares_share_changed CHECK (change_fen <> 0),
	CONSTRAINT ck_lineage_shares_share_not_negative CHECK (share_fen >= 0),
	CONSTRAINT ck_lineage_shares_used_in_all CHECK (used_fen >= share_fen),
	CONSTRAINT ck_lineage_shares_covered_in_all CHECK (covered_fen >= share_fen),
	CONSTRAINT ck_lineage_shares_act_moves_so CHECK (act = 'paid' AND change_fen > 0 OR act = 'retaken' AND change_fen > 0 OR act = 'covered' AND change_fen > 0 OR act = 'returned' AND change_fen < 0 OR act = 'reassigned' OR act = 'restored'),
	CONSTRAINT fk_lineage_shares_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
CREATE INDEX ix_lineage_shares_unit_id_fund_id_source_seq ON lineage_shares (unit_id, fund_id, source, seq)
--;;
CREATE INDEX ix_lineage_shares_unit_id_fund_id_use_seq ON lineage_shares (unit_id, fund_id, use, seq)
--;;
COMMENT ON COLUMN lineage_shares.seq IS 'counted from 1 in the fund'
--;;
COMMENT ON COLUMN lineage_shares.at IS 'position of what caused it'
--;;
COMMENT ON COLUMN lineage_shares.share_fen IS 'of the use by the source'
--;;
COMMENT ON COLUMN lineage_shares.used_fen IS 'of the source, in all'
--;;
COMMENT ON COLUMN lineage_shares.covered_fen IS 'of the use, in all'
--;;
CREATE TABLE payment_request_lines (
	unit_id INTEGER NOT NULL,
	key TEXT NOT NULL,
	line INTEGER NOT NULL,
	fund_id INTEGER NOT NULL,
	account_id INTEGER NOT NULL,
	purpose TEXT NOT NULL,
	amount_fen BIGINT NOT NULL,
	appropriation TEXT DEFAULT '' NOT NULL,
	CONSTRAINT pk_payment_request_lines PRIMARY KEY (unit_id, key, line),
	CONSTRAINT uq_payment_request_lines_unit_id_key_fund_id_account_id_purpose UNIQUE (unit_id, key, fund_id, account_id, purpose),
	CONSTRAINT fk_payment_request_lines_unit_id_key FOREIGN KEY(unit_id, key) REFERENCES payment_requests (unit_id, key) DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT fk_payment_request_lines_unit_id_fund_id FOREIGN KEY(unit_id, fund_id) REFERENCES funds (unit_id, id),
	CONSTRAINT ck_payment_request_lines_line_from_one CHECK (line > 0),
	CONSTRAINT ck_payment_request_lines_amount_positive CHECK (amount_fen BETWEEN 1 AND 9000000000000000),
	CONSTRAINT fk_payment_request_lines_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_payment_request_lines_account_id FOREIGN KEY(account_id) REFERENCES accounts (id)
)
--;;
COMMENT ON COLUMN payment_request_lines.line IS 'counted from 1'
--;;
COMMENT ON COLUMN payment_request_lines.purpose IS 'empty where none is named'
--;;
COMMENT ON COLUMN payment_request_lines.appropriation IS 'L9: the reservation that covers it'
--;;
CREATE TABLE payment_request_moves (
	unit_id INTEGER NOT NULL,
	key TEXT NOT NULL,
	seq INTEGER NOT NULL,
	act TEXT NOT NULL,
	amount_fen BIGINT NOT NULL,
	position BIGINT,
	approved BIGINT NOT NULL,
	paid_fen BIGINT NOT NULL,
	returned_fen BIGINT NOT NULL,
	repaid_fen BIGINT NOT NULL,
	reason TEXT DEFAULT '' NOT NULL,
	acted_on DATE NOT NULL,
	person_id INTEGER NOT NULL,
	acted_at TEXT NOT NULL,
	CONSTRAINT pk_payment_request_moves PRIMARY KEY (unit_id, key, seq),
	CONSTRAINT uq_payment_request_moves_unit_id_position_key UNIQUE (unit_id, position, key),
	CONSTRAINT fk_payment_request_moves_unit_id_key FOREIGN KEY(unit_id, key) REFERENCES payment_requests (unit_id, key),
	CONSTRAINT fk_payment_request_moves_unit_id_position FOREIGN KEY(unit_id, position) REFERENCES vouchers (unit_id, position) DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT ck_payment_request_moves_act_known CHECK (act = 'save' OR act = 'approve' OR act = 'refuse' OR act = 'cancel' OR act = 'expire' OR act = 'pay' OR act = 'return' OR act = 'repay' OR act = 'forgo'),
	CONSTRAINT ck_payment_request_moves_seq_from_one CHECK (seq > 0),
	CONSTRAINT ck_payment_request_moves_voucher_named CHECK ((act = 'pay' OR act = 'return' OR act = 'repay' OR act = 'forgo') = (position IS NOT NULL)),
	CONSTRAINT ck_payment_request_moves_amount_moved CHECK (amount_fen <> 0 OR act = 'approve' OR act = 'refuse' OR act = 'cancel' OR act = 'expire'),
	CONSTRAINT ck_payment_request_moves_saved_first CHECK ((seq = 1) = (act = 'save')),
	CONSTRAINT ck_payment_request_moves_paid_not_negative CHECK (paid_fen >= 0),
	CONSTRAINT ck_payment_request_moves_repaid_not_negative CHECK (repaid_fen >= 0),
	CONSTRAINT ck_payment_request_moves_l12_returned_was_paid CHECK (returned_fen <= paid_fen),
	CONSTRAINT ck_payment_request_moves_l12_repaid_was_returned CHECK (repaid_fen <= returned_fen),
	CONSTRAINT ck_payment_request_moves_reason_given CHECK (act <> 'refuse' AND act <> 'cancel' OR reason <> ''),
	CONSTRAINT fk_payment_request_moves_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_payment_request_moves_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN payment_request_moves.seq IS 'counted from 1'
--;;
COMMENT ON COLUMN payment_request_moves.amount_fen IS 'below zero in red'
--;;
COMMENT ON COLUMN payment_request_moves.position IS 'the voucher that did it'
--;;
COMMENT ON COLUMN payment_request_moves.approved IS 'how many have approved, after this move'
--;;
COMMENT ON COLUMN payment_request_moves.paid_fen IS 'paid, after this move'
--;;
COMMENT ON COLUMN payment_request_moves.returned_fen IS 'sent back by the bank, after this move'
--;;
COMMENT ON COLUMN payment_request_moves.repaid_fen IS 'paid again, after this move'
--;;
CREATE TABLE pledges (
	unit_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	donor INTEGER NOT NULL,
	amount_fen BIGINT NOT NULL,
	promised_on DATE NOT NULL,
	due_on DATE NOT NULL,
	paper TEXT NOT NULL,
	CONSTRAINT pk_pledges PRIMARY KEY (unit_id, number),
	CONSTRAINT ck_pledges_number_from_one CHECK (number > 0),
	CONSTRAINT fk_pledges_unit_id_donor FOREIGN KEY(unit_id, donor) REFERENCES donors (unit_id, number),
	CONSTRAINT ck_pledges_amount_given CHECK (amount_fen BETWEEN 1 AND 9000000000000000),
	CONSTRAINT ck_pledges_paper_written CHECK (paper <> ''),
	CONSTRAINT ck_pledges_promised_before_due CHECK (promised_on <= due_on),
	CONSTRAINT fk_pledges_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
COMMENT ON COLUMN pledges.number IS 'counted from 1 in the unit'
--;;
COMMENT ON COLUMN pledges.paper IS 'the agreement, or where it was said'
--;;
CREATE TABLE bank_statements (
	unit_id INTEGER NOT NULL,
	statement INTEGER NOT NULL,
	account INTEGER NOT NULL,
	form TEXT NOT NULL,
	file_hash BYTEA NOT NULL,
	since DATE NOT NULL,
	until DATE NOT NULL,
	opening_fen BIGINT NOT NULL,
	closing_fen BIGINT NOT NULL,
	rows INTEGER NOT NULL,
	new_rows INTEGER NOT NULL,
	known_fen BIGINT NOT NULL,
	rows_hash BYTEA NOT NULL,
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
	CONSTRAINT fk_bank_statements_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_bank_statements_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN bank_statements.statement IS 'counted from 1 in the unit'
--;;
COMMENT ON COLUMN bank_statements.account IS 'number of the bank account'
--;;
COMMENT ON COLUMN bank_statements.form IS 'the format of the file'
--;;
COMMENT ON COLUMN bank_statements.file_hash IS 'SHA-256 of the file'
--;;
COMMENT ON COLUMN bank_statements.since IS 'the first day it covers'
--;;
COMMENT ON COLUMN bank_statements.until IS 'the last day it covers'
--;;
COMMENT ON COLUMN bank_statements.rows IS 'in the file'
--;;
COMMENT ON COLUMN bank_statements.new_rows IS 'not known from others'
--;;
COMMENT ON COLUMN bank_statements.known_fen IS 'moved by the rows not new'
--;;
COMMENT ON COLUMN bank_statements.rows_hash IS 'of its new rows'
--;;
CREATE TABLE fund_holds (
	unit_id INTEGER NOT NULL,
	fund_id INTEGER NOT NULL,
	seq BIGINT NOT NULL,
	key TEXT NOT NULL,
	move INTEGER NOT NULL,
	amount_fen BIGINT NOT NULL,
	held_fen BIGINT NOT NULL,
	CONSTRAINT pk_fund_holds PRIMARY KEY (unit_id, fund_id, seq),
	CONSTRAINT uq_fund_holds_unit_id_key_move_fund_id UNIQUE (unit_id, key, move, fund_id),
	CONSTRAINT fk_fund_holds_unit_id_fund_id FOREIGN KEY(unit_id, fund_id) REFERENCES funds (unit_id, id),
	CONSTRAINT fk_fund_holds_unit_id_key_move FOREIGN KEY(unit_id, key, move) REFERENCES payment_request_moves (unit_id, key, seq) DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT ck_fund_holds_seq_from_one CHECK (seq > 0),
	CONSTRAINT ck_fund_holds_amount_held CHECK (amount_fen <> 0),
	CONSTRAINT ck_fund_holds_held_not_negative CHECK (held_fen >= 0),
	CONSTRAINT fk_fund_holds_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
COMMENT ON COLUMN fund_holds.seq IS 'counted from 1 in the fund'
--;;
COMMENT ON COLUMN fund_holds.move IS 'the request''s move that did it'
--;;
COMMENT ON COLUMN fund_holds.amount_fen IS 'held, or below zero let go'
--;;
COMMENT ON COLUMN fund_holds.held_fen IS 'held of the fund, after this move'
--;;
CREATE TABLE gifts (
	unit_id INTEGER NOT NULL,
	year INTEGER NOT NULL,
	number INTEGER NOT NULL,
	donor INTEGER NOT NULL,
	form TEXT NOT NULL,
	fund_id INTEGER,
	account TEXT NOT NULL,
	amount_fen BIGINT NOT NULL,
	received_on DATE NOT NULL,
	restricted INTEGER NOT NULL,
	until DATE,
	pledge INTEGER,
	campaign INTEGER,
	paper TEXT DEFAULT '' NOT NULL,
	memo TEXT DEFAULT '' NOT NULL,
	CONSTRAINT pk_gifts PRIMARY KEY (unit_id, year, number),
	CONSTRAINT ck_gifts_number_from_one CHECK (number > 0),
	CONSTRAINT fk_gifts_unit_id_donor FOREIGN KEY(unit_id, donor) REFERENCES donors (unit_id, number),
	CONSTRAINT ck_gifts_amount_given CHECK (amount_fen BETWEEN 1 AND 9000000000000000),
	CONSTRAINT ck_gifts_restricted_flag CHECK (restricted = 0 OR restricted = 1),
	CONSTRAINT fk_gifts_unit_id_fund_id FOREIGN KEY(unit_id, fund_id) REFERENCES funds (unit_id, id),
	CONSTRAINT fk_gifts_unit_id_pledge FOREIGN KEY(unit_id, pledge) REFERENCES pledges (unit_id, number),
	CONSTRAINT fk_gifts_unit_id_campaign FOREIGN KEY(unit_id, campaign) REFERENCES campaigns (unit_id, number) DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT ck_gifts_form_known CHECK (form = 'money' OR form = 'goods'),
	CONSTRAINT ck_gifts_money_has_account CHECK ((form = 'money') = (account <> '')),
	CONSTRAINT ck_gifts_money_has_fund CHECK (form = 'goods' OR fund_id IS NOT NULL),
	CONSTRAINT ck_gifts_until_of_restricted CHECK (until IS NULL OR restricted = 1),
	CONSTRAINT ck_gifts_until_later CHECK (until IS NULL OR received_on <= until),
	CONSTRAINT fk_gifts_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
CREATE INDEX ix_gifts_unit_id_donor ON gifts (unit_id, donor)
--;;
CREATE INDEX ix_gifts_unit_id_fund_id ON gifts (unit_id, fund_id)
--;;
COMMENT ON COLUMN gifts.number IS 'counted from 1 in the year'
--;;
COMMENT ON COLUMN gifts.form IS 'money, or goods that only stand here as a memo'
--;;
COMMENT ON COLUMN gifts.account IS 'where the money came in; empty for goods'
--;;
COMMENT ON COLUMN gifts.restricted IS '1: the donor said what it may be spent on'
--;;
COMMENT ON COLUMN gifts.until IS 'the last day of the restriction'
--;;
COMMENT ON COLUMN gifts.paper IS 'the agreement'
--;;
CREATE TABLE bank_rows (
	unit_id INTEGER NOT NULL,
	statement INTEGER NOT NULL,
	row INTEGER NOT NULL,
	account INTEGER NOT NULL,
	booked_on DATE NOT NULL,
	amount_fen BIGINT NOT NULL,
	balance_fen BIGINT,
	reference TEXT DEFAULT '' NOT NULL,
	kind TEXT NOT NULL,
	locked BYTEA NOT NULL,
	row_key BYTEA NOT NULL,
	occurrence INTEGER NOT NULL,
	CONSTRAINT pk_bank_rows PRIMARY KEY (unit_id, statement, row),
	CONSTRAINT uq_bank_rows_unit_id_account_row_key_occurrence UNIQUE (unit_id, account, row_key, occurrence),
	CONSTRAINT fk_bank_rows_unit_id_statement FOREIGN KEY(unit_id, statement) REFERENCES bank_statements (unit_id, statement) DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT ck_bank_rows_kind_known CHECK (kind = '' OR kind = 'fee' OR kind = 'interest' OR kind = 'return'),
	CONSTRAINT ck_bank_rows_row_from_one CHECK ("row" > 0),
	CONSTRAINT ck_bank_rows_amount_moved CHECK (amount_fen <> 0),
	CONSTRAINT ck_bank_rows_amount_bounded CHECK (amount_fen BETWEEN -9000000000000000 AND 9000000000000000),
	CONSTRAINT ck_bank_rows_occurrence_from_one CHECK (occurrence > 0),
	CONSTRAINT ck_bank_rows_row_key_whole CHECK (length(row_key) = 32),
	CONSTRAINT fk_bank_rows_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
CREATE INDEX ix_bank_rows_unit_id_account_booked_on ON bank_rows (unit_id, account, booked_on)
--;;
COMMENT ON COLUMN bank_rows.row IS 'place in the file, from 1'
--;;
COMMENT ON COLUMN bank_rows.account IS 'number of the bank account'
--;;
COMMENT ON COLUMN bank_rows.amount_fen IS 'in: above zero, out: below'
--;;
COMMENT ON COLUMN bank_rows.balance_fen IS 'after it, where told'
--;;
COMMENT ON COLUMN bank_rows.reference IS 'the bank''s own number of the movement'
--;;
COMMENT ON COLUMN bank_rows.kind IS 'what it is, as far as the bank''s code tells'
--;;
COMMENT ON COLUMN bank_rows.locked IS 'counterparty and text'
--;;
COMMENT ON COLUMN bank_rows.row_key IS 'blind, of what it says'
--;;
COMMENT ON COLUMN bank_rows.occurrence IS 'among equal ones, from 1'
--;;
CREATE TABLE bills (
	unit_id INTEGER NOT NULL,
	code TEXT NOT NULL,
	number BIGINT NOT NULL,
	gift_year INTEGER NOT NULL,
	gift_number INTEGER NOT NULL,
	amount_fen BIGINT NOT NULL,
	issued_on DATE NOT NULL,
	CONSTRAINT pk_bills PRIMARY KEY (unit_id, code, number),
	CONSTRAINT ck_bills_code_written CHECK (code <> ''),
	CONSTRAINT fk_bills_unit_id_gift_year_gift_number FOREIGN KEY(unit_id, gift_year, gift_number) REFERENCES gifts (unit_id, year, number),
	CONSTRAINT ck_bills_amount_given CHECK (amount_fen BETWEEN 1 AND 9000000000000000),
	CONSTRAINT fk_bills_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
CREATE INDEX ix_bills_unit_id_gift_year_gift_number ON bills (unit_id, gift_year, gift_number)
--;;
CREATE TABLE campaign_lines (
	unit_id INTEGER NOT NULL,
	campaign INTEGER NOT NULL,
	row INTEGER NOT NULL,
	gift_year INTEGER NOT NULL,
	gift_number INTEGER NOT NULL,
	department TEXT NOT NULL,
	name TEXT NOT NULL,
	locked BYTEA,
	amount_fen BIGINT NOT NULL,
	CONSTRAINT pk_campaign_lines PRIMARY KEY (unit_id, campaign, row),
	CONSTRAINT ck_campaign_lines_row_from_one CHECK (row > 0),
	CONSTRAINT fk_campaign_lines_unit_id_gift_year_gift_number FOREIGN KEY(unit_id, gift_year, gift_number) REFERENCES gifts (unit_id, year, number),
	CONSTRAINT ck_campaign_lines_amount_given CHECK (amount_fen BETWEEN 1 AND 9000000000000000),
	CONSTRAINT fk_campaign_lines_unit_id_campaign FOREIGN KEY(unit_id, campaign) REFERENCES campaigns (unit_id, number) DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT ck_campaign_lines_name_of_no_person CHECK (name = '' OR locked IS NULL),
	CONSTRAINT fk_campaign_lines_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
COMMENT ON COLUMN campaign_lines.row IS 'in the file; the header is 1'
--;;
COMMENT ON COLUMN campaign_lines.name IS 'of an organisation; empty for a person'
--;;
COMMENT ON COLUMN campaign_lines.locked IS 'the name of a person'
--;;
CREATE TABLE confirmations (
	unit_id INTEGER NOT NULL,
	year INTEGER NOT NULL,
	number INTEGER NOT NULL,
	gift_year INTEGER NOT NULL,
	gift_number INTEGER NOT NULL,
	amount_fen BIGINT NOT NULL,
	issued_on DATE NOT NULL,
	CONSTRAINT pk_confirmations PRIMARY KEY (unit_id, year, number),
	CONSTRAINT ck_confirmations_number_from_one CHECK (number > 0),
	CONSTRAINT fk_confirmations_unit_id_gift_year_gift_number FOREIGN KEY(unit_id, gift_year, gift_number) REFERENCES gifts (unit_id, year, number),
	CONSTRAINT ck_confirmations_amount_given CHECK (amount_fen BETWEEN 1 AND 9000000000000000),
	CONSTRAINT uq_confirmations_unit_id_gift_year_gift_number UNIQUE (unit_id, gift_year, gift_number),
	CONSTRAINT fk_confirmations_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
COMMENT ON COLUMN confirmations.number IS 'counted from 1 in the year'
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
--;;
CREATE TABLE gift_refunds (
	unit_id INTEGER NOT NULL,
	gift_year INTEGER NOT NULL,
	gift_number INTEGER NOT NULL,
	number INTEGER NOT NULL,
	kind TEXT NOT NULL,
	amount_fen BIGINT NOT NULL,
	decided_on DATE NOT NULL,
	reason TEXT NOT NULL,
	paper TEXT NOT NULL,
	CONSTRAINT pk_gift_refunds PRIMARY KEY (unit_id, gift_year, gift_number, number),
	CONSTRAINT fk_gift_refunds_unit_id_gift_year_gift_number FOREIGN KEY(unit_id, gift_year, gift_number) REFERENCES gifts (unit_id, year, number),
	CONSTRAINT ck_gift_refunds_number_from_one CHECK (number > 0),
	CONSTRAINT ck_gift_refunds_amount_given CHECK (amount_fen BETWEEN 1 AND 9000000000000000),
	CONSTRAINT ck_gift_refunds_reason_written CHECK (reason <> ''),
	CONSTRAINT ck_gift_refunds_paper_written CHECK (paper <> ''),
	CONSTRAINT ck_gift_refunds_kind_known CHECK (kind = 'refund' OR kind = 'cancel'),
	CONSTRAINT fk_gift_refunds_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
COMMENT ON COLUMN gift_refunds.number IS 'counted from 1 for the gift'
--;;
COMMENT ON COLUMN gift_refunds.kind IS 'refund; cancel: the money never came'
--;;
COMMENT ON COLUMN gift_refunds.paper IS 'what the donor asked or agreed to in writing'
--;;
CREATE TABLE purpose_consents (
	unit_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	gift_year INTEGER NOT NULL,
	gift_number INTEGER NOT NULL,
	given_on DATE NOT NULL,
	paper TEXT NOT NULL,
	digest TEXT DEFAULT '' NOT NULL,
	was TEXT NOT NULL,
	reason TEXT NOT NULL,
	CONSTRAINT pk_purpose_consents PRIMARY KEY (unit_id, number),
	CONSTRAINT ck_purpose_consents_number_from_one CHECK (number > 0),
	CONSTRAINT fk_purpose_consents_unit_id_gift_year_gift_number FOREIGN KEY(unit_id, gift_year, gift_number) REFERENCES gifts (unit_id, year, number),
	CONSTRAINT ck_purpose_consents_paper_written CHECK (paper <> ''),
	CONSTRAINT ck_purpose_consents_was_written CHECK (was <> ''),
	CONSTRAINT ck_purpose_consents_reason_written CHECK (reason <> ''),
	CONSTRAINT ck_purpose_consents_digest_whole CHECK (digest = '' OR length(digest) = 64),
	CONSTRAINT fk_purpose_consents_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
COMMENT ON COLUMN purpose_consents.number IS 'counted from 1 in the unit'
--;;
COMMENT ON COLUMN purpose_consents.paper IS 'the donor''s letter'
--;;
COMMENT ON COLUMN purpose_consents.digest IS 'SHA-256 of the paper, in hexadecimal'
--;;
COMMENT ON COLUMN purpose_consents.was IS 'what it could be spent on before'
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
--;;
CREATE FUNCTION public.bangfu_judge_vouchers() RETURNS trigger LANGUAGE plpgsql AS $guard$
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
IF ((NEW.entered = 'here' OR NEW.entered = 'bank' OR NEW.entered = 'adjustment') AND NEW.kind <> '期初' AND EXISTS (SELECT 1 FROM public.go_lives g WHERE g.unit_id = NEW.unit_id) AND (NEW.correction IS NULL AND EXISTS (SELECT 1 FROM public.payment_request_moves m JOIN public.payment_requests q ON q.unit_id = m.unit_id AND q.key = m.key WHERE m.unit_id = NEW.unit_id AND m.position = NEW.position AND m.act = 'pay' AND q.expires_on < NEW.dated_on))) THEN
  RAISE EXCEPTION 'bangfu:L12';
END IF;
IF ((NEW.entered = 'here' OR NEW.entered = 'bank' OR NEW.entered = 'adjustment') AND NEW.kind <> '期初' AND EXISTS (SELECT 1 FROM public.go_lives g WHERE g.unit_id = NEW.unit_id) AND (NEW.correction IS NULL AND EXISTS (SELECT 1 FROM public.payment_request_moves m JOIN public.payment_request_moves b ON b.unit_id = m.unit_id AND b.key = m.key AND b.act = 'approve' WHERE m.unit_id = NEW.unit_id AND m.position = NEW.position AND m.act = 'pay' AND b.acted_on > NEW.dated_on))) THEN
  RAISE EXCEPTION 'bangfu:L12';
END IF;
IF ((NEW.entered = 'here' OR NEW.entered = 'bank' OR NEW.entered = 'adjustment') AND NEW.kind <> '期初' AND EXISTS (SELECT 1 FROM public.go_lives g WHERE g.unit_id = NEW.unit_id) AND (EXISTS (SELECT 1 FROM public.payment_request_moves m JOIN public.payment_request_moves b ON b.unit_id = m.unit_id AND b.key = m.key AND b.act = 'approve' WHERE m.unit_id = NEW.unit_id AND m.position = NEW.position AND (b.person_id = NEW.preparer_id OR b.person_id = NEW.cashier_id)))) THEN
  RAISE EXCEPTION 'bangfu:L12';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_go_lives() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (EXISTS (SELECT 1 FROM public.vouchers v WHERE v.unit_id = NEW.unit_id AND v.dated_on >= NEW.since)) THEN
  RAISE EXCEPTION 'bangfu:L12';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_payment_requests() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.key <> 'P' || CAST(NEW.year AS pg_catalog.text) || '-' || CAST(NEW.number AS pg_catalog.text) OR NEW.number > 1 AND NOT EXISTS (SELECT 1 FROM public.payment_requests o WHERE o.unit_id = NEW.unit_id AND o.year = NEW.year AND o.number = NEW.number - 1)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NOT EXISTS (SELECT 1 FROM public.go_lives g WHERE g.unit_id = NEW.unit_id)) THEN
  RAISE EXCEPTION 'bangfu:L12';
END IF;
IF (NEW.amount_fen <> COALESCE((SELECT SUM(l.amount_fen) FROM public.payment_request_lines l WHERE l.unit_id = NEW.unit_id AND l.key = NEW.key), 0)) THEN
  RAISE EXCEPTION 'bangfu:L12';
END IF;
IF (NEW.kind <> 'fee' AND NEW.resolution = '' AND NEW.approvals < COALESCE((SELECT b.approvals FROM public.approval_bands b WHERE b.unit_id = NEW.unit_id AND b.since <= NEW.asked_on AND b.from_fen <= NEW.amount_fen ORDER BY b.since DESC, b.from_fen DESC LIMIT 1), 1)) THEN
  RAISE EXCEPTION 'bangfu:L12';
END IF;
IF (NEW.kind = 'advance' AND EXISTS (SELECT 1 FROM public.accounts a, public.funds f, public.payment_request_lines l WHERE l.unit_id = NEW.unit_id AND l.key = NEW.key AND a.id = l.account_id AND f.unit_id = NEW.unit_id AND f.id = l.fund_id AND (a.role <> 'advance' OR f.origin = 'donation' AND f.restricted = 1))) THEN
  RAISE EXCEPTION 'bangfu:L12';
END IF;
IF (NEW.kind = 'fee' AND EXISTS (SELECT 1 FROM public.accounts a, public.payment_request_lines l WHERE l.unit_id = NEW.unit_id AND l.key = NEW.key AND a.id = l.account_id AND (a.class <> 'expense' OR a.role = 'aid_expense' OR a.role = 'passing_down'))) THEN
  RAISE EXCEPTION 'bangfu:L12';
END IF;
IF (NEW.resolution <> '' AND NOT EXISTS (SELECT 1 FROM public.resolutions r WHERE r.unit_id = NEW.unit_id AND r.key = NEW.resolution AND r.adopted = 1)) THEN
  RAISE EXCEPTION 'bangfu:resolution';
END IF;
IF (NEW.kind = 'fee' AND NOT EXISTS (SELECT 1 FROM public.bank_rows b WHERE b.unit_id = NEW.unit_id AND b.statement = NEW.statement AND b."row" = NEW."row" AND b.kind = 'fee' AND b.amount_fen = -NEW.amount_fen)) THEN
  RAISE EXCEPTION 'bangfu:L12';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_payment_request_lines() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (EXISTS (SELECT 1 FROM public.payment_requests q WHERE q.unit_id = NEW.unit_id AND q.key = NEW.key)) THEN
  RAISE EXCEPTION 'bangfu:L3';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_approval_bands() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.resolution = '' AND NOT EXISTS (SELECT 1 FROM public.go_lives g WHERE g.unit_id = NEW.unit_id AND g.since = NEW.since)) THEN
  RAISE EXCEPTION 'bangfu:resolution';
END IF;
IF (NEW.resolution <> '' AND NOT EXISTS (SELECT 1 FROM public.resolutions r WHERE r.unit_id = NEW.unit_id AND r.key = NEW.resolution AND r.adopted = 1)) THEN
  RAISE EXCEPTION 'bangfu:resolution';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_payment_request_moves() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.seq <> 1 AND NOT EXISTS (SELECT 1 FROM public.payment_request_moves b WHERE b.unit_id = NEW.unit_id AND b.key = NEW.key AND b.seq = NEW.seq - 1)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NEW.seq = 1 AND (NEW.approved <> 0 OR NEW.paid_fen <> 0 OR NEW.returned_fen <> 0 OR NEW.repaid_fen <> 0 OR NOT EXISTS (SELECT 1 FROM public.payment_requests q WHERE q.unit_id = NEW.unit_id AND q.key = NEW.key AND q.amount_fen = NEW.amount_fen AND q.person_id = NEW.person_id))) THEN
  RAISE EXCEPTION 'bangfu:L12';
END IF;
IF (NEW.seq > 1 AND NOT EXISTS (SELECT 1 FROM public.payment_request_moves b WHERE b.unit_id = NEW.unit_id AND b.key = NEW.key AND b.seq = NEW.seq - 1 AND NEW.approved = b.approved + CASE NEW.act WHEN 'approve' THEN 1 ELSE 0 END AND NEW.paid_fen = b.paid_fen + CASE NEW.act WHEN 'pay' THEN NEW.amount_fen ELSE 0 END AND NEW.returned_fen = b.returned_fen + CASE NEW.act WHEN 'return' THEN NEW.amount_fen WHEN 'forgo' THEN -NEW.amount_fen ELSE 0 END AND NEW.repaid_fen = b.repaid_fen + CASE NEW.act WHEN 'repay' THEN NEW.amount_fen ELSE 0 END)) THEN
  RAISE EXCEPTION 'bangfu:L12';
END IF;
IF (EXISTS (SELECT 1 FROM public.payment_requests q WHERE q.unit_id = NEW.unit_id AND q.key = NEW.key AND q.amount_fen < NEW.paid_fen)) THEN
  RAISE EXCEPTION 'bangfu:L12';
END IF;
IF (EXISTS (SELECT 1 FROM public.payment_request_moves e WHERE e.unit_id = NEW.unit_id AND e.key = NEW.key AND e.seq < NEW.seq AND e.act IN ('refuse', 'cancel', 'expire'))) THEN
  RAISE EXCEPTION 'bangfu:L12';
END IF;
IF ((NEW.act = 'approve' OR NEW.act IN ('refuse', 'cancel', 'expire')) AND (NEW.paid_fen <> 0 OR NEW.amount_fen <> 0)) THEN
  RAISE EXCEPTION 'bangfu:L12';
END IF;
IF (NEW.act = 'approve' AND (EXISTS (SELECT 1 FROM public.payment_requests q WHERE q.unit_id = NEW.unit_id AND q.key = NEW.key AND q.person_id = NEW.person_id) OR EXISTS (SELECT 1 FROM public.payment_request_moves e WHERE e.unit_id = NEW.unit_id AND e.key = NEW.key AND e.seq < NEW.seq AND e.act = 'approve' AND e.person_id = NEW.person_id))) THEN
  RAISE EXCEPTION 'bangfu:L6';
END IF;
IF (NEW.act = 'pay' AND NEW.amount_fen > 0 AND NOT EXISTS (SELECT 1 FROM public.payment_requests q WHERE q.unit_id = NEW.unit_id AND q.key = NEW.key AND q.approvals <= NEW.approved)) THEN
  RAISE EXCEPTION 'bangfu:L12';
END IF;
IF (NEW.act = 'expire' AND NOT EXISTS (SELECT 1 FROM public.payment_requests q WHERE q.unit_id = NEW.unit_id AND q.key = NEW.key AND q.expires_on < NEW.acted_on)) THEN
  RAISE EXCEPTION 'bangfu:L12';
END IF;
IF (CASE WHEN CASE WHEN NEW.act = 'save' THEN 1 WHEN NEW.act IN ('refuse', 'cancel', 'expire') THEN -1 WHEN NEW.act = 'pay' AND NEW.amount_fen > 0 AND NEW.paid_fen = NEW.amount_fen THEN -1 WHEN NEW.act = 'pay' AND NEW.paid_fen = 0 THEN 1 ELSE 0 END = 0 THEN EXISTS (SELECT 1 FROM public.fund_holds h WHERE h.unit_id = NEW.unit_id AND h.key = NEW.key AND h.move = NEW.seq) ELSE EXISTS (SELECT 1 FROM (SELECT l.fund_id, SUM(l.amount_fen) AS fen FROM public.payment_requests q JOIN public.payment_request_lines l ON l.unit_id = q.unit_id AND l.key = q.key WHERE q.unit_id = NEW.unit_id AND q.key = NEW.key AND q.kind <> 'direct' AND q.kind <> 'fee' GROUP BY l.fund_id) w WHERE NOT EXISTS (SELECT 1 FROM public.fund_holds h WHERE h.unit_id = NEW.unit_id AND h.key = NEW.key AND h.move = NEW.seq AND h.fund_id = w.fund_id AND h.amount_fen = w.fen * CASE WHEN NEW.act = 'save' THEN 1 WHEN NEW.act IN ('refuse', 'cancel', 'expire') THEN -1 WHEN NEW.act = 'pay' AND NEW.amount_fen > 0 AND NEW.paid_fen = NEW.amount_fen THEN -1 WHEN NEW.act = 'pay' AND NEW.paid_fen = 0 THEN 1 ELSE 0 END)) OR (SELECT COUNT(*) FROM public.fund_holds h WHERE h.unit_id = NEW.unit_id AND h.key = NEW.key AND h.move = NEW.seq) <> (SELECT COUNT(*) FROM (SELECT l.fund_id, SUM(l.amount_fen) AS fen FROM public.payment_requests q JOIN public.payment_request_lines l ON l.unit_id = q.unit_id AND l.key = q.key WHERE q.unit_id = NEW.unit_id AND q.key = NEW.key AND q.kind <> 'direct' AND q.kind <> 'fee' GROUP BY l.fund_id) w) END) THEN
  RAISE EXCEPTION 'bangfu:L12';
END IF;
IF (NEW.position IS NOT NULL AND EXISTS (SELECT 1 FROM public.vouchers v WHERE v.unit_id = NEW.unit_id AND v.position = NEW.position)) THEN
  RAISE EXCEPTION 'bangfu:L3';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_fund_holds() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.seq <> 1 AND NOT EXISTS (SELECT 1 FROM public.fund_holds o WHERE o.unit_id = NEW.unit_id AND o.fund_id = NEW.fund_id AND o.seq = NEW.seq - 1)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NEW.held_fen <> NEW.amount_fen + COALESCE((SELECT o.held_fen FROM public.fund_holds o WHERE o.unit_id = NEW.unit_id AND o.fund_id = NEW.fund_id AND o.seq = NEW.seq - 1), 0)) THEN
  RAISE EXCEPTION 'bangfu:L12';
END IF;
IF (NEW.move = 1 AND NEW.held_fen > (SELECT COALESCE(SUM((SELECT b.balance_fen FROM public.money_positions b WHERE b.unit_id = NEW.unit_id AND b.fund_id = NEW.fund_id AND b.account_id = a.id ORDER BY b.position DESC LIMIT 1)), 0) FROM public.accounts a WHERE a.money = 1)) THEN
  RAISE EXCEPTION 'bangfu:L7';
END IF;
IF (EXISTS (SELECT 1 FROM public.payment_request_moves m WHERE m.unit_id = NEW.unit_id AND m.key = NEW.key AND m.seq = NEW.move)) THEN
  RAISE EXCEPTION 'bangfu:L3';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_donors() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.number <> 1 + (SELECT COUNT(*) FROM public.donors o WHERE o.unit_id = NEW.unit_id AND o.number < NEW.number)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_donor_terms() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.revision <> 1 + (SELECT COUNT(*) FROM public.donor_terms o WHERE o.unit_id = NEW.unit_id AND o.donor = NEW.donor AND o.revision < NEW.revision)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_pledges() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.number <> 1 + (SELECT COUNT(*) FROM public.pledges o WHERE o.unit_id = NEW.unit_id AND o.number < NEW.number)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_gift_purposes() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (EXISTS (SELECT 1 FROM public.gifts o WHERE o.unit_id = NEW.unit_id AND o.year = NEW.gift_year AND o.number = NEW.gift_number)) THEN
  RAISE EXCEPTION 'bangfu:L3';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_gifts() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.number <> 1 + (SELECT COUNT(*) FROM public.gifts o WHERE o.unit_id = NEW.unit_id AND o.year = NEW.year AND o.number < NEW.number)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (CAST(NEW.received_on AS pg_catalog.text) NOT LIKE CAST(NEW.year AS pg_catalog.text) || '-%') THEN
  RAISE EXCEPTION 'bangfu:year';
END IF;
IF (NEW.fund_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM public.funds f WHERE f.unit_id = NEW.unit_id AND f.id = NEW.fund_id AND f.origin = 'donation')) THEN
  RAISE EXCEPTION 'bangfu:fund';
END IF;
IF (NEW.restricted <> CASE WHEN EXISTS (SELECT 1 FROM public.gift_purposes q WHERE q.unit_id = NEW.unit_id AND q.gift_year = NEW.year AND q.gift_number = NEW.number) THEN 1 ELSE 0 END) THEN
  RAISE EXCEPTION 'bangfu:L8';
END IF;
IF (NEW.restricted = 1 AND NEW.fund_id IS NOT NULL AND (NOT EXISTS (SELECT 1 FROM public.funds f WHERE f.unit_id = NEW.unit_id AND f.id = NEW.fund_id AND f.restricted = 1) OR EXISTS (SELECT 1 FROM public.fund_purposes p WHERE p.unit_id = NEW.unit_id AND p.fund_id = NEW.fund_id AND NOT EXISTS (SELECT 1 FROM public.gift_purposes q WHERE q.unit_id = p.unit_id AND q.gift_year = NEW.year AND q.gift_number = NEW.number AND q.purpose = p.purpose)))) THEN
  RAISE EXCEPTION 'bangfu:L8';
END IF;
IF (NEW.pledge IS NOT NULL AND NOT EXISTS (SELECT 1 FROM public.pledges p WHERE p.unit_id = NEW.unit_id AND p.number = NEW.pledge AND p.donor = NEW.donor)) THEN
  RAISE EXCEPTION 'bangfu:pledge';
END IF;
IF (EXISTS (SELECT 1 FROM public.campaigns o WHERE o.unit_id = NEW.unit_id AND o.number = NEW.campaign)) THEN
  RAISE EXCEPTION 'bangfu:L3';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_fund_purposes() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (EXISTS (SELECT 1 FROM public.gifts g WHERE g.unit_id = NEW.unit_id AND g.fund_id = NEW.fund_id AND g.restricted = 1 AND g.amount_fen > (SELECT COALESCE(SUM(r.amount_fen), 0) FROM public.gift_refunds r WHERE r.unit_id = g.unit_id AND r.gift_year = g.year AND r.gift_number = g.number) AND NOT EXISTS (SELECT 1 FROM public.gift_purposes q WHERE q.unit_id = g.unit_id AND q.gift_year = g.year AND q.gift_number = g.number AND q.purpose = NEW.purpose) AND NOT EXISTS (SELECT 1 FROM public.consent_purposes q, public.purpose_consents c WHERE c.unit_id = g.unit_id AND c.gift_year = g.year AND c.gift_number = g.number AND q.unit_id = c.unit_id AND q.consent = c.number AND q.purpose = NEW.purpose))) THEN
  RAISE EXCEPTION 'bangfu:consent';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_gift_refunds() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.number <> 1 + (SELECT COUNT(*) FROM public.gift_refunds o WHERE o.unit_id = NEW.unit_id AND o.gift_year = NEW.gift_year AND o.gift_number = NEW.gift_number AND o.number < NEW.number)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (EXISTS (SELECT 1 FROM public.gifts g WHERE g.unit_id = NEW.unit_id AND g.year = NEW.gift_year AND g.number = NEW.gift_number AND (g.amount_fen < (SELECT COALESCE(SUM(r.amount_fen), 0) FROM public.gift_refunds r WHERE r.unit_id = g.unit_id AND r.gift_year = g.year AND r.gift_number = g.number) OR NEW.kind = 'cancel' AND g.amount_fen <> NEW.amount_fen OR g.form = 'money' AND (NEW.kind = 'refund') <> (EXISTS (SELECT 1 FROM public.vouchers v WHERE v.unit_id = NEW.unit_id AND v.ref = '捐赠-' || CAST(NEW.gift_year AS pg_catalog.text) || '-' || CAST(NEW.gift_number AS pg_catalog.text) AND (NOT EXISTS (SELECT 1 FROM public.vouchers c WHERE c.unit_id = v.unit_id AND c.corrects = v.position AND c.correction = 'full') OR EXISTS (SELECT 1 FROM public.vouchers c WHERE c.unit_id = v.unit_id AND c.corrects = v.position AND c.correction = 'replacement'))))))) THEN
  RAISE EXCEPTION 'bangfu:refund';
END IF;
IF (EXISTS (SELECT 1 FROM public.bills b WHERE b.unit_id = NEW.unit_id AND b.gift_year = NEW.gift_year AND b.gift_number = NEW.gift_number AND NOT EXISTS (SELECT 1 FROM public.bill_voids w WHERE w.unit_id = b.unit_id AND w.code = b.code AND w.number = b.number))) THEN
  RAISE EXCEPTION 'bangfu:bill';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_bill_stocks() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.number <> 1 + (SELECT COUNT(*) FROM public.bill_stocks o WHERE o.unit_id = NEW.unit_id AND o.number < NEW.number)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (EXISTS (SELECT 1 FROM public.bill_stocks o WHERE o.unit_id = NEW.unit_id AND o.code = NEW.code AND o.number <> NEW.number AND o.first <= NEW.last AND NEW.first <= o.last)) THEN
  RAISE EXCEPTION 'bangfu:bill';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_bills() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NOT EXISTS (SELECT 1 FROM public.bill_stocks k WHERE k.unit_id = NEW.unit_id AND k.code = NEW.code AND NEW.number BETWEEN k.first AND k.last AND (k.first = NEW.number OR EXISTS (SELECT 1 FROM public.bills o WHERE o.unit_id = NEW.unit_id AND o.code = NEW.code AND o.number = NEW.number - 1) OR EXISTS (SELECT 1 FROM public.bill_voids o WHERE o.unit_id = NEW.unit_id AND o.code = NEW.code AND o.number = NEW.number - 1))) OR EXISTS (SELECT 1 FROM public.bill_voids o WHERE o.unit_id = NEW.unit_id AND o.code = NEW.code AND o.number = NEW.number)) THEN
  RAISE EXCEPTION 'bangfu:bill';
END IF;
IF (EXISTS (SELECT 1 FROM public.bills b WHERE b.unit_id = NEW.unit_id AND b.gift_year = NEW.gift_year AND b.gift_number = NEW.gift_number AND (b.code <> NEW.code OR b.number <> NEW.number) AND NOT EXISTS (SELECT 1 FROM public.bill_voids w WHERE w.unit_id = b.unit_id AND w.code = b.code AND w.number = b.number))) THEN
  RAISE EXCEPTION 'bangfu:bill';
END IF;
IF (EXISTS (SELECT 1 FROM public.gifts g WHERE g.unit_id = NEW.unit_id AND g.year = NEW.gift_year AND g.number = NEW.gift_number AND g.amount_fen - (SELECT COALESCE(SUM(r.amount_fen), 0) FROM public.gift_refunds r WHERE r.unit_id = g.unit_id AND r.gift_year = g.year AND r.gift_number = g.number) <> NEW.amount_fen)) THEN
  RAISE EXCEPTION 'bangfu:bill';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_bill_voids() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NOT EXISTS (SELECT 1 FROM public.bills o WHERE o.unit_id = NEW.unit_id AND o.code = NEW.code AND o.number = NEW.number) AND NOT EXISTS (SELECT 1 FROM public.bill_stocks k WHERE k.unit_id = NEW.unit_id AND k.code = NEW.code AND NEW.number BETWEEN k.first AND k.last AND (k.first = NEW.number OR EXISTS (SELECT 1 FROM public.bills o WHERE o.unit_id = NEW.unit_id AND o.code = NEW.code AND o.number = NEW.number - 1) OR EXISTS (SELECT 1 FROM public.bill_voids o WHERE o.unit_id = NEW.unit_id AND o.code = NEW.code AND o.number = NEW.number - 1)))) THEN
  RAISE EXCEPTION 'bangfu:bill';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_confirmations() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.number <> 1 + (SELECT COUNT(*) FROM public.confirmations o WHERE o.unit_id = NEW.unit_id AND o.year = NEW.year AND o.number < NEW.number)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (CAST(NEW.issued_on AS pg_catalog.text) NOT LIKE CAST(NEW.year AS pg_catalog.text) || '-%') THEN
  RAISE EXCEPTION 'bangfu:year';
END IF;
IF (EXISTS (SELECT 1 FROM public.gifts g WHERE g.unit_id = NEW.unit_id AND g.year = NEW.gift_year AND g.number = NEW.gift_number AND (g.amount_fen - (SELECT COALESCE(SUM(r.amount_fen), 0) FROM public.gift_refunds r WHERE r.unit_id = g.unit_id AND r.gift_year = g.year AND r.gift_number = g.number) <> NEW.amount_fen OR g.form = 'money' AND NOT EXISTS (SELECT 1 FROM public.vouchers v WHERE v.unit_id = NEW.unit_id AND v.ref = '捐赠-' || CAST(NEW.gift_year AS pg_catalog.text) || '-' || CAST(NEW.gift_number AS pg_catalog.text) AND (NOT EXISTS (SELECT 1 FROM public.vouchers c WHERE c.unit_id = v.unit_id AND c.corrects = v.position AND c.correction = 'full') OR EXISTS (SELECT 1 FROM public.vouchers c WHERE c.unit_id = v.unit_id AND c.corrects = v.position AND c.correction = 'replacement')))))) THEN
  RAISE EXCEPTION 'bangfu:gift';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_campaign_lines() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (EXISTS (SELECT 1 FROM public.campaigns o WHERE o.unit_id = NEW.unit_id AND o.number = NEW.campaign)) THEN
  RAISE EXCEPTION 'bangfu:L3';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_campaigns() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.number <> 1 + (SELECT COUNT(*) FROM public.campaigns o WHERE o.unit_id = NEW.unit_id AND o.number < NEW.number)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NEW.lines <> (SELECT COUNT(*) FROM public.campaign_lines l WHERE l.unit_id = NEW.unit_id AND l.campaign = NEW.number) OR NEW.total_fen <> (SELECT COALESCE(SUM(l.amount_fen), 0) FROM public.campaign_lines l WHERE l.unit_id = NEW.unit_id AND l.campaign = NEW.number)) THEN
  RAISE EXCEPTION 'bangfu:campaign';
END IF;
IF (NEW.gifts <> (SELECT COUNT(*) FROM public.gifts g WHERE g.unit_id = NEW.unit_id AND g.campaign = NEW.number)) THEN
  RAISE EXCEPTION 'bangfu:campaign';
END IF;
IF (EXISTS (SELECT 1 FROM public.campaign_lines l WHERE l.unit_id = NEW.unit_id AND l.campaign = NEW.number AND NOT EXISTS (SELECT 1 FROM public.gifts g WHERE g.unit_id = NEW.unit_id AND g.campaign = NEW.number AND g.year = l.gift_year AND g.number = l.gift_number))) THEN
  RAISE EXCEPTION 'bangfu:campaign';
END IF;
IF (EXISTS (SELECT 1 FROM public.gifts g WHERE g.unit_id = NEW.unit_id AND g.campaign = NEW.number AND g.amount_fen <> (SELECT COALESCE(SUM(l.amount_fen), 0) FROM public.campaign_lines l WHERE l.unit_id = NEW.unit_id AND l.campaign = NEW.number AND l.gift_year = g.year AND l.gift_number = g.number))) THEN
  RAISE EXCEPTION 'bangfu:campaign';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_consent_purposes() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (EXISTS (SELECT 1 FROM public.purpose_consents o WHERE o.unit_id = NEW.unit_id AND o.number = NEW.consent)) THEN
  RAISE EXCEPTION 'bangfu:L3';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_purpose_consents() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.number <> 1 + (SELECT COUNT(*) FROM public.purpose_consents o WHERE o.unit_id = NEW.unit_id AND o.number < NEW.number)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NOT EXISTS (SELECT 1 FROM public.consent_purposes q WHERE q.unit_id = NEW.unit_id AND q.consent = NEW.number)) THEN
  RAISE EXCEPTION 'bangfu:consent';
END IF;
IF (NOT EXISTS (SELECT 1 FROM public.gifts g WHERE g.unit_id = NEW.unit_id AND g.year = NEW.gift_year AND g.number = NEW.gift_number AND g.restricted = 1 AND EXISTS (SELECT 1 FROM public.donors d WHERE d.unit_id = g.unit_id AND d.number = g.donor AND d.kind <> 'anonymous'))) THEN
  RAISE EXCEPTION 'bangfu:consent';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_lineage_heads() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.after <> COALESCE((SELECT MAX(h.through) FROM public.lineage_heads h WHERE h.unit_id = NEW.unit_id AND h.through <> NEW.through), 0)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NOT EXISTS (SELECT 1 FROM public.vouchers v WHERE v.unit_id = NEW.unit_id AND v.position = NEW.through AND v.hash = NEW.hash)) THEN
  RAISE EXCEPTION 'bangfu:L10';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_lineage_amounts() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (EXISTS (SELECT 1 FROM public.lineage_heads h WHERE h.unit_id = NEW.unit_id AND h.through >= NEW.at)) THEN
  RAISE EXCEPTION 'bangfu:L3';
END IF;
IF (EXISTS (SELECT 1 FROM public.lineage_amounts o WHERE o.unit_id = NEW.unit_id AND o.fund_id = NEW.fund_id AND o."side" = NEW."side" AND o."matter" = NEW."matter" AND o.at > NEW.at)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NEW.amount_fen <> NEW.change_fen + COALESCE((SELECT b.amount_fen FROM public.lineage_amounts b WHERE b.unit_id = NEW.unit_id AND b.fund_id = NEW.fund_id AND b."side" = NEW."side" AND b."matter" = NEW."matter" AND b.at < NEW.at ORDER BY b.at DESC LIMIT 1), 0)) THEN
  RAISE EXCEPTION 'bangfu:lineage';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_lineage_shares() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (EXISTS (SELECT 1 FROM public.lineage_heads h WHERE h.unit_id = NEW.unit_id AND h.through >= NEW.at)) THEN
  RAISE EXCEPTION 'bangfu:L3';
END IF;
IF (NEW.seq > 1 AND NOT EXISTS (SELECT 1 FROM public.lineage_shares b WHERE b.unit_id = NEW.unit_id AND b.fund_id = NEW.fund_id AND b.seq = NEW.seq - 1 AND b.at <= NEW.at)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NEW.used_fen <> NEW.change_fen + COALESCE((SELECT b.used_fen FROM public.lineage_shares b WHERE b.unit_id = NEW.unit_id AND b.fund_id = NEW.fund_id AND b."source" = NEW."source" AND b.seq < NEW.seq ORDER BY b.seq DESC LIMIT 1), 0)) THEN
  RAISE EXCEPTION 'bangfu:lineage';
END IF;
IF (NEW.covered_fen <> NEW.change_fen + COALESCE((SELECT b.covered_fen FROM public.lineage_shares b WHERE b.unit_id = NEW.unit_id AND b.fund_id = NEW.fund_id AND b."use" = NEW."use" AND b.seq < NEW.seq ORDER BY b.seq DESC LIMIT 1), 0)) THEN
  RAISE EXCEPTION 'bangfu:lineage';
END IF;
IF (NEW.share_fen <> NEW.change_fen + COALESCE((SELECT b.share_fen FROM public.lineage_shares b WHERE b.unit_id = NEW.unit_id AND b.fund_id = NEW.fund_id AND b."use" = NEW."use" AND b."source" = NEW."source" AND b.seq < NEW.seq ORDER BY b.seq DESC LIMIT 1), 0)) THEN
  RAISE EXCEPTION 'bangfu:lineage';
END IF;
IF (NEW.change_fen > 0 AND NEW.used_fen > COALESCE((SELECT a.amount_fen FROM public.lineage_amounts a WHERE a.unit_id = NEW.unit_id AND a.fund_id = NEW.fund_id AND a.side = 'source' AND a.matter = NEW."source" AND a.at <= NEW.at ORDER BY a.at DESC LIMIT 1), 0)) THEN
  RAISE EXCEPTION 'bangfu:lineage';
END IF;
IF (NEW.change_fen > 0 AND NEW.covered_fen > COALESCE((SELECT a.amount_fen FROM public.lineage_amounts a WHERE a.unit_id = NEW.unit_id AND a.fund_id = NEW.fund_id AND a.side = 'use' AND a.matter = NEW."use" AND a.at <= NEW.at ORDER BY a.at DESC LIMIT 1), 0)) THEN
  RAISE EXCEPTION 'bangfu:lineage';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_lineage_keys() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (EXISTS (SELECT 1 FROM public.lineage_heads h WHERE h.unit_id = NEW.unit_id AND h.through >= NEW.at)) THEN
  RAISE EXCEPTION 'bangfu:L3';
END IF;
IF (EXISTS (SELECT 1 FROM public.lineage_keys o WHERE o.unit_id = NEW.unit_id AND o.fund_id = NEW.fund_id AND o."request" = NEW."request" AND o."use" = NEW."use" AND o.at > NEW.at)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NEW.open_fen <> NEW.change_fen + COALESCE((SELECT b.open_fen FROM public.lineage_keys b WHERE b.unit_id = NEW.unit_id AND b.fund_id = NEW.fund_id AND b."request" = NEW."request" AND b."use" = NEW."use" AND b.at < NEW.at ORDER BY b.at DESC LIMIT 1), 0)) THEN
  RAISE EXCEPTION 'bangfu:lineage';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_lineage_open() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (EXISTS (SELECT 1 FROM public.lineage_heads h WHERE h.unit_id = NEW.unit_id AND h.through >= NEW.through)) THEN
  RAISE EXCEPTION 'bangfu:L3';
END IF;
IF (NEW.side = 'source' AND NEW.left_fen <> COALESCE((SELECT a.amount_fen FROM public.lineage_amounts a WHERE a.unit_id = NEW.unit_id AND a.fund_id = NEW.fund_id AND a.side = 'source' AND a.matter = NEW."matter" AND a.at <= NEW.through ORDER BY a.at DESC LIMIT 1), 0) - COALESCE((SELECT b.used_fen FROM public.lineage_shares b WHERE b.unit_id = NEW.unit_id AND b.fund_id = NEW.fund_id AND b."source" = NEW.matter ORDER BY b.seq DESC LIMIT 1), 0)) THEN
  RAISE EXCEPTION 'bangfu:lineage';
END IF;
IF (NEW.side = 'use' AND NEW.left_fen <> COALESCE((SELECT a.amount_fen FROM public.lineage_amounts a WHERE a.unit_id = NEW.unit_id AND a.fund_id = NEW.fund_id AND a.side = 'use' AND a.matter = NEW."matter" AND a.at <= NEW.through ORDER BY a.at DESC LIMIT 1), 0) - COALESCE((SELECT b.covered_fen FROM public.lineage_shares b WHERE b.unit_id = NEW.unit_id AND b.fund_id = NEW.fund_id AND b."use" = NEW.matter ORDER BY b.seq DESC LIMIT 1), 0)) THEN
  RAISE EXCEPTION 'bangfu:lineage';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_bank_accounts() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.number <> 1 + (SELECT COALESCE(MAX(o.number), 0) FROM public.bank_accounts o WHERE o.unit_id = NEW.unit_id AND o.number <> NEW.number)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NOT EXISTS (SELECT 1 FROM public.accounts a WHERE a.id = NEW.account_id AND a.money = 1 AND a.role <> 'cash')) THEN
  RAISE EXCEPTION 'bangfu:account';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_bank_mappings() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.revision <> 1 + (SELECT COALESCE(MAX(o.revision), 0) FROM public.bank_mappings o WHERE o.unit_id = NEW.unit_id AND o.bank = NEW.bank AND o.revision <> NEW.revision)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_bank_rows() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.statement <> 1 + (SELECT COALESCE(MAX(t.statement), 0) FROM public.bank_statements t WHERE t.unit_id = NEW.unit_id)) THEN
  RAISE EXCEPTION 'bangfu:L3';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_bank_statements() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.statement <> 1 + (SELECT COALESCE(MAX(o.statement), 0) FROM public.bank_statements o WHERE o.unit_id = NEW.unit_id AND o.statement <> NEW.statement)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NEW.new_rows <> (SELECT COUNT(*) FROM public.bank_rows r WHERE r.unit_id = NEW.unit_id AND r.statement = NEW.statement)) THEN
  RAISE EXCEPTION 'bangfu:bank';
END IF;
IF (EXISTS (SELECT 1 FROM public.bank_rows r WHERE r.unit_id = NEW.unit_id AND r.statement = NEW.statement AND (r.account <> NEW.account OR r."row" > NEW."rows" OR r.booked_on < NEW.since OR r.booked_on > NEW.until))) THEN
  RAISE EXCEPTION 'bangfu:bank';
END IF;
IF (NEW.opening_fen + NEW.known_fen + (SELECT COALESCE(SUM(r.amount_fen), 0) FROM public.bank_rows r WHERE r.unit_id = NEW.unit_id AND r.statement = NEW.statement) <> NEW.closing_fen) THEN
  RAISE EXCEPTION 'bangfu:bank';
END IF;
IF (NEW."rows" - NEW.new_rows > (SELECT COUNT(*) FROM public.bank_rows k WHERE k.unit_id = NEW.unit_id AND k.account = NEW.account AND k.booked_on >= NEW.since AND k.booked_on <= NEW.until AND k.statement < NEW.statement)) THEN
  RAISE EXCEPTION 'bangfu:bank';
END IF;
IF (EXISTS (SELECT 1 FROM public.bank_statements p WHERE p.unit_id = NEW.unit_id AND p.account = NEW.account AND p.until < NEW.since AND p.closing_fen <> NEW.opening_fen AND NOT EXISTS (SELECT 1 FROM public.bank_statements q WHERE q.unit_id = NEW.unit_id AND q.account = NEW.account AND q.statement <> p.statement AND q.statement <> NEW.statement AND q.until >= p.until))) THEN
  RAISE EXCEPTION 'bangfu:bank';
END IF;
IF (EXISTS (SELECT 1 FROM public.bank_accounts a WHERE a.unit_id = NEW.unit_id AND a.number = NEW.account AND a.since > NEW.since)) THEN
  RAISE EXCEPTION 'bangfu:bank';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE TRIGGER go_lives_no_change BEFORE UPDATE OR DELETE ON public.go_lives FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER approval_bands_no_change BEFORE UPDATE OR DELETE ON public.approval_bands FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER payment_requests_no_change BEFORE UPDATE OR DELETE ON public.payment_requests FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER payment_request_lines_no_change BEFORE UPDATE OR DELETE ON public.payment_request_lines FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER payment_request_moves_no_change BEFORE UPDATE OR DELETE ON public.payment_request_moves FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER fund_holds_no_change BEFORE UPDATE OR DELETE ON public.fund_holds FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER vault_keys_no_change BEFORE UPDATE OR DELETE ON public.vault_keys FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER desk_drafts_no_change BEFORE UPDATE OR DELETE ON public.desk_drafts FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER desk_refunds_no_change BEFORE UPDATE OR DELETE ON public.desk_refunds FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER donors_no_change BEFORE UPDATE OR DELETE ON public.donors FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER donor_terms_no_change BEFORE UPDATE OR DELETE ON public.donor_terms FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER pledges_no_change BEFORE UPDATE OR DELETE ON public.pledges FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER gift_purposes_no_change BEFORE UPDATE OR DELETE ON public.gift_purposes FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER gifts_no_change BEFORE UPDATE OR DELETE ON public.gifts FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER gift_refunds_no_change BEFORE UPDATE OR DELETE ON public.gift_refunds FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER bill_stocks_no_change BEFORE UPDATE OR DELETE ON public.bill_stocks FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER bills_no_change BEFORE UPDATE OR DELETE ON public.bills FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER bill_voids_no_change BEFORE UPDATE OR DELETE ON public.bill_voids FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER confirmations_no_change BEFORE UPDATE OR DELETE ON public.confirmations FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER campaign_lines_no_change BEFORE UPDATE OR DELETE ON public.campaign_lines FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER campaigns_no_change BEFORE UPDATE OR DELETE ON public.campaigns FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER consent_purposes_no_change BEFORE UPDATE OR DELETE ON public.consent_purposes FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER purpose_consents_no_change BEFORE UPDATE OR DELETE ON public.purpose_consents FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER lineage_heads_no_change BEFORE UPDATE OR DELETE ON public.lineage_heads FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER lineage_amounts_no_change BEFORE UPDATE OR DELETE ON public.lineage_amounts FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER lineage_shares_no_change BEFORE UPDATE OR DELETE ON public.lineage_shares FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER lineage_keys_no_change BEFORE UPDATE OR DELETE ON public.lineage_keys FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER lineage_open_no_change BEFORE UPDATE OR DELETE ON public.lineage_open FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER bank_accounts_no_change BEFORE UPDATE OR DELETE ON public.bank_accounts FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER bank_mappings_no_change BEFORE UPDATE OR DELETE ON public.bank_mappings FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER bank_statements_no_change BEFORE UPDATE OR DELETE ON public.bank_statements FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER bank_rows_no_change BEFORE UPDATE OR DELETE ON public.bank_rows FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER vouchers_in_order AFTER INSERT ON public.vouchers FOR EACH ROW WHEN (NEW.entered = 'here' OR NEW.entered = 'bank' OR NEW.entered = 'adjustment') EXECUTE FUNCTION public.bangfu_judge_vouchers()
--;;
CREATE TRIGGER go_lives_in_order AFTER INSERT ON public.go_lives FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_go_lives()
--;;
CREATE TRIGGER payment_requests_in_order AFTER INSERT ON public.payment_requests FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_payment_requests()
--;;
CREATE TRIGGER payment_request_lines_in_order AFTER INSERT ON public.payment_request_lines FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_payment_request_lines()
--;;
CREATE TRIGGER approval_bands_in_order AFTER INSERT ON public.approval_bands FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_approval_bands()
--;;
CREATE TRIGGER payment_request_moves_in_order AFTER INSERT ON public.payment_request_moves FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_payment_request_moves()
--;;
CREATE TRIGGER fund_holds_in_order AFTER INSERT ON public.fund_holds FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_fund_holds()
--;;
CREATE TRIGGER donors_in_order AFTER INSERT ON public.donors FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_donors()
--;;
CREATE TRIGGER donor_terms_in_order AFTER INSERT ON public.donor_terms FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_donor_terms()
--;;
CREATE TRIGGER pledges_in_order AFTER INSERT ON public.pledges FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_pledges()
--;;
CREATE TRIGGER gift_purposes_in_order AFTER INSERT ON public.gift_purposes FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_gift_purposes()
--;;
CREATE TRIGGER gifts_in_order AFTER INSERT ON public.gifts FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_gifts()
--;;
CREATE TRIGGER fund_purposes_in_order AFTER INSERT ON public.fund_purposes FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_fund_purposes()
--;;
CREATE TRIGGER gift_refunds_in_order AFTER INSERT ON public.gift_refunds FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_gift_refunds()
--;;
CREATE TRIGGER bill_stocks_in_order AFTER INSERT ON public.bill_stocks FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_bill_stocks()
--;;
CREATE TRIGGER bills_in_order AFTER INSERT ON public.bills FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_bills()
--;;
CREATE TRIGGER bill_voids_in_order AFTER INSERT ON public.bill_voids FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_bill_voids()
--;;
CREATE TRIGGER confirmations_in_order AFTER INSERT ON public.confirmations FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_confirmations()
--;;
CREATE TRIGGER campaign_lines_in_order AFTER INSERT ON public.campaign_lines FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_campaign_lines()
--;;
CREATE TRIGGER campaigns_in_order AFTER INSERT ON public.campaigns FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_campaigns()
--;;
CREATE TRIGGER consent_purposes_in_order AFTER INSERT ON public.consent_purposes FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_consent_purposes()
--;;
CREATE TRIGGER purpose_consents_in_order AFTER INSERT ON public.purpose_consents FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_purpose_consents()
--;;
CREATE TRIGGER lineage_heads_in_order AFTER INSERT ON public.lineage_heads FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_lineage_heads()
--;;
CREATE TRIGGER lineage_amounts_in_order AFTER INSERT ON public.lineage_amounts FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_lineage_amounts()
--;;
CREATE TRIGGER lineage_shares_in_order AFTER INSERT ON public.lineage_shares FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_lineage_shares()
--;;
CREATE TRIGGER lineage_keys_in_order AFTER INSERT ON public.lineage_keys FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_lineage_keys()
--;;
CREATE TRIGGER lineage_open_in_order AFTER INSERT ON public.lineage_open FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_lineage_open()
--;;
CREATE TRIGGER bank_accounts_in_order AFTER INSERT ON public.bank_accounts FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_bank_accounts()
--;;
CREATE TRIGGER bank_mappings_in_order AFTER INSERT ON public.bank_mappings FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_bank_mappings()
--;;
CREATE TRIGGER bank_rows_in_order AFTER INSERT ON public.bank_rows FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_bank_rows()
--;;
CREATE TRIGGER bank_statements_in_order AFTER INSERT ON public.bank_statements FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_bank_statements()
--;;
ALTER TABLE public.go_lives ENABLE ALWAYS TRIGGER go_lives_no_change
--;;
ALTER TABLE public.approval_bands ENABLE ALWAYS TRIGGER approval_bands_no_change
--;;
ALTER TABLE public.payment_requests ENABLE ALWAYS TRIGGER payment_requests_no_change
--;;
ALTER TABLE public.payment_request_lines ENABLE ALWAYS TRIGGER payment_request_lines_no_change
--;;
ALTER TABLE public.payment_request_moves ENABLE ALWAYS TRIGGER payment_request_moves_no_change
--;;
ALTER TABLE public.fund_holds ENABLE ALWAYS TRIGGER fund_holds_no_change
--;;
ALTER TABLE public.vault_keys ENABLE ALWAYS TRIGGER vault_keys_no_change
--;;
ALTER TABLE public.desk_drafts ENABLE ALWAYS TRIGGER desk_drafts_no_change
--;;
ALTER TABLE public.desk_refunds ENABLE ALWAYS TRIGGER desk_refunds_no_change
--;;
ALTER TABLE public.donors ENABLE ALWAYS TRIGGER donors_no_change
--;;
ALTER TABLE public.donor_terms ENABLE ALWAYS TRIGGER donor_terms_no_change
--;;
ALTER TABLE public.pledges ENABLE ALWAYS TRIGGER pledges_no_change
--;;
ALTER TABLE public.gift_purposes ENABLE ALWAYS TRIGGER gift_purposes_no_change
--;;
ALTER TABLE public.gifts ENABLE ALWAYS TRIGGER gifts_no_change
--;;
ALTER TABLE public.gift_refunds ENABLE ALWAYS TRIGGER gift_refunds_no_change
--;;
ALTER TABLE public.bill_stocks ENABLE ALWAYS TRIGGER bill_stocks_no_change
--;;
ALTER TABLE public.bills ENABLE ALWAYS TRIGGER bills_no_change
--;;
ALTER TABLE public.bill_voids ENABLE ALWAYS TRIGGER bill_voids_no_change
--;;
ALTER TABLE public.confirmations ENABLE ALWAYS TRIGGER confirmations_no_change
--;;
ALTER TABLE public.campaign_lines ENABLE ALWAYS TRIGGER campaign_lines_no_change
--;;
ALTER TABLE public.campaigns ENABLE ALWAYS TRIGGER campaigns_no_change
--;;
ALTER TABLE public.consent_purposes ENABLE ALWAYS TRIGGER consent_purposes_no_change
--;;
ALTER TABLE public.purpose_consents ENABLE ALWAYS TRIGGER purpose_consents_no_change
--;;
ALTER TABLE public.lineage_heads ENABLE ALWAYS TRIGGER lineage_heads_no_change
--;;
ALTER TABLE public.lineage_amounts ENABLE ALWAYS TRIGGER lineage_amounts_no_change
--;;
ALTER TABLE public.lineage_shares ENABLE ALWAYS TRIGGER lineage_shares_no_change
--;;
ALTER TABLE public.lineage_keys ENABLE ALWAYS TRIGGER lineage_keys_no_change
--;;
ALTER TABLE public.lineage_open ENABLE ALWAYS TRIGGER lineage_open_no_change
--;;
ALTER TABLE public.bank_accounts ENABLE ALWAYS TRIGGER bank_accounts_no_change
--;;
ALTER TABLE public.bank_mappings ENABLE ALWAYS TRIGGER bank_mappings_no_change
--;;
ALTER TABLE public.bank_statements ENABLE ALWAYS TRIGGER bank_statements_no_change
--;;
ALTER TABLE public.bank_rows ENABLE ALWAYS TRIGGER bank_rows_no_change
--;;
ALTER TABLE public.vouchers ENABLE ALWAYS TRIGGER vouchers_in_order
--;;
ALTER TABLE public.go_lives ENABLE ALWAYS TRIGGER go_lives_in_order
--;;
ALTER TABLE public.payment_requests ENABLE ALWAYS TRIGGER payment_requests_in_order
--;;
ALTER TABLE public.payment_request_lines ENABLE ALWAYS TRIGGER payment_request_lines_in_order
--;;
ALTER TABLE public.approval_bands ENABLE ALWAYS TRIGGER approval_bands_in_order
--;;
ALTER TABLE public.payment_request_moves ENABLE ALWAYS TRIGGER payment_request_moves_in_order
--;;
ALTER TABLE public.fund_holds ENABLE ALWAYS TRIGGER fund_holds_in_order
--;;
ALTER TABLE public.donors ENABLE ALWAYS TRIGGER donors_in_order
--;;
ALTER TABLE public.donor_terms ENABLE ALWAYS TRIGGER donor_terms_in_order
--;;
ALTER TABLE public.pledges ENABLE ALWAYS TRIGGER pledges_in_order
--;;
ALTER TABLE public.gift_purposes ENABLE ALWAYS TRIGGER gift_purposes_in_order
--;;
ALTER TABLE public.gifts ENABLE ALWAYS TRIGGER gifts_in_order
--;;
ALTER TABLE public.fund_purposes ENABLE ALWAYS TRIGGER fund_purposes_in_order
--;;
ALTER TABLE public.gift_refunds ENABLE ALWAYS TRIGGER gift_refunds_in_order
--;;
ALTER TABLE public.bill_stocks ENABLE ALWAYS TRIGGER bill_stocks_in_order
--;;
ALTER TABLE public.bills ENABLE ALWAYS TRIGGER bills_in_order
--;;
ALTER TABLE public.bill_voids ENABLE ALWAYS TRIGGER bill_voids_in_order
--;;
ALTER TABLE public.confirmations ENABLE ALWAYS TRIGGER confirmations_in_order
--;;
ALTER TABLE public.campaign_lines ENABLE ALWAYS TRIGGER campaign_lines_in_order
--;;
ALTER TABLE public.campaigns ENABLE ALWAYS TRIGGER campaigns_in_order
--;;
ALTER TABLE public.consent_purposes ENABLE ALWAYS TRIGGER consent_purposes_in_order
--;;
ALTER TABLE public.purpose_consents ENABLE ALWAYS TRIGGER purpose_consents_in_order
--;;
ALTER TABLE public.lineage_heads ENABLE ALWAYS TRIGGER lineage_heads_in_order
--;;
ALTER TABLE public.lineage_amounts ENABLE ALWAYS TRIGGER lineage_amounts_in_order
--;;
ALTER TABLE public.lineage_shares ENABLE ALWAYS TRIGGER lineage_shares_in_order
--;;
ALTER TABLE public.lineage_keys ENABLE ALWAYS TRIGGER lineage_keys_in_order
--;;
ALTER TABLE public.lineage_open ENABLE ALWAYS TRIGGER lineage_open_in_order
--;;
ALTER TABLE public.bank_accounts ENABLE ALWAYS TRIGGER bank_accounts_in_order
--;;
ALTER TABLE public.bank_mappings ENABLE ALWAYS TRIGGER bank_mappings_in_order
--;;
ALTER TABLE public.bank_rows ENABLE ALWAYS TRIGGER bank_rows_in_order
--;;
ALTER TABLE public.bank_statements ENABLE ALWAYS TRIGGER bank_statements_in_order
