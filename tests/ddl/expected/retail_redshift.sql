-- Keys and references are not checked by Redshift, its planner trusts them; the loads keep them.
-- Sale: Physical(partition_by=...) has no effect here: its own tables have no partitions; the sort key lets it skip blocks

CREATE TABLE dim_day (
	day_key BIGINT NOT NULL,
	date DATE,
	day_of_month SMALLINT,
	day_of_year SMALLINT,
	day_of_week SMALLINT,
	day_name VARCHAR(80),
	is_weekend BOOLEAN,
	iso_week SMALLINT,
	iso_year SMALLINT,
	month SMALLINT,
	month_name VARCHAR(80),
	month_start DATE,
	year_month VARCHAR(80),
	quarter SMALLINT,
	year SMALLINT,
	fiscal_year SMALLINT,
	fiscal_quarter SMALLINT,
	fiscal_month SMALLINT,
	is_holiday BOOLEAN,
	holiday_name VARCHAR(1600),
	is_inferred BOOLEAN DEFAULT FALSE NOT NULL,
	load_id BIGINT DEFAULT 0 NOT NULL,
	PRIMARY KEY (day_key),
	CONSTRAINT uq_dim_day_natural_key UNIQUE (date)
)
DISTSTYLE ALL;

COMMENT ON TABLE dim_day IS 'One row per calendar day.';

COMMENT ON COLUMN dim_day.day_key IS 'Surrogate key';

COMMENT ON COLUMN dim_day.date IS 'The day';

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
	customer_key BIGINT NOT NULL,
	customer_id INTEGER,
	joined_on DATE,
	name VARCHAR(320),
	city VARCHAR(240),
	region VARCHAR(160),
	valid_from TIMESTAMP NOT NULL,
	valid_to TIMESTAMP NOT NULL,
	is_current BOOLEAN DEFAULT TRUE NOT NULL,
	is_inferred BOOLEAN DEFAULT FALSE NOT NULL,
	load_id BIGINT DEFAULT 0 NOT NULL,
	PRIMARY KEY (customer_key),
	CONSTRAINT uq_dim_customer_natural_key UNIQUE (customer_id, valid_from)
)
DISTSTYLE KEY
DISTKEY (customer_key);

COMMENT ON TABLE dim_customer IS 'One row per version of a customer.';

COMMENT ON COLUMN dim_customer.customer_key IS 'Surrogate key';

COMMENT ON COLUMN dim_customer.valid_from IS 'Start of the version, UTC';

COMMENT ON COLUMN dim_customer.valid_to IS 'Exclusive end of the version, UTC';

COMMENT ON COLUMN dim_customer.is_current IS 'Whether the version is in force';

COMMENT ON COLUMN dim_customer.is_inferred IS 'True while only a fact has named the member';

COMMENT ON COLUMN dim_customer.load_id IS 'Load that wrote the row last';

CREATE TABLE dim_product (
	product_key BIGINT NOT NULL,
	code VARCHAR(65535),
	name VARCHAR(65535),
	weight DOUBLE PRECISION,
	is_inferred BOOLEAN DEFAULT FALSE NOT NULL,
	load_id BIGINT DEFAULT 0 NOT NULL,
	PRIMARY KEY (product_key),
	CONSTRAINT uq_dim_product_natural_key UNIQUE (code)
)
DISTSTYLE AUTO;

COMMENT ON TABLE dim_product IS 'One row per product, whose code is any text.';

COMMENT ON COLUMN dim_product.product_key IS 'Surrogate key';

COMMENT ON COLUMN dim_product.name IS 'What the till prints; 100% of it, in the shop''s own words';

COMMENT ON COLUMN dim_product.is_inferred IS 'True while only a fact has named the member';

COMMENT ON COLUMN dim_product.load_id IS 'Load that wrote the row last';

