-- What the pairs of sites, and of the clusters of one site, were counted as, each from when on. A count that stays the same is
-- one row.
create table pair_past (
  clusters boolean not null,
  a_id int not null,
  b_id int not null,
  since timestamptz(3) not null,
  matches int[] not null,
  primary key (clusters, a_id, b_id, since)
);
create index pair_past_since_idx on pair_past (since);
