import { useWords } from './words.js';
import { formatPounds, type Pence } from '../../vocabulary/pence.js';

export interface WidgetPageProps {
  title: string;
  partnerName: string;
  raisedPence: Pence;
  /** The appeal's page, whole: it opens outside the article's frame, where the address bar shows whose it is. */
  appealUrl: string;
}

/** What stands in the frame that assets/widget.js puts into an article: no form, no script, one link. */
export function WidgetPage({ title, partnerName, raisedPence, appealUrl }: WidgetPageProps) {
  const words = useWords();
  return (
    <html lang={words.htmlLang}>
      <head>
        <meta charset="utf-8" />
        <title>{title}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <link rel="stylesheet" href="/assets/style.css" />
      </head>
      <body>
        <main class="widget">
          <h1>{title}</h1>
          <p>{partnerName}</p>
          <p class="raised">{words.widget.raised(formatPounds(raisedPence))}</p>
          <p>
            <a class="button" href={appealUrl} target="_blank" rel="noopener">
              {words.widget.open} <span class="unseen">{words.widget.opens}</span>
            </a>
          </p>
        </main>
      </body>
    </html>
  );
}
