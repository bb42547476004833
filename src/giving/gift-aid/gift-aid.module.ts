import { Module } from '@nestjs/common';
import { DonationsModule } from '../donations/donations.module.js';
import { DonorsModule } from '../donors/donors.module.js';
import { GiftAid } from './gift-aid.service.js';
import { GiftAidController } from './gift-aid.controller.js';

/** Donors' declarations, and which gifts they cover. It never claims: the charity does. */
@Module({
  imports: [DonationsModule, DonorsModule],
  controllers: [GiftAidController],
  providers: [GiftAid],
  exports: [GiftAid],
})
export class GiftAidModule {}
