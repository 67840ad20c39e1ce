/** What it costs, and where that is paid. */
import type { AppointmentView } from '../../base/booking-answers.ts';
import { moneyText } from '../../base/format.ts';
import { usePatientWords } from './patient-words.ts';

export function Fee({ one }: { readonly one: AppointmentView }) {
  const words = usePatientWords();
  if (one.feeFen === 0) return <p>{words('fee-free')}</p>;
  const fee = moneyText(one.feeFen);
  if (one.orderId === undefined) return <p>{words('fee-at-desk', { fee })}</p>;
  if (!one.paid) return <p>{words('fee-order', { fee })}</p>;
  return (
    <p>
      {words('fee-paid', { fee })} <a href={`/orders/${one.orderId}`}>{words('fee-see')}</a>
    </p>
  );
}
