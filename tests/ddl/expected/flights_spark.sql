-- Spark's tables have no keys, no references and no indexes; the loads keep natural keys and grains unique. Times of day are text.

CREATE TABLE dim_day (
	day_key BIGINT NOT NULL COMMENT 'Surrogate key',
	date DATE COMMENT 'The day',
	day_of_month SMALLINT,
	day_of_year SMALLINT,
	day_of_week SMALLINT COMMENT 'ISO: Monday is 1, Sunday 7',
	day_name STRING,
	is_weekend BOOLEAN COMMENT 'Saturday or Sunday',
	iso_week SMALLINT,
	iso_year SMALLINT COMMENT 'Year to which the ISO week belongs',
	month SMALLINT,
	month_name STRING,
	month_start DATE COMMENT 'First day of the month',
	year_month STRING COMMENT 'Such as 2024-02',
	quarter SMALLINT,
	year SMALLINT,
	fiscal_year SMALLINT COMMENT 'Named by the year in which it ends',
	fiscal_quarter SMALLINT,
	fiscal_month SMALLINT COMMENT '1 is the month in which the fiscal year starts',
	is_holiday BOOLEAN COMMENT 'Public holiday of the calendar\'s country',
	holiday_name STRING,
	is_inferred BOOLEAN NOT NULL COMMENT 'True while only a fact has named the member',
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row last'
)
USING DELTA
COMMENT 'One row per day, with the holidays of the United States; nobody has to bring the data.';

CREATE TABLE dim_airline (
	airline_key BIGINT NOT NULL COMMENT 'Surrogate key',
	carrier STRING,
	name STRING,
	is_inferred BOOLEAN NOT NULL COMMENT 'True while only a fact has named the member',
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row last'
)
USING DELTA
COMMENT 'One row per airline. No attribute keeps history, so there is one row each, corrected in place.';

CREATE TABLE dim_airport (
	airport_key BIGINT NOT NULL COMMENT 'Surrogate key',
	faa STRING,
	name STRING,
	tzone STRING COMMENT 'Time zone, as IANA names it',
	lat DOUBLE COMMENT 'Latitude, degrees north',
	lon DOUBLE COMMENT 'Longitude, degrees east',
	alt INT COMMENT 'Altitude, feet',
	valid_from TIMESTAMP_NTZ NOT NULL COMMENT 'Start of the version, UTC',
	valid_to TIMESTAMP_NTZ NOT NULL COMMENT 'Exclusive end of the version, UTC',
	is_current BOOLEAN NOT NULL COMMENT 'Whether the version is in force',
	is_inferred BOOLEAN NOT NULL COMMENT 'True while only a fact has named the member',
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row last'
)
USING DELTA
COMMENT 'One row per version of an airport: a change of its time zone starts a new one, all else is a correction.';

CREATE TABLE dim_plane (
	plane_key BIGINT NOT NULL COMMENT 'Surrogate key',
	tailnum STRING,
	manufacturer STRING,
	model STRING,
	year INT COMMENT 'Year of manufacture',
	engines INT,
	seats INT,
	is_inferred BOOLEAN NOT NULL COMMENT 'True while only a fact has named the member',
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row last'
)
USING DELTA
COMMENT 'One row per plane that has a tail number.';

CREATE TABLE fact_flight (
	scheduled_at TIMESTAMP_NTZ NOT NULL COMMENT 'Scheduled departure, UTC',
	flight INT NOT NULL COMMENT 'Flight number',
	airline_key BIGINT NOT NULL COMMENT 'Airline: key of dim_airline',
	date_key BIGINT NOT NULL COMMENT 'Date: key of dim_day',
	origin_key BIGINT NOT NULL COMMENT 'Origin: key of dim_airport',
	destination_key BIGINT NOT NULL COMMENT 'Destination: key of dim_airport',
	plane_key BIGINT NOT NULL COMMENT 'Plane: key of dim_plane',
	dep_delay INT,
	arr_delay INT,
	air_time INT,
	distance INT NOT NULL,
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row'
)
USING DELTA
CLUSTER BY (scheduled_at)
COMMENT 'What was planned and what came of it; the delays of a cancelled flight are NULL.';

