-- Spark's tables have no keys, no references and no indexes; the loads keep natural keys and grains unique. Times of day are text.
-- HouseholdMembers: the index ix_bridge_household_members_member is left out: Spark has none
-- GroupDiagnoses: the index ix_bridge_group_diagnoses_member is left out: Spark has none

CREATE TABLE dim_day (
	day_key BIGINT NOT NULL COMMENT 'Surrogate key',
	date DATE COMMENT 'The day',
	day_of_month SMALLINT,
	day_of_year SMALLINT,
	day_of_week SMALLINT COMMENT 'ISO: Monday is 1, Sunday 7',
	day_name STRING,
	is_weekend BOOLEAN COMMENT 'Saturday or Sunday',
	iso_week SMALLINT,
	iso_year SMALLINT COMMENT 'Year to which the ISO week belongs',
	month SMALLINT,
	month_name STRING,
	month_start DATE COMMENT 'First day of the month',
	year_month STRING COMMENT 'Such as 2024-02',
	quarter SMALLINT,
	year SMALLINT,
	fiscal_year SMALLINT COMMENT 'Named by the year in which it ends',
	fiscal_quarter SMALLINT,
	fiscal_month SMALLINT COMMENT '1 is the month in which the fiscal year starts',
	is_holiday BOOLEAN COMMENT 'Public holiday of the calendar\'s country',
	holiday_name STRING,
	is_inferred BOOLEAN NOT NULL COMMENT 'True while only a fact has named the member',
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row last'
)
USING DELTA
COMMENT 'One row per calendar day.';

CREATE TABLE dim_month (
	month_key BIGINT NOT NULL COMMENT 'Surrogate key',
	year_month STRING COMMENT 'Such as 2024-02',
	month_start DATE COMMENT 'First day of the month',
	month SMALLINT,
	month_name STRING,
	quarter SMALLINT,
	year SMALLINT,
	fiscal_year SMALLINT COMMENT 'Named by the year in which it ends',
	fiscal_quarter SMALLINT,
	fiscal_month SMALLINT COMMENT '1 is the month in which the fiscal year starts',
	is_inferred BOOLEAN NOT NULL COMMENT 'True while only a fact has named the member',
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row last'
)
USING DELTA
COMMENT 'One row per year_month of dim_day.';

CREATE TABLE dim_minute (
	minute_key BIGINT NOT NULL COMMENT 'Surrogate key',
	time STRING COMMENT 'The time at which it begins',
	hour SMALLINT,
	minute SMALLINT,
	second SMALLINT,
	minute_of_day SMALLINT COMMENT '0 to 1439',
	half_hour STRING COMMENT 'Such as 14:30, when it begins',
	hour_12 SMALLINT COMMENT '1 to 12',
	am_pm STRING,
	label STRING COMMENT 'Such as 14:05',
	label_12 STRING COMMENT 'Such as 2:05 PM',
	part_of_day STRING COMMENT 'Such as Morning',
	is_inferred BOOLEAN NOT NULL COMMENT 'True while only a fact has named the member',
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row last'
)
USING DELTA
COMMENT 'One row per minute of a day.';

CREATE TABLE dim_currency (
	currency_key BIGINT NOT NULL COMMENT 'Surrogate key',
	code STRING,
	is_inferred BOOLEAN NOT NULL COMMENT 'True while only a fact has named the member',
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row last'
)
USING DELTA
COMMENT 'One row per currency.';

CREATE TABLE dim_demographics (
	demographics_key BIGINT NOT NULL COMMENT 'Surrogate key',
	combination STRING COMMENT 'Hash of the attributes, NULLs left out',
	age STRING,
	smokes BOOLEAN,
	is_inferred BOOLEAN NOT NULL COMMENT 'True while only a fact has named the member',
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row last'
)
USING DELTA
COMMENT 'One row per combination of bands.';

