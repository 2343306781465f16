"""Facts of tables and of listed fields, read by their heads and labels."""
