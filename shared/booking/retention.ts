/** How long records of visits must be kept: a class on every record, and never a time to live below it. */
import type { Instant } from '../base/words.ts';

/**
 * Outpatient records 15 years (医疗机构管理条例实施细则 art. 53; 互联网诊疗监管细则); audio, video and chat of a visit 3 years; the
 * record of who booked and cancelled as long as what it led to may be questioned.
 */
export const retentionYears = { 'medical-record': 15, 'visit-media': 3, prescription: 15 } as const;
export type RetentionClass = keyof typeof retentionYears;

/** The instant until which a record of this class, made now, is kept. */
export function keepUntil(kind: RetentionClass, now: Instant): Instant {
  const date = new Date(now);
  date.setUTCFullYear(date.getUTCFullYear() + retentionYears[kind]);
  return date.toISOString();
}
