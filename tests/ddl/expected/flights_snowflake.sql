-- Keys and references are not checked by Snowflake, its optimiser relies on them; the loads keep them.

CREATE TABLE dim_day (
	day_key BIGINT NOT NULL COMMENT 'Surrogate key',
	date DATE COMMENT 'The day',
	day_of_month SMALLINT,
	day_of_year SMALLINT,
	day_of_week SMALLINT COMMENT 'ISO: Monday is 1, Sunday 7',
	day_name VARCHAR(20),
	is_weekend BOOLEAN COMMENT 'Saturday or Sunday',
	iso_week SMALLINT,
	iso_year SMALLINT COMMENT 'Year to which the ISO week belongs',
	month SMALLINT,
	month_name VARCHAR(20),
	month_start DATE COMMENT 'First day of the month',
	year_month VARCHAR(20) COMMENT 'Such as 2024-02',
	quarter SMALLINT,
	year SMALLINT,
	fiscal_year SMALLINT COMMENT 'Named by the year in which it ends',
	fiscal_quarter SMALLINT,
	fiscal_month SMALLINT COMMENT '1 is the month in which the fiscal year starts',
	is_holiday BOOLEAN COMMENT 'Public holiday of the calendar\'s country',
	holiday_name VARCHAR(400),
	is_inferred BOOLEAN DEFAULT FALSE NOT NULL COMMENT 'True while only a fact has named the member',
	load_id BIGINT DEFAULT 0 NOT NULL COMMENT 'Load that wrote the row last',
	PRIMARY KEY (day_key) NOT ENFORCED RELY,
	CONSTRAINT uq_dim_day_natural_key UNIQUE (date) NOT ENFORCED
)
COMMENT = 'One row per day, with the holidays of the United States; nobody has to bring the data.';

CREATE TABLE dim_airline (
	airline_key BIGINT NOT NULL COMMENT 'Surrogate key',
	carrier VARCHAR(2),
	name VARCHAR(60),
	is_inferred BOOLEAN DEFAULT FALSE NOT NULL COMMENT 'True while only a fact has named the member',
	load_id BIGINT DEFAULT 0 NOT NULL COMMENT 'Load that wrote the row last',
	PRIMARY KEY (airline_key) NOT ENFORCED RELY,
	CONSTRAINT uq_dim_airline_natural_key UNIQUE (carrier) NOT ENFORCED
)
COMMENT = 'One row per airline. No attribute keeps history, so there is one row each, corrected in place.';

CREATE TABLE dim_airport (
	airport_key BIGINT NOT NULL COMMENT 'Surrogate key',
	faa VARCHAR(3),
	name VARCHAR(80),
	tzone VARCHAR(40) COMMENT 'Time zone, as IANA names it',
	lat FLOAT COMMENT 'Latitude, degrees north',
	lon FLOAT COMMENT 'Longitude, degrees east',
	alt INTEGER COMMENT 'Altitude, feet',
	valid_from TIMESTAMP_NTZ(6) NOT NULL COMMENT 'Start of the version, UTC',
	valid_to TIMESTAMP_NTZ(6) NOT NULL COMMENT 'Exclusive end of the version, UTC',
	is_current BOOLEAN DEFAULT TRUE NOT NULL COMMENT 'Whether the version is in force',
	is_inferred BOOLEAN DEFAULT FALSE NOT NULL COMMENT 'True while only a fact has named the member',
	load_id BIGINT DEFAULT 0 NOT NULL COMMENT 'Load that wrote the row last',
	PRIMARY KEY (airport_key) NOT ENFORCED RELY,
	CONSTRAINT uq_dim_airport_natural_key UNIQUE (faa, valid_from) NOT ENFORCED
)
COMMENT = 'One row per version of an airport: a change of its time zone starts a new one, all else is a correction.';

CREATE TABLE dim_plane (
	plane_key BIGINT NOT NULL COMMENT 'Surrogate key',
	tailnum VARCHAR(6),
	manufacturer VARCHAR(40),
	model VARCHAR(30),
	year INTEGER COMMENT 'Year of manufacture',
	engines INTEGER,
	seats INTEGER,
	is_inferred BOOLEAN DEFAULT FALSE NOT NULL COMMENT 'True while only a fact has named the member',
	load_id BIGINT DEFAULT 0 NOT NULL COMMENT 'Load that wrote the row last',
	PRIMARY KEY (plane_key) NOT ENFORCED RELY,
	CONSTRAINT uq_dim_plane_natural_key UNIQUE (tailnum) NOT ENFORCED
)
COMMENT = 'One row per plane that has a tail number.';

