import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { isSignedByTwilio } from '../../../src/channels/text/gateways/twilio-signature.js';

/*
 * The vectors are those of twilio-node (github.com/twilio/twilio-node, spec/validation.spec.js, MIT licence),
 * except the ones that say otherwise.
 */
const authToken = '12345';
const url = 'https://mycompany.com/myapp.php?foo=1&bar=2';
const form: [string, string][] = [
  ['CallSid', 'CA1234567890ABCDE'],
  ['Caller', '+14158675309'],
  ['Digits', '1234'],
  ['From', '+14158675309'],
  ['To', '+18005551212'],
];
const json = '{"property": "value", "boolean": true}';
const jsonHash = '0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620';
const emptyHash = '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a';
const address = 'MessagingBinding.Address';

const ofForm = (at: string, fields: [string, string][], signature: string): boolean =>
  isSignedByTwilio(
    { url: at, signature, rawBody: Buffer.from(new URLSearchParams(fields).toString()), isForm: true },
    authToken,
  );
const ofJson = (at: string, body: string, signature: string): boolean =>
  isSignedByTwilio({ url: at, signature, rawBody: Buffer.from(body), isForm: false }, authToken);

describe('a form that Twilio signed', () => {
  it.each<[string, string, [string, string][], string]>([
    ['as it is', url, form, 'RSOYDt4T1cUTdK1PDd93/VVr8B8='],
    [
      'of another https port, which Twilio leaves out',
      url.replace('.com', '.com:1234'),
      form,
      'RSOYDt4T1cUTdK1PDd93/VVr8B8=',
    ],
    [
      'with an http port',
      'http://mycompany.com:1234/myapp.php?foo=1&bar=2',
      form,
      'Zmvh+3yNM1Phv2jhDCwEM3q5ebU=',
    ],
    ['with the standard port of https added', url, form, 'kvajT1Ptam85bY51eRf/AJRuM3w='],
    [
      'with the standard port of http added',
      url.replace('https', 'http'),
      form,
      '0ZXoZLH/DfblKGATFgpif+LLRf4=',
    ],
    ['with name and password', url.replace('//', '//user:pass@'), form, 'CukzLTc1tT5dXEDIHm/tKBanW10='],
    ['with a name alone', url.replace('//', '//user@'), form, '2YRLlVAflCqxaNicjMpJcSTgzSs='],
    ['with name, password and port', url.replace('//', '//user:pass@'), form, 'ZQFR1PTIZXF2MXB8ZnKCvnnA+rI='],
    ['with an apostrophe', `${url}&Body=It's+amazing`, form, 'dsq4Ehbj6cs+KdTkpF5sSSplOWw='],
    [
      'of a name with two values',
      url,
      [
        [address, '+1325xxxxxxx'],
        [address, '+1415xxxxxxx'],
      ],
      '83O6e2vORAoJHUNzJjDWN1jz+BA=',
    ],
    [
      'of two values in another order',
      url,
      [
        [address, '+1415xxxxxxx'],
        [address, '+1325xxxxxxx'],
      ],
      '83O6e2vORAoJHUNzJjDWN1jz+BA=',
    ],
    [
      'of a value that comes twice',
      url,
      [
        ['Sid', 'CA123'],
        ['SidAccount', 'AC123'],
        ['Digits', '5678'],
        ['Digits', '1234'],
        ['Digits', '1234'],
      ],
      'IK+Dwps556ElfBT0I3Rgjkr1wJU=',
    ],
  ])('%s is known', (_, at, fields, signature) => {
    expect(ofForm(at, fields, signature)).toBe(true);
  });

  it.each<[string, string, [string, string][], string]>([
    ['without a signature', url, form, ''],
    ['with a wrong one', url, form, 'WRONG_SIGNATURE'],
    ['with one of another URL', `${url}&somethingUnexpected=true`, form, 'RSOYDt4T1cUTdK1PDd93/VVr8B8='],
    [
      'with one field changed',
      url,
      [...form.slice(0, 4), ['To', '+18005551213']],
      'RSOYDt4T1cUTdK1PDd93/VVr8B8=',
    ],
    ['with one field more', url, [...form, ['Zip', '1']], 'RSOYDt4T1cUTdK1PDd93/VVr8B8='],
  ])('%s is refused', (_, at, fields, signature) => {
    expect(ofForm(at, fields, signature)).toBe(false);
  });

  it('is known by the bytes of UTF-8, as computed here', () => {
    const signature = createHmac('sha1', authToken).update(`${url}BodySUN£3`).digest('base64');
    expect(ofForm(url, [['Body', 'SUN£3']], signature)).toBe(true);
  });
});

describe('a body of JSON that Twilio signed', () => {
  it.each([
    [
      'is known by its hash in the signed query',
      `${url}&bodySHA256=${jsonHash}`,
      json,
      'a9nBmqA0ju/hNViExpshrM61xv4=',
    ],
    ['is known when it is empty', `${url}&bodySHA256=${emptyHash}`, '{}', 'Ldidvp12m26NI7eqEvxnEpkd9Hc='],
    [
      'is known when the hash is all the query',
      `https://mycompany.com/myapp.php?bodySHA256=${jsonHash}`,
      json,
      'y77kIzt2vzLz71DgmJGsen2scGs=',
    ],
  ])('%s', (_, at, body, signature) => {
    expect(ofJson(at, body, signature)).toBe(true);
  });

  it.each([
    ['another body', `${url}&bodySHA256=${jsonHash}`, json.replace('true', 'false')],
    ['a hash that was changed with the body', `${url}&bodySHA256=${emptyHash}`, '{}'],
    ['a hash cut short', `${url}&bodySHA256=${jsonHash.slice(0, -1)}`, json],
    ['no hash', url, json],
  ])('is refused with %s', (_, at, body) => {
    expect(ofJson(at, body, 'a9nBmqA0ju/hNViExpshrM61xv4=')).toBe(false);
  });

  it('is refused when it has the words and the signature of a form', () => {
    expect(ofJson(url, new URLSearchParams(form).toString(), 'RSOYDt4T1cUTdK1PDd93/VVr8B8=')).toBe(false);
  });

  it('is refused when the URL alone is signed and nothing covers the body', () => {
    const signature = createHmac('sha1', authToken).update(url).digest('base64');
    expect(ofJson(url, json, signature)).toBe(false);
  });
});
