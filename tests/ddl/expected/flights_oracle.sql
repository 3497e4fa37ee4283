-- IF [NOT] EXISTS needs Oracle 23ai. An empty text is NULL to Oracle; times of day are text; SQL*Plus takes & for a variable unless SET DEFINE OFF.

CREATE TABLE dim_day (
	day_key NUMBER(19) NOT NULL,
	"date" DATE,
	day_of_month NUMBER(5),
	day_of_year NUMBER(5),
	day_of_week NUMBER(5),
	day_name VARCHAR2(20 CHAR),
	is_weekend NUMBER(1),
	iso_week NUMBER(5),
	iso_year NUMBER(5),
	month NUMBER(5),
	month_name VARCHAR2(20 CHAR),
	month_start DATE,
	year_month VARCHAR2(20 CHAR),
	quarter NUMBER(5),
	year NUMBER(5),
	fiscal_year NUMBER(5),
	fiscal_quarter NUMBER(5),
	fiscal_month NUMBER(5),
	is_holiday NUMBER(1),
	holiday_name VARCHAR2(400 CHAR),
	is_inferred NUMBER(1) DEFAULT 0 NOT NULL,
	load_id NUMBER(19) DEFAULT 0 NOT NULL,
	PRIMARY KEY (day_key)
);

CREATE UNIQUE INDEX uq_dim_day_natural_key ON dim_day (CASE WHEN "date" IS NOT NULL THEN "date" END);

COMMENT ON TABLE dim_day IS 'One row per day, with the holidays of the United States; nobody has to bring the data.';

COMMENT ON COLUMN dim_day.day_key IS 'Surrogate key';

COMMENT ON COLUMN dim_day."date" IS 'The day';

COMMENT ON COLUMN dim_day.day_of_week IS 'ISO: Monday is 1, Sunday 7';

COMMENT ON COLUMN dim_day.is_weekend IS 'Saturday or Sunday';

COMMENT ON COLUMN dim_day.iso_year IS 'Year to which the ISO week belongs';

COMMENT ON COLUMN dim_day.month_start IS 'First day of the month';

COMMENT ON COLUMN dim_day.year_month IS 'Such as 2024-02';

COMMENT ON COLUMN dim_day.fiscal_year IS 'Named by the year in which it ends';

COMMENT ON COLUMN dim_day.fiscal_month IS '1 is the month in which the fiscal year starts';

COMMENT ON COLUMN dim_day.is_holiday IS 'Public holiday of the calendar''s country';

COMMENT ON COLUMN dim_day.is_inferred IS 'True while only a fact has named the member';

COMMENT ON COLUMN dim_day.load_id IS 'Load that wrote the row last';

CREATE TABLE dim_airline (
	airline_key NUMBER(19) NOT NULL,
	carrier VARCHAR2(2 CHAR),
	name VARCHAR2(60 CHAR),
	is_inferred NUMBER(1) DEFAULT 0 NOT NULL,
	load_id NUMBER(19) DEFAULT 0 NOT NULL,
	PRIMARY KEY (airline_key)
);

CREATE UNIQUE INDEX uq_dim_airline_natural_key ON dim_airline (CASE WHEN carrier IS NOT NULL THEN carrier END);

COMMENT ON TABLE dim_airline IS 'One row per airline. No attribute keeps history, so there is one row each, corrected in place.';

COMMENT ON COLUMN dim_airline.airline_key IS 'Surrogate key';

COMMENT ON COLUMN dim_airline.is_inferred IS 'True while only a fact has named the member';

COMMENT ON COLUMN dim_airline.load_id IS 'Load that wrote the row last';

CREATE TABLE dim_airport (
	airport_key NUMBER(19) NOT NULL,
	faa VARCHAR2(3 CHAR),
	name VARCHAR2(80 CHAR),
	tzone VARCHAR2(40 CHAR),
	lat BINARY_DOUBLE,
	lon BINARY_DOUBLE,
	alt NUMBER(10),
	valid_from TIMESTAMP(6) NOT NULL,
	valid_to TIMESTAMP(6) NOT NULL,
	is_current NUMBER(1) DEFAULT 1 NOT NULL,
	is_inferred NUMBER(1) DEFAULT 0 NOT NULL,
	load_id NUMBER(19) DEFAULT 0 NOT NULL,
	PRIMARY KEY (airport_key)
);

