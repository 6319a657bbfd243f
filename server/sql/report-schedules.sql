-- Reports that are made regularly, each with its time zone, its own or that of the site it is about, and when it was due last.
select report_schedule.id, report_schedule.name, report_schedule.settings, report_schedule.since,
  coalesce(nullif(report_schedule.settings ->> 'timezone', ''), site.timezone, 'UTC') as timezone,
  (select max(due_at) from report_edition where schedule_id = report_schedule.id and not test) as last_due
from report_schedule
left join site on site.name = split_part(report_schedule.settings ->> 'scope', '/', 1)
where report_schedule.retired_at is null
order by report_schedule.name
