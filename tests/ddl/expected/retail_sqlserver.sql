-- Texts that differ in trailing spaces only are equal to SQL Server, in keys too.
-- Sale: Physical(distribute_on=...) has no effect here: one server holds all rows
-- Sale: partitions have to be listed here; without Physical(partition_span=(first, last)) there are none

CREATE TABLE dim_day (
	day_key BIGINT NOT NULL,
	date DATE,
	day_of_month SMALLINT,
	day_of_year SMALLINT,
	day_of_week SMALLINT,
	day_name NVARCHAR(20) COLLATE Latin1_General_100_BIN2,
	is_weekend BIT,
	iso_week SMALLINT,
	iso_year SMALLINT,
	month SMALLINT,
	month_name NVARCHAR(20) COLLATE Latin1_General_100_BIN2,
	month_start DATE,
	year_month NVARCHAR(20) COLLATE Latin1_General_100_BIN2,
	quarter SMALLINT,
	year SMALLINT,
	fiscal_year SMALLINT,
	fiscal_quarter SMALLINT,
	fiscal_month SMALLINT,
	is_holiday BIT,
	holiday_name NVARCHAR(400) COLLATE Latin1_General_100_BIN2,
	is_inferred BIT DEFAULT 0 NOT NULL,
	load_id BIGINT DEFAULT 0 NOT NULL,
	PRIMARY KEY (day_key)
);

CREATE UNIQUE INDEX uq_dim_day_natural_key ON dim_day (date) WHERE date IS NOT NULL;

EXEC sys.sp_addextendedproperty N'MS_Description', N'One row per calendar day.', N'SCHEMA', N'dbo', N'TABLE', N'dim_day';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Surrogate key', N'SCHEMA', N'dbo', N'TABLE', N'dim_day', N'COLUMN', N'day_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'The day', N'SCHEMA', N'dbo', N'TABLE', N'dim_day', N'COLUMN', N'date';

EXEC sys.sp_addextendedproperty N'MS_Description', N'ISO: Monday is 1, Sunday 7', N'SCHEMA', N'dbo', N'TABLE', N'dim_day', N'COLUMN', N'day_of_week';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Saturday or Sunday', N'SCHEMA', N'dbo', N'TABLE', N'dim_day', N'COLUMN', N'is_weekend';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Year to which the ISO week belongs', N'SCHEMA', N'dbo', N'TABLE', N'dim_day', N'COLUMN', N'iso_year';

EXEC sys.sp_addextendedproperty N'MS_Description', N'First day of the month', N'SCHEMA', N'dbo', N'TABLE', N'dim_day', N'COLUMN', N'month_start';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Such as 2024-02', N'SCHEMA', N'dbo', N'TABLE', N'dim_day', N'COLUMN', N'year_month';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Named by the year in which it ends', N'SCHEMA', N'dbo', N'TABLE', N'dim_day', N'COLUMN', N'fiscal_year';

EXEC sys.sp_addextendedproperty N'MS_Description', N'1 is the month in which the fiscal year starts', N'SCHEMA', N'dbo', N'TABLE', N'dim_day', N'COLUMN', N'fiscal_month';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Public holiday of the calendar''s country', N'SCHEMA', N'dbo', N'TABLE', N'dim_day', N'COLUMN', N'is_holiday';

EXEC sys.sp_addextendedproperty N'MS_Description', N'True while only a fact has named the member', N'SCHEMA', N'dbo', N'TABLE', N'dim_day', N'COLUMN', N'is_inferred';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Load that wrote the row last', N'SCHEMA', N'dbo', N'TABLE', N'dim_day', N'COLUMN', N'load_id';

CREATE TABLE dim_customer (
	customer_key BIGINT NOT NULL,
	customer_id INT,
	joined_on DATE,
	name NVARCHAR(80) COLLATE Latin1_General_100_BIN2,
	city NVARCHAR(60) COLLATE Latin1_General_100_BIN2,
	region NVARCHAR(40) COLLATE Latin1_General_100_BIN2,
	valid_from DATETIME2(6) NOT NULL,
	valid_to DATETIME2(6) NOT NULL,
	is_current BIT DEFAULT 1 NOT NULL,
	is_inferred BIT DEFAULT 0 NOT NULL,
	load_id BIGINT DEFAULT 0 NOT NULL,
	PRIMARY KEY (customer_key)
);

