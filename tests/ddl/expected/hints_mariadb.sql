-- Place: Physical(replicate=...) has no effect here: every replica has all tables
-- Event: Physical(expire_days=...) has no effect here: InnoDB deletes nothing by itself
-- Event: Physical(distribute_on=...) has no effect here: one server holds all rows
-- Event: Physical(sort_on=...) has no effect here: InnoDB keeps rows in the order of their key
-- Event: Physical(cluster_on=...) has no effect here: InnoDB keeps rows in the order of their key

CREATE SCHEMA IF NOT EXISTS mart;

CREATE TABLE mart.dim_clock (
	clock_key BIGINT NOT NULL COMMENT 'Surrogate key', 
	time TIME(6) COMMENT 'The time at which it begins', 
	hour SMALLINT, 
	minute SMALLINT, 
	second SMALLINT, 
	minute_of_day SMALLINT COMMENT '0 to 1439', 
	half_hour VARCHAR(20) COMMENT 'Such as 14:30, when it begins', 
	hour_12 SMALLINT COMMENT '1 to 12', 
	am_pm VARCHAR(20), 
	label VARCHAR(20) COMMENT 'Such as 14:05', 
	label_12 VARCHAR(20) COMMENT 'Such as 2:05 PM', 
	part_of_day VARCHAR(20) COMMENT 'Such as Morning', 
	is_inferred BOOL NOT NULL COMMENT 'True while only a fact has named the member' DEFAULT false, 
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row last' DEFAULT 0, 
	CONSTRAINT pk_dim_clock PRIMARY KEY (clock_key), 
	CONSTRAINT uq_dim_clock_natural_key UNIQUE (time)
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='One row per minute.' COLLATE utf8mb4_nopad_bin;

CREATE TABLE mart.dim_place (
	place_key BIGINT NOT NULL COMMENT 'Surrogate key', 
	code VARCHAR(20) COLLATE utf8mb4_nopad_bin, 
	name VARCHAR(60), 
	size ENUM('small','large'), 
	remarks LONGTEXT, 
	picture LONGBLOB, 
	opens TIME(6), 
	passport UUID, 
	height DOUBLE, 
	floors SMALLINT, 
	seen DATETIME(6), 
	rent NUMERIC(38, 12), 
	parent VARCHAR(20), 
	place_durable_key BIGINT NOT NULL COMMENT 'One key per member, over all its versions', 
	valid_from DATETIME(6) NOT NULL COMMENT 'Start of the version, UTC', 
	valid_to DATETIME(6) NOT NULL COMMENT 'Exclusive end of the version, UTC', 
	is_current BOOL NOT NULL COMMENT 'Whether the version is in force' DEFAULT true, 
	is_inferred BOOL NOT NULL COMMENT 'True while only a fact has named the member' DEFAULT false, 
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row last' DEFAULT 0, 
	CONSTRAINT pk_dim_place PRIMARY KEY (place_key), 
	CONSTRAINT uq_dim_place_natural_key UNIQUE (code, valid_from)
)ROW_FORMAT=COMPRESSED ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='One row per version of a place, in the order of its \\ name''s 100%.' COLLATE utf8mb4_nopad_bin;

CREATE INDEX ix_dim_place_name ON mart.dim_place (name);

CREATE TABLE mart.fact_event (
	no INTEGER NOT NULL, 
	day DATE NOT NULL, 
	at DATETIME(6) NOT NULL, 
	place_key BIGINT NOT NULL COMMENT 'Place: key of dim_place', 
	time_key BIGINT NOT NULL COMMENT 'Time: key of dim_clock', 
	amount NUMERIC(14, 2) NOT NULL, 
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row' DEFAULT 0, 
	CONSTRAINT pk_fact_event PRIMARY KEY (no, day)
)ROW_FORMAT=COMPRESSED ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='What happened where.' COLLATE utf8mb4_nopad_bin PARTITION BY RANGE (TO_DAYS(day)) (PARTITION p_20220101 VALUES LESS THAN (TO_DAYS('2022-01-01')), PARTITION p_20230101 VALUES LESS THAN (TO_DAYS('2023-01-01')), PARTITION p_20240101 VALUES LESS THAN (TO_DAYS('2024-01-01')), PARTITION p_20250101 VALUES LESS THAN (TO_DAYS('2025-01-01')), PARTITION p_last VALUES LESS THAN (MAXVALUE));

CREATE TABLE mart.starschema_load (
	load_id BIGINT NOT NULL, 
	target VARCHAR(200) COLLATE utf8mb4_nopad_bin NOT NULL COMMENT 'Table that was loaded', 
	load_key VARCHAR(255) COLLATE utf8mb4_nopad_bin COMMENT 'The caller''s name for this load, done at most once', 
	status VARCHAR(10) NOT NULL COMMENT 'running, part, done or failed', 
	source LONGTEXT COMMENT 'Where the rows came from, without credentials', 
	started_at DATETIME(6) NOT NULL COMMENT 'UTC', 
	finished_at DATETIME(6) COMMENT 'UTC', 
	seconds DOUBLE, 
	lookups LONGTEXT COMMENT 'JSON: dimension''s table to where its members were looked up', 
	`read` BIGINT NOT NULL, 
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
	error LONGTEXT, 
	CONSTRAINT pk_starschema_load PRIMARY KEY (load_id), 
	UNIQUE (target, load_key, load_id)
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='One row per load: what, when, from where, how many rows, and how it ended' COLLATE utf8mb4_nopad_bin;

CREATE TABLE mart.starschema_quarantine (
	load_id BIGINT NOT NULL, 
	target VARCHAR(200) COLLATE utf8mb4_nopad_bin NOT NULL, 
	`row_number` BIGINT NOT NULL COMMENT 'Position in the input, from 1', 
	column_name VARCHAR(200) COMMENT 'Input column to blame; NULL for the row as a whole', 
	value LONGTEXT, 
	reason LONGTEXT NOT NULL, 
	record LONGTEXT NOT NULL COMMENT 'The raw row as JSON'
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='Rows that could not be loaded, with the reason' COLLATE utf8mb4_nopad_bin;

CREATE INDEX ix_starschema_quarantine_load ON mart.starschema_quarantine (load_id);

CREATE TABLE mart.starschema_part (
	load_id BIGINT NOT NULL, 
	part BIGINT NOT NULL, 
	target VARCHAR(200) COLLATE utf8mb4_nopad_bin NOT NULL, 
	source LONGTEXT NOT NULL COMMENT 'File, its size and which of its rows', 
	`read` BIGINT NOT NULL, 
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
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='One row per part that is in the table, of loads in parts' COLLATE utf8mb4_nopad_bin;

CREATE TABLE mart.starschema_target (
	target VARCHAR(200) COLLATE utf8mb4_nopad_bin NOT NULL, 
	`lock` VARCHAR(10) COLLATE utf8mb4_nopad_bin NOT NULL COMMENT 'history or members', 
	last_key BIGINT NOT NULL COMMENT 'Highest surrogate key given so far', 
	attributes LONGTEXT NOT NULL COMMENT 'JSON: attribute to last_key when data first had it', 
	stamp VARCHAR(32) COMMENT 'Drawn anew by every load that writes versions of the dimension', 
	CONSTRAINT pk_starschema_target PRIMARY KEY (target, `lock`)
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='One row per table and lock: loads of one table queue up on it, and take their keys from it' COLLATE utf8mb4_nopad_bin;

CREATE TABLE mart.starschema_snapshot (
	target VARCHAR(200) COLLATE utf8mb4_nopad_bin NOT NULL, 
	effective DATETIME(6) NOT NULL, 
	slice_column VARCHAR(200) COLLATE utf8mb4_nopad_bin COMMENT 'NULL where the whole membership was given', 
	slice_value VARCHAR(255) COLLATE utf8mb4_nopad_bin, 
	given LONGTEXT NOT NULL COMMENT 'Comma-framed names of the attributes in the data', 
	load_id BIGINT NOT NULL
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='Every time and slice at which a whole membership was given' COLLATE utf8mb4_nopad_bin;

CREATE INDEX ix_starschema_snapshot_target ON mart.starschema_snapshot (target, effective);

CREATE TABLE mart.starschema_mark (
	target VARCHAR(200) COLLATE utf8mb4_nopad_bin NOT NULL, 
	name VARCHAR(200) COLLATE utf8mb4_nopad_bin NOT NULL COMMENT 'The source, as its reader names it', 
	mark LONGTEXT NOT NULL COMMENT 'JSON: how far the source was read, and the value''s type', 
	load_id BIGINT NOT NULL COMMENT 'Load that moved the mark last', 
	CONSTRAINT pk_starschema_mark PRIMARY KEY (target, name)
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='How far each source was read into each table; moved in the load''s own transaction' COLLATE utf8mb4_nopad_bin;

CREATE TABLE mart.dim_place_journal (
	code VARCHAR(20) COLLATE utf8mb4_nopad_bin NOT NULL, 
	changed_at DATETIME(6) NOT NULL COMMENT 'When the change took effect, UTC', 
	change_sequence BIGINT COMMENT 'Orders changes of one time', 
	is_deletion BOOL NOT NULL, 
	name VARCHAR(60), 
	size ENUM('small','large'), 
	remarks LONGTEXT, 
	picture LONGBLOB, 
	opens TIME(6), 
	passport UUID, 
	height DOUBLE, 
	floors SMALLINT, 
	seen DATETIME(6), 
	rent NUMERIC(38, 12), 
	parent VARCHAR(20), 
	given_attributes LONGTEXT NOT NULL COMMENT 'Comma-framed names of those in the data', 
	load_id BIGINT NOT NULL
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='Changes of dim_place that its versions do not show' COLLATE utf8mb4_nopad_bin;

CREATE INDEX ix_dim_place_journal ON mart.dim_place_journal (code, changed_at);

CREATE TABLE mart.dim_place_tree (
	descendant_key BIGINT NOT NULL COMMENT 'place_durable_key of the one below', 
	ancestor_key BIGINT NOT NULL COMMENT 'place_durable_key of the one above', 
	depth INTEGER NOT NULL COMMENT 'Levels between them; 0 for a member and itself', 
	is_top BOOL NOT NULL COMMENT 'Nothing is above the ancestor', 
	is_bottom BOOL NOT NULL COMMENT 'Nothing is below the descendant', 
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row last' DEFAULT 0, 
	CONSTRAINT pk_dim_place_tree PRIMARY KEY (descendant_key, ancestor_key)
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='Every member of dim_place and all that are above it' COLLATE utf8mb4_nopad_bin;

CREATE INDEX ix_dim_place_tree_ancestor ON mart.dim_place_tree (ancestor_key);

CREATE VIEW mart.dim_place_now AS SELECT newest.place_durable_key, newest.place_key, newest.code, newest.name, newest.size, newest.remarks, newest.picture, newest.opens, newest.passport, newest.height, newest.floors, newest.seen, newest.rent, newest.parent, newest.valid_from, newest.valid_to, newest.is_current, newest.is_inferred, newest.load_id 
FROM mart.dim_place AS newest 
WHERE NOT (EXISTS (SELECT 1 AS anon_1 
FROM mart.dim_place AS later 
WHERE later.code = newest.code AND later.valid_from > newest.valid_from));

INSERT INTO mart.dim_clock (clock_key, time, hour, minute, second, minute_of_day, half_hour, hour_12, am_pm, label, label_12, part_of_day, is_inferred, load_id) VALUES (-1, NULL, NULL, NULL, NULL, NULL, 'Unknown', NULL, 'Unknown', 'Unknown', 'Unknown', 'Unknown', false, 0);

INSERT INTO mart.dim_clock (clock_key, time, hour, minute, second, minute_of_day, half_hour, hour_12, am_pm, label, label_12, part_of_day, is_inferred, load_id) VALUES (-2, NULL, NULL, NULL, NULL, NULL, 'Not applicable', NULL, 'Not applicable', 'Not applicable', 'Not applicable', 'Not applicable', false, 0);

INSERT INTO mart.dim_place (place_key, code, name, size, remarks, picture, opens, passport, height, floors, seen, rent, parent, place_durable_key, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-1, NULL, 'It''s \\ unknown', NULL, 'Unknown', X'00ff', '09:30:00', '00000000000000000000000000000007', 1.5, NULL, '2000-01-01 00:00:00', -0.50, NULL, -1, '0001-01-01 00:00:00', '9999-12-31 00:00:00', true, false, 0);

INSERT INTO mart.dim_place (place_key, code, name, size, remarks, picture, opens, passport, height, floors, seen, rent, parent, place_durable_key, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-2, NULL, 'It''s \\ unknown', NULL, 'Not applicable', X'00ff', '09:30:00', '00000000000000000000000000000007', 1.5, NULL, '2000-01-01 00:00:00', 1E+3, NULL, -2, '0001-01-01 00:00:00', '9999-12-31 00:00:00', true, false, 0);

INSERT INTO mart.dim_place_tree (descendant_key, ancestor_key, depth, is_top, is_bottom, load_id) VALUES (-1, -1, 0, true, true, 0);

INSERT INTO mart.dim_place_tree (descendant_key, ancestor_key, depth, is_top, is_bottom, load_id) VALUES (-2, -2, 0, true, true, 0);

INSERT INTO mart.starschema_target (target, `lock`, last_key, attributes) VALUES ('mart.dim_clock', 'history', 0, '{}');

INSERT INTO mart.starschema_target (target, `lock`, last_key, attributes) VALUES ('mart.dim_clock', 'members', 0, '{}');

INSERT INTO mart.starschema_target (target, `lock`, last_key, attributes) VALUES ('mart.dim_place', 'history', 0, '{}');

INSERT INTO mart.starschema_target (target, `lock`, last_key, attributes) VALUES ('mart.dim_place', 'members', 0, '{}');

INSERT INTO mart.starschema_target (target, `lock`, last_key, attributes) VALUES ('mart.fact_event', 'history', 0, '{}');

INSERT INTO mart.starschema_target (target, `lock`, last_key, attributes) VALUES ('mart.fact_event', 'members', 0, '{}');
