import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { isSignedByVonage, signForVonage } from '../../../src/channels/text/gateways/vonage-signature.js';
import { signedClaims } from '../../../src/channels/text/gateways/vonage-token.js';

/*
 * The vectors of the fields are those of vonage-php-sdk-core (github.com/Vonage/vonage-php-sdk-core,
 * test/Client/SignatureTest.php, MIT licence), the token is that of vonage-python-sdk
 * (jwt/tests/test_verify_jwt.py, Apache 2.0).
 */
const secret = 'my_secret_key_for_testing';
const inbound = {
  'message-timestamp': '2013-11-21 15:27:30',
  messageId: '020000001B0FE827',
  msisdn: '14843472194',
  text: 'Test again',
  timestamp: '1385047698',
  to: '13239877404',
  type: 'text',
};
const sha256 = 'DDB8397C2B90AAC7F3882D306475C9A5058C92322EEF43C92B298B6E0FC0D330';
const sha512 =
  'E0D3C650F8C9D1A5C174D10DDDBFB003E561F59B265616208B0487C5D819481CD3C311D59CF6165ECD1139622D5BA3A256C0D763AC4A9AD9144B5A426B94FE82';

describe('fields that Vonage signed', () => {
  it.each([
    ['SHA-256', sha256],
    ['SHA-256 in small letters', sha256.toLowerCase()],
    ['SHA-512', sha512],
  ])('are known by %s', (_, sig) => {
    expect(isSignedByVonage({ ...inbound, sig }, secret)).toBe(true);
  });

  it.each([
    ['no signature', undefined],
    ['an empty one', ''],
    ['a list of them', [sha256]],
    ['a plain MD5', 'd2e7b1dc968737c5998ad624e02f90b7'],
    ['an MD5 HMAC', 'DDEBD46008C2D4E93CCE578A332A52D5'],
    ['a SHA-1 HMAC', '27D0D05C2876C7CB1720DBCDBA4D492E1E55C09A'],
    ['a wrong one', sha256.replace('D', 'E')],
  ])('are refused with %s', (_, sig) => {
    expect(isSignedByVonage({ ...inbound, sig }, secret)).toBe(false);
  });

  it.each([
    ['another text', { text: 'SUN£10' }],
    ['another number', { msisdn: '14843472195' }],
    ['another time', { timestamp: '1385047699' }],
    ['one field more', { keyword: 'TEST' }],
    ['one field less', { type: undefined }],
    ['a value that is none', { text: { nested: 'Test again' } }],
  ])('are refused with %s', (_, change) => {
    expect(isSignedByVonage({ ...inbound, ...change, sig: sha256 }, secret)).toBe(false);
  });

  it('are refused where a name hides another field, though the text that was signed is the same', () => {
    const { text, timestamp, ...rest } = inbound;
    const hidden = { ...rest, [`text=${text}&timestamp`]: timestamp, sig: sha256 };
    expect(isSignedByVonage(hidden, secret)).toBe(false);
  });

  it('are signed alike by us', () => {
    const outbound = {
      api_key: 'fake_api_key',
      to: '14155550100',
      from: 'AcmeInc',
      text: 'Test From Nexmo',
      type: 'text',
      timestamp: '1540924779',
    };
    expect(signForVonage(outbound, '71efab63122f1d179f51c46bac838fb5')).toBe(
      '9fec5ef6d0f2b3d2bb7558b6e4042569823cab9ea0dd30503472b7b304601975',
    );
  });
});

describe('a token', () => {
  const tokenSecret = 'qwertyuiopasdfghjklzxcvbnm123456';
  const token =
    'eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJPbmxpbmUgSldUIEJ1aWxkZXIiLCJpYXQiOjE2OTc2MzQ2ODAsImV4cCI6MzMyNTQ1NDA4MjgsImF1ZCI6IiIsInN1YiI6IiJ9.88vJc3I2HhuqEDixHXVhc9R30tA6U_HQHZTC29y6CGM';
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const [, payload = '', signature = ''] = token.split('.');

  it('that is signed with the secret tells its claims', () => {
    expect(signedClaims(token, tokenSecret)).toMatchObject({ iss: 'Online JWT Builder', iat: 1_697_634_680 });
  });

  it.each([
    ['of another secret', token, 'asdf'],
    ['of no parts', 'asdf', tokenSecret],
    ['with a part too many', `${token}.x`, tokenSecret],
    ['without a signature', token.slice(0, token.lastIndexOf('.') + 1), tokenSecret],
    ['that says it needs none', `${part({ alg: 'none' })}.${payload}.`, tokenSecret],
    ['that says so and has one', `${part({ alg: 'none' })}.${payload}.${signature}`, tokenSecret],
    ['with other claims', `${token.split('.')[0]}.${part({ iat: 1 })}.${signature}`, tokenSecret],
  ])('%s tells none', (_, forged, with_) => {
    expect(signedClaims(forged, with_)).toBeUndefined();
  });

  it('of another algorithm tells none, whoever signed it', () => {
    const signed = `${part({ alg: 'none' })}.${payload}`;
    const right = createHmac('sha256', tokenSecret).update(signed).digest('base64url');
    expect(signedClaims(`${signed}.${right}`, tokenSecret)).toBeUndefined();
  });
});
