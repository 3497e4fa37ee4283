MERGE INTO city AS held
USING (SELECT stage.country, stage.no, stage.`order`, stage.note 
FROM stage 
WHERE stage.no > 0) AS told
ON (held.country = told.country AND held.no = told.no)
WHEN MATCHED AND (NOT (held.`order` <=> told.`order`) OR NOT (held.note <=> told.note)) THEN UPDATE SET `order` = told.`order`, note = told.note
WHEN NOT MATCHED THEN INSERT (country, no, `order`, note) VALUES (told.country, told.no, told.`order`, told.note);

MERGE INTO city AS held
USING (SELECT stage.country, stage.no, stage.`order`, stage.note 
FROM stage) AS told
ON (held.country = told.country AND held.no = told.no)
WHEN NOT MATCHED THEN INSERT (country, no, `order`, note) VALUES (told.country, told.no, told.`order`, told.note);
