-- ClickHouse keeps no keys but the order of rows; the loads keep natural keys and grains unique. A time is between 1900-01-01 and 2299-12-31, which stand for the beginning and the end of time; times of day are text.
-- HouseholdMembers: the index ix_bridge_household_members_member is left out: ClickHouse has none
-- GroupDiagnoses: the index ix_bridge_group_diagnoses_member is left out: ClickHouse has none

CREATE TABLE `dim_day` (
	`day_key` Int64 COMMENT 'Surrogate key',
	`date` Nullable(Date32) COMMENT 'The day',
	`day_of_month` Nullable(Int16),
	`day_of_year` Nullable(Int16),
	`day_of_week` Nullable(Int16) COMMENT 'ISO: Monday is 1, Sunday 7',
	`day_name` LowCardinality(Nullable(String)),
	`is_weekend` Nullable(Bool) COMMENT 'Saturday or Sunday',
	`iso_week` Nullable(Int16),
	`iso_year` Nullable(Int16) COMMENT 'Year to which the ISO week belongs',
	`month` Nullable(Int16),
	`month_name` LowCardinality(Nullable(String)),
	`month_start` Nullable(Date32) COMMENT 'First day of the month',
	`year_month` LowCardinality(Nullable(String)) COMMENT 'Such as 2024-02',
	`quarter` Nullable(Int16),
	`year` Nullable(Int16),
	`fiscal_year` Nullable(Int16) COMMENT 'Named by the year in which it ends',
	`fiscal_quarter` Nullable(Int16),
	`fiscal_month` Nullable(Int16) COMMENT '1 is the month in which the fiscal year starts',
	`is_holiday` Nullable(Bool) COMMENT 'Public holiday of the calendar\'s country',
	`holiday_name` LowCardinality(Nullable(String)),
	`is_inferred` Bool DEFAULT FALSE COMMENT 'True while only a fact has named the member',
	`load_id` Int64 DEFAULT 0 COMMENT 'Load that wrote the row last'
)
ENGINE = MergeTree
ORDER BY (`day_key`)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'One row per calendar day.';

CREATE TABLE `dim_month` (
	`month_key` Int64 COMMENT 'Surrogate key',
	`year_month` Nullable(String) COMMENT 'Such as 2024-02',
	`month_start` Nullable(Date32) COMMENT 'First day of the month',
	`month` Nullable(Int16),
	`month_name` Nullable(String),
	`quarter` Nullable(Int16),
	`year` Nullable(Int16),
	`fiscal_year` Nullable(Int16) COMMENT 'Named by the year in which it ends',
	`fiscal_quarter` Nullable(Int16),
	`fiscal_month` Nullable(Int16) COMMENT '1 is the month in which the fiscal year starts',
	`is_inferred` Bool DEFAULT FALSE COMMENT 'True while only a fact has named the member',
	`load_id` Int64 DEFAULT 0 COMMENT 'Load that wrote the row last'
)
ENGINE = MergeTree
ORDER BY (`month_key`)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'One row per year_month of dim_day.';

CREATE TABLE `dim_minute` (
	`minute_key` Int64 COMMENT 'Surrogate key',
	`time` Nullable(String) COMMENT 'The time at which it begins',
	`hour` Nullable(Int16),
	`minute` Nullable(Int16),
	`second` Nullable(Int16),
	`minute_of_day` Nullable(Int16) COMMENT '0 to 1439',
	`half_hour` LowCardinality(Nullable(String)) COMMENT 'Such as 14:30, when it begins',
	`hour_12` Nullable(Int16) COMMENT '1 to 12',
	`am_pm` LowCardinality(Nullable(String)),
	`label` LowCardinality(Nullable(String)) COMMENT 'Such as 14:05',
	`label_12` LowCardinality(Nullable(String)) COMMENT 'Such as 2:05 PM',
	`part_of_day` LowCardinality(Nullable(String)) COMMENT 'Such as Morning',
	`is_inferred` Bool DEFAULT FALSE COMMENT 'True while only a fact has named the member',
	`load_id` Int64 DEFAULT 0 COMMENT 'Load that wrote the row last'
)
ENGINE = MergeTree
ORDER BY (`minute_key`)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'One row per minute of a day.';

