import type { Phone } from './phones.js';

const operatorNames: Record<string, string> = {
  'three-uk': 'Three',
  'eetmo-uk': 'EE',
  'voda-uk': 'Vodafone',
  'o2-uk': 'O2',
  'virgin-uk': 'Virgin',
  unknown: 'A network without text giving',
};

const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});

export function clockTime(at: string): string {
  return clock.format(new Date(at));
}

export function printed(number: string): string {
  return number.replace(/^44(\d{4})/, '0$1 ');
}

export function operatorName({ operator }: Pick<Phone, 'operator'>): string {
  return operatorNames[operator] ?? operator;
}

export function plan({ creditPence }: Phone): string {
  return creditPence === null ? 'contract' : `${pounds(creditPence)} credit`;
}

export function pounds(pence: number): string {
  return `£${Math.floor(pence / 100)}.${String(pence % 100).padStart(2, '0')}`;
}
