import { type ComponentChildren, createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { type Permission, type Role, roleMay } from '../../platform/access/permissions.js';

interface Section {
  path: string;
  label: string;
  needs: Permission;
}

/** What the console has, in the order of a working day. */
const sections = {
  today: { path: '/staff', label: 'Today', needs: 'read' },
  donations: { path: '/staff/donations', label: 'Donations', needs: 'read' },
  breaks: { path: '/staff/breaks', label: 'Breaks', needs: 'read' },
  remittances: { path: '/staff/remittances', label: 'Remittances', needs: 'read' },
  settlements: { path: '/staff/settlements', label: 'Settlements', needs: 'read' },
  surplus: { path: '/staff/surplus', label: 'Surplus', needs: 'read' },
  pledges: { path: '/staff/pledges', label: 'Pledges', needs: 'read' },
  reports: { path: '/staff/reports', label: 'Reports', needs: 'export' },
  people: { path: '/staff/people', label: 'People', needs: 'administer' },
  audit: { path: '/staff/audit', label: 'Audit', needs: 'read' },
} as const satisfies Record<string, Section>;

/** An account is nobody else's, so it stands beside its person and not among the sections. */
export type SectionName = keyof typeof sections | 'account';

/** Who looks at the console, where, and at which appeal. */
export interface Frame {
  person: string;
  role: Role;
  section: SectionName;
  /** Where the form of the appeal chooser leads: the page itself, or the list that it is one of. */
  path: string;
  appeals: { slug: string; title: string }[];
  /** The slug of the chosen one; undefined only where there is none at all. */
  appeal: string | undefined;
}

export const FrameContext = createContext<Frame | undefined>(undefined);

/** The frame of the page; every part of a console page may ask. */
export function useFrame(): Frame {
  const frame = useContext(FrameContext);
  if (!frame) throw new Error('a part of the console stands outside its frame');
  return frame;
}

/** Whether whoever looks may do this: forms that they may not send are not shown. */
export function useMay(permission: Permission): boolean {
  return roleMay(useFrame().role, permission);
}

/** The address of a console page, about the appeal that is chosen. */
export function useHere(): (path: string, parameters?: Record<string, string | undefined>) => string {
  const { appeal } = useFrame();
  return (path, parameters = {}) => {
    const given = Object.entries({ appeal, ...parameters }).filter((entry): entry is [string, string] =>
      Boolean(entry[1]),
    );
    const query = new URLSearchParams(given).toString();
    return query === '' ? path : `${path}?${query}`;
  };
}

export interface ConsolePageProps {
  title: string;
  /** What a form of this page has just done. */
  done?: string | undefined;
  /** Why a form of this page was refused. */
  refused?: string | undefined;
  children: ComponentChildren;
}

/** The document of every console page: no inline script or style, and nothing of a third party. */
export function ConsolePage({ title, done, refused, children }: ConsolePageProps) {
  return (
    <html lang="en-GB">
      <head>
        <meta charset="utf-8" />
        <title>{`${refused ? 'Error: ' : ''}${title} – Every Penny staff`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="same-origin" />
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/assets/style.css" />
        <link rel="stylesheet" href="/assets/staff.css" />
      </head>
      <body>
        <a class="skip" href="#main">
          Skip to the content
        </a>
        <Masthead />
        <Sections />
        <main id="main" tabindex={-1} class="staff">
          <div class="title">
            <h1>{title}</h1>
            <AppealChooser />
          </div>
          {done && (
            <p class="done" role="status">
              {done}
            </p>
          )}
          {refused && (
            <p class="refused" role="alert">
              {refused}
            </p>
          )}
          {children}
        </main>
      </body>
    </html>
  );
}

function Masthead() {
  const { person, role } = useFrame();
  return (
    <header class="masthead">
      <div class="staff-bar">
        <p class="brand">
          Every <em>Penny</em> <span>staff</span>
        </p>
        <form class="signed-in" method="post" action="/staff/sign-out">
          <p>
            Signed in as {person} ({role}).
          </p>
          <a href="/staff/account">Your account</a>
          <button type="submit" class="quiet">
            Sign out
          </button>
        </form>
      </div>
    </header>
  );
}

function Sections() {
  const { section, role } = useFrame();
  const here = useHere();
  const shown = Object.entries(sections).filter(([, { needs }]) => roleMay(role, needs));
  return (
    <nav class="sections" aria-label="Console">
      <ul>
        {shown.map(([name, { path, label }]) => (
          <li>
            <a href={here(path)} aria-current={name === section ? 'page' : undefined}>
              {label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** With one appeal there is nothing to choose. */
function AppealChooser() {
  const { appeals, appeal, path } = useFrame();
  if (appeals.length < 2) return null;
  return (
    <form class="chooser" method="get" action={path}>
      <label for="appeal">Appeal</label>
      <select id="appeal" name="appeal">
        {appeals.map(({ slug, title }) => (
          <option value={slug} selected={slug === appeal}>
            {title}
          </option>
        ))}
      </select>
      <button type="submit" class="quiet">
        Show
      </button>
    </form>
  );
}
