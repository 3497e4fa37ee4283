-- ClickHouse keeps no keys but the order of rows; the loads keep natural keys and grains unique. A time is between 1900-01-01 and 2299-12-31, which stand for the beginning and the end of time; times of day are text.
-- Sale: Physical(distribute_on=...) has no effect here: a table over several nodes is a Distributed one, beside this

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
COMMENT 'One row per calendar day.';

CREATE TABLE `dim_customer` (
	`customer_key` Int64 COMMENT 'Surrogate key',
	`customer_id` Nullable(Int32),
	`joined_on` Nullable(Date32),
	`name` Nullable(String),
	`city` LowCardinality(Nullable(String)),
	`region` LowCardinality(Nullable(String)),
	`valid_from` DateTime64(6, 'UTC') COMMENT 'Start of the version, UTC',
	`valid_to` DateTime64(6, 'UTC') COMMENT 'Exclusive end of the version, UTC',
	`is_current` Bool DEFAULT TRUE COMMENT 'Whether the version is in force',
	`is_inferred` Bool DEFAULT FALSE COMMENT 'True while only a fact has named the member',
	`load_id` Int64 DEFAULT 0 COMMENT 'Load that wrote the row last'
)
ENGINE = MergeTree
ORDER BY (`customer_key`)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'One row per version of a customer.';

CREATE TABLE `dim_product` (
	`product_key` Int64 COMMENT 'Surrogate key',
	`code` Nullable(String),
	`name` Nullable(String) COMMENT 'What the till prints; 100% of it, in the shop\'s own words',
	`weight` Nullable(Float64),
	`is_inferred` Bool DEFAULT FALSE COMMENT 'True while only a fact has named the member',
	`load_id` Int64 DEFAULT 0 COMMENT 'Load that wrote the row last'
)
ENGINE = MergeTree
ORDER BY (`product_key`)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'One row per product, whose code is any text.';

CREATE TABLE `dim_order_flags` (
	`order_flags_key` Int64 COMMENT 'Surrogate key',
	`combination` Nullable(String) COMMENT 'Hash of the attributes, NULLs left out',
	`channel` LowCardinality(Nullable(String)),
	`is_gift` Nullable(Bool),
	`is_inferred` Bool DEFAULT FALSE COMMENT 'True while only a fact has named the member',
	`load_id` Int64 DEFAULT 0 COMMENT 'Load that wrote the row last'
)
ENGINE = MergeTree
ORDER BY (`order_flags_key`)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'One row per combination of flags seen so far.';

