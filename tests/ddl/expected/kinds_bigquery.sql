-- Keys and references are not checked by BigQuery, its optimiser uses them; it has no unique keys and no indexes. The loads keep natural keys and grains unique.
-- HouseholdMembers: the index ix_bridge_household_members_member is left out: BigQuery has none
-- GroupDiagnoses: the index ix_bridge_group_diagnoses_member is left out: BigQuery has none
-- dim_holder_now is a view, and BigQuery's name the dataset of their tables, whatever the default is: put it before these, or give the metadata a schema
-- dim_policy_whole is a view, and BigQuery's name the dataset of their tables, whatever the default is: put it before these, or give the metadata a schema
-- fact_claim_whole is a view, and BigQuery's name the dataset of their tables, whatever the default is: put it before these, or give the metadata a schema

CREATE TABLE `dim_day` (
	`day_key` INT64 NOT NULL OPTIONS (description = 'Surrogate key'),
	`date` DATE OPTIONS (description = 'The day'),
	`day_of_month` INT64,
	`day_of_year` INT64,
	`day_of_week` INT64 OPTIONS (description = 'ISO: Monday is 1, Sunday 7'),
	`day_name` STRING(20),
	`is_weekend` BOOL OPTIONS (description = 'Saturday or Sunday'),
	`iso_week` INT64,
	`iso_year` INT64 OPTIONS (description = 'Year to which the ISO week belongs'),
	`month` INT64,
	`month_name` STRING(20),
	`month_start` DATE OPTIONS (description = 'First day of the month'),
	`year_month` STRING(20) OPTIONS (description = 'Such as 2024-02'),
	`quarter` INT64,
	`year` INT64,
	`fiscal_year` INT64 OPTIONS (description = 'Named by the year in which it ends'),
	`fiscal_quarter` INT64,
	`fiscal_month` INT64 OPTIONS (description = '1 is the month in which the fiscal year starts'),
	`is_holiday` BOOL OPTIONS (description = 'Public holiday of the calendar\'s country'),
	`holiday_name` STRING(400),
	`is_inferred` BOOL DEFAULT FALSE NOT NULL OPTIONS (description = 'True while only a fact has named the member'),
	`load_id` INT64 DEFAULT 0 NOT NULL OPTIONS (description = 'Load that wrote the row last'),
	PRIMARY KEY (`day_key`) NOT ENFORCED
)
OPTIONS (description = 'One row per calendar day.');

CREATE TABLE `dim_month` (
	`month_key` INT64 NOT NULL OPTIONS (description = 'Surrogate key'),
	`year_month` STRING(20) OPTIONS (description = 'Such as 2024-02'),
	`month_start` DATE OPTIONS (description = 'First day of the month'),
	`month` INT64,
	`month_name` STRING(20),
	`quarter` INT64,
	`year` INT64,
	`fiscal_year` INT64 OPTIONS (description = 'Named by the year in which it ends'),
	`fiscal_quarter` INT64,
	`fiscal_month` INT64 OPTIONS (description = '1 is the month in which the fiscal year starts'),
	`is_inferred` BOOL DEFAULT FALSE NOT NULL OPTIONS (description = 'True while only a fact has named the member'),
	`load_id` INT64 DEFAULT 0 NOT NULL OPTIONS (description = 'Load that wrote the row last'),
	PRIMARY KEY (`month_key`) NOT ENFORCED
)
OPTIONS (description = 'One row per year_month of dim_day.');

CREATE TABLE `dim_minute` (
	`minute_key` INT64 NOT NULL OPTIONS (description = 'Surrogate key'),
	`time` TIME OPTIONS (description = 'The time at which it begins'),
	`hour` INT64,
	`minute` INT64,
	`second` INT64,
	`minute_of_day` INT64 OPTIONS (description = '0 to 1439'),
	`half_hour` STRING(20) OPTIONS (description = 'Such as 14:30, when it begins'),
	`hour_12` INT64 OPTIONS (description = '1 to 12'),
	`am_pm` STRING(20),
	`label` STRING(20) OPTIONS (description = 'Such as 14:05'),
	`label_12` STRING(20) OPTIONS (description = 'Such as 2:05 PM'),
	`part_of_day` STRING(20) OPTIONS (description = 'Such as Morning'),
	`is_inferred` BOOL DEFAULT FALSE NOT NULL OPTIONS (description = 'True while only a fact has named the member'),
	`load_id` INT64 DEFAULT 0 NOT NULL OPTIONS (description = 'Load that wrote the row last'),
	PRIMARY KEY (`minute_key`) NOT ENFORCED
)
OPTIONS (description = 'One row per minute of a day.');

CREATE TABLE `dim_currency` (
	`currency_key` INT64 NOT NULL OPTIONS (description = 'Surrogate key'),
	`code` STRING(3),
	`is_inferred` BOOL DEFAULT FALSE NOT NULL OPTIONS (description = 'True while only a fact has named the member'),
	`load_id` INT64 DEFAULT 0 NOT NULL OPTIONS (description = 'Load that wrote the row last'),
	PRIMARY KEY (`currency_key`) NOT ENFORCED
)
OPTIONS (description = 'One row per currency.');

CREATE TABLE `dim_demographics` (
	`demographics_key` INT64 NOT NULL OPTIONS (description = 'Surrogate key'),
	`combination` STRING(64) OPTIONS (description = 'Hash of the attributes, NULLs left out'),
	`age` STRING(60),
	`smokes` BOOL,
	`is_inferred` BOOL DEFAULT FALSE NOT NULL OPTIONS (description = 'True while only a fact has named the member'),
	`load_id` INT64 DEFAULT 0 NOT NULL OPTIONS (description = 'Load that wrote the row last'),
	PRIMARY KEY (`demographics_key`) NOT ENFORCED
)
OPTIONS (description = 'One row per combination of bands.');

CREATE TABLE `dim_holder` (
	`holder_key` INT64 NOT NULL OPTIONS (description = 'Surrogate key'),
	`number` INT64,
	`country` STRING(2),
	`city` STRING(60),
	`born_on_key` INT64 DEFAULT -1 NOT NULL OPTIONS (description = 'Born on: key of dim_day'),
	`demographics_key` INT64 DEFAULT -1 NOT NULL OPTIONS (description = 'Demographics: key of dim_demographics'),
	`holder_durable_key` INT64 NOT NULL OPTIONS (description = 'One key per member, over all its versions'),
	`valid_from` DATETIME NOT NULL OPTIONS (description = 'Start of the version, UTC'),
	`valid_to` DATETIME NOT NULL OPTIONS (description = 'Exclusive end of the version, UTC'),
	`is_current` BOOL DEFAULT TRUE NOT NULL OPTIONS (description = 'Whether the version is in force'),
	`is_inferred` BOOL DEFAULT FALSE NOT NULL OPTIONS (description = 'True while only a fact has named the member'),
	`load_id` INT64 DEFAULT 0 NOT NULL OPTIONS (description = 'Load that wrote the row last'),
	PRIMARY KEY (`holder_key`) NOT ENFORCED,
	FOREIGN KEY (`born_on_key`) REFERENCES `dim_day` (`day_key`) NOT ENFORCED,
	FOREIGN KEY (`demographics_key`) REFERENCES `dim_demographics` (`demographics_key`) NOT ENFORCED
)
OPTIONS (description = 'One row per version of somebody who is insured.');

CREATE TABLE `dim_unit` (
	`unit_key` INT64 NOT NULL OPTIONS (description = 'Surrogate key'),
	`code` STRING(8),
	`parent` STRING(8),
	`is_inferred` BOOL DEFAULT FALSE NOT NULL OPTIONS (description = 'True while only a fact has named the member'),
	`load_id` INT64 DEFAULT 0 NOT NULL OPTIONS (description = 'Load that wrote the row last'),
	PRIMARY KEY (`unit_key`) NOT ENFORCED
)
OPTIONS (description = 'One row per unit of the organisation.');

CREATE TABLE `dim_policy` (
	`policy_key` INT64 NOT NULL OPTIONS (description = 'Surrogate key'),
	`policy_no` STRING(12),
	`kind` STRING(10),
	`unit_code` STRING(8),
	`valid_from` DATETIME NOT NULL OPTIONS (description = 'Start of the version, UTC'),
	`valid_to` DATETIME NOT NULL OPTIONS (description = 'Exclusive end of the version, UTC'),
	`is_current` BOOL DEFAULT TRUE NOT NULL OPTIONS (description = 'Whether the version is in force'),
	`is_inferred` BOOL DEFAULT FALSE NOT NULL OPTIONS (description = 'True while only a fact has named the member'),
	`load_id` INT64 DEFAULT 0 NOT NULL OPTIONS (description = 'Load that wrote the row last'),
	PRIMARY KEY (`policy_key`) NOT ENFORCED
)
OPTIONS (description = 'What every policy has, one row per version.');

