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

CREATE TABLE mart.dim_clock_undo (
	undo_load BIGINT NOT NULL COMMENT 'Load under way for which the row is kept',
	undo_step BIGINT NOT NULL COMMENT 'Which of its steps was to change the row',
	undo_there BOOLEAN NOT NULL COMMENT 'Whether there was a row',
	clock_key BIGINT NOT NULL,
	time STRING,
	hour SMALLINT,
	minute SMALLINT,
	second SMALLINT,
	minute_of_day SMALLINT,
	half_hour STRING,
	hour_12 SMALLINT,
	am_pm STRING,
	label STRING,
	label_12 STRING,
	part_of_day STRING,
	is_inferred BOOLEAN,
	load_id BIGINT
)
USING DELTA
COMMENT 'Rows of dim_clock as they were before loads that are under way';

CREATE TABLE mart.dim_place_undo (
	undo_load BIGINT NOT NULL COMMENT 'Load under way for which the row is kept',
	undo_step BIGINT NOT NULL COMMENT 'Which of its steps was to change the row',
	undo_there BOOLEAN NOT NULL COMMENT 'Whether there was a row',
	place_key BIGINT NOT NULL,
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
	place_durable_key BIGINT,
	valid_from TIMESTAMP_NTZ,
	valid_to TIMESTAMP_NTZ,
	is_current BOOLEAN,
	is_inferred BOOLEAN,
	load_id BIGINT
)
USING DELTA
COMMENT 'Rows of dim_place as they were before loads that are under way';

CREATE TABLE mart.fact_event_undo (
	undo_load BIGINT NOT NULL COMMENT 'Load under way for which the row is kept',
	undo_step BIGINT NOT NULL COMMENT 'Which of its steps was to change the row',
	undo_there BOOLEAN NOT NULL COMMENT 'Whether there was a row',
	no INT NOT NULL,
	day DATE,
	at TIMESTAMP_NTZ,
	place_key BIGINT,
	time_key BIGINT,
	amount DECIMAL(14, 2),
	load_id BIGINT
)
USING DELTA
COMMENT 'Rows of fact_event as they were before loads that are under way';

CREATE TABLE mart.starschema_snapshot_undo (
	undo_load BIGINT NOT NULL COMMENT 'Load under way for which the row is kept',
	undo_step BIGINT NOT NULL COMMENT 'Which of its steps was to change the row',
	undo_there BOOLEAN NOT NULL COMMENT 'Whether there was a row',
	target STRING NOT NULL,
	effective TIMESTAMP_NTZ NOT NULL,
	slice_column STRING,
	slice_value STRING,
	given STRING,
	load_id BIGINT
)
USING DELTA
COMMENT 'Rows of starschema_snapshot as they were before loads that are under way';

CREATE TABLE mart.dim_place_journal_undo (
	undo_load BIGINT NOT NULL COMMENT 'Load under way for which the row is kept',
	undo_step BIGINT NOT NULL COMMENT 'Which of its steps was to change the row',
	undo_there BOOLEAN NOT NULL COMMENT 'Whether there was a row',
	code STRING NOT NULL,
	changed_at TIMESTAMP_NTZ NOT NULL,
	change_sequence BIGINT,
	is_deletion BOOLEAN,
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
	given_attributes STRING,
	load_id BIGINT
)
USING DELTA
COMMENT 'Rows of dim_place_journal as they were before loads that are under way';

CREATE TABLE mart.dim_place_tree_undo (
	undo_load BIGINT NOT NULL COMMENT 'Load under way for which the row is kept',
	undo_step BIGINT NOT NULL COMMENT 'Which of its steps was to change the row',
	undo_there BOOLEAN NOT NULL COMMENT 'Whether there was a row',
	descendant_key BIGINT NOT NULL,
	ancestor_key BIGINT NOT NULL,
	depth INT,
	is_top BOOLEAN,
	is_bottom BOOLEAN,
	load_id BIGINT
)
USING DELTA
COMMENT 'Rows of dim_place_tree as they were before loads that are under way';

