import { decimalPounds, formatPounds, type Pence } from '../../vocabulary/pence.js';
import type { FieldError } from '../../vocabulary/problem.js';
import type { DonateForm as Entered } from '../donate-form.js';
import type { Challenge } from '../challenge.js';
import { ConsentFields } from './consent-fields.js';
import { Choice, FieldMessage, messageOf, NameFields, Optional, TextArea, TextField } from './fields.js';
import { GiftAidFields } from './gift-aid-fields.js';
import { useWords } from './words.js';

export interface CardOffer {
  minPence: Pence;
  maxPence: Pence;
  suggestedPence: Pence[];
  /** Whether a gift can be given every month. */
  monthly: boolean;
}

/** What a donor sent that wasn't accepted. `amount` is in pounds, as chosen or as typed. */
export type EnteredDonation = Partial<Entered>;

export interface DonateFormProps {
  slug: string;
  /** The wording that the donor sees here; it goes back with the form. */
  version: number;
  card: CardOffer;
  operatorName: string;
  partnerName: string;
  formToken: string;
  /** What the browser is asked to do while cards are being tried out. */
  challenge?: Pick<Challenge, 'script' | 'difficulty'> | undefined;
  entered: EnteredDonation;
  errors: FieldError[];
}

/** The card form, with the error of each field beside it. */
export function DonateForm(props: DonateFormProps) {
  const { slug, version, card, partnerName, formToken, challenge, entered, errors } = props;
  const words = useWords().form;
  const isOpen = (...names: (keyof Entered)[]): boolean =>
    names.some((name) => entered[name] || messageOf(name, errors) !== undefined);
  return (
    <section class="panel" aria-labelledby="card-heading">
      <h2 id="card-heading">{words.heading}</h2>
      <form
        method="post"
        action={`/appeals/${slug}/donate`}
        data-difficulty={challenge?.difficulty}
        novalidate
      >
        <input type="hidden" name="formToken" value={formToken} />
        {challenge && (
          <>
            <input type="hidden" name="challengeAnswer" value="" />
            <script type="module" src={challenge.script} />
            <noscript>
              <p class="notice">{words.challenge}</p>
            </noscript>
          </>
        )}
        <input type="hidden" name="version" value={version} />
        {card.monthly && <IntervalFields interval={entered.interval} errors={errors} />}
        <AmountFields card={card} amount={entered.amount} errors={errors} />
        <NameFields first={words.firstName} last={words.lastName} entered={entered} errors={errors} />
        <TextField
          name="email"
          label={words.email}
          hint={words.emailHint}
          value={entered.email}
          inputmode="email"
          autocomplete="email"
          errors={errors}
        />
        <Optional
          summary={words.giftAid.summary}
          open={isOpen('taxpayer', 'title', 'house', 'address', 'postcode', 'overseas') || isOpen('scope')}
        >
          <p>{words.giftAid.why(partnerName)}</p>
          <GiftAidFields partnerName={partnerName} entered={entered} errors={errors} />
        </Optional>
        <ConsentFields {...props} />
        <Optional summary={words.note.summary} open={isOpen('inMemoryOf', 'message')}>
          <TextField
            name="inMemoryOf"
            label={words.note.inMemoryOf}
            value={entered.inMemoryOf}
            autocomplete="off"
            errors={errors}
          />
          <TextArea
            name="message"
            label={words.note.message(partnerName)}
            hint={words.note.hint}
            value={entered.message}
            errors={errors}
          />
        </Optional>
        <button type="submit">{words.send}</button>
        <p class="hint">{words.hint}</p>
      </form>
    </section>
  );
}

function IntervalFields({ interval, errors }: { interval: string | undefined; errors: FieldError[] }) {
  const words = useWords().form;
  return (
    <fieldset aria-describedby={messageOf('interval', errors) && 'interval-error'}>
      <legend>{words.interval}</legend>
      <FieldMessage field="interval" errors={errors} />
      <div class="amounts">
        <Choice type="radio" id="interval" name="interval" value="once" checked={interval !== 'month'}>
          {words.once}
        </Choice>
        <Choice type="radio" name="interval" value="month" checked={interval === 'month'}>
          {words.month}
        </Choice>
      </div>
    </fieldset>
  );
}

interface AmountFieldsProps {
  card: CardOffer;
  amount: string | undefined;
  errors: FieldError[];
}

function AmountFields({ card, amount, errors }: AmountFieldsProps) {
  const words = useWords().form;
  const suggested = card.suggestedPence.map((pence) => ({
    value: decimalPounds(pence).replace('.00', ''),
    label: formatPounds(pence),
  }));
  const typed = amount !== undefined && !suggested.some(({ value }) => value === amount);
  const choices = [...suggested, { value: 'other', label: words.other }];
  return (
    <fieldset>
      <legend>{words.amount}</legend>
      <div class="amounts">
        {choices.map(({ value, label }, index) => (
          <Choice
            type="radio"
            name="amount"
            value={value}
            id={index === 0 ? 'amount' : undefined}
            checked={value === 'other' ? typed : value === amount}
          >
            {label}
          </Choice>
        ))}
      </div>
      <TextField
        name="otherAmount"
        label={words.otherAmount(formatPounds(card.minPence), formatPounds(card.maxPence))}
        value={typed ? amount : undefined}
        inputmode="decimal"
        autocomplete="off"
        errors={errors}
      />
    </fieldset>
  );
}
