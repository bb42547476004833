import { useContext } from 'preact/hooks';
import { currentWording, declarationWords, type Scope } from '../../giving/gift-aid/declaration-wordings.js';
import type { FieldError } from '../../vocabulary/problem.js';
import { Choice, FieldMessage, messageOf, TextField } from './fields.js';
import { ReadingContext, useWords } from './words.js';

export interface GiftAidEntered {
  taxpayer?: string;
  scope?: string;
  title?: string;
  house?: string;
  address?: string;
  postcode?: string;
  overseas?: string;
}

export interface GiftAidFieldsProps {
  partnerName: string;
  entered: GiftAidEntered;
  errors: FieldError[];
}

/** The address and the declaration, in HMRC's wording, beside the name that is asked for elsewhere. */
export function GiftAidFields({ partnerName, entered, errors }: GiftAidFieldsProps) {
  const words = useWords().form.giftAid;
  return (
    <>
      <fieldset>
        <legend>{words.address}</legend>
        <TextField
          name="title"
          label={words.title}
          value={entered.title}
          autocomplete="honorific-prefix"
          errors={errors}
        />
        <TextField
          name="house"
          label={words.house}
          value={entered.house}
          autocomplete="address-line1"
          errors={errors}
        />
        <TextField
          name="address"
          label={words.street}
          value={entered.address}
          autocomplete="address-line2"
          errors={errors}
        />
        <TextField
          name="postcode"
          label={words.postcode}
          value={entered.postcode}
          autocomplete="postal-code"
          errors={errors}
        />
        <Choice type="checkbox" name="overseas" value="yes" checked={entered.overseas === 'yes'}>
          {words.overseas}
        </Choice>
      </fieldset>
      <fieldset aria-describedby={messageOf('scope', errors) && 'scope-error'}>
        <legend>{words.scope}</legend>
        <FieldMessage field="scope" errors={errors} />
        <Choice
          type="radio"
          id="scope"
          name="scope"
          value="this_gift"
          checked={entered.scope !== 'all_gifts'}
        >
          {words.thisGift}
        </Choice>
        <Choice type="radio" name="scope" value="all_gifts" checked={entered.scope === 'all_gifts'}>
          {words.allGifts}
        </Choice>
      </fieldset>
      <fieldset class="declaration" aria-describedby={messageOf('taxpayer', errors) && 'taxpayer-error'}>
        <legend>{words.declare}</legend>
        <FieldMessage field="taxpayer" errors={errors} />
        <Choice
          type="checkbox"
          id="taxpayer"
          name="taxpayer"
          value="yes"
          checked={entered.taxpayer === 'yes'}
        >
          <Wording scope="this_gift" partnerName={partnerName} label={words.thisGift} />
          <Wording scope="all_gifts" partnerName={partnerName} label={words.allGifts} />
        </Choice>
        <p class="hint">{words.notes(partnerName)}</p>
      </fieldset>
    </>
  );
}

/** Both wordings stand there: without a script nothing can be hidden by what was chosen. */
function Wording({ scope, partnerName, label }: { scope: Scope; partnerName: string; label: string }) {
  const { language } = useContext(ReadingContext);
  const { intent, taxpayer } = declarationWords(currentWording(scope, language), partnerName);
  return (
    <span class={`wording ${scope}`}>
      <span class="unseen">{label}: </span>
      {intent} {taxpayer}
    </span>
  );
}
