import { Module } from '@nestjs/common';
import { DonorsController } from './donors.controller.js';
import { Donors } from './donors.service.js';

/** Who gave. It never knows what they gave. */
@Module({ controllers: [DonorsController], providers: [Donors], exports: [Donors] })
export class DonorsModule {}
