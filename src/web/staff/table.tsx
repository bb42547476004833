import type { ComponentChildren } from 'preact';
import { decimalPounds, pence } from '../../vocabulary/pence.js';

export interface TableProps {
  caption: string;
  head: string[];
  rows: ComponentChildren[][];
  /** The titles of columns that hold amounts or counts. */
  numbers?: string[];
  none?: string;
}

/** A narrow screen scrolls the table, so it takes the keyboard's focus. */
export function Table({ caption, head, rows, numbers = [], none = 'None.' }: TableProps) {
  const classOf = (title: string | undefined): string | undefined =>
    title !== undefined && numbers.includes(title) ? 'money' : undefined;
  return (
    <div class="scroll" role="region" aria-label={caption} tabindex={0}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {head.map((title) => (
              <th scope="col" class={classOf(title)}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells) => (
            <tr>
              {cells.map((cell, column) => (
                <td class={classOf(head[column])}>{cell}</td>
              ))}
            </tr>
          ))}
          {rows.length === 0 && (
            <tr>
              <td colspan={head.length}>{none}</td>
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}

/** An amount as accountants read it, always with its pence: £1,250.00, −£2.05. */
export function money(amountPence: number): string {
  const [pounds = '', rest = ''] = decimalPounds(pence(Math.abs(amountPence))).split('.');
  return `${amountPence < 0 ? '−' : ''}£${pounds.replace(/\B(?=(\d{3})+$)/g, ',')}.${rest}`;
}

/** A count with its thousands apart. */
export function count(number: number): string {
  return number.toLocaleString('en-GB');
}

/** `text_receivable` as people read it: "text receivable". */
export function words(code: string): string {
  return code.replaceAll('_', ' ');
}
