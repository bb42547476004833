import { Charity, type CharityNumber } from './charity.js';
import { DonateForm, ErrorSummary, type CardOffer, type EnteredDonation } from './donate-form.js';
import { Layout } from './layout.js';
import { LiveTotal, type AppealTotal } from './live-total.js';
import { Paragraphs } from './paragraphs.js';
import { TextInstructions, type TextOffer } from './text-instructions.js';
import type { FieldError } from '../../vocabulary/problem.js';

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
    surplusStatement: string;
    /** The minimum age and the bill payer's permission, in the appeal's words. */
    permissionNote: string;
    helpline: { phone: string; email?: string };
    termsUrl: string;
    privacyUrl: string;
    card?: CardOffer;
    text?: TextOffer;
    status: AppealStatus;
  };
  total: AppealTotal;
  /** Single use: it goes back with the form. */
  formToken: string;
  entered?: EnteredDonation;
  errors?: FieldError[];
}

type Appeal = AppealPageProps['appeal'];

/** An appeal as its donors meet it: the story, the total, and the ways to give. */
export function AppealPage({ appeal, total, formToken, entered = {}, errors = [] }: AppealPageProps) {
  const { slug, title, operatorName, partnerName, card, text } = appeal;
  return (
    <Layout
      title={errors.length > 0 ? `Error: ${title}` : title}
      description={appeal.purpose}
      script="/assets/live-total.js"
    >
      <article class="appeal">
        {errors.length > 0 && <ErrorSummary errors={errors} />}
        <header class="headline">
          <p class="kicker">{operatorName} appeal</p>
          <h1>{title}</h1>
          <p class="standfirst">{appeal.purpose}</p>
        </header>
        <div class="give">
          <LiveTotal slug={slug} total={total} />
          {appeal.status === 'open' ? (
            <>
              {card && (
                <DonateForm
                  slug={slug}
                  version={appeal.version}
                  card={card}
                  formToken={formToken}
                  entered={entered}
                  errors={errors}
                />
              )}
              {text && (
                <TextInstructions
                  text={text}
                  permissionNote={appeal.permissionNote}
                  termsUrl={appeal.termsUrl}
                />
              )}
            </>
          ) : (
            <NotOpen status={appeal.status} partnerName={partnerName} />
          )}
        </div>
        <section class="story" aria-labelledby="story-heading">
          <h2 id="story-heading">Why we are asking</h2>
          <Paragraphs text={appeal.story} />
          <p class="promise">
            Every penny you give goes to {partnerName}. {operatorName} pays the fees.
          </p>
        </section>
        <SmallPrint appeal={appeal} />
      </article>
    </Layout>
  );
}

function NotOpen({ status, partnerName }: { status: Exclude<AppealStatus, 'open'>; partnerName: string }) {
  const words = {
    draft: 'This appeal isn’t open yet. Please come back soon.',
    stopped: 'This appeal has stopped taking donations. Thank you to everyone who gave.',
    closed: `This appeal is closed. Every penny raised has been passed on to ${partnerName}. Thank you.`,
  };
  return <p class="notice">{words[status]}</p>;
}

function SmallPrint({ appeal }: { appeal: Appeal }) {
  const { helpline, operatorName } = appeal;
  return (
    <section class="small-print" aria-labelledby="about-heading">
      <h2 id="about-heading">About this appeal</h2>
      <p>{appeal.surplusStatement}</p>
      <p>
        Run by {operatorName} for <Charity {...appeal} />.
      </p>
      <p>
        Questions about your donation? Call{' '}
        <a href={`tel:${helpline.phone.replaceAll(' ', '')}`}>{helpline.phone}</a>
        {helpline.email && (
          <>
            {' '}
            or write to <a href={`mailto:${helpline.email}`}>{helpline.email}</a>
          </>
        )}
        .
      </p>
      <ul class="links">
        <li>
          <a href={appeal.termsUrl}>Terms and conditions</a>
        </li>
        <li>
          <a href={appeal.privacyUrl}>How we use your information</a>
        </li>
      </ul>
    </section>
  );
}
