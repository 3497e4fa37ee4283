CREATE TABLE dim_day (
	day_key BIGINT NOT NULL, 
	date DATE, 
	day_of_month SMALLINT, 
	day_of_year SMALLINT, 
	day_of_week SMALLINT, 
	day_name VARCHAR(20), 
	is_weekend BOOLEAN, 
	iso_week SMALLINT, 
	iso_year SMALLINT, 
	month SMALLINT, 
	month_name VARCHAR(20), 
	month_start DATE, 
	year_month VARCHAR(20), 
	quarter SMALLINT, 
	year SMALLINT, 
	fiscal_year SMALLINT, 
	fiscal_quarter SMALLINT, 
	fiscal_month SMALLINT, 
	is_holiday BOOLEAN, 
	holiday_name VARCHAR(400), 
	is_inferred BOOLEAN DEFAULT false NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	PRIMARY KEY (day_key), 
	CONSTRAINT uq_dim_day_natural_key UNIQUE (date)
);

COMMENT ON TABLE dim_day IS 'One row per day, with the holidays of the United States; nobody has to bring the data.';

COMMENT ON COLUMN dim_day.day_key IS 'Surrogate key';

COMMENT ON COLUMN dim_day.date IS 'The day';

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
	airline_key BIGINT NOT NULL, 
	carrier VARCHAR(2), 
	name VARCHAR(60), 
	is_inferred BOOLEAN DEFAULT false NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	PRIMARY KEY (airline_key), 
	CONSTRAINT uq_dim_airline_natural_key UNIQUE (carrier)
);

COMMENT ON TABLE dim_airline IS 'One row per airline. No attribute keeps history, so there is one row each, corrected in place.';

COMMENT ON COLUMN dim_airline.airline_key IS 'Surrogate key';

COMMENT ON COLUMN dim_airline.is_inferred IS 'True while only a fact has named the member';

COMMENT ON COLUMN dim_airline.load_id IS 'Load that wrote the row last';

CREATE TABLE dim_airport (
	airport_key BIGINT NOT NULL, 
	faa VARCHAR(3), 
	name VARCHAR(80), 
	tzone VARCHAR(40), 
	lat DOUBLE PRECISION, 
	lon DOUBLE PRECISION, 
	alt INTEGER, 
	valid_from TIMESTAMP WITHOUT TIME ZONE NOT NULL, 
	valid_to TIMESTAMP WITHOUT TIME ZONE NOT NULL, 
	is_current BOOLEAN DEFAULT true NOT NULL, 
	is_inferred BOOLEAN DEFAULT false NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	PRIMARY KEY (airport_key), 
	CONSTRAINT uq_dim_airport_natural_key UNIQUE (faa, valid_from)
);

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
	plane_key BIGINT NOT NULL, 
	tailnum VARCHAR(6), 
	manufacturer VARCHAR(40), 
	model VARCHAR(30), 
	year INTEGER, 
	engines INTEGER, 
	seats INTEGER, 
	is_inferred BOOLEAN DEFAULT false NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	PRIMARY KEY (plane_key), 
	CONSTRAINT uq_dim_plane_natural_key UNIQUE (tailnum)
);

COMMENT ON TABLE dim_plane IS 'One row per plane that has a tail number.';

COMMENT ON COLUMN dim_plane.plane_key IS 'Surrogate key';

COMMENT ON COLUMN dim_plane.year IS 'Year of manufacture';

COMMENT ON COLUMN dim_plane.is_inferred IS 'True while only a fact has named the member';

COMMENT ON COLUMN dim_plane.load_id IS 'Load that wrote the row last';

CREATE TABLE fact_flight (
	scheduled_at TIMESTAMP WITHOUT TIME ZONE NOT NULL, 
	flight INTEGER NOT NULL, 
	airline_key BIGINT NOT NULL, 
	date_key BIGINT NOT NULL, 
	origin_key BIGINT NOT NULL, 
	destination_key BIGINT NOT NULL, 
	plane_key BIGINT NOT NULL, 
	dep_delay INTEGER, 
	arr_delay INTEGER, 
	air_time INTEGER, 
	distance INTEGER NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	PRIMARY KEY (scheduled_at, flight, airline_key)
);

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
	observed_at TIMESTAMP WITHOUT TIME ZONE NOT NULL, 
	airport_key BIGINT NOT NULL, 
	date_key BIGINT NOT NULL, 
	temp DOUBLE PRECISION, 
	wind_speed DOUBLE PRECISION, 
	visib DOUBLE PRECISION, 
	precip DOUBLE PRECISION, 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	PRIMARY KEY (observed_at, airport_key)
);

