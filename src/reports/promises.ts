import { Injectable } from '@nestjs/common';
import { type MatchFigures, Matches } from '../giving/pledges/matches.service.js';
import { isPromised } from '../giving/pledges/pledge-states.js';
import { Pledges } from '../giving/pledges/pledges.service.js';
import { Clock } from '../vocabulary/clock.js';
import type { Pence } from '../vocabulary/pence.js';

/** What is promised to an appeal and is no money: it stands apart from what was raised. */
export interface AppealPromises {
  /** Pledges of donors that may still be kept, and what is still to be given of them. */
  pledges: number;
  pledgedPence: Pence;
  matches: Omit<MatchFigures, 'id' | 'appeal' | 'status'>[];
}

@Injectable()
export class Promises {
  constructor(
    private readonly pledges: Pledges,
    private readonly matches: Matches,
    private readonly clock: Clock,
  ) {}

  /** Those that donors add to just now. */
  async runningMatches(slug: string): Promise<MatchFigures[]> {
    const now = this.clock.now();
    const matches = await this.matches.of(slug);
    return matches.filter(
      ({ status, beginsAt, endsAt }) => isPromised(status) && beginsAt <= now && now < endsAt,
    );
  }

  async of(slug: string): Promise<AppealPromises> {
    const [pledged, matches] = await Promise.all([this.pledges.promised(slug), this.matches.of(slug)]);
    const shown = matches.filter(({ status }) => isPromised(status) || status === 'kept');
    return {
      ...pledged,
      matches: shown.map(({ id: _id, appeal: _appeal, status: _status, ...match }) => match),
    };
  }
}
