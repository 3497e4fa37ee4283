-- Iceberg tables have no keys, no defaults, no lengths of texts and no indexes; the loads keep natural keys and grains unique.
-- Place: Physical(replicate=...) has no effect here: small tables are broadcast to every node at the join
-- Place: Physical(compress=...) has no effect here: Parquet files are always compressed
-- Place: the index ix_dim_place_name is left out: Trino has none
-- Event: Physical(partition_span=...) has no effect here: partitions come into being with their rows
-- Event: Physical(distribute_on=...) has no effect here: Iceberg's files lie on no node; cluster_on is what it takes
-- Event: Physical(compress=...) has no effect here: Parquet files are always compressed
-- Event: Physical(expire_days=...) has no effect here: it deletes nothing by itself

CREATE SCHEMA IF NOT EXISTS mart;

CREATE TABLE mart.dim_clock (
	clock_key BIGINT NOT NULL COMMENT 'Surrogate key',
	time TIME(6) COMMENT 'The time at which it begins',
	hour INTEGER,
	minute INTEGER,
	second INTEGER,
	minute_of_day INTEGER COMMENT '0 to 1439',
	half_hour VARCHAR COMMENT 'Such as 14:30, when it begins',
	hour_12 INTEGER COMMENT '1 to 12',
	am_pm VARCHAR,
	label VARCHAR COMMENT 'Such as 14:05',
	label_12 VARCHAR COMMENT 'Such as 2:05 PM',
	part_of_day VARCHAR COMMENT 'Such as Morning',
	is_inferred BOOLEAN NOT NULL COMMENT 'True while only a fact has named the member',
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row last'
)
COMMENT 'One row per minute.'
WITH (format = 'PARQUET');

CREATE TABLE mart.dim_place (
	place_key BIGINT NOT NULL COMMENT 'Surrogate key',
	code VARCHAR,
	name VARCHAR,
	size VARCHAR,
	remarks VARCHAR,
	picture VARBINARY,
	opens TIME(6),
	passport UUID,
	height DOUBLE,
	floors INTEGER,
	seen TIMESTAMP(6) WITH TIME ZONE,
	rent DECIMAL(38, 12),
	parent VARCHAR,
	place_durable_key BIGINT NOT NULL COMMENT 'One key per member, over all its versions',
	valid_from TIMESTAMP(6) NOT NULL COMMENT 'Start of the version, UTC',
	valid_to TIMESTAMP(6) NOT NULL COMMENT 'Exclusive end of the version, UTC',
	is_current BOOLEAN NOT NULL COMMENT 'Whether the version is in force',
	is_inferred BOOLEAN NOT NULL COMMENT 'True while only a fact has named the member',
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row last'
)
COMMENT 'One row per version of a place, in the order of its \ name''s 100%.'
WITH (format = 'PARQUET');

CREATE TABLE mart.fact_event (
	no INTEGER NOT NULL,
	day DATE NOT NULL,
	at TIMESTAMP(6) NOT NULL,
	place_key BIGINT NOT NULL COMMENT 'Place: key of dim_place',
	time_key BIGINT NOT NULL COMMENT 'Time: key of dim_clock',
	amount DECIMAL(14, 2) NOT NULL,
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row'
)
COMMENT 'What happened where.'
WITH (format = 'ORC', partitioning = ARRAY['year(day)'], sorted_by = ARRAY['place_key', 'time_key', 'at']);

CREATE TABLE mart.starschema_load (
	load_id BIGINT NOT NULL,
	target VARCHAR NOT NULL COMMENT 'Table that was loaded',
	load_key VARCHAR COMMENT 'The caller''s name for this load, done at most once',
	status VARCHAR NOT NULL COMMENT 'running, part, done or failed',
	source VARCHAR COMMENT 'Where the rows came from, without credentials',
	started_at TIMESTAMP(6) NOT NULL COMMENT 'UTC',
	finished_at TIMESTAMP(6) COMMENT 'UTC',
	seconds DOUBLE,
	lookups VARCHAR COMMENT 'JSON: dimension''s table to where its members were looked up',
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
	error VARCHAR
)
COMMENT 'One row per load: what, when, from where, how many rows, and how it ended'
WITH (format = 'PARQUET');