CREATE UNIQUE INDEX uq_dim_airport_natural_key ON dim_airport (CASE WHEN faa IS NOT NULL THEN faa END, CASE WHEN faa IS NOT NULL THEN valid_from END);

COMMENT ON TABLE dim_airport IS 'One row per version of an airport: a change of its time zone starts a new one, all else is a correction.';

COMMENT ON COLUMN dim_airport.airport_key IS 'Surrogate key';

COMMENT ON COLUMN dim_airport.tzone IS 'Time zone, as IANA names it';

COMMENT ON COLUMN dim_airport.lat IS 'Latitude, degrees north';

COMMENT ON COLUMN dim_airport.lon IS 'Longitude, degrees east';

COMMENT ON COLUMN dim_airport.alt IS 'Altitude, feet';

COMMENT ON COLUMN dim_airport.valid_from IS 'Start of the version, UTC';

COMMENT ON COLUMN dim_airport.valid_to IS 'Exclusive end of the version, UTC';

COMMENT ON COLUMN dim_airport.is_current IS 'Whether the version is in force';

COMMENT ON COLUMN dim_airport.is_inferred IS 'True while only a fact has named the member';

COMMENT ON COLUMN dim_airport.load_id IS 'Load that wrote the row last';

CREATE TABLE dim_plane (
	plane_key NUMBER(19) NOT NULL,
	tailnum VARCHAR2(6 CHAR),
	manufacturer VARCHAR2(40 CHAR),
	model VARCHAR2(30 CHAR),
	year NUMBER(10),
	engines NUMBER(10),
	seats NUMBER(10),
	is_inferred NUMBER(1) DEFAULT 0 NOT NULL,
	load_id NUMBER(19) DEFAULT 0 NOT NULL,
	PRIMARY KEY (plane_key)
);

CREATE UNIQUE INDEX uq_dim_plane_natural_key ON dim_plane (CASE WHEN tailnum IS NOT NULL THEN tailnum END);

COMMENT ON TABLE dim_plane IS 'One row per plane that has a tail number.';

COMMENT ON COLUMN dim_plane.plane_key IS 'Surrogate key';

COMMENT ON COLUMN dim_plane.year IS 'Year of manufacture';

COMMENT ON COLUMN dim_plane.is_inferred IS 'True while only a fact has named the member';

COMMENT ON COLUMN dim_plane.load_id IS 'Load that wrote the row last';

CREATE TABLE fact_flight (
	scheduled_at TIMESTAMP(6) NOT NULL,
	flight NUMBER(10) NOT NULL,
	airline_key NUMBER(19) NOT NULL,
	date_key NUMBER(19) NOT NULL,
	origin_key NUMBER(19) NOT NULL,
	destination_key NUMBER(19) NOT NULL,
	plane_key NUMBER(19) NOT NULL,
	dep_delay NUMBER(10),
	arr_delay NUMBER(10),
	air_time NUMBER(10),
	distance NUMBER(10) NOT NULL,
	load_id NUMBER(19) DEFAULT 0 NOT NULL,
	PRIMARY KEY (scheduled_at, flight, airline_key)
);

ALTER TABLE fact_flight ADD FOREIGN KEY (airline_key) REFERENCES dim_airline (airline_key) RELY DISABLE NOVALIDATE;

ALTER TABLE fact_flight ADD FOREIGN KEY (date_key) REFERENCES dim_day (day_key) RELY DISABLE NOVALIDATE;

ALTER TABLE fact_flight ADD FOREIGN KEY (origin_key) REFERENCES dim_airport (airport_key) RELY DISABLE NOVALIDATE;

ALTER TABLE fact_flight ADD FOREIGN KEY (destination_key) REFERENCES dim_airport (airport_key) RELY DISABLE NOVALIDATE;

ALTER TABLE fact_flight ADD FOREIGN KEY (plane_key) REFERENCES dim_plane (plane_key) RELY DISABLE NOVALIDATE;

COMMENT ON TABLE fact_flight IS 'What was planned and what came of it; the delays of a cancelled flight are NULL.';

COMMENT ON COLUMN fact_flight.scheduled_at IS 'Scheduled departure, UTC';

COMMENT ON COLUMN fact_flight.flight IS 'Flight number';

COMMENT ON COLUMN fact_flight.airline_key IS 'Airline: key of dim_airline';

COMMENT ON COLUMN fact_flight.date_key IS 'Date: key of dim_day';

