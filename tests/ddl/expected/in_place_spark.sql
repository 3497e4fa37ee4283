INSERT INTO dim_customer (customer_key, customer_id, joined_on, name, city, region, valid_from, valid_to, is_current, is_inferred, load_id) SELECT CAST(row_number() OVER (ORDER BY unknown_members.customer_id) + 12 AS BIGINT) AS customer_key, unknown_members.customer_id AS customer_id, CAST(NULL AS DATE) AS joined_on, CAST(NULL AS STRING) AS name, CAST(NULL AS STRING) AS city, CAST(NULL AS STRING) AS region, TIMESTAMP_NTZ '0001-01-01 00:00:00.000000' AS valid_from, TIMESTAMP_NTZ '9999-12-31 00:00:00.000000' AS valid_to, TRUE AS is_current, TRUE AS is_inferred, CAST(7 AS BIGINT) AS load_id 
FROM (SELECT wanted.customer_id AS customer_id 
FROM (SELECT DISTINCT anon_1.customer_id AS customer_id 
FROM (SELECT stage.customer_id AS customer_id 
FROM stage 
WHERE stage.customer_id IS NOT NULL) AS anon_1) AS wanted 
WHERE NOT (EXISTS (SELECT 1 AS anon_2 
FROM dim_customer 
WHERE wanted.customer_id = dim_customer.customer_id))) AS unknown_members;

INSERT INTO fact_sale (order_no, line_no, sold_at, quantity, amount, unit_price, order_date_key, customer_key, product_key, flags_key, load_id) SELECT stage.order_no AS order_no, stage.line_no AS line_no, stage.sold_at AS sold_at, stage.quantity AS quantity, stage.amount AS amount, stage.unit_price AS unit_price, CAST(CASE WHEN (stage.sold_on IS NULL) THEN CAST(-1 AS BIGINT) ELSE coalesce(keys_order_date._key, -1) END AS BIGINT) AS order_date_key, CAST(CASE WHEN (stage.customer_id IS NULL) THEN CAST(-1 AS BIGINT) ELSE coalesce(keys_customer._key, -1) END AS BIGINT) AS customer_key, CAST(CASE WHEN (stage.product_code IS NULL) THEN CAST(-1 AS BIGINT) ELSE coalesce(keys_product._key, -1) END AS BIGINT) AS product_key, CAST(CASE WHEN (stage.combination IS NULL) THEN CAST(-1 AS BIGINT) ELSE coalesce(keys_flags._key, -1) END AS BIGINT) AS flags_key, CAST(7 AS BIGINT) AS load_id 
FROM stage LEFT OUTER JOIN (SELECT anon_1.date AS date, anon_1._key AS _key, anon_1._from AS _from, anon_1._to AS _to, anon_1._newest AS _newest 
FROM (SELECT anon_2.date AS date, anon_2.day_key AS _key, TIMESTAMP_NTZ '0001-01-01 00:00:00.000000' AS _from, TIMESTAMP_NTZ '9999-12-31 23:59:59.999999' AS _to, true AS _newest 
FROM (SELECT dim_day.day_key AS day_key, dim_day.date AS date 
FROM dim_day 
WHERE dim_day.day_key > 0) AS anon_2) AS anon_1 
WHERE anon_1._newest = true) AS keys_order_date ON stage.sold_on = keys_order_date.date AND keys_order_date._newest = true LEFT OUTER JOIN (SELECT anon_3.customer_id AS customer_id, anon_3.customer_key AS _key, CASE WHEN (lag(anon_3.valid_from) OVER (PARTITION BY anon_3.customer_id ORDER BY anon_3.valid_from) IS NULL) THEN TIMESTAMP_NTZ '0001-01-01 00:00:00.000000' ELSE anon_3.valid_from END AS _from, coalesce(lead(anon_3.valid_from) OVER (PARTITION BY anon_3.customer_id ORDER BY anon_3.valid_from), TIMESTAMP_NTZ '9999-12-31 23:59:59.999999') AS _to, CASE WHEN (lead(anon_3.valid_from) OVER (PARTITION BY anon_3.customer_id ORDER BY anon_3.valid_from) IS NULL) THEN TRUE ELSE FALSE END AS _newest, anon_3.valid_from AS _starts, anon_3.valid_to AS _ends 
FROM (SELECT dim_customer.customer_key AS customer_key, dim_customer.customer_id AS customer_id, dim_customer.valid_from AS valid_from, dim_customer.valid_to AS valid_to 
FROM dim_customer 
WHERE dim_customer.customer_key > 0) AS anon_3) AS keys_customer ON stage.customer_id = keys_customer.customer_id AND coalesce(stage.sold_at, TIMESTAMP_NTZ '9999-12-31 00:00:00.000000') >= keys_customer._from AND coalesce(stage.sold_at, TIMESTAMP_NTZ '9999-12-31 00:00:00.000000') < keys_customer._to LEFT OUTER JOIN (SELECT anon_4.code AS code, anon_4._key AS _key, anon_4._from AS _from, anon_4._to AS _to, anon_4._newest AS _newest 
FROM (SELECT anon_5.code AS code, anon_5.product_key AS _key, TIMESTAMP_NTZ '0001-01-01 00:00:00.000000' AS _from, TIMESTAMP_NTZ '9999-12-31 23:59:59.999999' AS _to, true AS _newest 
FROM (SELECT dim_product.product_key AS product_key, dim_product.code AS code 
FROM dim_product 
WHERE dim_product.product_key > 0) AS anon_5) AS anon_4 
WHERE anon_4._newest = true) AS keys_product ON stage.product_code = keys_product.code AND keys_product._newest = true LEFT OUTER JOIN (SELECT anon_6.combination AS combination, anon_6._key AS _key, anon_6._from AS _from, anon_6._to AS _to, anon_6._newest AS _newest 
FROM (SELECT anon_7.combination AS combination, anon_7.order_flags_key AS _key, TIMESTAMP_NTZ '0001-01-01 00:00:00.000000' AS _from, TIMESTAMP_NTZ '9999-12-31 23:59:59.999999' AS _to, true AS _newest 
FROM (SELECT dim_order_flags.order_flags_key AS order_flags_key, dim_order_flags.combination AS combination 
FROM dim_order_flags 
WHERE dim_order_flags.order_flags_key > 0) AS anon_7) AS anon_6 
WHERE anon_6._newest = true) AS keys_flags ON stage.combination = keys_flags.combination AND keys_flags._newest = true ;
