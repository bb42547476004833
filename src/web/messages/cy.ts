import { faults, form } from './cy-form.js';
import { letter } from './cy-letters.js';
import { problems } from './cy-problems.js';
import { match, monthly, newPledge, pledge } from './cy-promises.js';
import { finalStatement, privacy, terms } from './cy-small-print.js';
import type { Messages } from './en.js';

/** The same in Welsh. A word that is missing here doesn't compile. */
export const cy: Messages = {
  htmlLang: 'cy',
  ownName: 'Cymraeg',
  frame: {
    skip: 'Neidio i’r prif destun',
    published: 'Cyhoeddwyd gydag Every Penny, llyfrau agored apêl elusennol.',
    languages: 'Ieithoedd',
  },
  appeals: { title: 'Apeliadau', none: 'Nid oes apêl ar hyn o bryd.' },
  appeal: {
    promiseLater: 'Addo rhodd at rywbryd eto',
    error: (title) => `Gwall: ${title}`,
    kicker: (operator) => `Apêl ${operator}`,
    why: 'Pam rydym yn gofyn',
    promise: (partner, operator) =>
      `Mae pob ceiniog a roddwch yn mynd i ${partner}. ${operator} sy’n talu’r ffioedd.`,
    surplusNow: (partner) =>
      `Mae gan ${partner} yr hyn y gall ei ddefnyddio at ddiben cyntaf yr apêl hon, felly bydd eich rhodd yn awr yn mynd at hyn:`,
    about: 'Am yr apêl hon',
    runBy: (operator) => `Cynhelir gan ${operator} ar ran `,
    questions: 'Cwestiynau am eich rhodd? Ffoniwch',
    orWrite: 'neu ysgrifennwch at',
    terms: 'Telerau ac amodau',
    privacy: 'Sut rydym yn defnyddio’ch gwybodaeth',
    notOpen: {
      draft: () => 'Nid yw’r apêl hon wedi agor eto. Dewch yn ôl cyn hir.',
      stopped: () => 'Mae’r apêl hon wedi rhoi’r gorau i dderbyn rhoddion. Diolch i bawb a roddodd.',
      closed: (partner) =>
        `Mae’r apêl hon wedi cau. Trosglwyddwyd pob ceiniog a godwyd i ${partner}. Diolch.`,
    },
  },
  charity: (partner, numbers) => `${partner}, elusen gofrestredig ${numbers}`,
  registers: {
    'England and Wales': 'Cymru a Lloegr',
    Scotland: 'Yr Alban',
    'Northern Ireland': 'Gogledd Iwerddon',
  },
  total: {
    label: 'Cyfanswm',
    raised: 'Codwyd hyd yma',
    donations: 'Rhoddion',
    pending: 'Wedi’i addo, heb ei dderbyn eto',
    spoken: 'wedi’i godi hyd yma',
  },
  text: {
    heading: 'Rhoi drwy neges destun',
    to: (shortcode) => `Tecstiwch i ${shortcode} o ffonau symudol y DU:`,
    word: 'tecstiwch',
    terms: 'Telerau rhoi drwy neges destun',
  },
  form,
  faults,
  match,
  newPledge,
  pledge,
  monthly,
  cardLink: {
    title: (appeal) => `Rhoi â cherdyn: ${appeal}`,
    give: (amount) => `Rhoi ${amount} â cherdyn`,
    nothing: (amount, partner) =>
      `Ni chodwyd dim ar eich ffôn. Mae pob ceiniog o’ch ${amount} yn mynd i ${partner}.`,
  },
  queue: {
    title: 'Rydym yn mynd â chi i’r dudalen dalu',
    turn: 'Eich tro chi yw hi, ac mae’r dudalen dalu’n cael ei pharatoi.',
    place: (place) => `Eich lle yn y ciw yw ${place}.`,
    kept: 'Rydym wedi cadw’ch rhodd, ac nid oes dim wedi’i gymryd o’ch cerdyn. Cadwch y dudalen hon ar agor: bydd yn mynd â chi ymlaen ohoni’i hun.',
    again: 'Edrych eto nawr',
  },
  thanks: {
    confirmed: {
      heading: 'Diolch',
      arrived: (amount, partner) =>
        `Mae’ch ${amount} wedi cyrraedd. Mae pob ceiniog ohono’n mynd i ${partner}.`,
      receipt: 'Gweld eich derbynneb',
      giftAid: 'Ydych chi’n talu treth yn y DU? Ychwanegwch Rhodd Cymorth at eich rhodd',
    },
    pending: {
      heading: 'Bron yna',
      waiting: (amount) => `Rydym yn aros i’ch banc neu gwmni cardiau ddweud wrthym am eich ${amount}.`,
      patience:
        'Mae hyn yn cymryd ychydig eiliadau fel arfer, a bydd y dudalen hon yn newid ohoni’i hun. Nid oes angen talu eto.',
      see: 'Gweld eich rhodd',
      anyTime: 'unrhyw bryd.',
    },
    failed: {
      heading: 'Ni aeth eich taliad drwodd',
      nothing: (amount) => `Ni aeth y taliad o ${amount} drwodd, ac nid ydym wedi derbyn arian.`,
      again: 'Gallwch geisio eto gyda’r un cerdyn neu un arall.',
    },
    expired: {
      heading: 'Nid ydych wedi talu',
      nothing: (amount) =>
        `Caeodd y dudalen dalu ar gyfer eich ${amount} cyn i chi dalu. Nid ydym wedi derbyn arian.`,
    },
    changed: {
      heading: 'Eich rhodd',
      happened: 'Mae rhywbeth wedi digwydd i’r rhodd hon ers i chi roi.',
      see: 'Gweld sut mae pethau nawr',
    },
    tryAgain: 'Ceisio eto',
  },
  receipt: {
    receipt: 'Eich derbynneb',
    donation: 'Eich rhodd',
    amount: 'Swm',
    for: 'I',
    given: 'Rhoddwyd',
    by: { card: 'â cherdyn', text: 'drwy neges destun', bank: 'drwy drosglwyddiad banc' },
    state: 'Cyflwr',
    where: 'Ble mae’r arian nawr',
    giftAid: 'Rhodd Cymorth',
    giftAidYes: 'Rydych wedi ychwanegu Rhodd Cymorth at y rhodd hon.',
    giftAidAdd: 'Ychwanegu Rhodd Cymorth at y rhodd hon',
    number: 'Rhif y rhodd',
  },
  states: {
    pending: 'Yn aros am y banc, y cwmni cardiau neu’r rhwydwaith ffôn',
    held: 'Wedi’i dal nes i ni ei gwirio',
    confirmed: 'Derbyniwyd, gyda diolch',
    failed: 'Ni aeth y taliad drwodd',
    expired: 'Heb ei thalu mewn pryd',
    part_charged: 'Derbyniwyd yn rhannol',
    part_refunded: 'Ad-dalwyd yn rhannol',
    refunded: 'Ad-dalwyd',
    disputed: 'Wedi’i chwestiynu gyda’r cwmni cardiau',
    lost: 'Cymerwyd yn ôl gan y cwmni cardiau',
    reversed: 'Cymerwyd yn ôl gan y rhwydwaith ffôn',
  },
  places: {
    with_you: () => 'Gyda chi o hyd: ni chymerwyd dim.',
    asked: (_partner, channel) =>
      channel === 'text'
        ? 'Gyda chi o hyd: nid yw’ch rhwydwaith ffôn wedi dweud wrthym eto ei fod wedi’i godi.'
        : 'Gyda chi o hyd: nid yw Stripe, ein cwmni cardiau, wedi dweud wrthym eto eich bod wedi talu.',
    held: () => 'Gyda chi o hyd: gofynnom a oeddech am roi ddwywaith.',
    paid: () => 'Gyda Stripe, ein cwmni cardiau: rydych wedi talu, ac mae ar ei ffordd i’n llyfrau.',
    with_stripe: (partner) => `Gyda Stripe, ein cwmni cardiau, wedi’i ddal ar ran ${partner}.`,
    with_network: (partner) =>
      `Wedi’i godi ar eich ffôn: mae’ch rhwydwaith yn ei dalu i ni, ac fe’i delir ar ran ${partner}.`,
    in_appeal_bank: (partner) => `Yng nghyfrif banc yr apêl, wedi’i ddal ar ran ${partner}.`,
    on_its_way: (partner) => `Ar ei ffordd i ${partner}.`,
    with_charity: (partner) => `Gyda ${partner}.`,
    collected_by_charity: (partner) => `Gyda ${partner}, sy’n ei gasglu ei hun.`,
    refunded: () => 'Gyda chi eto: ad-dalwyd y cyfan.',
    with_your_bank: () => 'Gyda’ch banc, nes i’ch anghydfod gael ei benderfynu.',
    lost: () => 'Gyda chi eto: cymerodd eich banc ef yn ôl.',
    reversed: () => 'Gyda chi eto: cymerodd eich rhwydwaith ffôn ef yn ôl.',
    part_back: 'Aeth rhan ohono yn ôl atoch.',
    part_not_taken: 'Ni chymerodd eich rhwydwaith y gweddill: mae gyda chi o hyd.',
  },
  giftAid: {
    title: (appeal) => `Ychwanegu Rhodd Cymorth: ${appeal}`,
    heading: 'Ychwanegu Rhodd Cymorth at eich rhodd',
    gift: (amount, partner) =>
      `Rhoesoch ${amount}. Os ydych yn talu treth yn y DU, gall ${partner} adennill treth arno, heb gost i chi.`,
    firstName: 'Enw cyntaf',
    lastName: 'Cyfenw',
    send: 'Ychwanegu Rhodd Cymorth',
    doneTitle: 'Ychwanegwyd Rhodd Cymorth',
    done: (amount, partner) => `Diolch. Gall ${partner} nawr adennill treth ar eich rhodd o ${amount}.`,
    declared: 'Eich datganiad:',
    cancel: 'Canslo fy natganiad',
    cancelHint:
      'Os nad ydych yn talu digon o dreth yn y DU, neu wedi newid eich meddwl. Mae’ch rhodd yn aros fel y mae.',
    cancelled: 'Mae’ch datganiad wedi’i ganslo. Mae’ch rhodd yn aros fel y mae.',
    nothing: 'Ni chymerwyd y rhodd hon, neu aeth yn ôl atoch, felly nid oes Rhodd Cymorth i’w hychwanegu.',
  },
  terms,
  finalStatement,
  privacy,
  widget: {
    open: 'Rhoi nawr',
    raised: (amount) => `${amount} wedi’i godi hyd yma`,
    opens: '(yn agor yr apêl mewn tab newydd)',
  },
  letter,
  error: {
    kicker: (status) => `Gwall ${status}`,
    back: 'Yn ôl',
    later: 'Ceisiwch eto ymhen ychydig funudau.',
    check: 'Gwiriwch gyfeiriad y dudalen hon.',
    problems,
  },
};
