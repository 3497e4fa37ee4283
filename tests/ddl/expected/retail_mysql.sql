-- Sale: Physical(distribute_on=...) has no effect here: one server holds all rows
-- Sale: Physical(sort_on=...) has no effect here: InnoDB keeps rows in the order of their key
-- Sale: partitions have to be listed here; without Physical(partition_span=(first, last)) there are none

CREATE TABLE dim_day (
	day_key BIGINT NOT NULL COMMENT 'Surrogate key', 
	date DATE COMMENT 'The day', 
	day_of_month SMALLINT, 
	day_of_year SMALLINT, 
	day_of_week SMALLINT COMMENT 'ISO: Monday is 1, Sunday 7', 
	day_name VARCHAR(20), 
	is_weekend BOOL COMMENT 'Saturday or Sunday', 
	iso_week SMALLINT, 
	iso_year SMALLINT COMMENT 'Year to which the ISO week belongs', 
	month SMALLINT, 
	month_name VARCHAR(20), 
	month_start DATE COMMENT 'First day of the month', 
	`year_month` VARCHAR(20) COMMENT 'Such as 2024-02', 
	quarter SMALLINT, 
	year SMALLINT, 
	fiscal_year SMALLINT COMMENT 'Named by the year in which it ends', 
	fiscal_quarter SMALLINT, 
	fiscal_month SMALLINT COMMENT '1 is the month in which the fiscal year starts', 
	is_holiday BOOL COMMENT 'Public holiday of the calendar''s country', 
	holiday_name VARCHAR(400), 
	is_inferred BOOL NOT NULL COMMENT 'True while only a fact has named the member' DEFAULT false, 
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row last' DEFAULT 0, 
	PRIMARY KEY (day_key), 
	CONSTRAINT uq_dim_day_natural_key UNIQUE (date)
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='One row per calendar day.' COLLATE utf8mb4_0900_bin;

CREATE TABLE dim_customer (
	customer_key BIGINT NOT NULL COMMENT 'Surrogate key', 
	customer_id INTEGER, 
	joined_on DATE, 
	name VARCHAR(80), 
	city VARCHAR(60), 
	region VARCHAR(40), 
	valid_from DATETIME(6) NOT NULL COMMENT 'Start of the version, UTC', 
	valid_to DATETIME(6) NOT NULL COMMENT 'Exclusive end of the version, UTC', 
	is_current BOOL NOT NULL COMMENT 'Whether the version is in force' DEFAULT true, 
	is_inferred BOOL NOT NULL COMMENT 'True while only a fact has named the member' DEFAULT false, 
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row last' DEFAULT 0, 
	PRIMARY KEY (customer_key), 
	CONSTRAINT uq_dim_customer_natural_key UNIQUE (customer_id, valid_from)
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='One row per version of a customer.' COLLATE utf8mb4_0900_bin;

CREATE TABLE dim_product (
	product_key BIGINT NOT NULL COMMENT 'Surrogate key', 
	code VARCHAR(255) COLLATE utf8mb4_0900_bin, 
	name LONGTEXT COMMENT 'What the till prints; 100% of it, in the shop''s own words', 
	weight DOUBLE, 
	is_inferred BOOL NOT NULL COMMENT 'True while only a fact has named the member' DEFAULT false, 
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row last' DEFAULT 0, 
	PRIMARY KEY (product_key), 
	CONSTRAINT uq_dim_product_natural_key UNIQUE (code)
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='One row per product, whose code is any text.' COLLATE utf8mb4_0900_bin;

CREATE TABLE dim_order_flags (
	order_flags_key BIGINT NOT NULL COMMENT 'Surrogate key', 
	combination VARCHAR(64) COLLATE utf8mb4_0900_bin COMMENT 'Hash of the attributes, NULLs left out', 
	channel VARCHAR(10), 
	is_gift BOOL, 
	is_inferred BOOL NOT NULL COMMENT 'True while only a fact has named the member' DEFAULT false, 
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row last' DEFAULT 0, 
	PRIMARY KEY (order_flags_key), 
	CONSTRAINT uq_dim_order_flags_natural_key UNIQUE (combination)
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='One row per combination of flags seen so far.' COLLATE utf8mb4_0900_bin;

CREATE TABLE fact_sale (
	order_no VARCHAR(12) COLLATE utf8mb4_0900_bin NOT NULL, 
	line_no INTEGER NOT NULL, 
	sold_at DATETIME(6) NOT NULL, 
	order_date_key BIGINT NOT NULL COMMENT 'Order date: key of dim_day', 
	customer_key BIGINT NOT NULL COMMENT 'Customer: key of dim_customer', 
	product_key BIGINT NOT NULL COMMENT 'Product: key of dim_product', 
	flags_key BIGINT NOT NULL COMMENT 'Flags: key of dim_order_flags', 
	quantity INTEGER NOT NULL, 
	amount NUMERIC(14, 2) NOT NULL, 
	unit_price NUMERIC(12, 2) NOT NULL, 
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row' DEFAULT 0, 
	PRIMARY KEY (order_no, line_no)
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='What was sold.' COLLATE utf8mb4_0900_bin;

CREATE TABLE starschema_load (
	load_id BIGINT NOT NULL, 
	target VARCHAR(200) COLLATE utf8mb4_0900_bin NOT NULL COMMENT 'Table that was loaded', 
	load_key VARCHAR(255) COLLATE utf8mb4_0900_bin COMMENT 'The caller''s name for this load, done at most once', 
	status VARCHAR(10) NOT NULL COMMENT 'running, part, done or failed', 
	source LONGTEXT COMMENT 'Where the rows came from, without credentials', 
	started_at DATETIME(6) NOT NULL COMMENT 'UTC', 
	finished_at DATETIME(6) COMMENT 'UTC', 
	seconds DOUBLE, 
	lookups LONGTEXT COMMENT 'JSON: dimension''s table to where its members were looked up', 
	`read` BIGINT NOT NULL, 
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
	error LONGTEXT, 
	PRIMARY KEY (load_id), 
	UNIQUE (target, load_key, load_id)
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='One row per load: what, when, from where, how many rows, and how it ended' COLLATE utf8mb4_0900_bin;

CREATE TABLE starschema_quarantine (
	load_id BIGINT NOT NULL, 
	target VARCHAR(200) COLLATE utf8mb4_0900_bin NOT NULL, 
	`row_number` BIGINT NOT NULL COMMENT 'Position in the input, from 1', 
	column_name VARCHAR(200) COMMENT 'Input column to blame; NULL for the row as a whole', 
	value LONGTEXT, 
	reason LONGTEXT NOT NULL, 
	record LONGTEXT NOT NULL COMMENT 'The raw row as JSON'
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='Rows that could not be loaded, with the reason' COLLATE utf8mb4_0900_bin;

CREATE INDEX ix_starschema_quarantine_load ON starschema_quarantine (load_id);

CREATE TABLE starschema_part (
	load_id BIGINT NOT NULL, 
	part BIGINT NOT NULL, 
	target VARCHAR(200) COLLATE utf8mb4_0900_bin NOT NULL, 
	source LONGTEXT NOT NULL COMMENT 'File, its size and which of its rows', 
	`read` BIGINT NOT NULL, 
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
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='One row per part that is in the table, of loads in parts' COLLATE utf8mb4_0900_bin;

CREATE TABLE starschema_target (
	target VARCHAR(200) COLLATE utf8mb4_0900_bin NOT NULL, 
	`lock` VARCHAR(10) COLLATE utf8mb4_0900_bin NOT NULL COMMENT 'history or members', 
	last_key BIGINT NOT NULL COMMENT 'Highest surrogate key given so far', 
	attributes LONGTEXT NOT NULL COMMENT 'JSON: attribute to last_key when data first had it', 
	stamp VARCHAR(32) COMMENT 'Drawn anew by every load that writes versions of the dimension', 
	PRIMARY KEY (target, `lock`)
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='One row per table and lock: loads of one table queue up on it, and take their keys from it' COLLATE utf8mb4_0900_bin;

CREATE TABLE starschema_snapshot (
	target VARCHAR(200) COLLATE utf8mb4_0900_bin NOT NULL, 
	effective DATETIME(6) NOT NULL, 
	slice_column VARCHAR(200) COLLATE utf8mb4_0900_bin COMMENT 'NULL where the whole membership was given', 
	slice_value VARCHAR(255) COLLATE utf8mb4_0900_bin, 
	given LONGTEXT NOT NULL COMMENT 'Comma-framed names of the attributes in the data', 
	load_id BIGINT NOT NULL
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='Every time and slice at which a whole membership was given' COLLATE utf8mb4_0900_bin;

CREATE INDEX ix_starschema_snapshot_target ON starschema_snapshot (target, effective);

CREATE TABLE starschema_mark (
	target VARCHAR(200) COLLATE utf8mb4_0900_bin NOT NULL, 
	name VARCHAR(200) COLLATE utf8mb4_0900_bin NOT NULL COMMENT 'The source, as its reader names it', 
	mark LONGTEXT NOT NULL COMMENT 'JSON: how far the source was read, and the value''s type', 
	load_id BIGINT NOT NULL COMMENT 'Load that moved the mark last', 
	PRIMARY KEY (target, name)
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='How far each source was read into each table; moved in the load''s own transaction' COLLATE utf8mb4_0900_bin;

CREATE TABLE dim_customer_journal (
	customer_id INTEGER NOT NULL, 
	changed_at DATETIME(6) NOT NULL COMMENT 'When the change took effect, UTC', 
	change_sequence BIGINT COMMENT 'Orders changes of one time', 
	is_deletion BOOL NOT NULL, 
	joined_on DATE, 
	name VARCHAR(80), 
	city VARCHAR(60), 
	region VARCHAR(40), 
	given_attributes LONGTEXT NOT NULL COMMENT 'Comma-framed names of those in the data', 
	load_id BIGINT NOT NULL
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='Changes of dim_customer that its versions do not show' COLLATE utf8mb4_0900_bin;

CREATE INDEX ix_dim_customer_journal ON dim_customer_journal (customer_id, changed_at);

INSERT INTO dim_day (day_key, date, day_of_month, day_of_year, day_of_week, day_name, is_weekend, iso_week, iso_year, month, month_name, month_start, `year_month`, quarter, year, fiscal_year, fiscal_quarter, fiscal_month, is_holiday, holiday_name, is_inferred, load_id) VALUES (-1, NULL, NULL, NULL, NULL, 'Unknown', NULL, NULL, NULL, NULL, 'Unknown', NULL, 'Unknown', NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, 0);

INSERT INTO dim_day (day_key, date, day_of_month, day_of_year, day_of_week, day_name, is_weekend, iso_week, iso_year, month, month_name, month_start, `year_month`, quarter, year, fiscal_year, fiscal_quarter, fiscal_month, is_holiday, holiday_name, is_inferred, load_id) VALUES (-2, NULL, NULL, NULL, NULL, 'Not applicable', NULL, NULL, NULL, NULL, 'Not applicable', NULL, 'Not applicable', NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, 0);

INSERT INTO dim_customer (customer_key, customer_id, joined_on, name, city, region, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-1, NULL, NULL, 'Unknown', 'Unknown', 'Unknown', '0001-01-01 00:00:00', '9999-12-31 00:00:00', true, false, 0);

INSERT INTO dim_customer (customer_key, customer_id, joined_on, name, city, region, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-2, NULL, NULL, 'Not applicable', 'Not applicable', 'Not applicable', '0001-01-01 00:00:00', '9999-12-31 00:00:00', true, false, 0);

INSERT INTO dim_product (product_key, code, name, weight, is_inferred, load_id) VALUES (-1, NULL, 'Unknown', NULL, false, 0);

INSERT INTO dim_product (product_key, code, name, weight, is_inferred, load_id) VALUES (-2, NULL, 'Not applicable', NULL, false, 0);

INSERT INTO dim_order_flags (order_flags_key, combination, channel, is_gift, is_inferred, load_id) VALUES (-1, NULL, 'Unknown', NULL, false, 0);

INSERT INTO dim_order_flags (order_flags_key, combination, channel, is_gift, is_inferred, load_id) VALUES (-2, NULL, 'N/A', NULL, false, 0);

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('dim_day', 'history', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('dim_day', 'members', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('dim_customer', 'history', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('dim_customer', 'members', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('dim_product', 'history', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('dim_product', 'members', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('dim_order_flags', 'history', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('dim_order_flags', 'members', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('fact_sale', 'history', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('fact_sale', 'members', 0, '{}');
