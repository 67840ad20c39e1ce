/** Who may be in a video room, as their identity there begins. */
import type { VisitView } from '../base/booking-answers.ts';

export const visitRoles = [
  'patient',
  'doctor',
  'guardian',
  'interpreter',
  'specialist',
] as const satisfies readonly VisitView['role'][];