CREATE TABLE `dim_currency` (
	`currency_key` Int64 COMMENT 'Surrogate key',
	`code` Nullable(String),
	`is_inferred` Bool DEFAULT FALSE COMMENT 'True while only a fact has named the member',
	`load_id` Int64 DEFAULT 0 COMMENT 'Load that wrote the row last'
)
ENGINE = MergeTree
ORDER BY (`currency_key`)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'One row per currency.';

CREATE TABLE `dim_demographics` (
	`demographics_key` Int64 COMMENT 'Surrogate key',
	`combination` Nullable(String) COMMENT 'Hash of the attributes, NULLs left out',
	`age` LowCardinality(Nullable(String)),
	`smokes` Nullable(Bool),
	`is_inferred` Bool DEFAULT FALSE COMMENT 'True while only a fact has named the member',
	`load_id` Int64 DEFAULT 0 COMMENT 'Load that wrote the row last'
)
ENGINE = MergeTree
ORDER BY (`demographics_key`)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'One row per combination of bands.';

CREATE TABLE `dim_holder` (
	`holder_key` Int64 COMMENT 'Surrogate key',
	`number` Nullable(Int32),
	`country` LowCardinality(Nullable(String)),
	`city` LowCardinality(Nullable(String)),
	`born_on_key` Int64 DEFAULT -1 COMMENT 'Born on: key of dim_day',
	`demographics_key` Int64 DEFAULT -1 COMMENT 'Demographics: key of dim_demographics',
	`holder_durable_key` Int64 COMMENT 'One key per member, over all its versions',
	`valid_from` DateTime64(6, 'UTC') COMMENT 'Start of the version, UTC',
	`valid_to` DateTime64(6, 'UTC') COMMENT 'Exclusive end of the version, UTC',
	`is_current` Bool DEFAULT TRUE COMMENT 'Whether the version is in force',
	`is_inferred` Bool DEFAULT FALSE COMMENT 'True while only a fact has named the member',
	`load_id` Int64 DEFAULT 0 COMMENT 'Load that wrote the row last'
)
ENGINE = MergeTree
ORDER BY (`holder_key`)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'One row per version of somebody who is insured.';

CREATE TABLE `dim_unit` (
	`unit_key` Int64 COMMENT 'Surrogate key',
	`code` Nullable(String),
	`parent` Nullable(String),
	`is_inferred` Bool DEFAULT FALSE COMMENT 'True while only a fact has named the member',
	`load_id` Int64 DEFAULT 0 COMMENT 'Load that wrote the row last'
)
ENGINE = MergeTree
ORDER BY (`unit_key`)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'One row per unit of the organisation.';

CREATE TABLE `dim_policy` (
	`policy_key` Int64 COMMENT 'Surrogate key',
	`policy_no` Nullable(String),
	`kind` Nullable(String),
	`unit_code` Nullable(String),
	`valid_from` DateTime64(6, 'UTC') COMMENT 'Start of the version, UTC',
	`valid_to` DateTime64(6, 'UTC') COMMENT 'Exclusive end of the version, UTC',
	`is_current` Bool DEFAULT TRUE COMMENT 'Whether the version is in force',
	`is_inferred` Bool DEFAULT FALSE COMMENT 'True while only a fact has named the member',
	`load_id` Int64 DEFAULT 0 COMMENT 'Load that wrote the row last'
)
ENGINE = MergeTree
ORDER BY (`policy_key`)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'What every policy has, one row per version.';

CREATE TABLE `dim_car_policy` (
	`policy_key` Int64 COMMENT 'Surrogate key',
	`plate` Nullable(String)
)
ENGINE = MergeTree
ORDER BY (`policy_key`)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'What only a car\'s policy has.';

CREATE TABLE `dim_home_policy` (
	`policy_key` Int64 COMMENT 'Surrogate key',
	`square_metres` Nullable(Int32)
)
ENGINE = MergeTree
ORDER BY (`policy_key`)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'What only a home\'s policy has.';

CREATE TABLE `dim_household` (
	`household_key` Int64 COMMENT 'Surrogate key',
	`household_no` Nullable(Int32),
	`is_inferred` Bool DEFAULT FALSE COMMENT 'True while only a fact has named the member',
	`load_id` Int64 DEFAULT 0 COMMENT 'Load that wrote the row last'
)
ENGINE = MergeTree
ORDER BY (`household_key`)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'One row per household, whose members are insured together.';

