import { formatPounds } from '../../vocabulary/pence.js';
import type { AppealPageProps } from './appeal-page.js';
import { Layout } from './layout.js';
import { useWords } from './words.js';

export interface TermsPageProps {
  appeal: AppealPageProps['appeal'];
  remitWithinDays: number;
}

/** What a donor and the operator may expect of each other, in the appeal's own words where it has some. */
export function TermsPage({ appeal, remitWithinDays }: TermsPageProps) {
  const { title, operatorName, partnerName, purpose, surplusStatement, helpline, card, text } = appeal;
  const words = useWords().terms;
  const instructions = useWords().text;
  const paragraphs = words.paragraphs({
    operator: operatorName,
    partner: partnerName,
    purpose,
    surplus: surplusStatement,
    remitWithinDays,
    helpline: helpline.phone,
  });
  return (
    <Layout title={`${words.title}: ${title}`}>
      <article class="page">
        <p class="kicker">{title}</p>
        <h1>{words.title}</h1>
        {paragraphs.map((paragraph) => (
          <p>{paragraph}</p>
        ))}
        {card && (
          <>
            <h2>{words.card}</h2>
            <p>{words.cardWords(formatPounds(card.minPence), formatPounds(card.maxPence))}</p>
          </>
        )}
        {text && (
          <>
            <h2>{words.text}</h2>
            <p>{text.costNote}</p>
            <p>{appeal.permissionNote}</p>
            <p>
              <a href={appeal.textTermsUrl}>{instructions.terms}</a>
            </p>
          </>
        )}
      </article>
    </Layout>
  );
}
