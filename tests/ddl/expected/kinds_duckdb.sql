CREATE TABLE dim_day (
	day_key BIGINT NOT NULL, 
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
	is_inferred BOOLEAN DEFAULT false NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	PRIMARY KEY (day_key), 
	CONSTRAINT uq_dim_day_natural_key UNIQUE (date)
);

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

CREATE TABLE dim_month (
	month_key BIGINT NOT NULL, 
	year_month VARCHAR(20), 
	month_start DATE, 
	month SMALLINT, 
	month_name VARCHAR(20), 
	quarter SMALLINT, 
	year SMALLINT, 
	fiscal_year SMALLINT, 
	fiscal_quarter SMALLINT, 
	fiscal_month SMALLINT, 
	is_inferred BOOLEAN DEFAULT false NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	PRIMARY KEY (month_key), 
	CONSTRAINT uq_dim_month_natural_key UNIQUE (year_month)
);

COMMENT ON TABLE dim_month IS 'One row per year_month of dim_day.';

COMMENT ON COLUMN dim_month.month_key IS 'Surrogate key';

COMMENT ON COLUMN dim_month.year_month IS 'Such as 2024-02';

COMMENT ON COLUMN dim_month.month_start IS 'First day of the month';

COMMENT ON COLUMN dim_month.fiscal_year IS 'Named by the year in which it ends';

COMMENT ON COLUMN dim_month.fiscal_month IS '1 is the month in which the fiscal year starts';

COMMENT ON COLUMN dim_month.is_inferred IS 'True while only a fact has named the member';

COMMENT ON COLUMN dim_month.load_id IS 'Load that wrote the row last';

CREATE TABLE dim_minute (
	minute_key BIGINT NOT NULL, 
	time TIME WITHOUT TIME ZONE, 
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
	is_inferred BOOLEAN DEFAULT false NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	PRIMARY KEY (minute_key), 
	CONSTRAINT uq_dim_minute_natural_key UNIQUE (time)
);

COMMENT ON TABLE dim_minute IS 'One row per minute of a day.';

COMMENT ON COLUMN dim_minute.minute_key IS 'Surrogate key';

COMMENT ON COLUMN dim_minute.time IS 'The time at which it begins';

COMMENT ON COLUMN dim_minute.minute_of_day IS '0 to 1439';

COMMENT ON COLUMN dim_minute.half_hour IS 'Such as 14:30, when it begins';

COMMENT ON COLUMN dim_minute.hour_12 IS '1 to 12';

COMMENT ON COLUMN dim_minute.label IS 'Such as 14:05';

COMMENT ON COLUMN dim_minute.label_12 IS 'Such as 2:05 PM';

COMMENT ON COLUMN dim_minute.part_of_day IS 'Such as Morning';

COMMENT ON COLUMN dim_minute.is_inferred IS 'True while only a fact has named the member';

COMMENT ON COLUMN dim_minute.load_id IS 'Load that wrote the row last';

CREATE TABLE dim_currency (
	currency_key BIGINT NOT NULL, 
	code VARCHAR(3), 
	is_inferred BOOLEAN DEFAULT false NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	PRIMARY KEY (currency_key), 
	CONSTRAINT uq_dim_currency_natural_key UNIQUE (code)
);

COMMENT ON TABLE dim_currency IS 'One row per currency.';

COMMENT ON COLUMN dim_currency.currency_key IS 'Surrogate key';

COMMENT ON COLUMN dim_currency.is_inferred IS 'True while only a fact has named the member';

COMMENT ON COLUMN dim_currency.load_id IS 'Load that wrote the row last';

CREATE TABLE dim_demographics (
	demographics_key BIGINT NOT NULL, 
	combination VARCHAR(64), 
	age VARCHAR(60), 
	smokes BOOLEAN, 
	is_inferred BOOLEAN DEFAULT false NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	PRIMARY KEY (demographics_key), 
	CONSTRAINT uq_dim_demographics_natural_key UNIQUE (combination)
);

COMMENT ON TABLE dim_demographics IS 'One row per combination of bands.';

COMMENT ON COLUMN dim_demographics.demographics_key IS 'Surrogate key';

COMMENT ON COLUMN dim_demographics.combination IS 'Hash of the attributes, NULLs left out';

COMMENT ON COLUMN dim_demographics.is_inferred IS 'True while only a fact has named the member';

COMMENT ON COLUMN dim_demographics.load_id IS 'Load that wrote the row last';

