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

CREATE TABLE `starschema_load` (
	`load_id` Int64,
	`target` String COMMENT 'Table that was loaded',
	`load_key` Nullable(String) COMMENT 'The caller\'s name for this load, done at most once',
	`status` String COMMENT 'running, part, done or failed',
	`source` Nullable(String) COMMENT 'Where the rows came from, without credentials',
	`started_at` DateTime64(6, 'UTC') COMMENT 'UTC',
	`finished_at` Nullable(DateTime64(6, 'UTC')) COMMENT 'UTC',
	`seconds` Nullable(Float64),
	`lookups` Nullable(String) COMMENT 'JSON: dimension\'s table to where its members were looked up',
	`read` Int64,
	`inserted` Int64,
	`updated` Int64,
	`versioned` Int64,
	`closed` Int64,
	`removed` Int64,
	`unchanged` Int64,
	`inferred` Int64,
	`repointed` Int64,
	`recomputed` Int64,
	`unconverted` Int64,
	`rejected` Int64,
	`duplicates` Int64,
	`error` Nullable(String)
)
ENGINE = MergeTree
ORDER BY (`load_id`)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'One row per load: what, when, from where, how many rows, and how it ended';

CREATE TABLE `starschema_quarantine` (
	`load_id` Int64,
	`target` String,
	`row_number` Int64 COMMENT 'Position in the input, from 1',
	`column_name` Nullable(String) COMMENT 'Input column to blame; NULL for the row as a whole',
	`value` Nullable(String),
	`reason` String,
	`record` String COMMENT 'The raw row as JSON'
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Rows that could not be loaded, with the reason';

CREATE TABLE `starschema_part` (
	`load_id` Int64,
	`part` Int64,
	`target` String,
	`source` String COMMENT 'File, its size and which of its rows',
	`read` Int64,
	`inserted` Int64,
	`updated` Int64,
	`versioned` Int64,
	`closed` Int64,
	`removed` Int64,
	`unchanged` Int64,
	`inferred` Int64,
	`repointed` Int64,
	`recomputed` Int64,
	`unconverted` Int64,
	`rejected` Int64,
	`duplicates` Int64
)
ENGINE = MergeTree
ORDER BY (`load_id`, `part`)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'One row per part that is in the table, of loads in parts';

CREATE TABLE `starschema_target` (
	`target` String,
	`lock` String COMMENT 'history or members',
	`last_key` Int64 COMMENT 'Highest surrogate key given so far',
	`attributes` String COMMENT 'JSON: attribute to last_key when data first had it',
	`stamp` Nullable(String) COMMENT 'Drawn anew by every load that writes versions of the dimension'
)
ENGINE = MergeTree
ORDER BY (`target`, `lock`)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'One row per table and lock: loads of one table queue up on it, and take their keys from it';

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

CREATE TABLE `starschema_mark` (
	`target` String,
	`name` String COMMENT 'The source, as its reader names it',
	`mark` String COMMENT 'JSON: how far the source was read, and the value\'s type',
	`load_id` Int64 COMMENT 'Load that moved the mark last'
)
ENGINE = MergeTree
ORDER BY (`target`, `name`)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'How far each source was read into each table; moved in the load\'s own transaction';

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

INSERT INTO `dim_day` (`day_key`, `date`, `day_of_month`, `day_of_year`, `day_of_week`, `day_name`, `is_weekend`, `iso_week`, `iso_year`, `month`, `month_name`, `month_start`, `year_month`, `quarter`, `year`, `fiscal_year`, `fiscal_quarter`, `fiscal_month`, `is_holiday`, `holiday_name`, `is_inferred`, `load_id`) VALUES (-1, NULL, NULL, NULL, NULL, 'Unknown', NULL, NULL, NULL, NULL, 'Unknown', NULL, 'Unknown', NULL, NULL, NULL, NULL, NULL, NULL, NULL, FALSE, 0);

INSERT INTO `dim_day` (`day_key`, `date`, `day_of_month`, `day_of_year`, `day_of_week`, `day_name`, `is_weekend`, `iso_week`, `iso_year`, `month`, `month_name`, `month_start`, `year_month`, `quarter`, `year`, `fiscal_year`, `fiscal_quarter`, `fiscal_month`, `is_holiday`, `holiday_name`, `is_inferred`, `load_id`) VALUES (-2, NULL, NULL, NULL, NULL, 'Not applicable', NULL, NULL, NULL, NULL, 'Not applicable', NULL, 'Not applicable', NULL, NULL, NULL, NULL, NULL, NULL, NULL, FALSE, 0);

INSERT INTO `dim_customer` (`customer_key`, `customer_id`, `joined_on`, `name`, `city`, `region`, `valid_from`, `valid_to`, `is_current`, `is_inferred`, `load_id`) VALUES (-1, NULL, NULL, 'Unknown', 'Unknown', 'Unknown', toDateTime64('1900-01-01 00:00:00.000000', 6, 'UTC'), toDateTime64('2299-12-31 00:00:00.000000', 6, 'UTC'), TRUE, FALSE, 0);

INSERT INTO `dim_customer` (`customer_key`, `customer_id`, `joined_on`, `name`, `city`, `region`, `valid_from`, `valid_to`, `is_current`, `is_inferred`, `load_id`) VALUES (-2, NULL, NULL, 'Not applicable', 'Not applicable', 'Not applicable', toDateTime64('1900-01-01 00:00:00.000000', 6, 'UTC'), toDateTime64('2299-12-31 00:00:00.000000', 6, 'UTC'), TRUE, FALSE, 0);

INSERT INTO `dim_product` (`product_key`, `code`, `name`, `weight`, `is_inferred`, `load_id`) VALUES (-1, NULL, 'Unknown', NULL, FALSE, 0);

INSERT INTO `dim_product` (`product_key`, `code`, `name`, `weight`, `is_inferred`, `load_id`) VALUES (-2, NULL, 'Not applicable', NULL, FALSE, 0);

INSERT INTO `dim_order_flags` (`order_flags_key`, `combination`, `channel`, `is_gift`, `is_inferred`, `load_id`) VALUES (-1, NULL, 'Unknown', NULL, FALSE, 0);

INSERT INTO `dim_order_flags` (`order_flags_key`, `combination`, `channel`, `is_gift`, `is_inferred`, `load_id`) VALUES (-2, NULL, 'N/A', NULL, FALSE, 0);

INSERT INTO `starschema_target` (`target`, `lock`, `last_key`, `attributes`) VALUES ('dim_day', 'history', 0, '{}');

INSERT INTO `starschema_target` (`target`, `lock`, `last_key`, `attributes`) VALUES ('dim_day', 'members', 0, '{}');

INSERT INTO `starschema_target` (`target`, `lock`, `last_key`, `attributes`) VALUES ('dim_customer', 'history', 0, '{}');

INSERT INTO `starschema_target` (`target`, `lock`, `last_key`, `attributes`) VALUES ('dim_customer', 'members', 0, '{}');

INSERT INTO `starschema_target` (`target`, `lock`, `last_key`, `attributes`) VALUES ('dim_product', 'history', 0, '{}');

INSERT INTO `starschema_target` (`target`, `lock`, `last_key`, `attributes`) VALUES ('dim_product', 'members', 0, '{}');

INSERT INTO `starschema_target` (`target`, `lock`, `last_key`, `attributes`) VALUES ('dim_order_flags', 'history', 0, '{}');

INSERT INTO `starschema_target` (`target`, `lock`, `last_key`, `attributes`) VALUES ('dim_order_flags', 'members', 0, '{}');

INSERT INTO `starschema_target` (`target`, `lock`, `last_key`, `attributes`) VALUES ('fact_sale', 'history', 0, '{}');

INSERT INTO `starschema_target` (`target`, `lock`, `last_key`, `attributes`) VALUES ('fact_sale', 'members', 0, '{}');
