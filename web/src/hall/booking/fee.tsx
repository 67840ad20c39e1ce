/** What it costs, and where that is paid. */
import type { AppointmentView } from '../../base/booking-answers.ts';
import { moneyText } from '../../base/format.ts';
import { usePatientWords } from './patient-words.ts';

export function Fee({ one }: { readonly one: AppointmentView }) {
  const words = usePatientWords();
  if (one.feeFen === 0) return <p>{words('fee-free')}</p>;
  const fee = moneyText(one.feeFen);
  if (one.orderId === undefined) return <p>{words('fee-at-desk', { fee })}</p>;
  return (
    <p class="row">
      <span>{words('fee-order', { fee })}</span>
      <a class="button second" href={`/orders/${one.orderId}`}>
        {words('fee-pay')}
      </a>
    </p>
  );
}
