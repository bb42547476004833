import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Appeals } from '../../giving/appeals/appeals.service.js';
import type { Purpose } from '../../ledger/accounts.js';
import { Clock, londonDate } from '../../vocabulary/clock.js';
import { formatPounds } from '../../vocabulary/pence.js';
import { MaySendReader, type MaySendOf } from './may-send.js';
import type { MaySendDto, MaySendOfPurposeDto, WhyNotMoreDto } from './may-send.dto.js';

/** What stands between what is held and what may be sent: a sentence for each that is not nothing. */
const reasons: { what: WhyNotMoreDto['what']; sentence: (amount: string) => string }[] = [
  {
    what: 'disputedPence',
    sentence: (amount) => `${amount} is disputed: the donors’ banks have it until that is decided.`,
  },
  {
    what: 'textNotInPence',
    sentence: (amount) => `${amount} was given by text, and the gateway has not paid it yet.`,
  },
  { what: 'withStripePence', sentence: (amount) => `${amount} is with Stripe, for every purpose.` },
  { what: 'inTransitPence', sentence: (amount) => `${amount} is on its way from Stripe to the bank.` },
  {
    what: 'refundsPayablePence',
    sentence: (amount) => `${amount} in the bank is owed to donors whose refunds failed.`,
  },
  { what: 'unidentifiedPence', sentence: (amount) => `${amount} in the bank is explained by nobody yet.` },
  { what: 'approvedOfAllPence', sentence: (amount) => `${amount} in the bank is approved and not yet sent.` },
  {
    what: 'dueFromPartnerPence',
    sentence: (amount) =>
      `${amount} is owed by the charity, for refunds of money that it has; it is set off.`,
  },
];

/** What may be sent now, and why not more, for people. It reads; it never changes anything. */
@Injectable()
export class MaySendNow {
  constructor(
    private readonly dataSource: DataSource,
    private readonly appeals: Appeals,
    private readonly reader: MaySendReader,
    private readonly clock: Clock,
  ) {}

  /** Throws AppealNotFound. */
  async of(slug: string): Promise<MaySendDto> {
    const { definition } = await this.appeals.get(slug);
    const may = await this.reader.of(this.dataSource.manager, definition);
    const today = londonDate(this.clock.now());
    return {
      appeal: slug,
      today,
      remitWithinDays: definition.remitWithinDays,
      purposes: (['restricted', 'surplus'] as const).map((purpose) => shown(purpose, may[purpose], today)),
    };
  }
}

function shown(purpose: Purpose, may: MaySendOf[Purpose], today: string): MaySendOfPurposeDto {
  const due = may.due.map((day) => ({ ...day, overdue: day.dueOn < today }));
  const overduePence = due.reduce((sum, day) => sum + (day.overdue ? day.openPence : 0), 0);
  return {
    ...may,
    purpose,
    due,
    overduePence,
    why: [
      { what: 'maySendPence', amountPence: may.maySendPence, sentence: summary(may) },
      ...reasons.flatMap(({ what, sentence }) => {
        const amountPence = may[what];
        return amountPence > 0 ? [{ what, amountPence, sentence: sentence(formatPounds(amountPence)) }] : [];
      }),
    ],
  };
}

function summary({ maySendPence, heldPence, bankPence }: MaySendOf[Purpose]): string {
  return (
    `${formatPounds(maySendPence)} may be sent now: ${formatPounds(heldPence)} is held for this purpose, and ` +
    `${formatPounds(bankPence)} is in the bank.`
  );
}