CREATE TABLE dim_holder (
	holder_key BIGINT NOT NULL COMMENT 'Surrogate key',
	number INT,
	country STRING,
	city STRING,
	born_on_key BIGINT NOT NULL COMMENT 'Born on: key of dim_day',
	demographics_key BIGINT NOT NULL COMMENT 'Demographics: key of dim_demographics',
	holder_durable_key BIGINT NOT NULL COMMENT 'One key per member, over all its versions',
	valid_from TIMESTAMP_NTZ NOT NULL COMMENT 'Start of the version, UTC',
	valid_to TIMESTAMP_NTZ NOT NULL COMMENT 'Exclusive end of the version, UTC',
	is_current BOOLEAN NOT NULL COMMENT 'Whether the version is in force',
	is_inferred BOOLEAN NOT NULL COMMENT 'True while only a fact has named the member',
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row last'
)
USING DELTA
COMMENT 'One row per version of somebody who is insured.';

CREATE TABLE dim_unit (
	unit_key BIGINT NOT NULL COMMENT 'Surrogate key',
	code STRING,
	parent STRING,
	is_inferred BOOLEAN NOT NULL COMMENT 'True while only a fact has named the member',
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row last'
)
USING DELTA
COMMENT 'One row per unit of the organisation.';

CREATE TABLE dim_policy (
	policy_key BIGINT NOT NULL COMMENT 'Surrogate key',
	policy_no STRING,
	kind STRING,
	unit_code STRING,
	valid_from TIMESTAMP_NTZ NOT NULL COMMENT 'Start of the version, UTC',
	valid_to TIMESTAMP_NTZ NOT NULL COMMENT 'Exclusive end of the version, UTC',
	is_current BOOLEAN NOT NULL COMMENT 'Whether the version is in force',
	is_inferred BOOLEAN NOT NULL COMMENT 'True while only a fact has named the member',
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row last'
)
USING DELTA
COMMENT 'What every policy has, one row per version.';

CREATE TABLE dim_car_policy (
	policy_key BIGINT NOT NULL COMMENT 'Surrogate key',
	plate STRING
)
USING DELTA
COMMENT 'What only a car\'s policy has.';

CREATE TABLE dim_home_policy (
	policy_key BIGINT NOT NULL COMMENT 'Surrogate key',
	square_metres INT
)
USING DELTA
COMMENT 'What only a home\'s policy has.';

CREATE TABLE dim_household (
	household_key BIGINT NOT NULL COMMENT 'Surrogate key',
	household_no INT,
	is_inferred BOOLEAN NOT NULL COMMENT 'True while only a fact has named the member',
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row last'
)
USING DELTA
COMMENT 'One row per household, whose members are insured together.';

CREATE TABLE dim_diagnosis (
	diagnosis_key BIGINT NOT NULL COMMENT 'Surrogate key',
	icd STRING,
	title STRING,
	is_inferred BOOLEAN NOT NULL COMMENT 'True while only a fact has named the member',
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row last'
)
USING DELTA
COMMENT 'One row per diagnosis.';

CREATE TABLE dim_diagnosis_group (
	diagnosis_group_key BIGINT NOT NULL COMMENT 'Surrogate key',
	combination STRING COMMENT 'Hash of its members\' natural keys',
	is_inferred BOOLEAN NOT NULL COMMENT 'True while only a fact has named the member',
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row last'
)
USING DELTA
COMMENT 'One row per combination of diagnoses that claims have named.';

CREATE TABLE bridge_household_members (
	household_key BIGINT NOT NULL COMMENT 'Household: key of dim_household',
	holder_key BIGINT NOT NULL COMMENT 'Holder: holder_durable_key of dim_holder',
	share DECIMAL(9, 8) NOT NULL COMMENT 'Share of the group; 1 together',
	relation STRING,
	valid_from TIMESTAMP_NTZ NOT NULL COMMENT 'Since when, UTC',
	valid_to TIMESTAMP_NTZ NOT NULL COMMENT 'Exclusive end, UTC',
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row last'
)
USING DELTA
COMMENT 'Who is in a household when, and for which share of its premium.';

