import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Inbox } from '../messaging/inbox.js';
import { Breaks } from './breaks.js';

/** Shows staff the messages that fail again and again. */
@Injectable()
export class StuckMessages implements OnModuleInit {
  constructor(
    private readonly inbox: Inbox,
    private readonly breaks: Breaks,
  ) {}

  onModuleInit(): void {
    this.inbox.onStuck((tx, { source, externalId }, reason) =>
      this.breaks.note(tx, {
        kind: 'message_not_processed',
        reference: `${source} ${externalId}`,
        detail: `A message that came in could not be worked on, again and again (${reason}). It is kept and tried on.`,
        whatToDo: 'Tell the people who run the system. Settle this once the message has been worked on.',
        theirs: [{ what: source, id: externalId }],
      }),
    );
  }
}
