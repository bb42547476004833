import { Donations } from '../../src/giving/donations/donations.service.js';
import type { Purpose } from '../../src/ledger/accounts.js';
import { Ledger } from '../../src/ledger/ledger.js';
import { cardCharged } from '../../src/ledger/postings-card.js';
import { textCharged } from '../../src/ledger/postings-text.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import { derivedId } from '../../src/vocabulary/ids.js';
import { pence } from '../../src/vocabulary/pence.js';
import type { TestApp } from '../support/app.js';

export interface Gift {
  /** Tells one gift from another. */
  name: string;
  channel?: 'card' | 'text';
  amountPence?: number;
  feePence?: number;
  givenAt?: Date;
  appeal?: string;
  purpose?: Purpose;
  /** Not charged: it stays pending. */
  promised?: boolean;
}

/** Gives and, unless it is only promised, charges and posts it as a channel would. Resolves with its id. */
export async function give({ app }: TestApp, gift: Gift): Promise<string> {
  const { name, channel = 'card', givenAt = new Date('2022-03-02T10:00:00Z') } = gift;
  const { appeal = 'sun-ukraine-fund', promised = false, purpose = 'restricted' } = gift;
  const amountPence = pence(gift.amountPence ?? 1000);
  const id = derivedId('test', name);
  const donations = app.get(Donations);
  const given = { appeal, purpose, amountPence } as const;
  await app.get(Transactions).run(async (tx) => {
    await donations.start(tx, [{ id, ...given, appealVersion: 1, channel, collection: 'held', givenAt }]);
    if (promised) return;
    const charge = { book: appeal, donationId: id, purpose, direct: false } as const;
    await app.get(Ledger).post(tx, [
      channel === 'card'
        ? cardCharged({
            ...charge,
            balanceTransactionId: `txn_${name}`,
            createdAt: givenAt,
            grossPence: amountPence,
            feePence: pence(gift.feePence ?? 35),
          })
        : textCharged({
            ...charge,
            gateway: 'fonix',
            chargeId: id,
            reportedAt: givenAt,
            grossPence: amountPence,
          }),
    ]);
    const [donation] = await donations.lock(tx, [id]);
    if (donation) await donations.confirm(tx, [{ donation, chargedPence: amountPence, at: givenAt }]);
  });
  return id;
}
