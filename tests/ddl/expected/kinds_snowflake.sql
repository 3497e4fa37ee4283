-- Keys and references are not checked by Snowflake, its optimiser relies on them; the loads keep them.
-- HouseholdMembers: the index ix_bridge_household_members_member is left out: Snowflake has none
-- GroupDiagnoses: the index ix_bridge_group_diagnoses_member is left out: Snowflake has none

CREATE TABLE dim_day (
	day_key BIGINT NOT NULL COMMENT 'Surrogate key',
	date DATE COMMENT 'The day',
	day_of_month SMALLINT,
	day_of_year SMALLINT,
	day_of_week SMALLINT COMMENT 'ISO: Monday is 1, Sunday 7',
	day_name VARCHAR(20),
	is_weekend BOOLEAN COMMENT 'Saturday or Sunday',
	iso_week SMALLINT,
	iso_year SMALLINT COMMENT 'Year to which the ISO week belongs',
	month SMALLINT,
	month_name VARCHAR(20),
	month_start DATE COMMENT 'First day of the month',
	year_month VARCHAR(20) COMMENT 'Such as 2024-02',
	quarter SMALLINT,
	year SMALLINT,
	fiscal_year SMALLINT COMMENT 'Named by the year in which it ends',
	fiscal_quarter SMALLINT,
	fiscal_month SMALLINT COMMENT '1 is the month in which the fiscal year starts',
	is_holiday BOOLEAN COMMENT 'Public holiday of the calendar\'s country',
	holiday_name VARCHAR(400),
	is_inferred BOOLEAN DEFAULT FALSE NOT NULL COMMENT 'True while only a fact has named the member',
	load_id BIGINT DEFAULT 0 NOT NULL COMMENT 'Load that wrote the row last',
	PRIMARY KEY (day_key) NOT ENFORCED RELY,
	CONSTRAINT uq_dim_day_natural_key UNIQUE (date) NOT ENFORCED
)
COMMENT = 'One row per calendar day.';

CREATE TABLE dim_month (
	month_key BIGINT NOT NULL COMMENT 'Surrogate key',
	year_month VARCHAR(20) COMMENT 'Such as 2024-02',
	month_start DATE COMMENT 'First day of the month',
	month SMALLINT,
	month_name VARCHAR(20),
	quarter SMALLINT,
	year SMALLINT,
	fiscal_year SMALLINT COMMENT 'Named by the year in which it ends',
	fiscal_quarter SMALLINT,
	fiscal_month SMALLINT COMMENT '1 is the month in which the fiscal year starts',
	is_inferred BOOLEAN DEFAULT FALSE NOT NULL COMMENT 'True while only a fact has named the member',
	load_id BIGINT DEFAULT 0 NOT NULL COMMENT 'Load that wrote the row last',
	PRIMARY KEY (month_key) NOT ENFORCED RELY,
	CONSTRAINT uq_dim_month_natural_key UNIQUE (year_month) NOT ENFORCED
)
COMMENT = 'One row per year_month of dim_day.';

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
	is_inferred BOOLEAN DEFAULT FALSE NOT NULL COMMENT 'True while only a fact has named the member',
	load_id BIGINT DEFAULT 0 NOT NULL COMMENT 'Load that wrote the row last',
	PRIMARY KEY (minute_key) NOT ENFORCED RELY,
	CONSTRAINT uq_dim_minute_natural_key UNIQUE (time) NOT ENFORCED
)
COMMENT = 'One row per minute of a day.';

CREATE TABLE dim_currency (
	currency_key BIGINT NOT NULL COMMENT 'Surrogate key',
	code VARCHAR(3),
	is_inferred BOOLEAN DEFAULT FALSE NOT NULL COMMENT 'True while only a fact has named the member',
	load_id BIGINT DEFAULT 0 NOT NULL COMMENT 'Load that wrote the row last',
	PRIMARY KEY (currency_key) NOT ENFORCED RELY,
	CONSTRAINT uq_dim_currency_natural_key UNIQUE (code) NOT ENFORCED
)
COMMENT = 'One row per currency.';

CREATE TABLE dim_demographics (
	demographics_key BIGINT NOT NULL COMMENT 'Surrogate key',
	combination VARCHAR(64) COMMENT 'Hash of the attributes, NULLs left out',
	age VARCHAR(60),
	smokes BOOLEAN,
	is_inferred BOOLEAN DEFAULT FALSE NOT NULL COMMENT 'True while only a fact has named the member',
	load_id BIGINT DEFAULT 0 NOT NULL COMMENT 'Load that wrote the row last',
	PRIMARY KEY (demographics_key) NOT ENFORCED RELY,
	CONSTRAINT uq_dim_demographics_natural_key UNIQUE (combination) NOT ENFORCED
)
COMMENT = 'One row per combination of bands.';

