/** What one phone does: the texts of a step are sent at once, and the next step waits for their answers. */
type Script = readonly (readonly string[])[];

/** A kind of phone: how many of twenty are of it, what its network does, and what is texted from it. */
interface Kind {
  name: string;
  ofTwenty: number;
  network: Record<string, unknown>;
  script: Script;
}

const allAtOnce: Script = [['SUN£3', 'SUN£5', 'SUN£10', 'HELP', 'Good luck to you all']];

/** Five texts a phone, on average. */
const kinds: Kind[] = [
  { name: 'plain', ofTwenty: 8, network: {}, script: allAtOnce },
  {
    name: 'taps twice and means it',
    ofTwenty: 3,
    network: {},
    script: [['SUN£5', 'SUN£5'], ['YES'], ['SUN£3', 'SUN 4']],
  },
  {
    name: 'taps twice and does not mean it',
    ofTwenty: 2,
    network: {},
    script: [['SUN£10', 'SUN£10'], ['NO'], ['SUN£3', 'SUN£5']],
  },
  {
    name: 'gives all that a day allows',
    ofTwenty: 1,
    network: {},
    script: [['SUN£10'], ['SUN£10'], ['YES'], ['SUN£10'], ['YES'], ['SUN£10'], ['YES'], ['SUN£3']],
  },
  { name: 'gives and says STOP', ofTwenty: 1, network: {}, script: [['SUN£3'], ['STOP']] },
  { name: 'barred', ofTwenty: 2, network: { barred: true }, script: allAtOnce },
  { name: 'split', ofTwenty: 2, network: { largestPartPence: 500 }, script: allAtOnce },
  {
    name: 'split, and a part fails',
    ofTwenty: 1,
    network: { largestPartPence: 500, lastPartFails: true },
    script: allAtOnce,
  },
];
const twenty = kinds.flatMap((kind) => Array<Kind>(kind.ofTwenty).fill(kind));

/** One phone of a crowd. */
export class CrowdPhone {
  readonly number: string;
  readonly script: Script;
  readonly network: Record<string, unknown>;

  constructor(index: number) {
    this.number = String(447_700_900_000 + index);
    ({ script: this.script, network: this.network } = twenty[index % twenty.length] as Kind);
  }

  get texts(): string[] {
    return this.script.flat();
  }

  /** What the network charges by the rules, in pence. */
  get chargedPence(): number {
    return letThrough(this.texts).reduce((sum, amount) => sum + this.takenOf(amount), 0);
  }

  /** What the network takes of a charge that it is asked for. */
  private takenOf(amountPence: number): number {
    const { barred, largestPartPence, lastPartFails } = this.network;
    if (barred) return 0;
    const part = Number(largestPartPence ?? Infinity);
    return lastPartFails && amountPence > part ? part : amountPence;
  }
}

/** Every text has one answer, but for STOP, which is obeyed in silence. */
export function wantsAnswer(text: string): boolean {
  return text !== 'STOP';
}

const offered = new Map([
  ['SUN£3', 300],
  ['SUN£5', 500],
  ['SUN£10', 1000],
]);
const dailyCapPence = 4_000;

/**
 * The rules before charging, told again in the plainest way, for one phone whose texts all come within a minute:
 * the same text again is held until YES or NO, and a day's charges don't exceed the cap.
 */
export function letThrough(texts: readonly string[]): number[] {
  const charged: number[] = [];
  const seen = new Set<string>();
  let held: number | undefined;
  for (const text of texts) {
    const amountPence = text === 'YES' ? held : offered.get(text);
    if (text === 'YES' || text === 'NO' || text === 'STOP') held = undefined;
    if (amountPence === undefined) continue;
    const given = charged.reduce((sum, each) => sum + each, 0);
    if (given + (held ?? 0) + amountPence > dailyCapPence) continue;
    if (text !== 'YES' && seen.has(text)) held = amountPence;
    else charged.push(amountPence);
    seen.add(text);
  }
  return charged;
}
