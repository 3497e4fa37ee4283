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

CREATE TABLE `dim_day_undo` (
	`undo_load` Int64 COMMENT 'Load under way for which the row is kept',
	`undo_step` Int64 COMMENT 'Which of its steps was to change the row',
	`undo_there` Bool COMMENT 'Whether there was a row',
	`day_key` Int64,
	`date` Nullable(Date32),
	`day_of_month` Nullable(Int16),
	`day_of_year` Nullable(Int16),
	`day_of_week` Nullable(Int16),
	`day_name` Nullable(String),
	`is_weekend` Nullable(Bool),
	`iso_week` Nullable(Int16),
	`iso_year` Nullable(Int16),
	`month` Nullable(Int16),
	`month_name` Nullable(String),
	`month_start` Nullable(Date32),
	`year_month` Nullable(String),
	`quarter` Nullable(Int16),
	`year` Nullable(Int16),
	`fiscal_year` Nullable(Int16),
	`fiscal_quarter` Nullable(Int16),
	`fiscal_month` Nullable(Int16),
	`is_holiday` Nullable(Bool),
	`holiday_name` Nullable(String),
	`is_inferred` Nullable(Bool),
	`load_id` Nullable(Int64)
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Rows of dim_day as they were before loads that are under way';

CREATE TABLE `dim_month_undo` (
	`undo_load` Int64 COMMENT 'Load under way for which the row is kept',
	`undo_step` Int64 COMMENT 'Which of its steps was to change the row',
	`undo_there` Bool COMMENT 'Whether there was a row',
	`month_key` Int64,
	`year_month` Nullable(String),
	`month_start` Nullable(Date32),
	`month` Nullable(Int16),
	`month_name` Nullable(String),
	`quarter` Nullable(Int16),
	`year` Nullable(Int16),
	`fiscal_year` Nullable(Int16),
	`fiscal_quarter` Nullable(Int16),
	`fiscal_month` Nullable(Int16),
	`is_inferred` Nullable(Bool),
	`load_id` Nullable(Int64)
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Rows of dim_month as they were before loads that are under way';

CREATE TABLE `dim_minute_undo` (
	`undo_load` Int64 COMMENT 'Load under way for which the row is kept',
	`undo_step` Int64 COMMENT 'Which of its steps was to change the row',
	`undo_there` Bool COMMENT 'Whether there was a row',
	`minute_key` Int64,
	`time` Nullable(String),
	`hour` Nullable(Int16),
	`minute` Nullable(Int16),
	`second` Nullable(Int16),
	`minute_of_day` Nullable(Int16),
	`half_hour` Nullable(String),
	`hour_12` Nullable(Int16),
	`am_pm` Nullable(String),
	`label` Nullable(String),
	`label_12` Nullable(String),
	`part_of_day` Nullable(String),
	`is_inferred` Nullable(Bool),
	`load_id` Nullable(Int64)
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Rows of dim_minute as they were before loads that are under way';

CREATE TABLE `dim_currency_undo` (
	`undo_load` Int64 COMMENT 'Load under way for which the row is kept',
	`undo_step` Int64 COMMENT 'Which of its steps was to change the row',
	`undo_there` Bool COMMENT 'Whether there was a row',
	`currency_key` Int64,
	`code` Nullable(String),
	`is_inferred` Nullable(Bool),
	`load_id` Nullable(Int64)
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Rows of dim_currency as they were before loads that are under way';

CREATE TABLE `dim_demographics_undo` (
	`undo_load` Int64 COMMENT 'Load under way for which the row is kept',
	`undo_step` Int64 COMMENT 'Which of its steps was to change the row',
	`undo_there` Bool COMMENT 'Whether there was a row',
	`demographics_key` Int64,
	`combination` Nullable(String),
	`age` Nullable(String),
	`smokes` Nullable(Bool),
	`is_inferred` Nullable(Bool),
	`load_id` Nullable(Int64)
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Rows of dim_demographics as they were before loads that are under way';

CREATE TABLE `dim_holder_undo` (
	`undo_load` Int64 COMMENT 'Load under way for which the row is kept',
	`undo_step` Int64 COMMENT 'Which of its steps was to change the row',
	`undo_there` Bool COMMENT 'Whether there was a row',
	`holder_key` Int64,
	`number` Nullable(Int32),
	`country` Nullable(String),
	`city` Nullable(String),
	`born_on_key` Nullable(Int64),
	`demographics_key` Nullable(Int64),
	`holder_durable_key` Nullable(Int64),
	`valid_from` Nullable(DateTime64(6, 'UTC')),
	`valid_to` Nullable(DateTime64(6, 'UTC')),
	`is_current` Nullable(Bool),
	`is_inferred` Nullable(Bool),
	`load_id` Nullable(Int64)
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Rows of dim_holder as they were before loads that are under way';

CREATE TABLE `dim_unit_undo` (
	`undo_load` Int64 COMMENT 'Load under way for which the row is kept',
	`undo_step` Int64 COMMENT 'Which of its steps was to change the row',
	`undo_there` Bool COMMENT 'Whether there was a row',
	`unit_key` Int64,
	`code` Nullable(String),
	`parent` Nullable(String),
	`is_inferred` Nullable(Bool),
	`load_id` Nullable(Int64)
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Rows of dim_unit as they were before loads that are under way';

CREATE TABLE `dim_policy_undo` (
	`undo_load` Int64 COMMENT 'Load under way for which the row is kept',
	`undo_step` Int64 COMMENT 'Which of its steps was to change the row',
	`undo_there` Bool COMMENT 'Whether there was a row',
	`policy_key` Int64,
	`policy_no` Nullable(String),
	`kind` Nullable(String),
	`unit_code` Nullable(String),
	`valid_from` Nullable(DateTime64(6, 'UTC')),
	`valid_to` Nullable(DateTime64(6, 'UTC')),
	`is_current` Nullable(Bool),
	`is_inferred` Nullable(Bool),
	`load_id` Nullable(Int64)
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Rows of dim_policy as they were before loads that are under way';

CREATE TABLE `dim_car_policy_undo` (
	`undo_load` Int64 COMMENT 'Load under way for which the row is kept',
	`undo_step` Int64 COMMENT 'Which of its steps was to change the row',
	`undo_there` Bool COMMENT 'Whether there was a row',
	`policy_key` Int64,
	`plate` Nullable(String)
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Rows of dim_car_policy as they were before loads that are under way';

CREATE TABLE `dim_home_policy_undo` (
	`undo_load` Int64 COMMENT 'Load under way for which the row is kept',
	`undo_step` Int64 COMMENT 'Which of its steps was to change the row',
	`undo_there` Bool COMMENT 'Whether there was a row',
	`policy_key` Int64,
	`square_metres` Nullable(Int32)
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Rows of dim_home_policy as they were before loads that are under way';

CREATE TABLE `dim_household_undo` (
	`undo_load` Int64 COMMENT 'Load under way for which the row is kept',
	`undo_step` Int64 COMMENT 'Which of its steps was to change the row',
	`undo_there` Bool COMMENT 'Whether there was a row',
	`household_key` Int64,
	`household_no` Nullable(Int32),
	`is_inferred` Nullable(Bool),
	`load_id` Nullable(Int64)
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Rows of dim_household as they were before loads that are under way';

CREATE TABLE `dim_diagnosis_undo` (
	`undo_load` Int64 COMMENT 'Load under way for which the row is kept',
	`undo_step` Int64 COMMENT 'Which of its steps was to change the row',
	`undo_there` Bool COMMENT 'Whether there was a row',
	`diagnosis_key` Int64,
	`icd` Nullable(String),
	`title` Nullable(String),
	`is_inferred` Nullable(Bool),
	`load_id` Nullable(Int64)
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Rows of dim_diagnosis as they were before loads that are under way';

CREATE TABLE `dim_diagnosis_group_undo` (
	`undo_load` Int64 COMMENT 'Load under way for which the row is kept',
	`undo_step` Int64 COMMENT 'Which of its steps was to change the row',
	`undo_there` Bool COMMENT 'Whether there was a row',
	`diagnosis_group_key` Int64,
	`combination` Nullable(String),
	`is_inferred` Nullable(Bool),
	`load_id` Nullable(Int64)
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Rows of dim_diagnosis_group as they were before loads that are under way';

CREATE TABLE `bridge_household_members_undo` (
	`undo_load` Int64 COMMENT 'Load under way for which the row is kept',
	`undo_step` Int64 COMMENT 'Which of its steps was to change the row',
	`undo_there` Bool COMMENT 'Whether there was a row',
	`household_key` Int64,
	`holder_key` Int64,
	`share` Nullable(Decimal(9, 8)),
	`relation` Nullable(String),
	`valid_from` DateTime64(6, 'UTC'),
	`valid_to` Nullable(DateTime64(6, 'UTC')),
	`load_id` Nullable(Int64)
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Rows of bridge_household_members as they were before loads that are under way';

CREATE TABLE `bridge_group_diagnoses_undo` (
	`undo_load` Int64 COMMENT 'Load under way for which the row is kept',
	`undo_step` Int64 COMMENT 'Which of its steps was to change the row',
	`undo_there` Bool COMMENT 'Whether there was a row',
	`diagnosis_group_key` Int64,
	`diagnosis_key` Int64,
	`share` Nullable(Decimal(5, 4)),
	`valid_from` DateTime64(6, 'UTC'),
	`valid_to` Nullable(DateTime64(6, 'UTC')),
	`load_id` Nullable(Int64)
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Rows of bridge_group_diagnoses as they were before loads that are under way';

CREATE TABLE `fact_rate_undo` (
	`undo_load` Int64 COMMENT 'Load under way for which the row is kept',
	`undo_step` Int64 COMMENT 'Which of its steps was to change the row',
	`undo_there` Bool COMMENT 'Whether there was a row',
	`currency_key` Int64,
	`day_key` Int64,
	`rate` Nullable(Decimal(18, 8)),
	`load_id` Nullable(Int64)
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Rows of fact_rate as they were before loads that are under way';

CREATE TABLE `fact_claim_undo` (
	`undo_load` Int64 COMMENT 'Load under way for which the row is kept',
	`undo_step` Int64 COMMENT 'Which of its steps was to change the row',
	`undo_there` Bool COMMENT 'Whether there was a row',
	`claim_no` String,
	`line_no` Int32,
	`happened_at` Nullable(DateTime64(6, 'UTC')),
	`kind` Nullable(String),
	`day_key` Nullable(Int64),
	`minute_key` Nullable(Int64),
	`policy_key` Nullable(Int64),
	`holder_key` Nullable(Int64),
	`holder_durable_key` Nullable(Int64),
	`demographics_key` Nullable(Int64),
	`diagnoses_key` Nullable(Int64),
	`amount` Nullable(Decimal(14, 2)),
	`load_id` Nullable(Int64)
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Rows of fact_claim as they were before loads that are under way';

CREATE TABLE `fact_accident_undo` (
	`undo_load` Int64 COMMENT 'Load under way for which the row is kept',
	`undo_step` Int64 COMMENT 'Which of its steps was to change the row',
	`undo_there` Bool COMMENT 'Whether there was a row',
	`claim_no` String,
	`line_no` Int32,
	`police_report` Nullable(String),
	`other_policy_key` Nullable(Int64),
	`injured` Nullable(Int32)
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Rows of fact_accident as they were before loads that are under way';

CREATE TABLE `fact_premium_undo` (
	`undo_load` Int64 COMMENT 'Load under way for which the row is kept',
	`undo_step` Int64 COMMENT 'Which of its steps was to change the row',
	`undo_there` Bool COMMENT 'Whether there was a row',
	`premium_no` Int32,
	`told_at` DateTime64(6, 'UTC'),
	`due_on` Nullable(Date32),
	`day_key` Nullable(Int64),
	`household_key` Nullable(Int64),
	`currency_key` Nullable(Int64),
	`charged` Nullable(Decimal(14, 2)),
	`euros` Nullable(Decimal(14, 2)),
	`load_id` Nullable(Int64),
	`reversal` Int16
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Rows of fact_premium as they were before loads that are under way';

CREATE TABLE `fact_settlement_undo` (
	`undo_load` Int64 COMMENT 'Load under way for which the row is kept',
	`undo_step` Int64 COMMENT 'Which of its steps was to change the row',
	`undo_there` Bool COMMENT 'Whether there was a row',
	`claim_no` String,
	`changed_at` Nullable(DateTime64(6, 'UTC')),
	`reported_key` Nullable(Int64),
	`paid_key` Nullable(Int64),
	`days_to_pay` Nullable(Int32),
	`state` Nullable(String),
	`reserve` Nullable(Decimal(14, 2)),
	`load_id` Nullable(Int64),
	`told` Nullable(String)
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Rows of fact_settlement as they were before loads that are under way';

CREATE TABLE `fact_movement_undo` (
	`undo_load` Int64 COMMENT 'Load under way for which the row is kept',
	`undo_step` Int64 COMMENT 'Which of its steps was to change the row',
	`undo_there` Bool COMMENT 'Whether there was a row',
	`movement_no` Int32,
	`day_key` Nullable(Int64),
	`unit_key` Nullable(Int64),
	`amount` Nullable(Decimal(14, 2)),
	`load_id` Nullable(Int64)
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Rows of fact_movement as they were before loads that are under way';

CREATE TABLE `fact_reserve_undo` (
	`undo_load` Int64 COMMENT 'Load under way for which the row is kept',
	`undo_step` Int64 COMMENT 'Which of its steps was to change the row',
	`undo_there` Bool COMMENT 'Whether there was a row',
	`day_key` Int64,
	`unit_key` Int64,
	`opened` Nullable(Decimal(14, 2)),
	`moved` Nullable(Decimal(14, 2)),
	`closed` Nullable(Decimal(14, 2)),
	`load_id` Nullable(Int64)
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Rows of fact_reserve as they were before loads that are under way';

CREATE TABLE `fact_standing_undo` (
	`undo_load` Int64 COMMENT 'Load under way for which the row is kept',
	`undo_step` Int64 COMMENT 'Which of its steps was to change the row',
	`undo_there` Bool COMMENT 'Whether there was a row',
	`day_key` Int64,
	`household_key` Int64,
	`owed` Nullable(Decimal(14, 2)),
	`load_id` Nullable(Int64)
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Rows of fact_standing as they were before loads that are under way';

CREATE TABLE `fact_covered_undo` (
	`undo_load` Int64 COMMENT 'Load under way for which the row is kept',
	`undo_step` Int64 COMMENT 'Which of its steps was to change the row',
	`undo_there` Bool COMMENT 'Whether there was a row',
	`month_key` Int64,
	`household_key` Int64,
	`load_id` Nullable(Int64)
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Rows of fact_covered as they were before loads that are under way';

CREATE TABLE `agg_claims_by_month_undo` (
	`undo_load` Int64 COMMENT 'Load under way for which the row is kept',
	`undo_step` Int64 COMMENT 'Which of its steps was to change the row',
	`undo_there` Bool COMMENT 'Whether there was a row',
	`claims_by_month_key` Int64,
	`month` Nullable(String),
	`city` Nullable(String),
	`kind` Nullable(String),
	`claims` Nullable(Int64),
	`holders` Nullable(Int64),
	`amount` Nullable(Decimal(24, 2)),
	`dearest` Nullable(Decimal(14, 2)),
	`injured` Nullable(Int64),
	`load_id` Nullable(Int64)
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Rows of agg_claims_by_month as they were before loads that are under way';

CREATE TABLE `agg_claims_of_month_undo` (
	`undo_load` Int64 COMMENT 'Load under way for which the row is kept',
	`undo_step` Int64 COMMENT 'Which of its steps was to change the row',
	`undo_there` Bool COMMENT 'Whether there was a row',
	`claims_of_month_key` Int64,
	`month_key` Nullable(Int64),
	`claims` Nullable(Int64),
	`load_id` Nullable(Int64)
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Rows of agg_claims_of_month as they were before loads that are under way';

CREATE TABLE `fact_claims_and_premiums_undo` (
	`undo_load` Int64 COMMENT 'Load under way for which the row is kept',
	`undo_step` Int64 COMMENT 'Which of its steps was to change the row',
	`undo_there` Bool COMMENT 'Whether there was a row',
	`claims_and_premiums_key` Int64,
	`month` Nullable(String),
	`claimed` Nullable(Decimal(24, 2)),
	`charged` Nullable(Decimal(24, 2)),
	`claim_rows` Nullable(Int64),
	`premium_rows` Nullable(Int64),
	`load_id` Nullable(Int64)
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Rows of fact_claims_and_premiums as they were before loads that are under way';

CREATE TABLE `dim_holder_demographics_undo` (
	`undo_load` Int64 COMMENT 'Load under way for which the row is kept',
	`undo_step` Int64 COMMENT 'Which of its steps was to change the row',
	`undo_there` Bool COMMENT 'Whether there was a row',
	`holder_demographics_key` Int64,
	`number` Nullable(Int32),
	`demographics_key` Nullable(Int64),
	`valid_from` Nullable(DateTime64(6, 'UTC')),
	`valid_to` Nullable(DateTime64(6, 'UTC')),
	`is_current` Nullable(Bool),
	`is_inferred` Nullable(Bool),
	`load_id` Nullable(Int64)
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Rows of dim_holder_demographics as they were before loads that are under way';

CREATE TABLE `starschema_snapshot_undo` (
	`undo_load` Int64 COMMENT 'Load under way for which the row is kept',
	`undo_step` Int64 COMMENT 'Which of its steps was to change the row',
	`undo_there` Bool COMMENT 'Whether there was a row',
	`target` String,
	`effective` DateTime64(6, 'UTC'),
	`slice_column` Nullable(String),
	`slice_value` Nullable(String),
	`given` Nullable(String),
	`load_id` Nullable(Int64)
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Rows of starschema_snapshot as they were before loads that are under way';

CREATE TABLE `dim_holder_journal_undo` (
	`undo_load` Int64 COMMENT 'Load under way for which the row is kept',
	`undo_step` Int64 COMMENT 'Which of its steps was to change the row',
	`undo_there` Bool COMMENT 'Whether there was a row',
	`number` Int32,
	`changed_at` DateTime64(6, 'UTC'),
	`change_sequence` Nullable(Int64),
	`is_deletion` Nullable(Bool),
	`country` Nullable(String),
	`city` Nullable(String),
	`born_on_key` Nullable(Int64),
	`demographics_key` Nullable(Int64),
	`given_attributes` Nullable(String),
	`load_id` Nullable(Int64)
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Rows of dim_holder_journal as they were before loads that are under way';

CREATE TABLE `dim_policy_journal_undo` (
	`undo_load` Int64 COMMENT 'Load under way for which the row is kept',
	`undo_step` Int64 COMMENT 'Which of its steps was to change the row',
	`undo_there` Bool COMMENT 'Whether there was a row',
	`policy_no` String,
	`changed_at` DateTime64(6, 'UTC'),
	`change_sequence` Nullable(Int64),
	`is_deletion` Nullable(Bool),
	`kind` Nullable(String),
	`unit_code` Nullable(String),
	`plate` Nullable(String),
	`square_metres` Nullable(Int32),
	`given_attributes` Nullable(String),
	`load_id` Nullable(Int64)
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Rows of dim_policy_journal as they were before loads that are under way';

CREATE TABLE `dim_holder_demographics_journal_undo` (
	`undo_load` Int64 COMMENT 'Load under way for which the row is kept',
	`undo_step` Int64 COMMENT 'Which of its steps was to change the row',
	`undo_there` Bool COMMENT 'Whether there was a row',
	`number` Int32,
	`changed_at` DateTime64(6, 'UTC'),
	`change_sequence` Nullable(Int64),
	`is_deletion` Nullable(Bool),
	`demographics_key` Nullable(Int64),
	`given_attributes` Nullable(String),
	`load_id` Nullable(Int64)
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Rows of dim_holder_demographics_journal as they were before loads that are under way';

CREATE TABLE `dim_unit_tree_undo` (
	`undo_load` Int64 COMMENT 'Load under way for which the row is kept',
	`undo_step` Int64 COMMENT 'Which of its steps was to change the row',
	`undo_there` Bool COMMENT 'Whether there was a row',
	`descendant_key` Int64,
	`ancestor_key` Int64,
	`depth` Nullable(Int32),
	`is_top` Nullable(Bool),
	`is_bottom` Nullable(Bool),
	`load_id` Nullable(Int64)
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Rows of dim_unit_tree as they were before loads that are under way';

CREATE TABLE `bridge_household_members_journal_undo` (
	`undo_load` Int64 COMMENT 'Load under way for which the row is kept',
	`undo_step` Int64 COMMENT 'Which of its steps was to change the row',
	`undo_there` Bool COMMENT 'Whether there was a row',
	`household_key` Int64,
	`changed_at` DateTime64(6, 'UTC'),
	`load_id` Nullable(Int64)
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Rows of bridge_household_members_journal as they were before loads that are under way';

CREATE TABLE `bridge_group_diagnoses_journal_undo` (
	`undo_load` Int64 COMMENT 'Load under way for which the row is kept',
	`undo_step` Int64 COMMENT 'Which of its steps was to change the row',
	`undo_there` Bool COMMENT 'Whether there was a row',
	`diagnosis_group_key` Int64,
	`changed_at` DateTime64(6, 'UTC'),
	`load_id` Nullable(Int64)
)
ENGINE = MergeTree
ORDER BY tuple()
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Rows of bridge_group_diagnoses_journal as they were before loads that are under way';

CREATE VIEW `dim_holder_now` AS
SELECT `newest`.`holder_durable_key`, `newest`.`holder_key`, `newest`.`number`, `newest`.`country`, `newest`.`city`, `newest`.`born_on_key`, `newest`.`demographics_key`, `newest`.`valid_from`, `newest`.`valid_to`, `newest`.`is_current`, `newest`.`is_inferred`, `newest`.`load_id` 
FROM `dim_holder` AS `newest` 
WHERE NOT (EXISTS (SELECT 1 AS `anon_1` 
FROM `dim_holder` AS `later` 
WHERE `later`.`number` = `newest`.`number` AND `later`.`valid_from` > `newest`.`valid_from`));

CREATE VIEW `dim_policy_whole` AS
SELECT `dim_policy`.`policy_key` AS `policy_key`, `dim_policy`.`policy_no` AS `policy_no`, `dim_policy`.`kind` AS `kind`, `dim_policy`.`unit_code` AS `unit_code`, `dim_policy`.`valid_from` AS `valid_from`, `dim_policy`.`valid_to` AS `valid_to`, `dim_policy`.`is_current` AS `is_current`, `dim_policy`.`is_inferred` AS `is_inferred`, `dim_policy`.`load_id` AS `load_id`, `dim_car_policy`.`plate` AS `plate`, `dim_home_policy`.`square_metres` AS `square_metres` 
FROM `dim_policy` LEFT OUTER JOIN `dim_car_policy` ON `dim_car_policy`.`policy_key` = `dim_policy`.`policy_key` LEFT OUTER JOIN `dim_home_policy` ON `dim_home_policy`.`policy_key` = `dim_policy`.`policy_key`
SETTINGS join_use_nulls = 1;

CREATE VIEW `fact_claim_whole` AS
SELECT `fact_claim`.`claim_no` AS `claim_no`, `fact_claim`.`line_no` AS `line_no`, `fact_claim`.`happened_at` AS `happened_at`, `fact_claim`.`kind` AS `kind`, `fact_claim`.`day_key` AS `day_key`, `fact_claim`.`minute_key` AS `minute_key`, `fact_claim`.`policy_key` AS `policy_key`, `fact_claim`.`holder_key` AS `holder_key`, `fact_claim`.`holder_durable_key` AS `holder_durable_key`, `fact_claim`.`demographics_key` AS `demographics_key`, `fact_claim`.`diagnoses_key` AS `diagnoses_key`, `fact_claim`.`amount` AS `amount`, `fact_claim`.`load_id` AS `load_id`, `fact_accident`.`police_report` AS `police_report`, `fact_accident`.`injured` AS `injured`, `fact_accident`.`other_policy_key` AS `other_policy_key` 
FROM `fact_claim` LEFT OUTER JOIN `fact_accident` ON `fact_accident`.`claim_no` = `fact_claim`.`claim_no` AND `fact_accident`.`line_no` = `fact_claim`.`line_no`
SETTINGS join_use_nulls = 1;

CREATE VIEW `dim_day_finished` AS
SELECT `dim_day`.`day_key`, `dim_day`.`date`, `dim_day`.`day_of_month`, `dim_day`.`day_of_year`, `dim_day`.`day_of_week`, `dim_day`.`day_name`, `dim_day`.`is_weekend`, `dim_day`.`iso_week`, `dim_day`.`iso_year`, `dim_day`.`month`, `dim_day`.`month_name`, `dim_day`.`month_start`, `dim_day`.`year_month`, `dim_day`.`quarter`, `dim_day`.`year`, `dim_day`.`fiscal_year`, `dim_day`.`fiscal_quarter`, `dim_day`.`fiscal_month`, `dim_day`.`is_holiday`, `dim_day`.`holiday_name`, `dim_day`.`is_inferred`, `dim_day`.`load_id` 
FROM `dim_day` 
WHERE (`dim_day`.`day_key` NOT IN (SELECT `dim_day_undo`.`day_key` 
FROM `dim_day_undo` 
WHERE `dim_day_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`))) AND (`dim_day`.`load_id` NOT IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`)) UNION ALL SELECT `dim_day_undo`.`day_key`, `dim_day_undo`.`date`, `dim_day_undo`.`day_of_month`, `dim_day_undo`.`day_of_year`, `dim_day_undo`.`day_of_week`, `dim_day_undo`.`day_name`, `dim_day_undo`.`is_weekend`, `dim_day_undo`.`iso_week`, `dim_day_undo`.`iso_year`, `dim_day_undo`.`month`, `dim_day_undo`.`month_name`, `dim_day_undo`.`month_start`, `dim_day_undo`.`year_month`, `dim_day_undo`.`quarter`, `dim_day_undo`.`year`, `dim_day_undo`.`fiscal_year`, `dim_day_undo`.`fiscal_quarter`, `dim_day_undo`.`fiscal_month`, `dim_day_undo`.`is_holiday`, `dim_day_undo`.`holiday_name`, `dim_day_undo`.`is_inferred`, `dim_day_undo`.`load_id` 
FROM `dim_day_undo` 
WHERE `dim_day_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) AND `dim_day_undo`.`undo_there` AND (`dim_day_undo`.`day_key`, `dim_day_undo`.`undo_step`) IN (SELECT `dim_day_undo`.`day_key`, min(`dim_day_undo`.`undo_step`) AS `min_1` 
FROM `dim_day_undo` 
WHERE `dim_day_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) GROUP BY `dim_day_undo`.`day_key`) AND `dim_day_undo`.`load_id` != `dim_day_undo`.`undo_load`;

CREATE VIEW `dim_month_finished` AS
SELECT `dim_month`.`month_key`, `dim_month`.`year_month`, `dim_month`.`month_start`, `dim_month`.`month`, `dim_month`.`month_name`, `dim_month`.`quarter`, `dim_month`.`year`, `dim_month`.`fiscal_year`, `dim_month`.`fiscal_quarter`, `dim_month`.`fiscal_month`, `dim_month`.`is_inferred`, `dim_month`.`load_id` 
FROM `dim_month` 
WHERE (`dim_month`.`month_key` NOT IN (SELECT `dim_month_undo`.`month_key` 
FROM `dim_month_undo` 
WHERE `dim_month_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`))) AND (`dim_month`.`load_id` NOT IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`)) UNION ALL SELECT `dim_month_undo`.`month_key`, `dim_month_undo`.`year_month`, `dim_month_undo`.`month_start`, `dim_month_undo`.`month`, `dim_month_undo`.`month_name`, `dim_month_undo`.`quarter`, `dim_month_undo`.`year`, `dim_month_undo`.`fiscal_year`, `dim_month_undo`.`fiscal_quarter`, `dim_month_undo`.`fiscal_month`, `dim_month_undo`.`is_inferred`, `dim_month_undo`.`load_id` 
FROM `dim_month_undo` 
WHERE `dim_month_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) AND `dim_month_undo`.`undo_there` AND (`dim_month_undo`.`month_key`, `dim_month_undo`.`undo_step`) IN (SELECT `dim_month_undo`.`month_key`, min(`dim_month_undo`.`undo_step`) AS `min_1` 
FROM `dim_month_undo` 
WHERE `dim_month_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) GROUP BY `dim_month_undo`.`month_key`) AND `dim_month_undo`.`load_id` != `dim_month_undo`.`undo_load`;

CREATE VIEW `dim_minute_finished` AS
SELECT `dim_minute`.`minute_key`, `dim_minute`.`time`, `dim_minute`.`hour`, `dim_minute`.`minute`, `dim_minute`.`second`, `dim_minute`.`minute_of_day`, `dim_minute`.`half_hour`, `dim_minute`.`hour_12`, `dim_minute`.`am_pm`, `dim_minute`.`label`, `dim_minute`.`label_12`, `dim_minute`.`part_of_day`, `dim_minute`.`is_inferred`, `dim_minute`.`load_id` 
FROM `dim_minute` 
WHERE (`dim_minute`.`minute_key` NOT IN (SELECT `dim_minute_undo`.`minute_key` 
FROM `dim_minute_undo` 
WHERE `dim_minute_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`))) AND (`dim_minute`.`load_id` NOT IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`)) UNION ALL SELECT `dim_minute_undo`.`minute_key`, `dim_minute_undo`.`time`, `dim_minute_undo`.`hour`, `dim_minute_undo`.`minute`, `dim_minute_undo`.`second`, `dim_minute_undo`.`minute_of_day`, `dim_minute_undo`.`half_hour`, `dim_minute_undo`.`hour_12`, `dim_minute_undo`.`am_pm`, `dim_minute_undo`.`label`, `dim_minute_undo`.`label_12`, `dim_minute_undo`.`part_of_day`, `dim_minute_undo`.`is_inferred`, `dim_minute_undo`.`load_id` 
FROM `dim_minute_undo` 
WHERE `dim_minute_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) AND `dim_minute_undo`.`undo_there` AND (`dim_minute_undo`.`minute_key`, `dim_minute_undo`.`undo_step`) IN (SELECT `dim_minute_undo`.`minute_key`, min(`dim_minute_undo`.`undo_step`) AS `min_1` 
FROM `dim_minute_undo` 
WHERE `dim_minute_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) GROUP BY `dim_minute_undo`.`minute_key`) AND `dim_minute_undo`.`load_id` != `dim_minute_undo`.`undo_load`;

CREATE VIEW `dim_currency_finished` AS
SELECT `dim_currency`.`currency_key`, `dim_currency`.`code`, `dim_currency`.`is_inferred`, `dim_currency`.`load_id` 
FROM `dim_currency` 
WHERE (`dim_currency`.`currency_key` NOT IN (SELECT `dim_currency_undo`.`currency_key` 
FROM `dim_currency_undo` 
WHERE `dim_currency_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`))) AND (`dim_currency`.`load_id` NOT IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`)) UNION ALL SELECT `dim_currency_undo`.`currency_key`, `dim_currency_undo`.`code`, `dim_currency_undo`.`is_inferred`, `dim_currency_undo`.`load_id` 
FROM `dim_currency_undo` 
WHERE `dim_currency_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) AND `dim_currency_undo`.`undo_there` AND (`dim_currency_undo`.`currency_key`, `dim_currency_undo`.`undo_step`) IN (SELECT `dim_currency_undo`.`currency_key`, min(`dim_currency_undo`.`undo_step`) AS `min_1` 
FROM `dim_currency_undo` 
WHERE `dim_currency_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) GROUP BY `dim_currency_undo`.`currency_key`) AND `dim_currency_undo`.`load_id` != `dim_currency_undo`.`undo_load`;

CREATE VIEW `dim_demographics_finished` AS
SELECT `dim_demographics`.`demographics_key`, `dim_demographics`.`combination`, `dim_demographics`.`age`, `dim_demographics`.`smokes`, `dim_demographics`.`is_inferred`, `dim_demographics`.`load_id` 
FROM `dim_demographics` 
WHERE (`dim_demographics`.`demographics_key` NOT IN (SELECT `dim_demographics_undo`.`demographics_key` 
FROM `dim_demographics_undo` 
WHERE `dim_demographics_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`))) AND (`dim_demographics`.`load_id` NOT IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`)) UNION ALL SELECT `dim_demographics_undo`.`demographics_key`, `dim_demographics_undo`.`combination`, `dim_demographics_undo`.`age`, `dim_demographics_undo`.`smokes`, `dim_demographics_undo`.`is_inferred`, `dim_demographics_undo`.`load_id` 
FROM `dim_demographics_undo` 
WHERE `dim_demographics_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) AND `dim_demographics_undo`.`undo_there` AND (`dim_demographics_undo`.`demographics_key`, `dim_demographics_undo`.`undo_step`) IN (SELECT `dim_demographics_undo`.`demographics_key`, min(`dim_demographics_undo`.`undo_step`) AS `min_1` 
FROM `dim_demographics_undo` 
WHERE `dim_demographics_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) GROUP BY `dim_demographics_undo`.`demographics_key`) AND `dim_demographics_undo`.`load_id` != `dim_demographics_undo`.`undo_load`;

CREATE VIEW `dim_holder_finished` AS
SELECT `dim_holder`.`holder_key`, `dim_holder`.`number`, `dim_holder`.`country`, `dim_holder`.`city`, `dim_holder`.`born_on_key`, `dim_holder`.`demographics_key`, `dim_holder`.`holder_durable_key`, `dim_holder`.`valid_from`, `dim_holder`.`valid_to`, `dim_holder`.`is_current`, `dim_holder`.`is_inferred`, `dim_holder`.`load_id` 
FROM `dim_holder` 
WHERE (`dim_holder`.`holder_key` NOT IN (SELECT `dim_holder_undo`.`holder_key` 
FROM `dim_holder_undo` 
WHERE `dim_holder_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`))) AND (`dim_holder`.`load_id` NOT IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`)) UNION ALL SELECT `dim_holder_undo`.`holder_key`, `dim_holder_undo`.`number`, `dim_holder_undo`.`country`, `dim_holder_undo`.`city`, `dim_holder_undo`.`born_on_key`, `dim_holder_undo`.`demographics_key`, `dim_holder_undo`.`holder_durable_key`, `dim_holder_undo`.`valid_from`, `dim_holder_undo`.`valid_to`, `dim_holder_undo`.`is_current`, `dim_holder_undo`.`is_inferred`, `dim_holder_undo`.`load_id` 
FROM `dim_holder_undo` 
WHERE `dim_holder_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) AND `dim_holder_undo`.`undo_there` AND (`dim_holder_undo`.`holder_key`, `dim_holder_undo`.`undo_step`) IN (SELECT `dim_holder_undo`.`holder_key`, min(`dim_holder_undo`.`undo_step`) AS `min_1` 
FROM `dim_holder_undo` 
WHERE `dim_holder_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) GROUP BY `dim_holder_undo`.`holder_key`) AND `dim_holder_undo`.`load_id` != `dim_holder_undo`.`undo_load`;

CREATE VIEW `dim_unit_finished` AS
SELECT `dim_unit`.`unit_key`, `dim_unit`.`code`, `dim_unit`.`parent`, `dim_unit`.`is_inferred`, `dim_unit`.`load_id` 
FROM `dim_unit` 
WHERE (`dim_unit`.`unit_key` NOT IN (SELECT `dim_unit_undo`.`unit_key` 
FROM `dim_unit_undo` 
WHERE `dim_unit_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`))) AND (`dim_unit`.`load_id` NOT IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`)) UNION ALL SELECT `dim_unit_undo`.`unit_key`, `dim_unit_undo`.`code`, `dim_unit_undo`.`parent`, `dim_unit_undo`.`is_inferred`, `dim_unit_undo`.`load_id` 
FROM `dim_unit_undo` 
WHERE `dim_unit_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) AND `dim_unit_undo`.`undo_there` AND (`dim_unit_undo`.`unit_key`, `dim_unit_undo`.`undo_step`) IN (SELECT `dim_unit_undo`.`unit_key`, min(`dim_unit_undo`.`undo_step`) AS `min_1` 
FROM `dim_unit_undo` 
WHERE `dim_unit_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) GROUP BY `dim_unit_undo`.`unit_key`) AND `dim_unit_undo`.`load_id` != `dim_unit_undo`.`undo_load`;

CREATE VIEW `dim_policy_finished` AS
SELECT `dim_policy`.`policy_key`, `dim_policy`.`policy_no`, `dim_policy`.`kind`, `dim_policy`.`unit_code`, `dim_policy`.`valid_from`, `dim_policy`.`valid_to`, `dim_policy`.`is_current`, `dim_policy`.`is_inferred`, `dim_policy`.`load_id` 
FROM `dim_policy` 
WHERE (`dim_policy`.`policy_key` NOT IN (SELECT `dim_policy_undo`.`policy_key` 
FROM `dim_policy_undo` 
WHERE `dim_policy_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`))) AND (`dim_policy`.`load_id` NOT IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`)) UNION ALL SELECT `dim_policy_undo`.`policy_key`, `dim_policy_undo`.`policy_no`, `dim_policy_undo`.`kind`, `dim_policy_undo`.`unit_code`, `dim_policy_undo`.`valid_from`, `dim_policy_undo`.`valid_to`, `dim_policy_undo`.`is_current`, `dim_policy_undo`.`is_inferred`, `dim_policy_undo`.`load_id` 
FROM `dim_policy_undo` 
WHERE `dim_policy_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) AND `dim_policy_undo`.`undo_there` AND (`dim_policy_undo`.`policy_key`, `dim_policy_undo`.`undo_step`) IN (SELECT `dim_policy_undo`.`policy_key`, min(`dim_policy_undo`.`undo_step`) AS `min_1` 
FROM `dim_policy_undo` 
WHERE `dim_policy_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) GROUP BY `dim_policy_undo`.`policy_key`) AND `dim_policy_undo`.`load_id` != `dim_policy_undo`.`undo_load`;

CREATE VIEW `dim_car_policy_finished` AS
SELECT `dim_car_policy`.`policy_key`, `dim_car_policy`.`plate` 
FROM `dim_car_policy` 
WHERE (`dim_car_policy`.`policy_key` NOT IN (SELECT `dim_car_policy_undo`.`policy_key` 
FROM `dim_car_policy_undo` 
WHERE `dim_car_policy_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`))) UNION ALL SELECT `dim_car_policy_undo`.`policy_key`, `dim_car_policy_undo`.`plate` 
FROM `dim_car_policy_undo` 
WHERE `dim_car_policy_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) AND `dim_car_policy_undo`.`undo_there` AND (`dim_car_policy_undo`.`policy_key`, `dim_car_policy_undo`.`undo_step`) IN (SELECT `dim_car_policy_undo`.`policy_key`, min(`dim_car_policy_undo`.`undo_step`) AS `min_1` 
FROM `dim_car_policy_undo` 
WHERE `dim_car_policy_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) GROUP BY `dim_car_policy_undo`.`policy_key`);

CREATE VIEW `dim_home_policy_finished` AS
SELECT `dim_home_policy`.`policy_key`, `dim_home_policy`.`square_metres` 
FROM `dim_home_policy` 
WHERE (`dim_home_policy`.`policy_key` NOT IN (SELECT `dim_home_policy_undo`.`policy_key` 
FROM `dim_home_policy_undo` 
WHERE `dim_home_policy_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`))) UNION ALL SELECT `dim_home_policy_undo`.`policy_key`, `dim_home_policy_undo`.`square_metres` 
FROM `dim_home_policy_undo` 
WHERE `dim_home_policy_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) AND `dim_home_policy_undo`.`undo_there` AND (`dim_home_policy_undo`.`policy_key`, `dim_home_policy_undo`.`undo_step`) IN (SELECT `dim_home_policy_undo`.`policy_key`, min(`dim_home_policy_undo`.`undo_step`) AS `min_1` 
FROM `dim_home_policy_undo` 
WHERE `dim_home_policy_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) GROUP BY `dim_home_policy_undo`.`policy_key`);

CREATE VIEW `dim_household_finished` AS
SELECT `dim_household`.`household_key`, `dim_household`.`household_no`, `dim_household`.`is_inferred`, `dim_household`.`load_id` 
FROM `dim_household` 
WHERE (`dim_household`.`household_key` NOT IN (SELECT `dim_household_undo`.`household_key` 
FROM `dim_household_undo` 
WHERE `dim_household_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`))) AND (`dim_household`.`load_id` NOT IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`)) UNION ALL SELECT `dim_household_undo`.`household_key`, `dim_household_undo`.`household_no`, `dim_household_undo`.`is_inferred`, `dim_household_undo`.`load_id` 
FROM `dim_household_undo` 
WHERE `dim_household_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) AND `dim_household_undo`.`undo_there` AND (`dim_household_undo`.`household_key`, `dim_household_undo`.`undo_step`) IN (SELECT `dim_household_undo`.`household_key`, min(`dim_household_undo`.`undo_step`) AS `min_1` 
FROM `dim_household_undo` 
WHERE `dim_household_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) GROUP BY `dim_household_undo`.`household_key`) AND `dim_household_undo`.`load_id` != `dim_household_undo`.`undo_load`;

CREATE VIEW `dim_diagnosis_finished` AS
SELECT `dim_diagnosis`.`diagnosis_key`, `dim_diagnosis`.`icd`, `dim_diagnosis`.`title`, `dim_diagnosis`.`is_inferred`, `dim_diagnosis`.`load_id` 
FROM `dim_diagnosis` 
WHERE (`dim_diagnosis`.`diagnosis_key` NOT IN (SELECT `dim_diagnosis_undo`.`diagnosis_key` 
FROM `dim_diagnosis_undo` 
WHERE `dim_diagnosis_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`))) AND (`dim_diagnosis`.`load_id` NOT IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`)) UNION ALL SELECT `dim_diagnosis_undo`.`diagnosis_key`, `dim_diagnosis_undo`.`icd`, `dim_diagnosis_undo`.`title`, `dim_diagnosis_undo`.`is_inferred`, `dim_diagnosis_undo`.`load_id` 
FROM `dim_diagnosis_undo` 
WHERE `dim_diagnosis_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) AND `dim_diagnosis_undo`.`undo_there` AND (`dim_diagnosis_undo`.`diagnosis_key`, `dim_diagnosis_undo`.`undo_step`) IN (SELECT `dim_diagnosis_undo`.`diagnosis_key`, min(`dim_diagnosis_undo`.`undo_step`) AS `min_1` 
FROM `dim_diagnosis_undo` 
WHERE `dim_diagnosis_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) GROUP BY `dim_diagnosis_undo`.`diagnosis_key`) AND `dim_diagnosis_undo`.`load_id` != `dim_diagnosis_undo`.`undo_load`;

CREATE VIEW `dim_diagnosis_group_finished` AS
SELECT `dim_diagnosis_group`.`diagnosis_group_key`, `dim_diagnosis_group`.`combination`, `dim_diagnosis_group`.`is_inferred`, `dim_diagnosis_group`.`load_id` 
FROM `dim_diagnosis_group` 
WHERE (`dim_diagnosis_group`.`diagnosis_group_key` NOT IN (SELECT `dim_diagnosis_group_undo`.`diagnosis_group_key` 
FROM `dim_diagnosis_group_undo` 
WHERE `dim_diagnosis_group_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`))) AND (`dim_diagnosis_group`.`load_id` NOT IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`)) UNION ALL SELECT `dim_diagnosis_group_undo`.`diagnosis_group_key`, `dim_diagnosis_group_undo`.`combination`, `dim_diagnosis_group_undo`.`is_inferred`, `dim_diagnosis_group_undo`.`load_id` 
FROM `dim_diagnosis_group_undo` 
WHERE `dim_diagnosis_group_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) AND `dim_diagnosis_group_undo`.`undo_there` AND (`dim_diagnosis_group_undo`.`diagnosis_group_key`, `dim_diagnosis_group_undo`.`undo_step`) IN (SELECT `dim_diagnosis_group_undo`.`diagnosis_group_key`, min(`dim_diagnosis_group_undo`.`undo_step`) AS `min_1` 
FROM `dim_diagnosis_group_undo` 
WHERE `dim_diagnosis_group_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) GROUP BY `dim_diagnosis_group_undo`.`diagnosis_group_key`) AND `dim_diagnosis_group_undo`.`load_id` != `dim_diagnosis_group_undo`.`undo_load`;

CREATE VIEW `bridge_household_members_finished` AS
SELECT `bridge_household_members`.`household_key`, `bridge_household_members`.`holder_key`, `bridge_household_members`.`share`, `bridge_household_members`.`relation`, `bridge_household_members`.`valid_from`, `bridge_household_members`.`valid_to`, `bridge_household_members`.`load_id` 
FROM `bridge_household_members` 
WHERE ((`bridge_household_members`.`household_key`, `bridge_household_members`.`holder_key`, `bridge_household_members`.`valid_from`) NOT IN (SELECT `bridge_household_members_undo`.`household_key`, `bridge_household_members_undo`.`holder_key`, `bridge_household_members_undo`.`valid_from` 
FROM `bridge_household_members_undo` 
WHERE `bridge_household_members_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`))) AND (`bridge_household_members`.`load_id` NOT IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`)) UNION ALL SELECT `bridge_household_members_undo`.`household_key`, `bridge_household_members_undo`.`holder_key`, `bridge_household_members_undo`.`share`, `bridge_household_members_undo`.`relation`, `bridge_household_members_undo`.`valid_from`, `bridge_household_members_undo`.`valid_to`, `bridge_household_members_undo`.`load_id` 
FROM `bridge_household_members_undo` 
WHERE `bridge_household_members_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) AND `bridge_household_members_undo`.`undo_there` AND (`bridge_household_members_undo`.`household_key`, `bridge_household_members_undo`.`holder_key`, `bridge_household_members_undo`.`valid_from`, `bridge_household_members_undo`.`undo_step`) IN (SELECT `bridge_household_members_undo`.`household_key`, `bridge_household_members_undo`.`holder_key`, `bridge_household_members_undo`.`valid_from`, min(`bridge_household_members_undo`.`undo_step`) AS `min_1` 
FROM `bridge_household_members_undo` 
WHERE `bridge_household_members_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) GROUP BY `bridge_household_members_undo`.`household_key`, `bridge_household_members_undo`.`holder_key`, `bridge_household_members_undo`.`valid_from`) AND `bridge_household_members_undo`.`load_id` != `bridge_household_members_undo`.`undo_load`;

CREATE VIEW `bridge_group_diagnoses_finished` AS
SELECT `bridge_group_diagnoses`.`diagnosis_group_key`, `bridge_group_diagnoses`.`diagnosis_key`, `bridge_group_diagnoses`.`share`, `bridge_group_diagnoses`.`valid_from`, `bridge_group_diagnoses`.`valid_to`, `bridge_group_diagnoses`.`load_id` 
FROM `bridge_group_diagnoses` 
WHERE ((`bridge_group_diagnoses`.`diagnosis_group_key`, `bridge_group_diagnoses`.`diagnosis_key`, `bridge_group_diagnoses`.`valid_from`) NOT IN (SELECT `bridge_group_diagnoses_undo`.`diagnosis_group_key`, `bridge_group_diagnoses_undo`.`diagnosis_key`, `bridge_group_diagnoses_undo`.`valid_from` 
FROM `bridge_group_diagnoses_undo` 
WHERE `bridge_group_diagnoses_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`))) AND (`bridge_group_diagnoses`.`load_id` NOT IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`)) UNION ALL SELECT `bridge_group_diagnoses_undo`.`diagnosis_group_key`, `bridge_group_diagnoses_undo`.`diagnosis_key`, `bridge_group_diagnoses_undo`.`share`, `bridge_group_diagnoses_undo`.`valid_from`, `bridge_group_diagnoses_undo`.`valid_to`, `bridge_group_diagnoses_undo`.`load_id` 
FROM `bridge_group_diagnoses_undo` 
WHERE `bridge_group_diagnoses_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) AND `bridge_group_diagnoses_undo`.`undo_there` AND (`bridge_group_diagnoses_undo`.`diagnosis_group_key`, `bridge_group_diagnoses_undo`.`diagnosis_key`, `bridge_group_diagnoses_undo`.`valid_from`, `bridge_group_diagnoses_undo`.`undo_step`) IN (SELECT `bridge_group_diagnoses_undo`.`diagnosis_group_key`, `bridge_group_diagnoses_undo`.`diagnosis_key`, `bridge_group_diagnoses_undo`.`valid_from`, min(`bridge_group_diagnoses_undo`.`undo_step`) AS `min_1` 
FROM `bridge_group_diagnoses_undo` 
WHERE `bridge_group_diagnoses_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) GROUP BY `bridge_group_diagnoses_undo`.`diagnosis_group_key`, `bridge_group_diagnoses_undo`.`diagnosis_key`, `bridge_group_diagnoses_undo`.`valid_from`) AND `bridge_group_diagnoses_undo`.`load_id` != `bridge_group_diagnoses_undo`.`undo_load`;

CREATE VIEW `fact_rate_finished` AS
SELECT `fact_rate`.`currency_key`, `fact_rate`.`day_key`, `fact_rate`.`rate`, `fact_rate`.`load_id` 
FROM `fact_rate` 
WHERE ((`fact_rate`.`currency_key`, `fact_rate`.`day_key`) NOT IN (SELECT `fact_rate_undo`.`currency_key`, `fact_rate_undo`.`day_key` 
FROM `fact_rate_undo` 
WHERE `fact_rate_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`))) AND (`fact_rate`.`load_id` NOT IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`)) UNION ALL SELECT `fact_rate_undo`.`currency_key`, `fact_rate_undo`.`day_key`, `fact_rate_undo`.`rate`, `fact_rate_undo`.`load_id` 
FROM `fact_rate_undo` 
WHERE `fact_rate_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) AND `fact_rate_undo`.`undo_there` AND (`fact_rate_undo`.`currency_key`, `fact_rate_undo`.`day_key`, `fact_rate_undo`.`undo_step`) IN (SELECT `fact_rate_undo`.`currency_key`, `fact_rate_undo`.`day_key`, min(`fact_rate_undo`.`undo_step`) AS `min_1` 
FROM `fact_rate_undo` 
WHERE `fact_rate_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) GROUP BY `fact_rate_undo`.`currency_key`, `fact_rate_undo`.`day_key`) AND `fact_rate_undo`.`load_id` != `fact_rate_undo`.`undo_load`;

