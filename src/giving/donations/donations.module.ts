import { Module } from '@nestjs/common';
import { Donations } from './donations.service.js';

/** Each gift from asking to confirmation and beyond. It never takes money and never posts. */
@Module({ providers: [Donations], exports: [Donations] })
export class DonationsModule {}
