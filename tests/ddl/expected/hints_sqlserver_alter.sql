-- Event: Physical(partition_by=...) stays as it is in a table that is there: SQL Server has rows of a table that is there lie elsewhere by no ALTER: CREATE PARTITION FUNCTION and SCHEME, then make its clustered index anew ON the scheme
-- Event: Physical(partition_every=...) stays as it is in a table that is there: SQL Server has rows of a table that is there lie elsewhere by no ALTER: CREATE PARTITION FUNCTION and SCHEME, then make its clustered index anew ON the scheme
-- Event: Physical(partition_span=...) stays as it is in a table that is there: SQL Server has rows of a table that is there lie elsewhere by no ALTER: CREATE PARTITION FUNCTION and SCHEME, then make its clustered index anew ON the scheme

IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'dim_clock', NULL, NULL)) EXEC sys.sp_dropextendedproperty N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'dim_clock';

EXEC sys.sp_addextendedproperty N'MS_Description', N'One row per minute.', N'SCHEMA', N'mart', N'TABLE', N'dim_clock';

IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'dim_clock', N'COLUMN', N'clock_key')) EXEC sys.sp_dropextendedproperty N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'dim_clock', N'COLUMN', N'clock_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Surrogate key', N'SCHEMA', N'mart', N'TABLE', N'dim_clock', N'COLUMN', N'clock_key';

IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'dim_clock', N'COLUMN', N'time')) EXEC sys.sp_dropextendedproperty N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'dim_clock', N'COLUMN', N'time';

EXEC sys.sp_addextendedproperty N'MS_Description', N'The time at which it begins', N'SCHEMA', N'mart', N'TABLE', N'dim_clock', N'COLUMN', N'time';

IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'dim_clock', N'COLUMN', N'minute_of_day')) EXEC sys.sp_dropextendedproperty N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'dim_clock', N'COLUMN', N'minute_of_day';

EXEC sys.sp_addextendedproperty N'MS_Description', N'0 to 1439', N'SCHEMA', N'mart', N'TABLE', N'dim_clock', N'COLUMN', N'minute_of_day';

IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'dim_clock', N'COLUMN', N'half_hour')) EXEC sys.sp_dropextendedproperty N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'dim_clock', N'COLUMN', N'half_hour';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Such as 14:30, when it begins', N'SCHEMA', N'mart', N'TABLE', N'dim_clock', N'COLUMN', N'half_hour';

IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'dim_clock', N'COLUMN', N'hour_12')) EXEC sys.sp_dropextendedproperty N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'dim_clock', N'COLUMN', N'hour_12';

EXEC sys.sp_addextendedproperty N'MS_Description', N'1 to 12', N'SCHEMA', N'mart', N'TABLE', N'dim_clock', N'COLUMN', N'hour_12';

IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'dim_clock', N'COLUMN', N'label')) EXEC sys.sp_dropextendedproperty N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'dim_clock', N'COLUMN', N'label';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Such as 14:05', N'SCHEMA', N'mart', N'TABLE', N'dim_clock', N'COLUMN', N'label';

IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'dim_clock', N'COLUMN', N'label_12')) EXEC sys.sp_dropextendedproperty N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'dim_clock', N'COLUMN', N'label_12';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Such as 2:05 PM', N'SCHEMA', N'mart', N'TABLE', N'dim_clock', N'COLUMN', N'label_12';

IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'dim_clock', N'COLUMN', N'part_of_day')) EXEC sys.sp_dropextendedproperty N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'dim_clock', N'COLUMN', N'part_of_day';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Such as Morning', N'SCHEMA', N'mart', N'TABLE', N'dim_clock', N'COLUMN', N'part_of_day';

IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'dim_clock', N'COLUMN', N'is_inferred')) EXEC sys.sp_dropextendedproperty N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'dim_clock', N'COLUMN', N'is_inferred';

EXEC sys.sp_addextendedproperty N'MS_Description', N'True while only a fact has named the member', N'SCHEMA', N'mart', N'TABLE', N'dim_clock', N'COLUMN', N'is_inferred';

IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'dim_clock', N'COLUMN', N'load_id')) EXEC sys.sp_dropextendedproperty N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'dim_clock', N'COLUMN', N'load_id';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Load that wrote the row last', N'SCHEMA', N'mart', N'TABLE', N'dim_clock', N'COLUMN', N'load_id';

IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'dim_place', NULL, NULL)) EXEC sys.sp_dropextendedproperty N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'dim_place';

EXEC sys.sp_addextendedproperty N'MS_Description', N'One row per version of a place, in the order of its \ name''s 100%.', N'SCHEMA', N'mart', N'TABLE', N'dim_place';

IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'dim_place', N'COLUMN', N'place_key')) EXEC sys.sp_dropextendedproperty N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'dim_place', N'COLUMN', N'place_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Surrogate key', N'SCHEMA', N'mart', N'TABLE', N'dim_place', N'COLUMN', N'place_key';

IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'dim_place', N'COLUMN', N'place_durable_key')) EXEC sys.sp_dropextendedproperty N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'dim_place', N'COLUMN', N'place_durable_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'One key per member, over all its versions', N'SCHEMA', N'mart', N'TABLE', N'dim_place', N'COLUMN', N'place_durable_key';

IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'dim_place', N'COLUMN', N'valid_from')) EXEC sys.sp_dropextendedproperty N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'dim_place', N'COLUMN', N'valid_from';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Start of the version, UTC', N'SCHEMA', N'mart', N'TABLE', N'dim_place', N'COLUMN', N'valid_from';

IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'dim_place', N'COLUMN', N'valid_to')) EXEC sys.sp_dropextendedproperty N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'dim_place', N'COLUMN', N'valid_to';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Exclusive end of the version, UTC', N'SCHEMA', N'mart', N'TABLE', N'dim_place', N'COLUMN', N'valid_to';

IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'dim_place', N'COLUMN', N'is_current')) EXEC sys.sp_dropextendedproperty N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'dim_place', N'COLUMN', N'is_current';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Whether the version is in force', N'SCHEMA', N'mart', N'TABLE', N'dim_place', N'COLUMN', N'is_current';

IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'dim_place', N'COLUMN', N'is_inferred')) EXEC sys.sp_dropextendedproperty N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'dim_place', N'COLUMN', N'is_inferred';

EXEC sys.sp_addextendedproperty N'MS_Description', N'True while only a fact has named the member', N'SCHEMA', N'mart', N'TABLE', N'dim_place', N'COLUMN', N'is_inferred';

IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'dim_place', N'COLUMN', N'load_id')) EXEC sys.sp_dropextendedproperty N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'dim_place', N'COLUMN', N'load_id';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Load that wrote the row last', N'SCHEMA', N'mart', N'TABLE', N'dim_place', N'COLUMN', N'load_id';

ALTER TABLE mart.dim_place REBUILD WITH (DATA_COMPRESSION = PAGE);

IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'fact_event', NULL, NULL)) EXEC sys.sp_dropextendedproperty N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'fact_event';

EXEC sys.sp_addextendedproperty N'MS_Description', N'What happened where.', N'SCHEMA', N'mart', N'TABLE', N'fact_event';

IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'fact_event', N'COLUMN', N'place_key')) EXEC sys.sp_dropextendedproperty N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'fact_event', N'COLUMN', N'place_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Place: key of dim_place', N'SCHEMA', N'mart', N'TABLE', N'fact_event', N'COLUMN', N'place_key';

IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'fact_event', N'COLUMN', N'time_key')) EXEC sys.sp_dropextendedproperty N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'fact_event', N'COLUMN', N'time_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Time: key of dim_clock', N'SCHEMA', N'mart', N'TABLE', N'fact_event', N'COLUMN', N'time_key';

IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'fact_event', N'COLUMN', N'load_id')) EXEC sys.sp_dropextendedproperty N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'fact_event', N'COLUMN', N'load_id';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Load that wrote the row', N'SCHEMA', N'mart', N'TABLE', N'fact_event', N'COLUMN', N'load_id';

IF EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'cci_fact_event' AND object_id = OBJECT_ID(N'mart.fact_event'))
CREATE CLUSTERED COLUMNSTORE INDEX cci_fact_event ON mart.fact_event ORDER (at, place_key) WITH (DROP_EXISTING = ON) ON ps_mart_fact_event (day)
ELSE
CREATE CLUSTERED COLUMNSTORE INDEX cci_fact_event ON mart.fact_event ORDER (at, place_key) ON ps_mart_fact_event (day);

IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'starschema_load', NULL, NULL)) EXEC sys.sp_dropextendedproperty N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'starschema_load';

EXEC sys.sp_addextendedproperty N'MS_Description', N'One row per load: what, when, from where, how many rows, and how it ended', N'SCHEMA', N'mart', N'TABLE', N'starschema_load';

IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'starschema_load', N'COLUMN', N'target')) EXEC sys.sp_dropextendedproperty N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'starschema_load', N'COLUMN', N'target';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Table that was loaded', N'SCHEMA', N'mart', N'TABLE', N'starschema_load', N'COLUMN', N'target';

IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'starschema_load', N'COLUMN', N'load_key')) EXEC sys.sp_dropextendedproperty N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'starschema_load', N'COLUMN', N'load_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'The caller''s name for this load, done at most once', N'SCHEMA', N'mart', N'TABLE', N'starschema_load', N'COLUMN', N'load_key';

IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'starschema_load', N'COLUMN', N'status')) EXEC sys.sp_dropextendedproperty N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'starschema_load', N'COLUMN', N'status';

EXEC sys.sp_addextendedproperty N'MS_Description', N'running, part, done or failed', N'SCHEMA', N'mart', N'TABLE', N'starschema_load', N'COLUMN', N'status';

IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'starschema_load', N'COLUMN', N'source')) EXEC sys.sp_dropextendedproperty N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'starschema_load', N'COLUMN', N'source';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Where the rows came from, without credentials', N'SCHEMA', N'mart', N'TABLE', N'starschema_load', N'COLUMN', N'source';

IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'starschema_load', N'COLUMN', N'started_at')) EXEC sys.sp_dropextendedproperty N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'starschema_load', N'COLUMN', N'started_at';

EXEC sys.sp_addextendedproperty N'MS_Description', N'UTC', N'SCHEMA', N'mart', N'TABLE', N'starschema_load', N'COLUMN', N'started_at';

IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'starschema_load', N'COLUMN', N'finished_at')) EXEC sys.sp_dropextendedproperty N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'starschema_load', N'COLUMN', N'finished_at';

EXEC sys.sp_addextendedproperty N'MS_Description', N'UTC', N'SCHEMA', N'mart', N'TABLE', N'starschema_load', N'COLUMN', N'finished_at';

IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'starschema_load', N'COLUMN', N'lookups')) EXEC sys.sp_dropextendedproperty N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'starschema_load', N'COLUMN', N'lookups';

EXEC sys.sp_addextendedproperty N'MS_Description', N'JSON: dimension''s table to where its members were looked up', N'SCHEMA', N'mart', N'TABLE', N'starschema_load', N'COLUMN', N'lookups';

IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'starschema_quarantine', NULL, NULL)) EXEC sys.sp_dropextendedproperty N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'starschema_quarantine';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Rows that could not be loaded, with the reason', N'SCHEMA', N'mart', N'TABLE', N'starschema_quarantine';

IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'starschema_quarantine', N'COLUMN', N'row_number')) EXEC sys.sp_dropextendedproperty N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'starschema_quarantine', N'COLUMN', N'row_number';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Position in the input, from 1', N'SCHEMA', N'mart', N'TABLE', N'starschema_quarantine', N'COLUMN', N'row_number';

IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'starschema_quarantine', N'COLUMN', N'column_name')) EXEC sys.sp_dropextendedproperty N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'starschema_quarantine', N'COLUMN', N'column_name';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Input column to blame; NULL for the row as a whole', N'SCHEMA', N'mart', N'TABLE', N'starschema_quarantine', N'COLUMN', N'column_name';

IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'starschema_quarantine', N'COLUMN', N'record')) EXEC sys.sp_dropextendedproperty N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'starschema_quarantine', N'COLUMN', N'record';

EXEC sys.sp_addextendedproperty N'MS_Description', N'The raw row as JSON', N'SCHEMA', N'mart', N'TABLE', N'starschema_quarantine', N'COLUMN', N'record';

IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'starschema_part', NULL, NULL)) EXEC sys.sp_dropextendedproperty N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'starschema_part';

EXEC sys.sp_addextendedproperty N'MS_Description', N'One row per part that is in the table, of loads in parts', N'SCHEMA', N'mart', N'TABLE', N'starschema_part';

IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'starschema_part', N'COLUMN', N'source')) EXEC sys.sp_dropextendedproperty N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'starschema_part', N'COLUMN', N'source';

EXEC sys.sp_addextendedproperty N'MS_Description', N'File, its size and which of its rows', N'SCHEMA', N'mart', N'TABLE', N'starschema_part', N'COLUMN', N'source';

IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'starschema_target', NULL, NULL)) EXEC sys.sp_dropextendedproperty N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'starschema_target';

EXEC sys.sp_addextendedproperty N'MS_Description', N'One row per table and lock: loads of one table queue up on it, and take their keys from it', N'SCHEMA', N'mart', N'TABLE', N'starschema_target';

IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'starschema_target', N'COLUMN', N'lock')) EXEC sys.sp_dropextendedproperty N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'starschema_target', N'COLUMN', N'lock';

EXEC sys.sp_addextendedproperty N'MS_Description', N'history or members', N'SCHEMA', N'mart', N'TABLE', N'starschema_target', N'COLUMN', N'lock';

IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'starschema_target', N'COLUMN', N'last_key')) EXEC sys.sp_dropextendedproperty N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'starschema_target', N'COLUMN', N'last_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Highest surrogate key given so far', N'SCHEMA', N'mart', N'TABLE', N'starschema_target', N'COLUMN', N'last_key';

IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'starschema_target', N'COLUMN', N'attributes')) EXEC sys.sp_dropextendedproperty N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'starschema_target', N'COLUMN', N'attributes';

EXEC sys.sp_addextendedproperty N'MS_Description', N'JSON: attribute to last_key when data first had it', N'SCHEMA', N'mart', N'TABLE', N'starschema_target', N'COLUMN', N'attributes';

IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'starschema_target', N'COLUMN', N'stamp')) EXEC sys.sp_dropextendedproperty N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'starschema_target', N'COLUMN', N'stamp';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Drawn anew by every load that writes versions of the dimension', N'SCHEMA', N'mart', N'TABLE', N'starschema_target', N'COLUMN', N'stamp';

IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'starschema_snapshot', NULL, NULL)) EXEC sys.sp_dropextendedproperty N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'starschema_snapshot';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Every time and slice at which a whole membership was given', N'SCHEMA', N'mart', N'TABLE', N'starschema_snapshot';

IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'starschema_snapshot', N'COLUMN', N'slice_column')) EXEC sys.sp_dropextendedproperty N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'starschema_snapshot', N'COLUMN', N'slice_column';

EXEC sys.sp_addextendedproperty N'MS_Description', N'NULL where the whole membership was given', N'SCHEMA', N'mart', N'TABLE', N'starschema_snapshot', N'COLUMN', N'slice_column';

IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'starschema_snapshot', N'COLUMN', N'given')) EXEC sys.sp_dropextendedproperty N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'starschema_snapshot', N'COLUMN', N'given';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Comma-framed names of the attributes in the data', N'SCHEMA', N'mart', N'TABLE', N'starschema_snapshot', N'COLUMN', N'given';

IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'starschema_mark', NULL, NULL)) EXEC sys.sp_dropextendedproperty N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'starschema_mark';

EXEC sys.sp_addextendedproperty N'MS_Description', N'How far each source was read into each table; moved in the load''s own transaction', N'SCHEMA', N'mart', N'TABLE', N'starschema_mark';

IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'starschema_mark', N'COLUMN', N'name')) EXEC sys.sp_dropextendedproperty N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'starschema_mark', N'COLUMN', N'name';

EXEC sys.sp_addextendedproperty N'MS_Description', N'The source, as its reader names it', N'SCHEMA', N'mart', N'TABLE', N'starschema_mark', N'COLUMN', N'name';

IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'starschema_mark', N'COLUMN', N'mark')) EXEC sys.sp_dropextendedproperty N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'starschema_mark', N'COLUMN', N'mark';

