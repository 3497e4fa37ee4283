-- Event: Physical(partition_by=...) stays as it is in a table that is there: BigQuery partitions a table only when it is made: CREATE TABLE ... AS SELECT a new one, and rename both
-- Event: Physical(partition_every=...) stays as it is in a table that is there: BigQuery partitions a table only when it is made: CREATE TABLE ... AS SELECT a new one, and rename both
-- Event: Physical(cluster_on=...) stays as it is in a table that is there: no ALTER of BigQuery does it: bq update --clustering_fields does
-- Event: Physical(sort_on=...) stays as it is in a table that is there: no ALTER of BigQuery does it: bq update --clustering_fields does
-- Event: Physical(distribute_on=...) stays as it is in a table that is there: no ALTER of BigQuery does it: bq update --clustering_fields does

ALTER TABLE `mart`.`dim_clock` ALTER COLUMN `clock_key` SET OPTIONS (description = 'Surrogate key');

ALTER TABLE `mart`.`dim_clock` ALTER COLUMN `time` SET OPTIONS (description = 'The time at which it begins');

ALTER TABLE `mart`.`dim_clock` ALTER COLUMN `hour` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_clock` ALTER COLUMN `minute` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_clock` ALTER COLUMN `second` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_clock` ALTER COLUMN `minute_of_day` SET OPTIONS (description = '0 to 1439');

ALTER TABLE `mart`.`dim_clock` ALTER COLUMN `half_hour` SET OPTIONS (description = 'Such as 14:30, when it begins');

ALTER TABLE `mart`.`dim_clock` ALTER COLUMN `hour_12` SET OPTIONS (description = '1 to 12');

ALTER TABLE `mart`.`dim_clock` ALTER COLUMN `am_pm` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_clock` ALTER COLUMN `label` SET OPTIONS (description = 'Such as 14:05');

ALTER TABLE `mart`.`dim_clock` ALTER COLUMN `label_12` SET OPTIONS (description = 'Such as 2:05 PM');

ALTER TABLE `mart`.`dim_clock` ALTER COLUMN `part_of_day` SET OPTIONS (description = 'Such as Morning');

ALTER TABLE `mart`.`dim_clock` ALTER COLUMN `is_inferred` SET OPTIONS (description = 'True while only a fact has named the member');

ALTER TABLE `mart`.`dim_clock` ALTER COLUMN `load_id` SET OPTIONS (description = 'Load that wrote the row last');

ALTER TABLE `mart`.`dim_clock` SET OPTIONS (description = 'One row per minute.');

ALTER TABLE `mart`.`dim_place` ALTER COLUMN `place_key` SET OPTIONS (description = 'Surrogate key');

ALTER TABLE `mart`.`dim_place` ALTER COLUMN `code` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place` ALTER COLUMN `name` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place` ALTER COLUMN `size` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place` ALTER COLUMN `remarks` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place` ALTER COLUMN `picture` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place` ALTER COLUMN `opens` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place` ALTER COLUMN `passport` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place` ALTER COLUMN `height` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place` ALTER COLUMN `floors` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place` ALTER COLUMN `seen` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place` ALTER COLUMN `rent` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place` ALTER COLUMN `parent` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place` ALTER COLUMN `place_durable_key` SET OPTIONS (description = 'One key per member, over all its versions');

ALTER TABLE `mart`.`dim_place` ALTER COLUMN `valid_from` SET OPTIONS (description = 'Start of the version, UTC');

ALTER TABLE `mart`.`dim_place` ALTER COLUMN `valid_to` SET OPTIONS (description = 'Exclusive end of the version, UTC');

ALTER TABLE `mart`.`dim_place` ALTER COLUMN `is_current` SET OPTIONS (description = 'Whether the version is in force');

ALTER TABLE `mart`.`dim_place` ALTER COLUMN `is_inferred` SET OPTIONS (description = 'True while only a fact has named the member');

ALTER TABLE `mart`.`dim_place` ALTER COLUMN `load_id` SET OPTIONS (description = 'Load that wrote the row last');

ALTER TABLE `mart`.`dim_place` SET OPTIONS (description = 'One row per version of a place, in the order of its \\ name\'s 100%.');

ALTER TABLE `mart`.`fact_event` ALTER COLUMN `no` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`fact_event` ALTER COLUMN `day` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`fact_event` ALTER COLUMN `at` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`fact_event` ALTER COLUMN `place_key` SET OPTIONS (description = 'Place: key of dim_place');

ALTER TABLE `mart`.`fact_event` ALTER COLUMN `time_key` SET OPTIONS (description = 'Time: key of dim_clock');

ALTER TABLE `mart`.`fact_event` ALTER COLUMN `amount` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`fact_event` ALTER COLUMN `load_id` SET OPTIONS (description = 'Load that wrote the row');

ALTER TABLE `mart`.`fact_event` SET OPTIONS (description = 'What happened where.', partition_expiration_days = 3650, require_partition_filter = TRUE);

