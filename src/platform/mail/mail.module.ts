import { Global, Module } from '@nestjs/common';
import { Mail } from './mail.js';

/** Letters by SMTP, at least once each. It never knows what a letter says: whoever wrote its kind does. */
@Global()
@Module({ providers: [Mail], exports: [Mail] })
export class MailModule {}
