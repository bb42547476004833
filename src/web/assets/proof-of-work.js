// Looks for a number whose hash with the form token begins with enough zero bits, while the donor fills in the form.
const form = document.querySelector('form[data-difficulty]');
const answer = form.elements.namedItem('challengeAnswer');
const token = form.elements.namedItem('formToken').value;
const unusedBits = 32 - Number(form.dataset.difficulty);
const encoder = new TextEncoder();

async function work() {
  for (let number = 0; ; number++) {
    const hash = await crypto.subtle.digest('SHA-256', encoder.encode(`${token}:${number}`));
    if (new DataView(hash).getUint32(0) >>> unusedBits === 0) return number;
  }
}

const done = work().then((number) => {
  answer.value = number;
});

form.addEventListener('submit', (event) => {
  if (answer.value !== '') return;
  event.preventDefault();
  void done.then(() => form.submit());
});