CREATE UNIQUE INDEX uq_dim_customer_natural_key ON dim_customer (customer_id, valid_from) WHERE customer_id IS NOT NULL;

EXEC sys.sp_addextendedproperty N'MS_Description', N'One row per version of a customer.', N'SCHEMA', N'dbo', N'TABLE', N'dim_customer';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Surrogate key', N'SCHEMA', N'dbo', N'TABLE', N'dim_customer', N'COLUMN', N'customer_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Start of the version, UTC', N'SCHEMA', N'dbo', N'TABLE', N'dim_customer', N'COLUMN', N'valid_from';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Exclusive end of the version, UTC', N'SCHEMA', N'dbo', N'TABLE', N'dim_customer', N'COLUMN', N'valid_to';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Whether the version is in force', N'SCHEMA', N'dbo', N'TABLE', N'dim_customer', N'COLUMN', N'is_current';

EXEC sys.sp_addextendedproperty N'MS_Description', N'True while only a fact has named the member', N'SCHEMA', N'dbo', N'TABLE', N'dim_customer', N'COLUMN', N'is_inferred';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Load that wrote the row last', N'SCHEMA', N'dbo', N'TABLE', N'dim_customer', N'COLUMN', N'load_id';

CREATE TABLE dim_product (
	product_key BIGINT NOT NULL,
	code NVARCHAR(255) COLLATE Latin1_General_100_BIN2,
	name NVARCHAR(max) COLLATE Latin1_General_100_BIN2,
	weight FLOAT(53),
	is_inferred BIT DEFAULT 0 NOT NULL,
	load_id BIGINT DEFAULT 0 NOT NULL,
	PRIMARY KEY (product_key)
);

CREATE UNIQUE INDEX uq_dim_product_natural_key ON dim_product (code) WHERE code IS NOT NULL;

EXEC sys.sp_addextendedproperty N'MS_Description', N'One row per product, whose code is any text.', N'SCHEMA', N'dbo', N'TABLE', N'dim_product';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Surrogate key', N'SCHEMA', N'dbo', N'TABLE', N'dim_product', N'COLUMN', N'product_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'What the till prints; 100% of it, in the shop''s own words', N'SCHEMA', N'dbo', N'TABLE', N'dim_product', N'COLUMN', N'name';

EXEC sys.sp_addextendedproperty N'MS_Description', N'True while only a fact has named the member', N'SCHEMA', N'dbo', N'TABLE', N'dim_product', N'COLUMN', N'is_inferred';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Load that wrote the row last', N'SCHEMA', N'dbo', N'TABLE', N'dim_product', N'COLUMN', N'load_id';

CREATE TABLE dim_order_flags (
	order_flags_key BIGINT NOT NULL,
	combination NVARCHAR(64) COLLATE Latin1_General_100_BIN2,
	channel NVARCHAR(10) COLLATE Latin1_General_100_BIN2,
	is_gift BIT,
	is_inferred BIT DEFAULT 0 NOT NULL,
	load_id BIGINT DEFAULT 0 NOT NULL,
	PRIMARY KEY (order_flags_key)
);

CREATE UNIQUE INDEX uq_dim_order_flags_natural_key ON dim_order_flags (combination) WHERE combination IS NOT NULL;

EXEC sys.sp_addextendedproperty N'MS_Description', N'One row per combination of flags seen so far.', N'SCHEMA', N'dbo', N'TABLE', N'dim_order_flags';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Surrogate key', N'SCHEMA', N'dbo', N'TABLE', N'dim_order_flags', N'COLUMN', N'order_flags_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Hash of the attributes, NULLs left out', N'SCHEMA', N'dbo', N'TABLE', N'dim_order_flags', N'COLUMN', N'combination';

EXEC sys.sp_addextendedproperty N'MS_Description', N'True while only a fact has named the member', N'SCHEMA', N'dbo', N'TABLE', N'dim_order_flags', N'COLUMN', N'is_inferred';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Load that wrote the row last', N'SCHEMA', N'dbo', N'TABLE', N'dim_order_flags', N'COLUMN', N'load_id';

