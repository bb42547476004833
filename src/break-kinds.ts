import type { BreakKinds } from './platform/breaks/break-kinds.js';

const explained = 'They explained it, and nothing is to be changed';
const byHand = 'It was put right by hand, as the note says';
const givenBack = 'It was given back to the donor';
const pursued = 'They were asked, and will pay or correct it';

/** Every kind of break, what it means, and what people may have done about one. A test holds the table complete. */
export const breakKinds: BreakKinds = {
  // a donation
  charged_after_all: {
    means: 'A donation that had failed or expired was charged after all.',
    actions: { accepted: 'The donor knows, or was told nothing else', given_back: givenBack },
  },
  charged_another_amount: {
    means: 'Stripe charged another amount than the donor asked for.',
    actions: { accepted: 'It is what the donor meant', given_back: givenBack },
  },
  paid_twice: {
    means: 'One donation was paid for twice.',
    actions: { given_back: givenBack, accepted: 'The donor meant to give twice' },
  },
  subscribed_twice: {
    means: 'One monthly gift was begun twice.',
    actions: { given_back: givenBack, nothing_paid: 'The second was not paid' },
  },
  payment_page_refused: {
    means: 'Stripe refused for good to make a payment page for a donation.',
    actions: { accepted: 'It was put right, and donors can pay again' },
  },
  refunded_again: {
    means: 'A refund that had failed was made again at Stripe.',
    actions: {
      accepted: 'It was not paid by bank as well',
      asked_back: 'The donor has it twice and was asked',
    },
  },
  refund_failed: {
    means: 'A refund could not be made, and the donor is still owed it. It goes when that is decided.',
    actions: { paid_otherwise: 'The donor has it in another way' },
  },
  refund_differs: {
    means: 'A gateway gave back another amount than it was asked to.',
    actions: { paid_by_bank: 'What is missing was paid by bank', explained },
  },
  given_back_twice: {
    means: 'More was given back than the donor had given.',
    actions: { asked_back: 'The donor was asked for it', accepted: 'The operator bears it' },
  },
  early_fraud_warning: {
    means: 'The card’s bank says that a payment may be fraud.',
    actions: { given_back: givenBack, accepted: 'It looks right' },
  },
  dispute_to_answer: {
    means: 'A donor’s bank asks about a payment, or has taken it back, and waits for our answer.',
    actions: { answered: 'Our answer is with Stripe', accepted: 'We let it go, and do not answer' },
  },

  // cards and Stripe
  card_testing: {
    means: 'Stolen cards are being tried on our pages.',
    actions: { watched: 'It was watched until it was over', limited: 'More was shut out, as the note says' },
  },
  payout_does_not_tie: {
    means: 'The items of a payout don’t come to its amount.',
    actions: { explained, corrected: byHand },
  },
  stripe_balance_differs: {
    means: 'Stripe’s balance is not what the books say.',
    actions: { corrected: byHand, explained },
  },
  other_currency: {
    means: 'Stripe moved money in another currency; nothing was posted.',
    actions: { corrected: byHand, not_ours: 'It belongs to no appeal' },
  },

  // texts and gateways
  unreadable_text: {
    means: 'A message of a gateway lacks its number, its text or its id.',
    actions: { explained, answered: 'The donor was answered by hand' },
  },
  unusual_text_rate: {
    means: 'Far more texts came than usual.',
    actions: { on_air: 'The appeal was on air', stopped: 'They were forged, and shut out' },
  },
  report_without_charge: {
    means: 'A report names no charge that we made, or can’t be read.',
    actions: { explained, pursued },
  },
  contradicting_reports: {
    means: 'A gateway reported two different ends of one charge; the first stands.',
    actions: { first_is_right: 'Its statement agrees with the first', pursued, explained },
  },
  statement_row_missing: {
    means: 'A gateway’s statement lacks a charge that it had reported.',
    actions: { pursued, explained },
  },
  statement_row_extra: {
    means: 'A gateway’s statement has a row that we never asked for.',
    actions: { pursued, explained },
  },
  statement_row_differs: {
    means: 'A row of a gateway’s statement is not what we have.',
    actions: { pursued, explained },
  },

  // the bank
  bank_line_unmatched: {
    means:
      'A line of the bank’s statement that nobody has explained. It goes when the line is matched or explained.',
    actions: { left: 'It is known, and stays unidentified for now' },
  },
  bank_line_differs: {
    means: 'A line of the bank’s statement came again with another amount; the first stands.',
    actions: { explained, corrected: byHand },
  },
  bank_statement_missing: {
    means: 'A statement of the bank doesn’t begin with what the one before ended with. It goes when it does.',
    actions: { explained, corrected: byHand },
  },
  bank_balance_differs: {
    means: 'The bank’s closing balance is not what the books say. It goes when a later one is.',
    actions: { explained, corrected: byHand },
  },
  payment_overdue: {
    means: 'What the bank was to show by now is not on its statement. It goes when the bank shows it.',
    actions: { pursued, written_off: 'It will never come' },
  },
  gateway_paid_short: {
    means: 'A gateway paid less than its statement says. It goes when the rest comes.',
    actions: { pursued, written_off: 'It will never come' },
  },
  gateway_paid_too_much: {
    means: 'A gateway paid more than its statement says.',
    actions: { explained, paid_back: 'It was paid back' },
  },

  // an appeal
  surplus_trigger_reached: {
    means: 'The appeal’s own rule says that its money may be surplus.',
    actions: { noticed: 'The charity gave notice', none: 'The charity can use it for the purpose' },
  },
  booked_after_closing: {
    means: 'Something happened to the money of an appeal that was closed.',
    actions: { settled: 'It was settled, and every account is at zero again' },
  },

  // ourselves
  same_identity_other_content: {
    means: 'What is in the books was reported again with other amounts; the books stand.',
    actions: { explained, corrected: byHand },
  },
  message_not_processed: {
    means: 'A message that came in can’t be worked on.',
    actions: { worked_on: 'It has been worked on', not_needed: 'Nothing follows from it' },
  },
  books_do_not_agree: {
    means: 'The nightly check found books that can’t be right.',
    actions: { corrected: byHand, explained },
  },
};