CREATE VIEW `fact_claim_finished` AS
SELECT `fact_claim`.`claim_no`, `fact_claim`.`line_no`, `fact_claim`.`happened_at`, `fact_claim`.`kind`, `fact_claim`.`day_key`, `fact_claim`.`minute_key`, `fact_claim`.`policy_key`, `fact_claim`.`holder_key`, `fact_claim`.`holder_durable_key`, `fact_claim`.`demographics_key`, `fact_claim`.`diagnoses_key`, `fact_claim`.`amount`, `fact_claim`.`load_id` 
FROM `fact_claim` 
WHERE ((`fact_claim`.`claim_no`, `fact_claim`.`line_no`) NOT IN (SELECT `fact_claim_undo`.`claim_no`, `fact_claim_undo`.`line_no` 
FROM `fact_claim_undo` 
WHERE `fact_claim_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`))) AND (`fact_claim`.`load_id` NOT IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`)) UNION ALL SELECT `fact_claim_undo`.`claim_no`, `fact_claim_undo`.`line_no`, `fact_claim_undo`.`happened_at`, `fact_claim_undo`.`kind`, `fact_claim_undo`.`day_key`, `fact_claim_undo`.`minute_key`, `fact_claim_undo`.`policy_key`, `fact_claim_undo`.`holder_key`, `fact_claim_undo`.`holder_durable_key`, `fact_claim_undo`.`demographics_key`, `fact_claim_undo`.`diagnoses_key`, `fact_claim_undo`.`amount`, `fact_claim_undo`.`load_id` 
FROM `fact_claim_undo` 
WHERE `fact_claim_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) AND `fact_claim_undo`.`undo_there` AND (`fact_claim_undo`.`claim_no`, `fact_claim_undo`.`line_no`, `fact_claim_undo`.`undo_step`) IN (SELECT `fact_claim_undo`.`claim_no`, `fact_claim_undo`.`line_no`, min(`fact_claim_undo`.`undo_step`) AS `min_1` 
FROM `fact_claim_undo` 
WHERE `fact_claim_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) GROUP BY `fact_claim_undo`.`claim_no`, `fact_claim_undo`.`line_no`) AND `fact_claim_undo`.`load_id` != `fact_claim_undo`.`undo_load`;

CREATE VIEW `fact_accident_finished` AS
SELECT `fact_accident`.`claim_no`, `fact_accident`.`line_no`, `fact_accident`.`police_report`, `fact_accident`.`other_policy_key`, `fact_accident`.`injured` 
FROM `fact_accident` 
WHERE ((`fact_accident`.`claim_no`, `fact_accident`.`line_no`) NOT IN (SELECT `fact_accident_undo`.`claim_no`, `fact_accident_undo`.`line_no` 
FROM `fact_accident_undo` 
WHERE `fact_accident_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`))) UNION ALL SELECT `fact_accident_undo`.`claim_no`, `fact_accident_undo`.`line_no`, `fact_accident_undo`.`police_report`, `fact_accident_undo`.`other_policy_key`, `fact_accident_undo`.`injured` 
FROM `fact_accident_undo` 
WHERE `fact_accident_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) AND `fact_accident_undo`.`undo_there` AND (`fact_accident_undo`.`claim_no`, `fact_accident_undo`.`line_no`, `fact_accident_undo`.`undo_step`) IN (SELECT `fact_accident_undo`.`claim_no`, `fact_accident_undo`.`line_no`, min(`fact_accident_undo`.`undo_step`) AS `min_1` 
FROM `fact_accident_undo` 
WHERE `fact_accident_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) GROUP BY `fact_accident_undo`.`claim_no`, `fact_accident_undo`.`line_no`);

CREATE VIEW `fact_premium_finished` AS
SELECT `fact_premium`.`premium_no`, `fact_premium`.`told_at`, `fact_premium`.`due_on`, `fact_premium`.`day_key`, `fact_premium`.`household_key`, `fact_premium`.`currency_key`, `fact_premium`.`charged`, `fact_premium`.`euros`, `fact_premium`.`load_id`, `fact_premium`.`reversal` 
FROM `fact_premium` 
WHERE ((`fact_premium`.`premium_no`, `fact_premium`.`told_at`, `fact_premium`.`reversal`) NOT IN (SELECT `fact_premium_undo`.`premium_no`, `fact_premium_undo`.`told_at`, `fact_premium_undo`.`reversal` 
FROM `fact_premium_undo` 
WHERE `fact_premium_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`))) AND (`fact_premium`.`load_id` NOT IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`)) UNION ALL SELECT `fact_premium_undo`.`premium_no`, `fact_premium_undo`.`told_at`, `fact_premium_undo`.`due_on`, `fact_premium_undo`.`day_key`, `fact_premium_undo`.`household_key`, `fact_premium_undo`.`currency_key`, `fact_premium_undo`.`charged`, `fact_premium_undo`.`euros`, `fact_premium_undo`.`load_id`, `fact_premium_undo`.`reversal` 
FROM `fact_premium_undo` 
WHERE `fact_premium_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) AND `fact_premium_undo`.`undo_there` AND (`fact_premium_undo`.`premium_no`, `fact_premium_undo`.`told_at`, `fact_premium_undo`.`reversal`, `fact_premium_undo`.`undo_step`) IN (SELECT `fact_premium_undo`.`premium_no`, `fact_premium_undo`.`told_at`, `fact_premium_undo`.`reversal`, min(`fact_premium_undo`.`undo_step`) AS `min_1` 
FROM `fact_premium_undo` 
WHERE `fact_premium_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) GROUP BY `fact_premium_undo`.`premium_no`, `fact_premium_undo`.`told_at`, `fact_premium_undo`.`reversal`) AND `fact_premium_undo`.`load_id` != `fact_premium_undo`.`undo_load`;

