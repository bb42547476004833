import { Layout } from './layout.js';

export interface AppealsPageProps {
  appeals: { slug: string; title: string }[];
}

/** Where a visitor of the bare address chooses, when there is more than one appeal. */
export function AppealsPage({ appeals }: AppealsPageProps) {
  return (
    <Layout title="Appeals">
      <article class="page">
        <h1>Appeals</h1>
        {appeals.length === 0 && <p>There is no appeal at the moment.</p>}
        <ul>
          {appeals.map(({ slug, title }) => (
            <li key={slug}>
              <a href={`/appeals/${slug}`}>{title}</a>
            </li>
          ))}
        </ul>
      </article>
    </Layout>
  );
}
