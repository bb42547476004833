import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Inbox } from '../../platform/messaging/inbox.js';
import { Gateways } from './gateways/gateways.js';

/** What became of a free text on its handset. It is kept and changes nothing: no money hangs on it. */
@Injectable()
export class HandsetReports implements OnModuleInit {
  constructor(
    private readonly inbox: Inbox,
    private readonly gateways: Gateways,
  ) {}

  onModuleInit(): void {
    for (const { name } of this.gateways.all()) {
      this.inbox.register({ source: `${name}.report`, apply: () => Promise.resolve() });
    }
  }
}
