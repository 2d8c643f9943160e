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
CREATE TRIGGER desk_drafts_no_update BEFORE UPDATE ON desk_drafts BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER desk_drafts_no_delete BEFORE DELETE ON desk_drafts BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER desk_drafts_no_replace BEFORE INSERT ON desk_drafts WHEN EXISTS (SELECT 1 FROM desk_drafts o WHERE o."unit_id" = NEW."unit_id" AND o."draft" = NEW."draft") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
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
