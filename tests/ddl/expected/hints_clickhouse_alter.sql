-- Event: Physical(partition_by=...) stays as it is in a table that is there: ClickHouse fixes it when a table is made: make a new one, INSERT ... SELECT, and EXCHANGE TABLES
-- Event: Physical(partition_every=...) stays as it is in a table that is there: ClickHouse fixes it when a table is made: make a new one, INSERT ... SELECT, and EXCHANGE TABLES
-- Event: Physical(sort_on=...) stays as it is in a table that is there: ClickHouse fixes it when a table is made: make a new one, INSERT ... SELECT, and EXCHANGE TABLES
-- Event: Physical(cluster_on=...) stays as it is in a table that is there: ClickHouse fixes it when a table is made: make a new one, INSERT ... SELECT, and EXCHANGE TABLES

ALTER TABLE `mart`.`dim_clock` MODIFY COMMENT 'One row per minute.';

ALTER TABLE `mart`.`dim_clock` COMMENT COLUMN `clock_key` 'Surrogate key';

ALTER TABLE `mart`.`dim_clock` COMMENT COLUMN `time` 'The time at which it begins';

ALTER TABLE `mart`.`dim_clock` COMMENT COLUMN `minute_of_day` '0 to 1439';

ALTER TABLE `mart`.`dim_clock` COMMENT COLUMN `half_hour` 'Such as 14:30, when it begins';

ALTER TABLE `mart`.`dim_clock` COMMENT COLUMN `hour_12` '1 to 12';

ALTER TABLE `mart`.`dim_clock` COMMENT COLUMN `label` 'Such as 14:05';

ALTER TABLE `mart`.`dim_clock` COMMENT COLUMN `label_12` 'Such as 2:05 PM';

ALTER TABLE `mart`.`dim_clock` COMMENT COLUMN `part_of_day` 'Such as Morning';

ALTER TABLE `mart`.`dim_clock` COMMENT COLUMN `is_inferred` 'True while only a fact has named the member';

ALTER TABLE `mart`.`dim_clock` COMMENT COLUMN `load_id` 'Load that wrote the row last';

ALTER TABLE `mart`.`dim_place` MODIFY COMMENT 'One row per version of a place, in the order of its \\ name\'s 100%.';

ALTER TABLE `mart`.`dim_place` COMMENT COLUMN `place_key` 'Surrogate key';

ALTER TABLE `mart`.`dim_place` COMMENT COLUMN `place_durable_key` 'One key per member, over all its versions';

ALTER TABLE `mart`.`dim_place` COMMENT COLUMN `valid_from` 'Start of the version, UTC';

ALTER TABLE `mart`.`dim_place` COMMENT COLUMN `valid_to` 'Exclusive end of the version, UTC';

ALTER TABLE `mart`.`dim_place` COMMENT COLUMN `is_current` 'Whether the version is in force';

ALTER TABLE `mart`.`dim_place` COMMENT COLUMN `is_inferred` 'True while only a fact has named the member';

ALTER TABLE `mart`.`dim_place` COMMENT COLUMN `load_id` 'Load that wrote the row last';

ALTER TABLE `mart`.`fact_event` MODIFY COMMENT 'What happened where.';

ALTER TABLE `mart`.`fact_event` COMMENT COLUMN `place_key` 'Place: key of dim_place';

ALTER TABLE `mart`.`fact_event` COMMENT COLUMN `time_key` 'Time: key of dim_clock';

ALTER TABLE `mart`.`fact_event` COMMENT COLUMN `load_id` 'Load that wrote the row';

ALTER TABLE `mart`.`fact_event` MODIFY TTL toDateTime(`day`) + INTERVAL 3650 DAY;

ALTER TABLE `mart`.`fact_event` MODIFY SETTING index_granularity = 1024;

ALTER TABLE `mart`.`starschema_snapshot` MODIFY COMMENT 'Every time and slice at which a whole membership was given';

ALTER TABLE `mart`.`starschema_snapshot` COMMENT COLUMN `slice_column` 'NULL where the whole membership was given';

ALTER TABLE `mart`.`starschema_snapshot` COMMENT COLUMN `given` 'Comma-framed names of the attributes in the data';

ALTER TABLE `mart`.`dim_place_journal` MODIFY COMMENT 'Changes of dim_place that its versions do not show';

ALTER TABLE `mart`.`dim_place_journal` COMMENT COLUMN `changed_at` 'When the change took effect, UTC';

ALTER TABLE `mart`.`dim_place_journal` COMMENT COLUMN `change_sequence` 'Orders changes of one time';

