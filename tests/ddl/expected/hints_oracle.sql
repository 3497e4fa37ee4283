-- IF [NOT] EXISTS needs Oracle 23ai. An empty text is NULL to Oracle; times of day are text; SQL*Plus takes & for a variable unless SET DEFINE OFF.
-- Place: Physical(replicate=...) has no effect here: one database holds all rows
-- Event: Physical(distribute_on=...) has no effect here: one database holds all rows
-- Event: Physical(expire_days=...) has no effect here: Oracle deletes nothing by itself
-- Event: Physical(sort_on=...) has no effect here: rows of a heap are in no order; cluster_on makes attribute clustering

ALTER SESSION SET CURRENT_SCHEMA = mart;

CREATE TABLE mart.dim_clock (
	clock_key NUMBER(19) NOT NULL,
	time VARCHAR2(15 CHAR),
	hour NUMBER(5),
	minute NUMBER(5),
	second NUMBER(5),
	minute_of_day NUMBER(5),
	half_hour VARCHAR2(20 CHAR),
	hour_12 NUMBER(5),
	am_pm VARCHAR2(20 CHAR),
	label VARCHAR2(20 CHAR),
	label_12 VARCHAR2(20 CHAR),
	part_of_day VARCHAR2(20 CHAR),
	is_inferred NUMBER(1) DEFAULT 0 NOT NULL,
	load_id NUMBER(19) DEFAULT 0 NOT NULL,
	CONSTRAINT pk_dim_clock PRIMARY KEY (clock_key)
);

CREATE UNIQUE INDEX uq_dim_clock_natural_key ON mart.dim_clock (CASE WHEN time IS NOT NULL THEN time END);

COMMENT ON TABLE mart.dim_clock IS 'One row per minute.';

COMMENT ON COLUMN mart.dim_clock.clock_key IS 'Surrogate key';

COMMENT ON COLUMN mart.dim_clock.time IS 'The time at which it begins';

COMMENT ON COLUMN mart.dim_clock.minute_of_day IS '0 to 1439';

COMMENT ON COLUMN mart.dim_clock.half_hour IS 'Such as 14:30, when it begins';

COMMENT ON COLUMN mart.dim_clock.hour_12 IS '1 to 12';

COMMENT ON COLUMN mart.dim_clock.label IS 'Such as 14:05';

COMMENT ON COLUMN mart.dim_clock.label_12 IS 'Such as 2:05 PM';

COMMENT ON COLUMN mart.dim_clock.part_of_day IS 'Such as Morning';

COMMENT ON COLUMN mart.dim_clock.is_inferred IS 'True while only a fact has named the member';

COMMENT ON COLUMN mart.dim_clock.load_id IS 'Load that wrote the row last';

CREATE TABLE mart.dim_place (
	place_key NUMBER(19) NOT NULL,
	code VARCHAR2(20 CHAR),
	name VARCHAR2(60 CHAR),
	"size" VARCHAR2(5 CHAR),
	remarks CLOB,
	picture BLOB,
	opens VARCHAR2(15 CHAR),
	passport VARCHAR2(36 CHAR),
	height BINARY_DOUBLE,
	floors NUMBER(5),
	seen TIMESTAMP(6) WITH TIME ZONE,
	rent NUMBER(38, 12),
	parent VARCHAR2(20 CHAR),
	place_durable_key NUMBER(19) NOT NULL,
	valid_from TIMESTAMP(6) NOT NULL,
	valid_to TIMESTAMP(6) NOT NULL,
	is_current NUMBER(1) DEFAULT 1 NOT NULL,
	is_inferred NUMBER(1) DEFAULT 0 NOT NULL,
	load_id NUMBER(19) DEFAULT 0 NOT NULL,
	CONSTRAINT pk_dim_place PRIMARY KEY (place_key)
)
TABLESPACE dims
COMPRESS BASIC;

CREATE UNIQUE INDEX uq_dim_place_natural_key ON mart.dim_place (CASE WHEN code IS NOT NULL THEN code END, CASE WHEN code IS NOT NULL THEN valid_from END);

