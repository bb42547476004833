import { ValidationPipe } from '@nestjs/common';
import { ValidateIf, type ValidationError } from 'class-validator';
import type { FieldError } from '../../vocabulary/problem.js';
import { ValidationFailed } from './http.problems.js';

function fieldErrors(errors: ValidationError[], path = ''): FieldError[] {
  return errors.flatMap((error) => {
    const field = path + error.property;
    const message = ruleBroken(error.constraints ?? {});
    const own = message === undefined ? [] : [{ field, message }];
    return [...own, ...fieldErrors(error.children ?? [], `${field}.`)];
  });
}

/** Of the rules that one field breaks the one that stands first in its DTO: they come from the last to the first. */
function ruleBroken({ nestedValidation, ...rules }: Record<string, string>): string | undefined {
  return Object.values(rules).at(-1) ?? nestedValidation;
}

/** For a field whose absence says something of its own: a null, which was meant to be something, doesn't. */
export function MayBeAbsent(): PropertyDecorator {
  return ValidateIf((_, value) => value !== undefined);
}

/** Checks what comes in against its DTO. Nothing is converted: "5" is not a number. Unknown fields are refused. */
export function validationPipe(): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    exceptionFactory: (errors) => new ValidationFailed(fieldErrors(errors)),
  });
}
