-- Reasons of a sweep's visits, with the nodes of each, whatever the messages say in detail. $1 the sweep.
select visit.outcome, reason.code, min(reason.message) as message, array_agg(node.name order by node.name) as names
from visit
join node on node.id = visit.node_id
join reason on reason.id = visit.reason_id
where visit.sweep_id = $1
group by visit.outcome, reason.code
order by count(*) desc, visit.outcome desc, reason.code