CREATE TABLE fact_flight (
	scheduled_at TIMESTAMP_NTZ(6) NOT NULL COMMENT 'Scheduled departure, UTC',
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
	load_id BIGINT DEFAULT 0 NOT NULL COMMENT 'Load that wrote the row',
	PRIMARY KEY (scheduled_at, flight, airline_key) NOT ENFORCED RELY,
	FOREIGN KEY (airline_key) REFERENCES dim_airline (airline_key) NOT ENFORCED RELY,
	FOREIGN KEY (date_key) REFERENCES dim_day (day_key) NOT ENFORCED RELY,
	FOREIGN KEY (origin_key) REFERENCES dim_airport (airport_key) NOT ENFORCED RELY,
	FOREIGN KEY (destination_key) REFERENCES dim_airport (airport_key) NOT ENFORCED RELY,
	FOREIGN KEY (plane_key) REFERENCES dim_plane (plane_key) NOT ENFORCED RELY
)
COMMENT = 'What was planned and what came of it; the delays of a cancelled flight are NULL.';

CREATE TABLE fact_weather (
	observed_at TIMESTAMP_NTZ(6) NOT NULL COMMENT 'UTC',
	airport_key BIGINT NOT NULL COMMENT 'Airport: key of dim_airport',
	date_key BIGINT NOT NULL COMMENT 'Date: key of dim_day',
	temp FLOAT,
	wind_speed FLOAT,
	visib FLOAT,
	precip FLOAT,
	load_id BIGINT DEFAULT 0 NOT NULL COMMENT 'Load that wrote the row',
	PRIMARY KEY (observed_at, airport_key) NOT ENFORCED RELY,
	FOREIGN KEY (airport_key) REFERENCES dim_airport (airport_key) NOT ENFORCED RELY,
	FOREIGN KEY (date_key) REFERENCES dim_day (day_key) NOT ENFORCED RELY
)
COMMENT = 'What the airports of New York measured; only rain may be summed.';

CREATE TABLE starschema_load (
	load_id BIGINT NOT NULL,
	target VARCHAR(200) NOT NULL COMMENT 'Table that was loaded',
	load_key VARCHAR(255) COMMENT 'The caller\'s name for this load, done at most once',
	status VARCHAR(10) NOT NULL COMMENT 'running, part, done or failed',
	source VARCHAR COMMENT 'Where the rows came from, without credentials',
	started_at TIMESTAMP_NTZ(6) NOT NULL COMMENT 'UTC',
	finished_at TIMESTAMP_NTZ(6) COMMENT 'UTC',
	seconds FLOAT,
	lookups VARCHAR COMMENT 'JSON: dimension\'s table to where its members were looked up',
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
	error VARCHAR,
	PRIMARY KEY (load_id) NOT ENFORCED RELY,
	UNIQUE (target, load_key, load_id) NOT ENFORCED
)
COMMENT = 'One row per load: what, when, from where, how many rows, and how it ended';

CREATE TABLE starschema_quarantine (
	load_id BIGINT NOT NULL,
	target VARCHAR(200) NOT NULL,
	row_number BIGINT NOT NULL COMMENT 'Position in the input, from 1',
	column_name VARCHAR(200) COMMENT 'Input column to blame; NULL for the row as a whole',
	value VARCHAR,
	reason VARCHAR NOT NULL,
	record VARCHAR NOT NULL COMMENT 'The raw row as JSON'
)
COMMENT = 'Rows that could not be loaded, with the reason';

CREATE TABLE starschema_part (
	load_id BIGINT NOT NULL,
	part BIGINT NOT NULL,
	target VARCHAR(200) NOT NULL,
	source VARCHAR NOT NULL COMMENT 'File, its size and which of its rows',
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
	PRIMARY KEY (load_id, part) NOT ENFORCED RELY
)
COMMENT = 'One row per part that is in the table, of loads in parts';

CREATE TABLE starschema_target (
	target VARCHAR(200) NOT NULL,
	lock VARCHAR(10) NOT NULL COMMENT 'history or members',
	last_key BIGINT NOT NULL COMMENT 'Highest surrogate key given so far',
	attributes VARCHAR NOT NULL COMMENT 'JSON: attribute to last_key when data first had it',
	stamp VARCHAR(32) COMMENT 'Drawn anew by every load that writes versions of the dimension',
	PRIMARY KEY (target, lock) NOT ENFORCED RELY
)
COMMENT = 'One row per table and lock: loads of one table queue up on it, and take their keys from it';