CREATE TABLE dim_holder (
	holder_key BIGINT NOT NULL COMMENT 'Surrogate key',
	number INTEGER,
	country VARCHAR(2),
	city VARCHAR(60),
	born_on_key BIGINT DEFAULT -1 NOT NULL COMMENT 'Born on: key of dim_day',
	demographics_key BIGINT DEFAULT -1 NOT NULL COMMENT 'Demographics: key of dim_demographics',
	holder_durable_key BIGINT NOT NULL COMMENT 'One key per member, over all its versions',
	valid_from TIMESTAMP_NTZ(6) NOT NULL COMMENT 'Start of the version, UTC',
	valid_to TIMESTAMP_NTZ(6) NOT NULL COMMENT 'Exclusive end of the version, UTC',
	is_current BOOLEAN DEFAULT TRUE NOT NULL COMMENT 'Whether the version is in force',
	is_inferred BOOLEAN DEFAULT FALSE NOT NULL COMMENT 'True while only a fact has named the member',
	load_id BIGINT DEFAULT 0 NOT NULL COMMENT 'Load that wrote the row last',
	PRIMARY KEY (holder_key) NOT ENFORCED RELY,
	CONSTRAINT uq_dim_holder_natural_key UNIQUE (number, valid_from) NOT ENFORCED,
	FOREIGN KEY (born_on_key) REFERENCES dim_day (day_key) NOT ENFORCED RELY,
	FOREIGN KEY (demographics_key) REFERENCES dim_demographics (demographics_key) NOT ENFORCED RELY
)
COMMENT = 'One row per version of somebody who is insured.';

CREATE TABLE dim_unit (
	unit_key BIGINT NOT NULL COMMENT 'Surrogate key',
	code VARCHAR(8),
	parent VARCHAR(8),
	is_inferred BOOLEAN DEFAULT FALSE NOT NULL COMMENT 'True while only a fact has named the member',
	load_id BIGINT DEFAULT 0 NOT NULL COMMENT 'Load that wrote the row last',
	PRIMARY KEY (unit_key) NOT ENFORCED RELY,
	CONSTRAINT uq_dim_unit_natural_key UNIQUE (code) NOT ENFORCED
)
COMMENT = 'One row per unit of the organisation.';

CREATE TABLE dim_policy (
	policy_key BIGINT NOT NULL COMMENT 'Surrogate key',
	policy_no VARCHAR(12),
	kind VARCHAR(10),
	unit_code VARCHAR(8),
	valid_from TIMESTAMP_NTZ(6) NOT NULL COMMENT 'Start of the version, UTC',
	valid_to TIMESTAMP_NTZ(6) NOT NULL COMMENT 'Exclusive end of the version, UTC',
	is_current BOOLEAN DEFAULT TRUE NOT NULL COMMENT 'Whether the version is in force',
	is_inferred BOOLEAN DEFAULT FALSE NOT NULL COMMENT 'True while only a fact has named the member',
	load_id BIGINT DEFAULT 0 NOT NULL COMMENT 'Load that wrote the row last',
	PRIMARY KEY (policy_key) NOT ENFORCED RELY,
	CONSTRAINT uq_dim_policy_natural_key UNIQUE (policy_no, valid_from) NOT ENFORCED
)
COMMENT = 'What every policy has, one row per version.';

CREATE TABLE dim_car_policy (
	policy_key BIGINT NOT NULL COMMENT 'Surrogate key',
	plate VARCHAR(10),
	PRIMARY KEY (policy_key) NOT ENFORCED RELY,
	FOREIGN KEY (policy_key) REFERENCES dim_policy (policy_key) NOT ENFORCED RELY
)
COMMENT = 'What only a car\'s policy has.';

CREATE TABLE dim_home_policy (
	policy_key BIGINT NOT NULL COMMENT 'Surrogate key',
	square_metres INTEGER,
	PRIMARY KEY (policy_key) NOT ENFORCED RELY,
	FOREIGN KEY (policy_key) REFERENCES dim_policy (policy_key) NOT ENFORCED RELY
)
COMMENT = 'What only a home\'s policy has.';

CREATE TABLE dim_household (
	household_key BIGINT NOT NULL COMMENT 'Surrogate key',
	household_no INTEGER,
	is_inferred BOOLEAN DEFAULT FALSE NOT NULL COMMENT 'True while only a fact has named the member',
	load_id BIGINT DEFAULT 0 NOT NULL COMMENT 'Load that wrote the row last',
	PRIMARY KEY (household_key) NOT ENFORCED RELY,
	CONSTRAINT uq_dim_household_natural_key UNIQUE (household_no) NOT ENFORCED
)
COMMENT = 'One row per household, whose members are insured together.';

CREATE TABLE dim_diagnosis (
	diagnosis_key BIGINT NOT NULL COMMENT 'Surrogate key',
	icd VARCHAR(8),
	title VARCHAR(200),
	is_inferred BOOLEAN DEFAULT FALSE NOT NULL COMMENT 'True while only a fact has named the member',
	load_id BIGINT DEFAULT 0 NOT NULL COMMENT 'Load that wrote the row last',
	PRIMARY KEY (diagnosis_key) NOT ENFORCED RELY,
	CONSTRAINT uq_dim_diagnosis_natural_key UNIQUE (icd) NOT ENFORCED
)
COMMENT = 'One row per diagnosis.';