CREATE TABLE `dim_car_policy` (
	`policy_key` INT64 NOT NULL OPTIONS (description = 'Surrogate key'),
	`plate` STRING(10),
	PRIMARY KEY (`policy_key`) NOT ENFORCED,
	FOREIGN KEY (`policy_key`) REFERENCES `dim_policy` (`policy_key`) NOT ENFORCED
)
OPTIONS (description = 'What only a car\'s policy has.');

CREATE TABLE `dim_home_policy` (
	`policy_key` INT64 NOT NULL OPTIONS (description = 'Surrogate key'),
	`square_metres` INT64,
	PRIMARY KEY (`policy_key`) NOT ENFORCED,
	FOREIGN KEY (`policy_key`) REFERENCES `dim_policy` (`policy_key`) NOT ENFORCED
)
OPTIONS (description = 'What only a home\'s policy has.');

CREATE TABLE `dim_household` (
	`household_key` INT64 NOT NULL OPTIONS (description = 'Surrogate key'),
	`household_no` INT64,
	`is_inferred` BOOL DEFAULT FALSE NOT NULL OPTIONS (description = 'True while only a fact has named the member'),
	`load_id` INT64 DEFAULT 0 NOT NULL OPTIONS (description = 'Load that wrote the row last'),
	PRIMARY KEY (`household_key`) NOT ENFORCED
)
OPTIONS (description = 'One row per household, whose members are insured together.');

CREATE TABLE `dim_diagnosis` (
	`diagnosis_key` INT64 NOT NULL OPTIONS (description = 'Surrogate key'),
	`icd` STRING(8),
	`title` STRING(200),
	`is_inferred` BOOL DEFAULT FALSE NOT NULL OPTIONS (description = 'True while only a fact has named the member'),
	`load_id` INT64 DEFAULT 0 NOT NULL OPTIONS (description = 'Load that wrote the row last'),
	PRIMARY KEY (`diagnosis_key`) NOT ENFORCED
)
OPTIONS (description = 'One row per diagnosis.');

CREATE TABLE `dim_diagnosis_group` (
	`diagnosis_group_key` INT64 NOT NULL OPTIONS (description = 'Surrogate key'),
	`combination` STRING(64) OPTIONS (description = 'Hash of its members\' natural keys'),
	`is_inferred` BOOL DEFAULT FALSE NOT NULL OPTIONS (description = 'True while only a fact has named the member'),
	`load_id` INT64 DEFAULT 0 NOT NULL OPTIONS (description = 'Load that wrote the row last'),
	PRIMARY KEY (`diagnosis_group_key`) NOT ENFORCED
)
OPTIONS (description = 'One row per combination of diagnoses that claims have named.');

CREATE TABLE `bridge_household_members` (
	`household_key` INT64 NOT NULL OPTIONS (description = 'Household: key of dim_household'),
	`holder_key` INT64 NOT NULL OPTIONS (description = 'Holder: holder_durable_key of dim_holder'),
	`share` NUMERIC(9, 8) NOT NULL OPTIONS (description = 'Share of the group; 1 together'),
	`relation` STRING(20),
	`valid_from` DATETIME NOT NULL OPTIONS (description = 'Since when, UTC'),
	`valid_to` DATETIME NOT NULL OPTIONS (description = 'Exclusive end, UTC'),
	`load_id` INT64 DEFAULT 0 NOT NULL OPTIONS (description = 'Load that wrote the row last'),
	PRIMARY KEY (`household_key`, `holder_key`, `valid_from`) NOT ENFORCED,
	FOREIGN KEY (`household_key`) REFERENCES `dim_household` (`household_key`) NOT ENFORCED
)
OPTIONS (description = 'Who is in a household when, and for which share of its premium.');

CREATE TABLE `bridge_group_diagnoses` (
	`diagnosis_group_key` INT64 NOT NULL OPTIONS (description = 'Diagnosis group: key of dim_diagnosis_group'),
	`diagnosis_key` INT64 NOT NULL OPTIONS (description = 'Diagnosis: key of dim_diagnosis'),
	`share` NUMERIC(5, 4) NOT NULL OPTIONS (description = 'Share of the group; 1 together'),
	`valid_from` DATETIME NOT NULL OPTIONS (description = 'Since when, UTC'),
	`valid_to` DATETIME NOT NULL OPTIONS (description = 'Exclusive end, UTC'),
	`load_id` INT64 DEFAULT 0 NOT NULL OPTIONS (description = 'Load that wrote the row last'),
	PRIMARY KEY (`diagnosis_group_key`, `diagnosis_key`, `valid_from`) NOT ENFORCED,
	FOREIGN KEY (`diagnosis_group_key`) REFERENCES `dim_diagnosis_group` (`diagnosis_group_key`) NOT ENFORCED,
	FOREIGN KEY (`diagnosis_key`) REFERENCES `dim_diagnosis` (`diagnosis_key`) NOT ENFORCED
)
OPTIONS (description = 'The diagnoses of each combination.');

CREATE TABLE `fact_rate` (
	`currency_key` INT64 NOT NULL OPTIONS (description = 'Currency: key of dim_currency'),
	`day_key` INT64 NOT NULL OPTIONS (description = 'Day: key of dim_day'),
	`rate` NUMERIC(18, 8) NOT NULL,
	`load_id` INT64 DEFAULT 0 NOT NULL OPTIONS (description = 'Load that wrote the row'),
	PRIMARY KEY (`currency_key`, `day_key`) NOT ENFORCED,
	FOREIGN KEY (`currency_key`) REFERENCES `dim_currency` (`currency_key`) NOT ENFORCED,
	FOREIGN KEY (`day_key`) REFERENCES `dim_day` (`day_key`) NOT ENFORCED
)
OPTIONS (description = 'What a currency is worth.');

CREATE TABLE `fact_claim` (
	`claim_no` STRING(12) NOT NULL,
	`line_no` INT64 NOT NULL,
	`happened_at` DATETIME NOT NULL,
	`kind` STRING(10),
	`day_key` INT64 NOT NULL OPTIONS (description = 'Day: key of dim_day'),
	`minute_key` INT64 NOT NULL OPTIONS (description = 'Minute: key of dim_minute'),
	`policy_key` INT64 NOT NULL OPTIONS (description = 'Policy: key of dim_policy'),
	`holder_key` INT64 NOT NULL OPTIONS (description = 'Holder: key of dim_holder'),
	`holder_durable_key` INT64 NOT NULL OPTIONS (description = 'Holder: durable key of dim_holder'),
	`demographics_key` INT64 NOT NULL OPTIONS (description = 'Demographics: key of dim_demographics'),
	`diagnoses_key` INT64 NOT NULL OPTIONS (description = 'Diagnoses: key of dim_diagnosis_group'),
	`amount` NUMERIC(14, 2) NOT NULL,
	`load_id` INT64 DEFAULT 0 NOT NULL OPTIONS (description = 'Load that wrote the row'),
	PRIMARY KEY (`claim_no`, `line_no`) NOT ENFORCED,
	FOREIGN KEY (`day_key`) REFERENCES `dim_day` (`day_key`) NOT ENFORCED,
	FOREIGN KEY (`minute_key`) REFERENCES `dim_minute` (`minute_key`) NOT ENFORCED,
	FOREIGN KEY (`policy_key`) REFERENCES `dim_policy` (`policy_key`) NOT ENFORCED,
	FOREIGN KEY (`holder_key`) REFERENCES `dim_holder` (`holder_key`) NOT ENFORCED,
	FOREIGN KEY (`demographics_key`) REFERENCES `dim_demographics` (`demographics_key`) NOT ENFORCED,
	FOREIGN KEY (`diagnoses_key`) REFERENCES `dim_diagnosis_group` (`diagnosis_group_key`) NOT ENFORCED
)
PARTITION BY DATETIME_TRUNC(`happened_at`, MONTH)
OPTIONS (description = 'What was claimed.');

