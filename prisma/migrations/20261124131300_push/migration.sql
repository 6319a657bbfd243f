-- Tokens with which nodes send what they offer. Only the sha256 of each is kept.
create table push_token (
  id serial primary key,
  hash bytea not null unique,
  cluster_id integer not null references cluster (id) on delete restrict on update cascade,
  -- null: every node of the cluster.
  node_id integer references node (id) on delete set null on update cascade,
  label text not null default '',
  created_at timestamptz(3) not null default current_timestamp,
  used_at timestamptz(3),
  revoked_at timestamptz(3)
);

-- Posts of late, so that one that comes twice counts once. answer is null while it is stored.
create table push_receipt (
  token_id integer not null references push_token (id) on delete cascade on update cascade,
  nonce text not null,
  hash bytea not null,
  received_at timestamptz(3) not null default current_timestamp,
  answer jsonb,
  primary key (token_id, nonce)
);
