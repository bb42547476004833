import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DataSource } from 'typeorm';
import { Audit } from '../../platform/access/audit.js';
import { streamRows } from '../../platform/database/stream-rows.js';
import { type Tx, Transactions } from '../../platform/database/transactions.js';
import { Secrets } from '../../platform/secrets/secrets.js';
import { Clock } from '../../vocabulary/clock.js';
import { newId } from '../../vocabulary/ids.js';
import { type Pence, pence, penceFromText } from '../../vocabulary/pence.js';
import { claimable, noteOverClaimed } from './claimable.js';
import { GiftAidClaim, type LeftOut } from './claim.entity.js';
import { ClaimNotFound, DetailsForgotten, EarlierThanLast, NothingToClaim } from './gift-aid.problems.js';
import { mostInMessage } from './r68.js';
import { type ScheduleDonor, type ScheduleLine, scheduleLine } from './schedule-line.js';

/** A claim with what it comes to. The tax is an estimate: HMRC works it out by donor. */
export interface ClaimSeen extends GiftAidClaim {
  donations: number;
  claimedPence: Pence;
  estimatedTaxPence: Pence;
  /** Donations that went back after they were claimed, as found by this claim. */
  overClaimedPence: Pence;
  /** The tax on them, which the charity pays back: box 2 of the schedule. */
  overClaimedTaxPence: Pence;
}

/** A line of the schedule beside what it is about. */
export interface ClaimedLine extends ScheduleLine {
  item: number;
  donationId: string;
}

interface Candidate {
  donationId: string;
  declarationId: string;
  details: Buffer;
  givenOn: string;
  retained: string;
  isDisputed: boolean;
}

const inSet = 2_000;
const mostLeftOut = 1_000;
const beforeAll = '00000000-0000-0000-0000-000000000000';

const figures = `
  select claim.id, claim.appeal, claim.number, claim.partner, to_char(claim.as_of, 'YYYY-MM-DD') as "asOf",
    claim.made_by as "madeBy", claim.made_at as "madeAt", claim.left_out as "leftOut",
    (select count(*)::integer from giving.claimed_donation where claim_id = claim.id) as donations,
    (select coalesce(sum(claimed_pence), 0)::text from giving.claimed_donation where claim_id = claim.id) as claimed,
    (select coalesce(sum(over_claimed_pence), 0)::text from giving.over_claimed where claim_id = claim.id) as "overClaimed"
  from giving.gift_aid_claim claim`;