CREATE VIEW mart.dim_place_now AS
SELECT newest.place_durable_key, newest.place_key, newest.code, newest.name, newest.size, newest.remarks, newest.picture, newest.opens, newest.passport, newest.height, newest.floors, newest.seen, newest.rent, newest.parent, newest.valid_from, newest.valid_to, newest.is_current, newest.is_inferred, newest.load_id 
FROM mart.dim_place AS newest 
WHERE NOT (EXISTS (SELECT 1 AS anon_1 
FROM mart.dim_place AS later 
WHERE later.code = newest.code AND later.valid_from > newest.valid_from));

CREATE VIEW mart.dim_clock_finished AS
SELECT mart.dim_clock.clock_key, mart.dim_clock.time, mart.dim_clock.hour, mart.dim_clock.minute, mart.dim_clock.second, mart.dim_clock.minute_of_day, mart.dim_clock.half_hour, mart.dim_clock.hour_12, mart.dim_clock.am_pm, mart.dim_clock.label, mart.dim_clock.label_12, mart.dim_clock.part_of_day, mart.dim_clock.is_inferred, mart.dim_clock.load_id 
FROM mart.dim_clock 
WHERE (mart.dim_clock.clock_key NOT IN (SELECT mart.dim_clock_undo.clock_key 
FROM mart.dim_clock_undo 
WHERE mart.dim_clock_undo.undo_load IN (SELECT mart.starschema_undo.load_id 
FROM mart.starschema_undo))) AND (mart.dim_clock.load_id NOT IN (SELECT mart.starschema_undo.load_id 
FROM mart.starschema_undo)) UNION ALL SELECT mart.dim_clock_undo.clock_key, mart.dim_clock_undo.time, mart.dim_clock_undo.hour, mart.dim_clock_undo.minute, mart.dim_clock_undo.second, mart.dim_clock_undo.minute_of_day, mart.dim_clock_undo.half_hour, mart.dim_clock_undo.hour_12, mart.dim_clock_undo.am_pm, mart.dim_clock_undo.label, mart.dim_clock_undo.label_12, mart.dim_clock_undo.part_of_day, mart.dim_clock_undo.is_inferred, mart.dim_clock_undo.load_id 
FROM mart.dim_clock_undo 
WHERE mart.dim_clock_undo.undo_load IN (SELECT mart.starschema_undo.load_id 
FROM mart.starschema_undo) AND mart.dim_clock_undo.undo_there AND (mart.dim_clock_undo.clock_key, mart.dim_clock_undo.undo_step) IN (SELECT mart.dim_clock_undo.clock_key, min(mart.dim_clock_undo.undo_step) AS min_1 
FROM mart.dim_clock_undo 
WHERE mart.dim_clock_undo.undo_load IN (SELECT mart.starschema_undo.load_id 
FROM mart.starschema_undo) GROUP BY mart.dim_clock_undo.clock_key) AND mart.dim_clock_undo.load_id != mart.dim_clock_undo.undo_load;

