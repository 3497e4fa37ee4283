COMMENT ON TABLE mart.dim_clock IS 'One row per minute.';

ALTER TABLE mart.dim_clock ALTER COLUMN clock_key COMMENT 'Surrogate key';

ALTER TABLE mart.dim_clock ALTER COLUMN time COMMENT 'The time at which it begins';

ALTER TABLE mart.dim_clock ALTER COLUMN minute_of_day COMMENT '0 to 1439';

ALTER TABLE mart.dim_clock ALTER COLUMN half_hour COMMENT 'Such as 14:30, when it begins';

ALTER TABLE mart.dim_clock ALTER COLUMN hour_12 COMMENT '1 to 12';

ALTER TABLE mart.dim_clock ALTER COLUMN label COMMENT 'Such as 14:05';

ALTER TABLE mart.dim_clock ALTER COLUMN label_12 COMMENT 'Such as 2:05 PM';

ALTER TABLE mart.dim_clock ALTER COLUMN part_of_day COMMENT 'Such as Morning';

ALTER TABLE mart.dim_clock ALTER COLUMN is_inferred COMMENT 'True while only a fact has named the member';

ALTER TABLE mart.dim_clock ALTER COLUMN load_id COMMENT 'Load that wrote the row last';

ALTER TABLE mart.dim_clock CLUSTER BY NONE;

COMMENT ON TABLE mart.dim_place IS 'One row per version of a place, in the order of its \\ name\'s 100%.';

ALTER TABLE mart.dim_place ALTER COLUMN place_key COMMENT 'Surrogate key';

ALTER TABLE mart.dim_place ALTER COLUMN place_durable_key COMMENT 'One key per member, over all its versions';

ALTER TABLE mart.dim_place ALTER COLUMN valid_from COMMENT 'Start of the version, UTC';

ALTER TABLE mart.dim_place ALTER COLUMN valid_to COMMENT 'Exclusive end of the version, UTC';

ALTER TABLE mart.dim_place ALTER COLUMN is_current COMMENT 'Whether the version is in force';

ALTER TABLE mart.dim_place ALTER COLUMN is_inferred COMMENT 'True while only a fact has named the member';

ALTER TABLE mart.dim_place ALTER COLUMN load_id COMMENT 'Load that wrote the row last';

ALTER TABLE mart.dim_place CLUSTER BY NONE;

COMMENT ON TABLE mart.fact_event IS 'What happened where.';

ALTER TABLE mart.fact_event ALTER COLUMN place_key COMMENT 'Place: key of dim_place';

ALTER TABLE mart.fact_event ALTER COLUMN time_key COMMENT 'Time: key of dim_clock';

ALTER TABLE mart.fact_event ALTER COLUMN load_id COMMENT 'Load that wrote the row';

ALTER TABLE mart.fact_event CLUSTER BY (day, place_key, time_key, at);

ALTER TABLE mart.fact_event SET TBLPROPERTIES ('delta.appendOnly' = 'false');

COMMENT ON TABLE mart.starschema_snapshot IS 'Every time and slice at which a whole membership was given';

ALTER TABLE mart.starschema_snapshot ALTER COLUMN slice_column COMMENT 'NULL where the whole membership was given';

ALTER TABLE mart.starschema_snapshot ALTER COLUMN given COMMENT 'Comma-framed names of the attributes in the data';

COMMENT ON TABLE mart.dim_place_journal IS 'Changes of dim_place that its versions do not show';

ALTER TABLE mart.dim_place_journal ALTER COLUMN changed_at COMMENT 'When the change took effect, UTC';

ALTER TABLE mart.dim_place_journal ALTER COLUMN change_sequence COMMENT 'Orders changes of one time';

ALTER TABLE mart.dim_place_journal ALTER COLUMN given_attributes COMMENT 'Comma-framed names of those in the data';

COMMENT ON TABLE mart.dim_place_tree IS 'Every member of dim_place and all that are above it';

ALTER TABLE mart.dim_place_tree ALTER COLUMN descendant_key COMMENT 'place_durable_key of the one below';

