import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { GivenHours } from '../../src/giving/donations/given-hours.service.js';
import { GivenByHour } from '../../src/reports/given-by-hour.js';
import { Clock } from '../../src/vocabulary/clock.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { slug } from '../support/donor.js';
import { give } from './given.js';

let test: TestApp;
const hourMs = 3_600_000;
const ago = (hours: number): Date => new Date(test.app.get(Clock).now().getTime() - hours * hourMs);
const startOf = (moment: Date): Date => new Date(Math.floor(moment.getTime() / hourMs) * hourMs);

beforeAll(async () => {
  test = await startTestApp({ workers: false, sandbox: false });
});
afterAll(() => test.close());

it('says what was given by the hour and by channel, the same before and after it is counted', async () => {
  const figures = test.app.get(GivenByHour);
  await give(test, { name: 'one', givenAt: ago(3), channel: 'text', amountPence: 300 });
  await give(test, { name: 'two', givenAt: ago(3), channel: 'text', amountPence: 500 });
  await give(test, { name: 'three', givenAt: ago(1), amountPence: 2000 });
  await give(test, { name: 'long ago', givenAt: ago(100), amountPence: 1000 });
  await give(test, { name: 'promised', givenAt: ago(1), promised: true });
  const lately = [
    { hour: startOf(ago(3)), channel: 'text', donations: 2, amountPence: 800 },
    { hour: startOf(ago(1)), channel: 'card', donations: 1, amountPence: 2000 },
  ];
  expect(await figures.lately(slug)).toEqual(lately);

  expect(await Promise.all([1, 2, 3].map(() => test.app.get(GivenHours).count()))).toContain(3);
  expect(await figures.lately(slug)).toEqual(lately);

  await give(test, { name: 'after', givenAt: ago(1), amountPence: 700 });
  expect((await figures.lately(slug)).at(-1)).toEqual({ ...lately[1], donations: 2, amountPence: 2700 });
  expect(await figures.byChannel(slug)).toEqual([
    { channel: 'card', donations: 3, amountPence: 3700 },
    { channel: 'text', donations: 2, amountPence: 800 },
  ]);
  expect(figures.hours()).toHaveLength(48);
});

it('counts nothing twice, and nothing for a few', async () => {
  const hours = test.app.get(GivenHours);
  await give(test, { name: 'another', givenAt: ago(2) });
  expect(await hours.count(500)).toBe(0);
  // Of this one and of the last of the test above: a row for each hour and channel.
  expect(await hours.count()).toBe(2);
  expect(await hours.count()).toBe(0);
});
