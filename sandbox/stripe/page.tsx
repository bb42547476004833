import type { VNode } from 'preact';
import { render } from 'preact-render-to-string';

const STYLE = `
  :root { color-scheme: light; --ink: #17202b; --quiet: #4d5a68; --line: #8793a1; --blue: #1d4f91; --red: #a61b1b; }
  * { box-sizing: border-box; }
  body { margin: 0; background: #eef1f5; color: var(--ink);
    font: 1rem/1.5 -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', system-ui, sans-serif; }
  header { background: #17202b; color: #fff; padding: .75rem 1rem; text-align: center; }
  header p { margin: 0; font-size: .9375rem; }
  main { max-width: 28rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
  main.wide { max-width: 60rem; }
  .wide section { background: #fff; border-radius: .75rem; padding: 1.25rem; margin-top: 1rem; }
  .wide ul { margin: 0; padding: 0; list-style: none; }
  .wide li { padding: .75rem 0; border-top: 1px solid #dde3ea; overflow-wrap: anywhere; }
  .wide p { margin: 0 0 .5rem; }
  form.act { display: inline-block; margin: .25rem .5rem .25rem 0; padding: 0; box-shadow: none; }
  form.act button { width: auto; min-height: 2.75rem; padding: 0 1rem; font-size: 1rem; background: #17202b; }
  h1 { margin: 0; font-size: 1.125rem; font-weight: 600; }
  .amount { margin: 0 0 1.25rem; font-size: 2.25rem; font-weight: 700; line-height: 1.2; }
  form, .note { background: #fff; border-radius: .75rem; padding: 1.25rem; box-shadow: 0 1px 3px #17202b33; }
  .field { margin-bottom: 1rem; min-width: 0; }
  .pair { display: grid; grid-template-columns: 1fr 1fr; gap: 0 1rem; }
  label { display: block; font-weight: 600; margin-bottom: .25rem; }
  label span { font-weight: 400; color: var(--quiet); }
  input { width: 100%; min-height: 2.75rem; padding: .5rem .75rem; font: inherit; color: inherit;
    border: 1px solid var(--line); border-radius: .5rem; background: #fff; }
  input[aria-invalid='true'] { border: 2px solid var(--red); }
  input[readonly] { background: #eef1f5; }
  :focus-visible { outline: 3px solid var(--blue); outline-offset: 2px; }
  .hint { margin: .25rem 0 0; font-size: .875rem; color: var(--quiet); }
  .mistake { margin: .25rem 0 0; font-size: .9375rem; color: var(--red); }
  .alert { margin: 0 0 1rem; padding: .75rem 1rem; border-left: 4px solid var(--red); background: #fdecec; }
  button { width: 100%; min-height: 3rem; border: 0; border-radius: .5rem; background: var(--blue); color: #fff;
    font: inherit; font-size: 1.125rem; font-weight: 600; cursor: pointer; }
  button:hover { background: #163d70; }
  a { color: var(--blue); }
  .back { margin: 0 0 1rem; }
  .note p { margin: .5rem 0 0; }
  h2 { margin: 0 0 .5rem; font-size: 1rem; }
  form + form, h1 + form { margin-top: 1rem; }
  @media (max-width: 22rem) { .pair { grid-template-columns: 1fr; } }
`;

/** `£10.00` */
export function pounds(pence: number): string {
  const text = String(pence).padStart(3, '0');
  return `£${text.slice(0, -2).replaceAll(/\B(?=(\d{3})+$)/g, ',')}.${text.slice(-2)}`;
}

/** A whole HTML document of the card company. */
export function document(title: string, content: VNode, width?: 'wide'): string {
  const page = (
    <html lang="en-GB">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        <style dangerouslySetInnerHTML={{ __html: STYLE }} />
      </head>
      <body>
        <header>
          <p>Sandbox: no money moves</p>
        </header>
        <main class={width}>{content}</main>
      </body>
    </html>
  );
  return `<!doctype html>${render(page)}`;
}
