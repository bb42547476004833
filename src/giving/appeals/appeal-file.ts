import { LineCounter, parseDocument } from 'yaml';
import type { AppealDefinition } from './appeal-definition.js';
import { appealFormat } from './appeal-format.js';
import { keywordRules } from './appeal-keywords.js';
import { type Draft } from './appeal-rule.js';
import { appealRules, keywordsOf } from './appeal-rules.js';
import { read, type Reading } from './appeal-shape.js';
import { restsOn } from './appeal-sources.js';

/** One thing that is wrong with an appeal file. Line and column count from 1. */
export interface Finding {
  severity: 'error' | 'warning';
  line: number;
  column: number;
  /** As `text.options[1].keyword`; empty for the file as a whole. */
  path: string;
  message: string;
  /** The law, code or provider's page behind it. */
  restsOn: string;
}

interface Place {
  line: number;
  column: number;
}

/** Where each path of a definition stands in its file, kept beside it for findings across files. */
const places = new WeakMap<AppealDefinition, (path: string) => Place>();

/**
 * Reads and checks one appeal file. Never throws; every mistake is reported, in the order of the file.
 * The definition is there only when there is no error (there may be warnings).
 */
export function readAppealFile(source: string): { definition?: AppealDefinition; findings: Finding[] } {
  if (isTooLarge(source)) {
    return { findings: [finding({ message: 'the file is too large or too deep' })] };
  }
  const lines = new LineCounter();
  const document = parseDocument(source, {
    lineCounter: lines,
    prettyErrors: false,
    schema: 'core',
    resolveKnownTags: false,
  });
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const findings = [...document.errors, ...document.warnings].map(({ message, pos }) =>
    finding({ message, ...placeAt(pos[0]) }),
  );
  const isYaml = document.errors.every(({ code }) => code === 'DUPLICATE_KEY');
  const offsets = new Map<string, number>();
  const placeOf = (path: string): Place => placeAt(offsets.get(nearest(path, offsets)) ?? 0);
  const complain = (path: string, message: string, restsOn: string) =>
    void findings.push(finding({ path, message, restsOn, ...placeOf(path) }));
  const reading: Reading = {
    stands: (path, offset) => void offsets.set(path, offset),
    complain,
    // What seems missing from a file that is no YAML may only stand behind the mistake.
    misses: (path, requiredBy) => isYaml && complain(path, 'is missing', requiredBy),
  };
  const appeal = document.contents ? read(appealFormat, document.contents, '', reading) : undefined;
  if (!document.contents && isYaml) findings.push(finding({ message: 'the file is empty' }));
  for (const { severity, restsOn, check } of appealRules) {
    for (const [path, message] of check((appeal ?? {}) as Draft<AppealDefinition>)) {
      findings.push(finding({ severity, path, message, restsOn, ...placeOf(path) }));
    }
  }
  findings.sort((a, b) => a.line - b.line || a.column - b.column);
  if (!appeal || findings.some(({ severity }) => severity === 'error')) return { findings };
  places.set(appeal, placeOf);
  return { definition: appeal, findings };
}

/** Checks appeals against each other: a slug of its own each, and keywords that share a short code. */
export function checkTogether(
  appeals: { file: string; definition: AppealDefinition }[],
): { file: string; finding: Finding }[] {
  return appeals.flatMap(({ file, definition }, index) =>
    appeals
      .filter((_, otherIndex) => otherIndex !== index)
      .flatMap((other) => clashes(definition, other.definition, appeals.indexOf(other) < index, other.file))
      .map((clash) => ({ file, finding: finding({ ...clash, ...places.get(definition)?.(clash.path) }) })),
  );
}

type Clash = Pick<Finding, 'path' | 'message'> & Partial<Finding>;

/** What `appeal` must change because of `other`; what concerns both alike is said of the later one. */
function clashes(
  appeal: AppealDefinition,
  other: AppealDefinition,
  isLater: boolean,
  otherFile: string,
): Clash[] {
  const found: Clash[] = [];
  if (isLater && appeal.slug === other.slug) {
    found.push({ path: 'slug', message: `${appeal.slug} is the slug of ${otherFile} too` });
  }
  if (appeal.text?.shortcode !== other.text?.shortcode) return found;
  for (const [path, keyword] of keywordsOf(appeal)) {
    for (const [, taken] of keywordsOf(other)) {
      if (keyword === taken) {
        const message = `${keyword} is a keyword of ${otherFile} too`;
        if (isLater) found.push({ path, message, restsOn: restsOn.textRule });
        continue;
      }
      for (const { severity, restsOn, clashes, message } of keywordRules) {
        if (!clashes(keyword, taken)) continue;
        found.push({ path, severity, restsOn, message: `${message(keyword, taken)} (in ${otherFile})` });
      }
    }
  }
  return found;
}

/** One line, as `appeals/x.yaml:12:3 error surplusStatement: is missing (rests on …)`. */
export function formatFinding(
  file: string,
  { severity, line, column, path, message, restsOn }: Finding,
): string {
  const text = `${file}:${line}:${column} ${severity} ${path && `${path}: `}${message} (rests on ${restsOn})`;
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
}

/** An error at the top of the file against its format, but for what is said otherwise. */
function finding(said: Partial<Finding> & Pick<Finding, 'message'>): Finding {
  return { severity: 'error', line: 1, column: 1, path: '', restsOn: restsOn.format, ...said };
}

/** The path itself if it stands in the file, else the nearest thing around it that does. */
function nearest(path: string, offsets: Map<string, number>): string {
  let place = path;
  while (place !== '' && !offsets.has(place)) place = place.replace(/(?:^|\.)[^.[]*$|\[\d+\]$/, '');
  return place;
}

/** The YAML parser can exhaust the whole process on nesting without end, so that is not given to it. */
function isTooLarge(source: string): boolean {
  return (
    source.length > 65_536 || /(?:[-?:][ \t]+){30}/.test(source) || (source.match(/[[{]/g)?.length ?? 0) > 300
  );
}
