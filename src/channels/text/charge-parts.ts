import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Breaks } from '../../platform/breaks/breaks.js';
import type { Tx } from '../../platform/database/transactions.js';
import { derivedId } from '../../vocabulary/ids.js';
import { type Pence, pence } from '../../vocabulary/pence.js';
import type { FinalWord } from './charge-outcomes.js';
import { ChargePart, type TextCharge } from './text.entities.js';

/** A part that is new: what its word means for its charge, which has been changed accordingly. */
interface NewPart {
  word: FinalWord;
  charge: TextCharge;
  grossPence: Pence;
}

/** Charges that a network split: each part has the network's id and amount, and its own first final word. */
@Injectable()
export class ChargeParts {
  constructor(private readonly breaks: Breaks) {}

  /** Keeps parts of charges that the caller has locked; resolves with those that are new and agree. */
  async take(tx: Tx, words: FinalWord[]): Promise<NewPart[]> {
    if (words.length === 0) return [];
    const known = await tx.findBy(ChargePart, { chargeId: In(words.map(({ charge }) => charge.id)) });
    const taken: NewPart[] = [];
    for (const word of words) {
      const { charge, gatewayId, partPence, outcome, statusCode, at } = word;
      if (gatewayId === null || partPence === undefined) continue;
      const parts = known.filter(({ chargeId }) => chargeId === charge.id);
      const same = parts.find((part) => part.gatewayId === gatewayId);
      if (same?.state === outcome) continue;
      const soFarPence = parts.reduce((sum, { amountPence }) => sum + amountPence, 0);
      const isWhole = parts.length === 0 && charge.finalAt !== null;
      if (same || isWhole || soFarPence + partPence > charge.amountPence) {
        await this.noteDisagreement(tx, word);
        continue;
      }
      const part: ChargePart = {
        id: derivedId('text charge part', charge.id, gatewayId),
        chargeId: charge.id,
        gatewayId,
        amountPence: partPence,
        state: outcome,
        statusCode,
        finalAt: at,
      };
      await tx.insert(ChargePart, part);
      known.push(part);
      settle(charge, [...parts, part], word);
      taken.push({ word, charge, grossPence: partPence });
    }
    return taken;
  }

  private async noteDisagreement(
    tx: Tx,
    { charge, gatewayId, outcome, statusCode }: FinalWord,
  ): Promise<void> {
    await this.breaks.note(tx, {
      kind: 'contradicting_reports',
      reference: `${charge.id} ${gatewayId}`,
      detail: `A part of the charge was reported ${outcome} (${statusCode}), which does not fit what was reported before. The first stands.`,
      whatToDo: 'Compare with the gateway’s monthly statement.',
      donationId: charge.donationId,
      amountPence: charge.amountPence,
      ours: [{ what: `charge, ${charge.state}`, id: charge.id, amountPence: charge.amountPence }],
      theirs: [{ what: `report, ${outcome} (${statusCode})`, id: gatewayId ?? charge.id }],
    });
  }
}

/** Counts only what was charged; final once the parts make up the charge. */
function settle(charge: TextCharge, parts: ChargePart[], { statusCode, reason, at }: FinalWord): void {
  const sum = (of: ChargePart[]) => pence(of.reduce((total, { amountPence }) => total + amountPence, 0));
  const chargedPence = sum(parts.filter(({ state }) => state === 'charged'));
  const isFinal = sum(parts) === charge.amountPence;
  const state =
    chargedPence === charge.amountPence ? 'charged' : chargedPence > 0 ? 'part_charged' : 'failed';
  if (state === 'failed' && !isFinal) return;
  Object.assign(charge, {
    state,
    chargedPence,
    statusCode,
    reason: reason ?? null,
    finalAt: isFinal ? at : null,
  });
}
