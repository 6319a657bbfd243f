-- Since when names are read so, for reports that compare what was counted before and after it. Of what came before nobody knows.
alter table naming add column since timestamptz(3);
