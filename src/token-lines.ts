import type { Tokens } from './platform/access/tokens.js';

/** One line for each token, as `everypenny token list` prints it. */
export async function tokenLines(tokens: Tokens): Promise<string[]> {
  const day = (moment: Date): string => moment.toISOString().slice(0, 16).replace('T', ' ');
  return (await tokens.list()).map(({ id, role, person, lastUsedAt, revokedAt }) => {
    const used = lastUsedAt ? `last used ${day(lastUsedAt)}` : 'never used';
    return [id, role, person, revokedAt ? `revoked ${day(revokedAt)}` : used].join('\t');
  });
}
