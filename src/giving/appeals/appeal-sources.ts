/** What a finding rests on: the law, the code or the provider's page, as the finding prints it. */
export const restsOn = {
  format: "Every Penny's appeal file format",
  textRule: "Every Penny's text rule: a keyword and a number say the amount, and no keyword is guessed",
  namedCharity: 'Charities Act 1992 s.60; CAP Code 8.33',
  shares:
    'SI 1994/3024 reg 3: the agreement says how the shares of several institutions are determined; ' +
    'Charities Act 1992 s.60(3)',
  claims: "HMRC's Charities Online: an authorised official signs each claim (R68 schema, AuthOfficial)",
  surplus:
    'Code of Fundraising Practice 2025 section 1, secondary purposes (2019 rule 2.7.5); ' +
    'Charities Act 2011 as amended by the Charities Act 2022 ss.6-7',
  passingOn:
    'SI 1994/3024 reg 6(2)(a): 28 days from receipt "or such other period as may be agreed with the institution"',
  permission:
    "Code of Fundraising Practice s.10 (digital); mobile operators' terms (cashforkids.org.uk/textdonate)",
  costNote: "Ofcom's premium rate regulation; PSA rule as in kb.blackbaud.com/articles/Article/62615",
  wholeGift:
    '"100%" only where the donation passes without any deduction: PSA guidance in kb.blackbaud.com/articles/Article/62615',
  paymentCap:
    'Payment Services Regulations 2017, electronic communications exclusion: £40 a payment ' +
    '(vodafone.co.uk/explore/costs/data-charges/payment-services-regulation-2017)',
  originator:
    'Fonix chargesms: the originator "must be a pre-registered shortcode for the specific charge amount"',
  oneMessage:
    "Every Penny's replies: one text answers one text, and one message holds 160 septets (GSM 03.38)",
  stopWords:
    'PhonepayPlus on STOP (phonepayplus.org.uk/consumers/number_ranges/sms.asp) and the text rule of Every Penny',
  privacy: 'UK GDPR Articles 13 and 14',
  cardMinimum: "Stripe's minimum charge: 30 pence",
} as const;
