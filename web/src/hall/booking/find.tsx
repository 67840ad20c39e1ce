/** The first page of booking: what is coming up for this person, and the ways to a doctor. */
import { useState } from 'preact/hooks';
import { call } from '../../base/api.ts';
import type { HospitalView } from '../../base/booking-answers.ts';
import { PartProblem } from '../../base/conditions.tsx';
import { Icon } from '../../base/icon.tsx';
import { useLoad } from '../../base/load.ts';
import { Said } from '../../base/said.tsx';
import { Loading, ProblemNotice, Title } from '../../base/ui.tsx';
import { useSay } from '../../base/words.ts';
import { useBookingWords } from '../../booking/booking-words.ts';
import { isAhead } from '../../booking/states.ts';
import { signIn } from '../session.ts';
import { AppointmentRow } from './appointment-row.tsx';
import { type Found, search, useHospitals } from './hospitals.ts';
import { usePatientWords } from './patient-words.ts';

/** As many as one looks at; more words find fewer. */
const most = 12;

export function Find() {
  const words = usePatientWords();
  const person = signIn.usePerson();
  const { data, problem, reload } = useHospitals();
  return (
    <div class="narrow stack wide">
      <header class="stack tight">
        <Title site={words('site')}>{words('title')}</Title>
        <p class="muted">{words('lead')}</p>
        <p class="row">
          <a class="button second" href="/booking/appointments">
            {words('my-appointments')}
          </a>
          <a class="button second" href="/booking/patients">
            {words('my-patients')}
          </a>
        </p>
      </header>
      {person !== undefined && <ComingUp key={person.id} id={person.id} />}
      {problem !== undefined && <ProblemNotice problem={problem} retry={() => void reload()} />}
      {data === undefined ? problem === undefined && <Loading /> : <Ways hospitals={data} />}
    </div>
  );
}

function ComingUp({ id }: { readonly id: string }) {
  const words = usePatientWords();
  const mine = useLoad(id, () => call('GET /v1/booking/appointments', {}));
  const ahead = mine.data?.items.filter(({ status }) => isAhead(status)).toReversed() ?? [];
  if (ahead.length === 0) return <PartProblem of={mine} what={words('appointments-ahead')} />;
  return (
    <section class="card" aria-labelledby="ahead">
      <h2 id="ahead">{words('appointments-ahead')}</h2>
      <ul class="plain rows">
        {ahead.slice(0, 3).map((one) => (
          <AppointmentRow key={one.appointmentId} appointment={one} />
        ))}
      </ul>
    </section>
  );
}

function Ways({ hospitals }: { readonly hospitals: readonly HospitalView[] }) {
  const words = usePatientWords();
  const say = useSay();
  const [typed, setTyped] = useState('');
  const found = search(hospitals, typed);
  return (
    <>
      <search class="stack tight">
        <label for="find">{words('search')}</label>
        <div class="find-line">
          <Icon name="search" />
          <input
            id="find"
            type="search"
            autoComplete="off"
            aria-describedby="find-hint"
            value={typed}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        </div>
        <p class="hint" id="find-hint">
          {words('search-hint')}
        </p>
        <p class="hidden" role="status">
          {typed.trim() === '' ? '' : words('search-found', { n: found.length })}
        </p>
        {typed.trim() !== '' && found.length === 0 && (
          <p>
            <Said>{words('search-none', { q: typed.trim() })}</Said>
          </p>
        )}
        {found.length > 0 && (
          <ul class="plain rows card">
            {found.slice(0, most).map((one) => (
              <FoundRow key={`${one.department.id} ${one.doctor?.id}`} found={one} />
            ))}
          </ul>
        )}
      </search>
      <section aria-labelledby="hospitals">
        <h2 id="hospitals">{words('hospitals')}</h2>
        <ul class="plain hospitals">
          {hospitals.map((hospital) => (
            <li key={hospital.id}>
              <a class="card hospital" href={`/booking/hospitals/${hospital.id}`}>
                <strong>{say(hospital.name)}</strong>
                <span class="muted small">
                  <Said>{hospital.address}</Said>
                </span>
                <span class="muted small">{words('departments-count', { n: hospital.departments.length })}</span>
              </a>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

function FoundRow({ found: { hospital, department, doctor } }: { readonly found: Found }) {
  const say = useSay();
  const booking = useBookingWords();
  return (
    <li>
      <a
        class="row-link"
        href={`/booking/departments/${department.id}${doctor === undefined ? '' : `?doctor=${doctor.id}`}`}
      >
        <span class="row-name">{say(doctor?.name ?? department.name)}</span>
        <span class="row-facts">
          {doctor !== undefined && <span>{booking(`grade-${doctor.grade}`)}</span>}
          {doctor !== undefined && <span>{say(department.name)}</span>}
          <span>{say(hospital.name)}</span>
        </span>
      </a>
    </li>
  );
}
