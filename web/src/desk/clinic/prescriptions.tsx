/** The pharmacist's page: what doctors of this hospital have signed, and the second signature. */
import { useState } from 'preact/hooks';
import { call } from '../../base/api.ts';
import type { Prescription } from '../../base/booking-answers.ts';
import { useAction } from '../../base/load.ts';
import { ActionButton, Title } from '../../base/ui.tsx';
import { LiveNotice } from '../../booking/live-notice.tsx';
import { PrescriptionPaper } from '../../booking/prescription-paper.tsx';
import { Refusal } from '../../booking/refusal.tsx';
import { useLive } from '../../booking/use-live.ts';
import { useClinicWords } from './clinic-words.ts';
import { ReasonForm } from './reason-form.tsx';
import { useTold } from './use-told.ts';

export function PrescriptionsToCheck() {
  const words = useClinicWords();
  const [told, setTold] = useTold();
  const live = useLive('prescriptions', () => call('GET /v1/booking/desk/prescriptions', {}), 20);
  const changed = async (what: string) => {
    setTold(what);
    await live.reload();
  };
  return (
    <main id="main" class="clinic-page stack" tabIndex={-1}>
      <Title site={words('site')}>{words('prescriptions-title')}</Title>
      <p class="told" role="status">
        {told}
      </p>
      <LiveNotice live={live} />
      {live.data?.items.length === 0 && <p class="card muted">{words('prescriptions-none')}</p>}
      <ul class="plain stack">
        {live.data?.items.map((one) => (
          <li key={one.prescriptionId} class="card">
            <ToCheck one={one} changed={changed} />
          </li>
        ))}
      </ul>
    </main>
  );
}

interface ToCheckProps {
  readonly one: Prescription;
  readonly changed: (what: string) => Promise<void>;
}

function ToCheck({ one, changed }: ToCheckProps) {
  const words = useClinicWords();
  const [rejecting, setRejecting] = useState(false);
  const path = { prescriptionId: one.prescriptionId };
  const approve = useAction(async (key) => {
    // What is signed is what stands on this page, and nothing that came after.
    const body = { seen: one.doctor.contentHash };
    await call('POST /v1/booking/desk/prescriptions/{prescriptionId}/approve', { path, body, idempotencyKey: key });
    await changed(words('approved'));
  });
  const reject = useAction(async (key, reason: string) => {
    await call('POST /v1/booking/desk/prescriptions/{prescriptionId}/reject', {
      path,
      body: { reason },
      idempotencyKey: key,
    });
    await changed(words('rejected'));
  });
  return (
    <PrescriptionPaper prescription={one}>
      <Refusal problem={approve.problem} />
      {rejecting ? (
        <ReasonForm
          id={`reject-${one.prescriptionId}`}
          title={words('reject')}
          hint={words('reason-hint')}
          action={words('reject-do')}
          danger
          busy={reject.busy}
          problem={reject.problem}
          submit={(reason) => void reject.run(reason)}
          close={() => setRejecting(false)}
        />
      ) : (
        <p class="row">
          <ActionButton busy={approve.busy} onClick={() => void approve.run()}>
            {words('approve')}
          </ActionButton>
          <button type="button" class="button danger" onClick={() => setRejecting(true)}>
            {words('reject')}
          </button>
        </p>
      )}
    </PrescriptionPaper>
  );
}