CREATE TABLE `fact_sale` (
	`order_no` String,
	`line_no` Int32,
	`sold_at` DateTime64(6, 'UTC'),
	`order_date_key` Int64 COMMENT 'Order date: key of dim_day',
	`customer_key` Int64 COMMENT 'Customer: key of dim_customer',
	`product_key` Int64 COMMENT 'Product: key of dim_product',
	`flags_key` Int64 COMMENT 'Flags: key of dim_order_flags',
	`quantity` Int32,
	`amount` Decimal(14, 2),
	`unit_price` Decimal(12, 2),
	`load_id` Int64 DEFAULT 0 COMMENT 'Load that wrote the row'
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(`sold_at`)
ORDER BY (`sold_at`, `order_no`, `line_no`)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'What was sold.';

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

CREATE TABLE `dim_customer_journal` (
	`customer_id` Int32,
	`changed_at` DateTime64(6, 'UTC') COMMENT 'When the change took effect, UTC',
	`change_sequence` Nullable(Int64) COMMENT 'Orders changes of one time',
	`is_deletion` Bool,
	`joined_on` Nullable(Date32),
	`name` Nullable(String),
	`city` Nullable(String),
	`region` Nullable(String),
	`given_attributes` String COMMENT 'Comma-framed names of those in the data',
	`load_id` Int64
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Changes of dim_customer that its versions do not show';

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

CREATE TABLE `dim_customer_undo` (
	`undo_load` Int64 COMMENT 'Load under way for which the row is kept',
	`undo_step` Int64 COMMENT 'Which of its steps was to change the row',
	`undo_there` Bool COMMENT 'Whether there was a row',
	`customer_key` Int64,
	`customer_id` Nullable(Int32),
	`joined_on` Nullable(Date32),
	`name` Nullable(String),
	`city` Nullable(String),
	`region` Nullable(String),
	`valid_from` Nullable(DateTime64(6, 'UTC')),
	`valid_to` Nullable(DateTime64(6, 'UTC')),
	`is_current` Nullable(Bool),
	`is_inferred` Nullable(Bool),
	`load_id` Nullable(Int64)
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Rows of dim_customer as they were before loads that are under way';

CREATE TABLE `dim_product_undo` (
	`undo_load` Int64 COMMENT 'Load under way for which the row is kept',
	`undo_step` Int64 COMMENT 'Which of its steps was to change the row',
	`undo_there` Bool COMMENT 'Whether there was a row',
	`product_key` Int64,
	`code` Nullable(String),
	`name` Nullable(String),
	`weight` Nullable(Float64),
	`is_inferred` Nullable(Bool),
	`load_id` Nullable(Int64)
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Rows of dim_product as they were before loads that are under way';

CREATE TABLE `dim_order_flags_undo` (
	`undo_load` Int64 COMMENT 'Load under way for which the row is kept',
	`undo_step` Int64 COMMENT 'Which of its steps was to change the row',
	`undo_there` Bool COMMENT 'Whether there was a row',
	`order_flags_key` Int64,
	`combination` Nullable(String),
	`channel` Nullable(String),
	`is_gift` Nullable(Bool),
	`is_inferred` Nullable(Bool),
	`load_id` Nullable(Int64)
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Rows of dim_order_flags as they were before loads that are under way';

CREATE TABLE `fact_sale_undo` (
	`undo_load` Int64 COMMENT 'Load under way for which the row is kept',
	`undo_step` Int64 COMMENT 'Which of its steps was to change the row',
	`undo_there` Bool COMMENT 'Whether there was a row',
	`order_no` String,
	`line_no` Int32,
	`sold_at` Nullable(DateTime64(6, 'UTC')),
	`order_date_key` Nullable(Int64),
	`customer_key` Nullable(Int64),
	`product_key` Nullable(Int64),
	`flags_key` Nullable(Int64),
	`quantity` Nullable(Int32),
	`amount` Nullable(Decimal(14, 2)),
	`unit_price` Nullable(Decimal(12, 2)),
	`load_id` Nullable(Int64)
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Rows of fact_sale as they were before loads that are under way';

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

CREATE TABLE `dim_customer_journal_undo` (
	`undo_load` Int64 COMMENT 'Load under way for which the row is kept',
	`undo_step` Int64 COMMENT 'Which of its steps was to change the row',
	`undo_there` Bool COMMENT 'Whether there was a row',
	`customer_id` Int32,
	`changed_at` DateTime64(6, 'UTC'),
	`change_sequence` Nullable(Int64),
	`is_deletion` Nullable(Bool),
	`joined_on` Nullable(Date32),
	`name` Nullable(String),
	`city` Nullable(String),
	`region` Nullable(String),
	`given_attributes` Nullable(String),
	`load_id` Nullable(Int64)
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Rows of dim_customer_journal as they were before loads that are under way';

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

CREATE VIEW `dim_customer_finished` AS
SELECT `dim_customer`.`customer_key`, `dim_customer`.`customer_id`, `dim_customer`.`joined_on`, `dim_customer`.`name`, `dim_customer`.`city`, `dim_customer`.`region`, `dim_customer`.`valid_from`, `dim_customer`.`valid_to`, `dim_customer`.`is_current`, `dim_customer`.`is_inferred`, `dim_customer`.`load_id` 
FROM `dim_customer` 
WHERE (`dim_customer`.`customer_key` NOT IN (SELECT `dim_customer_undo`.`customer_key` 
FROM `dim_customer_undo` 
WHERE `dim_customer_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`))) AND (`dim_customer`.`load_id` NOT IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`)) UNION ALL SELECT `dim_customer_undo`.`customer_key`, `dim_customer_undo`.`customer_id`, `dim_customer_undo`.`joined_on`, `dim_customer_undo`.`name`, `dim_customer_undo`.`city`, `dim_customer_undo`.`region`, `dim_customer_undo`.`valid_from`, `dim_customer_undo`.`valid_to`, `dim_customer_undo`.`is_current`, `dim_customer_undo`.`is_inferred`, `dim_customer_undo`.`load_id` 
FROM `dim_customer_undo` 
WHERE `dim_customer_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) AND `dim_customer_undo`.`undo_there` AND (`dim_customer_undo`.`customer_key`, `dim_customer_undo`.`undo_step`) IN (SELECT `dim_customer_undo`.`customer_key`, min(`dim_customer_undo`.`undo_step`) AS `min_1` 
FROM `dim_customer_undo` 
WHERE `dim_customer_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) GROUP BY `dim_customer_undo`.`customer_key`) AND `dim_customer_undo`.`load_id` != `dim_customer_undo`.`undo_load`;

CREATE VIEW `dim_product_finished` AS
SELECT `dim_product`.`product_key`, `dim_product`.`code`, `dim_product`.`name`, `dim_product`.`weight`, `dim_product`.`is_inferred`, `dim_product`.`load_id` 
FROM `dim_product` 
WHERE (`dim_product`.`product_key` NOT IN (SELECT `dim_product_undo`.`product_key` 
FROM `dim_product_undo` 
WHERE `dim_product_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`))) AND (`dim_product`.`load_id` NOT IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`)) UNION ALL SELECT `dim_product_undo`.`product_key`, `dim_product_undo`.`code`, `dim_product_undo`.`name`, `dim_product_undo`.`weight`, `dim_product_undo`.`is_inferred`, `dim_product_undo`.`load_id` 
FROM `dim_product_undo` 
WHERE `dim_product_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) AND `dim_product_undo`.`undo_there` AND (`dim_product_undo`.`product_key`, `dim_product_undo`.`undo_step`) IN (SELECT `dim_product_undo`.`product_key`, min(`dim_product_undo`.`undo_step`) AS `min_1` 
FROM `dim_product_undo` 
WHERE `dim_product_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) GROUP BY `dim_product_undo`.`product_key`) AND `dim_product_undo`.`load_id` != `dim_product_undo`.`undo_load`;

CREATE VIEW `dim_order_flags_finished` AS
SELECT `dim_order_flags`.`order_flags_key`, `dim_order_flags`.`combination`, `dim_order_flags`.`channel`, `dim_order_flags`.`is_gift`, `dim_order_flags`.`is_inferred`, `dim_order_flags`.`load_id` 
FROM `dim_order_flags` 
WHERE (`dim_order_flags`.`order_flags_key` NOT IN (SELECT `dim_order_flags_undo`.`order_flags_key` 
FROM `dim_order_flags_undo` 
WHERE `dim_order_flags_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`))) AND (`dim_order_flags`.`load_id` NOT IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`)) UNION ALL SELECT `dim_order_flags_undo`.`order_flags_key`, `dim_order_flags_undo`.`combination`, `dim_order_flags_undo`.`channel`, `dim_order_flags_undo`.`is_gift`, `dim_order_flags_undo`.`is_inferred`, `dim_order_flags_undo`.`load_id` 
FROM `dim_order_flags_undo` 
WHERE `dim_order_flags_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) AND `dim_order_flags_undo`.`undo_there` AND (`dim_order_flags_undo`.`order_flags_key`, `dim_order_flags_undo`.`undo_step`) IN (SELECT `dim_order_flags_undo`.`order_flags_key`, min(`dim_order_flags_undo`.`undo_step`) AS `min_1` 
FROM `dim_order_flags_undo` 
WHERE `dim_order_flags_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) GROUP BY `dim_order_flags_undo`.`order_flags_key`) AND `dim_order_flags_undo`.`load_id` != `dim_order_flags_undo`.`undo_load`;

CREATE VIEW `fact_sale_finished` AS
SELECT `fact_sale`.`order_no`, `fact_sale`.`line_no`, `fact_sale`.`sold_at`, `fact_sale`.`order_date_key`, `fact_sale`.`customer_key`, `fact_sale`.`product_key`, `fact_sale`.`flags_key`, `fact_sale`.`quantity`, `fact_sale`.`amount`, `fact_sale`.`unit_price`, `fact_sale`.`load_id` 
FROM `fact_sale` 
WHERE ((`fact_sale`.`order_no`, `fact_sale`.`line_no`) NOT IN (SELECT `fact_sale_undo`.`order_no`, `fact_sale_undo`.`line_no` 
FROM `fact_sale_undo` 
WHERE `fact_sale_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`))) AND (`fact_sale`.`load_id` NOT IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`)) UNION ALL SELECT `fact_sale_undo`.`order_no`, `fact_sale_undo`.`line_no`, `fact_sale_undo`.`sold_at`, `fact_sale_undo`.`order_date_key`, `fact_sale_undo`.`customer_key`, `fact_sale_undo`.`product_key`, `fact_sale_undo`.`flags_key`, `fact_sale_undo`.`quantity`, `fact_sale_undo`.`amount`, `fact_sale_undo`.`unit_price`, `fact_sale_undo`.`load_id` 
FROM `fact_sale_undo` 
WHERE `fact_sale_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) AND `fact_sale_undo`.`undo_there` AND (`fact_sale_undo`.`order_no`, `fact_sale_undo`.`line_no`, `fact_sale_undo`.`undo_step`) IN (SELECT `fact_sale_undo`.`order_no`, `fact_sale_undo`.`line_no`, min(`fact_sale_undo`.`undo_step`) AS `min_1` 
FROM `fact_sale_undo` 
WHERE `fact_sale_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) GROUP BY `fact_sale_undo`.`order_no`, `fact_sale_undo`.`line_no`) AND `fact_sale_undo`.`load_id` != `fact_sale_undo`.`undo_load`;