CREATE TABLE mart.starschema_quarantine (
	load_id BIGINT NOT NULL,
	target VARCHAR NOT NULL,
	row_number BIGINT NOT NULL COMMENT 'Position in the input, from 1',
	column_name VARCHAR COMMENT 'Input column to blame; NULL for the row as a whole',
	value VARCHAR,
	reason VARCHAR NOT NULL,
	record VARCHAR NOT NULL COMMENT 'The raw row as JSON'
)
COMMENT 'Rows that could not be loaded, with the reason'
WITH (format = 'PARQUET');

CREATE TABLE mart.starschema_part (
	load_id BIGINT NOT NULL,
	part BIGINT NOT NULL,
	target VARCHAR NOT NULL,
	source VARCHAR NOT NULL COMMENT 'File, its size and which of its rows',
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
	duplicates BIGINT NOT NULL
)
COMMENT 'One row per part that is in the table, of loads in parts'
WITH (format = 'PARQUET');

CREATE TABLE mart.starschema_target (
	target VARCHAR NOT NULL,
	lock VARCHAR NOT NULL COMMENT 'history or members',
	last_key BIGINT NOT NULL COMMENT 'Highest surrogate key given so far',
	attributes VARCHAR NOT NULL COMMENT 'JSON: attribute to last_key when data first had it',
	stamp VARCHAR COMMENT 'Drawn anew by every load that writes versions of the dimension'
)
COMMENT 'One row per table and lock: loads of one table queue up on it, and take their keys from it'
WITH (format = 'PARQUET');

CREATE TABLE mart.starschema_snapshot (
	target VARCHAR NOT NULL,
	effective TIMESTAMP(6) NOT NULL,
	slice_column VARCHAR COMMENT 'NULL where the whole membership was given',
	slice_value VARCHAR,
	given VARCHAR NOT NULL COMMENT 'Comma-framed names of the attributes in the data',
	load_id BIGINT NOT NULL
)
COMMENT 'Every time and slice at which a whole membership was given'
WITH (format = 'PARQUET');

CREATE TABLE mart.starschema_mark (
	target VARCHAR NOT NULL,
	name VARCHAR NOT NULL COMMENT 'The source, as its reader names it',
	mark VARCHAR NOT NULL COMMENT 'JSON: how far the source was read, and the value''s type',
	load_id BIGINT NOT NULL COMMENT 'Load that moved the mark last'
)
COMMENT 'How far each source was read into each table; moved in the load''s own transaction'
WITH (format = 'PARQUET');

CREATE TABLE mart.dim_place_journal (
	code VARCHAR NOT NULL,
	changed_at TIMESTAMP(6) NOT NULL COMMENT 'When the change took effect, UTC',
	change_sequence BIGINT COMMENT 'Orders changes of one time',
	is_deletion BOOLEAN NOT NULL,
	name VARCHAR,
	size VARCHAR,
	remarks VARCHAR,
	picture VARBINARY,
	opens TIME(6),
	passport UUID,
	height DOUBLE,
	floors INTEGER,
	seen TIMESTAMP(6) WITH TIME ZONE,
	rent DECIMAL(38, 12),
	parent VARCHAR,
	given_attributes VARCHAR NOT NULL COMMENT 'Comma-framed names of those in the data',
	load_id BIGINT NOT NULL
)
COMMENT 'Changes of dim_place that its versions do not show'
WITH (format = 'PARQUET');

CREATE TABLE mart.dim_place_tree (
	descendant_key BIGINT NOT NULL COMMENT 'place_durable_key of the one below',
	ancestor_key BIGINT NOT NULL COMMENT 'place_durable_key of the one above',
	depth INTEGER NOT NULL COMMENT 'Levels between them; 0 for a member and itself',
	is_top BOOLEAN NOT NULL COMMENT 'Nothing is above the ancestor',
	is_bottom BOOLEAN NOT NULL COMMENT 'Nothing is below the descendant',
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row last'
)
COMMENT 'Every member of dim_place and all that are above it'
WITH (format = 'PARQUET');

