// GSM 03.38: one septet each, and those behind an escape, two septets each.
const basic =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡' +
  'ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const extended = '^{}\\[~]|€\f';

/** How a text travels: its encoding, and how many messages it takes. */
export function smsSize(body: string): { encoding: 'gsm' | 'unicode'; parts: number } {
  const septets = [...body].map((character) =>
    basic.includes(character) ? 1 : extended.includes(character) ? 2 : NaN,
  );
  const length = septets.reduce((sum, width) => sum + width, 0);
  return Number.isNaN(length)
    ? { encoding: 'unicode', parts: body.length <= 70 ? 1 : Math.ceil(body.length / 67) }
    : { encoding: 'gsm', parts: length <= 160 ? 1 : Math.ceil(length / 153) };
}
