import type { Role } from '../../platform/access/permissions.js';
import type { FieldError } from '../../vocabulary/problem.js';
import { ErrorSummary, TextField } from '../pages/fields.js';
import { Layout } from '../pages/layout.js';
import { QrCode } from './qr-code.js';
import { RecoveryCodes } from './recovery-codes.js';

export interface InvitationPageProps {
  role: Role;
  email: string;
  /** Who it is, where the invitation says so. */
  name: string | null;
  entered: string;
  /** The secret of the new authenticator: in letters, and as the address that it scans. */
  authenticator: { secret: string; uri: string };
  codeRequired: boolean;
  errors: FieldError[];
}

/** Where an invited person sets up how they will sign in. */
export function InvitationPage(props: InvitationPageProps) {
  const { role, email, name, entered, authenticator, codeRequired, errors } = props;
  return (
    <Layout title={errors.length > 0 ? 'Error: join the staff' : 'Join the staff'}>
      <article class="page">
        <h1>Join the staff</h1>
        <p>
          {name === null ? email : `${name}, ${email}`}: you will sign in with this address, as {role}.
        </p>
        {errors.length > 0 && <ErrorSummary errors={errors} />}
        <form method="post">
          {name === null && (
            <TextField
              name="name"
              label="Your name"
              hint="As colleagues and auditors will read it beside what you do."
              autocomplete="name"
              value={entered}
              errors={errors}
            />
          )}
          <TextField
            name="password"
            label="A new password"
            hint="12 characters or more: several words that belong to nothing."
            type="password"
            autocomplete="new-password"
            value={undefined}
            errors={errors}
          />
          <h2>Your authenticator</h2>
          <p>
            Scan this with the authenticator app of your telephone, or type the letters into it.
            {!codeRequired && ' You may leave it out, since an auditor moves no money.'}
          </p>
          <QrCode text={authenticator.uri} title="QR code with the letters below" />
          <p>
            <code class="secret">{authenticator.secret}</code>
          </p>
          <TextField
            name="code"
            label="The code it shows now"
            autocomplete="one-time-code"
            inputmode="numeric"
            value={undefined}
            errors={errors}
          />
          <button type="submit">Join</button>
        </form>
      </article>
    </Layout>
  );
}

/** What a new person sees once. */
export function JoinedPage({ name, codes }: { name: string; codes: string[] }) {
  return (
    <Layout title="You have joined the staff">
      <article class="page">
        <h1>Welcome, {name}</h1>
        {codes.length > 0 && <RecoveryCodes codes={codes} />}
        <p>
          <a class="button" href="/staff">
            Go on to the staff pages
          </a>
        </p>
      </article>
    </Layout>
  );
}
