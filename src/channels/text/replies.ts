import type { AppealDefinition } from '../../giving/appeals/appeal-definition.js';
import { formatPounds, type Pence, pence } from '../../vocabulary/pence.js';

/** The text that carries the charge: the one text to a gift. */
export function thanksWords(appeal: AppealDefinition, amountPence: Pence): string {
  return (
    `Thank you! Your ${formatPounds(amountPence)} donation goes to the ${appeal.partner.name}, every penny of it. ` +
    `Help: ${appeal.helpline.phone}`
  );
}

/** The free answer to a text that was not charged: the exact texts that are. */
export function refusalWords(appeal: AppealDefinition): string {
  const options = appeal.text?.options ?? [];
  const texts = options.map((option) => `${option.text} to give ${formatPounds(pence(option.amountPence))}`);
  return `Sorry, we could not read your text, so you were not charged. Please text ${texts.join(', or ')}.`;
}

/** The free answer to HELP. */
export function helpWords(appeal: AppealDefinition): string {
  const texts = (appeal.text?.options ?? []).map((option) => option.text).join(', ');
  return `${appeal.partner.name} appeal: to give, text ${texts}. Help: ${appeal.helpline.phone}`;
}

/** The free answer while the appeal takes no donations. */
export function notOpenWords(appeal: AppealDefinition): string {
  return `This appeal is not taking donations now, so you were not charged. Help: ${appeal.helpline.phone}`;
}
