-- What abuse is held back by: marks of what happened, kept for two days, and the form tokens that were used.
create schema limits;
grant usage on schema limits to everypenny_app;

-- Only inserted into: one row for each subject of a happening, so that nobody waits for a counter.
create table limits.mark (
  id text not null,
  what text not null,
  subject text not null,
  at timestamptz not null,
  constraint mark_pkey primary key (id, what, subject)
);
create index mark_of_subject on limits.mark (subject, at, what);
create index mark_oldest on limits.mark using brin (at);
grant select, insert, delete on limits.mark to everypenny_app;

create table limits.spent_token (
  token uuid not null,
  used_for bytea not null,
  spent_at timestamptz not null,
  constraint spent_token_pkey primary key (token)
);
create index spent_token_oldest on limits.spent_token using brin (spent_at);
grant select, insert, delete on limits.spent_token to everypenny_app;
