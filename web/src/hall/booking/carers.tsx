/** Who may book for a patient: those who ask, with yes and no, and those who may already, with an end to it. */
import { useState } from 'preact/hooks';
import { call } from '../../base/api.ts';
import type { CarerView, PatientView } from '../../base/booking-answers.ts';
import { plainDayText } from '../../base/format.ts';
import { useAction, useLoad } from '../../base/load.ts';
import { PanelEnd } from '../../base/panel-end.tsx';
import { Said } from '../../base/said.tsx';
import { useSettings } from '../../base/settings.ts';
import { ActionButton, ProblemNotice } from '../../base/ui.tsx';
import { usePatientWords } from './patient-words.ts';

interface CarersProps {
  readonly patient: PatientView;
  readonly changed: () => Promise<void>;
}

export function Carers({ patient, changed }: CarersProps) {
  const words = usePatientWords();
  const { patientId, name } = patient;
  const { data, problem, reload } = useLoad(`carers of ${patientId}`, () =>
    call('GET /v1/booking/patients/{patientId}/carers', { path: { patientId } }),
  );
  const others = data?.items.filter(({ mine }) => !mine) ?? [];
  const again = async () => void (await Promise.all([reload(), changed()]));
  return (
    <section class="stack tight carers">
      <h3>
        <Said>{words('carers-title', { name })}</Said>
      </h3>
      {problem && <ProblemNotice problem={problem} retry={() => void reload()} />}
      {data !== undefined && others.length === 0 && <p class="small muted">{words('carers-none')}</p>}
      <ul class="plain stack tight">
        {others.map((carer) => (
          <Carer key={carer.carerId} patient={patient} carer={carer} changed={again} />
        ))}
      </ul>
    </section>
  );
}

function Carer({ patient, carer, changed }: CarersProps & { readonly carer: CarerView }) {
  const words = usePatientWords();
  const { language } = useSettings();
  const path = { patientId: patient.patientId, carerId: carer.carerId };
  const agreeing = useAction(async () => {
    await call('POST /v1/booking/patients/{patientId}/carers/{carerId}/agree', { path, body: {} });
    await changed();
  });
  const ending = useAction(async () => {
    await call('POST /v1/booking/patients/{patientId}/carers/{carerId}/end', { path, body: {} });
    await changed();
  });
  const told = { name: carer.name, child: patient.name, when: plainDayText(carer.consentUntil ?? '', language) };
  const refused = agreeing.problem ?? ending.problem;
  const problem = refused && <ProblemNotice problem={refused} />;
  if (!carer.asked)
    return (
      <li class="stack tight">
        <p class="row apart">
          <span>
            <Said>{words('carers-until', told)}</Said>
          </span>
          <ActionButton kind="second" busy={ending.busy} onClick={() => void ending.run()}>
            {words('carers-end')}
            <span class="hidden">
              {' '}
              <Said>{carer.name}</Said>
            </span>
          </ActionButton>
        </p>
        {problem}
      </li>
    );
  return (
    <li class="notice amber stack tight">
      <p>
        <Said>{words(patient.relation === 'self' ? 'carers-asks' : 'carers-asks-child', told)}</Said>
      </p>
      <p class="small">{words('carers-asks-hint')}</p>
      <p class="row">
        <ActionButton busy={agreeing.busy} onClick={() => void agreeing.run()}>
          {words('carers-agree')}
          <span class="hidden">
            {' '}
            <Said>{carer.name}</Said>
          </span>
        </ActionButton>
        <ActionButton kind="second" busy={ending.busy} onClick={() => void ending.run()}>
          {words('carers-refuse')}
          <span class="hidden">
            {' '}
            <Said>{carer.name}</Said>
          </span>
        </ActionButton>
      </p>
      {problem}
    </li>
  );
}

/** Out of one's own list: a number mistyped, a consent no more wanted. */
export function Leave({ patient, changed }: CarersProps) {
  const words = usePatientWords();
  const [sure, setSure] = useState(false);
  const { patientId, ownId, name } = patient;
  const leaving = useAction(async () => {
    const path = { patientId, carerId: ownId };
    await call('POST /v1/booking/patients/{patientId}/carers/{carerId}/end', { path, body: {} });
    await changed();
  });
  if (!sure)
    return (
      <p>
        <button type="button" class="link-button" onClick={() => setSure(true)}>
          {words('carers-leave')}
          <span class="hidden">
            {' '}
            <Said>{name}</Said>
          </span>
        </button>
      </p>
    );
  return (
    <form
      class="panel stack tight"
      onSubmit={(event) => {
        event.preventDefault();
        void leaving.run();
      }}
    >
      <p>
        <Said>{words('carers-leave-sure', { name })}</Said>
      </p>
      {leaving.problem && <ProblemNotice problem={leaving.problem} />}
      <PanelEnd doing={words('carers-leave-do')} busy={leaving.busy} danger close={() => setSure(false)} />
    </form>
  );
}
