-- A site of the demonstration, which goes as a whole and belongs to no sites file.
alter table site add column demonstration boolean not null default false;
