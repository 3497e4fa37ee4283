-- ClickHouse keeps no keys but the order of rows; the loads keep natural keys and grains unique. A time is between 1900-01-01 and 2299-12-31, which stand for the beginning and the end of time; times of day are text.
-- Place: Physical(replicate=...) has no effect here: copies are a matter of the engine: Physical(options={'clickhouse': {'engine': ...}})
-- Place: Physical(compress=...) has no effect here: columns are always compressed
-- Place: the index ix_dim_place_name is left out: ClickHouse has none
-- Event: Physical(partition_span=...) has no effect here: partitions come into being with their rows
-- Event: Physical(distribute_on=...) has no effect here: a table over several nodes is a Distributed one, beside this
-- Event: Physical(compress=...) has no effect here: columns are always compressed

CREATE DATABASE IF NOT EXISTS `mart`;

CREATE TABLE `mart`.`dim_clock` (
	`clock_key` Int64 COMMENT 'Surrogate key',
	`time` Nullable(String) COMMENT 'The time at which it begins',
	`hour` Nullable(Int16),
	`minute` Nullable(Int16),
	`second` Nullable(Int16),
	`minute_of_day` Nullable(Int16) COMMENT '0 to 1439',
	`half_hour` LowCardinality(Nullable(String)) COMMENT 'Such as 14:30, when it begins',
	`hour_12` Nullable(Int16) COMMENT '1 to 12',
	`am_pm` LowCardinality(Nullable(String)),
	`label` LowCardinality(Nullable(String)) COMMENT 'Such as 14:05',
	`label_12` LowCardinality(Nullable(String)) COMMENT 'Such as 2:05 PM',
	`part_of_day` LowCardinality(Nullable(String)) COMMENT 'Such as Morning',
	`is_inferred` Bool DEFAULT FALSE COMMENT 'True while only a fact has named the member',
	`load_id` Int64 DEFAULT 0 COMMENT 'Load that wrote the row last'
)
ENGINE = MergeTree
ORDER BY (`clock_key`)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'One row per minute.';

CREATE TABLE `mart`.`dim_place` (
	`place_key` Int64 COMMENT 'Surrogate key',
	`code` Nullable(String),
	`name` Nullable(String),
	`size` LowCardinality(Nullable(String)),
	`remarks` Nullable(String),
	`picture` Nullable(String),
	`opens` Nullable(String),
	`passport` Nullable(UUID),
	`height` Nullable(Float64),
	`floors` Nullable(Int16),
	`seen` Nullable(DateTime64(6, 'UTC')),
	`rent` Nullable(Decimal(38, 12)),
	`parent` Nullable(String),
	`place_durable_key` Int64 COMMENT 'One key per member, over all its versions',
	`valid_from` DateTime64(6, 'UTC') COMMENT 'Start of the version, UTC',
	`valid_to` DateTime64(6, 'UTC') COMMENT 'Exclusive end of the version, UTC',
	`is_current` Bool DEFAULT TRUE COMMENT 'Whether the version is in force',
	`is_inferred` Bool DEFAULT FALSE COMMENT 'True while only a fact has named the member',
	`load_id` Int64 DEFAULT 0 COMMENT 'Load that wrote the row last'
)
ENGINE = MergeTree
ORDER BY (`place_key`)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'One row per version of a place, in the order of its \\ name\'s 100%.';

CREATE TABLE `mart`.`fact_event` (
	`no` Int32,
	`day` Date32,
	`at` DateTime64(6, 'UTC'),
	`place_key` Int64 COMMENT 'Place: key of dim_place',
	`time_key` Int64 COMMENT 'Time: key of dim_clock',
	`amount` Decimal(14, 2),
	`load_id` Int64 DEFAULT 0 COMMENT 'Load that wrote the row'
)
ENGINE = ReplacingMergeTree(load_id)
PARTITION BY toYear(`day`)
ORDER BY (`place_key`, `time_key`, `at`, `no`)
TTL toDateTime(`day`) + INTERVAL 3650 DAY
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1, index_granularity = 1024
COMMENT 'What happened where.';

