/** The languages of the pages and letters, by their ISO 639 names. English speaks where another is silent. */
export const languages = ['en', 'cy'] as const;
export type Language = (typeof languages)[number];
