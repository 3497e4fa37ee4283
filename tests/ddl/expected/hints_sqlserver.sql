-- Texts that differ in trailing spaces only are equal to SQL Server, in keys too.
-- Place: Physical(replicate=...) has no effect here: one server holds all rows
-- Event: Physical(distribute_on=...) has no effect here: one server holds all rows
-- Event: Physical(expire_days=...) has no effect here: SQL Server deletes nothing by itself
-- Event: Physical(cluster_on=...) has no effect here: sort_on orders a columnstore

EXEC sys.sp_executesql N'IF SCHEMA_ID(N''mart'') IS NULL EXEC (N''CREATE SCHEMA mart'')';

CREATE TABLE mart.dim_clock (
	clock_key BIGINT NOT NULL,
	time TIME(6),
	hour SMALLINT,
	minute SMALLINT,
	second SMALLINT,
	minute_of_day SMALLINT,
	half_hour NVARCHAR(20) COLLATE Latin1_General_100_BIN2,
	hour_12 SMALLINT,
	am_pm NVARCHAR(20) COLLATE Latin1_General_100_BIN2,
	label NVARCHAR(20) COLLATE Latin1_General_100_BIN2,
	label_12 NVARCHAR(20) COLLATE Latin1_General_100_BIN2,
	part_of_day NVARCHAR(20) COLLATE Latin1_General_100_BIN2,
	is_inferred BIT DEFAULT 0 NOT NULL,
	load_id BIGINT DEFAULT 0 NOT NULL,
	CONSTRAINT pk_dim_clock PRIMARY KEY (clock_key)
);

CREATE UNIQUE INDEX uq_dim_clock_natural_key ON mart.dim_clock (time) WHERE time IS NOT NULL;

EXEC sys.sp_addextendedproperty N'MS_Description', N'One row per minute.', N'SCHEMA', N'mart', N'TABLE', N'dim_clock';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Surrogate key', N'SCHEMA', N'mart', N'TABLE', N'dim_clock', N'COLUMN', N'clock_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'The time at which it begins', N'SCHEMA', N'mart', N'TABLE', N'dim_clock', N'COLUMN', N'time';

EXEC sys.sp_addextendedproperty N'MS_Description', N'0 to 1439', N'SCHEMA', N'mart', N'TABLE', N'dim_clock', N'COLUMN', N'minute_of_day';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Such as 14:30, when it begins', N'SCHEMA', N'mart', N'TABLE', N'dim_clock', N'COLUMN', N'half_hour';

EXEC sys.sp_addextendedproperty N'MS_Description', N'1 to 12', N'SCHEMA', N'mart', N'TABLE', N'dim_clock', N'COLUMN', N'hour_12';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Such as 14:05', N'SCHEMA', N'mart', N'TABLE', N'dim_clock', N'COLUMN', N'label';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Such as 2:05 PM', N'SCHEMA', N'mart', N'TABLE', N'dim_clock', N'COLUMN', N'label_12';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Such as Morning', N'SCHEMA', N'mart', N'TABLE', N'dim_clock', N'COLUMN', N'part_of_day';

EXEC sys.sp_addextendedproperty N'MS_Description', N'True while only a fact has named the member', N'SCHEMA', N'mart', N'TABLE', N'dim_clock', N'COLUMN', N'is_inferred';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Load that wrote the row last', N'SCHEMA', N'mart', N'TABLE', N'dim_clock', N'COLUMN', N'load_id';

