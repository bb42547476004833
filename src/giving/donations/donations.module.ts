import { Module } from '@nestjs/common';
import { DonationCounts } from './donation-counts.js';
import { Donations } from './donations.service.js';
import { GivenHours } from './given-hours.service.js';

/** Each gift from asking to confirmation and beyond. It never takes money and never posts. */
@Module({
  providers: [Donations, DonationCounts, GivenHours],
  exports: [Donations, DonationCounts, GivenHours],
})
export class DonationsModule {}
