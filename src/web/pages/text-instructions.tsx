import { formatPounds, type Pence } from '../../vocabulary/pence.js';

export interface TextOffer {
  shortcode: string;
  /** `text` is what the donor types, as the appeal words it: SUN£3. */
  options: { keyword: string; amountPence: Pence; text: string }[];
  costNote: string;
}

export interface TextInstructionsProps {
  text: TextOffer;
  /** The minimum age and the bill payer's permission, as the appeal words them. */
  permissionNote: string;
  termsUrl: string;
}

/** How to give by text. The conditions stand beside the keywords, and the style sheet sets their size. */
export function TextInstructions({ text, permissionNote, termsUrl }: TextInstructionsProps) {
  return (
    <section class="panel text-giving" aria-labelledby="text-heading">
      <h2 id="text-heading">Give by text</h2>
      <p>Text to {text.shortcode} from UK mobiles:</p>
      <ul class="keywords">
        {text.options.map((option) => (
          <li>
            {formatPounds(option.amountPence)} text <strong>{option.text}</strong>
          </li>
        ))}
      </ul>
      <p>{text.costNote}</p>
      <p>{permissionNote}</p>
      <p>
        <a href={termsUrl}>Terms of giving by text</a>
      </p>
    </section>
  );
}
