import type { Messages } from './en.js';

/** The same in Welsh. */
export const problems: Messages['error']['problems'] = {
  validation_failed: {
    title: 'Mae rhywbeth ar goll neu’n amhosibl',
    detail: 'Ewch yn ôl, edrychwch ar yr hyn a anfonoch, a’i anfon unwaith eto.',
  },
  malformed: {
    title: 'Ni ellir darllen y neges',
    detail: 'Ewch yn ôl ac anfonwch y ffurflen unwaith eto.',
  },
  unsupported_media_type: {
    title: 'Nid yw’r math hwn o gynnwys yn hysbys',
    detail: 'Ewch yn ôl ac anfonwch y ffurflen unwaith eto.',
  },
  body_too_large: { title: 'Mae’r neges yn rhy fawr', detail: 'Ewch yn ôl ac ysgrifennwch lai.' },
  not_found: { title: 'Nid oes dim yma', detail: 'Gwiriwch y cyfeiriad: nid oes dim yn hysbys wrtho.' },
  appeal_not_found: {
    title: 'Nid oes apêl o’r fath',
    detail: 'Gwiriwch y cyfeiriad, neu chwiliwch amdani ymhlith ein hapeliadau.',
  },
  appeal_not_open: {
    title: 'Nid yw’r apêl yn derbyn rhoddion',
    detail:
      'Nid yw wedi agor eto, neu nid yw’n eu derbyn fel hyn mwyach. Mae ei thudalen yn dweud sut y mae.',
  },
  donation_not_found: {
    title: 'Nid oes rhodd o’r fath',
    detail: 'Gwiriwch gyfeiriad y dderbynneb: rhaid iddo fod yn gyfan, gyda’i docyn.',
  },
  pledge_not_found: {
    title: 'Nid oes addewid o’r fath',
    detail: 'Gwiriwch gyfeiriad yr addewid: rhaid iddo fod yn gyfan, gyda’i docyn.',
  },
  pledge_not_open: {
    title: 'Mae’r addewid hwn ar ben',
    detail: 'Edrychwch ar yr addewid eto i weld beth y gellir ei wneud ag ef o hyd.',
  },
  monthly_gift_not_found: {
    title: 'Nid oes rhodd fisol o’r fath',
    detail: 'Gwiriwch gyfeiriad y rhodd fisol: rhaid iddo fod yn gyfan, gyda’i docyn.',
  },
  monthly_gift_not_started: {
    title: 'Nid yw’r rhodd fisol hon wedi dechrau',
    detail: 'Nid ydym wedi clywed eto i’w thaliad cyntaf gael ei wneud. Ni fydd dim yn ailadrodd tan hynny.',
  },
  card_page_away: {
    title: 'Ni ellir agor tudalen ein cwmni cardiau ar hyn o bryd',
    detail: 'Ni newidiwyd dim. Ceisiwch eto ymhen ychydig funudau.',
  },
  card_link_not_found: {
    title: 'Nid oes dolen o’r fath',
    detail: 'Gwiriwch y ddolen yn eich neges destun: efallai iddi gael ei thorri’n fyr.',
  },
  idempotency_key_reused: {
    title: 'Anfonwyd y ffurflen hon o’r blaen',
    detail:
      'Fe’i hanfonwyd gyda rhywbeth arall ynddi. Ewch yn ôl, llwythwch y dudalen eto, a’i hanfon o’r newydd.',
  },
  too_many_attempts: {
    title: 'Arhoswch ychydig',
    detail: 'Bu gormod o ymdrechion o’ch cysylltiad. Ni chymerwyd dim. Ceisiwch eto ymhen deng munud.',
  },
  temporarily_unavailable: {
    title: 'Ni allwn gymryd hyn ar hyn o bryd',
    detail: 'Ceisiwch eto ymhen ychydig eiliadau.',
  },
  internal_error: {
    title: 'Aeth rhywbeth o’i le ar ein hochr ni',
    detail: 'Mae wedi’i nodi. Ceisiwch eto’n nes ymlaen.',
  },
};
