CREATE TABLE web_sign_ins (
	id BYTEA NOT NULL,
	claimed BYTEA NOT NULL,
	address BYTEA NOT NULL,
	at TEXT NOT NULL,
	outcome TEXT NOT NULL,
	CONSTRAINT pk_web_sign_ins PRIMARY KEY (id),
	CONSTRAINT ck_web_sign_ins_id_bounded CHECK (length(id) = 16),
	CONSTRAINT ck_web_sign_ins_outcome_is_known CHECK (outcome IN ('done', 'wrong', 'throttled'))
)
--;;
CREATE INDEX web_sign_ins_address ON web_sign_ins (address, at)
--;;
CREATE INDEX web_sign_ins_claimed ON web_sign_ins (claimed, at)
--;;
COMMENT ON COLUMN web_sign_ins.id IS 'random'
--;;
COMMENT ON COLUMN web_sign_ins.claimed IS 'hash of what was typed'
--;;
COMMENT ON COLUMN web_sign_ins.address IS 'hash of where from'
--;;
CREATE TABLE api_answers (
	person_id INTEGER NOT NULL,
	key TEXT NOT NULL,
	asked BYTEA NOT NULL,
	status INTEGER NOT NULL,
	answer TEXT NOT NULL,
	at TEXT NOT NULL,
	CONSTRAINT pk_api_answers PRIMARY KEY (person_id, key),
	CONSTRAINT ck_api_answers_key_bounded CHECK (length(key) BETWEEN 1 AND 200),
	CONSTRAINT ck_api_answers_asked_hashed CHECK (length(asked) = 32),
	CONSTRAINT fk_api_answers_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN api_answers.key IS 'Idempotency-Key, or a form''s number'
--;;
COMMENT ON COLUMN api_answers.asked IS 'SHA-256 of what was asked'
--;;
COMMENT ON COLUMN api_answers.answer IS 'JSON, or where the form led'
--;;
CREATE TABLE api_tokens (
	token BYTEA NOT NULL,
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
--;;
COMMENT ON COLUMN api_tokens.token IS 'SHA-256 of the token'
--;;
COMMENT ON COLUMN api_tokens.label IS 'what its owner calls it'
--;;
COMMENT ON COLUMN api_tokens.writes IS '1: may change the books'
--;;
COMMENT ON COLUMN api_tokens.unit_id IS 'none: where one may'
--;;
CREATE TABLE one_time_keys (
	person_id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	locked BYTEA NOT NULL,
	set_at TEXT NOT NULL,
	CONSTRAINT pk_one_time_keys PRIMARY KEY (person_id, revision),
	CONSTRAINT ck_one_time_keys_revision_from_one CHECK (revision > 0),
	CONSTRAINT fk_one_time_keys_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN one_time_keys.revision IS 'the highest one holds'
--;;
COMMENT ON COLUMN one_time_keys.locked IS 'encrypted; empty: no key'
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
--;;
COMMENT ON COLUMN one_time_rules.revision IS 'the highest one holds'
--;;
COMMENT ON COLUMN one_time_rules.demanded IS '1: of reviewers, cashiers'
--;;
CREATE TABLE one_time_uses (
	person_id INTEGER NOT NULL,
	step INTEGER NOT NULL,
	used_at TEXT NOT NULL,
	CONSTRAINT pk_one_time_uses PRIMARY KEY (person_id, step),
	CONSTRAINT ck_one_time_uses_step_from_one CHECK (step > 0),
	CONSTRAINT fk_one_time_uses_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN one_time_uses.step IS 'a code is good once'
--;;
CREATE TABLE web_sessions (
	token BYTEA NOT NULL,
	person_id INTEGER NOT NULL,
	begun_at TEXT NOT NULL,
	until TEXT NOT NULL,
	CONSTRAINT pk_web_sessions PRIMARY KEY (token),
	CONSTRAINT ck_web_sessions_token_hashed CHECK (length(token) = 32),
	CONSTRAINT ck_web_sessions_ends_after_it_begins CHECK (until > begun_at),
	CONSTRAINT fk_web_sessions_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
--;;
COMMENT ON COLUMN web_sessions.token IS 'SHA-256 of the cookie'
--;;
COMMENT ON COLUMN web_sessions.until IS 'never lasts beyond this instant'
--;;
CREATE TABLE api_token_ends (
	token BYTEA NOT NULL,
	ended_at TEXT NOT NULL,
	CONSTRAINT pk_api_token_ends PRIMARY KEY (token),
	CONSTRAINT fk_api_token_ends_token FOREIGN KEY(token) REFERENCES api_tokens (token)
)
--;;
CREATE TABLE web_session_ends (
	token BYTEA NOT NULL,
	ended_at TEXT NOT NULL,
	CONSTRAINT pk_web_session_ends PRIMARY KEY (token),
	CONSTRAINT fk_web_session_ends_token FOREIGN KEY(token) REFERENCES web_sessions (token)
)
--;;
CREATE TABLE web_session_uses (
	token BYTEA NOT NULL,
	used_at TEXT NOT NULL,
	CONSTRAINT pk_web_session_uses PRIMARY KEY (token, used_at),
	CONSTRAINT fk_web_session_uses_token FOREIGN KEY(token) REFERENCES web_sessions (token)
)
--;;
COMMENT ON COLUMN web_session_uses.used_at IS 'told once in some minutes'
--;;
CREATE TRIGGER web_sessions_no_change BEFORE UPDATE OR DELETE ON public.web_sessions FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER web_session_uses_no_change BEFORE UPDATE OR DELETE ON public.web_session_uses FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER web_session_ends_no_change BEFORE UPDATE OR DELETE ON public.web_session_ends FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER web_sign_ins_no_change BEFORE UPDATE OR DELETE ON public.web_sign_ins FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER one_time_keys_no_change BEFORE UPDATE OR DELETE ON public.one_time_keys FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER one_time_uses_no_change BEFORE UPDATE OR DELETE ON public.one_time_uses FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER one_time_rules_no_change BEFORE UPDATE OR DELETE ON public.one_time_rules FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER api_tokens_no_change BEFORE UPDATE OR DELETE ON public.api_tokens FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER api_token_ends_no_change BEFORE UPDATE OR DELETE ON public.api_token_ends FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
CREATE TRIGGER api_answers_no_change BEFORE UPDATE OR DELETE ON public.api_answers FOR EACH ROW EXECUTE FUNCTION public.bangfu_refuse_change()
--;;
ALTER TABLE public.web_sessions ENABLE ALWAYS TRIGGER web_sessions_no_change
--;;
ALTER TABLE public.web_session_uses ENABLE ALWAYS TRIGGER web_session_uses_no_change
--;;
ALTER TABLE public.web_session_ends ENABLE ALWAYS TRIGGER web_session_ends_no_change
--;;
ALTER TABLE public.web_sign_ins ENABLE ALWAYS TRIGGER web_sign_ins_no_change
--;;
ALTER TABLE public.one_time_keys ENABLE ALWAYS TRIGGER one_time_keys_no_change
--;;
ALTER TABLE public.one_time_uses ENABLE ALWAYS TRIGGER one_time_uses_no_change
--;;
ALTER TABLE public.one_time_rules ENABLE ALWAYS TRIGGER one_time_rules_no_change
--;;
ALTER TABLE public.api_tokens ENABLE ALWAYS TRIGGER api_tokens_no_change
--;;
ALTER TABLE public.api_token_ends ENABLE ALWAYS TRIGGER api_token_ends_no_change
--;;
ALTER TABLE public.api_answers ENABLE ALWAYS TRIGGER api_answers_no_change