CREATE TABLE mart.dim_place (
	place_key BIGINT NOT NULL,
	code NVARCHAR(20) COLLATE Latin1_General_100_BIN2,
	name NVARCHAR(60) COLLATE Latin1_General_100_BIN2,
	size NVARCHAR(5) COLLATE Latin1_General_100_BIN2,
	remarks NVARCHAR(max) COLLATE Latin1_General_100_BIN2,
	picture VARBINARY(max),
	opens TIME(6),
	passport UNIQUEIDENTIFIER,
	height FLOAT(53),
	floors SMALLINT,
	seen DATETIMEOFFSET(6),
	rent DECIMAL(38, 12),
	parent NVARCHAR(20) COLLATE Latin1_General_100_BIN2,
	place_durable_key BIGINT NOT NULL,
	valid_from DATETIME2(6) NOT NULL,
	valid_to DATETIME2(6) NOT NULL,
	is_current BIT DEFAULT 1 NOT NULL,
	is_inferred BIT DEFAULT 0 NOT NULL,
	load_id BIGINT DEFAULT 0 NOT NULL,
	CONSTRAINT pk_dim_place PRIMARY KEY (place_key)
)
WITH (DATA_COMPRESSION = PAGE);

CREATE UNIQUE INDEX uq_dim_place_natural_key ON mart.dim_place (code, valid_from) WHERE code IS NOT NULL;

CREATE NONCLUSTERED INDEX ix_dim_place_name ON mart.dim_place (name);

EXEC sys.sp_addextendedproperty N'MS_Description', N'One row per version of a place, in the order of its \ name''s 100%.', N'SCHEMA', N'mart', N'TABLE', N'dim_place';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Surrogate key', N'SCHEMA', N'mart', N'TABLE', N'dim_place', N'COLUMN', N'place_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'One key per member, over all its versions', N'SCHEMA', N'mart', N'TABLE', N'dim_place', N'COLUMN', N'place_durable_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Start of the version, UTC', N'SCHEMA', N'mart', N'TABLE', N'dim_place', N'COLUMN', N'valid_from';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Exclusive end of the version, UTC', N'SCHEMA', N'mart', N'TABLE', N'dim_place', N'COLUMN', N'valid_to';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Whether the version is in force', N'SCHEMA', N'mart', N'TABLE', N'dim_place', N'COLUMN', N'is_current';

EXEC sys.sp_addextendedproperty N'MS_Description', N'True while only a fact has named the member', N'SCHEMA', N'mart', N'TABLE', N'dim_place', N'COLUMN', N'is_inferred';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Load that wrote the row last', N'SCHEMA', N'mart', N'TABLE', N'dim_place', N'COLUMN', N'load_id';

CREATE PARTITION FUNCTION pf_mart_fact_event (DATE) AS RANGE RIGHT FOR VALUES ('2022-01-01', '2023-01-01', '2024-01-01', '2025-01-01');

CREATE PARTITION SCHEME ps_mart_fact_event AS PARTITION pf_mart_fact_event ALL TO ([PRIMARY]);

CREATE TABLE mart.fact_event (
	no INT NOT NULL,
	day DATE NOT NULL,
	at DATETIME2(6) NOT NULL,
	place_key BIGINT NOT NULL,
	time_key BIGINT NOT NULL,
	amount DECIMAL(14, 2) NOT NULL,
	load_id BIGINT DEFAULT 0 NOT NULL,
	CONSTRAINT pk_fact_event PRIMARY KEY NONCLUSTERED (no, day)
)
ON ps_mart_fact_event (day);

CREATE CLUSTERED COLUMNSTORE INDEX cci_fact_event ON mart.fact_event ORDER (at, place_key) ON ps_mart_fact_event (day);

EXEC sys.sp_addextendedproperty N'MS_Description', N'What happened where.', N'SCHEMA', N'mart', N'TABLE', N'fact_event';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Place: key of dim_place', N'SCHEMA', N'mart', N'TABLE', N'fact_event', N'COLUMN', N'place_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Time: key of dim_clock', N'SCHEMA', N'mart', N'TABLE', N'fact_event', N'COLUMN', N'time_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Load that wrote the row', N'SCHEMA', N'mart', N'TABLE', N'fact_event', N'COLUMN', N'load_id';

