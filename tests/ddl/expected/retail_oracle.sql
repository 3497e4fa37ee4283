-- IF [NOT] EXISTS needs Oracle 23ai. An empty text is NULL to Oracle; times of day are text; SQL*Plus takes & for a variable unless SET DEFINE OFF.
-- Sale: Physical(distribute_on=...) has no effect here: one database holds all rows
-- Sale: Physical(sort_on=...) has no effect here: rows of a heap are in no order; cluster_on makes attribute clustering

CREATE TABLE dim_day (
	day_key NUMBER(19) NOT NULL,
	"date" DATE,
	day_of_month NUMBER(5),
	day_of_year NUMBER(5),
	day_of_week NUMBER(5),
	day_name VARCHAR2(20 CHAR),
	is_weekend NUMBER(1),
	iso_week NUMBER(5),
	iso_year NUMBER(5),
	month NUMBER(5),
	month_name VARCHAR2(20 CHAR),
	month_start DATE,
	year_month VARCHAR2(20 CHAR),
	quarter NUMBER(5),
	year NUMBER(5),
	fiscal_year NUMBER(5),
	fiscal_quarter NUMBER(5),
	fiscal_month NUMBER(5),
	is_holiday NUMBER(1),
	holiday_name VARCHAR2(400 CHAR),
	is_inferred NUMBER(1) DEFAULT 0 NOT NULL,
	load_id NUMBER(19) DEFAULT 0 NOT NULL,
	PRIMARY KEY (day_key)
);

CREATE UNIQUE INDEX uq_dim_day_natural_key ON dim_day (CASE WHEN "date" IS NOT NULL THEN "date" END);

COMMENT ON TABLE dim_day IS 'One row per calendar day.';

COMMENT ON COLUMN dim_day.day_key IS 'Surrogate key';

COMMENT ON COLUMN dim_day."date" IS 'The day';

COMMENT ON COLUMN dim_day.day_of_week IS 'ISO: Monday is 1, Sunday 7';

COMMENT ON COLUMN dim_day.is_weekend IS 'Saturday or Sunday';

COMMENT ON COLUMN dim_day.iso_year IS 'Year to which the ISO week belongs';

COMMENT ON COLUMN dim_day.month_start IS 'First day of the month';

COMMENT ON COLUMN dim_day.year_month IS 'Such as 2024-02';

COMMENT ON COLUMN dim_day.fiscal_year IS 'Named by the year in which it ends';

COMMENT ON COLUMN dim_day.fiscal_month IS '1 is the month in which the fiscal year starts';

COMMENT ON COLUMN dim_day.is_holiday IS 'Public holiday of the calendar''s country';

COMMENT ON COLUMN dim_day.is_inferred IS 'True while only a fact has named the member';

COMMENT ON COLUMN dim_day.load_id IS 'Load that wrote the row last';

CREATE TABLE dim_customer (
	customer_key NUMBER(19) NOT NULL,
	customer_id NUMBER(10),
	joined_on DATE,
	name VARCHAR2(80 CHAR),
	city VARCHAR2(60 CHAR),
	region VARCHAR2(40 CHAR),
	valid_from TIMESTAMP(6) NOT NULL,
	valid_to TIMESTAMP(6) NOT NULL,
	is_current NUMBER(1) DEFAULT 1 NOT NULL,
	is_inferred NUMBER(1) DEFAULT 0 NOT NULL,
	load_id NUMBER(19) DEFAULT 0 NOT NULL,
	PRIMARY KEY (customer_key)
);

CREATE UNIQUE INDEX uq_dim_customer_natural_key ON dim_customer (CASE WHEN customer_id IS NOT NULL THEN customer_id END, CASE WHEN customer_id IS NOT NULL THEN valid_from END);

COMMENT ON TABLE dim_customer IS 'One row per version of a customer.';

COMMENT ON COLUMN dim_customer.customer_key IS 'Surrogate key';

COMMENT ON COLUMN dim_customer.valid_from IS 'Start of the version, UTC';

