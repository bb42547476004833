/** One field of a request that can't be accepted, and why, in words for the person who sent it. */
export interface FieldError {
  field: string;
  message: string;
}

/**
 * What is expected to go wrong. Each failure is a class with a stable code, declared beside the noun it
 * concerns; the status of each code is chosen in one table at the edge (platform/http/problem-status.ts).
 */
export abstract class Problem extends Error {
  /** Stable, lower case, with underscores: clients compare it. */
  abstract readonly code: string;
  /** Short and the same for every occurrence. */
  abstract readonly title: string;
  readonly errors: FieldError[] | undefined;

  /** `detail` says what to do next, in plain English. It reaches the client: no personal data. */
  constructor(detail: string, errors?: FieldError[]) {
    super(detail);
    this.errors = errors;
  }
}
