import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function findRoot(from: string): string {
  return existsSync(join(from, 'package.json')) ? from : findRoot(dirname(from));
}

/** The folder that holds package.json, migrations/ and appeals/: the same for sources and for dist/. */
export const projectRoot = findRoot(dirname(fileURLToPath(import.meta.url)));
