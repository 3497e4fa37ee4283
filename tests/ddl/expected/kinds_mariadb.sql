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
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='One row per calendar day.' COLLATE utf8mb4_nopad_bin;

CREATE TABLE dim_month (
	month_key BIGINT NOT NULL COMMENT 'Surrogate key', 
	`year_month` VARCHAR(20) COLLATE utf8mb4_nopad_bin COMMENT 'Such as 2024-02', 
	month_start DATE COMMENT 'First day of the month', 
	month SMALLINT, 
	month_name VARCHAR(20), 
	quarter SMALLINT, 
	year SMALLINT, 
	fiscal_year SMALLINT COMMENT 'Named by the year in which it ends', 
	fiscal_quarter SMALLINT, 
	fiscal_month SMALLINT COMMENT '1 is the month in which the fiscal year starts', 
	is_inferred BOOL NOT NULL COMMENT 'True while only a fact has named the member' DEFAULT false, 
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row last' DEFAULT 0, 
	PRIMARY KEY (month_key), 
	CONSTRAINT uq_dim_month_natural_key UNIQUE (`year_month`)
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='One row per year_month of dim_day.' COLLATE utf8mb4_nopad_bin;

CREATE TABLE dim_minute (
	minute_key BIGINT NOT NULL COMMENT 'Surrogate key', 
	time TIME(6) COMMENT 'The time at which it begins', 
	hour SMALLINT, 
	minute SMALLINT, 
	second SMALLINT, 
	minute_of_day SMALLINT COMMENT '0 to 1439', 
	half_hour VARCHAR(20) COMMENT 'Such as 14:30, when it begins', 
	hour_12 SMALLINT COMMENT '1 to 12', 
	am_pm VARCHAR(20), 
	label VARCHAR(20) COMMENT 'Such as 14:05', 
	label_12 VARCHAR(20) COMMENT 'Such as 2:05 PM', 
	part_of_day VARCHAR(20) COMMENT 'Such as Morning', 
	is_inferred BOOL NOT NULL COMMENT 'True while only a fact has named the member' DEFAULT false, 
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row last' DEFAULT 0, 
	PRIMARY KEY (minute_key), 
	CONSTRAINT uq_dim_minute_natural_key UNIQUE (time)
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='One row per minute of a day.' COLLATE utf8mb4_nopad_bin;

CREATE TABLE dim_currency (
	currency_key BIGINT NOT NULL COMMENT 'Surrogate key', 
	code VARCHAR(3) COLLATE utf8mb4_nopad_bin, 
	is_inferred BOOL NOT NULL COMMENT 'True while only a fact has named the member' DEFAULT false, 
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row last' DEFAULT 0, 
	PRIMARY KEY (currency_key), 
	CONSTRAINT uq_dim_currency_natural_key UNIQUE (code)
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='One row per currency.' COLLATE utf8mb4_nopad_bin;

CREATE TABLE dim_demographics (
	demographics_key BIGINT NOT NULL COMMENT 'Surrogate key', 
	combination VARCHAR(64) COLLATE utf8mb4_nopad_bin COMMENT 'Hash of the attributes, NULLs left out', 
	age VARCHAR(60), 
	smokes BOOL, 
	is_inferred BOOL NOT NULL COMMENT 'True while only a fact has named the member' DEFAULT false, 
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row last' DEFAULT 0, 
	PRIMARY KEY (demographics_key), 
	CONSTRAINT uq_dim_demographics_natural_key UNIQUE (combination)
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='One row per combination of bands.' COLLATE utf8mb4_nopad_bin;

CREATE TABLE dim_holder (
	holder_key BIGINT NOT NULL COMMENT 'Surrogate key', 
	number INTEGER, 
	country VARCHAR(2), 
	city VARCHAR(60), 
	born_on_key BIGINT NOT NULL COMMENT 'Born on: key of dim_day' DEFAULT (-1), 
	demographics_key BIGINT NOT NULL COMMENT 'Demographics: key of dim_demographics' DEFAULT (-1), 
	holder_durable_key BIGINT NOT NULL COMMENT 'One key per member, over all its versions', 
	valid_from DATETIME(6) NOT NULL COMMENT 'Start of the version, UTC', 
	valid_to DATETIME(6) NOT NULL COMMENT 'Exclusive end of the version, UTC', 
	is_current BOOL NOT NULL COMMENT 'Whether the version is in force' DEFAULT true, 
	is_inferred BOOL NOT NULL COMMENT 'True while only a fact has named the member' DEFAULT false, 
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row last' DEFAULT 0, 
	PRIMARY KEY (holder_key), 
	CONSTRAINT uq_dim_holder_natural_key UNIQUE (number, valid_from)
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='One row per version of somebody who is insured.' COLLATE utf8mb4_nopad_bin;

CREATE TABLE dim_unit (
	unit_key BIGINT NOT NULL COMMENT 'Surrogate key', 
	code VARCHAR(8) COLLATE utf8mb4_nopad_bin, 
	parent VARCHAR(8), 
	is_inferred BOOL NOT NULL COMMENT 'True while only a fact has named the member' DEFAULT false, 
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row last' DEFAULT 0, 
	PRIMARY KEY (unit_key), 
	CONSTRAINT uq_dim_unit_natural_key UNIQUE (code)
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='One row per unit of the organisation.' COLLATE utf8mb4_nopad_bin;

CREATE TABLE dim_policy (
	policy_key BIGINT NOT NULL COMMENT 'Surrogate key', 
	policy_no VARCHAR(12) COLLATE utf8mb4_nopad_bin, 
	kind VARCHAR(10), 
	unit_code VARCHAR(8), 
	valid_from DATETIME(6) NOT NULL COMMENT 'Start of the version, UTC', 
	valid_to DATETIME(6) NOT NULL COMMENT 'Exclusive end of the version, UTC', 
	is_current BOOL NOT NULL COMMENT 'Whether the version is in force' DEFAULT true, 
	is_inferred BOOL NOT NULL COMMENT 'True while only a fact has named the member' DEFAULT false, 
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row last' DEFAULT 0, 
	PRIMARY KEY (policy_key), 
	CONSTRAINT uq_dim_policy_natural_key UNIQUE (policy_no, valid_from)
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='What every policy has, one row per version.' COLLATE utf8mb4_nopad_bin;

CREATE TABLE dim_car_policy (
	policy_key BIGINT NOT NULL COMMENT 'Surrogate key', 
	plate VARCHAR(10), 
	PRIMARY KEY (policy_key)
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='What only a car''s policy has.' COLLATE utf8mb4_nopad_bin;

CREATE TABLE dim_home_policy (
	policy_key BIGINT NOT NULL COMMENT 'Surrogate key', 
	square_metres INTEGER, 
	PRIMARY KEY (policy_key)
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='What only a home''s policy has.' COLLATE utf8mb4_nopad_bin;

CREATE TABLE dim_household (
	household_key BIGINT NOT NULL COMMENT 'Surrogate key', 
	household_no INTEGER, 
	is_inferred BOOL NOT NULL COMMENT 'True while only a fact has named the member' DEFAULT false, 
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row last' DEFAULT 0, 
	PRIMARY KEY (household_key), 
	CONSTRAINT uq_dim_household_natural_key UNIQUE (household_no)
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='One row per household, whose members are insured together.' COLLATE utf8mb4_nopad_bin;

CREATE TABLE dim_diagnosis (
	diagnosis_key BIGINT NOT NULL COMMENT 'Surrogate key', 
	icd VARCHAR(8) COLLATE utf8mb4_nopad_bin, 
	title VARCHAR(200), 
	is_inferred BOOL NOT NULL COMMENT 'True while only a fact has named the member' DEFAULT false, 
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row last' DEFAULT 0, 
	PRIMARY KEY (diagnosis_key), 
	CONSTRAINT uq_dim_diagnosis_natural_key UNIQUE (icd)
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='One row per diagnosis.' COLLATE utf8mb4_nopad_bin;

CREATE TABLE dim_diagnosis_group (
	diagnosis_group_key BIGINT NOT NULL COMMENT 'Surrogate key', 
	combination VARCHAR(64) COLLATE utf8mb4_nopad_bin COMMENT 'Hash of its members'' natural keys', 
	is_inferred BOOL NOT NULL COMMENT 'True while only a fact has named the member' DEFAULT false, 
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row last' DEFAULT 0, 
	PRIMARY KEY (diagnosis_group_key), 
	CONSTRAINT uq_dim_diagnosis_group_natural_key UNIQUE (combination)
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='One row per combination of diagnoses that claims have named.' COLLATE utf8mb4_nopad_bin;

CREATE TABLE bridge_household_members (
	household_key BIGINT NOT NULL COMMENT 'Household: key of dim_household', 
	holder_key BIGINT NOT NULL COMMENT 'Holder: holder_durable_key of dim_holder', 
	share NUMERIC(9, 8) NOT NULL COMMENT 'Share of the group; 1 together', 
	relation VARCHAR(20), 
	valid_from DATETIME(6) NOT NULL COMMENT 'Since when, UTC', 
	valid_to DATETIME(6) NOT NULL COMMENT 'Exclusive end, UTC', 
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row last' DEFAULT 0, 
	PRIMARY KEY (household_key, holder_key, valid_from)
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='Who is in a household when, and for which share of its premium.' COLLATE utf8mb4_nopad_bin;

CREATE INDEX ix_bridge_household_members_member ON bridge_household_members (holder_key);

CREATE TABLE bridge_group_diagnoses (
	diagnosis_group_key BIGINT NOT NULL COMMENT 'Diagnosis group: key of dim_diagnosis_group', 
	diagnosis_key BIGINT NOT NULL COMMENT 'Diagnosis: key of dim_diagnosis', 
	share NUMERIC(5, 4) NOT NULL COMMENT 'Share of the group; 1 together', 
	valid_from DATETIME(6) NOT NULL COMMENT 'Since when, UTC', 
	valid_to DATETIME(6) NOT NULL COMMENT 'Exclusive end, UTC', 
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row last' DEFAULT 0, 
	PRIMARY KEY (diagnosis_group_key, diagnosis_key, valid_from)
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='The diagnoses of each combination.' COLLATE utf8mb4_nopad_bin;

CREATE INDEX ix_bridge_group_diagnoses_member ON bridge_group_diagnoses (diagnosis_key);

CREATE TABLE fact_rate (
	currency_key BIGINT NOT NULL COMMENT 'Currency: key of dim_currency', 
	day_key BIGINT NOT NULL COMMENT 'Day: key of dim_day', 
	rate NUMERIC(18, 8) NOT NULL, 
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row' DEFAULT 0, 
	PRIMARY KEY (currency_key, day_key)
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='What a currency is worth.' COLLATE utf8mb4_nopad_bin;

CREATE TABLE fact_claim (
	claim_no VARCHAR(12) COLLATE utf8mb4_nopad_bin NOT NULL, 
	line_no INTEGER NOT NULL, 
	happened_at DATETIME(6) NOT NULL, 
	kind VARCHAR(10), 
	day_key BIGINT NOT NULL COMMENT 'Day: key of dim_day', 
	minute_key BIGINT NOT NULL COMMENT 'Minute: key of dim_minute', 
	policy_key BIGINT NOT NULL COMMENT 'Policy: key of dim_policy', 
	holder_key BIGINT NOT NULL COMMENT 'Holder: key of dim_holder', 
	holder_durable_key BIGINT NOT NULL COMMENT 'Holder: durable key of dim_holder', 
	demographics_key BIGINT NOT NULL COMMENT 'Demographics: key of dim_demographics', 
	diagnoses_key BIGINT NOT NULL COMMENT 'Diagnoses: key of dim_diagnosis_group', 
	amount NUMERIC(14, 2) NOT NULL, 
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row' DEFAULT 0, 
	PRIMARY KEY (claim_no, line_no)
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='What was claimed.' COLLATE utf8mb4_nopad_bin;

CREATE TABLE fact_accident (
	claim_no VARCHAR(12) COLLATE utf8mb4_nopad_bin NOT NULL, 
	line_no INTEGER NOT NULL, 
	police_report VARCHAR(20), 
	other_policy_key BIGINT NOT NULL COMMENT 'Other policy: key of dim_policy', 
	injured INTEGER NOT NULL, 
	PRIMARY KEY (claim_no, line_no)
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='What only an accident''s claim has.' COLLATE utf8mb4_nopad_bin;

CREATE TABLE fact_premium (
	premium_no INTEGER NOT NULL, 
	told_at DATETIME(6) NOT NULL, 
	due_on DATE NOT NULL, 
	day_key BIGINT NOT NULL COMMENT 'Day: key of dim_day', 
	household_key BIGINT NOT NULL COMMENT 'Household: key of dim_household', 
	currency_key BIGINT NOT NULL COMMENT 'Currency: key of dim_currency', 
	charged NUMERIC(14, 2) NOT NULL, 
	euros NUMERIC(14, 2) COMMENT 'charged in EUR, by fact_rate.rate', 
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row' DEFAULT 0, 
	reversal SMALLINT NOT NULL COMMENT '0 for a row as it was told, 1 for what takes it back, measures negated, 2 for a deletion' DEFAULT 0, 
	PRIMARY KEY (premium_no, told_at, reversal)
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='What was charged, in the policy''s own currency; corrections are added.' COLLATE utf8mb4_nopad_bin;

CREATE TABLE fact_settlement (
	claim_no VARCHAR(12) COLLATE utf8mb4_nopad_bin NOT NULL, 
	changed_at DATETIME(6) NOT NULL, 
	reported_key BIGINT NOT NULL COMMENT 'Reported: key of dim_day', 
	paid_key BIGINT NOT NULL COMMENT 'Paid: key of dim_day', 
	days_to_pay INTEGER COMMENT 'Days from reported to paid, once both are reached', 
	state VARCHAR(10) COMMENT 'Milestone reached last', 
	reserve NUMERIC(14, 2), 
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row' DEFAULT 0, 
	told LONGTEXT COMMENT 'JSON: column to the changed_at of the row that told its value, where that is not the newest', 
	PRIMARY KEY (claim_no)
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='How far claims have come.' COLLATE utf8mb4_nopad_bin;

CREATE TABLE fact_movement (
	movement_no INTEGER NOT NULL, 
	day_key BIGINT NOT NULL COMMENT 'Day: key of dim_day', 
	unit_key BIGINT NOT NULL COMMENT 'Unit: key of dim_unit', 
	amount NUMERIC(14, 2) NOT NULL, 
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row' DEFAULT 0, 
	PRIMARY KEY (movement_no)
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='What was put aside, and taken.' COLLATE utf8mb4_nopad_bin;

CREATE TABLE fact_reserve (
	day_key BIGINT NOT NULL COMMENT 'Day: key of dim_day', 
	unit_key BIGINT NOT NULL COMMENT 'Unit: key of dim_unit', 
	opened NUMERIC(14, 2) NOT NULL COMMENT 'Sum of fact_movement.amount before the period', 
	moved NUMERIC(14, 2) NOT NULL COMMENT 'Sum of fact_movement.amount in the period', 
	closed NUMERIC(14, 2) NOT NULL COMMENT 'Sum of fact_movement.amount until the period ends', 
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row' DEFAULT 0, 
	PRIMARY KEY (day_key, unit_key)
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='What is put aside, as each month closes.' COLLATE utf8mb4_nopad_bin;

CREATE TABLE fact_standing (
	day_key BIGINT NOT NULL COMMENT 'Day: key of dim_day', 
	household_key BIGINT NOT NULL COMMENT 'Household: key of dim_household', 
	owed NUMERIC(14, 2) NOT NULL, 
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row' DEFAULT 0, 
	PRIMARY KEY (day_key, household_key)
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='What each household owes.' COLLATE utf8mb4_nopad_bin;

CREATE TABLE fact_covered (
	month_key BIGINT NOT NULL COMMENT 'Month: key of dim_month', 
	household_key BIGINT NOT NULL COMMENT 'Household: key of dim_household', 
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row' DEFAULT 0, 
	PRIMARY KEY (month_key, household_key)
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='Who is covered when: coverage, without numbers.' COLLATE utf8mb4_nopad_bin;

CREATE TABLE agg_claims_by_month (
	claims_by_month_key BIGINT NOT NULL COMMENT 'Surrogate key', 
	month VARCHAR(20) COLLATE utf8mb4_nopad_bin COMMENT 'day: dim_day.year_month', 
	city VARCHAR(60) COLLATE utf8mb4_nopad_bin COMMENT 'holder: dim_holder.city', 
	kind VARCHAR(10) COLLATE utf8mb4_nopad_bin COMMENT 'fact_claim.kind', 
	claims BIGINT NOT NULL COMMENT 'How many rows of fact_claim are in the slice', 
	holders BIGINT NOT NULL COMMENT 'How many different dim_holder.number', 
	amount NUMERIC(24, 2) NOT NULL COMMENT 'Sum of fact_claim.amount', 
	dearest NUMERIC(14, 2) NOT NULL COMMENT 'Greatest fact_claim.amount', 
	injured BIGINT COMMENT 'Sum of fact_accident.injured', 
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row last' DEFAULT 0, 
	PRIMARY KEY (claims_by_month_key)
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='Claims by month and place.' COLLATE utf8mb4_nopad_bin;

CREATE TABLE agg_claims_of_month (
	claims_of_month_key BIGINT NOT NULL COMMENT 'Surrogate key', 
	month_key BIGINT NOT NULL COMMENT 'Month: key of dim_month', 
	claims BIGINT NOT NULL COMMENT 'How many rows of fact_claim are in the slice', 
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row last' DEFAULT 0, 
	PRIMARY KEY (claims_of_month_key)
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='Claims by the member of a roll-up.' COLLATE utf8mb4_nopad_bin;

CREATE TABLE fact_claims_and_premiums (
	claims_and_premiums_key BIGINT NOT NULL COMMENT 'Surrogate key', 
	month VARCHAR(20) COLLATE utf8mb4_nopad_bin COMMENT 'day: dim_day.year_month', 
	claimed NUMERIC(24, 2) NOT NULL COMMENT 'Sum of fact_claim.amount', 
	charged NUMERIC(24, 2) COMMENT 'Sum of fact_premium.euros', 
	claim_rows BIGINT NOT NULL COMMENT 'How many rows of fact_claim are in the slice' DEFAULT 0, 
	premium_rows BIGINT NOT NULL COMMENT 'How many rows of fact_premium are in the slice' DEFAULT 0, 
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row last' DEFAULT 0, 
	PRIMARY KEY (claims_and_premiums_key)
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='Claims beside premiums, by month.' COLLATE utf8mb4_nopad_bin;

CREATE TABLE dim_holder_demographics (
	holder_demographics_key BIGINT NOT NULL COMMENT 'Surrogate key', 
	number INTEGER, 
	demographics_key BIGINT NOT NULL COMMENT 'Key of dim_demographics' DEFAULT (-1), 
	valid_from DATETIME(6) NOT NULL COMMENT 'Start of the version, UTC', 
	valid_to DATETIME(6) NOT NULL COMMENT 'Exclusive end of the version, UTC', 
	is_current BOOL NOT NULL COMMENT 'Whether it is in force' DEFAULT true, 
	is_inferred BOOL NOT NULL COMMENT 'Always false' DEFAULT false, 
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row last' DEFAULT 0, 
	PRIMARY KEY (holder_demographics_key), 
	CONSTRAINT uq_dim_holder_demographics_natural_key UNIQUE (number, valid_from)
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='Which dim_demographics each member of dim_holder had when' COLLATE utf8mb4_nopad_bin;

CREATE TABLE starschema_load (
	load_id BIGINT NOT NULL, 
	target VARCHAR(200) COLLATE utf8mb4_nopad_bin NOT NULL COMMENT 'Table that was loaded', 
	load_key VARCHAR(255) COLLATE utf8mb4_nopad_bin COMMENT 'The caller''s name for this load, done at most once', 
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
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='One row per load: what, when, from where, how many rows, and how it ended' COLLATE utf8mb4_nopad_bin;

CREATE TABLE starschema_quarantine (
	load_id BIGINT NOT NULL, 
	target VARCHAR(200) COLLATE utf8mb4_nopad_bin NOT NULL, 
	`row_number` BIGINT NOT NULL COMMENT 'Position in the input, from 1', 
	column_name VARCHAR(200) COMMENT 'Input column to blame; NULL for the row as a whole', 
	value LONGTEXT, 
	reason LONGTEXT NOT NULL, 
	record LONGTEXT NOT NULL COMMENT 'The raw row as JSON'
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='Rows that could not be loaded, with the reason' COLLATE utf8mb4_nopad_bin;

CREATE INDEX ix_starschema_quarantine_load ON starschema_quarantine (load_id);

CREATE TABLE starschema_part (
	load_id BIGINT NOT NULL, 
	part BIGINT NOT NULL, 
	target VARCHAR(200) COLLATE utf8mb4_nopad_bin NOT NULL, 
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
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='One row per part that is in the table, of loads in parts' COLLATE utf8mb4_nopad_bin;

CREATE TABLE starschema_target (
	target VARCHAR(200) COLLATE utf8mb4_nopad_bin NOT NULL, 
	`lock` VARCHAR(10) COLLATE utf8mb4_nopad_bin NOT NULL COMMENT 'history or members', 
	last_key BIGINT NOT NULL COMMENT 'Highest surrogate key given so far', 
	attributes LONGTEXT NOT NULL COMMENT 'JSON: attribute to last_key when data first had it', 
	stamp VARCHAR(32) COMMENT 'Drawn anew by every load that writes versions of the dimension', 
	PRIMARY KEY (target, `lock`)
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='One row per table and lock: loads of one table queue up on it, and take their keys from it' COLLATE utf8mb4_nopad_bin;

CREATE TABLE starschema_snapshot (
	target VARCHAR(200) COLLATE utf8mb4_nopad_bin NOT NULL, 
	effective DATETIME(6) NOT NULL, 
	slice_column VARCHAR(200) COLLATE utf8mb4_nopad_bin COMMENT 'NULL where the whole membership was given', 
	slice_value VARCHAR(255) COLLATE utf8mb4_nopad_bin, 
	given LONGTEXT NOT NULL COMMENT 'Comma-framed names of the attributes in the data', 
	load_id BIGINT NOT NULL
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='Every time and slice at which a whole membership was given' COLLATE utf8mb4_nopad_bin;

CREATE INDEX ix_starschema_snapshot_target ON starschema_snapshot (target, effective);

CREATE TABLE starschema_mark (
	target VARCHAR(200) COLLATE utf8mb4_nopad_bin NOT NULL, 
	name VARCHAR(200) COLLATE utf8mb4_nopad_bin NOT NULL COMMENT 'The source, as its reader names it', 
	mark LONGTEXT NOT NULL COMMENT 'JSON: how far the source was read, and the value''s type', 
	load_id BIGINT NOT NULL COMMENT 'Load that moved the mark last', 
	PRIMARY KEY (target, name)
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='How far each source was read into each table; moved in the load''s own transaction' COLLATE utf8mb4_nopad_bin;

CREATE TABLE dim_holder_journal (
	number INTEGER NOT NULL, 
	changed_at DATETIME(6) NOT NULL COMMENT 'When the change took effect, UTC', 
	change_sequence BIGINT COMMENT 'Orders changes of one time', 
	is_deletion BOOL NOT NULL, 
	country VARCHAR(2), 
	city VARCHAR(60), 
	born_on_key BIGINT, 
	demographics_key BIGINT, 
	given_attributes LONGTEXT NOT NULL COMMENT 'Comma-framed names of those in the data', 
	load_id BIGINT NOT NULL
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='Changes of dim_holder that its versions do not show' COLLATE utf8mb4_nopad_bin;

CREATE INDEX ix_dim_holder_journal ON dim_holder_journal (number, changed_at);

CREATE TABLE dim_policy_journal (
	policy_no VARCHAR(12) COLLATE utf8mb4_nopad_bin NOT NULL, 
	changed_at DATETIME(6) NOT NULL COMMENT 'When the change took effect, UTC', 
	change_sequence BIGINT COMMENT 'Orders changes of one time', 
	is_deletion BOOL NOT NULL, 
	kind VARCHAR(10), 
	unit_code VARCHAR(8), 
	plate VARCHAR(10), 
	square_metres INTEGER, 
	given_attributes LONGTEXT NOT NULL COMMENT 'Comma-framed names of those in the data', 
	load_id BIGINT NOT NULL
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='Changes of dim_policy that its versions do not show' COLLATE utf8mb4_nopad_bin;

CREATE INDEX ix_dim_policy_journal ON dim_policy_journal (policy_no, changed_at);

CREATE TABLE dim_holder_demographics_journal (
	number INTEGER NOT NULL, 
	changed_at DATETIME(6) NOT NULL COMMENT 'When the change took effect, UTC', 
	change_sequence BIGINT COMMENT 'Orders changes of one time', 
	is_deletion BOOL NOT NULL, 
	demographics_key BIGINT, 
	given_attributes LONGTEXT NOT NULL COMMENT 'Comma-framed names of those in the data', 
	load_id BIGINT NOT NULL
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='Changes of dim_holder_demographics that its versions do not show' COLLATE utf8mb4_nopad_bin;

CREATE INDEX ix_dim_holder_demographics_journal ON dim_holder_demographics_journal (number, changed_at);

CREATE TABLE dim_unit_tree (
	descendant_key BIGINT NOT NULL COMMENT 'unit_key of the one below', 
	ancestor_key BIGINT NOT NULL COMMENT 'unit_key of the one above', 
	depth INTEGER NOT NULL COMMENT 'Levels between them; 0 for a member and itself', 
	is_top BOOL NOT NULL COMMENT 'Nothing is above the ancestor', 
	is_bottom BOOL NOT NULL COMMENT 'Nothing is below the descendant', 
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row last' DEFAULT 0, 
	PRIMARY KEY (descendant_key, ancestor_key)
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='Every member of dim_unit and all that are above it' COLLATE utf8mb4_nopad_bin;

CREATE INDEX ix_dim_unit_tree_ancestor ON dim_unit_tree (ancestor_key);

CREATE TABLE bridge_household_members_journal (
	household_key BIGINT NOT NULL COMMENT 'Household: key of dim_household', 
	changed_at DATETIME(6) NOT NULL COMMENT 'When the group was told, UTC', 
	load_id BIGINT NOT NULL, 
	PRIMARY KEY (household_key, changed_at)
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='Times of which groups were told that no row of bridge_household_members shows' COLLATE utf8mb4_nopad_bin;

CREATE TABLE bridge_group_diagnoses_journal (
	diagnosis_group_key BIGINT NOT NULL COMMENT 'Diagnosis group: key of dim_diagnosis_group', 
	changed_at DATETIME(6) NOT NULL COMMENT 'When the group was told, UTC', 
	load_id BIGINT NOT NULL, 
	PRIMARY KEY (diagnosis_group_key, changed_at)
)ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='Times of which groups were told that no row of bridge_group_diagnoses shows' COLLATE utf8mb4_nopad_bin;

CREATE VIEW dim_holder_now AS SELECT newest.holder_durable_key, newest.holder_key, newest.number, newest.country, newest.city, newest.born_on_key, newest.demographics_key, newest.valid_from, newest.valid_to, newest.is_current, newest.is_inferred, newest.load_id 
FROM dim_holder AS newest 
WHERE NOT (EXISTS (SELECT 1 AS anon_1 
FROM dim_holder AS later 
WHERE later.number = newest.number AND later.valid_from > newest.valid_from));

CREATE VIEW dim_policy_whole AS SELECT dim_policy.policy_key, dim_policy.policy_no, dim_policy.kind, dim_policy.unit_code, dim_policy.valid_from, dim_policy.valid_to, dim_policy.is_current, dim_policy.is_inferred, dim_policy.load_id, dim_car_policy.plate, dim_home_policy.square_metres 
FROM dim_policy LEFT OUTER JOIN dim_car_policy ON dim_car_policy.policy_key = dim_policy.policy_key LEFT OUTER JOIN dim_home_policy ON dim_home_policy.policy_key = dim_policy.policy_key;

CREATE VIEW fact_claim_whole AS SELECT fact_claim.claim_no, fact_claim.line_no, fact_claim.happened_at, fact_claim.kind, fact_claim.day_key, fact_claim.minute_key, fact_claim.policy_key, fact_claim.holder_key, fact_claim.holder_durable_key, fact_claim.demographics_key, fact_claim.diagnoses_key, fact_claim.amount, fact_claim.load_id, fact_accident.police_report, fact_accident.injured, fact_accident.other_policy_key 
FROM fact_claim LEFT OUTER JOIN fact_accident ON fact_accident.claim_no = fact_claim.claim_no AND fact_accident.line_no = fact_claim.line_no;

INSERT INTO dim_day (day_key, date, day_of_month, day_of_year, day_of_week, day_name, is_weekend, iso_week, iso_year, month, month_name, month_start, `year_month`, quarter, year, fiscal_year, fiscal_quarter, fiscal_month, is_holiday, holiday_name, is_inferred, load_id) VALUES (-1, NULL, NULL, NULL, NULL, 'Unknown', NULL, NULL, NULL, NULL, 'Unknown', NULL, 'Unknown', NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, 0);

INSERT INTO dim_day (day_key, date, day_of_month, day_of_year, day_of_week, day_name, is_weekend, iso_week, iso_year, month, month_name, month_start, `year_month`, quarter, year, fiscal_year, fiscal_quarter, fiscal_month, is_holiday, holiday_name, is_inferred, load_id) VALUES (-2, NULL, NULL, NULL, NULL, 'Not applicable', NULL, NULL, NULL, NULL, 'Not applicable', NULL, 'Not applicable', NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, 0);

INSERT INTO dim_month (month_key, `year_month`, month_start, month, month_name, quarter, year, fiscal_year, fiscal_quarter, fiscal_month, is_inferred, load_id) VALUES (-1, NULL, NULL, NULL, 'Unknown', NULL, NULL, NULL, NULL, NULL, false, 0);

INSERT INTO dim_month (month_key, `year_month`, month_start, month, month_name, quarter, year, fiscal_year, fiscal_quarter, fiscal_month, is_inferred, load_id) VALUES (-2, NULL, NULL, NULL, 'Not applicable', NULL, NULL, NULL, NULL, NULL, false, 0);

INSERT INTO dim_minute (minute_key, time, hour, minute, second, minute_of_day, half_hour, hour_12, am_pm, label, label_12, part_of_day, is_inferred, load_id) VALUES (-1, NULL, NULL, NULL, NULL, NULL, 'Unknown', NULL, 'Unknown', 'Unknown', 'Unknown', 'Unknown', false, 0);

INSERT INTO dim_minute (minute_key, time, hour, minute, second, minute_of_day, half_hour, hour_12, am_pm, label, label_12, part_of_day, is_inferred, load_id) VALUES (-2, NULL, NULL, NULL, NULL, NULL, 'Not applicable', NULL, 'Not applicable', 'Not applicable', 'Not applicable', 'Not applicable', false, 0);

INSERT INTO dim_currency (currency_key, code, is_inferred, load_id) VALUES (-1, NULL, false, 0);

INSERT INTO dim_currency (currency_key, code, is_inferred, load_id) VALUES (-2, NULL, false, 0);

INSERT INTO dim_demographics (demographics_key, combination, age, smokes, is_inferred, load_id) VALUES (-1, NULL, 'Unknown', NULL, false, 0);

INSERT INTO dim_demographics (demographics_key, combination, age, smokes, is_inferred, load_id) VALUES (-2, NULL, 'Not applicable', NULL, false, 0);

INSERT INTO dim_holder (holder_key, number, country, city, born_on_key, demographics_key, holder_durable_key, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-1, NULL, '?', 'Unknown', -1, -1, -1, '0001-01-01 00:00:00', '9999-12-31 00:00:00', true, false, 0);

INSERT INTO dim_holder (holder_key, number, country, city, born_on_key, demographics_key, holder_durable_key, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-2, NULL, '-', 'Not applicable', -2, -2, -2, '0001-01-01 00:00:00', '9999-12-31 00:00:00', true, false, 0);

INSERT INTO dim_unit (unit_key, code, parent, is_inferred, load_id) VALUES (-1, NULL, NULL, false, 0);

INSERT INTO dim_unit (unit_key, code, parent, is_inferred, load_id) VALUES (-2, NULL, NULL, false, 0);

INSERT INTO dim_policy (policy_key, policy_no, kind, unit_code, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-1, NULL, NULL, 'Unknown', '0001-01-01 00:00:00', '9999-12-31 00:00:00', true, false, 0);

INSERT INTO dim_policy (policy_key, policy_no, kind, unit_code, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-2, NULL, NULL, 'N/A', '0001-01-01 00:00:00', '9999-12-31 00:00:00', true, false, 0);

INSERT INTO dim_car_policy (policy_key, plate) VALUES (-1, 'Unknown');

INSERT INTO dim_car_policy (policy_key, plate) VALUES (-2, 'N/A');

INSERT INTO dim_home_policy (policy_key, square_metres) VALUES (-1, NULL);

INSERT INTO dim_home_policy (policy_key, square_metres) VALUES (-2, NULL);

INSERT INTO dim_household (household_key, household_no, is_inferred, load_id) VALUES (-1, NULL, false, 0);

INSERT INTO dim_household (household_key, household_no, is_inferred, load_id) VALUES (-2, NULL, false, 0);

INSERT INTO dim_diagnosis (diagnosis_key, icd, title, is_inferred, load_id) VALUES (-1, NULL, 'Unknown', false, 0);

INSERT INTO dim_diagnosis (diagnosis_key, icd, title, is_inferred, load_id) VALUES (-2, NULL, 'Not applicable', false, 0);

INSERT INTO dim_diagnosis_group (diagnosis_group_key, combination, is_inferred, load_id) VALUES (-1, NULL, false, 0);

INSERT INTO dim_diagnosis_group (diagnosis_group_key, combination, is_inferred, load_id) VALUES (-2, NULL, false, 0);

INSERT INTO dim_unit_tree (descendant_key, ancestor_key, depth, is_top, is_bottom, load_id) VALUES (-1, -1, 0, true, true, 0);

INSERT INTO dim_unit_tree (descendant_key, ancestor_key, depth, is_top, is_bottom, load_id) VALUES (-2, -2, 0, true, true, 0);

INSERT INTO bridge_household_members (household_key, holder_key, share, relation, valid_from, valid_to, load_id) VALUES (-1, -1, 1, 'Unknown', '0001-01-01 00:00:00', '9999-12-31 00:00:00', 0);

INSERT INTO bridge_household_members (household_key, holder_key, share, relation, valid_from, valid_to, load_id) VALUES (-2, -2, 1, 'Not applicable', '0001-01-01 00:00:00', '9999-12-31 00:00:00', 0);

INSERT INTO bridge_group_diagnoses (diagnosis_group_key, diagnosis_key, share, valid_from, valid_to, load_id) VALUES (-1, -1, 1, '0001-01-01 00:00:00', '9999-12-31 00:00:00', 0);

INSERT INTO bridge_group_diagnoses (diagnosis_group_key, diagnosis_key, share, valid_from, valid_to, load_id) VALUES (-2, -2, 1, '0001-01-01 00:00:00', '9999-12-31 00:00:00', 0);

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('dim_day', 'history', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('dim_day', 'members', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('dim_month', 'history', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('dim_month', 'members', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('dim_minute', 'history', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('dim_minute', 'members', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('dim_currency', 'history', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('dim_currency', 'members', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('dim_demographics', 'history', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('dim_demographics', 'members', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('dim_holder', 'history', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('dim_holder', 'members', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('dim_unit', 'history', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('dim_unit', 'members', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('dim_policy_whole', 'history', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('dim_policy_whole', 'members', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('dim_household', 'history', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('dim_household', 'members', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('dim_diagnosis', 'history', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('dim_diagnosis', 'members', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('dim_diagnosis_group', 'history', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('dim_diagnosis_group', 'members', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('dim_holder_demographics', 'history', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('dim_holder_demographics', 'members', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('bridge_household_members', 'history', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('bridge_household_members', 'members', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('bridge_group_diagnoses', 'history', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('bridge_group_diagnoses', 'members', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('fact_rate', 'history', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('fact_rate', 'members', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('fact_claim_whole', 'history', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('fact_claim_whole', 'members', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('fact_premium', 'history', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('fact_premium', 'members', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('fact_settlement', 'history', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('fact_settlement', 'members', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('fact_movement', 'history', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('fact_movement', 'members', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('fact_reserve', 'history', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('fact_reserve', 'members', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('fact_standing', 'history', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('fact_standing', 'members', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('fact_covered', 'history', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('fact_covered', 'members', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('agg_claims_by_month', 'history', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('agg_claims_by_month', 'members', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('agg_claims_of_month', 'history', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('agg_claims_of_month', 'members', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('fact_claims_and_premiums', 'history', 0, '{}');

INSERT INTO starschema_target (target, `lock`, last_key, attributes) VALUES ('fact_claims_and_premiums', 'members', 0, '{}');
