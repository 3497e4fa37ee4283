-- Keys and references are not checked by BigQuery, its optimiser uses them; it has no unique keys and no indexes. The loads keep natural keys and grains unique.

CREATE TABLE `dim_day` (
	`day_key` INT64 NOT NULL OPTIONS (description = 'Surrogate key'),
	`date` DATE OPTIONS (description = 'The day'),
	`day_of_month` INT64,
	`day_of_year` INT64,
	`day_of_week` INT64 OPTIONS (description = 'ISO: Monday is 1, Sunday 7'),
	`day_name` STRING(20),
	`is_weekend` BOOL OPTIONS (description = 'Saturday or Sunday'),
	`iso_week` INT64,
	`iso_year` INT64 OPTIONS (description = 'Year to which the ISO week belongs'),
	`month` INT64,
	`month_name` STRING(20),
	`month_start` DATE OPTIONS (description = 'First day of the month'),
	`year_month` STRING(20) OPTIONS (description = 'Such as 2024-02'),
	`quarter` INT64,
	`year` INT64,
	`fiscal_year` INT64 OPTIONS (description = 'Named by the year in which it ends'),
	`fiscal_quarter` INT64,
	`fiscal_month` INT64 OPTIONS (description = '1 is the month in which the fiscal year starts'),
	`is_holiday` BOOL OPTIONS (description = 'Public holiday of the calendar\'s country'),
	`holiday_name` STRING(400),
	`is_inferred` BOOL DEFAULT FALSE NOT NULL OPTIONS (description = 'True while only a fact has named the member'),
	`load_id` INT64 DEFAULT 0 NOT NULL OPTIONS (description = 'Load that wrote the row last'),
	PRIMARY KEY (`day_key`) NOT ENFORCED
)
OPTIONS (description = 'One row per day, with the holidays of the United States; nobody has to bring the data.');

CREATE TABLE `dim_airline` (
	`airline_key` INT64 NOT NULL OPTIONS (description = 'Surrogate key'),
	`carrier` STRING(2),
	`name` STRING(60),
	`is_inferred` BOOL DEFAULT FALSE NOT NULL OPTIONS (description = 'True while only a fact has named the member'),
	`load_id` INT64 DEFAULT 0 NOT NULL OPTIONS (description = 'Load that wrote the row last'),
	PRIMARY KEY (`airline_key`) NOT ENFORCED
)
OPTIONS (description = 'One row per airline. No attribute keeps history, so there is one row each, corrected in place.');

CREATE TABLE `dim_airport` (
	`airport_key` INT64 NOT NULL OPTIONS (description = 'Surrogate key'),
	`faa` STRING(3),
	`name` STRING(80),
	`tzone` STRING(40) OPTIONS (description = 'Time zone, as IANA names it'),
	`lat` FLOAT64 OPTIONS (description = 'Latitude, degrees north'),
	`lon` FLOAT64 OPTIONS (description = 'Longitude, degrees east'),
	`alt` INT64 OPTIONS (description = 'Altitude, feet'),
	`valid_from` DATETIME NOT NULL OPTIONS (description = 'Start of the version, UTC'),
	`valid_to` DATETIME NOT NULL OPTIONS (description = 'Exclusive end of the version, UTC'),
	`is_current` BOOL DEFAULT TRUE NOT NULL OPTIONS (description = 'Whether the version is in force'),
	`is_inferred` BOOL DEFAULT FALSE NOT NULL OPTIONS (description = 'True while only a fact has named the member'),
	`load_id` INT64 DEFAULT 0 NOT NULL OPTIONS (description = 'Load that wrote the row last'),
	PRIMARY KEY (`airport_key`) NOT ENFORCED
)
OPTIONS (description = 'One row per version of an airport: a change of its time zone starts a new one, all else is a correction.');

CREATE TABLE `dim_plane` (
	`plane_key` INT64 NOT NULL OPTIONS (description = 'Surrogate key'),
	`tailnum` STRING(6),
	`manufacturer` STRING(40),
	`model` STRING(30),
	`year` INT64 OPTIONS (description = 'Year of manufacture'),
	`engines` INT64,
	`seats` INT64,
	`is_inferred` BOOL DEFAULT FALSE NOT NULL OPTIONS (description = 'True while only a fact has named the member'),
	`load_id` INT64 DEFAULT 0 NOT NULL OPTIONS (description = 'Load that wrote the row last'),
	PRIMARY KEY (`plane_key`) NOT ENFORCED
)
OPTIONS (description = 'One row per plane that has a tail number.');

