import { ApiProperty } from '@nestjs/swagger';

const amount = { type: 'integer', description: 'Whole pence.' } as const;

export class ChannelGivenDto {
  @ApiProperty({ enum: ['card', 'text', 'bank'] })
  channel!: string;

  @ApiProperty({ type: 'integer', description: 'Gifts that were charged.' })
  donations!: number;

  @ApiProperty(amount)
  chargedPence!: number;

  @ApiProperty({ ...amount, description: 'Refunds, lost disputes and reversals.' })
  wentBackPence!: number;
}

export class PassedOnDto {
  @ApiProperty({ format: 'date', description: 'The London date on which it left the bank.' })
  sentOn!: string;

  @ApiProperty()
  payee!: string;

  @ApiProperty({ enum: ['restricted', 'surplus'] })
  purpose!: string;

  @ApiProperty(amount)
  amountPence!: number;
}

export class FinalStatementDto {
  @ApiProperty()
  appeal!: string;

  @ApiProperty()
  title!: string;

  @ApiProperty()
  operator!: string;

  @ApiProperty()
  partner!: string;

  @ApiProperty({ format: 'date-time' })
  closedAt!: Date;

  @ApiProperty({ ...amount, description: 'What donors gave, less what went back to them.' })
  raisedPence!: number;

  @ApiProperty({ type: [ChannelGivenDto] })
  given!: ChannelGivenDto[];

  @ApiProperty({ ...amount, description: 'What card companies and networks took.' })
  feesPence!: number;

  @ApiProperty({ ...amount, description: 'What the operator paid for them.' })
  feesPaidByOperatorPence!: number;

  @ApiProperty({ ...amount, description: 'What left the bank for the charity, less what came back.' })
  passedOnPence!: number;

  @ApiProperty({ type: [PassedOnDto], description: 'Each payment that arrived, oldest first.' })
  payments!: PassedOnDto[];

  @ApiProperty({ ...amount, description: 'Moved to the surplus purpose by the charity’s notices.' })
  redesignatedPence!: number;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Half of the gifts were on their way within so many days of their receipt.',
  })
  medianDays!: number | null;

  @ApiProperty({ type: 'integer', nullable: true })
  longestDays!: number | null;
}
