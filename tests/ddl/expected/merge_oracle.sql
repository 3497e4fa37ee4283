MERGE INTO city held
USING (SELECT stage.country, stage.no, stage."order", stage.note 
FROM stage 
WHERE stage.no > 0) told
ON (held.country = told.country AND held.no = told.no)
WHEN MATCHED THEN UPDATE SET "order" = told."order", note = told.note WHERE DECODE(held."order", told."order", 0, 1) = 1 OR DECODE(held.note, told.note, 0, 1) = 1
WHEN NOT MATCHED THEN INSERT (country, no, "order", note) VALUES (told.country, told.no, told."order", told.note);

MERGE INTO city held
USING (SELECT stage.country, stage.no, stage."order", stage.note 
FROM stage) told
ON (held.country = told.country AND held.no = told.no)
WHEN NOT MATCHED THEN INSERT (country, no, "order", note) VALUES (told.country, told.no, told."order", told.note);
