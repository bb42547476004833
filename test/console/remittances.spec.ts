import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Treasurer, turnClock } from '../remittances/treasurer.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { AtConsole } from './console.js';

let test: TestApp;
let fiona: AtConsole;
let boss: AtConsole;
let auditor: AtConsole;

beforeAll(async () => {
  test = await startTestApp({ workers: false, sandbox: false });
  turnClock(test, '2022-03-20');
  [fiona, boss, auditor] = [
    await AtConsole.of(test, 'finance', 'Fiona Figures'),
    await AtConsole.of(test, 'approver', 'Bo Seal'),
    await AtConsole.of(test, 'auditor', 'Audrey Trail'),
  ];
  const treasurer = await Treasurer.of(test);
  await treasurer.banked({ name: 'one', amountPence: 5000, givenAt: new Date('2022-03-02T10:00:00Z') });
  await treasurer.banked({ name: 'two', amountPence: 3000, givenAt: new Date('2022-03-05T10:00:00Z') });
});
afterAll(() => test.close());

const draftOf = ({ html }: { html: string }): string =>
  /action="(\/staff\/remittances\/[^/"]+)\//.exec(html)?.[1] ?? '';

it('says what may be sent, and refuses more in plain English with what was typed still there', async () => {
  const page = await fiona.read('/staff/remittances');
  expect(page.text).toContain('£80.00 may be sent now');
  expect(page.text).toContain('30 March 2022');
  const refused = await fiona.send('/staff/remittances', { purpose: 'restricted', amount: '80.01' });
  expect(refused.status).toBe(409);
  expect(refused.html).toContain('value="80.01"');
  expect((await fiona.send('/staff/remittances', { purpose: 'restricted', amount: '1.5' })).status).toBe(400);
  expect((await auditor.read('/staff/remittances')).html).not.toContain('Prepare a draft');
  expect((await auditor.send('/staff/remittances', { purpose: 'restricted' })).status).toBe(403);
});

it('takes a round from its draft to the charity’s word by two people, and back when the bank returns it', async () => {
  const draft = await fiona.send('/staff/remittances', { purpose: 'restricted', amount: '60' });
  expect(draft.text).toContain('The draft waits for another person.');
  expect(draft.text).toContain('Another person must approve it.');
  const path = draftOf(draft);
  expect((await fiona.send(`${path}/approve`)).status).toBe(403);
  const approved = await boss.send(`${path}/approve`);
  expect(approved.text).toContain('Approved by Bo Seal');
  expect(approved.text).toContain('£50.00');
  expect((await boss.send(`${path}/approve`)).status).toBe(409);

  const sending = { bankReference: 'FP 77', sentOn: '2022-03-19' };
  expect((await fiona.send(`${path}/sent`, { ...sending, bankReference: '' })).status).toBe(400);
  expect((await fiona.send(`${path}/sent`, sending)).text).toContain('It is noted as sent.');
  expect((await fiona.send(`${path}/cancel`)).status).toBe(409);
  expect((await fiona.send(`${path}/acknowledged`)).text).toContain('noted by Fiona Figures');
  const back = await fiona.send(`${path}/returned`, { bankReference: 'RT 1', returnedOn: '2022-03-20' });
  expect(back.text).toContain('a later remittance can carry it');
  expect((await fiona.read('/staff/remittances')).text).toContain('£80.00 may be sent now');
});

it('asks why it is late only where it is, and cancels a draft', async () => {
  turnClock(test, '2022-04-01');
  // The session of the day before is over.
  fiona = await AtConsole.of(test, 'finance', 'Flora Figures');
  expect((await fiona.read('/staff/remittances')).text).toContain('overdue');
  const refused = await fiona.send('/staff/remittances', { purpose: 'restricted' });
  expect(refused.text).toContain('It is late, and nobody said why');
  const draft = await fiona.send('/staff/remittances', {
    purpose: 'restricted',
    lateReason: 'The bank was shut',
  });
  expect(draft.text).toContain('The bank was shut');
  expect((await fiona.send(`${draftOf(draft)}/cancel`)).text).toContain('It is cancelled.');
  expect((await fiona.read('/staff/remittances/none')).status).toBe(404);
});
