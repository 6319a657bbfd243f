-- Counts tools that were asked for in a month. $1 its first day, $2 their names, $3 how many names a month may have: others are not
-- counted once it has so many.
insert into asked_tool (month, tool, count)
select $1::date, tool, 1 from unnest($2::text[]) as asked (tool)
where exists (select from asked_tool as known where known.month = $1 and known.tool = asked.tool)
  or (select count(*) from asked_tool as known where known.month = $1) < $3
on conflict (month, tool) do update set count = asked_tool.count + 1
