import { TextField } from '../pages/fields.js';
import { Layout } from '../pages/layout.js';

export interface SignInPageProps {
  /** Where to go on to. */
  next: string;
  error?: string;
  email?: string;
}

/** By e-mail address, password and code; or, folded away, by token. */
export function SignInPage({ next, error, email }: SignInPageProps) {
  return (
    <Layout title={error ? 'Error: staff sign-in' : 'Staff sign-in'}>
      <article class="page">
        <h1>Staff sign-in</h1>
        {error && (
          <p class="error" role="alert">
            {error}
          </p>
        )}
        <form method="post" action="/staff/sign-in">
          <input type="hidden" name="next" value={next} />
          <TextField
            name="email"
            label="E-mail address"
            type="email"
            autocomplete="username"
            value={email}
            errors={[]}
          />
          <TextField
            name="password"
            label="Password"
            type="password"
            autocomplete="current-password"
            value={undefined}
            errors={[]}
          />
          <TextField
            name="code"
            label="Code"
            hint="The six digits that your authenticator shows, or a recovery code."
            autocomplete="one-time-code"
            value={undefined}
            errors={[]}
          />
          <button type="submit">Sign in</button>
        </form>
        <details class="optional">
          <summary>Sign in with a token</summary>
          <form method="post" action="/staff/sign-in">
            <input type="hidden" name="next" value={next} />
            <TextField
              name="token"
              label="Your token"
              type="password"
              autocomplete="off"
              value={undefined}
              errors={[]}
            />
            <button type="submit">Use the token</button>
          </form>
        </details>
      </article>
    </Layout>
  );
}
