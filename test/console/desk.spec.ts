import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Treasurer, turnClock } from '../remittances/treasurer.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { slug } from '../support/donor.js';
import { AtConsole } from './console.js';

let test: TestApp;
let fiona: AtConsole;
let ann: AtConsole;
let boss: AtConsole;
const here = `?appeal=${slug}`;

beforeAll(async () => {
  test = await startTestApp({ workers: false, sandbox: false });
  turnClock(test, '2022-03-20');
  [fiona, ann, boss] = [
    await AtConsole.of(test, 'finance', 'Fiona Figures'),
    await AtConsole.of(test, 'admin', 'Ann Chair'),
    await AtConsole.of(test, 'approver', 'Bo Seal'),
  ];
  const treasurer = await Treasurer.of(test);
  await treasurer.banked({ name: 'one', amountPence: 5000, givenAt: new Date('2022-03-02T10:00:00Z') });
});
afterAll(() => test.close());

describe('the settlements page', () => {
  const lines = (csv: string) => fiona.send(`/staff/settlements/bank-lines${here}`, { account: 'bank', csv });

  it('takes the lines of a statement once, and says what they are by two people', async () => {
    const csv = 'date,amountPence,reference,id\n2022-03-10,1200,FROM THE OPERATOR,b1\n';
    expect((await lines(csv)).text).toContain('New lines: 1; matched: 0; waiting for a person: 1.');
    const again = await lines(csv);
    expect(again.text).toContain('New lines: 0');
    const explain = /action="([^"]+\/explain)/.exec(again.html)?.[1] ?? '';
    const said = await fiona.send(`${explain}${here}`, { as: 'operator_top_up', purpose: '', partner: '' });
    expect(said.text).toContain('Fiona Figures says: operator top up');
    const confirm = /action="([^"]+\/confirm)/.exec((await boss.read('/staff/settlements')).html)?.[1] ?? '';
    expect((await fiona.send(`${confirm}${here}`)).status).toBe(403);
    expect((await boss.send(`${confirm}${here}`)).text).toContain('It is done.');
    expect((await fiona.read('/staff/settlements')).html).not.toContain('/explain');
  });

  it('says which line of a statement can’t be read', async () => {
    const refused = await lines('date,amountPence,reference,id\nsoon,1,X,b2\n');
    expect(refused.status).toBe(400);
    expect(refused.text).toContain('must be a date');
    const gateway = await fiona.send(`/staff/settlements/gateway-statements${here}`, {
      csv: 'nothing',
      fee: '',
    });
    expect(gateway.status).toBe(400);
  });
});

describe('the surplus page', () => {
  const notice = { noticeDate: '2022-03-19', held: '10', passedOn: '', newDonationsPurpose: 'surplus' };

  it('re-designates by two people, and refuses more than is held', async () => {
    const prepare = `/staff/surplus/notices${here}`;
    const refused = await fiona.send(prepare, { ...notice, held: '60' });
    expect(refused.status).toBe(409);
    expect(refused.html).toContain('value="60"');
    const prepared = await fiona.send(prepare, notice);
    expect(prepared.text).toContain('Another person must approve it.');
    const approve = /action="(\/staff\/surplus\/notices\/[^/]+)\/cancel/.exec(prepared.html)?.[1] ?? '';
    expect((await ann.send(`${approve}/approve${here}`)).text).toContain('donors read the new wording');
    expect((await fiona.read('/staff/surplus')).text).toContain('−£10.00');
  });

  it('stops the appeal, and does not close it while anything is open', async () => {
    expect((await boss.send(`/staff/surplus/stop${here}`)).status).toBe(403);
    expect((await fiona.send(`/staff/surplus/stop?appeal=none`)).status).toBe(404);
    const stopped = await fiona.send(`/staff/surplus/stop${here}`);
    expect(stopped.text).toContain('the appeal is stopped');
    const refused = await fiona.send(`/staff/surplus/close${here}`);
    expect(refused.status).toBe(400);
    expect(refused.text).toContain('What is still open');
  });
});

describe('the reports page', () => {
  it('counts the rows of a report, leads to its file, and says what is wrong with a period', async () => {
    expect((await fiona.read('/staff/reports?count=donations')).text).toContain('donations: 1 rows.');
    const file = await fiona.read('/staff/reports?file=donations.csv&from=2022-03-01&to=');
    expect(file.leadsTo).toBe(`/api/v1/staff/reports/donations.csv?appeal=${slug}&from=2022-03-01`);
    expect((await fiona.read(file.leadsTo ?? '')).text).toContain('id,appeal,channel,status');
    const wrong = await fiona.read('/staff/reports?file=donations.csv&from=someday');
    expect([wrong.status, wrong.leadsTo]).toEqual([400, null]);
    expect((await fiona.read('/staff/reports?file=../secrets')).leadsTo).toBeNull();
    expect((await boss.read('/staff/reports')).status).toBe(403);
  });
});

describe('the pledges page', () => {
  it('takes down a promise once however often the form is sent', async () => {
    const other = await startTestApp({ workers: false, sandbox: false });
    const desk = await AtConsole.of(other, 'finance', 'Flora Figures');
    const page = await desk.read('/staff/pledges');
    const key = /name="key" value="([^"]+)"/.exec(page.html)?.[1] ?? '';
    const dueOn = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10);
    const form = { key, amount: '25', dueOn, firstName: 'Ida', lastName: 'Merton', email: 'ida@example.org' };
    const send = (fields: Record<string, string>) => desk.send(`/staff/pledges${here}`, fields);
    expect((await send({ ...form, amount: 'a lot' })).status).toBe(400);
    await send(form);
    const taken = await send(form);
    expect(taken.text).toContain('The promise is taken down.');
    expect(taken.text.split('£25.00').length - 1).toBe(1);
    await other.close();
  });
});