CREATE TABLE `dim_diagnosis` (
	`diagnosis_key` Int64 COMMENT 'Surrogate key',
	`icd` Nullable(String),
	`title` Nullable(String),
	`is_inferred` Bool DEFAULT FALSE COMMENT 'True while only a fact has named the member',
	`load_id` Int64 DEFAULT 0 COMMENT 'Load that wrote the row last'
)
ENGINE = MergeTree
ORDER BY (`diagnosis_key`)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'One row per diagnosis.';

CREATE TABLE `dim_diagnosis_group` (
	`diagnosis_group_key` Int64 COMMENT 'Surrogate key',
	`combination` Nullable(String) COMMENT 'Hash of its members\' natural keys',
	`is_inferred` Bool DEFAULT FALSE COMMENT 'True while only a fact has named the member',
	`load_id` Int64 DEFAULT 0 COMMENT 'Load that wrote the row last'
)
ENGINE = MergeTree
ORDER BY (`diagnosis_group_key`)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'One row per combination of diagnoses that claims have named.';

CREATE TABLE `bridge_household_members` (
	`household_key` Int64 COMMENT 'Household: key of dim_household',
	`holder_key` Int64 COMMENT 'Holder: holder_durable_key of dim_holder',
	`share` Decimal(9, 8) COMMENT 'Share of the group; 1 together',
	`relation` Nullable(String),
	`valid_from` DateTime64(6, 'UTC') COMMENT 'Since when, UTC',
	`valid_to` DateTime64(6, 'UTC') COMMENT 'Exclusive end, UTC',
	`load_id` Int64 DEFAULT 0 COMMENT 'Load that wrote the row last'
)
ENGINE = MergeTree
ORDER BY (`household_key`, `holder_key`, `valid_from`)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Who is in a household when, and for which share of its premium.';

CREATE TABLE `bridge_group_diagnoses` (
	`diagnosis_group_key` Int64 COMMENT 'Diagnosis group: key of dim_diagnosis_group',
	`diagnosis_key` Int64 COMMENT 'Diagnosis: key of dim_diagnosis',
	`share` Decimal(5, 4) COMMENT 'Share of the group; 1 together',
	`valid_from` DateTime64(6, 'UTC') COMMENT 'Since when, UTC',
	`valid_to` DateTime64(6, 'UTC') COMMENT 'Exclusive end, UTC',
	`load_id` Int64 DEFAULT 0 COMMENT 'Load that wrote the row last'
)
ENGINE = MergeTree
ORDER BY (`diagnosis_group_key`, `diagnosis_key`, `valid_from`)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'The diagnoses of each combination.';

CREATE TABLE `fact_rate` (
	`currency_key` Int64 COMMENT 'Currency: key of dim_currency',
	`day_key` Int64 COMMENT 'Day: key of dim_day',
	`rate` Decimal(18, 8),
	`load_id` Int64 DEFAULT 0 COMMENT 'Load that wrote the row'
)
ENGINE = MergeTree
ORDER BY (`currency_key`, `day_key`)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'What a currency is worth.';

