import { Layout } from './layout.js';
import { useWords } from './words.js';

export interface ErrorPageProps {
  /** The HTTP status. */
  status: number;
  /** Of the problem: its words for donors, if there are any, come before `title` and `detail`. */
  code?: string;
  title: string;
  /** What happened and what to do next, in plain English. */
  detail: string;
  backUrl?: string;
}

export function ErrorPage({ status, code = '', backUrl, ...inEnglish }: ErrorPageProps) {
  const words = useWords().error;
  const known: Record<string, { title: string; detail: string } | undefined> = words.problems;
  const { title, detail } = known[code] ?? inEnglish;
  return (
    <Layout title={title}>
      <article class="page">
        <p class="kicker">{words.kicker(status)}</p>
        <h1>{title}</h1>
        <p class="standfirst">{detail}</p>
        {backUrl ? (
          <p>
            <a class="button" href={backUrl}>
              {words.back}
            </a>
          </p>
        ) : (
          <p>{status >= 500 ? words.later : words.check}</p>
        )}
      </article>
    </Layout>
  );
}
