"""What a star schema is, as declared by model classes and as resolved data."""
