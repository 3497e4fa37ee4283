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

CREATE TABLE dim_month (
	month_key INTEGER NOT NULL, 
	year_month VARCHAR(20), 
	month_start DATE, 
	month SMALLINT, 
	month_name VARCHAR(20), 
	quarter SMALLINT, 
	year SMALLINT, 
	fiscal_year SMALLINT, 
	fiscal_quarter SMALLINT, 
	fiscal_month SMALLINT, 
	is_inferred BOOLEAN DEFAULT 0 NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	PRIMARY KEY (month_key), 
	CONSTRAINT uq_dim_month_natural_key UNIQUE (year_month)
);

CREATE TABLE dim_minute (
	minute_key INTEGER NOT NULL, 
	time TIME, 
	hour SMALLINT, 
	minute SMALLINT, 
	second SMALLINT, 
	minute_of_day SMALLINT, 
	half_hour VARCHAR(20), 
	hour_12 SMALLINT, 
	am_pm VARCHAR(20), 
	label VARCHAR(20), 
	label_12 VARCHAR(20), 
	part_of_day VARCHAR(20), 
	is_inferred BOOLEAN DEFAULT 0 NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	PRIMARY KEY (minute_key), 
	CONSTRAINT uq_dim_minute_natural_key UNIQUE (time)
);

CREATE TABLE dim_currency (
	currency_key INTEGER NOT NULL, 
	code VARCHAR(3), 
	is_inferred BOOLEAN DEFAULT 0 NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	PRIMARY KEY (currency_key), 
	CONSTRAINT uq_dim_currency_natural_key UNIQUE (code)
);

CREATE TABLE dim_demographics (
	demographics_key INTEGER NOT NULL, 
	combination VARCHAR(64), 
	age VARCHAR(60), 
	smokes BOOLEAN, 
	is_inferred BOOLEAN DEFAULT 0 NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	PRIMARY KEY (demographics_key), 
	CONSTRAINT uq_dim_demographics_natural_key UNIQUE (combination)
);

CREATE TABLE dim_unit (
	unit_key INTEGER NOT NULL, 
	code VARCHAR(8), 
	parent VARCHAR(8), 
	is_inferred BOOLEAN DEFAULT 0 NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	PRIMARY KEY (unit_key), 
	CONSTRAINT uq_dim_unit_natural_key UNIQUE (code)
);

CREATE TABLE dim_policy (
	policy_key INTEGER NOT NULL, 
	policy_no VARCHAR(12), 
	kind VARCHAR(10), 
	unit_code VARCHAR(8), 
	valid_from DATETIME NOT NULL, 
	valid_to DATETIME NOT NULL, 
	is_current BOOLEAN DEFAULT 1 NOT NULL, 
	is_inferred BOOLEAN DEFAULT 0 NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	PRIMARY KEY (policy_key), 
	CONSTRAINT uq_dim_policy_natural_key UNIQUE (policy_no, valid_from)
);

CREATE TABLE dim_household (
	household_key INTEGER NOT NULL, 
	household_no INTEGER, 
	is_inferred BOOLEAN DEFAULT 0 NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	PRIMARY KEY (household_key), 
	CONSTRAINT uq_dim_household_natural_key UNIQUE (household_no)
);

CREATE TABLE dim_diagnosis (
	diagnosis_key INTEGER NOT NULL, 
	icd VARCHAR(8), 
	title VARCHAR(200), 
	is_inferred BOOLEAN DEFAULT 0 NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	PRIMARY KEY (diagnosis_key), 
	CONSTRAINT uq_dim_diagnosis_natural_key UNIQUE (icd)
);

CREATE TABLE dim_diagnosis_group (
	diagnosis_group_key INTEGER NOT NULL, 
	combination VARCHAR(64), 
	is_inferred BOOLEAN DEFAULT 0 NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	PRIMARY KEY (diagnosis_group_key), 
	CONSTRAINT uq_dim_diagnosis_group_natural_key UNIQUE (combination)
);

