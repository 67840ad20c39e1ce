/**
 * Everything that can stand against a booking, each with a sentence its reader can act on. A refusal names all of them at
 * once: whoever mends one should not then meet the next.
 */
import { Problem, type ProblemCode } from '../base/problems.ts';
import type { Bilingual } from '../base/words.ts';

const c = (zh: string, en: string): Bilingual => ({ zh, en });

export const conflicts = {
  'session-stopped': c('医生停诊了，请另选时间。', 'The doctor’s session is cancelled. Choose another time.'),
  'in-the-past': c('这个时间已经过了。', 'This time has passed.'),
  'not-released': c('这一天的号还没有放出。', 'The numbers of this day have not been released yet.'),
  'after-cut-off': c('已过预约截止时间，请到医院窗口挂号。', 'Booking has closed. Ask at the hospital’s window.'),
  'not-real-name': c('请先完成实名登记。', 'Register with a checked identity number first.'),
  'no-consent': c(
    '您没有为这位就诊人预约的授权，或授权已到期。',
    'You have no consent to book for this patient, or it has ended.',
  ),
  'record-of-another': c(
    '病历和处方只给就诊人本人和未成年人的监护人看。',
    'Record and prescriptions are for the patient and the guardian of a child only.',
  ),
  'too-young-online': c(
    '这位就诊人年龄未到线上预约的要求，请到窗口办理。',
    'Too young to be booked online. Ask at the window.',
  ),
  'guardian-needed': c('6 岁以下儿童须先登记监护人。', 'A child under six needs a guardian on record.'),
  'wrong-age': c('这个科室不接诊这个年龄。', 'This department does not see patients of this age.'),
  'wrong-sex': c('这个科室不接诊这位就诊人。', 'This department does not see this patient.'),
  banned: c('因多次爽约或临时取消，暂不能预约。', 'Booking is suspended after missed or late-cancelled appointments.'),
  'department-day': c('同一天同一科室已有一个号。', 'This person already has a number in this department that day.'),
  overlap: c('与这位就诊人另一个预约的时间重叠。', 'It overlaps another appointment of this person.'),
  'phone-quota': c('这个手机号本月的预约次数已满。', 'This phone number has used its bookings of the month.'),
  'sold-out': c('号已约满，可以登记候补。', 'All numbers are taken. You can join the waitlist.'),
  'number-taken': c('这个号刚被约走。', 'This number has just been taken.'),
  'kept-for-another': c(
    '这个号留给医院窗口或复诊患者。',
    'This number is kept for the window or the doctor’s own patients.',
  ),
  'queue-ticket-needed': c(
    '这个号放号时按号签放行，请先取号签。',
    'At its release this session lets people in by ticket. Take a ticket first.',
  ),
  'queue-ticket-invalid': c(
    '号签无效：号签只能由取签人用于同一位就诊人、同一个班次。',
    'The ticket is not valid: it is good only for the person who took it, the same patient and the same session.',
  ),
  'queue-ticket-expired': c(
    '号签已过期，请再取一次，位置不变。',
    'The ticket has expired. Take another: your turn stays.',
  ),
  'queue-not-your-turn': c('还没轮到您，请稍候。', 'It is not your turn yet. Wait a little.'),
  'queue-not-open': c('还没到取号签的时间。', 'It is too early to take a ticket.'),
  'queue-not-needed': c('现在不用排队，请直接预约。', 'There is no queue now. Book directly.'),
  'follow-up-only': c(
    '互联网诊疗只接复诊：请先在医院看过这个病。',
    'Online visits are for follow-up: be seen in person for this condition first.',
  ),
  'doctor-too-new': c(
    '这位医生执业未满三年，不能线上接诊。',
    'This doctor has practised under three years and cannot see patients online.',
  ),
  'hold-expired': c('锁号已过时，请重新选号。', 'The hold has ended. Choose a number again.'),
  'waitlist-not-sold-out': c('还有号，请直接预约。', 'There are numbers left. Book one.'),
  'waitlist-full': c('候补名额已满。', 'The waitlist is full.'),
  'waitlist-already': c('这位就诊人已在候补。', 'This person is already waiting.'),
  'waitlist-closed': c('候补已截止。', 'The waitlist has closed.'),
  'too-late-to-cancel': c('已过取消时间，请联系医院。', 'It is too late to cancel. Call the hospital.'),
  'check-in-not-open': c('还没到签到时间。', 'Check-in has not opened.'),
  'check-in-closed': c('已过签到时间，请到窗口说明。', 'Check-in has closed. Ask at the window.'),
  'wrong-day': c('不是今天的号。', 'This number is not for today.'),
  'not-no-show-yet': c('还没到判为爽约的时间。', 'It is too early to call it a no-show.'),
  'wrong-replacement': c('替诊须为同科室同级别医生。', 'A replacement must be of the same department and grade.'),
  'nobody-in-line': c('候诊队列里没有人。', 'Nobody is in line.'),
  'software-prescription': c(
    '处方须由医师本人开具，不得由软件自动生成。',
    'A doctor writes a prescription; software may not.',
  ),
  'controlled-medicine': c(
    '麻醉药品和精神药品不能线上开具。',
    'Narcotic and psychotropic medicines cannot be prescribed online.',
  ),
  'child-without-guardian': c(
    '6 岁以下儿童须有监护人和相关专业医师陪伴。',
    'A child under six needs a guardian and a specialist present.',
  ),
  'same-signature': c('开方人不能审核自己的处方。', 'Whoever wrote it cannot check it.'),
  'content-changed': c('处方内容与医师签名不符。', 'The content is not what the doctor signed.'),
  'session-there': c('这位医生这半天已有门诊。', 'The doctor already has a session in that half of the day.'),
  'fee-unpaid': c('请先支付挂号费。', 'Pay the registration fee first.'),
  'fee-differs': c('挂号费不同，请取消后重新预约。', 'The fee differs. Cancel this one and book anew.'),
  'wrong-state': c('预约现在的状态不能这样办理。', 'The appointment is not in a state that allows this.'),
} as const satisfies Record<string, Bilingual>;
export type ConflictCode = keyof typeof conflicts;

export interface Conflict {
  readonly code: ConflictCode;
  readonly message: Bilingual;
}

export const conflict = (code: ConflictCode): Conflict => ({ code, message: conflicts[code] });

/** @param when adds the conflict only when it is so */
export const against = (when: boolean, code: ConflictCode): Conflict[] => (when ? [conflict(code)] : []);

/** The refusal that names them all. */
export function refusal(found: readonly Conflict[], problem: ProblemCode = 'booking-refused'): Problem {
  return new Problem(
    problem,
    found.map(({ code, message }) => ({ field: 'booking', code, message })),
  );
}
