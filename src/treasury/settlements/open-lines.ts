import { Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { Secrets } from '../../platform/secrets/secrets.js';
import { Explanations } from './explanations.js';
import { BankLine, Expectation, Proposal } from './settlement.entities.js';
import { ExplanationDto, type OpenLineDto, type SettlementsDto } from './settlements.dto.js';

/** What waits between us and the bank, as staff see it. It changes nothing. */
@Injectable()
export class OpenLines {
  constructor(
    private readonly dataSource: DataSource,
    private readonly explanations: Explanations,
    private readonly secrets: Secrets,
  ) {}

  /** The lines that wait, each with what it may be, and what the bank is still to show. */
  async waiting(): Promise<SettlementsDto> {
    const { manager } = this.dataSource;
    const lines = await manager.find(BankLine, {
      where: { state: 'unmatched' },
      order: { bookedOn: 'ASC', bankId: 'ASC' },
      take: 200,
    });
    const expected = await manager.find(Expectation, {
      where: { state: 'open' },
      order: { dueOn: 'ASC', id: 'ASC' },
      take: 200,
    });
    const lineIds = lines.map(({ id }) => id);
    const proposals = await manager.findBy(Proposal, { lineId: In(lineIds) });
    const explanations = await this.explanations.waiting(lineIds);
    const explanationOf = (line: string) => explanations.filter(({ lineId }) => lineId === line);
    const items: OpenLineDto[] = lines.map(({ id, bankId, bookedOn, amountPence, reference }) => ({
      id,
      bankId,
      date: bookedOn,
      amountPence,
      reference: this.secrets.open(reference),
      matches: proposals
        .filter(({ lineId }) => lineId === id)
        .map(({ id, expectationId }) => ({ id, expectationId })),
      explanation: explanationOf(id).map(ExplanationDto.of)[0] ?? null,
    }));
    return {
      items,
      expected: expected.map(({ id, kind, party, reference, amountPence, metPence, dueOn }) => ({
        id,
        kind,
        party,
        reference,
        amountPence,
        metPence,
        dueOn,
      })),
      nextCursor: null,
    };
  }
}