CREATE TABLE dim_holder (
	holder_key BIGINT NOT NULL, 
	number INTEGER, 
	country VARCHAR(2), 
	city VARCHAR(60), 
	born_on_key BIGINT DEFAULT -1 NOT NULL, 
	demographics_key BIGINT DEFAULT -1 NOT NULL, 
	holder_durable_key BIGINT NOT NULL, 
	valid_from TIMESTAMP WITHOUT TIME ZONE NOT NULL, 
	valid_to TIMESTAMP WITHOUT TIME ZONE NOT NULL, 
	is_current BOOLEAN DEFAULT true NOT NULL, 
	is_inferred BOOLEAN DEFAULT false NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	PRIMARY KEY (holder_key), 
	CONSTRAINT uq_dim_holder_natural_key UNIQUE (number, valid_from)
);

COMMENT ON TABLE dim_holder IS 'One row per version of somebody who is insured.';

COMMENT ON COLUMN dim_holder.holder_key IS 'Surrogate key';

COMMENT ON COLUMN dim_holder.born_on_key IS 'Born on: key of dim_day';

COMMENT ON COLUMN dim_holder.demographics_key IS 'Demographics: key of dim_demographics';

COMMENT ON COLUMN dim_holder.holder_durable_key IS 'One key per member, over all its versions';

COMMENT ON COLUMN dim_holder.valid_from IS 'Start of the version, UTC';

COMMENT ON COLUMN dim_holder.valid_to IS 'Exclusive end of the version, UTC';

COMMENT ON COLUMN dim_holder.is_current IS 'Whether the version is in force';

COMMENT ON COLUMN dim_holder.is_inferred IS 'True while only a fact has named the member';

COMMENT ON COLUMN dim_holder.load_id IS 'Load that wrote the row last';

CREATE TABLE dim_unit (
	unit_key BIGINT NOT NULL, 
	code VARCHAR(8), 
	parent VARCHAR(8), 
	is_inferred BOOLEAN DEFAULT false NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	PRIMARY KEY (unit_key), 
	CONSTRAINT uq_dim_unit_natural_key UNIQUE (code)
);

COMMENT ON TABLE dim_unit IS 'One row per unit of the organisation.';

COMMENT ON COLUMN dim_unit.unit_key IS 'Surrogate key';

COMMENT ON COLUMN dim_unit.is_inferred IS 'True while only a fact has named the member';

COMMENT ON COLUMN dim_unit.load_id IS 'Load that wrote the row last';

CREATE TABLE dim_policy (
	policy_key BIGINT NOT NULL, 
	policy_no VARCHAR(12), 
	kind VARCHAR(10), 
	unit_code VARCHAR(8), 
	valid_from TIMESTAMP WITHOUT TIME ZONE NOT NULL, 
	valid_to TIMESTAMP WITHOUT TIME ZONE NOT NULL, 
	is_current BOOLEAN DEFAULT true NOT NULL, 
	is_inferred BOOLEAN DEFAULT false NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	PRIMARY KEY (policy_key), 
	CONSTRAINT uq_dim_policy_natural_key UNIQUE (policy_no, valid_from)
);

COMMENT ON TABLE dim_policy IS 'What every policy has, one row per version.';

COMMENT ON COLUMN dim_policy.policy_key IS 'Surrogate key';

COMMENT ON COLUMN dim_policy.valid_from IS 'Start of the version, UTC';

COMMENT ON COLUMN dim_policy.valid_to IS 'Exclusive end of the version, UTC';

COMMENT ON COLUMN dim_policy.is_current IS 'Whether the version is in force';

COMMENT ON COLUMN dim_policy.is_inferred IS 'True while only a fact has named the member';

COMMENT ON COLUMN dim_policy.load_id IS 'Load that wrote the row last';

CREATE TABLE dim_car_policy (
	policy_key BIGINT NOT NULL, 
	plate VARCHAR(10), 
	PRIMARY KEY (policy_key)
);

COMMENT ON TABLE dim_car_policy IS 'What only a car''s policy has.';

COMMENT ON COLUMN dim_car_policy.policy_key IS 'Surrogate key';

CREATE TABLE dim_home_policy (
	policy_key BIGINT NOT NULL, 
	square_metres INTEGER, 
	PRIMARY KEY (policy_key)
);

COMMENT ON TABLE dim_home_policy IS 'What only a home''s policy has.';

COMMENT ON COLUMN dim_home_policy.policy_key IS 'Surrogate key';

CREATE TABLE dim_household (
	household_key BIGINT NOT NULL, 
	household_no INTEGER, 
	is_inferred BOOLEAN DEFAULT false NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	PRIMARY KEY (household_key), 
	CONSTRAINT uq_dim_household_natural_key UNIQUE (household_no)
);

COMMENT ON TABLE dim_household IS 'One row per household, whose members are insured together.';

COMMENT ON COLUMN dim_household.household_key IS 'Surrogate key';

COMMENT ON COLUMN dim_household.is_inferred IS 'True while only a fact has named the member';

COMMENT ON COLUMN dim_household.load_id IS 'Load that wrote the row last';