COMMENT ON TABLE fact_weather IS 'What the airports of New York measured; only rain may be summed.';

COMMENT ON COLUMN fact_weather.observed_at IS 'UTC';

COMMENT ON COLUMN fact_weather.airport_key IS 'Airport: key of dim_airport';

COMMENT ON COLUMN fact_weather.date_key IS 'Date: key of dim_day';

COMMENT ON COLUMN fact_weather.load_id IS 'Load that wrote the row';

CREATE TABLE starschema_load (
	load_id BIGINT NOT NULL, 
	target VARCHAR(200) NOT NULL, 
	load_key VARCHAR(255), 
	status VARCHAR(10) NOT NULL, 
	source TEXT, 
	started_at TIMESTAMP WITHOUT TIME ZONE NOT NULL, 
	finished_at TIMESTAMP WITHOUT TIME ZONE, 
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
	PRIMARY KEY (load_id), 
	UNIQUE (target, load_key, load_id)
);

COMMENT ON TABLE starschema_load IS 'One row per load: what, when, from where, how many rows, and how it ended';

COMMENT ON COLUMN starschema_load.target IS 'Table that was loaded';

COMMENT ON COLUMN starschema_load.load_key IS 'The caller''s name for this load, done at most once';

COMMENT ON COLUMN starschema_load.status IS 'running, part, done or failed';

COMMENT ON COLUMN starschema_load.source IS 'Where the rows came from, without credentials';

COMMENT ON COLUMN starschema_load.started_at IS 'UTC';

COMMENT ON COLUMN starschema_load.finished_at IS 'UTC';

COMMENT ON COLUMN starschema_load.lookups IS 'JSON: dimension''s table to where its members were looked up';

CREATE TABLE starschema_quarantine (
	load_id BIGINT NOT NULL, 
	target VARCHAR(200) NOT NULL, 
	row_number BIGINT NOT NULL, 
	column_name VARCHAR(200), 
	value TEXT, 
	reason TEXT NOT NULL, 
	record TEXT NOT NULL
);

CREATE INDEX ix_starschema_quarantine_load ON starschema_quarantine (load_id);

COMMENT ON TABLE starschema_quarantine IS 'Rows that could not be loaded, with the reason';

COMMENT ON COLUMN starschema_quarantine.row_number IS 'Position in the input, from 1';

COMMENT ON COLUMN starschema_quarantine.column_name IS 'Input column to blame; NULL for the row as a whole';

COMMENT ON COLUMN starschema_quarantine.record IS 'The raw row as JSON';

CREATE TABLE starschema_part (
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
	PRIMARY KEY (load_id, part)
);

COMMENT ON TABLE starschema_part IS 'One row per part that is in the table, of loads in parts';

COMMENT ON COLUMN starschema_part.source IS 'File, its size and which of its rows';

CREATE TABLE starschema_target (
	target VARCHAR(200) NOT NULL, 
	lock VARCHAR(10) NOT NULL, 
	last_key BIGINT NOT NULL, 
	attributes TEXT NOT NULL, 
	stamp VARCHAR(32), 
	PRIMARY KEY (target, lock)
);

COMMENT ON TABLE starschema_target IS 'One row per table and lock: loads of one table queue up on it, and take their keys from it';

COMMENT ON COLUMN starschema_target.lock IS 'history or members';

COMMENT ON COLUMN starschema_target.last_key IS 'Highest surrogate key given so far';

COMMENT ON COLUMN starschema_target.attributes IS 'JSON: attribute to last_key when data first had it';

COMMENT ON COLUMN starschema_target.stamp IS 'Drawn anew by every load that writes versions of the dimension';

CREATE TABLE starschema_snapshot (
	target VARCHAR(200) NOT NULL, 
	effective TIMESTAMP WITHOUT TIME ZONE NOT NULL, 
	slice_column VARCHAR(200), 
	slice_value VARCHAR(255), 
	given TEXT NOT NULL, 
	load_id BIGINT NOT NULL
);

CREATE INDEX ix_starschema_snapshot_target ON starschema_snapshot (target, effective);

