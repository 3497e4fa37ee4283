DROP VIEW IF EXISTS mart.dim_place_now;

DROP TABLE IF EXISTS mart.dim_place_tree PURGE;

DROP TABLE IF EXISTS mart.dim_place_journal PURGE;

DROP TABLE IF EXISTS mart.starschema_mark PURGE;

DROP TABLE IF EXISTS mart.starschema_snapshot PURGE;

DROP TABLE IF EXISTS mart.starschema_target PURGE;

DROP TABLE IF EXISTS mart.starschema_part PURGE;

DROP TABLE IF EXISTS mart.starschema_quarantine PURGE;

DROP TABLE IF EXISTS mart.starschema_load PURGE;

DROP TABLE IF EXISTS mart.fact_event PURGE;

DROP TABLE IF EXISTS mart.dim_place PURGE;

DROP TABLE IF EXISTS mart.dim_clock PURGE;
