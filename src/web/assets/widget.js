// For an article: <script async src="https://OUR-ADDRESS/assets/widget.js" data-appeal="sun-ukraine-fund"></script>
// Puts a frame with the appeal's total and a link to its page in the place of the script. It sets nothing, reads
// nothing of the article and asks no one but the address that it came from.
{
  const script = document.currentScript;
  const { appeal, lang } = script.dataset;
  const address = new URL(`/appeals/${encodeURIComponent(appeal)}/widget`, script.src);
  if (lang) address.searchParams.set('lang', lang);
  const frame = document.createElement('iframe');
  frame.src = address.href;
  frame.title = script.dataset.title ?? 'Give';
  frame.loading = 'lazy';
  frame.referrerPolicy = 'no-referrer';
  frame.setAttribute('sandbox', 'allow-popups allow-popups-to-escape-sandbox');
  frame.width = '100%';
  frame.height = '260';
  frame.setAttribute('frameborder', '0');
  script.after(frame);
}
