import type { Tx } from '../../platform/database/transactions.js';
import { type Pence, penceFromText } from '../../vocabulary/pence.js';

/** What a network charged at once, and can give back at once: a charge, or a part of a split one. */
export interface ChargedPiece {
  chargeId: string;
  gateway: string;
  gatewayId: string;
  amountPence: Pence;
  /** Whether the number is still there to be named to the gateway. */
  hasPhone: boolean;
}

/** What of a donation is charged and neither gone back nor on its way back, by the gateway's ids. */
export async function chargedPieces(tx: Tx, donationId: string): Promise<ChargedPiece[]> {
  const rows = await tx.query<(Omit<ChargedPiece, 'amountPence'> & { amountPence: string })[]>(
    `select charge.id as "chargeId", charge.gateway, piece.gateway_id as "gatewayId",
       piece.amount_pence as "amountPence", message.phone is not null as "hasPhone"
     from text.charge join text.message on message.id = charge.message_id
     left join text.charge_part part on part.charge_id = charge.id and part.state = 'charged'
     cross join lateral (select coalesce(part.gateway_id, charge.gateway_id) as gateway_id,
       coalesce(part.amount_pence, charge.amount_pence) as amount_pence) as piece
     where charge.donation_id = $1 and piece.gateway_id is not null
       and (charge.state = 'charged' or part.id is not null)
       and not exists (select from text.reversal where reversal.gateway_id = piece.gateway_id
         and reversal.state <> 'failed')
     order by charge.id, piece.gateway_id`,
    [donationId],
  );
  return rows.map((row) => ({ ...row, amountPence: penceFromText(row.amountPence) }));
}

/** Pieces that come to exactly so much; undefined where none do, because a network gives back whole ones only. */
export function piecesOf(pieces: ChargedPiece[], amountPence: number): ChargedPiece[] | undefined {
  if (amountPence === 0) return [];
  for (const [index, piece] of pieces.entries()) {
    if (piece.amountPence > amountPence) continue;
    const others = piecesOf(pieces.slice(index + 1), amountPence - piece.amountPence);
    if (others) return [piece, ...others];
  }
  return undefined;
}