CREATE TABLE `fact_flight` (
	`scheduled_at` DATETIME NOT NULL OPTIONS (description = 'Scheduled departure, UTC'),
	`flight` INT64 NOT NULL OPTIONS (description = 'Flight number'),
	`airline_key` INT64 NOT NULL OPTIONS (description = 'Airline: key of dim_airline'),
	`date_key` INT64 NOT NULL OPTIONS (description = 'Date: key of dim_day'),
	`origin_key` INT64 NOT NULL OPTIONS (description = 'Origin: key of dim_airport'),
	`destination_key` INT64 NOT NULL OPTIONS (description = 'Destination: key of dim_airport'),
	`plane_key` INT64 NOT NULL OPTIONS (description = 'Plane: key of dim_plane'),
	`dep_delay` INT64,
	`arr_delay` INT64,
	`air_time` INT64,
	`distance` INT64 NOT NULL,
	`load_id` INT64 DEFAULT 0 NOT NULL OPTIONS (description = 'Load that wrote the row'),
	PRIMARY KEY (`scheduled_at`, `flight`, `airline_key`) NOT ENFORCED,
	FOREIGN KEY (`airline_key`) REFERENCES `dim_airline` (`airline_key`) NOT ENFORCED,
	FOREIGN KEY (`date_key`) REFERENCES `dim_day` (`day_key`) NOT ENFORCED,
	FOREIGN KEY (`origin_key`) REFERENCES `dim_airport` (`airport_key`) NOT ENFORCED,
	FOREIGN KEY (`destination_key`) REFERENCES `dim_airport` (`airport_key`) NOT ENFORCED,
	FOREIGN KEY (`plane_key`) REFERENCES `dim_plane` (`plane_key`) NOT ENFORCED
)
PARTITION BY DATETIME_TRUNC(`scheduled_at`, MONTH)
OPTIONS (description = 'What was planned and what came of it; the delays of a cancelled flight are NULL.');

CREATE TABLE `fact_weather` (
	`observed_at` DATETIME NOT NULL OPTIONS (description = 'UTC'),
	`airport_key` INT64 NOT NULL OPTIONS (description = 'Airport: key of dim_airport'),
	`date_key` INT64 NOT NULL OPTIONS (description = 'Date: key of dim_day'),
	`temp` FLOAT64,
	`wind_speed` FLOAT64,
	`visib` FLOAT64,
	`precip` FLOAT64,
	`load_id` INT64 DEFAULT 0 NOT NULL OPTIONS (description = 'Load that wrote the row'),
	PRIMARY KEY (`observed_at`, `airport_key`) NOT ENFORCED,
	FOREIGN KEY (`airport_key`) REFERENCES `dim_airport` (`airport_key`) NOT ENFORCED,
	FOREIGN KEY (`date_key`) REFERENCES `dim_day` (`day_key`) NOT ENFORCED
)
PARTITION BY DATETIME_TRUNC(`observed_at`, MONTH)
OPTIONS (description = 'What the airports of New York measured; only rain may be summed.');

CREATE TABLE `starschema_snapshot` (
	`target` STRING(200) NOT NULL,
	`effective` DATETIME NOT NULL,
	`slice_column` STRING(200) OPTIONS (description = 'NULL where the whole membership was given'),
	`slice_value` STRING(255),
	`given` STRING NOT NULL OPTIONS (description = 'Comma-framed names of the attributes in the data'),
	`load_id` INT64 NOT NULL
)
OPTIONS (description = 'Every time and slice at which a whole membership was given');

CREATE TABLE `dim_airport_journal` (
	`faa` STRING(3) NOT NULL,
	`changed_at` DATETIME NOT NULL OPTIONS (description = 'When the change took effect, UTC'),
	`change_sequence` INT64 OPTIONS (description = 'Orders changes of one time'),
	`is_deletion` BOOL NOT NULL,
	`name` STRING(80),
	`tzone` STRING(40),
	`lat` FLOAT64,
	`lon` FLOAT64,
	`alt` INT64,
	`given_attributes` STRING NOT NULL OPTIONS (description = 'Comma-framed names of those in the data'),
	`load_id` INT64 NOT NULL
)
OPTIONS (description = 'Changes of dim_airport that its versions do not show');

CREATE TABLE `starschema_undo` (
	`load_id` INT64 NOT NULL,
	`step` INT64 NOT NULL,
	`told` STRING NOT NULL OPTIONS (description = 'JSON: the table that is changed, and how that is undone'),
	PRIMARY KEY (`load_id`, `step`) NOT ENFORCED
)
OPTIONS (description = 'What loads under way have changed, where no transaction holds it together');