CREATE TABLE `fact_accident` (
	`claim_no` STRING(12) NOT NULL,
	`line_no` INT64 NOT NULL,
	`police_report` STRING(20),
	`other_policy_key` INT64 NOT NULL OPTIONS (description = 'Other policy: key of dim_policy'),
	`injured` INT64 NOT NULL,
	PRIMARY KEY (`claim_no`, `line_no`) NOT ENFORCED,
	FOREIGN KEY (`claim_no`, `line_no`) REFERENCES `fact_claim` (`claim_no`, `line_no`) NOT ENFORCED,
	FOREIGN KEY (`other_policy_key`) REFERENCES `dim_policy` (`policy_key`) NOT ENFORCED
)
OPTIONS (description = 'What only an accident\'s claim has.');

CREATE TABLE `fact_premium` (
	`premium_no` INT64 NOT NULL,
	`told_at` DATETIME NOT NULL,
	`due_on` DATE NOT NULL,
	`day_key` INT64 NOT NULL OPTIONS (description = 'Day: key of dim_day'),
	`household_key` INT64 NOT NULL OPTIONS (description = 'Household: key of dim_household'),
	`currency_key` INT64 NOT NULL OPTIONS (description = 'Currency: key of dim_currency'),
	`charged` NUMERIC(14, 2) NOT NULL,
	`euros` NUMERIC(14, 2) OPTIONS (description = 'charged in EUR, by fact_rate.rate'),
	`load_id` INT64 DEFAULT 0 NOT NULL OPTIONS (description = 'Load that wrote the row'),
	`reversal` INT64 DEFAULT 0 NOT NULL OPTIONS (description = '0 for a row as it was told, 1 for what takes it back, measures negated, 2 for a deletion'),
	PRIMARY KEY (`premium_no`, `told_at`, `reversal`) NOT ENFORCED,
	FOREIGN KEY (`day_key`) REFERENCES `dim_day` (`day_key`) NOT ENFORCED,
	FOREIGN KEY (`household_key`) REFERENCES `dim_household` (`household_key`) NOT ENFORCED,
	FOREIGN KEY (`currency_key`) REFERENCES `dim_currency` (`currency_key`) NOT ENFORCED
)
PARTITION BY DATETIME_TRUNC(`told_at`, MONTH)
OPTIONS (description = 'What was charged, in the policy\'s own currency; corrections are added.');

CREATE TABLE `fact_settlement` (
	`claim_no` STRING(12) NOT NULL,
	`changed_at` DATETIME NOT NULL,
	`reported_key` INT64 NOT NULL OPTIONS (description = 'Reported: key of dim_day'),
	`paid_key` INT64 NOT NULL OPTIONS (description = 'Paid: key of dim_day'),
	`days_to_pay` INT64 OPTIONS (description = 'Days from reported to paid, once both are reached'),
	`state` STRING(10) OPTIONS (description = 'Milestone reached last'),
	`reserve` NUMERIC(14, 2),
	`load_id` INT64 DEFAULT 0 NOT NULL OPTIONS (description = 'Load that wrote the row'),
	`told` STRING OPTIONS (description = 'JSON: column to the changed_at of the row that told its value, where that is not the newest'),
	PRIMARY KEY (`claim_no`) NOT ENFORCED,
	FOREIGN KEY (`reported_key`) REFERENCES `dim_day` (`day_key`) NOT ENFORCED,
	FOREIGN KEY (`paid_key`) REFERENCES `dim_day` (`day_key`) NOT ENFORCED
)
OPTIONS (description = 'How far claims have come.');

CREATE TABLE `fact_movement` (
	`movement_no` INT64 NOT NULL,
	`day_key` INT64 NOT NULL OPTIONS (description = 'Day: key of dim_day'),
	`unit_key` INT64 NOT NULL OPTIONS (description = 'Unit: key of dim_unit'),
	`amount` NUMERIC(14, 2) NOT NULL,
	`load_id` INT64 DEFAULT 0 NOT NULL OPTIONS (description = 'Load that wrote the row'),
	PRIMARY KEY (`movement_no`) NOT ENFORCED,
	FOREIGN KEY (`day_key`) REFERENCES `dim_day` (`day_key`) NOT ENFORCED,
	FOREIGN KEY (`unit_key`) REFERENCES `dim_unit` (`unit_key`) NOT ENFORCED
)
OPTIONS (description = 'What was put aside, and taken.');

CREATE TABLE `fact_reserve` (
	`day_key` INT64 NOT NULL OPTIONS (description = 'Day: key of dim_day'),
	`unit_key` INT64 NOT NULL OPTIONS (description = 'Unit: key of dim_unit'),
	`opened` NUMERIC(14, 2) NOT NULL OPTIONS (description = 'Sum of fact_movement.amount before the period'),
	`moved` NUMERIC(14, 2) NOT NULL OPTIONS (description = 'Sum of fact_movement.amount in the period'),
	`closed` NUMERIC(14, 2) NOT NULL OPTIONS (description = 'Sum of fact_movement.amount until the period ends'),
	`load_id` INT64 DEFAULT 0 NOT NULL OPTIONS (description = 'Load that wrote the row'),
	PRIMARY KEY (`day_key`, `unit_key`) NOT ENFORCED,
	FOREIGN KEY (`day_key`) REFERENCES `dim_day` (`day_key`) NOT ENFORCED,
	FOREIGN KEY (`unit_key`) REFERENCES `dim_unit` (`unit_key`) NOT ENFORCED
)
OPTIONS (description = 'What is put aside, as each month closes.');

CREATE TABLE `fact_standing` (
	`day_key` INT64 NOT NULL OPTIONS (description = 'Day: key of dim_day'),
	`household_key` INT64 NOT NULL OPTIONS (description = 'Household: key of dim_household'),
	`owed` NUMERIC(14, 2) NOT NULL,
	`load_id` INT64 DEFAULT 0 NOT NULL OPTIONS (description = 'Load that wrote the row'),
	PRIMARY KEY (`day_key`, `household_key`) NOT ENFORCED,
	FOREIGN KEY (`day_key`) REFERENCES `dim_day` (`day_key`) NOT ENFORCED,
	FOREIGN KEY (`household_key`) REFERENCES `dim_household` (`household_key`) NOT ENFORCED
)
OPTIONS (description = 'What each household owes.');

CREATE TABLE `fact_covered` (
	`month_key` INT64 NOT NULL OPTIONS (description = 'Month: key of dim_month'),
	`household_key` INT64 NOT NULL OPTIONS (description = 'Household: key of dim_household'),
	`load_id` INT64 DEFAULT 0 NOT NULL OPTIONS (description = 'Load that wrote the row'),
	PRIMARY KEY (`month_key`, `household_key`) NOT ENFORCED,
	FOREIGN KEY (`month_key`) REFERENCES `dim_month` (`month_key`) NOT ENFORCED,
	FOREIGN KEY (`household_key`) REFERENCES `dim_household` (`household_key`) NOT ENFORCED
)
OPTIONS (description = 'Who is covered when: coverage, without numbers.');

CREATE TABLE `agg_claims_by_month` (
	`claims_by_month_key` INT64 NOT NULL OPTIONS (description = 'Surrogate key'),
	`month` STRING(20) OPTIONS (description = 'day: dim_day.year_month'),
	`city` STRING(60) OPTIONS (description = 'holder: dim_holder.city'),
	`kind` STRING(10) OPTIONS (description = 'fact_claim.kind'),
	`claims` INT64 NOT NULL OPTIONS (description = 'How many rows of fact_claim are in the slice'),
	`holders` INT64 NOT NULL OPTIONS (description = 'How many different dim_holder.number'),
	`amount` NUMERIC(24, 2) NOT NULL OPTIONS (description = 'Sum of fact_claim.amount'),
	`dearest` NUMERIC(14, 2) NOT NULL OPTIONS (description = 'Greatest fact_claim.amount'),
	`injured` INT64 OPTIONS (description = 'Sum of fact_accident.injured'),
	`load_id` INT64 DEFAULT 0 NOT NULL OPTIONS (description = 'Load that wrote the row last'),
	PRIMARY KEY (`claims_by_month_key`) NOT ENFORCED
)
OPTIONS (description = 'Claims by month and place.');

CREATE TABLE `agg_claims_of_month` (
	`claims_of_month_key` INT64 NOT NULL OPTIONS (description = 'Surrogate key'),
	`month_key` INT64 NOT NULL OPTIONS (description = 'Month: key of dim_month'),
	`claims` INT64 NOT NULL OPTIONS (description = 'How many rows of fact_claim are in the slice'),
	`load_id` INT64 DEFAULT 0 NOT NULL OPTIONS (description = 'Load that wrote the row last'),
	PRIMARY KEY (`claims_of_month_key`) NOT ENFORCED,
	FOREIGN KEY (`month_key`) REFERENCES `dim_month` (`month_key`) NOT ENFORCED
)
OPTIONS (description = 'Claims by the member of a roll-up.');

