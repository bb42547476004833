/** A setting that can't be what was given. Nothing was changed. */
export class SettingRefused extends Error {
  constructor(
    readonly setting: string,
    readonly expected: string,
  ) {
    super(`${setting} must be ${expected}`);
  }
}

/** Reads one setting as a form (text) or JSON brings it; undefined when it can't be read. */
interface Reader<Value> {
  expected: string;
  read(given: unknown): Value | undefined;
}

export type Readers<Settings> = { [Name in keyof Settings]: Reader<Settings[Name]> };

export function wholeNumber(least: number, most: number): Reader<number> {
  return {
    expected: `a whole number from ${least} to ${most}`,
    read(given) {
      const value = typeof given === 'string' && /^\d{1,9}$/.test(given) ? Number(given) : given;
      return Number.isInteger(value) && Number(value) >= least && Number(value) <= most
        ? Number(value)
        : undefined;
    },
  };
}

/** Nothing, which a form says with an empty field and JSON with null, is an answer too. */
export function orNone<Value>({ expected, read }: Reader<Value>): Reader<Value | null> {
  return {
    expected: `${expected}, or nothing`,
    read: (given) => (given === null || given === '' ? null : read(given)),
  };
}

export const yesOrNo: Reader<boolean> = {
  expected: 'true or false',
  read: (given) => (given === true || given === 'true' ? true : isNo(given) ? false : undefined),
};

function isNo(given: unknown): boolean {
  return given === false || given === 'false';
}

export function oneOf<const Choice extends string>(choices: readonly Choice[]): Reader<Choice> {
  return {
    expected: `one of ${choices.join(', ')}`,
    read: (given) => choices.find((choice) => choice === given),
  };
}

/** Changes the settings that `given` names: all of them or, when one is refused, none. */
export function change<Settings extends object>(
  settings: Settings,
  readers: Readers<Settings>,
  given: unknown,
): void {
  const changes: Partial<Settings> = {};
  for (const [name, value] of Object.entries((given ?? {}) as Record<string, unknown>)) {
    const reader = Object.hasOwn(readers, name) ? readers[name as keyof Settings] : undefined;
    if (!reader) throw new SettingRefused(name, `one of ${Object.keys(readers).join(', ')}`);
    const read = reader.read(value);
    if (read === undefined) throw new SettingRefused(name, reader.expected);
    changes[name as keyof Settings] = read;
  }
  Object.assign(settings, changes);
}
