import { Layout } from './layout.js';
import { useWords } from './words.js';

export interface QueuePageProps {
  /** The donor's place in the queue, 1 for the next; undefined once it is their turn. */
  place: number | undefined;
}

/** Shown until the payment page exists. It says nothing that we don't know, such as how long it takes. */
export function QueuePage({ place }: QueuePageProps) {
  const words = useWords().queue;
  return (
    <Layout title={words.title} waiting>
      <article class="page">
        <h1>{words.title}</h1>
        <p class="standfirst">
          {place === undefined ? words.turn : words.place(place.toLocaleString('en-GB'))}
        </p>
        <p>{words.kept}</p>
        <p>
          <a href="">{words.again}</a>
        </p>
      </article>
    </Layout>
  );
}
