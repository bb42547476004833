// Keeps the total in step with the appeal's books. Without this script the page shows the total it was served with.
const total = document.getElementById('total');
const spoken = document.getElementById('total-spoken');
const spokenEveryMs = 15_000;
let lastSpokenAt = 0;

function formatPounds(amountPence) {
  const pounds = Math.trunc(amountPence / 100).toLocaleString('en-GB');
  const rest = amountPence % 100;
  return `£${pounds}${rest === 0 ? '' : `.${String(rest).padStart(2, '0')}`}`;
}

function show({ raisedPence, donations, pendingPence }) {
  const raised = formatPounds(raisedPence);
  document.getElementById('total-raised').textContent = raised;
  document.getElementById('total-donations').textContent = donations.toLocaleString('en-GB');
  document.getElementById('total-pending').textContent = formatPounds(pendingPence);
  document.getElementById('total-promised').hidden = pendingPence === 0;
  // A busy appeal changes every second: a screen reader hears of it now and then.
  if (Date.now() - lastSpokenAt < spokenEveryMs) return;
  lastSpokenAt = Date.now();
  spoken.textContent = `${raised} ${total.dataset.spoken}`;
}

new EventSource(total.dataset.events).addEventListener('message', (event) => show(JSON.parse(event.data)));