CREATE TABLE `fact_claims_and_premiums` (
	`claims_and_premiums_key` INT64 NOT NULL OPTIONS (description = 'Surrogate key'),
	`month` STRING(20) OPTIONS (description = 'day: dim_day.year_month'),
	`claimed` NUMERIC(24, 2) NOT NULL OPTIONS (description = 'Sum of fact_claim.amount'),
	`charged` NUMERIC(24, 2) OPTIONS (description = 'Sum of fact_premium.euros'),
	`claim_rows` INT64 DEFAULT 0 NOT NULL OPTIONS (description = 'How many rows of fact_claim are in the slice'),
	`premium_rows` INT64 DEFAULT 0 NOT NULL OPTIONS (description = 'How many rows of fact_premium are in the slice'),
	`load_id` INT64 DEFAULT 0 NOT NULL OPTIONS (description = 'Load that wrote the row last'),
	PRIMARY KEY (`claims_and_premiums_key`) NOT ENFORCED
)
OPTIONS (description = 'Claims beside premiums, by month.');

CREATE TABLE `dim_holder_demographics` (
	`holder_demographics_key` INT64 NOT NULL OPTIONS (description = 'Surrogate key'),
	`number` INT64,
	`demographics_key` INT64 DEFAULT -1 NOT NULL OPTIONS (description = 'Key of dim_demographics'),
	`valid_from` DATETIME NOT NULL OPTIONS (description = 'Start of the version, UTC'),
	`valid_to` DATETIME NOT NULL OPTIONS (description = 'Exclusive end of the version, UTC'),
	`is_current` BOOL DEFAULT TRUE NOT NULL OPTIONS (description = 'Whether it is in force'),
	`is_inferred` BOOL DEFAULT FALSE NOT NULL OPTIONS (description = 'Always false'),
	`load_id` INT64 DEFAULT 0 NOT NULL OPTIONS (description = 'Load that wrote the row last'),
	PRIMARY KEY (`holder_demographics_key`) NOT ENFORCED,
	FOREIGN KEY (`demographics_key`) REFERENCES `dim_demographics` (`demographics_key`) NOT ENFORCED
)
OPTIONS (description = 'Which dim_demographics each member of dim_holder had when');

CREATE TABLE `starschema_snapshot` (
	`target` STRING(200) NOT NULL,
	`effective` DATETIME NOT NULL,
	`slice_column` STRING(200) OPTIONS (description = 'NULL where the whole membership was given'),
	`slice_value` STRING(255),
	`given` STRING NOT NULL OPTIONS (description = 'Comma-framed names of the attributes in the data'),
	`load_id` INT64 NOT NULL
)
OPTIONS (description = 'Every time and slice at which a whole membership was given');

CREATE TABLE `dim_holder_journal` (
	`number` INT64 NOT NULL,
	`changed_at` DATETIME NOT NULL OPTIONS (description = 'When the change took effect, UTC'),
	`change_sequence` INT64 OPTIONS (description = 'Orders changes of one time'),
	`is_deletion` BOOL NOT NULL,
	`country` STRING(2),
	`city` STRING(60),
	`born_on_key` INT64,
	`demographics_key` INT64,
	`given_attributes` STRING NOT NULL OPTIONS (description = 'Comma-framed names of those in the data'),
	`load_id` INT64 NOT NULL
)
OPTIONS (description = 'Changes of dim_holder that its versions do not show');

CREATE TABLE `dim_policy_journal` (
	`policy_no` STRING(12) NOT NULL,
	`changed_at` DATETIME NOT NULL OPTIONS (description = 'When the change took effect, UTC'),
	`change_sequence` INT64 OPTIONS (description = 'Orders changes of one time'),
	`is_deletion` BOOL NOT NULL,
	`kind` STRING(10),
	`unit_code` STRING(8),
	`plate` STRING(10),
	`square_metres` INT64,
	`given_attributes` STRING NOT NULL OPTIONS (description = 'Comma-framed names of those in the data'),
	`load_id` INT64 NOT NULL
)
OPTIONS (description = 'Changes of dim_policy that its versions do not show');

CREATE TABLE `dim_holder_demographics_journal` (
	`number` INT64 NOT NULL,
	`changed_at` DATETIME NOT NULL OPTIONS (description = 'When the change took effect, UTC'),
	`change_sequence` INT64 OPTIONS (description = 'Orders changes of one time'),
	`is_deletion` BOOL NOT NULL,
	`demographics_key` INT64,
	`given_attributes` STRING NOT NULL OPTIONS (description = 'Comma-framed names of those in the data'),
	`load_id` INT64 NOT NULL
)
OPTIONS (description = 'Changes of dim_holder_demographics that its versions do not show');

CREATE TABLE `dim_unit_tree` (
	`descendant_key` INT64 NOT NULL OPTIONS (description = 'unit_key of the one below'),
	`ancestor_key` INT64 NOT NULL OPTIONS (description = 'unit_key of the one above'),
	`depth` INT64 NOT NULL OPTIONS (description = 'Levels between them; 0 for a member and itself'),
	`is_top` BOOL NOT NULL OPTIONS (description = 'Nothing is above the ancestor'),
	`is_bottom` BOOL NOT NULL OPTIONS (description = 'Nothing is below the descendant'),
	`load_id` INT64 DEFAULT 0 NOT NULL OPTIONS (description = 'Load that wrote the row last'),
	PRIMARY KEY (`descendant_key`, `ancestor_key`) NOT ENFORCED,
	FOREIGN KEY (`descendant_key`) REFERENCES `dim_unit` (`unit_key`) NOT ENFORCED,
	FOREIGN KEY (`ancestor_key`) REFERENCES `dim_unit` (`unit_key`) NOT ENFORCED
)
OPTIONS (description = 'Every member of dim_unit and all that are above it');

CREATE TABLE `bridge_household_members_journal` (
	`household_key` INT64 NOT NULL OPTIONS (description = 'Household: key of dim_household'),
	`changed_at` DATETIME NOT NULL OPTIONS (description = 'When the group was told, UTC'),
	`load_id` INT64 NOT NULL,
	PRIMARY KEY (`household_key`, `changed_at`) NOT ENFORCED
)
OPTIONS (description = 'Times of which groups were told that no row of bridge_household_members shows');

CREATE TABLE `bridge_group_diagnoses_journal` (
	`diagnosis_group_key` INT64 NOT NULL OPTIONS (description = 'Diagnosis group: key of dim_diagnosis_group'),
	`changed_at` DATETIME NOT NULL OPTIONS (description = 'When the group was told, UTC'),
	`load_id` INT64 NOT NULL,
	PRIMARY KEY (`diagnosis_group_key`, `changed_at`) NOT ENFORCED
)
OPTIONS (description = 'Times of which groups were told that no row of bridge_group_diagnoses shows');

CREATE TABLE `starschema_undo` (
	`load_id` INT64 NOT NULL,
	`step` INT64 NOT NULL,
	`told` STRING NOT NULL OPTIONS (description = 'JSON: the table that is changed, and how that is undone'),
	PRIMARY KEY (`load_id`, `step`) NOT ENFORCED
)
OPTIONS (description = 'What loads under way have changed, where no transaction holds it together');

CREATE TABLE `dim_day_undo` (
	`undo_load` INT64 NOT NULL OPTIONS (description = 'Load under way for which the row is kept'),
	`undo_step` INT64 NOT NULL OPTIONS (description = 'Which of its steps was to change the row'),
	`undo_there` BOOL NOT NULL OPTIONS (description = 'Whether there was a row'),
	`day_key` INT64 NOT NULL,
	`date` DATE,
	`day_of_month` INT64,
	`day_of_year` INT64,
	`day_of_week` INT64,
	`day_name` STRING(20),
	`is_weekend` BOOL,
	`iso_week` INT64,
	`iso_year` INT64,
	`month` INT64,
	`month_name` STRING(20),
	`month_start` DATE,
	`year_month` STRING(20),
	`quarter` INT64,
	`year` INT64,
	`fiscal_year` INT64,
	`fiscal_quarter` INT64,
	`fiscal_month` INT64,
	`is_holiday` BOOL,
	`holiday_name` STRING(400),
	`is_inferred` BOOL,
	`load_id` INT64
)
OPTIONS (description = 'Rows of dim_day as they were before loads that are under way');

