import { decimalPounds, type Pence } from '../../vocabulary/pence.js';
import { postcode } from '../../vocabulary/postcode.js';

/** A donor, as their declaration has them. */
export interface ScheduleDonor {
  title?: string;
  firstName: string;
  lastName: string;
  /** For an address outside the United Kingdom the whole address. */
  house: string;
  /** Absent outside the United Kingdom. */
  postcode?: string;
}

/** One line of HMRC's schedule: columns C to G, J and K of its spreadsheet, as they are shown. */
export interface ScheduleLine {
  title: string;
  firstName: string;
  lastName: string;
  house: string;
  /** X outside the United Kingdom. */
  postcode: string;
  /** YYYY-MM-DD */
  givenOn: string;
  /** Pounds with two decimals. */
  amount: string;
}

const longestName = 35;
const longestHouse = 40;
const titleShape = /^[A-Za-z][A-Za-z'-]{1,3}$/;

/**
 * The line of a gift, or the reason why there can't be one. Rules of HMRC's own spreadsheet check
 * (github.com/hmrc/charities-claims-validation): it drops what is not Latin-1 without a word, so a name that
 * would lose a letter is refused here; a first name is one word, and a double-barrelled last name has a space.
 */
export function scheduleLine(
  donor: ScheduleDonor,
  givenOn: string,
  amountPence: Pence,
): ScheduleLine | { reason: string } {
  const [firstName = '', lastName, house] = [
    donor.firstName.trim().split(/\s+/)[0],
    donor.lastName.replaceAll('-', ' ').trim(),
    donor.house.trim(),
  ];
  for (const [what, value, longest] of [
    ['first name', firstName, longestName],
    ['last name', lastName, longestName],
    ['house', house, longestHouse],
  ] as const) {
    if (!isTaken(value)) return { reason: `HMRC’s schedule can’t hold every letter of the ${what}.` };
    if (value === '' || value.length > longest) return { reason: `The ${what} is empty or too long.` };
  }
  const code = donor.postcode === undefined ? 'X' : postcode(donor.postcode);
  if (code === undefined) return { reason: 'The postcode is none that HMRC takes.' };
  const title = donor.title ?? '';
  return {
    title: titleShape.test(title) ? title : '',
    firstName,
    lastName,
    house,
    postcode: code,
    givenOn,
    amount: decimalPounds(amountPence),
  };
}

/** What HMRC's check would leave as it is. */
function isTaken(text: string): boolean {
  return /^[\x20-\x7e\xa1-\xff]*$/.test(text);
}
