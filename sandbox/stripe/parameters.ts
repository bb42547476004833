import { invalid } from './errors.js';

type Values = Record<string, unknown>;

/** A request's parameters, read by name and refused in Stripe's words. */
export class Parameters {
  private readonly values: Values;

  constructor(
    values: unknown,
    private readonly path = '',
  ) {
    if (typeof (values ?? {}) !== 'object') throw invalid('Invalid object', path);
    this.values = (values ?? {}) as Values;
  }

  /** The name as Stripe writes it: `line_items[0][quantity]`. */
  name(key: string): string {
    return this.path ? `${this.path}[${key}]` : key;
  }

  has(key: string): boolean {
    return this.values[key] !== undefined;
  }

  isText(key: string): boolean {
    return typeof this.values[key] === 'string';
  }

  /** Refuses every parameter that is not named here. */
  only(...known: string[]): this {
    const unknown = Object.keys(this.values).filter((key) => !known.includes(key));
    if (unknown.length === 0) return this;
    const names = unknown.map((key) => this.name(key));
    const noun = names.length === 1 ? 'parameter' : 'parameters';
    throw invalid(`Received unknown ${noun}: ${names.join(', ')}`, names[0], 'parameter_unknown');
  }

  /** The same without one that is not Stripe's. */
  without(key: string): Parameters {
    const { [key]: _left, ...values } = this.values;
    return new Parameters(values, this.path);
  }

  text(key: string, maxLength = 5000): string | undefined {
    const value = this.values[key];
    if (value === undefined) return undefined;
    const name = this.name(key);
    if (typeof value !== 'string') throw invalid('Invalid string', name);
    if (value === '') {
      throw invalid(
        `You passed an empty string for '${name}'. We assume empty values are an attempt to unset a ` +
          `parameter; however '${name}' cannot be unset. You should remove '${name}' from your request or ` +
          'supply a non-empty value.',
        name,
        'parameter_invalid_empty',
      );
    }
    if (value.length > maxLength)
      throw invalid(`Invalid string: must be at most ${maxLength} characters`, name);
    return value;
  }

  integer(key: string): number | undefined {
    const value = this.text(key);
    if (value === undefined) return undefined;
    if (!/^-?\d{1,15}$/.test(value)) {
      throw invalid(`Invalid integer: ${value}`, this.name(key), 'parameter_invalid_integer');
    }
    return Number(value);
  }

  oneOf<Choice extends string>(key: string, choices: readonly Choice[]): Choice | undefined {
    const value = this.text(key);
    if (value === undefined || choices.includes(value as Choice)) return value as Choice | undefined;
    throw invalid(`Invalid ${this.name(key)}: must be one of ${choices.join(', ')}`, this.name(key));
  }

  url(key: string): string | undefined {
    const value = this.text(key);
    if (value === undefined || (/^https?:\/\//.test(value) && URL.canParse(value))) return value;
    throw invalid('Not a valid URL', this.name(key), 'url_invalid');
  }

  email(key: string): string | undefined {
    const value = this.text(key, 512);
    if (value === undefined || isEmail(value)) return value;
    throw invalid(`Invalid email address: ${value}`, this.name(key), 'email_invalid');
  }

  /** What a reader found, or 400 `parameter_missing`. */
  required<Value>(key: string, value: Value | undefined): Value {
    if (value !== undefined) return value;
    throw invalid(`Missing required param: ${this.name(key)}.`, this.name(key), 'parameter_missing');
  }

  object(key: string): Parameters {
    return new Parameters(this.values[key], this.name(key));
  }

  objects(key: string): Parameters[] {
    return this.array(key).map((item, index) => new Parameters(item, `${this.name(key)}[${index}]`));
  }

  texts(key: string): string[] {
    return this.array(key).map((item) => {
      if (typeof item !== 'string') throw invalid('Invalid string', this.name(key));
      return item;
    });
  }

  /** At most 50 pairs, names of 40 characters without brackets, values of 500; an empty value is no pair. */
  metadata(key = 'metadata'): Record<string, string> {
    const pairs = Object.entries(this.object(key).values);
    const name = this.name(key);
    if (pairs.length > 50) throw invalid('Metadata can have at most 50 keys', name);
    for (const [field, value] of pairs) {
      if (field.length > 40) throw invalid(`Metadata keys can have at most 40 characters: ${field}`, name);
      if (typeof value !== 'string') throw invalid('Metadata values must be strings', `${name}[${field}]`);
      if (value.length > 500) {
        throw invalid('Metadata values can have at most 500 characters', `${name}[${field}]`);
      }
    }
    return Object.fromEntries(pairs.filter(([, value]) => value !== '')) as Record<string, string>;
  }

  private array(key: string): unknown[] {
    const value = this.values[key];
    if (value === undefined) return [];
    if (!Array.isArray(value)) throw invalid('Invalid array', this.name(key));
    return value;
  }
}

export function isEmail(text: string): boolean {
  return /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(text);
}
