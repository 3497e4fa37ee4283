COMMENT ON TABLE mart.dim_clock IS 'One row per minute.';

COMMENT ON COLUMN mart.dim_clock.clock_key IS 'Surrogate key';

COMMENT ON COLUMN mart.dim_clock.time IS 'The time at which it begins';

COMMENT ON COLUMN mart.dim_clock.minute_of_day IS '0 to 1439';

COMMENT ON COLUMN mart.dim_clock.half_hour IS 'Such as 14:30, when it begins';

COMMENT ON COLUMN mart.dim_clock.hour_12 IS '1 to 12';

COMMENT ON COLUMN mart.dim_clock.label IS 'Such as 14:05';

COMMENT ON COLUMN mart.dim_clock.label_12 IS 'Such as 2:05 PM';

COMMENT ON COLUMN mart.dim_clock.part_of_day IS 'Such as Morning';

COMMENT ON COLUMN mart.dim_clock.is_inferred IS 'True while only a fact has named the member';

COMMENT ON COLUMN mart.dim_clock.load_id IS 'Load that wrote the row last';

ALTER TABLE mart.dim_clock SET PROPERTIES format = 'PARQUET', partitioning = ARRAY[], sorted_by = ARRAY[];

COMMENT ON TABLE mart.dim_place IS 'One row per version of a place, in the order of its \ name''s 100%.';

COMMENT ON COLUMN mart.dim_place.place_key IS 'Surrogate key';

COMMENT ON COLUMN mart.dim_place.place_durable_key IS 'One key per member, over all its versions';

COMMENT ON COLUMN mart.dim_place.valid_from IS 'Start of the version, UTC';

COMMENT ON COLUMN mart.dim_place.valid_to IS 'Exclusive end of the version, UTC';

COMMENT ON COLUMN mart.dim_place.is_current IS 'Whether the version is in force';

COMMENT ON COLUMN mart.dim_place.is_inferred IS 'True while only a fact has named the member';

COMMENT ON COLUMN mart.dim_place.load_id IS 'Load that wrote the row last';

ALTER TABLE mart.dim_place SET PROPERTIES format = 'PARQUET', partitioning = ARRAY[], sorted_by = ARRAY[];

COMMENT ON TABLE mart.fact_event IS 'What happened where.';

COMMENT ON COLUMN mart.fact_event.place_key IS 'Place: key of dim_place';

COMMENT ON COLUMN mart.fact_event.time_key IS 'Time: key of dim_clock';

COMMENT ON COLUMN mart.fact_event.load_id IS 'Load that wrote the row';

ALTER TABLE mart.fact_event SET PROPERTIES format = 'ORC', partitioning = ARRAY['year(day)'], sorted_by = ARRAY['place_key', 'time_key', 'at'];

COMMENT ON TABLE mart.starschema_load IS 'One row per load: what, when, from where, how many rows, and how it ended';

COMMENT ON COLUMN mart.starschema_load.target IS 'Table that was loaded';

COMMENT ON COLUMN mart.starschema_load.load_key IS 'The caller''s name for this load, done at most once';

COMMENT ON COLUMN mart.starschema_load.status IS 'running, part, done or failed';

COMMENT ON COLUMN mart.starschema_load.source IS 'Where the rows came from, without credentials';

COMMENT ON COLUMN mart.starschema_load.started_at IS 'UTC';

COMMENT ON COLUMN mart.starschema_load.finished_at IS 'UTC';

COMMENT ON COLUMN mart.starschema_load.lookups IS 'JSON: dimension''s table to where its members were looked up';

COMMENT ON TABLE mart.starschema_quarantine IS 'Rows that could not be loaded, with the reason';

COMMENT ON COLUMN mart.starschema_quarantine.row_number IS 'Position in the input, from 1';

COMMENT ON COLUMN mart.starschema_quarantine.column_name IS 'Input column to blame; NULL for the row as a whole';

COMMENT ON COLUMN mart.starschema_quarantine.record IS 'The raw row as JSON';

COMMENT ON TABLE mart.starschema_part IS 'One row per part that is in the table, of loads in parts';

COMMENT ON COLUMN mart.starschema_part.source IS 'File, its size and which of its rows';

COMMENT ON TABLE mart.starschema_target IS 'One row per table and lock: loads of one table queue up on it, and take their keys from it';

COMMENT ON COLUMN mart.starschema_target.lock IS 'history or members';

COMMENT ON COLUMN mart.starschema_target.last_key IS 'Highest surrogate key given so far';

COMMENT ON COLUMN mart.starschema_target.attributes IS 'JSON: attribute to last_key when data first had it';

COMMENT ON COLUMN mart.starschema_target.stamp IS 'Drawn anew by every load that writes versions of the dimension';

COMMENT ON TABLE mart.starschema_snapshot IS 'Every time and slice at which a whole membership was given';

COMMENT ON COLUMN mart.starschema_snapshot.slice_column IS 'NULL where the whole membership was given';

COMMENT ON COLUMN mart.starschema_snapshot.given IS 'Comma-framed names of the attributes in the data';

COMMENT ON TABLE mart.starschema_mark IS 'How far each source was read into each table; moved in the load''s own transaction';

COMMENT ON COLUMN mart.starschema_mark.name IS 'The source, as its reader names it';

COMMENT ON COLUMN mart.starschema_mark.mark IS 'JSON: how far the source was read, and the value''s type';

COMMENT ON COLUMN mart.starschema_mark.load_id IS 'Load that moved the mark last';

COMMENT ON TABLE mart.dim_place_journal IS 'Changes of dim_place that its versions do not show';

COMMENT ON COLUMN mart.dim_place_journal.changed_at IS 'When the change took effect, UTC';

COMMENT ON COLUMN mart.dim_place_journal.change_sequence IS 'Orders changes of one time';

COMMENT ON COLUMN mart.dim_place_journal.given_attributes IS 'Comma-framed names of those in the data';

COMMENT ON TABLE mart.dim_place_tree IS 'Every member of dim_place and all that are above it';

COMMENT ON COLUMN mart.dim_place_tree.descendant_key IS 'place_durable_key of the one below';

COMMENT ON COLUMN mart.dim_place_tree.ancestor_key IS 'place_durable_key of the one above';

COMMENT ON COLUMN mart.dim_place_tree.depth IS 'Levels between them; 0 for a member and itself';

COMMENT ON COLUMN mart.dim_place_tree.is_top IS 'Nothing is above the ancestor';

COMMENT ON COLUMN mart.dim_place_tree.is_bottom IS 'Nothing is below the descendant';

COMMENT ON COLUMN mart.dim_place_tree.load_id IS 'Load that wrote the row last';
