-- Texts that differ in trailing spaces only are equal to SQL Server, in keys too.

CREATE TABLE dim_day (
	day_key BIGINT NOT NULL,
	date DATE,
	day_of_month SMALLINT,
	day_of_year SMALLINT,
	day_of_week SMALLINT,
	day_name NVARCHAR(20) COLLATE Latin1_General_100_BIN2,
	is_weekend BIT,
	iso_week SMALLINT,
	iso_year SMALLINT,
	month SMALLINT,
	month_name NVARCHAR(20) COLLATE Latin1_General_100_BIN2,
	month_start DATE,
	year_month NVARCHAR(20) COLLATE Latin1_General_100_BIN2,
	quarter SMALLINT,
	year SMALLINT,
	fiscal_year SMALLINT,
	fiscal_quarter SMALLINT,
	fiscal_month SMALLINT,
	is_holiday BIT,
	holiday_name NVARCHAR(400) COLLATE Latin1_General_100_BIN2,
	is_inferred BIT DEFAULT 0 NOT NULL,
	load_id BIGINT DEFAULT 0 NOT NULL,
	PRIMARY KEY (day_key)
);

CREATE UNIQUE INDEX uq_dim_day_natural_key ON dim_day (date) WHERE date IS NOT NULL;

EXEC sys.sp_addextendedproperty N'MS_Description', N'One row per calendar day.', N'SCHEMA', N'dbo', N'TABLE', N'dim_day';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Surrogate key', N'SCHEMA', N'dbo', N'TABLE', N'dim_day', N'COLUMN', N'day_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'The day', N'SCHEMA', N'dbo', N'TABLE', N'dim_day', N'COLUMN', N'date';

EXEC sys.sp_addextendedproperty N'MS_Description', N'ISO: Monday is 1, Sunday 7', N'SCHEMA', N'dbo', N'TABLE', N'dim_day', N'COLUMN', N'day_of_week';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Saturday or Sunday', N'SCHEMA', N'dbo', N'TABLE', N'dim_day', N'COLUMN', N'is_weekend';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Year to which the ISO week belongs', N'SCHEMA', N'dbo', N'TABLE', N'dim_day', N'COLUMN', N'iso_year';

EXEC sys.sp_addextendedproperty N'MS_Description', N'First day of the month', N'SCHEMA', N'dbo', N'TABLE', N'dim_day', N'COLUMN', N'month_start';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Such as 2024-02', N'SCHEMA', N'dbo', N'TABLE', N'dim_day', N'COLUMN', N'year_month';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Named by the year in which it ends', N'SCHEMA', N'dbo', N'TABLE', N'dim_day', N'COLUMN', N'fiscal_year';

EXEC sys.sp_addextendedproperty N'MS_Description', N'1 is the month in which the fiscal year starts', N'SCHEMA', N'dbo', N'TABLE', N'dim_day', N'COLUMN', N'fiscal_month';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Public holiday of the calendar''s country', N'SCHEMA', N'dbo', N'TABLE', N'dim_day', N'COLUMN', N'is_holiday';

EXEC sys.sp_addextendedproperty N'MS_Description', N'True while only a fact has named the member', N'SCHEMA', N'dbo', N'TABLE', N'dim_day', N'COLUMN', N'is_inferred';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Load that wrote the row last', N'SCHEMA', N'dbo', N'TABLE', N'dim_day', N'COLUMN', N'load_id';

CREATE TABLE dim_month (
	month_key BIGINT NOT NULL,
	year_month NVARCHAR(20) COLLATE Latin1_General_100_BIN2,
	month_start DATE,
	month SMALLINT,
	month_name NVARCHAR(20) COLLATE Latin1_General_100_BIN2,
	quarter SMALLINT,
	year SMALLINT,
	fiscal_year SMALLINT,
	fiscal_quarter SMALLINT,
	fiscal_month SMALLINT,
	is_inferred BIT DEFAULT 0 NOT NULL,
	load_id BIGINT DEFAULT 0 NOT NULL,
	PRIMARY KEY (month_key)
);

CREATE UNIQUE INDEX uq_dim_month_natural_key ON dim_month (year_month) WHERE year_month IS NOT NULL;

EXEC sys.sp_addextendedproperty N'MS_Description', N'One row per year_month of dim_day.', N'SCHEMA', N'dbo', N'TABLE', N'dim_month';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Surrogate key', N'SCHEMA', N'dbo', N'TABLE', N'dim_month', N'COLUMN', N'month_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Such as 2024-02', N'SCHEMA', N'dbo', N'TABLE', N'dim_month', N'COLUMN', N'year_month';

EXEC sys.sp_addextendedproperty N'MS_Description', N'First day of the month', N'SCHEMA', N'dbo', N'TABLE', N'dim_month', N'COLUMN', N'month_start';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Named by the year in which it ends', N'SCHEMA', N'dbo', N'TABLE', N'dim_month', N'COLUMN', N'fiscal_year';

EXEC sys.sp_addextendedproperty N'MS_Description', N'1 is the month in which the fiscal year starts', N'SCHEMA', N'dbo', N'TABLE', N'dim_month', N'COLUMN', N'fiscal_month';

EXEC sys.sp_addextendedproperty N'MS_Description', N'True while only a fact has named the member', N'SCHEMA', N'dbo', N'TABLE', N'dim_month', N'COLUMN', N'is_inferred';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Load that wrote the row last', N'SCHEMA', N'dbo', N'TABLE', N'dim_month', N'COLUMN', N'load_id';

CREATE TABLE dim_minute (
	minute_key BIGINT NOT NULL,
	time TIME(6),
	hour SMALLINT,
	minute SMALLINT,
	second SMALLINT,
	minute_of_day SMALLINT,
	half_hour NVARCHAR(20) COLLATE Latin1_General_100_BIN2,
	hour_12 SMALLINT,
	am_pm NVARCHAR(20) COLLATE Latin1_General_100_BIN2,
	label NVARCHAR(20) COLLATE Latin1_General_100_BIN2,
	label_12 NVARCHAR(20) COLLATE Latin1_General_100_BIN2,
	part_of_day NVARCHAR(20) COLLATE Latin1_General_100_BIN2,
	is_inferred BIT DEFAULT 0 NOT NULL,
	load_id BIGINT DEFAULT 0 NOT NULL,
	PRIMARY KEY (minute_key)
);

CREATE UNIQUE INDEX uq_dim_minute_natural_key ON dim_minute (time) WHERE time IS NOT NULL;

EXEC sys.sp_addextendedproperty N'MS_Description', N'One row per minute of a day.', N'SCHEMA', N'dbo', N'TABLE', N'dim_minute';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Surrogate key', N'SCHEMA', N'dbo', N'TABLE', N'dim_minute', N'COLUMN', N'minute_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'The time at which it begins', N'SCHEMA', N'dbo', N'TABLE', N'dim_minute', N'COLUMN', N'time';

EXEC sys.sp_addextendedproperty N'MS_Description', N'0 to 1439', N'SCHEMA', N'dbo', N'TABLE', N'dim_minute', N'COLUMN', N'minute_of_day';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Such as 14:30, when it begins', N'SCHEMA', N'dbo', N'TABLE', N'dim_minute', N'COLUMN', N'half_hour';

EXEC sys.sp_addextendedproperty N'MS_Description', N'1 to 12', N'SCHEMA', N'dbo', N'TABLE', N'dim_minute', N'COLUMN', N'hour_12';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Such as 14:05', N'SCHEMA', N'dbo', N'TABLE', N'dim_minute', N'COLUMN', N'label';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Such as 2:05 PM', N'SCHEMA', N'dbo', N'TABLE', N'dim_minute', N'COLUMN', N'label_12';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Such as Morning', N'SCHEMA', N'dbo', N'TABLE', N'dim_minute', N'COLUMN', N'part_of_day';

EXEC sys.sp_addextendedproperty N'MS_Description', N'True while only a fact has named the member', N'SCHEMA', N'dbo', N'TABLE', N'dim_minute', N'COLUMN', N'is_inferred';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Load that wrote the row last', N'SCHEMA', N'dbo', N'TABLE', N'dim_minute', N'COLUMN', N'load_id';

CREATE TABLE dim_currency (
	currency_key BIGINT NOT NULL,
	code NVARCHAR(3) COLLATE Latin1_General_100_BIN2,
	is_inferred BIT DEFAULT 0 NOT NULL,
	load_id BIGINT DEFAULT 0 NOT NULL,
	PRIMARY KEY (currency_key)
);

CREATE UNIQUE INDEX uq_dim_currency_natural_key ON dim_currency (code) WHERE code IS NOT NULL;

EXEC sys.sp_addextendedproperty N'MS_Description', N'One row per currency.', N'SCHEMA', N'dbo', N'TABLE', N'dim_currency';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Surrogate key', N'SCHEMA', N'dbo', N'TABLE', N'dim_currency', N'COLUMN', N'currency_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'True while only a fact has named the member', N'SCHEMA', N'dbo', N'TABLE', N'dim_currency', N'COLUMN', N'is_inferred';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Load that wrote the row last', N'SCHEMA', N'dbo', N'TABLE', N'dim_currency', N'COLUMN', N'load_id';