CREATE TABLE bridge_group_diagnoses (
	diagnosis_group_key BIGINT NOT NULL COMMENT 'Diagnosis group: key of dim_diagnosis_group',
	diagnosis_key BIGINT NOT NULL COMMENT 'Diagnosis: key of dim_diagnosis',
	share DECIMAL(5, 4) NOT NULL COMMENT 'Share of the group; 1 together',
	valid_from TIMESTAMP_NTZ NOT NULL COMMENT 'Since when, UTC',
	valid_to TIMESTAMP_NTZ NOT NULL COMMENT 'Exclusive end, UTC',
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row last'
)
USING DELTA
COMMENT 'The diagnoses of each combination.';

CREATE TABLE fact_rate (
	currency_key BIGINT NOT NULL COMMENT 'Currency: key of dim_currency',
	day_key BIGINT NOT NULL COMMENT 'Day: key of dim_day',
	rate DECIMAL(18, 8) NOT NULL,
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row'
)
USING DELTA
COMMENT 'What a currency is worth.';

CREATE TABLE fact_claim (
	claim_no STRING NOT NULL,
	line_no INT NOT NULL,
	happened_at TIMESTAMP_NTZ NOT NULL,
	kind STRING,
	day_key BIGINT NOT NULL COMMENT 'Day: key of dim_day',
	minute_key BIGINT NOT NULL COMMENT 'Minute: key of dim_minute',
	policy_key BIGINT NOT NULL COMMENT 'Policy: key of dim_policy',
	holder_key BIGINT NOT NULL COMMENT 'Holder: key of dim_holder',
	holder_durable_key BIGINT NOT NULL COMMENT 'Holder: durable key of dim_holder',
	demographics_key BIGINT NOT NULL COMMENT 'Demographics: key of dim_demographics',
	diagnoses_key BIGINT NOT NULL COMMENT 'Diagnoses: key of dim_diagnosis_group',
	amount DECIMAL(14, 2) NOT NULL,
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row'
)
USING DELTA
CLUSTER BY (happened_at)
COMMENT 'What was claimed.';

CREATE TABLE fact_accident (
	claim_no STRING NOT NULL,
	line_no INT NOT NULL,
	police_report STRING,
	other_policy_key BIGINT NOT NULL COMMENT 'Other policy: key of dim_policy',
	injured INT NOT NULL
)
USING DELTA
COMMENT 'What only an accident\'s claim has.';

CREATE TABLE fact_premium (
	premium_no INT NOT NULL,
	told_at TIMESTAMP_NTZ NOT NULL,
	due_on DATE NOT NULL,
	day_key BIGINT NOT NULL COMMENT 'Day: key of dim_day',
	household_key BIGINT NOT NULL COMMENT 'Household: key of dim_household',
	currency_key BIGINT NOT NULL COMMENT 'Currency: key of dim_currency',
	charged DECIMAL(14, 2) NOT NULL,
	euros DECIMAL(14, 2) COMMENT 'charged in EUR, by fact_rate.rate',
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row',
	reversal SMALLINT NOT NULL COMMENT '0 for a row as it was told, 1 for what takes it back, measures negated, 2 for a deletion'
)
USING DELTA
CLUSTER BY (told_at)
COMMENT 'What was charged, in the policy\'s own currency; corrections are added.';

CREATE TABLE fact_settlement (
	claim_no STRING NOT NULL,
	changed_at TIMESTAMP_NTZ NOT NULL,
	reported_key BIGINT NOT NULL COMMENT 'Reported: key of dim_day',
	paid_key BIGINT NOT NULL COMMENT 'Paid: key of dim_day',
	days_to_pay INT COMMENT 'Days from reported to paid, once both are reached',
	state STRING COMMENT 'Milestone reached last',
	reserve DECIMAL(14, 2),
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row',
	told STRING COMMENT 'JSON: column to the changed_at of the row that told its value, where that is not the newest'
)
USING DELTA
COMMENT 'How far claims have come.';

