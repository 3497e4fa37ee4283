-- ClickHouse keeps no keys but the order of rows; the loads keep natural keys and grains unique. A time is between 1900-01-01 and 2299-12-31, which stand for the beginning and the end of time; times of day are text.

CREATE TABLE `dim_day` (
	`day_key` Int64 COMMENT 'Surrogate key',
	`date` Nullable(Date32) COMMENT 'The day',
	`day_of_month` Nullable(Int16),
	`day_of_year` Nullable(Int16),
	`day_of_week` Nullable(Int16) COMMENT 'ISO: Monday is 1, Sunday 7',
	`day_name` LowCardinality(Nullable(String)),
	`is_weekend` Nullable(Bool) COMMENT 'Saturday or Sunday',
	`iso_week` Nullable(Int16),
	`iso_year` Nullable(Int16) COMMENT 'Year to which the ISO week belongs',
	`month` Nullable(Int16),
	`month_name` LowCardinality(Nullable(String)),
	`month_start` Nullable(Date32) COMMENT 'First day of the month',
	`year_month` LowCardinality(Nullable(String)) COMMENT 'Such as 2024-02',
	`quarter` Nullable(Int16),
	`year` Nullable(Int16),
	`fiscal_year` Nullable(Int16) COMMENT 'Named by the year in which it ends',
	`fiscal_quarter` Nullable(Int16),
	`fiscal_month` Nullable(Int16) COMMENT '1 is the month in which the fiscal year starts',
	`is_holiday` Nullable(Bool) COMMENT 'Public holiday of the calendar\'s country',
	`holiday_name` LowCardinality(Nullable(String)),
	`is_inferred` Bool DEFAULT FALSE COMMENT 'True while only a fact has named the member',
	`load_id` Int64 DEFAULT 0 COMMENT 'Load that wrote the row last'
)
ENGINE = MergeTree
ORDER BY (`day_key`)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'One row per day, with the holidays of the United States; nobody has to bring the data.';

CREATE TABLE `dim_airline` (
	`airline_key` Int64 COMMENT 'Surrogate key',
	`carrier` Nullable(String),
	`name` Nullable(String),
	`is_inferred` Bool DEFAULT FALSE COMMENT 'True while only a fact has named the member',
	`load_id` Int64 DEFAULT 0 COMMENT 'Load that wrote the row last'
)
ENGINE = MergeTree
ORDER BY (`airline_key`)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'One row per airline. No attribute keeps history, so there is one row each, corrected in place.';

CREATE TABLE `dim_airport` (
	`airport_key` Int64 COMMENT 'Surrogate key',
	`faa` Nullable(String),
	`name` Nullable(String),
	`tzone` Nullable(String) COMMENT 'Time zone, as IANA names it',
	`lat` Nullable(Float64) COMMENT 'Latitude, degrees north',
	`lon` Nullable(Float64) COMMENT 'Longitude, degrees east',
	`alt` Nullable(Int32) COMMENT 'Altitude, feet',
	`valid_from` DateTime64(6, 'UTC') COMMENT 'Start of the version, UTC',
	`valid_to` DateTime64(6, 'UTC') COMMENT 'Exclusive end of the version, UTC',
	`is_current` Bool DEFAULT TRUE COMMENT 'Whether the version is in force',
	`is_inferred` Bool DEFAULT FALSE COMMENT 'True while only a fact has named the member',
	`load_id` Int64 DEFAULT 0 COMMENT 'Load that wrote the row last'
)
ENGINE = MergeTree
ORDER BY (`airport_key`)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'One row per version of an airport: a change of its time zone starts a new one, all else is a correction.';

CREATE TABLE `dim_plane` (
	`plane_key` Int64 COMMENT 'Surrogate key',
	`tailnum` Nullable(String),
	`manufacturer` LowCardinality(Nullable(String)),
	`model` LowCardinality(Nullable(String)),
	`year` Nullable(Int32) COMMENT 'Year of manufacture',
	`engines` Nullable(Int32),
	`seats` Nullable(Int32),
	`is_inferred` Bool DEFAULT FALSE COMMENT 'True while only a fact has named the member',
	`load_id` Int64 DEFAULT 0 COMMENT 'Load that wrote the row last'
)
ENGINE = MergeTree
ORDER BY (`plane_key`)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'One row per plane that has a tail number.';

