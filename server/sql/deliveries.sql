-- Reports on their way: a row for each receiver, and one for each report that is not made yet. A row is trouble when it failed, was not
-- ended by somebody, and no later report of its schedule is there. $1 schedule ('' all), $2 state ('' all), $3 only trouble.
select listed.*
from (
  select delivery.id, delivery.kind, delivery.address, delivery.state, delivery.attempts,
    delivery.lease <> '' as busy, delivery.tried_at, delivery.next_at, delivery.code, delivery.message,
    edition.id as edition, edition.due_at, edition.made_at, edition.report_id, edition.test, edition.scope,
    edition.period_from, edition.period_to, edition.timezone, schedule.name as schedule,
    not edition.test and schedule.retired_at is null and delivery.state <> 'done'
      and delivery.code not in ('', 'not-wanted')
      and edition.id = (select max(id) from report_edition as latest where latest.schedule_id = schedule.id and not latest.test)
      as trouble
  from report_delivery as delivery
  join report_edition as edition on edition.id = delivery.edition_id
  join report_schedule as schedule on schedule.id = edition.schedule_id
  union all
  select edition.id, 'report', '', edition.state, edition.attempts, edition.lease <> '', null, edition.next_at,
    edition.code, edition.message, edition.id, edition.due_at, edition.made_at, edition.report_id, edition.test, edition.scope,
    edition.period_from, edition.period_to, edition.timezone, schedule.name,
    not edition.test and schedule.retired_at is null and edition.code not in ('', 'not-wanted')
      and edition.id = (select max(id) from report_edition as latest where latest.schedule_id = schedule.id and not latest.test)
  from report_edition as edition
  join report_schedule as schedule on schedule.id = edition.schedule_id
  where edition.state <> 'made'
) as listed
where ($1 = '' or schedule = $1) and ($2 = '' or state = $2) and (not $3 or trouble)
