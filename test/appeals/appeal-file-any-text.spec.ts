import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { array, assert, constantFrom, nat, oneof, property, string } from 'fast-check';
import { formatFinding, readAppealFile } from '../../src/giving/appeals/appeal-file.js';

const real = readFileSync(new URL('../../appeals/sun-ukraine-fund.yaml', import.meta.url), 'utf8');

/** Reads it without an exception, with a definition or else an error, and places that are in the file. */
function isAnswered(source: string): void {
  const { definition, findings } = readAppealFile(source);
  expect(definition === undefined).toBe(findings.some(({ severity }) => severity === 'error'));
  const lines = source.split('\n').length;
  expect(findings.filter(({ line, column }) => line < 1 || line > lines || column < 1)).toEqual([]);
  const printed = findings.slice(0, 50).map((finding) => formatFinding('x.yaml', finding));
  expect(
    printed.filter((line) => !/^x\.yaml:\d+:\d+ (?:error|warning) .+ \(rests on .+\)$/.test(line)),
  ).toEqual([]);
}

const tokens = [
  '- ',
  '? ',
  ': ',
  '\n',
  '  ',
  '[',
  ']',
  '{',
  '}',
  ',',
  '&a ',
  '*a',
  '<<: ',
  '!!binary ',
  '!x ',
];
const oddities = [
  '|',
  '>-',
  '"',
  "'",
  '#',
  '%YAML 1.1\n',
  '---\n',
  '...\n',
  '\t',
  '\0',
  '\ud800',
  'null',
  '1e400',
];
const keys = [
  '__proto__: ',
  'slug: ',
  'card:\n  minPence: ',
  'text:\n  options:\n    - keyword: ',
  'partner: ',
];
const piece = oneof(constantFrom(...tokens, ...oddities, ...keys), string());

describe('an appeal file of any content', () => {
  it('is answered with findings and never with an exception', () => {
    assert(property(string({ unit: 'binary' }), isAnswered));
    assert(property(array(piece), (pieces) => isAnswered(pieces.join(''))));
  });

  it('is so when it is the real one with anything put anywhere', () => {
    assert(
      property(nat(real.length), nat(40), piece, (at, cut, text) =>
        isAnswered(real.slice(0, at) + text + real.slice(at + cut)),
      ),
      { numRuns: 300 },
    );
  });

  it.each(['[', '- ', '? ', '{a: ', '-\t', 'x', '-   '])('is so when it repeats %j without end', (text) => {
    isAnswered(text.repeat(10_000));
    isAnswered(text.repeat(100_000));
  });

  it.each(['- '.repeat(50), '['.repeat(400), 'x'.repeat(70_000)])(
    'is not parsed when it is too deep or too large (%#)',
    (source) => {
      expect(readAppealFile(source).findings).toMatchObject([
        { line: 1, message: 'the file is too large or too deep' },
      ]);
    },
  );
});
