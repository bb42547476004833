import { useWords } from './words.js';

/** `register` names the register's country or body, such as "England and Wales". */
export interface CharityNumber {
  number: string;
  register: string;
}

export interface CharityProps {
  partnerName: string;
  charityNumbers: CharityNumber[];
}

/** The charity's name with each number that it is registered under. */
export function Charity({ partnerName, charityNumbers }: CharityProps) {
  const { charity, registers } = useWords();
  const numbers = charityNumbers.map(
    ({ number, register }) => `${number} (${registers[register] ?? register})`,
  );
  return <>{charity(partnerName, numbers.join(', '))}</>;
}
