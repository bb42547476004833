import type { Account } from './account.js';
import { BILLING_COMMANDS } from './billing-commands.js';
import { answerDispute, decide } from './disputes.js';
import { invalid, noSuch } from './errors.js';
import type { Parameters } from './parameters.js';
import { makeManualPayout } from './payouts.js';
import { existing } from './reads.js';
import { createRefund, endRefund, readRefundParameters } from './refunds.js';
import { readSessionParameters } from './session-parameters.js';
import { createSession, expireSession, findSession } from './sessions.js';

/** One POST of the API, or one DELETE. */
export interface Command {
  method?: 'DELETE';
  path: string;
  /** Reads and refuses the parameters; what it returns does the work and gives the answer. */
  prepare(account: Account, parameters: Parameters, id: string, requestId: string): () => object;
}

/** Every POST that is understood; another is another entry. Those of subscriptions stand in a file of their own. */
export const COMMANDS: Command[] = [
  ...BILLING_COMMANDS,
  {
    path: '/checkout/sessions',
    prepare(account, parameters) {
      const input = readSessionParameters(parameters, account.clock);
      return () => createSession(account, input);
    },
  },
  {
    path: '/checkout/sessions/:id/expire',
    prepare(account, parameters, id, requestId) {
      parameters.only('expand');
      const session = findSession(account, id);
      if (!session) throw noSuch('checkout.session', id);
      return () => {
        expireSession(account, session, requestId);
        return session;
      };
    },
  },
  {
    path: '/refunds',
    prepare(account, parameters, _id, requestId) {
      const request = readRefundParameters(account, parameters);
      return () => createRefund(account, request, requestId);
    },
  },
  {
    path: '/refunds/:id/cancel',
    prepare(account, parameters, id) {
      parameters.only('expand');
      const refund = existing('refund', account.records.refunds, id);
      if (refund.status !== 'pending')
        throw invalid(`This refund is ${refund.status} and cannot be canceled.`);
      return () => {
        endRefund(account, id, 'canceled');
        return refund;
      };
    },
  },
  {
    path: '/disputes/:id',
    prepare(account, parameters, id, requestId) {
      parameters.only('evidence', 'submit', 'metadata', 'expand');
      const dispute = existing('dispute', account.records.disputes, id);
      const evidence = parameters.object('evidence').only(...Object.keys(dispute.evidence));
      const text = evidence.text('uncategorized_text', 20_000) ?? '';
      const submit = (parameters.oneOf('submit', ['true', 'false']) ?? 'true') === 'true';
      return () => {
        if (submit) answerDispute(account, dispute, text, requestId);
        else dispute.evidence.uncategorized_text = text;
        return dispute;
      };
    },
  },
  {
    path: '/disputes/:id/close',
    prepare(account, parameters, id) {
      parameters.only('expand');
      const dispute = existing('dispute', account.records.disputes, id);
      return () => {
        decide(account, dispute, 'lost');
        return dispute;
      };
    },
  },
  {
    path: '/payouts',
    prepare(account, parameters) {
      parameters.only('amount', 'currency', 'description', 'metadata', 'method', 'source_type', 'expand');
      const amount = parameters.required('amount', parameters.integer('amount'));
      parameters.required('currency', parameters.oneOf('currency', ['gbp']));
      if (amount < 1)
        throw invalid(
          'This value must be greater than or equal to 1.',
          'amount',
          'parameter_invalid_integer',
        );
      const [description, metadata] = [parameters.text('description'), parameters.metadata()];
      return () => makeManualPayout(account, { amount, description, metadata });
    },
  },
];
