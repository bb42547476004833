import { createHash } from 'node:crypto';
import type { CharityNumber, GiftAidOfficial } from '../appeals/appeal-definition.js';
import type { ScheduleLine } from './schedule-line.js';

/** As many donations as HMRC takes in one message (its business rule 7036). */
export const mostInMessage = 500_000;

/** What HMRC asks of a claim beside its gifts. Dates are YYYY-MM-DD. */
export interface R68Claim {
  /** HMRC's own number of the charity, for example XR4010. */
  hmrcReference: string;
  orgName: string;
  regulator?: CharityNumber;
  official: GiftAidOfficial;
  periodEnd: string;
  earliestOn: string;
  /** Pounds with two decimals: tax that was claimed on gifts which have gone back since. */
  overClaimedTax?: string;
  /** Goes with `overClaimedTax`: business rule 7059. */
  otherInfo?: string;
}

const envelope = 'http://www.govtalk.gov.uk/CM/envelope';
const r68 = 'http://www.govtalk.gov.uk/taxation/charities/r68/2';
const regulators = { 'England and Wales': 'CCEW', Scotland: 'OSCR', 'Northern Ireland': 'CCNI' } as const;

/**
 * The message of HMRC's Charities Online for a claim, piece by piece: R68 version 2 in a GovTalk envelope, with
 * its IRmark, and without the sender's credentials, which the mark does not cover. `lines` is read twice, because
 * the mark stands before what it is made of. Nothing may be put between the elements afterwards.
 */
export async function* r68Message(
  claim: R68Claim,
  lines: () => AsyncIterable<ScheduleLine[]>,
): AsyncGenerator<string> {
  yield `<?xml version="1.0" encoding="UTF-8"?><GovTalkMessage xmlns="${envelope}">`;
  yield element('EnvelopeVersion', '2.0');
  yield '<Header><MessageDetails>';
  yield element('Class', 'HMRC-CHAR-CLM') + element('Qualifier', 'request') + element('Function', 'submit');
  yield '<CorrelationID></CorrelationID></MessageDetails><SenderDetails></SenderDetails></Header>';
  yield `<GovTalkDetails><Keys><Key Type="CHARID">${escaped(claim.hmrcReference)}</Key></Keys></GovTalkDetails>`;
  const mark = await irMark(claim, lines());
  yield '<Body>';
  yield* envelopeOf(claim, lines(), `<IRmark Type="generic">${mark}</IRmark>`);
  yield '</Body></GovTalkMessage>';
}

/**
 * Base64 of the SHA-1 of the canonical body without its mark (HMRC, "IRmark"; W3C Canonical XML 1.0). What is
 * written here is canonical already: no empty-element tags, and the body names the namespace that it inherits.
 */
export async function irMark(claim: R68Claim, lines: AsyncIterable<ScheduleLine[]>): Promise<string> {
  const hash = createHash('sha1').update(`<Body xmlns="${envelope}">`);
  for await (const piece of envelopeOf(claim, lines, '')) hash.update(piece);
  return hash.update('</Body>').digest('base64');
}

async function* envelopeOf(
  claim: R68Claim,
  lines: AsyncIterable<ScheduleLine[]>,
  mark: string,
): AsyncGenerator<string> {
  const { hmrcReference, orgName, regulator, official, otherInfo, overClaimedTax } = claim;
  yield `<IRenvelope xmlns="${r68}"><IRheader>`;
  yield `<Keys><Key Type="CHARID">${escaped(hmrcReference)}</Key></Keys>`;
  yield `${element('PeriodEnd', claim.periodEnd)}${mark}${element('Sender', 'Other')}</IRheader>`;
  yield `<R68><AuthOfficial>${officialOf(official)}</AuthOfficial>${element('Declaration', 'yes')}<Claim>`;
  yield element('OrgName', orgName) + element('HMRCref', hmrcReference);
  if (regulator)
    yield `<Regulator>${element('RegName', regulators[regulator.register])}${element('RegNo', regulator.number)}</Regulator>`;
  yield '<Repayment>';
  for await (const some of lines) yield some.map(gift).join('');
  yield element('EarliestGAdate', claim.earliestOn);
  if (overClaimedTax !== undefined) yield element('Adjustment', overClaimedTax);
  yield '</Repayment>';
  if (otherInfo !== undefined) yield element('OtherInfo', otherInfo);
  yield '</Claim></R68></IRenvelope>';
}

function officialOf({ trustee, firstName, lastName, postcode, phone }: GiftAidOfficial): string {
  const name =
    trustee === undefined
      ? `<OffName>${element('Fore', firstName ?? '')}${element('Sur', lastName ?? '')}</OffName>`
      : element('Trustee', trustee);
  return `${name}<OffID>${element('Postcode', postcode)}</OffID>${element('Phone', phone)}`;
}

function gift({ title, firstName, lastName, house, postcode, givenOn, amount }: ScheduleLine): string {
  const donor = [
    title && element('Ttl', title),
    element('Fore', firstName),
    element('Sur', lastName),
    element('House', house),
    postcode === 'X' ? element('Overseas', 'yes') : element('Postcode', postcode),
  ];
  return `<GAD><Donor>${donor.join('')}</Donor>${element('Date', givenOn)}${element('Total', amount)}</GAD>`;
}

const element = (name: string, text: string): string => `<${name}>${escaped(text)}</${name}>`;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#xD;');
