-- Place: Physical(replicate=...) has no effect here: SQLite keeps a table in one file, in the order of its row ids
-- Place: Physical(compress=...) has no effect here: SQLite keeps a table in one file, in the order of its row ids
-- Event: Physical(partition_by=...) has no effect here: SQLite keeps a table in one file, in the order of its row ids
-- Event: Physical(expire_days=...) has no effect here: SQLite keeps a table in one file, in the order of its row ids
-- Event: Physical(distribute_on=...) has no effect here: SQLite keeps a table in one file, in the order of its row ids
-- Event: Physical(sort_on=...) has no effect here: SQLite keeps a table in one file, in the order of its row ids
-- Event: Physical(cluster_on=...) has no effect here: SQLite keeps a table in one file, in the order of its row ids
-- Event: Physical(compress=...) has no effect here: SQLite keeps a table in one file, in the order of its row ids
-- Event: Physical(partition_every=...) has no effect here: SQLite keeps a table in one file, in the order of its row ids
-- Event: Physical(partition_span=...) has no effect here: SQLite keeps a table in one file, in the order of its row ids

CREATE TABLE mart.dim_clock (
	clock_key INTEGER NOT NULL, 
	time TIME, 
	hour SMALLINT, 
	minute SMALLINT, 
	second SMALLINT, 
	minute_of_day SMALLINT, 
	half_hour VARCHAR(20), 
	hour_12 SMALLINT, 
	am_pm VARCHAR(20), 
	label VARCHAR(20), 
	label_12 VARCHAR(20), 
	part_of_day VARCHAR(20), 
	is_inferred BOOLEAN DEFAULT 0 NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_dim_clock PRIMARY KEY (clock_key), 
	CONSTRAINT uq_dim_clock_natural_key UNIQUE (time)
);

CREATE TABLE mart.dim_place (
	place_key INTEGER NOT NULL, 
	code VARCHAR(20), 
	name VARCHAR(60), 
	size VARCHAR(5), 
	remarks TEXT, 
	picture BLOB, 
	opens TIME, 
	passport CHAR(32), 
	height DOUBLE, 
	floors SMALLINT, 
	seen DATETIME, 
	rent NUMERIC(38, 12), 
	parent VARCHAR(20), 
	place_durable_key BIGINT NOT NULL, 
	valid_from DATETIME NOT NULL, 
	valid_to DATETIME NOT NULL, 
	is_current BOOLEAN DEFAULT 1 NOT NULL, 
	is_inferred BOOLEAN DEFAULT 0 NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_dim_place PRIMARY KEY (place_key), 
	CONSTRAINT uq_dim_place_natural_key UNIQUE (code, valid_from)
);

CREATE INDEX mart.ix_dim_place_name ON dim_place (name);

CREATE TABLE mart.starschema_load (
	load_id INTEGER NOT NULL, 
	target VARCHAR(200) NOT NULL, 
	load_key VARCHAR(255), 
	status VARCHAR(10) NOT NULL, 
	source TEXT, 
	started_at DATETIME NOT NULL, 
	finished_at DATETIME, 
	seconds FLOAT, 
	lookups TEXT, 
	read BIGINT NOT NULL, 
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
	error TEXT, 
	CONSTRAINT pk_starschema_load PRIMARY KEY (load_id), 
	UNIQUE (target, load_key, load_id)
);

CREATE TABLE mart.starschema_quarantine (
	load_id BIGINT NOT NULL, 
	target VARCHAR(200) NOT NULL, 
	row_number BIGINT NOT NULL, 
	column_name VARCHAR(200), 
	value TEXT, 
	reason TEXT NOT NULL, 
	record TEXT NOT NULL
);

CREATE INDEX mart.ix_starschema_quarantine_load ON starschema_quarantine (load_id);

