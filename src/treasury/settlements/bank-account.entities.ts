import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { penceColumn } from '../../platform/database/columns.js';
import type { Pence } from '../../vocabulary/pence.js';
import type { CsvLayoutDto } from './bank-accounts.dto.js';

/** How a bank account of ours is known at the bank, and how its files are laid out. */
@Entity({ schema: 'treasury', name: 'bank_account' })
@Check('bank_account_number_check', `number <> ''`)
export class BankAccount {
  /** Our name for it. */
  @PrimaryColumn('text', { primaryKeyConstraintName: 'bank_account_pkey' })
  name!: string;

  /** Its IBAN, or what else the bank writes on its statements. */
  @Column('text', { nullable: true })
  number!: string | null;

  @Column('jsonb', { nullable: true })
  layout!: CsvLayoutDto | null;

  @Column('text', { name: 'changed_by' })
  changedBy!: string;

  @Column('timestamptz', { name: 'changed_at' })
  changedAt!: Date;
}

/** What the bank says it held at the beginning and at the end of a statement. */
@Entity({ schema: 'treasury', name: 'bank_balance' })
@Index('bank_balance_account', ['bankAccount', 'closedOn'])
@Check('bank_balance_days_check', 'opened_on <= closed_on')
export class BankBalance {
  /** Of the account and the day it ends on. */
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'bank_balance_pkey' })
  id!: string;

  @Column('text', { name: 'bank_account' })
  bankAccount!: string;

  /** The bank's own id of it. */
  @Column('text')
  statement!: string;

  /** London dates, YYYY-MM-DD. */
  @Column('date', { name: 'opened_on' })
  openedOn!: string;

  @Column('date', { name: 'closed_on' })
  closedOn!: string;

  @Column('bigint', { name: 'opening_pence', transformer: penceColumn })
  openingPence!: Pence;

  @Column('bigint', { name: 'closing_pence', transformer: penceColumn })
  closingPence!: Pence;

  @Column('text', { name: 'imported_by' })
  importedBy!: string;

  @Column('timestamptz', { name: 'imported_at' })
  importedAt!: Date;
}