CREATE TABLE dim_demographics (
	demographics_key BIGINT NOT NULL,
	combination NVARCHAR(64) COLLATE Latin1_General_100_BIN2,
	age NVARCHAR(60) COLLATE Latin1_General_100_BIN2,
	smokes BIT,
	is_inferred BIT DEFAULT 0 NOT NULL,
	load_id BIGINT DEFAULT 0 NOT NULL,
	PRIMARY KEY (demographics_key)
);

CREATE UNIQUE INDEX uq_dim_demographics_natural_key ON dim_demographics (combination) WHERE combination IS NOT NULL;

EXEC sys.sp_addextendedproperty N'MS_Description', N'One row per combination of bands.', N'SCHEMA', N'dbo', N'TABLE', N'dim_demographics';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Surrogate key', N'SCHEMA', N'dbo', N'TABLE', N'dim_demographics', N'COLUMN', N'demographics_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Hash of the attributes, NULLs left out', N'SCHEMA', N'dbo', N'TABLE', N'dim_demographics', N'COLUMN', N'combination';

EXEC sys.sp_addextendedproperty N'MS_Description', N'True while only a fact has named the member', N'SCHEMA', N'dbo', N'TABLE', N'dim_demographics', N'COLUMN', N'is_inferred';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Load that wrote the row last', N'SCHEMA', N'dbo', N'TABLE', N'dim_demographics', N'COLUMN', N'load_id';

CREATE TABLE dim_holder (
	holder_key BIGINT NOT NULL,
	number INT,
	country NVARCHAR(2) COLLATE Latin1_General_100_BIN2,
	city NVARCHAR(60) COLLATE Latin1_General_100_BIN2,
	born_on_key BIGINT DEFAULT -1 NOT NULL,
	demographics_key BIGINT DEFAULT -1 NOT NULL,
	holder_durable_key BIGINT NOT NULL,
	valid_from DATETIME2(6) NOT NULL,
	valid_to DATETIME2(6) NOT NULL,
	is_current BIT DEFAULT 1 NOT NULL,
	is_inferred BIT DEFAULT 0 NOT NULL,
	load_id BIGINT DEFAULT 0 NOT NULL,
	PRIMARY KEY (holder_key)
);

CREATE UNIQUE INDEX uq_dim_holder_natural_key ON dim_holder (number, valid_from) WHERE number IS NOT NULL;

EXEC sys.sp_addextendedproperty N'MS_Description', N'One row per version of somebody who is insured.', N'SCHEMA', N'dbo', N'TABLE', N'dim_holder';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Surrogate key', N'SCHEMA', N'dbo', N'TABLE', N'dim_holder', N'COLUMN', N'holder_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Born on: key of dim_day', N'SCHEMA', N'dbo', N'TABLE', N'dim_holder', N'COLUMN', N'born_on_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Demographics: key of dim_demographics', N'SCHEMA', N'dbo', N'TABLE', N'dim_holder', N'COLUMN', N'demographics_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'One key per member, over all its versions', N'SCHEMA', N'dbo', N'TABLE', N'dim_holder', N'COLUMN', N'holder_durable_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Start of the version, UTC', N'SCHEMA', N'dbo', N'TABLE', N'dim_holder', N'COLUMN', N'valid_from';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Exclusive end of the version, UTC', N'SCHEMA', N'dbo', N'TABLE', N'dim_holder', N'COLUMN', N'valid_to';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Whether the version is in force', N'SCHEMA', N'dbo', N'TABLE', N'dim_holder', N'COLUMN', N'is_current';

EXEC sys.sp_addextendedproperty N'MS_Description', N'True while only a fact has named the member', N'SCHEMA', N'dbo', N'TABLE', N'dim_holder', N'COLUMN', N'is_inferred';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Load that wrote the row last', N'SCHEMA', N'dbo', N'TABLE', N'dim_holder', N'COLUMN', N'load_id';

CREATE TABLE dim_unit (
	unit_key BIGINT NOT NULL,
	code NVARCHAR(8) COLLATE Latin1_General_100_BIN2,
	parent NVARCHAR(8) COLLATE Latin1_General_100_BIN2,
	is_inferred BIT DEFAULT 0 NOT NULL,
	load_id BIGINT DEFAULT 0 NOT NULL,
	PRIMARY KEY (unit_key)
);

CREATE UNIQUE INDEX uq_dim_unit_natural_key ON dim_unit (code) WHERE code IS NOT NULL;

EXEC sys.sp_addextendedproperty N'MS_Description', N'One row per unit of the organisation.', N'SCHEMA', N'dbo', N'TABLE', N'dim_unit';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Surrogate key', N'SCHEMA', N'dbo', N'TABLE', N'dim_unit', N'COLUMN', N'unit_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'True while only a fact has named the member', N'SCHEMA', N'dbo', N'TABLE', N'dim_unit', N'COLUMN', N'is_inferred';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Load that wrote the row last', N'SCHEMA', N'dbo', N'TABLE', N'dim_unit', N'COLUMN', N'load_id';

CREATE TABLE dim_policy (
	policy_key BIGINT NOT NULL,
	policy_no NVARCHAR(12) COLLATE Latin1_General_100_BIN2,
	kind NVARCHAR(10) COLLATE Latin1_General_100_BIN2,
	unit_code NVARCHAR(8) COLLATE Latin1_General_100_BIN2,
	valid_from DATETIME2(6) NOT NULL,
	valid_to DATETIME2(6) NOT NULL,
	is_current BIT DEFAULT 1 NOT NULL,
	is_inferred BIT DEFAULT 0 NOT NULL,
	load_id BIGINT DEFAULT 0 NOT NULL,
	PRIMARY KEY (policy_key)
);

CREATE UNIQUE INDEX uq_dim_policy_natural_key ON dim_policy (policy_no, valid_from) WHERE policy_no IS NOT NULL;

EXEC sys.sp_addextendedproperty N'MS_Description', N'What every policy has, one row per version.', N'SCHEMA', N'dbo', N'TABLE', N'dim_policy';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Surrogate key', N'SCHEMA', N'dbo', N'TABLE', N'dim_policy', N'COLUMN', N'policy_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Start of the version, UTC', N'SCHEMA', N'dbo', N'TABLE', N'dim_policy', N'COLUMN', N'valid_from';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Exclusive end of the version, UTC', N'SCHEMA', N'dbo', N'TABLE', N'dim_policy', N'COLUMN', N'valid_to';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Whether the version is in force', N'SCHEMA', N'dbo', N'TABLE', N'dim_policy', N'COLUMN', N'is_current';

EXEC sys.sp_addextendedproperty N'MS_Description', N'True while only a fact has named the member', N'SCHEMA', N'dbo', N'TABLE', N'dim_policy', N'COLUMN', N'is_inferred';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Load that wrote the row last', N'SCHEMA', N'dbo', N'TABLE', N'dim_policy', N'COLUMN', N'load_id';

CREATE TABLE dim_car_policy (
	policy_key BIGINT NOT NULL,
	plate NVARCHAR(10) COLLATE Latin1_General_100_BIN2,
	PRIMARY KEY (policy_key)
);

EXEC sys.sp_addextendedproperty N'MS_Description', N'What only a car''s policy has.', N'SCHEMA', N'dbo', N'TABLE', N'dim_car_policy';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Surrogate key', N'SCHEMA', N'dbo', N'TABLE', N'dim_car_policy', N'COLUMN', N'policy_key';

CREATE TABLE dim_home_policy (
	policy_key BIGINT NOT NULL,
	square_metres INT,
	PRIMARY KEY (policy_key)
);

EXEC sys.sp_addextendedproperty N'MS_Description', N'What only a home''s policy has.', N'SCHEMA', N'dbo', N'TABLE', N'dim_home_policy';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Surrogate key', N'SCHEMA', N'dbo', N'TABLE', N'dim_home_policy', N'COLUMN', N'policy_key';

CREATE TABLE dim_household (
	household_key BIGINT NOT NULL,
	household_no INT,
	is_inferred BIT DEFAULT 0 NOT NULL,
	load_id BIGINT DEFAULT 0 NOT NULL,
	PRIMARY KEY (household_key)
);

CREATE UNIQUE INDEX uq_dim_household_natural_key ON dim_household (household_no) WHERE household_no IS NOT NULL;

EXEC sys.sp_addextendedproperty N'MS_Description', N'One row per household, whose members are insured together.', N'SCHEMA', N'dbo', N'TABLE', N'dim_household';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Surrogate key', N'SCHEMA', N'dbo', N'TABLE', N'dim_household', N'COLUMN', N'household_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'True while only a fact has named the member', N'SCHEMA', N'dbo', N'TABLE', N'dim_household', N'COLUMN', N'is_inferred';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Load that wrote the row last', N'SCHEMA', N'dbo', N'TABLE', N'dim_household', N'COLUMN', N'load_id';