CREATE TABLE `fact_claim` (
	`claim_no` String,
	`line_no` Int32,
	`happened_at` DateTime64(6, 'UTC'),
	`kind` Nullable(String),
	`day_key` Int64 COMMENT 'Day: key of dim_day',
	`minute_key` Int64 COMMENT 'Minute: key of dim_minute',
	`policy_key` Int64 COMMENT 'Policy: key of dim_policy',
	`holder_key` Int64 COMMENT 'Holder: key of dim_holder',
	`holder_durable_key` Int64 COMMENT 'Holder: durable key of dim_holder',
	`demographics_key` Int64 COMMENT 'Demographics: key of dim_demographics',
	`diagnoses_key` Int64 COMMENT 'Diagnoses: key of dim_diagnosis_group',
	`amount` Decimal(14, 2),
	`load_id` Int64 DEFAULT 0 COMMENT 'Load that wrote the row'
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(`happened_at`)
ORDER BY (`happened_at`, `claim_no`, `line_no`)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'What was claimed.';

CREATE TABLE `fact_accident` (
	`claim_no` String,
	`line_no` Int32,
	`police_report` Nullable(String),
	`other_policy_key` Int64 COMMENT 'Other policy: key of dim_policy',
	`injured` Int32
)
ENGINE = MergeTree
ORDER BY (`claim_no`, `line_no`)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'What only an accident\'s claim has.';

CREATE TABLE `fact_premium` (
	`premium_no` Int32,
	`told_at` DateTime64(6, 'UTC'),
	`due_on` Date32,
	`day_key` Int64 COMMENT 'Day: key of dim_day',
	`household_key` Int64 COMMENT 'Household: key of dim_household',
	`currency_key` Int64 COMMENT 'Currency: key of dim_currency',
	`charged` Decimal(14, 2),
	`euros` Nullable(Decimal(14, 2)) COMMENT 'charged in EUR, by fact_rate.rate',
	`load_id` Int64 DEFAULT 0 COMMENT 'Load that wrote the row',
	`reversal` Int16 DEFAULT 0 COMMENT '0 for a row as it was told, 1 for what takes it back, measures negated, 2 for a deletion'
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(`told_at`)
ORDER BY (`told_at`, `premium_no`, `reversal`)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'What was charged, in the policy\'s own currency; corrections are added.';

CREATE TABLE `fact_settlement` (
	`claim_no` String,
	`changed_at` DateTime64(6, 'UTC'),
	`reported_key` Int64 COMMENT 'Reported: key of dim_day',
	`paid_key` Int64 COMMENT 'Paid: key of dim_day',
	`days_to_pay` Nullable(Int32) COMMENT 'Days from reported to paid, once both are reached',
	`state` Nullable(String) COMMENT 'Milestone reached last',
	`reserve` Nullable(Decimal(14, 2)),
	`load_id` Int64 DEFAULT 0 COMMENT 'Load that wrote the row',
	`told` Nullable(String) COMMENT 'JSON: column to the changed_at of the row that told its value, where that is not the newest'
)
ENGINE = MergeTree
ORDER BY (`claim_no`)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'How far claims have come.';

CREATE TABLE `fact_movement` (
	`movement_no` Int32,
	`day_key` Int64 COMMENT 'Day: key of dim_day',
	`unit_key` Int64 COMMENT 'Unit: key of dim_unit',
	`amount` Decimal(14, 2),
	`load_id` Int64 DEFAULT 0 COMMENT 'Load that wrote the row'
)
ENGINE = MergeTree
ORDER BY (`movement_no`)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'What was put aside, and taken.';

CREATE TABLE `fact_reserve` (
	`day_key` Int64 COMMENT 'Day: key of dim_day',
	`unit_key` Int64 COMMENT 'Unit: key of dim_unit',
	`opened` Decimal(14, 2) COMMENT 'Sum of fact_movement.amount before the period',
	`moved` Decimal(14, 2) COMMENT 'Sum of fact_movement.amount in the period',
	`closed` Decimal(14, 2) COMMENT 'Sum of fact_movement.amount until the period ends',
	`load_id` Int64 DEFAULT 0 COMMENT 'Load that wrote the row'
)
ENGINE = MergeTree
ORDER BY (`day_key`, `unit_key`)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'What is put aside, as each month closes.';

CREATE TABLE `fact_standing` (
	`day_key` Int64 COMMENT 'Day: key of dim_day',
	`household_key` Int64 COMMENT 'Household: key of dim_household',
	`owed` Decimal(14, 2),
	`load_id` Int64 DEFAULT 0 COMMENT 'Load that wrote the row'
)
ENGINE = MergeTree
ORDER BY (`day_key`, `household_key`)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'What each household owes.';

CREATE TABLE `fact_covered` (
	`month_key` Int64 COMMENT 'Month: key of dim_month',
	`household_key` Int64 COMMENT 'Household: key of dim_household',
	`load_id` Int64 DEFAULT 0 COMMENT 'Load that wrote the row'
)
ENGINE = MergeTree
ORDER BY (`month_key`, `household_key`)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Who is covered when: coverage, without numbers.';

CREATE TABLE `agg_claims_by_month` (
	`claims_by_month_key` Int64 COMMENT 'Surrogate key',
	`month` Nullable(String) COMMENT 'day: dim_day.year_month',
	`city` Nullable(String) COMMENT 'holder: dim_holder.city',
	`kind` Nullable(String) COMMENT 'fact_claim.kind',
	`claims` Int64 COMMENT 'How many rows of fact_claim are in the slice',
	`holders` Int64 COMMENT 'How many different dim_holder.number',
	`amount` Decimal(24, 2) COMMENT 'Sum of fact_claim.amount',
	`dearest` Decimal(14, 2) COMMENT 'Greatest fact_claim.amount',
	`injured` Nullable(Int64) COMMENT 'Sum of fact_accident.injured',
	`load_id` Int64 DEFAULT 0 COMMENT 'Load that wrote the row last'
)
ENGINE = MergeTree
ORDER BY (`claims_by_month_key`)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Claims by month and place.';

CREATE TABLE `agg_claims_of_month` (
	`claims_of_month_key` Int64 COMMENT 'Surrogate key',
	`month_key` Int64 COMMENT 'Month: key of dim_month',
	`claims` Int64 COMMENT 'How many rows of fact_claim are in the slice',
	`load_id` Int64 DEFAULT 0 COMMENT 'Load that wrote the row last'
)
ENGINE = MergeTree
ORDER BY (`claims_of_month_key`)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Claims by the member of a roll-up.';

CREATE TABLE `fact_claims_and_premiums` (
	`claims_and_premiums_key` Int64 COMMENT 'Surrogate key',
	`month` Nullable(String) COMMENT 'day: dim_day.year_month',
	`claimed` Decimal(24, 2) COMMENT 'Sum of fact_claim.amount',
	`charged` Nullable(Decimal(24, 2)) COMMENT 'Sum of fact_premium.euros',
	`claim_rows` Int64 DEFAULT 0 COMMENT 'How many rows of fact_claim are in the slice',
	`premium_rows` Int64 DEFAULT 0 COMMENT 'How many rows of fact_premium are in the slice',
	`load_id` Int64 DEFAULT 0 COMMENT 'Load that wrote the row last'
)
ENGINE = MergeTree
ORDER BY (`claims_and_premiums_key`)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Claims beside premiums, by month.';

CREATE TABLE `dim_holder_demographics` (
	`holder_demographics_key` Int64 COMMENT 'Surrogate key',
	`number` Nullable(Int32),
	`demographics_key` Int64 DEFAULT -1 COMMENT 'Key of dim_demographics',
	`valid_from` DateTime64(6, 'UTC') COMMENT 'Start of the version, UTC',
	`valid_to` DateTime64(6, 'UTC') COMMENT 'Exclusive end of the version, UTC',
	`is_current` Bool DEFAULT TRUE COMMENT 'Whether it is in force',
	`is_inferred` Bool DEFAULT FALSE COMMENT 'Always false',
	`load_id` Int64 DEFAULT 0 COMMENT 'Load that wrote the row last'
)
ENGINE = MergeTree
ORDER BY (`holder_demographics_key`)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Which dim_demographics each member of dim_holder had when';

CREATE TABLE `starschema_snapshot` (
	`target` String,
	`effective` DateTime64(6, 'UTC'),
	`slice_column` Nullable(String) COMMENT 'NULL where the whole membership was given',
	`slice_value` Nullable(String),
	`given` String COMMENT 'Comma-framed names of the attributes in the data',
	`load_id` Int64
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Every time and slice at which a whole membership was given';

CREATE TABLE `dim_holder_journal` (
	`number` Int32,
	`changed_at` DateTime64(6, 'UTC') COMMENT 'When the change took effect, UTC',
	`change_sequence` Nullable(Int64) COMMENT 'Orders changes of one time',
	`is_deletion` Bool,
	`country` Nullable(String),
	`city` Nullable(String),
	`born_on_key` Nullable(Int64),
	`demographics_key` Nullable(Int64),
	`given_attributes` String COMMENT 'Comma-framed names of those in the data',
	`load_id` Int64
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Changes of dim_holder that its versions do not show';

CREATE TABLE `dim_policy_journal` (
	`policy_no` String,
	`changed_at` DateTime64(6, 'UTC') COMMENT 'When the change took effect, UTC',
	`change_sequence` Nullable(Int64) COMMENT 'Orders changes of one time',
	`is_deletion` Bool,
	`kind` Nullable(String),
	`unit_code` Nullable(String),
	`plate` Nullable(String),
	`square_metres` Nullable(Int32),
	`given_attributes` String COMMENT 'Comma-framed names of those in the data',
	`load_id` Int64
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Changes of dim_policy that its versions do not show';

CREATE TABLE `dim_holder_demographics_journal` (
	`number` Int32,
	`changed_at` DateTime64(6, 'UTC') COMMENT 'When the change took effect, UTC',
	`change_sequence` Nullable(Int64) COMMENT 'Orders changes of one time',
	`is_deletion` Bool,
	`demographics_key` Nullable(Int64),
	`given_attributes` String COMMENT 'Comma-framed names of those in the data',
	`load_id` Int64
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Changes of dim_holder_demographics that its versions do not show';

CREATE TABLE `dim_unit_tree` (
	`descendant_key` Int64 COMMENT 'unit_key of the one below',
	`ancestor_key` Int64 COMMENT 'unit_key of the one above',
	`depth` Int32 COMMENT 'Levels between them; 0 for a member and itself',
	`is_top` Bool COMMENT 'Nothing is above the ancestor',
	`is_bottom` Bool COMMENT 'Nothing is below the descendant',
	`load_id` Int64 DEFAULT 0 COMMENT 'Load that wrote the row last'
)
ENGINE = MergeTree
ORDER BY (`descendant_key`, `ancestor_key`)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Every member of dim_unit and all that are above it';

CREATE TABLE `bridge_household_members_journal` (
	`household_key` Int64 COMMENT 'Household: key of dim_household',
	`changed_at` DateTime64(6, 'UTC') COMMENT 'When the group was told, UTC',
	`load_id` Int64
)
ENGINE = MergeTree
ORDER BY (`household_key`, `changed_at`)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Times of which groups were told that no row of bridge_household_members shows';

CREATE TABLE `bridge_group_diagnoses_journal` (
	`diagnosis_group_key` Int64 COMMENT 'Diagnosis group: key of dim_diagnosis_group',
	`changed_at` DateTime64(6, 'UTC') COMMENT 'When the group was told, UTC',
	`load_id` Int64
)
ENGINE = MergeTree
ORDER BY (`diagnosis_group_key`, `changed_at`)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Times of which groups were told that no row of bridge_group_diagnoses shows';

CREATE TABLE `starschema_undo` (
	`load_id` Int64,
	`step` Int64,
	`told` String COMMENT 'JSON: the table that is changed, and how that is undone'
)
ENGINE = MergeTree
ORDER BY (`load_id`, `step`)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'What loads under way have changed, where no transaction holds it together';

CREATE VIEW `dim_holder_now` AS
SELECT `dim_holder`.`holder_durable_key`, `dim_holder`.`holder_key`, `dim_holder`.`number`, `dim_holder`.`country`, `dim_holder`.`city`, `dim_holder`.`born_on_key`, `dim_holder`.`demographics_key`, `dim_holder`.`valid_from`, `dim_holder`.`valid_to`, `dim_holder`.`is_current`, `dim_holder`.`is_inferred`, `dim_holder`.`load_id` 
FROM `dim_holder` 
WHERE NOT (EXISTS (SELECT 1 AS `anon_1` 
FROM `dim_holder` AS `later` 
WHERE `later`.`number` = `dim_holder`.`number` AND `later`.`valid_from` > `dim_holder`.`valid_from`));

CREATE VIEW `dim_policy_whole` AS
SELECT `dim_policy`.`policy_key`, `dim_policy`.`policy_no`, `dim_policy`.`kind`, `dim_policy`.`unit_code`, `dim_policy`.`valid_from`, `dim_policy`.`valid_to`, `dim_policy`.`is_current`, `dim_policy`.`is_inferred`, `dim_policy`.`load_id`, `dim_car_policy`.`plate`, `dim_home_policy`.`square_metres` 
FROM `dim_policy` LEFT OUTER JOIN `dim_car_policy` ON `dim_car_policy`.`policy_key` = `dim_policy`.`policy_key` LEFT OUTER JOIN `dim_home_policy` ON `dim_home_policy`.`policy_key` = `dim_policy`.`policy_key`
SETTINGS join_use_nulls = 1;

CREATE VIEW `fact_claim_whole` AS
SELECT `fact_claim`.`claim_no`, `fact_claim`.`line_no`, `fact_claim`.`happened_at`, `fact_claim`.`kind`, `fact_claim`.`day_key`, `fact_claim`.`minute_key`, `fact_claim`.`policy_key`, `fact_claim`.`holder_key`, `fact_claim`.`holder_durable_key`, `fact_claim`.`demographics_key`, `fact_claim`.`diagnoses_key`, `fact_claim`.`amount`, `fact_claim`.`load_id`, `fact_accident`.`police_report`, `fact_accident`.`injured`, `fact_accident`.`other_policy_key` 
FROM `fact_claim` LEFT OUTER JOIN `fact_accident` ON `fact_accident`.`claim_no` = `fact_claim`.`claim_no` AND `fact_accident`.`line_no` = `fact_claim`.`line_no`
SETTINGS join_use_nulls = 1;

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

INSERT INTO `dim_holder` (`holder_key`, `number`, `country`, `city`, `born_on_key`, `demographics_key`, `holder_durable_key`, `valid_from`, `valid_to`, `is_current`, `is_inferred`, `load_id`) VALUES (-1, NULL, '?', 'Unknown', -1, -1, -1, toDateTime64('1900-01-01 00:00:00.000000', 6, 'UTC'), toDateTime64('2299-12-31 00:00:00.000000', 6, 'UTC'), TRUE, FALSE, 0);

INSERT INTO `dim_holder` (`holder_key`, `number`, `country`, `city`, `born_on_key`, `demographics_key`, `holder_durable_key`, `valid_from`, `valid_to`, `is_current`, `is_inferred`, `load_id`) VALUES (-2, NULL, '-', 'Not applicable', -2, -2, -2, toDateTime64('1900-01-01 00:00:00.000000', 6, 'UTC'), toDateTime64('2299-12-31 00:00:00.000000', 6, 'UTC'), TRUE, FALSE, 0);

INSERT INTO `dim_unit` (`unit_key`, `code`, `parent`, `is_inferred`, `load_id`) VALUES (-1, NULL, NULL, FALSE, 0);

INSERT INTO `dim_unit` (`unit_key`, `code`, `parent`, `is_inferred`, `load_id`) VALUES (-2, NULL, NULL, FALSE, 0);

INSERT INTO `dim_policy` (`policy_key`, `policy_no`, `kind`, `unit_code`, `valid_from`, `valid_to`, `is_current`, `is_inferred`, `load_id`) VALUES (-1, NULL, NULL, 'Unknown', toDateTime64('1900-01-01 00:00:00.000000', 6, 'UTC'), toDateTime64('2299-12-31 00:00:00.000000', 6, 'UTC'), TRUE, FALSE, 0);

INSERT INTO `dim_policy` (`policy_key`, `policy_no`, `kind`, `unit_code`, `valid_from`, `valid_to`, `is_current`, `is_inferred`, `load_id`) VALUES (-2, NULL, NULL, 'N/A', toDateTime64('1900-01-01 00:00:00.000000', 6, 'UTC'), toDateTime64('2299-12-31 00:00:00.000000', 6, 'UTC'), TRUE, FALSE, 0);

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

INSERT INTO `bridge_household_members` (`household_key`, `holder_key`, `share`, `relation`, `valid_from`, `valid_to`, `load_id`) VALUES (-1, -1, 1, 'Unknown', toDateTime64('1900-01-01 00:00:00.000000', 6, 'UTC'), toDateTime64('2299-12-31 00:00:00.000000', 6, 'UTC'), 0);

INSERT INTO `bridge_household_members` (`household_key`, `holder_key`, `share`, `relation`, `valid_from`, `valid_to`, `load_id`) VALUES (-2, -2, 1, 'Not applicable', toDateTime64('1900-01-01 00:00:00.000000', 6, 'UTC'), toDateTime64('2299-12-31 00:00:00.000000', 6, 'UTC'), 0);

INSERT INTO `bridge_group_diagnoses` (`diagnosis_group_key`, `diagnosis_key`, `share`, `valid_from`, `valid_to`, `load_id`) VALUES (-1, -1, 1, toDateTime64('1900-01-01 00:00:00.000000', 6, 'UTC'), toDateTime64('2299-12-31 00:00:00.000000', 6, 'UTC'), 0);

INSERT INTO `bridge_group_diagnoses` (`diagnosis_group_key`, `diagnosis_key`, `share`, `valid_from`, `valid_to`, `load_id`) VALUES (-2, -2, 1, toDateTime64('1900-01-01 00:00:00.000000', 6, 'UTC'), toDateTime64('2299-12-31 00:00:00.000000', 6, 'UTC'), 0);
