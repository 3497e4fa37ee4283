-- Sale: Physical(partition_by=...) has no effect here: SQLite keeps a table in one file, in the order of its row ids
-- Sale: Physical(distribute_on=...) has no effect here: SQLite keeps a table in one file, in the order of its row ids
-- Sale: Physical(sort_on=...) has no effect here: SQLite keeps a table in one file, in the order of its row ids

CREATE TABLE dim_day (
	day_key INTEGER NOT NULL, 
	date DATE, 
	day_of_month SMALLINT, 
	day_of_year SMALLINT, 
	day_of_week SMALLINT, 
	day_name VARCHAR(20), 
	is_weekend BOOLEAN, 
	iso_week SMALLINT, 
	iso_year SMALLINT, 
	month SMALLINT, 
	month_name VARCHAR(20), 
	month_start DATE, 
	year_month VARCHAR(20), 
	quarter SMALLINT, 
	year SMALLINT, 
	fiscal_year SMALLINT, 
	fiscal_quarter SMALLINT, 
	fiscal_month SMALLINT, 
	is_holiday BOOLEAN, 
	holiday_name VARCHAR(400), 
	is_inferred BOOLEAN DEFAULT 0 NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	PRIMARY KEY (day_key), 
	CONSTRAINT uq_dim_day_natural_key UNIQUE (date)
);

CREATE TABLE dim_customer (
	customer_key INTEGER NOT NULL, 
	customer_id INTEGER, 
	joined_on DATE, 
	name VARCHAR(80), 
	city VARCHAR(60), 
	region VARCHAR(40), 
	valid_from DATETIME NOT NULL, 
	valid_to DATETIME NOT NULL, 
	is_current BOOLEAN DEFAULT 1 NOT NULL, 
	is_inferred BOOLEAN DEFAULT 0 NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	PRIMARY KEY (customer_key), 
	CONSTRAINT uq_dim_customer_natural_key UNIQUE (customer_id, valid_from)
);

CREATE TABLE dim_product (
	product_key INTEGER NOT NULL, 
	code VARCHAR, 
	name VARCHAR, 
	weight DOUBLE, 
	is_inferred BOOLEAN DEFAULT 0 NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	PRIMARY KEY (product_key), 
	CONSTRAINT uq_dim_product_natural_key UNIQUE (code)
);

CREATE TABLE dim_order_flags (
	order_flags_key INTEGER NOT NULL, 
	combination VARCHAR(64), 
	channel VARCHAR(10), 
	is_gift BOOLEAN, 
	is_inferred BOOLEAN DEFAULT 0 NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	PRIMARY KEY (order_flags_key), 
	CONSTRAINT uq_dim_order_flags_natural_key UNIQUE (combination)
);

CREATE TABLE starschema_load (
	load_id INTEGER NOT NULL, 
	target VARCHAR(200) NOT NULL, 
	load_key VARCHAR(255), 
	status VARCHAR(10) NOT NULL, 
	source TEXT, 
	started_at DATETIME NOT NULL, 
	finished_at DATETIME, 
	seconds FLOAT, 
	lookups TEXT, 
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
	error TEXT, 
	PRIMARY KEY (load_id), 
	UNIQUE (target, load_key, load_id)
);

CREATE TABLE starschema_quarantine (
	load_id BIGINT NOT NULL, 
	target VARCHAR(200) NOT NULL, 
	row_number BIGINT NOT NULL, 
	column_name VARCHAR(200), 
	value TEXT, 
	reason TEXT NOT NULL, 
	record TEXT NOT NULL
);

CREATE INDEX ix_starschema_quarantine_load ON starschema_quarantine (load_id);

