-- Keys and references are not checked by Databricks, its optimiser relies on primary keys; it has no unique keys and no indexes. The loads keep natural keys and grains unique. Times of day are text.
-- Place: Physical(replicate=...) has no effect here: small tables are broadcast to every node at the join
-- Place: Physical(compress=...) has no effect here: Delta's files are always compressed
-- Place: the index ix_dim_place_name is left out: Databricks has none
-- Event: Physical(partition_span=...) has no effect here: clusters come into being with their rows
-- Event: Physical(partition_every=...) has no effect here: liquid clustering finds the ranges itself
-- Event: Physical(distribute_on=...) has no effect here: it spreads rows by itself; cluster_on is what it takes
-- Event: Physical(compress=...) has no effect here: Delta's files are always compressed
-- Event: Physical(expire_days=...) has no effect here: it deletes nothing by itself

CREATE SCHEMA IF NOT EXISTS mart;

CREATE TABLE mart.dim_clock (
	clock_key BIGINT NOT NULL COMMENT 'Surrogate key',
	time STRING COMMENT 'The time at which it begins',
	hour SMALLINT,
	minute SMALLINT,
	second SMALLINT,
	minute_of_day SMALLINT COMMENT '0 to 1439',
	half_hour VARCHAR(20) COMMENT 'Such as 14:30, when it begins',
	hour_12 SMALLINT COMMENT '1 to 12',
	am_pm VARCHAR(20),
	label VARCHAR(20) COMMENT 'Such as 14:05',
	label_12 VARCHAR(20) COMMENT 'Such as 2:05 PM',
	part_of_day VARCHAR(20) COMMENT 'Such as Morning',
	is_inferred BOOLEAN NOT NULL DEFAULT FALSE COMMENT 'True while only a fact has named the member',
	load_id BIGINT NOT NULL DEFAULT 0 COMMENT 'Load that wrote the row last',
	CONSTRAINT pk_dim_clock PRIMARY KEY (clock_key) NOT ENFORCED RELY
)
USING DELTA
COMMENT 'One row per minute.'
TBLPROPERTIES ('delta.feature.allowColumnDefaults' = 'supported');

CREATE TABLE mart.dim_place (
	place_key BIGINT NOT NULL COMMENT 'Surrogate key',
	code VARCHAR(20),
	name VARCHAR(60),
	size VARCHAR(5),
	remarks STRING,
	picture BINARY,
	opens STRING,
	passport STRING,
	height DOUBLE,
	floors SMALLINT,
	seen TIMESTAMP,
	rent DECIMAL(38, 12),
	parent VARCHAR(20),
	place_durable_key BIGINT NOT NULL COMMENT 'One key per member, over all its versions',
	valid_from TIMESTAMP_NTZ NOT NULL COMMENT 'Start of the version, UTC',
	valid_to TIMESTAMP_NTZ NOT NULL COMMENT 'Exclusive end of the version, UTC',
	is_current BOOLEAN NOT NULL DEFAULT TRUE COMMENT 'Whether the version is in force',
	is_inferred BOOLEAN NOT NULL DEFAULT FALSE COMMENT 'True while only a fact has named the member',
	load_id BIGINT NOT NULL DEFAULT 0 COMMENT 'Load that wrote the row last',
	CONSTRAINT pk_dim_place PRIMARY KEY (place_key) NOT ENFORCED RELY
)
USING DELTA
COMMENT 'One row per version of a place, in the order of its \\ name\'s 100%.'
TBLPROPERTIES ('delta.feature.allowColumnDefaults' = 'supported');

CREATE TABLE mart.fact_event (
	no INT NOT NULL,
	day DATE NOT NULL,
	at TIMESTAMP_NTZ NOT NULL,
	place_key BIGINT NOT NULL COMMENT 'Place: key of dim_place',
	time_key BIGINT NOT NULL COMMENT 'Time: key of dim_clock',
	amount DECIMAL(14, 2) NOT NULL,
	load_id BIGINT NOT NULL DEFAULT 0 COMMENT 'Load that wrote the row',
	CONSTRAINT pk_fact_event PRIMARY KEY (no) NOT ENFORCED RELY,
	FOREIGN KEY (place_key) REFERENCES mart.dim_place (place_key) NOT ENFORCED,
	FOREIGN KEY (time_key) REFERENCES mart.dim_clock (clock_key) NOT ENFORCED
)
USING DELTA
CLUSTER BY (day, place_key, time_key, at)
COMMENT 'What happened where.'
TBLPROPERTIES ('delta.feature.allowColumnDefaults' = 'supported', 'delta.appendOnly' = 'false');

