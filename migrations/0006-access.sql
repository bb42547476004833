-- Who of the staff may do what, and what each of them did: tokens, and an audit log that nobody rewrites.
create schema access;
grant usage on schema access to everypenny_app;

-- A token acts as a person. Only a hash of its secret is kept: whoever reads this table can't sign in with it.
create table access.token (
  id uuid not null,
  person text not null,
  role text not null,
  secret_hash bytea not null,
  created_at timestamptz not null default clock_timestamp(),
  last_used_at timestamptz,
  revoked_at timestamptz,
  constraint token_pkey primary key (id),
  constraint token_secret_hash_key unique (secret_hash),
  constraint token_person_check check (person not in ('', 'nobody')),
  constraint token_role_check check (role in ('auditor', 'finance', 'approver', 'admin'))
);
grant select, insert on access.token to everypenny_app;
grant update (last_used_at, revoked_at) on access.token to everypenny_app;

-- Every call of a staff route, allowed or refused. `nobody` has no role. The target holds ids, no personal data.
create table access.audit (
  id uuid not null default gen_random_uuid(),
  at timestamptz not null default clock_timestamp(),
  person text not null,
  role text,
  action text not null,
  target text not null,
  outcome smallint not null,
  constraint audit_pkey primary key (id),
  constraint audit_role_check check ((role is null) = (person = 'nobody')),
  constraint audit_outcome_check check (outcome between 100 and 599)
);
create index audit_at on access.audit (at);

-- id and at are always the defaults: nobody can back-date a row.
grant select on access.audit to everypenny_app;
grant insert (person, role, action, target, outcome) on access.audit to everypenny_app;

create function access.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the audit log is append-only: % of %.% is refused', tg_op, tg_table_schema, tg_table_name
    using errcode = 'restrict_violation';
end $$;
create trigger audit_append_only before update or delete or truncate on access.audit
  for each statement execute function access.refuse_change();
