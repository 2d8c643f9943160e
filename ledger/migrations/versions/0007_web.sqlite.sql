CREATE TABLE web_sign_ins (
	id BLOB NOT NULL,
	claimed BLOB NOT NULL,
	address BLOB NOT NULL,
	at TEXT NOT NULL,
	outcome TEXT NOT NULL,
	CONSTRAINT pk_web_sign_ins PRIMARY KEY (id),
	CONSTRAINT ck_web_sign_ins_id_bounded CHECK (length(id) = 16),
	CONSTRAINT ck_web_sign_ins_outcome_is_known CHECK (outcome IN ('done', 'wrong', 'throttled'))
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE INDEX web_sign_ins_address ON web_sign_ins (address, at)
--;;
CREATE INDEX web_sign_ins_claimed ON web_sign_ins (claimed, at)
--;;
CREATE TABLE api_answers (
	person_id INTEGER NOT NULL,
	"key" TEXT NOT NULL,
	asked BLOB NOT NULL,
	status INTEGER NOT NULL,
	answer TEXT NOT NULL,
	at TEXT NOT NULL,
	CONSTRAINT pk_api_answers PRIMARY KEY (person_id, "key"),
	CONSTRAINT ck_api_answers_key_bounded CHECK (length(key) BETWEEN 1 AND 200),
	CONSTRAINT ck_api_answers_asked_hashed CHECK (length(asked) = 32),
	CONSTRAINT fk_api_answers_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE api_tokens (
	token BLOB NOT NULL,
	person_id INTEGER NOT NULL,
	label TEXT NOT NULL,
	writes INTEGER NOT NULL,
	unit_id INTEGER,
	made_at TEXT NOT NULL,
	until TEXT NOT NULL,
	CONSTRAINT pk_api_tokens PRIMARY KEY (token),
	CONSTRAINT ck_api_tokens_token_hashed CHECK (length(token) = 32),
	CONSTRAINT ck_api_tokens_writes_or_not CHECK (writes IN (0, 1)),
	CONSTRAINT ck_api_tokens_ends_after_it_begins CHECK (until > made_at),
	CONSTRAINT fk_api_tokens_person_id FOREIGN KEY(person_id) REFERENCES people (id),
	CONSTRAINT fk_api_tokens_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE one_time_keys (
	person_id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	locked BLOB NOT NULL,
	set_at TEXT NOT NULL,
	CONSTRAINT pk_one_time_keys PRIMARY KEY (person_id, revision),
	CONSTRAINT ck_one_time_keys_revision_from_one CHECK (revision > 0),
	CONSTRAINT fk_one_time_keys_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE one_time_rules (
	unit_id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	demanded INTEGER NOT NULL,
	person_id INTEGER NOT NULL,
	set_at TEXT NOT NULL,
	CONSTRAINT pk_one_time_rules PRIMARY KEY (unit_id, revision),
	CONSTRAINT ck_one_time_rules_revision_from_one CHECK (revision > 0),
	CONSTRAINT ck_one_time_rules_demanded_or_not CHECK (demanded IN (0, 1)),
	CONSTRAINT fk_one_time_rules_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
	CONSTRAINT fk_one_time_rules_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE one_time_uses (
	person_id INTEGER NOT NULL,
	step INTEGER NOT NULL,
	used_at TEXT NOT NULL,
	CONSTRAINT pk_one_time_uses PRIMARY KEY (person_id, step),
	CONSTRAINT ck_one_time_uses_step_from_one CHECK (step > 0),
	CONSTRAINT fk_one_time_uses_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE web_sessions (
	token BLOB NOT NULL,
	person_id INTEGER NOT NULL,
	begun_at TEXT NOT NULL,
	until TEXT NOT NULL,
	CONSTRAINT pk_web_sessions PRIMARY KEY (token),
	CONSTRAINT ck_web_sessions_token_hashed CHECK (length(token) = 32),
	CONSTRAINT ck_web_sessions_ends_after_it_begins CHECK (until > begun_at),
	CONSTRAINT fk_web_sessions_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE api_token_ends (
	token BLOB NOT NULL,
	ended_at TEXT NOT NULL,
	CONSTRAINT pk_api_token_ends PRIMARY KEY (token),
	CONSTRAINT fk_api_token_ends_token FOREIGN KEY(token) REFERENCES api_tokens (token)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE web_session_ends (
	token BLOB NOT NULL,
	ended_at TEXT NOT NULL,
	CONSTRAINT pk_web_session_ends PRIMARY KEY (token),
	CONSTRAINT fk_web_session_ends_token FOREIGN KEY(token) REFERENCES web_sessions (token)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TABLE web_session_uses (
	token BLOB NOT NULL,
	used_at TEXT NOT NULL,
	CONSTRAINT pk_web_session_uses PRIMARY KEY (token, used_at),
	CONSTRAINT fk_web_session_uses_token FOREIGN KEY(token) REFERENCES web_sessions (token)
)
 WITHOUT ROWID,
 STRICT
--;;
CREATE TRIGGER web_sessions_no_update BEFORE UPDATE ON web_sessions BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER web_sessions_no_delete BEFORE DELETE ON web_sessions BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER web_sessions_no_replace BEFORE INSERT ON web_sessions WHEN EXISTS (SELECT 1 FROM web_sessions o WHERE o."token" = NEW."token") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER web_session_uses_no_update BEFORE UPDATE ON web_session_uses BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER web_session_uses_no_delete BEFORE DELETE ON web_session_uses BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER web_session_uses_no_replace BEFORE INSERT ON web_session_uses WHEN EXISTS (SELECT 1 FROM web_session_uses o WHERE o."token" = NEW."token" AND o."used_at" = NEW."used_at") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER web_session_ends_no_update BEFORE UPDATE ON web_session_ends BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER web_session_ends_no_delete BEFORE DELETE ON web_session_ends BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER web_session_ends_no_replace BEFORE INSERT ON web_session_ends WHEN EXISTS (SELECT 1 FROM web_session_ends o WHERE o."token" = NEW."token") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER web_sign_ins_no_update BEFORE UPDATE ON web_sign_ins BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER web_sign_ins_no_delete BEFORE DELETE ON web_sign_ins BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER web_sign_ins_no_replace BEFORE INSERT ON web_sign_ins WHEN EXISTS (SELECT 1 FROM web_sign_ins o WHERE o."id" = NEW."id") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER one_time_keys_no_update BEFORE UPDATE ON one_time_keys BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER one_time_keys_no_delete BEFORE DELETE ON one_time_keys BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER one_time_keys_no_replace BEFORE INSERT ON one_time_keys WHEN EXISTS (SELECT 1 FROM one_time_keys o WHERE o."person_id" = NEW."person_id" AND o."revision" = NEW."revision") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER one_time_uses_no_update BEFORE UPDATE ON one_time_uses BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER one_time_uses_no_delete BEFORE DELETE ON one_time_uses BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER one_time_uses_no_replace BEFORE INSERT ON one_time_uses WHEN EXISTS (SELECT 1 FROM one_time_uses o WHERE o."person_id" = NEW."person_id" AND o."step" = NEW."step") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER one_time_rules_no_update BEFORE UPDATE ON one_time_rules BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER one_time_rules_no_delete BEFORE DELETE ON one_time_rules BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER one_time_rules_no_replace BEFORE INSERT ON one_time_rules WHEN EXISTS (SELECT 1 FROM one_time_rules o WHERE o."unit_id" = NEW."unit_id" AND o."revision" = NEW."revision") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER api_tokens_no_update BEFORE UPDATE ON api_tokens BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER api_tokens_no_delete BEFORE DELETE ON api_tokens BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER api_tokens_no_replace BEFORE INSERT ON api_tokens WHEN EXISTS (SELECT 1 FROM api_tokens o WHERE o."token" = NEW."token") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER api_token_ends_no_update BEFORE UPDATE ON api_token_ends BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER api_token_ends_no_delete BEFORE DELETE ON api_token_ends BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER api_token_ends_no_replace BEFORE INSERT ON api_token_ends WHEN EXISTS (SELECT 1 FROM api_token_ends o WHERE o."token" = NEW."token") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER api_answers_no_update BEFORE UPDATE ON api_answers BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER api_answers_no_delete BEFORE DELETE ON api_answers BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
--;;
CREATE TRIGGER api_answers_no_replace BEFORE INSERT ON api_answers WHEN EXISTS (SELECT 1 FROM api_answers o WHERE o."person_id" = NEW."person_id" AND o."key" = NEW."key") BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END
