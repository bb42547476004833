import { useContext } from 'preact/hooks';
import { consentWordings, currentConsentWording } from '../../giving/donors/consent-wordings.js';
import { consentChannels, organisations } from '../../giving/donors/donors.dto.js';
import type { FieldError } from '../../vocabulary/problem.js';
import { consentField } from '../consent-field.js';
import type { DonateForm } from '../donate-form.js';
import { Choice, FieldMessage, messageOf, Optional, TextField } from './fields.js';
import { ReadingContext, useWords } from './words.js';

export interface ConsentFieldsProps {
  operatorName: string;
  partnerName: string;
  entered: Partial<DonateForm>;
  errors: FieldError[];
}

/** A box for each organisation and each way to reach the donor. Nobody ticks one but the donor. */
export function ConsentFields({ operatorName, partnerName, entered, errors }: ConsentFieldsProps) {
  const words = useWords().form.touch;
  const { language } = useContext(ReadingContext);
  const wording = consentWordings[currentConsentWording(language)];
  const boxes = organisations.flatMap((organisation) =>
    consentChannels.map((channel) => consentField({ organisation, channel })),
  );
  const open = boxes.some((name) => entered[name]) || entered.phone || messageOf('phone', errors);
  return (
    <Optional summary={words.summary} open={Boolean(open) || messageOf('consents', errors) !== undefined}>
      <p>{words.why}</p>
      <FieldMessage field="consents" errors={errors} />
      {organisations.map((organisation, index) => (
        <fieldset>
          <legend>
            {wording.ask.replace('{organisation}', organisation === 'operator' ? operatorName : partnerName)}
          </legend>
          {consentChannels.map((channel) => {
            const name = consentField({ organisation, channel });
            const id = index === 0 && channel === 'email' ? 'consents' : undefined;
            return (
              <Choice type="checkbox" id={id} name={name} value="yes" checked={entered[name] === 'yes'}>
                {wording[channel]}
              </Choice>
            );
          })}
        </fieldset>
      ))}
      <TextField
        name="phone"
        label={words.phone}
        value={entered.phone}
        inputmode="tel"
        autocomplete="tel"
        errors={errors}
      />
    </Optional>
  );
}
