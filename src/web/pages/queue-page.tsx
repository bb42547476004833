import { Layout } from './layout.js';

export interface QueuePageProps {
  /** The donor's place in the queue, 1 for the next; undefined once it is their turn. */
  place: number | undefined;
}

/** Shown until the payment page exists. It says nothing that we don't know, such as how long it takes. */
export function QueuePage({ place }: QueuePageProps) {
  return (
    <Layout title="We’re taking you to the payment page" waiting>
      <article class="page">
        <h1>We’re taking you to the payment page</h1>
        <p class="standfirst">
          {place === undefined
            ? 'It is your turn, and the payment page is being made ready.'
            : `Your place in the queue is ${place.toLocaleString('en-GB')}.`}
        </p>
        <p>
          We have kept your donation, and nothing has been taken from your card. Keep this page open: it takes
          you on by itself.
        </p>
        <p>
          <a href="">Look again now</a>
        </p>
      </article>
    </Layout>
  );
}