CREATE TABLE starschema_snapshot (
	target VARCHAR(200) NOT NULL,
	effective TIMESTAMP_NTZ(6) NOT NULL,
	slice_column VARCHAR(200) COMMENT 'NULL where the whole membership was given',
	slice_value VARCHAR(255),
	given VARCHAR NOT NULL COMMENT 'Comma-framed names of the attributes in the data',
	load_id BIGINT NOT NULL
)
COMMENT = 'Every time and slice at which a whole membership was given';

CREATE TABLE starschema_mark (
	target VARCHAR(200) NOT NULL,
	name VARCHAR(200) NOT NULL COMMENT 'The source, as its reader names it',
	mark VARCHAR NOT NULL COMMENT 'JSON: how far the source was read, and the value\'s type',
	load_id BIGINT NOT NULL COMMENT 'Load that moved the mark last',
	PRIMARY KEY (target, name) NOT ENFORCED RELY
)
COMMENT = 'How far each source was read into each table; moved in the load\'s own transaction';

CREATE TABLE dim_airport_journal (
	faa VARCHAR(3) NOT NULL,
	changed_at TIMESTAMP_NTZ(6) NOT NULL COMMENT 'When the change took effect, UTC',
	change_sequence BIGINT COMMENT 'Orders changes of one time',
	is_deletion BOOLEAN NOT NULL,
	name VARCHAR(80),
	tzone VARCHAR(40),
	lat FLOAT,
	lon FLOAT,
	alt INTEGER,
	given_attributes VARCHAR NOT NULL COMMENT 'Comma-framed names of those in the data',
	load_id BIGINT NOT NULL
)
COMMENT = 'Changes of dim_airport that its versions do not show';

INSERT INTO dim_day (day_key, date, day_of_month, day_of_year, day_of_week, day_name, is_weekend, iso_week, iso_year, month, month_name, month_start, year_month, quarter, year, fiscal_year, fiscal_quarter, fiscal_month, is_holiday, holiday_name, is_inferred, load_id) VALUES (-1, NULL, NULL, NULL, NULL, 'Unknown', NULL, NULL, NULL, NULL, 'Unknown', NULL, 'Unknown', NULL, NULL, NULL, NULL, NULL, NULL, NULL, FALSE, 0);

INSERT INTO dim_day (day_key, date, day_of_month, day_of_year, day_of_week, day_name, is_weekend, iso_week, iso_year, month, month_name, month_start, year_month, quarter, year, fiscal_year, fiscal_quarter, fiscal_month, is_holiday, holiday_name, is_inferred, load_id) VALUES (-2, NULL, NULL, NULL, NULL, 'Not applicable', NULL, NULL, NULL, NULL, 'Not applicable', NULL, 'Not applicable', NULL, NULL, NULL, NULL, NULL, NULL, NULL, FALSE, 0);

INSERT INTO dim_airline (airline_key, carrier, name, is_inferred, load_id) VALUES (-1, NULL, 'Unknown', FALSE, 0);

INSERT INTO dim_airline (airline_key, carrier, name, is_inferred, load_id) VALUES (-2, NULL, 'Not applicable', FALSE, 0);

INSERT INTO dim_airport (airport_key, faa, name, tzone, lat, lon, alt, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-1, NULL, 'Unknown', 'Unknown', NULL, NULL, NULL, '0001-01-01 00:00:00.000000', '9999-12-31 00:00:00.000000', TRUE, FALSE, 0);

INSERT INTO dim_airport (airport_key, faa, name, tzone, lat, lon, alt, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-2, NULL, 'Not applicable', 'Not applicable', NULL, NULL, NULL, '0001-01-01 00:00:00.000000', '9999-12-31 00:00:00.000000', TRUE, FALSE, 0);

INSERT INTO dim_plane (plane_key, tailnum, manufacturer, model, year, engines, seats, is_inferred, load_id) VALUES (-1, NULL, 'Unknown', 'Unknown', NULL, NULL, NULL, FALSE, 0);

INSERT INTO dim_plane (plane_key, tailnum, manufacturer, model, year, engines, seats, is_inferred, load_id) VALUES (-2, NULL, 'Not applicable', 'Not applicable', NULL, NULL, NULL, FALSE, 0);

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('dim_day', 'history', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('dim_day', 'members', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('dim_airline', 'history', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('dim_airline', 'members', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('dim_airport', 'history', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('dim_airport', 'members', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('dim_plane', 'history', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('dim_plane', 'members', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('fact_flight', 'history', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('fact_flight', 'members', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('fact_weather', 'history', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('fact_weather', 'members', 0, '{}');
