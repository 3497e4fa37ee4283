-- Iceberg tables have no keys, no defaults, no lengths of texts and no indexes; the loads keep natural keys and grains unique.
-- Sale: Physical(distribute_on=...) has no effect here: Iceberg's files lie on no node; cluster_on is what it takes

CREATE TABLE dim_day (
	day_key BIGINT NOT NULL COMMENT 'Surrogate key',
	date DATE COMMENT 'The day',
	day_of_month INTEGER,
	day_of_year INTEGER,
	day_of_week INTEGER COMMENT 'ISO: Monday is 1, Sunday 7',
	day_name VARCHAR,
	is_weekend BOOLEAN COMMENT 'Saturday or Sunday',
	iso_week INTEGER,
	iso_year INTEGER COMMENT 'Year to which the ISO week belongs',
	month INTEGER,
	month_name VARCHAR,
	month_start DATE COMMENT 'First day of the month',
	year_month VARCHAR COMMENT 'Such as 2024-02',
	quarter INTEGER,
	year INTEGER,
	fiscal_year INTEGER COMMENT 'Named by the year in which it ends',
	fiscal_quarter INTEGER,
	fiscal_month INTEGER COMMENT '1 is the month in which the fiscal year starts',
	is_holiday BOOLEAN COMMENT 'Public holiday of the calendar''s country',
	holiday_name VARCHAR,
	is_inferred BOOLEAN NOT NULL COMMENT 'True while only a fact has named the member',
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row last'
)
COMMENT 'One row per calendar day.'
WITH (format = 'PARQUET');

CREATE TABLE dim_customer (
	customer_key BIGINT NOT NULL COMMENT 'Surrogate key',
	customer_id INTEGER,
	joined_on DATE,
	name VARCHAR,
	city VARCHAR,
	region VARCHAR,
	valid_from TIMESTAMP(6) NOT NULL COMMENT 'Start of the version, UTC',
	valid_to TIMESTAMP(6) NOT NULL COMMENT 'Exclusive end of the version, UTC',
	is_current BOOLEAN NOT NULL COMMENT 'Whether the version is in force',
	is_inferred BOOLEAN NOT NULL COMMENT 'True while only a fact has named the member',
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row last'
)
COMMENT 'One row per version of a customer.'
WITH (format = 'PARQUET');

CREATE TABLE dim_product (
	product_key BIGINT NOT NULL COMMENT 'Surrogate key',
	code VARCHAR,
	name VARCHAR COMMENT 'What the till prints; 100% of it, in the shop''s own words',
	weight DOUBLE,
	is_inferred BOOLEAN NOT NULL COMMENT 'True while only a fact has named the member',
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row last'
)
COMMENT 'One row per product, whose code is any text.'
WITH (format = 'PARQUET');

CREATE TABLE dim_order_flags (
	order_flags_key BIGINT NOT NULL COMMENT 'Surrogate key',
	combination VARCHAR COMMENT 'Hash of the attributes, NULLs left out',
	channel VARCHAR,
	is_gift BOOLEAN,
	is_inferred BOOLEAN NOT NULL COMMENT 'True while only a fact has named the member',
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row last'
)
COMMENT 'One row per combination of flags seen so far.'
WITH (format = 'PARQUET');

CREATE TABLE fact_sale (
	order_no VARCHAR NOT NULL,
	line_no INTEGER NOT NULL,
	sold_at TIMESTAMP(6) NOT NULL,
	order_date_key BIGINT NOT NULL COMMENT 'Order date: key of dim_day',
	customer_key BIGINT NOT NULL COMMENT 'Customer: key of dim_customer',
	product_key BIGINT NOT NULL COMMENT 'Product: key of dim_product',
	flags_key BIGINT NOT NULL COMMENT 'Flags: key of dim_order_flags',
	quantity INTEGER NOT NULL,
	amount DECIMAL(14, 2) NOT NULL,
	unit_price DECIMAL(12, 2) NOT NULL,
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row'
)
COMMENT 'What was sold.'
WITH (format = 'PARQUET', partitioning = ARRAY['month(sold_at)'], sorted_by = ARRAY['sold_at']);