COMMENT ON COLUMN dim_customer.valid_to IS 'Exclusive end of the version, UTC';

COMMENT ON COLUMN dim_customer.is_current IS 'Whether the version is in force';

COMMENT ON COLUMN dim_customer.is_inferred IS 'True while only a fact has named the member';

COMMENT ON COLUMN dim_customer.load_id IS 'Load that wrote the row last';

CREATE TABLE dim_product (
	product_key NUMBER(19) NOT NULL,
	code VARCHAR2(255 CHAR),
	name VARCHAR2(4000 CHAR),
	weight BINARY_DOUBLE,
	is_inferred NUMBER(1) DEFAULT 0 NOT NULL,
	load_id NUMBER(19) DEFAULT 0 NOT NULL,
	PRIMARY KEY (product_key)
);

CREATE UNIQUE INDEX uq_dim_product_natural_key ON dim_product (CASE WHEN code IS NOT NULL THEN code END);

COMMENT ON TABLE dim_product IS 'One row per product, whose code is any text.';

COMMENT ON COLUMN dim_product.product_key IS 'Surrogate key';

COMMENT ON COLUMN dim_product.name IS 'What the till prints; 100% of it, in the shop''s own words';

COMMENT ON COLUMN dim_product.is_inferred IS 'True while only a fact has named the member';

COMMENT ON COLUMN dim_product.load_id IS 'Load that wrote the row last';

CREATE TABLE dim_order_flags (
	order_flags_key NUMBER(19) NOT NULL,
	combination VARCHAR2(64 CHAR),
	channel VARCHAR2(10 CHAR),
	is_gift NUMBER(1),
	is_inferred NUMBER(1) DEFAULT 0 NOT NULL,
	load_id NUMBER(19) DEFAULT 0 NOT NULL,
	PRIMARY KEY (order_flags_key)
);

CREATE UNIQUE INDEX uq_dim_order_flags_natural_key ON dim_order_flags (CASE WHEN combination IS NOT NULL THEN combination END);

COMMENT ON TABLE dim_order_flags IS 'One row per combination of flags seen so far.';

COMMENT ON COLUMN dim_order_flags.order_flags_key IS 'Surrogate key';

COMMENT ON COLUMN dim_order_flags.combination IS 'Hash of the attributes, NULLs left out';

COMMENT ON COLUMN dim_order_flags.is_inferred IS 'True while only a fact has named the member';

COMMENT ON COLUMN dim_order_flags.load_id IS 'Load that wrote the row last';

CREATE TABLE fact_sale (
	order_no VARCHAR2(12 CHAR) NOT NULL,
	line_no NUMBER(10) NOT NULL,
	sold_at TIMESTAMP(6) NOT NULL,
	order_date_key NUMBER(19) NOT NULL,
	customer_key NUMBER(19) NOT NULL,
	product_key NUMBER(19) NOT NULL,
	flags_key NUMBER(19) NOT NULL,
	quantity NUMBER(10) NOT NULL,
	amount NUMBER(14, 2) NOT NULL,
	unit_price NUMBER(12, 2) NOT NULL,
	load_id NUMBER(19) DEFAULT 0 NOT NULL,
	PRIMARY KEY (order_no, line_no)
)
PARTITION BY RANGE (sold_at) INTERVAL (NUMTOYMINTERVAL(1, 'MONTH')) (PARTITION p_first VALUES LESS THAN (TIMESTAMP '2000-01-01 00:00:00'));

ALTER TABLE fact_sale ADD FOREIGN KEY (order_date_key) REFERENCES dim_day (day_key) RELY DISABLE NOVALIDATE;

ALTER TABLE fact_sale ADD FOREIGN KEY (customer_key) REFERENCES dim_customer (customer_key) RELY DISABLE NOVALIDATE;

ALTER TABLE fact_sale ADD FOREIGN KEY (product_key) REFERENCES dim_product (product_key) RELY DISABLE NOVALIDATE;