CREATE TABLE dim_diagnosis (
	diagnosis_key BIGINT NOT NULL, 
	icd VARCHAR(8), 
	title VARCHAR(200), 
	is_inferred BOOLEAN DEFAULT false NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	PRIMARY KEY (diagnosis_key), 
	CONSTRAINT uq_dim_diagnosis_natural_key UNIQUE (icd)
);

COMMENT ON TABLE dim_diagnosis IS 'One row per diagnosis.';

COMMENT ON COLUMN dim_diagnosis.diagnosis_key IS 'Surrogate key';

COMMENT ON COLUMN dim_diagnosis.is_inferred IS 'True while only a fact has named the member';

COMMENT ON COLUMN dim_diagnosis.load_id IS 'Load that wrote the row last';

CREATE TABLE dim_diagnosis_group (
	diagnosis_group_key BIGINT NOT NULL, 
	combination VARCHAR(64), 
	is_inferred BOOLEAN DEFAULT false NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	PRIMARY KEY (diagnosis_group_key), 
	CONSTRAINT uq_dim_diagnosis_group_natural_key UNIQUE (combination)
);

COMMENT ON TABLE dim_diagnosis_group IS 'One row per combination of diagnoses that claims have named.';

COMMENT ON COLUMN dim_diagnosis_group.diagnosis_group_key IS 'Surrogate key';

COMMENT ON COLUMN dim_diagnosis_group.combination IS 'Hash of its members'' natural keys';

COMMENT ON COLUMN dim_diagnosis_group.is_inferred IS 'True while only a fact has named the member';

COMMENT ON COLUMN dim_diagnosis_group.load_id IS 'Load that wrote the row last';

CREATE TABLE bridge_household_members (
	household_key BIGINT NOT NULL, 
	holder_key BIGINT NOT NULL, 
	share NUMERIC(9, 8) NOT NULL, 
	relation VARCHAR(20), 
	valid_from TIMESTAMP WITHOUT TIME ZONE NOT NULL, 
	valid_to TIMESTAMP WITHOUT TIME ZONE NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL
);

COMMENT ON TABLE bridge_household_members IS 'Who is in a household when, and for which share of its premium.; unique by (household_key, holder_key, valid_from), kept by the loads without an index';

COMMENT ON COLUMN bridge_household_members.household_key IS 'Household: key of dim_household';

COMMENT ON COLUMN bridge_household_members.holder_key IS 'Holder: holder_durable_key of dim_holder';

COMMENT ON COLUMN bridge_household_members.share IS 'Share of the group; 1 together';

COMMENT ON COLUMN bridge_household_members.valid_from IS 'Since when, UTC';

COMMENT ON COLUMN bridge_household_members.valid_to IS 'Exclusive end, UTC';

COMMENT ON COLUMN bridge_household_members.load_id IS 'Load that wrote the row last';

CREATE TABLE bridge_group_diagnoses (
	diagnosis_group_key BIGINT NOT NULL, 
	diagnosis_key BIGINT NOT NULL, 
	share NUMERIC(5, 4) NOT NULL, 
	valid_from TIMESTAMP WITHOUT TIME ZONE NOT NULL, 
	valid_to TIMESTAMP WITHOUT TIME ZONE NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL
);

COMMENT ON TABLE bridge_group_diagnoses IS 'The diagnoses of each combination.; unique by (diagnosis_group_key, diagnosis_key, valid_from), kept by the loads without an index';

COMMENT ON COLUMN bridge_group_diagnoses.diagnosis_group_key IS 'Diagnosis group: key of dim_diagnosis_group';

COMMENT ON COLUMN bridge_group_diagnoses.diagnosis_key IS 'Diagnosis: key of dim_diagnosis';

COMMENT ON COLUMN bridge_group_diagnoses.share IS 'Share of the group; 1 together';

COMMENT ON COLUMN bridge_group_diagnoses.valid_from IS 'Since when, UTC';

COMMENT ON COLUMN bridge_group_diagnoses.valid_to IS 'Exclusive end, UTC';

COMMENT ON COLUMN bridge_group_diagnoses.load_id IS 'Load that wrote the row last';

CREATE TABLE fact_rate (
	currency_key BIGINT NOT NULL, 
	day_key BIGINT NOT NULL, 
	rate NUMERIC(18, 8) NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL
);

COMMENT ON TABLE fact_rate IS 'What a currency is worth.; unique by (currency_key, day_key), kept by the loads without an index';

COMMENT ON COLUMN fact_rate.currency_key IS 'Currency: key of dim_currency';

COMMENT ON COLUMN fact_rate.day_key IS 'Day: key of dim_day';

COMMENT ON COLUMN fact_rate.load_id IS 'Load that wrote the row';

