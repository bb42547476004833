import { ApiProperty } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import type { Purpose } from '../../ledger/accounts.js';
import type { MaySend } from './may-send.js';

export class MaySendQuery {
  @ApiProperty({ description: 'The slug of an appeal.', example: 'sun-ukraine-fund' })
  @Matches(/^[a-z0-9-]{1,100}$/, { message: 'must be the slug of an appeal' })
  appeal!: string;
}

export class WhyNotMoreDto {
  @ApiProperty({ example: 'disputedPence' })
  what!: keyof MaySend;

  @ApiProperty({ type: 'integer' })
  amountPence!: number;

  @ApiProperty({ description: 'A sentence for people.' })
  sentence!: string;
}

export class DueDayDto {
  @ApiProperty({ format: 'date', description: 'The London date on which it was received.' })
  receivedOn!: string;

  @ApiProperty({ format: 'date', description: 'The London date by which it is to be passed on.' })
  dueOn!: string;

  @ApiProperty({ type: 'integer', description: 'What of that day has not been passed on.' })
  openPence!: number;

  @ApiProperty()
  overdue!: boolean;
}

const pence = { type: 'integer' } as const;

export class MaySendOfPurposeDto implements Record<keyof MaySend, number> {
  @ApiProperty({ enum: ['restricted', 'surplus'] })
  purpose!: Purpose;

  @ApiProperty({ ...pence, description: 'What a remittance may take: what it pays and what it sets off.' })
  maySendPence!: number;

  @ApiProperty({ ...pence, description: 'What of it would be set off against what the charity owes.' })
  setOffPence!: number;

  @ApiProperty(pence)
  heldPence!: number;

  @ApiProperty({ ...pence, description: 'With the donors’ banks until their disputes are decided.' })
  disputedPence!: number;

  @ApiProperty({ ...pence, description: 'Given by text, and not yet paid by the gateway.' })
  textNotInPence!: number;

  @ApiProperty({ ...pence, description: 'Of this purpose: approved and not yet sent.' })
  approvedPence!: number;

  @ApiProperty({ ...pence, description: 'In the appeal’s bank account, of every purpose.' })
  bankPence!: number;

  @ApiProperty({ ...pence, description: 'Owed to donors whose refunds failed.' })
  refundsPayablePence!: number;

  @ApiProperty({ ...pence, description: 'In the bank, and explained by nobody.' })
  unidentifiedPence!: number;

  @ApiProperty({ ...pence, description: 'Of every purpose: approved and not yet sent.' })
  approvedOfAllPence!: number;

  @ApiProperty({ ...pence, description: 'On its way from Stripe to the bank.' })
  inTransitPence!: number;

  @ApiProperty(pence)
  withStripePence!: number;

  @ApiProperty({ ...pence, description: 'Owed by the charity.' })
  dueFromPartnerPence!: number;

  @ApiProperty({ type: [WhyNotMoreDto], description: 'What may be sent, and each thing that is in the way.' })
  why!: WhyNotMoreDto[];

  @ApiProperty({ ...pence, description: 'What should have been passed on by now.' })
  overduePence!: number;

  @ApiProperty({ type: [DueDayDto], description: 'What is to be passed on by when, the overdue first.' })
  due!: DueDayDto[];
}

export class MaySendDto {
  @ApiProperty()
  appeal!: string;

  @ApiProperty({ format: 'date' })
  today!: string;

  @ApiProperty({ type: 'integer', description: 'Days from receipt, as the appeal says.' })
  remitWithinDays!: number;

  @ApiProperty({ type: [MaySendOfPurposeDto] })
  purposes!: MaySendOfPurposeDto[];
}