CREATE TABLE fact_weather (
	observed_at TIMESTAMP_NTZ NOT NULL COMMENT 'UTC',
	airport_key BIGINT NOT NULL COMMENT 'Airport: key of dim_airport',
	date_key BIGINT NOT NULL COMMENT 'Date: key of dim_day',
	temp DOUBLE,
	wind_speed DOUBLE,
	visib DOUBLE,
	precip DOUBLE,
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row'
)
USING DELTA
CLUSTER BY (observed_at)
COMMENT 'What the airports of New York measured; only rain may be summed.';

CREATE TABLE starschema_snapshot (
	target STRING NOT NULL,
	effective TIMESTAMP_NTZ NOT NULL,
	slice_column STRING COMMENT 'NULL where the whole membership was given',
	slice_value STRING,
	given STRING NOT NULL COMMENT 'Comma-framed names of the attributes in the data',
	load_id BIGINT NOT NULL
)
USING DELTA
COMMENT 'Every time and slice at which a whole membership was given';

CREATE TABLE dim_airport_journal (
	faa STRING NOT NULL,
	changed_at TIMESTAMP_NTZ NOT NULL COMMENT 'When the change took effect, UTC',
	change_sequence BIGINT COMMENT 'Orders changes of one time',
	is_deletion BOOLEAN NOT NULL,
	name STRING,
	tzone STRING,
	lat DOUBLE,
	lon DOUBLE,
	alt INT,
	given_attributes STRING NOT NULL COMMENT 'Comma-framed names of those in the data',
	load_id BIGINT NOT NULL
)
USING DELTA
COMMENT 'Changes of dim_airport that its versions do not show';

CREATE TABLE starschema_undo (
	load_id BIGINT NOT NULL,
	step BIGINT NOT NULL,
	told STRING NOT NULL COMMENT 'JSON: the table that is changed, and how that is undone'
)
USING DELTA
COMMENT 'What loads under way have changed, where no transaction holds it together';

INSERT INTO dim_day (day_key, date, day_of_month, day_of_year, day_of_week, day_name, is_weekend, iso_week, iso_year, month, month_name, month_start, year_month, quarter, year, fiscal_year, fiscal_quarter, fiscal_month, is_holiday, holiday_name, is_inferred, load_id) VALUES (-1, NULL, NULL, NULL, NULL, 'Unknown', NULL, NULL, NULL, NULL, 'Unknown', NULL, 'Unknown', NULL, NULL, NULL, NULL, NULL, NULL, NULL, FALSE, 0);

INSERT INTO dim_day (day_key, date, day_of_month, day_of_year, day_of_week, day_name, is_weekend, iso_week, iso_year, month, month_name, month_start, year_month, quarter, year, fiscal_year, fiscal_quarter, fiscal_month, is_holiday, holiday_name, is_inferred, load_id) VALUES (-2, NULL, NULL, NULL, NULL, 'Not applicable', NULL, NULL, NULL, NULL, 'Not applicable', NULL, 'Not applicable', NULL, NULL, NULL, NULL, NULL, NULL, NULL, FALSE, 0);

INSERT INTO dim_airline (airline_key, carrier, name, is_inferred, load_id) VALUES (-1, NULL, 'Unknown', FALSE, 0);

INSERT INTO dim_airline (airline_key, carrier, name, is_inferred, load_id) VALUES (-2, NULL, 'Not applicable', FALSE, 0);

INSERT INTO dim_airport (airport_key, faa, name, tzone, lat, lon, alt, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-1, NULL, 'Unknown', 'Unknown', NULL, NULL, NULL, TIMESTAMP_NTZ '0001-01-01 00:00:00.000000', TIMESTAMP_NTZ '9999-12-31 00:00:00.000000', TRUE, FALSE, 0);

INSERT INTO dim_airport (airport_key, faa, name, tzone, lat, lon, alt, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-2, NULL, 'Not applicable', 'Not applicable', NULL, NULL, NULL, TIMESTAMP_NTZ '0001-01-01 00:00:00.000000', TIMESTAMP_NTZ '9999-12-31 00:00:00.000000', TRUE, FALSE, 0);

INSERT INTO dim_plane (plane_key, tailnum, manufacturer, model, year, engines, seats, is_inferred, load_id) VALUES (-1, NULL, 'Unknown', 'Unknown', NULL, NULL, NULL, FALSE, 0);

INSERT INTO dim_plane (plane_key, tailnum, manufacturer, model, year, engines, seats, is_inferred, load_id) VALUES (-2, NULL, 'Not applicable', 'Not applicable', NULL, NULL, NULL, FALSE, 0);
