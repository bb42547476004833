import { createHash } from 'node:crypto';
import type { Store } from '../store.js';
import { change, oneOf, orNone, type Readers, wholeNumber, yesOrNo } from './settings.js';

/** How the gateway takes our calls: unreachable and failing do nothing; cutting acts and cuts the line. */
export const gatewayModes = ['up', 'unreachable', 'failing', 'cutting'] as const;
export const refundModes = ['done', 'failed', 'pending'] as const;

/** What the whole network does, until it is told otherwise. */
export interface NetworkSettings {
  /** The same seed gives the nth message of a phone the same fate. */
  seed: number;
  /** How long after a call the gateway reports what became of it. */
  reportsAfterMs: number;
  /** Of texts and reports: these come twice. */
  duplicatedPercent: number;
  /** Of texts: later ones overtake them. Of charge reports: they are here before the answer to the call. */
  reorderedPercent: number;
  /** Of charge reports and delivery reports: these never come. */
  lostReportsPercent: number;
  /** STOP goes to the callback for stops, not to the one for messages. */
  stopRoute: boolean;
  refunds: (typeof refundModes)[number];
  gateway: (typeof gatewayModes)[number];
  /** Then it is up again; null: until it is told. */
  gatewayForSeconds: number | null;
}

const usual: NetworkSettings = {
  seed: 1,
  reportsAfterMs: 300,
  duplicatedPercent: 0,
  reorderedPercent: 0,
  lostReportsPercent: 0,
  stopRoute: false,
  refunds: 'done',
  gateway: 'up',
  gatewayForSeconds: null,
};

const percent = wholeNumber(0, 100);
const readers: Readers<NetworkSettings> = {
  seed: wholeNumber(0, 999_999_999),
  reportsAfterMs: wholeNumber(0, 86_400_000),
  duplicatedPercent: percent,
  reorderedPercent: percent,
  lostReportsPercent: percent,
  stopRoute: yesOrNo,
  refunds: oneOf(refundModes),
  gateway: oneOf(gatewayModes),
  gatewayForSeconds: orNone(wholeNumber(1, 86_400)),
};

/** What happens to one message on its way to the product. */
export interface Fate {
  duplicated: boolean;
  reordered: boolean;
  lost: boolean;
}

/** The weather of the network: what goes wrong, how often, and to which message. */
export class Conditions {
  constructor(private readonly store: Store) {}

  get settings(): NetworkSettings {
    return (this.store.table<NetworkSettings>('phone.network')['settings'] ??= { ...usual });
  }

  /** Throws SettingRefused. */
  change(given: unknown): void {
    change(this.settings, readers, given);
    const { gateway, gatewayForSeconds } = this.settings;
    const until = this.store.table<number>('phone.gateway');
    if (gateway !== 'up' && gatewayForSeconds) until['upAt'] = Date.now() + gatewayForSeconds * 1000;
    else delete until['upAt'];
    this.store.changed();
  }

  gatewayNow(): NetworkSettings['gateway'] {
    const upAt = this.store.table<number>('phone.gateway')['upAt'] ?? Infinity;
    return Date.now() < upAt ? this.settings.gateway : 'up';
  }

  /** Drawn for the next message of this kind from or to this phone. */
  nextFate(kind: string, number: string): Fate {
    const counts = this.store.table<number>('phone.fates');
    const count = (counts[`${kind} ${number}`] = (counts[`${kind} ${number}`] ?? 0) + 1);
    const { seed, duplicatedPercent, reorderedPercent, lostReportsPercent } = this.settings;
    const draw = createHash('sha256').update(`${seed} ${kind} ${number} ${count}`).digest();
    const falls = (nth: number, chance: number) => draw.readUInt32BE(nth * 4) % 100 < chance;
    return {
      duplicated: falls(0, duplicatedPercent),
      reordered: falls(1, reorderedPercent),
      lost: kind !== 'message' && kind !== 'stop' && falls(2, lostReportsPercent),
    };
  }
}
