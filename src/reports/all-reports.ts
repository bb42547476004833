import { donations } from './donations-report.js';
import { fees } from './fees-report.js';
import { ledger } from './ledger-report.js';
import { operatorStatement } from './operator-statement-report.js';
import { passThrough } from './pass-through-report.js';
import { refunds } from './refunds-report.js';
import { remittances } from './remittances-report.js';
import { quickbooks, quickbooksMonthly } from './quickbooks-report.js';
import type { Report } from './report.js';
import { sage, sageMonthly } from './sage-report.js';
import { settlements } from './settlements-report.js';
import { textCharges } from './text-charges-report.js';
import { xero, xeroMonthly } from './xero-report.js';

/** Every report that can be asked for, and that is kept when a period is closed. */
export const allReports: Report[] = [
  donations,
  ledger,
  remittances,
  passThrough,
  fees,
  settlements,
  textCharges,
  refunds,
  operatorStatement,
  xero,
  xeroMonthly,
  quickbooks,
  quickbooksMonthly,
  sage,
  sageMonthly,
];