CREATE TABLE mart.starschema_load (
	load_id BIGINT NOT NULL,
	target VARCHAR(200) NOT NULL COMMENT 'Table that was loaded',
	load_key VARCHAR(255) COMMENT 'The caller\'s name for this load, done at most once',
	status VARCHAR(10) NOT NULL COMMENT 'running, part, done or failed',
	source STRING COMMENT 'Where the rows came from, without credentials',
	started_at TIMESTAMP_NTZ NOT NULL COMMENT 'UTC',
	finished_at TIMESTAMP_NTZ COMMENT 'UTC',
	seconds DOUBLE,
	lookups STRING COMMENT 'JSON: dimension\'s table to where its members were looked up',
	read BIGINT NOT NULL,
	inserted BIGINT NOT NULL,
	updated BIGINT NOT NULL,
	versioned BIGINT NOT NULL,
	closed BIGINT NOT NULL,
	removed BIGINT NOT NULL,
	unchanged BIGINT NOT NULL,
	inferred BIGINT NOT NULL,
	repointed BIGINT NOT NULL,
	recomputed BIGINT NOT NULL,
	unconverted BIGINT NOT NULL,
	rejected BIGINT NOT NULL,
	duplicates BIGINT NOT NULL,
	error STRING,
	CONSTRAINT pk_starschema_load PRIMARY KEY (load_id) NOT ENFORCED RELY
)
USING DELTA
COMMENT 'One row per load: what, when, from where, how many rows, and how it ended';

CREATE TABLE mart.starschema_quarantine (
	load_id BIGINT NOT NULL,
	target VARCHAR(200) NOT NULL,
	row_number BIGINT NOT NULL COMMENT 'Position in the input, from 1',
	column_name VARCHAR(200) COMMENT 'Input column to blame; NULL for the row as a whole',
	value STRING,
	reason STRING NOT NULL,
	record STRING NOT NULL COMMENT 'The raw row as JSON'
)
USING DELTA
COMMENT 'Rows that could not be loaded, with the reason';

CREATE TABLE mart.starschema_part (
	load_id BIGINT NOT NULL,
	part BIGINT NOT NULL,
	target VARCHAR(200) NOT NULL,
	source STRING NOT NULL COMMENT 'File, its size and which of its rows',
	read BIGINT NOT NULL,
	inserted BIGINT NOT NULL,
	updated BIGINT NOT NULL,
	versioned BIGINT NOT NULL,
	closed BIGINT NOT NULL,
	removed BIGINT NOT NULL,
	unchanged BIGINT NOT NULL,
	inferred BIGINT NOT NULL,
	repointed BIGINT NOT NULL,
	recomputed BIGINT NOT NULL,
	unconverted BIGINT NOT NULL,
	rejected BIGINT NOT NULL,
	duplicates BIGINT NOT NULL,
	CONSTRAINT pk_starschema_part PRIMARY KEY (load_id, part) NOT ENFORCED RELY
)
USING DELTA
COMMENT 'One row per part that is in the table, of loads in parts';

CREATE TABLE mart.starschema_target (
	target VARCHAR(200) NOT NULL,
	lock VARCHAR(10) NOT NULL COMMENT 'history or members',
	last_key BIGINT NOT NULL COMMENT 'Highest surrogate key given so far',
	attributes STRING NOT NULL COMMENT 'JSON: attribute to last_key when data first had it',
	stamp VARCHAR(32) COMMENT 'Drawn anew by every load that writes versions of the dimension',
	CONSTRAINT pk_starschema_target PRIMARY KEY (target, lock) NOT ENFORCED RELY
)
USING DELTA
COMMENT 'One row per table and lock: loads of one table queue up on it, and take their keys from it';

CREATE TABLE mart.starschema_snapshot (
	target VARCHAR(200) NOT NULL,
	effective TIMESTAMP_NTZ NOT NULL,
	slice_column VARCHAR(200) COMMENT 'NULL where the whole membership was given',
	slice_value VARCHAR(255),
	given STRING NOT NULL COMMENT 'Comma-framed names of the attributes in the data',
	load_id BIGINT NOT NULL
)
USING DELTA
COMMENT 'Every time and slice at which a whole membership was given';

CREATE TABLE mart.starschema_mark (
	target VARCHAR(200) NOT NULL,
	name VARCHAR(200) NOT NULL COMMENT 'The source, as its reader names it',
	mark STRING NOT NULL COMMENT 'JSON: how far the source was read, and the value\'s type',
	load_id BIGINT NOT NULL COMMENT 'Load that moved the mark last',
	CONSTRAINT pk_starschema_mark PRIMARY KEY (target, name) NOT ENFORCED RELY
)
USING DELTA
COMMENT 'How far each source was read into each table; moved in the load\'s own transaction';

CREATE TABLE mart.dim_place_journal (
	code VARCHAR(20) NOT NULL,
	changed_at TIMESTAMP_NTZ NOT NULL COMMENT 'When the change took effect, UTC',
	change_sequence BIGINT COMMENT 'Orders changes of one time',
	is_deletion BOOLEAN NOT NULL,
	name VARCHAR(60),
	size VARCHAR(5),
	remarks STRING,
	picture BINARY,
	opens STRING,
	passport STRING,
	height DOUBLE,
	floors SMALLINT,
	seen TIMESTAMP,
	rent DECIMAL(38, 12),
	parent VARCHAR(20),
	given_attributes STRING NOT NULL COMMENT 'Comma-framed names of those in the data',
	load_id BIGINT NOT NULL
)
USING DELTA
COMMENT 'Changes of dim_place that its versions do not show';

