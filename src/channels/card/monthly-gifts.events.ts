/** The kinds of letter about a monthly gift. What each is about begins with the id of the gift. */
export const monthlyLetters = ['monthly-begun', 'monthly-failing', 'monthly-stopped'] as const;
export type MonthlyLetter = (typeof monthlyLetters)[number];