CREATE TABLE dim_diagnosis (
	diagnosis_key BIGINT NOT NULL,
	icd NVARCHAR(8) COLLATE Latin1_General_100_BIN2,
	title NVARCHAR(200) COLLATE Latin1_General_100_BIN2,
	is_inferred BIT DEFAULT 0 NOT NULL,
	load_id BIGINT DEFAULT 0 NOT NULL,
	PRIMARY KEY (diagnosis_key)
);

CREATE UNIQUE INDEX uq_dim_diagnosis_natural_key ON dim_diagnosis (icd) WHERE icd IS NOT NULL;

EXEC sys.sp_addextendedproperty N'MS_Description', N'One row per diagnosis.', N'SCHEMA', N'dbo', N'TABLE', N'dim_diagnosis';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Surrogate key', N'SCHEMA', N'dbo', N'TABLE', N'dim_diagnosis', N'COLUMN', N'diagnosis_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'True while only a fact has named the member', N'SCHEMA', N'dbo', N'TABLE', N'dim_diagnosis', N'COLUMN', N'is_inferred';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Load that wrote the row last', N'SCHEMA', N'dbo', N'TABLE', N'dim_diagnosis', N'COLUMN', N'load_id';

CREATE TABLE dim_diagnosis_group (
	diagnosis_group_key BIGINT NOT NULL,
	combination NVARCHAR(64) COLLATE Latin1_General_100_BIN2,
	is_inferred BIT DEFAULT 0 NOT NULL,
	load_id BIGINT DEFAULT 0 NOT NULL,
	PRIMARY KEY (diagnosis_group_key)
);

CREATE UNIQUE INDEX uq_dim_diagnosis_group_natural_key ON dim_diagnosis_group (combination) WHERE combination IS NOT NULL;

EXEC sys.sp_addextendedproperty N'MS_Description', N'One row per combination of diagnoses that claims have named.', N'SCHEMA', N'dbo', N'TABLE', N'dim_diagnosis_group';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Surrogate key', N'SCHEMA', N'dbo', N'TABLE', N'dim_diagnosis_group', N'COLUMN', N'diagnosis_group_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Hash of its members'' natural keys', N'SCHEMA', N'dbo', N'TABLE', N'dim_diagnosis_group', N'COLUMN', N'combination';

EXEC sys.sp_addextendedproperty N'MS_Description', N'True while only a fact has named the member', N'SCHEMA', N'dbo', N'TABLE', N'dim_diagnosis_group', N'COLUMN', N'is_inferred';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Load that wrote the row last', N'SCHEMA', N'dbo', N'TABLE', N'dim_diagnosis_group', N'COLUMN', N'load_id';

CREATE TABLE bridge_household_members (
	household_key BIGINT NOT NULL,
	holder_key BIGINT NOT NULL,
	share DECIMAL(9, 8) NOT NULL,
	relation NVARCHAR(20) COLLATE Latin1_General_100_BIN2,
	valid_from DATETIME2(6) NOT NULL,
	valid_to DATETIME2(6) NOT NULL,
	load_id BIGINT DEFAULT 0 NOT NULL,
	PRIMARY KEY (household_key, holder_key, valid_from)
);

CREATE NONCLUSTERED INDEX ix_bridge_household_members_member ON bridge_household_members (holder_key);

EXEC sys.sp_addextendedproperty N'MS_Description', N'Who is in a household when, and for which share of its premium.', N'SCHEMA', N'dbo', N'TABLE', N'bridge_household_members';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Household: key of dim_household', N'SCHEMA', N'dbo', N'TABLE', N'bridge_household_members', N'COLUMN', N'household_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Holder: holder_durable_key of dim_holder', N'SCHEMA', N'dbo', N'TABLE', N'bridge_household_members', N'COLUMN', N'holder_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Share of the group; 1 together', N'SCHEMA', N'dbo', N'TABLE', N'bridge_household_members', N'COLUMN', N'share';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Since when, UTC', N'SCHEMA', N'dbo', N'TABLE', N'bridge_household_members', N'COLUMN', N'valid_from';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Exclusive end, UTC', N'SCHEMA', N'dbo', N'TABLE', N'bridge_household_members', N'COLUMN', N'valid_to';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Load that wrote the row last', N'SCHEMA', N'dbo', N'TABLE', N'bridge_household_members', N'COLUMN', N'load_id';

CREATE TABLE bridge_group_diagnoses (
	diagnosis_group_key BIGINT NOT NULL,
	diagnosis_key BIGINT NOT NULL,
	share DECIMAL(5, 4) NOT NULL,
	valid_from DATETIME2(6) NOT NULL,
	valid_to DATETIME2(6) NOT NULL,
	load_id BIGINT DEFAULT 0 NOT NULL,
	PRIMARY KEY (diagnosis_group_key, diagnosis_key, valid_from)
);

CREATE NONCLUSTERED INDEX ix_bridge_group_diagnoses_member ON bridge_group_diagnoses (diagnosis_key);

EXEC sys.sp_addextendedproperty N'MS_Description', N'The diagnoses of each combination.', N'SCHEMA', N'dbo', N'TABLE', N'bridge_group_diagnoses';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Diagnosis group: key of dim_diagnosis_group', N'SCHEMA', N'dbo', N'TABLE', N'bridge_group_diagnoses', N'COLUMN', N'diagnosis_group_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Diagnosis: key of dim_diagnosis', N'SCHEMA', N'dbo', N'TABLE', N'bridge_group_diagnoses', N'COLUMN', N'diagnosis_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Share of the group; 1 together', N'SCHEMA', N'dbo', N'TABLE', N'bridge_group_diagnoses', N'COLUMN', N'share';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Since when, UTC', N'SCHEMA', N'dbo', N'TABLE', N'bridge_group_diagnoses', N'COLUMN', N'valid_from';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Exclusive end, UTC', N'SCHEMA', N'dbo', N'TABLE', N'bridge_group_diagnoses', N'COLUMN', N'valid_to';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Load that wrote the row last', N'SCHEMA', N'dbo', N'TABLE', N'bridge_group_diagnoses', N'COLUMN', N'load_id';

CREATE TABLE fact_rate (
	currency_key BIGINT NOT NULL,
	day_key BIGINT NOT NULL,
	rate DECIMAL(18, 8) NOT NULL,
	load_id BIGINT DEFAULT 0 NOT NULL,
	CONSTRAINT pk_fact_rate PRIMARY KEY NONCLUSTERED (currency_key, day_key)
);

CREATE CLUSTERED COLUMNSTORE INDEX cci_fact_rate ON fact_rate;

EXEC sys.sp_addextendedproperty N'MS_Description', N'What a currency is worth.', N'SCHEMA', N'dbo', N'TABLE', N'fact_rate';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Currency: key of dim_currency', N'SCHEMA', N'dbo', N'TABLE', N'fact_rate', N'COLUMN', N'currency_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Day: key of dim_day', N'SCHEMA', N'dbo', N'TABLE', N'fact_rate', N'COLUMN', N'day_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Load that wrote the row', N'SCHEMA', N'dbo', N'TABLE', N'fact_rate', N'COLUMN', N'load_id';

CREATE TABLE fact_claim (
	claim_no NVARCHAR(12) COLLATE Latin1_General_100_BIN2 NOT NULL,
	line_no INT NOT NULL,
	happened_at DATETIME2(6) NOT NULL,
	kind NVARCHAR(10) COLLATE Latin1_General_100_BIN2,
	day_key BIGINT NOT NULL,
	minute_key BIGINT NOT NULL,
	policy_key BIGINT NOT NULL,
	holder_key BIGINT NOT NULL,
	holder_durable_key BIGINT NOT NULL,
	demographics_key BIGINT NOT NULL,
	diagnoses_key BIGINT NOT NULL,
	amount DECIMAL(14, 2) NOT NULL,
	load_id BIGINT DEFAULT 0 NOT NULL,
	CONSTRAINT pk_fact_claim PRIMARY KEY NONCLUSTERED (claim_no, line_no)
);

CREATE CLUSTERED COLUMNSTORE INDEX cci_fact_claim ON fact_claim;

EXEC sys.sp_addextendedproperty N'MS_Description', N'What was claimed.', N'SCHEMA', N'dbo', N'TABLE', N'fact_claim';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Day: key of dim_day', N'SCHEMA', N'dbo', N'TABLE', N'fact_claim', N'COLUMN', N'day_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Minute: key of dim_minute', N'SCHEMA', N'dbo', N'TABLE', N'fact_claim', N'COLUMN', N'minute_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Policy: key of dim_policy', N'SCHEMA', N'dbo', N'TABLE', N'fact_claim', N'COLUMN', N'policy_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Holder: key of dim_holder', N'SCHEMA', N'dbo', N'TABLE', N'fact_claim', N'COLUMN', N'holder_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Holder: durable key of dim_holder', N'SCHEMA', N'dbo', N'TABLE', N'fact_claim', N'COLUMN', N'holder_durable_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Demographics: key of dim_demographics', N'SCHEMA', N'dbo', N'TABLE', N'fact_claim', N'COLUMN', N'demographics_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Diagnoses: key of dim_diagnosis_group', N'SCHEMA', N'dbo', N'TABLE', N'fact_claim', N'COLUMN', N'diagnoses_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Load that wrote the row', N'SCHEMA', N'dbo', N'TABLE', N'fact_claim', N'COLUMN', N'load_id';