ALTER TABLE fact_sale ADD FOREIGN KEY (flags_key) REFERENCES dim_order_flags (order_flags_key) RELY DISABLE NOVALIDATE;

COMMENT ON TABLE fact_sale IS 'What was sold.';

COMMENT ON COLUMN fact_sale.order_date_key IS 'Order date: key of dim_day';

COMMENT ON COLUMN fact_sale.customer_key IS 'Customer: key of dim_customer';

COMMENT ON COLUMN fact_sale.product_key IS 'Product: key of dim_product';

COMMENT ON COLUMN fact_sale.flags_key IS 'Flags: key of dim_order_flags';

COMMENT ON COLUMN fact_sale.load_id IS 'Load that wrote the row';

CREATE TABLE starschema_load (
	load_id NUMBER(19) NOT NULL,
	target VARCHAR2(200 CHAR) NOT NULL,
	load_key VARCHAR2(255 CHAR),
	status VARCHAR2(10 CHAR) NOT NULL,
	source CLOB,
	started_at TIMESTAMP(6) NOT NULL,
	finished_at TIMESTAMP(6),
	seconds BINARY_DOUBLE,
	lookups CLOB,
	read NUMBER(19) NOT NULL,
	inserted NUMBER(19) NOT NULL,
	updated NUMBER(19) NOT NULL,
	versioned NUMBER(19) NOT NULL,
	closed NUMBER(19) NOT NULL,
	removed NUMBER(19) NOT NULL,
	unchanged NUMBER(19) NOT NULL,
	inferred NUMBER(19) NOT NULL,
	repointed NUMBER(19) NOT NULL,
	recomputed NUMBER(19) NOT NULL,
	unconverted NUMBER(19) NOT NULL,
	rejected NUMBER(19) NOT NULL,
	duplicates NUMBER(19) NOT NULL,
	error CLOB,
	PRIMARY KEY (load_id)
);

CREATE UNIQUE INDEX uq_starschema_load ON starschema_load (CASE WHEN load_key IS NOT NULL THEN target END, CASE WHEN load_key IS NOT NULL THEN load_key END, CASE WHEN load_key IS NOT NULL THEN load_id END);

COMMENT ON TABLE starschema_load IS 'One row per load: what, when, from where, how many rows, and how it ended';

COMMENT ON COLUMN starschema_load.target IS 'Table that was loaded';

COMMENT ON COLUMN starschema_load.load_key IS 'The caller''s name for this load, done at most once';

COMMENT ON COLUMN starschema_load.status IS 'running, part, done or failed';

COMMENT ON COLUMN starschema_load.source IS 'Where the rows came from, without credentials';

COMMENT ON COLUMN starschema_load.started_at IS 'UTC';

COMMENT ON COLUMN starschema_load.finished_at IS 'UTC';

COMMENT ON COLUMN starschema_load.lookups IS 'JSON: dimension''s table to where its members were looked up';

CREATE TABLE starschema_quarantine (
	load_id NUMBER(19) NOT NULL,
	target VARCHAR2(200 CHAR) NOT NULL,
	row_number NUMBER(19) NOT NULL,
	column_name VARCHAR2(200 CHAR),
	value CLOB,
	reason CLOB NOT NULL,
	record CLOB NOT NULL
);

CREATE INDEX ix_starschema_quarantine_load ON starschema_quarantine (load_id);

COMMENT ON TABLE starschema_quarantine IS 'Rows that could not be loaded, with the reason';

COMMENT ON COLUMN starschema_quarantine.row_number IS 'Position in the input, from 1';

COMMENT ON COLUMN starschema_quarantine.column_name IS 'Input column to blame; NULL for the row as a whole';

COMMENT ON COLUMN starschema_quarantine.record IS 'The raw row as JSON';