/** Numbered claims of Gift Aid for the charity to send: each gift once, for what was retained of it at a date. */
@Injectable()
export class GiftAidClaims {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly secrets: Secrets,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /**
   * Makes the next claim of an appeal. Throws EarlierThanLast, and NothingToClaim where no gift is new: what has
   * gone back waits for the next claim, since HMRC takes none without a gift.
   */
  async make(appeal: string, partner: string, asOf: string, person: string): Promise<ClaimSeen> {
    const id = newId(this.clock.now().getTime());
    await this.transactions.run(async (tx) => {
      await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`gift aid ${appeal}`]);
      const [last] = await tx.find(GiftAidClaim, { where: { appeal }, order: { number: 'DESC' }, take: 1 });
      if (last && asOf < last.asOf) throw new EarlierThanLast(last.asOf);
      const { claimed, leftOut } = await this.put(tx, id, appeal, partner, asOf);
      if (claimed === 0) throw new NothingToClaim(leftOut.length);
      await tx.query(noteOverClaimed, [id, appeal, asOf]);
      const number = (last?.number ?? 0) + 1;
      await tx.insert(GiftAidClaim, {
        id,
        appeal,
        number,
        partner,
        asOf,
        madeBy: person,
        madeAt: this.clock.now(),
        leftOut: leftOut.slice(0, mostLeftOut),
      });
      const after = { appeal, number, asOf, donations: claimed };
      await this.audit.changed(tx, person, [{ what: 'gift aid claim', id, before: null, after }]);
    });
    return this.get(id);
  }

  /** Newest first. */
  async of(appeal: string): Promise<ClaimSeen[]> {
    const rows = await this.dataSource.query<FiguresRow[]>(
      `${figures} where claim.appeal = $1 order by claim.number desc`,
      [appeal],
    );
    return rows.map(seen);
  }

  /** Those as of a date within two, both inclusive, oldest first; of one appeal or of all. */
  async between(appeal?: string, from?: string, to?: string): Promise<ClaimSeen[]> {
    const rows = await this.dataSource.query<FiguresRow[]>(
      `${figures} where ($1::text is null or claim.appeal = $1) and ($2::date is null or claim.as_of >= $2)
         and ($3::date is null or claim.as_of <= $3) order by claim.appeal, claim.number`,
      [appeal ?? null, from ?? null, to ?? null],
    );
    return rows.map(seen);
  }

  /** Throws ClaimNotFound. */
  async get(id: string): Promise<ClaimSeen> {
    const rows = isUUID(id)
      ? await this.dataSource.query<FiguresRow[]>(`${figures} where claim.id = $1`, [id])
      : [];
    if (!rows[0]) throw new ClaimNotFound();
    return seen(rows[0]);
  }

  /** The date of its oldest gift. */
  async earliestOn(claimId: string): Promise<string> {
    const [row] = await this.dataSource.query<[{ earliest: string }]>(
      `select to_char(min(given_on), 'YYYY-MM-DD') as earliest from giving.claimed_donation where claim_id = $1`,
      [claimId],
    );
    return row.earliest;
  }

  /** The lines of a claim, oldest gift first, in flat memory; some of them where `from` and `most` say so. */
  async *lines(claimId: string, from = 0, most?: number): AsyncGenerator<ClaimedLine[]> {
    let item = from;
    const sql = `
      select donation_id as "donationId", to_char(given_on, 'YYYY-MM-DD') as "givenOn",
        claimed_pence::text as amount, details
      from giving.claimed_donation claimed join giving.declaration on declaration.id = declaration_id
      where claim_id = $1 order by given_on, donation_id offset $2 limit $3`;
    type Row = { donationId: string; givenOn: string; amount: string; details: Buffer | null };
    for await (const rows of streamRows<Row>(this.dataSource, sql, [claimId, from, most ?? null]))
      yield rows.map(({ donationId, givenOn, amount, details }) => {
        if (!details) throw new DetailsForgotten();
        const line = scheduleLine(this.donorIn(details), givenOn, penceFromText(amount));
        if ('reason' in line) throw new Error(`a claimed gift has no line: ${line.reason}`);
        return { item: ++item, donationId, ...line };
      });
  }

  private async put(
    tx: Tx,
    claimId: string,
    appeal: string,
    partner: string,
    asOf: string,
  ): Promise<{ claimed: number; leftOut: LeftOut[] }> {
    const leftOut: LeftOut[] = [];
    let claimed = 0;
    let after = beforeAll;
    for (;;) {
      const candidates = await tx.query<Candidate[]>(claimable, [appeal, partner, asOf, after, inSet]);
      const good = candidates.filter((candidate) => {
        const reason = this.reasonAgainst(candidate);
        if (reason) leftOut.push({ donationId: candidate.donationId, reason });
        return reason === undefined;
      });
      await tx.query(
        `insert into giving.claimed_donation (donation_id, claim_id, declaration_id, given_on, claimed_pence)
         select donation_id, $1::uuid, declaration_id, given_on, pence
         from unnest($2::uuid[], $3::uuid[], $4::date[], $5::bigint[])
           as claimed (donation_id, declaration_id, given_on, pence)`,
        [
          claimId,
          good.map(({ donationId }) => donationId),
          good.map(({ declarationId }) => declarationId),
          good.map(({ givenOn }) => givenOn),
          good.map(({ retained }) => retained),
        ],
      );
      claimed += good.length;
      if (candidates.length < inSet || claimed + inSet > mostInMessage) return { claimed, leftOut };
      after = candidates.at(-1)?.donationId ?? after;
    }
  }

  private reasonAgainst({ details, givenOn, retained, isDisputed }: Candidate): string | undefined {
    const amountPence = penceFromText(retained);
    if (amountPence <= 0) return 'Nothing was retained of it at that date.';
    if (isDisputed) return 'It was disputed at that date.';
    const line = scheduleLine(this.donorIn(details), givenOn, amountPence);
    return 'reason' in line ? line.reason : undefined;
  }

  private donorIn(details: Buffer): ScheduleDonor {
    return JSON.parse(this.secrets.open(details)) as ScheduleDonor;
  }
}

type FiguresRow = GiftAidClaim & { donations: number; claimed: string; overClaimed: string };

function seen({ claimed, overClaimed, ...claim }: FiguresRow): ClaimSeen {
  const [claimedPence, overClaimedPence] = [penceFromText(claimed), penceFromText(overClaimed)];
  return {
    ...claim,
    claimedPence,
    estimatedTaxPence: taxOn(claimedPence),
    overClaimedPence,
    overClaimedTaxPence: taxOn(overClaimedPence),
  };
}

/** Basic rate, 20/80 of the gift, to the nearest penny; half a penny goes to HMRC. */
function taxOn(amountPence: Pence): Pence {
  return pence(Math.floor((amountPence + 2) / 4));
}
