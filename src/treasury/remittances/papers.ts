import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Appeals } from '../../giving/appeals/appeals.service.js';
import { Clock } from '../../vocabulary/clock.js';
import { type Advice, adviceOf } from './advice-facts.js';
import { paymentFile } from './payment-file.js';
import type { RemittanceState } from './remittance-states.js';
import { RemittanceNotInState } from './remittances.problems.js';
import { Remittances } from './remittances.service.js';

/** What the bank and the charity are given of a round that was approved. It changes nothing. */
@Injectable()
export class Papers {
  constructor(
    private readonly dataSource: DataSource,
    private readonly appeals: Appeals,
    private readonly remittances: Remittances,
    private readonly clock: Clock,
  ) {}

  /** For the bank, until it was sent. Throws RemittanceNotFound, RemittanceNotInState, AccountUnknown. */
  async paymentFile(id: string): Promise<string> {
    const round = await this.remittances.get(id);
    requireOneOf(round.state, ['approved']);
    const { definition } = await this.appeals.get(round.appeal);
    return paymentFile(round, definition, this.clock.now());
  }

  /** For the charity. Throws RemittanceNotFound, RemittanceNotInState. */
  async advice(id: string): Promise<Advice> {
    const round = await this.remittances.get(id);
    requireOneOf(round.state, ['approved', 'sent', 'acknowledged', 'returned', 'set_off']);
    const { definition } = await this.appeals.get(round.appeal);
    return adviceOf(this.dataSource.manager, round, definition);
  }
}

function requireOneOf(state: RemittanceState, states: RemittanceState[]): void {
  if (!states.includes(state)) throw new RemittanceNotInState(state);
}
