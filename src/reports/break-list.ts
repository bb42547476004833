import { Inject, Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DataSource } from 'typeorm';
import { BREAK_KINDS, type BreakKinds } from '../platform/breaks/break-kinds.js';
import { ValidationFailed } from '../platform/http/http.problems.js';
import { Clock, daysBetween, londonDate } from '../vocabulary/clock.js';
import { penceFromText } from '../vocabulary/pence.js';
import type { BreakDto, BreakListDto, BreaksQuery } from './breaks.dto.js';

const pageSize = 50;

/** Whose it is, its donation says where the break doesn't. */
const page = `
  select break.id, kind, reference, detail, what_to_do as "whatToDo", donation_id as "donationId",
    coalesce(break.appeal, donation.appeal) as appeal, break.amount_pence as "amountPence",
    break.created_at as "createdAt", act_by::text as "actBy", ours, theirs
  from breaks.break left join giving.donation on donation.id = break.donation_id
  where settled_at is null and ($1::text is null or kind = $1)
    and ($2::text is null or coalesce(break.appeal, donation.appeal) = $2)
    and ($3::uuid is null or (break.created_at, break.id)
      > (select before.created_at, before.id from breaks.break before where before.id = $3))
  order by break.created_at, break.id limit ${pageSize + 1}`;

type Row = Omit<BreakDto, 'means' | 'actions' | 'ageDays' | 'amountPence'> & { amountPence: string | null };

/** What does not agree, as staff see it: one queue, the oldest first. */
@Injectable()
export class BreakList {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    @Inject(BREAK_KINDS) private readonly kinds: BreakKinds,
  ) {}

  /** 50 a page. Throws ValidationFailed for a cursor that isn't one of ours. */
  async page({ kind, appeal, cursor }: BreaksQuery): Promise<BreakListDto> {
    if (cursor !== undefined && !isUUID(cursor))
      throw new ValidationFailed([{ field: 'cursor', message: 'must be the nextCursor of another page' }]);
    const rows = await this.dataSource.query<Row[]>(page, [kind ?? null, appeal ?? null, cursor ?? null]);
    const items = rows.slice(0, pageSize).map((row) => this.shown(row));
    return { items, nextCursor: rows.length > pageSize ? (items.at(-1)?.id ?? null) : null };
  }

  private shown({ amountPence, ...row }: Row): BreakDto {
    const { means = row.detail, actions = {} } = this.kinds[row.kind] ?? {};
    return {
      ...row,
      means,
      amountPence: amountPence === null ? null : penceFromText(amountPence),
      ageDays: daysBetween(londonDate(row.createdAt), londonDate(this.clock.now())),
      actions: Object.entries(actions).map(([action, label]) => ({ action, label })),
    };
  }
}