CREATE TABLE `mart`.`starschema_snapshot` (
	`target` String,
	`effective` DateTime64(6, 'UTC'),
	`slice_column` Nullable(String) COMMENT 'NULL where the whole membership was given',
	`slice_value` Nullable(String),
	`given` String COMMENT 'Comma-framed names of the attributes in the data',
	`load_id` Int64
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Every time and slice at which a whole membership was given';

CREATE TABLE `mart`.`dim_place_journal` (
	`code` String,
	`changed_at` DateTime64(6, 'UTC') COMMENT 'When the change took effect, UTC',
	`change_sequence` Nullable(Int64) COMMENT 'Orders changes of one time',
	`is_deletion` Bool,
	`name` Nullable(String),
	`size` Nullable(String),
	`remarks` Nullable(String),
	`picture` Nullable(String),
	`opens` Nullable(String),
	`passport` Nullable(UUID),
	`height` Nullable(Float64),
	`floors` Nullable(Int16),
	`seen` Nullable(DateTime64(6, 'UTC')),
	`rent` Nullable(Decimal(38, 12)),
	`parent` Nullable(String),
	`given_attributes` String COMMENT 'Comma-framed names of those in the data',
	`load_id` Int64
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Changes of dim_place that its versions do not show';

CREATE TABLE `mart`.`dim_place_tree` (
	`descendant_key` Int64 COMMENT 'place_durable_key of the one below',
	`ancestor_key` Int64 COMMENT 'place_durable_key of the one above',
	`depth` Int32 COMMENT 'Levels between them; 0 for a member and itself',
	`is_top` Bool COMMENT 'Nothing is above the ancestor',
	`is_bottom` Bool COMMENT 'Nothing is below the descendant',
	`load_id` Int64 DEFAULT 0 COMMENT 'Load that wrote the row last'
)
ENGINE = MergeTree
ORDER BY (`descendant_key`, `ancestor_key`)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Every member of dim_place and all that are above it';

CREATE TABLE `mart`.`starschema_undo` (
	`load_id` Int64,
	`step` Int64,
	`told` String COMMENT 'JSON: the table that is changed, and how that is undone'
)
ENGINE = MergeTree
ORDER BY (`load_id`, `step`)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'What loads under way have changed, where no transaction holds it together';

CREATE TABLE `mart`.`dim_clock_undo` (
	`undo_load` Int64 COMMENT 'Load under way for which the row is kept',
	`undo_step` Int64 COMMENT 'Which of its steps was to change the row',
	`undo_there` Bool COMMENT 'Whether there was a row',
	`clock_key` Int64,
	`time` Nullable(String),
	`hour` Nullable(Int16),
	`minute` Nullable(Int16),
	`second` Nullable(Int16),
	`minute_of_day` Nullable(Int16),
	`half_hour` Nullable(String),
	`hour_12` Nullable(Int16),
	`am_pm` Nullable(String),
	`label` Nullable(String),
	`label_12` Nullable(String),
	`part_of_day` Nullable(String),
	`is_inferred` Nullable(Bool),
	`load_id` Nullable(Int64)
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Rows of dim_clock as they were before loads that are under way';

CREATE TABLE `mart`.`dim_place_undo` (
	`undo_load` Int64 COMMENT 'Load under way for which the row is kept',
	`undo_step` Int64 COMMENT 'Which of its steps was to change the row',
	`undo_there` Bool COMMENT 'Whether there was a row',
	`place_key` Int64,
	`code` Nullable(String),
	`name` Nullable(String),
	`size` Nullable(String),
	`remarks` Nullable(String),
	`picture` Nullable(String),
	`opens` Nullable(String),
	`passport` Nullable(UUID),
	`height` Nullable(Float64),
	`floors` Nullable(Int16),
	`seen` Nullable(DateTime64(6, 'UTC')),
	`rent` Nullable(Decimal(38, 12)),
	`parent` Nullable(String),
	`place_durable_key` Nullable(Int64),
	`valid_from` Nullable(DateTime64(6, 'UTC')),
	`valid_to` Nullable(DateTime64(6, 'UTC')),
	`is_current` Nullable(Bool),
	`is_inferred` Nullable(Bool),
	`load_id` Nullable(Int64)
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Rows of dim_place as they were before loads that are under way';

CREATE TABLE `mart`.`fact_event_undo` (
	`undo_load` Int64 COMMENT 'Load under way for which the row is kept',
	`undo_step` Int64 COMMENT 'Which of its steps was to change the row',
	`undo_there` Bool COMMENT 'Whether there was a row',
	`no` Int32,
	`day` Nullable(Date32),
	`at` Nullable(DateTime64(6, 'UTC')),
	`place_key` Nullable(Int64),
	`time_key` Nullable(Int64),
	`amount` Nullable(Decimal(14, 2)),
	`load_id` Nullable(Int64)
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Rows of fact_event as they were before loads that are under way';

CREATE TABLE `mart`.`starschema_snapshot_undo` (
	`undo_load` Int64 COMMENT 'Load under way for which the row is kept',
	`undo_step` Int64 COMMENT 'Which of its steps was to change the row',
	`undo_there` Bool COMMENT 'Whether there was a row',
	`target` String,
	`effective` DateTime64(6, 'UTC'),
	`slice_column` Nullable(String),
	`slice_value` Nullable(String),
	`given` Nullable(String),
	`load_id` Nullable(Int64)
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Rows of starschema_snapshot as they were before loads that are under way';

CREATE TABLE `mart`.`dim_place_journal_undo` (
	`undo_load` Int64 COMMENT 'Load under way for which the row is kept',
	`undo_step` Int64 COMMENT 'Which of its steps was to change the row',
	`undo_there` Bool COMMENT 'Whether there was a row',
	`code` String,
	`changed_at` DateTime64(6, 'UTC'),
	`change_sequence` Nullable(Int64),
	`is_deletion` Nullable(Bool),
	`name` Nullable(String),
	`size` Nullable(String),
	`remarks` Nullable(String),
	`picture` Nullable(String),
	`opens` Nullable(String),
	`passport` Nullable(UUID),
	`height` Nullable(Float64),
	`floors` Nullable(Int16),
	`seen` Nullable(DateTime64(6, 'UTC')),
	`rent` Nullable(Decimal(38, 12)),
	`parent` Nullable(String),
	`given_attributes` Nullable(String),
	`load_id` Nullable(Int64)
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Rows of dim_place_journal as they were before loads that are under way';

CREATE TABLE `mart`.`dim_place_tree_undo` (
	`undo_load` Int64 COMMENT 'Load under way for which the row is kept',
	`undo_step` Int64 COMMENT 'Which of its steps was to change the row',
	`undo_there` Bool COMMENT 'Whether there was a row',
	`descendant_key` Int64,
	`ancestor_key` Int64,
	`depth` Nullable(Int32),
	`is_top` Nullable(Bool),
	`is_bottom` Nullable(Bool),
	`load_id` Nullable(Int64)
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Rows of dim_place_tree as they were before loads that are under way';

CREATE VIEW `mart`.`dim_place_now` AS
SELECT `newest`.`place_durable_key`, `newest`.`place_key`, `newest`.`code`, `newest`.`name`, `newest`.`size`, `newest`.`remarks`, `newest`.`picture`, `newest`.`opens`, `newest`.`passport`, `newest`.`height`, `newest`.`floors`, `newest`.`seen`, `newest`.`rent`, `newest`.`parent`, `newest`.`valid_from`, `newest`.`valid_to`, `newest`.`is_current`, `newest`.`is_inferred`, `newest`.`load_id` 
FROM `mart`.`dim_place` AS `newest` 
WHERE NOT (EXISTS (SELECT 1 AS `anon_1` 
FROM `mart`.`dim_place` AS `later` 
WHERE `later`.`code` = `newest`.`code` AND `later`.`valid_from` > `newest`.`valid_from`));

CREATE VIEW `mart`.`dim_clock_finished` AS
SELECT `mart`.`dim_clock`.`clock_key`, `mart`.`dim_clock`.`time`, `mart`.`dim_clock`.`hour`, `mart`.`dim_clock`.`minute`, `mart`.`dim_clock`.`second`, `mart`.`dim_clock`.`minute_of_day`, `mart`.`dim_clock`.`half_hour`, `mart`.`dim_clock`.`hour_12`, `mart`.`dim_clock`.`am_pm`, `mart`.`dim_clock`.`label`, `mart`.`dim_clock`.`label_12`, `mart`.`dim_clock`.`part_of_day`, `mart`.`dim_clock`.`is_inferred`, `mart`.`dim_clock`.`load_id` 
FROM `mart`.`dim_clock` 
WHERE (`mart`.`dim_clock`.`clock_key` NOT IN (SELECT `mart`.`dim_clock_undo`.`clock_key` 
FROM `mart`.`dim_clock_undo` 
WHERE `mart`.`dim_clock_undo`.`undo_load` IN (SELECT `mart`.`starschema_undo`.`load_id` 
FROM `mart`.`starschema_undo`))) AND (`mart`.`dim_clock`.`load_id` NOT IN (SELECT `mart`.`starschema_undo`.`load_id` 
FROM `mart`.`starschema_undo`)) UNION ALL SELECT `mart`.`dim_clock_undo`.`clock_key`, `mart`.`dim_clock_undo`.`time`, `mart`.`dim_clock_undo`.`hour`, `mart`.`dim_clock_undo`.`minute`, `mart`.`dim_clock_undo`.`second`, `mart`.`dim_clock_undo`.`minute_of_day`, `mart`.`dim_clock_undo`.`half_hour`, `mart`.`dim_clock_undo`.`hour_12`, `mart`.`dim_clock_undo`.`am_pm`, `mart`.`dim_clock_undo`.`label`, `mart`.`dim_clock_undo`.`label_12`, `mart`.`dim_clock_undo`.`part_of_day`, `mart`.`dim_clock_undo`.`is_inferred`, `mart`.`dim_clock_undo`.`load_id` 
FROM `mart`.`dim_clock_undo` 
WHERE `mart`.`dim_clock_undo`.`undo_load` IN (SELECT `mart`.`starschema_undo`.`load_id` 
FROM `mart`.`starschema_undo`) AND `mart`.`dim_clock_undo`.`undo_there` AND (`mart`.`dim_clock_undo`.`clock_key`, `mart`.`dim_clock_undo`.`undo_step`) IN (SELECT `mart`.`dim_clock_undo`.`clock_key`, min(`mart`.`dim_clock_undo`.`undo_step`) AS `min_1` 
FROM `mart`.`dim_clock_undo` 
WHERE `mart`.`dim_clock_undo`.`undo_load` IN (SELECT `mart`.`starschema_undo`.`load_id` 
FROM `mart`.`starschema_undo`) GROUP BY `mart`.`dim_clock_undo`.`clock_key`) AND `mart`.`dim_clock_undo`.`load_id` != `mart`.`dim_clock_undo`.`undo_load`;

CREATE VIEW `mart`.`dim_place_finished` AS
SELECT `mart`.`dim_place`.`place_key`, `mart`.`dim_place`.`code`, `mart`.`dim_place`.`name`, `mart`.`dim_place`.`size`, `mart`.`dim_place`.`remarks`, `mart`.`dim_place`.`picture`, `mart`.`dim_place`.`opens`, `mart`.`dim_place`.`passport`, `mart`.`dim_place`.`height`, `mart`.`dim_place`.`floors`, `mart`.`dim_place`.`seen`, `mart`.`dim_place`.`rent`, `mart`.`dim_place`.`parent`, `mart`.`dim_place`.`place_durable_key`, `mart`.`dim_place`.`valid_from`, `mart`.`dim_place`.`valid_to`, `mart`.`dim_place`.`is_current`, `mart`.`dim_place`.`is_inferred`, `mart`.`dim_place`.`load_id` 
FROM `mart`.`dim_place` 
WHERE (`mart`.`dim_place`.`place_key` NOT IN (SELECT `mart`.`dim_place_undo`.`place_key` 
FROM `mart`.`dim_place_undo` 
WHERE `mart`.`dim_place_undo`.`undo_load` IN (SELECT `mart`.`starschema_undo`.`load_id` 
FROM `mart`.`starschema_undo`))) AND (`mart`.`dim_place`.`load_id` NOT IN (SELECT `mart`.`starschema_undo`.`load_id` 
FROM `mart`.`starschema_undo`)) UNION ALL SELECT `mart`.`dim_place_undo`.`place_key`, `mart`.`dim_place_undo`.`code`, `mart`.`dim_place_undo`.`name`, `mart`.`dim_place_undo`.`size`, `mart`.`dim_place_undo`.`remarks`, `mart`.`dim_place_undo`.`picture`, `mart`.`dim_place_undo`.`opens`, `mart`.`dim_place_undo`.`passport`, `mart`.`dim_place_undo`.`height`, `mart`.`dim_place_undo`.`floors`, `mart`.`dim_place_undo`.`seen`, `mart`.`dim_place_undo`.`rent`, `mart`.`dim_place_undo`.`parent`, `mart`.`dim_place_undo`.`place_durable_key`, `mart`.`dim_place_undo`.`valid_from`, `mart`.`dim_place_undo`.`valid_to`, `mart`.`dim_place_undo`.`is_current`, `mart`.`dim_place_undo`.`is_inferred`, `mart`.`dim_place_undo`.`load_id` 
FROM `mart`.`dim_place_undo` 
WHERE `mart`.`dim_place_undo`.`undo_load` IN (SELECT `mart`.`starschema_undo`.`load_id` 
FROM `mart`.`starschema_undo`) AND `mart`.`dim_place_undo`.`undo_there` AND (`mart`.`dim_place_undo`.`place_key`, `mart`.`dim_place_undo`.`undo_step`) IN (SELECT `mart`.`dim_place_undo`.`place_key`, min(`mart`.`dim_place_undo`.`undo_step`) AS `min_1` 
FROM `mart`.`dim_place_undo` 
WHERE `mart`.`dim_place_undo`.`undo_load` IN (SELECT `mart`.`starschema_undo`.`load_id` 
FROM `mart`.`starschema_undo`) GROUP BY `mart`.`dim_place_undo`.`place_key`) AND `mart`.`dim_place_undo`.`load_id` != `mart`.`dim_place_undo`.`undo_load`;

CREATE VIEW `mart`.`fact_event_finished` AS
SELECT `mart`.`fact_event`.`no`, `mart`.`fact_event`.`day`, `mart`.`fact_event`.`at`, `mart`.`fact_event`.`place_key`, `mart`.`fact_event`.`time_key`, `mart`.`fact_event`.`amount`, `mart`.`fact_event`.`load_id` 
FROM `mart`.`fact_event` 
WHERE (`mart`.`fact_event`.`no` NOT IN (SELECT `mart`.`fact_event_undo`.`no` 
FROM `mart`.`fact_event_undo` 
WHERE `mart`.`fact_event_undo`.`undo_load` IN (SELECT `mart`.`starschema_undo`.`load_id` 
FROM `mart`.`starschema_undo`))) AND (`mart`.`fact_event`.`load_id` NOT IN (SELECT `mart`.`starschema_undo`.`load_id` 
FROM `mart`.`starschema_undo`)) UNION ALL SELECT `mart`.`fact_event_undo`.`no`, `mart`.`fact_event_undo`.`day`, `mart`.`fact_event_undo`.`at`, `mart`.`fact_event_undo`.`place_key`, `mart`.`fact_event_undo`.`time_key`, `mart`.`fact_event_undo`.`amount`, `mart`.`fact_event_undo`.`load_id` 
FROM `mart`.`fact_event_undo` 
WHERE `mart`.`fact_event_undo`.`undo_load` IN (SELECT `mart`.`starschema_undo`.`load_id` 
FROM `mart`.`starschema_undo`) AND `mart`.`fact_event_undo`.`undo_there` AND (`mart`.`fact_event_undo`.`no`, `mart`.`fact_event_undo`.`undo_step`) IN (SELECT `mart`.`fact_event_undo`.`no`, min(`mart`.`fact_event_undo`.`undo_step`) AS `min_1` 
FROM `mart`.`fact_event_undo` 
WHERE `mart`.`fact_event_undo`.`undo_load` IN (SELECT `mart`.`starschema_undo`.`load_id` 
FROM `mart`.`starschema_undo`) GROUP BY `mart`.`fact_event_undo`.`no`) AND `mart`.`fact_event_undo`.`load_id` != `mart`.`fact_event_undo`.`undo_load`;

CREATE VIEW `mart`.`dim_place_tree_finished` AS
SELECT `mart`.`dim_place_tree`.`descendant_key`, `mart`.`dim_place_tree`.`ancestor_key`, `mart`.`dim_place_tree`.`depth`, `mart`.`dim_place_tree`.`is_top`, `mart`.`dim_place_tree`.`is_bottom`, `mart`.`dim_place_tree`.`load_id` 
FROM `mart`.`dim_place_tree` 
WHERE ((`mart`.`dim_place_tree`.`descendant_key`, `mart`.`dim_place_tree`.`ancestor_key`) NOT IN (SELECT `mart`.`dim_place_tree_undo`.`descendant_key`, `mart`.`dim_place_tree_undo`.`ancestor_key` 
FROM `mart`.`dim_place_tree_undo` 
WHERE `mart`.`dim_place_tree_undo`.`undo_load` IN (SELECT `mart`.`starschema_undo`.`load_id` 
FROM `mart`.`starschema_undo`))) AND (`mart`.`dim_place_tree`.`load_id` NOT IN (SELECT `mart`.`starschema_undo`.`load_id` 
FROM `mart`.`starschema_undo`)) UNION ALL SELECT `mart`.`dim_place_tree_undo`.`descendant_key`, `mart`.`dim_place_tree_undo`.`ancestor_key`, `mart`.`dim_place_tree_undo`.`depth`, `mart`.`dim_place_tree_undo`.`is_top`, `mart`.`dim_place_tree_undo`.`is_bottom`, `mart`.`dim_place_tree_undo`.`load_id` 
FROM `mart`.`dim_place_tree_undo` 
WHERE `mart`.`dim_place_tree_undo`.`undo_load` IN (SELECT `mart`.`starschema_undo`.`load_id` 
FROM `mart`.`starschema_undo`) AND `mart`.`dim_place_tree_undo`.`undo_there` AND (`mart`.`dim_place_tree_undo`.`descendant_key`, `mart`.`dim_place_tree_undo`.`ancestor_key`, `mart`.`dim_place_tree_undo`.`undo_step`) IN (SELECT `mart`.`dim_place_tree_undo`.`descendant_key`, `mart`.`dim_place_tree_undo`.`ancestor_key`, min(`mart`.`dim_place_tree_undo`.`undo_step`) AS `min_1` 
FROM `mart`.`dim_place_tree_undo` 
WHERE `mart`.`dim_place_tree_undo`.`undo_load` IN (SELECT `mart`.`starschema_undo`.`load_id` 
FROM `mart`.`starschema_undo`) GROUP BY `mart`.`dim_place_tree_undo`.`descendant_key`, `mart`.`dim_place_tree_undo`.`ancestor_key`) AND `mart`.`dim_place_tree_undo`.`load_id` != `mart`.`dim_place_tree_undo`.`undo_load`;

CREATE VIEW `mart`.`dim_place_now_finished` AS
SELECT `newest`.`place_durable_key`, `newest`.`place_key`, `newest`.`code`, `newest`.`name`, `newest`.`size`, `newest`.`remarks`, `newest`.`picture`, `newest`.`opens`, `newest`.`passport`, `newest`.`height`, `newest`.`floors`, `newest`.`seen`, `newest`.`rent`, `newest`.`parent`, `newest`.`valid_from`, `newest`.`valid_to`, `newest`.`is_current`, `newest`.`is_inferred`, `newest`.`load_id` 
FROM `mart`.`dim_place_finished` AS `newest` 
WHERE NOT (EXISTS (SELECT 1 AS `anon_1` 
FROM `mart`.`dim_place_finished` AS `later` 
WHERE `later`.`code` = `newest`.`code` AND `later`.`valid_from` > `newest`.`valid_from`));

INSERT INTO `mart`.`dim_clock` (`clock_key`, `time`, `hour`, `minute`, `second`, `minute_of_day`, `half_hour`, `hour_12`, `am_pm`, `label`, `label_12`, `part_of_day`, `is_inferred`, `load_id`) VALUES (-1, NULL, NULL, NULL, NULL, NULL, 'Unknown', NULL, 'Unknown', 'Unknown', 'Unknown', 'Unknown', FALSE, 0);

INSERT INTO `mart`.`dim_clock` (`clock_key`, `time`, `hour`, `minute`, `second`, `minute_of_day`, `half_hour`, `hour_12`, `am_pm`, `label`, `label_12`, `part_of_day`, `is_inferred`, `load_id`) VALUES (-2, NULL, NULL, NULL, NULL, NULL, 'Not applicable', NULL, 'Not applicable', 'Not applicable', 'Not applicable', 'Not applicable', FALSE, 0);

INSERT INTO `mart`.`dim_place` (`place_key`, `code`, `name`, `size`, `remarks`, `picture`, `opens`, `passport`, `height`, `floors`, `seen`, `rent`, `parent`, `place_durable_key`, `valid_from`, `valid_to`, `is_current`, `is_inferred`, `load_id`) VALUES (-1, NULL, 'It\'s \\ unknown', NULL, 'Unknown', unhex('00ff'), '09:30:00.000000', '00000000-0000-0000-0000-000000000007', 1.5, NULL, toDateTime64('2000-01-01 00:00:00.000000', 6, 'UTC'), -0.50, NULL, -1, toDateTime64('1900-01-01 00:00:00.000000', 6, 'UTC'), toDateTime64('2299-12-31 00:00:00.000000', 6, 'UTC'), TRUE, FALSE, 0);

INSERT INTO `mart`.`dim_place` (`place_key`, `code`, `name`, `size`, `remarks`, `picture`, `opens`, `passport`, `height`, `floors`, `seen`, `rent`, `parent`, `place_durable_key`, `valid_from`, `valid_to`, `is_current`, `is_inferred`, `load_id`) VALUES (-2, NULL, 'It\'s \\ unknown', NULL, 'Not applicable', unhex('00ff'), '09:30:00.000000', '00000000-0000-0000-0000-000000000007', 1.5, NULL, toDateTime64('2000-01-01 00:00:00.000000', 6, 'UTC'), 1000, NULL, -2, toDateTime64('1900-01-01 00:00:00.000000', 6, 'UTC'), toDateTime64('2299-12-31 00:00:00.000000', 6, 'UTC'), TRUE, FALSE, 0);

INSERT INTO `mart`.`dim_place_tree` (`descendant_key`, `ancestor_key`, `depth`, `is_top`, `is_bottom`, `load_id`) VALUES (-1, -1, 0, TRUE, TRUE, 0);

INSERT INTO `mart`.`dim_place_tree` (`descendant_key`, `ancestor_key`, `depth`, `is_top`, `is_bottom`, `load_id`) VALUES (-2, -2, 0, TRUE, TRUE, 0);