CREATE VIEW `fact_settlement_finished` AS
SELECT `fact_settlement`.`claim_no`, `fact_settlement`.`changed_at`, `fact_settlement`.`reported_key`, `fact_settlement`.`paid_key`, `fact_settlement`.`days_to_pay`, `fact_settlement`.`state`, `fact_settlement`.`reserve`, `fact_settlement`.`load_id`, `fact_settlement`.`told` 
FROM `fact_settlement` 
WHERE (`fact_settlement`.`claim_no` NOT IN (SELECT `fact_settlement_undo`.`claim_no` 
FROM `fact_settlement_undo` 
WHERE `fact_settlement_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`))) AND (`fact_settlement`.`load_id` NOT IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`)) UNION ALL SELECT `fact_settlement_undo`.`claim_no`, `fact_settlement_undo`.`changed_at`, `fact_settlement_undo`.`reported_key`, `fact_settlement_undo`.`paid_key`, `fact_settlement_undo`.`days_to_pay`, `fact_settlement_undo`.`state`, `fact_settlement_undo`.`reserve`, `fact_settlement_undo`.`load_id`, `fact_settlement_undo`.`told` 
FROM `fact_settlement_undo` 
WHERE `fact_settlement_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) AND `fact_settlement_undo`.`undo_there` AND (`fact_settlement_undo`.`claim_no`, `fact_settlement_undo`.`undo_step`) IN (SELECT `fact_settlement_undo`.`claim_no`, min(`fact_settlement_undo`.`undo_step`) AS `min_1` 
FROM `fact_settlement_undo` 
WHERE `fact_settlement_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) GROUP BY `fact_settlement_undo`.`claim_no`) AND `fact_settlement_undo`.`load_id` != `fact_settlement_undo`.`undo_load`;

CREATE VIEW `fact_movement_finished` AS
SELECT `fact_movement`.`movement_no`, `fact_movement`.`day_key`, `fact_movement`.`unit_key`, `fact_movement`.`amount`, `fact_movement`.`load_id` 
FROM `fact_movement` 
WHERE (`fact_movement`.`movement_no` NOT IN (SELECT `fact_movement_undo`.`movement_no` 
FROM `fact_movement_undo` 
WHERE `fact_movement_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`))) AND (`fact_movement`.`load_id` NOT IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`)) UNION ALL SELECT `fact_movement_undo`.`movement_no`, `fact_movement_undo`.`day_key`, `fact_movement_undo`.`unit_key`, `fact_movement_undo`.`amount`, `fact_movement_undo`.`load_id` 
FROM `fact_movement_undo` 
WHERE `fact_movement_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) AND `fact_movement_undo`.`undo_there` AND (`fact_movement_undo`.`movement_no`, `fact_movement_undo`.`undo_step`) IN (SELECT `fact_movement_undo`.`movement_no`, min(`fact_movement_undo`.`undo_step`) AS `min_1` 
FROM `fact_movement_undo` 
WHERE `fact_movement_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) GROUP BY `fact_movement_undo`.`movement_no`) AND `fact_movement_undo`.`load_id` != `fact_movement_undo`.`undo_load`;

