DELETE FROM `city` WHERE (`country`, `no`) IN (SELECT `told`.`country`, `told`.`no` 
FROM (SELECT `stage`.`country` AS `country`, `stage`.`no` AS `no`, `stage`.`order` AS `order`, `stage`.`note` AS `note` 
FROM `stage` 
WHERE `stage`.`no` > 0) AS `told` INNER JOIN `city` ON `city`.`country` = `told`.`country` AND `city`.`no` = `told`.`no` 
WHERE `city`.`order` != `told`.`order` OR `city`.`order` IS NULL AND `told`.`order` IS NOT NULL OR `city`.`order` IS NOT NULL AND `told`.`order` IS NULL OR `city`.`note` != `told`.`note` OR `city`.`note` IS NULL AND `told`.`note` IS NOT NULL OR `city`.`note` IS NOT NULL AND `told`.`note` IS NULL);

INSERT INTO `city` (`country`, `no`, `order`, `note`) SELECT `told`.`country`, `told`.`no`, `told`.`order`, `told`.`note` 
FROM (SELECT `stage`.`country` AS `country`, `stage`.`no` AS `no`, `stage`.`order` AS `order`, `stage`.`note` AS `note` 
FROM `stage` 
WHERE `stage`.`no` > 0) AS `told` 
WHERE ((`told`.`country`, `told`.`no`) NOT IN (SELECT `city`.`country`, `city`.`no` 
FROM `city`));

INSERT INTO `city` (`country`, `no`, `order`, `note`) SELECT `told`.`country`, `told`.`no`, `told`.`order`, `told`.`note` 
FROM (SELECT `stage`.`country` AS `country`, `stage`.`no` AS `no`, `stage`.`order` AS `order`, `stage`.`note` AS `note` 
FROM `stage`) AS `told` 
WHERE ((`told`.`country`, `told`.`no`) NOT IN (SELECT `city`.`country`, `city`.`no` 
FROM `city`));
