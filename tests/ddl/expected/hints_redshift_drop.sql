DROP VIEW IF EXISTS mart.dim_place_now;

DROP TABLE IF EXISTS mart.dim_place_tree;

DROP TABLE IF EXISTS mart.dim_place_journal;

DROP TABLE IF EXISTS mart.starschema_mark;

DROP TABLE IF EXISTS mart.starschema_snapshot;

DROP TABLE IF EXISTS mart.starschema_target;

DROP TABLE IF EXISTS mart.starschema_part;

DROP TABLE IF EXISTS mart.starschema_quarantine;

DROP TABLE IF EXISTS mart.starschema_load;

DROP TABLE IF EXISTS mart.fact_event;

DROP TABLE IF EXISTS mart.dim_place;

DROP TABLE IF EXISTS mart.dim_clock;