CREATE TABLE mart.starschema_load (
	load_id BIGINT NOT NULL,
	target NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
	load_key NVARCHAR(255) COLLATE Latin1_General_100_BIN2,
	status NVARCHAR(10) COLLATE Latin1_General_100_BIN2 NOT NULL,
	source NVARCHAR(max) COLLATE Latin1_General_100_BIN2,
	started_at DATETIME2(6) NOT NULL,
	finished_at DATETIME2(6),
	seconds FLOAT(53),
	lookups NVARCHAR(max) COLLATE Latin1_General_100_BIN2,
	[read] BIGINT NOT NULL,
	inserted BIGINT NOT NULL,
	updated BIGINT NOT NULL,
	versioned BIGINT NOT NULL,
	closed BIGINT NOT NULL,
	removed BIGINT NOT NULL,
	unchanged BIGINT NOT NULL,
	inferred BIGINT NOT NULL,
	repointed BIGINT NOT NULL,
	recomputed BIGINT NOT NULL,
	unconverted BIGINT NOT NULL,
	rejected BIGINT NOT NULL,
	duplicates BIGINT NOT NULL,
	error NVARCHAR(max) COLLATE Latin1_General_100_BIN2,
	CONSTRAINT pk_starschema_load PRIMARY KEY (load_id)
);

CREATE UNIQUE INDEX uq_starschema_load ON mart.starschema_load (target, load_key, load_id) WHERE load_key IS NOT NULL;

EXEC sys.sp_addextendedproperty N'MS_Description', N'One row per load: what, when, from where, how many rows, and how it ended', N'SCHEMA', N'mart', N'TABLE', N'starschema_load';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Table that was loaded', N'SCHEMA', N'mart', N'TABLE', N'starschema_load', N'COLUMN', N'target';

EXEC sys.sp_addextendedproperty N'MS_Description', N'The caller''s name for this load, done at most once', N'SCHEMA', N'mart', N'TABLE', N'starschema_load', N'COLUMN', N'load_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'running, part, done or failed', N'SCHEMA', N'mart', N'TABLE', N'starschema_load', N'COLUMN', N'status';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Where the rows came from, without credentials', N'SCHEMA', N'mart', N'TABLE', N'starschema_load', N'COLUMN', N'source';

EXEC sys.sp_addextendedproperty N'MS_Description', N'UTC', N'SCHEMA', N'mart', N'TABLE', N'starschema_load', N'COLUMN', N'started_at';

EXEC sys.sp_addextendedproperty N'MS_Description', N'UTC', N'SCHEMA', N'mart', N'TABLE', N'starschema_load', N'COLUMN', N'finished_at';

EXEC sys.sp_addextendedproperty N'MS_Description', N'JSON: dimension''s table to where its members were looked up', N'SCHEMA', N'mart', N'TABLE', N'starschema_load', N'COLUMN', N'lookups';

