import { Module } from '@nestjs/common';
import { Donors } from './donors.service.js';

/** Who gave. It never knows what they gave. */
@Module({ providers: [Donors], exports: [Donors] })
export class DonorsModule {}
