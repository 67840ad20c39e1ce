/** What people are told of their appointments, and of which events. Pure. */
import { dayOf } from '../base/time.ts';
import type { Bilingual, Instant } from '../base/words.ts';
import { dayWords } from '../cases/dates-in-words.ts';
import type { Appointment, BookingEventType } from './appointment.ts';
import type { Directory } from './directory.ts';
import type { Carer, Patient } from './patient.ts';

export interface Telling {
  readonly title: Bilingual;
  readonly text: Bilingual;
  readonly toDo: boolean;
}

const say = (zh: string, en: string): Bilingual => ({ zh, en });

/** Events that somebody waits to hear of; `held` and `wait-joined` are answered on the spot. */
const told: ReadonlySet<BookingEventType> = new Set([
  'booked',
  'squeezed-in',
  'offered',
  'moved',
  'reminded',
  'called',
  'cancelled',
  'noshow',
  'fulfilled',
]);
export const isTold = (type: BookingEventType): boolean => told.has(type);

/** @returns undefined for what is not told, or no longer so: an offer that was taken meanwhile */
export function bookingTelling(
  type: BookingEventType,
  one: Appointment,
  directory: Directory,
  now: Instant,
): Telling | undefined {
  const where = placeOf(one, directory, now);
  const ends = one.payUntil ?? one.holdUntil;
  const holdEnds = ends === undefined ? undefined : timeWords(ends, now);
  const tell = (title: Bilingual, more: Bilingual, toDo = false): Telling => ({
    title,
    text: say(`${one.patientName}，${where.zh}。${more.zh}`, `${one.patientName}, ${where.en}. ${more.en}`),
    toDo,
  });
  switch (type) {
    case 'booked':
    case 'squeezed-in':
      return tell(say('预约成功', 'Booked'), say('请按时签到。', 'Please check in in time.'));
    case 'offered':
      return one.status !== 'pending' || holdEnds === undefined
        ? undefined
        : tell(
            say('候补有号了', 'A number for you'),
            one.orderId === undefined
              ? say(`请在 ${holdEnds.zh} 前确认。`, `Take it before ${holdEnds.en}.`)
              : say(`请在 ${holdEnds.zh} 前支付挂号费。`, `Pay the fee before ${holdEnds.en}.`),
            true,
          );
    case 'moved':
      return one.status !== 'pending' || holdEnds === undefined
        ? undefined
        : tell(
            say('医生停诊，为您留了同级别医生的号', 'Your doctor is away: a number with another of the same grade'),
            say(
              `请在 ${holdEnds.zh} 前确认；不需要请取消。已付的挂号费全额退回。`,
              `Confirm before ${holdEnds.en}, or cancel. A fee that was paid is returned in full.`,
            ),
            true,
          );
    case 'reminded':
      return one.status === 'booked'
        ? tell(
            say('就诊提醒', 'Your appointment is near'),
            say('来不了请尽早取消，把号留给别人。', 'If you cannot come, cancel soon: others wait.'),
          )
        : undefined;
    case 'called':
      return one.kind === 'virtual'
        ? tell(say('医生请您进入视频诊室', 'The doctor lets you in'), say('请点开进入。', 'Open it to enter.'), true)
        : tell(say('请到诊室就诊', 'It is your turn'), say('请到诊室。', 'Please go in.'));
    case 'cancelled':
      return cancelled(one, tell);
    case 'noshow':
      return tell(
        say('未按时就诊，已记为爽约', 'Recorded as a no-show'),
        say('多次爽约会暂停预约。', 'Several of these suspend booking.'),
      );
    case 'fulfilled':
      return tell(
        say('就诊已完成', 'Visit completed'),
        say('可查看就诊记录和处方。', 'See the record and prescriptions.'),
      );
    default:
      return undefined;
  }
}

/** @param asker as their account is signed in */
export function askedTelling({ name = '' }: Carer, patient: Pick<Patient, 'name'>): Telling {
  return {
    title: say('有人请求代为预约', 'Somebody asks to book for you'),
    text: say(
      `${name}请求为${patient.name}办理预约。同意之前，对方什么也办不了；请在“就诊人”里答复。`,
      `${name} asks to make bookings for ${patient.name}, and can do nothing before you agree. Answer among your patients.`,
    ),
    toDo: true,
  };
}

type Tell = (title: Bilingual, more: Bilingual) => Telling;

function cancelled({ cancelReason }: Appointment, tell: Tell): Telling | undefined {
  const title = say('预约已取消', 'Appointment cancelled');
  switch (cancelReason) {
    case 'stopped':
      return tell(
        say('医生停诊，预约已取消', 'Your doctor’s session is cancelled'),
        say('已付的挂号费全额退回。', 'A fee that was paid is returned in full.'),
      );
    case 'staff':
      return tell(title, say('由医院取消，请联系医院。', 'Cancelled by the hospital. Please call it.'));
    case 'lapsed':
      return tell(say('号已过时释放', 'The number was let go'), say('没有在时限内确认。', 'It was not taken in time.'));
    case 'nothing-free':
      return tell(say('候补未成功', 'Nothing came free'), say('请另选时间。', 'Please choose another time.'));
    case 'patient':
      return tell(title, say('号已让出。', 'The number is given back.'));
    // The appointment that took its place is told of.
    default:
      return undefined;
  }
}

function placeOf(one: Appointment, directory: Directory, now: Instant): Bilingual {
  const hospital = directory.hospitals.get(one.hospital)?.name;
  const department = directory.departments.get(one.department)?.name;
  const doctor = directory.practitioners.get(one.practitioner)?.name;
  const at = timeWords(one.start, now);
  const no = one.no === undefined ? say('', '') : say(` ${one.no} 号`, `, number ${one.no}`);
  return say(
    `${at.zh} ${hospital?.zh ?? ''}${department?.zh ?? ''} ${doctor?.zh ?? ''}${no.zh}`,
    `${at.en}, ${hospital?.en ?? ''}, ${department?.en ?? ''}, ${doctor?.en ?? ''}${no.en}`,
  );
}

/** `11月24日 08:15`, `24 November 08:15`. */
function timeWords(at: Instant, now: Instant): Bilingual {
  const day = dayWords(dayOf(at), dayOf(now));
  const time = new Date(Date.parse(at) + 8 * 3600_000).toISOString().slice(11, 16);
  return say(`${day.zh} ${time}`, `${day.en} ${time}`);
}
