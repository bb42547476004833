import { ApiProperty } from '@nestjs/swagger';

export class OpenItemDto {
  @ApiProperty({
    description: 'The code of an account, or what else is open.',
    example: 'text_receivable:fonix',
  })
  what!: string;

  @ApiProperty({ description: 'Who has it, or must act.' })
  withWhom!: string;

  @ApiProperty()
  detail!: string;

  @ApiProperty({ type: 'integer', nullable: true, description: 'Whole pence.' })
  amountPence!: number | null;

  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'Until when it may last.' })
  until!: string | null;

  @ApiProperty({ description: 'The appeal can’t be closed while it is there.' })
  blocks!: boolean;
}

export class ClosingDto {
  @ApiProperty()
  appeal!: string;

  @ApiProperty({ enum: ['draft', 'open', 'stopped', 'closed'] })
  status!: string;

  @ApiProperty()
  mayClose!: boolean;

  @ApiProperty({ type: [OpenItemDto] })
  items!: OpenItemDto[];
}
