import type { Messages } from './en.js';

/** The words of the donate form, in Welsh. */
export const form: Messages['form'] = {
  heading: 'Rhoi â cherdyn',
  interval: 'Pa mor aml yr hoffech roi?',
  once: 'Unwaith',
  month: 'Bob mis',
  amount: 'Faint yr hoffech ei roi?',
  other: 'Arall',
  otherAmount: (min, max) => `Swm arall mewn punnoedd, o ${min} i ${max}`,
  firstName: 'Enw cyntaf (dewisol)',
  lastName: 'Cyfenw (dewisol)',
  email: 'E-bost (dewisol)',
  emailHint: 'Ar gyfer eich derbynneb.',
  send: 'Rhoi â cherdyn',
  hint: 'Byddwch yn talu ar y dudalen nesaf, gyda’n cwmni cardiau. Ni welwn rif eich cerdyn byth.',
  giftAid: {
    summary: 'Ychwanegu Rhodd Cymorth: 25c yn fwy am bob £1, heb gost i chi',
    why: (partner) =>
      `Os ydych yn talu treth yn y DU, gall ${partner} adennill treth ar eich rhodd. Mae angen eich enw llawn, uchod, a’ch cyfeiriad cartref.`,
    address: 'Eich cyfeiriad cartref',
    scope: 'Pa roddion ddylai gael Rhodd Cymorth?',
    thisGift: 'Y rhodd hon',
    allGifts: 'Y rhodd hon, rhai’r 4 blynedd diwethaf, a’r rhai i ddod',
    title: 'Teitl (dewisol)',
    house: 'Enw neu rif y tŷ',
    street: 'Gweddill y cyfeiriad (dewisol)',
    postcode: 'Cod post',
    overseas: 'Rwy’n byw y tu allan i’r DU: rwyf wedi ysgrifennu’r cyfeiriad cyfan uchod',
    declare: 'Rwy’n datgan:',
    notes: (partner) =>
      `Rhowch wybod i ${partner} os ydych am ganslo’r datganiad hwn, os newidiwch eich enw neu gyfeiriad cartref, neu os nad ydych bellach yn talu digon o dreth. Os ydych yn talu Treth Incwm ar y gyfradd uwch neu ychwanegol ac am gael y rhyddhad ychwanegol, cynhwyswch eich rhoddion Rhodd Cymorth yn eich ffurflen dreth Hunanasesiad neu gofynnwch i Gyllid a Thollau EF addasu’ch cod treth.`,
  },
  challenge:
    'Ar hyn o bryd rydym yn gwirio bod rhoddion yn dod oddi wrth bobl, ac mae angen JavaScript ar gyfer hynny. Trowch ef ymlaen a llwythwch y dudalen hon eto, neu rhowch drwy neges destun.',
  touch: {
    summary: 'Cadw mewn cysylltiad (dewisol)',
    why: 'Ni fydd neb yn ysgrifennu atoch am ddim ond y rhodd hon oni bai eich bod yn ticio blwch yma.',
    phone: 'Ffôn (dim ond ar gyfer negeseuon testun a galwadau)',
  },
  note: {
    summary: 'Cyflwyno’ch rhodd (dewisol)',
    inMemoryOf: 'Er cof am',
    message: (partner) => `Nodyn i ${partner}`,
    hint: '500 llythyren ar y mwyaf.',
  },
};

export const faults: Messages['faults'] = {
  heading: 'Edrychwch ar hyn eto',
  twoAmounts: 'Dewisoch un swm a theipio un arall: cadwch yr un a olygwch.',
  noAmount: 'Rhowch swm mewn punnoedd, megis 10 neu 12.50.',
  amountLimits: (min, max) => `Rhaid i’r swm fod o ${min} i ${max}.`,
  noNumber: 'Anfonwch y ffurflen unwaith eto: daeth heb ei rhif ei hun.',
  sentBefore:
    'Anfonwyd y ffurflen hon o’r blaen, gyda rhywbeth arall ynddi. Edrychwch arni unwaith eto a’i hanfon: mae ganddi ei rhif ei hun nawr.',
  challenge:
    'Ar hyn o bryd rydym yn gwirio bod rhoddion yn dod oddi wrth bobl: anfonwch y ffurflen unwaith eto.',
  otherWording: 'Mae geiriad yr apêl hon wedi newid. Darllenwch ef a rhowch eto.',
  notOpen: 'Nid yw’r apêl hon yn derbyn rhoddion â cherdyn ar hyn o bryd.',
  dueOn: (latest) => `Dewiswch y diwrnod y byddwch wedi rhoi erbyn: o heddiw i ${latest}.`,
  unreadable: 'Ni ellid darllen y ffurflen. Llenwch hi ar y dudalen hon a’i hanfon eto.',
  interval: 'Dewiswch a ydych am roi unwaith neu bob mis.',
  firstName: (most) => `Rhowch eich enw cyntaf mewn llythrennau, ${most} ohonynt ar y mwyaf.`,
  lastName: (most) => `Rhowch eich cyfenw mewn llythrennau, ${most} ohonynt ar y mwyaf.`,
  email: 'Rhowch gyfeiriad e-bost megis enw@example.org.',
  emailForConsent: 'Rhowch eich cyfeiriad e-bost, neu ddad-diciwch y blychau e-bost.',
  phone: 'Rhowch rif ffôn megis 07700 900123.',
  phoneForConsent: 'Rhowch eich rhif ffôn, neu ddad-diciwch y blychau negeseuon testun a galwadau.',
  scope: 'Dewiswch pa roddion ddylai gael Rhodd Cymorth.',
  taxpayer: 'Ticiwch y datganiad os ydych yn drethdalwr yn y DU; mae ei angen ar gyfer Rhodd Cymorth.',
  title: 'Rhowch deitl o ddwy i bedair llythyren, megis Ms neu Dr, neu gadewch ef yn wag.',
  house: 'Rhowch enw neu rif eich tŷ, 40 llythyren ar y mwyaf.',
  address: 'Rhowch weddill eich cyfeiriad, 200 llythyren ar y mwyaf.',
  postcode: 'Rhowch god post y DU megis CF10 1EP, neu dywedwch eich bod yn byw y tu allan i’r DU.',
  inMemoryOf: 'Rhowch enw mewn llythrennau, 100 ohonynt ar y mwyaf.',
  message: 'Ysgrifennwch 500 llythyren ar y mwyaf, a dim ond nodau y gellir eu hargraffu.',
  consents: 'Ticiwch bob blwch eto.',
};
