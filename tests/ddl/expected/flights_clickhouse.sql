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

CREATE TABLE `dim_day_undo` (
	`undo_load` Int64 COMMENT 'Load under way for which the row is kept',
	`undo_step` Int64 COMMENT 'Which of its steps was to change the row',
	`undo_there` Bool COMMENT 'Whether there was a row',
	`day_key` Int64,
	`date` Nullable(Date32),
	`day_of_month` Nullable(Int16),
	`day_of_year` Nullable(Int16),
	`day_of_week` Nullable(Int16),
	`day_name` Nullable(String),
	`is_weekend` Nullable(Bool),
	`iso_week` Nullable(Int16),
	`iso_year` Nullable(Int16),
	`month` Nullable(Int16),
	`month_name` Nullable(String),
	`month_start` Nullable(Date32),
	`year_month` Nullable(String),
	`quarter` Nullable(Int16),
	`year` Nullable(Int16),
	`fiscal_year` Nullable(Int16),
	`fiscal_quarter` Nullable(Int16),
	`fiscal_month` Nullable(Int16),
	`is_holiday` Nullable(Bool),
	`holiday_name` Nullable(String),
	`is_inferred` Nullable(Bool),
	`load_id` Nullable(Int64)
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Rows of dim_day as they were before loads that are under way';

CREATE TABLE `dim_airline_undo` (
	`undo_load` Int64 COMMENT 'Load under way for which the row is kept',
	`undo_step` Int64 COMMENT 'Which of its steps was to change the row',
	`undo_there` Bool COMMENT 'Whether there was a row',
	`airline_key` Int64,
	`carrier` Nullable(String),
	`name` Nullable(String),
	`is_inferred` Nullable(Bool),
	`load_id` Nullable(Int64)
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Rows of dim_airline as they were before loads that are under way';

CREATE TABLE `dim_airport_undo` (
	`undo_load` Int64 COMMENT 'Load under way for which the row is kept',
	`undo_step` Int64 COMMENT 'Which of its steps was to change the row',
	`undo_there` Bool COMMENT 'Whether there was a row',
	`airport_key` Int64,
	`faa` Nullable(String),
	`name` Nullable(String),
	`tzone` Nullable(String),
	`lat` Nullable(Float64),
	`lon` Nullable(Float64),
	`alt` Nullable(Int32),
	`valid_from` Nullable(DateTime64(6, 'UTC')),
	`valid_to` Nullable(DateTime64(6, 'UTC')),
	`is_current` Nullable(Bool),
	`is_inferred` Nullable(Bool),
	`load_id` Nullable(Int64)
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Rows of dim_airport as they were before loads that are under way';

CREATE TABLE `dim_plane_undo` (
	`undo_load` Int64 COMMENT 'Load under way for which the row is kept',
	`undo_step` Int64 COMMENT 'Which of its steps was to change the row',
	`undo_there` Bool COMMENT 'Whether there was a row',
	`plane_key` Int64,
	`tailnum` Nullable(String),
	`manufacturer` Nullable(String),
	`model` Nullable(String),
	`year` Nullable(Int32),
	`engines` Nullable(Int32),
	`seats` Nullable(Int32),
	`is_inferred` Nullable(Bool),
	`load_id` Nullable(Int64)
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Rows of dim_plane as they were before loads that are under way';

CREATE TABLE `fact_flight_undo` (
	`undo_load` Int64 COMMENT 'Load under way for which the row is kept',
	`undo_step` Int64 COMMENT 'Which of its steps was to change the row',
	`undo_there` Bool COMMENT 'Whether there was a row',
	`scheduled_at` DateTime64(6, 'UTC'),
	`flight` Int32,
	`airline_key` Int64,
	`date_key` Nullable(Int64),
	`origin_key` Nullable(Int64),
	`destination_key` Nullable(Int64),
	`plane_key` Nullable(Int64),
	`dep_delay` Nullable(Int32),
	`arr_delay` Nullable(Int32),
	`air_time` Nullable(Int32),
	`distance` Nullable(Int32),
	`load_id` Nullable(Int64)
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Rows of fact_flight as they were before loads that are under way';

CREATE TABLE `fact_weather_undo` (
	`undo_load` Int64 COMMENT 'Load under way for which the row is kept',
	`undo_step` Int64 COMMENT 'Which of its steps was to change the row',
	`undo_there` Bool COMMENT 'Whether there was a row',
	`observed_at` DateTime64(6, 'UTC'),
	`airport_key` Int64,
	`date_key` Nullable(Int64),
	`temp` Nullable(Float64),
	`wind_speed` Nullable(Float64),
	`visib` Nullable(Float64),
	`precip` Nullable(Float64),
	`load_id` Nullable(Int64)
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Rows of fact_weather as they were before loads that are under way';

CREATE TABLE `starschema_snapshot_undo` (
	`undo_load` Int64 COMMENT 'Load under way for which the row is kept',
	`undo_step` Int64 COMMENT 'Which of its steps was to change the row',
	`undo_there` Bool COMMENT 'Whether there was a row',
	`target` String,
	`effective` DateTime64(6, 'UTC'),
	`slice_column` Nullable(String),
	`slice_value` Nullable(String),
	`given` Nullable(String),
	`load_id` Nullable(Int64)
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Rows of starschema_snapshot as they were before loads that are under way';

CREATE TABLE `dim_airport_journal_undo` (
	`undo_load` Int64 COMMENT 'Load under way for which the row is kept',
	`undo_step` Int64 COMMENT 'Which of its steps was to change the row',
	`undo_there` Bool COMMENT 'Whether there was a row',
	`faa` String,
	`changed_at` DateTime64(6, 'UTC'),
	`change_sequence` Nullable(Int64),
	`is_deletion` Nullable(Bool),
	`name` Nullable(String),
	`tzone` Nullable(String),
	`lat` Nullable(Float64),
	`lon` Nullable(Float64),
	`alt` Nullable(Int32),
	`given_attributes` Nullable(String),
	`load_id` Nullable(Int64)
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Rows of dim_airport_journal as they were before loads that are under way';

CREATE VIEW `dim_day_finished` AS
SELECT `dim_day`.`day_key`, `dim_day`.`date`, `dim_day`.`day_of_month`, `dim_day`.`day_of_year`, `dim_day`.`day_of_week`, `dim_day`.`day_name`, `dim_day`.`is_weekend`, `dim_day`.`iso_week`, `dim_day`.`iso_year`, `dim_day`.`month`, `dim_day`.`month_name`, `dim_day`.`month_start`, `dim_day`.`year_month`, `dim_day`.`quarter`, `dim_day`.`year`, `dim_day`.`fiscal_year`, `dim_day`.`fiscal_quarter`, `dim_day`.`fiscal_month`, `dim_day`.`is_holiday`, `dim_day`.`holiday_name`, `dim_day`.`is_inferred`, `dim_day`.`load_id` 
FROM `dim_day` 
WHERE (`dim_day`.`day_key` NOT IN (SELECT `dim_day_undo`.`day_key` 
FROM `dim_day_undo` 
WHERE `dim_day_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`))) AND (`dim_day`.`load_id` NOT IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`)) UNION ALL SELECT `dim_day_undo`.`day_key`, `dim_day_undo`.`date`, `dim_day_undo`.`day_of_month`, `dim_day_undo`.`day_of_year`, `dim_day_undo`.`day_of_week`, `dim_day_undo`.`day_name`, `dim_day_undo`.`is_weekend`, `dim_day_undo`.`iso_week`, `dim_day_undo`.`iso_year`, `dim_day_undo`.`month`, `dim_day_undo`.`month_name`, `dim_day_undo`.`month_start`, `dim_day_undo`.`year_month`, `dim_day_undo`.`quarter`, `dim_day_undo`.`year`, `dim_day_undo`.`fiscal_year`, `dim_day_undo`.`fiscal_quarter`, `dim_day_undo`.`fiscal_month`, `dim_day_undo`.`is_holiday`, `dim_day_undo`.`holiday_name`, `dim_day_undo`.`is_inferred`, `dim_day_undo`.`load_id` 
FROM `dim_day_undo` 
WHERE `dim_day_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) AND `dim_day_undo`.`undo_there` AND (`dim_day_undo`.`day_key`, `dim_day_undo`.`undo_step`) IN (SELECT `dim_day_undo`.`day_key`, min(`dim_day_undo`.`undo_step`) AS `min_1` 
FROM `dim_day_undo` 
WHERE `dim_day_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) GROUP BY `dim_day_undo`.`day_key`) AND `dim_day_undo`.`load_id` != `dim_day_undo`.`undo_load`;

CREATE VIEW `dim_airline_finished` AS
SELECT `dim_airline`.`airline_key`, `dim_airline`.`carrier`, `dim_airline`.`name`, `dim_airline`.`is_inferred`, `dim_airline`.`load_id` 
FROM `dim_airline` 
WHERE (`dim_airline`.`airline_key` NOT IN (SELECT `dim_airline_undo`.`airline_key` 
FROM `dim_airline_undo` 
WHERE `dim_airline_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`))) AND (`dim_airline`.`load_id` NOT IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`)) UNION ALL SELECT `dim_airline_undo`.`airline_key`, `dim_airline_undo`.`carrier`, `dim_airline_undo`.`name`, `dim_airline_undo`.`is_inferred`, `dim_airline_undo`.`load_id` 
FROM `dim_airline_undo` 
WHERE `dim_airline_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) AND `dim_airline_undo`.`undo_there` AND (`dim_airline_undo`.`airline_key`, `dim_airline_undo`.`undo_step`) IN (SELECT `dim_airline_undo`.`airline_key`, min(`dim_airline_undo`.`undo_step`) AS `min_1` 
FROM `dim_airline_undo` 
WHERE `dim_airline_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) GROUP BY `dim_airline_undo`.`airline_key`) AND `dim_airline_undo`.`load_id` != `dim_airline_undo`.`undo_load`;

CREATE VIEW `dim_airport_finished` AS
SELECT `dim_airport`.`airport_key`, `dim_airport`.`faa`, `dim_airport`.`name`, `dim_airport`.`tzone`, `dim_airport`.`lat`, `dim_airport`.`lon`, `dim_airport`.`alt`, `dim_airport`.`valid_from`, `dim_airport`.`valid_to`, `dim_airport`.`is_current`, `dim_airport`.`is_inferred`, `dim_airport`.`load_id` 
FROM `dim_airport` 
WHERE (`dim_airport`.`airport_key` NOT IN (SELECT `dim_airport_undo`.`airport_key` 
FROM `dim_airport_undo` 
WHERE `dim_airport_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`))) AND (`dim_airport`.`load_id` NOT IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`)) UNION ALL SELECT `dim_airport_undo`.`airport_key`, `dim_airport_undo`.`faa`, `dim_airport_undo`.`name`, `dim_airport_undo`.`tzone`, `dim_airport_undo`.`lat`, `dim_airport_undo`.`lon`, `dim_airport_undo`.`alt`, `dim_airport_undo`.`valid_from`, `dim_airport_undo`.`valid_to`, `dim_airport_undo`.`is_current`, `dim_airport_undo`.`is_inferred`, `dim_airport_undo`.`load_id` 
FROM `dim_airport_undo` 
WHERE `dim_airport_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) AND `dim_airport_undo`.`undo_there` AND (`dim_airport_undo`.`airport_key`, `dim_airport_undo`.`undo_step`) IN (SELECT `dim_airport_undo`.`airport_key`, min(`dim_airport_undo`.`undo_step`) AS `min_1` 
FROM `dim_airport_undo` 
WHERE `dim_airport_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) GROUP BY `dim_airport_undo`.`airport_key`) AND `dim_airport_undo`.`load_id` != `dim_airport_undo`.`undo_load`;

CREATE VIEW `dim_plane_finished` AS
SELECT `dim_plane`.`plane_key`, `dim_plane`.`tailnum`, `dim_plane`.`manufacturer`, `dim_plane`.`model`, `dim_plane`.`year`, `dim_plane`.`engines`, `dim_plane`.`seats`, `dim_plane`.`is_inferred`, `dim_plane`.`load_id` 
FROM `dim_plane` 
WHERE (`dim_plane`.`plane_key` NOT IN (SELECT `dim_plane_undo`.`plane_key` 
FROM `dim_plane_undo` 
WHERE `dim_plane_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`))) AND (`dim_plane`.`load_id` NOT IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`)) UNION ALL SELECT `dim_plane_undo`.`plane_key`, `dim_plane_undo`.`tailnum`, `dim_plane_undo`.`manufacturer`, `dim_plane_undo`.`model`, `dim_plane_undo`.`year`, `dim_plane_undo`.`engines`, `dim_plane_undo`.`seats`, `dim_plane_undo`.`is_inferred`, `dim_plane_undo`.`load_id` 
FROM `dim_plane_undo` 
WHERE `dim_plane_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) AND `dim_plane_undo`.`undo_there` AND (`dim_plane_undo`.`plane_key`, `dim_plane_undo`.`undo_step`) IN (SELECT `dim_plane_undo`.`plane_key`, min(`dim_plane_undo`.`undo_step`) AS `min_1` 
FROM `dim_plane_undo` 
WHERE `dim_plane_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) GROUP BY `dim_plane_undo`.`plane_key`) AND `dim_plane_undo`.`load_id` != `dim_plane_undo`.`undo_load`;