CREATE TABLE `fact_flight` (
	`scheduled_at` DateTime64(6, 'UTC') COMMENT 'Scheduled departure, UTC',
	`flight` Int32 COMMENT 'Flight number',
	`airline_key` Int64 COMMENT 'Airline: key of dim_airline',
	`date_key` Int64 COMMENT 'Date: key of dim_day',
	`origin_key` Int64 COMMENT 'Origin: key of dim_airport',
	`destination_key` Int64 COMMENT 'Destination: key of dim_airport',
	`plane_key` Int64 COMMENT 'Plane: key of dim_plane',
	`dep_delay` Nullable(Int32),
	`arr_delay` Nullable(Int32),
	`air_time` Nullable(Int32),
	`distance` Int32,
	`load_id` Int64 DEFAULT 0 COMMENT 'Load that wrote the row'
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(`scheduled_at`)
ORDER BY (`scheduled_at`, `flight`, `airline_key`)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'What was planned and what came of it; the delays of a cancelled flight are NULL.';

CREATE TABLE `fact_weather` (
	`observed_at` DateTime64(6, 'UTC') COMMENT 'UTC',
	`airport_key` Int64 COMMENT 'Airport: key of dim_airport',
	`date_key` Int64 COMMENT 'Date: key of dim_day',
	`temp` Nullable(Float64),
	`wind_speed` Nullable(Float64),
	`visib` Nullable(Float64),
	`precip` Nullable(Float64),
	`load_id` Int64 DEFAULT 0 COMMENT 'Load that wrote the row'
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(`observed_at`)
ORDER BY (`observed_at`, `airport_key`)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'What the airports of New York measured; only rain may be summed.';

CREATE TABLE `starschema_snapshot` (
	`target` String,
	`effective` DateTime64(6, 'UTC'),
	`slice_column` Nullable(String) COMMENT 'NULL where the whole membership was given',
	`slice_value` Nullable(String),
	`given` String COMMENT 'Comma-framed names of the attributes in the data',
	`load_id` Int64
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Every time and slice at which a whole membership was given';

CREATE TABLE `dim_airport_journal` (
	`faa` String,
	`changed_at` DateTime64(6, 'UTC') COMMENT 'When the change took effect, UTC',
	`change_sequence` Nullable(Int64) COMMENT 'Orders changes of one time',
	`is_deletion` Bool,
	`name` Nullable(String),
	`tzone` Nullable(String),
	`lat` Nullable(Float64),
	`lon` Nullable(Float64),
	`alt` Nullable(Int32),
	`given_attributes` String COMMENT 'Comma-framed names of those in the data',
	`load_id` Int64
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Changes of dim_airport that its versions do not show';

CREATE TABLE `starschema_undo` (
	`load_id` Int64,
	`step` Int64,
	`told` String COMMENT 'JSON: the table that is changed, and how that is undone'
)
ENGINE = MergeTree
ORDER BY (`load_id`, `step`)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'What loads under way have changed, where no transaction holds it together';

INSERT INTO `dim_day` (`day_key`, `date`, `day_of_month`, `day_of_year`, `day_of_week`, `day_name`, `is_weekend`, `iso_week`, `iso_year`, `month`, `month_name`, `month_start`, `year_month`, `quarter`, `year`, `fiscal_year`, `fiscal_quarter`, `fiscal_month`, `is_holiday`, `holiday_name`, `is_inferred`, `load_id`) VALUES (-1, NULL, NULL, NULL, NULL, 'Unknown', NULL, NULL, NULL, NULL, 'Unknown', NULL, 'Unknown', NULL, NULL, NULL, NULL, NULL, NULL, NULL, FALSE, 0);

INSERT INTO `dim_day` (`day_key`, `date`, `day_of_month`, `day_of_year`, `day_of_week`, `day_name`, `is_weekend`, `iso_week`, `iso_year`, `month`, `month_name`, `month_start`, `year_month`, `quarter`, `year`, `fiscal_year`, `fiscal_quarter`, `fiscal_month`, `is_holiday`, `holiday_name`, `is_inferred`, `load_id`) VALUES (-2, NULL, NULL, NULL, NULL, 'Not applicable', NULL, NULL, NULL, NULL, 'Not applicable', NULL, 'Not applicable', NULL, NULL, NULL, NULL, NULL, NULL, NULL, FALSE, 0);

INSERT INTO `dim_airline` (`airline_key`, `carrier`, `name`, `is_inferred`, `load_id`) VALUES (-1, NULL, 'Unknown', FALSE, 0);

INSERT INTO `dim_airline` (`airline_key`, `carrier`, `name`, `is_inferred`, `load_id`) VALUES (-2, NULL, 'Not applicable', FALSE, 0);

INSERT INTO `dim_airport` (`airport_key`, `faa`, `name`, `tzone`, `lat`, `lon`, `alt`, `valid_from`, `valid_to`, `is_current`, `is_inferred`, `load_id`) VALUES (-1, NULL, 'Unknown', 'Unknown', NULL, NULL, NULL, toDateTime64('1900-01-01 00:00:00.000000', 6, 'UTC'), toDateTime64('2299-12-31 00:00:00.000000', 6, 'UTC'), TRUE, FALSE, 0);

INSERT INTO `dim_airport` (`airport_key`, `faa`, `name`, `tzone`, `lat`, `lon`, `alt`, `valid_from`, `valid_to`, `is_current`, `is_inferred`, `load_id`) VALUES (-2, NULL, 'Not applicable', 'Not applicable', NULL, NULL, NULL, toDateTime64('1900-01-01 00:00:00.000000', 6, 'UTC'), toDateTime64('2299-12-31 00:00:00.000000', 6, 'UTC'), TRUE, FALSE, 0);

INSERT INTO `dim_plane` (`plane_key`, `tailnum`, `manufacturer`, `model`, `year`, `engines`, `seats`, `is_inferred`, `load_id`) VALUES (-1, NULL, 'Unknown', 'Unknown', NULL, NULL, NULL, FALSE, 0);

INSERT INTO `dim_plane` (`plane_key`, `tailnum`, `manufacturer`, `model`, `year`, `engines`, `seats`, `is_inferred`, `load_id`) VALUES (-2, NULL, 'Not applicable', 'Not applicable', NULL, NULL, NULL, FALSE, 0);
