import { renderPage } from './page.js';

export function homePage(): string {
  return renderPage(
    'The sandbox',
    <main class="home">
      <h1>The sandbox</h1>
      <p>
        Companies live here, so that you can give and nobody pays: a mobile network, a card company and the
        post.
      </p>
      <ul class="doors">
        <li>
          <h2>
            <a href="/phone">Pick up a phone</a>
          </h2>
          <p>Text a donation, read the answer, and see what the network put on the bill.</p>
        </li>
        <li>
          <h2>
            <a href="/network">Make things go wrong</a>
          </h2>
          <p>Late, lost and repeated reports, a gateway that is away, the month's statement.</p>
        </li>
        <li>
          <h2>
            <a href="/stripe">The card company</a>
          </h2>
          <p>
            Its pay pages open from the appeal: choose an amount there and give by card. 4242 4242 4242 4242
            pays.
          </p>
        </li>
        <li>
          <h2>
            <a href="/mail">Read the mail</a>
          </h2>
          <p>Receipts and all other letters stay here; none goes anywhere.</p>
        </li>
      </ul>
    </main>,
  );
}
