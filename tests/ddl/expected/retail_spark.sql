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

CREATE TABLE dim_day_undo (
	undo_load BIGINT NOT NULL COMMENT 'Load under way for which the row is kept',
	undo_step BIGINT NOT NULL COMMENT 'Which of its steps was to change the row',
	undo_there BOOLEAN NOT NULL COMMENT 'Whether there was a row',
	day_key BIGINT NOT NULL,
	date DATE,
	day_of_month SMALLINT,
	day_of_year SMALLINT,
	day_of_week SMALLINT,
	day_name STRING,
	is_weekend BOOLEAN,
	iso_week SMALLINT,
	iso_year SMALLINT,
	month SMALLINT,
	month_name STRING,
	month_start DATE,
	year_month STRING,
	quarter SMALLINT,
	year SMALLINT,
	fiscal_year SMALLINT,
	fiscal_quarter SMALLINT,
	fiscal_month SMALLINT,
	is_holiday BOOLEAN,
	holiday_name STRING,
	is_inferred BOOLEAN,
	load_id BIGINT
)
USING DELTA
COMMENT 'Rows of dim_day as they were before loads that are under way';

CREATE TABLE dim_customer_undo (
	undo_load BIGINT NOT NULL COMMENT 'Load under way for which the row is kept',
	undo_step BIGINT NOT NULL COMMENT 'Which of its steps was to change the row',
	undo_there BOOLEAN NOT NULL COMMENT 'Whether there was a row',
	customer_key BIGINT NOT NULL,
	customer_id INT,
	joined_on DATE,
	name STRING,
	city STRING,
	region STRING,
	valid_from TIMESTAMP_NTZ,
	valid_to TIMESTAMP_NTZ,
	is_current BOOLEAN,
	is_inferred BOOLEAN,
	load_id BIGINT
)
USING DELTA
COMMENT 'Rows of dim_customer as they were before loads that are under way';

CREATE TABLE dim_product_undo (
	undo_load BIGINT NOT NULL COMMENT 'Load under way for which the row is kept',
	undo_step BIGINT NOT NULL COMMENT 'Which of its steps was to change the row',
	undo_there BOOLEAN NOT NULL COMMENT 'Whether there was a row',
	product_key BIGINT NOT NULL,
	code STRING,
	name STRING,
	weight DOUBLE,
	is_inferred BOOLEAN,
	load_id BIGINT
)
USING DELTA
COMMENT 'Rows of dim_product as they were before loads that are under way';

CREATE TABLE dim_order_flags_undo (
	undo_load BIGINT NOT NULL COMMENT 'Load under way for which the row is kept',
	undo_step BIGINT NOT NULL COMMENT 'Which of its steps was to change the row',
	undo_there BOOLEAN NOT NULL COMMENT 'Whether there was a row',
	order_flags_key BIGINT NOT NULL,
	combination STRING,
	channel STRING,
	is_gift BOOLEAN,
	is_inferred BOOLEAN,
	load_id BIGINT
)
USING DELTA
COMMENT 'Rows of dim_order_flags as they were before loads that are under way';

CREATE TABLE fact_sale_undo (
	undo_load BIGINT NOT NULL COMMENT 'Load under way for which the row is kept',
	undo_step BIGINT NOT NULL COMMENT 'Which of its steps was to change the row',
	undo_there BOOLEAN NOT NULL COMMENT 'Whether there was a row',
	order_no STRING NOT NULL,
	line_no INT NOT NULL,
	sold_at TIMESTAMP_NTZ,
	order_date_key BIGINT,
	customer_key BIGINT,
	product_key BIGINT,
	flags_key BIGINT,
	quantity INT,
	amount DECIMAL(14, 2),
	unit_price DECIMAL(12, 2),
	load_id BIGINT
)
USING DELTA
COMMENT 'Rows of fact_sale as they were before loads that are under way';

CREATE TABLE starschema_snapshot_undo (
	undo_load BIGINT NOT NULL COMMENT 'Load under way for which the row is kept',
	undo_step BIGINT NOT NULL COMMENT 'Which of its steps was to change the row',
	undo_there BOOLEAN NOT NULL COMMENT 'Whether there was a row',
	target STRING NOT NULL,
	effective TIMESTAMP_NTZ NOT NULL,
	slice_column STRING,
	slice_value STRING,
	given STRING,
	load_id BIGINT
)
USING DELTA
COMMENT 'Rows of starschema_snapshot as they were before loads that are under way';