COMMENT ON TABLE starschema_snapshot IS 'Every time and slice at which a whole membership was given';

COMMENT ON COLUMN starschema_snapshot.slice_column IS 'NULL where the whole membership was given';

COMMENT ON COLUMN starschema_snapshot.given IS 'Comma-framed names of the attributes in the data';

CREATE TABLE starschema_mark (
	target VARCHAR(200) NOT NULL, 
	name VARCHAR(200) NOT NULL, 
	mark TEXT NOT NULL, 
	load_id BIGINT NOT NULL, 
	PRIMARY KEY (target, name)
);

COMMENT ON TABLE starschema_mark IS 'How far each source was read into each table; moved in the load''s own transaction';

COMMENT ON COLUMN starschema_mark.name IS 'The source, as its reader names it';

COMMENT ON COLUMN starschema_mark.mark IS 'JSON: how far the source was read, and the value''s type';

COMMENT ON COLUMN starschema_mark.load_id IS 'Load that moved the mark last';

CREATE TABLE dim_airport_journal (
	faa VARCHAR(3) NOT NULL, 
	changed_at TIMESTAMP WITHOUT TIME ZONE NOT NULL, 
	change_sequence BIGINT, 
	is_deletion BOOLEAN NOT NULL, 
	name VARCHAR(80), 
	tzone VARCHAR(40), 
	lat DOUBLE PRECISION, 
	lon DOUBLE PRECISION, 
	alt INTEGER, 
	given_attributes TEXT NOT NULL, 
	load_id BIGINT NOT NULL
);

CREATE INDEX ix_dim_airport_journal ON dim_airport_journal (faa, changed_at);

COMMENT ON TABLE dim_airport_journal IS 'Changes of dim_airport that its versions do not show';

COMMENT ON COLUMN dim_airport_journal.changed_at IS 'When the change took effect, UTC';

COMMENT ON COLUMN dim_airport_journal.change_sequence IS 'Orders changes of one time';

COMMENT ON COLUMN dim_airport_journal.given_attributes IS 'Comma-framed names of those in the data';

INSERT INTO dim_day (day_key, date, day_of_month, day_of_year, day_of_week, day_name, is_weekend, iso_week, iso_year, month, month_name, month_start, year_month, quarter, year, fiscal_year, fiscal_quarter, fiscal_month, is_holiday, holiday_name, is_inferred, load_id) VALUES (-1, NULL, NULL, NULL, NULL, 'Unknown', NULL, NULL, NULL, NULL, 'Unknown', NULL, 'Unknown', NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, 0);

INSERT INTO dim_day (day_key, date, day_of_month, day_of_year, day_of_week, day_name, is_weekend, iso_week, iso_year, month, month_name, month_start, year_month, quarter, year, fiscal_year, fiscal_quarter, fiscal_month, is_holiday, holiday_name, is_inferred, load_id) VALUES (-2, NULL, NULL, NULL, NULL, 'Not applicable', NULL, NULL, NULL, NULL, 'Not applicable', NULL, 'Not applicable', NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, 0);

INSERT INTO dim_airline (airline_key, carrier, name, is_inferred, load_id) VALUES (-1, NULL, 'Unknown', false, 0);

INSERT INTO dim_airline (airline_key, carrier, name, is_inferred, load_id) VALUES (-2, NULL, 'Not applicable', false, 0);

INSERT INTO dim_airport (airport_key, faa, name, tzone, lat, lon, alt, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-1, NULL, 'Unknown', 'Unknown', NULL, NULL, NULL, '0001-01-01 00:00:00', '9999-12-31 00:00:00', true, false, 0);

INSERT INTO dim_airport (airport_key, faa, name, tzone, lat, lon, alt, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-2, NULL, 'Not applicable', 'Not applicable', NULL, NULL, NULL, '0001-01-01 00:00:00', '9999-12-31 00:00:00', true, false, 0);

INSERT INTO dim_plane (plane_key, tailnum, manufacturer, model, year, engines, seats, is_inferred, load_id) VALUES (-1, NULL, 'Unknown', 'Unknown', NULL, NULL, NULL, false, 0);

INSERT INTO dim_plane (plane_key, tailnum, manufacturer, model, year, engines, seats, is_inferred, load_id) VALUES (-2, NULL, 'Not applicable', 'Not applicable', NULL, NULL, NULL, false, 0);

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
