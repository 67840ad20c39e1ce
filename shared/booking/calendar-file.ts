/** An appointment as a calendar file (iCalendar, RFC 5545), with a reminder two hours before. Pure. */
import type { Instant } from '../base/words.ts';
import type { Appointment } from './appointment.ts';
import type { Directory } from './directory.ts';

export function calendarFile(one: Appointment, directory: Directory, now: Instant): string {
  const hospital = directory.hospitals.get(one.hospital);
  const department = directory.departments.get(one.department)?.name.zh ?? '';
  const doctor = directory.practitioners.get(one.practitioner)?.name.zh ?? '';
  const where = one.kind === 'virtual' ? '视频就诊' : `${hospital?.name.zh ?? ''} ${hospital?.address ?? ''}`;
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Banshi//Booking//ZH',
    'METHOD:PUBLISH',
    'BEGIN:VEVENT',
    `UID:${one.appointmentId}@banshi`,
    `SEQUENCE:${one.version}`,
    `DTSTAMP:${stamp(now)}`,
    `DTSTART:${stamp(one.start)}`,
    `DTEND:${stamp(one.end)}`,
    `SUMMARY:${escaped(`${department} ${doctor} ${one.no ?? ''} 号`)}`,
    `LOCATION:${escaped(where)}`,
    `STATUS:${one.status === 'cancelled' ? 'CANCELLED' : 'CONFIRMED'}`,
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    `DESCRIPTION:${escaped(`${department} ${doctor}`)}`,
    'TRIGGER:-PT2H',
    'END:VALARM',
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return `${lines.map(folded).join('\r\n')}\r\n`;
}

/** `20261124T000000Z` */
const stamp = (at: Instant): string => `${at.slice(0, 19).replace(/[-:]/g, '')}Z`;
const escaped = (text: string): string => text.replace(/[\\;,]/g, (it) => `\\${it}`).replace(/\r?\n/g, '\\n');

/** No line is longer than 75 bytes; the rest goes on after a space. */
function folded(text: string): string {
  const parts: string[] = [];
  let part = '';
  for (const character of text) {
    const limit = parts.length === 0 ? 75 : 74;
    if (Buffer.byteLength(part + character) > limit) {
      parts.push(part);
      part = '';
    }
    part += character;
  }
  return [...parts, part].join('\r\n ');
}
