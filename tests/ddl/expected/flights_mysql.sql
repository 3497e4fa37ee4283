CREATE TABLE dim_day (
	day_key BIGINT NOT NULL COMMENT 'Surrogate key', 
	date DATE COMMENT 'The day', 
	day_of_month SMALLINT, 
	day_of_year SMALLINT, 
	day_of_week SMALLINT COMMENT 'ISO: Monday is 1, Sunday 7', 
	day_name VARCHAR(20), 
	is_weekend BOOL COMMENT 'Saturday or Sunday', 
	iso_week SMALLINT, 
	iso_year SMALLINT COMMENT 'Year to which the ISO week belongs', 
	month SMALLINT, 
	month_name VARCHAR(20), 
	month_start DATE COMMENT 'First day of the month', 
	`year_month` VARCHAR(20) COMMENT 'Such as 2024-02', 
	quarter SMALLINT, 
	year SMALLINT, 
	fiscal_year SMALLINT COMMENT 'Named by the year in which it ends', 
	fiscal_quarter SMALLINT, 
	fiscal_month SMALLINT COMMENT '1 is the month in which the fiscal year starts', 
	is_holiday BOOL COMMENT 'Public holiday of the calendar''s country', 
	holiday_name VARCHAR(400), 
	is_inferred BOOL NOT NULL COMMENT 'True while only a fact has named the member' DEFAULT false, 
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row last' DEFAULT 0, 
	PRIMARY KEY (day_key), 
	CONSTRAINT uq_dim_day_natural_key UNIQUE (date)
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='One row per day, with the holidays of the United States; nobody has to bring the data.' COLLATE utf8mb4_0900_bin;

CREATE TABLE dim_airline (
	airline_key BIGINT NOT NULL COMMENT 'Surrogate key', 
	carrier VARCHAR(2) COLLATE utf8mb4_0900_bin, 
	name VARCHAR(60), 
	is_inferred BOOL NOT NULL COMMENT 'True while only a fact has named the member' DEFAULT false, 
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row last' DEFAULT 0, 
	PRIMARY KEY (airline_key), 
	CONSTRAINT uq_dim_airline_natural_key UNIQUE (carrier)
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='One row per airline. No attribute keeps history, so there is one row each, corrected in place.' COLLATE utf8mb4_0900_bin;

CREATE TABLE dim_airport (
	airport_key BIGINT NOT NULL COMMENT 'Surrogate key', 
	faa VARCHAR(3) COLLATE utf8mb4_0900_bin, 
	name VARCHAR(80), 
	tzone VARCHAR(40) COMMENT 'Time zone, as IANA names it', 
	lat DOUBLE COMMENT 'Latitude, degrees north', 
	lon DOUBLE COMMENT 'Longitude, degrees east', 
	alt INTEGER COMMENT 'Altitude, feet', 
	valid_from DATETIME(6) NOT NULL COMMENT 'Start of the version, UTC', 
	valid_to DATETIME(6) NOT NULL COMMENT 'Exclusive end of the version, UTC', 
	is_current BOOL NOT NULL COMMENT 'Whether the version is in force' DEFAULT true, 
	is_inferred BOOL NOT NULL COMMENT 'True while only a fact has named the member' DEFAULT false, 
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row last' DEFAULT 0, 
	PRIMARY KEY (airport_key), 
	CONSTRAINT uq_dim_airport_natural_key UNIQUE (faa, valid_from)
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='One row per version of an airport: a change of its time zone starts a new one, all else is a correction.' COLLATE utf8mb4_0900_bin;

CREATE TABLE dim_plane (
	plane_key BIGINT NOT NULL COMMENT 'Surrogate key', 
	tailnum VARCHAR(6) COLLATE utf8mb4_0900_bin, 
	manufacturer VARCHAR(40), 
	model VARCHAR(30), 
	year INTEGER COMMENT 'Year of manufacture', 
	engines INTEGER, 
	seats INTEGER, 
	is_inferred BOOL NOT NULL COMMENT 'True while only a fact has named the member' DEFAULT false, 
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row last' DEFAULT 0, 
	PRIMARY KEY (plane_key), 
	CONSTRAINT uq_dim_plane_natural_key UNIQUE (tailnum)
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='One row per plane that has a tail number.' COLLATE utf8mb4_0900_bin;

CREATE TABLE fact_flight (
	scheduled_at DATETIME(6) NOT NULL COMMENT 'Scheduled departure, UTC', 
	flight INTEGER NOT NULL COMMENT 'Flight number', 
	airline_key BIGINT NOT NULL COMMENT 'Airline: key of dim_airline', 
	date_key BIGINT NOT NULL COMMENT 'Date: key of dim_day', 
	origin_key BIGINT NOT NULL COMMENT 'Origin: key of dim_airport', 
	destination_key BIGINT NOT NULL COMMENT 'Destination: key of dim_airport', 
	plane_key BIGINT NOT NULL COMMENT 'Plane: key of dim_plane', 
	dep_delay INTEGER, 
	arr_delay INTEGER, 
	air_time INTEGER, 
	distance INTEGER NOT NULL, 
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row' DEFAULT 0, 
	PRIMARY KEY (scheduled_at, flight, airline_key)
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='What was planned and what came of it; the delays of a cancelled flight are NULL.' COLLATE utf8mb4_0900_bin;

CREATE TABLE fact_weather (
	observed_at DATETIME(6) NOT NULL COMMENT 'UTC', 
	airport_key BIGINT NOT NULL COMMENT 'Airport: key of dim_airport', 
	date_key BIGINT NOT NULL COMMENT 'Date: key of dim_day', 
	temp DOUBLE, 
	wind_speed DOUBLE, 
	visib DOUBLE, 
	precip DOUBLE, 
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row' DEFAULT 0, 
	PRIMARY KEY (observed_at, airport_key)
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='What the airports of New York measured; only rain may be summed.' COLLATE utf8mb4_0900_bin;

CREATE TABLE starschema_load (
	load_id BIGINT NOT NULL, 
	target VARCHAR(200) COLLATE utf8mb4_0900_bin NOT NULL COMMENT 'Table that was loaded', 
	load_key VARCHAR(255) COLLATE utf8mb4_0900_bin COMMENT 'The caller''s name for this load, done at most once', 
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
	PRIMARY KEY (load_id), 
	UNIQUE (target, load_key, load_id)
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='One row per load: what, when, from where, how many rows, and how it ended' COLLATE utf8mb4_0900_bin;

CREATE TABLE starschema_quarantine (
	load_id BIGINT NOT NULL, 
	target VARCHAR(200) COLLATE utf8mb4_0900_bin NOT NULL, 
	`row_number` BIGINT NOT NULL COMMENT 'Position in the input, from 1', 
	column_name VARCHAR(200) COMMENT 'Input column to blame; NULL for the row as a whole', 
	value LONGTEXT, 
	reason LONGTEXT NOT NULL, 
	record LONGTEXT NOT NULL COMMENT 'The raw row as JSON'
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='Rows that could not be loaded, with the reason' COLLATE utf8mb4_0900_bin;

CREATE INDEX ix_starschema_quarantine_load ON starschema_quarantine (load_id);

CREATE TABLE starschema_part (
	load_id BIGINT NOT NULL, 
	part BIGINT NOT NULL, 
	target VARCHAR(200) COLLATE utf8mb4_0900_bin NOT NULL, 
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
	PRIMARY KEY (load_id, part)
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='One row per part that is in the table, of loads in parts' COLLATE utf8mb4_0900_bin;

CREATE TABLE starschema_target (
	target VARCHAR(200) COLLATE utf8mb4_0900_bin NOT NULL, 
	`lock` VARCHAR(10) COLLATE utf8mb4_0900_bin NOT NULL COMMENT 'history or members', 
	last_key BIGINT NOT NULL COMMENT 'Highest surrogate key given so far', 
	attributes LONGTEXT NOT NULL COMMENT 'JSON: attribute to last_key when data first had it', 
	stamp VARCHAR(32) COMMENT 'Drawn anew by every load that writes versions of the dimension', 
	PRIMARY KEY (target, `lock`)
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='One row per table and lock: loads of one table queue up on it, and take their keys from it' COLLATE utf8mb4_0900_bin;

CREATE TABLE starschema_snapshot (
	target VARCHAR(200) COLLATE utf8mb4_0900_bin NOT NULL, 
	effective DATETIME(6) NOT NULL, 
	slice_column VARCHAR(200) COLLATE utf8mb4_0900_bin COMMENT 'NULL where the whole membership was given', 
	slice_value VARCHAR(255) COLLATE utf8mb4_0900_bin, 
	given LONGTEXT NOT NULL COMMENT 'Comma-framed names of the attributes in the data', 
	load_id BIGINT NOT NULL
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='Every time and slice at which a whole membership was given' COLLATE utf8mb4_0900_bin;

CREATE INDEX ix_starschema_snapshot_target ON starschema_snapshot (target, effective);

CREATE TABLE starschema_mark (
	target VARCHAR(200) COLLATE utf8mb4_0900_bin NOT NULL, 
	name VARCHAR(200) COLLATE utf8mb4_0900_bin NOT NULL COMMENT 'The source, as its reader names it', 
	mark LONGTEXT NOT NULL COMMENT 'JSON: how far the source was read, and the value''s type', 
	load_id BIGINT NOT NULL COMMENT 'Load that moved the mark last', 
	PRIMARY KEY (target, name)
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='How far each source was read into each table; moved in the load''s own transaction' COLLATE utf8mb4_0900_bin;

CREATE TABLE dim_airport_journal (
	faa VARCHAR(3) COLLATE utf8mb4_0900_bin NOT NULL, 
	changed_at DATETIME(6) NOT NULL COMMENT 'When the change took effect, UTC', 
	change_sequence BIGINT COMMENT 'Orders changes of one time', 
	is_deletion BOOL NOT NULL, 
	name VARCHAR(80), 
	tzone VARCHAR(40), 
	lat DOUBLE, 
	lon DOUBLE, 
	alt INTEGER, 
	given_attributes LONGTEXT NOT NULL COMMENT 'Comma-framed names of those in the data', 
	load_id BIGINT NOT NULL
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='Changes of dim_airport that its versions do not show' COLLATE utf8mb4_0900_bin;

CREATE INDEX ix_dim_airport_journal ON dim_airport_journal (faa, changed_at);

INSERT INTO dim_day (day_key, date, day_of_month, day_of_year, day_of_week, day_name, is_weekend, iso_week, iso_year, month, month_name, month_start, `year_month`, quarter, year, fiscal_year, fiscal_quarter, fiscal_month, is_holiday, holiday_name, is_inferred, load_id) VALUES (-1, NULL, NULL, NULL, NULL, 'Unknown', NULL, NULL, NULL, NULL, 'Unknown', NULL, 'Unknown', NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, 0);

INSERT INTO dim_day (day_key, date, day_of_month, day_of_year, day_of_week, day_name, is_weekend, iso_week, iso_year, month, month_name, month_start, `year_month`, quarter, year, fiscal_year, fiscal_quarter, fiscal_month, is_holiday, holiday_name, is_inferred, load_id) VALUES (-2, NULL, NULL, NULL, NULL, 'Not applicable', NULL, NULL, NULL, NULL, 'Not applicable', NULL, 'Not applicable', NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, 0);

INSERT INTO dim_airline (airline_key, carrier, name, is_inferred, load_id) VALUES (-1, NULL, 'Unknown', false, 0);

INSERT INTO dim_airline (airline_key, carrier, name, is_inferred, load_id) VALUES (-2, NULL, 'Not applicable', false, 0);

INSERT INTO dim_airport (airport_key, faa, name, tzone, lat, lon, alt, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-1, NULL, 'Unknown', 'Unknown', NULL, NULL, NULL, '0001-01-01 00:00:00', '9999-12-31 00:00:00', true, false, 0);

INSERT INTO dim_airport (airport_key, faa, name, tzone, lat, lon, alt, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-2, NULL, 'Not applicable', 'Not applicable', NULL, NULL, NULL, '0001-01-01 00:00:00', '9999-12-31 00:00:00', true, false, 0);

INSERT INTO dim_plane (plane_key, tailnum, manufacturer, model, year, engines, seats, is_inferred, load_id) VALUES (-1, NULL, 'Unknown', 'Unknown', NULL, NULL, NULL, false, 0);

INSERT INTO dim_plane (plane_key, tailnum, manufacturer, model, year, engines, seats, is_inferred, load_id) VALUES (-2, NULL, 'Not applicable', 'Not applicable', NULL, NULL, NULL, false, 0);

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('dim_day', 'history', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('dim_day', 'members', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('dim_airline', 'history', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('dim_airline', 'members', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('dim_airport', 'history', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('dim_airport', 'members', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('dim_plane', 'history', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('dim_plane', 'members', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('fact_flight', 'history', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('fact_flight', 'members', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('fact_weather', 'history', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('fact_weather', 'members', 0, '{}');