CREATE TABLE fact_claim (
	claim_no VARCHAR(12) NOT NULL, 
	line_no INTEGER NOT NULL, 
	happened_at TIMESTAMP WITHOUT TIME ZONE NOT NULL, 
	kind VARCHAR(10), 
	day_key BIGINT NOT NULL, 
	minute_key BIGINT NOT NULL, 
	policy_key BIGINT NOT NULL, 
	holder_key BIGINT NOT NULL, 
	holder_durable_key BIGINT NOT NULL, 
	demographics_key BIGINT NOT NULL, 
	diagnoses_key BIGINT NOT NULL, 
	amount NUMERIC(14, 2) NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL
);

COMMENT ON TABLE fact_claim IS 'What was claimed.; unique by (claim_no, line_no), kept by the loads without an index';

COMMENT ON COLUMN fact_claim.day_key IS 'Day: key of dim_day';

COMMENT ON COLUMN fact_claim.minute_key IS 'Minute: key of dim_minute';

COMMENT ON COLUMN fact_claim.policy_key IS 'Policy: key of dim_policy';

COMMENT ON COLUMN fact_claim.holder_key IS 'Holder: key of dim_holder';

COMMENT ON COLUMN fact_claim.holder_durable_key IS 'Holder: durable key of dim_holder';

COMMENT ON COLUMN fact_claim.demographics_key IS 'Demographics: key of dim_demographics';

COMMENT ON COLUMN fact_claim.diagnoses_key IS 'Diagnoses: key of dim_diagnosis_group';

COMMENT ON COLUMN fact_claim.load_id IS 'Load that wrote the row';

CREATE TABLE fact_accident (
	claim_no VARCHAR(12) NOT NULL, 
	line_no INTEGER NOT NULL, 
	police_report VARCHAR(20), 
	other_policy_key BIGINT NOT NULL, 
	injured INTEGER NOT NULL
);

COMMENT ON TABLE fact_accident IS 'What only an accident''s claim has.; unique by (claim_no, line_no), kept by the loads without an index';

COMMENT ON COLUMN fact_accident.other_policy_key IS 'Other policy: key of dim_policy';

CREATE TABLE fact_premium (
	premium_no INTEGER NOT NULL, 
	told_at TIMESTAMP WITHOUT TIME ZONE NOT NULL, 
	due_on DATE NOT NULL, 
	day_key BIGINT NOT NULL, 
	household_key BIGINT NOT NULL, 
	currency_key BIGINT NOT NULL, 
	charged NUMERIC(14, 2) NOT NULL, 
	euros NUMERIC(14, 2), 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	reversal SMALLINT DEFAULT 0 NOT NULL
);

COMMENT ON TABLE fact_premium IS 'What was charged, in the policy''s own currency; corrections are added.; unique by (premium_no, told_at, reversal), kept by the loads without an index';

COMMENT ON COLUMN fact_premium.day_key IS 'Day: key of dim_day';

COMMENT ON COLUMN fact_premium.household_key IS 'Household: key of dim_household';

COMMENT ON COLUMN fact_premium.currency_key IS 'Currency: key of dim_currency';

COMMENT ON COLUMN fact_premium.euros IS 'charged in EUR, by fact_rate.rate';

COMMENT ON COLUMN fact_premium.load_id IS 'Load that wrote the row';

COMMENT ON COLUMN fact_premium.reversal IS '0 for a row as it was told, 1 for what takes it back, measures negated, 2 for a deletion';

CREATE TABLE fact_settlement (
	claim_no VARCHAR(12) NOT NULL, 
	changed_at TIMESTAMP WITHOUT TIME ZONE NOT NULL, 
	reported_key BIGINT NOT NULL, 
	paid_key BIGINT NOT NULL, 
	days_to_pay INTEGER, 
	state VARCHAR(10), 
	reserve NUMERIC(14, 2), 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	told TEXT
);

COMMENT ON TABLE fact_settlement IS 'How far claims have come.; unique by (claim_no), kept by the loads without an index';

COMMENT ON COLUMN fact_settlement.reported_key IS 'Reported: key of dim_day';

COMMENT ON COLUMN fact_settlement.paid_key IS 'Paid: key of dim_day';

COMMENT ON COLUMN fact_settlement.days_to_pay IS 'Days from reported to paid, once both are reached';

COMMENT ON COLUMN fact_settlement.state IS 'Milestone reached last';

COMMENT ON COLUMN fact_settlement.load_id IS 'Load that wrote the row';

COMMENT ON COLUMN fact_settlement.told IS 'JSON: column to the changed_at of the row that told its value, where that is not the newest';

CREATE TABLE fact_movement (
	movement_no INTEGER NOT NULL, 
	day_key BIGINT NOT NULL, 
	unit_key BIGINT NOT NULL, 
	amount NUMERIC(14, 2) NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL
);