CREATE TABLE starschema_load (
	load_id BIGINT NOT NULL,
	target VARCHAR NOT NULL COMMENT 'Table that was loaded',
	load_key VARCHAR COMMENT 'The caller''s name for this load, done at most once',
	status VARCHAR NOT NULL COMMENT 'running, part, done or failed',
	source VARCHAR COMMENT 'Where the rows came from, without credentials',
	started_at TIMESTAMP(6) NOT NULL COMMENT 'UTC',
	finished_at TIMESTAMP(6) COMMENT 'UTC',
	seconds DOUBLE,
	lookups VARCHAR COMMENT 'JSON: dimension''s table to where its members were looked up',
	read BIGINT NOT NULL,
	inserted BIGINT NOT NULL,
	updated BIGINT NOT NULL,
	versioned BIGINT NOT NULL,
	closed BIGINT NOT NULL,
	removed BIGINT NOT NULL,
	unchanged BIGINT NOT NULL,
	inferred BIGINT NOT NULL,
	repointed BIGINT NOT NULL,
	recomputed BIGINT NOT NULL,
	unconverted BIGINT NOT NULL,
	rejected BIGINT NOT NULL,
	duplicates BIGINT NOT NULL,
	error VARCHAR
)
COMMENT 'One row per load: what, when, from where, how many rows, and how it ended'
WITH (format = 'PARQUET');

CREATE TABLE starschema_quarantine (
	load_id BIGINT NOT NULL,
	target VARCHAR NOT NULL,
	row_number BIGINT NOT NULL COMMENT 'Position in the input, from 1',
	column_name VARCHAR COMMENT 'Input column to blame; NULL for the row as a whole',
	value VARCHAR,
	reason VARCHAR NOT NULL,
	record VARCHAR NOT NULL COMMENT 'The raw row as JSON'
)
COMMENT 'Rows that could not be loaded, with the reason'
WITH (format = 'PARQUET');

CREATE TABLE starschema_part (
	load_id BIGINT NOT NULL,
	part BIGINT NOT NULL,
	target VARCHAR NOT NULL,
	source VARCHAR NOT NULL COMMENT 'File, its size and which of its rows',
	read BIGINT NOT NULL,
	inserted BIGINT NOT NULL,
	updated BIGINT NOT NULL,
	versioned BIGINT NOT NULL,
	closed BIGINT NOT NULL,
	removed BIGINT NOT NULL,
	unchanged BIGINT NOT NULL,
	inferred BIGINT NOT NULL,
	repointed BIGINT NOT NULL,
	recomputed BIGINT NOT NULL,
	unconverted BIGINT NOT NULL,
	rejected BIGINT NOT NULL,
	duplicates BIGINT NOT NULL
)
COMMENT 'One row per part that is in the table, of loads in parts'
WITH (format = 'PARQUET');

CREATE TABLE starschema_target (
	target VARCHAR NOT NULL,
	lock VARCHAR NOT NULL COMMENT 'history or members',
	last_key BIGINT NOT NULL COMMENT 'Highest surrogate key given so far',
	attributes VARCHAR NOT NULL COMMENT 'JSON: attribute to last_key when data first had it',
	stamp VARCHAR COMMENT 'Drawn anew by every load that writes versions of the dimension'
)
COMMENT 'One row per table and lock: loads of one table queue up on it, and take their keys from it'
WITH (format = 'PARQUET');

CREATE TABLE starschema_snapshot (
	target VARCHAR NOT NULL,
	effective TIMESTAMP(6) NOT NULL,
	slice_column VARCHAR COMMENT 'NULL where the whole membership was given',
	slice_value VARCHAR,
	given VARCHAR NOT NULL COMMENT 'Comma-framed names of the attributes in the data',
	load_id BIGINT NOT NULL
)
COMMENT 'Every time and slice at which a whole membership was given'
WITH (format = 'PARQUET');