CREATE TABLE fact_accident (
	claim_no NVARCHAR(12) COLLATE Latin1_General_100_BIN2 NOT NULL,
	line_no INT NOT NULL,
	police_report NVARCHAR(20) COLLATE Latin1_General_100_BIN2,
	other_policy_key BIGINT NOT NULL,
	injured INT NOT NULL,
	CONSTRAINT pk_fact_accident PRIMARY KEY NONCLUSTERED (claim_no, line_no)
);

CREATE CLUSTERED COLUMNSTORE INDEX cci_fact_accident ON fact_accident;

EXEC sys.sp_addextendedproperty N'MS_Description', N'What only an accident''s claim has.', N'SCHEMA', N'dbo', N'TABLE', N'fact_accident';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Other policy: key of dim_policy', N'SCHEMA', N'dbo', N'TABLE', N'fact_accident', N'COLUMN', N'other_policy_key';

CREATE TABLE fact_premium (
	premium_no INT NOT NULL,
	told_at DATETIME2(6) NOT NULL,
	due_on DATE NOT NULL,
	day_key BIGINT NOT NULL,
	household_key BIGINT NOT NULL,
	currency_key BIGINT NOT NULL,
	charged DECIMAL(14, 2) NOT NULL,
	euros DECIMAL(14, 2),
	load_id BIGINT DEFAULT 0 NOT NULL,
	reversal SMALLINT DEFAULT 0 NOT NULL,
	CONSTRAINT pk_fact_premium PRIMARY KEY NONCLUSTERED (premium_no, told_at, reversal)
);

CREATE CLUSTERED COLUMNSTORE INDEX cci_fact_premium ON fact_premium;

EXEC sys.sp_addextendedproperty N'MS_Description', N'What was charged, in the policy''s own currency; corrections are added.', N'SCHEMA', N'dbo', N'TABLE', N'fact_premium';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Day: key of dim_day', N'SCHEMA', N'dbo', N'TABLE', N'fact_premium', N'COLUMN', N'day_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Household: key of dim_household', N'SCHEMA', N'dbo', N'TABLE', N'fact_premium', N'COLUMN', N'household_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Currency: key of dim_currency', N'SCHEMA', N'dbo', N'TABLE', N'fact_premium', N'COLUMN', N'currency_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'charged in EUR, by fact_rate.rate', N'SCHEMA', N'dbo', N'TABLE', N'fact_premium', N'COLUMN', N'euros';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Load that wrote the row', N'SCHEMA', N'dbo', N'TABLE', N'fact_premium', N'COLUMN', N'load_id';

EXEC sys.sp_addextendedproperty N'MS_Description', N'0 for a row as it was told, 1 for what takes it back, measures negated, 2 for a deletion', N'SCHEMA', N'dbo', N'TABLE', N'fact_premium', N'COLUMN', N'reversal';

CREATE TABLE fact_settlement (
	claim_no NVARCHAR(12) COLLATE Latin1_General_100_BIN2 NOT NULL,
	changed_at DATETIME2(6) NOT NULL,
	reported_key BIGINT NOT NULL,
	paid_key BIGINT NOT NULL,
	days_to_pay INT,
	state NVARCHAR(10) COLLATE Latin1_General_100_BIN2,
	reserve DECIMAL(14, 2),
	load_id BIGINT DEFAULT 0 NOT NULL,
	told NVARCHAR(max) COLLATE Latin1_General_100_BIN2,
	CONSTRAINT pk_fact_settlement PRIMARY KEY NONCLUSTERED (claim_no)
);

CREATE CLUSTERED COLUMNSTORE INDEX cci_fact_settlement ON fact_settlement;

EXEC sys.sp_addextendedproperty N'MS_Description', N'How far claims have come.', N'SCHEMA', N'dbo', N'TABLE', N'fact_settlement';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Reported: key of dim_day', N'SCHEMA', N'dbo', N'TABLE', N'fact_settlement', N'COLUMN', N'reported_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Paid: key of dim_day', N'SCHEMA', N'dbo', N'TABLE', N'fact_settlement', N'COLUMN', N'paid_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Days from reported to paid, once both are reached', N'SCHEMA', N'dbo', N'TABLE', N'fact_settlement', N'COLUMN', N'days_to_pay';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Milestone reached last', N'SCHEMA', N'dbo', N'TABLE', N'fact_settlement', N'COLUMN', N'state';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Load that wrote the row', N'SCHEMA', N'dbo', N'TABLE', N'fact_settlement', N'COLUMN', N'load_id';

EXEC sys.sp_addextendedproperty N'MS_Description', N'JSON: column to the changed_at of the row that told its value, where that is not the newest', N'SCHEMA', N'dbo', N'TABLE', N'fact_settlement', N'COLUMN', N'told';

CREATE TABLE fact_movement (
	movement_no INT NOT NULL,
	day_key BIGINT NOT NULL,
	unit_key BIGINT NOT NULL,
	amount DECIMAL(14, 2) NOT NULL,
	load_id BIGINT DEFAULT 0 NOT NULL,
	CONSTRAINT pk_fact_movement PRIMARY KEY NONCLUSTERED (movement_no)
);

CREATE CLUSTERED COLUMNSTORE INDEX cci_fact_movement ON fact_movement;

EXEC sys.sp_addextendedproperty N'MS_Description', N'What was put aside, and taken.', N'SCHEMA', N'dbo', N'TABLE', N'fact_movement';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Day: key of dim_day', N'SCHEMA', N'dbo', N'TABLE', N'fact_movement', N'COLUMN', N'day_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Unit: key of dim_unit', N'SCHEMA', N'dbo', N'TABLE', N'fact_movement', N'COLUMN', N'unit_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Load that wrote the row', N'SCHEMA', N'dbo', N'TABLE', N'fact_movement', N'COLUMN', N'load_id';

CREATE TABLE fact_reserve (
	day_key BIGINT NOT NULL,
	unit_key BIGINT NOT NULL,
	opened DECIMAL(14, 2) NOT NULL,
	moved DECIMAL(14, 2) NOT NULL,
	closed DECIMAL(14, 2) NOT NULL,
	load_id BIGINT DEFAULT 0 NOT NULL,
	CONSTRAINT pk_fact_reserve PRIMARY KEY NONCLUSTERED (day_key, unit_key)
);

CREATE CLUSTERED COLUMNSTORE INDEX cci_fact_reserve ON fact_reserve;

EXEC sys.sp_addextendedproperty N'MS_Description', N'What is put aside, as each month closes.', N'SCHEMA', N'dbo', N'TABLE', N'fact_reserve';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Day: key of dim_day', N'SCHEMA', N'dbo', N'TABLE', N'fact_reserve', N'COLUMN', N'day_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Unit: key of dim_unit', N'SCHEMA', N'dbo', N'TABLE', N'fact_reserve', N'COLUMN', N'unit_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Sum of fact_movement.amount before the period', N'SCHEMA', N'dbo', N'TABLE', N'fact_reserve', N'COLUMN', N'opened';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Sum of fact_movement.amount in the period', N'SCHEMA', N'dbo', N'TABLE', N'fact_reserve', N'COLUMN', N'moved';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Sum of fact_movement.amount until the period ends', N'SCHEMA', N'dbo', N'TABLE', N'fact_reserve', N'COLUMN', N'closed';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Load that wrote the row', N'SCHEMA', N'dbo', N'TABLE', N'fact_reserve', N'COLUMN', N'load_id';

CREATE TABLE fact_standing (
	day_key BIGINT NOT NULL,
	household_key BIGINT NOT NULL,
	owed DECIMAL(14, 2) NOT NULL,
	load_id BIGINT DEFAULT 0 NOT NULL,
	CONSTRAINT pk_fact_standing PRIMARY KEY NONCLUSTERED (day_key, household_key)
);

CREATE CLUSTERED COLUMNSTORE INDEX cci_fact_standing ON fact_standing;

EXEC sys.sp_addextendedproperty N'MS_Description', N'What each household owes.', N'SCHEMA', N'dbo', N'TABLE', N'fact_standing';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Day: key of dim_day', N'SCHEMA', N'dbo', N'TABLE', N'fact_standing', N'COLUMN', N'day_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Household: key of dim_household', N'SCHEMA', N'dbo', N'TABLE', N'fact_standing', N'COLUMN', N'household_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Load that wrote the row', N'SCHEMA', N'dbo', N'TABLE', N'fact_standing', N'COLUMN', N'load_id';