ALTER TABLE `mart`.`dim_place_journal` COMMENT COLUMN `given_attributes` 'Comma-framed names of those in the data';

ALTER TABLE `mart`.`dim_place_tree` MODIFY COMMENT 'Every member of dim_place and all that are above it';

ALTER TABLE `mart`.`dim_place_tree` COMMENT COLUMN `descendant_key` 'place_durable_key of the one below';

ALTER TABLE `mart`.`dim_place_tree` COMMENT COLUMN `ancestor_key` 'place_durable_key of the one above';

ALTER TABLE `mart`.`dim_place_tree` COMMENT COLUMN `depth` 'Levels between them; 0 for a member and itself';

ALTER TABLE `mart`.`dim_place_tree` COMMENT COLUMN `is_top` 'Nothing is above the ancestor';

ALTER TABLE `mart`.`dim_place_tree` COMMENT COLUMN `is_bottom` 'Nothing is below the descendant';

ALTER TABLE `mart`.`dim_place_tree` COMMENT COLUMN `load_id` 'Load that wrote the row last';

ALTER TABLE `mart`.`starschema_undo` MODIFY COMMENT 'What loads under way have changed, where no transaction holds it together';

ALTER TABLE `mart`.`starschema_undo` COMMENT COLUMN `told` 'JSON: the table that is changed, and how that is undone';

ALTER TABLE `mart`.`dim_clock_undo` MODIFY COMMENT 'Rows of dim_clock as they were before loads that are under way';

ALTER TABLE `mart`.`dim_clock_undo` COMMENT COLUMN `undo_load` 'Load under way for which the row is kept';

ALTER TABLE `mart`.`dim_clock_undo` COMMENT COLUMN `undo_step` 'Which of its steps was to change the row';

ALTER TABLE `mart`.`dim_clock_undo` COMMENT COLUMN `undo_there` 'Whether there was a row';

ALTER TABLE `mart`.`dim_place_undo` MODIFY COMMENT 'Rows of dim_place as they were before loads that are under way';

ALTER TABLE `mart`.`dim_place_undo` COMMENT COLUMN `undo_load` 'Load under way for which the row is kept';

ALTER TABLE `mart`.`dim_place_undo` COMMENT COLUMN `undo_step` 'Which of its steps was to change the row';

ALTER TABLE `mart`.`dim_place_undo` COMMENT COLUMN `undo_there` 'Whether there was a row';

ALTER TABLE `mart`.`fact_event_undo` MODIFY COMMENT 'Rows of fact_event as they were before loads that are under way';

ALTER TABLE `mart`.`fact_event_undo` COMMENT COLUMN `undo_load` 'Load under way for which the row is kept';

ALTER TABLE `mart`.`fact_event_undo` COMMENT COLUMN `undo_step` 'Which of its steps was to change the row';

ALTER TABLE `mart`.`fact_event_undo` COMMENT COLUMN `undo_there` 'Whether there was a row';

ALTER TABLE `mart`.`starschema_snapshot_undo` MODIFY COMMENT 'Rows of starschema_snapshot as they were before loads that are under way';

ALTER TABLE `mart`.`starschema_snapshot_undo` COMMENT COLUMN `undo_load` 'Load under way for which the row is kept';

ALTER TABLE `mart`.`starschema_snapshot_undo` COMMENT COLUMN `undo_step` 'Which of its steps was to change the row';

ALTER TABLE `mart`.`starschema_snapshot_undo` COMMENT COLUMN `undo_there` 'Whether there was a row';

ALTER TABLE `mart`.`dim_place_journal_undo` MODIFY COMMENT 'Rows of dim_place_journal as they were before loads that are under way';

ALTER TABLE `mart`.`dim_place_journal_undo` COMMENT COLUMN `undo_load` 'Load under way for which the row is kept';

ALTER TABLE `mart`.`dim_place_journal_undo` COMMENT COLUMN `undo_step` 'Which of its steps was to change the row';

ALTER TABLE `mart`.`dim_place_journal_undo` COMMENT COLUMN `undo_there` 'Whether there was a row';

ALTER TABLE `mart`.`dim_place_tree_undo` MODIFY COMMENT 'Rows of dim_place_tree as they were before loads that are under way';

ALTER TABLE `mart`.`dim_place_tree_undo` COMMENT COLUMN `undo_load` 'Load under way for which the row is kept';

ALTER TABLE `mart`.`dim_place_tree_undo` COMMENT COLUMN `undo_step` 'Which of its steps was to change the row';

ALTER TABLE `mart`.`dim_place_tree_undo` COMMENT COLUMN `undo_there` 'Whether there was a row';
