/** Everyone one may book for, each with their health card (统一诊疗卡). */
import { call } from '../../base/api.ts';
import type { PatientView } from '../../base/booking-answers.ts';
import { dayOf, plainDayText } from '../../base/format.ts';
import { hallNow } from '../../base/hall-time.ts';
import { Said } from '../../base/said.tsx';
import { useSettings } from '../../base/settings.ts';
import { BackLink, Title } from '../../base/ui.tsx';
import { LiveNotice } from '../../booking/live-notice.tsx';
import { useLive } from '../../booking/use-live.ts';
import { Carers, Leave } from './carers.tsx';
import { usePatientWords } from './patient-words.ts';

export function Patients() {
  const words = usePatientWords();
  const live = useLive('patients', () => call('GET /v1/booking/patients', {}));
  return (
    <div class="narrow stack">
      <BackLink href="/booking">{words('to-start')}</BackLink>
      <Title site={words('site')}>{words('patients-title')}</Title>
      <LiveNotice live={live} />
      {live.data?.items.length === 0 && <p class="card">{words('patients-none')}</p>}
      <ul class="plain stack">
        {live.data?.items.map((one) => (
          <Card key={one.patientId} patient={one} changed={live.reload} />
        ))}
      </ul>
      <p>
        <a class="button" href="/booking/patients/new">
          {words('who-add')}
        </a>
      </p>
    </div>
  );
}

interface CardProps {
  readonly patient: PatientView;
  readonly changed: () => Promise<void>;
}

function Card({ patient: one, changed }: CardProps) {
  const words = usePatientWords();
  const { language } = useSettings();
  const over = one.relation !== 'self' && (one.consentUntil ?? '') < dayOf(hallNow());
  return (
    <li class="paper health-card stack tight">
      <h2>
        <Said>{one.name}</Said> <span class="tag">{words(`relation-${one.relation}`)}</span>
      </h2>
      <dl class="facts brief card-facts">
        {one.cardNumber !== undefined && (
          <div>
            <dt>{words('card-number')}</dt>
            <dd class="card-number">{one.cardNumber.replace(/(.{4})(?=.)/g, '$1 ')}</dd>
          </div>
        )}
        <div>
          <dt>{words('birth-date')}</dt>
          <dd>{plainDayText(one.birthDate, language)}</dd>
        </div>
        <div>
          <dt>{words('id-number')}</dt>
          <dd class="number">{one.idNumberMasked}</dd>
        </div>
        {one.phoneMasked !== undefined && (
          <div>
            <dt>{words('phone')}</dt>
            <dd class="number">{one.phoneMasked}</dd>
          </div>
        )}
      </dl>
      {one.asked && (
        <p class="notice">
          <Said>{words('consent-asked', { name: one.name })}</Said>
        </p>
      )}
      {!one.asked && one.consentUntil !== undefined && (
        <p class={over ? 'notice amber' : 'small muted'}>
          {over ? words('consent-over') : words('consent-until', { when: plainDayText(one.consentUntil, language) })}
        </p>
      )}
      {speaks(one, over) && <Carers patient={one} changed={changed} />}
      <Leave patient={one} changed={changed} />
    </li>
  );
}

const speaks = ({ relation }: PatientView, over: boolean): boolean =>
  relation === 'self' || (relation === 'child' && !over);
