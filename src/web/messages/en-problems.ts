/** What can go wrong on donors' pages, by code, in plain English. */
export const problems = {
  validation_failed: {
    title: 'Something is missing or can’t be so',
    detail: 'Go back, look at what you sent, and send it once more.',
  },
  malformed: { title: 'The message can’t be read', detail: 'Go back and send the form once more.' },
  unsupported_media_type: {
    title: 'The kind of content is not known',
    detail: 'Go back and send the form once more.',
  },
  body_too_large: { title: 'The message is too large', detail: 'Go back and write less.' },
  not_found: { title: 'There is nothing here', detail: 'Check the address: nothing is known by it.' },
  appeal_not_found: {
    title: 'No such appeal',
    detail: 'Check the address, or look for it among our appeals.',
  },
  appeal_not_open: {
    title: 'The appeal takes no donations',
    detail: 'It has not opened yet, or no longer takes them in this way. Its page says how it stands.',
  },
  donation_not_found: {
    title: 'No such donation',
    detail: 'Check the address of the receipt: it must be complete, with its token.',
  },
  pledge_not_found: {
    title: 'No such pledge',
    detail: 'Check the address of the pledge: it must be complete, with its token.',
  },
  pledge_not_open: {
    title: 'This pledge is over',
    detail: 'Look at the pledge again and see what may still be done with it.',
  },
  monthly_gift_not_found: {
    title: 'No such monthly gift',
    detail: 'Check the address of the monthly gift: it must be complete, with its token.',
  },
  monthly_gift_not_started: {
    title: 'This monthly gift has not begun',
    detail: 'We have not heard yet that its first payment was made. Nothing repeats until then.',
  },
  card_page_away: {
    title: 'Our card company’s page can’t be opened just now',
    detail: 'Nothing was changed. Try again in a few minutes.',
  },
  card_link_not_found: {
    title: 'No such link',
    detail: 'Check the link in your text: it may have been cut off.',
  },
  idempotency_key_reused: {
    title: 'This form was sent before',
    detail: 'It was sent with something else in it. Go back, load the page again, and send it anew.',
  },
  too_many_attempts: {
    title: 'Please wait a little',
    detail: 'There were too many attempts from your connection. Nothing was taken. Try again in ten minutes.',
  },
  temporarily_unavailable: {
    title: 'We can’t take this just now',
    detail: 'Try again in a few seconds.',
  },
  internal_error: {
    title: 'Something went wrong on our side',
    detail: 'It has been noted. Try again later.',
  },
};
