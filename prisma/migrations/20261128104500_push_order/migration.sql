-- When a post was made by the clock of its sender: one that was held up must not undo a later one. And who stores it, so that
-- one that takes long is not taken for one whose process died.
alter table push_receipt add column sent_at timestamptz(3);
alter table push_receipt add column worker text not null default '';