INSERT INTO `dim_day` (`day_key`, `date`, `day_of_month`, `day_of_year`, `day_of_week`, `day_name`, `is_weekend`, `iso_week`, `iso_year`, `month`, `month_name`, `month_start`, `year_month`, `quarter`, `year`, `fiscal_year`, `fiscal_quarter`, `fiscal_month`, `is_holiday`, `holiday_name`, `is_inferred`, `load_id`) VALUES (-1, NULL, NULL, NULL, NULL, 'Unknown', NULL, NULL, NULL, NULL, 'Unknown', NULL, 'Unknown', NULL, NULL, NULL, NULL, NULL, NULL, NULL, FALSE, 0);

INSERT INTO `dim_day` (`day_key`, `date`, `day_of_month`, `day_of_year`, `day_of_week`, `day_name`, `is_weekend`, `iso_week`, `iso_year`, `month`, `month_name`, `month_start`, `year_month`, `quarter`, `year`, `fiscal_year`, `fiscal_quarter`, `fiscal_month`, `is_holiday`, `holiday_name`, `is_inferred`, `load_id`) VALUES (-2, NULL, NULL, NULL, NULL, 'Not applicable', NULL, NULL, NULL, NULL, 'Not applicable', NULL, 'Not applicable', NULL, NULL, NULL, NULL, NULL, NULL, NULL, FALSE, 0);