COMMENT ON COLUMN fact_flight.origin_key IS 'Origin: key of dim_airport';

COMMENT ON COLUMN fact_flight.destination_key IS 'Destination: key of dim_airport';

COMMENT ON COLUMN fact_flight.plane_key IS 'Plane: key of dim_plane';

COMMENT ON COLUMN fact_flight.load_id IS 'Load that wrote the row';

CREATE TABLE fact_weather (
	observed_at TIMESTAMP(6) NOT NULL,
	airport_key NUMBER(19) NOT NULL,
	date_key NUMBER(19) NOT NULL,
	temp BINARY_DOUBLE,
	wind_speed BINARY_DOUBLE,
	visib BINARY_DOUBLE,
	precip BINARY_DOUBLE,
	load_id NUMBER(19) DEFAULT 0 NOT NULL,
	PRIMARY KEY (observed_at, airport_key)
);

ALTER TABLE fact_weather ADD FOREIGN KEY (airport_key) REFERENCES dim_airport (airport_key) RELY DISABLE NOVALIDATE;

ALTER TABLE fact_weather ADD FOREIGN KEY (date_key) REFERENCES dim_day (day_key) RELY DISABLE NOVALIDATE;

COMMENT ON TABLE fact_weather IS 'What the airports of New York measured; only rain may be summed.';

COMMENT ON COLUMN fact_weather.observed_at IS 'UTC';

COMMENT ON COLUMN fact_weather.airport_key IS 'Airport: key of dim_airport';

COMMENT ON COLUMN fact_weather.date_key IS 'Date: key of dim_day';

COMMENT ON COLUMN fact_weather.load_id IS 'Load that wrote the row';

CREATE TABLE starschema_load (
	load_id NUMBER(19) NOT NULL,
	target VARCHAR2(200 CHAR) NOT NULL,
	load_key VARCHAR2(255 CHAR),
	status VARCHAR2(10 CHAR) NOT NULL,
	source CLOB,
	started_at TIMESTAMP(6) NOT NULL,
	finished_at TIMESTAMP(6),
	seconds BINARY_DOUBLE,
	lookups CLOB,
	read NUMBER(19) NOT NULL,
	inserted NUMBER(19) NOT NULL,
	updated NUMBER(19) NOT NULL,
	versioned NUMBER(19) NOT NULL,
	closed NUMBER(19) NOT NULL,
	removed NUMBER(19) NOT NULL,
	unchanged NUMBER(19) NOT NULL,
	inferred NUMBER(19) NOT NULL,
	repointed NUMBER(19) NOT NULL,
	recomputed NUMBER(19) NOT NULL,
	unconverted NUMBER(19) NOT NULL,
	rejected NUMBER(19) NOT NULL,
	duplicates NUMBER(19) NOT NULL,
	error CLOB,
	PRIMARY KEY (load_id)
);

CREATE UNIQUE INDEX uq_starschema_load ON starschema_load (CASE WHEN load_key IS NOT NULL THEN target END, CASE WHEN load_key IS NOT NULL THEN load_key END, CASE WHEN load_key IS NOT NULL THEN load_id END);

COMMENT ON TABLE starschema_load IS 'One row per load: what, when, from where, how many rows, and how it ended';

COMMENT ON COLUMN starschema_load.target IS 'Table that was loaded';

COMMENT ON COLUMN starschema_load.load_key IS 'The caller''s name for this load, done at most once';

COMMENT ON COLUMN starschema_load.status IS 'running, part, done or failed';

COMMENT ON COLUMN starschema_load.source IS 'Where the rows came from, without credentials';

COMMENT ON COLUMN starschema_load.started_at IS 'UTC';

COMMENT ON COLUMN starschema_load.finished_at IS 'UTC';

COMMENT ON COLUMN starschema_load.lookups IS 'JSON: dimension''s table to where its members were looked up';

CREATE TABLE starschema_quarantine (
	load_id NUMBER(19) NOT NULL,
	target VARCHAR2(200 CHAR) NOT NULL,
	row_number NUMBER(19) NOT NULL,
	column_name VARCHAR2(200 CHAR),
	value CLOB,
	reason CLOB NOT NULL,
	record CLOB NOT NULL
);

CREATE INDEX ix_starschema_quarantine_load ON starschema_quarantine (load_id);

COMMENT ON TABLE starschema_quarantine IS 'Rows that could not be loaded, with the reason';