CREATE TABLE `dim_month_undo` (
	`undo_load` INT64 NOT NULL OPTIONS (description = 'Load under way for which the row is kept'),
	`undo_step` INT64 NOT NULL OPTIONS (description = 'Which of its steps was to change the row'),
	`undo_there` BOOL NOT NULL OPTIONS (description = 'Whether there was a row'),
	`month_key` INT64 NOT NULL,
	`year_month` STRING(20),
	`month_start` DATE,
	`month` INT64,
	`month_name` STRING(20),
	`quarter` INT64,
	`year` INT64,
	`fiscal_year` INT64,
	`fiscal_quarter` INT64,
	`fiscal_month` INT64,
	`is_inferred` BOOL,
	`load_id` INT64
)
OPTIONS (description = 'Rows of dim_month as they were before loads that are under way');

CREATE TABLE `dim_minute_undo` (
	`undo_load` INT64 NOT NULL OPTIONS (description = 'Load under way for which the row is kept'),
	`undo_step` INT64 NOT NULL OPTIONS (description = 'Which of its steps was to change the row'),
	`undo_there` BOOL NOT NULL OPTIONS (description = 'Whether there was a row'),
	`minute_key` INT64 NOT NULL,
	`time` TIME,
	`hour` INT64,
	`minute` INT64,
	`second` INT64,
	`minute_of_day` INT64,
	`half_hour` STRING(20),
	`hour_12` INT64,
	`am_pm` STRING(20),
	`label` STRING(20),
	`label_12` STRING(20),
	`part_of_day` STRING(20),
	`is_inferred` BOOL,
	`load_id` INT64
)
OPTIONS (description = 'Rows of dim_minute as they were before loads that are under way');

CREATE TABLE `dim_currency_undo` (
	`undo_load` INT64 NOT NULL OPTIONS (description = 'Load under way for which the row is kept'),
	`undo_step` INT64 NOT NULL OPTIONS (description = 'Which of its steps was to change the row'),
	`undo_there` BOOL NOT NULL OPTIONS (description = 'Whether there was a row'),
	`currency_key` INT64 NOT NULL,
	`code` STRING(3),
	`is_inferred` BOOL,
	`load_id` INT64
)
OPTIONS (description = 'Rows of dim_currency as they were before loads that are under way');

CREATE TABLE `dim_demographics_undo` (
	`undo_load` INT64 NOT NULL OPTIONS (description = 'Load under way for which the row is kept'),
	`undo_step` INT64 NOT NULL OPTIONS (description = 'Which of its steps was to change the row'),
	`undo_there` BOOL NOT NULL OPTIONS (description = 'Whether there was a row'),
	`demographics_key` INT64 NOT NULL,
	`combination` STRING(64),
	`age` STRING(60),
	`smokes` BOOL,
	`is_inferred` BOOL,
	`load_id` INT64
)
OPTIONS (description = 'Rows of dim_demographics as they were before loads that are under way');

CREATE TABLE `dim_holder_undo` (
	`undo_load` INT64 NOT NULL OPTIONS (description = 'Load under way for which the row is kept'),
	`undo_step` INT64 NOT NULL OPTIONS (description = 'Which of its steps was to change the row'),
	`undo_there` BOOL NOT NULL OPTIONS (description = 'Whether there was a row'),
	`holder_key` INT64 NOT NULL,
	`number` INT64,
	`country` STRING(2),
	`city` STRING(60),
	`born_on_key` INT64,
	`demographics_key` INT64,
	`holder_durable_key` INT64,
	`valid_from` DATETIME,
	`valid_to` DATETIME,
	`is_current` BOOL,
	`is_inferred` BOOL,
	`load_id` INT64
)
OPTIONS (description = 'Rows of dim_holder as they were before loads that are under way');

CREATE TABLE `dim_unit_undo` (
	`undo_load` INT64 NOT NULL OPTIONS (description = 'Load under way for which the row is kept'),
	`undo_step` INT64 NOT NULL OPTIONS (description = 'Which of its steps was to change the row'),
	`undo_there` BOOL NOT NULL OPTIONS (description = 'Whether there was a row'),
	`unit_key` INT64 NOT NULL,
	`code` STRING(8),
	`parent` STRING(8),
	`is_inferred` BOOL,
	`load_id` INT64
)
OPTIONS (description = 'Rows of dim_unit as they were before loads that are under way');

CREATE TABLE `dim_policy_undo` (
	`undo_load` INT64 NOT NULL OPTIONS (description = 'Load under way for which the row is kept'),
	`undo_step` INT64 NOT NULL OPTIONS (description = 'Which of its steps was to change the row'),
	`undo_there` BOOL NOT NULL OPTIONS (description = 'Whether there was a row'),
	`policy_key` INT64 NOT NULL,
	`policy_no` STRING(12),
	`kind` STRING(10),
	`unit_code` STRING(8),
	`valid_from` DATETIME,
	`valid_to` DATETIME,
	`is_current` BOOL,
	`is_inferred` BOOL,
	`load_id` INT64
)
OPTIONS (description = 'Rows of dim_policy as they were before loads that are under way');

CREATE TABLE `dim_car_policy_undo` (
	`undo_load` INT64 NOT NULL OPTIONS (description = 'Load under way for which the row is kept'),
	`undo_step` INT64 NOT NULL OPTIONS (description = 'Which of its steps was to change the row'),
	`undo_there` BOOL NOT NULL OPTIONS (description = 'Whether there was a row'),
	`policy_key` INT64 NOT NULL,
	`plate` STRING(10)
)
OPTIONS (description = 'Rows of dim_car_policy as they were before loads that are under way');

CREATE TABLE `dim_home_policy_undo` (
	`undo_load` INT64 NOT NULL OPTIONS (description = 'Load under way for which the row is kept'),
	`undo_step` INT64 NOT NULL OPTIONS (description = 'Which of its steps was to change the row'),
	`undo_there` BOOL NOT NULL OPTIONS (description = 'Whether there was a row'),
	`policy_key` INT64 NOT NULL,
	`square_metres` INT64
)
OPTIONS (description = 'Rows of dim_home_policy as they were before loads that are under way');

CREATE TABLE `dim_household_undo` (
	`undo_load` INT64 NOT NULL OPTIONS (description = 'Load under way for which the row is kept'),
	`undo_step` INT64 NOT NULL OPTIONS (description = 'Which of its steps was to change the row'),
	`undo_there` BOOL NOT NULL OPTIONS (description = 'Whether there was a row'),
	`household_key` INT64 NOT NULL,
	`household_no` INT64,
	`is_inferred` BOOL,
	`load_id` INT64
)
OPTIONS (description = 'Rows of dim_household as they were before loads that are under way');

CREATE TABLE `dim_diagnosis_undo` (
	`undo_load` INT64 NOT NULL OPTIONS (description = 'Load under way for which the row is kept'),
	`undo_step` INT64 NOT NULL OPTIONS (description = 'Which of its steps was to change the row'),
	`undo_there` BOOL NOT NULL OPTIONS (description = 'Whether there was a row'),
	`diagnosis_key` INT64 NOT NULL,
	`icd` STRING(8),
	`title` STRING(200),
	`is_inferred` BOOL,
	`load_id` INT64
)
OPTIONS (description = 'Rows of dim_diagnosis as they were before loads that are under way');

CREATE TABLE `dim_diagnosis_group_undo` (
	`undo_load` INT64 NOT NULL OPTIONS (description = 'Load under way for which the row is kept'),
	`undo_step` INT64 NOT NULL OPTIONS (description = 'Which of its steps was to change the row'),
	`undo_there` BOOL NOT NULL OPTIONS (description = 'Whether there was a row'),
	`diagnosis_group_key` INT64 NOT NULL,
	`combination` STRING(64),
	`is_inferred` BOOL,
	`load_id` INT64
)
OPTIONS (description = 'Rows of dim_diagnosis_group as they were before loads that are under way');

CREATE TABLE `bridge_household_members_undo` (
	`undo_load` INT64 NOT NULL OPTIONS (description = 'Load under way for which the row is kept'),
	`undo_step` INT64 NOT NULL OPTIONS (description = 'Which of its steps was to change the row'),
	`undo_there` BOOL NOT NULL OPTIONS (description = 'Whether there was a row'),
	`household_key` INT64 NOT NULL,
	`holder_key` INT64 NOT NULL,
	`share` NUMERIC(9, 8),
	`relation` STRING(20),
	`valid_from` DATETIME NOT NULL,
	`valid_to` DATETIME,
	`load_id` INT64
)
OPTIONS (description = 'Rows of bridge_household_members as they were before loads that are under way');

