import type { FastifyInstance } from 'fastify';
import type { SandboxContext } from '../context.js';
import { renderPage } from '../phone/page.js';
import { type KeptLetter, letters } from './mail-server.js';

/** The mail that the product sent: `/mail` for people, `/mail.json` for programs, newest first. */
export function registerMail(app: FastifyInstance, { store }: SandboxContext): void {
  const newestFirst = (): KeptLetter[] =>
    Object.values(letters(store)).toSorted((one, other) => (one.receivedAt < other.receivedAt ? 1 : -1));
  app.get('/mail', (_request, reply) => {
    void reply.type('text/html; charset=utf-8').send(mailPage(newestFirst()));
  });
  app.get('/mail.json', (_request, reply) => {
    void reply.send(newestFirst());
  });
}

function mailPage(kept: KeptLetter[]): string {
  return renderPage(
    'Mail of the sandbox',
    <main class="home">
      <h1>Mail</h1>
      <p>Every letter that was sent is kept here, and none goes anywhere. The newest is the first.</p>
      {kept.length === 0 && <p>There is none so far: give by card and say your e-mail address.</p>}
      {kept.map(({ id, from, to, subject, text, receivedAt }) => (
        <article class="letter" id={id}>
          <h2>{subject}</h2>
          <p>
            From {from} to {to}, <time datetime={receivedAt}>{receivedAt}</time>
          </p>
          <pre>{linked(text)}</pre>
        </article>
      ))}
    </main>,
  );
}

/** The text of a letter with its addresses to click on. */
function linked(text: string) {
  return text
    .split(/(https?:\/\/\S+)/)
    .map((part) => (part.startsWith('http') ? <a href={part}>{part}</a> : part));
}