ALTER TABLE mart.dim_place_tree ALTER COLUMN ancestor_key COMMENT 'place_durable_key of the one above';

ALTER TABLE mart.dim_place_tree ALTER COLUMN depth COMMENT 'Levels between them; 0 for a member and itself';

ALTER TABLE mart.dim_place_tree ALTER COLUMN is_top COMMENT 'Nothing is above the ancestor';

ALTER TABLE mart.dim_place_tree ALTER COLUMN is_bottom COMMENT 'Nothing is below the descendant';

ALTER TABLE mart.dim_place_tree ALTER COLUMN load_id COMMENT 'Load that wrote the row last';

COMMENT ON TABLE mart.starschema_undo IS 'What loads under way have changed, where no transaction holds it together';

ALTER TABLE mart.starschema_undo ALTER COLUMN told COMMENT 'JSON: the table that is changed, and how that is undone';

COMMENT ON TABLE mart.dim_clock_undo IS 'Rows of dim_clock as they were before loads that are under way';

ALTER TABLE mart.dim_clock_undo ALTER COLUMN undo_load COMMENT 'Load under way for which the row is kept';

ALTER TABLE mart.dim_clock_undo ALTER COLUMN undo_step COMMENT 'Which of its steps was to change the row';

ALTER TABLE mart.dim_clock_undo ALTER COLUMN undo_there COMMENT 'Whether there was a row';

COMMENT ON TABLE mart.dim_place_undo IS 'Rows of dim_place as they were before loads that are under way';

ALTER TABLE mart.dim_place_undo ALTER COLUMN undo_load COMMENT 'Load under way for which the row is kept';

ALTER TABLE mart.dim_place_undo ALTER COLUMN undo_step COMMENT 'Which of its steps was to change the row';

ALTER TABLE mart.dim_place_undo ALTER COLUMN undo_there COMMENT 'Whether there was a row';

COMMENT ON TABLE mart.fact_event_undo IS 'Rows of fact_event as they were before loads that are under way';

ALTER TABLE mart.fact_event_undo ALTER COLUMN undo_load COMMENT 'Load under way for which the row is kept';

ALTER TABLE mart.fact_event_undo ALTER COLUMN undo_step COMMENT 'Which of its steps was to change the row';

ALTER TABLE mart.fact_event_undo ALTER COLUMN undo_there COMMENT 'Whether there was a row';

COMMENT ON TABLE mart.starschema_snapshot_undo IS 'Rows of starschema_snapshot as they were before loads that are under way';

ALTER TABLE mart.starschema_snapshot_undo ALTER COLUMN undo_load COMMENT 'Load under way for which the row is kept';

ALTER TABLE mart.starschema_snapshot_undo ALTER COLUMN undo_step COMMENT 'Which of its steps was to change the row';

ALTER TABLE mart.starschema_snapshot_undo ALTER COLUMN undo_there COMMENT 'Whether there was a row';

COMMENT ON TABLE mart.dim_place_journal_undo IS 'Rows of dim_place_journal as they were before loads that are under way';

ALTER TABLE mart.dim_place_journal_undo ALTER COLUMN undo_load COMMENT 'Load under way for which the row is kept';

ALTER TABLE mart.dim_place_journal_undo ALTER COLUMN undo_step COMMENT 'Which of its steps was to change the row';

ALTER TABLE mart.dim_place_journal_undo ALTER COLUMN undo_there COMMENT 'Whether there was a row';

COMMENT ON TABLE mart.dim_place_tree_undo IS 'Rows of dim_place_tree as they were before loads that are under way';

ALTER TABLE mart.dim_place_tree_undo ALTER COLUMN undo_load COMMENT 'Load under way for which the row is kept';

ALTER TABLE mart.dim_place_tree_undo ALTER COLUMN undo_step COMMENT 'Which of its steps was to change the row';

ALTER TABLE mart.dim_place_tree_undo ALTER COLUMN undo_there COMMENT 'Whether there was a row';
