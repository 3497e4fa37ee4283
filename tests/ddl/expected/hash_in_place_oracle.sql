INSERT INTO dim_part (part_key, maker, code, title, part_durable_key, valid_from, valid_to, is_current, is_inferred, creation_number, load_id) SELECT coalesce(nullif(mod(to_number(substr(standard_hash(to_char(length(to_char(unknown_members.maker))) || ':' || to_char(unknown_members.maker) || ';' || to_char(length(unknown_members.code)) || ':' || unknown_members.code || ';' || '19:0001-01-01 00:00:00;', 'MD5'), 1, 16), 'XXXXXXXXXXXXXXXX'), 9223372036854775808), 0), 1) AS part_key, unknown_members.maker AS maker, unknown_members.code AS code, CAST(NULL AS VARCHAR2(20 CHAR)) AS title, coalesce(nullif(mod(to_number(substr(standard_hash(to_char(length(to_char(unknown_members.maker))) || ':' || to_char(unknown_members.maker) || ';' || to_char(length(unknown_members.code)) || ':' || unknown_members.code || ';', 'MD5'), 1, 16), 'XXXXXXXXXXXXXXXX'), 9223372036854775808), 0), 1) AS part_durable_key, TIMESTAMP '0001-01-01 00:00:00.000000' AS valid_from, TIMESTAMP '9999-12-31 00:00:00.000000' AS valid_to, 1 AS is_current, 1 AS is_inferred, CAST(row_number() OVER (ORDER BY unknown_members.maker, unknown_members.code) + 12 AS NUMBER(19)) AS creation_number, CAST(7 AS NUMBER(19)) AS load_id 
FROM (SELECT wanted.maker AS maker, wanted.code AS code 
FROM (SELECT DISTINCT anon_1.maker AS maker, anon_1.code AS code 
FROM (SELECT stage.maker AS maker, stage.code AS code 
FROM stage 
WHERE stage.maker IS NOT NULL AND stage.code IS NOT NULL) anon_1) wanted 
WHERE NOT (EXISTS (SELECT 1 AS anon_2 
FROM dim_part 
WHERE wanted.maker = dim_part.maker AND wanted.code = dim_part.code))) unknown_members;
