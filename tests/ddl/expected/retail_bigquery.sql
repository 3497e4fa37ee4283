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
OPTIONS (description = 'One row per calendar day.');

CREATE TABLE `dim_customer` (
	`customer_key` INT64 NOT NULL OPTIONS (description = 'Surrogate key'),
	`customer_id` INT64,
	`joined_on` DATE,
	`name` STRING(80),
	`city` STRING(60),
	`region` STRING(40),
	`valid_from` DATETIME NOT NULL OPTIONS (description = 'Start of the version, UTC'),
	`valid_to` DATETIME NOT NULL OPTIONS (description = 'Exclusive end of the version, UTC'),
	`is_current` BOOL DEFAULT TRUE NOT NULL OPTIONS (description = 'Whether the version is in force'),
	`is_inferred` BOOL DEFAULT FALSE NOT NULL OPTIONS (description = 'True while only a fact has named the member'),
	`load_id` INT64 DEFAULT 0 NOT NULL OPTIONS (description = 'Load that wrote the row last'),
	PRIMARY KEY (`customer_key`) NOT ENFORCED
)
OPTIONS (description = 'One row per version of a customer.');

CREATE TABLE `dim_product` (
	`product_key` INT64 NOT NULL OPTIONS (description = 'Surrogate key'),
	`code` STRING,
	`name` STRING OPTIONS (description = 'What the till prints; 100% of it, in the shop\'s own words'),
	`weight` FLOAT64,
	`is_inferred` BOOL DEFAULT FALSE NOT NULL OPTIONS (description = 'True while only a fact has named the member'),
	`load_id` INT64 DEFAULT 0 NOT NULL OPTIONS (description = 'Load that wrote the row last'),
	PRIMARY KEY (`product_key`) NOT ENFORCED
)
OPTIONS (description = 'One row per product, whose code is any text.');

CREATE TABLE `dim_order_flags` (
	`order_flags_key` INT64 NOT NULL OPTIONS (description = 'Surrogate key'),
	`combination` STRING(64) OPTIONS (description = 'Hash of the attributes, NULLs left out'),
	`channel` STRING(10),
	`is_gift` BOOL,
	`is_inferred` BOOL DEFAULT FALSE NOT NULL OPTIONS (description = 'True while only a fact has named the member'),
	`load_id` INT64 DEFAULT 0 NOT NULL OPTIONS (description = 'Load that wrote the row last'),
	PRIMARY KEY (`order_flags_key`) NOT ENFORCED
)
OPTIONS (description = 'One row per combination of flags seen so far.');

CREATE TABLE `fact_sale` (
	`order_no` STRING(12) NOT NULL,
	`line_no` INT64 NOT NULL,
	`sold_at` DATETIME NOT NULL,
	`order_date_key` INT64 NOT NULL OPTIONS (description = 'Order date: key of dim_day'),
	`customer_key` INT64 NOT NULL OPTIONS (description = 'Customer: key of dim_customer'),
	`product_key` INT64 NOT NULL OPTIONS (description = 'Product: key of dim_product'),
	`flags_key` INT64 NOT NULL OPTIONS (description = 'Flags: key of dim_order_flags'),
	`quantity` INT64 NOT NULL,
	`amount` NUMERIC(14, 2) NOT NULL,
	`unit_price` NUMERIC(12, 2) NOT NULL,
	`load_id` INT64 DEFAULT 0 NOT NULL OPTIONS (description = 'Load that wrote the row'),
	PRIMARY KEY (`order_no`, `line_no`) NOT ENFORCED,
	FOREIGN KEY (`order_date_key`) REFERENCES `dim_day` (`day_key`) NOT ENFORCED,
	FOREIGN KEY (`customer_key`) REFERENCES `dim_customer` (`customer_key`) NOT ENFORCED,
	FOREIGN KEY (`product_key`) REFERENCES `dim_product` (`product_key`) NOT ENFORCED,
	FOREIGN KEY (`flags_key`) REFERENCES `dim_order_flags` (`order_flags_key`) NOT ENFORCED
)
PARTITION BY DATETIME_TRUNC(`sold_at`, MONTH)
CLUSTER BY `customer_key`
OPTIONS (description = 'What was sold.');

