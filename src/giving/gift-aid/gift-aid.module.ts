import { Module } from '@nestjs/common';
import { AppealsModule } from '../appeals/appeals.module.js';
import { DonationsModule } from '../donations/donations.module.js';
import { DonorsModule } from '../donors/donors.module.js';
import { ClaimsController } from './claims.controller.js';
import { GiftAidClaims } from './claims.service.js';
import { CoveredGifts } from './covered-gifts.service.js';
import { ForgottenDeclarations } from './forgotten-declarations.service.js';
import { GiftAid } from './gift-aid.service.js';
import { GiftAidController } from './gift-aid.controller.js';

/** Donors' declarations, the gifts that they cover, and the claims on them. It never sends one: the charity does. */
@Module({
  imports: [AppealsModule, DonationsModule, DonorsModule],
  controllers: [GiftAidController, ClaimsController],
  providers: [GiftAid, CoveredGifts, ForgottenDeclarations, GiftAidClaims],
  exports: [GiftAid, CoveredGifts, ForgottenDeclarations, GiftAidClaims],
})
export class GiftAidModule {}
