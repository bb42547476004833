/** Every state of a refund: what it means, and what puts it there. */
export const refundStates = {
  requested: {
    means: 'waits for another person’s word',
    by: 'finance, for more than the appeal lets one person decide',
    next: ['approved', 'cancelled'],
  },
  approved: {
    means: 'the channel that took the money owes its company a call',
    by: 'an approver; finance alone, within the appeal’s limit',
    next: ['sent', 'done', 'failed'],
  },
  sent: {
    means: 'the company has it and has not said what became of it',
    by: 'the company’s answer to the call',
    next: ['done', 'failed'],
  },
  done: {
    means: 'the company gave it back, and the books show it',
    by: 'the company’s word',
    next: ['failed'],
  },
  failed: {
    means: 'the company could not give it back; the donor is still owed it',
    by: 'the company’s word',
    next: ['done', 'paid_by_bank', 'cancelled'],
  },
  paid_by_bank: {
    means: 'paid from the appeal’s bank account instead',
    by: 'finance, with the bank’s reference',
    next: [],
  },
  cancelled: { means: 'nothing is given back', by: 'finance', next: [] },
} as const satisfies Record<string, { means: string; by: string; next: readonly string[] }>;

export type RefundState = keyof typeof refundStates;

export function mayBecome(from: RefundState, to: RefundState): boolean {
  return (refundStates[from].next as readonly string[]).includes(to);
}
