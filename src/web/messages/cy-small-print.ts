import type { Messages } from './en.js';

export const terms: Messages['terms'] = {
  title: 'Telerau ac amodau',
  paragraphs: ({ operator, partner, purpose, surplus, remitWithinDays, helpline }) => [
    `Cynhelir yr apêl hon gan ${operator}, sy’n dal yr hyn a roddwch mewn ymddiriedaeth ar ran ${partner}. Ei diben: ${purpose}`,
    surplus,
    `Mae pob ceiniog yn mynd i ${partner}. ${operator} sy’n talu holl ffioedd cwmnïau cardiau, rhwydweithiau ffôn a banciau. Trosglwyddir yr hyn a dderbynnir o fewn ${remitWithinDays} diwrnod.`,
    `Derbynnir rhodd pan fydd eich cwmni cardiau neu’ch rhwydwaith ffôn wedi’i chadarnhau; mae’ch derbynneb yn dweud hynny. Os rhoesoch drwy gamgymeriad, ffoniwch ${helpline}: byddwn yn eich ad-dalu yn y ffordd y taloch.`,
  ],
  text: 'Rhoi drwy neges destun',
  card: 'Rhoi â cherdyn',
  cardWords: (min, max) =>
    `Gallwch roi o ${min} i ${max} ar y tro. Byddwch yn talu ar dudalen Stripe, ein cwmni cardiau; ni welwn rif eich cerdyn byth.`,
};

export const privacy: Messages['privacy'] = {
  title: 'Sut rydym yn defnyddio’ch gwybodaeth',
  responsible: (operator) => `${operator} sy’n gyfrifol amdani.`,
  sections: ({ operator, partner, helpline }) => [
    {
      heading: 'Beth rydym yn ei gadw, a pham',
      text: `Eich rhodd: ei swm, ei dyddiad a sut y taloch, oherwydd bod y gyfraith yn gofyn am gyfrifon.\n\nEich enw, cyfeiriad ac e-bost, os dywedwch wrthym, ar gyfer eich derbynneb ac i’ch ateb. Maent wedi’u hamgryptio.\n\nEich datganiad Rhodd Cymorth, gyda’ch enw a’ch cyfeiriad cartref, os gwnewch un. Mae ar gyfer ${partner}, ac mae’r gyfraith yn gofyn amdano am chwe blynedd ar ôl y cyfrifon y’i defnyddiwyd ynddynt.\n\nTrosglwyddir nodyn neu gyflwyniad i ${partner}.`,
    },
    {
      heading: 'Pwy arall sy’n ei gweld',
      text: `Stripe, pan dalwch â cherdyn; eich rhwydwaith ffôn a’n porth negeseuon, pan roddwch drwy neges destun; ${partner}, ar gyfer Rhodd Cymorth a’r hyn y gofynnwch i ni ei drosglwyddo. Nid oes neb yn ei gwerthu na’i chyfnewid. Nid oes dim gan gwmnïau eraill ar dudalennau’r apêl hon: dim tracwyr, dim hysbysebion.`,
    },
    {
      heading: 'Ysgrifennu atoch',
      text: `Ysgrifennwn am eich rhodd yn unig. Dim ond os ticioch y blwch y bydd ${operator} neu ${partner} yn dweud wrthych am bethau eraill, a byddant yn peidio pan ddywedwch.`,
    },
    {
      heading: 'Eich hawliau',
      text: `Gallwch ofyn am gael gweld yr hyn a gadwn, ei gywiro neu ei ddileu: ffoniwch ${helpline}. Mae’r hyn y mae’r gyfraith yn gwneud i ni ei gadw yn aros nes iddi ei ryddhau. Gallwch gwyno wrth y Comisiynydd Gwybodaeth yn ico.org.uk.`,
    },
  ],
  more: 'Yr hysbysiad llawn',
};

export const finalStatement: Messages['finalStatement'] = {
  title: 'Datganiad terfynol',
  see: 'Gweld y datganiad terfynol',
  arrived: (raised, passedOn, partner) =>
    `Rhoddwyd ${raised}, ar ôl tynnu’r hyn a aeth yn ôl at roddwyr. Trosglwyddwyd ${passedOn} i ${partner}. Nid oes dim ar ôl.`,
  fees: (fees, operator) =>
    `Cymerodd cwmnïau cardiau a rhwydweithiau ffôn ${fees} mewn ffioedd. Talodd ${operator} y cyfan.`,
  surplus: (amount, partner) =>
    `Roedd ${amount} yn fwy nag y gallai’r diben ei ddefnyddio, ac aeth i’r lle a ddywedodd yr apêl, drwy hysbysiad ${partner}.`,
  days: (median, longest) =>
    `Roedd hanner y rhoddion ar eu ffordd o fewn ${median} diwrnod i’w derbyn, a’r olaf o fewn ${longest}.`,
  given: 'Yr hyn a roddwyd',
  how: 'Sut',
  gifts: 'Rhoddion',
  wentBack: 'Aeth yn ôl',
  passedOn: 'Yr hyn a drosglwyddwyd',
  on: 'Ar',
  to: 'I',
};