CREATE TABLE fact_movement (
	movement_no INT NOT NULL,
	day_key BIGINT NOT NULL COMMENT 'Day: key of dim_day',
	unit_key BIGINT NOT NULL COMMENT 'Unit: key of dim_unit',
	amount DECIMAL(14, 2) NOT NULL,
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row'
)
USING DELTA
COMMENT 'What was put aside, and taken.';

CREATE TABLE fact_reserve (
	day_key BIGINT NOT NULL COMMENT 'Day: key of dim_day',
	unit_key BIGINT NOT NULL COMMENT 'Unit: key of dim_unit',
	opened DECIMAL(14, 2) NOT NULL COMMENT 'Sum of fact_movement.amount before the period',
	moved DECIMAL(14, 2) NOT NULL COMMENT 'Sum of fact_movement.amount in the period',
	closed DECIMAL(14, 2) NOT NULL COMMENT 'Sum of fact_movement.amount until the period ends',
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row'
)
USING DELTA
COMMENT 'What is put aside, as each month closes.';

CREATE TABLE fact_standing (
	day_key BIGINT NOT NULL COMMENT 'Day: key of dim_day',
	household_key BIGINT NOT NULL COMMENT 'Household: key of dim_household',
	owed DECIMAL(14, 2) NOT NULL,
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row'
)
USING DELTA
COMMENT 'What each household owes.';

CREATE TABLE fact_covered (
	month_key BIGINT NOT NULL COMMENT 'Month: key of dim_month',
	household_key BIGINT NOT NULL COMMENT 'Household: key of dim_household',
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row'
)
USING DELTA
COMMENT 'Who is covered when: coverage, without numbers.';

CREATE TABLE agg_claims_by_month (
	claims_by_month_key BIGINT NOT NULL COMMENT 'Surrogate key',
	month STRING COMMENT 'day: dim_day.year_month',
	city STRING COMMENT 'holder: dim_holder.city',
	kind STRING COMMENT 'fact_claim.kind',
	claims BIGINT NOT NULL COMMENT 'How many rows of fact_claim are in the slice',
	holders BIGINT NOT NULL COMMENT 'How many different dim_holder.number',
	amount DECIMAL(24, 2) NOT NULL COMMENT 'Sum of fact_claim.amount',
	dearest DECIMAL(14, 2) NOT NULL COMMENT 'Greatest fact_claim.amount',
	injured BIGINT COMMENT 'Sum of fact_accident.injured',
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row last'
)
USING DELTA
COMMENT 'Claims by month and place.';

CREATE TABLE agg_claims_of_month (
	claims_of_month_key BIGINT NOT NULL COMMENT 'Surrogate key',
	month_key BIGINT NOT NULL COMMENT 'Month: key of dim_month',
	claims BIGINT NOT NULL COMMENT 'How many rows of fact_claim are in the slice',
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row last'
)
USING DELTA
COMMENT 'Claims by the member of a roll-up.';

CREATE TABLE fact_claims_and_premiums (
	claims_and_premiums_key BIGINT NOT NULL COMMENT 'Surrogate key',
	month STRING COMMENT 'day: dim_day.year_month',
	claimed DECIMAL(24, 2) NOT NULL COMMENT 'Sum of fact_claim.amount',
	charged DECIMAL(24, 2) COMMENT 'Sum of fact_premium.euros',
	claim_rows BIGINT NOT NULL COMMENT 'How many rows of fact_claim are in the slice',
	premium_rows BIGINT NOT NULL COMMENT 'How many rows of fact_premium are in the slice',
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row last'
)
USING DELTA
COMMENT 'Claims beside premiums, by month.';

CREATE TABLE dim_holder_demographics (
	holder_demographics_key BIGINT NOT NULL COMMENT 'Surrogate key',
	number INT,
	demographics_key BIGINT NOT NULL COMMENT 'Key of dim_demographics',
	valid_from TIMESTAMP_NTZ NOT NULL COMMENT 'Start of the version, UTC',
	valid_to TIMESTAMP_NTZ NOT NULL COMMENT 'Exclusive end of the version, UTC',
	is_current BOOLEAN NOT NULL COMMENT 'Whether it is in force',
	is_inferred BOOLEAN NOT NULL COMMENT 'Always false',
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row last'
)
USING DELTA
COMMENT 'Which dim_demographics each member of dim_holder had when';

