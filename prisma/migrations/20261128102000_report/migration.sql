-- Reports as they were made: the model of each, deflated, under the hash of its canonical JSON. No row is ever changed.
create table report (
  id serial primary key,
  title text not null,
  scope text not null,
  from_at timestamptz(3) not null,
  to_at timestamptz(3) not null,
  time_zone text not null,
  made_at timestamptz(3) not null,
  made_by text not null,
  first_sweep int,
  last_sweep int,
  naming int not null,
  coverage double precision,
  warnings int not null,
  hash bytea not null unique,
  bytes int not null,
  model bytea not null
);
create index report_scope_idx on report (scope, from_at);