CREATE VIEW mart.dim_place_finished AS
SELECT mart.dim_place.place_key, mart.dim_place.code, mart.dim_place.name, mart.dim_place.size, mart.dim_place.remarks, mart.dim_place.picture, mart.dim_place.opens, mart.dim_place.passport, mart.dim_place.height, mart.dim_place.floors, mart.dim_place.seen, mart.dim_place.rent, mart.dim_place.parent, mart.dim_place.place_durable_key, mart.dim_place.valid_from, mart.dim_place.valid_to, mart.dim_place.is_current, mart.dim_place.is_inferred, mart.dim_place.load_id 
FROM mart.dim_place 
WHERE (mart.dim_place.place_key NOT IN (SELECT mart.dim_place_undo.place_key 
FROM mart.dim_place_undo 
WHERE mart.dim_place_undo.undo_load IN (SELECT mart.starschema_undo.load_id 
FROM mart.starschema_undo))) AND (mart.dim_place.load_id NOT IN (SELECT mart.starschema_undo.load_id 
FROM mart.starschema_undo)) UNION ALL SELECT mart.dim_place_undo.place_key, mart.dim_place_undo.code, mart.dim_place_undo.name, mart.dim_place_undo.size, mart.dim_place_undo.remarks, mart.dim_place_undo.picture, mart.dim_place_undo.opens, mart.dim_place_undo.passport, mart.dim_place_undo.height, mart.dim_place_undo.floors, mart.dim_place_undo.seen, mart.dim_place_undo.rent, mart.dim_place_undo.parent, mart.dim_place_undo.place_durable_key, mart.dim_place_undo.valid_from, mart.dim_place_undo.valid_to, mart.dim_place_undo.is_current, mart.dim_place_undo.is_inferred, mart.dim_place_undo.load_id 
FROM mart.dim_place_undo 
WHERE mart.dim_place_undo.undo_load IN (SELECT mart.starschema_undo.load_id 
FROM mart.starschema_undo) AND mart.dim_place_undo.undo_there AND (mart.dim_place_undo.place_key, mart.dim_place_undo.undo_step) IN (SELECT mart.dim_place_undo.place_key, min(mart.dim_place_undo.undo_step) AS min_1 
FROM mart.dim_place_undo 
WHERE mart.dim_place_undo.undo_load IN (SELECT mart.starschema_undo.load_id 
FROM mart.starschema_undo) GROUP BY mart.dim_place_undo.place_key) AND mart.dim_place_undo.load_id != mart.dim_place_undo.undo_load;

CREATE VIEW mart.fact_event_finished AS
SELECT mart.fact_event.no, mart.fact_event.day, mart.fact_event.at, mart.fact_event.place_key, mart.fact_event.time_key, mart.fact_event.amount, mart.fact_event.load_id 
FROM mart.fact_event 
WHERE (mart.fact_event.no NOT IN (SELECT mart.fact_event_undo.no 
FROM mart.fact_event_undo 
WHERE mart.fact_event_undo.undo_load IN (SELECT mart.starschema_undo.load_id 
FROM mart.starschema_undo))) AND (mart.fact_event.load_id NOT IN (SELECT mart.starschema_undo.load_id 
FROM mart.starschema_undo)) UNION ALL SELECT mart.fact_event_undo.no, mart.fact_event_undo.day, mart.fact_event_undo.at, mart.fact_event_undo.place_key, mart.fact_event_undo.time_key, mart.fact_event_undo.amount, mart.fact_event_undo.load_id 
FROM mart.fact_event_undo 
WHERE mart.fact_event_undo.undo_load IN (SELECT mart.starschema_undo.load_id 
FROM mart.starschema_undo) AND mart.fact_event_undo.undo_there AND (mart.fact_event_undo.no, mart.fact_event_undo.undo_step) IN (SELECT mart.fact_event_undo.no, min(mart.fact_event_undo.undo_step) AS min_1 
FROM mart.fact_event_undo 
WHERE mart.fact_event_undo.undo_load IN (SELECT mart.starschema_undo.load_id 
FROM mart.starschema_undo) GROUP BY mart.fact_event_undo.no) AND mart.fact_event_undo.load_id != mart.fact_event_undo.undo_load;

CREATE VIEW mart.dim_place_tree_finished AS
SELECT mart.dim_place_tree.descendant_key, mart.dim_place_tree.ancestor_key, mart.dim_place_tree.depth, mart.dim_place_tree.is_top, mart.dim_place_tree.is_bottom, mart.dim_place_tree.load_id 
FROM mart.dim_place_tree 
WHERE ((mart.dim_place_tree.descendant_key, mart.dim_place_tree.ancestor_key) NOT IN (SELECT mart.dim_place_tree_undo.descendant_key, mart.dim_place_tree_undo.ancestor_key 
FROM mart.dim_place_tree_undo 
WHERE mart.dim_place_tree_undo.undo_load IN (SELECT mart.starschema_undo.load_id 
FROM mart.starschema_undo))) AND (mart.dim_place_tree.load_id NOT IN (SELECT mart.starschema_undo.load_id 
FROM mart.starschema_undo)) UNION ALL SELECT mart.dim_place_tree_undo.descendant_key, mart.dim_place_tree_undo.ancestor_key, mart.dim_place_tree_undo.depth, mart.dim_place_tree_undo.is_top, mart.dim_place_tree_undo.is_bottom, mart.dim_place_tree_undo.load_id 
FROM mart.dim_place_tree_undo 
WHERE mart.dim_place_tree_undo.undo_load IN (SELECT mart.starschema_undo.load_id 
FROM mart.starschema_undo) AND mart.dim_place_tree_undo.undo_there AND (mart.dim_place_tree_undo.descendant_key, mart.dim_place_tree_undo.ancestor_key, mart.dim_place_tree_undo.undo_step) IN (SELECT mart.dim_place_tree_undo.descendant_key, mart.dim_place_tree_undo.ancestor_key, min(mart.dim_place_tree_undo.undo_step) AS min_1 
FROM mart.dim_place_tree_undo 
WHERE mart.dim_place_tree_undo.undo_load IN (SELECT mart.starschema_undo.load_id 
FROM mart.starschema_undo) GROUP BY mart.dim_place_tree_undo.descendant_key, mart.dim_place_tree_undo.ancestor_key) AND mart.dim_place_tree_undo.load_id != mart.dim_place_tree_undo.undo_load;

