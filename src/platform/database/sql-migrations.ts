import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { projectRoot } from '../config/project-root.js';

const folder = join(projectRoot, 'migrations');

/**
 * One TypeORM migration for each file of migrations/, named NNNN-what-it-does.sql and run in that order.
 * They are written by hand and only go forward: a mistake is put right by the next file.
 */
export function sqlMigrations(): (new () => MigrationInterface)[] {
  return files().map(migrationFrom);
}

export function migrationNames(): string[] {
  return files().map(nameOf);
}

function files(): string[] {
  return readdirSync(folder)
    .filter((file) => /^\d{4}-[a-z-]+\.sql$/.test(file))
    .toSorted();
}

/** TypeORM orders by the thirteen digits that end the name. */
const nameOf = (file: string): string => `${file.slice(5, -4)}-${file.slice(0, 4).padStart(13, '0')}`;

function migrationFrom(file: string): new () => MigrationInterface {
  return class implements MigrationInterface {
    readonly name = nameOf(file);

    async up(runner: QueryRunner): Promise<void> {
      await runner.query(readFileSync(join(folder, file), 'utf8'));
    }

    down(): Promise<void> {
      return Promise.reject(new Error('migrations only go forward'));
    }
  };
}
