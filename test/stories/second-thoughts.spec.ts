import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { InboxWorker } from '../../src/platform/messaging/inbox-worker.js';
import { Inbox } from '../../src/platform/messaging/inbox.js';
import { Workers } from '../../src/platform/messaging/workers.js';
import { settled } from '../support/donor.js';
import { postMessage } from '../support/gateway.js';
import { startTextStory, type TextStory } from '../support/play-gateway.js';

describe('a charge whose call has not gone out', () => {
  let story: TextStory;
  beforeAll(async () => {
    story = await startTextStory({ workers: false });
  });
  afterAll(() => story.close());

  /** Works on a text at once, while no call leaves the house yet. */
  const send = async (number: string, body: string) => {
    await postMessage(story.test, { GUID: randomUUID(), MONUMBER: number, BODY: body });
    const handler = story.test.app
      .get(Inbox, { strict: false })
      .registered()
      .find(({ source }) => source === 'fonix.message');
    if (!handler) throw new Error('nobody works on texts');
    await story.test.app.get(InboxWorker, { strict: false }).turn(handler);
  };

  it('is dropped by STOP, NO or CANCEL, and never made', async () => {
    const answers = ['STOP', 'No', 'cancel', 'who is this'];
    const numbers = answers.map(() => story.number());
    for (const [index, number] of numbers.entries()) {
      await send(number, 'SUN£10');
      await send(number, answers[index] ?? '');
    }
    story.test.app.get(Workers).start();
    await settled(story.test);
    const kept = numbers.at(-1) ?? '';
    expect(story.gateway.charges().map(({ form }) => form['NUMBERS'])).toEqual([`voda-uk.${kept}`]);
    const gifts = await Promise.all(numbers.map((number) => story.gifts(number)));
    expect(gifts.map(([gift]) => gift?.status)).toEqual(['expired', 'expired', 'expired', 'pending']);
    // NO is told so; STOP and CANCEL get silence.
    expect(numbers.map((number) => story.gateway.texts(number).length)).toEqual([0, 1, 0, 1]);
  });
});
