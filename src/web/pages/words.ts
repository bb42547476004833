import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Language } from '../../vocabulary/language.js';
import { cy } from '../messages/cy.js';
import { en, type Messages } from '../messages/en.js';

export const messages: Record<Language, Messages> = { en, cy };

/** How a page is to be read: in which language, and at which address of ours (absent where it can't be asked for again). */
export interface Reading {
  language: Language;
  address?: string;
}

export const ReadingContext = createContext<Reading>({ language: 'en' });

/** The words of the page's language. */
export function useWords(): Messages {
  return messages[useContext(ReadingContext).language];
}
