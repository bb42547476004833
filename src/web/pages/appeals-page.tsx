import { Layout } from './layout.js';
import { useWords } from './words.js';

export interface AppealsPageProps {
  appeals: { slug: string; title: string }[];
}

/** Where a visitor of the bare address chooses, when there is more than one appeal. */
export function AppealsPage({ appeals }: AppealsPageProps) {
  const words = useWords().appeals;
  return (
    <Layout title={words.title}>
      <article class="page">
        <h1>{words.title}</h1>
        {appeals.length === 0 && <p>{words.none}</p>}
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
