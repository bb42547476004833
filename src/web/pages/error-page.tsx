import { Layout } from './layout.js';

export interface ErrorPageProps {
  /** The HTTP status. */
  status: number;
  title: string;
  /** What happened and what to do next, in plain English. */
  detail: string;
  backUrl?: string;
}

export function ErrorPage({ status, title, detail, backUrl }: ErrorPageProps) {
  return (
    <Layout title={title}>
      <article class="page">
        <p class="kicker">Error {status}</p>
        <h1>{title}</h1>
        <p class="standfirst">{detail}</p>
        {backUrl ? (
          <p>
            <a class="button" href={backUrl}>
              Go back
            </a>
          </p>
        ) : (
          <p>
            {status >= 500 ? 'Please try again in a few minutes.' : 'Please check the address of this page.'}
          </p>
        )}
      </article>
    </Layout>
  );
}
