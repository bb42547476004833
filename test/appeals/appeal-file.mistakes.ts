const option = 'keyword: SUN\n      amountPence: 500\n      text: SUN£5';
const cost = 'costNote: Texts';
const age = 'minimumAge: 16\npermissionNote: You must be aged 16';
const english = "number: '220949'\n      register: England and Wales";
const sortCode = (code: string) => `name: The Sun Ukraine Fund\n  sortCode: ${code}`;
const scottish = 'number: SC037738\n      register: Scotland';

/**
 * One mistake each: its name, what it replaces in the real file, by what, and the path and a part of the
 * message of the one finding. The finding stands at the line of ¦, or where the replacement begins.
 */
export const mistakes: [name: string, from: string, to: string, path: string, message: string][] = [
  ['a misspelt key', 'surplusStatement:', 'surplusStatment:', 'surplusStatment', 'mean surplusStatement?'],
  ['two swapped letters', 'opensOn:', 'openSon:', 'openSon', 'did you mean opensOn?'],
  ['a key too long by one', 'purpose:', 'purposes:', 'purposes', 'did you mean purpose?'],
  ['snake case', 'remitWithinDays:', 'remit_within_days:', 'remit_within_days', 'mean remitWithinDays?'],
  ['an unknown key', 'slug: ', 'colour: red\nslug: ', 'colour', 'unknown key'],
  ['a key that every object has', 'slug: ', 'constructor: 1\nslug: ', 'constructor', 'unknown key'],
  ['one deep down', "'220949'\n", "'220949'\n     ¦ by: 1\n", 'partner.charityNumbers[0].by', 'unknown key'],
  ['a key given twice', 'opensOn: ', 'title: Again\nopensOn: ', '', 'unique'],
  ['an empty value', "title: The Sun's Ukraine Fund", 'title:', 'title', 'is missing'],
  [
    'a number for a title',
    "title: The Sun's Ukraine Fund",
    'title: 2022',
    'title',
    'must be text on one line',
  ],
  ['a list for a map', 'operator:\n  name: The Sun', 'operator: [The Sun]', 'operator', 'must be a map'],
  ['a number for a list', '[300, 500, 1000, 2500, 5000]', '300', 'card.suggestedPence', 'must be a list'],
  ['an empty list', '[300, 500, 1000, 2500, 5000]', '[]', 'card.suggestedPence', 'at least one'],
  ['an alias', 'permissionNote: You', 'permissionNote: *note # You', 'permissionNote', 'an alias'],
  ['a tag', 'title: The', 'title: !name The', '', 'Unresolved tag'],
  ['a capital in the slug', 'slug: sun', 'slug: Sun', 'slug', 'lower-case words'],
  ['a date that is none', 'opensOn: 2022-03-01', 'opensOn: 2022-02-30', 'opensOn', 'must be a date'],
  ['a date the other way', 'opensOn: 2022-03-01', 'opensOn: 01/03/2022', 'opensOn', 'must be a date'],
  ['closing before opening', 'closesOn: null', 'closesOn: 2022-02-28', 'closesOn', 'before opensOn'],
  [
    'terms without https',
    'termsUrl: https:',
    'termsUrl: http:',
    'partner.termsUrl',
    'must be an https address',
  ],
  ['pounds for pence', 'minPence: 300', 'minPence: 3.00', 'card.minPence', 'whole number of pence'],
  ['pence in quotes', 'minPence: 300', "minPence: '300'", 'card.minPence', 'whole number of pence'],
  ['pence with an exponent', 'minPence: 300', 'minPence: 3e2', 'card.minPence', 'whole number of pence'],
  ['negative pence', 'minPence: 300', 'minPence: -300', 'card.minPence', 'whole number of pence'],
  ['no pence at all', 'minPence: 300', 'minPence: 0', 'card.minPence', 'whole number of pence'],
  [
    'an unsafe target',
    'targetPence: null',
    'targetPence: 9007199254740993',
    'targetPence',
    'number of pence',
  ],
  ['too high a minimum', 'minPence: 300', 'minPence: 1000001', 'card.minPence', 'more than maxPence'],
  ['a minimum that no card pays', 'minPence: 300', 'minPence: 20', 'card.minPence', 'below what a card'],
  ['a suggestion too low', '[300, 500', '[200, 500', 'card.suggestedPence[0]', '200 is outside'],
  ['a suggestion too high', '2500, 5000]', '2500, 1000001]', 'card.suggestedPence[4]', '1000001 is outside'],
  ['a suggestion twice', '2500, 5000]', '2500, 2500]', 'card.suggestedPence[4]', '2500 is there twice'],
  [
    'suggestions unsorted',
    '2500, 5000]',
    '2500, 800]',
    'card.suggestedPence[4]',
    '800 must come before 2500',
  ],
  [
    'a sort code with hyphens',
    sortCode("'000000'"),
    sortCode("¦'00-00-00'"),
    'bankAccount.sortCode',
    'six digits',
  ],
  [
    'shares that are not whole',
    'purpose: >-',
    'payees:\n  - { name: One, basisPoints: 4000 }\n  - { name: Two, basisPoints: 5999 }\npurpose: >-',
    'payees',
    'have 9999 basis points together',
  ],
  [
    'a payee twice',
    'purpose: >-',
    'payees:\n  - { name: One, basisPoints: 4000 }\n ¦ - { name: One, basisPoints: 6000 }\npurpose: >-',
    'payees[1].name',
    'One is there twice',
  ],
  [
    'a wrong register',
    scottish,
    `${scottish.slice(0, -8)}England and Wales`,
    charity(1),
    'of England and Wales',
  ],
  ['a charity number twice', scottish, english, charity(1), '220949 is there twice'],
  [
    'an unknown register',
    'register: Scotland',
    'register: Wales',
    'partner.charityNumbers[1].register',
    'one of',
  ],
  ['a minimum age below 16', age, age.replaceAll('16', '15'), 'minimumAge', 'must be 16 or over'],
  ['no bill payer', "bill payer's ", 'your family ', 'permissionNote', 'must name the bill payer'],
  ['no age in the wording', 'aged 16 or over', 'an adult', 'permissionNote', 'the minimum age (16)'],
  [
    'a helpline without number',
    'phone: 020 7946 0141',
    'phone: call us',
    'helpline.phone',
    'telephone number',
  ],
  ['a short code of four digits', "'70141'", "'7014'", 'text.shortcode', 'five digits'],
  ['a short code as a number', "'70141'", '70141', 'text.shortcode', 'in quotes'],
  [
    'another gateway',
    'gateway: fonix',
    'gateway: donr',
    'text.gateway',
    'must be one of: fonix, twilio, vonage',
  ],
  ['a keyword in small letters', option, option.replace('SUN', 'sun'), texts('keyword'), 'capital letters'],
  ['a keyword with a digit first', option, option.replace('SUN', '2SUN'), texts('keyword'), 'with a letter'],
  ['a text for another amount', 'text: SUN£5', 'text: SUN£6', texts('text'), 'must be SUN£5'],
  ['a text without the pound sign', 'text: SUN£5', 'text: SUN5', texts('text'), 'must be SUN£5'],
  [
    'an option twice',
    option,
    option.replace('500\n', '300\n¦').replace('£5', '£3'),
    texts('text'),
    'SUN£3 is there',
  ],
  ['pence by text', 'amountPence: 500', 'amountPence: 550', texts('amountPence'), 'whole pounds'],
  [
    'more than the cap',
    option,
    option.replace('500\n', '¦5000\n').replace('£5', '£50'),
    texts('amountPence'),
    '£40',
  ],
  [
    'a cost without the message',
    '+ 1 standard message',
    '',
    'text.costNote',
    'must name the standard message',
  ],
  ['a cost without the donation', 'your chosen donation amount', '£3', 'text.costNote', 'name the donation'],
  ['a keyword like STOP', option, option.replaceAll('SUN', 'STOPWAR'), texts('keyword'), 'begins with STOP'],
  [
    'a keyword like HELP',
    option,
    option.replaceAll('SUN', 'HELPUA'),
    texts('keyword'),
    'begins with STOP, HELP',
  ],
  [
    'a keyword like INFO',
    option,
    option.replaceAll('SUN', 'INFORM'),
    texts('keyword'),
    'begins with STOP, HELP',
  ],
  [
    'a keyword plus digits',
    option,
    option.replaceAll('SUN', 'SUN5'),
    texts('keyword'),
    'keyword SUN plus digits',
  ],
  ['a cap beyond the month', cost, `dailyCapPence: ¦24100\n  ${cost}`, 'text.dailyCapPence', '£240'],
  [
    'a network twice',
    cost,
    `networks:\n    - operator: voda-uk\n    - operator: ¦voda-uk\n  ${cost}`,
    'text.networks[1].operator',
    'voda-uk is there twice',
  ],
  [
    'a gateway that bills nobody',
    'gateway: fonix',
    'gateway: ¦twilio',
    'text.gateway',
    'needs billing: link',
  ],
  [
    'a reply of two messages',
    cost,
    `replies:\n    help: ¦'${'Help, '.repeat(30)}{texts} {helpline}'\n  ${cost}`,
    'text.replies.help',
    'would need 2 messages',
  ],
  [
    'a reply that leaves out what it must say',
    cost,
    `replies:\n    thanks: ¦'Thank you! {charity} {amount} {helpline}'\n  ${cost}`,
    'text.replies.thanks',
    'must say {giftAidLink}',
  ],
  [
    'a reply with an unknown place',
    cost,
    `replies:\n    dropped: ¦'Bye, {name}'\n  ${cost}`,
    'text.replies.dropped',
    'knows no {name}',
  ],
];

function texts(key: string): string {
  return `text.options[1].${key}`;
}

function charity(index: number): string {
  return `partner.charityNumbers[${index}].number`;
}
