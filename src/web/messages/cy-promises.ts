import type { Messages } from './en.js';

export const match: Messages['match'] = {
  adds: (sponsor, perPound, cap) =>
    `Mae ${sponsor} yn ychwanegu ${perPound} at bob £1 a roddwch, hyd at ${cap} i gyd, tan`,
  soFar: (matched, paid) => `Hyd yma mae hynny’n ${matched} wedi’i addo, a thalwyd ${paid} ohono.`,
};

export const newPledge: Messages['newPledge'] = {
  title: (appeal) => `Addo rhodd: ${appeal}`,
  heading: 'Addo rhodd',
  why: (partner) =>
    `Dywedwch faint a roddwch i ${partner}, ac erbyn pryd. Ni chymerir dim nes i chi dalu, a gallwch oedi’ch addewid neu ei dynnu’n ôl.`,
  amount: 'Swm mewn punnoedd',
  dueOn: 'Erbyn pa ddiwrnod',
  email: 'E-bost, fel y gallwn eich atgoffa (dewisol)',
  send: 'Addo’r rhodd',
};

export const pledge: Messages['pledge'] = {
  title: (appeal) => `Eich addewid: ${appeal}`,
  heading: 'Eich addewid',
  promised: 'Addawsoch',
  matched: 'Cyfatebwyd hyd yma',
  to: 'I',
  by: 'Erbyn',
  given: 'Rhoddwyd hyd yma',
  states: {
    open: 'Diolch am eich addewid. Ni chymerwyd dim oddi wrthych eto.',
    part_kept: 'Mae rhan ohono wedi cyrraedd. Diolch.',
    paused: 'Mae wedi’i oedi: ni chlywch ddim gennym nes i chi fwrw ymlaen ag ef.',
    kept: 'Mae’r cyfan wedi cyrraedd. Diolch.',
    lapsed: 'Mae ei ddiwrnod wedi hen fynd heibio, felly nid ydym yn cyfrif arno mwyach. Gallwch roi o hyd.',
    withdrawn: 'Tynasoch ef yn ôl. Nid oes arnoch ddim.',
  },
  give: 'Rhoi nawr',
  amount: 'Swm mewn punnoedd, y cyfan neu ran ohono',
  pay: 'Talu â cherdyn',
  choices: 'Neu newid eich meddwl',
  resume: { label: 'Bwrw ymlaen ag ef', means: 'Ychwanegir dyddiau’r oedi at ei ddiwrnod.' },
  pause: { label: 'Ei oedi', means: 'Cewch lonydd gennym nes i chi fwrw ymlaen ag ef.' },
  withdraw: {
    label: 'Ei dynnu’n ôl',
    means: 'Mae’r hyn a roesoch yn aros wedi’i roi. Ni ellir dadwneud hyn.',
  },
  'stop-reminders': { label: 'Peidiwch â’m hatgoffa', means: 'Mae’ch addewid yn aros.' },
  noReminders: 'Dim mwy o nodiadau atgoffa?',
  noRemindersMeans: 'Mae’ch addewid yn aros fel y mae, ac ni fyddwn yn ysgrifennu atoch amdano eto.',
};

export const monthly: Messages['monthly'] = {
  title: (appeal) => `Eich rhodd fisol: ${appeal}`,
  heading: 'Eich rhodd fisol',
  gift: (amount, partner) => `${amount} y mis i ${partner}.`,
  states: {
    pending: 'Nid ydym wedi clywed eto i’ch taliad cyntaf gael ei wneud. Ni fydd dim yn ailadrodd tan hynny.',
    active: 'Fe’i cymerir bob mis nes i chi ei stopio. Diolch.',
    failing: 'Ni aeth y taliad diwethaf drwodd. Byddwn yn ceisio eto; neu defnyddiwch gerdyn arall.',
    stopped: 'Mae wedi stopio. Ni chymerir dim mwy. Diolch am yr hyn a roesoch.',
  },
  stopping: 'Mae’n cael ei stopio.',
  card: 'Defnyddio cerdyn arall',
  cardHint: 'Byddwch yn ei deipio gyda’n cwmni cardiau. Ni welwn ei rif byth.',
  stop: 'Ei stopio',
  stopHint: 'Ni chymerir dim mwy. Mae’r hyn a roesoch yn aros wedi’i roi.',
  manage: 'Mae’r rhodd hon yn ailadrodd bob mis: newid y cerdyn neu ei stopio',
};
