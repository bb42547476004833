import { Injectable } from '@nestjs/common';
import { DataSource, In, IsNull } from 'typeorm';
import { Appeals, type CurrentAppeal } from '../../giving/appeals/appeals.service.js';
import { otherBook } from '../../ledger/accounts.js';
import {
  type GiftByBank,
  giftByBankProposed,
  giftByBankReceived,
  partnerReturned,
} from '../../ledger/bank.events.js';
import { fundBalances } from '../../ledger/fund-balance.js';
import { lockFunds, partnerLock } from '../../ledger/fund-locks.js';
import { sumOf } from '../../ledger/fund-rules.js';
import { OwnWork } from '../../platform/access/access.problems.js';
import { Audit } from '../../platform/access/audit.js';
import { Breaks } from '../../platform/breaks/breaks.js';
import { type Tx, Transactions } from '../../platform/database/transactions.js';
import { ValidationFailed } from '../../platform/http/http.problems.js';
import { News } from '../../platform/messaging/news.js';
import { Secrets } from '../../platform/secrets/secrets.js';
import { Clock, londonNoon } from '../../vocabulary/clock.js';
import { derivedId } from '../../vocabulary/ids.js';
import { pence } from '../../vocabulary/pence.js';
import { Explanation } from './explanation.entity.js';
import { lineMeanings } from './line-meanings.js';
import { lockMatching } from './matching-lock.js';
import { meaningOfReference } from './recognised-references.js';
import { BankLine, Proposal } from './settlement.entities.js';
import { BankLineNotFound, ExplanationNotFound, MoreThanIsOwed } from './settlements.problems.js';
import { inLedger, Settling } from './settling.js';

/** What somebody says that a line is. */
export type Said = Pick<Explanation, 'meaning' | 'book' | 'purpose' | 'partner' | 'pledgeId'>;

/** Who proposes what the reference of a line says plainly. */
const itself = 'everypenny';