CREATE TABLE `dim_day_undo` (
	`undo_load` INT64 NOT NULL OPTIONS (description = 'Load under way for which the row is kept'),
	`undo_step` INT64 NOT NULL OPTIONS (description = 'Which of its steps was to change the row'),
	`undo_there` BOOL NOT NULL OPTIONS (description = 'Whether there was a row'),
	`day_key` INT64 NOT NULL,
	`date` DATE,
	`day_of_month` INT64,
	`day_of_year` INT64,
	`day_of_week` INT64,
	`day_name` STRING(20),
	`is_weekend` BOOL,
	`iso_week` INT64,
	`iso_year` INT64,
	`month` INT64,
	`month_name` STRING(20),
	`month_start` DATE,
	`year_month` STRING(20),
	`quarter` INT64,
	`year` INT64,
	`fiscal_year` INT64,
	`fiscal_quarter` INT64,
	`fiscal_month` INT64,
	`is_holiday` BOOL,
	`holiday_name` STRING(400),
	`is_inferred` BOOL,
	`load_id` INT64
)
OPTIONS (description = 'Rows of dim_day as they were before loads that are under way');

CREATE TABLE `dim_airline_undo` (
	`undo_load` INT64 NOT NULL OPTIONS (description = 'Load under way for which the row is kept'),
	`undo_step` INT64 NOT NULL OPTIONS (description = 'Which of its steps was to change the row'),
	`undo_there` BOOL NOT NULL OPTIONS (description = 'Whether there was a row'),
	`airline_key` INT64 NOT NULL,
	`carrier` STRING(2),
	`name` STRING(60),
	`is_inferred` BOOL,
	`load_id` INT64
)
OPTIONS (description = 'Rows of dim_airline as they were before loads that are under way');

CREATE TABLE `dim_airport_undo` (
	`undo_load` INT64 NOT NULL OPTIONS (description = 'Load under way for which the row is kept'),
	`undo_step` INT64 NOT NULL OPTIONS (description = 'Which of its steps was to change the row'),
	`undo_there` BOOL NOT NULL OPTIONS (description = 'Whether there was a row'),
	`airport_key` INT64 NOT NULL,
	`faa` STRING(3),
	`name` STRING(80),
	`tzone` STRING(40),
	`lat` FLOAT64,
	`lon` FLOAT64,
	`alt` INT64,
	`valid_from` DATETIME,
	`valid_to` DATETIME,
	`is_current` BOOL,
	`is_inferred` BOOL,
	`load_id` INT64
)
OPTIONS (description = 'Rows of dim_airport as they were before loads that are under way');

CREATE TABLE `dim_plane_undo` (
	`undo_load` INT64 NOT NULL OPTIONS (description = 'Load under way for which the row is kept'),
	`undo_step` INT64 NOT NULL OPTIONS (description = 'Which of its steps was to change the row'),
	`undo_there` BOOL NOT NULL OPTIONS (description = 'Whether there was a row'),
	`plane_key` INT64 NOT NULL,
	`tailnum` STRING(6),
	`manufacturer` STRING(40),
	`model` STRING(30),
	`year` INT64,
	`engines` INT64,
	`seats` INT64,
	`is_inferred` BOOL,
	`load_id` INT64
)
OPTIONS (description = 'Rows of dim_plane as they were before loads that are under way');

CREATE TABLE `fact_flight_undo` (
	`undo_load` INT64 NOT NULL OPTIONS (description = 'Load under way for which the row is kept'),
	`undo_step` INT64 NOT NULL OPTIONS (description = 'Which of its steps was to change the row'),
	`undo_there` BOOL NOT NULL OPTIONS (description = 'Whether there was a row'),
	`scheduled_at` DATETIME NOT NULL,
	`flight` INT64 NOT NULL,
	`airline_key` INT64 NOT NULL,
	`date_key` INT64,
	`origin_key` INT64,
	`destination_key` INT64,
	`plane_key` INT64,
	`dep_delay` INT64,
	`arr_delay` INT64,
	`air_time` INT64,
	`distance` INT64,
	`load_id` INT64
)
OPTIONS (description = 'Rows of fact_flight as they were before loads that are under way');

CREATE TABLE `fact_weather_undo` (
	`undo_load` INT64 NOT NULL OPTIONS (description = 'Load under way for which the row is kept'),
	`undo_step` INT64 NOT NULL OPTIONS (description = 'Which of its steps was to change the row'),
	`undo_there` BOOL NOT NULL OPTIONS (description = 'Whether there was a row'),
	`observed_at` DATETIME NOT NULL,
	`airport_key` INT64 NOT NULL,
	`date_key` INT64,
	`temp` FLOAT64,
	`wind_speed` FLOAT64,
	`visib` FLOAT64,
	`precip` FLOAT64,
	`load_id` INT64
)
OPTIONS (description = 'Rows of fact_weather as they were before loads that are under way');

