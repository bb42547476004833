import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from '@jest/globals';

/** Calls go down: what each folder may import besides itself. `src/*.ts` may import anything. */
const mayImport: Record<string, string[]> = {
  vocabulary: [],
  'platform/config': ['vocabulary'],
  'platform/logging': ['vocabulary', 'platform/config'],
  'platform/metrics': ['vocabulary', 'platform/config'],
  'platform/secrets': ['vocabulary', 'platform/config', 'platform/database'],
  'platform/database': ['vocabulary', 'platform/config', 'platform/logging'],
  'platform/http': [
    'vocabulary',
    'platform/config',
    'platform/database',
    'platform/logging',
    'platform/metrics',
  ],
  'platform/messaging': [
    'vocabulary',
    'platform/config',
    'platform/database',
    'platform/logging',
    'platform/metrics',
    'platform/secrets',
  ],
  'platform/mail': [
    'vocabulary',
    'platform/config',
    'platform/database',
    'platform/logging',
    'platform/messaging',
  ],
  'platform/schedule': ['vocabulary', 'platform/config', 'platform/database', 'platform/logging'],
  'platform/limits': ['vocabulary', 'platform/config', 'platform/database', 'platform/secrets'],
  'platform/breaks': [
    'vocabulary',
    'platform/config',
    'platform/database',
    'platform/http',
    'platform/messaging',
    'platform/access',
  ],
  'platform/access': [
    'vocabulary',
    'platform/config',
    'platform/database',
    'platform/http',
    'platform/limits',
    'platform/logging',
    'platform/mail',
    'platform/secrets',
  ],
  'platform/health': [
    'vocabulary',
    'platform/config',
    'platform/database',
    'platform/http',
    'platform/messaging',
    'platform/metrics',
  ],
  ledger: ['vocabulary', 'platform'],
  'giving/appeals': ['vocabulary', 'platform', 'ledger'],
  'giving/donors': ['vocabulary', 'platform'],
  'giving/donations': ['vocabulary', 'platform', 'ledger', 'giving/appeals', 'giving/donors'],
  'giving/refunds': ['vocabulary', 'platform', 'giving/appeals', 'giving/donations'],
  'giving/pledges': ['vocabulary', 'platform', 'giving/appeals', 'giving/donors', 'giving/donations'],
  'giving/gift-aid': [
    'vocabulary',
    'platform',
    'ledger',
    'giving/appeals',
    'giving/donors',
    'giving/donations',
  ],
  'channels/card': ['vocabulary', 'platform', 'ledger', 'giving'],
  'channels/bank': ['vocabulary', 'platform', 'ledger', 'giving'],
  'channels/text': ['vocabulary', 'platform', 'ledger', 'giving'],
  'treasury/settlements': ['vocabulary', 'platform', 'ledger', 'giving/appeals', 'giving/donations'],
  'treasury/remittances': ['vocabulary', 'platform', 'ledger', 'giving/appeals', 'giving/donations'],
  'treasury/surplus': ['vocabulary', 'platform', 'ledger', 'giving/appeals', 'giving/donations'],
  'treasury/closing': ['vocabulary', 'platform', 'ledger', 'giving/appeals', 'giving/donations'],
  reports: ['vocabulary', 'platform', 'ledger', 'giving', 'channels', 'treasury'],
  web: ['vocabulary', 'platform', 'ledger', 'giving', 'channels', 'treasury', 'reports'],
};

/** What a folder of giving or channels shows to others. Reports read rows too; all else is private. */
const publicFile =
  /(\.module|\.service|\.events|\.problems|\.dto|appeal-definition|appeal-replies|donation-states|pledge-states|pledge-making|refund-decisions|refund-states|donation-counts|declaration-wordings|consent-wordings|\/card-giving|statements\/statements)\.js$/;

interface Import {
  from: string;
  to: string;
}

function importsBelow(folder: string): Import[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.spec\.tsx?$/.test(file))
    .flatMap((file) => {
      const from = join(folder, file);
      const source = readFileSync(from, 'utf8');
      return [...source.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map(([, path = '']) => ({
        from,
        to: normalize(join(dirname(from), path)),
      }));
    });
}

const folderOf = (path: string): string | undefined =>
  Object.keys(mayImport).find((folder) => path.startsWith(`src/${folder}/`));

const imports = importsBelow('src');

describe('the import table', () => {
  it('knows every folder of src', () => {
    const strangers = imports.filter(
      ({ from }) => folderOf(from) === undefined && /^src\/[^/]+\//.test(from),
    );
    expect(strangers).toEqual([]);
  });

  it('lets calls go down only', () => {
    const wrong = imports.filter(({ from, to }) => {
      const own = folderOf(from);
      if (own === undefined || to.startsWith(`src/${own}/`)) return false;
      return !mayImport[own]?.some((allowed) => to.startsWith(`src/${allowed}/`));
    });
    expect(wrong).toEqual([]);
  });

  it('lets folders of giving and channels be entered by their public files only', () => {
    const wrong = imports.filter(({ from, to }) => {
      const entered = /^src\/(giving|channels)\/[^/]+\//.exec(to)?.[0];
      const readsRows = from.startsWith('src/reports/') && to.endsWith('.entity.js');
      return entered && folderOf(from) && !from.startsWith(entered) && !publicFile.test(to) && !readsRows;
    });
    expect(wrong).toEqual([]);
  });

  it('keeps the sandbox and the product apart', () => {
    expect(imports.filter(({ to }) => to.startsWith('sandbox/'))).toEqual([]);
    expect(importsBelow('sandbox').filter(({ to }) => to.startsWith('src/'))).toEqual([]);
  });

  it('has no folder for odds and ends, no forwardRef and no synchronize', () => {
    const sources = readdirSync('src', { recursive: true, encoding: 'utf8' });
    expect(sources.filter((path) => /(^|\/)(utils?|common|helpers|shared)(\/|\.ts$)/.test(path))).toEqual([]);
    const text = sources
      .filter((path) => /\.tsx?$/.test(path))
      .map((path) => readFileSync(join('src', path), 'utf8'));
    expect(text.filter((source) => /forwardRef|synchronize: true/.test(source))).toEqual([]);
  });
});
