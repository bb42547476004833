import { Layout } from './layout.js';
import { Paragraphs } from './paragraphs.js';

export interface PrivacyPageProps {
  appealTitle: string;
  operatorName: string;
  /** Plain text; a blank line begins a paragraph. */
  text: string;
}

export function PrivacyPage({ appealTitle, operatorName, text }: PrivacyPageProps) {
  return (
    <Layout title={`How we use your information: ${appealTitle}`}>
      <article class="page">
        <p class="kicker">{appealTitle}</p>
        <h1>How we use your information</h1>
        <p class="standfirst">{operatorName} is responsible for it.</p>
        <Paragraphs text={text} />
      </article>
    </Layout>
  );
}
