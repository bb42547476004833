import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { type EarlierGift, judge } from '../../src/channels/text/gift-rules.js';
import type { TextChannel } from '../../src/giving/appeals/appeal-definition.js';
import { londonDate } from '../../src/vocabulary/clock.js';
import { pence } from '../../src/vocabulary/pence.js';

const text = { options: [] } as unknown as TextChannel;
const minuteMs = 60_000;
const noon = new Date('2026-03-10T12:00:00Z');
const gift = (amountPence: number, at = noon) => ({
  shortcode: '70141',
  keyword: 'SUN',
  amountPence: pence(amountPence),
  operator: 'voda-uk',
  at,
});
const earlier = (amountPence: number, at: Date, countsPence = amountPence): EarlierGift => ({
  ...gift(amountPence, at),
  donationId: '',
  countsAt: at,
  countsPence: pence(countsPence),
});
const before = (minutes: number) => new Date(noon.getTime() - minutes * minuteMs);

describe('the judgement of a gift', () => {
  it('asks about the same text within a minute, either side, and no longer', () => {
    expect(judge(gift(300), text, [earlier(300, before(1))])).toEqual({ ask: true });
    expect(judge(gift(300), text, [earlier(300, before(-1))])).toEqual({ ask: true });
    expect(judge(gift(300), text, [earlier(300, before(1.01))])).toEqual({ charges: [300] });
    expect(judge(gift(300), text, [earlier(300, before(0.5), 0)])).toEqual({ charges: [300] });
  });

  it('counts by London’s days and months, in summer too', () => {
    const afterMidnight = new Date('2026-06-30T23:10:00Z');
    const dayBefore = earlier(4_000, new Date('2026-06-30T22:50:00Z'));
    expect(judge(gift(300, afterMidnight), text, [dayBefore])).toEqual({ charges: [300] });
    const sameDay = earlier(4_000, new Date('2026-06-30T23:05:00Z'));
    expect(judge(gift(300, afterMidnight), text, [sameDay])).toEqual({ limit: '£40 a day' });
  });

  it('counts what was held by the day on which a YES released it', () => {
    const afterMidnight = new Date('2026-06-30T23:10:00Z');
    const held = earlier(4_000, new Date('2026-06-30T22:55:00Z'));
    const released = { ...held, countsAt: new Date('2026-06-30T23:03:00Z') };
    expect(judge(gift(300, afterMidnight), text, [held])).toEqual({ charges: [300] });
    expect(judge(gift(300, afterMidnight), text, [released])).toEqual({ limit: '£40 a day' });
  });

  it('lets £240 a month through, whatever a day may take', () => {
    const days = Array.from({ length: 6 }, (_, index) =>
      earlier(4_000, new Date(Date.UTC(2026, 2, index + 1, 12))),
    );
    expect(judge(gift(100), text, days)).toEqual({ limit: '£240 a month' });
    expect(judge(gift(100), text, days.slice(1))).toEqual({ charges: [100] });
    expect(judge(gift(100, new Date('2026-04-01T12:00:00Z')), text, days)).toEqual({ charges: [100] });
  });

  it('never charges more than £40 at once, and splits by what the network takes', () => {
    expect(judge(gift(4_100), { ...text, dailyCapPence: 9_000 }, [])).toEqual({ limit: '£40 at once' });
    const networks = [{ operator: 'voda-uk', mostPerChargePence: 1_000 }];
    expect(judge(gift(2_500), { ...text, networks }, [])).toEqual({ charges: [1_000, 1_000, 500] });
  });

  it('keeps any sequence of gifts within the caps of the day and the month', () => {
    const gifts = fc.array(
      fc.record({ pounds: fc.integer({ min: 1, max: 40 }), minute: fc.nat(60 * 24 * 40) }),
      {
        maxLength: 120,
      },
    );
    fc.assert(
      fc.property(gifts, fc.integer({ min: 5, max: 240 }), (wishes, capPounds) => {
        const given: EarlierGift[] = [];
        const start = Date.UTC(2026, 2, 1);
        for (const { pounds, minute } of wishes.toSorted((one, other) => one.minute - other.minute)) {
          const at = new Date(start + minute * minuteMs);
          const verdict = judge(gift(pounds * 100, at), { ...text, dailyCapPence: capPounds * 100 }, given);
          if (!('charges' in verdict)) continue;
          expect(verdict.charges.reduce((sum, charge) => sum + charge, 0)).toBe(pounds * 100);
          given.push(earlier(pounds * 100, at));
        }
        const sums = new Map<string, number>();
        for (const { at, countsPence } of given) {
          const day = londonDate(at);
          for (const period of [day, day.slice(0, 7)])
            sums.set(period, (sums.get(period) ?? 0) + countsPence);
        }
        for (const [period, sum] of sums)
          expect(sum).toBeLessThanOrEqual(period.length === 7 ? 24_000 : capPounds * 100);
      }),
    );
  });
});