CREATE TABLE mart.starschema_part (
	load_id BIGINT NOT NULL, 
	part BIGINT NOT NULL, 
	target VARCHAR(200) NOT NULL, 
	source TEXT NOT NULL, 
	read BIGINT NOT NULL, 
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

CREATE TABLE mart.starschema_target (
	target VARCHAR(200) NOT NULL, 
	lock VARCHAR(10) NOT NULL, 
	last_key BIGINT NOT NULL, 
	attributes TEXT NOT NULL, 
	stamp VARCHAR(32), 
	CONSTRAINT pk_starschema_target PRIMARY KEY (target, lock)
);

CREATE TABLE mart.starschema_snapshot (
	target VARCHAR(200) NOT NULL, 
	effective DATETIME NOT NULL, 
	slice_column VARCHAR(200), 
	slice_value VARCHAR(255), 
	given TEXT NOT NULL, 
	load_id BIGINT NOT NULL
);

CREATE INDEX mart.ix_starschema_snapshot_target ON starschema_snapshot (target, effective);

CREATE TABLE mart.starschema_mark (
	target VARCHAR(200) NOT NULL, 
	name VARCHAR(200) NOT NULL, 
	mark TEXT NOT NULL, 
	load_id BIGINT NOT NULL, 
	CONSTRAINT pk_starschema_mark PRIMARY KEY (target, name)
);

CREATE TABLE mart.dim_place_journal (
	code VARCHAR(20) NOT NULL, 
	changed_at DATETIME NOT NULL, 
	change_sequence BIGINT, 
	is_deletion BOOLEAN NOT NULL, 
	name VARCHAR(60), 
	size VARCHAR(5), 
	remarks TEXT, 
	picture BLOB, 
	opens TIME, 
	passport CHAR(32), 
	height DOUBLE, 
	floors SMALLINT, 
	seen DATETIME, 
	rent NUMERIC(38, 12), 
	parent VARCHAR(20), 
	given_attributes TEXT NOT NULL, 
	load_id BIGINT NOT NULL
);

CREATE INDEX mart.ix_dim_place_journal ON dim_place_journal (code, changed_at);

CREATE TABLE mart.dim_place_tree (
	descendant_key BIGINT NOT NULL, 
	ancestor_key BIGINT NOT NULL, 
	depth INTEGER NOT NULL, 
	is_top BOOLEAN NOT NULL, 
	is_bottom BOOLEAN NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_dim_place_tree PRIMARY KEY (descendant_key, ancestor_key)
);

CREATE INDEX mart.ix_dim_place_tree_ancestor ON dim_place_tree (ancestor_key);

CREATE TABLE mart.fact_event (
	no INTEGER NOT NULL, 
	day DATE NOT NULL, 
	at DATETIME NOT NULL, 
	place_key BIGINT NOT NULL, 
	time_key BIGINT NOT NULL, 
	amount NUMERIC(14, 2) NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_fact_event PRIMARY KEY (no), 
	CONSTRAINT fk_fact_event_place_key FOREIGN KEY(place_key) REFERENCES dim_place (place_key), 
	CONSTRAINT fk_fact_event_time_key FOREIGN KEY(time_key) REFERENCES dim_clock (clock_key)
);

CREATE VIEW mart.dim_place_now AS SELECT newest.place_durable_key, newest.place_key, newest.code, newest.name, newest.size, newest.remarks, newest.picture, newest.opens, newest.passport, newest.height, newest.floors, newest.seen, newest.rent, newest.parent, newest.valid_from, newest.valid_to, newest.is_current, newest.is_inferred, newest.load_id 
FROM mart.dim_place AS newest 
WHERE NOT (EXISTS (SELECT 1 AS anon_1 
FROM mart.dim_place AS later 
WHERE later.code = newest.code AND later.valid_from > newest.valid_from));

INSERT INTO mart.dim_clock (clock_key, time, hour, minute, second, minute_of_day, half_hour, hour_12, am_pm, label, label_12, part_of_day, is_inferred, load_id) VALUES (-1, NULL, NULL, NULL, NULL, NULL, 'Unknown', NULL, 'Unknown', 'Unknown', 'Unknown', 'Unknown', 0, 0);

INSERT INTO mart.dim_clock (clock_key, time, hour, minute, second, minute_of_day, half_hour, hour_12, am_pm, label, label_12, part_of_day, is_inferred, load_id) VALUES (-2, NULL, NULL, NULL, NULL, NULL, 'Not applicable', NULL, 'Not applicable', 'Not applicable', 'Not applicable', 'Not applicable', 0, 0);

INSERT INTO mart.dim_place (place_key, code, name, size, remarks, picture, opens, passport, height, floors, seen, rent, parent, place_durable_key, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-1, NULL, 'It''s \ unknown', NULL, 'Unknown', X'00ff', '09:30:00.000000', '00000000000000000000000000000007', 1.5, NULL, '2000-01-01 00:00:00.000000', -0.50, NULL, -1, '0001-01-01 00:00:00.000000', '9999-12-31 00:00:00.000000', 1, 0, 0);

INSERT INTO mart.dim_place (place_key, code, name, size, remarks, picture, opens, passport, height, floors, seen, rent, parent, place_durable_key, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-2, NULL, 'It''s \ unknown', NULL, 'Not applicable', X'00ff', '09:30:00.000000', '00000000000000000000000000000007', 1.5, NULL, '2000-01-01 00:00:00.000000', 1E+3, NULL, -2, '0001-01-01 00:00:00.000000', '9999-12-31 00:00:00.000000', 1, 0, 0);

INSERT INTO mart.dim_place_tree (descendant_key, ancestor_key, depth, is_top, is_bottom, load_id) VALUES (-1, -1, 0, 1, 1, 0);

INSERT INTO mart.dim_place_tree (descendant_key, ancestor_key, depth, is_top, is_bottom, load_id) VALUES (-2, -2, 0, 1, 1, 0);

INSERT INTO mart.starschema_target (target, lock, last_key, attributes) VALUES ('mart.dim_clock', 'history', 0, '{}');

INSERT INTO mart.starschema_target (target, lock, last_key, attributes) VALUES ('mart.dim_clock', 'members', 0, '{}');

INSERT INTO mart.starschema_target (target, lock, last_key, attributes) VALUES ('mart.dim_place', 'history', 0, '{}');

INSERT INTO mart.starschema_target (target, lock, last_key, attributes) VALUES ('mart.dim_place', 'members', 0, '{}');

INSERT INTO mart.starschema_target (target, lock, last_key, attributes) VALUES ('mart.fact_event', 'history', 0, '{}');

INSERT INTO mart.starschema_target (target, lock, last_key, attributes) VALUES ('mart.fact_event', 'members', 0, '{}');