CREATE TABLE dim_diagnosis_group (
	diagnosis_group_key BIGINT NOT NULL COMMENT 'Surrogate key',
	combination VARCHAR(64) COMMENT 'Hash of its members\' natural keys',
	is_inferred BOOLEAN DEFAULT FALSE NOT NULL COMMENT 'True while only a fact has named the member',
	load_id BIGINT DEFAULT 0 NOT NULL COMMENT 'Load that wrote the row last',
	PRIMARY KEY (diagnosis_group_key) NOT ENFORCED RELY,
	CONSTRAINT uq_dim_diagnosis_group_natural_key UNIQUE (combination) NOT ENFORCED
)
COMMENT = 'One row per combination of diagnoses that claims have named.';

CREATE TABLE bridge_household_members (
	household_key BIGINT NOT NULL COMMENT 'Household: key of dim_household',
	holder_key BIGINT NOT NULL COMMENT 'Holder: holder_durable_key of dim_holder',
	share NUMBER(9, 8) NOT NULL COMMENT 'Share of the group; 1 together',
	relation VARCHAR(20),
	valid_from TIMESTAMP_NTZ(6) NOT NULL COMMENT 'Since when, UTC',
	valid_to TIMESTAMP_NTZ(6) NOT NULL COMMENT 'Exclusive end, UTC',
	load_id BIGINT DEFAULT 0 NOT NULL COMMENT 'Load that wrote the row last',
	PRIMARY KEY (household_key, holder_key, valid_from) NOT ENFORCED RELY,
	FOREIGN KEY (household_key) REFERENCES dim_household (household_key) NOT ENFORCED RELY
)
COMMENT = 'Who is in a household when, and for which share of its premium.';

CREATE TABLE bridge_group_diagnoses (
	diagnosis_group_key BIGINT NOT NULL COMMENT 'Diagnosis group: key of dim_diagnosis_group',
	diagnosis_key BIGINT NOT NULL COMMENT 'Diagnosis: key of dim_diagnosis',
	share NUMBER(5, 4) NOT NULL COMMENT 'Share of the group; 1 together',
	valid_from TIMESTAMP_NTZ(6) NOT NULL COMMENT 'Since when, UTC',
	valid_to TIMESTAMP_NTZ(6) NOT NULL COMMENT 'Exclusive end, UTC',
	load_id BIGINT DEFAULT 0 NOT NULL COMMENT 'Load that wrote the row last',
	PRIMARY KEY (diagnosis_group_key, diagnosis_key, valid_from) NOT ENFORCED RELY,
	FOREIGN KEY (diagnosis_group_key) REFERENCES dim_diagnosis_group (diagnosis_group_key) NOT ENFORCED RELY,
	FOREIGN KEY (diagnosis_key) REFERENCES dim_diagnosis (diagnosis_key) NOT ENFORCED RELY
)
COMMENT = 'The diagnoses of each combination.';

CREATE TABLE fact_rate (
	currency_key BIGINT NOT NULL COMMENT 'Currency: key of dim_currency',
	day_key BIGINT NOT NULL COMMENT 'Day: key of dim_day',
	rate NUMBER(18, 8) NOT NULL,
	load_id BIGINT DEFAULT 0 NOT NULL COMMENT 'Load that wrote the row',
	PRIMARY KEY (currency_key, day_key) NOT ENFORCED RELY,
	FOREIGN KEY (currency_key) REFERENCES dim_currency (currency_key) NOT ENFORCED RELY,
	FOREIGN KEY (day_key) REFERENCES dim_day (day_key) NOT ENFORCED RELY
)
COMMENT = 'What a currency is worth.';

CREATE TABLE fact_claim (
	claim_no VARCHAR(12) NOT NULL,
	line_no INTEGER NOT NULL,
	happened_at TIMESTAMP_NTZ(6) NOT NULL,
	kind VARCHAR(10),
	day_key BIGINT NOT NULL COMMENT 'Day: key of dim_day',
	minute_key BIGINT NOT NULL COMMENT 'Minute: key of dim_minute',
	policy_key BIGINT NOT NULL COMMENT 'Policy: key of dim_policy',
	holder_key BIGINT NOT NULL COMMENT 'Holder: key of dim_holder',
	holder_durable_key BIGINT NOT NULL COMMENT 'Holder: durable key of dim_holder',
	demographics_key BIGINT NOT NULL COMMENT 'Demographics: key of dim_demographics',
	diagnoses_key BIGINT NOT NULL COMMENT 'Diagnoses: key of dim_diagnosis_group',
	amount NUMBER(14, 2) NOT NULL,
	load_id BIGINT DEFAULT 0 NOT NULL COMMENT 'Load that wrote the row',
	PRIMARY KEY (claim_no, line_no) NOT ENFORCED RELY,
	FOREIGN KEY (day_key) REFERENCES dim_day (day_key) NOT ENFORCED RELY,
	FOREIGN KEY (minute_key) REFERENCES dim_minute (minute_key) NOT ENFORCED RELY,
	FOREIGN KEY (policy_key) REFERENCES dim_policy (policy_key) NOT ENFORCED RELY,
	FOREIGN KEY (holder_key) REFERENCES dim_holder (holder_key) NOT ENFORCED RELY,
	FOREIGN KEY (demographics_key) REFERENCES dim_demographics (demographics_key) NOT ENFORCED RELY,
	FOREIGN KEY (diagnoses_key) REFERENCES dim_diagnosis_group (diagnosis_group_key) NOT ENFORCED RELY
)
COMMENT = 'What was claimed.';

