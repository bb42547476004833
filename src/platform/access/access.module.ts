import { Global, Module } from '@nestjs/common';
import { Audit } from './audit.js';
import { Tokens } from './tokens.js';

/** Who of the staff may do what, and a log of what they did. It never knows what a route does. */
@Global()
@Module({ providers: [Tokens, Audit], exports: [Tokens, Audit] })
export class AccessModule {}
