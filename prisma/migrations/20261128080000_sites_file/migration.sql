-- Sites files as they were applied last, so that pages can change them and keep what people wrote in them.
create table sites_file (
  id serial primary key,
  path text not null unique,
  text text not null,
  applied_at timestamptz(3) not null default current_timestamp,
  applied_by text not null
);
