-- Spark's tables have no keys, no references and no indexes; the loads keep natural keys and grains unique. Times of day are text.
-- Place: Physical(replicate=...) has no effect here: small tables are broadcast to every node at the join
-- Place: Physical(compress=...) has no effect here: Parquet files are always compressed
-- Place: the index ix_dim_place_name is left out: Spark has none
-- Event: Physical(partition_span=...) has no effect here: partitions come into being with their rows
-- Event: Physical(partition_every=...) has no effect here: clusters find the ranges themselves, but for tables of Iceberg
-- Event: Physical(distribute_on=...) has no effect here: files lie on no node; cluster_on is what it takes
-- Event: Physical(compress=...) has no effect here: Parquet files are always compressed
-- Event: Physical(expire_days=...) has no effect here: it deletes nothing by itself

CREATE SCHEMA IF NOT EXISTS mart;

CREATE TABLE mart.dim_clock (
	clock_key BIGINT NOT NULL COMMENT 'Surrogate key',
	time STRING COMMENT 'The time at which it begins',
	hour SMALLINT,
	minute SMALLINT,
	second SMALLINT,
	minute_of_day SMALLINT COMMENT '0 to 1439',
	half_hour STRING COMMENT 'Such as 14:30, when it begins',
	hour_12 SMALLINT COMMENT '1 to 12',
	am_pm STRING,
	label STRING COMMENT 'Such as 14:05',
	label_12 STRING COMMENT 'Such as 2:05 PM',
	part_of_day STRING COMMENT 'Such as Morning',
	is_inferred BOOLEAN NOT NULL COMMENT 'True while only a fact has named the member',
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row last'
)
USING DELTA
COMMENT 'One row per minute.';

CREATE TABLE mart.dim_place (
	place_key BIGINT NOT NULL COMMENT 'Surrogate key',
	code STRING,
	name STRING,
	size STRING,
	remarks STRING,
	picture BINARY,
	opens STRING,
	passport STRING,
	height DOUBLE,
	floors SMALLINT,
	seen TIMESTAMP,
	rent DECIMAL(38, 12),
	parent STRING,
	place_durable_key BIGINT NOT NULL COMMENT 'One key per member, over all its versions',
	valid_from TIMESTAMP_NTZ NOT NULL COMMENT 'Start of the version, UTC',
	valid_to TIMESTAMP_NTZ NOT NULL COMMENT 'Exclusive end of the version, UTC',
	is_current BOOLEAN NOT NULL COMMENT 'Whether the version is in force',
	is_inferred BOOLEAN NOT NULL COMMENT 'True while only a fact has named the member',
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row last'
)
USING DELTA
COMMENT 'One row per version of a place, in the order of its \\ name\'s 100%.';

CREATE TABLE mart.fact_event (
	no INT NOT NULL,
	day DATE NOT NULL,
	at TIMESTAMP_NTZ NOT NULL,
	place_key BIGINT NOT NULL COMMENT 'Place: key of dim_place',
	time_key BIGINT NOT NULL COMMENT 'Time: key of dim_clock',
	amount DECIMAL(14, 2) NOT NULL,
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row'
)
USING DELTA
CLUSTER BY (day, place_key, time_key, at)
COMMENT 'What happened where.'
TBLPROPERTIES ('delta.appendOnly' = 'false');

CREATE TABLE mart.starschema_snapshot (
	target STRING NOT NULL,
	effective TIMESTAMP_NTZ NOT NULL,
	slice_column STRING COMMENT 'NULL where the whole membership was given',
	slice_value STRING,
	given STRING NOT NULL COMMENT 'Comma-framed names of the attributes in the data',
	load_id BIGINT NOT NULL
)
USING DELTA
COMMENT 'Every time and slice at which a whole membership was given';

