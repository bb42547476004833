import { create } from 'xmlbuilder2';
import type { AppealDefinition, BankAccount } from '../../giving/appeals/appeal-definition.js';
import { londonDate } from '../../vocabulary/clock.js';
import { decimalPounds, pence } from '../../vocabulary/pence.js';
import type { RemittanceDto } from './remittances.dto.js';
import { AccountUnknown } from './remittances.problems.js';

const namespace = 'urn:iso:std:iso:20022:tech:xsd:pain.001.001.09';
/** What Bacs and Faster Payments carry to the payee. */
const longestReference = 18;

/**
 * The payments of a round as ISO 20022 pain.001.001.09, for the bank to carry out. The message has the round's own id,
 * so that a bank which is given it twice refuses the second. Throws AccountUnknown.
 */
export function paymentFile(round: RemittanceDto, appeal: AppealDefinition, now: Date): string {
  const id = plainId(round.id);
  const payments = round.payments.filter(({ returnedOn }) => returnedOn === null);
  const sum = decimalPounds(pence(payments.reduce((total, { amountPence }) => total + amountPence, 0)));
  const debtor = appeal.bankAccount;
  if (!debtor) throw new AccountUnknown('the appeal');
  const Document = {
    '@xmlns': namespace,
    CstmrCdtTrfInitn: {
      GrpHdr: {
        MsgId: id,
        CreDtTm: now.toISOString(),
        NbOfTxs: String(payments.length),
        CtrlSum: sum,
        InitgPty: { Nm: plain(appeal.operator.name) },
      },
      PmtInf: {
        PmtInfId: id,
        PmtMtd: 'TRF',
        NbOfTxs: String(payments.length),
        CtrlSum: sum,
        ReqdExctnDt: { Dt: londonDate(now) },
        Dbtr: { Nm: plain(debtor.name) },
        DbtrAcct: { ...accountOf(debtor), Ccy: 'GBP' },
        DbtrAgt: bankOf(debtor),
        CdtTrfTxInf: payments.map(({ id: paymentId, payee, account, amountPence }) => {
          if (!account) throw new AccountUnknown(payee);
          return {
            PmtId: { EndToEndId: plainId(paymentId) },
            Amt: { InstdAmt: { '@Ccy': 'GBP', '#': decimalPounds(pence(amountPence)) } },
            CdtrAgt: bankOf(account),
            Cdtr: { Nm: plain(account.name) },
            CdtrAcct: accountOf(account),
            RmtInf: { Ustrd: referenceOf(round) },
          };
        }),
      },
    },
  };
  return create({ version: '1.0', encoding: 'UTF-8' }, { Document }).end({ prettyPrint: true });
}

/** By what the payee recognises a round on its statement: 18 characters at most. */
export function referenceOf({ appeal, number }: Pick<RemittanceDto, 'appeal' | 'number'>): string {
  const end = `-${number}`;
  return appeal.toUpperCase().slice(0, longestReference - end.length) + end;
}

const accountOf = ({ sortCode, accountNumber }: BankAccount) => ({
  Id: { Othr: { Id: sortCode + accountNumber, SchmeNm: { Cd: 'BBAN' } } },
});

const bankOf = ({ sortCode }: BankAccount) => ({
  FinInstnId: { ClrSysMmbId: { ClrSysId: { Cd: 'GBDSC' }, MmbId: sortCode } },
});

/** An identification has 35 characters at most. */
const plainId = (id: string): string => id.replaceAll('-', '');

/** In the letters and signs that every bank takes. */
function plain(name: string): string {
  return name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[‘’]/g, "'")
    .replaceAll('&', '+')
    .replaceAll(/[^A-Za-z0-9/?:().,'+ -]/g, ' ')
    .slice(0, 140);
}
