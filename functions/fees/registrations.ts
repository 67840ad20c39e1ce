/**
 * Registration fees: a hold that must be paid asks for its order, what ends drops it or gives it back by the hospital's rule, and a
 * payment makes the hold a booking. Every step may run again, and in any order: the appointment as it stands decides.
 */
import type { BookingEventMessage } from '../../events/booking-event.ts';
import type { MoneyMessage } from '../../events/money-messages.ts';
import { Problem } from '../../shared/base/problems.ts';
import type { Instant } from '../../shared/base/words.ts';
import type { Appointment } from '../../shared/booking/appointment.ts';
import { refundOf } from '../../shared/booking/fees.ts';
import type { BookingRoom } from '../../shared/booking/room.ts';
import { takePaid } from '../../shared/booking/steps.ts';
import type { OrderPort } from '../../shared/payments/asking.ts';

export interface Registrations {
  onBooking(event: Pick<BookingEventMessage, 'appointmentId'>, now: Instant): Promise<void>;
  onMoney(event: MoneyMessage, now: Instant): Promise<void>;
}

export function createRegistrations(room: BookingRoom, orders: OrderPort): Registrations {
  return {
    async onBooking({ appointmentId }, now) {
      const { appointment: one } = await room.store.get(appointmentId);
      if (one.orderId === undefined) return;
      if (one.status === 'pending') await ask(one, now);
      if (one.status === 'cancelled') {
        await back(one.orderId, refundOf(one, room.directory.policyOf(one.department)), '退号退费', now);
      }
    },

    // `closed`, `refunded` and the like change nothing here: an unpaid hold lapses by itself.
    async onMoney({ type, appointmentId = '', orderNo }, now) {
      if (type !== 'paid' && type !== 'waived') return;
      try {
        await takePaid(room, appointmentId, now);
      } catch (error) {
        if (!(error instanceof Problem) || error.code !== 'booking-refused') throw error;
        const { appointment } = await room.store.get(appointmentId);
        // Told before; or its number was let go in the very moment of paying.
        if (appointment.paidAt === undefined) await back(orderNo, appointment.feeFen, '号已释放，全额退回', now);
      }
    },
  };

  async function ask(one: Appointment, now: Instant): Promise<void> {
    const { appointmentId, account, patientName, feeFen, payUntil } = one;
    const hospital = room.directory.hospitals.get(one.hospital);
    const department = room.directory.departments.get(one.department)?.name;
    if (hospital === undefined || department === undefined || payUntil === undefined || payUntil <= now) return;
    const item = {
      name: { zh: '挂号费', en: 'Registration fee' },
      basis: { zh: '医疗服务价格项目目录（示例）', en: 'Price list of medical services (demonstration)' },
      standard: { zh: `${feeFen / 100} 元/次`, en: `CNY ${feeFen / 100} a visit` },
      amount: feeFen,
    };
    await orders.ask(
      {
        appointmentId,
        agency: hospital.code,
        agencyName: hospital.name,
        payer: { id: account, name: patientName },
        title: { zh: `挂号费：${department.zh}`, en: `Registration fee: ${department.en}` },
        items: [item],
        expiresAt: payUntil,
      },
      now,
    );
  }

  /** @param amount fen; an order that was never made, or is not paid, gives nothing back and is closed */
  async function back(orderNo: string, amount: number, reason: string, now: Instant): Promise<void> {
    try {
      if (amount === 0) await orders.drop(orderNo, now);
      else await orders.giveBack(orderNo, { amount, reason }, now);
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'not-found') throw error;
    }
  }
}