CREATE TABLE dim_customer_journal_undo (
	undo_load BIGINT NOT NULL COMMENT 'Load under way for which the row is kept',
	undo_step BIGINT NOT NULL COMMENT 'Which of its steps was to change the row',
	undo_there BOOLEAN NOT NULL COMMENT 'Whether there was a row',
	customer_id INT NOT NULL,
	changed_at TIMESTAMP_NTZ NOT NULL,
	change_sequence BIGINT,
	is_deletion BOOLEAN,
	joined_on DATE,
	name STRING,
	city STRING,
	region STRING,
	given_attributes STRING,
	load_id BIGINT
)
USING DELTA
COMMENT 'Rows of dim_customer_journal as they were before loads that are under way';

CREATE VIEW dim_day_finished AS
SELECT dim_day.day_key, dim_day.date, dim_day.day_of_month, dim_day.day_of_year, dim_day.day_of_week, dim_day.day_name, dim_day.is_weekend, dim_day.iso_week, dim_day.iso_year, dim_day.month, dim_day.month_name, dim_day.month_start, dim_day.year_month, dim_day.quarter, dim_day.year, dim_day.fiscal_year, dim_day.fiscal_quarter, dim_day.fiscal_month, dim_day.is_holiday, dim_day.holiday_name, dim_day.is_inferred, dim_day.load_id 
FROM dim_day 
WHERE (dim_day.day_key NOT IN (SELECT dim_day_undo.day_key 
FROM dim_day_undo 
WHERE dim_day_undo.undo_load IN (SELECT starschema_undo.load_id 
FROM starschema_undo))) AND (dim_day.load_id NOT IN (SELECT starschema_undo.load_id 
FROM starschema_undo)) UNION ALL SELECT dim_day_undo.day_key, dim_day_undo.date, dim_day_undo.day_of_month, dim_day_undo.day_of_year, dim_day_undo.day_of_week, dim_day_undo.day_name, dim_day_undo.is_weekend, dim_day_undo.iso_week, dim_day_undo.iso_year, dim_day_undo.month, dim_day_undo.month_name, dim_day_undo.month_start, dim_day_undo.year_month, dim_day_undo.quarter, dim_day_undo.year, dim_day_undo.fiscal_year, dim_day_undo.fiscal_quarter, dim_day_undo.fiscal_month, dim_day_undo.is_holiday, dim_day_undo.holiday_name, dim_day_undo.is_inferred, dim_day_undo.load_id 
FROM dim_day_undo 
WHERE dim_day_undo.undo_load IN (SELECT starschema_undo.load_id 
FROM starschema_undo) AND dim_day_undo.undo_there AND (dim_day_undo.day_key, dim_day_undo.undo_step) IN (SELECT dim_day_undo.day_key, min(dim_day_undo.undo_step) AS min_1 
FROM dim_day_undo 
WHERE dim_day_undo.undo_load IN (SELECT starschema_undo.load_id 
FROM starschema_undo) GROUP BY dim_day_undo.day_key) AND dim_day_undo.load_id != dim_day_undo.undo_load;

CREATE VIEW dim_customer_finished AS
SELECT dim_customer.customer_key, dim_customer.customer_id, dim_customer.joined_on, dim_customer.name, dim_customer.city, dim_customer.region, dim_customer.valid_from, dim_customer.valid_to, dim_customer.is_current, dim_customer.is_inferred, dim_customer.load_id 
FROM dim_customer 
WHERE (dim_customer.customer_key NOT IN (SELECT dim_customer_undo.customer_key 
FROM dim_customer_undo 
WHERE dim_customer_undo.undo_load IN (SELECT starschema_undo.load_id 
FROM starschema_undo))) AND (dim_customer.load_id NOT IN (SELECT starschema_undo.load_id 
FROM starschema_undo)) UNION ALL SELECT dim_customer_undo.customer_key, dim_customer_undo.customer_id, dim_customer_undo.joined_on, dim_customer_undo.name, dim_customer_undo.city, dim_customer_undo.region, dim_customer_undo.valid_from, dim_customer_undo.valid_to, dim_customer_undo.is_current, dim_customer_undo.is_inferred, dim_customer_undo.load_id 
FROM dim_customer_undo 
WHERE dim_customer_undo.undo_load IN (SELECT starschema_undo.load_id 
FROM starschema_undo) AND dim_customer_undo.undo_there AND (dim_customer_undo.customer_key, dim_customer_undo.undo_step) IN (SELECT dim_customer_undo.customer_key, min(dim_customer_undo.undo_step) AS min_1 
FROM dim_customer_undo 
WHERE dim_customer_undo.undo_load IN (SELECT starschema_undo.load_id 
FROM starschema_undo) GROUP BY dim_customer_undo.customer_key) AND dim_customer_undo.load_id != dim_customer_undo.undo_load;

