-- Keys and references are not checked by BigQuery, its optimiser uses them; it has no unique keys and no indexes. The loads keep natural keys and grains unique.
-- Place: Physical(replicate=...) has no effect here: every slot reads all storage
-- Place: Physical(compress=...) has no effect here: its storage is always compressed
-- Place: the index ix_dim_place_name is left out: BigQuery has none
-- Event: Physical(compress=...) has no effect here: its storage is always compressed
-- Event: Physical(partition_span=...) has no effect here: partitions come into being with their rows

CREATE SCHEMA IF NOT EXISTS `mart`;

CREATE TABLE `mart`.`dim_clock` (
	`clock_key` INT64 NOT NULL OPTIONS (description = 'Surrogate key'),
	`time` TIME OPTIONS (description = 'The time at which it begins'),
	`hour` INT64,
	`minute` INT64,
	`second` INT64,
	`minute_of_day` INT64 OPTIONS (description = '0 to 1439'),
	`half_hour` STRING(20) OPTIONS (description = 'Such as 14:30, when it begins'),
	`hour_12` INT64 OPTIONS (description = '1 to 12'),
	`am_pm` STRING(20),
	`label` STRING(20) OPTIONS (description = 'Such as 14:05'),
	`label_12` STRING(20) OPTIONS (description = 'Such as 2:05 PM'),
	`part_of_day` STRING(20) OPTIONS (description = 'Such as Morning'),
	`is_inferred` BOOL DEFAULT FALSE NOT NULL OPTIONS (description = 'True while only a fact has named the member'),
	`load_id` INT64 DEFAULT 0 NOT NULL OPTIONS (description = 'Load that wrote the row last'),
	CONSTRAINT `pk_dim_clock` PRIMARY KEY (`clock_key`) NOT ENFORCED
)
OPTIONS (description = 'One row per minute.');

CREATE TABLE `mart`.`dim_place` (
	`place_key` INT64 NOT NULL OPTIONS (description = 'Surrogate key'),
	`code` STRING(20),
	`name` STRING(60),
	`size` STRING(5),
	`remarks` STRING,
	`picture` BYTES,
	`opens` TIME,
	`passport` STRING(36),
	`height` FLOAT64,
	`floors` INT64,
	`seen` TIMESTAMP,
	`rent` BIGNUMERIC(38, 12),
	`parent` STRING(20),
	`place_durable_key` INT64 NOT NULL OPTIONS (description = 'One key per member, over all its versions'),
	`valid_from` DATETIME NOT NULL OPTIONS (description = 'Start of the version, UTC'),
	`valid_to` DATETIME NOT NULL OPTIONS (description = 'Exclusive end of the version, UTC'),
	`is_current` BOOL DEFAULT TRUE NOT NULL OPTIONS (description = 'Whether the version is in force'),
	`is_inferred` BOOL DEFAULT FALSE NOT NULL OPTIONS (description = 'True while only a fact has named the member'),
	`load_id` INT64 DEFAULT 0 NOT NULL OPTIONS (description = 'Load that wrote the row last'),
	CONSTRAINT `pk_dim_place` PRIMARY KEY (`place_key`) NOT ENFORCED
)
OPTIONS (description = 'One row per version of a place, in the order of its \\ name\'s 100%.');

CREATE TABLE `mart`.`fact_event` (
	`no` INT64 NOT NULL,
	`day` DATE NOT NULL,
	`at` DATETIME NOT NULL,
	`place_key` INT64 NOT NULL OPTIONS (description = 'Place: key of dim_place'),
	`time_key` INT64 NOT NULL OPTIONS (description = 'Time: key of dim_clock'),
	`amount` NUMERIC(14, 2) NOT NULL,
	`load_id` INT64 DEFAULT 0 NOT NULL OPTIONS (description = 'Load that wrote the row'),
	CONSTRAINT `pk_fact_event` PRIMARY KEY (`no`) NOT ENFORCED,
	FOREIGN KEY (`place_key`) REFERENCES `mart`.`dim_place` (`place_key`) NOT ENFORCED,
	FOREIGN KEY (`time_key`) REFERENCES `mart`.`dim_clock` (`clock_key`) NOT ENFORCED
)
PARTITION BY DATE_TRUNC(`day`, YEAR)
CLUSTER BY `place_key`, `time_key`, `at`
OPTIONS (description = 'What happened where.', partition_expiration_days = 3650, require_partition_filter = TRUE);