CREATE TABLE fact_accident (
	claim_no VARCHAR(12) NOT NULL,
	line_no INTEGER NOT NULL,
	police_report VARCHAR(20),
	other_policy_key BIGINT NOT NULL COMMENT 'Other policy: key of dim_policy',
	injured INTEGER NOT NULL,
	PRIMARY KEY (claim_no, line_no) NOT ENFORCED RELY,
	FOREIGN KEY (claim_no, line_no) REFERENCES fact_claim (claim_no, line_no) NOT ENFORCED RELY,
	FOREIGN KEY (other_policy_key) REFERENCES dim_policy (policy_key) NOT ENFORCED RELY
)
COMMENT = 'What only an accident\'s claim has.';

CREATE TABLE fact_premium (
	premium_no INTEGER NOT NULL,
	told_at TIMESTAMP_NTZ(6) NOT NULL,
	due_on DATE NOT NULL,
	day_key BIGINT NOT NULL COMMENT 'Day: key of dim_day',
	household_key BIGINT NOT NULL COMMENT 'Household: key of dim_household',
	currency_key BIGINT NOT NULL COMMENT 'Currency: key of dim_currency',
	charged NUMBER(14, 2) NOT NULL,
	euros NUMBER(14, 2) COMMENT 'charged in EUR, by fact_rate.rate',
	load_id BIGINT DEFAULT 0 NOT NULL COMMENT 'Load that wrote the row',
	reversal SMALLINT DEFAULT 0 NOT NULL COMMENT '0 for a row as it was told, 1 for what takes it back, measures negated, 2 for a deletion',
	PRIMARY KEY (premium_no, told_at, reversal) NOT ENFORCED RELY,
	FOREIGN KEY (day_key) REFERENCES dim_day (day_key) NOT ENFORCED RELY,
	FOREIGN KEY (household_key) REFERENCES dim_household (household_key) NOT ENFORCED RELY,
	FOREIGN KEY (currency_key) REFERENCES dim_currency (currency_key) NOT ENFORCED RELY
)
COMMENT = 'What was charged, in the policy\'s own currency; corrections are added.';

CREATE TABLE fact_settlement (
	claim_no VARCHAR(12) NOT NULL,
	changed_at TIMESTAMP_NTZ(6) NOT NULL,
	reported_key BIGINT NOT NULL COMMENT 'Reported: key of dim_day',
	paid_key BIGINT NOT NULL COMMENT 'Paid: key of dim_day',
	days_to_pay INTEGER COMMENT 'Days from reported to paid, once both are reached',
	state VARCHAR(10) COMMENT 'Milestone reached last',
	reserve NUMBER(14, 2),
	load_id BIGINT DEFAULT 0 NOT NULL COMMENT 'Load that wrote the row',
	told VARCHAR COMMENT 'JSON: column to the changed_at of the row that told its value, where that is not the newest',
	PRIMARY KEY (claim_no) NOT ENFORCED RELY,
	FOREIGN KEY (reported_key) REFERENCES dim_day (day_key) NOT ENFORCED RELY,
	FOREIGN KEY (paid_key) REFERENCES dim_day (day_key) NOT ENFORCED RELY
)
COMMENT = 'How far claims have come.';

CREATE TABLE fact_movement (
	movement_no INTEGER NOT NULL,
	day_key BIGINT NOT NULL COMMENT 'Day: key of dim_day',
	unit_key BIGINT NOT NULL COMMENT 'Unit: key of dim_unit',
	amount NUMBER(14, 2) NOT NULL,
	load_id BIGINT DEFAULT 0 NOT NULL COMMENT 'Load that wrote the row',
	PRIMARY KEY (movement_no) NOT ENFORCED RELY,
	FOREIGN KEY (day_key) REFERENCES dim_day (day_key) NOT ENFORCED RELY,
	FOREIGN KEY (unit_key) REFERENCES dim_unit (unit_key) NOT ENFORCED RELY
)
COMMENT = 'What was put aside, and taken.';

CREATE TABLE fact_reserve (
	day_key BIGINT NOT NULL COMMENT 'Day: key of dim_day',
	unit_key BIGINT NOT NULL COMMENT 'Unit: key of dim_unit',
	opened NUMBER(14, 2) NOT NULL COMMENT 'Sum of fact_movement.amount before the period',
	moved NUMBER(14, 2) NOT NULL COMMENT 'Sum of fact_movement.amount in the period',
	closed NUMBER(14, 2) NOT NULL COMMENT 'Sum of fact_movement.amount until the period ends',
	load_id BIGINT DEFAULT 0 NOT NULL COMMENT 'Load that wrote the row',
	PRIMARY KEY (day_key, unit_key) NOT ENFORCED RELY,
	FOREIGN KEY (day_key) REFERENCES dim_day (day_key) NOT ENFORCED RELY,
	FOREIGN KEY (unit_key) REFERENCES dim_unit (unit_key) NOT ENFORCED RELY
)
COMMENT = 'What is put aside, as each month closes.';

