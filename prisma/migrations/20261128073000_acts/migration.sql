-- What lets somebody act: a link to sign in with once, a session, a token for scripts. Only the sha256 of each is kept.
create table admin_key (
  id serial primary key,
  kind text not null check (kind in ('link', 'session', 'token')),
  hash bytea not null unique,
  who text not null,
  created_at timestamptz(3) not null default current_timestamp,
  -- null: it lasts until it is revoked.
  expires_at timestamptz(3),
  used_at timestamptz(3),
  revoked_at timestamptz(3)
);

-- Who changed what, and when. A row is written before anything is done.
create table audit (
  id serial primary key,
  at timestamptz(3) not null default current_timestamp,
  who text not null,
  via text not null check (via in ('page', 'token', 'command')),
  action text not null,
  target text not null,
  detail text not null default '',
  outcome text not null default 'begun' check (outcome in ('begun', 'done', 'refused'))
);
