import { createHash } from 'node:crypto';

/** What a donor's browser is asked to do while cards are being tried out. Another provider is another class. */
export interface Challenge {
  /** The script of ours that does it, under /assets, and how hard it is. */
  script: string;
  difficulty: number;
  /** Whether `answer` came of doing it for this form. Each form is good for one donation, and so is its answer. */
  isAnswered(formToken: string, answer: string): boolean;
}

export const CHALLENGE = Symbol('CHALLENGE');

/** A number whose hash with the form token begins with so many zero bits: a second for a browser, and no third party. */
export const proofOfWork: Challenge = {
  script: '/assets/proof-of-work.js',
  difficulty: 16,
  isAnswered(formToken, answer) {
    if (!/^\d{1,12}$/.test(answer)) return false;
    const hash = createHash('sha256').update(`${formToken}:${answer}`).digest();
    return hash.readUInt32BE(0) >>> (32 - proofOfWork.difficulty) === 0;
  },
};