CREATE TABLE fact_standing (
	day_key BIGINT NOT NULL COMMENT 'Day: key of dim_day',
	household_key BIGINT NOT NULL COMMENT 'Household: key of dim_household',
	owed NUMBER(14, 2) NOT NULL,
	load_id BIGINT DEFAULT 0 NOT NULL COMMENT 'Load that wrote the row',
	PRIMARY KEY (day_key, household_key) NOT ENFORCED RELY,
	FOREIGN KEY (day_key) REFERENCES dim_day (day_key) NOT ENFORCED RELY,
	FOREIGN KEY (household_key) REFERENCES dim_household (household_key) NOT ENFORCED RELY
)
COMMENT = 'What each household owes.';

CREATE TABLE fact_covered (
	month_key BIGINT NOT NULL COMMENT 'Month: key of dim_month',
	household_key BIGINT NOT NULL COMMENT 'Household: key of dim_household',
	load_id BIGINT DEFAULT 0 NOT NULL COMMENT 'Load that wrote the row',
	PRIMARY KEY (month_key, household_key) NOT ENFORCED RELY,
	FOREIGN KEY (month_key) REFERENCES dim_month (month_key) NOT ENFORCED RELY,
	FOREIGN KEY (household_key) REFERENCES dim_household (household_key) NOT ENFORCED RELY
)
COMMENT = 'Who is covered when: coverage, without numbers.';

CREATE TABLE agg_claims_by_month (
	claims_by_month_key BIGINT NOT NULL COMMENT 'Surrogate key',
	month VARCHAR(20) COMMENT 'day: dim_day.year_month',
	city VARCHAR(60) COMMENT 'holder: dim_holder.city',
	kind VARCHAR(10) COMMENT 'fact_claim.kind',
	claims BIGINT NOT NULL COMMENT 'How many rows of fact_claim are in the slice',
	holders BIGINT NOT NULL COMMENT 'How many different dim_holder.number',
	amount NUMBER(24, 2) NOT NULL COMMENT 'Sum of fact_claim.amount',
	dearest NUMBER(14, 2) NOT NULL COMMENT 'Greatest fact_claim.amount',
	injured BIGINT COMMENT 'Sum of fact_accident.injured',
	load_id BIGINT DEFAULT 0 NOT NULL COMMENT 'Load that wrote the row last',
	PRIMARY KEY (claims_by_month_key) NOT ENFORCED RELY
)
COMMENT = 'Claims by month and place.';

CREATE TABLE agg_claims_of_month (
	claims_of_month_key BIGINT NOT NULL COMMENT 'Surrogate key',
	month_key BIGINT NOT NULL COMMENT 'Month: key of dim_month',
	claims BIGINT NOT NULL COMMENT 'How many rows of fact_claim are in the slice',
	load_id BIGINT DEFAULT 0 NOT NULL COMMENT 'Load that wrote the row last',
	PRIMARY KEY (claims_of_month_key) NOT ENFORCED RELY,
	FOREIGN KEY (month_key) REFERENCES dim_month (month_key) NOT ENFORCED RELY
)
COMMENT = 'Claims by the member of a roll-up.';

CREATE TABLE fact_claims_and_premiums (
	claims_and_premiums_key BIGINT NOT NULL COMMENT 'Surrogate key',
	month VARCHAR(20) COMMENT 'day: dim_day.year_month',
	claimed NUMBER(24, 2) NOT NULL COMMENT 'Sum of fact_claim.amount',
	charged NUMBER(24, 2) COMMENT 'Sum of fact_premium.euros',
	claim_rows BIGINT DEFAULT 0 NOT NULL COMMENT 'How many rows of fact_claim are in the slice',
	premium_rows BIGINT DEFAULT 0 NOT NULL COMMENT 'How many rows of fact_premium are in the slice',
	load_id BIGINT DEFAULT 0 NOT NULL COMMENT 'Load that wrote the row last',
	PRIMARY KEY (claims_and_premiums_key) NOT ENFORCED RELY
)
COMMENT = 'Claims beside premiums, by month.';

CREATE TABLE dim_holder_demographics (
	holder_demographics_key BIGINT NOT NULL COMMENT 'Surrogate key',
	number INTEGER,
	demographics_key BIGINT DEFAULT -1 NOT NULL COMMENT 'Key of dim_demographics',
	valid_from TIMESTAMP_NTZ(6) NOT NULL COMMENT 'Start of the version, UTC',
	valid_to TIMESTAMP_NTZ(6) NOT NULL COMMENT 'Exclusive end of the version, UTC',
	is_current BOOLEAN DEFAULT TRUE NOT NULL COMMENT 'Whether it is in force',
	is_inferred BOOLEAN DEFAULT FALSE NOT NULL COMMENT 'Always false',
	load_id BIGINT DEFAULT 0 NOT NULL COMMENT 'Load that wrote the row last',
	PRIMARY KEY (holder_demographics_key) NOT ENFORCED RELY,
	CONSTRAINT uq_dim_holder_demographics_natural_key UNIQUE (number, valid_from) NOT ENFORCED,
	FOREIGN KEY (demographics_key) REFERENCES dim_demographics (demographics_key) NOT ENFORCED RELY
)
COMMENT = 'Which dim_demographics each member of dim_holder had when';

