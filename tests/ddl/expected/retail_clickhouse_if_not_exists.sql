-- ClickHouse keeps no keys but the order of rows; the loads keep natural keys and grains unique. A time is between 1900-01-01 and 2299-12-31, which stand for the beginning and the end of time; times of day are text.
-- Sale: Physical(distribute_on=...) has no effect here: a table over several nodes is a Distributed one, beside this

CREATE TABLE IF NOT EXISTS `dim_day` (
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

CREATE TABLE IF NOT EXISTS `dim_customer` (
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

CREATE TABLE IF NOT EXISTS `dim_product` (
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

CREATE TABLE IF NOT EXISTS `dim_order_flags` (
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

CREATE TABLE IF NOT EXISTS `fact_sale` (
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

CREATE TABLE IF NOT EXISTS `starschema_snapshot` (
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

CREATE TABLE IF NOT EXISTS `dim_customer_journal` (
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

CREATE TABLE IF NOT EXISTS `starschema_undo` (
	`load_id` Int64,
	`step` Int64,
	`told` String COMMENT 'JSON: the table that is changed, and how that is undone'
)
ENGINE = MergeTree
ORDER BY (`load_id`, `step`)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'What loads under way have changed, where no transaction holds it together';

INSERT INTO `dim_day` (`day_key`, `date`, `day_of_month`, `day_of_year`, `day_of_week`, `day_name`, `is_weekend`, `iso_week`, `iso_year`, `month`, `month_name`, `month_start`, `year_month`, `quarter`, `year`, `fiscal_year`, `fiscal_quarter`, `fiscal_month`, `is_holiday`, `holiday_name`, `is_inferred`, `load_id`) SELECT -1, CAST(NULL AS Nullable(Date32)), CAST(NULL AS Nullable(Int16)), CAST(NULL AS Nullable(Int16)), CAST(NULL AS Nullable(Int16)), 'Unknown', CAST(NULL AS Nullable(Bool)), CAST(NULL AS Nullable(Int16)), CAST(NULL AS Nullable(Int16)), CAST(NULL AS Nullable(Int16)), 'Unknown', CAST(NULL AS Nullable(Date32)), 'Unknown', CAST(NULL AS Nullable(Int16)), CAST(NULL AS Nullable(Int16)), CAST(NULL AS Nullable(Int16)), CAST(NULL AS Nullable(Int16)), CAST(NULL AS Nullable(Int16)), CAST(NULL AS Nullable(Bool)), CAST(NULL AS LowCardinality(Nullable(String))), FALSE, 0 WHERE NOT EXISTS (SELECT 1 FROM `dim_day` WHERE `day_key` = -1);

INSERT INTO `dim_day` (`day_key`, `date`, `day_of_month`, `day_of_year`, `day_of_week`, `day_name`, `is_weekend`, `iso_week`, `iso_year`, `month`, `month_name`, `month_start`, `year_month`, `quarter`, `year`, `fiscal_year`, `fiscal_quarter`, `fiscal_month`, `is_holiday`, `holiday_name`, `is_inferred`, `load_id`) SELECT -2, CAST(NULL AS Nullable(Date32)), CAST(NULL AS Nullable(Int16)), CAST(NULL AS Nullable(Int16)), CAST(NULL AS Nullable(Int16)), 'Not applicable', CAST(NULL AS Nullable(Bool)), CAST(NULL AS Nullable(Int16)), CAST(NULL AS Nullable(Int16)), CAST(NULL AS Nullable(Int16)), 'Not applicable', CAST(NULL AS Nullable(Date32)), 'Not applicable', CAST(NULL AS Nullable(Int16)), CAST(NULL AS Nullable(Int16)), CAST(NULL AS Nullable(Int16)), CAST(NULL AS Nullable(Int16)), CAST(NULL AS Nullable(Int16)), CAST(NULL AS Nullable(Bool)), CAST(NULL AS LowCardinality(Nullable(String))), FALSE, 0 WHERE NOT EXISTS (SELECT 1 FROM `dim_day` WHERE `day_key` = -2);

INSERT INTO `dim_customer` (`customer_key`, `customer_id`, `joined_on`, `name`, `city`, `region`, `valid_from`, `valid_to`, `is_current`, `is_inferred`, `load_id`) SELECT -1, CAST(NULL AS Nullable(Int32)), CAST(NULL AS Nullable(Date32)), 'Unknown', 'Unknown', 'Unknown', toDateTime64('1900-01-01 00:00:00.000000', 6, 'UTC'), toDateTime64('2299-12-31 00:00:00.000000', 6, 'UTC'), TRUE, FALSE, 0 WHERE NOT EXISTS (SELECT 1 FROM `dim_customer` WHERE `customer_key` = -1);

INSERT INTO `dim_customer` (`customer_key`, `customer_id`, `joined_on`, `name`, `city`, `region`, `valid_from`, `valid_to`, `is_current`, `is_inferred`, `load_id`) SELECT -2, CAST(NULL AS Nullable(Int32)), CAST(NULL AS Nullable(Date32)), 'Not applicable', 'Not applicable', 'Not applicable', toDateTime64('1900-01-01 00:00:00.000000', 6, 'UTC'), toDateTime64('2299-12-31 00:00:00.000000', 6, 'UTC'), TRUE, FALSE, 0 WHERE NOT EXISTS (SELECT 1 FROM `dim_customer` WHERE `customer_key` = -2);

INSERT INTO `dim_product` (`product_key`, `code`, `name`, `weight`, `is_inferred`, `load_id`) SELECT -1, CAST(NULL AS Nullable(String)), 'Unknown', CAST(NULL AS Nullable(Float64)), FALSE, 0 WHERE NOT EXISTS (SELECT 1 FROM `dim_product` WHERE `product_key` = -1);

INSERT INTO `dim_product` (`product_key`, `code`, `name`, `weight`, `is_inferred`, `load_id`) SELECT -2, CAST(NULL AS Nullable(String)), 'Not applicable', CAST(NULL AS Nullable(Float64)), FALSE, 0 WHERE NOT EXISTS (SELECT 1 FROM `dim_product` WHERE `product_key` = -2);

INSERT INTO `dim_order_flags` (`order_flags_key`, `combination`, `channel`, `is_gift`, `is_inferred`, `load_id`) SELECT -1, CAST(NULL AS Nullable(String)), 'Unknown', CAST(NULL AS Nullable(Bool)), FALSE, 0 WHERE NOT EXISTS (SELECT 1 FROM `dim_order_flags` WHERE `order_flags_key` = -1);

INSERT INTO `dim_order_flags` (`order_flags_key`, `combination`, `channel`, `is_gift`, `is_inferred`, `load_id`) SELECT -2, CAST(NULL AS Nullable(String)), 'N/A', CAST(NULL AS Nullable(Bool)), FALSE, 0 WHERE NOT EXISTS (SELECT 1 FROM `dim_order_flags` WHERE `order_flags_key` = -2);
