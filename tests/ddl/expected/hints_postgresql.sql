-- Place: Physical(replicate=...) has no effect here: one server holds all rows
-- Place: Physical(compress=...) has no effect here: PostgreSQL compresses long values only
-- Event: Physical(partition_span=...) has no effect here: partitions are made as they are needed
-- Event: Physical(expire_days=...) has no effect here: PostgreSQL deletes nothing by itself; a partition that is old can be detached
-- Event: Physical(distribute_on=...) has no effect here: one server holds all rows
-- Event: Physical(cluster_on=...) has no effect here: PostgreSQL keeps no order of rows; CLUSTER makes one once
-- Event: Physical(compress=...) has no effect here: PostgreSQL compresses long values only

CREATE SCHEMA IF NOT EXISTS mart;

CREATE TYPE mart.size AS ENUM ('small', 'large');

CREATE TABLE mart.dim_clock (
	clock_key BIGINT NOT NULL, 
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
	CONSTRAINT pk_dim_clock PRIMARY KEY (clock_key), 
	CONSTRAINT uq_dim_clock_natural_key UNIQUE (time)
);

COMMENT ON TABLE mart.dim_clock IS 'One row per minute.';

COMMENT ON COLUMN mart.dim_clock.clock_key IS 'Surrogate key';

COMMENT ON COLUMN mart.dim_clock.time IS 'The time at which it begins';

COMMENT ON COLUMN mart.dim_clock.minute_of_day IS '0 to 1439';

COMMENT ON COLUMN mart.dim_clock.half_hour IS 'Such as 14:30, when it begins';

COMMENT ON COLUMN mart.dim_clock.hour_12 IS '1 to 12';

COMMENT ON COLUMN mart.dim_clock.label IS 'Such as 14:05';

COMMENT ON COLUMN mart.dim_clock.label_12 IS 'Such as 2:05 PM';

COMMENT ON COLUMN mart.dim_clock.part_of_day IS 'Such as Morning';

COMMENT ON COLUMN mart.dim_clock.is_inferred IS 'True while only a fact has named the member';

COMMENT ON COLUMN mart.dim_clock.load_id IS 'Load that wrote the row last';

CREATE TABLE mart.dim_place (
	place_key BIGINT NOT NULL, 
	code VARCHAR(20), 
	name VARCHAR(60), 
	size mart.size, 
	remarks TEXT, 
	picture BYTEA, 
	opens TIME WITHOUT TIME ZONE, 
	passport UUID, 
	height DOUBLE PRECISION, 
	floors SMALLINT, 
	seen TIMESTAMP WITH TIME ZONE, 
	rent NUMERIC(38, 12), 
	parent VARCHAR(20), 
	place_durable_key BIGINT NOT NULL, 
	valid_from TIMESTAMP WITHOUT TIME ZONE NOT NULL, 
	valid_to TIMESTAMP WITHOUT TIME ZONE NOT NULL, 
	is_current BOOLEAN DEFAULT true NOT NULL, 
	is_inferred BOOLEAN DEFAULT false NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_dim_place PRIMARY KEY (place_key), 
	CONSTRAINT uq_dim_place_natural_key UNIQUE (code, valid_from)
);

CREATE INDEX ix_dim_place_name ON mart.dim_place (name);

COMMENT ON TABLE mart.dim_place IS 'One row per version of a place, in the order of its \ name''s 100%.';

COMMENT ON COLUMN mart.dim_place.place_key IS 'Surrogate key';

COMMENT ON COLUMN mart.dim_place.place_durable_key IS 'One key per member, over all its versions';

COMMENT ON COLUMN mart.dim_place.valid_from IS 'Start of the version, UTC';

COMMENT ON COLUMN mart.dim_place.valid_to IS 'Exclusive end of the version, UTC';

COMMENT ON COLUMN mart.dim_place.is_current IS 'Whether the version is in force';

COMMENT ON COLUMN mart.dim_place.is_inferred IS 'True while only a fact has named the member';

COMMENT ON COLUMN mart.dim_place.load_id IS 'Load that wrote the row last';

CREATE TABLE mart.fact_event (
	no INTEGER NOT NULL, 
	day DATE NOT NULL, 
	at TIMESTAMP WITHOUT TIME ZONE NOT NULL, 
	place_key BIGINT NOT NULL, 
	time_key BIGINT NOT NULL, 
	amount NUMERIC(14, 2) NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_fact_event PRIMARY KEY (no, day)
)
 PARTITION BY RANGE (day);

CREATE INDEX brin_fact_event_at ON mart.fact_event USING brin (at);

