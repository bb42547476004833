/** The letters of GSM 03.38 that take one septet, and those that take two. */
const letters = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ' +
    'ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
const escapedLetters = new Set('\f^{}\\[~]|€');

/** How many messages a text takes on a handset, and how much room: septets, or UTF-16 units beyond GSM 03.38. */
export interface SmsLength {
  messages: number;
  alphabet: 'GSM-7' | 'UCS-2';
  units: number;
}

export function smsLength(text: string): SmsLength {
  let septets = 0;
  for (const letter of text) {
    if (letters.has(letter)) septets += 1;
    else if (escapedLetters.has(letter)) septets += 2;
    else return { messages: messagesOf(text.length, 70, 67), alphabet: 'UCS-2', units: text.length };
  }
  return { messages: messagesOf(septets, 160, 153), alphabet: 'GSM-7', units: septets };
}

/** A text of several messages gives some room of each to the header that joins them. */
function messagesOf(units: number, alone: number, joined: number): number {
  return units <= alone ? 1 : Math.ceil(units / joined);
}
