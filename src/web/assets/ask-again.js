// Asks for this page every few seconds and shows what changed. Unlike a reload it leaves a screen reader in peace
// while nothing has. Without JavaScript the page reloads itself.
const main = document.getElementById('main');
const everyMs = 3000;
main.setAttribute('aria-live', 'polite');

async function ask() {
  const answer = await fetch(location.href, { redirect: 'manual' });
  // It is time to go elsewhere: only the browser itself can follow.
  if (answer.type === 'opaqueredirect') location.reload();
  return answer.ok && show(new DOMParser().parseFromString(await answer.text(), 'text/html'));
}

/** Resolves to whether the wait is over. */
function show(next) {
  const nextMain = next.getElementById('main');
  if (nextMain.textContent !== main.textContent) {
    document.title = next.title;
    main.replaceChildren(...nextMain.childNodes);
  }
  return next.querySelector('script[src="/assets/ask-again.js"]') === null;
}

async function askUntilOver() {
  const over = await ask().catch(() => false);
  if (!over) setTimeout(askUntilOver, everyMs);
}

setTimeout(askUntilOver, everyMs);