CREATE INDEX brin_fact_event_day ON mart.fact_event USING brin (day);

COMMENT ON TABLE mart.fact_event IS 'What happened where.';

COMMENT ON COLUMN mart.fact_event.place_key IS 'Place: key of dim_place';

COMMENT ON COLUMN mart.fact_event.time_key IS 'Time: key of dim_clock';

COMMENT ON COLUMN mart.fact_event.load_id IS 'Load that wrote the row';

CREATE TABLE IF NOT EXISTS mart.fact_event_default PARTITION OF mart.fact_event DEFAULT;

CREATE OR REPLACE FUNCTION mart.fact_event_partitions(ahead integer DEFAULT 3) RETURNS integer LANGUAGE plpgsql AS $starschema$
DECLARE
    starts timestamp;
    part text;
    lower_bound text;
    upper_bound text;
    made integer := 0;
BEGIN
    FOR starts IN
        SELECT date_trunc('year', day) FROM mart.fact_event_default WHERE isfinite(day) AND day >= '0001-01-01' GROUP BY 1
        UNION
        SELECT generate_series(date_trunc('year', now() AT TIME ZONE 'UTC'),
            date_trunc('year', now() AT TIME ZONE 'UTC') + ahead * interval '1 year', interval '1 year')
        ORDER BY 1
    LOOP
        part := format('%I.%I', 'mart', 'fact_event_' || to_char(starts, 'YYYY'));
        CONTINUE WHEN to_regclass(part) IS NOT NULL;
        lower_bound := to_char(starts, 'YYYY-MM-DD HH24:MI:SS');
        upper_bound := to_char(starts + interval '1 year', 'YYYY-MM-DD HH24:MI:SS');
        EXECUTE format('CREATE TABLE %s (LIKE mart.fact_event INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', part);
        EXECUTE format('WITH moved AS (DELETE FROM mart.fact_event_default WHERE day >= %L AND '
            'day < %L RETURNING *) INSERT INTO %s SELECT * FROM moved', lower_bound, upper_bound, part);
        EXECUTE format('ALTER TABLE mart.fact_event ATTACH PARTITION %s FOR VALUES FROM (%L) TO (%L)',
            part, lower_bound, upper_bound);
        made := made + 1;
    END LOOP;
    RETURN made;
END
$starschema$;

SELECT mart.fact_event_partitions();

CREATE TABLE mart.starschema_load (
	load_id BIGINT NOT NULL, 
	target VARCHAR(200) NOT NULL, 
	load_key VARCHAR(255), 
	status VARCHAR(10) NOT NULL, 
	source TEXT, 
	started_at TIMESTAMP WITHOUT TIME ZONE NOT NULL, 
	finished_at TIMESTAMP WITHOUT TIME ZONE, 
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
	CONSTRAINT pk_starschema_load PRIMARY KEY (load_id), 
	UNIQUE (target, load_key, load_id)
);

COMMENT ON TABLE mart.starschema_load IS 'One row per load: what, when, from where, how many rows, and how it ended';

COMMENT ON COLUMN mart.starschema_load.target IS 'Table that was loaded';

COMMENT ON COLUMN mart.starschema_load.load_key IS 'The caller''s name for this load, done at most once';

COMMENT ON COLUMN mart.starschema_load.status IS 'running, part, done or failed';

COMMENT ON COLUMN mart.starschema_load.source IS 'Where the rows came from, without credentials';

COMMENT ON COLUMN mart.starschema_load.started_at IS 'UTC';

COMMENT ON COLUMN mart.starschema_load.finished_at IS 'UTC';

COMMENT ON COLUMN mart.starschema_load.lookups IS 'JSON: dimension''s table to where its members were looked up';

CREATE TABLE mart.starschema_quarantine (
	load_id BIGINT NOT NULL, 
	target VARCHAR(200) NOT NULL, 
	row_number BIGINT NOT NULL, 
	column_name VARCHAR(200), 
	value TEXT, 
	reason TEXT NOT NULL, 
	record TEXT NOT NULL
);

CREATE INDEX ix_starschema_quarantine_load ON mart.starschema_quarantine (load_id);

COMMENT ON TABLE mart.starschema_quarantine IS 'Rows that could not be loaded, with the reason';

COMMENT ON COLUMN mart.starschema_quarantine.row_number IS 'Position in the input, from 1';

COMMENT ON COLUMN mart.starschema_quarantine.column_name IS 'Input column to blame; NULL for the row as a whole';

