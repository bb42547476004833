const list = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/));

/** Asks to stop wherever it stands. STPO and its like are slips of the thumb. */
export const STOP_WORDS = list('stop stopall stpo sotp stopp unsubscribe unsub optout стоп Стоп СТОП');

/** Asks to stop when it comes first or stands alone; in a sentence it is everyday English. */
export const SOFT_STOP_WORDS = list('end quit cancel remove');

export const HELP_WORDS = list('help info');

/** Changes nothing about an amount, so may follow it even without a pound sign. */
export const COURTESY_WORDS = list(`please pls plz thanks thank you thankyou thx tnx ta cheers diolch yn fawr
  many very much so kind regards best wishes love god bless`);

/** Names the pound after the number. */
export const UNIT_WORDS = list('pound pounds quid gbp sterling £');

/** Takes a gift back, makes it depend on something, or makes it recur: a text with one of these is asked about. */
export const BLOCKING_WORDS = list(`no not dont cancel stop wrong mistake sorry ignore refund instead or if
  maybe each per month monthly week weekly daily every help
  nope cannot cant wont isnt arent wasnt didnt doesnt shouldnt mistaken mistakenly accidentally undo oops error
  already refunded cancelled canceled ignored stopall unsubscribe unsub optout quit scam fraud half
  months weeks fortnight fortnightly quarterly yearly annually recurring стоп ні не нет`);

/** Multiplies or rewrites the amount when it comes straight after it: £3 k, £5 twice, £3 euros, £3 O. */
export const SCALE_WORDS =
  list(`b c k l m o p oo ooo bn mn mil am pm st nd rd th hundred thousand grand million
  billion dozen twice double doubled thrice triple pence penny cents dollar dollars euro euros usd eur aud cad lira
  one two three four five six seven eight nine ten twelve fifteen twenty thirty forty fifty fiver tenner`);

/** Between an amount and a scale word: £5 x two, £5 plus five. */
export const JOINING_WORDS = list('x times by and plus a another pound pounds quid gbp');

/** x, xx, xoxo: kisses. */
export function isKiss(word: string): boolean {
  return /^[xo]+$/.test(word) && word.includes('x');
}