CREATE TABLE mart.starschema_quarantine (
	load_id BIGINT NOT NULL,
	target NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
	row_number BIGINT NOT NULL,
	column_name NVARCHAR(200) COLLATE Latin1_General_100_BIN2,
	value NVARCHAR(max) COLLATE Latin1_General_100_BIN2,
	reason NVARCHAR(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
	record NVARCHAR(max) COLLATE Latin1_General_100_BIN2 NOT NULL
);

CREATE NONCLUSTERED INDEX ix_starschema_quarantine_load ON mart.starschema_quarantine (load_id);

EXEC sys.sp_addextendedproperty N'MS_Description', N'Rows that could not be loaded, with the reason', N'SCHEMA', N'mart', N'TABLE', N'starschema_quarantine';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Position in the input, from 1', N'SCHEMA', N'mart', N'TABLE', N'starschema_quarantine', N'COLUMN', N'row_number';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Input column to blame; NULL for the row as a whole', N'SCHEMA', N'mart', N'TABLE', N'starschema_quarantine', N'COLUMN', N'column_name';

EXEC sys.sp_addextendedproperty N'MS_Description', N'The raw row as JSON', N'SCHEMA', N'mart', N'TABLE', N'starschema_quarantine', N'COLUMN', N'record';

CREATE TABLE mart.starschema_part (
	load_id BIGINT NOT NULL,
	part BIGINT NOT NULL,
	target NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
	source NVARCHAR(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
	[read] BIGINT NOT NULL,
	inserted BIGINT NOT NULL,
	updated BIGINT NOT NULL,
	versioned BIGINT NOT NULL,
	closed BIGINT NOT NULL,
	removed BIGINT NOT NULL,
	unchanged BIGINT NOT NULL,
	inferred BIGINT NOT NULL,
	repointed BIGINT NOT NULL,
	recomputed BIGINT NOT NULL,
	unconverted BIGINT NOT NULL,
	rejected BIGINT NOT NULL,
	duplicates BIGINT NOT NULL,
	CONSTRAINT pk_starschema_part PRIMARY KEY (load_id, part)
);

EXEC sys.sp_addextendedproperty N'MS_Description', N'One row per part that is in the table, of loads in parts', N'SCHEMA', N'mart', N'TABLE', N'starschema_part';

EXEC sys.sp_addextendedproperty N'MS_Description', N'File, its size and which of its rows', N'SCHEMA', N'mart', N'TABLE', N'starschema_part', N'COLUMN', N'source';

CREATE TABLE mart.starschema_target (
	target NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
	lock NVARCHAR(10) COLLATE Latin1_General_100_BIN2 NOT NULL,
	last_key BIGINT NOT NULL,
	attributes NVARCHAR(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
	stamp NVARCHAR(32) COLLATE Latin1_General_100_BIN2,
	CONSTRAINT pk_starschema_target PRIMARY KEY (target, lock)
);

EXEC sys.sp_addextendedproperty N'MS_Description', N'One row per table and lock: loads of one table queue up on it, and take their keys from it', N'SCHEMA', N'mart', N'TABLE', N'starschema_target';

EXEC sys.sp_addextendedproperty N'MS_Description', N'history or members', N'SCHEMA', N'mart', N'TABLE', N'starschema_target', N'COLUMN', N'lock';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Highest surrogate key given so far', N'SCHEMA', N'mart', N'TABLE', N'starschema_target', N'COLUMN', N'last_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'JSON: attribute to last_key when data first had it', N'SCHEMA', N'mart', N'TABLE', N'starschema_target', N'COLUMN', N'attributes';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Drawn anew by every load that writes versions of the dimension', N'SCHEMA', N'mart', N'TABLE', N'starschema_target', N'COLUMN', N'stamp';

CREATE TABLE mart.starschema_snapshot (
	target NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
	effective DATETIME2(6) NOT NULL,
	slice_column NVARCHAR(200) COLLATE Latin1_General_100_BIN2,
	slice_value NVARCHAR(255) COLLATE Latin1_General_100_BIN2,
	given NVARCHAR(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
	load_id BIGINT NOT NULL
);

CREATE NONCLUSTERED INDEX ix_starschema_snapshot_target ON mart.starschema_snapshot (target, effective);

EXEC sys.sp_addextendedproperty N'MS_Description', N'Every time and slice at which a whole membership was given', N'SCHEMA', N'mart', N'TABLE', N'starschema_snapshot';

EXEC sys.sp_addextendedproperty N'MS_Description', N'NULL where the whole membership was given', N'SCHEMA', N'mart', N'TABLE', N'starschema_snapshot', N'COLUMN', N'slice_column';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Comma-framed names of the attributes in the data', N'SCHEMA', N'mart', N'TABLE', N'starschema_snapshot', N'COLUMN', N'given';

CREATE TABLE mart.starschema_mark (
	target NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
	name NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
	mark NVARCHAR(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
	load_id BIGINT NOT NULL,
	CONSTRAINT pk_starschema_mark PRIMARY KEY (target, name)
);

EXEC sys.sp_addextendedproperty N'MS_Description', N'How far each source was read into each table; moved in the load''s own transaction', N'SCHEMA', N'mart', N'TABLE', N'starschema_mark';

EXEC sys.sp_addextendedproperty N'MS_Description', N'The source, as its reader names it', N'SCHEMA', N'mart', N'TABLE', N'starschema_mark', N'COLUMN', N'name';

EXEC sys.sp_addextendedproperty N'MS_Description', N'JSON: how far the source was read, and the value''s type', N'SCHEMA', N'mart', N'TABLE', N'starschema_mark', N'COLUMN', N'mark';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Load that moved the mark last', N'SCHEMA', N'mart', N'TABLE', N'starschema_mark', N'COLUMN', N'load_id';

CREATE TABLE mart.dim_place_journal (
	code NVARCHAR(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
	changed_at DATETIME2(6) NOT NULL,
	change_sequence BIGINT,
	is_deletion BIT NOT NULL,
	name NVARCHAR(60) COLLATE Latin1_General_100_BIN2,
	size NVARCHAR(5) COLLATE Latin1_General_100_BIN2,
	remarks NVARCHAR(max) COLLATE Latin1_General_100_BIN2,
	picture VARBINARY(max),
	opens TIME(6),
	passport UNIQUEIDENTIFIER,
	height FLOAT(53),
	floors SMALLINT,
	seen DATETIMEOFFSET(6),
	rent DECIMAL(38, 12),
	parent NVARCHAR(20) COLLATE Latin1_General_100_BIN2,
	given_attributes NVARCHAR(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
	load_id BIGINT NOT NULL
);

CREATE NONCLUSTERED INDEX ix_dim_place_journal ON mart.dim_place_journal (code, changed_at);

EXEC sys.sp_addextendedproperty N'MS_Description', N'Changes of dim_place that its versions do not show', N'SCHEMA', N'mart', N'TABLE', N'dim_place_journal';

EXEC sys.sp_addextendedproperty N'MS_Description', N'When the change took effect, UTC', N'SCHEMA', N'mart', N'TABLE', N'dim_place_journal', N'COLUMN', N'changed_at';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Orders changes of one time', N'SCHEMA', N'mart', N'TABLE', N'dim_place_journal', N'COLUMN', N'change_sequence';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Comma-framed names of those in the data', N'SCHEMA', N'mart', N'TABLE', N'dim_place_journal', N'COLUMN', N'given_attributes';

CREATE TABLE mart.dim_place_tree (
	descendant_key BIGINT NOT NULL,
	ancestor_key BIGINT NOT NULL,
	depth INT NOT NULL,
	is_top BIT NOT NULL,
	is_bottom BIT NOT NULL,
	load_id BIGINT DEFAULT 0 NOT NULL,
	CONSTRAINT pk_dim_place_tree PRIMARY KEY (descendant_key, ancestor_key)
);

CREATE NONCLUSTERED INDEX ix_dim_place_tree_ancestor ON mart.dim_place_tree (ancestor_key);

EXEC sys.sp_addextendedproperty N'MS_Description', N'Every member of dim_place and all that are above it', N'SCHEMA', N'mart', N'TABLE', N'dim_place_tree';

EXEC sys.sp_addextendedproperty N'MS_Description', N'place_durable_key of the one below', N'SCHEMA', N'mart', N'TABLE', N'dim_place_tree', N'COLUMN', N'descendant_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'place_durable_key of the one above', N'SCHEMA', N'mart', N'TABLE', N'dim_place_tree', N'COLUMN', N'ancestor_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Levels between them; 0 for a member and itself', N'SCHEMA', N'mart', N'TABLE', N'dim_place_tree', N'COLUMN', N'depth';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Nothing is above the ancestor', N'SCHEMA', N'mart', N'TABLE', N'dim_place_tree', N'COLUMN', N'is_top';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Nothing is below the descendant', N'SCHEMA', N'mart', N'TABLE', N'dim_place_tree', N'COLUMN', N'is_bottom';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Load that wrote the row last', N'SCHEMA', N'mart', N'TABLE', N'dim_place_tree', N'COLUMN', N'load_id';

EXEC sys.sp_executesql N'CREATE VIEW mart.dim_place_now AS
SELECT newest.place_durable_key, newest.place_key, newest.code, newest.name, newest.size, newest.remarks, newest.picture, newest.opens, newest.passport, newest.height, newest.floors, newest.seen, newest.rent, newest.parent, newest.valid_from, newest.valid_to, newest.is_current, newest.is_inferred, newest.load_id 
FROM mart.dim_place AS newest 
WHERE NOT (EXISTS (SELECT 1 AS anon_1 
FROM mart.dim_place AS later 
WHERE later.code = newest.code AND later.valid_from > newest.valid_from))';

INSERT INTO mart.dim_clock (clock_key, time, hour, minute, second, minute_of_day, half_hour, hour_12, am_pm, label, label_12, part_of_day, is_inferred, load_id) VALUES (-1, NULL, NULL, NULL, NULL, NULL, N'Unknown', NULL, N'Unknown', N'Unknown', N'Unknown', N'Unknown', 0, 0);

INSERT INTO mart.dim_clock (clock_key, time, hour, minute, second, minute_of_day, half_hour, hour_12, am_pm, label, label_12, part_of_day, is_inferred, load_id) VALUES (-2, NULL, NULL, NULL, NULL, NULL, N'Not applicable', NULL, N'Not applicable', N'Not applicable', N'Not applicable', N'Not applicable', 0, 0);

INSERT INTO mart.dim_place (place_key, code, name, size, remarks, picture, opens, passport, height, floors, seen, rent, parent, place_durable_key, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-1, NULL, N'It''s \ unknown', NULL, N'Unknown', 0x00ff, '09:30:00.000000', N'00000000-0000-0000-0000-000000000007', 1.5, NULL, '2000-01-01 00:00:00.000000 +00:00', -0.50, NULL, -1, '0001-01-01 00:00:00.000000', '9999-12-31 00:00:00.000000', 1, 0, 0);

INSERT INTO mart.dim_place (place_key, code, name, size, remarks, picture, opens, passport, height, floors, seen, rent, parent, place_durable_key, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-2, NULL, N'It''s \ unknown', NULL, N'Not applicable', 0x00ff, '09:30:00.000000', N'00000000-0000-0000-0000-000000000007', 1.5, NULL, '2000-01-01 00:00:00.000000 +00:00', 1000, NULL, -2, '0001-01-01 00:00:00.000000', '9999-12-31 00:00:00.000000', 1, 0, 0);

INSERT INTO mart.dim_place_tree (descendant_key, ancestor_key, depth, is_top, is_bottom, load_id) VALUES (-1, -1, 0, 1, 1, 0);

INSERT INTO mart.dim_place_tree (descendant_key, ancestor_key, depth, is_top, is_bottom, load_id) VALUES (-2, -2, 0, 1, 1, 0);

INSERT INTO mart.starschema_target (target, lock, last_key, attributes) VALUES (N'mart.dim_clock', N'history', 0, N'{}');

INSERT INTO mart.starschema_target (target, lock, last_key, attributes) VALUES (N'mart.dim_clock', N'members', 0, N'{}');

INSERT INTO mart.starschema_target (target, lock, last_key, attributes) VALUES (N'mart.dim_place', N'history', 0, N'{}');

INSERT INTO mart.starschema_target (target, lock, last_key, attributes) VALUES (N'mart.dim_place', N'members', 0, N'{}');

INSERT INTO mart.starschema_target (target, lock, last_key, attributes) VALUES (N'mart.fact_event', N'history', 0, N'{}');

INSERT INTO mart.starschema_target (target, lock, last_key, attributes) VALUES (N'mart.fact_event', N'members', 0, N'{}');