CREATE TABLE starschema_load (
	load_id BIGINT NOT NULL,
	target VARCHAR(200) NOT NULL COMMENT 'Table that was loaded',
	load_key VARCHAR(255) COMMENT 'The caller\'s name for this load, done at most once',
	status VARCHAR(10) NOT NULL COMMENT 'running, part, done or failed',
	source VARCHAR COMMENT 'Where the rows came from, without credentials',
	started_at TIMESTAMP_NTZ(6) NOT NULL COMMENT 'UTC',
	finished_at TIMESTAMP_NTZ(6) COMMENT 'UTC',
	seconds FLOAT,
	lookups VARCHAR COMMENT 'JSON: dimension\'s table to where its members were looked up',
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
	error VARCHAR,
	PRIMARY KEY (load_id) NOT ENFORCED RELY,
	UNIQUE (target, load_key, load_id) NOT ENFORCED
)
COMMENT = 'One row per load: what, when, from where, how many rows, and how it ended';

CREATE TABLE starschema_quarantine (
	load_id BIGINT NOT NULL,
	target VARCHAR(200) NOT NULL,
	row_number BIGINT NOT NULL COMMENT 'Position in the input, from 1',
	column_name VARCHAR(200) COMMENT 'Input column to blame; NULL for the row as a whole',
	value VARCHAR,
	reason VARCHAR NOT NULL,
	record VARCHAR NOT NULL COMMENT 'The raw row as JSON'
)
COMMENT = 'Rows that could not be loaded, with the reason';

CREATE TABLE starschema_part (
	load_id BIGINT NOT NULL,
	part BIGINT NOT NULL,
	target VARCHAR(200) NOT NULL,
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
	duplicates BIGINT NOT NULL,
	PRIMARY KEY (load_id, part) NOT ENFORCED RELY
)
COMMENT = 'One row per part that is in the table, of loads in parts';

CREATE TABLE starschema_target (
	target VARCHAR(200) NOT NULL,
	lock VARCHAR(10) NOT NULL COMMENT 'history or members',
	last_key BIGINT NOT NULL COMMENT 'Highest surrogate key given so far',
	attributes VARCHAR NOT NULL COMMENT 'JSON: attribute to last_key when data first had it',
	stamp VARCHAR(32) COMMENT 'Drawn anew by every load that writes versions of the dimension',
	PRIMARY KEY (target, lock) NOT ENFORCED RELY
)
COMMENT = 'One row per table and lock: loads of one table queue up on it, and take their keys from it';

CREATE TABLE starschema_snapshot (
	target VARCHAR(200) NOT NULL,
	effective TIMESTAMP_NTZ(6) NOT NULL,
	slice_column VARCHAR(200) COMMENT 'NULL where the whole membership was given',
	slice_value VARCHAR(255),
	given VARCHAR NOT NULL COMMENT 'Comma-framed names of the attributes in the data',
	load_id BIGINT NOT NULL
)
COMMENT = 'Every time and slice at which a whole membership was given';

CREATE TABLE starschema_mark (
	target VARCHAR(200) NOT NULL,
	name VARCHAR(200) NOT NULL COMMENT 'The source, as its reader names it',
	mark VARCHAR NOT NULL COMMENT 'JSON: how far the source was read, and the value\'s type',
	load_id BIGINT NOT NULL COMMENT 'Load that moved the mark last',
	PRIMARY KEY (target, name) NOT ENFORCED RELY
)
COMMENT = 'How far each source was read into each table; moved in the load\'s own transaction';

CREATE TABLE dim_holder_journal (
	number INTEGER NOT NULL,
	changed_at TIMESTAMP_NTZ(6) NOT NULL COMMENT 'When the change took effect, UTC',
	change_sequence BIGINT COMMENT 'Orders changes of one time',
	is_deletion BOOLEAN NOT NULL,
	country VARCHAR(2),
	city VARCHAR(60),
	born_on_key BIGINT,
	demographics_key BIGINT,
	given_attributes VARCHAR NOT NULL COMMENT 'Comma-framed names of those in the data',
	load_id BIGINT NOT NULL
)
COMMENT = 'Changes of dim_holder that its versions do not show';

CREATE TABLE dim_policy_journal (
	policy_no VARCHAR(12) NOT NULL,
	changed_at TIMESTAMP_NTZ(6) NOT NULL COMMENT 'When the change took effect, UTC',
	change_sequence BIGINT COMMENT 'Orders changes of one time',
	is_deletion BOOLEAN NOT NULL,
	kind VARCHAR(10),
	unit_code VARCHAR(8),
	plate VARCHAR(10),
	square_metres INTEGER,
	given_attributes VARCHAR NOT NULL COMMENT 'Comma-framed names of those in the data',
	load_id BIGINT NOT NULL
)
COMMENT = 'Changes of dim_policy that its versions do not show';

