import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import {
  checkTogether,
  type Finding,
  formatFinding,
  readAppealFile,
} from '../../src/giving/appeals/appeal-file.js';
import { mistakes } from './appeal-file.mistakes.js';

const real = readFileSync(new URL('../../appeals/sun-ukraine-fund.yaml', import.meta.url), 'utf8');

/** The real file with one part replaced, which must be there exactly once. */
function changed(from: string, to: string, source = real): string {
  expect(source.split(from)).toHaveLength(2);
  return source.replace(from, () => to);
}

/** The number of the line that holds a text, counted from 1. */
function lineOf(text: string, source: string): number {
  const line = source.split('\n').findIndex((one) => one.includes(text)) + 1;
  expect(line).toBeGreaterThan(0);
  return line;
}

function withoutKey(key: string): string {
  const source = real.replace(new RegExp(`^${key}:.*\\n(?:[ ].*\\n|\\n)*`, 'm'), '');
  expect(source).not.toBe(real);
  return source;
}

function definitionOf(source: string) {
  const { definition, findings } = readAppealFile(source);
  if (!definition) throw new Error(findings.map((one) => formatFinding('x', one)).join('\n'));
  return definition;
}

const said = ({ severity, line, path, message }: Finding) => `${line} ${severity} ${path}: ${message}`;

describe("the Sun's Ukraine Fund", () => {
  it('has no findings', () => {
    expect(readAppealFile(real).findings).toEqual([]);
  });

  it('is read in its own words and in whole pence', () => {
    const appeal = definitionOf(real);
    expect(appeal).toMatchObject({
      slug: 'sun-ukraine-fund',
      partner: {
        charityNumbers: [
          { number: '220949', register: 'England and Wales' },
          { number: 'SC037738', register: 'Scotland' },
        ],
      },
      surplusStatement:
        'In the unlikely event that more money is raised than can be reasonably and efficiently spent, any surplus ' +
        'funds will be used to help prepare for and respond to other humanitarian disasters anywhere in the world.',
      opensOn: '2022-03-01',
      closesOn: null,
      targetPence: null,
      card: { minPence: 300, suggestedPence: [300, 500, 1000, 2500, 5000] },
      text: {
        shortcode: '70141',
        costNote: 'Texts cost your chosen donation amount + 1 standard message (we receive 100%).',
      },
    });
    expect(appeal.text?.options.map(({ text, amountPence }) => [text, amountPence])).toEqual([
      ['SUN£3', 300],
      ['SUN£5', 500],
      ['SUN£10', 1000],
    ]);
  });

  it('needs neither closesOn nor targetPence', () => {
    const source = changed('closesOn: null\ntargetPence: null\n', '');
    expect(definitionOf(source)).toEqual(definitionOf(real));
  });
});