CREATE INDEX ix_dim_place_name ON mart.dim_place (name);

COMMENT ON TABLE mart.dim_place IS 'One row per version of a place, in the order of its \ name''s 100%.';

COMMENT ON COLUMN mart.dim_place.place_key IS 'Surrogate key';

COMMENT ON COLUMN mart.dim_place.place_durable_key IS 'One key per member, over all its versions';

COMMENT ON COLUMN mart.dim_place.valid_from IS 'Start of the version, UTC';

COMMENT ON COLUMN mart.dim_place.valid_to IS 'Exclusive end of the version, UTC';

COMMENT ON COLUMN mart.dim_place.is_current IS 'Whether the version is in force';

COMMENT ON COLUMN mart.dim_place.is_inferred IS 'True while only a fact has named the member';

COMMENT ON COLUMN mart.dim_place.load_id IS 'Load that wrote the row last';

CREATE TABLE mart.fact_event (
	no NUMBER(10) NOT NULL,
	day DATE NOT NULL,
	at TIMESTAMP(6) NOT NULL,
	place_key NUMBER(19) NOT NULL,
	time_key NUMBER(19) NOT NULL,
	amount NUMBER(14, 2) NOT NULL,
	load_id NUMBER(19) DEFAULT 0 NOT NULL,
	CONSTRAINT pk_fact_event PRIMARY KEY (no)
)
COMPRESS BASIC
CLUSTERING BY LINEAR ORDER (place_key, time_key)
PARTITION BY RANGE (day) INTERVAL (NUMTOYMINTERVAL(1, 'YEAR')) (PARTITION p_first VALUES LESS THAN (DATE '2022-05-01'));

ALTER TABLE mart.fact_event ADD FOREIGN KEY (place_key) REFERENCES mart.dim_place (place_key) RELY DISABLE NOVALIDATE;

ALTER TABLE mart.fact_event ADD FOREIGN KEY (time_key) REFERENCES mart.dim_clock (clock_key) RELY DISABLE NOVALIDATE;

COMMENT ON TABLE mart.fact_event IS 'What happened where.';

COMMENT ON COLUMN mart.fact_event.place_key IS 'Place: key of dim_place';

COMMENT ON COLUMN mart.fact_event.time_key IS 'Time: key of dim_clock';

COMMENT ON COLUMN mart.fact_event.load_id IS 'Load that wrote the row';

CREATE TABLE mart.starschema_load (
	load_id NUMBER(19) NOT NULL,
	target VARCHAR2(200 CHAR) NOT NULL,
	load_key VARCHAR2(255 CHAR),
	status VARCHAR2(10 CHAR) NOT NULL,
	source CLOB,
	started_at TIMESTAMP(6) NOT NULL,
	finished_at TIMESTAMP(6),
	seconds BINARY_DOUBLE,
	lookups CLOB,
	read NUMBER(19) NOT NULL,
	inserted NUMBER(19) NOT NULL,
	updated NUMBER(19) NOT NULL,
	versioned NUMBER(19) NOT NULL,
	closed NUMBER(19) NOT NULL,
	removed NUMBER(19) NOT NULL,
	unchanged NUMBER(19) NOT NULL,
	inferred NUMBER(19) NOT NULL,
	repointed NUMBER(19) NOT NULL,
	recomputed NUMBER(19) NOT NULL,
	unconverted NUMBER(19) NOT NULL,
	rejected NUMBER(19) NOT NULL,
	duplicates NUMBER(19) NOT NULL,
	error CLOB,
	CONSTRAINT pk_starschema_load PRIMARY KEY (load_id)
);

CREATE UNIQUE INDEX uq_starschema_load ON mart.starschema_load (CASE WHEN load_key IS NOT NULL THEN target END, CASE WHEN load_key IS NOT NULL THEN load_key END, CASE WHEN load_key IS NOT NULL THEN load_id END);

