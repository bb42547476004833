import { decimalPounds, pence } from '../../src/vocabulary/pence.js';

export interface StatementOfBank {
  iban: string;
  id: string;
  opening: number;
  /** A London date; every entry is booked on it. */
  closedOn: string;
  entries: { id: string; pence: number; reference: string; status?: string; isReversal?: boolean }[];
}

const amount = (value: number): string =>
  `<Amt Ccy="GBP">${decimalPounds(pence(Math.abs(value)))}</Amt><CdtDbtInd>${value < 0 ? 'DBIT' : 'CRDT'}</CdtDbtInd>`;

const balance = (code: string, value: number, date: string): string =>
  `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp>${amount(value)}<Dt><Dt>${date}</Dt></Dt></Bal>`;

/** A camt.053.001.08 as a bank sends it, whose balances add up. */
export function camt053(...statements: StatementOfBank[]): string {
  const written = statements.map(({ iban, id, opening, closedOn, entries }) => {
    const booked = entries.filter(({ status = 'BOOK' }) => status === 'BOOK');
    const closing = booked.reduce((sum, entry) => sum + entry.pence, opening);
    const ntry = entries.map(
      (entry) => `<Ntry>${amount(entry.pence)}
        ${entry.isReversal ? '<RvslInd>true</RvslInd>' : ''}<Sts><Cd>${entry.status ?? 'BOOK'}</Cd></Sts>
        <BookgDt><Dt>${closedOn}</Dt></BookgDt><AcctSvcrRef>${entry.id}</AcctSvcrRef>
        <NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>
          <RmtInf><Ustrd>${entry.reference}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>`,
    );
    return `<Stmt><Id>${id}</Id><Acct><Id><IBAN>${iban}</IBAN></Id><Ccy>GBP</Ccy></Acct>
      ${balance('OPBD', opening, closedOn)}${balance('CLBD', closing, closedOn)}${ntry.join('')}</Stmt>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
    <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
    <GrpHdr><MsgId>M1</MsgId></GrpHdr>${written.join('')}</BkToCstmrStmt></Document>`;
}
