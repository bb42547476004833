import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Retention } from '../../src/channels/text/retention.js';
import { BooksCheck } from '../../src/reports/check.js';
import { stopClock } from '../support/clock.js';
import { eventually } from '../support/eventually.js';
import { postMessage } from '../support/gateway.js';
import { type Call, startTextStory, type TextStory } from '../support/play-gateway.js';

describe('the numbers of donors', () => {
  let story: TextStory;
  beforeAll(async () => {
    story = await startTextStory();
  });
  afterAll(() => story.close());

  const sealed = async () => {
    const [row] = await story.test.database.dataSource.query<{ numbers: number; bodies: number }[]>(
      `select (select count(*) from text.message where phone is not null)::integer as numbers,
         (select count(*) from messaging.inbox where body <> '')::integer as bodies`,
    );
    return row;
  };

  it('are erased once their appeal has kept them long enough; books and opt-outs are not', async () => {
    const [donor, quiet, late] = [story.number(), story.number(), story.number()];
    await story.appeal('brief', 'BRIEF', [3], { shortcode: '70170', retentionDays: 30 });
    await story.send(donor, 'SUN£3');
    await story.report(story.gateway.charges(donor)[0] as Call, 'DELIVERED');
    await story.send(quiet, 'STOP');
    await story.send(late, 'BRIEF£3', { DESTINATION: '70170' });
    await story.report(story.gateway.charges(late)[0] as Call, 'DELIVERED');
    const retention = story.test.app.get(Retention);
    expect(await retention.round()).toBe(0);
    story.later(31 * 24 * 60);
    expect(await retention.round()).toBe(1);
    expect(await sealed()).toMatchObject({ numbers: 2 });
    story.later(181 * 24 * 60);
    expect(await retention.round()).toBe(2);
    expect(await sealed()).toEqual({ numbers: 0, bodies: 0 });
    story.later(0);
    expect(await story.gifts(donor)).toEqual([expect.objectContaining({ status: 'confirmed' })]);
    expect((await story.test.app.get(BooksCheck).run()).breaks).toEqual([]);
    await story.send(quiet, 'who are you');
    expect(story.gateway.texts(quiet)).toEqual([]);
  });

  it('raise an alarm when one block of a thousand sends unusually many texts', async () => {
    stopClock(story.test);
    const block = Array.from({ length: 110 }, (_, index) => String(447_700_900_800 + index));
    await Promise.all(
      block.map((MONUMBER) => postMessage(story.test, { GUID: randomUUID(), MONUMBER, BODY: 'SUN£5' })),
    );
    const found = await eventually('the alarm', async () => (await story.breaks('unusual_text_rate'))[0]);
    expect(found.reference).toMatch(/^prefix \+447700900 /);
  });
});
