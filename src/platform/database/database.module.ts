import { type DynamicModule, Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { EntityTarget, ObjectLiteral } from 'typeorm';
import { Clock, SystemClock } from '../../vocabulary/clock.js';
import { dataSourceOptions } from './data-source.js';
import { Transactions } from './transactions.js';

/** The one connection pool and explicit transactions. It never creates or alters a table. */
@Global()
@Module({})
export class DatabaseModule {
  static at(url: string, entities: EntityTarget<ObjectLiteral>[]): DynamicModule {
    return {
      module: DatabaseModule,
      imports: [
        TypeOrmModule.forRoot({ ...dataSourceOptions(url, 'application', entities), retryAttempts: 1 }),
      ],
      providers: [Transactions, { provide: Clock, useClass: SystemClock }],
      exports: [Transactions, Clock, TypeOrmModule],
    };
  }
}
