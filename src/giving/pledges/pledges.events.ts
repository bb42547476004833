/** The kind of letter that reminds of a pledge: about its id and the day of the reminder, with a space between. */
export const pledgeReminder = 'pledge-reminder';
