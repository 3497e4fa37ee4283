DROP VIEW IF EXISTS `mart`.`dim_place_now_finished`;

DROP VIEW IF EXISTS `mart`.`dim_place_tree_finished`;

DROP VIEW IF EXISTS `mart`.`fact_event_finished`;

DROP VIEW IF EXISTS `mart`.`dim_place_finished`;

DROP VIEW IF EXISTS `mart`.`dim_clock_finished`;

DROP VIEW IF EXISTS `mart`.`dim_place_now`;

DROP TABLE IF EXISTS `mart`.`dim_place_tree_undo`;

DROP TABLE IF EXISTS `mart`.`dim_place_journal_undo`;

DROP TABLE IF EXISTS `mart`.`starschema_snapshot_undo`;

DROP TABLE IF EXISTS `mart`.`fact_event_undo`;

DROP TABLE IF EXISTS `mart`.`dim_place_undo`;

DROP TABLE IF EXISTS `mart`.`dim_clock_undo`;

DROP TABLE IF EXISTS `mart`.`starschema_undo`;

DROP TABLE IF EXISTS `mart`.`dim_place_tree`;

DROP TABLE IF EXISTS `mart`.`dim_place_journal`;

DROP TABLE IF EXISTS `mart`.`starschema_snapshot`;

DROP TABLE IF EXISTS `mart`.`fact_event`;

DROP TABLE IF EXISTS `mart`.`dim_place`;

DROP TABLE IF EXISTS `mart`.`dim_clock`;