COMMENT ON TABLE mart.starschema_load IS 'One row per load: what, when, from where, how many rows, and how it ended';

COMMENT ON COLUMN mart.starschema_load.target IS 'Table that was loaded';

COMMENT ON COLUMN mart.starschema_load.load_key IS 'The caller''s name for this load, done at most once';

COMMENT ON COLUMN mart.starschema_load.status IS 'running, part, done or failed';

COMMENT ON COLUMN mart.starschema_load.source IS 'Where the rows came from, without credentials';

COMMENT ON COLUMN mart.starschema_load.started_at IS 'UTC';

COMMENT ON COLUMN mart.starschema_load.finished_at IS 'UTC';

COMMENT ON COLUMN mart.starschema_load.lookups IS 'JSON: dimension''s table to where its members were looked up';

CREATE TABLE mart.starschema_quarantine (
	load_id NUMBER(19) NOT NULL,
	target VARCHAR2(200 CHAR) NOT NULL,
	row_number NUMBER(19) NOT NULL,
	column_name VARCHAR2(200 CHAR),
	value CLOB,
	reason CLOB NOT NULL,
	record CLOB NOT NULL
);

CREATE INDEX ix_starschema_quarantine_load ON mart.starschema_quarantine (load_id);

COMMENT ON TABLE mart.starschema_quarantine IS 'Rows that could not be loaded, with the reason';

COMMENT ON COLUMN mart.starschema_quarantine.row_number IS 'Position in the input, from 1';

COMMENT ON COLUMN mart.starschema_quarantine.column_name IS 'Input column to blame; NULL for the row as a whole';

COMMENT ON COLUMN mart.starschema_quarantine.record IS 'The raw row as JSON';

CREATE TABLE mart.starschema_part (
	load_id NUMBER(19) NOT NULL,
	part NUMBER(19) NOT NULL,
	target VARCHAR2(200 CHAR) NOT NULL,
	source CLOB NOT NULL,
	read NUMBER(19) NOT NULL,
	inserted NUMBER(19) NOT NULL,
	updated NUMBER(19) NOT NULL,
	versioned NUMBER(19) NOT NULL,
	closed NUMBER(19) NOT NULL,
	removed NUMBER(19) NOT NULL,
	unchanged NUMBER(19) NOT NULL,
	inferred NUMBER(19) NOT NULL,
	repointed NUMBER(19) NOT NULL,
	recomputed NUMBER(19) NOT NULL,
	unconverted NUMBER(19) NOT NULL,
	rejected NUMBER(19) NOT NULL,
	duplicates NUMBER(19) NOT NULL,
	CONSTRAINT pk_starschema_part PRIMARY KEY (load_id, part)
);

COMMENT ON TABLE mart.starschema_part IS 'One row per part that is in the table, of loads in parts';

COMMENT ON COLUMN mart.starschema_part.source IS 'File, its size and which of its rows';

CREATE TABLE mart.starschema_target (
	target VARCHAR2(200 CHAR) NOT NULL,
	"lock" VARCHAR2(10 CHAR) NOT NULL,
	last_key NUMBER(19) NOT NULL,
	attributes CLOB NOT NULL,
	stamp VARCHAR2(32 CHAR),
	CONSTRAINT pk_starschema_target PRIMARY KEY (target, "lock")
);

COMMENT ON TABLE mart.starschema_target IS 'One row per table and lock: loads of one table queue up on it, and take their keys from it';

COMMENT ON COLUMN mart.starschema_target."lock" IS 'history or members';

COMMENT ON COLUMN mart.starschema_target.last_key IS 'Highest surrogate key given so far';

COMMENT ON COLUMN mart.starschema_target.attributes IS 'JSON: attribute to last_key when data first had it';

COMMENT ON COLUMN mart.starschema_target.stamp IS 'Drawn anew by every load that writes versions of the dimension';

