DROP TABLE IF EXISTS dim_customer_journal;

DROP TABLE IF EXISTS starschema_mark;

DROP TABLE IF EXISTS starschema_snapshot;

DROP TABLE IF EXISTS starschema_target;

DROP TABLE IF EXISTS starschema_quarantine;

DROP TABLE IF EXISTS starschema_load;

DROP TABLE IF EXISTS fact_sale;

DROP TABLE IF EXISTS dim_product;

DROP TABLE IF EXISTS dim_customer;

DROP TABLE IF EXISTS dim_day;