CREATE TABLE fact_covered (
	month_key BIGINT NOT NULL,
	household_key BIGINT NOT NULL,
	load_id BIGINT DEFAULT 0 NOT NULL,
	CONSTRAINT pk_fact_covered PRIMARY KEY NONCLUSTERED (month_key, household_key)
);

CREATE CLUSTERED COLUMNSTORE INDEX cci_fact_covered ON fact_covered;

EXEC sys.sp_addextendedproperty N'MS_Description', N'Who is covered when: coverage, without numbers.', N'SCHEMA', N'dbo', N'TABLE', N'fact_covered';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Month: key of dim_month', N'SCHEMA', N'dbo', N'TABLE', N'fact_covered', N'COLUMN', N'month_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Household: key of dim_household', N'SCHEMA', N'dbo', N'TABLE', N'fact_covered', N'COLUMN', N'household_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Load that wrote the row', N'SCHEMA', N'dbo', N'TABLE', N'fact_covered', N'COLUMN', N'load_id';

CREATE TABLE agg_claims_by_month (
	claims_by_month_key BIGINT NOT NULL,
	month NVARCHAR(20) COLLATE Latin1_General_100_BIN2,
	city NVARCHAR(60) COLLATE Latin1_General_100_BIN2,
	kind NVARCHAR(10) COLLATE Latin1_General_100_BIN2,
	claims BIGINT NOT NULL,
	holders BIGINT NOT NULL,
	amount DECIMAL(24, 2) NOT NULL,
	dearest DECIMAL(14, 2) NOT NULL,
	injured BIGINT,
	load_id BIGINT DEFAULT 0 NOT NULL,
	CONSTRAINT pk_agg_claims_by_month PRIMARY KEY NONCLUSTERED (claims_by_month_key)
);

CREATE CLUSTERED COLUMNSTORE INDEX cci_agg_claims_by_month ON agg_claims_by_month;

EXEC sys.sp_addextendedproperty N'MS_Description', N'Claims by month and place.', N'SCHEMA', N'dbo', N'TABLE', N'agg_claims_by_month';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Surrogate key', N'SCHEMA', N'dbo', N'TABLE', N'agg_claims_by_month', N'COLUMN', N'claims_by_month_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'day: dim_day.year_month', N'SCHEMA', N'dbo', N'TABLE', N'agg_claims_by_month', N'COLUMN', N'month';

EXEC sys.sp_addextendedproperty N'MS_Description', N'holder: dim_holder.city', N'SCHEMA', N'dbo', N'TABLE', N'agg_claims_by_month', N'COLUMN', N'city';

EXEC sys.sp_addextendedproperty N'MS_Description', N'fact_claim.kind', N'SCHEMA', N'dbo', N'TABLE', N'agg_claims_by_month', N'COLUMN', N'kind';

EXEC sys.sp_addextendedproperty N'MS_Description', N'How many rows of fact_claim are in the slice', N'SCHEMA', N'dbo', N'TABLE', N'agg_claims_by_month', N'COLUMN', N'claims';

EXEC sys.sp_addextendedproperty N'MS_Description', N'How many different dim_holder.number', N'SCHEMA', N'dbo', N'TABLE', N'agg_claims_by_month', N'COLUMN', N'holders';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Sum of fact_claim.amount', N'SCHEMA', N'dbo', N'TABLE', N'agg_claims_by_month', N'COLUMN', N'amount';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Greatest fact_claim.amount', N'SCHEMA', N'dbo', N'TABLE', N'agg_claims_by_month', N'COLUMN', N'dearest';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Sum of fact_accident.injured', N'SCHEMA', N'dbo', N'TABLE', N'agg_claims_by_month', N'COLUMN', N'injured';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Load that wrote the row last', N'SCHEMA', N'dbo', N'TABLE', N'agg_claims_by_month', N'COLUMN', N'load_id';

CREATE TABLE agg_claims_of_month (
	claims_of_month_key BIGINT NOT NULL,
	month_key BIGINT NOT NULL,
	claims BIGINT NOT NULL,
	load_id BIGINT DEFAULT 0 NOT NULL,
	CONSTRAINT pk_agg_claims_of_month PRIMARY KEY NONCLUSTERED (claims_of_month_key)
);

CREATE CLUSTERED COLUMNSTORE INDEX cci_agg_claims_of_month ON agg_claims_of_month;

EXEC sys.sp_addextendedproperty N'MS_Description', N'Claims by the member of a roll-up.', N'SCHEMA', N'dbo', N'TABLE', N'agg_claims_of_month';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Surrogate key', N'SCHEMA', N'dbo', N'TABLE', N'agg_claims_of_month', N'COLUMN', N'claims_of_month_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Month: key of dim_month', N'SCHEMA', N'dbo', N'TABLE', N'agg_claims_of_month', N'COLUMN', N'month_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'How many rows of fact_claim are in the slice', N'SCHEMA', N'dbo', N'TABLE', N'agg_claims_of_month', N'COLUMN', N'claims';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Load that wrote the row last', N'SCHEMA', N'dbo', N'TABLE', N'agg_claims_of_month', N'COLUMN', N'load_id';

CREATE TABLE fact_claims_and_premiums (
	claims_and_premiums_key BIGINT NOT NULL,
	month NVARCHAR(20) COLLATE Latin1_General_100_BIN2,
	claimed DECIMAL(24, 2) NOT NULL,
	charged DECIMAL(24, 2),
	claim_rows BIGINT DEFAULT 0 NOT NULL,
	premium_rows BIGINT DEFAULT 0 NOT NULL,
	load_id BIGINT DEFAULT 0 NOT NULL,
	CONSTRAINT pk_fact_claims_and_premiums PRIMARY KEY NONCLUSTERED (claims_and_premiums_key)
);

CREATE CLUSTERED COLUMNSTORE INDEX cci_fact_claims_and_premiums ON fact_claims_and_premiums;

EXEC sys.sp_addextendedproperty N'MS_Description', N'Claims beside premiums, by month.', N'SCHEMA', N'dbo', N'TABLE', N'fact_claims_and_premiums';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Surrogate key', N'SCHEMA', N'dbo', N'TABLE', N'fact_claims_and_premiums', N'COLUMN', N'claims_and_premiums_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'day: dim_day.year_month', N'SCHEMA', N'dbo', N'TABLE', N'fact_claims_and_premiums', N'COLUMN', N'month';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Sum of fact_claim.amount', N'SCHEMA', N'dbo', N'TABLE', N'fact_claims_and_premiums', N'COLUMN', N'claimed';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Sum of fact_premium.euros', N'SCHEMA', N'dbo', N'TABLE', N'fact_claims_and_premiums', N'COLUMN', N'charged';

EXEC sys.sp_addextendedproperty N'MS_Description', N'How many rows of fact_claim are in the slice', N'SCHEMA', N'dbo', N'TABLE', N'fact_claims_and_premiums', N'COLUMN', N'claim_rows';

EXEC sys.sp_addextendedproperty N'MS_Description', N'How many rows of fact_premium are in the slice', N'SCHEMA', N'dbo', N'TABLE', N'fact_claims_and_premiums', N'COLUMN', N'premium_rows';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Load that wrote the row last', N'SCHEMA', N'dbo', N'TABLE', N'fact_claims_and_premiums', N'COLUMN', N'load_id';

CREATE TABLE dim_holder_demographics (
	holder_demographics_key BIGINT NOT NULL,
	number INT,
	demographics_key BIGINT DEFAULT -1 NOT NULL,
	valid_from DATETIME2(6) NOT NULL,
	valid_to DATETIME2(6) NOT NULL,
	is_current BIT DEFAULT 1 NOT NULL,
	is_inferred BIT DEFAULT 0 NOT NULL,
	load_id BIGINT DEFAULT 0 NOT NULL,
	PRIMARY KEY (holder_demographics_key)
);

CREATE UNIQUE INDEX uq_dim_holder_demographics_natural_key ON dim_holder_demographics (number, valid_from) WHERE number IS NOT NULL;

EXEC sys.sp_addextendedproperty N'MS_Description', N'Which dim_demographics each member of dim_holder had when', N'SCHEMA', N'dbo', N'TABLE', N'dim_holder_demographics';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Surrogate key', N'SCHEMA', N'dbo', N'TABLE', N'dim_holder_demographics', N'COLUMN', N'holder_demographics_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Key of dim_demographics', N'SCHEMA', N'dbo', N'TABLE', N'dim_holder_demographics', N'COLUMN', N'demographics_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Start of the version, UTC', N'SCHEMA', N'dbo', N'TABLE', N'dim_holder_demographics', N'COLUMN', N'valid_from';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Exclusive end of the version, UTC', N'SCHEMA', N'dbo', N'TABLE', N'dim_holder_demographics', N'COLUMN', N'valid_to';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Whether it is in force', N'SCHEMA', N'dbo', N'TABLE', N'dim_holder_demographics', N'COLUMN', N'is_current';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Always false', N'SCHEMA', N'dbo', N'TABLE', N'dim_holder_demographics', N'COLUMN', N'is_inferred';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Load that wrote the row last', N'SCHEMA', N'dbo', N'TABLE', N'dim_holder_demographics', N'COLUMN', N'load_id';

