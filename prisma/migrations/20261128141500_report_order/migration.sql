-- A report that somebody asked for, until a worker has made it.
create table report_order (
  id serial primary key,
  scope text not null,
  from_at timestamptz(3) not null,
  to_at timestamptz(3) not null,
  time_zone text not null,
  ordered_at timestamptz(3) not null default current_timestamp,
  state text not null default 'waiting' check (state in ('waiting', 'made', 'failed')),
  -- What of it is made now.
  doing text not null default '',
  report_id int references report (id),
  attempts int not null default 0,
  -- While somebody is at it, when that somebody is taken for dead.
  next_at timestamptz(3) default current_timestamp,
  lease text not null default '',
  code text not null default '',
  message text not null default ''
);
create index report_order_waiting on report_order (next_at) where state = 'waiting';