CREATE TABLE dim_order_flags (
	order_flags_key BIGINT NOT NULL,
	combination VARCHAR(256),
	channel VARCHAR(40),
	is_gift BOOLEAN,
	is_inferred BOOLEAN DEFAULT FALSE NOT NULL,
	load_id BIGINT DEFAULT 0 NOT NULL,
	PRIMARY KEY (order_flags_key),
	CONSTRAINT uq_dim_order_flags_natural_key UNIQUE (combination)
)
DISTSTYLE ALL;

COMMENT ON TABLE dim_order_flags IS 'One row per combination of flags seen so far.';

COMMENT ON COLUMN dim_order_flags.order_flags_key IS 'Surrogate key';

COMMENT ON COLUMN dim_order_flags.combination IS 'Hash of the attributes, NULLs left out';

COMMENT ON COLUMN dim_order_flags.is_inferred IS 'True while only a fact has named the member';

COMMENT ON COLUMN dim_order_flags.load_id IS 'Load that wrote the row last';

CREATE TABLE fact_sale (
	order_no VARCHAR(48) NOT NULL,
	line_no INTEGER NOT NULL,
	sold_at TIMESTAMP NOT NULL,
	order_date_key BIGINT NOT NULL,
	customer_key BIGINT NOT NULL,
	product_key BIGINT NOT NULL,
	flags_key BIGINT NOT NULL,
	quantity INTEGER NOT NULL,
	amount NUMERIC(14, 2) NOT NULL,
	unit_price NUMERIC(12, 2) NOT NULL,
	load_id BIGINT DEFAULT 0 NOT NULL,
	PRIMARY KEY (order_no, line_no),
	FOREIGN KEY (order_date_key) REFERENCES dim_day (day_key),
	FOREIGN KEY (customer_key) REFERENCES dim_customer (customer_key),
	FOREIGN KEY (product_key) REFERENCES dim_product (product_key),
	FOREIGN KEY (flags_key) REFERENCES dim_order_flags (order_flags_key)
)
DISTSTYLE KEY
DISTKEY (customer_key)
COMPOUND SORTKEY (sold_at);

COMMENT ON TABLE fact_sale IS 'What was sold.';

COMMENT ON COLUMN fact_sale.order_date_key IS 'Order date: key of dim_day';

COMMENT ON COLUMN fact_sale.customer_key IS 'Customer: key of dim_customer';

COMMENT ON COLUMN fact_sale.product_key IS 'Product: key of dim_product';

COMMENT ON COLUMN fact_sale.flags_key IS 'Flags: key of dim_order_flags';

COMMENT ON COLUMN fact_sale.load_id IS 'Load that wrote the row';

CREATE TABLE starschema_load (
	load_id BIGINT NOT NULL,
	target VARCHAR(800) NOT NULL,
	load_key VARCHAR(1020),
	status VARCHAR(40) NOT NULL,
	source VARCHAR(65535),
	started_at TIMESTAMP NOT NULL,
	finished_at TIMESTAMP,
	seconds DOUBLE PRECISION,
	lookups VARCHAR(65535),
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
	error VARCHAR(65535),
	PRIMARY KEY (load_id),
	UNIQUE (target, load_key, load_id)
);

COMMENT ON TABLE starschema_load IS 'One row per load: what, when, from where, how many rows, and how it ended';

COMMENT ON COLUMN starschema_load.target IS 'Table that was loaded';

COMMENT ON COLUMN starschema_load.load_key IS 'The caller''s name for this load, done at most once';

COMMENT ON COLUMN starschema_load.status IS 'running, part, done or failed';

COMMENT ON COLUMN starschema_load.source IS 'Where the rows came from, without credentials';

COMMENT ON COLUMN starschema_load.started_at IS 'UTC';

COMMENT ON COLUMN starschema_load.finished_at IS 'UTC';

COMMENT ON COLUMN starschema_load.lookups IS 'JSON: dimension''s table to where its members were looked up';

CREATE TABLE starschema_quarantine (
	load_id BIGINT NOT NULL,
	target VARCHAR(800) NOT NULL,
	row_number BIGINT NOT NULL,
	column_name VARCHAR(800),
	value VARCHAR(65535),
	reason VARCHAR(65535) NOT NULL,
	record VARCHAR(65535) NOT NULL
);