CREATE TABLE starschema_load (
	load_id BIGINT NOT NULL,
	target NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
	load_key NVARCHAR(255) COLLATE Latin1_General_100_BIN2,
	status NVARCHAR(10) COLLATE Latin1_General_100_BIN2 NOT NULL,
	source NVARCHAR(max) COLLATE Latin1_General_100_BIN2,
	started_at DATETIME2(6) NOT NULL,
	finished_at DATETIME2(6),
	seconds FLOAT(53),
	lookups NVARCHAR(max) COLLATE Latin1_General_100_BIN2,
	[read] BIGINT NOT NULL,
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
	error NVARCHAR(max) COLLATE Latin1_General_100_BIN2,
	PRIMARY KEY (load_id)
);

CREATE UNIQUE INDEX uq_starschema_load ON starschema_load (target, load_key, load_id) WHERE load_key IS NOT NULL;

EXEC sys.sp_addextendedproperty N'MS_Description', N'One row per load: what, when, from where, how many rows, and how it ended', N'SCHEMA', N'dbo', N'TABLE', N'starschema_load';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Table that was loaded', N'SCHEMA', N'dbo', N'TABLE', N'starschema_load', N'COLUMN', N'target';

EXEC sys.sp_addextendedproperty N'MS_Description', N'The caller''s name for this load, done at most once', N'SCHEMA', N'dbo', N'TABLE', N'starschema_load', N'COLUMN', N'load_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'running, part, done or failed', N'SCHEMA', N'dbo', N'TABLE', N'starschema_load', N'COLUMN', N'status';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Where the rows came from, without credentials', N'SCHEMA', N'dbo', N'TABLE', N'starschema_load', N'COLUMN', N'source';

EXEC sys.sp_addextendedproperty N'MS_Description', N'UTC', N'SCHEMA', N'dbo', N'TABLE', N'starschema_load', N'COLUMN', N'started_at';

EXEC sys.sp_addextendedproperty N'MS_Description', N'UTC', N'SCHEMA', N'dbo', N'TABLE', N'starschema_load', N'COLUMN', N'finished_at';

EXEC sys.sp_addextendedproperty N'MS_Description', N'JSON: dimension''s table to where its members were looked up', N'SCHEMA', N'dbo', N'TABLE', N'starschema_load', N'COLUMN', N'lookups';