CREATE VIEW `fact_reserve_finished` AS
SELECT `fact_reserve`.`day_key`, `fact_reserve`.`unit_key`, `fact_reserve`.`opened`, `fact_reserve`.`moved`, `fact_reserve`.`closed`, `fact_reserve`.`load_id` 
FROM `fact_reserve` 
WHERE ((`fact_reserve`.`day_key`, `fact_reserve`.`unit_key`) NOT IN (SELECT `fact_reserve_undo`.`day_key`, `fact_reserve_undo`.`unit_key` 
FROM `fact_reserve_undo` 
WHERE `fact_reserve_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`))) AND (`fact_reserve`.`load_id` NOT IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`)) UNION ALL SELECT `fact_reserve_undo`.`day_key`, `fact_reserve_undo`.`unit_key`, `fact_reserve_undo`.`opened`, `fact_reserve_undo`.`moved`, `fact_reserve_undo`.`closed`, `fact_reserve_undo`.`load_id` 
FROM `fact_reserve_undo` 
WHERE `fact_reserve_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) AND `fact_reserve_undo`.`undo_there` AND (`fact_reserve_undo`.`day_key`, `fact_reserve_undo`.`unit_key`, `fact_reserve_undo`.`undo_step`) IN (SELECT `fact_reserve_undo`.`day_key`, `fact_reserve_undo`.`unit_key`, min(`fact_reserve_undo`.`undo_step`) AS `min_1` 
FROM `fact_reserve_undo` 
WHERE `fact_reserve_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) GROUP BY `fact_reserve_undo`.`day_key`, `fact_reserve_undo`.`unit_key`) AND `fact_reserve_undo`.`load_id` != `fact_reserve_undo`.`undo_load`;

CREATE VIEW `fact_standing_finished` AS
SELECT `fact_standing`.`day_key`, `fact_standing`.`household_key`, `fact_standing`.`owed`, `fact_standing`.`load_id` 
FROM `fact_standing` 
WHERE ((`fact_standing`.`day_key`, `fact_standing`.`household_key`) NOT IN (SELECT `fact_standing_undo`.`day_key`, `fact_standing_undo`.`household_key` 
FROM `fact_standing_undo` 
WHERE `fact_standing_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`))) AND (`fact_standing`.`load_id` NOT IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`)) UNION ALL SELECT `fact_standing_undo`.`day_key`, `fact_standing_undo`.`household_key`, `fact_standing_undo`.`owed`, `fact_standing_undo`.`load_id` 
FROM `fact_standing_undo` 
WHERE `fact_standing_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) AND `fact_standing_undo`.`undo_there` AND (`fact_standing_undo`.`day_key`, `fact_standing_undo`.`household_key`, `fact_standing_undo`.`undo_step`) IN (SELECT `fact_standing_undo`.`day_key`, `fact_standing_undo`.`household_key`, min(`fact_standing_undo`.`undo_step`) AS `min_1` 
FROM `fact_standing_undo` 
WHERE `fact_standing_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) GROUP BY `fact_standing_undo`.`day_key`, `fact_standing_undo`.`household_key`) AND `fact_standing_undo`.`load_id` != `fact_standing_undo`.`undo_load`;

