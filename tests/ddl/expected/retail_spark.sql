-- Spark's tables have no keys, no references and no indexes; the loads keep natural keys and grains unique. Times of day are text.
-- Sale: Physical(distribute_on=...) has no effect here: files lie on no node; cluster_on is what it takes

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
COMMENT 'One row per calendar day.';

CREATE TABLE dim_customer (
	customer_key BIGINT NOT NULL COMMENT 'Surrogate key',
	customer_id INT,
	joined_on DATE,
	name STRING,
	city STRING,
	region STRING,
	valid_from TIMESTAMP_NTZ NOT NULL COMMENT 'Start of the version, UTC',
	valid_to TIMESTAMP_NTZ NOT NULL COMMENT 'Exclusive end of the version, UTC',
	is_current BOOLEAN NOT NULL COMMENT 'Whether the version is in force',
	is_inferred BOOLEAN NOT NULL COMMENT 'True while only a fact has named the member',
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row last'
)
USING DELTA
COMMENT 'One row per version of a customer.';

CREATE TABLE dim_product (
	product_key BIGINT NOT NULL COMMENT 'Surrogate key',
	code STRING,
	name STRING COMMENT 'What the till prints; 100% of it, in the shop\'s own words',
	weight DOUBLE,
	is_inferred BOOLEAN NOT NULL COMMENT 'True while only a fact has named the member',
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row last'
)
USING DELTA
COMMENT 'One row per product, whose code is any text.';

CREATE TABLE dim_order_flags (
	order_flags_key BIGINT NOT NULL COMMENT 'Surrogate key',
	combination STRING COMMENT 'Hash of the attributes, NULLs left out',
	channel STRING,
	is_gift BOOLEAN,
	is_inferred BOOLEAN NOT NULL COMMENT 'True while only a fact has named the member',
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row last'
)
USING DELTA
COMMENT 'One row per combination of flags seen so far.';

CREATE TABLE fact_sale (
	order_no STRING NOT NULL,
	line_no INT NOT NULL,
	sold_at TIMESTAMP_NTZ NOT NULL,
	order_date_key BIGINT NOT NULL COMMENT 'Order date: key of dim_day',
	customer_key BIGINT NOT NULL COMMENT 'Customer: key of dim_customer',
	product_key BIGINT NOT NULL COMMENT 'Product: key of dim_product',
	flags_key BIGINT NOT NULL COMMENT 'Flags: key of dim_order_flags',
	quantity INT NOT NULL,
	amount DECIMAL(14, 2) NOT NULL,
	unit_price DECIMAL(12, 2) NOT NULL,
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row'
)
USING DELTA
CLUSTER BY (sold_at)
COMMENT 'What was sold.';

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

CREATE TABLE dim_customer_journal (
	customer_id INT NOT NULL,
	changed_at TIMESTAMP_NTZ NOT NULL COMMENT 'When the change took effect, UTC',
	change_sequence BIGINT COMMENT 'Orders changes of one time',
	is_deletion BOOLEAN NOT NULL,
	joined_on DATE,
	name STRING,
	city STRING,
	region STRING,
	given_attributes STRING NOT NULL COMMENT 'Comma-framed names of those in the data',
	load_id BIGINT NOT NULL
)
USING DELTA
COMMENT 'Changes of dim_customer that its versions do not show';

CREATE TABLE starschema_undo (
	load_id BIGINT NOT NULL,
	step BIGINT NOT NULL,
	told STRING NOT NULL COMMENT 'JSON: the table that is changed, and how that is undone'
)
USING DELTA
COMMENT 'What loads under way have changed, where no transaction holds it together';

INSERT INTO dim_day (day_key, date, day_of_month, day_of_year, day_of_week, day_name, is_weekend, iso_week, iso_year, month, month_name, month_start, year_month, quarter, year, fiscal_year, fiscal_quarter, fiscal_month, is_holiday, holiday_name, is_inferred, load_id) VALUES (-1, NULL, NULL, NULL, NULL, 'Unknown', NULL, NULL, NULL, NULL, 'Unknown', NULL, 'Unknown', NULL, NULL, NULL, NULL, NULL, NULL, NULL, FALSE, 0);

INSERT INTO dim_day (day_key, date, day_of_month, day_of_year, day_of_week, day_name, is_weekend, iso_week, iso_year, month, month_name, month_start, year_month, quarter, year, fiscal_year, fiscal_quarter, fiscal_month, is_holiday, holiday_name, is_inferred, load_id) VALUES (-2, NULL, NULL, NULL, NULL, 'Not applicable', NULL, NULL, NULL, NULL, 'Not applicable', NULL, 'Not applicable', NULL, NULL, NULL, NULL, NULL, NULL, NULL, FALSE, 0);

INSERT INTO dim_customer (customer_key, customer_id, joined_on, name, city, region, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-1, NULL, NULL, 'Unknown', 'Unknown', 'Unknown', TIMESTAMP_NTZ '0001-01-01 00:00:00.000000', TIMESTAMP_NTZ '9999-12-31 00:00:00.000000', TRUE, FALSE, 0);

INSERT INTO dim_customer (customer_key, customer_id, joined_on, name, city, region, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-2, NULL, NULL, 'Not applicable', 'Not applicable', 'Not applicable', TIMESTAMP_NTZ '0001-01-01 00:00:00.000000', TIMESTAMP_NTZ '9999-12-31 00:00:00.000000', TRUE, FALSE, 0);

INSERT INTO dim_product (product_key, code, name, weight, is_inferred, load_id) VALUES (-1, NULL, 'Unknown', NULL, FALSE, 0);

INSERT INTO dim_product (product_key, code, name, weight, is_inferred, load_id) VALUES (-2, NULL, 'Not applicable', NULL, FALSE, 0);

INSERT INTO dim_order_flags (order_flags_key, combination, channel, is_gift, is_inferred, load_id) VALUES (-1, NULL, 'Unknown', NULL, FALSE, 0);

INSERT INTO dim_order_flags (order_flags_key, combination, channel, is_gift, is_inferred, load_id) VALUES (-2, NULL, 'N/A', NULL, FALSE, 0);
