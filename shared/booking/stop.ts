/** A session is stopped (停诊): who could see its patients instead. Pure. */
import type { Directory } from './directory.ts';
import type { Session } from './session.ts';

/** Sessions of the same department, kind and day by someone of the same grade, the same half of the day first. */
export function replacementsFor(directory: Directory, stopped: Session, others: readonly Session[]): Session[] {
  const grade = directory.practitioners.get(stopped.practitioner)?.grade;
  const isLike = (one: Session): boolean =>
    one.sessionId !== stopped.sessionId &&
    one.stopped === undefined &&
    one.department === stopped.department &&
    one.kind === stopped.kind &&
    one.date === stopped.date &&
    directory.practitioners.get(one.practitioner)?.grade === grade;
  const distance = (one: Session): number => Number(one.part !== stopped.part);
  return others.filter(isLike).sort((a, b) => distance(a) - distance(b) || a.sessionId.localeCompare(b.sessionId));
}
