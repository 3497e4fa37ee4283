CREATE TABLE dim_day (
	day_key INTEGER NOT NULL, 
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
	is_inferred BOOLEAN DEFAULT 0 NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	PRIMARY KEY (day_key), 
	CONSTRAINT uq_dim_day_natural_key UNIQUE (date)
);

CREATE TABLE dim_airline (
	airline_key INTEGER NOT NULL, 
	carrier VARCHAR(2), 
	name VARCHAR(60), 
	is_inferred BOOLEAN DEFAULT 0 NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	PRIMARY KEY (airline_key), 
	CONSTRAINT uq_dim_airline_natural_key UNIQUE (carrier)
);

CREATE TABLE dim_airport (
	airport_key INTEGER NOT NULL, 
	faa VARCHAR(3), 
	name VARCHAR(80), 
	tzone VARCHAR(40), 
	lat DOUBLE, 
	lon DOUBLE, 
	alt INTEGER, 
	valid_from DATETIME NOT NULL, 
	valid_to DATETIME NOT NULL, 
	is_current BOOLEAN DEFAULT 1 NOT NULL, 
	is_inferred BOOLEAN DEFAULT 0 NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	PRIMARY KEY (airport_key), 
	CONSTRAINT uq_dim_airport_natural_key UNIQUE (faa, valid_from)
);

CREATE TABLE dim_plane (
	plane_key INTEGER NOT NULL, 
	tailnum VARCHAR(6), 
	manufacturer VARCHAR(40), 
	model VARCHAR(30), 
	year INTEGER, 
	engines INTEGER, 
	seats INTEGER, 
	is_inferred BOOLEAN DEFAULT 0 NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	PRIMARY KEY (plane_key), 
	CONSTRAINT uq_dim_plane_natural_key UNIQUE (tailnum)
);

CREATE TABLE starschema_load (
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
	PRIMARY KEY (load_id), 
	UNIQUE (target, load_key, load_id)
);

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

CREATE TABLE starschema_target (
	target VARCHAR(200) NOT NULL, 
	lock VARCHAR(10) NOT NULL, 
	last_key BIGINT NOT NULL, 
	attributes TEXT NOT NULL, 
	stamp VARCHAR(32), 
	PRIMARY KEY (target, lock)
);

CREATE TABLE starschema_snapshot (
	target VARCHAR(200) NOT NULL, 
	effective DATETIME NOT NULL, 
	slice_column VARCHAR(200), 
	slice_value VARCHAR(255), 
	given TEXT NOT NULL, 
	load_id BIGINT NOT NULL
);

CREATE INDEX ix_starschema_snapshot_target ON starschema_snapshot (target, effective);

CREATE TABLE starschema_mark (
	target VARCHAR(200) NOT NULL, 
	name VARCHAR(200) NOT NULL, 
	mark TEXT NOT NULL, 
	load_id BIGINT NOT NULL, 
	PRIMARY KEY (target, name)
);

CREATE TABLE dim_airport_journal (
	faa VARCHAR(3) NOT NULL, 
	changed_at DATETIME NOT NULL, 
	change_sequence BIGINT, 
	is_deletion BOOLEAN NOT NULL, 
	name VARCHAR(80), 
	tzone VARCHAR(40), 
	lat DOUBLE, 
	lon DOUBLE, 
	alt INTEGER, 
	given_attributes TEXT NOT NULL, 
	load_id BIGINT NOT NULL
);

CREATE INDEX ix_dim_airport_journal ON dim_airport_journal (faa, changed_at);

CREATE TABLE fact_flight (
	scheduled_at DATETIME NOT NULL, 
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
	PRIMARY KEY (scheduled_at, flight, airline_key), 
	CONSTRAINT fk_fact_flight_airline_key FOREIGN KEY(airline_key) REFERENCES dim_airline (airline_key), 
	CONSTRAINT fk_fact_flight_date_key FOREIGN KEY(date_key) REFERENCES dim_day (day_key), 
	CONSTRAINT fk_fact_flight_origin_key FOREIGN KEY(origin_key) REFERENCES dim_airport (airport_key), 
	CONSTRAINT fk_fact_flight_destination_key FOREIGN KEY(destination_key) REFERENCES dim_airport (airport_key), 
	CONSTRAINT fk_fact_flight_plane_key FOREIGN KEY(plane_key) REFERENCES dim_plane (plane_key)
);

CREATE TABLE fact_weather (
	observed_at DATETIME NOT NULL, 
	airport_key BIGINT NOT NULL, 
	date_key BIGINT NOT NULL, 
	"temp" DOUBLE, 
	wind_speed DOUBLE, 
	visib DOUBLE, 
	precip DOUBLE, 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	PRIMARY KEY (observed_at, airport_key), 
	CONSTRAINT fk_fact_weather_airport_key FOREIGN KEY(airport_key) REFERENCES dim_airport (airport_key), 
	CONSTRAINT fk_fact_weather_date_key FOREIGN KEY(date_key) REFERENCES dim_day (day_key)
);

INSERT INTO dim_day (day_key, date, day_of_month, day_of_year, day_of_week, day_name, is_weekend, iso_week, iso_year, month, month_name, month_start, year_month, quarter, year, fiscal_year, fiscal_quarter, fiscal_month, is_holiday, holiday_name, is_inferred, load_id) VALUES (-1, NULL, NULL, NULL, NULL, 'Unknown', NULL, NULL, NULL, NULL, 'Unknown', NULL, 'Unknown', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, 0);

INSERT INTO dim_day (day_key, date, day_of_month, day_of_year, day_of_week, day_name, is_weekend, iso_week, iso_year, month, month_name, month_start, year_month, quarter, year, fiscal_year, fiscal_quarter, fiscal_month, is_holiday, holiday_name, is_inferred, load_id) VALUES (-2, NULL, NULL, NULL, NULL, 'Not applicable', NULL, NULL, NULL, NULL, 'Not applicable', NULL, 'Not applicable', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, 0);

INSERT INTO dim_airline (airline_key, carrier, name, is_inferred, load_id) VALUES (-1, NULL, 'Unknown', 0, 0);

INSERT INTO dim_airline (airline_key, carrier, name, is_inferred, load_id) VALUES (-2, NULL, 'Not applicable', 0, 0);

INSERT INTO dim_airport (airport_key, faa, name, tzone, lat, lon, alt, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-1, NULL, 'Unknown', 'Unknown', NULL, NULL, NULL, '0001-01-01 00:00:00.000000', '9999-12-31 00:00:00.000000', 1, 0, 0);

INSERT INTO dim_airport (airport_key, faa, name, tzone, lat, lon, alt, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-2, NULL, 'Not applicable', 'Not applicable', NULL, NULL, NULL, '0001-01-01 00:00:00.000000', '9999-12-31 00:00:00.000000', 1, 0, 0);

INSERT INTO dim_plane (plane_key, tailnum, manufacturer, model, year, engines, seats, is_inferred, load_id) VALUES (-1, NULL, 'Unknown', 'Unknown', NULL, NULL, NULL, 0, 0);

INSERT INTO dim_plane (plane_key, tailnum, manufacturer, model, year, engines, seats, is_inferred, load_id) VALUES (-2, NULL, 'Not applicable', 'Not applicable', NULL, NULL, NULL, 0, 0);

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