describe('a mistake', () => {
  it.each(mistakes)('is found once and at its line: %s', (_, from, to, path, message) => {
    const marked = changed(from, to);
    const at = marked.includes('¦') ? marked.indexOf('¦') : real.indexOf(from);
    const { definition, findings } = readAppealFile(marked.replace('¦', ''));
    expect(findings.map(said)).toEqual([expect.stringContaining(message)]);
    expect(findings[0]).toMatchObject({
      severity: 'error',
      path,
      line: marked.slice(0, at).split('\n').length,
    });
    expect(definition).toBeUndefined();
  });

  it.each([
    ['surplusStatement', 'Code of Fundraising Practice'],
    ['purpose', 'Charities Act 1992'],
    ['partner', 'Charities Act 1992'],
    ['permissionNote', 'Code of Fundraising Practice s.10'],
    ['minimumAge', 'Code of Fundraising Practice s.10'],
    ['helpline', 'Code of Fundraising Practice s.10'],
    ['privacyNotice', 'UK GDPR'],
    ['remitWithinDays', 'SI 1994/3024'],
    ['slug', 'appeal file format'],
  ])('of leaving out %s names what asks for it', (key, source) => {
    const { findings } = readAppealFile(withoutKey(key));
    expect(findings.map(said)).toEqual([`1 error ${key}: is missing`]);
    expect(findings[0]?.restsOn).toContain(source);
  });

  it('of leaving out the cost note or the charity numbers stands at the part that lacks it', () => {
    const source = real.replace(/ {2}charityNumbers:\n(?: {4}.*\n)+/, '').replace(/ {2}costNote:.*\n/, '');
    const { findings } = readAppealFile(source);
    expect(findings.map(said)).toEqual([
      `${lineOf('partner:', source)} error partner.charityNumbers: is missing`,
      `${lineOf('text:', source.replace(/^ .*$/gm, ''))} error text.costNote: is missing`,
    ]);
    expect(findings[1]?.restsOn).toContain('Ofcom');
  });

  it('does not hide the others', () => {
    let source = changed('opensOn: 2022-03-01', 'opensOn: March');
    source = changed('minPence: 300', 'minPence: 3.00', source);
    source = changed('text: SUN£5', 'text: SUN£6', source);
    source = changed('slug: ', 'slugg: ', source);
    source = changed('remitWithinDays: 28', 'remitWithinDays: 30', source);
    const { findings } = readAppealFile(source);
    expect(findings.map(({ line, path }) => [line, path])).toEqual([
      [lineOf('slugg', source), 'slugg'],
      [lineOf('opensOn', source), 'opensOn'],
      [lineOf('remitWithinDays', source), 'remitWithinDays'],
      [lineOf('3.00', source), 'card.minPence'],
      [lineOf('SUN£6', source), 'text.options[1].text'],
    ]);
  });

  it('in the YAML itself is reported with what else can be read, but not with what it may hide', () => {
    const source = changed(
      'suggestedPence: [300',
      'suggestedPence: [[300',
      changed('slug: sun', 'slug: Sun'),
    );
    const { definition, findings } = readAppealFile(source);
    expect(definition).toBeUndefined();
    expect(findings.map(({ path }) => path)).toContain('slug');
    expect(findings.filter(({ path }) => path === '').map(({ line }) => line)).toContain(
      lineOf('suggestedPence', source) + 1,
    );
    expect(findings.filter(({ message }) => message === 'is missing')).toEqual([]);
  });

  it('that swallows the rest of the file does not make the rest missing', () => {
    const { findings } = readAppealFile(changed("title: The Sun's", 'title: "The Sun\'s'));
    expect(findings.filter(({ message }) => message.includes('closing'))).toHaveLength(1);
    expect(findings.filter(({ message }) => message === 'is missing')).toEqual([]);
  });
});

describe('the billing of texts', () => {
  const cost = '  costNote: Texts';
  const option = 'text: SUN£5';
  const found = (source: string) => readAppealFile(source).findings.map(said);

  it('by link needs a card channel that takes the amounts', () => {
    const linked = changed(cost, `  billing: link\n${cost}`);
    expect(found(linked)).toEqual([]);
    expect(found(linked.replace(/^card:\n(?: .*\n)+/m, ''))).toEqual([
      expect.stringContaining('error text.billing: link sends donors to pay by card'),
    ]);
    expect(found(linked.replace('minPence: 300', 'minPence: 400').replace('[300, 500', '[500'))).toEqual([
      expect.stringContaining('error text.options[0].amountPence: is outside minPence and maxPence'),
    ]);
  });

  it('by an originator needs one for each amount, within what the network takes', () => {
    const one = changed(option, `${option}\n      originator: '70500'`);
    expect(found(one)).toEqual([]);
    const two = changed('text: SUN£10', "text: SUN£10\n      originator: '70500'", one);
    expect(found(two)).toHaveLength(2);
    expect(found(two)[0]).toContain('70500 is registered for one amount alone');
    const network = `  networks:\n    - { operator: o2-uk, mostPerChargePence: 300 }\n${cost}`;
    expect(found(changed(cost, network, one))).toEqual([
      expect.stringContaining('error text.options[1].originator: o2-uk takes less than this amount'),
    ]);
  });

  it('warns when numbers would be erased before the statement, and of a usual reply that is too long', () => {
    expect(found(changed(cost, `  retentionDays: 60\n${cost}`))).toEqual([
      expect.stringContaining('warning text.retentionDays:'),
    ]);
    const long = changed('British Red Cross Society\n', `${'British Red Cross '.repeat(5)}\n`);
    expect(found(long)).toContainEqual(
      expect.stringMatching(/warning text: the usual reply thanks would need 2 messages/),
    );
  });
});