CREATE TABLE starschema_snapshot (
	target STRING NOT NULL,
	effective TIMESTAMP_NTZ NOT NULL,
	slice_column STRING COMMENT 'NULL where the whole membership was given',
	slice_value STRING,
	given STRING NOT NULL COMMENT 'Comma-framed names of the attributes in the data',
	load_id BIGINT NOT NULL
)
USING DELTA
COMMENT 'Every time and slice at which a whole membership was given';

CREATE TABLE dim_holder_journal (
	number INT NOT NULL,
	changed_at TIMESTAMP_NTZ NOT NULL COMMENT 'When the change took effect, UTC',
	change_sequence BIGINT COMMENT 'Orders changes of one time',
	is_deletion BOOLEAN NOT NULL,
	country STRING,
	city STRING,
	born_on_key BIGINT,
	demographics_key BIGINT,
	given_attributes STRING NOT NULL COMMENT 'Comma-framed names of those in the data',
	load_id BIGINT NOT NULL
)
USING DELTA
COMMENT 'Changes of dim_holder that its versions do not show';

CREATE TABLE dim_policy_journal (
	policy_no STRING NOT NULL,
	changed_at TIMESTAMP_NTZ NOT NULL COMMENT 'When the change took effect, UTC',
	change_sequence BIGINT COMMENT 'Orders changes of one time',
	is_deletion BOOLEAN NOT NULL,
	kind STRING,
	unit_code STRING,
	plate STRING,
	square_metres INT,
	given_attributes STRING NOT NULL COMMENT 'Comma-framed names of those in the data',
	load_id BIGINT NOT NULL
)
USING DELTA
COMMENT 'Changes of dim_policy that its versions do not show';

CREATE TABLE dim_holder_demographics_journal (
	number INT NOT NULL,
	changed_at TIMESTAMP_NTZ NOT NULL COMMENT 'When the change took effect, UTC',
	change_sequence BIGINT COMMENT 'Orders changes of one time',
	is_deletion BOOLEAN NOT NULL,
	demographics_key BIGINT,
	given_attributes STRING NOT NULL COMMENT 'Comma-framed names of those in the data',
	load_id BIGINT NOT NULL
)
USING DELTA
COMMENT 'Changes of dim_holder_demographics that its versions do not show';

CREATE TABLE dim_unit_tree (
	descendant_key BIGINT NOT NULL COMMENT 'unit_key of the one below',
	ancestor_key BIGINT NOT NULL COMMENT 'unit_key of the one above',
	depth INT NOT NULL COMMENT 'Levels between them; 0 for a member and itself',
	is_top BOOLEAN NOT NULL COMMENT 'Nothing is above the ancestor',
	is_bottom BOOLEAN NOT NULL COMMENT 'Nothing is below the descendant',
	load_id BIGINT NOT NULL COMMENT 'Load that wrote the row last'
)
USING DELTA
COMMENT 'Every member of dim_unit and all that are above it';

CREATE TABLE bridge_household_members_journal (
	household_key BIGINT NOT NULL COMMENT 'Household: key of dim_household',
	changed_at TIMESTAMP_NTZ NOT NULL COMMENT 'When the group was told, UTC',
	load_id BIGINT NOT NULL
)
USING DELTA
COMMENT 'Times of which groups were told that no row of bridge_household_members shows';

CREATE TABLE bridge_group_diagnoses_journal (
	diagnosis_group_key BIGINT NOT NULL COMMENT 'Diagnosis group: key of dim_diagnosis_group',
	changed_at TIMESTAMP_NTZ NOT NULL COMMENT 'When the group was told, UTC',
	load_id BIGINT NOT NULL
)
USING DELTA
COMMENT 'Times of which groups were told that no row of bridge_group_diagnoses shows';

