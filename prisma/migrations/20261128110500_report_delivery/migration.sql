-- Reports that are made regularly, as a sites file says them.
create table report_schedule (
  id serial primary key,
  name text not null unique,
  settings jsonb not null,
  -- What was due before it was told does not count as missed.
  since timestamptz(3) not null,
  retired_at timestamptz(3)
);

-- One report of a schedule: of a period there is one, whoever makes it and however often somebody looks.
create table report_edition (
  id serial primary key,
  schedule_id int not null references report_schedule (id),
  period_from timestamptz(3) not null,
  period_to timestamptz(3) not null,
  timezone text not null,
  scope text not null,
  due_at timestamptz(3) not null,
  -- Made by a person, to see whether it arrives.
  test boolean not null default false,
  -- Whom a test goes to, empty for all that the schedule names.
  "only" text[] not null default '{}',
  state text not null default 'waiting' check (state in ('waiting', 'made', 'failed')),
  report_id int references report (id),
  attempts int not null default 0,
  -- While somebody is at it, when that somebody is taken for dead.
  next_at timestamptz(3),
  lease text not null default '',
  made_at timestamptz(3),
  code text not null default '',
  message text not null default ''
);
create unique index report_edition_period on report_edition (schedule_id, period_from, period_to) where not test;
create index report_edition_waiting on report_edition (next_at) where state = 'waiting';

-- One edition on its way to one receiver.
create table report_delivery (
  id serial primary key,
  edition_id int not null references report_edition (id) on delete cascade,
  kind text not null check (kind in ('mail', 'webhook', 'folder')),
  address text not null,
  state text not null default 'waiting' check (state in ('waiting', 'done', 'failed')),
  attempts int not null default 0,
  -- While somebody is at it, when that somebody is taken for dead.
  next_at timestamptz(3),
  lease text not null default '',
  tried_at timestamptz(3),
  code text not null default '',
  message text not null default '',
  created_at timestamptz(3) not null default current_timestamp,
  unique (edition_id, kind, address)
);
create index report_delivery_waiting on report_delivery (next_at) where state = 'waiting';