COMMENT ON TABLE starschema_quarantine IS 'Rows that could not be loaded, with the reason';

COMMENT ON COLUMN starschema_quarantine.row_number IS 'Position in the input, from 1';

COMMENT ON COLUMN starschema_quarantine.column_name IS 'Input column to blame; NULL for the row as a whole';

COMMENT ON COLUMN starschema_quarantine.record IS 'The raw row as JSON';

CREATE TABLE starschema_part (
	load_id BIGINT NOT NULL,
	part BIGINT NOT NULL,
	target VARCHAR(800) NOT NULL,
	source VARCHAR(65535) NOT NULL,
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
	PRIMARY KEY (load_id, part)
);

COMMENT ON TABLE starschema_part IS 'One row per part that is in the table, of loads in parts';

COMMENT ON COLUMN starschema_part.source IS 'File, its size and which of its rows';

CREATE TABLE starschema_target (
	target VARCHAR(800) NOT NULL,
	lock VARCHAR(40) NOT NULL,
	last_key BIGINT NOT NULL,
	attributes VARCHAR(65535) NOT NULL,
	stamp VARCHAR(128),
	PRIMARY KEY (target, lock)
);

COMMENT ON TABLE starschema_target IS 'One row per table and lock: loads of one table queue up on it, and take their keys from it';

COMMENT ON COLUMN starschema_target.lock IS 'history or members';

COMMENT ON COLUMN starschema_target.last_key IS 'Highest surrogate key given so far';

COMMENT ON COLUMN starschema_target.attributes IS 'JSON: attribute to last_key when data first had it';

COMMENT ON COLUMN starschema_target.stamp IS 'Drawn anew by every load that writes versions of the dimension';

CREATE TABLE starschema_snapshot (
	target VARCHAR(800) NOT NULL,
	effective TIMESTAMP NOT NULL,
	slice_column VARCHAR(800),
	slice_value VARCHAR(1020),
	given VARCHAR(65535) NOT NULL,
	load_id BIGINT NOT NULL
);

COMMENT ON TABLE starschema_snapshot IS 'Every time and slice at which a whole membership was given';

COMMENT ON COLUMN starschema_snapshot.slice_column IS 'NULL where the whole membership was given';

COMMENT ON COLUMN starschema_snapshot.given IS 'Comma-framed names of the attributes in the data';

CREATE TABLE starschema_mark (
	target VARCHAR(800) NOT NULL,
	name VARCHAR(800) NOT NULL,
	mark VARCHAR(65535) NOT NULL,
	load_id BIGINT NOT NULL,
	PRIMARY KEY (target, name)
);

COMMENT ON TABLE starschema_mark IS 'How far each source was read into each table; moved in the load''s own transaction';

COMMENT ON COLUMN starschema_mark.name IS 'The source, as its reader names it';

COMMENT ON COLUMN starschema_mark.mark IS 'JSON: how far the source was read, and the value''s type';

COMMENT ON COLUMN starschema_mark.load_id IS 'Load that moved the mark last';

CREATE TABLE dim_customer_journal (
	customer_id INTEGER NOT NULL,
	changed_at TIMESTAMP NOT NULL,
	change_sequence BIGINT,
	is_deletion BOOLEAN NOT NULL,
	joined_on DATE,
	name VARCHAR(320),
	city VARCHAR(240),
	region VARCHAR(160),
	given_attributes VARCHAR(65535) NOT NULL,
	load_id BIGINT NOT NULL
);

COMMENT ON TABLE dim_customer_journal IS 'Changes of dim_customer that its versions do not show';

COMMENT ON COLUMN dim_customer_journal.changed_at IS 'When the change took effect, UTC';

COMMENT ON COLUMN dim_customer_journal.change_sequence IS 'Orders changes of one time';

COMMENT ON COLUMN dim_customer_journal.given_attributes IS 'Comma-framed names of those in the data';

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
