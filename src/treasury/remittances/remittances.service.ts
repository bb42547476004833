import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DataSource, In } from 'typeorm';
import { Audit } from '../../platform/access/audit.js';
import type { Tx } from '../../platform/database/transactions.js';
import { penceFromText } from '../../vocabulary/pence.js';
import { mayBecome, type RemittanceState } from './remittance-states.js';
import { Remittance, RemittancePayment } from './remittance.entities.js';
import type { CarriedDonationDto, RemittanceDto } from './remittances.dto.js';
import { RemittanceNotFound, RemittanceNotInState } from './remittances.problems.js';

const mostListed = 200;
const pageSize = 100;

const page = `
  select donation_id as "donationId", amount_pence as "amountPence", released_pence as "releasedPence",
    received_on::text as "receivedOn"
  from treasury.remittance_donation where remittance_id = $1 and ($2::uuid is null or donation_id > $2)
  order by donation_id limit ${pageSize + 1}`;

type Row = Omit<CarriedDonationDto, 'amountPence' | 'releasedPence'> &
  Record<'amountPence' | 'releasedPence', string>;

/** Rounds as they stand, with what each pays and carries. It never decides: people do. */
@Injectable()
export class Remittances {
  constructor(
    private readonly dataSource: DataSource,
    private readonly audit: Audit,
  ) {}

  /** Newest first, 200 at most. */
  async list(appeal?: string): Promise<RemittanceDto[]> {
    const { manager } = this.dataSource;
    const rounds = await manager.find(Remittance, {
      where: appeal === undefined ? {} : { appeal },
      order: { preparedAt: 'DESC', id: 'DESC' },
      take: mostListed,
    });
    return this.withPayments(manager, rounds);
  }

  /** Throws RemittanceNotFound. */
  async get(id: string, tx: Tx = this.dataSource.manager): Promise<RemittanceDto> {
    const round = isUUID(id) ? await tx.findOneBy(Remittance, { id }) : null;
    const [shown] = round ? await this.withPayments(tx, [round]) : [];
    if (!shown) throw new RemittanceNotFound();
    return shown;
  }

  /** What it carries of each gift, by the gifts’ ids, 100 a page. Throws RemittanceNotFound. */
  async donations(
    id: string,
    after?: string,
  ): Promise<{ items: CarriedDonationDto[]; nextCursor: string | null }> {
    await this.get(id);
    const rows = await this.dataSource.query<Row[]>(page, [id, after ?? null]);
    const items = rows.slice(0, pageSize).map((row) => ({
      ...row,
      amountPence: penceFromText(row.amountPence),
      releasedPence: penceFromText(row.releasedPence),
    }));
    return { items, nextCursor: rows.length > pageSize ? (items.at(-1)?.donationId ?? null) : null };
  }

  /** Locked until the transaction ends. Throws RemittanceNotFound. */
  async lock(tx: Tx, id: string): Promise<Remittance> {
    const [round] = isUUID(id)
      ? await tx.find(Remittance, { where: { id }, lock: { mode: 'for_no_key_update' } })
      : [];
    if (!round) throw new RemittanceNotFound();
    return round;
  }

  /** A step of a round that the caller has locked. Throws RemittanceNotInState where the table allows none. */
  async become(
    tx: Tx,
    round: Remittance,
    state: RemittanceState,
    change: Partial<Remittance>,
    person: string,
  ): Promise<void> {
    requireWay(round, state);
    await tx.update(Remittance, { id: round.id }, { ...change, state });
    const before = Object.fromEntries(
      Object.keys(change).map((key) => [key, round[key as keyof Remittance]]),
    );
    await this.audit.changed(tx, person, [
      {
        what: 'remittance',
        id: round.id,
        before: { ...before, state: round.state },
        after: { ...change, state },
      },
    ]);
  }

  private async withPayments(tx: Tx, rounds: Remittance[]): Promise<RemittanceDto[]> {
    const payments = await tx.find(RemittancePayment, {
      where: { remittanceId: In(rounds.map(({ id }) => id)) },
      order: { payee: 'ASC' },
    });
    return rounds.map((round) => {
      const { sharing: _sharing, ...shown } = round;
      return {
        ...shown,
        paidPence: round.amountPence - round.setOffPence,
        payments: payments
          .filter(({ remittanceId }) => remittanceId === round.id)
          .map(({ remittanceId: _remittanceId, ...payment }) => payment),
      };
    });
  }
}

/** Throws RemittanceNotInState where the table of states allows no such step. */
export function requireWay({ state }: Remittance, to: RemittanceState): void {
  if (!mayBecome(state, to)) throw new RemittanceNotInState(state);
}
