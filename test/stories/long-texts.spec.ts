import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TextJanitor } from '../../src/channels/text/text-janitor.js';
import { settled } from '../support/donor.js';
import { accounts, postVonage, vonageSigned, vonageText } from '../support/gateway-signatures.js';
import { startTextStory, type TextStory } from '../support/play-gateway.js';

describe('a text that comes in parts', () => {
  let story: TextStory;
  beforeAll(async () => {
    story = await startTextStory({ env: accounts });
    await story.appeal('long', 'SUN', [3, 5], { shortcode: '70160', gateway: 'vonage', billing: 'link' });
  });
  afterAll(() => story.close());

  const send = async (number: string, ref: string, total: number, part: number, text: string) => {
    const { status } = await postVonage(
      story.test,
      'message',
      vonageSigned({
        ...vonageText,
        msisdn: number,
        to: '70160',
        messageId: `${ref}-${part}-${text.length}`,
        text,
        concat: 'true',
        'concat-ref': ref,
        'concat-total': String(total),
        'concat-part': String(part),
      }),
    );
    expect(status).toBe(200);
    await settled(story.test);
  };
  const parts = async () => {
    const [row] = await story.test.database.dataSource.query<{ count: number }[]>(
      'select count(*)::integer as count from text.part',
    );
    return row?.count;
  };
  const waits = () => story.test.app.get(TextJanitor).round();

  it('is one text once all have come, in whatever order, and answered once', async () => {
    const number = story.number();
    await send(number, 'a1', 3, 3, ', with love');
    await send(number, 'a1', 3, 1, 'SUN £5 in memory of ');
    expect(await story.read(number)).toEqual([]);
    await send(number, 'a1', 3, 2, 'my grandmother');
    expect(await story.read(number)).toEqual([expect.objectContaining({ kind: 'donate' })]);
    expect(story.gateway.texts(number)).toEqual([expect.stringContaining('To give £5')]);
    expect(await parts()).toBe(0);
  });

  it('is given up after some minutes: answered free, and never a gift, however plain what came was', async () => {
    const number = story.number();
    await send(number, 'b2', 2, 1, 'SUN£3');
    story.later(4);
    await waits();
    expect(await story.read(number)).toEqual([]);
    story.later(6);
    await waits();
    await settled(story.test);
    story.later(0);
    expect(await story.read(number)).toEqual([
      { kind: 'ambiguous', reason: 'Parts of the text are missing.' },
    ]);
    expect(story.gateway.texts(number)).toEqual([expect.stringContaining('you were not charged')]);
    expect(await parts()).toBe(0);
  });

  it('still stops what it asks to stop when a part is missing', async () => {
    const number = story.number();
    await send(number, 'c3', 2, 1, 'STOP texting me');
    story.later(6);
    await waits();
    story.later(0);
    expect(await story.read(number)).toEqual([expect.objectContaining({ kind: 'stop' })]);
  });

  it('is never mixed with another of the same reference', async () => {
    const number = story.number();
    await send(number, 'd4', 2, 1, 'SUN £');
    await send(number, 'd4', 2, 1, 'hello there ');
    await send(number, 'd4', 2, 2, '5');
    expect(await story.read(number)).toEqual([]);
    story.later(6);
    await waits();
    story.later(0);
    expect(await story.read(number)).toEqual([expect.objectContaining({ kind: 'ambiguous' })]);
  });
});
