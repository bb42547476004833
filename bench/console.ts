import { DonationCounts } from '../src/giving/donations/donation-counts.js';
import { GivenHours } from '../src/giving/donations/given-hours.service.js';
import { Snapshots } from '../src/ledger/snapshots.js';
import { Tokens } from '../src/platform/access/tokens.js';
import { ReceivedDays } from '../src/treasury/remittances/received-days.js';
import type { Benchmark, Setting } from './support/benchmark.js';
import { amountPence, loadDonations } from './support/load-donations.js';
import { openProduct } from './support/product.js';
import { median, rounded } from './support/rounds.js';

const sizes = [1e4, 1e6];
const smallSizes = [1e2, 1e3];
const warmUpReads = 10;
const hardest = `amount=${amountPence / 100}&status=lost`;

/** What staff open all day, and the searches that find nothing: they look the longest. */
const pages = (gift: string): Record<string, string> => ({
  today: '/staff',
  donations: '/staff/donations',
  byAmount: `/staff/donations?amount=${amountPence / 100}`,
  byNoAmount: '/staff/donations?amount=77.77',
  byState: '/staff/donations?status=lost',
  byAmountAndState: `/staff/donations?${hardest}`,
  byChannel: '/staff/donations?channel=bank',
  byNumber: '/staff/donations?find=ch_none',
  donation: `/staff/donations/${gift}`,
  breaks: '/staff/breaks',
  remittances: '/staff/remittances',
});

async function measure(setting: Setting): Promise<Record<string, number>> {
  const { rounds, small, database } = setting;
  const app = await openProduct(database);
  setting.onStop(() => app.close());
  await app.getHttpAdapter().getInstance().ready();
  const authorization = `Bearer ${await app.get(Tokens).create({ person: 'Bench', role: 'admin' })}`;
  const medianMs: Record<string, number[]> = {};
  for (const size of small ? smallSizes : sizes) {
    await loadDonations(database, size);
    // As the background half does every second.
    await app.get(Snapshots).cut();
    await app.get(DonationCounts).cut();
    await app.get(GivenHours).count();
    await app.get(ReceivedDays).count();
    const [gift] = await database.asOwner<{ id: string }>('select id from giving.donation limit 1');
    console.log(`${size.toLocaleString('en-GB')} donations`);
    for (const [name, url] of Object.entries(pages(gift?.id ?? ''))) {
      const tookMs: number[] = [];
      for (let read = 0; read < warmUpReads + rounds; read++) {
        const startedAt = performance.now();
        const { statusCode } = await app.inject({ url, headers: { authorization } });
        if (![200, 404].includes(statusCode)) throw new Error(`${url} answered ${statusCode}`);
        if (read >= warmUpReads) tookMs.push(performance.now() - startedAt);
      }
      (medianMs[name] ??= []).push(median(tookMs));
      console.log(`  ${name.padEnd(16)} ${median(tookMs).toFixed(2)} ms, median of ${rounds}`);
    }
  }
  const ratios = Object.entries(medianMs).map(([name, [few = NaN, many = NaN]]) => [
    name,
    rounded(many / few),
  ]);
  return Object.fromEntries(ratios) as Record<string, number>;
}

export const consolePages: Benchmark = {
  name: 'console',
  about: 'the pages of the staff console at 10⁴ and 10⁶ donations, and the ratio of each',
  clients: 'one, in the process of the product, which reads again and again',
  rounds: 40,
  seconds: 1,
  run: measure,
};