CREATE TABLE `starschema_snapshot` (
	`target` STRING(200) NOT NULL,
	`effective` DATETIME NOT NULL,
	`slice_column` STRING(200) OPTIONS (description = 'NULL where the whole membership was given'),
	`slice_value` STRING(255),
	`given` STRING NOT NULL OPTIONS (description = 'Comma-framed names of the attributes in the data'),
	`load_id` INT64 NOT NULL
)
OPTIONS (description = 'Every time and slice at which a whole membership was given');

CREATE TABLE `dim_customer_journal` (
	`customer_id` INT64 NOT NULL,
	`changed_at` DATETIME NOT NULL OPTIONS (description = 'When the change took effect, UTC'),
	`change_sequence` INT64 OPTIONS (description = 'Orders changes of one time'),
	`is_deletion` BOOL NOT NULL,
	`joined_on` DATE,
	`name` STRING(80),
	`city` STRING(60),
	`region` STRING(40),
	`given_attributes` STRING NOT NULL OPTIONS (description = 'Comma-framed names of those in the data'),
	`load_id` INT64 NOT NULL
)
OPTIONS (description = 'Changes of dim_customer that its versions do not show');

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

CREATE TABLE `dim_customer_undo` (
	`undo_load` INT64 NOT NULL OPTIONS (description = 'Load under way for which the row is kept'),
	`undo_step` INT64 NOT NULL OPTIONS (description = 'Which of its steps was to change the row'),
	`undo_there` BOOL NOT NULL OPTIONS (description = 'Whether there was a row'),
	`customer_key` INT64 NOT NULL,
	`customer_id` INT64,
	`joined_on` DATE,
	`name` STRING(80),
	`city` STRING(60),
	`region` STRING(40),
	`valid_from` DATETIME,
	`valid_to` DATETIME,
	`is_current` BOOL,
	`is_inferred` BOOL,
	`load_id` INT64
)
OPTIONS (description = 'Rows of dim_customer as they were before loads that are under way');

CREATE TABLE `dim_product_undo` (
	`undo_load` INT64 NOT NULL OPTIONS (description = 'Load under way for which the row is kept'),
	`undo_step` INT64 NOT NULL OPTIONS (description = 'Which of its steps was to change the row'),
	`undo_there` BOOL NOT NULL OPTIONS (description = 'Whether there was a row'),
	`product_key` INT64 NOT NULL,
	`code` STRING,
	`name` STRING,
	`weight` FLOAT64,
	`is_inferred` BOOL,
	`load_id` INT64
)
OPTIONS (description = 'Rows of dim_product as they were before loads that are under way');

CREATE TABLE `dim_order_flags_undo` (
	`undo_load` INT64 NOT NULL OPTIONS (description = 'Load under way for which the row is kept'),
	`undo_step` INT64 NOT NULL OPTIONS (description = 'Which of its steps was to change the row'),
	`undo_there` BOOL NOT NULL OPTIONS (description = 'Whether there was a row'),
	`order_flags_key` INT64 NOT NULL,
	`combination` STRING(64),
	`channel` STRING(10),
	`is_gift` BOOL,
	`is_inferred` BOOL,
	`load_id` INT64
)
OPTIONS (description = 'Rows of dim_order_flags as they were before loads that are under way');

CREATE TABLE `fact_sale_undo` (
	`undo_load` INT64 NOT NULL OPTIONS (description = 'Load under way for which the row is kept'),
	`undo_step` INT64 NOT NULL OPTIONS (description = 'Which of its steps was to change the row'),
	`undo_there` BOOL NOT NULL OPTIONS (description = 'Whether there was a row'),
	`order_no` STRING(12) NOT NULL,
	`line_no` INT64 NOT NULL,
	`sold_at` DATETIME,
	`order_date_key` INT64,
	`customer_key` INT64,
	`product_key` INT64,
	`flags_key` INT64,
	`quantity` INT64,
	`amount` NUMERIC(14, 2),
	`unit_price` NUMERIC(12, 2),
	`load_id` INT64
)
OPTIONS (description = 'Rows of fact_sale as they were before loads that are under way');

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