CREATE VIEW `fact_covered_finished` AS
SELECT `fact_covered`.`month_key`, `fact_covered`.`household_key`, `fact_covered`.`load_id` 
FROM `fact_covered` 
WHERE ((`fact_covered`.`month_key`, `fact_covered`.`household_key`) NOT IN (SELECT `fact_covered_undo`.`month_key`, `fact_covered_undo`.`household_key` 
FROM `fact_covered_undo` 
WHERE `fact_covered_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`))) AND (`fact_covered`.`load_id` NOT IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`)) UNION ALL SELECT `fact_covered_undo`.`month_key`, `fact_covered_undo`.`household_key`, `fact_covered_undo`.`load_id` 
FROM `fact_covered_undo` 
WHERE `fact_covered_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) AND `fact_covered_undo`.`undo_there` AND (`fact_covered_undo`.`month_key`, `fact_covered_undo`.`household_key`, `fact_covered_undo`.`undo_step`) IN (SELECT `fact_covered_undo`.`month_key`, `fact_covered_undo`.`household_key`, min(`fact_covered_undo`.`undo_step`) AS `min_1` 
FROM `fact_covered_undo` 
WHERE `fact_covered_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) GROUP BY `fact_covered_undo`.`month_key`, `fact_covered_undo`.`household_key`) AND `fact_covered_undo`.`load_id` != `fact_covered_undo`.`undo_load`;

CREATE VIEW `agg_claims_by_month_finished` AS
SELECT `agg_claims_by_month`.`claims_by_month_key`, `agg_claims_by_month`.`month`, `agg_claims_by_month`.`city`, `agg_claims_by_month`.`kind`, `agg_claims_by_month`.`claims`, `agg_claims_by_month`.`holders`, `agg_claims_by_month`.`amount`, `agg_claims_by_month`.`dearest`, `agg_claims_by_month`.`injured`, `agg_claims_by_month`.`load_id` 
FROM `agg_claims_by_month` 
WHERE (`agg_claims_by_month`.`claims_by_month_key` NOT IN (SELECT `agg_claims_by_month_undo`.`claims_by_month_key` 
FROM `agg_claims_by_month_undo` 
WHERE `agg_claims_by_month_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`))) AND (`agg_claims_by_month`.`load_id` NOT IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`)) UNION ALL SELECT `agg_claims_by_month_undo`.`claims_by_month_key`, `agg_claims_by_month_undo`.`month`, `agg_claims_by_month_undo`.`city`, `agg_claims_by_month_undo`.`kind`, `agg_claims_by_month_undo`.`claims`, `agg_claims_by_month_undo`.`holders`, `agg_claims_by_month_undo`.`amount`, `agg_claims_by_month_undo`.`dearest`, `agg_claims_by_month_undo`.`injured`, `agg_claims_by_month_undo`.`load_id` 
FROM `agg_claims_by_month_undo` 
WHERE `agg_claims_by_month_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) AND `agg_claims_by_month_undo`.`undo_there` AND (`agg_claims_by_month_undo`.`claims_by_month_key`, `agg_claims_by_month_undo`.`undo_step`) IN (SELECT `agg_claims_by_month_undo`.`claims_by_month_key`, min(`agg_claims_by_month_undo`.`undo_step`) AS `min_1` 
FROM `agg_claims_by_month_undo` 
WHERE `agg_claims_by_month_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) GROUP BY `agg_claims_by_month_undo`.`claims_by_month_key`) AND `agg_claims_by_month_undo`.`load_id` != `agg_claims_by_month_undo`.`undo_load`;