CREATE TABLE dim_holder_demographics_journal (
	number INTEGER NOT NULL,
	changed_at TIMESTAMP_NTZ(6) NOT NULL COMMENT 'When the change took effect, UTC',
	change_sequence BIGINT COMMENT 'Orders changes of one time',
	is_deletion BOOLEAN NOT NULL,
	demographics_key BIGINT,
	given_attributes VARCHAR NOT NULL COMMENT 'Comma-framed names of those in the data',
	load_id BIGINT NOT NULL
)
COMMENT = 'Changes of dim_holder_demographics that its versions do not show';

CREATE TABLE dim_unit_tree (
	descendant_key BIGINT NOT NULL COMMENT 'unit_key of the one below',
	ancestor_key BIGINT NOT NULL COMMENT 'unit_key of the one above',
	depth INTEGER NOT NULL COMMENT 'Levels between them; 0 for a member and itself',
	is_top BOOLEAN NOT NULL COMMENT 'Nothing is above the ancestor',
	is_bottom BOOLEAN NOT NULL COMMENT 'Nothing is below the descendant',
	load_id BIGINT DEFAULT 0 NOT NULL COMMENT 'Load that wrote the row last',
	PRIMARY KEY (descendant_key, ancestor_key) NOT ENFORCED RELY,
	FOREIGN KEY (descendant_key) REFERENCES dim_unit (unit_key) NOT ENFORCED RELY,
	FOREIGN KEY (ancestor_key) REFERENCES dim_unit (unit_key) NOT ENFORCED RELY
)
COMMENT = 'Every member of dim_unit and all that are above it';

CREATE TABLE bridge_household_members_journal (
	household_key BIGINT NOT NULL COMMENT 'Household: key of dim_household',
	changed_at TIMESTAMP_NTZ(6) NOT NULL COMMENT 'When the group was told, UTC',
	load_id BIGINT NOT NULL,
	PRIMARY KEY (household_key, changed_at) NOT ENFORCED RELY
)
COMMENT = 'Times of which groups were told that no row of bridge_household_members shows';

CREATE TABLE bridge_group_diagnoses_journal (
	diagnosis_group_key BIGINT NOT NULL COMMENT 'Diagnosis group: key of dim_diagnosis_group',
	changed_at TIMESTAMP_NTZ(6) NOT NULL COMMENT 'When the group was told, UTC',
	load_id BIGINT NOT NULL,
	PRIMARY KEY (diagnosis_group_key, changed_at) NOT ENFORCED RELY
)
COMMENT = 'Times of which groups were told that no row of bridge_group_diagnoses shows';

CREATE VIEW dim_holder_now AS
SELECT newest.holder_durable_key, newest.holder_key, newest.number, newest.country, newest.city, newest.born_on_key, newest.demographics_key, newest.valid_from, newest.valid_to, newest.is_current, newest.is_inferred, newest.load_id 
FROM dim_holder AS newest 
WHERE NOT (EXISTS (SELECT 1 AS anon_1 
FROM dim_holder AS later 
WHERE later.number = newest.number AND later.valid_from > newest.valid_from));

CREATE VIEW dim_policy_whole AS
SELECT dim_policy.policy_key, dim_policy.policy_no, dim_policy.kind, dim_policy.unit_code, dim_policy.valid_from, dim_policy.valid_to, dim_policy.is_current, dim_policy.is_inferred, dim_policy.load_id, dim_car_policy.plate, dim_home_policy.square_metres 
FROM dim_policy LEFT OUTER JOIN dim_car_policy ON dim_car_policy.policy_key = dim_policy.policy_key LEFT OUTER JOIN dim_home_policy ON dim_home_policy.policy_key = dim_policy.policy_key;

CREATE VIEW fact_claim_whole AS
SELECT fact_claim.claim_no, fact_claim.line_no, fact_claim.happened_at, fact_claim.kind, fact_claim.day_key, fact_claim.minute_key, fact_claim.policy_key, fact_claim.holder_key, fact_claim.holder_durable_key, fact_claim.demographics_key, fact_claim.diagnoses_key, fact_claim.amount, fact_claim.load_id, fact_accident.police_report, fact_accident.injured, fact_accident.other_policy_key 
FROM fact_claim LEFT OUTER JOIN fact_accident ON fact_accident.claim_no = fact_claim.claim_no AND fact_accident.line_no = fact_claim.line_no;

INSERT INTO dim_day (day_key, date, day_of_month, day_of_year, day_of_week, day_name, is_weekend, iso_week, iso_year, month, month_name, month_start, year_month, quarter, year, fiscal_year, fiscal_quarter, fiscal_month, is_holiday, holiday_name, is_inferred, load_id) VALUES (-1, NULL, NULL, NULL, NULL, 'Unknown', NULL, NULL, NULL, NULL, 'Unknown', NULL, 'Unknown', NULL, NULL, NULL, NULL, NULL, NULL, NULL, FALSE, 0);

INSERT INTO dim_day (day_key, date, day_of_month, day_of_year, day_of_week, day_name, is_weekend, iso_week, iso_year, month, month_name, month_start, year_month, quarter, year, fiscal_year, fiscal_quarter, fiscal_month, is_holiday, holiday_name, is_inferred, load_id) VALUES (-2, NULL, NULL, NULL, NULL, 'Not applicable', NULL, NULL, NULL, NULL, 'Not applicable', NULL, 'Not applicable', NULL, NULL, NULL, NULL, NULL, NULL, NULL, FALSE, 0);

