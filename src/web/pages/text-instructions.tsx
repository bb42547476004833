import { formatPounds, type Pence } from '../../vocabulary/pence.js';
import { useWords } from './words.js';

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
  const words = useWords().text;
  return (
    <section class="panel text-giving" aria-labelledby="text-heading">
      <h2 id="text-heading">{words.heading}</h2>
      <p>{words.to(text.shortcode)}</p>
      <ul class="keywords">
        {text.options.map((option) => (
          <li>
            {formatPounds(option.amountPence)} {words.word} <strong>{option.text}</strong>
          </li>
        ))}
      </ul>
      <p>{text.costNote}</p>
      <p>{permissionNote}</p>
      <p>
        <a href={termsUrl}>{words.terms}</a>
      </p>
    </section>
  );
}