describe('a warning', () => {
  const second = 'keyword: SUN\n      amountPence: 500\n      text: SUN£5';
  it.each([
    [
      'more than 28 days',
      'remitWithinDays: 28',
      'remitWithinDays: 30',
      'remitWithinDays',
      'SI 1994/3024 reg 6(2)(a)',
    ],
    ['a prefix', second, second.replaceAll('SUN', 'SUNNY'), 'text.options[0].keyword', 'text rule'],
    [
      '100% of what the operator never holds',
      'collection: held\n  gateway',
      'collection: direct\n  gateway',
      'text.costNote',
      'PSA guidance',
    ],
  ])('leaves the appeal usable: %s', (_, from, to, path, source) => {
    const { definition, findings } = readAppealFile(changed(from, to));
    expect(findings).toMatchObject([{ severity: 'warning', path, restsOn: expect.stringContaining(source) }]);
    expect(definition).toBeDefined();
  });

  it.each([
    ['HOPE', 'H0PE'],
    ['GIVE', 'G1VE'],
  ])('is given once for the look-alikes %s and %s', (one, other) => {
    const source = changed(second, second.replaceAll('SUN', other)).replaceAll('SUN\n', `${one}\n`);
    const { findings } = readAppealFile(source.replaceAll('SUN£', `${one}£`));
    expect(findings).toMatchObject([{ severity: 'warning', path: 'text.options[1].keyword' }]);
    expect(findings[0]?.message).toContain(`${other} differs from the keyword ${one}`);
  });
});

describe('appeals together', () => {
  const other = (keyword: string, slug = 'other', shortcode = '70141') =>
    definitionOf(
      real
        .replaceAll('keyword: SUN', `keyword: ${keyword}`)
        .replaceAll('SUN£', `${keyword}£`)
        .replace('slug: sun-ukraine-fund', `slug: ${slug}`)
        .replace("'70141'", `'${shortcode}'`),
    );
  const together = (definition: ReturnType<typeof other>) =>
    checkTogether([
      { file: 'a.yaml', definition: definitionOf(real) },
      { file: 'b.yaml', definition },
    ]).map(({ file, finding }) => `${file} ${said(finding)}`);
  const line = lineOf('keyword: SUN', real);

  it.each([
    ['SUN', `b.yaml ${line} error text.options[0].keyword: SUN is a keyword of a.yaml too`],
    ['SUN5', `b.yaml ${line} error text.options[0].keyword: SUN5 is the keyword SUN plus digits`],
    ['SUNNY', `a.yaml ${line} warning text.options[0].keyword: SUN is the beginning of the keyword SUNNY`],
  ])('may not both be reached by SUN and by %s', (keyword, expected) => {
    expect(together(other(keyword))).toEqual([expect.stringContaining(expected)]);
  });

  it('are warned of look-alike keywords once', () => {
    const found = checkTogether([
      { file: 'a.yaml', definition: other('HOPE', 'a') },
      { file: 'b.yaml', definition: other('H0PE', 'b') },
    ]);
    expect(found).toMatchObject([{ file: 'b.yaml', finding: { severity: 'warning', line } }]);
  });

  it('may use one keyword on two short codes, and different ones on the same', () => {
    expect(together(other('SUN', 'other', '70142'))).toEqual([]);
    expect(together(other('RELIEF'))).toEqual([]);
  });

  it('need a slug each', () => {
    expect(together(other('RELIEF', 'sun-ukraine-fund'))).toEqual([
      `b.yaml ${lineOf('slug:', real)} error slug: sun-ukraine-fund is the slug of a.yaml too`,
    ]);
  });
});

describe('a printed finding', () => {
  it('is one line that names file, place, severity, path, mistake and source', () => {
    const { findings } = readAppealFile(withoutKey('surplusStatement'));
    expect(formatFinding('appeals/x.yaml', findings[0] as Finding)).toMatch(
      /^appeals\/x\.yaml:1:1 error surplusStatement: is missing \(rests on Code of Fundraising Practice .*\)$/,
    );
  });
});
