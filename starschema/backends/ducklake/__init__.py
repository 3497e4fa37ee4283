"""DuckLake: where a lake is, SQLAlchemy's way to it, the books beside it, and how loads use them."""
