-- What a place held before, for since when it holds what it does. A place that changes often has hundreds of these.
create index root_item_past on root_item (root_id, md5(path)) where until is not null;
create index observation_past on observation (node_id, facet) where until is not null;