CREATE TABLE `bridge_group_diagnoses_undo` (
	`undo_load` INT64 NOT NULL OPTIONS (description = 'Load under way for which the row is kept'),
	`undo_step` INT64 NOT NULL OPTIONS (description = 'Which of its steps was to change the row'),
	`undo_there` BOOL NOT NULL OPTIONS (description = 'Whether there was a row'),
	`diagnosis_group_key` INT64 NOT NULL,
	`diagnosis_key` INT64 NOT NULL,
	`share` NUMERIC(5, 4),
	`valid_from` DATETIME NOT NULL,
	`valid_to` DATETIME,
	`load_id` INT64
)
OPTIONS (description = 'Rows of bridge_group_diagnoses as they were before loads that are under way');

CREATE TABLE `fact_rate_undo` (
	`undo_load` INT64 NOT NULL OPTIONS (description = 'Load under way for which the row is kept'),
	`undo_step` INT64 NOT NULL OPTIONS (description = 'Which of its steps was to change the row'),
	`undo_there` BOOL NOT NULL OPTIONS (description = 'Whether there was a row'),
	`currency_key` INT64 NOT NULL,
	`day_key` INT64 NOT NULL,
	`rate` NUMERIC(18, 8),
	`load_id` INT64
)
OPTIONS (description = 'Rows of fact_rate as they were before loads that are under way');

CREATE TABLE `fact_claim_undo` (
	`undo_load` INT64 NOT NULL OPTIONS (description = 'Load under way for which the row is kept'),
	`undo_step` INT64 NOT NULL OPTIONS (description = 'Which of its steps was to change the row'),
	`undo_there` BOOL NOT NULL OPTIONS (description = 'Whether there was a row'),
	`claim_no` STRING(12) NOT NULL,
	`line_no` INT64 NOT NULL,
	`happened_at` DATETIME,
	`kind` STRING(10),
	`day_key` INT64,
	`minute_key` INT64,
	`policy_key` INT64,
	`holder_key` INT64,
	`holder_durable_key` INT64,
	`demographics_key` INT64,
	`diagnoses_key` INT64,
	`amount` NUMERIC(14, 2),
	`load_id` INT64
)
OPTIONS (description = 'Rows of fact_claim as they were before loads that are under way');

CREATE TABLE `fact_accident_undo` (
	`undo_load` INT64 NOT NULL OPTIONS (description = 'Load under way for which the row is kept'),
	`undo_step` INT64 NOT NULL OPTIONS (description = 'Which of its steps was to change the row'),
	`undo_there` BOOL NOT NULL OPTIONS (description = 'Whether there was a row'),
	`claim_no` STRING(12) NOT NULL,
	`line_no` INT64 NOT NULL,
	`police_report` STRING(20),
	`other_policy_key` INT64,
	`injured` INT64
)
OPTIONS (description = 'Rows of fact_accident as they were before loads that are under way');

CREATE TABLE `fact_premium_undo` (
	`undo_load` INT64 NOT NULL OPTIONS (description = 'Load under way for which the row is kept'),
	`undo_step` INT64 NOT NULL OPTIONS (description = 'Which of its steps was to change the row'),
	`undo_there` BOOL NOT NULL OPTIONS (description = 'Whether there was a row'),
	`premium_no` INT64 NOT NULL,
	`told_at` DATETIME NOT NULL,
	`due_on` DATE,
	`day_key` INT64,
	`household_key` INT64,
	`currency_key` INT64,
	`charged` NUMERIC(14, 2),
	`euros` NUMERIC(14, 2),
	`load_id` INT64,
	`reversal` INT64 NOT NULL
)
OPTIONS (description = 'Rows of fact_premium as they were before loads that are under way');

CREATE TABLE `fact_settlement_undo` (
	`undo_load` INT64 NOT NULL OPTIONS (description = 'Load under way for which the row is kept'),
	`undo_step` INT64 NOT NULL OPTIONS (description = 'Which of its steps was to change the row'),
	`undo_there` BOOL NOT NULL OPTIONS (description = 'Whether there was a row'),
	`claim_no` STRING(12) NOT NULL,
	`changed_at` DATETIME,
	`reported_key` INT64,
	`paid_key` INT64,
	`days_to_pay` INT64,
	`state` STRING(10),
	`reserve` NUMERIC(14, 2),
	`load_id` INT64,
	`told` STRING
)
OPTIONS (description = 'Rows of fact_settlement as they were before loads that are under way');

CREATE TABLE `fact_movement_undo` (
	`undo_load` INT64 NOT NULL OPTIONS (description = 'Load under way for which the row is kept'),
	`undo_step` INT64 NOT NULL OPTIONS (description = 'Which of its steps was to change the row'),
	`undo_there` BOOL NOT NULL OPTIONS (description = 'Whether there was a row'),
	`movement_no` INT64 NOT NULL,
	`day_key` INT64,
	`unit_key` INT64,
	`amount` NUMERIC(14, 2),
	`load_id` INT64
)
OPTIONS (description = 'Rows of fact_movement as they were before loads that are under way');

CREATE TABLE `fact_reserve_undo` (
	`undo_load` INT64 NOT NULL OPTIONS (description = 'Load under way for which the row is kept'),
	`undo_step` INT64 NOT NULL OPTIONS (description = 'Which of its steps was to change the row'),
	`undo_there` BOOL NOT NULL OPTIONS (description = 'Whether there was a row'),
	`day_key` INT64 NOT NULL,
	`unit_key` INT64 NOT NULL,
	`opened` NUMERIC(14, 2),
	`moved` NUMERIC(14, 2),
	`closed` NUMERIC(14, 2),
	`load_id` INT64
)
OPTIONS (description = 'Rows of fact_reserve as they were before loads that are under way');

CREATE TABLE `fact_standing_undo` (
	`undo_load` INT64 NOT NULL OPTIONS (description = 'Load under way for which the row is kept'),
	`undo_step` INT64 NOT NULL OPTIONS (description = 'Which of its steps was to change the row'),
	`undo_there` BOOL NOT NULL OPTIONS (description = 'Whether there was a row'),
	`day_key` INT64 NOT NULL,
	`household_key` INT64 NOT NULL,
	`owed` NUMERIC(14, 2),
	`load_id` INT64
)
OPTIONS (description = 'Rows of fact_standing as they were before loads that are under way');

CREATE TABLE `fact_covered_undo` (
	`undo_load` INT64 NOT NULL OPTIONS (description = 'Load under way for which the row is kept'),
	`undo_step` INT64 NOT NULL OPTIONS (description = 'Which of its steps was to change the row'),
	`undo_there` BOOL NOT NULL OPTIONS (description = 'Whether there was a row'),
	`month_key` INT64 NOT NULL,
	`household_key` INT64 NOT NULL,
	`load_id` INT64
)
OPTIONS (description = 'Rows of fact_covered as they were before loads that are under way');

CREATE TABLE `agg_claims_by_month_undo` (
	`undo_load` INT64 NOT NULL OPTIONS (description = 'Load under way for which the row is kept'),
	`undo_step` INT64 NOT NULL OPTIONS (description = 'Which of its steps was to change the row'),
	`undo_there` BOOL NOT NULL OPTIONS (description = 'Whether there was a row'),
	`claims_by_month_key` INT64 NOT NULL,
	`month` STRING(20),
	`city` STRING(60),
	`kind` STRING(10),
	`claims` INT64,
	`holders` INT64,
	`amount` NUMERIC(24, 2),
	`dearest` NUMERIC(14, 2),
	`injured` INT64,
	`load_id` INT64
)
OPTIONS (description = 'Rows of agg_claims_by_month as they were before loads that are under way');

CREATE TABLE `agg_claims_of_month_undo` (
	`undo_load` INT64 NOT NULL OPTIONS (description = 'Load under way for which the row is kept'),
	`undo_step` INT64 NOT NULL OPTIONS (description = 'Which of its steps was to change the row'),
	`undo_there` BOOL NOT NULL OPTIONS (description = 'Whether there was a row'),
	`claims_of_month_key` INT64 NOT NULL,
	`month_key` INT64,
	`claims` INT64,
	`load_id` INT64
)
OPTIONS (description = 'Rows of agg_claims_of_month as they were before loads that are under way');

CREATE TABLE `fact_claims_and_premiums_undo` (
	`undo_load` INT64 NOT NULL OPTIONS (description = 'Load under way for which the row is kept'),
	`undo_step` INT64 NOT NULL OPTIONS (description = 'Which of its steps was to change the row'),
	`undo_there` BOOL NOT NULL OPTIONS (description = 'Whether there was a row'),
	`claims_and_premiums_key` INT64 NOT NULL,
	`month` STRING(20),
	`claimed` NUMERIC(24, 2),
	`charged` NUMERIC(24, 2),
	`claim_rows` INT64,
	`premium_rows` INT64,
	`load_id` INT64
)
OPTIONS (description = 'Rows of fact_claims_and_premiums as they were before loads that are under way');

