/** The languages of the pages and letters, by their ISO 639 names. English speaks where another is silent. */
export const languages = ['en', 'cy'] as const;
export type Language = (typeof languages)[number];

/** As clients name them: with a country or without. */
export const locales = ['en', 'en-GB', 'cy', 'cy-GB'] as const;
export type Locale = (typeof locales)[number];

export function languageOfLocale(locale: Locale | undefined): Language {
  return locale?.startsWith('cy') ? 'cy' : 'en';
}