CREATE TABLE fact_sale (
	order_no NVARCHAR(12) COLLATE Latin1_General_100_BIN2 NOT NULL,
	line_no INT NOT NULL,
	sold_at DATETIME2(6) NOT NULL,
	order_date_key BIGINT NOT NULL,
	customer_key BIGINT NOT NULL,
	product_key BIGINT NOT NULL,
	flags_key BIGINT NOT NULL,
	quantity INT NOT NULL,
	amount DECIMAL(14, 2) NOT NULL,
	unit_price DECIMAL(12, 2) NOT NULL,
	load_id BIGINT DEFAULT 0 NOT NULL,
	CONSTRAINT pk_fact_sale PRIMARY KEY NONCLUSTERED (order_no, line_no)
);

CREATE CLUSTERED COLUMNSTORE INDEX cci_fact_sale ON fact_sale ORDER (sold_at);

EXEC sys.sp_addextendedproperty N'MS_Description', N'What was sold.', N'SCHEMA', N'dbo', N'TABLE', N'fact_sale';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Order date: key of dim_day', N'SCHEMA', N'dbo', N'TABLE', N'fact_sale', N'COLUMN', N'order_date_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Customer: key of dim_customer', N'SCHEMA', N'dbo', N'TABLE', N'fact_sale', N'COLUMN', N'customer_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Product: key of dim_product', N'SCHEMA', N'dbo', N'TABLE', N'fact_sale', N'COLUMN', N'product_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Flags: key of dim_order_flags', N'SCHEMA', N'dbo', N'TABLE', N'fact_sale', N'COLUMN', N'flags_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Load that wrote the row', N'SCHEMA', N'dbo', N'TABLE', N'fact_sale', N'COLUMN', N'load_id';

CREATE TABLE starschema_load (
	load_id BIGINT NOT NULL,
	target NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
	load_key NVARCHAR(255) COLLATE Latin1_General_100_BIN2,
	status NVARCHAR(10) COLLATE Latin1_General_100_BIN2 NOT NULL,
	source NVARCHAR(max) COLLATE Latin1_General_100_BIN2,
	started_at DATETIME2(6) NOT NULL,
	finished_at DATETIME2(6),
	seconds FLOAT(53),
	lookups NVARCHAR(max) COLLATE Latin1_General_100_BIN2,
	[read] BIGINT NOT NULL,
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
	error NVARCHAR(max) COLLATE Latin1_General_100_BIN2,
	PRIMARY KEY (load_id)
);

CREATE UNIQUE INDEX uq_starschema_load ON starschema_load (target, load_key, load_id) WHERE load_key IS NOT NULL;

EXEC sys.sp_addextendedproperty N'MS_Description', N'One row per load: what, when, from where, how many rows, and how it ended', N'SCHEMA', N'dbo', N'TABLE', N'starschema_load';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Table that was loaded', N'SCHEMA', N'dbo', N'TABLE', N'starschema_load', N'COLUMN', N'target';

EXEC sys.sp_addextendedproperty N'MS_Description', N'The caller''s name for this load, done at most once', N'SCHEMA', N'dbo', N'TABLE', N'starschema_load', N'COLUMN', N'load_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'running, part, done or failed', N'SCHEMA', N'dbo', N'TABLE', N'starschema_load', N'COLUMN', N'status';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Where the rows came from, without credentials', N'SCHEMA', N'dbo', N'TABLE', N'starschema_load', N'COLUMN', N'source';

EXEC sys.sp_addextendedproperty N'MS_Description', N'UTC', N'SCHEMA', N'dbo', N'TABLE', N'starschema_load', N'COLUMN', N'started_at';

EXEC sys.sp_addextendedproperty N'MS_Description', N'UTC', N'SCHEMA', N'dbo', N'TABLE', N'starschema_load', N'COLUMN', N'finished_at';

EXEC sys.sp_addextendedproperty N'MS_Description', N'JSON: dimension''s table to where its members were looked up', N'SCHEMA', N'dbo', N'TABLE', N'starschema_load', N'COLUMN', N'lookups';