CREATE TABLE `dim_customer_journal_undo` (
	`undo_load` INT64 NOT NULL OPTIONS (description = 'Load under way for which the row is kept'),
	`undo_step` INT64 NOT NULL OPTIONS (description = 'Which of its steps was to change the row'),
	`undo_there` BOOL NOT NULL OPTIONS (description = 'Whether there was a row'),
	`customer_id` INT64 NOT NULL,
	`changed_at` DATETIME NOT NULL,
	`change_sequence` INT64,
	`is_deletion` BOOL,
	`joined_on` DATE,
	`name` STRING(80),
	`city` STRING(60),
	`region` STRING(40),
	`given_attributes` STRING,
	`load_id` INT64
)
OPTIONS (description = 'Rows of dim_customer_journal as they were before loads that are under way');

INSERT INTO `dim_day` (`day_key`, `date`, `day_of_month`, `day_of_year`, `day_of_week`, `day_name`, `is_weekend`, `iso_week`, `iso_year`, `month`, `month_name`, `month_start`, `year_month`, `quarter`, `year`, `fiscal_year`, `fiscal_quarter`, `fiscal_month`, `is_holiday`, `holiday_name`, `is_inferred`, `load_id`) VALUES (-1, NULL, NULL, NULL, NULL, 'Unknown', NULL, NULL, NULL, NULL, 'Unknown', NULL, 'Unknown', NULL, NULL, NULL, NULL, NULL, NULL, NULL, FALSE, 0);

INSERT INTO `dim_day` (`day_key`, `date`, `day_of_month`, `day_of_year`, `day_of_week`, `day_name`, `is_weekend`, `iso_week`, `iso_year`, `month`, `month_name`, `month_start`, `year_month`, `quarter`, `year`, `fiscal_year`, `fiscal_quarter`, `fiscal_month`, `is_holiday`, `holiday_name`, `is_inferred`, `load_id`) VALUES (-2, NULL, NULL, NULL, NULL, 'Not applicable', NULL, NULL, NULL, NULL, 'Not applicable', NULL, 'Not applicable', NULL, NULL, NULL, NULL, NULL, NULL, NULL, FALSE, 0);

INSERT INTO `dim_customer` (`customer_key`, `customer_id`, `joined_on`, `name`, `city`, `region`, `valid_from`, `valid_to`, `is_current`, `is_inferred`, `load_id`) VALUES (-1, NULL, NULL, 'Unknown', 'Unknown', 'Unknown', DATETIME '0001-01-01 00:00:00.000000', DATETIME '9999-12-31 00:00:00.000000', TRUE, FALSE, 0);

INSERT INTO `dim_customer` (`customer_key`, `customer_id`, `joined_on`, `name`, `city`, `region`, `valid_from`, `valid_to`, `is_current`, `is_inferred`, `load_id`) VALUES (-2, NULL, NULL, 'Not applicable', 'Not applicable', 'Not applicable', DATETIME '0001-01-01 00:00:00.000000', DATETIME '9999-12-31 00:00:00.000000', TRUE, FALSE, 0);

INSERT INTO `dim_product` (`product_key`, `code`, `name`, `weight`, `is_inferred`, `load_id`) VALUES (-1, NULL, 'Unknown', NULL, FALSE, 0);

INSERT INTO `dim_product` (`product_key`, `code`, `name`, `weight`, `is_inferred`, `load_id`) VALUES (-2, NULL, 'Not applicable', NULL, FALSE, 0);

INSERT INTO `dim_order_flags` (`order_flags_key`, `combination`, `channel`, `is_gift`, `is_inferred`, `load_id`) VALUES (-1, NULL, 'Unknown', NULL, FALSE, 0);

INSERT INTO `dim_order_flags` (`order_flags_key`, `combination`, `channel`, `is_gift`, `is_inferred`, `load_id`) VALUES (-2, NULL, 'N/A', NULL, FALSE, 0);
