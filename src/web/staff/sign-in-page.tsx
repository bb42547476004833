import { Layout } from '../pages/layout.js';

export interface SignInPageProps {
  error?: string;
}

export function SignInPage({ error }: SignInPageProps) {
  return (
    <Layout title={error ? 'Error: staff sign-in' : 'Staff sign-in'}>
      <article class="page">
        <h1>Staff sign-in</h1>
        <form method="post" action="/staff/sign-in">
          <div class="field">
            <label for="token">Your token</label>
            {error && (
              <p class="error" id="token-error" role="alert">
                {error}
              </p>
            )}
            <input
              id="token"
              name="token"
              type="password"
              autocomplete="current-password"
              required
              aria-invalid={error ? 'true' : undefined}
              aria-describedby={error && 'token-error'}
            />
          </div>
          <button type="submit">Sign in</button>
        </form>
      </article>
    </Layout>
  );
}