CREATE TABLE starschema_quarantine (
	load_id BIGINT NOT NULL,
	target NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
	row_number BIGINT NOT NULL,
	column_name NVARCHAR(200) COLLATE Latin1_General_100_BIN2,
	value NVARCHAR(max) COLLATE Latin1_General_100_BIN2,
	reason NVARCHAR(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
	record NVARCHAR(max) COLLATE Latin1_General_100_BIN2 NOT NULL
);

CREATE NONCLUSTERED INDEX ix_starschema_quarantine_load ON starschema_quarantine (load_id);

EXEC sys.sp_addextendedproperty N'MS_Description', N'Rows that could not be loaded, with the reason', N'SCHEMA', N'dbo', N'TABLE', N'starschema_quarantine';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Position in the input, from 1', N'SCHEMA', N'dbo', N'TABLE', N'starschema_quarantine', N'COLUMN', N'row_number';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Input column to blame; NULL for the row as a whole', N'SCHEMA', N'dbo', N'TABLE', N'starschema_quarantine', N'COLUMN', N'column_name';

EXEC sys.sp_addextendedproperty N'MS_Description', N'The raw row as JSON', N'SCHEMA', N'dbo', N'TABLE', N'starschema_quarantine', N'COLUMN', N'record';

CREATE TABLE starschema_part (
	load_id BIGINT NOT NULL,
	part BIGINT NOT NULL,
	target NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
	source NVARCHAR(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
	[read] BIGINT NOT NULL,
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

EXEC sys.sp_addextendedproperty N'MS_Description', N'One row per part that is in the table, of loads in parts', N'SCHEMA', N'dbo', N'TABLE', N'starschema_part';

EXEC sys.sp_addextendedproperty N'MS_Description', N'File, its size and which of its rows', N'SCHEMA', N'dbo', N'TABLE', N'starschema_part', N'COLUMN', N'source';

CREATE TABLE starschema_target (
	target NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
	lock NVARCHAR(10) COLLATE Latin1_General_100_BIN2 NOT NULL,
	last_key BIGINT NOT NULL,
	attributes NVARCHAR(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
	stamp NVARCHAR(32) COLLATE Latin1_General_100_BIN2,
	PRIMARY KEY (target, lock)
);

EXEC sys.sp_addextendedproperty N'MS_Description', N'One row per table and lock: loads of one table queue up on it, and take their keys from it', N'SCHEMA', N'dbo', N'TABLE', N'starschema_target';

EXEC sys.sp_addextendedproperty N'MS_Description', N'history or members', N'SCHEMA', N'dbo', N'TABLE', N'starschema_target', N'COLUMN', N'lock';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Highest surrogate key given so far', N'SCHEMA', N'dbo', N'TABLE', N'starschema_target', N'COLUMN', N'last_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'JSON: attribute to last_key when data first had it', N'SCHEMA', N'dbo', N'TABLE', N'starschema_target', N'COLUMN', N'attributes';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Drawn anew by every load that writes versions of the dimension', N'SCHEMA', N'dbo', N'TABLE', N'starschema_target', N'COLUMN', N'stamp';

CREATE TABLE starschema_snapshot (
	target NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
	effective DATETIME2(6) NOT NULL,
	slice_column NVARCHAR(200) COLLATE Latin1_General_100_BIN2,
	slice_value NVARCHAR(255) COLLATE Latin1_General_100_BIN2,
	given NVARCHAR(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
	load_id BIGINT NOT NULL
);

CREATE NONCLUSTERED INDEX ix_starschema_snapshot_target ON starschema_snapshot (target, effective);

EXEC sys.sp_addextendedproperty N'MS_Description', N'Every time and slice at which a whole membership was given', N'SCHEMA', N'dbo', N'TABLE', N'starschema_snapshot';

EXEC sys.sp_addextendedproperty N'MS_Description', N'NULL where the whole membership was given', N'SCHEMA', N'dbo', N'TABLE', N'starschema_snapshot', N'COLUMN', N'slice_column';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Comma-framed names of the attributes in the data', N'SCHEMA', N'dbo', N'TABLE', N'starschema_snapshot', N'COLUMN', N'given';

CREATE TABLE starschema_mark (
	target NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
	name NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
	mark NVARCHAR(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
	load_id BIGINT NOT NULL,
	PRIMARY KEY (target, name)
);

EXEC sys.sp_addextendedproperty N'MS_Description', N'How far each source was read into each table; moved in the load''s own transaction', N'SCHEMA', N'dbo', N'TABLE', N'starschema_mark';

EXEC sys.sp_addextendedproperty N'MS_Description', N'The source, as its reader names it', N'SCHEMA', N'dbo', N'TABLE', N'starschema_mark', N'COLUMN', N'name';

EXEC sys.sp_addextendedproperty N'MS_Description', N'JSON: how far the source was read, and the value''s type', N'SCHEMA', N'dbo', N'TABLE', N'starschema_mark', N'COLUMN', N'mark';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Load that moved the mark last', N'SCHEMA', N'dbo', N'TABLE', N'starschema_mark', N'COLUMN', N'load_id';

CREATE TABLE dim_customer_journal (
	customer_id INT NOT NULL,
	changed_at DATETIME2(6) NOT NULL,
	change_sequence BIGINT,
	is_deletion BIT NOT NULL,
	joined_on DATE,
	name NVARCHAR(80) COLLATE Latin1_General_100_BIN2,
	city NVARCHAR(60) COLLATE Latin1_General_100_BIN2,
	region NVARCHAR(40) COLLATE Latin1_General_100_BIN2,
	given_attributes NVARCHAR(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
	load_id BIGINT NOT NULL
);

CREATE NONCLUSTERED INDEX ix_dim_customer_journal ON dim_customer_journal (customer_id, changed_at);

EXEC sys.sp_addextendedproperty N'MS_Description', N'Changes of dim_customer that its versions do not show', N'SCHEMA', N'dbo', N'TABLE', N'dim_customer_journal';

EXEC sys.sp_addextendedproperty N'MS_Description', N'When the change took effect, UTC', N'SCHEMA', N'dbo', N'TABLE', N'dim_customer_journal', N'COLUMN', N'changed_at';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Orders changes of one time', N'SCHEMA', N'dbo', N'TABLE', N'dim_customer_journal', N'COLUMN', N'change_sequence';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Comma-framed names of those in the data', N'SCHEMA', N'dbo', N'TABLE', N'dim_customer_journal', N'COLUMN', N'given_attributes';

INSERT INTO dim_day (day_key, date, day_of_month, day_of_year, day_of_week, day_name, is_weekend, iso_week, iso_year, month, month_name, month_start, year_month, quarter, year, fiscal_year, fiscal_quarter, fiscal_month, is_holiday, holiday_name, is_inferred, load_id) VALUES (-1, NULL, NULL, NULL, NULL, N'Unknown', NULL, NULL, NULL, NULL, N'Unknown', NULL, N'Unknown', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, 0);

INSERT INTO dim_day (day_key, date, day_of_month, day_of_year, day_of_week, day_name, is_weekend, iso_week, iso_year, month, month_name, month_start, year_month, quarter, year, fiscal_year, fiscal_quarter, fiscal_month, is_holiday, holiday_name, is_inferred, load_id) VALUES (-2, NULL, NULL, NULL, NULL, N'Not applicable', NULL, NULL, NULL, NULL, N'Not applicable', NULL, N'Not applicable', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, 0);

INSERT INTO dim_customer (customer_key, customer_id, joined_on, name, city, region, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-1, NULL, NULL, N'Unknown', N'Unknown', N'Unknown', '0001-01-01 00:00:00.000000', '9999-12-31 00:00:00.000000', 1, 0, 0);

INSERT INTO dim_customer (customer_key, customer_id, joined_on, name, city, region, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-2, NULL, NULL, N'Not applicable', N'Not applicable', N'Not applicable', '0001-01-01 00:00:00.000000', '9999-12-31 00:00:00.000000', 1, 0, 0);

INSERT INTO dim_product (product_key, code, name, weight, is_inferred, load_id) VALUES (-1, NULL, N'Unknown', NULL, 0, 0);

INSERT INTO dim_product (product_key, code, name, weight, is_inferred, load_id) VALUES (-2, NULL, N'Not applicable', NULL, 0, 0);

INSERT INTO dim_order_flags (order_flags_key, combination, channel, is_gift, is_inferred, load_id) VALUES (-1, NULL, N'Unknown', NULL, 0, 0);

INSERT INTO dim_order_flags (order_flags_key, combination, channel, is_gift, is_inferred, load_id) VALUES (-2, NULL, N'N/A', NULL, 0, 0);

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES (N'dim_day', N'history', 0, N'{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES (N'dim_day', N'members', 0, N'{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES (N'dim_customer', N'history', 0, N'{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES (N'dim_customer', N'members', 0, N'{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES (N'dim_product', N'history', 0, N'{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES (N'dim_product', N'members', 0, N'{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES (N'dim_order_flags', N'history', 0, N'{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES (N'dim_order_flags', N'members', 0, N'{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES (N'fact_sale', N'history', 0, N'{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES (N'fact_sale', N'members', 0, N'{}');
