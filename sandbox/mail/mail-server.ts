import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import type { Store } from '../store.js';

/** A letter that the product sent. */
export interface KeptLetter {
  /** Its Message-ID, without the brackets. */
  id: string;
  from: string;
  to: string;
  subject: string;
  text: string;
  receivedAt: string;
  /** How often it came: a letter may be sent more than once. */
  times: number;
}

export interface MailServer {
  /** Where it listens, as SMTP_URL wants it. */
  url: string;
  close(): Promise<void>;
}

export function letters(store: Store): Record<string, KeptLetter> {
  return store.table<KeptLetter>('mail');
}

/** Listens for mail on a free port of this machine, and keeps all of it: none goes anywhere. */
export async function listenForMail(store: Store): Promise<MailServer> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      const to = session.envelope.rcptTo.map(({ address }) => address).join(', ');
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => void keep(store, Buffer.concat(chunks), to).finally(done));
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

async function keep(store: Store, message: Buffer, to: string): Promise<void> {
  const { messageId, from, subject, text } = await PostalMime.parse(message);
  const id = (messageId ?? '').replace(/^<|>$/g, '');
  const known = letters(store)[id];
  letters(store)[id] = {
    id,
    from: from?.address ?? '',
    to,
    subject: subject ?? '',
    text: text ?? '',
    receivedAt: new Date().toISOString(),
    times: (known?.times ?? 0) + 1,
  };
  store.changed();
}
