import { rmSync } from 'node:fs';

export default async function teardown() {
  const { folder, postgres } = globalThis.everypennyTest;
  await postgres.stop();
  for (const used of [folder, postgres.movedTo]) if (used) rmSync(used, { recursive: true, force: true });
}
