import { Global, Module } from '@nestjs/common';
import { Audit } from './audit.js';
import { Callers } from './callers.js';
import { Invitations } from './invitations.js';
import { Joining } from './joining.js';
import { Passwords } from './passwords.js';
import { People } from './people.js';
import { PeopleController } from './people.controller.js';
import { SecondFactors } from './second-factors.js';
import { Sessions } from './sessions.js';
import { SignIn } from './sign-in.js';
import { SignInLimits } from './sign-in-limits.js';
import { Tokens } from './tokens.js';
import { TokensController } from './tokens.controller.js';

/** Who of the staff may do what, and a log of what they did. It never knows what a route does. */
@Global()
@Module({
  providers: [
    Audit,
    Callers,
    Invitations,
    Joining,
    Passwords,
    People,
    SecondFactors,
    Sessions,
    SignIn,
    SignInLimits,
    Tokens,
  ],
  controllers: [PeopleController, TokensController],
  exports: [Audit, Callers, Invitations, Joining, People, SecondFactors, Sessions, SignIn, Tokens],
})
export class AccessModule {}