CREATE TABLE mart.dim_place_journal (
	code STRING NOT NULL,
	changed_at TIMESTAMP_NTZ NOT NULL COMMENT 'When the change took effect, UTC',
	change_sequence BIGINT COMMENT 'Orders changes of one time',
	is_deletion BOOLEAN NOT NULL,
	name STRING,
	size STRING,
	remarks STRING,
	picture BINARY,
	opens STRING,
	passport STRING,
	height DOUBLE,
	floors SMALLINT,
	seen TIMESTAMP,
	rent DECIMAL(38, 12),
	parent STRING,
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
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row last'
)
USING DELTA
COMMENT 'Every member of dim_place and all that are above it';

CREATE TABLE mart.starschema_undo (
	load_id BIGINT NOT NULL,
	step BIGINT NOT NULL,
	told STRING NOT NULL COMMENT 'JSON: the table that is changed, and how that is undone'
)
USING DELTA
COMMENT 'What loads under way have changed, where no transaction holds it together';

CREATE VIEW mart.dim_place_now AS
SELECT mart.dim_place.place_durable_key, mart.dim_place.place_key, mart.dim_place.code, mart.dim_place.name, mart.dim_place.size, mart.dim_place.remarks, mart.dim_place.picture, mart.dim_place.opens, mart.dim_place.passport, mart.dim_place.height, mart.dim_place.floors, mart.dim_place.seen, mart.dim_place.rent, mart.dim_place.parent, mart.dim_place.valid_from, mart.dim_place.valid_to, mart.dim_place.is_current, mart.dim_place.is_inferred, mart.dim_place.load_id 
FROM mart.dim_place 
WHERE NOT (EXISTS (SELECT 1 AS anon_1 
FROM mart.dim_place AS later 
WHERE later.code = mart.dim_place.code AND later.valid_from > mart.dim_place.valid_from));

INSERT INTO mart.dim_clock (clock_key, time, hour, minute, second, minute_of_day, half_hour, hour_12, am_pm, label, label_12, part_of_day, is_inferred, load_id) VALUES (-1, NULL, NULL, NULL, NULL, NULL, 'Unknown', NULL, 'Unknown', 'Unknown', 'Unknown', 'Unknown', FALSE, 0);

INSERT INTO mart.dim_clock (clock_key, time, hour, minute, second, minute_of_day, half_hour, hour_12, am_pm, label, label_12, part_of_day, is_inferred, load_id) VALUES (-2, NULL, NULL, NULL, NULL, NULL, 'Not applicable', NULL, 'Not applicable', 'Not applicable', 'Not applicable', 'Not applicable', FALSE, 0);

INSERT INTO mart.dim_place (place_key, code, name, size, remarks, picture, opens, passport, height, floors, seen, rent, parent, place_durable_key, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-1, NULL, 'It\'s \\ unknown', NULL, 'Unknown', X'00ff', '09:30:00.000000', '00000000-0000-0000-0000-000000000007', 1.5, NULL, TIMESTAMP '2000-01-01 00:00:00.000000+00:00', -0.50, NULL, -1, TIMESTAMP_NTZ '0001-01-01 00:00:00.000000', TIMESTAMP_NTZ '9999-12-31 00:00:00.000000', TRUE, FALSE, 0);

INSERT INTO mart.dim_place (place_key, code, name, size, remarks, picture, opens, passport, height, floors, seen, rent, parent, place_durable_key, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-2, NULL, 'It\'s \\ unknown', NULL, 'Not applicable', X'00ff', '09:30:00.000000', '00000000-0000-0000-0000-000000000007', 1.5, NULL, TIMESTAMP '2000-01-01 00:00:00.000000+00:00', 1000, NULL, -2, TIMESTAMP_NTZ '0001-01-01 00:00:00.000000', TIMESTAMP_NTZ '9999-12-31 00:00:00.000000', TRUE, FALSE, 0);

INSERT INTO mart.dim_place_tree (descendant_key, ancestor_key, depth, is_top, is_bottom, load_id) VALUES (-1, -1, 0, TRUE, TRUE, 0);

INSERT INTO mart.dim_place_tree (descendant_key, ancestor_key, depth, is_top, is_bottom, load_id) VALUES (-2, -2, 0, TRUE, TRUE, 0);
