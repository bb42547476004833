import { Module } from '@nestjs/common';
import { Appeals } from './appeals.service.js';

/** What donors are asked, word for word, and when. It never knows what was given. */
@Module({ providers: [Appeals], exports: [Appeals] })
export class AppealsModule {}