CREATE TABLE `mart`.`starschema_load` (
	`load_id` INT64 NOT NULL,
	`target` STRING(200) NOT NULL OPTIONS (description = 'Table that was loaded'),
	`load_key` STRING(255) OPTIONS (description = 'The caller\'s name for this load, done at most once'),
	`status` STRING(10) NOT NULL OPTIONS (description = 'running, part, done or failed'),
	`source` STRING OPTIONS (description = 'Where the rows came from, without credentials'),
	`started_at` DATETIME NOT NULL OPTIONS (description = 'UTC'),
	`finished_at` DATETIME OPTIONS (description = 'UTC'),
	`seconds` FLOAT64,
	`lookups` STRING OPTIONS (description = 'JSON: dimension\'s table to where its members were looked up'),
	`read` INT64 NOT NULL,
	`inserted` INT64 NOT NULL,
	`updated` INT64 NOT NULL,
	`versioned` INT64 NOT NULL,
	`closed` INT64 NOT NULL,
	`removed` INT64 NOT NULL,
	`unchanged` INT64 NOT NULL,
	`inferred` INT64 NOT NULL,
	`repointed` INT64 NOT NULL,
	`recomputed` INT64 NOT NULL,
	`unconverted` INT64 NOT NULL,
	`rejected` INT64 NOT NULL,
	`duplicates` INT64 NOT NULL,
	`error` STRING,
	CONSTRAINT `pk_starschema_load` PRIMARY KEY (`load_id`) NOT ENFORCED
)
OPTIONS (description = 'One row per load: what, when, from where, how many rows, and how it ended');

CREATE TABLE `mart`.`starschema_quarantine` (
	`load_id` INT64 NOT NULL,
	`target` STRING(200) NOT NULL,
	`row_number` INT64 NOT NULL OPTIONS (description = 'Position in the input, from 1'),
	`column_name` STRING(200) OPTIONS (description = 'Input column to blame; NULL for the row as a whole'),
	`value` STRING,
	`reason` STRING NOT NULL,
	`record` STRING NOT NULL OPTIONS (description = 'The raw row as JSON')
)
OPTIONS (description = 'Rows that could not be loaded, with the reason');

CREATE TABLE `mart`.`starschema_part` (
	`load_id` INT64 NOT NULL,
	`part` INT64 NOT NULL,
	`target` STRING(200) NOT NULL,
	`source` STRING NOT NULL OPTIONS (description = 'File, its size and which of its rows'),
	`read` INT64 NOT NULL,
	`inserted` INT64 NOT NULL,
	`updated` INT64 NOT NULL,
	`versioned` INT64 NOT NULL,
	`closed` INT64 NOT NULL,
	`removed` INT64 NOT NULL,
	`unchanged` INT64 NOT NULL,
	`inferred` INT64 NOT NULL,
	`repointed` INT64 NOT NULL,
	`recomputed` INT64 NOT NULL,
	`unconverted` INT64 NOT NULL,
	`rejected` INT64 NOT NULL,
	`duplicates` INT64 NOT NULL,
	CONSTRAINT `pk_starschema_part` PRIMARY KEY (`load_id`, `part`) NOT ENFORCED
)
OPTIONS (description = 'One row per part that is in the table, of loads in parts');

CREATE TABLE `mart`.`starschema_target` (
	`target` STRING(200) NOT NULL,
	`lock` STRING(10) NOT NULL OPTIONS (description = 'history or members'),
	`last_key` INT64 NOT NULL OPTIONS (description = 'Highest surrogate key given so far'),
	`attributes` STRING NOT NULL OPTIONS (description = 'JSON: attribute to last_key when data first had it'),
	`stamp` STRING(32) OPTIONS (description = 'Drawn anew by every load that writes versions of the dimension'),
	CONSTRAINT `pk_starschema_target` PRIMARY KEY (`target`, `lock`) NOT ENFORCED
)
OPTIONS (description = 'One row per table and lock: loads of one table queue up on it, and take their keys from it');

