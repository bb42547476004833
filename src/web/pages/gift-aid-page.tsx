import type { FieldError } from '../../vocabulary/problem.js';
import { formatPounds, type Pence } from '../../vocabulary/pence.js';
import { ErrorSummary, NameFields } from './fields.js';
import { type GiftAidEntered, GiftAidFields } from './gift-aid-fields.js';
import { Layout } from './layout.js';
import { useWords } from './words.js';

export interface GiftAidPageProps {
  appealTitle: string;
  partnerName: string;
  amountPence: Pence;
  /** The page's own address, to which its forms go. */
  url: string;
  /** `open`: can be added · `declared`: was · `cancelled`: was, and was taken back · `nothing`: no money was taken. */
  state: 'open' | 'declared' | 'cancelled' | 'nothing';
  /** What was declared, word for word. */
  declared?: { intent: string; taxpayer: string };
  entered?: GiftAidEntered & { firstName?: string; lastName?: string };
  errors?: FieldError[];
}

/** Behind the link of a text, and of a receipt: where a donor adds Gift Aid to a gift, or takes it back. */
export function GiftAidPage(props: GiftAidPageProps) {
  const { appealTitle, partnerName, state, errors = [] } = props;
  const { giftAid: words, appeal } = useWords();
  const amount = formatPounds(props.amountPence);
  const title = words.title(appealTitle);
  return (
    <Layout title={errors.length > 0 ? appeal.error(title) : title}>
      <article class="page">
        {errors.length > 0 && <ErrorSummary errors={errors} />}
        <p class="kicker">{appealTitle}</p>
        <h1>{state === 'declared' ? words.doneTitle : words.heading}</h1>
        {state === 'nothing' && <p class="standfirst">{words.nothing}</p>}
        {state === 'declared' && <Declared {...props} amount={amount} />}
        {state === 'cancelled' && <p class="standfirst">{words.cancelled}</p>}
        {(state === 'open' || state === 'cancelled') && (
          <>
            <p class="standfirst">{words.gift(amount, partnerName)}</p>
            <GiftAidForm {...props} />
          </>
        )}
      </article>
    </Layout>
  );
}

function GiftAidForm({ url, partnerName, entered = {}, errors = [] }: GiftAidPageProps) {
  const words = useWords().giftAid;
  return (
    <form method="post" action={url} novalidate>
      <NameFields first={words.firstName} last={words.lastName} entered={entered} errors={errors} />
      <GiftAidFields partnerName={partnerName} entered={entered} errors={errors} />
      <button type="submit">{words.send}</button>
    </form>
  );
}

function Declared({ url, partnerName, amount, declared }: GiftAidPageProps & { amount: string }) {
  const words = useWords().giftAid;
  return (
    <>
      <p class="standfirst">{words.done(amount, partnerName)}</p>
      {declared && (
        <>
          <p>{words.declared}</p>
          <blockquote>
            {declared.intent} {declared.taxpayer}
          </blockquote>
        </>
      )}
      <form method="post" action={`${url}/cancel`}>
        <p>{words.cancelHint}</p>
        <button class="quiet" type="submit">
          {words.cancel}
        </button>
      </form>
    </>
  );
}