COMMENT ON TABLE fact_movement IS 'What was put aside, and taken.; unique by (movement_no), kept by the loads without an index';

COMMENT ON COLUMN fact_movement.day_key IS 'Day: key of dim_day';

COMMENT ON COLUMN fact_movement.unit_key IS 'Unit: key of dim_unit';

COMMENT ON COLUMN fact_movement.load_id IS 'Load that wrote the row';

CREATE TABLE fact_reserve (
	day_key BIGINT NOT NULL, 
	unit_key BIGINT NOT NULL, 
	opened NUMERIC(14, 2) NOT NULL, 
	moved NUMERIC(14, 2) NOT NULL, 
	closed NUMERIC(14, 2) NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL
);

COMMENT ON TABLE fact_reserve IS 'What is put aside, as each month closes.; unique by (day_key, unit_key), kept by the loads without an index';

COMMENT ON COLUMN fact_reserve.day_key IS 'Day: key of dim_day';

COMMENT ON COLUMN fact_reserve.unit_key IS 'Unit: key of dim_unit';

COMMENT ON COLUMN fact_reserve.opened IS 'Sum of fact_movement.amount before the period';

COMMENT ON COLUMN fact_reserve.moved IS 'Sum of fact_movement.amount in the period';

COMMENT ON COLUMN fact_reserve.closed IS 'Sum of fact_movement.amount until the period ends';

COMMENT ON COLUMN fact_reserve.load_id IS 'Load that wrote the row';

CREATE TABLE fact_standing (
	day_key BIGINT NOT NULL, 
	household_key BIGINT NOT NULL, 
	owed NUMERIC(14, 2) NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL
);

COMMENT ON TABLE fact_standing IS 'What each household owes.; unique by (day_key, household_key), kept by the loads without an index';

COMMENT ON COLUMN fact_standing.day_key IS 'Day: key of dim_day';

COMMENT ON COLUMN fact_standing.household_key IS 'Household: key of dim_household';

COMMENT ON COLUMN fact_standing.load_id IS 'Load that wrote the row';

CREATE TABLE fact_covered (
	month_key BIGINT NOT NULL, 
	household_key BIGINT NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL
);

COMMENT ON TABLE fact_covered IS 'Who is covered when: coverage, without numbers.; unique by (month_key, household_key), kept by the loads without an index';

COMMENT ON COLUMN fact_covered.month_key IS 'Month: key of dim_month';

COMMENT ON COLUMN fact_covered.household_key IS 'Household: key of dim_household';

COMMENT ON COLUMN fact_covered.load_id IS 'Load that wrote the row';