CREATE TABLE starschema_part (
	load_id NUMBER(19) NOT NULL,
	part NUMBER(19) NOT NULL,
	target VARCHAR2(200 CHAR) NOT NULL,
	source CLOB NOT NULL,
	read NUMBER(19) NOT NULL,
	inserted NUMBER(19) NOT NULL,
	updated NUMBER(19) NOT NULL,
	versioned NUMBER(19) NOT NULL,
	closed NUMBER(19) NOT NULL,
	removed NUMBER(19) NOT NULL,
	unchanged NUMBER(19) NOT NULL,
	inferred NUMBER(19) NOT NULL,
	repointed NUMBER(19) NOT NULL,
	recomputed NUMBER(19) NOT NULL,
	unconverted NUMBER(19) NOT NULL,
	rejected NUMBER(19) NOT NULL,
	duplicates NUMBER(19) NOT NULL,
	PRIMARY KEY (load_id, part)
);

COMMENT ON TABLE starschema_part IS 'One row per part that is in the table, of loads in parts';

COMMENT ON COLUMN starschema_part.source IS 'File, its size and which of its rows';

CREATE TABLE starschema_target (
	target VARCHAR2(200 CHAR) NOT NULL,
	"lock" VARCHAR2(10 CHAR) NOT NULL,
	last_key NUMBER(19) NOT NULL,
	attributes CLOB NOT NULL,
	stamp VARCHAR2(32 CHAR),
	PRIMARY KEY (target, "lock")
);

COMMENT ON TABLE starschema_target IS 'One row per table and lock: loads of one table queue up on it, and take their keys from it';

COMMENT ON COLUMN starschema_target."lock" IS 'history or members';

COMMENT ON COLUMN starschema_target.last_key IS 'Highest surrogate key given so far';

COMMENT ON COLUMN starschema_target.attributes IS 'JSON: attribute to last_key when data first had it';

COMMENT ON COLUMN starschema_target.stamp IS 'Drawn anew by every load that writes versions of the dimension';

CREATE TABLE starschema_snapshot (
	target VARCHAR2(200 CHAR) NOT NULL,
	effective TIMESTAMP(6) NOT NULL,
	slice_column VARCHAR2(200 CHAR),
	slice_value VARCHAR2(255 CHAR),
	given CLOB NOT NULL,
	load_id NUMBER(19) NOT NULL
);

CREATE INDEX ix_starschema_snapshot_target ON starschema_snapshot (target, effective);

COMMENT ON TABLE starschema_snapshot IS 'Every time and slice at which a whole membership was given';

COMMENT ON COLUMN starschema_snapshot.slice_column IS 'NULL where the whole membership was given';

COMMENT ON COLUMN starschema_snapshot.given IS 'Comma-framed names of the attributes in the data';

CREATE TABLE starschema_mark (
	target VARCHAR2(200 CHAR) NOT NULL,
	name VARCHAR2(200 CHAR) NOT NULL,
	mark CLOB NOT NULL,
	load_id NUMBER(19) NOT NULL,
	PRIMARY KEY (target, name)
);

COMMENT ON TABLE starschema_mark IS 'How far each source was read into each table; moved in the load''s own transaction';

COMMENT ON COLUMN starschema_mark.name IS 'The source, as its reader names it';

COMMENT ON COLUMN starschema_mark.mark IS 'JSON: how far the source was read, and the value''s type';

COMMENT ON COLUMN starschema_mark.load_id IS 'Load that moved the mark last';

CREATE TABLE dim_customer_journal (
	customer_id NUMBER(10) NOT NULL,
	changed_at TIMESTAMP(6) NOT NULL,
	change_sequence NUMBER(19),
	is_deletion NUMBER(1) NOT NULL,
	joined_on DATE,
	name VARCHAR2(80 CHAR),
	city VARCHAR2(60 CHAR),
	region VARCHAR2(40 CHAR),
	given_attributes CLOB NOT NULL,
	load_id NUMBER(19) NOT NULL
);

CREATE INDEX ix_dim_customer_journal ON dim_customer_journal (customer_id, changed_at);

COMMENT ON TABLE dim_customer_journal IS 'Changes of dim_customer that its versions do not show';

