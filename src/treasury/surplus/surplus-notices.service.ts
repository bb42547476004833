import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DataSource } from 'typeorm';
import { Appeals } from '../../giving/appeals/appeals.service.js';
import { purposes } from '../../ledger/accounts.js';
import { fundBalances } from '../../ledger/fund-balance.js';
import { fundLock, lockFunds } from '../../ledger/fund-locks.js';
import { mayDesignate } from '../../ledger/fund-rules.js';
import { Funds } from '../../ledger/funds.js';
import { NotEnoughHeld } from '../../ledger/ledger.problems.js';
import { OwnWork } from '../../platform/access/access.problems.js';
import { Audit } from '../../platform/access/audit.js';
import { type Tx, Transactions } from '../../platform/database/transactions.js';
import { requirePast } from '../../platform/http/times.js';
import { Clock, londonNoon } from '../../vocabulary/clock.js';
import { newId } from '../../vocabulary/ids.js';
import { type Pence, pence, penceFromText } from '../../vocabulary/pence.js';
import { SurplusNotice } from './surplus-notice.entity.js';
import type { NewSurplusNoticeDto } from './surplus.dto.js';
import { NoticeNotFound, NoticeNotInState } from './surplus.problems.js';

/** What the charity decided about money that the purpose can't use. It is the charity's decision, never ours. */
@Injectable()
export class SurplusNotices {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly appeals: Appeals,
    private readonly funds: Funds,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** Throws AppealNotFound, ValidationFailed for a date to come, NotEnoughHeld beyond what may become surplus. */
  async prepare(appeal: string, wanted: NewSurplusNoticeDto, person: string): Promise<SurplusNotice> {
    await this.appeals.get(appeal);
    requirePast('noticeDate', wanted.noticeDate, this.clock.now());
    const { newDonationsPurpose: words, document } = wanted;
    const id = newId(this.clock.now().getTime());
    const named = purposes.find((purpose) => purpose === words);
    const notice = {
      appeal,
      noticeDate: wanted.noticeDate,
      heldPence: pence(wanted.heldPence),
      passedOnPence: pence(wanted.passedOnPence ?? 0),
      newDonationsPurpose: named ?? 'surplus',
      purposeWords: named ? null : words.trim(),
      state: 'prepared' as const,
    };
    return this.transactions.run(async (tx) => {
      await this.requireEnough(tx, appeal, notice.heldPence);
      await tx.insert(SurplusNotice, {
        id,
        ...notice,
        document: document === undefined ? null : Buffer.from(document, 'base64'),
        preparedBy: person,
        preparedAt: this.clock.now(),
      });
      await this.audit.changed(tx, person, [{ what: 'surplus notice', id, before: null, after: notice }]);
      return tx.findOneByOrFail(SurplusNotice, { id });
    });
  }

  /**
   * Re-designates what is held, and words the appeal anew for the gifts to come. Throws NoticeNotFound,
   * NoticeNotInState, OwnWork, NotEnoughHeld.
   */
  approve(appeal: string, id: string, person: string): Promise<SurplusNotice> {
    return this.transactions.run(async (tx) => {
      const notice = await this.lock(tx, appeal, id);
      if (notice.preparedBy === person) throw new OwnWork();
      const { heldPence, noticeDate, newDonationsPurpose: purpose, purposeWords } = notice;
      await this.requireEnough(tx, appeal, heldPence);
      if (heldPence > 0)
        await this.funds.designateSurplus(tx, {
          noticeId: id,
          book: appeal,
          amountPence: heldPence,
          noticedAt: londonNoon(noticeDate),
        });
      await this.appeals.designate(tx, appeal, { purpose, purposeWords });
      return this.decide(tx, notice, 'approved', person);
    });
  }

  /** Nothing comes of it. Throws NoticeNotFound, NoticeNotInState. */
  cancel(appeal: string, id: string, person: string): Promise<SurplusNotice> {
    return this.transactions.run(async (tx) =>
      this.decide(tx, await this.lock(tx, appeal, id), 'cancelled', person),
    );
  }

  /** Newest first. Throws AppealNotFound. */
  async of(appeal: string): Promise<SurplusNotice[]> {
    await this.appeals.get(appeal);
    return this.dataSource
      .getRepository(SurplusNotice)
      .find({ where: { appeal }, order: { preparedAt: 'DESC', id: 'DESC' } });
  }

  /** The charity's letter. Throws NoticeNotFound where there is none. */
  async document(appeal: string, id: string): Promise<Buffer> {
    const found = isUUID(id)
      ? await this.dataSource
          .getRepository(SurplusNotice)
          .findOne({ where: { id, appeal }, select: { id: true, document: true } })
      : null;
    if (!found?.document) throw new NoticeNotFound();
    return found.document;
  }

  /** What is approved to be sent and has not left yet is as good as gone. */
  private async requireEnough(tx: Tx, appeal: string, heldPence: Pence): Promise<void> {
    await lockFunds(tx, [fundLock(appeal, 'restricted')]);
    const [leaving] = await tx.query<[{ pence: string }]>(
      `select coalesce(sum(amount_pence - set_off_pence), 0)::text as pence from treasury.remittance
       where appeal = $1 and purpose = 'restricted' and state = 'approved'`,
      [appeal],
    );
    const balances = await fundBalances(tx, appeal, ['held', 'text_receivable']);
    const available = pence(Math.max(0, mayDesignate(balances) - penceFromText(leaving.pence)));
    if (heldPence > available) throw new NotEnoughHeld(available);
  }

  private async lock(tx: Tx, appeal: string, id: string): Promise<SurplusNotice> {
    const notice = isUUID(id)
      ? await tx.findOne(SurplusNotice, { where: { id, appeal }, lock: { mode: 'for_no_key_update' } })
      : null;
    if (!notice) throw new NoticeNotFound();
    if (notice.state !== 'prepared') throw new NoticeNotInState(notice.state);
    return notice;
  }

  private async decide(
    tx: Tx,
    { id }: SurplusNotice,
    state: 'approved' | 'cancelled',
    person: string,
  ): Promise<SurplusNotice> {
    await tx.update(SurplusNotice, { id }, { state, decidedBy: person, decidedAt: this.clock.now() });
    const change = { what: 'surplus notice', id, before: { state: 'prepared' }, after: { state } };
    await this.audit.changed(tx, person, [change]);
    return tx.findOneByOrFail(SurplusNotice, { id });
  }
}
