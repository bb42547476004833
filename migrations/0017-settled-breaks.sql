-- Who settled a break, what they did about it and why: a break is never closed without a word.
alter table breaks.break
  add column settled_by text,
  add column action text,
  add column note text,
  add constraint break_settled_check check (settled_at is null
    or (settled_by is not null and action is not null and note is not null));
grant update (settled_by, action, note) on breaks.break to everypenny_app;