CREATE TABLE starschema_mark (
	target VARCHAR NOT NULL,
	name VARCHAR NOT NULL COMMENT 'The source, as its reader names it',
	mark VARCHAR NOT NULL COMMENT 'JSON: how far the source was read, and the value''s type',
	load_id BIGINT NOT NULL COMMENT 'Load that moved the mark last'
)
COMMENT 'How far each source was read into each table; moved in the load''s own transaction'
WITH (format = 'PARQUET');

CREATE TABLE dim_customer_journal (
	customer_id INTEGER NOT NULL,
	changed_at TIMESTAMP(6) NOT NULL COMMENT 'When the change took effect, UTC',
	change_sequence BIGINT COMMENT 'Orders changes of one time',
	is_deletion BOOLEAN NOT NULL,
	joined_on DATE,
	name VARCHAR,
	city VARCHAR,
	region VARCHAR,
	given_attributes VARCHAR NOT NULL COMMENT 'Comma-framed names of those in the data',
	load_id BIGINT NOT NULL
)
COMMENT 'Changes of dim_customer that its versions do not show'
WITH (format = 'PARQUET');

INSERT INTO dim_day (day_key, date, day_of_month, day_of_year, day_of_week, day_name, is_weekend, iso_week, iso_year, month, month_name, month_start, year_month, quarter, year, fiscal_year, fiscal_quarter, fiscal_month, is_holiday, holiday_name, is_inferred, load_id) VALUES (-1, NULL, NULL, NULL, NULL, 'Unknown', NULL, NULL, NULL, NULL, 'Unknown', NULL, 'Unknown', NULL, NULL, NULL, NULL, NULL, NULL, NULL, FALSE, 0);

INSERT INTO dim_day (day_key, date, day_of_month, day_of_year, day_of_week, day_name, is_weekend, iso_week, iso_year, month, month_name, month_start, year_month, quarter, year, fiscal_year, fiscal_quarter, fiscal_month, is_holiday, holiday_name, is_inferred, load_id) VALUES (-2, NULL, NULL, NULL, NULL, 'Not applicable', NULL, NULL, NULL, NULL, 'Not applicable', NULL, 'Not applicable', NULL, NULL, NULL, NULL, NULL, NULL, NULL, FALSE, 0);

INSERT INTO dim_customer (customer_key, customer_id, joined_on, name, city, region, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-1, NULL, NULL, 'Unknown', 'Unknown', 'Unknown', TIMESTAMP '0001-01-01 00:00:00.000000', TIMESTAMP '9999-12-31 00:00:00.000000', TRUE, FALSE, 0);

INSERT INTO dim_customer (customer_key, customer_id, joined_on, name, city, region, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-2, NULL, NULL, 'Not applicable', 'Not applicable', 'Not applicable', TIMESTAMP '0001-01-01 00:00:00.000000', TIMESTAMP '9999-12-31 00:00:00.000000', TRUE, FALSE, 0);

INSERT INTO dim_product (product_key, code, name, weight, is_inferred, load_id) VALUES (-1, NULL, 'Unknown', NULL, FALSE, 0);

INSERT INTO dim_product (product_key, code, name, weight, is_inferred, load_id) VALUES (-2, NULL, 'Not applicable', NULL, FALSE, 0);

INSERT INTO dim_order_flags (order_flags_key, combination, channel, is_gift, is_inferred, load_id) VALUES (-1, NULL, 'Unknown', NULL, FALSE, 0);

INSERT INTO dim_order_flags (order_flags_key, combination, channel, is_gift, is_inferred, load_id) VALUES (-2, NULL, 'N/A', NULL, FALSE, 0);

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('dim_day', 'history', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('dim_day', 'members', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('dim_customer', 'history', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('dim_customer', 'members', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('dim_product', 'history', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('dim_product', 'members', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('dim_order_flags', 'history', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('dim_order_flags', 'members', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('fact_sale', 'history', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('fact_sale', 'members', 0, '{}');