COMMENT ON COLUMN mart.starschema_quarantine.record IS 'The raw row as JSON';

CREATE TABLE mart.starschema_part (
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
	CONSTRAINT pk_starschema_part PRIMARY KEY (load_id, part)
);

COMMENT ON TABLE mart.starschema_part IS 'One row per part that is in the table, of loads in parts';

COMMENT ON COLUMN mart.starschema_part.source IS 'File, its size and which of its rows';

CREATE TABLE mart.starschema_target (
	target VARCHAR(200) NOT NULL, 
	lock VARCHAR(10) NOT NULL, 
	last_key BIGINT NOT NULL, 
	attributes TEXT NOT NULL, 
	stamp VARCHAR(32), 
	CONSTRAINT pk_starschema_target PRIMARY KEY (target, lock)
);

COMMENT ON TABLE mart.starschema_target IS 'One row per table and lock: loads of one table queue up on it, and take their keys from it';

COMMENT ON COLUMN mart.starschema_target.lock IS 'history or members';

COMMENT ON COLUMN mart.starschema_target.last_key IS 'Highest surrogate key given so far';

COMMENT ON COLUMN mart.starschema_target.attributes IS 'JSON: attribute to last_key when data first had it';

COMMENT ON COLUMN mart.starschema_target.stamp IS 'Drawn anew by every load that writes versions of the dimension';

CREATE TABLE mart.starschema_snapshot (
	target VARCHAR(200) NOT NULL, 
	effective TIMESTAMP WITHOUT TIME ZONE NOT NULL, 
	slice_column VARCHAR(200), 
	slice_value VARCHAR(255), 
	given TEXT NOT NULL, 
	load_id BIGINT NOT NULL
);

CREATE INDEX ix_starschema_snapshot_target ON mart.starschema_snapshot (target, effective);

COMMENT ON TABLE mart.starschema_snapshot IS 'Every time and slice at which a whole membership was given';

COMMENT ON COLUMN mart.starschema_snapshot.slice_column IS 'NULL where the whole membership was given';

COMMENT ON COLUMN mart.starschema_snapshot.given IS 'Comma-framed names of the attributes in the data';

CREATE TABLE mart.starschema_mark (
	target VARCHAR(200) NOT NULL, 
	name VARCHAR(200) NOT NULL, 
	mark TEXT NOT NULL, 
	load_id BIGINT NOT NULL, 
	CONSTRAINT pk_starschema_mark PRIMARY KEY (target, name)
);

COMMENT ON TABLE mart.starschema_mark IS 'How far each source was read into each table; moved in the load''s own transaction';

COMMENT ON COLUMN mart.starschema_mark.name IS 'The source, as its reader names it';

COMMENT ON COLUMN mart.starschema_mark.mark IS 'JSON: how far the source was read, and the value''s type';

COMMENT ON COLUMN mart.starschema_mark.load_id IS 'Load that moved the mark last';

CREATE TABLE mart.dim_place_journal (
	code VARCHAR(20) NOT NULL, 
	changed_at TIMESTAMP WITHOUT TIME ZONE NOT NULL, 
	change_sequence BIGINT, 
	is_deletion BOOLEAN NOT NULL, 
	name VARCHAR(60), 
	size mart.size, 
	remarks TEXT, 
	picture BYTEA, 
	opens TIME WITHOUT TIME ZONE, 
	passport UUID, 
	height DOUBLE PRECISION, 
	floors SMALLINT, 
	seen TIMESTAMP WITH TIME ZONE, 
	rent NUMERIC(38, 12), 
	parent VARCHAR(20), 
	given_attributes TEXT NOT NULL, 
	load_id BIGINT NOT NULL
);

CREATE INDEX ix_dim_place_journal ON mart.dim_place_journal (code, changed_at);

COMMENT ON TABLE mart.dim_place_journal IS 'Changes of dim_place that its versions do not show';

COMMENT ON COLUMN mart.dim_place_journal.changed_at IS 'When the change took effect, UTC';

COMMENT ON COLUMN mart.dim_place_journal.change_sequence IS 'Orders changes of one time';

COMMENT ON COLUMN mart.dim_place_journal.given_attributes IS 'Comma-framed names of those in the data';

CREATE TABLE mart.dim_place_tree (
	descendant_key BIGINT NOT NULL, 
	ancestor_key BIGINT NOT NULL, 
	depth INTEGER NOT NULL, 
	is_top BOOLEAN NOT NULL, 
	is_bottom BOOLEAN NOT NULL, 
	load_id BIGINT DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_dim_place_tree PRIMARY KEY (descendant_key, ancestor_key)
);