CREATE VIEW mart.dim_place_now_finished AS
SELECT newest.place_durable_key, newest.place_key, newest.code, newest.name, newest.size, newest.remarks, newest.picture, newest.opens, newest.passport, newest.height, newest.floors, newest.seen, newest.rent, newest.parent, newest.valid_from, newest.valid_to, newest.is_current, newest.is_inferred, newest.load_id 
FROM mart.dim_place_finished AS newest 
WHERE NOT (EXISTS (SELECT 1 AS anon_1 
FROM mart.dim_place_finished AS later 
WHERE later.code = newest.code AND later.valid_from > newest.valid_from));

INSERT INTO mart.dim_clock (clock_key, time, hour, minute, second, minute_of_day, half_hour, hour_12, am_pm, label, label_12, part_of_day, is_inferred, load_id) VALUES (-1, NULL, NULL, NULL, NULL, NULL, 'Unknown', NULL, 'Unknown', 'Unknown', 'Unknown', 'Unknown', FALSE, 0);

INSERT INTO mart.dim_clock (clock_key, time, hour, minute, second, minute_of_day, half_hour, hour_12, am_pm, label, label_12, part_of_day, is_inferred, load_id) VALUES (-2, NULL, NULL, NULL, NULL, NULL, 'Not applicable', NULL, 'Not applicable', 'Not applicable', 'Not applicable', 'Not applicable', FALSE, 0);

INSERT INTO mart.dim_place (place_key, code, name, size, remarks, picture, opens, passport, height, floors, seen, rent, parent, place_durable_key, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-1, NULL, 'It\'s \\ unknown', NULL, 'Unknown', X'00ff', '09:30:00.000000', '00000000-0000-0000-0000-000000000007', 1.5, NULL, TIMESTAMP '2000-01-01 00:00:00.000000+00:00', -0.50, NULL, -1, TIMESTAMP_NTZ '0001-01-01 00:00:00.000000', TIMESTAMP_NTZ '9999-12-31 00:00:00.000000', TRUE, FALSE, 0);

INSERT INTO mart.dim_place (place_key, code, name, size, remarks, picture, opens, passport, height, floors, seen, rent, parent, place_durable_key, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-2, NULL, 'It\'s \\ unknown', NULL, 'Not applicable', X'00ff', '09:30:00.000000', '00000000-0000-0000-0000-000000000007', 1.5, NULL, TIMESTAMP '2000-01-01 00:00:00.000000+00:00', 1000, NULL, -2, TIMESTAMP_NTZ '0001-01-01 00:00:00.000000', TIMESTAMP_NTZ '9999-12-31 00:00:00.000000', TRUE, FALSE, 0);

INSERT INTO mart.dim_place_tree (descendant_key, ancestor_key, depth, is_top, is_bottom, load_id) VALUES (-1, -1, 0, TRUE, TRUE, 0);

INSERT INTO mart.dim_place_tree (descendant_key, ancestor_key, depth, is_top, is_bottom, load_id) VALUES (-2, -2, 0, TRUE, TRUE, 0);
