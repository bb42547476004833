import { ValidationFailed } from '../../platform/http/http.problems.js';
import { validationPipe } from '../../platform/http/validation.js';
import { type Pence, penceFromPounds } from '../../vocabulary/pence.js';
import { Problem } from '../../vocabulary/problem.js';
import { sentences } from './posted.js';

const pipe = validationPipe();

/** The fields of a form as the API takes them; what was left empty is absent. Throws ValidationFailed. */
export function checked<Dto>(dto: new () => Dto, fields: object): Promise<Dto> {
  const given = Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== '' && value !== undefined),
  );
  return pipe.transform(given, { type: 'body', metatype: dto }) as Promise<Dto>;
}

/** An amount that was typed in pounds, if any. Throws ValidationFailed for what leaves a doubt. */
export function typedPence(pounds: string): Pence | undefined {
  if (pounds.trim() === '') return undefined;
  const amountPence = penceFromPounds(pounds);
  if (amountPence === undefined)
    throw new ValidationFailed([
      { field: 'amountPence', message: 'must be an amount in pounds, such as 12.50' },
    ]);
  return amountPence;
}

/** A refusal, in sentences, and what a form's page answers with. */
export interface Refusal {
  words: string;
  status: number;
}

/**
 * Does what a form asks for. Resolves with why it was refused, or with undefined once it is done. What is not there at
 * all is no refusal: it is thrown on.
 */
export async function refusalOf(
  action: () => Promise<unknown>,
  labels: Record<string, string> = {},
): Promise<Refusal | undefined> {
  try {
    await action();
    return undefined;
  } catch (error) {
    if (!(error instanceof Problem) || error.code.endsWith('_not_found')) throw error;
    if (!error.errors) return { words: `${error.title}. ${error.message}`, status: 409 };
    const { errors } = error;
    const first = errors.filter(({ field }, at) => errors.findIndex((each) => each.field === field) === at);
    return {
      words: sentences(first, labels)
        .map(({ message }) => message)
        .join(' '),
      status: 400,
    };
  }
}
