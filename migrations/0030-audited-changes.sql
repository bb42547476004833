-- The audit log tells what each thing was before a change and after it, and by what means a person came in.
alter table access.audit
  add column means text,
  add column before jsonb,
  add column after jsonb,
  alter column outcome drop not null,
  drop constraint audit_role_check,
  -- A call has an outcome, and a role unless nobody made it. A change has what is left, and was made by somebody.
  add constraint audit_kind_check check (
    case when outcome is not null
      then before is null and after is null and (role is null) = (person = 'nobody')
      else (before is not null or after is not null) and role is null and person <> 'nobody'
    end),
  add constraint audit_means_check check (means in ('session', 'token session', 'token'));
create index audit_of_person on access.audit (person, at);
grant insert (means, before, after) on access.audit to everypenny_app;
