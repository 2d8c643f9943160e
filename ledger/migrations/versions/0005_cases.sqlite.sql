CREATE TABLE aid_guardians (
	unit_id INTEGER NOT NULL,
	file INTEGER NOT NULL,
	number INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	relation TEXT NOT NULL,
	since TEXT NOT NULL,
	until TEXT,
	blind BLOB NOT NULL,
	locked BLOB NOT NULL,
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
	CONSTRAINT ck_aid_guardians_since_is_a_day CHECK (since = date(since, '+0 days') IS TRUE),
	CONSTRAINT ck_aid_guardians_until_is_a_day CHECK (until IS NULL OR until = date(until, '+0 days') IS TRUE),
	CONSTRAINT fk_aid_guardians_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_aid_guardians_file FOREIGN KEY(file) REFERENCES recipients (file)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE INDEX ix_aid_guardians_blind ON aid_guardians (blind)
--;;
CREATE TABLE aid_handouts (
	unit_id INTEGER NOT NULL,
	handout INTEGER NOT NULL,
	"key" TEXT NOT NULL,
	ref TEXT NOT NULL,
	title TEXT NOT NULL,
	dated_on TEXT NOT NULL,
	fund_id INTEGER NOT NULL,
	purpose TEXT NOT NULL,
	project TEXT NOT NULL,
	year INTEGER NOT NULL,
	account TEXT DEFAULT '' NOT NULL,
	appropriation TEXT DEFAULT '' NOT NULL,
	summary TEXT DEFAULT '' NOT NULL,
	attachments INTEGER NOT NULL,
	lines INTEGER NOT NULL,
	lines_hash BLOB NOT NULL,
	asked BLOB NOT NULL,
	person_id INTEGER NOT NULL,
	recorded_at TEXT NOT NULL,
	CONSTRAINT pk_aid_handouts PRIMARY KEY (unit_id, handout),
	CONSTRAINT uq_aid_handouts_unit_id_key UNIQUE (unit_id, "key"),
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
	CONSTRAINT ck_aid_handouts_dated_on_is_a_day CHECK (dated_on = date(dated_on, '+0 days') IS TRUE),
	CONSTRAINT fk_aid_handouts_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_aid_handouts_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE aid_handout_lines (
	unit_id INTEGER NOT NULL,
	handout INTEGER NOT NULL,
	line INTEGER NOT NULL,
	file INTEGER NOT NULL,
	recipient TEXT NOT NULL,
	member INTEGER NOT NULL,
	item INTEGER NOT NULL,
	quantity_milli INTEGER NOT NULL,
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
 WITHOUT ROWID,
 STRICT
--;;
CREATE INDEX ix_aid_handout_lines_file ON aid_handout_lines (file)
--;;
CREATE TABLE aid_handout_steps (
	unit_id INTEGER NOT NULL,
	handout INTEGER NOT NULL,
	step INTEGER NOT NULL,
	act TEXT NOT NULL,
	acted_on TEXT NOT NULL,
	person_id INTEGER NOT NULL,
	words TEXT DEFAULT '' NOT NULL,
	issue_ref TEXT DEFAULT '' NOT NULL,
	first_move INTEGER,
	last_move INTEGER,
	cost_fen INTEGER,
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
	CONSTRAINT ck_aid_handout_steps_acted_on_is_a_day CHECK (acted_on = date(acted_on, '+0 days') IS TRUE),
	CONSTRAINT fk_aid_handout_steps_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_aid_handout_steps_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE INDEX ix_aid_handout_steps_unit_id_last_move ON aid_handout_steps (unit_id, last_move)
--;;
CREATE TRIGGER aid_guardians_no_update BEFORE UPDATE ON aid_guardians BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER aid_guardians_no_delete BEFORE DELETE ON aid_guardians BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER aid_guardians_no_replace BEFORE INSERT ON aid_guardians WHEN EXISTS (SELECT 1 FROM aid_guardians o WHERE o."unit_id" = NEW."unit_id" AND o."file" = NEW."file" AND o."number" = NEW."number" AND o."revision" = NEW."revision") OR EXISTS (SELECT 1 FROM aid_guardians o WHERE o."file" = NEW."file" AND o."number" = NEW."number" AND o."revision" = NEW."revision") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER aid_handout_lines_no_update BEFORE UPDATE ON aid_handout_lines BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER aid_handout_lines_no_delete BEFORE DELETE ON aid_handout_lines BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER aid_handout_lines_no_replace BEFORE INSERT ON aid_handout_lines WHEN EXISTS (SELECT 1 FROM aid_handout_lines o WHERE o."unit_id" = NEW."unit_id" AND o."handout" = NEW."handout" AND o."line" = NEW."line") OR EXISTS (SELECT 1 FROM aid_handout_lines o WHERE o."unit_id" = NEW."unit_id" AND o."handout" = NEW."handout" AND o."file" = NEW."file" AND o."member" = NEW."member" AND o."item" = NEW."item") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER aid_handouts_no_update BEFORE UPDATE ON aid_handouts BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER aid_handouts_no_delete BEFORE DELETE ON aid_handouts BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER aid_handouts_no_replace BEFORE INSERT ON aid_handouts WHEN EXISTS (SELECT 1 FROM aid_handouts o WHERE o."unit_id" = NEW."unit_id" AND o."handout" = NEW."handout") OR EXISTS (SELECT 1 FROM aid_handouts o WHERE o."unit_id" = NEW."unit_id" AND o."key" = NEW."key") OR EXISTS (SELECT 1 FROM aid_handouts o WHERE o."unit_id" = NEW."unit_id" AND o."ref" = NEW."ref") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER aid_handout_steps_no_update BEFORE UPDATE ON aid_handout_steps BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER aid_handout_steps_no_delete BEFORE DELETE ON aid_handout_steps BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER aid_handout_steps_no_replace BEFORE INSERT ON aid_handout_steps WHEN EXISTS (SELECT 1 FROM aid_handout_steps o WHERE o."unit_id" = NEW."unit_id" AND o."handout" = NEW."handout" AND o."step" = NEW."step") OR EXISTS (SELECT 1 FROM aid_handout_steps o WHERE o."unit_id" = NEW."unit_id" AND o."first_move" = NEW."first_move") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
DROP TRIGGER goods_moves_in_order
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
  SELECT RAISE(ABORT, 'bangfu:handout') WHERE EXISTS (SELECT 1 FROM aid_handout_steps s WHERE s.unit_id = NEW.unit_id AND s.last_move >= NEW.move AND s.first_move <= NEW.move AND NOT EXISTS (SELECT 1 FROM aid_handout_lines l JOIN aid_handouts h ON h.unit_id = l.unit_id AND h.handout = l.handout WHERE l.unit_id = s.unit_id AND l.handout = s.handout AND l.line = NEW.move - s.first_move + 1 AND NEW.kind = 'issue' AND l.recipient = NEW.recipient AND l.item = NEW.item AND l.quantity_milli = NEW.quantity_milli AND l.serials = NEW.serials AND h.fund_id = NEW.fund_id AND h.purpose = NEW.purpose AND s.acted_on = NEW.dated_on AND s.issue_ref = NEW.ref));
  SELECT RAISE(ABORT, 'bangfu:handout') WHERE EXISTS (SELECT 1 FROM aid_handout_steps s WHERE s.unit_id = NEW.unit_id AND s.last_move >= NEW.move AND s.first_move <= NEW.move AND s.last_move = NEW.move AND s.cost_fen <> (SELECT SUM(m.cost_fen) FROM goods_moves m WHERE m.unit_id = NEW.unit_id AND m.move BETWEEN s.first_move AND s.last_move));
  SELECT RAISE(ABORT, 'bangfu:handout') WHERE NEW.kind = 'issue' AND EXISTS (SELECT 1 FROM aid_handouts h WHERE h.unit_id = NEW.unit_id AND h.ref = NEW.ref) AND NOT EXISTS (SELECT 1 FROM aid_handout_steps s WHERE s.unit_id = NEW.unit_id AND s.last_move >= NEW.move AND s.first_move <= NEW.move);
END
--;;
DROP TRIGGER goods_takings_in_order
--;;
CREATE TRIGGER goods_takings_in_order AFTER INSERT ON goods_takings BEGIN
  SELECT RAISE(ABORT, 'bangfu:L3') WHERE EXISTS (SELECT 1 FROM goods_moves m WHERE m.unit_id = NEW.unit_id AND m.move = NEW.move);
  SELECT RAISE(ABORT, 'bangfu:stock') WHERE NOT EXISTS (SELECT 1 FROM goods_moves m WHERE m.unit_id = NEW.unit_id AND m.move = NEW.lot AND (NOT (EXISTS (SELECT 1 FROM draft_steps x WHERE x.unit_id = NEW.unit_id AND x.draft = m.draft AND x.state = 'dropped') OR EXISTS (SELECT 1 FROM vouchers v JOIN vouchers r ON r.unit_id = v.unit_id AND r.corrects = v.position AND r.correction = 'full' WHERE v.unit_id = NEW.unit_id AND v.ref = m.ref)) AND (m.draft IS NULL OR EXISTS (SELECT 1 FROM vouchers v WHERE v.unit_id = NEW.unit_id AND v.ref = m.ref))) AND (m.kind = 'opening' OR m.kind = 'purchase' OR m.kind = 'gift' OR m.kind = 'return' OR m.kind = 'over'));
  SELECT RAISE(ABORT, 'bangfu:stock') WHERE (SELECT SUM(t.quantity_milli) FROM goods_takings t WHERE t.unit_id = NEW.unit_id AND t.lot = NEW.lot) > (SELECT o.quantity_milli FROM goods_moves o WHERE o.unit_id = NEW.unit_id AND o.move = NEW.lot) AND (SELECT SUM(t.quantity_milli) FROM goods_takings t WHERE t.unit_id = NEW.unit_id AND t.lot = NEW.lot AND NOT EXISTS (SELECT 1 FROM goods_moves m WHERE m.unit_id = NEW.unit_id AND m.move = t.move AND (EXISTS (SELECT 1 FROM draft_steps x WHERE x.unit_id = NEW.unit_id AND x.draft = m.draft AND x.state = 'dropped') OR EXISTS (SELECT 1 FROM vouchers v JOIN vouchers r ON r.unit_id = v.unit_id AND r.corrects = v.position AND r.correction = 'full' WHERE v.unit_id = NEW.unit_id AND v.ref = m.ref)))) > (SELECT o.quantity_milli FROM goods_moves o WHERE o.unit_id = NEW.unit_id AND o.move = NEW.lot);
END
--;;
DROP TRIGGER goods_signatures_in_order
--;;
CREATE TRIGGER goods_signatures_in_order AFTER INSERT ON goods_signatures BEGIN
  SELECT RAISE(ABORT, 'bangfu:signature') WHERE NOT EXISTS (SELECT 1 FROM goods_moves m WHERE m.unit_id = NEW.unit_id AND m.move = NEW.move AND m.kind = 'issue' AND m.dated_on <= NEW.signed_on AND (m.recipient = NEW.signer OR NEW.authorised <> '') AND NOT (EXISTS (SELECT 1 FROM draft_steps x WHERE x.unit_id = NEW.unit_id AND x.draft = m.draft AND x.state = 'dropped') OR EXISTS (SELECT 1 FROM vouchers v JOIN vouchers r ON r.unit_id = v.unit_id AND r.corrects = v.position AND r.correction = 'full' WHERE v.unit_id = NEW.unit_id AND v.ref = m.ref)));
  SELECT RAISE(ABORT, 'bangfu:signature') WHERE EXISTS (SELECT 1 FROM aid_handout_steps s WHERE s.unit_id = NEW.unit_id AND s.last_move >= NEW.move AND s.first_move <= NEW.move AND NOT EXISTS (SELECT 1 FROM aid_handout_lines l WHERE l.unit_id = s.unit_id AND l.handout = s.handout AND l.line = NEW.move - s.first_move + 1 AND (l.recipient = NEW.signer OR EXISTS (SELECT 1 FROM aid_guardians g WHERE g.file = l.file AND g.revision = 1 AND g.since <= NEW.signed_on AND NEW.signer = l.recipient || '/' || CAST(g.number AS TEXT) AND NOT EXISTS (SELECT 1 FROM aid_guardians e WHERE e.file = g.file AND e.number = g.number AND e.revision > 1 AND e.until <= NEW.signed_on)))));
END
--;;
CREATE TRIGGER aid_guardians_in_order AFTER INSERT ON aid_guardians BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.revision = 1 AND NEW.number > 1 AND NOT EXISTS (SELECT 1 FROM aid_guardians o WHERE o.file = NEW.file AND o.number = NEW.number - 1 AND o.revision = 1);
  SELECT RAISE(ABORT, 'bangfu:guardian') WHERE NEW.revision = 2 AND NOT EXISTS (SELECT 1 FROM aid_guardians o WHERE o.file = NEW.file AND o.number = NEW.number AND o.revision = 1 AND o.relation = NEW.relation AND o.since = NEW.since AND o.blind = NEW.blind AND o.paper = NEW.paper AND o.recorded_at <= NEW.recorded_at AND (o.until IS NULL OR o.until > NEW.until));
  SELECT RAISE(ABORT, 'bangfu:guardian') WHERE NOT EXISTS (SELECT 1 FROM recipient_steps h WHERE h.file = NEW.file AND h.unit_id = NEW.unit_id AND (h.act <> 'close' OR NEW.revision = 2) AND NOT EXISTS (SELECT 1 FROM recipient_steps l WHERE l.file = h.file AND l.step > h.step));
  SELECT RAISE(ABORT, 'bangfu:guardian') WHERE EXISTS (SELECT 1 FROM recipients f WHERE f.file = NEW.file AND f.blind = NEW.blind);
END
--;;
CREATE TRIGGER aid_handout_lines_in_order AFTER INSERT ON aid_handout_lines BEGIN
  SELECT RAISE(ABORT, 'bangfu:L3') WHERE EXISTS (SELECT 1 FROM aid_handouts h WHERE h.unit_id = NEW.unit_id AND h.handout = NEW.handout);
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.line > 1 AND NOT EXISTS (SELECT 1 FROM aid_handout_lines o WHERE o.unit_id = NEW.unit_id AND o.handout = NEW.handout AND o.line = NEW.line - 1);
  SELECT RAISE(ABORT, 'bangfu:handout') WHERE NOT EXISTS (SELECT 1 FROM recipients f WHERE f.file = NEW.file AND f.code = NEW.recipient) OR NOT EXISTS (SELECT 1 FROM goods_items i WHERE i.unit_id = NEW.unit_id AND i.item = NEW.item AND i.revision = 1 AND (i.kind = 'voucher') = (NEW.serials <> ''));
END
--;;
CREATE TRIGGER aid_handouts_in_order AFTER INSERT ON aid_handouts BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.handout > 1 AND NOT EXISTS (SELECT 1 FROM aid_handouts o WHERE o.unit_id = NEW.unit_id AND o.handout = NEW.handout - 1);
  SELECT RAISE(ABORT, 'bangfu:handout') WHERE NEW.lines <> (SELECT COUNT(*) FROM aid_handout_lines l WHERE l.unit_id = NEW.unit_id AND l.handout = NEW.handout);
  SELECT RAISE(ABORT, 'bangfu:handout') WHERE EXISTS (SELECT 1 FROM aid_handout_lines l WHERE l.unit_id = NEW.unit_id AND l.handout = NEW.handout AND NOT EXISTS (SELECT 1 FROM recipient_steps o WHERE o.file = l.file AND o.act <> 'close' AND o.acted_on <= NEW.dated_on AND NOT EXISTS (SELECT 1 FROM recipient_steps n WHERE n.file = o.file AND n.step > o.step AND (n.acted_on <= NEW.dated_on OR n.died_on <= NEW.dated_on AND NOT EXISTS (SELECT 1 FROM recipient_steps a WHERE a.file = n.file AND a.step > n.step AND a.act = 'reopen')))));
  SELECT RAISE(ABORT, 'bangfu:handout') WHERE EXISTS (SELECT 1 FROM vouchers v WHERE v.unit_id = NEW.unit_id AND v.ref = NEW.ref) OR EXISTS (SELECT 1 FROM goods_moves m WHERE m.unit_id = NEW.unit_id AND m.ref = NEW.ref AND m.kind = 'issue');
  SELECT RAISE(ABORT, 'bangfu:L8') WHERE NOT EXISTS (SELECT 1 FROM fund_purposes u WHERE u.unit_id = NEW.unit_id AND u.fund_id = NEW.fund_id AND u.purpose = NEW.purpose);
END
--;;
CREATE TRIGGER aid_handout_steps_in_order AFTER INSERT ON aid_handout_steps BEGIN
  SELECT RAISE(ABORT, 'bangfu:order') WHERE NEW.step > 1 AND NOT EXISTS (SELECT 1 FROM aid_handout_steps p WHERE p.unit_id = NEW.unit_id AND p.handout = NEW.handout AND p.step = NEW.step - 1);
  SELECT RAISE(ABORT, 'bangfu:handout') WHERE NEW.step = 1 AND NEW.act = 'issue' OR NEW.step > 1 AND (NEW.act = 'approve' OR NEW.act = 'refuse') OR EXISTS (SELECT 1 FROM aid_handout_steps p WHERE p.unit_id = NEW.unit_id AND p.handout = NEW.handout AND p.step = NEW.step - 1 AND (p.act = 'refuse' OR p.act = 'withdraw' OR p.recorded_at > NEW.recorded_at OR p.act = 'issue' AND NOT (EXISTS (SELECT 1 FROM goods_moves m JOIN draft_steps x ON x.unit_id = m.unit_id AND x.draft = m.draft AND x.state = 'dropped' WHERE m.unit_id = NEW.unit_id AND m.move = p.first_move) OR EXISTS (SELECT 1 FROM vouchers v JOIN vouchers r ON r.unit_id = v.unit_id AND r.corrects = v.position AND r.correction = 'full' WHERE v.unit_id = NEW.unit_id AND v.ref = p.issue_ref))));
  SELECT RAISE(ABORT, 'bangfu:handout') WHERE (NEW.act = 'approve' OR NEW.act = 'refuse') AND (EXISTS (SELECT 1 FROM aid_handouts h WHERE h.unit_id = NEW.unit_id AND h.handout = NEW.handout AND (h.person_id = NEW.person_id OR h.recorded_at > NEW.recorded_at)) OR NEW.act = 'approve' AND EXISTS (SELECT 1 FROM aid_handout_lines l WHERE l.unit_id = NEW.unit_id AND l.handout = NEW.handout AND EXISTS (SELECT 1 FROM recipient_revisions w JOIN records c ON c.unit_id = w.unit_id AND c.kind = 'recipient_revisions' AND c.key = CAST(w.file AS TEXT) || '/' || CAST(w.revision AS TEXT) JOIN people q ON q.code = c.person AND q.id = NEW.person_id WHERE w.file = l.file)));
  SELECT RAISE(ABORT, 'bangfu:handout') WHERE NEW.act = 'issue' AND (EXISTS (SELECT 1 FROM aid_handout_steps g WHERE g.unit_id = NEW.unit_id AND g.handout = NEW.handout AND g.act = 'approve' AND (g.acted_on > NEW.acted_on OR g.person_id = NEW.person_id)) OR NOT EXISTS (SELECT 1 FROM aid_handouts h WHERE h.unit_id = NEW.unit_id AND h.handout = NEW.handout AND h.dated_on <= NEW.acted_on AND NEW.last_move = NEW.first_move + h.lines - 1));
  SELECT RAISE(ABORT, 'bangfu:handout') WHERE NEW.act = 'issue' AND EXISTS (SELECT 1 FROM aid_handout_lines l WHERE l.unit_id = NEW.unit_id AND l.handout = NEW.handout AND NOT EXISTS (SELECT 1 FROM recipient_steps o WHERE o.file = l.file AND o.act <> 'close' AND o.acted_on <= NEW.acted_on AND NOT EXISTS (SELECT 1 FROM recipient_steps n WHERE n.file = o.file AND n.step > o.step AND (n.acted_on <= NEW.acted_on OR n.died_on <= NEW.acted_on AND NOT EXISTS (SELECT 1 FROM recipient_steps a WHERE a.file = n.file AND a.step > n.step AND a.act = 'reopen')))));
  SELECT RAISE(ABORT, 'bangfu:L3') WHERE NEW.act = 'issue' AND EXISTS (SELECT 1 FROM goods_moves m WHERE m.unit_id = NEW.unit_id AND m.move = NEW.first_move);
END