CREATE VIEW dim_product_finished AS
SELECT dim_product.product_key, dim_product.code, dim_product.name, dim_product.weight, dim_product.is_inferred, dim_product.load_id 
FROM dim_product 
WHERE (dim_product.product_key NOT IN (SELECT dim_product_undo.product_key 
FROM dim_product_undo 
WHERE dim_product_undo.undo_load IN (SELECT starschema_undo.load_id 
FROM starschema_undo))) AND (dim_product.load_id NOT IN (SELECT starschema_undo.load_id 
FROM starschema_undo)) UNION ALL SELECT dim_product_undo.product_key, dim_product_undo.code, dim_product_undo.name, dim_product_undo.weight, dim_product_undo.is_inferred, dim_product_undo.load_id 
FROM dim_product_undo 
WHERE dim_product_undo.undo_load IN (SELECT starschema_undo.load_id 
FROM starschema_undo) AND dim_product_undo.undo_there AND (dim_product_undo.product_key, dim_product_undo.undo_step) IN (SELECT dim_product_undo.product_key, min(dim_product_undo.undo_step) AS min_1 
FROM dim_product_undo 
WHERE dim_product_undo.undo_load IN (SELECT starschema_undo.load_id 
FROM starschema_undo) GROUP BY dim_product_undo.product_key) AND dim_product_undo.load_id != dim_product_undo.undo_load;

CREATE VIEW dim_order_flags_finished AS
SELECT dim_order_flags.order_flags_key, dim_order_flags.combination, dim_order_flags.channel, dim_order_flags.is_gift, dim_order_flags.is_inferred, dim_order_flags.load_id 
FROM dim_order_flags 
WHERE (dim_order_flags.order_flags_key NOT IN (SELECT dim_order_flags_undo.order_flags_key 
FROM dim_order_flags_undo 
WHERE dim_order_flags_undo.undo_load IN (SELECT starschema_undo.load_id 
FROM starschema_undo))) AND (dim_order_flags.load_id NOT IN (SELECT starschema_undo.load_id 
FROM starschema_undo)) UNION ALL SELECT dim_order_flags_undo.order_flags_key, dim_order_flags_undo.combination, dim_order_flags_undo.channel, dim_order_flags_undo.is_gift, dim_order_flags_undo.is_inferred, dim_order_flags_undo.load_id 
FROM dim_order_flags_undo 
WHERE dim_order_flags_undo.undo_load IN (SELECT starschema_undo.load_id 
FROM starschema_undo) AND dim_order_flags_undo.undo_there AND (dim_order_flags_undo.order_flags_key, dim_order_flags_undo.undo_step) IN (SELECT dim_order_flags_undo.order_flags_key, min(dim_order_flags_undo.undo_step) AS min_1 
FROM dim_order_flags_undo 
WHERE dim_order_flags_undo.undo_load IN (SELECT starschema_undo.load_id 
FROM starschema_undo) GROUP BY dim_order_flags_undo.order_flags_key) AND dim_order_flags_undo.load_id != dim_order_flags_undo.undo_load;

