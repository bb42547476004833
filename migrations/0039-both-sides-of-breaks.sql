-- What staff need to settle what does not agree: whose it is, by when to act, and the rows of ours and of theirs.
alter table breaks.break
  add column appeal text,
  -- A London date.
  add column act_by date,
  add column ours jsonb not null default '[]',
  add column theirs jsonb not null default '[]';
-- Whether what is found again is still open.
create index break_open_reference on breaks.break (kind, reference) where settled_at is null;
