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

ALTER TABLE mart.dim_clock SET TBLPROPERTIES ('delta.feature.allowColumnDefaults' = 'supported');

COMMENT ON TABLE mart.dim_place IS 'One row per version of a place, in the order of its \\ name\'s 100%.';

ALTER TABLE mart.dim_place ALTER COLUMN place_key COMMENT 'Surrogate key';

ALTER TABLE mart.dim_place ALTER COLUMN place_durable_key COMMENT 'One key per member, over all its versions';

ALTER TABLE mart.dim_place ALTER COLUMN valid_from COMMENT 'Start of the version, UTC';

ALTER TABLE mart.dim_place ALTER COLUMN valid_to COMMENT 'Exclusive end of the version, UTC';

ALTER TABLE mart.dim_place ALTER COLUMN is_current COMMENT 'Whether the version is in force';

ALTER TABLE mart.dim_place ALTER COLUMN is_inferred COMMENT 'True while only a fact has named the member';

ALTER TABLE mart.dim_place ALTER COLUMN load_id COMMENT 'Load that wrote the row last';

ALTER TABLE mart.dim_place CLUSTER BY NONE;

ALTER TABLE mart.dim_place SET TBLPROPERTIES ('delta.feature.allowColumnDefaults' = 'supported');

COMMENT ON TABLE mart.fact_event IS 'What happened where.';

ALTER TABLE mart.fact_event ALTER COLUMN place_key COMMENT 'Place: key of dim_place';

ALTER TABLE mart.fact_event ALTER COLUMN time_key COMMENT 'Time: key of dim_clock';

ALTER TABLE mart.fact_event ALTER COLUMN load_id COMMENT 'Load that wrote the row';

ALTER TABLE mart.fact_event CLUSTER BY (day, place_key, time_key, at);

ALTER TABLE mart.fact_event SET TBLPROPERTIES ('delta.feature.allowColumnDefaults' = 'supported', 'delta.appendOnly' = 'false');

COMMENT ON TABLE mart.starschema_load IS 'One row per load: what, when, from where, how many rows, and how it ended';

ALTER TABLE mart.starschema_load ALTER COLUMN target COMMENT 'Table that was loaded';

ALTER TABLE mart.starschema_load ALTER COLUMN load_key COMMENT 'The caller\'s name for this load, done at most once';

ALTER TABLE mart.starschema_load ALTER COLUMN status COMMENT 'running, part, done or failed';

ALTER TABLE mart.starschema_load ALTER COLUMN source COMMENT 'Where the rows came from, without credentials';

ALTER TABLE mart.starschema_load ALTER COLUMN started_at COMMENT 'UTC';

ALTER TABLE mart.starschema_load ALTER COLUMN finished_at COMMENT 'UTC';

ALTER TABLE mart.starschema_load ALTER COLUMN lookups COMMENT 'JSON: dimension\'s table to where its members were looked up';

COMMENT ON TABLE mart.starschema_quarantine IS 'Rows that could not be loaded, with the reason';

ALTER TABLE mart.starschema_quarantine ALTER COLUMN row_number COMMENT 'Position in the input, from 1';

ALTER TABLE mart.starschema_quarantine ALTER COLUMN column_name COMMENT 'Input column to blame; NULL for the row as a whole';

ALTER TABLE mart.starschema_quarantine ALTER COLUMN record COMMENT 'The raw row as JSON';

COMMENT ON TABLE mart.starschema_part IS 'One row per part that is in the table, of loads in parts';

ALTER TABLE mart.starschema_part ALTER COLUMN source COMMENT 'File, its size and which of its rows';

COMMENT ON TABLE mart.starschema_target IS 'One row per table and lock: loads of one table queue up on it, and take their keys from it';

ALTER TABLE mart.starschema_target ALTER COLUMN lock COMMENT 'history or members';

ALTER TABLE mart.starschema_target ALTER COLUMN last_key COMMENT 'Highest surrogate key given so far';

ALTER TABLE mart.starschema_target ALTER COLUMN attributes COMMENT 'JSON: attribute to last_key when data first had it';

ALTER TABLE mart.starschema_target ALTER COLUMN stamp COMMENT 'Drawn anew by every load that writes versions of the dimension';

COMMENT ON TABLE mart.starschema_snapshot IS 'Every time and slice at which a whole membership was given';

ALTER TABLE mart.starschema_snapshot ALTER COLUMN slice_column COMMENT 'NULL where the whole membership was given';

ALTER TABLE mart.starschema_snapshot ALTER COLUMN given COMMENT 'Comma-framed names of the attributes in the data';

COMMENT ON TABLE mart.starschema_mark IS 'How far each source was read into each table; moved in the load\'s own transaction';

ALTER TABLE mart.starschema_mark ALTER COLUMN name COMMENT 'The source, as its reader names it';

ALTER TABLE mart.starschema_mark ALTER COLUMN mark COMMENT 'JSON: how far the source was read, and the value\'s type';

ALTER TABLE mart.starschema_mark ALTER COLUMN load_id COMMENT 'Load that moved the mark last';

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
