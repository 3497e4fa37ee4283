INSERT INTO dim_part (part_key, maker, code, title, part_durable_key, valid_from, valid_to, is_current, is_inferred, creation_number, load_id) SELECT coalesce(nullif(mod(md5_number_upper64(CAST(length(CAST(unknown_members.maker AS VARCHAR(20))) AS VARCHAR(20)) || ':' || CAST(unknown_members.maker AS VARCHAR(20)) || ';' || CAST(length(unknown_members.code) AS VARCHAR(20)) || ':' || unknown_members.code || ';' || '19:0001-01-01 00:00:00;'), 9223372036854775808), 0), 1) AS part_key, unknown_members.maker AS maker, unknown_members.code AS code, CAST(NULL AS VARCHAR(20)) AS title, coalesce(nullif(mod(md5_number_upper64(CAST(length(CAST(unknown_members.maker AS VARCHAR(20))) AS VARCHAR(20)) || ':' || CAST(unknown_members.maker AS VARCHAR(20)) || ';' || CAST(length(unknown_members.code) AS VARCHAR(20)) || ':' || unknown_members.code || ';'), 9223372036854775808), 0), 1) AS part_durable_key, CAST('0001-01-01 00:00:00.000000' AS TIMESTAMP_NTZ) AS valid_from, CAST('9999-12-31 00:00:00.000000' AS TIMESTAMP_NTZ) AS valid_to, true AS is_current, true AS is_inferred, CAST(row_number() OVER (ORDER BY unknown_members.maker, unknown_members.code) + 12 AS BIGINT) AS creation_number, CAST(7 AS BIGINT) AS load_id 
FROM (SELECT wanted.maker AS maker, wanted.code AS code 
FROM (SELECT DISTINCT anon_1.maker AS maker, anon_1.code AS code 
FROM (SELECT stage.maker AS maker, stage.code AS code 
FROM stage 
WHERE stage.maker IS NOT NULL AND stage.code IS NOT NULL) AS anon_1) AS wanted 
WHERE NOT (EXISTS (SELECT 1 AS anon_2 
FROM dim_part 
WHERE wanted.maker = dim_part.maker AND wanted.code = dim_part.code))) AS unknown_members;