INSERT INTO `dim_customer` (`customer_key`, `customer_id`, `joined_on`, `name`, `city`, `region`, `valid_from`, `valid_to`, `is_current`, `is_inferred`, `load_id`) VALUES (-1, NULL, NULL, 'Unknown', 'Unknown', 'Unknown', toDateTime64('1900-01-01 00:00:00.000000', 6, 'UTC'), toDateTime64('2299-12-31 00:00:00.000000', 6, 'UTC'), TRUE, FALSE, 0);

INSERT INTO `dim_customer` (`customer_key`, `customer_id`, `joined_on`, `name`, `city`, `region`, `valid_from`, `valid_to`, `is_current`, `is_inferred`, `load_id`) VALUES (-2, NULL, NULL, 'Not applicable', 'Not applicable', 'Not applicable', toDateTime64('1900-01-01 00:00:00.000000', 6, 'UTC'), toDateTime64('2299-12-31 00:00:00.000000', 6, 'UTC'), TRUE, FALSE, 0);

INSERT INTO `dim_product` (`product_key`, `code`, `name`, `weight`, `is_inferred`, `load_id`) VALUES (-1, NULL, 'Unknown', NULL, FALSE, 0);

INSERT INTO `dim_product` (`product_key`, `code`, `name`, `weight`, `is_inferred`, `load_id`) VALUES (-2, NULL, 'Not applicable', NULL, FALSE, 0);

INSERT INTO `dim_order_flags` (`order_flags_key`, `combination`, `channel`, `is_gift`, `is_inferred`, `load_id`) VALUES (-1, NULL, 'Unknown', NULL, FALSE, 0);

INSERT INTO `dim_order_flags` (`order_flags_key`, `combination`, `channel`, `is_gift`, `is_inferred`, `load_id`) VALUES (-2, NULL, 'N/A', NULL, FALSE, 0);