CREATE VIEW mart.dim_place_now AS
SELECT newest.place_durable_key, newest.place_key, newest.code, newest.name, newest.size, newest.remarks, newest.picture, newest.opens, newest.passport, newest.height, newest.floors, newest.seen, newest.rent, newest.parent, newest.valid_from, newest.valid_to, newest.is_current, newest.is_inferred, newest.load_id 
FROM mart.dim_place AS newest 
WHERE NOT (EXISTS (SELECT 1 AS anon_1 
FROM mart.dim_place AS later 
WHERE later.code = newest.code AND later.valid_from > newest.valid_from));

INSERT INTO mart.dim_clock (clock_key, time, hour, minute, second, minute_of_day, half_hour, hour_12, am_pm, label, label_12, part_of_day, is_inferred, load_id) VALUES (-1, NULL, NULL, NULL, NULL, NULL, 'Unknown', NULL, 'Unknown', 'Unknown', 'Unknown', 'Unknown', FALSE, 0);

INSERT INTO mart.dim_clock (clock_key, time, hour, minute, second, minute_of_day, half_hour, hour_12, am_pm, label, label_12, part_of_day, is_inferred, load_id) VALUES (-2, NULL, NULL, NULL, NULL, NULL, 'Not applicable', NULL, 'Not applicable', 'Not applicable', 'Not applicable', 'Not applicable', FALSE, 0);

INSERT INTO mart.dim_place (place_key, code, name, size, remarks, picture, opens, passport, height, floors, seen, rent, parent, place_durable_key, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-1, NULL, 'It''s \ unknown', NULL, 'Unknown', X'00ff', TIME '09:30:00.000000', UUID '00000000-0000-0000-0000-000000000007', 1.5, NULL, TIMESTAMP '2000-01-01 00:00:00.000000 +00:00', -0.50, NULL, -1, TIMESTAMP '0001-01-01 00:00:00.000000', TIMESTAMP '9999-12-31 00:00:00.000000', TRUE, FALSE, 0);

INSERT INTO mart.dim_place (place_key, code, name, size, remarks, picture, opens, passport, height, floors, seen, rent, parent, place_durable_key, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-2, NULL, 'It''s \ unknown', NULL, 'Not applicable', X'00ff', TIME '09:30:00.000000', UUID '00000000-0000-0000-0000-000000000007', 1.5, NULL, TIMESTAMP '2000-01-01 00:00:00.000000 +00:00', 1000, NULL, -2, TIMESTAMP '0001-01-01 00:00:00.000000', TIMESTAMP '9999-12-31 00:00:00.000000', TRUE, FALSE, 0);

INSERT INTO mart.dim_place_tree (descendant_key, ancestor_key, depth, is_top, is_bottom, load_id) VALUES (-1, -1, 0, TRUE, TRUE, 0);

INSERT INTO mart.dim_place_tree (descendant_key, ancestor_key, depth, is_top, is_bottom, load_id) VALUES (-2, -2, 0, TRUE, TRUE, 0);

INSERT INTO mart.starschema_target (target, lock, last_key, attributes) VALUES ('mart.dim_clock', 'history', 0, '{}');

INSERT INTO mart.starschema_target (target, lock, last_key, attributes) VALUES ('mart.dim_clock', 'members', 0, '{}');

INSERT INTO mart.starschema_target (target, lock, last_key, attributes) VALUES ('mart.dim_place', 'history', 0, '{}');

INSERT INTO mart.starschema_target (target, lock, last_key, attributes) VALUES ('mart.dim_place', 'members', 0, '{}');

INSERT INTO mart.starschema_target (target, lock, last_key, attributes) VALUES ('mart.fact_event', 'history', 0, '{}');

INSERT INTO mart.starschema_target (target, lock, last_key, attributes) VALUES ('mart.fact_event', 'members', 0, '{}');