COMMENT ON COLUMN starschema_quarantine.row_number IS 'Position in the input, from 1';

COMMENT ON COLUMN starschema_quarantine.column_name IS 'Input column to blame; NULL for the row as a whole';

COMMENT ON COLUMN starschema_quarantine.record IS 'The raw row as JSON';

CREATE TABLE starschema_part (
	load_id NUMBER(19) NOT NULL,
	part NUMBER(19) NOT NULL,
	target VARCHAR2(200 CHAR) NOT NULL,
	source CLOB NOT NULL,
	read NUMBER(19) NOT NULL,
	inserted NUMBER(19) NOT NULL,
	updated NUMBER(19) NOT NULL,
	versioned NUMBER(19) NOT NULL,
	closed NUMBER(19) NOT NULL,
	removed NUMBER(19) NOT NULL,
	unchanged NUMBER(19) NOT NULL,
	inferred NUMBER(19) NOT NULL,
	repointed NUMBER(19) NOT NULL,
	recomputed NUMBER(19) NOT NULL,
	unconverted NUMBER(19) NOT NULL,
	rejected NUMBER(19) NOT NULL,
	duplicates NUMBER(19) NOT NULL,
	PRIMARY KEY (load_id, part)
);

COMMENT ON TABLE starschema_part IS 'One row per part that is in the table, of loads in parts';

COMMENT ON COLUMN starschema_part.source IS 'File, its size and which of its rows';

CREATE TABLE starschema_target (
	target VARCHAR2(200 CHAR) NOT NULL,
	"lock" VARCHAR2(10 CHAR) NOT NULL,
	last_key NUMBER(19) NOT NULL,
	attributes CLOB NOT NULL,
	stamp VARCHAR2(32 CHAR),
	PRIMARY KEY (target, "lock")
);

COMMENT ON TABLE starschema_target IS 'One row per table and lock: loads of one table queue up on it, and take their keys from it';

COMMENT ON COLUMN starschema_target."lock" IS 'history or members';

COMMENT ON COLUMN starschema_target.last_key IS 'Highest surrogate key given so far';

COMMENT ON COLUMN starschema_target.attributes IS 'JSON: attribute to last_key when data first had it';

COMMENT ON COLUMN starschema_target.stamp IS 'Drawn anew by every load that writes versions of the dimension';

CREATE TABLE starschema_snapshot (
	target VARCHAR2(200 CHAR) NOT NULL,
	effective TIMESTAMP(6) NOT NULL,
	slice_column VARCHAR2(200 CHAR),
	slice_value VARCHAR2(255 CHAR),
	given CLOB NOT NULL,
	load_id NUMBER(19) NOT NULL
);

CREATE INDEX ix_starschema_snapshot_target ON starschema_snapshot (target, effective);

COMMENT ON TABLE starschema_snapshot IS 'Every time and slice at which a whole membership was given';

COMMENT ON COLUMN starschema_snapshot.slice_column IS 'NULL where the whole membership was given';

COMMENT ON COLUMN starschema_snapshot.given IS 'Comma-framed names of the attributes in the data';

CREATE TABLE starschema_mark (
	target VARCHAR2(200 CHAR) NOT NULL,
	name VARCHAR2(200 CHAR) NOT NULL,
	mark CLOB NOT NULL,
	load_id NUMBER(19) NOT NULL,
	PRIMARY KEY (target, name)
);

COMMENT ON TABLE starschema_mark IS 'How far each source was read into each table; moved in the load''s own transaction';

COMMENT ON COLUMN starschema_mark.name IS 'The source, as its reader names it';

COMMENT ON COLUMN starschema_mark.mark IS 'JSON: how far the source was read, and the value''s type';

COMMENT ON COLUMN starschema_mark.load_id IS 'Load that moved the mark last';

CREATE TABLE dim_airport_journal (
	faa VARCHAR2(3 CHAR) NOT NULL,
	changed_at TIMESTAMP(6) NOT NULL,
	change_sequence NUMBER(19),
	is_deletion NUMBER(1) NOT NULL,
	name VARCHAR2(80 CHAR),
	tzone VARCHAR2(40 CHAR),
	lat BINARY_DOUBLE,
	lon BINARY_DOUBLE,
	alt NUMBER(10),
	given_attributes CLOB NOT NULL,
	load_id NUMBER(19) NOT NULL
);

CREATE INDEX ix_dim_airport_journal ON dim_airport_journal (faa, changed_at);