ALTER TABLE `mart`.`starschema_snapshot` ALTER COLUMN `target` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`starschema_snapshot` ALTER COLUMN `effective` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`starschema_snapshot` ALTER COLUMN `slice_column` SET OPTIONS (description = 'NULL where the whole membership was given');

ALTER TABLE `mart`.`starschema_snapshot` ALTER COLUMN `slice_value` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`starschema_snapshot` ALTER COLUMN `given` SET OPTIONS (description = 'Comma-framed names of the attributes in the data');

ALTER TABLE `mart`.`starschema_snapshot` ALTER COLUMN `load_id` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place_journal` ALTER COLUMN `code` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place_journal` ALTER COLUMN `changed_at` SET OPTIONS (description = 'When the change took effect, UTC');

ALTER TABLE `mart`.`dim_place_journal` ALTER COLUMN `change_sequence` SET OPTIONS (description = 'Orders changes of one time');

ALTER TABLE `mart`.`dim_place_journal` ALTER COLUMN `is_deletion` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place_journal` ALTER COLUMN `name` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place_journal` ALTER COLUMN `size` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place_journal` ALTER COLUMN `remarks` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place_journal` ALTER COLUMN `picture` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place_journal` ALTER COLUMN `opens` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place_journal` ALTER COLUMN `passport` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place_journal` ALTER COLUMN `height` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place_journal` ALTER COLUMN `floors` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place_journal` ALTER COLUMN `seen` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place_journal` ALTER COLUMN `rent` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place_journal` ALTER COLUMN `parent` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place_journal` ALTER COLUMN `given_attributes` SET OPTIONS (description = 'Comma-framed names of those in the data');

ALTER TABLE `mart`.`dim_place_journal` ALTER COLUMN `load_id` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place_tree` ALTER COLUMN `descendant_key` SET OPTIONS (description = 'place_durable_key of the one below');

ALTER TABLE `mart`.`dim_place_tree` ALTER COLUMN `ancestor_key` SET OPTIONS (description = 'place_durable_key of the one above');

ALTER TABLE `mart`.`dim_place_tree` ALTER COLUMN `depth` SET OPTIONS (description = 'Levels between them; 0 for a member and itself');

ALTER TABLE `mart`.`dim_place_tree` ALTER COLUMN `is_top` SET OPTIONS (description = 'Nothing is above the ancestor');

ALTER TABLE `mart`.`dim_place_tree` ALTER COLUMN `is_bottom` SET OPTIONS (description = 'Nothing is below the descendant');

ALTER TABLE `mart`.`dim_place_tree` ALTER COLUMN `load_id` SET OPTIONS (description = 'Load that wrote the row last');

ALTER TABLE `mart`.`starschema_undo` ALTER COLUMN `load_id` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`starschema_undo` ALTER COLUMN `step` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`starschema_undo` ALTER COLUMN `told` SET OPTIONS (description = 'JSON: the table that is changed, and how that is undone');

ALTER TABLE `mart`.`dim_clock_undo` ALTER COLUMN `undo_load` SET OPTIONS (description = 'Load under way for which the row is kept');

ALTER TABLE `mart`.`dim_clock_undo` ALTER COLUMN `undo_step` SET OPTIONS (description = 'Which of its steps was to change the row');

ALTER TABLE `mart`.`dim_clock_undo` ALTER COLUMN `undo_there` SET OPTIONS (description = 'Whether there was a row');

ALTER TABLE `mart`.`dim_clock_undo` ALTER COLUMN `clock_key` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_clock_undo` ALTER COLUMN `time` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_clock_undo` ALTER COLUMN `hour` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_clock_undo` ALTER COLUMN `minute` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_clock_undo` ALTER COLUMN `second` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_clock_undo` ALTER COLUMN `minute_of_day` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_clock_undo` ALTER COLUMN `half_hour` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_clock_undo` ALTER COLUMN `hour_12` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_clock_undo` ALTER COLUMN `am_pm` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_clock_undo` ALTER COLUMN `label` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_clock_undo` ALTER COLUMN `label_12` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_clock_undo` ALTER COLUMN `part_of_day` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_clock_undo` ALTER COLUMN `is_inferred` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_clock_undo` ALTER COLUMN `load_id` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place_undo` ALTER COLUMN `undo_load` SET OPTIONS (description = 'Load under way for which the row is kept');

ALTER TABLE `mart`.`dim_place_undo` ALTER COLUMN `undo_step` SET OPTIONS (description = 'Which of its steps was to change the row');

ALTER TABLE `mart`.`dim_place_undo` ALTER COLUMN `undo_there` SET OPTIONS (description = 'Whether there was a row');

ALTER TABLE `mart`.`dim_place_undo` ALTER COLUMN `place_key` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place_undo` ALTER COLUMN `code` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place_undo` ALTER COLUMN `name` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place_undo` ALTER COLUMN `size` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place_undo` ALTER COLUMN `remarks` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place_undo` ALTER COLUMN `picture` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place_undo` ALTER COLUMN `opens` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place_undo` ALTER COLUMN `passport` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place_undo` ALTER COLUMN `height` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place_undo` ALTER COLUMN `floors` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place_undo` ALTER COLUMN `seen` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place_undo` ALTER COLUMN `rent` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place_undo` ALTER COLUMN `parent` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place_undo` ALTER COLUMN `place_durable_key` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place_undo` ALTER COLUMN `valid_from` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place_undo` ALTER COLUMN `valid_to` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place_undo` ALTER COLUMN `is_current` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place_undo` ALTER COLUMN `is_inferred` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place_undo` ALTER COLUMN `load_id` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`fact_event_undo` ALTER COLUMN `undo_load` SET OPTIONS (description = 'Load under way for which the row is kept');

ALTER TABLE `mart`.`fact_event_undo` ALTER COLUMN `undo_step` SET OPTIONS (description = 'Which of its steps was to change the row');

ALTER TABLE `mart`.`fact_event_undo` ALTER COLUMN `undo_there` SET OPTIONS (description = 'Whether there was a row');

ALTER TABLE `mart`.`fact_event_undo` ALTER COLUMN `no` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`fact_event_undo` ALTER COLUMN `day` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`fact_event_undo` ALTER COLUMN `at` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`fact_event_undo` ALTER COLUMN `place_key` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`fact_event_undo` ALTER COLUMN `time_key` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`fact_event_undo` ALTER COLUMN `amount` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`fact_event_undo` ALTER COLUMN `load_id` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`starschema_snapshot_undo` ALTER COLUMN `undo_load` SET OPTIONS (description = 'Load under way for which the row is kept');

ALTER TABLE `mart`.`starschema_snapshot_undo` ALTER COLUMN `undo_step` SET OPTIONS (description = 'Which of its steps was to change the row');

ALTER TABLE `mart`.`starschema_snapshot_undo` ALTER COLUMN `undo_there` SET OPTIONS (description = 'Whether there was a row');

ALTER TABLE `mart`.`starschema_snapshot_undo` ALTER COLUMN `target` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`starschema_snapshot_undo` ALTER COLUMN `effective` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`starschema_snapshot_undo` ALTER COLUMN `slice_column` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`starschema_snapshot_undo` ALTER COLUMN `slice_value` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`starschema_snapshot_undo` ALTER COLUMN `given` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`starschema_snapshot_undo` ALTER COLUMN `load_id` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place_journal_undo` ALTER COLUMN `undo_load` SET OPTIONS (description = 'Load under way for which the row is kept');

