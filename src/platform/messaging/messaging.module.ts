import { Global, Module } from '@nestjs/common';
import { Backlog } from './backlog.js';
import { Inbox } from './inbox.js';
import { InboxWorker } from './inbox-worker.js';
import { News } from './news.js';
import { Outbox } from './outbox.js';
import { OutboxClaims } from './outbox-claims.js';
import { OutboxWorker } from './outbox-worker.js';
import { QueueFigures } from './queue-figures.js';
import { Wake } from './wake.js';
import { Workers } from './workers.js';

/** What comes in and what goes out, durably. It never knows what a message means: channels register handlers. */
@Global()
@Module({
  providers: [
    Backlog,
    Inbox,
    InboxWorker,
    News,
    Outbox,
    OutboxClaims,
    OutboxWorker,
    QueueFigures,
    Wake,
    Workers,
  ],
  exports: [Inbox, News, Outbox, Workers],
})
export class MessagingModule {}
