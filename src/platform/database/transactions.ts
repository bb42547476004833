import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { sqlState } from './query-errors.js';

/** What a method takes first when it must share a transaction. */
export type Tx = EntityManager;

const retried = new Set(['40001', '40P01']);
const mostTries = 5;

/**
 * Runs work in one database transaction. A serialization failure or a deadlock runs it again, five times
 * at most, so the work must be safe to repeat: no call to an outside company belongs inside.
 */
@Injectable()
export class Transactions {
  constructor(private readonly dataSource: DataSource) {}

  /** Under REPEATABLE READ, all that is read is of the instant of the first statement. */
  async run<Result>(
    work: (tx: Tx) => Promise<Result>,
    isolation: 'READ COMMITTED' | 'REPEATABLE READ' = 'READ COMMITTED',
  ): Promise<Result> {
    for (let tries = 1; ; tries++) {
      try {
        return await this.dataSource.transaction(isolation, work);
      } catch (error) {
        if (tries === mostTries || !retried.has(sqlState(error) ?? '')) throw error;
      }
    }
  }
}