CREATE VIEW `fact_flight_finished` AS
SELECT `fact_flight`.`scheduled_at`, `fact_flight`.`flight`, `fact_flight`.`airline_key`, `fact_flight`.`date_key`, `fact_flight`.`origin_key`, `fact_flight`.`destination_key`, `fact_flight`.`plane_key`, `fact_flight`.`dep_delay`, `fact_flight`.`arr_delay`, `fact_flight`.`air_time`, `fact_flight`.`distance`, `fact_flight`.`load_id` 
FROM `fact_flight` 
WHERE ((`fact_flight`.`scheduled_at`, `fact_flight`.`flight`, `fact_flight`.`airline_key`) NOT IN (SELECT `fact_flight_undo`.`scheduled_at`, `fact_flight_undo`.`flight`, `fact_flight_undo`.`airline_key` 
FROM `fact_flight_undo` 
WHERE `fact_flight_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`))) AND (`fact_flight`.`load_id` NOT IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`)) UNION ALL SELECT `fact_flight_undo`.`scheduled_at`, `fact_flight_undo`.`flight`, `fact_flight_undo`.`airline_key`, `fact_flight_undo`.`date_key`, `fact_flight_undo`.`origin_key`, `fact_flight_undo`.`destination_key`, `fact_flight_undo`.`plane_key`, `fact_flight_undo`.`dep_delay`, `fact_flight_undo`.`arr_delay`, `fact_flight_undo`.`air_time`, `fact_flight_undo`.`distance`, `fact_flight_undo`.`load_id` 
FROM `fact_flight_undo` 
WHERE `fact_flight_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) AND `fact_flight_undo`.`undo_there` AND (`fact_flight_undo`.`scheduled_at`, `fact_flight_undo`.`flight`, `fact_flight_undo`.`airline_key`, `fact_flight_undo`.`undo_step`) IN (SELECT `fact_flight_undo`.`scheduled_at`, `fact_flight_undo`.`flight`, `fact_flight_undo`.`airline_key`, min(`fact_flight_undo`.`undo_step`) AS `min_1` 
FROM `fact_flight_undo` 
WHERE `fact_flight_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) GROUP BY `fact_flight_undo`.`scheduled_at`, `fact_flight_undo`.`flight`, `fact_flight_undo`.`airline_key`) AND `fact_flight_undo`.`load_id` != `fact_flight_undo`.`undo_load`;

CREATE VIEW `fact_weather_finished` AS
SELECT `fact_weather`.`observed_at`, `fact_weather`.`airport_key`, `fact_weather`.`date_key`, `fact_weather`.`temp`, `fact_weather`.`wind_speed`, `fact_weather`.`visib`, `fact_weather`.`precip`, `fact_weather`.`load_id` 
FROM `fact_weather` 
WHERE ((`fact_weather`.`observed_at`, `fact_weather`.`airport_key`) NOT IN (SELECT `fact_weather_undo`.`observed_at`, `fact_weather_undo`.`airport_key` 
FROM `fact_weather_undo` 
WHERE `fact_weather_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`))) AND (`fact_weather`.`load_id` NOT IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`)) UNION ALL SELECT `fact_weather_undo`.`observed_at`, `fact_weather_undo`.`airport_key`, `fact_weather_undo`.`date_key`, `fact_weather_undo`.`temp`, `fact_weather_undo`.`wind_speed`, `fact_weather_undo`.`visib`, `fact_weather_undo`.`precip`, `fact_weather_undo`.`load_id` 
FROM `fact_weather_undo` 
WHERE `fact_weather_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) AND `fact_weather_undo`.`undo_there` AND (`fact_weather_undo`.`observed_at`, `fact_weather_undo`.`airport_key`, `fact_weather_undo`.`undo_step`) IN (SELECT `fact_weather_undo`.`observed_at`, `fact_weather_undo`.`airport_key`, min(`fact_weather_undo`.`undo_step`) AS `min_1` 
FROM `fact_weather_undo` 
WHERE `fact_weather_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) GROUP BY `fact_weather_undo`.`observed_at`, `fact_weather_undo`.`airport_key`) AND `fact_weather_undo`.`load_id` != `fact_weather_undo`.`undo_load`;

