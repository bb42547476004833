import { plainToInstance } from 'class-transformer';
import { NewDonationDto } from '../channels/card/card.dto.js';
import { consentChannels, organisations } from '../giving/donors/donors.dto.js';
import type { Language } from '../vocabulary/language.js';
import type { FieldError } from '../vocabulary/problem.js';
import { consentField } from './consent-field.js';
import { amountIn, type CardLimits, faultOf, faultsIn } from './form-faults.js';
import type { Messages } from './messages/en.js';

const consents = organisations.flatMap((organisation) =>
  consentChannels.map((channel) => ({ organisation, channel })),
);

const fieldNames = [
  ...(['interval', 'amount', 'otherAmount', 'firstName', 'lastName', 'email', 'phone'] as const),
  ...(['taxpayer', 'scope', 'title', 'house', 'address', 'postcode', 'overseas'] as const),
  ...consents.map(consentField),
  ...(['inMemoryOf', 'message', 'formToken', 'challengeAnswer'] as const),
  /** The wording that the donor saw. */
  'version' as const,
];

/** The donate form as the browser sent it: text, and not to be trusted. */
export type DonateForm = Record<(typeof fieldNames)[number], string>;

/** Takes the fields that we know; whatever isn't text counts as empty. */
export function readForm(body: unknown): DonateForm {
  const given = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const field = (name: string): string => (typeof given[name] === 'string' ? given[name].trim() : '');
  return Object.fromEntries(fieldNames.map((name) => [name, field(name)])) as DonateForm;
}

/** What was typed as the amount, to be shown again. */
export function enteredAmount({ amount, otherAmount }: DonateForm): string {
  return amount === 'other' || amount === '' ? otherAmount : amount;
}

/** The request that the form asks for, or what the donor should look at again. Never a guess at an amount. */
export async function requestFrom(
  form: DonateForm,
  locale: Language,
  limits: CardLimits,
  { faults }: Messages,
): Promise<{ request: NewDonationDto } | { errors: FieldError[] }> {
  const { amount, otherAmount, interval, firstName, lastName, email, phone, inMemoryOf, message } = form;
  if (otherAmount !== '' && amount !== '' && amount !== 'other' && amount !== otherAmount)
    return { errors: [{ field: 'otherAmount', message: faults.twoAmounts }] };
  const amountRead = amountIn(enteredAmount(form), limits, faults);
  const ticked = consents.filter((consent) => form[consentField(consent)] === 'yes');
  const request = plainToInstance(NewDonationDto, {
    // Something that is checked, and can't be given, where no amount could be read.
    amountPence: 'fault' in amountRead ? 1 : amountRead.amountPence,
    ...(interval && { interval }),
    donor: filled({ firstName, lastName, email, phone }),
    ...(form.taxpayer === 'yes' && { giftAid: giftAidIn(form) }),
    ...(ticked.length > 0 && { consents: ticked }),
    ...filled({ inMemoryOf, message }),
    locale,
  });
  const wrong = await faultsIn(request, (leaf) => faultOf(leaf, request, faults));
  const errors = [
    ...('fault' in amountRead ? [{ field: 'otherAmount', message: amountRead.fault }] : []),
    ...wrong,
  ];
  return errors.length === 0 ? { request } : { errors };
}

/** A declaration as the form words it; the name is the one above. */
export function giftAidIn(form: Omit<GiftAidForm, 'taxpayer'>) {
  const { firstName, lastName, scope, title, house, address, postcode, overseas } = form;
  return {
    taxpayer: true,
    ...filled({ scope, firstName, lastName, title, house, address, postcode }),
    ...(overseas === 'yes' && { overseas: true }),
  };
}

type GiftAidForm = Pick<
  DonateForm,
  'firstName' | 'lastName' | 'taxpayer' | 'scope' | 'title' | 'house' | 'address' | 'postcode' | 'overseas'
>;

function filled(fields: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));
}