CREATE VIEW fact_sale_finished AS
SELECT fact_sale.order_no, fact_sale.line_no, fact_sale.sold_at, fact_sale.order_date_key, fact_sale.customer_key, fact_sale.product_key, fact_sale.flags_key, fact_sale.quantity, fact_sale.amount, fact_sale.unit_price, fact_sale.load_id 
FROM fact_sale 
WHERE ((fact_sale.order_no, fact_sale.line_no) NOT IN (SELECT fact_sale_undo.order_no, fact_sale_undo.line_no 
FROM fact_sale_undo 
WHERE fact_sale_undo.undo_load IN (SELECT starschema_undo.load_id 
FROM starschema_undo))) AND (fact_sale.load_id NOT IN (SELECT starschema_undo.load_id 
FROM starschema_undo)) UNION ALL SELECT fact_sale_undo.order_no, fact_sale_undo.line_no, fact_sale_undo.sold_at, fact_sale_undo.order_date_key, fact_sale_undo.customer_key, fact_sale_undo.product_key, fact_sale_undo.flags_key, fact_sale_undo.quantity, fact_sale_undo.amount, fact_sale_undo.unit_price, fact_sale_undo.load_id 
FROM fact_sale_undo 
WHERE fact_sale_undo.undo_load IN (SELECT starschema_undo.load_id 
FROM starschema_undo) AND fact_sale_undo.undo_there AND (fact_sale_undo.order_no, fact_sale_undo.line_no, fact_sale_undo.undo_step) IN (SELECT fact_sale_undo.order_no, fact_sale_undo.line_no, min(fact_sale_undo.undo_step) AS min_1 
FROM fact_sale_undo 
WHERE fact_sale_undo.undo_load IN (SELECT starschema_undo.load_id 
FROM starschema_undo) GROUP BY fact_sale_undo.order_no, fact_sale_undo.line_no) AND fact_sale_undo.load_id != fact_sale_undo.undo_load;

INSERT INTO dim_day (day_key, date, day_of_month, day_of_year, day_of_week, day_name, is_weekend, iso_week, iso_year, month, month_name, month_start, year_month, quarter, year, fiscal_year, fiscal_quarter, fiscal_month, is_holiday, holiday_name, is_inferred, load_id) VALUES (-1, NULL, NULL, NULL, NULL, 'Unknown', NULL, NULL, NULL, NULL, 'Unknown', NULL, 'Unknown', NULL, NULL, NULL, NULL, NULL, NULL, NULL, FALSE, 0);

INSERT INTO dim_day (day_key, date, day_of_month, day_of_year, day_of_week, day_name, is_weekend, iso_week, iso_year, month, month_name, month_start, year_month, quarter, year, fiscal_year, fiscal_quarter, fiscal_month, is_holiday, holiday_name, is_inferred, load_id) VALUES (-2, NULL, NULL, NULL, NULL, 'Not applicable', NULL, NULL, NULL, NULL, 'Not applicable', NULL, 'Not applicable', NULL, NULL, NULL, NULL, NULL, NULL, NULL, FALSE, 0);

INSERT INTO dim_customer (customer_key, customer_id, joined_on, name, city, region, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-1, NULL, NULL, 'Unknown', 'Unknown', 'Unknown', TIMESTAMP_NTZ '0001-01-01 00:00:00.000000', TIMESTAMP_NTZ '9999-12-31 00:00:00.000000', TRUE, FALSE, 0);

INSERT INTO dim_customer (customer_key, customer_id, joined_on, name, city, region, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-2, NULL, NULL, 'Not applicable', 'Not applicable', 'Not applicable', TIMESTAMP_NTZ '0001-01-01 00:00:00.000000', TIMESTAMP_NTZ '9999-12-31 00:00:00.000000', TRUE, FALSE, 0);

INSERT INTO dim_product (product_key, code, name, weight, is_inferred, load_id) VALUES (-1, NULL, 'Unknown', NULL, FALSE, 0);

INSERT INTO dim_product (product_key, code, name, weight, is_inferred, load_id) VALUES (-2, NULL, 'Not applicable', NULL, FALSE, 0);

INSERT INTO dim_order_flags (order_flags_key, combination, channel, is_gift, is_inferred, load_id) VALUES (-1, NULL, 'Unknown', NULL, FALSE, 0);

INSERT INTO dim_order_flags (order_flags_key, combination, channel, is_gift, is_inferred, load_id) VALUES (-2, NULL, 'N/A', NULL, FALSE, 0);