/** Lines that nobody announced: one person says what each is, and it is posted when another confirms it. */
@Injectable()
export class Explanations {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly appeals: Appeals,
    private readonly settling: Settling,
    private readonly breaks: Breaks,
    private readonly audit: Audit,
    private readonly news: News,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
  ) {}

  /**
   * Replaces what was said of the line and is not confirmed. Throws BankLineNotFound, AppealNotFound,
   * ValidationFailed where the money went the other way, MoreThanIsOwed, PledgeNotFound.
   */
  async explain(lineId: string, said: Said, person: string): Promise<Explanation> {
    if (said.book !== otherBook || said.meaning === 'bank_donation') await this.appeals.get(said.book);
    return this.transactions.run(async (tx) => {
      await lockMatching(tx);
      const line = await tx.findOneBy(BankLine, { id: lineId, state: 'unmatched' });
      if (!line) throw new BankLineNotFound();
      await this.require(tx, line, said);
      if (said.meaning === 'bank_donation')
        await this.news.tell(tx, giftByBankProposed, [giftOf(line, said)]);
      return this.keep(tx, line, said, person);
    });
  }

  private async keep(tx: Tx, { id: lineId }: BankLine, said: Said, person: string): Promise<Explanation> {
    const { meaning, book, purpose, partner, pledgeId } = said;
    const parts = [meaning, book, purpose ?? '', partner ?? '', pledgeId ?? '', person];
    const id = derivedId('explanation', lineId, ...parts);
    await tx.delete(Explanation, { lineId });
    await this.audit.changed(tx, person, [
      { what: 'explanation', id, before: null, after: { lineId, meaning, book, purpose, partner, pledgeId } },
    ]);
    await tx.insert(Explanation, { ...said, id, lineId, explainedBy: person, explainedAt: this.clock.now() });
    return tx.findOneByOrFail(Explanation, { id });
  }

  /** Throws ExplanationNotFound, OwnWork, MoreThanIsOwed, PledgeNotFound. */
  confirm(id: string, person: string): Promise<void> {
    return this.transactions.run(async (tx) => {
      await lockMatching(tx);
      const said = await tx.findOneBy(Explanation, { id, confirmedAt: IsNull() });
      if (!said) throw new ExplanationNotFound();
      if (said.explainedBy === person) throw new OwnWork();
      const line = await tx.findOneByOrFail(BankLine, { id: said.lineId });
      await this.require(tx, line, said);
      await this.post(tx, line, said);
      const at = this.clock.now();
      await tx.update(Explanation, { id }, { confirmedBy: person, confirmedAt: at });
      const before = { confirmedBy: null };
      await this.audit.changed(tx, person, [
        { what: 'explanation', id, before, after: { confirmedBy: person } },
      ]);
      await tx.update(BankLine, { id: line.id }, { state: 'explained', matchedBy: person, matchedAt: at });
      await tx.delete(Proposal, { lineId: line.id });
      await this.breaks.resolve(tx, 'bank_line_unmatched', [line.id], { note: 'It was explained.', person });
    });
  }

  private async post(tx: Tx, line: BankLine, said: Said): Promise<void> {
    const { meaning, book, purpose, partner } = said;
    // What is for nobody of ours and stands there already is where it belongs.
    if (meaning !== 'not_for_an_appeal' || line.unidentifiedIn !== otherBook) {
      const { donationId } = giftOf(line, said);
      const found = {
        line: inLedger(line, book),
        amountPence: line.amountPence,
        purpose,
        partner,
        donationId,
      };
      await this.settling.post(tx, line, [lineMeanings[meaning].entry(found)]);
    }
    if (meaning === 'bank_donation') await this.news.tell(tx, giftByBankReceived, [giftOf(line, said)]);
    if (meaning === 'partner_returned' && partner !== null) {
      const { id: bankLineId, amountPence } = line;
      const returned = { bankLineId, book, partner, amountPence, bookedAt: londonNoon(line.bookedOn) };
      await this.news.tell(tx, partnerReturned, [returned]);
    }
  }

  /** Throws ExplanationNotFound. */
  withdraw(id: string, person: string): Promise<void> {
    return this.transactions.run(async (tx) => {
      await lockMatching(tx);
      const said = await tx.findOneBy(Explanation, { id, confirmedAt: IsNull() });
      if (!said) throw new ExplanationNotFound();
      await tx.delete(Explanation, { id });
      const { lineId, meaning, book } = said;
      await this.audit.changed(tx, person, [
        { what: 'explanation', id, before: { lineId, meaning, book }, after: null },
      ]);
    });
  }

  /** Proposes what the reference of a line says plainly: that the operator tops up, or that a partner gives back. */
  async suggest(tx: Tx, lineIds: string[], appeals: CurrentAppeal[]): Promise<void> {
    const lines = await tx.findBy(BankLine, { id: In(lineIds), state: 'unmatched' });
    for (const line of lines.filter(({ amountPence }) => amountPence > 0)) {
      const { definition } = appeals.find(({ slug }) => slug === line.unidentifiedIn) ?? {};
      const said = definition && meaningOfReference(this.secrets.open(line.reference), definition);
      if (!said) continue;
      if (said.partner === null || line.amountPence <= (await owedBy(tx, said.book, said.partner)))
        await this.keep(tx, line, said, itself);
    }
  }

  /** What is said of these lines and waits to be confirmed. */
  waiting(lineIds: string[]): Promise<Explanation[]> {
    return this.dataSource.manager.findBy(Explanation, { lineId: In(lineIds), confirmedAt: IsNull() });
  }

  private async require(tx: Tx, { amountPence }: BankLine, { meaning, book, partner }: Said): Promise<void> {
    const { way } = lineMeanings[meaning];
    if (way !== undefined && (way === 'in') !== amountPence > 0)
      throw new ValidationFailed([{ field: 'as', message: `is for money that goes ${way}` }]);
    if (partner === null) return;
    await lockFunds(tx, [partnerLock(book, partner)]);
    const owedPence = await owedBy(tx, book, partner);
    if (amountPence > owedPence) throw new MoreThanIsOwed(owedPence);
  }
}

async function owedBy(tx: Tx, book: string, partner: string) {
  return sumOf(await fundBalances(tx, book, ['due_from_partner']), 'due_from_partner', { partner });
}

function giftOf({ id, amountPence, bookedOn }: BankLine, { book, purpose, pledgeId }: Said): GiftByBank {
  return {
    donationId: derivedId('gift by bank', id),
    book,
    purpose: purpose ?? 'restricted',
    amountPence: pence(amountPence),
    pledgeId,
    bookedAt: londonNoon(bookedOn),
  };
}