CREATE TABLE starschema_undo (
	load_id BIGINT NOT NULL,
	step BIGINT NOT NULL,
	told STRING NOT NULL COMMENT 'JSON: the table that is changed, and how that is undone'
)
USING DELTA
COMMENT 'What loads under way have changed, where no transaction holds it together';

CREATE VIEW dim_holder_now AS
SELECT dim_holder.holder_durable_key, dim_holder.holder_key, dim_holder.number, dim_holder.country, dim_holder.city, dim_holder.born_on_key, dim_holder.demographics_key, dim_holder.valid_from, dim_holder.valid_to, dim_holder.is_current, dim_holder.is_inferred, dim_holder.load_id 
FROM dim_holder 
WHERE NOT (EXISTS (SELECT 1 AS anon_1 
FROM dim_holder AS later 
WHERE later.number = dim_holder.number AND later.valid_from > dim_holder.valid_from));

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

INSERT INTO dim_holder (holder_key, number, country, city, born_on_key, demographics_key, holder_durable_key, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-1, NULL, '?', 'Unknown', -1, -1, -1, TIMESTAMP_NTZ '0001-01-01 00:00:00.000000', TIMESTAMP_NTZ '9999-12-31 00:00:00.000000', TRUE, FALSE, 0);

INSERT INTO dim_holder (holder_key, number, country, city, born_on_key, demographics_key, holder_durable_key, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-2, NULL, '-', 'Not applicable', -2, -2, -2, TIMESTAMP_NTZ '0001-01-01 00:00:00.000000', TIMESTAMP_NTZ '9999-12-31 00:00:00.000000', TRUE, FALSE, 0);

INSERT INTO dim_unit (unit_key, code, parent, is_inferred, load_id) VALUES (-1, NULL, NULL, FALSE, 0);

INSERT INTO dim_unit (unit_key, code, parent, is_inferred, load_id) VALUES (-2, NULL, NULL, FALSE, 0);

INSERT INTO dim_policy (policy_key, policy_no, kind, unit_code, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-1, NULL, NULL, 'Unknown', TIMESTAMP_NTZ '0001-01-01 00:00:00.000000', TIMESTAMP_NTZ '9999-12-31 00:00:00.000000', TRUE, FALSE, 0);

INSERT INTO dim_policy (policy_key, policy_no, kind, unit_code, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-2, NULL, NULL, 'N/A', TIMESTAMP_NTZ '0001-01-01 00:00:00.000000', TIMESTAMP_NTZ '9999-12-31 00:00:00.000000', TRUE, FALSE, 0);

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

INSERT INTO bridge_household_members (household_key, holder_key, share, relation, valid_from, valid_to, load_id) VALUES (-1, -1, 1, 'Unknown', TIMESTAMP_NTZ '0001-01-01 00:00:00.000000', TIMESTAMP_NTZ '9999-12-31 00:00:00.000000', 0);

INSERT INTO bridge_household_members (household_key, holder_key, share, relation, valid_from, valid_to, load_id) VALUES (-2, -2, 1, 'Not applicable', TIMESTAMP_NTZ '0001-01-01 00:00:00.000000', TIMESTAMP_NTZ '9999-12-31 00:00:00.000000', 0);

INSERT INTO bridge_group_diagnoses (diagnosis_group_key, diagnosis_key, share, valid_from, valid_to, load_id) VALUES (-1, -1, 1, TIMESTAMP_NTZ '0001-01-01 00:00:00.000000', TIMESTAMP_NTZ '9999-12-31 00:00:00.000000', 0);

INSERT INTO bridge_group_diagnoses (diagnosis_group_key, diagnosis_key, share, valid_from, valid_to, load_id) VALUES (-2, -2, 1, TIMESTAMP_NTZ '0001-01-01 00:00:00.000000', TIMESTAMP_NTZ '9999-12-31 00:00:00.000000', 0);
