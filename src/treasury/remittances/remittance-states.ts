/** Every state of a remittance: what it means, and what puts it there. */
export const remittanceStates = {
  draft: {
    means: 'waits for another person’s word; nothing is set aside for it',
    by: 'finance',
    next: ['approved', 'set_off', 'cancelled'],
  },
  approved: {
    means: 'which gifts it carries is fixed, and the bank is to be told to pay',
    by: 'an approver',
    next: ['sent', 'cancelled'],
  },
  sent: {
    means: 'it has left the bank, and the books show it',
    by: 'finance, with the bank’s reference',
    next: ['acknowledged', 'returned'],
  },
  acknowledged: { means: 'the charity says that it has it', by: 'finance', next: ['returned'] },
  returned: { means: 'the bank sent it back: it is held again', by: 'finance', next: [] },
  set_off: {
    means: 'nothing was left to pay: all of it was set off against what the partner owed',
    by: 'an approver',
    next: [],
  },
  cancelled: { means: 'nothing is sent', by: 'finance', next: [] },
} as const satisfies Record<string, { means: string; by: string; next: readonly string[] }>;

export type RemittanceState = keyof typeof remittanceStates;

export function mayBecome(from: RemittanceState, to: RemittanceState): boolean {
  return (remittanceStates[from].next as readonly string[]).includes(to);
}
