/** A code on the screen, to be scanned with the phone; the page changes by itself once it is paid. */
import { usePayWords } from './pay-words.ts';
import { QrCode } from './qr.tsx';

interface ScanProps {
  readonly code: string;
  readonly amount: string;
  readonly other: () => void;
}

export function Scan({ code, amount, other }: ScanProps) {
  const pay = usePayWords();
  return (
    <section class="card pay-scan" aria-labelledby="scan">
      <h2 id="scan">{pay('qr-title', { amount })}</h2>
      <QrCode text={code} label={pay('qr-alt', { amount })} />
      <ol>
        <li>{pay('qr-step-1')}</li>
        <li>{pay('qr-step-2')}</li>
        <li>{pay('qr-step-3')}</li>
      </ol>
      <p>
        <button type="button" class="button second" onClick={other}>
          {pay('qr-other')}
        </button>
      </p>
    </section>
  );
}