CREATE TABLE mart.dim_place_tree (
	descendant_key BIGINT NOT NULL COMMENT 'place_durable_key of the one below',
	ancestor_key BIGINT NOT NULL COMMENT 'place_durable_key of the one above',
	depth INT NOT NULL COMMENT 'Levels between them; 0 for a member and itself',
	is_top BOOLEAN NOT NULL COMMENT 'Nothing is above the ancestor',
	is_bottom BOOLEAN NOT NULL COMMENT 'Nothing is below the descendant',
	load_id BIGINT NOT NULL DEFAULT 0 COMMENT 'Load that wrote the row last',
	CONSTRAINT pk_dim_place_tree PRIMARY KEY (descendant_key, ancestor_key) NOT ENFORCED RELY
)
USING DELTA
COMMENT 'Every member of dim_place and all that are above it'
TBLPROPERTIES ('delta.feature.allowColumnDefaults' = 'supported');

CREATE VIEW mart.dim_place_now AS
SELECT newest.place_durable_key, newest.place_key, newest.code, newest.name, newest.size, newest.remarks, newest.picture, newest.opens, newest.passport, newest.height, newest.floors, newest.seen, newest.rent, newest.parent, newest.valid_from, newest.valid_to, newest.is_current, newest.is_inferred, newest.load_id 
FROM mart.dim_place AS newest 
WHERE NOT (EXISTS (SELECT 1 AS anon_1 
FROM mart.dim_place AS later 
WHERE later.code = newest.code AND later.valid_from > newest.valid_from));

INSERT INTO mart.dim_clock (clock_key, time, hour, minute, second, minute_of_day, half_hour, hour_12, am_pm, label, label_12, part_of_day, is_inferred, load_id) VALUES (-1, NULL, NULL, NULL, NULL, NULL, 'Unknown', NULL, 'Unknown', 'Unknown', 'Unknown', 'Unknown', FALSE, 0);

INSERT INTO mart.dim_clock (clock_key, time, hour, minute, second, minute_of_day, half_hour, hour_12, am_pm, label, label_12, part_of_day, is_inferred, load_id) VALUES (-2, NULL, NULL, NULL, NULL, NULL, 'Not applicable', NULL, 'Not applicable', 'Not applicable', 'Not applicable', 'Not applicable', FALSE, 0);

INSERT INTO mart.dim_place (place_key, code, name, size, remarks, picture, opens, passport, height, floors, seen, rent, parent, place_durable_key, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-1, NULL, 'It\'s \\ unknown', NULL, 'Unknown', X'00ff', '09:30:00.000000', '00000000-0000-0000-0000-000000000007', 1.5, NULL, TIMESTAMP '2000-01-01 00:00:00.000000+00:00', -0.50, NULL, -1, TIMESTAMP_NTZ '0001-01-01 00:00:00.000000', TIMESTAMP_NTZ '9999-12-31 00:00:00.000000', TRUE, FALSE, 0);

INSERT INTO mart.dim_place (place_key, code, name, size, remarks, picture, opens, passport, height, floors, seen, rent, parent, place_durable_key, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-2, NULL, 'It\'s \\ unknown', NULL, 'Not applicable', X'00ff', '09:30:00.000000', '00000000-0000-0000-0000-000000000007', 1.5, NULL, TIMESTAMP '2000-01-01 00:00:00.000000+00:00', 1000, NULL, -2, TIMESTAMP_NTZ '0001-01-01 00:00:00.000000', TIMESTAMP_NTZ '9999-12-31 00:00:00.000000', TRUE, FALSE, 0);

INSERT INTO mart.dim_place_tree (descendant_key, ancestor_key, depth, is_top, is_bottom, load_id) VALUES (-1, -1, 0, TRUE, TRUE, 0);

INSERT INTO mart.dim_place_tree (descendant_key, ancestor_key, depth, is_top, is_bottom, load_id) VALUES (-2, -2, 0, TRUE, TRUE, 0);

INSERT INTO mart.starschema_target (target, lock, last_key, attributes) VALUES ('mart.dim_clock', 'history', 0, '{}');

INSERT INTO mart.starschema_target (target, lock, last_key, attributes) VALUES ('mart.dim_clock', 'members', 0, '{}');

INSERT INTO mart.starschema_target (target, lock, last_key, attributes) VALUES ('mart.dim_place', 'history', 0, '{}');

INSERT INTO mart.starschema_target (target, lock, last_key, attributes) VALUES ('mart.dim_place', 'members', 0, '{}');

INSERT INTO mart.starschema_target (target, lock, last_key, attributes) VALUES ('mart.fact_event', 'history', 0, '{}');

INSERT INTO mart.starschema_target (target, lock, last_key, attributes) VALUES ('mart.fact_event', 'members', 0, '{}');