EXEC sys.sp_addextendedproperty N'MS_Description', N'JSON: how far the source was read, and the value''s type', N'SCHEMA', N'mart', N'TABLE', N'starschema_mark', N'COLUMN', N'mark';

IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'starschema_mark', N'COLUMN', N'load_id')) EXEC sys.sp_dropextendedproperty N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'starschema_mark', N'COLUMN', N'load_id';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Load that moved the mark last', N'SCHEMA', N'mart', N'TABLE', N'starschema_mark', N'COLUMN', N'load_id';

IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'dim_place_journal', NULL, NULL)) EXEC sys.sp_dropextendedproperty N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'dim_place_journal';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Changes of dim_place that its versions do not show', N'SCHEMA', N'mart', N'TABLE', N'dim_place_journal';

IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'dim_place_journal', N'COLUMN', N'changed_at')) EXEC sys.sp_dropextendedproperty N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'dim_place_journal', N'COLUMN', N'changed_at';

EXEC sys.sp_addextendedproperty N'MS_Description', N'When the change took effect, UTC', N'SCHEMA', N'mart', N'TABLE', N'dim_place_journal', N'COLUMN', N'changed_at';

IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'dim_place_journal', N'COLUMN', N'change_sequence')) EXEC sys.sp_dropextendedproperty N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'dim_place_journal', N'COLUMN', N'change_sequence';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Orders changes of one time', N'SCHEMA', N'mart', N'TABLE', N'dim_place_journal', N'COLUMN', N'change_sequence';

IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'dim_place_journal', N'COLUMN', N'given_attributes')) EXEC sys.sp_dropextendedproperty N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'dim_place_journal', N'COLUMN', N'given_attributes';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Comma-framed names of those in the data', N'SCHEMA', N'mart', N'TABLE', N'dim_place_journal', N'COLUMN', N'given_attributes';

IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'dim_place_tree', NULL, NULL)) EXEC sys.sp_dropextendedproperty N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'dim_place_tree';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Every member of dim_place and all that are above it', N'SCHEMA', N'mart', N'TABLE', N'dim_place_tree';

IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'dim_place_tree', N'COLUMN', N'descendant_key')) EXEC sys.sp_dropextendedproperty N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'dim_place_tree', N'COLUMN', N'descendant_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'place_durable_key of the one below', N'SCHEMA', N'mart', N'TABLE', N'dim_place_tree', N'COLUMN', N'descendant_key';

IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'dim_place_tree', N'COLUMN', N'ancestor_key')) EXEC sys.sp_dropextendedproperty N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'dim_place_tree', N'COLUMN', N'ancestor_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'place_durable_key of the one above', N'SCHEMA', N'mart', N'TABLE', N'dim_place_tree', N'COLUMN', N'ancestor_key';

IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'dim_place_tree', N'COLUMN', N'depth')) EXEC sys.sp_dropextendedproperty N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'dim_place_tree', N'COLUMN', N'depth';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Levels between them; 0 for a member and itself', N'SCHEMA', N'mart', N'TABLE', N'dim_place_tree', N'COLUMN', N'depth';

IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'dim_place_tree', N'COLUMN', N'is_top')) EXEC sys.sp_dropextendedproperty N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'dim_place_tree', N'COLUMN', N'is_top';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Nothing is above the ancestor', N'SCHEMA', N'mart', N'TABLE', N'dim_place_tree', N'COLUMN', N'is_top';

IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'dim_place_tree', N'COLUMN', N'is_bottom')) EXEC sys.sp_dropextendedproperty N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'dim_place_tree', N'COLUMN', N'is_bottom';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Nothing is below the descendant', N'SCHEMA', N'mart', N'TABLE', N'dim_place_tree', N'COLUMN', N'is_bottom';

IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'dim_place_tree', N'COLUMN', N'load_id')) EXEC sys.sp_dropextendedproperty N'MS_Description', N'SCHEMA', N'mart', N'TABLE', N'dim_place_tree', N'COLUMN', N'load_id';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Load that wrote the row last', N'SCHEMA', N'mart', N'TABLE', N'dim_place_tree', N'COLUMN', N'load_id';
