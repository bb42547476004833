/** What a kind of break means, and what people may have done about one: a name, and the words for it. */
export interface BreakKind {
  means: string;
  actions: Readonly<Record<string, string>>;
}

/** Every kind of break, by its name. Who notes breaks is above; the table comes from where all is known. */
export type BreakKinds = Readonly<Record<string, BreakKind>>;

export const BREAK_KINDS = Symbol('every kind of break');
