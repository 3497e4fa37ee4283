-- What the catalog's PostgreSQL does as the lake commits: one transaction holds the lake's snapshot and what the load
-- has to say in the library's own tables, so neither is ever there without the other.

CREATE TABLE IF NOT EXISTS starschema_commit (
    token text PRIMARY KEY
);
COMMENT ON TABLE starschema_commit IS 'Commits of the lake that the load has not taken note of yet';

-- Waits for its turn to commit, so that no two loads want the same snapshot's number, and shows that the load lives.
CREATE OR REPLACE FUNCTION starschema_prepare(token text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_lock(hashtextextended('starschema: commits of the lake', 0));
    PERFORM pg_advisory_lock(hashtextextended(token, 0));
END $$;

CREATE OR REPLACE FUNCTION starschema_apply(told json) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    change json;
    wanted bigint;
    changed bigint;
BEGIN
    FOR change IN SELECT * FROM json_array_elements(told -> 'changes') LOOP
        EXECUTE change ->> 0;
        GET DIAGNOSTICS changed = ROW_COUNT;
        wanted := (change ->> 1)::bigint;
        IF changed <> wanted THEN
            -- "Conflict" is what DuckLake looks for in an error before it tries to commit again.
            RAISE EXCEPTION 'conflict with another load: % rows are changed where % were, by %',
                changed, wanted, change ->> 0;
        END IF;
    END LOOP;
    INSERT INTO starschema_commit VALUES (told ->> 'token');
END $$;

CREATE OR REPLACE FUNCTION starschema_committing() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    told json;
BEGIN
    IF NEW.commit_extra_info LIKE 'starschema{%' THEN
        told := substr(NEW.commit_extra_info, 11)::json;
        IF pg_try_advisory_xact_lock(hashtextextended(told ->> 'token', 0)) THEN
            RAISE EXCEPTION 'the load has lost its connection to the catalog, and with it its locks; it was undone';
        END IF;
        PERFORM starschema_apply(told);
        NEW.commit_extra_info := told ->> 'token';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER starschema_committing BEFORE INSERT ON ducklake_snapshot_changes
    FOR EACH ROW EXECUTE FUNCTION starschema_committing();