CREATE INDEX ix_dim_place_tree_ancestor ON mart.dim_place_tree (ancestor_key);

COMMENT ON TABLE mart.dim_place_tree IS 'Every member of dim_place and all that are above it';

COMMENT ON COLUMN mart.dim_place_tree.descendant_key IS 'place_durable_key of the one below';

COMMENT ON COLUMN mart.dim_place_tree.ancestor_key IS 'place_durable_key of the one above';

COMMENT ON COLUMN mart.dim_place_tree.depth IS 'Levels between them; 0 for a member and itself';

COMMENT ON COLUMN mart.dim_place_tree.is_top IS 'Nothing is above the ancestor';

COMMENT ON COLUMN mart.dim_place_tree.is_bottom IS 'Nothing is below the descendant';

COMMENT ON COLUMN mart.dim_place_tree.load_id IS 'Load that wrote the row last';

CREATE VIEW mart.dim_place_now AS SELECT newest.place_durable_key, newest.place_key, newest.code, newest.name, newest.size, newest.remarks, newest.picture, newest.opens, newest.passport, newest.height, newest.floors, newest.seen, newest.rent, newest.parent, newest.valid_from, newest.valid_to, newest.is_current, newest.is_inferred, newest.load_id 
FROM mart.dim_place AS newest 
WHERE NOT (EXISTS (SELECT 1 AS anon_1 
FROM mart.dim_place AS later 
WHERE later.code = newest.code AND later.valid_from > newest.valid_from));

INSERT INTO mart.dim_clock (clock_key, time, hour, minute, second, minute_of_day, half_hour, hour_12, am_pm, label, label_12, part_of_day, is_inferred, load_id) VALUES (-1, NULL, NULL, NULL, NULL, NULL, 'Unknown', NULL, 'Unknown', 'Unknown', 'Unknown', 'Unknown', false, 0);

INSERT INTO mart.dim_clock (clock_key, time, hour, minute, second, minute_of_day, half_hour, hour_12, am_pm, label, label_12, part_of_day, is_inferred, load_id) VALUES (-2, NULL, NULL, NULL, NULL, NULL, 'Not applicable', NULL, 'Not applicable', 'Not applicable', 'Not applicable', 'Not applicable', false, 0);

INSERT INTO mart.dim_place (place_key, code, name, size, remarks, picture, opens, passport, height, floors, seen, rent, parent, place_durable_key, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-1, NULL, 'It''s \ unknown', NULL, 'Unknown', decode('00ff', 'hex'), '09:30:00', '00000000-0000-0000-0000-000000000007', 1.5, NULL, '2000-01-01 00:00:00+00:00', -0.50, NULL, -1, '0001-01-01 00:00:00', '9999-12-31 00:00:00', true, false, 0);

INSERT INTO mart.dim_place (place_key, code, name, size, remarks, picture, opens, passport, height, floors, seen, rent, parent, place_durable_key, valid_from, valid_to, is_current, is_inferred, load_id) VALUES (-2, NULL, 'It''s \ unknown', NULL, 'Not applicable', decode('00ff', 'hex'), '09:30:00', '00000000-0000-0000-0000-000000000007', 1.5, NULL, '2000-01-01 00:00:00+00:00', 1E+3, NULL, -2, '0001-01-01 00:00:00', '9999-12-31 00:00:00', true, false, 0);

INSERT INTO mart.dim_place_tree (descendant_key, ancestor_key, depth, is_top, is_bottom, load_id) VALUES (-1, -1, 0, true, true, 0);

INSERT INTO mart.dim_place_tree (descendant_key, ancestor_key, depth, is_top, is_bottom, load_id) VALUES (-2, -2, 0, true, true, 0);

INSERT INTO mart.starschema_target (target, lock, last_key, attributes) VALUES ('mart.dim_clock', 'history', 0, '{}');

INSERT INTO mart.starschema_target (target, lock, last_key, attributes) VALUES ('mart.dim_clock', 'members', 0, '{}');

INSERT INTO mart.starschema_target (target, lock, last_key, attributes) VALUES ('mart.dim_place', 'history', 0, '{}');

INSERT INTO mart.starschema_target (target, lock, last_key, attributes) VALUES ('mart.dim_place', 'members', 0, '{}');

INSERT INTO mart.starschema_target (target, lock, last_key, attributes) VALUES ('mart.fact_event', 'history', 0, '{}');

INSERT INTO mart.starschema_target (target, lock, last_key, attributes) VALUES ('mart.fact_event', 'members', 0, '{}');
