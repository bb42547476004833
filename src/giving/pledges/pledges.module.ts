import { Module } from '@nestjs/common';
import { AppealsModule } from '../appeals/appeals.module.js';
import { DonorsModule } from '../donors/donors.module.js';
import { MatchMaking } from './match-making.js';
import { Matches } from './matches.service.js';
import { PledgeCalendar } from './pledge-calendar.js';
import { PledgeKeeping } from './pledge-keeping.js';
import { PledgeMaking } from './pledge-making.js';
import { PledgeOpening } from './pledge-opening.js';
import { PledgeReminders } from './pledge-reminders.js';
import { PledgesController } from './pledges.controller.js';
import { Pledges } from './pledges.service.js';

/** Promises to give later. They are never counted as raised, and never take money: donations keep them. */
@Module({
  imports: [AppealsModule, DonorsModule],
  controllers: [PledgesController],
  providers: [
    Pledges,
    PledgeMaking,
    PledgeOpening,
    PledgeKeeping,
    PledgeCalendar,
    PledgeReminders,
    Matches,
    MatchMaking,
  ],
  exports: [Pledges, Matches, PledgeMaking],
})
export class PledgesModule {}