COMMENT ON COLUMN dim_customer_journal.changed_at IS 'When the change took effect, UTC';

COMMENT ON COLUMN dim_customer_journal.change_sequence IS 'Orders changes of one time';

COMMENT ON COLUMN dim_customer_journal.given_attributes IS 'Comma-framed names of those in the data';

INSERT INTO dim_day (day_key, "date", day_of_month, day_of_year, day_of_week, day_name, is_weekend, iso_week, iso_year, month, month_name, month_start, year_month, quarter, year, fiscal_year, fiscal_quarter, fiscal_month, is_holiday, holiday_name, is_inferred, load_id) VALUES (-1, NULL, NULL, NULL, NULL, 'Unknown', NULL, NULL, NULL, NULL, 'Unknown', NULL, 'Unknown', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, 0);

INSERT INTO dim_day (day_key, "date", day_of_month, day_of_year, day_of_week, day_name, is_weekend, iso_week, iso_year, month, month_name, month_start, year_month, quarter, year, fiscal_year, fiscal_quarter, fiscal_month, is_holiday, holiday_name, is_inferred, load_id) VALUES (-2, NULL, NULL, NULL, NULL, 'Not applicable', NULL, NULL, NULL, NULL, 'Not applicable', NULL, 'Not applicable', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, 0);

INSERT INTO dim_customer (customer_key, customer_id, joined_on, name, city, region, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-1, NULL, NULL, 'Unknown', 'Unknown', 'Unknown', TIMESTAMP '0001-01-01 00:00:00.000000', TIMESTAMP '9999-12-31 00:00:00.000000', 1, 0, 0);

INSERT INTO dim_customer (customer_key, customer_id, joined_on, name, city, region, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-2, NULL, NULL, 'Not applicable', 'Not applicable', 'Not applicable', TIMESTAMP '0001-01-01 00:00:00.000000', TIMESTAMP '9999-12-31 00:00:00.000000', 1, 0, 0);

INSERT INTO dim_product (product_key, code, name, weight, is_inferred, load_id) VALUES (-1, NULL, 'Unknown', NULL, 0, 0);

INSERT INTO dim_product (product_key, code, name, weight, is_inferred, load_id) VALUES (-2, NULL, 'Not applicable', NULL, 0, 0);

INSERT INTO dim_order_flags (order_flags_key, combination, channel, is_gift, is_inferred, load_id) VALUES (-1, NULL, 'Unknown', NULL, 0, 0);

INSERT INTO dim_order_flags (order_flags_key, combination, channel, is_gift, is_inferred, load_id) VALUES (-2, NULL, 'N/A', NULL, 0, 0);

INSERT INTO starschema_target (target, "lock", last_key, attributes) VALUES ('dim_day', 'history', 0, '{}');

INSERT INTO starschema_target (target, "lock", last_key, attributes) VALUES ('dim_day', 'members', 0, '{}');

INSERT INTO starschema_target (target, "lock", last_key, attributes) VALUES ('dim_customer', 'history', 0, '{}');

INSERT INTO starschema_target (target, "lock", last_key, attributes) VALUES ('dim_customer', 'members', 0, '{}');

INSERT INTO starschema_target (target, "lock", last_key, attributes) VALUES ('dim_product', 'history', 0, '{}');

INSERT INTO starschema_target (target, "lock", last_key, attributes) VALUES ('dim_product', 'members', 0, '{}');

INSERT INTO starschema_target (target, "lock", last_key, attributes) VALUES ('dim_order_flags', 'history', 0, '{}');

INSERT INTO starschema_target (target, "lock", last_key, attributes) VALUES ('dim_order_flags', 'members', 0, '{}');

INSERT INTO starschema_target (target, "lock", last_key, attributes) VALUES ('fact_sale', 'history', 0, '{}');

INSERT INTO starschema_target (target, "lock", last_key, attributes) VALUES ('fact_sale', 'members', 0, '{}');