INSERT INTO `dim_day` (`day_key`, `date`, `day_of_month`, `day_of_year`, `day_of_week`, `day_name`, `is_weekend`, `iso_week`, `iso_year`, `month`, `month_name`, `month_start`, `year_month`, `quarter`, `year`, `fiscal_year`, `fiscal_quarter`, `fiscal_month`, `is_holiday`, `holiday_name`, `is_inferred`, `load_id`) VALUES (-1, NULL, NULL, NULL, NULL, 'Unknown', NULL, NULL, NULL, NULL, 'Unknown', NULL, 'Unknown', NULL, NULL, NULL, NULL, NULL, NULL, NULL, FALSE, 0);

INSERT INTO `dim_day` (`day_key`, `date`, `day_of_month`, `day_of_year`, `day_of_week`, `day_name`, `is_weekend`, `iso_week`, `iso_year`, `month`, `month_name`, `month_start`, `year_month`, `quarter`, `year`, `fiscal_year`, `fiscal_quarter`, `fiscal_month`, `is_holiday`, `holiday_name`, `is_inferred`, `load_id`) VALUES (-2, NULL, NULL, NULL, NULL, 'Not applicable', NULL, NULL, NULL, NULL, 'Not applicable', NULL, 'Not applicable', NULL, NULL, NULL, NULL, NULL, NULL, NULL, FALSE, 0);

