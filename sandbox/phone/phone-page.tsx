import { Bill } from './bill.js';
import { LimitsForm } from './limits-form.js';
import { renderPage } from './page.js';
import type { Message, Phone } from './phones.js';
import { clockTime, operatorName, plan, printed } from './wording.js';

const problems = {
  not_a_drama_number: 'That is not a number of this network. Use 07700 900000 to 07700 900999.',
  not_a_shortcode: 'A short code has five or six digits.',
  nothing_to_send: 'Type a message first.',
  no_credit: 'Not sent: there is not enough credit for one text.',
  setting: 'Not changed: amounts are whole pence.',
};
export type SendProblem = keyof typeof problems;

// The page is its own fragment: the parts that live are taken out of a fresh copy of it.
const refreshScript = `
document.getElementById('again').hidden = true;
async function refresh() {
  const answer = await fetch(location.href);
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  for (const live of document.querySelectorAll('[data-live]')) {
    const next = fresh.getElementById(live.id);
    if (next && next.innerHTML !== live.innerHTML) live.replaceChildren(...next.childNodes);
  }
}
setInterval(() => refresh().catch(() => {}), 1000);
`;

interface PhonePageView {
  phone: Phone;
  pickable: Phone[];
  shortcode: string;
  /** A SendProblem; anything else is passed over. */
  problem: string | undefined;
}

export function phonePage({ phone, pickable, shortcode, problem }: PhonePageView): string {
  return renderPage(
    `${printed(phone.number)}, a phone of the sandbox`,
    <main>
      <header class="intro">
        <h1>A phone to give from</h1>
        <p>
          Text a donation to a short code. Nobody pays: this network is <a href="/">a sandbox</a>.
        </p>
        {problem && Object.hasOwn(problems, problem) && (
          <p class="problem" role="alert">
            {problems[problem as SendProblem]}
          </p>
        )}
        <PhonePicker phone={phone} pickable={pickable} shortcode={shortcode} />
      </header>
      <Handset phone={phone} shortcode={shortcode} />
      <section class="charges" aria-labelledby="charges-title">
        <h2 id="charges-title">What the network charged</h2>
        <div id="bill" data-live>
          <Bill phone={phone} />
        </div>
        <LimitsForm phone={phone} />
        <p>
          Or change <a href="/network">what the whole network does</a>.
        </p>
      </section>
      <script dangerouslySetInnerHTML={{ __html: refreshScript }} />
    </main>,
  );
}

function PhonePicker({ phone, pickable, shortcode }: Omit<PhonePageView, 'problem'>) {
  return (
    <form class="picker" method="get" action="/phone">
      <input type="hidden" name="shortcode" value={shortcode} />
      <label>
        Phone
        <select name="number">
          {pickable.map((each) => (
            <option value={each.number} selected={each === phone}>
              {printed(each.number)} · {operatorName(each)} · {plan(each)}
            </option>
          ))}
        </select>
      </label>
      <label>
        or another, 07700 900000 to 900999
        <input name="other" inputmode="tel" autocomplete="off" />
      </label>
      <button class="quiet">Use this phone</button>
    </form>
  );
}

function Handset({ phone, shortcode }: { phone: Phone; shortcode: string }) {
  const thread = phone.messages.filter((message) => message.shortcode === shortcode);
  const others = new Set(phone.messages.map((message) => message.shortcode));
  others.delete(shortcode);
  return (
    <section class="handset" aria-labelledby="handset-title">
      <header class="top">
        <h2 id="handset-title">{printed(phone.number)}</h2>
        <p>{operatorName(phone)}</p>
      </header>
      <div class="recipient">
        <label for="shortcode">To</label>
        <input
          id="shortcode"
          form="compose"
          name="shortcode"
          value={shortcode}
          inputmode="numeric"
          autocomplete="off"
          required
        />
        <span id="others" data-live>
          {[...others].map((other) => (
            <a href={`/phone?${new URLSearchParams({ number: phone.number, shortcode: other }).toString()}`}>
              {other}
            </a>
          ))}
        </span>
      </div>
      <div class="screen" role="log" aria-label={`Messages with ${shortcode}`} tabindex={0}>
        <div id="thread" data-live>
          {thread.length === 0 && (
            <p class="empty">No messages yet. Try SUN£3, and look at the bill when the answer comes.</p>
          )}
          {thread.map((message) => (
            <Bubble message={message} />
          ))}
        </div>
      </div>
      <form id="compose" class="compose" method="post" action="/phone/messages">
        <input type="hidden" name="number" value={phone.number} />
        <label class="unseen" for="body">
          Message
        </label>
        <input id="body" name="body" placeholder="SUN£3" autocomplete="off" enterkeyhint="send" required />
        <button>Send</button>
      </form>
      <p id="again" class="again">
        <a href={`/phone?${new URLSearchParams({ number: phone.number, shortcode }).toString()}`}>
          Look for new messages
        </a>
      </p>
    </section>
  );
}

function Bubble({ message: { direction, body, at } }: { message: Message }) {
  return (
    <div class={`bubble ${direction}`}>
      <p>
        <span class="unseen">{direction === 'out' ? 'You: ' : 'Received: '}</span>
        {body}
      </p>
      <time dateTime={at}>{clockTime(at)}</time>
    </div>
  );
}
