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
	PRIMARY KEY (`clock_key`) NOT ENFORCED
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
	PRIMARY KEY (`place_key`) NOT ENFORCED
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
	PRIMARY KEY (`no`) NOT ENFORCED,
	FOREIGN KEY (`place_key`) REFERENCES `mart`.`dim_place` (`place_key`) NOT ENFORCED,
	FOREIGN KEY (`time_key`) REFERENCES `mart`.`dim_clock` (`clock_key`) NOT ENFORCED
)
PARTITION BY DATE_TRUNC(`day`, YEAR)
CLUSTER BY `place_key`, `time_key`, `at`
OPTIONS (description = 'What happened where.', partition_expiration_days = 3650, require_partition_filter = TRUE);

CREATE TABLE `mart`.`starschema_snapshot` (
	`target` STRING(200) NOT NULL,
	`effective` DATETIME NOT NULL,
	`slice_column` STRING(200) OPTIONS (description = 'NULL where the whole membership was given'),
	`slice_value` STRING(255),
	`given` STRING NOT NULL OPTIONS (description = 'Comma-framed names of the attributes in the data'),
	`load_id` INT64 NOT NULL
)
OPTIONS (description = 'Every time and slice at which a whole membership was given');

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
	PRIMARY KEY (`descendant_key`, `ancestor_key`) NOT ENFORCED
)
OPTIONS (description = 'Every member of dim_place and all that are above it');

CREATE TABLE `mart`.`starschema_undo` (
	`load_id` INT64 NOT NULL,
	`step` INT64 NOT NULL,
	`told` STRING NOT NULL OPTIONS (description = 'JSON: the table that is changed, and how that is undone'),
	PRIMARY KEY (`load_id`, `step`) NOT ENFORCED
)
OPTIONS (description = 'What loads under way have changed, where no transaction holds it together');

CREATE TABLE `mart`.`dim_clock_undo` (
	`undo_load` INT64 NOT NULL OPTIONS (description = 'Load under way for which the row is kept'),
	`undo_step` INT64 NOT NULL OPTIONS (description = 'Which of its steps was to change the row'),
	`undo_there` BOOL NOT NULL OPTIONS (description = 'Whether there was a row'),
	`clock_key` INT64 NOT NULL,
	`time` TIME,
	`hour` INT64,
	`minute` INT64,
	`second` INT64,
	`minute_of_day` INT64,
	`half_hour` STRING(20),
	`hour_12` INT64,
	`am_pm` STRING(20),
	`label` STRING(20),
	`label_12` STRING(20),
	`part_of_day` STRING(20),
	`is_inferred` BOOL,
	`load_id` INT64
)
OPTIONS (description = 'Rows of dim_clock as they were before loads that are under way');

CREATE TABLE `mart`.`dim_place_undo` (
	`undo_load` INT64 NOT NULL OPTIONS (description = 'Load under way for which the row is kept'),
	`undo_step` INT64 NOT NULL OPTIONS (description = 'Which of its steps was to change the row'),
	`undo_there` BOOL NOT NULL OPTIONS (description = 'Whether there was a row'),
	`place_key` INT64 NOT NULL,
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
	`place_durable_key` INT64,
	`valid_from` DATETIME,
	`valid_to` DATETIME,
	`is_current` BOOL,
	`is_inferred` BOOL,
	`load_id` INT64
)
OPTIONS (description = 'Rows of dim_place as they were before loads that are under way');

CREATE TABLE `mart`.`fact_event_undo` (
	`undo_load` INT64 NOT NULL OPTIONS (description = 'Load under way for which the row is kept'),
	`undo_step` INT64 NOT NULL OPTIONS (description = 'Which of its steps was to change the row'),
	`undo_there` BOOL NOT NULL OPTIONS (description = 'Whether there was a row'),
	`no` INT64 NOT NULL,
	`day` DATE,
	`at` DATETIME,
	`place_key` INT64,
	`time_key` INT64,
	`amount` NUMERIC(14, 2),
	`load_id` INT64
)
OPTIONS (description = 'Rows of fact_event as they were before loads that are under way');

CREATE TABLE `mart`.`starschema_snapshot_undo` (
	`undo_load` INT64 NOT NULL OPTIONS (description = 'Load under way for which the row is kept'),
	`undo_step` INT64 NOT NULL OPTIONS (description = 'Which of its steps was to change the row'),
	`undo_there` BOOL NOT NULL OPTIONS (description = 'Whether there was a row'),
	`target` STRING(200) NOT NULL,
	`effective` DATETIME NOT NULL,
	`slice_column` STRING(200),
	`slice_value` STRING(255),
	`given` STRING,
	`load_id` INT64
)
OPTIONS (description = 'Rows of starschema_snapshot as they were before loads that are under way');

