import { Charity, type CharityNumber } from './charity.js';
import { DonateForm, type CardOffer, type DonateFormProps, type EnteredDonation } from './donate-form.js';
import { ErrorSummary } from './fields.js';
import { Layout } from './layout.js';
import { LiveTotal, type AppealTotal } from './live-total.js';
import { MatchNote, type MatchOffer } from './match-note.js';
import { Paragraphs } from './paragraphs.js';
import { TextInstructions, type TextOffer } from './text-instructions.js';
import type { FieldError } from '../../vocabulary/problem.js';
import { useWords } from './words.js';

export type AppealStatus = 'draft' | 'open' | 'stopped' | 'closed';

export interface AppealPageProps {
  appeal: {
    slug: string;
    version: number;
    title: string;
    /** Plain text; a blank line begins a paragraph. */
    story: string;
    partnerName: string;
    charityNumbers: CharityNumber[];
    operatorName: string;
    purpose: string;
    /** After a surplus notice: the purpose is another than the appeal's first. */
    isSurplus: boolean;
    surplusStatement: string;
    /** The minimum age and the bill payer's permission, in the appeal's words. */
    permissionNote: string;
    helpline: { phone: string; email?: string };
    termsUrl: string;
    /** The charity's own, of giving by text. */
    textTermsUrl: string;
    privacyUrl: string;
    card?: CardOffer;
    text?: TextOffer;
    status: AppealStatus;
  };
  total: AppealTotal;
  /** What sponsors add just now. */
  matches?: MatchOffer[];
  /** Single use: it goes back with the form. */
  formToken: string;
  challenge?: DonateFormProps['challenge'];
  entered?: EnteredDonation;
  errors?: FieldError[];
}

type Appeal = AppealPageProps['appeal'];

/** An appeal as its donors meet it: the story, the total, and the ways to give. */
export function AppealPage({
  appeal,
  total,
  matches = [],
  formToken,
  challenge,
  entered = {},
  errors = [],
}: AppealPageProps) {
  const { slug, title, operatorName, partnerName, card, text } = appeal;
  const { appeal: words, finalStatement } = useWords();
  return (
    <Layout
      title={errors.length > 0 ? words.error(title) : title}
      description={appeal.purpose}
      script="/assets/live-total.js"
    >
      <article class="appeal">
        {errors.length > 0 && <ErrorSummary errors={errors} />}
        <header class="headline">
          <p class="kicker">{words.kicker(operatorName)}</p>
          <h1>{title}</h1>
          {appeal.isSurplus && <p class="notice">{words.surplusNow(partnerName)}</p>}
          <p class="standfirst">{appeal.purpose}</p>
        </header>
        <div class="give">
          <LiveTotal slug={slug} total={total} />
          <MatchNote matches={matches} />
          {appeal.status === 'open' ? (
            <>
              {card && (
                <DonateForm
                  slug={slug}
                  version={appeal.version}
                  card={card}
                  operatorName={operatorName}
                  partnerName={partnerName}
                  formToken={formToken}
                  challenge={challenge}
                  entered={entered}
                  errors={errors}
                />
              )}
              {card && (
                <p>
                  <a href={`/appeals/${slug}/pledge`}>{words.promiseLater}</a>
                </p>
              )}
              {text && (
                <TextInstructions
                  text={text}
                  permissionNote={appeal.permissionNote}
                  termsUrl={appeal.textTermsUrl}
                />
              )}
            </>
          ) : (
            <p class="notice">
              {words.notOpen[appeal.status](partnerName)}
              {appeal.status === 'closed' && (
                <>
                  {' '}
                  <a href={`/appeals/${slug}/statement`}>{finalStatement.see}</a>
                </>
              )}
            </p>
          )}
        </div>
        <section class="story" aria-labelledby="story-heading">
          <h2 id="story-heading">{words.why}</h2>
          <Paragraphs text={appeal.story} />
          <p class="promise">{words.promise(partnerName, operatorName)}</p>
        </section>
        <SmallPrint appeal={appeal} />
      </article>
    </Layout>
  );
}

function SmallPrint({ appeal }: { appeal: Appeal }) {
  const { helpline, operatorName } = appeal;
  const words = useWords().appeal;
  return (
    <section class="small-print" aria-labelledby="about-heading">
      <h2 id="about-heading">{words.about}</h2>
      <p>{appeal.surplusStatement}</p>
      <p>
        {words.runBy(operatorName)}
        <Charity {...appeal} />.
      </p>
      <p>
        {words.questions} <a href={`tel:${helpline.phone.replaceAll(' ', '')}`}>{helpline.phone}</a>
        {helpline.email && (
          <>
            {' '}
            {words.orWrite} <a href={`mailto:${helpline.email}`}>{helpline.email}</a>
          </>
        )}
        .
      </p>
      <ul class="links">
        <li>
          <a href={appeal.termsUrl}>{words.terms}</a>
        </li>
        <li>
          <a href={appeal.privacyUrl}>{words.privacy}</a>
        </li>
      </ul>
    </section>
  );
}
