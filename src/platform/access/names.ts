/** Names that no person has: of whoever is not signed in, and of who works on the machine itself. */
export const nobody = 'nobody';
export const commandLine = 'command line';

/** The name as it is kept: without spaces that nobody sees. */
export const tidyName = (name: string): string => name.normalize('NFC').replace(/\s+/gu, ' ').trim();

/** Two names that people read as one are one person, since makers and checkers are told apart by name. */
export const nameKey = (name: string): string => tidyName(name.normalize('NFKC')).toLowerCase();

/** Control and format characters, and letters that nobody sees: two people would be spelt alike. */
const unseen = /[\p{C}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** What is wrong with a name that was given for a person; `undefined` when nothing is. */
export function nameFault(name: string): string | undefined {
  const tidy = tidyName(name);
  const taken = [nobody, commandLine].includes(nameKey(name));
  return tidy === '' || tidy.length > 100 || unseen.test(tidy) || taken
    ? 'must be the name of a person'
    : undefined;
}