CREATE VIEW `agg_claims_of_month_finished` AS
SELECT `agg_claims_of_month`.`claims_of_month_key`, `agg_claims_of_month`.`month_key`, `agg_claims_of_month`.`claims`, `agg_claims_of_month`.`load_id` 
FROM `agg_claims_of_month` 
WHERE (`agg_claims_of_month`.`claims_of_month_key` NOT IN (SELECT `agg_claims_of_month_undo`.`claims_of_month_key` 
FROM `agg_claims_of_month_undo` 
WHERE `agg_claims_of_month_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`))) AND (`agg_claims_of_month`.`load_id` NOT IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`)) UNION ALL SELECT `agg_claims_of_month_undo`.`claims_of_month_key`, `agg_claims_of_month_undo`.`month_key`, `agg_claims_of_month_undo`.`claims`, `agg_claims_of_month_undo`.`load_id` 
FROM `agg_claims_of_month_undo` 
WHERE `agg_claims_of_month_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) AND `agg_claims_of_month_undo`.`undo_there` AND (`agg_claims_of_month_undo`.`claims_of_month_key`, `agg_claims_of_month_undo`.`undo_step`) IN (SELECT `agg_claims_of_month_undo`.`claims_of_month_key`, min(`agg_claims_of_month_undo`.`undo_step`) AS `min_1` 
FROM `agg_claims_of_month_undo` 
WHERE `agg_claims_of_month_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) GROUP BY `agg_claims_of_month_undo`.`claims_of_month_key`) AND `agg_claims_of_month_undo`.`load_id` != `agg_claims_of_month_undo`.`undo_load`;

CREATE VIEW `fact_claims_and_premiums_finished` AS
SELECT `fact_claims_and_premiums`.`claims_and_premiums_key`, `fact_claims_and_premiums`.`month`, `fact_claims_and_premiums`.`claimed`, `fact_claims_and_premiums`.`charged`, `fact_claims_and_premiums`.`claim_rows`, `fact_claims_and_premiums`.`premium_rows`, `fact_claims_and_premiums`.`load_id` 
FROM `fact_claims_and_premiums` 
WHERE (`fact_claims_and_premiums`.`claims_and_premiums_key` NOT IN (SELECT `fact_claims_and_premiums_undo`.`claims_and_premiums_key` 
FROM `fact_claims_and_premiums_undo` 
WHERE `fact_claims_and_premiums_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`))) AND (`fact_claims_and_premiums`.`load_id` NOT IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`)) UNION ALL SELECT `fact_claims_and_premiums_undo`.`claims_and_premiums_key`, `fact_claims_and_premiums_undo`.`month`, `fact_claims_and_premiums_undo`.`claimed`, `fact_claims_and_premiums_undo`.`charged`, `fact_claims_and_premiums_undo`.`claim_rows`, `fact_claims_and_premiums_undo`.`premium_rows`, `fact_claims_and_premiums_undo`.`load_id` 
FROM `fact_claims_and_premiums_undo` 
WHERE `fact_claims_and_premiums_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) AND `fact_claims_and_premiums_undo`.`undo_there` AND (`fact_claims_and_premiums_undo`.`claims_and_premiums_key`, `fact_claims_and_premiums_undo`.`undo_step`) IN (SELECT `fact_claims_and_premiums_undo`.`claims_and_premiums_key`, min(`fact_claims_and_premiums_undo`.`undo_step`) AS `min_1` 
FROM `fact_claims_and_premiums_undo` 
WHERE `fact_claims_and_premiums_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) GROUP BY `fact_claims_and_premiums_undo`.`claims_and_premiums_key`) AND `fact_claims_and_premiums_undo`.`load_id` != `fact_claims_and_premiums_undo`.`undo_load`;