INSERT INTO dim_month (month_key, year_month, month_start, month, month_name, quarter, year, fiscal_year, fiscal_quarter, fiscal_month, is_inferred, load_id) VALUES (-1, NULL, NULL, NULL, 'Unknown', NULL, NULL, NULL, NULL, NULL, FALSE, 0);

INSERT INTO dim_month (month_key, year_month, month_start, month, month_name, quarter, year, fiscal_year, fiscal_quarter, fiscal_month, is_inferred, load_id) VALUES (-2, NULL, NULL, NULL, 'Not applicable', NULL, NULL, NULL, NULL, NULL, FALSE, 0);

INSERT INTO dim_minute (minute_key, time, hour, minute, second, minute_of_day, half_hour, hour_12, am_pm, label, label_12, part_of_day, is_inferred, load_id) VALUES (-1, NULL, NULL, NULL, NULL, NULL, 'Unknown', NULL, 'Unknown', 'Unknown', 'Unknown', 'Unknown', FALSE, 0);

INSERT INTO dim_minute (minute_key, time, hour, minute, second, minute_of_day, half_hour, hour_12, am_pm, label, label_12, part_of_day, is_inferred, load_id) VALUES (-2, NULL, NULL, NULL, NULL, NULL, 'Not applicable', NULL, 'Not applicable', 'Not applicable', 'Not applicable', 'Not applicable', FALSE, 0);

INSERT INTO dim_currency (currency_key, code, is_inferred, load_id) VALUES (-1, NULL, FALSE, 0);

INSERT INTO dim_currency (currency_key, code, is_inferred, load_id) VALUES (-2, NULL, FALSE, 0);

INSERT INTO dim_demographics (demographics_key, combination, age, smokes, is_inferred, load_id) VALUES (-1, NULL, 'Unknown', NULL, FALSE, 0);

INSERT INTO dim_demographics (demographics_key, combination, age, smokes, is_inferred, load_id) VALUES (-2, NULL, 'Not applicable', NULL, FALSE, 0);

INSERT INTO dim_holder (holder_key, number, country, city, born_on_key, demographics_key, holder_durable_key, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-1, NULL, '?', 'Unknown', -1, -1, -1, '0001-01-01 00:00:00.000000', '9999-12-31 00:00:00.000000', TRUE, FALSE, 0);

INSERT INTO dim_holder (holder_key, number, country, city, born_on_key, demographics_key, holder_durable_key, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-2, NULL, '-', 'Not applicable', -2, -2, -2, '0001-01-01 00:00:00.000000', '9999-12-31 00:00:00.000000', TRUE, FALSE, 0);

INSERT INTO dim_unit (unit_key, code, parent, is_inferred, load_id) VALUES (-1, NULL, NULL, FALSE, 0);

INSERT INTO dim_unit (unit_key, code, parent, is_inferred, load_id) VALUES (-2, NULL, NULL, FALSE, 0);

INSERT INTO dim_policy (policy_key, policy_no, kind, unit_code, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-1, NULL, NULL, 'Unknown', '0001-01-01 00:00:00.000000', '9999-12-31 00:00:00.000000', TRUE, FALSE, 0);

INSERT INTO dim_policy (policy_key, policy_no, kind, unit_code, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-2, NULL, NULL, 'N/A', '0001-01-01 00:00:00.000000', '9999-12-31 00:00:00.000000', TRUE, FALSE, 0);

INSERT INTO dim_car_policy (policy_key, plate) VALUES (-1, 'Unknown');

INSERT INTO dim_car_policy (policy_key, plate) VALUES (-2, 'N/A');

INSERT INTO dim_home_policy (policy_key, square_metres) VALUES (-1, NULL);

INSERT INTO dim_home_policy (policy_key, square_metres) VALUES (-2, NULL);

INSERT INTO dim_household (household_key, household_no, is_inferred, load_id) VALUES (-1, NULL, FALSE, 0);

INSERT INTO dim_household (household_key, household_no, is_inferred, load_id) VALUES (-2, NULL, FALSE, 0);

INSERT INTO dim_diagnosis (diagnosis_key, icd, title, is_inferred, load_id) VALUES (-1, NULL, 'Unknown', FALSE, 0);

INSERT INTO dim_diagnosis (diagnosis_key, icd, title, is_inferred, load_id) VALUES (-2, NULL, 'Not applicable', FALSE, 0);

INSERT INTO dim_diagnosis_group (diagnosis_group_key, combination, is_inferred, load_id) VALUES (-1, NULL, FALSE, 0);

INSERT INTO dim_diagnosis_group (diagnosis_group_key, combination, is_inferred, load_id) VALUES (-2, NULL, FALSE, 0);

INSERT INTO dim_unit_tree (descendant_key, ancestor_key, depth, is_top, is_bottom, load_id) VALUES (-1, -1, 0, TRUE, TRUE, 0);

INSERT INTO dim_unit_tree (descendant_key, ancestor_key, depth, is_top, is_bottom, load_id) VALUES (-2, -2, 0, TRUE, TRUE, 0);

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