CREATE TABLE mart.starschema_snapshot (
	target VARCHAR2(200 CHAR) NOT NULL,
	effective TIMESTAMP(6) NOT NULL,
	slice_column VARCHAR2(200 CHAR),
	slice_value VARCHAR2(255 CHAR),
	given CLOB NOT NULL,
	load_id NUMBER(19) NOT NULL
);

CREATE INDEX ix_starschema_snapshot_target ON mart.starschema_snapshot (target, effective);

COMMENT ON TABLE mart.starschema_snapshot IS 'Every time and slice at which a whole membership was given';

COMMENT ON COLUMN mart.starschema_snapshot.slice_column IS 'NULL where the whole membership was given';

COMMENT ON COLUMN mart.starschema_snapshot.given IS 'Comma-framed names of the attributes in the data';

CREATE TABLE mart.starschema_mark (
	target VARCHAR2(200 CHAR) NOT NULL,
	name VARCHAR2(200 CHAR) NOT NULL,
	mark CLOB NOT NULL,
	load_id NUMBER(19) NOT NULL,
	CONSTRAINT pk_starschema_mark PRIMARY KEY (target, name)
);

COMMENT ON TABLE mart.starschema_mark IS 'How far each source was read into each table; moved in the load''s own transaction';

COMMENT ON COLUMN mart.starschema_mark.name IS 'The source, as its reader names it';

COMMENT ON COLUMN mart.starschema_mark.mark IS 'JSON: how far the source was read, and the value''s type';

COMMENT ON COLUMN mart.starschema_mark.load_id IS 'Load that moved the mark last';

CREATE TABLE mart.dim_place_journal (
	code VARCHAR2(20 CHAR) NOT NULL,
	changed_at TIMESTAMP(6) NOT NULL,
	change_sequence NUMBER(19),
	is_deletion NUMBER(1) NOT NULL,
	name VARCHAR2(60 CHAR),
	"size" VARCHAR2(5 CHAR),
	remarks CLOB,
	picture BLOB,
	opens VARCHAR2(15 CHAR),
	passport VARCHAR2(36 CHAR),
	height BINARY_DOUBLE,
	floors NUMBER(5),
	seen TIMESTAMP(6) WITH TIME ZONE,
	rent NUMBER(38, 12),
	parent VARCHAR2(20 CHAR),
	given_attributes CLOB NOT NULL,
	load_id NUMBER(19) NOT NULL
);

CREATE INDEX ix_dim_place_journal ON mart.dim_place_journal (code, changed_at);

COMMENT ON TABLE mart.dim_place_journal IS 'Changes of dim_place that its versions do not show';

COMMENT ON COLUMN mart.dim_place_journal.changed_at IS 'When the change took effect, UTC';

COMMENT ON COLUMN mart.dim_place_journal.change_sequence IS 'Orders changes of one time';

COMMENT ON COLUMN mart.dim_place_journal.given_attributes IS 'Comma-framed names of those in the data';

CREATE TABLE mart.dim_place_tree (
	descendant_key NUMBER(19) NOT NULL,
	ancestor_key NUMBER(19) NOT NULL,
	depth NUMBER(10) NOT NULL,
	is_top NUMBER(1) NOT NULL,
	is_bottom NUMBER(1) NOT NULL,
	load_id NUMBER(19) DEFAULT 0 NOT NULL,
	CONSTRAINT pk_dim_place_tree PRIMARY KEY (descendant_key, ancestor_key)
);

CREATE INDEX ix_dim_place_tree_ancestor ON mart.dim_place_tree (ancestor_key);

COMMENT ON TABLE mart.dim_place_tree IS 'Every member of dim_place and all that are above it';

COMMENT ON COLUMN mart.dim_place_tree.descendant_key IS 'place_durable_key of the one below';

COMMENT ON COLUMN mart.dim_place_tree.ancestor_key IS 'place_durable_key of the one above';

COMMENT ON COLUMN mart.dim_place_tree.depth IS 'Levels between them; 0 for a member and itself';

COMMENT ON COLUMN mart.dim_place_tree.is_top IS 'Nothing is above the ancestor';