CREATE VIEW `dim_holder_demographics_finished` AS
SELECT `dim_holder_demographics`.`holder_demographics_key`, `dim_holder_demographics`.`number`, `dim_holder_demographics`.`demographics_key`, `dim_holder_demographics`.`valid_from`, `dim_holder_demographics`.`valid_to`, `dim_holder_demographics`.`is_current`, `dim_holder_demographics`.`is_inferred`, `dim_holder_demographics`.`load_id` 
FROM `dim_holder_demographics` 
WHERE (`dim_holder_demographics`.`holder_demographics_key` NOT IN (SELECT `dim_holder_demographics_undo`.`holder_demographics_key` 
FROM `dim_holder_demographics_undo` 
WHERE `dim_holder_demographics_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`))) AND (`dim_holder_demographics`.`load_id` NOT IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`)) UNION ALL SELECT `dim_holder_demographics_undo`.`holder_demographics_key`, `dim_holder_demographics_undo`.`number`, `dim_holder_demographics_undo`.`demographics_key`, `dim_holder_demographics_undo`.`valid_from`, `dim_holder_demographics_undo`.`valid_to`, `dim_holder_demographics_undo`.`is_current`, `dim_holder_demographics_undo`.`is_inferred`, `dim_holder_demographics_undo`.`load_id` 
FROM `dim_holder_demographics_undo` 
WHERE `dim_holder_demographics_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) AND `dim_holder_demographics_undo`.`undo_there` AND (`dim_holder_demographics_undo`.`holder_demographics_key`, `dim_holder_demographics_undo`.`undo_step`) IN (SELECT `dim_holder_demographics_undo`.`holder_demographics_key`, min(`dim_holder_demographics_undo`.`undo_step`) AS `min_1` 
FROM `dim_holder_demographics_undo` 
WHERE `dim_holder_demographics_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) GROUP BY `dim_holder_demographics_undo`.`holder_demographics_key`) AND `dim_holder_demographics_undo`.`load_id` != `dim_holder_demographics_undo`.`undo_load`;

CREATE VIEW `dim_unit_tree_finished` AS
SELECT `dim_unit_tree`.`descendant_key`, `dim_unit_tree`.`ancestor_key`, `dim_unit_tree`.`depth`, `dim_unit_tree`.`is_top`, `dim_unit_tree`.`is_bottom`, `dim_unit_tree`.`load_id` 
FROM `dim_unit_tree` 
WHERE ((`dim_unit_tree`.`descendant_key`, `dim_unit_tree`.`ancestor_key`) NOT IN (SELECT `dim_unit_tree_undo`.`descendant_key`, `dim_unit_tree_undo`.`ancestor_key` 
FROM `dim_unit_tree_undo` 
WHERE `dim_unit_tree_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`))) AND (`dim_unit_tree`.`load_id` NOT IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`)) UNION ALL SELECT `dim_unit_tree_undo`.`descendant_key`, `dim_unit_tree_undo`.`ancestor_key`, `dim_unit_tree_undo`.`depth`, `dim_unit_tree_undo`.`is_top`, `dim_unit_tree_undo`.`is_bottom`, `dim_unit_tree_undo`.`load_id` 
FROM `dim_unit_tree_undo` 
WHERE `dim_unit_tree_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) AND `dim_unit_tree_undo`.`undo_there` AND (`dim_unit_tree_undo`.`descendant_key`, `dim_unit_tree_undo`.`ancestor_key`, `dim_unit_tree_undo`.`undo_step`) IN (SELECT `dim_unit_tree_undo`.`descendant_key`, `dim_unit_tree_undo`.`ancestor_key`, min(`dim_unit_tree_undo`.`undo_step`) AS `min_1` 
FROM `dim_unit_tree_undo` 
WHERE `dim_unit_tree_undo`.`undo_load` IN (SELECT `starschema_undo`.`load_id` 
FROM `starschema_undo`) GROUP BY `dim_unit_tree_undo`.`descendant_key`, `dim_unit_tree_undo`.`ancestor_key`) AND `dim_unit_tree_undo`.`load_id` != `dim_unit_tree_undo`.`undo_load`;

CREATE VIEW `dim_policy_whole_finished` AS
SELECT `dim_policy_finished`.`policy_key` AS `policy_key`, `dim_policy_finished`.`policy_no` AS `policy_no`, `dim_policy_finished`.`kind` AS `kind`, `dim_policy_finished`.`unit_code` AS `unit_code`, `dim_policy_finished`.`valid_from` AS `valid_from`, `dim_policy_finished`.`valid_to` AS `valid_to`, `dim_policy_finished`.`is_current` AS `is_current`, `dim_policy_finished`.`is_inferred` AS `is_inferred`, `dim_policy_finished`.`load_id` AS `load_id`, `dim_car_policy_finished`.`plate` AS `plate`, `dim_home_policy_finished`.`square_metres` AS `square_metres` 
FROM `dim_policy_finished` LEFT OUTER JOIN `dim_car_policy_finished` ON `dim_car_policy_finished`.`policy_key` = `dim_policy_finished`.`policy_key` LEFT OUTER JOIN `dim_home_policy_finished` ON `dim_home_policy_finished`.`policy_key` = `dim_policy_finished`.`policy_key`
SETTINGS join_use_nulls = 1;

CREATE VIEW `fact_claim_whole_finished` AS
SELECT `fact_claim_finished`.`claim_no` AS `claim_no`, `fact_claim_finished`.`line_no` AS `line_no`, `fact_claim_finished`.`happened_at` AS `happened_at`, `fact_claim_finished`.`kind` AS `kind`, `fact_claim_finished`.`day_key` AS `day_key`, `fact_claim_finished`.`minute_key` AS `minute_key`, `fact_claim_finished`.`policy_key` AS `policy_key`, `fact_claim_finished`.`holder_key` AS `holder_key`, `fact_claim_finished`.`holder_durable_key` AS `holder_durable_key`, `fact_claim_finished`.`demographics_key` AS `demographics_key`, `fact_claim_finished`.`diagnoses_key` AS `diagnoses_key`, `fact_claim_finished`.`amount` AS `amount`, `fact_claim_finished`.`load_id` AS `load_id`, `fact_accident_finished`.`police_report` AS `police_report`, `fact_accident_finished`.`injured` AS `injured`, `fact_accident_finished`.`other_policy_key` AS `other_policy_key` 
FROM `fact_claim_finished` LEFT OUTER JOIN `fact_accident_finished` ON `fact_accident_finished`.`claim_no` = `fact_claim_finished`.`claim_no` AND `fact_accident_finished`.`line_no` = `fact_claim_finished`.`line_no`
SETTINGS join_use_nulls = 1;

CREATE VIEW `dim_holder_now_finished` AS
SELECT `newest`.`holder_durable_key`, `newest`.`holder_key`, `newest`.`number`, `newest`.`country`, `newest`.`city`, `newest`.`born_on_key`, `newest`.`demographics_key`, `newest`.`valid_from`, `newest`.`valid_to`, `newest`.`is_current`, `newest`.`is_inferred`, `newest`.`load_id` 
FROM `dim_holder_finished` AS `newest` 
WHERE NOT (EXISTS (SELECT 1 AS `anon_1` 
FROM `dim_holder_finished` AS `later` 
WHERE `later`.`number` = `newest`.`number` AND `later`.`valid_from` > `newest`.`valid_from`));

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
