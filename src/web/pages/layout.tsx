import type { ComponentChildren, VNode } from 'preact';
import { render } from 'preact-render-to-string';

export interface LayoutProps {
  title: string;
  description?: string;
  /** The one script of the page, under /assets. Every page works without it. */
  script?: string;
  /** Shows the page again every few seconds until what it waits for has happened. */
  waiting?: boolean;
  children: ComponentChildren;
}

/** The frame of every page. It holds no inline script or style and asks nothing of a third party. */
export function Layout({ title, description, script, waiting, children }: LayoutProps) {
  const source = waiting ? '/assets/ask-again.js' : script;
  return (
    <html lang="en-GB">
      <head>
        <meta charset="utf-8" />
        <title>{title}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        {description && <meta name="description" content={description} />}
        {/* A receipt's address carries its token, which no other site may learn. */}
        <meta name="referrer" content="same-origin" />
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/assets/style.css" />
        {waiting && (
          <noscript>
            <meta http-equiv="refresh" content="3" />
          </noscript>
        )}
        {source && <script type="module" src={source} />}
      </head>
      <body>
        <a class="skip" href="#main">
          Skip to the main text
        </a>
        <header class="masthead">
          <p>
            Every <em>Penny</em>
          </p>
        </header>
        <main id="main" tabindex={-1}>
          {children}
        </main>
        <footer class="colophon">
          <p>Published with Every Penny, the open books of a charity appeal.</p>
        </footer>
      </body>
    </html>
  );
}

/** Writes a page as a whole HTML document; all text in it is escaped by the renderer. */
export function renderPage(page: VNode): string {
  return `<!doctype html>${render(page)}`;
}