CREATE TABLE `dim_holder_demographics_undo` (
	`undo_load` INT64 NOT NULL OPTIONS (description = 'Load under way for which the row is kept'),
	`undo_step` INT64 NOT NULL OPTIONS (description = 'Which of its steps was to change the row'),
	`undo_there` BOOL NOT NULL OPTIONS (description = 'Whether there was a row'),
	`holder_demographics_key` INT64 NOT NULL,
	`number` INT64,
	`demographics_key` INT64,
	`valid_from` DATETIME,
	`valid_to` DATETIME,
	`is_current` BOOL,
	`is_inferred` BOOL,
	`load_id` INT64
)
OPTIONS (description = 'Rows of dim_holder_demographics as they were before loads that are under way');

CREATE TABLE `starschema_snapshot_undo` (
	`undo_load` INT64 NOT NULL OPTIONS (description = 'Load under way for which the row is kept'),
	`undo_step` INT64 NOT NULL OPTIONS (description = 'Which of its steps was to change the row'),
	`undo_there` BOOL NOT NULL OPTIONS (description = 'Whether there was a row'),
	`target` STRING(200) NOT NULL,
	`effective` DATETIME NOT NULL,
	`slice_column` STRING(200),
	`slice_value` STRING(255),
	`given` STRING,
	`load_id` INT64
)
OPTIONS (description = 'Rows of starschema_snapshot as they were before loads that are under way');

CREATE TABLE `dim_holder_journal_undo` (
	`undo_load` INT64 NOT NULL OPTIONS (description = 'Load under way for which the row is kept'),
	`undo_step` INT64 NOT NULL OPTIONS (description = 'Which of its steps was to change the row'),
	`undo_there` BOOL NOT NULL OPTIONS (description = 'Whether there was a row'),
	`number` INT64 NOT NULL,
	`changed_at` DATETIME NOT NULL,
	`change_sequence` INT64,
	`is_deletion` BOOL,
	`country` STRING(2),
	`city` STRING(60),
	`born_on_key` INT64,
	`demographics_key` INT64,
	`given_attributes` STRING,
	`load_id` INT64
)
OPTIONS (description = 'Rows of dim_holder_journal as they were before loads that are under way');

CREATE TABLE `dim_policy_journal_undo` (
	`undo_load` INT64 NOT NULL OPTIONS (description = 'Load under way for which the row is kept'),
	`undo_step` INT64 NOT NULL OPTIONS (description = 'Which of its steps was to change the row'),
	`undo_there` BOOL NOT NULL OPTIONS (description = 'Whether there was a row'),
	`policy_no` STRING(12) NOT NULL,
	`changed_at` DATETIME NOT NULL,
	`change_sequence` INT64,
	`is_deletion` BOOL,
	`kind` STRING(10),
	`unit_code` STRING(8),
	`plate` STRING(10),
	`square_metres` INT64,
	`given_attributes` STRING,
	`load_id` INT64
)
OPTIONS (description = 'Rows of dim_policy_journal as they were before loads that are under way');

CREATE TABLE `dim_holder_demographics_journal_undo` (
	`undo_load` INT64 NOT NULL OPTIONS (description = 'Load under way for which the row is kept'),
	`undo_step` INT64 NOT NULL OPTIONS (description = 'Which of its steps was to change the row'),
	`undo_there` BOOL NOT NULL OPTIONS (description = 'Whether there was a row'),
	`number` INT64 NOT NULL,
	`changed_at` DATETIME NOT NULL,
	`change_sequence` INT64,
	`is_deletion` BOOL,
	`demographics_key` INT64,
	`given_attributes` STRING,
	`load_id` INT64
)
OPTIONS (description = 'Rows of dim_holder_demographics_journal as they were before loads that are under way');

CREATE TABLE `dim_unit_tree_undo` (
	`undo_load` INT64 NOT NULL OPTIONS (description = 'Load under way for which the row is kept'),
	`undo_step` INT64 NOT NULL OPTIONS (description = 'Which of its steps was to change the row'),
	`undo_there` BOOL NOT NULL OPTIONS (description = 'Whether there was a row'),
	`descendant_key` INT64 NOT NULL,
	`ancestor_key` INT64 NOT NULL,
	`depth` INT64,
	`is_top` BOOL,
	`is_bottom` BOOL,
	`load_id` INT64
)
OPTIONS (description = 'Rows of dim_unit_tree as they were before loads that are under way');

CREATE TABLE `bridge_household_members_journal_undo` (
	`undo_load` INT64 NOT NULL OPTIONS (description = 'Load under way for which the row is kept'),
	`undo_step` INT64 NOT NULL OPTIONS (description = 'Which of its steps was to change the row'),
	`undo_there` BOOL NOT NULL OPTIONS (description = 'Whether there was a row'),
	`household_key` INT64 NOT NULL,
	`changed_at` DATETIME NOT NULL,
	`load_id` INT64
)
OPTIONS (description = 'Rows of bridge_household_members_journal as they were before loads that are under way');

CREATE TABLE `bridge_group_diagnoses_journal_undo` (
	`undo_load` INT64 NOT NULL OPTIONS (description = 'Load under way for which the row is kept'),
	`undo_step` INT64 NOT NULL OPTIONS (description = 'Which of its steps was to change the row'),
	`undo_there` BOOL NOT NULL OPTIONS (description = 'Whether there was a row'),
	`diagnosis_group_key` INT64 NOT NULL,
	`changed_at` DATETIME NOT NULL,
	`load_id` INT64
)
OPTIONS (description = 'Rows of bridge_group_diagnoses_journal as they were before loads that are under way');

CREATE VIEW `dim_holder_now` AS
SELECT `newest`.`holder_durable_key`, `newest`.`holder_key`, `newest`.`number`, `newest`.`country`, `newest`.`city`, `newest`.`born_on_key`, `newest`.`demographics_key`, `newest`.`valid_from`, `newest`.`valid_to`, `newest`.`is_current`, `newest`.`is_inferred`, `newest`.`load_id` 
FROM `dim_holder` AS `newest` 
WHERE NOT (EXISTS (SELECT 1 AS `anon_1` 
FROM `dim_holder` AS `later` 
WHERE `later`.`number` = `newest`.`number` AND `later`.`valid_from` > `newest`.`valid_from`));

CREATE VIEW `dim_policy_whole` AS
SELECT `dim_policy`.`policy_key`, `dim_policy`.`policy_no`, `dim_policy`.`kind`, `dim_policy`.`unit_code`, `dim_policy`.`valid_from`, `dim_policy`.`valid_to`, `dim_policy`.`is_current`, `dim_policy`.`is_inferred`, `dim_policy`.`load_id`, `dim_car_policy`.`plate`, `dim_home_policy`.`square_metres` 
FROM `dim_policy` LEFT OUTER JOIN `dim_car_policy` ON `dim_car_policy`.`policy_key` = `dim_policy`.`policy_key` LEFT OUTER JOIN `dim_home_policy` ON `dim_home_policy`.`policy_key` = `dim_policy`.`policy_key`;

CREATE VIEW `fact_claim_whole` AS
SELECT `fact_claim`.`claim_no`, `fact_claim`.`line_no`, `fact_claim`.`happened_at`, `fact_claim`.`kind`, `fact_claim`.`day_key`, `fact_claim`.`minute_key`, `fact_claim`.`policy_key`, `fact_claim`.`holder_key`, `fact_claim`.`holder_durable_key`, `fact_claim`.`demographics_key`, `fact_claim`.`diagnoses_key`, `fact_claim`.`amount`, `fact_claim`.`load_id`, `fact_accident`.`police_report`, `fact_accident`.`injured`, `fact_accident`.`other_policy_key` 
FROM `fact_claim` LEFT OUTER JOIN `fact_accident` ON `fact_accident`.`claim_no` = `fact_claim`.`claim_no` AND `fact_accident`.`line_no` = `fact_claim`.`line_no`;

INSERT INTO `dim_day` (`day_key`, `date`, `day_of_month`, `day_of_year`, `day_of_week`, `day_name`, `is_weekend`, `iso_week`, `iso_year`, `month`, `month_name`, `month_start`, `year_month`, `quarter`, `year`, `fiscal_year`, `fiscal_quarter`, `fiscal_month`, `is_holiday`, `holiday_name`, `is_inferred`, `load_id`) VALUES (-1, NULL, NULL, NULL, NULL, 'Unknown', NULL, NULL, NULL, NULL, 'Unknown', NULL, 'Unknown', NULL, NULL, NULL, NULL, NULL, NULL, NULL, FALSE, 0);

