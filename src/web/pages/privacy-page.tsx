import { Layout } from './layout.js';
import { Paragraphs } from './paragraphs.js';
import { useWords } from './words.js';

export interface PrivacyPageProps {
  appealTitle: string;
  operatorName: string;
  partnerName: string;
  helpline: string;
  /** The appeal's own words, in plain text; a blank line begins a paragraph. */
  text: string;
  /** The operator's notice, where there is more of it elsewhere. */
  moreUrl?: string;
}

/** The appeal's own notice first, then what the product does with everybody's data. */
export function PrivacyPage({
  appealTitle,
  operatorName,
  partnerName,
  helpline,
  text,
  moreUrl,
}: PrivacyPageProps) {
  const words = useWords().privacy;
  return (
    <Layout title={`${words.title}: ${appealTitle}`}>
      <article class="page">
        <p class="kicker">{appealTitle}</p>
        <h1>{words.title}</h1>
        <p class="standfirst">{words.responsible(operatorName)}</p>
        <Paragraphs text={text} />
        {words.sections({ operator: operatorName, partner: partnerName, helpline }).map((section) => (
          <>
            <h2>{section.heading}</h2>
            <Paragraphs text={section.text} />
          </>
        ))}
        {moreUrl && (
          <p>
            <a href={moreUrl}>{words.more}</a>
          </p>
        )}
      </article>
    </Layout>
  );
}
