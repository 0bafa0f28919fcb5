"""Is a folder of tables fit to be used? Columns, tables and cases, every problem at once."""