CREATE TABLE `mart`.`starschema_snapshot` (
	`target` STRING(200) NOT NULL,
	`effective` DATETIME NOT NULL,
	`slice_column` STRING(200) OPTIONS (description = 'NULL where the whole membership was given'),
	`slice_value` STRING(255),
	`given` STRING NOT NULL OPTIONS (description = 'Comma-framed names of the attributes in the data'),
	`load_id` INT64 NOT NULL
)
OPTIONS (description = 'Every time and slice at which a whole membership was given');

CREATE TABLE `mart`.`starschema_mark` (
	`target` STRING(200) NOT NULL,
	`name` STRING(200) NOT NULL OPTIONS (description = 'The source, as its reader names it'),
	`mark` STRING NOT NULL OPTIONS (description = 'JSON: how far the source was read, and the value\'s type'),
	`load_id` INT64 NOT NULL OPTIONS (description = 'Load that moved the mark last'),
	CONSTRAINT `pk_starschema_mark` PRIMARY KEY (`target`, `name`) NOT ENFORCED
)
OPTIONS (description = 'How far each source was read into each table; moved in the load\'s own transaction');

CREATE TABLE `mart`.`dim_place_journal` (
	`code` STRING(20) NOT NULL,
	`changed_at` DATETIME NOT NULL OPTIONS (description = 'When the change took effect, UTC'),
	`change_sequence` INT64 OPTIONS (description = 'Orders changes of one time'),
	`is_deletion` BOOL NOT NULL,
	`name` STRING(60),
	`size` STRING(5),
	`remarks` STRING,
	`picture` BYTES,
	`opens` TIME,
	`passport` STRING(36),
	`height` FLOAT64,
	`floors` INT64,
	`seen` TIMESTAMP,
	`rent` BIGNUMERIC(38, 12),
	`parent` STRING(20),
	`given_attributes` STRING NOT NULL OPTIONS (description = 'Comma-framed names of those in the data'),
	`load_id` INT64 NOT NULL
)
OPTIONS (description = 'Changes of dim_place that its versions do not show');

CREATE TABLE `mart`.`dim_place_tree` (
	`descendant_key` INT64 NOT NULL OPTIONS (description = 'place_durable_key of the one below'),
	`ancestor_key` INT64 NOT NULL OPTIONS (description = 'place_durable_key of the one above'),
	`depth` INT64 NOT NULL OPTIONS (description = 'Levels between them; 0 for a member and itself'),
	`is_top` BOOL NOT NULL OPTIONS (description = 'Nothing is above the ancestor'),
	`is_bottom` BOOL NOT NULL OPTIONS (description = 'Nothing is below the descendant'),
	`load_id` INT64 DEFAULT 0 NOT NULL OPTIONS (description = 'Load that wrote the row last'),
	CONSTRAINT `pk_dim_place_tree` PRIMARY KEY (`descendant_key`, `ancestor_key`) NOT ENFORCED
)
OPTIONS (description = 'Every member of dim_place and all that are above it');

CREATE VIEW `mart`.`dim_place_now` AS
SELECT `dim_place`.`place_durable_key`, `dim_place`.`place_key`, `dim_place`.`code`, `dim_place`.`name`, `dim_place`.`size`, `dim_place`.`remarks`, `dim_place`.`picture`, `dim_place`.`opens`, `dim_place`.`passport`, `dim_place`.`height`, `dim_place`.`floors`, `dim_place`.`seen`, `dim_place`.`rent`, `dim_place`.`parent`, `dim_place`.`valid_from`, `dim_place`.`valid_to`, `dim_place`.`is_current`, `dim_place`.`is_inferred`, `dim_place`.`load_id` 
FROM `mart`.`dim_place` 
WHERE NOT (EXISTS (SELECT 1 AS `anon_1` 
FROM `mart`.`dim_place` AS `later` 
WHERE `later`.`code` = `dim_place`.`code` AND `later`.`valid_from` > `dim_place`.`valid_from`));

