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
 WITHOUT ROWID,
 STRICT
--;;
CREATE INDEX ix_lineage_shares_unit_id_fund_id_source_seq ON lineage_shares (unit_id, fund_id, source, seq)
--;;
CREATE INDEX ix_lineage_shares_unit_id_fund_id_use_seq ON lineage_shares (unit_id, fund_id, use, seq)
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
CREATE TRIGGER desk_drafts_no_update BEFORE UPDATE ON desk_drafts BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER desk_drafts_no_delete BEFORE DELETE ON desk_drafts BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER desk_drafts_no_replace BEFORE INSERT ON desk_drafts WHEN EXISTS (SELECT 1 FROM desk_drafts o WHERE o."unit_id" = NEW."unit_id" AND o."draft" = NEW."draft") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
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