INSERT INTO `dim_day` (`day_key`, `date`, `day_of_month`, `day_of_year`, `day_of_week`, `day_name`, `is_weekend`, `iso_week`, `iso_year`, `month`, `month_name`, `month_start`, `year_month`, `quarter`, `year`, `fiscal_year`, `fiscal_quarter`, `fiscal_month`, `is_holiday`, `holiday_name`, `is_inferred`, `load_id`) VALUES (-2, NULL, NULL, NULL, NULL, 'Not applicable', NULL, NULL, NULL, NULL, 'Not applicable', NULL, 'Not applicable', NULL, NULL, NULL, NULL, NULL, NULL, NULL, FALSE, 0);

INSERT INTO `dim_month` (`month_key`, `year_month`, `month_start`, `month`, `month_name`, `quarter`, `year`, `fiscal_year`, `fiscal_quarter`, `fiscal_month`, `is_inferred`, `load_id`) VALUES (-1, NULL, NULL, NULL, 'Unknown', NULL, NULL, NULL, NULL, NULL, FALSE, 0);

INSERT INTO `dim_month` (`month_key`, `year_month`, `month_start`, `month`, `month_name`, `quarter`, `year`, `fiscal_year`, `fiscal_quarter`, `fiscal_month`, `is_inferred`, `load_id`) VALUES (-2, NULL, NULL, NULL, 'Not applicable', NULL, NULL, NULL, NULL, NULL, FALSE, 0);

INSERT INTO `dim_minute` (`minute_key`, `time`, `hour`, `minute`, `second`, `minute_of_day`, `half_hour`, `hour_12`, `am_pm`, `label`, `label_12`, `part_of_day`, `is_inferred`, `load_id`) VALUES (-1, NULL, NULL, NULL, NULL, NULL, 'Unknown', NULL, 'Unknown', 'Unknown', 'Unknown', 'Unknown', FALSE, 0);

INSERT INTO `dim_minute` (`minute_key`, `time`, `hour`, `minute`, `second`, `minute_of_day`, `half_hour`, `hour_12`, `am_pm`, `label`, `label_12`, `part_of_day`, `is_inferred`, `load_id`) VALUES (-2, NULL, NULL, NULL, NULL, NULL, 'Not applicable', NULL, 'Not applicable', 'Not applicable', 'Not applicable', 'Not applicable', FALSE, 0);

INSERT INTO `dim_currency` (`currency_key`, `code`, `is_inferred`, `load_id`) VALUES (-1, NULL, FALSE, 0);

INSERT INTO `dim_currency` (`currency_key`, `code`, `is_inferred`, `load_id`) VALUES (-2, NULL, FALSE, 0);

INSERT INTO `dim_demographics` (`demographics_key`, `combination`, `age`, `smokes`, `is_inferred`, `load_id`) VALUES (-1, NULL, 'Unknown', NULL, FALSE, 0);

INSERT INTO `dim_demographics` (`demographics_key`, `combination`, `age`, `smokes`, `is_inferred`, `load_id`) VALUES (-2, NULL, 'Not applicable', NULL, FALSE, 0);

INSERT INTO `dim_holder` (`holder_key`, `number`, `country`, `city`, `born_on_key`, `demographics_key`, `holder_durable_key`, `valid_from`, `valid_to`, `is_current`, `is_inferred`, `load_id`) VALUES (-1, NULL, '?', 'Unknown', -1, -1, -1, DATETIME '0001-01-01 00:00:00.000000', DATETIME '9999-12-31 00:00:00.000000', TRUE, FALSE, 0);

INSERT INTO `dim_holder` (`holder_key`, `number`, `country`, `city`, `born_on_key`, `demographics_key`, `holder_durable_key`, `valid_from`, `valid_to`, `is_current`, `is_inferred`, `load_id`) VALUES (-2, NULL, '-', 'Not applicable', -2, -2, -2, DATETIME '0001-01-01 00:00:00.000000', DATETIME '9999-12-31 00:00:00.000000', TRUE, FALSE, 0);

INSERT INTO `dim_unit` (`unit_key`, `code`, `parent`, `is_inferred`, `load_id`) VALUES (-1, NULL, NULL, FALSE, 0);

INSERT INTO `dim_unit` (`unit_key`, `code`, `parent`, `is_inferred`, `load_id`) VALUES (-2, NULL, NULL, FALSE, 0);

INSERT INTO `dim_policy` (`policy_key`, `policy_no`, `kind`, `unit_code`, `valid_from`, `valid_to`, `is_current`, `is_inferred`, `load_id`) VALUES (-1, NULL, NULL, 'Unknown', DATETIME '0001-01-01 00:00:00.000000', DATETIME '9999-12-31 00:00:00.000000', TRUE, FALSE, 0);

INSERT INTO `dim_policy` (`policy_key`, `policy_no`, `kind`, `unit_code`, `valid_from`, `valid_to`, `is_current`, `is_inferred`, `load_id`) VALUES (-2, NULL, NULL, 'N/A', DATETIME '0001-01-01 00:00:00.000000', DATETIME '9999-12-31 00:00:00.000000', TRUE, FALSE, 0);

INSERT INTO `dim_car_policy` (`policy_key`, `plate`) VALUES (-1, 'Unknown');

INSERT INTO `dim_car_policy` (`policy_key`, `plate`) VALUES (-2, 'N/A');

INSERT INTO `dim_home_policy` (`policy_key`, `square_metres`) VALUES (-1, NULL);

INSERT INTO `dim_home_policy` (`policy_key`, `square_metres`) VALUES (-2, NULL);

INSERT INTO `dim_household` (`household_key`, `household_no`, `is_inferred`, `load_id`) VALUES (-1, NULL, FALSE, 0);

INSERT INTO `dim_household` (`household_key`, `household_no`, `is_inferred`, `load_id`) VALUES (-2, NULL, FALSE, 0);

INSERT INTO `dim_diagnosis` (`diagnosis_key`, `icd`, `title`, `is_inferred`, `load_id`) VALUES (-1, NULL, 'Unknown', FALSE, 0);

INSERT INTO `dim_diagnosis` (`diagnosis_key`, `icd`, `title`, `is_inferred`, `load_id`) VALUES (-2, NULL, 'Not applicable', FALSE, 0);

INSERT INTO `dim_diagnosis_group` (`diagnosis_group_key`, `combination`, `is_inferred`, `load_id`) VALUES (-1, NULL, FALSE, 0);

INSERT INTO `dim_diagnosis_group` (`diagnosis_group_key`, `combination`, `is_inferred`, `load_id`) VALUES (-2, NULL, FALSE, 0);

INSERT INTO `dim_unit_tree` (`descendant_key`, `ancestor_key`, `depth`, `is_top`, `is_bottom`, `load_id`) VALUES (-1, -1, 0, TRUE, TRUE, 0);

INSERT INTO `dim_unit_tree` (`descendant_key`, `ancestor_key`, `depth`, `is_top`, `is_bottom`, `load_id`) VALUES (-2, -2, 0, TRUE, TRUE, 0);

INSERT INTO `bridge_household_members` (`household_key`, `holder_key`, `share`, `relation`, `valid_from`, `valid_to`, `load_id`) VALUES (-1, -1, 1, 'Unknown', DATETIME '0001-01-01 00:00:00.000000', DATETIME '9999-12-31 00:00:00.000000', 0);

INSERT INTO `bridge_household_members` (`household_key`, `holder_key`, `share`, `relation`, `valid_from`, `valid_to`, `load_id`) VALUES (-2, -2, 1, 'Not applicable', DATETIME '0001-01-01 00:00:00.000000', DATETIME '9999-12-31 00:00:00.000000', 0);

INSERT INTO `bridge_group_diagnoses` (`diagnosis_group_key`, `diagnosis_key`, `share`, `valid_from`, `valid_to`, `load_id`) VALUES (-1, -1, 1, DATETIME '0001-01-01 00:00:00.000000', DATETIME '9999-12-31 00:00:00.000000', 0);

INSERT INTO `bridge_group_diagnoses` (`diagnosis_group_key`, `diagnosis_key`, `share`, `valid_from`, `valid_to`, `load_id`) VALUES (-2, -2, 1, DATETIME '0001-01-01 00:00:00.000000', DATETIME '9999-12-31 00:00:00.000000', 0);
