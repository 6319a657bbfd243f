-- From when on history is whole, so that nobody is told of a time before what was known then and is not any more.
create table history_kept (
  id int primary key,
  visits_since timestamptz(3),
  closed_since timestamptz(3)
);
