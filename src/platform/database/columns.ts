import type { ValueTransformer } from 'typeorm';
import { type Pence, penceFromText } from '../../vocabulary/pence.js';

/** A bigint column arrives as text; it is pence on our side. */
export const penceColumn: ValueTransformer = {
  to: (value: Pence | undefined) => value,
  from: (value: string | null) => (value === null ? null : penceFromText(value)),
};
