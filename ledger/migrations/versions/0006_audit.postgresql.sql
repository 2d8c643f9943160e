CREATE TABLE audit_engagements (
	unit_id INTEGER NOT NULL,
	key TEXT NOT NULL,
	year INTEGER NOT NULL,
	number INTEGER NOT NULL,
	kind TEXT NOT NULL,
	title TEXT NOT NULL,
	auditing_unit_id INTEGER NOT NULL,
	since DATE NOT NULL,
	until DATE NOT NULL,
	officer_id INTEGER,
	post TEXT DEFAULT '' NOT NULL,
	commission_paper TEXT DEFAULT '' NOT NULL,
	commission_by TEXT DEFAULT '' NOT NULL,
	commissioned_on DATE,
	begun_on DATE NOT NULL,
	person_id INTEGER NOT NULL,
	recorded_at TEXT NOT NULL,
	CONSTRAINT pk_audit_engagements PRIMARY KEY (unit_id, key),
	CONSTRAINT uq_audit_engagements_unit_id_year_number UNIQUE (unit_id, year, number),
	CONSTRAINT ck_audit_engagements_kind_known CHECK (kind = 'annual' OR kind = 'handover' OR kind = 'special'),
	CONSTRAINT ck_audit_engagements_number_from_one CHECK (number > 0),
	CONSTRAINT ck_audit_engagements_key_of_number CHECK (key = 'J' || year || '-' || number),
	CONSTRAINT ck_audit_engagements_title_given CHECK (title <> ''),
	CONSTRAINT ck_audit_engagements_since_before_until CHECK (since < until),
	CONSTRAINT ck_audit_engagements_begun_after_since CHECK (since <= begun_on),
	CONSTRAINT ck_audit_engagements_officer_of_handover CHECK ((kind = 'handover') = (officer_id IS NOT NULL) AND (officer_id IS NULL) = (post = '')),
	CONSTRAINT ck_audit_engagements_commission_whole CHECK ((commission_paper = '') = (commission_by = '') AND (commission_paper = '') = (commissioned_on IS NULL)),
	CONSTRAINT ck_audit_engagements_handover_commissioned CHECK (kind <> 'handover' OR commission_paper <> ''),
	CONSTRAINT ck_audit_engagements_commissioned_first CHECK (commissioned_on IS NULL OR commissioned_on <= begun_on),
	CONSTRAINT ck_audit_engagements_recorded_at_given CHECK (recorded_at <> ''),
	CONSTRAINT ck_audit_engagements_annual_of_months CHECK (kind <> 'annual' OR (EXTRACT(DAY FROM since) = 1 AND EXTRACT(DAY FROM until) = 1)),
	CONSTRAINT fk_audit_engagements_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_audit_engagements_auditing_unit_id FOREIGN KEY(auditing_unit_id) REFERENCES units (id),
	CONSTRAINT fk_audit_engagements_officer_id FOREIGN KEY(officer_id) REFERENCES people (id),
	CONSTRAINT fk_audit_engagements_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN audit_engagements.key IS 'J, year and number'
--;;
COMMENT ON COLUMN audit_engagements.year IS 'in which it began'
--;;
COMMENT ON COLUMN audit_engagements.number IS 'counted from 1 in the year'
--;;
COMMENT ON COLUMN audit_engagements.since IS 'first day of what is audited'
--;;
COMMENT ON COLUMN audit_engagements.until IS 'first day after it'
--;;
COMMENT ON COLUMN audit_engagements.post IS 'of the officer who leaves'
--;;
CREATE TABLE audit_lists (
	unit_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	kind TEXT NOT NULL,
	source TEXT NOT NULL,
	paper TEXT DEFAULT '' NOT NULL,
	as_of DATE NOT NULL,
	people INTEGER NOT NULL,
	skipped INTEGER NOT NULL,
	digest BYTEA NOT NULL,
	recorded_at TEXT NOT NULL,
	CONSTRAINT pk_audit_lists PRIMARY KEY (unit_id, number),
	CONSTRAINT uq_audit_lists_unit_id_digest UNIQUE (unit_id, digest),
	CONSTRAINT ck_audit_lists_kind_known CHECK (kind = 'payroll' OR kind = 'vehicles' OR kind = 'property' OR kind = 'business' OR kind = 'minimum_living' OR kind = 'staff'),
	CONSTRAINT ck_audit_lists_number_from_one CHECK (number > 0),
	CONSTRAINT ck_audit_lists_source_given CHECK (source <> ''),
	CONSTRAINT ck_audit_lists_people_from_one CHECK (people > 0),
	CONSTRAINT ck_audit_lists_skipped_counted CHECK (skipped >= 0),
	CONSTRAINT ck_audit_lists_digest_whole CHECK (length(digest) = 32),
	CONSTRAINT ck_audit_lists_recorded_at_given CHECK (recorded_at <> ''),
	CONSTRAINT fk_audit_lists_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
COMMENT ON COLUMN audit_lists.number IS 'counted from 1 in the unit'
--;;
COMMENT ON COLUMN audit_lists.source IS 'who wrote it'
--;;
COMMENT ON COLUMN audit_lists.as_of IS 'the day that it tells of'
--;;
COMMENT ON COLUMN audit_lists.people IS 'rows that it seals'
--;;
COMMENT ON COLUMN audit_lists.skipped IS 'rows that could not be read'
--;;
COMMENT ON COLUMN audit_lists.digest IS 'of all that it says'
--;;
CREATE TABLE evidence_intakes (
	unit_id INTEGER NOT NULL,
	year INTEGER NOT NULL,
	number INTEGER NOT NULL,
	auditee TEXT NOT NULL,
	auditee_name TEXT NOT NULL,
	folder TEXT NOT NULL,
	folder_hash BYTEA NOT NULL,
	files INTEGER NOT NULL,
	cells INTEGER NOT NULL,
	vouchers INTEGER NOT NULL,
	postings INTEGER NOT NULL,
	openings INTEGER NOT NULL,
	unread INTEGER NOT NULL,
	debit_fen BIGINT NOT NULL,
	credit_fen BIGINT NOT NULL,
	rows_hash BYTEA NOT NULL,
	person_id INTEGER NOT NULL,
	taken_at TEXT NOT NULL,
	CONSTRAINT pk_evidence_intakes PRIMARY KEY (unit_id, year, number),
	CONSTRAINT uq_evidence_intakes_unit_id_folder_hash_auditee UNIQUE (unit_id, folder_hash, auditee),
	CONSTRAINT ck_evidence_intakes_year_known CHECK (year BETWEEN 1990 AND 2199),
	CONSTRAINT ck_evidence_intakes_number_from_one CHECK (number > 0),
	CONSTRAINT ck_evidence_intakes_auditee_named CHECK (auditee <> ''),
	CONSTRAINT ck_evidence_intakes_auditee_called CHECK (auditee_name <> ''),
	CONSTRAINT ck_evidence_intakes_folder_named CHECK (folder <> ''),
	CONSTRAINT ck_evidence_intakes_files_from_one CHECK (files > 0),
	CONSTRAINT ck_evidence_intakes_taken_at_given CHECK (taken_at <> ''),
	CONSTRAINT ck_evidence_intakes_folder_hash_whole CHECK (length(folder_hash) = 32),
	CONSTRAINT ck_evidence_intakes_rows_hash_whole CHECK (length(rows_hash) = 32),
	CONSTRAINT fk_evidence_intakes_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_evidence_intakes_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN evidence_intakes.year IS 'in which it was taken in'
--;;
COMMENT ON COLUMN evidence_intakes.number IS 'counted from 1 in the year'
--;;
COMMENT ON COLUMN evidence_intakes.auditee IS 'its code in the folder'
--;;
COMMENT ON COLUMN evidence_intakes.auditee_name IS 'as the folder tells it, or the code'
--;;
COMMENT ON COLUMN evidence_intakes.folder IS 'name of the folder'
--;;
COMMENT ON COLUMN evidence_intakes.folder_hash IS 'of the names and contents of all its files'
--;;
COMMENT ON COLUMN evidence_intakes.files IS 'rows'
--;;
COMMENT ON COLUMN evidence_intakes.cells IS 'rows'
--;;
COMMENT ON COLUMN evidence_intakes.vouchers IS 'rows'
--;;
COMMENT ON COLUMN evidence_intakes.postings IS 'rows'
--;;
COMMENT ON COLUMN evidence_intakes.openings IS 'rows'
--;;
COMMENT ON COLUMN evidence_intakes.unread IS 'rows'
--;;
COMMENT ON COLUMN evidence_intakes.rows_hash IS 'of all rows in their written form'
--;;
CREATE TABLE audit_engagement_auditors (
	unit_id INTEGER NOT NULL,
	key TEXT NOT NULL,
	seq INTEGER NOT NULL,
	auditor_id INTEGER NOT NULL,
	role TEXT NOT NULL,
	acted_on DATE NOT NULL,
	reason TEXT DEFAULT '' NOT NULL,
	person_id INTEGER NOT NULL,
	recorded_at TEXT NOT NULL,
	CONSTRAINT pk_audit_engagement_auditors PRIMARY KEY (unit_id, key, seq),
	CONSTRAINT fk_audit_engagement_auditors_unit_id_key FOREIGN KEY(unit_id, key) REFERENCES audit_engagements (unit_id, key),
	CONSTRAINT ck_audit_engagement_auditors_role_known CHECK (role = 'leader' OR role = 'member' OR role = 'left'),
	CONSTRAINT ck_audit_engagement_auditors_seq_from_one CHECK (seq > 0),
	CONSTRAINT ck_audit_engagement_auditors_leader_first CHECK (seq > 1 OR role = 'leader'),
	CONSTRAINT ck_audit_engagement_auditors_left_for_a_reason CHECK (role <> 'left' OR reason <> ''),
	CONSTRAINT ck_audit_engagement_auditors_recorded_at_given CHECK (recorded_at <> ''),
	CONSTRAINT fk_audit_engagement_auditors_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_audit_engagement_auditors_auditor_id FOREIGN KEY(auditor_id) REFERENCES people (id),
	CONSTRAINT fk_audit_engagement_auditors_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
CREATE INDEX ix_audit_engagement_auditors_unit_id_auditor_id ON audit_engagement_auditors (unit_id, auditor_id)
--;;
COMMENT ON COLUMN audit_engagement_auditors.seq IS 'counted from 1'
--;;
COMMENT ON COLUMN audit_engagement_auditors.acted_on IS 'from this day on'
--;;
COMMENT ON COLUMN audit_engagement_auditors.reason IS 'why the team was changed'
--;;
CREATE TABLE audit_engagement_steps (
	unit_id INTEGER NOT NULL,
	key TEXT NOT NULL,
	seq INTEGER NOT NULL,
	act TEXT NOT NULL,
	state TEXT NOT NULL,
	acted_on DATE NOT NULL,
	paper TEXT DEFAULT '' NOT NULL,
	words TEXT DEFAULT '' NOT NULL,
	reason TEXT DEFAULT '' NOT NULL,
	due_on DATE,
	outcome TEXT DEFAULT '' NOT NULL,
	person_id INTEGER NOT NULL,
	recorded_at TEXT NOT NULL,
	CONSTRAINT pk_audit_engagement_steps PRIMARY KEY (unit_id, key, seq),
	CONSTRAINT fk_audit_engagement_steps_unit_id_key FOREIGN KEY(unit_id, key) REFERENCES audit_engagements (unit_id, key),
	CONSTRAINT ck_audit_engagement_steps_act_known CHECK (act = 'begin' OR act = 'notice' OR act = 'plan' OR act = 'undertaking' OR act = 'fieldwork' OR act = 'draft' OR act = 'resume' OR act = 'decide' OR act = 'issue' OR act = 'receive' OR act = 'notify' OR act = 'close' OR act = 'withdraw'),
	CONSTRAINT ck_audit_engagement_steps_state_known CHECK (state = 'begun' OR state = 'noticed' OR state = 'planned' OR state = 'undertaken' OR state = 'fieldwork' OR state = 'drafted' OR state = 'decided' OR state = 'issued' OR state = 'received' OR state = 'rectifying' OR state = 'closed' OR state = 'withdrawn'),
	CONSTRAINT ck_audit_engagement_steps_seq_from_one CHECK (seq > 0),
	CONSTRAINT ck_audit_engagement_steps_begun_first CHECK ((seq = 1) = (act = 'begin')),
	CONSTRAINT ck_audit_engagement_steps_paper_named CHECK (NOT (act = 'notice' OR act = 'issue' OR act = 'notify') OR paper <> ''),
	CONSTRAINT ck_audit_engagement_steps_words_given CHECK (NOT (act = 'plan' OR act = 'resume' OR act = 'withdraw') OR words <> ''),
	CONSTRAINT ck_audit_engagement_steps_due_where_named CHECK ((act = 'notice' OR act = 'draft' OR act = 'notify') = (due_on IS NOT NULL)),
	CONSTRAINT ck_audit_engagement_steps_due_afterwards CHECK (due_on IS NULL OR due_on >= acted_on),
	CONSTRAINT ck_audit_engagement_steps_received_by_somebody CHECK (act <> 'receive' OR paper <> '' OR words <> ''),
	CONSTRAINT ck_audit_engagement_steps_reason_of_a_plan CHECK (act = 'plan' OR reason = ''),
	CONSTRAINT ck_audit_engagement_steps_outcome_told CHECK ((act = 'undertaking') = (outcome = 'given' OR outcome = 'declined') AND (act = 'undertaking' OR outcome = '')),
	CONSTRAINT ck_audit_engagement_steps_declined_for_a_reason CHECK (outcome <> 'declined' OR words <> ''),
	CONSTRAINT ck_audit_engagement_steps_recorded_at_given CHECK (recorded_at <> ''),
	CONSTRAINT fk_audit_engagement_steps_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_audit_engagement_steps_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN audit_engagement_steps.seq IS 'counted from 1'
--;;
COMMENT ON COLUMN audit_engagement_steps.state IS 'after this step'
--;;
COMMENT ON COLUMN audit_engagement_steps.paper IS 'number of the paper that it is, or rests on'
--;;
COMMENT ON COLUMN audit_engagement_steps.reason IS 'why a plan was changed'
--;;
COMMENT ON COLUMN audit_engagement_steps.due_on IS 'the day that the step names'
--;;
COMMENT ON COLUMN audit_engagement_steps.outcome IS 'of the letter of undertaking'
--;;
CREATE TABLE audit_evidence_sheets (
	unit_id INTEGER NOT NULL,
	engagement TEXT NOT NULL,
	number INTEGER NOT NULL,
	title TEXT NOT NULL,
	facts TEXT NOT NULL,
	amount_fen BIGINT,
	vouchers TEXT DEFAULT '' NOT NULL,
	papers TEXT DEFAULT '' NOT NULL,
	acted_on DATE NOT NULL,
	person_id INTEGER NOT NULL,
	recorded_at TEXT NOT NULL,
	CONSTRAINT pk_audit_evidence_sheets PRIMARY KEY (unit_id, engagement, number),
	CONSTRAINT fk_audit_evidence_sheets_unit_id_engagement FOREIGN KEY(unit_id, engagement) REFERENCES audit_engagements (unit_id, key),
	CONSTRAINT ck_audit_evidence_sheets_number_from_one CHECK (number > 0),
	CONSTRAINT ck_audit_evidence_sheets_title_given CHECK (title <> ''),
	CONSTRAINT ck_audit_evidence_sheets_facts_given CHECK (facts <> ''),
	CONSTRAINT ck_audit_evidence_sheets_amount_bounded CHECK (amount_fen IS NULL OR amount_fen BETWEEN -9000000000000000 AND 9000000000000000),
	CONSTRAINT ck_audit_evidence_sheets_recorded_at_given CHECK (recorded_at <> ''),
	CONSTRAINT fk_audit_evidence_sheets_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_audit_evidence_sheets_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN audit_evidence_sheets.number IS 'from 1 in the engagement'
--;;
COMMENT ON COLUMN audit_evidence_sheets.vouchers IS 'their marks'
--;;
COMMENT ON COLUMN audit_evidence_sheets.papers IS 'what is attached'
--;;
CREATE TABLE audit_findings (
	unit_id INTEGER NOT NULL,
	engagement TEXT NOT NULL,
	number INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	check_key TEXT DEFAULT '' NOT NULL,
	title TEXT NOT NULL,
	severity TEXT NOT NULL,
	criterion TEXT NOT NULL,
	condition TEXT NOT NULL,
	cause TEXT DEFAULT '' NOT NULL,
	effect TEXT NOT NULL,
	recommendation TEXT NOT NULL,
	amount_fen BIGINT NOT NULL,
	persons INTEGER NOT NULL,
	evidence TEXT DEFAULT '' NOT NULL,
	population_of TEXT DEFAULT '' NOT NULL,
	population BIGINT,
	population_fen BIGINT,
	exceptions INTEGER NOT NULL,
	exceptions_fen BIGINT NOT NULL,
	links INTEGER NOT NULL,
	digest BYTEA NOT NULL,
	responsible_unit_id INTEGER NOT NULL,
	acted_on DATE NOT NULL,
	reason TEXT DEFAULT '' NOT NULL,
	person_id INTEGER NOT NULL,
	recorded_at TEXT NOT NULL,
	CONSTRAINT pk_audit_findings PRIMARY KEY (unit_id, engagement, number, revision),
	CONSTRAINT ck_audit_findings_amount_bounded CHECK (amount_fen BETWEEN -9000000000000000 AND 9000000000000000),
	CONSTRAINT ck_audit_findings_population_bounded CHECK (population_fen IS NULL OR population_fen BETWEEN -9000000000000000 AND 9000000000000000),
	CONSTRAINT ck_audit_findings_exceptions_bounded CHECK (exceptions_fen BETWEEN -9000000000000000 AND 9000000000000000),
	CONSTRAINT fk_audit_findings_unit_id_engagement FOREIGN KEY(unit_id, engagement) REFERENCES audit_engagements (unit_id, key),
	CONSTRAINT ck_audit_findings_severity_known CHECK (severity = 'fraud' OR severity = 'loss' OR severity = 'compliance' OR severity = 'record'),
	CONSTRAINT ck_audit_findings_number_from_one CHECK (number > 0),
	CONSTRAINT ck_audit_findings_revision_from_one CHECK (revision > 0),
	CONSTRAINT ck_audit_findings_revised_for_a_reason CHECK ((revision = 1) = (reason = '')),
	CONSTRAINT ck_audit_findings_title_given CHECK (title <> ''),
	CONSTRAINT ck_audit_findings_criterion_given CHECK (criterion <> ''),
	CONSTRAINT ck_audit_findings_condition_given CHECK (condition <> ''),
	CONSTRAINT ck_audit_findings_effect_given CHECK (effect <> ''),
	CONSTRAINT ck_audit_findings_recommendation_given CHECK (recommendation <> ''),
	CONSTRAINT ck_audit_findings_persons_counted CHECK (persons >= 0),
	CONSTRAINT ck_audit_findings_exceptions_counted CHECK (exceptions >= 0 AND links >= 0),
	CONSTRAINT ck_audit_findings_digest_whole CHECK (length(digest) = 32),
	CONSTRAINT ck_audit_findings_population_whole CHECK ((population_of = '') = (population IS NULL) AND (population IS NULL) = (population_fen IS NULL)),
	CONSTRAINT ck_audit_findings_proved_by_something CHECK (check_key <> '' OR links > 0 OR evidence <> ''),
	CONSTRAINT ck_audit_findings_recorded_at_given CHECK (recorded_at <> ''),
	CONSTRAINT fk_audit_findings_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_audit_findings_responsible_unit_id FOREIGN KEY(responsible_unit_id) REFERENCES units (id),
	CONSTRAINT fk_audit_findings_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN audit_findings.number IS 'from 1 in the engagement'
--;;
COMMENT ON COLUMN audit_findings.revision IS 'the highest one holds'
--;;
COMMENT ON COLUMN audit_findings.check_key IS 'of the check it was taken from'
--;;
COMMENT ON COLUMN audit_findings.evidence IS 'papers and sheets that prove it, in words'
--;;
COMMENT ON COLUMN audit_findings.population_of IS 'what the check looked at'
--;;
COMMENT ON COLUMN audit_findings.exceptions IS 'how many it has'
--;;
COMMENT ON COLUMN audit_findings.links IS 'vouchers and proofs'
--;;
COMMENT ON COLUMN audit_findings.digest IS 'of exceptions and links'
--;;
COMMENT ON COLUMN audit_findings.reason IS 'why an earlier revision is changed'
--;;
CREATE TABLE audit_handovers (
	unit_id INTEGER NOT NULL,
	key TEXT NOT NULL,
	year INTEGER NOT NULL,
	number INTEGER NOT NULL,
	leaver_id INTEGER NOT NULL,
	post TEXT NOT NULL,
	since DATE NOT NULL,
	revision INTEGER NOT NULL,
	receiver_id INTEGER NOT NULL,
	supervisor_id INTEGER NOT NULL,
	handed_on DATE NOT NULL,
	position BIGINT NOT NULL,
	person_id INTEGER NOT NULL,
	recorded_at TEXT NOT NULL,
	CONSTRAINT pk_audit_handovers PRIMARY KEY (unit_id, key),
	CONSTRAINT uq_audit_handovers_unit_id_year_number UNIQUE (unit_id, year, number),
	CONSTRAINT fk_audit_handovers_unit_id_leaver_id_post_since_revision FOREIGN KEY(unit_id, leaver_id, post, since, revision) REFERENCES tenures (unit_id, person_id, post, since, revision),
	CONSTRAINT ck_audit_handovers_number_from_one CHECK (number > 0),
	CONSTRAINT ck_audit_handovers_key_of_number CHECK (key = 'Y' || year || '-' || number),
	CONSTRAINT ck_audit_handovers_leaver_receiver CHECK (leaver_id <> receiver_id),
	CONSTRAINT ck_audit_handovers_leaver_supervisor CHECK (leaver_id <> supervisor_id),
	CONSTRAINT ck_audit_handovers_receiver_supervisor CHECK (receiver_id <> supervisor_id),
	CONSTRAINT ck_audit_handovers_handed_on_in_office CHECK (since <= handed_on),
	CONSTRAINT ck_audit_handovers_position_from_nil CHECK (position >= 0),
	CONSTRAINT ck_audit_handovers_recorded_at_given CHECK (recorded_at <> ''),
	CONSTRAINT fk_audit_handovers_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_audit_handovers_leaver_id FOREIGN KEY(leaver_id) REFERENCES people (id),
	CONSTRAINT fk_audit_handovers_receiver_id FOREIGN KEY(receiver_id) REFERENCES people (id),
	CONSTRAINT fk_audit_handovers_supervisor_id FOREIGN KEY(supervisor_id) REFERENCES people (id),
	CONSTRAINT fk_audit_handovers_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN audit_handovers.key IS 'Y, year and number'
--;;
COMMENT ON COLUMN audit_handovers.year IS 'in which it was drawn up'
--;;
COMMENT ON COLUMN audit_handovers.number IS 'counted from 1 in the year'
--;;
COMMENT ON COLUMN audit_handovers.since IS 'of the tenure that ends'
--;;
COMMENT ON COLUMN audit_handovers.revision IS 'of the tenure, the last'
--;;
COMMENT ON COLUMN audit_handovers.handed_on IS 'as all stands at its end'
--;;
COMMENT ON COLUMN audit_handovers.position IS 'head of the unit''s chain then'
--;;
CREATE TABLE audit_list_people (
	unit_id INTEGER NOT NULL,
	list INTEGER NOT NULL,
	line INTEGER NOT NULL,
	blind BYTEA,
	phone_blind BYTEA,
	card_blind BYTEA,
	address_blind BYTEA,
	what TEXT DEFAULT '' NOT NULL,
	since DATE,
	until DATE,
	person_id INTEGER,
	CONSTRAINT pk_audit_list_people PRIMARY KEY (unit_id, list, line),
	CONSTRAINT fk_audit_list_people_unit_id_list FOREIGN KEY(unit_id, list) REFERENCES audit_lists (unit_id, number) DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT ck_audit_list_people_line_from_one CHECK (line > 0),
	CONSTRAINT ck_audit_list_people_somebody_told CHECK (blind IS NOT NULL OR phone_blind IS NOT NULL OR card_blind IS NOT NULL OR address_blind IS NOT NULL),
	CONSTRAINT ck_audit_list_people_blind_whole CHECK (blind IS NULL OR length(blind) = 32),
	CONSTRAINT ck_audit_list_people_phone_blind_whole CHECK (phone_blind IS NULL OR length(phone_blind) = 32),
	CONSTRAINT ck_audit_list_people_card_blind_whole CHECK (card_blind IS NULL OR length(card_blind) = 32),
	CONSTRAINT ck_audit_list_people_address_blind_whole CHECK (address_blind IS NULL OR length(address_blind) = 32),
	CONSTRAINT ck_audit_list_people_who_told CHECK (person_id IS NOT NULL OR blind IS NOT NULL),
	CONSTRAINT ck_audit_list_people_days_in_order CHECK (since IS NULL OR until IS NULL OR until >= since),
	CONSTRAINT fk_audit_list_people_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_audit_list_people_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
CREATE INDEX ix_audit_list_people_address_blind ON audit_list_people (address_blind)
--;;
CREATE INDEX ix_audit_list_people_blind ON audit_list_people (blind)
--;;
CREATE INDEX ix_audit_list_people_card_blind ON audit_list_people (card_blind)
--;;
CREATE INDEX ix_audit_list_people_phone_blind ON audit_list_people (phone_blind)
--;;
COMMENT ON COLUMN audit_list_people.line IS 'counted from 1'
--;;
COMMENT ON COLUMN audit_list_people.what IS 'kind of vehicle, of register'
--;;
COMMENT ON COLUMN audit_list_people.until IS 'the last day'
--;;
CREATE TABLE audit_papers (
	unit_id INTEGER NOT NULL,
	engagement TEXT NOT NULL,
	index_mark TEXT NOT NULL,
	revision INTEGER NOT NULL,
	matter TEXT NOT NULL,
	since DATE NOT NULL,
	until DATE NOT NULL,
	procedure TEXT NOT NULL,
	result TEXT NOT NULL,
	conclusion TEXT NOT NULL,
	symbols TEXT DEFAULT '' NOT NULL,
	sheets TEXT DEFAULT '' NOT NULL,
	pages INTEGER NOT NULL,
	acted_on DATE NOT NULL,
	reason TEXT DEFAULT '' NOT NULL,
	person_id INTEGER NOT NULL,
	recorded_at TEXT NOT NULL,
	CONSTRAINT pk_audit_papers PRIMARY KEY (unit_id, engagement, index_mark, revision),
	CONSTRAINT fk_audit_papers_unit_id_engagement FOREIGN KEY(unit_id, engagement) REFERENCES audit_engagements (unit_id, key),
	CONSTRAINT ck_audit_papers_index_given CHECK (index_mark <> ''),
	CONSTRAINT ck_audit_papers_revision_from_one CHECK (revision > 0),
	CONSTRAINT ck_audit_papers_revised_for_a_reason CHECK ((revision = 1) = (reason = '')),
	CONSTRAINT ck_audit_papers_since_before_until CHECK (since < until),
	CONSTRAINT ck_audit_papers_matter_given CHECK (matter <> ''),
	CONSTRAINT ck_audit_papers_procedure_given CHECK (procedure <> ''),
	CONSTRAINT ck_audit_papers_result_given CHECK (result <> ''),
	CONSTRAINT ck_audit_papers_conclusion_given CHECK (conclusion <> ''),
	CONSTRAINT ck_audit_papers_pages_counted CHECK (pages > 0),
	CONSTRAINT ck_audit_papers_recorded_at_given CHECK (recorded_at <> ''),
	CONSTRAINT fk_audit_papers_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_audit_papers_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN audit_papers.index_mark IS 'A1-1'
--;;
COMMENT ON COLUMN audit_papers.revision IS 'the highest one holds'
--;;
COMMENT ON COLUMN audit_papers.matter IS 'what is audited'
--;;
COMMENT ON COLUMN audit_papers.until IS 'the first day after it'
--;;
COMMENT ON COLUMN audit_papers.procedure IS 'what was done'
--;;
COMMENT ON COLUMN audit_papers.result IS 'what came of it'
--;;
COMMENT ON COLUMN audit_papers.conclusion IS 'conclusion, opinion, recommendation'
--;;
COMMENT ON COLUMN audit_papers.symbols IS 'what its tick marks mean'
--;;
COMMENT ON COLUMN audit_papers.sheets IS 'numbers of evidence sheets that it rests on'
--;;
COMMENT ON COLUMN audit_papers.pages IS 'how many, with what is attached'
--;;
COMMENT ON COLUMN audit_papers.reason IS 'why an earlier revision is changed'
--;;
CREATE TABLE audit_populations (
	unit_id INTEGER NOT NULL,
	engagement TEXT NOT NULL,
	population INTEGER NOT NULL,
	kind TEXT NOT NULL,
	since DATE NOT NULL,
	until DATE NOT NULL,
	evidence TEXT NOT NULL,
	position INTEGER NOT NULL,
	hash BYTEA NOT NULL,
	items INTEGER NOT NULL,
	sum_fen BIGINT NOT NULL,
	digest BYTEA NOT NULL,
	person_id INTEGER NOT NULL,
	recorded_at TEXT NOT NULL,
	CONSTRAINT pk_audit_populations PRIMARY KEY (unit_id, engagement, population),
	CONSTRAINT fk_audit_populations_unit_id_engagement FOREIGN KEY(unit_id, engagement) REFERENCES audit_engagements (unit_id, key),
	CONSTRAINT ck_audit_populations_kind_known CHECK (kind = 'vouchers' OR kind = 'lines' OR kind = 'payments' OR kind = 'recipients' OR kind = 'donations'),
	CONSTRAINT ck_audit_populations_population_from_one CHECK (population > 0),
	CONSTRAINT ck_audit_populations_since_before_until CHECK (since < until),
	CONSTRAINT ck_audit_populations_position_of_chain CHECK (position >= 0 AND (position > 0) = (evidence = '')),
	CONSTRAINT ck_audit_populations_items_counted CHECK (items > 0),
	CONSTRAINT ck_audit_populations_sum_bounded CHECK (sum_fen BETWEEN -9000000000000000 AND 9000000000000000),
	CONSTRAINT ck_audit_populations_hash_whole CHECK (length(hash) = 32),
	CONSTRAINT ck_audit_populations_digest_whole CHECK (length(digest) = 32),
	CONSTRAINT ck_audit_populations_recorded_at_given CHECK (recorded_at <> ''),
	CONSTRAINT fk_audit_populations_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_audit_populations_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN audit_populations.population IS 'from 1 in the engagement'
--;;
COMMENT ON COLUMN audit_populations.until IS 'the first day after it'
--;;
COMMENT ON COLUMN audit_populations.evidence IS 'whose books: of an intake; empty: the ledger''s'
--;;
COMMENT ON COLUMN audit_populations.position IS 'of the chain; or 0'
--;;
COMMENT ON COLUMN audit_populations.hash IS 'of the chain there, or rows'
--;;
COMMENT ON COLUMN audit_populations.digest IS 'of the written form'
--;;
CREATE TABLE evidence_cells (
	unit_id INTEGER NOT NULL,
	year INTEGER NOT NULL,
	number INTEGER NOT NULL,
	place INTEGER NOT NULL,
	sheet TEXT NOT NULL,
	source_row INTEGER NOT NULL,
	heading TEXT NOT NULL,
	content TEXT NOT NULL,
	CONSTRAINT pk_evidence_cells PRIMARY KEY (unit_id, year, number, place),
	CONSTRAINT ck_evidence_cells_sheet_known CHECK (sheet = 'units' OR sheet = 'accounts' OR sheet = 'funds' OR sheet = 'people' OR sheet = 'officers'),
	CONSTRAINT ck_evidence_cells_content_given CHECK (content <> ''),
	CONSTRAINT fk_evidence_cells_unit_id_year_number FOREIGN KEY(unit_id, year, number) REFERENCES evidence_intakes (unit_id, year, number) DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT ck_evidence_cells_place_from_one CHECK (place > 0),
	CONSTRAINT fk_evidence_cells_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
COMMENT ON COLUMN evidence_cells.year IS 'of the intake'
--;;
COMMENT ON COLUMN evidence_cells.number IS 'of the intake'
--;;
COMMENT ON COLUMN evidence_cells.place IS 'counted from 1'
--;;
COMMENT ON COLUMN evidence_cells.sheet IS 'units, accounts, funds, people or officers'
--;;
COMMENT ON COLUMN evidence_cells.source_row IS 'in the file'
--;;
COMMENT ON COLUMN evidence_cells.heading IS 'key of the column'
--;;
COMMENT ON COLUMN evidence_cells.content IS 'of the cell, never empty'
--;;
CREATE TABLE evidence_files (
	unit_id INTEGER NOT NULL,
	year INTEGER NOT NULL,
	number INTEGER NOT NULL,
	place INTEGER NOT NULL,
	name TEXT NOT NULL,
	bytes BIGINT NOT NULL,
	hash BYTEA NOT NULL,
	CONSTRAINT pk_evidence_files PRIMARY KEY (unit_id, year, number, place),
	CONSTRAINT ck_evidence_files_hash_whole CHECK (length(hash) = 32),
	CONSTRAINT ck_evidence_files_file_named CHECK (name <> ''),
	CONSTRAINT fk_evidence_files_unit_id_year_number FOREIGN KEY(unit_id, year, number) REFERENCES evidence_intakes (unit_id, year, number) DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT ck_evidence_files_place_from_one CHECK (place > 0),
	CONSTRAINT fk_evidence_files_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
COMMENT ON COLUMN evidence_files.year IS 'of the intake'
--;;
COMMENT ON COLUMN evidence_files.number IS 'of the intake'
--;;
COMMENT ON COLUMN evidence_files.place IS 'in the order of their names'
--;;
COMMENT ON COLUMN evidence_files.hash IS 'SHA-256 of its bytes'
--;;
CREATE TABLE evidence_openings (
	unit_id INTEGER NOT NULL,
	year INTEGER NOT NULL,
	number INTEGER NOT NULL,
	place INTEGER NOT NULL,
	sheet TEXT NOT NULL,
	source_row INTEGER NOT NULL,
	book TEXT NOT NULL,
	dated_on TEXT NOT NULL,
	account TEXT NOT NULL,
	fund TEXT NOT NULL,
	debit_fen BIGINT NOT NULL,
	credit_fen BIGINT NOT NULL,
	party TEXT DEFAULT '' NOT NULL,
	item TEXT DEFAULT '' NOT NULL,
	quantity_milli BIGINT NOT NULL,
	arose_on TEXT DEFAULT '' NOT NULL,
	CONSTRAINT pk_evidence_openings PRIMARY KEY (unit_id, year, number, place),
	CONSTRAINT ck_evidence_openings_sheet_known CHECK (sheet = 'openings' OR sheet = 'closings'),
	CONSTRAINT ck_evidence_openings_dated_on_in_full CHECK (dated_on = '' OR length(dated_on) = 10),
	CONSTRAINT fk_evidence_openings_unit_id_year_number FOREIGN KEY(unit_id, year, number) REFERENCES evidence_intakes (unit_id, year, number) DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT ck_evidence_openings_place_from_one CHECK (place > 0),
	CONSTRAINT fk_evidence_openings_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
COMMENT ON COLUMN evidence_openings.year IS 'of the intake'
--;;
COMMENT ON COLUMN evidence_openings.number IS 'of the intake'
--;;
COMMENT ON COLUMN evidence_openings.place IS 'counted from 1'
--;;
COMMENT ON COLUMN evidence_openings.sheet IS 'openings, or closings as the auditee states them'
--;;
COMMENT ON COLUMN evidence_openings.source_row IS 'in the file'
--;;
COMMENT ON COLUMN evidence_openings.dated_on IS 'empty where it is no day'
--;;
CREATE TABLE evidence_unread (
	unit_id INTEGER NOT NULL,
	year INTEGER NOT NULL,
	number INTEGER NOT NULL,
	place INTEGER NOT NULL,
	name TEXT NOT NULL,
	source_row INTEGER NOT NULL,
	heading TEXT NOT NULL,
	content TEXT NOT NULL,
	why TEXT NOT NULL,
	CONSTRAINT pk_evidence_unread PRIMARY KEY (unit_id, year, number, place),
	CONSTRAINT ck_evidence_unread_why_told CHECK (why <> ''),
	CONSTRAINT fk_evidence_unread_unit_id_year_number FOREIGN KEY(unit_id, year, number) REFERENCES evidence_intakes (unit_id, year, number) DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT ck_evidence_unread_place_from_one CHECK (place > 0),
	CONSTRAINT fk_evidence_unread_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
COMMENT ON COLUMN evidence_unread.year IS 'of the intake'
--;;
COMMENT ON COLUMN evidence_unread.number IS 'of the intake'
--;;
COMMENT ON COLUMN evidence_unread.place IS 'counted from 1'
--;;
COMMENT ON COLUMN evidence_unread.name IS 'of the file'
--;;
COMMENT ON COLUMN evidence_unread.source_row IS 'in the file; 0 where it is the file as a whole'
--;;
COMMENT ON COLUMN evidence_unread.heading IS 'the column; empty where it is a whole row'
--;;
COMMENT ON COLUMN evidence_unread.content IS 'what stands there, numbers of persons masked'
--;;
CREATE TABLE evidence_vouchers (
	unit_id INTEGER NOT NULL,
	year INTEGER NOT NULL,
	number INTEGER NOT NULL,
	place INTEGER NOT NULL,
	source_row INTEGER NOT NULL,
	book TEXT NOT NULL,
	ref TEXT NOT NULL,
	told_number TEXT NOT NULL,
	told_period TEXT NOT NULL,
	dated_on TEXT NOT NULL,
	kind TEXT NOT NULL,
	summary TEXT NOT NULL,
	attachments INTEGER NOT NULL,
	preparer TEXT NOT NULL,
	reviewer TEXT NOT NULL,
	poster TEXT DEFAULT '' NOT NULL,
	cashier TEXT DEFAULT '' NOT NULL,
	head TEXT DEFAULT '' NOT NULL,
	posted_at TEXT DEFAULT '' NOT NULL,
	corrects TEXT DEFAULT '' NOT NULL,
	correction TEXT DEFAULT '' NOT NULL,
	CONSTRAINT pk_evidence_vouchers PRIMARY KEY (unit_id, year, number, place),
	CONSTRAINT ck_evidence_vouchers_dated_on_in_full CHECK (dated_on = '' OR length(dated_on) = 10),
	CONSTRAINT fk_evidence_vouchers_unit_id_year_number FOREIGN KEY(unit_id, year, number) REFERENCES evidence_intakes (unit_id, year, number) DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT ck_evidence_vouchers_place_from_one CHECK (place > 0),
	CONSTRAINT fk_evidence_vouchers_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
COMMENT ON COLUMN evidence_vouchers.year IS 'of the intake'
--;;
COMMENT ON COLUMN evidence_vouchers.number IS 'of the intake'
--;;
COMMENT ON COLUMN evidence_vouchers.place IS 'in the order of the file'
--;;
COMMENT ON COLUMN evidence_vouchers.source_row IS 'of the file, the first of the voucher'
--;;
COMMENT ON COLUMN evidence_vouchers.book IS 'code of the unit, as the file has it'
--;;
COMMENT ON COLUMN evidence_vouchers.ref IS 'what the file calls it'
--;;
COMMENT ON COLUMN evidence_vouchers.told_number IS '凭证号 where the file has that column'
--;;
COMMENT ON COLUMN evidence_vouchers.told_period IS '会计期间 where the file has that column'
--;;
COMMENT ON COLUMN evidence_vouchers.dated_on IS 'empty where it is no day'
--;;
COMMENT ON COLUMN evidence_vouchers.attachments IS '-1 where the file has no column of them'
--;;
CREATE TABLE audit_evidence_answers (
	unit_id INTEGER NOT NULL,
	engagement TEXT NOT NULL,
	number INTEGER NOT NULL,
	answer TEXT NOT NULL,
	words TEXT DEFAULT '' NOT NULL,
	acted_on DATE NOT NULL,
	person_id INTEGER NOT NULL,
	recorded_at TEXT NOT NULL,
	CONSTRAINT pk_audit_evidence_answers PRIMARY KEY (unit_id, engagement, number),
	CONSTRAINT fk_audit_evidence_answers_unit_id_engagement_number FOREIGN KEY(unit_id, engagement, number) REFERENCES audit_evidence_sheets (unit_id, engagement, number),
	CONSTRAINT ck_audit_evidence_answers_answer_known CHECK (answer = 'confirmed' OR answer = 'refused'),
	CONSTRAINT ck_audit_evidence_answers_refused_in_words CHECK (answer = 'confirmed' OR words <> ''),
	CONSTRAINT ck_audit_evidence_answers_recorded_at_given CHECK (recorded_at <> ''),
	CONSTRAINT fk_audit_evidence_answers_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_audit_evidence_answers_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN audit_evidence_answers.number IS 'of the sheet'
--;;
CREATE TABLE audit_finding_duties (
	unit_id INTEGER NOT NULL,
	engagement TEXT NOT NULL,
	number INTEGER NOT NULL,
	first INTEGER DEFAULT '1' NOT NULL,
	seq INTEGER NOT NULL,
	officer_id INTEGER NOT NULL,
	post TEXT NOT NULL,
	category TEXT NOT NULL,
	amount_fen BIGINT,
	words TEXT DEFAULT '' NOT NULL,
	acted_on DATE NOT NULL,
	person_id INTEGER NOT NULL,
	recorded_at TEXT NOT NULL,
	CONSTRAINT pk_audit_finding_duties PRIMARY KEY (unit_id, engagement, number, seq),
	CONSTRAINT ck_audit_finding_duties_first_of_finding CHECK (first = 1),
	CONSTRAINT ck_audit_finding_duties_amount_bounded CHECK (amount_fen IS NULL OR amount_fen BETWEEN -9000000000000000 AND 9000000000000000),
	CONSTRAINT fk_audit_finding_duties_unit_id_engagement_number_first FOREIGN KEY(unit_id, engagement, number, first) REFERENCES audit_findings (unit_id, engagement, number, revision),
	CONSTRAINT ck_audit_finding_duties_category_known CHECK (category = 'direct' OR category = 'supervisory' OR category = 'leadership'),
	CONSTRAINT ck_audit_finding_duties_seq_from_one CHECK (seq > 0),
	CONSTRAINT ck_audit_finding_duties_post_given CHECK (post <> ''),
	CONSTRAINT ck_audit_finding_duties_words_given CHECK (words <> ''),
	CONSTRAINT ck_audit_finding_duties_recorded_at_given CHECK (recorded_at <> ''),
	CONSTRAINT fk_audit_finding_duties_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_audit_finding_duties_officer_id FOREIGN KEY(officer_id) REFERENCES people (id),
	CONSTRAINT fk_audit_finding_duties_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN audit_finding_duties.number IS 'of the finding'
--;;
COMMENT ON COLUMN audit_finding_duties.seq IS 'counted from 1'
--;;
COMMENT ON COLUMN audit_finding_duties.category IS 'of the list in force on that day'
--;;
COMMENT ON COLUMN audit_finding_duties.words IS 'on what it rests'
--;;
CREATE TABLE audit_finding_exceptions (
	unit_id INTEGER NOT NULL,
	engagement TEXT NOT NULL,
	number INTEGER NOT NULL,
	first INTEGER DEFAULT '1' NOT NULL,
	item INTEGER NOT NULL,
	condition TEXT NOT NULL,
	amount_fen BIGINT NOT NULL,
	persons INTEGER NOT NULL,
	evidence TEXT DEFAULT '' NOT NULL,
	recipients TEXT DEFAULT '' NOT NULL,
	CONSTRAINT pk_audit_finding_exceptions PRIMARY KEY (unit_id, engagement, number, item),
	CONSTRAINT ck_audit_finding_exceptions_first_of_finding CHECK (first = 1),
	CONSTRAINT ck_audit_finding_exceptions_amount_bounded CHECK (amount_fen BETWEEN -9000000000000000 AND 9000000000000000),
	CONSTRAINT fk_audit_finding_exceptions_unit_id_engagement_number_first FOREIGN KEY(unit_id, engagement, number, first) REFERENCES audit_findings (unit_id, engagement, number, revision),
	CONSTRAINT ck_audit_finding_exceptions_item_from_one CHECK (item > 0),
	CONSTRAINT ck_audit_finding_exceptions_condition_given CHECK (condition <> ''),
	CONSTRAINT ck_audit_finding_exceptions_persons_counted CHECK (persons >= 0),
	CONSTRAINT fk_audit_finding_exceptions_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
COMMENT ON COLUMN audit_finding_exceptions.number IS 'of the finding'
--;;
COMMENT ON COLUMN audit_finding_exceptions.item IS 'counted from 1'
--;;
COMMENT ON COLUMN audit_finding_exceptions.evidence IS 'marks of vouchers and records'
--;;
COMMENT ON COLUMN audit_finding_exceptions.recipients IS 'file numbers'
--;;
CREATE TABLE audit_finding_links (
	unit_id INTEGER NOT NULL,
	engagement TEXT NOT NULL,
	number INTEGER NOT NULL,
	first INTEGER DEFAULT '1' NOT NULL,
	link INTEGER NOT NULL,
	position BIGINT,
	proof TEXT DEFAULT '' NOT NULL,
	CONSTRAINT pk_audit_finding_links PRIMARY KEY (unit_id, engagement, number, link),
	CONSTRAINT ck_audit_finding_links_first_of_finding CHECK (first = 1),
	CONSTRAINT uq_audit_finding_links_unit_id_engagement_number_position UNIQUE (unit_id, engagement, number, position),
	CONSTRAINT fk_audit_finding_links_unit_id_engagement_number_first FOREIGN KEY(unit_id, engagement, number, first) REFERENCES audit_findings (unit_id, engagement, number, revision),
	CONSTRAINT fk_audit_finding_links_unit_id_position FOREIGN KEY(unit_id, position) REFERENCES vouchers (unit_id, position),
	CONSTRAINT ck_audit_finding_links_link_from_one CHECK (link > 0),
	CONSTRAINT ck_audit_finding_links_voucher_or_proof CHECK ((position IS NULL) = (proof <> '')),
	CONSTRAINT fk_audit_finding_links_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
CREATE INDEX ix_audit_finding_links_unit_id_position ON audit_finding_links (unit_id, position)
--;;
COMMENT ON COLUMN audit_finding_links.number IS 'of the finding'
--;;
COMMENT ON COLUMN audit_finding_links.link IS 'counted from 1'
--;;
COMMENT ON COLUMN audit_finding_links.position IS 'of a voucher in its chain'
--;;
COMMENT ON COLUMN audit_finding_links.proof IS 'key of a check or proof that anybody can repeat'
--;;
CREATE TABLE audit_finding_steps (
	unit_id INTEGER NOT NULL,
	engagement TEXT NOT NULL,
	number INTEGER NOT NULL,
	first INTEGER DEFAULT '1' NOT NULL,
	seq INTEGER NOT NULL,
	act TEXT NOT NULL,
	state TEXT NOT NULL,
	acted_on DATE NOT NULL,
	words TEXT DEFAULT '' NOT NULL,
	paper TEXT DEFAULT '' NOT NULL,
	outcome TEXT DEFAULT '' NOT NULL,
	due_on DATE,
	amount_fen BIGINT,
	person_id INTEGER NOT NULL,
	recorded_at TEXT NOT NULL,
	CONSTRAINT pk_audit_finding_steps PRIMARY KEY (unit_id, engagement, number, seq),
	CONSTRAINT ck_audit_finding_steps_first_of_finding CHECK (first = 1),
	CONSTRAINT ck_audit_finding_steps_amount_bounded CHECK (amount_fen IS NULL OR amount_fen BETWEEN -9000000000000000 AND 9000000000000000),
	CONSTRAINT fk_audit_finding_steps_unit_id_engagement_number_first FOREIGN KEY(unit_id, engagement, number, first) REFERENCES audit_findings (unit_id, engagement, number, revision),
	CONSTRAINT ck_audit_finding_steps_act_known CHECK (act = 'raise' OR act = 'revise' OR act = 'drop' OR act = 'reply' OR act = 'decide' OR act = 'rectify' OR act = 'follow_up' OR act = 'carry'),
	CONSTRAINT ck_audit_finding_steps_state_known CHECK (state = 'open' OR state = 'replied' OR state = 'decided' OR state = 'rectified' OR state = 'closed' OR state = 'carried' OR state = 'dropped'),
	CONSTRAINT ck_audit_finding_steps_outcome_known CHECK (outcome = '' OR outcome = 'agreed' OR outcome = 'disagreed' OR outcome = 'rectify' OR outcome = 'transfer' OR outcome = 'none' OR outcome = 'accepted' OR outcome = 'not_accepted'),
	CONSTRAINT ck_audit_finding_steps_seq_from_one CHECK (seq > 0),
	CONSTRAINT ck_audit_finding_steps_raised_first CHECK ((seq = 1) = (act = 'raise')),
	CONSTRAINT ck_audit_finding_steps_outcome_told CHECK ((act = 'reply' AND (outcome = 'agreed' OR outcome = 'disagreed')) OR (act = 'decide' AND (outcome = 'rectify' OR outcome = 'transfer' OR outcome = 'none')) OR (act = 'follow_up' AND (outcome = 'accepted' OR outcome = 'not_accepted')) OR (act <> 'reply' AND act <> 'decide' AND act <> 'follow_up' AND outcome = '')),
	CONSTRAINT ck_audit_finding_steps_words_given CHECK (NOT (act = 'drop' OR act = 'reply' OR act = 'rectify' OR act = 'follow_up' OR act = 'carry') OR words <> ''),
	CONSTRAINT ck_audit_finding_steps_transfer_named CHECK (outcome <> 'transfer' OR paper <> ''),
	CONSTRAINT ck_audit_finding_steps_due_to_rectify CHECK ((outcome <> 'rectify' OR due_on IS NOT NULL) AND (due_on IS NULL OR outcome = 'rectify' OR outcome = 'not_accepted')),
	CONSTRAINT ck_audit_finding_steps_due_afterwards CHECK (due_on IS NULL OR due_on >= acted_on),
	CONSTRAINT ck_audit_finding_steps_amount_recovered CHECK (amount_fen IS NULL OR act = 'rectify'),
	CONSTRAINT ck_audit_finding_steps_amount_unsigned CHECK (amount_fen IS NULL OR amount_fen >= 0),
	CONSTRAINT ck_audit_finding_steps_recorded_at_given CHECK (recorded_at <> ''),
	CONSTRAINT fk_audit_finding_steps_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_audit_finding_steps_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN audit_finding_steps.number IS 'of the finding'
--;;
COMMENT ON COLUMN audit_finding_steps.seq IS 'counted from 1'
--;;
COMMENT ON COLUMN audit_finding_steps.state IS 'after this step'
--;;
COMMENT ON COLUMN audit_finding_steps.paper IS 'that it is, or rests on'
--;;
COMMENT ON COLUMN audit_finding_steps.due_on IS 'by when it is to be put right'
--;;
CREATE TABLE audit_handover_lines (
	unit_id INTEGER NOT NULL,
	key TEXT NOT NULL,
	line INTEGER NOT NULL,
	kind TEXT NOT NULL,
	item TEXT NOT NULL,
	ref TEXT DEFAULT '' NOT NULL,
	quantity TEXT DEFAULT '' NOT NULL,
	amount_fen BIGINT,
	state TEXT DEFAULT '' NOT NULL,
	strikes INTEGER,
	from_books INTEGER NOT NULL,
	person_id INTEGER NOT NULL,
	recorded_at TEXT NOT NULL,
	CONSTRAINT pk_audit_handover_lines PRIMARY KEY (unit_id, key, line),
	CONSTRAINT uq_audit_handover_lines_unit_id_key_strikes UNIQUE (unit_id, key, strikes),
	CONSTRAINT fk_audit_handover_lines_unit_id_key FOREIGN KEY(unit_id, key) REFERENCES audit_handovers (unit_id, key),
	CONSTRAINT ck_audit_handover_lines_kind_known CHECK (kind = 'book' OR kind = 'fund' OR kind = 'account' OR kind = 'cash' OR kind = 'stock' OR kind = 'open' OR kind = 'right' OR kind = 'paper' OR kind = 'seal' OR kind = 'key' OR kind = 'agreement' OR kind = 'contract' OR kind = 'other'),
	CONSTRAINT ck_audit_handover_lines_line_from_one CHECK (line BETWEEN 1 AND 9999),
	CONSTRAINT ck_audit_handover_lines_item_given CHECK (item <> ''),
	CONSTRAINT ck_audit_handover_lines_strikes_earlier CHECK (strikes IS NULL OR strikes < line),
	CONSTRAINT ck_audit_handover_lines_struck_for_a_reason CHECK (strikes IS NULL OR state <> ''),
	CONSTRAINT ck_audit_handover_lines_from_books_flag CHECK (from_books IN (0, 1)),
	CONSTRAINT ck_audit_handover_lines_recorded_at_given CHECK (recorded_at <> ''),
	CONSTRAINT fk_audit_handover_lines_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_audit_handover_lines_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN audit_handover_lines.line IS 'counted from 1'
--;;
COMMENT ON COLUMN audit_handover_lines.item IS 'what it is'
--;;
COMMENT ON COLUMN audit_handover_lines.ref IS 'code or number by which the books know it'
--;;
COMMENT ON COLUMN audit_handover_lines.quantity IS 'as people write it: 3 枚'
--;;
COMMENT ON COLUMN audit_handover_lines.state IS 'how it stands, or where it is'
--;;
COMMENT ON COLUMN audit_handover_lines.strikes IS 'the line that it strikes out'
--;;
COMMENT ON COLUMN audit_handover_lines.from_books IS '1: proposed by the books'
--;;
CREATE TABLE audit_handover_steps (
	unit_id INTEGER NOT NULL,
	key TEXT NOT NULL,
	seq INTEGER NOT NULL,
	act TEXT NOT NULL,
	lines INTEGER NOT NULL,
	acted_on DATE NOT NULL,
	words TEXT DEFAULT '' NOT NULL,
	person_id INTEGER NOT NULL,
	recorded_at TEXT NOT NULL,
	CONSTRAINT pk_audit_handover_steps PRIMARY KEY (unit_id, key, seq),
	CONSTRAINT uq_audit_handover_steps_unit_id_key_act UNIQUE (unit_id, key, act),
	CONSTRAINT fk_audit_handover_steps_unit_id_key FOREIGN KEY(unit_id, key) REFERENCES audit_handovers (unit_id, key),
	CONSTRAINT ck_audit_handover_steps_act_known CHECK (act = 'leaver' OR act = 'receiver' OR act = 'supervisor' OR act = 'complete' OR act = 'withdraw'),
	CONSTRAINT ck_audit_handover_steps_seq_from_one CHECK (seq > 0),
	CONSTRAINT ck_audit_handover_steps_lines_counted CHECK (lines > 0),
	CONSTRAINT ck_audit_handover_steps_withdrawn_for_a_reason CHECK (act <> 'withdraw' OR words <> ''),
	CONSTRAINT ck_audit_handover_steps_recorded_at_given CHECK (recorded_at <> ''),
	CONSTRAINT fk_audit_handover_steps_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_audit_handover_steps_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN audit_handover_steps.seq IS 'counted from 1'
--;;
COMMENT ON COLUMN audit_handover_steps.lines IS 'how many the list has'
--;;
COMMENT ON COLUMN audit_handover_steps.words IS 'differences that the receiver notes; why withdrawn'
--;;
CREATE TABLE audit_paper_reviews (
	unit_id INTEGER NOT NULL,
	engagement TEXT NOT NULL,
	index_mark TEXT NOT NULL,
	revision INTEGER NOT NULL,
	seq INTEGER NOT NULL,
	outcome TEXT NOT NULL,
	opinion TEXT NOT NULL,
	acted_on DATE NOT NULL,
	person_id INTEGER NOT NULL,
	recorded_at TEXT NOT NULL,
	CONSTRAINT pk_audit_paper_reviews PRIMARY KEY (unit_id, engagement, index_mark, revision, seq),
	CONSTRAINT fk_audit_paper_reviews_unit_id_engagement_index_mark_revision FOREIGN KEY(unit_id, engagement, index_mark, revision) REFERENCES audit_papers (unit_id, engagement, index_mark, revision),
	CONSTRAINT ck_audit_paper_reviews_outcome_known CHECK (outcome = 'passed' OR outcome = 'returned'),
	CONSTRAINT ck_audit_paper_reviews_seq_from_one CHECK (seq > 0),
	CONSTRAINT ck_audit_paper_reviews_opinion_given CHECK (opinion <> ''),
	CONSTRAINT ck_audit_paper_reviews_recorded_at_given CHECK (recorded_at <> ''),
	CONSTRAINT fk_audit_paper_reviews_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_audit_paper_reviews_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN audit_paper_reviews.seq IS 'of reviews of the revision'
--;;
CREATE TABLE audit_population_items (
	unit_id INTEGER NOT NULL,
	engagement TEXT NOT NULL,
	population INTEGER NOT NULL,
	part INTEGER NOT NULL,
	items INTEGER NOT NULL,
	packed BYTEA NOT NULL,
	recorded_at TEXT NOT NULL,
	CONSTRAINT pk_audit_population_items PRIMARY KEY (unit_id, engagement, population, part),
	CONSTRAINT fk_audit_population_items_unit_id_engagement_population FOREIGN KEY(unit_id, engagement, population) REFERENCES audit_populations (unit_id, engagement, population),
	CONSTRAINT ck_audit_population_items_part_from_one CHECK (part > 0),
	CONSTRAINT ck_audit_population_items_items_counted CHECK (items > 0),
	CONSTRAINT ck_audit_population_items_packed_given CHECK (length(packed) > 0),
	CONSTRAINT fk_audit_population_items_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
COMMENT ON COLUMN audit_population_items.part IS 'from 1'
--;;
COMMENT ON COLUMN audit_population_items.items IS 'in this part'
--;;
COMMENT ON COLUMN audit_population_items.packed IS 'their lines, deflated'
--;;
CREATE TABLE audit_samples (
	unit_id INTEGER NOT NULL,
	engagement TEXT NOT NULL,
	population INTEGER NOT NULL,
	sample INTEGER NOT NULL,
	purpose TEXT NOT NULL,
	units TEXT NOT NULL,
	method TEXT NOT NULL,
	seed TEXT NOT NULL,
	seed_source TEXT NOT NULL,
	whole_fen BIGINT NOT NULL,
	model TEXT NOT NULL,
	risk_ppm INTEGER NOT NULL,
	tolerable BIGINT NOT NULL,
	expected BIGINT NOT NULL,
	planned INTEGER NOT NULL,
	person_id INTEGER NOT NULL,
	recorded_at TEXT NOT NULL,
	CONSTRAINT pk_audit_samples PRIMARY KEY (unit_id, engagement, population, sample),
	CONSTRAINT fk_audit_samples_unit_id_engagement_population FOREIGN KEY(unit_id, engagement, population) REFERENCES audit_populations (unit_id, engagement, population),
	CONSTRAINT ck_audit_samples_units_known CHECK (units = 'items' OR units = 'money'),
	CONSTRAINT ck_audit_samples_method_known CHECK (method = 'tickets' OR method = 'interval' OR method = 'cells'),
	CONSTRAINT ck_audit_samples_model_known CHECK (model = 'binomial' OR model = 'poisson' OR model = 'hypergeometric'),
	CONSTRAINT ck_audit_samples_sample_from_one CHECK (sample > 0),
	CONSTRAINT ck_audit_samples_purpose_given CHECK (purpose <> ''),
	CONSTRAINT ck_audit_samples_seed_given CHECK (seed <> ''),
	CONSTRAINT ck_audit_samples_seed_source_given CHECK (seed_source <> ''),
	CONSTRAINT ck_audit_samples_recorded_at_given CHECK (recorded_at <> ''),
	CONSTRAINT ck_audit_samples_whole_counted CHECK (whole_fen >= 0),
	CONSTRAINT ck_audit_samples_whole_of_money CHECK (units = 'money' OR whole_fen = 0),
	CONSTRAINT ck_audit_samples_model_of_money CHECK (units = 'items' OR model = 'poisson' OR model = 'binomial'),
	CONSTRAINT ck_audit_samples_risk_between_nought_and_one CHECK (risk_ppm > 0 AND risk_ppm < 1000000),
	CONSTRAINT ck_audit_samples_expected_below_tolerable CHECK (expected >= 0 AND tolerable > expected),
	CONSTRAINT ck_audit_samples_tolerable_rate_is_one CHECK (units = 'money' OR tolerable <= 1000000),
	CONSTRAINT ck_audit_samples_tolerable_bounded CHECK (tolerable BETWEEN -9000000000000000 AND 9000000000000000),
	CONSTRAINT ck_audit_samples_planned_counted CHECK (planned > 0),
	CONSTRAINT fk_audit_samples_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_audit_samples_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN audit_samples.sample IS 'from 1 in the population'
--;;
COMMENT ON COLUMN audit_samples.purpose IS 'what is looked at in each item'
--;;
COMMENT ON COLUMN audit_samples.seed IS 'public: dice, lottery numbers'
--;;
COMMENT ON COLUMN audit_samples.seed_source IS 'where and when it was made public'
--;;
COMMENT ON COLUMN audit_samples.whole_fen IS 'taken whole from there; or 0'
--;;
COMMENT ON COLUMN audit_samples.tolerable IS 'millionths, or fen of money'
--;;
COMMENT ON COLUMN audit_samples.expected IS 'the same'
--;;
COMMENT ON COLUMN audit_samples.planned IS 'the size that the plan asks'
--;;
CREATE TABLE evidence_postings (
	unit_id INTEGER NOT NULL,
	year INTEGER NOT NULL,
	number INTEGER NOT NULL,
	place INTEGER NOT NULL,
	line INTEGER NOT NULL,
	source_row INTEGER NOT NULL,
	account TEXT NOT NULL,
	fund TEXT NOT NULL,
	debit_fen BIGINT NOT NULL,
	credit_fen BIGINT NOT NULL,
	purpose TEXT DEFAULT '' NOT NULL,
	party TEXT DEFAULT '' NOT NULL,
	recipient TEXT DEFAULT '' NOT NULL,
	persons INTEGER NOT NULL,
	item TEXT DEFAULT '' NOT NULL,
	quantity_milli BIGINT NOT NULL,
	memo TEXT DEFAULT '' NOT NULL,
	CONSTRAINT pk_evidence_postings PRIMARY KEY (unit_id, year, number, place, line),
	CONSTRAINT fk_evidence_postings_unit_id_year_number_place FOREIGN KEY(unit_id, year, number, place) REFERENCES evidence_vouchers (unit_id, year, number, place),
	CONSTRAINT fk_evidence_postings_unit_id_year_number FOREIGN KEY(unit_id, year, number) REFERENCES evidence_intakes (unit_id, year, number) DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT ck_evidence_postings_place_from_one CHECK (place > 0),
	CONSTRAINT ck_evidence_postings_line_from_one CHECK (line > 0),
	CONSTRAINT fk_evidence_postings_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
--;;
COMMENT ON COLUMN evidence_postings.year IS 'of the intake'
--;;
COMMENT ON COLUMN evidence_postings.number IS 'of the intake'
--;;
COMMENT ON COLUMN evidence_postings.place IS 'of the voucher'
--;;
COMMENT ON COLUMN evidence_postings.line IS 'counted from 1 in the voucher'
--;;
COMMENT ON COLUMN evidence_postings.source_row IS 'in the file'
--;;
CREATE TABLE audit_sample_results (
	unit_id INTEGER NOT NULL,
	engagement TEXT NOT NULL,
	population INTEGER NOT NULL,
	sample INTEGER NOT NULL,
	item TEXT NOT NULL,
	revision INTEGER NOT NULL,
	outcome TEXT NOT NULL,
	book_fen BIGINT NOT NULL,
	right_fen BIGINT NOT NULL,
	words TEXT DEFAULT '' NOT NULL,
	paper TEXT DEFAULT '' NOT NULL,
	reason TEXT DEFAULT '' NOT NULL,
	acted_on DATE NOT NULL,
	person_id INTEGER NOT NULL,
	recorded_at TEXT NOT NULL,
	CONSTRAINT pk_audit_sample_results PRIMARY KEY (unit_id, engagement, population, sample, item, revision),
	CONSTRAINT fk_audit_sample_results_unit_id_engagement_population_sample FOREIGN KEY(unit_id, engagement, population, sample) REFERENCES audit_samples (unit_id, engagement, population, sample),
	CONSTRAINT ck_audit_sample_results_outcome_known CHECK (outcome = 'right' OR outcome = 'deviation' OR outcome = 'error'),
	CONSTRAINT ck_audit_sample_results_revision_from_one CHECK (revision > 0),
	CONSTRAINT ck_audit_sample_results_item_named CHECK (item <> ''),
	CONSTRAINT ck_audit_sample_results_error_has_an_amount CHECK ((outcome = 'error') = (book_fen <> right_fen)),
	CONSTRAINT ck_audit_sample_results_words_given CHECK (outcome = 'right' OR words <> ''),
	CONSTRAINT ck_audit_sample_results_revised_for_a_reason CHECK ((revision = 1) = (reason = '')),
	CONSTRAINT ck_audit_sample_results_recorded_at_given CHECK (recorded_at <> ''),
	CONSTRAINT ck_audit_sample_results_right_bounded CHECK (right_fen BETWEEN -9000000000000000 AND 9000000000000000),
	CONSTRAINT fk_audit_sample_results_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_audit_sample_results_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN audit_sample_results.revision IS 'the highest one holds'
--;;
COMMENT ON COLUMN audit_sample_results.right_fen IS 'what it should be'
--;;
COMMENT ON COLUMN audit_sample_results.words IS 'what was found'
--;;
COMMENT ON COLUMN audit_sample_results.paper IS 'the working paper'
--;;
COMMENT ON COLUMN audit_sample_results.reason IS 'why an earlier revision is changed'
--;;
CREATE TABLE audit_sample_sizes (
	unit_id INTEGER NOT NULL,
	engagement TEXT NOT NULL,
	population INTEGER NOT NULL,
	sample INTEGER NOT NULL,
	seq INTEGER NOT NULL,
	size INTEGER NOT NULL,
	digest BYTEA NOT NULL,
	reason TEXT DEFAULT '' NOT NULL,
	person_id INTEGER NOT NULL,
	recorded_at TEXT NOT NULL,
	CONSTRAINT pk_audit_sample_sizes PRIMARY KEY (unit_id, engagement, population, sample, seq),
	CONSTRAINT fk_audit_sample_sizes_unit_id_engagement_population_sample FOREIGN KEY(unit_id, engagement, population, sample) REFERENCES audit_samples (unit_id, engagement, population, sample),
	CONSTRAINT ck_audit_sample_sizes_seq_from_one CHECK (seq > 0),
	CONSTRAINT ck_audit_sample_sizes_size_counted CHECK (size > 0),
	CONSTRAINT ck_audit_sample_sizes_digest_whole CHECK (length(digest) = 32),
	CONSTRAINT ck_audit_sample_sizes_enlarged_for_a_reason CHECK ((seq = 1) = (reason = '')),
	CONSTRAINT ck_audit_sample_sizes_recorded_at_given CHECK (recorded_at <> ''),
	CONSTRAINT fk_audit_sample_sizes_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_audit_sample_sizes_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN audit_sample_sizes.seq IS 'from 1; a later one is larger'
--;;
COMMENT ON COLUMN audit_sample_sizes.size IS 'how many are drawn'
--;;
COMMENT ON COLUMN audit_sample_sizes.digest IS 'of what was drawn'
--;;
COMMENT ON COLUMN audit_sample_sizes.reason IS 'why it was enlarged'
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
IF ((NEW.entered = 'here' OR NEW.entered = 'bank' OR NEW.entered = 'adjustment') AND NEW.kind <> '期初' AND EXISTS (SELECT 1 FROM public.go_lives g WHERE g.unit_id = NEW.unit_id) AND (NOT COALESCE(NEW.correction, '') IN ('full', 'difference') AND EXISTS (SELECT 1 FROM (SELECT DISTINCT p.fund_id FROM public.payment_request_moves m JOIN public.postings p ON p.unit_id = m.unit_id AND p.position = m.position AND p.request = m.key AND p.debit_fen > 0 JOIN public.accounts a ON a.id = p.account_id AND a.role = 'payable' WHERE m.unit_id = NEW.unit_id AND m.position = NEW.position AND m.act = 'pay') d WHERE (SELECT SUM(o.credit_fen - o.debit_fen) FROM public.postings o JOIN public.accounts b ON b.id = o.account_id AND b.role = 'payable' WHERE o.unit_id = NEW.unit_id AND o.fund_id = d.fund_id AND o.position <= NEW.position AND NOT EXISTS (SELECT 1 FROM public.payment_request_moves r WHERE r.unit_id = o.unit_id AND r.position = o.position AND r.key = o.request AND r.act IN ('return', 'repay', 'forgo'))) < 0))) THEN
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
CREATE FUNCTION public.bangfu_judge_audit_engagements() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.number > 1 AND NOT EXISTS (SELECT 1 FROM public.audit_engagements o WHERE o.unit_id = NEW.unit_id AND o.year = NEW.year AND o.number = NEW.number - 1)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (SUBSTR(CAST(NEW.begun_on AS pg_catalog.text), 1, 4) <> CAST(NEW.year AS pg_catalog.text)) THEN
  RAISE EXCEPTION 'bangfu:engagement';
END IF;
IF (NOT COALESCE((NEW.auditing_unit_id = 0 OR NEW.auditing_unit_id = NEW.unit_id OR NEW.auditing_unit_id = (SELECT p0.parent_id FROM public.units p0 WHERE p0.id = NEW.unit_id) OR NEW.auditing_unit_id = (SELECT p1.parent_id FROM public.units p1 WHERE p1.id = (SELECT p0.parent_id FROM public.units p0 WHERE p0.id = NEW.unit_id)) OR NEW.auditing_unit_id = (SELECT p2.parent_id FROM public.units p2 WHERE p2.id = (SELECT p1.parent_id FROM public.units p1 WHERE p1.id = (SELECT p0.parent_id FROM public.units p0 WHERE p0.id = NEW.unit_id))) OR NEW.auditing_unit_id = (SELECT p3.parent_id FROM public.units p3 WHERE p3.id = (SELECT p2.parent_id FROM public.units p2 WHERE p2.id = (SELECT p1.parent_id FROM public.units p1 WHERE p1.id = (SELECT p0.parent_id FROM public.units p0 WHERE p0.id = NEW.unit_id))))), 1 = 0)) THEN
  RAISE EXCEPTION 'bangfu:engagement';
END IF;
IF (NEW.officer_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM public.tenures h WHERE h.unit_id = NEW.unit_id AND h.person_id = NEW.officer_id AND h.post = NEW.post AND h.since <= NEW.since AND (h.until IS NULL OR h.until >= NEW.until) AND NOT EXISTS (SELECT 1 FROM public.tenures n WHERE n.unit_id = h.unit_id AND n.person_id = h.person_id AND n.post = h.post AND n.since = h.since AND n.revision > h.revision))) THEN
  RAISE EXCEPTION 'bangfu:engagement';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_audit_engagement_auditors() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.seq > 1 AND NOT EXISTS (SELECT 1 FROM public.audit_engagement_auditors o WHERE o.unit_id = NEW.unit_id AND o.key = NEW.key AND o.seq = NEW.seq - 1)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NOT EXISTS (SELECT 1 FROM public.audit_engagements e WHERE e.unit_id = NEW.unit_id AND e.key = NEW.key AND e.recorded_at <= NEW.recorded_at AND e.begun_on <= NEW.acted_on) OR EXISTS (SELECT 1 FROM public.audit_engagement_steps l WHERE l.unit_id = NEW.unit_id AND l.key = NEW.key AND (l.state = 'closed' OR l.state = 'withdrawn') AND NOT EXISTS (SELECT 1 FROM public.audit_engagement_steps m WHERE m.unit_id = l.unit_id AND m.key = l.key AND m.seq > l.seq))) THEN
  RAISE EXCEPTION 'bangfu:engagement';
END IF;
IF (NEW.role <> 'leader' AND NOT EXISTS (SELECT 1 FROM public.audit_engagements e WHERE e.unit_id = NEW.unit_id AND e.key = NEW.key AND e.recorded_at = NEW.recorded_at AND e.person_id = NEW.person_id) AND NOT EXISTS (SELECT 1 FROM public.audit_engagement_auditors t WHERE t.unit_id = NEW.unit_id AND t.key = NEW.key AND t.auditor_id = NEW.person_id AND t.role = 'leader' AND t.seq < NEW.seq AND NOT EXISTS (SELECT 1 FROM public.audit_engagement_auditors v WHERE v.unit_id = t.unit_id AND v.key = t.key AND v.role = 'leader' AND v.seq > t.seq AND v.seq < NEW.seq))) THEN
  RAISE EXCEPTION 'bangfu:engagement';
END IF;
IF (NEW.role <> 'leader' AND EXISTS (SELECT 1 FROM public.audit_engagement_auditors t WHERE t.unit_id = NEW.unit_id AND t.key = NEW.key AND t.auditor_id = NEW.auditor_id AND t.role = 'leader' AND t.seq < NEW.seq AND NOT EXISTS (SELECT 1 FROM public.audit_engagement_auditors v WHERE v.unit_id = t.unit_id AND v.key = t.key AND v.role = 'leader' AND v.seq > t.seq AND v.seq < NEW.seq))) THEN
  RAISE EXCEPTION 'bangfu:engagement';
END IF;
IF (NEW.role <> 'left' AND EXISTS (SELECT 1 FROM public.rights) AND NOT EXISTS (SELECT 1 FROM public.rights r WHERE r.person_id = NEW.auditor_id AND (r."right" = 'audit') AND r.since <= NEW.acted_on AND (r.until IS NULL OR r.until > NEW.acted_on) AND NOT EXISTS (SELECT 1 FROM public.rights n WHERE n.person_id = r.person_id AND n."right" = r."right" AND n.scope_id = r.scope_id AND n.since = r.since AND n.revision > r.revision) AND (r.scope_id = 0 OR r.scope_id = NEW.unit_id OR r.scope_id = (SELECT p0.parent_id FROM public.units p0 WHERE p0.id = NEW.unit_id) OR r.scope_id = (SELECT p1.parent_id FROM public.units p1 WHERE p1.id = (SELECT p0.parent_id FROM public.units p0 WHERE p0.id = NEW.unit_id)) OR r.scope_id = (SELECT p2.parent_id FROM public.units p2 WHERE p2.id = (SELECT p1.parent_id FROM public.units p1 WHERE p1.id = (SELECT p0.parent_id FROM public.units p0 WHERE p0.id = NEW.unit_id))) OR r.scope_id = (SELECT p3.parent_id FROM public.units p3 WHERE p3.id = (SELECT p2.parent_id FROM public.units p2 WHERE p2.id = (SELECT p1.parent_id FROM public.units p1 WHERE p1.id = (SELECT p0.parent_id FROM public.units p0 WHERE p0.id = NEW.unit_id))))))) THEN
  RAISE EXCEPTION 'bangfu:independence';
END IF;
IF (NEW.role <> 'left' AND EXISTS (SELECT 1 FROM public.rights r WHERE r.person_id = NEW.auditor_id AND (r."right" = 'post' OR r."right" = 'prepare' OR r."right" = 'review' OR r."right" = 'settle') AND r.since <= NEW.acted_on AND (r.until IS NULL OR r.until > NEW.acted_on) AND NOT EXISTS (SELECT 1 FROM public.rights n WHERE n.person_id = r.person_id AND n."right" = r."right" AND n.scope_id = r.scope_id AND n.since = r.since AND n.revision > r.revision) AND (r.scope_id = 0 OR r.scope_id = NEW.unit_id OR r.scope_id = (SELECT p0.parent_id FROM public.units p0 WHERE p0.id = NEW.unit_id) OR r.scope_id = (SELECT p1.parent_id FROM public.units p1 WHERE p1.id = (SELECT p0.parent_id FROM public.units p0 WHERE p0.id = NEW.unit_id)) OR r.scope_id = (SELECT p2.parent_id FROM public.units p2 WHERE p2.id = (SELECT p1.parent_id FROM public.units p1 WHERE p1.id = (SELECT p0.parent_id FROM public.units p0 WHERE p0.id = NEW.unit_id))) OR r.scope_id = (SELECT p3.parent_id FROM public.units p3 WHERE p3.id = (SELECT p2.parent_id FROM public.units p2 WHERE p2.id = (SELECT p1.parent_id FROM public.units p1 WHERE p1.id = (SELECT p0.parent_id FROM public.units p0 WHERE p0.id = NEW.unit_id))))))) THEN
  RAISE EXCEPTION 'bangfu:independence';
END IF;
IF (NEW.role <> 'left' AND EXISTS (SELECT 1 FROM public.audit_engagements e WHERE e.unit_id = NEW.unit_id AND e.key = NEW.key AND EXISTS (SELECT 1 FROM public.vouchers w WHERE w.unit_id = e.unit_id AND w.dated_on >= e.since AND w.dated_on < e.until AND (w.preparer_id = NEW.auditor_id OR w.reviewer_id = NEW.auditor_id OR w.poster_id = NEW.auditor_id OR w.cashier_id = NEW.auditor_id OR w.head_id = NEW.auditor_id)))) THEN
  RAISE EXCEPTION 'bangfu:independence';
END IF;
IF (NEW.role <> 'left' AND EXISTS (SELECT 1 FROM public.audit_engagements e WHERE e.unit_id = NEW.unit_id AND e.key = NEW.key AND EXISTS (SELECT 1 FROM public.reconciliations w WHERE w.unit_id = e.unit_id AND w.until >= e.since AND w.until < e.until AND w.person_id = NEW.auditor_id))) THEN
  RAISE EXCEPTION 'bangfu:independence';
END IF;
IF (NEW.role <> 'left' AND EXISTS (SELECT 1 FROM public.audit_engagements e WHERE e.unit_id = NEW.unit_id AND e.key = NEW.key AND EXISTS (SELECT 1 FROM public.tenures h WHERE h.unit_id = e.unit_id AND h.person_id = NEW.auditor_id AND h.since < e.until AND (h.until IS NULL OR h.until > e.since) AND h.post NOT LIKE '%经审%' AND h.post NOT LIKE '%审计%' AND NOT EXISTS (SELECT 1 FROM public.tenures n WHERE n.unit_id = h.unit_id AND n.person_id = h.person_id AND n.post = h.post AND n.since = h.since AND n.revision > h.revision)))) THEN
  RAISE EXCEPTION 'bangfu:independence';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_audit_engagement_steps() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.seq > 1 AND NOT EXISTS (SELECT 1 FROM public.audit_engagement_steps p WHERE p.unit_id = NEW.unit_id AND p.key = NEW.key AND p.seq = NEW.seq - 1)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NEW.seq = 1 AND (NEW.state <> 'begun' OR NOT EXISTS (SELECT 1 FROM public.audit_engagements e WHERE e.unit_id = NEW.unit_id AND e.key = NEW.key AND e.begun_on = NEW.acted_on AND e.person_id = NEW.person_id AND e.recorded_at = NEW.recorded_at))) THEN
  RAISE EXCEPTION 'bangfu:engagement';
END IF;
IF (EXISTS (SELECT 1 FROM public.audit_engagement_steps p WHERE p.unit_id = NEW.unit_id AND p.key = NEW.key AND p.seq = NEW.seq - 1 AND (p.acted_on > NEW.acted_on OR p.recorded_at > NEW.recorded_at))) THEN
  RAISE EXCEPTION 'bangfu:engagement';
END IF;
IF (NEW.seq > 1 AND NOT EXISTS (SELECT 1 FROM public.audit_engagement_steps p WHERE p.unit_id = NEW.unit_id AND p.key = NEW.key AND p.seq = NEW.seq - 1 AND CASE NEW.act WHEN 'notice' THEN (p.state = 'begun' AND NEW.state = 'noticed') WHEN 'plan' THEN (p.state = 'noticed' AND NEW.state = 'planned') OR (p.state = 'planned' AND NEW.state = 'planned') OR (p.state = 'undertaken' AND NEW.state = 'undertaken') OR (p.state = 'fieldwork' AND NEW.state = 'fieldwork') WHEN 'undertaking' THEN (p.state = 'planned' AND NEW.state = 'undertaken') WHEN 'fieldwork' THEN (p.state = 'undertaken' AND NEW.state = 'fieldwork') WHEN 'draft' THEN (p.state = 'fieldwork' AND NEW.state = 'drafted') WHEN 'resume' THEN (p.state = 'drafted' AND NEW.state = 'fieldwork') WHEN 'decide' THEN (p.state = 'drafted' AND NEW.state = 'decided') WHEN 'issue' THEN (p.state = 'decided' AND NEW.state = 'issued') WHEN 'receive' THEN (p.state = 'issued' AND NEW.state = 'received') OR (p.state = 'rectifying' AND NEW.state = 'rectifying') WHEN 'notify' THEN (p.state = 'issued' AND NEW.state = 'rectifying') OR (p.state = 'received' AND NEW.state = 'rectifying') WHEN 'close' THEN (p.state = 'received' AND NEW.state = 'closed') OR (p.state = 'rectifying' AND NEW.state = 'closed') WHEN 'withdraw' THEN (p.state = 'begun' AND NEW.state = 'withdrawn') OR (p.state = 'noticed' AND NEW.state = 'withdrawn') OR (p.state = 'planned' AND NEW.state = 'withdrawn') OR (p.state = 'undertaken' AND NEW.state = 'withdrawn') OR (p.state = 'fieldwork' AND NEW.state = 'withdrawn') OR (p.state = 'drafted' AND NEW.state = 'withdrawn') OR (p.state = 'decided' AND NEW.state = 'withdrawn') ELSE 1 = 0 END)) THEN
  RAISE EXCEPTION 'bangfu:engagement';
END IF;
IF ((NEW.act = 'undertaking') AND EXISTS (SELECT 1 FROM public.audit_engagement_auditors t WHERE t.unit_id = NEW.unit_id AND t.key = NEW.key AND t.auditor_id = NEW.person_id AND t.role <> 'left' AND NOT EXISTS (SELECT 1 FROM public.audit_engagement_auditors v WHERE v.unit_id = t.unit_id AND v.key = t.key AND v.auditor_id = t.auditor_id AND v.seq > t.seq))) THEN
  RAISE EXCEPTION 'bangfu:independence';
END IF;
IF (NEW.seq > 1 AND NOT (NEW.act = 'undertaking') AND NOT EXISTS (SELECT 1 FROM public.audit_engagement_auditors t WHERE t.unit_id = NEW.unit_id AND t.key = NEW.key AND t.auditor_id = NEW.person_id AND t.role <> 'left' AND NOT EXISTS (SELECT 1 FROM public.audit_engagement_auditors v WHERE v.unit_id = t.unit_id AND v.key = t.key AND v.auditor_id = t.auditor_id AND v.seq > t.seq))) THEN
  RAISE EXCEPTION 'bangfu:engagement';
END IF;
IF ((NEW.act = 'draft' OR NEW.act = 'decide' OR NEW.act = 'issue' OR NEW.act = 'notify' OR NEW.act = 'close' OR NEW.act = 'withdraw') AND NOT EXISTS (SELECT 1 FROM public.audit_engagement_auditors t WHERE t.unit_id = NEW.unit_id AND t.key = NEW.key AND t.auditor_id = NEW.person_id AND t.role = 'leader' AND NOT EXISTS (SELECT 1 FROM public.audit_engagement_auditors v WHERE v.unit_id = t.unit_id AND v.key = t.key AND v.role = 'leader' AND v.seq > t.seq))) THEN
  RAISE EXCEPTION 'bangfu:engagement';
END IF;
IF (NEW.act = 'plan' AND EXISTS (SELECT 1 FROM public.audit_engagement_steps p WHERE p.unit_id = NEW.unit_id AND p.key = NEW.key AND p.seq = NEW.seq - 1 AND (p.state = 'noticed') = (NEW.reason <> ''))) THEN
  RAISE EXCEPTION 'bangfu:engagement';
END IF;
IF (NEW.act = 'close' AND NOT EXISTS (SELECT 1 FROM public.audit_engagement_steps o WHERE o.unit_id = NEW.unit_id AND o.key = NEW.key AND o.act = 'receive')) THEN
  RAISE EXCEPTION 'bangfu:engagement';
END IF;
IF (NEW.act = 'draft' AND (EXISTS (SELECT 1 FROM public.audit_papers o WHERE o.unit_id = NEW.unit_id AND o.engagement = NEW.key AND NOT EXISTS (SELECT 1 FROM public.audit_papers n WHERE n.unit_id = o.unit_id AND n.engagement = o.engagement AND n.index_mark = o.index_mark AND n.revision > o.revision) AND NOT EXISTS (SELECT 1 FROM public.audit_paper_reviews r WHERE r.unit_id = o.unit_id AND r.engagement = o.engagement AND r.index_mark = o.index_mark AND r.revision = o.revision AND r.outcome = 'passed')) OR EXISTS (SELECT 1 FROM public.audit_evidence_sheets o WHERE o.unit_id = NEW.unit_id AND o.engagement = NEW.key AND NOT EXISTS (SELECT 1 FROM public.audit_evidence_answers a WHERE a.unit_id = o.unit_id AND a.engagement = o.engagement AND a.number = o.number)))) THEN
  RAISE EXCEPTION 'bangfu:paper';
END IF;
IF (NEW.act = 'decide' AND EXISTS (SELECT 1 FROM public.audit_finding_steps f WHERE f.unit_id = NEW.unit_id AND f.engagement = NEW.key AND (f.state = 'open' OR f.state = 'replied') AND NOT EXISTS (SELECT 1 FROM public.audit_finding_steps g WHERE g.unit_id = f.unit_id AND g.engagement = f.engagement AND g.number = f.number AND g.seq > f.seq))) THEN
  RAISE EXCEPTION 'bangfu:finding';
END IF;
IF ((NEW.act = 'draft' OR NEW.act = 'decide' OR NEW.act = 'issue') AND EXISTS (SELECT 1 FROM public.audit_finding_steps o WHERE o.unit_id = NEW.unit_id AND o.engagement = NEW.key AND o.acted_on > NEW.acted_on)) THEN
  RAISE EXCEPTION 'bangfu:finding';
END IF;
IF (NEW.act = 'notify' AND NOT EXISTS (SELECT 1 FROM public.audit_finding_steps f WHERE f.unit_id = NEW.unit_id AND f.engagement = NEW.key AND (f.state = 'decided') AND NOT EXISTS (SELECT 1 FROM public.audit_finding_steps g WHERE g.unit_id = f.unit_id AND g.engagement = f.engagement AND g.number = f.number AND g.seq > f.seq))) THEN
  RAISE EXCEPTION 'bangfu:finding';
END IF;
IF (NEW.act = 'close' AND EXISTS (SELECT 1 FROM public.audit_finding_steps f WHERE f.unit_id = NEW.unit_id AND f.engagement = NEW.key AND (f.state = 'open' OR f.state = 'replied' OR f.state = 'decided' OR f.state = 'rectified') AND NOT EXISTS (SELECT 1 FROM public.audit_finding_steps g WHERE g.unit_id = f.unit_id AND g.engagement = f.engagement AND g.number = f.number AND g.seq > f.seq))) THEN
  RAISE EXCEPTION 'bangfu:finding';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_evidence_intakes() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.number > 1 AND NOT EXISTS (SELECT 1 FROM public.evidence_intakes o WHERE o.unit_id = NEW.unit_id AND o.year = NEW.year AND o.number = NEW.number - 1)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NEW.files <> (SELECT COUNT(*) FROM public.evidence_files o WHERE o.unit_id = NEW.unit_id AND o.year = NEW.year AND o.number = NEW.number)) THEN
  RAISE EXCEPTION 'bangfu:evidence_count';
END IF;
IF (NEW.cells <> (SELECT COUNT(*) FROM public.evidence_cells o WHERE o.unit_id = NEW.unit_id AND o.year = NEW.year AND o.number = NEW.number)) THEN
  RAISE EXCEPTION 'bangfu:evidence_count';
END IF;
IF (NEW.vouchers <> (SELECT COUNT(*) FROM public.evidence_vouchers o WHERE o.unit_id = NEW.unit_id AND o.year = NEW.year AND o.number = NEW.number)) THEN
  RAISE EXCEPTION 'bangfu:evidence_count';
END IF;
IF (NEW.postings <> (SELECT COUNT(*) FROM public.evidence_postings o WHERE o.unit_id = NEW.unit_id AND o.year = NEW.year AND o.number = NEW.number)) THEN
  RAISE EXCEPTION 'bangfu:evidence_count';
END IF;
IF (NEW.openings <> (SELECT COUNT(*) FROM public.evidence_openings o WHERE o.unit_id = NEW.unit_id AND o.year = NEW.year AND o.number = NEW.number)) THEN
  RAISE EXCEPTION 'bangfu:evidence_count';
END IF;
IF (NEW.unread <> (SELECT COUNT(*) FROM public.evidence_unread o WHERE o.unit_id = NEW.unit_id AND o.year = NEW.year AND o.number = NEW.number)) THEN
  RAISE EXCEPTION 'bangfu:evidence_count';
END IF;
IF (NEW.debit_fen <> (SELECT COALESCE(SUM(o.debit_fen), 0) FROM public.evidence_postings o WHERE o.unit_id = NEW.unit_id AND o.year = NEW.year AND o.number = NEW.number)) THEN
  RAISE EXCEPTION 'bangfu:evidence_sum';
END IF;
IF (NEW.credit_fen <> (SELECT COALESCE(SUM(o.credit_fen), 0) FROM public.evidence_postings o WHERE o.unit_id = NEW.unit_id AND o.year = NEW.year AND o.number = NEW.number)) THEN
  RAISE EXCEPTION 'bangfu:evidence_sum';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_evidence_files() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (EXISTS (SELECT 1 FROM public.evidence_intakes o WHERE o.unit_id = NEW.unit_id AND o.year = NEW.year AND o.number = NEW.number)) THEN
  RAISE EXCEPTION 'bangfu:evidence';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_evidence_cells() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (EXISTS (SELECT 1 FROM public.evidence_intakes o WHERE o.unit_id = NEW.unit_id AND o.year = NEW.year AND o.number = NEW.number)) THEN
  RAISE EXCEPTION 'bangfu:evidence';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_evidence_vouchers() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (EXISTS (SELECT 1 FROM public.evidence_intakes o WHERE o.unit_id = NEW.unit_id AND o.year = NEW.year AND o.number = NEW.number)) THEN
  RAISE EXCEPTION 'bangfu:evidence';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_evidence_postings() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (EXISTS (SELECT 1 FROM public.evidence_intakes o WHERE o.unit_id = NEW.unit_id AND o.year = NEW.year AND o.number = NEW.number)) THEN
  RAISE EXCEPTION 'bangfu:evidence';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_evidence_openings() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (EXISTS (SELECT 1 FROM public.evidence_intakes o WHERE o.unit_id = NEW.unit_id AND o.year = NEW.year AND o.number = NEW.number)) THEN
  RAISE EXCEPTION 'bangfu:evidence';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_evidence_unread() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (EXISTS (SELECT 1 FROM public.evidence_intakes o WHERE o.unit_id = NEW.unit_id AND o.year = NEW.year AND o.number = NEW.number)) THEN
  RAISE EXCEPTION 'bangfu:evidence';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_audit_evidence_sheets() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.number > 1 AND NOT EXISTS (SELECT 1 FROM public.audit_evidence_sheets o WHERE o.unit_id = NEW.unit_id AND o.engagement = NEW.engagement AND o.number = NEW.number - 1)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NOT (EXISTS (SELECT 1 FROM public.audit_engagement_auditors t WHERE t.unit_id = NEW.unit_id AND t.key = NEW.engagement AND t.auditor_id = NEW.person_id AND t.role <> 'left' AND NOT EXISTS (SELECT 1 FROM public.audit_engagement_auditors v WHERE v.unit_id = t.unit_id AND v.key = t.key AND v.auditor_id = t.auditor_id AND v.seq > t.seq)) AND EXISTS (SELECT 1 FROM public.audit_engagement_steps l WHERE l.unit_id = NEW.unit_id AND l.key = NEW.engagement AND (l.state = 'fieldwork') AND NOT EXISTS (SELECT 1 FROM public.audit_engagement_steps m WHERE m.unit_id = l.unit_id AND m.key = l.key AND m.seq > l.seq)))) THEN
  RAISE EXCEPTION 'bangfu:paper';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_audit_evidence_answers() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NOT EXISTS (SELECT 1 FROM public.audit_engagement_steps l WHERE l.unit_id = NEW.unit_id AND l.key = NEW.engagement AND (l.state = 'fieldwork') AND NOT EXISTS (SELECT 1 FROM public.audit_engagement_steps m WHERE m.unit_id = l.unit_id AND m.key = l.key AND m.seq > l.seq))) THEN
  RAISE EXCEPTION 'bangfu:paper';
END IF;
IF (EXISTS (SELECT 1 FROM public.audit_engagement_auditors t WHERE t.unit_id = NEW.unit_id AND t.key = NEW.engagement AND t.auditor_id = NEW.person_id AND t.role <> 'left' AND NOT EXISTS (SELECT 1 FROM public.audit_engagement_auditors v WHERE v.unit_id = t.unit_id AND v.key = t.key AND v.auditor_id = t.auditor_id AND v.seq > t.seq))) THEN
  RAISE EXCEPTION 'bangfu:independence';
END IF;
IF (EXISTS (SELECT 1 FROM public.audit_evidence_sheets o WHERE o.unit_id = NEW.unit_id AND o.engagement = NEW.engagement AND o.number = NEW.number AND o.acted_on > NEW.acted_on)) THEN
  RAISE EXCEPTION 'bangfu:paper';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_audit_papers() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.revision > 1 AND NOT EXISTS (SELECT 1 FROM public.audit_papers o WHERE o.unit_id = NEW.unit_id AND o.engagement = NEW.engagement AND o.index_mark = NEW.index_mark AND o.revision = NEW.revision - 1 AND o.acted_on <= NEW.acted_on AND EXISTS (SELECT 1 FROM public.audit_paper_reviews r WHERE r.unit_id = o.unit_id AND r.engagement = o.engagement AND r.index_mark = o.index_mark AND r.revision = o.revision))) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NOT (EXISTS (SELECT 1 FROM public.audit_engagement_auditors t WHERE t.unit_id = NEW.unit_id AND t.key = NEW.engagement AND t.auditor_id = NEW.person_id AND t.role <> 'left' AND NOT EXISTS (SELECT 1 FROM public.audit_engagement_auditors v WHERE v.unit_id = t.unit_id AND v.key = t.key AND v.auditor_id = t.auditor_id AND v.seq > t.seq)) AND EXISTS (SELECT 1 FROM public.audit_engagement_steps l WHERE l.unit_id = NEW.unit_id AND l.key = NEW.engagement AND (l.state = 'fieldwork') AND NOT EXISTS (SELECT 1 FROM public.audit_engagement_steps m WHERE m.unit_id = l.unit_id AND m.key = l.key AND m.seq > l.seq)))) THEN
  RAISE EXCEPTION 'bangfu:paper';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_audit_paper_reviews() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.seq > 1 AND NOT EXISTS (SELECT 1 FROM public.audit_paper_reviews o WHERE o.unit_id = NEW.unit_id AND o.engagement = NEW.engagement AND o.index_mark = NEW.index_mark AND o.revision = NEW.revision AND o.seq = NEW.seq - 1 AND o.outcome <> 'passed')) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NOT (EXISTS (SELECT 1 FROM public.audit_engagement_auditors t WHERE t.unit_id = NEW.unit_id AND t.key = NEW.engagement AND t.auditor_id = NEW.person_id AND t.role <> 'left' AND NOT EXISTS (SELECT 1 FROM public.audit_engagement_auditors v WHERE v.unit_id = t.unit_id AND v.key = t.key AND v.auditor_id = t.auditor_id AND v.seq > t.seq)) AND EXISTS (SELECT 1 FROM public.audit_engagement_steps l WHERE l.unit_id = NEW.unit_id AND l.key = NEW.engagement AND (l.state = 'fieldwork') AND NOT EXISTS (SELECT 1 FROM public.audit_engagement_steps m WHERE m.unit_id = l.unit_id AND m.key = l.key AND m.seq > l.seq)))) THEN
  RAISE EXCEPTION 'bangfu:paper';
END IF;
IF (EXISTS (SELECT 1 FROM public.audit_papers o WHERE o.unit_id = NEW.unit_id AND o.engagement = NEW.engagement AND o.index_mark = NEW.index_mark AND o.person_id = NEW.person_id)) THEN
  RAISE EXCEPTION 'bangfu:L6';
END IF;
IF (EXISTS (SELECT 1 FROM public.audit_papers o WHERE o.unit_id = NEW.unit_id AND o.engagement = NEW.engagement AND o.index_mark = NEW.index_mark AND (o.revision > NEW.revision OR o.acted_on > NEW.acted_on))) THEN
  RAISE EXCEPTION 'bangfu:paper';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_audit_findings() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.revision = 1 AND NEW.number > 1 AND NOT EXISTS (SELECT 1 FROM public.audit_findings o WHERE o.unit_id = NEW.unit_id AND o.engagement = NEW.engagement AND o.number = NEW.number - 1)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NEW.revision > 1 AND NOT EXISTS (SELECT 1 FROM public.audit_findings o WHERE o.unit_id = NEW.unit_id AND o.engagement = NEW.engagement AND o.number = NEW.number AND o.revision = NEW.revision - 1 AND o.exceptions = NEW.exceptions AND o.links = NEW.links AND o.exceptions_fen = NEW.exceptions_fen AND o.digest = NEW.digest AND o.check_key = NEW.check_key AND o.recorded_at <= NEW.recorded_at)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NEW.revision = 1 AND NOT EXISTS (SELECT 1 FROM public.audit_engagement_steps l WHERE l.unit_id = NEW.unit_id AND l.key = NEW.engagement AND (l.state = 'fieldwork') AND NOT EXISTS (SELECT 1 FROM public.audit_engagement_steps m WHERE m.unit_id = l.unit_id AND m.key = l.key AND m.seq > l.seq))) THEN
  RAISE EXCEPTION 'bangfu:finding';
END IF;
IF (NEW.revision > 1 AND NOT EXISTS (SELECT 1 FROM public.audit_engagement_steps l WHERE l.unit_id = NEW.unit_id AND l.key = NEW.engagement AND (l.state = 'fieldwork' OR l.state = 'drafted') AND NOT EXISTS (SELECT 1 FROM public.audit_engagement_steps m WHERE m.unit_id = l.unit_id AND m.key = l.key AND m.seq > l.seq))) THEN
  RAISE EXCEPTION 'bangfu:finding';
END IF;
IF (NOT EXISTS (SELECT 1 FROM public.audit_engagement_auditors t WHERE t.unit_id = NEW.unit_id AND t.key = NEW.engagement AND t.auditor_id = NEW.person_id AND t.role <> 'left' AND NOT EXISTS (SELECT 1 FROM public.audit_engagement_auditors v WHERE v.unit_id = t.unit_id AND v.key = t.key AND v.auditor_id = t.auditor_id AND v.seq > t.seq))) THEN
  RAISE EXCEPTION 'bangfu:finding';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_audit_finding_exceptions() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (EXISTS (SELECT 1 FROM public.audit_finding_steps o WHERE o.unit_id = NEW.unit_id AND o.engagement = NEW.engagement AND o.number = NEW.number)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_audit_finding_links() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (EXISTS (SELECT 1 FROM public.audit_finding_steps o WHERE o.unit_id = NEW.unit_id AND o.engagement = NEW.engagement AND o.number = NEW.number)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_audit_finding_duties() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.seq > 1 AND NOT EXISTS (SELECT 1 FROM public.audit_finding_duties o WHERE o.unit_id = NEW.unit_id AND o.engagement = NEW.engagement AND o.number = NEW.number AND o.seq = NEW.seq - 1)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NOT EXISTS (SELECT 1 FROM public.audit_engagement_auditors t WHERE t.unit_id = NEW.unit_id AND t.key = NEW.engagement AND t.auditor_id = NEW.person_id AND t.role <> 'left' AND NOT EXISTS (SELECT 1 FROM public.audit_engagement_auditors v WHERE v.unit_id = t.unit_id AND v.key = t.key AND v.auditor_id = t.auditor_id AND v.seq > t.seq)) OR NOT EXISTS (SELECT 1 FROM public.audit_engagement_steps l WHERE l.unit_id = NEW.unit_id AND l.key = NEW.engagement AND (l.state = 'fieldwork' OR l.state = 'drafted') AND NOT EXISTS (SELECT 1 FROM public.audit_engagement_steps m WHERE m.unit_id = l.unit_id AND m.key = l.key AND m.seq > l.seq))) THEN
  RAISE EXCEPTION 'bangfu:finding';
END IF;
IF (NOT EXISTS (SELECT 1 FROM public.tenures h WHERE h.unit_id = NEW.unit_id AND h.person_id = NEW.officer_id AND h.post = NEW.post)) THEN
  RAISE EXCEPTION 'bangfu:finding';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_audit_finding_steps() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.seq > 1 AND NOT EXISTS (SELECT 1 FROM public.audit_finding_steps p WHERE p.unit_id = NEW.unit_id AND p.engagement = NEW.engagement AND p.number = NEW.number AND p.seq = NEW.seq - 1)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NEW.seq = 1 AND (NEW.state <> 'open' OR NOT EXISTS (SELECT 1 FROM public.audit_findings o WHERE o.unit_id = NEW.unit_id AND o.engagement = NEW.engagement AND o.number = NEW.number AND o.revision = 1 AND o.acted_on = NEW.acted_on AND o.person_id = NEW.person_id AND o.recorded_at = NEW.recorded_at))) THEN
  RAISE EXCEPTION 'bangfu:finding';
END IF;
IF (NEW.act = 'revise' AND NOT EXISTS (SELECT 1 FROM public.audit_findings o WHERE o.unit_id = NEW.unit_id AND o.engagement = NEW.engagement AND o.number = NEW.number AND o.revision > 1 AND o.acted_on = NEW.acted_on AND o.person_id = NEW.person_id AND o.recorded_at = NEW.recorded_at)) THEN
  RAISE EXCEPTION 'bangfu:finding';
END IF;
IF (EXISTS (SELECT 1 FROM public.audit_finding_steps p WHERE p.unit_id = NEW.unit_id AND p.engagement = NEW.engagement AND p.number = NEW.number AND p.seq = NEW.seq - 1 AND (p.acted_on > NEW.acted_on OR p.recorded_at > NEW.recorded_at))) THEN
  RAISE EXCEPTION 'bangfu:finding';
END IF;
IF (NEW.seq > 1 AND NOT EXISTS (SELECT 1 FROM public.audit_finding_steps p WHERE p.unit_id = NEW.unit_id AND p.engagement = NEW.engagement AND p.number = NEW.number AND p.seq = NEW.seq - 1 AND CASE NEW.act WHEN 'revise' THEN (p.state = 'open' AND NEW.outcome = '' AND NEW.state = 'open') OR (p.state = 'replied' AND NEW.outcome = '' AND NEW.state = 'replied') WHEN 'drop' THEN (p.state = 'open' AND NEW.outcome = '' AND NEW.state = 'dropped') OR (p.state = 'replied' AND NEW.outcome = '' AND NEW.state = 'dropped') WHEN 'reply' THEN (p.state = 'open' AND NEW.outcome = 'agreed' AND NEW.state = 'replied') OR (p.state = 'open' AND NEW.outcome = 'disagreed' AND NEW.state = 'replied') OR (p.state = 'replied' AND NEW.outcome = 'agreed' AND NEW.state = 'replied') OR (p.state = 'replied' AND NEW.outcome = 'disagreed' AND NEW.state = 'replied') WHEN 'decide' THEN (p.state = 'open' AND NEW.outcome = 'rectify' AND NEW.state = 'decided') OR (p.state = 'open' AND NEW.outcome = 'transfer' AND NEW.state = 'closed') OR (p.state = 'open' AND NEW.outcome = 'none' AND NEW.state = 'closed') OR (p.state = 'replied' AND NEW.outcome = 'rectify' AND NEW.state = 'decided') OR (p.state = 'replied' AND NEW.outcome = 'transfer' AND NEW.state = 'closed') OR (p.state = 'replied' AND NEW.outcome = 'none' AND NEW.state = 'closed') WHEN 'rectify' THEN (p.state = 'decided' AND NEW.outcome = '' AND NEW.state = 'rectified') OR (p.state = 'rectified' AND NEW.outcome = '' AND NEW.state = 'rectified') OR (p.state = 'carried' AND NEW.outcome = '' AND NEW.state = 'carried') WHEN 'follow_up' THEN (p.state = 'rectified' AND NEW.outcome = 'accepted' AND NEW.state = 'closed') OR (p.state = 'rectified' AND NEW.outcome = 'not_accepted' AND NEW.state = 'decided') OR (p.state = 'decided' AND NEW.outcome = 'not_accepted' AND NEW.state = 'decided') OR (p.state = 'carried' AND NEW.outcome = 'accepted' AND NEW.state = 'closed') OR (p.state = 'carried' AND NEW.outcome = 'not_accepted' AND NEW.state = 'carried') WHEN 'carry' THEN (p.state = 'decided' AND NEW.outcome = '' AND NEW.state = 'carried') OR (p.state = 'rectified' AND NEW.outcome = '' AND NEW.state = 'carried') ELSE 1 = 0 END)) THEN
  RAISE EXCEPTION 'bangfu:finding';
END IF;
IF (NOT (CASE NEW.act WHEN 'raise' THEN EXISTS (SELECT 1 FROM public.audit_engagement_steps l WHERE l.unit_id = NEW.unit_id AND l.key = NEW.engagement AND (l.state = 'fieldwork') AND NOT EXISTS (SELECT 1 FROM public.audit_engagement_steps m WHERE m.unit_id = l.unit_id AND m.key = l.key AND m.seq > l.seq)) WHEN 'revise' THEN EXISTS (SELECT 1 FROM public.audit_engagement_steps l WHERE l.unit_id = NEW.unit_id AND l.key = NEW.engagement AND (l.state = 'fieldwork' OR l.state = 'drafted') AND NOT EXISTS (SELECT 1 FROM public.audit_engagement_steps m WHERE m.unit_id = l.unit_id AND m.key = l.key AND m.seq > l.seq)) WHEN 'drop' THEN EXISTS (SELECT 1 FROM public.audit_engagement_steps l WHERE l.unit_id = NEW.unit_id AND l.key = NEW.engagement AND (l.state = 'fieldwork' OR l.state = 'drafted') AND NOT EXISTS (SELECT 1 FROM public.audit_engagement_steps m WHERE m.unit_id = l.unit_id AND m.key = l.key AND m.seq > l.seq)) WHEN 'reply' THEN EXISTS (SELECT 1 FROM public.audit_engagement_steps l WHERE l.unit_id = NEW.unit_id AND l.key = NEW.engagement AND (l.state = 'drafted') AND NOT EXISTS (SELECT 1 FROM public.audit_engagement_steps m WHERE m.unit_id = l.unit_id AND m.key = l.key AND m.seq > l.seq)) WHEN 'decide' THEN EXISTS (SELECT 1 FROM public.audit_engagement_steps l WHERE l.unit_id = NEW.unit_id AND l.key = NEW.engagement AND (l.state = 'drafted') AND NOT EXISTS (SELECT 1 FROM public.audit_engagement_steps m WHERE m.unit_id = l.unit_id AND m.key = l.key AND m.seq > l.seq)) WHEN 'rectify' THEN EXISTS (SELECT 1 FROM public.audit_engagement_steps l WHERE l.unit_id = NEW.unit_id AND l.key = NEW.engagement AND (l.state = 'rectifying') AND NOT EXISTS (SELECT 1 FROM public.audit_engagement_steps m WHERE m.unit_id = l.unit_id AND m.key = l.key AND m.seq > l.seq)) WHEN 'follow_up' THEN EXISTS (SELECT 1 FROM public.audit_engagement_steps l WHERE l.unit_id = NEW.unit_id AND l.key = NEW.engagement AND (l.state = 'rectifying') AND NOT EXISTS (SELECT 1 FROM public.audit_engagement_steps m WHERE m.unit_id = l.unit_id AND m.key = l.key AND m.seq > l.seq)) WHEN 'carry' THEN EXISTS (SELECT 1 FROM public.audit_engagement_steps l WHERE l.unit_id = NEW.unit_id AND l.key = NEW.engagement AND (l.state = 'rectifying') AND NOT EXISTS (SELECT 1 FROM public.audit_engagement_steps m WHERE m.unit_id = l.unit_id AND m.key = l.key AND m.seq > l.seq)) ELSE 1 = 0 END OR (((NEW.act = 'rectify' OR NEW.act = 'follow_up')) AND EXISTS (SELECT 1 FROM public.audit_engagement_steps l WHERE l.unit_id = NEW.unit_id AND l.key = NEW.engagement AND (l.state = 'closed') AND NOT EXISTS (SELECT 1 FROM public.audit_engagement_steps m WHERE m.unit_id = l.unit_id AND m.key = l.key AND m.seq > l.seq)) AND EXISTS (SELECT 1 FROM public.audit_finding_steps p WHERE p.unit_id = NEW.unit_id AND p.engagement = NEW.engagement AND p.number = NEW.number AND p.seq = NEW.seq - 1 AND p.state = 'carried')))) THEN
  RAISE EXCEPTION 'bangfu:finding';
END IF;
IF ((NEW.act = 'reply' OR NEW.act = 'rectify') AND EXISTS (SELECT 1 FROM public.audit_engagement_auditors t WHERE t.unit_id = NEW.unit_id AND t.key = NEW.engagement AND t.auditor_id = NEW.person_id AND t.role <> 'left' AND NOT EXISTS (SELECT 1 FROM public.audit_engagement_auditors v WHERE v.unit_id = t.unit_id AND v.key = t.key AND v.auditor_id = t.auditor_id AND v.seq > t.seq))) THEN
  RAISE EXCEPTION 'bangfu:independence';
END IF;
IF (NEW.act = 'rectify' AND NEW.amount_fen + COALESCE((SELECT SUM(o.amount_fen) FROM public.audit_finding_steps o WHERE o.unit_id = NEW.unit_id AND o.engagement = NEW.engagement AND o.number = NEW.number AND o.act = 'rectify' AND o.seq < NEW.seq), 0) > (SELECT f.amount_fen FROM public.audit_findings f WHERE f.unit_id = NEW.unit_id AND f.engagement = NEW.engagement AND f.number = NEW.number AND NOT EXISTS (SELECT 1 FROM public.audit_findings n WHERE n.unit_id = NEW.unit_id AND n.engagement = NEW.engagement AND n.number = NEW.number AND n.revision > f.revision))) THEN
  RAISE EXCEPTION 'bangfu:finding';
END IF;
IF (NEW.act = 'follow_up' AND EXISTS (SELECT 1 FROM public.audit_finding_steps o WHERE o.unit_id = NEW.unit_id AND o.engagement = NEW.engagement AND o.number = NEW.number AND o.act = 'rectify' AND o.person_id = NEW.person_id)) THEN
  RAISE EXCEPTION 'bangfu:L6';
END IF;
IF (NOT (NEW.act = 'reply' OR NEW.act = 'rectify') AND NOT EXISTS (SELECT 1 FROM public.audit_engagement_auditors t WHERE t.unit_id = NEW.unit_id AND t.key = NEW.engagement AND t.auditor_id = NEW.person_id AND t.role <> 'left' AND NOT EXISTS (SELECT 1 FROM public.audit_engagement_auditors v WHERE v.unit_id = t.unit_id AND v.key = t.key AND v.auditor_id = t.auditor_id AND v.seq > t.seq)) AND NOT ((((NEW.act = 'rectify' OR NEW.act = 'follow_up')) AND EXISTS (SELECT 1 FROM public.audit_engagement_steps l WHERE l.unit_id = NEW.unit_id AND l.key = NEW.engagement AND (l.state = 'closed') AND NOT EXISTS (SELECT 1 FROM public.audit_engagement_steps m WHERE m.unit_id = l.unit_id AND m.key = l.key AND m.seq > l.seq)) AND EXISTS (SELECT 1 FROM public.audit_finding_steps p WHERE p.unit_id = NEW.unit_id AND p.engagement = NEW.engagement AND p.number = NEW.number AND p.seq = NEW.seq - 1 AND p.state = 'carried')) AND EXISTS (SELECT 1 FROM public.audit_engagement_auditors t WHERE t.unit_id = NEW.unit_id AND t.auditor_id = NEW.person_id AND t.role <> 'left'))) THEN
  RAISE EXCEPTION 'bangfu:finding';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_audit_populations() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.population > 1 AND NOT EXISTS (SELECT 1 FROM public.audit_populations o WHERE o.unit_id = NEW.unit_id AND o.engagement = NEW.engagement AND o.population = NEW.population - 1)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NOT EXISTS (SELECT 1 FROM public.audit_engagement_auditors t WHERE t.unit_id = NEW.unit_id AND t.key = NEW.engagement AND t.auditor_id = NEW.person_id AND t.role <> 'left' AND NOT EXISTS (SELECT 1 FROM public.audit_engagement_auditors v WHERE v.unit_id = t.unit_id AND v.key = t.key AND v.auditor_id = t.auditor_id AND v.seq > t.seq))) THEN
  RAISE EXCEPTION 'bangfu:sampling';
END IF;
IF (EXISTS (SELECT 1 FROM public.audit_engagement_steps l WHERE l.unit_id = NEW.unit_id AND l.key = NEW.engagement AND (l.state = 'closed' OR l.state = 'withdrawn') AND NOT EXISTS (SELECT 1 FROM public.audit_engagement_steps m WHERE m.unit_id = l.unit_id AND m.key = l.key AND m.seq > l.seq))) THEN
  RAISE EXCEPTION 'bangfu:sampling';
END IF;
IF (NEW.evidence = '' AND NOT EXISTS (SELECT 1 FROM public.vouchers v WHERE v.unit_id = NEW.unit_id AND v.position = NEW.position AND v.hash = NEW.hash)) THEN
  RAISE EXCEPTION 'bangfu:sampling';
END IF;
IF (NEW.evidence <> '' AND NOT EXISTS (SELECT 1 FROM public.evidence_intakes e WHERE e.unit_id = NEW.unit_id AND e.rows_hash = NEW.hash AND NEW.evidence = 'E' || CAST(e.year AS TEXT) || '-' || CAST(e.number AS TEXT))) THEN
  RAISE EXCEPTION 'bangfu:sampling';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_audit_population_items() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.part > 1 AND NOT EXISTS (SELECT 1 FROM public.audit_population_items o WHERE o.unit_id = NEW.unit_id AND o.engagement = NEW.engagement AND o.population = NEW.population AND o.part = NEW.part - 1)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NOT EXISTS (SELECT 1 FROM public.audit_populations p WHERE p.unit_id = NEW.unit_id AND p.engagement = NEW.engagement AND p.population = NEW.population AND p.recorded_at = NEW.recorded_at AND p.items >= (SELECT SUM(i.items) FROM public.audit_population_items i WHERE i.unit_id = NEW.unit_id AND i.engagement = NEW.engagement AND i.population = NEW.population))) THEN
  RAISE EXCEPTION 'bangfu:sampling';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_audit_samples() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.sample > 1 AND NOT EXISTS (SELECT 1 FROM public.audit_samples o WHERE o.unit_id = NEW.unit_id AND o.engagement = NEW.engagement AND o.population = NEW.population AND o.sample = NEW.sample - 1)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NOT EXISTS (SELECT 1 FROM public.audit_engagement_auditors t WHERE t.unit_id = NEW.unit_id AND t.key = NEW.engagement AND t.auditor_id = NEW.person_id AND t.role <> 'left' AND NOT EXISTS (SELECT 1 FROM public.audit_engagement_auditors v WHERE v.unit_id = t.unit_id AND v.key = t.key AND v.auditor_id = t.auditor_id AND v.seq > t.seq))) THEN
  RAISE EXCEPTION 'bangfu:sampling';
END IF;
IF (EXISTS (SELECT 1 FROM public.audit_engagement_steps l WHERE l.unit_id = NEW.unit_id AND l.key = NEW.engagement AND (l.state = 'closed' OR l.state = 'withdrawn') AND NOT EXISTS (SELECT 1 FROM public.audit_engagement_steps m WHERE m.unit_id = l.unit_id AND m.key = l.key AND m.seq > l.seq))) THEN
  RAISE EXCEPTION 'bangfu:sampling';
END IF;
IF (EXISTS (SELECT 1 FROM public.audit_populations p WHERE p.unit_id = NEW.unit_id AND p.engagement = NEW.engagement AND p.population = NEW.population AND p.recorded_at > NEW.recorded_at)) THEN
  RAISE EXCEPTION 'bangfu:sampling';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_audit_sample_sizes() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.seq > 1 AND NOT EXISTS (SELECT 1 FROM public.audit_sample_sizes o WHERE o.unit_id = NEW.unit_id AND o.engagement = NEW.engagement AND o.population = NEW.population AND o.sample = NEW.sample AND o.seq = NEW.seq - 1)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NOT EXISTS (SELECT 1 FROM public.audit_engagement_auditors t WHERE t.unit_id = NEW.unit_id AND t.key = NEW.engagement AND t.auditor_id = NEW.person_id AND t.role <> 'left' AND NOT EXISTS (SELECT 1 FROM public.audit_engagement_auditors v WHERE v.unit_id = t.unit_id AND v.key = t.key AND v.auditor_id = t.auditor_id AND v.seq > t.seq))) THEN
  RAISE EXCEPTION 'bangfu:sampling';
END IF;
IF (EXISTS (SELECT 1 FROM public.audit_engagement_steps l WHERE l.unit_id = NEW.unit_id AND l.key = NEW.engagement AND (l.state = 'closed' OR l.state = 'withdrawn') AND NOT EXISTS (SELECT 1 FROM public.audit_engagement_steps m WHERE m.unit_id = l.unit_id AND m.key = l.key AND m.seq > l.seq))) THEN
  RAISE EXCEPTION 'bangfu:sampling';
END IF;
IF (NEW.seq = 1 AND NOT EXISTS (SELECT 1 FROM public.audit_samples f WHERE f.unit_id = NEW.unit_id AND f.engagement = NEW.engagement AND f.population = NEW.population AND f.sample = NEW.sample AND f.recorded_at = NEW.recorded_at AND f.person_id = NEW.person_id)) THEN
  RAISE EXCEPTION 'bangfu:sampling';
END IF;
IF (NEW.seq > 1 AND (EXISTS (SELECT 1 FROM public.audit_sample_sizes o WHERE o.unit_id = NEW.unit_id AND o.engagement = NEW.engagement AND o.population = NEW.population AND o.sample = NEW.sample AND o.seq = NEW.seq - 1 AND (o.size >= NEW.size OR o.recorded_at > NEW.recorded_at)) OR NOT EXISTS (SELECT 1 FROM public.audit_samples f WHERE f.unit_id = NEW.unit_id AND f.engagement = NEW.engagement AND f.population = NEW.population AND f.sample = NEW.sample AND f.method = 'tickets'))) THEN
  RAISE EXCEPTION 'bangfu:sampling';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_audit_sample_results() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.revision > 1 AND NOT EXISTS (SELECT 1 FROM public.audit_sample_results o WHERE o.unit_id = NEW.unit_id AND o.engagement = NEW.engagement AND o.population = NEW.population AND o.sample = NEW.sample AND o.item = NEW.item AND o.revision = NEW.revision - 1)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NOT EXISTS (SELECT 1 FROM public.audit_engagement_auditors t WHERE t.unit_id = NEW.unit_id AND t.key = NEW.engagement AND t.auditor_id = NEW.person_id AND t.role <> 'left' AND NOT EXISTS (SELECT 1 FROM public.audit_engagement_auditors v WHERE v.unit_id = t.unit_id AND v.key = t.key AND v.auditor_id = t.auditor_id AND v.seq > t.seq))) THEN
  RAISE EXCEPTION 'bangfu:sampling';
END IF;
IF (EXISTS (SELECT 1 FROM public.audit_engagement_steps l WHERE l.unit_id = NEW.unit_id AND l.key = NEW.engagement AND (l.state = 'closed' OR l.state = 'withdrawn') AND NOT EXISTS (SELECT 1 FROM public.audit_engagement_steps m WHERE m.unit_id = l.unit_id AND m.key = l.key AND m.seq > l.seq))) THEN
  RAISE EXCEPTION 'bangfu:sampling';
END IF;
IF (NOT EXISTS (SELECT 1 FROM public.audit_sample_sizes o WHERE o.unit_id = NEW.unit_id AND o.engagement = NEW.engagement AND o.population = NEW.population AND o.sample = NEW.sample AND o.recorded_at <= NEW.recorded_at)) THEN
  RAISE EXCEPTION 'bangfu:sampling';
END IF;
IF (EXISTS (SELECT 1 FROM public.audit_sample_results o WHERE o.unit_id = NEW.unit_id AND o.engagement = NEW.engagement AND o.population = NEW.population AND o.sample = NEW.sample AND o.item = NEW.item AND o.revision = NEW.revision - 1 AND (o.recorded_at > NEW.recorded_at OR o.acted_on > NEW.acted_on OR o.book_fen <> NEW.book_fen))) THEN
  RAISE EXCEPTION 'bangfu:sampling';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_audit_handovers() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.number > 1 AND NOT EXISTS (SELECT 1 FROM public.audit_handovers o WHERE o.unit_id = NEW.unit_id AND o.year = NEW.year AND o.number = NEW.number - 1)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (EXISTS (SELECT 1 FROM public.tenures t WHERE t.unit_id = NEW.unit_id AND t.person_id = NEW.leaver_id AND t.post = NEW.post AND t.since = NEW.since AND t.revision > NEW.revision)) THEN
  RAISE EXCEPTION 'bangfu:handover';
END IF;
IF (EXISTS (SELECT 1 FROM public.audit_handovers e WHERE e.unit_id = NEW.unit_id AND e.leaver_id = NEW.leaver_id AND e.post = NEW.post AND e.since = NEW.since AND e.key <> NEW.key AND NOT EXISTS (SELECT 1 FROM public.audit_handover_steps w WHERE w.unit_id = e.unit_id AND w.key = e.key AND w.act = 'withdraw'))) THEN
  RAISE EXCEPTION 'bangfu:handover';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_audit_handover_lines() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.line > 1 AND NOT EXISTS (SELECT 1 FROM public.audit_handover_lines o WHERE o.unit_id = NEW.unit_id AND o.key = NEW.key AND o.line = NEW.line - 1)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (EXISTS (SELECT 1 FROM public.audit_handover_steps o WHERE o.unit_id = NEW.unit_id AND o.key = NEW.key)) THEN
  RAISE EXCEPTION 'bangfu:handover';
END IF;
IF (NEW.strikes IS NOT NULL AND NOT EXISTS (SELECT 1 FROM public.audit_handover_lines o WHERE o.unit_id = NEW.unit_id AND o.key = NEW.key AND o.line = NEW.strikes AND o.strikes IS NULL)) THEN
  RAISE EXCEPTION 'bangfu:handover';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_audit_handover_steps() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.seq > 1 AND NOT EXISTS (SELECT 1 FROM public.audit_handover_steps o WHERE o.unit_id = NEW.unit_id AND o.key = NEW.key AND o.seq = NEW.seq - 1)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (EXISTS (SELECT 1 FROM public.audit_handover_steps o WHERE o.unit_id = NEW.unit_id AND o.key = NEW.key AND o.seq < NEW.seq AND (o.act = 'complete' OR o.act = 'withdraw'))) THEN
  RAISE EXCEPTION 'bangfu:handover';
END IF;
IF (NEW.lines <> (SELECT COUNT(*) FROM public.audit_handover_lines o WHERE o.unit_id = NEW.unit_id AND o.key = NEW.key)) THEN
  RAISE EXCEPTION 'bangfu:handover';
END IF;
IF (NOT EXISTS (SELECT 1 FROM public.audit_handovers h WHERE h.unit_id = NEW.unit_id AND h.key = NEW.key AND NEW.person_id = CASE NEW.act WHEN 'leaver' THEN h.leaver_id WHEN 'receiver' THEN h.receiver_id WHEN 'withdraw' THEN h.person_id ELSE h.supervisor_id END)) THEN
  RAISE EXCEPTION 'bangfu:handover';
END IF;
IF (NEW.act = 'complete' AND 3 <> (SELECT COUNT(*) FROM public.audit_handover_steps o WHERE o.unit_id = NEW.unit_id AND o.key = NEW.key AND (o.act = 'leaver' OR o.act = 'receiver' OR o.act = 'supervisor'))) THEN
  RAISE EXCEPTION 'bangfu:handover';
END IF;
IF (NEW.act = 'complete' AND EXISTS (SELECT 1 FROM public.audit_handovers h JOIN public.rights r ON r.person_id = h.leaver_id WHERE h.unit_id = NEW.unit_id AND h.key = NEW.key AND r.since <= NEW.acted_on AND (r.until IS NULL OR r.until > NEW.acted_on) AND NOT EXISTS (SELECT 1 FROM public.rights l WHERE l.person_id = r.person_id AND l."right" = r."right" AND l.scope_id = r.scope_id AND l.since = r.since AND l.revision > r.revision) AND (r.scope_id = 0 OR r.scope_id = NEW.unit_id OR EXISTS (SELECT 1 FROM public.units a LEFT JOIN public.units b ON b.id = a.parent_id LEFT JOIN public.units c ON c.id = b.parent_id LEFT JOIN public.units d ON d.id = c.parent_id LEFT JOIN public.units e ON e.id = d.parent_id WHERE a.id = NEW.unit_id AND (r.scope_id = a.parent_id OR r.scope_id = b.parent_id OR r.scope_id = c.parent_id OR r.scope_id = d.parent_id OR r.scope_id = e.parent_id))))) THEN
  RAISE EXCEPTION 'bangfu:handover_rights';
END IF;
IF (EXISTS (SELECT 1 FROM public.audit_handovers h WHERE h.unit_id = NEW.unit_id AND h.key = NEW.key AND (h.handed_on > NEW.acted_on OR h.recorded_at > NEW.recorded_at)) OR EXISTS (SELECT 1 FROM public.audit_handover_steps o WHERE o.unit_id = NEW.unit_id AND o.key = NEW.key AND o.seq = NEW.seq - 1 AND (o.acted_on > NEW.acted_on OR o.recorded_at > NEW.recorded_at)) OR substr(NEW.recorded_at, 1, 10) > CAST(NEW.acted_on AS pg_catalog.text)) THEN
  RAISE EXCEPTION 'bangfu:handover';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_audit_lists() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (NEW.number > 1 AND NOT EXISTS (SELECT 1 FROM public.audit_lists p WHERE p.unit_id = NEW.unit_id AND p.number = NEW.number - 1)) THEN
  RAISE EXCEPTION 'bangfu:order';
END IF;
IF (NEW.people <> (SELECT COUNT(*) FROM public.audit_list_people p WHERE p.unit_id = NEW.unit_id AND p.list = NEW.number)) THEN
  RAISE EXCEPTION 'bangfu:list';
END IF;
IF (EXISTS (SELECT 1 FROM public.audit_list_people p WHERE p.unit_id = NEW.unit_id AND p.list = NEW.number AND (p.person_id IS NOT NULL) <> (NEW.kind = 'staff'))) THEN
  RAISE EXCEPTION 'bangfu:list';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE FUNCTION public.bangfu_judge_audit_list_people() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN

IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock(20051, NEW.unit_id);
IF (EXISTS (SELECT 1 FROM public.audit_lists p WHERE p.unit_id = NEW.unit_id AND p.number = NEW.list)) THEN
  RAISE EXCEPTION 'bangfu:list';
END IF;

RETURN NEW;
END $guard$
--;;
CREATE TRIGGER audit_engagements_no_change BEFORE UPDATE OR DELETE ON public.audit_engagements FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER audit_engagement_auditors_no_change BEFORE UPDATE OR DELETE ON public.audit_engagement_auditors FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER audit_engagement_steps_no_change BEFORE UPDATE OR DELETE ON public.audit_engagement_steps FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER evidence_intakes_no_change BEFORE UPDATE OR DELETE ON public.evidence_intakes FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER evidence_files_no_change BEFORE UPDATE OR DELETE ON public.evidence_files FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER evidence_cells_no_change BEFORE UPDATE OR DELETE ON public.evidence_cells FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER evidence_vouchers_no_change BEFORE UPDATE OR DELETE ON public.evidence_vouchers FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER evidence_postings_no_change BEFORE UPDATE OR DELETE ON public.evidence_postings FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER evidence_openings_no_change BEFORE UPDATE OR DELETE ON public.evidence_openings FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER evidence_unread_no_change BEFORE UPDATE OR DELETE ON public.evidence_unread FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER audit_evidence_sheets_no_change BEFORE UPDATE OR DELETE ON public.audit_evidence_sheets FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER audit_evidence_answers_no_change BEFORE UPDATE OR DELETE ON public.audit_evidence_answers FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER audit_papers_no_change BEFORE UPDATE OR DELETE ON public.audit_papers FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER audit_paper_reviews_no_change BEFORE UPDATE OR DELETE ON public.audit_paper_reviews FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER audit_findings_no_change BEFORE UPDATE OR DELETE ON public.audit_findings FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER audit_finding_exceptions_no_change BEFORE UPDATE OR DELETE ON public.audit_finding_exceptions FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER audit_finding_links_no_change BEFORE UPDATE OR DELETE ON public.audit_finding_links FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER audit_finding_duties_no_change BEFORE UPDATE OR DELETE ON public.audit_finding_duties FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER audit_finding_steps_no_change BEFORE UPDATE OR DELETE ON public.audit_finding_steps FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER audit_populations_no_change BEFORE UPDATE OR DELETE ON public.audit_populations FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER audit_population_items_no_change BEFORE UPDATE OR DELETE ON public.audit_population_items FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER audit_samples_no_change BEFORE UPDATE OR DELETE ON public.audit_samples FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER audit_sample_sizes_no_change BEFORE UPDATE OR DELETE ON public.audit_sample_sizes FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER audit_sample_results_no_change BEFORE UPDATE OR DELETE ON public.audit_sample_results FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER audit_handovers_no_change BEFORE UPDATE OR DELETE ON public.audit_handovers FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER audit_handover_lines_no_change BEFORE UPDATE OR DELETE ON public.audit_handover_lines FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER audit_handover_steps_no_change BEFORE UPDATE OR DELETE ON public.audit_handover_steps FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER audit_list_people_no_change BEFORE UPDATE OR DELETE ON public.audit_list_people FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER audit_lists_no_change BEFORE UPDATE OR DELETE ON public.audit_lists FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER audit_engagements_in_order AFTER INSERT ON public.audit_engagements FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_audit_engagements()
--;;
CREATE TRIGGER audit_engagement_auditors_in_order AFTER INSERT ON public.audit_engagement_auditors FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_audit_engagement_auditors()
--;;
CREATE TRIGGER audit_engagement_steps_in_order AFTER INSERT ON public.audit_engagement_steps FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_audit_engagement_steps()
--;;
CREATE TRIGGER evidence_intakes_in_order AFTER INSERT ON public.evidence_intakes FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_evidence_intakes()
--;;
CREATE TRIGGER evidence_files_in_order AFTER INSERT ON public.evidence_files FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_evidence_files()
--;;
CREATE TRIGGER evidence_cells_in_order AFTER INSERT ON public.evidence_cells FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_evidence_cells()
--;;
CREATE TRIGGER evidence_vouchers_in_order AFTER INSERT ON public.evidence_vouchers FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_evidence_vouchers()
--;;
CREATE TRIGGER evidence_postings_in_order AFTER INSERT ON public.evidence_postings FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_evidence_postings()
--;;
CREATE TRIGGER evidence_openings_in_order AFTER INSERT ON public.evidence_openings FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_evidence_openings()
--;;
CREATE TRIGGER evidence_unread_in_order AFTER INSERT ON public.evidence_unread FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_evidence_unread()
--;;
CREATE TRIGGER audit_evidence_sheets_in_order AFTER INSERT ON public.audit_evidence_sheets FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_audit_evidence_sheets()
--;;
CREATE TRIGGER audit_evidence_answers_in_order AFTER INSERT ON public.audit_evidence_answers FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_audit_evidence_answers()
--;;
CREATE TRIGGER audit_papers_in_order AFTER INSERT ON public.audit_papers FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_audit_papers()
--;;
CREATE TRIGGER audit_paper_reviews_in_order AFTER INSERT ON public.audit_paper_reviews FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_audit_paper_reviews()
--;;
CREATE TRIGGER audit_findings_in_order AFTER INSERT ON public.audit_findings FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_audit_findings()
--;;
CREATE TRIGGER audit_finding_exceptions_in_order AFTER INSERT ON public.audit_finding_exceptions FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_audit_finding_exceptions()
--;;
CREATE TRIGGER audit_finding_links_in_order AFTER INSERT ON public.audit_finding_links FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_audit_finding_links()
--;;
CREATE TRIGGER audit_finding_duties_in_order AFTER INSERT ON public.audit_finding_duties FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_audit_finding_duties()
--;;
CREATE TRIGGER audit_finding_steps_in_order AFTER INSERT ON public.audit_finding_steps FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_audit_finding_steps()
--;;
CREATE TRIGGER audit_populations_in_order AFTER INSERT ON public.audit_populations FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_audit_populations()
--;;
CREATE TRIGGER audit_population_items_in_order AFTER INSERT ON public.audit_population_items FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_audit_population_items()
--;;
CREATE TRIGGER audit_samples_in_order AFTER INSERT ON public.audit_samples FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_audit_samples()
--;;
CREATE TRIGGER audit_sample_sizes_in_order AFTER INSERT ON public.audit_sample_sizes FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_audit_sample_sizes()
--;;
CREATE TRIGGER audit_sample_results_in_order AFTER INSERT ON public.audit_sample_results FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_audit_sample_results()
--;;
CREATE TRIGGER audit_handovers_in_order AFTER INSERT ON public.audit_handovers FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_audit_handovers()
--;;
CREATE TRIGGER audit_handover_lines_in_order AFTER INSERT ON public.audit_handover_lines FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_audit_handover_lines()
--;;
CREATE TRIGGER audit_handover_steps_in_order AFTER INSERT ON public.audit_handover_steps FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_audit_handover_steps()
--;;
CREATE TRIGGER audit_lists_in_order AFTER INSERT ON public.audit_lists FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_audit_lists()
--;;
CREATE TRIGGER audit_list_people_in_order AFTER INSERT ON public.audit_list_people FOR EACH ROW EXECUTE FUNCTION public.bangfu_judge_audit_list_people()
--;;
ALTER TABLE public.audit_engagements ENABLE ALWAYS TRIGGER audit_engagements_no_change
--;;
ALTER TABLE public.audit_engagement_auditors ENABLE ALWAYS TRIGGER audit_engagement_auditors_no_change
--;;
ALTER TABLE public.audit_engagement_steps ENABLE ALWAYS TRIGGER audit_engagement_steps_no_change
--;;
ALTER TABLE public.evidence_intakes ENABLE ALWAYS TRIGGER evidence_intakes_no_change
--;;
ALTER TABLE public.evidence_files ENABLE ALWAYS TRIGGER evidence_files_no_change
--;;
ALTER TABLE public.evidence_cells ENABLE ALWAYS TRIGGER evidence_cells_no_change
--;;
ALTER TABLE public.evidence_vouchers ENABLE ALWAYS TRIGGER evidence_vouchers_no_change
--;;
ALTER TABLE public.evidence_postings ENABLE ALWAYS TRIGGER evidence_postings_no_change
--;;
ALTER TABLE public.evidence_openings ENABLE ALWAYS TRIGGER evidence_openings_no_change
--;;
ALTER TABLE public.evidence_unread ENABLE ALWAYS TRIGGER evidence_unread_no_change
--;;
ALTER TABLE public.audit_evidence_sheets ENABLE ALWAYS TRIGGER audit_evidence_sheets_no_change
--;;
ALTER TABLE public.audit_evidence_answers ENABLE ALWAYS TRIGGER audit_evidence_answers_no_change
--;;
ALTER TABLE public.audit_papers ENABLE ALWAYS TRIGGER audit_papers_no_change
--;;
ALTER TABLE public.audit_paper_reviews ENABLE ALWAYS TRIGGER audit_paper_reviews_no_change
--;;
ALTER TABLE public.audit_findings ENABLE ALWAYS TRIGGER audit_findings_no_change
--;;
ALTER TABLE public.audit_finding_exceptions ENABLE ALWAYS TRIGGER audit_finding_exceptions_no_change
--;;
ALTER TABLE public.audit_finding_links ENABLE ALWAYS TRIGGER audit_finding_links_no_change
--;;
ALTER TABLE public.audit_finding_duties ENABLE ALWAYS TRIGGER audit_finding_duties_no_change
--;;
ALTER TABLE public.audit_finding_steps ENABLE ALWAYS TRIGGER audit_finding_steps_no_change
--;;
ALTER TABLE public.audit_populations ENABLE ALWAYS TRIGGER audit_populations_no_change
--;;
ALTER TABLE public.audit_population_items ENABLE ALWAYS TRIGGER audit_population_items_no_change
--;;
ALTER TABLE public.audit_samples ENABLE ALWAYS TRIGGER audit_samples_no_change
--;;
ALTER TABLE public.audit_sample_sizes ENABLE ALWAYS TRIGGER audit_sample_sizes_no_change
--;;
ALTER TABLE public.audit_sample_results ENABLE ALWAYS TRIGGER audit_sample_results_no_change
--;;
ALTER TABLE public.audit_handovers ENABLE ALWAYS TRIGGER audit_handovers_no_change
--;;
ALTER TABLE public.audit_handover_lines ENABLE ALWAYS TRIGGER audit_handover_lines_no_change
--;;
ALTER TABLE public.audit_handover_steps ENABLE ALWAYS TRIGGER audit_handover_steps_no_change
--;;
ALTER TABLE public.audit_list_people ENABLE ALWAYS TRIGGER audit_list_people_no_change
--;;
ALTER TABLE public.audit_lists ENABLE ALWAYS TRIGGER audit_lists_no_change
--;;
ALTER TABLE public.audit_engagements ENABLE ALWAYS TRIGGER audit_engagements_in_order
--;;
ALTER TABLE public.audit_engagement_auditors ENABLE ALWAYS TRIGGER audit_engagement_auditors_in_order
--;;
ALTER TABLE public.audit_engagement_steps ENABLE ALWAYS TRIGGER audit_engagement_steps_in_order
--;;
ALTER TABLE public.evidence_intakes ENABLE ALWAYS TRIGGER evidence_intakes_in_order
--;;
ALTER TABLE public.evidence_files ENABLE ALWAYS TRIGGER evidence_files_in_order
--;;
ALTER TABLE public.evidence_cells ENABLE ALWAYS TRIGGER evidence_cells_in_order
--;;
ALTER TABLE public.evidence_vouchers ENABLE ALWAYS TRIGGER evidence_vouchers_in_order
--;;
ALTER TABLE public.evidence_postings ENABLE ALWAYS TRIGGER evidence_postings_in_order
--;;
ALTER TABLE public.evidence_openings ENABLE ALWAYS TRIGGER evidence_openings_in_order
--;;
ALTER TABLE public.evidence_unread ENABLE ALWAYS TRIGGER evidence_unread_in_order
--;;
ALTER TABLE public.audit_evidence_sheets ENABLE ALWAYS TRIGGER audit_evidence_sheets_in_order
--;;
ALTER TABLE public.audit_evidence_answers ENABLE ALWAYS TRIGGER audit_evidence_answers_in_order
--;;
ALTER TABLE public.audit_papers ENABLE ALWAYS TRIGGER audit_papers_in_order
--;;
ALTER TABLE public.audit_paper_reviews ENABLE ALWAYS TRIGGER audit_paper_reviews_in_order
--;;
ALTER TABLE public.audit_findings ENABLE ALWAYS TRIGGER audit_findings_in_order
--;;
ALTER TABLE public.audit_finding_exceptions ENABLE ALWAYS TRIGGER audit_finding_exceptions_in_order
--;;
ALTER TABLE public.audit_finding_links ENABLE ALWAYS TRIGGER audit_finding_links_in_order
--;;
ALTER TABLE public.audit_finding_duties ENABLE ALWAYS TRIGGER audit_finding_duties_in_order
--;;
ALTER TABLE public.audit_finding_steps ENABLE ALWAYS TRIGGER audit_finding_steps_in_order
--;;
ALTER TABLE public.audit_populations ENABLE ALWAYS TRIGGER audit_populations_in_order
--;;
ALTER TABLE public.audit_population_items ENABLE ALWAYS TRIGGER audit_population_items_in_order
--;;
ALTER TABLE public.audit_samples ENABLE ALWAYS TRIGGER audit_samples_in_order
--;;
ALTER TABLE public.audit_sample_sizes ENABLE ALWAYS TRIGGER audit_sample_sizes_in_order
--;;
ALTER TABLE public.audit_sample_results ENABLE ALWAYS TRIGGER audit_sample_results_in_order
--;;
ALTER TABLE public.audit_handovers ENABLE ALWAYS TRIGGER audit_handovers_in_order
--;;
ALTER TABLE public.audit_handover_lines ENABLE ALWAYS TRIGGER audit_handover_lines_in_order
--;;
ALTER TABLE public.audit_handover_steps ENABLE ALWAYS TRIGGER audit_handover_steps_in_order
--;;
ALTER TABLE public.audit_lists ENABLE ALWAYS TRIGGER audit_lists_in_order
--;;
ALTER TABLE public.audit_list_people ENABLE ALWAYS TRIGGER audit_list_people_in_order