INSERT INTO `mart`.`dim_clock` (`clock_key`, `time`, `hour`, `minute`, `second`, `minute_of_day`, `half_hour`, `hour_12`, `am_pm`, `label`, `label_12`, `part_of_day`, `is_inferred`, `load_id`) VALUES (-1, NULL, NULL, NULL, NULL, NULL, 'Unknown', NULL, 'Unknown', 'Unknown', 'Unknown', 'Unknown', FALSE, 0);

INSERT INTO `mart`.`dim_clock` (`clock_key`, `time`, `hour`, `minute`, `second`, `minute_of_day`, `half_hour`, `hour_12`, `am_pm`, `label`, `label_12`, `part_of_day`, `is_inferred`, `load_id`) VALUES (-2, NULL, NULL, NULL, NULL, NULL, 'Not applicable', NULL, 'Not applicable', 'Not applicable', 'Not applicable', 'Not applicable', FALSE, 0);

INSERT INTO `mart`.`dim_place` (`place_key`, `code`, `name`, `size`, `remarks`, `picture`, `opens`, `passport`, `height`, `floors`, `seen`, `rent`, `parent`, `place_durable_key`, `valid_from`, `valid_to`, `is_current`, `is_inferred`, `load_id`) VALUES (-1, NULL, 'It\'s \\ unknown', NULL, 'Unknown', FROM_HEX('00ff'), TIME '09:30:00.000000', '00000000-0000-0000-0000-000000000007', 1.5, NULL, TIMESTAMP '2000-01-01 00:00:00.000000+00:00', -0.50, NULL, -1, DATETIME '0001-01-01 00:00:00.000000', DATETIME '9999-12-31 00:00:00.000000', TRUE, FALSE, 0);

INSERT INTO `mart`.`dim_place` (`place_key`, `code`, `name`, `size`, `remarks`, `picture`, `opens`, `passport`, `height`, `floors`, `seen`, `rent`, `parent`, `place_durable_key`, `valid_from`, `valid_to`, `is_current`, `is_inferred`, `load_id`) VALUES (-2, NULL, 'It\'s \\ unknown', NULL, 'Not applicable', FROM_HEX('00ff'), TIME '09:30:00.000000', '00000000-0000-0000-0000-000000000007', 1.5, NULL, TIMESTAMP '2000-01-01 00:00:00.000000+00:00', 1000, NULL, -2, DATETIME '0001-01-01 00:00:00.000000', DATETIME '9999-12-31 00:00:00.000000', TRUE, FALSE, 0);

INSERT INTO `mart`.`dim_place_tree` (`descendant_key`, `ancestor_key`, `depth`, `is_top`, `is_bottom`, `load_id`) VALUES (-1, -1, 0, TRUE, TRUE, 0);

INSERT INTO `mart`.`dim_place_tree` (`descendant_key`, `ancestor_key`, `depth`, `is_top`, `is_bottom`, `load_id`) VALUES (-2, -2, 0, TRUE, TRUE, 0);

INSERT INTO `mart`.`starschema_target` (`target`, `lock`, `last_key`, `attributes`) VALUES ('mart.dim_clock', 'history', 0, '{}');

INSERT INTO `mart`.`starschema_target` (`target`, `lock`, `last_key`, `attributes`) VALUES ('mart.dim_clock', 'members', 0, '{}');

INSERT INTO `mart`.`starschema_target` (`target`, `lock`, `last_key`, `attributes`) VALUES ('mart.dim_place', 'history', 0, '{}');

INSERT INTO `mart`.`starschema_target` (`target`, `lock`, `last_key`, `attributes`) VALUES ('mart.dim_place', 'members', 0, '{}');

INSERT INTO `mart`.`starschema_target` (`target`, `lock`, `last_key`, `attributes`) VALUES ('mart.fact_event', 'history', 0, '{}');

INSERT INTO `mart`.`starschema_target` (`target`, `lock`, `last_key`, `attributes`) VALUES ('mart.fact_event', 'members', 0, '{}');