ALTER TABLE `mart`.`dim_place_journal_undo` ALTER COLUMN `undo_step` SET OPTIONS (description = 'Which of its steps was to change the row');

ALTER TABLE `mart`.`dim_place_journal_undo` ALTER COLUMN `undo_there` SET OPTIONS (description = 'Whether there was a row');

ALTER TABLE `mart`.`dim_place_journal_undo` ALTER COLUMN `code` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place_journal_undo` ALTER COLUMN `changed_at` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place_journal_undo` ALTER COLUMN `change_sequence` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place_journal_undo` ALTER COLUMN `is_deletion` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place_journal_undo` ALTER COLUMN `name` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place_journal_undo` ALTER COLUMN `size` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place_journal_undo` ALTER COLUMN `remarks` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place_journal_undo` ALTER COLUMN `picture` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place_journal_undo` ALTER COLUMN `opens` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place_journal_undo` ALTER COLUMN `passport` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place_journal_undo` ALTER COLUMN `height` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place_journal_undo` ALTER COLUMN `floors` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place_journal_undo` ALTER COLUMN `seen` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place_journal_undo` ALTER COLUMN `rent` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place_journal_undo` ALTER COLUMN `parent` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place_journal_undo` ALTER COLUMN `given_attributes` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place_journal_undo` ALTER COLUMN `load_id` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place_tree_undo` ALTER COLUMN `undo_load` SET OPTIONS (description = 'Load under way for which the row is kept');

ALTER TABLE `mart`.`dim_place_tree_undo` ALTER COLUMN `undo_step` SET OPTIONS (description = 'Which of its steps was to change the row');

ALTER TABLE `mart`.`dim_place_tree_undo` ALTER COLUMN `undo_there` SET OPTIONS (description = 'Whether there was a row');

ALTER TABLE `mart`.`dim_place_tree_undo` ALTER COLUMN `descendant_key` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place_tree_undo` ALTER COLUMN `ancestor_key` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place_tree_undo` ALTER COLUMN `depth` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place_tree_undo` ALTER COLUMN `is_top` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place_tree_undo` ALTER COLUMN `is_bottom` SET OPTIONS (description = NULL);

ALTER TABLE `mart`.`dim_place_tree_undo` ALTER COLUMN `load_id` SET OPTIONS (description = NULL);
