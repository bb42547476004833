import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { styles } from './styles.js';

/** A whole HTML page of the network, as text. */
export function renderPage(title: string, content: ComponentChildren): string {
  const page = (
    <html lang="en-GB">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        <link rel="icon" href="data:," />
        <style dangerouslySetInnerHTML={{ __html: styles }} />
      </head>
      <body>{content}</body>
    </html>
  );
  return `<!doctype html>${renderToString(page)}`;
}