CREATE TABLE `mart`.`dim_place_journal_undo` (
	`undo_load` INT64 NOT NULL OPTIONS (description = 'Load under way for which the row is kept'),
	`undo_step` INT64 NOT NULL OPTIONS (description = 'Which of its steps was to change the row'),
	`undo_there` BOOL NOT NULL OPTIONS (description = 'Whether there was a row'),
	`code` STRING(20) NOT NULL,
	`changed_at` DATETIME NOT NULL,
	`change_sequence` INT64,
	`is_deletion` BOOL,
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
	`given_attributes` STRING,
	`load_id` INT64
)
OPTIONS (description = 'Rows of dim_place_journal as they were before loads that are under way');

CREATE TABLE `mart`.`dim_place_tree_undo` (
	`undo_load` INT64 NOT NULL OPTIONS (description = 'Load under way for which the row is kept'),
	`undo_step` INT64 NOT NULL OPTIONS (description = 'Which of its steps was to change the row'),
	`undo_there` BOOL NOT NULL OPTIONS (description = 'Whether there was a row'),
	`descendant_key` INT64 NOT NULL,
	`ancestor_key` INT64 NOT NULL,
	`depth` INT64,
	`is_top` BOOL,
	`is_bottom` BOOL,
	`load_id` INT64
)
OPTIONS (description = 'Rows of dim_place_tree as they were before loads that are under way');

CREATE VIEW `mart`.`dim_place_now` AS
SELECT `newest`.`place_durable_key`, `newest`.`place_key`, `newest`.`code`, `newest`.`name`, `newest`.`size`, `newest`.`remarks`, `newest`.`picture`, `newest`.`opens`, `newest`.`passport`, `newest`.`height`, `newest`.`floors`, `newest`.`seen`, `newest`.`rent`, `newest`.`parent`, `newest`.`valid_from`, `newest`.`valid_to`, `newest`.`is_current`, `newest`.`is_inferred`, `newest`.`load_id` 
FROM `mart`.`dim_place` AS `newest` 
WHERE NOT (EXISTS (SELECT 1 AS `anon_1` 
FROM `mart`.`dim_place` AS `later` 
WHERE `later`.`code` = `newest`.`code` AND `later`.`valid_from` > `newest`.`valid_from`));

INSERT INTO `mart`.`dim_clock` (`clock_key`, `time`, `hour`, `minute`, `second`, `minute_of_day`, `half_hour`, `hour_12`, `am_pm`, `label`, `label_12`, `part_of_day`, `is_inferred`, `load_id`) VALUES (-1, NULL, NULL, NULL, NULL, NULL, 'Unknown', NULL, 'Unknown', 'Unknown', 'Unknown', 'Unknown', FALSE, 0);

INSERT INTO `mart`.`dim_clock` (`clock_key`, `time`, `hour`, `minute`, `second`, `minute_of_day`, `half_hour`, `hour_12`, `am_pm`, `label`, `label_12`, `part_of_day`, `is_inferred`, `load_id`) VALUES (-2, NULL, NULL, NULL, NULL, NULL, 'Not applicable', NULL, 'Not applicable', 'Not applicable', 'Not applicable', 'Not applicable', FALSE, 0);

INSERT INTO `mart`.`dim_place` (`place_key`, `code`, `name`, `size`, `remarks`, `picture`, `opens`, `passport`, `height`, `floors`, `seen`, `rent`, `parent`, `place_durable_key`, `valid_from`, `valid_to`, `is_current`, `is_inferred`, `load_id`) VALUES (-1, NULL, 'It\'s \\ unknown', NULL, 'Unknown', FROM_HEX('00ff'), TIME '09:30:00.000000', '00000000-0000-0000-0000-000000000007', 1.5, NULL, TIMESTAMP '2000-01-01 00:00:00.000000+00:00', -0.50, NULL, -1, DATETIME '0001-01-01 00:00:00.000000', DATETIME '9999-12-31 00:00:00.000000', TRUE, FALSE, 0);

INSERT INTO `mart`.`dim_place` (`place_key`, `code`, `name`, `size`, `remarks`, `picture`, `opens`, `passport`, `height`, `floors`, `seen`, `rent`, `parent`, `place_durable_key`, `valid_from`, `valid_to`, `is_current`, `is_inferred`, `load_id`) VALUES (-2, NULL, 'It\'s \\ unknown', NULL, 'Not applicable', FROM_HEX('00ff'), TIME '09:30:00.000000', '00000000-0000-0000-0000-000000000007', 1.5, NULL, TIMESTAMP '2000-01-01 00:00:00.000000+00:00', 1000, NULL, -2, DATETIME '0001-01-01 00:00:00.000000', DATETIME '9999-12-31 00:00:00.000000', TRUE, FALSE, 0);

INSERT INTO `mart`.`dim_place_tree` (`descendant_key`, `ancestor_key`, `depth`, `is_top`, `is_bottom`, `load_id`) VALUES (-1, -1, 0, TRUE, TRUE, 0);

INSERT INTO `mart`.`dim_place_tree` (`descendant_key`, `ancestor_key`, `depth`, `is_top`, `is_bottom`, `load_id`) VALUES (-2, -2, 0, TRUE, TRUE, 0);
