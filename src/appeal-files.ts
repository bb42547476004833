import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { Gateways } from './channels/text/gateways/gateways.js';
import type { AppealDefinition } from './giving/appeals/appeal-definition.js';
import { checkTogether, formatFinding, readAppealFile } from './giving/appeals/appeal-file.js';
import { Appeals } from './giving/appeals/appeals.service.js';
import { StartRefused } from './platform/config/environment.js';
import { projectRoot } from './platform/config/project-root.js';

/** What the checks say of some files, one by one and together with what is applied. */
export interface CheckedAppeals {
  appeals: { file: string; definition: AppealDefinition }[];
  /** One line for each finding, in the order of the files. */
  findings: string[];
  errors: number;
}

/** The files of appeals/. */
export function exampleAppeals(): string[] {
  return readdirSync(join(projectRoot, 'appeals'))
    .filter((name) => name.endsWith('.yaml'))
    .toSorted()
    .map((name) => relative(process.cwd(), join(projectRoot, 'appeals', name)));
}

export function checkAppealFiles(files: string[], applied: CheckedAppeals['appeals'] = []): CheckedAppeals {
  const checked: CheckedAppeals = { appeals: [], findings: [], errors: 0 };
  for (const file of files) {
    const { definition, findings } = readAppealFile(readText(file));
    if (definition) checked.appeals.push({ file, definition });
    for (const finding of findings) note(checked, file, finding);
  }
  const slugs = new Set(checked.appeals.map(({ definition }) => definition.slug));
  const others = applied.filter(({ definition }) => !slugs.has(definition.slug));
  for (const { file, finding } of checkTogether([...others, ...checked.appeals])) {
    if (files.includes(file) || finding.severity === 'error') note(checked, file, finding);
  }
  return checked;
}

function note(checked: CheckedAppeals, file: string, finding: Parameters<typeof formatFinding>[1]): void {
  checked.findings.push(formatFinding(file, finding));
  if (finding.severity === 'error') checked.errors += 1;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new StartRefused(`the appeal file ${file} can't be read: ${(error as Error).message}`);
  }
}

/** Applies files that have no error; throws StartRefused with every finding, and applies none, if one has. */
export async function applyAppealFiles(app: INestApplicationContext, files: string[]): Promise<string[]> {
  const { appeals, findings, errors } = checkAppealFiles(files, await appliedAppeals(app));
  if (errors > 0) throw new StartRefused(`an appeal file needs correcting:\n${findings.join('\n')}`);
  refuseWithoutGateway(
    app,
    appeals.map(({ definition }) => definition),
  );
  const results: string[] = [];
  for (const { definition } of appeals) {
    results.push(`${definition.slug}: ${await app.get(Appeals).apply(definition)}`);
  }
  return results;
}

/** Those that a text may still be meant for: a keyword of theirs must lead to no other appeal. */
async function appliedAppeals(app: INestApplicationContext): Promise<CheckedAppeals['appeals']> {
  return (await app.get(Appeals).all())
    .filter(({ status }) => status !== 'closed')
    .map(({ slug, definition }) => ({ file: `the applied appeal ${slug}`, definition }));
}

/** Throws StartRefused when an appeal that is not closed takes texts by a gateway that is not set up. */
export async function refuseAppealsWithoutGateway(app: INestApplicationContext): Promise<void> {
  const appeals = (await app.get(Appeals).all()).filter(({ status }) => status !== 'closed');
  refuseWithoutGateway(
    app,
    appeals.map(({ definition }) => definition),
  );
}

function refuseWithoutGateway(app: INestApplicationContext, appeals: AppealDefinition[]): void {
  for (const { slug, text } of appeals) {
    if (!text || app.get(Gateways).has(text.gateway)) continue;
    throw new StartRefused(
      `the appeal ${slug} takes texts by ${text.gateway}, which is not set up (see .env.example)`,
    );
  }
}
