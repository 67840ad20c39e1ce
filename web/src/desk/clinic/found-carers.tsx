/** Which accounts act for the person at the window; reception ends what their papers show to be wrong. */

import { useState } from 'preact/hooks';
import { call } from '../../base/api.ts';
import type { FoundPatient } from '../../base/booking-answers.ts';
import { plainDayText } from '../../base/format.ts';
import { useAction } from '../../base/load.ts';
import { Said } from '../../base/said.tsx';
import { useSettings } from '../../base/settings.ts';
import { Refusal } from '../../booking/refusal.tsx';
import { useClinicWords } from './clinic-words.ts';
import { ReasonForm } from './reason-form.tsx';

type Carer = FoundPatient['carers'][number];

export function FoundCarers({ found: { patientId, carers } }: { readonly found: FoundPatient }) {
  const words = useClinicWords();
  const [left, setLeft] = useState(carers);
  const [chosen, setChosen] = useState<Carer | undefined>(undefined);
  const ending = useAction(async (_key, carerId: string, reason: string) => {
    const path = { patientId, carerId };
    await call('POST /v1/booking/desk/patients/{patientId}/carers/{carerId}/end', { path, body: { reason } });
    setLeft((all) => all.filter((one) => one.carerId !== carerId));
    setChosen(undefined);
  });
  const agreeing = useAction(async (_key, carerId: string) => {
    const path = { patientId, carerId };
    const yes = await call('POST /v1/booking/desk/patients/{patientId}/carers/{carerId}/agree', { path, body: {} });
    setLeft((all) => all.map((one) => (one.carerId === carerId ? yes : one)));
  });
  if (left.length === 0) return null;
  return (
    <section class="stack tight">
      <h3>{words('carers-title')}</h3>
      <ul class="plain stack tight">
        {left.map((one) => (
          <Line key={one.carerId} carer={one} end={() => setChosen(one)} agree={() => void agreeing.run(one.carerId)} />
        ))}
      </ul>
      <Refusal problem={agreeing.problem} />
      {chosen !== undefined && (
        <ReasonForm
          key={chosen.carerId}
          id="carer"
          title={words('carers-end-title', { name: chosen.name })}
          hint={words('carers-end-hint')}
          action={words('carers-end')}
          danger
          busy={ending.busy}
          problem={ending.problem}
          submit={(reason) => void ending.run(chosen.carerId, reason)}
          close={() => setChosen(undefined)}
        />
      )}
    </section>
  );
}

interface LineProps {
  readonly carer: Carer;
  readonly end: () => void;
  readonly agree: () => void;
}

function Line({ carer: { name, relation, consentUntil, asked, agreedAt }, end, agree }: LineProps) {
  const words = useClinicWords();
  const { language } = useSettings();
  const forOther = relation !== 'self' && relation !== 'child';
  const facts = [
    ...(consentUntil === undefined ? [] : [words('carers-until', { when: plainDayText(consentUntil, language) })]),
    ...(asked ? [words('carers-asked')] : []),
    ...(agreedAt === undefined ? [] : [words('carers-agreed')]),
  ];
  return (
    <li class="row apart">
      <span>
        <Said>{name}</Said> <span class="tag">{words(`carer-${relation}`)}</span>{' '}
        <span class="small muted">{facts.join(' · ')}</span>
      </span>
      <span class="row">
        {forOther && agreedAt === undefined && (
          <button type="button" class="button second" onClick={agree}>
            {words('carers-agree')}
            <span class="hidden">
              {' '}
              <Said>{name}</Said>
            </span>
          </button>
        )}
        <button type="button" class="button second" onClick={end}>
          {words('carers-end')}
          <span class="hidden">
            {' '}
            <Said>{name}</Said>
          </span>
        </button>
      </span>
    </li>
  );
}
