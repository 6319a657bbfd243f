-- Without statistics of a new column Postgres takes half of all rows for writable, and reads the whole table for the few that are.
ANALYZE "cluster_tool" ("writable");
