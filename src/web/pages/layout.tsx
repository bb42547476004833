import type { ComponentChildren, VNode } from 'preact';
import { useContext } from 'preact/hooks';
import { render } from 'preact-render-to-string';
import { type Language, languages } from '../../vocabulary/language.js';
import { messages, type Reading, ReadingContext, useWords } from './words.js';

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
  const words = useWords();
  return (
    <html lang={words.htmlLang}>
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
          {words.frame.skip}
        </a>
        <header class="masthead">
          <p>
            <span lang="en">
              Every <em>Penny</em>
            </span>
            <OtherLanguages />
          </p>
        </header>
        <main id="main" tabindex={-1}>
          {children}
        </main>
        <footer class="colophon">
          <p>{words.frame.published}</p>
        </footer>
      </body>
    </html>
  );
}

/** The same page in each other language, where the page can be asked for again. */
function OtherLanguages() {
  const { language, address } = useContext(ReadingContext);
  if (address === undefined) return null;
  return (
    <>
      {languages
        .filter((other) => other !== language)
        .map((other) => (
          <a
            class="language"
            href={inLanguage(address, other)}
            lang={messages[other].htmlLang}
            hreflang={messages[other].htmlLang}
          >
            {messages[other].ownName}
          </a>
        ))}
    </>
  );
}

function inLanguage(address: string, language: Language): string {
  const [path = '/', query] = address.split('?');
  const parameters = new URLSearchParams(query);
  parameters.set('lang', language);
  return `${path}?${parameters}`;
}

/** Writes a page as a whole HTML document; all text in it is escaped by the renderer. */
export function renderPage(page: VNode, reading: Reading = { language: 'en' }): string {
  const spoken = <ReadingContext.Provider value={reading}>{page}</ReadingContext.Provider>;
  return `<!doctype html>${render(spoken)}`;
}