INSERT INTO `dim_airline` (`airline_key`, `carrier`, `name`, `is_inferred`, `load_id`) VALUES (-1, NULL, 'Unknown', FALSE, 0);

INSERT INTO `dim_airline` (`airline_key`, `carrier`, `name`, `is_inferred`, `load_id`) VALUES (-2, NULL, 'Not applicable', FALSE, 0);

INSERT INTO `dim_airport` (`airport_key`, `faa`, `name`, `tzone`, `lat`, `lon`, `alt`, `valid_from`, `valid_to`, `is_current`, `is_inferred`, `load_id`) VALUES (-1, NULL, 'Unknown', 'Unknown', NULL, NULL, NULL, toDateTime64('1900-01-01 00:00:00.000000', 6, 'UTC'), toDateTime64('2299-12-31 00:00:00.000000', 6, 'UTC'), TRUE, FALSE, 0);

INSERT INTO `dim_airport` (`airport_key`, `faa`, `name`, `tzone`, `lat`, `lon`, `alt`, `valid_from`, `valid_to`, `is_current`, `is_inferred`, `load_id`) VALUES (-2, NULL, 'Not applicable', 'Not applicable', NULL, NULL, NULL, toDateTime64('1900-01-01 00:00:00.000000', 6, 'UTC'), toDateTime64('2299-12-31 00:00:00.000000', 6, 'UTC'), TRUE, FALSE, 0);

INSERT INTO `dim_plane` (`plane_key`, `tailnum`, `manufacturer`, `model`, `year`, `engines`, `seats`, `is_inferred`, `load_id`) VALUES (-1, NULL, 'Unknown', 'Unknown', NULL, NULL, NULL, FALSE, 0);

INSERT INTO `dim_plane` (`plane_key`, `tailnum`, `manufacturer`, `model`, `year`, `engines`, `seats`, `is_inferred`, `load_id`) VALUES (-2, NULL, 'Not applicable', 'Not applicable', NULL, NULL, NULL, FALSE, 0);
