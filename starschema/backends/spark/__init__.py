"""Spark: any SparkSession as a warehouse, of a cluster, of Spark Connect (Sail too) or of Databricks Connect."""