COMMENT ON COLUMN mart.dim_place_tree.is_bottom IS 'Nothing is below the descendant';

COMMENT ON COLUMN mart.dim_place_tree.load_id IS 'Load that wrote the row last';

CREATE VIEW mart.dim_place_now AS
SELECT newest.place_durable_key, newest.place_key, newest.code, newest.name, newest."size", newest.remarks, newest.picture, newest.opens, newest.passport, newest.height, newest.floors, newest.seen, newest.rent, newest.parent, newest.valid_from, newest.valid_to, newest.is_current, newest.is_inferred, newest.load_id 
FROM mart.dim_place newest 
WHERE NOT (EXISTS (SELECT 1 AS anon_1 
FROM mart.dim_place later 
WHERE later.code = newest.code AND later.valid_from > newest.valid_from));

INSERT INTO mart.dim_clock (clock_key, time, hour, minute, second, minute_of_day, half_hour, hour_12, am_pm, label, label_12, part_of_day, is_inferred, load_id) VALUES (-1, NULL, NULL, NULL, NULL, NULL, 'Unknown', NULL, 'Unknown', 'Unknown', 'Unknown', 'Unknown', 0, 0);

INSERT INTO mart.dim_clock (clock_key, time, hour, minute, second, minute_of_day, half_hour, hour_12, am_pm, label, label_12, part_of_day, is_inferred, load_id) VALUES (-2, NULL, NULL, NULL, NULL, NULL, 'Not applicable', NULL, 'Not applicable', 'Not applicable', 'Not applicable', 'Not applicable', 0, 0);

INSERT INTO mart.dim_place (place_key, code, name, "size", remarks, picture, opens, passport, height, floors, seen, rent, parent, place_durable_key, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-1, NULL, 'It''s \ unknown', NULL, 'Unknown', HEXTORAW('00ff'), '09:30:00.000000', '00000000-0000-0000-0000-000000000007', 1.5, NULL, TIMESTAMP '2000-01-01 00:00:00.000000 +00:00', -0.50, NULL, -1, TIMESTAMP '0001-01-01 00:00:00.000000', TIMESTAMP '9999-12-31 00:00:00.000000', 1, 0, 0);

INSERT INTO mart.dim_place (place_key, code, name, "size", remarks, picture, opens, passport, height, floors, seen, rent, parent, place_durable_key, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-2, NULL, 'It''s \ unknown', NULL, 'Not applicable', HEXTORAW('00ff'), '09:30:00.000000', '00000000-0000-0000-0000-000000000007', 1.5, NULL, TIMESTAMP '2000-01-01 00:00:00.000000 +00:00', 1000, NULL, -2, TIMESTAMP '0001-01-01 00:00:00.000000', TIMESTAMP '9999-12-31 00:00:00.000000', 1, 0, 0);

INSERT INTO mart.dim_place_tree (descendant_key, ancestor_key, depth, is_top, is_bottom, load_id) VALUES (-1, -1, 0, 1, 1, 0);

INSERT INTO mart.dim_place_tree (descendant_key, ancestor_key, depth, is_top, is_bottom, load_id) VALUES (-2, -2, 0, 1, 1, 0);

INSERT INTO mart.starschema_target (target, "lock", last_key, attributes) VALUES ('mart.dim_clock', 'history', 0, '{}');

INSERT INTO mart.starschema_target (target, "lock", last_key, attributes) VALUES ('mart.dim_clock', 'members', 0, '{}');

INSERT INTO mart.starschema_target (target, "lock", last_key, attributes) VALUES ('mart.dim_place', 'history', 0, '{}');

INSERT INTO mart.starschema_target (target, "lock", last_key, attributes) VALUES ('mart.dim_place', 'members', 0, '{}');

INSERT INTO mart.starschema_target (target, "lock", last_key, attributes) VALUES ('mart.fact_event', 'history', 0, '{}');

INSERT INTO mart.starschema_target (target, "lock", last_key, attributes) VALUES ('mart.fact_event', 'members', 0, '{}');
