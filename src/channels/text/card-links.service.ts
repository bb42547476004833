import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Config } from '../../platform/config/config.js';
import { CONFIG } from '../../platform/config/config.module.js';
import type { Tx } from '../../platform/database/transactions.js';
import { Secrets } from '../../platform/secrets/secrets.js';
import type { Pence } from '../../vocabulary/pence.js';
import { CardLinkNotFound } from './card-links.problems.js';
import { CardLink } from './phone.entities.js';

export interface CardLinkWanted {
  messageId: string;
  appeal: string;
  amountPence: Pence;
  pledgeId: string | null;
  at: Date;
}

/** Short addresses to pay a gift by card that could not be charged to a phone. Nothing is given by making one. */
@Injectable()
export class CardLinks {
  constructor(
    private readonly dataSource: DataSource,
    private readonly secrets: Secrets,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** One for each text, the same every time; by message id. Short enough for the text that carries it. */
  async make(tx: Tx, wanted: CardLinkWanted[]): Promise<Map<string, string>> {
    if (wanted.length === 0) return new Map();
    const links = wanted.map(({ at, ...wish }) => {
      const token = this.secrets
        .matchable(`card link ${wish.messageId}`)
        .subarray(0, 12)
        .toString('base64url');
      return { ...wish, token, createdAt: at };
    });
    await tx.createQueryBuilder().insert().into(CardLink).values(links).orIgnore().execute();
    return new Map(links.map(({ messageId, token }) => [messageId, `${this.config.publicUrl}/p/${token}`]));
  }

  /** What a link is for; throws CardLinkNotFound. */
  async find(token: string): Promise<Pick<CardLink, 'appeal' | 'amountPence' | 'pledgeId'>> {
    const link = /^[\w-]{16}$/.test(token)
      ? await this.dataSource.getRepository(CardLink).findOneBy({ token })
      : null;
    if (!link) throw new CardLinkNotFound();
    return link;
  }
}