CREATE TABLE starschema_part (
	load_id BIGINT NOT NULL, 
	part BIGINT NOT NULL, 
	target VARCHAR(200) NOT NULL, 
	source TEXT NOT NULL, 
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

CREATE TABLE starschema_target (
	target VARCHAR(200) NOT NULL, 
	lock VARCHAR(10) NOT NULL, 
	last_key BIGINT NOT NULL, 
	attributes TEXT NOT NULL, 
	stamp VARCHAR(32), 
	PRIMARY KEY (target, lock)
);

CREATE TABLE starschema_snapshot (
	target VARCHAR(200) NOT NULL, 
	effective DATETIME NOT NULL, 
	slice_column VARCHAR(200), 
	slice_value VARCHAR(255), 
	given TEXT NOT NULL, 
	load_id BIGINT NOT NULL
);

CREATE INDEX ix_starschema_snapshot_target ON starschema_snapshot (target, effective);

CREATE TABLE starschema_mark (
	target VARCHAR(200) NOT NULL, 
	name VARCHAR(200) NOT NULL, 
	mark TEXT NOT NULL, 
	load_id BIGINT NOT NULL, 
	PRIMARY KEY (target, name)
);

CREATE TABLE dim_customer_journal (
	customer_id INTEGER NOT NULL, 
	changed_at DATETIME NOT NULL, 
	change_sequence BIGINT, 
	is_deletion BOOLEAN NOT NULL, 
	joined_on DATE, 
	name VARCHAR(80), 
	city VARCHAR(60), 
	region VARCHAR(40), 
	given_attributes TEXT NOT NULL, 
	load_id BIGINT NOT NULL
);

CREATE INDEX ix_dim_customer_journal ON dim_customer_journal (customer_id, changed_at);

CREATE TABLE fact_sale (
	order_no VARCHAR(12) NOT NULL, 
	line_no INTEGER NOT NULL, 
	sold_at DATETIME NOT NULL, 
	order_date_key BIGINT NOT NULL, 
	customer_key BIGINT NOT NULL, 
	product_key BIGINT NOT NULL, 
	flags_key BIGINT NOT NULL, 
	quantity INTEGER NOT NULL, 
	amount NUMERIC(14, 2) NOT NULL, 
	unit_price NUMERIC(12, 2) NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	PRIMARY KEY (order_no, line_no), 
	CONSTRAINT fk_fact_sale_order_date_key FOREIGN KEY(order_date_key) REFERENCES dim_day (day_key), 
	CONSTRAINT fk_fact_sale_customer_key FOREIGN KEY(customer_key) REFERENCES dim_customer (customer_key), 
	CONSTRAINT fk_fact_sale_product_key FOREIGN KEY(product_key) REFERENCES dim_product (product_key), 
	CONSTRAINT fk_fact_sale_flags_key FOREIGN KEY(flags_key) REFERENCES dim_order_flags (order_flags_key)
);

INSERT INTO dim_day (day_key, date, day_of_month, day_of_year, day_of_week, day_name, is_weekend, iso_week, iso_year, month, month_name, month_start, year_month, quarter, year, fiscal_year, fiscal_quarter, fiscal_month, is_holiday, holiday_name, is_inferred, load_id) VALUES (-1, NULL, NULL, NULL, NULL, 'Unknown', NULL, NULL, NULL, NULL, 'Unknown', NULL, 'Unknown', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, 0);

INSERT INTO dim_day (day_key, date, day_of_month, day_of_year, day_of_week, day_name, is_weekend, iso_week, iso_year, month, month_name, month_start, year_month, quarter, year, fiscal_year, fiscal_quarter, fiscal_month, is_holiday, holiday_name, is_inferred, load_id) VALUES (-2, NULL, NULL, NULL, NULL, 'Not applicable', NULL, NULL, NULL, NULL, 'Not applicable', NULL, 'Not applicable', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, 0);

INSERT INTO dim_customer (customer_key, customer_id, joined_on, name, city, region, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-1, NULL, NULL, 'Unknown', 'Unknown', 'Unknown', '0001-01-01 00:00:00.000000', '9999-12-31 00:00:00.000000', 1, 0, 0);

INSERT INTO dim_customer (customer_key, customer_id, joined_on, name, city, region, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-2, NULL, NULL, 'Not applicable', 'Not applicable', 'Not applicable', '0001-01-01 00:00:00.000000', '9999-12-31 00:00:00.000000', 1, 0, 0);

INSERT INTO dim_product (product_key, code, name, weight, is_inferred, load_id) VALUES (-1, NULL, 'Unknown', NULL, 0, 0);

INSERT INTO dim_product (product_key, code, name, weight, is_inferred, load_id) VALUES (-2, NULL, 'Not applicable', NULL, 0, 0);

INSERT INTO dim_order_flags (order_flags_key, combination, channel, is_gift, is_inferred, load_id) VALUES (-1, NULL, 'Unknown', NULL, 0, 0);

INSERT INTO dim_order_flags (order_flags_key, combination, channel, is_gift, is_inferred, load_id) VALUES (-2, NULL, 'N/A', NULL, 0, 0);

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
