import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';

/** Argon2id with the least that OWASP's password storage cheat sheet asks for; each hash names its own. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

const shortest = 12;
const longest = 200;

/** Keeps passwords so that whoever reads the database doesn't learn them. */
@Injectable()
export class Passwords {
  /** A hash of what nobody knows: an address that is not known takes as long as one that is. */
  private readonly nobodys = hash(randomBytes(32), cost);

  hash(password: string): Promise<string> {
    return hash(composed(password), cost);
  }

  async isRight(password: string, ofPerson: { passwordHash: string } | null): Promise<boolean> {
    const right = await verify(ofPerson?.passwordHash ?? (await this.nobodys), composed(password));
    return right && ofPerson !== null;
  }
}

/** The same word typed on another keyboard is the same password (NIST SP 800-63B, 3.1.1.2). */
const composed = (password: string): string => password.normalize('NFKC');

/** What is wrong with a new password, in words for the person; `undefined` when nothing is. */
export function passwordFault(password: string, email: string): string | undefined {
  if (password.length < shortest) return `must have ${shortest} characters or more`;
  if (password.length > longest) return `must have ${longest} characters at most`;
  const [mailbox = ''] = email.split('@');
  const obvious = [mailbox, 'password', 'everypenny', 'every penny'].filter(({ length }) => length > 3);
  const told = password.toLowerCase();
  if (new Set(password).size < 5 || obvious.some((word) => told.includes(word)))
    return 'is too easy to guess: take several words that belong to nothing';
  return undefined;
}
