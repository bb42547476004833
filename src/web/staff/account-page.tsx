import type { FieldError } from '../../vocabulary/problem.js';
import { ErrorSummary, TextField } from '../pages/fields.js';
import { ConsolePage } from './frame.js';
import { RecoveryCodes } from './recovery-codes.js';

export interface AccountPageProps {
  /** Whether they came with a token, which has no password. */
  byToken: boolean;
  done?: string | undefined;
  errors: FieldError[];
  /** New ones, shown this once. */
  codes: string[];
}

/** What people do with their own account. */
export function AccountPage({ byToken, done, errors, codes }: AccountPageProps) {
  if (byToken) {
    return (
      <ConsolePage title="Your account">
        <p>
          You came with a token, which has no password. Ask an administrator for an invitation, to sign in
          with your own password and authenticator.
        </p>
      </ConsolePage>
    );
  }
  return (
    <ConsolePage
      title="Your account"
      done={done}
      refused={errors.length > 0 ? 'Nothing was changed.' : undefined}
    >
      {errors.length > 0 && <ErrorSummary errors={errors} />}
      {codes.length > 0 && <RecoveryCodes codes={codes} />}
      <form method="post" action="/staff/account/password">
        <h2>Another password</h2>
        <TextField
          name="current"
          label="Your password now"
          type="password"
          autocomplete="current-password"
          value={undefined}
          errors={errors}
        />
        <TextField
          name="wanted"
          label="The new password"
          hint="12 characters or more. Wherever else you are signed in, you are signed out."
          type="password"
          autocomplete="new-password"
          value={undefined}
          errors={errors}
        />
        <button type="submit">Change the password</button>
      </form>
      <form method="post" action="/staff/account/recovery-codes">
        <h2>New recovery codes</h2>
        <TextField
          name="proof"
          label="Your password"
          hint="Ten new codes take the place of those that you have."
          type="password"
          autocomplete="current-password"
          value={undefined}
          errors={errors}
        />
        <button type="submit">Make new codes</button>
      </form>
      <p>A lost telephone, another address or name: ask an administrator to invite you again.</p>
    </ConsolePage>
  );
}