CREATE TABLE agg_claims_by_month (
	claims_by_month_key INTEGER NOT NULL, 
	month VARCHAR(20), 
	city VARCHAR(60), 
	kind VARCHAR(10), 
	claims BIGINT NOT NULL, 
	holders BIGINT NOT NULL, 
	amount NUMERIC(24, 2) NOT NULL, 
	dearest NUMERIC(14, 2) NOT NULL, 
	injured BIGINT, 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	PRIMARY KEY (claims_by_month_key)
);

CREATE TABLE fact_claims_and_premiums (
	claims_and_premiums_key INTEGER NOT NULL, 
	month VARCHAR(20), 
	claimed NUMERIC(24, 2) NOT NULL, 
	charged NUMERIC(24, 2), 
	claim_rows BIGINT DEFAULT 0 NOT NULL, 
	premium_rows BIGINT DEFAULT 0 NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	PRIMARY KEY (claims_and_premiums_key)
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

CREATE TABLE dim_holder_journal (
	number INTEGER NOT NULL, 
	changed_at DATETIME NOT NULL, 
	change_sequence BIGINT, 
	is_deletion BOOLEAN NOT NULL, 
	country VARCHAR(2), 
	city VARCHAR(60), 
	born_on_key BIGINT, 
	demographics_key BIGINT, 
	given_attributes TEXT NOT NULL, 
	load_id BIGINT NOT NULL
);

CREATE INDEX ix_dim_holder_journal ON dim_holder_journal (number, changed_at);

CREATE TABLE dim_policy_journal (
	policy_no VARCHAR(12) NOT NULL, 
	changed_at DATETIME NOT NULL, 
	change_sequence BIGINT, 
	is_deletion BOOLEAN NOT NULL, 
	kind VARCHAR(10), 
	unit_code VARCHAR(8), 
	plate VARCHAR(10), 
	square_metres INTEGER, 
	given_attributes TEXT NOT NULL, 
	load_id BIGINT NOT NULL
);

CREATE INDEX ix_dim_policy_journal ON dim_policy_journal (policy_no, changed_at);

CREATE TABLE dim_holder_demographics_journal (
	number INTEGER NOT NULL, 
	changed_at DATETIME NOT NULL, 
	change_sequence BIGINT, 
	is_deletion BOOLEAN NOT NULL, 
	demographics_key BIGINT, 
	given_attributes TEXT NOT NULL, 
	load_id BIGINT NOT NULL
);

CREATE INDEX ix_dim_holder_demographics_journal ON dim_holder_demographics_journal (number, changed_at);

CREATE TABLE bridge_household_members_journal (
	household_key BIGINT NOT NULL, 
	changed_at DATETIME NOT NULL, 
	load_id BIGINT NOT NULL, 
	PRIMARY KEY (household_key, changed_at)
);

CREATE TABLE bridge_group_diagnoses_journal (
	diagnosis_group_key BIGINT NOT NULL, 
	changed_at DATETIME NOT NULL, 
	load_id BIGINT NOT NULL, 
	PRIMARY KEY (diagnosis_group_key, changed_at)
);

CREATE TABLE dim_holder (
	holder_key INTEGER NOT NULL, 
	number INTEGER, 
	country VARCHAR(2), 
	city VARCHAR(60), 
	born_on_key BIGINT DEFAULT (-1) NOT NULL, 
	demographics_key BIGINT DEFAULT (-1) NOT NULL, 
	holder_durable_key BIGINT NOT NULL, 
	valid_from DATETIME NOT NULL, 
	valid_to DATETIME NOT NULL, 
	is_current BOOLEAN DEFAULT 1 NOT NULL, 
	is_inferred BOOLEAN DEFAULT 0 NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	PRIMARY KEY (holder_key), 
	CONSTRAINT uq_dim_holder_natural_key UNIQUE (number, valid_from), 
	CONSTRAINT fk_dim_holder_born_on_key FOREIGN KEY(born_on_key) REFERENCES dim_day (day_key), 
	CONSTRAINT fk_dim_holder_demographics_key FOREIGN KEY(demographics_key) REFERENCES dim_demographics (demographics_key)
);

CREATE TABLE dim_car_policy (
	policy_key INTEGER NOT NULL, 
	plate VARCHAR(10), 
	PRIMARY KEY (policy_key), 
	CONSTRAINT fk_dim_car_policy_policy_key FOREIGN KEY(policy_key) REFERENCES dim_policy (policy_key)
);

CREATE TABLE dim_home_policy (
	policy_key INTEGER NOT NULL, 
	square_metres INTEGER, 
	PRIMARY KEY (policy_key), 
	CONSTRAINT fk_dim_home_policy_policy_key FOREIGN KEY(policy_key) REFERENCES dim_policy (policy_key)
);

CREATE TABLE bridge_household_members (
	household_key BIGINT NOT NULL, 
	holder_key BIGINT NOT NULL, 
	share NUMERIC(9, 8) NOT NULL, 
	relation VARCHAR(20), 
	valid_from DATETIME NOT NULL, 
	valid_to DATETIME NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	PRIMARY KEY (household_key, holder_key, valid_from), 
	CONSTRAINT fk_bridge_household_members_household_key FOREIGN KEY(household_key) REFERENCES dim_household (household_key)
);

CREATE INDEX ix_bridge_household_members_member ON bridge_household_members (holder_key);

CREATE TABLE bridge_group_diagnoses (
	diagnosis_group_key BIGINT NOT NULL, 
	diagnosis_key BIGINT NOT NULL, 
	share NUMERIC(5, 4) NOT NULL, 
	valid_from DATETIME NOT NULL, 
	valid_to DATETIME NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	PRIMARY KEY (diagnosis_group_key, diagnosis_key, valid_from), 
	CONSTRAINT fk_bridge_group_diagnoses_diagnosis_group_key FOREIGN KEY(diagnosis_group_key) REFERENCES dim_diagnosis_group (diagnosis_group_key), 
	CONSTRAINT fk_bridge_group_diagnoses_diagnosis_key FOREIGN KEY(diagnosis_key) REFERENCES dim_diagnosis (diagnosis_key)
);

CREATE INDEX ix_bridge_group_diagnoses_member ON bridge_group_diagnoses (diagnosis_key);

CREATE TABLE fact_rate (
	currency_key BIGINT NOT NULL, 
	day_key BIGINT NOT NULL, 
	rate NUMERIC(18, 8) NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	PRIMARY KEY (currency_key, day_key), 
	CONSTRAINT fk_fact_rate_currency_key FOREIGN KEY(currency_key) REFERENCES dim_currency (currency_key), 
	CONSTRAINT fk_fact_rate_day_key FOREIGN KEY(day_key) REFERENCES dim_day (day_key)
);

CREATE TABLE fact_premium (
	premium_no INTEGER NOT NULL, 
	told_at DATETIME NOT NULL, 
	due_on DATE NOT NULL, 
	day_key BIGINT NOT NULL, 
	household_key BIGINT NOT NULL, 
	currency_key BIGINT NOT NULL, 
	charged NUMERIC(14, 2) NOT NULL, 
	euros NUMERIC(14, 2), 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	reversal SMALLINT DEFAULT 0 NOT NULL, 
	PRIMARY KEY (premium_no, told_at, reversal), 
	CONSTRAINT fk_fact_premium_day_key FOREIGN KEY(day_key) REFERENCES dim_day (day_key), 
	CONSTRAINT fk_fact_premium_household_key FOREIGN KEY(household_key) REFERENCES dim_household (household_key), 
	CONSTRAINT fk_fact_premium_currency_key FOREIGN KEY(currency_key) REFERENCES dim_currency (currency_key)
);

CREATE TABLE fact_settlement (
	claim_no VARCHAR(12) NOT NULL, 
	changed_at DATETIME NOT NULL, 
	reported_key BIGINT NOT NULL, 
	paid_key BIGINT NOT NULL, 
	days_to_pay INTEGER, 
	state VARCHAR(10), 
	reserve NUMERIC(14, 2), 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	told TEXT, 
	PRIMARY KEY (claim_no), 
	CONSTRAINT fk_fact_settlement_reported_key FOREIGN KEY(reported_key) REFERENCES dim_day (day_key), 
	CONSTRAINT fk_fact_settlement_paid_key FOREIGN KEY(paid_key) REFERENCES dim_day (day_key)
);

CREATE TABLE fact_movement (
	movement_no INTEGER NOT NULL, 
	day_key BIGINT NOT NULL, 
	unit_key BIGINT NOT NULL, 
	amount NUMERIC(14, 2) NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	PRIMARY KEY (movement_no), 
	CONSTRAINT fk_fact_movement_day_key FOREIGN KEY(day_key) REFERENCES dim_day (day_key), 
	CONSTRAINT fk_fact_movement_unit_key FOREIGN KEY(unit_key) REFERENCES dim_unit (unit_key)
);

CREATE TABLE fact_reserve (
	day_key BIGINT NOT NULL, 
	unit_key BIGINT NOT NULL, 
	opened NUMERIC(14, 2) NOT NULL, 
	moved NUMERIC(14, 2) NOT NULL, 
	closed NUMERIC(14, 2) NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	PRIMARY KEY (day_key, unit_key), 
	CONSTRAINT fk_fact_reserve_day_key FOREIGN KEY(day_key) REFERENCES dim_day (day_key), 
	CONSTRAINT fk_fact_reserve_unit_key FOREIGN KEY(unit_key) REFERENCES dim_unit (unit_key)
);

CREATE TABLE fact_standing (
	day_key BIGINT NOT NULL, 
	household_key BIGINT NOT NULL, 
	owed NUMERIC(14, 2) NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	PRIMARY KEY (day_key, household_key), 
	CONSTRAINT fk_fact_standing_day_key FOREIGN KEY(day_key) REFERENCES dim_day (day_key), 
	CONSTRAINT fk_fact_standing_household_key FOREIGN KEY(household_key) REFERENCES dim_household (household_key)
);

CREATE TABLE fact_covered (
	month_key BIGINT NOT NULL, 
	household_key BIGINT NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	PRIMARY KEY (month_key, household_key), 
	CONSTRAINT fk_fact_covered_month_key FOREIGN KEY(month_key) REFERENCES dim_month (month_key), 
	CONSTRAINT fk_fact_covered_household_key FOREIGN KEY(household_key) REFERENCES dim_household (household_key)
);

CREATE TABLE agg_claims_of_month (
	claims_of_month_key INTEGER NOT NULL, 
	month_key BIGINT NOT NULL, 
	claims BIGINT NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	PRIMARY KEY (claims_of_month_key), 
	CONSTRAINT fk_agg_claims_of_month_month_key FOREIGN KEY(month_key) REFERENCES dim_month (month_key)
);

CREATE TABLE dim_holder_demographics (
	holder_demographics_key INTEGER NOT NULL, 
	number INTEGER, 
	demographics_key BIGINT DEFAULT (-1) NOT NULL, 
	valid_from DATETIME NOT NULL, 
	valid_to DATETIME NOT NULL, 
	is_current BOOLEAN DEFAULT 1 NOT NULL, 
	is_inferred BOOLEAN DEFAULT 0 NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	PRIMARY KEY (holder_demographics_key), 
	CONSTRAINT uq_dim_holder_demographics_natural_key UNIQUE (number, valid_from), 
	CONSTRAINT fk_dim_holder_demographics_demographics_key FOREIGN KEY(demographics_key) REFERENCES dim_demographics (demographics_key)
);

CREATE TABLE dim_unit_tree (
	descendant_key BIGINT NOT NULL, 
	ancestor_key BIGINT NOT NULL, 
	depth INTEGER NOT NULL, 
	is_top BOOLEAN NOT NULL, 
	is_bottom BOOLEAN NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	PRIMARY KEY (descendant_key, ancestor_key), 
	CONSTRAINT fk_dim_unit_tree_descendant_key FOREIGN KEY(descendant_key) REFERENCES dim_unit (unit_key), 
	CONSTRAINT fk_dim_unit_tree_ancestor_key FOREIGN KEY(ancestor_key) REFERENCES dim_unit (unit_key)
);

CREATE INDEX ix_dim_unit_tree_ancestor ON dim_unit_tree (ancestor_key);

CREATE TABLE fact_claim (
	claim_no VARCHAR(12) NOT NULL, 
	line_no INTEGER NOT NULL, 
	happened_at DATETIME NOT NULL, 
	kind VARCHAR(10), 
	day_key BIGINT NOT NULL, 
	minute_key BIGINT NOT NULL, 
	policy_key BIGINT NOT NULL, 
	holder_key BIGINT NOT NULL, 
	holder_durable_key BIGINT NOT NULL, 
	demographics_key BIGINT NOT NULL, 
	diagnoses_key BIGINT NOT NULL, 
	amount NUMERIC(14, 2) NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	PRIMARY KEY (claim_no, line_no), 
	CONSTRAINT fk_fact_claim_day_key FOREIGN KEY(day_key) REFERENCES dim_day (day_key), 
	CONSTRAINT fk_fact_claim_minute_key FOREIGN KEY(minute_key) REFERENCES dim_minute (minute_key), 
	CONSTRAINT fk_fact_claim_policy_key FOREIGN KEY(policy_key) REFERENCES dim_policy (policy_key), 
	CONSTRAINT fk_fact_claim_holder_key FOREIGN KEY(holder_key) REFERENCES dim_holder (holder_key), 
	CONSTRAINT fk_fact_claim_demographics_key FOREIGN KEY(demographics_key) REFERENCES dim_demographics (demographics_key), 
	CONSTRAINT fk_fact_claim_diagnoses_key FOREIGN KEY(diagnoses_key) REFERENCES dim_diagnosis_group (diagnosis_group_key)
);

CREATE TABLE fact_accident (
	claim_no VARCHAR(12) NOT NULL, 
	line_no INTEGER NOT NULL, 
	police_report VARCHAR(20), 
	other_policy_key BIGINT NOT NULL, 
	injured INTEGER NOT NULL, 
	PRIMARY KEY (claim_no, line_no), 
	CONSTRAINT fk_fact_accident_claim_no_line_no FOREIGN KEY(claim_no, line_no) REFERENCES fact_claim (claim_no, line_no), 
	CONSTRAINT fk_fact_accident_other_policy_key FOREIGN KEY(other_policy_key) REFERENCES dim_policy (policy_key)
);

CREATE VIEW dim_holder_now AS SELECT newest.holder_durable_key, newest.holder_key, newest.number, newest.country, newest.city, newest.born_on_key, newest.demographics_key, newest.valid_from, newest.valid_to, newest.is_current, newest.is_inferred, newest.load_id 
FROM dim_holder AS newest 
WHERE NOT (EXISTS (SELECT 1 AS anon_1 
FROM dim_holder AS later 
WHERE later.number = newest.number AND later.valid_from > newest.valid_from));

CREATE VIEW dim_policy_whole AS SELECT dim_policy.policy_key, dim_policy.policy_no, dim_policy.kind, dim_policy.unit_code, dim_policy.valid_from, dim_policy.valid_to, dim_policy.is_current, dim_policy.is_inferred, dim_policy.load_id, dim_car_policy.plate, dim_home_policy.square_metres 
FROM dim_policy LEFT OUTER JOIN dim_car_policy ON dim_car_policy.policy_key = dim_policy.policy_key LEFT OUTER JOIN dim_home_policy ON dim_home_policy.policy_key = dim_policy.policy_key;

CREATE VIEW fact_claim_whole AS SELECT fact_claim.claim_no, fact_claim.line_no, fact_claim.happened_at, fact_claim.kind, fact_claim.day_key, fact_claim.minute_key, fact_claim.policy_key, fact_claim.holder_key, fact_claim.holder_durable_key, fact_claim.demographics_key, fact_claim.diagnoses_key, fact_claim.amount, fact_claim.load_id, fact_accident.police_report, fact_accident.injured, fact_accident.other_policy_key 
FROM fact_claim LEFT OUTER JOIN fact_accident ON fact_accident.claim_no = fact_claim.claim_no AND fact_accident.line_no = fact_claim.line_no;

INSERT INTO dim_day (day_key, date, day_of_month, day_of_year, day_of_week, day_name, is_weekend, iso_week, iso_year, month, month_name, month_start, year_month, quarter, year, fiscal_year, fiscal_quarter, fiscal_month, is_holiday, holiday_name, is_inferred, load_id) VALUES (-1, NULL, NULL, NULL, NULL, 'Unknown', NULL, NULL, NULL, NULL, 'Unknown', NULL, 'Unknown', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, 0);

INSERT INTO dim_day (day_key, date, day_of_month, day_of_year, day_of_week, day_name, is_weekend, iso_week, iso_year, month, month_name, month_start, year_month, quarter, year, fiscal_year, fiscal_quarter, fiscal_month, is_holiday, holiday_name, is_inferred, load_id) VALUES (-2, NULL, NULL, NULL, NULL, 'Not applicable', NULL, NULL, NULL, NULL, 'Not applicable', NULL, 'Not applicable', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, 0);

INSERT INTO dim_month (month_key, year_month, month_start, month, month_name, quarter, year, fiscal_year, fiscal_quarter, fiscal_month, is_inferred, load_id) VALUES (-1, NULL, NULL, NULL, 'Unknown', NULL, NULL, NULL, NULL, NULL, 0, 0);

INSERT INTO dim_month (month_key, year_month, month_start, month, month_name, quarter, year, fiscal_year, fiscal_quarter, fiscal_month, is_inferred, load_id) VALUES (-2, NULL, NULL, NULL, 'Not applicable', NULL, NULL, NULL, NULL, NULL, 0, 0);

INSERT INTO dim_minute (minute_key, time, hour, minute, second, minute_of_day, half_hour, hour_12, am_pm, label, label_12, part_of_day, is_inferred, load_id) VALUES (-1, NULL, NULL, NULL, NULL, NULL, 'Unknown', NULL, 'Unknown', 'Unknown', 'Unknown', 'Unknown', 0, 0);

INSERT INTO dim_minute (minute_key, time, hour, minute, second, minute_of_day, half_hour, hour_12, am_pm, label, label_12, part_of_day, is_inferred, load_id) VALUES (-2, NULL, NULL, NULL, NULL, NULL, 'Not applicable', NULL, 'Not applicable', 'Not applicable', 'Not applicable', 'Not applicable', 0, 0);

INSERT INTO dim_currency (currency_key, code, is_inferred, load_id) VALUES (-1, NULL, 0, 0);

INSERT INTO dim_currency (currency_key, code, is_inferred, load_id) VALUES (-2, NULL, 0, 0);

INSERT INTO dim_demographics (demographics_key, combination, age, smokes, is_inferred, load_id) VALUES (-1, NULL, 'Unknown', NULL, 0, 0);

INSERT INTO dim_demographics (demographics_key, combination, age, smokes, is_inferred, load_id) VALUES (-2, NULL, 'Not applicable', NULL, 0, 0);

INSERT INTO dim_holder (holder_key, number, country, city, born_on_key, demographics_key, holder_durable_key, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-1, NULL, '?', 'Unknown', -1, -1, -1, '0001-01-01 00:00:00.000000', '9999-12-31 00:00:00.000000', 1, 0, 0);

INSERT INTO dim_holder (holder_key, number, country, city, born_on_key, demographics_key, holder_durable_key, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-2, NULL, '-', 'Not applicable', -2, -2, -2, '0001-01-01 00:00:00.000000', '9999-12-31 00:00:00.000000', 1, 0, 0);

INSERT INTO dim_unit (unit_key, code, parent, is_inferred, load_id) VALUES (-1, NULL, NULL, 0, 0);

INSERT INTO dim_unit (unit_key, code, parent, is_inferred, load_id) VALUES (-2, NULL, NULL, 0, 0);

INSERT INTO dim_policy (policy_key, policy_no, kind, unit_code, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-1, NULL, NULL, 'Unknown', '0001-01-01 00:00:00.000000', '9999-12-31 00:00:00.000000', 1, 0, 0);

INSERT INTO dim_policy (policy_key, policy_no, kind, unit_code, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-2, NULL, NULL, 'N/A', '0001-01-01 00:00:00.000000', '9999-12-31 00:00:00.000000', 1, 0, 0);

INSERT INTO dim_car_policy (policy_key, plate) VALUES (-1, 'Unknown');

INSERT INTO dim_car_policy (policy_key, plate) VALUES (-2, 'N/A');

INSERT INTO dim_home_policy (policy_key, square_metres) VALUES (-1, NULL);

INSERT INTO dim_home_policy (policy_key, square_metres) VALUES (-2, NULL);

INSERT INTO dim_household (household_key, household_no, is_inferred, load_id) VALUES (-1, NULL, 0, 0);

INSERT INTO dim_household (household_key, household_no, is_inferred, load_id) VALUES (-2, NULL, 0, 0);

INSERT INTO dim_diagnosis (diagnosis_key, icd, title, is_inferred, load_id) VALUES (-1, NULL, 'Unknown', 0, 0);

INSERT INTO dim_diagnosis (diagnosis_key, icd, title, is_inferred, load_id) VALUES (-2, NULL, 'Not applicable', 0, 0);

INSERT INTO dim_diagnosis_group (diagnosis_group_key, combination, is_inferred, load_id) VALUES (-1, NULL, 0, 0);

INSERT INTO dim_diagnosis_group (diagnosis_group_key, combination, is_inferred, load_id) VALUES (-2, NULL, 0, 0);

INSERT INTO dim_unit_tree (descendant_key, ancestor_key, depth, is_top, is_bottom, load_id) VALUES (-1, -1, 0, 1, 1, 0);

INSERT INTO dim_unit_tree (descendant_key, ancestor_key, depth, is_top, is_bottom, load_id) VALUES (-2, -2, 0, 1, 1, 0);

INSERT INTO bridge_household_members (household_key, holder_key, share, relation, valid_from, valid_to, load_id) VALUES (-1, -1, 1, 'Unknown', '0001-01-01 00:00:00.000000', '9999-12-31 00:00:00.000000', 0);

INSERT INTO bridge_household_members (household_key, holder_key, share, relation, valid_from, valid_to, load_id) VALUES (-2, -2, 1, 'Not applicable', '0001-01-01 00:00:00.000000', '9999-12-31 00:00:00.000000', 0);

INSERT INTO bridge_group_diagnoses (diagnosis_group_key, diagnosis_key, share, valid_from, valid_to, load_id) VALUES (-1, -1, 1, '0001-01-01 00:00:00.000000', '9999-12-31 00:00:00.000000', 0);

INSERT INTO bridge_group_diagnoses (diagnosis_group_key, diagnosis_key, share, valid_from, valid_to, load_id) VALUES (-2, -2, 1, '0001-01-01 00:00:00.000000', '9999-12-31 00:00:00.000000', 0);

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('dim_day', 'history', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('dim_day', 'members', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('dim_month', 'history', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('dim_month', 'members', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('dim_minute', 'history', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('dim_minute', 'members', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('dim_currency', 'history', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('dim_currency', 'members', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('dim_demographics', 'history', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('dim_demographics', 'members', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('dim_holder', 'history', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('dim_holder', 'members', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('dim_unit', 'history', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('dim_unit', 'members', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('dim_policy_whole', 'history', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('dim_policy_whole', 'members', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('dim_household', 'history', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('dim_household', 'members', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('dim_diagnosis', 'history', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('dim_diagnosis', 'members', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('dim_diagnosis_group', 'history', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('dim_diagnosis_group', 'members', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('dim_holder_demographics', 'history', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('dim_holder_demographics', 'members', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('bridge_household_members', 'history', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('bridge_household_members', 'members', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('bridge_group_diagnoses', 'history', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('bridge_group_diagnoses', 'members', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('fact_rate', 'history', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('fact_rate', 'members', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('fact_claim_whole', 'history', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('fact_claim_whole', 'members', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('fact_premium', 'history', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('fact_premium', 'members', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('fact_settlement', 'history', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('fact_settlement', 'members', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('fact_movement', 'history', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('fact_movement', 'members', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('fact_reserve', 'history', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('fact_reserve', 'members', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('fact_standing', 'history', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('fact_standing', 'members', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('fact_covered', 'history', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('fact_covered', 'members', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('agg_claims_by_month', 'history', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('agg_claims_by_month', 'members', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('agg_claims_of_month', 'history', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('agg_claims_of_month', 'members', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('fact_claims_and_premiums', 'history', 0, '{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES ('fact_claims_and_premiums', 'members', 0, '{}');
