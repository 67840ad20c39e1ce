import { wordsOf } from '../base/words.ts';
import { type BookingKey, bookingRows } from './booking-rows.ts';

/** The sentences of `booking-rows.ts` in the person's language. */
export const useBookingWords = wordsOf<BookingKey>(bookingRows);