CREATE TABLE `starschema_snapshot_undo` (
	`undo_load` INT64 NOT NULL OPTIONS (description = 'Load under way for which the row is kept'),
	`undo_step` INT64 NOT NULL OPTIONS (description = 'Which of its steps was to change the row'),
	`undo_there` BOOL NOT NULL OPTIONS (description = 'Whether there was a row'),
	`target` STRING(200) NOT NULL,
	`effective` DATETIME NOT NULL,
	`slice_column` STRING(200),
	`slice_value` STRING(255),
	`given` STRING,
	`load_id` INT64
)
OPTIONS (description = 'Rows of starschema_snapshot as they were before loads that are under way');

CREATE TABLE `dim_airport_journal_undo` (
	`undo_load` INT64 NOT NULL OPTIONS (description = 'Load under way for which the row is kept'),
	`undo_step` INT64 NOT NULL OPTIONS (description = 'Which of its steps was to change the row'),
	`undo_there` BOOL NOT NULL OPTIONS (description = 'Whether there was a row'),
	`faa` STRING(3) NOT NULL,
	`changed_at` DATETIME NOT NULL,
	`change_sequence` INT64,
	`is_deletion` BOOL,
	`name` STRING(80),
	`tzone` STRING(40),
	`lat` FLOAT64,
	`lon` FLOAT64,
	`alt` INT64,
	`given_attributes` STRING,
	`load_id` INT64
)
OPTIONS (description = 'Rows of dim_airport_journal as they were before loads that are under way');

INSERT INTO `dim_day` (`day_key`, `date`, `day_of_month`, `day_of_year`, `day_of_week`, `day_name`, `is_weekend`, `iso_week`, `iso_year`, `month`, `month_name`, `month_start`, `year_month`, `quarter`, `year`, `fiscal_year`, `fiscal_quarter`, `fiscal_month`, `is_holiday`, `holiday_name`, `is_inferred`, `load_id`) VALUES (-1, NULL, NULL, NULL, NULL, 'Unknown', NULL, NULL, NULL, NULL, 'Unknown', NULL, 'Unknown', NULL, NULL, NULL, NULL, NULL, NULL, NULL, FALSE, 0);

INSERT INTO `dim_day` (`day_key`, `date`, `day_of_month`, `day_of_year`, `day_of_week`, `day_name`, `is_weekend`, `iso_week`, `iso_year`, `month`, `month_name`, `month_start`, `year_month`, `quarter`, `year`, `fiscal_year`, `fiscal_quarter`, `fiscal_month`, `is_holiday`, `holiday_name`, `is_inferred`, `load_id`) VALUES (-2, NULL, NULL, NULL, NULL, 'Not applicable', NULL, NULL, NULL, NULL, 'Not applicable', NULL, 'Not applicable', NULL, NULL, NULL, NULL, NULL, NULL, NULL, FALSE, 0);

INSERT INTO `dim_airline` (`airline_key`, `carrier`, `name`, `is_inferred`, `load_id`) VALUES (-1, NULL, 'Unknown', FALSE, 0);

INSERT INTO `dim_airline` (`airline_key`, `carrier`, `name`, `is_inferred`, `load_id`) VALUES (-2, NULL, 'Not applicable', FALSE, 0);

INSERT INTO `dim_airport` (`airport_key`, `faa`, `name`, `tzone`, `lat`, `lon`, `alt`, `valid_from`, `valid_to`, `is_current`, `is_inferred`, `load_id`) VALUES (-1, NULL, 'Unknown', 'Unknown', NULL, NULL, NULL, DATETIME '0001-01-01 00:00:00.000000', DATETIME '9999-12-31 00:00:00.000000', TRUE, FALSE, 0);

INSERT INTO `dim_airport` (`airport_key`, `faa`, `name`, `tzone`, `lat`, `lon`, `alt`, `valid_from`, `valid_to`, `is_current`, `is_inferred`, `load_id`) VALUES (-2, NULL, 'Not applicable', 'Not applicable', NULL, NULL, NULL, DATETIME '0001-01-01 00:00:00.000000', DATETIME '9999-12-31 00:00:00.000000', TRUE, FALSE, 0);

INSERT INTO `dim_plane` (`plane_key`, `tailnum`, `manufacturer`, `model`, `year`, `engines`, `seats`, `is_inferred`, `load_id`) VALUES (-1, NULL, 'Unknown', 'Unknown', NULL, NULL, NULL, FALSE, 0);

INSERT INTO `dim_plane` (`plane_key`, `tailnum`, `manufacturer`, `model`, `year`, `engines`, `seats`, `is_inferred`, `load_id`) VALUES (-2, NULL, 'Not applicable', 'Not applicable', NULL, NULL, NULL, FALSE, 0);