CREATE TABLE agg_claims_by_month (
	claims_by_month_key BIGINT NOT NULL, 
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

COMMENT ON TABLE agg_claims_by_month IS 'Claims by month and place.';

COMMENT ON COLUMN agg_claims_by_month.claims_by_month_key IS 'Surrogate key';

COMMENT ON COLUMN agg_claims_by_month.month IS 'day: dim_day.year_month';

COMMENT ON COLUMN agg_claims_by_month.city IS 'holder: dim_holder.city';

COMMENT ON COLUMN agg_claims_by_month.kind IS 'fact_claim.kind';

COMMENT ON COLUMN agg_claims_by_month.claims IS 'How many rows of fact_claim are in the slice';

COMMENT ON COLUMN agg_claims_by_month.holders IS 'How many different dim_holder.number';

COMMENT ON COLUMN agg_claims_by_month.amount IS 'Sum of fact_claim.amount';

COMMENT ON COLUMN agg_claims_by_month.dearest IS 'Greatest fact_claim.amount';

COMMENT ON COLUMN agg_claims_by_month.injured IS 'Sum of fact_accident.injured';

COMMENT ON COLUMN agg_claims_by_month.load_id IS 'Load that wrote the row last';

CREATE TABLE agg_claims_of_month (
	claims_of_month_key BIGINT NOT NULL, 
	month_key BIGINT NOT NULL, 
	claims BIGINT NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	PRIMARY KEY (claims_of_month_key)
);

COMMENT ON TABLE agg_claims_of_month IS 'Claims by the member of a roll-up.';

COMMENT ON COLUMN agg_claims_of_month.claims_of_month_key IS 'Surrogate key';

COMMENT ON COLUMN agg_claims_of_month.month_key IS 'Month: key of dim_month';

COMMENT ON COLUMN agg_claims_of_month.claims IS 'How many rows of fact_claim are in the slice';

COMMENT ON COLUMN agg_claims_of_month.load_id IS 'Load that wrote the row last';

CREATE TABLE fact_claims_and_premiums (
	claims_and_premiums_key BIGINT NOT NULL, 
	month VARCHAR(20), 
	claimed NUMERIC(24, 2) NOT NULL, 
	charged NUMERIC(24, 2), 
	claim_rows BIGINT DEFAULT 0 NOT NULL, 
	premium_rows BIGINT DEFAULT 0 NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	PRIMARY KEY (claims_and_premiums_key)
);

COMMENT ON TABLE fact_claims_and_premiums IS 'Claims beside premiums, by month.';

COMMENT ON COLUMN fact_claims_and_premiums.claims_and_premiums_key IS 'Surrogate key';

COMMENT ON COLUMN fact_claims_and_premiums.month IS 'day: dim_day.year_month';

COMMENT ON COLUMN fact_claims_and_premiums.claimed IS 'Sum of fact_claim.amount';

COMMENT ON COLUMN fact_claims_and_premiums.charged IS 'Sum of fact_premium.euros';

COMMENT ON COLUMN fact_claims_and_premiums.claim_rows IS 'How many rows of fact_claim are in the slice';

COMMENT ON COLUMN fact_claims_and_premiums.premium_rows IS 'How many rows of fact_premium are in the slice';

COMMENT ON COLUMN fact_claims_and_premiums.load_id IS 'Load that wrote the row last';

CREATE TABLE dim_holder_demographics (
	holder_demographics_key BIGINT NOT NULL, 
	number INTEGER, 
	demographics_key BIGINT DEFAULT -1 NOT NULL, 
	valid_from TIMESTAMP WITHOUT TIME ZONE NOT NULL, 
	valid_to TIMESTAMP WITHOUT TIME ZONE NOT NULL, 
	is_current BOOLEAN DEFAULT true NOT NULL, 
	is_inferred BOOLEAN DEFAULT false NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	PRIMARY KEY (holder_demographics_key), 
	CONSTRAINT uq_dim_holder_demographics_natural_key UNIQUE (number, valid_from)
);

COMMENT ON TABLE dim_holder_demographics IS 'Which dim_demographics each member of dim_holder had when';

COMMENT ON COLUMN dim_holder_demographics.holder_demographics_key IS 'Surrogate key';

COMMENT ON COLUMN dim_holder_demographics.demographics_key IS 'Key of dim_demographics';

COMMENT ON COLUMN dim_holder_demographics.valid_from IS 'Start of the version, UTC';

COMMENT ON COLUMN dim_holder_demographics.valid_to IS 'Exclusive end of the version, UTC';

COMMENT ON COLUMN dim_holder_demographics.is_current IS 'Whether it is in force';

COMMENT ON COLUMN dim_holder_demographics.is_inferred IS 'Always false';

COMMENT ON COLUMN dim_holder_demographics.load_id IS 'Load that wrote the row last';

CREATE TABLE starschema_load (
	load_id BIGINT NOT NULL, 
	target VARCHAR(200) NOT NULL, 
	load_key VARCHAR(255), 
	status VARCHAR(10) NOT NULL, 
	source TEXT, 
	started_at TIMESTAMP WITHOUT TIME ZONE NOT NULL, 
	finished_at TIMESTAMP WITHOUT TIME ZONE, 
	seconds DOUBLE, 
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
	target VARCHAR(200) NOT NULL, 
	row_number BIGINT NOT NULL, 
	column_name VARCHAR(200), 
	value TEXT, 
	reason TEXT NOT NULL, 
	record TEXT NOT NULL
);

CREATE INDEX ix_starschema_quarantine_load ON starschema_quarantine (load_id);

COMMENT ON TABLE starschema_quarantine IS 'Rows that could not be loaded, with the reason';

COMMENT ON COLUMN starschema_quarantine.row_number IS 'Position in the input, from 1';

COMMENT ON COLUMN starschema_quarantine.column_name IS 'Input column to blame; NULL for the row as a whole';

COMMENT ON COLUMN starschema_quarantine.record IS 'The raw row as JSON';

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

COMMENT ON TABLE starschema_part IS 'One row per part that is in the table, of loads in parts';

COMMENT ON COLUMN starschema_part.source IS 'File, its size and which of its rows';

CREATE TABLE starschema_target (
	target VARCHAR(200) NOT NULL, 
	lock VARCHAR(10) NOT NULL, 
	last_key BIGINT NOT NULL, 
	attributes TEXT NOT NULL, 
	stamp VARCHAR(32), 
	PRIMARY KEY (target, lock)
);

COMMENT ON TABLE starschema_target IS 'One row per table and lock: loads of one table queue up on it, and take their keys from it';

COMMENT ON COLUMN starschema_target.lock IS 'history or members';

COMMENT ON COLUMN starschema_target.last_key IS 'Highest surrogate key given so far';

COMMENT ON COLUMN starschema_target.attributes IS 'JSON: attribute to last_key when data first had it';

COMMENT ON COLUMN starschema_target.stamp IS 'Drawn anew by every load that writes versions of the dimension';

CREATE TABLE starschema_snapshot (
	target VARCHAR(200) NOT NULL, 
	effective TIMESTAMP WITHOUT TIME ZONE NOT NULL, 
	slice_column VARCHAR(200), 
	slice_value VARCHAR(255), 
	given TEXT NOT NULL, 
	load_id BIGINT NOT NULL
);

CREATE INDEX ix_starschema_snapshot_target ON starschema_snapshot (target, effective);

COMMENT ON TABLE starschema_snapshot IS 'Every time and slice at which a whole membership was given';

COMMENT ON COLUMN starschema_snapshot.slice_column IS 'NULL where the whole membership was given';

COMMENT ON COLUMN starschema_snapshot.given IS 'Comma-framed names of the attributes in the data';

CREATE TABLE starschema_mark (
	target VARCHAR(200) NOT NULL, 
	name VARCHAR(200) NOT NULL, 
	mark TEXT NOT NULL, 
	load_id BIGINT NOT NULL, 
	PRIMARY KEY (target, name)
);

COMMENT ON TABLE starschema_mark IS 'How far each source was read into each table; moved in the load''s own transaction';

COMMENT ON COLUMN starschema_mark.name IS 'The source, as its reader names it';

COMMENT ON COLUMN starschema_mark.mark IS 'JSON: how far the source was read, and the value''s type';

COMMENT ON COLUMN starschema_mark.load_id IS 'Load that moved the mark last';

CREATE TABLE dim_holder_journal (
	number INTEGER NOT NULL, 
	changed_at TIMESTAMP WITHOUT TIME ZONE NOT NULL, 
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

COMMENT ON TABLE dim_holder_journal IS 'Changes of dim_holder that its versions do not show';

COMMENT ON COLUMN dim_holder_journal.changed_at IS 'When the change took effect, UTC';

COMMENT ON COLUMN dim_holder_journal.change_sequence IS 'Orders changes of one time';

COMMENT ON COLUMN dim_holder_journal.given_attributes IS 'Comma-framed names of those in the data';

CREATE TABLE dim_policy_journal (
	policy_no VARCHAR(12) NOT NULL, 
	changed_at TIMESTAMP WITHOUT TIME ZONE NOT NULL, 
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

COMMENT ON TABLE dim_policy_journal IS 'Changes of dim_policy that its versions do not show';

COMMENT ON COLUMN dim_policy_journal.changed_at IS 'When the change took effect, UTC';

COMMENT ON COLUMN dim_policy_journal.change_sequence IS 'Orders changes of one time';

COMMENT ON COLUMN dim_policy_journal.given_attributes IS 'Comma-framed names of those in the data';

CREATE TABLE dim_holder_demographics_journal (
	number INTEGER NOT NULL, 
	changed_at TIMESTAMP WITHOUT TIME ZONE NOT NULL, 
	change_sequence BIGINT, 
	is_deletion BOOLEAN NOT NULL, 
	demographics_key BIGINT, 
	given_attributes TEXT NOT NULL, 
	load_id BIGINT NOT NULL
);

CREATE INDEX ix_dim_holder_demographics_journal ON dim_holder_demographics_journal (number, changed_at);

COMMENT ON TABLE dim_holder_demographics_journal IS 'Changes of dim_holder_demographics that its versions do not show';

COMMENT ON COLUMN dim_holder_demographics_journal.changed_at IS 'When the change took effect, UTC';

COMMENT ON COLUMN dim_holder_demographics_journal.change_sequence IS 'Orders changes of one time';

COMMENT ON COLUMN dim_holder_demographics_journal.given_attributes IS 'Comma-framed names of those in the data';

CREATE TABLE dim_unit_tree (
	descendant_key BIGINT NOT NULL, 
	ancestor_key BIGINT NOT NULL, 
	depth INTEGER NOT NULL, 
	is_top BOOLEAN NOT NULL, 
	is_bottom BOOLEAN NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL
);

COMMENT ON TABLE dim_unit_tree IS 'Every member of dim_unit and all that are above it; unique by (descendant_key, ancestor_key), kept by the loads without an index';

COMMENT ON COLUMN dim_unit_tree.descendant_key IS 'unit_key of the one below';

COMMENT ON COLUMN dim_unit_tree.ancestor_key IS 'unit_key of the one above';

COMMENT ON COLUMN dim_unit_tree.depth IS 'Levels between them; 0 for a member and itself';

COMMENT ON COLUMN dim_unit_tree.is_top IS 'Nothing is above the ancestor';

COMMENT ON COLUMN dim_unit_tree.is_bottom IS 'Nothing is below the descendant';

COMMENT ON COLUMN dim_unit_tree.load_id IS 'Load that wrote the row last';

CREATE TABLE bridge_household_members_journal (
	household_key BIGINT NOT NULL, 
	changed_at TIMESTAMP WITHOUT TIME ZONE NOT NULL, 
	load_id BIGINT NOT NULL
);

COMMENT ON TABLE bridge_household_members_journal IS 'Times of which groups were told that no row of bridge_household_members shows; unique by (household_key, changed_at), kept by the loads without an index';

COMMENT ON COLUMN bridge_household_members_journal.household_key IS 'Household: key of dim_household';

COMMENT ON COLUMN bridge_household_members_journal.changed_at IS 'When the group was told, UTC';

CREATE TABLE bridge_group_diagnoses_journal (
	diagnosis_group_key BIGINT NOT NULL, 
	changed_at TIMESTAMP WITHOUT TIME ZONE NOT NULL, 
	load_id BIGINT NOT NULL
);

COMMENT ON TABLE bridge_group_diagnoses_journal IS 'Times of which groups were told that no row of bridge_group_diagnoses shows; unique by (diagnosis_group_key, changed_at), kept by the loads without an index';

COMMENT ON COLUMN bridge_group_diagnoses_journal.diagnosis_group_key IS 'Diagnosis group: key of dim_diagnosis_group';

COMMENT ON COLUMN bridge_group_diagnoses_journal.changed_at IS 'When the group was told, UTC';

CREATE VIEW dim_holder_now AS SELECT newest.holder_durable_key, newest.holder_key, newest.number, newest.country, newest.city, newest.born_on_key, newest.demographics_key, newest.valid_from, newest.valid_to, newest.is_current, newest.is_inferred, newest.load_id 
FROM dim_holder AS newest 
WHERE NOT (EXISTS (SELECT 1 AS anon_1 
FROM dim_holder AS later 
WHERE later.number = newest.number AND later.valid_from > newest.valid_from));

CREATE VIEW dim_policy_whole AS SELECT dim_policy.policy_key, dim_policy.policy_no, dim_policy.kind, dim_policy.unit_code, dim_policy.valid_from, dim_policy.valid_to, dim_policy.is_current, dim_policy.is_inferred, dim_policy.load_id, dim_car_policy.plate, dim_home_policy.square_metres 
FROM dim_policy LEFT OUTER JOIN dim_car_policy ON dim_car_policy.policy_key = dim_policy.policy_key LEFT OUTER JOIN dim_home_policy ON dim_home_policy.policy_key = dim_policy.policy_key;

CREATE VIEW fact_claim_whole AS SELECT fact_claim.claim_no, fact_claim.line_no, fact_claim.happened_at, fact_claim.kind, fact_claim.day_key, fact_claim.minute_key, fact_claim.policy_key, fact_claim.holder_key, fact_claim.holder_durable_key, fact_claim.demographics_key, fact_claim.diagnoses_key, fact_claim.amount, fact_claim.load_id, fact_accident.police_report, fact_accident.injured, fact_accident.other_policy_key 
FROM fact_claim LEFT OUTER JOIN fact_accident ON fact_accident.claim_no = fact_claim.claim_no AND fact_accident.line_no = fact_claim.line_no;

INSERT INTO dim_day (day_key, date, day_of_month, day_of_year, day_of_week, day_name, is_weekend, iso_week, iso_year, month, month_name, month_start, year_month, quarter, year, fiscal_year, fiscal_quarter, fiscal_month, is_holiday, holiday_name, is_inferred, load_id) VALUES (-1, NULL, NULL, NULL, NULL, 'Unknown', NULL, NULL, NULL, NULL, 'Unknown', NULL, 'Unknown', NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, 0);

INSERT INTO dim_day (day_key, date, day_of_month, day_of_year, day_of_week, day_name, is_weekend, iso_week, iso_year, month, month_name, month_start, year_month, quarter, year, fiscal_year, fiscal_quarter, fiscal_month, is_holiday, holiday_name, is_inferred, load_id) VALUES (-2, NULL, NULL, NULL, NULL, 'Not applicable', NULL, NULL, NULL, NULL, 'Not applicable', NULL, 'Not applicable', NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, 0);

INSERT INTO dim_month (month_key, year_month, month_start, month, month_name, quarter, year, fiscal_year, fiscal_quarter, fiscal_month, is_inferred, load_id) VALUES (-1, NULL, NULL, NULL, 'Unknown', NULL, NULL, NULL, NULL, NULL, false, 0);

INSERT INTO dim_month (month_key, year_month, month_start, month, month_name, quarter, year, fiscal_year, fiscal_quarter, fiscal_month, is_inferred, load_id) VALUES (-2, NULL, NULL, NULL, 'Not applicable', NULL, NULL, NULL, NULL, NULL, false, 0);

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
