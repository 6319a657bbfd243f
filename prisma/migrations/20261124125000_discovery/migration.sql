-- What discovery says of a node: where its name came from and how the batch system sees it.
alter table node add column discovered jsonb;

-- Names that a node had before, each until it was renamed.
create table node_name (
  node_id integer not null references node (id) on delete restrict on update cascade,
  name text not null,
  until timestamptz(3) not null,
  primary key (node_id, until)
);
