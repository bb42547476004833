import type { PhoneNumber } from '../../vocabulary/phone-number.js';
import { Topic } from '../../platform/messaging/news.js';

/** What we knew of a person is gone from the donors; whoever keeps more of it follows in the same transaction. */
export interface DonorsErased {
  donorIds: string[];
  /** The numbers that they gave, or that they were found by. */
  phones: PhoneNumber[];
  at: Date;
}

export const donorsErased = new Topic<DonorsErased>('donors erased');