CREATE TABLE starschema_quarantine (
	load_id BIGINT NOT NULL,
	target NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
	row_number BIGINT NOT NULL,
	column_name NVARCHAR(200) COLLATE Latin1_General_100_BIN2,
	value NVARCHAR(max) COLLATE Latin1_General_100_BIN2,
	reason NVARCHAR(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
	record NVARCHAR(max) COLLATE Latin1_General_100_BIN2 NOT NULL
);

CREATE NONCLUSTERED INDEX ix_starschema_quarantine_load ON starschema_quarantine (load_id);

EXEC sys.sp_addextendedproperty N'MS_Description', N'Rows that could not be loaded, with the reason', N'SCHEMA', N'dbo', N'TABLE', N'starschema_quarantine';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Position in the input, from 1', N'SCHEMA', N'dbo', N'TABLE', N'starschema_quarantine', N'COLUMN', N'row_number';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Input column to blame; NULL for the row as a whole', N'SCHEMA', N'dbo', N'TABLE', N'starschema_quarantine', N'COLUMN', N'column_name';

EXEC sys.sp_addextendedproperty N'MS_Description', N'The raw row as JSON', N'SCHEMA', N'dbo', N'TABLE', N'starschema_quarantine', N'COLUMN', N'record';

CREATE TABLE starschema_part (
	load_id BIGINT NOT NULL,
	part BIGINT NOT NULL,
	target NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
	source NVARCHAR(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
	[read] BIGINT NOT NULL,
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

EXEC sys.sp_addextendedproperty N'MS_Description', N'One row per part that is in the table, of loads in parts', N'SCHEMA', N'dbo', N'TABLE', N'starschema_part';

EXEC sys.sp_addextendedproperty N'MS_Description', N'File, its size and which of its rows', N'SCHEMA', N'dbo', N'TABLE', N'starschema_part', N'COLUMN', N'source';

CREATE TABLE starschema_target (
	target NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
	lock NVARCHAR(10) COLLATE Latin1_General_100_BIN2 NOT NULL,
	last_key BIGINT NOT NULL,
	attributes NVARCHAR(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
	stamp NVARCHAR(32) COLLATE Latin1_General_100_BIN2,
	PRIMARY KEY (target, lock)
);

EXEC sys.sp_addextendedproperty N'MS_Description', N'One row per table and lock: loads of one table queue up on it, and take their keys from it', N'SCHEMA', N'dbo', N'TABLE', N'starschema_target';

EXEC sys.sp_addextendedproperty N'MS_Description', N'history or members', N'SCHEMA', N'dbo', N'TABLE', N'starschema_target', N'COLUMN', N'lock';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Highest surrogate key given so far', N'SCHEMA', N'dbo', N'TABLE', N'starschema_target', N'COLUMN', N'last_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'JSON: attribute to last_key when data first had it', N'SCHEMA', N'dbo', N'TABLE', N'starschema_target', N'COLUMN', N'attributes';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Drawn anew by every load that writes versions of the dimension', N'SCHEMA', N'dbo', N'TABLE', N'starschema_target', N'COLUMN', N'stamp';

CREATE TABLE starschema_snapshot (
	target NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
	effective DATETIME2(6) NOT NULL,
	slice_column NVARCHAR(200) COLLATE Latin1_General_100_BIN2,
	slice_value NVARCHAR(255) COLLATE Latin1_General_100_BIN2,
	given NVARCHAR(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
	load_id BIGINT NOT NULL
);

CREATE NONCLUSTERED INDEX ix_starschema_snapshot_target ON starschema_snapshot (target, effective);

EXEC sys.sp_addextendedproperty N'MS_Description', N'Every time and slice at which a whole membership was given', N'SCHEMA', N'dbo', N'TABLE', N'starschema_snapshot';

EXEC sys.sp_addextendedproperty N'MS_Description', N'NULL where the whole membership was given', N'SCHEMA', N'dbo', N'TABLE', N'starschema_snapshot', N'COLUMN', N'slice_column';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Comma-framed names of the attributes in the data', N'SCHEMA', N'dbo', N'TABLE', N'starschema_snapshot', N'COLUMN', N'given';

CREATE TABLE starschema_mark (
	target NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
	name NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
	mark NVARCHAR(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
	load_id BIGINT NOT NULL,
	PRIMARY KEY (target, name)
);

EXEC sys.sp_addextendedproperty N'MS_Description', N'How far each source was read into each table; moved in the load''s own transaction', N'SCHEMA', N'dbo', N'TABLE', N'starschema_mark';

EXEC sys.sp_addextendedproperty N'MS_Description', N'The source, as its reader names it', N'SCHEMA', N'dbo', N'TABLE', N'starschema_mark', N'COLUMN', N'name';

EXEC sys.sp_addextendedproperty N'MS_Description', N'JSON: how far the source was read, and the value''s type', N'SCHEMA', N'dbo', N'TABLE', N'starschema_mark', N'COLUMN', N'mark';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Load that moved the mark last', N'SCHEMA', N'dbo', N'TABLE', N'starschema_mark', N'COLUMN', N'load_id';

CREATE TABLE dim_holder_journal (
	number INT NOT NULL,
	changed_at DATETIME2(6) NOT NULL,
	change_sequence BIGINT,
	is_deletion BIT NOT NULL,
	country NVARCHAR(2) COLLATE Latin1_General_100_BIN2,
	city NVARCHAR(60) COLLATE Latin1_General_100_BIN2,
	born_on_key BIGINT,
	demographics_key BIGINT,
	given_attributes NVARCHAR(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
	load_id BIGINT NOT NULL
);

CREATE NONCLUSTERED INDEX ix_dim_holder_journal ON dim_holder_journal (number, changed_at);

EXEC sys.sp_addextendedproperty N'MS_Description', N'Changes of dim_holder that its versions do not show', N'SCHEMA', N'dbo', N'TABLE', N'dim_holder_journal';

EXEC sys.sp_addextendedproperty N'MS_Description', N'When the change took effect, UTC', N'SCHEMA', N'dbo', N'TABLE', N'dim_holder_journal', N'COLUMN', N'changed_at';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Orders changes of one time', N'SCHEMA', N'dbo', N'TABLE', N'dim_holder_journal', N'COLUMN', N'change_sequence';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Comma-framed names of those in the data', N'SCHEMA', N'dbo', N'TABLE', N'dim_holder_journal', N'COLUMN', N'given_attributes';

CREATE TABLE dim_policy_journal (
	policy_no NVARCHAR(12) COLLATE Latin1_General_100_BIN2 NOT NULL,
	changed_at DATETIME2(6) NOT NULL,
	change_sequence BIGINT,
	is_deletion BIT NOT NULL,
	kind NVARCHAR(10) COLLATE Latin1_General_100_BIN2,
	unit_code NVARCHAR(8) COLLATE Latin1_General_100_BIN2,
	plate NVARCHAR(10) COLLATE Latin1_General_100_BIN2,
	square_metres INT,
	given_attributes NVARCHAR(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
	load_id BIGINT NOT NULL
);

CREATE NONCLUSTERED INDEX ix_dim_policy_journal ON dim_policy_journal (policy_no, changed_at);

EXEC sys.sp_addextendedproperty N'MS_Description', N'Changes of dim_policy that its versions do not show', N'SCHEMA', N'dbo', N'TABLE', N'dim_policy_journal';

EXEC sys.sp_addextendedproperty N'MS_Description', N'When the change took effect, UTC', N'SCHEMA', N'dbo', N'TABLE', N'dim_policy_journal', N'COLUMN', N'changed_at';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Orders changes of one time', N'SCHEMA', N'dbo', N'TABLE', N'dim_policy_journal', N'COLUMN', N'change_sequence';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Comma-framed names of those in the data', N'SCHEMA', N'dbo', N'TABLE', N'dim_policy_journal', N'COLUMN', N'given_attributes';

CREATE TABLE dim_holder_demographics_journal (
	number INT NOT NULL,
	changed_at DATETIME2(6) NOT NULL,
	change_sequence BIGINT,
	is_deletion BIT NOT NULL,
	demographics_key BIGINT,
	given_attributes NVARCHAR(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
	load_id BIGINT NOT NULL
);

CREATE NONCLUSTERED INDEX ix_dim_holder_demographics_journal ON dim_holder_demographics_journal (number, changed_at);

EXEC sys.sp_addextendedproperty N'MS_Description', N'Changes of dim_holder_demographics that its versions do not show', N'SCHEMA', N'dbo', N'TABLE', N'dim_holder_demographics_journal';

EXEC sys.sp_addextendedproperty N'MS_Description', N'When the change took effect, UTC', N'SCHEMA', N'dbo', N'TABLE', N'dim_holder_demographics_journal', N'COLUMN', N'changed_at';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Orders changes of one time', N'SCHEMA', N'dbo', N'TABLE', N'dim_holder_demographics_journal', N'COLUMN', N'change_sequence';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Comma-framed names of those in the data', N'SCHEMA', N'dbo', N'TABLE', N'dim_holder_demographics_journal', N'COLUMN', N'given_attributes';

CREATE TABLE dim_unit_tree (
	descendant_key BIGINT NOT NULL,
	ancestor_key BIGINT NOT NULL,
	depth INT NOT NULL,
	is_top BIT NOT NULL,
	is_bottom BIT NOT NULL,
	load_id BIGINT DEFAULT 0 NOT NULL,
	PRIMARY KEY (descendant_key, ancestor_key)
);

CREATE NONCLUSTERED INDEX ix_dim_unit_tree_ancestor ON dim_unit_tree (ancestor_key);

EXEC sys.sp_addextendedproperty N'MS_Description', N'Every member of dim_unit and all that are above it', N'SCHEMA', N'dbo', N'TABLE', N'dim_unit_tree';

EXEC sys.sp_addextendedproperty N'MS_Description', N'unit_key of the one below', N'SCHEMA', N'dbo', N'TABLE', N'dim_unit_tree', N'COLUMN', N'descendant_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'unit_key of the one above', N'SCHEMA', N'dbo', N'TABLE', N'dim_unit_tree', N'COLUMN', N'ancestor_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Levels between them; 0 for a member and itself', N'SCHEMA', N'dbo', N'TABLE', N'dim_unit_tree', N'COLUMN', N'depth';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Nothing is above the ancestor', N'SCHEMA', N'dbo', N'TABLE', N'dim_unit_tree', N'COLUMN', N'is_top';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Nothing is below the descendant', N'SCHEMA', N'dbo', N'TABLE', N'dim_unit_tree', N'COLUMN', N'is_bottom';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Load that wrote the row last', N'SCHEMA', N'dbo', N'TABLE', N'dim_unit_tree', N'COLUMN', N'load_id';

CREATE TABLE bridge_household_members_journal (
	household_key BIGINT NOT NULL,
	changed_at DATETIME2(6) NOT NULL,
	load_id BIGINT NOT NULL,
	PRIMARY KEY (household_key, changed_at)
);

EXEC sys.sp_addextendedproperty N'MS_Description', N'Times of which groups were told that no row of bridge_household_members shows', N'SCHEMA', N'dbo', N'TABLE', N'bridge_household_members_journal';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Household: key of dim_household', N'SCHEMA', N'dbo', N'TABLE', N'bridge_household_members_journal', N'COLUMN', N'household_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'When the group was told, UTC', N'SCHEMA', N'dbo', N'TABLE', N'bridge_household_members_journal', N'COLUMN', N'changed_at';

CREATE TABLE bridge_group_diagnoses_journal (
	diagnosis_group_key BIGINT NOT NULL,
	changed_at DATETIME2(6) NOT NULL,
	load_id BIGINT NOT NULL,
	PRIMARY KEY (diagnosis_group_key, changed_at)
);

EXEC sys.sp_addextendedproperty N'MS_Description', N'Times of which groups were told that no row of bridge_group_diagnoses shows', N'SCHEMA', N'dbo', N'TABLE', N'bridge_group_diagnoses_journal';

EXEC sys.sp_addextendedproperty N'MS_Description', N'Diagnosis group: key of dim_diagnosis_group', N'SCHEMA', N'dbo', N'TABLE', N'bridge_group_diagnoses_journal', N'COLUMN', N'diagnosis_group_key';

EXEC sys.sp_addextendedproperty N'MS_Description', N'When the group was told, UTC', N'SCHEMA', N'dbo', N'TABLE', N'bridge_group_diagnoses_journal', N'COLUMN', N'changed_at';

EXEC sys.sp_executesql N'CREATE VIEW dim_holder_now AS
SELECT newest.holder_durable_key, newest.holder_key, newest.number, newest.country, newest.city, newest.born_on_key, newest.demographics_key, newest.valid_from, newest.valid_to, newest.is_current, newest.is_inferred, newest.load_id 
FROM dim_holder AS newest 
WHERE NOT (EXISTS (SELECT 1 AS anon_1 
FROM dim_holder AS later 
WHERE later.number = newest.number AND later.valid_from > newest.valid_from))';

EXEC sys.sp_executesql N'CREATE VIEW dim_policy_whole AS
SELECT dim_policy.policy_key, dim_policy.policy_no, dim_policy.kind, dim_policy.unit_code, dim_policy.valid_from, dim_policy.valid_to, dim_policy.is_current, dim_policy.is_inferred, dim_policy.load_id, dim_car_policy.plate, dim_home_policy.square_metres 
FROM dim_policy LEFT OUTER JOIN dim_car_policy ON dim_car_policy.policy_key = dim_policy.policy_key LEFT OUTER JOIN dim_home_policy ON dim_home_policy.policy_key = dim_policy.policy_key';

EXEC sys.sp_executesql N'CREATE VIEW fact_claim_whole AS
SELECT fact_claim.claim_no, fact_claim.line_no, fact_claim.happened_at, fact_claim.kind, fact_claim.day_key, fact_claim.minute_key, fact_claim.policy_key, fact_claim.holder_key, fact_claim.holder_durable_key, fact_claim.demographics_key, fact_claim.diagnoses_key, fact_claim.amount, fact_claim.load_id, fact_accident.police_report, fact_accident.injured, fact_accident.other_policy_key 
FROM fact_claim LEFT OUTER JOIN fact_accident ON fact_accident.claim_no = fact_claim.claim_no AND fact_accident.line_no = fact_claim.line_no';

INSERT INTO dim_day (day_key, date, day_of_month, day_of_year, day_of_week, day_name, is_weekend, iso_week, iso_year, month, month_name, month_start, year_month, quarter, year, fiscal_year, fiscal_quarter, fiscal_month, is_holiday, holiday_name, is_inferred, load_id) VALUES (-1, NULL, NULL, NULL, NULL, N'Unknown', NULL, NULL, NULL, NULL, N'Unknown', NULL, N'Unknown', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, 0);

INSERT INTO dim_day (day_key, date, day_of_month, day_of_year, day_of_week, day_name, is_weekend, iso_week, iso_year, month, month_name, month_start, year_month, quarter, year, fiscal_year, fiscal_quarter, fiscal_month, is_holiday, holiday_name, is_inferred, load_id) VALUES (-2, NULL, NULL, NULL, NULL, N'Not applicable', NULL, NULL, NULL, NULL, N'Not applicable', NULL, N'Not applicable', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, 0);

INSERT INTO dim_month (month_key, year_month, month_start, month, month_name, quarter, year, fiscal_year, fiscal_quarter, fiscal_month, is_inferred, load_id) VALUES (-1, NULL, NULL, NULL, N'Unknown', NULL, NULL, NULL, NULL, NULL, 0, 0);

INSERT INTO dim_month (month_key, year_month, month_start, month, month_name, quarter, year, fiscal_year, fiscal_quarter, fiscal_month, is_inferred, load_id) VALUES (-2, NULL, NULL, NULL, N'Not applicable', NULL, NULL, NULL, NULL, NULL, 0, 0);

INSERT INTO dim_minute (minute_key, time, hour, minute, second, minute_of_day, half_hour, hour_12, am_pm, label, label_12, part_of_day, is_inferred, load_id) VALUES (-1, NULL, NULL, NULL, NULL, NULL, N'Unknown', NULL, N'Unknown', N'Unknown', N'Unknown', N'Unknown', 0, 0);

INSERT INTO dim_minute (minute_key, time, hour, minute, second, minute_of_day, half_hour, hour_12, am_pm, label, label_12, part_of_day, is_inferred, load_id) VALUES (-2, NULL, NULL, NULL, NULL, NULL, N'Not applicable', NULL, N'Not applicable', N'Not applicable', N'Not applicable', N'Not applicable', 0, 0);

INSERT INTO dim_currency (currency_key, code, is_inferred, load_id) VALUES (-1, NULL, 0, 0);

INSERT INTO dim_currency (currency_key, code, is_inferred, load_id) VALUES (-2, NULL, 0, 0);

INSERT INTO dim_demographics (demographics_key, combination, age, smokes, is_inferred, load_id) VALUES (-1, NULL, N'Unknown', NULL, 0, 0);

INSERT INTO dim_demographics (demographics_key, combination, age, smokes, is_inferred, load_id) VALUES (-2, NULL, N'Not applicable', NULL, 0, 0);

INSERT INTO dim_holder (holder_key, number, country, city, born_on_key, demographics_key, holder_durable_key, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-1, NULL, N'?', N'Unknown', -1, -1, -1, '0001-01-01 00:00:00.000000', '9999-12-31 00:00:00.000000', 1, 0, 0);

INSERT INTO dim_holder (holder_key, number, country, city, born_on_key, demographics_key, holder_durable_key, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-2, NULL, N'-', N'Not applicable', -2, -2, -2, '0001-01-01 00:00:00.000000', '9999-12-31 00:00:00.000000', 1, 0, 0);

INSERT INTO dim_unit (unit_key, code, parent, is_inferred, load_id) VALUES (-1, NULL, NULL, 0, 0);

INSERT INTO dim_unit (unit_key, code, parent, is_inferred, load_id) VALUES (-2, NULL, NULL, 0, 0);

INSERT INTO dim_policy (policy_key, policy_no, kind, unit_code, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-1, NULL, NULL, N'Unknown', '0001-01-01 00:00:00.000000', '9999-12-31 00:00:00.000000', 1, 0, 0);

INSERT INTO dim_policy (policy_key, policy_no, kind, unit_code, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-2, NULL, NULL, N'N/A', '0001-01-01 00:00:00.000000', '9999-12-31 00:00:00.000000', 1, 0, 0);

INSERT INTO dim_car_policy (policy_key, plate) VALUES (-1, N'Unknown');

INSERT INTO dim_car_policy (policy_key, plate) VALUES (-2, N'N/A');

INSERT INTO dim_home_policy (policy_key, square_metres) VALUES (-1, NULL);

INSERT INTO dim_home_policy (policy_key, square_metres) VALUES (-2, NULL);

INSERT INTO dim_household (household_key, household_no, is_inferred, load_id) VALUES (-1, NULL, 0, 0);

INSERT INTO dim_household (household_key, household_no, is_inferred, load_id) VALUES (-2, NULL, 0, 0);

INSERT INTO dim_diagnosis (diagnosis_key, icd, title, is_inferred, load_id) VALUES (-1, NULL, N'Unknown', 0, 0);

INSERT INTO dim_diagnosis (diagnosis_key, icd, title, is_inferred, load_id) VALUES (-2, NULL, N'Not applicable', 0, 0);

INSERT INTO dim_diagnosis_group (diagnosis_group_key, combination, is_inferred, load_id) VALUES (-1, NULL, 0, 0);

INSERT INTO dim_diagnosis_group (diagnosis_group_key, combination, is_inferred, load_id) VALUES (-2, NULL, 0, 0);

INSERT INTO dim_unit_tree (descendant_key, ancestor_key, depth, is_top, is_bottom, load_id) VALUES (-1, -1, 0, 1, 1, 0);

INSERT INTO dim_unit_tree (descendant_key, ancestor_key, depth, is_top, is_bottom, load_id) VALUES (-2, -2, 0, 1, 1, 0);

INSERT INTO bridge_household_members (household_key, holder_key, share, relation, valid_from, valid_to, load_id) VALUES (-1, -1, 1, N'Unknown', '0001-01-01 00:00:00.000000', '9999-12-31 00:00:00.000000', 0);

INSERT INTO bridge_household_members (household_key, holder_key, share, relation, valid_from, valid_to, load_id) VALUES (-2, -2, 1, N'Not applicable', '0001-01-01 00:00:00.000000', '9999-12-31 00:00:00.000000', 0);

INSERT INTO bridge_group_diagnoses (diagnosis_group_key, diagnosis_key, share, valid_from, valid_to, load_id) VALUES (-1, -1, 1, '0001-01-01 00:00:00.000000', '9999-12-31 00:00:00.000000', 0);

INSERT INTO bridge_group_diagnoses (diagnosis_group_key, diagnosis_key, share, valid_from, valid_to, load_id) VALUES (-2, -2, 1, '0001-01-01 00:00:00.000000', '9999-12-31 00:00:00.000000', 0);

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES (N'dim_day', N'history', 0, N'{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES (N'dim_day', N'members', 0, N'{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES (N'dim_month', N'history', 0, N'{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES (N'dim_month', N'members', 0, N'{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES (N'dim_minute', N'history', 0, N'{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES (N'dim_minute', N'members', 0, N'{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES (N'dim_currency', N'history', 0, N'{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES (N'dim_currency', N'members', 0, N'{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES (N'dim_demographics', N'history', 0, N'{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES (N'dim_demographics', N'members', 0, N'{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES (N'dim_holder', N'history', 0, N'{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES (N'dim_holder', N'members', 0, N'{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES (N'dim_unit', N'history', 0, N'{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES (N'dim_unit', N'members', 0, N'{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES (N'dim_policy_whole', N'history', 0, N'{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES (N'dim_policy_whole', N'members', 0, N'{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES (N'dim_household', N'history', 0, N'{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES (N'dim_household', N'members', 0, N'{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES (N'dim_diagnosis', N'history', 0, N'{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES (N'dim_diagnosis', N'members', 0, N'{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES (N'dim_diagnosis_group', N'history', 0, N'{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES (N'dim_diagnosis_group', N'members', 0, N'{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES (N'dim_holder_demographics', N'history', 0, N'{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES (N'dim_holder_demographics', N'members', 0, N'{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES (N'bridge_household_members', N'history', 0, N'{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES (N'bridge_household_members', N'members', 0, N'{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES (N'bridge_group_diagnoses', N'history', 0, N'{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES (N'bridge_group_diagnoses', N'members', 0, N'{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES (N'fact_rate', N'history', 0, N'{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES (N'fact_rate', N'members', 0, N'{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES (N'fact_claim_whole', N'history', 0, N'{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES (N'fact_claim_whole', N'members', 0, N'{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES (N'fact_premium', N'history', 0, N'{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES (N'fact_premium', N'members', 0, N'{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES (N'fact_settlement', N'history', 0, N'{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES (N'fact_settlement', N'members', 0, N'{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES (N'fact_movement', N'history', 0, N'{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES (N'fact_movement', N'members', 0, N'{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES (N'fact_reserve', N'history', 0, N'{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES (N'fact_reserve', N'members', 0, N'{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES (N'fact_standing', N'history', 0, N'{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES (N'fact_standing', N'members', 0, N'{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES (N'fact_covered', N'history', 0, N'{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES (N'fact_covered', N'members', 0, N'{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES (N'agg_claims_by_month', N'history', 0, N'{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES (N'agg_claims_by_month', N'members', 0, N'{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES (N'agg_claims_of_month', N'history', 0, N'{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES (N'agg_claims_of_month', N'members', 0, N'{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES (N'fact_claims_and_premiums', N'history', 0, N'{}');

INSERT INTO starschema_target (target, lock, last_key, attributes) VALUES (N'fact_claims_and_premiums', N'members', 0, N'{}');
