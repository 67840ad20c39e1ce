/** How an appointment's and a session's state look beside their words. */
import type { AppointmentState } from '../../../shared/booking/appointment.ts';
import type { SessionView } from '../base/booking-answers.ts';

type Tone = '' | 'info' | 'ok' | 'amber' | 'overdue';

const tones: Readonly<Record<AppointmentState, Tone>> = {
  pending: 'amber',
  booked: 'info',
  waitlist: 'amber',
  'checked-in': 'ok',
  arrived: 'ok',
  fulfilled: '',
  cancelled: '',
  noshow: 'overdue',
};
const sessionTones: Readonly<Record<SessionView['state'], Tone>> = {
  open: 'ok',
  'not-released': '',
  closed: '',
  'sold-out': 'amber',
  stopped: 'overdue',
};

export const appointmentTag = (state: AppointmentState): string => `tag ${tones[state]}`;
export const sessionTag = (state: SessionView['state']): string => `tag ${sessionTones[state]}`;

/** What still lies before its patient. */
export const isAhead = (state: AppointmentState): boolean =>
  ['pending', 'booked', 'waitlist', 'checked-in', 'arrived'].includes(state);
