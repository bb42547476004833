import { type Role, roles } from '../../platform/access/permissions.js';
import type { FieldError } from '../../vocabulary/problem.js';
import { ErrorSummary, TextField } from '../pages/fields.js';
import { LondonTime } from '../pages/london-time.js';
import { ConsolePage, useFrame } from './frame.js';
import { Table } from './table.js';

export interface PeoplePageProps {
  people: {
    id: string;
    name: string;
    email: string;
    role: Role;
    status: string;
    lastSignedInAt: Date | null;
  }[];
  invitations: { email: string; role: Role; expiresAt: Date }[];
  tokens: { id: string; person: string; role: Role; lastUsedAt: Date | null; revokedAt: Date | null }[];
  entered: { email: string; name: string };
  done?: string | undefined;
  refused?: string | undefined;
  /** For the invited person alone; shown where no mail server brings it to them. */
  link?: string | undefined;
  errors: FieldError[];
}

/** Who may sign in, who is invited, and which tokens work. */
export function PeoplePage(props: PeoplePageProps) {
  const { people, invitations, tokens, done, refused, link, errors } = props;
  return (
    <ConsolePage title="People" done={done} refused={refused}>
      {link !== undefined && (
        <p>
          Give this link to the invited person alone: <code class="secret">{link}</code>
        </p>
      )}
      <Table
        caption="Staff"
        head={['Name', 'E-mail', 'Role', 'Last signed in', 'Change']}
        rows={people.map((person) => [
          person.name,
          person.email,
          person.status === 'active' ? person.role : person.status,
          person.lastSignedInAt ? <LondonTime moment={person.lastSignedInAt} /> : 'never',
          <PersonForms {...person} />,
        ])}
      />
      <InvitationForm entered={props.entered} errors={errors} />
      <Table
        caption="Invitations that wait"
        head={['E-mail', 'Role', 'Ends']}
        rows={invitations.map((row) => [row.email, row.role, <LondonTime moment={row.expiresAt} />])}
      />
      <Table
        caption="Tokens"
        head={['Acts as', 'Role', 'Last used', 'Change']}
        rows={tokens.map((token) => [
          token.person,
          token.role,
          token.lastUsedAt ? <LondonTime moment={token.lastUsedAt} /> : 'never',
          token.revokedAt ? (
            'revoked'
          ) : (
            <form method="post" action={`/staff/people/tokens/${token.id}/revoke`}>
              <button type="submit" class="quiet" aria-label={`Revoke a token of ${token.person}`}>
                Revoke
              </button>
            </form>
          ),
        ])}
      />
    </ConsolePage>
  );
}

/** Nobody changes their own account here. */
function PersonForms({ id, name, role, status }: PeoplePageProps['people'][number]) {
  if (useFrame().person === name) return <>You</>;
  if (status !== 'active') return <>Invite them again</>;
  return (
    <>
      <form method="post" action={`/staff/people/${id}/role`}>
        <RoleChoice label={`Role of ${name}`} id={`role-${id}`} chosen={role} unseen />
        <button type="submit" class="quiet" aria-label={`Change the role of ${name}`}>
          Change
        </button>
      </form>
      <form method="post" action={`/staff/people/${id}/deactivate`}>
        <button type="submit" class="quiet" aria-label={`Deactivate ${name}`}>
          Deactivate
        </button>
      </form>
    </>
  );
}

function InvitationForm({ entered, errors }: Pick<PeoplePageProps, 'entered' | 'errors'>) {
  return (
    <form method="post" action="/staff/people/invitations">
      <h2>Invite somebody</h2>
      {errors.length > 0 && <ErrorSummary errors={errors} />}
      <TextField
        name="email"
        label="E-mail address"
        hint="Of somebody who is on the list: they set up their password and authenticator anew."
        type="email"
        autocomplete="off"
        value={entered.email}
        errors={errors}
      />
      <TextField
        name="name"
        label="Name, if you can vouch for it"
        hint="Needed where a token acts as this person already. Left out, they give it themselves."
        autocomplete="off"
        value={entered.name}
        errors={errors}
      />
      <RoleChoice label="Role" id="role" chosen="auditor" />
      <button type="submit">Invite</button>
    </form>
  );
}

function RoleChoice(props: { label: string; id: string; chosen: Role; unseen?: boolean }) {
  return (
    <div class="field">
      <label for={props.id} class={props.unseen ? 'unseen' : undefined}>
        {props.label}
      </label>
      <select id={props.id} name="role">
        {roles.map((role) => (
          <option value={role} selected={role === props.chosen}>
            {role}
          </option>
        ))}
      </select>
    </div>
  );
}
