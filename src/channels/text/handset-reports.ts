import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Inbox, type InboxHandler } from '../../platform/messaging/inbox.js';

/** What became of a free text on its handset. It is kept and changes nothing: no money hangs on it. */
@Injectable()
export class HandsetReports implements InboxHandler, OnModuleInit {
  readonly source = 'fonix.report';

  constructor(private readonly inbox: Inbox) {}

  onModuleInit(): void {
    this.inbox.register(this);
  }

  apply(): Promise<void> {
    return Promise.resolve();
  }
}