COMMENT ON TABLE dim_airport_journal IS 'Changes of dim_airport that its versions do not show';

COMMENT ON COLUMN dim_airport_journal.changed_at IS 'When the change took effect, UTC';

COMMENT ON COLUMN dim_airport_journal.change_sequence IS 'Orders changes of one time';

COMMENT ON COLUMN dim_airport_journal.given_attributes IS 'Comma-framed names of those in the data';

INSERT INTO dim_day (day_key, "date", day_of_month, day_of_year, day_of_week, day_name, is_weekend, iso_week, iso_year, month, month_name, month_start, year_month, quarter, year, fiscal_year, fiscal_quarter, fiscal_month, is_holiday, holiday_name, is_inferred, load_id) VALUES (-1, NULL, NULL, NULL, NULL, 'Unknown', NULL, NULL, NULL, NULL, 'Unknown', NULL, 'Unknown', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, 0);

INSERT INTO dim_day (day_key, "date", day_of_month, day_of_year, day_of_week, day_name, is_weekend, iso_week, iso_year, month, month_name, month_start, year_month, quarter, year, fiscal_year, fiscal_quarter, fiscal_month, is_holiday, holiday_name, is_inferred, load_id) VALUES (-2, NULL, NULL, NULL, NULL, 'Not applicable', NULL, NULL, NULL, NULL, 'Not applicable', NULL, 'Not applicable', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, 0);

INSERT INTO dim_airline (airline_key, carrier, name, is_inferred, load_id) VALUES (-1, NULL, 'Unknown', 0, 0);

INSERT INTO dim_airline (airline_key, carrier, name, is_inferred, load_id) VALUES (-2, NULL, 'Not applicable', 0, 0);

INSERT INTO dim_airport (airport_key, faa, name, tzone, lat, lon, alt, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-1, NULL, 'Unknown', 'Unknown', NULL, NULL, NULL, TIMESTAMP '0001-01-01 00:00:00.000000', TIMESTAMP '9999-12-31 00:00:00.000000', 1, 0, 0);

INSERT INTO dim_airport (airport_key, faa, name, tzone, lat, lon, alt, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-2, NULL, 'Not applicable', 'Not applicable', NULL, NULL, NULL, TIMESTAMP '0001-01-01 00:00:00.000000', TIMESTAMP '9999-12-31 00:00:00.000000', 1, 0, 0);

INSERT INTO dim_plane (plane_key, tailnum, manufacturer, model, year, engines, seats, is_inferred, load_id) VALUES (-1, NULL, 'Unknown', 'Unknown', NULL, NULL, NULL, 0, 0);

INSERT INTO dim_plane (plane_key, tailnum, manufacturer, model, year, engines, seats, is_inferred, load_id) VALUES (-2, NULL, 'Not applicable', 'Not applicable', NULL, NULL, NULL, 0, 0);

INSERT INTO starschema_target (target, "lock", last_key, attributes) VALUES ('dim_day', 'history', 0, '{}');

INSERT INTO starschema_target (target, "lock", last_key, attributes) VALUES ('dim_day', 'members', 0, '{}');

INSERT INTO starschema_target (target, "lock", last_key, attributes) VALUES ('dim_airline', 'history', 0, '{}');

INSERT INTO starschema_target (target, "lock", last_key, attributes) VALUES ('dim_airline', 'members', 0, '{}');

INSERT INTO starschema_target (target, "lock", last_key, attributes) VALUES ('dim_airport', 'history', 0, '{}');

INSERT INTO starschema_target (target, "lock", last_key, attributes) VALUES ('dim_airport', 'members', 0, '{}');

INSERT INTO starschema_target (target, "lock", last_key, attributes) VALUES ('dim_plane', 'history', 0, '{}');

INSERT INTO starschema_target (target, "lock", last_key, attributes) VALUES ('dim_plane', 'members', 0, '{}');

INSERT INTO starschema_target (target, "lock", last_key, attributes) VALUES ('fact_flight', 'history', 0, '{}');

INSERT INTO starschema_target (target, "lock", last_key, attributes) VALUES ('fact_flight', 'members', 0, '{}');

INSERT INTO starschema_target (target, "lock", last_key, attributes) VALUES ('fact_weather', 'history', 0, '{}');

INSERT INTO starschema_target (target, "lock", last_key, attributes) VALUES ('fact_weather', 'members', 0, '{}');
