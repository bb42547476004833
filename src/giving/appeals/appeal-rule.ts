import type { AppealDefinition } from './appeal-definition.js';

/** An appeal while it is checked: what could not be read is absent, and in lists undefined. */
export type Draft<T> = T extends (infer Item)[]
  ? (Draft<Item> | undefined)[]
  : T extends object
    ? { [Key in keyof T]?: Draft<T[Key]> }
    : T;

/** A path of the file, as `text.options[1].keyword`, and what is wrong there. */
export type Complaint = [path: string, message: string];

export interface AppealRule {
  id: string;
  severity: 'error' | 'warning';
  restsOn: string;
  check(appeal: Draft<AppealDefinition>): Complaint[];
}

/** What is wrong with the items of a list that could be read. */
export function each<Item, Result>(
  items: (Item | undefined)[] | undefined,
  check: (item: Item, index: number, all: (Item | undefined)[]) => Result[],
): Result[] {
  return (items ?? []).flatMap((item, index, all) => (item === undefined ? [] : check(item, index, all)));
}
