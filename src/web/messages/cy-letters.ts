import type { Messages } from './en.js';

/** The words of the letters, in Welsh. */
export const letter: Messages['letter'] = {
  dear: (name) => `Annwyl ${name},`,
  hello: 'Diolch.',
  receiptSubject: (amount, title) => `Eich derbynneb: ${amount} i ${title}`,
  receiptLink: 'Eich derbynneb, a ble mae’r arian nawr:',
  giftAidAdded: 'Rydych wedi ychwanegu Rhodd Cymorth ato.',
  giftAidLink: 'Os ydych yn talu treth yn y DU, ychwanegwch Rhodd Cymorth heb gost i chi:',
  questions: (phone, email) =>
    `Cwestiynau? Ffoniwch ${phone}${email ? ` neu ysgrifennwch at ${email}` : ''}.`,
  reminder: {
    subject: (amount, title) => `Eich addewid o ${amount} i ${title}`,
    promised: (amount, partner, day) => `Addawsoch ${amount} i ${partner} erbyn ${day}.`,
    arrived: (amount) => `O hynny, mae ${amount} wedi cyrraedd.`,
    give: (amount) => `Rhowch ${amount} nawr, neu oedwch neu tynnwch eich addewid yn ôl:`,
    stop: 'Dim mwy o nodiadau atgoffa:',
  },
  monthly: {
    'monthly-begun': ({ amount, partner, title, manageUrl }) => [
      `Eich rhodd fisol i ${title}`,
      `Rydych yn rhoi ${amount} bob mis. Mae pob ceiniog ohono’n mynd i ${partner}. Diolch.`,
      `Newidiwch y cerdyn neu stopiwch y rhodd pryd bynnag y mynnwch:\n${manageUrl}`,
    ],
    'monthly-failing': ({ amount, title, manageUrl }) => [
      `Ni aeth eich rhodd fisol i ${title} drwodd`,
      `Ni adawodd eich banc i ni gymryd ${amount} y mis hwn. Byddwn yn ceisio eto yn y dyddiau nesaf.`,
      `Rhowch gerdyn arall iddi, neu stopiwch hi:\n${manageUrl}`,
    ],
    'monthly-stopped': ({ amount, partner, title }) => [
      `Mae’ch rhodd fisol i ${title} wedi stopio`,
      `Ni chymerir dim mwy. Mae pob ${amount} a roesoch yn mynd i ${partner}. Diolch.`,
    ],
  },
};
