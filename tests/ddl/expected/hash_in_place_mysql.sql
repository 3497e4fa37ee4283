INSERT INTO dim_part (part_key, maker, code, title, part_durable_key, valid_from, valid_to, is_current, is_inferred, creation_number, load_id) SELECT coalesce(nullif(CAST(CAST(conv(left(md5(CONVERT(concat(CAST(char_length(CAST(unknown_members.maker AS CHAR)) AS CHAR), ':', CAST(unknown_members.maker AS CHAR), ';', CAST(char_length(unknown_members.code) AS CHAR), ':', unknown_members.code, ';', '19:0001-01-01 00:00:00;') USING utf8mb4)), 16), 16, 10) AS UNSIGNED) & 9223372036854775807 AS SIGNED), 0), 1) AS part_key, unknown_members.maker AS maker, unknown_members.code AS code, CAST(NULL AS CHAR(20)) AS title, coalesce(nullif(CAST(CAST(conv(left(md5(CONVERT(concat(CAST(char_length(CAST(unknown_members.maker AS CHAR)) AS CHAR), ':', CAST(unknown_members.maker AS CHAR), ';', CAST(char_length(unknown_members.code) AS CHAR), ':', unknown_members.code, ';') USING utf8mb4)), 16), 16, 10) AS UNSIGNED) & 9223372036854775807 AS SIGNED), 0), 1) AS part_durable_key, CAST('0001-01-01 00:00:00.000000' AS DATETIME(6)) AS valid_from, CAST('9999-12-31 00:00:00.000000' AS DATETIME(6)) AS valid_to, true AS is_current, true AS is_inferred, CAST(row_number() OVER (ORDER BY unknown_members.maker, unknown_members.code) + 12 AS SIGNED INTEGER) AS creation_number, CAST(7 AS SIGNED INTEGER) AS load_id 
FROM (SELECT wanted.maker AS maker, wanted.code AS code 
FROM (SELECT DISTINCT anon_1.maker AS maker, anon_1.code AS code 
FROM (SELECT stage.maker AS maker, stage.code AS code 
FROM stage 
WHERE stage.maker IS NOT NULL AND stage.code IS NOT NULL) AS anon_1) AS wanted 
WHERE NOT (EXISTS (SELECT 1 AS anon_2 
FROM dim_part 
WHERE wanted.maker = dim_part.maker AND wanted.code = dim_part.code))) AS unknown_members;
