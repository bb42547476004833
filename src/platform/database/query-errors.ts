import { QueryFailedError } from 'typeorm';

/** The SQLSTATE of a failed query, for example 23505; undefined for any other error. */
export function sqlState(error: unknown): string | undefined {
  const code = codeOf(error);
  return /^(?=.*\d)[0-9A-Z]{5}$/.test(code) ? code : undefined;
}

/** The store can't be reached or can't write: our trouble, never that of what was asked, and it passes. */
export function storeIsAway(error: unknown): boolean {
  return (
    /^(08|25006|53|57P|ECONN|ENOTFOUND|EPIPE|ETIMEDOUT)/.test(codeOf(error)) ||
    /Connection terminated|not queryable|timeout exceeded|read timeout/.test(String(error))
  );
}

/** SQLSTATE classes 22 and 23: a value that can't be stored, or that breaks a constraint. */
export function isAboutData(error: unknown): boolean {
  return /^2[23]/.test(sqlState(error) ?? '');
}

function codeOf(error: unknown): string {
  const cause = (error instanceof QueryFailedError ? error.driverError : error) as
    { code?: unknown } | undefined;
  return typeof cause?.code === 'string' ? cause.code : '';
}
